"""Reads melodies from samples alone: when notes begin, how high and how loud they are, and the tempo.

Onsets: sudden rises of the spectrum over what was there 10 to 20 ms before, in bands, then placed where the level
rises. Pitch: the lag at which the signal repeats (YIN: A. de Cheveigne and H. Kawahara, 2002), refined by a parabola,
then by the harmonics' peaks. Tempo: the beat that the gaps between onsets are whole multiples of.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import soundfile
from scipy import fft

from scenewright.audit.readers import Fact
from scenewright.audit.rows import Row, Unusable
from scenewright.audit.sounds import Sound

HOP_S = 0.004
WINDOW_S = 0.024
REACH = 3
"""Frames that a spectrum is compared with the past over: 12 ms."""
APART_S = 0.09
"""Onsets are at least so far apart."""
FLOOR = 0.01
"""Share of the strongest bin below which a spectrum counts as nothing."""
RISE_DB, FAINT_DB = 6.0, 26.0
"""A note rises by as much, and is no fainter than so much below the loudest."""
LOW_HZ, HIGH_HZ = 110.0, 1200.0


class Heard:
    """One note as read: seconds, Hz (0 where there is no pitch) and level in dB."""

    __slots__ = ("f0_hz", "level_db", "onset_s")

    def __init__(self, onset_s: float, f0_hz: float, level_db: float) -> None:
        self.onset_s, self.f0_hz, self.level_db = onset_s, f0_hz, level_db


def load(flac: bytes) -> tuple[np.ndarray, int]:
    """Samples, channels averaged, and their rate."""
    samples, rate = soundfile.read(io.BytesIO(flac), dtype="float32", always_2d=True)
    return samples.mean(1), int(rate)


def onsets(x: np.ndarray, rate: int) -> list[float]:
    """Seconds at which notes begin: the spectrum rises, and so does the level, from a dip of 30 ms before."""
    hop, size = round(HOP_S * rate), round(WINDOW_S * rate)
    frames = np.lib.stride_tricks.sliding_window_view(np.concatenate([np.zeros(size), x, np.zeros(size)]), size)[::hop]
    spectra = np.abs(fft.rfft(frames * np.hanning(size).astype(np.float32), axis=1)).astype(np.float32)
    spectra = spectra[:, : round(5000 * size / rate)]
    loud = np.log1p(spectra / (FLOOR * float(spectra.max())))
    # A peak may wander by a bin: compare with the largest of three neighbours of the past.
    past = loud.copy()
    past[:, 1:] = np.maximum(past[:, 1:], loud[:, :-1])
    past[:, :-1] = np.maximum(past[:, :-1], loud[:, 1:])
    rise = np.zeros(len(loud))
    rise[REACH:] = np.maximum(loud[REACH:] - past[:-REACH], 0).sum(1)
    level = 10 * np.log10(np.square(spectra).sum(1) + 1e-9)
    limit = 0.1 * float(np.sort(rise)[-max(3, len(rise) // 200)])
    top = float(level.max())
    found: list[float] = []
    apart = round(APART_S / HOP_S)
    for i in np.flatnonzero(rise > limit):
        near = rise[max(0, i - apart // 2) : i + apart // 2 + 1]
        before = float(level[max(0, i - 12) : i + 1].min())
        after = float(level[i : i + 9].max())
        if rise[i] == near.max() and after - before > RISE_DB and after > top - FAINT_DB:
            at = _refine(x, rate, (i * hop - size // 2) / rate)
            if not found or at - found[-1] > APART_S * 0.7:
                found.append(at)
    return found


def _refine(x: np.ndarray, rate: int, about_s: float) -> float:
    """Where, around the steepest rise within 30 ms, the level has come up by an eighth from the dip to the top."""
    step = max(1, round(0.001 * rate))
    first = max(0, round((about_s - 0.04) * rate))
    part = x[first : first + 110 * step]
    if len(part) < 60 * step:
        return about_s
    level = np.sqrt(np.add.reduceat(part * part, np.arange(0, len(part) - step + 1, step)) / step)
    smooth = np.convolve(level, np.ones(4) / 4, "full")[3:-3]
    run = np.cumsum(np.concatenate([[0.0], level]))
    gain = (run[12:60] - run[8:56]) / 4 - (run[8:56] - run[:48]) / 8
    steep = min(8 + int(gain.argmax()), len(smooth) - 1)
    low = float(smooth[max(0, steep - 24) : steep + 1].min())
    high = float(smooth[steep : steep + 45].max())
    under = np.flatnonzero(smooth[: steep + 4] < low + 0.125 * (high - low))
    at = int(under[-1]) + 1 if len(under) else steep
    return (first + (at + 1) * step) / rate


def pitch_hz(x: np.ndarray, rate: int, start_s: float, end_s: float) -> float:
    """Fundamental between two moments; 0 where nothing repeats."""
    part = x[round((start_s + 0.04) * rate) : round(min(end_s - 0.03, start_s + 0.4) * rate)].astype(np.float64)
    if len(part) < 2.2 * rate / LOW_HZ:
        return 0.0
    part = part - part.mean()
    rough = _by_repeats(fft.irfft(fft.rfft(part), 2 * len(part)), 2 * rate)
    return _by_peaks(part, rate, rough) if rough else 0.0


def _by_repeats(part: np.ndarray, rate: int) -> float:
    """YIN's lag, as Hz. At twice the rate, so that a period of a few samples and a half does not look like two."""
    longest = int(rate / LOW_HZ)
    width = len(part) - longest - 2
    size = 1 << (len(part) + width).bit_length()
    cross = fft.irfft(fft.rfft(part, size) * np.conj(fft.rfft(part[:width], size)), size)[: longest + 2]
    power = np.concatenate([[0.0], np.cumsum(part * part)])
    lags = np.arange(longest + 2)
    distance = power[width] + power[lags + width] - power[lags] - 2 * cross
    mean = distance * lags / np.maximum(np.cumsum(distance), 1e-12)
    shortest = int(rate / HIGH_HZ)
    inside = mean[shortest : longest + 1]
    under = np.flatnonzero(inside < max(0.12, 1.3 * float(inside.min())))
    if not len(under) or float(inside.min()) > 0.45:
        return 0.0
    lag = shortest + int(under[0])
    while lag < longest and mean[lag + 1] < mean[lag]:
        lag += 1
    a, b, c = distance[lag - 1 : lag + 2]
    bend = a - 2 * b + c
    return float(rate / (lag + (0.5 * (a - c) / bend if bend > 0 else 0.0)))


