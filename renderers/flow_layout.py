"""Where the shapes and arrows of a structured flowchart go: none crosses another or runs through a shape.

Everything is laid out in `(u, v)`: `u` across the flow, `v` along it; the renderer turns that into pixels for charts
that run down or to the right. Each part is measured first (how far it reaches to either side of its spine, and
how long it is),
then placed. Side lanes lie outside of all that their part contains, so arrows have no way to cross.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scenewright.scenes.flow import Branch, Edge, Item, Loop

UV = tuple[float, float]


class Manner(NamedTuple):
    """How parts are arranged. Lengths in pixels."""

    gap: float
    """Between a shape and the next along the flow."""
    column: float
    """Between columns side by side, at least."""
    lane: float
    """From a part to an arrow that passes it."""
    merge: float
    """From a part's end to where ways meet again."""
    label: float
    """Across the flow, what an exit's label needs beside a decision."""
    mirror: bool
    split: bool
    """Two arms side by side, the spine between them; else one goes on along the spine."""
    aside: bool
    """A lone arm stands beside the spine; else on it, and the empty way passes it."""
    side_loops: bool
    """Short loops stand beside their test; else below it."""
    corner: bool
    """A way back enters its test at the side; else joins the spine before it."""


class Size(NamedTuple):
    """What a part takes up: to the left and right of its spine, and along it."""

    left: float
    right: float
    length: float

    def on(self, side: int) -> float:
        """The reach to one side: -1 left, 1 right."""
        return self.right if side > 0 else self.left


class Tail(NamedTuple):
    """An arrow that is on its way: from which exit, through which points."""

    start: str
    label: str
    points: list[UV]


class Path(NamedTuple):
    """A finished arrow in `(u, v)`."""

    edge: Edge
    points: list[UV]


class Exit(NamedTuple):
    """A decision of which one answer leads to an end of its own, drawn beside it; the spine goes on with the other."""

    test: str
    yes: bool
    """Whether yes is the answer that leads to the end."""
    arm: tuple[str, ...]


Part = Item | Exit
EMPTY = Size(0.0, 0.0, 0.0)


def spine(body: Sequence[Item], ends: frozenset[str]) -> list[Part]:
    """A structure as one row of parts: what follows a decision with an end of its own moves up into the row."""
    out: list[Part] = list(body)
    while out and isinstance(last := out[-1], Branch):
        plain = [a for a in (last.yes, last.no) if 0 < len(a) <= 2 and all(isinstance(x, str) for x in a)]
        arms = [arm for arm in plain if arm[-1] in ends]
        if not arms:
            break
        arm = min(arms, key=len)
        yes = arm is last.yes
        out[-1] = Exit(last.test, yes, arm)  # type: ignore[arg-type]  # only shapes stand before an end here
        out += last.no if yes else last.yes
    return out


