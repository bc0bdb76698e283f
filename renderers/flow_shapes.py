"""The shapes and arrows of a flowchart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.flow_layout import Layout
from scenewright.renderers.fonts import Font, font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import mix, on
from scenewright.scenes.flow import Flowchart, Node

if TYPE_CHECKING:
    from scenewright.renderers.flowchart import FlowchartStyle

LEADING = 1.22
SLANT = 12.0
"""How far the sides of a parallelogram lean, in pixels."""
BARS = 9.0
"""From the side of a predefined process to its inner line."""
WRAP_CODE, WRAP_WORDS, WRAP_CHECK = 200.0, 128.0, 112.0


class Shape(NamedTuple):
    """The size of a shape and its text in lines."""

    width: float
    height: float
    lines: list[str]


class Plot(NamedTuple):
    """A canvas with all that the drawing functions need."""

    canvas: Canvas
    style: FlowchartStyle
    letters: Font
    label_font: Font
    down: bool
    dx: float
    dy: float
    layout: Layout
    shapes: dict[str, Shape]

    def at(self, uv: Point) -> Point:
        """Pixels of a layout's point."""
        u, v = uv
        return (u + self.dx, v + self.dy) if self.down else (v + self.dx, u + self.dy)

    def box(self, id: str) -> Box:
        """The shape's bounding box in pixels."""
        x, y = self.at(self.layout.spots[id])
        shape = self.shapes[id]
        return (x - shape.width / 2, y - shape.height / 2, x + shape.width / 2, y + shape.height / 2)


def plan_shapes(scene: Flowchart, style: FlowchartStyle, letters: Font) -> dict[str, Shape]:
    """Sizes that hold each shape's text. Boxes of one kind of chart are as wide as the widest if the style says so."""
    shapes: dict[str, Shape] = {}
    line = letters.size_px * LEADING
    widest = 84.0
    for node in scene.nodes:
        wrap = WRAP_CODE if scene.program else WRAP_CHECK if node.kind == "decision" else WRAP_WORDS
        lines = wrapped(letters, node.text, wrap * letters.size_px / 13)
        text_w = max(letters.width(t) for t in lines)
        text_h = line * len(lines)
        if node.kind == "decision":
            w, h = _diamond(text_w + 10, text_h + 2)
        elif node.kind in ("start", "end"):
            w, h = max(text_w + 36, 84.0), max(text_h + 14, 32.0)
        else:
            w, h = text_w + 26, max(text_h + 18, 36.0)
            if node.kind in ("input", "output"):
                w += 1.2 * SLANT
            elif node.kind == "call":
                w += 2 * BARS - 6
            widest = max(widest, w)
        shapes[node.id] = Shape(_even(w), _even(h), lines)
    if style.uniform:
        widest = _even(widest)
        for node in scene.nodes:
            if node.kind not in ("decision", "start", "end"):
                shapes[node.id] = Shape(widest, shapes[node.id].height, shapes[node.id].lines)
    return shapes


def _even(length: float) -> float:
    return 2.0 * math.ceil(length / 2)


def wrapped(letters: Font, text: str, width_px: float) -> list[str]:
    """Text in as few lines as the width allows, of nearly the same length."""
    lines = letters.wrap(text, width_px)
    if len(lines) < 2:
        return lines
    # Narrow the measure while the number of lines stays the same.
    for share in (0.6, 0.7, 0.8, 0.9):
        tighter = letters.wrap(text, width_px * share)
        if len(tighter) == len(lines):
            return tighter
    return lines


def _diamond(w: float, h: float) -> tuple[float, float]:
    """Width and height of a diamond that holds a box of text: w / width + h / height = 1, with width = 1.75 height or
    as near as makes it no flatter than is handsome.
    """
    ratio = 1.75
    height = (w / ratio + h) * 1.02
    return max(height * ratio, 96.0), max(height, 56.0)


# -- colours -------------------------------------------------------------------------------------------------------

_ORDER = {"start": 0, "end": 0, "process": 1, "call": 1, "input": 2, "output": 2, "decision": 3}


