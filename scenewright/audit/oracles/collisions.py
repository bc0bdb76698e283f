"""Answers about sliding pieces from the scene's JSON, by a simulation of its own.

Pieces move by the closed form of uniform slowing, as far as no gap can close meanwhile (conservative advancement), so
there is no fixed step; a touch is resolved by impulses along the line of contact. No code is shared with the simulator.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

BOUNCE = {"wood": 0.86, "rubber": 0.89, "steel": 0.96}
WALL_BOUNCE = 0.85
SLOWING = {"ice": 0.4, "laminate": 0.6, "wood": 0.9, "felt": 1.4}
TOUCH_M = 2e-5
SHORTEST_S = 1e-4


class Mover:
    """A piece on its way."""

    def __init__(self, piece: dict[str, Any], slowing: float) -> None:
        self.id, self.m, self.e = piece["id"], piece["mass_kg"], BOUNCE[piece["material"]]
        self.x, self.y, self.angle = piece["x_m"], piece["y_m"], math.radians(piece.get("angle_deg", 0.0))
        self.x0, self.y0 = self.x, self.y
        self.vx = self.vy = self.w = 0.0
        if piece.get("arrow"):
            h, v = math.radians(piece["arrow"]["heading_deg"]), piece["arrow"]["speed_m_s"]
            self.vx, self.vy = v * math.cos(h), v * math.sin(h)
        w, h = piece["width_m"], piece["height_m"]
        self.disc = piece["shape"] == "puck"
        self.half = (w / 2, h / 2)
        self.reach = w / 2 if self.disc else math.hypot(w, h) / 2
        self.inertia = self.m * ((w / 2) ** 2 / 2 if self.disc else (w * w + h * h) / 12)
        self.slow = slowing
        self.turn_slow = self.m * slowing * (w / 3 if self.disc else 0.3826 * math.sqrt(w * h)) / self.inertia

    @property
    def fastest(self) -> float:
        return math.hypot(self.vx, self.vy) + abs(self.w) * (0 if self.disc else self.reach)

    def go(self, t: float) -> None:
        speed = math.hypot(self.vx, self.vy)
        if speed > 0:
            s = min(t, speed / self.slow)
            way = speed * s - self.slow * s * s / 2
            left = max(0.0, speed - self.slow * s)
            ux, uy = self.vx / speed, self.vy / speed
            self.x, self.y = self.x + ux * way, self.y + uy * way
            self.vx, self.vy = ux * left, uy * left
        if self.w:
            s = min(t, abs(self.w) / self.turn_slow)
            sign = math.copysign(1.0, self.w)
            self.angle += sign * (abs(self.w) * s - self.turn_slow * s * s / 2)
            self.w = sign * max(0.0, abs(self.w) - self.turn_slow * s)

    def corners(self) -> list[tuple[float, float]]:
        c, s = math.cos(self.angle), math.sin(self.angle)
        a, b = self.half
        return [(self.x + c * u - s * v, self.y + s * u + c * v) for u, v in ((a, b), (-a, b), (-a, -b), (a, -b))]

    def outside(self, px: float, py: float) -> tuple[float, float, float]:
        """How far a point is outside of the box, and the unit normal there."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        dx, dy = px - self.x, py - self.y
        u, v = c * dx + s * dy, -s * dx + c * dy
        over = (abs(u) - self.half[0], abs(v) - self.half[1])
        if over[0] > 0 and over[1] > 0:
            gap = math.hypot(*over)
            nu, nv = math.copysign(over[0] / gap, u), math.copysign(over[1] / gap, v)
        elif over[0] > over[1]:
            gap, nu, nv = over[0], math.copysign(1.0, u), 0.0
        else:
            gap, nu, nv = over[1], 0.0, math.copysign(1.0, v)
        return gap, c * nu - s * nv, s * nu + c * nv


Contact = tuple[float, float, float, float, float]
"""Gap, normal from the first to the second, place."""


def contacts(a: Mover, b: Mover) -> Iterator[Contact]:
    if a.disc and b.disc:
        dx, dy = b.x - a.x, b.y - a.y
        d = math.hypot(dx, dy)
        yield d - a.reach - b.reach, dx / d, dy / d, a.x + dx / d * a.reach, a.y + dy / d * a.reach
    elif b.disc:
        gap, nx, ny = a.outside(b.x, b.y)
        yield gap - b.reach, nx, ny, b.x - nx * b.reach, b.y - ny * b.reach
    elif a.disc:
        gap, nx, ny = b.outside(a.x, a.y)
        yield gap - a.reach, -nx, -ny, a.x + nx * -a.reach, a.y + ny * -a.reach
    else:
        for px, py in b.corners():
            gap, nx, ny = a.outside(px, py)
            yield gap, nx, ny, px, py
        for px, py in a.corners():
            gap, nx, ny = b.outside(px, py)
            yield gap, -nx, -ny, px, py


