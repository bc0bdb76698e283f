"""Questions asked in twins: once with an answer, once of something that is not there, or that a veil takes away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.base import Slot
from scenewright.qa_templates.shapes_base import ALL, Facts, ShapesTemplate, described, drawn, look, run
from scenewright.qa_templates.shapes_meet import CoverColour, InsideColour, InsideShape, TouchColour
from scenewright.qa_templates.shapes_programs import one, phrase, single
from scenewright.qa_templates.shapes_query import COLOUR, SHAPE, TEXTURE
from scenewright.qa_templates.shapes_words import label
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.shapes_draw import with_shares
from scenewright.scenes.shapes_geometry import DROP, REACH
from scenewright.scenes.shapes_scene import APART, COLOURS, SHAPES, Item, Shapes
from scenewright.scenes.shapes_veils import veil_over

# -- false premises ----------------------------------------------------------------------------------------------------


class AbsentColour(ShapesTemplate):
    """The colour of the one item of a shape; in the twin that item has another shape, and no other has this one."""

    unanswerable = "false_premise"
    phrasings: ClassVar[tuple[str, ...]] = COLOUR
    field = "colour"
    told_by = "shape"

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        free = [i for i in range(len(facts.items)) if free_of_pairs(facts, i)]
        found = []
        for i in free:
            value = facts.value(i, self.told_by)
            if value is None or facts.value(i, self.field) is None or facts.veiled[self.told_by]:
                continue
            if facts.masks[self.told_by, value] == 1 << i:
                found.append(("filter", ((self.told_by, value),), ALL))
        return found

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": phrase(slot)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        if not run(facts, slot):
            return Unanswerable(reason="false_premise", why=f"there is no {phrase(slot)} in the picture.")
        id = single(work, facts, slot).value
        return label(look(work, facts, id, self.field).value)

    def spoil(self, scene: Any, slot: Slot, rng: np.random.Generator) -> Shapes:
        facts = self.facts(scene)
        item = facts.items[one(facts, slot)]
        others = [s for s in SHAPES if s != item.shape and has_room(scene, item, REACH[s])]
        if not others:
            raise Reject("no_room")
        shape = pick(rng, _known(facts, "shape", others))
        y = item.y
        if scene.ground == "table":  # it stands where it stood
            y = round(item.y + (DROP[item.shape] - DROP[shape]) * item.radius, 4)
        return changed(scene, msgspec.structs.replace(item, shape=shape, y=y, turn_deg=0.0))


def has_room(scene: Shapes, item: Item, reach: float) -> bool:
    """Whether an item of that reach would stay clear of the others and of the picture's edge."""
    r = item.radius * reach
    if not (r < item.x < scene.width - r and r < item.y < 1 - r):
        return False
    others = [k for k in scene.items if k.id != item.id]
    return all(math.hypot(k.x - item.x, k.y - item.y) > r + k.radius * REACH[k.shape] + APART / 2 for k in others)


def _known(facts: Facts, field: str, values: Sequence[Any]) -> Sequence[Any]:
    """Of some values those that others of the scene have, if any: no new value hints at a change."""
    return [v for v in values if (field, v) in facts.masks] or values


class AbsentShape(AbsentColour):
    """The shape of the one item of a colour; in the twin that item has another colour, and no other has this one."""

    phrasings: ClassVar[tuple[str, ...]] = SHAPE
    field = "shape"
    told_by = "colour"

    def spoil(self, scene: Any, slot: Slot, rng: np.random.Generator) -> Shapes:
        facts = self.facts(scene)
        item = facts.items[one(facts, slot)]
        colour = pick(rng, _known(facts, "colour", [c for c in COLOURS if c != item.colour]))
        return changed(scene, msgspec.structs.replace(item, colour=colour))


def free_of_pairs(facts: Facts, i: int) -> bool:
    """Whether an item covers, holds and touches no other."""
    id = facts.items[i].id
    return not any(id in (pair.first, pair.second) for pair in facts.scene.pairs)


def changed(scene: Shapes, item: Item) -> Shapes:
    """The scene with one item changed; shares are measured anew."""
    items = [item if old.id == item.id else old for old in scene.items]
    return msgspec.structs.replace(scene, items=tuple(with_shares(items)))


