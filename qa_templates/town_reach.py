"""Questions about what can be reached: nearest of a kind, within so many blocks, and what a closure changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, LabelSet
from scenewright.qa_templates.base import Wrong
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import number
from scenewright.qa_templates.town_routes import least_way
from scenewright.qa_templates.town_words import (
    TownTemplate,
    all_landmarks,
    cornered,
    cost_answer,
    cost_mistakes,
    cost_text,
    find,
    kinds,
    need,
    pairs,
    rules,
    sentence,
    street_id,
    the,
    timed,
    way_words,
)
from scenewright.qa_templates.words import count_of, in_words, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap


class NearestOfKind(TownTemplate):
    """Which landmark of a kind is nearest by car. The next must be a tenth further. Kinds with a landmark that is not
    at a corner are left out.
    """

    skill = "multi_step"
    phrasings = (
        "Which {kind} is nearest to {a} by car, going by {by}?{rules}",
        "Starting at {a}, which {kind} can be reached by the {best} drive, going by {by}?{rules}",
        "Of the {kinds} on the map, which has the {best} way by car from {a}, going by {by}?{rules}",
        "You are at {a} with a car and need a {kind}. Which one is nearest by {by}?{rules}",
        "From {a}, to which {kind} is the drive {best}, going by {by}?{rules}",
        "Compare the drives from {a} to each {kind} by {by}. Which is {best}?{rules}",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        by_kind: dict[str, list[bool]] = {}
        for mark in scene.landmarks:
            by_kind.setdefault(mark.kind, []).append(bool(mark.junction))
        several = [kind for kind, at in by_kind.items() if len(at) > 1 and all(at)]
        return [
            (mark.name, kind) for kind in several for mark in scene.landmarks if mark.junction and mark.kind != kind
        ]

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "kind": slot[1], "kinds": kinds(slot[1]), **way_words(scene)}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        start = find(scene, work, slot[0])
        marks = [mark for mark in scene.landmarks if mark.kind == slot[1]]
        names = [mark.name for mark in marks]
        costs = work.do(
            "cost_to", start, [mark.junction for mark in marks], evidence=all_landmarks(scene),
            say=lambda v: "By car it is " + listed(
                [f"{cost_text(scene, c)} to {n}" for n, c in zip(names, v, strict=True)]) + ".",
        )  # fmt: skip
        ranked = sorted(costs.value)
        if ranked[0] < 0 or ranked[0] * 1.1 > ranked[1]:
            raise Reject("margin")
        name = work.do("argmin", names, costs, say=lambda v: f"So {v} is nearest.")
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Iterable[Wrong]:
        return [
            (Label(value=mark.name), f"The drive to {mark.name} is longer.")
            for mark in scene.landmarks
            if mark.kind == slot[1]
        ]


NOTE = " A block is the stretch from one junction to the next."


class BlocksTemplate(TownTemplate):
    """Asked about a landmark at a corner and a number of blocks."""

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, int]]:
        return [(name, k) for name in cornered(scene) for k in (1, 2, 3, 4)]

    def words(self, scene: RoadMap, slot: Sequence[Any]) -> Mapping[str, str]:
        blocks = f"{in_words(slot[1])} block{'s' if slot[1] > 1 else ''}"
        return {"a": the(slot[0]), "k": blocks, "rules": NOTE + rules(scene)}

    def group(self, scene: RoadMap, slot: Sequence[Any]) -> Hashable:
        return slot[1]


def reached(scene: RoadMap, slot: Sequence[Any], work: Work) -> list[str]:
    """The steps that find the other landmarks at corners within so many blocks; their names."""
    start = find(scene, work, slot[0])
    others = [mark for mark in scene.landmarks if mark.junction and mark.name != slot[0]]
    away = work.do(
        "blocks_to", start, [mark.junction for mark in others], evidence=all_landmarks(scene),
        say=lambda v: "Count the blocks to each: " + ", ".join(
            f"{n} to {the(m.name)}" for n, m in zip(v, others, strict=True)) + ".",
    )  # fmt: skip
    found = work.do(
        "up_to", [mark.name for mark in others], away, slot[1],
        say=lambda v: f"Near enough: {', '.join(map(the, v)) if v else 'none'}.",
    )  # fmt: skip
    work.do("count", found, say=lambda v: f"{sentence(count_of(v, 'landmark'))} can be reached.")
    return list(found.value)


class WithinBlocks(BlocksTemplate):
    """How many other landmarks at corners a car can get to within so many blocks."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many other landmarks at street corners can a car from {a} reach by driving at most {k}?{rules}",
        "Starting at {a}, how many other corner landmarks are no more than {k} away by car?{rules}",
        "Counting only landmarks at street corners, how many others can be reached from {a} by car within {k}?{rules}",
        "A car at {a} may drive {k} at most. How many other landmarks that stand at corners can it get to?{rules}",
        "How many landmarks at junctions, apart from {a} itself, are within {k} of it by car?{rules}",
        "Within a drive of {k} from {a}, how many other landmarks that stand at a junction are there?{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[Any], work: Work) -> Answer:
        return Integer(value=len(reached(scene, slot, work)))


