"""Trend lines of scatter plots, and how strongly their measures go together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenewright.scenes.base import Reject, chance
from scenewright.scenes.scatter_plot_scene import Point, Tick, Trend


def draw_trends(
    points: Sequence[Point], series: list[str], decimals: int, ticks: tuple[Tick, ...], rng: np.random.Generator
) -> tuple[Trend, ...]:
    """One line through all points, or one through each series; none where one would leave the plot."""
    names = series if len(series) > 1 and chance(rng, 0.5) and len(series) <= 4 else [""]
    return tuple(fit(j, name, points, decimals) for j, name in enumerate(names)) if all(
        _fits(fit(j, name, points, decimals), ticks) for j, name in enumerate(names)
    ) else ()  # fmt: skip


def fit(number: int, series: str, points: Sequence[Point], decimals: int) -> Trend:
    """The least-squares line of the points of a series, or of all. `Reject` for points above each other."""
    mine = [p for p in points if not series or p.series == series]
    xs, ys = [p.x for p in mine], [p.y for p in mine]
    mx, my = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    square = math.fsum((x - mx) ** 2 for x in xs)
    if square <= 0:
        raise Reject("flat_table")
    slope = math.fsum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / square
    x0, x1 = min(xs), max(xs)
    y0, y1 = (round(my + slope * (x - mx), decimals + 2) + 0.0 for x in (x0, x1))
    return Trend(id=f"trend{number}", series=series, x0=x0, y0=y0, x1=x1, y1=y1)


def _fits(trend: Trend, ticks: tuple[Tick, ...]) -> bool:
    return all(ticks[0].value <= y <= ticks[-1].value for y in (trend.y0, trend.y1))


def correlation(points: Sequence[Point]) -> float:
    """Pearson's r of the points, 0 where one measure does not vary."""
    xs, ys = np.array([p.x for p in points]), np.array([p.y for p in points])
    if len(points) < 3 or np.ptp(xs) == 0 or np.ptp(ys) == 0:
        return 0.0
    return float(np.corrcoef(xs, ys)[0, 1])
