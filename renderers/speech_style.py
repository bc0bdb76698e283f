"""How a talk sounds: voices, pace, level and the colour of noise."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.base import Style
from scenewright.renderers.espeak import RATE_HZ
from scenewright.scenes.base import between, pick, uniform

LANGUAGES = ("en-us", "en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland")
LOW = ("m1", "m2", "m3", "m7", "john", "michel", "max", "robert", "travis", "Lee")
HIGH = ("f1", "f2", "f3", "f4", "f5", "Annie", "belinda", "linda", "aunty")
"""Variants with a fundamental of 85 to 125 Hz and of 170 to 240 Hz; whispering and robot voices are left out."""


class Manner(Style, frozen=True, kw_only=True):
    """How one voice speaks."""

    language: str
    variant: str
    pitch: int
    range: int


class SpeechStyle(Style, frozen=True, kw_only=True):
    """How a talk sounds."""

    low: Manner
    high: Manner
    rate_wpm: int
    gap: int
    """Pause between words in units of 10 ms."""
    pause_s: float
    """Between utterances."""
    lead_s: float
    """Before the first and after the last word."""
    sample_rate_hz: int
    lufs: float
    tilt: float
    """Pole of the noise's filter: hiss is brighter or duller by it."""


def draw_style(rng: np.random.Generator) -> SpeechStyle:
    """A style; both voices are drawn, whatever the scene needs."""
    low, high = (
        Manner(
            language=pick(rng, LANGUAGES),
            variant=pick(rng, variants),
            pitch=between(rng, 40, 60),
            range=between(rng, 35, 70),
        )
        for variants in (LOW, HIGH)
    )
    return SpeechStyle(
        low=low,
        high=high,
        rate_wpm=between(rng, 130, 175),
        gap=between(rng, 0, 3),
        pause_s=round(uniform(rng, 0.35, 0.7), 2),
        lead_s=round(uniform(rng, 0.15, 0.4), 2),
        sample_rate_hz=pick(rng, (RATE_HZ, 16_000)),
        lufs=round(uniform(rng, -27, -20), 1),
        tilt=round(uniform(rng, 0.0, 0.9), 2),
    )
