"""What a ControlNet is held to, computed from the drawn picture and its marks."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from scenewright.renderers.base import Mark
from scenewright.renderers.diffusion.label_pixels import regions
from scenewright.scenes.base import things

CANNY = (60, 160)
"""Thresholds of the edge detector, of 8-bit grey."""
FAR, NEAR = 40, 255
"""Depth pictures are white where the scene is near; the ground rises from the far edge's grey to the near one's."""


def condition(kind: str, pixels: np.ndarray, marks: tuple[Mark, ...], scene: Any) -> np.ndarray:
    """The control picture, `(h, w, 3)` uint8, of kind `edges`, `depth` or `segments`."""
    if kind == "edges":
        return edges(pixels)
    seen = regions(marks, pixels.shape[:2])
    return depth(seen, scene, pixels.shape[:2]) if kind == "depth" else segments(seen, pixels.shape[:2])


def edges(pixels: np.ndarray) -> np.ndarray:
    """White edges on black (Canny), of the drawn picture slightly smoothed."""
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    return np.repeat(cv2.Canny(grey, *CANNY)[..., None], 3, 2)


def depth(seen: dict[str, np.ndarray], scene: Any, size: tuple[int, int]) -> np.ndarray:
    """Things as near as the scene says (`depth`, 0 is nearest), or as they were drawn: later is nearer."""
    known = {t.id: float(t.depth) for t in things(scene) if hasattr(t, "depth")}
    rise = np.linspace(FAR, 150, size[0], dtype=np.float32)
    out = np.repeat(rise[:, None], size[1], 1)
    order = list(seen)
    away = {id: known.get(id, 1 - (i + 1) / (len(order) + 1)) for i, id in enumerate(order)}
    for id in sorted(order, key=lambda name: -away[name]):
        out[seen[id]] = NEAR - (NEAR - 120) * min(max(away[id], 0.0), 1.0)
    return np.repeat(out.astype(np.uint8)[..., None], 3, 2)


def segments(seen: dict[str, np.ndarray], size: tuple[int, int]) -> np.ndarray:
    """Each thing in a colour of its own, far from its neighbours' in the list, on grey."""
    out = np.full((*size, 3), 120, np.uint8)
    for number, mask in enumerate(seen.values()):
        hsv = np.array([[[(number * 67) % 180, 255 - 60 * (number % 3), 255 - 50 * (number % 4)]]], np.uint8)
        out[mask] = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0]
    return out
