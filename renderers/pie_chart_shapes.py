"""Slices, their hatching, and what lies over them, on either backend. Angles are degrees clockwise from twelve."""

from __future__ import annotations

import math
from functools import lru_cache

from scenewright.renderers.agg_canvas import AggCanvas, Path, rgba
from scenewright.renderers.bar_fills import fill_box
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import contrast, luminance, mix
from scenewright.scenes.base import rng_for

HATCHES = ("", "//", "..", "\\\\", "xx", "--")
STEP_DEG = 3.0
"""Step of the polygons that stand for arcs: at a radius of 250 px the chord lies 0.09 px inside the arc."""


def at(centre: Point, radius: float, degrees: float) -> Point:
    """The point at a distance and direction from a centre."""
    turn = math.radians(degrees)
    return centre[0] + radius * math.sin(turn), centre[1] - radius * math.cos(turn)


def arc(centre: Point, radius: float, first: float, last: float) -> list[Point]:
    """Points along an arc, both ends included."""
    steps = max(1, math.ceil(abs(last - first) / STEP_DEG))
    cx, cy = centre
    base, each = math.radians(first), math.radians(last - first) / steps
    turns = [base + each * i for i in range(steps + 1)]
    return [(cx + radius * math.sin(t), cy - radius * math.cos(t)) for t in turns]


def sector(centre: Point, inner: float, outer: float, first: float, last: float) -> list[Point]:
    """The outline of a slice, or of a part of a ring where `inner` is above zero."""
    outline = arc(centre, outer, first, last)
    return [*outline, *arc(centre, inner, last, first)] if inner else [*outline, centre]


class PieAggCanvas(AggCanvas):
    """Matplotlib's canvas with hatched polygons."""

    def hatched(self, points: list[Point], fill: str, hatch: str, shade: str) -> None:
        """A filled polygon with matplotlib's own hatching."""
        gc = self._gc(None, 0)
        gc.set_hatch(hatch)
        gc.set_hatch_color(rgba(shade))
        gc.set_hatch_linewidth(1.0)
        self._draw(Path([*points, points[0]]), gc, fill)


def draw_slice(canvas: Canvas, points: list[Point], fill: str, hatch: str, edge: str, gap: float) -> None:
    """A slice: filled, hatched, and outlined by `edge`, whose lines of `gap` pixels are the gaps between slices.

    Without a gap a hairline of the fill closes the seams that smoothing would leave.
    """
    if hatch and isinstance(canvas, PieAggCanvas):
        canvas.hatched(points, fill, hatch, mix(fill, "#ffffff" if contrast(fill, "#ffffff") > 2.6 else "#000000", 0.4))
    elif hatch:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = (math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys)))
        canvas.skia.save()
        canvas.skia.clipPath(skia.Path.Polygon([skia.Point(x, y) for x, y in points], True), doAntiAlias=True)
        fill_box(canvas, box, fill, hatch, "")
        canvas.skia.restore()
    elif gap:
        canvas.polygon(points, fill=fill)
    else:
        canvas.polygon(points, fill=fill, stroke=fill, width=0.6)
    if gap:
        canvas.polygon(points, stroke=edge, width=gap)


@lru_cache(64)
def _shake(seed: int) -> tuple[float, ...]:
    return tuple(rng_for(seed, "hand").random(128).tolist())


def sketch(canvas: Canvas, points: list[Point], ink: str, seed: int) -> None:
    """Two passes of a pencil along an outline, each a little off it."""
    noise = _shake(seed % 64)
    for turn in range(2):
        off = [(noise[(7 * i + 61 * turn) % 128] - 0.5) * 1.8 for i in range(2 * len(points))]
        # neighbours share most of their offset: a hand sways, it does not tremble
        rough = [
            (x + (off[i] + off[i - 1]) / 1.6, y + (off[-i - 1] + off[-i]) / 1.6) for i, (x, y) in enumerate(points)
        ]
        canvas.polygon(rough, stroke=ink, width=1.1)


def shadow(canvas: Canvas, centre: Point, radius: float) -> None:
    """A soft edge below a disc, of rings that fade: a blur would cost as much as the whole chart."""
    x, y = centre
    for reach, ink in ((5.0, "#00000009"), (3.5, "#0000000e"), (2.0, "#00000014"), (0.8, "#0000001c")):
        canvas.circle((x + 1.5, y + 3.0), radius + reach, fill=ink)


_MATERIALS = {"ink": "#232b3a", "tape": "#f1eee6"}
_NOTES = ("#ffe27a", "#ffc9de", "#b9e7c9", "#bfe0ff")


def cover_fill(material: str, seed: int, paper: str, ink: str) -> tuple[str, str]:
    """Fill and edge of a cover."""
    if material == "note":
        fill = _NOTES[seed % len(_NOTES)]
        return fill, mix(fill, "#000000", 0.15)
    if material == "torn":
        dark = luminance(paper) < luminance(ink)
        return ("#8f7f5e", "#6b5d40") if dark else ("#dccba8", "#b39f76")
    fill = _MATERIALS[material]
    return fill, "#c9c3b4" if material == "tape" else "#46536b"


def cover_sector(
    canvas: Canvas, centre: Point, inner: float, outer: float, first: float, last: float, material: str, seed: int,
    paper: str, ink: str,
) -> None:  # fmt: skip
    """Cover everything from one edge to another, and a little beyond the rim, in uneven waves."""
    noise = rng_for(seed, "cover").random(4).tolist()
    fill, edge = cover_fill(material, seed, paper, ink)
    rim = arc(centre, 1.0, first, last)
    outline = []
    for i, (x, y) in enumerate(rim):
        wave = 0.5 + 0.25 * math.sin(0.9 * i + 6.3 * noise[0]) + 0.25 * math.sin(2.3 * i + 6.3 * noise[1])
        far = outer + 1.5 + 4.0 * wave * (0 < i < len(rim) - 1)
        outline.append((centre[0] + (x - centre[0]) * far, centre[1] + (y - centre[1]) * far))
    back = arc(centre, max(inner - 2.5, 1.0), last, first) if inner else [centre]
    canvas.polygon([*outline, *back], fill=fill, stroke=edge, width=1.0, of="cover", part=material)
    for share in (0.2, 0.4, 0.6, 0.8):  # creases, so that it can't be taken for a slice
        crease = arc(centre, inner + share * (outer - inner), first + 5, last - 5)
        canvas.polygon(crease, stroke=edge, width=1.0, closed=False)
