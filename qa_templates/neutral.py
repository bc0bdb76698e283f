"""How questions are chosen so that who knows the world, but not the chart, can't tell the answer: real tables are no
secret, and what is asked about again and again is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)?")
FAR = 3
"""Distance in a row of names from which on two are far apart."""
BALANCED = 0.35
"""Share of the greatest of three numbers by which the other two together may be more or less than it: sums that are far
off can be told from what is known of the names.
"""


def nearest(items: Sequence[T], gap: Callable[[T], float], most: int = 3) -> list[T]:
    """The few items on either side of a limit that are nearest to it, in their order: of those far off, the names tell
    on which side they lie.
    """
    over = sorted((item for item in items if gap(item) > 0), key=gap)[:most]
    under = sorted((item for item in items if gap(item) < 0), key=lambda item: -gap(item))[:most]
    return [item for item in items if any(item is other for other in (*over, *under))]


def known_order(a: str, b: str) -> int:
    """1 where the second of two names is known to follow the first (`1975`, `1982`; `party size 3`, `party size 4`), -1
    the other way round, 0 where the names don't tell. What grows with time or size would give the answer away.
    """
    numbers = [_FIRST_NUMBER.search(name) for name in (a, b)]
    if numbers[0] is None or numbers[1] is None:
        return 0
    first, second = (float(found[0]) for found in numbers if found)
    return (first < second) - (first > second)


def step(places: Sequence[str], a: str, b: str) -> int:
    """How far the second name follows the first in a row of names, up to `FAR` either way: for groups of questions on
    what is in order, as far ones go with the trend and near ones against it.
    """
    by = places.index(b) - places.index(a)
    return max(-FAR, min(FAR, by))
