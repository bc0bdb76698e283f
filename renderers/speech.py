"""Speaks a talk, adds noise and covers, and measures what is heard of every part.

Words begin and end where they are heard, as measured on the speech in the mix; where the synthesiser reports them is
kept beside it. Loudness and signal to noise ratios are measured on the speech and the noise as they are in the mix.
What lies below `SNR_MIN_DB` is drawn, but nothing is asked that rests on it.
"""

from __future__ import annotations

from scenewright.renderers.base import Mark, Rendering, Resolution
from scenewright.renderers.sound import encode_flac, fade, mastered
from scenewright.renderers.speech_measure import (
    QUIET_DB,
    HeardPart,
    HeardVoice,
    HeardWord,
    Spans,
    SpeechReadings,
    heard_words,
    measured,
    seconds,
    spans_of,
)
from scenewright.renderers.speech_mix import Mix
from scenewright.renderers.speech_style import SpeechStyle, draw_style
from scenewright.scenes.speech import Talk

MEDIA = ("audio/flac",)
REQUIRES = ("espeakng_loader", "speech")
"""Module without which nothing is spoken, and the extra that brings it."""
STYLE = SpeechStyle
READINGS = SpeechReadings

SNR_MIN_DB = 6.0
"""Digits in noise are understood without a mistake well below 0 dB (the 50 % point of digit triplets lies near -10 dB;
Smits, Kapteyn and Houtgast, 2004); synthetic voices and other words need more, so 6 dB are kept as a margin."""


def synthesis(scene: Talk, style: SpeechStyle) -> Mix:
    """The floor under a clip: its words spoken, with noise and covers; nothing measured, mastered or encoded."""
    return Mix(scene, style)


def render(scene: Talk, style: SpeechStyle) -> Rendering:
    """Speak, mix, master and measure. `Reject("alignment")` where the synthesiser does not report a word by itself."""
    mix = synthesis(scene, style)
    rate = mix.rate_hz
    samples, gain_db, lufs = mastered(fade(mix.speech + mix.other, rate), rate, style.lufs)
    words = heard_words(mix)
    spans = spans_of(scene, mix, words)
    return Rendering(
        media=(encode_flac(samples, rate),),
        marks=tuple(_marks(scene, spans, rate)),
        resolution=Resolution(),
        readings=measured(scene, mix, words, spans, gain_db, lufs),
    )


def _marks(scene: Talk, spans: Spans, rate: int) -> list[Mark]:
    """Time spans of all that is heard. A covered part keeps its span."""

    def mark(id: str, part: str, text: str = "", of: str = "") -> Mark:
        start, end = spans[of or id]
        return Mark(id=id, part=part, text=text, start_s=seconds(start, rate), end_s=seconds(end, rate))

    out = []
    for speaker in scene.speakers:
        out += [mark(speaker.id, "voice"), mark(f"{speaker.id}.heard", "voice", of=speaker.id)]
    for utterance in scene.utterances:
        out.append(mark(utterance.id, "utterance", utterance.text))
        out += [mark(part.id, part.kind or "words", part.says) for part in utterance.parts]
    return [*out, mark("cover", "cover")] if scene.cover else out


__all__ = [
    "MEDIA",
    "QUIET_DB",
    "READINGS",
    "REQUIRES",
    "SNR_MIN_DB",
    "STYLE",
    "HeardPart",
    "HeardVoice",
    "HeardWord",
    "SpeechReadings",
    "SpeechStyle",
    "draw_style",
    "render",
    "synthesis",
]
