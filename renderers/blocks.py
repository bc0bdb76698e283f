"""Blocks of wood, steel, ice and rubber, tinted in any colour: as sprites that turn, under a light that does not.

A `Solid` is one block at its size in pixels, origin at its reference point, y down. `sprite` paints its material once;
`place` puts it at any angle and adds the lit and the dark edge of a light fixed in the picture, so that a rolling disc
turns its grain but keeps its highlight.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec

from scenewright.renderers.block_finishes import paint_body
from scenewright.renderers.block_shapes import Look, Solid, shape_path
from scenewright.renderers.canvas import Point, fill_paint
from scenewright.renderers.skia_loader import skia

__all__ = ["Look", "Solid", "Sprite", "cast", "draw", "draw_shadow", "place", "sprite"]


class Edges(msgspec.Struct, frozen=True, kw_only=True):
    """What the light of the picture falls on: a block's rim, or the whole of a disc."""

    rim: Any
    width: float
    reach: float
    """Distance from the origin to the farthest point."""
    look: Look
    round_px: float
    gloss: float


class Sprite(msgspec.Struct, frozen=True, kw_only=True):
    """A painted block, ready to be placed at any angle."""

    image: Any
    target: Any
    """Where the image goes, about the block's origin."""
    shadow: Any
    shadow_target: Any
    edges: Edges


GLOSS = {"wood": 0.5, "steel": 1.0, "ice": 1.0, "rubber": 0.22}
DETAIL = 2.0
"""Pixels of a sprite per pixel of the picture: turned sprites stay sharp."""


def sprite(solid: Solid, look: Look, shadow_px: float = 0.0, detail: float = DETAIL) -> Sprite:
    """Paint a block once. `shadow_px`: blur of its shadow in pixels, 0 for none."""
    left, top, right, bottom = solid.extent
    pad = 2.0
    box = skia.Rect.MakeLTRB(left - pad, top - pad, right + pad, bottom + pad)
    width, height = math.ceil(box.width() * detail), math.ceil(box.height() * detail)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(detail, detail)
    canvas.translate(-box.left(), -box.top())
    paint_body(canvas, solid, look)
    shadow, shadow_box = (None, None) if not shadow_px else _shadow(solid, shadow_px)
    return Sprite(
        image=surface.makeImageSnapshot(),
        target=skia.Rect.MakeXYWH(box.left(), box.top(), width / detail, height / detail),
        shadow=shadow,
        shadow_target=shadow_box,
        edges=edges(solid, look),
    )


_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNone)
_PLAIN = skia.Paint()


SHADOW = "#10141c58"


def cast(canvas: Any, block: Sprite, x: float, y: float, angle_deg: float) -> None:
    """The shadow of a block behind it, away from the light. `angle_deg`: clockwise in the picture."""
    if block.shadow is not None:
        dx, dy = _away(block.edges.look, block.edges.reach)
        canvas.save()
        canvas.translate(x + dx, y + dy)
        canvas.rotate(angle_deg)
        canvas.drawImageRect(block.shadow, block.shadow_target, _SMOOTH, _PLAIN)
        canvas.restore()


def _away(look: Look, reach: float) -> Point:
    turn, far = math.radians(look.light_deg), min(6.0, 2.0 + reach * 0.06)
    return -math.sin(turn) * far, math.cos(turn) * far


def draw_shadow(canvas: Any, solid: Solid, look: Look, x: float, y: float, angle_deg: float, blur: float) -> None:
    """The shadow of a block that is drawn once."""
    dx, dy = _away(look, solid.thickness)
    canvas.save()
    canvas.translate(x + dx, y + dy)
    canvas.rotate(angle_deg)
    canvas.drawPath(shape_path(solid), fill_paint(SHADOW, blur))
    canvas.restore()


def draw(canvas: Any, solid: Solid, look: Look, x: float, y: float, angle_deg: float) -> None:
    """A block drawn once, without a sprite: sharper, and cheaper for a still."""
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(angle_deg)
    paint_body(canvas, solid, look)
    _light(canvas, edges(solid, look), angle_deg)
    canvas.restore()


def place(canvas: Any, block: Sprite, x: float, y: float, angle_deg: float) -> None:
    """A block with its origin at `(x, y)`, turned clockwise in the picture."""
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(angle_deg)
    canvas.drawImageRect(block.image, block.target, _SMOOTH, _PLAIN)
    _light(canvas, block.edges, angle_deg)
    canvas.restore()


def edges(solid: Solid, look: Look) -> Edges:
    """What the light of the picture falls on."""
    width = min(max(solid.thickness * 0.07, 1.0), 4.0)
    corner = solid.thickness * 0.1 if solid.material == "rubber" else 0.0
    return Edges(
        rim=shape_path(solid, width / 2 + 0.6, corner),
        width=width,
        reach=solid.round_px or max(math.hypot(x, y) for x, y in solid.outline),
        look=look,
        round_px=solid.round_px,
        gloss=GLOSS.get(solid.material, 0.5),
    )


def _light(canvas: Any, block: Edges, angle_deg: float) -> None:
    look = block.look
    if look.finish == "flat":
        return
    turn = math.radians(look.light_deg - angle_deg)
    dx, dy = math.sin(turn) * block.reach, -math.cos(turn) * block.reach
    if block.round_px and look.textured:
        canvas.drawCircle(0, 0, block.round_px - 0.6, _ball(block, dx, dy))
    else:
        canvas.drawPath(block.rim, _lit(block, dx, dy))


def _lit(block: Edges, dx: float, dy: float) -> Any:
    """Stroke that is light towards the light and dark away from it."""
    strong = {"cartoon": 0.55, "shaded": 0.7, "rich": 1.0}[block.look.finish]
    white = int(60 + 130 * block.gloss * strong) << 24 | 0xFFFFFF
    black = int(100 * strong) << 24
    paint = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=block.width)
    paint.setShader(
        skia.GradientShader.MakeLinear(
            [skia.Point(dx, dy), skia.Point(-dx, -dy)], [white, white & 0x22FFFFFF, black & 0x22000000, black]
        )
    )
    return paint


def _ball(block: Edges, dx: float, dy: float) -> Any:
    """Fill of a disc that swells towards the light."""
    white = int(50 + 110 * block.gloss) << 24 | 0xFFFFFF
    paint = skia.Paint(AntiAlias=True)
    colours = [white, 0x10FFFFFF, 0x14000000, 0x48000000]
    paint.setShader(
        skia.GradientShader.MakeRadial(
            skia.Point(dx * 0.45, dy * 0.45), block.round_px * 1.5, colours, [0.0, 0.35, 0.62, 1.0]
        )
    )
    return paint


def _shadow(solid: Solid, blur: float) -> tuple[Any, Any]:
    """A blurred silhouette at a third of the size: blurs need no detail."""
    left, top, right, bottom = solid.extent
    pad = blur * 2.5
    scale = 0.5
    box = skia.Rect.MakeLTRB(left - pad, top - pad, right + pad, bottom + pad)
    width, height = math.ceil(box.width() * scale), math.ceil(box.height() * scale)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(scale, scale)
    canvas.translate(-box.left(), -box.top())
    canvas.drawPath(shape_path(solid), fill_paint(SHADOW, blur))
    target = skia.Rect.MakeXYWH(box.left(), box.top(), width / scale, height / scale)
    return surface.makeImageSnapshot(), target
