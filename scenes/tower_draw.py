"""Drawing towers so that nothing but the balance of the blocks tells whether they stand.

Units (a block, a bridge of two pillars and a plank, two boxes with a disc between) are drawn first, then many ways to
pile them up, of which some stand and some don't. From these a pair is taken, one of each, whose look is the same to a
careless eye: same blocks, hence the same height, number and colours; about the same width, lean and distance from the
tipping point. Which of the two becomes the scene was decided before: by an even chance where the outcome is asked about
(stills of the start), and in favour of a fall where it is shown, as there is more to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenewright.scenes.base import Reject, below, between, chance, pick, uniform
from scenewright.scenes.tower_blocks import COLOURS, Block, Material, Shape, Size, centre_height, extent, mass
from scenewright.scenes.tower_scene import Cover, Flag, Shot, Tower, TowerSpec

MARGIN_MIN = 0.1
"""Nearer to tipping than this, in half-widths of the support, real towers and solvers alike differ from run to run."""
MARGIN_MIN_M = 0.02
"""The same in metres, beside jitter of a few millimetres."""
PATCH_MIN_M = 0.1
"""No block rests on a narrower strip: jitter of a few millimetres must stay small beside it."""

FALLING = 0.75
"""Share of towers that fall where the outcome is shown. Where it isn't, half of them do."""
BACKWARDS, SWAPPED = 0.15, 0.2
"""Share of clips that are played backwards, and of other endings that are false."""
OWN_COLOURS = 0.7
"""Share of towers whose blocks repeat no colour before all are used, so that colour alone names most of them."""

WAYS = 160
"""Ways to pile up the units that are tried at once."""
TRIES = 8
"""Sets of units that are tried before the draw is given up."""

SIZES: tuple[Size, ...] = ("small", "medium", "large")
DIMENSIONS: dict[Shape, tuple[tuple[float, float], ...]] = {
    "box": ((0.36, 0.36), (0.54, 0.44), (0.8, 0.5)),
    "plank": ((0.9, 0.16), (1.25, 0.18), (1.65, 0.2)),
    "triangle": ((0.42, 0.36), (0.58, 0.48), (0.78, 0.62)),
    "disc": ((0.36, 0.36), (0.48, 0.48), (0.62, 0.62)),
    "arch": ((0.85, 0.48), (1.15, 0.6), (1.5, 0.72)),
}
"""Width and height in metres of small, medium and large ones; each scene stretches them a little, all alike."""


class Draft(NamedTuple):
    """A block before it has a place. `x_m` is its centre and `low_m` its bottom, within its unit."""

    shape: Shape
    size: Size
    material: Material
    colour: str
    width_m: float
    height_m: float
    mass_kg: float
    x_m: float = 0.0
    low_m: float = 0.0


class Unit(NamedTuple):
    """Blocks that are piled up as one; even about its middle. Widths are half-widths, in metres."""

    drafts: tuple[Draft, ...]
    mass_kg: float
    foot: float
    """From the middle to the outer end of what it stands on."""
    legs: bool
    """It stands on two feet, which must both be held up in full."""
    shelf: float
    """Half-width of its flat top; 0 where nothing can stand on it."""
    deck_kg: float = 0.0
    """Mass of the plank of a bridge, which can tip off its pillars by itself."""

    @property
    def height_m(self) -> float:
        return max(d.low_m + d.height_m for d in self.drafts)

    @property
    def half_m(self) -> float:
        return max(abs(d.x_m) + d.width_m / 2 for d in self.drafts)


class Piles(NamedTuple):
    """Ways to pile up units, one a row; columns from the bottom up."""

    order: np.ndarray
    x: np.ndarray
    """Middle of each unit, the lowest at 0."""
    margin: np.ndarray
    """Smallest of all interfaces; NaN where the pile can't be built or one is too near to call."""
    looks: np.ndarray
    """Width, lean and size of margin of each pile, in units in which 1 is as far apart as two of a pair may be."""