def strike(a: Mover, b: Mover | None, found: list[Contact], bounce: float) -> float:
    """Impulses at the contacts, together; the largest closing speed (not above 0: they part)."""

    def closing(c: Contact) -> float:
        _, nx, ny, px, py = c
        v = [0.0, 0.0]
        for sign, body in ((-1, a), (1, b)):
            if body:
                v[0] += sign * (body.vx - body.w * (py - body.y))
                v[1] += sign * (body.vy + body.w * (px - body.x))
        return -(v[0] * nx + v[1] * ny)

    start = [closing(c) for c in found]
    if max(start) <= 1e-9:
        return 0.0
    total = [0.0] * len(found)
    for _ in range(40 if len(found) > 1 else 1):
        for k, c in enumerate(found):
            _, nx, ny, px, py = c
            soft = 0.0
            for body in (a, b):
                if body:
                    soft += 1 / body.m + ((px - body.x) * ny - (py - body.y) * nx) ** 2 / body.inertia
            j = (closing(c) + bounce * max(start[k], 0.0)) / soft
            j = max(total[k] + j, 0.0) - total[k]
            total[k] += j
            for sign, body in ((-1, a), (1, b)):
                if body:
                    body.vx += sign * j * nx / body.m
                    body.vy += sign * j * ny / body.m
                    body.w += sign * j * ((px - body.x) * ny - (py - body.y) * nx) / body.inertia
    return max(start)


def wall_contacts(p: Mover, side: str, w: float, h: float) -> list[Contact]:
    nx, ny = {"left": (-1, 0), "right": (1, 0), "bottom": (0, -1), "top": (0, 1)}[side]
    points = [(p.x + nx * p.reach, p.y + ny * p.reach)] if p.disc else p.corners()
    ends = {"left": 0.0, "right": w, "bottom": 0.0, "top": h}
    return [
        ((ends[side] - (x if nx else y)) * (nx or ny), float(nx), float(ny), x, y) for x, y in points
    ]  # fmt: skip


class Story:
    """All touches of one throw: `(time, piece, other, closing speed)`, `other` being a piece, `|side` or `>side`."""

    def __init__(self, scene: dict[str, Any], slowing: float | None = None) -> None:
        self.touches: list[tuple[float, str, str, float]] = []
        self.table, self.now = scene["table"], 0.0
        self.all = [Mover(p, slowing or self.table["slowing_m_s2"]) for p in scene["pieces"]]
        self.on = list(self.all)
        self.sides = {rim["side"]: rim["wall"] for rim in scene["rims"]}
        while any(p.fastest > 0 for p in self.on) and self.now < 30:
            self.step()

    def step(self) -> None:
        w, h = self.table["width_m"], self.table["height_m"]
        longest = 0.05
        for a, b in combinations(self.on, 2):
            speed = a.fastest + b.fastest
            if speed == 0:
                continue
            far = math.hypot(a.x - b.x, a.y - b.y) - a.reach - b.reach
            gap = far
            if (far < 0.01 and not (a.disc and b.disc)) or far < TOUCH_M:
                found = list(contacts(a, b))
                gap = min(c[0] for c in found)
                if gap < TOUCH_M:
                    v = strike(a, b, [c for c in found if c[0] < TOUCH_M * 4], a.e * b.e)
                    if v > 0:
                        self.touches.append((self.now, a.id, b.id, v))
                    gap = 0.0
            longest = min(longest, max(gap, 0.0) / speed)
        for p in list(self.on):
            if p.fastest == 0:
                continue
            for side, wall in self.sides.items():
                if wall:
                    found = wall_contacts(p, side, w, h)
                    gap = min(c[0] for c in found)
                    if gap < TOUCH_M:
                        v = strike(p, None, [c for c in found if c[0] < TOUCH_M * 4], p.e * WALL_BOUNCE)
                        if v > 0:
                            self.touches.append((self.now, p.id, "|" + side, v))
                        gap = 0.0
                else:
                    gap = {"left": p.x, "right": w - p.x, "bottom": p.y, "top": h - p.y}[side]
                    if gap <= 0:
                        self.touches.append((self.now, p.id, ">" + side, 0.0))
                        if p in self.on:
                            self.on.remove(p)
                        continue
                longest = min(longest, max(gap, 0.0) / p.fastest)
        dt = max(longest, SHORTEST_S)
        for p in self.on:
            p.go(dt)
        self.now += dt

    def hits(self) -> list[tuple[float, str, str]]:
        return [(t, a, b) for t, a, b, _ in self.touches if b[0] not in "|>"]

    def touch(self, a: str, b: str) -> bool:
        return any({a, b} == {x, y} for _, x, y in self.hits())

    def first_hit(self, id: str) -> str:
        return next((y if x == id else x for _, x, y in self.hits() if id in (x, y)), "")

    def last_hit(self, id: str) -> str:
        """The last before it leaves."""
        return next((y if x == id else x for _, x, y in reversed(self.hits()) if id in (x, y)), "")

    def first_of(self, id: str, mark: str) -> str:
        return next((o[1:] for _, p, o, _ in self.touches if p == id and o[0] == mark), "")

    def first_kind(self, id: str) -> str:
        for _, p, o, _ in self.touches:
            if id in (p, o):
                return {"|": "a wall", ">": "an edge"}.get(o[0], "another piece")
        return "nothing"

    def moved(self, id: str) -> bool:
        p = next(p for p in self.all if p.id == id)
        return math.hypot(p.x - p.x0, p.y - p.y0) > 0.012 or p not in self.on

    def count(self) -> int:
        """Touches of a pair within a quarter of a second of its last are one."""
        last: dict[frozenset[str], float] = {}
        total = 0
        for t, a, b in self.hits():
            pair = frozenset((a, b))
            total += t - last.get(pair, -9.0) > 0.25
            last[pair] = t
        return total


