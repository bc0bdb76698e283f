"""What questions about towers share: operations, names of blocks, which shots they are asked of, the walk down."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any, ClassVar

import msgspec

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.base import Skill, Slot, Template, Wrong
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.scenes.base import Reject, key_hash
from scenewright.scenes.tower import (
    GROUND,
    Block,
    Change,
    Contact,
    Tower,
    block_of,
    bottom,
    carried,
    contacts,
    name,
    phrase,
    place,
    top,
)
from scenewright.scenes.tower_draw import BACKWARDS, SWAPPED
from scenewright.simulators.tower import simulate, stands_after, verdict

OTHER = {"left": "right", "right": "left"}
NEAR_M = 0.04
"""Blocks that are nearer than this but don't touch: whether they touch can't be told."""
PATCH_M = 0.025
"""A patch of contact narrower than this can't be told from none."""
LEVEL_M = 0.05
"""Centres that differ by less than this can't be ranked."""
UNDECIDED = 0.3
"""Share of stills of the start that are asked whether the tower stands."""
MASS_RATIO = 1.3
"""Masses nearer than this can't be ranked by looking at sizes."""


# -- facts of the start ------------------------------------------------------------------------------------------------


@lru_cache(512)
def links(scene: Tower) -> tuple[Contact, ...]:
    """All patches of contact at the start."""
    return contacts(scene)


def ids(scene: Tower) -> list[str]:
    """All blocks, in stacking order."""
    return [block.id for block in scene.blocks]


def under(scene: Tower, id: str) -> list[str]:
    """What the block rests on directly, from the left; the ground counts."""
    return list(dict.fromkeys(c.lower for c in links(scene) if c.upper == id))


def over(scene: Tower, id: str) -> list[str]:
    """Which blocks rest on it directly, in stacking order."""
    return list(dict.fromkeys(c.upper for c in links(scene) if c.lower == id))


def borne(scene: Tower, id: str) -> list[str]:
    """Which blocks rest on it, directly or through others, in stacking order."""
    return [other for other in carried(scene.blocks, id) if other != id]


def touched(scene: Tower, id: str) -> list[str]:
    """Which blocks it touches, in stacking order."""
    near = {c.upper for c in links(scene) if c.lower == id} | {c.lower for c in links(scene) if c.upper == id}
    return [other for other in ids(scene) if other in near]


def clear(scene: Tower, a: str, b: str) -> None:
    """Reject pairs whose contact is too narrow, or whose gap too small, to be seen."""
    patches = [c for c in links(scene) if {c.upper, c.lower} == {a, b}]
    one, other = block_of(scene, a), block_of(scene, b)
    if patches:
        if "disc" not in (one.shape, other.shape) and sum(c.right_m - c.left_m for c in patches) < PATCH_M:
            raise Reject("margin")
    elif apart(one, other) < NEAR_M:
        raise Reject("margin")


def apart(a: Block, b: Block) -> float:
    """Metres between the upright boxes around two blocks; below 0 where these overlap."""
    sideways = abs(a.x_m - b.x_m) - (a.width_m + b.width_m) / 2
    upwards = max(bottom(a), bottom(b)) - min(top(a), top(b))
    return max(sideways, upwards)


@lru_cache(512)
def is_chain(scene: Tower) -> bool:
    """Whether each block rests on one thing over one patch, and carries one block at most."""
    uppers, lowers = [c.upper for c in links(scene)], [c.lower for c in links(scene)]
    return len(set(uppers)) == len(uppers) == len(scene.blocks) and len(set(lowers)) == len(lowers)


def support(scene: Tower, id: str) -> list[float]:
    """Left and right end of what the block rests on."""
    patches = [c for c in links(scene) if c.upper == id]
    return [min(c.left_m for c in patches), max(c.right_m for c in patches)]


def load(scene: Tower, of: Sequence[str]) -> list[float]:
    """Mass in kg of some blocks together, and where their common centre is, in m to the right of x = 0."""
    blocks = [block_of(scene, id) for id in of]
    total = sum(b.mass_kg for b in blocks)
    return [round(total, 1), round(sum(b.mass_kg * b.x_m for b in blocks) / total, 4)]


def side_of(scene: Tower, id: str) -> str:
    """Past which end of its support a block and all it carries have their centre of mass, or nearer to which."""
    centre = load(scene, carried(scene.blocks, id))[1]
    return "right" if 2 * centre > sum(support(scene, id)) else "left"


