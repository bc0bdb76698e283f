"""Answers about treemaps from the scene's JSON: exact decimals, corners by laying the strips out, rings by walking."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scenewright.audit.oracles import values
from scenewright.audit.oracles.values import Plain, exact


def parts(scene: dict[str, Any], group: str) -> list[dict[str, Any]]:
    return [p for p in scene["parts"] if p["group"] == group]


def size(scene: dict[str, Any], group: str, name: str) -> Decimal:
    """The value of a part, or of a whole group."""
    if name:
        (found,) = [p for p in parts(scene, group) if p["name"] == name]
        assert found["id"] not in scene["hidden"]
        return exact(found["value"])
    return Decimal(sum(exact(p["value"]) for p in parts(scene, group)))


def share(scene: dict[str, Any], group: str, name: str) -> Decimal:
    """The printed share."""
    items = parts(scene, group) if name else scene["groups"]
    (found,) = [i for i in items if i["name"] == (name or group)]
    return exact(found["share"])


def check(scene: dict[str, Any]) -> None:
    """Shares and totals follow from the values."""
    total = sum(exact(p["value"]) for p in scene["parts"])
    assert abs(exact(scene["total"]["value"]) - total) < Decimal("1e-6")
    unit = Decimal(10) ** -scene["share_decimals"]
    for item in (*scene["parts"], *scene["groups"]):
        assert abs(100 * exact(item["value"]) / total - exact(item["share"])) <= unit * Decimal("0.5000001"), item
    for group in scene["groups"]:
        assert abs(exact(group["value"]) - size(scene | {"hidden": []}, group["name"], "")) < Decimal("1e-6")


def table(scene: dict[str, Any], slot: Any) -> Plain:
    """The numbers shown, by part and group; whole groups have no part's name. Rows are those of the run asked for."""
    field = "value" if scene["shown"] in ("value", "both") else "share"
    numbers = {(p["name"], p["group"]): exact(p[field]) for p in scene["parts"]}
    numbers |= {("", g["name"]): exact(g[field]) for g in scene["groups"]}
    group = slot[0] if isinstance(slot, list) and len(slot) > 1 and slot[1] == "row" else ""
    return Plain(
        rows=[p["name"] for p in parts(scene, group)], columns=[g["name"] for g in scene["groups"]], numbers=numbers,
        covered={(p["name"], p["group"]) for p in scene["parts"] if p["id"] in scene["hidden"]},
        ticks=[], texts={"title": scene["title"]["text"]},
    )  # fmt: skip


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    check(scene)
    if values.known(template):
        return values.expected(table(scene, slot), template, slot)
    return globals()[f"_{template}"](scene, slot)


def at_rank(found: dict[Any, Decimal], rank: int, high: bool) -> Any:
    ranked = sorted(found.items(), key=lambda item: item[1], reverse=high)
    assert list(found.values()).count(ranked[rank][1]) == 1, "a tie"
    return ranked[rank][0]


# -- groups ----------------------------------------------------------------------------------------------------------


def _group_count(scene: dict[str, Any], slot: Any) -> int:
    return len({p["group"] for p in scene["parts"]})


def _part_count(scene: dict[str, Any], slot: Any) -> int:
    return len(scene["parts"]) if slot == "*" else len(parts(scene, slot))


def _most_parts(scene: dict[str, Any], slot: Any) -> str:
    counts = Counter(p["group"] for p in scene["parts"])
    return str(at_rank({g: Decimal(n) for g, n in counts.items()}, 0, slot == "most"))


def _home_of_rank(scene: dict[str, Any], slot: Any) -> str:
    sizes = {(p["group"], p["name"]): exact(p["value"]) for p in scene["parts"]}
    return str(at_rank(sizes, slot[0], slot[1])[0])


def _rank_within_largest(scene: dict[str, Any], slot: Any) -> str:
    groups = {g["name"]: size(scene, g["name"], "") for g in scene["groups"]}
    group = at_rank(groups, slot[0], slot[1])
    return str(at_rank({p["name"]: exact(p["value"]) for p in parts(scene, group)}, slot[2], slot[3]))


def _size_order(scene: dict[str, Any], slot: Any) -> int:
    own = size(scene, *slot)
    return 1 + sum(exact(p["value"]) > own for p in parts(scene, slot[0]))


