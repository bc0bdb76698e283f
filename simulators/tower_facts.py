"""One run of a tower, and the facts read off it. Thresholds have dead bands: what is neither one nor the other is None.

Where the thresholds come from. A block that lost its place drops by at least the height of the thinnest block (0.14 m)
or turns over; one that kept it moves by solver slop and jitter alone (millimetres). Between lies what a viewer would
argue about. Times to tip over scale with sqrt(1 / gravity), and so do the limits on speed and time.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scenewright.scenes.base import rng_for
from scenewright.scenes.tower_blocks import (
    GROUND,
    GROUND_ELASTICITY,
    GROUND_FRICTION,
    MATERIALS,
    Block,
    outline,
    parts,
    touching,
)
from scenewright.simulators import physics
from scenewright.simulators.physics import ANGLE, SPIN, VX, VY, X, Y

STEP_HZ = 240
"""Steps per second at least, of the run that is shown, for each four blocks begun: impulses need several steps to work
their way through a stack, and a tall one of unlike masses rocks if they are long."""

FELL_M, STAYED_M = 0.08, 0.03
"""A block that is lower by the first fell; one that is lower by less than the second may have stayed."""
FELL_DEG, LEANS_DEG, STAYED_DEG = 40.0, 12.0, 5.0
"""The same for how far it has turned. With a block that leans by more than the second the tower no longer stands, but
whether that block fell is a matter of words.
"""
SHOVED_M = 0.1
"""A block that moved sideways by more, yet did not fall, neither fell nor stayed."""
MOVED_M, MOVED_DEG = 0.05, 4.0
"""A block has left its place when it has moved or turned by more."""
LEAD_S = 0.12
"""The first block to move leads all others by at least this."""
CLEAR_M = 0.1
"""What lies left or right of the flag is at least this far from it, whole."""
PILE_MAX = 5
"""Blocks of a tower of which touching the ground is asked. In the heap that a larger one leaves, one run in twenty may
catch a block that reached the ground in all the gates' runs: of 10,508 such labels 45 flipped under twenty fresh
perturbations, nine of ten in towers of more blocks than this.
"""
LANDED_M, CLEARED_M = 0.01, 0.06
"""A block that ends lower above the ground than the first touches it; one that was always higher than the second does
not; what lies between grazes it, or passes near."""
DRIFT_M = 0.08
"""A tower falls to the side to which its fallen blocks moved by this much on average, and nearly all of them."""

REST_M_S, SETTLED_M_S = 0.01, 0.04
"""Slower than the first, rim and centre, nothing moves; than the second, what has fallen (at 9.81 m/s2)."""
REST_S, FIRST_REST_S = 0.25, 0.4
"""How long that must hold, and the earliest moment a run may end (at 9.81 m/s2)."""
ROCKING_S, ROCKING_M = 1.5, 0.012
"""A tall stack may go on rocking by a few millimetres in the solver. After this time it is at rest if it never moved
further and is not speeding up: one that tips over moves e times as far every half second."""

JITTER_M, GATE_JITTER_M = 0.003, 0.006
"""Perturbed runs move each block by up to the first to either side: about half a pixel of a 640-pixel picture. Gates
move them twice as far, so that what passes holds under the smaller ones it has not seen.
"""
WIDE_JITTER_M = 0.012
"""Where a tower falls, some gates move its blocks this far: how it falls is more delicate than whether."""
PUSH_JITTER = 0.05
"""Jittered runs change an impulse by up to this share."""
ROLLING_KEPT = 0.05
"""Share of a disc's spin that rolling resistance leaves after a second."""
WORLD_M = 80.0


class Setup(NamedTuple):
    """All that decides what happens."""

    blocks: tuple[Block, ...]
    gravity_m_s2: float
    frame_rate_hz: int
    seconds: float
    flag_m: float | None = None
    pushed: str = ""
    impulse_n_s: float = 0.0


class Facts(NamedTuple):
    """What one run says; tuples are in the order of the blocks."""

    settled: bool
    """Everything is at rest at the end, but for discs that roll away."""
    stands: bool | None
    fell: tuple[bool | None, ...]
    grounded: tuple[bool | None, ...]
    """Touches the ground at some time."""
    side: tuple[str | None, ...]
    moves_s: tuple[float, ...]
    """When it has left its place; -1 where it never does."""
    first: str | None
    direction: str | None
    hits: frozenset[tuple[str, str]]
    record: physics.Record


