"""Paints blocks of wood, steel, ice and rubber: a drawn motif in flat looks, textures and gradients in others."""

from __future__ import annotations

import math
from typing import Any

from scenewright.renderers.block_shapes import Look, Solid, inset_by, shape_path, sharp_corners
from scenewright.renderers.block_textures import SIDE, texture
from scenewright.renderers.canvas import Point, argb, fill_paint, stroke_paint
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import luminance, mix
from scenewright.scenes.base import rng_for

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNone)

INK = "#20242b"
EDGE = {"wood": 0.45, "steel": 0.5, "ice": 0.25, "rubber": 0.55}
"""How far the outline's tone is mixed towards ink, by material."""


def paint_body(canvas: Any, solid: Solid, look: Look) -> None:
    """Material, motif or texture, and outline of a block at angle 0, without the light of the picture."""
    corner = solid.thickness * (0.1 if solid.material == "rubber" else 0.02)
    line = min(max(solid.thickness * 0.035, 1.0), 2.0) if look.finish != "cartoon" else 2.0
    body = shape_path(solid, 0.0, corner)
    canvas.save()
    canvas.clipPath(body, True)
    rng = rng_for(look.seed, "block", solid.number)
    noise = rng.random(160).tolist()
    painter = {"wood": _wood, "steel": _steel, "ice": _ice, "rubber": _rubber}.get(solid.material, _wood)
    painter(canvas, solid, look, noise)
    canvas.restore()
    tone = INK if look.finish == "cartoon" else mix(solid.colour, INK, EDGE.get(solid.material, 0.45))
    canvas.drawPath(shape_path(solid, line / 2, corner), stroke_paint(tone, line))


def _fill(canvas: Any, solid: Solid, colour: str) -> None:
    canvas.drawRect(skia.Rect.MakeLTRB(*solid.extent), fill_paint(colour))


def _gradient(canvas: Any, solid: Solid, start: Point, end: Point, stops: list[tuple[float, str]]) -> None:
    paint = skia.Paint(AntiAlias=False)
    paint.setShader(
        skia.GradientShader.MakeLinear(
            [skia.Point(*start), skia.Point(*end)], [argb(colour) for _, colour in stops], [at for at, _ in stops]
        )
    )
    canvas.drawRect(skia.Rect.MakeLTRB(*solid.extent), paint)


TILE = {"wood": 1 / 130, "steel": 1 / 90, "ice": 1 / 60, "rubber": 1 / 110}
"""Size of a tile of texture, as a share of its own, for each pixel of a block's shorter side."""
TILE_MIN = {"wood": 0.17, "steel": 0.3, "ice": 0.3, "rubber": 0.3}
"""Least size: smaller rings of wood can be told, smaller crumbs of rubber can't."""


def _textured(canvas: Any, solid: Solid, name: str, noise: list[float], strength: float, upright: bool = False) -> None:
    """Lay mirrored tiles of a texture over the block. As images, not as a shader: setting one of an image on a paint
    copies the image through its encoded form, some 10 ms.
    """
    left, top, right, bottom = solid.extent
    tile = SIDE * min(max(solid.thickness * TILE[name], TILE_MIN[name]), 1.6)
    along, across = (bottom - top, right - left) if upright else (right - left, bottom - top)
    image, paint, square = texture(name, int(noise[2] * 4)), skia.Paint(Alphaf=strength), skia.Rect.MakeWH(tile, tile)
    canvas.save()
    canvas.translate(left, bottom if upright else top)
    canvas.rotate(-90 if upright else 0)
    canvas.translate(-tile * noise[0], -tile * noise[1])  # the first tile starts up to a tile before the block
    for j in range(math.ceil(across / tile + noise[1])):
        for i in range(math.ceil(along / tile + noise[0])):
            canvas.save()
            canvas.translate((i + i % 2) * tile, (j + j % 2) * tile)
            canvas.scale(-1 if i % 2 else 1, -1 if j % 2 else 1)
            canvas.drawImageRect(image, square, _SMOOTH, paint)
            canvas.restore()
    canvas.restore()


