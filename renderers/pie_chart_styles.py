"""Looks of pie charts: designers' themes on Skia, matplotlib's style sheets, and what shade each named colour has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN
from scenewright.renderers.bar_styles import BY_SHEET, SHEETS
from scenewright.renderers.themes import BY_NAME, Theme, ThemedStyle, mix, pick_theme
from scenewright.scenes.base import between, chance, pick, uniform, weighted
from scenewright.scenes.pie_chart import COLOURS

SHADES: dict[str, tuple[str, ...]] = {
    "house": ("#2f6fb5", "#e8812a", "#3f9a4c", "#cf3b3b", "#7d52a8", "#8a5a34", "#e892bb", "#8a9097", "#1f9f9a",
              "#e6c01f", "#1c2c60", "#a9d25a"),
    "tab": ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#17becf",
            "#dcc521", "#1b2a5c", "#98df8a"),
    "deep": ("#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8f63ad", "#7d5f4b", "#da8bc3", "#8c8c8c", "#3fb5b5",
             "#d9c24a", "#26355f", "#b5dc7d"),
    "office": ("#4472c4", "#ed7d31", "#548f38", "#c00000", "#7030a0", "#7b4a1e", "#f29ac4", "#a5a5a5", "#1aa3a3",
               "#ffc000", "#1f3058", "#a9d86e"),
    "print": ("#1c5c9c", "#d9731a", "#3c7a34", "#b3202a", "#5c3a85", "#6f4a2a", "#d87fa6", "#777269", "#158086",
              "#d8b12a", "#14244d", "#9cc25c"),
    "soft": ("#7fa8d9", "#f4b183", "#8cc58f", "#e58c86", "#b79bd3", "#b28d70", "#f3c0d6", "#b4b9be", "#7fcac6",
             "#f2dc86", "#4a5c94", "#d3e8a3"),
    "bright": ("#5a9bf0", "#ff9440", "#49b95e", "#ef5a55", "#b18af0", "#a87443", "#ff9fcb", "#a5aeb8", "#35c8c2",
               "#f6d743", "#3450c8", "#c6ee80"),
}  # fmt: skip
"""Shades in the order of `COLOURS`; `bright` for dark papers. Any two of a set are told apart (tested)."""

Backend = Literal["skia", "matplotlib"]


class PieChartStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a pie chart looks."""

    backend: Backend
    shades: str
    """Set of `SHADES`."""
    tone: float
    """Share of the paper's (above zero) or of the ink's colour (below) mixed into the shades."""
    mono: int
    """Which colour of the theme's palette the shades of a chart of one colour are made of; -1 for the ink."""
    hatched: bool
    """Whether shades of one colour are hatched too."""
    title_px: float
    text_px: float
    title_centred: bool
    title_bold: bool
    subtitle: bool
    inside: bool
    """Whether names and values stand in their slices where there is room."""
    rim: bool
    """Whether outer labels stand at the rim, without lines, where there is room."""
    two_lines: bool
    """Name and value one below the other."""
    values_bold: bool
    label_colour: bool
    """Leader lines in the colour of their slices."""
    elbow: bool
    """Whether leader lines begin at a right angle to the rim."""
    hole: float
    """Share of a donut's radius that is its hole."""
    gap_px: float
    """Width of the gaps between slices."""
    edge: bool
    """Whether slices are outlined in ink."""
    explode: float
    """Share of the radius by which a slice is pulled out."""
    shadow: bool
    sketchy: bool
    """Outlines drawn twice by a hand that is not quite steady."""
    legend_framed: bool
    legend_round: bool
    """Discs rather than squares in the legend."""
    caption_above: bool
    """Names of several pies above them rather than below."""
    fill: float
    """Share of the room for a pie that it takes."""

    @property
    def colours(self) -> Theme:
        """The theme or style sheet by its name."""
        return BY_NAME.get(self.theme) or BY_SHEET[self.theme]


_SIZES = ((640, 480), (720, 480), (700, 520), (800, 500), (800, 600), (860, 540), (900, 600), (640, 640), (680, 640))
_SHEET_SIZES = ((640, 480), (640, 480), (800, 600), (800, 500), (700, 500), (600, 600))
_HAND = ("blackboard", "notebook")


def draw_style(rng: np.random.Generator) -> PieChartStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    return _matplotlib(rng) if chance(rng, 0.3) else _designed(rng)


