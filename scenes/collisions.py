"""Pucks and boxes that slide over a table, seen from above, and what they hit."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from scenewright.scenes.base import Reject, Scene, Spec, Thing, Value, below, between, chance, draw, pick, uniform

Shape = Literal["puck", "box"]
Size = Literal["small", "medium", "large"]
Material = Literal["wood", "steel", "rubber"]
Surface = Literal["ice", "laminate", "wood", "felt"]
Colour = Literal["red", "blue", "green", "yellow", "orange", "purple", "pink", "black", "white"]
Side = Literal["left", "right", "top", "bottom"]
Kind = Literal["start", "before_after", "strip", "video"]

SIDES: tuple[Side, ...] = ("left", "right", "top", "bottom")
COLOURS: tuple[Colour, ...] = ("red", "blue", "green", "yellow", "orange", "purple", "pink", "black", "white")


class MaterialFacts(Value, frozen=True, kw_only=True):
    """What a piece 2 cm thick is made of."""

    density_kg_m2: float
    elasticity: float
    """The bounce of two pieces is the product of theirs (closing to parting speed)."""


MATERIALS: dict[Material, MaterialFacts] = {
    "wood": MaterialFacts(density_kg_m2=13.0, elasticity=0.86),
    "rubber": MaterialFacts(density_kg_m2=24.0, elasticity=0.89),
    "steel": MaterialFacts(density_kg_m2=156.0, elasticity=0.96),
}
WALL_ELASTICITY = 0.85

SURFACES: dict[Surface, float] = {"ice": 0.4, "laminate": 0.6, "wood": 0.9, "felt": 1.4}
"""By how many m/s a sliding piece slows each second (sliding friction times 9.81 m/s2), whatever its mass."""

RADII: dict[Size, float] = {"small": 0.065, "medium": 0.09, "large": 0.12}
"""Radius of a puck, and half the geometric mean of a box's sides, in metres."""

GAP_M = 0.03
"""Pieces and sides are further apart than this at the start."""
ARROW_S = 0.25
"""An arrow is as long as the way its piece would make in this time: 1 m/s is drawn as 0.25 m."""
SLOWEST_M_S, FASTEST_M_S = 0.5, 1.8


class Arrow(Thing, frozen=True, kw_only=True):
    """The velocity of a piece at the start; drawn from its centre."""

    speed_m_s: Annotated[float, Meta(gt=0, le=3)]
    heading_deg: float
    """Counter-clockwise from the right, in [0, 360)."""


class Piece(Thing, frozen=True, kw_only=True):
    """A puck or a box lying on the table. `x_m`, `y_m`: its centre at the start."""

    colour: Colour
    shape: Shape
    material: Material
    size: Size
    width_m: Annotated[float, Meta(ge=0.04, le=0.5)]
    """Along the box's own axis; a puck's diameter."""
    height_m: Annotated[float, Meta(ge=0.04, le=0.5)]
    angle_deg: float = 0.0
    """Counter-clockwise."""
    mass_kg: Annotated[float, Meta(gt=0, le=100)]
    x_m: float
    y_m: float
    arrow: Arrow | None = None

    @property
    def reach_m(self) -> float:
        """Radius of the circle around it."""
        return self.width_m / 2 if self.shape == "puck" else math.hypot(self.width_m, self.height_m) / 2


class Rim(Thing, frozen=True, kw_only=True):
    """One side of the table: a wall that pieces bounce off, or an open edge over which they fall."""

    side: Side
    wall: bool


class Table(Thing, frozen=True, kw_only=True):
    """The field in metres; x runs to the right, y upwards from the lower left corner."""

    width_m: float
    height_m: float
    surface: Surface
    slowing_m_s2: float


class Sheet(Thing, frozen=True, kw_only=True):
    """A sheet of paper held over the table; it hides what `hidden` names, and may hide bare table only."""

    left_m: float
    bottom_m: float
    right_m: float
    top_m: float


class Shot(Value, frozen=True, kw_only=True):
    """What is shown of the story. The story ends when all pieces lie still or have left the table."""

    kind: Kind
    frame_rate_hz: int = 24
    panels: int = 4
    """Pictures of a strip."""
    backwards: bool = False
    """A video played from its end."""
    swapped_ending: bool = False
    """The picture marked After shows how another throw of the same pieces ended."""


