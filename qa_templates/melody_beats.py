"""Questions about beats, accents and loudness."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.melody_base import Ear, MelodyTemplate, count_off, sounds
from scenewright.qa_templates.melody_pitch import PairTemplate
from scenewright.qa_templates.melody_time_words import (
    ACCENT_PLACE,
    COUNT_ACCENTS,
    COUNT_STRONG,
    IS_ACCENTED,
    IS_LOUDER,
    METER,
    TREND,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.score import Clip, Melodies, Note

PULSED = ("beat",)


class Meter(MelodyTemplate):
    """The time signature of a beat whose bars begin with an accent: 2/4, 3/4 or 4/4."""

    phrasings = METER
    skill = "structure"
    forms = PULSED
    choice_share = 0.7

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        places = accents(work, clip)
        bar = work.do("bar_length", places, say=lambda v: f"From one accent to the next it is {v} beats.")
        return Label(value=f"{bar.value}/4", accepted=(f"{bar.value} 4", f"{bar.value}-4", f"{bar.value}/4 time"))

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for bar in (2, 3, 4):
            yield Label(value=f"{bar}/4"), "The accents come at another distance."


def accents(work: Work, clip: Clip) -> list[int]:
    """A step that finds the accented beats; returns their numbers from 1. Rejects accents of less than 3 dB."""
    loud = [n for n in clip.notes if n.velocity > 90]
    soft = [n for n in clip.notes if n.velocity <= 90]
    ear = Ear(work, clip)
    ear.onsets(clip.notes)
    for note in loud:
        ear.louder(note, soft[0])
    places = [i for i, n in enumerate(clip.notes, 1) if n.velocity > 90]
    ids = [n.id for n in clip.notes]
    listed = f"beat{'s' * (len(places) > 1)} {', '.join(map(str, places))}"
    work.do("collect", *places, say=f"The accents fall on {listed}.", evidence=ids)
    return places


class CountStrong(MelodyTemplate):
    """How many beats are accented."""

    phrasings = COUNT_STRONG
    skill = "counting"
    forms = PULSED

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        places = accents(work, self.clip(scene, slot))
        return Integer(value=work.do("count", places, say=lambda v: f"That makes {count_of(v, 'accent')}.").value)


class AccentPlace(MelodyTemplate):
    """Which beat, by number, is the first, second or third that is accented."""

    phrasings = ACCENT_PLACE
    forms = PULSED

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in (1, 2, 3)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        places = accents(work, self.clip(scene, slot))
        return Integer(value=work.do("nth", places, slot[1] - 1, say=lambda v: f"So it is beat {v}.").value)


class IsAccented(MelodyTemplate):
    """Whether a beat is accented. Bars may begin with upbeats, so every beat is as likely to be."""

    phrasings = IS_ACCENTED
    skill = "yes_no"
    balance = "yes_no"
    forms = PULSED

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, min(6, len(c.notes)) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        accents(work, clip)
        (note,) = count_off(work, clip, slot[1], "beat")
        strength = work.read(note.id, "velocity", lambda v: f"It is struck with strength {v} of 127.")
        loud = work.do("greater", strength, 90, say=lambda v: f"So it is {'' if v else 'not '}accented.")
        return Boolean(value=loud.value)


def _accented(clip: Clip) -> bool:
    return clip.dynamics == "accents"


class CountAccents(MelodyTemplate):
    """How many notes of a tune are played much louder than the others."""

    phrasings = COUNT_ACCENTS
    skill = "counting"
    forms = ("tune",)

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return [c for c in super().clips(scene) if _accented(c)]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        places = accents(work, self.clip(scene, slot))
        return Integer(value=work.do("count", places, say=lambda v: f"That makes {count_of(v, 'loud note')}.").value)


class IsLouder(PairTemplate):
    """Whether one note of a tune is louder, or softer, than another; by 3 dB at least."""

    phrasings = IS_LOUDER
    skill = "yes_no"
    balance = "yes_no"
    forms = ("tune",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        if scene.clips[0].dynamics == "even":
            return []
        pairs = [(c, *both) for c, j, k in super().slots(scene) for both in ((j, k), (k, j))]
        return [(*pair, side) for pair in pairs for side in ("louder", "softer")]

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[:3]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"louder": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        one, other = (count_off(work, clip, k)[0] for k in slot[1:3])
        by_level: list[Note] = sorted((one, other), key=lambda n: n.velocity)
        ear = Ear(work, clip)
        ear.onsets(clip.notes[: max(slot[1:3])])
        ear.louder(by_level[1], by_level[0])
        a, b = (
            work.read(n.id, "velocity", lambda v, k=k: f"Note {k} is struck with strength {v} of 127.")
            for n, k in zip((one, other), slot[1:3], strict=True)
        )
        op = "greater" if slot[3] == "louder" else "less"
        say = f"So the {ordinal(slot[1])} is "
        return Boolean(value=work.do(op, a, b, say=lambda v: f"{say}{'' if v else 'not '}{slot[3]}.").value)


class Trend(MelodyTemplate):
    """Whether a tune gets louder or softer throughout; only where it does one of both."""

    phrasings = TREND
    skill = "comparison"
    forms = ("tune",)
    choice_share = 0.6

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return [c for c in super().clips(scene) if c.dynamics in ("louder", "softer")]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        first, last = sounds(clip)[0][0], sounds(clip)[-1][0]
        ear = Ear(work, clip)
        ear.louder(*((last, first) if last.velocity > first.velocity else (first, last)))
        a = work.read(first.id, "velocity", lambda v: f"The first note is struck with strength {v} of 127.")
        b = work.read(last.id, "velocity", lambda v: f"The last note is struck with strength {v}.")
        grows = work.do("greater", b, a, say=lambda v: f"So it gets {'louder' if v else 'softer'}.")
        word = "louder" if grows.value else "softer"
        return Label(value=word, accepted=(("crescendo", "it gets louder") if grows.value else
                                           ("quieter", "diminuendo", "decrescendo", "it gets softer")))  # fmt: skip

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for word in ("louder", "softer"):
            yield Label(value=word), "The strength of the notes changes the other way."
