"""Questions that compare, add or take apart the numbers of two kinds; how many different colours there are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Skill, Slot
from scenewright.qa_templates.shapes_base import (
    ALL,
    Facts,
    ShapesTemplate,
    both_ways,
    drawn,
    look,
    run,
)
from scenewright.qa_templates.shapes_exist import kind_of
from scenewright.qa_templates.shapes_programs import walk
from scenewright.qa_templates.shapes_words import Desc, noun
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject, below, pick


def two_kinds(facts: Facts, rng: np.random.Generator, most: int = 2) -> tuple[Desc, Desc]:
    """Two descriptions by the same fields, both of which fit something."""
    fields = [f for f, _ in kind_of(facts, rng, most)]
    out = []
    for _ in range(2):
        i = below(rng, len(facts.items))
        out.append(tuple((f, v) for f in fields if (v := facts.value(i, f)) is not None))
    return out[0], out[1]


class MoreThan(ShapesTemplate):
    """Whether there are more (or fewer) of one kind than of another; never as many."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Are there {more} {ones} than {others}?",
        "Is the number of {ones} {greater} than the number of {others}?",
        "Does the picture show {more} {ones} than {others}?",
        "Are {ones} {more_often} than {others}?",
        "Can you see {more} {ones} than {others}?",
        "Compare {ones} with {others}: are there {more} {ones}?",
        "Comparing their numbers, are there {more} {ones} than {others}?",
        "Counting both, do you find {more} {ones} than {others}?",
        "Is it true that there are {more} {ones} than {others}?",
        "Of {ones} and {others}, are there {more} {ones}?",
    )
    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    operators: ClassVar[tuple[str, ...]] = ("greater", "less")

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            first, second = two_kinds(facts, rng)
            masks = [run(facts, ("filter", desc, ALL)) for desc in (first, second)]
            if tuple(f for f, _ in first) != tuple(f for f, _ in second) or first == second or not all(masks):
                return None
            counts = [mask.bit_count() for mask in masks]
            if not self.fit(*counts):
                return None
            return first, second, pick(rng, self.operators)

        found = drawn(facts, self.name, propose, 20, 80)
        if self.operators == ("greater", "less"):
            found = [(*ends, op) for x, y, op in found for ends in ((x, y), (y, x))]
        return both_ways(((slot, self._truth(facts, slot)) for slot in found), lambda slot: self.group(scene, slot))

    def fit(self, one_count: int, other_count: int) -> bool:
        return one_count != other_count

    def _truth(self, facts: Facts, slot: Slot) -> bool:
        x, y = (run(facts, ("filter", desc, ALL)).bit_count() for desc in slot[:2])
        return {"greater": x > y, "less": x < y, "equal": x == y}[slot[2]]

    def group(self, scene: Any, slot: Slot) -> Hashable:
        common = tuple(any(v in ("plain", "matte") for _, v in desc) for desc in slot[:2])
        return slot[2], tuple(f for f, _ in slot[0]), common

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        more = slot[2] == "greater"
        return {
            "ones": noun(slot[0], True), "others": noun(slot[1], True), "more": "more" if more else "fewer",
            "greater": "greater" if more else "smaller", "more_often": "more numerous" if more else "less numerous",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        x, y = counted(self.facts(scene), slot, work)
        words = self.words(scene, slot)
        truth = work.do(
            slot[2], x, y,
            say=lambda v: f"So there are {'' if v else 'not '}{words['more']} {words['ones']} than {words['others']}.",
        )  # fmt: skip
        return Boolean(value=truth.value)


def counted(facts: Facts, slot: Slot, work: Work) -> list[Any]:
    """Steps that count two kinds."""
    out = []
    for desc in slot[:2]:
        run(facts, ("filter", desc, ALL))
        found = walk(work, facts, ("filter", desc, ALL))
        out.append(work.do("count", found, say=lambda v, desc=desc: f"The number of {noun(desc, True)} is {v}."))
    return out


class AsMany(MoreThan):
    """Whether there are as many of one kind as of another."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Are there as many {ones} as {others}?",
        "Is the number of {ones} the same as the number of {others}?",
        "Does the picture show equally many {ones} and {others}?",
        "Are there exactly as many {ones} as {others}?",
        "Do {ones} and {others} come in equal numbers?",
        "Can you see the same number of {ones} and {others}?",
    )
    operators = ("equal",)

    def fit(self, one_count: int, other_count: int) -> bool:
        return abs(one_count - other_count) < 3

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        x, y = counted(self.facts(scene), slot, work)
        words = self.words(scene, slot)
        truth = work.do(
            "equal", x, y,
            say=lambda v: f"So there are {'' if v else 'not '}as many {words['ones']} as {words['others']}.",
        )  # fmt: skip
        return Boolean(value=truth.value)


class HowManyMore(MoreThan):
    """By how many two kinds differ."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "What is the difference between the number of {ones} and the number of {others}?",
        "By how many do the numbers of {ones} and {others} differ?",
        "How far apart are the numbers of {ones} and {others}?",
        "Count the {ones} and the {others}. By how many do they differ?",
        "Take the larger of the numbers of {ones} and {others} less the smaller: what do you get?",
        "The numbers of {ones} and {others} differ by how many?",
    )
    skill = "arithmetic"
    balance = "spread"  # type: ignore[assignment]
    tries = 6
    operators = ("distance",)

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            first, second = kind_of(facts, rng, 1), kind_of(facts, rng, 1)
            for desc in (first, second):
                run(facts, ("filter", desc, ALL))
            return None if first == second else (first, second, "distance")

        return drawn(facts, self.name, propose)

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        x, y = counted(self.facts(scene), slot, work)
        gap = work.do("distance", x, y, say=lambda v: f"They differ by {v}.")
        return Integer(value=gap.value)


