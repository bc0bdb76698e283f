"""Questions asked in twins: once with an answer, once without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from scenewright.qa_templates import collisions_words as say
from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.base import Slot, Wrong
from scenewright.qa_templates.collisions_base import called, facts
from scenewright.qa_templates.collisions_predict import FirstTouched
from scenewright.qa_templates.collisions_seen import MaterialOf, PointsTo, SpeedOf, moving
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import pick
from scenewright.scenes.collisions import COLOURS, Collisions, Piece, by_id, covered_by, name, sheet_over


def _by_name(scene: Collisions, words: str) -> Piece | None:
    return next((p for p in scene.pieces if name(scene, p) == words), None)


def _with(scene: Collisions, id: str, **changes: object) -> Collisions:
    pieces = tuple(msgspec.structs.replace(p, **changes) if p.id == id else p for p in scene.pieces)
    return msgspec.structs.replace(scene, pieces=pieces)


class FirstTouchedOfNamed(FirstTouched):
    """The first piece that a named one touches, which in the twin is of another colour."""

    unanswerable = "false_premise"
    phrasings = (*say.FIRST_TOUCHED, *say.FIRST_TOUCHED_SEEN)
    shots = ("start", "video")

    def fitting(self, scene: Collisions, slot: Slot) -> Sequence[int]:
        first = len(say.FIRST_TOUCHED)
        return range(first) if scene.shot.kind == "start" else range(first, len(self.phrasings))

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        if scene.hidden or len({p.colour for p in scene.pieces}) == len(COLOURS):
            return []
        return [
            called(scene, id)
            for id in super().asked(scene)
            if sum(p.colour == by_id(scene, id).colour for p in scene.pieces) == 1  # type: ignore[union-attr]
        ]

    def words(self, scene: Collisions, slot: Slot) -> dict[str, str]:
        return {"a": slot}

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        piece = _by_name(scene, slot)
        if piece is None:
            return Unanswerable(reason="false_premise", why=f"there is no {slot} on the table.")
        return super().solve(scene, piece.id, work)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return ()

    def spoil(self, scene: Collisions, slot: Slot, rng: np.random.Generator) -> Collisions:
        piece = _by_name(scene, slot)
        assert piece is not None
        unused = [c for c in COLOURS if all(p.colour != c for p in scene.pieces)]
        return _with(scene, piece.id, colour=pick(rng, unused))


class SpeedOfMoving(SpeedOf):
    """The speed of a piece that, in the twin, has no arrow."""

    unanswerable = "false_premise"
    phrasings = (
        "The {a} is moving{start}. How fast, in m/s?",
        "The {a} has an arrow{start}. What speed does it stand for, in m/s?",
        "What speed, in m/s, does the arrow on the {a} show{start}?",
        "How long is the arrow of the {a}{start}, as a speed in m/s?",
        "Read the arrow on the {a}{start}: what speed is it, in m/s?",
    )

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found = [id for id in moving(scene) if id not in scene.hidden]
        return found if len(found) > 1 else []  # a story needs something that moves

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        piece = by_id(scene, slot)
        assert piece is not None
        if piece.arrow is None:
            return Unanswerable(reason="false_premise", why=f"the {called(scene, slot)} has no arrow.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Collisions, slot: Slot, rng: np.random.Generator) -> Collisions:
        return _with(scene, slot, arrow=None)


class HiddenPointsTo(PointsTo):
    """Where an arrow points that, in the twin, lies below a sheet of paper."""

    unanswerable = "hidden"
    shots = ("start",)

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        if slot[0] in scene.hidden:
            return Unanswerable(reason="hidden", why=f"a sheet of paper covers the {called(scene, slot[0])}.")
        return super().solve(scene, slot, work)

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        return [slot for slot in super().asked(scene) if covered_by(scene, slot[0])]

    def spoil(self, scene: Collisions, slot: Slot, rng: np.random.Generator) -> Collisions:
        return sheet_over(scene, slot[0], rng)


class HiddenMaterialOf(MaterialOf):
    """What a piece is made of that lies still from the start to the end and, in the twin, below a sheet of paper."""

    unanswerable = "hidden"

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        still = [p.id for p in scene.pieces if p.arrow is None]
        fitting = [id for id in super().asked(scene) if id in still and covered_by(scene, id)]
        if scene.shot.kind == "start" or not fitting:
            return fitting
        if scene.shot.kind != "video":
            return []  # a sheet lies over the first picture alone
        return [id for id in fitting if facts(scene)["moved", id] is False and not facts(scene)["first_hit", id]]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        if slot in scene.hidden:
            return Unanswerable(reason="hidden", why=f"a sheet of paper covers the {called(scene, slot)}.")
        return super().solve(scene, slot, work)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return ()

    def spoil(self, scene: Collisions, slot: Slot, rng: np.random.Generator) -> Collisions:
        return sheet_over(scene, slot, rng)


class HiddenFirstTouched(FirstTouched):
    """The first piece that another touches, of which one, in the twin, lies below a sheet of paper."""

    unanswerable = "hidden"

    def asked(self, scene: Collisions) -> Sequence[Slot]:
        found = facts(scene)
        return [
            id for id in super().asked(scene) if covered_by(scene, id) and covered_by(scene, found["first_hit", id])
        ]

    def solve(self, scene: Collisions, slot: Slot, work: Work) -> Answer:
        first = facts(scene)["first_hit", slot]
        covered = [id for id in (slot, first) if id in scene.hidden]
        if covered:
            what = (
                f"the {called(scene, slot)}"
                if covered[0] == slot
                else f"what lies in the way of the {called(scene, slot)}"
            )
            return Unanswerable(reason="hidden", why=f"a sheet of paper covers {what}.")
        return super().solve(scene, slot, work)

    def wrong(self, scene: Collisions, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return ()

    def spoil(self, scene: Collisions, slot: Slot, rng: np.random.Generator) -> Collisions:
        first = facts(scene)["first_hit", slot]
        return sheet_over(scene, pick(rng, [slot, first]), rng)


__all__ = ["FirstTouchedOfNamed", "HiddenFirstTouched", "HiddenMaterialOf", "HiddenPointsTo", "SpeedOfMoving"]
