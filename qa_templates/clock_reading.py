"""Questions that read one clock: time, hour, minutes, seconds, numerals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenewright.qa_templates.answers import (
    Answer,
    Integer,
    LabelSet,
    Text,
    Unanswerable,
)
from scenewright.qa_templates.base import Slot, Wrong, ladder
from scenewright.qa_templates.clock_base import (
    ClockTemplate,
    exact,
    read_time,
    slack_s,
    time_cross,
    time_of,
)
from scenewright.qa_templates.clock_words import (
    HOUR,
    IN_WORDS,
    MINUTE,
    NEAREST_NUMERAL,
    NUMERALS,
    READ,
    SECOND,
    clock_name,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, time_in_words, time_text
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.clock import HANDS_APART_DEG, Clocks, Face, gap_deg


class ReadTime(ClockTemplate):
    """The time a clock shows."""

    phrasings = READ

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        seconds = read_time(face, work, clock_name(scene, face))
        return time_of(face, seconds.value, face.second is not None)

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        return time_cross(answer, (3600, "This misreads the hour."), (300, "This is one five-minute mark off."))


class ReadHour(ClockTemplate):
    """The hour of the time shown: the last full hour passed."""

    phrasings = HOUR

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        clock = clock_name(scene, face)
        if face.analogue:
            look = work.read(face.hour.id, "value", lambda v: f"On the {clock} the short hand last passed {v}.")
        else:
            look = work.read(face.hour.id, "value", lambda v: f"The digits before the first colon show {v}.")
        return Integer(value=look.value)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        """The hour hand must not stand so near a numeral that the minutes have to tell which side."""
        need_hour(self.face(scene, slot), resolution)
        return answer


def need_hour(face: Face, resolution: Resolution) -> None:
    """Reject dials whose minutes are read so roughly that it may be just before or just after the full hour."""
    slack = slack_s(face, resolution) // 60
    if slack and not 2 * slack < face.minute.value < 60 - 2 * slack:
        raise Reject("near_threshold")


class ReadMinute(ClockTemplate):
    """The minutes past the full hour, where they can be told exactly."""

    phrasings = MINUTE

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        clock = clock_name(scene, face)
        what = "long hand stands at minute" if face.analogue else "digits after the first colon show"
        return Integer(value=work.read(face.minute.id, "value", lambda v: f"On the {clock} the {what} {v}.").value)

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        exact(self.face(scene, slot), resolution)
        return answer

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        return ladder(answer, 5, "five-minute mark", period=60)


class ReadSecond(ClockTemplate):
    """The seconds shown; only clocks that show them."""

    phrasings = SECOND

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [face.id for face in scene.faces if face.second]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        if not face.second:
            return Unanswerable(
                reason="false_premise", why=f"the {clock_name(scene, face)} shows no seconds, only hours and minutes."
            )
        return Integer(value=work.read(face.second.id, "value", lambda v: f"It shows {count_of(v, 'second')}.").value)


def hands_apart(hour: int, minute: int) -> bool:
    """Whether the two hands can be told apart at a time."""
    return gap_deg(30.0 * hour + minute / 2, 6.0 * minute) >= HANDS_APART_DEG


class TimeInWords(ClockTemplate):
    """The time as people say it; multiples of five minutes, as nobody says the others."""

    phrasings = IN_WORDS

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [f.id for f in scene.faces if f.minute.value % 5 == 0 and not f.second and f.kind != "digital_24"]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        read_time(face, work, clock_name(scene, face))
        return self.said(face.hour.value, face.minute.value)

    def said(self, hour: int, minute: int) -> Text:
        """The usual words first, then other forms of the same time."""
        spoken = time_in_words(hour, minute)
        forms = {spoken.replace("past", "after"), spoken.replace("quarter", "a quarter"), time_text(hour, minute)}
        if "o'clock" in spoken:
            forms |= {spoken.replace("'", "’"), spoken.split()[0]}
        return Text(value=spoken, accepted=tuple(sorted(forms - {spoken})))

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        exact(self.face(scene, slot), resolution)
        return answer

    def mistakes(self, scene: Clocks, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        """Two hours crossed with past and to; the full and half hours have no other side. None with a time at which the
        hands lie over each other: no clock shows that, so it is never right. Nor for one of several clocks at much the
        same time, none of which may show that: of these, times far from it are likelier.
        """
        face = self.face(scene, slot)
        hour, minute = face.hour.value, face.minute.value
        if minute in (0, 30) or scene.arrangement in ("rooms", "cities"):
            return ()
        swapped = hour + (1 if minute > 30 else -1)
        return [
            [
                (self.said(hour + off, minute), "This takes another hour."),
                (self.said(swapped, 60 - minute), "This swaps past and to."),
                (self.said(swapped + off, 60 - minute), "This swaps past and to, and takes another hour."),
            ]
            if all(hands_apart(h, m) for h, m in ((hour, minute), (hour + off, minute), (swapped, 60 - minute),
                                                  (swapped + off, 60 - minute)))
            else []
            for off in (1, -1)
        ]  # fmt: skip


class NearestNumeral(ClockTemplate):
    """The number the long hand points at, on dials with numerals and at multiples of five minutes."""

    phrasings = NEAREST_NUMERAL

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [
            f.id
            for f in scene.faces
            if f.analogue and not f.second and f.numerals in ("arabic", "roman") and f.minute.value % 5 == 0
        ]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        minute = work.read(face.minute.id, "value", lambda v: f"The long hand stands at {count_of(v, 'minute')}.")
        mark = work.do("divide", minute, 5, say="Each number on the dial is five minutes.")
        number = int(mark.value) or 12
        work.do("choose", minute, number, 12, say=f"That is the number {number}.")
        return Integer(value=number)


class BetweenNumerals(ClockTemplate):
    """The two numbers the hour hand stands between; only well inside the gap."""

    phrasings = (
        "Between which two numbers of the dial is the hour hand of the {clock}?",
        "Which two hour numbers does the short hand of the {clock} stand between?",
        "Name the two neighbouring numbers that enclose the hour hand of the {clock}.",
        "The short hand of the {clock} is between which two numbers?",
        "On the {clock}, which two numbers lie on either side of the hour hand?",
    )

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [
            f.id for f in scene.faces if f.analogue and f.numerals in ("arabic", "roman") and 10 <= f.minute.value <= 50
        ]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        hour = work.read(face.hour.id, "value", lambda v: f"The short hand has passed {v}.")
        rest = work.do("modulo", hour, 12, say="Twelve is followed by one.")
        after = work.do(
            "add", rest, 1, say=lambda v: f"The next number is {v}, so it stands between {hour.value} and {v}."
        )
        return LabelSet(values=(str(hour.value), str(after.value)))


class NumeralsOn(ClockTemplate):
    """What kind of numerals a dial has."""

    phrasings = NUMERALS
    skill = "structure"

    KINDS: Mapping[str, tuple[str, ...]] = {
        "arabic": ("Arabic numerals", "arabic", "arabic numbers", "ordinary numbers", "1 to 12"),
        "roman": ("Roman numerals", "roman", "roman numbers", "I to XII"),
        "none": ("none", "no numerals", "no numbers", "none at all", "ticks only"),
    }

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [f.id for f in scene.faces if f.analogue]

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        clock = clock_name(scene, face)
        look = work.read(face.id, "numerals", lambda v: f"The dial of the {clock} carries {self.kind(v)[0]}.")
        value, *accepted = self.kind(look.value)
        return Text(value=value, accepted=tuple(accepted))

    def kind(self, numerals: str) -> tuple[str, ...]:
        """The accepted names of a kind of numerals; ticks are no numerals."""
        return self.KINDS.get(numerals, self.KINDS["none"])
