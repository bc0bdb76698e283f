"""Blocks of a tower: materials, shapes and where they touch. Metres and kilograms, y up, the ground's top at y = 0."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from scenewright.scenes.base import Thing, Value

Shape = Literal["box", "plank", "triangle", "disc", "arch"]
Size = Literal["small", "medium", "large"]
Material = Literal["wood", "steel", "ice", "rubber"]
Point = tuple[float, float]
Polygon = tuple[Point, ...]

GROUND = "ground"
"""What a block on the ground stands on, as a `Contact.lower`."""

DEPTH_M = 0.1
"""Blocks are slabs of this depth, seen from the front; nothing moves towards the viewer or away."""


class MaterialFacts(Value, frozen=True, kw_only=True):
    """What a material does. `friction` and `elasticity` are per surface: two that touch have the product of both, as
    Chipmunk combines them, so sqrt of the usual coefficient of like on like.
    """

    density_kg_m2: float
    """Mass per square metre of the front face: density times `DEPTH_M`."""
    friction: float
    elasticity: float


MATERIALS: dict[str, MaterialFacts] = {
    "wood": MaterialFacts(density_kg_m2=60.0, friction=0.71, elasticity=0.3),
    "steel": MaterialFacts(density_kg_m2=785.0, friction=0.65, elasticity=0.35),
    "ice": MaterialFacts(density_kg_m2=92.0, friction=0.3, elasticity=0.2),
    "rubber": MaterialFacts(density_kg_m2=120.0, friction=0.95, elasticity=0.45),
}
"""Densities: wood 600, steel 7850, ice 920, rubber 1200 kg/m3. Friction of like on like: 0.5, 0.42, 0.09, 0.9."""

GROUND_FRICTION = 0.9
GROUND_ELASTICITY = 0.3

COLOURS: dict[str, str] = {
    "red": "#d0342c",
    "orange": "#ee8421",
    "yellow": "#f2cc2e",
    "green": "#3f9b45",
    "blue": "#2f6fc4",
    "purple": "#7d4bb0",
    "pink": "#ec86b3",
    "brown": "#7a4a2b",
}
"""Paints that stay apart under every finish: name and middle tone."""

DISC_CORNERS = 32
LEG_SHARE = 0.24
"""Width of each leg of an arch, as a share of its width."""
LINTEL_SHARE = 0.4
"""Height of the part that joins the legs, as a share of the arch's height."""

TOUCH_M = 5e-4
"""Blocks nearer than this touch; coordinates are rounded to 0.1 mm."""


class Block(Thing, frozen=True, kw_only=True):
    """One block, upright at the start: triangles point up, arches stand on their legs."""

    id: Annotated[str, msgspec.Meta(pattern="^block-[0-9]+$")]
    colour: Literal["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"]
    size: Size
    shape: Shape
    material: Material
    width_m: Annotated[float, msgspec.Meta(ge=0.05, le=10)]
    height_m: Annotated[float, msgspec.Meta(ge=0.05, le=10)]
    mass_kg: Annotated[float, msgspec.Meta(gt=0, le=100_000)]
    x_m: Annotated[float, msgspec.Meta(ge=-50, le=50)]
    """Centre of mass at the start."""
    y_m: Annotated[float, msgspec.Meta(gt=0, le=50)]


class Contact(Value, frozen=True, kw_only=True):
    """A patch over which `upper` rests on `lower` (a block's id, or `ground`). A point where it is an edge: a disc."""

    upper: str
    lower: str
    y_m: float
    left_m: float
    right_m: float


def centre_height(shape: Shape, height_m: float) -> float:
    """Height of the centre of mass above the lowest point, for a block of even density."""
    if shape == "triangle":
        return height_m / 3
    if shape == "arch":
        top, leg = LINTEL_SHARE * height_m, (1 - LINTEL_SHARE) * height_m
        area_top, area_legs = top, 2 * LEG_SHARE * leg  # per unit of width
        return (area_top * (leg + top / 2) + area_legs * leg / 2) / (area_top + area_legs)
    return height_m / 2


def area(shape: Shape, width_m: float, height_m: float) -> float:
    """Square metres of the front face."""
    share = {"triangle": 0.5, "disc": math.pi / 4, "arch": LINTEL_SHARE + 2 * LEG_SHARE * (1 - LINTEL_SHARE)}
    return width_m * height_m * share.get(shape, 1.0)


def mass(shape: Shape, material: Material, width_m: float, height_m: float) -> float:
    """Kilograms of a block, rounded to 0.1."""
    return max(0.1, round(area(shape, width_m, height_m) * MATERIALS[material].density_kg_m2, 1))


def bottom(block: Block) -> float:
    """Height of its lowest point at the start."""
    return block.y_m - centre_height(block.shape, block.height_m)


def top(block: Block) -> float:
    """Height of its highest point at the start."""
    return bottom(block) + block.height_m


