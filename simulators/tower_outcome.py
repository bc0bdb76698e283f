"""What the outcome of a tower holds. Facts that are not the same in every perturbed run are None."""

from __future__ import annotations

from typing import Literal

from scenewright.scenes.base import Thing, Value
from scenewright.simulators.base import Outcome

Side = Literal["", "left", "right"]


class Agreement(Value, frozen=True, kw_only=True):
    """Which ways of telling whether the tower stands came to the same answer; all of them, in an accepted tower."""

    static: bool
    """What statics says: stands or not."""
    simulated: bool
    half_step: bool
    jittered: int
    """How many of the `jitters` runs agree."""
    jitters: int


class BlockPath(Value, frozen=True, kw_only=True):
    """Where a block's centre of mass is in each frame, and how far it has turned anticlockwise since the start.

    The last frame is the end of the run: nothing moves any more, or all that is asked about is decided.
    """

    block: str
    x_m: tuple[float, ...]
    y_m: tuple[float, ...]
    angle_deg: tuple[float, ...]


class Event(Thing, frozen=True, kw_only=True):
    """Something that happens in the run that is shown. Id `event-N` in order of time.

    `moves`: the block has left its place. `hits`: it meets `other`, which it did not touch before; `block` is the
    upper or faster. `lands`: it meets the ground for the first time. `rests`: it moves no more.
    """

    kind: Literal["moves", "hits", "lands", "rests"]
    time_s: float
    block: str
    other: str = ""
    sure: bool = False
    """The same event happens in every perturbed run."""


class Joint(Thing, frozen=True, kw_only=True):
    """Where a block and all it carries rest on what is below. Id `joint-<block id>`.

    `above` are the blocks carried, the block itself among them; `centre_m` is their common centre of mass, `left_m` and
    `right_m` the ends of the support (of all its patches together, where there are two).
    `margin`: from the centre to the nearer end, in half-widths of the support; below 0 the centre is outside.
    """

    block: str
    above: tuple[str, ...]
    mass_kg: float
    centre_m: float
    left_m: float
    right_m: float
    margin: float
    blocks: tuple[str, ...]
    """The blocks whose undersides rest here: this one, or several that share a load, as the pillars of a bridge do.
    Such have one joint together."""
    on: tuple[str, ...]
    """What they rest on: ids, or `ground`."""
    y_m: float


class Fate(Thing, frozen=True, kw_only=True):
    """What becomes of a block. Id `fate-<block id>`. None: not the same in every perturbed run, or too near to call."""

    block: str
    fell: bool | None
    touches_ground: bool | None
    side: Side | None
    """Where it ends, of the flag; empty without a flag."""
    moves_at_s: float | None
    """When it leaves its place in the run that is shown; None where it stays, or where runs differ by much."""


class TowerOutcome(Outcome, frozen=True, kw_only=True):
    """What happens to a tower. Facts that are not the same in every perturbed run are None, and not asked."""

    stands: bool
    margin: float
    """Smallest over the joints, in half-widths of the support; above 0 it stands."""
    agreement: Agreement
    direction: Side | None
    """To which side it falls; empty where it stands."""
    frame_rate_hz: int
    paths: tuple[BlockPath, ...]
    events: tuple[Event, ...]
    joints: tuple[Joint, ...]
    fates: tuple[Fate, ...]
    first_to_move: str | None
    """Id of the block that leaves its place clearly before any other; empty where all stay."""
    fallen: int | None
    """How many blocks fall."""
    energy_start_j: float
    """Potential energy above the ground at the start."""
    energy_end_j: float
    kinetic_max_j: float
    rest_s: float | None
    """When everything has come to rest in the run that is shown; None where something still rolls."""
    decoy: tuple[BlockPath, ...] = ()
    """Of a tower with `shot.swapped_ending`: the paths of the other tower, whose ending is shown."""


class Verdict(Value, frozen=True, kw_only=True):
    """The outcome of a changed tower, as far as all runs agree."""

    stands: bool
    margin: float
    direction: Side | None
    fallen: int | None
    fell: tuple[str, ...]
    """Ids of blocks that fall in every run."""
    stays: tuple[str, ...]
    """Ids of blocks that stay in every run."""
