"""Scatter plots of real tables: two measures against each other, with series, names, bubbles, trends and limits."""

from __future__ import annotations

import math
from typing import Annotated

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import Lettering
from scenewright.scenes.base import Reject, Spec, chance, draw, pick, weighted
from scenewright.scenes.scatter_plot_covers import coverable, with_cover
from scenewright.scenes.scatter_plot_cuts import CLEAR_R, Cut, Wish, draw_cut, rounded
from scenewright.scenes.scatter_plot_parts import (
    NoRoom,
    axis_title,
    both_ticks,
    draw_legend,
    draw_names,
    draw_reference,
    draw_series,
    draw_title,
    measured,
    plural,
    shares_of,
    size_keys,
    words_of,
)
from scenewright.scenes.scatter_plot_scene import CoverPlace, Point, ScatterPlot, Series, Tick, Trend
from scenewright.scenes.scatter_plot_trends import correlation, draw_trends, fit
from scenewright.scenes.table_source import load_tables

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

POINTS_MAX = 150
NAMED_MAX = 16
"""Names in one plot: more leave no room for each beside its point."""


class ScatterPlotSpec(Spec, frozen=True, kw_only=True):
    """What plots are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    points_min: Annotated[int, msgspec.Meta(ge=8, le=POINTS_MAX)] = 8
    """Relaxed for plots with names, to 10."""
    points_max: Annotated[int, msgspec.Meta(ge=8, le=POINTS_MAX)] = 20
    many: Share = 0.0
    """Share of plots with several series."""
    series_min: Annotated[int, msgspec.Meta(ge=2, le=6)] = 2
    series_max: Annotated[int, msgspec.Meta(ge=2, le=6)] = 3
    named: Share = 0.7
    """Share of plots in which points have names, as far as there is room."""
    named_max: Annotated[int, msgspec.Meta(ge=3, le=NAMED_MAX)] = 12
    sized: Share = 0.0
    """Share of plots whose points are bubbles."""
    trends: Share = 0.3
    """Share of plots (linear axes) with trend lines."""
    references: Share = 0.25
    """Share of plots with a reference line."""
    log: Share = 0.0
    """Share of plots with one or two logarithmic axes, where the values span enough."""
    crowded: Share = 0.0
    """Share of plots whose markers may overlap."""
    covered: Share = 0.15
    """Share of plots with something lying over a part of the plot, an axis's numbers or the legend."""


SCENE = ScatterPlot

LEVELS = (
    ScatterPlotSpec(points_min=8, points_max=12, named=1.0, named_max=12, trends=0.25, references=0.2, covered=0.12),
    ScatterPlotSpec(points_min=12, points_max=24, many=0.3, named=0.75, named_max=10, trends=0.35),
    ScatterPlotSpec(points_min=16, points_max=40, many=0.75, named=0.6, named_max=10, trends=0.45, sized=0.25,
                    log=0.1),
    ScatterPlotSpec(points_min=30, points_max=80, many=0.75, series_max=4, named=0.55, named_max=8, sized=0.3, log=0.2,
                    trends=0.45, crowded=0.4),
    ScatterPlotSpec(points_min=60, points_max=150, many=0.9, series_min=3, series_max=6, named=0.35, named_max=8,
                    sized=0.2, log=0.25, trends=0.45, crowded=0.7),
)  # fmt: skip
"""From eight points with their names to a hundred and fifty in six series."""


def draw_scene(spec: ScatterPlotSpec, rng: np.random.Generator) -> ScatterPlot:
    """A plot of two measures of one table.

    `Reject` where no cut of the tables gives points that can be told apart.
    """
    if spec.points_min > spec.points_max or spec.series_min > spec.series_max:
        raise ValueError("a spec's minimum is above its maximum")
    named, many = chance(rng, spec.named), chance(rng, spec.many)
    which = rng.random() if chance(rng, spec.log) else 1.0
    wish = Wish(
        points=(min(spec.points_min, 10) if named else spec.points_min, spec.points_max),
        series=(spec.series_min, spec.series_max) if many else (1, 1),
        named=named,
        sized=chance(rng, spec.sized),
        crowded=chance(rng, spec.crowded),
        log=(which < 0.6, 0.35 < which < 1.0) if which < 1 else (False, False),
        # signs are drawn first, so that a line that rises is as likely as one that falls
        sign=weighted(rng, (1, -1, 0), (2, 2, 1)),
    )
    return _plot(draw_cut(load_tables(spec.tables), wish, rng), spec, rng)


