"""Markers of six shapes of about the same weight, and what of each is seen where they overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenewright.renderers.canvas import Canvas, Point

_SQUARE = tuple((x * 0.9, y * 0.9) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
_TRIANGLE = ((0.0, -1.2), (1.2, 0.9), (-1.2, 0.9))
_DIAMOND = ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0))
_ARM, _HALF = 1.3, 0.42
_PLUS = (
    (-_HALF, -_ARM), (_HALF, -_ARM), (_HALF, -_HALF), (_ARM, -_HALF), (_ARM, _HALF), (_HALF, _HALF), (_HALF, _ARM),
    (-_HALF, _ARM), (-_HALF, _HALF), (-_ARM, _HALF), (-_ARM, -_HALF), (-_HALF, -_HALF),
)  # fmt: skip
_TURN = math.sqrt(0.5)
_CROSS = tuple(((x - y) * _TURN, (x + y) * _TURN) for x, y in _PLUS)

OUTLINES: dict[str, tuple[Point, ...]] = {
    "square": _SQUARE, "triangle": _TRIANGLE, "diamond": _DIAMOND, "plus": _PLUS, "cross": _CROSS,
}  # fmt: skip
"""Corners of each shape about its middle, for a disc of radius 1 of about the same area."""

REACH = 1.3
"""How far shapes reach beyond the radius of a disc of the same area."""


def draw_marker(
    canvas: Canvas, at: Point, shape: str, radius: float, fill: str | None, edge: str | None, width: float
) -> None:
    """A marker with its middle at `at`: the middle of a triangle is that of its height."""
    outline = OUTLINES.get(shape)
    if outline is None:
        canvas.circle(at, radius, fill, edge, width)
        return
    x, y = at
    dy = 0.15 * radius if shape == "triangle" else 0.0
    canvas.polygon([(x + a * radius, y + dy + b * radius) for a, b in outline], fill, edge, width)


def box_of(at: Point, shape: str, radius: float) -> tuple[float, float, float, float]:
    """Bounds of a marker's fill; those of a triangle are even about `at`."""
    x, y = at
    outline = OUTLINES.get(shape)
    w = radius if outline is None else radius * max(a for a, _ in outline)
    h = 1.05 * radius if shape == "triangle" else w
    return (x - w, y - h, x + w, y + h)


# a sunflower's seeds: evenly spread over a disc
_SEEDS = [
    (math.sqrt((k + 0.5) / 40) * math.cos(k * 2.399963), math.sqrt((k + 0.5) / 40) * math.sin(k * 2.399963))
    for k in range(40)
]


def visible(places: Sequence[Point], radii: Sequence[float], order: Sequence[int]) -> dict[int, float]:
    """Share of each marker, as a disc, that no marker drawn after it lies over: of those less than wholly seen.

    Markers that touch no other are left out; so is the uppermost of several, but that it covers others.
    """
    if not places:
        return {}
    at = np.array([places[i] for i in order])
    r = np.array([radii[i] for i in order])
    far = np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])
    meets = np.triu(far < r[:, None] + r[None, :], 1)
    out: dict[int, float] = {}
    for i in np.flatnonzero(meets.any(1)).tolist():
        over = [(float(at[j, 0]), float(at[j, 1]), float(r[j])) for j in np.flatnonzero(meets[i]).tolist()]
        x, y, own = float(at[i, 0]), float(at[i, 1]), float(r[i])
        seen = sum(all((x + own * a - u) ** 2 + (y + own * b - v) ** 2 > s * s for u, v, s in over) for a, b in _SEEDS)
        out[order[i]] = round(seen / len(_SEEDS), 3)
    return out


def touching(places: Sequence[Point], radii: Sequence[float]) -> list[int]:
    """Markers that touch another, or nearly."""
    if not places:
        return []
    at, r = np.array(places), np.array(radii)
    far = np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])
    meets = far < r[:, None] + r[None, :] + 0.5
    np.fill_diagonal(meets, False)
    return [int(i) for i in np.flatnonzero(meets.any(1))]
