"""Answers about radar charts from the scene's JSON: exact decimals and plain loops."""

from __future__ import annotations

from decimal import Decimal
from statistics import mean
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import Plain, exact


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    own = globals().get(f"_{template}")
    if own:
        return own(scene, slot)
    return values.expected(table(scene), template, slot)


def table(scene: dict[str, Any]) -> Plain:
    return values.plain(scene, "points", "spoke", "series", rows="spokes", columns="series")


def value(scene: dict[str, Any], spoke: str, series: str) -> Decimal:
    found = table(scene)
    assert (spoke, series) not in found.covered
    return found.numbers[spoke, series]


def spokes(scene: dict[str, Any]) -> list[str]:
    return [s["name"] for s in scene["spokes"]]


def turned(scene: dict[str, Any], spoke: str, steps: int) -> str:
    names = spokes(scene)
    for _ in range(abs(steps)):
        names = names[1:] + names[:1] if steps > 0 else names[-1:] + names[:-1]
    return names[spokes(scene).index(spoke)]


def rings(scene: dict[str, Any]) -> list[Decimal]:
    return [exact(t["value"]) for t in scene["ticks"][1:]]


def written(scene: dict[str, Any]) -> list[Decimal]:
    """The numbers that stand at the rings; a centre of zero has none."""
    every = [exact(t["value"]) for t in scene["ticks"]]
    return [v for v in every if v != 0]


# -- going round ---------------------------------------------------------------------------------------------------


def _next_spoke(scene: dict[str, Any], slot: Any) -> str:
    return turned(scene, slot[0], slot[1])


def _opposite_spoke(scene: dict[str, Any], slot: Any) -> str:
    assert len(scene["spokes"]) % 2 == 0
    return turned(scene, slot, len(scene["spokes"]) // 2)


def _spoke_at(scene: dict[str, Any], slot: Any) -> str:
    degrees = {"up": 0, "to the right": 90, "down": 180, "to the left": 270}[slot]
    found = [n for i, n in enumerate(spokes(scene)) if i * 360 == degrees * len(scene["spokes"])]
    return str(found[0])


def _opposite_gap(scene: dict[str, Any], slot: Any) -> float:
    return float(abs(value(scene, *slot) - value(scene, _opposite_spoke(scene, slot[0]), slot[1])))


def _neighbour_mean(scene: dict[str, Any], slot: Any) -> float:
    return float(mean(value(scene, turned(scene, slot[0], k), slot[1]) for k in (-1, 1)))


def _step_out(scene: dict[str, Any], slot: Any) -> bool:
    change = value(scene, turned(scene, slot[0], slot[2]), slot[1]) - value(scene, slot[0], slot[1])
    return change > 0 if slot[3] == "outwards" else change < 0


def over(scene: dict[str, Any], s: str, t: str) -> list[bool]:
    gaps = [value(scene, n, s) - value(scene, n, t) for n in spokes(scene)]
    return [gap > 0 for gap in gaps]


def _inner_outline(scene: dict[str, Any], slot: Any) -> str:
    outer = slot[0] if all(over(scene, slot[0], slot[1])) else slot[1]
    assert all(over(scene, outer, slot[1] if outer == slot[0] else slot[0]))
    return str(outer if slot[2] == "outside" else slot[1] if outer == slot[0] else slot[0])


def _ever_cross(scene: dict[str, Any], slot: Any) -> bool:
    return (_count_crossings(scene, slot[:2]) > 0) == (slot[2] == "cross anywhere")


def _cross_here(scene: dict[str, Any], slot: Any) -> bool:
    sides = over(scene, *slot[:2])
    i = spokes(scene).index(slot[2])
    return (sides[i] is not sides[(i + 1) % len(sides)]) == (slot[3] == "cross")


def _count_crossings(scene: dict[str, Any], slot: Any) -> int:
    sides = over(scene, *slot)
    return sum(sides[i] is not sides[i - 1] for i in range(len(sides)))


# -- rings ---------------------------------------------------------------------------------------------------------


def _ring_value(scene: dict[str, Any], slot: Any) -> float:
    found = sorted(rings(scene), reverse=slot[1] == "outside")
    return float(found[slot[0]])


def _count_rings(scene: dict[str, Any], slot: Any) -> int:
    return len(rings(scene))


def _beyond_ring(scene: dict[str, Any], slot: Any) -> set[str]:
    word = "above" if slot[2] == "outside" else "below"
    return {n for n in spokes(scene) if values.past(value(scene, n, slot[0]), word, exact(slot[1]))}


def _nearest_ring(scene: dict[str, Any], slot: Any) -> float:
    own = value(scene, slot[0], slot[1])
    found = [r for r in rings(scene) if values.past(r, "above" if slot[2] == "up" else "below", own)]
    return float(min(found, key=lambda r: abs(r - own)))


def _end_tick(scene: dict[str, Any], slot: Any) -> float:
    return float(max(written(scene)) if slot == "highest" else min(written(scene)))


def _count_names(scene: dict[str, Any], slot: Any) -> int:
    return {"row": len(scene["spokes"]), "column": len(scene["series"]), "tick": len(written(scene))}[slot]


# -- structure -----------------------------------------------------------------------------------------------------


def _legend_place(scene: dict[str, Any], slot: Any) -> str:
    return {"top": "above the chart", "bottom": "below the chart", "right": "to the right of the chart"}[
        scene["legend"]]  # fmt: skip


def _ring_shape(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene["rings"] == slot)


def _is_filled(scene: dict[str, Any], slot: Any) -> bool:
    return bool(scene["filled"]) == (slot == "filled")


def _which_look(scene: dict[str, Any], slot: Any) -> str:
    (name,) = [s["name"] for s in scene["series"] if s[slot[0]] == slot[1]]
    return str(name)


def _colour_of(scene: dict[str, Any], slot: Any) -> str:
    return str(next(s for s in scene["series"] if s["name"] == slot)["hue"])


# -- table ---------------------------------------------------------------------------------------------------------


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    names = [s["name"] for s in scene["series"]]
    shown = {(p["spoke"], p["series"]): p["value"] for p in scene["points"]}
    return {
        "rows": spokes(scene),
        "columns": names,
        "values": [[shown[row, name] for name in names] for row in spokes(scene)],
    }


_chart_code = _chart_table
