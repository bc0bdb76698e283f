"""What a picture of plain shapes holds: items on paper or on a table, how they meet, and what lies over them.

Positions are in scene units: the picture is 1 high and `width` wide, x runs right, y down.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from scenewright.scenes.base import Scene, Spec, Thing

Shape = Literal["circle", "square", "triangle", "star", "cross", "ring", "heart", "diamond", "hexagon", "crescent"]
Colour = Literal["red", "blue", "yellow", "green", "purple", "orange", "pink", "brown", "grey"]
Size = Literal["small", "medium", "large"]
Texture = Literal["plain", "striped", "dotted", "checked"]
Material = Literal["matte", "shiny", "glassy"]
Ground = Literal["paper", "table"]
Meeting = Literal["covers", "inside", "touches"]

SHAPES: tuple[Shape, ...] = (
    "circle", "square", "triangle", "star", "cross", "ring", "heart", "diamond", "hexagon", "crescent",
)  # fmt: skip
"""A spec of k shapes has the first k."""
COLOURS: tuple[Colour, ...] = ("red", "blue", "yellow", "green", "purple", "orange", "pink", "brown", "grey")
"""A spec of k colours has the first k."""
SIZES: tuple[Size, ...] = ("small", "medium", "large")
TEXTURES: tuple[Texture, ...] = ("plain", "striped", "dotted", "checked")
MATERIALS: tuple[Material, ...] = ("matte", "shiny", "glassy")

SIZE_FACTOR: dict[str, float] = {"small": 0.62, "medium": 1.0, "large": 1.6}
"""Half extent by size, of a scene's own measure: each is 1.6 times the next smaller one, more than perspective or the
shapes' different areas make up for."""

NEAR_FACTOR, FAR_FACTOR = 1.1, 0.9
"""Perspective on a table: sizes at its near and far edge."""


class Item(Thing, frozen=True, kw_only=True):
    """One shape, plainly of one colour, size, texture and material."""

    shape: Shape
    colour: Colour
    size: Size
    texture: Texture = "plain"
    material: Material = "matte"
    x: float
    """Of the centre."""
    y: float
    depth: float
    """0 is nearest, 1 furthest. On a table it goes with the foot's height in the picture; on paper it is the order in
    which the shapes were laid down."""
    radius: float
    """Half extent in scene units, perspective included."""
    turn_deg: float = 0.0
    """Turned clockwise by so much; never so far that a square might pass for a diamond."""
    visible: float = 1.0
    """Share of its area that no other item covers, measured."""


class Pair(Thing, frozen=True, kw_only=True):
    """Two items that meet. Two items without a pair are clearly apart (by `APART` at least)."""

    kind: Meeting
    first: str
    """The one that lies over the other (`covers`), or within the other (`inside`)."""
    second: str


class Veil(Thing, frozen=True, kw_only=True):
    """A sheet that takes one trait away and leaves the rest: what it takes is evidence by the veil's id.

    `film` is smoked glass: below it all is grey, so colours are gone. `mosaic` is frosted glass in coarse tiles: shape,
    texture and material are gone, colour and place remain. Neither can hide that there is something.
    """

    kind: Literal["film", "mosaic"]
    item: str
    """The one item it lies over."""
    left: float
    top: float
    right: float
    bottom: float


VEILED: dict[str, tuple[str, ...]] = {"film": ("colour",), "mosaic": ("shape", "texture", "material")}
"""What each kind of veil takes away."""


class Shapes(Scene, frozen=True, kw_only=True):
    """Items on flat paper, or standing on a table whose far edge is at height `horizon`."""

    ground: Ground
    width: float
    horizon: float = 0.0
    items: tuple[Item, ...]
    pairs: tuple[Pair, ...] = ()
    veils: tuple[Veil, ...] = ()


class ShapesSpec(Spec, frozen=True, kw_only=True):
    """How many shapes, how various, and how they may meet."""

    items_min: Annotated[int, msgspec.Meta(ge=2, le=12)]
    items_max: Annotated[int, msgspec.Meta(ge=2, le=12)]
    shapes: Annotated[int, msgspec.Meta(ge=2, le=10)] = 10
    colours: Annotated[int, msgspec.Meta(ge=2, le=9)] = 9
    sizes: Annotated[int, msgspec.Meta(ge=1, le=3)] = 3
    """At most so many different sizes."""
    textured: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of items that are striped, dotted or checked."""
    polished: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of items that are shiny or glassy."""
    on_table: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of scenes on a table."""
    meetings: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    """At most so many pairs that cover, hold or touch each other."""
    veils: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of scenes with a film or mosaic that no twin needs."""
    visible_min: Annotated[float, msgspec.Meta(ge=0.5, le=1)] = 0.72
    """Least visible share of every item."""
    width_max: Annotated[float, msgspec.Meta(ge=1, le=1.6)] = 1.5


APART = 0.024
"""Least distance in scene units between two items that do not meet."""
