"""What questions about soundscapes share: margins, how a sound is named, and how it is listened to.

Answers come from what was measured in the mix. Margins are those below which two careful listeners may disagree: 3 dB,
15 % of a duration (and 0.3 s), a semitone, 0.3 s of order or overlap. Nothing is asked about what is masked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.base import Skill, Slot, Template, Wrong
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.scenes.base import Reject
from scenewright.scenes.sound_classes import BANNED_BY_BACKGROUND, BY_ID, SoundClass, class_of
from scenewright.scenes.soundscape import Event, Soundscape

APART_S = 0.3
"""Onsets nearer than this have no order; shorter overlaps are none, and neither are shorter pauses."""
LOUDER_DB = 3.0
LONGER = 0.15
FASTER = 0.15
BRIGHTER = 1.5
"""Ratio of mean frequencies."""
SEMITONE = 2 ** (1 / 12)
SIDE_DB = 6.0

OPS: dict[str, Op] = BASE_OPS | {
    "sounds_of": lambda scene, ids: [class_of(scene.event(id).sound).name for id in ids],
    "kinds_of": lambda scene, ids: sorted({class_of(scene.event(id).sound).name for id in ids}),
    "group_of": lambda scene, id: class_of(scene.event(id).sound).group,
    "contains": lambda scene, names, name: name in names,
    "unlike": lambda scene, a, b: a != b,
    "ratio": lambda scene, a, b: a / b,
    "overlap": lambda scene, a0, a1, b0, b1: min(a1, b1) - max(a0, b0),
    "in_order": lambda scene, names, times: [n for _, n in sorted(zip(times, names, strict=True))],
    "within": lambda scene, times, low, high: [low < t < high for t in times],
    "per_minute": lambda scene, rate: 60 * rate,
    "exceeds": lambda scene, a, b, by: a - b >= by,
    "common": lambda scene, a, b: sorted(set(a) & set(b)),
}


class Ears:
    """What was heard, by event."""

    def __init__(self, scene: Soundscape, work: Work) -> None:
        self.scene, self.work = scene, work
        self.by_event = {h.event: h for clip in work.readings.clips for h in clip.heard}

    def all(self, clip: int = 0) -> list[Any]:
        """Everything heard in a clip, in order of onset; `Reject` where something is masked."""
        heard = [self.by_event[e.id] for e in self.scene.clips[clip].events]
        self.clear(heard)
        return sorted(heard, key=lambda h: h.onset_s)

    def clear(self, heard: Iterable[Any]) -> None:
        """`Reject` where one of these drowns; what is covered on purpose is left to the evidence."""
        if any(h.masked and h.event not in self.scene.hidden for h in heard):
            raise Reject("masked")

    def one(self, id: str) -> Any:
        """One event as it is heard, and not masked."""
        found = self.by_event[id]
        self.clear([found])
        return found

    def onset(self, id: str, name: str = "") -> Known:
        """The step that finds out when a sound starts."""
        heard, what = self.one(id), name or the(self.scene, id)
        return self.work.read(heard.id, "onset_s", lambda v: f"{cap(what)} starts at {v:.2f} s.")

    def through(self, clip: int = 0) -> tuple[list[Any], Known]:
        """The step of listening to a whole clip: all that is heard in order, and the names of it."""
        heard = self.all(clip)
        where = "" if len(self.scene.clips) == 1 else f" in the {('first', 'second')[clip]} clip"

        def say(names: list[str]) -> str:
            parts = [f"{class_of(h.sound).said} ({h.onset_s:.1f} s)" for h in heard]
            return f"In order of their beginning, one hears{where}: {', '.join(parts)}."

        names = self.work.do("sounds_of", [h.event for h in heard], say=say, evidence=[h.id for h in heard])
        return heard, names


def cap(text: str) -> str:
    """With a capital first letter."""
    return text[0].upper() + text[1:]


def the(scene: Soundscape, id: str) -> str:
    """`the sound of a siren`."""
    return f"the sound of {class_of(scene.event(id).sound).said}"


def said(scene: Soundscape, id: str) -> str:
    """`a siren`."""
    return class_of(scene.event(id).sound).said


def label(kind: SoundClass) -> Label:
    """A class as an answer."""
    return Label(value=kind.name, accepted=tuple(dict.fromkeys((kind.said, *kind.accepted))))


def timed(event: Event) -> bool:
    """Whether it has a sharp beginning and end, and no pause within."""
    kind = class_of(event.sound)
    return kind.form == "long" and kind.steady


def by_eye(scene: Soundscape) -> bool:
    """Whether sounds can be counted and timed without knowing what they are: steady ones, one after the other."""
    events = scene.events
    apart = all(b.onset_s - a.end_s >= 0.4 for a, b in pairwise(events))
    return len(scene.clips) == 1 and apart and all(timed(e) for e in events)


def lonely(scene: Soundscape, sound: str) -> bool:
    """Whether a class can't be taken for another one that is there, or for the background."""
    kind = class_of(sound)
    if sound in BANNED_BY_BACKGROUND[scene.background.kind]:
        return False
    likes = {class_of(s).like for clip in scene.clips for s in {e.sound for e in clip.events} if s != sound}
    return not kind.like or kind.like not in likes


