"""Reads the values of a combined chart's bars and points from the decoded picture: by their colours, and by the numbers
at the axis that each belongs to.

Marks say where to look and which numbers stand at the axes; what is found there is taken from the pixels alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart, commonest
from scenewright.audit.readers.line_chart import Axis, Mark, decoded, ground_of, is_marked, point_row, shares_of
from scenewright.audit.rows import Row, Unusable

ALIKE = 26.0
"""How far a pixel's channels may lie from a colour that it is said to have."""

PATCH_PX = 40
"""About a point its line is followed at most so far."""
GAP_PX = 3
"""Rows of a bar that may lack its colour, beside those that the line or a printed value lies upon."""
FOOT_PX = 22
"""How far from zero a bar's colour may begin, at most, where something lies upon its foot."""
EDGE_PX = 4
"""Rows that a bar's edge takes, at most."""
RIM_PX = 4
"""Rows beside the line's colour that its rim takes, or the hollow of a marker."""


def axis_of(marks: Sequence[Mark], side: str) -> Axis:
    """The axis on a side, by its labels."""
    return Axis([m for m in marks if m["id"].startswith(f"{side}_tick")], logarithmic=False)


def strongest(picture: np.ndarray, box: Sequence[float], paper: np.ndarray, often: float = 8.0) -> np.ndarray:
    """Of the common colours in a box (the commonest is `often` times as common at most), the one least like the paper:
    a filling is paler than its edge.
    """
    left, top, right, bottom = box
    part = picture[int(top) : math.ceil(bottom) + 1, int(left) : math.ceil(right) + 1].reshape(-1, 3)
    far = part[np.abs(part - paper).max(1) > 40]
    if not len(far):
        return paper
    different, counts = np.unique(far, axis=0, return_counts=True)
    common = different[counts * often >= counts.max()]
    found: np.ndarray = common[np.abs(common - paper).sum(1).argmax()]
    return found


def swatch(picture: np.ndarray, marks: Sequence[Mark], series: str) -> np.ndarray:
    """The colour of the bars or of the line, by its key in the legend."""
    box = next(m["box"] for m in marks if m["id"] == series and m["part"] == "swatch")
    paper = picture[max(int(box[1]) - 2, 0), max(int(box[0]) - 2, 0)]
    return strongest(picture, box, paper, 1.0 if series == "bars" else 3.0)  # bars may have an edge


def bar_end(column: np.ndarray, hidden: np.ndarray, ink: np.ndarray, ground: np.ndarray, zero: float) -> float | None:
    """The row at which a bar ends in a column of the plot: the edge of its colour away from zero; None if it isn't
    there, or something lies upon it. `hidden`: rows that something else lies upon.
    """
    rows = np.flatnonzero((np.abs(column - ink).max(1) <= ALIKE) & ~hidden)
    if not len(rows):
        return None
    bare = np.cumsum(~hidden)[rows]
    runs = np.split(rows, np.flatnonzero(np.diff(bare) > GAP_PX) + 1)
    # the one at the foot, not a key of the same colour above it; the longest, not an axis of a like grey
    off = [max(r[0] - zero, zero - r[-1] - 1, 0.0) for r in runs]
    run = max((r for r, d in zip(runs, off, strict=True) if d <= min(off) + FOOT_PX), key=len)
    up = zero - int(run[0]) >= int(run[-1]) + 1 - zero
    step, last = (-1, int(run[0])) if up else (1, int(run[-1]))
    beyond = slice(max(last - EDGE_PX, 0), last) if up else slice(last + 1, last + 1 + EDGE_PX)
    if hidden[beyond].any():
        return None
    rim = np.abs(column[beyond][::step] - ground).max(1) > ALIKE  # half of an edge lies outside of its bar
    return last + (not up) + step * (len(rim) if rim.all() else int(rim.argmin())) / 2


