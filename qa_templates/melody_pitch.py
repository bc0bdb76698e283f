"""Questions about pitch: higher, lower, intervals, names, scales."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Text
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.melody_base import (
    Ear,
    MelodyTemplate,
    count_off,
    read_pitch,
    read_pitches,
)
from scenewright.qa_templates.melody_pitch_words import (
    DIRECTION,
    DISTINCT,
    INTERVAL,
    IS_HIGHER,
    MODE,
    NAME,
    RANGE,
    RANK,
    RISES,
    SAME_PITCH,
    SEMITONES,
    SHAPE,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.music import interval_forms, interval_name, name_forms, note_name
from scenewright.scenes.score import Clip, Melodies

FAR = 9
"""Notes after this one are not asked for by number: nobody counts that far."""


class PairTemplate(MelodyTemplate):
    """About two notes of a line: a slot is the recording and two numbers, from 1."""

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(clip.id, j, k) for clip in self.clips(scene) for j, k in combinations(range(1, _reach(clip) + 1), 2)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1]), "other": ordinal(slot[2])}

    def hear(self, scene: Melodies, slot: Slot, work: Work) -> tuple[Known, Known]:
        """Steps that hear both pitches."""
        clip = self.clip(scene, slot)
        found = []
        for k in slot[1:3]:
            (note,) = count_off(work, clip, k)
            Ear(work, clip).pitches(clip.notes[:k] if k == max(slot[1:3]) else (note,))
            found.append(read_pitch(work, note, k))
        return found[0], found[1]


def _reach(clip: Clip) -> int:
    return min(len(clip.notes), FAR)


class IsHigher(PairTemplate):
    """Whether one note is higher, or lower, than another; not for equal ones."""

    phrasings = IS_HIGHER
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        pairs = [(c, *both) for c, j, k in super().slots(scene) for both in ((j, k), (k, j))]
        return [(*pair, side) for pair in pairs for side in ("higher", "lower")]

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[:3]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"higher": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        a, b = self.hear(scene, slot, work)
        if a.value == b.value:
            raise Reject("tie")
        op = "greater" if slot[3] == "higher" else "less"
        return Boolean(
            value=work.do(op, a, b, say=lambda v: f"So the {ordinal(slot[1])} is {'' if v else 'not '}{slot[3]}.").value
        )


class SamePitch(PairTemplate):
    """Whether two notes have the same pitch; asked where, as far apart, some have and some have not."""

    phrasings = SAME_PITCH
    skill = "yes_no"
    balance = "yes_no"

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[0], slot[2] - slot[1]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        a, b = self.hear(scene, slot, work)
        same = work.do("equal", a, b, say=lambda v: f"So they are {'the same' if v else 'not the same'}.")
        return Boolean(value=same.value)


class Semitones(PairTemplate):
    """How many semitones lie between two notes, at most an octave apart."""

    phrasings = SEMITONES
    skill = "arithmetic"

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        a, b = self.hear(scene, slot, work)
        gap = work.do("distance", a, b, say=lambda v: f"They are {count_of(v, 'semitone')} apart.")
        if not 0 < gap.value <= 12:
            raise Reject("margin")
        return Integer(value=gap.value)


class IntervalName(PairTemplate):
    """The name of the interval between two neighbouring notes, up to an octave."""

    phrasings = INTERVAL
    skill = "multi_step"
    forms = ("tune", "scale", "arpeggio", "phrases")

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[2] == slot[1] + 1]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        a, b = self.hear(scene, slot, work)
        gap = work.do("distance", a, b, say=lambda v: f"They are {count_of(v, 'semitone')} apart.")
        if not 0 < gap.value <= 12:
            raise Reject("margin")
        names = interval_forms(gap.value)
        work.do("choose", True, names[0], "", say=f"That is a{'n' if names[0][0] in 'aeiou' else ''} {names[0]}.")
        return Text(value=names[0], accepted=names[1:])


class Direction(PairTemplate):
    """Whether the tune goes up or down from a note to the next; not where it stays."""

    phrasings = DIRECTION
    balance = "spread"
    forms = ("tune", "phrases")
    choice_share = 0.7

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[2] == slot[1] + 1]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        a, b = self.hear(scene, slot, work)
        if a.value == b.value:
            raise Reject("tie")
        up = work.do("greater", b, a, say=lambda v: f"The second of them is {'higher' if v else 'lower'}.")
        way = work.do("choose", up, "up", "down", say=lambda v: f"So it goes {v}.")
        return Label(value=way.value, accepted=(f"{way.value}wards", f"{way.value}ward", f"it goes {way.value}"))

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for way in ("up", "down"):
            yield Label(value=way), "The second of the two notes lies the other way."


class RankOfNote(MelodyTemplate):
    """Which note, by number, is the highest, second highest or lowest; no two that matter alike."""

    phrasings = RANK
    skill = "multi_step"
    forms = ("tune",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(clip.id, place) for clip in self.clips(scene) if len(clip.notes) <= 13 for place in (0, 1, -1, -2)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        place = {0: "highest", 1: "second highest", -1: "lowest", -2: "second lowest"}[slot[1]]
        return super().words(scene, slot) | {"highest": place}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        pitches = read_pitches(work, clip)
        values = [p.value for p in pitches]
        ranked = sorted(values, reverse=True)
        needed = ranked[: slot[1] + 2] if slot[1] >= 0 else ranked[slot[1] - 1 :]
        if len(set(needed)) < len(needed):
            raise Reject("tie")
        place = slot[1] if slot[1] >= 0 else len(values) + slot[1]
        what = self.words(scene, slot)["highest"]
        return Integer(value=work.do("place_of_rank", pitches, place, say=lambda v: f"Note {v} is the {what}.").value)


class NoteNamed(MelodyTemplate):
    """The name of a note, given that of the first one."""

    phrasings = NAME
    skill = "multi_step"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(clip.id, k) for clip in self.clips(scene) for k in range(2, _reach(clip) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        first = self.clip(scene, slot).notes[0]
        return super().words(scene, slot) | {"first": note_name(first.pitch), "one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes[: slot[1]])
        start = read_pitch(work, clip.notes[0], 1)
        (note,) = count_off(work, clip, slot[1])
        pitch = work.read(note.id, "pitch", lambda v: f"Listen to note {slot[1]}.")
        by = work.do(
            "subtract",
            pitch,
            start,
            say=lambda v: f"It lies {count_of(abs(v), 'semitone')} {'above' if v >= 0 else 'below'} the first note.",
        )
        found = work.do("add", start, by, say=lambda v: f"From {note_name(start.value)} that leads to {note_name(v)}.")
        names = name_forms(found.value)
        return Label(value=names[0], accepted=names[1:])


class PitchRange(MelodyTemplate):
    """Semitones from the lowest note to the highest."""

    phrasings = RANGE
    skill = "arithmetic"
    forms = ("tune", "phrases")

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        pitches = read_pitches(work, clip)
        high = work.do("max", pitches, say=lambda v: f"The highest note is {note_name(v)}.")
        low = work.do("min", pitches, say=lambda v: f"The lowest note is {note_name(v)}.")
        return Integer(
            value=work.do("subtract", high, low, say=lambda v: f"They are {count_of(v, 'semitone')} apart.").value
        )


class DistinctPitches(MelodyTemplate):
    """How many different pitches a tune has."""

    phrasings = DISTINCT
    skill = "counting"
    forms = ("tune",)

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        pitches = read_pitches(work, clip)
        return Integer(value=work.do("distinct", pitches, say=lambda v: f"{count_of(v, 'pitch')} are different."
                                     if v != 1 else "All are one pitch.").value)  # fmt: skip


class CountRises(MelodyTemplate):
    """How often a tune goes up from one note to the next."""

    phrasings = RISES
    skill = "counting"
    forms = ("tune",)

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        pitches = read_pitches(work, clip)
        return Integer(value=work.do("rises", pitches, say=lambda v: f"It goes up {count_of(v, 'time')}.").value)


class ScaleMode(MelodyTemplate):
    """Whether a scale, or a broken triad, is major or minor: told by its third."""

    phrasings = MODE
    skill = "structure"
    forms = ("scale", "arpeggio")
    choice_share = 0.7

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"scale": "scale" if scene.form == "scale" else "broken chord"}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        pitches = read_pitches(work, clip)
        low = work.do("min", pitches, say=lambda v: f"The lowest note is {note_name(v)}.")
        third = next(p for p in pitches if p.value - low.value in (3, 4))
        gap = work.do("subtract", third, low, say=lambda v: f"The third above it is a {interval_name(v)}.")
        major = work.do("equal", gap, 4, say=lambda v: f"That makes it {'major' if v else 'minor'}.")
        return Label(value="major" if major.value else "minor")

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for mode in ("major", "minor"):
            yield Label(value=mode), "Its third is not the one of this mode."


class ShapeWay(MelodyTemplate):
    """Whether a scale or a broken chord goes up or down."""

    phrasings = SHAPE
    forms = ("scale", "arpeggio")
    choice_share = 0.7

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"scale": "scale" if scene.form == "scale" else "broken chord"}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).pitches(clip.notes)
        first = read_pitch(work, clip.notes[0], 1)
        last = read_pitch(work, clip.notes[-1], len(clip.notes))
        up = work.do("greater", last, first, say=lambda v: f"The last note is {'higher' if v else 'lower'}.")
        way = work.do("choose", up, "up", "down", say=lambda v: f"So it goes {v}.")
        return Label(value=way.value, accepted=(f"{way.value}wards", "rising" if up.value else "falling"))

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for way in ("up", "down"):
            yield Label(value=way), "The last note lies the other way from the first."
