"""What the questions on bar charts share: how bars are named, read, and told apart as far as the picture allows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Label, Number, with_unit
from scenewright.qa_templates.base import Template, vary
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital
from scenewright.scenes.base import Reject

READ_SHARE = 1 / 8
"""How finely an end of a bar is read between two labelled ticks. The eye splits such a space into fifths, so a careful
reading is off by up to half a fifth, and a little more for the width of lines; nothing where values are printed."""
READ_PX = 1.5
"""And never better than this: the end's own edge, and the gridline's."""
APART_PX = 5.0
"""Least difference between two ends that a viewer can rank: twice the finest reading, with room for bars that stand
far apart."""
WRONG_APART = 2.2
"""Wrong options lie at least this many tolerances off, so that the right one is the nearest to any fair reading."""


# -- names ---------------------------------------------------------------------------------------------------------

_WITH_ARTICLE = frozenset({"United States", "United Kingdom", "Netherlands", "Philippines"})
_NUMERIC = re.compile(r"^[\d.,–-]+$")


def who(label: str, name: str) -> str:
    """A category in a sentence: `Japan`, `1975`, `the 1980s`, `the 16th century`, `party size 3`, `4 cylinders`."""
    if name in _WITH_ARTICLE:
        return f"the {name}"
    if re.fullmatch(r"\d{3,4}s", name) or name.endswith(" quarter"):
        return f"the {name}"
    if label == "century":
        return f"the {name} century"
    if _NUMERIC.match(name) and not (label.split()[-1] == "year" or re.fullmatch(r"(1[5-9]|20)\d\d", name)):
        things = label.removeprefix("number of ")
        return f"{name} {things}" if things != label and name != "1" else f"{label} {name}"
    return name


def place(scene: BarChart, category: str, series: str = "") -> str:
    """A bar in a sentence: `Japan`, or `Japan (1975)` where there are series."""
    first = who(scene.category_label, category)
    return f"{first} ({who(scene.series_label, series)})" if series else first


def amount(scene: BarChart, value: float, decimals: int | None = None) -> str:
    """A value with its unit as a sentence has it: `27.5 mpg`, `$5,911`, `$671 million`."""
    return with_unit(number(value, scene.decimals if decimals is None else decimals), scene.unit)


def named(scene: BarChart, category: str) -> Label:
    """A category as an answer, in the spelling of the axis."""
    return Label(value=category, accepted=(who(scene.category_label, category), f"{scene.category_label} {category}"))


def named_series(scene: BarChart, series: str) -> Label:
    """A series as an answer, in the spelling of the legend."""
    return Label(value=series, accepted=(who(scene.series_label, series), f"{scene.series_label} {series}"))


def rank_words(rank: int, high: bool) -> str:
    """`highest`, `second highest`, `third lowest`; rank 0 is the first."""
    end = "highest" if high else "lowest"
    return end if rank == 0 else f"{ordinal(rank + 1)} {end}"


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

    The upper segments of a stack have two ends to read, whose errors are independent.
    """
    if bar.id in resolution.printed:
        return 0.0
    one = max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])
    raised = scene.kind == "stacked" and bar.series != scene.series[0].name
    return one * math.sqrt(2) if raised else one


def on_axis(resolution: Resolution) -> Resolution:
    """The same picture as if no value were printed."""
    return Resolution(units_per_px=resolution.units_per_px, tick=resolution.tick)


def combined(scene: BarChart, resolution: Resolution, bars: Iterable[Bar]) -> float:
    """Error of a sum or difference of independent readings."""
    return math.sqrt(sum(error_of(scene, resolution, bar) ** 2 for bar in bars))