class Collisions(Scene, frozen=True, kw_only=True):
    """A table, its pieces, and how much of the story is shown."""

    table: Table
    rims: tuple[Rim, ...]
    pieces: tuple[Piece, ...]
    sheet: Sheet | None = None
    shot: Shot


SCENE = Collisions

Share = Annotated[float, Meta(ge=0, le=1)]


class CollisionsSpec(Spec, frozen=True, kw_only=True):
    """What tables are drawn from."""

    pieces_min: Annotated[int, Meta(ge=2, le=9)] = 3
    pieces_max: Annotated[int, Meta(ge=2, le=9)] = 4
    moving_min: Annotated[int, Meta(ge=1, le=9)] = 1
    moving_max: Annotated[int, Meta(ge=1, le=9)] = 2
    shapes: Annotated[tuple[Shape, ...], Meta(min_length=1)] = ("puck", "puck", "box")
    materials: Annotated[tuple[Material, ...], Meta(min_length=1)] = ("wood", "steel", "rubber")
    surfaces: Annotated[tuple[Surface, ...], Meta(min_length=1)] = ("ice", "laminate", "wood", "felt")
    open_sides_max: Annotated[int, Meta(ge=0, le=4)] = 1
    turned: Share = 0.5
    """Share of boxes that don't lie square to the table."""
    alike: Share = 0.0
    """Share of tables on which two pieces have one colour."""
    sheets: Share = 0.2
    """Share of tables with a sheet of paper over them."""
    shots: Annotated[tuple[Kind, ...], Meta(min_length=1)] = ("start", "start", "video", "before_after", "strip")
    """A kind named twice is twice as likely."""
    frame_rate_hz: Annotated[int, Meta(ge=1, le=60)] = 24
    own_pieces: Annotated[tuple[Piece, ...], Meta(max_length=9)] = ()
    """Pieces of one's own (2 to 9), on the field of 2.2 m by 1.3 m; drawn at random where there are none."""

    def __post_init__(self) -> None:
        for low, high in (("pieces_min", "pieces_max"), ("moving_min", "moving_max")):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low} ({getattr(self, low)}) must not be above {high} ({getattr(self, high)})")
        if self.moving_min > self.pieces_min:
            raise ValueError(f"moving_min ({self.moving_min}) must not be above pieces_min ({self.pieces_min})")
        if self.own_pieces:
            check_pieces(self.own_pieces)


OWN_FIELD_M = (2.2, 1.3)


def check_pieces(pieces: tuple[Piece, ...]) -> None:
    """`ValueError` that names the field and the allowed range where pieces of one's own can't lie on the table."""
    if len(pieces) < 2:
        raise ValueError(f"own_pieces: {len(pieces)} piece given, 2 to 9 are allowed")
    ids = [p.id for p in pieces] + [p.arrow.id for p in pieces if p.arrow]
    if len(set(ids)) < len(ids):
        raise ValueError("own_pieces: every id of a piece or an arrow must be used once only")
    if len({(p.colour, p.shape, p.material, p.size) for p in pieces}) < len(pieces):
        raise ValueError("own_pieces: two pieces look alike; vary colour, shape, material or size")
    width, height = OWN_FIELD_M
    for i, p in enumerate(pieces):
        if p.shape == "puck" and p.width_m != p.height_m:
            raise ValueError(f"own_pieces[{i}].height_m: a puck's must equal its width_m ({p.width_m})")
        low, x_high, y_high = p.reach_m, width - p.reach_m, height - p.reach_m
        if not low <= p.x_m <= x_high:
            raise ValueError(f"own_pieces[{i}].x_m: {p.x_m} is off the table; {low:.3f} to {x_high:.3f} is allowed")
        if not low <= p.y_m <= y_high:
            raise ValueError(f"own_pieces[{i}].y_m: {p.y_m} is off the table; {low:.3f} to {y_high:.3f} is allowed")
    for (i, a), (j, b) in combinations(enumerate(pieces), 2):
        least = a.reach_m + b.reach_m
        if (apart := math.hypot(a.x_m - b.x_m, a.y_m - b.y_m)) < least:
            raise ValueError(
                f"own_pieces[{i}] and own_pieces[{j}] overlap: their centres are {apart:.3f} m apart, "
                f"{least:.3f} m or more is allowed"
            )