class Box:
    """Blocks of one scene in the making: their sizes, and names that are not taken yet."""

    def __init__(self, spec: TowerSpec, rng: np.random.Generator) -> None:
        self.spec, self.rng = spec, rng
        self.stretch = {s: (uniform(rng, 0.92, 1.08), uniform(rng, 0.9, 1.12)) for s in DIMENSIONS}
        self.taken: set[tuple[str, str, str, str]] = set()
        self.own_colours = chance(rng, OWN_COLOURS)

    def draft(self, shape: Shape, size: Size, material: Material | None = None) -> Draft:
        """A block with a colour that makes its name its own."""
        of: Material = material if material is not None else pick(self.rng, self.spec.materials)
        colours = [c for c in COLOURS if (shape, size, of, c) not in self.taken]
        if not colours:
            raise Reject("names")
        if self.own_colours:
            used = {taken[3] for taken in self.taken}
            colours = [c for c in colours if c not in used] or colours
        colour = pick(self.rng, colours)
        self.taken.add((shape, size, of, colour))
        width, height = DIMENSIONS[shape][SIZES.index(size)]
        wide, high = self.stretch[shape]
        width = round(width * wide, 3)
        height = width if shape == "disc" else round(height * high, 3)
        return Draft(shape, size, of, colour, width, height, mass(shape, of, width, height))

    def single(self, shape: Shape) -> Unit:
        """One block."""
        block = self.draft(shape, pick(self.rng, SIZES))
        shelf = 0.0 if shape == "triangle" else block.width_m / 2
        return Unit((block,), block.mass_kg, block.width_m / 2, shape == "arch", shelf)

    def pair(self, size: Size, apart_m: float, materials: Sequence[Material]) -> tuple[Draft, Draft]:
        """Two boxes that differ in colour alone, their middles `apart_m` from each other."""
        if not materials:
            raise Reject("materials")
        left = self.draft("box", size, pick(self.rng, materials))
        right = self.draft("box", size, left.material)
        half = round(apart_m / 2, 4)
        return left._replace(x_m=-half), right._replace(x_m=half)

    def bridge(self) -> Unit:
        """A plank on two pillars."""
        plank = self.draft("plank", pick(self.rng, ("medium", "large")))
        size = pick(self.rng, SIZES[:2])
        width = DIMENSIONS["box"][SIZES.index(size)][0] * self.stretch["box"][0]
        inset = uniform(self.rng, 0.0, 0.3) * (plank.width_m - 2 * width)
        left, right = self.pair(size, plank.width_m - width - inset, self.spec.materials)
        foot = right.x_m + right.width_m / 2
        plank = plank._replace(low_m=left.height_m)
        total = plank.mass_kg + left.mass_kg + right.mass_kg
        return Unit((left, right, plank), total, foot, True, plank.width_m / 2, plank.mass_kg)

    def nest(self) -> Unit:
        """A disc in the gap between two boxes. The gap is narrow, so that friction holds them, but not boxes of ice."""
        disc = self.draft("disc", pick(self.rng, SIZES))
        size = pick(self.rng, SIZES[:2])
        width = DIMENSIONS["box"][SIZES.index(size)][0] * self.stretch["box"][0]
        gap = round(uniform(self.rng, 0.3, 0.45) * disc.width_m, 3)
        left, right = self.pair(size, round(width, 3) + gap, [m for m in self.spec.materials if m != "ice"])
        half_gap, radius = right.x_m - right.width_m / 2, disc.width_m / 2
        disc = disc._replace(low_m=left.height_m + (radius**2 - half_gap**2) ** 0.5 - radius)
        total = disc.mass_kg + left.mass_kg + right.mass_kg
        return Unit((left, right, disc), total, right.x_m + right.width_m / 2, True, 0.0)


