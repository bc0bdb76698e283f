"""Regions: what is in a box, where a thing is. Coordinates are thousandths of the picture's width and height."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from scenewright.qa_templates.answers import Answer, BoxAnswer, Point
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.shapes_base import Facts, ShapesTemplate, described, drawn, look
from scenewright.qa_templates.shapes_programs import called, phrase, single
from scenewright.qa_templates.shapes_words import label
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import below
from scenewright.scenes.shapes_draw import outlines_of
from scenewright.scenes.shapes_scene import Shapes


def box_of(scene: Shapes, id: str) -> list[int]:
    """An item's box in thousandths of width and height."""
    item = next(item for item in scene.items if item.id == id)
    points = outlines_of(item)[0]
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    scale = 1000 / scene.width
    return [round(left * scale), round(top * 1000), round(right * scale), round(bottom * 1000)]


def point_of(scene: Shapes, id: str) -> list[int]:
    """The middle of an item in thousandths of width and height."""
    item = next(item for item in scene.items if item.id == id)
    return [round(item.x * 1000 / scene.width), round(item.y * 1000)]


def alone(facts: Facts, i: int) -> bool:
    """Whether an item covers, holds and touches no other: its box is its own."""
    id = facts.items[i].id
    if any(id in (pair.first, pair.second) for pair in facts.scene.pairs):
        return False
    left, top, right, bottom = box_of(facts.scene, id)
    for k, item in enumerate(facts.items):
        x, y = point_of(facts.scene, item.id)
        if k != i and left < x < right and top < y < bottom:
            return False
    return True


def shown_box(box: Sequence[int]) -> str:
    """`(120, 80, 340, 300)`."""
    return f"({', '.join(map(str, box))})"


class ColourAtBox(ShapesTemplate):
    """The colour of the item in a given box, which holds no other."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "What colour is the object in the box {box} (left, top, right, bottom, in thousandths of the picture's size)?",
        "A box goes from {corner} to {end}, in thousandths of the picture's width and height. What colour is the "
        "object in it?",
        "Name the colour of the object at {box}, given as left, top, right and bottom in thousandths of the picture's "
        "size.",
        "Look at the region {box} (left, top, right, bottom; thousandths of width and height). What colour is the "
        "object there?",
        "Which colour does the object within {box} have? The box is left, top, right, bottom, in thousandths of the "
        "picture's size.",
        "Give the colour of the object bounded by {box} (left, top, right, bottom in thousandths of width and height).",
    )
    in_pixels = True
    skill: ClassVar[Skill] = "retrieval"
    field: ClassVar[str] = "colour"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        if self.field not in facts.fields:
            return []
        return [
            item.id for i, item in enumerate(facts.items)
            if not facts.veiled[self.field] >> i & 1 and alone(facts, i)
        ]  # fmt: skip

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        left, top, right, bottom = box_of(scene, slot)
        return {
            "box": shown_box((left, top, right, bottom)), "corner": f"({left}, {top})", "end": f"({right}, {bottom})"
        }  # fmt: skip

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        work.do("box", slot, say=lambda v: f"In the box {shown_box(v)} is {called(facts, slot)}.", evidence=(slot,))
        return label(look(work, facts, slot, self.field).value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        facts = self.facts(scene)
        return [
            (label(v), f"That is {called(facts, item.id)}, which is elsewhere.")
            for i, item in enumerate(facts.items)
            if (v := facts.value(i, self.field))
        ]


class ShapeAtBox(ColourAtBox):
    """The shape of the item in a given box, which holds no other."""

    phrasings: ClassVar[tuple[str, ...]] = tuple(
        text.replace("What colour", "What shape")
        .replace("the colour", "the shape")
        .replace("Which colour", "Which shape")
        for text in ColourAtBox.phrasings
    )
    field = "shape"


class ShapeAtPoint(ColourAtBox):
    """The shape of the item at a given point well within it."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "What shape is the object at the point {point} (x and y in thousandths of the picture's width and height)?",
        "Which shape lies at {point}, given in thousandths of the picture's width and height?",
        "Name the shape of the object at {point} (x, y in thousandths of width and height).",
        "Look at the point {point}, in thousandths of the picture's width and height. What shape is the object there?",
        "The point {point} (x, y; thousandths of the picture's size) lies on an object. What shape is it?",
    )
    field = "shape"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        return [id for id in super().slots(scene) if facts.item(id).shape not in ("ring", "crescent")]

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        x, y = point_of(scene, slot)
        return {"point": f"({x}, {y})"}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        work.do("point", slot, say=lambda v: f"At ({v[0]}, {v[1]}) is {called(facts, slot)}.", evidence=(slot,))
        return label(look(work, facts, slot, self.field).value)

    def wrong(self, scene: Any, slot: Slot, answer: Answer) -> Sequence[Wrong]:
        return [w for w in super().wrong(scene, slot, answer) if w[0].text() not in ("ring", "crescent")]


class WhereIs(ShapesTemplate):
    """A point on a described item; right within two thirds of its half extent, so on the item for every shape asked."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Point at the middle of the {object}. Give x and y in thousandths of the picture's width and height.",
        "Where is the middle of the {object}? Answer with (x, y) in thousandths of the picture's width and height.",
        "Give the centre of the {object} as (x, y), in thousandths of the picture's width and height.",
        "Mark the {object} with a point in its middle: x and y in thousandths of the picture's size.",
        "Locate the {object}. Give its centre as (x, y) in thousandths of the picture's width and height.",
        "At which point (x, y), in thousandths of width and height, is the centre of the {object}?",
    )
    in_pixels = True
    skill: ClassVar[Skill] = "retrieval"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)

        def propose(rng: np.random.Generator) -> Slot | None:
            i = below(rng, len(facts.items))
            return described(facts, i, rng) if facts.items[i].visible > 0.995 else None

        return drawn(facts, self.name, propose)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": phrase(slot)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        id = single(work, facts, slot).value
        at = work.do("point", id, say=lambda v: f"Its middle is at ({v[0]}, {v[1]}).", evidence=(id,))
        slack = math.floor(facts.item(id).radius * 0.66 * 1000 / scene.width)
        x, y = at.value
        return Point(x=float(x), y=float(y), tolerance_px=float(slack))


class BoxOf(WhereIs):
    """The box of a described item that no other covers."""

    phrasings: ClassVar[tuple[str, ...]] = (
        "Give the bounding box of the {object} as (left, top, right, bottom), in thousandths of the picture's size.",
        "Which box bounds the {object}? Give left, top, right and bottom in thousandths of the picture's width and "
        "height.",
        "Draw the smallest box around the {object}: left, top, right, bottom, in thousandths of width and height.",
        "Locate the {object} by its bounding box (left, top, right, bottom; thousandths of the picture's size).",
        "What are the left, top, right and bottom edges of the {object}, in thousandths of the picture's width and "
        "height?",
        "Box the {object}. Answer with (left, top, right, bottom) in thousandths of the picture's width and height.",
    )

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        id = single(work, facts, slot).value
        box = work.do("box", id, say=lambda v: f"It reaches from ({v[0]}, {v[1]}) to ({v[2]}, {v[3]}).", evidence=(id,))
        left, top, right, bottom = map(float, box.value)
        return BoxAnswer(box=(left, top, right, bottom))


REGION_OPS = {"box": box_of, "point": point_of}
REGIONS = (ColourAtBox(), ShapeAtBox(), ShapeAtPoint(), WhereIs(), BoxOf())