def outline(block: Block) -> Polygon:
    """Corners relative to the centre of mass, anticlockwise from the bottom left; a disc has `DISC_CORNERS`."""
    half, low = block.width_m / 2, -centre_height(block.shape, block.height_m)
    high = low + block.height_m
    if block.shape == "disc":
        turn = 2 * math.pi / DISC_CORNERS
        return tuple((half * math.cos(i * turn), half * math.sin(i * turn)) for i in range(DISC_CORNERS))
    if block.shape == "triangle":
        return ((-half, low), (half, low), (0.0, high))
    if block.shape == "arch":
        inner, under = half - LEG_SHARE * block.width_m, high - LINTEL_SHARE * block.height_m
        return (
            (-half, low), (-inner, low), (-inner, under), (inner, under),
            (inner, low), (half, low), (half, high), (-half, high),
        )  # fmt: skip
    return ((-half, low), (half, low), (half, high), (-half, high))


def parts(block: Block) -> tuple[Polygon, ...]:
    """The block as convex polygons, relative to its centre of mass: itself, or the legs and the lintel of an arch."""
    if block.shape != "arch":
        return (outline(block),)
    a, b, c, d, e, f, g, h = outline(block)
    return (a, b, c, (a[0], c[1])), (e, f, (f[0], d[1]), d), ((h[0], c[1]), (g[0], c[1]), g, h)


def world(points: Iterable[Point], x_m: float, y_m: float, angle_rad: float) -> Polygon:
    """Points relative to a centre of mass, turned anticlockwise and moved there."""
    cos, sin = math.cos(angle_rad), math.sin(angle_rad)
    return tuple((x_m + px * cos - py * sin, y_m + px * sin + py * cos) for px, py in points)


def feet(block: Block) -> tuple[Point, ...]:
    """The flat parts of its underside at the start, as (left, right); none for a disc."""
    left, right = block.x_m - block.width_m / 2, block.x_m + block.width_m / 2
    if block.shape == "disc":
        return ()
    if block.shape == "arch":
        leg = LEG_SHARE * block.width_m
        return (left, left + leg), (right - leg, right)
    return ((left, right),)


def ledge(block: Block) -> Point | None:
    """The flat part of its top at the start, as (left, right); None for discs and triangles."""
    if block.shape in ("disc", "triangle"):
        return None
    return block.x_m - block.width_m / 2, block.x_m + block.width_m / 2


def extent(blocks: Iterable[Block]) -> tuple[float, float, float]:
    """Leftmost and rightmost x and highest y of blocks at the start."""
    rows = [(b.x_m - b.width_m / 2, b.x_m + b.width_m / 2, top(b)) for b in blocks]
    return min(r[0] for r in rows), max(r[1] for r in rows), max(r[2] for r in rows)


def touching(blocks: tuple[Block, ...]) -> tuple[Contact, ...]:
    """Every patch on which a block rests, in the blocks' order, the patches of one block from the left.

    Discs rest on the ground, on a ledge, or on the corners of ledges to their left and right. Blocks that stand side by
    side without pressing on each other have no contact.
    """
    out = []
    for block in blocks:
        found = _disc_contacts(block, blocks) if block.shape == "disc" else _flat_contacts(block, blocks)
        out += sorted(found, key=lambda c: (c.left_m, c.lower))
    return tuple(out)


def _flat_contacts(block: Block, blocks: tuple[Block, ...]) -> list[Contact]:
    low = bottom(block)
    if abs(low) < TOUCH_M:
        return [Contact(upper=block.id, lower=GROUND, y_m=0.0, left_m=a, right_m=b) for a, b in feet(block)]
    out = []
    for other in blocks:
        shelf = ledge(other)
        if other.id == block.id or shelf is None or abs(top(other) - low) > TOUCH_M:
            continue
        for left, right in feet(block):
            a, b = max(left, shelf[0]), min(right, shelf[1])
            if b - a > TOUCH_M:
                out.append(Contact(upper=block.id, lower=other.id, y_m=round(low, 4), left_m=a, right_m=b))
    return out


def _disc_contacts(disc: Block, blocks: tuple[Block, ...]) -> list[Contact]:
    radius, x, y = disc.width_m / 2, disc.x_m, disc.y_m
    if abs(y - radius) < TOUCH_M:
        return [Contact(upper=disc.id, lower=GROUND, y_m=0.0, left_m=x, right_m=x)]
    out = []
    for other in blocks:
        shelf = ledge(other)
        if other.id == disc.id or shelf is None or top(other) > y:
            continue
        near = min(max(x, shelf[0]), shelf[1])
        if abs(math.hypot(x - near, y - top(other)) - radius) < TOUCH_M:
            out.append(Contact(upper=disc.id, lower=other.id, y_m=round(top(other), 4), left_m=near, right_m=near))
    return out