class Bars:
    """Where bars end."""

    def __init__(self, picture: np.ndarray, marks: Sequence[Mark], zero: float) -> None:
        self.plot = next(m["box"] for m in marks if m["part"] == "plot")
        self.part = picture[int(self.plot[1]) : int(self.plot[3]) + 1]
        self.zero = zero - int(self.plot[1])
        self.ink, self.line = (swatch(picture, marks, series) for series in ("bars", "line"))
        panel = self.part[::3, int(self.plot[0]) : int(self.plot[2]) : 3].reshape(-1, 3)
        others = panel[np.abs(panel - self.ink).max(1) > ALIKE]
        self.ground = commonest(others) if len(others) else self.ink
        self.over = [m["box"] for m in marks if m["part"] in ("value", "swatch")]  # keys have the bars' colour

    def end(self, box: Sequence[float]) -> float | None:
        """The row at which a bar ends, by its middle columns."""
        left, right = box[0], box[2]
        inner = range(int(left + (right - left) * 0.3), max(int(left + (right - left) * 0.7), int(left) + 2))
        part = self.part[:, inner.start : inner.stop]
        about = self.part[:, max(inner.start - RIM_PX, 0) : inner.stop + RIM_PX]
        own, bare, lines = (np.abs(about - ink).max(2) <= ALIKE for ink in (self.ink, self.ground, self.line))
        # where bars end, their colour and the ground's mix to any between them
        lines[1:-1] &= ~(own[:-2] & bare[2:] | bare[:-2] & own[2:])
        rims = cv2.dilate(lines.astype(np.uint8), np.ones((2 * RIM_PX + 1, 2 * RIM_PX + 1), np.uint8))
        hidden = rims[:, min(RIM_PX, inner.start) :][:, : part.shape[1]] > 0
        for a, b, c, d in self.over:
            rows = slice(max(int(b - self.plot[1]) - 2, 0), max(math.ceil(d - self.plot[1]) + 3, 0))
            hidden[rows, max(int(a) - 2 - inner.start, 0) : max(math.ceil(c) + 3 - inner.start, 0)] = True
        columns = zip(part.transpose(1, 0, 2), hidden.T, strict=True)
        ends = [bar_end(column, over, self.ink, self.ground, self.zero) for column, over in columns]
        found = [end for end in ends if end is not None]
        return int(self.plot[1]) + float(np.median(found)) if found else None


def similarity(picture: np.ndarray, ink: np.ndarray, grounds: Sequence[np.ndarray]) -> np.ndarray:
    """How much of each pixel is the line's colour, 0 to 255 in three channels, whichever of the grounds lies below."""
    share = np.max([shares_of(picture, ground, ink) for ground in grounds], axis=0)
    for ground in grounds:
        share[np.abs(picture - ground).max(-1) <= ALIKE] = 0.0
    return np.repeat((share * 255).astype(np.int16)[..., None], 3, axis=2)


def read_values(png: bytes, marks: Sequence[Mark], sides: Mapping[str, str], shape: str = "") -> dict[str, float]:
    """The value of each bar and point that can be seen, by its id. `sides`: where the axes of `bars` and `line` are;
    `shape`: what the line's markers look like, where it has any.
    """
    return values_of(decoded(png), marks, sides, shape)


def values_of(picture: np.ndarray, marks: Sequence[Mark], sides: Mapping[str, str], shape: str) -> dict[str, float]:
    """The same of a decoded picture."""
    plot = next(m["box"] for m in marks if m["part"] == "plot")
    tops, heights = (axis_of(marks, sides[series]) for series in ("bars", "line"))
    found: dict[str, float] = {}
    bars = Bars(picture, marks, min(max(-tops.start / tops.slope, plot[1]), plot[3]))
    for mark in marks:
        if mark["part"] == "bar" and (row := bars.end(mark["box"])) is not None:
            found[mark["id"]] = tops.value(row)
    points: list[Any] = [mark for mark in marks if mark["part"] == "point"]
    spacing = (plot[2] - plot[0]) / max(len(points), 1)
    black, white = np.zeros(3, np.int16), np.full(3, 255, np.int16)
    likes = Likeness(picture, marks)
    for mark in points:
        marker = (shape or "circle") if is_marked(mark["box"]) else ""
        like, (x0, y0) = likes.about(mark["box"])
        left, top, right, bottom = mark["box"]
        row = point_row(like, (left - x0, top - y0, right - x0, bottom - y0), black, white, spacing, marker)
        if row is not None:
            found[mark["id"]] = heights.value(row + y0)
    return found


