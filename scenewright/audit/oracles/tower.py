"""Answers about towers from JSON: own geometry, own statics (a linear program over contact forces), own reading of the
trajectories, and for knocks an own short simulation.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pymunk
from scipy.optimize import linprog

Block = dict[str, Any]
Point = tuple[float, float]

DENSITY = {"wood": 60.0, "steel": 785.0, "ice": 92.0, "rubber": 120.0}
FRICTION = {"wood": 0.71, "steel": 0.65, "ice": 0.3, "rubber": 0.95, "ground": 0.9}
BOUNCE = {"wood": 0.3, "steel": 0.35, "ice": 0.2, "rubber": 0.45, "ground": 0.3}
COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"]
TOUCH = 6e-4
GROUND = "ground"


# -- geometry ----------------------------------------------------------------------------------------------------------


def rise(b: Block) -> float:
    """Height of the centre of mass above the lowest point: by summing thin slices for arches."""
    h = b["height_m"]
    if b["shape"] == "triangle":
        return float(h / 3)
    if b["shape"] == "arch":
        slabs = [((0.0, 0.6 * h), 0.48), ((0.6 * h, h), 1.0)]
        weight = sum((hi - lo) * wide for (lo, hi), wide in slabs)
        return float(sum((hi - lo) * wide * (lo + hi) / 2 for (lo, hi), wide in slabs) / weight)
    return float(h / 2)


def low(b: Block) -> float:
    return float(b["y_m"]) - rise(b)


def high(b: Block) -> float:
    return low(b) + float(b["height_m"])


def sides(b: Block) -> Point:
    return b["x_m"] - b["width_m"] / 2, b["x_m"] + b["width_m"] / 2


def soles(b: Block) -> list[Point]:
    left, right = sides(b)
    if b["shape"] == "arch":
        return [(left, left + 0.24 * b["width_m"]), (right - 0.24 * b["width_m"], right)]
    return [(left, right)]


def meetings(blocks: list[Block]) -> list[tuple[str, str, list[tuple[float, float, Point]]]]:
    """(upper, lower, points of contact with the direction of the push on the upper), patches as their two ends."""
    out: list[tuple[str, str, list[tuple[float, float, Point]]]] = []
    for b in blocks:
        base = low(b)
        if b["shape"] == "disc":
            r, x, y = b["width_m"] / 2, b["x_m"], b["y_m"]
            if abs(base) < TOUCH:
                out.append((b["id"], GROUND, [(x, 0.0, (0.0, 1.0))]))
                continue
            for o in blocks:
                if o is b or o["shape"] in ("disc", "triangle") or high(o) > y:
                    continue
                left, right = sides(o)
                px, py = min(max(x, left), right), high(o)
                if abs(math.dist((x, y), (px, py)) - r) < TOUCH:
                    out.append((b["id"], o["id"], [(px, py, ((x - px) / r, (y - py) / r))]))
            continue
        if abs(base) < TOUCH:
            out += [(b["id"], GROUND, [(u, 0.0, (0.0, 1.0)), (v, 0.0, (0.0, 1.0))]) for u, v in soles(b)]
            continue
        for o in blocks:
            if o is b or o["shape"] in ("disc", "triangle") or abs(high(o) - base) > TOUCH:
                continue
            for u, v in soles(b):
                u, v = max(u, sides(o)[0]), min(v, sides(o)[1])
                if v - u > TOUCH:
                    out.append((b["id"], o["id"], [(u, base, (0.0, 1.0)), (v, base, (0.0, 1.0))]))
    return out


def pairs(blocks: list[Block]) -> set[tuple[str, str]]:
    return {(u, w) for u, w, _ in meetings(blocks)}


def holds(blocks: list[Block], id: str) -> list[str]:
    """What the block rests on."""
    return [w for u, w in sorted(pairs(blocks)) if u == id]


def loads(blocks: list[Block], id: str) -> set[str]:
    """All that rests on it, through others too."""
    found: set[str] = set()
    front = {id}
    links = pairs(blocks)
    while front:
        front = {u for u, w in links if w in front} - found
        found |= front
    return found


def corners(b: Block) -> list[list[Point]]:
    """Convex parts about the centre of mass."""
    w, h, r = b["width_m"], b["height_m"], rise(b)

    def slab(x0: float, x1: float, y0: float, y1: float) -> list[Point]:
        return [(x0, y0 - r), (x1, y0 - r), (x1, y1 - r), (x0, y1 - r)]

    if b["shape"] == "disc":
        return [[(w / 2 * math.cos(k * math.pi / 32), w / 2 * math.sin(k * math.pi / 32)) for k in range(64)]]
    if b["shape"] == "triangle":
        return [[(-w / 2, -r), (w / 2, -r), (0.0, h - r)]]
    if b["shape"] == "arch":
        legs = [slab(-w / 2, -w / 2 + 0.24 * w, 0, 0.6 * h), slab(w / 2 - 0.24 * w, w / 2, 0, 0.6 * h)]
        return [*legs, slab(-w / 2, w / 2, 0.6 * h, h)]
    return [slab(-w / 2, w / 2, 0, h)]


# -- statics -----------------------------------------------------------------------------------------------------------


def stands(blocks: list[Block]) -> bool:
    """Whether forces at the ends of all patches, which push and grip within friction, balance every block."""
    index = {b["id"]: i for i, b in enumerate(blocks)}
    by_id = {b["id"]: b for b in blocks}
    columns: list[np.ndarray] = []
    for upper, lower, points in meetings(blocks):
        grip = FRICTION[by_id[upper]["material"]] * FRICTION[by_id[lower]["material"] if lower in by_id else GROUND]
        for x, y, (nx, ny) in points:
            # The friction cone as its two edges: every force inside is a sum of them.
            for way in (grip, -grip):
                fx, fy = nx - way * ny, ny + way * nx
                column = np.zeros(3 * len(blocks))
                for id, sign in ((upper, 1.0), (lower, -1.0)):
                    if id in index:
                        b, k = by_id[id], 3 * index[id]
                        column[k : k + 2] = sign * fx, sign * fy
                        column[k + 2] = sign * ((x - b["x_m"]) * fy - (y - b["y_m"]) * fx)
                columns.append(column)
    weight = np.zeros(3 * len(blocks))
    weight[1::3] = [b["mass_kg"] for b in blocks]
    if not columns:
        return not blocks
    scale = max(b["mass_kg"] for b in blocks)
    found = linprog(np.ones(len(columns)), A_eq=np.array(columns).T, b_eq=weight / scale, method="highs")
    return bool(found.status == 0)


def changed(scene: dict[str, Any], template: str, slot: list[Any]) -> list[Block]:
    """The blocks after a change."""
    blocks = [dict(b) for b in scene["blocks"]]
    by_id = {b["id"]: b for b in blocks}
    if template == "remove_block":
        return [b for b in blocks if b["id"] != slot[0]]
    if template == "without_above":
        return [b for b in blocks if b["id"] not in loads(blocks, slot[0])]
    if template == "add_block":
        new, under = dict(by_id[slot[0]]), by_id[slot[1]]
        shift = (under["width_m"] - new["width_m"]) / 2
        new |= {"id": "new", "x_m": under["x_m"] + (shift if slot[2] == "right" else -shift),
                "y_m": high(under) + rise(new)}  # fmt: skip
        return [*blocks, new]
    if template == "slide_block":
        moving = {slot[0]} | loads(blocks, slot[0])
        by = {"a quarter": 0.25, "half": 0.5}[slot[1]] * by_id[slot[0]]["width_m"] * (1 if slot[2] == "right" else -1)
        for b in blocks:
            b["x_m"] += by if b["id"] in moving else 0.0
        return blocks
    if template == "other_material":
        b = by_id[slot[0]]
        b["mass_kg"] *= DENSITY[slot[1]] / DENSITY[b["material"]]
        b["material"] = slot[1]
        return blocks
    assert template == "swap_blocks"
    lower, upper = sorted((by_id[slot[0]], by_id[slot[1]]), key=low)
    lift = upper["height_m"] - lower["height_m"]
    floor, ceiling = high(lower), high(upper)
    bed, goal = low(lower), low(upper) + lift
    for b in blocks:
        if b not in (lower, upper) and floor - TOUCH <= low(b) < ceiling - TOUCH:
            b["y_m"] += lift
    lower["x_m"], upper["x_m"] = upper["x_m"], lower["x_m"]
    upper["y_m"], lower["y_m"] = bed + rise(upper), goal + rise(lower)
    return blocks


def tips(blocks: list[Block], id: str) -> float:
    """Signed distance in metres by which the load from `id` up is inside its support (negative: outside)."""
    lot = [b for b in blocks if b["id"] == id or b["id"] in loads(blocks, id)]
    ends = [x for u, _, points in meetings(blocks) if u == id for x, _, _ in points]
    moment = math.fsum(b["mass_kg"] * (b["x_m"] - min(ends)) for b in lot)
    other = math.fsum(b["mass_kg"] * (max(ends) - b["x_m"]) for b in lot)
    return min(moment, other) / math.fsum(b["mass_kg"] for b in lot)


def failing(blocks: list[Block]) -> list[str]:
    """Blocks whose joint below can't hold what is above."""
    return [b["id"] for b in blocks if tips(blocks, b["id"]) < -1e-6]


