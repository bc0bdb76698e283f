"""Counterfactual questions about towers: simulated again with one thing changed, under the same gates."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import permutations
from typing import Any, ClassVar

import msgspec
import numpy as np

from scenewright.qa_templates import tower_event_words as told
from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.base import Slot, Solved, View
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.tower_base import (
    ALL,
    Polar,
    borne,
    cap,
    ids,
    is_chain,
    meant,
    over,
    plain,
    the,
    the_or_place,
    under,
    walk_down,
    without_load,
)
from scenewright.qa_templates.tower_fall import must_fall, stand_or_fall
from scenewright.qa_templates.tower_seen import DENSITIES
from scenewright.qa_templates.words import listed
from scenewright.scenes.base import Reject, chance, draw, pick
from scenewright.scenes.tower import (
    GROUND,
    MATERIALS,
    Add,
    Push,
    Remove,
    SetMaterial,
    Slide,
    Swap,
    Tower,
    apply,
    block_of,
    bottom,
    ledge,
    top,
)
from scenewright.simulators.statics import by_joints
from scenewright.simulators.tower import seems_to_stand, simulate, verdict

FLAT = ("box", "plank")
PUSH_M_S = 2.6
"""Speed that the knocks asked about would give to the block alone: about half of them bring something down."""
FALLS_WITHOUT = {
    "falls": (
        "If {y} were not there, would {x} fall?",
        "Suppose {y} vanished. Would {x} lose its place?",
        "Take {y} away and leave all else as it is. Does {x} fall?",
        "Would {x} come down without {y}?",
        "Does {x} depend on {y}, so that it would fall if that were gone?",
        "Would taking {y} away be enough to make {x} fall?",
    ),
    "stays": (
        "If {y} were not there, would {x} keep its place?",
        "Suppose {y} vanished. Would {x} stay where it is?",
        "Take {y} away and leave all else as it is. Does {x} remain in its place?",
        "Would {x} stay put without {y}?",
        "Could {y} be taken away with {x} keeping its place?",
        "Is {x} held in place without any help from {y}, so that it would stay if that were gone?",
    ),
}

PUSH_SHARES = (1.0, 0.75, 1.35, 0.85, 1.2, 0.92, 1.1)
"""Impulses, as shares of the stated one, that must come to the same in one run each, before the stated one passes all
gates: what a knock does is the most delicate of all that is asked.
"""


def if_changed(scene: Tower, change: Any, work: Work, say: str) -> Known:
    """The step that lets the changed tower go: whether all its blocks stay. `say` has a place for what happens."""
    return work.do(
        "stands_if", msgspec.to_builtins(change), evidence=ids(scene),
        say=lambda v: say.format("every block stays in place" if v else "at least one block falls"),
    )  # fmt: skip


LOOKED_AT = 40
"""Changes of one tower that are weighed, joint by joint, in search of one that stands and one that falls."""


class WhatIf(Polar):
    """A change to the tower, and whether it stands then. Asked of towers in which both answers are to be had.

    The joints' margins, which the label must agree with anyway, say of which changes to expect what; only the one that
    is asked about is simulated.
    """

    shots: ClassVar[tuple[str, ...]] = ALL
    of_start = True
    tricked = True

    def foreseen(self, scene: Tower, slot: Slot) -> bool | None:
        """What the joints alone say of the changed tower; None where it is too near to call or can't be built."""
        try:
            return by_joints(apply(scene, self.change(scene, slot)).blocks)
        except Reject:
            return None

    def choose(self, view: View[Tower], rng: np.random.Generator) -> Solved:
        scene = view.scene
        slots = [slot for slot in self.slots(scene) if self.fits(scene, slot)]
        if not slots:
            raise Reject("not_applicable")
        groups: dict[Hashable, list[Slot]] = {}
        for slot in slots:
            groups.setdefault(self.group(scene, slot), []).append(slot)
        wish = chance(rng, 0.5)
        found: dict[bool, list[Slot]] = {True: [], False: []}
        for slot in draw(rng, groups[pick(rng, list(groups))], LOOKED_AT):
            stands = self.foreseen(scene, slot)
            if stands is not None:
                found[stands].append(slot)
                if found[True] and found[False]:
                    break
        if not (found[True] and found[False]):
            raise Reject("one_sided")
        last = Reject("one_sided")
        for slot in found[wish]:
            try:
                return self.solved(view, slot)
            except Reject as reject:
                last = reject
        raise last

    def fits(self, scene: Tower, slot: Slot) -> bool:
        """Whether the question makes sense of this tower: of one that stands, of one that falls."""
        return True

    def change(self, scene: Tower, slot: Slot) -> Any:
        """The change a slot stands for."""
        raise NotImplementedError

    def reason(self, scene: Tower, slot: Slot) -> str:
        """The step in words, with a place for what happens."""
        raise NotImplementedError

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        stands = if_changed(scene, self.change(scene, slot), work, self.reason(scene, slot))
        return stand_or_fall(stands, slot[-1], work)


