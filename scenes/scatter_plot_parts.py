"""The parts of a scatter plot about its points: words, series, ticks, names, limits and legends."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject, between, chance, draw, pick, shuffled, weighted
from scenewright.scenes.line_chart import Hue, LegendPlace
from scenewright.scenes.scatter_plot_cuts import ASPECT, Cut
from scenewright.scenes.scatter_plot_scene import Axis, Measured, Reference, Series, Shape, SizeKey, Tick
from scenewright.scenes.table_source import Measure
from scenewright.scenes.tick_values import Format, log_ticks, nice_ticks, tick_text

_HUES: tuple[Hue, ...] = ("blue", "red", "green", "orange", "purple")
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "plus", "cross")


def plural(noun: str) -> str:
    """`quarter on record` -> `quarters on record`, `country in one year` -> `countries in one year`."""
    head, space, rest = noun.partition(next((p for p in (" on ", " in ", " of ") if p in noun), "\0"))
    head = f"{head[:-1]}ies" if head.endswith("y") and head[-2] not in "aeiou" else f"{head}s"
    return head + space + rest


def words_of(measure: Measure, how: str) -> str:
    """A measure in a sentence, with how it was put together: `mean fuel economy`."""
    return f"{how} {measure.label}" if how else measure.label


def axis_title(words: str, measure: Measure) -> str:
    """What is written at an axis."""
    return capital(words) + (f" ({measure.unit})" if measure.unit else "")


def measured(measure: Measure, words: str, decimals: int, log: bool) -> Measured:
    """What an axis shows."""
    return Measured(
        measure=words,
        unit=measure.unit,
        unit_name=measure.unit_name if measure.unit else "",
        decimals=decimals,
        log=log,
    )


def draw_title(cut: Cut, x: str, y: str, rng: np.random.Generator) -> str:
    """One of several ways to name both measures."""
    title = capital(pick(rng, ("{y} against {x}", "{x} and {y}", "{y} versus {x}", "{y} by {x}")).format(x=x, y=y))
    if cut.filter_name:
        return f"{title} ({cut.filter_label}: {cut.filter_name})"
    return title


def draw_series(names: tuple[str, ...], sized: bool, rng: np.random.Generator) -> tuple[Series, ...]:
    """Colours tell series apart, mostly with shapes; in some plots colours can be named. Bubbles are circles."""
    count = max(len(names), 1)
    shapes: list[Shape] = ["circle"] * count
    hues: list[Hue] = [""] * count
    mark = rng.random()
    if count > 1 and not sized and mark < 0.7:
        shapes = draw(rng, SHAPES[: max(count, 4)], count)
    elif count == 1 and not sized:
        shapes = [weighted(rng, SHAPES, (6, 1, 1, 1, 1, 1))]
    if count > 1 and count <= len(_HUES) and chance(rng, 0.5):
        hues = draw(rng, _HUES, count)
    return tuple(
        Series(id=f"series{j}", name=names[j] if names else "", shape=shapes[j], hue=hues[j]) for j in range(count)
    )


def shares_of(values: Sequence[float], ticks: tuple[Tick, ...], log: bool) -> list[float]:
    """Where values lie between the ends of an axis, 0 to 1."""
    low, high = ticks[0].value, ticks[-1].value
    if log:
        return [math.log(v / low) / math.log(high / low) for v in values]
    return [(v - low) / (high - low) for v in values]


class NoRoom(Exception):
    """Bubbles would lie over an axis's numbers."""


def both_ticks(
    cut: Cut, xs: list[float], ys: list[float], rng: np.random.Generator
) -> tuple[tuple[Tick, ...], tuple[Tick, ...]]:
    """The ticks of both axes. `NoRoom` where bubbles would lie over the numbers."""
    sized = bool(cut.size)
    return (
        _ticks("x", xs, cut.log[0], cut.x.unit, sized, rng),
        _ticks("y", ys, cut.log[1], cut.y.unit, sized, rng),
    )


BUBBLE_ROOM = 0.085
"""Share of an axis that bubbles' middles keep from its ends, so that none lies over the numbers."""


