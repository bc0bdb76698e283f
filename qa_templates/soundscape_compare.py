"""Questions about how sounds differ: loudness, tempo, and the side they come from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Number
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    SIDE_DB,
    Ears,
    SoundTemplate,
    calm,
    cap,
    label,
    louder_by_enough,
    margin,
    said,
    the,
)
from scenewright.qa_templates.soundscape_order import ordered_pairs
from scenewright.qa_templates.soundscape_words import (
    COUNT_SIDE,
    LOUDER_THAN,
    PACE_OF,
    RANK_LOUDNESS,
    SAME_SIDE,
    SIDE_OF,
    WHICH_LOUDER,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed
from scenewright.scenes.sound_classes import STROKES_OF, class_of
from scenewright.scenes.soundscape import Soundscape

# -- loudness ----------------------------------------------------------------------------------------------------------


def _loudness(ears: Ears, id: str, work: Work, name: str = "") -> Known:
    what = name or the(ears.scene, id)
    return work.read(ears.one(id).id, "loudness_lufs", lambda v: f"{cap(what)} has a loudness of {v:.1f} LUFS.")


class LouderThan(SoundTemplate):
    """Whether one sound is louder, or quieter, than another: by 3 dB at least, both integrated and at its strongest."""

    phrasings = LOUDER_THAN
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(a, b, side) for a, b in ordered_pairs([e.id for e in scene.only()]) for side in ("louder", "quieter")]

    def group(self, scene: Soundscape, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1]), "louder": slot[2]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        levels = [_loudness(ears, id, work) for id in slot[:2]]
        margin(louder_by_enough(ears.one(slot[0]), ears.one(slot[1])))
        truth = work.do("greater" if slot[2] == "louder" else "less", *levels,
                        say=lambda v: f"So {said(scene, slot[0])} is {'' if v else 'not '}{slot[2]}.")  # fmt: skip
        return Boolean(value=truth.value)


class WhichLouder(LouderThan):
    """Which of two sounds is louder, or quieter."""

    phrasings = WHICH_LOUDER
    skill = "comparison"
    balance = ""
    choice_share = 0.6

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        levels = [_loudness(ears, id, work) for id in slot[:2]]
        margin(louder_by_enough(ears.one(slot[0]), ears.one(slot[1])))
        names = [class_of(scene.event(id).sound).name for id in slot[:2]]
        chosen = work.do(
            "argmax" if slot[2] == "louder" else "argmin", names, levels, say=lambda v: f"So it is the {v}."
        )
        return label(class_of(scene.event(slot[names.index(chosen.value)]).sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for id in slot[:2]:
            yield label(class_of(scene.event(id).sound)), "This compares the two the wrong way round."


class RankLoudness(SoundTemplate):
    """Which of three sounds is the loudest, second loudest or quietest; neighbours 3 dB apart."""

    phrasings = RANK_LOUDNESS
    skill = "multi_step"
    choice_share = 0.6

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        ids = sorted((e.id for e in scene.only()), key=lambda id: class_of(scene.event(id).sound).name)
        return [(*triple, k) for triple in combinations(ids, 3) for k in range(3)]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sounds": listed([said(scene, id) for id in slot[:3]]),
                "loudest": ("loudest", "second loudest", "quietest")[slot[3]]}  # fmt: skip

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        levels = [_loudness(ears, id, work) for id in slot[:3]]
        margin(all(louder_by_enough(ears.one(a), ears.one(b)) for a, b in combinations(slot[:3], 2)))
        names = [class_of(scene.event(id).sound).name for id in slot[:3]]
        ranked = work.do("rank_down", names, levels, say=lambda v: f"From loudest to quietest: {', '.join(v)}.")
        chosen = work.do("nth", ranked, slot[3], say=lambda v: f"So it is the {v}.")
        return label(class_of(scene.event(slot[names.index(chosen.value)]).sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for id in slot[:3]:
            yield label(class_of(scene.event(id).sound)), "This one has another place when ranked by loudness."


# -- tempo, sides ------------------------------------------------------------------------------------------------------


class PaceOf(SoundTemplate):
    """How many strokes a minute a series of four or more would have if it went on at its pace."""

    phrasings = PACE_OF
    skill = "arithmetic"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.id for e in scene.only() if class_of(e.sound).regular and e.strokes >= 4]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"strokes": STROKES_OF[scene.event(slot).sound], "sound": said(scene, slot)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard = Ears(scene, work).one(slot)
        margin(heard.strokes == scene.event(slot).strokes or slot in scene.hidden)
        rate = work.read(
            heard.id, "rate_hz", lambda v: f"From the first stroke to the last there are {v:.2f} a second."
        )
        pace = work.do("per_minute", rate, say=lambda v: f"That makes {v:.1f} a minute.")
        shown = work.do("round", pace, 0, say=lambda v: f"Rounded, {v:.0f}.")
        return Number(value=shown.value, unit="per minute", tolerance=round(0.08 * shown.value, 1))


class SideOf(SoundTemplate):
    """From which side a sound comes: one channel has 6 dB more of it at least."""

    phrasings = SIDE_OF
    choice_share = 0.3

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.id for e in scene.only()] if scene.channels == 2 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot)}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        side = _side(Ears(scene, work), slot, work)
        return Label(value=side.value, accepted=(f"{side.value} side", f"from the {side.value}"))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for side in ("left", "right"):
            yield Label(value=side), "This confuses the two channels."


def _side(ears: Ears, id: str, work: Work) -> Known:
    heard = ears.one(id)
    margin(abs(heard.side_db) >= SIDE_DB)
    what = cap(the(ears.scene, id))
    level = work.read(
        heard.id, "side_db", lambda v: f"{what} is {abs(v):.0f} dB stronger on the {'left' if v > 0 else 'right'}."
    )
    left = work.do("greater", level, 0, say="Compare the two channels.")
    return work.do("choose", left, "left", "right", say=lambda v: f"So it comes from the {v}.")


class SameSide(SoundTemplate):
    """Whether two sounds come from the same side."""

    phrasings = SAME_SIDE
    skill = "yes_no"
    balance = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ordered_pairs([e.id for e in scene.only()]) if scene.channels == 2 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        sides = [_side(ears, id, work) for id in slot]
        same = work.do("equal", *sides, say=lambda v: f"So they {'come' if v else 'do not come'} from the same side.")
        return Boolean(value=same.value)


class CountSide(SoundTemplate):
    """How many of the sounds come from the left, or from the right. Not asked where a kind is heard twice, which might
    be counted once.
    """

    phrasings = COUNT_SIDE
    weight = 2.0
    skill = "counting"
    balance = "spread"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        alone = len(scene.only()) == len(scene.events)
        return ["left", "right"] if scene.channels == 2 and alone and calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"side": slot}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        ears.through()
        sides = [_side(ears, e.id, work) for e in scene.events]
        ours = [
            work.do("equal", s, slot, say="This one counts." if s.value == slot else "This one does not.")
            for s in sides
        ]
        total = work.do("count_true", ours, say=lambda v: f"That makes {v}.")
        return Integer(value=total.value)
