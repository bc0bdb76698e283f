"""What the models of the bank are made from: cached noise, sums of damped partials, wavetables, grains, filters.

All arrays are float32. Long sums of sinusoids are matrix products: powers of a rotation for n = a + A b split into
z^a and z^(A b), so a partial of N samples needs but 2 sqrt(N) exponentials, and all partials together one product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from scipy.fft import irfft
from scipy.signal import lfilter, sosfilt

from scenewright.scenes.base import Value, rng_for, uniform

Array = np.ndarray
NOISE = 1 << 19
ROWS = 8
"""Rows of one matrix product: small ones stay on one thread, which the workers of a build need."""


class Voice(Value, frozen=True, kw_only=True):
    """What a model is asked for."""

    rate_hz: int
    duration_s: float
    strokes: int
    tempo_hz: float
    f0_hz: float

    @property
    def count(self) -> int:
        """Samples of a sound that goes on for its whole duration."""
        return max(8, round(self.duration_s * self.rate_hz))

    def times(self) -> list[float]:
        """Seconds at which the strokes begin."""
        return [i / self.tempo_hz if self.tempo_hz else 0.0 for i in range(self.strokes)]


Model = Callable[[Voice, np.random.Generator], Array]


@lru_cache(2)
def _white() -> Array:
    return rng_for(0, "sound bank", "white").standard_normal(NOISE, dtype=np.float32)


def white(rng: np.random.Generator, count: int) -> Array:
    """Gaussian noise of variance 1: a stretch of one long table, so not to be changed in place."""
    start = int(rng.random() * (NOISE - count))
    return _white()[start : start + count]


@lru_cache(64)
def shaped_noise(name: str, rate_hz: int, corners: tuple[tuple[float, float], ...]) -> Array:
    """Ten seconds of noise that repeat without a seam, of variance 1; its spectrum goes through the corners
    `(Hz, dB)`, straight lines over log frequency.
    """
    count = 10 * rate_hz
    freqs = np.fft.rfftfreq(count, 1 / rate_hz)
    level = np.interp(np.log(np.maximum(freqs, 1.0)), np.log([c[0] for c in corners]), [c[1] for c in corners])
    gain = 10 ** (level / 20)
    gain[freqs < 15] = 0
    rng = rng_for(0, "sound bank", name, rate_hz)
    spectrum = gain * (rng.standard_normal(len(freqs)) + 1j * rng.standard_normal(len(freqs)))
    out = irfft(spectrum, count)
    return np.asarray(out / out.std(), dtype=np.float32)


def coloured(rng: np.random.Generator, count: int, name: str, rate_hz: int, *corners: tuple[float, float]) -> Array:
    """A stretch of shaped noise."""
    table = shaped_noise(name, rate_hz, corners)
    start = int(rng.random() * len(table))
    if start + count <= len(table):
        return table[start : start + count]
    return np.resize(np.roll(table, -start), count)


# -- sums of partials --------------------------------------------------------------------------------------------------


def damped(
    rate_hz: int,
    count: int,
    freqs: Sequence[float] | Array,
    decays_s: Sequence[float] | Array,
    amps: Sequence[float] | Array,
    phases: Sequence[float] | Array | float = 0.0,
) -> Array:
    """Sum of partials amp * exp(-t / decay) * sin(2 pi f t + phase). Those above 0.47 of the rate are left out."""
    f, d, a = (np.asarray(x, dtype=float) for x in (freqs, decays_s, amps))
    p = np.broadcast_to(np.asarray(phases, dtype=float), f.shape)
    keep = f < 0.47 * rate_hz
    f, d, a, p = f[keep], np.broadcast_to(d, keep.shape)[keep], a[keep], p[keep]
    inner = int(np.ceil(np.sqrt(count)))
    outer = -(-count // (inner * ROWS)) * ROWS
    z = (-1 / d + 2j * np.pi * f) / rate_hz
    fine = np.exp(np.multiply.outer(np.arange(inner), z)).T * (a * np.exp(1j * p))[:, None]
    coarse = np.exp(np.multiply.outer(np.arange(outer) * inner, z))
    left = np.concatenate([coarse.real, coarse.imag], axis=1).astype(np.float32)
    right = np.concatenate([fine.imag, fine.real], axis=0).astype(np.float32)
    return np.asarray(np.matmul(left.reshape(-1, ROWS, left.shape[1]), right)).reshape(-1)[:count]


def harmonics(rate_hz: int, count: int, f0: float, amps: Sequence[float] | Array) -> Array:
    """A steady tone with these amplitudes of its partials."""
    n = np.arange(1, len(amps) + 1)
    return damped(rate_hz, count, f0 * n, np.full(len(amps), 1e9), amps, n * 0.7)


TABLE = 2048


@lru_cache(256)
def _wavetable(amps: tuple[float, ...]) -> Array:
    n = np.arange(1, len(amps) + 1)[:, None]
    wave = (np.array(amps)[:, None] * np.sin(2 * np.pi * n * np.arange(TABLE) / TABLE + 0.9 * n * n)).sum(axis=0)
    return np.asarray(wave / np.sqrt((wave**2).mean()), dtype=np.float32)


def gliding(f_hz: Array, rate_hz: int, amps: Sequence[float]) -> Array:
    """A tone whose fundamental follows `f_hz`, one value per sample. Partials that would alias are left out."""
    most = int(0.47 * rate_hz / max(float(f_hz.max()), 1.0))
    phase = np.cumsum(f_hz, dtype=np.float64) / rate_hz
    if most <= 1 or len(amps) == 1:
        return np.asarray(np.sin((2 * np.pi * (phase % 1.0)).astype(np.float32)))
    table = _wavetable(tuple(amps[:most]))
    return np.asarray(table[(phase * TABLE).astype(np.int64) & (TABLE - 1)])


def rolloff(count: int, slope_db: float, odd: bool = False) -> tuple[float, ...]:
    """Amplitudes of partials that fall by so many dB an octave."""
    return tuple(
        0.0 if odd and n % 2 == 0 else round(10 ** (-slope_db / 20 * float(np.log2(n))), 5) for n in range(1, count + 1)
    )


def curve(count: int, *points: tuple[float, float]) -> Array:
    """Straight lines through `(share of the length, value)`."""
    return np.interp(np.linspace(0, 1, count, dtype=np.float32), [p[0] for p in points], [p[1] for p in points]).astype(
        np.float32
    )


STRAIGHT = 64


def wander(rng: np.random.Generator, count: int, rate_hz: int, per_s: float, low: float, high: float) -> Array:
    """A slow random course between two values, with so many turns a second; straight lines over `STRAIGHT` samples."""
    turns = max(3, int(count / rate_hz * per_s) + 3)
    values = low + (high - low) * rng.random(turns)
    x = np.linspace(0, turns - 1.001, -(-count // STRAIGHT) + 1)
    i = x.astype(np.int64)
    t = x - i
    t = t * t * (3 - 2 * t)
    corners = (values[i] * (1 - t) + values[i + 1] * t).astype(np.float32)
    share = np.arange(STRAIGHT, dtype=np.float32) / STRAIGHT
    return np.asarray((corners[:-1, None] + np.diff(corners)[:, None] * share).reshape(-1)[:count])


# -- filters -----------------------------------------------------------------------------------------------------------


@lru_cache(512)
def _biquad(kind: str, f_hz: float, q: float, rate_hz: int) -> Array:
    """RBJ's audio EQ cookbook."""
    w = 2 * np.pi * min(f_hz, 0.45 * rate_hz) / rate_hz
    alpha, cos = np.sin(w) / (2 * q), np.cos(w)
    if kind == "low":
        b = np.array([(1 - cos) / 2, 1 - cos, (1 - cos) / 2])
    elif kind == "high":
        b = np.array([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2])
    else:
        b = np.array([alpha, 0.0, -alpha])
    a = np.array([1 + alpha, -2 * cos, 1 - alpha])
    return np.concatenate([b, a])[None] / a[0]


