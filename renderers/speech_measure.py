"""What is heard of each word, part and voice of a talk, measured on its speech as it is in the mix."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scenewright.renderers.base import Readings
from scenewright.renderers.speech_mix import Mix, Span, rms
from scenewright.scenes.base import Thing
from scenewright.scenes.speech import Talk

QUIET_DB = -99.0
"""Stands for silence."""
FRAME_S = 0.005
"""Grid of onsets and offsets."""
PAUSE_S = 0.27
FALL_DB, OWN_DB = 30.0, 10.0
"""A word is heard from where its level first comes this near to the highest between two pauses to where it last is; a
faint word, to its own highest. Stops begin with their closure, which is silent, so the synthesiser's own times lie up
to 0.12 s before."""


class HeardWord(Thing, frozen=True, kw_only=True):
    """One word as it was spoken."""

    part: str
    text: str
    phonemes: str
    """As the synthesiser reports them, in espeak-ng's own letters (Kirshenbaum's, extended)."""
    onset_s: float
    offset_s: float
    requested_onset_s: float
    """Where the synthesiser reports the word's first phoneme, silent or not."""
    requested_offset_s: float
    """Where it reports the next word or pause."""


class HeardPart(Thing, frozen=True, kw_only=True):
    """One part of a sentence as it is heard in the mix; where a cover has silenced it, where it would have been."""

    part: str
    onset_s: float
    offset_s: float
    requested_onset_s: float
    requested_offset_s: float
    loudness_dbfs: float
    """Root mean square of the speech in it; `QUIET_DB` where a cover has silenced it."""
    snr_db: float
    """The same above the noise and the covers in that time, at most 99."""


class HeardVoice(Thing, frozen=True, kw_only=True):
    """One voice as it is heard in the mix."""

    speaker: str
    loudness_dbfs: float
    """Root mean square over all its words."""


class SpeechReadings(Readings, frozen=True, kw_only=True):
    """What was measured on the finished clip."""

    duration_s: float
    noise_dbfs: float
    loudness_lufs: float
    """Of the whole clip, integrated (BS.1770)."""
    voices: tuple[HeardVoice, ...]
    parts: tuple[HeardPart, ...]
    words: tuple[HeardWord, ...]

    def part(self, id: str) -> HeardPart:
        """What was heard of a part of the scene."""
        return next(found for found in self.parts if found.part == id)


Spans = Mapping[str, Span]
"""Samples of every part, utterance and voice, by id; of a voice from its first word to its last."""


def heard_words(mix: Mix) -> list[Span]:
    """From where to where each word is heard; where nothing of it is left, where it was asked for.

    The last sound before a pause can reach into it, so words are followed up to the next one.
    """
    size = round(FRAME_S * mix.rate_hz)
    whole = mix.speech[: len(mix.speech) // size * size].reshape(-1, size)
    power = np.einsum("ij,ij->i", whole, whole)
    starts = [word.span.start for word in mix.words]
    ends = [*starts[1:], len(mix.speech)]
    frames = [slice(a // size, max(a // size + 1, b // size)) for a, b in zip(starts, ends, strict=True)]
    tops = [float(power[span].max(initial=0.0)) for span in frames]
    pauses = [0, *(mix.words[i].span.end + PAUSE_S * mix.rate_hz < start for i, start in enumerate(starts[1:]))]
    runs = np.cumsum(pauses).tolist()
    loudest = [max(t for t, r in zip(tops, runs, strict=True) if r == run) for run in range(runs[-1] + 1)]
    out = []
    for word, run, end, span, top in zip(mix.words, runs, ends, frames, tops, strict=True):
        if top <= 0 or (mix.cover and mix.cover.start <= word.span.start and word.span.end <= mix.cover.end):
            out.append(word.span)
            continue
        least = min(loudest[run] * 10 ** (-FALL_DB / 10), top * 10 ** (-OWN_DB / 10))
        loud = np.flatnonzero(power[span] >= least)
        onset, offset = span.start + int(loud[0]), span.start + int(loud[-1]) + 1
        out.append(Span(max(word.span.start, onset * size), min(end, offset * size)))
    return out


def spans_of(scene: Talk, mix: Mix, words: list[Span]) -> dict[str, Span]:
    """Parts, utterances, voices and the cover, from words."""
    out: dict[str, Span] = {}
    for word, span in zip(mix.words, words, strict=True):
        old = out.get(word.part, span)
        out[word.part] = Span(min(old.start, span.start), max(old.end, span.end))
    for utterance in scene.utterances:
        parts = [out[part.id] for part in utterance.parts]
        out[utterance.id] = Span(parts[0].start, parts[-1].end)
    for speaker in scene.speakers:
        own = [out[u.id] for u in scene.utterances if u.speaker == speaker.id]
        out[speaker.id] = Span(own[0].start, own[-1].end)
    if mix.cover:
        out["cover"] = mix.cover
    return out


def measured(scene: Talk, mix: Mix, words: list[Span], spans: Spans, gain_db: float, lufs: float) -> SpeechReadings:
    """Readings, levels as they are after a gain of `gain_db`."""
    rate = mix.rate_hz
    hidden = scene.cover.part if scene.cover else ""
    asked = spans_of(scene, mix, [word.span for word in mix.words])
    parts = []
    for part in scene.parts():
        # A cover's fades end before the part begins, so nothing of it is left.
        span = asked[part.id] if part.id == hidden else spans[part.id]
        ours = QUIET_DB if part.id == hidden else _db(rms(mix.speech, [span]), gain_db)
        theirs = _db(rms(mix.other, [span]), gain_db)
        parts.append(
            HeardPart(
                id=f"{part.id}.heard",
                part=part.id,
                onset_s=seconds(span.start, rate),
                offset_s=seconds(span.end, rate),
                requested_onset_s=seconds(asked[part.id].start, rate),
                requested_offset_s=seconds(asked[part.id].end, rate),
                loudness_dbfs=ours,
                snr_db=QUIET_DB if ours <= QUIET_DB else min(99.0, round(ours - theirs, 2)),
            )
        )
    voices = []
    for speaker in scene.speakers:
        own = [spans[p.id] for u in scene.utterances if u.speaker == speaker.id for p in u.parts if p.id != hidden]
        level = _db(rms(mix.speech, own), gain_db)
        voices.append(HeardVoice(id=f"{speaker.id}.heard", speaker=speaker.id, loudness_dbfs=level))
    return SpeechReadings(
        duration_s=seconds(len(mix.speech), rate),
        noise_dbfs=_db(rms(mix.other, [Span(0, len(mix.other))]), gain_db),
        loudness_lufs=round(lufs, 2),
        voices=tuple(voices),
        parts=tuple(parts),
        words=tuple(
            HeardWord(
                id=f"word_{i}",
                part=word.part,
                text=word.text,
                phonemes=word.phonemes,
                onset_s=seconds(span.start, rate),
                offset_s=seconds(span.end, rate),
                requested_onset_s=seconds(word.span.start, rate),
                requested_offset_s=seconds(word.span.end, rate),
            )
            for i, (word, span) in enumerate(zip(mix.words, words, strict=True))
        ),
    )


def _db(value: float, gain_db: float) -> float:
    return max(QUIET_DB, round(20 * float(np.log10(value)) + gain_db, 2)) if value > 0 else QUIET_DB


def seconds(sample: int, rate_hz: int) -> float:
    """Of a sample's place."""
    return round(sample / rate_hz, 4)
