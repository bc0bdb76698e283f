"""Follows the lines of a flowchart in its pixels, from shape to shape.

No line crosses another, and lines that meet go on to one arrow head. So all that is joined when the shapes are cut
out is one way: from every shape where it begins without a head to the one at its head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit.readers.pictures import Box, commonest

CLEAR_PX = 5
"""Round a shape, what its outline and shadow take up."""
PROBE = (6, 10)
"""Pixels outward from the middle of a side where a line that begins or ends there is looked for; a head is 10 to 12 px
long, and here wider than any line."""
SHARE = 0.45
"""Least share of the lines' colour: the thinnest line has 0.62 in one of the two pixels it is spread over."""
HEAD_PX = 5
"""Width of a head in the probe, at least; lines are at most 4 px wide where they are blurred."""


class Ways(NamedTuple):
    """What was followed."""

    edges: frozenset[tuple[str, str]]
    """From which shape to which."""
    loose: frozenset[str]
    """Shapes with a line that can't be followed to one head."""
    lines: np.ndarray
    """Where lines are drawn, a pixel wider to each side."""


def _cut(flags: np.ndarray, box: Sequence[float], margin: float) -> None:
    left, top, right, bottom = box
    flags[max(int(top - margin), 0) : max(int(bottom + margin) + 1, 0),
          max(int(left - margin), 0) : max(int(right + margin) + 1, 0)] = 0  # fmt: skip


def line_pixels(picture: np.ndarray, shapes: Mapping[str, Box], others: Sequence[Box]) -> np.ndarray:
    """Where the lines' colour is, outside of shapes and of other things (lettering, stains)."""
    rest = np.ones(picture.shape[:2], np.uint8)
    rest[:8] = 0  # a band
    for box in shapes.values():
        _cut(rest, box, CLEAR_PX + 4)
    for box in others:
        _cut(rest, box, 1.5)
    free = rest > 0
    if not free.any():
        return np.zeros_like(rest)
    ground = commonest(picture[::3, ::3][free[::3, ::3]])
    bytes_ = picture.astype(np.uint8)
    apart = np.asarray(cv2.absdiff(bytes_, np.full_like(bytes_, ground)))
    most = cv2.max(cv2.max(apart[..., 0], apart[..., 1]), apart[..., 2])
    far = free & (most > 80)
    if far.sum() < 20:
        return np.zeros_like(rest)
    way = _ink(picture[far], ground) - ground
    ys, xs = np.nonzero(most > 0.4 * np.abs(way).max() * SHARE)
    shares = (picture[ys, xs] - ground) @ way / float(way @ way)
    found = np.zeros_like(rest)
    found[ys, xs] = shares > SHARE
    for box in others:
        _cut(found, box, 0.5)
    return found


