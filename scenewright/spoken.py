"""Questions by voice: any text spoken, and samples whose first question comes with its sound.

`speak("What time is it?")` gives a clip. In a recipe, `spoken: 0.25` in a family's entry gives that share of its
samples a further medium, of role `question`, with the first question and its options; a mark `question-0` tells which.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from scenewright.errors import UserError
from scenewright.neural_voices import Kokoro, Piper
from scenewright.qa_templates.base import LETTERS, Question
from scenewright.renderers import espeak
from scenewright.renderers.base import Mark, Media
from scenewright.renderers.sound import encode_flac, fade, mastered
from scenewright.scenes.base import between, chance, pick, rng_for
from scenewright.scenes.speech_words import number_said, time_said

if TYPE_CHECKING:
    from scenewright.sample import Sample

LUFS = -23.0
"""Loudness of spoken questions (EBU R 128)."""
SHORTEST_S = 0.5
"""A clip is padded to this: loudness has blocks of 0.4 s."""
VOICES = tuple(
    f"{language}+{variant}"
    for language in ("en-us", "en-gb", "en-gb-scotland")
    for variant in ("m1", "m3", "m7", "michel", "f1", "f2", "f4", "Annie", "belinda")
)
"""What is drawn from where a recipe names no voice."""

_UNITS = {
    "%": "percent", "°": "degrees", "km/h": "kilometres per hour", "m/s": "metres per second", "km": "kilometres",
    "cm": "centimetres", "mm": "millimetres", "m": "metres", "kg": "kilograms", "g": "grams", "s": "seconds",
    "ms": "milliseconds", "min": "minutes", "h": "hours", "dB": "decibels", "Hz": "hertz", "kHz": "kilohertz",
    "px": "pixels", "°C": "degrees Celsius", "N": "newtons",
}  # fmt: skip
_UNIT = re.compile(rf"(?<=\d)\s?({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![\w/])")
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}
_SIGNS = (
    ("≤", " at most "), ("≥", " at least "), ("≠", " not equal to "), ("<", " less than "), (">", " greater than "),
    ("=", " equals "), ("+", " plus "), ("×", " times "), ("÷", " divided by "), ("→", " to "), ("&", " and "),
    ("²", " squared "), ("³", " cubed "), ("_", " "),
)  # fmt: skip


def spoken_text(text: str) -> str:
    """A text as it is read out: times, units, money, signs and the letters of options in words."""
    text = re.sub(r"(?m)(^|\s)\(?([A-H])[.)]\s+", r"\1Option \2: ", text)
    text = re.sub(r"\b(\d{1,2}):(\d{2}):(\d{2})\b", lambda m: f"{_clock(m)} and {number_said(int(m[3]))} seconds", text)
    text = re.sub(r"\b(\d{1,2}):(\d{2})\b", _clock, text)
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text)
    text = re.sub(r"([$€£])\s?(\d+(?:\.\d+)?)(\s(?:thousand|million|billion))?", _money, text)
    text = re.sub(r"(?<![\w.])[-−–](?=\d)", "minus ", text)
    text = re.sub(r"(?<=\d)\s?[–−]\s?(?=\d)", " to ", text)
    text = _UNIT.sub(lambda m: f" {_UNITS[m[1]]}", text)
    text = re.sub(r"#(?=\d)", "number ", text)
    for sign, words in _SIGNS:
        text = text.replace(sign, words)
    return " ".join(re.sub(r"[*`“”\"{}\[\]|<>\\^~]", " ", text).split())


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return found[0]
    if 1 <= hour <= 12:
        return time_said(hour * 60 + minute)
    if minute == 0:
        return f"{number_said(hour)} hundred"
    return f"{number_said(hour)} {'oh ' if minute < 10 else ''}{number_said(minute)}"


def _money(found: re.Match[str]) -> str:
    return f"{found[2]}{found[3] or ''} {_MONEY[found[1]]}"


def words_of(question: Question) -> str:
    """What is read out of a question: its text, then its options by letter."""
    options = [f"Option {LETTERS[i]}: {choice.text}." for i, choice in enumerate(question.choices)]
    return spoken_text(" ".join([question.text, *options]))


def speak(text: str, voice: str = "en-us", rate: int = 160, pitch: int = 50) -> Media:
    """A text as a FLAC clip of role `question`. The same arguments give the same bytes.

    `voice`: a language of espeak-ng with a variant (`en-gb+f2`), the path of a Piper voice (`*.onnx`), or of Kokoro the
    paths of model and voices and a name (`kokoro-v1.0.onnx,voices-v1.0.bin,af_sarah`). `rate`: words per minute, which
    Piper does not heed; `pitch`: 0 to 99, of espeak-ng alone. `UserError` names what is wrong: an empty text, an
    unknown voice, a missing extra.
    """
    said = spoken_text(text)
    if not re.search(r"\w", said):
        raise UserError("there is nothing to speak: the text has no words")
    for name, value, low, high in (("rate", rate, 80, 450), ("pitch", pitch, 0, 99)):
        if not low <= value <= high:
            raise UserError(f"{name} must be {low} to {high}, not {value}")
    check_voice(voice)
    if neural := _neural(voice):
        samples, rate_hz = neural.say(said, rate)
    else:
        (spoken,) = espeak.say([espeak.Line(text=said, voice=voice, rate_wpm=rate, pitch=pitch)])
        samples, rate_hz = spoken.samples, espeak.RATE_HZ
    short = round(SHORTEST_S * rate_hz) - len(samples)
    samples = np.pad(fade(samples - samples.mean(), rate_hz), (0, max(0, short)))
    return msgspec.structs.replace(encode_flac(mastered(samples, rate_hz, LUFS)[0], rate_hz), role="question")


def check_voice(voice: str) -> None:
    """`UserError` in one line where a voice can't be had: its name, its file, or what it needs."""
    if neural := _neural(voice):
        neural.check()
        return
    try:
        espeak.check(voice)
    except (espeak.VoiceError, ImportError) as error:
        raise UserError(str(error)) from None


def located(voice: str, folder: Path) -> tuple[str, tuple[Path, ...]]:
    """A voice with its paths, where it has any, from `folder` on; and these."""
    neural = _neural(voice)
    if neural is None:
        return voice, ()
    found = neural.under(folder)
    return found.name, found.files()


def _neural(voice: str) -> Piper | Kokoro | None:
    """A voice that is files of the user's; None for one of espeak-ng's."""
    if "," in voice:
        parts = tuple(part.strip() for part in voice.split(","))
        if len(parts) != 3 or not all(parts):
            raise UserError(f"voice {voice}: a Kokoro voice is 'MODEL.onnx,VOICES.bin,NAME', with two commas")
        return Kokoro(*parts)
    return Piper(voice) if voice.endswith(".onnx") else None


def with_voice(sample: Sample, share: float, voice: str, first: int) -> Sample:
    """The sample, with its first question spoken if it is among `share` of all.

    Both twins are spoken, in one voice, or neither: it is drawn by `first`, the index of the first of them.
    """
    rng = rng_for(sample.seed, sample.family, sample.level, first, "spoken")
    if not (chance(rng, share) and sample.questions):
        return sample
    drawn, rate, pitch = pick(rng, VOICES), between(rng, 140, 175), between(rng, 42, 58)
    words = words_of(sample.questions[0])
    medium = speak(words, voice or drawn, rate, pitch)
    mark = Mark(id="question-0", part="question", text=words, medium=len(sample.media), start_s=0.0,
                end_s=medium.duration_s)  # fmt: skip
    return msgspec.structs.replace(sample, media=(*sample.media, medium), marks=(*sample.marks, mark))
