"""Where sounds are heard: rooms, distance, walls, loudspeaker sides, and what is heard behind them all the time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from scenewright.renderers.sound import gated_lufs, k_weighted
from scenewright.renderers.sound_bank.tools import Array, filtered, formants, gliding, one_pole, shaped_noise, wander
from scenewright.scenes.base import rng_for, uniform

ROOMS = {"room": (0.35, -11.0), "hall": (0.8, -9.0), "church": (1.6, -8.0)}
"""Seconds in which the echo falls by 60 dB, and its energy relative to the direct sound in dB at close quarters."""
WALL_HZ = 520.0
"""A wall lets lows through: two poles twice at this corner."""
LOOP_S = 10
"""Backgrounds repeat after this time without a seam."""


@lru_cache(16)
def _echo(room: str, rate_hz: int) -> Array:
    """Exponentially decaying noise of energy 1, beginning 4 ms after the direct sound, highs dying faster."""
    fall_s, _ = ROOMS[room]
    count = round(fall_s * 50 / 60 * rate_hz)
    rng = rng_for(0, "acoustics", room, rate_hz)
    noise = rng.standard_normal(count).astype(np.float32)
    t = np.arange(count, dtype=np.float32) / rate_hz
    dull = one_pole(noise, rate_hz, 1800)
    mix = np.exp(-t / (0.15 * fall_s)) * noise + 1.6 * dull
    out = mix * np.exp(-6.9078 * t / fall_s) * np.minimum(1, t / 0.004) ** 2
    return np.asarray(out / np.sqrt((out**2).sum()), dtype=np.float32)


@lru_cache(64)
def _echo_spectrum(room: str, rate_hz: int, size: int) -> Array:
    return np.asarray(rfft(_echo(room, rate_hz), size))


def in_room(x: Array, rate_hz: int, room: str, distance_m: float) -> Array:
    """The sound and its echo; farther off, more echo. A dry room changes nothing."""
    if room == "dry":
        return x
    wet = 10 ** ((ROOMS[room][1] + min(5.0, distance_m / 6)) / 20)
    count = len(x) + len(_echo(room, rate_hz)) - 1
    size = next_fast_len(-(-count // 4096) * 4096, real=True)
    out = irfft(rfft(x, size) * _echo_spectrum(room, rate_hz, size), size)[:count] * np.float32(wet)
    out[: len(x)] += x
    return np.asarray(out, dtype=np.float32)


def from_afar(x: Array, rate_hz: int, distance_m: float, muffled: bool) -> Array:
    """Air takes the highs of what is far off, a wall nearly all of them."""
    if muffled:
        return filtered(x, rate_hz, ("low", WALL_HZ, 0.7), ("low", WALL_HZ, 0.7))
    return one_pole(x, rate_hz, 16_000 / (1 + distance_m / 5)) if distance_m > 5 else x


def sides(pan: float) -> tuple[float, float]:
    """Gains of left and right, of constant power; at the extremes the other side is 26 dB lower."""
    angle = (pan * 0.936 + 1) * np.pi / 4
    return float(np.cos(angle)), float(np.sin(angle))


def without_offset(x: Array) -> Array:
    """The mean taken out by a hump that is zero at both ends, so that no edge is made."""
    hump = np.sin(np.linspace(0, np.pi, len(x), dtype=np.float32)) ** 2
    total = float(hump.sum())
    return x - hump * np.float32(float(x.sum(dtype=np.float64)) / total) if total else x


# -- backgrounds -------------------------------------------------------------------------------------------------------


class Bed:
    """Ten seconds of a background at 0 LUFS, as they are and K-weighted; both repeat without a seam."""

    def __init__(self, samples: Array, rate_hz: int) -> None:
        twice = k_weighted(np.concatenate([samples, samples]), rate_hz)[len(samples) :]
        tenth = rate_hz // 10
        squares = (twice.astype(np.float64) ** 2)[: len(twice) // tenth * tenth].reshape(-1, tenth).mean(axis=1)
        gain = np.float32(10 ** (-gated_lufs(squares) / 20))
        self.samples, self.weighted = samples * gain, twice * gain

    def part(self, start: int, count: int) -> tuple[Array, Array]:
        """So many samples from a place on: as they are, and K-weighted."""
        repeats = -(-(start + count) // len(self.samples))
        if repeats == 1:
            return self.samples[start : start + count], self.weighted[start : start + count]
        return (
            np.tile(self.samples, repeats)[start : start + count],
            np.tile(self.weighted, repeats)[start : start + count],
        )


NOISES: dict[str, tuple[tuple[float, float], ...]] = {
    "quiet": ((20, 0), (200, -6), (2000, -14), (10000, -24)),
    "hiss": ((20, -20), (500, -8), (3000, 0), (16000, 0)),
    "rain": ((80, -40), (500, -14), (2500, 0), (7000, -1), (16000, -8)),
    "traffic": ((25, -10), (60, 0), (250, -8), (900, -16), (4000, -32), (16000, -60)),
}


@lru_cache(24)
def bed(kind: str, rate_hz: int) -> Bed:
    """The background of a kind."""
    count = LOOP_S * rate_hz
    rng = rng_for(0, "bed", kind, rate_hz)
    if kind in NOISES:
        out = shaped_noise(f"bed {kind}", rate_hz, NOISES[kind])
        if kind == "traffic":
            out = out * _looped(wander(rng, count + rate_hz, rate_hz, 0.6, 0.6, 1.2), rate_hz)
    elif kind == "hum":
        t = np.arange(count) / rate_hz
        tones = sum(
            a * np.sin(2 * np.pi * 50 * k * t + k) for k, a in ((1, 0.6), (2, 1.0), (3, 0.3), (4, 0.4), (6, 0.2))
        )
        out = np.asarray(tones, dtype=np.float32) + 0.15 * shaped_noise("bed hum", rate_hz, NOISES["quiet"])
    elif kind == "wind":
        source = shaped_noise("bed wind", rate_hz, ((20, -8), (90, 0), (400, -8), (1500, -26), (6000, -50)))
        out = source * _looped(wander(rng, count + rate_hz, rate_hz, 0.8, 0.5, 1.2), rate_hz)
    else:
        out = _looped(_crowd(rng, count + rate_hz, rate_hz), rate_hz)
    return Bed(without_offset(np.asarray(out, dtype=np.float32)), rate_hz)


def _crowd(rng: np.random.Generator, count: int, rate_hz: int) -> Array:
    """A room full of people: voices that glide through vowels, none of which can be understood."""
    out = np.zeros(count, np.float32)
    for _ in range(14):
        f0 = uniform(rng, 95, 230) * wander(rng, count, rate_hz, 2.5, 0.85, 1.2)
        tone = gliding(f0, rate_hz, tuple(0.9**k for k in range(24)))
        a = formants(tone, rate_hz, (350, 3, 1.0), (2100, 4, 0.4))
        b = formants(tone, rate_hz, (680, 3, 1.0), (1150, 4, 0.6))
        vowel = wander(rng, count, rate_hz, 4, 0, 1)
        talking = np.clip(wander(rng, count, rate_hz, 3.5, -0.5, 1.0), 0, 1)
        out += (a * vowel + b * (1 - vowel)) * talking * np.float32(uniform(rng, 0.4, 1))
    return out + 0.05 * float(out.std()) * rng.standard_normal(count).astype(np.float32)


def _looped(x: Array, rate_hz: int) -> Array:
    """The last second faded into the first, so that the rest repeats without a seam."""
    count = len(x) - rate_hz
    out = x[:count].copy()
    up = np.linspace(0, 1, rate_hz, dtype=np.float32)
    out[:rate_hz] = out[:rate_hz] * np.sqrt(up) + x[count:] * np.sqrt(1 - up)
    return out
