"""Sound as FLAC: the same samples give the same bytes. Arrays are float, frames x channels, full scale at 1."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import numpy as np
import soundfile
from scipy.signal import firwin, sosfilt

from scenewright.renderers.base import Media

PEAK_DBFS = -1.0
"""True peaks stay below this (EBU R 128's limit for programmes)."""
OVERSAMPLING = 4
"""For true peaks, as ITU-R BS.1770-4 (annex 2) has it."""
HALF_TAPS = 10
"""Samples either side that an interpolated value is made from (`scipy.signal.resample_poly`'s own default)."""
BLOCK = 64
"""Samples that are looked at, or passed over, together."""


@lru_cache(1)
def _between_samples() -> tuple[np.ndarray, float]:
    """Filters that give the three values between two samples, one a column, and the most they can add up to."""
    taps = OVERSAMPLING * firwin(2 * HALF_TAPS * OVERSAMPLING + 1, 1 / OVERSAMPLING, window=("kaiser", 5.0))
    phases = np.stack([taps[phase::OVERSAMPLING][: 2 * HALF_TAPS] for phase in range(1, OVERSAMPLING)], axis=1)
    return np.ascontiguousarray(phases[::-1]), float(np.abs(phases).sum(axis=0).max())


def true_peak_dbfs(samples: np.ndarray, least_dbfs: float = -math.inf) -> float:
    """Highest level between the samples too, in dBFS, or `least_dbfs` if that is higher; silence is -inf.

    An interpolated value is at most 2.6 times the largest sample near it, so the loudest stretches are interpolated
    first and the rest only where they could still exceed what was found.
    """
    channels = samples[:, None] if samples.ndim == 1 else samples
    peak = 10 ** (least_dbfs / 20)
    for c in range(channels.shape[1]):
        peak = _true_peak(channels[:, c], peak)
    return float(20 * np.log10(peak)) if peak else float("-inf")


def _true_peak(x: np.ndarray, least: float) -> float:
    filters, most = _between_samples()
    filters = filters.astype(x.dtype)
    blocks = -(-(len(x) + 1) // BLOCK)
    padded = np.zeros((blocks + 2) * BLOCK, x.dtype)
    padded[BLOCK : BLOCK + len(x)] = x
    rows = padded.reshape(-1, BLOCK)
    loudest = np.maximum(rows.max(axis=1), -rows.min(axis=1)).astype(float)
    peak = max(least, float(loudest.max()))
    near = np.maximum(np.maximum(loudest[:-2], loudest[2:]), loudest[1:-1]) * most
    rows = np.lib.stride_tricks.sliding_window_view(padded, 2 * HALF_TAPS)
    order = np.flatnonzero(near > peak)
    order = order[np.argsort(-near[order])]
    step = 16
    while len(order) and near[order[0]] > peak:
        chosen = order[:step]
        starts = (chosen[:, None] + 1) * BLOCK + np.arange(BLOCK)[None] - HALF_TAPS
        peak = max(peak, float(np.abs(rows[starts.reshape(-1)] @ filters).max()))
        order = order[step:]
        order = order[near[order] > peak]
        step *= 2
    return peak


def fade(samples: np.ndarray, rate_hz: int, seconds: float = 0.005) -> np.ndarray:
    """Both ends faded in and out by a raised cosine, so that no edge clicks."""
    count = min(len(samples) // 2, max(1, round(seconds * rate_hz)))
    ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / count)
    out = np.array(samples, dtype=np.float32 if samples.dtype == np.float32 else float)
    ramp = ramp.astype(out.dtype)
    shape = (count,) + (1,) * (out.ndim - 1)
    out[:count] *= ramp.reshape(shape)
    out[len(out) - count :] *= ramp[::-1].reshape(shape)
    return out


@lru_cache(16)
def _k_filter(rate_hz: int) -> np.ndarray:
    """BS.1770's shelf and high pass as second-order sections, with the constants that pyloudnorm uses at any rate."""
    sections = []
    for f, q, gain_db in ((1500.0, 2**-0.5, 4.0), (38.0, 0.5, None)):
        w = 2 * np.pi * f / rate_hz
        alpha, cos = np.sin(w) / (2 * q), np.cos(w)
        if gain_db is None:
            b = np.array([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2])
            a = np.array([1 + alpha, -2 * cos, 1 - alpha])
        else:
            g = 10 ** (gain_db / 40)
            s = 2 * np.sqrt(g) * alpha
            b = g * np.array([g + 1 + (g - 1) * cos + s, -2 * (g - 1 + (g + 1) * cos), g + 1 + (g - 1) * cos - s])
            a = np.array([g + 1 - (g - 1) * cos + s, 2 * (g - 1 - (g + 1) * cos), g + 1 - (g - 1) * cos - s])
        sections.append(np.concatenate([b, a]) / a[0])
    return np.array(sections)


def k_weighted(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Through the K filter of BS.1770 along the first axis, in the precision of the samples."""
    dtype = np.float32 if samples.dtype == np.float32 else np.float64
    return np.asarray(sosfilt(_k_filter(rate_hz).astype(dtype), samples, axis=0))


def gated_lufs(tenths: np.ndarray) -> float:
    """Integrated loudness from mean squares of K-weighted samples, one for each 0.1 s, channels added up.

    Blocks of 0.4 s, those below -70 LUFS and then those 10 LU below the mean left out (BS.1770-4). Less than 0.4 s
    counts as one block with silence after it.
    """
    if len(tenths) < 4:
        tenths = np.concatenate([tenths, np.zeros(4 - len(tenths))])
    sums = np.cumsum(np.concatenate([[0.0], tenths]))
    blocks = (sums[4:] - sums[:-4]) / 4
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return float("-inf")
    blocks = blocks[blocks > blocks.mean() / 10]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


PEAK_ROOM_DB = 9.0
"""No value between samples exceeds the largest sample by as much: 2.6 times (see `true_peak_dbfs`) is 8.3 dB."""


def mastered(samples: np.ndarray, rate_hz: int, lufs: float) -> tuple[np.ndarray, float, float]:
    """Brought to a loudness, or as near as a true peak below `PEAK_DBFS` allows, by one gain and without limiting.

    With the gain in dB, and the loudness that it leads to. The true peak is looked for only where the samples leave
    less room than it can take. `ValueError` for silence.
    """
    weighted = k_weighted(samples, rate_hz).reshape(len(samples), -1)
    step = rate_hz // 10
    tenths = weighted[: len(weighted) // step * step].reshape(-1, step * weighted.shape[1])
    power = np.einsum("ij,ij->i", tenths, tenths).astype(float) / step
    gain_db = lufs - gated_lufs(power)
    if not np.isfinite(gain_db):
        raise ValueError("silence has no loudness to bring to a level")
    if 20 * np.log10(float(np.abs(samples).max())) + gain_db > PEAK_DBFS - PEAK_ROOM_DB:
        gain_db = min(gain_db, PEAK_DBFS - 0.1 - true_peak_dbfs(samples, PEAK_DBFS - 0.1 - gain_db))
    # the gate at -70 LUFS is for what is heard: after the gain
    loud = gated_lufs(power * 10 ** (gain_db / 10))
    return samples * samples.dtype.type(10 ** (gain_db / 20)), float(gain_db), loud


COMPRESSION = 0.25
"""Of libFLAC's range: a fifth faster than its default, and files 3 to 10 % larger."""


def encode_flac(samples: np.ndarray, rate_hz: int) -> Media:
    """Encode as 16-bit FLAC. `ValueError` for what would clip, or is no number."""
    peak = float(np.abs(samples).max(initial=0.0))
    if not np.isfinite(peak):
        raise ValueError("sound holds values that are no numbers")
    if peak >= 1:
        raise ValueError("sound exceeds full scale; bring its true peak below -1 dBFS first")
    sink = io.BytesIO()
    whole = np.rint(samples * np.float32(32767)).astype(np.int16)
    soundfile.write(sink, whole, rate_hz, format="FLAC", subtype="PCM_16", compression_level=COMPRESSION)
    return Media(
        kind="audio/flac",
        data=sink.getvalue(),
        duration_s=len(samples) / rate_hz,
        sample_rate_hz=rate_hz,
        channels=1 if samples.ndim == 1 else samples.shape[1],
    )