# -- names -------------------------------------------------------------------------------------------------------------


MADE_OF: dict[Material, str] = {"wood": "wooden", "steel": "steel", "rubber": "rubber"}
"""Materials as adjectives."""


def by_id(scene: Collisions, id: str) -> Piece | None:
    """The piece of that id, if the scene has it."""
    return next((piece for piece in scene.pieces if piece.id == id), None)


def name(scene: Collisions, piece: Piece) -> str:
    """The shortest of `red puck`, `red wooden puck`, `small red puck`, `small red wooden puck` that fits one piece."""

    def called(p: Piece, size: bool, material: bool) -> str:
        return f"{p.size + ' ' if size else ''}{p.colour} {MADE_OF[p.material] + ' ' if material else ''}{p.shape}"

    for size, material in ((False, False), (False, True), (True, False)):
        words = called(piece, size, material)
        if sum(called(p, size, material) == words for p in scene.pieces) == 1:
            return words
    return called(piece, True, True)


def outline(piece: Piece) -> tuple[tuple[float, float], ...]:
    """Corners about the centre, not turned; a puck as a polygon of 32 corners."""
    if piece.shape == "puck":
        r = piece.width_m / 2
        return tuple((r * math.cos(math.tau * k / 32), r * math.sin(math.tau * k / 32)) for k in range(32))
    w, h = piece.width_m / 2, piece.height_m / 2
    return ((-w, -h), (w, -h), (w, h), (-w, h))


# -- drawing at random -------------------------------------------------------------------------------------------------


BACKWARDS = 0.53
"""Share of videos that are drawn backwards, of which fewer have enough to ask: of those that are kept, it is half."""


def draw_scene(spec: CollisionsSpec, rng: np.random.Generator) -> Collisions:
    """A table with pieces, of which some move. Rejects where no room is found (`crowded`)."""
    surface = pick(rng, spec.surfaces)
    width, height = OWN_FIELD_M if spec.own_pieces else (pick(rng, (2.0, 2.2, 2.4)), pick(rng, (1.2, 1.3, 1.4)))
    table = Table(id="table", width_m=width, height_m=height, surface=surface, slowing_m_s2=SURFACES[surface])
    open_sides = draw(rng, SIDES, between(rng, 0, spec.open_sides_max))
    rims = tuple(Rim(id=f"side-{side}", side=side, wall=side not in open_sides) for side in SIDES)
    pieces = spec.own_pieces or tuple(_moving(_placed(_bare(spec, rng), table, rng), table, spec, rng))
    kind = pick(rng, spec.shots)
    shot = Shot(
        kind=kind,
        frame_rate_hz=spec.frame_rate_hz,
        panels=pick(rng, (4, 6)),
        backwards=kind == "video" and chance(rng, BACKWARDS),
        swapped_ending=kind == "before_after" and chance(rng, 0.5),
    )
    scene = Collisions(table=table, rims=rims, pieces=pieces, shot=shot)
    return _with_sheet(scene, rng) if chance(rng, spec.sheets) else scene


def _bare(spec: CollisionsSpec, rng: np.random.Generator) -> list[Piece]:
    """Pieces without place and velocity, all told apart by colour, or by colour and one thing more."""
    count = between(rng, spec.pieces_min, spec.pieces_max)
    colours = draw(rng, COLOURS, count)
    if count > 2 and chance(rng, spec.alike):
        colours[1] = colours[0]
        if count > 5:
            colours[3] = colours[2]
    out: list[Piece] = []
    for i, colour in enumerate(colours):
        for _ in range(20):
            shape, material = pick(rng, spec.shapes), pick(rng, spec.materials)
            size: Size = pick(rng, ("small", "medium", "large") if count < 8 else ("small", "medium"))
            twins = [p for p in out if p.colour == colour]
            # Two of one colour differ in shape or material: sizes of different shapes are hard to compare.
            if all((p.shape, p.material) != (shape, material) for p in twins):
                break
        else:
            raise Reject("alike")
        r = RADII[size]
        aspect = 1.0 if shape == "puck" else pick(rng, (1.0, 1.0, 1.3, 1.6))
        w, h = (round(2 * r, 4),) * 2 if shape == "puck" else (
            round(1.8 * r * math.sqrt(aspect), 4),
            round(1.8 * r / math.sqrt(aspect), 4),
        )  # fmt: skip
        area = math.pi * r * r if shape == "puck" else w * h
        angle = 0.0 if shape == "puck" or not chance(rng, spec.turned) else float(between(rng, 8, 82))
        out.append(
            Piece(
                id=f"piece-{i + 1}",
                colour=colour,
                shape=shape,
                material=material,
                size=size,
                width_m=w,
                height_m=h,
                angle_deg=angle,
                x_m=0.0,
                y_m=0.0,
                mass_kg=round(MATERIALS[material].density_kg_m2 * area, 3),
            )
        )
    return out


