"""What is drawn around the data of a chart, whatever they are: panel, grid, spines, title, note, axis titles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

from scenewright.renderers.axes import LEADING, draw_axis_title
from scenewright.renderers.bar_margins import Fonts, Titled
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.distribution_styles import GRID, DistributionStyle
from scenewright.renderers.themes import mix
from scenewright.scenes.base import Reject


class Frame(Protocol):
    """What the frame needs to know of a layout. Pixels."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fonts(self) -> Fonts: ...
    @property
    def title(self) -> list[str]: ...
    @property
    def title_top(self) -> float: ...
    @property
    def subtitle_top(self) -> float | None: ...
    @property
    def plot(self) -> Box: ...


AxisTitle = tuple[list[str], tuple[float, float, str, float]]
"""Lines of an axis's title, and `(x, y, anchor, angle)`."""


def need_letters(fonts: Fonts, words: Iterable[str]) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def draw_panel(canvas: Canvas, style: DistributionStyle, plot: Box) -> None:
    """Marks of figure and plot, and the panel where it has a colour of its own."""
    canvas.mark("figure", "figure", (0, 0, canvas.width, canvas.height))
    canvas.mark("plot", "plot", plot)
    if style.colours.panel != style.colours.paper:
        canvas.rect(plot, style.colours.panel)


def draw_grid(canvas: Canvas, style: DistributionStyle, plot: Box, rows: Iterable[float], columns: Iterable[float]
              ) -> None:  # fmt: skip
    """Level lines at `rows` and upright ones at `columns`."""
    left, top, right, bottom = plot
    colours, dash = style.colours, GRID[style.grid_dash]
    rule = colours.rule if not dash else mix(colours.rule, colours.muted, 0.25)
    for y in rows:
        at = round(y) + 0.5
        canvas.line((left, at), (right, at), rule, 1.0, dash=dash, of="grid")
    for x in columns:
        at = round(x) + 0.5
        canvas.line((at, top), (at, bottom), rule, 1.0, dash=dash, of="grid")


def spine_ink(style: DistributionStyle) -> str:
    """The colour of axes and their ticks."""
    colours = style.colours
    return colours.ink if style.backend == "matplotlib" else mix(colours.muted, colours.paper, 0.15)


def draw_spines(canvas: Canvas, style: DistributionStyle, plot: Box, upright: bool = False) -> None:
    """Spines; of `base` the one below, or with `upright` the one on the left."""
    left, top, right, bottom = plot
    ink = spine_ink(style)
    half = 0.5 if style.backend == "skia" else 0.0
    if style.spines == "box":
        canvas.rect((left + half, top + half, right + half, bottom + half), stroke=ink, width=1.0)
    if style.spines == "corner" or (style.spines == "base" and upright):
        canvas.line((left + half, top), (left + half, bottom), ink, 1.0)
    if style.spines == "corner" or (style.spines == "base" and not upright):
        canvas.line((left, bottom + half), (right, bottom + half), ink, 1.0)


def draw_words(canvas: Canvas, scene: Titled, style: DistributionStyle, frame: Frame, value: AxisTitle, place: AxisTitle
               ) -> None:  # fmt: skip
    """Title, subtitle, note and axis titles."""
    colours, fonts = style.colours, frame.fonts
    margin = round(style.text_px * 1.6)
    x, anchor = (frame.width / 2, "mt") if style.title_centred else (margin, "lt")
    canvas.lines((x, frame.title_top), frame.title, fonts.title, colours.ink, anchor, LEADING, of="title", part="title")
    if frame.subtitle_top is not None:
        canvas.text((x, frame.subtitle_top), scene.subtitle.text, fonts.subtitle, colours.muted, anchor, of="subtitle")
    draw_axis_title(canvas, fonts.axis, "value_axis", value[0], value[1], colours.muted)
    draw_axis_title(canvas, fonts.axis, "place_axis", place[0], place[1], colours.muted)
    if scene.note:
        at = (frame.width / 2, frame.height - margin * 0.8) if style.title_centred else (margin, frame.height -
                                                                                        margin * 0.8)  # fmt: skip
        canvas.text(at, scene.note.text, fonts.text, colours.muted, "ms" if style.title_centred else "ls", of="note",
                    part="note")  # fmt: skip


def need_note_room(scene: Titled, fonts: Fonts, width: float) -> None:
    """`Reject("layout")` where the note is wider than the picture."""
    if scene.note and fonts.text.width(scene.note.text) > width:
        raise Reject("layout")


def value_title_lines(scene: Titled, style: DistributionStyle, fonts: Fonts, room: float) -> Sequence[str]:
    """The lines of an axis's title that runs along an upright axis of `room` pixels."""
    return fonts.axis.wrap(scene.value_axis.text, max(room, 150))
