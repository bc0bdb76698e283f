"""Reads town maps: streets between junctions, arrows, closures, where landmarks stand, compass and scale bar.

Places in pixels follow from the scene's metres: marks of the junctions tell the scale and where the town begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.pictures import Box, commonest, part_boxes, picture_of, things_of
from scenewright.audit.readers.town_streets import SIGN, Point, arrows, closed, dashed, seen, strip
from scenewright.audit.rows import Row, Unusable

OFF_PX = 2.2
"""How far a street's middle may lie off the line between its ends."""
TURN_DEG = 4.0
"""How far the compass may be read off; it is drawn in steps of 15 degrees."""
BAR_PX = 2.0
"""How far the scale bar's length may be off."""
TAIL_PX = 80
"""Furthest that a badge stands from its landmark's place. Lettering may cover half of what leads there."""
STROKE_PX = 1.5
"""How much longer the bar is for the width of its strokes, 1 or 2 pixels."""

BADGE_PX = 3
"""Pixels about a landmark's badge that its edge takes."""

Thing = Mapping[str, Any]


class Sheet(NamedTuple):
    """Where metres are in pixels."""

    px_per_m: float
    left: float
    top: float
    places: dict[str, Point]
    """Of each junction."""

    def box(self, a: Point, b: Point) -> Box:
        """Around a street."""
        return (min(a[0], b[0]) - 8, min(a[1], b[1]) - 8, max(a[0], b[0]) + 8, max(a[1], b[1]) + 8)


def facts(row: Row) -> Iterator[Fact]:
    """Everything that is drawn of a town, and streets that it has not."""
    picture = picture_of(row)
    junctions = things_of(row, "junctions")
    sheet = sheet_of(junctions, part_boxes(row, "junction"))
    segments = things_of(row, "segments")
    stains = [tuple(mark["box"]) for mark in row.marks if mark["part"].startswith("stain")]
    yield from _streets(picture, sheet, segments, stains, _badges(row, picture, sheet, segments))
    yield from _landmarks(row, picture, sheet, segments)
    yield from _names(row, sheet, segments)
    yield from _margin(row, picture, sheet)


