"""Draws a tower at one moment: the place, the flag behind, shadows, blocks, the card in front; as a still or a clip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

import msgspec
import numpy as np

from scenewright.renderers.base import Box, Mark
from scenewright.renderers.blocks import Look, Solid, Sprite, cast, draw, draw_shadow, place, sprite
from scenewright.renderers.canvas import Canvas, fill_paint
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import ThemedStyle, mix
from scenewright.renderers.tower_key import Key, KeyLook, draw_key
from scenewright.renderers.tower_places import paint_place
from scenewright.renderers.tower_view import Frame, View, peg_drop, pole_px, polygon, solid
from scenewright.scenes.tower import Tower


class TowerStyle(ThemedStyle, frozen=True, kw_only=True):
    """How towers look. `width_px` and `height_px`: long and short side of a still, where that is large enough."""

    look: Look
    place: str
    tint: str
    seed: int
    zoom: float
    shift: tuple[float, float]
    shadow: Literal["none", "soft", "wide"]
    pennant: str
    """Colour of the flag, one that no block has."""
    card: str
    video: tuple[int, int]
    """Long and short side of a clip, where it is large enough."""
    panels: int
    badge: Literal["corner", "below"]
    """Where the panels of a filmstrip have their numbers."""
    key: KeyLook


PENNANTS = ("#ffffff", "#16191e", "#18c7c9", "#e8e8e8")
CARDS = ("#f3ecd9", "#e4e9ee", "#efe3e3", "#d9cfbd", "#e2ead9")


def backdrop(scene: Tower, style: TowerStyle, view: View, canvas: Canvas, key: Key | None = None) -> None:
    """What doesn't move: what stands behind all blocks, and the key, which none comes near."""
    paint_place(canvas, style.place, style.tint, style.seed, view.ground_px, view.scale)
    if scene.flag:
        _flag(canvas, style, view, scene.flag.x_m, scene.flag.id)
    if key:
        draw_key(canvas, style.key, style.look, style.font, style.tint, key)


def _flag(canvas: Canvas, style: TowerStyle, view: View, x_m: float, id: str) -> None:
    """A pennant on a pole, and a peg in the ground below it that no block can hide."""
    x, y = view.at(x_m, 0.0)
    high, pole = view.flag_px, pole_px(view.scale)
    wide, drop = high * 0.52, high * 0.36
    canvas.rect((x - pole / 2, y - high, x + pole / 2, y), "#f4f4f2", "#30353c", 1.0)
    lean = -1.0 if style.seed % 2 else 1.0
    points = ((x, y - high), (x + lean * wide, y - high + drop / 2), (x, y - high + drop))
    canvas.polygon(points, style.pennant, "#30353c", 1.2)
    drop_px = peg_drop(view.scale)
    peg = drop_px / 2.2
    canvas.polygon(((x - peg, y + drop_px), (x, y + 1), (x + peg, y + drop_px)), style.pennant, "#30353c", 1.2)
    left, right = min(x - peg, x + lean * wide), max(x + peg, x + lean * wide)
    canvas.mark(id, "flag", (left, y - high, right, y + drop_px))


def card(scene: Tower, style: TowerStyle, view: View, canvas: Canvas) -> None:
    """A card on a post, in front of everything. Opaque."""
    if not scene.cover:
        return
    cover = scene.cover
    left, top = view.at(cover.left_m, cover.top_m)
    right, bottom = view.at(cover.right_m, cover.bottom_m)
    edge = mix(style.card, "#3b3328", 0.45)
    if bottom < view.ground_px - 3:
        middle, half = (left + right) / 2, 2.0
        canvas.rect((middle - half, bottom, middle + half, view.ground_px), edge)
    canvas.rect((left + 2, top + 4, right + 3, bottom + 4), "#10141c50", radius=3, blur=3)
    canvas.rect((left, top, right, bottom), style.card, edge, 1.2, radius=3, of=cover.id, part="card")
    _stripes(canvas, (left + 1, top + 1, right - 1, bottom - 1), mix(style.card, "#3b3328", 0.14))
    canvas.rect(
        (left + 1.5, top + 1.5, right - 1.5, bottom - 1.5), None, mix(style.card, "#ffffff", 0.7), 1.5, radius=2
    )


def _stripes(canvas: Canvas, box: Box, colour: str) -> None:
    """Slanted stripes that no block has, so that a card is not taken for one."""
    left, top, right, bottom = box
    wide, lean = 9.0, bottom - top
    canvas.skia.save()
    canvas.skia.clipRect(skia.Rect.MakeLTRB(*box))
    x = left - lean
    while x < right:
        canvas.polygon(((x, bottom), (x + wide, bottom), (x + wide + lean, top), (x + lean, top)), colour)
        x += 2 * wide
    canvas.skia.restore()


@lru_cache(4)
def _smudge() -> skia.Image:
    """A soft dark spot, stretched under blocks that touch the ground."""
    v, u = np.mgrid[-1:1:48j, -1:1:48j]
    alpha = np.clip(1 - np.hypot(u, v), 0, 1) ** 1.3 * 120
    pixels = np.zeros((48, 48, 4), np.uint8)
    pixels[..., 3] = alpha.astype(np.uint8)
    return skia.Image.MakeRasterCopy(skia.Pixmap(skia.ImageInfo.MakeN32Premul(48, 48), pixels, 48 * 4))


_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


