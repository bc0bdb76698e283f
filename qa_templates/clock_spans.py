"""Questions that reckon with one clock, or with one clock before and after."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from scenewright.qa_templates.answers import (
    Answer,
    Boolean,
    Duration,
    Integer,
    Number,
)
from scenewright.qa_templates.base import Slot, Wrong, cross, ladder, vary
from scenewright.qa_templates.clock_base import (
    HALF_DAY,
    ClockTemplate,
    exact,
    read_time,
    slack_s,
    sure,
    time_cross,
    time_of,
)
from scenewright.qa_templates.clock_words import (
    ADVANCE,
    ANGLE,
    ELAPSED,
    HAS_PASSED,
    SET_RIGHT,
    UNTIL_HOUR,
    clock_name,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, minutes_words, time_text
from scenewright.renderers.base import Resolution
from scenewright.scenes.clock import Clocks


class HandAngle(ClockTemplate):
    """The smaller angle between the two hands; not on faces with a second hand, whose minute hand creeps."""

    phrasings = ANGLE
    skill = "arithmetic"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [face.id for face in scene.faces if face.analogue and not face.second]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        hour = work.read(face.hour.id, "value", lambda v: f"The short hand has passed {v}.")
        minute = work.read(face.minute.id, "value", lambda v: f"The long hand stands at {count_of(v, 'minute')}.")
        short = work.do("hour_angle", hour, minute, say=lambda v: f"The short hand is {v:g}° from twelve.")
        long = work.do("minute_angle", minute, say=lambda v: f"The long hand is {v:g}° from twelve.")
        gap = work.do("smaller_angle", short, long, say=lambda v: f"The smaller angle between them is {v:g}°.")
        return Number(value=gap.value, unit="°", decimals=0 if gap.value % 1 == 0 else 1, tolerance=2.0)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        """One minute is 5.5° between the hands: a face that is read to two minutes allows no angle."""
        exact(self.face(scene, slot), resolution)
        return answer


class TimeAfter(ClockTemplate):
    """The time a span later or earlier."""

    phrasings = ADVANCE
    skill = "arithmetic"
    SPANS = (10, 15, 20, 25, 35, 40, 45, 50, 65, 70, 80, 95, 100, 130, 145, 160, 190, 215, 235)

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [(f.id, side * span) for f in scene.faces if not f.second for span in self.SPANS for side in (1, -1)]

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        span = minutes_words(abs(slot[1]) * 60)
        return super().words(scene, slot) | {"span": span, "later": "after" if slot[1] > 0 else "before"}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        start = read_time(face, work, clock_name(scene, face))
        span = slot[1] * 60
        period = 86_400 if face.kind == "digital_24" else HALF_DAY
        verb = "Add" if span > 0 else "Take away"
        moved = work.do("add", start, span, say=f"{verb} {minutes_words(abs(span))}.")
        shown = time_of(face, moved.value, False)
        work.do("around", moved, period, say=f"That is {shown.text()}.")
        return shown

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        return time_cross(answer, (3600, "This carries the hour wrongly."), (600, "This is ten minutes off."))


class SetRight(ClockTemplate):
    """The right time, when the clock is known to be fast or slow."""

    phrasings = SET_RIGHT
    skill = "multi_step"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [
            (f.id, side * span)
            for f in scene.faces
            if not f.second
            for span in (5, 7, 10, 12, 15, 20)
            for side in (1, -1)
        ]

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return super().words(scene, slot) | {
            "minutes": count_of(abs(slot[1]), "minute"),
            "fast": "fast" if slot[1] > 0 else "slow",
        }

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        shown = read_time(face, work, clock_name(scene, face))
        by, fast = count_of(abs(slot[1]), "minute"), slot[1] > 0
        say = f"It is {by} {'fast, so take them away' if fast else 'slow, so add them'}."
        moved = work.do("subtract", shown, slot[1] * 60, say=say)
        right = time_of(face, moved.value, False)
        period = 86_400 if face.kind == "digital_24" else HALF_DAY
        work.do("around", moved, period, say=f"The right time is {right.text()}.")
        return right

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        """Not corrected, corrected the wrong way, or twice: steps of the span, either way."""
        return ladder(answer, abs(slot[1]) * 60, "correction")


class UntilHour(ClockTemplate):
    """Minutes until the next full hour; not at the full hour itself."""

    phrasings = UNTIL_HOUR
    skill = "arithmetic"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [face.id for face in scene.faces if not face.second and face.minute.value]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        clock = clock_name(scene, face)
        minute = work.read(
            face.minute.id, "value", lambda v: f"The {clock} is at {count_of(v, 'minute')} past the hour."
        )
        rest = work.do("subtract", 60, minute, say=lambda v: f"An hour has 60 minutes, so {v} remain.")
        return Integer(value=rest.value)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        exact(self.face(scene, slot), resolution)
        return answer


class HasPassed(ClockTemplate):
    """Whether a moment up to five hours away has passed. The moment is drawn around the clock's own time and the clock
    is anywhere on the dial, so the words tell nothing. At least six minutes apart.
    """

    phrasings = HAS_PASSED
    skill = "yes_no"
    balance = "yes_no"
    OFFSETS = tuple(side * span for span in (10, 15, 20, 30, 40, 55, 70, 90, 120, 150, 200, 260) for side in (1, -1))

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        found = []
        for face in scene.faces:
            for offset in self.OFFSETS:
                moment = (face.seconds // 60 + offset) // 5 * 5
                if abs(moment - face.seconds // 60) >= 6:
                    found.append((face.id, moment % (1440 if face.kind == "digital_24" else 720)))
        return found

    def group(self, scene: Clocks, slot: Slot) -> Hashable:
        return slot[0]

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        twelve = self.face(scene, slot).kind != "digital_24"
        return super().words(scene, slot) | {"moment": time_text(slot[1] // 60, slot[1] % 60, None, twelve)}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        shown = read_time(face, work, clock_name(scene, face))
        text = self.words(scene, slot)["moment"]
        gap = work.do(
            "ahead",
            shown,
            slot[1] * 60,
            say=lambda v: f"{text} is {minutes_words(abs(v) // 60 * 60)} {'ago' if v > 0 else 'ahead'}.",
        )
        answer = work.do("greater", gap, 0, say=lambda v: f"So {text} has {'already' if v else 'not yet'} passed.")
        return Boolean(value=answer.value)


class Elapsed(ClockTemplate):
    """The time between the clock before and the clock after, less than twelve hours."""

    phrasings = ELAPSED
    skill = "multi_step"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [tuple(f.id for f in scene.faces)] if scene.arrangement == "before_after" else []

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        before, after = (sure(scene, id) for id in slot)
        a, b = read_time(before, work, clock_name(scene, before)), read_time(after, work, clock_name(scene, after))
        gap = work.do("subtract", b, a, say="Subtract the first time from the second.")
        span = work.do(
            "around", gap, HALF_DAY, say=lambda v: f"Less than twelve hours passed, so it took {minutes_words(v)}."
        )
        return Duration(seconds=span.value)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        slack = sum(slack_s(sure(scene, id), resolution) for id in slot)
        return vary(answer, tolerance_s=slack)

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        assert isinstance(answer, Duration)
        sets = cross(answer, (3600, "This is an hour off."), (900, "This is a quarter of an hour off."))
        # each set or none, so that no option is one that could not be right
        return [kept if all(900 <= o.seconds <= HALF_DAY - 900 for o, _ in kept if isinstance(o, Duration)) else []
                for kept in sets]  # fmt: skip
