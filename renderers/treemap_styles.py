"""Looks of treemaps and sunbursts: designers' themes on Skia, matplotlib's style sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS
from scenewright.renderers.pie_chart_styles import SHADES
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, mix, pick_theme
from scenewright.scenes.base import between, chance, pick, uniform, weighted
from scenewright.scenes.pie_chart import COLOURS


class TreeMapStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a treemap or a sunburst looks."""

    backend: Literal["skia", "matplotlib"]
    shades: str
    """Set of `SHADES`."""
    tone: float
    """Share of the paper's (above zero) or of the ink's colour (below) mixed into the shades."""
    mono: int
    """Which colour of the theme's palette charts of one colour have; -1 for the ink."""
    ramp: bool
    """Whether parts of one colour, or of one group, differ in shade by their order."""
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    names_bold: bool
    centred: bool
    """Labels in the middle of their rectangle rather than at its top left."""
    scaled: bool
    """Larger letters in larger rectangles."""
    legend_framed: bool
    legend_round: bool
    heading: Literal["bar", "tint", "plain"]
    """Names of groups on a bar of their colour, on a paler one, or on the paper."""
    gap_px: float
    """Between parts."""
    group_gap_px: float
    """Between groups."""
    radius_px: float
    edge: bool
    """Whether parts are outlined in ink."""
    hole: float
    """Share of a sunburst's radius that its hole takes."""
    ring: float
    """Share of the rest that the inner ring takes."""
    spokes: bool
    """Whether labels in a sunburst run along the radius even where they would fit otherwise."""

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((720, 520), (760, 540), (800, 560), (800, 600), (860, 600), (900, 640), (680, 560), (760, 640))
_SHEET_SIZES = ((720, 540), (800, 600), (800, 600), (800, 500), (700, 560))


def draw_style(rng: np.random.Generator) -> TreeMapStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> TreeMapStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    look = BY_NAME[theme]
    if look.dark:
        shades = weighted(rng, ("bright", "soft"), (3, 1))
    elif theme in ("newspaper", "journal", "terracotta", "sand"):
        shades = weighted(rng, ("print", "deep", "soft"), (6, 3, 2))
    else:
        shades = weighted(rng, ("house", "office", "deep", "soft", "tab"), (4, 2, 3, 4, 1))
    tone = 0.0 if shades in ("soft", "bright") else uniform(rng, -0.08, 0.18)
    gap = float(weighted(rng, (1, 2, 3), (4, 5, 2)))
    return TreeMapStyle(
        theme=theme, font=font, width_px=width, height_px=height, backend="skia", shades=shades, tone=round(tone, 3),
        mono=between(rng, -1, 4) if theme != "journal" else -1, ramp=chance(rng, 0.45),
        title_px=float(pick(rng, (17, 19, 22))), text_px=float(between(rng, 12, 13)),
        title_centred=chance(rng, 0.3), title_bold=chance(rng, 0.75), subtitle=chance(rng, 0.55),
        names_bold=chance(rng, 0.45), centred=chance(rng, 0.35), scaled=chance(rng, 0.5),
        legend_framed=chance(rng, 0.12), legend_round=chance(rng, 0.4),
        heading=weighted(rng, ("bar", "tint", "plain"), (4, 3, 3)), gap_px=gap,
        group_gap_px=gap + between(rng, 2, 5), radius_px=float(weighted(rng, (0, 2, 4), (6, 2, 2))),
        edge=theme == "journal" or chance(rng, 0.08),
        hole=round(uniform(rng, 0.1, 0.26), 2) if chance(rng, 0.8) else 0.0,
        ring=round(uniform(rng, 0.38, 0.48), 2), spokes=chance(rng, 0.4),
    )  # fmt: skip


def _matplotlib(rng: np.random.Generator) -> TreeMapStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, dark = theme.startswith("mpl_seaborn"), theme == "mpl_dark"
    lively = theme == "mpl_fivethirtyeight"
    font = MATPLOTLIBS_OWN if not seaborn and chance(rng, 0.7) else pick(rng, ("Open Sans", "Roboto", "Clear Sans"))
    shades = "bright" if dark else "deep" if seaborn else weighted(rng, ("tab", "house", "soft"), (5, 2, 2))
    gap = float(weighted(rng, (1, 2), (5, 3)))
    return TreeMapStyle(
        theme=theme, font=font, width_px=width, height_px=height, backend="matplotlib", shades=shades,
        tone=round(uniform(rng, 0.0, 0.2), 3) if shades in ("tab", "house") else 0.0,
        mono=-1 if theme == "mpl_grayscale" else between(rng, 0, 3), ramp=chance(rng, 0.4),
        title_px=20.0 if lively else 16.7, text_px=12.5, title_centred=not lively, title_bold=lively, subtitle=False,
        names_bold=False, centred=chance(rng, 0.75), scaled=chance(rng, 0.25), legend_framed=chance(rng, 0.8),
        legend_round=False, heading=weighted(rng, ("bar", "tint", "plain"), (3, 3, 4)), gap_px=gap,
        group_gap_px=gap + between(rng, 1, 3), radius_px=0.0, edge=chance(rng, 0.1),
        hole=pick(rng, (0.0, 0.15, 0.2)), ring=pick(rng, (0.4, 0.45, 0.5)), spokes=chance(rng, 0.3),
    )  # fmt: skip


def shade_of(style: TreeMapStyle, colour: str) -> str:
    """The shade of a named colour."""
    shade = SHADES[style.shades][COLOURS.index(colour)]
    theme = style.colours
    return mix(shade, theme.paper if style.tone > 0 else theme.ink, abs(style.tone)) if style.tone else shade


def shades_of(style: TreeMapStyle, colour: str, count: int) -> list[str]:
    """The shades of so many parts of one colour: all alike, or from full to paler."""
    if not style.ramp or count == 1:
        return [mix(colour, style.colours.paper, 0.12)] * count
    return [mix(colour, style.colours.paper, 0.08 + 0.42 * i / (count - 1)) for i in range(count)]


def one_colour(style: TreeMapStyle) -> str:
    """The colour of charts of one colour."""
    theme = style.colours
    return theme.ink if style.mono < 0 else theme.palette[style.mono % len(theme.palette)]