def survives(scene: dict[str, Any], slot: list[Any]) -> bool:
    """Whether every block keeps its place after a knock: simulated here, at a fine step."""
    space = pymunk.Space()
    space.gravity = (0, -scene["gravity_m_s2"])
    space.iterations = 150
    space.collision_slop = 0.0005
    floor = pymunk.Segment(space.static_body, (-60, -1), (60, -1), 1.0)
    floor.friction, floor.elasticity = FRICTION[GROUND], BOUNCE[GROUND]
    space.add(floor)
    bodies = {}
    for b in scene["blocks"]:
        parts = corners(b)
        moment = sum(
            pymunk.moment_for_poly(b["mass_kg"] * _area(p) / sum(map(_area, parts)), p) for p in parts
        )  # fmt: skip
        body = pymunk.Body(b["mass_kg"], moment)
        body.position = b["x_m"], b["y_m"]
        shapes: list[Any] = [pymunk.Poly(body, p) for p in parts]
        if b["shape"] == "disc":
            shapes = [pymunk.Circle(body, b["width_m"] / 2)]
        for shape in shapes:
            shape.friction, shape.elasticity = FRICTION[b["material"]], BOUNCE[b["material"]]
        space.add(body, *shapes)
        bodies[b["id"]] = body
    bodies[slot[0]].velocity = (slot[1] if slot[2] == "right" else -slot[1]) / bodies[slot[0]].mass, 0
    for _ in range(480 * 4):
        space.step(1 / 480)
    return all(
        b["y_m"] - bodies[b["id"]].position.y < 0.065 and abs(math.degrees(bodies[b["id"]].angle)) < 19
        for b in scene["blocks"]
    )


