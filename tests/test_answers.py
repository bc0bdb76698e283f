"""Parsers and scorers of typed answers, against replies that models give."""

from __future__ import annotations

import pytest

from scenewright.qa_templates.answers import (
    Answer,
    Boolean,
    BoxAnswer,
    ClockTime,
    Duration,
    Integer,
    Label,
    LabelSet,
    Number,
    Point,
    Sequence,
    Unanswerable,
)
from scenewright.qa_templates.replies import final_answer
from scenewright.qa_templates.words import clock_words, count_of, in_words, number, ordinal, plural, time_in_words

RIGHT: list[tuple[Answer, str]] = [
    (Boolean(value=True), "Yes."),
    (Boolean(value=False), "No, it isn't."),
    (Boolean(value=True), "<think>no, wait</think>\\boxed{yes}"),
    (Integer(value=3), "There are three bars."),
    (Integer(value=3), "3"),
    (Integer(value=1200), "1,200"),
    (Integer(value=6), "The answer is not 5 but 6"),
    (Integer(value=3), "There are three bars, not four."),
    (Integer(value=3), "3 rather than 4"),
    (Number(value=250, unit="m"), "0.25 km"),
    (Number(value=250, unit="m"), "250 metres"),
    (Number(value=3, unit="s"), "3000 ms"),
    (Boolean(value=False), "That is not true."),
    (Integer(value=5), "We count 1, 2, 3, 4, 5.\nFinal answer: 5"),
    (Integer(value=5), "<answer>5</answer>"),
    (Number(value=-12.5, unit="mm", decimals=1), "−12.5 mm"),
    (Number(value=1_200_000, unit="people"), "1.2M people"),
    (Number(value=40, unit="%"), "40%"),
    (Number(value=250, unit="m"), "250 m"),
    (Number(value=10.9, unit="m/s", decimals=1), "10.9 m/s"),
    (Number(value=168, unit="million $"), "168 million $"),
    (Number(value=168, unit="million $"), "$168 million"),
    (Number(value=168, unit="million $"), "168"),
    (Number(value=1250.0, tolerance=10), "$1,255"),
    (Label(value="Peatland"), "the peatland."),
    (Label(value="hall", accepted=("hall clock",)), "Hall clock"),
    (LabelSet(values=("a1", "b2")), "b2 and a1"),
    (LabelSet(values=()), "none"),
    (Sequence(values=("left", "right", "straight")), "left, right, then straight"),
    (Sequence(values=("3", "-1", "0")), "3, -1, 0"),
    (ClockTime(hour=8, minute=45), "8:45"),
    (ClockTime(hour=8, minute=45), "It is quarter to nine."),
    (ClockTime(hour=8, minute=45), "20:45"),
    (ClockTime(hour=0, minute=5), "12:05 am"),
    (ClockTime(hour=8, minute=45, tolerance_s=60), "8:46"),
    (ClockTime(hour=15, minute=0, twelve_hour=False), "3:00 pm"),
    (Duration(seconds=8100), "2 hours 15 minutes"),
    (Duration(seconds=8100), "2 h 15 min"),
    (Duration(seconds=8100), "135 minutes"),
    (Duration(seconds=8100), "2:15"),
    (Point(x=10, y=20, tolerance_px=3), "(11, 19)"),
    (BoxAnswer(box=(0, 0, 10, 10)), "(0, 0, 10, 8)"),
    (Unanswerable(reason="hidden", why="a stain covers it."), "It can't be determined."),
    (Unanswerable(reason="false_premise", why="there is none."), "There is no such bar in the chart."),
]