def sheet_of(junctions: Sequence[Thing], boxes: Mapping[str, Box]) -> Sheet:
    """The scale and origin that fit most marks of junctions."""
    known = [(j["x_m"], j["y_m"], boxes[j["id"]]) for j in junctions if j["id"] in boxes]
    if len(known) < 3:
        raise Unusable("no junctions are marked")
    metres = np.array([(x, y) for x, y, _ in known], float)
    pixels = np.array([((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for *_, b in known])
    first, second = np.triu_indices(len(known), 1)
    far = np.abs(metres[first] - metres[second]).sum(1)
    scale = float(np.median(np.abs(pixels[first] - pixels[second]).sum(1) / np.maximum(far, 1)))
    left, top = (float(v) for v in np.median(pixels - scale * metres, axis=0))
    return Sheet(scale, left, top, {j["id"]: (left + scale * j["x_m"], top + scale * j["y_m"]) for j in junctions})


# -- streets ---------------------------------------------------------------------------------------------------------


def _streets(
    picture: np.ndarray, sheet: Sheet, segments: Sequence[Thing], stains: Sequence[Sequence[float]], over: np.ndarray
) -> Iterator[Fact]:
    dark = float(np.median(picture[::9, ::9])) < 110
    colours: list[np.ndarray] = []
    for segment in segments:
        a, b = sheet.places[segment["start"]], sheet.places[segment["end"]]
        box, id = sheet.box(a, b), segment["id"]
        stained = any(_meet(box, stain) for stain in stains)
        if segment["closed"] and dashed(picture, a, b):
            yield Fact(id, "street", "drawn", "drawn", True, box)
        else:
            band = seen(picture, a, b, over)
            if band is not None:
                colours.append(band.colour)
            there = band is not None and abs(band.off) <= OFF_PX
            read = "none" if band is None else "drawn" if there else f"{band.off:.1f} px aside"
            yield Fact(id, "street", "drawn", None if stained and not there else read, there, box)
        shut = closed(picture, a, b)
        yield Fact(id, "closed", segment["closed"], shut, shut == segment["closed"], box)
        forth, back = arrows(picture, a, b, dark)
        ways = "both ways" if forth == back == 0 else "forth" if not back else "back" if not forth else "against itself"
        said = "forth" if segment["one_way"] else "both ways"
        unknown = segment["one_way"] and ways == "both ways"
        yield Fact(id, "way", said, None if unknown else ways, ways == said, box)
    yield from _unknown(picture, sheet, segments, colours, over)


def _unknown(
    picture: np.ndarray, sheet: Sheet, segments: Sequence[Thing], colours: Sequence[np.ndarray], over: np.ndarray
) -> Iterator[Fact]:
    """Streets between neighbouring junctions where there should be none."""
    known = {frozenset((s["start"], s["end"])) for s in segments}
    drawn = np.array([[*sheet.places[s["start"]], *sheet.places[s["end"]]] for s in segments]).reshape(-1, 4)
    longest = max((math.dist(r[:2], r[2:]) for r in drawn), default=0.0)
    ids = list(sheet.places)
    spots = np.array([sheet.places[id] for id in ids])
    paints = np.unique(np.array(colours).reshape(-1, 3), axis=0) if colours else np.zeros((0, 3))
    for i, k in combinations(range(len(ids)), 2):
        a, b = sheet.places[ids[i]], sheet.places[ids[k]]
        if not 40 < math.dist(a, b) <= 1.05 * longest or frozenset((ids[i], ids[k])) in known:
            continue
        inner = strip(picture, a, b, 18.0, 0, 4.0).pixels[:, 0]
        like = np.abs(inner[:, None] - paints[None]).max(2).min(1) <= 9 if len(paints) else np.zeros(len(inner))
        if like.mean() < 0.55 or _blocked(a, b, spots, drawn):
            continue
        band = seen(picture, a, b, over)
        if band is not None and abs(band.off) <= OFF_PX:
            yield Fact(f"{ids[i]} {ids[k]}", "street", "none", "drawn", False, sheet.box(a, b))


def _blocked(a: Point, b: Point, spots: np.ndarray, drawn: np.ndarray) -> bool:
    """Whether a line passes another junction or crosses a street: then it is none between neighbours."""
    way = np.array(b) - np.array(a)
    length = float(np.hypot(*way))
    off = spots - np.array(a)
    along, aside = off @ way / length, np.abs(off @ np.array([-way[1], way[0]])) / length
    if ((along > 8) & (along < length - 8) & (aside < 14)).any():
        return True

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.asarray((q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
                          - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0]))  # fmt: skip

    p, q, c, d = np.array(a), np.array(b), drawn[:, :2], drawn[:, 2:]
    apart = np.minimum.reduce([np.hypot(*(u - v).T) for u in (c, d) for v in (p, q)]) > 1
    cross = (side(p, q, c) * side(p, q, d) < 0) & (side(c, d, p[None]) * side(c, d, q[None]) < 0)
    return bool((cross & apart).any())


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# -- landmarks and names ---------------------------------------------------------------------------------------------


def _spots(row: Row, sheet: Sheet, segments: Sequence[Thing]) -> dict[str, Point]:
    """Where each landmark stands: at its junction, or halfway along its street."""
    ends = {s["id"]: (sheet.places[s["start"]], sheet.places[s["end"]]) for s in segments}
    out = {}
    for mark in things_of(row, "landmarks"):
        if mark["junction"]:
            spot = sheet.places.get(mark["junction"])
        else:
            a, b = ends.get(mark["segment"], ((0.0, 0.0), (0.0, 0.0)))
            spot = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        if spot is not None:
            out[mark["id"]] = spot
    return out


def _badges(row: Row, picture: np.ndarray, sheet: Sheet, segments: Sequence[Thing]) -> np.ndarray:
    """The pixels that badges take up with their tails, and what is next to them."""
    out = np.zeros(picture.shape[:2], np.uint8)
    spots = _spots(row, sheet, segments)
    for id, (left, top, right, bottom) in part_boxes(row, "icon").items():
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), spots.get(id, (left, top))]
        cv2.fillConvexPoly(out, cv2.convexHull(np.round(corners).astype(np.int32)), 1)
    return np.asarray(cv2.dilate(out, np.ones((2 * BADGE_PX + 1, 2 * BADGE_PX + 1), np.uint8)) > 0)


def _landmarks(row: Row, picture: np.ndarray, sheet: Sheet, segments: Sequence[Thing]) -> Iterator[Fact]:
    icons, hidden = part_boxes(row, "icon"), set(row.scene.get("hidden") or ())
    spots = _spots(row, sheet, segments)
    for mark in things_of(row, "landmarks"):
        box, spot = icons.get(mark["id"]), spots.get(mark["id"])
        if box is None or mark["id"] in hidden or spot is None:
            continue
        there = _tied(picture, box, spot)
        said = mark["junction"] or mark["segment"]
        yield Fact(mark["id"], "place", said, said if there else "elsewhere", there, box)


