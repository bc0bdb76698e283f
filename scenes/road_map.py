"""A town map: named streets, junctions, landmarks, one-way and closed streets, compass and scale bar.

Metres on the page, x to the right, y down. Angles in degrees clockwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Scene, Spec, Thing, Value, below, between, chance, pick
from scenewright.scenes.road_graph import RoadGraph
from scenewright.scenes.town_layouts import Plan, grid, irregular, radial
from scenewright.scenes.town_names import LANDMARK_KINDS, LANDMARK_STEMS, STREETS, TOWNS

Layout = Literal["even_grid", "grid", "irregular", "radial"]
Printed = Literal["blocks", "metres", "minutes"]
Count = Annotated[int, msgspec.Meta(ge=0, le=6)]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class RoadMapSpec(Spec, frozen=True, kw_only=True):
    """The ranges a town is drawn from. Pairs are (least, most)."""

    layouts: Annotated[tuple[Layout, ...], msgspec.Meta(min_length=1)] = ("even_grid",)
    columns: tuple[Annotated[int, msgspec.Meta(ge=3, le=7)], Annotated[int, msgspec.Meta(ge=3, le=7)]] = (3, 4)
    rows: tuple[Annotated[int, msgspec.Meta(ge=3, le=6)], Annotated[int, msgspec.Meta(ge=3, le=6)]] = (3, 3)
    spokes: tuple[Annotated[int, msgspec.Meta(ge=5, le=7)], Annotated[int, msgspec.Meta(ge=5, le=7)]] = (5, 6)
    rings: tuple[Annotated[int, msgspec.Meta(ge=2, le=3)], Annotated[int, msgspec.Meta(ge=2, le=3)]] = (2, 2)
    landmarks: tuple[Annotated[int, msgspec.Meta(ge=3, le=16)], Annotated[int, msgspec.Meta(ge=3, le=16)]] = (4, 6)
    printed: Annotated[tuple[Printed, ...], msgspec.Meta(min_length=1)] = ("blocks",)
    """What stands on the segments: nothing (blocks of one size), their length, or the minutes they take."""
    one_way_streets: Count = 0
    closed: Count = 0
    gaps: Count = 0
    diagonals: Count = 0
    dead_ends: Count = 0
    rotated: Share = 0.0
    """Share of maps whose north is not up."""
    stained: Share = 0.0
    """Share of maps with a stain over nothing in particular; half as many again have one over a name."""
    repeats: Count = 0
    """How many landmarks, at most, are of a kind that is there already."""

    def __post_init__(self) -> None:
        for name in ("columns", "rows", "spokes", "rings", "landmarks"):
            least, most = getattr(self, name)
            if least > most:
                raise ValueError(f"{name}: the least, {least}, is above the most, {most}")
        if "blocks" in self.printed and set(self.layouts) != {"even_grid"}:
            raise ValueError("printed: 'blocks' needs layouts of even_grid alone, or lengths could not be told")


class Junction(Thing, frozen=True, kw_only=True):
    """Where streets meet, cross or end."""

    x_m: int
    y_m: int


class Street(Thing, frozen=True, kw_only=True):
    """One name along one course without a gap. A one-way street is one-way along all of it."""

    name: str


class Segment(Thing, frozen=True, kw_only=True):
    """The stretch of a street from one junction to the next: one block.

    On a one-way street cars go from `start` to `end` only. Nothing drives through a closed segment. `length_m` is
    what is printed and to 10 m what is drawn; `tenths_min` is the time to drive it, with the traffic of its own.
    """

    start: str
    end: str
    street: str
    length_m: int
    tenths_min: int
    one_way: bool
    closed: bool


class Landmark(Thing, frozen=True, kw_only=True):
    """A building with an icon of its kind and a name.

    It stands at the corner of `junction`, or halfway along `segment`; the other is "". One at most stands at each.
    """

    kind: str
    name: str
    junction: str
    segment: str


class Ground(Value, frozen=True, kw_only=True):
    """What fills a block between streets. Decoration: nothing is asked about it."""

    corners: tuple[str, ...]
    use: Literal["houses", "park", "water", "square"]


class Stain(Thing, frozen=True, kw_only=True):
    """A sticky note, a coffee stain or a torn piece over the name (and icon) of `covers`, or where nothing is."""

    kind: Literal["note", "coffee", "torn"]
    covers: str
    x_m: int
    y_m: int


class Compass(Thing, frozen=True, kw_only=True):
    """North, in degrees clockwise from the top of the page."""

    north_deg: int


class ScaleBar(Thing, frozen=True, kw_only=True):
    """A bar that is as long as so many metres of the town."""

    length_m: int


class RoadMap(Scene, frozen=True, kw_only=True, dict=True):
    """A town, complete: what is not on the map is not there, and no street leads out of it.

    `printed` says which cost counts: blocks and metres are told by length, minutes by time. Cars keep to one-way
    streets and out of closed segments.
    """

    town: str
    layout: Layout
    printed: Printed
    block_m: int
    """Usual length of a block; on an even grid the length of each."""
    junctions: tuple[Junction, ...]
    streets: tuple[Street, ...]
    segments: tuple[Segment, ...]
    landmarks: tuple[Landmark, ...]
    ground: tuple[Ground, ...]
    stains: tuple[Stain, ...]
    compass: Compass
    scale: ScaleBar

    @cached_property
    def graph(self) -> RoadGraph:
        """The streets as a graph; cost in metres, or tenths of minutes where minutes are printed."""
        street = {s.id: i for i, s in enumerate(self.streets)}
        junction = {j.id: i for i, j in enumerate(self.junctions)}
        timed = self.printed == "minutes"
        return RoadGraph(
            [(j.x_m, j.y_m) for j in self.junctions],
            [
                (
                    junction[s.start],
                    junction[s.end],
                    street[s.street],
                    s.tenths_min if timed else s.length_m,
                    s.one_way,
                    s.closed,
                )
                for s in self.segments
            ],
            [s.name for s in self.streets],
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """The index of the junction that each landmark at a corner stands at, by the landmark's id."""
        junction = {j.id: i for i, j in enumerate(self.junctions)}
        return {mark.id: junction[mark.junction] for mark in self.landmarks if mark.junction}

    def spot(self, landmark: Landmark) -> tuple[float, float]:
        """Where a landmark stands, in metres: its junction, or the middle of its segment."""
        points = self.graph.points
        if landmark.junction:
            return points[self.places[landmark.id]]
        a, b = next(self.graph.segments[i][:2] for i, s in enumerate(self.segments) if s.id == landmark.segment)
        return ((points[a][0] + points[b][0]) / 2, (points[a][1] + points[b][1]) / 2)

    def walk(self, start: str, goal: str, streets: Sequence[str], cost: float) -> float:
        """Score of a route by car from junction `start` to junction `goal`, given as street names in order.

        1 where the list can be driven legally at a least total of `cost` (metres, or tenths of minutes where minutes
        are printed), else 0. Each street is followed from the junction reached for one block or more, either way, to
        a junction where the next street meets it; a name repeated at once counts once; case does not matter. Where
        several drives fit the list, the cheapest counts. The junctions are given by id.
        """
        known = {street.name.casefold(): i for i, street in enumerate(self.streets)}
        numbers: list[int] = []
        for name in streets:
            number = known.get(name.casefold())
            if number is None:
                return 0.0
            if not numbers or numbers[-1] != number:
                numbers.append(number)
        ids = [j.id for j in self.junctions]
        found = self.graph.walk(ids.index(start), ids.index(goal), numbers)
        return float(found is not None and found == cost)


