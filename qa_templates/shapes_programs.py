"""Programs over scenes of shapes, after CLEVR (Johnson et al. 2017): sets of items, their words, their steps.

A program is a nested tuple:

    ("all",)                     everything
    ("filter", desc, source)     what of it fits a description
    ("relate", side, source)     what is on that side of the one item of the source
    ("same", field, source)      what else shares an attribute with the one item of the source
    ("and", one, other)          what is in both
    ("or", one, other)           what is in either

A program is ill-posed where a source that must be one item is not, or where a margin or a veil leaves it open. It is
degenerate where a clause can be left out and the outcome stays the same (section 3 of the paper): an attribute, a
relation with all that hangs on it, one side of `and` or `or`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scenewright.qa_templates.shapes_facts import Facts
from scenewright.qa_templates.shapes_words import SIDES, Desc, a, noun
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, in_words, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.shapes_scene import Item, Shapes

Program = Any
ALL: Program = ("all",)


def run(facts: Facts, program: Program) -> int:
    """The items a program ends with, as a mask. `Reject("not_unique" | "unclear")` where it is ill-posed."""
    sure, unclear = _run(facts, program)
    if unclear:
        raise Reject("unclear")
    return sure


def _run(facts: Facts, program: Program) -> tuple[int, int]:
    match program[0]:
        case "all":
            return facts.all, 0
        case "filter":
            sure, unclear = _run(facts, program[2])
            fits, perhaps = facts.has(program[1])
            return sure & fits, (sure | unclear) & (fits | perhaps) & ~(sure & fits)
        case "relate":
            return facts.related[program[1]][one(facts, program[2])]
        case "same":
            sure, unclear = facts.same(one(facts, program[2]), program[1])
            if unclear or facts.value(one(facts, program[2]), program[1]) is None:
                raise Reject("unclear")
            return sure, 0
        case kind:
            (p, q), (r, s) = _run(facts, program[1]), _run(facts, program[2])
            if kind == "and":
                return p & r, (p | q) & (r | s) & ~(p & r)
            return p | r, (q | s) & ~(p | r)


def one(facts: Facts, program: Program) -> int:
    """Index of the one item a program ends with."""
    mask = run(facts, program)
    if mask.bit_count() != 1:
        raise Reject("not_unique")
    return mask.bit_length() - 1


def without(program: Program) -> Iterator[Program]:
    """The program with one clause left out, in every way."""
    match program[0]:
        case "filter":
            _, desc, source = program
            for i in range(len(desc)):
                yield ("filter", desc[:i] + desc[i + 1 :], source)
            for less in without(source):
                yield ("filter", desc, less)
        case "relate" | "same":
            yield ALL
            for less in without(program[2]):
                yield (program[0], program[1], less)
        case "and" | "or":
            yield program[1]
            yield program[2]
            for less in without(program[1]):
                yield (program[0], less, program[2])
            for less in without(program[2]):
                yield (program[0], program[1], less)


def degenerate(facts: Facts, program: Program, outcome: Callable[[Facts, Program], Any]) -> bool:
    """Whether some clause makes no difference to `outcome`, which raises `Reject` where a program is ill-posed."""
    full = outcome(facts, program)
    for less in without(program):
        try:
            if outcome(facts, less) == full:
                return True
        except Reject:
            continue
    return False


def depth(program: Program) -> int:
    """Relations and likenesses on the longest way through a program."""
    sources = [part for part in program[1:] if isinstance(part, tuple) and part and isinstance(part[0], str)]
    return (program[0] in ("relate", "same")) + max([depth(s) for s in sources], default=0)


# -- words -------------------------------------------------------------------------------------------------------------


def phrase(program: Program, many: bool = False, nested: bool = False) -> str:
    """`red circles to the left of the large star`; one item unless `many`."""
    match program[0]:
        case "all":
            return noun((), many)
        case "filter":
            _, desc, source = program
            if source[0] == "all":
                return noun(desc, many)
            return f"{noun(desc, many)} {clause(source, many, nested)}"
        case "or":
            return f"{phrase(program[1], many)} or {phrase(program[2], many)}"
        case _:
            return f"{noun((), many)} {clause(program, many, nested)}"


def clause(program: Program, many: bool = False, nested: bool = False) -> str:
    """What follows the noun: `to the left of the star`, `that are both above the star and below the ring`."""
    be = "are" if many else "is"
    match program[0]:
        case "relate":
            lead = f"that {be} " if nested else ""
            return f"{lead}{SIDES[program[1]]} the {phrase(program[2], nested=True)}"
        case "same":
            return f"that {'have' if many else 'has'} the same {program[1]} as the {phrase(program[2], nested=True)}"
        case _:
            one_side, other = (f"{SIDES[p[1]]} the {phrase(p[2], nested=True)}" for p in program[1:])
            return f"that {be} both {one_side} and {other}"


# -- steps -------------------------------------------------------------------------------------------------------------


def fits(scene: Shapes, id: str, desc: Any) -> bool:
    """Whether an item has all attributes of a description."""
    item = _item(scene, id)
    return all(getattr(item, field) == value for field, value in desc)


def _item(scene: Shapes, id: str) -> Item:
    return next(item for item in scene.items if item.id == id)


def op_filter(scene: Shapes, ids: list[str], desc: Any) -> list[str]:
    """The ids of those that fit a description."""
    return [id for id in ids if fits(scene, id, desc)]


def op_relate(scene: Shapes, id: str, side: str) -> list[str]:
    """Items on a side of one, margins aside: the question was refused where they matter."""
    anchor = _item(scene, id)
    sign = -1 if side in ("left", "above", "front") else 1
    axis = {"left": "x", "right": "x", "above": "y", "below": "y"}.get(side, "depth")
    here = getattr(anchor, axis)
    return [item.id for item in scene.items if item.id != id and (getattr(item, axis) - here) * sign > 0]


def op_same(scene: Shapes, id: str, field: str) -> list[str]:
    """Other items with the same attribute."""
    value = getattr(_item(scene, id), field)
    return [item.id for item in scene.items if item.id != id and getattr(item, field) == value]


def op_both(scene: Shapes, a: list[str], b: list[str]) -> list[str]:
    """What is in both lists."""
    return [id for id in a if id in b]


def op_either(scene: Shapes, a: list[str], b: list[str]) -> list[str]:
    """What is in one list or the other, in the scene's order."""
    return [item.id for item in scene.items if item.id in a or item.id in b]


