"""Questions that have an answer in one of two recordings only: in its twin the note, the chord or the instrument is not
there, or a burst of noise covers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.base import Balance, Slot
from scenewright.qa_templates.melody_base import MelodyTemplate, clip_of, part_of, sounds
from scenewright.qa_templates.melody_chords import ChordKind
from scenewright.qa_templates.melody_pitch import NoteNamed, Semitones
from scenewright.qa_templates.melody_players import NotesOf, WhoPlays
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.melody import cover
from scenewright.scenes.music import MELODIC, Instrument, distinct
from scenewright.scenes.score import Clip, Melodies, Part

FEWEST = 3
"""Notes that are left of a recording that is cut short."""


def missing(scene: Melodies, clip: Clip, k: int) -> Unanswerable | None:
    """Why a note past the last can't be asked about."""
    count = len(sounds(clip))
    if k <= count:
        return None
    return Unanswerable(reason="false_premise", why=f"there is no {ordinal(k)} note, only {count_of(count, 'note')}.")


def cut_short(scene: Melodies, clip: Clip, k: int) -> Melodies:
    """The scene whose recording ends before its k-th note; a burst of noise at its end moves along."""
    if scene.hidden:
        raise Reject("hidden_evidence")
    gone = {n.id for group in sounds(clip)[k - 1 :] for n in group}
    parts = (msgspec.structs.replace(p, notes=tuple(n for n in p.notes if n.id not in gone)) for p in clip.parts)
    shorter = msgspec.structs.replace(clip, parts=tuple(p for p in parts if p.notes))
    burst = scene.burst
    if burst and burst.start_s > clip.lead_s:
        earlier = clip.duration_s - shorter.duration_s
        burst = msgspec.structs.replace(
            burst, start_s=round(burst.start_s - earlier, 3), end_s=round(burst.end_s - earlier, 3)
        )
    return msgspec.structs.replace(scene, clips=(shorter, *scene.clips[1:]), burst=burst)


class SemitonesOfNth(Semitones):
    """The distance between two notes, the later of which is not played in the twin."""

    unanswerable = "false_premise"
    forms = ("tune",)

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[2] > FEWEST]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return missing(scene, self.clip(scene, slot), slot[2]) or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cut_short(scene, self.clip(scene, slot), slot[2])


class PlayerOfNth(WhoPlays):
    """The instrument of a note that is not played in the twin."""

    unanswerable = "false_premise"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [slot for slot in super().slots(scene) if slot[1] > FEWEST]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return missing(scene, self.clip(scene, slot), slot[1]) or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cut_short(scene, self.clip(scene, slot), slot[1])


class NotesOfNamed(NotesOf):
    """How many notes an instrument plays that in the twin another one stands in for."""

    unanswerable = "false_premise"
    balance: ClassVar[Balance] = ""

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        if part_of(self.clip(scene, slot), slot[1]) is None:
            return Unanswerable(reason="false_premise", why=f"no {slot[1]} plays in the recording.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        clip = self.clip(scene, slot)
        there: list[Instrument] = [p.instrument for p in clip.parts]
        spare = [i for i in MELODIC if all(distinct(i, other) for other in there)]
        if not spare:
            raise Reject("not_applicable")
        parts = tuple(_other_player(p, pick(rng, spare)) if p.instrument == slot[1] else p for p in clip.parts)
        return msgspec.structs.replace(scene, clips=(msgspec.structs.replace(clip, parts=parts),))


def _other_player(part: Part, instrument: Instrument) -> Part:
    return msgspec.structs.replace(part, instrument=instrument)


class ChordAt(ChordKind):
    """The kind of a chord in whose place the twin has a single note."""

    unanswerable = "false_premise"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [s for s in ChordKind.slots(self, scene) if sum(len(g) > 1 for g in sounds(self.clip(scene, s))) > 1]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        if len(sounds(self.clip(scene, slot))[slot[1] - 1]) == 1:
            why = f"the {ordinal(slot[1])} sound is a single note, no chord."
            return Unanswerable(reason="false_premise", why=why)
        return super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        clip = self.clip(scene, slot)
        _, *gone = sounds(clip)[slot[1] - 1]
        parts = tuple(msgspec.structs.replace(p, notes=tuple(n for n in p.notes if n not in gone)) for p in clip.parts)
        return msgspec.structs.replace(scene, clips=(msgspec.structs.replace(clip, parts=parts),))


def covered(scene: Melodies, slot: Slot, k: int, noun: str = "note") -> Unanswerable | None:
    """Why a sound below a burst of noise can't be asked about."""
    struck = sounds(clip_of(scene, slot[0]))[k - 1]
    if not any(n.id in scene.hidden for n in struck):
        return None
    return Unanswerable(reason="hidden", why=f"a burst of noise covers the {ordinal(k)} {noun}.")


def cover_sound(scene: Melodies, slot: Slot, k: int) -> Melodies:
    """The scene with noise over its k-th sound."""
    clip = clip_of(scene, slot[0])
    return cover(scene, clip, sounds(clip)[k - 1][0])


class _InFirst(MelodyTemplate):
    """Of two recordings, about the first alone: the second may differ just there."""

    unanswerable = "hidden"
    forms = ("tune", "pair")

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        return super().clips(scene)[:1]


class HiddenSemitones(_InFirst, Semitones):
    """The distance between two notes, the later of which is covered by noise in the twin."""

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return covered(scene, slot, slot[2]) or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cover_sound(scene, slot, slot[2])


class HiddenName(_InFirst, NoteNamed):
    """The name of a note that is covered by noise in the twin."""

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return covered(scene, slot, slot[1]) or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cover_sound(scene, slot, slot[1])


class HiddenPlayer(WhoPlays):
    """The instrument of a note that is covered by noise in the twin: the only one it plays."""

    unanswerable = "hidden"

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        lone = {p.notes[0].id for c in self.clips(scene) for p in c.parts if len(p.notes) == 1}
        return [s for s in super().slots(scene) if self.clip(scene, s).notes[s[1] - 1].id in lone]

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return covered(scene, slot, slot[1]) or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cover_sound(scene, slot, slot[1])


class HiddenChord(ChordKind):
    """The kind of a chord that is covered by noise in the twin."""

    unanswerable = "hidden"

    def solve(self, scene: Melodies, slot: Slot, work: Work) -> Answer:
        return covered(scene, slot, slot[1], "sound") or super().solve(scene, slot, work)

    def spoil(self, scene: Melodies, slot: Slot, rng: np.random.Generator) -> Melodies:
        return cover_sound(scene, slot, slot[1])