SCENE = RoadMap

LEVELS = (
    RoadMapSpec(),
    RoadMapSpec(
        layouts=("grid",), columns=(4, 5), rows=(3, 4), landmarks=(6, 8), printed=("metres",), dead_ends=1,
        stained=0.15, repeats=2,
    ),
    RoadMapSpec(
        layouts=("irregular",), columns=(4, 5), rows=(4, 4), landmarks=(7, 10), printed=("metres", "minutes"),
        one_way_streets=3, closed=2, gaps=2, diagonals=2, dead_ends=2, stained=0.25, repeats=2,
    ),
    RoadMapSpec(
        layouts=("radial", "irregular"), columns=(5, 5), rows=(4, 4), spokes=(6, 7), rings=(2, 3), landmarks=(8, 11),
        printed=("minutes", "minutes", "metres"), one_way_streets=3, closed=3, gaps=2, diagonals=2, dead_ends=2,
        rotated=0.6, stained=0.35, repeats=3,
    ),
    RoadMapSpec(
        layouts=("irregular", "irregular", "radial"), columns=(6, 7), rows=(5, 6), spokes=(7, 7), rings=(3, 3),
        landmarks=(11, 14), printed=("metres", "minutes"), one_way_streets=4, closed=4, gaps=4, diagonals=3,
        dead_ends=3, rotated=0.5, stained=0.4, repeats=4,
    ),
)  # fmt: skip

