"""Reads the values of a line chart's points from the decoded picture: by its colours, and by the numbers at its axis.

Marks say where to look and which numbers stand at the axis; what is found there is taken from the pixels alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from scenewright.audit import decoded as media
from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart
from scenewright.audit.readers.chart_facts import number_of as number_of
from scenewright.audit.rows import Row

NEAR_PX = 9
"""Rows above and below a mark in which a point's line must pass: one that is drawn further off is not found."""
REACH_PX = 9
"""Columns to either side of a point in which its line is followed."""
FAR_PX = 64
"""Rows above and below a point in which it is followed: steeper lines leave them."""
MARKED_PX = 6.2
"""Width of a point's mark from which it has a marker."""
STEEP = 2.0
"""Rows by which a layer's thickness changes from one column to the next where it is steep."""
EDGE_PX = 0.9
"""Half of what separates two layers of a stack."""
SIDE_PX = 3.0
"""From the plot's sides."""
ASIDE_PX = (3, 8)
"""Columns by which a layer's thickness where it ends is told: at that very place it is mixed with what is beside it."""
LAYER_ALIKE = 12
"""How far a pixel's channels may lie from those of the layer that it is in."""
GRID_SHARE = 0.4
"""Share of a column of the plot that a line of the grid fills, beside lines, areas and covers."""
FAINT = 0.35
"""Least share of a line's colour in a pixel of it; at its edges a pixel is part ground."""
STRAY = 45.0
"""Furthest that a pixel's colour may lie from any mixture of the ground and the line."""

Mark = Mapping[str, Any]
"""`id`, `part`, `box` and `text` of a mark, as stored."""


def decoded(png: bytes) -> np.ndarray:
    """The `(height, width, 3)` pixels as integers."""
    return media.rgb(png).astype(np.int16)


class Axis:
    """The value axis as its labels show it: a straight line through their middles, of values or of their logarithms."""

    def __init__(self, marks: Sequence[Mark], logarithmic: bool) -> None:
        labels = [m for m in marks if m["part"] == "tick" and m.get("text")]
        self.logarithmic = logarithmic
        values = [number_of(m["text"]) for m in labels]
        ys = [(m["box"][1] + m["box"][3]) / 2 for m in labels]
        wanted = [math.log10(v) for v in values] if logarithmic else values
        self.slope, self.start = np.polyfit(ys, wanted, 1)

    def row(self, value: float) -> float:
        """The row of a value; outside of any picture where there is none."""
        if self.logarithmic and value <= 0:
            return -1.0
        return float(((math.log10(value) if self.logarithmic else value) - self.start) / self.slope)

    def value(self, y: float) -> float:
        """The value at a row."""
        found = float(self.slope * y + self.start)
        return 10.0**found if self.logarithmic else found


def is_logarithmic(marks: Sequence[Mark]) -> bool:
    """Whether the labels of the value axis stand evenly although their numbers do not."""
    labels = sorted((m["box"][1], number_of(m["text"])) for m in marks if m["part"] == "tick" and m.get("text"))
    steps = [a[1] - b[1] for a, b in itertools.pairwise(labels)]
    return max(steps) > 1.5 * min(steps)


def colour_of(picture: np.ndarray, marks: Sequence[Mark], series: str, ground: np.ndarray) -> np.ndarray | None:
    """A series' colour: the strongest of the common ones of its key, or else of all points."""
    boxes = [m["box"] for m in marks if m["id"] == series and m["part"] == "swatch"]
    grid: set[tuple[int, ...]] = set()
    if not boxes:
        boxes = [m["box"] for m in marks if m["part"] == "point"]
        grid = _grid_colours(picture, marks, boxes)
    counts: dict[tuple[int, ...], int] = {}
    for left, top, right, bottom in boxes:
        part = picture[int(top) : math.ceil(bottom) + 1, int(left) : math.ceil(right) + 1].reshape(-1, 3)
        far = (np.abs(part - ground).max(1) > 50) & (np.abs(part - picture[2, 2]).max(1) > 50)
        for pixel in map(tuple, part[far].tolist()):
            if pixel not in grid:
                counts[pixel] = counts.get(pixel, 0) + 1
    often = [np.array(c) for c, n in counts.items() if 5 * n >= 4 * max(counts.values())]
    return max(often, key=lambda c: float(np.abs(c - ground).sum()), default=None)  # edges are paler


