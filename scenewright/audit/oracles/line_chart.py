"""Answers about line charts from the scene's JSON: rows of exact decimals, asked by plain loops."""

from __future__ import annotations

import itertools
from decimal import Decimal
from statistics import mean, median
from typing import Any

Row = dict[str, Decimal]


def exact(number: float) -> Decimal:
    return Decimal(repr(number))


def row(scene: dict[str, Any], series: str) -> Row:
    """One line's values by place, from left to right, without the missing ones."""
    return {p["place"]: exact(p["value"]) for p in scene["points"] if p["series"] == series and p["value"] is not None}


def column(scene: dict[str, Any], place: str) -> Row:
    return {p["series"]: exact(p["value"]) for p in scene["points"] if p["place"] == place and p["value"] is not None}


def value(scene: dict[str, Any], place: str, series: str) -> Decimal:
    return row(scene, series)[place]


def both(scene: dict[str, Any], s: str, t: str) -> list[tuple[Decimal, Decimal]]:
    first, second = row(scene, s), row(scene, t)
    assert list(first) == list(second) == [p["name"] for p in scene["places"]]
    return [(first[p], second[p]) for p in first]


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


def changes(signs: list[bool]) -> list[int]:
    return [i for i in range(len(signs) - 1) if signs[i] is not signs[i + 1]]


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    return globals()[f"_{template}"](scene, slot)


# -- values --------------------------------------------------------------------------------------------------------


def _point_value(scene: dict[str, Any], slot: Any) -> float:
    return float(value(scene, *slot))


def _point_at(scene: dict[str, Any], slot: Any) -> float:
    values = list(row(scene, slot[0]).values())
    return float(values[slot[1]] if slot[2] == "left" else values[len(values) - 1 - slot[1]])


def _reference_value(scene: dict[str, Any], slot: Any) -> float:
    assert scene["reference"]["name"] == slot
    return float(scene["reference"]["value"])


def _difference(scene: dict[str, Any], slot: Any) -> float:
    return float(abs(value(scene, *slot[:2]) - value(scene, *slot[2:4])))


def _sum_of_two(scene: dict[str, Any], slot: Any) -> float:
    return float(value(scene, *slot[:2]) + value(scene, *slot[2:4]))


def _mean_of_two(scene: dict[str, Any], slot: Any) -> float:
    return float(mean((value(scene, *slot[:2]), value(scene, *slot[2:4]))))


def _ratio(scene: dict[str, Any], slot: Any) -> float:
    return float(value(scene, *slot[:2]) / value(scene, *slot[2:4]))


def _percent_change(scene: dict[str, Any], slot: Any) -> float:
    first, last = value(scene, *slot[:2]), value(scene, *slot[2:4])
    return float(100 * last / first - 100)


def _closest_to(scene: dict[str, Any], slot: Any) -> str:
    gaps = {p: abs(v - exact(slot[1])) for p, v in row(scene, slot[0]).items()}
    return at_rank(gaps, 0, False)


def _ranked_value(scene: dict[str, Any], slot: Any) -> float:
    values = sorted(row(scene, slot[0]).values(), reverse=slot[2])
    return float(values[slot[1]])


def _mean_of_all(scene: dict[str, Any], slot: Any) -> float:
    return float(mean(row(scene, slot).values()))


def _median_of_all(scene: dict[str, Any], slot: Any) -> float:
    return float(median(row(scene, slot).values()))


def _sum_of_all(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(row(scene, slot).values()))


def _range(scene: dict[str, Any], slot: Any) -> float:
    values = row(scene, slot).values()
    return float(max(values) - min(values))


def _stack_total(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(column(scene, slot).values()))


def _stack_share(scene: dict[str, Any], slot: Any) -> float:
    parts = column(scene, slot[0])
    return float(100 * parts[slot[1]] / sum(parts.values()))


# -- order ---------------------------------------------------------------------------------------------------------


def _ranked_point(scene: dict[str, Any], slot: Any) -> str:
    return at_rank(row(scene, slot[0]), slot[1], slot[2])


def _series_rank(scene: dict[str, Any], slot: Any) -> str:
    return at_rank(column(scene, slot[0]), slot[1], slot[2])


