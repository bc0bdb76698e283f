"""Reads dice from pixels: it looks where the marks say that a die lies, and counts what is not of the die's colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

from scenewright.audit.readers import Fact
from scenewright.audit.rows import Row

RIM = 0.1
"""Of a die's side: its edge, where the table shines through."""
PAINTS = {
    "red": (201, 42, 42), "blue": (24, 100, 171), "green": (43, 138, 62),
    "white": (248, 249, 250), "yellow": (250, 176, 5), "black": (33, 37, 41),
}  # fmt: skip


def facts(row: Row) -> Iterator[Fact]:
    """Colour and pips of each die that is no cup's."""
    pixels = np.asarray(Image.open(io.BytesIO(row.media[0].data)).convert("RGB")).astype(int)
    dice = {die["id"]: die for die in row.scene["dice"]}
    for mark in row.marks:
        if mark["part"] != "die":
            continue
        left, top, right, bottom = mark["box"]
        rim = RIM * (right - left)
        inside = pixels[round(top + rim) : round(bottom - rim), round(left + rim) : round(right - rim)]
        paint = np.median(inside.reshape(-1, 3), axis=0)
        colour = min(PAINTS, key=lambda name: float(np.abs(paint - PAINTS[name]).sum()))
        pips = cv2.connectedComponents((np.abs(inside - paint).max(axis=2) > 60).astype(np.uint8))[0] - 1
        die = dice[mark["id"]]
        for name, read in (("colour", colour), ("pips", pips)):
            yield Fact(die["id"], name, die[name], read, read == die[name], (left, top, right, bottom))
