"""Answers about bar charts from the scene's JSON: a table of exact decimals, asked by pandas-like loops."""

from __future__ import annotations

import itertools
from decimal import Decimal
from statistics import mean
from typing import Any

Table = dict[tuple[str, str], Decimal]


def exact(number: float) -> Decimal:
    return Decimal(repr(number))


def table(scene: dict[str, Any]) -> Table:
    return {(bar["category"], bar["series"]): exact(bar["value"]) for bar in scene["bars"]}


def column(scene: dict[str, Any], series: str) -> dict[str, Decimal]:
    """Values of one series by category, in the order of the axis."""
    cells = table(scene)
    return {c["name"]: cells[c["name"], series] for c in scene["categories"]}


def row(scene: dict[str, Any], category: str) -> dict[str, Decimal]:
    cells = table(scene)
    return {s["name"]: cells[category, s["name"]] for s in scene["series"]}


def error(scene: dict[str, Any], category: str, series: str) -> Decimal:
    return next(exact(b["error"]) for b in scene["bars"] if (b["category"], b["series"]) == (category, series))


def is_covered(scene: dict[str, Any], *categories: str) -> bool:
    return any(cover["category"] in categories for cover in scene["covers"])


def at_rank(values: dict[str, Decimal], rank: int, high: bool) -> str:
    """The one name that `rank` others pass."""
    found = [
        name
        for name, value in values.items()
        if sum((other > value) if high else (other < value) for other in values.values()) == rank
    ]
    assert len(found) == 1, "a tie"
    return found[0]


def extreme(values: dict[Any, Decimal], largest: bool) -> Any:
    best = max(values.values()) if largest else min(values.values())
    found = [name for name, value in values.items() if value == best]
    assert len(found) == 1, "a tie"
    return found[0]


def past(value: Decimal, word: str, limit: Decimal) -> bool:
    return value > limit if word in ("above", "higher", "more") else value < limit


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    return globals()[f"_{template}"](scene, slot)


# -- values --------------------------------------------------------------------------------------------------------


def _bar_value(scene: dict[str, Any], slot: Any) -> float:
    return float(table(scene)[slot[0], slot[1]])


def _difference(scene: dict[str, Any], slot: Any) -> float:
    cells = table(scene)
    return float(abs(cells[slot[0], slot[1]] - cells[slot[2], slot[3]]))


def _sum_of_two(scene: dict[str, Any], slot: Any) -> float:
    cells = table(scene)
    return float(cells[slot[0], slot[1]] + cells[slot[2], slot[3]])


def _ratio(scene: dict[str, Any], slot: Any) -> float:
    cells = table(scene)
    return float(cells[slot[0], slot[1]] / cells[slot[2], slot[3]])


def _mean_of_all(scene: dict[str, Any], slot: Any) -> float:
    return float(mean(column(scene, slot).values()))


def _sum_of_all(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(column(scene, slot).values()))


def _range(scene: dict[str, Any], slot: Any) -> float:
    values = sorted(column(scene, slot).values())
    return float(values[-1] - values[0])


def _stack_total(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(row(scene, slot).values()))


def _stack_share(scene: dict[str, Any], slot: Any) -> float:
    parts = row(scene, slot[0])
    return float(100 * parts[slot[1]] / sum(parts.values()))


def _error_end(scene: dict[str, Any], slot: Any) -> float:
    category, series, end = slot
    half = error(scene, category, series)
    return float(table(scene)[category, series] + (half if end == "upper" else -half))


def _closest_to(scene: dict[str, Any], slot: Any) -> str:
    target = exact(slot[1])
    return str(extreme({c: abs(v - target) for c, v in column(scene, slot[0]).items()}, largest=False))


# -- order ---------------------------------------------------------------------------------------------------------


def _ranked_bar(scene: dict[str, Any], slot: Any) -> str:
    return at_rank(column(scene, slot[0]), slot[1], slot[2])


def _ranked_total(scene: dict[str, Any], slot: Any) -> str:
    sums = {c["name"]: Decimal(sum(row(scene, c["name"]).values())) for c in scene["categories"]}
    return at_rank(sums, slot[0], slot[1])


def _series_rank(scene: dict[str, Any], slot: Any) -> str:
    return at_rank(row(scene, slot[0]), slot[1], slot[2])


def _widest_gap(scene: dict[str, Any], slot: Any) -> str:
    first, second = column(scene, slot[0]), column(scene, slot[1])
    return at_rank({c: abs(first[c] - second[c]) for c in first}, slot[2], slot[3])


def _biggest_step(scene: dict[str, Any], slot: Any) -> set[str]:
    values = column(scene, slot)
    names = list(values)
    gaps = {(a, b): abs(values[a] - values[b]) for a, b in itertools.pairwise(names)}
    return set(extreme(gaps, largest=True))


