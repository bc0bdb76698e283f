"""Reads the sizes of a treemap's rectangles and of a sunburst's pieces from the decoded picture, by their colours.

Marks say where to look; how large a part is, is taken from the pixels alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from scenewright.audit import decoded as media
from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart, commonest
from scenewright.audit.readers.rings import EDGE_PX, SIZE, Span, off, read_span, wedge_of, with_gaps
from scenewright.audit.rows import Row

SAME = 10
"""Largest difference of a channel between pixels of one fill."""
REACH_PX = 5
"""Pixels around a mark in which a rectangle's edge is looked for."""
RIM_PX = 3.0
"""How far within the rim a ring is followed: outside its labels, inside the outline's smoothing."""
STEP_DEG = 0.04

Mark = Mapping[str, Any]
"""`id`, `part`, `box` and `polygon` of a mark, as stored."""


def decoded(png: bytes) -> np.ndarray:
    """The `(height, width, 3)` pixels as integers."""
    return media.rgb(png).astype(np.int16)


def fill_of(picture: np.ndarray, box: Sequence[float]) -> np.ndarray:
    """The commonest colour in a box: text and lines are thinner than what they stand on."""
    left, top, right, bottom = (int(v) for v in box)
    part = picture[top : bottom + 1, left : right + 1].reshape(-1, 3)
    return commonest(part)


def _edges(picture: np.ndarray, box: Sequence[float]) -> tuple[float, float, float, float]:
    """Where the colour of a rectangle begins and ends along rows and columns near its middle, by the majority."""
    left, top, right, bottom = box
    x0, y0 = max(int(left) - REACH_PX, 0), max(int(top) - REACH_PX, 0)
    part = picture[y0 : int(bottom) + REACH_PX + 1, x0 : int(right) + REACH_PX + 1]
    same = np.abs(part - fill_of(picture, box)).max(2) <= SAME
    rows = np.flatnonzero(same.mean(1) > 0.35 * same.mean(1).max())
    columns = np.flatnonzero(same.mean(0) > 0.35 * same.mean(0).max())
    inner = _own(rows, (bottom + top) / 2 - y0), _own(columns, (left + right) / 2 - x0)
    return (x0 + float(inner[1][0]), y0 + float(inner[0][0]), x0 + inner[1][1] + 1.0, y0 + inner[0][1] + 1.0)


def _own(places: np.ndarray, middle: float) -> tuple[int, int]:
    """First and last place of the colour, a neighbour of the same colour beyond a gap left out.

    Lines of letters may cut a run, but not within `REACH_PX` of its ends.
    """
    ends = [int(places[0]), int(places[-1])]
    for i, (a, b) in enumerate(itertools.pairwise(places.tolist())):
        if b - a > 1 and i < 2 * REACH_PX and b < middle and b - places[0] <= REACH_PX + 4:
            ends[0] = b
        if b - a > 1 and a > middle and places[-1] - a <= REACH_PX + 4:
            ends[1] = min(ends[1], a)
    return ends[0], ends[1]


def read_tiles(png: bytes, marks: Sequence[Mark], hidden: Sequence[str] = ()) -> dict[str, float]:
    """The area of each visible rectangle in square pixels, with half of the gaps to its neighbours given back."""
    return tiles_of(decoded(png), marks, hidden)[0]


