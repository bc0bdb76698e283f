"""Things of one colour in a picture: which paint they have, and how far from where they are marked they are seen.

The marks say where to look; what is read is read from the pixels there and around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit import decoded
from scenewright.audit.rows import Medium

Paints = tuple[tuple[str, ...], np.ndarray]
REACH_PX = 8
"""How far around its mark a thing is looked for."""
LIGHTNESS = 0.5
"""Weight of lightness beside the two axes of colour: light and shade change it."""
NEAR = 22.0
"""Pixels nearer than this to a thing's own colour (CIE Lab, lightness weighted) are taken for it, or half as far as the
ground around is, at least `NEAR_LEAST`."""
NEAR_LEAST = 5.0
EDGE_PX = 3
"""Edges are spread so far, for outlines that are drawn thick."""
EDGE_WEIGHT = 2.0
"""Of edges along the rim, beside what lies within."""
ALIKE = 1.0
"""Pixels of a side, in terms of colour: shifts with less between them can't be told apart."""
FIT_LEAST = 0.7
"""A thing that fits worse at its best is not found."""
RIM_LEAST = 0.25
"""Share of its rim that must be seen as an edge; of things that are there it is 0.45 or more."""
NEUTRAL = 8.0
"""Colourfulness (CIE Lab) up to which a thing is black, white or grey."""
CLEAR_LEAST, CLEAR_SMALL = 0.15, 0.4
SMALL_PX = 500
"""Of things smaller than this, rims and textures leave little of the paint."""
MOVED_PX = 3.0
"""What is seen farther than this from its mark is not where it is marked; thick outlines and bevels take two pixels."""

Outline = np.ndarray | Sequence[Sequence[float]]


class Seen(NamedTuple):
    """A thing as it is seen."""

    paint: str
    """Name of the nearest paint."""
    clear: float
    """How much farther the next paint is, as a share of the distance between them; 0: can't be told."""
    dx_px: float
    dy_px: float
    """From where it is marked to where it is seen."""
    fit: float
    """How well its outline fits there, up to 2; 0 where no rim is seen."""
    alone: bool
    """Whether nothing that was left out of account touches it."""
    size_px: int
    """Pixels that its paint was taken from."""

    @property
    def placed(self) -> bool:
        """Whether its place can be told."""
        return self.fit >= FIT_LEAST and self.alone

    @property
    def painted(self) -> bool:
        """Whether its paint can be told."""
        return self.clear >= (CLEAR_LEAST if self.size_px >= SMALL_PX else CLEAR_SMALL)

    @property
    def in_place(self) -> bool:
        """Whether it is where it is marked, to what can be resolved."""
        return max(abs(self.dx_px), abs(self.dy_px)) <= MOVED_PX


def clip(medium: Medium, wanted: Callable[[int], Sequence[int]]) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Brightness of all frames of a clip, at a quarter of its size, and RGB of those that `wanted(frames)` names."""
    found = decoded.clip(medium.data)
    count = len(found)
    shown = {k: cv2.cvtColor(found.bgr(k), cv2.COLOR_BGR2RGB) for k in wanted(count) if 0 <= k < count}
    return found.brightness, shown


def moving(grey: np.ndarray, least: int = 10, pixels: int = 6) -> tuple[int, int] | None:
    """First and last frame of a clip's motion: where enough pixels differ from the frame before, or from one a few
    frames before for what is slow. None where all is still.
    """
    found = []
    for step in (1, 4):
        late, early = grey[step:], grey[:-step]
        changed = (np.maximum(late, early) - np.minimum(late, early) > least).sum(axis=(1, 2))
        found.append(np.flatnonzero(changed >= pixels))
    first = min(
        (int(found[0][0]) if len(found[0]) else len(grey)), (int(found[1][0]) + 2 if len(found[1]) else len(grey))
    )
    last = max((int(found[0][-1]) + 1 if len(found[0]) else -1), (int(found[1][-1]) + 2 if len(found[1]) else -1))
    return (first, last) if last >= 0 else None


def picture(medium: Medium) -> np.ndarray:
    """RGB of a row's picture. `Unusable` where it can't be decoded."""
    return decoded.rgb(medium.data)


def lab_of(rgb: np.ndarray) -> np.ndarray:
    """CIE Lab in bytes, as OpenCV gives it: lightness in 255 steps, colour axes in whole units, 128 being grey."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB))


def _weighted(lab: np.ndarray) -> np.ndarray:
    """As float, axes in equal units but for lightness, which counts less."""
    return lab.astype(np.float32) * np.array([LIGHTNESS * 100 / 255, 1, 1], np.float32)