_BLOCKS_M = (80, 100, 120, 150, 200)
_BARS_M = (50, 100, 200, 250, 500, 1000, 2000)


def draw_scene(spec: RoadMapSpec, rng: np.random.Generator) -> RoadMap:
    """One town. `Reject("crowded")` where there is no room for its landmarks."""
    layout, printed = pick(rng, spec.layouts), pick(rng, spec.printed)
    block_m = pick(rng, _BLOCKS_M) * (10 if printed == "minutes" else 1)
    plan = _plan(spec, layout, block_m, rng)
    names = _names(rng, STREETS, len(plan.courses))
    junctions = tuple(Junction(id=f"j{i}", x_m=int(x), y_m=int(y)) for i, (x, y) in enumerate(plan.points))
    segments = _segments(spec, plan, rng, printed)
    landmarks = _landmarks(spec, plan, segments, rng)
    ground = tuple(
        Ground(corners=tuple(f"j{j}" for j in face), use=_use(u))
        for face, u in zip(plan.faces, rng.random(len(plan.faces)).tolist(), strict=True)
    )
    streets = tuple(Street(id=f"st{i}", name=name) for i, name in enumerate(names))
    stains, hidden = _stains(spec, plan, streets, landmarks, rng)
    bar = block_m if printed == "blocks" else min(_BARS_M, key=lambda m: abs(m - 0.8 * block_m))
    return RoadMap(
        town=pick(rng, TOWNS),
        layout=layout,
        printed=printed,
        block_m=block_m,
        junctions=junctions,
        streets=streets,
        segments=segments,
        landmarks=landmarks,
        ground=ground,
        stains=stains,
        compass=Compass(id="compass", north_deg=15 * between(rng, 1, 23) if chance(rng, spec.rotated) else 0),
        scale=ScaleBar(id="scale", length_m=bar),
        hidden=hidden,
    )


def _plan(spec: RoadMapSpec, layout: Layout, block_m: int, rng: np.random.Generator) -> Plan:
    columns, rows = between(rng, *spec.columns), between(rng, *spec.rows)
    if layout == "radial":
        spokes, rings = between(rng, *spec.spokes), between(rng, *spec.rings)
        plan = radial(rng, spokes, rings, block_m, between(rng, 0, spec.diagonals))
    elif layout == "irregular":
        counts = (between(rng, 0, spec.gaps), between(rng, 0, spec.diagonals), between(rng, 0, spec.dead_ends))
        plan = irregular(rng, columns, rows, block_m, *counts)
    else:
        plan = grid(rng, columns, rows, block_m, layout == "even_grid")
    plan.settle()
    return plan


def _names(rng: np.random.Generator, pool: Sequence[str], count: int) -> list[str]:
    """Different names; a handful of a long list, so drawing again is cheaper than shuffling it."""
    out: dict[str, None] = {}
    while len(out) < count:
        out[pool[below(rng, len(pool))]] = None
    return list(out)