def tiles_of(
    picture: np.ndarray, marks: Sequence[Mark], hidden: Collection[str]
) -> tuple[dict[str, float], dict[str, tuple[float, float, float, float]]]:
    """The same of a decoded picture, and where each rectangle's colour ends."""
    boxes = {m["id"]: _edges(picture, m["box"]) for m in marks if m["part"] == "part" and m["id"] not in hidden}
    covers = [m["box"] for m in marks if m["part"] == "part" and m["id"] in hidden]
    found = {}
    for id, box in boxes.items():
        others = [b for other, b in boxes.items() if other != id] + covers
        left, top, right, bottom = box
        for b in others:
            if min(bottom, b[3]) - max(top, b[1]) > 3:
                left = min(left, (box[0] + b[2]) / 2) if 0 <= box[0] - b[2] <= REACH_PX else left
                right = max(right, (box[2] + b[0]) / 2) if 0 <= b[0] - box[2] <= REACH_PX else right
            if min(right, b[2]) - max(left, b[0]) > 3:
                top = min(top, (box[1] + b[3]) / 2) if 0 <= box[1] - b[3] <= REACH_PX else top
                bottom = max(bottom, (box[3] + b[1]) / 2) if 0 <= b[1] - box[3] <= REACH_PX else bottom
        found[id] = (right - left) * (bottom - top)
    return found, boxes