def _widest_gap(scene: dict[str, Any], slot: Any) -> str:
    names = [p["name"] for p in scene["places"]]
    gaps = {n: abs(a - b) for n, (a, b) in zip(names, both(scene, slot[0], slot[1]), strict=True)}
    return at_rank(gaps, slot[2], slot[3])


def _biggest_step(scene: dict[str, Any], slot: Any) -> set[str]:
    items = list(row(scene, slot).items())
    steps = sorted((abs(items[i + 1][1] - items[i][1]), i) for i in range(len(items) - 1))
    assert steps[-1][0] > steps[-2][0]
    i = steps[-1][1]
    return {items[i][0], items[i + 1][0]}


def _ranked_total(scene: dict[str, Any], slot: Any) -> str:
    sums = {p["name"]: Decimal(sum(column(scene, p["name"]).values())) for p in scene["places"]}
    return at_rank(sums, slot[0], slot[1])


def _change_rank(scene: dict[str, Any], slot: Any) -> str:
    a, b = column(scene, slot[0]), column(scene, slot[1])
    return at_rank({s: abs(a[s] - b[s]) for s in a}, 0, slot[2] == "most")


def _crossing_place(scene: dict[str, Any], slot: Any) -> set[str]:
    (i,) = changes([a > b for a, b in both(scene, *slot)])
    return {scene["places"][i]["name"], scene["places"][i + 1]["name"]}


# -- yes and no ----------------------------------------------------------------------------------------------------


def _is_higher(scene: dict[str, Any], slot: Any) -> bool:
    return past(value(scene, *slot[:2]), slot[4], value(scene, *slot[2:4]))


def _passes_limit(scene: dict[str, Any], slot: Any) -> bool:
    return past(value(scene, *slot[:2]), slot[3], exact(slot[2]))


def _passes_mean(scene: dict[str, Any], slot: Any) -> bool:
    values = row(scene, slot[1])
    return past(values[slot[0]] * len(values), slot[2], Decimal(sum(values.values())))


def _sum_exceeds(scene: dict[str, Any], slot: Any) -> bool:
    values = row(scene, slot[3])
    return past(values[slot[0]] + values[slot[1]], slot[4], values[slot[2]])


def _is_monotone(scene: dict[str, Any], slot: Any) -> bool:
    values = row(scene, slot[0])
    names = [p["name"] for p in scene["places"]]
    part = [values[n] for n in names[names.index(slot[1]) : names.index(slot[2]) + 1]]
    return all(past(b, slot[3], a) for a, b in itertools.pairwise(part))


def _ends_higher(scene: dict[str, Any], slot: Any) -> bool:
    values = row(scene, slot[0])
    return past(values[slot[2]], slot[3], values[slot[1]])


def _always_above(scene: dict[str, Any], slot: Any) -> bool:
    return all(past(a, slot[2], b) for a, b in both(scene, slot[0], slot[1]))


def _lines_cross(scene: dict[str, Any], slot: Any) -> bool:
    return len({a > b for a, b in both(scene, *slot)}) == 2


def _most_past(scene: dict[str, Any], slot: Any) -> bool:
    values = row(scene, slot[0]).values()
    return 2 * sum(past(v, slot[2], exact(slot[1])) for v in values) > len(values)


def _changes_more(scene: dict[str, Any], slot: Any) -> bool:
    s, t = (abs(value(scene, slot[2], n) - value(scene, slot[3], n)) for n in slot[:2])
    return past(s, slot[4], t) if slot[4] == "more" else s < t


# -- counts --------------------------------------------------------------------------------------------------------


def _count_past(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(v, slot[2], exact(slot[1])) for v in row(scene, slot[0]).values())


def _count_past_reference(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(v, slot[2], exact(scene["reference"]["value"])) for v in row(scene, slot[0]).values())


def _count_past_mean(scene: dict[str, Any], slot: Any) -> int:
    values = list(row(scene, slot[0]).values())
    return sum(past(v * len(values), slot[1], Decimal(sum(values))) for v in values)


def _count_past_series(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(a, slot[2], b) for a, b in both(scene, slot[0], slot[1]))


def _count_crossings(scene: dict[str, Any], slot: Any) -> int:
    return len(changes([a > b for a, b in both(scene, *slot)]))


