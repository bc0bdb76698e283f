"""Looks of line charts: designers' themes on Skia, some of them as if drawn by hand, and matplotlib's style sheets."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS, Spines
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, contrast, pick_theme
from scenewright.scenes.base import Reject, between, chance, pick, weighted
from scenewright.scenes.line_chart import LineChart


class LineChartStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a line chart looks."""

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
    line_px: float
    marker_px: float
    """Radius of markers."""
    hollow: bool
    """Markers are filled with the panel's colour."""
    fill_alpha: int
    """Of a single area, 0 to 255."""
    edge_px: float
    """Space to the left of the first place and to the right of the last."""
    palette_shift: int
    values_bold: bool
    axis_title_flat: bool
    """The value axis's title lies above the axis rather than along it."""
    legend_framed: bool
    slanted: bool
    panel_rounded: bool
    sketchy: bool
    """Lines waver as if drawn by hand."""

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((640, 460), (720, 480), (700, 520), (800, 500), (800, 600), (880, 520), (960, 560), (720, 600), (900, 600))
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 500), (700, 500), (1000, 600))


def draw_style(rng: np.random.Generator) -> LineChartStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> LineChartStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    hand = theme in ("blackboard", "notebook") and chance(rng, 0.7)
    return LineChartStyle(
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
        spines=weighted(rng, ("base", "corner", "none", "box"), (5, 3, 1, 1)),
        tick_px=4.0 if chance(rng, 0.5) else 0.0,
        line_px=pick(rng, (2.0, 2.25, 2.5, 3.0)),
        marker_px=pick(rng, (3.5, 4.0, 4.5)),
        hollow=chance(rng, 0.3),
        fill_alpha=between(rng, 50, 150),
        edge_px=float(pick(rng, (0, 8, 14, 20))),
        palette_shift=between(rng, 0, 5),
        values_bold=chance(rng, 0.3),
        axis_title_flat=chance(rng, 0.5),
        legend_framed=chance(rng, 0.12),
        slanted=chance(rng, 0.1),
        panel_rounded=chance(rng, 0.5),
        sketchy=hand,
    )


def _matplotlib(rng: np.random.Generator) -> LineChartStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, lively = theme.startswith("mpl_seaborn"), theme == "mpl_fivethirtyeight"
    boxed = not (lively or theme in ("mpl_ggplot", "mpl_seaborn_dark"))
    return LineChartStyle(
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
        line_px=pick(rng, (1.5, 1.5, 2.0)) + 0.5 * lively,
        marker_px=pick(rng, (3.6, 4.2)),
        hollow=False,
        fill_alpha=between(rng, 60, 130),
        edge_px=float(pick(rng, (16, 24, 30))),
        palette_shift=between(rng, 0, 5) if chance(rng, 0.3) else 0,
        values_bold=False,
        axis_title_flat=False,
        legend_framed=chance(rng, 0.85),
        slanted=chance(rng, 0.2),
        panel_rounded=False,
        sketchy=False,
    )


# -- colours -------------------------------------------------------------------------------------------------------

_ANGLES = {"blue": 212, "red": 2, "green": 135, "orange": 29, "purple": 272}
_LIGHT = {"blue": "#1f6fc4", "red": "#cf2a2f", "green": "#2c8f3c", "orange": "#e07b00", "purple": "#7b3fa8"}
_DARK = {"blue": "#5aa5ff", "red": "#ff6b6b", "green": "#5fd67a", "orange": "#ffa53d", "purple": "#c08bff"}
_PLAIN_ANGLE = 13
"""Degrees that a colour may lie beside the pure one and still be called by its name by all."""


@lru_cache(256)
def hue_of(theme: str, name: str) -> str:
    """The theme's own colour of that name, or a plain one that stands out from its panel."""
    colours = BY_NAME.get(theme) or BY_SHEET[theme]
    for colour in colours.palette:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        angle, light, strength = colorsys.rgb_to_hls(red, green, blue)
        off = abs((angle * 360 - _ANGLES[name] + 180) % 360 - 180)
        if off <= _PLAIN_ANGLE and strength > 0.5 and 0.3 < light < 0.7 and contrast(colour, colours.panel) > 2.4:
            return colour
    best = max((_LIGHT[name], _DARK[name]), key=lambda c: contrast(c, colours.panel))
    usual = _DARK[name] if colours.dark else _LIGHT[name]
    return usual if contrast(usual, colours.panel) > 2.4 else best


GREY = ("journal", "mpl_grayscale")
"""Themes without colour: more than three lines need markers or dashes there."""


def colours_of(scene: LineChart, style: LineChartStyle) -> list[str]:
    """The colour of each series."""
    if scene.series[0].hue:
        return [hue_of(style.theme, series.hue) for series in scene.series]
    palette = style.colours.palette
    plain = all(s.shape == scene.series[0].shape and s.dash == "solid" for s in scene.series)
    if style.theme in GREY and len(scene.series) > 3 and plain and scene.legend != "direct":
        raise Reject("layout")
    shift = 0 if style.theme in GREY else style.palette_shift
    turned = [palette[(shift + j) % len(palette)] for j in range(len(palette))]
    if len(scene.series) == 1:
        return turned[:1]
    return unlike(turned, len(scene.series))


def unlike(palette: Sequence[str], count: int) -> list[str]:
    """The first `count` colours of a palette that can be told apart. `Reject("colours")` where it has not as many."""
    chosen: list[str] = []
    for colour in palette:
        if len(chosen) < count and all(_difference(colour, other) >= UNLIKE for other in chosen):
            chosen.append(colour)
    if len(chosen) < count:
        raise Reject("colours")
    return chosen


UNLIKE = 75.0
"""Least difference of two lines' colours (greys: in red, green and blue together), by eye."""


def _difference(a: str, b: str) -> float:
    """How unlike two colours are, 0 to about 765, after T. Riemersma's weighted Euclidean distance."""
    (r, g, b_), (s, h, c) = (tuple(int(x[i : i + 2], 16) for i in (1, 3, 5)) for x in (a, b))
    mean = (r + s) / 2
    square = (2 + mean / 256) * (r - s) ** 2 + 4 * (g - h) ** 2 + (2 + (255 - mean) / 256) * (b_ - c) ** 2
    return float(square**0.5)
