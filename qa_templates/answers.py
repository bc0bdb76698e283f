"""Typed answers: each knows its canonical words, how to read a reply, and how to score one in [0, 1].

A reply is what a model wrote. `final_answer` takes the part that commits to an answer; each type then reads that part
and returns None unless it holds exactly one reading, so a hedge ("5 or 6") scores 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from scenewright.qa_templates.plot_scripts import Script
from scenewright.qa_templates.point_tables import PointTable
from scenewright.qa_templates.replies import Answer, read_numbers
from scenewright.qa_templates.tables import Table
from scenewright.qa_templates.words import (
    clock_words,
    edits,
    minutes_words,
    normalise,
    number,
    said_words,
    time_text,
)
from scenewright.scenes.base import Scene

_UNSURE = re.compile(r"\b(?:maybe|perhaps|possibly|not sure|unsure|(?:yes|no) or)\b", re.I)


class Boolean(Answer, frozen=True, kw_only=True, tag="boolean"):
    """Yes or no."""

    instruction = "Answer yes or no."
    value: bool

    def text(self) -> str:
        return "Yes" if self.value else "No"

    def parse(self, reply: str) -> bool | None:
        if _UNSURE.search(reply):
            return None
        words = set(re.findall(r"[a-z]+", re.sub(r"\bnot (?:true|correct|right)\b", "no", reply.lower())))
        yes, no = bool(words & {"yes", "true"}), bool(words & {"no", "false"})
        return yes if yes != no else None

    def accepts(self, reading: bool, scene: Scene | None) -> float:
        return float(reading == self.value)


_INSTEAD = re.compile(r"\bnot\s+[^,;.]{1,60}?,?\s+but\s+(?:rather\s+)?", re.I)
_EXCLUDED = re.compile(r"(?:,|\band|\brather than)?\s+not\s+[^,;]{1,60}$|\s+rather than\s+[^,;]{1,60}$", re.I)
_DENIED = re.compile(r"\b(?:not|never|neither|nor)\b|n't\b", re.I)


def affirmed(text: str) -> str:
    """What a reply asserts: 6 of "not 5 but 6" and of "6, not 5"; nothing of a bare denial ("it is not 5")."""
    if not _DENIED.search(text) and "rather than" not in text.lower():
        return text
    text = _INSTEAD.sub("", text)
    if not _DENIED.match(text.lstrip()):
        text = _EXCLUDED.sub("", text)
    return "" if _DENIED.search(text) else text


def _one_number(text: str, unit: str) -> float | None:
    values = set(read_numbers(affirmed(text), unit))
    return values.pop() if len(values) == 1 else None


_UNITS = {
    "length": {"mm": 1e-3, "millimetres": 1e-3, "millimeters": 1e-3, "cm": 1e-2, "centimetres": 1e-2,
               "centimeters": 1e-2, "m": 1.0, "metres": 1.0, "meters": 1.0, "metre": 1.0, "meter": 1.0, "km": 1e3,
               "kilometres": 1e3, "kilometers": 1e3},
    "mass": {"g": 1e-3, "grams": 1e-3, "kg": 1.0, "kilograms": 1.0, "t": 1e3, "tonnes": 1e3},
    "time": {"ms": 1e-3, "milliseconds": 1e-3, "s": 1.0, "seconds": 1.0, "second": 1.0, "min": 60.0, "minutes": 60.0,
             "minute": 60.0, "h": 3600.0, "hours": 3600.0, "hour": 3600.0},
    "speed": {"m/s": 1.0, "km/h": 1 / 3.6},
    "frequency": {"hz": 1.0, "khz": 1e3},
    "level": {"db": 1.0},
    "angle": {"°": 1.0, "degrees": 1.0, "degree": 1.0},
    "share": {"%": 1.0, "percent": 1.0},
}  # fmt: skip
_SIZES = {name: (kind, size) for kind, sizes in _UNITS.items() for name, size in sizes.items()}
_STATED_UNIT = re.compile(rf"\d\s*({'|'.join(sorted(map(re.escape, _SIZES), key=len, reverse=True))})(?![\w/])", re.I)


def _one_size(text: str, unit: str) -> float | None:
    """The one number of a text in the unit asked for. A unit that is stated counts: 0.25 km is 250 m, 250 kg is not."""
    if unit.lower() not in _SIZES:
        return _one_number(text, unit)
    stated = {name.lower() for name in _STATED_UNIT.findall(text)}
    if len(stated) > 1:
        return None
    given = stated.pop() if stated else unit.lower()
    (kind, size), (wanted, one) = _SIZES[given], _SIZES[unit.lower()]
    value = _one_number(text, given) if kind == wanted else None
    return None if value is None else value if size == one else value * size / one


class Integer(Answer, frozen=True, kw_only=True, tag="integer"):
    """A whole number, exact."""

    instruction = "Answer with a whole number."
    value: int

    def text(self) -> str:
        return str(self.value)

    def parse(self, reply: str) -> float | None:
        return _one_number(reply, "")

    def accepts(self, reading: float, scene: Scene | None) -> float:
        return float(reading == self.value)


class Number(Answer, frozen=True, kw_only=True, tag="number"):
    """A number with unit, right within `tolerance` (absolute, in the same unit; 0 means exact to rounding)."""

    instruction = "Answer with a number."
    value: float
    unit: str = ""
    tolerance: float = 0.0
    decimals: int = 0
    """Decimals of the canonical text; the value itself is not rounded further."""

    def text(self) -> str:
        return with_unit(number(self.value, self.decimals), self.unit)

    def parse(self, reply: str) -> float | None:
        return _one_size(reply, self.unit)

    def accepts(self, reading: float, scene: Scene | None) -> float:
        slack = max(self.tolerance, 0.5 * 10.0**-self.decimals) * (1 + 1e-9)
        return float(abs(reading - self.value) <= slack)


_MONEY = re.compile(r"(?:(thousand|million|billion) )?((?:[A-Z]{1,2})?[$€£])")


def with_unit(figure: str, unit: str) -> str:
    """A figure with its unit: `35%`, `12 mm`, `-$3.5 million` (the unit being `million $`)."""
    if money := _MONEY.fullmatch(unit):
        sign, digits = ("-", figure[1:]) if figure.startswith("-") else ("", figure)
        return f"{sign}{money[2]}{digits}{' ' + money[1] if money[1] else ''}"
    return f"{figure}{'' if unit in ('', '%', '°') else ' '}{unit}"


class Label(Answer, frozen=True, kw_only=True, tag="label"):
    """A name out of the scene. `accepted` holds other spellings of the same name."""

    instruction = "Answer with a name."
    value: str
    accepted: tuple[str, ...] = ()

    def text(self) -> str:
        return self.value

    def parse(self, reply: str) -> str | None:
        return normalise(reply) or None

    def accepts(self, reading: str, scene: Scene | None) -> float:
        return float(any(reading == normalise(form) for form in (self.value, *self.accepted)))


class Text(Label, frozen=True, kw_only=True, tag="text"):
    """Free text with its accepted forms."""

    instruction = "Answer in a few words."


class Transcript(Answer, frozen=True, kw_only=True, tag="transcript"):
    """What was said, word for word: the score is 1 less the word error rate, at least 0. Case, punctuation and the way
    numbers and times are written (`9:05`, `nine oh five`) make no difference.
    """

    instruction = "Answer with the words as they are said."
    value: str

    def text(self) -> str:
        return self.value

    def parse(self, reply: str) -> tuple[str, ...] | None:
        return said_words(reply) or None

    def accepts(self, reading: tuple[str, ...], scene: Scene | None) -> float:
        wanted = said_words(self.value)
        return max(0.0, 1.0 - edits(reading, wanted) / len(wanted))


_SEPARATOR = re.compile(r"\s*(?:,\s*and\b|,|;|\n|→|->|\bthen\b|\band\b)\s*", re.I)
_LIST_SEPARATOR = re.compile(r"\s*(?:,|;|\n|→|->)\s*")


def read_list(reply: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Items of a list written with commas, semicolons, arrows, "then" or "and"; normalised, empty ones dropped.

    A known item that itself contains "and" or "then" keeps the words together: commas alone separate then.
    """
    words = any(re.search(r"\b(and|then)\b", item, re.I) for item in known)
    parts = (_LIST_SEPARATOR if words else _SEPARATOR).split(reply.strip().strip("[](){}."))
    return tuple(item for item in map(normalise, parts) if item)