def world(setup: Setup, jitter: int = 0, reach_m: float = JITTER_M) -> physics.World:
    """The tower as rigid bodies; `jitter` above 0 is the number of a perturbation by up to `reach_m` a block."""
    blocks = setup.blocks
    moved = [0.0] * len(blocks)
    impulse = setup.impulse_n_s
    if jitter:
        rng = rng_for(jitter, "tower", "jitter", *(str(b.x_m) for b in blocks))
        *moved, share = (2 * rng.random(len(blocks) + 1) - 1).tolist()
        moved = [reach_m * u for u in moved]
        impulse *= 1 + PUSH_JITTER * share
    bodies = []
    for block, dx in zip(blocks, moved, strict=True):
        facts = MATERIALS[block.material]
        disc = block.shape == "disc"
        bodies.append(
            physics.Body(
                id=block.id,
                mass_kg=block.mass_kg,
                x_m=block.x_m + dx,
                y_m=block.y_m,
                vx_m_s=impulse / block.mass_kg if block.id == setup.pushed else 0.0,
                radius_m=block.width_m / 2 if disc else 0.0,
                polygons=() if disc else parts(block),
                friction=facts.friction,
                elasticity=facts.elasticity,
                spin_kept=ROLLING_KEPT if disc else 1.0,
            )
        )
    ground = physics.Wall(GROUND, (-WORLD_M, 0.0), (WORLD_M, 0.0), GROUND_FRICTION, GROUND_ELASTICITY)
    return physics.World(tuple(bodies), (ground,), (0.0, -setup.gravity_m_s2))


def steps_per_frame(setup: Setup) -> int:
    """Steps per frame of the run that is shown."""
    return physics.substeps(setup.frame_rate_hz, STEP_HZ * math.ceil(len(setup.blocks) / 4))


def follow(setup: Setup, finer: int = 1, jitter: int = 0, briefly: bool = False, reach_m: float = JITTER_M) -> Facts:
    """Run a tower until it has come to rest, and read off the facts.

    `finer` divides the time step. `briefly`: only whether it stands; the run ends when one block has clearly fallen.
    """
    frames = math.ceil(setup.seconds * setup.frame_rate_hz)
    steps = steps_per_frame(setup) * finer
    watch = _Watch(setup, briefly)
    start = world(setup, jitter, reach_m)
    record = physics.run(start, frames, setup.frame_rate_hz, steps, watch, touching=not briefly)
    return _read(setup, record, record.stopped)


