"""Levels of a sound over time and frequency, for readers: loudness, where something begins, what stands out."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import fft, signal

from scenewright.audit import decoded
from scenewright.audit.rows import Medium, Unusable

STEP_S = 0.005
WINDOW_S = 0.02
QUIET_DB = -120.0
PAUSE_S = 0.1
WANING_DB = 3.0
"""Levels of what dies away waver by as much."""


class Sound:
    """Decoded samples, full scale at 1, with their levels."""

    def __init__(self, medium: Medium) -> None:
        samples, rate = decoded.samples(medium.data)
        if not len(samples):
            raise Unusable("a sound is empty")
        self.channels: np.ndarray = samples
        self.rate = rate

    @cached_property
    def mono(self) -> np.ndarray:
        return np.asarray(self.channels.mean(axis=1))

    @property
    def seconds(self) -> float:
        return len(self.channels) / self.rate

    @cached_property
    def bands(self) -> np.ndarray:
        """Power by frame of 20 ms every 5 ms, and by bin of 50 Hz; up to 8 kHz. The channels' sum."""
        size = round(WINDOW_S * self.rate)
        # at rates of which a step is no whole number of samples, times must not drift
        starts = np.round(np.arange(0, len(self.mono), STEP_S * self.rate)).astype(int)
        window = np.hanning(size).astype(np.float32)
        out = np.zeros((0, 0), np.float32)
        for channel in self.channels.T:
            padded = np.pad(channel, (size // 2, size))
            frames = np.lib.stride_tricks.sliding_window_view(padded, size)[starts]
            bins = fft.rfft(frames * window, axis=1)[:, : round(8000 * WINDOW_S)]
            power = np.asarray(bins.real**2 + bins.imag**2, np.float32)
            out = power if not out.size else out + power
        return out * np.float32(1 / np.square(window).sum() / size)

    def level(self, low_hz: float = 100.0, high_hz: float = 8000.0) -> np.ndarray:
        """Level of a band in dB, every `STEP_S`."""
        first, last = round(low_hz * WINDOW_S), max(round(high_hz * WINDOW_S), round(low_hz * WINDOW_S) + 2)
        return np.asarray(10 * np.log10(self.bands[:, first:last].sum(axis=1) + 1e-12))

    @cached_property
    def _weighted(self) -> np.ndarray:
        """Running sum of the K-weighted power of all channels (ITU-R BS.1770-4)."""
        filtered = signal.sosfilt(_k_weights(self.rate), self.channels, axis=0)
        return np.concatenate([[0.0], np.cumsum(np.square(filtered).sum(axis=1))])

    def loudness(self, start_s: float = 0.0, end_s: float = 1e9) -> float:
        """Integrated loudness of a span in LUFS, gated; lengthened by silence to 0.4 s where it is shorter."""
        first = max(0, round(start_s * self.rate))
        last = min(round(end_s * self.rate), len(self.mono)) if end_s < 1e8 else len(self.mono)
        if first >= last:
            return QUIET_DB
        block, step = round(0.4 * self.rate), round(0.1 * self.rate)
        starts = np.arange(first, max(last - block, first) + 1, step)
        power = (self._weighted[np.minimum(starts + block, last)] - self._weighted[starts]) / block
        loud = power[power > 10 ** ((-70 + 0.691) / 10)]
        if not len(loud):
            return QUIET_DB
        loud = loud[loud > 0.1 * loud.mean()]
        return float(-0.691 + 10 * np.log10(loud.mean()))

    def strongest(self, start_s: float, end_s: float) -> float:
        """Loudness of the loudest 0.4 s that begin in a span, in LUFS."""
        block = round(0.4 * self.rate)
        first, last = max(0, round(start_s * self.rate)), max(1, round(end_s * self.rate))
        starts = np.arange(first, max(last, first + 1), round(0.02 * self.rate))
        starts = np.minimum(starts, max(len(self.mono) - block, 0))
        ends = np.minimum(starts + block, len(self.mono))
        return float(-0.691 + 10 * np.log10(np.max(self._weighted[ends] - self._weighted[starts]) / block + 1e-12))

    @cached_property
    def background(self) -> float:
        """Loudness of the quietest stretches of 0.4 s, in LUFS."""
        block = round(0.4 * self.rate)
        sums = self._weighted[block::block] - self._weighted[:-block:block]
        quiet = float(np.quantile(sums / block, 0.1)) if len(sums) else 0.0
        return -0.691 + 10 * np.log10(quiet + 1e-12)

    def sides(self, start_s: float, end_s: float) -> float:
        """Level of the left channel over that of the right, in dB."""
        part = self.channels[round(start_s * self.rate) : round(end_s * self.rate)]
        left, right = (float(np.square(part[:, k]).sum()) + 1e-12 for k in (0, 1))
        return 10 * np.log10(left / right)

    def peak_hz(self, about_hz: float, start_s: float, end_s: float, reach: float = 0.06) -> float | None:
        """The strongest partial near a frequency, to a fraction of a bin; None where none stands out."""
        part = self.mono[round(start_s * self.rate) : round(end_s * self.rate)]
        if len(part) < 6 * self.rate / about_hz:
            return None
        size = 1 << int(np.ceil(np.log2(4 * len(part))))
        power = np.abs(fft.rfft(part * np.hanning(len(part)), size))
        low, high = (int(about_hz * f * size / self.rate) for f in (1 - reach, 1 + reach))
        if low < 2 or high + 2 >= len(power) or high - low < 4:
            return None
        k = low + int(power[low : high + 1].argmax())
        wide = power[int(low * 0.7) : int(high * 1.4)]
        if not low < k < high or power[k] < 3 * np.median(wide):
            return None
        a, b, c = np.log(power[k - 1 : k + 2] + 1e-20)
        return float((k + 0.5 * (a - c) / (a - 2 * b + c)) * self.rate / size)

    def repeats_hz(self, about_hz: float, start_s: float, end_s: float, reach: float = 0.12) -> float | None:
        """How often a tone near a frequency repeats itself within frames of six periods, their median: what swells,
        wavers or turns over has lines beside its pitch in a long spectrum. None where nothing repeats.
        """
        size = round(6 * self.rate / about_hz)
        part = self.mono[round(start_s * self.rate) : round(end_s * self.rate)].astype(float)
        if len(part) < 4 * size:
            return None
        frames = np.lib.stride_tricks.sliding_window_view(part, size)[:: max(size // 2, (len(part) - size) // 200)]
        power = np.square(frames).mean(axis=1)
        frames = frames[power > 0.1 * power.max()]
        window = np.hanning(size)
        frames = (frames - frames.mean(axis=1, keepdims=True)) * window
        # lags in eighths of a sample
        alike, own = (
            fft.irfft(np.abs(fft.rfft(x, 2 * size)) ** 2, 16 * size)[..., : 8 * size] for x in (frames, window)
        )
        alike = alike / np.maximum(alike[:, :1], 1e-12) / np.maximum(own / own[0], 1e-3)
        first, last = (round(8 * self.rate / about_hz * f) for f in (1 / (1 + reach), 1 + reach))
        lags = first + alike[:, first:last].argmax(axis=1)
        sure = (alike[np.arange(len(lags)), lags] > 0.7) & (lags > first) & (lags < last - 1)
        return float(np.median(8 * self.rate / lags[sure])) if sure.sum() > 3 else None


def begins(
    level: np.ndarray, about_s: float, early_s: float, late_s: float, stands_db: float = 12.0, under_db: float = 20.0
) -> float | None:
    """When a sound begins near a moment: where its level has come up to halfway from what was before to its top, and
    not lower than `under_db` under that. None where it does not stand out.
    """
    first, last = (max(0, round(s / STEP_S)) for s in (about_s - early_s, about_s + late_s))
    part = level[first : last + 1]
    if len(part) < 12:
        return None
    top = float(np.quantile(part, 0.95))
    quiet = float(np.quantile(part, 0.1))
    if top - quiet < stands_db:
        return None
    bound = max((top + quiet) / 2, top - under_db)
    if part[:4].max() >= bound - WANING_DB:  # something was there before: what comes after a pause begins
        pauses = [end for start, end in lulls(part, bound) if end - start >= PAUSE_S and end < (len(part) - 2) * STEP_S]
        return first * STEP_S + pauses[0] if pauses else None
    over = np.flatnonzero(part >= bound)
    return float((first + int(over[0])) * STEP_S)


def lulls(level: np.ndarray, under_db: float) -> list[tuple[float, float]]:
    """Stretches in which a level stays under a bound, in seconds."""
    low = np.concatenate([[False], level < under_db, [False]])
    edges = np.flatnonzero(low[1:] != low[:-1])
    return [(a * STEP_S, b * STEP_S) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _k_weights(rate: int) -> np.ndarray:
    """The two filters of BS.1770-4, for any rate, by their analogue forms (Brecht De Man, 2014)."""
    out = []
    for gain, q, f0, shelf in ((3.999843853973347, 0.7071752369554196, 1681.974450955533, True),
                               (0.0, 0.5003270373238773, 38.13547087602444, False)):  # fmt: skip
        k = np.tan(np.pi * f0 / rate)
        a0 = 1 + k / q + k * k
        a = [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
        if shelf:
            vh = 10 ** (gain / 20)
            vb = vh**0.4996667741545416
            b = [(vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0]
        else:
            b = [1.0, -2.0, 1.0]
        out.append([*b, *a])
    return np.array(out)