def _use(u: float) -> Literal["houses", "park", "water", "square"]:
    return "park" if u < 0.2 else "water" if u < 0.26 else "square" if u < 0.32 else "houses"


# -- traffic -------------------------------------------------------------------------------------------------------


def _segments(spec: RoadMapSpec, plan: Plan, rng: np.random.Generator, printed: Printed) -> tuple[Segment, ...]:
    links = [(a, b, street) for street, course in enumerate(plan.courses) for a, b in pairwise(course)]
    one_way, closed = _traffic(spec, plan, links, rng)
    traffic = rng.random(len(links)).tolist()
    out = []
    for number, (a, b, street) in enumerate(links):
        if one_way.get(street) == -1:
            a, b = b, a
        (ax, ay), (bx, by) = plan.points[a], plan.points[b]
        length_m = max(10, round(math.hypot(ax - bx, ay - by) / 10) * 10)
        # 24 to 48 km/h, in half minutes.
        speed = 400 + 400 * traffic[number]
        out.append(
            Segment(
                id=f"s{number}",
                start=f"j{a}",
                end=f"j{b}",
                street=f"st{street}",
                length_m=length_m,
                tenths_min=max(5, round(length_m / speed * 2) * 5),
                one_way=street in one_way,
                closed=number in closed,
            )
        )
    return tuple(out)


Link = tuple[int, int, int]


def _traffic(
    spec: RoadMapSpec, plan: Plan, links: Sequence[Link], rng: np.random.Generator
) -> tuple[dict[int, int], set[int]]:
    """Which streets are one-way (1: along their course, -1: against it), and which segments are closed.

    Cars can still get from everywhere to everywhere: what would prevent it is left out.
    """
    one_way: dict[int, int] = {}
    closed: set[int] = set()
    stubs = set(plan.stubs)

    def keep(ways: dict[int, int], shut: set[int]) -> bool:
        return connected(len(plan.points), links, ways, shut)

    for _ in range(between(rng, min(1, spec.one_way_streets), spec.one_way_streets)):
        street = below(rng, len(plan.courses))
        more = {**one_way, street: 1 if chance(rng, 0.5) else -1}
        if street not in one_way and stubs.isdisjoint(plan.courses[street]) and keep(more, closed):
            one_way = more
    for _ in range(between(rng, min(1, spec.closed), spec.closed)):
        number = below(rng, len(links))
        a, b, street = links[number]
        long = sum(1 for link in links if link[2] == street) > 1 + sum(links[i][2] == street for i in closed)
        if long and stubs.isdisjoint((a, b)) and keep(one_way, closed | {number}):
            closed.add(number)
    return one_way, closed


def connected(count: int, links: Sequence[Link], one_way: dict[int, int], closed: set[int]) -> bool:
    """Whether cars can get from each of `count` junctions to each other."""
    out: list[list[int]] = [[] for _ in range(count)]
    back: list[list[int]] = [[] for _ in range(count)]
    for number, (a, b, street) in enumerate(links):
        if number in closed:
            continue
        way = one_way.get(street, 0)
        if way >= 0:
            out[a].append(b)
            back[b].append(a)
        if way <= 0:
            out[b].append(a)
            back[a].append(b)
    for links_of in (out, back):
        seen = {0}
        front = [0]
        while front:
            for to in links_of[front.pop()]:
                if to not in seen:
                    seen.add(to)
                    front.append(to)
        if len(seen) < count:
            return False
    return True


# -- landmarks and stains ------------------------------------------------------------------------------------------


