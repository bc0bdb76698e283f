"""Reads spoken clips: where sound is, from the samples alone, and digits, from phonemes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.rows import Row, Unusable
from scenewright.audit.sounds import STEP_S, Sound, begins

FRAME_S = 0.01
FLOOR_DB = -38.0
"""Frames softer than this below the loudest are no speech."""
PAUSE_S = 0.3
"""Shorter silences belong to the speech around them: stops, gaps between words."""

SKELETONS = {
    "z": "0", "wn": "1", "tu": "2", "T": "3", "fv": "5", "f": "4", "sks": "6", "svn": "7", "et": "8", "nn": "9",
}  # fmt: skip
"""Consonants of the English digits without r, and the vowels that tell two from eight."""
_KEPT = "zwntuTfvske"
_DIGITS = re.compile("|".join(SKELETONS))


def stretches(samples: np.ndarray, rate_hz: int) -> list[tuple[float, float]]:
    """Seconds from and to which there is sound, pauses of more than `PAUSE_S` between them. For clips without noise."""
    size = round(FRAME_S * rate_hz)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    level = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-12)
    loud = np.flatnonzero(level > level.max() + FLOOR_DB)
    breaks = np.flatnonzero(np.diff(loud) > PAUSE_S / FRAME_S)
    first, last = [0, *(breaks + 1)], [*breaks, len(loud) - 1]
    return [(float(loud[a] * FRAME_S), float((loud[b] + 1) * FRAME_S)) for a, b in zip(first, last, strict=True)]


EDGE_FRAME_S = 0.005
EDGE_DB = -30.0
"""Words begin and end where the level is this near to the highest of the stretch that they are in."""


def utterances(samples: np.ndarray, rate_hz: int) -> list[tuple[float, float]]:
    """Seconds from and to which words are heard, in stretches between pauses, to 5 ms. For clips without noise."""
    size = round(EDGE_FRAME_S * rate_hz)
    whole = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.square(whole).mean(axis=1)
    out = []
    for start, end in stretches(samples, rate_hz):
        first = max(0, round((start - 0.1) * rate_hz) // size)
        here = power[first : round((end + 0.1) * rate_hz) // size]
        loud = np.flatnonzero(here >= here.max() * 10 ** (EDGE_DB / 10))
        out.append(((first + int(loud[0])) * size / rate_hz, (first + int(loud[-1]) + 1) * size / rate_hz))
    return out


def digits(phonemes: Sequence[str]) -> str | None:
    """The digits that phonemes make; None where they make anything else.

    A consonant before a vowel is run over to the next word, so an n of the word before may come first, and the last one
    may be missing.
    """
    sounds = "".join(p.strip("',%=")[:1] for p in phonemes)
    kept = "".join(sound for sound in sounds if sound in _KEPT)
    for whole in (kept, f"{kept}n", kept[1:], f"{kept[1:]}n"):
        if re.fullmatch(f"(?:{_DIGITS.pattern})+", whole):
            return "".join(SKELETONS[found] for found in _DIGITS.findall(whole))
    return None


# -- facts ------------------------------------------------------------------------------------------------------------

EDGE_TOLERANCE_S, END_TOLERANCE_S, NOISY_TOLERANCE_S = 0.13, 0.18, 0.2
"""Words end softly, and noise drowns what is soft."""
LEVEL_TOLERANCE_DB = 2.0
VOICE_HZ = (250.0, 4000.0)
CLEAR_SNR_DB = 6.0
LOW_HZ, HIGH_HZ = 126.0, 150.0
"""Voices with a lower median are low, with a higher one high; between, it can't be told."""


def facts(row: Row) -> Iterator[Fact]:
    """When utterances begin and end, how many there are, how loud their parts, which register each voice has, what a
    cover leaves. Words are not read.
    """
    readings = row.readings
    if not readings or "parts" not in readings:
        raise Unusable("column 'readings' holds no parts")
    sound = Sound(row.shown[0])
    yield Fact("clip", "length", readings["duration_s"], round(sound.seconds, 3),
               abs(sound.seconds - readings["duration_s"]) < 0.02)  # fmt: skip
    loud = round(sound.loudness(), 1)
    yield Fact("clip", "loudness", readings["loudness_lufs"], loud, abs(loud - readings["loudness_lufs"]) <= 0.7)
    covered = next(((m["start_s"], m["end_s"]) for m in row.marks if m["part"] == "cover"), None)
    spans = [(m["id"], m["start_s"], m["end_s"]) for m in row.marks if m["part"] == "utterance"]
    clean = row.scene["noise"] == "none"
    level = sound.level() if clean else sound.level(*VOICE_HZ)
    yield from _edges(sound, level, spans, covered, clean)
    if covered and row.scene["cover"]:
        yield _cover(level, row.scene["cover"], covered, clean)
    for part in readings["parts"]:
        start, end = part["onset_s"], part["offset_s"]
        if covered and start < covered[1] and end > covered[0]:
            continue
        power = np.square(sound.mono[round(start * sound.rate) : round(end * sound.rate)])
        db = round(10 * float(np.log10(power.mean() + 1e-12)), 1) if len(power) else -120.0
        clear = part["snr_db"] > CLEAR_SNR_DB
        yield Fact(part["part"], "part loudness", part["loudness_dbfs"], db if clear else None,
                   clear and abs(db - part["loudness_dbfs"]) <= LEVEL_TOLERANCE_DB)  # fmt: skip
    said = {speaker["id"]: speaker["register"] for speaker in row.scene["speakers"]}
    places = {id: (start, end) for id, start, end in spans}
    for speaker, register in said.items():
        own = [places[u["id"]] for u in row.scene["utterances"] if u["speaker"] == speaker and u["id"] in places]
        # hum has a pitch of its own
        hz = median_hz(sound, own) if row.scene["noise"] != "hum" else None
        read = None if hz is None or LOW_HZ < hz < HIGH_HZ else "low" if hz <= LOW_HZ else "high"
        yield Fact(speaker, "register", register, read, read == register)


