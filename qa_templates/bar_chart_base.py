"""What the questions on bar charts share: how bars are named, read, and told apart as far as the picture allows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Label
from scenewright.qa_templates.base import Solved, Template, View
from scenewright.qa_templates.plot_words import (
    APART_PX,
    COARSE,
    POINTS,
    READ_PX,
    READ_SHARE,
    SIGN,
    adds_up,
    amount,
    gap_quantity,
    has_ratios,
    on_axis,
    printed_in,
    quantity,
    rank_words,
    ranks_apart,
    round_limits,
    tolerant,
    who,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital
from scenewright.scenes.base import Reject

# -- names ---------------------------------------------------------------------------------------------------------


def place(scene: BarChart, category: str, series: str = "") -> str:
    """A bar in a sentence: `Japan`, or `Japan (1975)` where there are series."""
    first = who(scene.category_label, category)
    return f"{first} ({who(scene.series_label, series)})" if series else first


def named(scene: BarChart, category: str) -> Label:
    """A category as an answer, in the spelling of the axis."""
    return Label(value=category, accepted=(who(scene.category_label, category), f"{scene.category_label} {category}"))


def named_series(scene: BarChart, series: str) -> Label:
    """A series as an answer, in the spelling of the legend."""
    return Label(value=series, accepted=(who(scene.series_label, series), f"{scene.series_label} {series}"))


# -- reading -------------------------------------------------------------------------------------------------------


def read(work: Work, scene: BarChart, bar: Bar) -> Known:
    """Read one bar's value."""
    name = capital(place(scene, bar.category, bar.series))
    return work.read(bar.id, "value", f"{name} shows {amount(scene, bar.value)}.")


def read_all(work: Work, scene: BarChart, bars: Sequence[Bar]) -> list[Known]:
    """Read several bars."""
    return [read(work, scene, bar) for bar in bars]


def span(scene: BarChart) -> float:
    """Length of the value axis that the bars take, in units."""
    if scene.kind == "stacked":
        return max(totals(scene))
    values = [bar.value for bar in scene.bars]
    return (max(max(values), 0.0) - min(min(values), 0.0)) or 1.0


def totals(scene: BarChart) -> list[float]:
    """Total of each stack."""
    per = len(scene.series)
    values = [bar.value for bar in scene.bars]
    return [math.fsum(values[i : i + per]) for i in range(0, len(values), per)]


def error_of(scene: BarChart, resolution: Resolution, bar: Bar) -> float:
    """How far a careful reading of a bar may be off, in units: 0 where its value is printed.

    The upper segments of a stack, and the steps of a waterfall, have two ends to read, whose errors are independent.
    """
    if bar.id in printed_in(resolution):
        return 0.0
    one = max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])
    raised = scene.kind == "stacked" and bar.series != scene.series[0].name
    raised = raised or (scene.kind == "waterfall" and bar.id not in (scene.bars[0].id, scene.bars[-1].id))
    return one * math.sqrt(2) if raised else one


def combined(scene: BarChart, resolution: Resolution, bars: Iterable[Bar]) -> float:
    """Error of a sum or difference of independent readings."""
    return math.sqrt(sum(error_of(scene, resolution, bar) ** 2 for bar in bars))


def need_apart(scene: BarChart, resolution: Resolution, gap: float, bars: Sequence[Bar], px: float = APART_PX) -> None:
    """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater.

    Raised segments of stacks, which start at different heights, need half as much again, and so do bars that run to
    opposite sides.
    """
    if abs(gap) < 0.5 * 10.0**-scene.decimals:
        raise Reject("tie")
    printed = resolution.printed
    if all(bar.id in printed for bar in bars):
        return
    raised = scene.kind == "stacked" and any(bar.series != scene.series[0].name for bar in bars)
    raised = raised or (scene.kind == "diverging" and len({bar.series for bar in bars}) > 1)
    if abs(gap) < px * (1.5 if raised else 1.0) * resolution.units_per_px["value"]:
        raise Reject("margin")


# -- slots ---------------------------------------------------------------------------------------------------------


