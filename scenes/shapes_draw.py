"""How a scene of shapes is drawn at random: what the items are like, where they lie, and how they meet."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, between, chance, pick, shuffled, uniform
from scenewright.scenes.shapes_geometry import DROP, REACH, RING_HOLE, Placed, outline, overlap, placed, shares
from scenewright.scenes.shapes_kinds import draw_kinds, draw_meetings
from scenewright.scenes.shapes_scene import (
    APART,
    FAR_FACTOR,
    NEAR_FACTOR,
    SIZE_FACTOR,
    Item,
    Meeting,
    Pair,
    Shapes,
    ShapesSpec,
)
from scenewright.scenes.shapes_veils import with_veil

MARGIN = 0.035
"""Least distance from an item to the picture's edge."""
FRONT = 0.965
"""Height of the foot of the nearest thing on a table."""
WIDTHS = (1.0, 1.25, 1.4, 1.5, 1.6)
STEP_DEPTH = 0.055
"""Feet of two things on a table of which one covers the other are this far apart, in picture heights."""
JUTS = 0.3
"""Share of a thing that covers another which at least lies beside it."""
SPOTS = 48
"""Places tried for one item."""
RETRIES = 12
"""Tries with ever smaller items."""
MEASURE_MIN = 0.058
"""Half extent of a medium item, at least."""


