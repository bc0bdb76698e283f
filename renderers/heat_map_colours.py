"""Colour scales of heat maps: palettes whose steps are equally wide to the eye, and how finely a reader tells them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenewright.scenes.heat_map import DIVERGING, HeatMap

STEPS = 256
TOLD_APART = 10.0
"""Difference of two colours that a careful viewer tells apart across a picture, CIE 1976 units. Side by side about 2.3
are just noticeable (Mahy, Van Eycken and Oosterlinck 1994); colours on different grounds, a hand's breadth apart and
read back through a colour bar, are matched four times less finely."""

_ANCHORS = {
    "blues": "#e3eef9 #9fcae2 #4a97c9 #1764ab #08306b",
    "greens": "#e6f4e1 #a6dba0 #4bb062 #157f3b #00441b",
    "oranges": "#fdebd9 #fdbb7b #f58220 #c34a02 #7f2704",
    "purples": "#efedf5 #bfc0de #8a84be #61409b #3f007d",
    "greys": "#efefef #c2c2c2 #888888 #4d4d4d #141414",
    "teals": "#e0f2ee #8fd0c4 #3ba596 #0f776d #003c38",
    "yellow_blue": "#fbf9c9 #b5e0b8 #4bb4c3 #2474b0 #0c2c70",
    "yellow_red": "#fdf3bd #fdc35a #f5822f #d32f26 #6f0422",
    "viridis": "#fde725 #6ece58 #1f9e89 #31688e #440154",
    "magma": "#fcf0b5 #fb9a6a #d3436e #7b2382 #140e36",
    "cividis": "#fee838 #b9ac70 #7d7c78 #414d6b #00224e",
    "red_blue": "#a51426 #f08a6c #f4f1ee #82b6da #16498f",
    "purple_green": "#6a1f74 #b996c4 #f3f2f3 #8fcb8c #146b30",
    "orange_blue": "#a34a02 #f3a44f #f4f2ef #92a9d6 #24478f",
    "brown_teal": "#7f4806 #d3ad6d #f4f3f0 #76c2b5 #015a51",
    "red_green": "#a80d2b #f0884f #f8f5d8 #86c569 #08682f",
}  # fmt: skip
"""From light to dark, or from one hue to the other. After ColorBrewer's and matplotlib's, ends drawn in from white."""

_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])


def lab_of(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of `(n, 3)` sRGB colours in [0, 1]."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    t = linear @ _TO_XYZ.T / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def rgb_of(lab: np.ndarray) -> np.ndarray:
    """The inverse of `lab_of`, clipped to what a screen shows."""
    fy = (lab[:, 0] + 16) / 116
    f = np.stack([fy + lab[:, 1] / 500, fy, fy - lab[:, 2] / 200], 1)
    t = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    linear = np.clip(t @ np.linalg.inv(_TO_XYZ).T, 0, 1)
    return np.clip(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055), 0, 1)


@lru_cache(64)
def scale_of(palette: str, flipped: bool) -> tuple[tuple[str, ...], float]:
    """The colours of a palette from the lowest value to the highest, each step as wide as any other (each half of a
    diverging one), and how wide they are together.
    """
    anchors = _ANCHORS[palette].split()
    lab = lab_of(np.array([[int(a[i : i + 2], 16) / 255 for i in (1, 3, 5)] for a in anchors]))
    fine = np.linspace(0, len(anchors) - 1, 1000)
    path = np.stack([np.interp(fine, range(len(anchors)), lab[:, k]) for k in range(3)], 1)
    far = np.concatenate([[0], np.cumsum(np.sqrt((np.diff(path, axis=0) ** 2).sum(1)))])
    at = np.linspace(0, far[-1], STEPS)
    if palette in DIVERGING:  # the palest colour is the middle
        middle = far[int(path[:, 0].argmax())]
        half = np.linspace(0, 1, STEPS // 2)
        at = np.concatenate([half * middle, middle + half * (far[-1] - middle)])
    even = rgb_of(np.stack([np.interp(at, far, path[:, k]) for k in range(3)], 1))
    colours = tuple("#" + "".join(f"{round(float(v) * 255):02x}" for v in row) for row in even)
    narrow = float(far[-1])
    if palette in DIVERGING:
        narrow = 2 * float(min(middle, far[-1] - middle))
    return (colours[::-1] if flipped else colours), narrow


def colours_of(scene: HeatMap) -> tuple[tuple[str, ...], float]:
    """The map's colours from low to high, and how wide their steps are together."""
    usual = DIVERGING[scene.palette][1] if scene.diverging else "darker"
    return scale_of(scene.palette, scene.high != usual)


def colour_at(colours: tuple[str, ...], share: float) -> str:
    """The colour at a place of the scale, 0 to 1."""
    return colours[min(max(round(share * (STEPS - 1)), 0), STEPS - 1)]