def _tied(picture: np.ndarray, box: Box, spot: Point) -> bool:
    """Whether the badge in a box has its foot at a spot: a tail of its colour leads there, and a dot ends it."""
    left, top, right, bottom = box
    badge = picture[max(int(top) + 2, 0) : int(bottom) - 1, max(int(left) + 2, 0) : int(right) - 1].reshape(-1, 3)
    if not len(badge):
        return False
    x, y = (left + right) / 2, (top + bottom) / 2
    fill = commonest(badge)
    length = math.dist((x, y), spot)
    if length > TAIL_PX:
        return False
    steps = np.arange(min(15.0, length), length + 2.0, 1.0) / max(length, 1e-6)
    height, width = picture.shape[:2]
    hits = np.zeros(len(steps), bool)
    for dx, dy in ((0.0, 0.0), (-0.6, 0.0), (0.6, 0.0), (0.0, -0.6), (0.0, 0.6)):  # near its end it is thin
        xs = (x + (spot[0] - x) * steps + dx).astype(int).clip(0, width - 1)
        ys = (y + (spot[1] - y) * steps + dy).astype(int).clip(0, height - 1)
        hits |= np.abs(picture[ys, xs] - fill).max(1) <= 40
    return bool(hits.mean() > 0.45 and hits[-4:].all())


def _names(row: Row, sheet: Sheet, segments: Sequence[Thing]) -> Iterator[Fact]:
    """What is written beside things, as marked, and whether streets' names stand at their streets."""
    hidden = set(row.scene.get("hidden") or ())
    words: dict[str, list[Thing]] = {}
    for mark in row.marks:
        if mark["part"] in ("label", "label 2") and mark["text"]:
            words.setdefault(mark["id"], []).append(mark)
    for mark in things_of(row, "landmarks"):
        if mark["id"] in words and mark["id"] not in hidden:
            read = " ".join(word["text"] for word in words[mark["id"]])
            yield Fact(mark["id"], "name", mark["name"], read, read == mark["name"], tuple(words[mark["id"]][0]["box"]))
    for street in things_of(row, "streets"):
        own = [s for s in segments if s["street"] == street["id"]]
        for word in words.get(street["id"], []) if street["id"] not in hidden else []:
            box = tuple(word["box"])
            at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            near = any(_distance(at, sheet.places[s["start"]], sheet.places[s["end"]]) < 24 for s in own)
            read = word["text"] if near else f"{word['text']}, at another street"
            yield Fact(street["id"], "name", street["name"], read, near and word["text"] == street["name"], box)


def _distance(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = min(max(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy or 1.0), 0.0), 1.0)
    return math.dist(p, (a[0] + t * dx, a[1] + t * dy))


# -- the margin ------------------------------------------------------------------------------------------------------


def _margin(row: Row, picture: np.ndarray, sheet: Sheet) -> Iterator[Fact]:
    """Compass and scale bar."""
    needle, bar = part_boxes(row, "needle").get("compass"), part_boxes(row, "bar").get("scale")
    if needle is not None:
        said = row.scene["compass"]["north_deg"]
        angle = _north(picture, needle)
        agrees = angle is not None and abs((angle - said + 180) % 360 - 180) <= TURN_DEG
        yield Fact("compass", "north", said, None if angle is None else round(angle, 1), agrees, needle)
    if bar is not None:
        said = row.scene["scale"]["length_m"]
        px = _bar_length(picture, bar)
        agrees = px is not None and abs(px - said * sheet.px_per_m) <= BAR_PX
        yield Fact("scale", "length", said, None if px is None else round(px / sheet.px_per_m, 1), agrees, bar)


def _north(picture: np.ndarray, box: Box) -> float | None:
    """Where the needle's red half points, in degrees clockwise from the top of the page."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    left, top = max(int(box[0]), 0), max(int(box[1]), 0)
    part = picture[top : int(box[3]) + 1, left : int(box[2]) + 1]
    red = np.minimum.reduce([np.abs(part - colour).max(-1) for colour in SIGN]) <= 24
    ys, xs = np.nonzero(red)
    if len(xs) < 25:
        return None
    return math.degrees(math.atan2(xs.mean() + left + 0.5 - x, y - ys.mean() - top - 0.5)) % 360


def _bar_length(picture: np.ndarray, box: Box) -> float | None:
    """How long the bar is, from its first to its last column that is not ground."""
    y0, y1 = max(int(box[1]), 0), int(box[3]) + 1
    x0 = max(int(box[0]) - 12, 0)
    part = picture[y0:y1, x0 : int(box[2]) + 6]
    if not part.size or part.shape[1] < 20:
        return None
    ground = commonest(picture[max(y0 - 4, 0) : y0 - 1, x0 : int(box[2]) + 6].reshape(-1, 3))
    inside = part[:, 12:18].reshape(-1, 3)  # it begins with its dark colour
    ink = inside[np.abs(inside - ground).sum(1).argmax()]
    way = (ink - ground).astype(float)
    on = np.flatnonzero(((part - ground) @ way / max(float(way @ way), 1.0) > 0.38).any(0))
    return float(on[-1] - on[0] + 1 - STROKE_PX) if len(on) else None
