"""Reads events off decoded sound alone: when they start, how many, how high, how loud, how fast.

Meant for sparse scenes: events one after the other over a steady, quiet background. Knows nothing of how the sound was
made. Samples are mono, float, full scale at 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyloudnorm
from scipy import signal

from scenewright.audit import patches
from scenewright.audit.readers import Fact
from scenewright.audit.rows import Medium, Row, Unusable
from scenewright.audit.sounds import STEP_S, Sound, begins, lulls

FRAME_S = 0.005
FALL_DB = 25.0
"""An event begins where its level first comes this near to its highest."""


class Span(NamedTuple):
    """One stretch of sound, in seconds."""

    start_s: float
    end_s: float


def _power(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Mean square in frames of 5 ms of the first difference: a tilt that keeps rumble from hiding an onset."""
    tilted = np.diff(samples, prepend=0.0) * rate_hz / 6000 + 0.3 * samples
    size = rate_hz // 200
    whole = tilted[: len(tilted) // size * size].reshape(-1, size)
    return np.asarray((whole**2).mean(axis=1))


def _smooth(x: np.ndarray, frames: int) -> np.ndarray:
    return np.convolve(x, np.ones(frames) / frames, mode="same")


def events(samples: np.ndarray, rate_hz: int, pause_s: float) -> list[Span]:
    """Stretches that stand out from the background, parted by `pause_s` or more."""
    power = _power(samples, rate_hz)
    frame = (rate_hz // 200) / rate_hz
    floor = float(np.percentile(_smooth(power, 20)[10:-10], 8))
    loud = np.flatnonzero(_smooth(power, 3) > max(8 * floor, float(power.max()) * 1e-5))
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * frame > pause_s)
    starts = [int(loud[0]), *(int(loud[i + 1]) for i in breaks)]
    ends = [*(int(loud[i]) for i in breaks), int(loud[-1])]
    out = []
    for a, b in zip(starts, ends, strict=True):
        if (b - a) * frame < 0.012:
            continue
        first, last = max(0, a - 6), b + 2
        own = power[first:last]
        limit = max(float(own.max()) * 10 ** (-FALL_DB / 10), 2.5 * floor)
        above = np.flatnonzero(own > limit)
        out.append(Span((first + int(above[0])) * frame, (first + int(above[-1]) + 1) * frame))
    return out


def strokes(samples: np.ndarray, rate_hz: int) -> list[float]:
    """Onsets of the strokes of one series, in seconds: where power jumps up to a level near that of the strongest."""
    power = _power(samples, rate_hz)
    frame = (rate_hz // 200) / rate_hz
    level = _smooth(power, 3)
    peak = float(level.max())
    ahead = np.array([level[i : i + 14].max() for i in range(len(level))])
    behind = np.array([level[max(0, i - 8) : i + 1].mean() for i in range(len(level))])
    rises = np.flatnonzero((ahead > peak * 0.1) & (ahead > 2.2 * behind))
    out: list[float] = []
    for group in np.split(rises, np.flatnonzero(np.diff(rises) > 2) + 1) if len(rises) else []:
        a, b = int(group[0]), min(len(level), int(group[-1]) + 15)
        here = level[a:b]
        base = float(here[0])
        need = base + 0.12 * (float(here.max()) - base)
        at = (a + int(np.argmax(here >= need))) * frame
        if not out or at - out[-1] > 0.17:
            out.append(at)
    return out


def pace_hz(onsets: list[float]) -> float:
    """Strokes a second from the first onset to the last."""
    return (len(onsets) - 1) / (onsets[-1] - onsets[0])


def pitch_hz(samples: np.ndarray, rate_hz: int, span: Span) -> float:
    """The strongest partial just after an onset, to a fraction of a bin."""
    start = round((span.start_s + 0.03) * rate_hz)
    length = round(min(0.6, max(0.1, span.end_s - span.start_s - 0.06)) * rate_hz)
    part = samples[start : start + length]
    size = 1 << int(np.ceil(np.log2(8 * len(part))))
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)), size))
    power[: int(50 * size / rate_hz)] = 0
    k = int(power.argmax())
    a, b, c = np.log(power[k - 1 : k + 2] + 1e-20)
    return float((k + 0.5 * (a - c) / (a - 2 * b + c)) * rate_hz / size)


