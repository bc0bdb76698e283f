"""Questions about a tower seen before it is let go: will it stand, why not, which way does it fall, what falls."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar

from scenewright.qa_templates import tower_event_words as told
from scenewright.qa_templates import tower_words as say
from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Balance, Skill, Slot
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.tower_base import (
    ALL,
    PlainTemplate,
    Polar,
    TowerTemplate,
    cap,
    ids,
    is_chain,
    named_answer,
    over,
    plain,
    side_of,
    stability,
    support,
    the,
    the_or_place,
    undecided,
    under,
    walk_down,
)
from scenewright.scenes.base import Reject
from scenewright.scenes.tower import GROUND, Tower
from scenewright.simulators.tower import Fate, TowerOutcome

CLEAR_MARGIN = 0.1
"""A joint whose margin is nearer to nothing than this is not asked about (in half-widths of the support)."""


def fate(outcome: TowerOutcome, id: str) -> Fate:
    """What becomes of a block."""
    return next(f for f in outcome.fates if f.block == id)


def must_fall(work: Work) -> None:
    """Reject towers that stand."""
    if work.outcome.stands:
        raise Reject("not_applicable")


class WillStand(Polar):
    """Whether a tower will stand."""

    polar = say.WILL_STAND
    weight = 6.0

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways([()]) if undecided(scene) else []

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        stands = stability(scene, work)
        return stand_or_fall(stands, slot[-1], work)


def stand_or_fall(stands: Known, sense: str, work: Work) -> Boolean:
    """The last step of a question that asks whether a tower stands, or whether it falls."""
    if sense == "stand":
        work.do("and", stands, say=lambda v: "So it stands." if v else "So it does not stand.")
        return Boolean(value=stands.value)
    falls = work.do("not", stands, say=lambda v: "So it falls." if v else "So it does not fall.")
    return Boolean(value=falls.value)


class FallSide(TowerTemplate):
    """Whether an unstable tower falls to a given side. Each side is asked about half of the time."""

    phrasings = say.FALL_SIDE
    presumes = True
    weight = 60.0
    skill: ClassVar[Skill] = "yes_no"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return ["left", "right"]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"side": slot}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        side = falls_to(scene, work)
        found = work.do("equal", side, slot, say=lambda v: f"So it {'falls' if v else 'does not fall'} to the {slot}.")
        return Boolean(value=found.value)


def falls_to(scene: Tower, work: Work) -> Known:
    """Steps that tell to which side the tower goes: past which edge its weight lies, at the joint that fails."""
    must_fall(work)
    side = work.outcome.direction
    if side is None:
        raise Reject("unsure")
    above, margins = walk_down(scene, work)
    failing = [i for i, m in enumerate(margins) if m.value < 0]
    sides = {side_of(scene, above[i]) for i in failing}
    if not failing:
        raise Reject("not_applicable")  # a pillar that is carried off its feet: no joint of the walk tells the side
    if sides != {side}:
        raise Reject("disagree")
    which = failing[0]
    return work.do(
        "side_of", above[which], evidence=ids(scene),
        say=lambda v: f"Where it gives way the centre of mass is past the {v} edge, so the part above tips {v}.",
    )  # fmt: skip


class TippingPart(TowerTemplate):
    """The lowest block of the part that tips. Only where each block rests on one other and exactly one joint fails."""

    phrasings = say.TIPPING_PART
    presumes = True
    weight = 60.0
    skill: ClassVar[Skill] = "multi_step"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [0] if is_chain(scene) and len(scene.blocks) > 2 else []

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        return named_answer(work, scene, failing_joint(scene, work), "The joint is the one below {}.")

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        return f"{cap(the(scene, id))} is not just above the joint that gives way."


def failing_joint(scene: Tower, work: Work) -> Known:
    """Steps that find the only joint that can't hold; its value is the block above it."""
    must_fall(work)
    above, margins = walk_down(scene, work)
    values = [m.value for m in margins]
    if sum(v < 0 for v in values) != 1 or any(abs(v) < CLEAR_MARGIN for v in values):
        raise Reject("several_joints")
    bad = work.do("below", margins, 0, say="One joint gives way.")
    found = work.do("where_true", above, bad, say="Pick it out.")
    return work.do("nth", found, 0, say="There is one.")


class TipsOver(TippingPart):
    """Over the edge of which block the upper part tips. Only where exactly one joint fails, above a block."""

    phrasings = say.TIPS_OVER
    weight = 60.0

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        joint = failing_joint(scene, work)
        below = work.do("under", joint, say="Look at what is below that joint.")
        one = work.do("nth", below, 0, say="There is one thing below it.")
        if one.value == GROUND:
            raise Reject("not_applicable")
        return named_answer(work, scene, one, "The part above tips over the edge of {}.")

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        return f"{cap(the(scene, id))} is not just below the joint that gives way."


