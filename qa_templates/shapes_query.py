"""Questions for one attribute of one item: found by a description, by one to three relations, by likeness."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from scenewright.qa_templates.base import Skill
from scenewright.qa_templates.shapes_base import AskAttribute, Facts, anchored, chain, described, narrowed
from scenewright.qa_templates.shapes_programs import Program, one
from scenewright.scenes.base import Reject, below, pick

COLOUR: tuple[str, ...] = (
    "What colour is the {object}?",
    "Which colour does the {object} have?",
    "Name the colour of the {object}.",
    "The {object} has what colour?",
    "Tell me the colour of the {object}.",
    "What is the colour of the {object}?",
    "Look for the {object}. What colour is it?",
    "Give the colour of the {object}.",
    "In which colour is the {object} drawn?",
    "Find the {object} and name its colour.",
)
SHAPE: tuple[str, ...] = (
    "What shape is the {object}?",
    "Which shape does the {object} have?",
    "Name the shape of the {object}.",
    "The {object} has what shape?",
    "Tell me the shape of the {object}.",
    "What is the shape of the {object}?",
    "Look for the {object}. What shape is it?",
    "Give the shape of the {object}.",
    "What kind of shape is the {object}?",
    "Find the {object} and name its shape.",
)
SIZE: tuple[str, ...] = (
    "What size is the {object}: {values}?",
    "How big is the {object}: {values}?",
    "Is the {object} {values}?",
    "Of the sizes {values}, which is that of the {object}?",
    "Give the size of the {object} ({values}).",
    "Which size does the {object} have: {values}?",
    "Look for the {object}. Is it {values}?",
    "Tell me the size of the {object} ({values}).",
    "The {object} has which size: {values}?",
    "Find the {object} and say whether it is {values}.",
)
TEXTURE: tuple[str, ...] = (
    "What is the pattern on the {object}: {values}?",
    "Is the {object} {values}?",
    "Which pattern does the {object} have ({values})?",
    "Look at the surface of the {object}. Is it {values}?",
    "How is the {object} patterned: {values}?",
    "Name the pattern of the {object} ({values}).",
    "Would you call the {object} {values}?",
    "Tell me the pattern of the {object} ({values}).",
    "Find the {object} and say whether it is {values}.",
    "The {object} has which pattern: {values}?",
)
MATERIAL: tuple[str, ...] = (
    "Is the surface of the {object} {values}?",
    "What finish does the {object} have: {values}?",
    "Is the {object} {values}?",
    "Which finish does the {object} show ({values})?",
    "How does the {object} take the light: is it {values}?",
    "Name the finish of the {object} ({values}).",
    "Tell me the finish of the {object} ({values}).",
    "Find the {object} and say whether it is {values}.",
    "The {object} has which finish: {values}?",
    "Look at the {object}. Is its finish {values}?",
)


class QueryColour(AskAttribute):
    """The colour of an item that is told by its other attributes."""

    phrasings: ClassVar[tuple[str, ...]] = COLOUR
    field = "colour"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return described(facts, below(rng, len(facts.items)), rng, self.field)


class QueryShape(QueryColour):
    """The shape of an item that is told by its other attributes."""

    phrasings = SHAPE
    field = "shape"


class QueryListed(QueryColour):
    """An attribute of few values, all of which the question names, so that "large" and "matte" have a measure."""

    VALUES: ClassVar[tuple[str, ...]]

    def words(self, scene: object, slot: Program) -> dict[str, str]:
        facts = self.facts(scene)  # type: ignore[arg-type]
        present = [v for v in self.VALUES if (self.field, v) in facts.masks]
        return {"object": super().words(scene, slot)["object"], "values": _or(present)}  # type: ignore[arg-type]


def _or(values: list[str]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"


class QuerySize(QueryListed):
    """The size of an item, in a scene of two sizes or three, each 1.6 times the next."""

    phrasings = SIZE
    field = "size"
    VALUES = ("small", "medium", "large")


class QueryTexture(QueryListed):
    """Whether an item is plain, striped, dotted or checked."""

    phrasings = TEXTURE
    field = "texture"
    VALUES = ("plain", "striped", "dotted", "checked")


class QueryMaterial(QueryListed):
    """Whether an item is matte, shiny or glassy."""

    phrasings = MATERIAL
    field = "material"
    VALUES = ("matte", "shiny", "glassy")


class ChainColour(QueryColour):
    """The colour of an item found over one relation, without which it could not be found."""

    skill: ClassVar[Skill] = "multi_step"
    hops: ClassVar[int] = 1

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return chain(facts, rng, self.hops, self.field)


class ChainShape(ChainColour):
    """The shape of an item found over one relation."""

    phrasings = SHAPE
    field = "shape"


class ChainColourTwo(ChainColour):
    """The colour of an item found over two relations, both needed."""

    phrasings = COLOUR[:8]
    hops = 2


class ChainShapeTwo(ChainColour):
    """The shape of an item found over two relations, both needed."""

    phrasings = SHAPE[:8]
    field = "shape"
    hops = 2


class ChainColourThree(ChainColour):
    """The colour of an item found over three relations, all needed."""

    phrasings = COLOUR[:6]
    hops = 3


class ChainShapeThree(ChainColour):
    """The shape of an item found over three relations, all needed."""

    phrasings = SHAPE[:6]
    field = "shape"
    hops = 3


class ChainSize(QuerySize):
    """The size of an item found over one relation."""

    skill = "multi_step"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return chain(facts, rng, 1, self.field)


class ChainTexture(QueryTexture):
    """The pattern of an item found over one relation."""

    skill = "multi_step"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        return chain(facts, rng, 1, self.field)


class SameColourShape(ChainColour):
    """The shape of the other item that has the colour (or texture, size, material) of a given one."""

    phrasings = SHAPE
    field = "shape"

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        source = anchored(facts, rng)
        shared = [f for f in facts.fields if f != self.field]
        if source is None or not shared:
            return None
        field = pick(rng, shared)
        if field in dict(source[1]):
            return None  # "the same colour as the red star" is no likeness but a name
        sure, unclear = facts.same(one(facts, source), field)
        if not sure or unclear:
            raise Reject("unclear")
        program = narrowed(facts, ("same", field, source), sure, 0, rng, self.field)
        return None if program is None or field in dict(program[1]) else program


class SameShapeColour(SameColourShape):
    """The colour of the other item that has the shape (or texture, size, material) of a given one."""

    phrasings = COLOUR
    field = "colour"


class BothSidesColour(ChainColour):
    """The colour of the one item that lies on given sides of two others."""

    phrasings = COLOUR[:7]

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        a, b = anchored(facts, rng), anchored(facts, rng)
        if a is None or b is None or a == b:
            return None
        parts = tuple(("relate", pick(rng, facts.sides), source) for source in (a, b))
        (p, q), (r, s) = (facts.related[part[1]][one(facts, part[2])] for part in parts)
        sure = p & r
        if not sure:
            return None
        return narrowed(facts, ("and", *parts), sure, (p | q) & (r | s) & ~sure, rng, self.field)


class BothSidesShape(BothSidesColour):
    """The shape of the one item that lies on given sides of two others."""

    phrasings = SHAPE[:7]
    field = "shape"


QUERIES = (
    QueryColour(), QueryShape(), QuerySize(), QueryTexture(), QueryMaterial(), ChainColour(), ChainShape(),
    ChainColourTwo(), ChainShapeTwo(), ChainColourThree(), ChainShapeThree(), ChainSize(), ChainTexture(),
    SameColourShape(), SameShapeColour(), BothSidesColour(), BothSidesShape(),
)  # fmt: skip
