"""Plain shapes on light paper from pixels alone: where they are, what shape and what colour each has.

Meant for pictures of whole shapes that are apart, without pattern, on a light ground; shades cast by them are told
from grey things by their soft edge.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit import decoded as media
from scenewright.audit.readers import Fact
from scenewright.audit.readers.pictures import Mark, part_boxes, picture_of, rounded, things_of
from scenewright.audit.rows import Row

FAR_L = 26.0
"""Lightness (0 to 100) that a thing without colour differs from the ground by."""
FAR_AB = 17.0
"""Difference in colour (CIE a and b) that makes a thing of any lightness."""
SMALL_SHARE = 1.2e-3
"""Share of the picture below which a patch is a speck."""

COLOURS = {
    "red": (48, 65, 45), "orange": (67, 38, 68), "yellow": (84, 2, 74), "green": (56, -45, 32), "blue": (45, 12, -60),
    "purple": (40, 48, -52), "pink": (74, 45, -10), "brown": (36, 15, 26), "grey": (60, -1, -3),
}  # fmt: skip
"""Names by CIE L*a*b*, as the names are commonly used."""


class Seen(NamedTuple):
    """One thing: its shape and colour by name, its box in pixels, its middle, and its area."""

    shape: str
    colour: str
    box: tuple[int, int, int, int]
    centre: tuple[float, float]
    area_px: float


def picture(data: bytes) -> np.ndarray:
    """RGB of an encoded picture."""
    return media.rgb(data)


def things(rgb: np.ndarray) -> list[Seen]:
    """All things of a picture, from left to right."""
    lab = cv2.cvtColor((rgb / 255).astype(np.float32), cv2.COLOR_RGB2LAB)
    border = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    away = lab - np.median(border, 0)
    colourful = np.hypot(away[..., 1], away[..., 2])
    mask = ((colourful > FAR_AB) | (np.abs(away[..., 0]) > FAR_L)).astype(np.uint8)
    wide = max(1, round(rgb.shape[0] / 200))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out = []
    for k in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[k])
        if area < SMALL_SHARE * mask.size:
            continue
        own = (labels[top : top + height, left : left + width] == k).astype(np.uint8)
        inner = lab[top : top + height, left : left + width][_core(own) > 0]
        box = (left, top, left + width, top + height)
        middle = (float(middles[k][0]), float(middles[k][1]))
        out.append(Seen(shape_of(own), colour_of(np.median(inner, 0)), box, middle, float(area)))
    return sorted(out, key=lambda seen: seen.centre[0])


def _core(own: np.ndarray) -> np.ndarray:
    """A thing without its edge."""
    depth = cv2.distanceTransform(np.pad(own, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return (depth > 0.5 * depth.max()).astype(np.uint8)


def colour_of(lab: np.ndarray) -> str:
    """The nearest name; lightness counts half, as shade changes it first."""
    weights = np.array((0.5, 1.0, 1.0))
    return min(COLOURS, key=lambda name: float((((lab - np.array(COLOURS[name])) * weights) ** 2).sum()))


def shape_of(own: np.ndarray) -> str:
    """The shape of a mask, by its hole, its corners and the dents of its outline."""
    big = cv2.resize(np.pad(own, 2), None, fx=4, fy=4, interpolation=cv2.INTER_LINEAR)
    contours, tree = cv2.findContours(big, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outer = max((c for c, t in zip(contours, tree[0], strict=True) if t[3] < 0), key=cv2.contourArea)
    area = cv2.contourArea(outer)
    holes = [cv2.contourArea(c) for c, t in zip(contours, tree[0], strict=True) if t[3] >= 0]
    if holes and max(holes) > 0.15 * area:
        return "ring"
    hull = cv2.convexHull(outer)
    solid = area / cv2.contourArea(hull)
    if solid < 0.83:
        dents = _dents(outer, math.sqrt(area))
        return "star" if dents >= 5 else "cross" if dents >= 3 else "crescent"
    corners = cv2.approxPolyDP(hull, 0.035 * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(float)
    circle_area = math.pi * cv2.minEnclosingCircle(outer)[1] ** 2
    if len(corners) == 3 and solid > 0.95:
        return "triangle"
    if len(corners) == 4 and solid > 0.95:
        return "square" if _most_slanted(corners) < 12 else "diamond"
    if solid < 0.955 or area / circle_area < 0.72:
        return "heart"
    return "circle" if area / circle_area > 0.9 else "hexagon"


def _dents(outline: np.ndarray, size: float) -> int:
    """How many deep dents an outline has."""
    defects = cv2.convexityDefects(outline, cv2.convexHull(outline, returnPoints=False))
    return 0 if defects is None else int((defects.reshape(-1, 4)[:, 3] / 256 > 0.12 * size).sum())


def _most_slanted(corners: np.ndarray) -> float:
    """How far the angles of a four-sided outline are from right ones, in degrees, at most."""
    worst = 0.0
    for k in range(4):
        a, b = corners[k - 1] - corners[k], corners[(k + 1) % 4] - corners[k]
        angle = math.degrees(math.acos(float(a @ b) / float(np.hypot(*a) * np.hypot(*b))))
        worst = max(worst, abs(angle - 90))
    return worst


# -- facts ---------------------------------------------------------------------------------------------------------

STEEP = 60.0
"""Change of a Sobel filter over lightness and colour that counts in full."""
PLACE_PX = 2.9
"""Pixels that an outline may be off: it is a line of some pixels, with a shade beside it."""
SEARCH_PX = 7
"""Pixels about a mark in which its outline is looked for."""
STEP_PX = 2.5
"""Pixels between points of an outline."""
CLEAR_PX, CLEAR_SHARE = 10, 0.3
"""Pixels from other things at which an outline is told from theirs, and least share of it that must be."""
EDGE = 0.3
"""Least share of an outline along which the picture changes."""
FIRM, WHOLE = 0.35, 0.75
"""Change that makes a point of an outline seen, and least share of them for the shape to be told."""
OFF_SHARE = 0.35
"""Share of a thing's size by which its own middle may lie off its outline's: those of hearts and crescents do."""
LEAST_PX = 60
"""Pixels of a thing from which its colour is told."""
SURE = 3.0
"""How much further than its own a colour must lie from all other names, by squared distance."""
ROOM_SHARE = 0.12
"""Share of a thing's size about it in which nothing else may be for its outline to be read."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each thing: its colour, and where nothing else is near, its shape and its box. What veils take away and what
    others cover is left out.
    """
    pixels = picture_of(row)
    lab = cv2.cvtColor(pixels.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    marks = {mark["id"]: mark for mark in row.marks if mark["part"] == "item"}
    partly = {mark["id"] for mark in row.marks if mark["part"] == "visible"} | unverified_of(row)
    veils = part_boxes(row, "film", "mosaic")
    left_out = unverified_of(row) | set(row.scene.get("hidden") or ())
    veiled = {veil.get("item") for veil in row.scene.get("veils") or ()}
    for item in things_of(row, "items"):
        id = item["id"]
        if id not in marks or id in left_out or id in veiled:
            continue
        box = tuple(marks[id]["box"])
        others = [mark for other, mark in marks.items() if other != id]
        own = _body(lab, marks[id], others)
        if len(own) >= LEAST_PX:
            colour = _colour_of(own)
            yield Fact(id, "colour", item["colour"], colour, colour == item["colour"], box)
        outline = Outline(marks[id], lab)
        yield _place(outline, item, others, float(pixels.shape[0]))
        room = ROOM_SHARE * (box[2] - box[0]) + 4
        near = [*(mark["box"] for mark in others), *veils.values()]
        if id not in partly and not any(_near(box, other, room) for other in near):
            yield _shape(lab, item, outline)


def unverified_of(row: Row) -> set[str]:
    """Things of which a claim does not hold in the finished picture."""
    return set(row.resolution.get("unverified") or ())


def _near(a: Sequence[float], b: Sequence[float], room: float) -> bool:
    return a[0] < b[2] + room and b[0] < a[2] + room and a[1] < b[3] + room and b[1] < a[3] + room


def _body(lab: np.ndarray, mark: Mark, others: Sequence[Mark]) -> np.ndarray:
    """The pixels well within a thing's mark and in no other's."""
    left, top = (max(int(v) - 1, 0) for v in mark["box"][:2])
    part = lab[top : math.ceil(mark["box"][3]) + 2, left : math.ceil(mark["box"][2]) + 2]
    mask = np.zeros(part.shape[:2], np.uint8)
    corner = np.array([left, top])
    cv2.fillPoly(mask, [np.round(np.array(mark["polygon"]) - corner).astype(np.int32)], 1)
    wide = max(3, round(0.08 * (mark["box"][2] - mark["box"][0])))
    mask = np.asarray(cv2.erode(mask, np.ones((wide, wide), np.uint8)))
    for other in others:
        if _near(mark["box"], other["box"], 4):
            cv2.fillPoly(mask, [np.round(np.array(other["polygon"]) - corner).astype(np.int32)], 0, cv2.LINE_8)
    return np.asarray(part[mask > 0])


def _colour_of(lab: np.ndarray) -> str | None:
    """The name of the commonest colour of a thing's pixels; textures and gloss are pale."""
    colourful = np.hypot(lab[:, 1], lab[:, 2])
    strong = lab[colourful > max(0.7 * np.percentile(colourful, 95), 14)]
    middle = np.median(strong if len(strong) > 0.1 * len(lab) else lab, 0)
    far = sorted(
        (float((((middle - np.array(one)) * (0.7, 1.0, 1.0)) ** 2).sum()), name) for name, one in COLOURS.items()
    )
    return far[0][1] if far[1][0] > SURE * far[0][0] else None