def read_ring(png: bytes, marks: Sequence[Mark], hidden: Sequence[str] = ()) -> dict[str, float]:
    """The angle of each visible piece of the outer ring in degrees, from edge to edge; gaps are halved."""
    picture = decoded(png)
    plot = next(m["box"] for m in marks if m["part"] == "plot")
    cx, cy = (plot[0] + plot[2]) / 2, (plot[1] + plot[3]) / 2
    spans = {}
    for mark in marks:
        if mark["part"] != "part" or mark["id"] in hidden:
            continue
        turns = [math.degrees(math.atan2(x - cx, cy - y)) for x, y in mark["polygon"]]
        reach = [math.hypot(x - cx, y - cy) for x, y in mark["polygon"]]
        first = turns[0]
        along = [(t - first + 180) % 360 - 180 for t in turns]
        if max(along) - min(along) > 175:  # more than half of the ring: unwound step by step
            along = np.degrees(np.unwrap(np.radians(turns))).tolist()
            along = [a - along[0] for a in along[: len(along) // 2]]
        low, high = first + min(along) - 4, first + max(along) + 4
        colour = _piece_colour(picture, mark, (cx, cy), (min(reach), max(reach)), (low + high) / 2)
        steps = np.arange(low, high, STEP_DEG)
        at = max(reach) - RIM_PX
        xs = np.clip((cx + at * np.sin(np.radians(steps))).astype(int), 0, picture.shape[1] - 1)
        ys = np.clip((cy - at * np.cos(np.radians(steps))).astype(int), 0, picture.shape[0] - 1)
        same = np.abs(picture[ys, xs] - colour).max(1) <= SAME
        places = np.flatnonzero(same)
        if not len(places):
            continue
        # a neighbour of the same colour begins beyond a gap, within the four degrees that were added
        margin, middle = int(5 / STEP_DEG), len(steps) // 2
        for a, b in [pair for pair in itertools.pairwise(places.tolist()) if pair[1] - pair[0] > 2]:
            if b < min(margin, middle):
                places = places[places >= b]
            elif a > max(len(steps) - margin, middle):
                places = places[places <= a]
        spans[mark["id"]] = (float(steps[places[0]]), float(steps[places[-1]]))
    found = {}
    for id, (low, high) in spans.items():
        others = [s for other, s in spans.items() if other != id]
        before = min(((low - s[1]) % 360 for s in others), default=0.0)
        after = min(((s[0] - high) % 360 for s in others), default=0.0)
        typical = 1.5
        found[id] = high - low + (before if before < typical else 0.5) / 2 + (after if after < typical else 0.5) / 2
    return found


def _piece_colour(
    picture: np.ndarray, mark: Mark, centre: tuple[float, float], radii: tuple[float, float], middle: float
) -> np.ndarray:
    """The commonest colour along the middle of a piece, from its inner edge to its rim."""
    pixels = []
    for turn in (middle - 1.5, middle, middle + 1.5):
        for radius in np.arange(radii[0] + 3, radii[1] - 2, 0.5):
            x = centre[0] + radius * math.sin(math.radians(turn))
            y = centre[1] - radius * math.cos(math.radians(turn))
            pixels.append(picture[int(y), int(x)])
    return commonest(np.array(pixels))


# -- facts ---------------------------------------------------------------------------------------------------------

TILE_PX = 3.2
"""How far a rectangle's edge may lie from its mark's, in pixels: it may be outlined."""
AREA = 0.03
"""Share of a rectangle's area that an estimate of what gaps take may be off, beside pixels of width and height:"""
OUTLINE_PX = 2.5
"""An outline, and half a gap at the plot's side."""
SHADOW_PX = 9.0
"""About a cover, where its shadow lies on other rectangles."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each part in sight: its value by its area, or by its angle in a ring; where it is; its colour beside its
    key's. Of the groups of a sunburst too.
    """
    chart = Chart(row)
    parts = chart.things("parts")
    yield from chart.words(("legend", "title"))
    yield from chart.names("legend", ["groups", "parts"], begins=True)
    yield from chart.names("label", ["parts"], begins=True)
    yield from chart.names("heading", ["groups"], begins=True)
    if chart.scene.get("kind") == "sunburst":
        yield from _pieces(chart, "part", parts)
        yield from _pieces(chart, "group", chart.things("groups"))
    else:
        yield from _tiles(chart, parts)


def _tiles(chart: Chart, parts: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    boxes = chart.boxes("part")
    areas, edges = tiles_of(chart.picture, chart.marks, chart.unseen)
    shown = [part for part in parts if part["id"] in areas]
    covers = [boxes[id] for id in chart.unseen if id in boxes]
    per_px = sum(part["value"] for part in shown) / max(sum(areas[part["id"]] for part in shown), 1.0)
    keys = chart.keys_by_name("parts")
    for part in shown:
        id, box = part["id"], boxes[part["id"]]
        if any(box[0] < c[2] + SHADOW_PX and c[0] < box[2] + SHADOW_PX and box[1] < c[3] + SHADOW_PX
               and c[1] < box[3] + SHADOW_PX for c in covers):  # fmt: skip
            continue
        slack = AREA + OUTLINE_PX / max(box[2] - box[0], 1.0) + OUTLINE_PX / max(box[3] - box[1], 1.0)
        yield chart.near(id, "value", part["value"], areas[id] * per_px, slack * part["value"], box)
        yield chart.edges(id, box, edges[id], TILE_PX)
        if part["name"] in keys and not part.get("group"):
            yield chart.colour(id, keys[part["name"]], chart.fill(box), box)


def _pieces(chart: Chart, kind: str, things: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    """The pieces of one ring, which are a whole together."""
    wedges = {mark["id"]: wedge_of(mark["polygon"]) for mark in chart.marks if mark["part"] == kind}
    spans: dict[str, Span | None] = {}
    for thing in things:
        wedge = wedges.get(thing["id"])
        if wedge is not None and thing["id"] not in chart.unseen:
            spans[thing["id"]] = read_span(chart, wedge)
    angles = with_gaps({id: span for id, span in spans.items() if span is not None})
    total = sum(thing["value"] for thing in things) or 1.0
    turn, way = float(chart.scene.get("start_deg") or 0), 1.0 if chart.scene.get("clockwise", True) else -1.0
    keys = chart.keys_by_name("groups") if kind == "group" else {}
    for thing in things:
        id, said = thing["id"], 360.0 * thing["value"] / total
        middle = turn + way * said / 2
        turn += way * said
        if id not in spans:
            continue
        span = spans[id]
        slack = math.degrees(EDGE_PX / span.radius) if span else 0.0
        angle = angles.get(id)
        read = None if angle is None else angle / 360.0 * total
        yield chart.near(id, "value", thing["value"], read, SIZE * slack / 360.0 * total)
        found = None if span is None else round(span.middle % 360, 1)
        agrees = span is not None and off(span.middle, middle) <= slack
        yield Fact(id, "direction", round(middle % 360, 1), found, agrees, None, chart.medium)
        if span is not None and thing["name"] in keys:
            yield chart.colour(id, keys[thing["name"]], span.colour, (0.0, 0.0, 0.0, 0.0))
