"""One second of sound as a picture of 64 x 64 log magnitudes, and back by Griffin and Lim's method.

The picture's rows are mel bands (O'Shaughnessy's formula, 2595 log10(1 + f / 700)), low ones first; its columns are
frames 16 ms apart. -1 is `FLOOR_DB` below the loudest value, 1 the loudest: absolute level is not kept, a scene sets
it. Phases are not kept either: `sound` finds some that agree with the magnitudes (Griffin and Lim 1984, with the
momentum of Perraudin, Balazs and Sondergaard 2013).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.fft import irfft, rfft

RATE_HZ = 16_000
SIDE = 64
HOP = 256
SIZE = 1024
COUNT = SIDE * HOP
"""Samples of a clip: 1.024 s."""
LOW_HZ, HIGH_HZ = 40.0, 7900.0
FLOOR_DB = 72.0
ROUNDS = 30
MOMENTUM = 0.99


def _mel(hz: np.ndarray | float) -> np.ndarray:
    return 2595 * np.log10(1 + np.asarray(hz) / 700)


@lru_cache(1)
def band_hz() -> np.ndarray:
    """Middle frequencies of the rows, one more at either end."""
    mels = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), SIDE + 2)
    return np.asarray(700 * (10 ** (mels / 2595) - 1))


def row_of(hz: float) -> float:
    """The row, with fraction, that a frequency lies in."""
    low, high = float(_mel(LOW_HZ)), float(_mel(HIGH_HZ))
    return float((_mel(hz) - low) / (high - low) * (SIDE + 1) - 1)


@lru_cache(1)
def _matrices() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bins to bands (triangles, of weight 1 in all), bands to bins (between neighbours, straight lines), the window."""
    freqs = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
    edges = band_hz()
    rise = (freqs[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - freqs[:, None]) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rise, fall))
    narrow = triangles.sum(axis=0) < 1
    for row in np.flatnonzero(narrow):  # a band between two bins: the nearest
        triangles[int(np.abs(freqs - edges[row + 1]).argmin()), row] = 1
    down = triangles / triangles.sum(axis=0)
    up = triangles / np.maximum(triangles.sum(axis=1, keepdims=True), 1e-9)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
    return down.astype(np.float32), up.T.astype(np.float32), window.astype(np.float32)


def _frames(x: np.ndarray) -> np.ndarray:
    """Spectra `(clips, frames, bins)` of clips `(clips, COUNT)`; frame i is centred on sample i * HOP + HOP / 2."""
    lead = SIZE // 2 - HOP // 2
    padded = np.pad(x, ((0, 0), (lead, lead)))
    rows = np.lib.stride_tricks.sliding_window_view(padded, SIZE, axis=1)[:, ::HOP][:, :SIDE]
    return np.asarray(rfft(rows * _matrices()[2], axis=2))


def _samples(spectra: np.ndarray) -> np.ndarray:
    """The clips whose spectra come nearest, by least squares."""
    window = _matrices()[2]
    rows = irfft(spectra, SIZE, axis=2)[:, :, :SIZE] * window
    length = (SIDE - 1) * HOP + SIZE
    out = np.zeros((len(spectra), length), np.float32)
    norm = np.full(length, 1e-3, np.float32)
    for i in range(SIDE):
        out[:, i * HOP : i * HOP + SIZE] += rows[:, i]
        norm[i * HOP : i * HOP + SIZE] += window**2
    lead = SIZE // 2 - HOP // 2
    return (out / norm)[:, lead : lead + COUNT]


def picture(clips: np.ndarray) -> np.ndarray:
    """Pictures `(clips, SIDE, SIDE)` in [-1, 1] of clips `(clips, COUNT)`: rows are bands, columns frames."""
    power = np.abs(_frames(clips.astype(np.float32))) ** 2 @ _matrices()[0]
    level = 10 * np.log10(power + 1e-12)
    level -= level.max(axis=(1, 2), keepdims=True)
    return np.asarray(1 + 2 * np.maximum(level, -FLOOR_DB) / FLOOR_DB, dtype=np.float32).transpose(0, 2, 1)


def sound(pictures: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Clips `(clips, COUNT)` with peaks at 1 whose magnitudes are these pictures'; `rng` gives the first phases."""
    level = (np.clip(pictures, -1, 1).transpose(0, 2, 1) - 1) * (FLOOR_DB / 2)
    power = np.where(level > -FLOOR_DB + 1, 10 ** (level / 10), 0).astype(np.float32)
    magnitude = np.sqrt(power @ _matrices()[1])
    turn = np.exp(2j * np.pi * rng.random(magnitude.shape, dtype=np.float32)).astype(np.complex64)
    before = np.zeros_like(turn)
    for _ in range(ROUNDS):
        again = _frames(_samples(magnitude * turn)).astype(np.complex64)
        ahead = again + MOMENTUM * (again - before)
        before = again
        turn = ahead / np.maximum(np.abs(ahead), 1e-9)
    out = _samples(magnitude * turn)
    return np.asarray(out / np.maximum(np.abs(out).max(axis=1, keepdims=True), 1e-6), dtype=np.float32)
