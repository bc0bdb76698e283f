"""A table seen from above: field, walls and open edges, pieces, velocity arrows, scale. Shared by stills and video."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from scenewright.renderers.block_textures import texture
from scenewright.renderers.blocks import Look, Solid, Sprite, cast, draw, place, sprite
from scenewright.renderers.canvas import Canvas, Point, fill_paint, stroke_paint
from scenewright.renderers.fonts import Font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import contrast, luminance, mix
from scenewright.scenes.base import Value
from scenewright.scenes.collisions import MATERIALS, Arrow, Collisions, Piece, Side, arrow_tip, outline

PAINT = {
    "red": "#d8343a", "blue": "#2b66d9", "green": "#2fa84f", "yellow": "#f2cd2e", "orange": "#f0822a",
    "purple": "#8245c4", "pink": "#f08fc0", "black": "#2c2e33", "white": "#f5f5f2",
}  # fmt: skip
"""What the colours' names stand for."""

FIELDS = {
    "ice": ("#dcebf5", "#cfe3f0", "#e6eff3", "#c2d9e8"),
    "laminate": ("#b9bfc6", "#e3ddcf", "#8b949e", "#9fb8b4", "#4c5866", "#c9b8a8", "#a9b7cc"),
    "wood": ("#c89b66", "#a87a4e", "#dab98d", "#8d6748", "#6b4a34"),
    "felt": ("#3c7a5c", "#41688f", "#8a4a55", "#5a6069", "#6b5a86"),
}
"""Field colours by surface; the first one in a style's order is taken from which all pieces stand out."""

RAILS = ("#5a3a22", "#7d5532", "#2b2f36", "#3f4750", "#c9ced4", "#efece4", "#a33b2f", "#27496d")
FLOORS = ("#b7b2a8", "#8f979e", "#d8d2c6", "#6f6a66", "#a7b3b8")


class TableLook(Value, frozen=True, kw_only=True):
    """How a table looks."""

    look: Look
    field: int
    """Which of the surface's colours is tried first."""
    rail: str
    floor: str
    decor: str
    """`none`, `hockey`, `grid`, `dots` or `planks`: lines painted on the field."""
    arrow: str
    """`dark` or `light`: ink of the arrows; the other is their edge."""
    rail_share: float
    """Width of walls in field widths."""


class Area(NamedTuple):
    """Where the field is in the picture."""

    left: float
    top: float
    px_per_m: float
    width_m: float
    height_m: float

    def at(self, x_m: float, y_m: float) -> Point:
        """Pixels of a place on the table."""
        return self.left + x_m * self.px_per_m, self.top + (self.height_m - y_m) * self.px_per_m

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The field in pixels."""
        return (
            self.left,
            self.top,
            self.left + self.width_m * self.px_per_m,
            self.top + self.height_m * self.px_per_m,
        )


def fit(scene: Collisions, box: tuple[float, float, float, float], rail_share: float) -> Area:
    """The largest field with its walls in the middle of a box, on whole pixels."""
    w, h = scene.table.width_m, scene.table.height_m
    rail = w * rail_share
    scale = min((box[2] - box[0]) / (w + 2 * rail), (box[3] - box[1]) / (h + 2 * rail))
    left = round((box[0] + box[2] - w * scale) / 2)
    top = round((box[1] + box[3] - h * scale) / 2)
    return Area(left, top, scale, w, h)


def field_colour(scene: Collisions, look: TableLook) -> str:
    """The surface's first colour from which all pieces stand out; else the one that does best."""
    colours = FIELDS[scene.table.surface]
    ordered = [colours[(look.field + k) % len(colours)] for k in range(len(colours))]
    used = {PAINT[piece.colour] for piece in scene.pieces}
    return max(ordered, key=lambda c: (min(min(_apart(c, p) for p in used), 85.0), -ordered.index(c)))


