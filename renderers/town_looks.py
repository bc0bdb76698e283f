"""Colours of town maps, mixed from a theme: land, blocks, parks, water, roads and signs."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from scenewright.renderers.themes import BY_NAME, contrast, mix, on


class Look(NamedTuple):
    """The colours of one map."""

    page: str
    land: str
    block: str
    house: str
    park: str
    tree: str
    water: str
    square: str
    road: str
    main: str
    """Fill of the longest streets."""
    casing: str
    """Edge of the roads."""
    ink: str
    muted: str
    halo: str
    """Around lettering on the land."""
    arrow: str
    closed: str
    badges: tuple[str, ...]
    """Fill of landmarks' icons, by group."""
    glyphs: tuple[str, ...]
    """The icon on each badge."""
    lines: tuple[str, ...]
    """Colours of streets drawn as lines of a network."""
    line: str
    """Colour of streets drawn as plain thin lines."""


@cache
def look(theme_name: str, roads: str) -> Look:
    """The colours of a theme for a way of drawing roads."""
    theme = BY_NAME[theme_name]
    paper, ink, muted = theme.panel, theme.ink, theme.muted
    if theme.dark:
        land, road = mix(paper, ink, 0.03), mix(paper, ink, 0.27)
        tints = {"park": mix(paper, "#4fae6d", 0.3), "tree": mix(paper, "#5fc482", 0.48)}
        water, main, casing = mix(paper, "#3d8ed6", 0.42), mix(road, "#d8ad4a", 0.3), mix(paper, "#000000", 0.45)
        arrow, closed = "#a8d4ff", "#ff6f61"
        line = mix(paper, ink, 0.5)
    else:
        land, road = mix(paper, muted, 0.11), mix(paper, "#ffffff", 0.75)
        tints = {"park": mix(land, "#86c06c", 0.46), "tree": mix(land, "#5a9e4b", 0.55)}
        water, main, casing = mix(land, "#6db3dd", 0.55), mix(road, "#f6cf5e", 0.55), mix(paper, muted, 0.5)
        arrow, closed = "#1f5fbf", "#cf2e2e"
        line = mix(paper, muted, 0.72)
    if roads == "outline":
        casing = mix(ink, paper, 0.15)
    badges = tuple(theme.palette[i % len(theme.palette)] for i in range(7))
    return Look(
        page=theme.paper,
        land=land,
        block=mix(land, ink, 0.035),
        house=mix(land, ink, 0.11),
        park=tints["park"],
        tree=tints["tree"],
        water=water,
        square=mix(land, "#e0b98a", 0.3),
        road=road,
        main=main,
        casing=casing,
        ink=ink,
        muted=muted,
        halo=land,
        arrow=arrow,
        closed=closed,
        badges=badges,
        glyphs=tuple(on(colour) for colour in badges),
        lines=tuple(colour for colour in theme.palette if contrast(colour, land) >= 1.5),
        line=line,
    )