def _area(p: list[Point]) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(p, p[1:] + p[:1], strict=True))) / 2


# -- trajectories ------------------------------------------------------------------------------------------------------


class Story:
    """What the paths show."""

    def __init__(self, scene: dict[str, Any], outcome: dict[str, Any]) -> None:
        self.blocks = {b["id"]: b for b in scene["blocks"]}
        self.rate = outcome["frame_rate_hz"]
        self.at = {p["block"]: np.array([p["x_m"], p["y_m"], p["angle_deg"]]).T for p in outcome["paths"]}

    def fell(self, id: str) -> bool:
        path = self.at[id]
        return bool(path[0, 1] - path[-1, 1] > 0.065 or abs(path[-1, 2]) > 19)

    def moves(self, id: str) -> float:
        """Seconds until it has left its place; infinite where it stays."""
        path = self.at[id]
        gone = (np.hypot(*(path[:, :2] - path[0, :2]).T) > 0.05) | (np.abs(path[:, 2]) > 4)
        return float(gone.argmax()) / self.rate if gone.any() else math.inf

    def places(self, id: str, frame: float) -> list[np.ndarray]:
        path = self.at[id]
        i = min(int(frame), len(path) - 1)
        return self._posed(id, path[i] + (frame - i) * (path[min(i + 1, len(path) - 1)] - path[i]))

    def _posed(self, id: str, pose: np.ndarray) -> list[np.ndarray]:
        x, y, turn = pose
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        return [
            np.array([(x + px * c - py * s, y + px * s + py * c) for px, py in p]) for p in corners(self.blocks[id])
        ]

    def depth(self, id: str) -> np.ndarray:
        """Lowest point in each frame."""
        return np.array([min(p[:, 1].min() for p in self.places(id, i)) for i in range(len(self.at[id]))])

    def lands(self, id: str) -> float:
        """Seconds until it touches the ground, between frames by its speed; infinite where it never does."""
        lows = self.depth(id)
        for i, low in enumerate(lows.tolist()):
            if low < 0.02 or self._bounces(id, lows, i):
                speed = (lows[i - 2] - lows[i - 1]) * self.rate if i > 1 else 0.0
                return float((i - 1 + min(1.0, lows[i - 1] / speed * self.rate if speed > 0.05 else 1.0)) / self.rate)
        return math.inf

    def _bounces(self, id: str, lows: np.ndarray, i: int) -> bool:
        """Whether it has been on the ground and left it again since the frame before `i`: going on as it fell it would
        be well below, and nothing but the ground was there to stop it.
        """
        if i < 2:
            return False
        step = lows[i - 2] - lows[i - 1]
        if step < lows[i - 1] + 0.02:
            return False
        ahead = lows[i - 1] / step
        own = self._ahead(id, i - 1, ahead)
        others = [q for o in self.blocks if o != id for q in self._ahead(o, i - 1, ahead)]
        return all(_apart(p, q) > 0.02 for p in own for q in others)

    def _ahead(self, id: str, frame: int, by: float) -> list[np.ndarray]:
        """Where it would be a part of a frame after one, going on as it came."""
        path = self.at[id]
        return self._posed(id, path[frame] + by * (path[frame] - path[frame - 1]))

    def rests(self, id: str) -> float:
        """Seconds until it stays within 2 cm and 2 degrees of its last place."""
        path = self.at[id]
        away = (np.hypot(*(path[:, :2] - path[-1, :2]).T) > 0.02) | (np.abs(path[:, 2] - path[-1, 2]) > 2)
        return float(np.flatnonzero(away)[-1] + 1) / self.rate if away.any() else 0.0

    def gap(self, a: str, b: str) -> float:
        """The least distance over all quarters of frames, by projecting on the normals of all edges."""
        least = math.inf
        reach = sum(math.hypot(self.blocks[i]["width_m"], self.blocks[i]["height_m"]) / 2 for i in (a, b))
        for quarter in range(4 * len(self.at[a])):
            i = min(quarter // 4, len(self.at[a]) - 1)
            if math.dist(self.at[a][i, :2], self.at[b][i, :2]) > reach + 0.5:
                continue
            for p in self.places(a, quarter / 4):
                for q in self.places(b, quarter / 4):
                    least = min(least, _apart(p, q))
        return least

    def went(self, id: str) -> float:
        return float(math.dist(self.at[id][0, :2], self.at[id][-1, :2]))

    def beside(self, id: str, flag: float) -> str:
        xs = np.concatenate([p[:, 0] for p in self.places(id, len(self.at[id]) - 1)])
        return "left" if xs.max() < flag else "right" if xs.min() > flag else ""

    def side(self) -> str:
        shift = sum(self.at[id][-1, 0] - self.at[id][0, 0] for id in self.at if self.fell(id))
        return "right" if shift > 0 else "left"


def _apart(p: np.ndarray, q: np.ndarray) -> float:
    best = -math.inf
    for shape in (p, q):
        edge = np.roll(shape, -1, axis=0) - shape
        normal = np.stack([edge[:, 1], -edge[:, 0]], 1) / np.hypot(*edge.T)[:, None]
        a, b = p @ normal.T, q @ normal.T
        best = max(best, float(np.maximum(a.min(0) - b.max(0), b.min(0) - a.max(0)).max()))
    return best


# -- names -------------------------------------------------------------------------------------------------------------


def called(blocks: list[Block], id: str) -> str:
    """The name a block has in answers: its colour alone, or the fewest words that fit no other."""
    own = next(b for b in blocks if b["id"] == id)
    if [b["colour"] for b in blocks].count(own["colour"]) == 1:
        return f"{own['colour']} block"
    for count in (1, 2, 3):
        for words in combinations(("colour", "material", "size"), count):
            key = (*words, "shape")
            if sum(all(b[k] == own[k] for k in key) for b in blocks) == 1:
                said = " ".join(own[k] for k in ("size", "colour", "material", "shape") if k in key)
                return said.replace("wood ", "wooden ")
    raise AssertionError("a block without a name of its own")


# -- answers -----------------------------------------------------------------------------------------------------------


@cache
def _ranks() -> dict[str, str]:
    return {"height_rank": "y_m", "heaviest": "mass_kg"}


def expected(scene: dict[str, Any], template: str, slot: Any, facts: dict[str, Any]) -> Any:
    """The right answer; None where there is none."""
    blocks = scene["blocks"]
    story = Story(scene, facts["outcome"])
    for part in (_twin, _seen, _foretold, _if, _shown):
        found = part(scene, blocks, story, template, slot)
        if found is not NotImplemented:
            return found
    raise AssertionError(f"no oracle for {template}")


def _twin(scene: dict[str, Any], blocks: list[Block], story: Story, template: str, slot: Any) -> Any:
    if template in ("missing_material", "missing_below"):
        found = [b for b in blocks if f"{b['colour']} {b['shape']}" == slot]
        if not found:
            return None
        (below,) = holds(blocks, found[0]["id"])[:1] or [""]
        return found[0]["material"] if template == "missing_material" else called(blocks, below)
    if template in ("hidden_colour", "hidden_material"):
        (below,) = holds(blocks, slot)
        if below in scene.get("hidden", ()):
            return None
        return next(b for b in blocks if b["id"] == below)[template.removeprefix("hidden_")]
    return NotImplemented


def _seen(scene: dict[str, Any], blocks: list[Block], story: Story, template: str, slot: Any) -> Any:
    by_id = {b["id"]: b for b in blocks}
    first, second = (by_id.get(i) for i in ([*slot, None, None] if isinstance(slot, list) else [slot, None])[:2])
    links = pairs(blocks)
    if template in _ranks():
        field = _ranks()[template]
        return called(blocks, sorted(blocks, key=lambda b: -b[field])[slot]["id"])
    one = first["id"] if first else ""
    other = second["id"] if second else ""
    made = [b["material"] for b in blocks]
    answers: dict[str, Any] = {
        "count_blocks": lambda: len(blocks),
        "count_of": lambda: len([b for b in blocks if b[slot[0]] == slot[1]]),
        "more_than": lambda: made.count(slot[0]) - made.count(slot[1]),
        "materials_used": lambda: len(set(made)),
        "material_of": lambda: by_id[slot]["material"],
        "on_top_of": lambda: called(blocks, *[u for u, w in links if w == slot]),
        "below": lambda: called(blocks, *[w for u, w in links if u == slot]),
        "between": lambda: called(blocks, *[b["id"] for b in blocks if {(one, b["id"]), (b["id"], other)} <= links]),
        "rests_on": lambda: (one, other) in links,
        "touching": lambda: bool({(one, other), (other, one)} & links),
        "higher": lambda: first["y_m"] > second["y_m"],  # type: ignore[index]
        "further_left": lambda: (first["x_m"] < second["x_m"]) == (slot[2] == "left"),  # type: ignore[index]
        "same_material": lambda: first["material"] == second["material"],  # type: ignore[index]
        "heavier": lambda: first["mass_kg"] > second["mass_kg"],  # type: ignore[index]
        "carried": lambda: len(loads(blocks, slot)),
        "carried_mass": lambda: float(len(loads(blocks, slot[0])) * slot[1]),
        "touches_count": lambda: len(
            {u for u, w in links if w == slot} | {w for u, w in links if u == slot} - {GROUND}
        ),
        "supports": lambda: [called(blocks, w) for w in holds(blocks, slot)],
    }
    return answers[template]() if template in answers else NotImplemented


def _foretold(scene: dict[str, Any], blocks: list[Block], story: Story, template: str, slot: Any) -> Any:
    if template == "will_stand":
        return stands(blocks) == (slot[0] == "stand")
    if template in ("fall_side", "fell_to_side"):
        return story.side() == slot
    if template == "which_side":
        return story.side()
    if template == "tipping_part":
        return called(blocks, *failing(blocks))
    if template == "tips_over":
        return called(blocks, *holds(blocks, *failing(blocks)))
    if template in ("first_to_move", "moved_first"):
        return called(blocks, min(story.at, key=story.moves))
    if template in ("will_fall_count", "fell_count"):
        return sum(map(story.fell, story.at))
    if template == "still_count":
        return sum(not story.fell(id) for id in story.at)
    if template in ("will_touch_ground", "did_touch_ground"):
        return story.lands(slot) < math.inf
    if template in ("will_fall_off", "did_fall"):
        return story.fell(slot)
    if template in ("side_of_flag", "side_of_flag_at_end"):
        return story.beside(slot[0], scene["flag"]["x_m"]) == slot[1]
    if template == "balanced_on":
        upper = next(u for u, w in pairs(blocks) if w == slot[0])
        return (tips(blocks, upper) > 0) == (slot[1] == "inside")
    return NotImplemented


def _if(scene: dict[str, Any], blocks: list[Block], story: Story, template: str, slot: Any) -> Any:
    if template == "push_block":
        return survives(scene, slot) == (slot[-1] == "stand")
    if template == "falls_without":
        return (slot[0] in loads(blocks, slot[1])) == (slot[-1] == "falls")
    if template in ("remove_block", "without_above", "add_block", "slide_block", "other_material", "swap_blocks"):
        return stands(changed(scene, template, slot)) == (slot[-1] == "stand")
    return NotImplemented


def _shown(scene: dict[str, Any], blocks: list[Block], story: Story, template: str, slot: Any) -> Any:
    if template in ("happens_first", "in_order_of"):
        when = {"lands": story.lands, "moves": story.moves, "rests": story.rests}[slot[-1]]
        ranked = sorted(slot[:-1], key=when)
        return ranked[0] == slot[0] if template == "happens_first" else [called(blocks, id) for id in ranked]
    if template == "ground_time":
        return story.lands(slot)
    if template == "hits":
        return story.gap(*slot) < 0.045
    if template == "moved_most":
        return called(blocks, max(story.at, key=story.went))
    if template == "true_ending":
        return (not scene["shot"].get("swapped_ending", False)) == (slot[0] == "true")
    if template == "backwards":
        return scene["shot"].get("backwards", False) == (slot[0] == "backwards")
    return NotImplemented
