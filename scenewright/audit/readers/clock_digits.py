"""Reads digital displays: which of seven segments are lit, or which printed figure looks most like what is there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import scenewright
from scenewright.audit.readers.pictures import commonest

LIT = {
    "abcdef": "0", "bc": "1", "abdeg": "2", "abcdg": "3", "bcfg": "4",
    "acdfg": "5", "acdefg": "6", "abc": "7", "abcdefg": "8", "abcdfg": "9",
}  # fmt: skip
SPOTS = {"a": (0.5, 0.08), "b": (0.92, 0.47), "c": (0.92, 1.33), "d": (0.5, 1.72), "e": (0.08, 1.33),
         "f": (0.08, 0.47), "g": (0.5, 0.9)}  # fmt: skip
"""Middles of the segments in a digit 1 wide and 1.8 high; digits stand 1.22 apart."""
SIZE = (20, 28)
"""Width and height to which printed figures are brought."""
LIKE = 0.8
"""Least correlation with a known figure; the next must be less by 0.01."""
UNLIKE = 0.6
"""What is less like any figure than this is none."""


def _shares(part: np.ndarray) -> np.ndarray | None:
    """How much of each pixel is the figures' colour: the one that differs most from the commonest."""
    ground = commonest(part.reshape(-1, 3))
    off = np.abs(part - ground).sum(-1)
    if off.max() < 60:
        return None
    strong = part[off > 0.8 * off.max()]
    way = (np.median(strong, axis=0) - ground).astype(np.float32)
    found: np.ndarray = np.clip((part - ground).astype(np.float32) @ way / float(way @ way), 0, 1)
    return found


def read_segments(picture: np.ndarray, box: Sequence[float]) -> str | None:
    """The digits in a box of seven-segment figures, `?` where what is lit is no digit; None where nothing is."""
    left, top, right, bottom = box
    unit = (bottom - top) / 1.8
    count = 1 if (right - left) / unit < 1.7 else 2
    lean = ((right - left) / unit - (count * 1.22 - 0.22)) / 2
    x0, y0 = max(int(left), 0), max(int(top), 0)
    part = picture[y0 : int(bottom) + 1, x0 : int(right) + 1]
    shares = _shares(part) if part.size else None
    if shares is None:
        return None
    out = ""
    for digit in range(count):
        lit = ""
        for name, (x, y) in SPOTS.items():
            # figures lean to the right about their middle
            px = left - x0 + (lean + digit * 1.22 + x + lean * (0.9 - y) / 0.9) * unit
            py = top - y0 + y * unit
            patch = shares[max(int(py - 1), 0) : int(py + 2), max(int(px - 1), 0) : int(px + 2)]
            lit += name if patch.size and patch.mean() > 0.5 else ""
        out += LIT.get(lit, "?")
    return out


@cache
def _known() -> tuple[np.ndarray, str]:
    """Printed figures of the bold faces that come with the package: unit vectors, and the digit of each."""
    rows, digits = [], ""
    for path in sorted((Path(scenewright.__file__).parent / "renderers" / "fonts").glob("*-Bold.*")):
        face = ImageFont.truetype(str(path), 60)
        for digit in "0123456789":
            image = Image.new("L", (120, 120))
            ImageDraw.Draw(image).text((30, 20), digit, 255, face)
            vector = _vector(np.asarray(image, np.float32) / 255)
            if vector is not None:
                rows.append(vector)
                digits += digit
    return np.stack(rows), digits


def _vector(ink: np.ndarray) -> np.ndarray | None:
    """A figure without its margins, brought to one size; with its proportions as one more entry."""
    on = ink > 0.5
    xs, ys = np.flatnonzero(on.any(0)), np.flatnonzero(on.any(1))
    if len(xs) < 3 or len(ys) < 6:
        return None
    part = ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    small = cv2.resize(part, SIZE, interpolation=cv2.INTER_AREA).ravel()
    small = small - small.mean()
    narrow = 9.0 * (part.shape[1] / part.shape[0] - 0.6)
    vector = np.append(small / (np.linalg.norm(small) + 1e-6), narrow / 10)
    found: np.ndarray = vector / np.linalg.norm(vector)
    return found


def read_figures(picture: np.ndarray, box: Sequence[float], count: int) -> str | None:
    """`count` printed figures side by side in a box; None where one looks like none that is known."""
    left, top, right, bottom = box
    step = (right - left) / count
    middle = (top + bottom) / 2
    known, digits = _known()
    out = ""
    for place in range(count):
        x0, x1 = max(int(left + step * place), 0), int(left + step * (place + 1)) + 1
        part = picture[max(int(top) + 2, 0) : int(bottom) - 1, x0:x1]
        shares = _shares(_unfolded(part, int(middle) - max(int(top) + 2, 0))) if part.size else None
        if shares is None:
            return None
        vector = _vector(_largest(shares))
        if vector is None:
            return None
        like = known @ vector
        best = int(like.argmax())
        other = max(value for value, digit in zip(like.tolist(), digits, strict=True) if digit != digits[best])
        if like[best] < UNLIKE:
            out += "?"
            continue
        if like[best] < LIKE or like[best] - other < 0.01:
            return None
        out += digits[best]
    return out


def _unfolded(part: np.ndarray, fold: int) -> np.ndarray:
    """Without the shade along the fold of a split card: what is darker there than above and below, in columns where
    those two are alike, is so much lighter without it.
    """
    if not 3 <= fold < len(part) - 3:
        return part
    above, below = part[fold - 3].astype(np.float32), part[fold + 3].astype(np.float32)
    alike = np.abs(above - below).max(1) < 12
    if alike.sum() < 3:
        return part
    out = part.copy()
    for row in (fold - 1, fold, fold + 1):
        shade = float(np.median((part[row][alike].sum(1) + 1.0) / ((above + below)[alike].sum(1) / 2 + 1.0)))
        if shade < 0.97:
            out[row] = np.minimum(part[row] / max(shade, 0.4), 255)
    return out


def _largest(shares: np.ndarray) -> np.ndarray:
    """The figure alone, without what reaches in from the cell's edges."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((shares > 0.3).astype(np.uint8), connectivity=8)
    if count < 2:
        return shares
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    found: np.ndarray = np.where(labels == best, shares, 0)
    return found
