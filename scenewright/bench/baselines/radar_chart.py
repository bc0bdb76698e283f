"""Radar charts by pyplot: one `plot`, and perhaps one `fill`, per series on polar axes."""

from __future__ import annotations

import math

from scenewright.bench.baselines import saved, start
from scenewright.renderers.radar_chart_styles import RadarChartStyle
from scenewright.scenes.radar_chart import RadarChart

_MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "": ""}


def pyplot(scene: RadarChart, style: RadarChartStyle, tight: bool = False) -> bytes:
    """The same chart on circular rings, which polar axes have."""
    plt, figure, axes = start(style)
    axes.remove()
    axes = figure.add_subplot(projection="polar")
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    angles = [2 * math.pi * i / len(scene.spokes) for i in range(len(scene.spokes))]
    palette = style.colours.palette
    for j, series in enumerate(scene.series):
        points, colour = scene.of_series(series.name), palette[j % len(palette)]
        values = [p.value for p in points]
        around = ([*angles, 0.0], [*values, values[0]])
        axes.plot(
            *around, color=colour, marker=_MARKERS[series.shape], linestyle=series.dash, label=series.name or None
        )
        if scene.filled:
            axes.fill(*around, color=colour, alpha=0.25)
        for point, angle in zip(points, angles, strict=True):
            if point.id in scene.printed:
                text = f"{point.value:,.{scene.decimals}f}"
                axes.annotate(text, (angle, point.value), xytext=(4, 4), textcoords="offset points")
    axes.set_xticks(angles, [spoke.name for spoke in scene.spokes])
    axes.set_yticks([t.value for t in scene.ticks[1:]], [t.text for t in scene.ticks[1:]])
    axes.set_ylim(scene.ticks[0].value, scene.ticks[-1].value)
    axes.set_title(scene.title.text)
    if scene.many:
        axes.legend()
    return saved(plt, figure, tight)
