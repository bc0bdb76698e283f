"""What a model is told: the scene in a few words, or a background to go behind it."""

from __future__ import annotations

from typing import Any

from scenewright.scenes.base import pick, rng_for
from scenewright.scenes.shapes_scene import VEILED, Item, Shapes

BACKGROUNDS = (
    "a plain concrete wall in soft daylight", "a sheet of handmade paper with fine grain", "undyed linen cloth",
    "a slab of dark slate", "a bare wooden table top", "a clear evening sky", "smooth sand", "a plastered white wall",
    "brushed metal", "a felt board", "a chalky blackboard, wiped clean", "pale marble",
)  # fmt: skip
NEGATIVE = "text, letters, numbers, watermark, logo, people, extra objects, clutter, frame"
PLACES = (("left", "centre", "right"), ("top", "middle", "bottom"))


def prompt_of(scene: Any, stage: str, written: str, seed: int) -> str:
    """The prompt: as written, with `{scene}` filled in, else made from the scene. A background is drawn by seed."""
    about = described(scene)
    if written:
        return written.replace("{scene}", about)
    if stage == "inpaint":
        return f"{pick(rng_for(seed, 'background'), BACKGROUNDS)}, empty, out of focus, photograph, no objects, no text"
    return f"a photograph of {about}" if about else "a photograph, sharp and well lit"


def described(scene: Any) -> str:
    """The scene in words; empty for families that have none yet."""
    if isinstance(scene, Shapes):
        ground = "sheet of paper" if scene.ground == "paper" else "table"
        veiled = {veil.item: VEILED[veil.kind] for veil in scene.veils if veil.item}
        items = [f"{_item(item, veiled.get(item.id, ()))} at the {_place(item, scene)}" for item in scene.items]
        return f"{', '.join(items)}, on a plain {ground}"
    return ""


def _item(item: Item, hidden: tuple[str, ...]) -> str:
    """The item without what a veil takes away: a model that is told paints it."""
    said = {"size": item.size, "colour": item.colour, "texture": item.texture, "material": item.material}
    words = [word for trait, word in said.items() if trait not in hidden and word not in ("plain", "matte")]
    return " ".join(["a", *words, "thing" if "shape" in hidden else item.shape])


def _place(item: Item, scene: Shapes) -> str:
    column = PLACES[0][min(2, int(3 * item.x / scene.width))]
    row = PLACES[1][min(2, int(3 * item.y))]
    return "middle" if (column, row) == ("centre", "middle") else f"{row} {column}"
