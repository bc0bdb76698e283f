"""What if: changes to a tower whose outcome is simulated again."""

from __future__ import annotations

from typing import Literal

import msgspec

from scenewright.scenes.base import Reject, Value
from scenewright.scenes.tower_blocks import TOUCH_M, Block, bottom, centre_height, mass, top, touching
from scenewright.scenes.tower_checks import overlap
from scenewright.scenes.tower_scene import Tower, block_of


class Remove(Value, frozen=True, kw_only=True, tag="remove"):
    """Take the block away. Whatever stood on it alone is left in the air and falls, unless it can be lifted out."""

    block: str


class Add(Value, frozen=True, kw_only=True, tag="add"):
    """Put one more block down, at the place its own coordinates say."""

    block: Block


class Swap(Value, frozen=True, kw_only=True, tag="swap"):
    """Let two blocks change places: each takes the other's centre line, and what stands above moves up or down."""

    a: str
    b: str


class Slide(Value, frozen=True, kw_only=True, tag="slide"):
    """Move the block sideways together with everything that stands on it, `by_m` to the right."""

    block: str
    by_m: float


class Push(Value, frozen=True, kw_only=True, tag="push"):
    """Knock against the block's centre of mass at the start; an impulse to the right is positive."""

    block: str
    impulse_n_s: float


class SetMaterial(Value, frozen=True, kw_only=True, tag="set_material"):
    """The same block of another material."""

    block: str
    material: Literal["wood", "steel", "ice", "rubber"]


Change = Remove | Add | Swap | Slide | Push | SetMaterial


def carried(blocks: tuple[Block, ...], id: str) -> tuple[str, ...]:
    """The block and everything that stands on it, directly or not, in the blocks' order."""
    above = {id}
    links = touching(blocks)
    while True:
        more = {c.upper for c in links if c.lower in above} - above
        if not more:
            return tuple(b.id for b in blocks if b.id in above)
        above |= more


def apply(scene: Tower, change: Change) -> Tower:
    """The tower after the change, before it is let go. `Push` moves nothing yet.

    Raises `Reject("not_applicable")` where the change makes no tower: blocks that overlap or float, or a block on a
    top that is not flat.
    """
    blocks = scene.blocks
    match change:
        case Remove():
            blocks = tuple(b for b in blocks if b.id != change.block)
        case Add():
            blocks = (*blocks, change.block)
        case Swap():
            blocks = _swapped(blocks, block_of(scene, change.a), block_of(scene, change.b))
        case Slide():
            moved = carried(blocks, change.block)
            blocks = tuple(
                msgspec.structs.replace(b, x_m=round(b.x_m + change.by_m, 4)) if b.id in moved else b for b in blocks
            )
        case SetMaterial():
            blocks = tuple(
                msgspec.structs.replace(
                    b, material=change.material, mass_kg=mass(b.shape, change.material, b.width_m, b.height_m)
                )
                if b.id == change.block
                else b
                for b in blocks
            )
    if not isinstance(change, (Push, SetMaterial, Remove)):
        _refuse_impossible(blocks)
    return msgspec.structs.replace(scene, blocks=blocks)


def _swapped(blocks: tuple[Block, ...], a: Block, b: Block) -> tuple[Block, ...]:
    low, high = sorted((a, b), key=bottom)
    rise = high.height_m - low.height_m
    """What stands between the two is lifted by the difference of their heights."""
    out = []
    for block in blocks:
        base = bottom(block)
        if block.id == low.id:
            x, base = high.x_m, bottom(high) + rise
        elif block.id == high.id:
            x, base = low.x_m, bottom(low)
        else:
            x = block.x_m
            if top(low) - TOUCH_M <= base and base < top(high) - TOUCH_M:
                base += rise
        y = round(base + centre_height(block.shape, block.height_m), 4)
        out.append(msgspec.structs.replace(block, x_m=x, y_m=y))
    return tuple(sorted(out, key=bottom))


def _refuse_impossible(blocks: tuple[Block, ...]) -> None:
    for i, block in enumerate(blocks):
        if any(overlap(block, other) > TOUCH_M for other in blocks[:i]):
            raise Reject("not_applicable")
    held = {c.upper for c in touching(blocks)}
    if any(b.id not in held for b in blocks):
        raise Reject("not_applicable")