def _apart(a: str, b: str) -> float:
    """Distance of two colours, lightness counted double (0 to about 500)."""
    rgb = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (a, b)]
    light = abs(luminance(a) ** 0.4 - luminance(b) ** 0.4) * 300
    return math.dist(*rgb) * 0.6 + light


# -- the table ---------------------------------------------------------------------------------------------------------


def draw_table(canvas: Canvas, scene: Collisions, look: TableLook, area: Area, part: str = "") -> None:
    """Field, walls, and the shadow under open edges. Marks `table` and the sides."""
    colour = field_colour(scene, look)
    rail = area.width_m * look.rail_share * area.px_per_m
    left, top, right, bottom = area.box
    walls = {rim.side for rim in scene.rims if rim.wall}
    outer = (
        left - rail * ("left" in walls), top - rail * ("top" in walls),
        right + rail * ("right" in walls), bottom + rail * ("bottom" in walls),
    )  # fmt: skip
    soft_shadow(canvas, outer, rail * 0.3)
    canvas.rect(area.box, colour, of="table", part=f"table{part}")
    _surface(canvas, scene, look, area, colour)
    _walls(canvas, scene, look, area, rail, walls, part)


def _surface(canvas: Canvas, scene: Collisions, look: TableLook, area: Area, colour: str) -> None:
    left, top, right, bottom = area.box
    name = scene.table.surface
    image = _field(name, look, area.px_per_m, colour, math.ceil(right - left), math.ceil(bottom - top), area[3:])
    canvas.skia.save()
    canvas.skia.clipRect(skia.Rect.MakeLTRB(*area.box))
    canvas.skia.drawImage(image, left, top)
    canvas.skia.restore()


@lru_cache(4)
def _field(
    name: str, look: TableLook, px_per_m: float, colour: str, width: int, height: int, size_m: tuple[float, float]
) -> Any:
    """The surface with its lines, once for all panels of a picture."""
    surface = skia.Surface(width, height)
    canvas = Canvas(width, height, colour, surface.getCanvas())
    grain = {"wood": "wood", "felt": "rubber", "ice": "ice", "laminate": "steel"}[name]
    strength = {"wood": 0.55, "felt": 0.22, "ice": 0.35, "laminate": 0.2}[name]
    scale = px_per_m / (190 if grain == "wood" else 330)
    paint = skia.Paint(AntiAlias=False, Alphaf=strength if look.look.textured else strength * 0.4)
    _tiled(canvas.skia, texture(grain, look.look.seed % 4), scale * (2.4 if grain == "wood" else 1), scale, paint)
    decor = "hockey" if look.decor == "planks" and name in ("ice", "felt") else look.decor
    _decor(canvas, decor, Area(0, 0, px_per_m, *size_m), colour)
    return surface.makeImageSnapshot()


def _tiled(raw: Any, image: Any, across: float, down: float, paint: Any) -> None:
    """Cover all with an image, every other tile mirrored so that they meet. (To set an image as a paint's shader costs
    twenty times as much: the binding copies it through an encoder.)
    """
    sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNone)
    width, height = image.width() * across, image.height() * down
    size = raw.getBaseLayerSize()
    for row in range(math.ceil(size.height() / height)):
        for column in range(math.ceil(size.width() / width)):
            raw.save()
            raw.translate((column + column % 2) * width, (row + row % 2) * height)
            raw.scale(-1 if column % 2 else 1, -1 if row % 2 else 1)
            raw.drawImageRect(image, skia.Rect.MakeWH(width, height), sampling, paint)
            raw.restore()


def soft_shadow(canvas: Canvas, box: tuple[float, float, float, float], blur: float) -> None:
    """The shadow of a flat thing, down and to the right."""
    left, top, right, bottom = box
    rect = skia.Rect.MakeLTRB(left + blur * 0.4, top + blur * 0.6, right + blur * 0.6, bottom + blur)
    canvas.skia.drawRect(rect, fill_paint("#10141c60", blur))


