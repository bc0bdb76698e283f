"""Questions that ask how many there are: of a kind, on a side, like another, of either kind, of none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.base import Skill, Slot
from scenewright.qa_templates.shapes_base import (
    ALL,
    Facts,
    ShapesTemplate,
    anchored,
    chain,
    drawn,
    run,
    sound,
)
from scenewright.qa_templates.shapes_exist import kind_of
from scenewright.qa_templates.shapes_programs import Program, one, phrase, walk
from scenewright.qa_templates.shapes_words import Desc, a, noun
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import below, pick


class CountKind(ShapesTemplate):
    """How many items are of a kind."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many {objects} are there?",
        "Count the {objects}.",
        "How many {objects} can you see?",
        "What is the number of {objects}?",
        "Give the number of {objects}.",
        "How many {objects} does the picture show?",
        "Tell me how many {objects} there are.",
        "How many {objects} are in the picture?",
        "Count all {objects} in the picture.",
        "In the picture, how many {objects} are there?",
    )
    skill: ClassVar[Skill] = "counting"
    balance = "spread"
    tries = 5

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return ("filter", kind_of(facts, rng), ALL)

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        shares: dict[int, int] = {}

        def propose(rng: np.random.Generator) -> Slot | None:
            program = self.propose(facts, rng)
            if program is None:
                return None
            count = run(facts, program).bit_count()
            if shares.get(count, 0) == 2 or not sound(facts, program, run):
                return None
            shares[count] = shares.get(count, 0) + 1
            return program

        return drawn(facts, self.name, propose)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"objects": phrase(slot, many=True)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        run(facts, slot)
        found = walk(work, facts, slot)
        count = work.do("count", found, say=lambda v: f"So the number of {phrase(slot, many=True)} is {v}.")
        return Integer(value=count.value)


class CountBeside(CountKind):
    """How many items, of a kind or all, are on a side of a given one."""

    hops: ClassVar[int] = 1

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        source = chain(facts, rng, self.hops - 1)
        if source is None:
            return None
        beside = ("relate", pick(rng, facts.sides), source)
        return ("filter", kind_of(facts, rng, 1), beside) if below(rng, 2) else beside


class CountBesideTwo(CountBeside):
    """How many items are on a side of one that is itself found by a relation."""

    phrasings = CountKind.phrasings[:7]
    skill = "multi_step"
    hops = 2


class CountBothSides(CountKind):
    """How many items are on given sides of two others, for instance between them."""

    phrasings = CountKind.phrasings[:7]

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        one_item, other = anchored(facts, rng), anchored(facts, rng)
        if one_item is None or other is None or one(facts, one_item) == one(facts, other):
            return None
        first, second = (("relate", pick(rng, facts.sides), source) for source in (one_item, other))
        return ("and", first, second)


class CountLike(CountKind):
    """How many other items share an attribute with a given one."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many other objects have the same {field} as the {object}?",
        "Apart from the {object}, how many objects have its {field}?",
        "Count the other objects that share the {field} of the {object}.",
        "The {object} has the same {field} as how many other objects?",
        "How many further objects are like the {object} in {field}?",
        "Not counting the {object} itself, how many objects have the same {field}?",
    )

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        source = anchored(facts, rng)
        field = pick(rng, facts.fields)
        return None if source is None or field in dict(source[1]) else ("same", field, source)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        names = {"texture": "pattern", "material": "finish"}
        return {"field": names.get(slot[1], slot[1]), "object": phrase(slot[2])}


class CountEither(CountKind):
    """How many items are of one kind or of another; both kinds occur."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many objects are {one} or {other}?",
        "Count the objects that are {one} or {other}.",
        "What is the number of objects that are {one} or {other}?",
        "How many of the objects are either {one} or {other}, or both?",
        "Taken together, how many objects are {one} or {other}?",
        "Give the number of objects that are {one} or {other}, or both.",
        "How many objects are there that are {one} or {other}?",
    )

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        parts = tuple(("filter", kind_of(facts, rng, 1), ALL) for _ in range(2))
        return None if parts[0] == parts[1] else ("or", *parts)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"one": _predicate(slot[1][1]), "other": _predicate(slot[2][1])}


def _predicate(desc: Desc) -> str:
    """What follows "objects are": `red`, `stars`."""
    field, value = desc[0]
    return noun(desc, True) if field == "shape" else value


class CountNot(CountKind):
    """How many items are not of a kind that occurs."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "How many objects are not {one}?",
        "Count the objects that are not {one}.",
        "What is the number of objects that are not {one}?",
        "Leaving out all that are {one}, how many objects are there?",
        "If everything {that_is} were taken away, how many objects would be left?",
        "How many objects would remain without those that are {one}?",
    )
    skill = "arithmetic"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return ("filter", kind_of(facts, rng, 1), ALL)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        field, value = slot[1][0]
        return {"one": _predicate(slot[1]), "that_is": f"that is {a(value)}" if field == "shape" else value}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        run(facts, slot)
        whole = work.do("count", walk(work, facts, ALL), say=lambda v: f"There are {v} objects in all.")
        kind = work.do(
            "count",
            walk(work, facts, slot),
            say=lambda v: f"So {v} of them {'is' if v == 1 else 'are'} to be left out.",
        )
        rest = work.do("subtract", whole, kind, say=lambda v: f"That leaves {whole.value} − {kind.value} = {v}.")
        return Integer(value=rest.value)


COUNTS = (
    CountKind(), CountBeside(), CountBesideTwo(), CountBothSides(), CountLike(), CountEither(), CountNot(),
)  # fmt: skip