def _edges(
    sound: Sound, level: np.ndarray, spans: Sequence[tuple[str, float, float]], covered: tuple[float, float] | None,
    clean: bool,
) -> Iterator[Fact]:  # fmt: skip
    """Begin and end of each utterance, by its band's level; of one that is covered there, none."""
    flipped = level[::-1]
    long = (len(level) - 1) * STEP_S
    for k, (id, start, end) in enumerate(spans):
        before = spans[k - 1][2] if k else 0.0
        after = spans[k + 1][1] if k + 1 < len(spans) else sound.seconds
        for name, said, reach, there in (("onset", start, start - before, level), ("end", end, after - end, flipped)):
            if name == "end" and not clean:
                continue
            if covered and covered[0] - 0.5 < said < covered[1] + 0.5:
                continue
            place = said if name == "onset" else long - said
            read = (
                begins(there, place, min(0.45, reach - 0.15), 0.4, 10.0 if clean else 14.0, 30.0 if clean else 20.0)
                if reach > 0.25
                else None
            )
            if read is not None and name == "end":
                read = long - read
            within = NOISY_TOLERANCE_S if not clean else EDGE_TOLERANCE_S if name == "onset" else END_TOLERANCE_S
            near = read is not None and abs(read - said) <= within
            yield Fact(id, name, said, None if read is None else round(read, 3), near)


def _cover(level: np.ndarray, cover: Mapping[str, Any], span: tuple[float, float], clean: bool) -> Fact:
    """Whether a covered word is cut out or drowned: a dropout is silent, all else is heard. Noise goes on
    where speech drops out.
    """
    inner = level[round((span[0] + 0.05) / STEP_S) : round((span[1] - 0.05) / STEP_S)]
    said = "silence" if cover["sound"] == "dropout" else "sound"
    read = None if len(inner) < 4 or not clean else "silence" if float(np.median(inner)) < -90 else "sound"
    return Fact(cover["id"], "cover", said, read, read == said)


def median_hz(sound: Sound, spans: Sequence[tuple[float, float]]) -> float | None:
    """Median fundamental of a voice, by the autocorrelation of frames of 50 ms; None where few repeat."""
    size = round(0.05 * sound.rate)
    starts = np.concatenate([np.arange(a, b - 0.05, 0.04) for a, b in spans] or [np.zeros(0)])
    starts = starts[:: 1 + len(starts) // 80]
    first = np.round(starts * sound.rate).astype(int)
    first = first[first + size <= len(sound.mono)]
    if len(first) < 4:
        return None
    frames = sound.mono[first[:, None] + np.arange(size)]
    frames = frames[np.square(frames).mean(axis=1) > 0.1 * np.square(frames).mean()]
    frames = (frames - frames.mean(axis=1, keepdims=True)) * np.hanning(size)
    spectra = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    spectra[:, round(900 * 2 * size / sound.rate) :] = 0
    alike = np.fft.irfft(spectra, axis=1)[:, :size]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(size), 2 * size)) ** 2)[:size]
    alike = alike / np.maximum(alike[:, :1], 1e-12) / (window / window[0] + 1e-3)
    shortest, longest = round(sound.rate / 350), round(sound.rate / 65)
    part = alike[:, shortest:longest]
    sure = part.max(axis=1) > 0.6
    if sure.sum() < 4:
        return None
    # the shortest lag at which it repeats almost as well as at the best
    lags = (part > 0.93 * part.max(axis=1, keepdims=True)).argmax(axis=1) + shortest
    low, middle, high = np.quantile(sound.rate / lags[sure], (0.25, 0.5, 0.75))
    # a formant that is taken for the voice lies elsewhere in each vowel
    return float(middle) if high < 1.6 * low else None
