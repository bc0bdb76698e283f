"""Questions that read the coordinates of points, and calculate with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.plot_words import (
    adds_up,
    amount,
    gap_quantity,
    has_ratios,
    quantity,
    rank_words,
    tolerant,
)
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    ScatterTemplate,
    apart,
    clear_ranks,
    error,
    evidence,
    groups,
    is_open,
    members,
    need_apart,
    of_series,
    pairs,
    point_of,
    read,
    says,
    shown,
    spot,
    value,
    values,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import ScatterPlot


class PointValue(ScatterTemplate):
    """One coordinate of a named point."""

    skill = "retrieval"
    weight = 2.0
    phrasings = (
        "What is the {measure} {spot}{unit}?",
        "According to the chart, what is the {measure} {spot}{unit}?",
        "Read off the {measure} {spot}{unit}.",
        "Find the point marked {name}. What is its {measure}{unit}?",
        "What {measure} does the chart show {spot}{unit}?",
        "Give the {measure} {spot}{unit}.",
        "Look for {name} in the plot: what {measure} does its point stand for{unit}?",
        "What value does the {way} axis give {spot}{unit}?",
        "At which value of the {way} axis does the point of {name} lie{unit}?",
        "Estimate the {measure} {spot} from the plot{unit}.",
        "How high is the {measure} {spot}{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(p.name, axis) for p in shown(scene) for axis in AXES]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[1]) | {"spot": spot(scene, slot[0]), "name": says(scene, slot[0])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return quantity(scene.axis(slot[1]), read(work, scene, point_of(scene, slot[0]), slot[1]).value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, slot[1], value(point_of(scene, slot[0]), slot[1])))


class _Pair(ScatterTemplate):
    """Base of questions on two named points that differ visibly along an axis."""

    skill = "arithmetic"

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return pairs(scene, AXES)

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        a, b, axis = slot
        return self.common(scene, axis) | {"a": says(scene, a), "b": says(scene, b)}

    def two(self, scene: ScatterPlot, slot: Any, work: Work) -> Any:
        """Both read."""
        return [read(work, scene, point_of(scene, name), slot[2]) for name in slot[:2]]

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (value(point_of(scene, name), slot[2]) for name in slot[:2])
        need_apart(scene, resolution, slot[2], a, b)
        return tolerant(answer, math.hypot(error(scene, resolution, slot[2], a), error(scene, resolution, slot[2], b)))


class Difference(_Pair):
    """How far apart two named points are along an axis. Excluded: points that a viewer can't tell apart."""

    phrasings = (
        "What is the difference in {measure} between {a} and {b}{gap_unit}?",
        "By how much do {a} and {b} differ in {measure}{gap_unit}?",
        "How large is the gap in {measure} between {a} and {b}{gap_unit}?",
        "How far apart are {a} and {b} in {measure}{gap_unit}?",
        "Compare {a} with {b}. What is the difference in {measure}{gap_unit}?",
        "Find the absolute difference in {measure} between {a} and {b}{gap_unit}.",
        "Along the {way} axis, how far apart are the points of {a} and {b}{gap_unit}?",
        "Take the {measure} of {a} and that of {b}. How much larger is the larger one{gap_unit}?",
        "Subtract the smaller from the larger {measure} of {a} and {b}. What remains{gap_unit}?",
        "According to the chart, by what amount does the {measure} of {a} differ from that of {b}{gap_unit}?",
    )

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis = scene.axis(slot[2])
        gap = work.do("distance", *self.two(scene, slot, work), say="Take the smaller value from the larger one.")
        gap = work.do("round", gap, axis.decimals, say=lambda v: f"The difference is {amount(axis, v)}.")
        return gap_quantity(axis, gap.value)


