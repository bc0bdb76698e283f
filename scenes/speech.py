"""Spoken clips: announcements, lists, codes and plans said by one or two voices, with noise and with words covered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Scene, Spec, Thing, below, between, chance, draw, pick, shuffled, uniform
from scenewright.scenes.speech_words import (
    DAYS,
    HIGH_NAMES,
    LACKING,
    LOW_NAMES,
    SECRETS,
    SETTINGS,
    Kind,
    Setting,
    digits_said,
    letters_said,
    number_said,
    time_said,
)

SettingName = Literal["trains", "shop", "list", "diary", "clinic", "doors", "words"]
Noise = Literal["none", "hiss", "rumble", "hum"]
CoverSound = Literal["beep", "dropout", "cough"]

FACTS: tuple[Kind, ...] = ("number", "time", "day", "code", "word")
"""Parts that state something about a subject."""
FIRST_HOUR, LAST_HOUR = 5, 11
"""Hours of the times said. All are of one half of the day, so that a span between two has one meaning."""
QUIETER_DB = 8.0
"""How much lower the level of the quieter of two voices is, where they differ."""
QUIET_SNR_DB = 18.0
"""Least signal to noise ratio of clips in which one voice is quieter."""


class SpeechSpec(Spec, frozen=True, kw_only=True):
    """What spoken clips are drawn from."""

    settings: Annotated[tuple[SettingName, ...], msgspec.Meta(min_length=1)] = (
        "trains",
        "shop",
        "list",
        "diary",
        "clinic",
        "doors",
        "words",
    )
    subjects_min: Annotated[int, msgspec.Meta(ge=2, le=9)] = 2
    subjects_max: Annotated[int, msgspec.Meta(ge=2, le=9)] = 3
    """Subjects talked about; lists of words have twice as many words, at most twelve."""
    speakers: Annotated[int, msgspec.Meta(ge=1, le=2)] = 1
    minute_step: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5
    digits_min: Annotated[int, msgspec.Meta(ge=3, le=8)] = 3
    digits_max: Annotated[int, msgspec.Meta(ge=3, le=8)] = 4
    noisy: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of clips with noise."""
    snr_db_min: Annotated[float, msgspec.Meta(ge=-10, le=60)] = 20.0
    snr_db_max: Annotated[float, msgspec.Meta(ge=-10, le=60)] = 30.0
    """Level of the speech above the noise."""
    covered: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.25
    """Share of clips in which a sound covers a part of a sentence."""

    def __post_init__(self) -> None:
        for low, high in (("subjects_min", "subjects_max"), ("digits_min", "digits_max"), ("snr_db_min", "snr_db_max")):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low} ({getattr(self, low)}) must not be above {high} ({getattr(self, high)})")


class Speaker(Thing, frozen=True, kw_only=True):
    """One voice. With two, one is low and one high, and each says its name first."""

    name: str
    register: Literal["low", "high"]
    level_db: float = 0.0
    """Relative to the louder voice."""


class Part(Thing, frozen=True, kw_only=True):
    """A few words that belong together: what they are about, what they state of it, or the words between."""

    kind: Kind
    says: str
    """The words as they are said."""
    after: str = ""
    """Punctuation that follows: a pause."""
    about: str = ""
    """Id of the subject, for facts."""
    number: int = 0
    """The value: of numbers, minutes since 0:00 of times, place in the week of days (Monday is 0)."""
    text: str = ""
    """The value as it is written: a name, `47`, `9:05`, `Tuesday`, digits, a word."""