def _decor(canvas: Canvas, decor: str, area: Area, colour: str) -> None:
    """Lines on the field, quiet enough never to be taken for a piece."""
    left, top, right, bottom = area.box
    light = luminance(colour) < 0.45
    ink = mix(colour, "#ffffff" if light else "#31506b", 0.3)
    s, cx, cy = area.px_per_m, (left + right) / 2, (top + bottom) / 2
    line = max(1.0, s * 0.008)
    if decor == "hockey":
        canvas.line((cx, top), (cx, bottom), ink, line * 1.4)
        canvas.circle((cx, cy), s * 0.22, None, ink, line)
        for x in (left, right):
            canvas.circle((x, cy), s * 0.3, None, ink, line)
    elif decor == "grid":
        n = round(area.width_m / 0.1)
        for k in range(1, n):
            canvas.line(
                (left + k * 0.1 * s, top),
                (left + k * 0.1 * s, bottom),
                mix(colour, ink, 0.9 if k % 5 == 0 else 0.45),
                1,
            )
        for k in range(1, round(area.height_m / 0.1)):
            y = bottom - k * 0.1 * s
            canvas.line((left, y), (right, y), mix(colour, ink, 0.9 if k % 5 == 0 else 0.45), 1)
    elif decor == "dots":
        for i in range(1, 8):
            for y in (top + s * 0.06, bottom - s * 0.06):
                canvas.circle((left + (right - left) * i / 8, y), max(1.2, s * 0.012), ink)
    elif decor == "planks":
        for k in range(1, 6):
            y = top + (bottom - top) * k / 6
            canvas.line((left, y), (right, y), mix(colour, "#1c120a", 0.25), line)


def _walls(
    canvas: Canvas, scene: Collisions, look: TableLook, area: Area, rail: float, walls: set[Side], part: str
) -> None:
    left, top, right, bottom = area.box
    r = rail
    ends = (left - r * ("left" in walls), right + r * ("right" in walls))
    boxes: dict[Side, tuple[float, float, float, float]] = {
        "top": (ends[0], top - r, ends[1], top),
        "bottom": (ends[0], bottom, ends[1], bottom + r),
        "left": (left - r, top, left, bottom),
        "right": (right, top, right + r, bottom),
    }
    bright, dark = mix(look.rail, "#ffffff", 0.22), mix(look.rail, "#000000", 0.35)
    for rim in scene.rims:
        box = boxes[rim.side]
        if not rim.wall:
            x0, y0, x1, y1 = box
            thin = max(2.0, r * 0.14)
            inner = {
                "top": (left, top, right, top + thin), "bottom": (left, bottom - thin, right, bottom),
                "left": (left, top, left + thin, bottom), "right": (right - thin, top, right, bottom),
            }[rim.side]  # fmt: skip
            canvas.rect(inner, "#ffffff55")
            canvas.mark(rim.id, f"edge{part}", (x0, y0, x1, y1))
            continue
        canvas.rect(box, look.rail, of=rim.id, part=f"wall{part}")
        across = {"top": (0, 1), "bottom": (0, -1), "left": (1, 0), "right": (-1, 0)}[rim.side]
        x0, y0, x1, y1 = box
        if across[0]:
            near, far = (x1, x0) if across[0] > 0 else (x0, x1)
            canvas.line((near - across[0], y0), (near - across[0], y1), dark, 2)
            canvas.line((far + across[0], y0), (far + across[0], y1), bright, 1)
            canvas.rect(
                (near, y0, near + across[0] * 5, y1) if across[0] > 0 else (near - 5, y0, near, y1), "#00000020"
            )
        else:
            near, far = (y1, y0) if across[1] > 0 else (y0, y1)
            canvas.line((x0, near - across[1]), (x1, near - across[1]), dark, 2)
            canvas.line((x0, far + across[1]), (x1, far + across[1]), bright, 1)
            canvas.rect((left, near, right, near + 5) if across[1] > 0 else (left, near - 5, right, near), "#00000020")


# -- pieces and arrows -------------------------------------------------------------------------------------------------