def _by_peaks(part: np.ndarray, rate: int, rough_hz: float) -> float:
    """The fundamental by the strongest of its first three harmonics' peaks in a long spectrum."""
    size = 1 << (4 * len(part)).bit_length()
    spectrum = np.abs(fft.rfft(part * np.hanning(len(part)), size))
    best, power = rough_hz, 0.0
    for k in (1, 2, 3):
        low, high = (int(rough_hz * k * f * size / rate) for f in (0.97, 1.03))
        if high + 2 >= len(spectrum):
            break
        top = low + int(spectrum[low : high + 1].argmax())
        if spectrum[top] > 1.5 * power and low < top < high:
            a, b, c = np.log(spectrum[top - 1 : top + 2] + 1e-12)
            best, power = (top + 0.5 * (a - c) / (a - 2 * b + c)) * rate / size / k, float(spectrum[top])
    return best


def level_db(x: np.ndarray, rate: int, start_s: float, end_s: float) -> float:
    """RMS of up to a quarter of a second from the onset."""
    part = x[round(start_s * rate) : round(min(end_s, start_s + 0.25) * rate)]
    return 10 * math.log10(float(np.mean(part * part)) + 1e-12) if len(part) else -120.0


def notes(flac: bytes) -> list[Heard]:
    """The notes of a recording in which one sounds at a time."""
    x, rate = load(flac)
    starts = onsets(x, rate)
    ends = [*starts[1:], len(x) / rate]
    return [Heard(a, pitch_hz(x, rate, a, b), level_db(x, rate, a, b)) for a, b in zip(starts, ends, strict=True)]


def tempo_bpm(starts: list[float], low: float = 40.0, high: float = 200.0) -> float:
    """Beats per minute of steady strokes, each one beat: the slope of a line through them; 0 for fewer than three."""
    if len(starts) < 3:
        return 0.0
    beat = float(np.median(np.diff(starts)))
    places = np.concatenate([[0], np.cumsum(np.round(np.diff(starts) / beat))])
    slope = float(np.polyfit(places, starts, 1)[0])
    return 60 / slope if low <= 60 / slope <= high else 0.0


# -- facts ------------------------------------------------------------------------------------------------------------

ONSET_TOLERANCE_S = 0.045
PITCH_TOLERANCE = 0.012
"""Share: 20 cents."""
LEVEL_TOLERANCE_DB = 3.0
"""The room's echo, some 12 dB softer, adds to a note in or out of phase: up to 2.5 dB."""
TEMPO_TOLERANCE = 0.02
DROWNED_DB = 0.0
"""Notes that are softer than what sounds with them begin unheard."""
APART_TOLD_S = 0.02
"""Notes that begin within this are one onset."""


def facts(row: Row) -> Iterator[Fact]:
    """Onsets, number, pitch and level of notes that are heard, tempo and loudness of each recording."""
    readings = row.readings
    if not readings or "notes" not in readings:
        raise Unusable("column 'readings' holds no notes")
    heard = {note["note"]: note for note in readings["notes"]}
    hidden = set(row.scene.get("hidden") or ())
    media = [(n, medium) for n, medium in enumerate(row.shown) if medium.kind.startswith("audio/")]
    for clip, said, (n, medium) in zip(row.scene["clips"], readings["clips"], media, strict=False):
        sound = Sound(medium)
        loud = round(sound.loudness(), 1)
        yield Fact(
            clip["id"], "loudness", said["loudness_lufs"], loud, abs(loud - said["loudness_lufs"]) <= 0.7, None, n
        )
        notes_of = [
            (note, heard[note["id"]]) for part in clip["parts"] for note in part["notes"] if note["id"] in heard
        ]
        burst = row.scene.get("burst") or {}
        noisy = (burst["start_s"], burst["end_s"]) if burst.get("clip") == clip["id"] else (0.0, 0.0)
        for fact in _recording(sound, clip, notes_of, hidden, noisy):
            yield fact._replace(medium=n)


