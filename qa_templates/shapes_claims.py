"""Statements about a scene, their words and truth, and either-ors of a true and a false one."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from scenewright.qa_templates.shapes_base import ALL, Facts, described, look, run
from scenewright.qa_templates.shapes_programs import called, one, phrase, single, walk
from scenewright.qa_templates.shapes_words import OPPOSITE, SIDES, a, noun
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import in_words
from scenewright.scenes.base import Reject, below, pick

Claim = Any
"""`("is", program, field, value)`, `("beside", side, program, program)`, `("number", desc, count)`."""


def sentence(claim: Claim) -> str:
    """A claim in words."""
    match claim[0]:
        case "is":
            _, program, field, value = claim
            return f"The {phrase(program)} is {a(value) if field == 'shape' else value}."
        case "beside":
            _, side, first, second = claim
            return f"The {phrase(first)} is {SIDES[side]} the {phrase(second)}."
        case _:
            _, desc, count = claim
            if count == 1:
                return f"There is exactly one {noun(desc)}."
            return f"There are exactly {in_words(count)} {noun(desc, True)}."


def holds(facts: Facts, claim: Claim) -> bool:
    """Whether a claim is true; `Reject` where it is not clear."""
    match claim[0]:
        case "is":
            _, program, field, value = claim
            seen = facts.value(one(facts, program), field)
            if seen is None:
                raise Reject("unclear")
            return bool(seen == value)
        case "beside":
            _, side, first, second = claim
            i, k = one(facts, first), one(facts, second)
            if facts.related[side][k][0] >> i & 1:
                return True
            if facts.related[OPPOSITE[side]][k][0] >> i & 1:
                return False
            raise Reject("unclear")
        case _:
            return run(facts, ("filter", claim[1], ALL)).bit_count() == claim[2]


def check(work: Work, facts: Facts, claim: Claim, known: dict[Any, Known] | None = None) -> Known:
    """Steps that find out whether a claim is true. What is `known` from claims before is not looked for again."""
    known = {} if known is None else known

    def find(program: Any) -> Known:
        if program not in known:
            known[program] = single(work, facts, program)
        return known[program]

    text = sentence(claim)
    verdict = lambda v: f"So “{text}” is {'true' if v else 'false'}."  # noqa: E731
    match claim[0]:
        case "is":
            _, program, field, value = claim
            id = find(program).value
            if (id, field) not in known:
                known[id, field] = look(work, facts, id, field)
            return work.do("equal", known[id, field], value, say=verdict)
        case "beside":
            _, side, first, second = claim
            here, there = find(first), find(second)
            beside = work.do(
                "relate", there, side, evidence=(here.value, there.value),
                say=f"Compare where {called(facts, here.value)} and {called(facts, there.value)} are.",
            )  # fmt: skip
            return work.do("contains", beside, here, say=verdict)
        case _:
            found = walk(work, facts, ("filter", claim[1], ALL))
            count = work.do("count", found, say=lambda v: f"That makes {v}.")
            return work.do("equal", count, claim[2], say=verdict)


# -- either-ors --------------------------------------------------------------------------------------------------------


def attribute_either(facts: Facts, rng: np.random.Generator) -> tuple[Claim, Claim] | None:
    """Two statements of one item's attribute, true and false; the false value occurs in the scene too."""
    i = below(rng, len(facts.items))
    field = pick(rng, [f for f in facts.fields if f in ("colour", "shape", "size")] or facts.fields)
    program, value = described(facts, i, rng, field), facts.value(i, field)
    others = sorted({v for f, v in facts.masks if f == field and v != value})
    if program is None or value is None or not others:
        return None
    return ("is", program, field, value), ("is", program, field, pick(rng, others))


def relation_either(facts: Facts, rng: np.random.Generator) -> tuple[Claim, Claim] | None:
    """Two statements of how two items lie, true and false: opposite sides."""
    pair = _beside(facts, rng)
    return None if pair is None else (pair, ("beside", OPPOSITE[pair[1]], *pair[2:]))


def _beside(facts: Facts, rng: np.random.Generator) -> Claim | None:
    i, k = below(rng, len(facts.items)), below(rng, len(facts.items))
    first, second = described(facts, i, rng), described(facts, k, rng)
    if i == k or first is None or second is None:
        return None
    sides = [side for side in facts.sides if facts.related[side][k][0] >> i & 1]
    return ("beside", pick(rng, sides), first, second) if sides else None


def order_either(facts: Facts, rng: np.random.Generator) -> tuple[Claim, Claim] | None:
    """Two statements of how two items lie, true and false: the items change places in the sentence."""
    pair = _beside(facts, rng)
    return None if pair is None else (pair, ("beside", pair[1], pair[3], pair[2]))


def subject(claim: Claim) -> Hashable:
    """What both halves of an either-or have in common."""
    if claim[0] == "is":
        return claim[:3]
    return tuple(sorted(map(str, claim[2:])))
