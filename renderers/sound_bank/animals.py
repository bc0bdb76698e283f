"""Animals: throats that are gliding tones through formants, chirps, and wings."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.sound_bank.tools import (
    Array,
    Model,
    Voice,
    coloured,
    curve,
    edges,
    filtered,
    formants,
    gliding,
    placed,
    rolloff,
    seconds,
    struck,
    wander,
    white,
)
from scenewright.scenes.base import between, uniform


def dog(v: Voice, rng: np.random.Generator) -> Array:
    """Short barks: a fundamental that jumps up and falls, with breath, through a muzzle's formants."""
    r, f0, size = v.rate_hz, uniform(rng, 320, 620), uniform(rng, 0.85, 1.2)
    n = seconds(r, uniform(rng, 0.13, 0.2))
    tone = gliding(f0 * curve(n, (0, 0.75), (0.25, 1.2), (1, 0.62)), r, rolloff(14, 4))
    raw = tone + 0.55 * white(rng, n)
    bark = formants(raw, r, (560 / size, 2.5, 1.0), (1250 / size, 3.0, 0.8), (2500 / size, 4.0, 0.3))
    bark = edges(bark, r, 0.008, 0.07)
    return struck(v, rng, lambda i: bark, 0.12)


def cat(v: Voice, rng: np.random.Generator) -> Array:
    """Meows: a long glide up and down while the mouth opens and shuts."""
    r, f0 = v.rate_hz, uniform(rng, 480, 720)
    n = seconds(r, uniform(rng, 0.6, 0.75))
    shake = 1 + 0.012 * np.sin(2 * np.pi * 5.5 * np.arange(n, dtype=np.float32) / r)
    f = f0 * curve(n, (0, 0.78), (0.3, 1.2), (0.6, 1.12), (1, 0.72)) * shake
    tone = gliding(f, r, rolloff(12, 6))
    shut = formants(tone, r, (600, 2.5, 1.0), (2700, 3, 0.25))
    wide = formants(tone, r, (1100, 2.5, 1.0), (2000, 3, 0.7))
    mouth = curve(n, (0, 0), (0.35, 1), (0.65, 0.8), (1, 0))
    return struck(v, rng, lambda i: edges(shut * (1 - mouth) + wide * mouth, r, 0.03, 0.15), 0.05)


def bird(v: Voice, rng: np.random.Generator) -> Array:
    """Song: phrases of quick whistled sweeps between 2.5 and 6.5 kHz."""
    r = v.rate_hz
    notes = []
    for _ in range(between(rng, 2, 3)):
        n = seconds(r, uniform(rng, 0.06, 0.13))
        low, high = uniform(rng, 2600, 3600), uniform(rng, 4200, 6200)
        a, b, c = (low, high, low) if rng.random() < 0.5 else (high, low, uniform(rng, low, high))
        notes.append(edges(gliding(curve(n, (0, a), (0.5, b), (1, c)), r, (1.0,)), r, 0.01, 0.02))
    times, grains, at, i = [], [], 0.0, 0
    last = max(0.05, v.duration_s - 0.13)
    while at < last:
        repeat = between(rng, 2, 4)
        for _ in range(repeat):
            if at < last:
                times.append(at)
                grains.append(notes[i % len(notes)])
                at += len(grains[-1]) / r + uniform(rng, 0.02, 0.04)
        i += 1
        at += uniform(rng, 0.04, 0.14)
    return placed(r, v.count, grains, times, [1.0] * len(times))


def cricket(v: Voice, rng: np.random.Generator) -> Array:
    """Chirps of three to five pulses of a pure tone near 4.5 kHz, two to three a second."""
    r, f = v.rate_hz, uniform(rng, 4100, 5000)
    n = seconds(r, 0.018)
    pulse = edges(gliding(np.full(n, f, np.float32), r, (1.0,)), r, 0.006, 0.006)
    pulses, every = between(rng, 3, 5), uniform(rng, 0.34, 0.46)
    starts = np.arange(0, max(0.05, v.duration_s - 0.1), every)
    times = [s + 0.028 * k for s in starts for k in range(pulses)]
    return placed(r, v.count, [pulse] * len(times), times, [1.0] * len(times))