def colours(style: FlowchartStyle, node: Node) -> tuple[str, str, str]:
    """Fill, outline and text colour of a shape."""
    theme = style.colours
    palette = theme.palette
    place = _ORDER[node.kind]
    main = palette[(style.shift + (place if style.fill not in ("one_tint", "duo") else 0)) % len(palette)]
    if style.fill == "duo":
        main = palette[(style.shift + (place == 3)) % len(palette)]
    ground = theme.panel if style.backdrop == "plain_panel" else theme.paper
    if style.fill == "solid":
        return main, mix(main, on(main), 0.2), on(main)
    if style.fill == "outline":
        return ground, main, theme.ink
    if style.fill == "paper":
        return mix(ground, theme.ink, 0.04), theme.ink, theme.ink
    if style.fill == "duo" and place in (0, 3):
        return main, mix(main, on(main), 0.2), on(main)
    return mix(ground, main, 0.2 if not theme.dark else 0.28), main, theme.ink


# -- shapes --------------------------------------------------------------------------------------------------------


def draw_shape(plot: Plot, node: Node) -> None:
    """One shape with its text."""
    canvas, style = plot.canvas, plot.style
    box = plot.box(node.id)
    fill, outline, ink = colours(style, node)
    shape = plot.shapes[node.id]
    if style.shadow != "none":
        soft = style.shadow == "soft"
        off = 3.0 if soft else 4.0
        shade = "#00000038" if soft else mix(style.colours.paper, outline, 0.45)
        moved = (box[0] + (0 if soft else off), box[1] + off, box[2] + (0 if soft else off), box[3] + off)
        _outline(plot, node, moved, shade, None, 4.0 if soft else 0.0)
    _outline(plot, node, box, fill, outline, 0.0)
    if node.kind == "call":
        # On a full fill the outline is too close to it in tone to be seen inside.
        bar = mix(fill, ink, 0.65) if style.fill == "solid" else outline
        for x in (box[0] + BARS, box[2] - BARS):
            canvas.line((x, box[1]), (x, box[3]), bar, max(style.outline_px, 1.5))
    canvas.mark(node.id, "shape", box)
    letters = plot.letters
    if node.kind in ("start", "end") and style.bold_ends:
        letters = font(letters.family, letters.size_px, True)
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    canvas.lines(centre, shape.lines, letters, ink, "mm", LEADING, of=node.id, part="text")


def _outline(plot: Plot, node: Node, box: Box, fill: str, stroke: str | None, blur: float) -> None:
    style, canvas = plot.style, plot.canvas
    left, top, right, bottom = box
    width = style.outline_px
    if node.kind in ("start", "end"):
        canvas.rect(box, fill, stroke, width, (bottom - top) / 2, blur=blur)
    elif node.kind == "decision":
        x, y = (left + right) / 2, (top + bottom) / 2
        canvas.polygon(((x, top), (right, y), (x, bottom), (left, y)), fill, stroke, width,
                       cap="round" if style.radius_px else "butt", blur=blur)  # fmt: skip
    elif node.kind in ("input", "output"):
        s = SLANT / 2
        canvas.polygon(((left + s, top), (right + s, top), (right - s, bottom), (left - s, bottom)), fill, stroke,
                       width, cap="round" if style.radius_px else "butt", blur=blur)  # fmt: skip
    else:
        radius = 0.0 if node.kind == "call" else style.radius_px
        canvas.rect(box, fill, stroke, width, radius, blur=blur)


# -- arrows --------------------------------------------------------------------------------------------------------

_OFFSET = 5.0