@lru_cache(64)
def story(text: str) -> Story:
    return Story(json.loads(text))


def changed(scene: dict[str, Any], kind: str, id: str) -> Story:
    scene = json.loads(json.dumps(scene))
    piece = next((p for p in scene["pieces"] if p["id"] == id), None)
    if kind == "without":
        scene["pieces"].remove(piece)
    elif kind.startswith("on_"):
        scene["table"]["slowing_m_s2"] = SLOWING[kind[3:]]
    else:
        assert piece is not None
        if kind == "heavier":
            piece["mass_kg"] *= 10
        elif kind == "reversed":
            piece["arrow"]["heading_deg"] += 180
        else:
            piece["arrow"]["speed_m_s"] *= {"twice": 2.0, "half": 0.5}[kind]
    return throw(scene)


def throw(scene: dict[str, Any]) -> Story:
    return story(json.dumps({k: scene[k] for k in ("table", "rims", "pieces")}))


def called(scene: dict[str, Any], id: str) -> str:
    def ways(p: dict[str, Any]) -> list[str]:
        c, k, s = p["colour"], p["shape"], p["size"]
        m = "wooden" if p["material"] == "wood" else p["material"]
        return [f"{c} {k}", f"{c} {m} {k}", f"{s} {c} {k}", f"{s} {c} {m} {k}"]

    own = ways(next(p for p in scene["pieces"] if p["id"] == id))
    for k, words in enumerate(own):
        if sum(ways(p)[k] == words for p in scene["pieces"]) == 1:
            return words
    return own[-1]


def covers(p: dict[str, Any]) -> float:
    return math.pi * (p["width_m"] / 2) ** 2 if p["shape"] == "puck" else p["width_m"] * p["height_m"]


def chain(told: Story, moving: set[str], id: str) -> list[str]:
    out = [id]
    while out[0] not in moving:
        out.insert(0, told.first_hit(out[0]))
    return out