def solid_of(piece: Piece, px_per_m: float, number: int) -> Solid:
    """A piece in pixels."""
    return Solid(
        outline=tuple((x * px_per_m, -y * px_per_m) for x, y in outline(piece)),
        material=piece.material,
        colour=PAINT[piece.colour],
        round_px=piece.width_m / 2 * px_per_m if piece.shape == "puck" else 0.0,
        number=number,
    )


def sprites(scene: Collisions, look: TableLook, px_per_m: float) -> dict[str, Sprite]:
    """Every piece, painted once."""
    return {
        piece.id: sprite(solid_of(piece, px_per_m, i), look.look, shadow_px=max(1.5, 0.012 * px_per_m))
        for i, piece in enumerate(scene.pieces)
    }


class Pose(NamedTuple):
    """Where a piece is: metres and degrees; `size` below 1 while it falls off the table."""

    x_m: float
    y_m: float
    angle_deg: float
    size: float = 1.0


def draw_pieces(raw: Any, painted: Mapping[str, Sprite], poses: Mapping[str, Pose], area: Area) -> None:
    """Shadows first, then the pieces."""
    for fallen in (True, False):
        for shadows in (True, False):
            for id, pose in poses.items():
                if (pose.size < 1) != fallen:
                    continue
                x, y = area.at(pose.x_m, pose.y_m)
                raw.save()
                raw.translate(x, y)
                raw.scale(pose.size, pose.size)
                (cast if shadows else place)(raw, painted[id], 0, 0, -pose.angle_deg)
                raw.restore()


def corners(piece: Piece, pose: Pose, area: Area) -> tuple[Point, ...]:
    """Outline of a piece in pixels."""
    c, s = math.cos(math.radians(pose.angle_deg)), math.sin(math.radians(pose.angle_deg))
    return tuple(
        area.at(pose.x_m + (c * x - s * y) * pose.size, pose.y_m + (s * x + c * y) * pose.size)
        for x, y in outline(piece)
    )


def box_of(piece: Piece, pose: Pose, area: Area) -> tuple[float, float, float, float]:
    """The box around a piece."""
    if piece.shape == "box":
        return bounds(corners(piece, pose, area))
    (x, y), r = area.at(pose.x_m, pose.y_m), piece.width_m / 2 * pose.size * area.px_per_m
    return x - r, y - r, x + r, y + r


