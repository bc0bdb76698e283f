"""Box plots by pyplot: `bxp` with the numbers as they are, and one filled outline per violin."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenewright.bench.baselines import saved, start
from scenewright.renderers.box_plot_styles import BoxPlotStyle
from scenewright.scenes.box_plot import BoxPlot


def pyplot(scene: BoxPlot, style: BoxPlotStyle, tight: bool = False) -> bytes:
    """The same chart, with outliers, means, medians as numbers and the reference line as ours."""
    plt, figure, axes = start(style)
    upright = scene.orientation == "vertical"
    places = range(len(scene.boxes))
    colours = [style.colours.palette[i % len(style.colours.palette) if style.many_colours else 0] for i in places]
    stats: list[dict[str, Any]] = [
        {"med": box.median, "q1": box.q1, "q3": box.q3, "whislo": box.low, "whishi": box.high,
         "mean": box.mean, "fliers": box.outliers}
        for box in scene.boxes
    ]  # fmt: skip
    violin = scene.kind == "violin"
    for place, box, colour in zip(places, scene.boxes, colours, strict=True):
        if violin:
            levels = np.linspace(box.low, box.high, len(box.shape))
            half = np.array(box.shape) * style.box_share / 2
            fill = axes.fill_betweenx if upright else axes.fill_between
            fill(levels, place - half, place + half, color=colour)
    drawn = axes.bxp(stats, positions=places, widths=0.08 if violin else style.box_share, orientation=scene.orientation,
                     patch_artist=True, showmeans=scene.means)  # fmt: skip
    for patch, colour in zip(drawn["boxes"], colours, strict=True):
        patch.set_facecolor("white" if violin else colour)
    if scene.printed:
        for place, box in zip(places, scene.boxes, strict=True):
            axes.annotate(f"{box.median:,.{scene.decimals}f}", (place, box.median) if upright else (box.median, place))
    if scene.reference:
        (axes.axhline if upright else axes.axvline)(scene.reference.value, linestyle="--", label=scene.reference.name)
    names = [box.name for box in scene.boxes]
    ticks, texts = [tick.value for tick in scene.ticks], [tick.text for tick in scene.ticks]
    if upright:
        axes.set_xticks(places, names, rotation=45 if len(names) > 6 else 0)
        axes.set_yticks(ticks, texts)
        axes.set_xlabel(scene.place_axis.text)
        axes.set_ylabel(scene.value_axis.text)
    else:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xticks(ticks, texts)
        axes.set_ylabel(scene.place_axis.text)
        axes.set_xlabel(scene.value_axis.text)
    axes.set_title(scene.title.text)
    if scene.grid != "none":
        axes.grid(axis="y" if upright else "x")
        axes.set_axisbelow(True)
    return saved(plt, figure, tight)
