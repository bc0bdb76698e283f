"""Lines, steps, areas and markers, on either backend."""

from __future__ import annotations

import itertools
import math

from scenewright.renderers.canvas import Canvas, Point
from scenewright.scenes.base import rng_for

DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (7.0, 4.5), "dotted": (1.6, 3.6)}


def runs_of(ys: list[float | None]) -> list[list[int]]:
    """Indices of neighbouring points that are there, in runs."""
    runs: list[list[int]] = []
    for i, y in enumerate(ys):
        if y is None:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def outline(
    xs: list[float], ys: list[float | None], run: list[int], step: bool, left: float, right: float
) -> list[Point]:
    """The line through a run of points; steps change half-way between two places and reach to the plot's sides."""
    if not step:
        return [(xs[i], ys[i] or 0.0) for i in run]
    points: list[Point] = []
    for i in run:
        begin, end = step_ends(xs, i, left, right)
        points += [(begin, ys[i] or 0.0), (end, ys[i] or 0.0)]
    return points


def step_ends(xs: list[float], i: int, left: float, right: float) -> tuple[float, float]:
    """Where a step begins and ends: half-way to its neighbours, and as far beyond the first and the last."""
    begin = (xs[i - 1] + xs[i]) / 2 if i else max(xs[0] - (xs[1] - xs[0]) / 2, left)
    end = (xs[i] + xs[i + 1]) / 2 if i + 1 < len(xs) else min(xs[-1] + (xs[-1] - xs[-2]) / 2, right)
    return begin, end


def waver(points: list[Point], key: str) -> list[Point]:
    """The line as a steady hand draws it: off by a pixel between the points, not at them."""
    noise = rng_for(7, "waver", key).random(400).tolist()
    out, k = [points[0]], 0
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        pieces = max(int(length / 14), 1)
        for n in range(1, pieces):
            off = (noise[k % 400] - 0.5) * 2.4
            k += 1
            nx, ny = (y0 - y1) / length * off, (x1 - x0) / length * off
            out.append((x0 + (x1 - x0) * n / pieces + nx, y0 + (y1 - y0) * n / pieces + ny))
        out.append((x1, y1))
    return out


def draw_marker(canvas: Canvas, at: Point, shape: str, radius: float, fill: str, edge: str, width: float) -> None:
    """A disc, square, triangle or diamond of about the same weight."""
    x, y = at
    if shape == "square":
        r = radius * 0.9
        canvas.rect((x - r, y - r, x + r, y + r), fill, edge, width)
    elif shape == "triangle":
        r = radius * 1.25
        canvas.polygon(((x, y - r), (x + r, y + r * 0.75), (x - r, y + r * 0.75)), fill, edge, width)
    elif shape == "diamond":
        r = radius * 1.3
        canvas.polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), fill, edge, width)
    else:
        canvas.circle(at, radius, fill, edge, width)


def mark_segment(canvas: Canvas, of: str, start: Point, end: Point, width: float) -> None:
    """Record a straight piece of a line, with the corners of its stroke."""
    (x0, y0), (x1, y1), h = start, end, width / 2
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y1 - y0) / length * h, (x0 - x1) / length * h
    box = (min(x0, x1) - h, min(y0, y1) - h, max(x0, x1) + h, max(y0, y1) + h)
    canvas.mark(of, "segment", box, ((x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)))
