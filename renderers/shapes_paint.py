"""How one shape is painted: its colours by look, texture, material, edge and shadow."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from scenewright.renderers.canvas import Canvas, Point, argb, fill_paint, stroke_paint
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import mix
from scenewright.scenes.shapes_geometry import hole, outline
from scenewright.scenes.shapes_scene import Item

VIVID = {
    "red": "#d92b33", "blue": "#2462d6", "yellow": "#f6d02a", "green": "#2c9c48", "purple": "#7b3bbd",
    "orange": "#f5811a", "pink": "#f58bc4", "brown": "#7a4a27", "grey": "#8b9096",
}  # fmt: skip
MUTED = {
    "red": "#cc3d3f", "blue": "#356fbb", "yellow": "#efcb45", "green": "#46975a", "purple": "#7a51a6",
    "orange": "#ea8a35", "pink": "#ee97bf", "brown": "#78502f", "grey": "#898d90",
}  # fmt: skip
CHALK = {
    "red": "#e4504f", "blue": "#5a98ec", "yellow": "#f5e06a", "green": "#6fc774", "purple": "#a778dc",
    "orange": "#f59445", "pink": "#f7a6d0", "brown": "#9c6a42", "grey": "#aeb4b7",
}  # fmt: skip
"""What the colours' names stand for. Brown is dark and pink bluish, so that shade and light make neither of orange and
red; no other two are nearer than those of `VIVID`."""

LOOKS = ("flat", "cut", "soft", "chalk", "outline", "poster")
PAINTS = {"flat": VIVID, "poster": VIVID, "cut": MUTED, "soft": VIVID, "outline": VIVID, "chalk": CHALK}


class Brush(NamedTuple):
    """What all shapes of a picture share."""

    look: str
    px: float
    """Pixels per scene unit."""
    light: Point
    """Unit vector from where light comes, in the picture's plane."""
    paper: str
    """Colour of the ground, for what is left bare."""
    upright: bool
    """On a table: shadows lie on it."""
    noise: tuple[float, ...]


def path_of(item: Item, px: float) -> skia.Path:
    """The item's outline in pixels, a ring's hole left out."""
    points = outline(item.shape, item.x, item.y, item.radius, item.turn_deg) * px
    path = skia.Path.Polygon([skia.Point(x, y) for x, y in points.tolist()], True)
    inner = hole(item.shape, item.x, item.y, item.radius)
    if inner is not None:
        path.addPath(skia.Path.Polygon([skia.Point(x, y) for x, y in (inner * px).tolist()], True))
        path.setFillType(skia.PathFillType.kEvenOdd)
    return path


def paint_item(canvas: Canvas, item: Item, brush: Brush, place: int) -> None:
    """Paint one item with its shadow. `place` picks its share of the noise."""
    path = path_of(item, brush.px)
    colour = PAINTS[brush.look][item.colour]
    if brush.px >= 150:
        _shadow(canvas, path, item, brush)
    surface = canvas.skia
    surface.drawPath(path, fill_paint(_body(colour, item, brush)))
    surface.save()
    surface.clipPath(path, True)
    if item.material == "glassy":
        _glass_body(surface, item, colour, brush)
    if item.texture != "plain":
        _texture(surface, item, brush, place)
    if brush.look == "soft":
        _round_shade(surface, item, brush)
    elif brush.look == "chalk":
        _grain(surface, item, brush, place)
    if item.material == "shiny":
        _gloss(surface, item, brush)
    elif item.material == "glassy":
        _glass_light(surface, path, item, colour, brush)
    surface.restore()
    edge, width = _edge(colour, item, brush)
    if width:
        surface.drawPath(path, stroke_paint(edge, width))


def _body(colour: str, item: Item, brush: Brush) -> str:
    return mix(colour, brush.paper, 0.25) if brush.look == "outline" and item.texture == "plain" else colour


