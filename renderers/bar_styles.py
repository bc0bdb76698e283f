"""Looks of bar charts: designers' themes on Skia, and matplotlib's well-known style sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, pick_theme
from scenewright.scenes.base import between, chance, pick, weighted


def _sheet(name: str, paper: str, panel: str, ink: str, muted: str, rule: str, palette: str) -> Theme:
    return Theme(name=name, paper=paper, panel=panel, ink=ink, muted=muted, rule=rule, palette=tuple(palette.split()))


SHEETS = (
    _sheet("mpl_default", "#ffffff", "#ffffff", "#000000", "#262626", "#b0b0b0",
           "#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f"),
    _sheet("mpl_ggplot", "#ffffff", "#e5e5e5", "#333333", "#555555", "#ffffff",
           "#e24a33 #348abd #988ed5 #777777 #7da838 #b87d12"),
    _sheet("mpl_seaborn_white", "#ffffff", "#ffffff", "#262626", "#262626", "#cccccc",
           "#4c72b0 #dd8452 #55a868 #c44e52 #8172b3 #937860 #da8bc3 #8c8c8c"),
    _sheet("mpl_seaborn_dark", "#ffffff", "#eaeaf2", "#262626", "#262626", "#ffffff",
           "#4c72b0 #dd8452 #55a868 #c44e52 #8172b3 #937860 #da8bc3 #8c8c8c"),
    _sheet("mpl_bmh", "#ffffff", "#eeeeee", "#000000", "#262626", "#b2b2b2",
           "#348abd #a60628 #7a68a6 #467821 #d55e00 #cc79a7"),
    _sheet("mpl_fivethirtyeight", "#f0f0f0", "#f0f0f0", "#222222", "#444444", "#cbcbcb",
           "#30a2da #fc4f30 #c9922a #6d904f #8b8b8b #7a5195"),
    _sheet("mpl_grayscale", "#ffffff", "#ffffff", "#000000", "#262626", "#cccccc",
           "#262626 #6e6e6e #a6a6a6 #4a4a4a #8a8a8a #383838"),
    _sheet("mpl_dark", "#000000", "#000000", "#ffffff", "#dddddd", "#4a4a4a",
           "#8dd3c7 #feffb3 #bfbbd9 #fa8174 #81b1d2 #fdb462"),
)  # fmt: skip
"""After matplotlib's own style sheets; pale colours that vanish on their panel are replaced by deeper ones."""

BY_SHEET = {sheet.name: sheet for sheet in SHEETS}

Grid = Literal["none", "solid", "dashed", "dotted"]
Spines = Literal["none", "base", "corner", "box"]


class BarChartStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a bar chart looks."""

    backend: Literal["skia", "matplotlib"]
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    grid: Grid
    spines: Spines
    tick_px: float
    """Length of tick marks; 0 for none."""
    tick_count: int
    """About how many intervals the value axis has."""
    bar_share: float
    """Share of a category's band that its bars take."""
    bar_gap: float
    """Share of a grouped bar's pitch that stays free."""
    radius_px: float
    shadow: bool
    outline: bool
    hatched: bool
    """Series are told apart by hatching too."""
    many_colours: bool
    """Whether bars of a single series differ in colour."""
    palette_shift: int
    values_inside: bool
    values_bold: bool
    hide_axis: bool
    """Drop the value axis where every value is printed."""
    axis_title_flat: bool
    """The value axis's title lies above the axis rather than along it (vertical charts)."""
    legend: Literal["top", "right", "bottom", "inside"]
    legend_framed: bool
    slanted: bool
    """Category labels slant even where they would fit flat."""
    cap_px: float
    """Half-width of the caps of error bars."""
    panel_rounded: bool

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((640, 480), (720, 480), (700, 520), (800, 500), (800, 600), (860, 540), (960, 600), (680, 640), (900, 640))
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 500), (700, 500), (1000, 600))