def seen(scene: BarChart) -> list[Bar]:
    """Bars that nothing covers."""
    if not scene.hidden:
        return list(scene.bars)
    hidden = set(scene.hidden)
    return [bar for bar in scene.bars if bar.id not in hidden]


def pairs(scene: BarChart, limit: int = 24) -> list[tuple[Bar, Bar]]:
    """Pairs of bars that differ visibly: of one series in two categories, or of two series in one category."""
    hidden = set(scene.hidden)
    bars, per, count = scene.bars, max(len(scene.series), 1), len(scene.categories)
    least = 0.025 * span(scene)
    out: list[tuple[Bar, Bar]] = []
    taken: set[tuple[int, int]] = set()
    offsets = [per, 2 * per, per * (count // 2), per * (count - 1)]
    if per > 1:
        offsets.insert(1, 1)
    for offset in dict.fromkeys(offsets):
        for i in range(len(bars)):
            j = i + offset
            if offset == 1 and per > 1 and j // per != i // per:
                continue
            j %= len(bars)
            key = (min(i, j), max(i, j))
            if i == j or key in taken:
                continue
            taken.add(key)
            a, b = bars[i], bars[j]
            if abs(a.value - b.value) > least and a.id not in hidden and b.id not in hidden:
                out.append((a, b))
    if len(out) > limit:
        out = [out[i * len(out) // limit] for i in range(limit)]
    return out


def series_names(scene: BarChart) -> tuple[str, ...]:
    """Names of the series; one empty name for a single series."""
    return tuple(s.name for s in scene.series) or ("",)


def clear_series(scene: BarChart) -> list[str]:
    """Series whose bars are all uncovered: all, or none where a category is covered."""
    return [] if scene.hidden else list(series_names(scene))


def clear_ranks(scene: BarChart, values: Sequence[float]) -> list[tuple[int, bool]]:
    """Ranks `(k, from_the_top)` whose holder differs visibly from those next in rank."""
    return ranks_apart(values, 0.02 * span(scene))


def limits(scene: BarChart, values: Sequence[float], most: int = 4) -> list[float]:
    """Round limits between the values, none of which is near one."""
    return round_limits(values, 0.025 * span(scene), scene.decimals, most)


# -- the base of all templates -------------------------------------------------------------------------------------


class BarTemplate(Template[BarChart]):
    """A question on a bar chart. `common` gives the fields that most phrasings use."""

    kinds: ClassVar[frozenset[str]] = frozenset({"single", "grouped", "stacked", "lollipop", "dumbbell", "diverging"})
    """Kinds of charts that it is asked of."""

    def choose(self, view: View[BarChart], rng: np.random.Generator) -> Solved:
        if view.scene.kind not in self.kinds:
            raise Reject("not_applicable")
        return super().choose(view, rng)

    def common(self, scene: BarChart) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        gap_unit = POINTS if scene.unit == "%" else scene.unit_name
        return {
            "measure": scene.measure,
            "unit": f", in {scene.unit_name}" if scene.unit_name else "",
            "gap_unit": f", in {gap_unit}" if gap_unit else "",
            "sign": SIGN if any(bar.value < 0 for bar in scene.bars) else "",
            "label": scene.category_label,
            "labels": scene.category_plural,
            "slabel": scene.series_label,
            "slabels": scene.series_plural,
            "bar": {"stacked": "segment", "lollipop": "dot", "dumbbell": "dot"}.get(scene.kind, "bar"),
        }

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


__all__ = [
    "APART_PX",
    "COARSE",
    "POINTS",
    "READ_PX",
    "READ_SHARE",
    "SIGN",
    "BarTemplate",
    "adds_up",
    "amount",
    "clear_ranks",
    "clear_series",
    "combined",
    "error_of",
    "gap_quantity",
    "has_ratios",
    "limits",
    "named",
    "named_series",
    "need_apart",
    "on_axis",
    "pairs",
    "place",
    "quantity",
    "rank_words",
    "read",
    "read_all",
    "seen",
    "series_names",
    "span",
    "tolerant",
    "totals",
    "who",
]
