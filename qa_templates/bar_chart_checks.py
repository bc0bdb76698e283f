"""Questions on bar charts that are answered with yes or no."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    adds_up,
    amount,
    clear_series,
    limits,
    need_apart,
    pairs,
    place,
    read,
    read_all,
    seen,
    span,
    who,
)
from scenewright.qa_templates.bar_chart_values import bar_of
from scenewright.qa_templates.neutral import BALANCED, nearest
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart
from scenewright.scenes.base import Reject


class IsHigher(BarTemplate):
    """Whether one bar is higher (lower) than another. Both orders and both words are asked alike."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} {more} for {a} than for {b}?{sign}",
        "Does {a} have a {more} {measure} than {b}?{sign}",
        "Is the {measure} for {a} {more} than that for {b}?{sign}",
        "Compare {a} with {b}: is the {measure} {more} for {a}?{sign}",
        "According to the chart, is the {measure} {more} for {a} than for {b}?{sign}",
        "Does the chart show a {more} {measure} for {a} than for {b}?{sign}",
        "Looking at {a} and {b}, is the {measure} {more} for {a}?{sign}",
        "Between {a} and {b}, does {a} have the {more} {measure}?{sign}",
        "Is it correct that the {measure} is {more} for {a} than for {b}?{sign}",
        "Set against {b}, does {a} show a {more} {measure}?{sign}",
        "Is the value for {a} {more} than the value for {b}?{sign}",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        out = []
        for a, b in pairs(scene, 12):
            for x, y in ((a, b), (b, a)):
                out += [(x.category, x.series, y.category, y.series, more) for more in ("higher", "lower")]
        return out

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return tuple(sorted((slot[:2], slot[2:4])))

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        a, b = place(scene, slot[0], slot[1]), place(scene, slot[2], slot[3])
        return self.common(scene) | {"a": a, "b": b, "more": slot[4]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        first = read(work, scene, bar_of(scene, slot[0], slot[1]))
        second = read(work, scene, bar_of(scene, slot[2], slot[3]))
        said = (
            f"{amount(scene, first.value)} is {{}}{slot[4]} than {amount(scene, second.value)}, so the answer is {{}}."
        )
        found = work.do("greater" if slot[4] == "higher" else "less", first, second,
                        say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = bar_of(scene, slot[0], slot[1]), bar_of(scene, slot[2], slot[3])
        need_apart(scene, resolution, a.value - b.value, (a, b))
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two bars.")


class PassesLimit(BarTemplate):
    """Whether a bar is above (below) a round limit. For each limit and either word, yes and no are equally likely."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} for {who} {more} {limit}?",
        "Does the {bar} for {who} show a value {more} {limit}?",
        "Is the value shown for {who} {more} {limit}?",
        "According to the chart, is the {measure} for {who} {more} {limit}?",
        "Does the chart put the {measure} for {who} {more} {limit}?",
        "Is the value for {who} {more} {limit}?",
        "Looking at {who}, is the {measure} {more} {limit}?",
        "Is it correct that the {measure} for {who} lies {more} {limit}?",
        "Would you place the {measure} for {who} {more} {limit}?",
        "For {who}, is the {measure} {more} {limit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        bars = seen(scene)
        bars = bars if len(bars) <= 8 else [bars[i * len(bars) // 8] for i in range(8)]
        found = limits(scene, [bar.value for bar in scene.bars], 3)
        return [(b.category, b.series, limit, more) for b in bars for limit in found for more in ("above", "below")]

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return tuple(slot[2:])

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "who": place(scene, slot[0], slot[1]),
            "limit": amount(scene, slot[2]),
            "more": slot[3],
        }

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        value = read(work, scene, bar_of(scene, slot[0], slot[1]))
        said = f"{amount(scene, value.value)} is {{}}{slot[3]} {amount(scene, slot[2])}, so the answer is {{}}."
        found = work.do("greater" if slot[3] == "above" else "less", value, slot[2],
                        say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bar = bar_of(scene, slot[0], slot[1])
        need_apart(scene, resolution, bar.value - slot[2], (bar,), 6.0)
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes the bar to end on the other side of the limit.")


class PassesMean(BarTemplate):
    """Whether a bar is above (below) the mean of all bars of its series. Of bars near it: far from it, the names would
    tell.
    """

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the value for {who} {more} the mean of all {bars}?",
        "Does the value for {who} lie {more} the average of all {bars}?",
        "Taking the mean of all {bars}, is the value for {who} {more} it?",
        "Is the {measure} for {who} {more} the average of the {labels} shown{of}?",
        "Compared with the mean of all {bars}, is the value for {who} {more} it?",
        "If you average all {bars}, is the value for {who} {more} that average?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked" or len(scene.categories) > 10:
            return []
        out = []
        for series in clear_series(scene):
            bars = scene.of_series(series)
            mean = math.fsum(bar.value for bar in bars) / len(bars)
            for bar in nearest(bars, lambda bar, mean=mean: bar.value - mean):  # type: ignore[misc]
                if abs(bar.value - mean) > 0.04 * span(scene):
                    out += [(bar.category, series, "above"), (bar.category, series, "below")]
        return out

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return tuple(slot[1:])

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        of = f" for {who(scene.series_label, slot[1])}" if slot[1] else ""
        return self.common(scene) | {
            "who": place(scene, slot[0], slot[1]),
            "more": slot[2],
            "bars": f"{self.common(scene)['bar']}s{of}",
            "of": of,
        }

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot[1])
        values = read_all(work, scene, bars)
        mean = work.do("mean", values, say=lambda v: f"Their mean is {amount(scene, v, scene.decimals + 1)}.")
        own = values[[bar.category for bar in bars].index(slot[0])]
        said = f"{amount(scene, own.value)} is {{}}{slot[2]} the mean, so the answer is {{}}."
        found = work.do("greater" if slot[2] == "above" else "less", own, mean,
                        say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot[1])
        mean = math.fsum(bar.value for bar in bars) / len(bars)
        own = bar_of(scene, slot[0], slot[1]).value
        need_apart(scene, resolution, own - mean, bars, 10.0)
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges where the mean lies.")


class SumExceeds(BarTemplate):
    """Whether two bars together are more (less) than a third. Values above zero only.

    Asked only where the chart has trios of both kinds, or the word alone would tell: sums are mostly more.
    """

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the sum of the values for {a} and {b} {more} than the value for {c}?",
        "Do the values for {a} and {b} together come to {more} than that for {c}?",
        "Added up, are the values for {a} and {b} {more} than that for {c}?",
        "If you add the values for {a} and {b}, is the sum {more} than the value for {c}?",
        "Taken together, do the values for {a} and {b} make {more} than that for {c} alone?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked" or not adds_up(scene):
            return []
        out = []
        hidden, least = set(scene.hidden), 0.06 * span(scene)
        for series in [s.name for s in scene.series] or [""]:
            bars = [bar for bar in scene.of_series(series) if bar.id not in hidden and bar.value > 0]
            n = len(bars)
            for i in range(n if n >= 3 else 0):
                for far in range(2, min(n, 5)):
                    a, b, c = sorted((bars[i], bars[(i + 1) % n], bars[(i + far) % n]), key=lambda bar: bar.value)
                    gap = a.value + b.value - c.value
                    if abs(gap) > least and abs(gap) < BALANCED * c.value:
                        out += [(a.category, b.category, c.category, series, m) for m in ("more", "less")]
        return out

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return slot[4]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        names = {k: place(scene, slot[i], slot[3]) for i, k in enumerate("abc")}
        return self.common(scene) | names | {"more": slot[4]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        a, b, c = (read(work, scene, bar_of(scene, name, slot[3])) for name in slot[:3])
        both = work.do("add", a, b, say=lambda v: f"Together the first two make {amount(scene, v)}.")
        said = f"That is {{}}{slot[4]} than {amount(scene, c.value)}, so the answer is {{}}."
        found = work.do("greater" if slot[4] == "more" else "less", both, c,
                        say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = [bar_of(scene, name, slot[3]) for name in slot[:3]]
        need_apart(scene, resolution, bars[0].value + bars[1].value - bars[2].value, bars, 12.0)
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges the sum.")


class ErrorsOverlap(BarTemplate):
    """Whether two error bars share values. Excluded: ends within a few pixels of each other."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Do the error bars for {a} and {b} {how}?",
        "Looking at their error bars, do those of {a} and {b} {how}?",
        "Would you say that the error bars of {a} and {b} {how}?",
        "In the chart, do the error bars on {a} and on {b} {how}?",
        "Compare the error bars for {a} and {b}: do they {how}?",
        "Is it correct that the error bars for {a} and {b} {how}?",
    )
    hows = ("cover any values in common", "have no values in common")

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.note is None:
            return []
        out = []
        for a, b in pairs(scene, 16):
            if abs(_overlap(a, b)) > 0.025 * span(scene):
                out += [(a.category, a.series, b.category, b.series, how) for how in self.hows]
        return out

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return slot[4]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        a, b = place(scene, slot[0], slot[1]), place(scene, slot[2], slot[3])
        return self.common(scene) | {"a": a, "b": b, "how": slot[4]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        ends = []
        for category, series in (slot[:2], slot[2:4]):
            bar = bar_of(scene, category, series)
            value = read(work, scene, bar)
            error = work.read(bar.id, "error", lambda v: f"Its error bar reaches {amount(scene, v)} to either side.")
            low = work.do("subtract", value, error, say=lambda v: f"Its lower end lies at {amount(scene, v)}.")
            high = work.do("add", value, error, say=lambda v: f"Its upper end lies at {amount(scene, v)}.")
            ends.append((low, high))
        first = work.do("less", ends[0][0], ends[1][1], say="Does the first begin below the end of the second?")
        second = work.do("less", ends[1][0], ends[0][1], say="Does the second begin below the end of the first?")
        found = work.do("and", first, second, say=lambda v: f"The error bars {'overlap' if v else 'do not overlap'}.")
        if slot[4] == self.hows[0]:
            return Boolean(value=found.value)
        apart = work.do("not", found, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=apart.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = bar_of(scene, slot[0], slot[1]), bar_of(scene, slot[2], slot[3])
        if abs(_overlap(a, b)) < 5 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This compares the bars themselves, not their error bars.")


def _overlap(a: Bar, b: Bar) -> float:
    ea, eb = a.error or 0.0, b.error or 0.0
    return min(a.value + ea, b.value + eb) - max(a.value - ea, b.value - eb)


TEMPLATES = (IsHigher(), PassesLimit(), PassesMean(), SumExceeds(), ErrorsOverlap())
__all__ = ["TEMPLATES", "IsHigher", "opposite"]
