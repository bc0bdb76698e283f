"""Value axes, category axes and legends: nice ticks, label fitting, placement. Shared by charts of all kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from scenewright.renderers.canvas import Canvas
from scenewright.scenes.base import Reject
from scenewright.scenes.tick_values import Ticks, figure_text, nice_ticks


class Scale(NamedTuple):
    """A linear map from values to pixels; `start` is where `low` lies."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def units_per_px(self) -> float:
        """What a pixel stands for."""
        return (self.high - self.low) / abs(self.end - self.start)


class LogScale(NamedTuple):
    """A logarithmic map from values above zero to pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Pixel of a value."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    @property
    def decades_per_px(self) -> float:
        """Powers of ten that a pixel stands for."""
        return math.log10(self.high / self.low) / abs(self.end - self.start)


# -- category labels -----------------------------------------------------------------------------------------------


class Fit(NamedTuple):
    """How category labels are set below an axis."""

    lines: tuple[tuple[str, ...], ...]
    angle: float
    """0, or degrees that labels rise to the right (-40, -90)."""
    depth: float
    """Pixels they take across the axis."""
    reach: float
    """Pixels that the first label reaches to the left of its own tick."""


LEADING = 1.22


def fit_below(names: Sequence[str], font: Any, band: float, room_left: float, prefer_slant: bool) -> Fit:
    """Labels flat, wrapped, slanted or upright, whichever comes first that fits bands of `band` pixels.

    `room_left`: pixels between the first tick and the picture's edge. `Reject("layout")` if nothing fits.
    """
    widths = [font.width(name) for name in names]
    widest = max(widths)
    prefer_slant = prefer_slant and widest > 34  # short labels never slant
    if widest <= band - 7 and not prefer_slant:
        return Fit(tuple((name,) for name in names), 0.0, font.cap_height + font.descent, widths[0] / 2)
    if not prefer_slant:
        wrapped = [tuple(font.wrap(name, band - 7)) for name in names]
        most = max(map(len, wrapped))
        if most <= 3 and all(font.width(line) <= band - 7 for lines in wrapped for line in lines):
            depth = font.cap_height + font.descent + (most - 1) * font.size_px * LEADING
            return Fit(tuple(wrapped), 0.0, depth, max(map(font.width, wrapped[0])) / 2)
    single = tuple((name,) for name in names)
    sine, cosine = math.sin(math.radians(40)), math.cos(math.radians(40))
    overhang = max(w * cosine - i * band for i, w in enumerate(widths))
    if band * sine >= font.cap_height + font.descent + 3 and overhang <= room_left and widest * sine <= 150:
        return Fit(single, -40.0, widest * sine + font.cap_height + 3, overhang)
    if band >= font.cap_height + font.descent + 3 and widest <= 170:
        return Fit(single, -90.0, widest + 2, font.cap_height)
    raise Reject("layout")


def draw_below(
    canvas: Canvas, fit: Fit, ids: Sequence[str], xs: Sequence[float], top: float, font: Any, ink: str
) -> None:
    """Draw fitted labels under an axis at `top`."""
    for of, lines, x in zip(ids, fit.lines, xs, strict=True):
        if fit.angle == -90.0:
            canvas.text((x + font.cap_height / 2, top), lines[0], font, ink, "rs", -90, of=of)
        elif fit.angle:
            c, s = math.cos(math.radians(40)), math.sin(math.radians(40))
            h = font.cap_height / 2
            # the middle of the last letter's height meets the tick
            canvas.text((x + h * s, top + h * c + 3), lines[0], font, ink, "rs", fit.angle, of=of)
        else:
            canvas.lines((x, top), lines, font, ink, "mt", LEADING, of=of)


def fit_beside(
    names: Sequence[str], font: Any, band: float, width_max: float
) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Labels left of a horizontal chart: lines per label, and the widest line. Wrapped if wider than `width_max`."""
    lines = []
    for name in names:
        wrapped = tuple(font.wrap(name, width_max)) if font.width(name) > width_max else (name,)
        if len(wrapped) * font.size_px * LEADING > max(band, font.size_px * LEADING) + 1:
            wrapped = (name,)
        lines.append(wrapped)
    return tuple(lines), max(font.width(line) for label in lines for line in label)


