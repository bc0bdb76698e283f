"""Answers about histograms from the scene's JSON: rows of exact decimals, asked by plain loops."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import Plain, exact

Bars = list[dict[str, Any]]


def bars(scene: dict[str, Any], series: str) -> Bars:
    return sorted((b for b in scene["bars"] if b["series"] == series), key=lambda b: b["bin"])


def heights(scene: dict[str, Any], series: str) -> list[Decimal]:
    """Heights of the bins alone, also where the bars show running totals."""
    found = [exact(b["value"]) for b in bars(scene, series)]
    if scene["cumulative"]:
        return [b - a for a, b in zip([Decimal(0), *found], found, strict=False)]
    return found


def shown(scene: dict[str, Any], place: int, series: str) -> Decimal:
    return next(exact(b["value"]) for b in bars(scene, series) if b["bin"] == place)


def total(scene: dict[str, Any], series: str) -> int:
    return int(next(s["total"] for s in scene["series"] if s["name"] == series))


def name(scene: dict[str, Any], place: int) -> str:
    """A bin in the words of an answer."""
    unit, places = scene["quantity_unit"], scene["edge_decimals"]
    low, high = (f"{scene['edges'][i]['value']:,.{places}f}" for i in (place, place + 1))

    def money(figure: str) -> str:
        size, _, sign = unit.rpartition(" ")
        minus = "-" if figure.startswith("-") else ""
        return f"{minus}{sign}{figure.removeprefix('-')}{' ' + size if size else ''}"

    low, high = (v[1:] if v.startswith("-") and not v.strip("-0.,") else v for v in (low, high))
    if "$" in unit:
        return f"{money(low)} to {money(high)}"
    if unit in ("", "%"):
        return f"{low}{unit} to {high}{unit}"
    return f"{low} to {high} {unit}"


def at(scene: dict[str, Any], value: Decimal) -> int:
    (found,) = [
        i
        for i in range(len(scene["edges"]) - 1)
        if exact(scene["edges"][i]["value"]) <= value < exact(scene["edges"][i + 1]["value"])
    ]
    return found


def side(scene: dict[str, Any], edge: int, word: str, series: str) -> Decimal:
    found = heights(scene, series)
    return Decimal(sum(found[:edge] if word == "below" else found[edge:]))


def plain(scene: dict[str, Any]) -> Plain:
    """Heights by bin and by distribution."""
    hidden = set(scene["hidden"])
    return Plain(
        rows=[name(scene, i) for i in range(len(scene["edges"]) - 1)],
        columns=[s["name"] for s in scene["series"]],
        numbers={(name(scene, b["bin"]), b["series"]): exact(b["value"]) for b in scene["bars"]},
        covered={(name(scene, b["bin"]), b["series"]) for b in scene["bars"] if b["id"] in hidden},
        ticks=[exact(tick["value"]) for tick in scene["ticks"]],
        texts={thing["id"]: thing["text"] for thing in scene.values() if isinstance(thing, dict) and "text" in thing},
    )


SHARED = {"count_names", "title_text", "caption_text", "end_tick", "tick_step", "is_shown"}


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    if f"_{template}" not in globals():
        assert template in SHARED or not scene["cumulative"]
        return values.expected(plain(scene), template, slot)
    return globals()[f"_{template}"](scene, slot)


def _bin_height(scene: dict[str, Any], slot: Any) -> float:
    return float(heights(scene, slot[1])[slot[0]])


def _bin_density(scene: dict[str, Any], slot: Any) -> float:
    return float(shown(scene, *slot))


def _range_count(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(heights(scene, slot[2])[slot[0] : slot[1] + 1]))


def _below_edge(scene: dict[str, Any], slot: Any) -> float:
    return float(side(scene, *slot))


def _share_below(scene: dict[str, Any], slot: Any) -> float:
    return float(100 * side(scene, *slot) / total(scene, slot[2]))


def _count_from_share(scene: dict[str, Any], slot: Any) -> float:
    return float(round(shown(scene, *slot) * total(scene, slot[1]) / 100))


def _share_from_density(scene: dict[str, Any], slot: Any) -> float:
    return float(100 * shown(scene, *slot) * exact(scene["width"]))


def _line_value(scene: dict[str, Any], slot: Any) -> float:
    assert scene["reference"]["name"] == slot
    return float(scene["reference"]["value"])


def _ranked_bin(scene: dict[str, Any], slot: Any) -> str:
    found = heights(scene, slot[0])
    (place,) = [i for i, v in enumerate(found) if sum((w > v) if slot[2] else (w < v) for w in found) == slot[1]]
    return name(scene, place)


def _median_bin(scene: dict[str, Any], slot: Any) -> str:
    found = heights(scene, slot)
    (place,) = [i for i in range(len(found)) if 2 * sum(found[:i]) < sum(found) < 2 * sum(found[: i + 1])]
    return name(scene, place)


def _line_bin(scene: dict[str, Any], slot: Any) -> str:
    assert scene["reference"]["name"] == slot
    return name(scene, at(scene, exact(scene["reference"]["value"])))


def _long_tail(scene: dict[str, Any], slot: Any) -> str:
    found = heights(scene, slot)
    there = [i for i, v in enumerate(found) if v]
    top = found.index(max(found))
    assert there[-1] - top != top - there[0]
    mean = sum(i * v for i, v in enumerate(found)) / sum(found)
    third = sum((Decimal(i) - Decimal(mean)) ** 3 * v for i, v in enumerate(found))
    assert (third > 0) == (there[-1] - top > top - there[0])
    return "right" if third > 0 else "left"


def _count_peaks(scene: dict[str, Any], slot: Any) -> int:
    """Tops of stretches that no dip of a tenth of the highest bar breaks."""
    found = [float(v) for v in heights(scene, slot)]
    unit = max(found) / 10
    padded = [0.0, *found, 0.0]
    count = 0
    for i in range(1, len(padded) - 1):
        if padded[i] < unit:
            continue
        left = next(
            j for j in range(i - 1, -1, -1) if padded[j] > padded[i] or padded[i] - min(padded[j : i + 1]) >= unit
        )
        right = next(
            j for j in range(i + 1, len(padded)) if padded[j] >= padded[i] or padded[i] - min(padded[i : j + 1]) >= unit
        )
        count += padded[left] <= padded[i] and padded[right] < padded[i]
    return count


def _empty_bins(scene: dict[str, Any], slot: Any) -> int:
    return sum(b["count"] == 0 for b in bars(scene, slot))


def _holds_more(scene: dict[str, Any], slot: Any) -> bool:
    a, b = shown(scene, *slot[:2]), shown(scene, *slot[2:4])
    return a > b if slot[4] == "higher" else a < b


def _most_past_edge(scene: dict[str, Any], slot: Any) -> bool:
    return 2 * side(scene, *slot) > sum(heights(scene, slot[2]))


def _bin_width(scene: dict[str, Any], slot: Any) -> float:
    a, b = (exact(scene["edges"][i]["value"]) for i in (0, 1))
    return float(b - a)


def _count_bins(scene: dict[str, Any], slot: Any) -> int:
    return len({b["bin"] for b in scene["bars"]})


def _bin_of(scene: dict[str, Any], slot: Any) -> str:
    return name(scene, at(scene, exact(slot[1])))


def _more_in_bin(scene: dict[str, Any], slot: Any) -> str:
    found = sorted((exact(b["value"]), b["series"]) for b in scene["bars"] if b["bin"] == slot[0])
    return str(found[-1 if slot[1] == "higher" else 0][1])


# -- twins -------------------------------------------------------------------------------------------------------------


def there(scene: dict[str, Any], series: str) -> bool:
    return series in {s["name"] for s in scene["series"]}


def is_covered(scene: dict[str, Any], *bins: int) -> bool:
    return any(cover["bin"] in bins for cover in scene["covers"])


def _missing_height(scene: dict[str, Any], slot: Any) -> float | None:
    return _bin_height(scene, slot) if there(scene, slot[1]) else None


def _missing_in_comparison(scene: dict[str, Any], slot: Any) -> bool | None:
    return _holds_more(scene, slot) if there(scene, slot[1]) and there(scene, slot[3]) else None


def _missing_line_bin(scene: dict[str, Any], slot: Any) -> str | None:
    return _line_bin(scene, slot) if scene["reference"] else None


def _missing_line_value(scene: dict[str, Any], slot: Any) -> float | None:
    return _line_value(scene, slot) if scene["reference"] else None


def _covered_height(scene: dict[str, Any], slot: Any) -> float | None:
    return None if is_covered(scene, slot[0]) else _bin_height(scene, slot)


def _covered_range(scene: dict[str, Any], slot: Any) -> float | None:
    return None if is_covered(scene, *range(slot[0], slot[1] + 1)) else _range_count(scene, slot)


def _covered_in_comparison(scene: dict[str, Any], slot: Any) -> bool | None:
    return None if is_covered(scene, slot[0], slot[2]) else _holds_more(scene, slot)


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    names = [s["name"] for s in scene["series"]]
    edges = [f"{e['value']:.{scene['edge_decimals']}f}" for e in scene["edges"]]
    rows = [f"{low} to {high}" for low, high in pairwise(edges)]
    columns = [[b["value"] for b in bars(scene, name)] for name in names]
    return {"rows": rows, "columns": names, "values": [list(row) for row in zip(*columns, strict=True)]}


_chart_code = _chart_table
