"""Water and weather: bubbles, drops, rumbling and howling noise."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenewright.renderers.sound_bank.tools import (
    Array,
    Model,
    Voice,
    coloured,
    curve,
    decay,
    dense,
    edges,
    filtered,
    gliding,
    one_pole,
    placed,
    seconds,
    struck,
    wander,
    white,
)
from scenewright.scenes.base import rng_for, uniform


def drip(v: Voice, rng: np.random.Generator) -> Array:
    """Drops into a basin: a bubble whose pitch rises as it closes (after van den Doel), and a tick of impact."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.11)
    f0 = uniform(rng, 850, 1500)
    t = np.arange(n, dtype=np.float32) / r
    bubble = gliding((f0 * (1 + 9 * t)).astype(np.float32), r, (1.0,)) * decay(n, r, 0.02)
    tick = filtered(white(rng, n), r, ("high", 3000, 0.7)) * decay(n, r, 0.0015)
    drop = edges(bubble + 0.12 * tick, r, 0.001, 0.02)
    return struck(v, rng, lambda i: drop, 0.1)


@lru_cache(16)
def _bubbles(rate_hz: int) -> tuple[Array, ...]:
    rng = rng_for(0, "sound bank", "bubbles", rate_hz)
    grains = []
    for _ in range(24):
        n = seconds(rate_hz, 0.05)
        f = float(np.exp(uniform(rng, np.log(450), np.log(2200))))
        sweep = (f * (1 + uniform(rng, 2, 9) * np.arange(n) / rate_hz)).astype(np.float32)
        grains.append(edges(gliding(sweep, rate_hz, (1.0,)) * decay(n, rate_hz, 8 / f), rate_hz, 0.001, 0.01))
    return tuple(grains)


def stream(v: Voice, rng: np.random.Generator) -> Array:
    """A brook: some hundred and twenty bubbles a second over soft broad noise."""
    r, n = v.rate_hz, v.count
    grains = _bubbles(r)
    times = dense(rng, v.duration_s - 0.05, 110)
    picks = [grains[int(u * len(grains))] for u in rng.random(len(times))]
    gains = (0.25 + 0.75 * rng.random(len(times)) ** 2).tolist()
    bed = coloured(rng, n, "brook", r, (60, -30), (400, 0), (1500, -4), (8000, -22))
    out = placed(r, n, picks, times, gains)[:n] + 0.09 * bed * wander(rng, n, r, 4, 0.7, 1.2)
    return edges(out, r, 0.02, 0.03)


@lru_cache(16)
def _drops(rate_hz: int) -> tuple[Array, ...]:
    rng = rng_for(0, "sound bank", "drops", rate_hz)
    n = seconds(rate_hz, 0.008)
    return tuple(
        filtered(white(rng, n), rate_hz, ("band", uniform(rng, 1800, 6000), 1.2)) * decay(n, rate_hz, 0.0016)
        for _ in range(24)
    )


def rain(v: Voice, rng: np.random.Generator) -> Array:
    """Steady rain: bright hiss without lows, with single drops that patter on top."""
    r, n = v.rate_hz, v.count
    grains = _drops(r)
    times = dense(rng, v.duration_s - 0.01, 140)
    picks = [grains[int(u * len(grains))] for u in rng.random(len(times))]
    gains = (2.2 * rng.random(len(times)) ** 3).tolist()
    hiss = coloured(rng, n, "rain", r, (80, -40), (600, -16), (2500, 0), (7000, 0), (12000, -6))
    return edges(placed(r, n, picks, times, gains)[:n] + 0.5 * hiss, r, 0.02, 0.03)


def thunder(v: Voice, rng: np.random.Generator) -> Array:
    """A crack and a long roll: low noise in several bursts that die away."""
    r, n = v.rate_hz, v.count
    roll = coloured(rng, n, "thunder", r, (20, -6), (60, 0), (160, -8), (500, -26), (2000, -50))
    shape = decay(n, r, v.duration_s * 0.28) * wander(rng, n, r, 5, 0.35, 1.0)
    m = seconds(r, 0.5)
    crack = coloured(rng, m, "crack", r, (50, -8), (300, 0), (1500, -8), (6000, -22)) * decay(m, r, 0.1)
    out = roll * shape * curve(n, (0, 0.5), (0.04, 1), (1, 1))
    out[:m] += 0.55 * crack * wander(rng, m, r, 30, 0.3, 1.2)
    return edges(out, r, 0.004, 0.5)


def wind(v: Voice, rng: np.random.Generator) -> Array:
    """Gusts howling round a corner: two narrow bands of noise whose strength waxes and wanes in turn."""
    r, n = v.rate_hz, v.count
    f = uniform(rng, 330, 480)
    source = white(rng, n)
    out = np.zeros(n, np.float32)
    for ratio, low in ((1.0, 0.3), (1.45, 0.05), (0.7, 0.2)):
        band = filtered(source, r, ("band", f * ratio, 9), ("band", f * ratio, 5))
        out += band * wander(rng, n, r, 2.2, low, 1.0)
    out += 0.05 * one_pole(source, r, 500)
    return edges(out, r, 0.12, 0.2)


MODELS: dict[str, Model] = {"drip": drip, "stream": stream, "rain": rain, "thunder": thunder, "wind": wind}
