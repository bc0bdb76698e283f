"""Combined charts by pyplot: `bar` on one axis, `plot` on its twin."""

from __future__ import annotations

import math

from scenewright.bench.baselines import saved, start
from scenewright.renderers.combo_chart_styles import ComboChartStyle
from scenewright.scenes.combo_chart import ComboChart

_MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "": ""}


def pyplot(scene: ComboChart, style: ComboChartStyle, tight: bool = False) -> bytes:
    """The same chart, with two value axes, one legend and values as ours."""
    plt, figure, axes = start(style)
    twin = axes.twinx()
    left, right = (axes, twin) if scene.bars.side == "left" else (twin, axes)
    xs = range(len(scene.places))
    palette = style.colours.palette
    tops, heights = ([math.nan if p.value is None else p.value for p in scene.row(s.id)] for s in scene.both)
    bars = left.bar(xs, tops, color=palette[0], width=style.bar_share)
    (line,) = right.plot(xs, heights, color=palette[1], marker=_MARKERS[scene.line.shape], linestyle=scene.line.dash)
    right.set_zorder(left.get_zorder() + 1)
    right.patch.set_visible(False)
    for series, on, values in ((scene.bars, left, tops), (scene.line, right, heights)):
        on.set_yticks([t.value for t in series.ticks], [t.text for t in series.ticks])
        on.set_ylim(series.ticks[0].value, series.ticks[-1].value)
        on.set_ylabel(scene.axis(series.side).text)
        for point, x, value in zip(scene.row(series.id), xs, values, strict=True):
            if point.id in scene.printed and point.value is not None:
                text = f"{value:,.{series.decimals}f}"
                on.annotate(text, (x, value), xytext=(0, 4), textcoords="offset points", ha="center")
    labelled = [(x, place.name) for x, place in zip(xs, scene.places, strict=True) if place.labelled]
    turn = 45 if max(len(name) for _, name in labelled) * len(labelled) > 60 else 0
    axes.set_xticks([x for x, _ in labelled], [name for _, name in labelled], rotation=turn)
    axes.set_xlabel(scene.place_axis.text)
    axes.set_title(scene.title.text)
    if scene.grid != "none":
        axes.grid(axis="y")
        axes.set_axisbelow(True)
    right.legend([bars, line], [scene.bars.name, scene.line.name])
    return saved(plt, figure, tight)
