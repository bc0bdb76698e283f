"""Streets as a graph of junctions: shortest ways, turns, and walking along a list of street names.

Junctions and segments are counted by their place in the scene. All costs are whole numbers, so that ties are exact.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

STRAIGHT_DEG, TURN_MIN_DEG, TURN_MAX_DEG = 28.0, 62.0, 150.0
"""A change of heading up to the first is straight on, between the others a turn; what is between is not clear."""

Turn = str
"""`left`, `right`, `straight`, or "" where a person could not say."""


class Block(NamedTuple):
    """One segment seen from one of its ends."""

    to: int
    cost: int
    segment: int
    street: int
    legal: bool
    """Whether a car may leave along it: not closed, not against a one-way street."""


class Ways(NamedTuple):
    """Least costs from one junction. `cost[j]` is None where a car can't get; `number[j]` is how many ways share it."""

    cost: list[int | None]
    number: list[int]
    before: list[tuple[int, int]]
    """The junction and the segment by which a least way comes in; (-1, -1) at the start."""


class RoadGraph:
    """The streets of one town, by index."""

    def __init__(
        self,
        points: Sequence[tuple[float, float]],
        segments: Iterable[tuple[int, int, int, int, bool, bool]],
        streets: Sequence[str],
    ) -> None:
        """`points` in metres, x right and y down; segments as (start, end, street, cost, one-way, closed)."""
        self.points, self.names = points, streets
        self.blocks: list[list[Block]] = [[] for _ in points]
        self.segments = list(segments)
        self.by_street: list[list[int]] = [[] for _ in streets]
        for number, (a, b, street, cost, one_way, closed) in enumerate(self.segments):
            self.blocks[a].append(Block(b, cost, number, street, not closed))
            self.blocks[b].append(Block(a, cost, number, street, not (closed or one_way)))
            self.by_street[street].append(number)
        self.streets_at = [tuple(sorted({b.street for b in blocks})) for blocks in self.blocks]
        corners: dict[tuple[int, ...], int] = {}
        for junction, here in enumerate(self.streets_at):
            for pair in combinations(here, 2):
                corners[pair] = junction if pair not in corners and len(here) == 2 else -1
        self.corners = {pair: junction for pair, junction in corners.items() if junction >= 0}
        """The junction of two streets that meet at one place alone, by the streets in ascending order.

        Junctions of more than two streets are left out: two names would not say all of them.
        """
        self._ways: dict[tuple[int, int], Ways] = {}

    # -- places ----------------------------------------------------------------------------------------------------

    def is_corner(self, junction: int) -> bool:
        """Whether two street names name exactly this junction."""
        return self.corners.get(self.streets_at[junction]) == junction

    def stretch(self, segment: int) -> tuple[int, int, int] | None:
        """A segment in words: its street, and the streets that cross it at its start and its end, if each is one."""
        a, b, street = self.segments[segment][:3]
        if not (self.is_corner(a) and self.is_corner(b)):
            return None
        first, second = (next(s for s in self.streets_at[j] if s != street) for j in (a, b))
        return (street, first, second) if first != second else None

    def course(self, street: int) -> list[int]:
        """The junctions of a street from end to end; a closed ring starts anywhere and repeats no junction."""
        links: dict[int, list[int]] = {}
        for number in self.by_street[street]:
            a, b = self.segments[number][:2]
            links.setdefault(a, []).append(b)
            links.setdefault(b, []).append(a)
        ends = [j for j, to in links.items() if len(to) == 1]
        course = [ends[0] if ends else min(links)]
        seen = set(course)
        while step := [j for j in links[course[-1]] if j not in seen]:
            course.append(step[0])
            seen.add(step[0])
        return course

    def dead_ends(self) -> list[int]:
        """Junctions that one segment alone leads to."""
        return [j for j, blocks in enumerate(self.blocks) if len(blocks) == 1]

    # -- ways ------------------------------------------------------------------------------------------------------

    def ways(self, start: int, without: int = -1) -> Ways:
        """Least costs by car from a junction, with one segment shut if `without` names it (Dijkstra)."""
        found = self._ways.get((start, without))
        if found is not None:
            return found
        n = len(self.blocks)
        cost: list[int | None] = [None] * n
        count, before = [0] * n, [(-1, -1)] * n
        best: list[int] = [1 << 60] * n
        best[start], count[start] = 0, 1
        heap = [(0, start)]
        while heap:
            so_far, here = heapq.heappop(heap)
            if cost[here] is not None:
                continue
            cost[here] = so_far
            for to, more, segment, _, legal in self.blocks[here]:
                if not legal or segment == without or cost[to] is not None:
                    continue
                total = so_far + more
                if total < best[to]:
                    best[to], count[to], before[to] = total, count[here], (here, segment)
                    heapq.heappush(heap, (total, to))
                elif total == best[to]:
                    count[to] += count[here]
        found = self._ways[start, without] = Ways(cost, count, before)
        return found

    def way(self, start: int, goal: int, without: int = -1) -> tuple[list[int], list[int]]:
        """The junctions and the segments of a least way; empty where there is none."""
        ways = self.ways(start, without)
        if ways.cost[goal] is None:
            return [], []
        junctions, segments = [goal], []
        while junctions[-1] != start:
            junction, segment = ways.before[junctions[-1]]
            junctions.append(junction)
            segments.append(segment)
        return junctions[::-1], segments[::-1]

    def blocks_away(self, start: int) -> list[int | None]:
        """How many blocks a car must drive from a junction to each other, at least; None where it can't get."""
        away: list[int | None] = [None] * len(self.blocks)
        away[start] = 0
        front = [start]
        for steps in range(1, len(self.blocks) + 1):
            following = []
            for here in front:
                for block in self.blocks[here]:
                    if block.legal and away[block.to] is None:
                        away[block.to] = steps
                        following.append(block.to)
            front = following
        return away

    def street_list(self, segments: Sequence[int]) -> list[int]:
        """The streets of a way in order, each named once while it lasts."""
        out: list[int] = []
        for segment in segments:
            street = self.segments[segment][2]
            if not out or out[-1] != street:
                out.append(street)
        return out

    def walk(self, start: int, goal: int, streets: Sequence[int]) -> int | None:
        """The least cost of driving a list of streets from start to goal, or None where it can't be done.

        Each street is driven for at least one block and at most to its end, legally, in either direction; the next
        begins at whatever junction was reached. Where several drives fit the list, the cheapest counts.
        """
        reached = {start: 0}
        for street in streets:
            best: dict[int, int] = {}
            heap = [(cost, junction, False) for junction, cost in reached.items()]
            heapq.heapify(heap)
            while heap:
                cost, here, moved = heapq.heappop(heap)
                if moved:
                    if here in best:
                        continue
                    best[here] = cost
                for block in self.blocks[here]:
                    if block.street == street and block.legal and block.to not in best:
                        heapq.heappush(heap, (cost + block.cost, block.to, True))
            reached = best
        return reached.get(goal)

    # -- headings --------------------------------------------------------------------------------------------------

    def bearing(self, a: int, b: int) -> float:
        """Heading from one junction to another, degrees clockwise from the top of the page."""
        return bearing_deg(self.points[a], self.points[b])

    def turn(self, a: int, b: int, c: int) -> Turn:
        """What a driver from `a` does at `b` to go on to `c`; "" unless it is clear and the only exit of that kind."""
        ahead = self.bearing(a, b)
        kind = turn_kind(self.bearing(b, c) - ahead)
        if kind:
            for block in self.blocks[b]:
                if block.to not in (a, c) and _might_be(kind, wrap_deg(self.bearing(b, block.to) - ahead)):
                    return ""
        return kind

    def exits(self, a: int, b: int) -> dict[Turn, int]:
        """Where each clear and legal turn leads a driver who comes from `a` to `b`."""
        out: dict[Turn, int] = {}
        for block in self.blocks[b]:
            if block.to != a and block.legal and (kind := self.turn(a, b, block.to)):
                out[kind] = block.to
        return out


def bearing_deg(a: Sequence[float], b: Sequence[float]) -> float:
    """Degrees clockwise from the top of the page, in [0, 360), from point to point (x right, y down)."""
    return math.degrees(math.atan2(b[0] - a[0], a[1] - b[1])) % 360


def wrap_deg(angle: float) -> float:
    """An angle in (-180, 180]."""
    return 180 - (180 - angle) % 360


def turn_kind(change: float) -> Turn:
    """The word for a change of heading in degrees, "" in a dead zone."""
    change = wrap_deg(change)
    if abs(change) <= STRAIGHT_DEG:
        return "straight"
    if TURN_MIN_DEG <= abs(change) <= TURN_MAX_DEG:
        return "right" if change > 0 else "left"
    return ""


def _might_be(kind: Turn, change: float) -> bool:
    """Whether an exit could be taken for a turn of this kind."""
    if kind == "straight":
        return abs(change) < TURN_MIN_DEG
    return change > STRAIGHT_DEG if kind == "right" else change < -STRAIGHT_DEG
