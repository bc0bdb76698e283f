"""The key of materials: four grey swatches with their names, in every picture of a tower, whatever it is built of.

Cameras of towers are chosen here, as they have to leave room for the key: where no corner is free of blocks, of the
flag and of the card in all that is shown, the camera keeps a strip at the top or in the ground clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.renderers.base import Box
from scenewright.renderers.blocks import Look, Solid, draw
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.fonts import faces, font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import mix
from scenewright.renderers.tower_view import THIN_PX, Extent, Frame, View, fit, peg_drop, reach, shapes, thinnest
from scenewright.scenes.base import Reject, Value, pick
from scenewright.scenes.tower import Tower

Layout = Literal["row", "grid", "column"]

NAMES = ("wood", "steel", "ice", "rubber")
"""Always all of them, so that the key does not tell which are used."""
GREY = "#9b9ea2"
"""Of no paint's hue."""
CLEAR_PX = 8.0
"""Nothing that is shown comes nearer to the key."""


class KeyLook(Value, frozen=True, kw_only=True):
    """How the key is laid out, where there is room for it as wished."""

    layout: Layout
    side: Literal["top", "bottom"]
    align: Literal["left", "middle", "right"]
    ground: Literal["card", "dark", "glass", "bare", "band"]
    """What it lies on; `band` runs along the whole edge."""
    names: Literal["beside", "below"]
    swatch: Literal["brick", "square"]


def draw_key_look(rng: np.random.Generator) -> KeyLook:
    """Any key."""
    return KeyLook(
        layout=pick(rng, ("row", "row", "grid", "column")),
        side=pick(rng, ("top", "bottom")),
        align=pick(rng, ("left", "middle", "right")),
        ground=pick(rng, ("card", "dark", "glass", "bare", "band")),
        names=pick(rng, ("beside", "beside", "below")),
        swatch=pick(rng, ("brick", "brick", "square")),
    )


class Plan(NamedTuple):
    """Where swatches and names lie within a key of that size, in pixels."""

    layout: Layout
    width: int
    height: int
    letters_px: int
    swatch: tuple[int, int]
    swatches: tuple[Point, ...]
    """Top left corner of each."""
    names: tuple[Point, ...]
    """Baseline's start of each."""


class Key(NamedTuple):
    """A key with its place in a picture. `box` is what it lies on; `at` is where the plan starts."""

    plan: Plan
    at: Point
    box: Box


def letters_px(family: str, width: int, height: int) -> int:
    """Size of names in a picture. Hand-like fonts have smaller letters for their size."""
    size = min(max(round(min(width, height) / 32), 11), 16)
    return size + (faces()[family].kind == "hand")