def _placed(pieces: list[Piece], table: Table, rng: np.random.Generator) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        margin = piece.reach_m + GAP_M + 0.02
        for _ in range(60):
            x = round(uniform(rng, margin, table.width_m - margin), 3)
            y = round(uniform(rng, margin, table.height_m - margin), 3)
            if all(math.hypot(x - p.x_m, y - p.y_m) > p.reach_m + piece.reach_m + GAP_M for p in out):
                out.append(msgspec.structs.replace(piece, x_m=x, y_m=y))
                break
        else:
            raise Reject("crowded")
    return out


AIMED = 0.7
"""Share of velocities that point at another piece, within three quarters of the sum of their radii."""


def _moving(pieces: list[Piece], table: Table, spec: CollisionsSpec, rng: np.random.Generator) -> list[Piece]:
    count = min(between(rng, spec.moving_min, spec.moving_max), len(pieces))
    chosen = draw(rng, range(len(pieces)), count)
    out = list(pieces)
    for i in chosen:
        for _ in range(30):
            arrow = _arrow(pieces, i, table, rng)
            tip = arrow_tip(pieces[i], arrow)
            inside = 0.02 < tip[0] < table.width_m - 0.02 and 0.02 < tip[1] < table.height_m - 0.02
            others = (p for j, p in enumerate(pieces) if j != i)
            if inside and all(math.hypot(tip[0] - p.x_m, tip[1] - p.y_m) > p.reach_m + 0.02 for p in others):
                out[i] = msgspec.structs.replace(pieces[i], arrow=arrow)
                break
        else:
            raise Reject("no_aim")
    return out


def _arrow(pieces: list[Piece], i: int, table: Table, rng: np.random.Generator) -> Arrow:
    piece = pieces[i]
    fastest = min(FASTEST_M_S, 4.4 * table.slowing_m_s2)
    slowest = max(SLOWEST_M_S, (piece.reach_m + 0.05) / ARROW_S)
    speed = round(uniform(rng, slowest, max(fastest, slowest + 0.2)), 2)
    heading = uniform(rng, 0, 360)
    if chance(rng, AIMED):
        at = pieces[(i + 1 + below(rng, len(pieces) - 1)) % len(pieces)]
        away = math.hypot(at.x_m - piece.x_m, at.y_m - piece.y_m)
        offset = uniform(rng, -0.75, 0.75) * (at.reach_m + piece.reach_m)
        bearing = math.atan2(at.y_m - piece.y_m, at.x_m - piece.x_m)
        heading = math.degrees(bearing + math.asin(max(-0.9, min(0.9, offset / away))))
    return Arrow(id=f"arrow-{piece.id[6:]}", speed_m_s=speed, heading_deg=round(heading % 360, 1))


def arrow_tip(piece: Piece, arrow: Arrow) -> tuple[float, float]:
    """Where the drawn arrow ends, in metres."""
    a, length = math.radians(arrow.heading_deg), arrow.speed_m_s * ARROW_S
    return piece.x_m + length * math.cos(a), piece.y_m + length * math.sin(a)


SHEET_PAD_M = 0.035


