"""Questions that read one value or two off a bar chart, and calculate with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
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
    has_ratios,
    named,
    need_apart,
    on_axis,
    pairs,
    place,
    quantity,
    read,
    read_all,
    seen,
    span,
    tolerant,
    who,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital
from scenewright.scenes.base import Reject


def bar_of(scene: BarChart, category: str, series: str) -> Bar:
    """The bar of that name, which the slot says is there."""
    bar = scene.bar(category, series)
    if bar is None:
        raise Reject("not_applicable")
    return bar


class BarValue(BarTemplate):
    """The value of one bar, or of one segment of a stack. Exact where it is printed.

    Never with options: over thousands of charts of the same tables, words learn which values go with which names.
    """

    skill = "retrieval"
    phrasings = (
        "What is the {measure} for {who}{unit}?",
        "According to the chart, what is the {measure} for {who}{unit}?",
        "Read off the {measure} for {who}{unit}.",
        "What {measure} does the chart show for {who}{unit}?",
        "Give the {measure} shown for {who}{unit}.",
        "State the {measure} for {who} as the chart shows it{unit}.",
        "What value does the {bar} for {who} show{unit}?",
        "Look at the chart: what is the {measure} for {who}{unit}?",
        "What does the chart give as the {measure} for {who}{unit}?",
        "For {who}, what is the {measure}{unit}?",
        "Find {who} in the chart. What is the {measure} there{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [(bar.category, bar.series) for bar in seen(scene)]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"who": place(scene, *slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return quantity(scene, read(work, scene, bar_of(scene, *slot)).value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of(scene, resolution, bar_of(scene, *slot)))


class _Pair(BarTemplate):
    """Base of questions on two bars that differ visibly."""

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [(a.category, a.series, b.category, b.series) for a, b in pairs(scene)]

    def two(self, scene: BarChart, slot: Any) -> tuple[Bar, Bar]:
        """The two bars."""
        return bar_of(scene, slot[0], slot[1]), bar_of(scene, slot[2], slot[3])

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"a": place(scene, slot[0], slot[1]), "b": place(scene, slot[2], slot[3])}

    def others(self, scene: BarChart, slot: Any) -> Iterable[tuple[Bar, Bar, str]]:
        """Pairs that a reader might take instead, each with the mistake."""
        a, b = self.two(scene, slot)
        for bar in scene.bars:
            if bar.id not in (a.id, b.id):
                name = place(scene, bar.category, bar.series)
                yield a, bar, f"This takes {name} for {place(scene, b.category, b.series)}."
                yield bar, b, f"This takes {name} for {place(scene, a.category, a.series)}."


class Difference(_Pair):
    """How far apart two bars are. Excluded: bars that a viewer can't tell apart."""

    skill = "arithmetic"
    phrasings = (
        "What is the difference in {measure} between {a} and {b}{gap_unit}?",
        "By how much do {a} and {b} differ in {measure}{gap_unit}?",
        "How large is the gap in {measure} between {a} and {b}{gap_unit}?",
        "How far apart are {a} and {b} in {measure}{gap_unit}?",
        "According to the chart, what is the difference between {a} and {b} in {measure}{gap_unit}?",
        "Take the {measure} for {a} and for {b}. What is the difference{gap_unit}?",
        "Find the absolute difference in {measure} between {a} and {b}{gap_unit}.",
    )

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, bar) for bar in self.two(scene, slot))
        gap = work.do("distance", first, second, say="Take the smaller value from the larger one.")
        high, low = max(first.value, second.value), min(first.value, second.value)
        say = f"The difference is {amount(scene, high)} minus {amount(scene, low)}, which is "
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return gap_quantity(scene, gap.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        need_apart(scene, resolution, a.value - b.value, (a, b))
        return tolerant(answer, combined(scene, resolution, (a, b)))


class SumOfTwo(_Pair):
    """Two values added."""

    skill = "arithmetic"
    phrasings = (
        "What do the values for {a} and {b} add up to{unit}?",
        "What is the sum of the values for {a} and {b}{unit}?",
        "Add the value for {a} to that for {b}. What is the sum{unit}?",
        "If you add up the values for {a} and {b}, what do you get{unit}?",
        "Read the {bar}s for {a} and {b}. What is the sum of their values{unit}?",
        "Which number do the values for {a} and {b} make when added{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return super().slots(scene) if adds_up(scene) else []

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, bar) for bar in self.two(scene, slot))
        say = f"Together that is {amount(scene, first.value)} plus {amount(scene, second.value)}, which is "
        both = work.do("sum", [first, second], say="Add the two values.")
        both = work.do("round", both, scene.decimals, say=lambda v: f"{say}{amount(scene, v)}.")
        return quantity(scene, both.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, self.two(scene, slot)))