def draw_style(rng: np.random.Generator) -> BarChartStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> BarChartStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    text = float(between(rng, 13, 14) if width >= 800 else between(rng, 12, 13))
    mono = theme == "journal"
    grid: Grid = weighted(rng, ("solid", "dashed", "dotted", "none"), (5, 2, 1, 2))
    spines: Spines = weighted(rng, ("base", "corner", "none", "box"), (5, 3, 1, 1))
    return BarChartStyle(
        theme=theme,
        font=font,
        width_px=width,
        height_px=height,
        backend="skia",
        title_px=float(pick(rng, (17, 19, 22))),
        text_px=text,
        title_centred=chance(rng, 0.35),
        title_bold=chance(rng, 0.75),
        subtitle=chance(rng, 0.6),
        grid="solid" if theme == "grey_panel" else grid,
        spines=spines,
        tick_px=4.0 if chance(rng, 0.35) else 0.0,
        tick_count=between(rng, 4, 8),
        bar_share=0.5 + 0.04 * between(rng, 0, 9),
        bar_gap=0.04 * between(rng, 0, 4),
        radius_px=float(weighted(rng, (0, 2, 4, 7), (5, 2, 2, 1))),
        shadow=not mono and chance(rng, 0.2),
        outline=mono or chance(rng, 0.12),
        hatched=mono or chance(rng, 0.06),
        many_colours=chance(rng, 0.3),
        palette_shift=between(rng, 0, 5),
        values_inside=chance(rng, 0.3),
        values_bold=chance(rng, 0.4),
        hide_axis=chance(rng, 0.35),
        axis_title_flat=chance(rng, 0.5),
        legend=weighted(rng, ("top", "right", "bottom"), (5, 3, 2)),
        legend_framed=chance(rng, 0.1),
        slanted=chance(rng, 0.08),
        cap_px=float(pick(rng, (0, 3, 4, 5, 6))),
        panel_rounded=chance(rng, 0.5),
    )


def _matplotlib(rng: np.random.Generator) -> BarChartStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    plain = theme in ("mpl_default", "mpl_grayscale", "mpl_dark")
    seaborn = theme.startswith("mpl_seaborn")
    lively = theme == "mpl_fivethirtyeight"
    font = MATPLOTLIBS_OWN if not seaborn and chance(rng, 0.75) else pick(rng, ("Open Sans", "Roboto", "Clear Sans"))
    grid: Grid = "solid"
    if plain:
        grid = weighted(rng, ("none", "solid", "dashed"), (6, 2, 2))
    elif theme == "mpl_bmh":
        grid = "dashed"
    return BarChartStyle(
        theme=theme,
        font=font,
        width_px=width,
        height_px=height,
        backend="matplotlib",
        title_px=20.0 if lively else 16.7,
        text_px=13.9 if width >= 700 else 12.5,
        title_centred=not lively,
        title_bold=lively,
        subtitle=False,
        grid=grid,
        spines="none"
        if lively or theme in ("mpl_ggplot", "mpl_seaborn_dark")
        else "box"
        if chance(rng, 0.8)
        else "corner",
        tick_px=0.0 if seaborn or lively else 4.9,
        tick_count=between(rng, 5, 8),
        bar_share=pick(rng, (0.8, 0.8, 0.7, 0.6, 0.5)),
        bar_gap=0.0,
        radius_px=0.0,
        shadow=False,
        outline=chance(rng, 0.25),
        hatched=theme == "mpl_grayscale" or chance(rng, 0.08),
        many_colours=chance(rng, 0.2),
        palette_shift=between(rng, 0, 5) if chance(rng, 0.3) else 0,
        values_inside=chance(rng, 0.15),
        values_bold=False,
        hide_axis=False,
        axis_title_flat=False,
        legend=weighted(rng, ("inside", "right", "bottom"), (6, 3, 1)),
        legend_framed=chance(rng, 0.85),
        slanted=chance(rng, 0.2),
        cap_px=float(pick(rng, (0, 3, 5))),
        panel_rounded=False,
    )
