"""What lies over a cell of a heat map: a slip of paper or a blot, in a colour that no cell of the map can have."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.heat_map_colours import lab_of
from scenewright.renderers.themes import mix
from scenewright.scenes.base import rng_for

_PAPERS = ("#ffe27a", "#ff9ecb", "#a5ecbb", "#a9dcff", "#ffb973", "#ffffff", "#d9b3ff")
_INKS = ("#1d2433", "#6d1436", "#14308a", "#0a5f45", "#5a2d82")
COVER_PX = 6.0
"""How far covers reach over the edges of their cell: one that kept to them would look like a cell of another colour."""


def _lab(colours: tuple[str, ...]) -> np.ndarray:
    return lab_of(np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colours]))


@lru_cache(256)
def _unlike(choices: tuple[str, ...], colours: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three choices that differ plainly from all colours of a scale, or the one that differs most."""
    gaps = np.sqrt(((_lab(choices)[:, None] - _lab(colours[::8])[None]) ** 2).sum(2)).min(1)
    order = [int(i) for i in np.argsort(-gaps)]
    return tuple(choices[i] for k, i in enumerate(order) if k == 0 or (k < 3 and gaps[i] > 28))


def pick_of(choices: tuple[str, ...], mark: float) -> str:
    """One of them, by a number in [0, 1)."""
    return choices[int(mark * len(choices))]


def draw_cell_cover(
    canvas: Canvas, cell: Box, plot: Box, material: str, seed: int, colours: tuple[str, ...], of: str
) -> None:
    """Cover all of a cell and a little of its neighbours, but nothing outside the plot."""
    noise = rng_for(seed, "cell cover").random(8).tolist()
    left, top, right, bottom = cell
    out = min(COVER_PX, 0.2 * (right - left), 0.2 * (bottom - top))
    near = [out if left - plot[0] > out else 4.0, out if top - plot[1] > out else 4.0,
            out if plot[2] - right > out else 4.0, out if plot[3] - bottom > out else 4.0]  # fmt: skip
    box = (left - near[0], top - near[1], right + near[2], bottom + near[3])
    if material == "note":
        colour = pick_of(_unlike(_PAPERS, colours), noise[0])
        _slip(canvas, box, min(near), noise[1], colour, of)
    else:
        colour = pick_of(_unlike(_INKS, colours), noise[0])
        canvas.polygon(_blot(box, min(near), noise), fill=colour, of=of, part=material)


def _slip(canvas: Canvas, box: Box, slack: float, lean: float, colour: str, of: str) -> None:
    """A slip of paper, a little askew, with its shadow and a darker strip where it sticks."""
    left, top, right, bottom = box
    tilt = (lean - 0.5) * 1.6 * min(slack, 3.0)
    a, b = max(tilt, 0.0), max(-tilt, 0.0)
    corners = ((left + a, top + b), (right - b, top + a), (right - a, bottom - b), (left + b, bottom - a))
    for reach, ink in ((1.5, "#0000003c"), (3.0, "#00000024")):
        canvas.polygon([(x + reach, y + reach) for x, y in corners], fill=ink)
    canvas.polygon(corners, fill=colour, stroke=mix(colour, "#000000", 0.28), width=1.0, of=of, part="note")
    strip = min(7.0, (bottom - top) / 4)
    (x0, y0), (x1, y1) = corners[0], corners[1]
    canvas.polygon(((x0, y0), (x1, y1), (x1, y1 + strip), (x0, y0 + strip)), fill=mix(colour, "#000000", 0.1))


def _blot(box: Box, slack: float, noise: list[float]) -> list[tuple[float, float]]:
    """A wavy outline that runs outside the cell everywhere."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    normals = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
    points, steps = [], 16
    for side, (nx, ny) in enumerate(normals):
        (x0, y0), (x1, y1) = corners[side], corners[(side + 1) % 4]
        for i in range(steps):
            turn = (side + i / steps) * math.pi / 2
            wave = 0.5 + 0.3 * math.sin(9 * turn + noise[2] * 6.3) + 0.2 * math.sin(17 * turn + noise[3] * 6.3)
            off = -slack * 0.75 * wave if i else -slack * 0.75
            points.append((x0 + (x1 - x0) * i / steps + nx * off, y0 + (y1 - y0) * i / steps + ny * off))
    return points
