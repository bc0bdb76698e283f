"""Looks for streets in a map's pixels: a band of one colour, as wide all along, whose ends are known."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scenewright.audit.readers.pictures import commonest

Point = tuple[float, float]

ASIDE_PX = 17
"""To either side of a street's middle, what is looked at; the broadest streets are 20 px wide."""
CLEAR_PX = 17.0
"""Round a junction, what belongs to several streets."""
SAMPLES = 28
"""Places along a street that are looked at."""
LEAST = 0.3
"""Share of those places that must be free of landmarks."""
ALIKE = 9
"""How far a pixel's channels may lie from the colour that it is said to have."""
WIDTH_PX = (4, 25)
"""Least and greatest width of a street."""
LETTERING_PX = 13
"""How high a name along a street's middle is."""
THROUGH = 0.28
"""Least share of a street's colour that lettering leaves, of that at its sides."""
ARROW = np.array([[31, 95, 191], [168, 212, 255]])
SIGN = np.array([[207, 46, 46], [255, 111, 97]])
"""Colours of one-way arrows and of closures, on bright and on dark maps."""


class Band(NamedTuple):
    """A street as it is seen between two points."""

    colour: np.ndarray
    width: int
    off: float
    """How far its middle lies to the right of the straight line between the points, in pixels."""


class Strip(NamedTuple):
    """The pixels along a line: a row for each place along it, a column for each pixel across."""

    pixels: np.ndarray
    along: np.ndarray

    @property
    def middle(self) -> int:
        return self.pixels.shape[1] // 2


def strip(picture: np.ndarray, a: Point, b: Point, clear: float, aside: int, step: float) -> Strip:
    """The pixels from `clear` pixels after `a` to `clear` before `b`; right of the way comes after its middle."""
    length = math.dist(a, b)
    ux, uy = (b[0] - a[0]) / max(length, 1e-6), (b[1] - a[1]) / max(length, 1e-6)
    along = np.arange(min(clear, 0.3 * length), max(length - clear, 0.7 * length), step)
    across = np.arange(-aside, aside + 1)
    xs = a[0] + along[:, None] * ux - across * uy
    ys = a[1] + along[:, None] * uy + across * ux
    height, width = picture.shape[:2]
    return Strip(picture[ys.astype(int).clip(0, height - 1), xs.astype(int).clip(0, width - 1)], along)


def seen(picture: np.ndarray, a: Point, b: Point, over: np.ndarray) -> Band | None:
    """The street between two points; None where there is none. `over`: pixels of the picture that landmarks take up,
    whose badges may have its colour.
    """
    step = max((math.dist(a, b) - 2 * CLEAR_PX) / SAMPLES, 1.0)
    found = strip(picture, a, b, CLEAR_PX, ASIDE_PX, step)
    free = ~strip(over, a, b, CLEAR_PX, ASIDE_PX, step).pixels
    middle = slice(found.middle - 2, found.middle + 3)
    inner = found.pixels[:, middle][free[:, middle]]
    if not len(inner):
        return None
    colour = commonest(inner)
    there = (np.abs(found.pixels - colour).max(2) <= ALIKE) & free
    return _band(there.sum(0) / np.maximum(free.sum(0), LEAST * len(free)), found.middle, colour)


def _band(shares: np.ndarray, middle: int, colour: np.ndarray) -> Band | None:
    """The run of columns with the colour. Lettering may take up a part of each."""
    most = float(np.sort(shares)[-4:].mean())
    near = np.flatnonzero(shares[middle - 3 : middle + 4] > THROUGH * most) + middle - 3
    if most < 0.4 or not len(near):
        return None
    on = shares > THROUGH * most
    left = right = int(near[np.abs(near - middle).argmin()])
    while left > 0 and (on[left - 1] or on[max(left - 5, 0) : left].sum() >= 3):
        left -= 1
    while right < len(on) - 1 and (on[right + 1] or on[right + 1 : right + 6].sum() >= 3):
        right += 1
    left, right = _beyond(on, left, -1, right), _beyond(on, right, 1, left)
    width = right - left + 1
    if not WIDTH_PX[0] <= width <= WIDTH_PX[1] or left == 0 or right == len(on) - 1:
        return None
    return Band(colour, width, (left + right) / 2 - middle)


def _beyond(on: np.ndarray, end: int, step: int, other: int) -> int:
    """The end of a band that goes on beyond lettering along its middle."""
    for at in range(end + 2 * step, end + LETTERING_PX * step, step):
        if not 0 < at < len(on) - 1:
            break
        if on[at] and on[at + step] and abs(at - other) < WIDTH_PX[1]:
            while 0 < at < len(on) - 1 and on[at + step]:
                at += step
            return at if abs(at - other) < WIDTH_PX[1] else end
    return end


def dashed(picture: np.ndarray, a: Point, b: Point) -> bool:
    """Whether the dashes of a closure run along a line, and nothing like them beside it."""
    found = strip(picture, a, b, CLEAR_PX + 4, 5, 1.0)
    red = _reddish(found.pixels).mean(0)
    return bool(0.25 < red[found.middle - 1 : found.middle + 2].max() < 0.9 and max(red[0], red[-1]) < 0.2)


def _reddish(pixels: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.minimum.reduce([np.abs(pixels - colour).max(-1) for colour in SIGN]) <= 40
    return found


def closed(picture: np.ndarray, a: Point, b: Point) -> bool:
    """Whether the sign of a closure, a ring with a cross on white, stands halfway."""
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    angles = np.arange(16) * math.pi / 8
    height, width = picture.shape[:2]

    def ring(radius: float) -> np.ndarray:
        xs = (x + radius * np.cos(angles)).astype(int).clip(0, width - 1)
        ys = (y + radius * np.sin(angles)).astype(int).clip(0, height - 1)
        return np.asarray(picture[ys, xs])

    return bool(_reddish(ring(9.5)).mean() > 0.7 and (ring(5.5)[::4].min(1) > 200).all())


def arrows(picture: np.ndarray, a: Point, b: Point, dark: bool) -> tuple[int, int]:
    """How many one-way arrows point from `a` to `b`, and how many back."""
    found = strip(picture, a, b, 6.0, 6, 1.0)
    on = np.abs(found.pixels - ARROW[int(dark)]).max(2) <= 16
    places = np.flatnonzero(on.any(1))
    forth = back = 0
    if not len(places):
        return 0, 0
    for run in np.split(places, np.flatnonzero(np.diff(places) > 2) + 1):
        part = on[run[0] : run[-1] + 1]
        wide = part.sum(1)
        if not 10 <= len(part) <= 19 or part.sum() < 35 or wide.max() < 6:
            continue
        head = float((np.arange(len(part)) * wide).sum() / wide.sum()) / (len(part) - 1)
        forth += head > 0.53
        back += head < 0.47
    return forth, back
