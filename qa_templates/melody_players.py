"""Questions about instruments that play one after another or together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, permutations
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Number
from scenewright.qa_templates.answers import Sequence as Order
from scenewright.qa_templates.base import Balance, Slot, Wrong
from scenewright.qa_templates.melody_base import (
    CROWD_DB,
    TOGETHER,
    Ear,
    MelodyTemplate,
    a_or_an,
    count_off,
    part_of,
    player_of,
)
from scenewright.qa_templates.melody_pitch import FAR
from scenewright.qa_templates.melody_time import TIME_TOLERANCE_S
from scenewright.qa_templates.melody_tone_words import (
    COUNT_PLAYERS,
    ENTERS,
    ENTERS_AT,
    ENTERS_BEFORE,
    ENTRY_GAP,
    HIGHER_PLAYER,
    MORE_NOTES,
    NOTES_OF,
    ORDER,
    WHO_PLAYS,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, listed, number, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.music import MELODIC, note_name
from scenewright.scenes.score import Clip, Melodies, Part


class PlayerTemplate(MelodyTemplate):
    """About instruments that play one after another or together."""

    forms: ClassVar[tuple[str, ...]] = TOGETHER

    def hear_entries(self, work: Work, clip: Clip, parts: Sequence[Part]) -> list[Known]:
        """Steps that hear when instruments begin."""
        ear = Ear(work, clip)
        for part in parts:
            ear.onsets(part.notes[:1], CROWD_DB)
        return [
            work.read(p.notes[0].id, "start", lambda v, p=p: f"The {p.instrument} first plays on beat {v + 1:g}.")
            for p in parts
        ]

    def others(self, scene: Melodies, slot: Slot) -> Iterable[Wrong]:
        """The instruments of the recording as options."""
        for part in self.clip(scene, slot).parts:
            yield Label(value=part.instrument), "This instrument plays elsewhere in the recording."


def player(name: str) -> Label:
    """An instrument as an answer."""
    more = ("bells",) if name == "bell" else ("xylophone",) if name == "marimba" else ()
    return Label(value=name, accepted=(*more, f"a {name}"))


class WhoPlays(PlayerTemplate):
    """Which instrument plays a note, where they follow one another."""

    phrasings = WHO_PLAYS
    forms = ("relay",)
    choice_share = 1.0

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, min(len(c.notes), FAR) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).onsets(clip.notes[: slot[1]])
        (note,) = count_off(work, clip, slot[1])
        part = player_of(clip, note)
        return player(work.read(part.id, "instrument", lambda v: f"It has the sound of {a_or_an(v)}.").value)

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, slot)


class Enters(PlayerTemplate):
    """Which instrument enters first, second, ...; every place is asked for alike."""

    phrasings = ENTERS
    skill = "multi_step"
    choice_share = 1.0

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, k) for c in self.clips(scene) for k in range(1, len(c.parts) + 1)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": ordinal(slot[1])}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        starts = self.hear_entries(work, clip, clip.parts)
        ranked = work.do(
            "rank_up",
            [p.instrument for p in clip.parts],
            starts,
            say=lambda v: f"They enter in this order: {listed(v)}.",
        )
        return player(work.do("nth", ranked, slot[1] - 1, say=lambda v: f"So number {slot[1]} is the {v}.").value)

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, slot)


class EntersBefore(PlayerTemplate):
    """Whether one instrument enters before, or after, another."""

    phrasings = ENTERS_BEFORE
    skill = "yes_no"
    balance = "yes_no"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [
            (c.id, a.instrument, b.instrument, side)
            for c in self.clips(scene)
            for a, b in permutations(c.parts, 2)
            for side in ("before", "after")
        ]

    def group(self, scene: Melodies, slot: Slot) -> Hashable:
        return slot[:3]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"a": slot[1], "b": slot[2], "before": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        parts = [part for name in slot[1:3] if (part := part_of(clip, name))]
        a, b = self.hear_entries(work, clip, parts)
        op = "less" if slot[3] == "before" else "greater"
        say = f"So the {slot[1]} enters "
        return Boolean(value=work.do(op, a, b, say=lambda v: say + (slot[3] if v else _turned(slot[3])) + ".").value)


def _turned(side: str) -> str:
    return "after" if side == "before" else "before"


class PlayOrder(PlayerTemplate):
    """The order in which three instruments or more are first heard."""

    phrasings = ORDER
    skill = "multi_step"
    forms = ("relay",)

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        names = sorted(part.instrument for part in self.clip(scene, slot).parts)
        return super().words(scene, slot) | {"players": listed(names)}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        starts = self.hear_entries(work, clip, clip.parts)
        ranked = work.do(
            "rank_up", [p.instrument for p in clip.parts], starts, say=lambda v: f"So the order is {listed(v)}."
        )
        return Order(values=tuple(ranked.value))


class CountPlayers(PlayerTemplate):
    """How many different instruments are heard."""

    phrasings = COUNT_PLAYERS
    skill = "counting"
    forms = ("relay",)

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        Ear(work, clip).onsets(clip.notes)
        looks = [work.read(p.id, "instrument", lambda v: f"{a_or_an(v).capitalize()} is heard.") for p in clip.parts]
        ids = [n.id for n in clip.notes]
        total = work.do("distinct", looks, say=lambda v: f"That makes {count_of(v, 'instrument')}.", evidence=ids)
        return Integer(value=total.value)


class NotesOf(PlayerTemplate):
    """How many notes an instrument plays; chords are not asked about."""

    phrasings = NOTES_OF
    skill = "counting"
    balance: ClassVar[Balance] = "spread"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [
            (c.id, p.instrument)
            for c in self.clips(scene)
            for p in c.parts
            if len({n.start for n in p.notes}) == len(p.notes)
        ]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"player": slot[1]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        part = part_of(clip, slot[1])
        assert part is not None
        Ear(work, clip).onsets(part.notes, CROWD_DB)
        ids = [n.id for n in part.notes]
        total = work.do("count", ids, say=lambda v: f"The {slot[1]} plays {count_of(v, 'note')}.", evidence=ids)
        return Integer(value=total.value)


class HigherPlayer(PlayerTemplate):
    """Which of two instruments that play together has the higher, or the lower, notes: all of them a third away."""

    phrasings = HIGHER_PLAYER
    skill = "comparison"
    forms = ("duet",)
    choice_share = 1.0

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [
            (c.id, *sorted((a.instrument, b.instrument)), side)
            for c in self.clips(scene)
            for a, b in combinations(c.parts, 2)
            for side in ("higher", "lower")
        ]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"a": slot[1], "b": slot[2], "higher": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        parts = [part for name in slot[1:3] if (part := part_of(clip, name))]
        if any(p.instrument not in MELODIC for p in parts):
            raise Reject("no_pitch")
        spans = [(min(n.pitch for n in p.notes), max(n.pitch for n in p.notes)) for p in parts]
        if spans[0][0] < spans[1][1] + 3 and spans[1][0] < spans[0][1] + 3:
            raise Reject("margin")
        for part in parts:
            Ear(work, clip).pitches(part.notes, CROWD_DB)
        means = []
        for part in parts:
            looks = [work.read(n.id, "pitch", lambda v: f"{note_name(v)} is heard.") for n in part.notes]
            means.append(
                work.do("mean", looks, say=lambda v, p=part: f"The {p.instrument} is around {note_name(round(v))}.")
            )
        op = "argmax" if slot[3] == "higher" else "argmin"
        names = [p.instrument for p in parts]
        return player(work.do(op, names, means, say=lambda v: f"So the {v} has the {slot[3]} notes.").value)

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, slot)


class EntersAt(PlayerTemplate):
    """At what second an instrument is first heard."""

    phrasings = ENTERS_AT

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, p.instrument) for c in self.clips(scene) for p in c.parts]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"player": slot[1]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        part = part_of(clip, slot[1])
        assert part is not None
        at = self.entry_s(work, clip, part)
        return Number(value=at.value, unit="seconds", decimals=1, tolerance=TIME_TOLERANCE_S)

    def entry_s(self, work: Work, clip: Clip, part: Part) -> Known:
        """A step that times an instrument's first note."""
        Ear(work, clip).onsets(part.notes[:1], CROWD_DB)
        first = part.notes[0]
        return work.do("onset_s", clip.id, first.start, evidence=(first.id,),
                       say=lambda v: f"The {part.instrument} first plays at {number(v, 2)} seconds.")  # fmt: skip