class Ratio(_Pair):
    """How many times one value another is. Excluded: values not above zero, short bars, and ratios near 1."""

    skill = "arithmetic"
    phrasings = (
        "How many times as high as the value for {b} is the value for {a}? Answer to one decimal place.",
        "What is the ratio of the {measure} for {a} to that for {b}? Answer to one decimal place.",
        "The {measure} for {a} is how many times that for {b}? Give one decimal place.",
        "Divide the {measure} for {a} by that for {b}. What do you get, to one decimal place?",
        "By what factor does the {measure} for {a} exceed that for {b}? Give the quotient to one decimal place.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if not has_ratios(scene):
            return []
        least = 0.12 * span(scene)
        out = []
        for a, b in pairs(scene):
            high, low = (a, b) if a.value > b.value else (b, a)
            if low.value > least and high.value > 1.25 * low.value:
                out.append((high.category, high.series, low.category, low.series))
        return out

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, bar) for bar in self.two(scene, slot))
        quotient = work.do("divide", first, second, say="Divide the first by the second.")
        say = f"{amount(scene, first.value)} is "
        work.do("round", quotient, 1, say=lambda v: f"{say}{number(v, 1)} times {amount(scene, second.value)}.")
        return Number(value=round(quotient.value, 6), decimals=1)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        share = math.hypot(error_of(scene, resolution, a) / a.value, error_of(scene, resolution, b) / b.value)
        # one decimal is asked for, so the rounding comes on top of the reading
        return tolerant(answer, share * a.value / b.value + 0.05 if share else 0.0)


class ErrorEnd(BarTemplate):
    """Where an error bar ends. Its ends are read on the axis, also where the value itself is printed."""

    skill = "retrieval"
    phrasings = (
        "What is the {end} end of the error bar for {who}{unit}?",
        "At what value does the error bar for {who} end at its {end} end{unit}?",
        "Read the {end} end of the error bar for {who}{unit}.",
        "What value marks the {end} end of the error bar on {who}{unit}?",
        "Where is the {end} limit of the error bar for {who}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.note is None:
            return []
        return [(bar.category, bar.series, end) for bar in seen(scene) for end in ("upper", "lower")]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"who": place(scene, slot[0], slot[1]), "end": slot[2]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bar = bar_of(scene, slot[0], slot[1])
        value = read(work, scene, bar)
        error = work.read(bar.id, "error", lambda v: f"Its error bar reaches {amount(scene, v)} to either side.")
        end = work.do("add" if slot[2] == "upper" else "subtract", value, error, say=f"Take the {slot[2]} end.")
        end = work.do("round", end, scene.decimals, say=lambda v: f"Its {slot[2]} end lies at {amount(scene, v)}.")
        return quantity(scene, end.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bar = bar_of(scene, slot[0], slot[1])
        if bar.error is None or bar.error < 4 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return tolerant(answer, error_of(scene, on_axis(resolution), bar))


class ClosestTo(BarTemplate):
    """Which category's value is closest to a given one. The value is near each bar in turn, so each is as likely."""

    skill = "retrieval"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {label} has a value closest to {value}{where}?",
        "Which {label} comes closest to {value}{where}?",
        "The {measure}{where} is nearest to {value} for which {label}?",
        "Look for the {bar}{where} whose value is closest to {value}. Which {label} is it?",
        "For which {label} is the {measure}{where} closest to {value}?",
        "Which {label} shows about {value}{where}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        out = []
        for series in clear_series(scene):
            values = [bar.value for bar in scene.of_series(series)]
            for i, value in enumerate(values):
                target = _rough(value, span(scene), scene.decimals)
                gaps = sorted(abs(v - target) for v in values)
                if abs(value - target) == gaps[0] and gaps[1] - gaps[0] > 0.05 * span(scene):
                    out.append((series, target, i))
        return [(series, target) for series, target, _ in out]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        return self.common(scene) | {"where": where, "value": amount(scene, slot[1])}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        series, target = slot
        bars = scene.of_series(series)
        values = read_all(work, scene, bars)
        gaps = [work.do("distance", v, target, say=f"Compare with {amount(scene, target)}.") for v in values]
        names = [bar.category for bar in bars]
        best = work.do(
            "argmin", names, gaps, say=lambda n: f"{capital(place(scene, n))} is closest to {amount(scene, target)}."
        )
        return named(scene, best.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot[0])
        ranked = sorted(bars, key=lambda bar: abs(bar.value - slot[1]))
        gap = abs(ranked[1].value - slot[1]) - abs(ranked[0].value - slot[1])
        need_apart(scene, resolution, gap, ranked[:2], 8.0)
        return answer


def _rough(value: float, axis: float, decimals: int) -> float:
    """The value to two digits of the axis, so that the words give the bar away to no one who can't see it."""
    step = 10.0 ** math.floor(math.log10(axis / 10))
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return round(round(value / step) * step, min(places, decimals)) + 0.0


TEMPLATES = (BarValue(), ClosestTo(), Difference(), SumOfTwo(), Ratio(), ErrorEnd())
__all__ = ["TEMPLATES", "BarValue", "Difference", "bar_of"]
