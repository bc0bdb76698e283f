"""How well words stand out from what is behind them, and how tall they are, measured on pixels within marks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np

TALLEST_PX = 90.0
"""What is marked with words and is taller is a thing with a name (a panel), not a line of text."""
INK_SHARE = 0.02
"""Of a box's pixels, how many of those furthest from the ground are passed over to reach the ink: thin strokes are
softened at their edges, and have few pixels of full ink; a stray line or dot has fewer."""
LEAST_INK_PX = 3
RING_PX = 3
"""Around a box, where words that go on outside are looked for."""
EMPTY_PX = 4
"""Boxes are drawn around the ink, to a pixel; so wide a side without ink says that the words are elsewhere."""
FAINT = 1.4
"""Contrast from which strokes are no empty side: thin ones, such as a minus, may lie half in each of two rows."""

PLATE = 0.9
"""What goes on outside along so much of a side is no words, but what a plate with words lies on."""


class Words(NamedTuple):
    """A text's place and how it looks there."""

    mark: Mapping[str, Any]
    corners: np.ndarray
    """4 x 2 or more, pixels."""
    height_px: float
    """Of its ink, across the direction of reading."""
    slanted: bool


class Look(NamedTuple):
    """What the pixels of a text's box show."""

    ratio: float
    """WCAG 2 contrast of ink and ground, 1 to 21."""
    beside: bool
    """Whether the words lie beside the box: one side of it is empty, and at the other they go on outside."""


@cache
def _linear() -> np.ndarray:
    """Linear light of an 8-bit sRGB channel (WCAG 2.2, relative luminance)."""
    c = np.arange(256, dtype=np.float32) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


def luminance(pixels: np.ndarray) -> np.ndarray:
    """WCAG relative luminance of blue, green, red pixels: ... x 3, uint8."""
    light = _linear()[pixels]
    return np.asarray(light @ np.array([0.0722, 0.7152, 0.2126], np.float32))


def words(mark: Mapping[str, Any]) -> Words | None:
    """A mark's text as it is placed; None where the mark is no line of text in a picture."""
    left, top, right, bottom = mark["box"]
    if not mark["text"] or right <= left or bottom <= top:
        return None
    outline = mark["polygon"]
    if len(outline) == 4:
        corners = np.array(outline, np.float32)
        sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
        # the outline starts along the direction of reading, or across it: a text of several letters is longer than tall
        height = float(min(sides)) if len(mark["text"]) > 2 else float(max(sides[0], sides[1]))
    else:
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
        height = float(bottom - top)
    if height > TALLEST_PX:
        return None
    return Words(mark, corners, height, len(outline) == 4)


def look(pixels: np.ndarray, found: Words) -> Look | None:
    """The contrast inside a text's outline. None where it lies outside the picture."""
    high, wide = pixels.shape[:2]
    left, top = np.floor(found.corners.min(axis=0)).astype(int) - RING_PX
    right, bottom = np.ceil(found.corners.max(axis=0)).astype(int) + RING_PX
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, wide), min(bottom, high)
    if right - left < 2 or bottom - top < 2:
        return None
    part = luminance(pixels[top:bottom, left:right])
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(found.corners - (left, top)).astype(np.int32), 1)
    light = part[inside > 0]
    if len(light) < 2 * LEAST_INK_PX:
        return None
    # bins are even in the square root of luminance, which is near to even in lightness
    bins = np.minimum((np.sqrt(light) * 40).astype(np.int32), 39)
    common = int(np.bincount(bins).argmax())
    ground = float(np.median(light[bins == common]))
    contrast = (np.maximum(part, ground) + 0.05) / (np.minimum(part, ground) + 0.05)
    within = contrast[inside > 0]
    rank = len(within) - max(LEAST_INK_PX, int(INK_SHARE * len(within)))
    ratio = float(np.partition(within, rank)[rank])
    if found.slanted or ratio < 1.2:
        return Look(ratio, False)
    return Look(
        ratio,
        _beside(
            contrast > math.sqrt(ratio), contrast > min(ratio**0.25, FAINT), found.corners - (left, top), inside > 0
        ),
    )


def _beside(ink: np.ndarray, faint: np.ndarray, corners: np.ndarray, inside: np.ndarray) -> bool:
    """`ink`: what is surely ink; `faint`: what may be its soft edge; `corners`: of the box, which may end within a
    pixel.
    """
    for axis in (0, 1):
        (lines,) = np.nonzero(inside.any(axis=axis))
        first, last = int(lines[0]), int(lines[-1])
        here = (faint & inside).any(axis=axis)
        (full,) = np.nonzero(here)
        if not len(full) or last - first < 2 * EMPTY_PX:
            continue
        across = np.asarray(inside.any(axis=1 - axis))
        share = (ink & (across[:, None] if axis == 0 else across[None, :])).sum(axis=axis) / across.sum()
        beyond = (share > 0) & (share < PLATE)
        low, high = float(corners[:, axis].min()), float(corners[:, axis].max())
        after, before = beyond[last + 1 : last + 1 + RING_PX].any(), beyond[max(first - RING_PX, 0) : first].any()
        if (full[0] - low >= EMPTY_PX and after) or (high - full[-1] - 1 >= EMPTY_PX and before):
            return True
    return False


def overlap_px(one: Words, other: Words) -> float:
    """Area that two texts share, in pixels."""
    low, high = (
        np.maximum(one.corners.min(axis=0), other.corners.min(axis=0)),
        np.minimum(one.corners.max(axis=0), other.corners.max(axis=0)),
    )
    if (high - low).min() <= 0:
        return 0.0
    if not one.slanted and not other.slanted:
        return float(np.prod(high - low))
    return float(cv2.intersectConvexConvex(one.corners, other.corners)[0])
