"""From a talk to speech, noise and covers, each by itself; and where every word was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import lfilter

from scenewright.renderers.espeak import RATE_HZ, Line, Spoken, say
from scenewright.renderers.sound import fade
from scenewright.renderers.speech_style import SpeechStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.speech import CoverSound, Noise, Talk

EDGE_S = 0.02
"""How far a cover reaches beyond the part that it covers."""
FADING_S = 0.2
"""The last sound before a pause can reach so far into it, and has to be covered too."""
BLOCK_IN, BLOCKS_OUT = 441, {RATE_HZ: 441, 16_000: 320}
"""Samples of a fiftieth of a second at `RATE_HZ`, and at the rates that clips have."""
RUMBLE_HZ = 50.0
"""What is below is taken out, and with it any offset."""


class Span(NamedTuple):
    """Samples of the mix that something takes."""

    start: int
    end: int


class Word(NamedTuple):
    """A word, its part, and where the synthesiser's events put it."""

    part: str
    text: str
    phonemes: str
    span: Span


class Mix:
    """One talk: its speech, and what else is heard, both mono and of the same length; and its words in order."""

    __slots__ = ("cover", "other", "rate_hz", "speech", "words")

    def __init__(self, scene: Talk, style: SpeechStyle) -> None:
        rate = self.rate_hz = style.sample_rate_hz
        spoken = [resampled(one, rate) for one in say(lines_of(scene, style))]
        starts, length = _places(spoken, style, rate)
        self.words = _words(scene, spoken, starts, rate)
        self.speech = np.zeros(length, np.float32)
        for one, start, level in zip(spoken, starts, _levels(scene, spoken), strict=True):
            self.speech[start : start + len(one.samples)] = one.samples * np.float32(level)
        loud = rms(self.speech, [word.span for word in self.words])
        self.other = _noise(scene, style, length, loud)
        self.cover = self._covered(scene, loud) if scene.cover else None

    def _covered(self, scene: Talk, loud: float) -> Span:
        """The covered part silenced, and the cover in its stead."""
        cover = scene.cover
        assert cover is not None
        spans = [word.span for word in self.words if word.part == cover.part]
        edge, fading = (round(seconds * self.rate_hz) for seconds in (EDGE_S, FADING_S))
        begin, end = spans[0].start, spans[-1].end
        follows = min((word.span.start for word in self.words if word.span.start >= end), default=len(self.speech))
        around = Span(max(0, begin - edge), min(len(self.speech), max(end + edge, min(follows, end + fading))))
        _silence(self.speech, around, self.rate_hz)
        self.other[around.start : around.end] += _cover(scene, cover.sound, around, self.rate_hz, loud)
        return around


# -- speaking ----------------------------------------------------------------------------------------------------------


def lines_of(scene: Talk, style: SpeechStyle) -> list[Line]:
    """What each utterance hands to the synthesiser."""
    registers = {speaker.id: speaker.register for speaker in scene.speakers}
    out = []
    for utterance in scene.utterances:
        manner = style.low if registers[utterance.speaker] == "low" else style.high
        voice = f"{manner.language}+{manner.variant}"
        out.append(Line(text=utterance.text, voice=voice, rate_wpm=style.rate_wpm, pitch=manner.pitch,
                        range=manner.range, gap=style.gap))  # fmt: skip
    return out


