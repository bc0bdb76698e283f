"""Answers about box plots from the scene's JSON: exact decimals, asked by plain loops."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import at_rank, exact, past

ORDER = ("low", "q1", "median", "q3", "high")


def box(scene: dict[str, Any], name: str) -> dict[str, Any]:
    return next(b for b in scene["boxes"] if b["name"] == name)


def field(scene: dict[str, Any], name: str, what: str) -> Decimal:
    return exact(box(scene, name)[what])


def column(scene: dict[str, Any], what: str) -> dict[str, Decimal]:
    return {b["name"]: exact(b[what]) for b in scene["boxes"]}


def spread(scene: dict[str, Any], name: str, kind: str) -> Decimal:
    low, high = ("q1", "q3") if kind == "box" else ("low", "high")
    return field(scene, name, high) - field(scene, name, low)


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    if values.known(template):
        return values.expected(values.plain(scene, "boxes", "name", rows="boxes", value="median"), template, slot)
    return globals()[f"_{template}"](scene, slot)


def _quartile_of(scene: dict[str, Any], slot: Any) -> float:
    return float(field(scene, *slot))


def _spread(scene: dict[str, Any], slot: Any) -> float:
    return float(field(scene, slot[0], slot[2]) - field(scene, slot[0], slot[1]))


def _mean_of(scene: dict[str, Any], slot: Any) -> float:
    return float(field(scene, slot, "mean"))


def _furthest_outlier(scene: dict[str, Any], slot: Any) -> float:
    found = sorted(box(scene, slot[0])["outliers"])
    return float(found[-1] if slot[1] == "highest" else found[0])


def _share_between(scene: dict[str, Any], slot: Any) -> float:
    assert scene["whiskers"] == "range" or not {"low", "high"} & set(slot[1:])
    return float(25 * (ORDER.index(slot[2]) - ORDER.index(slot[1])))


def _widest_at(scene: dict[str, Any], slot: Any) -> float:
    found = box(scene, slot)
    widths = found["shape"]
    at = found["low"] + (found["high"] - found["low"]) * widths.index(max(widths)) / (len(widths) - 1)
    assert abs(at - found["peak"]) < 0.03 * (found["high"] - found["low"])
    return float(found["peak"])


def _ranked_group(scene: dict[str, Any], slot: Any) -> str:
    return at_rank(column(scene, slot[0]), slot[1], slot[2])


def _ranked_spread(scene: dict[str, Any], slot: Any) -> str:
    return at_rank({b["name"]: spread(scene, b["name"], slot[0]) for b in scene["boxes"]}, slot[1], slot[2])


def _median_nearer(scene: dict[str, Any], slot: Any) -> str:
    q1, median, q3 = (field(scene, slot, what) for what in ("q1", "median", "q3"))
    assert median - q1 != q3 - median
    return "lower" if median - q1 < q3 - median else "upper"


def _longer_whisker(scene: dict[str, Any], slot: Any) -> str:
    low, q1, q3, high = (field(scene, slot, what) for what in ("low", "q1", "q3", "high"))
    assert q1 - low != high - q3
    return "lower" if q1 - low > high - q3 else "upper"


def _spreads_more(scene: dict[str, Any], slot: Any) -> bool:
    a, b = (spread(scene, name, slot[2]) for name in slot[:2])
    return a > b if slot[3] == "larger" else a < b


def _wholly_above(scene: dict[str, Any], slot: Any) -> bool:
    a, b = slot[:2] if slot[2] == "above" else (slot[1], slot[0])
    return field(scene, a, "q1") > field(scene, b, "q3")


def _boxes_overlap(scene: dict[str, Any], slot: Any) -> bool:
    apart = _wholly_above(scene, (*slot[:2], "above")) or _wholly_above(scene, (*slot[:2], "below"))
    return apart if slot[2].startswith("leave") else not apart


def _in_box(scene: dict[str, Any], slot: Any) -> bool:
    return field(scene, slot[0], "q1") < exact(slot[1]) < field(scene, slot[0], "q3")


def _mean_past_median(scene: dict[str, Any], slot: Any) -> bool:
    return past(field(scene, slot[0], "mean"), slot[1], field(scene, slot[0], "median"))


def outliers(scene: dict[str, Any], name: str) -> int:
    return len(box(scene, name)["outliers"])


def _count_outliers(scene: dict[str, Any], slot: Any) -> int:
    return outliers(scene, slot)


def _has_outliers(scene: dict[str, Any], slot: Any) -> bool:
    return (outliers(scene, slot[0]) > 0) == (slot[1] == "any")


def _count_with_outliers(scene: dict[str, Any], slot: Any) -> int:
    return sum((outliers(scene, b["name"]) > 0) == (slot == "any") for b in scene["boxes"])


def _count_field_past(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(v, slot[2], exact(slot[1])) for v in column(scene, slot[0]).values())


def _count_cut(scene: dict[str, Any], slot: Any) -> int:
    return sum(_in_box(scene, (b["name"], slot)) for b in scene["boxes"])


def _count_past_line(scene: dict[str, Any], slot: Any) -> int:
    return sum(past(v, slot, exact(scene["reference"]["value"])) for v in column(scene, "median").values())


# -- twins -------------------------------------------------------------------------------------------------------------


def there(scene: dict[str, Any], *names: str) -> bool:
    return {*names} <= {b["name"] for b in scene["boxes"]}


def is_covered(scene: dict[str, Any], *names: str) -> bool:
    return any(cover["group"] in names for cover in scene["covers"])


def _missing_quartile(scene: dict[str, Any], slot: Any) -> float | None:
    return _quartile_of(scene, slot) if there(scene, slot[0]) else None


def _missing_spread(scene: dict[str, Any], slot: Any) -> bool | None:
    return _spreads_more(scene, slot) if there(scene, *slot[:2]) else None


def _covered_quartile(scene: dict[str, Any], slot: Any) -> float | None:
    return None if is_covered(scene, slot[0]) else _quartile_of(scene, slot)


def _covered_spread(scene: dict[str, Any], slot: Any) -> bool | None:
    return None if is_covered(scene, *slot[:2]) else _spreads_more(scene, slot)


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    assert scene["kind"] == "box"
    columns = ["lower whisker", "first quartile", "median", "third quartile", "upper whisker"]
    values = [[box[key] for key in ("low", "q1", "median", "q3", "high")] for box in scene["boxes"]]
    return {"rows": [box["name"] for box in scene["boxes"]], "columns": columns, "values": values}


_chart_code = _chart_table