def draw_arrows(plot: Plot) -> dict[str, Box]:
    """All arrows with their heads and labels; returns the boxes of the labels by edge."""
    style, theme = plot.style, plot.style.colours
    ink = mix(theme.ink, theme.paper, 0.12)
    labels: dict[str, Box] = {}
    heads: dict[Point, Point] = {}
    lines = skia.Path()
    tips: list[tuple[Point, Point]] = []
    for edge, points in plot.layout.paths:
        pixels = [plot.at(p) for p in points]
        tip, before = pixels[-1], pixels[-2]
        if tip not in heads:
            heads[tip] = before
            tips.append((before, tip))
        _trace(lines, [*pixels[:-1], _short(before, tip, style)], style.bend_px)
        xs, ys = [p[0] for p in pixels], [p[1] for p in pixels]
        plot.canvas.mark(edge.id, "arrow", (min(xs), min(ys), max(xs), max(ys)), tuple(pixels))
    plot.canvas.path(lines, None, ink, style.line_px, cap="round" if style.bend_px else "butt")
    for before, tip in tips:
        _head(plot, before, tip, ink)
    _joins(plot, ink)
    for edge, points in plot.layout.paths:
        if edge.label:
            labels[edge.id] = _label(plot, edge.id, edge.label, plot.at(points[0]), plot.at(points[1]))
    return labels


def _short(before: Point, tip: Point, style: FlowchartStyle) -> Point:
    """The end of a line that a filled head covers, so that the line does not show beside the tip."""
    if style.head == "open":
        return tip
    back = 5.0
    dx, dy = _direction(before, tip)
    return (tip[0] - back * dx, tip[1] - back * dy)


def _direction(a: Point, b: Point) -> Point:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _trace(path: skia.Path, points: list[Point], radius: float) -> None:
    """Add a polyline, its corners rounded."""
    path.moveTo(*points[0])
    last = len(points) - 1
    for i in range(1, last):
        (x0, y0), (x1, y1), (x2, y2) = points[i - 1], points[i], points[i + 1]
        reach = radius and min(radius, (abs(x1 - x0) + abs(y1 - y0)) / 2, (abs(x2 - x1) + abs(y2 - y1)) / 2)
        if reach:
            path.arcTo(x1, y1, x2, y2, reach)
        else:
            path.lineTo(x1, y1)
    path.lineTo(*points[-1])


def _head(plot: Plot, before: Point, tip: Point, ink: str) -> None:
    style = plot.style
    dx, dy = _direction(before, tip)
    long, wide = 9.0 + style.line_px, 4.0 + 0.7 * style.line_px
    bx, by = tip[0] - long * dx, tip[1] - long * dy
    left, right = (bx - wide * dy, by + wide * dx), (bx + wide * dy, by - wide * dx)
    if style.head == "open":
        plot.canvas.polygon((left, tip, right), None, ink, style.line_px, closed=False, cap="round")
    elif style.head == "barbed":
        notch = (tip[0] - 0.65 * long * dx, tip[1] - 0.65 * long * dy)
        plot.canvas.polygon((left, tip, right, notch), ink)
    else:
        plot.canvas.polygon((left, tip, right), ink)


def _joins(plot: Plot, ink: str) -> None:
    """Heads or dots where ways come together on a spine."""
    for point, (du, dv) in plot.layout.joins:
        x, y = plot.at(point)
        if plot.style.dots:
            plot.canvas.circle((x, y), 2.2 + plot.style.line_px * 0.8, ink)
        elif not plot.style.bend_px:
            dx, dy = (du, dv) if plot.down else (dv, du)
            _head(
                plot,
                (x - 20 * dx, y - 20 * dy),
                (x - dx * plot.style.line_px / 2, y - dy * plot.style.line_px / 2),
                ink,
            )


def _label(plot: Plot, id: str, text: str, start: Point, onward: Point) -> Box:
    """An exit's label beside the beginning of its arrow."""
    dx, dy = _direction(start, onward)
    x, y = start
    colour = plot.style.colours.ink
    halo = plot.style.colours.panel if plot.style.backdrop == "plain_panel" else plot.style.colours.paper
    if abs(dx) > abs(dy):
        at, anchor = (x + (6 if dx > 0 else -6), y - 5 - plot.style.line_px / 2), "ls" if dx > 0 else "rs"
    else:
        at, anchor = (x + 6 + plot.style.line_px / 2, y + (5 if dy > 0 else -5)), "lt" if dy > 0 else "ls"
    return plot.canvas.text(at, text, plot.label_font, colour, anchor, of=id, part="label", halo=halo)