class NothingMet:
    """What false premises about meetings share: in the twin the item that is asked about is gone."""

    unanswerable: ClassVar[Literal["", "false_premise", "hidden"]] = "false_premise"

    def solve(self: Any, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        if all(k != one(facts, slot) for _, k in self.ends(facts)):
            return Unanswerable(reason="false_premise", why=f"there is no object {self.link} the {phrase(slot)}.")
        answer: Answer = super().solve(scene, slot, work)  # type: ignore[misc]
        return answer

    def spoil(self: Any, scene: Any, slot: Slot, rng: np.random.Generator) -> Shapes:
        if len(scene.items) < 4:
            raise Reject("too_few")
        facts = self.facts(scene)
        return taken_away(scene, facts.items[self.target(facts, slot)].id)


def taken_away(scene: Shapes, id: str) -> Shapes:
    """The scene without an item, the pairs it was in, and the veil over it."""
    items = with_shares([item for item in scene.items if item.id != id])
    pairs = tuple(pair for pair in scene.pairs if id not in (pair.first, pair.second))
    if any(veil.item == id for veil in scene.veils):
        raise Reject("veiled")
    if {item.size for item in items} != {item.size for item in scene.items}:
        raise Reject("sizes")  # of medium and large alone, medium would be the small one
    return msgspec.structs.replace(scene, items=tuple(items), pairs=pairs)


class NothingInside(NothingMet, InsideColour):
    """The colour of what lies in a given item; in the twin nothing does."""

    weight = 6.0


class NothingInsideShape(NothingMet, InsideShape):
    """The shape of what lies in a given item; in the twin nothing does."""

    weight = 6.0


class NothingOver(NothingMet, CoverColour):
    """The colour of what covers part of a given item; in the twin nothing does."""

    weight = 1.5


class NothingTouching(NothingMet, TouchColour):
    """The colour of what touches a given item; in the twin nothing does."""

    weight = 3.0


# -- hidden evidence ---------------------------------------------------------------------------------------------------


class HiddenColour(ShapesTemplate):
    """The colour of an item; in the twin a grey film lies over it, below which colours can't be told."""

    unanswerable = "hidden"
    phrasings: ClassVar[tuple[str, ...]] = COLOUR
    field = "colour"
    veil = "film"
    why = "a film of smoked glass lies over the {object} and takes its colour away; this is hidden."

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        if self.field not in facts.fields or scene.veils:
            return []
        taken = ("shape", "texture", "material") if self.veil == "mosaic" else ("colour",)

        def propose(rng: np.random.Generator) -> Slot | None:
            i = pick(rng, range(len(facts.items)))
            if not free_of_pairs(facts, i):
                return None
            names = [d for d in facts.names[i] if not any(f in dict(d) for f in taken)]
            if not names or veil_over(scene, facts.items[i], self.veil) is None:
                return None
            return ("filter", pick(rng, names), ALL)

        return drawn(facts, self.name, propose, 6, 24)

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": phrase(slot)}

    def solve(self, scene: Any, slot: Slot, work: Work) -> Answer:
        facts = self.facts(scene)
        item = facts.items[one(facts, slot)]
        if facts.value(facts.index[item.id], self.field) is None:
            return Unanswerable(reason="hidden", why=self.why.format(object=phrase(slot)))
        id = single(work, facts, slot).value
        return label(look(work, facts, id, self.field).value)

    def spoil(self, scene: Any, slot: Slot, rng: np.random.Generator) -> Shapes:
        facts = self.facts(scene)
        veil = veil_over(scene, facts.items[one(facts, slot)], self.veil)
        if veil is None:
            raise Reject("no_room")
        return msgspec.structs.replace(scene, veils=(veil,), hidden=(veil.id,))


class HiddenShape(HiddenColour):
    """The shape of an item; in the twin it is seen through coarse tiles, which leave its colour and place."""

    phrasings: ClassVar[tuple[str, ...]] = SHAPE
    field = "shape"
    veil = "mosaic"
    why = "the {object} is seen through coarse tiles only, so that its shape is hidden."


class HiddenTexture(HiddenColour):
    """The pattern of an item; in the twin it is seen through coarse tiles."""

    phrasings: ClassVar[tuple[str, ...]] = tuple(text for text in TEXTURE if "{values}" in text)
    field = "texture"
    veil = "mosaic"
    why = "the {object} is seen through coarse tiles only, so that its pattern is hidden."

    def words(self, scene: Any, slot: Slot) -> dict[str, str]:
        return {"object": phrase(slot), "values": "plain, striped, dotted or checked"}


class HiddenMatch(HiddenColour):
    """The colour of the other item that is named by its side of a given one; in the twin a film lies over it."""

    weight = 2.0

    def slots(self, scene: Any) -> Sequence[Slot]:
        facts = self.facts(scene)
        if self.field not in facts.fields or scene.veils:
            return []

        def propose(rng: np.random.Generator) -> Slot | None:
            i = pick(rng, range(len(facts.items)))
            anchor = described(facts, i, rng, "colour")
            side = pick(rng, facts.sides)
            sure, unclear = facts.related[side][i]
            if anchor is None or sure.bit_count() != 1 or unclear:
                return None
            target = sure.bit_length() - 1
            if not free_of_pairs(facts, target) or veil_over(scene, facts.items[target], "film") is None:
                return None
            return ("filter", (), ("relate", side, anchor))

        return drawn(facts, self.name, propose, 6, 40)


TWIN_TEMPLATES = (
    AbsentColour(), AbsentShape(), NothingInside(), NothingInsideShape(), NothingOver(), NothingTouching(),
    HiddenColour(), HiddenShape(), HiddenTexture(), HiddenMatch(),
)  # fmt: skip
