"""Questions about ways through the town: the shortest, its length and turns, following directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label, LabelSet, Route
from scenewright.qa_templates.answers import Sequence as Ordered
from scenewright.qa_templates.base import Wrong
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.town_ops import number
from scenewright.qa_templates.town_words import (
    Lazy,
    TownTemplate,
    corner_words,
    cornered,
    cost_answer,
    cost_mistakes,
    cost_text,
    find,
    need,
    pairs,
    sentence,
    street_id,
    street_ids,
    the,
    timed,
    way_words,
)
from scenewright.qa_templates.words import count_of, listed, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap

LEAST_BLOCKS, MOST_BLOCKS = 2, 9


def least_way(scene: RoadMap, slot: Sequence[str], work: Work, alone: bool) -> tuple[Known, Known]:
    """The steps to a least way between two landmarks: its start and its segments.

    Ways of one block or of more than nine are left out; with `alone`, also those that another way equals.
    """
    start, goal = find(scene, work, slot[0]), find(scene, work, slot[1])
    best = "quickest" if timed(scene) else "shortest"
    way = work.do("shortest_way", start, goal, say=f"Compare the ways by car and take the {best}.")
    if not LEAST_BLOCKS <= len(way.value) <= MOST_BLOCKS:
        raise Reject("not_applicable")
    if alone and scene.graph.ways(number(start.value)).number[number(goal.value)] != 1:
        raise Reject("tie")
    return start, way


def way_streets(scene: RoadMap, way: Known, work: Work) -> Known:
    """The step that names the streets of a way."""
    ids = [f"st{s}" for s in scene.graph.street_list([number(s) for s in way.value])]
    return work.do(
        "streets_of",
        way,
        say=lambda v: f"It follows {listed(v, 'and then')}.",
        evidence=[*way.value, *dict.fromkeys(ids)],
    )


class PairTemplate(TownTemplate):
    """Asked about two landmarks at corners, in order."""

    def slots(self, scene: RoadMap) -> Sequence[Any]:
        return pairs(cornered(scene))

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1]), **way_words(scene)}


GRIDS = ("even_grid", "grid")
"""Layouts on which every two places have many least ways, all of as many blocks."""


class UniqueWayTemplate(PairTemplate):
    """Asked about two landmarks with one least way between them, which grids hardly have."""

    def slots(self, scene: RoadMap) -> Sequence[Any]:
        return [] if scene.layout in GRIDS else super().slots(scene)


class ShortestRoute(PairTemplate):
    """The streets of a least way, in order. Every way of the same cost is right: the reply is driven."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which streets do you take, in order, on the {best} way by car from {a} to {b}, going by {by}?{rules}",
        "Give the {best} route by car from {a} to {b} as a list of streets, going by {by}.{rules}",
        "Driving from {a} to {b} on the {best} route by {by}, which streets do you follow, in order?{rules}",
        "List the streets of the {best} drive from {a} to {b}, in order, going by {by}.{rules}",
        "What is the {best} way by car from {a} to {b}, going by {by}? Name the streets in order.{rules}",
        "A taxi takes the {best} route from {a} to {b}, going by {by}. Along which streets does it "
        "drive, in order?{rules}",
        "Plan the {best} drive from {a} to {b} by {by}: which streets, one after the other?{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        start, way = least_way(scene, slot, work, False)
        streets = way_streets(scene, way, work)
        values = work.do("costs", way, say=lambda v: f"Its blocks are {listed([cost_text(scene, x) for x in v])} long.")
        total = work.do(
            "total", values, say=lambda v: f"That is {cost_text(scene, v)} in all: {', '.join(streets.value)}."
        )
        goal = need(scene, slot[1]).junction
        return Route(start=start.value, goal=goal, cost=float(total.value), example=tuple(streets.value))


class RouteLength(PairTemplate):
    """The length or time of a least way; within a tenth where it is told from the scale bar."""

    skill = "arithmetic"
    phrasings = (
        "{long} by car from {a} to {b} on the {best} way, going by {by}?{rules}",
        "{long} on the {best} drive from {a} to {b}, going by {by}?{rules}",
        "Going by {by}, {long_low} from {a} to {b} if you drive the {best} way?{rules}",
        "Find the {best} way by car from {a} to {b} and add it up by {by}. What is the total in {unit}?{rules}",
        "What does the {best} route by car from {a} to {b} come to in {unit}, going by {by}?{rules}",
        "A car takes the {best} way from {a} to {b}. How many {unit} is that, going by {by}?{rules}",
    )

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        fields = dict(super().words(scene, slot))
        return {**fields, "long_low": fields["long"][0].lower() + fields["long"][1:]}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        _, way = least_way(scene, slot, work, False)
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


