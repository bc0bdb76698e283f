"""Themes: paper, ink and palettes that a designer would sign. Shared by all drawn families."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenewright.renderers.base import Style
from scenewright.renderers.fonts import families
from scenewright.scenes.base import Value, pick


class Theme(Value, frozen=True, kw_only=True):
    """Colours that go together. Every palette colour stands out from the paper by a WCAG ratio of 1.9 or more, ink by
    7 or more, muted by 4 or more (tested).
    """

    name: str
    paper: str
    """Background of the page."""
    panel: str
    """Background of the drawing on the page; often the paper itself."""
    ink: str
    """Text and outlines."""
    muted: str
    """Secondary text."""
    rule: str
    """Grid, frames, quiet lines."""
    palette: tuple[str, ...]
    """At least six colours, told apart side by side."""

    @property
    def dark(self) -> bool:
        """Whether the paper is darker than the ink."""
        return luminance(self.paper) < luminance(self.ink)


@lru_cache(4096)
def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` in [0, 1] (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(4096)
def on(colour: str, light: str = "#ffffff", dark: str = "#1b1f24") -> str:
    """The text colour that reads better on a fill."""
    return light if contrast(colour, light) >= contrast(colour, dark) else dark


@lru_cache(4096)
def mix(a: str, b: str, share: float) -> str:
    """`a` with a share of `b` in [0, 1], mixed in sRGB."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)


def _theme(name: str, paper: str, panel: str, ink: str, muted: str, rule: str, palette: str) -> Theme:
    return Theme(name=name, paper=paper, panel=panel, ink=ink, muted=muted, rule=rule, palette=tuple(palette.split()))


THEMES = (
    _theme(
        "slate",
        "#ffffff",
        "#ffffff",
        "#1f2933",
        "#52606d",
        "#d9dee3",
        "#2f6690 #d1495b #3a9679 #e0932f #7d5ba6 #4b5d67 #2aa5b8 #a44a3f",
    ),
    _theme(
        "newspaper",
        "#fbf6ec",
        "#fbf6ec",
        "#22201c",
        "#5e584e",
        "#ddd3c0",
        "#0f5499 #c1272d #0d7680 #b86a00 #593380 #6b6355 #4a7c2c #96315e",
    ),
    _theme(
        "journal",
        "#ffffff",
        "#ffffff",
        "#111111",
        "#4a4a4a",
        "#cfcfcf",
        "#1b1b1b #5c5c5c #8f8f8f #3d3d3d #737373 #a9a9a9",
    ),
    _theme(
        "business",
        "#ffffff",
        "#f5f7fa",
        "#172b4d",
        "#4c5b76",
        "#d5dbe5",
        "#1f4e8c #ed7d31 #5b8f3d #7f7f7f #b8860b #6b4ea0 #2b9eb3 #a83246",
    ),
    _theme(
        "grey_panel",
        "#ffffff",
        "#ebebeb",
        "#222222",
        "#4d4d4d",
        "#ffffff",
        "#d9534f #a67c00 #2e8b40 #00939a #3f7fcf #c05cc0 #7a5c3e #4d6a8a",
    ),
    _theme(
        "dashboard",
        "#11161d",
        "#171e27",
        "#eef2f6",
        "#a3b0be",
        "#2d3845",
        "#5aa9e6 #ff8a5b #64d2a5 #f2c14e #c49bff #ff7aa2 #4fd0e0 #b8c4cf",
    ),
    _theme(
        "midnight",
        "#191a2e",
        "#191a2e",
        "#f2f0ff",
        "#b3b0d0",
        "#35365a",
        "#8ab4f8 #f7a072 #81e6b0 #f6d55c #d7a6ff #ff8fb3 #7ce0e6",
    ),
    _theme(
        "blackboard",
        "#24382f",
        "#24382f",
        "#f4f3e6",
        "#bfc9b8",
        "#40574b",
        "#f6e27f #f3a6a0 #a5d8ef #b9e28c #e2c0f0 #ffc38a",
    ),
    _theme(
        "sand",
        "#f6f0e6",
        "#fffaf2",
        "#3a2e25",
        "#6d5c4d",
        "#dfd2c0",
        "#a6502f #2f6f73 #c28a1c #5f7f3a #7d4f73 #40566f #b8574f",
    ),
    _theme(
        "mint",
        "#f3faf6",
        "#ffffff",
        "#14342b",
        "#47655a",
        "#cfe3d8",
        "#11795c #e07a5f #3d5a80 #b7892b #81437a #5a7d2a #2497a8",
    ),
    _theme(
        "lilac",
        "#faf7fd",
        "#ffffff",
        "#2a1f3d",
        "#62557a",
        "#e0d8ec",
        "#6a4c93 #d65780 #2a8f9e #c98a1b #4267ac #5f8f3f #a0522d",
    ),
    _theme(
        "poster",
        "#fff4e3",
        "#fff4e3",
        "#1d2a44",
        "#55607a",
        "#ecdcc0",
        "#1d4e89 #d7452f #00857c #d98a00 #7b2d6b #4a6b1f",
    ),
    _theme(
        "blueprint",
        "#173f6b",
        "#173f6b",
        "#f3f8ff",
        "#b6cdea",
        "#33608f",
        "#ffffff #ffd166 #8fd3ff #ff9f8c #a8e6a1 #e3b5ff",
    ),
    _theme(
        "notebook",
        "#fefdf8",
        "#fefdf8",
        "#23395b",
        "#5a6b85",
        "#d7e0ea",
        "#2b6cb0 #c53030 #2f855a #b7791f #6b46c1 #2c7a7b #b83280",
    ),
    _theme(
        "okabe_ito",
        "#ffffff",
        "#ffffff",
        "#1a1a1a",
        "#555555",
        "#dddddd",
        "#0072b2 #d55e00 #009e73 #cc79a7 #c98700 #3f3f3f #3d9bd1",
    ),
    _theme(
        "terracotta",
        "#fdf6f3",
        "#fdf6f3",
        "#38221d",
        "#755a52",
        "#eadad4",
        "#b5533c #3b6f7d #d08c2e #6b7a3a #8a4a6b #51607a",
    ),
)
"""All themes; `okabe_ito` is safe for colour-blind readers, `journal` for monochrome print."""

BY_NAME = {theme.name: theme for theme in THEMES}


class ThemedStyle(Style, frozen=True, kw_only=True):
    """The part of a style that all drawn families share."""

    theme: str
    font: str
    """Bundled font family."""
    width_px: int
    height_px: int

    @property
    def colours(self) -> Theme:
        """The theme by its name."""
        return BY_NAME[self.theme]


_FONTS: dict[str, tuple[str, ...]] = {}


def pick_theme(rng: np.random.Generator) -> tuple[str, str]:
    """A theme's name and a font that suits it: the hand-like fonts go to informal papers, serifs to print."""
    if not _FONTS:
        for kind in ("sans", "serif", "mono", "hand"):
            _FONTS[kind] = families(kind)
    theme = pick(rng, THEMES)
    mark = rng.random()
    if theme.name in ("blackboard", "notebook"):
        kind = "hand" if mark < 0.6 else "sans"
    elif theme.name in ("newspaper", "journal", "sand", "poster", "terracotta"):
        kind = "serif" if mark < 0.5 else "sans"
    else:
        kind = "sans" if mark < 0.75 else "serif" if mark < 0.87 else "mono"
    return theme.name, pick(rng, _FONTS[kind])
