"""Machines and tools: firing pistons, rotors, teeth, steel."""

from __future__ import annotations

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
    rolloff,
    seconds,
    struck,
    wander,
    white,
)
from scenewright.scenes.base import uniform


def engine(v: Voice, rng: np.random.Generator) -> Array:
    """A motor at idle: 26 to 38 firings a second, uneven, through an exhaust."""
    r, n = v.rate_hz, v.count
    f = uniform(rng, 26, 38) * wander(rng, n, r, 8, 0.97, 1.04)
    pulses = gliding(f / 2, r, (0.35, 1.0, 0.3, 0.9, 0.25, 0.75, 0.2, 0.6, 0.2, 0.5, 0.15, 0.4, 0.1, 0.3, 0.1, 0.25))
    valves = white(rng, n) * np.maximum(pulses, 0) ** 2
    out = formants(pulses + 0.25 * valves, r, (95, 1.2, 1.0), (240, 2.0, 0.8), (700, 2.0, 0.5))
    return edges(out + 0.05 * filtered(valves, r, ("band", 2200, 0.8)), r, 0.02, 0.04)


def saw(v: Voice, rng: np.random.Generator) -> Array:
    """A handsaw through wood: a loud stroke forth, a quiet one back, each a tearing noise that rises in pitch."""
    r, n, every = v.rate_hz, v.count, uniform(rng, 0.55, 0.75)
    m = seconds(r, every * 0.42)
    t = np.arange(m, dtype=np.float32) / r
    teeth = 1 + 0.7 * np.sign(np.sin(2 * np.pi * (95 * t + 60 * t * t / every)))
    source = white(rng, m) * teeth
    forth = filtered(source, r, ("band", uniform(rng, 1500, 2000), 1.3)) * curve(m, (0, 0.3), (0.5, 1), (1, 0.5))
    back = filtered(source, r, ("band", uniform(rng, 2600, 3300), 1.3)) * 0.5
    out = np.zeros(n + 2 * m, np.float32)
    half, k = every / 2, 0
    while k * half * r + m < n:
        start = round(k * half * r)
        out[start : start + m] += edges(forth if k % 2 == 0 else back, r, 0.015, 0.04)
        k += 1
    return out[:n] if k else edges(forth, r, 0.015, 0.04)


def drill(v: Voice, rng: np.random.Generator) -> Array:
    """An electric drill: a whining motor that spins up in a tenth of a second, gears whirring above it."""
    r, n, f0 = v.rate_hz, v.count, uniform(rng, 330, 430)
    up = 1 - 0.55 * np.exp(-np.arange(n, dtype=np.float32) / (0.06 * r))
    f = (f0 * up * wander(rng, n, r, 10, 0.985, 1.015)).astype(np.float32)
    tone = gliding(f, r, rolloff(16, 1.5))
    gear = gliding(f * np.float32(6.4), r, (1.0, 0.4))
    whirr = filtered(white(rng, n), r, ("band", 3200, 0.9))
    return edges(formants(tone, r, (900, 1.2, 1.0), (2300, 1.5, 1.0)) + 0.3 * gear + 0.16 * whirr, r, 0.015, 0.03)


def hammer(v: Voice, rng: np.random.Generator) -> Array:
    """Blows on an anvil: hard, short, with inharmonic steel partials from 1.2 kHz up."""
    r, n, f = v.rate_hz, seconds(v.rate_hz, 0.32), uniform(rng, 1150, 1600)
    ring = damped(r, n, f * np.array([1.0, 1.53, 2.31, 2.95, 4.1]), [0.08, 0.07, 0.05, 0.04, 0.03],
                  [1.0, 0.8, 0.9, 0.6, 0.5])  # fmt: skip
    hit = filtered(white(rng, n), r, ("high", 900, 0.7)) * decay(n, r, 0.004)
    blow = edges(0.5 * ring + 0.9 * hit, r, 0.0005, 0.06)
    return struck(v, rng, lambda i: blow, 0.08)


def helicopter(v: Voice, rng: np.random.Generator) -> Array:
    """Rotor blades: low thuds of noise, nine to thirteen a second, over a turbine's hiss."""
    r, n, f = v.rate_hz, v.count, uniform(rng, 9.5, 13)
    blade = np.sin(2 * np.pi * f * np.arange(n, dtype=np.float32) / r)
    thud = np.exp(4.0 * (blade - 1))
    low = coloured(rng, n, "rotor", r, (40, -6), (110, 0), (300, -8), (900, -20), (4000, -40))
    hiss = coloured(rng, n, "turbine", r, (500, -20), (2000, 0), (6000, -12))
    return edges(low * thud + 0.035 * hiss, r, 0.02, 0.05)


MODELS: dict[str, Model] = {
    "engine": engine, "saw": saw, "drill": drill, "hammer": hammer, "helicopter": helicopter,
}  # fmt: skip
