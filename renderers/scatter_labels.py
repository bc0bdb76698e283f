"""Places for names in a plot: beside their own points, clear of other markers, names, lines and legends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point
from scenewright.renderers.scatter_layout import Layout
from scenewright.renderers.scatter_styles import ScatterPlotStyle
from scenewright.scenes.base import Reject

NEAR_PX = 3.0
"""From a marker's box to its name."""
ALONE_PX = 4.5
"""From a name to any other marker: more than to its own."""


class Labels:
    """What is taken in one plot so far, and names put where nothing is."""

    def __init__(self, layout: Layout, style: ScatterPlotStyle) -> None:
        self.plot, self._pad = layout.plot, style.trend_px / 2 + 1.5
        self._room = np.empty((4, 256))
        self._count = 0
        self._waiting: list[Box] = []
        self._lines: list[tuple[Point, Point]] = []

    def block(self, box: Box, pad: float) -> None:
        """Take a box and `pad` pixels about it."""
        self._waiting.append((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad))

    def _taken(self) -> np.ndarray:
        """Lefts, tops, rights and bottoms of what is taken."""
        if self._waiting:
            end = self._count + len(self._waiting)
            if end > self._room.shape[1]:
                self._room = np.concatenate([self._room, np.empty((4, end))], axis=1)
            self._room[:, self._count : end] = np.array(self._waiting).T
            self._count = end
            self._waiting.clear()
        return self._room[:, : self._count]

    def line(self, start: Point, end: Point) -> None:
        """A line that names had better not lie on."""
        self._lines.append((start, end))

    def free(self, box: Box) -> bool:
        """Whether a box meets nothing that is taken."""
        left, top, right, bottom = self._taken()
        return not bool(((left < box[2]) & (right > box[0]) & (top < box[3]) & (bottom > box[1])).any())

    def _inside(self, box: Box) -> bool:
        left, top, right, bottom = self.plot
        return box[0] > left + 2 and box[2] < right + 14 and box[1] > top - 12 and box[3] < bottom - 2

    def _crosses(self, box: Box) -> bool:
        return any(_meets(start, end, box, self._pad) for start, end in self._lines)

    def place(self, names: Sequence[tuple[int, str, Box]], use: Any) -> Iterator[tuple[int, Point, str]]:
        """Where each name goes: `(number, anchor point, anchor)`. `Reject("names")` where one has no place."""
        for number, text, box in names:
            yield (number, *self._beside(text, box, use))

    def _beside(self, text: str, marker: Box, use: Any) -> tuple[Point, str]:
        x, y = (marker[0] + marker[2]) / 2, (marker[1] + marker[3]) / 2
        r = (marker[2] - marker[0]) / 2
        width, h = use.width(text), use.cap_height / 2
        below = max(use.descent - 1, h * 0.4)
        d, e = r + NEAR_PX, (r + NEAR_PX) * 0.7
        spots = (
            ("l", x + d, y), ("r", x - d, y), ("m", x, y - d - h), ("m", x, y + d + h + 1),
            ("l", x + e, y - e - h), ("r", x - e, y - e - h), ("l", x + e, y + e + h), ("r", x - e, y + e + h),
        )  # fmt: skip
        crossing: tuple[Point, str, Box] | None = None
        for anchor, at, middle in spots:
            left = at if anchor == "l" else at - width if anchor == "r" else at - width / 2
            box = (left - 1, middle - h - 2, left + width + 1, middle + h + below)
            # its own marker is taken too, with 2 px about it: names stand just beyond
            if not self._inside(box) or not self._free_but(box, marker):
                continue
            if not self._crosses(box):
                self.block(box, 1.0)
                return (at, middle), f"{anchor}m"
            crossing = crossing or ((at, middle), f"{anchor}m", box)
        if crossing is None:
            raise Reject("names")
        self.block(crossing[2], 1.0)
        return crossing[:2]

    def _free_but(self, box: Box, own: Box) -> bool:
        """Whether a name's box keeps its distance from all that is taken but its own marker."""
        left, top, right, bottom = self._taken()
        pad = ALONE_PX - 2.0
        meets = (left < box[2] + pad) & (right > box[0] - pad) & (top < box[3] + pad) & (bottom > box[1] - pad)
        hits = np.flatnonzero(meets)
        x, y = (own[0] + own[2]) / 2, (own[1] + own[3]) / 2
        for k in hits.tolist():
            if abs((left[k] + right[k]) / 2 - x) > 0.6 or abs((top[k] + bottom[k]) / 2 - y) > 0.6:
                return False
        return True

    def along(self, start: Point, end: Point, text: str, use: Any) -> tuple[Point, str]:
        """A place beside a level or an upright line, from its far end on. `Reject("names")` where there is none."""
        width, h = use.width(text), use.cap_height / 2
        upright = abs(start[0] - end[0]) < 1
        left, top, right, bottom = self.plot
        for k in range(25):
            if upright:
                y = top + h + 6 + (bottom - top - 2 * h - 12) * k / 24
                spots = [("l", start[0] + 5, y), ("r", start[0] - 5, y)]
            else:
                x = right - 5 - (right - left - width - 10) * k / 24
                spots = [("r", x, start[1] - h - 5), ("r", x, start[1] + h + 5)]
            for anchor, at, middle in spots:
                a = at if anchor == "l" else at - width
                box = (a - 2, middle - h - 2, a + width + 2, middle + h + 4)
                others = [line for line in self._lines if line != (start, end)]
                clear = not any(_meets(s, e, box, self._pad) for s, e in others)
                if a > left + 2 and a + width < right - 1 and clear and self.free(box):
                    self.block(box, 1.0)
                    return (at, middle), f"{anchor}m"
        raise Reject("names")


def _meets(start: Point, end: Point, box: Box, pad: float) -> bool:
    """Whether a straight line passes through a box and `pad` about it (Liang and Barsky's clipping)."""
    (x0, y0), (x1, y1) = start, end
    first, last = 0.0, 1.0
    for way, low, high, at in (
        (x1 - x0, box[0] - pad, box[2] + pad, x0),
        (y1 - y0, box[1] - pad, box[3] + pad, y0),
    ):
        if abs(way) < 1e-9:
            if not low < at < high:
                return False
            continue
        a, b = sorted(((low - at) / way, (high - at) / way))
        first, last = max(first, a), min(last, b)
        if first >= last:
            return False
    return True
