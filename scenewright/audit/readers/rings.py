"""What pies, donuts and sunbursts share: where each piece of a ring begins and ends, followed around near its rim.

Marks say where a piece's centre and rim are; its edges are where its colour ends in the pixels. Angles are degrees
clockwise from twelve.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from scenewright.audit.readers.chart_facts import Chart, colours_in

RIMS_PX = (4.0, 6.5, 9.0, 12.0)
"""How far within the rim a piece is followed: outside of most labels, inside of the outline."""
STEP_PX = 0.25
BEYOND_PX = 14.0
"""Beyond a mark's edges its colour is looked for this far."""
SAME = 12.0
"""Largest difference of a channel between pixels of one fill, or from mixtures of a fill and its hatching."""
LINE_PX = 0.6
"""Least width of a line between two pieces."""
HATCH_PX = 6.0
"""The same where pieces are hatched: hatching may cut them too, and hide their edges so far."""
INSIDE_PX = 7.0
"""From an edge of its mark letters may cut a piece."""
EDGE_PX = 2.5
"""How far an edge may be read off, in pixels along the rim."""
ABREAST_PX = 0.7
"""A place is a piece's only where its colour is this far within and beyond too: a thin line between two pieces runs
along the radius, and a circle may pass it where it goes from one pixel to the next, by a corner.
"""
NEIGHBOUR_PX = 6.0
"""Pieces further apart than this are no neighbours."""
SIZE = 2.2
"""How much further off a size may be than an edge: it has two, and what is given back of the gaps is estimated."""

Point = tuple[float, float]


class Wedge(NamedTuple):
    """A piece of a ring as its mark outlines it."""

    centre: Point
    inner: float
    outer: float
    first: float
    last: float


class Span(NamedTuple):
    """Where a piece was found."""

    first: float
    last: float
    radius: float
    colour: np.ndarray

    @property
    def middle(self) -> float:
        """Half-way between its edges."""
        return (self.first + self.last) / 2


def wedge_of(polygon: Sequence[Point]) -> Wedge | None:
    """The wedge that an outline encloses: an arc, and either the centre or the arc back; None where it is none."""
    if len(polygon) < 3:
        return None
    points = np.asarray(polygon, float)
    if len(points) % 2:
        outer, centre, inner = points[:-1], points[-1], 0.0
    else:
        half = len(points) // 2
        outer, back = points[:half], points[half:][::-1]
        lengths = [float(np.hypot(*np.diff(arc, axis=0).T).sum()) for arc in (outer, back)]
        if lengths[0] <= lengths[1]:
            return None
        share = lengths[0] / (lengths[0] - lengths[1])
        centre = (outer + (back - outer) * share).mean(0)
        inner = float(np.hypot(*(back - centre).T).mean())
    away = outer - centre
    turns = np.degrees(np.unwrap(np.arctan2(away[:, 0], -away[:, 1])))
    radius = float(np.hypot(*away.T).mean())
    low, high = sorted((float(turns[0]), float(turns[-1])))
    return Wedge((float(centre[0]), float(centre[1])), inner, radius, low, high)


def read_span(chart: Chart, wedge: Wedge) -> Span | None:
    """Where a piece's colour begins and ends, by the majority of some circles; None where it isn't there."""
    fills = _fills(chart, wedge)
    found = []
    for inset in RIMS_PX:
        radius = wedge.outer - inset
        if radius < wedge.inner + 2.0 or radius < 6.0:
            continue
        pad = min(math.degrees(BEYOND_PX / radius), max((360.0 - wedge.last + wedge.first) / 2, 1.0))
        steps = np.arange(wedge.first - pad, wedge.last + pad, math.degrees(STEP_PX / radius))
        abreast = (radius - ABREAST_PX, radius, radius + ABREAST_PX)
        same = np.all([_is(sample(chart.picture, wedge.centre, r, steps), fills) for r in abreast], axis=0)
        places = np.flatnonzero(same)
        if not len(places):
            continue
        near = pad * radius * math.pi / 180.0 / STEP_PX + INSIDE_PX / STEP_PX
        run = _run(places, len(steps), near, (HATCH_PX if len(fills) > 1 else LINE_PX) / STEP_PX)
        found.append((float(steps[run[0]]), float(steps[run[-1]])))
    if not found:
        return None
    first, last = np.median([a for a, _ in found]), np.median([b for _, b in found])
    return Span(float(first), float(last), wedge.outer - RIMS_PX[1], fills[0])


