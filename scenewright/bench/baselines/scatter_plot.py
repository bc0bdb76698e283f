"""Scatter plots by pyplot: one `scatter` per series, `annotate` for names."""

from __future__ import annotations

from scenewright.bench.baselines import saved, start
from scenewright.renderers.scatter_styles import ScatterPlotStyle
from scenewright.scenes.scatter_plot import ScatterPlot

_MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "plus": "P", "cross": "X"}


def pyplot(scene: ScatterPlot, style: ScatterPlotStyle, tight: bool = False) -> bytes:
    """The same plot, with names, trend lines, reference line and legend as ours."""
    plt, figure, axes = start(style)
    palette = style.colours.palette
    largest = max(p.size for p in scene.points) or 1.0
    for j, series in enumerate(scene.series):
        points = scene.of_series(series.name)
        area = [900 * p.size / largest for p in points] if scene.size else 36
        axes.scatter([p.x for p in points], [p.y for p in points], s=area, marker=_MARKERS[series.shape],
                     color=palette[j % len(palette)], alpha=style.alpha / 255, label=series.name or None)  # fmt: skip
    for trend in scene.trends:
        axes.plot([trend.x0, trend.x1], [trend.y0, trend.y1], linestyle=style.trend_dash, color="black")
    for p in scene.points:
        if p.name:
            axes.annotate(p.name, (p.x, p.y), xytext=(5, 4), textcoords="offset points")
    if line := scene.reference:
        draw = axes.axvline if line.axis == "x" else axes.axhline
        draw(line.value, color="grey", linestyle="--")
        at = (line.value, scene.y_ticks[-1].value) if line.axis == "x" else (scene.x_ticks[-1].value, line.value)
        axes.annotate(line.name, at, xytext=(-4, -10), textcoords="offset points", ha="right")
    for axis, ticks in (("x", scene.x_ticks), ("y", scene.y_ticks)):
        if scene.axis(axis).log:
            (axes.set_xscale if axis == "x" else axes.set_yscale)("log")
        put, limit = (axes.set_xticks, axes.set_xlim) if axis == "x" else (axes.set_yticks, axes.set_ylim)
        put([tick.value for tick in ticks], [tick.text for tick in ticks])
        limit(ticks[0].value, ticks[-1].value)
    axes.set_xlabel(scene.x_axis.text)
    axes.set_ylabel(scene.y_axis.text)
    axes.set_title(scene.title.text)
    if scene.grid != "none":
        axes.grid(axis="both" if scene.grid == "both" else "y")
        axes.set_axisbelow(True)
    if scene.many:
        axes.legend()
    return saved(plt, figure, tight)
