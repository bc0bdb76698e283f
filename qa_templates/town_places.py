"""Questions about where things are: corners, streets, directions, distances in a straight line, counts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, LabelSet, Number
from scenewright.qa_templates.base import vary
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import SECTORS, further, heading, spot_of, straight_m, streets_at
from scenewright.qa_templates.town_words import (
    TownTemplate,
    Wrong,
    all_landmarks,
    corner_words,
    kinds,
    need,
    pairs,
    sentence,
    street_id,
    street_ids,
    the,
)
from scenewright.qa_templates.words import count_of, listed
from scenewright.renderers.base import Resolution
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
            say=lambda v: f"The landmarks that point to it are {listed([the(name[id]) for id in v])}.",
            evidence=[own, *all_landmarks(scene)],
        )
        if not found.value:
            raise Reject("not_applicable")
        return LabelSet(values=tuple(name[id] for id in found.value))


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


class CompassDirection(TownTemplate):
    """In which of eight directions one landmark lies from another, in a straight line. Pairs within 7 degrees of a
    border between two directions are left out.
    """

    skill = "multi_step"
    phrasings = (
        "In which compass direction does {b} lie from {a}? Choose from the eight main directions, such as northeast.",
        "You stand at {a}. In which of the eight compass directions is {b}, as the crow flies?",
        "Seen from {a}, where is {b}: north, northeast, east, southeast, south, southwest, west or northwest?",
        "Which of the eight compass directions leads in a straight line from {a} to {b}?",
        "What is the compass direction from {a} to {b} (one of eight, as the crow flies)?",
        "A bird flies from {a} straight to {b}. In which of the eight compass directions does it fly?",
        "Use the compass: in which of its eight directions is {b} from {a}?",
        "{b} lies in one of eight compass directions from {a}. Which one?",
        "From {a}, which way is {b} in a straight line? Answer with one of the eight compass directions.",
        "Name the direction, out of eight, in which {b} lies as seen from {a}.",
    )
    border_deg = 7.0

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        return pairs([mark.name for mark in scene.landmarks])

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = (need(scene, name) for name in slot)
        work.read("compass", "north_deg", _north_words)
        angle = work.do(
            "heading", a.id, b.id, evidence=[a.id, b.id, "compass"],
            say=lambda v: f"The line from {the(a.name)} to {the(b.name)} runs {v:.0f} degrees clockwise from north.",
        )  # fmt: skip
        if _off_border(angle.value) < self.border_deg:
            raise Reject("margin")
        found = work.do("sector", angle, say=lambda v: f"So {the(b.name)} lies {v} of {the(a.name)}.")
        return sector_answer(found.value)

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        # Icons stand up to some 45 px away from the spot they point to; either reading must give the same direction.
        a, b = (need(scene, name).id for name in slot)
        px = straight_m(scene, a, b) / resolution.units_per_px["metres"]
        if px < 90 or _off_border(heading(scene, a, b)) < math.degrees(math.asin(45 / px)):
            raise Reject("margin")
        return answer

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Wrong:
        assert isinstance(answer, Label)
        place = SECTORS.index(answer.value)
        whys = ((4, "That is the way back."), (2, "That is a quarter turn too far clockwise."),
                (6, "That is a quarter turn too far counterclockwise."))  # fmt: skip
        return [(sector_answer(SECTORS[(place + step) % 8]), why) for step, why in whys]


def _off_border(degrees: float) -> float:
    """Degrees to the nearest border between two of the eight directions."""
    return min((degrees - 22.5) % 45, (22.5 - degrees) % 45)


def _north_words(north_deg: int) -> str:
    if north_deg == 0:
        return "The compass shows north at the top."
    return f"The compass shows north {north_deg} degrees clockwise from the top of the map."


def sector_answer(sector: str) -> Label:
    """A compass direction with its other spellings."""
    short = "".join({"north": "N", "south": "S", "east": "E", "west": "W"}[part] for part in _parts(sector))
    forms = ["-".join(_parts(sector)), " ".join(_parts(sector)), short] if len(_parts(sector)) > 1 else [short]
    return Label(value=sector, accepted=(*forms, f"to the {sector}"))


def _parts(sector: str) -> list[str]:
    return [sector[:5], sector[5:]] if len(sector) > 5 else [sector]


def _apart(scene: RoadMap, names: Sequence[str], resolution: Resolution, least_px: float) -> None:
    """`Reject` where two landmarks stand nearer to each other than so many pixels."""
    ids = [need(scene, name).id for name in names]
    (ax, ay), (bx, by) = (spot_of(scene, id) for id in ids)
    if (ax - bx) ** 2 + (ay - by) ** 2 < (least_px * resolution.units_per_px["metres"]) ** 2:
        raise Reject("margin")


class FurtherSide(TownTemplate):
    """Whether one landmark lies further to a side of the compass than another. The difference must be a third of
    their distance and 75 pixels.
    """

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Is {a} further {side} than {b}?",
        "Does {a} lie further {side} than {b}?",
        "Going by the compass, is {a} to the {side} of {b} rather than to the {other}?",
        "Is {a} more to the {side} than {b}?",
        "Comparing {a} and {b}, is {a} the one further {side}?",
        "Is the position of {a} further {side} than that of {b}?",
        "Would you call {a} the place further {side}, compared with {b}?",
        "By the compass on the map, is {a} further to the {side} than {b}?",
        "Of {a} and {b}, is {a} the one that lies further {side}?",
        "Does the map show {a} further {side} than {b}?",
    )
    sides = ("north", "east", "south", "west")

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, str]]:
        names = [mark.name for mark in scene.landmarks]
        side = self.sides[sum(map(ord, scene.town)) % 4]
        return [(*pair, side) for a, b in pairs(names, 12) for pair in ((a, b), (b, a))]

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        other = self.sides[(self.sides.index(slot[2]) + 2) % 4]
        return {"a": the(slot[0]), "b": the(slot[1]), "side": slot[2], "other": other}

    def group(self, scene: RoadMap, slot: Sequence[str]) -> Hashable:
        return slot[2]

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b, side = need(scene, slot[0]), need(scene, slot[1]), slot[2]
        work.read("compass", "north_deg", _north_words)
        found = work.do(
            "further", a.id, b.id, side, evidence=[a.id, b.id, "compass"],
            say=lambda v: f"Measured towards the {side}, {the(a.name)} is about {abs(v):.0f} m "
            f"{'ahead of' if v > 0 else 'behind'} {the(b.name)}.",
        )  # fmt: skip
        (ax, ay), (bx, by) = spot_of(scene, a.id), spot_of(scene, b.id)
        if found.value**2 < ((ax - bx) ** 2 + (ay - by) ** 2) / 9:
            raise Reject("margin")
        yes = work.do(
            "positive", found,
            say=lambda v: f"So {the(a.name)} is {'' if v else 'not '}further {side}.",
        )  # fmt: skip
        return Boolean(value=yes.value)

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        a, b = (need(scene, name).id for name in slot[:2])
        if abs(further(scene, a, b, slot[2])) < 75 * resolution.units_per_px["metres"]:
            raise Reject("margin")
        return answer


class StraightDistance(TownTemplate):
    """How far two landmarks are apart in a straight line, by the scale bar, within a tenth."""

    skill = "arithmetic"
    phrasings = (
        "How many metres is it in a straight line from where the pointer of {a} ends to where that of {b} ends?",
        "By the scale bar, how far apart in metres are the tips of the pointers of {a} and {b}, as the crow flies?",
        "Use the scale bar to estimate the straight-line distance in metres between {a} and {b}, from the tip of one "
        "pointer to the tip of the other.",
        "What is the distance in metres from {a} to {b} as the crow flies? Use the scale bar and measure between the "
        "spots that their pointers touch.",
        "Estimate with the scale bar how many metres lie between {a} and {b} in a straight line (from pointer tip to "
        "pointer tip).",
        "How long is the straight line between the pointer tips of {a} and {b}, in metres, according to the scale?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        return pairs([mark.name for mark in scene.landmarks])

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = (need(scene, name) for name in slot)
        work.read("scale", "length_m", lambda v: f"The scale bar stands for {v:,} m.")
        found = work.do(
            "straight_m", a.id, b.id, evidence=[a.id, b.id, "scale"],
            say=f"Compare the straight line between the junctions or street sides that {the(a.name)} and {the(b.name)} "
            "point to with the bar.",
        )  # fmt: skip
        rounded = work.do("round", found, -1, say=lambda v: f"They are about {v:,.0f} m apart.")
        return Number(value=rounded.value, unit="m", tolerance=round(0.1 * rounded.value, 1))

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        _apart(scene, slot, resolution, 110.0)
        assert isinstance(answer, Number)
        return vary(answer, tolerance=max(answer.tolerance, round(12 * resolution.units_per_px["metres"], 1)))

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Wrong:
        assert isinstance(answer, Number)
        bar, v = scene.scale.length_m, answer.value
        offers = (
            (v - bar, "The line is one bar longer than that."),
            (v + bar, "The line is one bar shorter than that."),
            (v / 2, "That is half of it."),
            (v * 2, "That is twice as much."),
            (round(v * 1.41, -1), "That follows the streets instead of the straight line."),
            (round(v * 0.71, -1), "That is one leg of the way, not the whole line."),
        )
        return [(vary(answer, value=float(value)), why) for value, why in offers if value > 0]


class CloserOfTwo(TownTemplate):
    """Which of two landmarks is nearer to a third in a straight line; one must be a fifth nearer."""

    skill = "comparison"
    phrasings = (
        "Which is closer to {c} in a straight line: {a} or {b}?",
        "As the crow flies, is {a} or {b} nearer to {c}?",
        "Which of the two is nearer to {c} as the crow flies, {a} or {b}?",
        "From {c}, which has the shorter straight-line distance: {a} or {b}?",
        "Is it {a} or {b} that lies closer to {c}, measured in a straight line?",
        "Compare the straight lines from {c} to {a} and to {b}. Which place is closer?",
        "Which lies nearer to {c}, {a} or {b}, if you ignore the streets and go straight?",
        "Between {a} and {b}, which one is closer to {c} as the crow flies?",
        "A bird sits on {c}. Which is the shorter flight for it, to {a} or to {b}?",
        "Measured straight across the map, which is nearer to {c}: {a} or {b}?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, str]]:
        names = [mark.name for mark in scene.landmarks]
        n = len(names)
        return [(names[i], *pair) for i in range(n) for a, b in [(names[(i + 1) % n], names[(i + 2) % n])]
                for pair in ((a, b), (b, a))]  # fmt: skip

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"c": the(slot[0]), "a": the(slot[1]), "b": the(slot[2])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        c, a, b = (need(scene, name) for name in slot)
        far = [
            work.do("straight_m", c.id, x.id, evidence=[c.id, x.id],
                    say=lambda v, x=x: f"From {the(c.name)} to {the(x.name)} it is about {round(v, -1):,.0f} m.")
            for x in (a, b)
        ]  # fmt: skip
        if min(far).value * 1.2 > max(far).value:
            raise Reject("margin")
        name = work.do("argmin", [a.name, b.name], far, say=lambda v: f"So {the(v)} is closer.")
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Wrong:
        assert isinstance(answer, Label)
        other = slot[2] if answer.value == slot[1] else slot[1]
        return [(Label(value=other), f"{sentence(the(other))} is further away.")]

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        c, a, b = (need(scene, name).id for name in slot)
        apart = abs(straight_m(scene, c, a) - straight_m(scene, c, b))
        if apart < 75 * resolution.units_per_px["metres"]:
            raise Reject("margin")
        return answer


PLACES: tuple[Any, ...] = (
    LandmarkCorner(), LandmarkOnStreet(), LandmarksOnStreet(), AtCorner(), KindCount(), CompassDirection(), FurtherSide(),
    StraightDistance(), CloserOfTwo(),
)  # fmt: skip
