"""What lies between the streets of a town map: houses, parks, ponds, squares, a river. Decoration only."""

from __future__ import annotations

import math

import numpy as np

from scenewright.renderers.canvas import Canvas, Point, stroke_paint
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.town_looks import Look
from scenewright.renderers.town_sheet import Sheet
from scenewright.scenes.base import uniform
from scenewright.scenes.road_map import RoadMap

HOUSES: tuple[tuple[float, tuple[float, ...]], ...] = (
    (12.0, (17, 4, 26, 5, 13, 4)),
    (14.0, (22, 6, 15, 6)),
    (9.0, (10, 3, 13, 3, 18, 4)),
    (17.0, (34, 7, 22, 6)),
)
"""Depth of a row of houses in pixels, and lengths of houses and gaps in turn."""


def paint_ground(
    canvas: Canvas,
    scene: RoadMap,
    sheet: Sheet,
    look: Look,
    road_px: float,
    houses: int,
    river: bool,
    rng: np.random.Generator,
) -> None:
    """Everything below the roads."""
    place = {junction.id: i for i, junction in enumerate(scene.junctions)}
    fills: dict[str, list[list[Point]]] = {"houses": [], "park": [], "water": [], "square": []}
    for ground in scene.ground:
        fills[ground.use].append([sheet.points[place[corner]] for corner in ground.corners])
    for use, colour in (("houses", look.block), ("park", look.park), ("square", look.square), ("water", look.park)):
        if fills[use]:
            canvas.path(_polygons(fills[use]), colour)
    if houses:
        depth, rows = HOUSES[houses - 1]
        inset = road_px / 2 + 4 + depth / 2
        shrunk = [small for corners in fills["houses"] if (small := _inset(corners, inset, depth / 2 + 2))]
        if shrunk:
            canvas.skia.drawPath(_polygons(shrunk), stroke_paint(look.house, depth, rows, "butt"))
    if fills["water"]:
        canvas.path(_ponds(fills["water"], road_px), look.water)
    _plant(canvas, fills["park"], look, road_px, rng)
    if river:
        _river(canvas, sheet, look, rng)


def _polygons(outlines: list[list[Point]]) -> skia.Path:
    path = skia.Path()
    for corners in outlines:
        path.addPoly([skia.Point(x, y) for x, y in corners], True)
    return path


def _inset(corners: list[Point], inset: float, least: float) -> list[Point]:
    """The outline drawn towards its middle by about `inset` pixels; empty where less than `least` would be left."""
    n = len(corners)
    cx, cy = sum(p[0] for p in corners) / n, sum(p[1] for p in corners) / n
    reach = min(_distance((cx, cy), corners[i - 1], corners[i]) for i in range(n))
    if reach - inset < least:
        return []
    k = 1 - inset / reach
    return [(cx + (x - cx) * k, cy + (y - cy) * k) for x, y in corners]


def _distance(p: Point, a: Point, b: Point) -> float:
    """Of a point from the line through two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return abs(dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / (math.hypot(dx, dy) or 1.0)


def _ponds(outlines: list[list[Point]], road_px: float) -> skia.Path:
    """A smooth pond in the middle of each block: a curve through the middles of the sides of a smaller block."""
    path = skia.Path()
    for corners in outlines:
        small = _inset(corners, road_px / 2 + 8, 4)
        if not small:
            continue
        middles = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2) for p, q in zip(small, small[1:] + small[:1], strict=True)]
        path.moveTo(*middles[-1])
        for corner, middle in zip(small, middles, strict=True):
            path.quadTo(*corner, *middle)
        path.close()
    return path


def _plant(canvas: Canvas, parks: list[list[Point]], look: Look, road_px: float, rng: np.random.Generator) -> None:
    """Trees in the parks, at random places of a smaller outline."""
    trees = skia.Path()
    for corners in parks:
        small = _inset(corners, road_px / 2 + 9, 4)
        if not small:
            continue
        for u, v, r in rng.random((9, 3)).tolist():
            a, b, c, d = (*small, small[0])[:4] if len(small) == 3 else small[:4]
            x = (a[0] * (1 - u) + b[0] * u) * (1 - v) + (d[0] * (1 - u) + c[0] * u) * v
            y = (a[1] * (1 - u) + b[1] * u) * (1 - v) + (d[1] * (1 - u) + c[1] * u) * v
            trees.addCircle(x, y, 3.0 + 3.5 * r)
    if parks:
        canvas.path(trees, look.tree)


def _river(canvas: Canvas, sheet: Sheet, look: Look, rng: np.random.Generator) -> None:
    """A river across the sheet; the roads are drawn over it and so bridge it."""
    w, h = sheet.width, sheet.height
    u = [uniform(rng, 0.15, 0.85) for _ in range(4)]
    path = skia.Path()
    if u[0] < 0.5:
        path.moveTo(-20, h * u[1])
        path.cubicTo(w * 0.35, h * (u[1] - 0.25), w * 0.6, h * (u[2] + 0.2), w + 20, h * u[3])
    else:
        path.moveTo(w * u[1], -20)
        path.cubicTo(w * (u[1] - 0.2), h * 0.35, w * (u[2] + 0.2), h * 0.6, w * u[3], h + 20)
    canvas.path(path, None, look.land, 44)
    canvas.path(path, None, look.water, 30)