def draw_scene(spec: TowerSpec, rng: np.random.Generator) -> Tower:
    """A tower that stands or falls, and what is shown of it. Rejects blocks that make no matched pair (`pair`)."""
    kind = pick(rng, spec.shots)
    stands = chance(rng, 0.5 if kind == "start" else 1 - FALLING)
    blocks = spec.own_blocks or _draw_blocks(spec, stands, rng)
    left, right, high = extent(blocks)
    flag = cover = None
    if chance(rng, spec.flags):
        away = uniform(rng, 0.3, 0.4 + 0.5 * high)
        flag = Flag(id="flag", x_m=round(left - away if chance(rng, 0.5) else right + away, 2))
    if kind == "start" and chance(rng, spec.covers):
        cover = idle_cover(blocks, rng)
    tricks = rng.random(2).tolist()
    shot = Shot(
        kind=kind,
        frame_rate_hz=spec.frame_rate_hz,
        seconds=spec.seconds,
        backwards=kind == "video" and tricks[0] < BACKWARDS,
        swapped_ending=kind in ("before_after", "strip") and tricks[0] < SWAPPED,
        mask=spec.masks and tricks[1] < 0.25,
    )
    return Tower(blocks=blocks, gravity_m_s2=spec.gravity_m_s2, flag=flag, cover=cover, shot=shot)


def idle_cover(blocks: tuple[Block, ...], rng: np.random.Generator) -> Cover:
    """A card beside the tower that hides no block: a card alone must not mean that something can't be told.

    Only for stills of the start, as falling blocks would pass behind it.
    """
    left, right, high = extent(blocks)
    width, height = uniform(rng, 0.5, 1.1), uniform(rng, 0.4, 0.9)
    low = uniform(rng, 0.0, max(0.05, high - height))
    near = right + uniform(rng, 0.08, 0.4) if chance(rng, 0.5) else left - uniform(rng, 0.08, 0.4) - width
    sides = (near, low, near + width, low + height)
    x0, y0, x1, y1 = (round(side, 3) for side in sides)
    return Cover(id="cover", left_m=x0, bottom_m=y0, right_m=x1, top_m=y1)


def _draw_blocks(spec: TowerSpec, stands: bool, rng: np.random.Generator) -> tuple[Block, ...]:
    for _ in range(TRIES):
        count = between(rng, spec.blocks_min, spec.blocks_max)
        try:
            units = _units(spec, count, rng)
        except Reject:
            continue
        piles = pile_up(units, rng)
        chosen = matched(piles, rng)
        if chosen is not None:
            row = chosen[0 if stands else 1]
            return _placed([units[i] for i in piles.order[row]], piles.x[row])
    raise Reject("pair")


def _units(spec: TowerSpec, count: int, rng: np.random.Generator) -> list[Unit]:
    """Units of `count` blocks in all; what nothing can stand on comes last."""
    box = Box(spec, rng)
    units: list[Unit] = []
    tops: list[Unit] = []
    flat: list[Shape] = [s for s in ("box", "box", "plank") if s in spec.shapes]
    left = count
    if left >= 5 and chance(rng, spec.bridges):
        units.append(box.bridge())
        left -= 3
        if left >= 6 and chance(rng, 0.3 * spec.bridges):
            units.append(box.bridge())
            left -= 3
    crowns = [s for s in ("triangle", "disc") if s in spec.shapes]
    if crowns and chance(rng, 0.5):
        crown = pick(rng, crowns)
        if crown == "triangle" and left >= 2:
            tops.append(box.single("triangle"))
            left -= 1
        elif crown == "disc" and left >= 4:
            tops.append(box.nest())
            left -= 3
    if "arch" in spec.shapes and left >= 2 and chance(rng, 0.6):
        units.append(box.single("arch"))
        left -= 1
    units += [box.single(pick(rng, flat)) for _ in range(left)]
    return units + tops


