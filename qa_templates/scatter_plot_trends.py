"""Questions on trend lines and correlation."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Integer, Text
from scenewright.qa_templates.neutral import known_order
from scenewright.qa_templates.plot_words import amount, gap_quantity, quantity, rank_words, tolerant
from scenewright.qa_templates.scatter_plot_base import (
    ScatterTemplate,
    YesNo,
    error,
    evidence,
    is_open,
    members,
    named,
    need_countable,
    of_series,
    point_of,
    read,
    says,
    shown,
    units_per_px,
)
from scenewright.qa_templates.scatter_plot_order import tick_amount
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_base import verdict
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import CLEAR_R, Point, ScatterPlot, Trend, correlation

OFF_PX = 9.0
"""Least distance of a point from a trend line whose side is asked: a marker's radius and a little."""
RESIDUAL = 0.05
"""Least distance along the vertical axis by which residuals differ that are ranked, as a share of it."""


def trend_of(scene: ScatterPlot, series: str) -> Trend:
    """The trend line of a series, or the one of all points."""
    found = next((t for t in scene.trends if t.series == series), None)
    if found is None:
        raise Reject("not_applicable")
    return found


def line_words(scene: ScatterPlot, series: str) -> str:
    """`the trend line`, `the trend line for Japan`."""
    return f"the trend line{of_series(scene, series)}"


def trend_ids(scene: ScatterPlot, trend: Trend, axes: str = "xy") -> list[str]:
    """What a value of a trend line is read by."""
    return [trend.id, *evidence(scene, (), axes, trend.series)]


def trend_at(work: Work, scene: ScatterPlot, trend: Trend, x: float | Known) -> Known:
    """Read the line's value above a value of the horizontal axis."""
    at = x.value if isinstance(x, Known) else x
    return work.do("trend_at", trend.id, x, evidence=trend_ids(scene, trend),
                   say=lambda v: f"Above {tick_amount(scene, 'x', at)}, {line_words(scene, trend.series)} stands at "
                   f"{amount(scene.y, v)}.")  # fmt: skip


def residual(scene: ScatterPlot, trend: Trend, point: Point) -> float:
    """How far a point lies above its line, as a share of the vertical axis."""
    ticks = scene.y_ticks
    return (point.y - trend.at(point.x)) / (ticks[-1].value - ticks[0].value)


def slope_error(scene: ScatterPlot, resolution: Resolution, trend: Trend) -> float:
    """How far off a reading of the line may be: that of the vertical axis, and that of the place along the other."""
    slope = (trend.y1 - trend.y0) / (trend.x1 - trend.x0)
    across = units_per_px(scene, resolution, "x", 1.0) * 2.0
    return math.hypot(error(scene, resolution, "y", 1.0), slope * across)


class TrendAt(ScatterTemplate):
    """What the trend line predicts at a tick of the horizontal axis within its length."""

    skill = "retrieval"
    weight = 2.5
    phrasings = (
        "What {ym} does {line} predict for a {xm} of {x}{unit}?",
        "Read {line} at a {xm} of {x}: what {ym} does it give{unit}?",
        "According to {line}, which {ym} goes with a {xm} of {x}{unit}?",
        "Going by {line}, what {ym} would you expect at a {xm} of {x}{unit}?",
        "At {x} on the horizontal axis, what value does {line} have{unit}?",
        "What is the value of {line} where the {xm} is {x}{unit}?",
        "Follow {line} to a {xm} of {x}. What {ym} is that{unit}?",
        "Use {line} to estimate the {ym} for a {xm} of {x}{unit}.",
        "Which {ym} lies on {line} above {x} of the horizontal axis{unit}?",
        "If the {xm} is {x}, what {ym} does {line} suggest{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(t.series, tick.value) for t in scene.trends for tick in scene.x_ticks if t.x0 <= tick.value <= t.x1]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "y") | {"xm": scene.x.measure, "ym": scene.y.measure,
                                          "line": line_words(scene, slot[0]),
                                          "x": tick_amount(scene, "x", slot[1])}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        found = trend_at(work, scene, trend_of(scene, slot[0]), slot[1])
        return quantity(scene.y, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, slope_error(scene, resolution, trend_of(scene, slot[0])))


