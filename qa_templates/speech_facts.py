"""Questions for one fact: a number, a time, a day, a code, a spelled word, who said it, and what has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Integer, Label, Text, Transcript
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.speech_base import (
    SpeechTemplate,
    asks,
    fact,
    facts,
    hear_all,
    hear_fact,
    hear_voice,
    named,
    once,
    other_speakers,
    other_subjects,
    subjects,
    things,
    time_answer,
    utterance_of,
    when,
)
from scenewright.qa_templates.speech_words import WHAT, WHICH, fact_of, has, label, the
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.speech import Part, Talk
from scenewright.scenes.speech_words import Kind, digits_said


class FactTemplate(SpeechTemplate):
    """A fact of one subject, which the slot names."""

    kind: ClassVar[Kind]
    phrasings: ClassVar[tuple[str, ...]] = WHAT

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [part.text for part in once(scene)] if asks(scene, self.kind) else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"what": fact_of(scene, slot, self.kind)}

    def subject(self, scene: Talk, slot: Slot) -> Part:
        """The subject that is asked about."""
        found = named(scene, slot if isinstance(slot, str) else slot[0])
        assert found is not None
        return found

    def rivals(self, scene: Talk, slot: Slot) -> Iterable[Part]:
        """The same facts of the other subjects."""
        own = fact(scene, self.subject(scene, slot), self.kind)
        return [part for part in facts(scene, self.kind) if part.text != own.text]


def whose(scene: Talk, part: Part) -> str:
    """Why another subject's fact is wrong."""
    subject = next(p for p in subjects(scene) if p.id == part.about)
    return f"This is said of {the(scene, subject.text)}."


class NumberSaid(FactTemplate):
    """A number: platform, price, quantity or room."""

    kind = "number"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        return Integer(value=hear_fact(scene, self.subject(scene, slot), "number", work).value)


class TimeSaid(FactTemplate):
    """A time of day, of which the half of the day is not asked."""

    kind = "time"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        return time_answer(hear_fact(scene, self.subject(scene, slot), "time", work).value)


