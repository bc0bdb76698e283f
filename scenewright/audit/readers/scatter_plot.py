"""Reads a scatter plot's points from the decoded picture: each marker's place, shape and size, by colour alone.

Marks say where to look and which numbers stand at the axes and in the legend; what is found there is taken from the
pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from scipy import ndimage

from scenewright.audit.readers import Fact
from scenewright.audit.readers.line_chart import Axis, Mark, ground_of, is_logarithmic, number_of, shares_of
from scenewright.audit.readers.pictures import Box, key_place, part_boxes, picture_of, things_of
from scenewright.audit.rows import Row

NEAR_PX = 7
"""Pixels about a mark in which its marker is looked for: one that is drawn further off is not found."""
GROWN_PX = 2.4
"""By how much a spot of colour may be larger or smaller than its mark: larger ones are two markers or more."""
FAINT = 0.3
"""Least share of a marker's colour in a pixel of it; at its edges a pixel is part ground."""
TIP = 0.1
"""The same in the pixels next to those."""
SHAPES = ("circle", "square", "triangle", "diamond", "plus", "cross")


class Found(NamedTuple):
    """A marker in the picture. `radius` in pixels, half its width; `shape` is empty where it is too small to tell."""

    x: float
    y: float
    radius: float
    shape: str
    sure: tuple[bool, bool] = (True, True)
    """Whether its ends from left to right, and from top to bottom, are clear of other markers."""


def axes_of(marks: Sequence[Mark]) -> tuple[Axis, Axis]:
    """The horizontal and the vertical axis, by the numbers below the plot and to its left."""
    plot = next(m["box"] for m in marks if m["part"] == "plot")
    ticks = [m for m in marks if m["part"] == "tick" and m.get("text")]
    below = [
        {"part": "tick", "text": m["text"], "box": [m["box"][k] for k in (1, 0, 3, 2)]}
        for m in ticks
        if m["box"][1] >= plot[3]
    ]
    beside = [m for m in ticks if m["box"][1] < plot[3] and m["box"][2] <= plot[0]]
    return Axis(below, _logarithmic(below)), Axis(beside, _logarithmic(beside))


def _logarithmic(ticks: Sequence[Mark]) -> bool:
    """Whether numbers that stand evenly are not even; the order from top to bottom is what `is_logarithmic` expects."""
    if len(ticks) < 3:
        return False
    values = [number_of(m["text"]) for m in sorted(ticks, key=lambda m: m["box"][1])]
    steps = [abs(a - b) for a, b in itertools.pairwise(values)]
    even = max(steps) < 1.5 * min(steps)
    return not even and min(values) > 0 and (is_logarithmic(ticks) or max(values) > 3 * min(values))