def _ink(pixels: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Of the common colours, the one least like the ground: edges are paler."""
    codes, counts = np.unique(pixels.astype(np.int64) @ np.array([65536, 256, 1]), return_counts=True)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)[counts * 5 >= counts.max()]
    found: np.ndarray = colours[np.abs(colours - ground).sum(1).argmax()]
    return found


def follow(picture: np.ndarray, shapes: Mapping[str, Box], others: Sequence[Box]) -> Ways:
    """All ways between shapes. `others`: boxes of what is no line."""
    lines = line_pixels(picture, shapes, others)
    open_ = lines.copy()
    for box in shapes.values():
        _cut(open_, box, CLEAR_PX - 0.5)
    wide = cv2.dilate(open_, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(wide, connectivity=8)
    exits: dict[int, list[str]] = {}
    heads: dict[int, list[str]] = {}
    for id, box in shapes.items():
        for part, line in _ports(labels, lines, box):
            here = part[line > 0]
            if len(here) and np.all((line > 0).any(1)):
                label = int(np.bincount(here).argmax())
                width = max(int(np.flatnonzero(row)[-1] - np.flatnonzero(row)[0] + 1) for row in line)
                (heads if width >= HEAD_PX else exits).setdefault(label, []).append(id)
    edges, loose = set(), set()
    for label in set(exits) | set(heads):
        ends = heads.get(label, [])
        if len(ends) == 1 and label and exits.get(label):
            edges |= {(start, ends[0]) for start in exits[label]}
        else:
            loose |= {*ends, *exits.get(label, [])}
    return Ways(frozenset(edges), frozenset(loose), cv2.dilate(lines, np.ones((3, 3), np.uint8)))


def _ports(labels: np.ndarray, lines: np.ndarray, box: Box) -> list[tuple[np.ndarray, np.ndarray]]:
    """Labels and lines outward from the middle of each side, a row for each pixel away from it."""
    left, top, right, bottom = box
    x, y = int((left + right) / 2), int((top + bottom) / 2)
    height, width = lines.shape
    near, far, aside = *PROBE, 6
    out = []
    for x0, y0, x1, y1 in (
        (x - aside, int(top) - far, x + aside + 1, int(top) - near),
        (x - aside, int(bottom) + near + 1, x + aside + 1, int(bottom) + far + 1),
        (int(left) - far, y - aside, int(left) - near, y + aside + 1),
        (int(right) + near + 1, y - aside, int(right) + far + 1, y + aside + 1),
    ):
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            continue
        part, line = labels[y0:y1, x0:x1], lines[y0:y1, x0:x1]
        out.append((part, line) if y1 - y0 < x1 - x0 else (part.T, line.T))
    return out


# -- shapes ----------------------------------------------------------------------------------------------------------

LEAN_PX = 6.0
"""How far the sides of a parallelogram lean out at its ends."""
OUTSIDE_PX = 5.0
SURER = 0.04
"""How much better the best outline must fit than the next."""


def shape_of(picture: np.ndarray, box: Box) -> str | None:
    """Whether a box holds a `box`, a `terminator`, a `parallelogram` or a `diamond`, by where its outline is; None
    where that can't be told.
    """
    scores = sorted(((_fit(picture, points), name) for name, points in _outlines(box).items()), reverse=True)
    return scores[0][1] if scores[0][0] > 0.6 and scores[0][0] - scores[1][0] > SURER else None


def _outlines(box: Box) -> dict[str, np.ndarray]:
    """Points on the parts of each outline that no other has, and beside them further out: x, y, x, y."""
    left, top, right, bottom = box
    x, y, w, h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    t = np.linspace(0.15, 0.85, 9)
    ones, o = np.ones_like(t), OUTSIDE_PX
    tall = np.linspace(0.35, 0.85, 9)
    corners: dict[str, list[tuple[Any, Any, Any, Any]]] = {}
    sides = [(sx, sy) for sx in (-1, 1) for sy in (-1, 1)]
    length = float(np.hypot(w, h))
    corners["diamond"] = [(x + sx * w * t, y + sy * h * (1 - t), sx * o * h / length, sy * o * w / length)
                          for sx, sy in sides]  # fmt: skip
    corners["box"] = [(x + sx * w * ones, y + sy * h * tall * 0.8, sx * o, 0.0) for sx, sy in sides]
    corners["parallelogram"] = [(x + sx * w - sy * LEAN_PX * tall, y + sy * h * tall, sx * o, 0.0) for sx, sy in sides]
    turn = np.linspace(0.25, 0.8, 9) * np.pi / 2
    corners["terminator"] = [(x + sx * (w - h + h * np.cos(turn)), y + sy * h * np.sin(turn),
                              sx * o * np.cos(turn), sy * o * np.sin(turn)) for sx, sy in sides]  # fmt: skip
    return {name: np.concatenate([np.stack([a, b, a + dx, b + dy], 1) for a, b, dx, dy in found])
            for name, found in corners.items()}  # fmt: skip


def _fit(picture: np.ndarray, points: np.ndarray) -> float:
    """The share of points on an outline that differ from what is outside of them."""
    height, width = picture.shape[:2]
    at = np.clip(points.astype(int), 1, (width - 2, height - 2) * 2)
    out = picture[at[:, 3], at[:, 2]]
    differs = np.zeros(len(at), bool)
    for dx, dy in ((0, 0), (-1, 0), (0, -1), (1, 0), (0, 1)):
        differs |= np.abs(picture[at[:, 1] + dy, at[:, 0] + dx] - out).max(1) > 14
    return float(differs.mean())
