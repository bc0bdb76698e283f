"""Questions about the streets themselves: which meet, dead ends, one-way and closed streets, lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Wrong
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import number
from scenewright.qa_templates.town_words import (
    TownTemplate,
    cost_answer,
    cost_mistakes,
    cost_text,
    pairs,
    street_id,
    street_ids,
    timed,
)
from scenewright.qa_templates.words import count_of, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap


def crossing_count(scene: RoadMap, street: str, work: Work) -> Integer:
    """How many other streets meet or cross a street. Rests on the names of all of them."""
    own = street_id(scene, street)
    work.read(own, "name", f"Find {street} and follow it from end to end.")
    others = sorted({i for j in scene.graph.course(number(own)) for i in street_ids(scene, f"j{j}")})
    found = work.do("crossing", street, say=lambda v: f"It meets {listed(sorted(v))}.", evidence=[own, *others])
    count = work.do("count", found, say=lambda v: f"That makes {count_of(v, 'street')}.")
    return Integer(value=count.value)


class StreetsMeet(TownTemplate):
    """Whether two streets meet or cross anywhere."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Do {a} and {b} meet or cross anywhere on the map?",
        "Is there a junction where {a} meets {b}?",
        "Does {a} meet {b} at any junction?",
        "Can you stand at a corner of {a} and {b}?",
        "Is there a corner of {a} and {b} on this map?",
        "Do {a} and {b} have a junction in common?",
        "Following {a} from end to end, do you come to a junction with {b}?",
        "Does the map show a junction of {a} with {b}?",
        "Are {a} and {b} joined directly at some junction?",
        "Would walking along {a} from end to end bring you to {b} at some junction?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        names = scene.graph.names
        return pairs(names, 5 * len(names))

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": slot[0], "b": slot[1]}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = slot
        mine = street_id(scene, a)
        others = [i for j in scene.graph.course(number(mine)) for i in street_ids(scene, f"j{j}")]
        found = work.do(
            "crossing", a, say=lambda v: f"Followed from end to end, {a} meets {listed(sorted(v))}.",
            evidence=[mine, street_id(scene, b), *others],
        )  # fmt: skip
        yes = work.do("contains", found, b, say=lambda v: f"{b} is {'' if v else 'not '}one of them.")
        return Boolean(value=yes.value)


class CrossingCount(TownTemplate):
    """How many other streets meet or cross a street."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many other streets meet or cross {street}?",
        "How many different streets have a junction with {street}?",
        "Follow {street} from end to end. How many other streets meet or cross it, its ends included?",
        "Count the streets that meet or cross {street}, at its ends too. How many are there?",
        "With how many other streets does {street} share a junction?",
        "How many other streets can be reached directly from {street}, at its ends or along it?",
        "What is the number of other streets that touch {street} at some junction?",
        "At its junctions, including those at its ends, how many different streets does {street} meet?",
        "How many named streets, apart from {street} itself, meet or cross {street}?",
        "{street} has junctions with how many other streets?",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        return scene.graph.names

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"street": slot}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        return crossing_count(scene, slot, work)


class DeadEndCount(TownTemplate):
    """How many dead ends there are, where there is one at least. A dead end is a junction that one block leads to."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "How many dead ends are there on the map?",
        "How many times does a street simply end without meeting another street?",
        "Count the dead ends of this town. How many are there?",
        "At how many places would a driver have to turn round because the street ends?",
        "How many dead ends does the street network have?",
    )

    def slots(self, scene: RoadMap) -> Sequence[int]:
        return [0] if scene.graph.dead_ends() else []

    def words(self, scene: RoadMap, slot: int) -> Mapping[str, str]:
        return {}

    def solve(self, scene: RoadMap, slot: int, work: Work) -> Answer:
        junctions = scene.graph.dead_ends()
        found = work.do(
            "dead_ends", say="Look for streets that stop without meeting another street.",
            evidence=[f"j{j}" for j in junctions],
        )  # fmt: skip
        count = work.do("count", found, say=lambda v: f"There {'is' if v == 1 else 'are'} {count_of(v, 'dead end')}.")
        return Integer(value=count.value)


class ClosedCount(TownTemplate):
    """How many stretches are closed, where one is at least."""

    skill = "counting"
    choice_share = 0.0
    phrasings = (
        "How many stretches of street are closed on this map?",
        "Count the closure signs on the streets, without the one in the key. How many are there?",
        "On how many blocks is driving impossible because they are closed?",
        "How many blocks of the street network are marked as closed?",
        "How many closed stretches does the map show on its streets?",
    )

    def slots(self, scene: RoadMap) -> Sequence[int]:
        return [0] if any(segment.closed for segment in scene.segments) else []

    def words(self, scene: RoadMap, slot: int) -> Mapping[str, str]:
        return {}

    def solve(self, scene: RoadMap, slot: int, work: Work) -> Answer:
        shut = [segment.id for segment in scene.segments if segment.closed]
        found = work.do("closed", say="Look for round signs with a cross on the streets.", evidence=shut)
        count = work.do("count", found, say=lambda v: f"There {'is' if v == 1 else 'are'} {v}.")
        return Integer(value=count.value)