def _grid_colours(picture: np.ndarray, marks: Sequence[Mark], boxes: Sequence[Sequence[float]]) -> set[tuple[int, ...]]:
    """Colours of a grid's upright lines, on which points stand: they fill columns of the plot, as no series' does."""
    top, bottom = next((int(m["box"][1]), int(m["box"][3])) for m in marks if m["part"] == "plot")
    found: set[tuple[int, ...]] = set()
    for box in boxes:
        for x in range(max(int(box[0]), 0), min(math.ceil(box[2]) + 1, picture.shape[1])):
            codes = picture[top : bottom + 1, x].astype(np.int32) @ np.array([65536, 256, 1], np.int32)
            different, counts = np.unique(codes, return_counts=True)
            common = different[counts > GRID_SHARE * (bottom - top)].tolist()
            found |= {(code >> 16, code >> 8 & 255, code & 255) for code in common}
    return found


def shares_of(strip: np.ndarray, ground: np.ndarray, colour: np.ndarray, faint: float = FAINT) -> np.ndarray:
    """How much of each pixel is the line's colour rather than the ground's, 0 to 1; 0 where it is of a third one."""
    way = np.asarray(colour - ground, np.float32)
    off = np.asarray(strip - ground, np.float32)
    length = max(float(way @ way), 1e-6)
    along = off @ way
    share = np.clip(along / length, 0.0, 1.0)
    stray = np.einsum("...k,...k->...", off, off) + share * (share * length - 2 * along)  # squared
    return np.where((stray < STRAY**2) & (share > faint), share, 0.0)


def _run_at(share: np.ndarray, near: float, most: float) -> tuple[float, float, float] | None:
    """The run of coloured rows nearest to a row: its middle by weight, its first and its last row."""
    rows = np.flatnonzero(share)
    if not len(rows):
        return None
    breaks = np.flatnonzero(rows[1:] - rows[:-1] > 1)
    starts, ends = np.append(0, breaks + 1), np.append(breaks, len(rows) - 1)
    away = np.maximum(np.maximum(rows[starts] - near, near - rows[ends] - 1), 0.0)
    best = int(away.argmin())
    if away[best] > most:
        return None
    run = rows[starts[best] : ends[best] + 1]
    weights = share[run]
    return float(weights @ (run + 0.5) / weights.sum()), float(run[0]), float(run[-1] + 1)


def _outside(shape: str, x: np.ndarray, y: np.ndarray, radius: float) -> np.ndarray:
    """How far places about a marker's middle lie outside of its outline, in its radius; less than 0 within it."""
    x, y = np.abs(x) / radius, y / radius
    if shape == "square":
        return np.asarray(np.maximum(x, np.abs(y)) - 0.9)
    if shape == "diamond":
        return np.asarray((x + np.abs(y) - 1.3) / math.sqrt(2))
    if shape == "triangle":  # from 1.25 above its middle to 0.94 below it, and 2.5 wide
        return np.asarray(np.maximum(y - 0.94, (1.75 * x - y - 1.25) / math.hypot(1.75, 1)))
    return np.asarray(np.hypot(x, y) - 1)


def _marker_row(share: np.ndarray, at: tuple[float, float], radius: float, shape: str) -> float | None:
    """The row at which the outline or the filling of a marker has most of its colour; None where it has little."""
    x, y = at
    reach = math.ceil(1.3 * radius) + 1
    left, first = max(int(x) - reach, 0), max(int(y - NEAR_PX) - reach, 0)
    part = np.ascontiguousarray(share[first : int(y + NEAR_PX) + reach + 1, left : int(x) + reach + 1], np.float32)
    down, right = np.arange(-reach, reach + 1.0), np.arange(part.shape[1]) + left + 0.5 - x
    if part.shape[0] < len(down):
        return None
    scores: list[tuple[float, float]] = []
    for half in (0.0, 0.5):
        place = y + half - math.floor(y + half) - 0.5  # of the middle beside that of its pixel
        away = _outside(shape, right[None, :], down[:, None] - place, radius)
        for band in ((away > -0.55) & (away < -0.05), (away > -0.22) & (away < 0.2)):
            found = cv2.matchTemplate(part, band.astype(np.float32), cv2.TM_CCORR)[:, 0] / max(int(band.sum()), 1)
            scores += zip(found.tolist(), (first + reach + 0.5 + place + np.arange(len(found))).tolist(), strict=True)
    scores = [(score, row) for score, row in scores if abs(row - y) <= NEAR_PX]
    best, row = max(scores, key=lambda found: found[0])
    # rows that fit about as well beside the best one: of an outline that is thin, or partly covered
    near = [r for score, r in scores if score > best - 0.03 and abs(r - row) < 3]
    return float(np.mean(near)) if best > 0.62 else None


