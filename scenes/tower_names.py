"""Names of blocks: the shortest words that fit one block alone."""

from __future__ import annotations

from itertools import combinations

from scenewright.scenes.tower_blocks import Block, bottom
from scenewright.scenes.tower_scene import Tower

WORDS = ("colour", "material", "size")
"""In the order they are tried. Said in the order size, colour, material."""

ADJECTIVES = {"wood": "wooden"}

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth")  # fmt: skip


def phrase(block: Block, words: tuple[str, ...]) -> str:
    """`large red steel box`, with only the words asked for."""
    values = {"size": block.size, "colour": block.colour, "material": ADJECTIVES.get(block.material, block.material)}
    return " ".join([*(values[word] for word in ("size", "colour", "material") if word in words), block.shape])


def name(scene: Tower, block: Block | str) -> str:
    """`the red box`, `the large steel plank`: the fewest words that fit this block and no other of the scene.

    Where all words of two blocks are the same, the place is added: `the red box, third block from the bottom`.
    """
    if isinstance(block, str):
        block = next(b for b in scene.blocks if b.id == block)
    for count in range(1, len(WORDS) + 1):
        for words in combinations(WORDS, count):
            text = phrase(block, words)
            if sum(phrase(b, words) == text for b in scene.blocks) == 1:
                return f"the {text}"
    return f"the {phrase(block, ('colour',))}, {place(scene, block)}"


def place(scene: Tower, block: Block) -> str:
    """`the third block from the bottom`; on a level that holds several, `the left block of the third level`."""
    levels = sorted({round(bottom(b), 3) for b in scene.blocks})
    level = levels.index(round(bottom(block), 3))
    same = sorted((b for b in scene.blocks if round(bottom(b), 3) == levels[level]), key=lambda b: b.x_m)
    if len(same) == len(scene.blocks):
        return f"the {ORDINALS[same.index(block)]} block from the left"
    if len(same) == 1:
        return f"the {ORDINALS[level]} block from the bottom"
    side = {0: "left", len(same) - 1: "right"}.get(same.index(block), ORDINALS[same.index(block)])
    return f"the {side} block of the {ORDINALS[level]} level"