class OneWayStreet(TownTemplate):
    """Whether a street is one-way."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Is {street} a one-way street?",
        "Are there one-way arrows on {street}?",
        "Does the map mark {street} as one-way?",
        "Is traffic on {street} allowed in one direction only?",
        "Must cars on {street} all go the same way?",
        "Is {street} limited to one direction?",
        "According to the arrows, is {street} one-way?",
        "Does {street} carry one-way traffic?",
        "Is it forbidden to drive along {street} in one of its two directions?",
        "Would you have to mind a one-way rule on {street}?",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        return scene.graph.names if any(segment.one_way for segment in scene.segments) else []

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        return {"street": slot}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        own = street_id(scene, slot)
        work.read(own, "name", f"Find {slot} and look for arrows on it.")
        yes = work.do("is_one_way", slot, say=lambda v: f"There are {'' if v else 'no '}arrows on {slot}.")
        return Boolean(value=yes.value)


class MayDrive(TownTemplate):
    """Whether a car may go along one block in one direction: not where it is closed or one-way the other way. Blocks
    whose ends two street names do not name are left out.
    """

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "May a car drive along {street} from {a} straight to {b}?",
        "Is driving along {street} directly from {a} to {b} allowed?",
        "You are in a car on {street} at {a}. May you follow {street} to {b}?",
        "Can a driver legally go along {street} from its corner with {a} to its corner with {b}?",
        "Does the map allow driving on {street} from {a} towards {b}, all the way?",
        "Is the block of {street} between {a} and {b} open to cars coming from {a}?",
        "Going by the signs, may one drive along {street} from the junction with {a} to the one with {b}?",
        "Could a taxi legally take {street} from {a} directly to {b}?",
        "Would it be legal to drive on {street} from {a} to {b} without leaving it?",
        "Do the signs let you drive along {street} from {a} to the next corner, {b}?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, str]]:
        out, graph = [], scene.graph
        if not any(segment.one_way or segment.closed for segment in scene.segments):
            return []
        for place in range(len(scene.segments)):
            if words := graph.stretch(place):
                street, a, b = (graph.names[s] for s in words)
                out += [(street, a, b), (street, b, a)]
        return out

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"street": slot[0], "a": slot[1], "b": slot[2]}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        street, a, b = slot
        ids = [street_id(scene, name) for name in slot]
        place = work.do("corner", street, a, say=f"Find the corner of {street} and {a}.", evidence=ids)
        goal = work.do("corner", street, b, say=f"Find the next corner of {street}, with {b}.")
        block = next(x for x in scene.graph.blocks[number(place.value)] if x.to == number(goal.value))
        segment = f"s{block.segment}"
        closed = work.read(segment, "closed", lambda v: f"That block is {'closed' if v else 'not closed'}.")
        work.read(
            segment, "one_way", lambda v: f"It {'has one-way arrows' if v else 'may be driven both ways'}."
            if not closed.value else "Nothing may drive through it.",
        )  # fmt: skip
        yes = work.do(
            "may_drive", segment, place,
            say=lambda v: f"So a car {'may' if v else 'may not'} go from {a} to {b} along {street}.",
        )  # fmt: skip
        return Boolean(value=yes.value)


class StreetLength(TownTemplate):
    """The printed lengths or times of a street, added up. Streets with a closed block, and rings, are left out."""

    skill = "arithmetic"
    phrasings = (
        "How long is {street} from end to end? Add up what is printed along it, in {unit}.",
        "Add up the {values} printed along {street}. What is the total in {unit}?",
        "What do the {values} printed along the whole of {street} come to, in {unit}?",
        "From one end of {street} to the other, what is the total of the printed {values}, in {unit}?",
        "What is the sum of all {values} printed on {street}, in {unit}?",
        "Find the total of the {values} on every block of {street}, in {unit}.",
    )

    def slots(self, scene: RoadMap) -> Sequence[str]:
        if scene.printed == "blocks":
            return []
        graph = scene.graph
        return [name for name, on in zip(graph.names, graph.by_street, strict=True) if 2 <= len(on) <= 7]

    def words(self, scene: RoadMap, slot: str) -> Mapping[str, str]:
        if timed(scene):
            return {"street": slot, "unit": "minutes", "values": "times"}
        return {"street": slot, "unit": "metres", "values": "lengths"}

    def solve(self, scene: RoadMap, slot: str, work: Work) -> Answer:
        own = street_id(scene, slot)
        numbers = scene.graph.by_street[number(own)]
        if any(scene.segments[s].closed for s in numbers) or len(scene.graph.course(number(own))) == len(numbers):
            raise Reject("not_applicable")
        blocks = work.do("segments_of", slot, say=lambda v: f"{slot} has {count_of(len(v), 'block')}.", evidence=[own])
        values = work.do(
            "costs", blocks, say=lambda v: f"They are marked {listed([cost_text(scene, x) for x in v])}.",
            evidence=blocks.value,
        )  # fmt: skip
        total = work.do("total", values, say=lambda v: f"Together that is {cost_text(scene, v)}.")
        return cost_answer(scene, total.value)

    def mistakes(self, scene: RoadMap, slot: Any, answer: Answer) -> Sequence[Sequence[Wrong]]:
        # Streets take few minutes, so that of neighbouring half minutes some are far likelier.
        return () if timed(scene) else cost_mistakes(scene, answer)


STREETS: tuple[Any, ...] = (
    StreetsMeet(), CrossingCount(), DeadEndCount(), ClosedCount(), OneWayStreet(), MayDrive(), StreetLength(),
)  # fmt: skip
