"""Questions about contact, cover and one thing within another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.shapes_base import (
    AskAttribute,
    Facts,
    ShapesTemplate,
    both_ways,
    described,
    drawn,
    look,
)
from scenewright.qa_templates.shapes_pairs import OfTwo
from scenewright.qa_templates.shapes_programs import called, one, phrase, single
from scenewright.qa_templates.shapes_query import COLOUR, SHAPE
from scenewright.qa_templates.shapes_words import label
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject, below, pick
from scenewright.scenes.shapes_kinds import CONVEX, HOLDERS


class MeetingOfTwo(OfTwo):
    """What pairs that meet and pairs that don't have in common."""

    kind: ClassVar[str]
    says: ClassVar[str]
    """`{one} touches {other}` as yes and as no."""

    def yes(self, facts: Facts) -> Sequence[tuple[int, int]]:
        """Pairs for which the answer is yes."""
        raise NotImplementedError

    def no(self, facts: Facts) -> Sequence[tuple[int, int]]:
        """Pairs for which it is no, such that their kinds do not tell them from the others."""
        raise NotImplementedError

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        yes, no = self.yes(facts), self.no(facts)
        if not yes or not no:
            return []

        def propose(rng: np.random.Generator) -> Slot | None:
            i, k = pick(rng, yes if below(rng, 2) else no)
            return self.named(facts, i, k, rng)

        found = drawn(facts, self.name, propose, 8, 24)
        truths = set(yes)
        return both_ways(((s, (one(facts, s[0]), one(facts, s[1])) in truths) for s in found), lambda s: None)

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        here, there = self.found(facts, slot, work)
        words = self.words(scene, slot)
        truth = work.do(
            self.op(), self.kind, here, there, say=lambda v: self.says.format(no="" if v else "not ", **words),
            evidence=(here.value, there.value),
        )  # fmt: skip
        return Boolean(value=truth.value)

    def op(self) -> str:
        """The operation that tells."""
        return "meets"


