"""Things that lie over a drawing and hide it: sticky notes, ink, correction tape, a torn strip. Opaque throughout."""

from __future__ import annotations

import math
from functools import lru_cache

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.themes import luminance, mix
from scenewright.scenes.base import rng_for

_NOTES = ("#ffe27a", "#ffc9de", "#b9e7c9", "#bfe0ff")


@lru_cache(256)
def _noise(seed: int, count: int) -> tuple[float, ...]:
    return tuple(rng_for(seed, "cover").random(count).tolist())


def draw_cover(
    canvas: Canvas, box: Box, material: str, seed: int, paper: str, ink: str, of: str, reach: float = 5.0
) -> None:
    """Cover all of `box`, and nothing further than `reach` from it but for a faint shadow.

    The mark's part is the material's name.
    """
    left, top, right, bottom = box
    noise = _noise(seed, 96)
    if material == "note":
        colour = _NOTES[int(noise[0] * len(_NOTES))]
        _shadow(canvas, (left, top, right + 1, bottom + 1))
        lean = (noise[1] - 0.5) * reach
        near, far = max(lean, 0.0), max(-lean, 0.0)
        canvas.polygon(
            ((left - near, top - 1), (right + far, top - 1), (right + near, bottom + 1), (left - far, bottom + 1)),
            fill=colour, of=of, part=material,
        )  # fmt: skip
        canvas.rect((left, top, right, top + min(12.0, (bottom - top) / 4)), fill=mix(colour, "#000000", 0.06))
    elif material == "tape":
        _shadow(canvas, box)
        canvas.rect((left, top - 1, right, bottom + 1), fill="#f1eee6", stroke="#d5d0c3", of=of, part=material)
        for i in range(5):
            y = top + (bottom - top) * (i + noise[i + 2]) / 5
            canvas.line((left + 2, y), (right - 2, y), "#e4dfd2", 1.0)
    elif material == "ink":
        colour = "#1d2433" if ink[1] in "0123456" else "#3a4460"
        canvas.polygon(_wavy(box, noise, reach), fill=colour, of=of, part=material)
    else:
        ragged = _ragged(box, noise, reach)
        _shadow(canvas, box)
        dark = luminance(paper) < luminance(ink)
        fill = mix(paper, "#b8ad98", 0.45) if dark else mix(paper, "#8a7f6a", 0.16)
        canvas.polygon(ragged, fill=fill, stroke=mix(paper, ink, 0.25), of=of, part=material)


def _shadow(canvas: Canvas, box: Box) -> None:
    """A soft edge to the right and below, in strips; a blur of such an area would cost as much as a whole chart."""
    left, top, right, bottom = box
    for reach, ink in ((2.0, "#0000002c"), (4.0, "#0000001c"), (6.0, "#0000000c")):
        canvas.rect((right + reach - 2, top + reach + 2, right + reach, bottom + reach), ink)
        canvas.rect((left + reach, bottom + reach - 2, right + reach - 2, bottom + reach), ink)


def _wavy(box: Box, noise: tuple[float, ...], reach: float) -> list[Point]:
    """An outline that runs outside the box everywhere, by up to `reach`, in slow waves."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    normals = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
    steps, points = 20, []
    for side, (nx, ny) in enumerate(normals):
        (x0, y0), (x1, y1) = corners[side], corners[(side + 1) % 4]
        for i in range(steps):
            turn = (side + i / steps) * math.pi / 2
            wave = 0.5 + 0.25 * math.sin(5 * turn + noise[0] * 6.3) + 0.25 * math.sin(12 * turn + noise[1] * 6.3)
            out = reach * wave if i else 0.0
            points.append((x0 + (x1 - x0) * i / steps + nx * out, y0 + (y1 - y0) * i / steps + ny * out))
    return points


def _ragged(box: Box, noise: tuple[float, ...], reach: float) -> list[Point]:
    """An outline torn along its short sides."""
    left, top, right, bottom = box
    steps = 12
    if bottom - top >= right - left:
        upper = [(left + (right - left) * i / steps, top - reach * noise[i]) for i in range(steps + 1)]
        lower = [(left + (right - left) * i / steps, bottom + reach * noise[40 + i]) for i in range(steps, -1, -1)]
    else:
        upper = [(right + reach * noise[i], top + (bottom - top) * i / steps) for i in range(steps + 1)]
        lower = [(left - reach * noise[40 + i], top + (bottom - top) * i / steps) for i in range(steps, -1, -1)]
    return upper + lower
