"""Looks of radar charts: those of line charts on squarer sheets, and how rings and spokes are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from scenewright.renderers.line_styles import LineChartStyle
from scenewright.renderers.line_styles import draw_style as draw_line_style
from scenewright.renderers.themes import mix
from scenewright.scenes.base import chance, pick

_SIZES = ((600, 600), (640, 620), (680, 640), (720, 640), (760, 680), (620, 700), (800, 640))


class RadarChartStyle(LineChartStyle, frozen=True, kw_only=True):
    """How a radar chart looks."""

    ring_labels: Literal["spoke", "between"]
    """Ring labels stand beside the topmost spoke, or half-way between it and the one before."""
    banded: bool
    """Every other ring is tinted."""
    thick_rim: bool
    caption_bottom: bool
    """What the rings measure is said below the chart rather than above it."""


def draw_style(rng: np.random.Generator) -> RadarChartStyle:
    """A line chart's look, and the rest to go with it."""
    line: Any = draw_line_style(rng)
    width, height = pick(rng, _SIZES)
    fields = {name: getattr(line, name) for name in LineChartStyle.__struct_fields__}
    fields |= {"width_px": width, "height_px": height, "fill_alpha": 40 + line.fill_alpha // 3}
    fields |= {"axis_title_flat": False, "line_px": min(line.line_px, 2.5)}
    designed = line.backend == "skia"
    return RadarChartStyle(
        **fields,
        ring_labels="spoke" if chance(rng, 0.55) else "between",
        banded=designed and chance(rng, 0.3),
        thick_rim=chance(rng, 0.4),
        caption_bottom=chance(rng, 0.6),
    )


APART = 48
"""Difference of a channel by which each outline differs from all that translucent areas make of the ground."""
FAINTEST = 20
"""Least opacity of an area, of 255."""


def opacity(inks: Sequence[str], ground: str, wanted: int) -> int:
    """The opacity of areas, as wanted where no outline is lost upon areas that lie over one another, else less."""
    alpha = wanted
    while alpha > FAINTEST and _nearest(inks, ground, alpha) < APART:
        alpha = max(alpha * 4 // 5, FAINTEST)
    return alpha


def _nearest(inks: Sequence[str], ground: str, alpha: int) -> int:
    """The least difference between an outline and what any of the areas make of the ground, one over the other."""
    grounds = [ground]
    for ink in inks:
        grounds += [mix(below, ink, alpha / 255) for below in grounds]
    channels = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (*inks, *grounds)]
    return min(
        max(abs(a - b) for a, b in zip(ink, below, strict=True))
        for ink in channels[: len(inks)]
        for below in channels[len(inks) :]
    )
