"""What is measured on a note's own samples: when it begins and ends, how high it is, how loud."""

from __future__ import annotations

import numpy as np
from scipy import fft

from scenewright.renderers.base import Readings
from scenewright.scenes.base import Thing, Value

FRAME_S = 0.002
ONSET_DB, OFFSET_DB = -20.0, -26.0
"""A note begins where its level first comes this near its peak, and ends where it last was this near: the first is
within a hair of where listeners place it, the second where it is lost in the sound of a room."""
LEVEL_S = 0.25
"""Loudness is told by the first quarter of a second."""
HARMONICS = 4
SEARCH_CENTS = 150.0
AGREE_CENTS = 15.0
"""Harmonics that put the fundamental further apart than this make no clear pitch."""
FAINT = 0.02
"""Share of the strongest peak below which a harmonic is left out."""


class Shape(Value, frozen=True, kw_only=True):
    """A note by itself. Times are from its requested onset."""

    onset_s: float
    offset_s: float
    f0_hz: float | None
    level: float
    """RMS of the first quarter of a second, full scale at 1."""


class Heard(Thing, frozen=True, kw_only=True):
    """A note as it came out, beside what was asked for. Levels are in dB below full scale (RMS)."""

    note: str
    requested_onset_s: float
    requested_f0_hz: float
    onset_s: float
    offset_s: float
    f0_hz: float | None
    """None where the sound has no clear pitch."""
    level_db: float
    margin_db: float
    """Its level over that of everything else that sounds at the same time."""


class Tempo(Thing, frozen=True, kw_only=True):
    """Of one recording: beats per minute by a straight line through the measured onsets, its loudness (integrated) and
    its largest sample.
    """

    bpm: float | None
    """None where all notes begin at once."""
    loudness_lufs: float
    peak_dbfs: float


class MelodyReadings(Readings, frozen=True, kw_only=True):
    """What was measured after all effects."""

    notes: tuple[Heard, ...]
    clips: tuple[Tempo, ...]


def measure_note(stem: np.ndarray, held_s: float, expected_hz: float | None, rate_hz: int) -> Shape:
    """Measure one note's samples; `expected_hz` None for sounds without pitch."""
    step = max(1, round(FRAME_S * rate_hz))
    frames = len(stem) // step
    power = np.einsum("ij,ij->i", *([stem[: frames * step].reshape(frames, step)] * 2))
    peak = float(power.max())
    begin = int(np.argmax(power >= peak * 10 ** (ONSET_DB / 10)))
    end = frames - int(np.argmax(power[::-1] >= peak * 10 ** (OFFSET_DB / 10)))
    window = stem[: max(step, round(min(held_s, LEVEL_S) * rate_hz))]
    return Shape(
        onset_s=begin * step / rate_hz,
        offset_s=end * step / rate_hz,
        f0_hz=None if expected_hz is None else pitch_hz(stem, held_s, expected_hz, rate_hz),
        level=float(np.sqrt(np.dot(window, window) / len(window))),
    )


def pitch_hz(stem: np.ndarray, held_s: float, expected_hz: float, rate_hz: int) -> float | None:
    """The fundamental that the first harmonics agree on, by the tops of their peaks in the spectrum.

    Searched for within one and a half semitones of what was asked for; the log of a Hann window's peak is close to a
    parabola, whose top three bins give.
    """
    first = round(0.02 * rate_hz)
    part = stem[first : max(first + round(0.06 * rate_hz), round(min(held_s, 0.4) * rate_hz))]
    size = 1 << (2 * len(part) - 1).bit_length()
    spectrum = np.abs(fft.rfft(part * _hann(len(part)), size))
    wide = 2 ** (SEARCH_CENTS / 1200)
    tops, weights = [], []
    for k in range(1, HARMONICS + 1):
        low, high = (int(expected_hz * k * f * size / rate_hz) for f in (1 / wide, wide))
        if high + 2 >= len(spectrum):
            break
        place = low + int(spectrum[low : high + 1].argmax())
        a, b, c = np.log(spectrum[place - 1 : place + 2] + 1e-12).tolist()
        if b >= a and b >= c and b > min(a, c):
            tops.append((place + 0.5 * (a - c) / (a - 2 * b + c)) * rate_hz / size / k)
            weights.append(float(spectrum[place]))
    strongest = max(weights, default=0.0)
    clear = [(t, w) for t, w in zip(tops, weights, strict=True) if w > FAINT * strongest]
    if not clear or weights[0] < FAINT * float(spectrum.max()):
        return None
    mean = sum(t * w for t, w in clear) / sum(w for _, w in clear)
    heavy = [t for t, w in clear if w > 0.15 * strongest]
    if any(abs(1200 * np.log2(t / mean)) > AGREE_CENTS for t in heavy):
        return None
    return round(mean, 3)


_WINDOWS: dict[int, np.ndarray] = {}


def _hann(count: int) -> np.ndarray:
    if count not in _WINDOWS:
        if len(_WINDOWS) > 64:
            _WINDOWS.clear()
        _WINDOWS[count] = np.hanning(count).astype(np.float32)
    return _WINDOWS[count]
