"""The canvas on matplotlib: the same calls, drawn by its Agg renderer with matplotlib's text, snapping and hatching.
No pyplot and no global state.

Figures and artists are skipped: they would be built, sorted and drawn once and then thrown away, at several times the
cost, and a figure holds itself in a cycle, so that its pixels would stay until the garbage is next collected.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path as File
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, Point, stroke_bounds
from scenewright.renderers.fonts import FOLDER, faces

DPI = 100.0
MATPLOTLIBS_OWN = "DejaVu Sans"
"""Bundled by matplotlib itself; the look of most charts there are."""
_KAPPA = 0.5522847498


@lru_cache(4096)
def rgba(colour: str) -> tuple[float, float, float, float]:
    """`#rrggbb[aa]` as four floats."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in range(1, len(colour), 2)]
    return (parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else 1.0)


@lru_cache(8192)
def _measure(font: AggFont, text: str) -> tuple[float, float, float, float, float]:
    """One cache for all fonts, so that memory stays flat."""
    width, above, below = font._measured(text)
    return width, 0.0, -above, width, below


class AggFont:
    """A typeface at a size in pixels as matplotlib sets it: hinted, so its widths are its own. See `agg_font`."""

    def __init__(self, family: str, size_px: float, bold: bool) -> None:
        if family == MATPLOTLIBS_OWN:
            name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
            self.path = File(mpl.get_data_path()) / "fonts" / "ttf" / name
        else:
            face = faces()[family]
            self.path = FOLDER / (face.bold if bold and face.bold else face.regular)
        self.family, self.size_px, self.bold = family, size_px, bold
        self.points = size_px * 72 / DPI
        self.properties = FontProperties(fname=str(self.path), size=self.points)
        self.cap_height = self._measured("H")[1]
        self.descent = self._measured("g")[2]
        self.ascent = self._measured("Åd")[1]
        self.line_height = self.ascent + self.descent

    def _measured(self, text: str) -> tuple[float, float, float]:
        """Width, ink above the baseline, ink below it."""
        face: Any = get_font(str(self.path))
        face.clear()
        face.set_size(self.points, DPI)
        face.set_text(text, 0.0, flags=get_hinting_flag())  # hinted as it is drawn, or its width is another
        width, height = face.get_width_height()
        descent = face.get_descent()
        return width / 64, (height - descent) / 64, descent / 64

    def measure(self, text: str) -> tuple[float, float, float, float, float]:
        """`(advance, left, top, right, bottom)` as in `fonts.Font.measure`."""
        return _measure(self, text)

    def width(self, text: str) -> float:
        """Width in pixels."""
        return self.measure(text)[0]

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph."""
        face: Any = get_font(str(self.path))
        return all(face.get_char_index(ord(c)) for c in text if c != "\n")

    def wrap(self, text: str, width_px: float) -> list[str]:
        """Text broken at spaces into lines no wider than `width_px`; a longer word stays whole."""
        whole = " ".join(text.split())
        if whole and self.width(whole) <= width_px:  # one measurement, which drawing needs too, in place of many
            return [whole]
        lines: list[str] = []
        for word in text.split():
            if lines and self._measured(f"{lines[-1]} {word}")[0] <= width_px:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


@lru_cache(512)
def agg_font(family: str, size_px: float, bold: bool = False) -> AggFont:
    """The font of a family at a size in pixels."""
    return AggFont(family, size_px, bold)


class AggCanvas(Canvas):
    """A picture that matplotlib draws. Shadows (`blur`) are left out: its charts have none."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self.width, self.height = width, height
        self._renderer = RendererAgg(width, height, DPI)
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self._marks = []
        self._lettering = []
        self._fill((0, 0, width, height), background)

    # -- shapes ----------------------------------------------------------------------------------------------------

    def _gc(self, stroke: str | None, width: float, dash: tuple[float, ...] = ()) -> Any:
        gc = self._renderer.new_gc()
        if stroke:
            gc.set_foreground(rgba(stroke), isRGBA=True)
            gc.set_linewidth(width)
            if dash:
                gc.set_dashes(0, list(dash))
        else:
            gc.set_linewidth(0)
        return gc

    def _fill(self, box: Box, colour: str) -> None:
        self._draw(_rectangle(*box), self._gc(None, 0), colour)

    def _draw(self, path: Path, gc: Any, fill: str | None) -> None:
        self._renderer.draw_path(gc, path, self._flip, rgba(fill) if fill else None)
        gc.restore()

    def rect(
        self,
        box: Box,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1.0,
        radius: float = 0.0,
        of: str | None = None,
        part: str = "shape",
        blur: float = 0.0,
        dash: tuple[float, ...] = (),
        hatch: str = "",
        hatch_ink: str = "#000000",
    ) -> None:
        if not blur:
            path = _rounded(*box, radius) if radius else _rectangle(*box)
            gc = self._gc(stroke, width, dash)
            gc.set_joinstyle("miter")
            if hatch:
                gc.set_hatch(hatch)
                gc.set_hatch_color(rgba(hatch_ink))
                gc.set_hatch_linewidth(1.0)
            self._draw(path, gc, fill)
        if of is not None:
            self._marks.append((of, part, box, (), ""))

    def circle(
        self,
        centre: Point,
        radius: float,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1.0,
        of: str | None = None,
        part: str = "shape",
        blur: float = 0.0,
    ) -> None:
        x, y = centre
        if not blur:
            path = Path(_UNIT_CIRCLE.vertices * radius + (x, y), _UNIT_CIRCLE.codes)
            self._draw(path, self._gc(stroke, width), fill)
        if of is not None:
            self._marks.append((of, part, (x - radius, y - radius, x + radius, y + radius), (), ""))

    def line(
        self,
        start: Point,
        end: Point,
        colour: str,
        width: float = 1.0,
        of: str | None = None,
        part: str = "line",
        dash: tuple[float, ...] = (),
        cap: str = "butt",
    ) -> None:
        gc = self._gc(colour, width, dash)
        gc.set_capstyle("projecting" if cap == "square" else cap)
        self._draw(Path([start, end]), gc, None)
        if of is not None:
            self._marks.append((of, part, *stroke_bounds(start, end, width), ""))

    def polygon(
        self,
        points: Any,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1.0,
        closed: bool = True,
        of: str | None = None,
        part: str = "shape",
        dash: tuple[float, ...] = (),
        cap: str = "round",
        blur: float = 0.0,
    ) -> None:
        vertices = [*points, points[0]] if closed else list(points)
        if not blur:
            self._draw(Path(vertices), self._gc(stroke, width, dash), fill)
        if of is not None:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            self._marks.append((of, part, (min(xs), min(ys), max(xs), max(ys)), tuple(points), ""))

    # -- lettering -------------------------------------------------------------------------------------------------

    def text(
        self,
        at: Point,
        text: str,
        font: Any,
        colour: str,
        anchor: str = "mm",
        angle: float = 0.0,
        of: str | None = None,
        part: str = "label",
        halo: str | None = None,
        halo_width: float = 3.0,
        check: bool = True,
    ) -> Box:
        width, left, top, right, bottom = font.measure(text)
        x = {"l": 0.0, "m": -width / 2, "r": -width}[anchor[0]]
        y = {"s": 0.0, "m": font.cap_height / 2, "t": font.cap_height, "b": -font.descent}[anchor[1]]
        px, py = at
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        ox, oy = px + c * x - s * y, py + s * x + c * y
        if halo:
            pad = halo_width / 2
            self._fill((ox + left - pad, oy + top - pad, ox + right + pad, oy + bottom + pad), halo)
        gc = self._renderer.new_gc()
        gc.set_foreground(rgba(colour), isRGBA=True)
        self._renderer.draw_text(gc, ox, oy, text, font.properties, -angle)
        gc.restore()
        polygon: tuple[Point, ...] = ()
        box: Box = (ox + left, oy + top, ox + right, oy + bottom)
        if angle:
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            polygon = tuple((ox + c * a - s * b, oy + s * a + c * b) for a, b in corners)
            xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
            box = (min(xs), min(ys), max(xs), max(ys))
        if check:
            self._lettering.append(len(self._marks))
        self._marks.append((of if of is not None else "", part, box, polygon, text))
        return box

    def pixels(self) -> np.ndarray:
        """The `(height, width, 4)` RGBA pixels."""
        return np.asarray(self._renderer.buffer_rgba())


_UNIT_CIRCLE: Any = Path.unit_circle()
_SQUARE = np.array([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], Path.code_type)


def _rectangle(left: float, top: float, right: float, bottom: float) -> Path:
    return Path(np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]), _SQUARE)


def _rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Path:
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    k = r * (1 - _KAPPA)
    points = [
        (left + r, top),
        (right - r, top), (right - k, top), (right, top + k), (right, top + r),
        (right, bottom - r), (right, bottom - k), (right - k, bottom), (right - r, bottom),
        (left + r, bottom), (left + k, bottom), (left, bottom - k), (left, bottom - r),
        (left, top + r), (left, top + k), (left + k, top), (left + r, top),
        (left + r, top),
    ]  # fmt: skip
    corner = [Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    return Path(points, [Path.MOVETO, *corner * 4, Path.CLOSEPOLY])