def _is_higher(scene: dict[str, Any], slot: Any) -> bool:
    cells = table(scene)
    return past(cells[slot[0], slot[1]], slot[4], cells[slot[2], slot[3]])


def _passes_limit(scene: dict[str, Any], slot: Any) -> bool:
    return past(table(scene)[slot[0], slot[1]], slot[3], exact(slot[2]))


def _passes_mean(scene: dict[str, Any], slot: Any) -> bool:
    values = column(scene, slot[1])
    return past(values[slot[0]] * len(values), slot[2], Decimal(sum(values.values())))


def _sum_exceeds(scene: dict[str, Any], slot: Any) -> bool:
    values = column(scene, slot[3])
    return past(values[slot[0]] + values[slot[1]], slot[4], values[slot[2]])


def _errors_overlap(scene: dict[str, Any], slot: Any) -> bool:
    cells = table(scene)
    gap = abs(cells[slot[0], slot[1]] - cells[slot[2], slot[3]])
    overlap = gap < error(scene, slot[0], slot[1]) + error(scene, slot[2], slot[3])
    return overlap if slot[4].startswith("cover") else not overlap


def _ranked_error(scene: dict[str, Any], slot: Any) -> str:
    errors = {c["name"]: error(scene, c["name"], slot[0]) for c in scene["categories"]}
    return str(extreme(errors, slot[1] == "longest"))


# -- counts and structure ------------------------------------------------------------------------------------------


def _count_past(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(v, slot[2], exact(slot[1])) for v in column(scene, slot[0]).values())


def _count_past_mean(scene: dict[str, Any], slot: Any) -> int:
    values = list(column(scene, slot[0]).values())
    return sum(past(v * len(values), slot[1], Decimal(sum(values))) for v in values)


def _count_rises(scene: dict[str, Any], slot: Any) -> int:
    values = list(column(scene, slot[0]).values())
    return sum(past(b, slot[1], a) for a, b in itertools.pairwise(values))


def _count_bars(scene: dict[str, Any], slot: Any) -> int:
    return len({"bars": scene["bars"], "categories": scene["categories"], "series": scene["series"]}[slot])


def _count_negative(scene: dict[str, Any], slot: Any) -> int:
    return sum(v < 0 for v in column(scene, slot).values())


def _name_at(scene: dict[str, Any], slot: Any) -> str:
    names = [c["name"] for c in scene["categories"]]
    if slot[1] in ("from the right", "from the bottom"):
        names.reverse()
    return str(names[slot[0]])


def _legend_at(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["series"][slot]["name"])


def _axis_measure(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["value_axis"]["text"])


def _axis_category(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["category_axis"]["text"])


def _title_text(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["title"]["text"])


def _runs_upright(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene["orientation"] == slot)


def _is_shown(scene: dict[str, Any], slot: Any) -> bool:
    return slot[1] in {thing["name"] for thing in scene["categories" if slot[0] == "category" else "series"]}


# -- twins ---------------------------------------------------------------------------------------------------------


def _missing_bar(scene: dict[str, Any], slot: Any) -> float | None:
    return _bar_value(scene, slot) if tuple(slot) in table(scene) else None


def _missing_in_difference(scene: dict[str, Any], slot: Any) -> float | None:
    return _difference(scene, slot) if tuple(slot[2:4]) in table(scene) else None


def _missing_in_comparison(scene: dict[str, Any], slot: Any) -> bool | None:
    return _is_higher(scene, slot) if tuple(slot[:2]) in table(scene) else None


def _covered_bar(scene: dict[str, Any], slot: Any) -> float | None:
    return None if is_covered(scene, slot[0]) else _bar_value(scene, slot)


def _covered_in_difference(scene: dict[str, Any], slot: Any) -> float | None:
    return None if is_covered(scene, slot[0], slot[2]) else _difference(scene, slot)


def _covered_rank(scene: dict[str, Any], slot: Any) -> str | None:
    return None if scene["covers"] else _ranked_bar(scene, slot)


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    names = [s["name"] for s in scene["series"]] or [""]
    shown = {(b["category"], b["series"]): b["value"] for b in scene["bars"]}
    rows = [c["name"] for c in scene["categories"]]
    return {"rows": rows, "columns": names, "values": [[shown[row, name] for name in names] for row in rows]}


_chart_code = _chart_table


# -- waterfalls ----------------------------------------------------------------------------------------------------


