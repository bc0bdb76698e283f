"""Questions about where things are: corners, streets, kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label, LabelSet
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import streets_at
from scenewright.qa_templates.town_words import (
    TownTemplate,
    all_landmarks,
    corner_words,
    kinds,
    need,
    sentence,
    street_id,
    street_ids,
    the,
)
from scenewright.qa_templates.words import count_of, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap
from scenewright.scenes.town_names import LANDMARK_KINDS


def corner_of(scene: RoadMap, name: str, work: Work) -> LabelSet:
    """The streets at a landmark's corner. Only junctions of two streets that meet at one place."""
    mark = need(scene, name)
    if not mark.junction or not scene.graph.is_corner(scene.places[mark.id]):
        raise Reject("not_applicable")
    place = work.read(mark.id, "junction", f"Find {the(name)} and follow its pointer to the junction.")
    found = work.do(
        "streets_at",
        place,
        say=lambda v: f"{sentence(the(name))} stands at {corner_words(scene, place.value)}.",
        evidence=street_ids(scene, mark.junction),
    )
    return LabelSet(values=tuple(found.value))


class LandmarkCorner(TownTemplate):
    """At which corner a landmark stands. Junctions of three and more streets, and pairs of streets that meet twice,
    are left out.
    """

    skill = "retrieval"
    phrasings = (
        "At the corner of which two streets does {the} stand?",
        "Which two streets meet where {the} stands?",
        "{the} stands at a corner. Name the two streets that meet there.",
        "Name both streets at the corner of {the}.",
        "On which street corner would you find {the}? Give both street names.",
        "The pointer of {the} ends at a junction. Which two streets meet at it?",
        "Which two streets cross or meet at {the}?",
        "Where is {the}? Answer with the two streets of its corner.",
        "{the} is at the junction of which two streets?",
        "Look for {the}: which two streets form its corner?",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        return [m.name for m in scene.landmarks if m.junction and scene.graph.is_corner(scene.places[m.id])]

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"the": the(slot)}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        return corner_of(scene, slot, work)

    def wrong(self, scene: RoadMap, slot: str, answer: Answer) -> Iterable[tuple[Answer, str]]:
        assert isinstance(answer, LabelSet)
        one, other = answer.values
        beside = [_neighbour(scene, slot, one), _neighbour(scene, slot, other)]
        if None in beside or len({one, other, *beside}) < 4:
            return
        # All four pairs of two streets this way and two that way: no name gives the right pair away.
        along_one, along_other = str(beside[0]), str(beside[1])
        yield LabelSet(values=(one, along_one)), f"That is the next corner along {one}."
        yield LabelSet(values=(along_other, other)), f"That is the next corner along {other}."
        yield LabelSet(values=(along_other, along_one)), "That is a corner on the other side of the block."


def _neighbour(scene: RoadMap, name: str, street: str) -> str | None:
    """The cross street at the next corner along a street."""
    graph = scene.graph
    own = graph.names.index(street)
    for block in graph.blocks[scene.places[need(scene, name).id]]:
        if block.street == own and graph.is_corner(block.to):
            return next(graph.names[s] for s in graph.streets_at[block.to] if s != own)
    return None


class LandmarkOnStreet(TownTemplate):
    """On which street a landmark stands that is halfway between two junctions."""

    skill = "retrieval"
    phrasings = (
        "On which street does {the} stand?",
        "Which street is {the} on?",
        "{the} stands halfway along a block. Of which street?",
        "What is the name of the street with {the} on it?",
        "Along which street would you find {the}?",
        "Name the street on which {the} is.",
        "What street do you have to look along to find {the}?",
        "{the} lies on one street only. Which one?",
        "Which street does the pointer of {the} touch?",
        "What is the street address of {the}, without a number?",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        return [mark.name for mark in scene.landmarks if mark.segment]

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"the": the(slot)}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        mark = need(scene, slot)
        place = work.read(mark.id, "segment", f"Find {the(slot)} and follow its pointer to the street.")
        street = work.read(str(place.value), "street", "It ends halfway along a block.")
        name = work.read(
            str(street.value), "name", lambda v: f"That block belongs to {v}, so {the(slot)} stands on {v}."
        )
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: str, answer: Answer) -> Iterable[tuple[Answer, str]]:
        segment = next(s for s in scene.segments if s.id == need(scene, slot).segment)
        for junction in (segment.start, segment.end):
            for name in streets_at(scene, junction):
                yield Label(value=name), f"{name} only meets that street at the end of the block."
        for name in scene.graph.names:
            yield Label(value=name), f"{name} runs elsewhere."


