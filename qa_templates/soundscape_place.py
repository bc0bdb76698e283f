"""Questions about sounds told by their place in time: to be answered by ear, or from a spectrogram alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, pairwise, permutations
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    APART_S,
    BRIGHTER,
    Ears,
    SoundTemplate,
    longer_by_enough,
    margin,
)
from scenewright.qa_templates.soundscape_times import seconds
from scenewright.qa_templates.soundscape_words import (
    COUNT_LONGER,
    COUNT_SOUNDS,
    LENGTH_OF_NTH,
    LONGEST_NTH,
    NTH_HIGHER,
    NTH_LONGER,
    PAUSE_AFTER,
    START_OF_NTH,
    START_TO_START,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed, ordinal
from scenewright.scenes.soundscape import Soundscape


class PlaceTemplate(SoundTemplate):
    """Sounds as the first, second, ... Only of scenes of steady sounds one after the other, with no burst of noise."""

    eye = True

    def heard(self, scene: Soundscape, work: Work) -> list[Any]:
        """What is heard, in order, with pauses of 0.3 s at least between."""
        heard = Ears(scene, work).all()
        margin(all(b.onset_s - a.offset_s >= APART_S for a, b in pairwise(heard)))
        return heard

    def find(self, scene: Soundscape, work: Work) -> list[Any]:
        """Likewise, with the step of going through all of them."""
        heard = self.heard(scene, work)
        work.do("collect", *[h.onset_s for h in heard], evidence=[h.id for h in heard],
                say=lambda v: f"One after the other, sounds start at {listed([f'{t:.2f} s' for t in v])}.")  # fmt: skip
        return heard

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return range(len(scene.events))

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"nth": ordinal(slot + 1)}


def length(work: Work, heard: Any, place: int) -> Known:
    """The step that finds how long the sound at a place lasts."""
    return work.read(heard.id, "length_s", lambda v: f"The {ordinal(place + 1)} sound lasts {v:.2f} s.")


class CountSounds(PlaceTemplate):
    """How many separate sounds there are, the background left out."""

    phrasings = COUNT_SOUNDS
    skill: ClassVar[Skill] = "counting"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["all"]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        starts = [
            work.read(h.id, "onset_s", lambda v, i=i: f"The {ordinal(i + 1)} sound starts at {v:.2f} s.")
            for i, h in enumerate(self.heard(scene, work))
        ]
        total = work.do("count", starts, say=lambda v: f"So there are {v}.")
        return Integer(value=total.value)


class StartOfNth(PlaceTemplate):
    """When the n-th sound starts."""

    phrasings = START_OF_NTH
    choice_share = 0.0

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        start = work.read(heard[slot].id, "onset_s", lambda v: f"The {ordinal(slot + 1)} starts at {v:.2f} s.")
        shown = work.do("round", start, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value)


class LengthOfNth(PlaceTemplate):
    """How long the n-th sound lasts."""

    phrasings = LENGTH_OF_NTH
    choice_share = 0.0

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        span = length(work, heard[slot], slot)
        shown = work.do("round", span, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value, max(0.4, 0.15 * shown.value))


class PauseAfter(PlaceTemplate):
    """How long the pause between two neighbouring sounds is."""

    phrasings = PAUSE_AFTER
    skill = "arithmetic"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return range(len(scene.events) - 1)

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"nth": ordinal(slot + 1), "next": ordinal(slot + 2)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        end = work.read(heard[slot].id, "offset_s", lambda v: f"The {ordinal(slot + 1)} ends at {v:.2f} s.")
        start = work.read(heard[slot + 1].id, "onset_s", lambda v: f"The {ordinal(slot + 2)} starts at {v:.2f} s.")
        pause = work.do("subtract", start, end, say=lambda v: f"Between them lie {v:.2f} s.")
        shown = work.do("round", pause, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value)


class StartToStart(PlaceTemplate):
    """Seconds from the start of one sound to the start of a later one."""

    phrasings = START_TO_START
    skill = "arithmetic"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return list(combinations(range(len(scene.events)), 2))

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"nth": ordinal(slot[0] + 1), "other": ordinal(slot[1] + 1)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        a, b = (
            work.read(heard[k].id, "onset_s", lambda v, k=k: f"The {ordinal(k + 1)} starts at {v:.2f} s.") for k in slot
        )
        apart = work.do("subtract", b, a, say=lambda v: f"That is {v:.2f} s later.")
        shown = work.do("round", apart, 1, say=lambda v: f"Rounded, {v} s.")
        return seconds(shown.value, 0.5)


class NthLonger(PlaceTemplate):
    """Whether one sound lasts longer, or shorter, than another."""

    phrasings = NTH_LONGER
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    more: ClassVar[tuple[str, str]] = ("longer", "shorter")

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(a, b, side) for a, b in permutations(range(len(scene.events)), 2) for side in self.more]

    def group(self, scene: Soundscape, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"nth": ordinal(slot[0] + 1), "other": ordinal(slot[1] + 1), "longer": slot[2]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        a, b = (length(work, heard[k], k) for k in slot[:2])
        margin(longer_by_enough(a.value, b.value))
        return _compared(work, a, b, slot, self.more)


def _compared(work: Work, a: Known, b: Known, slot: Slot, more: tuple[str, str]) -> Answer:
    truth = work.do("greater" if slot[2] == more[0] else "less", a, b,
                    say=lambda v: f"So the {ordinal(slot[0] + 1)} is {'' if v else 'not '}{slot[2]}.")  # fmt: skip
    return Boolean(value=truth.value)


class NthHigher(NthLonger):
    """Whether one sound lies higher, or lower, in frequency than another: the middles differ by half or more."""

    phrasings = NTH_HIGHER
    more = ("higher", "lower")

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)
        for k in slot[:2]:
            margin(not scene.event(heard[k].event).muffled)
        one, two = (heard[k] for k in slot[:2])
        low, high = sorted((one, two), key=lambda h: h.centroid_hz)
        margin(
            high.centroid_hz >= BRIGHTER * low.centroid_hz and high.low_hz > low.low_hz and high.high_hz > low.high_hz
        )
        a, b = (
            work.read(heard[k].id, "centroid_hz", lambda v, k=k: f"The {ordinal(k + 1)} has its middle at {v:.0f} Hz.")
            for k in slot[:2]
        )
        return _compared(work, a, b, slot, self.more)


class LongestNth(PlaceTemplate):
    """Which of the first three sounds lasts longest, second longest or shortest, by its place."""

    phrasings = LONGEST_NTH
    skill = "multi_step"
    choice_share = 0.6

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return range(3) if len(scene.events) >= 3 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"longest": ("longest", "second longest", "shortest")[slot]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.find(scene, work)[:3]
        spans = [length(work, h, k) for k, h in enumerate(heard)]
        at = sorted((s.value for s in spans), reverse=True)
        margin(all(longer_by_enough(a, b) for a, b in pairwise(at)))
        ranked = work.do("rank_down", ["first", "second", "third"], spans,
                         say=lambda v: f"From longest to shortest: {', '.join(v)}.")  # fmt: skip
        chosen = work.do("nth", ranked, slot, say=lambda v: f"So it is the {v}.")
        return Label(value=f"the {chosen.value}", accepted=(f"{chosen.value} sound", f"the {chosen.value} one"))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for place in ("first", "second", "third"):
            yield Label(value=f"the {place}"), "This one has another place when ranked by length."


class CountLonger(PlaceTemplate):
    """How many sounds last longer than a limit, none of which is within 0.3 s of it."""

    phrasings = COUNT_LONGER
    skill = "counting"
    balance = "spread"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [1.5, 2.0, 2.5]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"limit": f"{slot:g}"}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = self.heard(scene, work)
        spans = [length(work, h, k) for k, h in enumerate(heard)]
        margin(all(abs(s.value - slot) >= APART_S for s in spans))
        longer = work.do("above", spans, slot, say=f"Compare each with {slot:g} s.")
        total = work.do("count_true", longer, say=lambda v: f"That makes {v}.")
        return Integer(value=total.value)
