"""Answers about combined charts from the scene's JSON: exact decimals and plain loops."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import Plain, at_rank, exact

OTHER = {"bars": "line", "line": "bars"}


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    own = globals().get(f"_{template}")
    if own:
        return own(scene, slot)
    return values.expected(table(scene), template, slot)


def table(scene: dict[str, Any]) -> Plain:
    return values.plain(scene, "points", "place", "series", rows="places")


def row(scene: dict[str, Any], series: str) -> dict[str, Decimal]:
    """The bars' or the line's values from left to right; none is missing or covered."""
    return values.run(table(scene), series, "row")


def value(scene: dict[str, Any], place: str, series: str) -> Decimal:
    found = table(scene)
    assert (place, series) not in found.covered
    return found.numbers[place, series]


def ends(scene: dict[str, Any], series: str) -> tuple[Decimal, Decimal]:
    ticks = scene[series]["ticks"]
    return exact(ticks[0]["value"]), exact(ticks[-1]["value"])


def height(scene: dict[str, Any], place: str, series: str) -> Decimal:
    low, high = ends(scene, series)
    return (value(scene, place, series) - low) / (high - low)


def on(scene: dict[str, Any], side: str) -> dict[str, Any]:
    (found,) = [scene[s] for s in ("bars", "line") if scene[s]["side"] == side]
    return dict(found)


# -- axes ----------------------------------------------------------------------------------------------------------


def _value_on_axis(scene: dict[str, Any], slot: Any) -> float:
    return float(value(scene, *slot))


def _reads_as(scene: dict[str, Any], slot: Any) -> bool:
    low, high = ends(scene, slot[1])
    near = abs(value(scene, slot[0], slot[1]) - exact(slot[2])) / (high - low) < Decimal("0.03")
    return near == (slot[3] == "at about")


def _place_reading(scene: dict[str, Any], slot: Any) -> str:
    return at_rank({p: abs(v - exact(slot[1])) for p, v in row(scene, slot[0]).items()}, 0, False)


def _wrong_axis_reading(scene: dict[str, Any], slot: Any) -> float:
    low, high = ends(scene, OTHER[slot[1]])
    places = scene[OTHER[slot[1]]]["decimals"]
    return round(float(low + (high - low) * round(height(scene, *slot), 6)), places)


def _same_height(scene: dict[str, Any], slot: Any) -> float:
    other = on(scene, "right" if slot[0] == "left" else "left")
    assert len(on(scene, slot[0])["ticks"]) == len(other["ticks"])
    return float(other["ticks"][slot[1]]["value"])


def _axis_of(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene[slot[0]]["side"] == slot[1])


def _drawn_as(scene: dict[str, Any], slot: Any) -> bool:
    return bool(slot[0] == slot[1])


def _stands_for(scene: dict[str, Any], slot: Any) -> str:
    return str(scene[slot]["name"])


def _unit_of(scene: dict[str, Any], slot: Any) -> str:
    return str((scene[slot] if slot in scene else on(scene, slot))["unit"])


def _drawn_higher(scene: dict[str, Any], slot: Any) -> bool:
    gap = height(scene, slot[0], "line") - height(scene, slot[0], "bars")
    return gap > 0 if slot[1] == "above" else gap < 0


def _truly_higher(scene: dict[str, Any], slot: Any) -> bool:
    assert scene["bars"]["unit"] == scene["line"]["unit"]
    gap = value(scene, slot[0], slot[1]) - value(scene, slot[0], OTHER[slot[1]])
    return gap > 0 if slot[2] == "higher" else gap < 0


def _ratio_across(scene: dict[str, Any], slot: Any) -> float:
    assert scene["bars"]["unit"] == scene["line"]["unit"]
    return float(value(scene, slot[0], slot[1]) / value(scene, slot[0], OTHER[slot[1]]))


def _gap_across(scene: dict[str, Any], slot: Any) -> float:
    assert scene["bars"]["unit"] == scene["line"]["unit"]
    return float(abs(value(scene, slot, "bars") - value(scene, slot, "line")))


# -- both together -------------------------------------------------------------------------------------------------


def goes(scene: dict[str, Any], series: str, a: str, b: str) -> str:
    first, last = value(scene, a, series), value(scene, b, series)
    assert first != last
    return "rise" if last > first else "fall"


def _move_together(scene: dict[str, Any], slot: Any) -> bool:
    same = goes(scene, "bars", *slot[:2]) == goes(scene, "line", *slot[:2])
    return same == (slot[2] == "the same direction")


def _both_move(scene: dict[str, Any], slot: Any) -> bool:
    return [goes(scene, s, *slot[:2]) for s in ("bars", "line")] == list(slot[2:])


def _count_moves(scene: dict[str, Any], slot: Any) -> int:
    names = [p["name"] for p in scene["places"]]
    return sum([goes(scene, s, a, b) for s in ("bars", "line")] == list(slot) for a, b in itertools.pairwise(names))


def _count_drawn_above(scene: dict[str, Any], slot: Any) -> int:
    return sum(_drawn_higher(scene, (p["name"], slot)) for p in scene["places"])


def _value_at_peak(scene: dict[str, Any], slot: Any) -> float:
    return float(value(scene, at_rank(row(scene, slot[0]), slot[1], slot[2]), OTHER[slot[0]]))


def _peak_among(scene: dict[str, Any], slot: Any) -> str:
    kept = [p for p, v in row(scene, slot[0]).items() if values.past(v, slot[2], exact(slot[1]))]
    return at_rank({p: value(scene, p, OTHER[slot[0]]) for p in kept}, 0, slot[3])


def _places_past(scene: dict[str, Any], slot: Any) -> set[str]:
    bars, line = row(scene, "bars"), row(scene, "line")
    return {p for p in bars if values.past(bars[p], slot[1], exact(slot[0]))
            and values.past(line[p], slot[3], exact(slot[2]))}  # fmt: skip


# -- structure -----------------------------------------------------------------------------------------------------


def _name_at(scene: dict[str, Any], slot: Any) -> str:
    names = [p["name"] for p in scene["places"] if p["labelled"]]
    return str(names[len(names) - 1 - slot[1] if slot[2] else slot[1]])


def _count_names(scene: dict[str, Any], slot: Any) -> int:
    assert slot == "row"
    return sum(p["labelled"] for p in scene["places"])


def _end_tick_of(scene: dict[str, Any], slot: Any) -> float:
    found = [t["value"] for t in on(scene, slot[0])["ticks"]]
    return float(max(found) if slot[1] == "highest" else min(found))


def _tick_step_of(scene: dict[str, Any], slot: Any) -> float:
    found = [exact(t["value"]) for t in on(scene, slot)["ticks"]]
    (step,) = {b - a for a, b in itertools.pairwise(found)}
    return float(step)


def _count_ticks(scene: dict[str, Any], slot: Any) -> int:
    return len(on(scene, slot)["ticks"])


def _legend_at(scene: dict[str, Any], slot: Any) -> str:
    order = ("line", "bars") if scene["line_first"] else ("bars", "line")
    return str(scene[order[slot]]["name"])


def _legend_place(scene: dict[str, Any], slot: Any) -> str:
    words = {"top": "above", "bottom": "below", "inside": "inside"}
    return f"{words[scene['legend']]} the plot"


def _which_colour(scene: dict[str, Any], slot: Any) -> str:
    return str(scene[slot]["hue"])


def _measure_of_colour(scene: dict[str, Any], slot: Any) -> str:
    (found,) = [scene[s]["name"] for s in ("bars", "line") if scene[s]["hue"] == slot]
    return str(found)


def _has_grid(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene["grid"] == slot)


# -- table ---------------------------------------------------------------------------------------------------------


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    shown = {(p["place"], p["series"]): p["value"] for p in scene["points"]}
    rows = [p["name"] for p in scene["places"]]
    return {
        "rows": rows,
        "columns": [scene[s]["name"] for s in ("bars", "line")],
        "values": [[shown[row, s] for s in ("bars", "line")] for row in rows],
    }


_chart_code = _chart_table