def _designed(rng: np.random.Generator) -> PieChartStyle:
    theme, font = pick_theme(rng)
    width, height = pick(rng, _SIZES)
    look = BY_NAME[theme]
    if look.dark:
        shades = "bright"
    elif theme in ("newspaper", "journal", "terracotta", "sand"):
        shades = weighted(rng, ("print", "deep", "soft"), (6, 3, 1))
    else:
        shades = weighted(rng, ("house", "office", "deep", "soft", "tab"), (5, 2, 2, 3, 1))
    sketchy = chance(rng, 0.6 if theme in _HAND else 0.03)
    tone = 0.0 if shades in ("soft", "bright") else uniform(rng, -0.1, 0.15)
    return PieChartStyle(
        theme=theme, font=font, width_px=width, height_px=height, backend="skia", shades=shades, tone=round(tone, 3),
        mono=between(rng, -1, 4) if theme != "journal" else -1, hatched=chance(rng, 0.25),
        title_px=float(pick(rng, (17, 19, 22))), text_px=float(between(rng, 12, 14)),
        title_centred=chance(rng, 0.4), title_bold=chance(rng, 0.75), subtitle=chance(rng, 0.55),
        inside=chance(rng, 0.45), rim=chance(rng, 0.45), two_lines=chance(rng, 0.6), values_bold=chance(rng, 0.4),
        label_colour=chance(rng, 0.35), elbow=chance(rng, 0.5), hole=round(uniform(rng, 0.42, 0.68), 2),
        gap_px=float(weighted(rng, (0, 1.5, 3), (3, 5, 2))) if not sketchy else 0.0,
        edge=not sketchy and chance(rng, 0.12), explode=round(uniform(rng, 0.06, 0.14), 3),
        shadow=not look.dark and not sketchy and chance(rng, 0.2), sketchy=sketchy, legend_framed=chance(rng, 0.12),
        legend_round=chance(rng, 0.45), caption_above=chance(rng, 0.4), fill=round(uniform(rng, 0.86, 1.0), 3),
    )  # fmt: skip


def _matplotlib(rng: np.random.Generator) -> PieChartStyle:
    theme = weighted(rng, SHEETS, (6, 2, 2, 2, 1, 2, 1, 1)).name
    width, height = pick(rng, _SHEET_SIZES)
    seaborn, dark = theme.startswith("mpl_seaborn"), theme == "mpl_dark"
    lively = theme == "mpl_fivethirtyeight"
    font = MATPLOTLIBS_OWN if not seaborn and chance(rng, 0.75) else pick(rng, ("Open Sans", "Roboto", "Clear Sans"))
    shades = "bright" if dark else "deep" if seaborn else weighted(rng, ("tab", "house", "soft"), (7, 2, 1))
    return PieChartStyle(
        theme=theme, font=font, width_px=width, height_px=height, backend="matplotlib", shades=shades, tone=0.0,
        mono=-1 if theme == "mpl_grayscale" else between(rng, -1, 3), hatched=chance(rng, 0.3),
        title_px=20.0 if lively else 16.7, text_px=13.9 if width >= 700 else 12.5, title_centred=not lively,
        title_bold=lively, subtitle=False, inside=chance(rng, 0.3), rim=chance(rng, 0.8),
        two_lines=chance(rng, 0.3), values_bold=False, label_colour=False, elbow=chance(rng, 0.3),
        hole=round(uniform(rng, 0.5, 0.7), 2), gap_px=float(weighted(rng, (0, 1, 2), (5, 3, 2))),
        edge=chance(rng, 0.15), explode=pick(rng, (0.05, 0.1, 0.1, 0.15)), shadow=False, sketchy=False,
        legend_framed=chance(rng, 0.8), legend_round=False, caption_above=chance(rng, 0.8), fill=0.92,
    )  # fmt: skip


def shade_of(style: PieChartStyle, colour: str) -> str:
    """The shade of a named colour."""
    shade = SHADES[style.shades][COLOURS.index(colour)]
    theme = style.colours
    return mix(shade, theme.paper if style.tone > 0 else theme.ink, abs(style.tone)) if style.tone else shade


@lru_cache(1024)
def tints(colour: str, paper: str, count: int) -> tuple[str, ...]:
    """Shades of one colour for neighbours in a ring: from full to pale, any two of them apart."""
    if count == 1:
        return (mix(colour, paper, 0.4),)
    return tuple(mix(colour, paper, 0.04 + 0.6 * i / (count - 1)) for i in dealt(count))


def mono_shades(style: PieChartStyle, count: int) -> list[str]:
    """Shades of one colour from dark to pale, dealt so that neighbours all round differ by two steps or more."""
    theme = style.colours
    base = theme.ink if style.mono < 0 else theme.palette[style.mono % len(theme.palette)]
    strong, pale = mix(base, theme.ink, 0.55), mix(base, theme.paper, 0.8)
    ramp = [mix(strong, pale, i / max(count - 1, 1)) for i in range(count)]
    return [ramp[i] for i in dealt(count)]


def dealt(count: int) -> Sequence[int]:
    """An order of 0 to `count - 1` in which neighbours, all round, lie far apart."""
    return {
        3: (0, 2, 1), 4: (0, 2, 1, 3), 5: (0, 2, 4, 1, 3),
    }.get(count, tuple(range(count)))  # fmt: skip