def expected(scene: dict[str, Any], template: str, slot: Any, facts: dict[str, Any]) -> Any:
    """The right answer; None where there is none."""
    pieces = {p["id"]: p for p in scene["pieces"]}
    hidden = set(scene.get("hidden", ()))
    first = slot[0] if isinstance(slot, list) else slot
    piece = pieces.get(first, {})
    moving = {id for id, p in pieces.items() if p.get("arrow")}
    resting = [id for id in pieces if id not in moving]
    speeds = {id: pieces[id]["arrow"]["speed_m_s"] for id in moving}
    slowing = scene["table"]["slowing_m_s2"]
    shot = scene["shot"]

    def apart(a: str, b: str) -> float:
        return math.dist((pieces[a]["x_m"], pieces[a]["y_m"]), (pieces[b]["x_m"], pieces[b]["y_m"]))

    if template == "first_touched_of_named":
        found = [id for id in pieces if called(scene, id) == slot]
        return called(scene, throw(scene).first_hit(found[0])) if found else None
    if template == "speed_of_moving":
        return piece["arrow"]["speed_m_s"] if piece.get("arrow") else None
    if template in ("points_to", "hidden_points_to"):
        if first in hidden:
            return None
        a = math.radians(piece["arrow"]["heading_deg"])
        if "left" in slot:
            return "right" if math.cos(a) > 0 else "left"
        return "top" if math.sin(a) > 0 else "bottom"
    if template == "hidden_first_touched":
        met = throw(scene).first_hit(first)
        return None if {first, met} & hidden else called(scene, met)
    if template == "hidden_material_of":
        return None if first in hidden else piece["material"]
    if template == "count_pieces":
        tests = {
            "all": lambda p: True,
            "moving": lambda p: bool(p.get("arrow")),
            "resting": lambda p: not p.get("arrow"),
        }
        test = tests.get(slot, lambda p: slot in (p["shape"], p["material"]))
        return len([p for p in pieces.values() if test(p)])
    if template == "is_beside":
        axis, sign = {"left": ("x_m", -1), "right": ("x_m", 1), "top": ("y_m", 1), "bottom": ("y_m", -1)}[slot[2]]
        return (pieces[slot[0]][axis] - pieces[slot[1]][axis]) * sign > 0
    if template == "is_backwards":
        return (slot == "backwards") == bool(shot.get("backwards"))
    if template == "right_ending":
        return not shot.get("swapped_ending")
    looked = {
        "same_material": lambda: pieces[slot[0]]["material"] == pieces[slot[1]]["material"],
        "is_larger": lambda: covers(pieces[slot[0]]) > covers(pieces[slot[1]]),
        "is_moving": lambda: first in moving,
        "is_faster": lambda: speeds[slot[0]] > speeds[slot[1]],
        "rank_of_speed": lambda: called(scene, sorted(speeds, key=lambda id: -speeds[id])[slot]),
        "speed_of": lambda: speeds[first],
        "stop_distance": lambda: speeds[first] ** 2 / 2 / slowing,
        "stop_time": lambda: speeds[first] / slowing,
        "nearest_piece": lambda: called(scene, min((p for p in pieces if p != first), key=lambda p: apart(first, p))),
        "material_of": lambda: piece["material"],
        "centre_distance": lambda: apart(*slot),
        "has_wall": lambda: any(r["side"] == slot and r["wall"] for r in scene["rims"]),
    }
    if template in looked:
        return looked[template]()
    if template in ("without", "changed_speed", "on_surface"):
        return changed(scene, slot[3], slot[2]).touch(slot[0], slot[1])
    if template == "heavier":
        return changed(scene, "heavier", slot[1]).first_of(slot[0], "|") != ""
    if template == "without_count":
        other = changed(scene, "without", slot[0])
        return sum(other.moved(id) for id in resting if id != slot[0])
    if template == "prevents":
        keeps = [id for id in pieces if id != slot and not changed(scene, "without", id).moved(slot)]
        return called(scene, keeps[0]) if len(keeps) == 1 else "several"
    told = throw(scene)
    times = {frozenset((a, b)): t for t, a, b in reversed(told.hits())}
    held = round(0.4 * shot["frame_rate_hz"]) / shot["frame_rate_hz"]
    name = template.removesuffix("_seen")
    answers: dict[str, Any] = {
        "will_touch": lambda: told.touch(*slot),
        "touched": lambda: told.touch(*slot),
        "first_touched": lambda: called(scene, told.first_hit(first)),
        "will_touch_wall": lambda: told.first_of(first, "|") != "",
        "wall_first": lambda: told.first_of(first, "|"),
        "will_stay": lambda: told.first_of(first, ">") == "",
        "will_be_moved": lambda: told.moved(first),
        "did_move": lambda: told.moved(first),
        "count_moved": lambda: sum(map(told.moved, resting)),
        "count_hits": told.count,
        "count_left": lambda: len(told.on),
        "first_pair": lambda: [called(scene, id) for id in told.hits()[0][1:]],
        "first_contact": lambda: told.first_kind(first),
        "moved_by": lambda: called(scene, told.first_hit(first)),
        "chain": lambda: [called(scene, id) for id in chain(told, moving, first)],
        "sent_off": lambda: called(scene, told.last_hit(first)),
        "nth_pair": lambda: [called(scene, id) for id in sorted(times, key=lambda two: times[two])[slot]],
        "touch_order": lambda: [
            called(scene, *(two - {first})) for two in sorted(times, key=lambda two: times[two]) if first in two
        ][:2],
        "hit_before": lambda: times[frozenset(slot[:2])] < times[frozenset(slot[2:])],
    }
    if name == "when_hit":
        at = times[frozenset(slot)] + held
        # Two integrators differ by a few hundredths of a second; the answer's own tolerance is a quarter.
        stored = next(m["first_s"] for m in facts["outcome"]["meetings"] if {m["one"], m["two"]} == set(slot)) + held
        return round(stored, 2) if abs(stored - at) < 0.1 else at
    return answers[name]()