def _run(places: np.ndarray, count: int, near: float, hole: float) -> np.ndarray:
    """The run of places in the middle. Letters and hatching may cut it; but a hole near an end of the mark, `near`
    places from where the search began, is a line between two pieces that may have one colour.
    """
    gaps = np.flatnonzero(np.diff(places) > 1)
    middles = (places[gaps] + places[gaps + 1]) / 2
    inside = (middles > near) & (middles < count - near)
    cuts = gaps[~inside & (places[gaps + 1] - places[gaps] - 1 > hole)]
    runs = np.split(places, cuts + 1)
    middle = count / 2
    return min(runs, key=lambda r: (max(r[0] - middle, middle - r[-1], 0.0), -len(r)))


def with_gaps(spans: Mapping[str, Span]) -> dict[str, float]:
    """The angle of each piece from edge to edge, in degrees: half of what the lines beside it take is given back, or of
    what they take of the others, where a neighbour is pulled out or unseen.
    """
    beside = {}
    for id, span in spans.items():
        others = [other for i, other in spans.items() if i != id]
        after = min(((other.first - span.last) % 360 for other in others), default=360.0)
        before = min(((span.first - other.last) % 360 for other in others), default=360.0)
        beside[id] = [math.radians(gap) * span.radius for gap in (before, after)]
    near = [gap for pair in beside.values() for gap in pair if gap < NEIGHBOUR_PX]
    usual = float(np.median(near)) if near else 1.0
    return {
        id: span.last - span.first
        + sum(math.degrees((gap if gap < NEIGHBOUR_PX else usual) / 2 / span.radius) for gap in beside[id])
        for id, span in spans.items()
    }  # fmt: skip


def off(a: float, b: float) -> float:
    """How far two directions lie apart."""
    return abs((a - b + 180.0) % 360.0 - 180.0)


def sample(picture: np.ndarray, centre: Point, radius: float, turns: np.ndarray) -> np.ndarray:
    """The pixels along a circle."""
    xs = np.clip((centre[0] + radius * np.sin(np.radians(turns))).astype(int), 0, picture.shape[1] - 1)
    ys = np.clip((centre[1] - radius * np.cos(np.radians(turns))).astype(int), 0, picture.shape[0] - 1)
    found: np.ndarray = picture[ys, xs]
    return found


def _fills(chart: Chart, wedge: Wedge) -> list[np.ndarray]:
    """The commonest colour of a piece, and the second one where it is hatched."""
    inside = []
    for share in (0.55, 0.7, 0.8, 0.88, 0.93):
        radius = wedge.inner + (wedge.outer - wedge.inner) * share
        margin = min(math.degrees(3.0 / max(radius, 1.0)), (wedge.last - wedge.first) / 3)
        turns = np.arange(wedge.first + margin, wedge.last - margin, math.degrees(0.7 / max(radius, 1.0)))
        inside.append(sample(chart.picture, wedge.centre, radius, turns))
    pixels = np.concatenate(inside)
    if not len(pixels):
        pixels = sample(chart.picture, wedge.centre, wedge.outer * 0.8, np.array([(wedge.first + wedge.last) / 2]))
    found, counts = colours_in(pixels)
    order = np.argsort(counts)[::-1]
    return [found[i] for i in order[:2] if counts[i] > 0.25 * counts[order[0]]]


def _is(pixels: np.ndarray, fills: Sequence[np.ndarray]) -> np.ndarray:
    """Which pixels are of one fill, or of a mixture of it and its hatching."""
    base = fills[0].astype(float)
    away = pixels - base
    if len(fills) > 1:
        across = fills[1] - base
        share = np.clip(away @ across / max(float(across @ across), 1.0), 0.0, 1.0)
        away = away - share[:, None] * across
    found: np.ndarray = np.abs(away).max(1) <= SAME
    return found
