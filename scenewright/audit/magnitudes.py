"""Numbers and the words that say which way round they are asked about: "more than 400" and "less than 400".

Whether a limit is a high one for what is asked, and which way it is asked about, may each tell nothing, and both
together everything: of high limits "below" is right. So these features come with their products.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from scenewright.audit.cues import likeness, mention, number, ranks, shared, words
from scenewright.audit.questions import Asked

PAIRS = """
above/below over/under more/less more/fewer most/least most/fewest higher/lower highest/lowest high/low larger/smaller
largest/smallest large/small bigger/smaller biggest/smallest greater/lesser greatest/least longer/shorter
longest/shortest taller/shorter tallest/shortest exceed/undercut exceeds/undercuts beyond/within rise/fall rises/falls
risen/fallen rising/falling rose/fell up/down upper/lower upward/downward upwards/downwards increase/decrease
increases/decreases increased/decreased increasing/decreasing gain/loss gained/lost grow/shrink grows/shrinks
after/before later/earlier latest/earliest late/early last/first right/left east/west north/south top/bottom
maximum/minimum faster/slower fastest/slowest louder/quieter loudest/quietest louder/softer heavier/lighter
heaviest/lightest wider/narrower widest/narrowest farther/nearer further/closer farthest/nearest outside/inside
positive/negative darker/paler darkest/palest stronger/weaker strongest/weakest deeper/shallower peak/trough
peaks/troughs stand/fall stable/unstable warmer/colder all/none always/never many/few both/neither fast/slow front/back
"""
SIGNS = {word: sign for pair in PAIRS.split() for word, sign in zip(pair.split("/"), (1, -1), strict=True)}
"""Which way a word asks: up or down."""
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*(?:\.\d+)?")
_NAME = re.compile(r"(?<!^)(?<![.:?!] )\b[A-ZÀ-Þ][\w'’-]*")
BINS = (-1.2, -0.4, 0.4, 1.2)
"""Bounds of how usual a size is, in standard deviations."""


def ways(found: Sequence[str]) -> list[tuple[int, str, int]]:
    """Place, word and sign of all words that say which way it is asked."""
    return [(i, word, SIGNS[word]) for i, word in enumerate(found) if word in SIGNS]


def way(found: Sequence[str]) -> int:
    """The sign of the last such word, turned round by a `not`; 0 without any."""
    signs = ways(found)
    if not signs:
        return 0
    return signs[-1][2] * (-1 if "not" in found or any(word.endswith(("n't", "n’t")) for word in found) else 1)


def numbers(text: str) -> list[float]:
    """The numbers in a text, times of day as their parts."""
    return [float(part.replace(",", "").replace("−", "-")) for part in _NUMBER.findall(text)]


def scale(value: float) -> float:
    """A number's size with its sign: near 0 even, beyond that logarithmic."""
    return math.copysign(math.log10(1 + abs(value)), value)


