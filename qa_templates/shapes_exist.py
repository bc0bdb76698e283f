"""Questions that ask whether there is one: of a kind, on a side, like another."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.base import Skill, Slot
from scenewright.qa_templates.shapes_base import (
    ALL,
    Facts,
    ShapesTemplate,
    anchored,
    both_ways,
    chain,
    drawn,
    passed,
    run,
    sound,
)
from scenewright.qa_templates.shapes_programs import Program, phrase, walk
from scenewright.qa_templates.shapes_words import OPPOSITE, Desc, a
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import in_words
from scenewright.scenes.base import below, draw, pick

WIDE = 60
"""Programs kept for questions of yes and no, before those of one-sided groups are dropped."""


def kind_of(facts: Facts, rng: np.random.Generator, most: int = 2) -> Desc:
    """A description of one attribute or two, whose values occur in the scene, if not always together."""
    fields = draw(rng, facts.fields, min(len(facts.fields), 1 + below(rng, most)))
    out = []
    for field in facts.fields:
        if field in fields:
            values = [facts.value(i, field) for i in range(len(facts.items))]
            out.append((field, pick(rng, [v for v in values if v is not None])))
    return tuple(out)


def asked_for(program: Program) -> Hashable:
    """What the answer may hang on: which fields are named last, and whether by their commonest value; which way one
    goes on from side to side. Above what is above another thing there is less room.
    """
    if program[0] == "same":
        return program[1]
    sides = sides_of(program)
    turns = tuple("on" if a == b else "back" if a == OPPOSITE[b] else "aside" for a, b in itertools.pairwise(sides))
    return (turns, *((f, v in ("plain", "matte")) for f, v in program[1]))


def sides_of(program: Program) -> list[str]:
    """The sides that a chain of relations goes to, the last first."""
    out = []
    while program[0] == "filter" and program[2] and program[2][0] == "relate":
        out.append(program[2][1])
        program = program[2][2]
    return out


class Exists(ShapesTemplate):
    """Whether there is an item of two given attributes, both of which occur: an empty answer hangs on their meeting.

    No attribute can be left out: without it there would be one, or more.
    """

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is there {object}?",
        "Can you see {object}?",
        "Does the picture show {object}?",
        "Is {object} to be seen?",
        "Do you find {object} in the picture?",
        "Is there {object} in the picture?",
        "Does the picture contain {object}?",
        "Is {object} among the objects?",
        "Look for {object}. Is there one?",
        "Among the objects, is there {object}?",
    )
    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        desc = kind_of(facts, rng, 3)
        return ("filter", desc, ALL) if len(desc) > 1 else None

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        found = drawn(facts, self.name, lambda rng: self._checked(facts, self.propose(facts, rng)), WIDE, 2 * WIDE)
        return both_ways(((slot, run(facts, slot) > 0) for slot in found), asked_for)

    def _checked(self, facts: Facts, program: Program | None) -> Program | None:
        return program if program is not None and sound(facts, program, run) else None

    def group(self, scene: Any, slot: Slot) -> Hashable:
        return asked_for(slot)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": a(phrase(slot))}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        run(facts, slot)
        found = walk(work, facts, slot)
        count = work.do("count", found, say=lambda v: f"That makes {in_words(v) if v else 'none'}.")
        truth = work.do(
            "greater", count, 0, say=lambda v: f"So there is {a(phrase(slot)) if v else 'no ' + phrase(slot)}."
        )
        return Boolean(value=truth.value)


class ExistsBeside(Exists):
    """Whether there is an item of a kind on a side of a given one; neither the kind nor the side can be left out."""

    hops: ClassVar[int] = 1

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        source = chain(facts, rng, self.hops - 1)
        if source is None:
            return None
        program = ("filter", kind_of(facts, rng), ("relate", pick(rng, facts.sides), source))
        met = run(facts, program)
        return None if any(met >> i & 1 for i in passed(facts, source)) else program


class ExistsBesideTwo(ExistsBeside):
    """Whether there is an item of a kind on a side of one that is itself found by a relation."""

    phrasings = Exists.phrasings[:7]
    hops = 2


class ExistsLike(Exists):
    """Whether another item of a kind shares an attribute with a given one."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Is there another object of the same {field} as the {object}{kind}?",
        "Does any other object have the same {field} as the {object}{kind}?",
        "Is the {object} matched in {field} by any other object{kind}?",
        "Apart from the {object}, does any object have its {field}{kind}?",
        "Can you see another object with the {field} of the {object}{kind}?",
        "Is there a second object that shares its {field} with the {object}{kind}?",
    )

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        source = anchored(facts, rng)
        if source is None:
            return None
        field = pick(rng, facts.fields)
        if field in dict(source[1]):
            return None
        return ("same", field, source)

    def _checked(self, facts: Facts, program: Program | None) -> Program | None:
        if program is not None:
            run(facts, program)
        return program

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        names = {"texture": "pattern", "material": "finish"}
        return {"field": names.get(slot[1], slot[1]), "object": phrase(slot[2]), "kind": ""}


EXISTENCE = (Exists(), ExistsBeside(), ExistsBesideTwo(), ExistsLike())