class RemoveBlock(WhatIf):
    """Whether the rest of a tower that stands would stay without a block (cause)."""

    polar = told.REMOVE
    weight = 0.9
    presumes = True
    needs_stand: ClassVar[bool] = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways((id,) for id in plain(scene)) if len(scene.blocks) > 2 else []

    def change(self, scene: Tower, slot: Slot) -> Any:
        return Remove(block=slot[0])

    def reason(self, scene: Tower, slot: Slot) -> str:
        return f"With {the(scene, slot[0])} gone, {{}}."

    def fits(self, scene: Tower, slot: Slot) -> bool:
        return simulate(scene).stands == self.needs_stand

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        work.do(
            "over", slot[0], evidence=[slot[0]],
            say=lambda v: f"On {the(scene, slot[0])} {_rest(scene, v)}.",
        )  # fmt: skip
        return super().solve(scene, slot, work)


class WithoutAbove(WhatIf):
    """Whether what is left of a tower that falls would stand without all that rests on a block (prevent)."""

    polar = told.WITHOUT_ABOVE
    presumes = True
    weight = 1.1

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways((id,) for id in plain(scene) if borne(scene, id))

    def fits(self, scene: Tower, slot: Slot) -> bool:
        return not simulate(scene).stands

    def foreseen(self, scene: Tower, slot: Slot) -> bool | None:
        return by_joints(without_load(scene, slot[0]).blocks)

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        id, sense = slot
        must_fall(work)
        rest = without_load(scene, id)
        if is_chain(rest):
            _, margins = walk_down(rest, work)
            held = work.do("all_above", margins, 0, say="Look whether every joint that is left holds.").value
            if held != simulate(rest).stands:
                raise Reject("disagree")
        stands = work.do(
            "stands_up_to", id, evidence=ids(scene),
            say=lambda v: f"Without what rests on {the(scene, id)}, the rest {'stands' if v else 'falls'}.",
        )  # fmt: skip
        return stand_or_fall(stands, sense, work)


