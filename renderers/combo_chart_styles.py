"""Looks of combined charts: those of line charts, and how the bars and the two axes are drawn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from scenewright.renderers.line_styles import LineChartStyle, colours_of
from scenewright.renderers.line_styles import draw_style as draw_line_style
from scenewright.scenes.base import chance, pick
from scenewright.scenes.combo_chart import ComboChart, Series


class ComboChartStyle(LineChartStyle, frozen=True, kw_only=True):
    """How a combined chart looks."""

    bar_share: float
    """Share of its place that a bar takes."""
    radius_px: float
    """Of a bar's outer corners."""
    outline: bool
    """Bars have an edge in the colour of ink."""
    casing: bool
    """The line has a thin edge in the panel's colour, which sets it off from the bars."""
    tinted: bool
    """Each axis has its numbers and title in the colour of what is read on it."""
    legend_sides: bool
    """The legend says which axis each entry is read on."""


def draw_style(rng: np.random.Generator) -> ComboChartStyle:
    """A line chart's look, and the rest to go with it."""
    line: Any = draw_line_style(rng)
    designed = line.backend == "skia"
    return ComboChartStyle(
        **{name: getattr(line, name) for name in LineChartStyle.__struct_fields__},
        bar_share=pick(rng, (0.5, 0.6, 0.66, 0.72, 0.8) if designed else (0.6, 0.7, 0.8)),
        radius_px=float(pick(rng, (0, 0, 2, 3, 5))) if designed else 0.0,
        outline=chance(rng, 0.08 if designed else 0.15),
        casing=designed and chance(rng, 0.6),
        tinted=chance(rng, 0.5),
        legend_sides=chance(rng, 0.45),
    )


class _Key(NamedTuple):
    """What a line chart's colours are chosen by."""

    series: tuple[Series, ...]
    legend: str


def inks_of(scene: ComboChart, style: ComboChartStyle) -> tuple[str, str]:
    """The colours of the bars and of the line, which a reader tells apart."""
    key: Any = _Key(scene.both, scene.legend)
    bars, line = colours_of(key, style)
    return bars, line
