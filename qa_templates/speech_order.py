"""Questions for what is mentioned, in which order and by whom, and for the voices themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.answers import Sequence as SequenceAnswer
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.speech_base import (
    SpeechTemplate,
    hear_all,
    hear_subject,
    hear_voice,
    name_of,
    named,
    once,
    other_speakers,
    other_subjects,
    pairs,
    subjects,
    things,
    when,
)
from scenewright.qa_templates.speech_words import label, the
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.renderers.speech import SpeechReadings
from scenewright.scenes.base import Reject
from scenewright.scenes.speech import Part, Talk
from scenewright.scenes.speech_words import SETTINGS

LOUDER_DB = 3.0
"""Voices that differ by less are not compared."""


class IsMentioned(SpeechTemplate):
    """Whether a subject is mentioned."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "{be} {what} mentioned?",
        "Does the recording mention {what}?",
        "{be} {what} mentioned anywhere in the clip?",
        "Do you hear {what} mentioned?",
        "Does anyone speak of {what}?",
        "Listen to the clip. {Do} {what} come up?",
        "Is there any mention of {what}?",
        "{do} {what} come up in the recording?",
        "Can you hear {what} being mentioned?",
        "{be} {what} spoken of in the recording?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return SETTINGS[scene.setting].subjects

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {**things(scene), "Do": things(scene)["do"].capitalize(), "what": the(scene, slot)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        found = work.do("is_in", heard, slot, say=lambda v: f"“{slot}” is {'among' if v else 'not among'} these.")
        return Boolean(value=found.value)


class TimesSaid(SpeechTemplate):
    """How often a word of a list is said."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many times is the word {word} said?",
        "How often does the word {word} occur in the list?",
        "Count how often you hear the word {word}.",
        "How many times do you hear the word {word}?",
        "In the list of words, how often is {word} said?",
        "Listen to the list. How often does it contain the word {word}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return sorted({p.text for p in subjects(scene)}) if scene.setting == "words" else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"word": slot}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        return Integer(
            value=work.do(
                "times_of", heard, slot, say=lambda v: f"Among them {slot} is said {count_of(v, 'time')}."
            ).value
        )


class IsBefore(SpeechTemplate):
    """Whether one subject is mentioned before another."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "{be} {a} mentioned before {b}?",
        "Does the recording mention {a} before {b}?",
        "Do you hear about {a} earlier than about {b}?",
        "{be} {a} mentioned earlier in the clip than {b}?",
        "Listen to the order. {Do} {a} come up before {b}?",
        "Does the mention of {a} come before that of {b}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in once(scene)])

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {
            **things(scene),
            "Do": things(scene)["do"].capitalize(),
            "a": the(scene, slot[0]),
            "b": the(scene, slot[1]),
        }

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        parts = [p for p in subjects(scene) if p.text in slot]
        heard = [hear_subject(scene, part, work) for part in parts]
        first = work.do("nth", heard, 0, say=lambda v: f"“{v}” comes first.")
        return Boolean(
            value=work.do("equal", first, slot[0], say=f"So the first of the two is {heard[0].value}.").value
        )


class SameVoice(SpeechTemplate):
    """Whether one voice mentions both of two subjects."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Are {a} and {b} mentioned by the same voice?",
        "Does the same person mention {a} and {b}?",
        "Is it one and the same speaker who mentions {a} and {b}?",
        "Do you hear of {a} and {b} from the same speaker?",
        "Does one voice mention both {a} and {b}?",
        "Listen to the voices. Is it the same one for {a} and {b}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in once(scene)]) if len(scene.speakers) == 2 else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {
            **things(scene),
            "Do": things(scene)["do"].capitalize(),
            "a": the(scene, slot[0]),
            "b": the(scene, slot[1]),
        }

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        parts = [p for name in slot if (p := named(scene, name))]
        a, b = (hear_voice(scene, part, work) for part in parts)
        return Boolean(
            value=work.do("equal", a, b, say=lambda v: f"That is {'one voice' if v else 'two voices'}.").value
        )


class NthMentioned(SpeechTemplate):
    """Which subject is mentioned k-th, from the start or from the end."""

    skill = "structure"
    phrasings = (
        "Which {thing} is mentioned {nth}?",
        "Which {thing} do you hear about {nth}?",
        "Of all the {things}, which one is mentioned {nth}?",
        "Which of the {things} comes {nth} in the recording?",
        "Name the {thing} that is mentioned {nth}.",
        "Going by the order of the recording, which {thing} is mentioned {nth}?",
        "Listen to the order. Which {thing} comes up {nth}?",
        "Which {thing} is {nth} in the order in which they are mentioned?",
        "What is the {thing} that is mentioned {nth}?",
        "The {things} are mentioned one after the other. Which one is mentioned {nth}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        count = len(subjects(scene))
        return [*range(min(count, 4)), -1, *([-2] if count > 2 else [])]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        nth = ordinal(slot + 1) if slot >= 0 else "last" if slot == -1 else "last but one"
        return things(scene) | {"nth": nth}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        nth = self.words(scene, slot)["nth"]
        found = work.do("nth", heard, slot, say=lambda v: f"The {nth} of them is {the(scene, v)}.")
        return label(scene, found.value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        if len(once(scene)) < len(subjects(scene)):
            return ()  # words said twice would be likelier than others
        return other_subjects(scene, answer.text(), "The recording has {} at another place.")


class NextMentioned(SpeechTemplate):
    """Which subject is mentioned right after another."""

    skill = "structure"
    phrasings = (
        "Which {thing} is mentioned right after {a}?",
        "Which {thing} do you hear about directly after {a}?",
        "After {a}, which {thing} is mentioned next?",
        "Name the {thing} that is mentioned just after {a}.",
        "What is the next {thing} to be mentioned after {a}?",
        "Listen to the order. Which {thing} follows {a} directly?",
        "Going by the recording, which {thing} comes straight after {a}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [p.text for p in once(scene) if p.text != subjects(scene)[-1].text]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"a": the(scene, slot)}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        both = self.both(scene, slot)
        heard = [hear_subject(scene, part, work) for part in both]
        found = work.do("follower", heard, slot, say=lambda v: f"What is mentioned next is {the(scene, v)}.")
        return label(scene, found.value)

    def both(self, scene: Talk, slot: Slot) -> list[Part]:
        """The subject that is named, and the one after it."""
        found = subjects(scene)
        place = next(i for i, part in enumerate(found) if part.text == slot)
        return found[place : place + 2]

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        if len(once(scene)) < len(subjects(scene)):
            return ()
        return [
            w
            for w in other_subjects(scene, answer.text(), "The recording has {} at another place.")
            if w[0].text() != slot
        ]


class AllInOrder(SpeechTemplate):
    """All subjects in the order in which they are mentioned."""

    skill = "structure"
    phrasings = (
        "List the {things} in the order in which they are mentioned.",
        "In which order are the {things} mentioned? List them all.",
        "Name all the {things} in the order of the recording.",
        "Which {things} are mentioned, from the first to the last?",
        "Give the {things} in the order in which you hear of them.",
        "Write down the {things} one after the other, as they come up in the recording.",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [""] if len(once(scene)) == len(subjects(scene)) else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        found = work.do("collect", *heard, say=lambda v: f"So the order is: {', '.join(v)}.")
        return SequenceAnswer(values=tuple(found.value), partial=True)


class FirstVoice(SpeechTemplate):
    """Who speaks first or last."""

    skill = "structure"
    phrasings = (
        "Who speaks {end}?",
        "Whose voice is heard {end}?",
        "Which of the two speakers is heard {end}?",
        "What is the name of the person who speaks {end}?",
        "Listen to the voices. Who is the one that speaks {end}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return ["first", "last"] if len(scene.speakers) == 2 else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"end": slot}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        utterance = scene.utterances[0 if slot == "first" else -1]
        speaker = work.read(utterance.id, "speaker", f"One of two voices is heard {slot}.")
        name = name_of(scene, utterance.speaker)
        say = f"{when(work, name)} this voice says its name, {name.text}."
        return Label(value=work.do("speaker_name", speaker, say=say, evidence=(name.id, utterance.speaker)).value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_speakers(scene, answer.text())


class LouderVoice(SpeechTemplate):
    """Which of two voices is louder or softer, by the measured level; rejected below 3 dB."""

    skill = "comparison"
    phrasings = (
        "Which of the two speakers is {end}?",
        "Whose voice is {end}?",
        "Who speaks {end_ly}?",
        "Compare the two voices. Whose is {end}?",
        "Listen to both voices. Which speaker is {end} than the other?",
        "Of the two speakers, who is {end}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return ["louder", "quieter"] if len(scene.speakers) == 2 else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"end": slot, "end_ly": "louder" if slot == "louder" else "more quietly"}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        readings = work.readings
        assert isinstance(readings, SpeechReadings)
        levels = []
        for voice, speaker in zip(readings.voices, scene.speakers, strict=True):
            say = f"The level of {speaker.name}'s voice is {voice.loudness_dbfs:.1f} dB."
            levels.append(work.read(voice.id, "loudness_dbfs", say))
        if abs(levels[0].value - levels[1].value) < LOUDER_DB:
            raise Reject("margin")
        names = [s.name for s in scene.speakers]
        introduced = tuple(name_of(scene, s.id).id for s in scene.speakers)
        op = "argmax" if slot == "louder" else "argmin"
        found = work.do(op, names, levels, say=lambda v: f"So {v} is {slot}.", evidence=introduced)
        return Label(value=found.value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_speakers(scene, answer.text())


class VoicesHeard(SpeechTemplate):
    """How many voices speak."""

    skill = "counting"
    phrasings = (
        "How many different voices do you hear?",
        "How many people speak in the recording?",
        "By how many people is the recording spoken?",
        "Count the speakers. How many are there?",
        "How many speakers are there in the clip?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [""]

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        voices = [work.read(s.id, "register", lambda v: f"There is a {v} voice.") for s in scene.speakers]
        return Integer(value=work.do("count", voices, say=lambda v: f"That makes {count_of(v, 'voice')}.").value)
