"""Where clocks stand: dials by the rim round them, displays by the edges of their screens."""

from __future__ import annotations

import cv2
import numpy as np

from scenewright.audit.readers.pictures import Box, commonest

OFF_PX = 2.0
"""How far off its mark a clock may be seen: rims and edges are soft by a pixel."""
REACH_PX = 9.0
"""How far from where it should be a rim or an edge is looked for."""
WAYS = 180
"""Directions in which a dial's rim is looked for."""
RIM = 1.015
"""Radius at which the line round a dial begins, in radii."""
STEPS = 2
"""Looks at each pixel on the way to a rim or an edge."""
FILLED = 3
"""So many looks before a rim or an edge show what it bounds."""
BEYOND, LINE = 7, 2
"""And none of so many after it does: a ring on a dial is narrower than a rim, round a screen there is nothing else."""
SHADED = 0.04
"""Share of its brightness by which a line along a rim or an edge, which is a fifth darker, differs at least; 2.5 levels
where that is dark.
"""
SCATTER_PX = 1.0
"""What lies farther than this off the circle is not the rim's: a sheet, another thing's shadow."""

Offset = tuple[float, float]
"""Pixels to the right and down from where a thing is marked to where it is seen."""


def dial_offset(picture: np.ndarray, centre: Offset, radius: float, sheet: np.ndarray | None) -> Offset | None:
    """Of a dial; None where too little of its rim is seen. `sheet`: by direction, whether paper covers it."""
    angles = np.arange(WAYS) * (2 * np.pi / WAYS)
    far = np.arange(RIM * radius - REACH_PX, RIM * radius + REACH_PX, 1 / STEPS)[:, None]
    x = (centre[0] - 0.5 + far * np.sin(angles)).astype(np.float32)
    y = (centre[1] - 0.5 - far * np.cos(angles)).astype(np.float32)
    polar = cv2.remap(picture.astype(np.uint8), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    open_ways = np.ones(WAYS, bool) if sheet is None else ~sheet[np.arange(WAYS) * len(sheet) // WAYS]
    if open_ways.sum() < WAYS // 4:
        return None
    inner = int(REACH_PX * STEPS)
    found = far[0, 0] + _ends(polar, commonest(polar[inner - FILLED : inner, open_ways].reshape(-1, 3)), BEYOND)
    clear = open_ways & ~np.isnan(found)
    terms = np.stack([np.ones(WAYS), np.sin(angles), -np.cos(angles)], axis=1)
    fit = np.array([RIM * radius, 0.0, 0.0])
    for most in (REACH_PX, 4 * SCATTER_PX, 2 * SCATTER_PX, SCATTER_PX):
        good = clear & (np.abs(np.where(clear, found, 0) - terms @ fit) <= most)
        if good.sum() < WAYS // 4:
            return None
        fit = np.linalg.lstsq(terms[good], found[good], rcond=None)[0]
    return float(fit[1]), float(fit[2])


def screen_offset(picture: np.ndarray, box: Box) -> Offset | None:
    """Of a display's screen; None where two opposite edges are not seen, or not as far apart as they are marked."""
    left, top, right, bottom = box
    out = []
    for low, high, first, last, image in (
        (left, right, top, bottom, picture),
        (top, bottom, left, right, picture.transpose(1, 0, 2)),
    ):
        lines = image[int(first + 0.3 * (last - first)) : int(last - 0.3 * (last - first))]
        ends = []
        for edge, way in ((low, -1), (high, 1)):
            far = np.arange(-REACH_PX, REACH_PX, 1 / STEPS)
            across = (np.arange(len(lines))[None, :] + 0 * far[:, None]).astype(np.float32)
            along = (edge - 0.5 + way * far)[:, None].astype(np.float32) + 0 * across
            seen = cv2.remap(lines.astype(np.uint8), along, across, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            found = _ends(seen, commonest(seen[: int(REACH_PX)].reshape(-1, 3)), LINE)
            ends.append(edge + way * (float(np.nanmedian(found)) - REACH_PX) if not np.isnan(found).all() else np.nan)
        if not abs(ends[1] - ends[0] - (high - low)) < 2 * OFF_PX:
            return None
        out.append((ends[0] + ends[1] - low - high) / 2)
    return out[0], out[1]


def _ends(ways: np.ndarray, inside: np.ndarray, beyond: int) -> np.ndarray:
    """How many pixels along each way (a column) the colour `inside` ends for `beyond` looks; NaN where it does not."""
    most = max(SHADED * float(inside.max()), 2.5)
    on = np.abs(ways.astype(np.int16) - inside.astype(np.int16)).max(2) <= most
    counts = np.concatenate([np.zeros((1, on.shape[1]), int), np.cumsum(on, axis=0)])
    places = np.arange(FILLED, len(on) - beyond)
    before = counts[places] - counts[places - FILLED] == FILLED
    after = counts[places + beyond] - counts[places] == 0
    ends = before & after
    return np.where(ends.any(0), places[ends.argmax(0)] / STEPS, np.nan)