class _Plan:
    """Places as they fill up. Coordinates are centres; on a table `foot` gives the height from which depth follows."""

    def __init__(self, kinds: Sequence[Item], ground: str, width: float, horizon: float, measure: float) -> None:
        self.kinds, self.table, self.width, self.horizon, self.measure = (
            kinds,
            ground == "table",
            width,
            horizon,
            measure,
        )
        self.x = [0.0] * len(kinds)
        self.y = [0.0] * len(kinds)
        self.reach = [0.0] * len(kinds)
        self.radius = [0.0] * len(kinds)
        self.foot = [0.0] * len(kinds)
        self.placed: list[int] = []

    def radius_at(self, i: int, foot: float) -> float:
        """Half extent of an item, perspective included."""
        plain = self.measure * SIZE_FACTOR[self.kinds[i].size]
        if not self.table:
            return plain
        near = (foot - self.horizon) / (FRONT - self.horizon)
        return plain * (FAR_FACTOR + (NEAR_FACTOR - FAR_FACTOR) * near)

    def centre_y(self, i: int, foot: float) -> float:
        """Height of the centre of a thing whose foot is there (on paper `foot` is the centre itself)."""
        return foot - DROP[self.kinds[i].shape] * self.radius_at(i, foot) if self.table else foot

    def fits(self, i: int, x: float, foot: float, partner: int = -1) -> bool:
        """Whether an item can lie there: in the picture, clear of all but its partner."""
        radius = self.radius_at(i, foot)
        y, reach = self.centre_y(i, foot), radius * REACH[self.kinds[i].shape]
        if not (MARGIN + reach <= x <= self.width - MARGIN - reach and MARGIN + reach <= y <= 1 - MARGIN - reach * 0.9):
            return False
        if self.table and not self.horizon + 0.07 <= foot <= FRONT:
            return False
        for k in self.placed:
            clear = self.reach[k] + reach + APART
            if k != partner and (self.x[k] - x) ** 2 + (self.y[k] - y) ** 2 < clear * clear:
                return False
        return True

    def put(self, i: int, x: float, foot: float) -> None:
        radius = self.radius_at(i, foot)
        self.x[i], self.y[i], self.reach[i] = x, self.centre_y(i, foot), radius * REACH[self.kinds[i].shape]
        self.radius[i], self.foot[i] = radius, foot
        self.placed.append(i)

    def spot(self, i: int, rng: np.random.Generator) -> None:
        """Put an item somewhere free; `Reject("layout")` if that is not found."""
        low = self.horizon + 0.07 if self.table else MARGIN
        high = FRONT if self.table else 1 - MARGIN
        for u, v in rng.random((SPOTS, 2)).tolist():
            x, foot = u * self.width, low + (high - low) * v
            if self.fits(i, x, foot):
                return self.put(i, x, foot)
        raise Reject("layout")

    def shape_of(self, i: int, x: float, foot: float) -> np.ndarray:
        """The outline an item would have there."""
        kind = self.kinds[i]
        return outline(kind.shape, x, self.centre_y(i, foot), self.radius_at(i, foot), kind.turn_deg)

    def cover(self, front: int, back: int, rng: np.random.Generator, least: float) -> None:
        """Put `front` over part of `back`, which is in place; it stays visible by a share of `least` to 0.9."""
        x0, foot0 = self.x[back], self.foot[back]
        span = self.radius_at(front, foot0) + self.radius[back]
        behind = placed(self.kinds[back].shape, x0, self.y[back], self.radius[back], self.kinds[back].turn_deg)
        for u, v in rng.random((24, 2)).tolist():
            if self.table:
                x, foot = x0 + span * (2 * v - 1), foot0 + STEP_DEPTH * (1 + u)
            else:
                far, angle = span * (0.55 + 0.55 * u), 2 * math.pi * v
                x, foot = x0 + far * math.cos(angle), foot0 + far * math.sin(angle)
            if not self.fits(front, x, foot, back):
                continue
            kind = self.kinds[front]
            over = placed(kind.shape, x, self.centre_y(front, foot), self.radius_at(front, foot), kind.turn_deg)
            hidden, within = overlap(behind, over)
            if 0.11 <= hidden <= 0.97 - least and within <= 1 - JUTS:
                return self.put(front, x, foot)
        raise Reject("layout")

    def hold(self, inner: int, outer: int, rng: np.random.Generator) -> None:
        """Put `inner` into `outer`, which is in place, well clear of its edge."""
        kind = self.kinds[outer]
        room = self.radius[outer] * {"ring": RING_HOLE * 1.02, "square": 0.82, "hexagon": 0.88}.get(kind.shape, 0.92)
        slack = room - self.radius_at(inner, 0.5) * REACH[self.kinds[inner].shape] - 0.012
        if slack < 0:
            raise Reject("layout")
        u, v = rng.random(2).tolist()
        x, y = self.x[outer] + slack * u * math.cos(7 * v), self.y[outer] + slack * u * math.sin(7 * v)
        self.put(inner, x, y)

    def touch(self, one: int, other: int, rng: np.random.Generator) -> None:
        """Put `one` so that its outline meets that of `other`, which is in place. Both are convex."""
        x0, y0 = self.x[other], self.y[other]
        a, b = self.shape_of(other, 0.0, 0.0), self.shape_of(one, 0.0, 0.0)
        for turn in rng.random(12).tolist():
            ux, uy = math.cos(2 * math.pi * turn), math.sin(2 * math.pi * turn)
            far = contact(a, b, (ux, uy))
            if self.fits(one, x0 + far * ux, y0 + far * uy, other):
                return self.put(one, x0 + far * ux, y0 + far * uy)
        raise Reject("layout")


def contact(a: np.ndarray, b: np.ndarray, direction: tuple[float, float]) -> float:
    """How far convex `b` must move from where it is along a unit vector so as just to touch convex `a`.

    The ray leaves the Minkowski sum of `a` and `-b` where the nearest of its facets cuts it; the facets' normals are
    those of the sides of both.
    """
    sides = np.concatenate([np.roll(a, -1, 0) - a, b - np.roll(b, -1, 0)])
    normals = np.stack([sides[:, 1], -sides[:, 0]], 1)
    ahead = normals @ np.asarray(direction)
    normals, ahead = normals[ahead > 1e-9], ahead[ahead > 1e-9]
    reach = (normals @ a.T).max(1) + (-normals @ b.T).max(1)
    return float((reach / ahead).min())