def loudness_lufs(samples: np.ndarray, rate_hz: int, span: Span) -> float:
    """Integrated loudness of a span, lengthened by silence to 0.4 s where it is shorter."""
    part = samples[round(span.start_s * rate_hz) : round(span.end_s * rate_hz)]
    need = round(0.4 * rate_hz) + 1
    return float(pyloudnorm.Meter(rate_hz).integrated_loudness(np.pad(part, (0, max(0, need - len(part))))))


# -- facts ------------------------------------------------------------------------------------------------------------

ONSET_TOLERANCE_S = 0.08
LOUDNESS_TOLERANCE = 1.5
SIDE_TOLERANCE_DB, SIDE_MOST_DB = 2.5, 12.0
"""The side that a sound hardly reaches has the background: farther than the second is not resolved."""
STANDS_OUT_DB = 14.0
LONG_S = 1.2
"""Shorter sounds are compared by their loudest 0.4 s: gating depends on where the blocks lie."""
EVEN_DB = 2.5
"""What comes in bits is compared so too."""
SWELLING = ("cat", "snore")
"""Their strokes rise and fall more than once."""
FIRST_S = 0.19
"""A stroke's beginning, for its pitch."""
TAIL_S = {"dry": 0.25, "room": 0.7, "hall": 1.2, "church": 2.0}
"""So long after a sound's end the room may be heard."""
WIDE_PX = 4
THUMPS = {"heartbeat": 2}
"""Strokes that are heard as several."""
PICTURE_S, SUDDEN_S = 0.2, 0.1
"""Of pictures: tolerance, and how long a rise may take; what swells slowly begins nowhere."""


PITCH_SHARE = 0.01


def facts(row: Row, pitch_share: float = PITCH_SHARE, wavers: bool = False) -> Iterator[Fact]:
    """Of each event: when it begins, how loud, how high, from which side, its strokes; of a clip, its loudness and gap,
    and that nothing else is heard. Of spectrograms, when events begin. `pitch_share`: how far a pitch may be off.
    `wavers`: tones are not steady.
    """
    readings = row.readings
    if not readings or "clips" not in readings:
        raise Unusable("column 'readings' holds no clips")
    for n, medium in enumerate(row.shown):
        if medium.kind.startswith("image/"):
            yield from _pictured(row, readings, n, medium)
    sounds = [(n, medium) for n, medium in enumerate(row.shown) if medium.kind.startswith("audio/")]
    hidden = set(row.scene.get("hidden") or ())
    for heard, clip, (n, medium) in zip(readings["clips"], row.scene["clips"], sounds, strict=False):
        sound = Sound(medium)
        whole = round(sound.loudness(), 1)
        said = heard["loudness_lufs"]
        yield Fact(clip["id"], "loudness", said, whole, abs(whole - said) <= 0.7, None, n)
        yield Fact(clip["id"], "length", row.scene["duration_s"], round(sound.seconds, 2),
                   abs(sound.seconds - row.scene["duration_s"]) < 0.02, None, n)  # fmt: skip
        level = sound.level()
        gap = clip.get("gap")
        if gap:
            yield _gap(level, gap, heard["heard"])._replace(medium=n)
        tail_s = TAIL_S.get(row.scene["room"], 2.0)
        yield _events(level, heard["heard"], gap, clip["id"], tail_s)._replace(medium=n)
        for h in heard["heard"]:
            if not h["masked"] and h["overlap_s"] <= 0:
                for fact in _event(sound, h, heard["heard"], gap, hidden, pitch_share, wavers):
                    yield fact._replace(medium=n)


def _gap(level: np.ndarray, gap: Mapping[str, Any], heard: Sequence[Mapping[str, Any]]) -> Fact:
    """When a dropout begins and ends; of a burst, when it begins."""
    said = (gap["start_s"], gap["end_s"])
    read: tuple[float, ...] | None
    if gap["kind"] == "dropout":
        read = max(lulls(level, -95.0), key=lambda span: span[1] - span[0], default=None)
        wanted: tuple[float, ...] = said
    else:
        # what ended just before may still be heard in the room
        after = all(h["offset_s"] < gap["start_s"] - 0.5 or h["onset_s"] > gap["start_s"] for h in heard)
        start = begins(level, gap["start_s"], 0.4, 0.4) if after else None
        read, wanted = (start,) if start is not None else None, said[:1]
    near = read is not None and max(abs(a - b) for a, b in zip(read, wanted, strict=True)) <= ONSET_TOLERANCE_S
    return Fact(gap["id"], gap["kind"], wanted, read and tuple(round(s, 3) for s in read), near)


