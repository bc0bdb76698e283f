"""Questions that calculate with all bars of a series or of a stack."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    adds_up,
    amount,
    clear_series,
    combined,
    error_of,
    gap_quantity,
    need_apart,
    on_axis,
    place,
    quantity,
    read_all,
    seen,
    tolerant,
    who,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart


class _OneSeries(BarTemplate):
    """Base of questions on all bars of a series, at most twelve, none covered."""

    most = 12

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return clear_series(scene) if len(scene.categories) <= self.most else []

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        among = f"among the {{}} of {who(scene.series_label, slot)}" if slot else "in the chart"
        where = f" for {who(scene.series_label, slot)}" if slot else ""
        bar = "segments" if scene.kind == "stacked" else "bars"
        return self.common(scene) | {"where": where, "among": among.format(bar), "series": slot}

    def bars(self, scene: BarChart, slot: Any) -> tuple[Bar, ...]:
        """All bars of the series."""
        return scene.of_series(slot)


class MeanOfAll(_OneSeries):
    """The mean of the bars' values (not weighted by the rows behind them)."""

    skill = "multi_step"
    most = 8
    phrasings = (
        "What is the mean of the values shown{where}{unit}?",
        "Average the values of all {labels} shown{where}. What do you get{unit}?",
        "Taking each {bar} once, what is the average value{where}{unit}?",
        "What is the arithmetic mean of all {bar}s{where}{unit}?",
        "Add up all {bar}s{where} and divide by their number. What is the result{unit}?",
    )

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.bars(scene, slot))
        total = work.do("sum", values, say=lambda v: f"They add up to {amount(scene, v)}.")
        mean = work.do("divide", total, len(values), say=f"Divide by the {len(values)} {{}}s.".format("bar"))
        say = f"{amount(scene, total.value)} divided by {len(values)} is "
        work.do("round", mean, scene.decimals + 1, say=lambda v: f"{say}{amount(scene, v, scene.decimals + 1)}.")
        return quantity(scene, mean.value, scene.decimals + 1)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = self.bars(scene, slot)
        # readings of one axis err alike, so the mean is held to the error of a single one
        error = max(error_of(scene, resolution, bar) for bar in bars)
        return tolerant(answer, error or 0.6 * 10.0**-scene.decimals)


class SumOfAll(_OneSeries):
    """All bars of a series added up."""

    skill = "multi_step"
    most = 6
    phrasings = (
        "What do all {bar}s{where} add up to{unit}?",
        "Add up the values of all {labels} shown{where}. What is the sum{unit}?",
        "What is the sum of all values shown{where}{unit}?",
        "If you sum every {bar}{where}, what is the result{unit}?",
        "What is the total of the values that the chart shows{where}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return super().slots(scene) if adds_up(scene) else []

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.bars(scene, slot))
        total = work.do("sum", values, say="Add them up.")
        total = work.do("round", total, scene.decimals, say=lambda v: f"They add up to {amount(scene, v)}.")
        return quantity(scene, total.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, self.bars(scene, slot)))


class Range(_OneSeries):
    """Highest minus lowest value."""

    skill = "multi_step"
    most = 20
    phrasings = (
        "What is the range of the values shown{where} (highest minus lowest){gap_unit}?",
        "How far is the highest value above the lowest{where}{gap_unit}?",
        "By how much does the highest value exceed the lowest{where}{gap_unit}?",
        "What is the difference between the highest and the lowest value{where}{gap_unit}?",
        "Subtract the lowest value from the highest{where}. What remains{gap_unit}?",
    )

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.bars(scene, slot))
        high = work.do("max", values, say=lambda v: f"The highest value is {amount(scene, v)}.")
        low = work.do("min", values, say=lambda v: f"The lowest value is {amount(scene, v)}.")
        gap = work.do("subtract", high, low, say="Subtract the lowest from the highest.")
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"The range is {amount(scene, v)}.")
        return gap_quantity(scene, gap.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted(self.bars(scene, slot), key=lambda bar: bar.value)
        need_apart(scene, resolution, ranked[-1].value - ranked[0].value, (ranked[0], ranked[-1]))
        return tolerant(answer, combined(scene, resolution, (ranked[0], ranked[-1])))


class StackTotal(BarTemplate):
    """The total of one stack: its outer end, or its printed parts added up."""

    skill = "arithmetic"
    phrasings = (
        "What is the total for {who} over all {slabels}{unit}?",
        "What does the whole stack for {who} come to{unit}?",
        "What do the segments for {who} add up to{unit}?",
        "Add all segments of {who}. What is the total{unit}?",
        "Up to what value does the stack for {who} reach{unit}?",
        "Counting all {slabels} shown, what is the value for {who}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind != "stacked":
            return []
        return list(dict.fromkeys(bar.category for bar in seen(scene)))

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"who": place(scene, slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        parts = read_all(work, scene, scene.of_category(slot))
        total = work.do("sum", parts, say="Add the segments of the stack.")
        say = f"The stack for {place(scene, slot)} reaches "
        total = work.do("round", total, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return quantity(scene, total.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_category(slot)
        # the outer end is one reading on the axis, however many segments there are
        exact = all(bar.id in resolution.printed for bar in bars)
        return tolerant(answer, 0.0 if exact else error_of(scene, on_axis(resolution), bars[0]))


class StackShare(BarTemplate):
    """The share of one segment in its stack, in per cent."""

    skill = "multi_step"
    phrasings = (
        "What percentage of the stack for {who} is the segment for {series}? Answer in per cent.",
        "What share of the total for {who} does the segment for {series} make up, in per cent?",
        "Of the whole stack for {who}, what per cent does the segment for {series} account for?",
        "The segment for {series} makes up what percentage of the total for {who}?",
        "For {who}, how large is the segment for {series}, in per cent of the stack?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [(b.category, b.series) for b in seen(scene)] if scene.kind == "stacked" else []

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"who": place(scene, slot[0]), "series": who(scene.series_label, slot[1])}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = scene.of_category(slot[0])
        values = read_all(work, scene, bars)
        part = values[[bar.series for bar in bars].index(slot[1])]
        total = work.do("sum", values, say=lambda v: f"The whole stack is {amount(scene, v)}.")
        share = work.do("divide", part, total, say="Divide the segment by the whole.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        say = f"{amount(scene, part.value)} of {amount(scene, total.value)} is "
        work.do("round", share, 0, say=lambda v: f"{say}about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        bars = scene.of_category(slot[0])
        part = next(bar for bar in bars if bar.series == slot[1])
        total = math.fsum(bar.value for bar in bars)
        off = error_of(scene, resolution, part) + answer.value / 100 * combined(scene, resolution, bars[:1])
        # half a per cent for the rounding that the question leaves open
        return tolerant(answer, 100 * off / total + 0.6)


TEMPLATES = (MeanOfAll(), SumOfAll(), Range(), StackTotal(), StackShare())
__all__ = ["TEMPLATES"]
