"""Labels in rectangles and in pieces of rings: at the largest size, and the figure with the name, where that fits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point

TEXT_MIN = 11.0
"""Pixels of the smallest letters."""
PAD = 5.0
"""Pixels between a label and the edges of its rectangle."""
INSET = 3.5
"""Pixels between a label and the edges of its piece of a ring."""
LEADING = 1.2

FontOf = Callable[[float, bool], Any]
"""The chart's font by size and weight."""


class Placed(NamedTuple):
    """A label in its place."""

    lines: tuple[tuple[str, str, bool], ...]
    """`(part, text, bold)` from the top."""
    size: float
    middle: Point
    """Middle of the block; of its left or right edge, by the anchor."""
    anchor: str
    angle: float
    figure: bool
    """Whether the figure is part of it."""
    outside: bool = False


def blocks(
    name: str, figure: str, use: FontOf, size: float, bold: bool, width: float, lines_max: int
) -> Iterator[tuple[tuple[tuple[str, str, bool], ...], float, float]]:  # fmt: skip
    """Ways to set a label no wider than `width`: lines, their width and their height. Either text may be empty."""
    plain, heavy = use(size, False), use(size, bold)
    if (name and max(map(heavy.width, name.split())) > width) or (figure and plain.width(figure) > width):
        return
    names = heavy.wrap(name, width) if name else []
    if any(heavy.width(line) > width for line in names):
        return
    lines = [("label", line, bold) for line in names]
    if figure:
        if len(names) <= 1 and name and heavy.width(f"{name} ") + plain.width(figure) <= width and lines_max == 1:
            lines = [("label", f"{name} {figure}", False)]
        else:
            lines.append(("value", figure, False))
    if not lines or len(lines) > lines_max:
        return
    widest = max(use(size, b).width(text) for _, text, b in lines)
    if widest <= width:
        yield tuple(lines), widest, plain.cap_height + plain.descent + (len(lines) - 1) * size * LEADING


def in_tile(box: Box, name: str, figure: str, use: FontOf, sizes: Sequence[float], bold: bool, centred: bool
            ) -> Placed | None:  # fmt: skip
    """A label within a rectangle, upright if it does not fit otherwise; None if even the name alone does not fit."""
    left, top, right, bottom = box
    for shown in (figure, "") if figure and name else (figure or "",):
        for turned in (False, True):
            width, height = right - left - 2 * PAD, bottom - top - 2 * PAD
            if turned:
                width, height = height, width
            for size in sizes if not turned else sizes[-1:]:
                for lines, _, high in blocks(name, shown, use, size, bold, width, 2 if turned else 4):
                    if high > height + 1:
                        continue
                    x, y = (left + right) / 2, (top + bottom) / 2
                    anchor = "m"
                    if not centred and not turned:
                        x, y, anchor = left + PAD + 1, top + PAD + high / 2, "l"
                    return Placed(lines, size, (x, y), anchor, -90.0 if turned else 0.0, bool(shown))
    return None


def in_sector(
    centre: Point, radii: tuple[float, float], span: tuple[float, float], name: str, figure: str, use: FontOf,
    sizes: Sequence[float], bold: bool, spokes: bool,
) -> Placed | None:  # fmt: skip
    """A label within a piece of a ring: level, along the ring or along the radius; None if it does not fit."""
    inner, outer = radii
    middle = (span[0] + span[1]) / 2
    arc = math.radians(min(span[1] - span[0], 170)) * (inner + outer) / 2
    along, across = level_angle(middle - 90), level_angle(middle)
    ways = [(along, outer - inner - 2 * INSET), (0.0, max(arc, outer - inner)), (across, arc)]
    if not spokes:
        ways = ways[1:] + ways[:1]
    for shown in (figure, "") if figure and name else (figure or "",):
        for angle, width in ways:
            for size in sizes:
                tried = None
                for limit in (width, 0.7 * width, 0.5 * width) if " " in name else (width,):
                    for lines, wide, high in blocks(name, shown, use, size, bold, limit, 3):
                        if lines == tried:
                            continue  # as narrow as before
                        tried = lines
                        for share in (0.5, 0.6, 0.68):
                            at = _at(centre, inner + share * (outer - inner), middle)
                            if _holds(centre, radii, span, at, wide, high, angle):
                                return Placed(lines, size, at, "m", angle, bool(shown))
    return None


def outside(
    centre: Point, outer: float, span: tuple[float, float], name: str, figure: str, use: FontOf, size: float
) -> tuple[Placed, list[Point]] | None:
    """A label beyond the rim, along the radius, and its corners; None where the piece is narrower than its letters."""
    middle = (span[0] + span[1]) / 2
    plain = use(size, False)
    text = f"{name} {figure}".strip()
    width, height = plain.width(text), plain.cap_height + plain.descent
    if math.radians(span[1] - span[0]) * (outer + 6) < height + 2:
        return None
    angle = level_angle(middle - 90)
    at = _at(centre, outer + 6 + width / 2, middle)
    placed = Placed((("label", text, False),), size, at, "m", angle, bool(figure), True)
    return placed, list(_corners(at, width, height, angle))


def level_angle(angle: float) -> float:
    """The angle, or its opposite, at which letters do not stand on their heads."""
    angle = (angle + 180) % 360 - 180
    if angle > 90:
        angle -= 180
    elif angle <= -90:
        angle += 180
    return 0.0 if abs(angle) < 1e-6 else angle


def _at(centre: Point, radius: float, degrees: float) -> Point:
    turn = math.radians(degrees)
    return centre[0] + radius * math.sin(turn), centre[1] - radius * math.cos(turn)


_PLACES = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))


def _corners(at: Point, width: float, height: float, angle: float) -> Iterator[Point]:
    """Corners of a block and the middles of its sides, one by one: mostly the first already lies outside."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for x, y in _PLACES:
        yield at[0] + x * width / 2 * c - y * height / 2 * s, at[1] + x * width / 2 * s + y * height / 2 * c


def _holds(
    centre: Point, radii: tuple[float, float], span: tuple[float, float], at: Point, width: float, height: float,
    angle: float,
) -> bool:  # fmt: skip
    """Whether a block lies within a piece of a ring, `INSET` from its edges."""
    half, middle = (span[1] - span[0]) / 2, (span[0] + span[1]) / 2
    for x, y in _corners(at, width, height, angle):
        dx, dy = x - centre[0], y - centre[1]
        radius = math.hypot(dx, dy)
        if radius > radii[1] - INSET or radius < radii[0] + INSET:
            return False
        off = abs((math.degrees(math.atan2(dx, -dy)) - middle + 180) % 360 - 180)
        if off > half or (half < 90 and radius * math.sin(math.radians(min(half - off, 90))) < INSET):
            return False
    return True
