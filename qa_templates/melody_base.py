"""What questions about melodies share: operations, how notes are counted off, and what counts as clearly heard.

Truth is what was written; it is asked only where the measured sound agrees with it (`Ear`): onsets within 20 ms,
pitches within 35 cents, lengths within 20 %, loudness by 3 dB, and nothing masked by more than it bears.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

from scenewright.qa_templates.base import Skill, Slot, Template
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.music import note_name, triad_kind
from scenewright.scenes.score import Clip, Melodies, Note, Part

LINES = ("tune", "scale", "arpeggio", "pair")
"""Forms whose recordings are one line of notes with a pitch, on one instrument, and that any of its notes may be asked
of; phrases have questions of their own."""
TOGETHER = ("relay", "duet")
"""Forms with several instruments."""

ONSET_S, CENTS, LENGTH, LOUD_DB, MARGIN_DB, CROWD_DB = 0.02, 35.0, 0.2, 3.0, 2.0, -6.5


def a_or_an(noun: str) -> str:
    """With its article: `an organ`, `a piano`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def clip_of(scene: Melodies, id: str) -> Clip:
    """The recording of that id."""
    return next(clip for clip in scene.clips if clip.id == id)


def sounds(clip: Clip) -> list[tuple[Note, ...]]:
    """What is struck at one time, in order: single notes or chords, each from the lowest."""
    groups: dict[float, list[Note]] = {}
    for note in clip.notes:
        groups.setdefault(note.start, []).append(note)
    return [tuple(sorted(groups[at], key=lambda n: n.pitch)) for at in sorted(groups)]


def part_of(clip: Clip, instrument: str) -> Part | None:
    """What an instrument plays, if it plays."""
    return next((part for part in clip.parts if part.instrument == instrument), None)


def player_of(clip: Clip, note: Note) -> Part:
    """The part a note is in."""
    return next(part for part in clip.parts if note in part.notes)


def rank_order(scene: Melodies, values: list[float], place: int) -> int:
    """Number, from 1, of the value of that place (0: the largest)."""
    return 1 + sorted(range(len(values)), key=lambda i: -values[i])[place]


OPS: dict[str, Op] = BASE_OPS | {
    "sound_at": lambda scene, clip, k: [n.id for n in sounds(clip_of(scene, clip))[k - 1]],
    "place_of_rank": rank_order,
    "distinct": lambda scene, values: len(set(values)),
    "rises": lambda scene, values: sum(b > a for a, b in pairwise(values)),
    "triad": lambda scene, pitches: triad_kind(pitches),
    "onset_s": lambda scene, clip, beat: round(clip_of(scene, clip).at_s(beat), 3),
    "per_minute": lambda scene, seconds: round(60 / seconds),
    "span_s": lambda scene, clip, beats: round(beats * 60 / clip_of(scene, clip).bpm, 4),
    "places_where_not": lambda scene, a, b: [i + 1 for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y],
    "label": lambda scene, key, table: table[key],
    "first_of": lambda scene, values: values[0],
    "bar_length": lambda scene, accents: accents[1] - accents[0],
    "change": lambda scene, pitches, lengths, tempo, player, places: (
        "instrument"
        if not player
        else "tempo"
        if not tempo
        else "rhythm"
        if not lengths
        else "note"
        if not pitches and len(places) == 1
        else "transposed"
    ),
    "odd_one": lambda scene, rows: next(i + 1 for i, row in enumerate(rows) if rows.count(row) == 1),
}


class Ear:
    """What was measured, by note; its methods raise `Reject` where that does not bear out what was written."""

    def __init__(self, work: Work, clip: Clip) -> None:
        self.clip = clip
        self._heard = {h.note: h for h in work.readings.notes}

    def onsets(self, notes: Sequence[Note], margin_db: float = MARGIN_DB) -> None:
        """Each begins when it was written to, and is not masked."""
        for note in notes:
            heard = self._heard[note.id]
            if abs(heard.onset_s - heard.requested_onset_s) > ONSET_S:
                raise Reject("onset_unclear")
            if heard.margin_db < margin_db:
                raise Reject("masked")

    def pitches(self, notes: Sequence[Note], margin_db: float = MARGIN_DB) -> None:
        """Each has the pitch it was written with."""
        self.onsets(notes, margin_db)
        for note in notes:
            f0 = self._heard[note.id].f0_hz
            if f0 is None or abs(cents(f0, 440 * 2 ** ((note.pitch - 69) / 12))) > CENTS:
                raise Reject("pitch_unclear")

    def lengths(self, notes: Sequence[Note]) -> None:
        """Each lasts as long as it was written to, but for the breath before the next."""
        self.onsets(notes)
        for note in notes:
            heard, written = self._heard[note.id], note.beats * 60 / self.clip.bpm
            if abs((heard.offset_s - heard.onset_s) / written - 1) > LENGTH:
                raise Reject("length_unclear")

    def louder(self, loud: Note, soft: Note) -> None:
        """One is louder than the other by at least 3 dB."""
        self.onsets((loud, soft))
        if self._heard[loud.id].level_db - self._heard[soft.id].level_db < LOUD_DB:
            raise Reject("margin")


def cents(a: float, b: float) -> float:
    """From b up to a."""
    return 1200 * math.log2(a / b)


class MelodyTemplate(Template[Melodies]):
    """What the templates of this family share. Slots begin with the id of the recording."""

    skill: ClassVar[Skill] = "retrieval"
    forms: ClassVar[tuple[str, ...]] = LINES
    choice_share = 0.0

    def clips(self, scene: Melodies) -> Sequence[Clip]:
        """Recordings it can be asked of."""
        return scene.clips if scene.form in self.forms else ()

    def clip(self, scene: Melodies, slot: Slot) -> Clip:
        """The recording a slot names."""
        return clip_of(scene, slot if isinstance(slot, str) else slot[0])

    def slots(self, scene: Melodies) -> Sequence[Slot]:
        return [clip.id for clip in self.clips(scene)]

    def words(self, scene: Melodies, slot: Slot) -> dict[str, str]:
        return place_words(scene, self.clip(scene, slot))


def place_words(scene: Melodies, clip: Clip) -> dict[str, str]:
    """`where`: which recording, where there are two; goes behind a phrase."""
    if len(scene.clips) == 1:
        return {"where": "", "piece": "the recording"}
    which = "first" if clip is scene.clips[0] else "second"
    return {"where": f" in the {which} recording", "piece": f"the {which} recording"}


def count_off(work: Work, clip: Clip, k: int, noun: str = "note") -> tuple[Note, ...]:
    """A step that counts to the k-th sound, whose evidence is all up to it; returns it."""
    found = sounds(clip)
    ids = [n.id for group in found[:k] for n in group]
    work.do("sound_at", clip.id, k, say=f"Count to the {ordinal(k)} {noun}.", evidence=ids)
    return found[k - 1]


def read_pitch(work: Work, note: Note, k: int) -> Known:
    """A step that hears a note's pitch."""
    return work.read(note.id, "pitch", lambda v: f"Note {k} is {note_name(v)}.")


def read_pitches(work: Work, clip: Clip) -> list[Any]:
    """Steps that hear all pitches of a line."""
    return [read_pitch(work, note, k) for k, note in enumerate(clip.notes, 1)]