WRONG: list[tuple[Answer, str]] = [
    (Boolean(value=True), "yes or no"),
    (Boolean(value=True), ""),
    (Integer(value=3), "3 or 4"),
    (Integer(value=3), "3.5"),
    (Integer(value=5), "The answer is not 5 but 6"),
    (Integer(value=5), "It is not 5."),
    (Integer(value=5), "It isn't 5"),
    (Integer(value=5), "1, 2, 3, 4, 5"),
    (Number(value=250, unit="m"), "250 km"),
    (Number(value=250, unit="m"), "250 kg"),
    (Number(value=250, unit="m"), "250 m or 0.3 km"),
    (Number(value=3, unit="s"), "3 minutes"),
    (Duration(seconds=8100), "not 2 hours 15 minutes"),
    (ClockTime(hour=8, minute=45), "It isn't 8:45"),
    (Boolean(value=True), "That is not true."),
    (Number(value=1200, unit="kg"), "1.2"),
    (Number(value=10, tolerance=1), "12"),
    (Label(value="Peatland"), "Peatland or Waseca"),
    (LabelSet(values=("a1", "b2")), "a1"),
    (LabelSet(values=("a1", "b2")), "a1, b2, c3"),
    (Sequence(values=("left", "right")), "right, left"),
    (ClockTime(hour=8, minute=45), "8:45 or 9:45"),
    (ClockTime(hour=8, minute=45), "quarter past nine"),
    (ClockTime(hour=15, minute=0, twelve_hour=False), "3:00"),
    (ClockTime(hour=8, minute=45), "8:75"),
    (Duration(seconds=8100), "2 hours or 3 hours"),
    (Point(x=10, y=20, tolerance_px=3), "(15, 20)"),
    (BoxAnswer(box=(0, 0, 10, 10)), "(5, 5, 20, 20)"),
    (Unanswerable(reason="hidden", why="a stain covers it."), "42"),
    (Unanswerable(reason="hidden", why="a stain covers it."), ""),
]


@pytest.mark.parametrize(("answer", "reply"), RIGHT)
def test_right_replies(answer: Answer, reply: str) -> None:
    assert answer.score(reply) == 1.0


@pytest.mark.parametrize(("answer", "reply"), WRONG)
def test_wrong_and_hedging_replies(answer: Answer, reply: str) -> None:
    assert answer.score(reply) == 0.0


@pytest.mark.parametrize(
    "reply", ["", "\x00\x01", "a" * 10**6, "1" * 10**5, "{" * 5000, "\\boxed{" * 3000, "<think>" * 9999]
)
def test_hostile_replies_are_survived(reply: str) -> None:
    for answer, _ in RIGHT:
        assert 0.0 <= answer.score(reply) <= 1.0


def test_partial_credit_is_the_share_before_the_first_mistake() -> None:
    trace = Sequence(values=("1", "2", "3", "4"), partial=True)
    assert trace.score("1, 2, 9, 4") == 0.5
    assert trace.score("1, 2, 3, 4, 5") == 0.8
    assert trace.score("9") == 0.0


def test_final_answer_takes_what_is_committed_to() -> None:
    assert final_answer("First 3.\nThen 4.\n**Answer:** 7 bars\n") == "** 7 bars"
    assert final_answer("\\boxed{1} then \\boxed{2}") == "2"
    assert final_answer("line one\nline two\n\n") == "line two"


@pytest.mark.parametrize("minute", range(0, 60))
def test_spoken_times_are_read_back(minute: int) -> None:
    for hour in range(12):
        assert clock_words(f"It is {time_in_words(hour, minute)}.") == hour * 3600 + minute * 60


def test_money_is_written_as_people_write_it() -> None:
    for value, unit, text in ((5911, "$", "$5,911"), (-671, "million $", "-$671 million"), (42, "A$", "A$42")):
        answer = Number(value=value, unit=unit)
        assert answer.text() == text
        assert answer.score(text) == 1.0


def test_words() -> None:
    assert [ordinal(n) for n in (1, 11, 13, 21, 22, 111)] == ["first", "eleventh", "13th", "21st", "22nd", "111th"]
    assert [count_of(n, "city") for n in (0, 1, 2)] == ["0 cities", "1 city", "2 cities"]
    assert [plural(n) for n in ("box", "day", "branch")] == ["boxes", "days", "branches"]
    assert [number(v, d) for v, d in ((-0.04, 1), (1234.5, 1), (-3, 0))] == ["0.0", "1,234.5", "-3"]
    assert in_words(45) == "forty-five"
