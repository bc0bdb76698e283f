"""Heat maps by pyplot: `imshow` with a colour bar, and a `text` per printed value."""

from __future__ import annotations

import math

from scenewright.bench.baselines import saved, start
from scenewright.renderers.heat_map_colours import colours_of
from scenewright.renderers.heat_map_styles import HeatMapStyle
from scenewright.scenes.heat_map import HeatMap


def pyplot(scene: HeatMap, style: HeatMapStyle, tight: bool = False) -> bytes:
    """The same map in the same colours, with values and a colour bar as ours."""
    plt, figure, axes = start(style)
    from matplotlib.colors import ListedColormap

    width = len(scene.columns)
    values = [math.nan if cell.value is None else cell.value for cell in scene.cells]
    rows = [values[i : i + width] for i in range(0, len(values), width)]
    image = axes.imshow(rows, cmap=ListedColormap(colours_of(scene)[0]), vmin=scene.ticks[0].value,
                        vmax=scene.ticks[-1].value, aspect="auto")  # fmt: skip
    if scene.printed:
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if not math.isnan(value):
                    axes.text(j, i, f"{value:,.{scene.decimals}f}", ha="center", va="center")
    names = [heading.name for heading in scene.columns]
    axes.set_xticks(range(width), names, rotation=45 if max(map(len, names)) * width > 60 else 0)
    axes.set_yticks(range(len(scene.rows)), [heading.name for heading in scene.rows])
    axes.set_xlabel(scene.column_axis.text)
    axes.set_ylabel(scene.row_axis.text)
    axes.set_title(scene.title.text)
    if scene.bar != "none":
        bar = figure.colorbar(image, ax=axes, orientation="vertical" if scene.bar == "right" else "horizontal")
        bar.set_ticks([tick.value for tick in scene.ticks], labels=[tick.text for tick in scene.ticks])
        bar.set_label(scene.bar_title.text)
    return saved(plt, figure, tight)