def _events(
    level: np.ndarray, heard: Sequence[Mapping[str, Any]], gap: Mapping[str, Any] | None, clip: str,
    tail_s: float,
) -> Fact:  # fmt: skip
    """How many events are heard: those that are said, and what else stands out as much as the softest of them."""
    free = np.ones(len(level), bool)
    spans = [(h["onset_s"] - 0.1, h["offset_s"] + tail_s) for h in heard]
    spans += [(gap["start_s"] - 0.1, gap["end_s"] + 0.1)] if gap else []
    for start, end in spans:
        free[max(0, round(start / STEP_S)) : round(end / STEP_S) + 1] = False
    tops = [float(np.quantile(part, 0.9)) for h in heard
            if len(part := level[round(h["onset_s"] / STEP_S) : round(h["offset_s"] / STEP_S) + 1]) > 4]  # fmt: skip
    if free.sum() < 40 or not tops:
        return Fact(clip, "events", len(heard), None, False)
    floor = float(np.median(level[free]))
    loud = np.concatenate([[False], free & (level > max(floor + 15, min(tops) - 10)), [False]])
    edges = np.flatnonzero(loud[1:] != loud[:-1])
    strays = int((edges[1::2] - edges[::2] >= 0.15 / STEP_S).sum())
    return Fact(clip, "events", len(heard), len(heard) + strays, not strays)


def _event(
    sound: Sound, h: Mapping[str, Any], heard: Sequence[Mapping[str, Any]], gap: Mapping[str, Any] | None,
    hidden: Collection[str], pitch_share: float, wavers: bool,
) -> Iterator[Fact]:  # fmt: skip
    taken = [(other["onset_s"], other["offset_s"]) for other in heard]
    taken += [(gap["start_s"], gap["end_s"])] if gap else []
    start, end = h["onset_s"], h["offset_s"]
    before = max((b for a, b in taken if a < start), default=0.0)
    after = min((a for a, _ in taken if a > start), default=sound.seconds)
    early = min(0.6, start - before - 0.05)
    band = sound.level(h["low_hz"] * 0.8, h["high_hz"] * 1.2)
    late = min(max(0.6, end - start), max(after - start, 0.1))
    at = begins(band, start, early, late) if early > 0.1 else None
    if at is not None and at - start > ONSET_TOLERANCE_S:
        # what glides may begin outside the band in which most of it lies: in the octaves above and below, or both
        low, high = h["low_hz"], h["high_hz"]
        others = [sound.level(*band) for band in ((100.0, 8000.0), (low / 2, low), (high, 2 * high))]
        at = min([at, *(t for level in others if (t := begins(level, start, early, late)) is not None)])
    yield Fact(h["event"], "onset", start, at, at is not None and abs(at - start) <= ONSET_TOLERANCE_S)
    whole, top = sound.loudness(start, end), sound.strongest(max(start - 0.2, before), min(end, after - 0.4))
    long = end - start >= LONG_S and max(h["strongest_lufs"] - h["loudness_lufs"], top - whole) < EVEN_DB
    said, loud = (h["loudness_lufs"], whole) if long else (h["strongest_lufs"], top)
    apart = long or after - before > 0.8
    over = apart and loud - sound.background > STANDS_OUT_DB
    yield Fact(h["event"], "event loudness", said, round(loud, 1) if over else None,
               over and abs(loud - said) <= LOUDNESS_TOLERANCE)  # fmt: skip
    if h["f0_hz"]:
        find = sound.repeats_hz if wavers else sound.peak_hz
        high = find(h["f0_hz"], start + 0.03, min(end, start + 0.6))
        near = high is not None and abs(high / h["f0_hz"] - 1) < pitch_share
        if high is not None and not near and not wavers:  # bells beat: at first, their pitch may be a little off
            high = find(h["f0_hz"], start + 0.03, min(end, start + FIRST_S)) or high
            near = abs(high / h["f0_hz"] - 1) < pitch_share
        yield Fact(h["event"], "pitch", h["f0_hz"], high and round(high, 1), near)
    if sound.channels.shape[1] == 2:
        side, wanted = (float(np.clip(s, -SIDE_MOST_DB, SIDE_MOST_DB)) for s in (sound.sides(start, end), h["side_db"]))
        yield Fact(h["event"], "side", h["side_db"], round(side, 1) if over else None,
                   over and abs(side - wanted) <= SIDE_TOLERANCE_DB)  # fmt: skip
    if h["stroke_s"] and h["event"] not in hidden:
        told = over and h["sound"] not in SWELLING
        count = _strokes(sound, start, min(end + 0.05, after), THUMPS.get(h["sound"], 1)) if told else None
        yield Fact(h["event"], "strokes", h["strokes"], count, count == h["strokes"])