def _is_larger(scene: dict[str, Any], slot: Any) -> bool:
    a, b = size(scene, slot[0], slot[1]), size(scene, slot[2], slot[3])
    assert a != b
    return bool((a > b) == (slot[4] == "larger"))


def _group_of_part(scene: dict[str, Any], slot: Any) -> str:
    (home,) = {p["group"] for p in scene["parts"] if p["name"] == slot}
    return str(home)


# -- looks -----------------------------------------------------------------------------------------------------------


def _colour_of(scene: dict[str, Any], slot: Any) -> str:
    items = parts(scene, slot[0]) if slot[1] else scene["groups"]
    return str(next(i["colour"] for i in items if i["name"] == (slot[1] or slot[0])))


def _name_of_colour(scene: dict[str, Any], slot: Any) -> str:
    (found,) = [i["name"] for i in (scene["groups"] or scene["parts"]) if i["colour"] == slot]
    return str(found)


def _corner_part(scene: dict[str, Any], slot: Any) -> str:
    """Lay the strips out in a unit square and see what lies at the corner."""
    sizes = [Fraction(exact(p["value"])) for p in scene["parts"]]
    rest, left, top = Fraction(sum(sizes)), Fraction(0), Fraction(0)
    width, height, at, boxes = Fraction(1), Fraction(1), 0, []
    for strip in scene["strips"][0]:
        these = sizes[at : at + strip["count"]]
        whole = Fraction(sum(these))
        x, y = left, top
        for value in these:
            if strip["upright"]:
                box = (x, y, x + width * whole / rest, y + height * value / whole)
                y = box[3]
            else:
                box = (x, y, x + width * value / whole, y + height * whole / rest)
                x = box[2]
            boxes.append(box)
        if strip["upright"]:
            left, width = left + width * whole / rest, width - width * whole / rest
        else:
            top, height = top + height * whole / rest, height - height * whole / rest
        rest, at = rest - whole, at + strip["count"]
    level, side = slot.split()
    x = Fraction(int((side == "right") != scene["right"]))
    y = Fraction(int((level == "bottom") != scene["bottom"]))
    (found,) = [i for i, b in enumerate(boxes) if x in (b[0], b[2]) and y in (b[1], b[3])]
    return str(scene["parts"][found]["name"])


def _steps_round(scene: dict[str, Any], slot: Any) -> str:
    names = [(p["group"], p["name"]) for p in scene["parts"]]
    if scene["clockwise"] != (slot[3] == "clockwise"):
        names.reverse()
    return str((names * 2)[names.index((slot[0], slot[1])) + slot[2]][1])


_PARTS = {"a tenth": (1, 10), "an eighth": (1, 8), "a fifth": (1, 5), "a quarter": (1, 4), "a third": (1, 3),
          "half": (1, 2)}  # fmt: skip


def _passes_fraction(scene: dict[str, Any], slot: Any) -> bool:
    part = Fraction(size(scene, slot[0], slot[1])) / Fraction(sum(exact(p["value"]) for p in scene["parts"]))
    limit = Fraction(*_PARTS[slot[2]])
    assert part != limit
    return (part > limit) == (slot[3] == "more")


def _remainder(scene: dict[str, Any], slot: Any) -> float:
    return float(100 - share(scene, *slot))


def _top_share(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(sorted((exact(p["share"]) for p in scene["parts"]), reverse=True)[:slot]))


def _other_limit(scene: dict[str, Any], slot: Any) -> float:
    text = scene["note"]["text"]
    return float(text[text.index("below ") + 6 :].split("%")[0])


def _total_of(scene: dict[str, Any], slot: Any) -> float:
    return float(sum(exact(p["value"]) for p in scene["parts"]))


def _part_of_total(scene: dict[str, Any], slot: Any) -> float:
    total = exact(scene["total"]["value"])
    if scene["shown"] == "percent":
        return float(total * share(scene, *slot) / 100)
    return float(100 * size(scene, *slot) / total)


def _legend_place(scene: dict[str, Any], slot: Any) -> str:
    return str(scene["legend"]["place"])


def _chart_table(scene: dict[str, Any], slot: Any) -> dict[str, Any]:
    field = "value" if scene["shown"] in ("value", "both") else "share"
    rows = [f"{p['group']}, {p['name']}" if scene["group_label"] else p["name"] for p in scene["parts"]]
    return {"rows": rows, "columns": [""], "values": [[p[field]] for p in scene["parts"]]}
