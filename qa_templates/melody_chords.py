"""Questions about chords among single notes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.melody_base import CROWD_DB, Ear, MelodyTemplate, count_off, sounds
from scenewright.qa_templates.melody_pitch import FAR
from scenewright.qa_templates.melody_tone_words import CHORD_KIND, COUNT_CHORDS, IS_CHORD
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.music import TRIADS, note_name
from scenewright.scenes.score import Melodies, Note


class ChordTemplate(MelodyTemplate):
    """About the k-th sound of a row of single notes and chords."""

    forms = ("chords",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, min(len(sounds(c)), FAR) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1])}

    def hear(self, scene: Melodies, slot: Slot, work: Work) -> tuple[tuple[Note, ...], list[Known]]:
        """Steps that hear the notes of the k-th sound."""
        clip = self.clip(scene, slot)
        struck = count_off(work, clip, slot[1], "sound")
        Ear(work, clip).onsets([n for group in sounds(clip)[: slot[1]] for n in group], CROWD_DB)
        Ear(work, clip).pitches(struck, CROWD_DB)
        return struck, [work.read(n.id, "pitch", lambda v: f"{note_name(v)} sounds in it.") for n in struck]


class ChordKind(ChordTemplate):
    """Whether a triad in root position is major, minor or diminished."""

    phrasings = CHORD_KIND
    skill = "structure"
    choice_share = 0.7

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [s for s in super().slots(scene) if len(sounds(self.clip(scene, s))[s[1] - 1]) == 3]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        _, pitches = self.hear(scene, slot, work)
        kind = work.do("triad", pitches, say=lambda v: f"These make a {v} triad.")
        return Label(value=kind.value, accepted=(f"{kind.value} triad", f"{kind.value} chord"))

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for kind in TRIADS:
            yield Label(value=kind), f"A {kind} triad has another third or fifth."


class IsChord(ChordTemplate):
    """Whether the k-th sound is a chord, not a single note."""

    phrasings = IS_CHORD
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(*slot, what) for slot in super().slots(scene) for what in ("a chord", "a single note")]

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[2]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"chord": slot[2]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        struck, pitches = self.hear(scene, slot, work)
        total = work.do(
            "count", pitches, say=lambda v: f"That is {count_of(v, 'note')}.", evidence=[n.id for n in struck]
        )
        several = work.do("greater", total, 1, say=lambda v: f"So it is {'a chord' if v else 'a single note'}.")
        if slot[2] == "a chord":
            return Boolean(value=several.value)
        return Boolean(value=work.do("not", several, say=lambda v: f"So the answer is {'yes' if v else 'no'}.").value)


class CountChords(MelodyTemplate):
    """How many of the sounds are chords, or single notes, or either."""

    phrasings = COUNT_CHORDS
    skill = "counting"
    forms = ("chords",)
    balance = "spread"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, what) for c in self.clips(scene) for what in ("chords", "single notes", "sounds")]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        what = {"sounds": "sounds, single notes and chords together,"}.get(slot[1], slot[1])
        return super().words(scene, slot) | {"chords": what}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes, CROWD_DB)
        wanted = []
        for k, struck in enumerate(sounds(clip), 1):
            what = "a chord" if len(struck) > 1 else "a single note"
            ids = [n.id for n in struck]
            size = work.do("count", ids, say=f"Sound {k} is {what}.", evidence=ids)
            if slot[1] == "sounds" or (slot[1] == "chords") == (size.value > 1):
                wanted.append(k)
        return Integer(value=work.do("count", wanted, say=lambda v: f"That makes {v}.").value)