def colours_of(picture: np.ndarray, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Each series' colour: the commonest one of its points that is neither ground nor paper."""
    ground = ground_of(picture, marks)
    found = {}
    for series in sorted(set(owners.values())):
        boxes = [m["box"] for m in marks if m["part"] == "point" and owners.get(m["id"]) == series]
        counts: dict[tuple[int, ...], int] = {}
        for left, top, right, bottom in boxes:
            part = picture[int(top) : math.ceil(bottom) + 1, int(left) : math.ceil(right) + 1].reshape(-1, 3)
            far = (np.abs(part - ground).max(1) > 40) & (np.abs(part - picture[2, 2]).max(1) > 40)
            for pixel in map(tuple, part[far].tolist()):
                counts[pixel] = counts.get(pixel, 0) + 1
        often = [np.array(c) for c, n in counts.items() if 3 * n >= 2 * max(counts.values())]
        if often:
            found[series] = max(often, key=lambda c: float(np.abs(c - ground).sum()))
    return found


def find(
    picture: np.ndarray, box: Sequence[float], ground: np.ndarray, colour: np.ndarray, others: Sequence[Box] = ()
) -> Found | None:
    """The marker of a colour near a mark; None where there is none of about its size. `others`: boxes of markers that
    touch it, whose edges may have its colour.
    """
    left, top = max(int(box[0]) - NEAR_PX, 0), max(int(box[1]) - NEAR_PX, 0)
    part = picture[top : math.ceil(box[3]) + NEAR_PX + 1, left : math.ceil(box[2]) + NEAR_PX + 1]
    share = shares_of(part, ground, colour, TIP)
    count, spots = cv2.connectedComponents((share > FAINT).astype(np.uint8))
    best: tuple[float, Found] | None = None
    wide, high = box[2] - box[0], box[3] - box[1]
    clear = np.ones(share.shape, bool)
    for a, b, c, d in others:
        clear[
            max(int(b) - top, 0) : max(math.ceil(d) + 1 - top, 0),
            max(int(a) - left, 0) : max(math.ceil(c) + 1 - left, 0),
        ] = False
    for k in range(1, count):
        # tips of triangles and diamonds are faint
        about = cv2.dilate((spots == k).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        own = np.where((spots == k) | about & (spots == 0), share, 0.0)
        x0, x1 = _ends(own.max(0))
        y0, y1 = _ends(own.max(1))
        if abs(x1 - x0 - wide) > GROWN_PX or abs(y1 - y0 - high) > GROWN_PX:
            continue
        x, y = left + (x0 + x1) / 2, top + (y0 + y1) / 2
        off = _off(x, y, box)
        if off < NEAR_PX and all(_off(x, y, other) > off for other in others) and (best is None or off < best[0]):
            sure = (_same_ends(own.max(0), (own * clear).max(0)), _same_ends(own.max(1), (own * clear).max(1)))
            best = (off, Found(x, y, (x1 - x0) / 2, shape_of(np.where(spots == k, share, 0.0)), sure))
    return best[1] if best else None


def _off(x: float, y: float, box: Sequence[float]) -> float:
    """How far a place is from the middle of a box."""
    return math.hypot(x - (box[0] + box[2]) / 2, y - (box[1] + box[3]) / 2)


def _same_ends(profile: np.ndarray, other: np.ndarray) -> bool:
    """Whether two profiles begin and end alike, to half a pixel."""
    return bool(other.any()) and max(abs(a - b) for a, b in zip(_ends(profile), _ends(other), strict=True)) < 0.5


def _ends(profile: np.ndarray) -> tuple[float, float]:
    """First and last pixel of a profile that have colour, to a part of a pixel by how much they have."""
    there = np.flatnonzero(profile)
    first, last = int(there[0]), int(there[-1])
    return first + 1 - float(profile[first]), last + float(profile[last])


_GRID = np.linspace(-0.94, 0.94, 15)


def _inside(shape: str, rim: float = 0.0) -> np.ndarray:
    """The shape on a grid over its own bounds. `rim`: what half of the width of a line about it adds, where half of the
    length of its arms is 1.3.
    """
    y, x = np.meshgrid(_GRID, _GRID, indexing="ij")
    if shape == "circle":
        return np.hypot(x, y) < 1
    if shape == "diamond":
        return np.abs(x) + np.abs(y) < 1
    if shape == "triangle":
        return 2 * np.abs(x) < 1 + y
    half, end = 0.42 + rim, 1.3 + rim
    arm = half / end
    if shape == "plus":
        return (np.abs(x) < arm) | (np.abs(y) < arm)
    if shape == "cross":  # a plus turned by 45 degrees; its bounds are those of its arms' corners
        reach = (end + half) * math.sqrt(0.5)
        u, v = (x - y) * reach * math.sqrt(0.5), (x + y) * reach * math.sqrt(0.5)
        return ((np.abs(u) < half) & (np.abs(v) < end)) | ((np.abs(v) < half) & (np.abs(u) < end))
    return np.ones_like(x, bool)


_RIM = 0.22
_MASKS = {shape: (_inside(shape), _inside(shape, _RIM)) for shape in SHAPES}
"""Each shape without and with a line about it, as hollow markers have: that makes thin arms much wider."""
FIT, CLEAR = 0.82, 0.04
"""Least share of a grid over a marker that its shape agrees with, and least lead over the next best shape."""
SMALL_PX = 8.6
"""Width below which a marker's shape is not told: then a rim of another shade was lost."""


def shape_of(share: np.ndarray) -> str:
    """The shape that fits a spot's bounds clearly best, holes filled; empty for small spots and unclear ones, and where
    closing the gaps of a rim of another shade makes another shape of it.
    """
    closed = ndimage.binary_closing(np.pad(share > 0.4, 2), np.ones((3, 3)))[2:-2, 2:-2]
    first, second = _fitting(share), _fitting(np.where(closed, np.maximum(share, 0.6), share))
    return first if first == second else ""


def _fitting(share: np.ndarray) -> str:
    x0, x1 = _ends(share.max(0))
    y0, y1 = _ends(share.max(1))
    if min(x1 - x0, y1 - y0) < SMALL_PX:
        return ""
    filled = np.where(ndimage.binary_fill_holes(share > 0.4), np.maximum(share, 0.6), share)
    rows = (y0 + y1) / 2 + _GRID * (y1 - y0) / 2 - 0.5
    columns = (x0 + x1) / 2 + _GRID * (x1 - x0) / 2 - 0.5
    grid = ndimage.map_coordinates(filled, np.meshgrid(rows, columns, indexing="ij"), order=1) > 0.5
    fit = {shape: max(float((grid == mask).mean()) for mask in _MASKS[shape]) for shape in SHAPES}
    best, second = sorted(SHAPES, key=lambda shape: -fit[shape])[:2]
    return best if fit[best] > FIT and fit[best] - fit[second] > CLEAR else ""


def size_of(found: Found, marks: Sequence[Mark]) -> float | None:
    """The value that a bubble's area stands for, by the bubbles of the legend of sizes; None where there is none."""
    keys = {m["id"]: m["text"] for m in marks if m["part"] == "legend" and m["id"].startswith("size")}
    swatches = [m for m in marks if m["part"] == "swatch" and m["id"] in keys]
    rules = [(number_of(keys[m["id"]]), (m["box"][2] - m["box"][0]) / 2) for m in swatches]
    if not rules:
        return None
    per_area = sum(value for value, _ in rules) / sum(r * r for _, r in rules)
    return float(per_area * found.radius**2)


# -- facts ---------------------------------------------------------------------------------------------------------

VALUE_PX = 2.2
"""Pixels that a marker's middle may be off: one by its soft edge, and one by what touches it."""
VISIBLE = 0.8
"""Share of a marker that must be in sight for it to be read."""
SHAPE_PX = 9.8
"""Width of a marker from which its shape is asked for."""
RADIUS_PX = 1.6
"""Pixels that a bubble's radius may be off."""
ALIKE, APART = 45.0, 60.0
"""Distance of a marker's colour from its key's, and least distance between keys that are told by their colours."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each point: its values, where its marker is, its series by its colour and shape, the size of its bubble; and
    where the legend's keys are. Of markers that touch others only the sides that stand clear are seen.
    """
    picture = picture_of(row)
    hidden = set(row.scene.get("hidden") or ())
    boxes = part_boxes(row, "point")
    series = {thing["name"]: thing for thing in things_of(row, "series")}
    points = [point for point in things_of(row, "points") if point["id"] in boxes and point["id"] not in hidden]
    owners = {point["id"]: series[point["series"]]["id"] for point in points}
    ground = ground_of(picture, row.marks)
    colours = colours_of(picture, row.marks, owners)
    lines = [mark for mark in row.marks if mark["part"] == "trend" or mark["id"] == "reference"]
    visible = row.resolution.get("visible") or {}
    keys = {id: box for id, box in part_boxes(row, "swatch").items() if id not in hidden}
    inks = {id: ink_of(picture, box, ground) for id, box in keys.items() if id in {s["id"] for s in series.values()}}
    axes = [(name, axis) for name, axis in zip("xy", axes_of(row.marks), strict=True)
            if not any(tick["id"] in hidden for tick in things_of(row, f"{name}_ticks"))]  # fmt: skip
    for id, box in keys.items():
        yield key_place(picture, id, box)
    for point in points:
        id, box, one = point["id"], boxes[point["id"]], series[point["series"]]
        others = [other for name, other in boxes.items() if name != id and _meets(box, other, 2)]
        alone = not others
        if visible.get(id, 1.0) < VISIBLE or _is_crossed(box, lines):
            continue
        ink = ink_of(picture, _core(box), ground) if alone else None
        if ink is None:
            ink = ink_of(picture, box, ground) if alone else colours.get(owners[id])
        found = find(picture, box, ground, ink, others) if ink is not None else None
        sides = _by_sides(picture, box, boxes, ground, ink) if not found or not all(found.sure) else (None, None)
        at = sides
        if found:
            at = (found.x if found.sure[0] else sides[0], found.y if found.sure[1] else sides[1])
        for name, axis in axes:
            yield _value(id, name, point[name], at["xy".index(name)], axis, box)
        yield _place(id, box, at, alone and ink is None)
        if found and alone:
            if min(box[2] - box[0], box[3] - box[1]) > SHAPE_PX:
                yield Fact(id, "shape", one["shape"], found.shape or None, found.shape == one["shape"], box)
            if point.get("size"):
                yield _size(id, point["size"], found, row.marks, box)
        if alone and ink is not None and len(inks) > 1 and _told_apart(list(inks.values())):
            far = {key: float(np.sqrt(((ink - other) ** 2).sum())) for key, other in inks.items()}
            best, second = sorted(far, key=lambda key: far[key])[:2]
            read = best if far[best] < ALIKE and far[second] > 2 * far[best] else None
            yield Fact(id, "series", one["id"], read, read == one["id"], box)


def ink_of(picture: np.ndarray, box: Sequence[float], ground: np.ndarray) -> np.ndarray | None:
    """The strongest of the common colours in a box that are neither ground nor paper."""
    left, top, right, bottom = box
    part = picture[int(top) : math.ceil(bottom) + 1, int(left) : math.ceil(right) + 1].reshape(-1, 3)
    part = part[(np.abs(part - ground).max(1) > 40) & (np.abs(part - picture[2, 2]).max(1) > 40)]
    if not len(part):
        return None
    different, counts = np.unique(part, axis=0, return_counts=True)
    often = different[3 * counts >= 2 * counts.max()]
    return np.asarray(often[np.abs(often - ground).sum(1).argmax()], float)


def _core(box: Box) -> Box:
    """A box without its rim, through which lines may pass."""
    dx, dy = 0.22 * (box[2] - box[0]), 0.22 * (box[3] - box[1])
    return (box[0] + dx, box[1] + dy, box[2] - dx, box[3] - dy)


def _meets(a: Sequence[float], b: Sequence[float], room: float) -> bool:
    """Whether two boxes are less than so many pixels apart."""
    return a[0] < b[2] + room and b[0] < a[2] + room and a[1] < b[3] + room and b[1] < a[3] + room


def _is_crossed(box: Box, lines: Sequence[Mark]) -> bool:
    """Whether a line is drawn through a marker, or beside it."""
    middle, reach = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (box[2] - box[0]) / 2 + 3
    outlines = [np.array(mark["polygon"], np.float32) for mark in lines if mark["polygon"]]
    return any(cv2.pointPolygonTest(outline, middle, True) > -reach for outline in outlines)


def _told_apart(colours: Sequence[np.ndarray | None]) -> bool:
    """Whether all are known, and no two are alike."""
    known = [colour for colour in colours if colour is not None]
    pairs = itertools.combinations(known, 2)
    return len(known) == len(colours) and all(float(np.sqrt(((a - b) ** 2).sum())) > APART for a, b in pairs)


def _by_sides(
    picture: np.ndarray, box: Box, boxes: Mapping[str, Box], ground: np.ndarray, ink: np.ndarray | None
) -> tuple[float | None, float | None]:
    """The middle of a marker by those of its sides that no other one is near, and its mark's size."""
    out: list[float | None] = [None, None]
    others = [other for other in boxes.values() if other != box]
    for k in (0, 1):
        if ink is None:
            break
        size, first = box[k + 2] - box[k], max(int(box[k]) - NEAR_PX, 0)
        along, cross = slice(first, math.ceil(box[k + 2]) + NEAR_PX + 1), slice(int(box[1 - k]), math.ceil(box[3 - k]))
        part = picture[cross, along] if k == 0 else picture[along, cross]
        profile = shares_of(part, ground, ink, FAINT).max(k) if part.size else np.zeros(1)
        if not profile.any() or profile[0] > 0 or profile[-1] > 0:  # a line leads out
            continue
        middle = (box[k] + box[k + 2]) / 2 - first
        profile = np.where(_run_about(profile > 0, middle), profile, 0)  # not an axis that runs by
        ends = []
        for edge, half, place in zip((box[k], box[k + 2]), (size / 2, -size / 2), _ends(profile), strict=True):
            zone = list(box)
            zone[k], zone[k + 2] = sorted((edge - math.copysign(NEAR_PX + 2, half), edge + 0.6 * half))
            if not any(_meets(zone, other, 2) for other in others):
                ends.append(first + place + half)
        if len(ends) == 2 and max(ends) - min(ends) < 1.3:
            out[k] = sum(ends) / len(ends)
    return out[0], out[1]


def _run_about(there: np.ndarray, middle: float) -> np.ndarray:
    """The run of pixels that is nearest to a place."""
    labels, count = ndimage.label(there)
    runs = [np.flatnonzero(labels == k) for k in range(1, count + 1)]
    best = min(runs, key=lambda run: max(float(run[0]) - middle, middle - float(run[-1]) - 1, 0.0))
    out = np.zeros(len(there), bool)
    out[best] = True
    return out


def _value(id: str, name: str, said: float, place: float | None, axis: Axis, box: Box) -> Fact:
    """A value beside the number at its marker's place."""
    if place is None:
        return Fact(id, name, said, None, False, box)
    at = ((math.log10(said) if axis.logarithmic else said) - float(axis.start)) / float(axis.slope)
    return Fact(id, name, said, axis.value(place), abs(at - place) <= VALUE_PX, box)


def _place(id: str, box: Box, at: tuple[float | None, float | None], bare: bool) -> Fact:
    """Where a marker is beside the middle of its mark. `bare`: nothing is drawn there."""
    said = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    far = [abs(a - b) for a, b in zip(at, said, strict=True) if a is not None]
    read = at if far else "no marker" if bare else None
    return Fact(id, "place", said, read, bool(far) and max(far) <= VALUE_PX, box)


def _size(id: str, said: float, found: Found, marks: Sequence[Mark], box: Box) -> Fact:
    """A bubble's size by the legend of sizes."""
    read = size_of(found, marks)
    if read is None:
        return Fact(id, "size", said, None, False, box)
    radius = found.radius * math.sqrt(said / read)
    return Fact(id, "size", said, read, abs(radius - found.radius) <= RADIUS_PX, box)
