"""Questions that compare or count clocks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from scenewright.qa_templates.answers import (
    Answer,
    Boolean,
    Integer,
    Label,
    Number,
)
from scenewright.qa_templates.base import Balance, Skill, Slot, vary
from scenewright.qa_templates.clock_base import (
    HALF_DAY,
    ClockTemplate,
    read_time,
    slack_s,
    sure,
)
from scenewright.qa_templates.clock_words import (
    APART,
    COUNT_KIND,
    HAS_SECOND_HAND,
    IS_AHEAD,
    RANK,
    WHICH_AHEAD,
    WHICH_SHOWS,
    clock_name,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, minutes_words, ordinal, time_text
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.clock import Clocks


class IsAhead(ClockTemplate):
    """Whether one clock of a house is ahead of another, by at least five minutes."""

    phrasings = IS_AHEAD
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        if scene.arrangement != "rooms":
            return []
        return [
            (a.id, b.id, side)
            for a in scene.faces
            for b in scene.faces
            if abs(a.seconds % HALF_DAY - b.seconds % HALF_DAY) >= 300
            for side in ("ahead", "behind")
        ]

    def group(self, scene: Clocks, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return _pair_words(scene, slot) | {"ahead": "ahead of" if slot[2] == "ahead" else "behind"}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        lead = _lead(scene, slot, work)
        ahead = slot[2] == "ahead"
        one, other = (clock_name(scene, sure(scene, id)) for id in slot[:2])
        truth = work.do(
            "greater" if ahead else "less",
            lead,
            0,
            say=lambda v: f"So the {one} is {'' if v else 'not '}{'ahead of' if ahead else 'behind'} the {other}.",
        )
        return Boolean(value=truth.value)


def _pair_words(scene: Clocks, slot: Slot) -> dict[str, str]:
    return {
        "clock": clock_name(scene, sure(scene, slot[0])),
        "other": clock_name(scene, sure(scene, slot[1])),
    }


def _lead(scene: Clocks, slot: Slot, work: Work) -> Known:
    """Steps that find by how many seconds the first clock is ahead of the second (negative: behind)."""
    one, other = (sure(scene, id) for id in slot[:2])
    a = read_time(one, work, clock_name(scene, one))
    b = read_time(other, work, clock_name(scene, other))
    return work.do(
        "ahead",
        a,
        b,
        say=lambda v: f"The {clock_name(scene, one)} is {minutes_words(abs(v))} {'ahead' if v > 0 else 'behind'}.",
    )


class WhichAhead(IsAhead):
    """Which of two clocks of a house is ahead, or behind."""

    phrasings = WHICH_AHEAD
    skill = "comparison"
    balance = ""
    choice_share = 1.0

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        lead = _lead(scene, slot, work)
        names = [sure(scene, id).name for id in slot[:2]]
        wants_first = work.do("greater" if slot[2] == "ahead" else "less", lead, 0, say="Compare the two times.")
        chosen = work.do("choose", wants_first, *names, say=lambda v: f"So it is the {v} clock.")
        return Label(value=chosen.value, accepted=(f"{chosen.value} clock", f"the {chosen.value}"))

    def wrong(self, scene: Clocks, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for id in slot[:2]:
            yield Label(value=sure(scene, id).name), "This compares the times the wrong way round."


class MinutesApart(ClockTemplate):
    """By how many minutes two clocks of a house differ."""

    phrasings = APART
    skill = "arithmetic"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        faces = scene.faces if scene.arrangement == "rooms" else ()
        return [(a.id, b.id) for i, a in enumerate(faces) for b in faces[i + 1 :]]

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return _pair_words(scene, slot)

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        lead = _lead(scene, slot, work)
        apart = work.do("distance", lead, 0, say="Which of them is ahead does not matter.")
        minutes = work.do("divide", apart, 60, say=lambda v: f"They differ by {count_of(int(v), 'minute')}.")
        return Number(value=minutes.value, unit="minutes" if minutes.value != 1 else "minute")

    def gate(self, scene: Clocks, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        slack = sum(slack_s(sure(scene, id), resolution) for id in slot) / 60
        if slack > 2:
            raise Reject("not_resolved")
        return vary(answer, tolerance=slack)


class RankOfClock(ClockTemplate):
    """The clock in a given place from the furthest ahead; neighbours at least five minutes apart. Every place is asked
    for equally often, so no clock is the likelier answer.
    """

    phrasings = RANK
    skill = "multi_step"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return range(len(scene.faces)) if scene.arrangement == "rooms" and len(scene.faces) > 2 else []

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return {"place": "" if slot == 0 else f"{ordinal(slot + 1)} "}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        names = [face.name for face in scene.faces]
        times = [read_time(face, work, clock_name(scene, face)) for face in scene.faces]
        first = scene.faces[0].name

        def say(name: str, lead: int) -> str:
            side = "ahead of" if lead > 0 else "behind"
            if lead == 0:
                return f"The {name} clock shows the same time as the {first} clock."
            return f"The {name} clock is {minutes_words(abs(lead))} {side} the {first} clock."

        leads = [
            work.do("ahead", time, times[0], say=lambda v, n=name: say(n, v))
            for name, time in zip(names, times, strict=True)
        ]
        ordered = sorted((lead.value for lead in leads), reverse=True)
        if any(a - b < 300 for a, b in pairwise(ordered)):
            raise Reject("margin")
        ranked = work.do("rank_down", names, leads, say=lambda v: f"From the furthest ahead: {', '.join(v)}.")
        place = work.do("nth", ranked, slot, say=lambda v: f"So it is the {v} clock.")
        return Label(value=place.value, accepted=(f"{place.value} clock",))

    def wrong(self, scene: Clocks, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for face in scene.faces:
            yield Label(value=face.name), f"The {face.name} clock has another place in the order."


class WhichShows(ClockTemplate):
    """Which clock shows a given time; no other within ten minutes of it."""

    phrasings = WHICH_SHOWS

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return [f.id for f in scene.faces] if scene.arrangement in ("rooms", "cities") and len(scene.faces) > 1 else []

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        face = self.face(scene, slot)
        return {"time": time_text(face.hour.value, face.minute.value, None, face.kind != "digital_24")}

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        times = [read_time(f, work, clock_name(scene, f)) for f in scene.faces]
        away = [work.do("around", t, HALF_DAY, say="Around the dial.").value for t in times]
        own = face.seconds % HALF_DAY
        if sum(min((a - own) % HALF_DAY, (own - a) % HALF_DAY) < 600 for a in away) > 1:
            raise Reject("margin")
        place = scene.faces.index(face)
        name = work.do(
            "nth", [f.name for f in scene.faces], place, say=lambda v: f"Only the {v} clock shows that time."
        )
        return Label(value=name.value, accepted=(f"{name.value} clock",))

    def wrong(self, scene: Clocks, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for face in scene.faces:
            shown = time_text(face.hour.value, face.minute.value, None, face.kind != "digital_24")
            yield Label(value=face.name), f"This clock shows {shown}."


class HasSecondHand(ClockTemplate):
    """Whether a clock shows seconds; asked where some clocks do and some don't."""

    phrasings = HAS_SECOND_HAND
    skill = "yes_no"
    balance = "yes_no"

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        face = self.face(scene, slot)
        clock = clock_name(scene, face)
        shows = face.second is not None
        say = f"The {clock} shows {'seconds too' if shows else 'hours and minutes only'}."
        look = work.do("shows_seconds", face.id, say=say, evidence=(face.id,))
        return Boolean(value=look.value)


