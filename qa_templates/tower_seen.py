"""Questions about a tower as it is built: what there is, what touches what, what is heavier or higher."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import permutations
from typing import ClassVar

from scenewright.qa_templates import tower_words as say
from scenewright.qa_templates.answers import Answer, Boolean, Integer, LabelSet, Number, Text
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.tower_base import (
    ALL,
    LEVEL_M,
    MASS_RATIO,
    PlainTemplate,
    TowerTemplate,
    borne,
    cap,
    clear,
    full,
    ids,
    label,
    named,
    named_answer,
    over,
    plain,
    several,
    the,
    the_or_place,
    touched,
    under,
)
from scenewright.qa_templates.words import count_of, listed, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.tower import GROUND, MATERIALS, Tower, block_of

DENSITIES = (
    "A cubic metre of wood weighs 600 kg, of ice 920 kg, of rubber 1200 kg and of steel 7850 kg, "
    "and all blocks are equally thick."
)
"""What a viewer has to be told to compare masses: `MaterialFacts.density_kg_m2` over `DEPTH_M`."""
PLURALS = {"box": "boxes", "plank": "planks", "triangle": "triangles", "disc": "discs", "arch": "arches"}


class CountBlocks(TowerTemplate):
    """How many blocks there are."""

    phrasings = say.COUNT_BLOCKS
    weight = 0.1
    skill: ClassVar[Skill] = "counting"
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [0]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        all_of = work.do("blocks", say="Go through the blocks from the bottom.", evidence=ids(scene))
        return Integer(value=work.do("count", all_of, say=lambda v: f"There are {v}.").value)


class CountOf(CountBlocks):
    """How many blocks have a colour, material or shape. Values that the tower lacks are asked too."""

    phrasings = say.COUNT_OF
    weight = 0.1
    balance: ClassVar[Balance] = "spread"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        colours = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown")
        return [("colour", c) for c in colours] + [("material", m) for m in MATERIALS] + [("shape", s) for s in PLURALS]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, 0), "what": _what(*slot)}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        field, value = slot
        seen = work.do(
            "look", ids(scene), field, say=lambda v: f"From the bottom, the {_fields(field)} are {', '.join(v)}.",
            evidence=ids(scene),
        )  # fmt: skip
        same = work.do(
            "where_true", seen, [v == value for v in seen.value], say=f"Pick out those that are {_what(field, value)}."
        )
        return Integer(value=work.do("count", same, say=lambda v: f"That makes {v}.").value)


def _what(field: str, value: str) -> str:
    return PLURALS[value] if field == "shape" else f"made of {value}" if field == "material" else value


def _fields(field: str) -> str:
    return {"colour": "colours", "material": "materials", "shape": "shapes"}[field]


class MoreThan(TowerTemplate):
    """How many more blocks there are of one material than of another; at least one."""

    phrasings = say.MORE_THAN
    weight = 0.1
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True
    skill: ClassVar[Skill] = "arithmetic"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        made = [b.material for b in scene.blocks]
        return [(a, b) for a, b in permutations(sorted(set(made)), 2) if made.count(a) > made.count(b)]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"a": slot[0], "b": slot[1]}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        counts = []
        for material in slot:
            those = work.do(
                "those", ids(scene), "material", material, evidence=ids(scene), say=f"Look for blocks of {material}."
            )
            counts.append(work.do("count", those, say=lambda v, m=material: f"Of {m} there {_is(v)} {v}."))
        return Integer(value=work.do("subtract", *counts, say=lambda v: f"The difference is {v}.").value)


class MaterialsUsed(CountBlocks):
    """How many different materials there are."""

    phrasings = say.MATERIALS_USED
    weight = 0.1

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        made = work.do("look", ids(scene), "material", say=lambda v: f"From the bottom: {', '.join(v)}.",
                       evidence=ids(scene))  # fmt: skip
        kinds = work.do("different", made, say=lambda v: f"Different ones are {listed(v)}.")
        return Integer(value=work.do("count", kinds, say=lambda v: f"So there {_is(v)} {v}.").value)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


class MaterialOf(PlainTemplate):
    """What a block is made of. Options are the materials of this tower, each as likely as any other."""

    phrasings = say.MATERIAL_OF
    weight = 0.1
    skill: ClassVar[Skill] = "retrieval"
    balance: ClassVar[Balance] = "spread"
    tries = 12
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        value = work.read(slot, "material", lambda v: f"The surface of {the(scene, slot)} shows that it is {v}.").value
        forms = {"wood": ("wooden",), "steel": ("metal", "steel metal")}.get(value, ())
        return Text(value=value, accepted=forms)

    def wrong(self, scene: Tower, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for material in sorted({block_of(scene, id).material for id in plain(scene)}):
            yield Text(value=material), f"A block of {material} has another surface."


class OnTopOf(TowerTemplate):
    """Which block rests on another; only where there is exactly one."""

    phrasings = say.ON_TOP_OF
    weight = 0.7
    skill: ClassVar[Skill] = "retrieval"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = named(scene)
        return [id for id in able if len(over(scene, id)) == 1 and over(scene, id)[0] in able]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        return self.next_to(scene, slot, work, "over", "rests on")

    def next_to(self, scene: Tower, slot: Slot, work: Work, op: str, relation: str) -> Answer:
        """The steps from a block to the only one that `op` gives."""
        found = work.do(op, slot, say=lambda v: f"Look at what touches {full(scene, slot)} there.", evidence=[slot])
        one = work.do("nth", found, 0, say=lambda v: "There is one block.", evidence=found.value)
        clear(scene, slot, one.value)
        return named_answer(work, scene, one, f"It is {{}} that {relation} {full(scene, slot)}.")


class Below(OnTopOf):
    """Which block another rests on; only where there is exactly one, and not the ground."""

    phrasings = say.BELOW
    weight = 0.7

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = named(scene)
        return [id for id in able if len(under(scene, id)) == 1 and under(scene, id)[0] in able]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        return self.next_to(scene, slot, work, "under", "carries")


class Between(TowerTemplate):
    """Which block lies between two others: it carries the one and rests on the other, as no other block does."""

    phrasings = say.BETWEEN
    weight = 0.8
    skill: ClassVar[Skill] = "multi_step"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = named(scene)
        return [
            (x, y) for x in able for y in able
            if x != y and y not in under(scene, x) and len(set(under(scene, x)) & set(over(scene, y)) & set(able)) == 1
        ]  # fmt: skip

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y = slot
        below = work.do("under", x, evidence=[x], say=lambda v: f"{cap(the(scene, x))} rests on {several(scene, v)}.")
        above = work.do("over", y, evidence=[y], say=lambda v: f"On {the(scene, y)} rests {several(scene, v)}.")
        both = work.do("shared", below, above, say="Find the block that is named both times.", evidence=below.value)
        one = work.do("nth", both, 0, say="There is one.", evidence=both.value)
        clear(scene, x, one.value)
        clear(scene, y, one.value)
        return named_answer(work, scene, one, "It is {}.")


class RestsOn(PlainTemplate):
    """Whether one of two blocks that touch rests on the other: asked both ways round."""

    phrasings = say.RESTS_ON
    weight = 0.8
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = plain(scene)
        pairs = [(x, y) for y in able for x in over(scene, y) if x in able]
        return [pair for x, y in pairs for pair in ((x, y), (y, x))]

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return tuple(sorted(slot))

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y = slot
        clear(scene, x, y)
        below = work.do(
            "under", x, evidence=[x, y], say=lambda v: f"{cap(the(scene, x))} rests on {_things(scene, v)}."
        )
        found = work.do(
            "is_in", below, y, say=lambda v: f"{cap(the(scene, y))} is {'' if v else 'not '}what it rests on."
        )
        return Boolean(value=found.value)


def _things(scene: Tower, of: Sequence[str]) -> str:
    return listed([the_or_place(scene, id) if id != GROUND else "the ground" for id in of])


class Touching(RestsOn):
    """Whether two blocks touch. Near misses and narrow contacts are left out."""

    phrasings = say.TOUCHING
    weight = 1.0

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return list(permutations(plain(scene), 2))

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return None

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y = slot
        clear(scene, x, y)
        near = work.do(
            "touched", x, evidence=[x, y], say=lambda v: f"Of the blocks, {the(scene, x)} touches {_things(scene, v)}."
        )
        return Boolean(
            value=work.do("is_in", near, y, say=lambda v: "So they touch." if v else "So they do not touch.").value
        )


class Higher(RestsOn):
    """Whether the centre of one block is higher than that of another, by 5 cm at least."""

    phrasings = say.HIGHER
    weight = 0.7
    field: ClassVar[str] = "y_m"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return list(permutations(plain(scene), 2))

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y = slot[:2]
        sideways = self.field == "x_m"
        middle = scene.blocks[0].x_m
        places = [
            work.read(
                id, self.field, lambda v, id=id: f"The centre of {the(scene, id)} is {_far(v, middle, sideways)}."
            )
            for id in (x, y)
        ]
        if abs(places[0].value - places[1].value) < LEVEL_M:
            raise Reject("margin")
        op, word = ("greater", "higher") if not sideways else ("less", "further to the left")
        if sideways and slot[2] == "right":
            op, word = "greater", "further to the right"
        found = work.do(op, *places, say=lambda v: f"So {the(scene, x)} is {'' if v else 'not '}{word}.")
        return Boolean(value=found.value)


def _far(value: float, middle: float, sideways: bool) -> str:
    """Where a centre is, in words: up from the ground, or sideways of the lowest block's centre."""
    if not sideways:
        return f"{value:.2f} m above the ground"
    if abs(value - middle) < 0.005:
        return "at the centre line of the lowest block"
    return f"{abs(value - middle):.2f} m {'left' if value < middle else 'right'} of the centre of the lowest block"