class EntryGap(EntersAt):
    """Seconds between the entries of two instruments."""

    phrasings = ENTRY_GAP
    skill = "arithmetic"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [(c.id, a.instrument, b.instrument) for c in self.clips(scene) for a, b in permutations(c.parts, 2)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"a": slot[1], "b": slot[2]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        times = [self.entry_s(work, clip, part) for name in slot[1:3] if (part := part_of(clip, name))]
        gap = work.do("distance", *times, say=lambda v: f"They enter {number(v, 2)} seconds apart.")
        return Number(value=round(gap.value, 3), unit="seconds", decimals=1, tolerance=TIME_TOLERANCE_S)


class MoreNotes(PlayerTemplate):
    """Which of two instruments plays more, or fewer, notes; neither plays chords."""

    phrasings = MORE_NOTES
    skill = "comparison"
    choice_share = 1.0

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [
            (c.id, *sorted((a.instrument, b.instrument)), side)
            for c in self.clips(scene)
            for a, b in combinations([p for p in c.parts if len({n.start for n in p.notes}) == len(p.notes)], 2)
            for side in ("more", "fewer")
        ]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return {"a": slot[1], "b": slot[2], "more": slot[3]}

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        clip = self.clip(scene, slot)
        totals = []
        for name in slot[1:3]:
            part = part_of(clip, name)
            assert part is not None
            Ear(work, clip).onsets(part.notes, CROWD_DB)
            ids = [n.id for n in part.notes]
            totals.append(
                work.do("count", ids, say=lambda v, n=name: f"The {n} plays {count_of(v, 'note')}.", evidence=ids)
            )
        if totals[0].value == totals[1].value:
            raise Reject("tie")
        op = "argmax" if slot[3] == "more" else "argmin"
        return player(work.do(op, list(slot[1:3]), totals, say=lambda v: f"So the {v} plays {slot[3]}.").value)

    def wrong(self, scene: Melodies, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for name in slot[1:3]:
            yield Label(value=name), "This compares the counts the wrong way round."
