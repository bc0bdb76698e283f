"""What questions about tables of sliding pieces share: which shots they fit, what is sure, operations, and names."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.base import Skill, Slot, Template, Wrong
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.scenes.base import Reject
from scenewright.scenes.collisions import MADE_OF, Collisions, Kind, Piece, by_id, name
from scenewright.simulators.collisions import Facts, gated, in_order, verdict
from scenewright.simulators.table_run import Change, Heavier, On, Remove, Speed, setup_of

ARROWS: tuple[Kind, ...] = ("start", "before_after", "strip")
"""Shots that show the velocities."""
STORY: tuple[Kind, ...] = ("before_after", "strip", "video")
"""Shots that show what happens."""
ALL: tuple[Kind, ...] = ("start", *STORY)


def facts(scene: Collisions) -> Facts:
    """What is sure about a scene (kept by the simulator)."""
    return gated(setup_of(scene)).facts


def sure(scene: Collisions, id: str) -> Piece:
    """The piece of that id, which the scene has."""
    found = by_id(scene, id)
    assert found is not None
    return found


def called(scene: Collisions, id: str) -> str:
    """Its name, without article."""
    return name(scene, sure(scene, id))


def arrow(scene: Collisions, id: str) -> Any:
    """The arrow of a piece that has one."""
    found = sure(scene, id).arrow
    assert found is not None
    return found


def known(value: Any) -> Any:
    """The value of a fact that is sure; `Reject("margin")` for one that is not."""
    if value is None:
        raise Reject("margin")
    return value


def pair(scene: Collisions, a: str, b: str) -> tuple[str, str]:
    """Two ids in the order in which facts name them: that of the scene."""
    ids = [piece.id for piece in scene.pieces]
    return (a, b) if ids.index(a) < ids.index(b) else (b, a)


def change_of(kind: str, piece: str) -> Change:
    """A change by its name in a slot."""
    if kind == "without":
        return Remove(piece=piece)
    if kind == "heavier":
        return Heavier(piece=piece, factor=10.0)
    if kind.startswith("on_"):
        return On(surface=kind[3:])  # type: ignore[arg-type]
    return Speed(piece=piece, factor={"twice": 2.0, "half": 0.5, "reversed": -1.0}[kind])


def _line_gap(scene: Collisions, a: str, b: str) -> float:
    one, two, aim = sure(scene, a), sure(scene, b), arrow(scene, a)
    h = math.radians(aim.heading_deg)
    return round(abs((two.x_m - one.x_m) * math.sin(h) - (two.y_m - one.y_m) * math.cos(h)), 2)


def _ahead(scene: Collisions, a: str, b: str) -> float:
    one, two, aim = sure(scene, a), sure(scene, b), arrow(scene, a)
    h = math.radians(aim.heading_deg)
    return round((two.x_m - one.x_m) * math.cos(h) + (two.y_m - one.y_m) * math.sin(h), 2)


def _chain(scene: Collisions, id: str) -> list[str]:
    """From a piece that moves at the start to this one, each set moving by the one before."""
    found, chain = facts(scene), [id]
    while sure(scene, chain[0]).arrow is None:
        by = known(found["moved_by", chain[0]])
        if by == "" or by in chain:
            raise Reject("not_applicable")
        chain.insert(0, by)
    return chain


def _distance(scene: Collisions, a: str, b: str) -> float:
    one, two = sure(scene, a), sure(scene, b)
    return round(math.hypot(one.x_m - two.x_m, one.y_m - two.y_m), 3)


def _resting(scene: Collisions) -> list[str]:
    return [p.id for p in scene.pieces if p.arrow is None]


OPS: dict[str, Op] = BASE_OPS | {
    "line_gap": _line_gap,
    "ahead_by": _ahead,
    "reach_sum": lambda scene, a, b: round(sure(scene, a).reach_m + sure(scene, b).reach_m, 2),
    "slides": lambda scene, id: round(arrow(scene, id).speed_m_s ** 2 / 2 / scene.table.slowing_m_s2, 2),
    "centre_distance": _distance,
    "fact": lambda scene, what, id: facts(scene)[what, id],
    "touch": lambda scene, a, b: facts(scene)["hit", *pair(scene, a, b)],
    "fact_if": lambda scene, kind, piece, what, id: verdict(scene, change_of(kind, piece))[what, id],
    "touch_if": lambda scene, kind, piece, a, b: verdict(scene, change_of(kind, piece))["hit", *pair(scene, a, b)],
    "hits": lambda scene: facts(scene)["hits",],
    "first_pair": lambda scene: list(facts(scene)["order",][0]),
    "pairs": lambda scene: [list(two) for two in in_order(gated(setup_of(scene)))],
    "met": lambda scene, id: touched_in_order(scene, id),
    "touch_time": lambda scene, a, b: gated(setup_of(scene)).first_s[pair(scene, a, b)],
    "chain": _chain,
    "area": lambda scene, id: area_m2(sure(scene, id)),
    "moves": lambda scene, id: sure(scene, id).arrow is not None,
    "is_kind": lambda scene, id, kind: fits(sure(scene, id), kind),
    "wall_at": lambda scene, side: next(rim.wall for rim in scene.rims if rim.side == side),
    "slowing": lambda scene: scene.table.slowing_m_s2,
    "square": lambda scene, v: v * v,
    "speeds_up": lambda scene: scene.shot.backwards,
    "other_ending": lambda scene: scene.shot.swapped_ending,
    "cos_of": lambda scene, deg: round(math.cos(math.radians(deg)), 3),
    "sin_of": lambda scene, deg: round(math.sin(math.radians(deg)), 3),
}


def touched_in_order(scene: Collisions, id: str) -> list[str]:
    """The first two pieces that one touches, in the order of first touches; `Reject` where that is not sure."""
    met = [b if a == id else a for a, b in in_order(gated(setup_of(scene))) if id in (a, b)]
    if len(met) < 2:
        raise Reject("margin")
    return met[:2]


def area_m2(piece: Piece) -> float:
    """What a piece covers of the table."""
    whole = piece.width_m * piece.height_m
    return round(whole * math.pi / 4 if piece.shape == "puck" else whole, 4)


def fits(piece: Piece, kind: str) -> bool:
    """Whether a piece is of a kind that can be counted."""
    if kind in ("moving", "resting"):
        return (piece.arrow is not None) == (kind == "moving")
    return kind == "all" or kind in (piece.shape, piece.material)


SAID = ("small", "medium", "large", *MADE_OF.values())
"""Words of a name that may tell something about what happens."""


class CollisionsTemplate(Template[Collisions]):
    """What the templates of this family share.

    `shots` are the shots it is asked about; `reversible` ones are asked of clips played backwards too.
    """

    skill: ClassVar[Skill] = "retrieval"
    shots: ClassVar[tuple[Kind, ...]] = ALL
    reversible: ClassVar[bool] = False

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        """Slots, for scenes whose shot fits."""
        return [piece.id for piece in scene.pieces]

    def slots(self, scene: Collisions) -> Sequence[Slot]:
        shot = scene.shot
        if shot.kind not in self.shots or (shot.backwards and not self.reversible):
            return []
        if shot.swapped_ending and set(self.shots) == set(STORY):
            return []
        return self.asked(scene)

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        ids = [slot] if isinstance(slot, str) else slot
        out = {
            field: called(scene, id)
            for field, id in zip(("a", "b", "c", "d"), [i for i in ids if by_id(scene, str(i))], strict=False)
        }
        return out | when(scene)

    def group(self, scene: Collisions, slot: Slot) -> Hashable:
        """Words of size and material in the names; colours and shapes say nothing."""
        ids = [slot] if isinstance(slot, str) else slot
        return tuple(
            sorted(tuple(w for w in called(scene, id).split()[:-1] if w in SAID) for id in ids if by_id(scene, str(id)))
        )


START = {
    "start": "",
    "before_after": " in the picture marked Before",
    "strip": " in the first picture",
    "video": " at the start of the clip",
}


def when(scene: Collisions) -> dict[str, str]:
    """Words that say that the start is meant, where more is shown: to end a phrase with, and to begin a sentence."""
    words = " in the clip" if scene.shot.backwards else START[scene.shot.kind]
    return {"start": words, "at": f"{words[1:]}, " if words else ""}


def everything(scene: Collisions) -> list[str]:
    """Ids that a question about what happens rests on: any piece and arrow may matter."""
    return [id for p in scene.pieces for id in (p.id, *((p.arrow.id,) if p.arrow and shows_arrows(scene) else ()))]


def shows_arrows(scene: Collisions) -> bool:
    """Whether the shot shows velocities."""
    return scene.shot.kind in ARROWS


def label(scene: Collisions, id: str) -> Label:
    """A piece as an answer; its colour alone will do where no other has it."""
    words, piece = called(scene, id), sure(scene, id)
    alone = sum(p.colour == piece.colour for p in scene.pieces) == 1
    forms = [f"{piece.colour} {MADE_OF[piece.material]} {piece.shape}", f"{piece.size} {piece.colour} {piece.shape}"]
    fits_one = [f for f in forms if f != words and _only(scene, f)]
    return Label(
        value=words,
        accepted=(*((piece.colour, f"{piece.colour} one", f"{piece.colour} piece") if alone else ()), *fits_one),
    )


def _only(scene: Collisions, words: str) -> bool:
    forms = [
        form
        for p in scene.pieces
        for form in (f"{p.colour} {MADE_OF[p.material]} {p.shape}", f"{p.size} {p.colour} {p.shape}")
    ]
    return forms.count(words) == 1


def other_pieces(scene: Collisions, not_these: Iterable[str], why: str) -> Iterable[Wrong]:
    """The other pieces as wrong answers; `why` has a field for the name."""
    left_out = set(not_these)
    for piece in scene.pieces:
        if piece.id not in left_out:
            yield label(scene, piece.id), why.format(name(scene, piece))


def look_at_line(scene: Collisions, a: str, b: str, work: Work) -> None:
    """Steps that compare the line of motion of one piece with the place of another."""
    one, two = called(scene, a), called(scene, b)
    work.read(arrow(scene, a).id, "speed_m_s", lambda v: f"The arrow of the {one} shows {v:g} m/s.")
    ahead = work.do(
        "ahead_by", a, b,
        say=lambda v: f"Along the arrow, the {two} lies {abs(v):g} m {'ahead' if v > 0 else 'behind'}.",
        evidence=(a, b, arrow(scene, a).id),
    )  # fmt: skip
    gap = work.do("line_gap", a, b, say=lambda v: f"Its centre is {v:g} m beside the line of motion.")
    sum_ = work.do("reach_sum", a, b, say=lambda v: f"The two reach {v:g} m together.")
    work.do(
        "and",
        work.do("greater", ahead, 0, say=lambda v: "It is ahead." if v else "It is behind."),
        work.do("less", gap, sum_, say=lambda v: f"{'Less' if v else 'More'} than that lies between line and centre."),
        say=lambda v: f"So the {one} {'heads for' if v else 'does not head for'} the {two}.",
    )
    work.do("slides", a, say=lambda v: f"Left alone, the {one} would slide {v:g} m before it stops.")


def tell_chain(scene: Collisions, id: str, work: Work) -> Known:
    """The step that finds what set a piece moving."""

    def say(chain: list[str]) -> str:
        names = [f"the {called(scene, i)}" for i in chain]
        if len(names) == 1:
            return f"{names[0].capitalize()} moves from the start."
        links = [f"{a} hits {b}" for a, b in pairwise(names)]
        return f"{', then '.join(links)}.".capitalize()

    return work.do("chain", id, say=say, evidence=everything(scene))


def answer_of(found: Known) -> Any:
    """The value of a step that must be sure."""
    return known(found.value)


__all__ = ["ALL", "ARROWS", "OPS", "STORY", "Answer", "CollisionsTemplate"]