class Utterance(Thing, frozen=True, kw_only=True):
    """What one voice says before the other, or itself after a pause, goes on."""

    speaker: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All its words, as they are handed to the synthesiser."""
        return " ".join(part.says + part.after for part in self.parts)

    def offsets(self) -> Iterator[tuple[Part, int, int]]:
        """Each part with its first character in `text` and the one after its last."""
        at = 0
        for part in self.parts:
            yield part, at, at + len(part.says)
            at += len(part.says) + len(part.after) + 1


class Cover(Thing, frozen=True, kw_only=True):
    """A sound in whose stead nothing of one part is heard: the speech is silent below it."""

    part: str
    sound: CoverSound


class Talk(Scene, frozen=True, kw_only=True):
    """Sentences one after the other. Each subject is named once, and each of its facts is said once; only lists of
    words repeat some.
    """

    setting: SettingName
    speakers: tuple[Speaker, ...]
    utterances: tuple[Utterance, ...]
    noise: Noise = "none"
    snr_db: float = 99.0
    """Level of the speech above the noise that is asked for; the level of each part is measured."""
    cover: Cover | None = None

    def parts(self) -> Iterator[Part]:
        """All parts in the order in which they are said."""
        for utterance in self.utterances:
            yield from utterance.parts


SCENE = Talk

_PIECE = re.compile(r"\{(\w+)\}|([^{}]+)")


def draw_scene(spec: SpeechSpec, rng: np.random.Generator) -> Talk:
    """An opening, and a sentence for each subject, by one voice or by two in turns."""
    name = pick(rng, spec.settings)
    setting = SETTINGS[name]
    speakers = _speakers(spec, rng)
    count = between(rng, spec.subjects_min, spec.subjects_max)
    subjects = draw(rng, setting.subjects, count if name != "words" else min(12, 2 * count))
    if name == "words":
        subjects = _with_repeats(subjects, rng)
    facts = _facts(spec, setting, len(subjects), rng)
    utterances = _openings(setting, speakers)
    turns = _turns(len(subjects), len(speakers), rng)
    line = pick(rng, setting.lines)
    for i, subject in enumerate(subjects):
        values = {kind: found[i] for kind, found in facts.items()}
        number = len(utterances)
        speaker = speakers[turns[i]].id
        if name == "words" and utterances[-1].speaker == speaker and i:
            utterances[-1] = _joined(utterances[-1], subject)
            continue
        utterances.append(
            Utterance(id=f"u{number}", speaker=speaker, parts=_parts(f"u{number}", line, subject, values))
        )
    noisy = chance(rng, spec.noisy)
    noise: Noise = pick(rng, ("hiss", "rumble", "hum")) if noisy else "none"
    snr_db = round(uniform(rng, spec.snr_db_min, spec.snr_db_max), 1)
    if len(speakers) == 2 and (not noisy or snr_db >= QUIET_SNR_DB) and chance(rng, 0.6):
        quiet = between(rng, 0, 1)
        speakers[quiet] = msgspec.structs.replace(speakers[quiet], level_db=-QUIETER_DB)
    talk = Talk(
        setting=name,
        speakers=tuple(speakers),
        utterances=tuple(utterances),
        noise=noise,
        snr_db=snr_db if noisy else 99.0,
    )
    return idly_covered(talk, rng) if chance(rng, spec.covered) else talk


def covered(talk: Talk, part: str, sound: CoverSound) -> Talk:
    """The same talk with one part, and no other, covered."""
    kind = next(p.kind for p in talk.parts() if p.id == part)
    cover = Cover(id="cover", part=part, sound=sound)
    return msgspec.structs.replace(talk, cover=cover, hidden=(part,) if kind else ())


def lacking(talk: Talk, subject: Part, kind: Kind) -> Talk:
    """The same talk without one fact of one subject, whose sentence says the other. `Reject("hidden_evidence")` where a
    sound covers something of that sentence.
    """
    place = next(i for i, u in enumerate(talk.utterances) if subject in u.parts)
    old = talk.utterances[place]
    if talk.cover and any(part.id == talk.cover.part for part in old.parts):
        raise Reject("hidden_evidence")
    values = {part.kind: (part.number, part.text) for part in old.parts if part.about == subject.id}
    parts = _parts(old.id, LACKING[talk.setting, kind], subject.text, values)
    utterances = list(talk.utterances)
    utterances[place] = msgspec.structs.replace(old, parts=parts)
    return msgspec.structs.replace(talk, utterances=tuple(utterances))


def idly_covered(talk: Talk, rng: np.random.Generator) -> Talk:
    """A sound over some words or other, so that the sound alone says nothing about what can be asked."""
    parts = [part.id for part in talk.parts() if part.kind in FACTS or (part.kind == "" and len(part.says) > 8)]
    return covered(talk, pick(rng, parts), pick(rng, ("beep", "dropout", "cough"))) if parts else talk


def _speakers(spec: SpeechSpec, rng: np.random.Generator) -> list[Speaker]:
    registers: list[Literal["low", "high"]] = ["low", "high"]
    out = []
    for i, register in enumerate(shuffled(rng, registers)[: spec.speakers]):
        name = pick(rng, LOW_NAMES if register == "low" else HIGH_NAMES)
        out.append(Speaker(id=f"speaker_{i + 1}", name=name, register=register))
    return out


def _turns(count: int, speakers: int, rng: np.random.Generator) -> list[int]:
    """Who says which subject. Each voice says one at least."""
    if speakers == 1:
        return [0] * count
    return shuffled(rng, [0, 1, *(between(rng, 0, 1) for _ in range(count - 2))])


def _with_repeats(words: list[str], rng: np.random.Generator) -> list[str]:
    """A third of the words replaced by others of the list, never twice in a row."""
    out = list(words)
    for _ in range(len(words) // 3):
        i, word = between(rng, 1, len(out) - 1), pick(rng, words)
        if word not in (out[i - 1], out[(i + 1) % len(out)]):
            out[i] = word
    return out


def _facts(
    spec: SpeechSpec, setting: Setting, count: int, rng: np.random.Generator
) -> dict[Kind, list[tuple[int, str]]]:
    """Values of each kind that the setting's sentences have, all different within the clip."""
    line = setting.lines[0]
    out: dict[Kind, list[tuple[int, str]]] = {}
    if "{number}" in line:
        out["number"] = [(n, str(n)) for n in draw(rng, range(setting.low, setting.high + 1), count)]
    if "{time}" in line:
        slots = range(FIRST_HOUR * 60, (LAST_HOUR + 1) * 60, spec.minute_step)
        out["time"] = [(t, f"{t // 60}:{t % 60:02d}") for t in draw(rng, slots, count)]
    if "{day}" in line:
        out["day"] = [(d, DAYS[d]) for d in draw(rng, range(7), min(count, 7))]
        out["day"] += [pick(rng, out["day"]) for _ in range(count - 7)]
    if "{code}" in line:
        lengths = between(rng, spec.digits_min, spec.digits_max)
        codes: dict[str, None] = {}
        while len(codes) < count:
            codes["".join(str(below(rng, 10)) for _ in range(lengths))] = None
        out["code"] = [(0, code) for code in codes]
    if "{word}" in line:
        out["word"] = [(0, word) for word in draw(rng, SECRETS, count)]
    return out