def absent(scene: Soundscape) -> list[str]:
    """Classes that might have been drawn and are not there, nor like any that is."""
    there = {e.sound for clip in scene.clips for e in clip.events}
    return [id for id in scene.known if id not in there and lonely(scene, id)]


def present(scene: Soundscape) -> list[str]:
    """Classes of the bank that are there, and not like another that is."""
    return [s for s in scene.sounds if s in BY_ID and lonely(scene, s)]


def in_gap(scene: Soundscape, start_s: float, end_s: float) -> bool:
    """Whether the gap lies, in part, between two times."""
    gap = scene.gap
    return gap is not None and gap.start_s < end_s and gap.end_s > start_s


def calm(scene: Soundscape) -> bool:
    """Whether no burst of noise is there, which might be counted as a sound."""
    return scene.gap is None or scene.gap.kind == "dropout"


def margin(ok: bool) -> None:
    """`Reject` what is too near to call."""
    if not ok:
        raise Reject("margin")


def longer_by_enough(a: float, b: float) -> bool:
    """Whether two durations differ by what a listener can tell."""
    return abs(a - b) >= max(APART_S, LONGER * max(a, b))


def louder_by_enough(a: Any, b: Any) -> bool:
    """Whether two sounds differ in loudness, by the whole and by the strongest moment alike."""
    whole, peak = a.loudness_lufs - b.loudness_lufs, a.strongest_lufs - b.strongest_lufs
    return min(abs(whole), abs(peak)) >= LOUDER_DB and math.copysign(1, whole) == math.copysign(1, peak)


class SoundTemplate(Template[Soundscape]):
    """What the templates of this family share: which scenes they are asked about."""

    skill: ClassVar[Skill] = "retrieval"
    clips: ClassVar[int] = 1
    eye: ClassVar[bool] = False
    """Asked of scenes whose sounds are told by their place in time; those shown as a spectrogram alone are."""

    def slots(self, scene: Soundscape) -> Sequence[Slot]:
        if len(scene.clips) != self.clips:
            return []
        if self.eye:
            return self.options(scene) if by_eye(scene) and calm(scene) else []
        return [] if scene.view == "spectrogram" else self.options(scene)

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        """Legal arguments in scenes that the template is asked of."""
        raise NotImplementedError

    def others(self, scene: Soundscape, answer: Answer, why: str) -> Iterable[Wrong]:
        """The other sounds of the scene as wrong answers."""
        for sound in sorted({e.sound for clip in scene.clips for e in clip.events}):
            if class_of(sound).name != answer.text():
                yield label(class_of(sound)), why.format(said=class_of(sound).said)