def _strokes(sound: Sound, start_s: float, end_s: float, thumps: int) -> int | None:
    """How many strokes; None where two ways to count them don't agree."""
    part = sound.mono[max(0, round((start_s - 0.1) * sound.rate)) : round(end_s * sound.rate)]
    onsets = strokes(part, sound.rate)
    power = _power(np.pad(part, sound.rate // 10), sound.rate)
    level = 10 * np.log10(_smooth(power, 12) + 1e-12)
    peaks, _ = signal.find_peaks(level, height=level.max() - 14, prominence=6, distance=26)
    if len(onsets) != len(peaks) or len(onsets) % thumps:
        return None
    return len(onsets) // thumps


def _pictured(row: Row, readings: Mapping[str, Any], n: int, medium: Medium) -> Iterator[Fact]:
    """When events begin in a spectrogram: where a band's colour leaves that of the ground before it."""
    lab = patches.lab_of(patches.picture(medium)).astype(np.float32)
    clips = {mark["id"]: mark["box"] for mark in row.marks if mark["part"] == "clip" and mark["medium"] == n}
    for heard, clip in zip(readings["clips"], row.scene["clips"], strict=False):
        if heard["id"] not in clips:
            continue
        taken = [(h["onset_s"], h["offset_s"]) for h in heard["heard"]]
        taken += [(clip["gap"]["start_s"], clip["gap"]["end_s"])] if clip.get("gap") else []
        left, _, right, _ = clips[heard["id"]]
        per_s = (right - left) / row.scene["duration_s"]
        for h in heard["heard"]:
            box = next((m["box"] for m in row.marks if m["id"] == h["id"] and m["medium"] == n), None)
            if box is None or h["masked"] or h["overlap_s"] > 0:
                continue
            before = max((end for start, end in taken if start < h["onset_s"]), default=0.0)
            early = min(0.6, h["onset_s"] - before - (0.15 if row.scene["room"] == "dry" else 0.6)) * per_s
            if early < 6:
                continue
            top, bottom = round(box[1]), max(round(box[3]), round(box[1]) + 2)
            first = max(round(left) + 1, round(box[0] - early))
            part = lab[top:bottom, first : round(min(box[2], box[0] + 0.5 * per_s)) + 1].mean(axis=0)
            ground = np.median(part[: max(3, round(early / 2))], axis=0)
            far = np.linalg.norm(part - ground, axis=1)
            # lines of the grid are thinner than what is heard
            far = np.minimum.reduce([far[k : len(far) - WIDE_PX + k] for k in range(WIDE_PX)])
            if not len(far):
                continue
            top_far = float(np.quantile(far, 0.95))
            over = np.flatnonzero(far > 0.5 * top_far)
            over_all = np.flatnonzero(far > 0.25 * top_far)
            sudden = len(over) > 0 and over[0] - over_all[0] <= SUDDEN_S * per_s
            clear = sudden and top_far > 25 and over[0] >= 3 and row.scene["room"] != "church"
            at = round((first + int(over[0]) - left) / per_s, 2) if clear else None
            yield Fact(h["event"], "onset in picture", h["onset_s"], at,
                       at is not None and abs(at - h["onset_s"]) <= PICTURE_S, tuple(box), n)  # fmt: skip
