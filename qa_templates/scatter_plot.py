"""What can be asked about a scatter plot: all its templates, and the operations of their worked steps."""

from __future__ import annotations

import math

from scenewright.qa_templates import (
    scatter_plot_bubbles,
    scatter_plot_checks,
    scatter_plot_counts,
    scatter_plot_order,
    scatter_plot_structure,
    scatter_plot_table,
    scatter_plot_trends,
    scatter_plot_twins,
    scatter_plot_values,
)
from scenewright.qa_templates.line_chart import LEGEND_PLACES
from scenewright.qa_templates.scatter_plot_base import members, value, values
from scenewright.qa_templates.scatter_plot_counts import beyond
from scenewright.qa_templates.scatter_plot_order import inside, nearest_on_paper, outlier, passes
from scenewright.qa_templates.steps import OPS as COMMON_OPS
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import CLEAR_R, ScatterPlot, Trend, correlation

TEMPLATES = (
    *scatter_plot_values.TEMPLATES,
    *scatter_plot_order.TEMPLATES,
    *scatter_plot_checks.TEMPLATES,
    *scatter_plot_counts.TEMPLATES,
    *scatter_plot_trends.TEMPLATES,
    *scatter_plot_bubbles.TEMPLATES,
    *scatter_plot_structure.TEMPLATES,
    *scatter_plot_twins.TEMPLATES,
    *scatter_plot_table.TEMPLATES,
)

TABLE = scatter_plot_table.TABLE


def _furthest(scene: ScatterPlot, axis: str, series: str, rank: int, high: bool) -> str:
    """Id of the point at a rank along an axis, or by size."""
    return sorted(members(scene, series), key=lambda p: value(p, axis), reverse=high)[rank].id


def _trend(scene: ScatterPlot, id: str) -> Trend:
    return next(trend for trend in scene.trends if trend.id == id)


def _trend_at(scene: ScatterPlot, id: str, x: float) -> float:
    return round(_trend(scene, id).at(x), scene.y.decimals + 6) + 0.0


def _trend_reaches(scene: ScatterPlot, id: str, y: float) -> float:
    trend = _trend(scene, id)
    x = trend.x0 + (y - trend.y0) / (trend.y1 - trend.y0) * (trend.x1 - trend.x0)
    return round(x, scene.x.decimals + 6) + 0.0


def _count_past(scene: ScatterPlot, axis: str, series: str, word: str, limit: float) -> int:
    return sum(passes(v, word, limit) for v in values(members(scene, series), axis))


def _count_trend(scene: ScatterPlot, id: str, side: str) -> int:
    trend = _trend(scene, id)
    return sum(p.y > trend.at(p.x) if side == "above" else p.y < trend.at(p.x) for p in scene.points)


def _mean_of(scene: ScatterPlot, axis: str, series: str) -> float:
    found = values(members(scene, series), axis)
    return round(math.fsum(found) / len(found), scene.axis(axis).decimals + 6) + 0.0


def _nearest_on_paper(scene: ScatterPlot, id: str, named: list[str]) -> str:
    found = nearest_on_paper(scene, next(p for p in scene.points if p.id == id))
    if found is None:
        raise Reject("margin")
    return found.name


def _outlier(scene: ScatterPlot) -> str:
    found = outlier(scene)
    return found.name if found else ""


def _kind_of_correlation(scene: ScatterPlot, r: float) -> str:
    return "positive" if r >= CLEAR_R else "negative" if r <= -CLEAR_R else "not clear"


def _within(
    scene: ScatterPlot, names: list[str], xs: list[float], ys: list[float], x0: float, x1: float, y0: float, y1: float
) -> list[str]:
    return [n for n, x, y in zip(names, xs, ys, strict=True) if x0 < x < x1 and y0 < y < y1]


OPS = COMMON_OPS | {
    "furthest": _furthest,
    "kept": lambda scene, names, flags: [n for n, flag in zip(names, flags, strict=True) if flag],
    "within": _within,
    "nearest_on_paper": _nearest_on_paper,
    "outlier": _outlier,
    "mean_of": _mean_of,
    "count_past": _count_past,
    "count_inside": lambda scene, x0, x1, y0, y1: sum(inside(p, x0, x1, y0, y1) for p in scene.points),
    "count_beyond": beyond,
    "count_both": lambda scene, a, b: sum(x and y for x, y in zip(a, b, strict=True)),
    "count_trend": _count_trend,
    "percent": lambda scene, part, whole: 100 * part / whole,
    "trend_at": _trend_at,
    "trend_reaches": _trend_reaches,
    "correlation": lambda scene, series: round(correlation(members(scene, series)), 6) + 0.0,
    "kind_of_correlation": _kind_of_correlation,
    "contains": lambda scene, items, item: item in items,
    "grid": lambda scene: scene.grid,
    "legend_place": lambda scene: LEGEND_PLACES[scene.legend],
    "log_axes": lambda scene: "both" if scene.x.log and scene.y.log else "horizontal" if scene.x.log else "vertical",
}

__all__ = ["OPS", "TABLE", "TEMPLATES"]
