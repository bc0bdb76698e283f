"""Answers about pie charts from the scene's JSON: exact decimals, and angles walked from the start."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from statistics import mean, median
from typing import Any

Slot = Any


def exact(number: float) -> Decimal:
    return Decimal(repr(number))


def slices(scene: dict[str, Any], pie: str) -> list[dict[str, Any]]:
    return [s for s in scene["slices"] if s["pie"] == pie]


def shares(scene: dict[str, Any], pie: str) -> dict[str, Decimal]:
    """Printed shares by name, in the order of the scene."""
    return {s["name"]: exact(s["share"]) for s in slices(scene, pie)}


def values(scene: dict[str, Any], pie: str) -> dict[str, Decimal]:
    return {s["name"]: exact(s["value"]) for s in slices(scene, pie)}


def sizes(scene: dict[str, Any], pie: str) -> dict[str, Decimal]:
    """What a viewer goes by: values where only they are printed."""
    return (values if scene["shown"] == "value" else shares)(scene, pie)


def check_shares(scene: dict[str, Any]) -> None:
    """Every share is its value's part of the total, to rounding."""
    for s in scene["slices"]:
        whole = "" if scene["kind"] == "nested" else s["pie"]
        total = sum(values(scene, whole).values())
        unit = Decimal(10) ** -scene["share_decimals"]
        assert abs(100 * exact(s["value"]) / total - exact(s["share"])) <= unit * Decimal("0.5000001"), s
    for pie in scene["pies"]:
        assert abs(exact(pie["total"]) - sum(values(scene, pie["name"]).values())) < Decimal("1e-6")


def rounded(value: Decimal, digits: int) -> float:
    return float(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN))


def at_rank(found: dict[str, Decimal], rank: int, high: bool) -> str:
    """The one name that `rank` others pass."""
    names = [
        name
        for name, value in found.items()
        if sum((other > value) if high else (other < value) for other in found.values()) == rank
    ]
    assert len(names) == 1, "a tie"
    return names[0]


def past(value: Any, word: str, limit: Any) -> bool:
    return bool(value > limit if word in ("more", "larger", "above") else value < limit)


def is_covered(scene: dict[str, Any], pie: str, *names: str) -> bool:
    return any(c["pie"] == pie and set(names) & set(c["names"]) for c in scene["covers"])


def names_round(scene: dict[str, Any], pie: str) -> list[str]:
    """Names clockwise."""
    found = [s["name"] for s in slices(scene, pie)]
    return found if scene["clockwise"] else found[::-1]


def expected(scene: dict[str, Any], template: str, slot: Slot) -> Any:
    check_shares(scene)
    return globals()[f"_{template}"](scene, slot)


# -- values --------------------------------------------------------------------------------------------------------


def _share_of(scene: dict[str, Any], slot: Slot) -> float:
    return float(shares(scene, slot[0])[slot[1]])


def _value_of(scene: dict[str, Any], slot: Slot) -> float:
    if scene["shown"] in ("value", "both"):
        return float(values(scene, slot[0])[slot[1]])
    total = next(exact(p["total"]) for p in scene["pies"] if p["name"] == slot[0])
    return float(total * shares(scene, slot[0])[slot[1]] / 100)


def _share_of_rank(scene: dict[str, Any], slot: Slot) -> float:
    return float(sorted(shares(scene, slot[0]).values(), reverse=slot[2])[slot[1]])


def _sum_of_two(scene: dict[str, Any], slot: Slot) -> float:
    return float(sum(shares(scene, slot[0])[name] for name in slot[1:]))


_sum_of_three = _sum_of_two


def _difference(scene: dict[str, Any], slot: Slot) -> float:
    found = shares(scene, slot[0])
    return float(abs(found[slot[1]] - found[slot[2]]))


def _range_of_shares(scene: dict[str, Any], slot: Slot) -> float:
    found = sorted(shares(scene, slot).values())
    return float(found[-1] - found[0])


def _ratio(scene: dict[str, Any], slot: Slot) -> float:
    found = sizes(scene, slot[0])
    return float(found[slot[1]] / found[slot[2]])


def _angle_of(scene: dict[str, Any], slot: Slot) -> float:
    return float(shares(scene, slot[0])[slot[1]] * (180 if scene["half"] else 360) / 100)


def _share_without(scene: dict[str, Any], slot: Slot) -> float:
    found = shares(scene, slot[0])
    return float(100 * found[slot[1]] / (100 - found[slot[2]]))


def _part_of_total(scene: dict[str, Any], slot: Slot) -> float:
    return float(slot[2] * shares(scene, slot[0])[slot[1]] / 100)


def _total_from_part(scene: dict[str, Any], slot: Slot) -> float:
    return float(100 * slot[2] / shares(scene, slot[0])[slot[1]])


def _total_value(scene: dict[str, Any], slot: Slot) -> float:
    return float(sum(values(scene, slot).values()))


