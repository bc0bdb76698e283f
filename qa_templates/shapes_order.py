"""Questions about all items at once: places in a row, the commonest colour, what colours there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, LabelSet
from scenewright.qa_templates.answers import Sequence as InOrder
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.shapes_base import ALL, Facts, ShapesTemplate, drawn, look, run
from scenewright.qa_templates.shapes_exist import kind_of
from scenewright.qa_templates.shapes_facts import unsure
from scenewright.qa_templates.shapes_programs import called, walk
from scenewright.qa_templates.shapes_words import label, noun
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import listed, ordinal
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.shapes_draw import FRONT

AXES = {
    "left": ("x", "from the left", False), "right": ("x", "from the right", True), "top": ("y", "from the top", False),
    "bottom": ("y", "from the bottom", True), "near": ("depth", "from the front", False),
    "far": ("depth", "from the back", True),
}  # fmt: skip
"""By name: the quantity, the words, and whether it runs down."""
STEP = 0.035
"""Centres (on a table, feet) nearer than this, in picture heights, are in no clear order."""


def axes(facts: Facts) -> tuple[str, ...]:
    """Orders that have a meaning on this ground."""
    return ("left", "right", "near", "far") if facts.scene.ground == "table" else ("left", "right", "top", "bottom")


def row(facts: Facts, axis: str) -> list[tuple[float, int]]:
    """Places along an axis in picture heights, and items, in order."""
    field, _, down = AXES[axis]
    scale = FRONT - facts.scene.horizon if field == "depth" else 1.0
    values = [(getattr(item, field) * scale * (-1 if down else 1), i) for i, item in enumerate(facts.items)]
    return sorted(values)


class RankColour(ShapesTemplate):
    """The colour of the item in a given place from one side; its neighbours are clearly apart from it."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "What colour is the {place} object {side}?",
        "Which colour does the {place} object {side} have?",
        "Counting {side}, what colour is the {place} object?",
        "Name the colour of the {place} object {side}.",
        "Count the objects {side}. What colour is the {place} one?",
        "In order {side}, what colour is the {place} object?",
        "Give the colour of the {place} object {side}.",
        "Tell me the colour of the object that comes {place} {side}.",
    )
    skill: ClassVar[Skill] = "multi_step"
    field: ClassVar[str] = "colour"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        if self.field not in facts.fields:
            return []
        out = []
        for axis in axes(facts):
            ranked = row(facts, axis)
            slack = [unsure(facts.items[i]) for _, i in ranked]
            gaps = [ranked[k + 1][0] - ranked[k][0] - slack[k] - slack[k + 1] >= STEP for k in range(len(ranked) - 1)]
            clear = [True, *gaps, True]
            out += [(axis, k) for k in range(len(ranked)) if clear[k] and clear[k + 1]]
        return out

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        how = "where they stand" if AXES[slot[0]][0] == "depth" else "their middles"
        return {"place": ordinal(slot[1] + 1), "side": f"{AXES[slot[0]][1]} (by {how})"}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        axis, k = slot
        field, words, down = AXES[axis]
        ids = [item.id for item in facts.items]
        places = [
            work.read(item.id, field, lambda v, id=item.id: f"Note where {called(facts, id)} is.")
            for item in facts.items
        ]
        ranked = work.do(
            "rank_down" if down else "rank_up", ids, places,
            say=lambda v: f"In order {words}: {', '.join(called(facts, id) for id in v)}.",
        )  # fmt: skip
        at = work.do("nth", ranked, k, say=lambda v: f"The {ordinal(k + 1)} is {called(facts, v)}.")
        return label(look(work, facts, at.value, self.field).value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        facts = self.facts(scene)
        seen = [(i, facts.value(i, self.field)) for i in range(len(facts.items))]
        return [
            (label(v), f"That is {called(facts, facts.items[i].id)}, which has another place.") for i, v in seen if v
        ]


class RankShape(RankColour):
    """The shape of the item in a given place from one side."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "What shape is the {place} object {side}?",
        "Which shape does the {place} object {side} have?",
        "Counting {side}, what shape is the {place} object?",
        "Name the shape of the {place} object {side}.",
        "Count the objects {side}. What shape is the {place} one?",
        "In order {side}, what shape is the {place} object?",
        "Give the shape of the {place} object {side}.",
    )
    field = "shape"


class InARow(ShapesTemplate):
    """The colours (or shapes) of three to five items of a kind, from left to right, by middles and edges."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "List the {values} of the {objects} from left to right.",
        "From left to right, what are the {values} of the {objects}?",
        "Going from left to right, give the {values} of the {objects}.",
        "Name the {values} of the {objects}, starting at the left.",
        "In which {values} do the {objects} come, from left to right?",
        "Read off the {values} of the {objects} from left to right.",
    )
    skill: ClassVar[Skill] = "structure"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        order = {i: x for x, i in row(facts, "left")}

        def propose(rng: np.random.Generator) -> Slot | None:
            field = pick(rng, ("colour", "shape"))
            desc = kind_of(facts, rng, 1) if len(facts.items) > 3 else ()
            mask = run(facts, ("filter", desc, ALL))
            xs = sorted(order[i] for i in facts.bits(mask))
            if not 3 <= len(xs) <= 5 or field in dict(desc) or mask & facts.veiled[field]:
                return None
            ranked = sorted(facts.bits(mask), key=order.__getitem__)
            edges = [[facts.items[i].x + sign * facts.items[i].radius for i in ranked] for sign in (-1, 1)]
            slack = 2 * max(unsure(facts.items[i]) for i in ranked)
            clear = all(edge == sorted(edge) for edge in edges) and min(b - a for a, b in pairwise(xs)) >= STEP + slack
            return (field, desc) if clear else None

        return drawn(facts, self.name, propose)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"values": f"{slot[0]}s", "objects": noun(slot[1], True)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        field, desc = slot
        ids = walk(work, facts, ("filter", desc, ALL))
        places = [work.read(id, "x", f"Note how far right {called(facts, id)} is.") for id in ids.value]
        ranked = work.do(
            "rank_up", ids, places, say=lambda v: f"From left to right: {', '.join(called(facts, id) for id in v)}."
        )
        values = [look(work, facts, id, field) for id in ranked.value]
        row_of = work.do("collect", *values, say=lambda v: f"So the {field}s are {', '.join(v)}.")
        return InOrder(values=tuple(row_of.value))