def draw_shapes(spec: ShapesSpec, rng: np.random.Generator) -> Shapes:
    """One scene, or `Reject("layout")`, `Reject("visible")`."""
    count = between(rng, spec.items_min, max(spec.items_min, spec.items_max))
    table = chance(rng, spec.on_table)
    width = pick(
        rng,
        [w for w in WIDTHS if w <= spec.width_max and (count < (6 if table else 9) or w >= min(1.25, spec.width_max))],
    )
    horizon = round(uniform(rng, 0.16, 0.28), 3) if table else 0.0
    kinds = draw_kinds(spec, count, table, rng)
    room = width * (1 - horizon) * (0.6 if table else 1.0)
    crowd = sum((SIZE_FACTOR[k.size] * REACH[k.shape] + 0.1) ** 2 for k in kinds) * math.pi
    measure = min(0.118, math.sqrt(uniform(rng, 0.32, 0.44) * room / crowd))
    meetings = draw_meetings(spec, kinds, table, rng)
    for _ in range(RETRIES):
        plan = _Plan(kinds, "table" if table else "paper", width, horizon, max(measure, MEASURE_MIN))
        try:
            place(plan, meetings, spec.visible_min, rng)
        except Reject:
            measure *= 0.94
        else:
            return _finish(spec, plan, meetings, rng)
    raise Reject("layout")


def place(
    plan: _Plan, meetings: Sequence[tuple[Meeting, int, int]], visible_min: float, rng: np.random.Generator
) -> None:
    """Put all items in place: those that meet first, then the larger before the smaller."""
    for kind, first, second in meetings:
        plan.spot(second, rng)
        if kind == "covers":
            plan.cover(first, second, rng, visible_min)
        elif kind == "inside":
            plan.hold(first, second, rng)
        else:
            plan.touch(first, second, rng)
    met = {i for _, *both in meetings for i in both}
    free = [i for i in range(len(plan.kinds)) if i not in met]
    for i in sorted(free, key=lambda i: -SIZE_FACTOR[plan.kinds[i].size]):
        plan.spot(i, rng)


def _finish(
    spec: ShapesSpec, plan: _Plan, meetings: list[tuple[Meeting, int, int]], rng: np.random.Generator
) -> Shapes:
    """Depths, visible shares, names and veils."""
    count = len(plan.kinds)
    if plan.table:
        depths = [round((FRONT - foot) / (FRONT - plan.horizon), 3) for foot in plan.foot]
    else:
        order = [i / max(1, count - 1) for i in range(count)]
        depths = [round(d, 3) for d in shuffled(rng, order)]
        for kind, first, second in meetings:
            if kind != "touches" and depths[first] > depths[second]:
                depths[first], depths[second] = depths[second], depths[first]
    names = {i: f"item-{k + 1}" for k, i in enumerate(shuffled(rng, range(count)))}
    items = sorted(
        (
            msgspec.structs.replace(
                kind, id=names[i], x=round(plan.x[i], 4), y=round(plan.y[i], 4), depth=depths[i],
                radius=round(plan.radius[i], 4),
            )
            for i, kind in enumerate(plan.kinds)
        ),
        key=lambda item: int(item.id[5:]),
    )  # fmt: skip
    items = with_shares(items)
    if min(item.visible for item in items) < spec.visible_min:
        raise Reject("visible")
    pairs = tuple(
        Pair(id=f"pair-{k + 1}", kind=kind, first=names[a], second=names[b]) for k, (kind, a, b) in enumerate(meetings)
    )
    scene = Shapes(
        ground="table" if plan.table else "paper",
        width=plan.width,
        horizon=plan.horizon,
        items=tuple(items),
        pairs=pairs,
    )
    return with_veil(scene, rng) if chance(rng, spec.veils) else scene


def with_shares(items: Sequence[Item]) -> list[Item]:
    """The items with their visible shares as they lie."""
    order = sorted(range(len(items)), key=lambda i: -items[i].depth)
    outlines = [outlines_of(items[i]) for i in order]
    seen = dict(zip(order, shares(outlines), strict=True))
    return [msgspec.structs.replace(item, visible=seen[i]) for i, item in enumerate(items)]


def outlines_of(item: Item) -> Placed:
    """An item's outline and hole, where it lies."""
    return placed(item.shape, item.x, item.y, item.radius, item.turn_deg)