def _count_rises(scene: dict[str, Any], slot: Any) -> int:
    values = list(row(scene, slot[0]).values())
    return sum(past(b, slot[1], a) for a, b in itertools.pairwise(values))


def _count_peaks(scene: dict[str, Any], slot: Any) -> int:
    v = list(row(scene, slot[0]).values())
    word = "above" if slot[1] == "peak" else "below"
    return sum(past(v[i], word, v[i - 1]) and past(v[i], word, v[i + 1]) for i in range(1, len(v) - 1))


def _count_things(scene: dict[str, Any], slot: Any) -> int:
    if slot == "labels":
        return sum(p["labelled"] for p in scene["places"])
    if slot == "points":
        return sum(p["value"] is not None for p in scene["points"])
    return len(scene[slot])


def _count_missing(scene: dict[str, Any], slot: Any) -> int:
    return len(scene["places"]) - len(row(scene, slot))


def _missing_at(scene: dict[str, Any], slot: Any) -> str:
    (name,) = {p["name"] for p in scene["places"]} - set(row(scene, slot))
    return str(name)


# -- structure -----------------------------------------------------------------------------------------------------


def _name_at(scene: dict[str, Any], slot: Any) -> str:
    names = [p["name"] for p in scene["places"] if p["labelled"]]
    if slot[1] == "from the right":
        names.reverse()
    return str(names[slot[0]])


def _legend_at(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["series"][slot]["name"])


def _legend_place(scene: dict[str, Any], slot: Any) -> str:
    words = {"top": "above", "bottom": "below", "right": "to the right of", "inside": "inside"}
    return f"{words[scene['legend']]} the plot"


def _axis_measure(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["value_axis"]["text"])


def _axis_places(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["place_axis"]["text"])


def _title_text(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["title"]["text"])


def _end_tick(scene: dict[str, Any], slot: Any) -> float:
    values = [t["value"] for t in scene["ticks"]]
    return float(max(values) if slot == "highest" else min(values))


def _tick_step(scene: dict[str, Any], slot: Any) -> float:
    values = [exact(t["value"]) for t in scene["ticks"]]
    (step,) = {b - a for a, b in itertools.pairwise(values)}
    return float(step)


def _has_grid(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene["grid"] == slot)


def _which_look(scene: dict[str, Any], slot: Any) -> str:
    (name,) = [s["name"] for s in scene["series"] if s[slot[0]] == slot[1]]
    return str(name)


def _look_of(scene: dict[str, Any], slot: Any) -> str:
    return str(next(s for s in scene["series"] if s["name"] == slot[0])[slot[1]])


def _is_shown(scene: dict[str, Any], slot: Any) -> bool:
    return slot[1] in {thing["name"] for thing in scene["places" if slot[0] == "place" else "series"]}


# -- twins ---------------------------------------------------------------------------------------------------------


def _missing_point(scene: dict[str, Any], slot: Any) -> float | None:
    return _point_value(scene, slot) if slot[0] in row(scene, slot[1]) else None


def _missing_in_difference(scene: dict[str, Any], slot: Any) -> float | None:
    return _difference(scene, slot) if slot[2] in row(scene, slot[3]) else None


def _missing_in_comparison(scene: dict[str, Any], slot: Any) -> bool | None:
    return _is_higher(scene, slot) if slot[0] in row(scene, slot[1]) else None


def _is_covered(scene: dict[str, Any], place: str) -> bool:
    return any(cover["place"] == place for cover in scene["covers"])


def _covered_point(scene: dict[str, Any], slot: Any) -> float | None:
    return None if _is_covered(scene, slot[0]) else _point_value(scene, slot)


def _covered_in_difference(scene: dict[str, Any], slot: Any) -> float | None:
    return None if _is_covered(scene, slot[2]) or _is_covered(scene, slot[0]) else _difference(scene, slot)


def _covered_rank(scene: dict[str, Any], slot: Any) -> str | None:
    return None if scene["covers"] else _ranked_point(scene, slot)


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    names = [s["name"] for s in scene["series"]]
    shown = {(p["place"], p["series"]): p["value"] for p in scene["points"]}
    rows = [p["name"] for p in scene["places"]]
    return {"rows": rows, "columns": names, "values": [[shown[row, name] for name in names] for row in rows]}


_chart_code = _chart_table