class RouteTurns(UniqueWayTemplate):
    """How many turns a least way has. Left out where another way is as short, or an angle is neither a turn nor
    straight on.
    """

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many times do you turn left or right on the {best} way by car from {a} to {b}, going by {by}?{rules}",
        "How many turns are there on the {best} drive from {a} to {b}, going by {by}?{rules}",
        "Take the {best} route by car from {a} to {b} (by {by}). How many turns to the left or right do "
        "you make?{rules}",
        "On the {best} way by car from {a} to {b}, at how many junctions do you turn? Go by {by}.{rules}",
        "Going by {by}, how often does the {best} drive from {a} to {b} turn left or right?{rules}",
        "Count the turns on the {best} way by car from {a} to {b}, going by {by}. How many are there?{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        start, way = least_way(scene, slot, work, True)
        way_streets(scene, way, work)
        turns = work.do("turns_of", start, way, say=lambda v: f"At the junctions on it you go {listed(v or ['on'])}.")
        if "" in turns.value:
            raise Reject("ambiguous")
        real = work.do("without_straight", turns, say="Going straight on is no turn.")
        count = work.do("count", real, say=lambda v: f"So there {'is' if v == 1 else 'are'} {count_of(v, 'turn')}.")
        return Integer(value=count.value)


class TurnDirections(UniqueWayTemplate):
    """What to do at each junction of a least way, in order. Left out as for `RouteTurns`, and where there are fewer
    than two junctions on the way.
    """

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Drive the {best} way from {a} to {b}, going by {by}. At each junction on the way, do you go "
        "left, right or "
        "straight? List them in order.{rules}",
        "Give turn-by-turn directions (left, right or straight at each junction in between) for the "
        "{best} drive from "
        "{a} to {b}, going by {by}.{rules}",
        "For the {best} route by car from {a} to {b} by {by}, say left, right or straight for every "
        "junction passed "
        "between start and end.{rules}",
        "You drive from {a} to {b} the {best} way, going by {by}. List in order what you do at each "
        "junction in between: "
        "left, right or straight.{rules}",
        "Going by {by}, what does a driver do at each junction between {a} and {b} on the {best} way: "
        "left, right or "
        "straight? Answer in order.{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        start, way = least_way(scene, slot, work, True)
        way_streets(scene, way, work)
        turns = work.do("turns_of", start, way, say=lambda v: f"At its junctions you go: {', '.join(v)}.")
        if "" in turns.value or not 2 <= len(turns.value) <= 7:
            raise Reject("ambiguous" if "" in turns.value else "not_applicable")
        return Ordered(values=tuple(turns.value), partial=True)


class JunctionsPassed(PairTemplate):
    """How many junctions lie on a least way, without its ends. Left out where another way is as short, but for
    grids, on which all least ways have as many junctions.
    """

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many junctions do you pass on the {best} way by car from {a} to {b}, not counting those you "
        "start and end "
        "at? Go by {by}.{rules}",
        "On the {best} drive from {a} to {b}, going by {by}, how many junctions lie between start and end?{rules}",
        "Between {a} and {b} on the {best} route by car (by {by}), how many junctions do you drive through?{rules}",
        "Take the {best} way by car from {a} to {b}, going by {by}. How many junctions are passed, start "
        "and end not "
        "counted?{rules}",
        "Going by {by}, how many junctions does the {best} drive from {a} to {b} pass, without its first "
        "and its last?{rules}",
    )

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        start, way = least_way(scene, slot, work, scene.layout not in GRIDS)
        way_streets(scene, way, work)
        course = work.do(
            "junctions_of", start, way, say=lambda v: f"With both ends it has {count_of(len(v), 'junction')}."
        )
        count = work.do("count", course, say="Count them.")
        passed = work.do("subtract", count, 2, say=lambda v: f"Without start and end that leaves {v}.")
        return Integer(value=passed.value)


# -- following directions ------------------------------------------------------------------------------------------

WALKS = 16
"""Ways to turn that are looked at for each start."""