def _mean_value(scene: dict[str, Any], slot: Slot) -> float:
    return float(mean(values(scene, slot).values()))


def _mean_share(scene: dict[str, Any], slot: Slot) -> float:
    return float(Fraction(100, len(slices(scene, slot))))


def _median_share(scene: dict[str, Any], slot: Slot) -> float:
    return float(median(shares(scene, slot).values()))


def _top_share(scene: dict[str, Any], slot: Slot) -> float:
    return float(sum(sorted(shares(scene, slot[0]).values(), reverse=True)[: slot[1]]))


# -- order and checks ----------------------------------------------------------------------------------------------


def _ranked_slice(scene: dict[str, Any], slot: Slot) -> str:
    return at_rank(values(scene, slot[0]), slot[1], slot[2])


def _closest_to(scene: dict[str, Any], slot: Slot) -> str:
    return at_rank({n: abs(v - slot[1]) for n, v in shares(scene, slot[0]).items()}, 0, False)


def _is_larger(scene: dict[str, Any], slot: Slot) -> bool:
    found = values(scene, slot[0])
    return past(found[slot[1]], slot[3], found[colour_to_name(scene, slot[2])])


_PARTS = {
    "a tenth": (1, 10),
    "an eighth": (1, 8),
    "a fifth": (1, 5),
    "a quarter": (1, 4),
    "a third": (1, 3),
    "half": (1, 2),
}


def _passes_fraction(scene: dict[str, Any], slot: Slot) -> bool:
    own = shares(scene, slot[0])[colour_to_name(scene, slot[1])]
    return past(Fraction(own), slot[3], 100 * Fraction(*_PARTS[slot[2]]))


def _pair_passes_fraction(scene: dict[str, Any], slot: Slot) -> bool:
    found = shares(scene, slot[0])
    both = found[slot[1]] + found[colour_to_name(scene, slot[2])]
    return past(Fraction(both), slot[4], 100 * Fraction(*_PARTS[slot[3]]))


def _sum_exceeds(scene: dict[str, Any], slot: Slot) -> bool:
    found = values(scene, slot[0])
    return past(sum(found[colour_to_name(scene, c)] for c in slot[1:3]), slot[4], found[slot[3]])


def _count_past(scene: dict[str, Any], slot: Slot) -> int:
    return sum(past(v, slot[2], slot[1]) for v in shares(scene, slot[0]).values())


def _count_past_mean(scene: dict[str, Any], slot: Slot) -> int:
    found = values(scene, slot[0])
    return sum(past(v * len(found), slot[1], sum(found.values())) for v in found.values())


def _fewest_for_half(scene: dict[str, Any], slot: Slot) -> int:
    found = sorted(values(scene, slot).values(), reverse=True)
    return next(k for k in range(1, len(found) + 1) if 2 * sum(found[:k]) > sum(found))


# -- structure -----------------------------------------------------------------------------------------------------


def _slice_count(scene: dict[str, Any], slot: Slot) -> int:
    return len(slices(scene, slot))


_part_count = _slice_count


def _entry_count(scene: dict[str, Any], slot: Slot) -> int:
    return len(scene["entries"])


def _title_text(scene: dict[str, Any], slot: Slot) -> str:
    return str(scene["title"]["text"])


def _legend_place(scene: dict[str, Any], slot: Slot) -> str:
    return str(scene["legend"]["place"])


def _legend_at(scene: dict[str, Any], slot: Slot) -> str:
    names = [e["name"] for e in scene["entries"]]
    return str(names[slot[0]] if slot[1] == "top" else names[-1 - slot[0]])


def _is_donut(scene: dict[str, Any], slot: Slot) -> bool:
    return bool(scene["hole"] == slot.startswith("a ring"))


def _pulled_out(scene: dict[str, Any], slot: Slot) -> str:
    (found,) = [s["name"] for s in scene["slices"] if s["exploded"]]
    return str(found)


def _is_shown(scene: dict[str, Any], slot: Slot) -> bool:
    return slot in {s["name"] for s in scene["slices"]}


def colour_to_name(scene: dict[str, Any], colour: str) -> str:
    (found,) = [e["name"] for e in scene["entries"] if e["colour"] == colour]
    return str(found)


def _colour_of(scene: dict[str, Any], slot: Slot) -> str:
    return str(next(e["colour"] for e in scene["entries"] if e["name"] == slot[1]))


def _slice_of_colour(scene: dict[str, Any], slot: Slot) -> str:
    return colour_to_name(scene, slot[1])


def _share_of_colour(scene: dict[str, Any], slot: Slot) -> float:
    return float(shares(scene, slot[0])[colour_to_name(scene, slot[1])])


def _steps_round(scene: dict[str, Any], slot: Slot) -> str:
    names = names_round(scene, slot[0])
    if slot[3] == "anticlockwise":
        names.reverse()
    return (names * 2)[names.index(slot[1]) + slot[2]]