def _edge(colour: str, item: Item, brush: Brush) -> tuple[str, float]:
    """Colour and width of the outline."""
    r = item.radius * brush.px
    if brush.look == "outline":
        return mix(colour, "#000000", 0.42), max(1.5, 0.075 * r)
    if brush.look == "poster":
        return "#1d1b22", max(1.5, 0.06 * r)
    if brush.look == "chalk":
        return mix(colour, "#ffffff", 0.25), max(1.0, 0.05 * r)
    if brush.look == "cut":
        return mix(colour, "#ffffff", 0.22), max(0.8, 0.02 * r)
    return mix(colour, "#000000", 0.3), max(0.8, 0.028 * r) if item.texture != "plain" or brush.look == "flat" else 0.0


# -- texture -----------------------------------------------------------------------------------------------------------


def _texture(surface: skia.Canvas, item: Item, brush: Brush, place: int) -> None:
    """White stripes, dots or checks (bare board on a chalk board): white, as any other colour would be one more."""
    ink = mix(brush.paper, "#000000", 0.15) if brush.look == "chalk" else "#fdfbf5"
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    thin = item.shape in ("ring", "cross", "star", "crescent")
    pitch = max(5.0, r * (0.3 if thin else 0.38))
    surface.save()
    surface.translate(x, y)
    reach = math.ceil(1.25 * r / pitch)
    if item.texture == "striped":
        surface.rotate((0.0, 45.0, 90.0, 135.0, 30.0, 60.0)[int(brush.noise[place] * 6)])
        paint = fill_paint(ink)
        for i in range(-reach, reach + 1):
            surface.drawRect(skia.Rect.MakeLTRB(-1.3 * r, (i - 0.21) * pitch, 1.3 * r, (i + 0.21) * pitch), paint)
    elif item.texture == "dotted":
        step = pitch * (0.95 if thin else 1.05)
        _dots(surface, ink, step, math.ceil(1.3 * r / step), 0.29 * step)
    else:
        paint = fill_paint(ink)
        surface.rotate(45.0 * int(brush.noise[place] * 2) if item.shape in ("circle", "ring", "hexagon") else 0.0)
        for i in range(-reach - 1, reach + 1):
            for j in range(-reach - 1, reach + 1):
                if (i + j) % 2:
                    surface.drawRect(skia.Rect.MakeXYWH(i * pitch, j * pitch, pitch, pitch), paint)
    surface.restore()


def _dots(surface: skia.Canvas, ink: str, step: float, reach: int, radius: float) -> None:
    paint = fill_paint(ink)
    for j in range(-reach - 1, reach + 2):
        for i in range(-reach - 1, reach + 2):
            surface.drawCircle((i + 0.5 * (j % 2)) * step, j * 0.87 * step, radius, paint)


# -- material ----------------------------------------------------------------------------------------------------------


def _gradient(centre: Point, radius: float, stops: tuple[tuple[str, float], ...]) -> skia.Paint:
    shader = skia.GradientShader.MakeRadial(
        skia.Point(*centre), radius, [argb(c) for c, _ in stops], [at for _, at in stops]
    )
    return skia.Paint(AntiAlias=True, Shader=shader)


def _round_shade(surface: skia.Canvas, item: Item, brush: Brush) -> None:
    """Light on the side it comes from, shade on the other: a body rather than a disc."""
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    lx, ly = brush.light
    at = (x + 0.45 * r * lx, y + 0.45 * r * ly)
    surface.drawPaint(_gradient(at, 1.75 * r, (("#ffffff4a", 0.0), ("#ffffff00", 0.42), ("#0000004e", 1.0))))


def _gloss(surface: skia.Canvas, item: Item, brush: Brush) -> None:
    """A sharp window of light and a narrow one opposite: polish."""
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    lx, ly = brush.light
    surface.save()
    surface.translate(x, y)
    surface.rotate(math.degrees(math.atan2(ly, lx)) + 90)
    band = fill_paint("#ffffffd8")
    top = -0.34 * r
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(-0.62 * r, top - 0.34 * r, 0.62 * r, top))
    if item.shape in ("ring", "crescent"):
        path = skia.Path()
        path.addOval(skia.Rect.MakeLTRB(-0.9 * r, -0.9 * r, 0.9 * r, 0.95 * r))
        path.addOval(skia.Rect.MakeLTRB(-0.78 * r, -0.66 * r, 0.78 * r, 1.1 * r))
        path.setFillType(skia.PathFillType.kEvenOdd)
        surface.clipRect(skia.Rect.MakeLTRB(-2 * r, -2 * r, 2 * r, 0.1 * r))
    surface.drawPath(path, band)
    surface.restore()
    low = (x + 0.1 * r * lx, y + 0.1 * r * ly)
    surface.drawPaint(_gradient(low, 1.2 * r, (("#ffffff00", 0.0), ("#00000000", 0.62), ("#00000040", 1.0))))


