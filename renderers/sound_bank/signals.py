"""Signals and bells: horns, beeps, sirens, and struck metal as sums of damped partials."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.sound_bank.tools import (
    Array,
    Model,
    Voice,
    damped,
    edges,
    filtered,
    gliding,
    harmonics,
    placed,
    rolloff,
    seconds,
    struck,
    white,
)
from scenewright.scenes.base import uniform


def siren(v: Voice, rng: np.random.Generator) -> Array:
    """A wail up and down between about 550 and 1400 Hz."""
    r, n = v.rate_hz, v.count
    period, low, high = uniform(rng, 0.7, 1.6), uniform(rng, 520, 640), uniform(rng, 1200, 1500)
    swing = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(n, dtype=np.float32) / r / period + uniform(rng, 0, 1)))
    tone = gliding((low * (high / low) ** swing).astype(np.float32), r, rolloff(8, 7))
    return edges(tone, r, 0.015, 0.03)


def smoke_alarm(v: Voice, rng: np.random.Generator) -> Array:
    """Piercing beeps of a piezo disc: a pure tone with a little third harmonic."""
    n = seconds(v.rate_hz, 0.2)
    amps = (1.0, 0.02, uniform(rng, 0.05, 0.2))
    beep = edges(harmonics(v.rate_hz, n, v.f0_hz, amps), v.rate_hz, 0.004, 0.006)
    return struck(v, rng, lambda i: beep, 0.0)


def phone(v: Voice, rng: np.random.Generator) -> Array:
    """Rings of an electronic telephone: two tones that alternate some twenty times a second."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.9)
    low, every = uniform(rng, 950, 1250), uniform(rng, 0.045, 0.06)
    high = low * uniform(rng, 1.2, 1.34)
    which = (np.arange(n) / r / every).astype(np.int64) % 2
    tone = gliding(np.where(which, high, low).astype(np.float32), r, (1.0, 0.25, 0.4, 0.1, 0.15))
    return struck(v, rng, lambda i: edges(tone, r, 0.006, 0.03), 0.0)


def car_horn(v: Voice, rng: np.random.Generator) -> Array:
    """Honks of two horns a third apart, bright and steady."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.3)
    amps = rolloff(12, 2.5)
    chord = harmonics(r, n, v.f0_hz, amps) + 0.6 * harmonics(r, n, v.f0_hz * uniform(rng, 1.24, 1.27), amps)
    return struck(v, rng, lambda i: edges(chord, r, 0.012, 0.03), 0.0)


def whistle(v: Voice, rng: np.random.Generator) -> Array:
    """Blasts of a pea whistle: near 2.6 kHz, beaten in pitch and strength by the pea, with breath."""
    r, n, f0 = v.rate_hz, seconds(v.rate_hz, 0.5), uniform(rng, 2300, 2950)
    t = np.arange(n, dtype=np.float32) / r
    pea = np.sin(2 * np.pi * uniform(rng, 32, 42) * t)
    tone = gliding((f0 * (1 + 0.035 * pea)).astype(np.float32), r, (1.0, 0.12, 0.04)) * (1 + 0.45 * pea)
    breath = filtered(white(rng, n), r, ("band", f0, 4))
    return struck(v, rng, lambda i: edges(tone + 0.35 * breath, r, 0.012, 0.03), 0.03)


def foghorn(v: Voice, rng: np.random.Generator) -> Array:
    """A ship's horn: very low, full of partials, steady."""
    r, n = v.rate_hz, v.count
    amps = np.array(rolloff(24, 3.5)) * (1 + 0.5 * np.array([rng.random() for _ in range(24)]))
    amps[0] = 1.5  # the fundamental is the strongest partial
    return edges(harmonics(r, n, v.f0_hz, amps), r, 0.04, 0.09)


def doorbell(v: Voice, rng: np.random.Generator) -> Array:
    """Ding-dong: two struck bars, the second a major third lower."""
    r, high = v.rate_hz, uniform(rng, 620, 780)
    bars = []
    for f in (high, high * 0.794):
        n = seconds(r, 1.0)
        bar = damped(r, n, [f, f * 2.76, f * 5.4], [0.33, 0.12, 0.05], [1.0, 0.25, 0.12])
        bars.append(edges(bar, r, 0.001, 0.1))
    return placed(r, 8, bars, [0.0, uniform(rng, 0.42, 0.55)], [1.0, 1.0])


