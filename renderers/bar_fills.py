"""Filled boxes for bars and legends: rounded at one end, outlined, or hatched, on either backend."""

from __future__ import annotations

import math
from functools import lru_cache

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, argb, fill_paint, stroke_paint
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import contrast, mix

HATCHES = ("", "//", "\\\\", "xx", "..", "--", "||", "++")
"""In matplotlib's notation; one per series."""

Corners = tuple[float, float, float, float]
"""Radii of the corners: top left, top right, bottom right, bottom left."""


def outer_corners(box: Box, radius: float, vertical: bool, positive: bool) -> Corners:
    """Round corners at the end of a bar that is away from the axis."""
    r = min(radius, box[2] - box[0], box[3] - box[1])
    if vertical:
        return (r, r, 0, 0) if positive else (0, 0, r, r)
    return (0, r, r, 0) if positive else (r, 0, 0, r)


def fill_box(canvas: Canvas, box: Box, fill: str, hatch: str, edge: str, corners: Corners = (0, 0, 0, 0)) -> None:
    """A filled box, hatched or rounded or outlined; hatching is in a shade of the fill that leaves it visible."""
    shade = mix(fill, "#ffffff" if contrast(fill, "#ffffff") > 2.6 else "#000000", 0.55) if hatch else ""
    if isinstance(canvas, AggCanvas):
        canvas.rect(box, fill, edge or None, 1.0, hatch=hatch, hatch_ink=shade)
        return
    rect = skia.Rect.MakeLTRB(*box)
    if any(corners) and not hatch:
        shape = skia.RRect()
        shape.setRectRadii(rect, [skia.Point(r, r) for r in corners])
        canvas.skia.drawRRect(shape, fill_paint(fill))
        if edge:
            canvas.skia.drawRRect(shape, stroke_paint(edge, 1.0, (), "butt"))
        return
    canvas.skia.drawRect(rect, fill_paint(fill))
    if hatch:
        _hatch_box(canvas, box, _hatch_tile(hatch, shade, fill))
    if edge:
        canvas.skia.drawRect(rect, stroke_paint(edge, 1.0, (), "butt"))


_TILE = 252
"""Pixels of a tile's side: a multiple of the pattern's period, so that tiles join."""


def _hatch_box(canvas: Canvas, box: Box, tile: skia.Image) -> None:
    """Lay opaque tiles over the whole pixels of a box: plain copies, ten times faster than a repeating shader."""
    left, top, right, bottom = math.ceil(box[0]), math.ceil(box[1]), math.floor(box[2]), math.floor(box[3])
    for y in range(top, bottom, _TILE):
        for x in range(left, right, _TILE):
            w, h = min(_TILE, right - x), min(_TILE, bottom - y)
            canvas.skia.drawImageRect(tile, skia.Rect.MakeWH(w, h), skia.Rect.MakeXYWH(x, y, w, h))


@lru_cache(16)
def _hatch_tile(hatch: str, colour: str, fill: str) -> skia.Image:
    """Lines or dots with a period of nine pixels on the fill."""
    size = 9
    # opaque and in the canvas's own order of channels, so that it is copied rather than blended
    colours, opaque = skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kOpaque_AlphaType
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(_TILE, _TILE, colours, opaque))
    with surface as tile:
        tile.clear(argb(fill))
        line = stroke_paint(colour, 1.4, (), "square")
        steps = range(0, _TILE + size, size)
        for mark in dict.fromkeys(hatch):
            for d in steps:
                if mark in "/x":
                    tile.drawLine(d, 0, 0, d, line)
                    tile.drawLine(_TILE, d, d, _TILE, line)
                if mark in "\\x":
                    tile.drawLine(d, 0, _TILE, _TILE - d, line)
                    tile.drawLine(0, d, _TILE - d, _TILE, line)
                if mark in "-+":
                    tile.drawLine(0, d + 4.5, _TILE, d + 4.5, line)
                if mark in "|+":
                    tile.drawLine(d + 4.5, 0, d + 4.5, _TILE, line)
                if mark == ".":
                    for e in steps:
                        tile.drawCircle(d + 2.5, e + 2.5, 1.4, fill_paint(colour))
                        tile.drawCircle(d + 7.0, e + 7.0, 1.4, fill_paint(colour))
    return surface.makeImageSnapshot()