def _wood(canvas: Any, solid: Solid, look: Look, noise: list[float]) -> None:
    left, top, right, bottom = solid.extent
    upright = bottom - top > (right - left) * 1.25
    base = solid.colour
    _fill(canvas, solid, base)
    if look.textured:
        if look.finish == "rich":
            _gradient(canvas, solid, (0, top), (0, bottom), [(0, mix(base, "#fff3d6", 0.22)), (1, base)])
        _textured(canvas, solid, "wood", noise, 1.0 if look.finish == "rich" else 0.8, upright)
        return
    _grain(canvas, solid, mix(base, "#2a1405", 0.48 if luminance(base) > 0.12 else 0.62), noise, upright)


def _grain(canvas: Any, solid: Solid, ink: str, noise: list[float], upright: bool) -> None:
    """Some wavy lines along the longer side, and one knot."""
    left, top, right, bottom = solid.extent
    along, across = (bottom - top, right - left) if upright else (right - left, bottom - top)
    step = max(across / 6, 5.0)
    width = min(max(across * 0.03, 1.2), 2.2)
    paint = stroke_paint(ink, width)
    canvas.save()
    canvas.translate(left, top)
    if upright:
        canvas.translate(across, 0)
        canvas.rotate(90)
    lines = max(int(across / step), 2)
    knot = (along * (0.25 + 0.5 * noise[0]), across * (0.3 + 0.4 * noise[1]))
    size = step * 0.75
    for i in range(lines):
        y = across * (i + 0.5 + 0.3 * (noise[i + 2] - 0.5)) / lines
        path = skia.Path()
        path.moveTo(-2, y)
        pieces = 12
        for k in range(1, pieces + 1):
            x = along * k / pieces + 2
            bend = math.sin(6.28 * (k / pieces * (0.7 + noise[i + 20]) + noise[i + 40])) * step * 0.16
            near = math.exp(-(((x - knot[0]) / (size * 2.2)) ** 2) - ((y - knot[1]) / (size * 1.6)) ** 2)
            path.lineTo(x, y + bend + math.copysign(near * size * 0.9, y - knot[1]))
        canvas.drawPath(path, paint)
    canvas.drawOval(
        skia.Rect.MakeLTRB(knot[0] - size, knot[1] - size * 0.55, knot[0] + size, knot[1] + size * 0.55), paint
    )
    canvas.drawOval(
        skia.Rect.MakeLTRB(knot[0] - size * 0.4, knot[1] - size * 0.22, knot[0] + size * 0.4, knot[1] + size * 0.22),
        fill_paint(ink),
    )
    canvas.restore()


def _steel(canvas: Any, solid: Solid, look: Look, noise: list[float]) -> None:
    left, top, right, bottom = solid.extent
    base = mix(solid.colour, "#c9d2dc", 0.06)
    _fill(canvas, solid, base)
    wide, high = right - left, bottom - top
    if look.textured:
        dark, bright = mix(solid.colour, "#150f12", 0.17), mix(base, "#ffffff", 0.66)
        stops = [(0, dark), (0.22, base), (0.4, bright), (0.5, mix(base, "#ffffff", 0.25)), (0.75, dark), (1, base)]
        tilt = min(wide, high) * 0.35
        _gradient(canvas, solid, (left + tilt, top), (right - tilt, bottom), stops)
        _textured(canvas, solid, "steel", noise, 1.0 if look.finish == "rich" else 0.8)
    else:
        _brushed(canvas, solid, base, noise)
    _rivets(canvas, solid, base)


def _brushed(canvas: Any, solid: Solid, base: str, noise: list[float]) -> None:
    """A bright band along the longer side, and brush strokes of many lengths: no slanted glints, which are ice's."""
    left, top, right, bottom = solid.extent
    upright = bottom - top > (right - left) * 1.25
    along, across = (bottom - top, right - left) if upright else (right - left, bottom - top)
    canvas.save()
    canvas.translate(right if upright else left, top)
    canvas.rotate(90 if upright else 0)
    canvas.drawRect(skia.Rect.MakeLTRB(0, across * 0.16, along, across * 0.34), fill_paint("#ffffff66"))
    canvas.drawRect(skia.Rect.MakeLTRB(0, across * 0.8, along, across), fill_paint("#10141c30"))
    light, dark = stroke_paint("#ffffff80", 1.0, cap="butt"), stroke_paint("#10141c4c", 1.0, cap="butt")
    lines = min(max(round(across / 3.6), 3), 34)
    for k in range(lines):
        y = round(across * (k + 0.5) / lines) + 0.5
        start, long = along * (noise[k] * 1.1 - 0.3), along * (0.35 + 0.5 * noise[k + 40])
        canvas.drawLine(start, y, start + long, y, dark if k % 2 else light)
        if k % 3 == 0:
            canvas.drawLine(start + long + 4, y, along, y, light if k % 2 else dark)
    canvas.restore()


