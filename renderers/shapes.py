"""Pictures of shapes: flat illustration, paper cut, soft bodies, chalk, felt-tip outlines, posters; masks and maps."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import cv2
import msgspec
import numpy as np

from scenewright.renderers.base import Mark, Media, Rendering, Resolution, Style
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.png import encode_grey_png
from scenewright.renderers.shapes_ground import PATTERNS, draw_ground, draw_veil, ground_colour
from scenewright.renderers.shapes_paint import LOOKS, PAINTS, Brush, paint_item
from scenewright.scenes.base import below, between, chance, pick, rng_for, uniform, weighted
from scenewright.scenes.shapes_geometry import fill, placed
from scenewright.scenes.shapes_scene import COLOURS, SHAPES, Item, Shapes

MEDIA = ("image/png",)


class ShapesStyle(Style, frozen=True, kw_only=True):
    """How shapes look."""

    look: Literal["flat", "cut", "soft", "chalk", "outline", "poster"] = "flat"
    height_px: Annotated[int, msgspec.Meta(ge=64, le=4096)] = 480
    """The width follows from the scene's."""
    light_deg: float = 225.0
    """Where light comes from, in the picture: 225 is upper left, 315 upper right."""
    ground: Annotated[float, msgspec.Meta(ge=0, lt=1)] = 0.0
    """Which of the grounds' colours."""
    pattern: Literal["plain", "grid", "dots", "ruled", "vignette"] = "plain"
    mask: bool = False
    """Whether a mask of the visible shares comes with the picture."""
    noise: int = 0


STYLE = ShapesStyle


def draw_style(rng: np.random.Generator) -> ShapesStyle:
    """A style at random."""
    return ShapesStyle(
        look=weighted(rng, LOOKS, (1.0, 1.2, 1.6, 0.9, 1.0, 0.8)),  # type: ignore[arg-type]
        height_px=between(rng, 24, 34) * 20,
        light_deg=round(uniform(rng, 195, 345), 1),
        ground=below(rng, 1000) / 1000,
        pattern=pick(rng, PATTERNS),  # type: ignore[arg-type]
        mask=chance(rng, 0.25),
        noise=between(rng, 0, 999_999),
    )


def size_px(scene: Shapes, style: ShapesStyle) -> tuple[int, int]:
    """Width and height of the picture."""
    return round(scene.width * style.height_px), style.height_px


def render(scene: Shapes, style: ShapesStyle) -> Rendering:
    """The picture, its marks, the visible share of each item as drawn, and a mask if the style has one."""
    canvas, resolution = paint(scene, style)
    for item in scene.items:
        _mark(canvas, item, float(style.height_px))
    media, marks = canvas.finish()
    numbers = mask_of(scene, style.height_px)
    shown: tuple[Media, ...] = (media,)
    if style.mask:
        height, width = numbers.shape
        data = encode_grey_png(numbers)
        shown += (Media(kind="image/png", data=data, width_px=width, height_px=height, role="mask"),)
    marks += tuple(_visible_mark(item, numbers == i) for i, item in enumerate(scene.items, 1) if item.visible < 1)
    return Rendering(media=shown, marks=marks, resolution=resolution)


def paint(scene: Shapes, style: ShapesStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """The finished picture on its canvas; veils are marked, items not yet. A recorder as `target` gets no veils, which
    are made of pixels.
    """
    width, height = size_px(scene, style)
    noise = tuple(rng_for(style.noise, "shapes").random(64).tolist())
    paper = ground_colour(scene, style.look, style.ground)
    light = (math.cos(math.radians(style.light_deg)), math.sin(math.radians(style.light_deg)))
    brush = Brush(style.look, float(height), light, paper, scene.ground == "table", noise)
    canvas = Canvas(width, height, paper, target)
    draw_ground(canvas, scene, brush, style.ground, style.pattern if height >= 150 else "plain")
    veiled = {veil.item: veil.kind for veil in scene.veils}
    for i, item in sorted(enumerate(scene.items), key=lambda pair: -pair[1].depth):
        kind = veiled.get(item.id)
        if kind == "film":  # below a film all colours are one grey: not even how light they were is left
            item = msgspec.structs.replace(item, colour="grey")
        if kind != "mosaic":
            paint_item(canvas, item, brush, i)
    for veil in scene.veils if target is None else ():
        below = next(PAINTS[style.look][item.colour] for item in scene.items if item.id == veil.item)
        draw_veil(canvas, veil, float(height), paper, below, noise)
    visible = {item.id: item.visible for item in scene.items if item.visible < 1}
    return canvas, Resolution(units_per_px={"place": round(1 / height, 6)}, visible=visible)


def picture(scene: Shapes, style: ShapesStyle, height_px: int) -> np.ndarray:
    """The picture at any height from 64 px, as `(height, width, 3)` uint8 RGB."""
    small = msgspec.structs.replace(style, height_px=height_px)
    return np.array(paint(scene, small)[0].pixels()[:, :, :3])


def _mark(canvas: Canvas, item: Item, px: float) -> None:
    points = placed(item.shape, item.x, item.y, item.radius, item.turn_deg)[0] * px
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    canvas.mark(item.id, "item", (left, top, right, bottom), tuple([(x, y) for x, y in points.tolist()]))


def _visible_mark(item: Item, seen: np.ndarray) -> Mark:
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    box = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    return Mark(id=item.id, part="visible", box=box)


# -- maps --------------------------------------------------------------------------------------------------------------


def mask_of(scene: Shapes, height_px: int) -> np.ndarray:
    """`(height, width)` uint8: 0 for the ground, i for what is in sight of `scene.items[i - 1]`."""
    image = np.zeros((height_px, round(scene.width * height_px)), np.uint8)
    for i, item in sorted(enumerate(scene.items, 1), key=lambda pair: -pair[1].depth):
        _fill_ring(image, item, i, height_px)
    return image


def _fill_ring(image: np.ndarray, item: Item, value: int, px: int) -> None:
    points, inner = placed(item.shape, item.x, item.y, item.radius, item.turn_deg)
    fill(image, points, inner, value, px)


def layout_maps(scene: Shapes, size_px: int) -> np.ndarray:
    """What is where, at any height: `(3, height, width)` uint8 of colour, shape and edge.

    Colour and shape are 1 + the index in `COLOURS` and `SHAPES`, 0 on the ground; edge is 255 on the outlines of
    visible parts, else 0. Veils are left out. Some 0.1 ms at 64 px.
    """
    numbers = mask_of(scene, size_px)
    colour = np.array([0, *(1 + COLOURS.index(item.colour) for item in scene.items)], np.uint8)
    shape = np.array([0, *(1 + SHAPES.index(item.shape) for item in scene.items)], np.uint8)
    edge = cv2.morphologyEx(numbers, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    return np.stack([colour[numbers], shape[numbers], np.where(edge > 0, 255, 0).astype(np.uint8)])
