"""Questions about a kind of sound that is heard twice: louder, higher, longer, faster, more, duller the one time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Label
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    BRIGHTER,
    FASTER,
    SEMITONE,
    Ears,
    SoundTemplate,
    longer_by_enough,
    louder_by_enough,
    margin,
    timed,
)
from scenewright.qa_templates.soundscape_words import (
    TWICE_DULLER,
    TWICE_FASTER,
    TWICE_HIGHER,
    TWICE_HIGHER_YES,
    TWICE_LONGER,
    TWICE_LOUDER,
    TWICE_LOUDER_YES,
    TWICE_MORE,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.scenes.sound_classes import STROKES_OF, class_of
from scenewright.scenes.soundscape import Soundscape

TIMES = ("first", "second")


class Twice(SoundTemplate):
    """A kind of sound that is heard at exactly two times, which are compared in one respect.

    Slots are `(sound, direction)`. A subclass names the field and says when two values differ by enough.
    """

    skill: ClassVar[Skill] = "comparison"
    choice_share = 0.5
    weight = 3.0
    field: ClassVar[str]
    directions: ClassVar[tuple[str, str]]
    """What is asked for: more of it, or less of it."""
    shown: ClassVar[str]
    """How a value is told: `{v}` in a clause after "the first time"."""

    end: ClassVar[str] = "So it is {more} the {time} time."

    def fits(self, scene: Soundscape, sound: str) -> bool:
        """Whether a kind can be asked about in this respect."""
        return True

    def differ(self, a: Any, b: Any) -> bool:
        """Whether the two differ by what a listener can tell."""
        raise NotImplementedError

    def pairs(self, scene: Soundscape) -> list[str]:
        """Sounds that are heard at two times, one after the other."""
        out = []
        for sound in scene.sounds:
            events = [e for e in scene.events if e.sound == sound]
            if len(events) == 2 and events[1].onset_s - events[0].end_s >= 0.4 and self.fits(scene, sound):
                out.append(sound)
        return out

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(sound, direction) for sound in self.pairs(scene) for direction in self.directions]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot[0]).said, "more": slot[1], "strokes": STROKES_OF.get(slot[0], "")}

    def values(self, scene: Soundscape, slot: Slot, work: Work) -> list[Known]:
        """The steps that find the two values, in order of time."""
        ears = Ears(scene, work)
        heard = sorted((ears.one(e.id) for e in scene.events if e.sound == slot[0]), key=lambda h: h.onset_s)
        margin(self.differ(*heard))
        return [
            work.read(h.id, self.field, lambda v, t=t: f"The {t} time, it {self.shown.format(v=v)}.")
            for t, h in zip(TIMES, heard, strict=True)
        ]

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        values = self.values(scene, slot, work)
        op = "argmax" if slot[1] == self.directions[0] else "argmin"
        chosen = work.do(op, list(TIMES), values, say=lambda v: self.end.format(more=slot[1], time=v))
        return Label(value=f"the {chosen.value}", accepted=(f"{chosen.value} time", f"the {chosen.value} one",
                     f"{chosen.value} series", {"first": "1st", "second": "2nd"}[chosen.value]))  # fmt: skip

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for time in TIMES:
            yield Label(value=f"the {time}"), "This compares the two the wrong way round."


class TwiceLouder(Twice):
    """Which of two times a sound is louder, or quieter, by 3 dB or more."""

    phrasings = TWICE_LOUDER
    field = "loudness_lufs"
    directions = ("louder", "quieter")
    shown = "has a loudness of {v:.1f} LUFS"

    def differ(self, a: Any, b: Any) -> bool:
        return louder_by_enough(a, b)


class TwiceHigher(Twice):
    """Which of two times a sound with one steady pitch is higher, or lower, by a semitone or more."""

    phrasings = TWICE_HIGHER
    field = "f0_hz"
    directions = ("higher", "lower")
    shown = "has a pitch of {v:.0f} Hz"

    def fits(self, scene: Soundscape, sound: str) -> bool:
        return class_of(sound).f0_hz[0] > 0

    def differ(self, a: Any, b: Any) -> bool:
        low, high = sorted((a.f0_hz, b.f0_hz))
        return bool(low > 0 and high / low >= SEMITONE)


class TwiceLonger(Twice):
    """Which of two times a steady sound lasts longer, or shorter, by 15 % and 0.3 s at least."""

    phrasings = TWICE_LONGER
    field = "length_s"
    directions = ("longer", "shorter")
    shown = "lasts {v:.2f} s"
    end = "So it is {more} the {time} time."

    def fits(self, scene: Soundscape, sound: str) -> bool:
        return timed(next(e for e in scene.events if e.sound == sound))

    def differ(self, a: Any, b: Any) -> bool:
        return longer_by_enough(a.length_s, b.length_s)


class TwiceFaster(Twice):
    """Which of two series of strokes is faster, or slower, by 15 % or more; three strokes each at least."""

    phrasings = TWICE_FASTER
    field = "rate_hz"
    directions = ("faster", "slower")
    shown = "has {v:.2f} strokes a second"

    def fits(self, scene: Soundscape, sound: str) -> bool:
        return class_of(sound).regular

    def differ(self, a: Any, b: Any) -> bool:
        low, high = sorted((a.rate_hz, b.rate_hz))
        return bool(low > 0 and high >= low * (1 + FASTER))


class TwiceMore(Twice):
    """Which of two series has more, or fewer, strokes."""

    phrasings = TWICE_MORE
    field = "strokes"
    directions = ("more", "fewer")
    shown = "is heard with {v} of them"
    end = "So there are {more} of them the {time} time."

    def fits(self, scene: Soundscape, sound: str) -> bool:
        counts = [e.strokes for e in scene.events if e.sound == sound]
        return sound in STROKES_OF and counts[0] != counts[1]

    def differ(self, a: Any, b: Any) -> bool:
        return bool(a.strokes != b.strokes)


class TwiceDuller(Twice):
    """Which of two times a sound is duller, as through a wall, or brighter: mean frequencies differ by half or more."""

    phrasings = TWICE_DULLER
    field = "centroid_hz"
    directions = ("brighter", "duller")
    shown = "has its middle at {v:.0f} Hz"

    def fits(self, scene: Soundscape, sound: str) -> bool:
        return class_of(sound).f0_hz[0] == 0

    def differ(self, a: Any, b: Any) -> bool:
        low, high = sorted((a.centroid_hz, b.centroid_hz))
        return bool(low > 0 and high / low >= BRIGHTER)


class TwiceLouderYes(TwiceLouder):
    """Whether a sound is louder, or quieter, the one time than the other."""

    phrasings = TWICE_LOUDER_YES
    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(s, d, k) for s in self.pairs(scene) for d in self.directions for k in (0, 1)]

    def group(self, scene: Soundscape, slot: Slot) -> Hashable:
        return slot[0], slot[1]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"one": TIMES[slot[2]], "other": TIMES[1 - slot[2]]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        values = self.values(scene, slot, work)
        one, other = values[slot[2]], values[1 - slot[2]]
        truth = work.do("greater" if slot[1] == self.directions[0] else "less", one, other,
                        say=lambda v: f"So the {TIMES[slot[2]]} time is {'' if v else 'not '}{slot[1]}.")  # fmt: skip
        return Boolean(value=truth.value)


class TwiceHigherYes(TwiceLouderYes, TwiceHigher):
    """Whether a sound with a steady pitch is higher, or lower, the one time than the other."""

    phrasings = TWICE_HIGHER_YES
    field = "f0_hz"
    directions = ("higher", "lower")
    shown = "has a pitch of {v:.0f} Hz"

    def differ(self, a: Any, b: Any) -> bool:
        return TwiceHigher.differ(self, a, b)
