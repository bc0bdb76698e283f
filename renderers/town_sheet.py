"""A town on a sheet: where each junction and segment lies in pixels, and how much room there is beside a segment."""

from __future__ import annotations

import math
from typing import NamedTuple

from scenewright.renderers.canvas import Point
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap

WIDTH_MAX_PX, HEIGHT_MAX_PX = 1240, 1000
SIDE_PX, FOOT_PX = 76, 60
"""Space left of and right of the town, and below it, for labels and the scale bar."""
SLANT_DEG = 2.0
BLOCK_LEAST_PX = 62
"""Segments shorter than this can't be told apart from their junctions, signs and lengths."""


class Lane(NamedTuple):
    """One segment in pixels: its ends, direction, length, and the space that its neighbours leave."""

    ax: float
    ay: float
    bx: float
    by: float
    ux: float
    uy: float
    length: float
    clear_a: float
    """How far from `a` the roadway is shared with the other roads there."""
    clear_b: float
    gaps: tuple[float, float, float, float]
    """Angles in radians to the next road: at `a` to the right and left, at `b` to the right and left, as seen by who
    goes from `a` to `b`."""

    @property
    def angle_deg(self) -> float:
        """Slant of lettering along the segment, never upside down."""
        angle = math.degrees(math.atan2(self.uy, self.ux))
        upright = angle - 180 if angle > 89.9 else angle + 180 if angle < -90.1 else angle
        # In steps, so that the glyphs of a slant are drawn once and found again.
        return round(upright / SLANT_DEG) * SLANT_DEG

    def at(self, along: float, right: float = 0.0) -> Point:
        """The point so many pixels from `a` towards `b` and so many to the right of the middle."""
        return (self.ax + along * self.ux - right * self.uy, self.ay + along * self.uy + right * self.ux)

    def room(self, side: int, text_px: float, outer_px: float) -> float:
        """Pixels between the middle line of the nearest other road and lettering centred beside the segment.

        `side`: 1 right, -1 left; `outer_px`: how far the lettering reaches from the segment's middle.
        """
        along = (self.length - text_px) / 2
        gaps = (self.gaps[0], self.gaps[2]) if side > 0 else (self.gaps[1], self.gaps[3])
        return min(along if g >= math.pi / 2 else along * math.sin(g) - outer_px * math.cos(g) for g in gaps)


class Sheet:
    """Sizes and places in pixels, the same for every look of one road width."""

    def __init__(self, scene: RoadMap, block_px: float, head_px: float, road_px: float) -> None:
        graph = scene.graph
        xs, ys = [p[0] for p in graph.points], [p[1] for p in graph.points]
        span_x, span_y = max(xs), max(ys)
        scale = block_px / scene.block_m
        scale = max(scale, min((600 - 2 * SIDE_PX) / span_x, (480 - head_px - FOOT_PX) / span_y))
        scale = min(scale, (WIDTH_MAX_PX - 2 * SIDE_PX) / span_x, (HEIGHT_MAX_PX - head_px - FOOT_PX) / span_y)
        self.scale = scale
        """Pixels per metre."""
        self.width = max(600, round(span_x * scale + 2 * SIDE_PX))
        self.height = round(span_y * scale + head_px + FOOT_PX)
        left = (self.width - span_x * scale) / 2
        self.left, self.top = left, head_px
        self.points = [(round(left + x * scale, 1), round(head_px + y * scale, 1)) for x, y in graph.points]
        self.around: list[list[tuple[float, int]]] = []
        """For each junction, its segments by direction: radians clockwise from the right, and the segment."""
        for here, blocks in enumerate(graph.blocks):
            x, y = self.points[here]
            self.around.append(
                sorted((math.atan2(self.points[b.to][1] - y, self.points[b.to][0] - x), b.segment) for b in blocks)
            )
        self.lanes = [self._lane(a, b, i, road_px / 2) for i, (a, b, *_) in enumerate(graph.segments)]
        if min(lane.length for lane in self.lanes) < BLOCK_LEAST_PX:
            raise Reject("layout")

    def metres(self, x_m: float, y_m: float) -> Point:
        """A point of the town in pixels."""
        return (self.left + x_m * self.scale, self.top + y_m * self.scale)

    def gaps(self, junction: int) -> list[tuple[float, float]]:
        """The wedges between neighbouring roads at a junction: middle direction and width, in radians."""
        around = self.around[junction]
        out = []
        for place, (angle, _) in enumerate(around):
            after = around[(place + 1) % len(around)][0]
            width = (after - angle) % (2 * math.pi) or 2 * math.pi
            out.append((angle + width / 2, width))
        return out

    def _beside(self, junction: int, segment: int) -> tuple[float, float]:
        """Angles from a segment to the next road clockwise and counterclockwise."""
        around = self.around[junction]
        if len(around) == 1:
            return (math.pi, math.pi)
        place = next(i for i, (_, s) in enumerate(around) if s == segment)
        here = around[place][0]
        after, before = around[(place + 1) % len(around)][0], around[place - 1][0]
        return ((after - here) % (2 * math.pi), (here - before) % (2 * math.pi))

    def _lane(self, a: int, b: int, segment: int, half: float) -> Lane:
        (ax, ay), (bx, by) = self.points[a], self.points[b]
        length = math.hypot(bx - ax, by - ay)
        right_a, left_a = self._beside(a, segment)
        left_b, right_b = self._beside(b, segment)
        clear = [
            half / math.tan(min(max(min(pair), 0.5), math.pi / 2) / 2)
            for pair in ((right_a, left_a), (right_b, left_b))
        ]
        ux, uy = (bx - ax) / length, (by - ay) / length
        return Lane(ax, ay, bx, by, ux, uy, length, clear[0], clear[1], (right_a, left_a, right_b, left_b))
