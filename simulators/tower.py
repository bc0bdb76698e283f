"""What becomes of a tower that is let go: whether it stands, where its blocks go, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec
import numpy as np

from scenewright.scenes.base import Reject
from scenewright.scenes.tower import Change, Push, Tower, apply
from scenewright.simulators import physics, statics
from scenewright.simulators.tower_facts import (
    GATE_JITTER_M,
    WIDE_JITTER_M,
    Facts,
    Setup,
    follow,
    steps_per_frame,
    world,
)
from scenewright.simulators.tower_outcome import (
    Agreement,
    BlockPath,
    Event,
    Fate,
    Joint,
    Side,
    TowerOutcome,
    Verdict,
)
from scenewright.simulators.tower_story import decoy, happenings, joint, paths, rest_s

__all__ = [
    "Agreement", "BlockPath", "Event", "Fate", "Joint", "Side", "TowerOutcome", "Verdict", "plain_run",
    "seems_to_stand", "simulate", "stands_after", "verdict",
]  # fmt: skip

T = TypeVar("T")

JITTERS, JITTERS_FALLING = 3, 5
"""Perturbed runs of a tower that stands, and of one that falls: how it falls hangs on more than whether."""
WIDE = 2
"""Further runs of a tower that falls, with blocks moved twice as far: for how it falls, not for whether."""
CLEARLY_FALLS_RAD = 0.6
"""A block that has turned by more than this in a run that then ends is on its way down (`briefly` of `follow`)."""
MOVE_SPREAD_S = 0.5
"""A block starts to move at the time that is shown, if all runs have it within this."""


class _Gated(NamedTuple):
    """The facts of the run that is shown, and the same facts where all runs agree."""

    balance: statics.Balance
    jitters: int
    shown: Facts
    fell: tuple[bool | None, ...]
    grounded: tuple[bool | None, ...]
    side: tuple[str | None, ...]
    first: str | None
    direction: str | None
    moves_s: tuple[float | None, ...]
    sure_hits: frozenset[tuple[str, str]]


def simulate(scene: Tower) -> TowerOutcome:
    """Let a tower go, and keep of what happens what does not hang by a hair.

    Whether it stands must come out the same by statics, in the run that is shown, at half its step and in three or
    five runs with moved blocks; every other fact must be the same in all runs or is None. What
    hides blocks changes nothing.

    Raises `Reject`: `margin` (too near to tipping, or statics' two ways differ), `disagree` (runs or statics differ),
    `unsettled` (neither at rest nor fallen when the time is up), `dead_band` (neither fallen nor where it was),
    `decoy` (no other ending to show).
    """
    return _outcome(_setup(scene), scene.shot.swapped_ending)


def verdict(scene: Tower, change: Change) -> Verdict:
    """The outcome of a changed tower, by the same gates (`Reject` as in `simulate`, or `not_applicable`)."""
    gated = _gated(_changed(scene, change))
    ids = [b.id for b in _changed(scene, change).blocks]
    counted = None if None in gated.fell else sum(bool(f) for f in gated.fell)
    return Verdict(
        stands=bool(gated.shown.stands),
        margin=round(gated.balance.margin, 4),
        direction=_as_side(gated.direction),
        fallen=counted,
        fell=tuple(i for i, f in zip(ids, gated.fell, strict=True) if f),
        stays=tuple(i for i, f in zip(ids, gated.fell, strict=True) if f is False),
    )


def stands_after(scene: Tower, change: Change) -> bool:
    """Whether the changed tower stands, by the same gates but at less cost: runs end when a block has clearly fallen.

    Raises `Reject` as `verdict` does.
    """
    return _stands(_changed(scene, change))


def seems_to_stand(scene: Tower, change: Change) -> bool | None:
    """Whether the changed tower stands in one run alone: a cheap look before the gates, or beside them. None where that
    run neither settles nor falls, or ends in between: with blocks that lean, but none that clearly fell.
    """
    facts = follow(_changed(scene, change), briefly=True)
    if facts.stands is False:
        end = facts.record.states[-1]
        return False if True in facts.fell or np.abs(end[:, physics.ANGLE]).max() > CLEARLY_FALLS_RAD else None
    return facts.stands if facts.settled else None


def plain_run(scene: Tower) -> physics.Record:
    """One run of the whole `shot.seconds` at the step of the run that is shown: no early end, no gates, no facts.

    What a tower costs where nothing is to be known of it: the floor under `simulate` in the bench.
    """
    setup = _setup(scene)
    frames = math.ceil(setup.seconds * setup.frame_rate_hz)
    return physics.run(world(setup), frames, setup.frame_rate_hz, steps_per_frame(setup))


def _setup(scene: Tower) -> Setup:
    """What decides the outcome. Paint does not: towers that differ in colours alone have one setup, run once."""
    shot = scene.shot
    flag = scene.flag.x_m if scene.flag else None
    blocks = tuple(msgspec.structs.replace(b, colour="red") for b in scene.blocks)
    return Setup(blocks, scene.gravity_m_s2, shot.frame_rate_hz, shot.seconds, flag)


def _changed(scene: Tower, change: Change) -> Setup:
    setup = _setup(apply(scene, change))
    if isinstance(change, Push):
        return setup._replace(pushed=change.block, impulse_n_s=change.impulse_n_s)
    return setup


def _weighed(setup: Setup) -> statics.Balance:
    """Statics first: it costs a hundredth of a run."""
    found = statics.balance(setup.blocks)
    if found.stands is None:
        raise Reject("margin")
    return found


def _runs(setup: Setup, found: statics.Balance, briefly: bool) -> Iterator[Facts]:
    """The run that is shown, the half step, the jittered ones. Rejects at the first that does not fit."""
    expected = None if setup.pushed else found.stands
    for finer, jitter in ((1, 0), (2, 0), *((1, k) for k in range(1, JITTERS_FALLING + 1))):
        if jitter > JITTERS and (expected or briefly):
            return
        facts = follow(setup, finer, jitter, briefly, GATE_JITTER_M)
        if not facts.settled and facts.stands is not False:
            raise Reject("unsettled")
        if facts.stands is None:
            raise Reject("dead_band")
        if expected is None:
            expected = facts.stands
        if facts.stands != expected:
            raise Reject("disagree")
        yield facts


@lru_cache(maxsize=256)
def _stands(setup: Setup) -> bool:
    runs = list(_runs(setup, _weighed(setup), True))
    return bool(runs[0].stands)


@lru_cache(maxsize=64)
def _gated(setup: Setup) -> _Gated:
    found = _weighed(setup)
    runs = list(_runs(setup, found, False))
    shown, jitters = runs[0], len(runs) - 2
    if not shown.stands:
        runs += [follow(setup, 1, jitters + k, False, WIDE_JITTER_M) for k in range(1, WIDE + 1)]
    return _Gated(
        balance=found,
        jitters=jitters,
        shown=shown,
        fell=_common([f.fell for f in runs]),
        grounded=_common([f.grounded for f in runs]),
        side=_common([f.side for f in runs]),
        first=_same([f.first for f in runs]),
        direction=_same([f.direction for f in runs]),
        moves_s=tuple(
            times[0] if min(times) >= 0 and max(times) - min(times) <= MOVE_SPREAD_S else None
            for times in zip(*(f.moves_s for f in runs), strict=True)
        ),
        sure_hits=frozenset.intersection(*(f.hits for f in runs)),
    )


def _same(values: Sequence[T]) -> T | None:
    """The value that all have, or None."""
    return values[0] if all(v == values[0] for v in values) else None


def _common(rows: Sequence[Sequence[T]]) -> tuple[T | None, ...]:
    """For each column, the value that all rows have, or None."""
    return tuple(_same(column) for column in zip(*rows, strict=True))


def _as_side(value: str | None) -> Side | None:
    return value  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _outcome(setup: Setup, swapped: bool) -> TowerOutcome:
    gated = _gated(setup)
    shown, blocks = gated.shown, setup.blocks
    states = shown.record.states
    masses = np.array([b.mass_kg for b in blocks])
    moments = np.array([physics.moment(body) for body in world(setup).bodies])
    kinetic = physics.kinetic_j(states, masses, moments)
    heights = states[:, :, physics.Y] @ masses * setup.gravity_m_s2
    return TowerOutcome(
        stands=bool(shown.stands),
        margin=round(gated.balance.margin, 4),
        agreement=Agreement(
            static=bool(gated.balance.stands),
            simulated=bool(shown.stands),
            half_step=True,
            jittered=gated.jitters,
            jitters=gated.jitters,
        ),
        direction=_as_side(gated.direction),
        frame_rate_hz=setup.frame_rate_hz,
        paths=paths(blocks, states),
        events=happenings(setup, shown, gated.sure_hits, gated.moves_s, gated.grounded),
        joints=tuple(joint(s) for s in gated.balance.supports),
        fates=tuple(
            Fate(
                id=f"fate-{b.id}",
                block=b.id,
                fell=gated.fell[i],
                touches_ground=gated.grounded[i],
                side=_as_side(gated.side[i]),
                moves_at_s=None if gated.moves_s[i] is None else round(gated.moves_s[i] or 0.0, 3),
            )
            for i, b in enumerate(blocks)
        ),
        first_to_move=gated.first,
        fallen=None if None in gated.fell else sum(bool(f) for f in gated.fell),
        energy_start_j=round(float(heights[0]), 2),
        energy_end_j=round(float(heights[-1] + kinetic[-1]), 2),
        kinetic_max_j=round(float(kinetic.max()), 2),
        rest_s=rest_s(shown),
        decoy=paths(blocks, decoy(setup, shown, gated.direction)) if swapped else (),
    )


def labels(outcome: TowerOutcome) -> dict[str, str | bool | int]:
    """Every label that questions may rest on: facts on which all runs agreed."""
    found: dict[str, str | bool | int | None] = {"stands": outcome.stands}
    found |= {"direction": outcome.direction, "fallen": outcome.fallen, "first_to_move": outcome.first_to_move}
    for fate in outcome.fates:
        found[f"{fate.block} fell"] = fate.fell
        found[f"{fate.block} touches ground"] = fate.touches_ground
        found[f"{fate.block} side"] = fate.side
    return {name: value for name, value in found.items() if value is not None}


def relabel(scene: Tower, finer: int = 1, jitter: int = 0) -> dict[str, str | bool | int | None]:
    """The same labels from one run alone: with the step divided by `finer`, and perturbation number `jitter`.

    The gates of `simulate` have jitters 1 to `JITTERS_FALLING`, twice as strong; higher numbers are fresh.
    """
    setup = _setup(scene)
    facts = follow(setup, finer, jitter)
    found: dict[str, str | bool | int | None] = {"stands": facts.stands, "direction": facts.direction}
    found["fallen"] = None if None in facts.fell else sum(bool(f) for f in facts.fell)
    found["first_to_move"] = facts.first
    for i, block in enumerate(setup.blocks):
        found[f"{block.id} fell"] = facts.fell[i]
        found[f"{block.id} touches ground"] = facts.grounded[i]
        found[f"{block.id} side"] = facts.side[i]
    return found