class FallsWithout(Polar):
    """Whether one block of a tower that stands would fall if another were taken away (enable)."""

    polar = FALLS_WITHOUT
    weight = 0.6
    presumes = True
    tries = 3
    shots: ClassVar[tuple[str, ...]] = ALL
    of_start = True
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways(permutations(plain(scene), 2)) if len(scene.blocks) > 2 else []

    def choose(self, view: View[Tower], rng: np.random.Generator) -> Solved:
        """The wanted answer first: what rests on the block that is taken away is expected to fall, the rest to stay."""
        scene = view.scene
        slots = self.slots(scene)
        if not slots or not simulate(scene).stands:
            raise Reject("not_applicable")
        wish = chance(rng, 0.5)
        last = Reject("one_sided")
        fitting = [slot for slot in slots if (slot[0] in borne(scene, slot[1])) == (wish == (slot[-1] == "falls"))]
        if len(fitting) in (0, len(slots)):
            raise last
        for slot in draw(rng, fitting, self.tries):
            try:
                solved = self.solved(view, slot)
            except Reject as reject:
                last = reject
                continue
            if getattr(solved[1], "value", None) == wish:
                return solved
        raise last

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y, sense = slot
        if not work.outcome.stands:
            raise Reject("not_applicable")
        change = Remove(block=y)
        found = verdict(scene, change)
        if x not in found.fell and x not in found.stays:
            raise Reject("unsure")
        work.do("borne", y, evidence=ids(scene), say=lambda v: f"On {the(scene, y)} {_rest(scene, v)}.")
        falls = work.do(
            "falls_if", msgspec.to_builtins(change), x, evidence=ids(scene),
            say=lambda v: f"Without {the(scene, y)}, {the(scene, x)} {'falls' if v else 'keeps its place'}.",
        )  # fmt: skip
        if sense == "falls":
            return Boolean(value=falls.value)
        return Boolean(value=work.do("not", falls, say="The question asks whether it stays.").value)


def _rest(scene: Tower, of: Sequence[str]) -> str:
    """`rests nothing`, `rest the red block and the blue block`."""
    if not of:
        return "rests nothing"
    return f"{'rests' if len(of) == 1 else 'rest'} {listed([the_or_place(scene, id) for id in of])}"


class AddBlock(WhatIf):
    """Whether the tower stands with a copy of one of its blocks put on a flat top, flush with either end of it."""

    polar = told.ADD
    weight = 0.6

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        free = [id for id in plain(scene) if not over(scene, id) and ledge(block_of(scene, id)) is not None]
        copies = [id for id in plain(scene) if block_of(scene, id).shape in FLAT]
        return self.both_ways((x, y, side) for x in copies for y in free for side in ("left", "right"))

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, slot), "place": f"flush with its {slot[2]} end"}

    def change(self, scene: Tower, slot: Slot) -> Any:
        model, base = block_of(scene, slot[0]), block_of(scene, slot[1])
        way = -1 if slot[2] == "left" else 1
        x = base.x_m + way * (base.width_m - model.width_m) / 2
        y = top(base) + model.y_m - bottom(model)
        return Add(
            block=msgspec.structs.replace(model, id=f"block-{len(scene.blocks) + 1}", x_m=round(x, 4), y_m=round(y, 4))
        )

    def reason(self, scene: Tower, slot: Slot) -> str:
        return f"With the copy of {the(scene, slot[0])} on {the(scene, slot[1])}, {{}}."


class SwapBlocks(WhatIf):
    """Whether the tower stands with two of its boxes or planks exchanged, centre line for centre line."""

    polar = told.SWAP
    weight = 0.4

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        flat = [id for id in plain(scene) if block_of(scene, id).shape in FLAT]
        return self.both_ways(p for p in permutations(flat, 2) if _differ(scene, *p))

    def change(self, scene: Tower, slot: Slot) -> Any:
        return Swap(a=slot[0], b=slot[1])

    def reason(self, scene: Tower, slot: Slot) -> str:
        return f"With {the(scene, slot[0])} and {the(scene, slot[1])} exchanged, {{}}."


def _differ(scene: Tower, a: str, b: str) -> bool:
    one, other = block_of(scene, a), block_of(scene, b)
    return (one.width_m, one.height_m, one.mass_kg) != (other.width_m, other.height_m, other.mass_kg)


SHARES = {"a quarter": 0.25, "half": 0.5}