def point_row(
    picture: np.ndarray,
    box: Sequence[float],
    ground: np.ndarray,
    colour: np.ndarray,
    spacing: float,
    shape: str,
    faint: float = FAINT,
) -> float | None:
    """The row of a point; None where its line isn't there.

    Markers are found by their middle, where they have a `shape`. A line is followed to both sides, and a straight one
    laid through each side's middles: at the point itself a sharp turn is thicker on its inner side.
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    column = min(max(int(x), 0), picture.shape[1] - 1)
    left, top = max(column - REACH_PX, 0), max(int(y) - FAR_PX, 0)
    share = shares_of(picture[top : int(y) + FAR_PX, left : column + REACH_PX + 1], ground, colour, faint)
    y, middle = y - top, column - left
    if shape:
        row = _marker_row(share, (x - left, y), (box[3] - box[1]) / 2, shape)
        if row is not None:
            return top + row
    here = _run_at(share[:, middle], y, NEAR_PX)
    found = []
    for side in (-1, 1):
        last = here
        points: list[tuple[float, float]] = []
        for d in range(1, min(REACH_PX, max(int(spacing / 2) - 1, 3)) + 1):
            if last is None or not 0 <= middle + side * d < share.shape[1]:
                break
            near = last[0] if d == 1 else 2 * last[0] - points[-2][1] if len(points) > 1 else last[0]
            last = _run_at(share[:, middle + side * d], near, 6.0 if d > 1 else NEAR_PX)
            if last is not None:
                points.append((column + side * d + 0.5, last[0]))
        if len(points) >= 3:
            slope, start = np.polyfit([px for px, _ in points[1:]], [py for _, py in points[1:]], 1)
            rows = [py - slope * px - start for px, py in points[1:]]
            found.append((float(np.abs(rows).max()), slope * x + start))
    good = [row for error, row in found if error < 1.5 and abs(row - y) <= NEAR_PX]
    if good:
        return top + float(np.mean(good))
    return top + here[0] if here and here[2] - here[1] < 8 else None


def read_points(
    png: bytes, marks: Sequence[Mark], owners: Mapping[str, str], shapes: Mapping[str, str]
) -> dict[str, float]:
    """The value of each marked point of unstacked lines that can be seen, by its id.

    `owners` tells the series' id of each point's; `shapes` what its markers look like, where it has any.
    """
    return points_of(decoded(png), marks, owners, shapes)


def points_of(
    picture: np.ndarray, marks: Sequence[Mark], owners: Mapping[str, str], shapes: Mapping[str, str]
) -> dict[str, float]:
    """The same of a decoded picture."""
    axis = Axis(marks, is_logarithmic(marks))
    ground = ground_of(picture, marks)
    colours = {series: colour_of(picture, marks, series, ground) for series in sorted(set(owners.values()))}
    points = [mark for mark in marks if mark["part"] == "point"]
    # what lies below an area's edge is a paler shade of the line's colour
    faint = 0.66 if any(mark["part"] == "area" for mark in marks) else FAINT
    xs = sorted({(m["box"][0] + m["box"][2]) / 2 for m in points})
    spacing = min((b - a for a, b in itertools.pairwise(xs) if b - a > 1), default=20.0)
    found = {}
    for mark in points:
        colour = colours[owners[mark["id"]]]
        if colour is not None:
            # small markers are no wider than a thick line's marks
            shape = shapes.get(owners[mark["id"]]) or ("circle" if is_marked(mark["box"]) else "")
            row = point_row(picture, mark["box"], ground, colour, spacing, shape, faint)
            if row is not None:
                found[mark["id"]] = axis.value(row)
    return found


def is_marked(box: Sequence[float]) -> bool:
    """Whether a point has a marker: its mark is wider than a line."""
    return box[2] - box[0] > MARKED_PX


def ground_of(picture: np.ndarray, marks: Sequence[Mark]) -> np.ndarray:
    """The commonest colour of the plot."""
    left, top, right, bottom = next(m["box"] for m in marks if m["part"] == "plot")
    part = picture[int(top) : int(bottom), int(left) : int(right)][::3, ::3].reshape(-1, 3)
    codes = part.astype(np.int64) @ np.array([65536, 256, 1])
    different, counts = np.unique(codes, return_counts=True)
    most = int(different[counts.argmax()])
    return np.array([most >> 16, most >> 8 & 255, most & 255])


def read_layers(png: bytes, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, float]:
    """The thickness of each layer of a stack at each place, by the point's id, from the run of its colour."""
    return layers_of(decoded(png), marks, owners)


