"""What the looks of histograms and box plots share: themes, lettering, grid, spines, colours that can be told apart."""

from __future__ import annotations

import functools
import itertools
from typing import Any, Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS, Spines
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, pick_theme
from scenewright.scenes.base import Reject, between, chance, pick, weighted

GRID: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}


class DistributionStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a chart of a distribution looks."""

    backend: Literal["skia", "matplotlib"]
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    grid_dash: Literal["solid", "dashed", "dotted"]
    spines: Spines
    tick_px: float
    """Length of tick marks."""
    line_px: float
    """Width of outlines and whiskers."""
    fill_alpha: int
    """Of fills that lie over each other, 0 to 255."""
    palette_shift: int
    values_bold: bool
    axis_title_flat: bool
    """The title of the upright axis lies above it rather than along it."""
    legend_framed: bool
    slanted: bool
    panel_rounded: bool

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((640, 480), (720, 480), (700, 520), (800, 500), (800, 600), (880, 540), (960, 560), (720, 620), (900, 620))
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 500), (700, 500), (1000, 600))


def draw_fields(rng: np.random.Generator) -> dict[str, Any]:
    """The fields of a `DistributionStyle`. Three in ten charts look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> dict[str, Any]:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    return {
        "theme": theme,
        "font": font,
        "width_px": width,
        "height_px": height,
        "backend": "skia",
        "title_px": float(pick(rng, (17, 19, 22))),
        "text_px": float(between(rng, 13, 14) if width >= 800 else between(rng, 12, 13)),
        "title_centred": chance(rng, 0.3),
        "title_bold": chance(rng, 0.75),
        "subtitle": chance(rng, 0.6),
        "grid_dash": "solid" if theme == "grey_panel" else weighted(rng, ("solid", "dashed", "dotted"), (5, 2, 1)),
        "spines": weighted(rng, ("base", "corner", "box"), (5, 4, 1)),
        "tick_px": pick(rng, (4.0, 5.0)),
        "line_px": pick(rng, (1.5, 2.0, 2.0, 2.5)),
        "fill_alpha": between(rng, 70, 130),
        "palette_shift": between(rng, 0, 5),
        "values_bold": chance(rng, 0.3),
        "axis_title_flat": chance(rng, 0.4),
        "legend_framed": chance(rng, 0.12),
        "slanted": chance(rng, 0.08),
        "panel_rounded": chance(rng, 0.5),
    }


def _matplotlib(rng: np.random.Generator) -> dict[str, Any]:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, lively = theme.startswith("mpl_seaborn"), theme == "mpl_fivethirtyeight"
    boxed = not (lively or theme in ("mpl_ggplot", "mpl_seaborn_dark"))
    return {
        "theme": theme,
        "font": MATPLOTLIBS_OWN if not seaborn and chance(rng, 0.75) else
                pick(rng, ("Open Sans", "Roboto", "Clear Sans")),
        "width_px": width,
        "height_px": height,
        "backend": "matplotlib",
        "title_px": 20.0 if lively else 16.7,
        "text_px": 13.9 if width >= 700 else 12.5,
        "title_centred": not lively,
        "title_bold": lively,
        "subtitle": False,
        "grid_dash": "dashed" if theme == "mpl_bmh" or chance(rng, 0.15) else "solid",
        "spines": ("box" if chance(rng, 0.8) else "corner") if boxed else "none",
        "tick_px": 4.9,
        "line_px": pick(rng, (1.4, 1.4, 2.0)),
        "fill_alpha": between(rng, 80, 130),
        "palette_shift": between(rng, 0, 5) if chance(rng, 0.3) else 0,
        "values_bold": False,
        "axis_title_flat": False,
        "legend_framed": chance(rng, 0.85),
        "slanted": chance(rng, 0.15),
        "panel_rounded": False,
    }  # fmt: skip


# -- colours -------------------------------------------------------------------------------------------------------

GREY = ("journal", "mpl_grayscale")
UNLIKE = 90.0
"""Least difference of two distributions' colours, by eye."""


@functools.lru_cache(1024)
def unlike_colours(theme: str, shift: int, count: int) -> tuple[str, ...]:
    """Colours of the theme's palette that can be told apart; `Reject("colours")` where it has too few."""
    palette = (BY_NAME.get(theme) or BY_SHEET[theme]).palette
    shift = 0 if theme in GREY else shift
    chosen: list[str] = []
    for colour in (palette[(shift + j) % len(palette)] for j in range(len(palette))):
        if len(chosen) < count and all(difference(colour, other) >= UNLIKE for other in chosen):
            chosen.append(colour)
    if len(chosen) < count:
        raise Reject("colours")
    return tuple(chosen)


def palette_of(style: DistributionStyle, count: int) -> list[str]:
    """So many colours of the palette, from `palette_shift` on; they begin again where it has fewer."""
    palette = itertools.cycle(style.colours.palette)
    return list(itertools.islice(palette, style.palette_shift, style.palette_shift + count))


def difference(a: str, b: str) -> float:
    """How unlike two colours are, 0 to about 765, after T. Riemersma's weighted Euclidean distance."""
    (r, g, b_), (s, h, c) = (tuple(int(x[i : i + 2], 16) for i in (1, 3, 5)) for x in (a, b))
    mean = (r + s) / 2
    square = (2 + mean / 256) * (r - s) ** 2 + 4 * (g - h) ** 2 + (2 + (255 - mean) / 256) * (b_ - c) ** 2
    return float(square**0.5)
