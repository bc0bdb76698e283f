"""Where the labels of a pie go: in their slices, at the rim, or in columns beside it with leader lines.

Everything is laid out relative to boxes that nothing else stands in, so labels can meet only each other, and leader
lines run only between the rim and the columns, where no text is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point
from scenewright.renderers.pie_chart_shapes import at

APART = 4.0
"""Pixels between labels."""
LEAD = 26.0
"""Pixels from the rim to the columns of labels."""
INSET = 3.5
"""Pixels between a label in a slice and the slice's edges."""


class Wedge(NamedTuple):
    """A slice as laid out. Degrees clockwise from twelve; `last` is above `first`."""

    id: str
    centre: Point
    inner: float
    outer: float
    first: float
    last: float

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


class Label(NamedTuple):
    """The words at one slice and the pixels they need."""

    lines: tuple[tuple[str, str], ...]
    """`(part, text)` from the top."""
    width: float
    height: float


class Placed(NamedTuple):
    """A label in its place."""

    x: float
    y: float
    """Middle of the block; `x` is its left end, middle or right end by the anchor."""
    anchor: str
    inside: bool
    leader: tuple[Point, ...]


def place(
    wedges: Sequence[Wedge], labels: Sequence[Label | None], box: Box, inside: bool, rim: bool, elbow: bool
) -> list[Placed | None] | None:  # fmt: skip
    """A place for each label, None for slices without one; None altogether where there is no room at this radius."""
    out: list[Placed | None] = [None] * len(wedges)
    left: list[int] = []
    for i, (wedge, label) in enumerate(zip(wedges, labels, strict=True)):
        if label is None:
            continue
        if inside and (found := _within(wedge, label)):
            out[i] = found
        else:
            left.append(i)
    if not left:
        return out
    found_rim = _at_rim(wedges, labels, left, box) if rim else None
    if found_rim is None:
        found_rim = _columns(wedges, labels, left, box, elbow)
    if found_rim is None:
        return None
    for i, placed in zip(left, found_rim, strict=True):
        out[i] = placed
    return out


def _within(wedge: Wedge, label: Label) -> Placed | None:
    """In the slice, as near to two thirds of its radius as it fits."""
    depth = wedge.outer - wedge.inner
    for share in (0.5, 0.62, 0.7) if wedge.inner else (0.64, 0.72, 0.56):
        x, y = at(wedge.centre, wedge.inner + share * depth, wedge.middle)
        if _holds(wedge, (x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2)):
            return Placed(x, y, "m", True, ())
    return None


def _holds(wedge: Wedge, box: Box) -> bool:
    """Whether a box lies within a slice, `INSET` from its edges."""
    cx, cy = wedge.centre
    left, top, right, bottom = box
    half = (wedge.last - wedge.first) / 2
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        radius = math.hypot(x - cx, y - cy)
        if radius > wedge.outer - INSET or radius < wedge.inner + INSET:
            return False
        turn = math.degrees(math.atan2(x - cx, cy - y))
        off = abs((turn - wedge.middle + 180) % 360 - 180)
        spare = (half - off) * math.pi / 180 * radius  # along the arc: never less than the distance to the edge
        if spare < INSET and half < 179:
            return False
    return not wedge.inner or _clear_of(wedge.centre, box) > wedge.inner + INSET


def _clear_of(centre: Point, box: Box) -> float:
    """Distance from a point to a box."""
    dx = max(box[0] - centre[0], 0.0, centre[0] - box[2])
    dy = max(box[1] - centre[1], 0.0, centre[1] - box[3])
    return math.hypot(dx, dy)


def _at_rim(
    wedges: Sequence[Wedge], labels: Sequence[Label | None], which: Sequence[int], box: Box
) -> list[Placed] | None:  # fmt: skip
    """Close to the rim, each beside the middle of its slice; None where two would meet or one leave the box."""
    out: list[Placed] = []
    taken: list[Box] = []
    for i in which:
        wedge, label = wedges[i], labels[i]
        assert label is not None
        turn = math.radians(wedge.middle)
        across, down = math.sin(turn), -math.cos(turn)
        side = "l" if across > 0.22 else "r" if across < -0.22 else "m"
        x, y = at(wedge.centre, wedge.outer + 8.0, wedge.middle)
        y += down * label.height / 2
        begin = x - {"l": 0.0, "m": label.width / 2, "r": label.width}[side]
        here = (begin, y - label.height / 2, begin + label.width, y + label.height / 2)
        if not _fits(here, box) or any(_clear_of(w.centre, here) < w.outer + 3 for w in wedges):
            return None
        if any(_meet(here, other) for other in taken):
            return None
        taken.append(here)
        out.append(Placed(x, y, side, False, ()))
    return out


def _fits(here: Box, box: Box) -> bool:
    return here[0] >= box[0] and here[1] >= box[1] and here[2] <= box[2] and here[3] <= box[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] + APART and b[0] < a[2] + APART and a[1] < b[3] + APART and b[1] < a[3] + APART