class LabelSet(Answer, frozen=True, kw_only=True, tag="label_set"):
    """Names in any order, all of them and no others."""

    instruction = "Answer with all the names, separated by commas."
    values: tuple[str, ...]

    def text(self) -> str:
        return ", ".join(self.values) if self.values else "None"

    def parse(self, reply: str) -> frozenset[str] | None:
        if normalise(reply) in ("none", "nothing", "no one"):
            return frozenset()
        return frozenset(read_list(reply, self.values)) or None

    def accepts(self, reading: frozenset[str], scene: Scene | None) -> float:
        return float(reading == frozenset(map(normalise, self.values)))


class Sequence(Answer, frozen=True, kw_only=True, tag="sequence"):
    """Items in order. With `partial`, the score is the share of items right before the first wrong one."""

    instruction = "Answer with the items in order, separated by commas."
    values: tuple[str, ...]
    partial: bool = False

    def text(self) -> str:
        return ", ".join(self.values) if self.values else "None"

    def parse(self, reply: str) -> tuple[str, ...] | None:
        if normalise(reply) in ("none", "nothing"):
            return ()
        return read_list(reply, self.values) or None

    def accepts(self, reading: tuple[str, ...], scene: Scene | None) -> float:
        wanted = tuple(map(normalise, self.values))
        if reading == wanted:
            return 1.0
        if not self.partial or not wanted:
            return 0.0
        right = 0
        for ours, theirs in zip(wanted, reading, strict=False):
            if ours != theirs:
                break
            right += 1
        return right / max(len(wanted), len(reading))