def excess(texts: Sequence[str], values: Sequence[float | None]) -> np.ndarray:
    """How much larger each value is than what usually comes with the words of its text, in standard deviations.

    By ridge regression of the size on the words; it sees no answers. 0 where there is no value.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import Ridge

    out = np.zeros(len(texts))
    there = [i for i, value in enumerate(values) if value is not None]
    if len(there) < 3:
        return out
    vectors = CountVectorizer(analyzer=lambda text: [w for w in words(text) if not w[0].isdigit()], binary=True)
    try:
        table = vectors.fit_transform([texts[i] for i in there])
    except ValueError:  # no words
        return out
    sizes = np.array([scale(values[i] or 0.0) for i in there])
    rest = sizes - Ridge(alpha=1.0, solver="sparse_cg").fit(table, sizes).predict(table)
    spread = float(rest.std())
    if spread > 1e-9:
        out[there] = rest / spread
    return out


def crossed(items: Sequence[Asked]) -> list[list[str]]:
    """Of each question its words, names and how usual its numbers are, by which way it is asked."""
    first = excess([q.text for q in items], [_at(q.text, 0) for q in items])
    last = excess([q.text for q in items], [_at(q.text, -1) for q in items])
    out = []
    for q, low, high in zip(items, first, last, strict=True):
        found = words(q.text)
        signs, sign = ways(found), way(found)
        sizes = [f"first {np.digitize(low, BINS)}", f"last {np.digitize(high, BINS)}"] if numbers(q.text) else []
        tokens = [*sizes, f"way {sign}"]
        middle = signs[-1][0] if signs else -1
        tokens += [f"{word} {'<' if i < middle else '>'} {sign:+d}" for i, word in enumerate(found)]
        tokens += [f"{size} & {sign:+d}" for size in sizes]
        tokens += [f"{size} & {word}" for size in sizes for _, word, _ in signs]
        names = _NAME.findall(q.text)[:2]
        if len(names) == 2:
            tokens.append(f"names {'in' if names[0] <= names[1] else 'out of'} order {sign:+d}")
        out.append(tokens)
    return out


def of_texts(items: Sequence[Asked]) -> np.ndarray:
    """For yes or no, features for trees: questions by numbers."""
    first = excess([q.text for q in items], [_at(q.text, 0) for q in items])
    last = excess([q.text for q in items], [_at(q.text, -1) for q in items])
    rows = []
    for q, low, high in zip(items, first, last, strict=True):
        found, values = words(q.text), numbers(q.text)
        sign = way(found)
        sizes = [scale(v) for v in values] or [0.0]
        names = _NAME.findall(q.text)[:2]
        order = 0 if len(names) < 2 else 1 if names[0] <= names[1] else -1
        rows.append((
            sign, sum(s for *_, s in ways(found)), len(q.text), len(found), len(values),
            sizes[0], sizes[-1], sizes[-1] - sizes[0], (sizes[-1] - sizes[0]) * sign, low, high, low * sign,
            high * sign, order, order * sign, _roundness(values[-1] if values else 0.0), len(names[0]) if names else 0,
            found.index(next(w for w in found if w in SIGNS)) if sign else -1,
        ))  # fmt: skip
    return np.array(rows, np.float32)


def of_options(items: Sequence[Asked]) -> np.ndarray:
    """For choices, features for trees: a row for each option of each question."""
    values = [[number(text) for text in q.options] for q in items]
    flat = [value for options in values for value in options]
    texts = [q.text for q in items for _ in q.options]
    over = iter(excess(texts, flat))
    rows = []
    for q, sizes in zip(items, values, strict=True):
        sign, n = way(words(q.text)), len(q.options)
        asked = numbers(q.text)
        known = [scale(v) for v in sizes if v is not None]
        middle = float(np.median(known)) if known else 0.0
        scales = _scales(q, sizes)
        for i, value in enumerate(sizes):
            own = 0.0 if value is None else scale(value)
            stands = [column[i] for column in scales]
            near = own - scale(asked[-1]) if asked and value is not None else 0.0
            usual = next(over)
            rows.append((
                i, n, *stands, *(s * sign for s in stands[:4]), sign, own - middle, (own - middle) * sign, usual,
                usual * sign, near, near * sign, _roundness(value or 0.0),
            ))  # fmt: skip
    return np.array(rows, np.float32)


def _scales(q: Asked, sizes: Sequence[float | None]) -> list[list[float]]:
    """How each option stands among the others, from 0 to 1; -1 where that means nothing."""
    asked = words(q.text)
    columns: tuple[Sequence[Any], ...] = (
        sizes,
        [mention(text, q.text) for text in q.options],
        [float(sorted(q.options).index(text)) for text in q.options],
        [float(len(text)) for text in q.options],
        likeness(q.options),
        [shared(words(text), asked) for text in q.options],
    )
    top = max(len(q.options) - 1, 1)
    return [[int(rank.split()[0]) / top if rank[:1].isdigit() else -1.0 for rank in ranks(c)] for c in columns]


def _at(text: str, place: int) -> float | None:
    found = numbers(text)
    return found[place] if found else None


def _roundness(value: float) -> int:
    """How many of 2, 5, 10, 50 and 100 a number is a multiple of; -1 for fractions."""
    return -1 if value != int(value) else sum(int(value) % m == 0 for m in (2, 5, 10, 50, 100))