def _plot(cut: Cut, spec: ScatterPlotSpec, rng: np.random.Generator) -> ScatterPlot:
    raw = not cut.how
    xs, x_decimals = rounded(cut.xs, cut.x, raw, cut.log[0])
    ys, y_decimals = rounded(cut.ys, cut.y, raw, cut.log[1])
    sizes, size_decimals = rounded(cut.sizes, cut.size, raw, False) if cut.size else ([0.0] * len(xs), 0)
    if min(len(set(xs)), len(set(ys))) < 4 or (cut.log[0] and min(xs) <= 0) or (cut.log[1] and min(ys) <= 0):
        raise Reject("flat_table")
    if cut.size and min(sizes) <= 0:
        raise Reject("flat_table")
    try:
        x_ticks, y_ticks = both_ticks(cut, xs, ys, rng)
    except NoRoom:  # no bubbles then
        cut, sizes = msgspec.structs.replace(cut, size=None), [0.0] * len(xs)
        x_ticks, y_ticks = both_ticks(cut, xs, ys, rng)
    series = draw_series(cut.series_names, bool(cut.size), rng)
    shares = list(zip(shares_of(xs, x_ticks, cut.log[0]), shares_of(ys, y_ticks, cut.log[1]), strict=True))
    names = draw_names(cut.names, shares, min(spec.named_max, NAMED_MAX), rng)
    points = tuple(
        Point(id=f"point{i}", x=x, y=y, series=series[s].name, name=name, size=size)
        for i, (x, y, s, name, size) in enumerate(zip(xs, ys, cut.series, names, sizes, strict=True))
    )
    trends = () if any(cut.log) or not chance(rng, spec.trends) else draw_trends(
        points, [s.name for s in series], y_decimals, y_ticks, rng)  # fmt: skip
    reference = draw_reference(xs, ys, x_decimals, y_decimals, cut.log, rng) if chance(rng, spec.references) else None
    x_words, y_words, size_words = (words_of(m, cut.how) if m else "" for m in (cut.x, cut.y, cut.size))
    legend = draw_legend(series, bool(cut.size), shares, bool(reference and reference.axis == "y"), rng)
    plot = ScatterPlot(
        table=cut.table.name,
        title=Lettering(id="title", text=draw_title(cut, x_words, y_words, rng)),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        x_axis=Lettering(id="x_axis", text=axis_title(x_words, cut.x)),
        y_axis=Lettering(id="y_axis", text=axis_title(y_words, cut.y)),
        size_axis=Lettering(id="size_axis", text=axis_title(size_words, cut.size)) if cut.size else None,
        x=measured(cut.x, x_words, x_decimals, cut.log[0]),
        y=measured(cut.y, y_words, y_decimals, cut.log[1]),
        size=measured(cut.size, size_words, size_decimals, False) if cut.size else None,
        noun=cut.noun,
        nouns=cut.nouns or plural(cut.noun),
        series_label=cut.second.label if cut.second else "",
        series_plural=cut.second.plural if cut.second else "",
        series=series,
        points=points,
        x_ticks=x_ticks,
        y_ticks=y_ticks,
        sizes=size_keys(sizes) if cut.size else (),
        grid=pick(rng, ("none", "horizontal", "both")),
        legend=legend,
        trends=trends,
        reference=reference,
        absent=tuple(draw(rng, cut.left_out, 6)),
    )
    if chance(rng, spec.covered):
        plot = with_cover(plot, pick(rng, coverable(plot)), rng)
    return plot


def measure(scene: ScatterPlot) -> dict[str, float]:
    """`difficulty`: bits to find a point among all, and a bit for each thing that makes reading harder."""
    named = sum(bool(p.name) for p in scene.points)
    difficulty = math.log2(len(scene.points)) + 0.4 * (len(scene.series) - 1)
    difficulty += 0.7 * (scene.x.log + scene.y.log) + 0.6 * bool(scene.size) + 0.3 * bool(scene.trends)
    difficulty += 0.4 * bool(scene.covers) + 1.0 * (1 - named / len(scene.points))
    return {
        "difficulty": round(difficulty, 3),
        "points": float(len(scene.points)),
        "named": float(named),
        "series": float(len(scene.series)),
        "bubbles": float(bool(scene.size)),
        "trends": float(len(scene.trends)),
        "log": float(scene.x.log + scene.y.log),
    }


__all__ = [
    "CLEAR_R", "LEVELS", "SCENE", "CoverPlace", "Lettering", "Point", "ScatterPlot", "ScatterPlotSpec", "Series",
    "Tick", "Trend", "correlation", "draw_scene", "fit", "measure", "with_cover",
]  # fmt: skip