class SlideBlock(WhatIf):
    """Whether the tower stands with a block, and all it carries, moved sideways by a share of its own width."""

    polar = told.SLIDE
    weight = 0.2

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        movable = [
            id for id in plain(scene)
            if under(scene, id) != [GROUND]
            and all(set(under(scene, other)) <= {id, *borne(scene, id)} for other in borne(scene, id))
        ]  # fmt: skip
        return self.both_ways((id, share, side) for id in movable for share in SHARES for side in ("left", "right"))

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return slot[1], slot[-1]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        what = f"{the(scene, slot[0])}, along with whatever rests on it,"
        return {"what": what, "far": f"{slot[1]} of its own width", "meant": meant(scene), "side": slot[2]}

    def change(self, scene: Tower, slot: Slot) -> Any:
        by = SHARES[slot[1]] * block_of(scene, slot[0]).width_m * (1 if slot[2] == "right" else -1)
        return Slide(block=slot[0], by_m=round(by, 4))

    def reason(self, scene: Tower, slot: Slot) -> str:
        return f"With {the(scene, slot[0])} moved {slot[1]} of its width to the {slot[2]}, {{}}."


class PushBlock(Polar):
    """Whether all blocks of a tower that stands keep their places after a knock on one that carries others.

    All knocks would give their block the same speed, so that the figures don't tell the answer.
    """

    polar = told.PUSH
    presumes = True
    weight = 1.5
    tries = 3
    shots: ClassVar[tuple[str, ...]] = ALL
    of_start = True
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways(
            (id, float(f"{block_of(scene, id).mass_kg * PUSH_M_S:.2g}"), side)
            for id in plain(scene)
            if over(scene, id)
            for side in ("left", "right")
        )

    def choose(self, view: View[Tower], rng: np.random.Generator) -> Solved:
        """The wanted answer first, then knocks until one has it."""
        slots = self.slots(view.scene)
        if not slots or not simulate(view.scene).stands:
            raise Reject("not_applicable")
        wish = chance(rng, 0.5)
        last = Reject("one_sided")
        for slot in draw(rng, slots, self.tries):
            try:
                solved = self.solved(view, slot)
            except Reject as reject:
                last = reject
                continue
            if getattr(solved[1], "value", None) == wish:
                return solved
        raise last

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        block = block_of(scene, slot[0])
        facts = f"{cap(the(scene, slot[0]))} weighs {block.mass_kg:g} kg and is {block.width_m * 100:.0f} cm wide."
        return {"meant": meant(scene), "facts": facts, "impulse": f"{slot[1]:g}", "side": slot[2]}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        id, impulse, side, sense = slot
        if not work.outcome.stands:
            raise Reject("not_applicable")
        way = 1 if side == "right" else -1
        change = Push(block=id, impulse_n_s=way * impulse)
        nearby: set[bool | None] = set()
        for share in PUSH_SHARES:
            nearby.add(seems_to_stand(scene, Push(block=id, impulse_n_s=way * share * impulse)))
            if len(nearby) > 1 or None in nearby:
                raise Reject("margin")
        mass = work.read(id, "mass_kg", lambda v: f"{cap(the(scene, id))} has a mass of {v:g} kg.")
        work.do("divide", impulse, mass, say=lambda v: f"Alone, it would get a speed of {v:.1f} m/s from the knock.")
        return stand_or_fall(if_changed(scene, change, work, "After the knock, {}."), sense, work)


class OtherMaterial(WhatIf):
    """Whether the tower stands with one block of another material, of the same size and shape."""

    polar = told.MATERIAL
    weight = 3.6

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways(
            (id, material) for id in plain(scene) for material in MATERIALS if material != block_of(scene, id).material
        )

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return slot[-1]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, slot[:1]), "material": slot[1], "densities": DENSITIES}

    def change(self, scene: Tower, slot: Slot) -> Any:
        return SetMaterial(block=slot[0], material=slot[1])

    def reason(self, scene: Tower, slot: Slot) -> str:
        return f"With {the(scene, slot[0])} made of {slot[1]}, {{}}."


WHAT_IF = (
    RemoveBlock(),
    WithoutAbove(),
    FallsWithout(),
    AddBlock(),
    SwapBlocks(),
    SlideBlock(),
    PushBlock(),
    OtherMaterial(),
)
