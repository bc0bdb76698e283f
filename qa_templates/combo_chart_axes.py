"""Questions that only a chart with two value axes raises: which is read on which, and what the wrong one would say."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number
from scenewright.qa_templates.combo_chart_base import (
    OTHER,
    ComboTemplate,
    at_height,
    at_place,
    axis_error,
    drawn_height,
    error_of,
    height_of,
    is_labelled,
    need_heights_apart,
    point_of,
    read,
    seen,
    span_of,
    unit_words,
    value_of,
)
from scenewright.qa_templates.named_values import at_name
from scenewright.qa_templates.plot_words import amount, opposite, quantity, tolerant, who
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart, Point, Series, is_aligned

NEAR = 0.03
"""Share of its axis that a value may be off to be called "about" a number."""
NEARNESS = ("at about", "nowhere near")
FAR = 0.12
"""Share of its axis that a value is off at least which is not about a number."""


def misread(scene: ComboChart, point: Point) -> float:
    """What the other axis says at the height of a bar's end or of a point."""
    own, other = scene.series(point.series), scene.series(OTHER[point.series])
    return at_height(other, height_of(own, value_of(point)))


def plain_places(value: float) -> int:
    """Decimals that a number needs."""
    return next(d for d in range(10) if d == 9 or abs(round(value, d) - value) < 1e-9)


def round_numbers(*both: Series) -> list[float]:
    """The numbers at the ticks of axes, and those half-way between two."""
    found = {tick.value for series in both for tick in series.ticks}
    for series in both:
        found |= {(a.value + b.value) / 2 for a, b in itertools.pairwise(series.ticks)}
    return sorted(found)


class ValueOnAxis(ComboTemplate):
    """The value of the line or of a bar, as a bare number, which depends on the axis it is read on. Without options:
    numbers that charts often show would be told from what the wrong axis happens to say.
    """

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "At what value does {one} stand {at}? Read it on its own axis and give the number alone.",
        "What number does {one} reach {at} on the axis that belongs to it?",
        "Find the axis that belongs to {one}. What number does it give {at}?",
        "Which number belongs to {one} {at}, read on the axis that is meant for it? Leave out the unit.",
        "Read {one} {at}, on the axis that it is meant for. Answer with the bare number.",
        "This chart has two value axes. What does the one that {one} belongs to show {at}? Give just the number.",
        "What is the value of {one} {at}, without its unit?",
        "Mind which axis is meant: what number does {one} show {at}?",
        "Trace {one} {at} to its own axis. What number do you read there?",
        "By its own axis, what number does {one} have {at}? No unit is needed.",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(place, series) for place in seen(scene) for series in ("bars", "line")]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        one = "the line" if slot[1] == "line" else "the bar"
        return {"at": at_place(scene, slot[0]), "one": one}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.series(slot[1])
        work.read(series.id, "side", lambda v: f"{series.name} is read on the {v} axis.")
        value = read(work, scene, point_of(scene, *slot))
        return Number(value=value.value, decimals=series.decimals)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of(resolution, point_of(scene, *slot)))


class ReadsAs(ComboTemplate):
    """Whether the line or a bar stands at about a number, or nowhere near it. Asked of places where it does and of
    places where only the wrong axis says so.
    """

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 3.0
    phrasings = (
        "Does the {one} stand {near} {limit} {at}?",
        "Is the value of the {one} {near} {limit} {at}?",
        "Read on its own axis, is the {one} {near} {limit} {at}?",
        "Would it be right to say that the {one} is {near} {limit} {at}?",
        "{At}, is the {one} {near} {limit} on the axis that it belongs to?",
        "Go by the axis that belongs to it: is the {one} {near} {limit} {at}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        out: list[Any] = []
        for series in scene.both if len(scene.places) > 5 else ():  # of few names, one is known by its numbers
            points = [point_of(scene, place, series.id) for place in seen(scene)]
            read = [(p.place, value_of(p), misread(scene, p)) for p in points]
            own, other = NEAR * span_of(series), NEAR * span_of(scene.series(OTHER[series.id]))
            far = FAR * span_of(series)
            for limit in round_numbers(*scene.both):
                yes = [place for place, value, _ in read if abs(value - limit) < 0.9 * own]
                no = [place for place, value, wrong in read if abs(wrong - limit) < other and abs(value - limit) > far]
                if yes and no:
                    out += [(place, series.id, limit, near) for place in (*yes, *no) for near in NEARNESS]
        return out

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[1:]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        at = at_place(scene, slot[0])
        limit = number(slot[2], plain_places(slot[2]))
        one = "line" if slot[1] == "line" else "bar"
        return {"one": one, "limit": limit, "near": slot[3], "at": at, "At": capital(at)}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        place, id, limit, nearness = slot
        series = scene.series(id)
        value = read(work, scene, point_of(scene, place, id))
        off = work.do("distance", value, limit, say=lambda v: f"That is {amount(series, v)} off the number asked for.")
        near = NEAR * span_of(series)
        found = work.do(
            "less" if nearness == NEARNESS[0] else "greater",
            off,
            near,
            say=lambda v: f"So the answer is {'yes' if v else 'no'}.",
        )
        return Boolean(value=found.value)

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This reads the value on the axis of the other measure.")


class PlaceReading(ComboTemplate):
    """At which one place the line (or a bar) stands at about a number of its own axis. Without options, between which
    what is known of the names would tell.
    """

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "{which} does the {one} stand at about {limit}?",
        "{which} is the value of the {one} about {limit}?",
        "On its own axis, the {one} is at about {limit} for one of the {labels}. Which one?",
        "Which {label} has the {one} at about {limit}?",
        "Find the {label} whose {one} shows about {limit}.",
    )

    def fitting(self, scene: ComboChart, slot: Any) -> Sequence[int]:
        return range(len(self.phrasings)) if slot[0] == "bars" else (0, 1, 2, 3)

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        out = []
        for series in scene.both:
            points = [p for p in scene.row(series.id) if p.value is not None and p.id not in set(scene.hidden)]
            if len(points) < len(scene.places):
                continue
            for limit in round_numbers(series):
                off = sorted(abs(value_of(p) - limit) / span_of(series) for p in points)
                if off[0] < NEAR and off[1] > 0.09:
                    out.append((series.id, limit))
        return out

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        limit = number(slot[1], plain_places(slot[1]))
        return self.common(scene) | {"one": "line" if slot[0] == "line" else "bar", "limit": limit}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        points = scene.row(slot[0])
        known = [read(work, scene, p) for p in points]
        off = [work.do("distance", v, slot[1], say="How far is that from the number?") for v in known]
        found = work.do("argmin", [p.place for p in points], off, say=lambda n: f"The nearest is {n}.")
        if not is_labelled(scene, found.value):
            raise Reject("unlabelled")
        return place_label(scene, found.value)


