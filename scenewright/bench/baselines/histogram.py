"""Histograms by pyplot: one `bar` per distribution, its bars as wide as the bins."""

from __future__ import annotations

from scenewright.bench.baselines import saved, start
from scenewright.renderers.histogram_styles import HistogramStyle
from scenewright.scenes.histogram import Histogram


def pyplot(scene: Histogram, style: HistogramStyle, tight: bool = False) -> bytes:
    """The same chart, with heights as numbers, the reference line and the legend as ours."""
    plt, figure, axes = start(style)
    beside = scene.arrangement == "side_by_side"
    share = 1 / len(scene.series) if beside else 1.0
    for s, series in enumerate(scene.series):
        bars = scene.of_series(series.name)
        left = [bar.low + (s * share * scene.width if beside else 0.0) for bar in bars]
        heights = [bar.value for bar in bars]
        drawn = axes.bar(left, heights, scene.width * share, align="edge",
                         color=style.colours.palette[s % len(style.colours.palette)], edgecolor="white",
                         alpha=0.6 if scene.arrangement == "overlaid" else 1.0,
                         label=series.name or None)  # fmt: skip
        if scene.printed:
            axes.bar_label(drawn, fmt=f"%.{scene.decimals}f")
    if scene.reference:
        axes.axvline(scene.reference.value, linestyle="--", label=scene.reference.name)
    labelled = [edge for edge in scene.edges if edge.labelled]
    axes.set_xticks([edge.value for edge in labelled], [edge.text for edge in labelled])
    axes.set_yticks([tick.value for tick in scene.ticks], [tick.text for tick in scene.ticks])
    axes.set_xlabel(scene.place_axis.text)
    axes.set_ylabel(scene.value_axis.text)
    axes.set_title(scene.title.text)
    if scene.grid != "none":
        axes.grid(axis="y")
        axes.set_axisbelow(True)
    if scene.many:
        axes.legend()
    return saved(plt, figure, tight)
