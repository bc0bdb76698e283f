"""What may lie on a flowchart: coffee, ink, a sticky note. It hides the text below it altogether."""

from __future__ import annotations

from itertools import pairwise

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.flow_shapes import Plot
from scenewright.renderers.skia_loader import skia
from scenewright.scenes.flow import Flowchart

_WAVES = (0.9, 0.2, 0.65, 0.0, 0.8, 0.35, 1.0, 0.15, 0.55, 0.3, 0.95, 0.1)
"""Unevenness of a blot's edge, all round."""
COLOURS = {"coffee": "#8a5a33", "ink": "#1c2440", "note": "#f7e17a"}


def draw_covers(plot: Plot, scene: Flowchart, labels: dict[str, Box]) -> None:
    """Draw the scene's covers. One that lies over nothing goes to the emptiest corner."""
    for cover in scene.covers:
        boxes = [labels[id] if id in labels else _text_box(plot, id) for id in cover.over]
        if not cover.over:
            corner = _corner(plot, bool(scene.key))
            boxes = [corner] if corner else []
        for box in boxes:
            _blot(plot.canvas, cover.kind, box, cover.id)


def _text_box(plot: Plot, id: str) -> Box:
    """The text of a shape, in pixels."""
    shape = plot.shapes[id]
    x, y = plot.at(plot.layout.spots[id])
    w = max(plot.letters.width(line) for line in shape.lines) / 2 + 3
    h = plot.letters.size_px * (0.4 + 0.61 * len(shape.lines))
    return (x - w, y - h, x + w, y + h)


def _corner(plot: Plot, key: bool) -> Box | None:
    """A free place near a corner of the page."""
    canvas = plot.canvas
    w, h = canvas.width, canvas.height
    taken = [plot.box(id) for id in plot.shapes] + [(0.0, 0.0, float(w), 62.0)]
    if key:
        taken.append((0.0, h - 44.0, float(w), float(h)))
    for _, points in plot.layout.paths:
        pixels = [plot.at(p) for p in points]
        for (x0, y0), (x1, y1) in pairwise(pixels):
            taken.append((min(x0, x1) - 30, min(y0, y1) - 16, max(x0, x1) + 30, max(y0, y1) + 16))
    for bw, bh in ((70.0, 40.0), (46.0, 30.0)):
        for cx, cy in (
            (w - 70.0, h - 60.0),
            (70.0, h - 60.0),
            (w - 70.0, 100.0),
            (70.0, 100.0),
            (w - 60.0, h / 2),
            (60.0, h / 2),
        ):
            box = (cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2)
            if not any(
                box[0] - 12 < r and left - 12 < box[2] and box[1] - 12 < b and t - 12 < box[3]
                for left, t, r, b in taken
            ):
                return box
    return None


def _blot(canvas: Canvas, kind: str, box: Box, id: str) -> None:
    left, top, right, bottom = box
    if kind == "note":
        x, y = (left + right) / 2, (top + bottom) / 2
        w, h = (right - left) / 2 + 4, (bottom - top) / 2 + 4
        lean = 0.035 if w < 60 else 0.02
        points = [
            (x - w, y - h + lean * w),
            (x + w, y - h - lean * w),
            (x + w, y + h - lean * w),
            (x - w, y + h + lean * w),
        ]
        canvas.polygon([(a + 1, b + 3) for a, b in points], "#00000050", blur=3.0)
        canvas.polygon(points, COLOURS[kind])
        canvas.polygon([points[0], points[1], (x + w, y - h - lean * w + 5), (x - w, y - h + lean * w + 5)], "#e6cd5c")
        canvas.mark(id, "cover", (x - w, y - h, x + w, y + h))
        return
    path = skia.Path()
    points = _edge(box)
    path.moveTo(*_mid(points[-1], points[0]))
    for i, point in enumerate(points):
        path.quadTo(*point, *_mid(point, points[(i + 1) % len(points)]))
    path.close()
    colour = COLOURS[kind]
    canvas.path(path, colour, "#5d3a1e" if kind == "coffee" else colour, 1.5, of=id, part="cover")
    if kind == "ink":
        canvas.circle((right + 9, bottom + 2), 2.5, colour)
        canvas.circle((left - 8, top + 1), 1.8, colour)


def _edge(box: Box) -> list[Point]:
    """Points round a box, each outside of it by an uneven distance: the corners of a blot that covers the whole box
    even when the curve through the middles of its sides is drawn.
    """
    left, top, right, bottom = box
    across = max(2, round((right - left) / 14))
    along = max(2, round((bottom - top) / 12))
    xs = [left - 4, *(left + (right - left) * i / across for i in range(1, across)), right + 4]
    ys = [top + (bottom - top) * i / along for i in range(1, along)]
    off = [2.5 + 3.5 * wave for wave in _WAVES]
    n = len(off)
    out = [(x, top - off[i % n]) for i, x in enumerate(xs)]
    out += [(right + off[(i + 5) % n], y) for i, y in enumerate(ys)]
    out += [(x, bottom + off[(i + 3) % n]) for i, x in enumerate(reversed(xs))]
    out += [(left - off[(i + 7) % n], y) for i, y in enumerate(reversed(ys))]
    return out


def _mid(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