def _landmarks(
    spec: RoadMapSpec, plan: Plan, segments: Sequence[Segment], rng: np.random.Generator
) -> tuple[Landmark, ...]:
    count = between(rng, *spec.landmarks)
    repeats = min(between(rng, 0, spec.repeats), count - 2)
    kinds = _names(rng, LANDMARK_KINDS, count - repeats)
    kinds += [kinds[below(rng, min(2, len(kinds)))] for _ in range(repeats)]
    named = repeats > 0 or chance(rng, 0.5)
    stems = _names(rng, LANDMARK_STEMS, count) if named else [""] * count
    degrees = plan.degrees()
    at = [j for j in range(len(plan.points)) if degrees[j] < 6]
    along = [s for s in segments if not s.closed and degrees[int(s.start[1:])] > 1 < degrees[int(s.end[1:])]]
    # Every street keeps a segment on which its name can stand.
    bare = [len(course) - 1 for course in plan.courses]
    for s in segments:
        bare[int(s.street[2:])] -= s.closed
    if len(at) < count:
        raise Reject("crowded")
    out: list[Landmark] = []
    used: set[str] = set()
    for _ in range(8 * count):
        if len(out) == count:
            break
        junction = segment = ""
        if chance(rng, 0.2):
            place = pick(rng, along)
            segment = place.id
            taken = {place.start, place.end, segment}
            if bare[int(place.street[2:])] < 2:
                continue
            bare[int(place.street[2:])] -= 1
        else:
            junction = f"j{pick(rng, at)}"
            taken = {junction}
        if used & taken:
            continue
        used |= taken
        number = len(out)
        name = f"{stems[number]} {_title(kinds[number])}" if named else kinds[number].capitalize()
        out.append(Landmark(id=f"l{number}", kind=kinds[number], name=name, junction=junction, segment=segment))
    if len(out) < count:
        raise Reject("crowded")
    return tuple(out)


def _title(kind: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in kind.split())


STAINS: tuple[Literal["note", "coffee", "torn"], ...] = ("note", "coffee", "torn")


def _stains(
    spec: RoadMapSpec,
    plan: Plan,
    streets: Sequence[Street],
    landmarks: Sequence[Landmark],
    rng: np.random.Generator,
) -> tuple[tuple[Stain, ...], tuple[str, ...]]:
    """At most one stain over nothing, and at most one over a name."""
    stains: list[Stain] = []
    hidden: tuple[str, ...] = ()
    if chance(rng, spec.stained):
        face = pick(rng, plan.faces)
        x = sum(plan.points[j][0] for j in face) / len(face)
        y = sum(plan.points[j][1] for j in face) / len(face)
        stains.append(Stain(id="stain0", kind=pick(rng, STAINS), covers="", x_m=round(x), y_m=round(y)))
    if chance(rng, spec.stained / 2):
        victims: Sequence[Thing] = streets if chance(rng, 0.4) else landmarks
        victim = pick(rng, victims).id
        stains.append(Stain(id=f"stain{len(stains)}", kind=pick(rng, STAINS), covers=victim, x_m=0, y_m=0))
        hidden = (victim,)
    return tuple(stains), hidden


def cover(scene: RoadMap, thing: str, kind: Literal["note", "coffee", "torn"]) -> RoadMap:
    """The map with a stain over a street's name, or over a landmark's icon and name."""
    stain = Stain(id=f"stain{len(scene.stains)}", kind=kind, covers=thing, x_m=0, y_m=0)
    return msgspec.structs.replace(scene, stains=(*scene.stains, stain), hidden=(*scene.hidden, thing))


def measure(scene: RoadMap) -> dict[str, float]:
    """Measures of a map. `difficulty` counts junctions and landmarks, and what has to be minded on the way."""
    one_ways = len({s.street for s in scene.segments if s.one_way})
    closed = sum(s.closed for s in scene.segments)
    crooked = {"even_grid": 0.0, "grid": 2.0, "irregular": 6.0, "radial": 8.0}[scene.layout]
    minded = 2.0 * one_ways + 1.5 * closed + 3.0 * (scene.compass.north_deg != 0) + 2.0 * len(scene.stains)
    minded += {"blocks": 0.0, "metres": 2.0, "minutes": 4.0}[scene.printed]
    junctions, landmarks = len(scene.junctions), len(scene.landmarks)
    return {
        "junctions": float(junctions),
        "streets": float(len(scene.streets)),
        "landmarks": float(landmarks),
        "one_way_streets": float(one_ways),
        "closed": float(closed),
        "difficulty": round(0.5 * junctions + landmarks + crooked + minded, 2),
    }
