"""Drawing and marking in one call, so that a mark can't drift from the pixels.

Pixels, origin top left. Colours are `#rrggbb` or `#rrggbbaa`. `of` names the thing drawn, `part` what of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from scenewright.renderers.base import Box, Mark, Media
from scenewright.renderers.fonts import Font
from scenewright.renderers.png import encode_png
from scenewright.renderers.skia_loader import skia
from scenewright.scenes.base import Reject

Point = tuple[float, float]


@lru_cache(4096)
def argb(colour: str) -> int:
    """`#rrggbb[aa]` as Skia's 0xAARRGGBB."""
    value = int(colour[1:], 16)
    return 0xFF000000 | value if len(colour) == 7 else (value & 0xFF) << 24 | value >> 8


@lru_cache(4096)
def fill_paint(colour: str, blur: float = 0.0) -> skia.Paint:
    """Shared paint for filling. Never changed after it is made."""
    paint = skia.Paint(AntiAlias=True, Color=argb(colour))
    if blur:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.BlurStyle.kNormal_BlurStyle, blur))
    return paint


@lru_cache(4096)
def stroke_paint(colour: str, width: float, dash: tuple[float, ...] = (), cap: str = "round") -> skia.Paint:
    """Shared paint for lines. `cap` is `round`, `butt` or `square`; joins are round with round caps, else mitred."""
    paint = skia.Paint(AntiAlias=True, Color=argb(colour), StrokeWidth=width, Style=skia.Paint.kStroke_Style)
    paint.setStrokeCap(getattr(skia.Paint, f"k{cap.capitalize()}_Cap"))
    paint.setStrokeJoin(skia.Paint.kRound_Join if cap == "round" else skia.Paint.kMiter_Join)
    if dash:
        paint.setPathEffect(skia.DashPathEffect.Make(list(dash), 0))
    return paint


@lru_cache(24)
def _soft_disc(radius: float, colour: str, blur: float) -> tuple[skia.Image, int]:
    """A blurred disc as a picture, and half its side. Blurring a disc costs 1.4 ms at 360 px, copying it 0.6."""
    half = math.ceil(radius + 3 * blur)
    surface = skia.Surface(2 * half, 2 * half)
    surface.getCanvas().clear(0)
    surface.getCanvas().drawCircle(half, half, radius, fill_paint(colour, blur))
    return surface.makeImageSnapshot(), half


_pixels = np.empty(0, np.uint8)


def _buffer(width: int, height: int) -> np.ndarray:
    """Pixels of a picture, in one buffer that is kept: a fresh one would cost a page fault per 4 KiB each time."""
    global _pixels
    size = width * height * 4
    if _pixels.size < size:
        _pixels = np.empty(size, np.uint8)
    return _pixels[:size].reshape(height, width, 4)


def stroke_bounds(start: Point, end: Point, width: float) -> tuple[Box, tuple[Point, ...]]:
    """The box about a straight stroke, and its four corners."""
    (x0, y0), (x1, y1), h = start, end, width / 2
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y1 - y0) / length * h, (x0 - x1) / length * h
    return (
        (min(x0, x1) - h, min(y0, y1) - h, max(x0, x1) + h, max(y0, y1) + h),
        ((x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)),
    )


