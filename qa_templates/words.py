"""English for questions and answers: numbers, plurals, lists and times in words; and reading them back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenewright.scenes.speech_words import digits_said, number_said, time_said

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
ONES = tuple(_ONES.split())
NUMBER_WORDS = {word: value for value, word in enumerate(ONES)}
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")


def in_words(value: int) -> str:
    """0 to 59 in words: `forty-one`."""
    if value <= 20:
        return ONES[value]
    ten, one = value - value % 10, value % 10
    return _TENS[ten] + (f"-{ONES[one]}" if one else "")


_FROM_WORDS = {in_words(value): value for value in range(60)} | {in_words(v).replace("-", " "): v for v in range(60)}


def ordinal(value: int) -> str:
    """1 -> `first`, 13 -> `13th`."""
    if value <= len(ORDINALS):
        return ORDINALS[value - 1]
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def count_of(value: int, one: str, many: str = "") -> str:
    """`1 bar`, `3 bars`."""
    return f"{value} {one if value == 1 else many or plural(one)}"


def plural(noun: str) -> str:
    """The regular English plural: `city` -> `cities`, `box` -> `boxes`."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(s|x|z|ch|sh)$", noun) else f"{noun}s"


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators, a fixed number of decimals and no negative zero."""
    text = f"{value:,.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


_EDGES = re.compile(r"^[\s\"'“”‘’`*_.:;!?()\[\]{}]+|[\s\"'“”‘’`*_.:;!?()\[\]{}]+$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)")


def normalise(text: str) -> str:
    """A name for comparison: case folded, outer quotes, stops and a leading article dropped, spaces single."""
    folded = " ".join(_EDGES.sub("", text).casefold().split())
    return _ARTICLE.sub("", folded)


# -- times ---------------------------------------------------------------------------------------------------------


def time_text(hour: int, minute: int, second: int | None = None, twelve_hour: bool = True) -> str:
    """`3:05` or `3:05:09` on a 12-hour face, `15:05` on a 24-hour one."""
    shown = f"{hour % 12 or 12}" if twelve_hour else f"{hour:02d}"
    return f"{shown}:{minute:02d}" + ("" if second is None else f":{second:02d}")


def time_in_words(hour: int, minute: int) -> str:
    """How people say a time on a 12-hour face: `quarter to nine`, `twenty past three`, `eight o'clock`."""
    this, following = in_words(hour % 12 or 12), in_words((hour + 1) % 12 or 12)
    if minute == 0:
        return f"{this} o'clock"
    if minute in (15, 30):
        return f"{'quarter' if minute == 15 else 'half'} past {this}"
    if minute == 45:
        return f"quarter to {following}"
    past = minute < 30
    span = minute if past else 60 - minute
    spoken = in_words(span) if span % 5 == 0 else f"{in_words(span)} minute{'s' if span > 1 else ''}"
    return f"{spoken} {'past' if past else 'to'} {this if past else following}"


_SPANS = _FROM_WORDS | {"quarter": 15, "half": 30}
_ANY = "|".join(sorted(_SPANS, key=len, reverse=True))
_PAST = re.compile(rf"\b({_ANY}|\d{{1,2}})(?:\s+minutes?)?\s+(past|after|to|before|till)\s+({_ANY}|\d{{1,2}})\b")
_WHOLE = re.compile(rf"\b({_ANY}|\d{{1,2}})\s+o['’]?\s?clock")


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _SPANS[word]


def clock_words(text: str) -> int | None:
    """Seconds since 0:00, below twelve hours, of a time said in words (`a quarter to nine`, `ten past 3`).

    None if the text does not hold exactly one.
    """
    text = " ".join(text.lower().split())
    found = set()
    for span, side, hour in _PAST.findall(text):
        minutes = _value(span) * (1 if side in ("past", "after") else -1)
        found.add((_value(hour) * 60 + minutes) * 60 % 43_200)
    found |= {_value(hour) * 3600 % 43_200 for hour in _WHOLE.findall(text)}
    return found.pop() if len(found) == 1 else None


def minutes_words(seconds: int) -> str:
    """A span in words: `2 hours 15 minutes`, `40 minutes`, `1 minute 5 seconds`, `0 minutes`."""
    hours, rest = divmod(seconds, 3600)
    minutes, secs = divmod(rest, 60)
    parts = [count_of(n, u) for n, u in ((hours, "hour"), (minutes, "minute"), (secs, "second")) if n]
    return " ".join(parts) or "0 minutes"


# -- spoken words ------------------------------------------------------------------------------------------------------

_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})\b")
_SHORT = {"dr": "doctor", "€": "euros", "eur": "euros", "euro": "euros", "&": "and"}
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|€|&")


def said_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are spoken: folded, without punctuation, figures in words (`47`, `9:05`).

    Numbers of four figures or more are read one figure at a time.
    """
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text.casefold())
    text = _TIME.sub(lambda m: f" {time_said(int(m[1]) % 24 * 60 + int(m[2]) % 60)} ", text)
    out: list[str] = []
    for token in _TOKEN.findall(text.replace("’", "'")):
        if token.isdigit():
            out += (number_said(int(token)) if len(token) < 4 else digits_said(token)).split()
        else:
            out.append(_SHORT.get(token, token))
    return tuple(out)


def edits(a: Sequence[str], b: Sequence[str]) -> int:
    """Words to insert, drop or replace to make one sequence the other (Levenshtein's distance)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[len(b)]
