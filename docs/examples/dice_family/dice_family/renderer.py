"""Draws dice; the canvas records where each one is in the call that draws it."""

from __future__ import annotations

import numpy as np

from dice_family.scene import Dice
from scenewright.renderers.base import Rendering, Resolution, Style
from scenewright.renderers.canvas import Canvas
from scenewright.scenes.base import between, pick

INKS = {
    "red": "#c92a2a", "blue": "#1864ab", "green": "#2b8a3e",
    "white": "#f8f9fa", "yellow": "#fab005", "black": "#212529",
}  # fmt: skip
PLACES = {
    1: ((0, 0),), 2: ((-1, -1), (1, 1)), 3: ((-1, -1), (0, 0), (1, 1)), 4: ((-1, -1), (1, -1), (-1, 1), (1, 1)),
    5: ((-1, -1), (1, -1), (0, 0), (-1, 1), (1, 1)), 6: ((-1, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (1, 1)),
}  # fmt: skip


class DiceStyle(Style, frozen=True, kw_only=True):
    """How it looks. Nothing that a question can mention belongs here."""

    table: str
    side_px: int
    round_px: int


STYLE, MEDIA = DiceStyle, ("image/png",)


def draw_style(rng: np.random.Generator) -> DiceStyle:
    """A cloth or wooden table, larger or smaller dice."""
    return DiceStyle(
        table=pick(rng, ("#2f6f4f", "#7a5230", "#5c6770", "#8a2f3b")),
        side_px=between(rng, 64, 96),
        round_px=between(rng, 6, 18),
    )


def render(scene: Dice, style: DiceStyle) -> Rendering:
    """Dice in a row. What lies under a cup is marked, but not drawn."""
    side, gap = style.side_px, style.side_px // 2
    width, height = gap + len(scene.dice) * (side + gap), side + 2 * gap
    canvas = Canvas(width, height, style.table)
    for i, die in enumerate(scene.dice):
        left = gap + i * (side + gap)
        box = (left, gap, left + side, gap + side)
        if die.id in scene.hidden:
            canvas.circle((left + side / 2, gap + side / 2), side * 0.62, "#3b2a1f", of=die.id, part="cup")
            continue
        canvas.rect(box, INKS[die.colour], radius=style.round_px, of=die.id, part="die")
        ink = "#212529" if die.colour in ("white", "yellow") else "#ffffff"
        for x, y in PLACES[die.pips]:
            canvas.circle((left + side * (0.5 + 0.27 * x), gap + side * (0.5 + 0.27 * y)), side * 0.09, ink)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=Resolution())
