"""Questions asked in twins: once with an answer, once where the words are not said or can't be heard."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.base import Slot
from scenewright.qa_templates.speech_base import fact, named, once, subjects
from scenewright.qa_templates.speech_facts import (
    CodeSaid,
    DaySaid,
    FactTemplate,
    NumberSaid,
    TimeSaid,
    WhoSays,
    WordSpelled,
)
from scenewright.qa_templates.speech_order import NextMentioned
from scenewright.qa_templates.speech_words import fact_of, the
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import pick
from scenewright.scenes.speech import CoverSound, Part, Talk, Utterance, covered, lacking
from scenewright.scenes.speech_words import LACKING, SETTINGS

SOUNDS: tuple[CoverSound, ...] = ("beep", "dropout", "cough")
_HEARD = {"beep": "a beep is heard", "dropout": "the sound drops out", "cough": "someone coughs"}


def renamed(scene: Talk, subject: str, rng: np.random.Generator) -> Talk:
    """The same talk about another subject in the place of one."""
    used = {part.text for part in subjects(scene)}
    other = pick(rng, [s for s in SETTINGS[scene.setting].subjects if s not in used])

    def part(old: Part) -> Part:
        same = old.kind == "subject" and old.text == subject
        return msgspec.structs.replace(old, says=other, text=other) if same else old

    def utterance(old: Utterance) -> Utterance:
        return msgspec.structs.replace(old, parts=tuple(map(part, old.parts)))

    return msgspec.structs.replace(scene, utterances=tuple(map(utterance, scene.utterances)))


class _Unsaid(FactTemplate):
    """A fact of a subject that in its twin is not mentioned."""

    unanswerable = "false_premise"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        if named(scene, slot) is None:
            return Unanswerable(reason="false_premise", why=f"nothing is said of {the(scene, slot)}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Talk, slot: Slot, rng: np.random.Generator) -> Talk:
        return renamed(scene, slot, rng)


class UnsaidNumber(_Unsaid, NumberSaid):
    """A number of a subject that in its twin is not mentioned."""


class UnsaidTime(_Unsaid, TimeSaid):
    """A time of a subject that in its twin is not mentioned."""


class UnsaidCode(_Unsaid, CodeSaid):
    """A code of a subject that in its twin is not mentioned."""


class _Lacking(FactTemplate):
    """A fact that in its twin is left out: the subject is mentioned, and something else is said of it."""

    unanswerable = "false_premise"

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return super().slots(scene) if (scene.setting, self.kind) in LACKING else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        subject = self.subject(scene, slot)
        if not any(part.about == subject.id and part.kind == self.kind for part in scene.parts()):
            return Unanswerable(reason="false_premise", why=f"{fact_of(scene, slot, self.kind)} is not said.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Talk, slot: Slot, rng: np.random.Generator) -> Talk:
        return lacking(scene, self.subject(scene, slot), self.kind)


class LackingNumber(_Lacking, NumberSaid):
    """A number that in its twin is left out."""


class LackingTime(_Lacking, TimeSaid):
    """A time that in its twin is left out."""


class LackingDay(_Lacking, DaySaid):
    """A day that in its twin is left out."""


class LackingCode(_Lacking, CodeSaid):
    """A code that in its twin is left out."""


class LackingWord(_Lacking, WordSpelled):
    """A spelled word that in its twin is left out."""


class WhoSaysUnsaid(WhoSays):
    """Who mentions a subject that in its twin nobody mentions."""

    unanswerable = "false_premise"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        if named(scene, slot) is None:
            return Unanswerable(reason="false_premise", why=f"nothing is said of {the(scene, slot)}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Talk, slot: Slot, rng: np.random.Generator) -> Talk:
        return renamed(scene, slot, rng)


class _Hidden(FactTemplate):
    """A fact that in the twin is covered: in its stead there is a beep, a cough or nothing."""

    unanswerable = "hidden"

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        part = fact(scene, self.subject(scene, slot), self.kind)
        if part.id in scene.hidden and scene.cover:
            what = fact_of(scene, slot, self.kind)
            return Unanswerable(reason="hidden", why=f"{_HEARD[scene.cover.sound]} where {what} is said.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Talk, slot: Slot, rng: np.random.Generator) -> Talk:
        return covered(scene, fact(scene, self.subject(scene, slot), self.kind).id, sound_of(scene, rng))


def sound_of(scene: Talk, rng: np.random.Generator) -> CoverSound:
    """The sound that covers something in this talk already, or any."""
    return scene.cover.sound if scene.cover else pick(rng, SOUNDS)


class HiddenNumber(_Hidden, NumberSaid):
    """A number that in its twin is covered."""


class HiddenTime(_Hidden, TimeSaid):
    """A time that in its twin is covered."""


class HiddenDay(_Hidden, DaySaid):
    """A day that in its twin is covered."""


class HiddenCode(_Hidden, CodeSaid):
    """A code that in its twin is covered."""


class HiddenWord(_Hidden, WordSpelled):
    """A spelled word that in its twin is covered."""


class HiddenNext(NextMentioned):
    """The word after another in a list, which in the twin is covered."""

    unanswerable = "hidden"

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return super().slots(scene) if scene.setting == "words" and len(once(scene)) > 1 else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        part = self.both(scene, slot)[1]
        if part.id in scene.hidden and scene.cover:
            why = f"{_HEARD[scene.cover.sound]} where the word after {slot} is said."
            return Unanswerable(reason="hidden", why=why)
        return super().solve(scene, slot, work)

    def spoil(self, scene: Talk, slot: Slot, rng: np.random.Generator) -> Talk:
        return covered(scene, self.both(scene, slot)[1].id, sound_of(scene, rng))