class CountKind(ClockTemplate):
    """How many of the clocks are analogue, digital, or past the half hour."""

    phrasings = COUNT_KIND
    skill = "counting"
    balance = "spread"

    def slots(self, scene: Clocks) -> Sequence[Slot]:
        return ("analogue", "digital", "first_half", "second_half") if len(scene.faces) > 2 else []

    def words(self, scene: Clocks, slot: Slot) -> dict[str, str]:
        return {
            "kind": {
                "analogue": "have hands",
                "digital": "are digital",
                "first_half": "show less than half past the hour",
                "second_half": "show more than half past the hour",
            }[slot]
        }

    def solve(self, scene: Clocks, slot: Slot, work: Work) -> Answer:
        if slot in ("analogue", "digital"):
            looks: list[Any] = [
                work.read(
                    f.id, "analogue", lambda v, f=f: f"The {clock_name(scene, f)} {'has hands' if v else 'is digital'}."
                )
                for f in scene.faces
            ]
            if slot == "digital":
                looks = [work.do("not", k, say=f"{'No' if k.value else 'Yes'}.") for k in looks]
        else:
            if any(24 <= f.minute.value <= 36 for f in scene.faces):
                raise Reject("near_threshold")
            op = "less" if slot == "first_half" else "greater"
            looks = []
            for face in scene.faces:
                minute = work.read(
                    face.minute.id,
                    "value",
                    lambda v, f=face: f"The {clock_name(scene, f)} shows {count_of(v, 'minute')}.",
                )
                looks.append(work.do(op, minute, 30, say=lambda v: "That counts." if v else "That does not count."))
        total = work.do("count_true", looks, say=lambda v: f"That makes {v}.")
        return Integer(value=total.value)
