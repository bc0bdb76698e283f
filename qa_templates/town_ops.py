"""What a reader of a town map does, as operations that can be replayed from the scene alone.

Places are given by the id of a junction or a landmark, ways as lists of segment ids, streets by name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenewright.qa_templates.steps import OPS, Op
from scenewright.scenes.road_graph import bearing_deg
from scenewright.scenes.road_map import Landmark, RoadMap

SECTORS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def number(place: str) -> int:
    """The index of a junction, street or segment from its id."""
    return int(place.lstrip("jst"))


def spot_of(scene: RoadMap, place: str) -> tuple[float, float]:
    """Where a junction or a landmark lies, in metres on the page."""
    if place.startswith("j"):
        return scene.graph.points[number(place)]
    return scene.spot(next(mark for mark in scene.landmarks if mark.id == place))


def streets_at(scene: RoadMap, junction: str) -> list[str]:
    """The names of the streets that meet at a junction."""
    return [scene.graph.names[s] for s in scene.graph.streets_at[number(junction)]]


def crossing(scene: RoadMap, street: str) -> list[str]:
    """The names of the streets that meet or cross a street, in the order of the scene."""
    graph = scene.graph
    own = graph.names.index(street)
    found = {s for j in graph.course(own) for s in graph.streets_at[j]} - {own}
    return [graph.names[s] for s in sorted(found)]


def landmarks_on(scene: RoadMap, street: str) -> list[str]:
    """The ids of the landmarks on a street, its corners included."""
    own = scene.graph.names.index(street)
    along = {scene.segments[s].id for s in scene.graph.by_street[own]}
    places = scene.places
    return [
        mark.id
        for mark in scene.landmarks
        if (own in scene.graph.streets_at[places[mark.id]] if mark.junction else mark.segment in along)
    ]


def heading(scene: RoadMap, a: str, b: str) -> float:
    """Degrees clockwise from north, to 0.1, from one place to another."""
    page = bearing_deg(spot_of(scene, a), spot_of(scene, b))
    return round((page - scene.compass.north_deg) % 360, 1) % 360


def straight_m(scene: RoadMap, a: str, b: str) -> float:
    """Metres between two places in a straight line, to 0.1."""
    (ax, ay), (bx, by) = spot_of(scene, a), spot_of(scene, b)
    return round(math.hypot(bx - ax, by - ay), 1)


def further(scene: RoadMap, a: str, b: str, side: str) -> float:
    """How many metres `a` lies further towards a side of the compass than `b`, to 0.1."""
    (ax, ay), (bx, by) = spot_of(scene, a), spot_of(scene, b)
    towards = math.radians(scene.compass.north_deg + 90 * ("north", "east", "south", "west").index(side))
    return round((ax - bx) * math.sin(towards) - (ay - by) * math.cos(towards), 1)


def shortest_way(scene: RoadMap, start: str, goal: str, without: str = "") -> list[str]:
    """The segments of a least way by car; empty where there is none. `without` is shut."""
    shut = number(without) if without else -1
    return [f"s{s}" for s in scene.graph.way(number(start), number(goal), shut)[1]]


def costs(scene: RoadMap, way: Sequence[str]) -> list[int]:
    """What is printed on segments: metres, or tenths of minutes."""
    return [scene.graph.segments[number(s)][3] for s in way]


def junctions_of(scene: RoadMap, start: str, way: Sequence[str]) -> list[str]:
    """The junctions along a way, both ends included."""
    here = number(start)
    out = [start]
    for s in way:
        a, b = scene.graph.segments[number(s)][:2]
        here = b if a == here else a
        out.append(f"j{here}")
    return out


def turns_of(scene: RoadMap, start: str, way: Sequence[str]) -> list[str]:
    """left, right or straight at each junction passed; "" where it could not be said."""
    course = [number(j) for j in junctions_of(scene, start, way)]
    graph = scene.graph
    return [graph.turn(a, b, c) for a, b, c in zip(course, course[1:], course[2:], strict=False)]


def streets_of(scene: RoadMap, way: Sequence[str]) -> list[str]:
    """The streets of a way, each named once while it lasts."""
    return [scene.graph.names[s] for s in scene.graph.street_list([number(s) for s in way])]


def next_towards(scene: RoadMap, start: str, street: str, towards: str) -> str:
    """The next junction from a start along a street, on the side where it is the corner with another; "" if none is."""
    graph = scene.graph
    own, other = graph.names.index(street), graph.names.index(towards)
    for block in graph.blocks[number(start)]:
        if block.street == own and graph.streets_at[block.to] == tuple(sorted((own, other))):
            return f"j{block.to}"
    return ""


def follow(scene: RoadMap, start: str, first: str, turns: Sequence[str]) -> list[str]:
    """The junctions passed by who leaves `start` for `first` and takes the turns; shorter where one can't be taken."""
    out = [start, first]
    for turn in turns:
        to = scene.graph.exits(number(out[-2]), number(out[-1])).get(turn)
        if to is None:
            break
        out.append(f"j{to}")
    return out


