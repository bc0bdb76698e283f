"""Questions about two items: sides, sizes, attributes compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean, Label
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.shapes_base import (
    Facts,
    ShapesTemplate,
    attribute,
    both_ways,
    described,
    drawn,
    look,
    with_article,
)
from scenewright.qa_templates.shapes_programs import Program, called, one, phrase, single
from scenewright.qa_templates.shapes_words import OPPOSITE, SIDES
from scenewright.qa_templates.steps import Known, Work
from scenewright.scenes.base import Reject, below, pick

Pair = tuple[Program, Program]


class OfTwo(ShapesTemplate):
    """Yes or no about two items, each told by a description. Either order is as likely."""

    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    without: ClassVar[str] = ""
    """A field that the descriptions must not give away."""

    def two(self, facts: Facts, rng: np.random.Generator) -> Pair | None:
        """Two items by description."""
        i = below(rng, len(facts.items))
        k = below(rng, len(facts.items))
        return None if i == k else self.named(facts, i, k, rng)

    def named(self, facts: Facts, i: int, k: int, rng: np.random.Generator) -> Pair | None:
        """Descriptions of two items; None where one has none."""
        first, second = described(facts, i, rng, self.without), described(facts, k, rng, self.without)
        return None if first is None or second is None else (first, second)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"one": phrase(slot[0]), "other": phrase(slot[1])}

    def found(self, facts: Facts, slot: Slot, work: Work) -> tuple[Known, Known]:
        """Steps that find both."""
        return single(work, facts, slot[0]), single(work, facts, slot[1])


class IsBeside(OfTwo):
    """Whether one item is on a given side of another, clearly (see `shapes_facts.ASIDE`)."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is the {one} {side} the {other}?",
        "Is it true that the {one} is {side} the {other}?",
        "Does the {one} lie {side} the {other}?",
        "Would you say that the {one} is {side} the {other}?",
        "Look at the {one} and the {other}. Is the first {side} the second?",
        "Compared with the {other}, is the {one} {side} it?",
        "Can the {one} be found {side} the {other}?",
        "Is the place of the {one} {side} the {other}?",
        "Do you see the {one} {side} the {other}?",
        "As seen in the picture, is the {one} {side} the {other}?",
    )

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            pair = self.two(facts, rng)
            if pair is None:
                return None
            side = pick(rng, facts.sides)
            i, k = one(facts, pair[0]), one(facts, pair[1])
            if not (facts.related[side][k][0] | facts.related[OPPOSITE[side]][k][0]) >> i & 1:
                raise Reject("margin")
            return (*pair, side)

        return [s for x, y, side in drawn(facts, self.name, propose, 6) for s in ((x, y, side), (y, x, side))]

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return slot[2], tuple(sorted(map(str, slot[:2])))

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"side": SIDES[slot[2]]}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        here, there = self.found(facts, slot, work)
        beside = work.do(
            "relate", there, slot[2],
            say=lambda v: f"Now compare where {called(facts, here.value)} and {called(facts, there.value)} are.",
            evidence=(here.value, there.value),
        )  # fmt: skip
        truth = work.do(
            "contains", beside, here,
            say=lambda v: f"The {phrase(slot[0])} is {'' if v else 'not '}{SIDES[slot[2]]} the {phrase(slot[1])}.",
        )  # fmt: skip
        return Boolean(value=truth.value)