def _edges(lab: np.ndarray) -> np.ndarray:
    """How much the picture changes at each pixel, up to 1, where it clearly does."""
    soft = cv2.GaussianBlur(lab, (3, 3), 0)
    change = np.zeros(lab.shape[:2], np.float32)
    for dx in (0, 1):
        change += np.max([np.abs(side) for side in cv2.split(cv2.Sobel(soft, cv2.CV_32F, dx, 1 - dx))], 0)
    return np.asarray(np.minimum(change / STEEP, 1.0))


class Outline:
    """Points along a mark's outline, and how much the picture changes in its surroundings."""

    def __init__(self, mark: Mark, lab: np.ndarray) -> None:
        self.mark, polygon = mark, np.array(mark["polygon"], float)
        closed = np.concatenate([polygon, polygon[:1]])
        walked = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
        at = np.arange(0, walked[-1], STEP_PX)
        points = np.round(np.stack([np.interp(at, walked, side) for side in closed.T], 1) - 0.5).astype(int)
        corner = np.maximum(points.min(0) - SEARCH_PX - 4, 0)
        far = points.max(0) + SEARCH_PX + 5
        self.edges = np.pad(_edges(lab[corner[1] : far[1], corner[0] : far[0]]), SEARCH_PX)
        self.corner = corner - SEARCH_PX
        most = np.array(self.edges.shape)[::-1] - SEARCH_PX - 2
        self.columns, self.rows = (points - self.corner).clip(SEARCH_PX, most).T

    def clear_of(self, others: Sequence[Mark]) -> np.ndarray:
        """Which points nothing else is so near to that its edges could be taken for this outline."""
        busy = np.zeros(self.edges.shape, np.uint8)
        for other in others:
            if _near(self.mark["box"], other["box"], CLEAR_PX):
                corners = np.array(other["polygon"]) - self.corner
                cv2.fillPoly(busy, [np.round(corners - 0.5).astype(np.int32)], 1)
        if not busy.any():
            return np.ones(len(self.rows), bool)
        busy[:] = cv2.dilate(busy, np.ones((2 * CLEAR_PX + 1, 2 * CLEAR_PX + 1), np.uint8))
        return np.asarray(busy[self.rows, self.columns] == 0)