class WillFallCount(TowerTemplate):
    """How many blocks fall; only where all runs agree."""

    phrasings = say.WILL_FALL_COUNT
    weight = 0.9
    skill: ClassVar[Skill] = "counting"
    still: ClassVar[bool] = False

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [0]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        if work.outcome.fallen is None:
            raise Reject("unsure")
        fell = [fell_steps(scene, id, work) for id in ids(scene)]
        count = work.do("count_true", fell, say=lambda v: f"That makes {v} that fall.")
        if self.still:
            count = work.do("subtract", len(scene.blocks), count, say=lambda v: f"Places kept: {v}.")
        return Integer(value=count.value)


def fell_steps(scene: Tower, id: str, work: Work) -> Known:
    """The step that tells whether a block falls; `Reject` where runs differ."""
    if fate(work.outcome, id).fell is None:
        raise Reject("unsure")
    return work.read(
        f"fate-{id}", "fell", shown_by=ids(scene),
        say=lambda v: f"{cap(the_or_place(scene, id))} {'falls' if v else 'keeps its place'}.",
    )  # fmt: skip


class FirstToMove(TowerTemplate):
    """Which block leaves its place first, clearly before any other, in every run."""

    phrasings = say.FIRST_TO_MOVE
    presumes = True
    weight = 60.0
    skill: ClassVar[Skill] = "multi_step"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [0]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        if not work.outcome.first_to_move:
            raise Reject("unsure" if work.outcome.first_to_move is None else "not_applicable")
        first = work.do("first_to_move", evidence=ids(scene), say="Find what gives way first when the tower is let go.")
        return named_answer(work, scene, first, "It is {} that moves first.")

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        return f"{cap(the(scene, id))} moves later or not at all."


class WillTouchGround(PlainTemplate):
    """Whether a block that starts off the ground comes to touch it."""

    phrasings = say.WILL_TOUCH_GROUND
    presumes = True
    weight = 60.0
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [id for id in plain(scene) if GROUND not in under(scene, id)]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        if fate(work.outcome, slot).touches_ground is None:
            raise Reject("unsure")
        found = work.read(
            f"fate-{slot}", "touches_ground", shown_by=ids(scene),
            say=lambda v: f"In the fall, {the(scene, slot)} {'reaches' if v else 'does not reach'} the ground.",
        )  # fmt: skip
        return Boolean(value=found.value)


class WillFallOff(WillTouchGround):
    """Whether a block of an unstable tower falls."""

    phrasings = say.WILL_FALL_OFF
    weight = 60.0

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return plain(scene)

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        return Boolean(value=fell_steps(scene, slot, work).value)


class SideOfFlag(WillTouchGround):
    """On which side of the flag a block ends. Both sides are asked of each block."""

    phrasings = say.WHICH_SIDE_OF_FLAG
    presumes = False
    weight = 2.2

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [(id, side) for id in plain(scene) for side in ("left", "right")] if scene.flag else []

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return slot[0]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"x": the(scene, slot[0]), "side": slot[1]}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        id, side = slot
        if not fate(work.outcome, id).side:
            raise Reject("unsure")
        ends = work.read(
            f"fate-{id}", "side", shown_by=[*ids(scene), "flag"],
            say=lambda v: f"{cap(the(scene, id))} ends to the {v} of the flag.",
        )  # fmt: skip
        found = work.do("equal", ends, side, say=lambda v: f"So it is {'' if v else 'not '}to the {side}.")
        return Boolean(value=found.value)


class BalancedOn(Polar):
    """Whether what rests on a block has its centre of mass over its support, by a tenth of the support's half-width."""

    polar = told.BALANCED_ON
    of_start = True
    weight = 2.2
    balance: ClassVar[Balance] = "yes_no"
    shots: ClassVar[tuple[str, ...]] = ALL

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        if not is_chain(scene):
            return []
        return self.both_ways((id,) for id in plain(scene) if over(scene, id))

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        id, sense = slot
        (upper,) = over(scene, id)
        left, right = support(scene, upper)
        if right - left < 1e-6:
            raise Reject("not_applicable")
        _, (margin,) = walk_down(scene, work, [upper])
        if abs(margin.value) < CLEAR_MARGIN:
            raise Reject("margin")
        inside = work.do(
            "greater", margin, 0,
            say=lambda v: f"So all that rests on {the(scene, id)} is {'in' if v else 'out of'} balance on it.",
        )  # fmt: skip
        if sense == "inside":
            return Boolean(value=inside.value)
        return Boolean(value=work.do("not", inside, say="The question asks whether it is out of balance.").value)


PREDICTED = (
    WillStand(),
    FallSide(),
    TippingPart(),
    TipsOver(),
    WillFallCount(),
    FirstToMove(),
    WillTouchGround(),
    WillFallOff(),
    SideOfFlag(),
    BalancedOn(),
)
