"""Line charts by pyplot: one `plot` per series, or `step`, `fill_between` and `stackplot`."""

from __future__ import annotations

import math

from scenewright.bench.baselines import saved, start
from scenewright.renderers.line_styles import LineChartStyle
from scenewright.scenes.line_chart import LineChart

_MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "": ""}


def pyplot(scene: LineChart, style: LineChartStyle, tight: bool = False) -> bytes:
    """The same chart, with values, reference line and names at the lines' ends as ours."""
    plt, figure, axes = start(style)
    xs = [place.at for place in scene.places]
    palette = style.colours.palette
    rows = [[math.nan if p.value is None else p.value for p in scene.of_series(s.name)] for s in scene.series]
    if scene.kind == "stacked":
        axes.stackplot(xs, *rows, labels=[s.name for s in scene.series], colors=palette)
    for j, (series, ys) in enumerate(zip(scene.series, rows, strict=True)):
        colour = palette[j % len(palette)]
        if scene.kind == "stacked":
            continue
        marker, dash = _MARKERS[series.shape], series.dash
        if scene.kind == "step":
            axes.step(xs, ys, where="mid", color=colour, label=series.name or None)
        else:
            axes.plot(xs, ys, color=colour, marker=marker, linestyle=dash, label=series.name or None)
        if scene.kind == "area":
            axes.fill_between(xs, ys, color=colour, alpha=0.4)
        if scene.legend == "direct":
            axes.annotate(series.name, (xs[-1], ys[-1]), xytext=(6, 0), textcoords="offset points", va="center")
    labelled = [place for place in scene.places if place.labelled]
    longest = max(len(place.name) for place in labelled)
    turn = 45 if longest * len(labelled) > 60 else 0
    axes.set_xticks([place.at for place in labelled], [place.name for place in labelled], rotation=turn)
    if scene.log:
        axes.set_yscale("log")
    axes.set_yticks([tick.value for tick in scene.ticks], [tick.text for tick in scene.ticks])
    axes.set_ylim(scene.ticks[0].value, scene.ticks[-1].value)
    for point in scene.points:
        if point.id in scene.printed and point.value is not None and scene.kind != "stacked":
            place = next(p for p in scene.places if p.name == point.place)
            text = f"{point.value:,.{scene.decimals}f}"
            axes.annotate(text, (place.at, point.value), xytext=(0, 6), textcoords="offset points", ha="center")
    if scene.reference:
        axes.axhline(scene.reference.value, color="grey", linestyle="--", label=scene.reference.name)
    axes.set_xlabel(scene.place_axis.text)
    axes.set_ylabel(scene.value_axis.text)
    axes.set_title(scene.title.text)
    if scene.grid != "none":
        axes.grid(axis="both" if scene.grid == "both" else "y")
        axes.set_axisbelow(True)
    if scene.legend not in ("none", "direct"):
        axes.legend()
    return saved(plt, figure, tight)