class WhichValues(ShapesTemplate):
    """All colours (or shapes) that occur on a kind of item, each once."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Which {values} do the {objects} have? Name each once.",
        "List all {values} that occur among the {objects}, each once.",
        "What {values} are there among the {objects}? Name each once.",
        "Name every {value} that one of the {objects} has.",
        "Give the different {values} of the {objects}.",
        "In what {values} do the {objects} come? Name each once.",
    )
    skill: ClassVar[Skill] = "structure"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            field = pick(rng, ("colour", "shape"))
            desc = kind_of(facts, rng, 1)
            mask = run(facts, ("filter", desc, ALL))
            if mask.bit_count() < 2 or field in dict(desc) or mask & facts.veiled[field]:
                return None
            return field, desc

        return drawn(facts, self.name, propose)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"values": f"{slot[0]}s", "value": slot[0], "objects": noun(slot[1], True)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        field, desc = slot
        ids = walk(work, facts, ("filter", desc, ALL)).value
        values = [look(work, facts, id, field) for id in ids]
        kinds = work.do("different", values, say=lambda v: f"So the {field}s are {listed(v)}.")
        return LabelSet(values=tuple(kinds.value))


class Commonest(ShapesTemplate):
    """The colour (or shape, pattern) that most items have, by one at least."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Which {field} is the most common among the {objects}?",
        "What {field} do the most of the {objects} have?",
        "Which {field} occurs most often among the {objects}?",
        "Among the {objects}, which {field} comes up most often?",
        "Name the most frequent {field} of the {objects}.",
        "Count by {field}: which one do the most {objects} have?",
    )
    skill: ClassVar[Skill] = "multi_step"
    sign: ClassVar[int] = 1

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        return [f for f in ("colour", "shape") if f in facts.fields and not facts.veiled[f]]

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"field": slot, "objects": "objects"}

    def counts(self, facts: Facts, field: str) -> list[tuple[str, int]]:
        """Values in the order of the alphabet, and how often each occurs."""
        values = [getattr(item, field) for item in facts.items]
        return [(v, values.count(v)) for v in sorted(set(values))]

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        counts = self.counts(facts, slot)
        numbers = [n for _, n in counts]
        best = max(numbers) if self.sign > 0 else min(numbers)
        if numbers.count(best) > 1 or len(numbers) < 2:
            raise Reject("tie")
        seen = [look(work, facts, item.id, slot) for item in facts.items]
        names = work.do("different", seen, say=lambda v: f"There are {listed(v)} objects." if slot == "colour" else
                        f"The shapes are {listed(v)}.")  # fmt: skip
        tally = work.do(
            "tally", names, seen,
            say=lambda v: f"{', '.join(f'{w}: {n}' for w, n in zip(names.value, v, strict=True)).capitalize()}.",
        )  # fmt: skip
        most = "most" if self.sign > 0 else "fewest"
        chosen = work.do("argmax" if self.sign > 0 else "argmin", names, tally, say=lambda v: f"So the {most} are {v}.")
        return label(chosen.value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        how = "more" if self.sign < 0 else "fewer"
        return [(label(v), f"There are {how} of these.") for v, _ in self.counts(self.facts(scene), slot)]


class Rarest(Commonest):
    """The colour (or shape) that the fewest items have, of those that occur."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Of those that occur, which {field} do the fewest {objects} have?",
        "Which {field} is the least common among the {objects} shown?",
        "Which of the {field}s in the picture occurs least often?",
        "Of the {field}s that can be seen, which belongs to the fewest {objects}?",
        "Name the rarest {field} among the {objects} shown.",
    )
    sign = -1


ORDERS = (RankColour(), RankShape(), InARow(), WhichValues(), Commonest(), Rarest())