def pile_up(units: list[Unit], rng: np.random.Generator, ways: int = WAYS) -> Piles:
    """Many ways to pile up the units, with the smallest margin of each."""
    n = len(units)
    crowned = units[-1].shelf == 0.0
    free = n - crowned
    order = np.argsort(rng.random((ways, free)), axis=1)
    if crowned:
        order = np.hstack([order, np.full((ways, 1), n - 1)])
    masses, foot, shelf, half, deck = (
        np.array([getattr(u, name) for u in units])[order] for name in ("mass_kg", "foot", "shelf", "half_m", "deck_kg")
    )
    legs = np.array([u.legs for u in units])[order]
    # How far each is moved on the one below: a share of the way to falling off, or to losing a foot.
    reach = np.where(legs[:, 1:], shelf[:, :-1] - foot[:, 1:], shelf[:, :-1] + foot[:, 1:] - PATCH_MIN_M)
    possible = (reach >= 0).all(axis=1)
    bold = rng.random((ways, 1)) ** 1.5
    shift = np.clip(reach, 0, None) * (0.06 + 0.84 * bold) * (2 * rng.random(reach.shape) - 1)
    x = np.round(np.hstack([np.zeros((ways, 1)), np.cumsum(shift, axis=1)]), 3)
    moment = masses * x
    above = np.cumsum(masses[:, ::-1], axis=1)[:, ::-1]
    torque = np.cumsum(moment[:, ::-1], axis=1)[:, ::-1]
    low = np.maximum(x[:, 1:] - foot[:, 1:], x[:, :-1] - shelf[:, :-1])
    high = np.minimum(x[:, 1:] + foot[:, 1:], x[:, :-1] + shelf[:, :-1])
    possible &= (high - low >= PATCH_MIN_M - 0.002).all(axis=1)
    low, high = np.hstack([x[:, :1] - foot[:, :1], low]), np.hstack([x[:, :1] + foot[:, :1], high])
    margins = [_margins(torque / above, low, high)]
    if deck.any():
        pillars = np.where(deck > 0, masses - deck, 0.0)
        decked = _margins((torque - pillars * x) / (above - pillars), x - foot, x + foot)
        margins.append(np.where(deck > 0, decked, 1.0))
    every = np.hstack(margins)
    possible &= (np.abs(every) >= MARGIN_MIN).all(axis=1)
    smallest = np.where(possible, every.min(axis=1), np.nan)
    return Piles(order, x, smallest, _looks(x, half, torque[:, 0] / above[:, 0], smallest))


def _margins(centre: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """In half-widths of the support; 0 where it is too near to tipping."""
    half = np.maximum((high - low) / 2, 1e-6)
    near = np.minimum(centre - low, high - centre)
    out: np.ndarray = np.where(np.abs(near) < MARGIN_MIN_M, 0.0, near / half)
    return out


def _looks(x: np.ndarray, half: np.ndarray, centre: np.ndarray, margin: np.ndarray) -> np.ndarray:
    """What a careless eye sees: two piles of a pair differ by less than 1 in each."""
    width = (x + half).max(axis=1) - (x - half).min(axis=1)
    lean = np.abs(centre)
    tip = np.abs(x[:, -1])
    return np.stack([width / (0.04 * np.nanmean(width)), lean / 0.1, tip / 0.15, np.abs(margin) / 0.3], axis=1)


def matched(piles: Piles, rng: np.random.Generator) -> tuple[int, int] | None:
    """Rows of a pile that stands and of one that falls and looks like it; None if there is no such pair."""
    good, bad = np.flatnonzero(piles.margin > 0), np.flatnonzero(piles.margin < 0)
    if not len(good) or not len(bad):
        return None
    gaps = np.abs(piles.looks[good][:, None] - piles.looks[bad][None]).max(axis=2)
    pairs = np.argwhere(gaps < 1)
    if not len(pairs):
        return None
    a, b = pairs[below(rng, len(pairs))]
    return int(good[a]), int(bad[b])


def _placed(units: list[Unit], x: np.ndarray) -> tuple[Block, ...]:
    """The blocks with their places and ids, from the bottom up and from the left."""
    placed: list[tuple[float, Draft]] = []
    low = 0.0
    for unit, middle in zip(units, x.tolist(), strict=True):
        placed += [(low, d._replace(x_m=middle + d.x_m)) for d in unit.drafts]
        low = round(low + unit.height_m, 4)
    return tuple(
        Block(
            id=f"block-{i}",
            colour=d.colour,  # type: ignore[arg-type]
            size=d.size,
            shape=d.shape,
            material=d.material,
            width_m=d.width_m,
            height_m=d.height_m,
            mass_kg=d.mass_kg,
            x_m=round(d.x_m, 4),
            y_m=round(base + d.low_m + centre_height(d.shape, d.height_m), 4),
        )
        for i, (base, d) in enumerate(placed, 1)
    )