def _thickness(picture: np.ndarray, plot: Sequence[float], x: float, ink: np.ndarray) -> float:
    """How many rows the longest run of a colour takes in a column of the plot."""
    column = picture[int(plot[1]) : int(plot[3]) + 1, min(max(int(x), int(plot[0]) + 1), int(plot[2]) - 2)]
    rows = np.flatnonzero(np.abs(column - ink).max(1) <= LAYER_ALIKE)
    if not len(rows):
        return 0.0
    ends = np.flatnonzero(rows[1:] - rows[:-1] > 2)
    starts = rows[np.append(0, ends + 1)]
    return float((rows[np.append(ends, len(rows) - 1)] - starts).max() + 1)


def _towards(
    picture: np.ndarray, plot: Sequence[float], x: float, side: int, ink: np.ndarray, inks: Sequence[np.ndarray]
) -> tuple[float, float]:
    """How thick a layer is at a column, by columns on one side of it, and how steep the steepest of all layers is
    there: by how many rows its thickness changes from a column to the next.
    """
    px, steep = 0.0, 0.0
    for layer in (*inks, ink):
        near, far = (_thickness(picture, plot, x + side * aside, layer) for aside in ASIDE_PX)
        slope = (near - far) / (ASIDE_PX[1] - ASIDE_PX[0]) if near and far else 0.0
        px, steep = near + slope * ASIDE_PX[0], max(steep, abs(slope))
    return px, steep


def layers_of(picture: np.ndarray, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, float]:
    """The same of a decoded picture."""
    axis = Axis(marks, logarithmic=False)
    plot = next(m["box"] for m in marks if m["part"] == "plot")
    paper = picture[2, 2]  # layers take up most of the plot
    colours = {series: colour_of(picture, marks, series, paper) for series in sorted(set(owners.values()))}
    inks = [colour for colour in colours.values() if colour is not None]
    found = {}
    for mark in marks:
        if mark["part"] != "point":
            continue
        x = (mark["box"][0] + mark["box"][2]) / 2
        colour = colours[owners[mark["id"]]]
        if colour is None:
            continue
        inner = [side for side in (-1, 1) if plot[0] + SIDE_PX < x + side * SIDE_PX < plot[2] - SIDE_PX
                 and any(_thickness(picture, plot, x + side * SIDE_PX, ink) > 2 for ink in inks)]  # fmt: skip
        sides = {side: _towards(picture, plot, x, side, colour, inks) for side in inner}
        if len(inner) == 1 or min(x - plot[0], plot[2] - x) < SIDE_PX:
            side = (*inner, 0)[0]
            px, steep = sides.get(side) or _towards(picture, plot, x, side, colour, inks)
            if steep > STEEP:
                continue
        elif any(steep > STEEP for _, steep in sides.values()):  # a column has all heights of a steep side
            px, steep = min(sides.values(), key=lambda found: found[1])
            if steep > STEEP:
                continue
        else:
            px = next((px for aside in (0, -2, 2) if (px := _thickness(picture, plot, x + aside, colour))), 0.0)
        if px:
            found[mark["id"]] = abs(float(axis.slope)) * (px + 2 * EDGE_PX)
    return found


