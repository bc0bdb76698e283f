"""Where things of a tower come to lie in a picture: the camera, the size of the picture, and blocks in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from scenewright.renderers.base import Box
from scenewright.renderers.blocks import Solid
from scenewright.renderers.canvas import Point
from scenewright.scenes.tower import COLOURS, Block, Tower, extent, outline
from scenewright.simulators.tower import BlockPath

FLAG_M = 0.42
"""Height of the flag."""
EARTH_SHARE = 0.13
"""Share of the picture's height that is ground in front."""
WIDE = 1.75
"""Width by height of a scene from which on its picture is in 5:3, not 4:3."""
THIN_PX = 7.5
"""A thinner block can't be told by its material."""

Pose = tuple[float, float, float]
"""Centre of mass in metres, and degrees turned anticlockwise."""
Frame = tuple[Pose, ...]
"""One pose for each block."""


class Extent(NamedTuple):
    """What must be seen, in metres, from the ground up."""

    left: float
    right: float
    top: float


class View(NamedTuple):
    """A camera: `scale` pixels per metre, and where x = 0 on the ground lies in a picture of that size."""

    scale: float
    x_px: float
    ground_px: float
    width: int
    height: int

    @property
    def flag_px(self) -> float:
        """Height of the flag."""
        return max(FLAG_M * self.scale, 26.0)

    def at(self, x_m: float, y_m: float) -> Point:
        """A point in pixels."""
        return self.x_px + x_m * self.scale, self.ground_px - y_m * self.scale

    def moved(self, dx: float, dy: float) -> View:
        """The same camera in a panel that lies at `(dx, dy)` of a larger picture."""
        return self._replace(x_px=self.x_px + dx, ground_px=self.ground_px + dy)


def start_extent(scene: Tower) -> Extent:
    """The tower, the flag and the card, with room to fall to either side. Depends on nothing that happens later."""
    left, right, top = extent(scene.blocks)
    room = max(0.3, 0.2 * top)
    left, right, top = left - room, right + room, top * 1.04 + 0.12
    if scene.flag:
        left, right = min(left, scene.flag.x_m - 0.4), max(right, scene.flag.x_m + 0.4)
        top = max(top, FLAG_M + 0.05)
    if scene.cover:
        left, right = min(left, scene.cover.left_m - 0.1), max(right, scene.cover.right_m + 0.1)
        top = max(top, scene.cover.top_m + 0.08)
    return Extent(left, right, top)


def seen_extent(scene: Tower, frames: Iterable[Frame]) -> Extent:
    """As `start_extent`, widened to what the blocks reach in these frames."""
    left, right, top = start_extent(scene)
    radii = [max(math.hypot(*p) for p in outline(b)) for b in scene.blocks]
    for frame in frames:
        for (x, y, _), radius in zip(frame, radii, strict=True):
            left, right, top = min(left, x - radius - 0.1), max(right, x + radius + 0.1), max(top, y + radius + 0.05)
    return Extent(left, right, top)


def pole_px(scale: float) -> float:
    """Width of the flag's pole."""
    return min(max(scale * 0.022, 2.0), 5.0)


def peg_drop(scale: float) -> float:
    """How far the flag's peg reaches below the ground's edge, in pixels."""
    return max(pole_px(scale) * 2.6, 6.0) * 2.2


def fit(
    seen: Extent,
    width: int,
    height: int,
    zoom: float,
    shift: tuple[float, float],
    top: float = 0.0,
    bottom: float = 0.0,
    flag: bool = False,
) -> View:
    """A camera that sees it all. `zoom` >= 1 steps back; `shift` in [-1, 1] uses up the room that is left over.

    Nothing of `seen` comes into the `top` pixels; the ground has `bottom` pixels free of shadows and of a flag's peg.
    """
    wide, high = (seen.right - seen.left) * zoom, seen.top * zoom
    earth = height * EARTH_SHARE * (1 + 0.25 * shift[1])
    scale = min(width / wide, (height - earth) / high, (height - top - earth) / seen.top)
    if bottom:
        # A smaller scale makes a smaller peg, so what is room enough at this scale is so at the next.
        earth = max(earth, bottom + max(peg_drop(scale) + 6 if flag else 0.0, 13.0))
        scale = min(width / wide, (height - earth) / high)
    spare = width / scale - (seen.right - seen.left)
    left = seen.left - spare / 2 * (1 + 0.8 * shift[0])
    # Where the picture is higher than it need be, the ground takes a part, up to a third of the picture.
    rest = height - top - earth - seen.top * scale
    earth = max(earth, min(earth + rest * 0.35, height * 0.3))
    return View(scale, -left * scale, round(height - earth) + 0.0, width, height)


