"""Questions about what is on the table and how it moves at the start."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, pairwise, permutations
from typing import Any, ClassVar

from scenewright.qa_templates import collisions_words as say
from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Number
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong, vary
from scenewright.qa_templates.collisions_base import (
    ARROWS,
    CollisionsTemplate,
    arrow,
    called,
    facts,
    fits,
    label,
    other_pieces,
    sure,
    when,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import ARROW_S, MADE_OF, SIDES, Collisions

KINDS = {
    "all": "pieces", "puck": "pucks", "box": "boxes", "moving": "moving pieces", "resting": "pieces without an arrow",
    "wood": "pieces of wood", "steel": "pieces of steel", "rubber": "pieces of rubber",
}  # fmt: skip


class CountPieces(CollisionsTemplate):
    """How many pieces of a kind there are. Moving ones are counted where the picture shows arrows."""

    phrasings = say.COUNT_PIECES
    skill: ClassVar[Skill] = "counting"
    balance: ClassVar[Balance] = "spread"
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.shot.backwards and not all(rim.wall for rim in scene.rims):
            return []  # pieces that left are not there when such a clip starts
        return [k for k in KINDS if scene.shot.kind in ARROWS or k not in ("moving", "resting")]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"kind": KINDS[slot]} | when(scene)

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return None

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        looks = []
        for p in scene.pieces:
            seen = (p.id,) if slot not in ("moving", "resting") or p.arrow is None else (p.id, p.arrow.id)
            text = f"The {called(scene, p.id)} {'counts' if fits(p, slot) else 'does not count'}."
            looks.append(work.do("is_kind", p.id, slot, say=text, evidence=seen))
        total = work.do("count_true", looks, say=lambda v: f"That makes {v}.")
        return Integer(value=total.value)


class IsMoving(CollisionsTemplate):
    """Whether a piece has an arrow."""

    phrasings = say.IS_MOVING
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = ARROWS

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        piece = sure(scene, slot)
        text = f"The {called(scene, slot)} has {'an' if piece.arrow else 'no'} arrow."
        seen = (slot, piece.arrow.id) if piece.arrow else (slot,)
        return Boolean(value=work.do("moves", slot, say=text, evidence=seen).value)


def speed(scene: Collisions, id: str, work: Work) -> Any:
    """The step that reads a speed off an arrow; the piece is evidence too, as it must be found."""
    piece = sure(scene, id)
    work.do("moves", id, say=f"The {called(scene, id)} has an arrow.", evidence=(id,))
    assert piece.arrow is not None
    return work.read(piece.arrow.id, "speed_m_s", lambda v: f"Beside the scale, its arrow is {v:g} m/s long.")


FASTER_BY = 1.15
"""Speeds closer than this factor look alike."""


def moving(scene: Collisions) -> list[str]:
    """Ids of the pieces that move at the start."""
    return [p.id for p in scene.pieces if p.arrow]


class IsFaster(CollisionsTemplate):
    """Whether one piece is faster than another, by 15 percent at least."""

    phrasings = say.IS_FASTER
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots = ARROWS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return list(permutations(moving(scene), 2))

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return tuple(sorted(slot))

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, b = (speed(scene, id, work) for id in slot)
        if max(a.value, b.value) < FASTER_BY * min(a.value, b.value):
            raise Reject("margin")
        names = [called(scene, id) for id in slot]
        truth = work.do(
            "greater", a, b, say=lambda v: f"So the {names[0]} is {'faster' if v else 'slower'} than the {names[1]}."
        )
        return Boolean(value=truth.value)


class RankOfSpeed(CollisionsTemplate):
    """The piece in a given place by speed; neighbours 15 percent apart. Every place is asked for equally often."""

    phrasings = say.RANK_OF_SPEED
    weight = 2.0
    skill = "comparison"
    shots = ARROWS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        count = len(moving(scene))
        return list(range(count)) if count > 1 else []

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"place": ordinal(slot + 1), "nth": f"{ordinal(slot + 1)} " if slot else ""} | when(scene)

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        ids = moving(scene)
        speeds = [speed(scene, id, work) for id in ids]
        ordered = sorted((s.value for s in speeds), reverse=True)
        if any(a < FASTER_BY * b for a, b in pairwise(ordered)):
            raise Reject("margin")
        ranked = work.do(
            "rank_down", ids, speeds,
            say=lambda v: f"From fast to slow: {', '.join('the ' + called(scene, id) for id in v)}.",
        )  # fmt: skip
        place = work.do("nth", ranked, slot, say=lambda v: f"So it is the {called(scene, v)}.")
        return label(scene, place.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        still = [p.id for p in scene.pieces if p.arrow is None]
        return other_pieces(scene, still, "The {} has another place in the order.")


class PointsTo(CollisionsTemplate):
    """Whether an arrow points to the left or the right, or to the top or the bottom; but not within 15 degrees."""

    phrasings = say.POINTS_TO
    shots = ARROWS

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        sides = (("left", "right"), ("right", "left"), ("top", "bottom"), ("bottom", "top"))
        return [(id, *two) for id in moving(scene) for two in sides]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot[0]) | {"one": slot[1], "other": slot[2]}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        id = slot[0]
        across = slot[1] in ("left", "right")
        work.do("moves", id, say=f"The {called(scene, id)} has an arrow.", evidence=(id,))
        heading = work.read(
            arrow(scene, id).id, "heading_deg", lambda v: f"It points {v:g}° anticlockwise of the right."
        )
        part = work.do(
            "cos_of" if across else "sin_of", heading,
            say=lambda v: f"Of its length, {abs(v):.0%} leads {'sideways' if across else 'up or down'}.",
        )  # fmt: skip
        if abs(part.value) < math.sin(math.radians(15)):
            raise Reject("margin")
        ends = ("right", "left") if across else ("top", "bottom")
        side = work.do(
            "choose",
            work.do("greater", part, 0, say="The head of the arrow tells which."),
            *ends,
            say=lambda v: f"It leads to the {v}.",
        )
        return Label(
            value=side.value,
            accepted=("up", "upwards") if side.value == "top" else ("down",) if side.value == "bottom" else (),
        )

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for side in slot[1:]:
            yield Label(value=side), "This takes the arrow's tail for its head."


class SpeedOf(CollisionsTemplate):
    """The speed of a piece, read off its arrow; right within two pixels of the arrow's length."""

    phrasings = say.SPEED_OF
    skill = "arithmetic"
    shots = ARROWS
    choice_share = 0.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return moving(scene)

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        found = speed(scene, slot, work)
        return Number(value=found.value, unit="m/s", decimals=2)

    def gate(self, scene: Collisions, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        return vary(answer, tolerance=round(max(0.05, 2.5 * resolution.units_per_px["m"] / ARROW_S), 3))


class StopDistance(SpeedOf):
    """How far a piece would slide if it met nothing: the square of its speed by twice the slowing."""

    phrasings = say.STOP_DISTANCE

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        v = speed(scene, slot, work)
        square = work.do("square", v, say=lambda x: f"The square of the speed is {x:.2f}.")
        slow = work.do("slowing", say=lambda x: f"The legend says that it slows by {x:g} m/s every second.")
        twice = work.do("multiply", slow, 2, say="Twice that goes into the square.")
        far = work.do("divide", square, twice, say=lambda x: f"So it slides {x:.2f} m.")
        return Number(value=far.value, unit="m", decimals=2)

    def gate(self, scene: Collisions, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        slack = 2.5 * resolution.units_per_px["m"] / ARROW_S / arrow(scene, slot).speed_m_s * 2
        return vary(answer, tolerance=round(max(0.08, slack) * float(getattr(answer, "value", 0)), 3))


class StopTime(StopDistance):
    """How long a piece would slide if it met nothing: its speed by the slowing. Within some percent."""

    phrasings = say.STOP_TIME

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        v = speed(scene, slot, work)
        slow = work.do("slowing", say=lambda x: f"The legend says that it slows by {x:g} m/s every second.")
        long = work.do("divide", v, slow, say=lambda x: f"So it slides for {x:.2f} s.")
        return Number(value=long.value, unit="s", decimals=2)


BESIDE = {
    "left": "further left than",
    "right": "further right than",
    "top": "further up than",
    "bottom": "further down than",
}
BESIDE_M = 0.06


class IsBeside(CollisionsTemplate):
    """Whether the centre of one piece is left, right, above or below that of another in the picture, by 6 cm."""

    phrasings = say.IS_BESIDE
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        ids = [p.id for p in scene.pieces]
        if scene.shot.backwards:  # pieces that never move, so that there is no question of when
            ids = [id for id in ids if facts(scene)["moved", id] is False and not facts(scene)["first_hit", id]]
        return [(a, b, side) for a, b in permutations(ids, 2) for side in SIDES]

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot[:2]) | {"side": BESIDE[slot[2]]}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        field = "x_m" if slot[2] in ("left", "right") else "y_m"
        words = "from the left side" if field == "x_m" else "from the lower side"
        a, b = (
            work.read(id, field, lambda v, id=id: f"The centre of the {called(scene, id)} is {v:.2f} m {words}.")
            for id in slot[:2]
        )
        if abs(a.value - b.value) < BESIDE_M:
            raise Reject("margin")
        truth = work.do(
            "less" if slot[2] in ("left", "bottom") else "greater", a, b,
            say=lambda v: f"So the {called(scene, slot[0])} is {'' if v else 'not '}{BESIDE[slot[2]]} the other.",
        )  # fmt: skip
        return Boolean(value=truth.value)


class NearestPiece(CollisionsTemplate):
    """Which piece's centre is nearest to another's; the next one at least 15 percent and 4 cm further."""

    phrasings = say.NEAREST
    skill = "comparison"

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        others = [p.id for p in scene.pieces if p.id != slot]
        away = [
            work.do(
                "centre_distance", slot, id,
                say=lambda v, id=id: f"The centre of the {called(scene, id)} is {v:.2f} m away.",
                evidence=(slot, id),
            )
            for id in others
        ]  # fmt: skip
        near = sorted(d.value for d in away)
        if near[1] < near[0] * 1.15 or near[1] < near[0] + 0.04:
            raise Reject("margin")
        found = work.do("argmin", others, away, say=lambda v: f"So the {called(scene, v)} is the nearest.")
        return label(scene, found.value)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_pieces(scene, [slot], "The {} is further away.")


class MaterialOf(CollisionsTemplate):
    """What a piece is made of; not asked where its name says it."""

    phrasings = say.MATERIAL_OF
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [p.id for p in scene.pieces if MADE_OF[p.material] not in called(scene, p.id).split()]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        found = work.read(slot, "material", lambda v: f"The surface of the {called(scene, slot)} is that of {v}.")
        return Label(value=found.value, accepted=("wooden",) if found.value == "wood" else ())

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for material in ("wood", "steel", "rubber"):
            yield Label(value=material), f"The surface is not that of {material}."


class CentreDistance(CollisionsTemplate):
    """Distance between two centres by the scale; right within two pixels and 4 percent. Stills show a scale."""

    phrasings = say.CENTRE_DISTANCE
    skill = "arithmetic"
    shots = ARROWS
    choice_share = 0.0

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [(a.id, b.id) for a, b in combinations(scene.pieces, 2)]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        far = work.do(
            "centre_distance", *slot,
            say=lambda v: f"By the scale, the two centres are {v:.2f} m apart.",
            evidence=tuple(slot),
        )  # fmt: skip
        return Number(value=far.value, unit="m", decimals=2)

    def gate(self, scene: Collisions, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        far = float(getattr(answer, "value", 0))
        return vary(answer, tolerance=round(max(0.02, 0.04 * far, 2 * resolution.units_per_px["m"]), 3))


class HasWall(CollisionsTemplate):
    """Whether a side of the table has a wall; asked where some sides have one and some don't."""

    phrasings = say.HAS_WALL
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return list(SIDES) if len({rim.wall for rim in scene.rims}) > 1 else []

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"side": slot}

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return None

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        text = next(f"The {slot} side {'has a wall' if r.wall else 'is open'}." for r in scene.rims if r.side == slot)
        found = work.do("wall_at", slot, say=text, evidence=(f"side-{slot}",))
        return Boolean(value=found.value)


class SameMaterial(CollisionsTemplate):
    """Whether two pieces are of one material; not asked where a name says it."""

    phrasings = say.SAME_MATERIAL
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        unnamed = [p.id for p in scene.pieces if MADE_OF[p.material] not in called(scene, p.id).split()]
        return list(permutations(unnamed, 2))

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, b = (
            work.read(id, "material", lambda v, id=id: f"The surface of the {called(scene, id)} is that of {v}.")
            for id in slot
        )
        same = work.do("equal", a, b, say=lambda v: f"So the two are of {'one material' if v else 'two materials'}.")
        return Boolean(value=same.value)


LARGER_BY = 1.35
"""Areas closer than this factor are not compared."""


class IsLarger(CollisionsTemplate):
    """Whether one of two pieces of one shape is larger, by a third at least; not asked where a name says a size."""

    phrasings = say.IS_LARGER
    skill = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    reversible = True

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        plain = [p for p in scene.pieces if p.size not in called(scene, p.id).split()]
        return [(a.id, b.id) for a, b in permutations(plain, 2) if a.shape == b.shape]

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        return tuple(sorted(slot))

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        a, b = (
            work.do(
                "area",
                id,
                say=lambda v, id=id: f"The {called(scene, id)} covers about {v * 1e4:.0f} cm².",
                evidence=(id,),
            )
            for id in slot
        )
        if max(a.value, b.value) < LARGER_BY * min(a.value, b.value):
            raise Reject("margin")
        found = work.do("greater", a, b, say=lambda v: f"So the first is {'larger' if v else 'smaller'}.")
        return Boolean(value=found.value)


__all__ = [
    "CentreDistance",
    "CountPieces",
    "HasWall",
    "IsBeside",
    "IsFaster",
    "IsLarger",
    "IsMoving",
    "MaterialOf",
    "NearestPiece",
    "PointsTo",
    "RankOfSpeed",
    "SameMaterial",
    "SpeedOf",
    "StopDistance",
    "StopTime",
]