def _glass_body(surface: skia.Canvas, item: Item, colour: str, brush: Brush) -> None:
    """Pale within, full at the rim."""
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    pale = mix(colour, "#ffffff", 0.6)
    surface.drawPaint(
        _gradient(
            (x - 0.3 * r * brush.light[0], y - 0.3 * r * brush.light[1]),
            1.15 * r,
            ((pale, 0.0), (mix(colour, "#ffffff", 0.35), 0.55), (colour, 0.95)),
        )
    )


def _glass_light(surface: skia.Canvas, path: skia.Path, item: Item, colour: str, brush: Brush) -> None:
    """A bright rim within the edge, and two small sparks."""
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    lx, ly = brush.light
    surface.drawPath(path, stroke_paint("#ffffffb0", 0.2 * r))
    surface.drawPath(path, stroke_paint(mix(colour, "#000000", 0.15), 0.09 * r))
    for far, size in ((0.52, 0.13), (-0.55, 0.07)):
        surface.drawCircle(x + far * r * lx, y + far * r * ly, size * r, fill_paint("#ffffffe6"))


def _grain(surface: skia.Canvas, item: Item, brush: Brush, place: int) -> None:
    """Strokes of chalk: thin slanting gaps."""
    x, y, r = item.x * brush.px, item.y * brush.px, item.radius * brush.px
    slant = 0.35 + 0.5 * brush.noise[place]
    step = max(3.0, 0.075 * r)
    path = skia.Path()
    for i in range(-math.ceil(2.2 * r / step), math.ceil(2.2 * r / step)):
        at = x + i * step + 2 * (brush.noise[(place * 7 + i) % len(brush.noise)] - 0.5)
        path.moveTo(at - slant * r, y - 1.3 * r)
        path.lineTo(at + slant * r, y + 1.3 * r)
    surface.drawPath(path, stroke_paint(brush.paper + "50", 0.8))


# -- shadow ------------------------------------------------------------------------------------------------------------


@lru_cache(256)
def _shadow_paint(alpha: int, blur: float) -> skia.Paint:
    return fill_paint(f"#101018{alpha:02x}", blur)


def _shadow(canvas: Canvas, path: skia.Path, item: Item, brush: Brush) -> None:
    """On a table a flat ellipse at the foot, away from the light; on paper the shape itself, moved a little."""
    r, surface = item.radius * brush.px, canvas.skia
    lx, ly = brush.light
    if brush.upright:
        bounds = path.computeTightBounds()
        wide = 0.5 * bounds.width() * (0.6 if item.shape in ("diamond", "heart", "cross") else 0.95)
        x, y = item.x * brush.px - 0.35 * wide * lx, bounds.fBottom - 0.02 * r
        blur = 0.0 if brush.look in ("flat", "poster") else max(1.0, round(0.07 * r, 1))
        paint = _shadow_paint(0x30 if brush.look in ("flat", "poster") else 0x62, blur)
        surface.drawOval(skia.Rect.MakeLTRB(x - wide, y - 0.15 * r, x + wide, y + 0.15 * r), paint)
        return
    if brush.look in ("chalk", "outline"):
        return
    far, blur, alpha = {"flat": (0.0, 0.0, 0), "poster": (0.13, 0.0, 0x38), "cut": (0.09, 0.055, 0x70),
                        "soft": (0.17, 0.1, 0x60)}[brush.look]  # fmt: skip
    if not alpha:
        return
    surface.save()
    surface.translate(-far * r * lx, -far * r * ly)
    surface.drawPath(path, _shadow_paint(alpha, max(0.6, round(blur * r, 1)) if blur else 0.0))
    surface.restore()