class Likeness:
    """How like the line's colour the pixels about its points are."""

    def __init__(self, picture: np.ndarray, marks: Sequence[Mark]) -> None:
        plot = next(m["box"] for m in marks if m["part"] == "plot")
        panel = picture[int(plot[1]) + 3, int((plot[0] + plot[2]) / 2)]
        self.picture, self.ink = picture, swatch(picture, marks, "line")
        self.grounds = [ground_of(picture, marks), panel, swatch(picture, marks, "bars")]

    def about(self, box: Sequence[float]) -> tuple[np.ndarray, tuple[int, int]]:
        """The surroundings of a point's box as `similarity` has them, and where they begin."""
        x0, y0 = max(int(box[0]) - PATCH_PX, 0), max(int(box[1]) - PATCH_PX, 0)
        part = self.picture[y0 : int(box[3]) + PATCH_PX, x0 : int(box[2]) + PATCH_PX]
        return similarity(part, self.ink, self.grounds), (x0, y0)

    def at_row(self, box: Sequence[float], row: float) -> bool:
        """Whether the line's colour is at a row of a point's columns."""
        like, (x0, y0) = self.about(box)
        x, y = int((box[0] + box[2]) / 2) - x0, row - y0
        part = like[max(int(y - 1.5), 0) : max(int(y + 1.5) + 1, 0), max(x - 1, 0) : x + 2]
        return bool(part.size) and int(part.max()) > 150


# -- facts ---------------------------------------------------------------------------------------------------------

OVER_PX = 6.0
"""A line or a printed number that is so near to a bar's end may hide it."""
VALUE_PX = 2.5
"""How far a bar's end or a point may be read off, in pixels."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each bar and point in sight: its value on the axis of its own; what is printed at it; names of both series and
    of places.
    """
    chart = Chart(row)
    both = {}
    for name in ("bars", "line"):
        series = chart.scene.get(name)
        if not isinstance(series, dict) or "side" not in series:
            raise Unusable("scene has no bars or no line")
        both[name] = series["side"]
    points = chart.things("points")
    yield from chart.words()
    yield from chart.names("label", ["places"])
    yield from chart.printed(points)
    written = chart.texts("legend")
    for name, side in both.items():
        if name in written:
            said = chart.scene[name]["name"]
            yield chart.same(name, "name", said, written[name].removesuffix(f" ({side} axis)"))
    found = values_of(chart.picture, chart.marks, both, chart.scene["line"].get("shape") or "")
    axes = {name: axis_of(chart.marks, side) for name, side in both.items()}
    likes = Likeness(chart.picture, chart.marks)
    line = [mark["box"] for mark in chart.marks if mark["part"] in ("segment", "point", "value")]
    boxes = chart.boxes("bar") | chart.boxes("point")
    for point in points:
        id, value = point["id"], point["value"]
        if value is None or id in chart.unseen or id not in boxes:
            continue
        axis = axes[point["series"]]
        fact = chart.near(id, "value", value, found.get(id), VALUE_PX * abs(axis.slope), boxes[id])
        if not fact.agrees and fact.read is not None:
            at = axis.row(value)
            if point["series"] == "bars":
                left, _, right, _ = boxes[id]
                doubtful = any(
                    b[0] < right and b[2] > left and b[1] < at + OVER_PX and b[3] > at - OVER_PX for b in line
                )
            else:
                doubtful = likes.at_row(boxes[id], at)
            fact = fact._replace(read=None) if doubtful else fact
        yield fact