def margin_of(centre: float, left: float, right: float) -> float:
    """From the centre to the nearer end of the support, in its half-widths; below 0 where it is outside."""
    return round(min(centre - left, right - centre) / ((right - left) / 2), 3)


def change_of(plain: Mapping[str, Any]) -> Change:
    """A change from its JSON."""
    return msgspec.convert(plain, Change)


def without_load(scene: Tower, id: str) -> Tower:
    """The tower without all that rests on the block."""
    gone = set(borne(scene, id))
    return msgspec.structs.replace(scene, blocks=tuple(b for b in scene.blocks if b.id not in gone))


def moved(scene: Tower, id: str) -> float:
    """How far a block's centre is from its place at the end, in metres."""
    path = next(p for p in simulate(scene).paths if p.block == id)
    return round(math.hypot(path.x_m[-1] - path.x_m[0], path.y_m[-1] - path.y_m[0]), 3)


@lru_cache(512)
def undecided(scene: Tower) -> bool:
    """Whether this is one of the stills that are asked whether the tower stands."""
    return scene.shot.kind == "start" and _lot(scene, "undecided") < UNDECIDED


@lru_cache(512)
def doubted(scene: Tower) -> bool:
    """Whether this is one of the clips or endings that are asked whether they are true: all that are not, and as many
    true ones.
    """
    shot = scene.shot
    if shot.kind == "video":
        return shot.backwards or _lot(scene, "doubted") < BACKWARDS / (1 - BACKWARDS)
    return shot.swapped_ending or (shot.kind != "start" and _lot(scene, "doubted") < SWAPPED / (1 - SWAPPED))


def _lot(scene: Tower, name: str) -> float:
    """A number in [0, 1) that where the blocks are decides, to a tenth of a millimetre: it tells nothing of them."""
    digest = key_hash(0, "tower", name, *(str(b.x_m) for b in scene.blocks), *(str(b.width_m) for b in scene.blocks))
    return int.from_bytes(digest[:6], "big") / 2**48


def meet(scene: Tower, a: str, b: str) -> bool:
    """Whether two blocks that were apart meet."""
    return any(e.kind == "hits" and {e.block, e.other} == {a, b} for e in simulate(scene).events)


# -- names -------------------------------------------------------------------------------------------------------------


def phrases(block: Block) -> Iterator[str]:
    """Every way to call a block by its looks, without an article, the shortest first."""
    yield block.colour
    for count in range(4):
        for said in combinations(("size", "colour", "material"), count):
            text = phrase(block, said)
            yield text.removesuffix(block.shape) + "block"
            yield text


@lru_cache(4096)
def label(scene: Tower, id: str) -> Label:
    """A block as an answer: by its colour alone where that fits no other ("red block"), else by `name`.

    `Reject("not_named")` where only its place tells it from another.
    """
    block = block_of(scene, id)
    others = {text for b in scene.blocks if b.id != id for text in phrases(b)}
    own = [text for text in phrases(block) if text not in others]
    if not own:
        raise Reject("not_named")
    value = f"{block.colour} block"
    if value not in own:
        value = name(scene, block).removeprefix("the ")
    return Label(value=value, accepted=tuple(text for text in own if text != value))


def the(scene: Tower, id: str) -> str:
    """`the red block`, by colour alone where that fits no other: words that tell nothing of shape or material."""
    return "the ground" if id == GROUND else f"the {label(scene, id).value}"


@lru_cache(4096)
def full(scene: Tower, id: str) -> str:
    """`the red box`, `the large steel plank`: with its shape."""
    label(scene, id)
    return name(scene, id)


@lru_cache(512)
def plain(scene: Tower) -> list[str]:
    """Blocks whose colour no other block has: their names tell nothing but a colour."""
    colours = [b.colour for b in scene.blocks]
    return [b.id for b in scene.blocks if colours.count(b.colour) == 1]


def named(scene: Tower) -> list[str]:
    """Blocks that can be named by their looks."""
    out = []
    for id in ids(scene):
        try:
            label(scene, id)
        except Reject:
            continue
        out.append(id)
    return out


def cap(text: str) -> str:
    """With a capital first letter."""
    return text[0].upper() + text[1:]


def several(scene: Tower, of: Sequence[str]) -> str:
    """`the red block and the blue block`; `nothing` for none."""
    names = [the(scene, id) for id in of]
    return "nothing" if not names else names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def where(scene: Tower, id: str) -> str:
    """`the third block from the bottom`."""
    return place(scene, block_of(scene, id))


