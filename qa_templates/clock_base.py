"""What questions about clocks share: operations, tolerances, and how a time is read.

Times on faces of twelve hours are compared around the dial: clocks of one house differ by less than three hours, so
"ahead" has one meaning. Where ticks are missing, the tolerance is what a careful reader can tell: half a minute with
sixty ticks (so exact), one minute with twelve, two without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import (
    Answer,
    ClockTime,
)
from scenewright.qa_templates.base import Skill, Slot, Template, Wrong, cross, vary
from scenewright.qa_templates.clock_words import (
    clock_name,
)
from scenewright.qa_templates.steps import OPS as BASE_OPS
from scenewright.qa_templates.steps import Known, Op, Work
from scenewright.qa_templates.words import count_of, time_text
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.clock import Clocks, Face

HALF_DAY = 43_200


def to_seconds(scene: Clocks, hour: int, minute: int, second: int) -> int:
    """Seconds since 0:00; on a face of twelve hours 12 counts as 0 (`hour % 12` is taken by the caller's face)."""
    return hour * 3600 + minute * 60 + second


OPS: dict[str, Op] = BASE_OPS | {
    "clock_seconds": to_seconds,
    "hour_angle": lambda scene, hour, minute: hour % 12 * 30 + minute / 2,
    "minute_angle": lambda scene, minute: float(minute * 6),
    "smaller_angle": lambda scene, a, b: min(abs(a - b), 360 - abs(a - b)),
    "around": lambda scene, seconds, period: seconds % period,
    "shows_seconds": lambda scene, id: sure(scene, id).second is not None,
    "ahead": lambda scene, a, b: (a - b + HALF_DAY // 2) % HALF_DAY - HALF_DAY // 2,
}


def by_id(scene: Clocks, id: str) -> Face | None:
    """The face of that id, if the scene has it."""
    return next((face for face in scene.faces if face.id == id), None)


def time_of(face: Face, seconds: int, with_second: bool) -> ClockTime:
    """Seconds since 0:00 as an answer in the face's own terms."""
    period = 86_400 if face.kind == "digital_24" else HALF_DAY
    seconds %= period
    return ClockTime(
        hour=seconds // 3600,
        minute=seconds % 3600 // 60,
        second=seconds % 60 if with_second else None,
        twelve_hour=face.twelve_hour,
    )


def sure(scene: Clocks, id: str) -> Face:
    """The face of that id, which the scene has."""
    found = by_id(scene, id)
    assert found is not None
    return found


class ClockTemplate(Template[Clocks]):
    """What the templates of this family share."""

    skill: ClassVar[Skill] = "retrieval"

    def face(self, scene: Clocks, slot: Slot) -> Face:
        """The face a slot names: its first argument, or the slot itself."""
        return sure(scene, slot if isinstance(slot, str) else slot[0])

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [face.id for face in scene.faces]

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return {"clock": clock_name(scene, self.face(scene, slot))}

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        """Sets the tolerance of a time by the ticks of the face it is read from."""
        if isinstance(answer, ClockTime):
            return vary(answer, tolerance_s=slack_s(self.face(scene, slot), resolution))
        return answer


def slack_s(face: Face, resolution: Resolution) -> int:
    """Reading tolerance: none with sixty ticks or digits, one minute with twelve ticks, two with none."""
    return {1.0: 0, 5.0: 60, 30.0: 120}[resolution.tick[face.id]]


def exact(face: Face, resolution: Resolution) -> None:
    """Reject faces that can't be read to the minute."""
    if slack_s(face, resolution) and (face.minute.value % 5 or resolution.tick[face.id] > 5):
        raise Reject("not_resolved")


def read_time(face: Face, work: Work, clock: str) -> Known:
    """Steps that read a whole time; the value is seconds since 0:00."""
    if face.analogue:
        hour = work.read(face.hour.id, "value", lambda v: f"The short hand of the {clock} has passed {v}.")
        minute = work.read(face.minute.id, "value", lambda v: f"The long hand stands at {count_of(v, 'minute')}.")
    else:
        hour = work.read(face.hour.id, "value", lambda v: f"The first digits of the {clock} show {v}.")
        minute = work.read(face.minute.id, "value", lambda v: f"The next digits show {v:02d}.")
    second: Any = 0
    if face.second:
        second = work.read(face.second.id, "value", lambda v: f"The seconds are {v}.")
    base: Any = hour
    if face.kind != "digital_24" and hour.value == 12:
        base = work.do("modulo", hour, 12, say="Twelve counts as zero hours on this dial.")
    shown = time_text(hour.value, minute.value, second.value if face.second else None, face.kind != "digital_24")
    return work.do("clock_seconds", base, minute, second, say=f"So the {clock} shows {shown}.")


def time_cross(answer: Answer, large: tuple[float, str], small: tuple[float, str]) -> Sequence[Sequence[Wrong]]:
    """`cross` for times, around the dial of twelve hours where the answer is on one."""
    sets = cross(answer, large, small)
    assert isinstance(answer, ClockTime)
    if not answer.twelve_hour:
        return sets
    return [[(vary(a, hour=getattr(a, "hour", 0) % 12), why) for a, why in wrong] for wrong in sets]
