"""What people write without Scenewright: the yardsticks of `scenewright bench`."""

from __future__ import annotations

import io
from typing import Any

from scenewright.renderers.bar_styles import BarChartStyle
from scenewright.scenes.bar_chart import BarChart


def bar_chart_pyplot(scene: BarChart, style: BarChartStyle, tight: bool = False) -> bytes:
    """The same chart as a user of pyplot draws it: a fresh figure, one `bar` per series, `savefig` to PNG, `close`.

    Same size in pixels, same titles, values, error bars and legend. With `tight`, also `tight_layout`, without which
    pyplot cuts long labels off (ours are never cut off).
    """
    plt = _pyplot()
    figure, axes = plt.subplots(figsize=(style.width_px / 100, style.height_px / 100), dpi=100)
    names = [category.name for category in scene.categories]
    series = [s.name for s in scene.series] or [""]
    upright = scene.orientation == "vertical"
    draw = axes.bar if upright else axes.barh
    palette = style.colours.palette
    bases = [0.0] * len(names)
    share = 0.8 if scene.kind != "grouped" else 0.8 / len(series)
    for s, name in enumerate(series):
        bars = scene.of_series(name)
        values = [bar.value for bar in bars]
        errors = [bar.error for bar in bars] if scene.note else None
        shift = (s - (len(series) - 1) / 2) * share if scene.kind == "grouped" else 0.0
        places = [i + shift for i in range(len(names))]
        offset = {"bottom" if upright else "left": bases} if scene.kind == "stacked" else {}
        error = {"yerr" if upright else "xerr": errors, "capsize": 3} if errors else {}
        drawn = draw(places, values, share, color=palette[s % len(palette)], label=name or None, **offset, **error)
        if scene.printed:
            axes.bar_label(drawn, fmt=f"%.{scene.decimals}f")
        if scene.kind == "stacked":
            bases = [base + value for base, value in zip(bases, values, strict=True)]
    if upright:
        axes.set_xticks(range(len(names)), names, rotation=45 if len(names) > 6 else 0)
        axes.set_xlabel(scene.category_axis.text)
        axes.set_ylabel(scene.value_axis.text)
    else:
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_ylabel(scene.category_axis.text)
        axes.set_xlabel(scene.value_axis.text)
    axes.set_title(scene.title.text)
    if style.grid != "none":
        axes.grid(axis="y" if upright else "x")
        axes.set_axisbelow(True)
    if scene.series:
        axes.legend()
    if tight:
        plt.tight_layout()
    out = io.BytesIO()
    plt.savefig(out, format="png")
    plt.close(figure)
    return out.getvalue()


def _pyplot() -> Any:
    """Pyplot on Agg. The one place that imports it: it is what is compared with, and keeps global state."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt  # noqa: TID251

    return plt
