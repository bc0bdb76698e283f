"""Pie charts by pyplot: one `pie` per pie, rings for nested ones."""

from __future__ import annotations

from typing import Any

from scenewright.bench.baselines import load_pyplot, saved
from scenewright.renderers.pie_chart_styles import SHADES, PieChartStyle
from scenewright.scenes.pie_chart import COLOURS, PieChart


def pyplot(scene: PieChart, style: PieChartStyle, tight: bool = False) -> bytes:
    """The same chart, with names, values or shares, holes and pulled slices as ours."""
    plt = load_pyplot()
    nested = scene.kind == "nested"
    size = (style.width_px / 100, style.height_px / 100)
    figure, grid = plt.subplots(1, len(scene.pies), figsize=size, dpi=100, squeeze=False)
    shades = dict(zip(COLOURS, SHADES[style.shades], strict=False))
    colours = {entry.name: shades.get(entry.colour, "#888888") for entry in scene.entries}
    names = {pie.name for pie in scene.pies}
    rings = [[part for part in scene.slices if part.pie == pie.name] for pie in scene.pies]
    if nested:
        rings.append([part for part in scene.slices if part.pie not in names])
    for k, mine in enumerate(rings):
        axes = grid[0][0 if nested else k]
        hole: dict[str, Any] = {}
        if scene.hole or nested:
            hole = {"wedgeprops": {"width": 0.35, "edgecolor": "white"}}
        axes.pie(
            [part.value for part in mine],
            radius=0.65 if nested and k == 0 else 1.0,
            labels=None if scene.legend else [part.name for part in mine],
            autopct="%.1f%%",
            startangle=90 - scene.start_deg,
            counterclock=not scene.clockwise,
            explode=[0.1 * part.exploded for part in mine],
            colors=[colours.get(part.name, "#aaaaaa") for part in mine],
            **hole,
        )
        if len(scene.pies) > 1:
            axes.set_title(scene.pies[k].name)
    figure.suptitle(scene.title.text)
    if scene.legend:
        grid[0][0].legend([part.name for part in rings[0]])
    return saved(plt, figure, tight)
