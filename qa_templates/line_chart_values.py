"""Questions that read a value or two off a line chart, and calculate with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.line_chart_base import (
    LineTemplate,
    apart,
    axis_error,
    axis_span,
    combined,
    error_of,
    named,
    named_point,
    need_apart,
    need_label,
    of_series,
    pairs,
    point_of,
    read,
    read_all,
    seen,
    spot,
    value_of,
    values_of,
    whole_series,
)
from scenewright.qa_templates.plot_words import (
    adds_up,
    amount,
    gap_quantity,
    has_ratios,
    quantity,
    rank_words,
    tolerant,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart, Point


class PointValue(LineTemplate):
    """The value of a series at a place; in a stack, of one layer. Exact where it is printed. Never with options: over
    thousands of charts of the same tables, words learn which values go with which names.
    """

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "What is the {measure} {spot}{unit}?",
        "According to the chart, what is the {measure} {spot}{unit}?",
        "Read off the {measure} {spot}{unit}.",
        "What {measure} does the chart show {spot}{unit}?",
        "Give the {measure} {spot}{unit}.",
        "State the {measure} {spot} as the chart shows it{unit}.",
        "What value does the {line} have {spot}{unit}?",
        "Look at the chart: what is the {measure} {spot}{unit}?",
        "What does the chart give as the {measure} {spot}{unit}?",
        "Find the point {spot}. What is the {measure} there{unit}?",
        "How high is the {measure} {spot}{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [(p.place, p.series) for p in seen(scene)]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": spot(scene, *slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return quantity(scene, read(work, scene, point_of(scene, *slot)).value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of(scene, resolution, point_of(scene, *slot)))


class PointAt(LineTemplate):
    """The value of the k-th point from the left or right: places are counted, so none needs a name."""

    skill = "retrieval"
    phrasings = (
        "What value does the {place} point from the {side} show{of}{unit}?",
        "Count the points from the {side}{of}. What is the value of the {place}{unit}?",
        "Read the value of the {place} point from the {side}{of}{unit}.",
        "Counting from the {side}, at what value is the {place} point{of}{unit}?",
        "Which value belongs to the {place} point from the {side}{of}{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind in ("step", "stacked"):
            return []
        ends = range(min(len(scene.places), 9))
        return [(s, i, side) for s in whole_series(scene) for i in ends for side in ("left", "right")]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "place": ordinal(slot[1] + 1), "side": slot[2]}  # fmt: skip

    def point(self, scene: LineChart, slot: Any) -> Point:
        """The point counted to."""
        points = scene.of_series(slot[0])
        return points[slot[1]] if slot[2] == "left" else points[-1 - slot[1]]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        point = self.point(scene, slot)
        place = next(p for p in scene.places if p.name == point.place)
        say = f"The {ordinal(slot[1] + 1)} point from the {slot[2]} stands above "
        work.read(place.id, "name", lambda v: f"{say}{v}.")
        return quantity(scene, read(work, scene, point).value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of(scene, resolution, self.point(scene, slot)))


class ReferenceValue(LineTemplate):
    """At what value the reference line runs."""

    skill = "retrieval"
    weight = 3.0
    phrasings = (
        "At what value is the {name} line drawn{unit}?",
        "What value does the line marked '{name}' stand for{unit}?",
        "Read the value of the {name}{unit}.",
        "At which value is the {name}{unit}?",
        "Where on the value axis does the {name} line lie{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [scene.reference.name] if scene.reference else []

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": slot}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        value = work.read("reference", "value", lambda v: f"The line marked '{slot}' lies at {amount(scene, v)}.")
        return quantity(scene, value.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        return tolerant(answer, axis_error(scene, resolution, answer.value))


class _Pair(LineTemplate):
    """Base of questions on two points that differ visibly."""

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [(a.place, a.series, b.place, b.series) for a, b in pairs(scene)]

    def two(self, scene: LineChart, slot: Any) -> tuple[Point, Point]:
        """The two points."""
        return point_of(scene, slot[0], slot[1]), point_of(scene, slot[2], slot[3])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"a": named_point(scene, *slot[:2]), "b": named_point(scene, *slot[2:4])}


class Difference(_Pair):
    """How far apart two points are. Excluded: points that a viewer can't tell apart."""

    skill = "arithmetic"
    phrasings = (
        "What is the difference in {measure} between {a} and {b}{gap_unit}?",
        "By how much do {a} and {b} differ in {measure}{gap_unit}?",
        "How large is the gap in {measure} between {a} and {b}{gap_unit}?",
        "How far apart are {a} and {b} in {measure}{gap_unit}?",
        "According to the chart, what is the difference between {a} and {b} in {measure}{gap_unit}?",
        "Compare {a} with {b}. What is the difference in {measure}{gap_unit}?",
        "Find the absolute difference in {measure} between {a} and {b}{gap_unit}.",
        "Take the values for {a} and for {b}. How much is one above the other{gap_unit}?",
        "What is the distance between the values for {a} and {b}{gap_unit}?",
        "Subtract the smaller from the larger of the values for {a} and {b}. What remains{gap_unit}?",
    )

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, point) for point in self.two(scene, slot))
        gap = work.do("distance", first, second, say="Take the smaller value from the larger one.")
        high, low = max(first.value, second.value), min(first.value, second.value)
        say = f"The difference is {amount(scene, high)} minus {amount(scene, low)}, which is "
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return gap_quantity(scene, gap.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        need_apart(scene, resolution, value_of(a) - value_of(b), (a, b))
        return tolerant(answer, combined(scene, resolution, (a, b)))


class SumOfTwo(_Pair):
    """Two values added."""

    skill = "arithmetic"
    phrasings = (
        "What do the values for {a} and {b} add up to{unit}?",
        "What is the sum of the values for {a} and {b}{unit}?",
        "Add the value for {a} to that for {b}. What is the sum{unit}?",
        "If you add up the values for {a} and {b}, what do you get{unit}?",
        "Read the points for {a} and {b}. What is the sum of their values{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return super().slots(scene) if adds_up(scene) else []

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, point) for point in self.two(scene, slot))
        say = f"Together that is {amount(scene, first.value)} plus {amount(scene, second.value)}, which is "
        both = work.do("sum", [first, second], say="Add the two values.")
        both = work.do("round", both, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return quantity(scene, both.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, self.two(scene, slot)))