@lru_cache(512)
def plan(family: str, px: int, layout: Layout, names: str, swatch: str) -> Plan:
    """Lay the key out. Columns have their names beside."""
    letters = font(family, px)
    high = round(px * 1.8)
    wide = round(high * 1.7) if swatch == "brick" else high + 3
    widths = [letters.width(name) for name in NAMES]
    tall = max(-letters.measure(name)[2] for name in NAMES)
    below = names == "below" and layout != "column"
    near, between, apart = round(px * 0.42), round(px * 0.95), round(px * 0.55)
    cells = [max(wide, w) if below else wide + near + w for w in widths]
    high_cell = high + near + tall if below else high
    columns = {"row": 4, "grid": 2, "column": 1}[layout]
    rows = 4 // columns
    room = cells if layout == "row" else [max(cells[k::columns]) for k in range(columns)]
    lefts = [sum(room[:k]) + k * between for k in range(columns)]
    swatches, starts = [], []
    for k, w in enumerate(widths):
        left, top = lefts[k % columns], (k // columns) * (high_cell + apart)
        if below:
            middle = left + room[k % columns] / 2
            swatches.append((float(round(middle - wide / 2)), float(round(top))))
            starts.append((middle - w / 2, top + high + near + tall))
        else:
            swatches.append((float(round(left)), float(round(top))))
            starts.append((left + wide + near, top + high / 2 + letters.cap_height / 2))
    return Plan(
        layout=layout,
        width=round(sum(room) + (columns - 1) * between),
        height=round(rows * high_cell + (rows - 1) * apart),
        letters_px=px,
        swatch=(wide, high),
        swatches=tuple(swatches),
        names=tuple(starts),
    )


def _padding(look: KeyLook, px: int) -> int:
    return 2 if look.ground == "bare" else round(px * 0.65)


def placed(look: KeyLook, one: Plan, side: str, align: str, width: int, height: int, inset: float = 8.0) -> Key:
    """The key at an edge of a picture of that size, its sides `inset` from the picture's."""
    pad = _padding(look, one.letters_px)
    edge = 0 if look.ground == "band" else max(round(min(width, height) * 0.018), 5)
    wide, high = one.width + 2 * pad, one.height + 2 * pad
    top = edge if side == "top" else height - edge - high
    inner = inset - pad if look.ground in ("bare", "band") else inset
    left = {"left": inner, "right": width - inner - wide}.get(align, (width - wide) // 2)
    box = (0.0, float(top), float(width), float(top + high)) if not edge else (left, top, left + wide, top + high)
    return Key(one, (float(left + pad), float(top + pad)), box)


def strip_key(look: KeyLook, family: str, width: int, panel: tuple[int, int], inset: float) -> Key:
    """The key of a filmstrip as a row at its top, in line with its panels. Its height is `box[3]`."""
    px = letters_px(family, 2 * panel[0], 2 * panel[1])
    one = _row(look, family, px, width)
    return placed(look, one, "top", look.align, width, 4 * one.height, inset)


def _row(look: KeyLook, family: str, px: int, width: int, first: str = "") -> Plan:
    """A row that fits into a width, its names below the swatches if it has to be; `Reject("layout")` if none does.

    `first`: where the names are to be, if not where the look has them.
    """
    room = width - 2 * (_padding(look, px) + 6)
    for names, swatch in ((first or look.names, look.swatch), (first or look.names, "square"), ("below", "square")):
        one = plan(family, px, "row", names, swatch)
        if one.width <= room:
            return one
    raise Reject("layout")


# -- cameras -----------------------------------------------------------------------------------------------------------


def _things(scene: Tower, shown: Sequence[Frame]) -> np.ndarray:
    """Boxes in metres (left, bottom, right, top) of all that the key must not meet, but the ground and the flag."""
    boxes = [reach(block, [frame[i] for frame in shown]) for i, block in enumerate(scene.blocks)]
    if scene.cover:
        cover = scene.cover
        boxes.append(np.array([[cover.left_m, 0.0, cover.right_m, cover.top_m]]))
    return np.concatenate(boxes)


def _free(scene: Tower, view: View, things: np.ndarray, key: Key) -> bool:
    """Whether nothing comes near the key, which lies in the wall or in the ground, not on the edge between."""
    left, top, right, bottom = key.box
    if top < view.ground_px + 5 and bottom > view.ground_px - 12:
        return False
    if scene.flag:
        x, _ = view.at(scene.flag.x_m, 0.0)
        high, low = view.flag_px, peg_drop(view.scale)
        wide = CLEAR_PX + 0.55 * high
        if left < x + wide and right > x - wide and top < view.ground_px + low + 6 and bottom > view.ground_px - high:
            return False
    if top > view.ground_px:
        return top > view.ground_px + 12  # shadows on the ground
    a, b = (left - CLEAR_PX - view.x_px) / view.scale, (right + CLEAR_PX - view.x_px) / view.scale
    low_m, high_m = (view.ground_px - bottom - CLEAR_PX) / view.scale, (view.ground_px - top + CLEAR_PX) / view.scale
    near = (things[:, 0] < b) & (things[:, 2] > a) & (things[:, 1] < high_m) & (things[:, 3] > low_m)
    return not bool(near.any())


def _off_edge(look: KeyLook) -> KeyLook:
    """A band is a card where it doesn't run along an edge."""
    return msgspec.structs.replace(look, ground="card") if look.ground == "band" else look


def _wishes(look: KeyLook, family: str, width: int, height: int) -> Iterator[Key]:
    """Places without a strip kept clear, from the one most wished for."""
    px = letters_px(family, width, height)
    aligns = (look.align, *(a for a in ("left", "right") if a != look.align))
    if look.layout == "row":
        yield placed(look, _row(look, family, px, width), look.side, look.align, width, height)
        return
    for align in aligns:
        if align != "middle":
            one = plan(family, px, look.layout, look.names, look.swatch)
            yield placed(_off_edge(look), one, "top", align, width, height)


def camera(
    scene: Tower,
    look: KeyLook,
    family: str,
    seen: Extent,
    shown: Sequence[Frame],
    sizes: Sequence[tuple[int, int]],
    zoom: float,
    shift: tuple[float, float],
) -> tuple[View, Key]:
    """A camera in the first of the sizes in which the thinnest block can be told, and where its key lies.

    `shown`: all frames of the picture. `Reject("layout")` where no size is large enough.
    """
    thin, things = thinnest(scene), _things(scene, shown)
    for width, height in shapes(seen, sizes):
        view = fit(seen, width, height, zoom, shift)
        if view.scale * thin < THIN_PX:
            continue
        for key in _wishes(look, family, width, height):
            if _free(scene, view, things, key):
                return view, key
        one = _row(look, family, letters_px(family, width, height), width, "beside")  # lower than names below
        key = placed(look, one, look.side, look.align, width, height)
        kept = round(key.box[3] + CLEAR_PX if look.side == "top" else height - key.box[1])
        view = fit(seen, width, height, zoom, shift, **{look.side: kept}, flag=scene.flag is not None)
        if view.scale * thin >= THIN_PX:
            return view, key
    raise Reject("layout")


# -- drawing -----------------------------------------------------------------------------------------------------------


@lru_cache(160)
def _swatch(material: str, finish: str, light_deg: float, size: tuple[int, int]) -> skia.Image:
    """A grey block of that material. Kept for all pictures: grain and light come in few kinds."""
    width, height = size
    surface = skia.Surface(width + 2, height + 2)
    more = SWATCH_DETAIL[finish] if material != "steel" else SWATCH_DETAIL["flat"]
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.translate(width / 2 + 1, height / 2 + 1)
    canvas.scale(1 / more, 1 / more)
    x, y = width / 2 * more, height / 2 * more
    solid = Solid(outline=((-x, -y), (x, -y), (x, y), (-x, y)), material=material, colour=GREY)
    draw(canvas, solid, Look(finish=finish, light_deg=light_deg, seed=1), 0.0, 0.0, 0.0)  # type: ignore[arg-type]
    return surface.makeImageSnapshot()


SWATCH_DETAIL = {"flat": 1.25, "cartoon": 1.25, "shaded": 1.9, "rich": 1.9}
"""Swatches are blocks so many times larger, so that they show as much of a material as blocks do. Steel is
shown by its rivets, which would be lost."""

INKS = {
    "card": ("#22272e", ""),
    "dark": ("#f3f4f5", ""),
    "glass": ("#1b1f24", ""),
    "band": ("#22272e", ""),
    "bare": ("#1b1f24", "#ffffffe6"),
}
"""Letters and their halo, by what they lie on."""


def _backing(canvas: Canvas, look: KeyLook, box: Box, tint: str) -> None:
    left, top, right, bottom = box
    if look.ground == "bare":
        return
    if look.ground == "band" and right - left >= canvas.width:
        canvas.rect(box, mix(tint, "#ffffff", 0.72))
        y = bottom if top <= 0 else top
        canvas.rect((left, y - 0.75, right, y + 0.75), mix(tint, "#3a424c", 0.5))
        return
    if look.ground == "glass":
        canvas.rect(box, "#ffffffc8", radius=5)
        return
    fill, edge = ("#272c33", "#4a515a") if look.ground == "dark" else ("#fbfbf9", "#a9aeb4")
    canvas.rect((left, top + 1.5, right, bottom + 1.5), "#10141c48", radius=5, blur=2)
    canvas.rect(box, fill, edge, 1.0, radius=5)


def draw_key(canvas: Canvas, look: KeyLook, blocks: Look, family: str, tint: str, key: Key) -> None:
    """Draw and mark it. `blocks`: the look whose finish the swatches share."""
    _backing(canvas, look, key.box, tint)
    canvas.mark("key", "legend", key.box)
    letters, (ink, halo) = font(family, key.plan.letters_px, look.ground == "bare"), INKS[look.ground]
    width, height = key.plan.swatch
    light = 35.0 if blocks.light_deg > 0 else -35.0
    for name, (dx, dy), (tx, ty) in zip(NAMES, key.plan.swatches, key.plan.names, strict=True):
        left, top = key.at[0] + dx, key.at[1] + dy
        if look.ground in ("bare", "dark"):
            canvas.rect((left - 1, top - 1, left + width + 1, top + height + 1), "#ffffffc0", radius=2)
        canvas.skia.drawImage(_swatch(name, blocks.finish, light, key.plan.swatch), left - 1, top - 1)
        at = (round(key.at[0] + tx), round(key.at[1] + ty))
        words = canvas.text(at, name, letters, ink, "ls", halo=halo or None)
        box = (min(left, words[0]), min(top, words[1]), max(left + width, words[2]), max(top + height, words[3]))
        canvas.mark("key", "legend_entry", box, text=name)
