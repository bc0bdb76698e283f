"""Plain shapes on paper or on a table: colours, sizes, textures, who covers, holds or touches whom."""

from __future__ import annotations

import numpy as np

from scenewright.scenes.shapes_draw import draw_shapes
from scenewright.scenes.shapes_scene import (
    COLOURS,
    MATERIALS,
    SHAPES,
    SIZES,
    TEXTURES,
    Item,
    Pair,
    Shapes,
    ShapesSpec,
    Veil,
)

SCENE = Shapes

LEVELS = (
    ShapesSpec(items_min=2, items_max=4, shapes=6, colours=6, sizes=2, width_max=1.0),
    ShapesSpec(items_min=3, items_max=6, shapes=8, textured=0.2, on_table=0.3, meetings=1, veils=0.15),
    ShapesSpec(items_min=4, items_max=8, textured=0.35, polished=0.2, on_table=0.4, meetings=2, veils=0.2),
    ShapesSpec(items_min=6, items_max=10, textured=0.4, polished=0.35, on_table=0.4, meetings=3, veils=0.2),
    ShapesSpec(items_min=8, items_max=12, textured=0.45, polished=0.4, on_table=0.4, meetings=5, veils=0.25),
)
"""From two plain things to twelve that cover each other. The last is kept for extrapolation tests."""


def draw_scene(spec: ShapesSpec, rng: np.random.Generator) -> Shapes:
    """One scene; raises `Reject("layout" | "visible" | "alike")`."""
    return draw_shapes(spec, rng)


def measure(scene: Shapes) -> dict[str, float]:
    """Items, pairs that meet, the share that is covered, how various they are; `difficulty` sums them up."""
    covered = sum(1 - item.visible for item in scene.items)
    finishes = sum((item.texture != "plain") + (item.material != "matte") for item in scene.items)
    return {
        "items": float(len(scene.items)),
        "meetings": float(len(scene.pairs)),
        "covered": round(covered, 3),
        "finishes": float(finishes),
        "difficulty": round(len(scene.items) + len(scene.pairs) + 0.3 * finishes + 2 * covered, 3),
    }


__all__ = [
    "COLOURS",
    "LEVELS",
    "MATERIALS",
    "SCENE",
    "SHAPES",
    "SIZES",
    "TEXTURES",
    "Item",
    "Pair",
    "Shapes",
    "ShapesSpec",
    "Veil",
    "draw_scene",
    "measure",
]