Notes = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]


def _recording(
    sound: Sound, clip: Mapping[str, Any], played: Notes, hidden: set[str], noisy: tuple[float, float]
) -> Iterator[Fact]:
    read = np.array(onsets(sound.mono, sound.rate))
    near_noise = [t for t in noisy if t]
    known = [(note, h) for note, h in played
             if note["id"] not in hidden and not noisy[0] - 0.05 < h["onset_s"] < noisy[1] + 0.1]  # fmt: skip
    starts = sorted({round(h["onset_s"], 4) for _, h in played})
    drowned = {note["id"] for note, h in played if _stroke_margin_db(h, [o for _, o in played]) <= DROWNED_DB}
    matched: list[tuple[float, float]] = []
    for note, h in known:
        k = int(np.abs(read - h["onset_s"]).argmin()) if len(read) else -1
        at = float(read[k]) if k >= 0 and abs(read[k] - h["onset_s"]) < 0.4 else None
        near = at is not None and abs(at - h["onset_s"]) <= ONSET_TOLERANCE_S
        alone = all(abs(s - h["onset_s"]) < APART_TOLD_S or abs(s - h["onset_s"]) > 0.09 for s in starts)
        alone = alone and note["id"] not in drowned
        yield Fact(
            note["id"], "onset", h["onset_s"], round(at, 3) if at is not None and alone else None, near and alone
        )
        if near and at is not None:
            matched.append((note["start"], at))
        yield from _tone(sound, note, h, played)
    if not near_noise and not hidden & {note["id"] for note, _ in played} and len(starts) > 1:
        told = min(np.diff(starts)) > 0.1 and not drowned
        yield Fact(clip["id"], "onsets", len(starts), len(read) if told else None, told and len(read) == len(starts))
    if len({start for start, _ in matched}) > 2:
        beats, seconds = np.array(matched).T
        slope = float(np.polyfit(beats, seconds, 1)[0])
        bpm = round(60 / slope, 1) if slope > 0 else None
        yield Fact(
            clip["id"], "tempo", clip["bpm"], bpm, bpm is not None and abs(bpm / clip["bpm"] - 1) < TEMPO_TOLERANCE
        )


def _stroke_margin_db(h: Mapping[str, Any], played: Sequence[Mapping[str, Any]]) -> float:
    """How far the notes that begin together, as of a chord, stand out of what sounds with them."""
    own = 10 ** (h["level_db"] / 10)
    rest = own / 10 ** (h["margin_db"] / 10)
    beside = sum(10 ** (o["level_db"] / 10) for o in played
                 if o is not h and abs(o["onset_s"] - h["onset_s"]) < APART_TOLD_S)  # fmt: skip
    return 10 * math.log10((own + beside) / max(rest - beside, 1e-12))


def _tone(sound: Sound, note: Mapping[str, Any], h: Mapping[str, Any], played: Notes) -> Iterator[Fact]:
    """Pitch and level; of a note that sounds with others, its partial in the spectrum."""
    start, end = h["onset_s"], h["offset_s"]
    others = [o for _, o in played if o is not h and o["onset_s"] < end - 0.02 and o["offset_s"] > start + 0.02]
    if h["f0_hz"]:
        if others:
            hz = sound.peak_hz(h["f0_hz"], start + 0.03, min(end, start + 0.5), 0.045)
        elif h["f0_hz"] > 0.95 * HIGH_HZ:
            hz = sound.peak_hz(h["f0_hz"], start + 0.03, min(end, start + 0.5), 0.1)
        else:
            hz = pitch_hz(sound.mono, sound.rate, start, end) or None
        yield Fact(note["id"], "pitch", h["f0_hz"], hz and round(hz, 1),
                   hz is not None and abs(hz / h["f0_hz"] - 1) <= PITCH_TOLERANCE)  # fmt: skip
    if not others:
        level = round(_power_db(sound, h["requested_onset_s"], min(end, h["requested_onset_s"] + 0.25)), 1)
        clear = h["margin_db"] > 6
        yield Fact(note["id"], "level", h["level_db"], level if clear else None,
                   clear and abs(level - h["level_db"]) <= LEVEL_TOLERANCE_DB)  # fmt: skip


def _power_db(sound: Sound, start_s: float, end_s: float) -> float:
    """Level of a span, the channels' powers added."""
    part = sound.channels[round(start_s * sound.rate) : round(end_s * sound.rate)]
    return 10 * math.log10(float(np.square(part).mean(axis=0).sum()) + 1e-12) if len(part) else -120.0