def _place(outline: Outline, item: dict[str, Any], others: Sequence[Mark], px: float) -> Fact:
    """Where an outline of the mark's form fits the picture's edges best, beside where the scene has the thing. What is
    near other things is left out; None where too little is left.
    """
    mark, clear = outline.mark, outline.clear_of(others)
    said = (item["x"] * px, item["y"] * px)
    if clear.mean() < CLEAR_SHARE:
        return Fact(item["id"], "place", rounded(said), None, False, tuple(mark["box"]))
    rows, columns = outline.rows[clear], outline.columns[clear]
    shift = np.arange(-SEARCH_PX, SEARCH_PX + 1)
    scores = outline.edges[rows + shift[:, None, None], columns + shift[:, None]].mean(2)
    if scores.max() < EDGE:
        return Fact(item["id"], "place", rounded(said), "no outline", False, tuple(mark["box"]))
    # the middle of all places that fit nearly as well: outlines are as wide as a line
    good = np.argwhere(scores > 0.93 * scores.max()) - SEARCH_PX
    dy, dx = (float(v) for v in good.mean(0))
    near = float(np.hypot(*good.T).min())
    box = mark["box"]
    read = ((box[0] + box[2]) / 2 + dx, (box[1] + box[3]) / 2 + dy)
    far = max(abs(a - b) for a, b in zip(read, said, strict=True))
    if near <= PLACE_PX < math.hypot(dx, dy):  # it fits here and elsewhere: beside a shade, or with sides out of sight
        return Fact(item["id"], "place", rounded(said), None, False, tuple(box))
    right = math.hypot(dx, dy) <= PLACE_PX and far <= OFF_SHARE * item["radius"] * px + PLACE_PX
    return Fact(item["id"], "place", rounded(said), rounded(read), right, tuple(box))