def bounds(points: tuple[Point, ...]) -> tuple[float, float, float, float]:
    """The box around points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def arrow_inks(look: TableLook) -> tuple[str, str]:
    """Ink and edge of arrows."""
    return ("#14181d", "#ffffff") if look.arrow == "dark" else ("#ffffff", "#14181d")


def draw_arrow(canvas: Canvas, piece: Piece, arrow: Arrow, area: Area, look: TableLook, part: str = "") -> None:
    """From the centre of the piece, with a dot there."""
    start, end = area.at(piece.x_m, piece.y_m), area.at(*arrow_tip(piece, arrow))
    shape = paint_arrow(canvas, start, end, look)
    canvas.mark(arrow.id, f"arrow{part}", bounds(shape), shape)


def paint_arrow(canvas: Canvas, start: Point, end: Point, look: TableLook) -> tuple[Point, ...]:
    """An arrow with its edge; gives its outline."""
    ink, edge = arrow_inks(look)
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    w, head = 1.4, min(11.0, max(7.5, length * 0.25))
    half = head * 0.5

    def at(along: float, across: float) -> Point:
        return x0 + ux * along - uy * across, y0 + uy * along + ux * across

    neck = length - head
    shape = (at(0, -w), at(neck, -w), at(neck, -half), (x1, y1), at(neck, half), at(neck, w), at(0, w))
    path = skia.Path.Polygon([skia.Point(x, y) for x, y in shape], True)
    canvas.skia.drawPath(path, stroke_paint(edge, 2.6))
    canvas.circle(start, 4.0, edge)
    canvas.path(path, ink)
    canvas.circle(start, 2.8, ink)
    return shape


def draw_sheet(canvas: Canvas, scene: Collisions, area: Area, seed: int) -> None:
    """The sheet of paper that is held over the table."""
    if scene.sheet is None:
        return
    s = scene.sheet
    (left, top), (right, bottom) = area.at(s.left_m, s.top_m), area.at(s.right_m, s.bottom_m)
    left, top, right, bottom = (
        max(left, 2),
        max(top, 2),
        min(right, canvas.width - 2.0),
        min(bottom, canvas.height - 2.0),
    )
    soft_shadow(canvas, (left, top, right, bottom), 4.0)
    paper, line = (("#fdf8e8", "#d9cfae"), ("#fbfbf8", "#c9d3e0"), ("#f6e6d8", "#dcbfa6"))[seed % 3]
    canvas.rect((left, top, right, bottom), paper, line, 1.0, of="sheet", part="sheet")
    step = 13.0
    y = top + step
    while y < bottom - 4:
        canvas.line((left + 6, y), (right - 6, y), line, 1.0)
        y += step


# -- the legend --------------------------------------------------------------------------------------------------------


def draw_legend(
    canvas: Canvas, scene: Collisions, look: TableLook, area: Area, box: tuple[float, float, float, float], text: Font,
    ink: str,
) -> None:  # fmt: skip
    """Scale, length of an arrow of 1 m/s, how the surface slows what slides; and below, what materials look like."""
    s, y = area.px_per_m, box[1] + KEY_PX * 0.4
    x = box[0]
    bar = 0.5 * s
    canvas.line((x, y), (x + bar, y), ink, 2, of="scale", part="scale")
    for end in (x, x + bar):
        canvas.line((end, y - 4), (end, y + 4), ink, 2)
    x += bar + 6
    x = canvas.text((x, y), "0.5 m", text, ink, "lm", of="scale", part="legend")[2] + 18
    start = (x + 4, y)
    long = 0.25 * s
    paint_arrow(canvas, start, (x + 4 + long, y), look)
    x += long + 12
    x = canvas.text((x, y), "1 m/s", text, ink, "lm", of="arrow-scale", part="legend")[2] + 18
    words = f"{scene.table.surface}: slows by {scene.table.slowing_m_s2:g} m/s every second"
    short = f"{scene.table.surface}: −{scene.table.slowing_m_s2:g} m/s each second"
    words = words if text.width(words) < box[2] - x else short
    canvas.text((box[2], y), words, text, ink, "rm", of="slowing", part="legend")
    draw_key(canvas, look, box[0], box[3] - KEY_PX / 2, text, ink)


KEY_PX = 28
"""Height of the row that shows what materials look like."""
KEY_GREY = "#a4a9b0"


def draw_key(canvas: Canvas, look: TableLook, x: float, y: float, text: Font, ink: str) -> None:
    """A grey piece of each material with its name; always of all three, so that the row itself says nothing."""
    half = KEY_PX / 2 - 3
    for number, material in enumerate(MATERIALS):
        square = ((-half, -half), (half, -half), (half, half), (-half, half))
        solid = Solid(outline=square, material=material, colour=KEY_GREY, number=number)
        draw(canvas.skia, solid, look.look, x + half, y, 0.0)
        x = canvas.text((x + 2 * half + 6, y), material, text, ink, "lm", of="materials", part="legend")[2] + 18


def readable(ink: str, ground: str) -> str:
    """An ink for lettering on the floor."""
    return ink if contrast(ink, ground) > 5 else "#15181c" if contrast("#15181c", ground) > 5 else "#ffffff"


def frame_pixels(width: int, height: int) -> tuple[np.ndarray, Any]:
    """A frame's pixels (RGBA) and a surface that draws into them."""
    pixels = np.zeros((height, width, 4), np.uint8)
    return pixels, skia.Surface(pixels, colorType=skia.ColorType.kRGBA_8888_ColorType)