class TrendReaches(ScatterTemplate):
    """At which value of the horizontal axis a steep enough trend line passes a tick of the vertical one."""

    skill = "retrieval"
    weight = 2.5
    phrasings = (
        "At which {xm} does {line} reach a {ym} of {y}{unit}?",
        "Where along the horizontal axis does {line} cross {y} of the vertical one{unit}?",
        "For which {xm} does {line} predict a {ym} of {y}{unit}?",
        "Follow {line} to a {ym} of {y}: what {xm} belongs to it{unit}?",
        "According to {line}, which {xm} goes with a {ym} of {y}{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for trend in scene.trends:
            low, high = sorted((trend.y0, trend.y1))
            if scene.share("y", high) - scene.share("y", low) < 0.25:
                continue
            out += [(trend.series, tick.value) for tick in scene.y_ticks if low <= tick.value <= high]
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "x") | {"xm": scene.x.measure, "ym": scene.y.measure,
                                          "line": line_words(scene, slot[0]),
                                          "y": tick_amount(scene, "y", slot[1])}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        trend = trend_of(scene, slot[0])
        found = work.do(
            "trend_reaches",
            trend.id,
            slot[1],
            evidence=trend_ids(scene, trend),
            say=lambda v: f"The line is at {tick_amount(scene, 'y', slot[1])} above {amount(scene.x, v)}.",
        )
        return quantity(scene.x, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        trend = trend_of(scene, slot[0])
        slope = abs((trend.y1 - trend.y0) / (trend.x1 - trend.x0))
        up = units_per_px(scene, resolution, "y", 1.0) * 2.0
        return tolerant(answer, math.hypot(error(scene, resolution, "x", 1.0), up / slope))


class TrendChange(ScatterTemplate):
    """By how much the trend line rises or falls between two ticks of the horizontal axis."""

    skill = "arithmetic"
    weight = 2.0
    phrasings = (
        "By how much does {line} change in {ym} from a {xm} of {a} to one of {b}{gap_unit}?",
        "Going from {a} to {b} on the horizontal axis, how much does {line} rise or fall{gap_unit}?",
        "What is the difference between the values of {line} at {a} and at {b} of the {xm}{gap_unit}?",
        "Between a {xm} of {a} and one of {b}, by what amount does the {ym} on {line} change{gap_unit}?",
        "How far apart are the heights of {line} at a {xm} of {a} and of {b}{gap_unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for trend in scene.trends:
            at = [tick.value for tick in scene.x_ticks if trend.x0 <= tick.value <= trend.x1]
            out += [
                (trend.series, a, b)
                for i, a in enumerate(at)
                for b in at[i + 1 :]
                if abs(scene.share("y", trend.at(a)) - scene.share("y", trend.at(b))) > 0.12
            ]
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        series, a, b = slot
        return self.common(scene, "y") | {"xm": scene.x.measure, "ym": scene.y.measure,
                                          "line": line_words(scene, series),
                                          "a": tick_amount(scene, "x", a), "b": tick_amount(scene, "x", b)}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        trend = trend_of(scene, slot[0])
        ends = [trend_at(work, scene, trend, x) for x in slot[1:]]
        gap = work.do("distance", *ends, say="Take the smaller from the larger.")
        gap = work.do("round", gap, scene.y.decimals, say=lambda v: f"It changes by {amount(scene.y, v)}.")
        return gap_quantity(scene.y, gap.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, math.sqrt(2) * slope_error(scene, resolution, trend_of(scene, slot[0])))


class TrendDirection(YesNo):
    """Whether the one trend line of all points rises (falls) from left to right by a tenth of the axis at least."""

    weight = 2.0
    mistake = "This takes the line's direction the wrong way round."
    phrasings = (
        "Does the trend line {way} from left to right?",
        "Seen from left to right, does the trend line {way}?",
        "Is the trend line one that {ways} towards the right?",
        "Does the straight line through the points {way} towards the right?",
        "Would you say that the trend line {ways} as one goes to the right?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if len(scene.trends) != 1 or scene.trends[0].series:
            return []
        trend = scene.trends[0]
        return ["rise", "fall"] if abs(scene.share("y", trend.y1) - scene.share("y", trend.y0)) > 0.1 else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"way": slot, "ways": f"{slot}s"}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        trend = trend_of(scene, "")
        ends = [work.read(trend.id, field, f"Look at its {side} end.") for field, side in
                (("y0", "left"), ("y1", "right"))]  # fmt: skip
        return verdict(work, "less" if slot == "rise" else "greater", *ends,
                       said=f"It does {{}}{slot}, so the answer is {{}}.")  # fmt: skip


class TrendIsHigher(YesNo):
    """Which of two series' trend lines is the higher one above a tick of the horizontal axis that both reach."""

    weight = 3.0
    phrasings = (
        "At a {xm} of {x}, is {a} {more} than {b}?",
        "Above {x} of the horizontal axis, does {a} lie {more} than {b}?",
        "Compare the lines at a {xm} of {x}: is {a} the {more} one, set against {b}?",
        "For a {xm} of {x}, does {a} predict a {more} {ym} than {b}?",
        "Where the {xm} is {x}, is {a} {more} in the plot than {b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for a in scene.trends:
            for b in scene.trends:
                for tick in scene.x_ticks if a.id != b.id else ():
                    x = tick.value
                    if max(a.x0, b.x0) <= x <= min(a.x1, b.x1) and abs(
                        scene.share("y", a.at(x)) - scene.share("y", b.at(x))) > 0.04:  # fmt: skip
                        out += [(a.series, b.series, x, word) for word in ("higher", "lower")]
        return out

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[:3])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        a, b, x, word = slot
        return {"xm": scene.x.measure, "ym": scene.y.measure, "x": tick_amount(scene, "x", x), "more": word,
                "a": line_words(scene, a), "b": line_words(scene, b)}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, x, word = slot
        both = [trend_at(work, scene, trend_of(scene, series), x) for series in (a, b)]
        return verdict(work, "greater" if word == "higher" else "less", *both,
                       said=f"The first is {{}}{word}, so the answer is {{}}.")  # fmt: skip


class AboveTrend(YesNo):
    """Whether a named point lies above (below) the trend line, clear of it."""

    weight = 2.0
    phrasings = (
        "Does the point of {name} lie {side} {line}?",
        "Is {name} {side} {line}?",
        "In the plot, is {name} found {side} {line}?",
        "Does {name} have a {more} {ym} than {line} predicts for it?",
        "Is the {ym} of {name} {more} than {line} suggests?",
        "Seen from {line}, is {name} on its {upper} side?",
        "Would you find the marker of {name} {side} {line}?",
        "Does {line} pass {under} the point of {name}?",
        "Compared with {line}, is {name} too {high} in {ym}?",
        "Set against {line}, does {name} stand {more}?",
    )
    _more: ClassVar[dict[str, tuple[str, str, str, str]]] = {
        "above": ("higher", "upper", "below", "high"),
        "below": ("lower", "lower", "above", "low"),
    }

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for trend in scene.trends:
            for p in shown(scene):
                if (not trend.series or p.series == trend.series) and abs(residual(scene, trend, p)) > 0.045:
                    out += [(p.name, trend.series, word) for word in ("above", "below")]
        return out

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[:2])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        name, series, word = slot
        more, upper, under, high = self._more[word]
        return {"name": says(scene, name), "line": line_words(scene, series), "side": word, "more": more, "high": high,
                "upper": upper, "under": under, "ym": scene.y.measure}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, series, word = slot
        point, trend = point_of(scene, name), trend_of(scene, series)
        x = read(work, scene, point, "x")
        line = trend_at(work, scene, trend, x)
        own = read(work, scene, point, "y")
        return verdict(work, "greater" if word == "above" else "less", own, line,
                       said=f"The point is {{}}{word} the line, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        point, trend = point_of(scene, slot[0]), trend_of(scene, slot[1])
        need_off(scene, resolution, trend, point)
        return answer


def need_off(scene: ScatterPlot, resolution: Resolution, trend: Trend, point: Point, px: float = OFF_PX) -> None:
    """`Reject("margin")` where a point is too near a line to see on which side of it it lies. Measured across it."""
    slope = (trend.y1 - trend.y0) / (trend.x1 - trend.x0)
    up = units_per_px(scene, resolution, "y", 1.0)
    rise = slope * units_per_px(scene, resolution, "x", 1.0) / up
    if abs(point.y - trend.at(point.x)) / up / math.hypot(1.0, rise) < px:
        raise Reject("margin")


class CountAboveTrend(ScatterTemplate):
    """How many points lie above (below) the one trend line: none of them near it."""

    skill = "counting"
    balance = "spread"
    weight = 4.0
    phrasings = (
        "How many points lie {side} the trend line?",
        "Count the points {side} the trend line. How many are there?",
        "How many of all points are found {side} the trend line?",
        "What is the number of points {side} the trend line?",
        "How many markers stand {side} the trend line?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not is_open(scene) or len(scene.trends) != 1 or scene.trends[0].series or len(scene.points) > 60:
            return []
        off = [residual(scene, scene.trends[0], p) for p in scene.points]
        if min(abs(r) for r in off) < 0.004:
            return []
        sides = (("above", sum(r > 0 for r in off)), ("below", sum(r < 0 for r in off)))
        return [word for word, count in sides if count <= 20]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"side": slot}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        trend = trend_of(scene, "")
        found = work.do("count_trend", trend.id, slot, evidence=[trend.id, *evidence(scene, scene.points)],
                        say=lambda v: f"{count_of(v, 'point lies', 'points lie')} {slot} the line.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_countable(scene, resolution)
        for point in scene.points:
            need_off(scene, resolution, trend_of(scene, ""), point, 2.5)
        return answer


class ResidualRank(ScatterTemplate):
    """Which named point is k-th furthest from the one trend line along the vertical axis."""

    skill = "multi_step"
    weight = 2.5
    phrasings = (
        "Which labelled {noun} has the {rank} vertical distance from the trend line?",
        "Measured straight up or down, which labelled point is the {far} from the trend line?",
        "Of the labelled {nouns}, whose point has the {rank} gap to the trend line in {ym}?",
        "For which labelled {noun} does the trend line miss the {ym} by the {rank} amount?",
        "Rank the labelled points by their vertical distance from the trend line. Which is the {far}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        if len(scene.trends) != 1 or scene.trends[0].series or len(points) < 3:
            return []
        far = sorted((abs(residual(scene, scene.trends[0], p)) for p in points), reverse=True)
        last = len(far) - 1
        return [
            rank
            for rank in range(min(3, last))
            if (rank == 0 or far[rank - 1] - far[rank] > RESIDUAL) and far[rank] - far[rank + 1] > RESIDUAL
        ]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        far = "furthest" if slot == 0 else f"{ordinal(slot + 1)} furthest"
        rank = rank_words(slot, True).replace("highest", "largest")
        return self.common(scene) | {"rank": rank, "far": far, "ym": scene.y.measure}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        trend, points = trend_of(scene, ""), shown(scene)
        gaps = []
        for point in points:
            line = trend_at(work, scene, trend, read(work, scene, point, "x"))
            gaps.append(work.do("distance", read(work, scene, point, "y"), line, say="See how far apart they are."))
        order = work.do("rank_down", [p.name for p in points], gaps, say="Sort by that distance.")
        found = work.do("nth", order, slot, say=lambda n: f"So it is {says(scene, n)}.")
        return named(scene, found.value)


class ResidualOf(ScatterTemplate):
    """How far a named point lies above or below the trend line."""

    skill = "arithmetic"
    weight = 1.5
    phrasings = (
        "By how much does the {ym} of {name} differ from what {line} predicts{gap_unit}?",
        "How far above or below {line} does {name} lie, measured along the vertical axis{gap_unit}?",
        "What is the vertical distance from {name} to {line}{gap_unit}?",
        "How large is the gap in {ym} between {name} and {line}{gap_unit}?",
        "By what amount does {line} miss the {ym} of {name}{gap_unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [
            (p.name, trend.series)
            for trend in scene.trends
            for p in shown(scene)
            if (not trend.series or p.series == trend.series) and abs(residual(scene, trend, p)) > 0.1
        ]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "y") | {"name": says(scene, slot[0]), "line": line_words(scene, slot[1]),
                                          "ym": scene.y.measure}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        point, trend = point_of(scene, slot[0]), trend_of(scene, slot[1])
        line = trend_at(work, scene, trend, read(work, scene, point, "x"))
        gap = work.do("distance", read(work, scene, point, "y"), line, say="Take the smaller from the larger.")
        gap = work.do("round", gap, scene.y.decimals, say=lambda v: f"They are {amount(scene.y, v)} apart.")
        return gap_quantity(scene.y, gap.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        one = error(scene, resolution, "y", 1.0)
        return tolerant(answer, math.hypot(one, slope_error(scene, resolution, trend_of(scene, slot[1]))))


# -- correlation ---------------------------------------------------------------------------------------------------


def _linear(scene: ScatterPlot) -> bool:
    return is_open(scene) and not scene.x.log and not scene.y.log


def correlated(work: Work, scene: ScatterPlot, series: str) -> Known:
    """Pearson's r of a series' points, or of all."""
    return work.do(
        "correlation",
        series,
        evidence=evidence(scene, members(scene, series), "", series),
        say=lambda v: f"The points{of_series(scene, series)} have a correlation of about {v:.1f}.",
    )


class CorrelationSign(YesNo):
    """Whether the two measures rise together or one falls as the other rises. Asked from |r| of 0.5 on."""

    weight = 1.2
    mistake = "This takes the direction of the cloud of points the wrong way round."
    phrasings = (
        "Taken together, do the points show a {sign} correlation?",
        "Is the correlation between the two measures {sign}?",
        "Going by all points, are the two measures of this plot linked by a {sign} correlation?",
        "Does the cloud of points speak for a {sign} correlation of the two measures?",
        "Would you call the correlation that this plot shows {sign}?",
        "Is there a {sign} correlation in this plot?",
        "Are the two measures {sign}ly correlated over all points?",
        "Looking at the points as a whole, is their correlation {sign}?",
        "Can the points of this plot be said to be {sign}ly correlated?",
        "Do the horizontal and the vertical values have a {sign} correlation?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        clear = _linear(scene) and abs(correlation(scene.points)) >= CLEAR_R
        return ["positive", "negative"] if clear else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"sign": slot}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        r = correlated(work, scene, "")
        return verdict(work, "greater" if slot == "positive" else "less", r, 0,
                       said=f"That is {{}}{slot}, so the answer is {{}}.")  # fmt: skip


class CorrelationKind(ScatterTemplate):
    """Positive, negative or no clear correlation: |r| of 0.5 or more, or below 0.2."""

    skill = "comparison"
    phrasings = (
        "How are the two measures correlated over all points: positively, negatively or not clearly?",
        "Is the correlation that the points show positive, negative or not clear?",
        "What kind of correlation do the points show: positive, negative or no clear one?",
        "Say whether the plot shows a positive, a negative or no clear correlation.",
        "Do the points have a positive correlation, a negative one or no clear one?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not _linear(scene) or len(scene.points) < 10:
            return []
        r = abs(correlation(scene.points))
        return [""] if r >= CLEAR_R + 0.05 or r < 0.2 else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        r = correlated(work, scene, "")
        kind = work.do("kind_of_correlation", r, say=lambda v: f"So the correlation is {v}.")
        more = {"positive": ("positively", "positive correlation"), "negative": ("negatively", "negative correlation"),
                "not clear": ("no clear", "no clear one", "not clearly", "no clear correlation", "none")}  # fmt: skip
        return Text(value=kind.value, accepted=more[kind.value])


class StrongerCorrelation(YesNo):
    """Whether the points of one series follow a straight line more (less) closely than those of another."""

    weight = 3.0
    margin = 0.35
    phrasings = (
        "Is the correlation {more}{a} than{b}, whatever its sign?",
        "Do the points{a} show a {more} linear correlation than those{b}, leaving its sign aside?",
        "Regardless of direction, is the linear link of the two measures {more}{a} than{b}?",
        "Compare how closely the points follow a straight line: is the correlation {more}{a} than{b}?",
        "In absolute terms, is the correlation of the points{a} {more} than that of the points{b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.many or not _linear(scene):
            return []
        sizes = {s.name: abs(correlation(scene.of_series(s.name))) for s in scene.series
                 if len(scene.of_series(s.name)) >= 6}  # fmt: skip
        return [
            (a, b, word)
            for a in sizes
            for b in sizes
            if abs(sizes[a] - sizes[b]) >= self.margin and max(sizes[a], sizes[b]) >= 0.6
            for word in ("stronger", "weaker")
        ]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        order = known_order(*slot[:2])
        return (order, slot[2]) if order else tuple(slot[:2])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"a": of_series(scene, slot[0]), "b": of_series(scene, slot[1]), "more": slot[2]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, word = slot
        sizes = [work.do("distance", correlated(work, scene, s), 0, say="Leave its sign aside.") for s in (a, b)]
        return verdict(work, "greater" if word == "stronger" else "less", *sizes,
                       said=f"The first is {{}}{word}, so the answer is {{}}.")  # fmt: skip


TEMPLATES = (
    TrendAt(), TrendReaches(), TrendChange(), TrendDirection(), TrendIsHigher(), AboveTrend(), CountAboveTrend(),
    ResidualRank(), ResidualOf(), CorrelationSign(), CorrelationKind(), StrongerCorrelation(),
)  # fmt: skip
__all__ = ["TEMPLATES", "residual", "trend_of"]
