"""Outlines of shapes in scene units, and what of each is in sight.

A scene unit is the height of the picture; x runs right, y down. Outlines are about their centre, of half extent 1; a
ring and a crescent are outlines too (a ring has a second one for its hole).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np

ROUND = 72
"""Corners of a circle's outline."""

RASTER = 1000
"""Pixels per scene unit where visible shares are measured."""

RING_HOLE = 0.56
"""Inner radius of a ring, of its outer one."""


def _turned(radii: Sequence[float], start_deg: float) -> np.ndarray:
    angles = np.radians(start_deg + 360 * np.arange(len(radii)) / len(radii))
    return np.stack([np.cos(angles), np.sin(angles)], 1) * np.asarray(radii)[:, None]


def _cross() -> np.ndarray:
    a, b = 1.0, 0.36
    corners = [
        (-b, -a),
        (b, -a),
        (b, -b),
        (a, -b),
        (a, b),
        (b, b),
        (b, a),
        (-b, a),
        (-b, b),
        (-a, b),
        (-a, -b),
        (-b, -b),
    ]
    return np.array(corners)


def _heart() -> np.ndarray:
    """The usual curve of sines, its box centred and 2 high."""
    t = np.linspace(0, 2 * math.pi, ROUND, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    low, high = y.min(), y.max()
    return np.stack([x, y - (low + high) / 2], 1) * (2.0 / (high - low))


def _crescent() -> np.ndarray:
    """A disc less a disc of 0.82 of its radius, 0.52 to the right of it; moved left to stand in its middle."""
    r, d = 0.82, 0.52
    x = (1 - r * r + d * d) / (2 * d)
    tip = math.acos(x)
    outer = np.linspace(tip, 2 * math.pi - tip, ROUND * 3 // 4)
    inner_tip = math.atan2(math.sin(tip), x - d)
    inner = np.linspace(2 * math.pi - inner_tip, inner_tip, ROUND // 2)[1:-1]
    points = np.concatenate(
        [np.stack([np.cos(outer), np.sin(outer)], 1), np.stack([d + r * np.cos(inner), r * np.sin(inner)], 1)]
    )
    return (points + np.array((0.18, 0.0))) * 1.12


UNIT: dict[str, np.ndarray] = {
    "circle": _turned([0.96] * ROUND, 0),
    "square": _turned([1.2] * 4, 45),
    "triangle": _turned([1.2] * 3, -90) + np.array((0.0, 0.14)),
    "star": _turned([1.2, 0.5] * 5, -90) + np.array((0.0, 0.06)),
    "cross": _cross(),
    "ring": _turned([1.02] * ROUND, 0),
    "heart": _heart(),
    "diamond": _turned([1.22, 0.86, 1.22, 0.86], -90)[[0, 1, 2, 3]],
    "hexagon": _turned([1.06] * 6, 0),
    "crescent": _crescent(),
}
"""Outline of each shape, `(n, 2)`."""

REACH = {shape: float(np.hypot(*points.T).max()) for shape, points in UNIT.items()}
"""Radius of the circle about the centre that holds the outline."""

DROP = {shape: float(points[:, 1].max()) for shape, points in UNIT.items()}
"""How far the outline reaches below its centre: where an upright thing stands on the table."""


Placed = tuple[np.ndarray, np.ndarray | None]
"""An outline, and its hole's if it has one."""


@lru_cache(512)
def _placed(shape: str, turn_deg: float) -> np.ndarray:
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    points = UNIT[shape] @ np.array([[c, s], [-s, c]])
    points.setflags(write=False)
    return points


def outline(shape: str, x: float, y: float, radius: float, turn_deg: float = 0.0) -> np.ndarray:
    """The outline in scene units, `(n, 2)`."""
    return _placed(shape, turn_deg) * radius + (x, y)


def placed(shape: str, x: float, y: float, radius: float, turn_deg: float = 0.0) -> Placed:
    """The outline, and that of a ring's hole."""
    return outline(shape, x, y, radius, turn_deg), hole(shape, x, y, radius)


def hole(shape: str, x: float, y: float, radius: float) -> np.ndarray | None:
    """The outline of a ring's hole; None for other shapes."""
    return UNIT["ring"] * (RING_HOLE * radius) + (x, y) if shape == "ring" else None


def fill(image: np.ndarray, points: np.ndarray, inner: np.ndarray | None, value: int, scale: float) -> None:
    """Fill a shape into an image of one channel, `scale` pixels per scene unit; pixel centres at half integers."""
    parts = [points] if inner is None else [points, inner]
    fixed = [np.round((part * scale - 0.5) * 16).astype(np.int32) for part in parts]
    cv2.fillPoly(image, fixed, value, lineType=cv2.LINE_8, shift=4)


def overlap(back: Placed, front: Placed) -> tuple[float, float]:
    """The area that two shapes have in common, as a share of each; to some 0.02."""
    low = back[0].min(0)
    scale = 62.0 / float((back[0].max(0) - low).max())
    grids = np.zeros((2, 64, 64), np.uint8)
    for grid, (points, inner) in zip(grids, (back, front), strict=True):
        fill(grid, points - low, None if inner is None else inner - low, 1, scale)
    common, whole = int(np.count_nonzero(grids[0] & grids[1])), int(np.count_nonzero(grids[0]))
    return common / whole, common / max(1.0, area(front) * scale * scale)


def area(shape: Placed) -> float:
    """Area within an outline, less its hole, in squares of the scene unit."""
    return sum(
        sign * abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2
        for sign, (x, y) in ((1 - 2 * k, part.T) for k, part in enumerate(shape) if part is not None)
    )


def shares(outlines: Sequence[Placed]) -> list[float]:
    """Visible share of each shape, given from the furthest to the nearest; measured on a raster of its own box."""
    boxes = [(points.min(0), points.max(0)) for points, _ in outlines]
    out = []
    for i, (points, inner) in enumerate(outlines):
        low, high = boxes[i]
        over = [k for k in range(i + 1, len(outlines)) if (boxes[k][0] < high).all() and (boxes[k][1] > low).all()]
        if not over:
            out.append(1.0)
            continue
        wide, tall = np.ceil((high - low) * RASTER).astype(int) + 2
        own, cover = np.zeros((2, int(tall), int(wide)), np.uint8)
        fill(own, points - low, None if inner is None else inner - low, 1, RASTER)
        for k in over:
            other, gap = outlines[k]
            fill(cover, other - low, None if gap is None else gap - low, 1, RASTER)
        hidden, whole = int((own & cover).sum()), int(own.sum())
        out.append(round(1 - hidden / whole, 3))
    return out
