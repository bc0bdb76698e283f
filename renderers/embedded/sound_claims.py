"""What is claimed of one event, checked on finished samples alone: its kind, beginning, strokes, pitch, loudness."""

from __future__ import annotations

import numpy as np

from scenewright.renderers.base import Claim
from scenewright.renderers.embedded.sound_checks import Checker, f0_of, window
from scenewright.renderers.embedded.spectrogram import COUNT, RATE_HZ
from scenewright.renderers.sound_bank.tools import Array
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Event

FRAME_S = 0.005
ONSET_S = 0.06
"""A sound begins within this of where it should: two that follow each other at once are told apart from about here."""
RISE_DB = 4.0
"""Of a stroke over what sounded just before."""
SMOOTH_S = 0.05
NEAR_DB = 9.0
"""A stroke's level is this near to the loudest one's: all are of nearly equal strength."""
STROKE_S = 0.15
"""Rises nearer than this are one stroke's."""
STANDS_OUT_DB = 12.0
"""Over what is heard right before."""
CENTS = 60.0


def envelope(samples: Array) -> Array:
    """Mean power of frames of `FRAME_S`."""
    size = round(FRAME_S * RATE_HZ)
    count = len(samples) // size
    rows = samples[: count * size].reshape(count, size)
    return np.asarray(np.einsum("ij,ij->i", rows, rows) / size)


def begins(power: Array, near_s: float) -> tuple[float, float]:
    """When something sets in near a time, in seconds, and by how many dB it rises over what was there before."""
    first, last = (max(0, round((near_s + d) / FRAME_S)) for d in (-0.25, 0.3))
    part = power[first:last]
    if not len(part):
        return -1.0, 0.0
    before = part[: max(1, round(0.17 / FRAME_S))]
    floor, top = float(np.median(before)), float(part.max())
    rise = 10 * np.log10((top + 1e-12) / (floor + 1e-12))
    loud = np.flatnonzero(part > max(top * 10**-2.5, floor * 4))
    return ((first + int(loud[0])) * FRAME_S if len(loud) else -1.0), float(rise)


def strokes_in(power: Array, start_s: float, end_s: float, stroke_s: float) -> tuple[float, ...]:
    """Times at which the level, smoothed over a part of a stroke's length, rises by `RISE_DB` to near the loudest."""
    span_s = min(4 * SMOOTH_S, max(SMOOTH_S, 0.25 * stroke_s))
    first, last = max(0, round((start_s - 0.12) / FRAME_S)), round(end_s / FRAME_S)
    width = round(span_s / FRAME_S)
    part = np.convolve(power[first:last], np.ones(width) / width, mode="same")
    if len(part) < 20:
        return ()
    level = 10 * np.log10(part + 10**-4.5 * part.max() + 1e-14)
    back = width
    rise = np.zeros(len(level))
    rise[back:] = level[back:] - level[:-back]
    steep = (rise >= RISE_DB) & (level >= level.max() - NEAR_DB)
    starts = np.flatnonzero(steep & ~np.concatenate([[False], steep[:-1]]))
    found: list[int] = []
    for i in starts.tolist():
        if not found or (i - found[-1]) * FRAME_S > max(STROKE_S, span_s):
            found.append(i)
    return tuple((first + i) * FRAME_S for i in found)


def check_event(
    samples: Array, event: Event, onset_s: float, f0_hz: float, ids: tuple[str, ...], checker: Checker, pitched: bool
) -> tuple[Claim, ...]:
    """Claims of one event of a mono mix: its class is heard, it begins at `onset_s` and stands out, it has
    its strokes and, where it is `pitched`, the fundamental `f0_hz`.
    """
    kind = class_of(event.sound)
    power = envelope(samples)
    end_s = onset_s + event.duration_s
    found, rise = begins(power, onset_s)
    off = abs(found - onset_s)
    out = [
        _claim("onset", ids, f"{onset_s:.2f} s", f"{found:.2f} s", 1 - off / (2 * ONSET_S), "envelope", off <= ONSET_S),
        _claim("energy", ids, "stands out", f"{rise:.0f} dB over before", rise / 40, "envelope", rise >= STANDS_OUT_DB),
    ]
    single_end = onset_s + 1 / event.rate_hz - 0.02 if event.strokes > 1 else end_s
    verdict = checker.judge(window(samples, onset_s, event.sound, min(end_s, single_end)), event.sound)
    heard, score = verdict.best, verdict.score
    holds = verdict.holds
    if holds and kind.form == "long" and event.duration_s > 1.3:
        last = checker.judge(window(samples, end_s - COUNT / RATE_HZ, event.sound, end_s), event.sound)
        heard, score, holds = last.best or heard, min(score, last.score), last.holds
    out.append(_claim("texture", ids, event.sound, heard or "like no class", score, "band features", holds))
    if event.strokes > 1:
        times = strokes_in(power, onset_s, end_s + 0.1, min(kind.stroke_s, 1 / event.rate_hz))
        same = len(times) == event.strokes
        near = 1 - abs(len(times) - event.strokes) / event.strokes
        out.append(_claim("strokes", ids, str(event.strokes), str(len(times)), near, "envelope", same))
    if pitched:
        out.append(_pitch(samples, event, onset_s, f0_hz, ids))
    return tuple(out)


def _pitch(samples: Array, event: Event, onset_s: float, f0_hz: float, ids: tuple[str, ...]) -> Claim:
    low, high = class_of(event.sound).f0_hz
    first = round((onset_s + 0.03) * RATE_HZ)
    found = f0_of(samples[first : first + round((0.5 if f0_hz < 260 else 0.16) * RATE_HZ)], low, high)
    away = abs(1200 * np.log2(found / f0_hz)) if found and f0_hz else 1200.0
    words = f"{found:.0f} Hz" if found else "no pitch"
    return _claim("pitch", ids, f"{f0_hz:.0f} Hz", words, 1 - away / (2 * CENTS), "autocorrelation", away <= CENTS)


def _claim(
    kind: str, ids: tuple[str, ...], expected: str, found: str, score: float, checker: str, holds: bool
) -> Claim:
    score = round(float(min(1.0, max(0.0, score))), 3)
    return Claim(kind=kind, things=ids, expected=expected, found=found, score=score, checker=checker, holds=bool(holds))