# -- templates ---------------------------------------------------------------------------------------------------------

AT = {
    "start": "",
    "before_after": " in the first picture",
    "strip": " in the first panel",
    "video": " at the start of the clip",
}


def meant(scene: Tower) -> str:
    """The sentence that says which moment is meant, where more than one is shown."""
    at = AT[scene.shot.kind]
    return f" The question is about the tower as it is{at}." if at else ""


SHOWN = ("before_after", "strip", "video")
"""Shots in which the outcome is to be seen."""
ALL = ("start", *SHOWN)


class TowerTemplate(Template[Tower]):
    """A kind of question about a tower.

    `shots` are the shots it is asked of. What one question of a sample tells must not answer another, so each shot is
    asked either of two sets. Clips and endings that are `doubted`, the false ones among them, are asked whether they
    are true, and else only what is `tricked`: holds of true and false ones alike. Stills of the start that are
    `undecided` are asked whether the tower stands. Neither is asked what `presumes` that it falls, or that it stands.
    """

    shots: ClassVar[tuple[str, ...]] = ("start",)
    tricked: ClassVar[bool] = False
    presumes: ClassVar[bool] = False

    def slots(self, scene: Tower) -> Sequence[Slot]:
        shot = scene.shot
        if shot.kind not in self.shots or (not self.tricked and doubted(scene)):
            return ()
        if self.presumes and (undecided(scene) or doubted(scene)):
            return ()
        return self.arguments(scene)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        """Every legal argument in a shot that fits."""
        return named(scene)

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        at = {"at": AT[scene.shot.kind], "meant": meant(scene)}
        pair = (slot,) if isinstance(slot, str) else slot if isinstance(slot, (tuple, list)) else ()
        known = {b.id for b in scene.blocks}
        return at | {key: self.call(scene, id) for key, id in zip("xy", pair, strict=False) if id in known}

    def call(self, scene: Tower, id: str) -> str:
        """How a block is called in the question."""
        return full(scene, id)

    def wrong(self, scene: Tower, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        """Other blocks, where all are called by their colour: then options don't tell by their form."""
        if not isinstance(answer, Label) or len(plain(scene)) < len(scene.blocks):
            return
        said = {slot} if isinstance(slot, str) else set(slot) if isinstance(slot, (tuple, list)) else set()
        for id in ids(scene):
            if id not in said and label(scene, id) != answer:
                yield label(scene, id), self.tempting(scene, slot, id)

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        """Why another block is not the answer."""
        return f"{cap(the(scene, id))} has another place in the tower."


class PlainTemplate(TowerTemplate):
    """A kind of question whose words must tell nothing: blocks are called by their colours alone."""

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return plain(scene)

    def call(self, scene: Tower, id: str) -> str:
        return the(scene, id)


class Polar(TowerTemplate):
    """A kind of question asked both ways, "will it stand" and "will it fall": the slot's last item is the sense.

    So neither answer is likelier, whatever towers there are.
    """

    polar: ClassVar[Mapping[str, tuple[str, ...]]]
    """Phrasings by sense; the sense is what makes the answer yes."""
    of_start: ClassVar[bool] = False
    """It is about the tower at the start: where more than that is shown, a sentence says so."""
    skill: ClassVar[Skill] = "yes_no"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "polar" in cls.__dict__:
            tail = "{meant}" if cls.of_start else ""
            cls.polar = {sense: tuple(text + tail for text in texts) for sense, texts in cls.polar.items()}
            cls.phrasings = tuple(text for texts in cls.polar.values() for text in texts)

    def fitting(self, scene: Tower, slot: Slot) -> Sequence[int]:
        return [self.phrasings.index(text) for text in self.polar[slot[-1]]]

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return slot[-1]

    def both_ways(self, arguments: Iterable[tuple[Any, ...]]) -> list[Slot]:
        """Each argument with each sense."""
        return [(*argument, sense) for argument in arguments for sense in self.polar]

    def call(self, scene: Tower, id: str) -> str:
        return the(scene, id)


def named_answer(work: Work, scene: Tower, id: Known, say: str) -> Label:
    """The last step of an answer that is a block: `say` with `{}` for its name."""
    work.do("name", id, say=lambda v: say.format(f"the {v}"))
    return label(scene, id.value)


# -- the walk down -----------------------------------------------------------------------------------------------------


def offset(x: float, middle: float) -> str:
    """`3.2 cm to the left of the middle`."""
    cm = round((x - middle) * 100, 1)
    if abs(cm) < 0.1:
        return "at the middle"
    return f"{abs(cm):g} cm to the {'right' if cm > 0 else 'left'} of the middle"


def walk_down(scene: Tower, work: Work, down_to: Sequence[str] | None = None) -> tuple[list[str], list[Known]]:
    """Steps that go through the joints from the top: mass above, its centre, the support, the margin.

    Returns the blocks above the joints and the margins. A disc touches its support in a point right below its centre:
    its joint has no width and is left out.
    """
    above = [
        b.id
        for b in reversed(scene.blocks)
        if (down_to is None or b.id in down_to) and support(scene, b.id)[1] - support(scene, b.id)[0] > 1e-6
    ]
    margins = []
    for id in above:
        lot = carried(scene.blocks, id)
        who = cap(the_or_place(scene, id))
        who += " and what it carries weigh" if len(lot) > 1 else " weighs"
        ends = work.do(
            "support", id, evidence=[id, *(u for u in under(scene, id) if u != GROUND)],
            say=lambda v, id=id: f"The support of {the_or_place(scene, id)} is {(v[1] - v[0]) * 100:.1f} cm wide.",
        )  # fmt: skip
        middle = (ends.value[0] + ends.value[1]) / 2
        total = work.do(
            "load", lot, evidence=lot,
            say=lambda v, who=who, m=middle: (
                f"{who} {v[0]:g} kg, with the centre of mass {offset(v[1], m)} of that support."
            ),
        )  # fmt: skip
        margins.append(work.do("margin", total, ends, say=_margin_words))
    return above, margins


def _margin_words(v: float) -> str:
    if v > 0:
        return f"That is inside, by {v:g} of half its width: this joint holds."
    return f"That is outside, by {-v:g} of half its width: this joint gives way."


def the_or_place(scene: Tower, id: str) -> str:
    """`the red block`, or its place where its looks don't tell it from others."""
    try:
        return the(scene, id)
    except Reject:
        return where(scene, id)


def stability(scene: Tower, work: Work) -> Known:
    """Steps that tell whether the tower stands: the walk down and, where a block has several supports or carries
    several blocks, the balance of all forces.
    """
    _, margins = walk_down(scene, work)
    held = work.do("all_above", margins, 0, say=lambda v: f"{'Every joint holds' if v else 'Not every joint holds'}.")
    if not is_chain(scene):
        held = work.do(
            "statics", evidence=ids(scene),
            say=lambda v: (
                "Taking all contacts together, forces that only push, and resist sliding no more than friction does, "
                f"{'can' if v else 'cannot'} keep every block at rest."
            ),
        )  # fmt: skip
    if held.value != work.outcome.stands:
        raise Reject("disagree")
    return held


OPS: dict[str, Op] = BASE_OPS | {
    "look": lambda scene, of, field: [getattr(block_of(scene, id), field) for id in of],
    "blocks": lambda scene: ids(scene),
    "those": lambda scene, of, field, value: [id for id in of if getattr(block_of(scene, id), field) == value],
    "different": lambda scene, v: list(dict.fromkeys(v)),
    "under": under,
    "over": over,
    "borne": borne,
    "touched": touched,
    "is_in": lambda scene, v, id: id in v,
    "shared": lambda scene, v, w: [id for id in v if id in w],
    "name": lambda scene, id: label(scene, id).value,
    "names": lambda scene, of: [label(scene, id).value for id in of],
    "load": load,
    "support": support,
    "margin": lambda scene, load, ends: margin_of(load[1], *ends),
    "side_of": side_of,
    "first_to_move": lambda scene: simulate(scene).first_to_move,
    "statics": lambda scene: simulate(scene).agreement.static,
    "stands_if": lambda scene, change: stands_after(scene, change_of(change)),
    "falls_if": lambda scene, change, id: id in verdict(scene, change_of(change)).fell,
    "stands_up_to": lambda scene, id: simulate(without_load(scene, id)).stands,
    "all_above": lambda scene, v, limit: all(x > limit for x in v),
    "where_true": lambda scene, of, v: [id for id, x in zip(of, v, strict=True) if x],
    "moved": moved,
    "direction": lambda scene: simulate(scene).direction,
    "meet": meet,
    "own_ending": lambda scene: not scene.shot.swapped_ending,
    "played_backwards": lambda scene: scene.shot.backwards,
}  # fmt: skip

__all__ = ["OPS", "PlainTemplate", "TowerTemplate"]
