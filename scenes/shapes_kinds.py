"""What the items of a scene of shapes are like, and which of them meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenewright.scenes.base import Reject, between, chance, draw, pick, shuffled, uniform
from scenewright.scenes.shapes_scene import (
    COLOURS,
    MATERIALS,
    SHAPES,
    SIZES,
    TEXTURES,
    Item,
    Meeting,
    ShapesSpec,
    Size,
)

CONVEX = ("circle", "square", "triangle", "diamond", "hexagon", "ring")
HOLDERS = ("circle", "square", "hexagon", "ring")
"""Shapes roomy enough to hold a small one when large."""
TURNS = {"circle": 0.0, "ring": 0.0, "square": 10.0, "diamond": 8.0, "cross": 10.0, "hexagon": 12.0, "heart": 14.0,
         "triangle": 14.0, "star": 16.0, "crescent": 25.0}  # fmt: skip
"""Furthest a shape is turned on paper, in degrees either way."""


def draw_kinds(spec: ShapesSpec, count: int, table: bool, rng: np.random.Generator) -> list[Item]:
    """What the items are like. Few enough shapes and colours that some recur, and never two items alike in all."""
    sizes = _sizes(min(spec.sizes, count), rng)
    most = max(2, round(count * 0.75) + 1)
    shapes = draw(rng, SHAPES[: spec.shapes], between(rng, min(2, spec.shapes), min(spec.shapes, most)))
    colours = draw(rng, COLOURS[: spec.colours], between(rng, 2, min(spec.colours, most)))
    textures = ("plain", *draw(rng, TEXTURES[1:], between(rng, 1, 3)))
    materials = ("matte", *draw(rng, MATERIALS[1:], between(rng, 1, 2)))
    out: list[Item] = []
    seen: set[tuple[str, ...]] = set()
    while len(out) < count:
        for _ in range(40):
            shape = pick(rng, shapes)
            size = sizes[len(out)] if len(out) < len(sizes) else pick(rng, sizes)
            texture = pick(rng, textures[1:]) if chance(rng, spec.textured) else "plain"
            material = pick(rng, materials[1:]) if chance(rng, spec.polished) else "matte"
            colour = pick(rng, colours)
            look = (shape, size, texture, material, colour)
            if look not in seen:
                break
        else:
            raise Reject("alike")
        seen.add(look)
        turn = 0.0 if table else round(uniform(rng, -1, 1) * TURNS[shape], 1) + 0.0
        out.append(
            Item(
                id="", shape=shape, colour=colour, size=size, texture=texture, material=material, x=0.0, y=0.0,
                depth=0.0, radius=1.0, turn_deg=turn,
            )
        )  # fmt: skip
    return shuffled(rng, out)


def _sizes(most: int, rng: np.random.Generator) -> list[Size]:
    """The sizes a scene has. Of one, it is called by no name; of two, `small` and `large` differ by two steps."""
    used = between(rng, 1, most) if chance(rng, 0.35) else most
    return {1: ["medium"], 2: ["small", "large"], 3: list(SIZES)}[used]  # type: ignore[return-value]


def draw_meetings(
    spec: ShapesSpec, kinds: Sequence[Item], table: bool, rng: np.random.Generator
) -> list[tuple[Meeting, int, int]]:
    """Pairs that meet, each item in one at most: `(kind, first, second)` by index."""
    wanted = between(rng, (spec.meetings + 1) // 2, spec.meetings)
    free = shuffled(rng, range(len(kinds)))
    out: list[tuple[Meeting, int, int]] = []
    for _ in range(wanted):
        kind = "covers" if table else pick(rng, ("covers", "inside", "touches"))
        if kind == "inside":
            firsts = [i for i in free if kinds[i].size == "small"]
            seconds = [i for i in free if kinds[i].size == "large" and kinds[i].shape in HOLDERS]
            seconds = (
                [i for i in seconds if kinds[i].shape != "ring" or kinds[firsts[0]].shape != "cross"] if firsts else []
            )
        elif kind == "covers":  # what is thin is soon past recognising
            firsts = seconds = [i for i in free if kinds[i].shape not in ("ring", "crescent")]
        else:
            firsts = seconds = [i for i in free if kinds[i].shape in CONVEX]
        both = next(((i, k) for i in firsts for k in reversed(seconds) if _tells(kinds[i], kinds[k], i, k)), None)
        if both is None:
            continue
        first, second = both
        out.append((kind, first, second))  # type: ignore[arg-type]
        free = [i for i in free if i not in (first, second)]
    return out


def _tells(one: Item, other: Item, i: int, k: int) -> bool:
    """Whether two things that meet are told apart at a glance: other colours, and not both patterned."""
    return i != k and one.colour != other.colour and "plain" in (one.texture, other.texture)