def called(facts: Facts, id: str) -> str:
    """A name of an item that fits it alone, its shape included; else all there is to say of it."""
    i = facts.index[id]
    names = facts.names[i]
    shape = facts.value(i, "shape")
    if not names:
        desc: Desc = tuple((f, v) for f in facts.fields if (v := facts.value(i, f)) is not None)
        return f"one {noun(desc)}"
    extra: Desc = () if shape is None or "shape" in dict(names[0]) else (("shape", shape),)
    return f"the {noun((*names[0], *extra))}"


def _listing(facts: Facts, ids: list[str]) -> str:
    return listed([called(facts, id) for id in ids]) if ids else "nothing"


def there_are(count: int, desc: Desc) -> str:
    """`There is one red circle.`, `There are three red objects.`"""
    if count == 1:
        return f"There is one {noun(desc)}."
    return f"There are {in_words(count) if count else 'no'} {noun(desc, True)}."


def _narrowing(facts: Facts, ids: list[str], desc: Desc) -> str:
    if not ids:
        return f"None of these is {a(noun(desc))}."
    if len(ids) == 1:
        return f"Of these, only {called(facts, ids[0])} is {a(noun(desc))}."
    return f"Of these, {_listing(facts, ids)} are {noun(desc, True)}."


def _likeness(facts: Facts, id: str, field: str, others: list[str]) -> str:
    value = getattr(facts.item(id), field)
    fact = f"{called(facts, id).capitalize()} is {a(value) if field == 'shape' else value}"
    return (
        f"{fact}; so {'is' if len(others) == 1 else 'are'} {_listing(facts, others)}."
        if others
        else f"{fact}; no other object is."
    )


def walk(work: Work, facts: Facts, program: Program) -> Known:
    """Steps that find a program's items; the value is their ids. Every item looked at is evidence."""
    everything = [item.id for item in facts.items]
    match program[0]:
        case "all":
            return work.do("everything", say="Look at all objects.", evidence=everything)
        case "filter":
            _, desc, source = program
            plain = [list(key) for key in desc]
            if source[0] == "all":
                return work.do("filter", everything, plain, say=lambda v: there_are(len(v), desc), evidence=everything)
            found = walk(work, facts, source)
            if not desc:
                return found
            return work.do("filter", found, plain, say=lambda v: _narrowing(facts, v, desc), evidence=everything)
        case "relate":
            at = single(work, facts, program[2])
            return work.do(
                "relate", at, program[1],
                say=lambda v: f"{SIDES[program[1]].capitalize()} {called(facts, at.value)}: {_listing(facts, v)}.",
                evidence=everything,
            )  # fmt: skip
        case "same":
            at = single(work, facts, program[2])
            return work.do(
                "same", at, program[1], say=lambda v: _likeness(facts, at.value, program[1], v), evidence=everything
            )
        case kind:
            one_set, other = walk(work, facts, program[1]), walk(work, facts, program[2])
            if kind == "and":
                return work.do("both", one_set, other, say=lambda v: f"Both hold for {_listing(facts, v)}.")
            return work.do("either", one_set, other, say=lambda v: f"Together that makes {count_of(len(v), 'object')}.")


def single(work: Work, facts: Facts, program: Program) -> Known:
    """Steps that find the one item of a program; the value is its id."""
    found = walk(work, facts, program)
    by_name = program[0] == "filter" and program[2][0] == "all"

    def say(id: str) -> str:
        if not by_name:
            return f"So the {phrase(program)} is {called(facts, id)}."
        name = called(facts, id)
        return "That is the one meant." if name == f"the {phrase(program)}" else f"That is {name}."

    return work.do("nth", found, 0, say=say)
