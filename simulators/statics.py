"""Whether a pile of blocks is in balance, from its geometry and masses alone.

Two ways: the centre of mass of what a joint carries over its support (exact for chains, where each block stands on one
other), and a linear program that looks for contact forces inside the friction cones that hold every block (needed where
loads are shared: bridges, arches, a disc in a gap). The program is the usual limit analysis of rigid blocks: a pile can
stand if and only if some set of such forces balances every weight and moment.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scenewright.scenes.tower_blocks import GROUND, GROUND_FRICTION, MATERIALS, Block, Contact, touching

SHRINK = 0.1
"""How far the ends of supports are moved in (out) before a pile is called stable (unstable), in half-widths: the margin
that every accepted label has. Friction is lowered (raised) by the same share."""


class Support(NamedTuple):
    """What a joint carries and on what. `blocks` are those whose undersides rest: one, or several that share a load."""

    blocks: tuple[str, ...]
    on: tuple[str, ...]
    above: tuple[str, ...]
    mass_kg: float
    centre_m: float
    left_m: float
    right_m: float
    y_m: float

    @property
    def margin(self) -> float:
        """From the centre to the nearer end of the support, in half-widths of it; negative outside."""
        half = max((self.right_m - self.left_m) / 2, 1e-6)
        return min(self.centre_m - self.left_m, self.right_m - self.centre_m) / half


class Balance(NamedTuple):
    """What statics says."""

    stands: bool | None
    """None: too near to call, or the two ways disagree."""
    margin: float
    supports: tuple[Support, ...]


def balance(blocks: tuple[Block, ...]) -> Balance:
    """Whether the blocks stay as they are when let go, and by what margin."""
    links = touching(blocks)
    found = supports(blocks, links)
    if len({part for s in found for part in s.blocks}) < len(blocks):
        return Balance(False, -1.0, found)  # one hangs in the air
    margin = min(s.margin for s in found)
    stands = _called(margin)
    shared = len(links) > len(blocks) or any(len(s.blocks) > 1 for s in found)
    if stands is not None and shared:
        by_forces = can_stand(blocks, links, SHRINK if stands else -SHRINK)
        if by_forces != stands:
            stands = None
    return Balance(stands, margin, found)


def by_joints(blocks: tuple[Block, ...]) -> bool | None:
    """What the joints' margins say alone: a quick guess, the same as `balance` where no load is shared."""
    found = supports(blocks, touching(blocks))
    if len({part for s in found for part in s.blocks}) < len(blocks):
        return False
    return _called(min(s.margin for s in found))


def _called(margin: float) -> bool | None:
    return True if margin >= SHRINK else False if margin <= -SHRINK else None


def supports(blocks: tuple[Block, ...], links: tuple[Contact, ...]) -> tuple[Support, ...]:
    """One for each block, but blocks that share a load (the pillars of a bridge) have one together."""
    by_id = {b.id: b for b in blocks}
    above = _above(blocks, links)
    out = []
    done: set[str] = set()
    for block in blocks:
        if block.id in done:
            continue
        group = _sharing(block.id, above)
        done |= group
        load = set().union(*(above[i] for i in group))
        resting = [c for c in links if c.upper in group and c.lower not in load]
        if not resting:
            continue
        ids = [b.id for b in blocks if b.id in load]
        total = math.fsum(by_id[i].mass_kg for i in ids)
        out.append(
            Support(
                blocks=tuple(b.id for b in blocks if b.id in group),
                on=tuple(dict.fromkeys(c.lower for c in resting)),
                above=tuple(ids),
                mass_kg=total,
                centre_m=math.fsum(by_id[i].mass_kg * by_id[i].x_m for i in ids) / total,
                left_m=min(c.left_m for c in resting),
                right_m=max(c.right_m for c in resting),
                y_m=min(c.y_m for c in resting),
            )
        )
    return tuple(out)


def _above(blocks: tuple[Block, ...], links: tuple[Contact, ...]) -> dict[str, set[str]]:
    """Each block's load: itself and all that stands on it."""
    above = {b.id: {b.id} for b in blocks}
    for block in sorted(blocks, key=lambda b: -b.y_m):
        for link in links:
            if link.upper == block.id and link.lower != GROUND:
                above[link.lower] |= above[block.id]
    return above


def _sharing(id: str, above: dict[str, set[str]]) -> set[str]:
    """The block and those that carry a part of the same load beside it."""
    group = {id}
    grown = True
    while grown:
        grown = False
        for other, load in above.items():
            if other in group:
                continue
            if any(load & above[i] and other not in above[i] and i not in load for i in group):
                group.add(other)
                grown = True
    return group


def can_stand(blocks: tuple[Block, ...], links: tuple[Contact, ...], shrink: float = 0.0) -> bool:
    """Whether forces inside the friction cones can hold every block (HiGHS).

    `shrink` moves the outer ends of each block's support inwards by that share of its half-width and lowers friction by
    that share; below 0, outwards and up.
    """
    from scipy.optimize import linprog  # costs a fifth of a second, and chains never need it

    by_id = {b.id: b for b in blocks}
    rows = {b.id: 3 * i for i, b in enumerate(blocks)}
    heaviest = max(b.mass_kg for b in blocks)
    points = _points(blocks, links, shrink)
    matrix = np.zeros((3 * len(blocks), 2 * len(points)))
    for j, (upper, lower, px, py, nx, ny) in enumerate(points):
        grip = friction(by_id[upper], by_id.get(lower)) * (1 - shrink)
        for edge, slope in enumerate((grip, -grip)):
            fx, fy = nx - slope * ny, ny + slope * nx
            for id, sign in ((upper, 1.0), (lower, -1.0)):
                if id == GROUND:
                    continue
                block, row = by_id[id], rows[id]
                turn = (px - block.x_m) * fy - (py - block.y_m) * fx
                matrix[row : row + 3, 2 * j + edge] += (sign * fx, sign * fy, sign * turn)
    weights = np.zeros(3 * len(blocks))
    weights[1::3] = [b.mass_kg / heaviest for b in blocks]
    found = linprog(np.zeros(matrix.shape[1]), A_eq=matrix, b_eq=weights, bounds=(0, None), method="highs")
    return bool(found.status == 0)


def friction(a: Block, b: Block | None) -> float:
    """Coefficient between two blocks, or a block and the ground (None): the product of both surfaces'."""
    other = MATERIALS[b.material].friction if b else GROUND_FRICTION
    return MATERIALS[a.material].friction * other


def _points(
    blocks: tuple[Block, ...], links: tuple[Contact, ...], shrink: float
) -> list[tuple[str, str, float, float, float, float]]:
    """Ends of all patches as (upper, lower, x, y, normal x, normal y), the normal pointing into the upper block."""
    out = []
    by_id = {b.id: b for b in blocks}
    for block in blocks:
        mine = [c for c in links if c.upper == block.id]
        if block.shape == "disc":
            for c in mine:
                nx, ny = by_id[c.upper].x_m - c.left_m, by_id[c.upper].y_m - c.y_m
                length = math.hypot(nx, ny)
                out.append((c.upper, c.lower, c.left_m, c.y_m, nx / length, ny / length))
            continue
        if not mine:
            continue
        left, right = min(c.left_m for c in mine), max(c.right_m for c in mine)
        move = shrink * (right - left) / 2
        for c in mine:
            ends = (c.left_m + move * (c.left_m == left), c.right_m - move * (c.right_m == right))
            out += [(c.upper, c.lower, x, c.y_m, 0.0, 1.0) for x in ends]
    return out