class Altogether(HowManyMore):
    """The sum of two kinds that have nothing in common."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many {ones} and {others} are there altogether?",
        "Add the number of {ones} to the number of {others}: what is the sum?",
        "What do the {ones} and the {others} add up to?",
        "Counting {ones} and {others} together, how many are there?",
        "Give the total number of {ones} and {others}.",
        "What is the number of {ones} plus the number of {others}?",
    )
    operators = ("add",)

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            first, second = kind_of(facts, rng, 1), kind_of(facts, rng, 1)
            masks = [run(facts, ("filter", desc, ALL)) for desc in (first, second)]
            if first[0][0] != second[0][0] or masks[0] & masks[1]:
                raise Reject("overlap")
            return first, second, "add"

        return drawn(facts, self.name, propose)

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        x, y = counted(self.facts(scene), slot, work)
        total = work.do("add", x, y, say=lambda v: f"Together that makes {x.value} + {y.value} = {v}.")
        return Integer(value=total.value)


class HowManyDifferent(ShapesTemplate):
    """How many different colours, shapes, ... there are, among all or on a kind of item."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many different {values} do the {objects} have?",
        "Count the different {values} of the {objects}.",
        "How many {values} occur among the {objects}?",
        "In how many different {values} do the {objects} come?",
        "Among the {objects}, how many different {values} are there?",
        "What is the number of different {values} of the {objects}?",
    )
    skill: ClassVar[Skill] = "counting"
    balance = "spread"
    tries = 6

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            field = pick(rng, [f for f in facts.fields if f in ("colour", "shape", "texture")] or ["colour"])
            desc = kind_of(facts, rng, 1) if below(rng, 3) else ()
            mask = run(facts, ("filter", desc, ALL))
            if field in dict(desc) or mask.bit_count() < 2 or mask & facts.veiled[field]:
                return None
            return field, desc

        return drawn(facts, self.name, propose)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"values": {"texture": "patterns"}.get(slot[0], slot[0] + "s"), "objects": noun(slot[1], True)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        field, desc = slot
        ids = walk(work, facts, ("filter", desc, ALL)).value
        seen = [look(work, facts, id, field) for id in ids]
        kinds = work.do("different", seen, say=lambda v: f"The different ones: {', '.join(v)}.")
        count = work.do("count", kinds, say=lambda v: f"That makes {v}.")
        return Integer(value=count.value)


NUMBERS = (MoreThan(), AsMany(), HowManyMore(), Altogether(), HowManyDifferent())