class ReachableSet(BlocksTemplate):
    """Which other landmarks at corners a car can get to within so many blocks; one at least, five at most."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which other landmarks at street corners can a car from {a} reach by driving at most {k}?{rules}",
        "Starting at {a}, which other corner landmarks are no more than {k} away by car?{rules}",
        "Considering only landmarks at street corners, which others can be reached from {a} by car within {k}?{rules}",
        "A car at {a} may drive {k} at most. Name all other landmarks at corners that it can get to.{rules}",
        "List the landmarks at junctions, apart from {a} itself, that are within {k} of it by car.{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[Any], work: Work) -> Answer:
        found = reached(scene, slot, work)
        if not 1 <= len(found) <= 5:
            raise Reject("not_applicable")
        return LabelSet(values=tuple(found))


class ReachYesNo(TownTemplate):
    """Whether a car can get from one landmark to another within so many blocks."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Can a car get from {a} to {b} by driving at most {k}?{rules}",
        "Is {b} within {k} of {a} by car?{rules}",
        "Starting at {a}, can a car reach {b} in {k} or less?{rules}",
        "Are {k} of driving enough to come from {a} to {b}?{rules}",
        "Is it possible to drive from {a} to {b} in no more than {k}?{rules}",
        "Could a taxi get from {a} to {b} within {k}?{rules}",
        "Is the drive from {a} to {b} with the fewest blocks at most {k} long?{rules}",
        "Would a driver at {a} be at {b} after {k} at the latest, on the way with the fewest blocks?{rules}",
        "Can {b} be reached from {a} by car without driving more than {k}?{rules}",
        "By car, is {b} no further than {k} from {a}?{rules}",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, int]]:
        k = 2 + sum(map(ord, scene.town)) % 3
        return [(a, b, k) for a, b in pairs(cornered(scene), 40)]

    def words(self, scene: RoadMap, slot: Sequence[Any]) -> Mapping[str, str]:
        return {
            "a": the(slot[0]),
            "b": the(slot[1]),
            "k": f"{in_words(slot[2])} blocks",
            "rules": NOTE + rules(scene),
        }

    def group(self, scene: RoadMap, slot: Sequence[Any]) -> Hashable:
        return slot[2]

    def solve(self, scene: RoadMap, slot: Sequence[Any], work: Work) -> Answer:
        start, goal = find(scene, work, slot[0]), find(scene, work, slot[1])
        away = work.do("blocks_to", start, [goal], say=lambda v: f"The way with the fewest blocks has {v[0]}.")
        near = work.do("up_to", [slot[1]], away, slot[2], say=f"Compare that with {in_words(slot[2])}.")
        yes = work.do(
            "contains", near, slot[1], say=lambda v: f"So {the(slot[1])} is {'' if v else 'not '}within reach."
        )
        return Boolean(value=yes.value)


# -- closures ------------------------------------------------------------------------------------------------------


def stretch_words(slot: Sequence[str]) -> dict[str, str]:
    """Fields for the stretch that a question closes: the last three of its arguments."""
    street, a, b = slot[-3:]
    return {"stretch": f"the block of {street} between {a} and {b}"}


def stretch_segment(scene: RoadMap, slot: Sequence[str], work: Work) -> str:
    """The step that finds that stretch; the id of its segment."""
    street, a, b = slot[-3:]
    ids = [street_id(scene, name) for name in slot[-3:]]
    one = work.do("corner", street, a, say=f"Find the corner of {street} and {a}.", evidence=ids)
    other = work.do(
        "corner", street, b, say=f"Find the next corner, of {street} and {b}, and shut the block in between."
    )
    found = next(x for x in scene.graph.blocks[number(one.value)] if x.to == number(other.value))
    return f"s{found.segment}"


def closable(scene: RoadMap, segments: Iterable[int]) -> list[tuple[str, str, str]]:
    """Stretches that can be said in words and are open."""
    graph = scene.graph
    out = []
    for s in segments:
        words = graph.stretch(s)
        if words and not scene.segments[s].closed:
            out.append((graph.names[words[0]], graph.names[words[1]], graph.names[words[2]]))
    return out


