"""Questions about time: what came first, when, which way a clip is played, and whether an ending is right."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import permutations
from typing import ClassVar

from scenewright.qa_templates import collisions_words as say
from scenewright.qa_templates.answers import Answer, Boolean, LabelSet, Number
from scenewright.qa_templates.answers import Sequence as InOrder
from scenewright.qa_templates.base import Balance, Skill, Slot
from scenewright.qa_templates.collisions_base import CollisionsTemplate, called, everything, pair
from scenewright.qa_templates.collisions_predict import VIDEO_ONLY
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed, ordinal
from scenewright.renderers.collisions import HOLD_S
from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import Collisions
from scenewright.simulators.collisions import gated, in_order
from scenewright.simulators.table_run import setup_of

BEFORE_S = 0.25
"""First contacts closer in time than this are not asked to be put in order."""


def _touch_time(scene: Collisions, a: str, b: str, work: Work) -> Known:
    return work.do(
        "touch_time", a, b,
        say=lambda v: f"The {called(scene, a)} and the {called(scene, b)} first touch after {v:.2f} s of sliding.",
        evidence=(*everything(scene), *_event(scene, a, b, work)),
    )  # fmt: skip


def _event(scene: Collisions, a: str, b: str, work: Work) -> tuple[str, ...]:
    """Id of the event of the first contact."""
    found = (e.id for e in work.outcome.events if e.kind == "hits" and {e.piece, e.other} == {a, b})
    return tuple(found)[:1]


class HitBefore(CollisionsTemplate):
    """Whether two pieces touch before two others do (first contacts, a quarter of a second apart)."""

    phrasings = say.HIT_BEFORE
    weight = 6.0
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = VIDEO_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        times = gated(setup_of(scene)).first_s
        met = [two for two in times if two[1].startswith("piece")]
        return [
            (*one, *other) for one, other in permutations(met, 2) if abs(times[one] - times[other]) > BEFORE_S
        ]  # fmt: skip

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return tuple(sorted((slot[:2], slot[2:])))

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        one = _touch_time(scene, slot[0], slot[1], work)
        other = _touch_time(scene, slot[2], slot[3], work)
        truth = work.do(
            "less", one, other, say=lambda v: f"So the first two touch {'before' if v else 'after'} the others."
        )
        return Boolean(value=truth.value)


class WhenHit(CollisionsTemplate):
    """The second of the clip at which two pieces first touch; right within a quarter of a second."""

    phrasings = say.WHEN_HIT
    weight = 1.5
    skill = "arithmetic"
    shots = VIDEO_ONLY
    choice_share = 0.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [two for two in gated(setup_of(scene)).first_s if two[1].startswith("piece")]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        if pair(scene, *slot) not in gated(setup_of(scene)).first_s:
            raise Reject("margin")
        slid = _touch_time(scene, slot[0], slot[1], work)
        rate = scene.shot.frame_rate_hz
        held = round(HOLD_S * rate) / rate
        at = work.do("add", slid, held, say=f"The clip shows the start for {held:.2f} s before anything moves.")
        rounded = work.do("round", at, 2, say=lambda v: f"So they touch {v:.2f} s into the clip.")
        return Number(value=rounded.value, unit="s", decimals=2, tolerance=0.25)


class IsBackwards(CollisionsTemplate):
    """Which way a clip is played. Pieces only ever slow down but for hits, and start all at once."""

    phrasings = say.IS_BACKWARDS
    weight = 50.0  # asked of all, so that clips of both ways are asked about equally often
    skill = "yes_no"
    shots = VIDEO_ONLY
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return ["backwards", "forwards"]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"way": slot}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        if gated(setup_of(scene)).run.duration_s < 0.8:
            raise Reject("too_short")
        text = "Sliding pieces {}, so the clip runs {}."
        way = ("speed up and stop at a stroke", "backwards") if scene.shot.backwards else ("slow down", "forwards")
        back = work.do("speeds_up", say=text.format(*way), evidence=[p.id for p in scene.pieces])
        if slot == "backwards":
            return Boolean(value=back.value)
        return Boolean(
            value=work.do("not", back, say=f"So it {'does not run' if back.value else 'runs'} forwards.").value
        )


class RightEnding(CollisionsTemplate):
    """Whether After belongs to Before; if not, a moving piece had started the other way."""

    phrasings = say.RIGHT_ENDING
    weight = 50.0  # asked of all, so that right and wrong endings are asked about equally often
    skill = "yes_no"
    shots = ("before_after",)

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return ["ending"]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        text = (
            "At least one piece lies where its arrow can't have brought it."
            if scene.shot.swapped_ending
            else "Every piece lies where the arrows and the hits bring it."
        )
        other = work.do("other_ending", say=text, evidence=everything(scene))
        right = work.do("not", other, say=lambda v: f"So the ending is {'right' if v else 'wrong'}.")
        return Boolean(value=right.value)


class NthPair(CollisionsTemplate):
    """The second or the third pair of pieces to touch, each pair counted at its first touch; 0.2 s apart at least."""

    phrasings = say.NTH_PAIR
    weight = 12.0
    skill = "multi_step"
    shots = VIDEO_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return list(range(1, min(3, len(in_order(gated(setup_of(scene)))))))

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"place": ordinal(slot + 1)}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        def say_all(pairs: list[list[str]]) -> str:
            told = [f"the {called(scene, a)} and the {called(scene, b)}" for a, b in pairs[: slot + 1]]
            return f"In order of time, the first touches are those of {listed(told, 'and then of')}."

        pairs = work.do("pairs", say=say_all, evidence=everything(scene))
        two = work.do(
            "nth", pairs, slot, say=lambda v: f"So it is the {called(scene, v[0])} and the {called(scene, v[1])}."
        )
        return LabelSet(values=tuple(called(scene, id) for id in two.value))


class TouchOrder(CollisionsTemplate):
    """The first two pieces that another touches, in the order of first touches; 0.2 s apart at least."""

    phrasings = say.TOUCH_ORDER
    weight = 12.0
    skill = "structure"
    shots = VIDEO_ONLY

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        pairs = in_order(gated(setup_of(scene)))
        return [p.id for p in scene.pieces if sum(p.id in two for two in pairs) > 1]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        met = work.do(
            "met", slot,
            say=lambda v: f"In order of time, it touches {listed([f'the {called(scene, id)}' for id in v])} first.",
            evidence=everything(scene),
        )  # fmt: skip
        return InOrder(values=tuple(called(scene, id) for id in met.value))
