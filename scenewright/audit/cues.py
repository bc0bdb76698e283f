"""What a model without eyes can go by: the words, and how an option stands among the others.

All features are tokens that are there or not, so that one linear model serves and its weights can be read.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scenewright.audit.questions import Asked
from scenewright.qa_templates.words import clock_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_NUMBER = re.compile(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?$")
_SPAN = re.compile(r"(\d+(?:\.\d+)?) (hour|minute|second)")
_SPAN_MINUTES = {"hour": 60.0, "minute": 1.0, "second": 1 / 60}


def words(text: str) -> list[str]:
    """Words, numbers and signs, in lower case."""
    return _WORD.findall(text.lower())


def of_text(question: Asked) -> list[str]:
    """For yes or no, and for whether there is an answer: single words, neighbours, and the size of each number."""
    found = words(question.text)
    pairs = [f"{a} {b}" for a, b in pairwise(found)]
    sizes = [f"size {size(word)}" for word in found if word[0].isdigit()]
    return [*found, *pairs, *sizes]


def size(word: str) -> str:
    """A number's power of two, so that thresholds can be told as large or small."""
    value = abs(float(word.replace(",", "")))
    return "0" if value == 0 else f"2^{math.floor(math.log2(value))}"


def stance(question: Asked) -> list[list[str]]:
    """For each option, how it stands: place, length, rank as a number, likeness to the others, mention in the words."""
    options, n = question.options, len(question.options)
    out: list[list[str]] = [[f"place {i} of {n}"] for i in range(n)]
    scales: dict[str, Sequence[float | None]] = {
        "length": [float(len(text)) for text in options],
        "words": [float(len(text.split())) for text in options],
        "number": [number(text) for text in options],
        "alphabet": [float(sorted(options).index(text)) for text in options],
        "likeness": likeness(options),
        "in question": [shared(words(text), words(question.text)) for text in options],
        "mentioned": [mention(text, question.text) for text in options],
    }
    for name, values in scales.items():
        for tokens, rank in zip(out, ranks(values), strict=True):
            if rank:
                tokens.append(f"{name} {rank} of {n}")
    for i, tokens in enumerate(out):
        tokens += _relations(i, scales["number"])
    return out


def of_option(question: Asked) -> list[list[str]]:
    """For each option its words, and they crossed with the question's; so too its rank as a number and its mention."""
    asked = sorted(set(words(question.text)))
    out = []
    for text, stands in zip(question.options, stance(question), strict=True):
        own = words(text)
        sizes = [f"size {size(word)}" for word in own if word[0].isdigit()]
        crossed = [*own, *sizes, f"= {text.lower()}", *(t for t in stands if t.startswith(("number", "mentioned")))]
        out.append([*own, *sizes, f"= {text.lower()}", *(f"{a} & {o}" for o in dict.fromkeys(crossed) for a in asked)])
    return out


def number(text: str) -> float | None:
    """An option as one number: minutes for times, in words too, and for spans."""
    if found := _CLOCK.match(text):
        return int(found[1]) * 60 + int(found[2]) + int(found[3] or 0) / 60
    if parts := _SPAN.findall(text):
        return sum(float(n) * _SPAN_MINUTES[unit] for n, unit in parts)
    found_all = _NUMBER.findall(text)
    if not found_all and (spoken := clock_words(text)) is not None:
        return spoken / 60
    return float(found_all[0].replace(",", "").replace("−", "-")) if len(found_all) == 1 else None


def ranks(values: Sequence[float | None]) -> list[str]:
    """Rank of each value from the lowest, `tied` where it is shared; empty where there is none or all are equal."""
    known = [v for v in values if v is not None]
    if len(set(known)) < 2:
        return [""] * len(values)
    counts, order = Counter(known), sorted(known)
    return ["none" if v is None else f"{order.index(v)}{' tied' if counts[v] > 1 else ''}" for v in values]


def likeness(options: Sequence[str]) -> list[float]:
    """How much an option shares with the others: wrong ones made from the right one resemble it most."""
    bags = [words(text) for text in options]
    letters = [[text[i : i + 2] for i in range(len(text) - 1)] for text in options]
    return [
        round(sum(shared(a, b) + shared(x, y) for j, (b, y) in enumerate(zip(bags, letters, strict=True)) if j != i), 6)
        for i, (a, x) in enumerate(zip(bags, letters, strict=True))
    ]


def shared(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of common items (Dice)."""
    if not a or not b:
        return 0.0
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))


def mention(option: str, question: str) -> float | None:
    """Where a question names an option."""
    place = question.lower().find(option.lower())
    return float(place) if place >= 0 else None


def _relations(i: int, values: Sequence[float | None]) -> Iterator[str]:
    """Roundness, and differences and ratios to the other options.

    From a right option all wrong ones may differ by the same few steps. The remainder goes with the difference, as a
    mistake whose direction hangs on the right answer's parity can be found out backwards.
    """
    own = values[i]
    if own is None:
        return
    if own == int(own):
        yield from (f"mod {m} = {int(own) % m}" for m in (2, 5, 10))
    for j, other in enumerate(values):
        if j == i or other is None:
            continue
        step = f"other - this = {float(f'{other - own:.3g}'):g}"
        yield step
        if own:
            yield f"other / this = {other / own:.2f}"
        if own == int(own):
            yield from (f"mod {m} = {int(own) % m} & {step}" for m in (2, 4))