def walks(scene: RoadMap) -> Lazy[Any]:
    """Directions that can be followed: (landmark, street, the street at the next corner, turns), or None."""
    graph, places = scene.graph, scene.places
    starts = [(mark.name, places[mark.id], k) for mark in scene.landmarks if mark.junction for k in range(4)]

    def make(place: int) -> Any:
        name, start, branch = starts[place // WALKS]
        pattern = place % WALKS
        block = graph.blocks[start][branch] if branch < len(graph.blocks[start]) else None
        if block is None or not block.legal or not graph.is_corner(block.to):
            return None
        towards = next(s for s in graph.streets_at[block.to] if s != block.street)
        course, turns = [start, block.to], []
        for step in range(2 + pattern % 3):
            exits = sorted(graph.exits(course[-2], course[-1]).items())
            if not exits:
                return None
            turn, to = exits[(pattern >> step) % len(exits)]
            turns.append(turn)
            course.append(to)
        return (name, graph.names[block.street], graph.names[towards], tuple(turns))

    return Lazy(len(starts) * WALKS, make)


TURN_WORDS = {"left": "turn left", "right": "turn right", "straight": "go straight on"}


def direction_words(slot: Sequence[Any]) -> dict[str, str]:
    """Fields for phrasings about directions."""
    name, street, towards, turns = slot
    parts = [f"at the {ordinal(i + 1)} junction, {TURN_WORDS[turn]}" for i, turn in enumerate(turns)]
    return {"a": the(name), "street": street, "towards": towards, "turns": listed(parts).replace(" and at", ", and at")}


def followed(scene: RoadMap, slot: Any, work: Work) -> str:
    """The steps of following directions; the junction where they end."""
    if slot is None:
        raise Reject("not_applicable")
    name, street, towards, turns = slot
    start = find(scene, work, name)
    first = work.do(
        "next_towards", start, street, towards, say=f"Leave along {street}, towards {towards}.",
        evidence=[street_id(scene, street), street_id(scene, towards)],
    )  # fmt: skip
    if not first.value:
        raise Reject("not_applicable")
    course = work.do(
        "follow", start, first, list(turns),
        say=lambda v: f"The junctions on the way are {listed([corner_words(scene, j) for j in v[1:]])}.",
    )  # fmt: skip
    if len(course.value) != len(turns) + 2 or len(set(course.value)) < len(course.value):
        raise Reject("not_applicable")
    end = work.do("last", course, say=lambda v: f"The way ends at {corner_words(scene, v)}.")
    return str(end.value)


FOLLOW = (
    "You leave {a} along {street} in the direction of {towards}. {turns_up}. You stop at the junction "
    "after that. {ask}",
    "Start at {a} and drive along {street} towards its next corner, with {towards}; {turns}. Stop at the "
    "next junction. {ask}",
    "From {a}, take {street} towards {towards}. Then, counting from that corner on, {turns}. Halt at the "
    "following "
    "junction. {ask}",
    "Directions from {a}: set off along {street} to the corner with {towards}, which is the first "
    "junction; {turns}; then "
    "stop at the next junction. {ask}",
    "Set out from {a} on {street}, so that you first come to {towards}: {turns}. The next junction is your goal. {ask}",
    "A driver leaves {a} on {street} towards {towards}. {turns_up}. The drive ends at the next junction. {ask}",
)


class FollowToLandmark(TownTemplate):
    """Which landmark one comes to by following directions. Only turns that are clear, legal and the only one of their
    kind; ways that come to a junction twice are left out.
    """

    skill = "multi_step"
    phrasings = FOLLOW
    tries = 24
    ask = "Which landmark stands there?"

    def slots(self, scene: RoadMap) -> Sequence[Any]:
        return walks(scene)  # type: ignore[return-value]  # a sequence in all that is asked of it

    def words(self, scene: RoadMap, slot: Sequence[Any]) -> Mapping[str, str]:
        fields = direction_words(slot)
        return {**fields, "turns_up": sentence(fields["turns"]), "ask": self.ask}

    def solve(self, scene: RoadMap, slot: Any, work: Work) -> Answer:
        end = followed(scene, slot, work)
        mark = next((mark for mark in scene.landmarks if mark.junction == end), None)
        if mark is None:
            raise Reject("not_applicable")
        name = work.do("landmark_at", end, say=lambda v: f"{sentence(the(v))} stands there.", evidence=[mark.id])
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: Any, answer: Answer) -> Iterable[Wrong]:
        return [
            (Label(value=name), f"{sentence(the(name))} is where a wrong turn leads.")
            for name in cornered(scene)
            if name != slot[0]
        ]


class FollowToCorner(FollowToLandmark):
    """At which corner one ends by following directions. As for `FollowToLandmark`, and the end must be a corner of two
    streets that meet at one place.
    """

    skill = "multi_step"
    choice_share = 0.0
    tries = 10
    ask = "Which two streets meet there?"

    def solve(self, scene: RoadMap, slot: Any, work: Work) -> Answer:
        end = followed(scene, slot, work)
        if not scene.graph.is_corner(number(end)):
            raise Reject("not_applicable")
        found = work.do(
            "streets_at", end, say=lambda v: f"The streets there are {listed(v)}.", evidence=street_ids(scene, end)
        )
        return LabelSet(values=tuple(found.value))


ROUTES: tuple[Any, ...] = (
    ShortestRoute(), RouteLength(), RouteTurns(), TurnDirections(), JunctionsPassed(), FollowToLandmark(),
    FollowToCorner(),
)  # fmt: skip
