"""Colours by name, pixel by pixel: which name of the shapes' nine is nearest in CIELAB, white and black apart."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from scenewright.scenes.shapes_scene import COLOURS

WHITE, BLACK = len(COLOURS), len(COLOURS) + 1
"""Classes after those of `COLOURS`: highlights, textures and paper; outlines, shadows and boards."""

PROTOTYPES: dict[str, tuple[str, ...]] = {
    "red": ("#d92b33", "#cc3d3f", "#e4504f", "#b3222a", "#e2565c", "#c41e26", "#e57f84", "#eda9ab"),
    "blue": ("#2462d6", "#356fbb", "#5a98ec", "#1c4fae", "#5b87dd", "#7ea6e8", "#1f3f8f", "#8fb4f0"),
    "yellow": ("#f6d02a", "#efcb45", "#f5e06a", "#e6bd20", "#f8df74", "#d9b52a", "#c9a51f", "#fae89a"),
    "green": ("#2c9c48", "#46975a", "#6fc774", "#227c39", "#63b678", "#1e6b31", "#94d09c"),
    "purple": ("#7b3bbd", "#7a51a6", "#a778dc", "#622f97", "#9563cb", "#4f267a", "#b796df", "#cab4e4"),
    "orange": ("#f5811a", "#ea8a35", "#f59445", "#d96f12", "#f79c4c", "#f8ac69", "#c96a1a"),
    "pink": ("#f58bc4", "#ee97bf", "#f7a6d0", "#df7eb2", "#f7a5d1", "#f9bcdc", "#c46f9d"),
    "brown": ("#7a4a27", "#78502f", "#9c6a42", "#62391d", "#8f6342", "#4e2f18", "#a88266"),
    "grey": ("#8b9096", "#898d90", "#aeb4b7", "#73777c", "#9da2a7", "#5f6367"),
}
"""Shades that go by each name: plain, in light, in shade, chalked. Between them the nearest decides."""
_WHITES = ("#ffffff", "#fdfbf5", "#f2f2f0", "#e8e8e6", "#efe9dc", "#dfe3ea")
_BLACKS = ("#000000", "#1d1b22", "#26262c", "#33353c", "#1c2e44")


def lab(pixels: np.ndarray) -> np.ndarray:
    """CIELAB of `(..., 3)` uint8 RGB: L in 0 to 100, a and b about -128 to 127."""
    flat = (pixels.reshape(1, -1, 3).astype(np.float32)) / 255.0
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2LAB)).reshape(pixels.shape)


def _rgb(colours: tuple[str, ...]) -> np.ndarray:
    return np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], np.uint8)


@cache
def _table() -> np.ndarray:
    """Class of each colour of 5 bits a channel, `(32, 32, 32)`."""
    groups = [*(PROTOTYPES[name] for name in COLOURS), _WHITES, _BLACKS]
    shades = lab(np.concatenate([_rgb(group) for group in groups]))
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups]).astype(np.uint8)
    steps = (np.arange(32, dtype=np.uint8) << 3) + 4
    grid = lab(np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3))
    near = np.empty(len(grid), np.int64)
    for start in range(0, len(grid), 4096):
        part = grid[start : start + 4096, None, :] - shades[None]
        # Light and shade change L most, and say least of the name.
        near[start : start + 4096] = ((part * (0.6, 1.0, 1.0)) ** 2).sum(2).argmin(1)
    return owner[near].reshape(32, 32, 32)


def classes(pixels: np.ndarray) -> np.ndarray:
    """Index in `COLOURS` of each pixel's nearest name, or `WHITE` or `BLACK`; `(h, w)` uint8."""
    r, g, b = (pixels[..., i] >> 3 for i in range(3))
    return np.asarray(_table()[r, g, b])


def surroundings(shades: np.ndarray, bare: np.ndarray) -> np.ndarray:
    """CIELAB of the ground around each pixel, `(h, w, 3)`: means of what is `bare` over a fifth of the picture."""
    if not bare.any():
        return np.broadcast_to(np.median(shades.reshape(-1, 3), 0), shades.shape)
    reach = max(5, shades.shape[0] // 5) | 1
    weight = cv2.blur(bare.astype(np.float32), (reach, reach))
    total = cv2.blur(np.where(bare[..., None], shades, 0).astype(np.float32), (reach, reach))
    overall = np.median(shades[bare], 0)
    return np.asarray(np.where(weight[..., None] > 0.02, total / np.maximum(weight, 1e-6)[..., None], overall))