def extent(piece: Piece) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the circle around a piece, and of its arrow."""
    r = piece.reach_m
    box = (piece.x_m - r, piece.y_m - r, piece.x_m + r, piece.y_m + r)
    if piece.arrow is None:
        return box
    x, y = arrow_tip(piece, piece.arrow)
    return min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)


def covered_by(scene: Collisions, id: str, pad_m: tuple[float, ...] = (0, 0, 0, 0)) -> Sheet | None:
    """The sheet that covers one piece and its arrow, wider than need be by `pad_m` to the left, bottom, right and top;
    None where it would lie over any other piece or arrow.
    """
    piece = by_id(scene, id)
    if piece is None:
        return None
    left, bottom, right, top = extent(piece)
    a, b, c, d = (SHEET_PAD_M + pad for pad in pad_m)
    box = (left - a, bottom - b, right + c, top + d)
    others = (extent(p) for p in scene.pieces if p.id != id)
    if all(o[2] < box[0] or o[0] > box[2] or o[3] < box[1] or o[1] > box[3] for o in others):
        return _sheet(box)
    return None


def sheet_over(scene: Collisions, id: str, rng: np.random.Generator) -> Collisions:
    """The scene with a sheet over one piece and its arrow, which touches no other. Rejects where there is no room."""
    piece = by_id(scene, id)
    assert piece is not None
    hidden = (piece.id, *((piece.arrow.id,) if piece.arrow else ()))
    for k in range(13):  # the last try is with the smallest sheet
        pads = (0.0,) * 4 if k == 12 else tuple((rng.random(4) * 0.12).tolist())
        if sheet := covered_by(scene, id, pads):
            return msgspec.structs.replace(scene, sheet=sheet, hidden=hidden)
    raise Reject("not_applicable")


def _sheet(box: tuple[float, float, float, float]) -> Sheet:
    left, bottom, right, top = (round(v, 3) for v in box)
    return Sheet(id="sheet", left_m=left, bottom_m=bottom, right_m=right, top_m=top)


def _with_sheet(scene: Collisions, rng: np.random.Generator) -> Collisions:
    """A sheet that leaves most questions alone: over one piece, or over a strip of the rim too narrow for a piece."""
    if scene.shot.kind == "start" and len(scene.pieces) > 3 and chance(rng, 0.5):
        try:
            return sheet_over(scene, pick(rng, scene.pieces).id, rng)
        except Reject:
            return scene
    w, h = scene.table.width_m, scene.table.height_m
    depth = 0.02
    if chance(rng, 0.6):
        along = uniform(rng, 0.4, w - 0.5)
        box = (along, h - depth, along + 0.4, h + 0.25)
    else:
        along = uniform(rng, 0.1, h - 0.5)
        box = (-0.25, along, depth, along + 0.4)
    return msgspec.structs.replace(scene, sheet=_sheet(box))


def measure(scene: Collisions) -> dict[str, float]:
    """`difficulty`: pieces, and what makes them hard to follow."""
    moving = sum(p.arrow is not None for p in scene.pieces)
    turned = sum(p.angle_deg != 0 for p in scene.pieces)
    alike = len(scene.pieces) - len({p.colour for p in scene.pieces})
    return {
        "difficulty": len(scene.pieces) + moving + 0.5 * turned + alike + sum(not rim.wall for rim in scene.rims) * 0.5,
        "pieces": float(len(scene.pieces)),
        "moving": float(moving),
    }


_SHOTS: tuple[Kind, ...] = ("start", "start", "start", "video", "video", "before_after", "strip")
LEVELS = (
    CollisionsSpec(pieces_min=3, pieces_max=3, moving_min=1, moving_max=1, turned=0.0, shots=_SHOTS, sheets=0.2),
    CollisionsSpec(pieces_min=3, pieces_max=4, moving_min=1, moving_max=2, shots=_SHOTS, turned=0.3),
    CollisionsSpec(pieces_min=4, pieces_max=5, moving_min=2, moving_max=3, open_sides_max=2, alike=0.2, shots=_SHOTS),
    CollisionsSpec(pieces_min=5, pieces_max=6, moving_min=2, moving_max=4, open_sides_max=2, alike=0.4, shots=_SHOTS),
    CollisionsSpec(
        pieces_min=7,
        pieces_max=9,
        moving_min=3,
        moving_max=5,
        shapes=("puck", "box"),
        open_sides_max=3,
        alike=0.7,
        shots=_SHOTS,
    ),
)