def _neighbours(scene: dict[str, Any], slot: Slot) -> list[str]:
    names = names_round(scene, slot[0])
    rest = names[names.index(slot[1]) + 1 :] + names[: names.index(slot[1])]
    return [rest[0], rest[-1]]


def _are_neighbours(scene: dict[str, Any], slot: Slot) -> bool:
    touch = slot[2] in _neighbours(scene, slot)
    return touch if slot[3].startswith("next") else not touch


def _order_round(scene: dict[str, Any], slot: Slot) -> list[str]:
    names = names_round(scene, slot[0])
    return (names * 2)[names.index(slot[1]) :][: len(names)]


def _slice_at_hour(scene: dict[str, Any], slot: Slot) -> str:
    """Walk the circle in hundredths of a degree until the direction is reached."""
    goal = {"twelve": 0, "three": 90, "six": 180, "nine": 270}[slot[1]]
    found = values(scene, slot[0])
    total = sum(found.values())
    turn = exact(float(scene["start_deg"]))
    sign = 1 if scene["clockwise"] else -1
    for name, value in found.items():
        end = turn + sign * 360 * value / total
        low, high = min(turn, end), max(turn, end)
        if any(low <= goal + 360 * k < high for k in (-2, -1, 0, 1, 2)):
            return name
        turn = end
    raise AssertionError


# -- two pies, two rings -------------------------------------------------------------------------------------------


def two(scene: dict[str, Any], name: str) -> tuple[Decimal, Decimal]:
    a, b = (shares(scene, pie["name"])[name] for pie in scene["pies"])
    return a, b


def _larger_in(scene: dict[str, Any], slot: Slot) -> str:
    a, b = two(scene, slot[0])
    return str(scene["pies"][0 if (a > b) == (slot[2] == "larger") else 1]["name"])


def _points_between_pies(scene: dict[str, Any], slot: Slot) -> float:
    a, b = two(scene, slot)
    return float(abs(a - b))


def _is_larger_in(scene: dict[str, Any], slot: Slot) -> bool:
    a, b = two(scene, slot[0])
    return past(*((b, slot[2], a) if slot[1] else (a, slot[2], b)))


def _count_larger_in(scene: dict[str, Any], slot: Slot) -> int:
    pairs = [two(scene, e["name"]) for e in scene["entries"]]
    return sum((b > a) if slot[0] else (a > b) for a, b in pairs)


def _most_different(scene: dict[str, Any], slot: Slot) -> str:
    gaps = {e["name"]: abs(two(scene, e["name"])[0] - two(scene, e["name"])[1]) for e in scene["entries"]}
    return at_rank(gaps, 0, slot[0] == "most")


def _share_within(scene: dict[str, Any], slot: Slot) -> float:
    part, whole = sizes(scene, slot[0])[slot[1]], sizes(scene, "")[slot[0]]
    return float(100 * part / whole)


def _ranked_part(scene: dict[str, Any], slot: Slot) -> str:
    return at_rank(values(scene, slot[0]), slot[1], slot[2])


def _same_name_across(scene: dict[str, Any], slot: Slot) -> str:
    found = {s["pie"]: exact(s["value"]) for s in scene["slices"] if s["pie"] and s["name"] == slot[0]}
    return at_rank(found, 0, slot[1])


# -- twins ---------------------------------------------------------------------------------------------------------


def is_missing(scene: dict[str, Any], name: str) -> bool:
    return name not in {s["name"] for s in scene["slices"]}


def _missing_share(scene: dict[str, Any], slot: Slot) -> float | None:
    return None if is_missing(scene, slot[1]) else _share_of(scene, slot)


def _missing_in_difference(scene: dict[str, Any], slot: Slot) -> float | None:
    return None if is_missing(scene, slot[2]) else _difference(scene, slot)


def _missing_in_comparison(scene: dict[str, Any], slot: Slot) -> bool | None:
    return None if is_missing(scene, slot[1]) else _is_larger(scene, slot)


def _covered_share(scene: dict[str, Any], slot: Slot) -> float | None:
    return None if is_covered(scene, slot[0], slot[1]) else _share_of(scene, slot)


def _covered_in_difference(scene: dict[str, Any], slot: Slot) -> float | None:
    return None if is_covered(scene, slot[0], slot[2]) else _difference(scene, slot)


def _covered_rank(scene: dict[str, Any], slot: Slot) -> str | None:
    covered = any(c["pie"] == slot[0] for c in scene["covers"])
    return None if covered else _ranked_slice(scene, slot)


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    assert scene["kind"] != "nested"
    field = "value" if scene["shown"] == "value" else "share"
    names = [p["name"] for p in scene["pies"]]
    shown = {(s["name"], s["pie"]): s[field] for s in scene["slices"]}
    rows = list(dict.fromkeys(s["name"] for s in scene["slices"]))
    return {"rows": rows, "columns": names, "values": [[shown.get((row, name)) for name in names] for row in rows]}


_chart_code = _chart_table