class _Watch:
    """Ends a run when everything is at rest, but for discs that roll away from all else and past the flag."""

    def __init__(self, setup: Setup, briefly: bool) -> None:
        slow = math.sqrt(9.81 / setup.gravity_m_s2)
        rate = setup.frame_rate_hz
        self.still = max(1, round(REST_S * slow * rate))
        self.first = max(self.still + 1, round(FIRST_REST_S * slow * rate))
        self.every = max(1, rate // 12)
        self.rocking = max(1, round(ROCKING_S * slow * rate))
        self.rest2, self.settled2 = (REST_M_S / slow) ** 2, (SETTLED_M_S / slow) ** 2
        self.reach2 = np.array([(b.width_m**2 + b.height_m**2) / 4 for b in setup.blocks])
        self.radii = np.array([b.width_m / 2 if b.shape == "disc" else 0.0 for b in setup.blocks])
        self.discs = np.flatnonzero(self.radii)
        self.flag = setup.flag_m
        self.briefly = briefly

    def __call__(self, states: np.ndarray, frame: int) -> bool:
        if frame < self.first or frame % self.every:
            return False
        start, now = states[0], states[frame]
        drop, turn = (start[:, Y] - now[:, Y]).max(), np.abs(now[:, ANGLE]).max()
        if self.briefly and (drop > 2 * FELL_M or turn > math.radians(3 * LEANS_DEG)):
            return True
        fallen = drop > FELL_M or turn > math.radians(LEANS_DEG)
        limit = self.settled2 if fallen else self.rest2
        quick = np.greater(self._speed2(now), limit)
        if (quick & ~self._rolls_away(now)).any():
            return not fallen and frame >= self.rocking and self._only_rocks(states, frame)
        quick = np.greater(self._speed2(states[frame - self.still : frame + 1]), limit).any(axis=0)
        return not (quick & ~self._rolls_away(now)).any()

    def _speed2(self, states: np.ndarray) -> np.ndarray:
        """Squares of speeds of the rims, at most."""
        out: np.ndarray = states[..., VX] ** 2 + states[..., VY] ** 2 + states[..., SPIN] ** 2 * self.reach2
        return out

    def _only_rocks(self, states: np.ndarray, frame: int) -> bool:
        if np.abs(states[: frame + 1, :, : Y + 1] - states[0, :, : Y + 1]).max() > ROCKING_M:
            return False
        half = self.rocking // 3
        speeds = self._speed2(states[frame - 2 * half : frame + 1]).max(axis=1)
        return bool(speeds[half:].max() <= speeds[:half].max())

    def _rolls_away(self, state: np.ndarray) -> np.ndarray:
        """Which are discs on the ground, outward bound, with nothing ahead of them, the flag neither."""
        out = np.zeros(len(state), bool)
        for i in self.discs:
            x, ahead = state[i, X], np.sign(state[i, VX])
            others = np.delete(state[:, X], i)
            free = state[i, Y] < self.radii[i] + 0.01 and ((others - x) * ahead < -0.3).all()
            out[i] = free and (self.flag is None or (self.flag - x) * ahead < -(self.radii[i] + CLEAR_M))
        return out


def _read(setup: Setup, record: physics.Record, settled: bool) -> Facts:
    blocks, states = setup.blocks, record.states
    start, end = states[0], states[-1]
    fell = tuple(_fell(*row) for row in np.stack([start[:, Y] - end[:, Y], end[:, X] - start[:, X], end[:, ANGLE]], 1))
    leans = bool(np.abs(end[:, ANGLE]).max() >= math.radians(LEANS_DEG))
    stands = False if True in fell or leans else None if None in fell else True
    side = _sides(setup, end)
    if not settled:  # what has fallen has fallen; what stays, and where things lie, is open
        fell, side = tuple(f or None for f in fell), (None,) * len(blocks)
    moved = np.hypot(states[:, :, X] - start[:, X], states[:, :, Y] - start[:, Y]) > MOVED_M
    moved |= np.abs(states[:, :, ANGLE]) > math.radians(MOVED_DEG)
    when = np.where(moved.any(axis=0), moved.argmax(axis=0) / record.frame_rate_hz, -1.0)
    links = touching(blocks)
    low = {c.upper for c in links if c.lower == GROUND} | {t.a for t in record.touches if t.b == GROUND}
    old = {frozenset((c.upper, c.lower)) for c in links}
    return Facts(
        settled=settled,
        stands=stands,
        fell=fell,
        grounded=tuple(_grounded(setup, b, states[:, i], b.id in low) for i, b in enumerate(blocks)),
        side=side,
        moves_s=tuple(when.tolist()),
        first=_first(blocks, when),
        direction="" if stands else _direction(fell, end[:, X] - start[:, X]),
        hits=frozenset((t.a, t.b) for t in record.touches if frozenset((t.a, t.b)) not in old),
        record=record,
    )


def _grounded(setup: Setup, block: Block, states: np.ndarray, touched: bool) -> bool | None:
    if len(setup.blocks) > PILE_MAX:
        return None
    corners = np.array(outline(block))
    angle = states[:, ANGLE, None]
    gaps = states[:, Y] + (np.sin(angle) * corners[:, 0] + np.cos(angle) * corners[:, 1]).min(axis=1)
    if touched:
        return True if gaps[-1] < LANDED_M else None
    return False if gaps.min() > CLEARED_M else None


def _fell(drop: float, shift: float, angle: float) -> bool | None:
    turned = math.degrees(abs(angle))
    if drop >= FELL_M or turned >= FELL_DEG:
        return True
    return False if drop <= STAYED_M and turned <= STAYED_DEG and abs(shift) <= SHOVED_M else None


def _sides(setup: Setup, end: np.ndarray) -> tuple[str | None, ...]:
    if setup.flag_m is None:
        return ("",) * len(setup.blocks)
    out: list[str | None] = []
    for block, (x, _, angle, *_) in zip(setup.blocks, end.tolist(), strict=True):
        cos, sin = math.cos(angle), math.sin(angle)
        xs = [x + px * cos - py * sin - setup.flag_m for px, py in outline(block)]
        out.append("left" if max(xs) < -CLEAR_M else "right" if min(xs) > CLEAR_M else None)
    return tuple(out)


def _first(blocks: tuple[Block, ...], when: np.ndarray) -> str | None:
    """The block that moves clearly before all others; empty where none moves, None where it is too close."""
    order = sorted((t, i) for i, t in enumerate(when.tolist()) if t >= 0)
    if not order:
        return ""
    if len(order) > 1 and order[1][0] - order[0][0] < LEAD_S:
        return None
    return blocks[order[0][1]].id


def _direction(fell: tuple[bool | None, ...], shift: np.ndarray) -> str | None:
    """To which side the fallen blocks went: on average by `DRIFT_M`, and by a tenth of that at most to the other."""
    went = shift[[i for i, f in enumerate(fell) if f]]
    if not len(went):
        return None
    right, left = went[went > 0].sum(), -went[went < 0].sum()
    if max(right, left) / len(went) < DRIFT_M or min(right, left) > 0.15 * max(right, left):
        return None
    return "right" if right > left else "left"