def _round_or_not(shape: str, own: np.ndarray) -> str | None:
    """Circles and hexagons by how much the distance of their outlines from the middle varies: of a hexagon 4.5 % of
    the mean, of a circle nothing; None between.
    """
    if shape not in ("circle", "hexagon"):
        return shape
    contours, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=len).reshape(-1, 2).astype(float)
    (left, top), (right, bottom) = outline.min(0), outline.max(0)
    far = np.hypot(*(outline - ((left + right) / 2, (top + bottom) / 2)).T)
    spread = float(far.std() / far.mean())
    return "circle" if spread < 0.026 else "hexagon" if spread > 0.034 else None


def _shape(lab: np.ndarray, item: dict[str, Any], outline: Outline) -> Fact:
    """The shape of the mark's outline where the picture changes nearly all along it, and whether its middle is bare;
    None where too little of the outline can be seen.
    """
    mark, box = outline.mark, outline.mark["box"]
    near = cv2.dilate(outline.edges, np.ones((3, 3), np.uint8))[outline.rows, outline.columns]
    shape = None
    if float((near > FIRM).mean()) > WHOLE:
        large = 200 / max(box[2] - box[0], box[3] - box[1])
        polygon = (np.array(mark["polygon"]) - box[:2]) * large + 4
        own = np.zeros((math.ceil((box[3] - box[1]) * large) + 8, math.ceil((box[2] - box[0]) * large) + 8), np.uint8)
        cv2.fillPoly(own, [np.round(polygon).astype(np.int32)], 1)
        shape = _round_or_not(shape_of(own), own)
        shape = _ring_or_not(lab, box) if shape == "circle" else shape
    return Fact(item["id"], "shape", item["shape"], shape, shape == item["shape"], tuple(box))


def _ring_or_not(lab: np.ndarray, box: Sequence[float]) -> str | None:
    """A round thing is a ring where its middle looks like the ground beside it, a circle where it does not at all."""
    (x, y), reach = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (box[2] - box[0]) / 2
    left, top = max(int(x - 1.3 * reach), 0), max(int(y - 1.3 * reach), 0)
    part = lab[top : int(y + 1.3 * reach), left : int(x + 1.3 * reach)]
    rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    far = np.hypot(columns + left + 0.5 - x, rows + top + 0.5 - y) / reach
    ground, middle = part[(far > 1.15) & (far < 1.3)], part[far < 0.3]
    if not len(ground) or not len(middle):
        return None
    away = np.abs(middle - np.median(ground, 0))
    bare = float(np.mean((away[:, 0] < 0.5 * FAR_L) & (np.hypot(away[:, 1], away[:, 2]) < 0.6 * FAR_AB)))
    return "ring" if bare > 0.9 else "circle" if bare < 0.75 else None
