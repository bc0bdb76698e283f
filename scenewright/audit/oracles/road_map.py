"""Answers about town maps from the scene's JSON alone, by networkx, shapely and enumeration."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from shapely.affinity import rotate
from shapely.geometry import LineString, Point


class Town:
    """The decoded scene, looked up by name."""

    def __init__(self, scene: dict[str, Any]) -> None:
        self.scene = scene
        self.at = {j["id"]: Point(j["x_m"], -j["y_m"]) for j in scene["junctions"]}
        self.street = {s["id"]: s["name"] for s in scene["streets"]}
        self.segments = scene["segments"]
        self.marks = {m["name"]: m for m in scene["landmarks"]}
        self.unit = "tenths_min" if scene["printed"] == "minutes" else "length_m"
        self.on = {j: {self.street[s["street"]] for s in self.segments if j in (s["start"], s["end"])} for j in self.at}

    def roads(self, without: str = "") -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(self.at)
        for s in self.segments:
            if s["closed"] or s["id"] == without:
                continue
            graph.add_edge(s["start"], s["end"], cost=s[self.unit], street=self.street[s["street"]])
            if not s["one_way"]:
                graph.add_edge(s["end"], s["start"], cost=s[self.unit], street=self.street[s["street"]])
        return graph

    def corners(self, a: str, b: str) -> list[str]:
        return [j for j, names in self.on.items() if {a, b} <= names]

    def corner(self, a: str, b: str) -> str:
        (only,) = [j for j in self.corners(a, b) if len(self.on[j]) == 2]
        return only

    def between(self, street: str, a: str, b: str) -> dict[str, Any]:
        ends = {self.corner(street, a), self.corner(street, b)}
        (only,) = [s for s in self.segments if {s["start"], s["end"]} == ends and self.street[s["street"]] == street]
        return only

    def spot(self, name: str) -> Point:
        mark = self.marks[name]
        if mark["junction"]:
            return self.at[mark["junction"]]
        s = next(s for s in self.segments if s["id"] == mark["segment"])
        return LineString([self.at[s["start"]], self.at[s["end"]]]).interpolate(0.5, normalized=True)

    def north_up(self, name: str) -> Point:
        """The spot with the sheet turned so that north is up and y grows upwards."""
        return rotate(self.spot(name), self.scene["compass"]["north_deg"], origin=(0, 0))

    def home(self, name: str) -> str:
        return self.marks[name]["junction"]

    def number(self, cost: float) -> float:
        return cost / 10 if self.unit == "tenths_min" else float(cost)

    def turn(self, a: str, b: str, c: str) -> str:
        p, q, r = (np.array([self.at[j].x, self.at[j].y]) for j in (a, b, c))
        ahead, after = q - p, r - q
        cross = float(ahead[0] * after[1] - ahead[1] * after[0])
        angle = abs(np.degrees(np.arctan2(cross, float(ahead @ after))))
        return "straight" if angle < 45 else "left" if cross > 0 else "right"

    def crossing(self, street: str) -> set[str]:
        return set().union(*(names for names in self.on.values() if street in names)) - {street}

    def all_least(self, a: str, b: str) -> list[list[str]]:
        return list(nx.all_shortest_paths(self.roads(), self.home(a), self.home(b), weight="cost"))

    def follow(self, slot: Any) -> str:
        name, street, towards, turns = slot
        here = self.home(name)
        roads = self.roads()
        beside = [j for j in roads[here] if roads[here][j]["street"] == street and self.on[j] == {street, towards}]
        (after,) = beside
        path = [here, after]
        for turn in turns:
            ways = [j for j in roads[path[-1]] if j != path[-2] and self.turn(path[-2], path[-1], j) == turn]
            (only,) = ways
            path.append(only)
        return path[-1]


def expected(scene: dict[str, Any], template: str, slot: Any) -> Any:
    """The answer as a plain value; None where there is none."""
    return globals()[f"_{template}"](Town(scene), slot)


def _landmark_corner(town: Town, slot: str) -> Any:
    return town.on[town.home(slot)]


def _corner_of_missing(town: Town, slot: str) -> Any:
    return town.on[town.home(slot)] if slot in town.marks else None


def _hidden_street(town: Town, slot: str) -> Any:
    hidden = {town.street[i] for i in town.scene["hidden"] if i in town.street}
    return None if town.on[town.home(slot)] & hidden else town.on[town.home(slot)]


def _landmark_on_street(town: Town, slot: str) -> Any:
    segment = next(s for s in town.segments if s["id"] == town.marks[slot]["segment"])
    return town.street[segment["street"]]


def _landmarks_on_street(town: Town, slot: str) -> Any:
    own = [
        LineString([town.at[s["start"]], town.at[s["end"]]]) for s in town.segments if town.street[s["street"]] == slot
    ]
    return {name for name in town.marks if min(line.distance(town.spot(name)) for line in own) < 0.01}


def _at_corner(town: Town, slot: Any) -> Any:
    (only,) = [name for name, mark in town.marks.items() if mark["junction"] in town.corners(*slot)]
    return only


def _hidden_landmark(town: Town, slot: Any) -> Any:
    name = _at_corner(town, slot)
    return None if town.marks[name]["id"] in town.scene["hidden"] else name


def _kind_count(town: Town, slot: str) -> Any:
    return [mark["kind"] for mark in town.marks.values()].count(slot)


def _compass_direction(town: Town, slot: Any) -> Any:
    a, b = (town.north_up(name) for name in slot)
    east, north = b.x - a.x, b.y - a.y
    unit = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
    ways = {**unit, **{v + h: np.add(unit[v], unit[h]) / 2**0.5 for v in ("north", "south") for h in ("east", "west")}}
    return max(ways, key=lambda w: ways[w][0] * east + ways[w][1] * north)


def _further_side(town: Town, slot: Any) -> Any:
    a, b, side = town.north_up(slot[0]), town.north_up(slot[1]), slot[2]
    return {"north": a.y > b.y, "south": a.y < b.y, "east": a.x > b.x, "west": a.x < b.x}[side]


def _straight_distance(town: Town, slot: Any) -> Any:
    # As told: to 10 m.
    return float(round(round(town.spot(slot[0]).distance(town.spot(slot[1])), 1), -1))


def _closer_of_two(town: Town, slot: Any) -> Any:
    return min(slot[1:], key=lambda name: town.spot(slot[0]).distance(town.spot(name)))


def _streets_meet(town: Town, slot: Any) -> Any:
    return bool(town.corners(*slot))


def _crossing_count(town: Town, slot: str) -> Any:
    return len(town.crossing(slot))


def _crossings_of_missing(town: Town, slot: str) -> Any:
    return len(town.crossing(slot)) if slot in town.street.values() else None


def _dead_end_count(town: Town, slot: Any) -> Any:
    ends = [j for s in town.segments for j in (s["start"], s["end"])]
    return sum(ends.count(j) == 1 for j in town.at)


def _closed_count(town: Town, slot: Any) -> Any:
    return sum(s["closed"] for s in town.segments)


def _one_way_street(town: Town, slot: str) -> Any:
    flags = {s["one_way"] for s in town.segments if town.street[s["street"]] == slot}
    (only,) = flags
    return only


def _may_drive(town: Town, slot: Any) -> Any:
    street, a, b = slot
    segment = town.between(*slot)
    start, end = town.corner(street, a), town.corner(street, b)
    return town.roads().has_edge(start, end) and not segment["closed"]


def _street_length(town: Town, slot: str) -> Any:
    return town.number(sum(s[town.unit] for s in town.segments if town.street[s["street"]] == slot))


def _shortest_route(town: Town, slot: Any) -> Any:
    return float(nx.dijkstra_path_length(town.roads(), town.home(slot[0]), town.home(slot[1]), weight="cost"))


def _route_length(town: Town, slot: Any) -> Any:
    return town.number(_shortest_route(town, slot))


def _only_way(town: Town, slot: Any) -> list[str]:
    (only,) = town.all_least(*slot)
    return only


def _turn_directions(town: Town, slot: Any) -> Any:
    way = _only_way(town, slot)
    return [town.turn(*way[i : i + 3]) for i in range(len(way) - 2)]


def _route_turns(town: Town, slot: Any) -> Any:
    return sum(turn != "straight" for turn in _turn_directions(town, slot))


def _junctions_passed(town: Town, slot: Any) -> Any:
    (only,) = {len(way) - 2 for way in town.all_least(*slot)}
    return only


def _follow_to_landmark(town: Town, slot: Any) -> Any:
    end = town.follow(slot)
    (only,) = [name for name, mark in town.marks.items() if mark["junction"] == end]
    return only


def _follow_to_corner(town: Town, slot: Any) -> Any:
    return town.on[town.follow(slot)]


def _nearest_of_kind(town: Town, slot: Any) -> Any:
    costs = nx.single_source_dijkstra_path_length(town.roads(), town.home(slot[0]), weight="cost")
    return min((n for n, m in town.marks.items() if m["kind"] == slot[1]), key=lambda n: costs[town.home(n)])


def _reachable_set(town: Town, slot: Any) -> Any:
    near = nx.single_source_shortest_path_length(town.roads(), town.home(slot[0]), cutoff=slot[1])
    return {n for n, m in town.marks.items() if n != slot[0] and m["junction"] in near}


def _within_blocks(town: Town, slot: Any) -> Any:
    return len(_reachable_set(town, slot))


def _reach_yes_no(town: Town, slot: Any) -> Any:
    return nx.shortest_path_length(town.roads(), town.home(slot[0]), town.home(slot[1])) <= slot[2]


def _closure_cost(town: Town, slot: Any) -> Any:
    roads = town.roads(town.between(*slot[2:])["id"])
    return town.number(nx.dijkstra_path_length(roads, town.home(slot[0]), town.home(slot[1]), weight="cost"))


def _closure_longer(town: Town, slot: Any) -> Any:
    return _closure_cost(town, slot) > _route_length(town, slot[:2]) + 1e-9
