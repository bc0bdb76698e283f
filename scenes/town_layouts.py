"""Where junctions lie and how streets run: grids, irregular grids and radial towns.

A street is a course of junctions without a gap. Metres, x to the right and y down the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from scenewright.scenes.base import below, chance, shuffled, uniform


class Plan:
    """A town being laid out. Junctions are counted from 0; streets are courses of junctions; faces are blocks."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.courses: list[list[int]] = []
        self.faces: list[tuple[int, ...]] = []
        self.stubs: list[int] = []
        """Junctions at the end of a cul-de-sac."""

    def add(self, x: float, y: float) -> int:
        """A new junction."""
        self.points.append((x, y))
        return len(self.points) - 1

    def degrees(self) -> list[int]:
        """How many segments meet at each junction."""
        out = [0] * len(self.points)
        for course in self.courses:
            for a, b in pairwise(course):
                out[a] += 1
                out[b] += 1
        return out

    def bend(self, amount: float, tilt_deg: float, phase: float) -> None:
        """Sway the whole town by `amount` metres and turn it about its middle: neighbours move together."""
        span = max(max(abs(x), abs(y)) for x, y in self.points) or 1.0
        c, s = math.cos(math.radians(tilt_deg)), math.sin(math.radians(tilt_deg))
        bent = []
        for x, y in self.points:
            u = x + amount * math.sin(3.5 * y / span + phase)
            v = y + amount * math.sin(3.5 * x / span + 2.1 * phase)
            bent.append((c * u - s * v, s * u + c * v))
        self.points = bent

    def settle(self) -> None:
        """Round to whole 10 m and shift so that the least x and y are 0."""
        left, top = min(x for x, _ in self.points), min(y for _, y in self.points)
        self.points = [(round((x - left) / 10) * 10, round((y - top) / 10) * 10) for x, y in self.points]

    def drop(self, junctions: set[int]) -> None:
        """Take junctions off the ends of their streets, with the faces they belong to."""
        keep = [j for j in range(len(self.points)) if j not in junctions]
        place = {old: new for new, old in enumerate(keep)}
        self.points = [self.points[j] for j in keep]
        self.courses = [[place[j] for j in course if j in place] for course in self.courses]
        self.courses = [course for course in self.courses if len(course) > 1]
        self.faces = [tuple(place[j] for j in face) for face in self.faces if junctions.isdisjoint(face)]


def grid(rng: np.random.Generator, columns: int, rows: int, pitch_m: int, even: bool) -> Plan:
    """Straight streets that cross at right angles; `even` blocks are squares of one size."""

    def steps(count: int) -> list[int]:
        out = [0]
        for u in rng.random(count - 1).tolist():
            out.append(out[-1] + (pitch_m if even else round(pitch_m * (0.85 + 0.45 * u) / 10) * 10))
        return out

    plan = Plan()
    xs, ys = steps(columns), steps(rows)
    plan.points = [(x, y) for y in ys for x in xs]
    plan.courses = [list(range(r * columns, (r + 1) * columns)) for r in range(rows)]
    plan.courses += [list(range(c, columns * rows, columns)) for c in range(columns)]
    plan.faces = [
        (a, a + 1, a + columns + 1, a + columns)
        for r in range(rows - 1)
        for a in range(r * columns, (r + 1) * columns - 1)
    ]
    return plan


def irregular(
    rng: np.random.Generator,
    columns: int,
    rows: int,
    pitch_m: int,
    gaps: int,
    diagonals: int,
    stubs: int,
) -> Plan:
    """A grid that has grown: swaying streets, blocks merged across `gaps`, short cuts, cut corners and culs-de-sac."""
    plan = grid(rng, columns, rows, pitch_m, False)
    loose = iter(rng.random(2 * len(plan.points)).tolist())
    plan.points = [(x + (next(loose) - 0.5) * 0.14 * pitch_m, y + (next(loose) - 0.5) * 0.14 * pitch_m)
                   for x, y in plan.points]  # fmt: skip
    _open_gaps(rng, plan, columns, rows, gaps)
    _add_diagonals(rng, plan, diagonals)
    _add_stubs(rng, plan, columns, rows, pitch_m, stubs)
    if columns > 3 and rows > 3 and chance(rng, 0.6):
        corner = (0, columns - 1, (rows - 1) * columns, rows * columns - 1)[below(rng, 4)]
        if plan.degrees()[corner] == 2:
            plan.drop({corner})
    plan.bend(uniform(rng, 0.0, 0.16) * pitch_m, uniform(rng, -9.0, 9.0), uniform(rng, 0.0, 6.0))
    return plan


def _open_gaps(rng: np.random.Generator, plan: Plan, columns: int, rows: int, gaps: int) -> None:
    """Take out inner segments: the street on each side becomes a street of its own. Every end stays a junction."""
    inner = [(a, a + 1) for r in range(1, rows - 1) for a in range(r * columns + 1, (r + 1) * columns - 2)]
    inner += [
        (a, a + columns) for c in range(1, columns - 1) for a in range(c + columns, c + (rows - 2) * columns, columns)
    ]
    used: set[int] = set()
    for a, b in shuffled(rng, inner):
        if gaps == 0:
            return
        for course in plan.courses:
            if a in course and b in course and not used & {a, b}:
                at = course.index(b)
                plan.courses.append(course[at:])
                del course[at:]
                used |= {a, b}
                gaps -= 1
                _merge_faces(plan, a, b)
                break
    plan.courses = [course for course in plan.courses if len(course) > 1]