def buzzer(v: Voice, rng: np.random.Generator) -> Array:
    """An electric door buzzer: a harsh square-like tone, dead steady, hard at both ends."""
    r, n = v.rate_hz, v.count
    odd = np.array(rolloff(30, 2.2, odd=True)) + 0.3 * np.array(rolloff(30, 2.2))
    return edges(harmonics(r, n, v.f0_hz, odd), r, 0.004, 0.006)


def church_bell(v: Voice, rng: np.random.Generator) -> Array:
    """Strokes of a tuned bell: hum, prime, minor third, fifth, nominal and above (ratios after Fletcher, Rossing)."""
    r, n, f = v.rate_hz, seconds(v.rate_hz, 2.2), v.f0_hz
    ratios = np.array([0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 2.67, 3.0, 4.0])
    decays = np.array([0.8, 0.6, 0.5, 0.35, 0.45, 0.2, 0.18, 0.2, 0.12]) * uniform(rng, 0.85, 1.2)
    amps = np.array([0.35, 1.0, 0.5, 0.25, 0.6, 0.2, 0.3, 0.3, 0.2])
    bell = edges(damped(r, n, f * ratios, decays, amps), r, 0.002, 0.3)
    return struck(v, rng, lambda i: bell, 0.05)


def bicycle_bell(v: Voice, rng: np.random.Generator) -> Array:
    """Ring-ring: a small bell hit many times a second by turning clappers, twice."""
    r, f = v.rate_hz, uniform(rng, 2300, 3000)
    n = seconds(r, 0.5)
    hit = damped(r, n, [f, f * 1.02, f * 1.88, f * 2.3], [0.16, 0.14, 0.06, 0.04], [1.0, 0.7, 0.5, 0.4])
    hit = edges(hit, r, 0.001, 0.1)
    pull = [0.045 * k for k in range(6)]
    times = [*pull, *(t + uniform(rng, 0.4, 0.48) for t in pull)]
    return placed(r, 8, [hit] * len(times), times, [0.5 + 0.5 * (k % 6) / 5 for k in range(len(times))])


def gong(v: Voice, rng: np.random.Generator) -> Array:
    """A tam-tam: many inharmonic low partials, the high ones blooming after the stroke."""
    r, n = v.rate_hz, v.count
    low = uniform(rng, 85, 120)
    freqs = low * (1 + np.sort(rng.random(40)) * 12)
    amps = 1 / (1 + (freqs / low) * 0.25) * (0.4 + 0.6 * rng.random(40))
    out = damped(r, n, freqs, 1.3 / (1 + freqs / 900), amps, rng.random(40) * 6.28)
    shimmer = damped(r, n, low * (14 + 20 * rng.random(24)), np.full(24, 0.45), 0.05 * rng.random(24))
    bloom = 1 - np.exp(-np.arange(n, dtype=np.float32) / (0.12 * r))
    return edges(out + shimmer * bloom, r, 0.004, 0.4)


def chimes(v: Voice, rng: np.random.Generator) -> Array:
    """Wind chimes: four to six tubes of a pentatonic scale, touched at random."""
    r, base = v.rate_hz, uniform(rng, 1050, 1400)
    scale = (1.0, 1.122, 1.26, 1.498, 1.682)
    tubes = []
    for ratio in scale:
        f = base * ratio
        tube = damped(r, seconds(r, 0.7), [f, f * 2.76, f * 5.4], [0.3, 0.12, 0.05], [1.0, 0.35, 0.1])
        tubes.append(edges(tube, r, 0.001, 0.2))
    span = max(0.1, v.duration_s - 0.6)
    times = [0.0, *np.sort(rng.random(max(2, int(span * 4.5))) * span).tolist()]
    picks = [tubes[int(u * 5)] for u in rng.random(len(times))]
    return placed(r, 8, picks, times, (0.5 + 0.5 * rng.random(len(times))).tolist())


MODELS: dict[str, Model] = {
    "siren": siren, "smoke_alarm": smoke_alarm, "phone": phone, "car_horn": car_horn, "whistle": whistle,
    "foghorn": foghorn, "doorbell": doorbell, "buzzer": buzzer, "church_bell": church_bell,
    "bicycle_bell": bicycle_bell, "gong": gong, "chimes": chimes,
}  # fmt: skip