def shapes(seen: Extent, sizes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Widths and heights of pictures, each from a long and a short side.

    What is upright is shown upright, what is very wide in 5:3.
    """
    aspect = (seen.right - seen.left) / (seen.top * (1 + EARTH_SHARE))
    for long, short in sizes:
        width, height = (short, long) if aspect < 0.95 else (long, short)
        if aspect > WIDE:
            height = min(height, long * 3 // 5 // 2 * 2)
        yield width, height


def thinnest(scene: Tower) -> float:
    """The least width or height of a block, in metres."""
    return min(min(b.width_m, b.height_m) for b in scene.blocks)


# -- frames ------------------------------------------------------------------------------------------------------------


def start_frame(scene: Tower) -> Frame:
    """All blocks where they are at time 0."""
    return tuple((b.x_m, b.y_m, 0.0) for b in scene.blocks)


def frame_at(scene: Tower, paths: tuple[BlockPath, ...], i: int) -> Frame:
    """All blocks in frame `i` of their paths, or in the last one."""
    by_id = {path.block: path for path in paths}
    out = []
    for block in scene.blocks:
        path = by_id[block.id]
        k = min(i, len(path.x_m) - 1)
        out.append((path.x_m[k], path.y_m[k], path.angle_deg[k]))
    return tuple(out)


def frames(scene: Tower, paths: tuple[BlockPath, ...], count: int) -> list[Frame]:
    """The first `count` frames; the last pose is held where the run ended before."""
    return [frame_at(scene, paths, i) for i in range(count)]


# -- blocks ------------------------------------------------------------------------------------------------------------


def solid(block: Block, view: View, number: int) -> Solid:
    """A block in pixels."""
    return Solid(
        outline=tuple((x * view.scale, -y * view.scale) for x, y in outline(block)),
        round_px=block.width_m / 2 * view.scale if block.shape == "disc" else 0.0,
        material=block.material,
        colour=COLOURS[block.colour],
        number=number,
    )


def polygon(block: Block, pose: Pose, view: View) -> tuple[Point, ...]:
    """Outline in pixels."""
    x, y, angle = pose
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    px, py = view.at(x, y)
    k = view.scale
    return tuple((px + (a * c - b * s) * k, py - (a * s + b * c) * k) for a, b in outline(block))


def reach(block: Block, poses: Sequence[Pose]) -> np.ndarray:
    """Its box in each pose, in metres: left, bottom, right and top."""
    p = np.array(poses)
    points = np.array(outline(block)).T
    c, s = np.cos(np.radians(p[:, 2:])), np.sin(np.radians(p[:, 2:]))
    x = p[:, :1] + c * points[0] - s * points[1]
    y = p[:, 1:2] + s * points[0] + c * points[1]
    return np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1)


def tracks(block: Block, poses: Sequence[Pose], view: View) -> tuple[Box, ...]:
    """Its box in each frame, clipped to the picture; all zero where it is out of it."""
    left, low, right, high = reach(block, poses).T * view.scale
    boxes = np.stack([view.x_px + left, view.ground_px - high, view.x_px + right, view.ground_px - low], axis=1)
    out = (boxes[:, 2] <= 0) | (boxes[:, 3] <= 0) | (boxes[:, 0] >= view.width) | (boxes[:, 1] >= view.height)
    boxes = np.clip(boxes, 0, [view.width, view.height] * 2)
    boxes[out] = 0.0
    return tuple(tuple(row) for row in np.round(boxes, 1).tolist())


def visible_share(points: Sequence[Point], card: Box) -> float:
    """Share of a polygon's area outside the card, by clipping at each side (Sutherland, Hodgman 1974)."""
    inside = list(points)
    left, top, right, bottom = card
    for axis, sign, limit in ((0, 1, left), (0, -1, right), (1, 1, top), (1, -1, bottom)):
        kept: list[Point] = []
        for i, q in enumerate(inside):
            p = inside[i - 1]
            a, b = (p[axis] - limit) * sign, (q[axis] - limit) * sign
            if (a >= 0) != (b >= 0):
                t = a / (a - b)
                kept.append((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t))
            if b >= 0:
                kept.append(q)
        inside = kept
    return 1 - _area(inside) / _area(points) if inside else 1.0


def _area(points: Sequence[Point]) -> float:
    return abs(sum(points[i - 1][0] * q[1] - q[0] * points[i - 1][1] for i, q in enumerate(points))) / 2
