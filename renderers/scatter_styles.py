"""Looks of scatter plots: designers' themes on Skia, and matplotlib's style sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS, Spines
from scenewright.renderers.line_styles import GREY, hue_of, unlike
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, pick_theme
from scenewright.scenes.base import Reject, between, chance, pick, weighted
from scenewright.scenes.scatter_plot import ScatterPlot


class ScatterPlotStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a scatter plot looks."""

    backend: Literal["skia", "matplotlib"]
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    grid_dash: Literal["solid", "dashed", "dotted"]
    spines: Spines
    tick_px: float
    """Length of tick marks; 0 for none."""
    marker_px: float
    """Radius of markers, where points leave them room."""
    hollow: bool
    """Markers are outlines."""
    alpha: int
    """Of markers' fill, 0 to 255; all are opaque where none overlaps another."""
    edge: Literal["none", "panel", "dark"]
    """Outline of filled markers."""
    trend_px: float
    trend_dash: Literal["solid", "dashed"]
    palette_shift: int
    values_bold: bool
    axis_title_flat: bool
    """The vertical axis's title lies above the axis rather than along it."""
    legend_framed: bool
    panel_rounded: bool

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((640, 480), (700, 520), (720, 560), (800, 560), (800, 600), (860, 600), (960, 640), (720, 640), (900, 680))
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 560), (720, 560), (1000, 700))


def draw_style(rng: np.random.Generator) -> ScatterPlotStyle:
    """Three in ten plots look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> ScatterPlotStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    return ScatterPlotStyle(
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
        grid_dash="solid" if theme == "grey_panel" else weighted(rng, ("solid", "dashed", "dotted"), (5, 2, 1)),
        spines=weighted(rng, ("base", "corner", "none", "box"), (2, 5, 1, 2)),
        tick_px=4.0 if chance(rng, 0.5) else 0.0,
        marker_px=pick(rng, (4.5, 5.0, 5.5, 6.0)),
        hollow=chance(rng, 0.2),
        alpha=pick(rng, (255, 255, 215, 185)),
        edge=weighted(rng, ("none", "panel", "dark"), (3, 5, 2)),
        trend_px=pick(rng, (1.5, 2.0, 2.4)),
        trend_dash="dashed" if chance(rng, 0.4) else "solid",
        palette_shift=between(rng, 0, 5),
        values_bold=chance(rng, 0.2),
        axis_title_flat=chance(rng, 0.35),
        legend_framed=chance(rng, 0.15),
        panel_rounded=chance(rng, 0.5),
    )


def _matplotlib(rng: np.random.Generator) -> ScatterPlotStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, lively = theme.startswith("mpl_seaborn"), theme == "mpl_fivethirtyeight"
    boxed = not (lively or theme in ("mpl_ggplot", "mpl_seaborn_dark"))
    return ScatterPlotStyle(
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
        grid_dash="dashed" if theme == "mpl_bmh" or chance(rng, 0.15) else "solid",
        spines=("box" if chance(rng, 0.8) else "corner") if boxed else "none",
        tick_px=0.0 if seaborn or lively else 4.9,
        marker_px=pick(rng, (4.2, 4.9, 5.4)),
        hollow=chance(rng, 0.1),
        alpha=pick(rng, (255, 255, 200, 178)),
        edge="panel" if seaborn or chance(rng, 0.25) else "none",
        trend_px=pick(rng, (1.5, 2.0)) + 0.5 * lively,
        trend_dash="dashed" if chance(rng, 0.5) else "solid",
        palette_shift=between(rng, 0, 5) if chance(rng, 0.3) else 0,
        values_bold=False,
        axis_title_flat=False,
        legend_framed=chance(rng, 0.85),
        panel_rounded=False,
    )


def colours_of(scene: ScatterPlot, style: ScatterPlotStyle) -> list[str]:
    """The colour of each series. `Reject` where a grey theme has not enough greys for series of one shape."""
    if scene.series[0].hue:
        return [hue_of(style.theme, series.hue) for series in scene.series]
    palette = style.colours.palette
    shift = 0 if style.theme in GREY else style.palette_shift
    turned = [palette[(shift + j) % len(palette)] for j in range(len(palette))]
    shaped = len({series.shape for series in scene.series}) == len(scene.series)
    if style.theme in GREY and len(scene.series) > 3:
        if not shaped:
            raise Reject("layout")
        return turned[: len(scene.series)]
    return unlike(turned, len(scene.series))