def frog(v: Voice, rng: np.random.Generator) -> Array:
    """Croaks: a low throat opened in pulses, 45 to 70 a second, resonating at 500 and 1300 Hz."""
    r, pulse = v.rate_hz, uniform(rng, 42, 62)
    n = seconds(r, uniform(rng, 0.24, 0.3))
    tone = gliding(pulse * curve(n, (0, 0.9), (0.5, 1.15), (1, 1.05)), r, rolloff(60, 1.0))
    size = uniform(rng, 0.9, 1.15)
    out = formants(tone, r, (520 * size, 5, 1.0), (1250 * size, 6, 0.7))
    return struck(v, rng, lambda i: edges(out * curve(n, (0, 0.5), (0.6, 1), (1, 0.8)), r, 0.02, 0.05), 0.06)


def crow(v: Voice, rng: np.random.Generator) -> Array:
    """Caws: hoarse, long, a fundamental near 480 Hz with strong partials around 1.5 kHz, rough at 70 Hz."""
    r, f0 = v.rate_hz, uniform(rng, 430, 560)
    n = seconds(r, uniform(rng, 0.34, 0.42))
    t = np.arange(n, dtype=np.float32) / r
    rough = 1 + 0.6 * np.sin(2 * np.pi * uniform(rng, 62, 80) * t)
    tone = gliding(f0 * curve(n, (0, 0.95), (0.2, 1.08), (1, 0.86)), r, rolloff(14, 0.5)) * rough + 0.5 * white(rng, n)
    out = formants(tone, r, (1350, 2.2, 1.0), (2100, 3, 0.8), (3300, 4, 0.25))
    return struck(v, rng, lambda i: edges(out, r, 0.025, 0.12), 0.08)


def owl(v: Voice, rng: np.random.Generator) -> Array:
    """Hoots: a soft, almost pure tone."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.38)
    amps = (1.0, uniform(rng, 0.05, 0.12), 0.04)
    breath = coloured(rng, n, "breath", r, (100, -30), (400, 0), (900, -25))
    tone = gliding(np.full(n, v.f0_hz, np.float32), r, amps) + 0.05 * breath
    return struck(v, rng, lambda i: edges(tone, r, 0.05, 0.14), 0.04)


def cow(v: Voice, rng: np.random.Generator) -> Array:
    """A moo: 100 to 150 Hz, the mouth slowly opening."""
    r, n, f0 = v.rate_hz, v.count, uniform(rng, 105, 145)
    tone = gliding(f0 * curve(n, (0, 0.82), (0.3, 1.0), (0.75, 1.05), (1, 0.85)), r, rolloff(40, 5))
    closed = formants(tone, r, (260, 2, 1.0), (700, 4, 0.2))
    wide = formants(tone, r, (520, 2.5, 1.2), (950, 3, 0.8), (2400, 4, 0.12))
    mouth = curve(n, (0, 0), (0.4, 1), (0.8, 0.9), (1, 0.3))
    return edges(closed * (1 - mouth) + wide * mouth, r, 0.07, 0.25)


def bee(v: Voice, rng: np.random.Generator) -> Array:
    """Wings at 180 to 250 Hz, a buzz whose pitch and strength waver as it flies about."""
    r, n = v.rate_hz, v.count
    f = uniform(rng, 185, 240) * wander(rng, n, r, 5, 0.9, 1.12)
    tone = gliding(f, r, (0.6, 1.0, 0.8, 0.55, 0.5, 0.3, 0.25, 0.2, 0.12, 0.1, 0.07, 0.05))
    near = wander(rng, n, r, 4, 0.45, 1.0)
    return edges(filtered(tone * near, r, ("high", 150, 0.7)), r, 0.02, 0.04)


MODELS: dict[str, Model] = {
    "dog": dog, "cat": cat, "bird": bird, "cricket": cricket, "frog": frog, "crow": crow, "owl": owl, "cow": cow,
    "bee": bee,
}  # fmt: skip
