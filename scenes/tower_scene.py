"""The tower as a scene: blocks, a flag and a cover, and how it is shown; what a spec may ask for."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from scenewright.scenes.base import Scene, Spec, Thing, Value
from scenewright.scenes.tower_blocks import Block, Contact, Material, Shape, touching
from scenewright.scenes.tower_checks import check_own_blocks

ShotKind = Literal["start", "before_after", "strip", "video"]


class Flag(Thing, frozen=True, kw_only=True):
    """A mark on the ground. Things come to lie left or right of it."""

    x_m: float


class Cover(Thing, frozen=True, kw_only=True):
    """A card that stands in front of a part of the view."""

    left_m: float
    bottom_m: float
    right_m: float
    top_m: float


class Shot(Value, frozen=True, kw_only=True):
    """What is shown of the tower."""

    kind: ShotKind = "start"
    """A still of the start; stills of start and end; a filmstrip; a clip."""
    frame_rate_hz: int = 24
    seconds: float = 4.0
    """How long the physics is followed at most, and how long a clip is."""
    backwards: bool = False
    """The clip is played backwards."""
    swapped_ending: bool = False
    """The last picture shows how another tower ends (`TowerOutcome.decoy`)."""
    mask: bool = False
    """A segmentation mask comes with the picture."""


class Tower(Scene, frozen=True, kw_only=True):
    """Blocks at rest at time 0, each standing on others or on the ground, in stacking order. Then they are let go."""

    blocks: tuple[Block, ...]
    gravity_m_s2: float
    flag: Flag | None = None
    cover: Cover | None = None
    shot: Shot = Shot()


class TowerSpec(Spec, frozen=True, kw_only=True):
    """What towers are drawn from."""

    blocks_min: Annotated[int, msgspec.Meta(ge=2, le=12)] = 2
    blocks_max: Annotated[int, msgspec.Meta(ge=2, le=12)] = 3
    shapes: Annotated[tuple[Shape, ...], msgspec.Meta(min_length=1)] = ("box",)
    """Which shapes may occur. Towers rest on boxes and planks; without one of them nothing can be stacked."""
    materials: Annotated[tuple[Material, ...], msgspec.Meta(min_length=1)] = ("wood", "steel")
    bridges: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of towers with a plank on two pillars, where the number of blocks allows one."""
    shots: Annotated[tuple[ShotKind, ...], msgspec.Meta(min_length=1)] = ("start",)
    """One of these for each tower; a kind named twice is twice as likely."""
    frame_rate_hz: Annotated[int, msgspec.Meta(ge=1, le=60)] = 24
    seconds: Annotated[float, msgspec.Meta(ge=1, le=20)] = 4.0
    gravity_m_s2: Annotated[float, msgspec.Meta(ge=0.5, le=30)] = 9.81
    flags: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    covers: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.15
    """Shares of towers with a flag, and with a card that covers no block."""
    masks: bool = False
    own_blocks: Annotated[tuple[Block, ...], msgspec.Meta(max_length=12)] = ()
    """A tower of one's own, instead of drawn ones: only what is shown of it is drawn."""

    def __post_init__(self) -> None:
        if self.blocks_min > self.blocks_max:
            raise ValueError(f"blocks_min ({self.blocks_min}) must not be above blocks_max ({self.blocks_max})")
        if not {"box", "plank"} & set(self.shapes):
            raise ValueError("shapes must name box or plank: other shapes need something to stand on")
        if self.own_blocks:
            check_own_blocks(self.own_blocks)


def contacts(scene: Tower) -> tuple[Contact, ...]:
    """Every patch on which a block rests at the start (`touching`)."""
    return touching(scene.blocks)


def block_of(scene: Tower, id: str) -> Block:
    """The block of that id. `KeyError` if there is none."""
    for block in scene.blocks:
        if block.id == id:
            return block
    raise KeyError(id)
