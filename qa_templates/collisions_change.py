"""Counterfactual questions: the same start with one thing changed, simulated again by the same gates."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import ClassVar

from scenewright.qa_templates import collisions_words as say
from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.collisions_base import (
    ARROWS,
    CollisionsTemplate,
    answer_of,
    called,
    change_of,
    everything,
    facts,
    known,
    label,
    other_pieces,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import SURFACES, Collisions
from scenewright.simulators.collisions import verdict

HOW = {
    "twice": "twice as fast in the same direction",
    "half": "half as fast in the same direction",
    "reversed": "in the opposite direction at the same speed",
}


MOVES = {True: "is still moved", False: "stays"}
AS_IT_IS = {None: "it is open whether they touch", True: "they touch", False: "they do not touch"}


def changed(scene: Collisions) -> str:
    """Id of the piece that is changed in a scene: one that moves at the start, and if may be hits another. There is
    one, as each change costs as many simulations as the scene itself.
    """
    found = facts(scene)
    movers = [p.id for p in scene.pieces if p.arrow]
    movers = [id for id in movers if found["first_hit", id]] or movers
    return movers[turn_of(scene) % len(movers)]


def turn_of(scene: Collisions) -> int:
    """A number that says nothing about the scene, to take turns by."""
    return round(scene.pieces[0].x_m * 1000)


class Without(CollisionsTemplate):
    """Whether two pieces would touch if a third, which moves or is touched, were not there."""

    phrasings = say.WITHOUT
    weight = 1.5
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = ARROWS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending:
            return []
        if sum(p.arrow is not None for p in scene.pieces) < 2:
            return []  # without the only one that moves, nothing happens
        c = changed(scene)
        others = [p.id for p in scene.pieces if p.id != c]
        return [(a, b, c, "without") for a, b in combinations(others, 2)]

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return slot[3]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, b, c, kind = slot
        one, two = called(scene, a), called(scene, b)
        work.do(
            "touch", a, b,
            say=lambda v: f"As it is, {AS_IT_IS[v]}.",
            evidence=everything(scene),
        )  # fmt: skip
        found = work.do(
            "touch_if", kind, c, a, b,
            say=lambda v: f"With that one change, the {one} and the {two} {'touch' if v else 'never touch'}.",
            evidence=everything(scene),
        )  # fmt: skip
        return Boolean(value=answer_of(found))


class ChangedSpeed(Without):
    """Whether two pieces would touch if one of the moving pieces started twice or half as fast, or the other way."""

    phrasings = say.CHANGED_SPEED

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending:
            return []
        c, kind = changed(scene), ("twice", "reversed", "half")[turn_of(scene) // 10 % 3]
        return [(c, p.id, c, kind) for p in scene.pieces if p.id != c]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {"how": HOW[slot[3]]}


class OnSurface(Without):
    """Whether two pieces would touch on another surface."""

    phrasings = say.ON_SURFACE

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending:
            return []
        far = max(SURFACES, key=lambda s: abs(SURFACES[s] - scene.table.slowing_m_s2))
        return [
            (a.id, b.id, "", f"on_{far}") for i, a in enumerate(scene.pieces) for b in scene.pieces[i + 1 :]
        ]  # fmt: skip

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        surface = slot[3][3:]
        return super().words(scene, slot[:2]) | {"surface": surface, "slowing": f"{SURFACES[surface]:g}"}


class Heavier(Without):
    """Whether a piece would touch a wall if another were ten times as heavy."""

    phrasings = say.HEAVIER
    weight = 2.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending:
            return []
        c = changed(scene)
        return [(p.id, c, "heavier") for p in scene.pieces if p.id != c]

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return None

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"a": called(scene, slot[0]), "c": called(scene, slot[1])}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, c, kind = slot
        first = known(verdict(scene, change_of(kind, c))["first_wall", a])
        end = f"touches the {first} wall" if first else "touches no wall"
        wall = work.do(
            "fact_if", kind, c, "first_wall", a,
            say=f"With ten times the mass of the {called(scene, c)}, the {called(scene, a)} {end}.",
            evidence=everything(scene),
        )  # fmt: skip
        none = work.do("equal", wall, "", say=f"So the answer is {'yes' if first else 'no'}.")
        return Boolean(value=not none.value)


class WithoutCount(CollisionsTemplate):
    """How many resting pieces would be moved if one piece were not there."""

    phrasings = say.WITHOUT_COUNT
    skill = "counting"
    shots = ARROWS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending:
            return []
        moving = sum(p.arrow is not None for p in scene.pieces)
        return [(changed(scene), "without")] if 1 < moving < len(scene.pieces) else []

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"c": called(scene, slot[0])}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        c, kind = slot
        found = verdict(scene, change_of(kind, c))
        looks = []
        for p in scene.pieces:
            if p.arrow is None and p.id != c:
                moved, by = known(found["moved", p.id]), known(found["moved_by", p.id])
                if moved != bool(by):
                    raise Reject("margin")
                text = f"Then the {called(scene, p.id)} {'is moved' if moved else 'stays where it is'}."
                looks.append(work.do("fact_if", kind, c, "moved", p.id, say=text, evidence=everything(scene)))
        total = work.do("count_true", looks, say=lambda v: f"That makes {count_of(v, 'piece')}.")
        return Integer(value=total.value)


class Prevents(CollisionsTemplate):
    """The one piece without which another would not be moved. All others are tried, so there is one answer."""

    phrasings = say.PREVENTS
    weight = 1.5
    skill = "multi_step"
    shots = ARROWS
    choice_share = 0.6
    tries = 1

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.swapped_ending or len(scene.pieces) > 6:
            return []
        found = facts(scene)
        return [p.id for p in scene.pieces if p.arrow is None and found["moved_by", p.id] and found["moved", p.id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        others = [p.id for p in scene.pieces if p.id != slot]
        kept, stays = called(scene, slot), []
        for id in others:
            moved = work.do(
                "fact_if", "without", id, "moved", slot,
                say=lambda v, id=id: f"Without the {called(scene, id)}, the {kept} {MOVES.get(v, '')}.",
                evidence=everything(scene),
            )  # fmt: skip
            if answer_of(moved) and not known(verdict(scene, change_of("without", id))["moved_by", slot]):
                raise Reject("margin")
            stays.append(work.do("not", moved, say="That is no help." if moved.value else "That keeps it in place."))
        if sum(s.value for s in stays) != 1:
            raise Reject("ambiguous")
        found = work.do("argmax", others, stays, say=lambda v: f"So it is the {called(scene, v)}.")
        return label(scene, found.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_pieces(scene, [slot], "Without the {}, it is moved all the same.")