def need_apart(scene: BarChart, resolution: Resolution, gap: float, bars: Sequence[Bar], px: float = APART_PX) -> None:
    """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater.

    Raised segments of stacks, which start at different heights, need half as much again.
    """
    if abs(gap) < 0.5 * 10.0**-scene.decimals:
        raise Reject("tie")
    printed = resolution.printed
    if all(bar.id in printed for bar in bars):
        return
    raised = scene.kind == "stacked" and any(bar.series != scene.series[0].name for bar in bars)
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
    """Ranks `(k, from_the_top)` whose holder differs visibly from those next in rank. Each rank is counted from the
    nearer end, so each of the bars is asked for once and none more often than another.
    """
    ranked = sorted(values, reverse=True)
    least, count = 0.02 * span(scene), len(values)
    out = []
    for i in range(count):
        up = i == 0 or ranked[i - 1] - ranked[i] > least
        down = i == count - 1 or ranked[i] - ranked[i + 1] > least
        if up and down:
            out.append((i, True) if 2 * i < count else (count - 1 - i, False))
    return out


def limits(scene: BarChart, values: Sequence[float], most: int = 4) -> list[float]:
    """Round limits between the values, none of which is near one."""
    low, high = min(values), max(values)
    if high <= low:
        return []
    power = 10.0 ** math.floor(math.log10((high - low) / 6))
    step = next(f * power for f in (1.0, 2.0, 5.0, 10.0) if (high - low) / (f * power) <= 9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    least = 0.025 * span(scene)
    found = []
    for i in range(math.ceil(low / step), math.floor(high / step) + 1):
        limit = round(i * step, decimals) + 0.0
        if all(abs(v - limit) > least for v in values) and decimals <= scene.decimals:
            found.append(limit)
    return found if len(found) <= most else [found[i * len(found) // most] for i in range(most)]


# -- the base of all templates -------------------------------------------------------------------------------------


class BarTemplate(Template[BarChart]):
    """A question on a bar chart. `common` gives the fields that most phrasings use."""

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
            "bar": "segment" if scene.kind == "stacked" else "bar",
        }

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


POINTS = "percentage points"
"""What values in per cent differ by."""

SIGN = " (The further a value lies below zero, the lower it counts.)"
"""Said where bars lie below zero: else "lowest change" might mean the smallest one."""

_INTENSIVE = re.compile(
    r"^(deviation|change) "
    r"|\b(index|rate|share|percentage|temperature|expectancy|concentration|price|per person)\b"
)


def adds_up(scene: BarChart) -> bool:
    """Whether sums of the values shown may be asked for: not of changes, rates, indices or temperatures. Sums of
    averages and extremes are asked for as sums of values, never as totals of what was measured.
    """
    return scene.unit not in ("%", "°C", "°F", "ppm") and _INTENSIVE.search(scene.measure) is None


def has_ratios(scene: BarChart) -> bool:
    """Whether one value can be said to be so many times another: not on scales whose zero is a convention."""
    return scene.unit not in ("°C", "°F") and not scene.measure.startswith(("deviation", "change"))


def gap_quantity(scene: BarChart, value: float) -> Number:
    """A difference of two values: of percentages in percentage points."""
    unit = POINTS if scene.unit == "%" else scene.unit
    return Number(value=round(value, scene.decimals) + 0.0, unit=unit, decimals=scene.decimals)


def quantity(scene: BarChart, value: float, decimals: int | None = None) -> Number:
    """A number in the chart's unit."""
    decimals = scene.decimals if decimals is None else decimals
    return Number(value=round(value, decimals) + 0.0, unit=scene.unit, decimals=decimals)


COARSE = 0.3
"""Largest tolerance, as a share of the answer: what can't be read better than this isn't asked."""


def tolerant(answer: Answer, tolerance: float) -> Answer:
    """The number with what a careful reader may be off; nothing is added where all values are printed.

    `Reject("coarse")` where that is too large a part of the number.
    """
    assert isinstance(answer, Number)
    if tolerance > COARSE * abs(answer.value):
        raise Reject("coarse")
    return vary(answer, tolerance=round(tolerance, 9)) if tolerance else answer