class Canvas:
    """A picture being drawn. `finish()` checks the lettering and gives the PNG and its marks.

    One canvas at a time per process: the pixels are a shared buffer. `target` draws elsewhere, for instance into a
    recorder.
    """

    def __init__(self, width: int, height: int, background: str, target: Any = None) -> None:
        self.width, self.height = width, height
        self._array = None if target is not None else _buffer(width, height)
        self._surface = None if self._array is None else skia.Surface(self._array)  # keeps the pixels' canvas alive
        self.skia: Any = target if self._surface is None else self._surface.getCanvas()
        self.skia.clear(argb(background))
        self._marks: list[tuple[str, str, Box, tuple[Point, ...], str]] = []
        self._lettering: list[int] = []

    # -- marks -----------------------------------------------------------------------------------------------------

    def mark(self, of: str, part: str, box: Box, polygon: tuple[Point, ...] = (), text: str = "") -> None:
        """Record where a thing is without drawing."""
        self._marks.append((of, part, box, polygon, text))

    def drawn(self, ids: Iterable[str]) -> list[tuple[str, str, Box, tuple[Point, ...], str]]:
        """Marks so far of these things: `(of, part, box, polygon, text)`."""
        wanted = frozenset(ids)
        return [mark for mark in self._marks if mark[0] in wanted]

    # -- shapes ----------------------------------------------------------------------------------------------------

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
    ) -> None:
        """A rectangle, with rounded corners if `radius`. `blur` softens the fill, for shadows."""
        rect = skia.Rect.MakeLTRB(*box)
        if fill:
            if radius:
                self.skia.drawRoundRect(rect, radius, radius, fill_paint(fill, blur))
            else:
                self.skia.drawRect(rect, fill_paint(fill, blur))
        if stroke:
            paint = stroke_paint(stroke, width, dash, "butt")
            if radius:
                self.skia.drawRoundRect(rect, radius, radius, paint)
            else:
                self.skia.drawRect(rect, paint)
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
        """A disc or a ring."""
        x, y = centre
        if fill and blur:
            image, half = _soft_disc(round(radius, 1), fill, round(blur, 1))
            self.skia.drawImage(image, round(x) - half, round(y) - half)
        elif fill:
            self.skia.drawCircle(x, y, radius, fill_paint(fill))
        if stroke:
            self.skia.drawCircle(x, y, radius, stroke_paint(stroke, width))
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
        """A straight line. Its mark has the four corners of the stroke as polygon."""
        (x0, y0), (x1, y1) = start, end
        self.skia.drawLine(x0, y0, x1, y1, stroke_paint(colour, width, dash, cap))
        if of is not None:
            self._marks.append((of, part, *stroke_bounds(start, end, width), ""))

    def polygon(
        self,
        points: Sequence[Point],
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
        """A closed polygon, or an open polyline with `closed=False`."""
        path = skia.Path.Polygon([skia.Point(x, y) for x, y in points], closed)
        self.path(path, fill, stroke, width, dash=dash, cap=cap, blur=blur)
        if of is not None:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            self._marks.append((of, part, (min(xs), min(ys), max(xs), max(ys)), tuple(points), ""))

    def path(
        self,
        path: skia.Path,
        fill: str | None = None,
        stroke: str | None = None,
        width: float = 1.0,
        of: str | None = None,
        part: str = "shape",
        dash: tuple[float, ...] = (),
        cap: str = "round",
        blur: float = 0.0,
    ) -> None:
        """Any Skia path; its mark is the path's bounding box."""
        if fill:
            self.skia.drawPath(path, fill_paint(fill, blur))
        if stroke:
            self.skia.drawPath(path, stroke_paint(stroke, width, dash, cap))
        if of is not None:
            b = path.computeTightBounds()
            self._marks.append((of, part, (b.fLeft, b.fTop, b.fRight, b.fBottom), (), ""))

    # -- lettering -------------------------------------------------------------------------------------------------

    def text(
        self,
        at: Point,
        text: str,
        font: Font,
        colour: str,
        anchor: str = "mm",
        angle: float = 0.0,
        of: str | None = None,
        part: str = "label",
        halo: str | None = None,
        halo_width: float = 3.0,
        check: bool = True,
    ) -> Box:
        """One line of text; returns its box.

        `anchor`: `l`, `m` or `r`, then `t` (top of capitals), `m` (middle of capitals), `s` (baseline) or `b`
        (descenders). `angle`: degrees clockwise about `at`. `halo`: colour of an outline that keeps the text legible
        over lines. `check=False` exempts the text from the overlap test (letters of a texture, not of a label).
        """
        advance, left, top, right, bottom = font.measure(text)
        x = 0.0 if anchor[0] == "l" else -advance / 2 if anchor[0] == "m" else -advance
        v = anchor[1]
        y = 0.0 if v == "s" else font.cap_height / 2 if v == "m" else font.cap_height if v == "t" else -font.descent
        px, py = at
        surface = self.skia
        if angle:
            surface.save()
            surface.translate(px, py)
            surface.rotate(angle)
            ox, oy = x, y
        else:
            ox, oy = px + x, py + y
        letters = font.slanted if angle % 90 else font.skia
        if halo:
            surface.drawString(text, ox, oy, letters, stroke_paint(halo, halo_width))
        surface.drawString(text, ox, oy, letters, fill_paint(colour))
        box: Box
        polygon: tuple[Point, ...] = ()
        if angle:
            surface.restore()
            c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            corners = (
                (x + left, y + top),
                (x + right, y + top),
                (x + right, y + bottom),
                (x + left, y + bottom),
            )
            polygon = tuple((px + c * a - s * b, py + s * a + c * b) for a, b in corners)
            xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
            box = (min(xs), min(ys), max(xs), max(ys))
        else:
            box = (ox + left, oy + top, ox + right, oy + bottom)
        if check:
            self._lettering.append(len(self._marks))
        self._marks.append((of if of is not None else "", part, box, polygon, text))
        return box

    def lines(
        self,
        at: Point,
        lines: Sequence[str],
        font: Font,
        colour: str,
        anchor: str = "mm",
        leading: float = 1.2,
        of: str | None = None,
        part: str = "label",
    ) -> None:
        """Several lines of text, the block anchored as `text` is (`t` and `m` only)."""
        step = font.size_px * leading
        x, y = at
        if anchor[1] == "m":
            y -= step * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            self.text((x, y + i * step), line, font, colour, anchor, of=of, part=part)

    # -- the end ---------------------------------------------------------------------------------------------------

    def check_lettering(self, gap: float = 0.5) -> None:
        """Raises `Reject("layout")` where text leaves the picture or touches other text."""
        if not self._lettering:
            return
        marks = [self._marks[i] for i in self._lettering]
        boxes = np.array([m[2] for m in marks])
        left, top, right, bottom = boxes.T
        if left.min() < 0 or top.min() < 0 or right.max() > self.width or bottom.max() > self.height:
            raise Reject("layout")
        meets = (left[:, None] < right + gap) & (right[:, None] + gap > left)
        meets &= (top[:, None] < bottom + gap) & (bottom[:, None] + gap > top)
        if int(np.count_nonzero(meets)) == len(marks):
            return  # each meets itself alone
        for i, j in zip(*np.nonzero(np.triu(meets, 1)), strict=True):
            if not (marks[i][3] or marks[j][3]) or not _apart(_corners(marks[i]), _corners(marks[j])):
                raise Reject("layout")

    def finish(self) -> tuple[Media, tuple[Mark, ...]]:
        """The picture as PNG, and its marks in drawing order; `Reject("layout")` if the lettering is not legible."""
        self.check_lettering()
        media = Media(kind="image/png", data=self.png(), width_px=self.width, height_px=self.height)
        return media, self.marks()

    def marks(self) -> tuple[Mark, ...]:
        """Marks of named things, in drawing order, clipped to the picture and rounded to 0.1 px."""
        w, h = float(self.width), float(self.height)
        out = []
        for of, part, box, polygon, text in self._marks:
            if not of:
                continue
            left, top, right, bottom = box
            if left < 0 or top < 0 or right > w or bottom > h:
                left, top = min(max(left, 0.0), w), min(max(top, 0.0), h)
                right, bottom = min(max(right, 0.0), w), min(max(bottom, 0.0), h)
                polygon = tuple([(min(max(x, 0.0), w), min(max(y, 0.0), h)) for x, y in polygon])
            outline = tuple([(round(x, 1), round(y, 1)) for x, y in polygon]) if polygon else ()
            box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
            out.append(Mark(id=of, part=part, box=box, polygon=outline, text=text))
        return tuple(out)

    def pixels(self) -> np.ndarray:
        """The `(height, width, 4)` RGBA pixels, valid until the next canvas is made."""
        assert self._array is not None, "drawn into another target"
        return self._array

    def png(self) -> bytes:
        """The picture as it stands, as PNG."""
        return encode_png(self.pixels())


def _corners(mark: tuple[str, str, Box, tuple[Point, ...], str]) -> Sequence[Point]:
    left, top, right, bottom = mark[2]
    return mark[3] or ((left, top), (right, top), (right, bottom), (left, bottom))


def _apart(a: Sequence[Point], b: Sequence[Point]) -> bool:
    """Whether a line parallel to a side separates two convex outlines (separating axis theorem)."""
    return _separated(a, b) or _separated(b, a)


def _separated(a: Sequence[Point], b: Iterable[Point]) -> bool:
    other = list(b)
    for (x0, y0), (x1, y1) in zip(a, (*a[1:], a[0]), strict=True):
        nx, ny = y1 - y0, x0 - x1
        ours = [nx * x + ny * y for x, y in a]
        theirs = [nx * x + ny * y for x, y in other]
        if max(ours) <= min(theirs) or max(theirs) <= min(ours):
            return True
    return False
