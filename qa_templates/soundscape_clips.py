"""Questions about two clips of one scene, between which one thing was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    APART_S,
    LOUDER_DB,
    Ears,
    SoundTemplate,
    cap,
    label,
    louder_by_enough,
    margin,
)
from scenewright.qa_templates.soundscape_times import seconds
from scenewright.qa_templates.soundscape_words import (
    CHANGED_SOUND,
    CLIP_EARLIER,
    CLIP_HAS,
    CLIP_LOUDER,
    COMMON_KINDS,
    KINDS_IN_BOTH,
    NTH_IN_CLIP,
    ONSET_IN_CLIP,
    SAME_IN_BOTH,
    WHAT_CHANGED,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import CHANGES, Event, Soundscape

CLIPS = ("first", "second")
CHANGE_WORDS = {
    "added": "a sound was added",
    "removed": "a sound was taken away",
    "replaced": "one sound was replaced by another",
    "louder": "one sound became louder",
    "quieter": "one sound became quieter",
    "swapped": "two sounds changed places",
}


def _clip_label(name: str) -> Label:
    return Label(
        value=f"the {name} clip", accepted=(f"{name} clip", name, f"the {name}", f"clip {CLIPS.index(name) + 1}")
    )


def _once(scene: Soundscape, clip: int) -> dict[str, Event]:
    """Events by class, of classes that a clip has once."""
    sounds = [e.sound for e in scene.clips[clip].events]
    return {e.sound: e for e in scene.clips[clip].events if sounds.count(e.sound) == 1}


def _in_both(scene: Soundscape) -> list[str]:
    return [s for s in _once(scene, 0) if s in _once(scene, 1)]


class ClipTemplate(SoundTemplate):
    """Two clips; what they share is measured in both."""

    clips = 2

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot).said} if isinstance(slot, str) else {}

    def both(self, scene: Soundscape, work: Work) -> tuple[list[list[Any]], list[Known]]:
        """The steps of listening to both."""
        ears = Ears(scene, work)
        heard, names = zip(*(ears.through(clip) for clip in (0, 1)), strict=True)
        return list(heard), list(names)


def _pair(scene: Soundscape, work: Work, sound: str) -> list[Any]:
    ears = Ears(scene, work)
    return [ears.one(_once(scene, clip)[sound].id) for clip in (0, 1)]


class SameInBoth(ClipTemplate):
    """Whether a sound is just the same in both clips. Where not, it differs by 3 dB or 0.3 s at least."""

    phrasings = SAME_IN_BOTH
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return _in_both(scene)

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = _pair(scene, work, slot)
        starts = [
            work.read(h.id, "onset_s", lambda v, c=c: f"In the {c} clip it starts at {v:.2f} s.")
            for c, h in zip(CLIPS, heard, strict=True)
        ]
        levels = [
            work.read(h.id, "loudness_lufs", lambda v, c=c: f"In the {c} clip it has {v:.1f} LUFS.")
            for c, h in zip(CLIPS, heard, strict=True)
        ]
        away = work.do("distance", *starts, say=lambda v: f"The times differ by {v:.2f} s.")
        by_db = work.do("distance", *levels, say=lambda v: f"The levels differ by {v:.1f} dB.")
        moved, changed = away.value >= APART_S, by_db.value >= LOUDER_DB
        margin(moved or changed or (away.value < 0.05 and by_db.value < 0.6))
        limits = [work.do("less", x, limit, say="That is nothing." if x.value < limit else "That can be heard.")
                  for x, limit in ((away, APART_S), (by_db, LOUDER_DB))]  # fmt: skip
        same = work.do("and", *limits, say=lambda v: f"So it is {'' if v else 'not '}the same in both.")
        return Boolean(value=same.value)


class WhatChanged(ClipTemplate):
    """What was done to the first clip to get the second; all changes are equally likely."""

    phrasings = WHAT_CHANGED
    skill = "multi_step"
    choice_share = 1.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["change"]

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = self.both(scene, work)
        sounds = [[h.sound for h in clip] for clip in heard]
        gone = [s for s in sounds[0] if s not in sounds[1]]
        new = [s for s in sounds[1] if s not in sounds[0]]
        found = "replaced" if gone and new else "removed" if gone else "added" if new else ""
        if not found:
            found = "swapped" if sounds[0] != sounds[1] else ""
        if not found:
            steps = [b.loudness_lufs - a.loudness_lufs for a, b in zip(*heard, strict=True)]
            big = [s for s in steps if abs(s) >= 2 * LOUDER_DB]
            margin(len(big) == 1 and all(abs(s) < 0.6 for s in steps if s not in big))
            found = "louder" if big[0] > 0 else "quieter"
        place = list(CHANGES).index(found)  # type: ignore[arg-type]
        work.do("nth", list(CHANGES), place, say=f"Comparing both, {CHANGE_WORDS[found]}; all else is as it was.")
        return Label(value=CHANGE_WORDS[found], accepted=(found,))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for words in CHANGE_WORDS.values():
            yield Label(value=words), "This is not what differs between the two."


class ChangedSound(ClipTemplate):
    """Which sound is not the same in both clips, where it is but one."""

    phrasings = CHANGED_SOUND
    skill = "comparison"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["changed"] if scene.change in ("added", "removed", "louder", "quieter") else []

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = self.both(scene, work)
        first, second = ({h.event[1:]: h for h in clip} for clip in heard)
        alone = [h for k, h in (first | second).items() if k not in first or k not in second]
        moved = [
            first[k]
            for k in first
            if k in second and abs(first[k].loudness_lufs - second[k].loudness_lufs) >= LOUDER_DB
        ]
        margin(len(alone) + len(moved) == 1)
        found = (alone + moved)[0]
        why = "is there in one of them only" if alone else "differs in loudness"
        work.do("sounds_of", [found.event], say=lambda v: f"Only the {v[0]} {why}.", evidence=(found.id,))
        return label(class_of(found.sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, answer, "The sound of {said} is the same in both.")


class ClipHas(ClipTemplate):
    """Which of the clips a sound is heard in that is in one only."""

    phrasings = CLIP_HAS
    choice_share = 0.5

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        a, b = ({e.sound for e in clip.events} for clip in scene.clips)
        return sorted(a ^ b)

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = self.both(scene, work)
        kind = class_of(slot)
        there = work.do(
            "contains",
            names[0],
            kind.name,
            say=lambda v: f"{cap(kind.said)} is {'' if v else 'not '}in the first clip.",
        )
        chosen = work.do("choose", there, *CLIPS, say=lambda v: f"So it is heard in the {v} clip.")
        return _clip_label(chosen.value)

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for name in CLIPS:
            yield _clip_label(name), "This is the other clip."


class ClipLouder(ClipHas):
    """In which of the clips a sound is louder, or quieter, by 3 dB or more."""

    phrasings = CLIP_LOUDER
    skill = "comparison"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        if scene.change not in ("louder", "quieter"):
            return []
        return [(scene.event(scene.changed[0]).sound, side) for side in ("louder", "quieter")]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot[0]).said, "louder": slot[1]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = _pair(scene, work, slot[0])
        margin(louder_by_enough(*heard))
        levels = [
            work.read(h.id, "loudness_lufs", lambda v, c=c: f"In the {c} clip it has {v:.1f} LUFS.")
            for c, h in zip(CLIPS, heard, strict=True)
        ]
        op = "argmax" if slot[1] == "louder" else "argmin"
        chosen = work.do(op, list(CLIPS), levels, say=lambda v: f"So it is {slot[1]} in the {v} clip.")
        return _clip_label(chosen.value)


class ClipEarlier(ClipHas):
    """In which of the clips a sound starts earlier, or later, by 0.3 s or more."""

    phrasings = CLIP_EARLIER
    skill = "comparison"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        if scene.change != "swapped":
            return []
        sounds = dict.fromkeys(scene.event(id).sound for id in scene.changed)
        return [(s, side) for s in sounds for side in ("earlier", "later") if s in _in_both(scene)]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot[0]).said, "earlier": slot[1]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = _pair(scene, work, slot[0])
        starts = [
            work.read(h.id, "onset_s", lambda v, c=c: f"In the {c} clip it starts at {v:.2f} s.")
            for c, h in zip(CLIPS, heard, strict=True)
        ]
        margin(abs(starts[0].value - starts[1].value) >= APART_S)
        op = "argmin" if slot[1] == "earlier" else "argmax"
        chosen = work.do(op, list(CLIPS), starts, say=lambda v: f"So it starts {slot[1]} in the {v} clip.")
        return _clip_label(chosen.value)


class NthInClip(ClipTemplate):
    """Which sound is the n-th to start in one of the clips."""

    phrasings = NTH_IN_CLIP
    skill = "multi_step"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(clip, k) for clip in (0, 1) for k in range(min(4, len(scene.clips[clip].events)))]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"clip": CLIPS[slot[0]], "nth": ordinal(slot[1] + 1)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        clip, place = slot
        heard, names = Ears(scene, work).through(clip)
        at = [h.onset_s for h in heard]
        margin(all(abs(t - at[place]) >= APART_S for i, t in enumerate(at) if i != place))
        work.do("nth", names, place, say=lambda v: f"The {ordinal(place + 1)} there is the {v}.")
        return label(class_of(heard[place].sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, answer, "The sound of {said} has another place in that clip.")


class OnsetInClip(ClipTemplate):
    """When a sound starts in one of the clips, which has it once."""

    phrasings = ONSET_IN_CLIP
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(clip, e.id) for clip in (0, 1) for s, e in _once(scene, clip).items() if s != "wind"]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"clip": CLIPS[slot[0]], "sound": class_of(scene.event(slot[1]).sound).said}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        onset = Ears(scene, work).onset(slot[1])
        shown = work.do("round", onset, 1, say=lambda v: f"So it starts {v} s after that clip begins.")
        return seconds(shown.value)


class CommonKinds(ClipTemplate):
    """How many kinds of sound are heard in both clips."""

    phrasings = COMMON_KINDS
    skill = "counting"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["both"]

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = self.both(scene, work)
        shared = work.do("common", *names, say=lambda v: f"In both are: {', '.join(v)}." if v else "They share none.")
        total = work.do("count", shared, say=lambda v: f"That is {v}.")
        return Integer(value=total.value)


class KindsInBoth(ClipTemplate):
    """How many different kinds of sound there are in the two clips taken together."""

    phrasings = KINDS_IN_BOTH
    skill = "counting"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["together"]

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = self.both(scene, work)
        kinds = work.do("kinds_of", [h.event for clip in heard for h in clip],
                        say=lambda v: f"Taken together they hold: {', '.join(v)}.")  # fmt: skip
        total = work.do("count", kinds, say=lambda v: f"That is {v}.")
        return Integer(value=total.value)
