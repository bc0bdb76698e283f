"""The smallest differences that questions rest on, beside what their medium resolves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from scenewright.audit.rows import Asked, Row, Unusable

COMPARED = ("greater", "less", "argmax", "argmin")
"""Operations of steps that rest on the difference of the two nearest of what they are given. Not `max` and `min`: of
two nearly equal values either gives the same answer."""
FIRST_TWO = {"argmax": -1, "argmin": 1}
"""Of these, on that of the first two alone, counted from the largest (-1) or the smallest."""
ACROSS = "reference"
"""A line that stands on the other axis than the values it is the mean or median of: its scale is another's."""


class Margin(NamedTuple):
    """A difference, as multiples of the smallest that can be told."""

    what: str
    """`px` or `steps of time`."""
    ratio: float


def margins(row: Row, q: Asked) -> Iterator[Margin]:
    """What one question rests on: differences of values that its steps read and compare, and the answer's tolerance.

    Values that are printed are exact, and give none; nor do equal ones, of which a question asks on purpose.
    """
    steps = q.json("steps") or []
    if not isinstance(steps, list):
        raise Unusable("'questions.steps' holds no list")
    for step in steps:
        if step.get("op") not in COMPARED:
            continue
        read = [_read(row, steps, place) for place in _places(step.get("inputs"))]
        known = [found for found in read if found is not None]
        if len(known) < 2 or len(known) < len(read) or len({unit for _, unit, _ in known}) > 1:
            continue
        values = sorted(value for value, *_ in known)
        towards = FIRST_TWO.get(step["op"])
        gaps = [b - a for a, b in pairwise(values)]
        gap = gaps[-1] if towards == -1 else gaps[0] if towards == 1 else min(gaps)
        _, unit, size = known[0]
        if gap > 0:
            yield Margin(unit, gap / size)
    answer = q.json("answer_json")
    if isinstance(answer, dict) and answer.get("tolerance") and steps and steps[-1].get("op") == "read":
        last = _read(row, steps, len(steps) - 1)
        if last is not None:
            yield Margin(f"{last[1]} of tolerance", answer["tolerance"] / last[2])


def _places(inputs: Any) -> Iterator[int]:
    """Numbers of the steps that are given; -1 for what is no step's value."""
    for given in inputs or ():
        if isinstance(given, list):
            yield from _places(given)
        elif isinstance(given, dict) and isinstance(given.get("step"), int):
            yield given["step"]
        elif isinstance(given, int | float) and not isinstance(given, bool):
            yield -1


def _read(row: Row, steps: list[Mapping[str, Any]], place: int) -> tuple[float, str, float] | None:
    """A step's value, the unit it is resolved in and how much of the value one is; None where it is not read so."""
    step = steps[place] if 0 <= place < len(steps) else {}
    value, inputs = step.get("value"), list(step.get("inputs") or ())
    if step.get("op") != "read" or len(inputs) != 2 or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    of, quantity = inputs
    if of == ACROSS or of in (row.resolution.get("printed") or ()) or not math.isfinite(value):
        return None
    scale = (row.resolution.get("units_per_px") or {}).get(quantity)
    if scale:
        return float(value), "px", float(scale)
    second = (row.resolution.get("tick") or {}).get("seconds")
    if second and str(quantity).endswith("_s"):
        return float(value), "steps of time", float(second)
    return None