class FurtherLeft(Higher):
    """Whether the centre of one block is to the left, or right, of that of another, by 5 cm at least."""

    phrasings = say.FURTHER_LEFT
    weight = 0.8
    field = "x_m"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [(*pair, side) for pair in permutations(plain(scene), 2) for side in ("left", "right")]

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return *sorted(slot[:2]), slot[2]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, slot), "side": slot[2]}


class SameMaterial(RestsOn):
    """Whether two blocks are made of the same material."""

    phrasings = say.SAME_MATERIAL
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True
    weight = 0.2

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return list(permutations(plain(scene), 2))

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return None

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        made = [work.read(id, "material", lambda v, id=id: f"{cap(the(scene, id))} is made of {v}.") for id in slot]
        found = work.do("equal", *made, say=lambda v: "The materials are the same." if v else "They differ.")
        return Boolean(value=found.value)


class HeightRank(TowerTemplate):
    """Which block has a given place by the height of its centre. Neighbours in the order are 5 cm apart at least."""

    phrasings = say.HEIGHT_RANK
    weight = 0.7
    skill: ClassVar[Skill] = "multi_step"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return range(len(scene.blocks))

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"place": "" if slot == 0 else f"{ordinal(slot + 1)} ", "nth": ordinal(slot + 1)}

    def values(self, scene: Tower, work: Work) -> list[Known]:
        """What is ranked."""
        return [
            work.read(id, "y_m", lambda v, id=id: f"The centre of {the_or_place(scene, id)} is {v:g} m up.")
            for id in ids(scene)
        ]

    def too_near(self, higher: float, lower: float) -> bool:
        """Whether two values can't be told apart."""
        return higher - lower < LEVEL_M

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        found = self.values(scene, work)
        ordered = sorted((v.value for v in found), reverse=True)
        for i in (slot - 1, slot):
            if 0 <= i < len(ordered) - 1 and self.too_near(ordered[i], ordered[i + 1]):
                raise Reject("margin")
        ranked = work.do(
            "rank_down", ids(scene), found,
            say=lambda v: f"From the greatest to the least: {', '.join(the_or_place(scene, id) for id in v)}.",
        )  # fmt: skip
        one = work.do("nth", ranked, slot, say=f"Take the {ordinal(slot + 1)} of them.")
        return named_answer(work, scene, one, "It is {}.")

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        return f"{cap(the(scene, id))} has another place in the order."