class MeanOfTwo(_Pair):
    """The mean of two values."""

    skill = "arithmetic"
    phrasings = (
        "What is the mean of the values for {a} and {b}{unit}?",
        "What value lies half-way between those for {a} and {b}{unit}?",
        "Average the values for {a} and {b}. What do you get{unit}?",
        "What is the average of the two values for {a} and {b}{unit}?",
        "Add the values for {a} and {b} and halve the sum. What is the result{unit}?",
    )

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        both = [read(work, scene, point) for point in self.two(scene, slot)]
        mean = work.do("mean", both, say="Add the two values and halve the sum.")
        places = scene.decimals + 1
        work.do("round", mean, places, say=lambda v: f"Their mean is {amount(scene, v, places)}.")
        return quantity(scene, mean.value, places)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        # readings of one axis err alike, so the mean is held to the error of a single one
        error = max(error_of(scene, resolution, point) for point in self.two(scene, slot))
        return tolerant(answer, error or 0.6 * 10.0**-scene.decimals)


class Ratio(_Pair):
    """How many times one value another is. Excluded: values not above zero, small ones, and ratios near 1."""

    skill = "arithmetic"
    phrasings = (
        "How many times as high as the value for {b} is the value for {a}? Answer to one decimal place.",
        "What is the ratio of the {measure} for {a} to that for {b}? Answer to one decimal place.",
        "The {measure} for {a} is how many times that for {b}? Give one decimal place.",
        "Divide the {measure} for {a} by that for {b}. What do you get, to one decimal place?",
        "By what factor does the {measure} for {a} exceed that for {b}? Give the quotient to one decimal place.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if not has_ratios(scene):
            return []
        least = 0.0 if scene.log else 0.1 * axis_span(scene)
        out = []
        for a, b in pairs(scene):
            high, low = (a, b) if value_of(a) > value_of(b) else (b, a)
            if value_of(low) > least and value_of(high) > 1.25 * value_of(low):
                out.append((high.place, high.series, low.place, low.series))
        return out

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, point) for point in self.two(scene, slot))
        quotient = work.do("divide", first, second, say="Divide the first by the second.")
        say = f"{amount(scene, first.value)} is "
        work.do("round", quotient, 1, say=lambda v: f"{say}{number(v, 1)} times {amount(scene, second.value)}.")
        return Number(value=round(quotient.value, 6), decimals=1)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        share = math.hypot(*(error_of(scene, resolution, p) / value_of(p) for p in (a, b)))
        # one decimal is asked for, so the rounding comes on top of the reading
        return tolerant(answer, share * value_of(a) / value_of(b) + 0.05 if share else 0.0)


