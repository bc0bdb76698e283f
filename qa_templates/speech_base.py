"""What questions about talks share: finding what was said, steps that hear it, and the gate of noise.

Everything that an answer rests on must stand at least `SNR_MIN_DB` above noise and covers where it is said, as
measured in the mix; else the question is rejected (`masked`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import ClockTime, Label, Unanswerable
from scenewright.qa_templates.base import Skill, Slot, Solved, Template, View, Wrong
from scenewright.qa_templates.speech_words import THINGS, fact_of, label, quoted, the
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.renderers.speech import SNR_MIN_DB, SpeechReadings
from scenewright.scenes.base import Reject
from scenewright.scenes.speech import Part, Speaker, Talk, Utterance
from scenewright.scenes.speech_words import DAYS, SETTINGS, Kind

OPS: dict[str, Op] = BASE_OPS | {
    "speaker_name": lambda scene, id: next(s.name for s in scene.speakers if s.id == id),
    "digit_at": lambda scene, code, place: int(code[place]),
    "letter_at": lambda scene, word, place: word[place].upper(),
    "letters": lambda scene, word: list(word.upper()),
    "day_after": lambda scene, day, days: DAYS[(day + days) % 7],
    "times_of": lambda scene, words, word: words.count(word),
    "is_in": lambda scene, words, word: word in words,
    "follower": lambda scene, words, word: words[words.index(word) + 1],
    "is_before": lambda scene, words, a, b: words.index(a) < words.index(b),
    "of_speaker": lambda scene, values, speakers, speaker: [
        v for v, s in zip(values, speakers, strict=True) if s == speaker
    ],
    "minutes_to_seconds": lambda scene, minutes: minutes * 60,
}


def subjects(scene: Talk) -> list[Part]:
    """Every subject in the order in which they are said; of lists of words each word as often as it is said."""
    return [part for part in scene.parts() if part.kind == "subject"]


def once(scene: Talk) -> list[Part]:
    """The subjects that are said once."""
    counts = Counter(part.text for part in subjects(scene))
    return [part for part in subjects(scene) if counts[part.text] == 1]


def named(scene: Talk, subject: str) -> Part | None:
    """The subject of that name, if it is said."""
    return next((part for part in subjects(scene) if part.text == subject), None)


def facts(scene: Talk, kind: Kind) -> list[Part]:
    """All facts of a kind in the order in which they are said."""
    return [part for part in scene.parts() if part.kind == kind]


def fact(scene: Talk, subject: Part, kind: Kind) -> Part:
    """What is said of a subject. `Reject("not_applicable")` where nothing of the kind is."""
    found = next((part for part in scene.parts() if part.about == subject.id and part.kind == kind), None)
    if found is None:
        raise Reject("not_applicable")
    return found


def lacks(scene: Talk) -> set[str]:
    """Kinds of facts that are said of some subjects and not of others."""
    counts = Counter(part.kind for part in scene.parts() if part.about)
    most = max(counts.values(), default=0)
    return {kind for kind, count in counts.items() if count < most}


def asks(scene: Talk, kind: Kind) -> bool:
    """Whether the setting's sentences state such facts."""
    return f"{{{kind}}}" in SETTINGS[scene.setting].lines[0]


def utterance_of(scene: Talk, part: Part) -> Utterance:
    """The utterance that a part is in."""
    return next(u for u in scene.utterances if any(p.id == part.id for p in u.parts))


def name_of(scene: Talk, speaker: str) -> Part:
    """The part in which a speaker says its name."""
    return next(p for u in scene.utterances if u.speaker == speaker for p in u.parts if p.kind == "name")


def speaker_named(scene: Talk, name: str) -> Speaker:
    """The speaker of that name."""
    return next(s for s in scene.speakers if s.name == name)


# -- hearing -----------------------------------------------------------------------------------------------------------


def when(work: Work, part: Part) -> str:
    """`At 3.2 s`: where in the clip a part is said."""
    readings = work.readings
    assert isinstance(readings, SpeechReadings)
    return f"At {readings.part(part.id).onset_s:.1f} s"


def hear_subject(scene: Talk, subject: Part, work: Work) -> Known:
    """The step that hears a subject."""
    return work.read(subject.id, "text", f"{when(work, subject)} you hear {quoted(subject)}.")


def hear_fact(scene: Talk, subject: Part, kind: Kind, work: Work, field: str = "number") -> Known:
    """Steps that hear a subject and what is said of it; the value is the fact's number, or its text."""
    hear_subject(scene, subject, work)
    part = fact(scene, subject, kind)
    what = fact_of(scene, subject.text, kind)
    return work.read(part.id, field, f"{when(work, part)} {quoted(part)} is said, so {what} is {part.text}.")


def hear_all(scene: Talk, work: Work) -> list[Known]:
    """Steps that hear every subject."""
    return [hear_subject(scene, part, work) for part in subjects(scene)]


def hear_voice(scene: Talk, part: Part, work: Work) -> Known:
    """Steps that hear whose voice says a part; the value is the speaker's name."""
    utterance = utterance_of(scene, part)
    speaker = work.read(utterance.id, "speaker", f"One of two voices mentions {the(scene, part.text)}.")
    name = name_of(scene, utterance.speaker)
    return work.do(
        "speaker_name",
        speaker,
        say=lambda v: f"{when(work, name)} the same voice says its name, which is {v}.",
        evidence=(part.id, name.id, utterance.speaker),
    )


class SpeechTemplate(Template[Talk]):
    """What the templates of this family share."""

    skill: ClassVar[Skill] = "retrieval"

    def solved(self, view: View[Talk], slot: Slot) -> Solved:
        """As elsewhere, and the gate of noise: what is needed must be heard."""
        found = super().solved(view, slot)
        readings = view.readings
        if not isinstance(found[1], Unanswerable) and isinstance(readings, SpeechReadings):
            needed = set(found[3])
            if any(
                part.id in view.hidden and needed & {p.id for p in subjects(view.scene)}
                for part in subjects(view.scene)
            ):
                raise Reject("hidden_evidence")  # the covered word might be any that is asked about
            missing = lacks(view.scene)
            if missing and any(part.id in needed and part.kind in missing for part in view.scene.parts()):
                raise Reject("ambiguous")  # the highest of all, but for one that is not known
            if any(part.part in needed and part.snr_db < SNR_MIN_DB for part in readings.parts):
                raise Reject("masked")
        return found

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene)


def things(scene: Talk) -> dict[str, str]:
    """Words that any frame may use."""
    one, many = THINGS[scene.setting]
    several = scene.setting == "list"  # whose subjects are plurals
    return {"thing": one, "things": many, "be": "are" if several else "is", "do": "do" if several else "does"}


def time_answer(minutes: int) -> ClockTime:
    """Minutes since 0:00 as a time of which the half of the day is not asked."""
    return ClockTime(hour=minutes // 60, minute=minutes % 60, twelve_hour=True)


def other_subjects(scene: Talk, right: str, why: str) -> Iterator[Wrong]:
    """All other subjects as wrong answers; `{}` in `why` stands for the subject."""
    for part in once(scene):
        if part.text != right:
            yield label(scene, part.text), why.format(the(scene, part.text))


def other_speakers(scene: Talk, right: str) -> list[Wrong]:
    """The other speakers as wrong answers."""
    return [(Label(value=s.name), f"{s.name} is the other voice.") for s in scene.speakers if s.name != right]


def pairs(items: Sequence[Any]) -> list[tuple[Any, Any]]:
    """All ordered pairs of different items."""
    return [(a, b) for a in items for b in items if a != b]
