"""Questions that calculate with all points of a line, or with the layers of a stack."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.line_chart_base import (
    LineTemplate,
    at_place,
    axis_error,
    combined,
    error_of,
    need_apart,
    of_series,
    read_all,
    seen,
    value_of,
    whole_places,
    whole_series,
)
from scenewright.qa_templates.plot_words import adds_up, amount, gap_quantity, quantity, tolerant, who
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.line_chart import LineChart, Point


class _OneLine(LineTemplate):
    """Base of questions on all points of a series, none missing or covered."""

    most = 12

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return whole_series(scene, self.most)

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def points(self, scene: LineChart, slot: Any) -> tuple[Point, ...]:
        """All points of the series."""
        return scene.of_series(slot)


class MeanOfAll(_OneLine):
    """The mean of the points' values (not weighted by the rows behind them)."""

    skill = "multi_step"
    most = 8
    phrasings = (
        "What is the mean of all values shown{of}{unit}?",
        "Average the values of all {labels} shown{of}. What do you get{unit}?",
        "Taking each point once, what is the average value{of}{unit}?",
        "What is the arithmetic mean of all points{of}{unit}?",
        "Add up all points{of} and divide by their number. What is the result{unit}?",
    )

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.points(scene, slot))
        total = work.do("sum", values, say=lambda v: f"They add up to {amount(scene, v)}.")
        mean = work.do("divide", total, len(values), say=f"Divide by their number, {len(values)}.")
        say = f"{amount(scene, total.value)} divided by {len(values)} is "
        work.do("round", mean, scene.decimals + 1, say=lambda v: f"{say}{amount(scene, v, scene.decimals + 1)}.")
        return quantity(scene, mean.value, scene.decimals + 1)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        # readings of one axis err alike, so the mean is held to the error of a single one
        error = max(error_of(scene, resolution, point) for point in self.points(scene, slot))
        return tolerant(answer, error or 0.6 * 10.0**-scene.decimals)


class MedianOfAll(_OneLine):
    """The middle value of a line with an odd number of points."""

    skill = "multi_step"
    weight = 2.0
    most = 13
    phrasings = (
        "What is the median of the values shown{of}{unit}?",
        "Sort the values{of}. Which one is in the middle{unit}?",
        "What is the median {measure}{of} over the {labels} shown{unit}?",
        "Which value{of} has as many others above it as below it{unit}?",
        "Put all points{of} in order of size. What is the value of the middle one{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        # "median" of a chart of medians, or of layers, is too easily misread
        if len(scene.places) % 2 == 0 or scene.kind == "stacked" or scene.measure.startswith("median"):
            return []
        return super().slots(scene)

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.points(scene, slot))
        order = work.do("rank_up", values, values, say="Sort them from the lowest on.")
        middle = len(values) // 2
        found = work.do("nth", order, middle, say=lambda v: f"The middle one is {amount(scene, v)}.")
        return quantity(scene, found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, max(error_of(scene, resolution, point) for point in self.points(scene, slot)))


class SumOfAll(_OneLine):
    """All points of a line added up."""

    skill = "multi_step"
    weight = 1.5
    most = 6
    phrasings = (
        "What do all values{of} add up to{unit}?",
        "Add up the values of all {labels} shown{of}. What is the sum{unit}?",
        "What is the sum of all values shown{of}{unit}?",
        "If you sum every point{of}, what is the result{unit}?",
        "What is the sum of the values that the chart shows{of}{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return super().slots(scene) if adds_up(scene) else []

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.points(scene, slot))
        total = work.do("sum", values, say="Add them up.")
        total = work.do("round", total, scene.decimals, say=lambda v: f"They add up to {amount(scene, v)}.")
        return quantity(scene, total.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, self.points(scene, slot)))


class Range(_OneLine):
    """Highest minus lowest value."""

    skill = "multi_step"
    most = 24
    phrasings = (
        "What is the range of the values shown{of} (highest minus lowest){gap_unit}?",
        "How far is the highest value above the lowest{of}{gap_unit}?",
        "By how much does the highest value exceed the lowest{of}{gap_unit}?",
        "What is the difference between the highest and the lowest value{of}{gap_unit}?",
        "Subtract the lowest value from the highest{of}. What remains{gap_unit}?",
    )

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.points(scene, slot))
        high = work.do("max", values, say=lambda v: f"The highest value is {amount(scene, v)}.")
        low = work.do("min", values, say=lambda v: f"The lowest value is {amount(scene, v)}.")
        gap = work.do("subtract", high, low, say="Subtract the lowest from the highest.")
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"The range is {amount(scene, v)}.")
        return gap_quantity(scene, gap.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted(self.points(scene, slot), key=value_of)
        need_apart(scene, resolution, value_of(ranked[-1]) - value_of(ranked[0]), (ranked[0], ranked[-1]))
        return tolerant(answer, combined(scene, resolution, (ranked[0], ranked[-1])))


class StackTotal(LineTemplate):
    """The total of a stack at a place: its upper edge."""

    skill = "arithmetic"
    weight = 2.0
    phrasings = (
        "What is the total over all {slabels} {at}{unit}?",
        "Up to what value do the layers reach {at}{unit}?",
        "What do all layers add up to {at}{unit}?",
        "Counting all {slabels} shown, what is the value {at}{unit}?",
        "How high is the whole stack {at}{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return whole_places(scene) if scene.kind == "stacked" else []

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"at": at_place(scene, slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        parts = read_all(work, scene, scene.of_place(slot))
        total = work.do("sum", parts, say="Add the layers.")
        say = f"The stack reaches {at_place(scene, slot)} up to "
        total = work.do("round", total, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return quantity(scene, total.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        # the upper edge is one reading on the axis, however many layers there are
        return tolerant(answer, axis_error(scene, resolution, answer.value))


class StackShare(LineTemplate):
    """The share of one layer in its stack, in per cent."""

    skill = "multi_step"
    weight = 2.0
    phrasings = (
        "What percentage of the whole {at} does the layer for {series} make up? Answer in per cent.",
        "What share of the total {at} belongs to {series}, in per cent?",
        "Of the whole stack {at}, what per cent does {series} account for?",
        "How large is the part of {series} in the total {at}, in per cent?",
        "In per cent of all layers together, how thick is that for {series} {at}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind != "stacked":
            return []
        whole = set(whole_places(scene))
        return [(p.place, p.series) for p in seen(scene) if p.place in whole]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"at": at_place(scene, slot[0]), "series": who(scene.series_label, slot[1])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_place(slot[0])
        values = read_all(work, scene, points)
        part = values[[p.series for p in points].index(slot[1])]
        total = work.do("sum", values, say=lambda v: f"The whole stack is {amount(scene, v)}.")
        share = work.do("divide", part, total, say="Divide the layer by the whole.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        say = f"{amount(scene, part.value)} of {amount(scene, total.value)} is "
        work.do("round", share, 0, say=lambda v: f"{say}about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        points = scene.of_place(slot[0])
        part = next(p for p in points if p.series == slot[1])
        total = math.fsum(value_of(p) for p in points)
        off = error_of(scene, resolution, part) + answer.value / 100 * axis_error(scene, resolution, total)
        # half a per cent for the rounding that the question leaves open
        return tolerant(answer, 100 * off / total + 0.6)


TEMPLATES = (MeanOfAll(), MedianOfAll(), SumOfAll(), Range(), StackTotal(), StackShare())
__all__ = ["TEMPLATES"]