RIVET_PX = 3.0
"""Least radius of a rivet, where its block is thick enough."""


def _rivets(canvas: Any, solid: Solid, base: str) -> None:
    """Rivets along the edges of steel, so that it is never taken for something that shines as it does."""
    size, places = _rivet_places(solid)
    ring, face = fill_paint(mix(base, "#12161c", 0.62)), fill_paint(mix(base, "#dfe4ea", 0.3))
    shade, cap = fill_paint("#00000050"), fill_paint(mix(base, "#ffffff", 0.8))
    for x, y in places:
        canvas.drawCircle(x + size * 0.2, y + size * 0.3, size * 1.12, shade)
        canvas.drawCircle(x, y, size, ring)
        canvas.drawCircle(x, y, size * 0.68, face)
        canvas.drawCircle(x - size * 0.2, y - size * 0.25, size * 0.36, cap)


def _rivet_places(solid: Solid) -> tuple[float, list[Point]]:
    """Radius and centres: two rows along a block or one along a thin one, a ring on a disc, else one in each corner."""
    size = min(max(solid.thickness * 0.055, RIVET_PX), 5.0)
    if solid.round_px:
        size, reach = min(size, solid.round_px * 0.26), solid.round_px * 0.66
        count = 6 if reach > 3.1 * size else 4
        ring = [(reach * math.sin(k * math.tau / count), reach * math.cos(k * math.tau / count)) for k in range(count)]
        return size, ring + ([(0.0, 0.0)] if count == 6 and reach > 3.4 * size else [])
    left, top, right, bottom = solid.extent
    if len(solid.outline) == 4:
        return _rows_of_rivets(right - left, bottom - top, size, (left + right) / 2, (top + bottom) / 2)
    if len(solid.outline) == 8:  # an arch: two down each leg, three along the lintel
        xs = sorted({round(x, 3) for x, _ in solid.outline})
        ys = sorted({round(y, 3) for _, y in solid.outline})
        leg, lintel = xs[1] - xs[0], ys[1] - ys[0]
        size = min(size, leg * 0.3, lintel * 0.3)
        x, y = left + leg / 2, top + lintel / 2
        low = bottom - max(size * 2.1, 4.0)
        return size, [(x, y), (-x + left + right, y), ((left + right) / 2, y), (x, low), (-x + left + right, low)]
    corners = sharp_corners(solid.outline)
    if len(corners) < 3:
        return size, []
    size = min(size, solid.thickness * 0.16)
    return size, list(inset_by(corners, size * 1.7 + 1.0))


def _rows_of_rivets(wide: float, high: float, size: float, x: float, y: float) -> tuple[float, list[Point]]:
    """In a rectangle of that size about `(x, y)`."""
    long, thick = max(wide, high), min(wide, high)
    edge = size * 1.5 + 2.0
    if thick < 2 * edge + 2.8 * size:
        size = min(size, thick * 0.32)
        edge, across = max(size * 2.0, thick / 2), [0.0]
        count = max(round((long - 2 * edge) / max(2.4 * thick, 26.0)) + 1, 2)
    else:
        across = [edge - thick / 2, thick / 2 - edge]
        count = max(round((long - 2 * edge) / max(1.5 * thick, 34.0)) + 1, 2)
    edge = min(edge, long / 2 - 1.3 * size)
    along = [edge - long / 2 + (long - 2 * edge) * k / (count - 1) for k in range(count)]
    return size, [(x + u, y + v) if wide >= high else (x + v, y + u) for u in along for v in across]