def masses(scene: Tower, of: Sequence[str], work: Work) -> list[Known]:
    """Steps that weigh blocks by material and size."""
    out = []
    for id in of:
        who = the_or_place(scene, id)
        work.read(id, "material", lambda v, who=who: f"{cap(who)} is made of {v}.")
        out.append(work.read(id, "mass_kg", lambda v, who=who: f"By its size, {who} weighs {v:g} kg."))
    return out


class Heavier(RestsOn):
    """Whether one block is heavier than another, by 30 % at least."""

    phrasings = say.HEAVIER
    weight = 0.1
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return list(permutations(plain(scene), 2))

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, slot), "densities": DENSITIES}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y = masses(scene, slot, work)
        if max(x.value, y.value) < MASS_RATIO * min(x.value, y.value):
            raise Reject("margin")
        found = work.do("greater", x, y, say=lambda v: f"So {the(scene, slot[0])} is {'heavier' if v else 'lighter'}.")
        return Boolean(value=found.value)


class Heaviest(HeightRank):
    """Which block has a given place by mass; its neighbours in the order differ by 30 % at least."""

    phrasings = say.HEAVIEST
    weight = 0.1
    shots: ClassVar[tuple[str, ...]] = ALL
    tricked = True

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"place": "" if slot == 0 else f"{ordinal(slot + 1)} ", "densities": DENSITIES}

    def values(self, scene: Tower, work: Work) -> list[Known]:
        return masses(scene, ids(scene), work)

    def too_near(self, higher: float, lower: float) -> bool:
        return higher < MASS_RATIO * lower


