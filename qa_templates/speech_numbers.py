"""Questions that compare, add up and count what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Duration, Integer, Label
from scenewright.qa_templates.base import Skill, Slot, Wrong
from scenewright.qa_templates.speech_base import (
    SpeechTemplate,
    fact,
    facts,
    hear_all,
    hear_fact,
    hear_voice,
    named,
    once,
    other_speakers,
    other_subjects,
    pairs,
    subjects,
    things,
)
from scenewright.qa_templates.speech_words import MEASURES, WHICH, label, the, upper
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, minutes_words, ordinal
from scenewright.scenes.speech import Part, Talk
from scenewright.scenes.speech_words import DAYS, Kind


def part_of(scene: Talk, name: str) -> Part:
    """The subject of that name, which the scene has."""
    found = named(scene, name)
    assert found is not None
    return found


def hear_facts(scene: Talk, kind: Kind, work: Work, of: Sequence[str] = ()) -> tuple[list[str], list[Known]]:
    """Steps that hear a kind of fact of all subjects, or of some: their names, and the values."""
    parts = [p for p in subjects(scene) if not of or p.text in of]
    return [p.text for p in parts], [hear_fact(scene, p, kind, work) for p in parts]


class _Rank(SpeechTemplate):
    """Which subject has the k-th largest or smallest value of a kind."""

    skill: ClassVar[Skill] = "comparison"
    kind: ClassVar[Kind]
    phrasings = WHICH
    ends: ClassVar[tuple[str, str]]

    def slots(self, scene: Talk) -> Sequence[Slot]:
        count = len(facts(scene, self.kind))
        return [(end, k) for end in ("down", "up") for k in range(min(3, count))] if count >= 2 else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        end, k = slot
        rank = "" if k == 0 else f"{ordinal(k + 1)} "
        return things(scene) | {"which": f"the {rank}{self.ends[end == 'up']} {self.measure(scene)}"}

    def measure(self, scene: Talk) -> str:
        """What is compared."""
        raise NotImplementedError

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        end, k = slot
        names, values = hear_facts(scene, self.kind, work)
        order = work.do(f"rank_{end}", names, values, say=lambda v: f"In order: {', '.join(v)}.")
        found = work.do("nth", order, k, say=lambda v: f"So it is {the(scene, v)}.")
        return label(scene, found.value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_subjects(scene, answer.text(), "The rank of {} is another.")


class RankNumber(_Rank):
    """Rank by number."""

    kind = "number"
    ends = ("highest", "lowest")

    def measure(self, scene: Talk) -> str:
        return MEASURES[scene.setting]


class RankTime(_Rank):
    """Rank by time; only trains, as the times of a diary are on several days."""

    kind = "time"
    ends = ("latest", "earliest")

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return super().slots(scene) if scene.setting == "trains" else []

    def measure(self, scene: Talk) -> str:
        return "departure"


class SumOfTwo(SpeechTemplate):
    """The sum of two prices or quantities."""

    skill = "arithmetic"
    phrasings: ClassVar[tuple[str, ...]] = (
        "What is the sum of the numbers said for {a} and {b}?",
        "Add the number said for {a} to the number said for {b}. What is the result?",
        "How much is the number for {a} plus the number for {b}?",
        "Taken together, what do the numbers for {a} and {b} come to?",
        "What do you get when you add up the numbers given for {a} and {b}?",
        "Going by the recording, what is the total of the numbers for {a} and {b}?",
        "Listen for the numbers of {a} and {b}. What is their sum?",
        "Work out the sum of the two numbers that are said for {a} and {b}.",
        "The recording gives a number for {a} and one for {b}. What is their sum?",
        "Find the sum of the numbers that go with {a} and {b}.",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in subjects(scene)]) if scene.setting in ("shop", "list") else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"a": the(scene, slot[0]), "b": the(scene, slot[1])}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        a, b = (hear_fact(scene, part_of(scene, name), "number", work) for name in slot)
        return Integer(value=work.do("add", a, b, say=lambda v: f"{a.value} + {b.value} = {v}.").value)


class DifferenceOfTwo(SumOfTwo):
    """The difference of two prices or quantities."""

    phrasings = (
        "By how much do the numbers said for {a} and {b} differ?",
        "What is the difference between the numbers said for {a} and {b}?",
        "How far apart are the numbers for {a} and {b}?",
        "Subtract the smaller from the larger of the numbers said for {a} and {b}. What is left?",
        "Going by the recording, what is the gap between the numbers for {a} and {b}?",
        "Listen for the numbers of {a} and {b}. How large is their difference?",
    )

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        a, b = (hear_fact(scene, part_of(scene, name), "number", work) for name in slot)
        big, small = max(a.value, b.value), min(a.value, b.value)
        return Integer(value=work.do("distance", a, b, say=lambda v: f"{big} − {small} = {v}.").value)


class TotalOfAll(SpeechTemplate):
    """The sum of all prices or quantities."""

    skill = "multi_step"
    phrasings: ClassVar[tuple[str, ...]] = (
        "What is the sum of all the numbers said for the {things}?",
        "Add up the numbers of all the {things}. What is the total?",
        "How much do the numbers of all the {things} come to in all?",
        "Work out the total of the numbers given for the {things} in the recording.",
        "Sum the numbers of every {thing} you hear about. What do you get?",
        "Going by the recording, what is the total over all the {things}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [""] if scene.setting in ("shop", "list") else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        _, values = hear_facts(scene, "number", work)
        terms = " + ".join(str(v.value) for v in values)
        return Integer(value=work.do("add", *values, say=lambda v: f"{terms} = {v}.").value)


class TotalOfSpeaker(TotalOfAll):
    """The sum of the numbers that one of two voices says."""

    phrasings = (
        "What is the sum of the numbers that {who} says for the {things}?",
        "Add up the numbers of all the {things} that {who} mentions. What is the total?",
        "How much do the numbers of the {things} mentioned by {who} come to in all?",
        "Counting only the {things} that {who} speaks of, what do their numbers add up to?",
        "Sum the numbers {who} gives for the {things}. What do you get?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        two = len(scene.speakers) == 2 and scene.setting in ("shop", "list")
        return [s.name for s in scene.speakers] if two else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"who": slot}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        voices = [hear_voice(scene, part, work) for part in subjects(scene)]
        _, values = hear_facts(scene, "number", work)
        own = work.do("of_speaker", values, voices, slot, say=lambda v: f"{slot} says {', '.join(map(str, v))}.")
        total = work.do("sum", own, say=lambda v: f"{' + '.join(map(str, own.value))} = {v:g}.")
        return Integer(value=int(total.value))


class MinutesBetween(SpeechTemplate):
    """The span between two departures."""

    skill = "arithmetic"
    phrasings = (
        "How long is it from the earlier to the later of the departures of {a} and {b}?",
        "How much time lies between the departures of {a} and {b}?",
        "By how many hours and minutes do the departure times of {a} and {b} differ?",
        "What is the time between the departures of {a} and {b}?",
        "How far apart are the departures of {a} and {b}?",
        "Listen for the departures of {a} and {b}. How much time is there between them?",
        "How long after the earlier of {a} and {b} does the later one leave?",
        "Work out the time that passes between the departures of {a} and {b}.",
        "Going by the recording, how much time separates {a} and {b}?",
        "What is the span of time between the departures of {a} and {b}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in subjects(scene)]) if scene.setting == "trains" else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"a": the(scene, slot[0]), "b": the(scene, slot[1])}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        a, b = (hear_fact(scene, part_of(scene, name), "time", work) for name in slot)
        gap = work.do("distance", a, b, say=lambda v: f"They are {count_of(v, 'minute')} apart.")
        return span(gap, work)


def span(minutes: Known, work: Work) -> Duration:
    """Minutes as an answer."""
    seconds = work.do("minutes_to_seconds", minutes, say=lambda v: f"That is {minutes_words(v)}.")
    return Duration(seconds=seconds.value)


NOW_EARLIER_MIN = (7, 18, 25, 40, 52, 65, 85, 110)
"""Minutes before a departure at which someone asks how long it is."""


class WaitFor(SpeechTemplate):
    """How long it is until a departure, from a time that the question names."""

    skill = "multi_step"
    phrasings = (
        "It is {now} in the morning. How long is it until {a} leaves?",
        "At {now} in the morning, how much time is left until {a} leaves?",
        "Suppose you hear this at {now} in the morning. How long will it be until {a} leaves?",
        "You are at the station at {now} in the morning. How long do you have to wait for {a} to leave?",
        "Someone arrives at {now} in the morning to take {a}. How long before it leaves is that?",
        "If it is {now} in the morning now, in what time does {a} leave?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        if scene.setting != "trains":
            return []
        return [(p.text, fact(scene, p, "time").number - early) for p in subjects(scene) for early in NOW_EARLIER_MIN]

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"a": the(scene, slot[0]), "now": f"{slot[1] // 60}:{slot[1] % 60:02d}"}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        leaves = hear_fact(scene, part_of(scene, slot[0]), "time", work)
        now = self.words(scene, slot)["now"]
        gap = work.do(
            "subtract", leaves, slot[1], say=lambda v: f"From {now} it is {count_of(v, 'minute')} until then."
        )
        return span(gap, work)


class DayAfter(SpeechTemplate):
    """The weekday some days after that of an appointment."""

    skill = "multi_step"
    phrasings = (
        "Which weekday comes {days} after the day of the {a}?",
        "What day of the week is it {days} after the {a}?",
        "Going by the recording, which day of the week is {days} after the {a}?",
        "The {a} is planned for some day. Which weekday is it {days} later?",
        "Count {days} on from the day of the {a}. Which weekday do you get?",
        "If something happens {days} after the {a}, on which weekday is it?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [(p.text, days) for p in subjects(scene) for days in range(1, 7)] if scene.setting == "diary" else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"a": slot[0], "days": count_of(slot[1], "day")}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        day = hear_fact(scene, part_of(scene, slot[0]), "day", work)
        later = count_of(slot[1], "day")
        return Label(value=work.do("day_after", day, slot[1], say=lambda v: f"{upper(later)} later it is {v}.").value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return [(Label(value=day), "This miscounts the days.") for day in DAYS if day != answer.text()]


class CountSubjects(SpeechTemplate):
    """How many subjects are mentioned; lists of words that repeat some are left out."""

    skill = "counting"
    phrasings: ClassVar[tuple[str, ...]] = (
        "How many {things} are mentioned?",
        "How many {things} do you hear about?",
        "Count the {things} that are mentioned in the recording.",
        "Of how many {things} does the recording speak?",
        "What is the number of {things} mentioned in the clip?",
        "Listen to the clip. How many {things} are named?",
        "How many different {things} are spoken of?",
        "In all, how many {things} come up in the recording?",
        "How many {things} does one hear of in this recording?",
        "Give the number of {things} that are mentioned.",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [""] if len(once(scene)) == len(subjects(scene)) else []

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        heard = hear_all(scene, work)
        one = things(scene)["thing"]
        return Integer(value=work.do("count", heard, say=lambda v: f"That makes {count_of(v, one)}.").value)


class CountOfSpeaker(CountSubjects):
    """How many subjects one of two voices mentions."""

    phrasings = (
        "How many {things} does {who} mention?",
        "How many {things} are mentioned by {who}?",
        "Count the {things} that {who} speaks of.",
        "Of how many {things} does {who} speak?",
        "Listen for the voice of {who}. How many {things} does it mention?",
        "How many of the {things} are mentioned by {who}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return [s.name for s in scene.speakers] if len(scene.speakers) == 2 and super().slots(scene) else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"who": slot}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        voices = [hear_voice(scene, part, work) for part in subjects(scene)]
        names = [part.text for part in subjects(scene)]
        own = work.do("of_speaker", names, voices, slot, say=lambda v: f"{slot} mentions {', '.join(v) or 'none'}.")
        return Integer(value=work.do("count", own, say=lambda v: f"That makes {v}.").value)


class CountAbove(SpeechTemplate):
    """How many numbers are above a limit."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "For how many {things} is a number above {limit} said?",
        "How many {things} have a {measure} above {limit}?",
        "How many of the {things} have a {measure} of more than {limit}?",
        "Count the {things} whose {measure} is above {limit}.",
        "Going by the recording, how many {things} have a {measure} greater than {limit}?",
        "Listen for each {measure}. How many are above {limit}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        if scene.setting not in MEASURES or len(facts(scene, "number")) < 3:
            return []
        values = sorted(part.number for part in facts(scene, "number"))
        return sorted({v // 5 * 5 for v in values} | {v // 10 * 10 for v in values} - {0})

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"limit": str(slot), "measure": MEASURES[scene.setting]}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        _, values = hear_facts(scene, "number", work)
        above = work.do("above", values, slot, say=f"Each is compared with {slot}.")
        return Integer(value=work.do("count_true", above, say=lambda v: f"Above {slot}: {v}.").value)


class IsMore(SpeechTemplate):
    """Whether one number is larger than another."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Is the number said for {a} larger than the one for {b}?",
        "Is a larger number given for {a} than for {b}?",
        "{do} {a} have a higher number than {b}?",
        "Going by the recording, is the number of {a} above that of {b}?",
        "Listen for the numbers of {a} and {b}. Is the first of the two larger?",
        "Compared with {b}, is the number that is said for {a} larger?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in subjects(scene)]) if scene.setting in MEASURES else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"a": the(scene, slot[0]), "b": the(scene, slot[1])}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        a, b = (hear_fact(scene, part_of(scene, name), "number", work) for name in slot)
        sign = "above" if a.value > b.value else "below"
        return Boolean(value=work.do("greater", a, b, say=f"{a.value} is {sign} {b.value}.").value)


class LeavesBefore(SpeechTemplate):
    """Whether one train leaves before another."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Does {a} leave before {b}?",
        "Is the departure of {a} earlier than that of {b}?",
        "Going by the recording, does {a} leave earlier than {b}?",
        "Listen for the departures. Does {a} go before {b}?",
        "Compared with {b}, does {a} leave earlier?",
        "Will {a} be gone by the time {b} leaves?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return pairs([p.text for p in subjects(scene)]) if scene.setting == "trains" else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return things(scene) | {"a": the(scene, slot[0]), "b": the(scene, slot[1])}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        a, b = (hear_fact(scene, part_of(scene, name), "time", work) for name in slot)
        sign = "earlier" if a.value < b.value else "later"
        return Boolean(value=work.do("less", a, b, say=f"The first of these is {sign} than the second.").value)


class WhoSaysExtreme(SpeechTemplate):
    """Which of two voices says the largest or the smallest number."""

    skill = "multi_step"
    phrasings = (
        "Who says the {end} {measure}?",
        "Which of the two speakers gives the {end} {measure}?",
        "By whom is the {end} {measure} said?",
        "Whose voice gives the {end} {measure} in the recording?",
        "Name the speaker who says the {end} {measure}.",
        "Listen to both voices. Which of them says the {end} {measure}?",
    )

    def slots(self, scene: Talk) -> Sequence[Slot]:
        return ["down", "up"] if len(scene.speakers) == 2 and scene.setting in MEASURES else []

    def words(self, scene: Talk, slot: Slot) -> dict[str, str]:
        return {"end": "highest" if slot == "down" else "lowest", "measure": MEASURES[scene.setting]}

    def solve(self, scene: Talk, slot: Slot, work: Work) -> Answer:
        names, values = hear_facts(scene, "number", work)
        voices = [hear_voice(scene, part_of(scene, name), work) for name in names]
        op = "argmax" if slot == "down" else "argmin"
        return Label(value=work.do(op, voices, values, say=lambda v: f"The number in question is said by {v}.").value)

    def wrong(self, scene: Talk, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return other_speakers(scene, answer.text())
