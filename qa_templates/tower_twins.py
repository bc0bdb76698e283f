"""Questions about towers asked in twins: once with an answer, once without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
import numpy as np

from scenewright.qa_templates import tower_words as say
from scenewright.qa_templates.answers import Answer, Text, Unanswerable
from scenewright.qa_templates.base import Skill, Slot
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.tower_base import (
    AT,
    TowerTemplate,
    clear,
    full,
    ids,
    named,
    named_answer,
    the,
    under,
)
from scenewright.scenes.base import Reject, pick, uniform
from scenewright.scenes.tower import COLOURS, GROUND, Block, Cover, Tower, block_of, bottom, top

CARD_M = 0.015
"""How far a card reaches past the block it hides, at least: it must not show at the edges."""
SEEN_SHARE = 0.2
"""A block of which a card covers more than this, though it is not the one meant, spoils the question."""

BELOW_COLOUR: tuple[str, ...] = (
    "What colour is the block that {x} rests on?",
    "Which colour does the block directly under {x} have?",
    "{x} rests on a block of what colour?",
    "Name the colour of the block that carries {x}.",
    "Of what colour is the block just below {x}?",
    "Look directly under {x}. What colour is the block there?",
)
BELOW_MATERIAL: tuple[str, ...] = (
    "What is the block that {x} rests on made of?",
    "Which material is the block directly under {x} made of?",
    "{x} rests on a block of what material?",
    "Name the material of the block that carries {x}.",
    "Of what material is the block just below {x}?",
    "Look directly under {x}. What is the block there made of?",
)


def looks(block: Block) -> str:
    """`red box`: what the picture shows at a glance."""
    return f"{block.colour} {block.shape}"


def called(scene: Tower, name: str) -> Block | None:
    """The only block that looks like that; None if there is none. `Reject` if there are several."""
    found = [b for b in scene.blocks if looks(b) == name]
    if len(found) > 1:
        raise Reject("ambiguous")
    return found[0] if found else None


class MissingMaterial(TowerTemplate):
    """What a block is made of, once with the block and once where it has another colour."""

    phrasings = say.MATERIAL_OF
    skill: ClassVar[Skill] = "retrieval"
    unanswerable = "false_premise"
    shots: ClassVar[tuple[str, ...]] = tuple(AT)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        names = [looks(b) for b in scene.blocks]
        return [n for n in names if names.count(n) == 1]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"x": f"the {slot}"}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        seen = [id for id in ids(scene) if id not in scene.hidden]
        work.do("look", seen, "colour", say=f"Look through the blocks for a {slot}.", evidence=seen)
        block = called(scene, slot)
        if block is None:
            return Unanswerable(reason="false_premise", why=f"there is no {slot} in the picture.")
        return self.found(scene, block.id, work)

    def found(self, scene: Tower, id: str, work: Work) -> Answer:
        """The answer where the block is there."""
        value = work.read(id, "material", lambda v: f"The surface of {the(scene, id)} shows that it is {v}.").value
        return Text(value=value)

    def spoil(self, scene: Tower, slot: Slot, rng: np.random.Generator) -> Tower:
        block = called(scene, slot)
        assert block is not None
        taken = {b.colour for b in scene.blocks}
        free = [c for c in COLOURS if c not in taken] or [c for c in COLOURS if c != block.colour]
        painted = msgspec.structs.replace(block, colour=pick(rng, free))
        blocks = tuple(painted if b.id == block.id else b for b in scene.blocks)
        return msgspec.structs.replace(scene, blocks=blocks)


class MissingBelow(MissingMaterial):
    """Which block another rests on, once with that other and once where it has another colour."""

    phrasings = say.BELOW
    shots: ClassVar[tuple[str, ...]] = ("start",)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = named(scene)
        names = [looks(b) for b in scene.blocks]
        return [
            looks(b) for b in scene.blocks
            if names.count(looks(b)) == 1 and len(under(scene, b.id)) == 1 and under(scene, b.id)[0] in able
        ]  # fmt: skip

    def found(self, scene: Tower, id: str, work: Work) -> Answer:
        held = work.do("under", id, say=lambda v: f"Look at what touches {full(scene, id)} from below.", evidence=[id])
        one = work.do("nth", held, 0, say=lambda v: "There is one block.", evidence=held.value)
        clear(scene, id, one.value)
        return named_answer(work, scene, one, "It is {}.")


class HiddenColour(TowerTemplate):
    """The colour of the block below another, which in the twin a card hides whole."""

    phrasings = BELOW_COLOUR
    skill: ClassVar[Skill] = "retrieval"
    unanswerable = "hidden"
    field: ClassVar[str] = "colour"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [id for id in named(scene) if len(under(scene, id)) == 1 and under(scene, id) != [GROUND]]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        (below,) = under(scene, slot)
        clear(scene, slot, below)
        if below in scene.hidden:
            work.do("under", slot, say=f"Look at what is under {full(scene, slot)}: a card stands before it.",
                    evidence=[slot])  # fmt: skip
            return Unanswerable(reason="hidden", why=f"a card covers the block below {full(scene, slot)}.")
        held = work.do("under", slot, say=f"Look at what touches {full(scene, slot)} from below.", evidence=[slot])
        value = work.read(held.value[0], self.field, lambda v: f"The block there is {_made(self.field, v)}.").value
        return Text(value=value)

    def spoil(self, scene: Tower, slot: Slot, rng: np.random.Generator) -> Tower:
        (below,) = under(scene, slot)
        return hide(scene, below, rng)


def _made(field: str, value: str) -> str:
    return f"made of {value}" if field == "material" else value


class HiddenMaterial(HiddenColour):
    """The material of the block below another, which in the twin a card hides whole."""

    phrasings = BELOW_MATERIAL
    field = "material"


def hide(scene: Tower, id: str, rng: np.random.Generator) -> Tower:
    """The tower with a card before one block. `Reject("layout")` where the card would hide much of another."""
    block = block_of(scene, id)
    reach = [uniform(rng, CARD_M, 2 * CARD_M) for _ in range(4)]
    card = Cover(
        id="cover",
        left_m=round(block.x_m - block.width_m / 2 - reach[0], 3),
        right_m=round(block.x_m + block.width_m / 2 + reach[1], 3),
        bottom_m=round(max(0.0, bottom(block) - reach[2]), 3),
        top_m=round(top(block) + reach[3], 3),
    )
    if any(other.id != id and share_behind(card, other) > SEEN_SHARE for other in scene.blocks):
        raise Reject("layout")
    return msgspec.structs.replace(scene, cover=card, hidden=(id,))


def share_behind(card: Cover, block: Block) -> float:
    """Share of the upright box around a block that a card covers."""
    wide = min(card.right_m, block.x_m + block.width_m / 2) - max(card.left_m, block.x_m - block.width_m / 2)
    high = min(card.top_m, top(block)) - max(card.bottom_m, bottom(block))
    return max(wide, 0.0) * max(high, 0.0) / (block.width_m * block.height_m)


TWINS = (MissingMaterial(), MissingBelow(), HiddenColour(), HiddenMaterial())