_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:.h]\s*(\d{2})(?:\s*[:.]\s*(\d{2}))?(?!\d)\s*([ap])?\.?(?:m\b)?", re.I)


class ClockTime(Answer, frozen=True, kw_only=True, tag="clock_time"):
    """A time of day. With `twelve_hour` only the position on a 12-hour face counts. `tolerance_s` either side."""

    instruction = "Answer with a time as h:mm, or h:mm:ss where a second hand is shown."
    hour: int
    minute: int
    second: int | None = None
    twelve_hour: bool = True
    tolerance_s: int = 0

    @property
    def seconds(self) -> int:
        """Seconds since midnight."""
        return self.hour * 3600 + self.minute * 60 + (self.second or 0)

    def text(self) -> str:
        return time_text(self.hour, self.minute, self.second, self.twelve_hour)

    def parse(self, reply: str) -> int | None:
        found = set()
        reply = affirmed(reply)
        for hour, minute, second, half in _CLOCK.findall(reply):
            h, m, s = int(hour), int(minute), int(second or 0)
            if h > 24 or m > 59 or s > 59:
                return None
            if half:
                h = h % 12 + (12 if half.lower() == "p" else 0)
            found.add(h % 24 * 3600 + m * 60 + s)
        if not found and (spoken := clock_words(reply)) is not None:
            found.add(spoken)
        return found.pop() if len(found) == 1 else None

    def accepts(self, reading: int, scene: Scene | None) -> float:
        period = 43_200 if self.twelve_hour else 86_400
        away = abs(reading - self.seconds) % period
        return float(min(away, period - away) <= self.tolerance_s)


_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(h|hours?|hrs?|m|min|mins|minutes?|s|secs?|seconds?)\b", re.I)


class Duration(Answer, frozen=True, kw_only=True, tag="duration"):
    """A span of time, right within `tolerance_s`."""

    instruction = "Answer with a span such as 2 hours 15 minutes."
    seconds: int
    tolerance_s: int = 0

    def text(self) -> str:
        return minutes_words(self.seconds)

    def parse(self, reply: str) -> float | None:
        reply = affirmed(reply)
        parts = _SPAN.findall(reply)
        units = [unit[0].lower() for _, unit in parts]
        if parts:
            if units != sorted(set(units), key="hms".index):
                return None  # a unit named twice is two answers
            return sum(float(n) * {"h": 3600, "m": 60, "s": 1}[u] for (n, _), u in zip(parts, units, strict=True))
        clock = re.fullmatch(r"\s*(\d+):(\d{2})(?::(\d{2}))?\s*", reply)
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0) if clock else None

    def accepts(self, reading: float, scene: Scene | None) -> float:
        return float(abs(reading - self.seconds) <= self.tolerance_s + 1e-9)