# -- facts ---------------------------------------------------------------------------------------------------------

POINT_PX = 2.5
"""How far a point may be read off, in pixels: half a line's width, and what others that cross it take away."""
LAYER_PX = 3.5
"""The same of a layer's thickness, which has two edges."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each point in sight: its value, by its series' key; what is printed at it; the names of series and places."""
    chart = Chart(row)
    points, stacked = chart.things("points"), chart.scene.get("kind") == "stacked"
    yield from chart.words()
    yield from chart.names("legend", ["series"])
    yield from chart.names("label", ["places"])
    yield from chart.printed(points)
    ids = {series["name"]: series["id"] for series in chart.things("series")}
    owners = {point["id"]: ids[point["series"]] for point in points}
    shapes = {series["id"]: series.get("shape") or "" for series in chart.things("series")}
    axis = Axis(chart.marks, not stacked and is_logarithmic(chart.marks))
    if stacked:
        found = layers_of(chart.picture, chart.marks, owners)
    else:
        found = points_of(chart.picture, chart.marks, owners, shapes)
    boxes = chart.boxes("point")
    for point in points:
        id, said = point["id"], point["value"]
        if said is None or id in chart.unseen or id not in boxes:
            continue
        read = found.get(id)
        px = LAYER_PX if stacked else POINT_PX
        slack = px * abs(axis.slope) * (math.log(10) * said if axis.logarithmic else 1.0)
        fact = chart.near(id, "value", said, read, slack, boxes[id])
        plot = chart.plot
        if not fact.agrees and stacked and min(boxes[id][0] - plot[0], plot[2] - boxes[id][2]) < SIDE_PX:
            fact = fact._replace(read=None)  # the axis or the frame lies there
        if not fact.agrees and read is not None and not stacked:
            row_said = axis.row(said)
            if (
                crowded(boxes, id)
                or at_row(chart, boxes[id], row_said, owners[id])
                or overlaid(chart, boxes[id], owners[id], sorted(ids.values()))
            ):
                fact = fact._replace(read=None)
        yield fact


def crowded(boxes: Mapping[str, Sequence[float]], id: str, pad: float = 0.0) -> bool:
    """Whether another point lies upon a point, so that it is partly hidden."""
    left, top, right, bottom = boxes[id]
    left, top, right, bottom = left - pad, top - pad, right + pad, bottom + pad
    return any(left < b[2] and right > b[0] and top < b[3] and bottom > b[1] for i, b in boxes.items() if i != id)


def overlaid(chart: Chart, box: Sequence[float], series: str, all_series: Sequence[str]) -> bool:
    """Whether another series' line lies over the place of a point: its sharp turn, of which the tip goes beyond its
    point, or its way past.
    """
    ground = ground_of(chart.picture, chart.marks)
    own, *others = (colour_of(chart.picture, chart.marks, one, ground)
                    for one in (series, *(one for one in all_series if one != series)))  # fmt: skip
    left, top, right, bottom = (max(int(v), 0) for v in box)
    part = chart.picture[top : bottom + 1, left : right + 1]
    return any(other is not None and own is not None and np.abs(other - own).max() > STRAY
               and bool((np.abs(part - other).max(2) <= LAYER_ALIKE).any()) for other in others)  # fmt: skip


def at_row(chart: Chart, box: Sequence[float], row: float, series: str) -> bool:
    """Whether a series' colour is at a row of a point's columns too: lines cross, and the point's can't be told."""
    ground = ground_of(chart.picture, chart.marks)
    colour = colour_of(chart.picture, chart.marks, series, ground)
    x = int((box[0] + box[2]) / 2)
    aside = 5 if is_marked(box) else 1  # markers may be hollow
    part = chart.picture[max(int(row - 1.5), 0) : max(int(row + 1.5) + 1, 0), max(x - aside, 0) : x + aside + 1]
    return colour is not None and bool(part.size) and float(shares_of(part, ground, colour).max()) > 0.6
