"""What readers of pictures share: the decoded picture, a scene's things, and where a run of one colour ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from scenewright.audit import decoded
from scenewright.audit.readers import Fact
from scenewright.audit.rows import Row, Unusable

Mark = Mapping[str, Any]
Box = tuple[float, float, float, float]
FURTHEST_PX = 4096
"""Pixels up to which a picture is continued."""


def picture_of(row: Row) -> np.ndarray:
    """The `(height, width, 3)` pixels of a row's first picture, as 16-bit integers. `Unusable` where there is none.

    Where marks lie beyond its edges, as of a picture that is another sample's, it is continued in black up to them.
    """
    medium = next((medium for medium in row.shown if medium.kind.startswith("image/")), None)
    if medium is None:
        raise Unusable("no picture")
    pixels = decoded.rgb(medium.data).astype(np.int16)
    reach = [max((mark["box"][k] for mark in row.marks), default=0.0) for k in (3, 2)]
    beyond = [min(math.ceil(far), FURTHEST_PX) - size for far, size in zip(reach, pixels.shape, strict=False)]
    if max(beyond) > 0:
        pixels = np.pad(pixels, [(0, max(beyond[0], 0)), (0, max(beyond[1], 0)), (0, 0)])
    return pixels


def things_of(row: Row, field: str) -> list[dict[str, Any]]:
    """The things a scene lists in a field. `Unusable` where it lists none."""
    found = row.scene.get(field)
    if not isinstance(found, list) or not all(isinstance(thing, dict) and "id" in thing for thing in found):
        raise Unusable(f"scene lists no {field}")
    return found


def part_boxes(row: Row, *parts: str) -> dict[str, Box]:
    """The box of each marked thing's part, by the thing's id."""
    return {mark["id"]: tuple(mark["box"]) for mark in row.marks if mark["part"] in parts}


def plot_of(row: Row) -> Box:
    """The box of the plot. `Unusable` where none is marked."""
    found = part_boxes(row, "plot").values()
    if not found:
        raise Unusable("no plot is marked")
    return next(iter(found))


def commonest(pixels: np.ndarray) -> np.ndarray:
    """The colour that most of `(n, 3)` pixels have."""
    codes = pixels.astype(np.int64) @ np.array([65536, 256, 1])
    different, counts = np.unique(codes, return_counts=True)
    most = int(different[counts.argmax()])
    return np.array([most >> 16, most >> 8 & 255, most & 255])


def run_end(flags: np.ndarray, inside: int, step: int) -> int | None:
    """The last true place from one that is inside, going by `step` (1 or -1); None where flags are true to the end, or
    false where they begin.
    """
    at = inside
    if not 0 <= at < len(flags) or not flags[at]:
        return None
    while 0 <= at + step < len(flags):
        if not flags[at + step]:
            return at
        at += step
    return None


def half_step(decimals: Any) -> float:
    """Half of the last decimal: what a value may be off by rounding."""
    return 0.5 * 10.0 ** -(decimals if isinstance(decimals, int) else 0)


def rounded(values: Sequence[float]) -> tuple[float, ...]:
    """For reports: to a tenth of a pixel."""
    return tuple(round(float(value), 1) for value in values)


KEY_PX = 2.6
"""Pixels that a legend's key may be off: half of a line's width, and one at a soft edge."""
_NEAR_PX = 7
"""Pixels about a key in which it is looked for: its name begins further off."""
_FAR = 28
"""Least difference of a channel between a key and what it stands on."""


def key_place(picture: np.ndarray, id: str, box: Box) -> Fact:
    """Where a key of a legend is: the patch that has most in common with its box."""
    left, top = max(int(box[0]) - _NEAR_PX, 0), max(int(box[1]) - _NEAR_PX, 0)
    part = picture[top : math.ceil(box[3]) + _NEAR_PX, left : math.ceil(box[2]) + _NEAR_PX]
    rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    there = (np.abs(part - commonest(rim)).max(2) > _FAR).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(there, connectivity=8)
    inner = labels[round(box[1]) - top : round(box[3]) - top, round(box[0]) - left : round(box[2]) - left]
    sizes = np.bincount(inner.ravel(), minlength=count)[1:]
    if not sizes.any():
        return Fact(id, "key", rounded(box), "nothing", False, box)
    x, y, width, height, _ = (float(v) for v in stats[int(sizes.argmax()) + 1])
    read = (left + x, top + y, left + x + width, top + y + height)
    return Fact(id, "key", rounded(box), read, max(abs(a - b) for a, b in zip(read, box, strict=True)) <= KEY_PX, box)