def _ticks(
    axis: str, values: list[float], log: bool, unit: str, sized: bool, rng: np.random.Generator
) -> tuple[Tick, ...]:
    """Labelled ticks that cover the values with a little room on both sides. `NoRoom` where bubbles would
    lie over the ends.
    """
    low, high = min(values), max(values)
    count, mark = between(rng, 4, 8), rng.random()
    if log:
        numbers, decimals = log_ticks(low, high), 0
    else:
        room = (0.11 if sized else 0.03) * (high - low)
        foot = 0.0 if 0 <= low < 0.2 * high else low - room
        found = nice_ticks(foot, high + room, count)
        numbers, decimals = found.values, found.decimals
    ends = [math.log(v) for v in (numbers[0], low, high, numbers[-1])] if log else [numbers[0], low, high, numbers[-1]]
    if sized and min(ends[1] - ends[0], ends[3] - ends[2]) < BUBBLE_ROOM * (ends[3] - ends[0]):
        raise NoRoom
    form: Format = "plain"
    largest = max(abs(numbers[0]), abs(numbers[-1]))
    if unit == "%" and mark < 0.5:
        form = "percent"
    elif unit == "$" and mark < 0.5:
        form = "dollar"
    elif largest >= 5000 and mark < 0.45:
        form = "short"
    texts = [tick_text(v, max(-math.floor(math.log10(v)), 0) if log else decimals, form) for v in numbers]
    return tuple(
        Tick(id=f"{axis}tick{i}", value=v, text=t) for i, (v, t) in enumerate(zip(numbers, texts, strict=True))
    )


def draw_names(
    names: list[str], shares: list[tuple[float, float]], most: int, rng: np.random.Generator
) -> list[str]:  # fmt: skip
    """The names that are written: all of a few points; of many, of those that stand free enough."""
    if not names:
        return [""] * len(shares)
    out = [""] * len(names)
    kept: list[tuple[float, float]] = []
    for i in shuffled(rng, range(len(names))):
        if len(kept) == most:
            break
        u, v = shares[i][0] * ASPECT, shares[i][1]
        near = sum((u - a * ASPECT) ** 2 + (v - b) ** 2 < 0.09**2 for a, b in shares)
        if near > (3 if len(names) <= 12 else 2) or any(abs(u - a) < 0.16 and abs(v - b) < 0.055 for a, b in kept):
            continue
        kept.append((u, v))
        out[i] = names[i]
    return out


def draw_reference(
    xs: list[float], ys: list[float], x_decimals: int, y_decimals: int, log: tuple[bool, bool], rng: np.random.Generator
) -> Reference | None:
    """A limit at a round value amid the points, on either axis."""
    axis: Axis = pick(rng, ("x", "y"))
    values, decimals, logarithmic = (xs, x_decimals, log[0]) if axis == "x" else (ys, y_decimals, log[1])
    if logarithmic:
        return None
    low, high = min(values), max(values)
    step = 10.0 ** math.floor(math.log10((high - low) / 4))
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    value = round(round((low + (0.25 + 0.5 * rng.random()) * (high - low)) / step) * step, places) + 0.0
    if places > decimals or value == 0 or not low < value < high:
        return None
    return Reference(
        id="reference", axis=axis, name=pick(rng, ("target", "threshold", "limit", "cut-off")), value=value
    )


def draw_legend(
    series: tuple[Series, ...], sized: bool, shares: list[tuple[float, float]], level: bool, rng: np.random.Generator
) -> LegendPlace:
    """Where the legend stands: inside only where the upper right corner is empty."""
    if len(series) == 1:
        return "none"
    if sized:
        return "right"
    empty = not level and all(u < 0.55 or v < 1 - 0.09 * len(series) - 0.08 for u, v in shares)
    return weighted(rng, ("top", "right", "bottom", "inside"), (2, 2, 2, 3 if empty else 0))


def size_keys(sizes: list[float]) -> tuple[SizeKey, ...]:
    """Three round values: near the largest, and about a half and a fifth of it."""
    high = max(sizes)
    found: list[float] = []
    for part in (0.15, 0.45, 1.0):
        power = 10.0 ** math.floor(math.log10(high * part))
        places = max(0, -math.floor(math.log10(power) + 1e-9)) + 1
        value = max(f * power for f in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0) if f * power <= high * part * 1.0001)
        found.append(round(value, places))
    values = list(dict.fromkeys(found))
    if len(values) < 3:
        raise Reject("sizes")
    decimals = max(next(d for d in range(9) if abs(round(v, d) - v) < 1e-9) for v in values)
    return tuple(SizeKey(id=f"size{i}", value=v, text=tick_text(v, decimals, "plain")) for i, v in enumerate(values))
