"""Towers of blocks that stand or fall, as pictures, filmstrips and clips."""

from __future__ import annotations

from scenewright.scenes.tower_blocks import (
    COLOURS,
    DEPTH_M,
    GROUND,
    MATERIALS,
    Block,
    Contact,
    MaterialFacts,
    bottom,
    extent,
    feet,
    ledge,
    outline,
    parts,
    top,
    world,
)
from scenewright.scenes.tower_changes import Add, Change, Push, Remove, SetMaterial, Slide, Swap, apply, carried
from scenewright.scenes.tower_draw import draw_scene
from scenewright.scenes.tower_names import name, phrase, place
from scenewright.scenes.tower_scene import Cover, Flag, Shot, ShotKind, Tower, TowerSpec, block_of, contacts

__all__ = [
    "COLOURS", "DEPTH_M", "GROUND", "LEVELS", "MATERIALS", "SCENE", "Add", "Block", "Change", "Contact", "Cover",
    "Flag", "MaterialFacts", "Push", "Remove", "SetMaterial", "Shot", "ShotKind", "Slide", "Swap", "Tower", "TowerSpec",
    "apply", "block_of", "bottom", "carried", "contacts", "draw_scene", "extent", "feet", "ledge", "measure", "name",
    "outline", "parts", "phrase", "place", "top", "world",
]  # fmt: skip

SCENE = Tower


def measure(scene: Tower) -> dict[str, float]:
    """`difficulty` counts what has to be weighed up: blocks, kinds of shape and material, and two-legged supports."""
    links = contacts(scene)
    bridges = sum(sum(c.upper == b.id for c in links) > 1 for b in scene.blocks)
    shapes, materials = {b.shape for b in scene.blocks}, {b.material for b in scene.blocks}
    return {
        "difficulty": len(scene.blocks) + 0.5 * (len(shapes) + len(materials)) + bridges,
        "blocks": float(len(scene.blocks)),
        "height_m": round(extent(scene.blocks)[2], 3),
        "bridges": float(bridges),
    }


LEVELS = (
    TowerSpec(
        blocks_min=2,
        blocks_max=3,
        shapes=("box", "plank"),
        shots=("start", "start", "before_after", "video", "video"),
        masks=True,
    ),
    TowerSpec(
        blocks_min=3,
        blocks_max=4,
        shapes=("box", "plank", "triangle"),
        materials=("wood", "steel", "rubber"),
        shots=("start", "start", "before_after", "strip", "video", "video"),
        masks=True,
    ),
    TowerSpec(
        blocks_min=4,
        blocks_max=6,
        shapes=("box", "plank", "triangle", "disc"),
        materials=("wood", "steel", "ice", "rubber"),
        bridges=0.4,
        seconds=5.0,
        shots=("start", "start", "before_after", "strip", "video", "video"),
        masks=True,
    ),
    TowerSpec(
        blocks_min=5,
        blocks_max=8,
        shapes=("box", "plank", "triangle", "disc", "arch"),
        materials=("wood", "steel", "ice", "rubber"),
        bridges=0.5,
        seconds=6.0,
        shots=("start", "start", "before_after", "strip", "video", "video"),
        covers=0.25,
        masks=True,
    ),
    TowerSpec(
        blocks_min=8,
        blocks_max=12,
        shapes=("box", "plank", "triangle", "disc", "arch"),
        materials=("wood", "steel", "ice", "rubber"),
        bridges=0.6,
        seconds=6.0,
        shots=("start", "start", "before_after", "strip", "video", "video"),
        covers=0.25,
        masks=True,
    ),
)
