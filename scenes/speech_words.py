"""What is talked about: settings with their subjects and sentences, and numbers, times and letters as they are said.

Numbers are said in full words (`four hundred twelve` is never `4 12`), times as hour and minutes (`nine oh five`),
codes digit by digit, spelled words letter by letter with a pause after each.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["", "name", "subject", "number", "time", "day", "code", "word"]
"""What a part of a sentence states; empty for the words around it."""

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LOW_NAMES = ("Tom", "Peter", "Martin", "David", "Robert", "Simon", "Oscar", "Victor")
HIGH_NAMES = ("Anna", "Clara", "Laura", "Sophie", "Emma", "Julia", "Nora", "Helen")
"""Names of speakers with low and with high voices."""


def number_said(value: int) -> str:
    """0 to 999 in words: `forty two`."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        ten, one = divmod(value, 10)
        return _TENS[ten - 2] + (f" {_ONES[one]}" if one else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ONES[hundreds]} hundred" + (f" {number_said(rest)}" if rest else "")


def time_said(minutes: int) -> str:
    """Minutes since 0:00 as hour and minutes: `nine fifteen`, `nine oh five`, `nine o'clock`."""
    hour, minute = divmod(minutes, 60)
    said = number_said((hour - 1) % 12 + 1)
    if minute == 0:
        return f"{said} o'clock"
    return f"{said} {'oh ' if minute < 10 else ''}{number_said(minute)}"


def digits_said(digits: str) -> str:
    """Digit by digit: `four seven zero`."""
    return " ".join(_ONES[int(digit)] for digit in digits)


def letters_said(word: str) -> str:
    """Letter by letter, with a pause after each: `L, E, M, O, N`."""
    return ", ".join(word.upper())


class Setting(NamedTuple):
    """One kind of talk. `{subject}` and the kinds of facts stand in `lines`, in the order in which they are said."""

    subjects: tuple[str, ...]
    opening: str
    lines: tuple[str, ...]
    """Ways to state one subject's facts. Each clip uses lines with the same facts."""
    low: int = 0
    high: int = 0
    """Range of its numbers."""


_CITIES = (
    "London", "Paris", "Berlin", "Madrid", "Vienna", "Geneva", "Hamburg", "Milan", "Oxford", "Dublin", "Munich",
    "Lisbon", "Prague", "Brussels", "Florence", "Cambridge",
)  # fmt: skip
_GOODS = (
    "lamp", "table", "blanket", "mirror", "kettle", "bicycle", "camera", "carpet", "guitar", "jacket", "ladder",
    "pillow", "radio", "teapot", "umbrella", "violin",
)  # fmt: skip
_FOODS = (
    "apples", "lemons", "onions", "carrots", "melons", "tomatoes", "bananas", "potatoes", "peppers", "mangoes",
    "candles", "napkins", "cherries", "oranges", "cucumbers", "batteries",
)  # fmt: skip
_VISITS = (
    "dentist", "concert", "meeting", "swimming lesson", "birthday party", "museum visit", "football match", "haircut",
    "book club", "picnic", "dance class", "theatre trip", "garden tour", "cooking course",
)  # fmt: skip
_DOCTORS = (
    "Miller", "Baker", "Carter", "Jackson", "Cooper", "Fisher", "Hunter", "Palmer", "Taylor", "Walker", "Morgan",
    "Bennett", "Sanders", "Wilson",
)  # fmt: skip
_DOORS = (
    "garage", "office", "cellar", "library", "kitchen", "workshop", "studio", "gym", "laboratory", "attic", "pantry",
    "greenhouse", "storeroom", "music room",
)  # fmt: skip
_NOUNS = (
    "river", "window", "candle", "garden", "pencil", "mountain", "ribbon", "hammer", "island", "pocket", "shadow",
    "button", "forest", "tunnel", "helmet", "basket", "engine", "feather", "magnet", "bottle",
)  # fmt: skip
SECRETS = (
    "lemon", "tiger", "planet", "silver", "orbit", "maple", "robin", "violet", "cactus", "rocket", "winter", "salmon",
    "marble", "pepper", "dragon", "copper", "falcon", "island", "meadow", "puzzle", "saturn", "timber", "velvet",
    "walnut", "yellow", "zebra", "jungle", "hotel", "piano", "quartz",
)  # fmt: skip
"""Words that are spelled."""

LACKING: dict[tuple[str, Kind], str] = {
    ("trains", "number"): "The train to {subject} leaves at {time}.",
    ("trains", "time"): "The train to {subject} leaves from platform {number}.",
    ("diary", "time"): "The {subject} is on {day}.",
    ("diary", "day"): "The {subject} is at {time}.",
    ("clinic", "code"): "Doctor {subject} is in room {number}.",
    ("clinic", "number"): "Doctor {subject} has extension {code}.",
    ("doors", "word"): "The {subject} has the code {code}.",
    ("doors", "code"): "The {subject} has the password {word}.",
}
"""Sentences that leave one fact out."""

SETTINGS: dict[str, Setting] = {
    "trains": Setting(
        subjects=_CITIES,
        opening="Good morning. These are the next trains.",
        lines=(
            "The train to {subject} leaves at {time} from platform {number}.",
            "The train to {subject} departs at {time}, platform {number}.",
        ),
        low=1,
        high=24,
    ),
    "shop": Setting(
        subjects=_GOODS,
        opening="These are today's prices.",
        lines=("The {subject} costs {number} euros.", "The price of the {subject} is {number} euros."),
        low=11,
        high=99,
    ),
    "list": Setting(
        subjects=_FOODS,
        opening="This is the shopping list.",
        lines=("We need {number} {subject}.", "Please buy {number} {subject}."),
        low=2,
        high=40,
    ),
    "diary": Setting(
        subjects=_VISITS,
        opening="These are the plans for next week.",
        lines=("The {subject} is on {day} at {time}.", "On {day} there is the {subject} at {time}."),
    ),
    "clinic": Setting(
        subjects=_DOCTORS,
        opening="These are the rooms and extensions of the doctors.",
        lines=(
            "Doctor {subject} is in room {number}, extension {code}.",
            "Room {number} is for doctor {subject}, extension {code}.",
        ),
        low=11,
        high=99,
    ),
    "doors": Setting(
        subjects=_DOORS,
        opening="These are the codes and the passwords.",
        lines=(
            "The {subject} has the code {code} and the password {word}.",
            "For the {subject}, the code is {code}, and the password is {word}.",
        ),
    ),
    "words": Setting(
        subjects=_NOUNS,
        opening="Please remember these words.",
        lines=("{subject}.",),
    ),
}
