"""Dice on a table: their colours and what they show."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from scenewright.scenes.base import Scene, Spec, Thing, between, chance, pick, shuffled

COLOURS = ("red", "blue", "green", "white", "yellow", "black")


class DiceSpec(Spec, frozen=True, kw_only=True):
    """What scenes are drawn from; each level has one of these."""

    dice_min: Annotated[int, msgspec.Meta(ge=1, le=6)] = 2
    dice_max: Annotated[int, msgspec.Meta(ge=1, le=6)] = 2
    covered: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.2
    """Share of scenes with a cup over one of the dice."""


class Die(Thing, frozen=True, kw_only=True):
    """One die. No two in a scene have one colour, so that a colour names it."""

    colour: str
    pips: int


class Dice(Scene, frozen=True, kw_only=True):
    """The truth. `hidden` (of `Scene`) holds the ids of dice under a cup."""

    dice: tuple[Die, ...]
    """From left to right."""

    def of(self, colour: str) -> Die | None:
        """The die of a colour, None if there is none."""
        return next((die for die in self.dice if die.colour == colour), None)


SCENE = Dice
LEVELS = tuple(DiceSpec(dice_min=n, dice_max=n + 1) for n in (1, 2, 3, 5))


def draw_scene(spec: DiceSpec, rng: np.random.Generator) -> Dice:
    """Dice of different colours, each side as likely as any other."""
    count = between(rng, spec.dice_min, spec.dice_max)
    dice = tuple(
        Die(id=f"die{i}", colour=colour, pips=between(rng, 1, 6))
        for i, colour in enumerate(shuffled(rng, COLOURS)[:count])
    )
    hidden = (pick(rng, dice).id,) if count > 1 and chance(rng, spec.covered) else ()
    return Dice(dice=dice, hidden=hidden)


def measure(scene: Dice) -> dict[str, float]:
    """`difficulty` has to grow from level to level."""
    return {"difficulty": float(len(scene.dice))}