class PercentChange(_Pair):
    """By how many per cent a line changes between two places. Excluded: small values and small changes."""

    skill = "multi_step"
    phrasings = (
        "By what percentage does the {measure}{of} change from {a} to {b}? Take a fall as negative.",
        "From {a} to {b}, how does the {measure}{of} change, in per cent? Put a minus before a fall.",
        "What is the percentage change in the {measure}{of} from {a} to {b}, negative for a fall?",
        "In per cent of its value for {a}, how much does the {measure}{of} change until {b} (minus for a fall)?",
        "How many per cent higher than for {a} is the {measure}{of} for {b}? Give a fall as a negative number.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if not has_ratios(scene) or scene.unit == "%":
            return []
        out = []
        for a, b in pairs(scene):
            first, last = value_of(a), value_of(b)
            if a.series == b.series and min(first, last) > 0.1 * axis_span(scene) and abs(last / first - 1) > 0.1:
                out.append((a.place, a.series, b.place, b.series))
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        a, b = named_point(scene, slot[0]), named_point(scene, slot[2])
        return self.common(scene) | {"of": of_series(scene, slot[1]), "a": a, "b": b}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, last = (read(work, scene, point) for point in self.two(scene, slot))
        change = work.do("subtract", last, first, say=lambda v: f"The change is {amount(scene, v)}.")
        share = work.do("divide", change, first, say="Divide it by the value it starts from.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        work.do("round", share, 0, say=lambda v: f"That is about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        need_apart(scene, resolution, value_of(a) - value_of(b), (a, b))
        share = math.hypot(*(error_of(scene, resolution, p) / value_of(p) for p in (a, b)))
        # half a per cent for the rounding that the question leaves open
        return tolerant(answer, 100 * share * value_of(b) / value_of(a) + 0.6)


class ClosestTo(LineTemplate):
    """At which place a series is closest to a given value. The value is near each point in turn."""

    skill = "retrieval"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the {measure}{of} closest to {value}?",
        "Which {label} has a value{of} closest to {value}?",
        "Which {label} comes closest to {value}{of}?",
        "The {measure}{of} is nearest to {value} for which {label}?",
        "Look for the point{of} whose value is closest to {value}. Which {label} is it?",
        "Which {label} shows about {value}{of}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.log or scene.kind == "stacked":
            return []
        out = []
        for series in whole_series(scene):
            points = scene.of_series(series)
            for point in points:
                target = self._rough(scene, value_of(point))
                gaps = sorted(abs(value_of(p) - target) for p in points)
                if abs(value_of(point) - target) == gaps[0] and gaps[1] - gaps[0] > 0.04 * axis_span(scene):
                    out.append((series, target))
        return out

    def _rough(self, scene: LineChart, value: float) -> float:
        step = 10.0 ** math.floor(math.log10(axis_span(scene) / 10))
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        return round(round(value / step) * step, min(places, scene.decimals)) + 0.0

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot[0]), "value": amount(scene, slot[1])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series, target = slot
        points = scene.of_series(series)
        values = read_all(work, scene, points)
        gaps = [work.do("distance", v, target, say=f"Compare with {amount(scene, target)}.") for v in values]
        say = f"is closest to {amount(scene, target)}."
        best = work.do(
            "argmin", [p.place for p in points], gaps, say=lambda n: f"{capital(named_point(scene, n))} {say}"
        )
        need_label(scene, best.value)
        return named(scene, best.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        points = scene.of_series(slot[0])
        ranked = sorted(points, key=lambda p: abs(value_of(p) - slot[1]))
        gap = abs(value_of(ranked[1]) - slot[1]) - abs(value_of(ranked[0]) - slot[1])
        need_apart(scene, resolution, gap, ranked[:2], 8.0)
        return answer


class RankedValue(LineTemplate):
    """The k-th highest or lowest value of a line, wherever it is."""

    skill = "comparison"
    phrasings = (
        "What is the {rank} value that the {measure}{of} takes{unit}?",
        "Find the {rank} value{of}. What is it{unit}?",
        "What is the {rank} {measure} in the chart{of}{unit}?",
        "Give the {rank} value shown{of}{unit}.",
        "How high is the {rank} point{of}{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        ranks = ((0, True), (0, False), (1, True), (1, False))
        return [(s, *rank) for s in whole_series(scene) for rank in ranks if len(set(values_of(scene, s))) > 3]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot[0]), "rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series, rank, high = slot
        values = read_all(work, scene, scene.of_series(series))
        order = work.do("rank_down" if high else "rank_up", values, values,
                        say=f"Sort them from the {'highest' if high else 'lowest'} on.")  # fmt: skip
        found = work.do("nth", order, rank, say=lambda v: f"The one asked for is {amount(scene, v)}.")
        return quantity(scene, found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        series, rank, high = slot
        ranked = sorted(scene.of_series(series), key=value_of, reverse=high)
        if any(not apart(scene, value_of(ranked[k]), value_of(ranked[k + 1]), 0.012) for k in range(rank + 1)):
            raise Reject("margin")
        return tolerant(answer, error_of(scene, resolution, ranked[rank]))


TEMPLATES = (
    PointValue(), PointAt(), ReferenceValue(), Difference(), SumOfTwo(), MeanOfTwo(), Ratio(), PercentChange(),
    ClosestTo(), RankedValue(),
)  # fmt: skip
__all__ = ["TEMPLATES", "Difference", "PointValue"]