class Point(Answer, frozen=True, kw_only=True, tag="point"):
    """A point in pixels, right within `tolerance_px`."""

    instruction = "Answer with a point as (x, y), in pixels unless another unit is asked for."
    x: float
    y: float
    tolerance_px: float

    def text(self) -> str:
        return f"({self.x:g}, {self.y:g})"

    def parse(self, reply: str) -> tuple[float, ...] | None:
        values = tuple(read_numbers(reply))
        return values if len(values) == 2 else None

    def accepts(self, reading: tuple[float, float], scene: Scene | None) -> float:
        return float(math.hypot(reading[0] - self.x, reading[1] - self.y) <= self.tolerance_px)


class BoxAnswer(Answer, frozen=True, kw_only=True, tag="box"):
    """A box in pixels; right from an intersection over union of `iou` on (PASCAL VOC counts 0.5)."""

    instruction = "Answer with a box as (left, top, right, bottom), in pixels unless another unit is asked for."
    box: tuple[float, float, float, float]
    iou: float = 0.5

    def text(self) -> str:
        return "({:g}, {:g}, {:g}, {:g})".format(*self.box)

    def parse(self, reply: str) -> tuple[float, ...] | None:
        values = tuple(read_numbers(reply))
        return values if len(values) == 4 else None

    def accepts(self, reading: tuple[float, float, float, float], scene: Scene | None) -> float:
        (a, b, c, d), (e, f, g, h) = self.box, reading
        overlap = max(0.0, min(c, g) - max(a, e)) * max(0.0, min(d, h) - max(b, f))
        union = (c - a) * (d - b) + (g - e) * (h - f) - overlap
        return float(union > 0 and overlap / union >= self.iou)


class Route(Answer, frozen=True, kw_only=True, tag="route"):
    """A route, scored by walking it: `scene.walk(start, goal, reply)` gives 1 where it arrives, legally, at `cost`.

    `example` is one right route; every other route of the same cost is as right.
    """

    instruction = "Answer with the streets to take in order, separated by commas."
    start: str
    goal: str
    cost: float
    example: tuple[str, ...]

    def text(self) -> str:
        return ", ".join(self.example)

    def parse(self, reply: str) -> tuple[str, ...] | None:
        return read_list(reply, self.example) or None

    def accepts(self, reading: tuple[str, ...], scene: Scene | None) -> float:
        if scene is None:
            return float(reading == tuple(map(normalise, self.example)))
        walk: Callable[..., float] = getattr(scene, "walk")  # noqa: B009 - only scenes with streets have it
        return walk(self.start, self.goal, reading, self.cost)


_REFUSAL = re.compile(
    r"can(?:no|')t (?:be )?(?:tell|told|say|said|know|determin|answer|read|seen?)|cannot|can not|"
    r"impossible|unanswerable|"
    r"not (?:enough information|possible|answerable|shown|visible|present|in the|on the|given|determin|known)|"
    r"(?:no|isn't|is no|are no|doesn't|does not|has no|there is no)\b.*\b(?:shown|exist|present|such|appear|visible|"
    r"chart|clock|map|picture|have|hand|face|street|variable|step)|"
    r"insufficient|unknown|hidden|covered|obscured",
    re.I,
)


class Unanswerable(Answer, frozen=True, kw_only=True, tag="unanswerable"):
    """No answer can be given: `reason` is `false_premise` or `hidden`; `why` says it in one sentence."""

    instruction = "If there is no telling, say so."
    reason: str
    why: str
    form: str = ""
    """Type of the answer that the same question has in its twin: both are to be put with the same instruction."""

    def text(self) -> str:
        return f"This cannot be answered: {self.why}"

    def parse(self, reply: str) -> bool | None:
        return bool(_REFUSAL.search(reply)) or None

    def accepts(self, reading: bool, scene: Scene | None) -> float:
        return float(reading)


AnyAnswer = (
    Boolean
    | Integer
    | Number
    | Label
    | Text
    | Transcript
    | LabelSet
    | Sequence
    | ClockTime
    | Duration
    | Point
    | BoxAnswer
    | Route
    | Table
    | PointTable
    | Script
    | Unanswerable
)

_KINDS: dict[str, type[Answer]] = {str(kind.__struct_config__.tag): kind for kind in AnyAnswer.__args__}


def instruction(answer: Answer) -> str:
    """What to tell a model about the form of its reply. It does not show whether there is an answer."""
    kind = type(answer)
    if isinstance(answer, Unanswerable):
        kind = _KINDS.get(answer.form, Answer)
    return f"{kind.instruction} {Unanswerable.instruction}".lstrip()