class MeanOfTwo(_Pair):
    """The mean of two named points along an axis."""

    phrasings = (
        "What is the average of the {measure} of {a} and that of {b}{unit}?",
        "Take the mean of the {measure} of {a} and of {b}. What is it{unit}?",
        "What {measure} lies half-way between {a} and {b}{unit}?",
        "Average the two values of the {measure}, for {a} and for {b}. What do you get{unit}?",
        "What is the mean {measure} of just these two, {a} and {b}{unit}?",
    )

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis = scene.axis(slot[2])
        mean = work.do("mean", self.two(scene, slot, work), say="Add both and halve the sum.")
        mean = work.do("round", mean, axis.decimals + 1, say=lambda v: f"The mean is "
                       f"{amount(axis, v, axis.decimals + 1)}.")  # fmt: skip
        return quantity(axis, mean.value, axis.decimals + 1)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        """Both readings may be off the same way."""
        a, b = (value(point_of(scene, name), slot[2]) for name in slot[:2])
        return tolerant(answer, max(error(scene, resolution, slot[2], v) for v in (a, b)))


class Ratio(_Pair):
    """How many times as large one named point's coordinate is as another's, at least 1.2 times."""

    phrasings = (
        "How many times as large as the {measure} of {b} is that of {a}?",
        "What is the {measure} of {a} divided by that of {b}?",
        "By what factor does the {measure} of {a} exceed that of {b}?",
        "Give the ratio of the {measure} of {a} to that of {b}.",
        "The {measure} of {a} is how many times that of {b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for a, b, axis in pairs(scene, AXES, 60):
            first, second = (value(point_of(scene, name), axis) for name in (a, b))
            if second > 0 and 1.2 <= first / second <= 20 and has_ratios(scene.axis(axis)):
                out.append((a, b, axis))
        return out

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        found = work.do("divide", *self.two(scene, slot, work), say="Divide the first by the second.")
        found = work.do("round", found, 2, say=lambda v: f"It is {number(v, 2)} times as large.")
        return Number(value=found.value, decimals=2)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        a, b = (value(point_of(scene, name), slot[2]) for name in slot[:2])
        need_apart(scene, resolution, slot[2], a, b)
        share = math.hypot(*(error(scene, resolution, slot[2], v) / v for v in (a, b)))
        return tolerant(answer, answer.value * share)


class SumOfTwo(_Pair):
    """Two coordinates added, of measures that add up."""

    phrasings = (
        "What do the values of the {measure} for {a} and {b} add up to{unit}?",
        "What is the sum of the {measure} of {a} and that of {b}{unit}?",
        "Add the {measure} of {a} to that of {b}. What is the sum{unit}?",
        "How much are the {measure} of {a} and that of {b} together{unit}?",
        "Sum up the {measure} of {a} and of {b}. What do you get{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [slot for slot in pairs(scene, AXES) if adds_up(scene.axis(slot[2]))]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis = scene.axis(slot[2])
        total = work.do("add", *self.two(scene, slot, work), say="Add the two values.")
        total = work.do("round", total, axis.decimals, say=lambda v: f"The sum is {amount(axis, v)}.")
        return quantity(axis, total.value)


class ExtremeValue(ScatterTemplate):
    """The greatest or least value along an axis, of all points or of a series; its points need no name."""

    skill = "retrieval"
    phrasings = (
        "What is the {end} {measure} of any point{of}{unit}?",
        "What is the {end} {measure} shown{of}{unit}?",
        "Find the point with the {end} {measure}{of}. What is its {measure}{unit}?",
        "How large is the {end} {measure} in the plot{of}{unit}?",
        "Read the {end} value that any point{of} has along the {way} axis{unit}.",
        "Of all points{of}, what is the {end} {measure}{unit}?",
        "Along the {way} axis, at what value is the {end} point{of}{unit}?",
        "Give the {end} {measure} found among the points{of}{unit}.",
        "Which {measure} does the point with the {end} value{of} have{unit}?",
        "What is the {end} {measure} that occurs among the points{of}{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(axis, s, high) for axis in AXES for s in groups(scene) for high in (True, False)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, series, high = slot
        return self.common(scene, axis) | {"of": of_series(scene, series), "end": "highest" if high else "lowest"}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series, high = slot
        ids = evidence(scene, members(scene, series), axis, series)
        found = work.do("furthest", axis, series, 0, high, evidence=ids,
                        say=f"Look for the point with the {'highest' if high else 'lowest'} value.")  # fmt: skip
        return quantity(scene.axis(axis), read(work, scene, _by_id(scene, found.value), axis).value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        return tolerant(answer, error(scene, resolution, slot[0], answer.value))


def _by_id(scene: ScatterPlot, id: str) -> Any:
    return next(p for p in scene.points if p.id == id)


class RangeOfAll(ScatterTemplate):
    """From the least to the greatest value along an axis, of all points or of a series."""

    skill = "multi_step"
    phrasings = (
        "What is the range of the {measure} over all points{of}, from lowest to highest{gap_unit}?",
        "By how much do the highest and the lowest {measure} in the plot differ{of}{gap_unit}?",
        "How far apart are the points with the highest and the lowest {measure}{of}{gap_unit}?",
        "What is the spread of the {measure}{of}: the highest value minus the lowest{gap_unit}?",
        "Subtract the lowest {measure} from the highest one{of}. What is left{gap_unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(axis, s) for axis in AXES for s in groups(scene)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"of": of_series(scene, slot[1])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series = slot
        ids = evidence(scene, members(scene, series), axis, series)
        ends = []
        for high, word in ((True, "highest"), (False, "lowest")):
            found = work.do("furthest", axis, series, 0, high, evidence=ids, say=f"Find the {word} point.")
            ends.append(read(work, scene, _by_id(scene, found.value), axis))
        gap = work.do("subtract", *ends, say="Take the lowest from the highest.")
        shows = scene.axis(axis)
        gap = work.do("round", gap, shows.decimals, say=lambda v: f"The range is {amount(shows, v)}.")
        return gap_quantity(shows, gap.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        found = values(members(scene, slot[1]), slot[0])
        return tolerant(answer, math.hypot(*(error(scene, resolution, slot[0], v) for v in (min(found), max(found)))))


class OtherAxis(ScatterTemplate):
    """One coordinate of the point that is k-th along the other axis, of all points or of a series."""

    skill = "multi_step"
    weight = 1.5
    phrasings = (
        "What is the {other} of the point with the {rank} {measure}{of}{ounit}?",
        "Find the point with the {rank} {measure}{of}. What is its {other}{ounit}?",
        "Of all points{of}, take the one with the {rank} {measure}. What {other} does it have{ounit}?",
        "Which {other} belongs to the {rank} {measure} in the plot{of}{ounit}?",
        "Look for the {rank} {measure}{of}: what is the {other} of that point{ounit}?",
        "The point that has the {rank} {measure}{of}: what is its {other}{ounit}?",
        "Locate the {rank} {measure}{of} and read the {other} there{ounit}.",
        "What {other} does the point of the {rank} {measure}{of} have{ounit}?",
        "Give the {other} of the point whose {measure} is the {rank}{of}{ounit}.",
        "With the {rank} {measure}{of} goes which {other}{ounit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [
            (axis, s, rank, high)
            for axis in AXES
            for s in groups(scene)
            for rank, high in clear_ranks(scene, axis, members(scene, s), 3)
        ]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, series, rank, high = slot
        other = self.common(scene, _other(axis))
        return self.common(scene, axis) | {
            "of": of_series(scene, series), "rank": rank_words(rank, high), "other": other["measure"],
            "ounit": other["unit"],
        }  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series, rank, high = slot
        ids = evidence(scene, members(scene, series), axis, series)
        found = work.do(
            "furthest",
            axis,
            series,
            rank,
            high,
            evidence=ids,
            say=f"Find the point with the {rank_words(rank, high)} {scene.axis(axis).measure}.",
        )
        other = _other(axis)
        return quantity(scene.axis(other), read(work, scene, _by_id(scene, found.value), other).value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        axis, series, rank, high = slot
        ranked = sorted(values(members(scene, series), axis), reverse=high)
        for near in (rank - 1, rank + 1):
            if 0 <= near < len(ranked):
                need_apart(scene, resolution, axis, ranked[rank], ranked[near])
        assert isinstance(answer, Number)
        return tolerant(answer, error(scene, resolution, _other(axis), answer.value))


def _other(axis: str) -> str:
    return "y" if axis == "x" else "x"


class ReferenceValue(ScatterTemplate):
    """At what value the reference line runs."""

    skill = "retrieval"
    weight = 2.5
    phrasings = (
        "At what value of the {way} axis is the {name} line drawn{unit}?",
        "What {measure} does the line marked '{name}' stand for{unit}?",
        "Read the value of the {name} line{unit}.",
        "At which {measure} is the {name}{unit}?",
        "Where on the {way} axis does the {name} line lie{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(scene.reference.name, scene.reference.axis)] if scene.reference else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[1]) | {"name": slot[0]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis = scene.axis(slot[1])
        found = work.read("reference", "value", lambda v: f"The line marked '{slot[0]}' lies at {amount(axis, v)}.",
                          shown_by=("reference", *evidence(scene, (), slot[1])))  # fmt: skip
        return quantity(axis, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        return tolerant(answer, error(scene, resolution, slot[1], answer.value))


class GapFromReference(ScatterTemplate):
    """How far a named point lies from the reference line."""

    skill = "arithmetic"
    weight = 2.5
    phrasings = (
        "How far is the {measure} of {name} from the {line}{gap_unit}?",
        "By how much does {name} miss or pass the {line} in {measure}{gap_unit}?",
        "What is the distance between {name} and the {line} along the {way} axis{gap_unit}?",
        "By what amount does the {measure} of {name} differ from the {line}{gap_unit}?",
        "How large is the gap in {measure} between {name} and the line marked '{line}'{gap_unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        line = scene.reference
        if line is None:
            return []
        return [
            (p.name, line.name, line.axis)
            for p in shown(scene)
            if apart(scene, line.axis, value(p, line.axis), line.value, 0.06)
        ]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[2]) | {"name": says(scene, slot[0]), "line": slot[1]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        if scene.reference is None:
            raise Reject("not_applicable")
        axis = scene.axis(slot[2])
        line = work.read("reference", "value", lambda v: f"The line marked '{slot[1]}' lies at {amount(axis, v)}.",
                         shown_by=("reference", *evidence(scene, (), slot[2])))  # fmt: skip
        own = read(work, scene, point_of(scene, slot[0]), slot[2])
        gap = work.do("distance", own, line, say="Take the smaller from the larger.")
        gap = work.do("round", gap, axis.decimals, say=lambda v: f"They are {amount(axis, v)} apart.")
        return gap_quantity(axis, gap.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(
            answer, math.sqrt(2) * error(scene, resolution, slot[2], value(point_of(scene, slot[0]), slot[2]))
        )


class MeanOfNamed(ScatterTemplate):
    """The mean of all named points along an axis, where they are few."""

    skill = "multi_step"
    phrasings = (
        "What is the mean {measure} of the points that have a name beside them{unit}?",
        "Average the {measure} of all points with names. What is it{unit}?",
        "Taking only the labelled points, what is their average {measure}{unit}?",
        "What is the average {measure} of the points whose names are written in the plot{unit}?",
        "Work out the mean {measure} over the labelled points{unit}.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return list(AXES) if is_open(scene) and 3 <= len(shown(scene)) <= 7 else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot)

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis = scene.axis(slot)
        mean = work.do("mean", [read(work, scene, p, slot) for p in shown(scene)], say="Add them up and divide by "
                       f"{len(shown(scene))}.")  # fmt: skip
        places = axis.decimals + 1
        mean = work.do("round", mean, places, say=lambda v: f"The mean is {amount(axis, v, places)}.")
        return quantity(axis, mean.value, places)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        errors = [error(scene, resolution, slot, value(p, slot)) for p in shown(scene)]
        return tolerant(answer, max(math.hypot(*errors) / len(errors), 0.5 * max(errors)))


TEMPLATES = (
    PointValue(), Difference(), MeanOfTwo(), Ratio(), SumOfTwo(), ExtremeValue(), RangeOfAll(), OtherAxis(),
    ReferenceValue(), GapFromReference(), MeanOfNamed(),
)  # fmt: skip