def filtered(x: Array, rate_hz: int, *bands: tuple[str, float, float]) -> Array:
    """Through biquads `(low | high | band, Hz, Q)`, one after the other."""
    sos = np.concatenate([_biquad(kind, round(f, 1), round(q, 3), rate_hz) for kind, f, q in bands])
    return np.asarray(sosfilt(sos.astype(np.float32), x))


def formants(x: Array, rate_hz: int, *bands: tuple[float, float, float]) -> Array:
    """Sum of band passes `(Hz, Q, gain)`: a throat, a box."""
    out = np.zeros(len(x), np.float32)
    for f, q, gain in bands:
        out += np.float32(gain) * filtered(x, rate_hz, ("band", f, q))
    return out


def one_pole(x: Array, rate_hz: int, f_hz: float) -> Array:
    """A gentle low pass of 6 dB an octave."""
    a = float(np.exp(-2 * np.pi * f_hz / rate_hz))
    return np.asarray(lfilter(np.array([1 - a], np.float32), np.array([1, -a], np.float32), x))


# -- in time -----------------------------------------------------------------------------------------------------------


def edges(x: Array, rate_hz: int, attack_s: float, release_s: float) -> Array:
    """Faded in and out by raised cosines; a new array."""
    out = np.array(x, dtype=np.float32)
    for seconds, end in ((attack_s, False), (release_s, True)):
        n = min(len(out) // 2, max(1, round(seconds * rate_hz)))
        ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)
        if end:
            out[len(out) - n :] *= ramp[::-1]
        else:
            out[:n] *= ramp
    return out


def decay(count: int, rate_hz: int, seconds: float) -> Array:
    """exp(-t / seconds)."""
    return np.exp(np.arange(count, dtype=np.float32) * np.float32(-1 / (seconds * rate_hz)))


def seconds(rate_hz: int, s: float) -> int:
    """Samples of a span."""
    return max(8, round(s * rate_hz))


def placed(
    rate_hz: int, count: int, grains: Sequence[Array], times_s: Sequence[float], gains: Sequence[float]
) -> Array:
    """Grains added at their times; the sound is lengthened where one is still sounding at its end."""
    starts = [round(t * rate_hz) for t in times_s]
    end = max([count, *(s + len(g) for s, g in zip(starts, grains, strict=True))])
    out = np.zeros(end, np.float32)
    for start, grain, gain in zip(starts, grains, gains, strict=True):
        out[start : start + len(grain)] += grain * np.float32(gain)
    return out


def struck(voice: Voice, rng: np.random.Generator, stroke: Callable[[int], Array], spread: float = 0.08) -> Array:
    """Strokes at the voice's times, of nearly equal strength."""
    times = voice.times()
    gains = [uniform(rng, 1 - spread, 1 + spread) for _ in times]
    return placed(voice.rate_hz, 8, [stroke(i) for i in range(len(times))], times, gains)


def dense(rng: np.random.Generator, duration_s: float, per_s: float) -> list[float]:
    """Times of a Poisson process, in order."""
    count = max(1, int(rng.poisson(per_s * duration_s)))
    return np.sort(rng.random(count) * duration_s).tolist()
