"""Oracles: answers worked out a second time, from a scene's JSON alone.

An oracle is `expected(scene, template, slot)`; where there is an outcome or readings, `expected(scene, template, slot,
facts)` with both under those names. None imports a template, a scene or anything else of the generator: what two
computations agree on, neither got wrong alone. Other packages bring the oracles of their families through the
entry-point group `scenewright.oracles`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from scenewright.audit.packages import of_family

Oracle = Callable[..., Any]


@cache
def oracle(family: str) -> Oracle | None:
    """The oracle of a family; None where there is none. `Unusable` where another package's fails to load."""
    found: Oracle | None = of_family("oracles", family, "expected")
    return found


def agrees(answer: dict[str, Any], expected: Any) -> bool:
    """Whether a stored answer is what an oracle expects, by the answer's type. `ValueError` for a type of its own."""
    kind = answer["type"]
    if kind == "unanswerable":
        return expected is None
    if expected is None:
        return False
    if kind in ("boolean", "integer", "label", "transcript"):
        return type(expected) is not float and bool(expected == answer["value"])
    if kind == "text":
        return expected in (answer["value"], *answer.get("accepted", ()))
    if kind == "number":
        return math.isclose(
            expected, answer["value"], rel_tol=1e-9, abs_tol=0.5001 * 10.0 ** -answer.get("decimals", 0)
        )
    if kind == "point":
        return list(expected) == [answer["x"], answer["y"]]
    if kind == "box":
        return max(abs(a - b) for a, b in zip(expected, answer["box"], strict=True)) <= 1
    if kind == "label_set":
        return set(expected) == set(answer["values"])
    if kind == "sequence":
        return list(expected) == list(answer["values"])
    if kind == "clock_time":
        return tuple(expected) == (answer["hour"], answer["minute"], answer.get("second"))
    if kind == "duration":
        return bool(expected == answer["seconds"])
    if kind == "table":
        named = len(expected["columns"]) > 1 and list(answer["columns"]) != expected["columns"]
        return not named and answer["rows"] == expected["rows"] and answer["values"] == expected["values"]
    if kind == "point_table":
        return _points(answer) == sorted(tuple(sorted(point.items())) for point in expected)
    if kind == "script":
        return agrees(answer["table"], expected)
    if kind == "route":
        return math.isclose(expected, answer["cost"])
    raise ValueError(f"no comparison for answers of type {kind}")


def _points(table: dict[str, Any]) -> list[tuple[tuple[str, Any], ...]]:
    """The points of a table, in an order of their own."""
    count = len(table["values"])
    names, series = (table.get(key) or [""] * count for key in ("names", "series"))
    points = [
        dict(zip(table["columns"], row, strict=True)) | {"name": names[i], "series": series[i]}
        for i, row in enumerate(table["values"])
    ]
    return sorted(tuple(sorted(point.items())) for point in points)
