"""Questions asked in twins: once with an answer, once without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import (
    Answer,
    Integer,
    Unanswerable,
)
from scenewright.qa_templates.base import Slot
from scenewright.qa_templates.clock_reading import NearestNumeral, ReadSecond, ReadTime, need_hour
from scenewright.qa_templates.clock_words import (
    HOUR,
    clock_name,
)
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject, below, pick
from scenewright.scenes.clock import HIDDEN_DEG, ROOMS, SEEN_DEG, Clocks, Cover, Face, gap_deg


class SecondsOfClock(ReadSecond):
    """The seconds of a clock that shows them, or, in its twin, of one that shows none."""

    unanswerable = "false_premise"

    def spoil(self, scene: Clocks, slot: Slot, rng: np.random.Generator) -> Clocks:
        return _replace(scene, slot, second=None)


class NumeralPointedAt(NearestNumeral):
    """The number the long hand points at, on a dial that in its twin has no numbers."""

    unanswerable = "false_premise"
    phrasings = (
        "Which of the numbers printed on the dial of the {clock} does the minute hand point at?",
        "The minute hand of the {clock} points at which printed number?",
        "Read the number that is printed where the long hand of the {clock} points.",
        "What number stands on the dial of the {clock} at the tip of the minute hand?",
        "Name the printed number that the long hand of the {clock} points to.",
    )

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        if face.numerals not in ("arabic", "roman"):
            return Unanswerable(
                reason="false_premise", why=f"no numbers are printed on the dial of the {clock_name(scene, face)}."
            )
        return super().solve(scene, slot, work)

    def spoil(self, scene: Clocks, slot: Slot, rng: np.random.Generator) -> Clocks:
        return _replace(scene, slot, numerals="ticks", rotation_deg=0.0, mirrored=False)


class TimeOfNamed(ReadTime):
    """The time of a named clock, which in its twin is not there: another name stands in its place."""

    unanswerable = "false_premise"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [f.name for f in scene.faces] if scene.arrangement in ("rooms", "cities") else []

    def face(self, scene: Clocks, slot: Slot) -> Face:
        return next(f for f in scene.faces if f.name == slot)

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return {"clock": f"{slot} clock"}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        if all(f.name != slot for f in scene.faces):
            return Unanswerable(reason="false_premise", why=f"there is no {slot} clock in the picture.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Clocks, slot: Slot, rng: np.random.Generator) -> Clocks:
        """Rooms: another room's name. Cities: the clock is taken away, as another city would show another time."""
        if scene.arrangement == "cities":
            if len(scene.faces) < 3:
                raise Reject("not_applicable")
            faces = tuple(f for f in scene.faces if f.name != slot)
            cover = scene.cover if scene.cover and any(f.id == scene.cover.face for f in faces) else None
            return msgspec.structs.replace(scene, faces=faces, cover=cover)
        used = {f.name for f in scene.faces}
        name = pick(rng, [n for n in ROOMS if n not in used])
        return _replace(scene, self.face(scene, slot).id, name=name)


def _replace(scene: Clocks, id: str, **changes: Any) -> Clocks:
    faces = tuple(msgspec.structs.replace(f, **changes) if f.id == id else f for f in scene.faces)
    return msgspec.structs.replace(scene, faces=faces)


class HiddenTime(ReadTime):
    """The time of a clock whose hour, in the twin, is below a sheet of paper.

    The sheet covers half of the dial with the hour hand somewhere below it (five hours or more are possible), and
    leaves the minute hand in sight; on a digital clock it covers the hour's digits.
    """

    unanswerable = "hidden"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        if scene.arrangement == "cities":
            return []  # the other clocks and a knowledge of time zones would tell the hour
        found = []
        for face in scene.faces:
            others = [a for id, a in face.hand_angles.items() if id != face.hour.id]
            if not face.analogue or all(gap_deg(face.hour_angle, a) > SEEN_DEG - HIDDEN_DEG / 2 for a in others):
                found.append(face.id)
        return found

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        if face.hour.id in scene.hidden:
            what = "hour hand" if face.analogue else "hour"
            clock = clock_name(scene, face)
            return Unanswerable(reason="hidden", why=f"a sheet of paper covers the {what} of the {clock}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Clocks, slot: Slot, rng: np.random.Generator) -> Clocks:
        face = self.face(scene, slot)
        angle = 0.0
        if face.analogue:
            others = [a for id, a in face.hand_angles.items() if id != face.hour.id]
            offsets = [o for o in range(-60, 61, 5) if all(gap_deg(face.hour_angle + o, a) > SEEN_DEG for a in others)]
            if not offsets:
                raise Reject("not_applicable")
            angle = round((face.hour_angle + pick(rng, offsets) + below(rng, 5) - 2) % 360, 1)
        cover = Cover(id="cover", face=face.id, angle_deg=angle)
        return msgspec.structs.replace(scene, cover=cover, hidden=(face.hour.id,))


class HiddenHour(HiddenTime):
    """The hour of a clock whose hour is, in the twin, below a sheet of paper."""

    phrasings = HOUR

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        answer = super().solve(scene, slot, work)
        return answer if isinstance(answer, Unanswerable) else Integer(value=self.face(scene, slot).hour.value)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        need_hour(self.face(scene, slot), resolution)
        return answer