class Layout:
    """Lays a structure out. `spots` are the shapes' centres, `paths` the arrows, `joins` where a way back or
    the arms of
    a decision come to the spine (point, direction of arrival).
    """

    def __init__(self, shapes: Mapping[str, UV], edges: Sequence[Edge], answers: tuple[str, str],
                 ends: frozenset[str], manner: Manner) -> None:  # fmt: skip
        self.shapes, self.answers, self.ends, self.manner = shapes, answers, ends, manner
        self._edges = {(e.start, e.end, e.label): e for e in edges}
        self._sizes: dict[int, Size] = {}
        self.spots: dict[str, UV] = {}
        self.paths: list[Path] = []
        self.joins: list[tuple[UV, UV]] = []

    # -- measuring -------------------------------------------------------------------------------------------------

    def run_size(self, items: Sequence[Part]) -> Size:
        """What several parts in a row take up."""
        if not items:
            return EMPTY
        left = right = length = 0.0
        for item in items:
            size = self.size(item)
            left, right = max(left, size.left), max(right, size.right)
            length += size.length
        return Size(left, right, length + self.manner.gap * (len(items) - 1))

    def size(self, item: Part) -> Size:
        """What one part takes up."""
        if isinstance(item, str):
            width, length = self.shapes[item]
            return Size(width / 2, width / 2, length)
        found = self._sizes.get(id(item))
        if found is None:
            if isinstance(item, Exit):
                found = self._exit_size(item)
            else:
                found = self._branch_size(item) if isinstance(item, Branch) else self._loop_size(item)
            self._sizes[id(item)] = found
        return found

    def closed(self, items: Sequence[Item]) -> bool:
        """Whether all ways through these parts end in them."""
        if not items:
            return False
        last = items[-1]
        if isinstance(last, str):
            return last in self.ends
        return isinstance(last, Branch) and self.closed(last.yes) and self.closed(last.no)

    def _arms(self, branch: Branch) -> tuple[bool, bool, int]:
        """(whether the arms stand left and right, whether yes is the main or left one, side of the other)."""
        m = self.manner
        yes_ends, no_ends = self.closed(branch.yes), self.closed(branch.no)
        weight = _weight(branch.yes) - _weight(branch.no)
        side = -1 if m.mirror else 1
        if yes_ends or no_ends:
            main = weight >= 0 if yes_ends and no_ends else no_ends
            return False, main, side
        if branch.yes and branch.no:
            return m.split, weight >= 0 if not m.split else not m.mirror, side
        return False, bool(branch.yes) != m.aside, side

    def _branch_size(self, branch: Branch) -> Size:
        m = self.manner
        width, length = self.shapes[branch.test]
        split, yes_first, side = self._arms(branch)
        one, two = (branch.yes, branch.no) if yes_first else (branch.no, branch.yes)
        a, b = self.run_size(one), self.run_size(two)
        meets = not (self.closed(one) or self.closed(two))
        if split:
            reach = self._split_reach(width, a, b)
            total = length + 0.5 * m.gap + max(a.length, b.length) + m.merge
            return Size(reach + a.left, reach + b.right, total)
        reach = self._side_reach(width, a, b, side)
        total = length + m.gap + max(a.length, b.length) + (m.merge if meets else 0.0)
        far = max(reach + b.on(side), a.on(side), width / 2)
        near = max(a.on(-side), width / 2)
        return Size(near, far, total) if side > 0 else Size(far, near, total)

    def _exit_size(self, way: Exit) -> Size:
        m = self.manner
        width, length = self.shapes[way.test]
        arm = self.run_size(way.arm)
        first = self.shapes[way.arm[0]][1]
        above = max(0.0, (first - length) / 2)
        far = self._exit_reach(way) + arm.right
        total = above + max(length, (length - first) / 2 + arm.length)
        return Size(width / 2, far, total) if not m.mirror else Size(far, width / 2, total)

    def _exit_reach(self, way: Exit) -> float:
        """How far beside the spine an end of its own stands."""
        return self.shapes[way.test][0] / 2 + self.manner.label + 14 + self.run_size(way.arm).right

    def _split_reach(self, width: float, a: Size, b: Size) -> float:
        """How far left and right of the spine the two arms' own spines lie."""
        m = self.manner
        return max(width / 2 + m.label, a.right + m.column / 2, b.left + m.column / 2)

    def _side_reach(self, width: float, main: Size, other: Size, side: int) -> float:
        """How far beside the main spine the other arm's spine lies."""
        m = self.manner
        room = m.column if other.length else m.lane
        return max(width / 2 + m.label, main.on(side) + room + other.on(-side))

    def _beside(self, loop: Loop) -> bool:
        short = all(isinstance(item, str) for item in loop.body) and len(loop.body) <= 3
        return self.manner.side_loops and loop.test_first and short

    def _loop_lanes(self, loop: Loop) -> tuple[int, float, float]:
        """(side of the way back, its distance from the spine, the exit's distance on the other side)."""
        m = self.manner
        side = 1 if m.mirror else -1
        width = self.shapes[loop.test][0]
        body = self.run_size(loop.body)
        if self._beside(loop):
            spine = max(width / 2 + m.label, width / 2 + 0.6 * m.column + body.on(-side))
            return side, spine + body.on(side) + m.lane, spine
        back = max(body.on(side), width / 2) + m.lane
        if not loop.test_first:
            return side, max(back, width / 2 + m.label), 0.0
        return side, back, max(body.on(-side) + m.lane, width / 2 + m.label)

    def _loop_size(self, loop: Loop) -> Size:
        m = self.manner
        width, length = self.shapes[loop.test]
        body = self.run_size(loop.body)
        side, back, other = self._loop_lanes(loop)
        if self._beside(loop):
            total = m.merge + max(length, length / 2 + m.gap + body.length + m.merge)
            far, near = back, width / 2
        elif loop.test_first:
            total = (0.0 if m.corner else m.merge) + length + m.gap + body.length + 2 * m.merge
            far, near = back, other
        else:
            total = m.merge + body.length + m.gap + length
            far, near = back, max(body.on(-side), width / 2)
        return Size(near, far, total) if side > 0 else Size(far, near, total)

    # -- placing ---------------------------------------------------------------------------------------------------

    def extent(self, columns: Sequence[Sequence[Part]]) -> UV:
        """Size across and along of the parts in columns."""
        m = self.manner
        sizes = [self.run_size(column) for column in columns]
        across = sum(s.left + s.right for s in sizes) + (len(columns) - 1) * (2 * m.lane + 0.5 * m.column)
        return across, max(s.length for s in sizes) + (2 * m.merge if len(columns) > 1 else 0.0)

    def place_all(self, columns: Sequence[Sequence[Part]]) -> None:
        """Place the parts in columns: the flow goes on from one column's end to the next one's beginning."""
        m = self.manner
        tails: list[Tail] = []
        edge = u = bottom = 0.0
        for number, items in enumerate(columns):
            size = self.run_size(items)
            if number:
                lane, before = edge + m.lane, u
                u = lane + m.lane + 0.5 * m.column + size.left
                way = [(before, bottom), (lane, bottom), (lane, -m.merge), (u, -m.merge)]
                tails = [Tail(t.start, t.label, [*t.points, *way]) for t in tails]
            else:
                u = size.left
            tails = self._place(items, u, 0.0, tails)
            edge, bottom = u + size.right, size.length + m.merge

    def _place(self, items: Sequence[Part], u: float, v: float, tails: list[Tail]) -> list[Tail]:
        for item in items:
            if isinstance(item, str):
                tails = self._shape(item, u, v, tails)
            elif isinstance(item, Exit):
                tails = self._place_exit(item, u, v, tails)
            elif isinstance(item, Branch):
                tails = self._place_branch(item, u, v, tails)
            elif self._beside(item):
                tails = self._place_beside(item, u, v, tails)
            else:
                tails = self._place_loop(item, u, v, tails)
            v += self.size(item).length + self.manner.gap
        return tails

    def _place_exit(self, way: Exit, u: float, v: float, tails: list[Tail]) -> list[Tail]:
        m = self.manner
        side = -1 if m.mirror else 1
        length = self.shapes[way.test][1]
        width, first = self.shapes[way.arm[0]]
        self._shape(way.test, u, v + max(0.0, (first - length) / 2), tails)
        middle = self.spots[way.test][1]
        beside = u + side * self._exit_reach(way)
        inner = self._shape(way.arm[0], beside, middle - first / 2, [])
        self._arrive([self._exit(way.test, way.yes, side)], way.arm[0], (beside - side * width / 2, middle))
        self._place(way.arm[1:], beside, middle + first / 2 + m.gap, inner)
        return [self._exit(way.test, not way.yes, 0)]

    def _shape(self, id: str, u: float, v: float, tails: list[Tail]) -> list[Tail]:
        """Place a shape with its top at `v`; the tails enter it there."""
        length = self.shapes[id][1]
        self.spots[id] = (u, v + length / 2)
        self._arrive(tails, id, (u, v))
        return [] if id in self.ends else [Tail(id, "", [(u, v + length)])]

    def _arrive(self, tails: Sequence[Tail], id: str, *points: UV) -> None:
        for tail in tails:
            edge = self._edges[(tail.start, id, tail.label)]
            self.paths.append(Path(edge, _straight([*tail.points, *points])))

    def _exit(self, test: str, yes: bool, side: int) -> Tail:
        """A tail that leaves a placed decision: at its left (-1), right (1) or far end (0)."""
        u, v = self.spots[test]
        width, length = self.shapes[test]
        point = (u + side * width / 2, v) if side else (u, v + length / 2)
        return Tail(test, self.answers[not yes], [point])

    def _place_branch(self, branch: Branch, u: float, v: float, tails: list[Tail]) -> list[Tail]:
        m = self.manner
        width, length = self.shapes[branch.test]
        split, yes_first, side = self._arms(branch)
        one, two = (branch.yes, branch.no) if yes_first else (branch.no, branch.yes)
        a, b = self.run_size(one), self.run_size(two)
        self._shape(branch.test, u, v, tails)
        meet = v + self._branch_size(branch).length
        if split:
            reach = self._split_reach(width, a, b)
            top = v + length + 0.5 * m.gap
            left = _turn(self._exit(branch.test, yes_first, -1), u - reach)
            right = _turn(self._exit(branch.test, not yes_first, 1), u + reach)
            out = _meet(self._place(one, u - reach, top, [left]), u - reach, meet, u)
            out += _meet(self._place(two, u + reach, top, [right]), u + reach, meet, u)
            self.joins += [((u, meet), (1.0, 0.0)), ((u, meet), (-1.0, 0.0))]
            return out
        reach = side * self._side_reach(width, a, b, side)
        top = v + length + m.gap
        out = self._place(one, u, top, [self._exit(branch.test, yes_first, 0)])
        beside = _turn(self._exit(branch.test, not yes_first, side), u + reach)
        others = _meet(self._place(two, u + reach, top, [beside]), u + reach, meet, u)
        if out and others:
            self.joins.append(((u, meet), (-float(side), 0.0)))
        return out + others

    def _place_loop(self, loop: Loop, u: float, v: float, tails: list[Tail]) -> list[Tail]:
        m = self.manner
        length = self.shapes[loop.test][1]
        body = self.run_size(loop.body)
        side, back, other = self._loop_lanes(loop)
        lane = u + side * back
        if not loop.test_first:
            first = v + m.merge
            inner = self._place(loop.body, u, first, tails)
            self._shape(loop.test, u, first + body.length + m.gap, inner)
            tail = _turn(self._exit(loop.test, loop.again, side), lane)
            self._rejoin(tail, loop.body[0], (lane, v), (u, v), side)
            return [self._exit(loop.test, not loop.again, 0)]
        top = v if m.corner else v + m.merge
        self._shape(loop.test, u, top, tails)
        inner = self._place(loop.body, u, top + length + m.gap, [self._exit(loop.test, loop.again, 0)])
        bottom = top + length + m.gap + body.length + m.merge
        for tail in inner:
            points = [*tail.points, (u, bottom), (lane, bottom)]
            if m.corner:
                middle = top + length / 2
                corner = u + side * self.shapes[loop.test][0] / 2
                self._arrive([Tail(tail.start, tail.label, points)], loop.test, (lane, middle), (corner, middle))
            else:
                self._rejoin(Tail(tail.start, tail.label, points), loop.test, (lane, v), (u, v), side)
        leave = u - side * other
        leaving = _turn(self._exit(loop.test, not loop.again, -side), leave)
        return _meet([leaving], leave, bottom + m.merge, u)

    def _place_beside(self, loop: Loop, u: float, v: float, tails: list[Tail]) -> list[Tail]:
        m = self.manner
        length = self.shapes[loop.test][1]
        body = self.run_size(loop.body)
        side, back, spine = self._loop_lanes(loop)
        lane, spine = u + side * back, u + side * spine
        self._shape(loop.test, u, v + m.merge, tails)
        top = v + m.merge + length / 2 + m.gap
        leaving = _turn(self._exit(loop.test, loop.again, side), spine)
        bottom = top + body.length + m.merge
        for tail in self._place(loop.body, spine, top, [leaving]):
            points = [*tail.points, (spine, bottom), (lane, bottom)]
            self._rejoin(Tail(tail.start, tail.label, points), loop.test, (lane, v), (u, v), side)
        return [self._exit(loop.test, not loop.again, 0)]

    def _rejoin(self, tail: Tail, item: Item, corner: UV, join: UV, side: int) -> None:
        """Lead a way back along its lane to the spine, and on into the first shape of a part placed below it."""
        target = _entry(item)
        u, v = self.spots[target]
        self._arrive([tail], target, corner, join, (u, v - self.shapes[target][1] / 2))
        self.joins.append((join, (-float(side), 0.0)))


