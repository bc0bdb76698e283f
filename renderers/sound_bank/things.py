"""Household things: wood, hinges, clockwork, glass, keys, balls."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.sound_bank.tools import (
    Array,
    Model,
    Voice,
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
from scenewright.scenes.base import between, uniform


def knock(v: Voice, rng: np.random.Generator) -> Array:
    """Knuckles on a wooden door: a few strongly damped modes of a panel and a short contact noise."""
    r, n, f = v.rate_hz, seconds(v.rate_hz, 0.12), uniform(rng, 170, 260)
    modes = damped(r, n, [f, f * 1.58, f * 2.24, f * 3.7, f * 5.1], [0.022, 0.017, 0.012, 0.008, 0.006],
                   [1.0, 0.8, 0.7, 0.5, 0.35])  # fmt: skip
    contact = filtered(white(rng, n), r, ("band", 1500, 0.8)) * decay(n, r, 0.002)
    hit = edges(modes + 0.5 * contact, r, 0.001, 0.02)
    return struck(v, rng, lambda i: hit, 0.1)


def creak(v: Voice, rng: np.random.Generator) -> Array:
    """A dry hinge: stick and slip, 60 to 160 pulses a second that slow and hasten, through the door's resonances."""
    r, n = v.rate_hz, v.count
    speed = uniform(rng, 70, 110)
    turn = uniform(rng, 0.3, 0.7)
    f = speed * curve(n, (0, 0.6), (turn, 1.7), (min(0.95, turn + 0.2), 1.1), (1, 1.8))
    pulses = gliding(f, r, tuple([1.0] * 40))
    sharp = np.sign(pulses) * pulses**2 * 0.1
    a = uniform(rng, 620, 800)
    out = formants(sharp, r, (a, 14, 1.0), (a * 1.93, 16, 1.0), (a * 3.1, 14, 0.7), (a * 4.4, 10, 0.35))
    return edges(out, r, 0.03, 0.06)


def clock(v: Voice, rng: np.random.Generator) -> Array:
    """Tick, tock: short clicks of small wheels in a case, every other one lower."""
    r, n, f = v.rate_hz, seconds(v.rate_hz, 0.05), uniform(rng, 2300, 3300)
    ticks = []
    for k in (1.0, 0.8):
        ring = damped(r, n, [f * k, f * k * 1.6, f * k * 0.42], [0.005, 0.003, 0.007], [1.0, 0.7, 0.5])
        ticks.append(edges(ring + 0.3 * white(rng, n) * decay(n, r, 0.0012), r, 0.0005, 0.01))
    return struck(v, rng, lambda i: ticks[i % 2], 0.03)


def glass(v: Voice, rng: np.random.Generator) -> Array:
    """A pane that shatters: a crash of noise, and shards that ring between 2.5 and 7.5 kHz as they fall."""
    r = v.rate_hz
    n = seconds(r, 0.2)
    crash = filtered(white(rng, n), r, ("high", 2200, 0.7)) * decay(n, r, 0.04)
    grains, times, gains = [edges(crash, r, 0.001, 0.05)], [0.0], [1.3]
    m = seconds(r, 0.16)
    for _ in range(26):
        f = uniform(rng, 2500, 7300)
        shard = damped(r, m, [f, f * 1.37, f * 0.71], [uniform(rng, 0.015, 0.05), 0.015, 0.02], [1.0, 0.5, 0.4])
        grains.append(edges(shard, r, 0.0005, 0.03))
        at = uniform(rng, 0, 1) ** 1.7 * (v.duration_s - 0.25)
        times.append(at)
        gains.append(0.55 * np.exp(-2.2 * at / v.duration_s))
    return placed(r, 8, grains, times, gains)


def keyboard(v: Voice, rng: np.random.Generator) -> Array:
    """Typing: seven to ten plastic clicks a second, unevenly, with a lower space bar now and then."""
    r, n = v.rate_hz, seconds(v.rate_hz, 0.06)
    keys = []
    for k in range(6):
        f = 700 if k == 5 else uniform(rng, 1500, 2600)
        body = filtered(white(rng, n), r, ("band", f, 2.0)) * decay(n, r, 0.006)
        up = np.zeros(n, np.float32)
        late = seconds(r, 0.035)
        up[late:] = 0.3 * body[: n - late]
        keys.append(edges(body + up, r, 0.0005, 0.008))
    at, times = 0.0, []
    while at < v.duration_s - 0.06:
        times.append(at)
        at += uniform(rng, 0.06, 0.17)
    picks = [keys[int(u * 6)] for u in rng.random(len(times))]
    return placed(r, v.count, picks, times, (0.55 + 0.45 * rng.random(len(times))).tolist())


def ball(v: Voice, rng: np.random.Generator) -> Array:
    """A table-tennis ball let fall: hollow ticks whose intervals shrink by the same factor each time."""
    r, n, f = v.rate_hz, seconds(v.rate_hz, 0.05), uniform(rng, 1000, 1350)
    hit = damped(r, n, [f, f * 2.4, f * 3.9], [0.008, 0.004, 0.003], [1.0, 0.4, 0.25])
    hit = edges(hit, r, 0.0005, 0.01)
    bounce = uniform(rng, 0.76, 0.82)
    # The intervals sum to the duration: t1 / (1 - bounce).
    interval = max(0.2, (v.duration_s - 0.1) * (1 - bounce))
    at, strength, times, gains = 0.0, 1.0, [], []
    while interval > 0.03 and at < v.duration_s - 0.05:
        times.append(at)
        gains.append(strength)
        at, interval, strength = at + interval, interval * bounce, strength * (bounce + 0.06)
    return placed(r, 8, [hit] * len(times), times, gains)


def rattle(v: Voice, rng: np.random.Generator) -> Array:
    """A rattle shaken three to four times a second: each shake a swarm of tiny hard beads."""
    r, every = v.rate_hz, uniform(rng, 0.26, 0.36)
    n = seconds(r, 0.02)
    f = uniform(rng, 5200, 6600)
    beads = [
        edges(
            filtered(white(rng, n), r, ("band", f * uniform(rng, 0.92, 1.08), 3)) * decay(n, r, 0.003), r, 0.0005, 0.004
        )
        for _ in range(6)
    ]
    times, gains = [], []
    for k, start in enumerate(np.arange(0, max(0.1, v.duration_s - 0.15), every / 2).tolist()):
        for _ in range(between(rng, 9, 14)):
            times.append(min(start + 0.07 * rng.random() ** 0.8, v.duration_s - 0.02))
            gains.append((1.0 if k % 2 == 0 else 0.55) * uniform(rng, 0.4, 1))
    picks = [beads[int(u * 6)] for u in rng.random(len(times))]
    return placed(r, 8, picks, times, gains)


MODELS: dict[str, Model] = {
    "knock": knock, "creak": creak, "clock": clock, "glass": glass, "keyboard": keyboard, "ball": ball,
    "rattle": rattle,
}  # fmt: skip
