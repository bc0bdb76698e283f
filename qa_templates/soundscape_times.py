"""Questions about times: when sounds start, how long they last, whether they overlap."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, pairwise, permutations
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Number
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    APART_S,
    Ears,
    SoundTemplate,
    calm,
    cap,
    label,
    longer_by_enough,
    margin,
    said,
    the,
    timed,
)
from scenewright.qa_templates.soundscape_order import ordered_pairs
from scenewright.qa_templates.soundscape_words import (
    FROM_TO,
    LENGTH_OF,
    LONGER_THAN,
    ONSET_OF,
    OVERLAPS,
    RANK_LENGTH,
    TOGETHER_FOR,
    WHICH_LONGER,
    WHILE_SOUNDING,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed
from scenewright.scenes.base import Reject
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Soundscape

TIME_SLACK_S = 0.4
"""How far a time told by ear, or read off the player, may be out."""


def seconds(value: float, slack: float = TIME_SLACK_S) -> Number:
    """A time or span as an answer."""
    return Number(value=value, unit="s", tolerance=slack, decimals=1)


class OnsetOf(SoundTemplate):
    """The second at which a sound starts that is heard once. Excludes wind, whose beginning is soft."""

    phrasings = ONSET_OF
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.id for e in scene.only() if e.sound != "wind"]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        onset = Ears(scene, work).onset(slot)
        shown = work.do("round", onset, 1, say=lambda v: f"So it starts {v} s after the beginning.")
        return seconds(shown.value)


class LengthOf(SoundTemplate):
    """How long a steady sound lasts that is heard once."""

    phrasings = LENGTH_OF
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.id for e in scene.only() if timed(e)]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = Ears(scene, work).one(slot)
        start = work.read(heard.id, "onset_s", lambda v: f"{cap(the(scene, slot))} starts at {v:.2f} s.")
        end = work.read(heard.id, "offset_s", lambda v: f"It ends at {v:.2f} s.")
        span = work.do("subtract", end, start, say=lambda v: f"It lasts {v:.2f} s.")
        shown = work.do("round", span, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value, max(TIME_SLACK_S, 0.15 * shown.value))


class FromTo(SoundTemplate):
    """Seconds from the start of one sound to the start of another, each heard once."""

    phrasings = FROM_TO
    skill = "arithmetic"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ordered_pairs([e.id for e in scene.only() if e.sound != "wind"])

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        a, b = (ears.onset(id) for id in slot)
        apart = work.do("distance", a, b, say=lambda v: f"They are {v:.2f} s apart.")
        shown = work.do("round", apart, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value, 0.5)


class LongerThan(SoundTemplate):
    """Whether one steady sound lasts longer, or shorter, than another: by 15 % and 0.3 s at least."""

    phrasings = LONGER_THAN
    weight = 3.0
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        pairs = ordered_pairs([e.id for e in scene.only() if timed(e)])
        return [(a, b, side) for a, b in pairs for side in ("longer", "shorter")]

    def group(self, scene: Soundscape, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1]), "longer": slot[2]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        spans = [_length(ears, scene, id, work) for id in slot[:2]]
        margin(longer_by_enough(*(s.value for s in spans)))
        truth = work.do("greater" if slot[2] == "longer" else "less", *spans,
                        say=lambda v: f"So the first of them is {'' if v else 'not '}{slot[2]}.")  # fmt: skip
        return Boolean(value=truth.value)


def _length(ears: Ears, scene: Soundscape, id: str, work: Work) -> Known:
    """The step that finds how long a sound lasts."""
    return work.read(ears.one(id).id, "length_s", lambda v: f"{cap(the(scene, id))} lasts {v:.2f} s.")


class WhichLonger(LongerThan):
    """Which of two steady sounds lasts longer, or shorter."""

    phrasings = WHICH_LONGER
    skill = "comparison"
    balance = ""
    choice_share = 0.6

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        spans = [_length(ears, scene, id, work) for id in slot[:2]]
        margin(longer_by_enough(*(s.value for s in spans)))
        names = [class_of(scene.event(id).sound).name for id in slot[:2]]
        chosen = work.do(
            "argmax" if slot[2] == "longer" else "argmin", names, spans, say=lambda v: f"So it is the {v}."
        )
        return label(class_of(scene.event(slot[names.index(chosen.value)]).sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for id in slot[:2]:
            yield label(class_of(scene.event(id).sound)), "This compares the two the wrong way round."


class RankLength(SoundTemplate):
    """Which of three steady sounds lasts longest, second longest or shortest."""

    phrasings = RANK_LENGTH
    weight = 5.0
    skill = "multi_step"
    choice_share = 0.6

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        ids = [e.id for e in scene.only() if timed(e)]
        ids.sort(key=lambda id: class_of(scene.event(id).sound).name)
        return [(*triple, k) for triple in combinations(ids, 3) for k in range(3)]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sounds": listed([said(scene, id) for id in slot[:3]]),
                "longest": ("longest", "second longest", "shortest")[slot[3]]}  # fmt: skip

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        spans = [_length(ears, scene, id, work) for id in slot[:3]]
        at = sorted((s.value for s in spans), reverse=True)
        margin(all(longer_by_enough(a, b) for a, b in pairwise(at)))
        names = [class_of(scene.event(id).sound).name for id in slot[:3]]
        ranked = work.do("rank_down", names, spans, say=lambda v: f"From longest to shortest: {', '.join(v)}.")
        chosen = work.do("nth", ranked, slot[3], say=lambda v: f"So it is the {v}.")
        return label(class_of(scene.event(slot[names.index(chosen.value)]).sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for id in slot[:3]:
            yield label(class_of(scene.event(id).sound)), "This one has another place when ranked by length."


def together(ears: Ears, a: str, b: str, work: Work) -> Known:
    """Seconds for which two sounds are heard together (negative: the pause between them), with the steps."""
    one, two = ears.one(a), ears.one(b)
    ends = []
    for heard in (one, two):
        what = the(ears.scene, heard.event)
        ends.append(work.read(heard.id, "onset_s", lambda v, w=what: f"{cap(w)} starts at {v:.2f} s."))
        ends.append(work.read(heard.id, "offset_s", lambda v: f"It ends at {v:.2f} s."))
    return work.do("overlap", *ends, say=lambda v: f"They share {v:.2f} s." if v > 0 else "They share no time.")


class Overlaps(SoundTemplate):
    """Whether two sounds are heard at the same time: for 0.3 s or more, or 0.3 s apart or more. One at least is steady;
    of one made of strokes, a stroke has to fall within.
    """

    phrasings = OVERLAPS
    weight = 3.0
    skill = "yes_no"
    balance = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(a, b) for a, b in ordered_pairs([e.id for e in scene.only()]) if timed(scene.event(a))]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        shared = together(ears, slot[0], slot[1], work)
        margin(abs(shared.value) >= APART_S)
        one, two = ears.one(slot[0]), ears.one(slot[1])
        if shared.value > 0:
            starts = two.stroke_s or (two.onset_s,)
            margin(timed(scene.event(slot[1])) or any(one.onset_s + 0.1 < t < one.offset_s - 0.1 for t in starts))
        truth = work.do("greater", shared, 0, say=lambda v: f"So they are {'' if v else 'not '}heard together.")
        return Boolean(value=truth.value)


class TogetherFor(SoundTemplate):
    """For how many seconds two steady sounds are heard together."""

    phrasings = TOGETHER_FOR
    weight = 4.0
    skill = "arithmetic"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        events = [e for e in scene.only() if timed(e)]
        return [
            (a.id, b.id) for a, b in permutations(events, 2) if min(a.end_s, b.end_s) - max(a.onset_s, b.onset_s) > 0.5
        ]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        shared = together(Ears(scene, work), slot[0], slot[1], work)
        margin(shared.value >= 0.5)
        shown = work.do("round", shared, 1, say=lambda v: f"That is {v} s.")
        return seconds(shown.value)


class WhileSounding(SoundTemplate):
    """Which sound starts while a steady one is still heard; exactly one does."""

    phrasings = WHILE_SOUNDING
    weight = 3.0
    skill = "multi_step"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.id for e in scene.only() if timed(e)] if calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        heard, names = ears.through()
        own = ears.one(slot)
        end = work.read(own.id, "offset_s", lambda v: f"{cap(the(scene, slot))} ends at {v:.2f} s.")
        rest = [h for h in heard if h.event != slot]
        margin(all(min(abs(h.onset_s - own.onset_s), abs(h.onset_s - own.offset_s)) >= APART_S for h in rest))
        inside = [h for h in rest if own.onset_s < h.onset_s < end.value]
        if len(inside) != 1:
            raise Reject("ambiguous" if inside else "not_applicable")
        work.do("nth", names, heard.index(inside[0]), say=lambda v: f"Before that, only the {v} starts.")
        return label(class_of(inside[0].sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for wrong, why in self.others(scene, answer, "The sound of {said} does not start while it is heard."):
            if wrong.text() != class_of(scene.event(slot).sound).name:
                yield wrong, why