def resampled(spoken: Spoken, rate_hz: int) -> Spoken:
    """At another sample rate, without rumble, and without the pause at the end; by way of its spectrum."""
    last = max((at for name, at in spoken.phonemes if not name.startswith("_")), default=0)
    pauses = [at for name, at in spoken.phonemes if name.startswith("_") and at > last]
    cut = min([len(spoken.samples), *(at + RATE_HZ // 20 for at in pauses[:1])])
    blocks = next_fast_len(-(-cut // BLOCK_IN) + 1, real=True)
    spectrum = rfft(spoken.samples[:cut], blocks * BLOCK_IN)
    bin_hz = RATE_HZ / (blocks * BLOCK_IN)
    low_hz = np.arange(int(2 * RUMBLE_HZ / bin_hz) + 1) * bin_hz
    spectrum[: len(low_hz)] *= np.clip(low_hz / RUMBLE_HZ - 1, 0, 1).astype(np.float32)
    scale = BLOCKS_OUT[rate_hz] / BLOCK_IN
    samples = irfft(spectrum[: blocks * BLOCKS_OUT[rate_hz] // 2 + 1], blocks * BLOCKS_OUT[rate_hz])
    samples = samples[: round(cut * scale)] * np.float32(scale)
    return Spoken(
        fade(samples, rate_hz),
        tuple((place, round(at * scale)) for place, at in spoken.words),
        tuple((name, min(round(at * scale), len(samples))) for name, at in spoken.phonemes),
    )


def _places(spoken: Sequence[Spoken], style: SpeechStyle, rate: int) -> tuple[list[int], int]:
    """Where each utterance begins, and how long the clip is, in samples."""
    at = round(style.lead_s * rate)
    starts = []
    for one in spoken:
        starts.append(at)
        at += len(one.samples) + round(style.pause_s * rate)
    return starts, at - round((style.pause_s - style.lead_s) * rate)


def _words(scene: Talk, spoken: Sequence[Spoken], starts: Sequence[int], rate: int) -> list[Word]:
    """Every word with its part and its place in the mix."""
    out = []
    for utterance, one, start in zip(scene.utterances, spoken, starts, strict=True):
        text = utterance.text
        ends = [at for name, at in one.phonemes if name.startswith("_")] + [len(one.samples)]
        places = [place for place, _ in one.words]
        for part, first, _ in utterance.offsets():
            at = first
            for word in part.says.split(" "):
                if at in places:
                    number = places.index(at)
                    onset = one.words[number][1]
                    following = [sample for _, sample in one.words[number + 1 : number + 2]]
                    end = min([*following, next(e for e in ends if e > onset)])
                    heard = " ".join(n for n, s in one.phonemes if onset <= s < end and not n.startswith("_"))
                    span = Span(start + onset, start + end)
                    out.append(Word(part.id, word.strip(",.:"), heard, span))
                elif at == first:
                    raise Reject("alignment")
                else:  # run together with the word before, as in `of the`
                    out[-1] = out[-1]._replace(text=f"{out[-1].text} {word}")
                at = text.find(" ", at) + 1
    return out


def _levels(scene: Talk, spoken: Sequence[Spoken]) -> list[float]:
    """Gain of each utterance, so that every voice has its level whatever its variant."""
    power: dict[str, list[float]] = {}
    for utterance, one in zip(scene.utterances, spoken, strict=True):
        sums = power.setdefault(utterance.speaker, [0.0, 0.0])
        sums[0] += float(np.dot(one.samples, one.samples))
        sums[1] += len(one.samples)
    own = {speaker: np.sqrt(total / max(count, 1.0)) for speaker, (total, count) in power.items()}
    level = {speaker.id: 10 ** (speaker.level_db / 20) for speaker in scene.speakers}
    return [0.1 * level[u.speaker] / float(own[u.speaker]) for u in scene.utterances]


# -- noise and covers --------------------------------------------------------------------------------------------------


def rms(samples: np.ndarray, spans: Sequence[Span]) -> float:
    """Root mean square over some spans together."""
    total = sum(float(np.dot(samples[a:b], samples[a:b])) for a, b in spans)
    return float(np.sqrt(total / max(1, sum(b - a for a, b in spans))))


def _noise(scene: Talk, style: SpeechStyle, length: int, speech_rms: float) -> np.ndarray:
    """Noise at the level asked for. Drawn by the scene's own words, so it is the same on every run."""
    if scene.noise == "none":
        return np.zeros(length, np.float32)
    rng = rng_for(0, "noise", scene.utterances[-1].text, scene.noise, length)
    noise = _coloured(scene.noise, style.tilt, rng, length, style.sample_rate_hz)
    noise -= noise.mean()
    noise *= np.float32(speech_rms * 10 ** (-scene.snr_db / 20) / np.sqrt(np.dot(noise, noise) / length))
    return noise


def _coloured(kind: Noise, tilt: float, rng: np.random.Generator, length: int, rate: int) -> np.ndarray:
    """Noise of no particular level: white through one pole, or between 60 and 250 Hz, or mains hum with a little."""
    white = rng.standard_normal(length, dtype=np.float32)
    if kind == "hiss":
        return _filtered((1.0,), (1.0, -tilt), white)
    if kind == "rumble":
        low, high = (1 - 2 * np.pi * hz / rate for hz in (60, 250))
        return _filtered((1.0, -1.0), (1.0, -low - high, low * high), white)
    time = np.arange(rate // 50) / rate  # two periods, whole samples at every rate
    tones = sum(np.sin(2 * np.pi * 100 * k * time + k * k) / k for k in range(1, 9))
    return np.asarray(np.resize(tones, length).astype(np.float32) + np.float32(0.2) * white)


def _filtered(above: tuple[float, ...], below: tuple[float, ...], samples: np.ndarray) -> np.ndarray:
    """`lfilter` in single precision: half the time, and 16 bits are all that is kept."""
    return np.asarray(lfilter(np.array(above, np.float32), np.array(below, np.float32), samples))


def _silence(speech: np.ndarray, span: Span, rate: int) -> None:
    """No speech within a span; its edges fade over 5 ms inside it."""
    ramp = min((span.end - span.start) // 2, round(0.005 * rate))
    slope = 0.5 + 0.5 * np.cos(np.pi * (np.arange(ramp) + 0.5) / ramp)
    speech[span.start : span.start + ramp] *= slope
    speech[span.end - ramp : span.end] *= slope[::-1]
    speech[span.start + ramp : span.end - ramp] = 0.0


def _cover(scene: Talk, sound: CoverSound, span: Span, rate: int, loud: float) -> np.ndarray:
    """The sound that is heard in a part's stead, about as loud as the speech."""
    length = span.end - span.start
    time = np.arange(length) / rate
    if sound == "dropout":
        return np.zeros(length)
    if sound == "beep":
        return fade(1.2 * loud * np.sqrt(2) * np.sin(2 * np.pi * 1000 * time), rate, 0.008)
    rng = rng_for(0, "cough", scene.utterances[-1].text, length)
    pole = 0.985 * np.exp(2j * np.pi * 750 / rate)
    rough = lfilter([1.0], [1.0, -2 * pole.real, abs(pole) ** 2], rng.standard_normal(length))
    strokes = max(1, round(length / rate / 0.35))
    phase = (time * strokes * rate / length) % 1.0
    shaped = rough * np.minimum(1.0, phase * 25) * np.exp(-3.5 * phase)
    shaped -= shaped.mean()
    return fade(shaped * 1.4 * loud / np.sqrt(np.square(shaped).mean()), rate, 0.008)
