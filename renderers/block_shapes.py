"""What a block looks like before it is painted: its outline in pixels, its material and paint, and the look of all."""

from __future__ import annotations

import math
from typing import Any, Literal

import msgspec

from scenewright.renderers.canvas import Point
from scenewright.renderers.skia_loader import skia
from scenewright.scenes.base import Value

Finish = Literal["flat", "cartoon", "shaded", "rich"]


class Look(Value, frozen=True, kw_only=True):
    """How all blocks of a picture are drawn."""

    finish: Finish
    """`flat`: even colour and a drawn motif; `cartoon`: the same with ink outlines; `shaded`: gradients and texture;
    `rich`: strong texture and light."""
    light_deg: float
    """Where light comes from, degrees clockwise from straight up."""
    seed: int
    """Which grain, which cracks, which speckles."""

    @property
    def textured(self) -> bool:
        """Whether materials are textures, not drawn motifs."""
        return self.finish in ("shaded", "rich")


class Solid(msgspec.Struct, frozen=True, kw_only=True):
    """One block in pixels: its outline about its own origin, y down."""

    outline: tuple[Point, ...]
    material: str
    colour: str
    round_px: float = 0.0
    """Radius, where it is a disc about the origin; then the outline is only its mark."""
    number: int = 0
    """Tells grains of the same picture apart."""

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the outline."""
        if self.round_px:
            return (-self.round_px, -self.round_px, self.round_px, self.round_px)
        xs, ys = [p[0] for p in self.outline], [p[1] for p in self.outline]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def thickness(self) -> float:
        """The shorter side of its extent."""
        left, top, right, bottom = self.extent
        return min(right - left, bottom - top)


def shape_path(solid: Solid, inset: float = 0.0, corner: float = 0.0) -> Any:
    """Its outline as a path, moved inwards by `inset`, corners rounded by `corner`."""
    path = skia.Path()
    if solid.round_px:
        return path.addCircle(0, 0, max(solid.round_px - inset, 0.5))
    points = inset_by(solid.outline, inset) if inset else solid.outline
    if not corner:
        return skia.Path.Polygon([skia.Point(x, y) for x, y in points], True)
    n = len(points)
    for i, (x, y) in enumerate(points):
        (px, py), (nx, ny) = points[i - 1], points[(i + 1) % n]
        a, b = math.hypot(px - x, py - y) or 1.0, math.hypot(nx - x, ny - y) or 1.0
        start = (x + (px - x) * min(corner / a, 0.5), y + (py - y) * min(corner / a, 0.5))
        end = (x + (nx - x) * min(corner / b, 0.5), y + (ny - y) * min(corner / b, 0.5))
        if i:
            path.lineTo(*start)
        else:
            path.moveTo(*start)
        path.quadTo(x, y, *end)
    path.close()
    return path


def inset_by(points: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """The polygon with every side moved inwards. Meant for `by` well below its thickness."""
    n = len(points)
    area = sum(points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1] for i in range(n))
    sign = 1.0 if area > 0 else -1.0
    out = []
    for i, (x, y) in enumerate(points):
        (px, py), (nx, ny) = points[i - 1], points[(i + 1) % n]
        a, b = math.hypot(x - px, y - py) or 1.0, math.hypot(nx - x, ny - y) or 1.0
        ax, ay, bx, by_ = -(y - py) / a * sign, (x - px) / a * sign, -(ny - y) / b * sign, (nx - x) / b * sign
        scale = by / max(1 + ax * bx + ay * by_, 0.15)
        out.append((x + (ax + bx) * scale, y + (ay + by_) * scale))
    return tuple(out)


def sharp_corners(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Corners that turn by more than 40 degrees."""
    out = []
    for i, (x, y) in enumerate(points):
        (px, py), (nx, ny) = points[i - 1], points[(i + 1) % len(points)]
        turn = math.atan2(ny - y, nx - x) - math.atan2(y - py, x - px)
        if abs(math.remainder(turn, math.tau)) > 0.7:
            out.append((x, y))
    return tuple(out)
