"""What the sound model learns from: one-second clips of the sound bank, with their class and their pitch.

Of a kind whose sounds are strokes (a bark, a knock) a clip holds one stroke; a scene repeats it. Of a kind that goes
on, it holds a stretch from within; a scene joins as many as it needs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from scenewright.renderers.embedded.sound_checks import LEAD_S, Checker, fit, window
from scenewright.renderers.embedded.spectrogram import COUNT, RATE_HZ, SIDE, picture, row_of, sound
from scenewright.renderers.sound_bank import MODELS, Voice
from scenewright.scenes.base import below, rng_for, uniform
from scenewright.scenes.sound_classes import BY_ID


def bank_clip(name: str, f0_hz: float, rng: np.random.Generator) -> np.ndarray:
    """One clip of a class as the bank makes it: `COUNT` samples at `RATE_HZ`, peak at 1."""
    kind = BY_ID[name]
    out = np.zeros(COUNT, np.float32)
    lead = round(LEAD_S * RATE_HZ)
    if kind.form == "long":
        voice = Voice(rate_hz=RATE_HZ, duration_s=2.0, strokes=1, tempo_hz=0.0, f0_hz=f0_hz)
        x = MODELS[name](voice, rng)
        start = round(uniform(rng, 0.25, 0.7) * RATE_HZ)
        out[:] = x[start : start + COUNT]
    else:
        seconds = kind.stroke_s
        voice = Voice(rate_hz=RATE_HZ, duration_s=seconds, strokes=1, tempo_hz=0.0, f0_hz=f0_hz)
        x = MODELS[name](voice, rng)[: COUNT - lead].copy()
        if len(x) == COUNT - lead:
            n = round(0.1 * RATE_HZ)
            x[-n:] *= np.linspace(1, 0, n, dtype=np.float32) ** 2
        out[lead : lead + len(x)] = x
    return np.asarray(out / max(float(np.abs(out).max()), 1e-6), dtype=np.float32)


def draw_f0(name: str, rng: np.random.Generator) -> float:
    """A fundamental within the class's range, equally likely in octaves; 0 for classes without a steady pitch."""
    low, high = BY_ID[name].f0_hz
    return float(np.exp(uniform(rng, np.log(low), np.log(high)))) if low else 0.0


def pitch_map(f0_hz: float) -> np.ndarray:
    """The condition `(1, SIDE, SIDE)`: a soft line in the row of the fundamental; -1 where there is none."""
    rows = np.arange(SIDE, dtype=np.float32)
    line = np.exp(-0.5 * ((rows - row_of(f0_hz)) / 0.8) ** 2) if f0_hz else np.zeros(SIDE, np.float32)
    return np.broadcast_to((2 * line - 1).astype(np.float32)[None, :, None], (1, SIDE, SIDE))


def batch(classes: tuple[str, ...], count: int, rng: np.random.Generator) -> dict[str, Any]:
    """`count` training examples: `picture` and `maps` as float32 arrays, `labels` as integers."""
    labels = [below(rng, len(classes)) for _ in range(count)]
    pitches = [draw_f0(classes[k], rng) for k in labels]
    clips = np.stack([bank_clip(classes[k], f0, rng) for k, f0 in zip(labels, pitches, strict=True)])
    return {
        "picture": picture(clips)[:, None],
        "maps": np.stack([pitch_map(f0) for f0 in pitches]),
        "labels": np.array(labels),
    }


def lessons(classes: tuple[str, ...], each: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Clips that the checker learns from, and their labels: the bank's, through their spectrograms and back, cut as
    `sound_checks.window` cuts, over faint noise.
    """
    clips, labels = [], []
    for k, name in enumerate(classes):
        own = np.stack([bank_clip(name, draw_f0(name, rng), rng) for _ in range(each)])
        back = sound(picture(own), rng)
        back[: each // 4] = own[: each // 4]
        for x in back:
            onset = LEAD_S if BY_ID[name].form != "long" else 0.0
            cut = window(x, onset, name, 1.1)
            noise = rng.standard_normal(COUNT, dtype=np.float32)
            noise = np.convolve(noise, np.ones(below(rng, 6) + 1, np.float32), mode="same")
            cut = cut + noise * np.float32(cut.std() * 10 ** (-uniform(rng, 26, 60) / 20) / noise.std())
            clips.append(cut)
            labels.append(k)
    return np.stack(clips), np.array(labels)


@lru_cache(1)
def _checker(classes: tuple[str, ...]) -> Checker:
    return fit(classes, *lessons(classes, 36, rng_for(0, "sound checker")))


def accepted(classes: tuple[str, ...], pipeline: Any) -> float:
    """Share of fresh clips, two of each class, that the checker takes for what they should be."""
    checker = _checker(classes)
    rng = rng_for(0, "held out sounds")
    labels = [k for k in range(len(classes)) for _ in range(2)]
    maps = np.stack([pitch_map(draw_f0(classes[k], rng)) for k in labels])
    made = pipeline(maps, [1000 + i for i in range(len(labels))], labels).images[:, 0]
    right = []
    for k, x in zip(labels, sound(made, rng), strict=True):
        onset = LEAD_S if BY_ID[classes[k]].form != "long" else 0.0
        right.append(checker.judge(window(x, onset, classes[k], 1.1), classes[k]).holds)
    return float(np.mean(right))
