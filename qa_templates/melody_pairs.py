"""Questions that compare two recordings, or the phrases of one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Text
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.melody_base import Ear, MelodyTemplate
from scenewright.qa_templates.melody_tone_words import (
    CHANGED_NOTE,
    COUNT_PHRASES,
    ODD_PHRASE,
    PHRASE_NOTES,
    SAME_CLIPS,
    TRANSPOSED_BY,
    WHAT_CHANGED,
    WHICH_RECORDING,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.music import note_name
from scenewright.scenes.score import Clip, Melodies, Note

CHANGES = {
    "note": ("the pitch of one note", "one note", "a single note", "one note has another pitch"),
    "transposed": ("the key: all notes are higher or lower", "the key", "transposed", "it is transposed"),
    "tempo": ("the tempo", "the speed", "tempo"),
    "instrument": ("the instrument", "instrument"),
    "rhythm": ("the rhythm", "rhythm", "the note lengths"),
}
"""What may be changed in a second recording: as an option, then shorter forms."""


class ClipPair(MelodyTemplate):
    """About the two recordings of a pair; the slot is both ids."""

    forms = ("pair",)
    relations: tuple[str, ...] = ()
    """Only pairs of these relations; empty: all."""

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        fits = scene.form == "pair" and (not self.relations or scene.relation in self.relations)
        return [tuple(c.id for c in scene.clips)] if fits else []

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {}

    def hear(self, scene: Melodies, work: Work) -> list[list[Known]]:
        """Steps that hear the pitches of both."""
        for clip in scene.clips:
            Ear(work, clip).pitches(clip.notes)
        return [
            [work.read(n.id, "pitch", lambda v, w=w, k=k: f"Note {k} of the {w} recording is {note_name(v)}.")
             for k, n in enumerate(clip.notes, 1)]
            for w, clip in zip(("first", "second"), scene.clips, strict=True)
        ]  # fmt: skip


def compare(scene: Melodies, work: Work, pitches: list[list[Known]]) -> dict[str, Known]:
    """Steps that find what two recordings have in common: pitches, lengths, tempo, instrument; each a truth value."""
    a, b = scene.clips
    found = {"pitches": work.do("equal", *pitches, say=lambda v: f"The pitches are {_same(v)}.")}
    lengths = [[work.read(n.id, "beats", f"A length of {n.beats:g} beats.") for n in clip.notes] for clip in (a, b)]
    found["lengths"] = work.do("equal", *lengths, say=lambda v: f"The rhythms are {_same(v)}.")
    tempi = [work.read(c.id, "bpm", lambda v: f"The tempo is about {v} beats per minute.") for c in (a, b)]
    found["tempo"] = work.do("equal", *tempi, say=lambda v: f"The tempi are {_same(v)}.")
    players = [work.read(c.parts[0].id, "instrument", lambda v: f"It is played on the {v}.") for c in (a, b)]
    found["instrument"] = work.do("equal", *players, say=lambda v: f"The instruments are {_same(v)}.")
    return found


def _same(same: bool) -> str:
    return "the same" if same else "not the same"


class SameClips(ClipPair):
    """Whether the two recordings are the same in pitch, rhythm, tempo and instrument."""

    phrasings = SAME_CLIPS
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(*slot, word) for slot in super().slots(scene) for word in ("the same", "different")]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"same": slot[2], "same_as": "the same as" if slot[2] == "the same" else "different from"}

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[:2]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        found = compare(scene, work, self.hear(scene, work))
        same = work.do(
            "and", *found.values(), say=lambda v: f"So the recordings are {'the same' if v else 'different'}."
        )
        if slot[2] == "the same":
            return Boolean(value=same.value)
        return Boolean(value=work.do("not", same, say=lambda v: f"So they are {'' if v else 'not '}different.").value)


class WhatChanged(ClipPair):
    """What is different about the second recording."""

    phrasings = WHAT_CHANGED
    skill = "multi_step"
    relations = tuple(CHANGES)
    choice_share = 0.8
    weight = 6.0  # nearly always asked where it applies, so that no change is asked about more often than others

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        pitches = self.hear(scene, work)
        found = compare(scene, work, pitches)
        places = work.do(
            "places_where_not",
            *pitches,
            say=lambda v: f"{len(v) or 'No'} note{' differs' if len(v) == 1 else 's differ'} in pitch.",
        )
        kind = work.do("change", *found.values(), places, say=lambda v: f"So what is different is {CHANGES[v][0]}.")
        return Text(value=CHANGES[kind.value][0], accepted=CHANGES[kind.value][1:])

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for forms in CHANGES.values():
            yield Text(value=forms[0]), "This is the same in both recordings, or changed for all notes alike."


class ChangedNote(ClipPair):
    """Which note of the second recording has another pitch."""

    phrasings = CHANGED_NOTE
    skill = "multi_step"
    relations = ("note",)

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        pitches = self.hear(scene, work)
        places = work.do("places_where_not", *pitches, say=lambda v: f"They differ at note {v[0]}.")
        return Integer(value=work.do("first_of", places, say=lambda v: f"So it is number {v}.").value)


class TransposedBy(ClipPair):
    """By how many semitones the second recording is transposed, up or down."""

    phrasings = TRANSPOSED_BY
    skill = "arithmetic"
    relations = ("transposed",)

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        pitches = self.hear(scene, work)
        gap = work.do(
            "distance",
            pitches[0][0],
            pitches[1][0],
            say=lambda v: f"The first notes are {count_of(v, 'semitone')} apart, and so are the others.",
        )
        return Integer(value=gap.value)


class WhichRecording(ClipPair):
    """Which recording is faster or slower, or higher or lower, where that is what is changed."""

    phrasings = WHICH_RECORDING
    skill = "comparison"
    relations = ("tempo", "transposed")
    choice_share = 0.7

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        words = ("faster", "slower") if scene.relation == "tempo" else ("higher", "lower")
        return [(*slot, word) for slot in super().slots(scene) for word in words]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"faster": slot[2] if slot[2] in ("faster", "slower") else f"{slot[2]} in pitch"}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        if scene.relation == "tempo":
            for clip in scene.clips:
                Ear(work, clip).onsets(clip.notes)
                bpm = next(t.bpm for t in work.readings.clips if t.id == f"{clip.id}.tempo")
                if bpm is None or abs(bpm / clip.bpm - 1) > 0.02:
                    raise Reject("tempo_unclear")
            looks = []
            for name, clip in zip(("first", "second"), scene.clips, strict=True):
                ids = [n.id for n in clip.notes]
                look = work.read(clip.id, "bpm", f"The {name} recording has about {clip.bpm} beats per minute.")
                work.do("count", ids, say="Its notes keep that pace.", evidence=ids)
                looks.append(look)
        else:
            looks = [row[0] for row in self.hear(scene, work)]
        op = "argmax" if slot[2] in ("faster", "higher") else "argmin"
        found = work.do(op, ["first", "second"], looks, say=lambda v: f"So the {v} recording is {slot[2]}.")
        return Label(value=found.value, accepted=(f"{found.value} recording", f"{found.value} one"))

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for name in ("first", "second"):
            yield Label(value=name), "This compares the recordings the wrong way round."


# -- phrases of one recording ------------------------------------------------------------------------------------------


def phrases_of(clip: Clip) -> list[list[Note]]:
    """The notes of each phrase."""
    ends = (*clip.phrase_starts[1:], float("inf"))
    return [[n for n in clip.notes if a <= n.start < b] for a, b in zip(clip.phrase_starts, ends, strict=True)]


class PhraseTemplate(MelodyTemplate):
    """About the phrases of a recording."""

    forms = ("phrases",)


class OddPhrase(PhraseTemplate):
    """Which phrase is not like the others."""

    phrasings = ODD_PHRASE
    skill = "multi_step"

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        rows = []
        for k, phrase in enumerate(phrases_of(clip), 1):
            pitches = [work.read(n.id, "pitch", lambda v: f"{note_name(v)} is heard.") for n in phrase]
            rows.append(
                work.do("collect", *pitches, say=lambda v, k=k: f"Phrase {k} goes {', '.join(map(note_name, v))}.")
            )
        found = work.do("odd_one", rows, say=lambda v: f"All are alike but phrase {v}.")
        return Integer(value=found.value)


class CountPhrases(PhraseTemplate):
    """How many phrases there are."""

    phrasings = COUNT_PHRASES
    skill = "counting"

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).onsets(clip.notes)
        ids = [n.id for n in clip.notes]
        starts = list(clip.phrase_starts)
        total = work.do("count", starts, say=lambda v: f"Rests part {count_of(v, 'phrase')}.", evidence=ids)
        return Integer(value=total.value)


class PhraseNotes(PhraseTemplate):
    """How many notes a phrase has."""

    phrasings = PHRASE_NOTES
    skill = "counting"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, len(c.phrase_starts) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        found = phrases_of(clip)
        before = [n for phrase in found[: slot[1]] for n in phrase]
        Ear(work, clip).onsets(before)
        work.do("count", list(clip.phrase_starts[: slot[1]]), say=f"Count to the {ordinal(slot[1])} phrase.",
                evidence=[n.id for n in before])  # fmt: skip
        ids = [n.id for n in found[slot[1] - 1]]
        total = work.do("count", ids, say=lambda v: f"It has {count_of(v, 'note')}.", evidence=ids)
        return Integer(value=total.value)
