"""Answers about shapes from the scene's JSON: sets of items by brute force, meetings by shapely."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import Any

from shapely import affinity
from shapely.geometry import Polygon

Item = dict[str, Any]


def regular(radii: list[float], start: float, lift: float = 0.0) -> Polygon:
    n = len(radii)
    at = [math.radians(start + 360 * k / n) for k in range(n)]
    return Polygon([(r * math.cos(t), r * math.sin(t) + lift) for r, t in zip(radii, at, strict=True)])


def disc(radius: float, x: float = 0.0) -> Polygon:
    return affinity.translate(regular([radius] * 360, 0), x)


def heart() -> Polygon:
    points = []
    for k in range(360):
        t = math.radians(k)
        height = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((16 * math.sin(t) ** 3, -height))
    curve = Polygon(points)
    _, low, _, high = curve.bounds
    return affinity.scale(affinity.translate(curve, 0, -(low + high) / 2), *[2 / (high - low)] * 2, origin=(0, 0))


@lru_cache
def unit(shape: str) -> Polygon:
    match shape:
        case "circle":
            return disc(0.96)
        case "ring":
            return disc(1.02).difference(disc(1.02 * 0.56))
        case "square":
            return regular([1.2] * 4, 45)
        case "triangle":
            return regular([1.2] * 3, -90, 0.14)
        case "star":
            return regular([1.2, 0.5] * 5, -90, 0.06)
        case "hexagon":
            return regular([1.06] * 6, 0)
        case "diamond":
            return Polygon([(0, -1.22), (0.86, 0), (0, 1.22), (-0.86, 0)])
        case "cross":
            bar = Polygon([(-0.36, -1), (0.36, -1), (0.36, 1), (-0.36, 1)])
            return bar.union(affinity.rotate(bar, 90, origin=(0, 0)))
        case "heart":
            return heart()
        case "crescent":
            moon = disc(1.0).difference(disc(0.82, 0.52))
            return affinity.scale(affinity.translate(moon, 0.18), 1.12, 1.12, origin=(0, 0))
    raise AssertionError(shape)


def body(item: Item) -> Polygon:
    turned = affinity.rotate(unit(item["shape"]), item["turn_deg"], origin=(0, 0))  # y runs down: clockwise
    return affinity.translate(
        affinity.scale(turned, item["radius"], item["radius"], origin=(0, 0)), item["x"], item["y"]
    )


def filled(item: Item) -> Polygon:
    return Polygon(body(item).exterior)


class World:
    def __init__(self, scene: dict[str, Any]) -> None:
        self.scene = scene
        self.items: dict[str, Item] = {item["id"]: item for item in scene["items"]}

    # -- sets ------------------------------------------------------------------------------------------------------

    def fits(self, id: str, desc: Any) -> bool:
        return all(self.items[id][field] == value for field, value in desc)

    def beside(self, id: str, side: str) -> set[str]:
        here = self.items[id]
        tests = {
            "left": lambda k: k["x"] < here["x"], "right": lambda k: k["x"] > here["x"],
            "above": lambda k: k["y"] < here["y"], "below": lambda k: k["y"] > here["y"],
            "front": lambda k: k["depth"] < here["depth"], "behind": lambda k: k["depth"] > here["depth"],
        }  # fmt: skip
        return {k for k, item in self.items.items() if k != id and tests[side](item)}

    def run(self, program: Any) -> set[str]:
        kind, *rest = program
        if kind == "all":
            return set(self.items)
        if kind == "filter":
            return {id for id in self.run(rest[1]) if self.fits(id, rest[0])}
        if kind == "relate":
            return self.beside(self.one(rest[1]), rest[0])
        if kind == "same":
            id = self.one(rest[1])
            return {k for k, item in self.items.items() if k != id and item[rest[0]] == self.items[id][rest[0]]}
        one, other = self.run(rest[0]), self.run(rest[1])
        return one & other if kind == "and" else one | other

    def one(self, program: Any) -> str:
        found = self.run(program)
        assert len(found) == 1, (program, found)
        return found.pop()

    def count(self, desc: Any) -> int:
        return sum(self.fits(id, desc) for id in self.items)

    # -- meetings --------------------------------------------------------------------------------------------------

    def holds(self, outer: str, inner: str) -> bool:
        a, b = self.items[outer], self.items[inner]
        return filled(a).contains(filled(b)) and b["depth"] < a["depth"]

    def covers(self, front: str, back: str) -> bool:
        a, b = self.items[front], self.items[back]
        if a["depth"] >= b["depth"] or self.holds(back, front):
            return False
        return body(a).intersection(body(b)).area > 0.02 * body(b).area

    def touches(self, one: str, other: str) -> bool:
        a, b = filled(self.items[one]), filled(self.items[other])
        return a.distance(b) < 0.004 and a.intersection(b).area < 0.03 * min(a.area, b.area)

    def met(self, kind: str, id: str) -> str | None:
        """The one item that covers, is covered by, lies in, surrounds or touches another."""
        tests = {
            "covering": lambda k: self.covers(k, id), "covered": lambda k: self.covers(id, k),
            "inside": lambda k: self.holds(id, k), "around": lambda k: self.holds(k, id),
            "touching": lambda k: self.touches(k, id),
        }  # fmt: skip
        found = [k for k in self.items if k != id and tests[kind](k)]
        assert len(found) < 2, (kind, id, found)
        return found[0] if found else None

    # -- claims ----------------------------------------------------------------------------------------------------

    def true(self, claim: Any) -> bool:
        if claim[0] == "is":
            return bool(self.items[self.one(claim[1])][claim[2]] == claim[3])
        if claim[0] == "beside":
            return self.one(claim[2]) in self.beside(self.one(claim[3]), claim[1])
        return self.count(claim[1]) == claim[2]

    def box(self, id: str) -> list[int]:
        left, top, right, bottom = filled(self.items[id]).bounds
        wide = 1000 / self.scene["width"]
        return [round(left * wide), round(top * 1000), round(right * wide), round(bottom * 1000)]

    def point(self, id: str) -> list[int]:
        return [round(self.items[id]["x"] * 1000 / self.scene["width"]), round(self.items[id]["y"] * 1000)]

    def veiled(self, id: str, field: str) -> bool:
        takes = {"film": ("colour",), "mosaic": ("shape", "texture", "material")}
        return any(v["item"] == id and field in takes[v["kind"]] for v in self.scene["veils"])

    def row(self, axis: str) -> list[str]:
        key = {"left": "x", "right": "x", "top": "y", "bottom": "y"}.get(axis, "depth")
        ids = sorted(self.items, key=lambda id: self.items[id][key])
        return ids[::-1] if axis in ("right", "bottom", "far") else ids


FIELD = {
    "query_size": "size", "query_texture": "texture", "query_material": "material", "chain_size": "size",
    "chain_texture": "texture", "hidden_texture": "texture",
}  # fmt: skip
MET = {
    "cover_colour": ("covering", "colour"), "covered_colour": ("covered", "colour"),
    "inside_shape": ("inside", "shape"), "inside_colour": ("inside", "colour"),
    "holder_colour": ("around", "colour"), "touch_colour": ("touching", "colour"),
    "touch_shape": ("touching", "shape"), "nothing_inside": ("inside", "colour"),
    "nothing_inside_shape": ("inside", "shape"), "nothing_over": ("covering", "colour"),
    "nothing_touching": ("touching", "colour"),
}  # fmt: skip
SAID = {
    "left": "to the left of", "right": "to the right of", "above": "above", "below": "below", "front": "in front of",
    "behind": "behind",
}  # fmt: skip
OTHER_SIDE = {
    "left": "right",
    "right": "left",
    "above": "below",
    "below": "above",
    "front": "behind",
    "behind": "front",
}
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def named(desc: Any, many: bool = False) -> str:
    words = dict(map(tuple, desc))
    head = words.pop("shape", "object")
    many_of = {"cross": "crosses"}.get(head, head + "s")
    order = [words[f] for f in ("size", "material", "texture", "colour") if f in words]
    return " ".join([*order, many_of if many else head])


def caption(claim: Any) -> str:
    if claim[0] == "is":
        value = ("a " if claim[2] == "shape" else "") + claim[3]
        return f"The {named(claim[1][1])} is {value}."
    if claim[0] == "beside":
        return f"The {named(claim[2][1])} is {SAID[claim[1]]} the {named(claim[3][1])}."
    if claim[2] == 1:
        return f"There is exactly one {named(claim[1])}."
    return f"There are exactly {NUMBERS[claim[2]]} {named(claim[1], True)}."


def chosen(world: World, captions: list[list[Any]]) -> str:
    right = [c for c in captions if all(world.true(claim) for claim in c)]
    assert len(right) == 1
    return " ".join(caption(claim) for claim in right[0])


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    """The right answer; None where there is none."""
    world = World(scene)
    if template in MET:
        kind, field = MET[template]
        id = world.met(kind, world.one(slot))
        return world.items[id][field] if id else None
    if template.startswith("absent"):
        found = world.run(slot)
        return world.items[found.pop()][template.removeprefix("absent_")] if found else None
    if template.startswith("hidden"):
        field = {"hidden_shape": "shape"}.get(template, FIELD.get(template, "colour"))
        id = world.one(slot)
        return None if world.veiled(id, field) else world.items[id][field]
    if template.startswith(("query", "chain", "both_sides")) or template in ("same_colour_shape", "same_shape_colour"):
        field = FIELD.get(template) or ("shape" if "shape" in template.removeprefix("same_shape") else "colour")
        return world.items[world.one(slot)][field]
    if template.startswith("exists"):
        return bool(world.run(slot))
    if template in ("count_kind", "count_beside", "count_beside_two", "count_both_sides", "count_like", "count_either"):
        return len(world.run(slot))
    return more(world, template, slot)


def more(world: World, template: str, slot: Any) -> Any:
    items = world.items
    match template:
        case "count_not":
            return len(items) - len(world.run(slot))
        case "more_than" | "as_many" | "how_many_more" | "altogether":
            x, y = world.count(slot[0]), world.count(slot[1])
            ways = {"greater": x > y, "less": x < y, "equal": x == y, "distance": abs(x - y), "add": x + y}
            return ways[slot[2]]
        case "how_many_different":
            return len({items[id][slot[0]] for id in items if world.fits(id, slot[1])})
        case "is_beside":
            return world.one(slot[0]) in world.beside(world.one(slot[1]), slot[2])
        case "which_side":
            there = world.one(slot[0]) in world.beside(world.one(slot[1]), slot[2])
            return SAID[slot[2] if there else OTHER_SIDE[slot[2]]]
        case "same_attribute":
            return items[world.one(slot[0])][slot[2]] == items[world.one(slot[1])][slot[2]]
        case "is_larger":
            x, y = (("small", "medium", "large").index(items[world.one(p)]["size"]) for p in slot[:2])
            return x > y if slot[2] == "larger" else x < y
        case "is_touching":
            return world.touches(world.one(slot[0]), world.one(slot[1]))
        case "covers":
            return world.covers(world.one(slot[0]), world.one(slot[1]))
        case "is_inside":
            return world.holds(world.one(slot[1]), world.one(slot[0]))
        case "count_meeting":
            test = (lambda a, b: world.covers(b, a)) if slot == "covers" else (lambda a, b: world.holds(b, a))
            return sum(any(test(a, b) for b in items if b != a) for a in items)
    return of_all(world, template, slot)


def of_all(world: World, template: str, slot: Any) -> Any:
    items = world.items
    match template:
        case "rank_colour" | "rank_shape":
            return items[world.row(slot[0])[slot[1]]][template.removeprefix("rank_")]
        case "in_arow":
            return [items[id][slot[0]] for id in world.row("left") if world.fits(id, slot[1])]
        case "which_values":
            return {items[id][slot[0]] for id in items if world.fits(id, slot[1])}
        case "commonest" | "rarest":
            ranked = Counter(item[slot] for item in items.values()).most_common()
            (value, n), (_, m) = ranked[:2] if template == "commonest" else ranked[:-3:-1]
            assert n != m
            return value
        case "colour_at_box" | "shape_at_box" | "shape_at_point":
            return items[slot][template.partition("_at_")[0]]
        case "where_is":
            return world.point(world.one(slot))
        case "box_of":
            return world.box(world.one(slot))
        case "right_caption":
            fixed, one_way, other = slot
            return chosen(world, [[*fixed, x, y] for x in one_way for y in other])
        case "swapped_pair":
            return chosen(world, slot)
        case "swapped_attribute" | "swapped_relation" | "swapped_order" | "one_true":
            return chosen(world, [[claim] for claim in slot])
        case "caption_true":
            return world.true(slot)
    raise AssertionError(template)
