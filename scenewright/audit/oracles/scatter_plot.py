"""Answers about scatter plots from the scene's JSON: exact decimals and fractions, asked by plain loops."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import log
from statistics import mean
from typing import Any

Item = dict[str, Any]
LOW = ("below", "lower", "to the left of", "smaller", "weaker", "fall")


def exact(number: float) -> Decimal:
    return Decimal(repr(number))


def point(scene: Item, name: str) -> Item | None:
    found = [p for p in scene["points"] if p["name"] == name]
    assert len(found) <= 1, "two points of one name"
    return found[0] if found else None


def at(scene: Item, name: str, axis: str) -> Decimal:
    found = point(scene, name)
    assert found is not None
    return exact(found[axis])


def some(scene: Item, series: str) -> list[Item]:
    return [p for p in scene["points"] if not series or p["series"] == series]


def column(points: list[Item], axis: str) -> list[Decimal]:
    return [exact(p[axis]) for p in points]


def seen(scene: Item) -> dict[str, Item]:
    return {p["name"]: p for p in scene["points"] if p["name"] and p["id"] not in scene["hidden"]}


def past(v: Any, word: str, limit: Any) -> bool:
    return v < limit if word in LOW else v > limit


def holder(values: dict[str, Any], rank: int, high: bool) -> str:
    """The one name that `rank` others pass."""
    found = [n for n, v in values.items() if sum((o > v) if high else (o < v) for o in values.values()) == rank]
    assert len(found) == 1, "a tie"
    return found[0]


def line(scene: Item, series: str, x: Any) -> Fraction:
    """The value of the trend line of a series at x."""
    (t,) = [t for t in scene["trends"] if t["series"] == series]
    x0, y0, x1, y1 = (Fraction(exact(t[k])) for k in ("x0", "y0", "x1", "y1"))
    return y0 + (Fraction(exact(x) if isinstance(x, float) else x) - x0) * (y1 - y0) / (x1 - x0)


def pearson(points: list[Item]) -> float:
    xs, ys = ([Fraction(v) for v in column(points, axis)] for axis in "xy")
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    top = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    square = sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys)
    return float(top) / float(square) ** 0.5


def other(axis: str) -> str:
    return {"x": "y", "y": "x"}[axis]


def covered(scene: Item, over: str) -> bool:
    return any(c["over"] == over for c in scene["covers"])


def expected(scene: Item, template: str, slot: Any) -> Any:
    return globals()[f"_{template}"](scene, slot)


# -- values --------------------------------------------------------------------------------------------------------


def _point_value(scene: Item, slot: Any) -> float:
    return float(at(scene, *slot))


def _difference(scene: Item, slot: Any) -> float:
    return float(abs(at(scene, slot[0], slot[2]) - at(scene, slot[1], slot[2])))


def _mean_of_two(scene: Item, slot: Any) -> float:
    return float(mean((at(scene, slot[0], slot[2]), at(scene, slot[1], slot[2]))))


def _sum_of_two(scene: Item, slot: Any) -> float:
    return float(at(scene, slot[0], slot[2]) + at(scene, slot[1], slot[2]))


def _ratio(scene: Item, slot: Any) -> float:
    return float(at(scene, slot[0], slot[2]) / at(scene, slot[1], slot[2]))


def _extreme_value(scene: Item, slot: Any) -> float:
    values = column(some(scene, slot[1]), slot[0])
    return float(max(values) if slot[2] else min(values))


def _range_of_all(scene: Item, slot: Any) -> float:
    values = column(some(scene, slot[1]), slot[0])
    return float(max(values) - min(values))


def at_rank(points: list[Item], axis: str, rank: int, high: bool) -> Item:
    by_id = {p["id"]: p for p in points}
    return by_id[holder({i: exact(p[axis]) for i, p in by_id.items()}, rank, high)]


def _other_axis(scene: Item, slot: Any) -> float:
    axis, series, rank, high = slot
    return float(at_rank(some(scene, series), axis, rank, high)[other(axis)])


def _reference_value(scene: Item, slot: Any) -> float:
    assert (scene["reference"]["name"], scene["reference"]["axis"]) == tuple(slot)
    return float(scene["reference"]["value"])


def _gap_from_reference(scene: Item, slot: Any) -> float:
    return float(abs(at(scene, slot[0], scene["reference"]["axis"]) - exact(scene["reference"]["value"])))


def _mean_of_named(scene: Item, slot: Any) -> float:
    return float(mean(column(list(seen(scene).values()), slot)))


# -- order ---------------------------------------------------------------------------------------------------------


def _ranked_point(scene: Item, slot: Any) -> str:
    axis, rank, high = slot
    return holder({n: exact(p[axis]) for n, p in seen(scene).items()}, rank, high)


def _nearest_to(scene: Item, slot: Any) -> str:
    own = at(scene, *slot)
    return holder({n: abs(exact(p[slot[1]]) - own) for n, p in seen(scene).items() if n != slot[0]}, 0, False)


def place(scene: Item, p: Item, axis: str) -> float:

    low, high = scene[f"{axis}_ticks"][0]["value"], scene[f"{axis}_ticks"][-1]["value"]
    if scene[axis]["log"]:
        return log(p[axis] / low) / log(high / low)
    return float((p[axis] - low) / (high - low))


def _nearest_on_paper(scene: Item, slot: Any) -> str:
    """The same in plots of twenty proportions."""
    here, found = seen(scene)[slot], set()
    for k in range(21):
        aspect = 0.9 + 2.3 * k / 20
        far = {
            n: ((aspect * (place(scene, p, "x") - place(scene, here, "x"))) ** 2
                + (place(scene, p, "y") - place(scene, here, "y")) ** 2)
            for n, p in seen(scene).items() if n != slot
        }  # fmt: skip
        found.add(holder(far, 0, False))
    assert len(found) == 1
    return found.pop()


def _names_past(scene: Item, slot: Any) -> set[str]:
    axis, word, limit = slot
    return {n for n, p in seen(scene).items() if past(exact(p[axis]), word, exact(limit))}


def _furthest_past(scene: Item, slot: Any) -> str:
    axis, word, limit, high = slot
    left = {n: exact(p[other(axis)]) for n, p in seen(scene).items() if past(exact(p[axis]), word, exact(limit))}
    return holder(left, 0, high)


def field(p: Item, x0: float, x1: float, y0: float, y1: float) -> bool:
    return exact(x0) < exact(p["x"]) < exact(x1) and exact(y0) < exact(p["y"]) < exact(y1)


def _in_rectangle(scene: Item, slot: Any) -> str:
    (name,) = [n for n, p in seen(scene).items() if field(p, *slot)]
    return name


def _series_of_point(scene: Item, slot: Any) -> str:
    found = point(scene, slot)
    assert found
    return str(found["series"])


def _closest_to(scene: Item, slot: Any) -> str:
    return holder({n: abs(exact(p[slot[0]]) - exact(slot[1])) for n, p in seen(scene).items()}, 0, False)


def _outlier_name(scene: Item, slot: Any) -> str:
    """The point whose nearest neighbour is furthest."""
    at_ = {p["id"]: (place(scene, p, "x"), place(scene, p, "y")) for p in scene["points"]}
    near = {
        i: min((1.6 * (a[0] - b[0])) ** 2 + (a[1] - b[1]) ** 2 for j, b in at_.items() if j != i)
        for i, a in at_.items()
    }
    best = holder(near, 0, True)
    return str(next(p["name"] for p in scene["points"] if p["id"] == best))


# -- yes and no ----------------------------------------------------------------------------------------------------


def _is_higher(scene: Item, slot: Any) -> bool:
    a, b, axis, word = slot
    return past(at(scene, a, axis), word, at(scene, b, axis))


def _passes_limit(scene: Item, slot: Any) -> bool:
    name, axis, limit, word = slot
    return past(at(scene, name, axis), word, exact(limit))


def _passes_reference(scene: Item, slot: Any) -> bool:
    return past(at(scene, slot[0], scene["reference"]["axis"]), slot[3], exact(scene["reference"]["value"]))


def corner(dx: Any, dy: Any, across: str, up: str) -> bool:
    return (dx > 0 if across == "right" else dx < 0) and (dy > 0 if up == "above" else dy < 0)


def _up_and_right(scene: Item, slot: Any) -> bool:
    a, b, across, up = slot
    return corner(at(scene, a, "x") - at(scene, b, "x"), at(scene, a, "y") - at(scene, b, "y"), across, up)


def _is_drawn(scene: Item, slot: Any) -> bool:
    name, field, look = slot
    series = _series_of_point(scene, name)
    return bool(next(s for s in scene["series"] if s["name"] == series)[field] == look)


def _mean_higher(scene: Item, slot: Any) -> bool:
    a, b, axis, word = slot
    return past(mean(column(some(scene, a), axis)), word, mean(column(some(scene, b), axis)))


def _most_past(scene: Item, slot: Any) -> bool:
    series, axis, limit, word = slot
    values = column(some(scene, series), axis)
    return 2 * sum(past(v, word, exact(limit)) for v in values) > len(values)


def _is_labelled(scene: Item, slot: Any) -> bool:
    return slot in seen(scene)


# -- counts --------------------------------------------------------------------------------------------------------


def _count_points(scene: Item, slot: Any) -> int:
    return len(some(scene, slot))


def _count_past(scene: Item, slot: Any) -> int:
    axis, series, word, limit = slot
    return sum(past(v, word, exact(limit)) for v in column(some(scene, series), axis))


def _count_past_reference(scene: Item, slot: Any) -> int:
    return sum(past(v, slot[2], exact(scene["reference"]["value"])) for v in column(scene["points"], slot[1]))


def _count_in_rectangle(scene: Item, slot: Any) -> int:
    return sum(field(p, *slot) for p in scene["points"])


def _count_beyond_point(scene: Item, slot: Any) -> int:
    here = seen(scene)[slot[0]]
    return sum(corner(p["x"] - here["x"], p["y"] - here["y"], *slot[1:]) for p in scene["points"])


def _count_between(scene: Item, slot: Any) -> int:
    a, b, axis = slot
    low, high = sorted((at(scene, a, axis), at(scene, b, axis)))
    return sum(low < exact(p[axis]) < high for p in seen(scene).values())


def _share_past(scene: Item, slot: Any) -> float:
    return 100 * _count_past(scene, slot) / len(some(scene, slot[1]))


def _largest_series(scene: Item, slot: Any) -> str:
    return holder({s["name"]: len(some(scene, s["name"])) for s in scene["series"]}, 0, slot == "highest")


def _count_things(scene: Item, slot: Any) -> int:
    return len(seen(scene) if slot == "named" else scene[slot])


# -- trends --------------------------------------------------------------------------------------------------------


def _trend_at(scene: Item, slot: Any) -> float:
    return float(line(scene, slot[0], slot[1]))


def _trend_reaches(scene: Item, slot: Any) -> float:
    (t,) = [t for t in scene["trends"] if t["series"] == slot[0]]
    x0, y0, x1, y1 = (Fraction(exact(t[k])) for k in ("x0", "y0", "x1", "y1"))
    return float(x0 + (Fraction(exact(slot[1])) - y0) * (x1 - x0) / (y1 - y0))


def _trend_change(scene: Item, slot: Any) -> float:
    return float(abs(line(scene, slot[0], slot[1]) - line(scene, slot[0], slot[2])))


def _trend_direction(scene: Item, slot: Any) -> bool:
    (t,) = scene["trends"]
    return past(t["y1"], slot, t["y0"])


def _trend_is_higher(scene: Item, slot: Any) -> bool:
    a, b, x, word = slot
    return past(line(scene, a, x), word, line(scene, b, x))


def off(scene: Item, series: str, p: Item) -> Fraction:
    return Fraction(exact(p["y"])) - line(scene, series, p["x"])


def _above_trend(scene: Item, slot: Any) -> bool:
    return past(off(scene, slot[1], seen(scene)[slot[0]]), slot[2], 0)


def _count_above_trend(scene: Item, slot: Any) -> int:
    return sum(past(off(scene, "", p), slot, 0) for p in scene["points"])


def _residual_rank(scene: Item, slot: Any) -> str:
    return holder({n: abs(off(scene, "", p)) for n, p in seen(scene).items()}, slot, True)


def _residual_of(scene: Item, slot: Any) -> float:
    return float(abs(off(scene, slot[1], seen(scene)[slot[0]])))


def _correlation_sign(scene: Item, slot: Any) -> bool:
    r = pearson(scene["points"])
    assert abs(r) >= 0.5
    return past(r, "below" if slot == "negative" else "above", 0)


def _correlation_kind(scene: Item, slot: Any) -> str:
    r = pearson(scene["points"])
    assert abs(r) >= 0.5 or abs(r) < 0.2
    return "positive" if r >= 0.5 else "negative" if r <= -0.5 else "not clear"


def _stronger_correlation(scene: Item, slot: Any) -> bool:
    return past(abs(pearson(some(scene, slot[0]))), slot[2], abs(pearson(some(scene, slot[1]))))


# -- bubbles -------------------------------------------------------------------------------------------------------


def _bubble_value(scene: Item, slot: Any) -> float:
    return float(at(scene, slot, "size"))


def _bubble_rank(scene: Item, slot: Any) -> str:
    return holder({n: exact(p["size"]) for n, p in seen(scene).items()}, *slot)


def _bubble_is_larger(scene: Item, slot: Any) -> bool:
    return past(at(scene, slot[0], "size"), slot[2], at(scene, slot[1], "size"))


def _bubble_ratio(scene: Item, slot: Any) -> float:
    return float(at(scene, slot[0], "size") / at(scene, slot[1], "size"))


def _largest_bubble_at(scene: Item, slot: Any) -> float:
    axis, series, rank, high = slot
    return float(at_rank(some(scene, series), "size", rank, high)[axis])


def _largest_bubble_series(scene: Item, slot: Any) -> str:
    return str(at_rank(scene["points"], "size", 0, slot)["series"])


def _size_measure(scene: Item, slot: Any) -> str:
    return str(scene["size_axis"]["text"])


# -- structure -----------------------------------------------------------------------------------------------------


def _title_text(scene: Item, slot: Any) -> str:
    return str(scene["title"]["text"])


def _axis_title(scene: Item, slot: Any) -> str:
    return str(scene[f"{slot}_axis"]["text"])


def _which_axis(scene: Item, slot: Any) -> str:
    return {"x": "horizontal", "y": "vertical"}[slot]


def _end_tick(scene: Item, slot: Any) -> float:
    values = [t["value"] for t in scene[f"{slot[0]}_ticks"]]
    return float(max(values) if slot[1] == "highest" else min(values))


def _tick_step(scene: Item, slot: Any) -> float:
    values = column(scene[f"{slot}_ticks"], "value")
    (step,) = {b - a for a, b in pairwise(values)}
    return float(step)


def _log_axes(scene: Item, slot: Any) -> str:
    return {(True, False): "horizontal", (False, True): "vertical", (True, True): "both"}[
        scene["x"]["log"], scene["y"]["log"]
    ]


def _legend_at(scene: Item, slot: Any) -> str:
    return str(scene["series"][slot]["name"])


def _legend_place(scene: Item, slot: Any) -> str:
    words = {"top": "above", "bottom": "below", "right": "to the right of", "inside": "inside"}
    return f"{words[scene['legend']]} the plot"


def _has_grid(scene: Item, slot: Any) -> bool:
    return bool(scene["grid"] == slot)


def _which_look(scene: Item, slot: Any) -> str:
    (name,) = [s["name"] for s in scene["series"] if s[slot[0]] == slot[1]]
    return str(name)


def _look_of(scene: Item, slot: Any) -> str:
    return str(next(s for s in scene["series"] if s["name"] == slot[0])[slot[1]])


# -- twins ---------------------------------------------------------------------------------------------------------


def _missing_point(scene: Item, slot: Any) -> float | None:
    return _point_value(scene, slot) if point(scene, slot[0]) else None


def _missing_in_difference(scene: Item, slot: Any) -> float | None:
    return _difference(scene, slot) if point(scene, slot[1]) else None


def _missing_in_comparison(scene: Item, slot: Any) -> bool | None:
    return _is_higher(scene, slot) if point(scene, slot[0]) else None


def _covered_point(scene: Item, slot: Any) -> float | None:
    return _point_value(scene, slot) if slot[0] in seen(scene) else None


def _covered_in_difference(scene: Item, slot: Any) -> float | None:
    return _difference(scene, slot) if {slot[0], slot[1]} <= set(seen(scene)) else None


def _covered_axis(scene: Item, slot: Any) -> float | None:
    return None if covered(scene, slot[1]) else _point_value(scene, slot)


def _covered_legend(scene: Item, slot: Any) -> str | None:
    return None if covered(scene, "legend") else _series_of_point(scene, slot)


def _covered_rank(scene: Item, slot: Any) -> str | None:
    return None if covered(scene, "plot") else _ranked_point(scene, slot)


def _missing_series(scene: Item, slot: Any) -> int | None:
    return len(some(scene, slot)) or None


def _covered_count(scene: Item, slot: Any) -> int | None:
    return None if covered(scene, "plot") else _count_past(scene, slot)


def _covered_extreme(scene: Item, slot: Any) -> float | None:
    return None if covered(scene, slot[0]) else _extreme_value(scene, slot)


def _chart_table(scene: Item, slot: Any) -> list[Item]:
    assert not covered(scene, "plot")
    axes = ["x", "y", *(["size"] if scene["size"] else [])]
    several = len(scene["series"]) > 1
    out = []
    for p in scene["points"]:
        item = {scene[f"{axis}_axis"]["text"]: p[axis] for axis in axes}
        out.append(item | {"name": p["name"], "series": p["series"] if several else ""})
    return out


_chart_code = _chart_table


__all__ = ["expected"]