# -- legends -------------------------------------------------------------------------------------------------------


class Legend(NamedTuple):
    """Where the entries of a legend stand, relative to its top left corner."""

    width: float
    height: float
    places: tuple[tuple[float, float], ...]
    """Left end and middle of each entry."""


SWATCH = 12.0
SWATCH_GAP = 6.0
ENTRY_GAP = 18.0


def fit_legend(names: Sequence[str], font: Any, width_max: float, column: bool, swatch_px: float = SWATCH) -> Legend:
    """Entries in a column, or in rows no wider than `width_max`; `swatch_px` is the width of an entry's key."""
    row_height = max(font.size_px * 1.5, SWATCH + 5)
    places: list[tuple[float, float]] = []
    x = row = widest = 0.0
    for name in names:
        width = swatch_px + SWATCH_GAP + font.width(name)
        if x and (column or x + width > width_max):
            x, row = 0.0, row + 1
        places.append((x, row * row_height + row_height / 2))
        widest = max(widest, x + width)
        x += width + ENTRY_GAP
    if widest > width_max:
        raise Reject("layout")
    return Legend(widest, (row + 1) * row_height, tuple(places))


def draw_legend(
    canvas: Canvas,
    legend: Legend,
    left: float,
    top: float,
    ids: Sequence[str],
    names: Sequence[str],
    font: Any,
    ink: str,
    swatch: Callable[[int, tuple[float, float, float, float]], None],
    swatch_px: float = SWATCH,
) -> None:
    """Draw a legend; `swatch(i, box)` draws the key of entry `i`."""
    for i, (of, name, (x, y)) in enumerate(zip(ids, names, legend.places, strict=True)):
        x0, y0 = round(left + x), round(top + y - SWATCH / 2)
        swatch(i, (x0, y0, x0 + swatch_px, y0 + SWATCH))
        canvas.text((x0 + swatch_px + SWATCH_GAP, y0 + SWATCH / 2), name, font, ink, "lm", of=of, part="legend")


def draw_legend_frame(canvas: Canvas, legend: Legend, left: float, top: float, fill: str, edge: str) -> None:
    """A framed panel behind a legend, on whole pixels."""
    box = (
        round(left - 8) + 0.5,
        round(top - 5) + 0.5,
        round(left + legend.width + 8) + 0.5,
        round(top + legend.height + 5) + 0.5,
    )
    canvas.rect(box, fill, edge, radius=4.0)


# -- titles --------------------------------------------------------------------------------------------------------


def draw_axis_title(
    canvas: Canvas, font: Any, of: str, lines: Sequence[str], at: tuple[float, float, str, float], ink: str
) -> None:
    """An axis's title at `(x, y, anchor, angle)`. One that is long for its place moves as far as the picture allows."""
    x, y, anchor, angle = at
    half = max(map(font.width, lines)) / 2 + 6
    if angle:
        y = min(max(y, half), max(canvas.height - half, half))
    elif anchor[0] == "m":
        x = min(max(x, half), canvas.width - half)
    for i, line in enumerate(lines):
        canvas.text((x + i * font.size_px * LEADING, y), line, font, ink, anchor, angle, of=of, part="title")


__all__ = [
    "ENTRY_GAP",
    "LEADING",
    "SWATCH",
    "Fit",
    "Legend",
    "LogScale",
    "Scale",
    "Ticks",
    "draw_axis_title",
    "draw_below",
    "draw_legend",
    "draw_legend_frame",
    "figure_text",
    "fit_below",
    "fit_beside",
    "fit_legend",
    "nice_ticks",
]