class ClosureCost(TownTemplate):
    """The length or time of the least way when a block of it is closed as well."""

    skill = "multi_step"
    phrasings = (
        "Suppose {stretch} were closed to cars. {long} then by car from {a} to {b} on the {best} way, "
        "going by {by}?{rules}",
        "If {stretch} could not be used, {long_low} from {a} to {b} by the {best} remaining drive, going "
        "by {by}?{rules}",
        "Roadworks shut {stretch}. {long} now by car from {a} to {b} on the {best} way, going by {by}?{rules}",
        "With {stretch} closed to all cars, what does the {best} drive from {a} to {b} come to in "
        "{unit}, going by {by}?{rules}",
        "Imagine that {stretch} is blocked. What is the total in {unit} of the {best} drive from {a} to "
        "{b}, going by "
        "{by}?{rules}",
    )

    def slots(self, scene: RoadMap) -> Sequence[Any]:
        graph, places = scene.graph, {name: scene.places[need(scene, name).id] for name in cornered(scene)}
        out = []
        for a, b in pairs(list(places), 6):
            out += [(a, b, *words) for words in closable(scene, graph.way(places[a], places[b])[1])]
        return out

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        fields = {"a": the(slot[0]), "b": the(slot[1]), **stretch_words(slot), **way_words(scene)}
        return {**fields, "long_low": fields["long"][0].lower() + fields["long"][1:]}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        segment = stretch_segment(scene, slot, work)
        start, goal = find(scene, work, slot[0]), find(scene, work, slot[1])
        best = "quickest" if timed(scene) else "shortest"
        way = work.do(
            "shortest_way",
            start,
            goal,
            segment,
            say=f"Without that block, compare the ways by car and take the {best}.",
        )
        if not way.value or len(way.value) > 10:
            raise Reject("not_applicable")
        if scene.printed == "blocks":
            work.read("scale", "length_m", lambda v: f"By the scale bar, each block is {v} m long.")
        values = work.do(
            "costs", way, say=lambda v: f"Its blocks are {listed([cost_text(scene, x) for x in v])} long.",
            evidence=way.value,
        )  # fmt: skip
        total = work.do("total", values, say=lambda v: f"That is {cost_text(scene, v)} in all.")
        return cost_answer(scene, total.value)

    def mistakes(self, scene: RoadMap, slot: Any, answer: Answer) -> Sequence[Sequence[Wrong]]:
        return cost_mistakes(scene, answer)


class ClosureLonger(TownTemplate):
    """Whether the least way gets longer when a block is closed as well: a block of it, or one somewhere else."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "If {stretch} were closed to cars, would the {best} drive from {a} to {b} take longer, going by {by}?{rules}",
        "Would closing {stretch} make the {best} drive from {a} to {b} longer, going by {by}?{rules}",
        "Roadworks shut {stretch}. Does that lengthen the {best} drive from {a} to {b}, going by {by}?{rules}",
        "Does the {best} drive from {a} to {b} get longer if {stretch} is blocked, going by {by}?{rules}",
        "Suppose cars could not use {stretch}. Would the {best} way from {a} to {b} become longer, going "
        "by {by}?{rules}",
        "With {stretch} closed, is the {best} drive from {a} to {b} longer than now, going by {by}?{rules}",
        "Must a driver from {a} to {b} accept a longer way, going by {by}, if {stretch} is shut?{rules}",
        "Would a closure of {stretch} cost a driver from {a} to {b} anything, going by {by} and the {best} way?{rules}",
        "Is the {best} drive from {a} to {b} affected, that is made longer, when {stretch} is closed? Go "
        "by {by}.{rules}",
        "Going by {by}, would the {best} drive from {a} to {b} become longer without {stretch}?{rules}",
    )

    def slots(self, scene: RoadMap) -> Sequence[Any]:
        graph, places = scene.graph, {name: scene.places[need(scene, name).id] for name in cornered(scene)}
        out = []
        for a, b in pairs(list(places), 3):
            junctions, way = graph.way(places[a], places[b])
            if not 2 <= len(way) <= 9:
                continue
            beside = dict.fromkeys(x.segment for j in junctions for x in graph.blocks[j])
            out += [(a, b, *words) for words in closable(scene, dict.fromkeys([*way, *beside]))]
        return out

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1]), **stretch_words(slot), **way_words(scene)}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        segment = stretch_segment(scene, slot, work)
        start, way = least_way(scene, slot, work, False)
        goal = need(scene, slot[1]).junction
        now = work.do("total", work.do("costs", way, say="Add up its blocks.", evidence=way.value),
                      say=lambda v: f"Now that is {cost_text(scene, v)}.")  # fmt: skip
        then = work.do(
            "cost_to", start, [goal], segment,
            say=lambda v: f"Without that block the least is {cost_text(scene, v[0])}." if v[0] >= 0
            else "Without that block there is no way at all.",
        )  # fmt: skip
        if then.value[0] < 0:
            raise Reject("not_applicable")
        less = work.do("subtract", work.do("nth", then, 0, say="Compare the two."), now, say=lambda v: (
            f"The difference is {cost_text(scene, v)}."))  # fmt: skip
        yes = work.do("positive", less, say=lambda v: f"So the drive would {'' if v else 'not '}get longer.")
        return Boolean(value=yes.value)


REACH: tuple[Any, ...] = (
    NearestOfKind(), WithinBlocks(), ReachableSet(), ReachYesNo(), ClosureCost(), ClosureLonger(),
)  # fmt: skip
