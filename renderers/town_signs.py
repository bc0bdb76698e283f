"""Signs on a town map: compass, scale bar, one-way arrows, closures, and the stains that cover things."""

from __future__ import annotations

import math
from functools import cache

from scenewright.renderers.canvas import Box, Canvas, Point
from scenewright.renderers.fonts import Font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.town_looks import Look

COMPASS_PX = 18.0
"""Radius of the compass without its letter."""


def paint_compass(canvas: Canvas, at: Point, north_deg: float, kind: str, look: Look, font: Font) -> None:
    """A needle, a rose or an arrow that points north, with an N at its tip."""
    x, y = at
    s, c = math.sin(math.radians(north_deg)), math.cos(math.radians(north_deg))
    r = COMPASS_PX

    def turned(right: float, up: float) -> Point:
        return (x + right * c + up * s, y + right * s - up * c)

    if kind == "rose":
        canvas.circle(at, r * 0.72, None, look.muted, 1.0)
        for angle in (45, 135, 225, 315):
            a = math.radians(angle)
            canvas.line(at, turned(r * 0.66 * math.sin(a), r * 0.66 * math.cos(a)), look.muted, 1.0)
        for up, right in ((0, 1), (0, -1), (-1, 0)):
            canvas.polygon(
                [turned(right * r, up * r), turned(up * 4.0, right * 4.0), turned(-up * 4.0, -right * 4.0)], look.muted
            )
    elif kind == "disc":
        canvas.circle(at, r, look.halo, look.muted, 1.2)
        canvas.polygon([turned(0, -r * 0.8), turned(5, 0), turned(-5, 0)], look.muted)
    else:
        canvas.line(turned(0, -r), turned(0, r * 0.6), look.ink, 2.0)
    tip = r * 0.8 if kind == "disc" else r
    canvas.polygon(
        [turned(0, tip), turned(5.5, 0 if kind != "arrow" else 4), turned(-5.5, 0 if kind != "arrow" else 4)],
        look.closed,
    )
    canvas.mark("compass", "needle", (x - r, y - r, x + r, y + r))
    canvas.text(turned(0, r + 9), "N", font, look.ink, of="compass", halo=look.halo)


def paint_scale_bar(canvas: Canvas, at: Point, px: float, metres: int, kind: str, look: Look, font: Font) -> None:
    """A bar from `at` to the right that is as long as `metres`, with its length after it."""
    x, y = at
    if kind == "blocks":
        for i in range(4):
            canvas.rect((x + px * i / 4, y - 3, x + px * (i + 1) / 4, y + 3), look.ink if i % 2 == 0 else look.road)
        canvas.rect((x, y - 3, x + px, y + 3), None, look.ink, 1.0)
    else:
        canvas.line((x, y + 3), (x + px, y + 3), look.ink, 2.0)
        for end in (x, x + px):
            canvas.line((end, y - 4), (end, y + 4), look.ink, 2.0)
    canvas.mark("scale", "bar", (x, y - 4, x + px, y + 4))
    text = f"{metres} m" if metres < 1000 else f"{metres / 1000:g} km"
    canvas.text((x + px + 8, y), text, font, look.ink, "lm", of="scale", halo=look.halo)


@cache
def _arrow_path() -> skia.Path:
    """An arrow to the right about the origin, 15 px long."""
    points = ((-7.5, -1.6), (0.5, -1.6), (0.5, -4.6), (7.5, 0), (0.5, 4.6), (0.5, 1.6), (-7.5, 1.6))
    return skia.Path.Polygon([skia.Point(x, y) for x, y in points], True)


def paint_arrow(canvas: Canvas, at: Point, ux: float, uy: float, colour: str, edge: str) -> None:
    """A one-way arrow along the unit vector (ux, uy)."""
    surface = canvas.skia
    surface.save()
    surface.concat(skia.Matrix.MakeAll(ux, -uy, at[0], uy, ux, at[1], 0, 0, 1))
    canvas.path(_arrow_path(), None, edge, 3.0)
    canvas.path(_arrow_path(), colour)
    surface.restore()


def paint_closure(canvas: Canvas, at: Point, look: Look) -> None:
    """A round sign with a cross."""
    x, y = at
    canvas.circle(at, 9.5, "#ffffff", look.closed, 3.0)
    canvas.line((x - 4, y - 4), (x + 4, y + 4), look.closed, 3.0, cap="round")
    canvas.line((x - 4, y + 4), (x + 4, y - 4), look.closed, 3.0, cap="round")


COFFEE, COFFEE_EDGE, NOTE, NOTE_EDGE, TORN, TORN_EDGE = "#8a5a33", "#6b4323", "#f7e27a", "#d9c04f", "#e9e4da", "#b9b2a4"


def paint_cover(canvas: Canvas, boxes: list[tuple[Point, float, float, float]], kind: str, of: str) -> None:
    """Cover rectangles given as (middle, half width, half height, angle in degrees), opaque to their last pixel."""
    for number, (middle, w, h, angle) in enumerate(boxes):
        surface = canvas.skia
        surface.save()
        surface.translate(*middle)
        surface.rotate(angle)
        box: Box = (-w, -h, w, h)
        if kind == "note":
            canvas.rect((-w + 2, -h + 3, w + 2, h + 3), "#00000038", blur=2.5)
            canvas.rect(box, NOTE, NOTE_EDGE, 1.0)
        elif kind == "coffee":
            canvas.rect(box, COFFEE, COFFEE_EDGE, 2.5, radius=min(0.9 * min(w, h), 18.0))
        else:
            canvas.path(_torn(w, h), TORN, TORN_EDGE, 1.2)
        surface.restore()
        c, s = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
        reach_x, reach_y = w * c + h * s, w * s + h * c
        x, y = middle
        part = "stain" if not number else f"stain {number + 1}"
        canvas.mark(of, part, (x - reach_x, y - reach_y, x + reach_x, y + reach_y))


def _torn(w: float, h: float) -> skia.Path:
    """A ragged outline that contains the rectangle."""
    steps = max(4, int(w / 5))
    above, below = (0.0, 2.5, 1.0, 3.5), (0.5, 3.0, 1.5, 0.0)
    points = [(-w + 2 * w * i / steps, -h - above[i % 4]) for i in range(steps)]
    points += [(w + 2.5, -h), (w + 1, -h / 3), (w + 3, h / 3), (w + 1, h)]
    points += [(w - 2 * w * i / steps, h + below[i % 4]) for i in range(steps)]
    points += [(-w - 2, h), (-w - 0.5, h / 3), (-w - 2.5, -h / 3), (-w - 1, -h)]
    return skia.Path.Polygon([skia.Point(x, y) for x, y in points], True)