def falls(scene: dict[str, Any]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Changes by name, and levels by name, the start's among them. Every level is the one before and a change."""
    assert scene["kind"] == "waterfall"
    first, *steps, last = scene["bars"]
    changes = {bar["category"]: exact(bar["value"]) for bar in steps}
    levels = {first["category"]: exact(first["value"])}
    at = exact(first["value"])
    for bar in steps:
        at += exact(bar["value"])
        assert abs(at - exact(bar["level"])) < Decimal("1e-9")
        levels[bar["category"]] = at
    assert abs(at - exact(last["value"])) < Decimal("1e-9")
    return changes, levels


def _step_change(scene: dict[str, Any], slot: Any) -> float:
    return float(falls(scene)[0][slot])


def _level_after(scene: dict[str, Any], slot: Any) -> float:
    return float(falls(scene)[1][slot])


def _end_level(scene: dict[str, Any], slot: Any) -> float:
    levels = list(falls(scene)[1].values())
    return float(levels[0] if slot == "start" else levels[-1])


def _net_change(scene: dict[str, Any], slot: Any) -> float:
    changes, _ = falls(scene)
    names = [bar["category"] for bar in scene["bars"]]
    between = names[names.index(slot[0]) + 1 : names.index(slot[1]) + 1]
    return float(sum(changes[name] for name in between))


def _ranked_level(scene: dict[str, Any], slot: Any) -> str:
    levels = dict(list(falls(scene)[1].items())[1:])
    return at_rank(levels, slot[0], slot[1])


def _ranked_move(scene: dict[str, Any], slot: Any) -> str:
    moves = {name: abs(v) for name, v in falls(scene)[0].items() if (v > 0) == slot[0]}
    return at_rank(moves, slot[1], True)


def _count_moves(scene: dict[str, Any], slot: Any) -> int:
    return sum(v > 0 if slot == "up" else v < 0 for v in falls(scene)[0].values())


def _sum_of_moves(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(abs(v) for v in falls(scene)[0].values() if (v > 0) == (slot == "up")))


def _step_rises(scene: dict[str, Any], slot: Any) -> bool:
    return (falls(scene)[0][slot[0]] > 0) == (slot[1] == "up")


def _level_is_higher(scene: dict[str, Any], slot: Any) -> bool:
    levels = falls(scene)[1]
    return past(levels[slot[0]], slot[2], levels[slot[1]])


def _longest_run(scene: dict[str, Any], slot: Any) -> int:
    signs = "".join("u" if v > 0 else "d" for v in falls(scene)[0].values())
    return max(map(len, signs.split("d" if slot == "up" else "u")))


# -- two values each -----------------------------------------------------------------------------------------------


def two_rows(scene: dict[str, Any], s: str, t: str) -> dict[str, tuple[Decimal, Decimal]]:
    assert not scene["hidden"]
    first, second = column(scene, s), column(scene, t)
    return {name: (first[name], second[name]) for name in first}


def _count_ahead(scene: dict[str, Any], slot: Any) -> int:
    return sum(a > b for a, b in two_rows(scene, *slot).values())


def _where_ahead(scene: dict[str, Any], slot: Any) -> set[str]:
    return {name for name, (a, b) in two_rows(scene, *slot).items() if a > b}


def _mean_gap(scene: dict[str, Any], slot: Any) -> float:
    return float(mean(abs(a - b) for a, b in two_rows(scene, *slot).values()))


def _midpoint(scene: dict[str, Any], slot: Any) -> float:
    assert not is_covered(scene, slot)
    return float(mean(row(scene, slot).values()))


def _gap_passes(scene: dict[str, Any], slot: Any) -> bool:
    gaps = [max(values) - min(values) for values in (row(scene, name).values() for name in slot[:2])]
    return gaps[0] > gaps[1] if slot[2] == "larger" else gaps[0] < gaps[1]


def sides(scene: dict[str, Any], category: str) -> dict[str, Decimal]:
    """What stands on the left and on the right: the first series, and the second."""
    assert scene["kind"] == "diverging"
    return dict(zip(("left", "right"), row(scene, category).values(), strict=True))


def _side_of(scene: dict[str, Any], slot: Any) -> str:
    return "left" if scene["series"][0]["name"] == slot else "right"


def _series_on_side(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["series"][0 if slot == "left" else 1]["name"])


def _leans_to(scene: dict[str, Any], slot: Any) -> bool:
    values = sides(scene, slot[0])
    return values[slot[1]] == max(values.values())


def _both_sides(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(sides(scene, slot).values()))


def _side_share(scene: dict[str, Any], slot: Any) -> float:
    values = sides(scene, slot[0])
    return float(100 * values[slot[1]] / sum(values.values()))


def _side_totals(scene: dict[str, Any], slot: Any) -> bool:
    left, right = (sum(column(scene, s["name"]).values()) for s in scene["series"])
    one, other = (left, right) if slot[0] == "left" else (right, left)
    return past(Decimal(one), slot[1], Decimal(other)) if slot[1] == "more" else one < other
