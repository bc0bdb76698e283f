"""Bar charts by pyplot: one `bar` per series."""

from __future__ import annotations

from scenewright.bench.baselines import saved, start
from scenewright.renderers.bar_styles import BarChartStyle
from scenewright.scenes.bar_chart import BarChart


def pyplot(scene: BarChart, style: BarChartStyle, tight: bool = False) -> bytes:
    """The same chart, with values and error bars as ours."""
    plt, figure, axes = start(style)
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
        errors = [bar.error for bar in bars] if all(bar.error is not None for bar in bars) else None
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
    return saved(plt, figure, tight)
