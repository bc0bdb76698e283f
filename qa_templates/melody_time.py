"""Questions about counting, length, moments and tempo."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Number
from scenewright.qa_templates.base import Slot
from scenewright.qa_templates.melody_base import Ear, MelodyTemplate, count_off
from scenewright.qa_templates.melody_pitch import FAR, PairTemplate
from scenewright.qa_templates.melody_time_words import (
    COUNT,
    COUNT_LONG,
    GAP,
    HAS_REST,
    LASTS_LONGER,
    RANK_LENGTH,
    STARTS_AT,
    TEMPO,
    TIMES_AS_LONG,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, number, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.music import SUSTAINED
from scenewright.scenes.score import Clip, Melodies

TIME_TOLERANCE_S = 0.15
"""Of a moment that is asked for: what a listener with a stopwatch reaches."""
TEMPO_TOLERANCE = 0.04


class CountNotes(MelodyTemplate):
    """How many notes are played one after another."""

    phrasings = COUNT
    skill = "counting"
    forms: ClassVar[tuple[str, ...]] = ("tune", "scale", "arpeggio", "pair", "relay", "beat", "phrases")

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        noun = "beats" if scene.form == "beat" else "notes"
        return super().words(scene, slot) | {"notes": noun}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).onsets(clip.notes)
        ids = [n.id for n in clip.notes]
        noun = "beat" if scene.form == "beat" else "note"
        total = work.do("count", ids, say=lambda v: f"{count_of(v, noun)} can be counted.", evidence=ids)
        return Integer(value=total.value)


def _lengthy(clip: Clip) -> bool:
    """Whether the length of its notes can be heard: one instrument that holds them."""
    return len(clip.parts) == 1 and clip.parts[0].instrument in SUSTAINED


class LengthTemplate(MelodyTemplate):
    """About note lengths, on instruments that hold their notes."""

    forms = ("tune",)

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return [c for c in super().clips(scene) if _lengthy(c) and len({n.beats for n in c.notes}) > 1]


class LastsLonger(LengthTemplate):
    """Whether one note lasts longer, or shorter, than another, by a quarter at least; not for the last note."""

    phrasings = LASTS_LONGER
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        found = []
        for clip in self.clips(scene):
            reach = min(len(clip.notes) - 1, FAR)
            pairs = [(j, k) for j in range(1, reach + 1) for k in range(1, reach + 1) if j != k]
            found += [(clip.id, j, k, side) for j, k in pairs for side in ("longer", "shorter")]
        return found

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[:3]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1]), "other": ordinal(slot[2]), "longer": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        looks = []
        for k in slot[1:3]:
            (note,) = count_off(work, clip, k)
            Ear(work, clip).lengths(clip.notes[:k])
            looks.append(work.read(note.id, "beats", lambda v, k=k: f"Note {k} lasts {count_of_beats(v)}."))
        a, b = looks
        if max(a.value, b.value) < 1.25 * min(a.value, b.value):
            raise Reject("margin")
        op = "greater" if slot[3] == "longer" else "less"
        say = f"So the {ordinal(slot[1])} is "
        return Boolean(value=work.do(op, a, b, say=lambda v: f"{say}{'' if v else 'not '}{slot[3]}.").value)


def count_of_beats(beats: float) -> str:
    """`half a beat`, `1 beat`, `1.5 beats`."""
    return "half a beat" if beats == 0.5 else f"{beats:g} beat{'' if beats == 1 else 's'}"


class RankLength(LengthTemplate):
    """Which note, by number, is the longest or the shortest; by a quarter at least."""

    phrasings = RANK_LENGTH
    skill = "comparison"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, side) for c in self.clips(scene) for side in ("longest", "shortest")]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"longest": slot[1]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).lengths(clip.notes)
        ranked = sorted((n.beats for n in clip.notes), reverse=slot[1] == "longest")
        if max(ranked[:2]) < 1.25 * min(ranked[:2]):
            raise Reject("tie")
        looks = [
            work.read(n.id, "beats", lambda v, k=k: f"Note {k} lasts {count_of_beats(v)}.")
            for k, n in enumerate(clip.notes, 1)
        ]
        place = 0 if slot[1] == "longest" else len(looks) - 1
        found = work.do("place_of_rank", looks, place, say=lambda v: f"Note {v} is the {slot[1]}.")
        return Integer(value=found.value)


class CountLong(LengthTemplate):
    """How many notes are long, where all are one of two lengths, the long at least one and a half times the short."""

    phrasings = COUNT_LONG
    skill = "counting"

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return [c for c in super().clips(scene) if len({n.beats for n in c.notes}) == 2]

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, side) for c in self.clips(scene) for side in ("long", "short")]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"long": slot[1]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).lengths(clip.notes)
        short, long = sorted({n.beats for n in clip.notes})
        if long < 1.5 * short:
            raise Reject("margin")
        looks = [
            work.read(n.id, "beats", lambda v, k=k: f"Note {k} is {'long' if v == long else 'short'}.")
            for k, n in enumerate(clip.notes, 1)
        ]
        limit = (short + long) / 2
        which = work.do(
            "above" if slot[1] == "long" else "below", looks, limit, say="Only two lengths are heard: long and short."
        )
        return Integer(value=work.do("count_true", which, say=lambda v: f"{v} of them {_be(v)} {slot[1]}.").value)


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


class TimesAsLong(PairTemplate):
    """How many times as long as a shorter note a longer one is: 2, 3 or 4 times, or one and a half."""

    phrasings = TIMES_AS_LONG
    skill = "arithmetic"
    forms = ("tune",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        out = []
        for clip in self.clips(scene) if scene.form in self.forms else ():
            if _lengthy(clip):
                notes = clip.notes[: min(len(clip.notes) - 1, FAR)]
                for j, a in enumerate(notes, 1):
                    out += [(clip.id, j, k) for k, b in enumerate(notes, 1) if a.beats in (2 * b.beats, 3 * b.beats,
                            4 * b.beats, 1.5 * b.beats)]  # fmt: skip
        return out

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        looks = []
        for k in slot[1:3]:
            (note,) = count_off(work, clip, k)
            Ear(work, clip).lengths(clip.notes[:k])
            looks.append(work.read(note.id, "beats", lambda v, k=k: f"Note {k} lasts {count_of_beats(v)}."))
        times = work.do("divide", looks[0], looks[1], say=lambda v: f"That is {v:g} times as long.")
        return Number(value=times.value, decimals=0 if times.value % 1 == 0 else 1, tolerance=0.1)


class TempoOf(MelodyTemplate):
    """Beats per minute, where every note is one beat long and they follow without rests."""

    phrasings = TEMPO
    skill = "arithmetic"
    forms = ("tune", "scale", "arpeggio", "pair", "beat")

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return [
            c
            for c in super().clips(scene)
            if all(b.start - a.start == 1 and a.beats == 1 for a, b in pairwise(c.notes))
        ]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"note": "stroke" if scene.form == "beat" else "note"}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).onsets(clip.notes)
        measured = next(t.bpm for t in work.readings.clips if t.id == f"{clip.id}.tempo")
        if measured is None or abs(measured / clip.bpm - 1) > 0.02:
            raise Reject("tempo_unclear")
        ids = [n.id for n in clip.notes]
        gap = work.do("span_s", clip.id, 1, say=lambda v: f"One beat follows the other every {v:.2f} seconds.",
                      evidence=ids)  # fmt: skip
        bpm = work.do("per_minute", gap, say=lambda v: f"60 divided by that is {v} beats per minute.")
        return Number(value=float(bpm.value), unit="beats per minute", tolerance=round(TEMPO_TOLERANCE * bpm.value, 1))


class StartsAt(MelodyTemplate):
    """At what second a note begins."""

    phrasings = STARTS_AT
    skill = "retrieval"
    forms = ("tune", "scale", "arpeggio", "relay", "phrases")

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, min(len(c.notes), FAR) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        (note,) = count_off(work, clip, slot[1])
        Ear(work, clip).onsets(clip.notes[: slot[1]])
        at = work.do("onset_s", clip.id, note.start, say=lambda v: f"It begins at {number(v, 1)} seconds.",
                     evidence=(note.id,))  # fmt: skip
        return Number(value=at.value, unit="seconds", decimals=1, tolerance=TIME_TOLERANCE_S)


class GapBetween(PairTemplate):
    """Seconds from the beginning of a note to that of another, up to four notes later."""

    phrasings = GAP
    skill = "arithmetic"
    forms = ("tune", "scale", "arpeggio")

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[2] - slot[1] <= 4]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        times = []
        Ear(work, clip).onsets(clip.notes[: slot[2]])
        for k in slot[1:3]:
            (note,) = count_off(work, clip, k)
            times.append(work.do("onset_s", clip.id, note.start, evidence=(note.id,),
                                 say=lambda v: f"It begins at {number(v, 2)} seconds."))  # fmt: skip
        gap = work.do("subtract", times[1], times[0], say=lambda v: f"That is {number(v, 2)} seconds later.")
        return Number(value=round(gap.value, 3), unit="seconds", decimals=1, tolerance=TIME_TOLERANCE_S)


class HasRest(PairTemplate):
    """Whether there is a rest of a beat or more between two neighbouring notes; asked where there is one somewhere."""

    phrasings = HAS_REST
    skill = "yes_no"
    balance = "yes_no"
    forms = ("tune",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[2] == slot[1] + 1 and _lengthy(scene.clips[0])]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).lengths(clip.notes[: slot[1]])
        Ear(work, clip).onsets(clip.notes[: slot[2]])
        one, other = count_off(work, clip, slot[1])[0], count_off(work, clip, slot[2])[0]
        begins = work.read(one.id, "start", lambda v: f"The {ordinal(slot[1])} note begins at beat {v + 1:g}.")
        lasts = work.read(one.id, "beats", lambda v: f"It lasts {count_of_beats(v)}.")
        ends = work.do("add", begins, lasts, say=lambda v: f"So it ends at beat {v + 1:g}.")
        start = work.read(other.id, "start", lambda v: f"The {ordinal(slot[2])} note begins at beat {v + 1:g}.")
        rest = work.do("greater", start, ends, say=lambda v: f"So there is {'a' if v else 'no'} rest between them.")
        return Boolean(value=rest.value)