class IsTouching(MeetingOfTwo):
    """Whether two items touch. Others are apart by a fortieth of the picture at least; items that cover or hold each
    other are not asked about.
    """

    weight = 2.5
    phrasings: ClassVar[tuple[str, ...]] = (
        "Do the {one} and the {other} touch?",
        "Is the {one} touching the {other}?",
        "Are the {one} and the {other} in contact?",
        "Does the {one} touch the {other}?",
        "Do the {one} and the {other} meet at their edges?",
        "Is there contact between the {one} and the {other}?",
    )
    kind = "touches"
    says = "The {one} and the {other} do {no}touch."

    def yes(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return [p for i, k in facts.paired("touches") for p in ((i, k), (k, i))]

    def no(self, facts: Facts) -> Sequence[tuple[int, int]]:
        met = set(self.yes(facts))
        fit = [i for i, item in enumerate(facts.items) if item.shape in CONVEX and not facts.entangled >> i & 1]
        return [
            (i, k) for i in fit for k in fit
            if i != k and (i, k) not in met and facts.items[i].colour != facts.items[k].colour
            and "plain" in (facts.items[i].texture, facts.items[k].texture)
        ]  # fmt: skip


class Covers(MeetingOfTwo):
    """Whether one item covers part of another: asked of pairs that do, either way round."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Does the {one} hide part of the {other}?",
        "Is the {other} partly hidden by the {one}?",
        "Does the {one} cover part of the {other}?",
        "Is the {one} in front of part of the {other}, so that it hides it?",
        "Where they overlap, is the {one} the one that lies over the {other}?",
        "Is part of the {other} out of sight because of the {one}?",
    )
    kind = "covers"
    says = "Where they overlap, the {one} is {no}the one in front."

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        pairs = facts.paired("covers")
        if not pairs:
            return []

        def propose(rng: np.random.Generator) -> Slot | None:
            return self.named(facts, *pick(rng, pairs), rng)

        return [s for x, y in drawn(facts, self.name, propose, 6, 12) for s in ((x, y), (y, x))]

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return tuple(sorted(map(str, slot)))

    def op(self) -> str:
        return "first_meets"


class IsInside(MeetingOfTwo):
    """Whether a small item lies within a large one; asked also of small ones that lie elsewhere."""

    weight = 4.0
    phrasings: ClassVar[tuple[str, ...]] = (
        "Is the {one} inside the {other}?",
        "Does the {one} lie within the {other}?",
        "Is the {one} surrounded by the {other}?",
        "Does the {other} enclose the {one}?",
        "Is the {one} to be found within the {other}?",
        "Is the {other} drawn around the {one}?",
    )
    kind = "inside"
    says = "The {one} is {no}inside the {other}."
    without = "size"

    def yes(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return facts.paired("inside")

    def no(self, facts: Facts) -> Sequence[tuple[int, int]]:
        """Small items elsewhere with the large ones that hold one; and the inner ones with other large ones."""
        pairs = facts.paired("inside")
        inner, outer = {i for i, _ in pairs}, {k for _, k in pairs}
        small = [i for i, item in enumerate(facts.items) if item.size == "small"]
        large = [k for k, item in enumerate(facts.items) if item.size == "large" and item.shape in HOLDERS]
        free = [(i, k) for i in small for k in outer if i not in inner and not facts.entangled >> i & 1]
        return free + [(i, k) for i in inner for k in large if (i, k) not in pairs]


class AskMet(AskAttribute):
    """An attribute of the item that covers, holds, lies in or touches a given one."""

    skill: ClassVar[Skill] = "multi_step"
    phrasings: ClassVar[tuple[str, ...]] = COLOUR[:8]
    field = "colour"
    op: ClassVar[str]
    kind: ClassVar[str]
    link: ClassVar[str]

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        """The item that is asked about, and the one it is told by."""
        raise NotImplementedError

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        ends = [(i, k) for i, k in self.ends(facts) if not facts.veiled[self.field] >> i & 1]
        if not ends or self.field not in facts.fields:
            return []
        return drawn(facts, self.name, lambda rng: described(facts, pick(rng, ends)[1], rng), 4, 10)

    def target(self, facts: Facts, slot: Slot) -> int:
        """The item asked about."""
        k = one(facts, slot)
        return next(i for i, other in self.ends(facts) if other == k)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": f"object {self.link} the {phrase(slot)}"}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        anchor = single(work, facts, slot)
        id = facts.items[self.target(facts, slot)].id
        args = (anchor,) if self.op == "touching" else (self.kind, anchor)
        met = work.do(
            self.op, *args, say=lambda v: f"The object {self.link} it is {called(facts, v[0])}.",
            evidence=(anchor.value, id),
        )  # fmt: skip
        at = work.do("nth", met, 0, say="That is the one to look at.")
        value = look(work, facts, at.value, self.field)
        return label(value.value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        """What the other items have that the words leave possible: not the colour of the anchor, which is another's."""
        facts = self.facts(scene)
        anchor = one(facts, slot)
        out = []
        for k in range(len(facts.items)):
            value = facts.value(k, self.field)
            if (
                value
                and k != anchor
                and self.likely(facts, k)
                and (self.field != "colour" or value != facts.value(anchor, "colour"))
            ):
                out.append((label(value), f"That is {called(facts, facts.items[k].id)}."))
        return out

    def likely(self, facts: Facts, k: int) -> bool:
        """Whether an item might be the one, for all that the words tell."""
        return True


class CoverColour(AskMet):
    """The colour of the item that covers part of a given one."""

    op, kind, link = "met_by", "covers", "that covers part of"

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return facts.paired("covers")


class CoveredColour(AskMet):
    """The colour of the item of which a given one covers part."""

    op, kind, link = "meeting", "covers", "partly hidden by"

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return [(k, i) for i, k in facts.paired("covers")]


class InsideShape(AskMet):
    """The shape of the item within a given one."""

    weight = 3.0
    op, kind, link = "met_by", "inside", "inside"
    phrasings: ClassVar[tuple[str, ...]] = SHAPE[:8]
    field = "shape"

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return facts.paired("inside")


class InsideColour(InsideShape):
    """The colour of the item within a given one."""

    phrasings: ClassVar[tuple[str, ...]] = COLOUR[:8]
    field = "colour"


class HolderColour(AskMet):
    """The colour of the item that a given one lies in."""

    weight = 3.0
    op, kind, link = "meeting", "inside", "that surrounds"

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return [(k, i) for i, k in facts.paired("inside")]


class TouchColour(AskMet):
    """The colour of the item that touches a given one."""

    weight = 2.0
    op, kind, link = "touching", "touches", "that touches"

    def ends(self, facts: Facts) -> Sequence[tuple[int, int]]:
        return [p for i, k in facts.paired("touches") for p in ((i, k), (k, i))]


class TouchShape(TouchColour):
    """The shape of the item that touches a given one."""

    def likely(self, facts: Facts, k: int) -> bool:
        return facts.items[k].shape in CONVEX

    phrasings: ClassVar[tuple[str, ...]] = SHAPE[:8]
    field = "shape"


class CountMeeting(ShapesTemplate):
    """How many items are partly covered, or lie within another, or touch another."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many objects are {met}?",
        "Count the objects that are {met}.",
        "What is the number of objects that are {met}?",
        "How many of the objects are {met}?",
        "Give the number of objects {met}.",
        "Of all the objects, how many are {met}?",
    )
    skill: ClassVar[Skill] = "counting"
    balance = "spread"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        if not facts.scene.pairs:
            return ()
        return ("covers", "inside") if facts.scene.ground == "paper" else ("covers",)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"met": {"covers": "partly hidden by another one", "inside": "drawn inside another one"}[slot]}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        if slot == "covers" and any(facts.items[k].shape != "ring" for _, k in facts.paired("inside")):
            raise Reject("ambiguous")  # what lies on a disc hides part of it too
        names: Callable[[list[str]], str] = lambda v: ", ".join(called(facts, id) for id in v) if v else "none"  # noqa: E731
        ids = work.do(
            f"all_{slot}", say=lambda v: f"{self.words(scene, slot)['met'].capitalize()}: {names(v)}.",
            evidence=[item.id for item in facts.items],
        )  # fmt: skip
        count = work.do("count", ids, say=lambda v: f"So the number is {v}.")
        return Integer(value=count.value)


MEETINGS = (
    IsTouching(), Covers(), IsInside(), CoverColour(), CoveredColour(), InsideShape(), InsideColour(), HolderColour(),
    TouchColour(), TouchShape(), CountMeeting(),
)  # fmt: skip
