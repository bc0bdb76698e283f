"""People: steps, claps, hearts, sleepers, whistlers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenewright.renderers.sound_bank.tools import (
    Array,
    Model,
    Voice,
    coloured,
    curve,
    damped,
    decay,
    edges,
    filtered,
    formants,
    gliding,
    placed,
    seconds,
    struck,
    white,
)
from scenewright.scenes.base import between, rng_for, uniform


def footsteps(v: Voice, rng: np.random.Generator) -> Array:
    """Shoes on a gritty floor: a dull heel, and the scrape of the sole after it."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.17)
    heel_hz = uniform(rng, 85, 130)
    scrape = filtered(white(rng, n), r, ("band", uniform(rng, 1800, 3000), 0.8))
    scrape *= curve(n, (0, 0.5), (0.1, 0.25), (0.32, 0.75), (0.6, 0.4), (1, 0))
    steps = []
    for side in (1.0, uniform(rng, 0.93, 1.07)):
        heel = damped(r, n, [heel_hz * side, heel_hz * 2.3], [0.022, 0.012], [1.0, 0.7])
        click = filtered(white(rng, n), r, ("low", 1200, 0.7)) * decay(n, r, 0.007)
        steps.append(edges(1.2 * heel + 0.8 * click + 0.45 * scrape, r, 0.002, 0.03))
    return struck(v, rng, lambda i: steps[i % 2], 0.1)


@lru_cache(16)
def _claps(rate_hz: int) -> tuple[Array, ...]:
    rng = rng_for(0, "sound bank", "claps", rate_hz)
    n = seconds(rate_hz, 0.03)
    return tuple(
        filtered(white(rng, n), rate_hz, ("band", uniform(rng, 700, 1900), 1.4)) * decay(n, rate_hz, 0.006)
        for _ in range(32)
    )


def applause(v: Voice, rng: np.random.Generator) -> Array:
    """A small hall: some forty people who clap three to four times a second, each in a time of their own."""
    r, n = v.rate_hz, v.count
    claps = _claps(r)
    times: list[float] = []
    picks: list[Array] = []
    gains: list[float] = []
    for person in range(between(rng, 16, 26)):
        every, at = uniform(rng, 0.24, 0.34), uniform(rng, 0, 0.25)
        own = [at + k * every + uniform(rng, -0.02, 0.02) for k in range(int((v.duration_s - 0.3) / every) + 1)]
        own = [min(max(t, 0.0), v.duration_s - 0.03) for t in own]
        times += own
        picks += [claps[person % len(claps)]] * len(own)
        gains += [uniform(rng, 0.4, 1.0)] * len(own)
    return edges(placed(r, n, picks, times, gains)[:n], r, 0.01, 0.05)


def heartbeat(v: Voice, rng: np.random.Generator) -> Array:
    """Lub-dub through a stethoscope: two soft thumps, the second a little higher and weaker."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.14)
    f, apart = uniform(rng, 55, 75), uniform(rng, 0.24, 0.3)
    lub = edges(damped(r, n, [f, f * 1.7], [0.035, 0.02], [1.0, 0.5]), r, 0.012, 0.04)
    dub = edges(damped(r, n, [f * 1.35, f * 2.2], [0.026, 0.015], [1.0, 0.5]), r, 0.01, 0.04)
    return struck(v, rng, lambda i: placed(r, 8, [lub, dub], [0.0, apart], [1.0, 0.6]), 0.03)


def snore(v: Voice, rng: np.random.Generator) -> Array:
    """Breath drawn in with a flapping palate: noise in pulses, 28 to 40 a second, swelling."""
    r, n = v.rate_hz, seconds(v.rate_hz, uniform(rng, 0.85, 0.95))
    pulses = gliding(uniform(rng, 27, 38) * curve(n, (0, 0.85), (0.6, 1.1), (1, 1.0)), r, tuple([1.0] * 24))
    flap = np.maximum(pulses, 0) ** 1.5
    raw = flap * (0.6 + white(rng, n))
    out = formants(raw, r, (230, 2, 1.0), (620, 2.5, 0.5), (1300, 3, 0.25))
    return struck(v, rng, lambda i: edges(out * curve(n, (0, 0.45), (0.55, 1), (1, 0.6)), r, 0.05, 0.15), 0.05)


SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def whistling(v: Voice, rng: np.random.Generator) -> Array:
    """Someone whistling a tune: a pure tone that slides from note to note, with a slow tremble."""
    r, n, base = v.rate_hz, v.count, uniform(rng, 880, 1150)
    notes = max(2, round(v.duration_s / uniform(rng, 0.25, 0.4)))
    at, degrees = 3, []
    for _ in range(notes):
        at = min(7, max(0, at + between(rng, -2, 2)))
        degrees.append(SCALE[at])
    place = np.linspace(0, notes - 1e-3, n)
    i = place.astype(np.int64)
    slide = np.clip((place - i - 0.82) / 0.18, 0, 1)
    pitch = np.array([*degrees, degrees[-1]], float)
    semitones = pitch[i] * (1 - slide) + pitch[i + 1] * slide
    shake = 0.12 * np.sin(2 * np.pi * 5.5 * np.arange(n) / r)
    f = (base * 2 ** ((semitones + shake) / 12)).astype(np.float32)
    breath = coloured(rng, n, "whistler", r, (300, -30), (1200, 0), (5000, -20))
    # it gives way on both sides of where two notes meet: a step would click
    away_s = np.minimum(place - i, 1 - (place - i)) * v.duration_s / notes
    tongue = 1 - 0.55 * np.exp(-((away_s / 0.03) ** 2))
    return edges((gliding(f, r, (1.0, 0.03)) + 0.04 * breath) * tongue.astype(np.float32), r, 0.03, 0.06)


MODELS: dict[str, Model] = {
    "footsteps": footsteps, "applause": applause, "heartbeat": heartbeat, "snore": snore, "whistling": whistling,
}  # fmt: skip