def _columns(
    wedges: Sequence[Wedge], labels: Sequence[Label | None], which: Sequence[int], box: Box, elbow: bool
) -> list[Placed] | None:  # fmt: skip
    """In two columns beside the pie, in the order of the slices, each led to from its slice."""
    reach = max(wedge.outer for wedge in wedges)
    cx = wedges[0].centre[0]
    found: dict[int, Placed] = {}
    lines: list[tuple[Point, ...]] = []
    for sign in (1, -1):
        side = [i for i in which if (math.sin(math.radians(wedges[i].middle)) >= 0) == (sign > 0)]
        if not side:
            continue
        pulled = max(abs(wedges[i].centre[0] - cx) for i in side)
        x = cx + sign * (reach + LEAD + pulled)
        wide = max(_of(labels, i).width for i in side)
        if (x + wide > box[2]) if sign > 0 else (x - wide < box[0]):
            return None
        side.sort(key=lambda i: at(wedges[i].centre, wedges[i].outer, wedges[i].middle)[1])
        ys = _spread([at(wedges[i].centre, wedges[i].outer + 12, wedges[i].middle)[1] for i in side],
                     [_of(labels, i).height + APART for i in side], box[1], box[3])  # fmt: skip
        if ys is None:
            return None
        for i, y in zip(side, ys, strict=True):
            leader = _leader(wedges[i], (x - sign * 4, y), sign, elbow)
            if not all(_keeps_off(leader, wedges[i], wedge) for wedge in wedges):
                return None
            lines.append(leader)
            found[i] = Placed(x, y, "l" if sign > 0 else "r", False, leader)
    if any(_cross(a, b) for k, a in enumerate(lines) for b in lines[:k]):
        return None
    return [found[i] for i in which]


def _of(labels: Sequence[Label | None], i: int) -> Label:
    label = labels[i]
    assert label is not None
    return label


def _leader(wedge: Wedge, end: Point, sign: int, elbow: bool) -> tuple[Point, ...]:
    """From the rim to a label, level at its end."""
    start = at(wedge.centre, wedge.outer + 1.5, wedge.middle)
    turn = (end[0] - sign * 7, end[1])
    if elbow:
        out = at(wedge.centre, wedge.outer + 9, wedge.middle)
        if sign * (turn[0] - out[0]) > 0:
            return start, out, turn, end
    return start, turn, end


def _keeps_off(leader: Sequence[Point], own: Wedge, other: Wedge) -> bool:
    """Whether a leader keeps off a slice: off its whole circle, or, where one of the two is pulled out and their
    circles differ, off the slice itself at points a few pixels apart.
    """
    if own.centre == other.centre:
        return _outside(leader, other, own is other)
    for (x0, y0), (x1, y1) in itertools.pairwise(leader):
        steps = max(2, math.ceil(math.hypot(x1 - x0, y1 - y0) / 4))
        for k in range(steps + 1):
            dx, dy = x0 + (x1 - x0) * k / steps - other.centre[0], y0 + (y1 - y0) * k / steps - other.centre[1]
            if dx * dx + dy * dy < (other.outer + 2) ** 2:
                turn = (math.degrees(math.atan2(dx, -dy)) - other.first) % 360
                if turn < other.last - other.first:
                    return False
    return True


def _outside(leader: Sequence[Point], wedge: Wedge, own: bool) -> bool:
    """Whether a leader keeps off the pie, but for its own beginning at the rim."""
    near = wedge.outer + (0.6 if own else 0.0)
    for (x0, y0), (x1, y1) in itertools.pairwise(leader):
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        cx, cy = wedge.centre
        t = min(max(((cx - x0) * dx + (cy - y0) * dy) / length, 0.0), 1.0) if length else 0.0
        if math.hypot(x0 + t * dx - cx, y0 + t * dy - cy) < near:
            return False
    return True


def _cross(a: Sequence[Point], b: Sequence[Point]) -> bool:
    """Whether two lines of several pieces cross."""
    return any(
        _turns(p, q, r) * _turns(p, q, s) < 0 and _turns(r, s, p) * _turns(r, s, q) < 0
        for p, q in itertools.pairwise(a)
        for r, s in itertools.pairwise(b)
    )


def _turns(p: Point, q: Point, r: Point) -> float:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])


def _spread(targets: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float] | None:
    """Middles as near to `targets` (ascending) as blocks of these heights can be without meeting; None if they don't
    fit. Blocks that meet are joined and centred on the mean of their targets (pool adjacent violators).
    """
    if sum(heights) > bottom - top:
        return None
    groups: list[tuple[float, float, int]] = []  # middle, height, blocks
    for target, height in zip(targets, heights, strict=True):
        group = (min(max(target, top + height / 2), bottom - height / 2), height, 1)
        while groups and groups[-1][0] + groups[-1][1] / 2 > group[0] - group[1] / 2:
            last = groups.pop()
            whole, blocks = last[1] + group[1], last[2] + group[2]
            middle = (last[0] * last[2] + group[0] * group[2]) / blocks
            group = (min(max(middle, top + whole / 2), bottom - whole / 2), whole, blocks)
        groups.append(group)
    out: list[float] = []
    for middle, whole, blocks in groups:
        y = middle - whole / 2
        for height in heights[len(out) : len(out) + blocks]:
            out.append(y + height / 2)
            y += height
    return out
