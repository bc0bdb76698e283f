"""What questions about shapes share: operations, programs drawn for a scene, and templates that ask for one item."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.base import Skill, Slot, Template, Wrong
from scenewright.qa_templates.shapes_facts import Facts, facts_of
from scenewright.qa_templates.shapes_programs import (
    ALL,
    Program,
    called,
    degenerate,
    one,
    op_both,
    op_either,
    op_filter,
    op_relate,
    op_same,
    phrase,
    run,
    single,
)
from scenewright.qa_templates.shapes_words import FIELDS, Desc, label
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.scenes.base import Reject, below, pick, shuffled
from scenewright.scenes.shapes_scene import SIZE_FACTOR, VEILED, Shapes

OPS: dict[str, Op] = BASE_OPS | {
    "everything": lambda scene: [item.id for item in scene.items],
    "filter": op_filter,
    "relate": op_relate,
    "same": op_same,
    "both": op_both,
    "either": op_either,
    "same_set": lambda scene, a, b: sorted(a) == sorted(b),
    "larger": lambda scene, a, b: SIZE_FACTOR[a] > SIZE_FACTOR[b],
    "meets": lambda scene, kind, a, b: any(
        p.kind == kind and (p.first, p.second) in ((a, b), (b, a)) for p in scene.pairs
    ),
    "first_meets": lambda scene, kind, a, b: any(p.kind == kind and (p.first, p.second) == (a, b) for p in scene.pairs),
    "contains": lambda scene, v, x: x in v,
    "all_covers": lambda scene: [p.second for p in scene.pairs if p.kind == "covers"],
    "all_inside": lambda scene: [p.first for p in scene.pairs if p.kind == "inside"],
    "met_by": lambda scene, kind, id: [p.first for p in scene.pairs if p.kind == kind and p.second == id],
    "meeting": lambda scene, kind, id: [p.second for p in scene.pairs if p.kind == kind and p.first == id],
    "touching": lambda scene, id: [
        q
        for p in scene.pairs
        if p.kind == "touches"
        for q in (p.first, p.second)
        if id in (p.first, p.second) and q != id
    ],
    "different": lambda scene, v: sorted(set(v)),
    "tally": lambda scene, names, v: [v.count(name) for name in names],
}

TRIES = 40
"""Programs drawn per scene and template, of which those that are well-posed and not degenerate become slots."""
KEPT = 10
ALIKE = 2
"""Slots of one template and scene with the same answer, so that common values crowd out no others."""


class ShapesTemplate(Template[Shapes]):
    """What the templates of this family share."""

    skill: ClassVar[Skill] = "retrieval"

    def facts(self, scene: Shapes) -> Facts:
        """The scene as bits."""
        return facts_of(scene)


def veils_of(facts: Facts, id: str, field: str) -> tuple[str, ...]:
    """Ids of the veils that take a field of an item away: evidence along with the item."""
    return tuple(v.id for v in facts.scene.veils if v.item == id and field in VEILED[v.kind])


def look(work: Work, facts: Facts, id: str, field: str, say: Any = None) -> Known:
    """Read an attribute, and rest on what a veil may take away."""
    text = say or (lambda v: f"{called(facts, id).capitalize()} is {v if field != 'shape' else 'a ' + v}.")
    return work.read(id, field, text, (id, *veils_of(facts, id, field)))


# -- programs drawn for a scene ----------------------------------------------------------------------------------------


def described(facts: Facts, i: int, rng: np.random.Generator, but: str = "") -> Program | None:
    """A program that finds item i by a description that does without the field `but`; None if there is none."""
    names = [d for d in facts.names[i] if but not in dict(d)]
    return ("filter", pick(rng, names), ALL) if names else None


def anchored(facts: Facts, rng: np.random.Generator) -> Program | None:
    """A program that finds some item by its description."""
    return described(facts, below(rng, len(facts.items)), rng)


def onward(facts: Facts, source: Program, rng: np.random.Generator, but: str = "") -> Program | None:
    """A program that goes from the item of `source` to one on a side of it, by a relation that is needed."""
    side = pick(rng, facts.sides)
    sure, unclear = facts.related[side][one(facts, source)]
    if not sure:
        return None
    return narrowed(facts, ("relate", side, source), sure, unclear, rng, but)


def narrowed(
    facts: Facts, source: Program, sure: int, unclear: int, rng: np.random.Generator, but: str = ""
) -> Program | None:
    """A filter that leaves one item of a set."""
    target = pick(rng, facts.bits(sure))
    names = [d for d in facts.minimal(target, sure | unclear | 1 << target) if but not in dict(d)]
    return ("filter", pick(rng, names), source) if names else None


def chain(facts: Facts, rng: np.random.Generator, hops: int, but: str = "") -> Program | None:
    """A program of so many relations that ends with one item and comes by none twice."""
    program = anchored(facts, rng)
    for hop in range(hops):
        if program is None:
            return None
        before = passed(facts, program)
        program = onward(facts, program, rng, but if hop == hops - 1 else "")
        if program is None or one(facts, program) in before:
            return None  # "what is left of what is right of the star" may be the star itself
    return program


def passed(facts: Facts, program: Program) -> set[int]:
    """All items that a chain of relations comes by, by index."""
    found = {one(facts, program)}
    source = program[2]
    return found | passed(facts, source[2]) if source[0] == "relate" else found


def drawn(
    facts: Facts, name: str, propose: Callable[[np.random.Generator], Slot | None], keep: int = KEPT, tries: int = TRIES
) -> list[Slot]:
    """Slots proposed for a scene by a generator that hangs on it; a `Reject` of the proposal is no slot."""
    if not facts.fields:
        return []  # what can be told of the items is all alike
    if name in facts.slots:
        return facts.slots[name]
    rng = facts.rng(name)
    out = facts.slots[name] = []
    for _ in range(tries):
        try:
            slot = propose(rng)
        except Reject:
            continue
        if slot is not None and slot not in out:
            out.append(slot)
            if len(out) == keep:
                break
    return out


def attribute(field: str) -> Callable[[Facts, Program], str]:
    """The outcome of asking for an attribute of a program's one item."""

    def outcome(facts: Facts, program: Program) -> str:
        value = facts.value(one(facts, program), field)
        if value is None:
            raise Reject("unclear")
        return value

    return outcome


