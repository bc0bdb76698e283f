"""Questions on the shape of a histogram: ranks of bins, where the middle lies, tails, peaks, empty bins."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label
from scenewright.qa_templates.histogram_base import (
    HistogramTemplate,
    at_edge,
    axis_span,
    bar_of,
    bare,
    bin_label,
    bin_span,
    clear_ranks,
    combined,
    height_words,
    names,
    need_apart,
    of_series,
    read,
    seen,
    verdict,
)
from scenewright.qa_templates.named_values import is_time
from scenewright.qa_templates.neutral import known_order
from scenewright.qa_templates.plot_words import opposite, rank_words, ranked_name, who
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.histogram import Bar, Histogram, skewness


class RankedBin(HistogramTemplate):
    """Which bin has the k-th most (least) values. Never with options: bins at the ends are known to hold few."""

    skill = "comparison"
    choice_share = 0.0
    phrasings = (
        "Which bin has the {rank} bar{of}? Give its two edges.",
        "Between which two edges is the bar that is {rank}{of}?",
        "Name the bin with the {rank} bar{of} by its edges.",
        "Over which range of {quantity} does the {rank} bar stand{of}?",
        "Find the {rank} bar{of}. From where to where does its bin reach?",
        "Which range of {quantity} has the {rank} bar{of}?",
        "What are the edges of the bin whose bar is {rank}{of}?",
        "Look for the {rank} of the bars{of}: which bin is it, by its edges?",
        "In which bin is the bar {rank}{of}? State both edges.",
        "Give the lower and upper edge of the bin with the {rank} bar{of}.",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.cumulative or not bare(scene):
            return []
        out: list[Any] = []
        for name in names(scene):
            bars = scene.of_series(name)
            full = all(bar.count for bar in bars)
            out += [(name, k, high) for k, high in clear_ranks(scene, bars) if k < 5 and (high or full)]
        return out

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot[0]), "rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot[0])
        values = [read(work, scene, bar) for bar in bars]
        found = ranked_name(
            work,
            [bar.bin for bar in bars],
            values,
            slot[1],
            slot[2],
            lambda v: f"The {rank_words(slot[1], slot[2])} is the bin {bin_span(scene, v)}.",
        )
        return bin_label(scene, found)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        order = sorted(scene.of_series(slot[0]), key=lambda bar: -bar.value if slot[2] else bar.value)
        for k in (slot[1] - 1, slot[1]):
            if 0 <= k < len(order) - 1:
                need_apart(scene, resolution, order[k], order[k + 1])
        return answer


def running(bars: Sequence[Bar], cumulative: bool) -> list[float]:
    """Totals up to each bin, that bin included."""
    if cumulative:
        return [bar.value for bar in bars]
    return [math.fsum(b.value for b in bars[: i + 1]) for i in range(len(bars))]


class MedianBin(HistogramTemplate):
    """In which bin the median lies, from running totals. Excluded: where half of all falls near an edge."""

    skill = "multi_step"
    weight = 1.5
    choice_share = 0.0
    phrasings = (
        "In which bin does the median {quantity} lie{of}? Give its two edges.",
        "Which bin holds the median of the {things}{of}, judged by the heights of the bars?",
        "Going by the bars, between which two edges is the median {quantity}{of}?",
        "Half of the {things}{of} are below the median. In which bin is it?",
        "Add up the bars from the left until half of all is reached. In which bin does that happen{of}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if not bare(scene) or (scene.reference and scene.reference.name == "median"):
            return []
        out = []
        for name in names(scene):
            totals = running(scene.of_series(name), scene.cumulative)
            if all(abs(t / totals[-1] - 0.5) > 0.015 for t in totals):
                out.append(name)
        return out

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot)
        totals: Any = [read(work, scene, bar) for bar in bars]
        if not scene.cumulative:
            totals = work.do("running", totals, say="Add them up one after another from the left.")
        whole = work.do("nth", totals, -1, say="The last total is that of all.")
        half = work.do("multiply", whole, 0.5, say=lambda v: f"Half of all is {v:,.{scene.decimals + 1}f}.")
        found = work.do("first_past", totals, half,
                        say=lambda v: f"The running total passes half in the bin {bin_span(scene, v)}.")  # fmt: skip
        return bin_label(scene, found.value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot)
        totals = running(bars, scene.cumulative)
        half = totals[-1] / 2
        for i, t in enumerate(totals[:-1]):
            used = [bars[i], bars[-1]] if scene.cumulative else bars
            if abs(t - half) < max(combined(scene, resolution, used) * 0.75, 0.01 * half):
                raise Reject("margin")
        return answer


class LineBin(HistogramTemplate):
    """In which bin the line at the mean or the median stands. Excluded: lines near an edge."""

    skill = "retrieval"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "In which bin does the line marked '{name}' stand? Give its two edges.",
        "Between which two edges of bins does the line marked '{name}' run?",
        "Which bin does the dashed line marked '{name}' pass through?",
        "The line marked '{name}' falls into which bin? State both edges.",
        "Name the bin, by its edges, in which the line marked '{name}' lies.",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [scene.reference.name] if scene.reference else []

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": slot}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        line = work.read("reference", "value", lambda v: f"The line marked '{slot}' stands at "
                         f"{at_edge(scene, v, scene.edge_decimals + 1)}.")  # fmt: skip
        edges = [work.read(edge.id, "value", lambda v: f"There is an edge at {at_edge(scene, v)}.")
                 for edge in scene.edges]  # fmt: skip
        found = work.do("bin_at", edges, line, say=lambda v: f"That is in the bin {bin_span(scene, v)}.")
        return bin_label(scene, found.value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert scene.reference
        near = min(abs(edge.value - scene.reference.value) for edge in scene.edges)
        if near < 4 * resolution.units_per_px["quantity"]:
            raise Reject("margin")
        return answer


LEAN = 0.55
"""Least skewness of a distribution that is said to have a longer tail; the tail must be longer by eye too."""
TAILS = 1.7
"""Least ratio of the longer tail to the shorter one, in bins from the middle of the highest."""


def tail(scene: Histogram, series: str) -> str:
    """The side of the longer tail, or nothing where it is not plain: skewness, mean and tails must agree."""
    counts = [bar.count for bar in scene.of_series(series)]
    there = [i for i, c in enumerate(counts) if c]
    skew = skewness(counts)
    top = max(range(len(counts)), key=counts.__getitem__)
    left, right = top - there[0] + 0.5, there[-1] - top + 0.5
    if skew > LEAN and right > TAILS * left:
        return "right"
    return "left" if skew < -LEAN and left > TAILS * right else ""


class LongTail(HistogramTemplate):
    """On which side the longer tail is. Only where skewness and the tails themselves agree with a margin. Of tails to
    the right, which real columns have twice as often, half are left out: those of an odd number of values.
    """

    skill = "comparison"
    weight = 1.5
    choice_share = 0.0
    phrasings = (
        "On which side does the distribution{of} have its longer tail, left or right?",
        "Does the longer tail of the distribution{of} reach to the left or to the right?",
        "In which direction is the distribution{of} skewed: to the left or to the right?",
        "Is the distribution{of} skewed to the left or to the right?",
        "Left or right: towards which side does the distribution{of} trail off more slowly?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.cumulative or not bare(scene):
            return []
        found = {name: tail(scene, name) for name in names(scene)}
        return [name for name, side in found.items() if side == "left" or (side and scene.series[0].total % 2 == 0)]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_series(slot)]
        top = work.do("argmax", list(range(len(values))), values,
                      say=lambda v: f"The highest bar is that of the bin {bin_span(scene, v)}.")  # fmt: skip
        left = work.do(
            "reach_left", values, top, say=lambda v: f"To its left, bars reach {count_of(v, 'bin')} further."
        )
        right = work.do("reach_right", values, top, say=lambda v: f"To its right, they reach {count_of(v, 'bin')}.")
        longer = work.do("greater", right, left, say="The side that reaches further is the longer tail.")
        side = work.do("choose", longer, "right", "left", say=lambda v: f"So the longer tail is on the {v}.")
        return Label(value=side.value, accepted=(f"to the {side.value}", f"on the {side.value}",
                                                 f"the {side.value} side", f"{side.value}-skewed"))  # fmt: skip

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        top, second = sorted((b.value for b in scene.of_series(slot)), reverse=True)[:2]
        if top - second < 2 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return answer


CLEAR = 0.15
"""Share of the highest bar by which a peak rises over the dip before the next one, to count as one."""


def peaks(values: Sequence[float]) -> int | None:
    """How many clear peaks there are; None where a rise is neither clear nor slight (a third of that)."""
    unit = max(values)
    counts = []
    for limit in (CLEAR * unit, CLEAR * unit / 3):
        found, high, low, rising = 0, values[0], 0.0, True
        for v in (*values, 0.0):
            if rising:
                if v >= high:
                    high = v
                elif high - v >= limit:
                    found, rising, low = found + 1, False, v
            elif v <= low:
                low = v
            elif v - low >= limit:
                rising, high = True, v
        counts.append(found)
    return counts[0] if counts[0] == counts[1] else None


class CountPeaks(HistogramTemplate):
    """How many peaks the distribution has. Rises of less than a twentieth of the highest bar don't count, and where
    one is between that and three times as much, nothing is asked.
    """

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many clear peaks does the distribution{of} have?",
        "Count the clear peaks of the distribution{of}, leaving slight bumps aside.",
        "How many distinct humps do the bars{of} form? Slight bumps do not count.",
        "Apart from slight bumps, how many peaks does the histogram show{of}?",
        "What is the number of clear peaks in the distribution{of}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.cumulative or not bare(scene):
            return []
        return [name for name in names(scene) if peaks([bar.value for bar in scene.of_series(name)])]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_series(slot)]
        found = work.do(
            "peaks", values, say=lambda v: f"From left to right, the bars rise to {count_of(v, 'clear peak')}."
        )
        return Integer(value=found.value)


class EmptyBins(HistogramTemplate):
    """How many bins are empty."""

    skill = "counting"
    balance = "spread"
    weight = 1.5
    phrasings = (
        "How many bins are empty{of}?",
        "How many of the bins have no bar at all{of}?",
        "Count the bins that hold nothing{of}.",
        "In how many bins is there no value{of}?",
        "How many bins between the first and the last edge of the axis have a height of zero{of}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [] if scene.cumulative or not bare(scene) else names(scene)

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_series(slot)]
        empty = work.do("below", values, 1e-12, say="Mark the bins of height zero.")
        found = work.do("count_true", empty, say=lambda v: f"{count_of(v, 'bin')} {'is' if v == 1 else 'are'} empty.")
        return Integer(value=found.value)


def pairs(scene: Histogram) -> list[tuple[Bar, Bar]]:
    """Pairs of bars that differ visibly, but not by much, as of the middle and the ends one knows which is higher: of
    one distribution, or of two in one bin.
    """
    bars = seen(scene)
    out = [
        (a, b)
        for i, a in enumerate(bars)
        for b in bars[i + 1 :]
        if (a.series == b.series or a.bin == b.bin) and abs(a.value - b.value) > 0.02 * axis_span(scene)
    ]
    return sorted(out, key=lambda pair: abs(pair[0].value - pair[1].value))[:24]


class HoldsMore(HistogramTemplate):
    """Whether one bin holds more (fewer) than another, or one distribution more than the other. Both orders and both
    words are asked alike, and yes and no are equally likely for either of two bins that is further to the left.
    """

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the bar for {a} {more} than the bar for {b}?",
        "Compare the bars for {a} and for {b}: is the first one {more}?",
        "Does {a} have a {more} bar than {b}?",
        "According to the histogram, is the bar for {a} {more} than that for {b}?",
        "Of the bars for {a} and {b}, is the one for {a} the {more} one?",
        "Is it true that the bar for {a} is {more} than the one for {b}?",
        "Would you say that {a} has a {more} bar than {b}?",
        "Set against {b}, is the bar for {a} {more}?",
        "Does the histogram show a {more} bar for {a} than for {b}?",
        "Looking at {a} and {b}, is the bar of the former {more}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.cumulative:
            return []
        return [
            (x.bin, x.series, y.bin, y.series, more)
            for a, b in pairs(scene)
            for x, y in ((a, b), (b, a))
            for more in ("higher", "lower")
        ]

    def group(self, scene: Histogram, slot: Any) -> Hashable:
        if slot[0] == slot[2]:
            return (*slot[:1], *sorted((slot[1], slot[3])))
        return (slot[0] < slot[2], slot[4])

    def _named(self, scene: Histogram, place: int, series: str) -> str:
        return f"{bin_span(scene, place)}{f' ({who(scene.series_label, series)})' if series else ''}"

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "a": self._named(scene, *slot[:2]), "b": self._named(scene, *slot[2:4]), "more": slot[4]}  # fmt: skip

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        first, second = (read(work, scene, bar_of(scene, *part)) for part in (slot[:2], slot[2:4]))
        a, b = (height_words(scene, known.value) for known in (first, second))
        return verdict(
            work,
            "greater" if slot[4] == "higher" else "less",
            first,
            second,
            said=f"The first bar ({a}) is {{}}{slot[4]} than the second ({b}), so the answer is {{}}.",
        )

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_apart(scene, resolution, bar_of(scene, *slot[:2]), bar_of(scene, *slot[2:4]))
        return answer

    def wrong(self, scene: Histogram, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two bars.")


class MostPastEdge(HistogramTemplate):
    """Whether more than half of a distribution's values lie below an edge (at it or above). Of edges that half of one
    distribution lies below and half of another does not. Which one is meant is said by its place in the legend, where
    that is drawn at random: names would tell to whom knows the world, and so would times.
    """

    skill = "yes_no"
    weight = 4.0
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Do more than half of the {things}{of} lie {side}?",
        "Are most of the {things}{of} {side}?",
        "Is the majority of the {things}{of} {side}?",
        "According to the histogram, are more than half of the {things}{of} {side}?",
        "Is it true that over half of the {things}{of} are {side}?",
        "Taking all bars{of} together, is more than half of their sum {side}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if not bare(scene) or scene.scale == "density" or (scene.reference and scene.reference.name == "median"):
            return []
        if not scene.many or is_time(scene.series_label) or known_order(*names(scene)[:2]):
            return []
        edges: dict[int, list[tuple[str, bool]]] = {}
        for name in names(scene):
            totals = running(scene.of_series(name), scene.cumulative)
            for i, t in enumerate(totals[:-1], 1):
                if abs(t / totals[-1] - 0.5) > 0.02:
                    edges.setdefault(i, []).append((name, t / totals[-1] > 0.5))
        return [
            (i, side, name)
            for i, of in sorted(edges.items())
            if len({most for _, most in of}) == 2
            for name, _ in of
            for side in ("below", "at least")
        ]

    def group(self, scene: Histogram, slot: Any) -> Hashable:
        return tuple(slot[:2])

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        edge = at_edge(scene, scene.edges[slot[0]].value)
        side = f"below {edge}" if slot[1] == "below" else f"at {edge} or above"
        place = ordinal(names(scene).index(slot[2]) + 1)
        return self.common(scene) | {"side": side, "of": f" for the {scene.series_label} listed {place} in the legend"}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        series = next(s for s in scene.series if s.name == slot[2])
        work.read(series.id, "name", f"The legend lists {who(scene.series_label, series.name)} there.")
        bars = scene.of_series(slot[2])
        known = [read(work, scene, bar) for bar in bars]
        if scene.cumulative:
            low, whole = known[slot[0] - 1], known[-1]
        else:
            low = work.do("sum", known[: slot[0]], say="Add up the bars below that edge.")
            whole = work.do("sum", known, say="Add up all bars.")
        half = work.do("multiply", whole, 0.5, say="Take half of all.")
        if slot[1] == "below":
            return verdict(work, "greater", low, half, said="What lies below is {}more than half, so the answer is {}.")
        return verdict(work, "less", low, half, said="What lies below is {}less than half, so the answer is {}.")

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot[2])
        totals = running(bars, scene.cumulative)
        used = [bars[slot[0] - 1], bars[-1]] if scene.cumulative else bars
        if abs(totals[slot[0] - 1] - totals[-1] / 2) < max(combined(scene, resolution, used) * 0.75, 0.01 * totals[-1]):
            raise Reject("margin")
        return answer

    def wrong(self, scene: Histogram, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges where half of all is reached.")


TEMPLATES = (
    RankedBin(), MedianBin(), LineBin(), LongTail(), CountPeaks(), EmptyBins(), HoldsMore(), MostPastEdge(),
)  # fmt: skip
