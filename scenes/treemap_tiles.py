"""The geometry of treemaps: which rectangles stand in which strip, and how large each is.

Squarified treemaps after Bruls, Huizing and van Wijk (2000): rectangles are added to a strip along the shorter side of
the room that is left as long as that makes them less elongated.
"""

from __future__ import annotations

from collections.abc import Sequence

from scenewright.scenes.base import Value

Box = tuple[float, float, float, float]
"""`(left, top, right, bottom)`; downwards is positive."""


class Strip(Value, frozen=True, kw_only=True):
    """So many rectangles side by side across all the room that is left: below each other if `upright`."""

    upright: bool
    count: int


def squarify(values: Sequence[float], width: float, height: float) -> tuple[Strip, ...]:
    """The strips of rectangles in this order in a room of that size."""
    scale = width * height / sum(values)
    left = [value * scale for value in values]
    out: list[Strip] = []
    while left:
        side = min(width, height)
        count = 1
        while count < len(left) and _longest(left[: count + 1], side) <= _longest(left[:count], side):
            count += 1
        thick = sum(left[:count]) / side
        upright = width >= height
        width, height = (width - thick, height) if upright else (width, height - thick)
        out.append(Strip(upright=upright, count=count))
        left = left[count:]
    return tuple(out)


def _longest(areas: Sequence[float], side: float) -> float:
    """The worst ratio of sides in a strip along a side."""
    thick = sum(areas) / side
    return max(max(thick * thick / a, a / (thick * thick)) for a in areas)


def tiles(values: Sequence[float], strips: Sequence[Strip], room: Box, right: bool, bottom: bool) -> list[Box]:
    """Rectangles of areas in proportion to `values` that fill a room; the first one in the top left corner, or in the
    `right` or `bottom` one.
    """
    left, top, width, height = 0.0, 0.0, room[2] - room[0], room[3] - room[1]
    rest = sum(values)
    out: list[Box] = []
    for strip in strips:
        these = values[len(out) : len(out) + strip.count]
        whole = sum(these)
        across = whole / rest * (width if strip.upright else height)
        along, at = (height, top) if strip.upright else (width, left)
        for value in these:
            end = at + along * value / whole
            out.append((left, at, left + across, end) if strip.upright else (at, top, end, top + across))
            at = end
        rest -= whole
        if strip.upright:
            left, width = left + across, width - across
        else:
            top, height = top + across, height - across
    return [_placed(box, room, right, bottom) for box in out]


def _placed(box: Box, room: Box, right: bool, bottom: bool) -> Box:
    """A rectangle moved into its room, mirrored where the first one stands at another corner."""
    x0, y0, x1, y1 = box
    ends = (room[2] - x1, room[2] - x0) if right else (room[0] + x0, room[0] + x1)
    levels = (room[3] - y1, room[3] - y0) if bottom else (room[1] + y0, room[1] + y1)
    return (ends[0], levels[0], ends[1], levels[1])


def neighbours(strips: Sequence[Strip]) -> list[tuple[int, int]]:
    """Places of rectangles that follow each other in one strip, so that both together are one rectangle."""
    out, first = [], 0
    for strip in strips:
        out += [(i, i + 1) for i in range(first, first + strip.count - 1)]
        first += strip.count
    return out


def corner_places(strips: Sequence[Strip]) -> dict[str, int]:
    """Which rectangle lies in each corner, named as if the first one lay at the top left.

    `near`: where the first one is; `far`: opposite; `along`: the other corner of the left side; `across`: of the top.
    """
    total = sum(strip.count for strip in strips)
    out = {"near": 0, "far": total - 1}
    first = 0
    for strip in strips:  # the first strip that reaches from side to side decides each of the others
        last = first + strip.count - 1
        if strip.upright:
            out.setdefault("along", last)
            top = first
            if first + strip.count == total:
                out.setdefault("across", top)
        else:
            out.setdefault("across", last)
            if first + strip.count == total:
                out.setdefault("along", first)
        first += strip.count
    return out
