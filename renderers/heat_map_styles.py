"""Looks of heat maps: designers' themes on Skia, and matplotlib's style sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, pick_theme
from scenewright.scenes.base import between, chance, pick, weighted


class HeatMapStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a heat map looks, its colours apart."""

    backend: Literal["skia", "matplotlib"]
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    values_bold: bool
    gap_px: int
    """Between two cells."""
    radius_px: float
    frame: bool
    """A line around the cells."""
    tick_px: float
    """Length of tick marks at the colour bar; 0 for none."""
    bar_px: float
    """Thickness of the colour bar."""
    bar_share: float
    """Its length, as a share of the side it stands at."""
    axis_title_flat: bool
    """The title of the rows lies above them rather than along them."""
    bar_title_flat: bool
    """The title of a colour bar at the right lies above it, if it is short enough."""
    slanted: bool
    """Column labels slant even where they would fit flat."""

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]

    @property
    def legend_framed(self) -> bool:
        """Heat maps have no legend to frame."""
        return False


_SIZES = ((640, 460), (720, 480), (700, 560), (800, 500), (800, 620), (880, 560), (960, 600), (720, 640), (900, 660),
          (620, 620))  # fmt: skip
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 500), (700, 560), (1000, 640))


def draw_style(rng: np.random.Generator) -> HeatMapStyle:
    """Three in ten maps look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> HeatMapStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    gap = weighted(rng, (0, 1, 2, 3), (3, 2, 3, 2))
    return HeatMapStyle(
        theme=theme,
        font=font,
        width_px=width,
        height_px=height,
        backend="skia",
        title_px=float(pick(rng, (17, 19, 22))),
        text_px=float(between(rng, 13, 14) if width >= 800 else between(rng, 12, 13)),
        title_centred=chance(rng, 0.3),
        title_bold=chance(rng, 0.75),
        subtitle=chance(rng, 0.6),
        values_bold=chance(rng, 0.25),
        gap_px=gap,
        radius_px=pick(rng, (0.0, 3.0, 5.0)) if gap >= 2 else 0.0,
        frame=gap == 0 and chance(rng, 0.6),
        tick_px=pick(rng, (0.0, 3.0, 4.0)),
        bar_px=float(pick(rng, (12, 14, 18, 22))),
        bar_share=pick(rng, (1.0, 0.85, 0.7)),
        axis_title_flat=chance(rng, 0.5),
        bar_title_flat=chance(rng, 0.5),
        slanted=chance(rng, 0.15),
    )


def _matplotlib(rng: np.random.Generator) -> HeatMapStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, lively = theme.startswith("mpl_seaborn"), theme == "mpl_fivethirtyeight"
    return HeatMapStyle(
        theme=theme,
        font=MATPLOTLIBS_OWN if not seaborn and chance(rng, 0.75) else pick(rng, ("Open Sans", "Roboto", "Clear Sans")),
        width_px=width,
        height_px=height,
        backend="matplotlib",
        title_px=20.0 if lively else 16.7,
        text_px=13.9 if width >= 700 else 12.5,
        title_centred=not lively,
        title_bold=lively,
        subtitle=False,
        values_bold=False,
        gap_px=pick(rng, (1, 2)) if seaborn and chance(rng, 0.6) else 0,
        radius_px=0.0,
        frame=not seaborn and not lively,
        tick_px=0.0 if seaborn and chance(rng, 0.4) else 4.9,
        bar_px=float(pick(rng, (16, 20, 24))),
        bar_share=pick(rng, (1.0, 1.0, 0.8)),
        axis_title_flat=False,
        bar_title_flat=False,
        slanted=chance(rng, 0.3),
    )