def _ice(canvas: Any, solid: Solid, look: Look, noise: list[float]) -> None:
    left, top, right, bottom = solid.extent
    wide, high, thick = right - left, bottom - top, solid.thickness
    base = mix(solid.colour, "#ffffff", 0.03)
    if look.textured:
        clear = [(0, mix(base, "#ffffff", 0.12) + "e2"), (0.45, base + "d6"), (1, solid.colour + "ee")]
        _gradient(canvas, solid, (left, top), (left + wide * 0.35, bottom), clear)
        _textured(canvas, solid, "ice", noise, 0.8)
    else:
        _fill(canvas, solid, base + "d4")
    _frost(canvas, solid, "98" if look.textured else "b8")
    _cracks(canvas, solid, noise)
    lean = min(high, wide) * 0.45
    x, w = left + wide * (0.12 + 0.1 * noise[40]), min(wide, high) * 0.2
    for dx, ww, alpha in ((0.0, w, "9c"), (w * 1.6, w * 0.4, "80")):
        band = [
            skia.Point(x + dx + lean, top + high * 0.12),
            skia.Point(x + dx + ww + lean, top + high * 0.12),
            skia.Point(x + dx + ww + lean * 0.3, top + high * 0.6),
            skia.Point(x + dx + lean * 0.3, top + high * 0.6),
        ]
        canvas.drawPath(skia.Path.Polygon(band, True), fill_paint("#ffffff" + alpha))
    for k in range(5 + min(int(wide * high / (thick * thick)), 5)):
        x, y = left + wide * (0.08 + 0.84 * noise[50 + k]), top + high * (0.3 + 0.6 * noise[60 + k])
        size = min(max(thick * (0.025 + 0.035 * noise[70 + k]), 1.3), 4.0)
        canvas.drawCircle(x, y, size, fill_paint("#ffffff58"))
        canvas.drawCircle(x, y, size, stroke_paint("#ffffffd0", 1.0))


def _frost(canvas: Any, solid: Solid, alpha: str) -> None:
    """A pale border, well within blocks too thin for much of it."""
    rim = min(max(solid.thickness * 0.075, min(2.6, solid.thickness * 0.12)), 5.0)
    canvas.drawPath(shape_path(solid, rim * 0.5 + 1.0), stroke_paint("#ffffff" + alpha, rim))


def _cracks(canvas: Any, solid: Solid, noise: list[float]) -> None:
    """Forked white lines across the block, more of them in a longer one."""
    left, top, right, bottom = solid.extent
    wide, high, thick = right - left, bottom - top, solid.thickness
    crack = stroke_paint("#ffffffe8", min(max(thick * 0.02, 1.1), 2.0))
    count = min(2 + int(max(wide, high) / thick), 6)
    step = max(thick * 0.17, 3.0)
    for k in range(count):
        at, across = (k + 0.2 + 0.6 * noise[k]) / count, 0.2 + 0.25 * noise[k + 8]
        x, y = (left + wide * at, top + high * across) if wide >= high else (left + wide * across, top + high * at)
        turn = (1.0 if k % 2 else 2.1) + 0.7 * (noise[k + 16] - 0.5)
        path = skia.Path()
        path.moveTo(x, y)
        for j in range(4):
            turn += 1.4 * (noise[90 + 4 * k + j] - 0.5)
            x, y = x + math.cos(turn) * step, y + math.sin(turn) * step
            path.lineTo(x, y)
            if j == 1:
                path.lineTo(x + math.cos(turn + 1.1) * step * 0.9, y + math.sin(turn + 1.1) * step * 0.9)
                path.moveTo(x, y)
        canvas.drawPath(path, crack)


def _rubber(canvas: Any, solid: Solid, look: Look, noise: list[float]) -> None:
    left, top, right, bottom = solid.extent
    base = mix(solid.colour, "#24160f", 0.1)
    _fill(canvas, solid, base)
    if look.textured:
        _textured(canvas, solid, "rubber", noise, 1.0)
        edge = shape_path(solid, solid.thickness * 0.05, solid.thickness * 0.1)
        canvas.drawPath(edge, stroke_paint(mix(base, INK, 0.55) + "70", solid.thickness * 0.1))
        return
    pitch = max(solid.thickness / 6, 5.5)
    dark = luminance(base) < 0.1
    dot, size = fill_paint(mix(base, "#ffffff", 0.45) if dark else mix(base, INK, 0.66)), pitch * 0.25
    across, rows = int((right - left) / pitch), max(int((bottom - top) / pitch), 1)
    for j in range(rows):
        for i in range(across + 1):
            x = (i - across / 2 + (0.25 if j % 2 else -0.25)) * pitch + (left + right) / 2
            canvas.drawCircle(x, (j - (rows - 1) / 2) * pitch + (top + bottom) / 2, size, dot)