class LandmarksOnStreet(TownTemplate):
    """All landmarks on a street, corners included."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which landmarks stand on {street}, its corners included?",
        "Name all landmarks on {street}, counting those at its corners.",
        "List every landmark along {street}, corners included.",
        "If you went along {street} from end to end, which landmarks would you pass on it or at its corners?",
        "Which of the marked places are on {street} or at one of its corners?",
        "What landmarks does {street} have, including those at its corners?",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        names = scene.graph.names
        on: dict[int, int] = {}
        for mark in scene.landmarks:
            if mark.junction:
                for street in scene.graph.streets_at[scene.places[mark.id]]:
                    on[street] = on.get(street, 0) + 1
        return [names[street] for street, count in sorted(on.items()) if count <= 4]

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"street": slot}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        own = street_id(scene, slot)
        work.read(own, "name", f"Find {slot} and follow it from end to end.")
        name = {mark.id: mark.name for mark in scene.landmarks}
        found = work.do(
            "landmarks_on",
            slot,
            say=lambda v: f"What points to it: {listed([the(name[i]) for i in v]) if v else 'nothing'}.",
            evidence=[own, *all_landmarks(scene)],
        )
        if not found.value:
            raise Reject("not_applicable")
        return LabelSet(values=tuple(name[i] for i in found.value))


class AtCorner(TownTemplate):
    """Which landmark stands at a corner."""

    skill = "retrieval"
    phrasings = (
        "Which landmark stands at the corner of {a} and {b}?",
        "What is at the corner of {a} and {b}?",
        "Which place is marked where {a} meets {b}?",
        "Go to the junction of {a} and {b}. Which landmark is there?",
        "What would you find at the corner of {a} and {b}?",
        "Name the landmark at the junction of {a} and {b}.",
        "{a} and {b} meet at one place. Which landmark stands there?",
        "Which of the landmarks points to the junction of {a} with {b}?",
        "What stands where {a} and {b} come together?",
        "Which landmark do you see at {a}, corner of {b}?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        graph = scene.graph
        here = [j for j in scene.places.values() if graph.is_corner(j)]
        return [(graph.names[a], graph.names[b]) for j in here for a, b in [graph.streets_at[j]]]

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": slot[0], "b": slot[1]}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = slot
        place = work.do(
            "corner", a, b, say=f"Find where {a} and {b} meet.", evidence=[street_id(scene, a), street_id(scene, b)]
        )
        mark = next(mark for mark in scene.landmarks if mark.junction == place.value)
        name = work.do(
            "landmark_at", place, say=lambda v: f"The landmark that points there is {the(v)}.", evidence=[mark.id]
        )
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Iterable[tuple[Answer, str]]:
        for mark in scene.landmarks:
            where = corner_words(scene, mark.junction) if mark.junction else "halfway along a block"
            yield (
                Label(value=mark.name),
                f"{sentence(the(mark.name))} is at {where}."
                if mark.junction
                else (f"{sentence(the(mark.name))} is {where}."),
            )


class KindCount(TownTemplate):
    """How many landmarks there are of a kind, none included."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many {kinds} are marked on the map?",
        "How many {kinds} does the town have?",
        "Count the {kinds} on the map. How many are there?",
        "What is the number of {kinds} in the town?",
        "How many of the landmarks are {kinds}?",
        "Going by the icons and names, how many {kinds} are there?",
        "How many {kinds} can you find on this map?",
        "What number of {kinds} does the map show?",
        "Of all marked places, how many are {kinds}?",
        "How many places of the kind \"{kind}\" are on the map?",
    )  # fmt: skip

    def slots(self, scene: RoadMap) -> Sequence[str]:
        here = dict.fromkeys(mark.kind for mark in scene.landmarks)
        first = sum(map(ord, scene.town)) % len(LANDMARK_KINDS)
        absent = [k for k in LANDMARK_KINDS[first:] + LANDMARK_KINDS[:first] if k not in here]
        return [*here, *absent[:2]]

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"kinds": kinds(slot), "kind": slot}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        names = {mark.id: mark.name for mark in scene.landmarks}
        found = work.do(
            "of_kind",
            slot,
            say=lambda v: (
                f"Look at every landmark: {listed([the(names[i]) for i in v]) if v else 'none'} "
                f"{'are' if len(v) > 1 else 'is'} of that kind."
            ),
            evidence=all_landmarks(scene),
        )
        count = work.do(
            "count", found, say=lambda v: f"There {'is' if v == 1 else 'are'} {count_of(v, slot, kinds(slot))}."
        )
        return Integer(value=count.value)


PLACES: tuple[Any, ...] = (LandmarkCorner(), LandmarkOnStreet(), LandmarksOnStreet(), AtCorner(), KindCount())
