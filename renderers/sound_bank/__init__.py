"""The bank: one short parametric model for each kind of sound, with variety inside it."""

from __future__ import annotations

from scenewright.renderers.sound_bank import animals, machines, nature, people, signals, things
from scenewright.renderers.sound_bank.tools import Array, Model, Voice
from scenewright.scenes.base import rng_for

MODELS: dict[str, Model] = {
    **animals.MODELS,
    **signals.MODELS,
    **nature.MODELS,
    **people.MODELS,
    **things.MODELS,
    **machines.MODELS,
}


def synthesise(sound: str, voice: Voice, take: int) -> Array:
    """A sound of the bank, mono float32, at no particular level. The same take gives the same sound."""
    return MODELS[sound](voice, rng_for(take, "take", sound))


__all__ = ["MODELS", "Voice", "synthesise"]