class Carried(TowerTemplate):
    """How many blocks a block carries, directly or through others."""

    phrasings = say.CARRIED
    weight = 0.7
    skill: ClassVar[Skill] = "counting"
    balance: ClassVar[Balance] = "spread"

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        return Integer(value=carried_count(scene, slot, work).value)


def carried_count(scene: Tower, id: str, work: Work) -> Known:
    """Steps that count what a block carries."""
    for other in borne(scene, id):
        for lower in under(scene, other):
            if lower != GROUND:
                clear(scene, other, lower)
    lot = work.do(
        "borne", id, evidence=ids(scene),
        say=lambda v: f"On {the(scene, id)} rest, one after another: {_things(scene, v) if v else 'none'}.",
    )  # fmt: skip
    return work.do("count", lot, say=lambda v: f"That is {count_of(v, 'block')}.")


class CarriedMass(TowerTemplate):
    """What would rest on a block if all weighed the same; at least one block."""

    phrasings = say.CARRIED_MASS
    weight = 0.7
    skill: ClassVar[Skill] = "arithmetic"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [(id, kg) for id in named(scene) if borne(scene, id) for kg in range(2, 10)]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"x": full(scene, slot[0]), "kg": str(slot[1])}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        id, kg = slot
        count = carried_count(scene, id, work)
        total = work.do("multiply", count, kg, say=lambda v: f"At {kg} kg each they weigh {v} kg.")
        return Number(value=float(total.value), unit="kg")


class TouchesCount(TowerTemplate):
    """How many blocks a block touches. Near misses and narrow contacts are left out."""

    phrasings = say.TOUCHES_COUNT
    weight = 0.8
    skill: ClassVar[Skill] = "counting"

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        for other in ids(scene):
            if other != slot:
                clear(scene, slot, other)
        near = work.do(
            "touched", slot, evidence=ids(scene),
            say=lambda v: f"{cap(the(scene, slot))} touches {_things(scene, v) if v else 'no other block'}.",
        )  # fmt: skip
        return Integer(value=work.do("count", near, say=lambda v: f"That is {count_of(v, 'block')}.").value)


class Supports(TowerTemplate):
    """All blocks that a block rests on directly; not asked of blocks on the ground."""

    phrasings = say.SUPPORTS
    weight = 0.7
    skill: ClassVar[Skill] = "structure"

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        able = named(scene)
        return [id for id in able if under(scene, id) != [GROUND] and set(under(scene, id)) <= set(able)]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        for other in touched(scene, slot):
            clear(scene, slot, other)
        held = work.do(
            "under", slot, evidence=[slot, *under(scene, slot)], say="Look along the underside for what touches it."
        )
        work.do("names", held, say=lambda v: f"It rests on the {listed(v, 'and the')}.")
        return LabelSet(values=tuple(label(scene, id).value for id in held.value))


SEEN = (
    CountBlocks(),
    CountOf(),
    MoreThan(),
    MaterialsUsed(),
    MaterialOf(),
    OnTopOf(),
    Below(),
    Between(),
    RestsOn(),
    Touching(),
    Higher(),
    FurtherLeft(),
    SameMaterial(),
    HeightRank(),
    Heavier(),
    Heaviest(),
    Carried(),
    CarriedMass(),
    TouchesCount(),
    Supports(),
)