def place_label(scene: ComboChart, place: str) -> Label:
    """A place as an answer."""
    label = scene.place_label
    return Label(value=place, accepted=(who(label, place), f"{label} {place}", at_name(label, place)))


class WrongAxisReading(ComboTemplate):
    """What a careless reader would take a bar or point for, on the axis of the other measure."""

    skill = "multi_step"
    phrasings = (
        "If the {one} {at} were read on the {side} axis by mistake, what value would that give{unit}?",
        "Someone reads the {one} {at} on the wrong axis, the {side} one. What value do they get{unit}?",
        "What number of the {side} axis, which is not meant for it, stands at the height of the {one} {at}{unit}?",
        "Follow the height of the {one} {at} to the {side} axis, though it belongs to the other one. What is read there"
        "{unit}?",
        "On the {side} axis, which value lies level with the {one} {at}{unit}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(place, series) for place in seen(scene) for series in ("bars", "line")]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        other = scene.series(OTHER[slot[1]])
        bar = "top of the bar" if value_of(point_of(scene, *slot)) > 0 else "end of the bar"
        return {
            "one": "line" if slot[1] == "line" else bar,
            "at": at_place(scene, slot[0]),
            "side": other.side,
            "unit": unit_words(other),
        }

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        other = scene.series(OTHER[slot[1]])
        height = drawn_height(work, scene, point_of(scene, *slot))
        low, high = other.ticks[0], other.ticks[-1]
        foot = work.read(low.id, "value", f"The {other.side} axis begins at {low.text}.")
        top = work.read(high.id, "value", f"It ends at {high.text}.")
        span = work.do("subtract", top, foot, say="Take its beginning from its end.")
        part = work.do("multiply", span, height, say="Go up to the same height.")
        value = work.do("add", foot, part, say="Add where the axis begins.")
        value = work.do("round", value, other.decimals, say=lambda v: f"That gives {amount(other, v)}.")
        return quantity(other, value.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        other = scene.series(OTHER[slot[1]])
        return tolerant(answer, axis_error(resolution, other.id) + 0.5 * 10.0**-other.decimals)


class SameHeight(ComboTemplate):
    """Which number of one axis stands beside a number of the other. Only where their ticks are at the same heights."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which number of the {other} axis stands at the same height as {limit} on the {side} axis?",
        "Level with {limit} on the {side} axis, what does the {other} axis say?",
        "Go straight across from {limit} on the {side} axis. Which number is at the {other} axis?",
        "What is written on the {other} axis at the height of {limit} on the {side} one?",
        "Opposite {limit} on the {side} axis, which number stands on the {other} axis?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not is_aligned(scene):
            return []
        return [(side, i) for side in ("left", "right") for i in range(len(scene.bars.ticks))]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        side, i = slot
        other = "right" if side == "left" else "left"
        return {"side": side, "other": other, "limit": scene.on(side).ticks[i].text}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        side, i = slot
        other = scene.on("right" if side == "left" else "left")
        here, there = scene.on(side).ticks[i], other.ticks[i]
        work.read(here.id, "value", f"Find {here.text} on the {side} axis.")
        value = work.read(there.id, "value", f"At the same height the {other.side} axis says {there.text}.")
        return quantity(other, value.value, plain_places(there.value))


class DrawnHigher(ComboTemplate):
    """Whether the line's point lies above the end of the bar in the picture: a matter of heights, not of values.

    Excluded: bars below zero, and heights that can't be told apart.
    """

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "In the picture, does the line run {side} the top of the bar {at}?",
        "Is the line drawn {side} the top of the bar {at}?",
        "{At}, is the line {side} the bar's top in the drawing?",
        "Leaving the axes aside, does the line lie {side} the top of the bar {at}?",
        "Where the chart shows the bar {at}, does the line pass {side} its top?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        places = [p for p in seen(scene) if value_of(point_of(scene, p, "bars")) > 0]
        return [(place, side) for place in places for side in ("above", "below")]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        at = at_place(scene, slot[0])
        return {"at": at, "At": capital(at), "side": slot[1]}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        line, bar = (drawn_height(work, scene, point_of(scene, slot[0], s)) for s in ("line", "bars"))
        found = work.do("greater" if slot[1] == "above" else "less", line, bar,
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_heights_apart(scene, resolution, *(point_of(scene, slot[0], s) for s in ("line", "bars")))
        return answer

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This compares the values, each on its own axis, not the heights.")


TEMPLATES = (
    ValueOnAxis(), ReadsAs(), PlaceReading(), WrongAxisReading(), SameHeight(), DrawnHigher(),
)  # fmt: skip
__all__ = ["TEMPLATES", "misread", "place_label", "plain_places"]
