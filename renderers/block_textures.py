"""Textures of materials as light and dark on clear ground, so that one serves blocks of every colour."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from scenewright.renderers.skia_loader import skia
from scenewright.scenes.base import rng_for

SIDE = 256


@lru_cache(32)
def texture(name: str, variant: int) -> skia.Image:
    """A picture of `SIDE` pixels: black where the material darkens its colour, white where it lightens it."""
    light = _MAKERS[name](rng_for(variant, "texture", name))
    pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
    pixels[..., 3] = np.clip(np.abs(light) * 255, 0, 255).astype(np.uint8)
    pixels[..., :3] = np.where(light > 0, pixels[..., 3], 0)[..., None]  # premultiplied
    info = skia.ImageInfo.MakeN32Premul(SIDE, SIDE)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, pixels, SIDE * 4))


def _noise(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Smooth noise in [-1, 1] with that many waves down and across."""
    coarse = rng.random((rows, columns)).astype(np.float32)
    return cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * 2 - 1


def _wood(rng: np.random.Generator) -> np.ndarray:
    """Growth rings cut lengthwise, fine fibres, and a knot that they flow around."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    cx, cy = 0.3 + 0.4 * rng.random(2)
    knot = np.exp(-(((x - cx) / 0.13) ** 2) - ((y - cy) / 0.07) ** 2)
    depth = 7 * y + 0.55 * _noise(rng, 4, 3) + 0.12 * _noise(rng, 12, 6) + 1.5 * knot
    ring = depth % 1.0
    late = np.clip((ring - 0.35) / 0.5, 0, 1) * np.clip((1 - ring) / 0.12, 0, 1)
    fibres = _noise(rng, SIDE, 7) * 0.6 + _noise(rng, 128, 14) * 0.4
    return -0.42 * late + 0.13 * fibres + 0.06 - 0.25 * np.clip(knot - 0.72, 0, 1) * 3.5


def _steel(rng: np.random.Generator) -> np.ndarray:
    """Brush strokes, and some longer scratches."""
    brush = 0.55 * _noise(rng, SIDE, 3) + 0.45 * _noise(rng, SIDE, 10)
    return 0.24 * brush + 0.10 * np.clip(_noise(rng, 90, 2) - 0.55, 0, 1) * 3


def _ice(rng: np.random.Generator) -> np.ndarray:
    """Clouds of frost, and bright veins where two of them meet."""
    cloud = 0.5 * _noise(rng, 5, 5) + 0.3 * _noise(rng, 11, 11) + 0.2 * _noise(rng, 24, 24)
    veins = np.exp(-((_noise(rng, 6, 6) / 0.045) ** 2))
    return np.clip(0.05 + 0.36 * cloud, 0, 0.5) + 0.18 * veins


def _rubber(rng: np.random.Generator) -> np.ndarray:
    """Crumb: pale and dark specks of several sizes on a fine grit."""
    light = 0.07 * (rng.random((SIDE, SIDE)).astype(np.float32) * 2 - 1)
    for sign, count in ((0.62, 150), (-0.5, 210)):
        for px, py, size in rng.random((count, 3)).tolist():
            centre = (round(px * SIDE * 16), round(py * SIDE * 16))
            cv2.circle(light, centre, round((0.9 + 2.3 * size * size) * 16), sign, -1, cv2.LINE_AA, 4)
    return light


_MAKERS = {"wood": _wood, "steel": _steel, "ice": _ice, "rubber": _rubber}