def _entry(item: Item) -> str:
    while not isinstance(item, str):
        if isinstance(item, Loop) and not item.test_first:
            item = item.body[0]
        else:
            item = item.test
    return item


def _turn(tail: Tail, u: float) -> Tail:
    """Lead a tail across to another spine."""
    return Tail(tail.start, tail.label, [*tail.points, (u, tail.points[-1][1])])


def _meet(tails: Sequence[Tail], u: float, v: float, spine: float) -> list[Tail]:
    """Lead tails along `u` to `v` and across to the spine."""
    return [Tail(t.start, t.label, [*t.points, (u, v), (spine, v)]) for t in tails]


def _weight(items: Sequence[Item]) -> int:
    """Number of shapes in some parts."""
    total = 0
    for item in items:
        if isinstance(item, str):
            total += 1
        elif isinstance(item, Branch):
            total += 1 + _weight(item.yes) + _weight(item.no)
        else:
            total += 1 + _weight(item.body)
    return total


def _straight(points: Sequence[UV]) -> list[UV]:
    """Points of a path without repeated ones and those amid a straight line."""
    out: list[UV] = []
    for u, v in points:
        if out and abs(out[-1][0] - u) < 0.01 and abs(out[-1][1] - v) < 0.01:
            continue
        if len(out) > 1:
            (a, b), (c, d) = out[-2], out[-1]
            if (abs(a - c) < 0.01 and abs(c - u) < 0.01) or (abs(b - d) < 0.01 and abs(d - v) < 0.01):
                out[-1] = (u, v)
                continue
        out.append((u, v))
    return out