def may_drive(scene: RoadMap, segment: str, start: str) -> bool:
    """Whether a car may drive along a segment from the end `start`."""
    return next(b.legal for b in scene.graph.blocks[number(start)] if b.segment == number(segment))


def blocks_to(scene: RoadMap, start: str, goals: Sequence[str]) -> list[int]:
    """How many blocks a car must drive at least to each junction; -1 where it can't get."""
    away = scene.graph.blocks_away(number(start))
    return [-1 if (n := away[number(goal)]) is None else n for goal in goals]


def cost_to(scene: RoadMap, start: str, goals: Sequence[str], without: str = "") -> list[int]:
    """Least cost by car to each junction; -1 where it can't get."""
    ways = scene.graph.ways(number(start), number(without) if without else -1)
    return [-1 if (cost := ways.cost[number(goal)]) is None else cost for goal in goals]


def segments_of(scene: RoadMap, street: str) -> list[str]:
    """The segments of a street."""
    return [f"s{s}" for s in scene.graph.by_street[scene.graph.names.index(street)]]


def landmark_at(scene: RoadMap, junction: str) -> str:
    """The name of the landmark at the corner of a junction; "" if there is none."""
    return next((mark.name for mark in scene.landmarks if mark.junction == junction), "")


def sector(degrees: float) -> str:
    """The compass direction of a heading."""
    return SECTORS[int((degrees + 22.5) % 360 // 45)]


MAP_OPS: dict[str, Op] = {
    "streets_at": streets_at,
    "crossing": crossing,
    "landmarks_on": landmarks_on,
    "heading": heading,
    "sector": lambda scene, degrees: sector(degrees),
    "straight_m": straight_m,
    "further": further,
    "shortest_way": shortest_way,
    "costs": costs,
    "junctions_of": junctions_of,
    "turns_of": turns_of,
    "streets_of": streets_of,
    "next_towards": next_towards,
    "follow": follow,
    "last": lambda scene, items: items[-1],
    "may_drive": may_drive,
    "blocks_to": blocks_to,
    "cost_to": cost_to,
    "segments_of": segments_of,
    "landmark_at": landmark_at,
    "corner": lambda scene, a, b: f"j{scene.graph.corners[tuple(sorted(map(scene.graph.names.index, (a, b))))]}",
    "dead_ends": lambda scene: [f"j{j}" for j in scene.graph.dead_ends()],
    "closed": lambda scene: [segment.id for segment in scene.segments if segment.closed],
    "of_kind": lambda scene, kind: [mark.id for mark in scene.landmarks if mark.kind == kind],
    "contains": lambda scene, items, item: item in items,
    "total": lambda scene, items: sum(items),
    "up_to": lambda scene, names, counts, limit: [n for n, c in zip(names, counts, strict=True) if 0 <= c <= limit],
    "without_straight": lambda scene, turns: [turn for turn in turns if turn != "straight"],
    "is_one_way": lambda scene, street: (
        scene.segments[scene.graph.by_street[scene.graph.names.index(street)][0]].one_way
    ),
    "positive": lambda scene, value: value > 0,
}
"""Ops of this family alone."""

ROAD_MAP_OPS = OPS | MAP_OPS


def landmark_named(scene: RoadMap, name: str) -> Landmark | None:
    """The landmark of that name, if it is on the map."""
    return next((mark for mark in scene.landmarks if mark.name == name), None)
