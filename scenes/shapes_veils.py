"""Veils: which items can have one, and where it lies."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from scenewright.scenes.base import pick, shuffled
from scenewright.scenes.shapes_geometry import REACH
from scenewright.scenes.shapes_scene import (
    Item,
    Shapes,
    Veil,
)

VEIL_REACH = 1.25
"""Half side of a veil in half extents of what lies below: the same for all shapes, so that it betrays none."""


def veil_over(scene: Shapes, item: Item, kind: str, id: str = "veil-1") -> Veil | None:
    """A veil that hides one item whole and touches no other; None where others are too near."""
    half = item.radius * VEIL_REACH + 0.014
    box = (item.x - half, item.y - half, item.x + half, item.y + half)
    if not _clear(scene, box, item.id):
        return None
    left, top, right, bottom = (round(v, 4) for v in box)
    return Veil(id=id, kind=kind, item=item.id, left=left, top=top, right=right, bottom=bottom)  # type: ignore[arg-type]


def _clear(scene: Shapes, box: tuple[float, float, float, float], but: str = "") -> bool:
    """Whether a box lies in the picture and meets the circle of no other item."""
    left, top, right, bottom = box
    if left < 0.004 or top < 0.004 or right > scene.width - 0.004 or bottom > 0.996:
        return False
    for item in scene.items:
        if item.id != but:
            dx = max(left - item.x, 0.0, item.x - right)
            dy = max(top - item.y, 0.0, item.y - bottom)
            if math.hypot(dx, dy) < item.radius * REACH[item.shape] + 0.008:
                return False
    return True


def with_veil(scene: Shapes, rng: np.random.Generator) -> Shapes:
    """The scene with a film or mosaic over one item that stands alone; as it is if there is none.

    None lies on bare ground, where it might pass for one more square.
    """
    kind = pick(rng, ("film", "mosaic"))
    for item in shuffled(rng, scene.items):
        veil = veil_over(scene, item, kind)
        if veil:
            return msgspec.structs.replace(scene, veils=(veil,), hidden=(veil.id,))
    return scene