_SAID = {
    "number": lambda number, text: number_said(number),
    "time": lambda number, text: time_said(number),
    "day": lambda number, text: text,
    "code": lambda number, text: digits_said(text),
    "word": lambda number, text: letters_said(text),
}


def _parts(id: str, line: str, subject: str, values: dict[Kind, tuple[int, str]]) -> tuple[Part, ...]:
    """A sentence in parts."""
    out: list[Part] = []
    subject_id = f"{id}.subject"
    for field, words in _PIECE.findall(line):
        if field == "subject":
            out.append(Part(id=subject_id, kind="subject", says=subject, text=subject))
        elif field:
            number, text = values[field]
            said = _SAID[field](number, text)
            out.append(Part(id=f"{id}.{field}", kind=field, says=said, about=subject_id, number=number, text=text))
        else:
            if out and words[0] in ",.:":
                out[-1] = msgspec.structs.replace(out[-1], after=words[0])
                words = words[1:]
            words = words.strip()
            stop = words[-1:] if words[-1:] in (",", ".", ":") else ""
            if words:
                out.append(Part(id=f"{id}.{len(out)}", kind="", says=words.rstrip(",.:"), after=stop))
    return tuple(out)


def _joined(utterance: Utterance, subject: str) -> Utterance:
    """The next word of a list, said by the same voice."""
    last = msgspec.structs.replace(utterance.parts[-1], after=",")
    part = Part(
        id=f"{utterance.id}.subject{len(utterance.parts)}", kind="subject", says=subject, text=subject, after="."
    )
    return msgspec.structs.replace(utterance, parts=(*utterance.parts[:-1], last, part))


def _openings(setting: Setting, speakers: list[Speaker]) -> list[Utterance]:
    """The first voice opens; where there are two, each says its name."""
    out = []
    for i, speaker in enumerate(speakers):
        parts: list[Part] = []
        if len(speakers) == 2:
            parts.append(Part(id=f"u{i}.hello", kind="", says="Hello, this is" if i == 0 else "And this is"))
            parts.append(Part(id=f"u{i}.name", kind="name", says=speaker.name, text=speaker.name, after="."))
        if i == 0:
            parts.append(Part(id=f"u{i}.opening", kind="", says=setting.opening[:-1], after="."))
        out.append(Utterance(id=f"u{i}", speaker=speaker.id, parts=tuple(parts)))
    return out


def measure(scene: Talk) -> dict[str, float]:
    """`difficulty` counts what has to be kept in mind: one for each fact, and more for noise, voices and covers."""
    facts = sum(part.kind in (*FACTS, "subject") for part in scene.parts())
    digits = sum(len(part.text) / 2 for part in scene.parts() if part.kind in ("code", "word"))
    noise = max(0.0, (30 - scene.snr_db) / 3)
    return {
        "difficulty": facts + digits + noise + 3.0 * (len(scene.speakers) - 1) + (scene.cover is not None),
        "words": float(sum(len(part.says.split()) for part in scene.parts())),
        "facts": float(facts),
        "speakers": float(len(scene.speakers)),
        "snr_db": scene.snr_db,
    }


LEVELS = (
    SpeechSpec(),
    SpeechSpec(subjects_min=3, subjects_max=4, digits_min=4, digits_max=5),
    SpeechSpec(
        subjects_min=3, subjects_max=5, speakers=2, digits_min=4, digits_max=5, noisy=0.4, snr_db_min=18, snr_db_max=28
    ),
    SpeechSpec(
        subjects_min=4, subjects_max=6, speakers=2, minute_step=1, digits_min=5, digits_max=6, noisy=0.7, snr_db_min=13,
        snr_db_max=24, covered=0.3,
    ),
    SpeechSpec(
        subjects_min=6, subjects_max=8, speakers=2, minute_step=1, digits_min=5, digits_max=7, noisy=1.0, snr_db_min=9,
        snr_db_max=18, covered=0.35,
    ),
)  # fmt: skip