def palette(hexes: Mapping[str, str]) -> Paints:
    """Names and colours, as `lab_of` gives them."""
    rgb = np.array([[[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in hexes.values()]], np.uint8)
    return tuple(hexes), _weighted(lab_of(rgb))[0]


def seen(
    lab: np.ndarray,
    outline: Outline,
    paints: Paints,
    others: Sequence[Outline] = (),
) -> Seen | None:
    """What is seen of a thing marked by its outline in pixels; None where too little of it is in the picture.

    `others`: outlines of things that may have its paint, or lie over it; their pixels are left out of account.
    """
    points = np.asarray(outline, np.float32)
    left, top = np.floor(points.min(0)).astype(int) - REACH_PX - 2
    right, bottom = np.ceil(points.max(0)).astype(int) + REACH_PX + 2
    high, wide = lab.shape[:2]
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(right, wide), min(bottom, high)
    if x1 - x0 < 2 * REACH_PX + 6 or y1 - y0 < 2 * REACH_PX + 6:
        return None
    part = _weighted(lab[y0:y1, x0:x1])
    shape = _filled([points - (x0, y0)], part.shape[:2])
    free = _filled([np.asarray(o, np.float32) - (x0, y0) for o in others], part.shape[:2], 2) == 0
    core = cv2.erode(shape, np.ones((3, 3), np.uint8)).astype(bool) & free
    if core.sum() < 20:
        return None
    pixels = part[core]
    pixels = pixels[:: 1 + len(pixels) // 1500]
    own = np.median(pixels, axis=0)
    chroma = np.hypot(pixels[:, 1] - 128, pixels[:, 2] - 128)
    strong = np.median(pixels[chroma >= np.quantile(chroma, 0.6)], axis=0)
    if np.hypot(*(own[1:] - 128)) < NEUTRAL:  # what has more colour is a rim, or what is printed
        strong = own
    ring = np.median(part[(cv2.dilate(shape, np.ones((7, 7), np.uint8)) == 0) & free][::5], axis=0)
    near = float(np.clip(0.55 * np.linalg.norm(ring - own), NEAR_LEAST, NEAR))
    names, colours = paints
    far = np.linalg.norm(colours - strong, axis=1)
    first, second = np.argsort(far)[:2]
    clear = float((far[second] - far[first]) / max(np.linalg.norm(colours[first] - colours[second]), 1.0))
    is_own = np.clip(1 - np.sqrt(np.einsum("ijk,ijk->ij", part - own, part - own)) / near, -1, 1).astype(np.float32)
    is_own[~free] = 0
    dx, dy, fit = _offset(is_own, _steepness(part, near) * free, shape)
    alone = bool(free[cv2.dilate(shape, np.ones((5, 5), np.uint8)) > 0].all())
    return Seen(names[first], clear, dx, dy, fit, alone, int(core.sum()))


def _steepness(part: np.ndarray, near: float) -> np.ndarray:
    """How much of an edge is at each pixel, 0 to 1."""
    slopes = (cv2.Sobel(part, cv2.CV_32F, *order, scale=0.25) for order in ((1, 0), (0, 1)))
    steep = np.sqrt(sum(np.einsum("ijk,ijk->ij", slope, slope) for slope in slopes))
    return np.asarray(np.minimum(steep / near, 1.0), np.float32)


def _filled(outlines: Sequence[np.ndarray], size: tuple[int, ...], grow: int = 0) -> np.ndarray:
    out = np.zeros(size[:2], np.uint8)
    for outline in outlines:
        # at 1/16 px: pixel centres are at halves
        cv2.fillPoly(out, [np.round((outline - 0.5) * 16).astype(np.int32)], 1, shift=4)
    return cv2.dilate(out, np.ones((2 * grow + 1, 2 * grow + 1), np.uint8)) if grow and len(outlines) else out


def _offset(is_own: np.ndarray, edges: np.ndarray, shape: np.ndarray) -> tuple[float, float, float]:
    """The shift of a shape at which most of what it covers is its own and edges lie along its rim; and how well it fits
    there, up to 2, or 0 without a rim, as where all is of one colour. Among shifts that can't be told apart it is the
    least.
    """
    inner = np.ascontiguousarray(shape[REACH_PX:-REACH_PX, REACH_PX:-REACH_PX])
    rim = np.asarray(cv2.morphologyEx(inner, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), np.float32)
    own: Any = cv2.matchTemplate(is_own, inner.astype(np.float32), cv2.TM_CCORR)
    along: Any = cv2.matchTemplate(cv2.blur(edges, (EDGE_PX, EDGE_PX)), rim, cv2.TM_CCORR)
    total = own + EDGE_WEIGHT * along
    row, column = np.unravel_index(int(total.argmax()), total.shape)
    wide, high = np.ptp(np.nonzero(inner.any(0))[0]) + 1, np.ptp(np.nonzero(inner.any(1))[0]) + 1
    edged = float(along[row, column] / rim.sum())
    fit = float(own[row, column] / inner.sum()) + edged if edged >= RIM_LEAST else 0.0
    return _least(total[row] / high), _least(total[:, column] / wide), fit


def _least(scores: np.ndarray) -> float:
    """Of shifts that are as good as the best, to half a pixel along both sides, the one nearest to none."""
    good = np.flatnonzero(scores >= scores.max() - ALIKE) - REACH_PX
    return float(good[np.argmin(abs(good))])