def sound(facts: Facts, program: Program, outcome: Callable[[Facts, Program], Any]) -> bool:
    """Whether a program is well-posed and no clause of it can be left out."""
    try:
        return not degenerate(facts, program, outcome)
    except Reject:
        return False


# -- one attribute of one item -----------------------------------------------------------------------------------------


class AskAttribute(ShapesTemplate):
    """An attribute of the one item that a program finds. The answer is drawn first, so that no value is likelier."""

    field: ClassVar[str]
    balance = "spread"
    tries = 6

    def slots(self, scene: Shapes) -> Sequence[Slot]:
        facts = self.facts(scene)
        if self.field not in facts.fields:
            return []
        shares: dict[str, int] = {}

        def propose(rng: np.random.Generator) -> Slot | None:
            slot = self.propose(facts, rng)
            if slot is None or self.field in dict(slot[1]):
                return None
            value = attribute(self.field)(facts, slot)
            if shares.get(value, 0) == ALIKE or not sound(facts, slot, attribute(self.field)):
                return None
            shares[value] = shares.get(value, 0) + 1
            return slot

        return drawn(facts, self.name, propose)

    def propose(self, facts: Facts, rng: np.random.Generator) -> Program | None:
        raise NotImplementedError

    def words(self, scene: Shapes, slot: Slot) -> dict[str, str]:
        return {"object": phrase(slot)}

    def solve(self, scene: Shapes, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        id = single(work, facts, slot).value
        value = look(work, facts, id, self.field, lambda v: f"The {phrase(slot)} is {with_article(self.field, v)}.")
        return label(value.value)

    def wrong(self, scene: Shapes, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_values(self.facts(scene), self.field, self.slots(scene), slot, answer)


def with_article(field: str, value: str) -> str:
    """`red`, `a star`."""
    return f"a {value}" if field == "shape" else value


def other_values(facts: Facts, field: str, slots: Sequence[Program], slot: Program, answer: Answer) -> Iterator[Wrong]:
    """Values that other slots of the same scene have: as likely to be right as any.

    Values that the question names are no options, and no options are given where the right one is named: "the ring" is
    mostly the only one, so that what lies beside it is none.
    """
    named = {value for key, value in keys_of(slot) if key == field}
    if answer.text() in named:
        return
    for program in slots:
        i = one(facts, program)
        value = getattr(facts.items[i], field)
        if value not in named:
            yield label(value), f"That is {called(facts, facts.items[i].id)}, which the question does not ask about."


def keys_of(program: Program) -> Iterator[tuple[str, str]]:
    """All attributes that a program names."""
    if program[0] == "filter":
        yield from program[1]
    for part in program[1:]:
        if isinstance(part, tuple) and part and isinstance(part[0], str):
            yield from keys_of(part)


def both_ways(slots: Iterable[tuple[Slot, bool]], group: Callable[[Slot], Hashable]) -> list[Slot]:
    """The slots of those groups that have both answers."""
    groups: dict[Hashable, tuple[list[Slot], list[Slot]]] = {}
    for slot, truth in slots:
        groups.setdefault(group(slot), ([], []))[truth].append(slot)
    return [slot for pair in groups.values() if pair[0] and pair[1] for slot in (*pair[0], *pair[1])]


__all__ = [
    "ALL", "FIELDS", "KEPT", "OPS", "TRIES", "AskAttribute", "Desc", "Facts", "Label", "ShapesTemplate", "anchored",
    "attribute", "both_ways", "chain", "described", "drawn", "look", "narrowed", "onward",
    "other_values", "run", "shuffled", "sound", "veils_of", "with_article",
]  # fmt: skip