class WhichSide(IsBeside):
    """On which of two opposite sides of another an item is."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is the {one} {side} the {other} or {opposite} it?",
        "Which is true of the {one}: is it {side} the {other} or {opposite} it?",
        "Where is the {one}: {side} the {other} or {opposite} it?",
        "Say whether the {one} is {side} the {other} or {opposite} it.",
        "Does the {one} lie {side} the {other} or {opposite} it?",
        "As seen in the picture, is the {one} {side} the {other} or {opposite} it?",
    )
    skill = "comparison"
    balance = ""  # type: ignore[assignment]
    choice_share = 0.6

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"opposite": SIDES[OPPOSITE[slot[2]]]}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        yes = super().solve(scene, slot, work)
        assert isinstance(yes, Boolean)
        chosen = work.do(
            "choose", Known(yes.value, len(work.steps) - 1), slot[2], OPPOSITE[slot[2]],
            say=lambda v: f"So it is {SIDES[v]} the {phrase(slot[1])}.",
        )  # fmt: skip
        return _side(chosen.value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        return [(_side(side), "This takes the two sides the wrong way round.") for side in (slot[2], OPPOSITE[slot[2]])]


def _side(side: str) -> Label:
    words = SIDES[side]
    return Label(
        value=words, accepted=tuple(dict.fromkeys((side, words.removeprefix("to the "), words.removesuffix(" of"))))
    )


class SameAttribute(OfTwo):
    """Whether two items share a colour, shape, size, texture or material that their descriptions leave open."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Do the {one} and the {other} have the same {field}?",
        "Is the {field} of the {one} the same as that of the {other}?",
        "Are the {one} and the {other} alike in {field}?",
        "Does the {one} match the {other} in {field}?",
        "Do you see the same {field} in the {one} and the {other}?",
        "Compare the {one} with the {other}: do they have the same {field}?",
        "Have the {one} and the {other} one and the same {field}?",
        "Is it true that the {one} and the {other} share their {field}?",
        "Does the {one} have the {field} of the {other}?",
        "Looking at {field} alone, are the {one} and the {other} the same?",
    )

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            i, k = below(rng, len(facts.items)), below(rng, len(facts.items))
            field = pick(rng, facts.fields)
            if i == k or (facts.veiled[field] & (1 << i | 1 << k)):
                return None
            x, y = described(facts, i, rng, field), described(facts, k, rng, field)
            return None if x is None or y is None else (x, y, field)

        found = drawn(facts, self.name, propose, 24, 70)
        return both_ways(((s, self._same(facts, s)) for s in found), lambda s: s[2])

    def _same(self, facts: Facts, slot: Slot) -> bool:
        ask = attribute(slot[2])
        return ask(facts, slot[0]) == ask(facts, slot[1])

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return slot[2]

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        names = {"texture": "pattern", "material": "finish"}
        return super().words(scene, slot) | {"field": names.get(slot[2], slot[2])}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        seen = []
        for program, found in zip(slot[:2], self.found(facts, slot, work), strict=True):
            say = lambda v, p=program: f"The {phrase(p)} is {with_article(slot[2], v)}."  # noqa: E731
            seen.append(look(work, facts, found.value, slot[2], say))
        truth = work.do("equal", *seen, say=lambda v: f"These are {'the same' if v else 'different'}.")
        return Boolean(value=truth.value)


class IsLarger(OfTwo):
    """Whether one item is larger than another of another size; on a table the distance does not make up for it."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is the {one} {larger} than the {other}?",
        "Is the {one} drawn {larger} than the {other}?",
        "Compare the {one} with the {other}: is the first {larger}?",
        "Of the {one} and the {other}, is the {one} the {larger} one?",
        "Does the {one} look {larger} than the {other}?",
        "Would you say that the {one} is {larger} than the {other}?",
    )
    without = "size"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            pair = self.two(facts, rng)
            if pair is None:
                return None
            sizes = [facts.value(one(facts, p), "size") for p in pair]
            return None if sizes[0] == sizes[1] else (*pair, pick(rng, ("larger", "smaller")))

        return [s for x, y, by in drawn(facts, self.name, propose, 6) for s in ((x, y, by), (y, x, by))]

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return slot[2], tuple(sorted(map(str, slot[:2])))

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"larger": slot[2]}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        sizes = []
        for program, found in zip(slot[:2], self.found(facts, slot, work), strict=True):
            say = lambda v, p=program: f"The {phrase(p)} is {v}."  # noqa: E731
            sizes.append(look(work, facts, found.value, "size", say))
        if slot[2] == "smaller":
            sizes.reverse()
        truth = work.do(
            "larger", *sizes, say=lambda v: f"So the {phrase(slot[0])} is {'' if v else 'not '}the {slot[2]} one."
        )
        return Boolean(value=truth.value)


PAIRS = (IsBeside(), WhichSide(), SameAttribute(), IsLarger())
