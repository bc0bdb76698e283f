"""What questions on plotted numbers share: names and values in words, and how finely an axis is read."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from typing import Any, Protocol

from scenewright.qa_templates.answers import Answer, Boolean, Number, with_unit
from scenewright.qa_templates.base import vary
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject


class Measured(Protocol):
    """A chart of one measure."""

    @property
    def measure(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...


READ_SHARE = 1 / 8
"""How finely an end of a bar is read between two labelled ticks. The eye splits such a space into fifths, so a careful
reading is off by up to half a fifth, and a little more for the width of lines; nothing where values are printed."""
READ_PX = 1.5
"""And never better than this: the end's own edge, and the gridline's."""
APART_PX = 5.0
"""Least difference between two ends that a viewer can rank: twice the finest reading, with room for bars that stand
far apart."""
WRONG_APART = 2.2
"""Wrong options lie at least this many tolerances off, so that the right one is the nearest to any fair reading."""


# -- words -----------------------------------------------------------------------------------------------------------

_WITH_ARTICLE = frozenset({"United States", "United Kingdom", "Netherlands", "Philippines"})
_NUMERIC = re.compile(r"^[\d.,–-]+$")


def who(label: str, name: str) -> str:
    """A category in a sentence: `Japan`, `1975`, `the 1980s`, `the 16th century`, `party size 3`, `4 cylinders`."""
    if name in _WITH_ARTICLE:
        return f"the {name}"
    if re.fullmatch(r"\d{3,4}s", name) or name.endswith(" quarter"):
        return f"the {name}"
    if label == "century":
        return f"the {name} century"
    if _NUMERIC.match(name) and not (label.split()[-1] == "year" or re.fullmatch(r"(1[5-9]|20)\d\d", name)):
        things = label.removeprefix("number of ")
        return f"{name} {things}" if things != label and name != "1" else f"{label} {name}"
    return name


def amount(scene: Measured, value: float, decimals: int | None = None) -> str:
    """A value with its unit as a sentence has it: `27.5 mpg`, `$5,911`, `$671 million`."""
    return with_unit(number(value, scene.decimals if decimals is None else decimals), scene.unit)


def rank_words(rank: int, high: bool) -> str:
    """`highest`, `second highest`, `third lowest`; rank 0 is the first."""
    end = "highest" if high else "lowest"
    return end if rank == 0 else f"{ordinal(rank + 1)} {end}"


# -- numbers ---------------------------------------------------------------------------------------------------------


_printed: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())


def printed_in(resolution: Resolution) -> frozenset[str]:
    """Ids of the things whose value is printed, as a set, kept for the picture asked last: there may be hundreds."""
    global _printed
    if _printed[0] is not resolution.printed:
        _printed = (resolution.printed, frozenset(resolution.printed))
    return _printed[1]


def on_axis(resolution: Resolution) -> Resolution:
    """The same picture as if no value were printed."""
    return Resolution(units_per_px=resolution.units_per_px, tick=resolution.tick)


POINTS = "percentage points"
"""What values in per cent differ by."""

SIGN = " (The further a value lies below zero, the lower it counts.)"
"""Said where bars lie below zero: else "lowest change" might mean the smallest one."""

_INTENSIVE = re.compile(
    r"^(deviation|change) "
    r"|\b(index|rate|share|percentage|temperature|expectancy|concentration|price|per person)\b"
)


def adds_up(scene: Measured) -> bool:
    """Whether sums of the values shown may be asked for: not of changes, rates, indices or temperatures. Sums of
    averages and extremes are asked for as sums of values, never as totals of what was measured.
    """
    return scene.unit not in ("%", "°C", "°F", "ppm") and _INTENSIVE.search(scene.measure) is None


def has_ratios(scene: Measured) -> bool:
    """Whether one value can be said to be so many times another: not on scales whose zero is a convention."""
    return scene.unit not in ("°C", "°F") and not scene.measure.startswith(("deviation", "change"))


def gap_quantity(scene: Measured, value: float) -> Number:
    """A difference of two values: of percentages in percentage points."""
    unit = POINTS if scene.unit == "%" else scene.unit
    return Number(value=round(value, scene.decimals) + 0.0, unit=unit, decimals=scene.decimals)


def quantity(scene: Measured, value: float, decimals: int | None = None) -> Number:
    """A number in the chart's unit."""
    decimals = scene.decimals if decimals is None else decimals
    return Number(value=round(value, decimals) + 0.0, unit=scene.unit, decimals=decimals)


COARSE = 0.3
"""Largest tolerance, as a share of the answer: what can't be read better than this isn't asked."""


def tolerant(answer: Answer, tolerance: float) -> Answer:
    """The number with what a careful reader may be off; nothing is added where all values are printed.

    `Reject("coarse")` where that is too large a part of the number.
    """
    assert isinstance(answer, Number)
    if tolerance > COARSE * abs(answer.value):
        raise Reject("coarse")
    return vary(answer, tolerance=round(tolerance, 9)) if tolerance else answer


def opposite(answer: Answer, why: str) -> list[tuple[Answer, str]]:
    """The other of yes and no."""
    assert isinstance(answer, Boolean)
    return [(Boolean(value=not answer.value), why)]


def ranked_name(work: Work, names: Any, values: list[Known], rank: int, high: bool, say: Any) -> Any:
    """The name at a rank, by sorting."""
    order = work.do("rank_down" if high else "rank_up", list(names), list(values),
                    say=f"Sort them from the {'highest' if high else 'lowest'} on.")  # fmt: skip
    return work.do("nth", order, rank, say=say).value


def ranks_apart(values: Sequence[float], least: float) -> list[tuple[int, bool]]:
    """Ranks `(k, from_the_top)` whose holder differs by more than `least` from those next in rank. Each rank is
    counted from the nearer end, so each of the values is asked for once and none more often than another.
    """
    ranked = sorted(values, reverse=True)
    count = len(values)
    out = []
    for i in range(count):
        up = i == 0 or ranked[i - 1] - ranked[i] > least
        down = i == count - 1 or ranked[i] - ranked[i + 1] > least
        if up and down:
            out.append((i, True) if 2 * i < count else (count - 1 - i, False))
    return out


def round_limits(values: Sequence[float], least: float, decimals_max: int, most: int = 4) -> list[float]:
    """Round limits between the values, none of which is within `least` of one; none where there are no values."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high <= low:
        return []
    power = 10.0 ** math.floor(math.log10((high - low) / 6))
    step = next(f * power for f in (1.0, 2.0, 5.0, 10.0) if (high - low) / (f * power) <= 9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if decimals > decimals_max:
        return []
    found, ordered = [], sorted(values)
    for i in range(math.ceil(low / step), math.floor(high / step) + 1):
        limit = round(i * step, decimals) + 0.0
        at = bisect.bisect(ordered, limit)  # only the values next to it matter
        if all(abs(v - limit) > least for v in ordered[max(at - 1, 0) : at + 1]):
            found.append(limit)
    return found if len(found) <= most else [found[i * len(found) // most] for i in range(most)]
