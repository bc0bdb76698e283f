"""Answers the questions on named numbers that all charts share, from a plain table: exact decimals and plain loops.

A family's oracle says where its names and numbers stand in the scene's JSON (`plain`), and gives every template of its
own that is not here.
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from statistics import mean, median
from typing import Any, NamedTuple


class Plain(NamedTuple):
    """A chart as a table."""

    rows: list[str]
    columns: list[str]
    """One empty name where there is a single list."""
    numbers: dict[tuple[str, str], Decimal]
    """By row and column; without those that are missing."""
    covered: set[tuple[str, str]]
    ticks: list[Decimal]
    texts: dict[str, str]
    """The words of things, by their ids."""


def exact(number: float) -> Decimal:
    return Decimal(repr(number))


def plain(
    scene: dict[str, Any],
    cells: str,
    row: str,
    column: str = "",
    rows: str = "",
    columns: str = "",
    value: str = "value",
    name: str = "name",
) -> Plain:
    """The table in a scene: the list of its cells, their fields for row, column and value, and the lists of things
    that hold the names of rows and columns (without these, names are taken in the order of the cells).
    """
    items = [(item[row], item[column] if column else "", item) for item in scene[cells]]
    return Plain(
        rows=[e[name] for e in scene[rows]] if rows else list(dict.fromkeys(r for r, _, _ in items)),
        columns=[e[name] for e in scene[columns]] if columns else list(dict.fromkeys(c for _, c, _ in items)),
        numbers={(r, c): exact(item[value]) for r, c, item in items if item[value] is not None},
        covered={(r, c) for r, c, item in items if item["id"] in scene["hidden"]},
        ticks=[exact(tick["value"]) for tick in scene.get("ticks", ())],
        texts={thing["id"]: thing["text"] for thing in scene.values() if isinstance(thing, dict) and "text" in thing},
    )


def run(table: Plain, name: str, along: str) -> dict[str, Decimal]:
    """The numbers of a column by row, or of a row by column; none is missing or covered."""
    if along == "row":
        found = {r: table.numbers[r, name] for r in table.rows}
        assert not any((r, name) in table.covered for r in table.rows)
    else:
        found = {c: table.numbers[name, c] for c in table.columns}
        assert not any((name, c) in table.covered for c in table.columns)
    return found


def both(table: Plain, s: str, t: str, along: str) -> list[tuple[str, Decimal, Decimal]]:
    first, second = run(table, s, along), run(table, t, along)
    return [(name, first[name], second[name]) for name in first]


def at_rank(values: dict[str, Decimal], rank: int, high: bool) -> str:
    """The one name that `rank` others pass."""
    found = [
        name
        for name, v in values.items()
        if sum((other > v) if high else (other < v) for other in values.values()) == rank
    ]
    assert len(found) == 1, "a tie"
    return found[0]


def past(v: Decimal, word: str, limit: Decimal) -> bool:
    return v > limit if word in ("above", "higher", "more", "rise") else v < limit


def known(template: str) -> bool:
    """Whether the template is answered here."""
    return f"_{template}" in globals()


def expected(table: Plain, template: str, slot: Any) -> Any:
    """The answer to a shared question; None where there is none."""
    return globals()[f"_{template}"](table, slot)


# -- values --------------------------------------------------------------------------------------------------------


def _value_of(table: Plain, slot: Any) -> float:
    assert tuple(slot) not in table.covered
    return float(table.numbers[tuple(slot)])


def _value_at(table: Plain, slot: Any) -> float:
    values = list(run(table, slot[0], slot[1]).values())
    return float(values[len(values) - 1 - slot[2] if slot[3] else slot[2]])


def two(table: Plain, slot: Any) -> tuple[Decimal, Decimal]:
    first, second = (slot[0], slot[1]), (slot[2], slot[3])
    assert not table.covered & {first, second}
    return table.numbers[first], table.numbers[second]


def _difference(table: Plain, slot: Any) -> float:
    a, b = two(table, slot)
    return float(max(a, b) - min(a, b))


def _sum_of_two(table: Plain, slot: Any) -> float:
    return float(sum(two(table, slot)))


def _mean_of_two(table: Plain, slot: Any) -> float:
    return float(mean(two(table, slot)))


def _ratio(table: Plain, slot: Any) -> float:
    a, b = two(table, slot)
    return float(a / b)


def _percent_change(table: Plain, slot: Any) -> float:
    values = run(table, slot[0], slot[1])
    return float(100 * values[slot[3]] / values[slot[2]] - 100)


def _closest_to(table: Plain, slot: Any) -> str:
    return at_rank({n: abs(v - exact(slot[2])) for n, v in run(table, slot[0], slot[1]).items()}, 0, False)


def _ranked_value(table: Plain, slot: Any) -> float:
    return float(sorted(run(table, slot[0], slot[1]).values(), reverse=slot[3])[slot[2]])


# -- sums ----------------------------------------------------------------------------------------------------------


def _mean_of_run(table: Plain, slot: Any) -> float:
    return float(mean(run(table, *slot).values()))


def _median_of_run(table: Plain, slot: Any) -> float:
    return float(median(run(table, *slot).values()))


def _sum_of_run(table: Plain, slot: Any) -> float:
    return float(sum(run(table, *slot).values()))


def _range_of_run(table: Plain, slot: Any) -> float:
    values = run(table, *slot).values()
    return float(max(values) - min(values))


def _gap_of_top_two(table: Plain, slot: Any) -> float:
    values = sorted(run(table, slot[0], slot[1]).values(), reverse=slot[2])
    return float(abs(values[0] - values[1]))


def _share_of_run(table: Plain, slot: Any) -> float:
    values = run(table, slot[0], slot[1])
    return float(100 * values[slot[2]] / sum(values.values()))


def _gap_from_mean(table: Plain, slot: Any) -> float:
    values = run(table, slot[0], slot[1])
    return float(abs(values[slot[2]] - mean(values.values())))


def _gap_of_means(table: Plain, slot: Any) -> float:
    s, t = (mean(run(table, name, slot[2]).values()) for name in slot[:2])
    return float(abs(s - t))


# -- order ---------------------------------------------------------------------------------------------------------


def _ranked_name(table: Plain, slot: Any) -> str:
    return at_rank(run(table, slot[0], slot[1]), slot[2], slot[3])


def _sorted_names(table: Plain, slot: Any) -> list[str]:
    values = run(table, slot[0], slot[1])
    return [at_rank(values, k, slot[2]) for k in range(len(values))]


def _names_past(table: Plain, slot: Any) -> set[str]:
    return {name for name, v in run(table, slot[0], slot[1]).items() if past(v, slot[3], exact(slot[2]))}


def lists(table: Plain, along: str) -> dict[str, dict[str, Decimal]]:
    """All runs of a kind, by name; each is whole."""
    return {name: run(table, name, along) for name in (table.columns if along == "row" else table.rows)}


def _ranked_run(table: Plain, slot: Any) -> str:
    sums = {name: Decimal(sum(values.values())) for name, values in lists(table, slot[0]).items()}
    return at_rank(sums, slot[2], slot[3])


def _widest_gap(table: Plain, slot: Any) -> str:
    return at_rank({n: abs(a - b) for n, a, b in both(table, *slot[:3])}, slot[3], slot[4])


def _change_rank(table: Plain, slot: Any) -> str:
    gaps = {name: abs(v[slot[0]] - v[slot[1]]) for name, v in lists(table, slot[2]).items()}
    return at_rank(gaps, 0, slot[3] == "most")


# -- yes and no ----------------------------------------------------------------------------------------------------


def _is_higher(table: Plain, slot: Any) -> bool:
    a, b = two(table, slot)
    return past(a, slot[4], b)


def _passes_limit(table: Plain, slot: Any) -> bool:
    assert (slot[0], slot[1]) not in table.covered
    return past(table.numbers[slot[0], slot[1]], slot[3], exact(slot[2]))


def _passes_mean(table: Plain, slot: Any) -> bool:
    values = run(table, slot[0], slot[1])
    return past(values[slot[2]] * len(values), slot[3], Decimal(sum(values.values())))


def _sum_exceeds(table: Plain, slot: Any) -> bool:
    a, b, c = (run(table, slot[0], slot[1])[name] for name in slot[2:5])
    return past(a + b, slot[5], c)


def _always_above(table: Plain, slot: Any) -> bool:
    return all(past(a, slot[3], b) for _, a, b in both(table, *slot[:3]))


def _most_past(table: Plain, slot: Any) -> bool:
    values = run(table, slot[0], slot[1]).values()
    return 2 * sum(past(v, slot[3], exact(slot[2])) for v in values) > len(values)


def _differs_more(table: Plain, slot: Any) -> bool:
    runs = [run(table, name, slot[2]) for name in slot[:2]]
    s, t = (abs(values[slot[3]] - values[slot[4]]) for values in runs)
    return s > t if slot[5] == "more" else s < t


def _mean_is_higher(table: Plain, slot: Any) -> bool:
    s, t = (sum(run(table, name, slot[2]).values()) for name in slot[:2])
    return past(Decimal(s), slot[3], Decimal(t))


# -- changes -------------------------------------------------------------------------------------------------------


def _is_monotone(table: Plain, slot: Any) -> bool:
    values = run(table, slot[0], slot[1])
    names = list(values)
    part = [values[n] for n in names[names.index(slot[2]) : names.index(slot[3]) + 1]]
    assert len(part) == 4
    return all(past(b, slot[4], a) for a, b in itertools.pairwise(part))


def _ends_higher(table: Plain, slot: Any) -> bool:
    values = run(table, slot[0], slot[1])
    assert list(values).index(slot[2]) < list(values).index(slot[3])
    return past(values[slot[3]], slot[4], values[slot[2]])


def _biggest_step(table: Plain, slot: Any) -> set[str]:
    items = list(run(table, *slot).items())
    steps = sorted((abs(items[i + 1][1] - items[i][1]), i) for i in range(len(items) - 1))
    assert steps[-1][0] > steps[-2][0]
    i = steps[-1][1]
    return {items[i][0], items[i + 1][0]}


def _count_rises(table: Plain, slot: Any) -> int:
    values = list(run(table, slot[0], slot[1]).values())
    return sum(past(b, slot[2], a) for a, b in itertools.pairwise(values))


def _count_peaks(table: Plain, slot: Any) -> int:
    v = list(run(table, slot[0], slot[1]).values())
    word = "above" if slot[2] == "peak" else "below"
    return sum(past(v[i], word, v[i - 1]) and past(v[i], word, v[i + 1]) for i in range(1, len(v) - 1))


# -- counts --------------------------------------------------------------------------------------------------------


def _count_past(table: Plain, slot: Any) -> int:
    return sum(past(v, slot[3], exact(slot[2])) for v in run(table, slot[0], slot[1]).values())


def _count_between(table: Plain, slot: Any) -> int:
    return sum(exact(slot[2]) < v < exact(slot[3]) for v in run(table, slot[0], slot[1]).values())


def _count_past_mean(table: Plain, slot: Any) -> int:
    values = list(run(table, slot[0], slot[1]).values())
    return sum(past(v * len(values), slot[2], Decimal(sum(values))) for v in values)


def _count_past_name(table: Plain, slot: Any) -> int:
    values = run(table, slot[0], slot[1])
    return sum(past(v, slot[3], values[slot[2]]) for v in values.values())


def _count_past_run(table: Plain, slot: Any) -> int:
    return sum(past(a, slot[3], b) for _, a, b in both(table, *slot[:3]))


def _count_names(table: Plain, slot: Any) -> int:
    lists: dict[str, Any] = {"row": table.rows, "column": table.columns, "tick": table.ticks}
    return len(lists[slot])


# -- structure -----------------------------------------------------------------------------------------------------


def _name_at(table: Plain, slot: Any) -> str:
    names = list(table.rows if slot[0] == "row" else table.columns)
    if slot[2]:
        names.reverse()
    return names[slot[1]]


def _title_text(table: Plain, slot: Any) -> str:
    return table.texts["title"]


def _caption_text(table: Plain, slot: Any) -> str:
    return table.texts[slot]


def _end_tick(table: Plain, slot: Any) -> float:
    return float(max(table.ticks) if slot == "highest" else min(table.ticks))


def _tick_step(table: Plain, slot: Any) -> float:
    (step,) = {b - a for a, b in itertools.pairwise(table.ticks)}
    return float(step)


def _is_shown(table: Plain, slot: Any) -> bool:
    return slot[1] in (table.rows if slot[0] == "row" else table.columns)


# -- twins ---------------------------------------------------------------------------------------------------------


def _lost_value(table: Plain, slot: Any) -> float | None:
    return _value_of(table, slot) if tuple(slot) in table.numbers else None


def _lost_in_difference(table: Plain, slot: Any) -> float | None:
    return _difference(table, slot) if (slot[2], slot[3]) in table.numbers else None


def _lost_in_comparison(table: Plain, slot: Any) -> bool | None:
    return _is_higher(table, slot) if (slot[0], slot[1]) in table.numbers else None


def _covered_value(table: Plain, slot: Any) -> float | None:
    return None if tuple(slot) in table.covered else _value_of(table, slot)


def _covered_in_difference(table: Plain, slot: Any) -> float | None:
    return None if table.covered & {(slot[0], slot[1]), (slot[2], slot[3])} else _difference(table, slot)


def _covered_rank(table: Plain, slot: Any) -> str | None:
    names = [(n, slot[0]) for n in table.rows] if slot[1] == "row" else [(slot[0], n) for n in table.columns]
    return None if table.covered & set(names) else _ranked_name(table, slot)