class DaySaid(FactTemplate):
    """A day of the week."""

    kind = "day"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        return Label(value=hear_fact(scene, self.subject(scene, slot), "day", work, "text").value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return [(Label(value=part.text), whose(scene, part)) for part in self.rivals(scene, slot)]


def code_answer(code: str) -> Text:
    """Digits, with or without spaces, or in words."""
    return Text(value=code, accepted=(" ".join(code), "-".join(code), digits_said(code)))


class CodeSaid(FactTemplate):
    """A code or an extension, digit by digit."""

    kind = "code"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        return code_answer(hear_fact(scene, self.subject(scene, slot), "code", work, "text").value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return [(code_answer(part.text), whose(scene, part)) for part in self.rivals(scene, slot)]


def spelled_answer(word: str) -> Text:
    """A word, or its letters."""
    letters = word.upper()
    return Text(value=word, accepted=("-".join(letters), " ".join(letters), ", ".join(letters)))


class WordSpelled(FactTemplate):
    """A word that is spelled letter by letter."""

    kind = "word"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        return spelled_answer(hear_fact(scene, self.subject(scene, slot), "word", work, "text").value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return [(spelled_answer(part.text), whose(scene, part)) for part in self.rivals(scene, slot)]


class DigitAt(FactTemplate):
    """One digit of a code."""

    kind = "code"
    phrasings = (
        "What is the {nth} digit of {what}?",
        "Which digit comes {nth} in {what}?",
        "Listen to {what}. What is its {nth} digit?",
        "In {what}, which digit is said {nth}?",
        "Give the {nth} digit of {what}.",
        "According to the recording, what is the {nth} digit of {what}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [(s, place) for s in super().slots(scene) for place in range(len(facts(scene, "code")[0].text))]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"what": fact_of(scene, slot[0], "code"), "nth": ordinal(slot[1] + 1)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        code = hear_fact(scene, self.subject(scene, slot), "code", work, "text")
        nth = ordinal(slot[1] + 1)
        return Integer(value=work.do("digit_at", code, slot[1], say=lambda v: f"Its {nth} digit is {v}.").value)


class LetterAt(FactTemplate):
    """One letter of a spelled word."""

    kind = "word"
    phrasings = (
        "What is the {nth} letter of {what}?",
        "Which letter comes {nth} in {what}?",
        "Listen to the spelling of {what}. What is its {nth} letter?",
        "When {what} is spelled, which letter is said {nth}?",
        "Give the {nth} letter of {what}.",
        "According to the recording, what is the {nth} letter of {what}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [(s, place) for s in super().slots(scene) for place in range(5)]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"what": fact_of(scene, slot[0], "word"), "nth": ordinal(slot[1] + 1)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        word = hear_fact(scene, self.subject(scene, slot), "word", work, "text")
        nth = ordinal(slot[1] + 1)
        return Label(value=work.do("letter_at", word, slot[1], say=lambda v: f"Its {nth} letter is {v}.").value)


class WhichHas(SpeechTemplate):
    """The subject that has a given fact."""

    kind: ClassVar[Kind]
    phrasings: ClassVar[tuple[str, ...]] = WHICH

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [part.text for part in facts(scene, self.kind)]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"which": self.which(scene, slot)}

    def which(self, scene: Talk, slot: Slot) -> str:
        """What it has, as the frames need it."""
        raise NotImplementedError

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        matching = [part for part in facts(scene, self.kind) if part.text == slot]
        if len(matching) != 1:
            raise Reject("tie")
        part = matching[0]
        work.read(part.id, "text", f"{when(work, part)} “{part.says}” is said, which is {part.text}.")
        of = work.read(part.about, "text", lambda v: f"The sentence is about {the(scene, v)}.")
        return label(scene, of.value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_subjects(scene, answer.text(), "Something else is said of {}.")


class WhichNumber(WhichHas):
    """What has a given number."""

    kind = "number"

    def which(self, scene: Talk, slot: Slot) -> str:
        return has(scene, int(slot))


class WhichTime(WhichHas):
    """What is at a given time."""

    kind = "time"

    def which(self, scene: Talk, slot: Slot) -> str:
        return f"the time {slot}"


class WhichDay(WhichHas):
    """What is on a given day."""

    kind = "day"
    phrasings = (
        "Which appointment is on {which}?",
        "According to the recording, which appointment is on {which}?",
        "What is planned for {which}?",
        "Listen to the clip. What is on {which}?",
        "Name the appointment that is on {which}.",
        "From what is said, what takes place on {which}?",
        "Going by the recording, what is the plan for {which}?",
    )

    def which(self, scene: Talk, slot: Slot) -> str:
        return str(slot)


class WhoSays(SpeechTemplate):
    """Which of two voices mentions a subject. Each says its own name."""

    phrasings = (
        "Who mentions {what}?",
        "Who speaks of {what}?",
        "Which of the two speakers mentions {what}?",
        "In the recording, who says something about {what}?",
        "Whose voice mentions {what}?",
        "Listen to the clip. Who speaks about {what}?",
        "Name the speaker who mentions {what}.",
        "By whom {be} {what} mentioned?",
        "What is the name of the speaker who mentions {what}?",
        "Which speaker do you hear mention {what}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [part.text for part in once(scene)] if len(scene.speakers) == 2 else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"what": the(scene, slot)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        part = named(scene, slot)
        assert part is not None
        return Label(value=hear_voice(scene, part, work).value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_speakers(scene, answer.text())


class TranscribeSentence(SpeechTemplate):
    """What is said of a subject, word for word. Codes are left out: their digits can be grouped in many ways."""

    phrasings = (
        "Write down, word for word, the sentence about {what}.",
        "Transcribe the sentence that mentions {what}.",
        "What exactly is said about {what}? Give the whole sentence.",
        "Give the exact words of the sentence about {what}.",
        "Quote the whole sentence in which {what} {be} mentioned.",
        "Type out the sentence about {what} exactly as it is spoken.",
        "Which words make up the sentence about {what}? Write them down in order.",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        if scene.setting in ("words", "clinic", "doors"):
            return []
        return [part.text for part in once(scene)]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"what": the(scene, slot)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        subject = named(scene, slot)
        assert subject is not None
        heard = [
            work.read(part.id, "says", lambda v, part=part: f"{when(work, part)} “{v}” is said.")
            for part in utterance_of(scene, subject).parts
        ]
        work.do("collect", *heard, say=lambda v: f"Together: {' '.join(v)}.")
        return Transcript(value=" ".join(known.value for known in heard))


class TranscribeList(SpeechTemplate):
    """All words of a list, the opening apart."""

    phrasings = (
        "Write down all the words of the list in the order in which they are said, each as often as it is said.",
        "Which words are you asked to remember? Write all of them in order, repeated ones again.",
        "Transcribe the list of words, repeats included.",
        "Give the whole list of words in order, with every repeat.",
        "List all the words to remember as they are spoken, one after the other, repeats included.",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [""] if scene.setting == "words" else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        work.do("collect", *heard, say=lambda v: f"In order: {', '.join(v)}.")
        return Transcript(value=" ".join(known.value for known in heard))