def _ground_shadow(canvas: Any, view: View, points: Sequence[tuple[float, float]]) -> None:
    """Below a block that is less than half a metre up, on the face of the ground."""
    low = max(y for _, y in points)
    up = (view.ground_px - low) / view.scale
    if up > 0.5:
        return
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    wide, deep = (right - left) * 0.1 + 3, min(max(view.scale * 0.06, 4.0), 12.0)
    paint = skia.Paint(Alphaf=max(0.0, 1 - max(up, 0.0) / 0.5))
    box = skia.Rect.MakeLTRB(left - wide, view.ground_px - deep, right + wide, view.ground_px + deep)
    canvas.drawImageRect(_smudge(), box, _LINEAR, paint)


def _shadows_on_ground(canvas: Any, scene: Tower, view: View, frame: Frame) -> None:
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(0, view.ground_px, view.width * 9, view.height * 9))
    for block, pose in zip(scene.blocks, frame, strict=True):
        _ground_shadow(canvas, view, polygon(block, pose, view))
    canvas.restore()


def _blur(style: TowerStyle, view: View) -> float:
    return {"none": 0.0, "soft": 0.03, "wide": 0.06}[style.shadow] * view.scale


def still(scene: Tower, style: TowerStyle, view: View, frame: Frame, canvas: Canvas) -> None:
    """Shadows, blocks and card at one moment, over a backdrop."""
    solids = [solid(block, view, i) for i, block in enumerate(scene.blocks)]
    blur = _blur(style, view)
    if style.shadow != "none":
        _shadows_on_ground(canvas.skia, scene, view, frame)
        for one, (x, y, angle) in zip(solids, frame, strict=True):
            draw_shadow(canvas.skia, one, style.look, *view.at(x, y), -angle, blur)
    for one, (x, y, angle) in zip(solids, frame, strict=True):
        draw(canvas.skia, one, style.look, *view.at(x, y), -angle)
    card(scene, style, view, canvas)


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """What many pictures of one tower share: the world without blocks, and each block's sprite."""

    view: View
    world: Any
    marks: tuple[Mark, ...]
    sprites: tuple[Sprite, ...]

    def at(self, view: View) -> Box:
        """The frame of this world where the camera was moved to `view`."""
        left, top = view.x_px - self.view.x_px, view.ground_px - self.view.ground_px
        return left, top, left + view.width, top + view.height


def prepare(scene: Tower, style: TowerStyle, view: View, key: Key | None = None) -> Drawn:
    """Draw what moves once, and what doesn't. `Reject("layout")` where the key is not legible."""
    surface = skia.Surface(view.width, view.height)
    canvas = Canvas(view.width, view.height, style.tint, surface.getCanvas())
    backdrop(scene, style, view, canvas, key)
    canvas.check_lettering()
    blur = _blur(style, view)
    return Drawn(
        view=view,
        world=surface.makeImageSnapshot(),
        marks=canvas.marks(),
        sprites=tuple(sprite(solid(block, view, i), style.look, blur) for i, block in enumerate(scene.blocks)),
    )


def clip(
    scene: Tower, style: TowerStyle, drawn: Drawn, frames: Sequence[Frame], canvas: Canvas
) -> Iterator[np.ndarray]:
    """RGBA pixels of each frame, in the canvas's one array, which is drawn over again and again."""
    pixels = canvas.pixels()
    last: Frame = ()
    for frame in frames:
        if frame != last:
            canvas.skia.drawImage(drawn.world, 0, 0)
            moment(canvas.skia, scene, style, drawn.view, frame, drawn.sprites)
            card(scene, style, drawn.view, canvas)
            last = frame
        yield pixels


def moment(canvas: Any, scene: Tower, style: TowerStyle, view: View, frame: Frame, sprites: Sequence[Sprite]) -> None:
    """Shadows and blocks from their sprites."""
    places = [(*view.at(x, y), -angle) for x, y, angle in frame]
    if style.shadow != "none":
        _shadows_on_ground(canvas, scene, view, frame)
        for one, (x, y, turn) in zip(sprites, places, strict=True):
            cast(canvas, one, x, y, turn)
    for one, (x, y, turn) in zip(sprites, places, strict=True):
        place(canvas, one, x, y, turn)


def segments(scene: Tower, view: View, frame: Frame, mask: np.ndarray) -> None:
    """Write the number of each block (1 for the first) into its pixels; 0 stays what is none, the card among it."""
    height, width = mask.shape
    pixels = np.zeros((height, width, 4), np.uint8)
    surface = skia.Surface(pixels)
    canvas = surface.getCanvas()
    for i, (block, pose) in enumerate(zip(scene.blocks, frame, strict=True), 1):
        paint = skia.Paint(AntiAlias=False, Color=0xFF000000 | i << 16 | i << 8 | i)
        one: Solid = solid(block, view, i)
        x, y = view.at(pose[0], pose[1])
        if one.round_px:
            canvas.drawCircle(x, y, one.round_px, paint)
        else:
            canvas.drawPath(skia.Path.Polygon([skia.Point(*p) for p in polygon(block, pose, view)], True), paint)
    if scene.cover:
        box = (*view.at(scene.cover.left_m, scene.cover.top_m), *view.at(scene.cover.right_m, scene.cover.bottom_m))
        canvas.drawRect(skia.Rect.MakeLTRB(*box), fill_paint("#000000"))
    np.maximum(mask, pixels[..., 0], out=mask)
