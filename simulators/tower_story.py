"""What is told of a run: paths at the frame rate, events in order, joints, and the ending of another tower."""

from __future__ import annotations

import math
from typing import Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject
from scenewright.scenes.tower import GROUND, Block
from scenewright.scenes.tower_blocks import touching
from scenewright.simulators import statics
from scenewright.simulators.physics import ANGLE, VX, VY, X, Y
from scenewright.simulators.tower_facts import Facts, Setup, follow
from scenewright.simulators.tower_outcome import BlockPath, Event, Joint

HIT_M_S = 0.3
"""Blocks that meet more slowly only touch: a viewer sees no blow."""
THERE_M, THERE_DEG = 0.01, 1.0
"""Nearer to its last place than this, a block has come to rest."""


def paths(blocks: tuple[Block, ...], states: np.ndarray) -> tuple[BlockPath, ...]:
    """Each block's path, in the blocks' order, rounded to 0.1 mm and 0.01 degrees."""
    places = np.round(states[:, :, : Y + 1], 4)
    turns = np.round(np.degrees(states[:, :, ANGLE]), 2) + 0.0
    return tuple(
        BlockPath(
            block=b.id,
            x_m=tuple(places[:, i, X].tolist()),
            y_m=tuple(places[:, i, Y].tolist()),
            angle_deg=tuple(turns[:, i].tolist()),
        )
        for i, b in enumerate(blocks)
    )


def joint(support: statics.Support) -> Joint:
    """The support of a block as a thing to point at."""
    return Joint(
        id=f"joint-{support.blocks[0]}",
        block=support.blocks[0],
        above=support.above,
        mass_kg=round(support.mass_kg, 1),
        centre_m=round(support.centre_m, 4),
        left_m=round(support.left_m, 4),
        right_m=round(support.right_m, 4),
        margin=round(support.margin, 4),
        blocks=support.blocks,
        on=support.on,
        y_m=round(support.y_m, 4),
    )


def happenings(
    setup: Setup,
    shown: Facts,
    sure_hits: frozenset[tuple[str, str]],
    sure_moves_s: tuple[float | None, ...],
    sure_grounded: tuple[bool | None, ...],
) -> tuple[Event, ...]:
    """Events of the run that is shown, in order of time."""
    found: list[tuple[float, Literal["moves", "hits", "lands", "rests"], str, str, bool]] = []
    blocks = setup.blocks
    index = {b.id: i for i, b in enumerate(blocks)}
    rests = _rests_s(shown)
    for i, (block, time_s) in enumerate(zip(blocks, shown.moves_s, strict=True)):
        if time_s >= 0:
            sure = sure_moves_s[i] is not None
            found.append((time_s, "moves", block.id, "", sure))
            if rests[i] is not None:
                found.append((rests[i] or 0.0, "rests", block.id, "", sure))
    old = {frozenset((c.upper, c.lower)) for c in touching(blocks)}
    for touch in shown.record.touches:
        pair = frozenset((touch.a, touch.b))
        if pair in old or abs(touch.speed_m_s) < HIT_M_S:
            continue
        old.add(pair)
        if touch.b == GROUND:
            found.append((touch.time_s, "lands", touch.a, "", bool(sure_grounded[index[touch.a]])))
            continue
        state = shown.record.states[int(touch.time_s * shown.record.frame_rate_hz)]
        speeds = [float(np.hypot(state[index[k], VX], state[index[k], VY])) for k in (touch.a, touch.b)]
        ids = (touch.a, touch.b) if speeds[0] > speeds[1] else (touch.b, touch.a)
        found.append((touch.time_s, "hits", *ids, (touch.a, touch.b) in sure_hits))
    return tuple(
        Event(id=f"event-{n}", kind=kind, time_s=round(time_s, 3), block=block, other=other, sure=sure)
        for n, (time_s, kind, block, other, sure) in enumerate(sorted(found), 1)
    )


def _rests_s(shown: Facts) -> list[float | None]:
    """When each block has reached its last place; None for one that still moves in the last frame."""
    states, rate = shown.record.states, shown.record.frame_rate_hz
    end = states[-1]
    away = np.hypot(states[:, :, X] - end[:, X], states[:, :, Y] - end[:, Y]) > THERE_M
    away |= np.abs(states[:, :, ANGLE] - end[:, ANGLE]) > math.radians(THERE_DEG)
    last = len(states) - 1 - away[::-1].argmax(axis=0)
    return [
        0.0 if not some else None if at >= len(states) - 2 else (at + 1) / rate
        for some, at in zip(away.any(axis=0).tolist(), last.tolist(), strict=True)
    ]


def rest_s(shown: Facts) -> float | None:
    """When the last block has come to rest; None where something still rolls."""
    times = _rests_s(shown)
    known = [t for t in times if t is not None]
    return round(max(known), 3) if len(known) == len(times) else None


def decoy(setup: Setup, shown: Facts, direction: str | None) -> np.ndarray:
    """States of another tower, whose ending differs from this one's for all to see.

    Where this one stands: of the same blocks slid over the edge. Where it falls: of its mirror image, or of one that
    stands; the place of a block decides which. `Reject("decoy")` where there is none.
    """
    if not shown.stands:
        if direction is None or round(setup.blocks[-1].x_m * 1e4) % 2:
            return shown.record.states[:1]
        low = [
            b.x_m for b in setup.blocks if any(c.upper == b.id and c.lower == GROUND for c in touching(setup.blocks))
        ]
        mirrored = shown.record.states.copy()
        mirrored[:, :, X] = 2 * sum(low) / len(low) - mirrored[:, :, X]
        mirrored[:, :, ANGLE] *= -1
        return mirrored
    for support in reversed(statics.balance(setup.blocks).supports):
        if GROUND in support.on:
            continue
        half = (support.right_m - support.left_m) / 2
        right = support.centre_m >= (support.left_m + support.right_m) / 2
        by = (support.right_m + half - support.centre_m) if right else (support.left_m - half - support.centre_m)
        slid = tuple(
            msgspec.structs.replace(b, x_m=round(b.x_m + by, 4)) if b.id in support.above else b for b in setup.blocks
        )
        facts = follow(setup._replace(blocks=slid))
        if facts.settled and facts.stands is False:
            return facts.record.states
    raise Reject("decoy")
