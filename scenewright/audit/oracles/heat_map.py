"""Answers about heat maps from the scene's JSON: what all charts share by `values`, the rest by plain loops."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import Plain, at_rank, exact, lists, past, run


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    table = values.plain(scene, "cells", "row", "column", "rows", "columns")
    if values.known(template):
        return values.expected(table, template, slot)
    return globals()[f"_{template}"](scene, table, slot)


def numbers(table: Plain) -> dict[tuple[str, str], Decimal]:
    """All of them; nothing is covered."""
    assert not table.covered
    return table.numbers


# -- the whole map -------------------------------------------------------------------------------------------------


def _extreme_cell(scene: Any, table: Plain, slot: Any) -> set[str]:
    found = [
        key
        for key, v in numbers(table).items()
        if sum((w > v) if slot[1] else (w < v) for w in table.numbers.values()) == slot[0]
    ]
    assert len(found) == 1
    return set(found[0])


def _span_of_all(scene: Any, table: Plain, slot: Any) -> float:
    found = numbers(table).values()
    return float(max(found) - min(found))


def _count_cells_past(scene: Any, table: Plain, slot: Any) -> int:
    return sum(past(v, slot[1], exact(slot[0])) for v in numbers(table).values())


def _count_equal(scene: Any, table: Plain, slot: Any) -> int:
    assert scene["printed"]
    return list(numbers(table).values()).count(exact(slot))


def best(items: dict[str, Decimal], most: str) -> str:
    return at_rank(items, 0, most == "highest")


def _count_bests(scene: Any, table: Plain, slot: Any) -> int:
    return sum(best(items, slot[2]) == slot[1] for items in lists(table, slot[0]).values())


def _same_best(scene: Any, table: Plain, slot: Any) -> bool:
    one, two = (best(run(table, name, slot[0]), slot[3]) for name in slot[1:3])
    return one == two


def _ranked_span(scene: Any, table: Plain, slot: Any) -> str:
    spans = {name: max(items.values()) - min(items.values()) for name, items in lists(table, slot[0]).items()}
    return at_rank(spans, slot[1], slot[2])


# -- cells without a number ----------------------------------------------------------------------------------------


def missing(scene: Any) -> list[tuple[str, str]]:
    return [(c["row"], c["column"]) for c in scene["cells"] if c["value"] is None]


def _count_missing(scene: Any, table: Plain, slot: Any) -> int:
    found = missing(scene)
    if slot[0] == "":
        return len(found)
    return sum(pair[0 if slot[0] == "row" else 1] == slot[1] for pair in found)


def _missing_cell(scene: Any, table: Plain, slot: Any) -> set[str]:
    (found,) = missing(scene)
    return set(found)


def _has_value(scene: Any, table: Plain, slot: Any) -> bool:
    return tuple(slot) in table.numbers


def _count_all(scene: Any, table: Plain, slot: Any) -> int:
    return len(scene["cells"])


# -- colours -------------------------------------------------------------------------------------------------------


def _high_colour(scene: Any, table: Plain, slot: Any) -> str:
    return str(scene[slot[0]])


def _cell_hue(scene: Any, table: Plain, slot: Any) -> bool:
    above = 2 * table.numbers[slot[0], slot[1]] > table.ticks[0] + table.ticks[-1]
    return bool(scene["high" if above else "low"] == slot[2])


def _darker_cell(scene: Any, table: Plain, slot: Any) -> bool:
    a, b = table.numbers[slot[0], slot[1]], table.numbers[slot[2], slot[3]]
    return past(a, "above" if scene["high"] == slot[4] else "below", b)


def _bar_place(scene: Any, table: Plain, slot: Any) -> str:
    return {"right": "to the right of the map", "bottom": "below the map"}[scene["bar"]]


def _middle_of_bar(scene: Any, table: Plain, slot: Any) -> float:
    return float((table.ticks[0] + table.ticks[-1]) / 2)


def _half_of_scale(scene: Any, table: Plain, slot: Any) -> bool:
    middle = (table.ticks[0] + table.ticks[-1]) / 2
    return past(table.numbers[slot[0], slot[1]], slot[2], middle) if slot[2] == "higher" else (
        table.numbers[slot[0], slot[1]] < middle)  # fmt: skip


def _distance_from_end(scene: Any, table: Plain, slot: Any) -> float:
    end = max(table.ticks) if slot[2] == "highest" else min(table.ticks)
    return float(abs(table.numbers[slot[0], slot[1]] - end))


def _dark_means_more(scene: Any, table: Plain, slot: Any) -> bool:
    return bool(scene["high" if slot[1] == "higher" else "low"] == slot[0])


# -- tables --------------------------------------------------------------------------------------------------------


def _chart_table(scene: Any, table: Plain, slot: Any) -> dict[str, Any]:
    at = {(c["row"], c["column"]): c["value"] for c in scene["cells"]}
    return {"rows": table.rows, "columns": table.columns,
            "values": [[at[r, c] for c in table.columns] for r in table.rows]}  # fmt: skip


_chart_code = _chart_table