def _merge_faces(plan: Plan, a: int, b: int) -> None:
    """The two blocks on either side of the segment from `a` to `b` become one."""
    one, other = [face for face in plan.faces if a in face and b in face]
    if one[(one.index(a) + 1) % len(one)] != b:
        one, other = other, one
    # `one` runs a, b, ...; `other` runs b, a, ...
    i, j = one.index(b), other.index(a)
    around = one[i:] + one[:i]
    plan.faces = [face for face in plan.faces if face not in (one, other)]
    plan.faces.append(around + (other[j:] + other[:j])[1:-1])


def _add_diagonals(rng: np.random.Generator, plan: Plan, count: int) -> None:
    """Short cuts across blocks, each a street of its own; no two meet."""
    taken: set[int] = set()
    for face in shuffled(rng, plan.faces):
        if count == 0:
            return
        if len(face) != 4 or not taken.isdisjoint(face):
            continue
        a, b, c, d = face
        if chance(rng, 0.5):
            a, b, c, d = b, c, d, a
        if min(_angle(plan, *corner) for corner in ((b, a, c), (c, a, d), (b, c, a), (a, c, d))) < DIAGONAL_DEG:
            continue
        taken |= {a, b, c, d}
        plan.courses.append([a, c])
        plan.faces.remove(face)
        plan.faces += [(a, b, c), (a, c, d)]
        count -= 1


DIAGONAL_DEG = 33.0
"""Least angle between a short cut and the streets beside it; sharper ones leave no room for signs and names."""


def _angle(plan: Plan, a: int, corner: int, b: int) -> float:
    """The angle at a corner, in degrees."""
    (x, y), (ax, ay), (bx, by) = plan.points[corner], plan.points[a], plan.points[b]
    return abs((math.degrees(math.atan2(ay - y, ax - x) - math.atan2(by - y, bx - x)) + 180) % 360 - 180)


def _add_stubs(rng: np.random.Generator, plan: Plan, columns: int, rows: int, pitch_m: int, count: int) -> None:
    """Lead streets on beyond the last street of the town, to a dead end."""
    ends = [(c, 0.0, -1.0) for c in range(1, columns - 1)]
    ends += [((rows - 1) * columns + c, 0.0, 1.0) for c in range(1, columns - 1)]
    ends += [(r * columns, -1.0, 0.0) for r in range(1, rows - 1)]
    ends += [(r * columns + columns - 1, 1.0, 0.0) for r in range(1, rows - 1)]
    for junction, dx, dy in shuffled(rng, ends)[:count]:
        x, y = plan.points[junction]
        length = uniform(rng, 0.55, 0.7) * pitch_m
        wanted = 1 if dx else columns
        course = next(
            (c for c in plan.courses if junction in (c[0], c[-1]) and len(c) > 1 and abs(c[0] - c[1]) == wanted), None
        )
        if course is None or plan.degrees()[junction] != 3:
            continue
        end = plan.add(x + dx * length, y + dy * length)
        plan.stubs.append(end)
        course.insert(0 if course[0] == junction else len(course), end)


def radial(rng: np.random.Generator, spokes: int, rings: int, pitch_m: int, diagonals: int) -> Plan:
    """Avenues out of a centre and rings around it; with an even number of spokes, opposite ones may be one avenue."""
    plan = Plan()
    wide, turn = uniform(rng, 1.05, 1.3), uniform(rng, 0.0, 360.0)
    centre = plan.add(0.0, 0.0)
    nodes: list[list[int]] = []
    for ring in range(1, rings + 1):
        row = []
        for spoke in range(spokes):
            angle = math.radians(turn + 360.0 * spoke / spokes + uniform(rng, -4.0, 4.0))
            radius = pitch_m * (1.0 + 0.92 * (ring - 1)) * uniform(rng, 0.95, 1.06)
            row.append(plan.add(wide * radius * math.cos(angle), radius * math.sin(angle)))
        nodes.append(row)
    arms = [[nodes[ring][spoke] for ring in range(rings)] for spoke in range(spokes)]
    if spokes % 2 == 0 and chance(rng, 0.6):
        half = spokes // 2
        plan.courses = [[*reversed(arms[i]), centre, *arms[i + half]] for i in range(half)]
    else:
        plan.courses = [[centre, *arm] for arm in arms]
    for number, row in enumerate(nodes):
        # A ring that is open on one side: its ends are corners of two streets.
        shift = below(rng, spokes)
        turned = row[shift:] + row[:shift]
        plan.courses.append(turned if number == rings - 1 and rings > 1 and chance(rng, 0.5) else [*turned, turned[0]])
    plan.faces = list(_radial_faces(centre, nodes))
    outer: list[tuple[int, ...]] = [face for face in plan.faces if len(face) == 4]
    plan.faces = [face for face in plan.faces if len(face) == 3]
    inner = Plan()
    inner.points, inner.faces = plan.points, outer
    _add_diagonals(rng, inner, diagonals)
    plan.courses += inner.courses
    plan.faces += inner.faces
    return plan


def _radial_faces(centre: int, nodes: list[list[int]]) -> Iterator[tuple[int, ...]]:
    for spoke in range(len(nodes[0])):
        after = (spoke + 1) % len(nodes[0])
        yield (centre, nodes[0][spoke], nodes[0][after])
        for inside, outside in pairwise(nodes):
            yield (inside[spoke], outside[spoke], outside[after], inside[after])
