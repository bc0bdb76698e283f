"""The places where towers stand: a wall or a sky behind, and ground whose upper edge is where blocks stand.

Colours stay pale, grey or dark, so that a block of any paint stands out; nothing rises above the ground's edge in front
of the blocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from scenewright.renderers.canvas import Canvas, argb
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import mix
from scenewright.scenes.base import rng_for

TINTS = ("#dfe8ef", "#e9e4da", "#e3e9df", "#ece2e4", "#e6e3ee", "#f1efe9", "#d9e5e5", "#efe9dc")
"""Pale colours of walls."""


@lru_cache(64)
def _ramp(stops: tuple[tuple[float, str], ...], height: int) -> skia.Image:
    """A vertical gradient, one pixel wide. A gradient over a whole picture would cost 2 ms; stretching this, 0.1."""
    surface = skia.Surface(1, height)
    paint = skia.Paint(Dither=False)
    colours, places = [argb(c) for _, c in stops], [at for at, _ in stops]
    paint.setShader(skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(0, height)], colours, places))
    surface.getCanvas().drawPaint(paint)
    return surface.makeImageSnapshot()


_NEAREST = skia.SamplingOptions(skia.FilterMode.kNearest, skia.MipmapMode.kNone)


def ramp(canvas: Canvas, top: float, bottom: float, *stops: tuple[float, str]) -> None:
    """Fill the picture's width from `top` to `bottom` with a vertical gradient."""
    high = max(round(bottom - top), 1)
    canvas.skia.drawImageRect(
        _ramp(stops, high), skia.Rect.MakeLTRB(0, top, canvas.width, bottom), _NEAREST, skia.Paint()
    )


Place = Callable[[Canvas, float, float, str, list[float]], None]


def paint_place(canvas: Canvas, name: str, tint: str, seed: int, ground_px: float, scale: float) -> None:
    """Fill the whole picture. `scale`: pixels per metre, for things of known size."""
    noise = rng_for(seed, "place", name).random(240).tolist()
    PLACES[name](canvas, ground_px, scale, tint, noise)
    canvas.mark("ground", "ground", (0.0, ground_px, float(canvas.width), float(canvas.height)))


def _edge(canvas: Canvas, y: float, light: str, dark: str) -> None:
    """The edge on which things stand: a light line just under it, a dark one on it."""
    canvas.rect((0, y, canvas.width, y + 2), light)
    canvas.rect((0, y - 0.6, canvas.width, y + 0.6), dark)


def _plain(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    canvas.rect((0, 0, canvas.width, y), tint)
    canvas.rect((0, y, canvas.width, canvas.height), mix(tint, "#4d5663", 0.32))
    _edge(canvas, y, mix(tint, "#4d5663", 0.2), mix(tint, "#323a46", 0.6))


def _gradient(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    ramp(
        canvas, 0, y, (0, mix(tint, "#8fa1b5", 0.35)), (0.75, mix(tint, "#ffffff", 0.6)), (1, mix(tint, "#ffffff", 0.8))
    )
    ramp(canvas, y, canvas.height, (0, mix(tint, "#6c7887", 0.45)), (1, mix(tint, "#39424e", 0.65)))
    _edge(canvas, y, mix(tint, "#ffffff", 0.4), mix(tint, "#323a46", 0.5))


def _room(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """Wallpaper, a skirting board, floorboards seen from the front."""
    width = canvas.width
    ramp(canvas, 0, y, (0, mix(tint, "#7b8794", 0.12)), (1, tint))
    pattern = mix(tint, "#7b8794", 0.1)
    step = max(round(scale * 0.3), 18)
    if noise[0] < 0.4:
        for x in range(-int(noise[1] * step), width, 2 * step):
            canvas.rect((x, 0, x + step, y), pattern + "a0")
    elif noise[0] < 0.75:
        for j, top in enumerate(range(step // 2, int(y), step)):
            for x in range(step // 2 + (j % 2) * step // 2, width, step):
                canvas.circle((x, top), max(step * 0.07, 1.5), pattern)
    board = min(max(scale * 0.16, 9), 34)
    canvas.rect((0, y - board, width, y), mix("#fbfaf6", tint, 0.25))
    canvas.rect((0, y - board, width, y - board + max(board * 0.12, 1.5)), "#ffffff")
    canvas.rect((0, y - board - 1, width, y - board), mix(tint, "#4b5560", 0.35))
    base = ("#b99f82", "#a8937c", "#c6b196", "#94857a")[int(noise[2] * 4)]
    ramp(canvas, y, canvas.height, (0, mix(base, "#ffffff", 0.12)), (1, mix(base, "#2d251c", 0.25)))
    rows = (0.0, 0.22, 0.55, 1.0)
    deep = canvas.height - y
    for j, (a, b) in enumerate(pairwise(rows)):
        canvas.rect((0, y + deep * b - 0.8, width, y + deep * b + 0.4), mix(base, "#2d251c", 0.45))
        plank = scale * (0.9 + 0.5 * j)
        seam = -noise[5 + j] * plank
        while seam < width:
            canvas.rect((seam, y + deep * a, seam + 1.2, y + deep * b), mix(base, "#2d251c", 0.45))
            seam += plank
    _edge(canvas, y, mix(base, "#ffffff", 0.3), mix(base, "#2d251c", 0.6))


def _lawn(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """Sky with clouds, hills far away, mown grass."""
    width = canvas.width
    sky = ("#a9cdea", "#b9d4e6", "#c9dbe8", "#e6d9cf")[int(noise[0] * 4)]
    ramp(canvas, 0, y, (0, sky), (1, mix(sky, "#ffffff", 0.75)))
    for k in range(4):
        x, top, size = noise[10 + k] * width, y * (0.08 + 0.35 * noise[20 + k]), width * (0.03 + 0.035 * noise[30 + k])
        for dx, dy, r in ((-1.3, 0.25, 0.65), (-0.45, -0.1, 0.95), (0.5, 0.05, 0.8), (1.3, 0.3, 0.55)):
            canvas.skia.drawOval(
                skia.Rect.MakeLTRB(
                    x + (dx - r) * size, top + (dy - r * 0.6) * size, x + (dx + r) * size, top + (dy + r * 0.6) * size
                ),
                skia.Paint(AntiAlias=True, Color=argb("#fdfeff")),
            )
    for far, colour in ((0.16, "#b7c9d3"), (0.08, "#a9c2b8")):
        points = [(0.0, y)]
        for i in range(33):
            u = i / 32
            wave = math.sin(6.28 * (u * (1.1 + 4 * far) + noise[40])) + 0.5 * math.sin(
                6.28 * (u * 2.7 + noise[41] + far)
            )
            points.append((u * width, y - y * far * (0.75 + 0.35 * wave)))
        canvas.polygon([*points, (float(width), y)], colour)
    ramp(canvas, y, canvas.height, (0, "#7fae57"), (0.35, "#6d9d4b"), (1, "#4f7a38"))
    blade = min(max(scale * 0.03, 2.0), 5.0)
    path = skia.Path()
    rng = rng_for(int(noise[50] * 1e6), "grass").random((3, width // 2 + 2)).tolist()
    for i in range(width // 2 + 2):
        x, high = 2.0 * i + rng[0][i], blade * (0.3 + 0.7 * rng[1][i])
        path.moveTo(x - 1, y + 1)
        path.lineTo(x + 2 * (rng[2][i] - 0.5) * blade * 0.5, y - high)
        path.lineTo(x + 1, y + 1)
    canvas.path(path, "#6d9d4b")
    for k in range(90):
        x, top = noise[60 + k] * width, y + (canvas.height - y) * (0.08 + 0.9 * noise[150 + k])
        canvas.line((x, top), (x + 2, top - blade), "#8fbb66" if k % 2 else "#5d8b41", 1.2)


def _lab(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """Graph paper with a line every 10 cm, on a bench."""
    paper = ("#f6f8f4", "#f4f7fb", "#fbf8ef")[int(noise[0] * 3)]
    ink = ("#8fb59b", "#8fa9cf", "#c79d8f")[int(noise[1] * 3)]
    canvas.rect((0, 0, canvas.width, y), paper)
    step = scale * 0.1
    for k in range(int(y / step) + 1):
        canvas.rect((0, y - k * step - 0.5, canvas.width, y - k * step + 0.5), ink + ("a0" if k % 5 == 0 else "48"))
    offset = noise[2] * step * 5
    for k in range(int(canvas.width / step) + 6):
        x = k * step - offset
        canvas.rect((x - 0.5, 0, x + 0.5, y), ink + ("a0" if k % 5 == 0 else "48"))
    ramp(canvas, y, canvas.height, (0, "#8e98a3"), (0.12, "#79838f"), (0.13, "#5c6672"), (1, "#444d58"))
    _edge(canvas, y, "#b9c2cc", "#3a424c")


def _studio(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """A grey backdrop with a pool of light, and a floor that shines a little."""
    wall = ("#8994a3", "#97949f", "#8c9a98", "#a09a92")[int(noise[0] * 4)]
    canvas.skia.drawImageRect(
        _pool(wall), skia.Rect.MakeLTRB(0, 0, canvas.width, y + 1), skia.SamplingOptions(skia.FilterMode.kLinear),
        skia.Paint(),
    )  # fmt: skip
    ramp(canvas, y, canvas.height, (0, mix(wall, "#1b2028", 0.38)), (1, mix(wall, "#0f1319", 0.68)))
    _edge(canvas, y, mix(wall, "#ffffff", 0.15), mix(wall, "#0f1319", 0.7))


@lru_cache(8)
def _pool(wall: str) -> skia.Image:
    v, u = np.mgrid[-1:1:96j, -1:1:96j]
    light = np.clip(1.0 - 0.24 * (u**2 + (v - 0.15) ** 2), 0, 1.2)[..., None]
    rgb = np.array([int(wall[i : i + 2], 16) for i in (1, 3, 5)]) * light * 1.28
    pixels = np.dstack([np.clip(rgb, 0, 255), np.full((96, 96), 255.0)]).astype(np.uint8)
    return skia.Image.fromarray(pixels, colorType=skia.ColorType.kRGBA_8888_ColorType, copy=True)


def _beach(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """Sky, a strip of sea, sand with pebbles."""
    sea = y - y * (0.14 + 0.08 * noise[0])
    ramp(canvas, 0, sea, (0, "#bcd7e8"), (1, "#eef2ef"))
    ramp(canvas, sea, y, (0, "#9dbfc9"), (1, "#bcd3d3"))
    for k in range(26):
        x, top = noise[10 + k] * canvas.width, sea + (y - sea) * (0.1 + 0.85 * noise[40 + k])
        canvas.line((x, top), (x + 10 + 26 * noise[70 + k], top), "#ffffff66", 1.2)
    ramp(canvas, y, canvas.height, (0, "#e4d4b3"), (1, "#c6ae85"))
    for k in range(80):
        x, top = noise[60 + k] * canvas.width, y + (canvas.height - y) * (0.1 + 0.88 * noise[150 + k])
        canvas.circle((x, top), 0.7 + 1.1 * noise[k], "#a58f6c" if k % 3 else "#f2e7cf")
    _edge(canvas, y, "#efe2c6", "#a58f6c")


def _bricks(canvas: Canvas, y: float, scale: float, tint: str, noise: list[float]) -> None:
    """A whitewashed brick wall behind a pavement."""
    width = canvas.width
    canvas.rect((0, 0, width, y), mix(tint, "#8d8a86", 0.26))
    high, wide = max(scale * 0.13, 11.0), max(scale * 0.4, 34.0)
    rows, columns = int(y / high) + 1, int(width / wide) + 4
    for j in range(rows):
        bottom = y - j * high
        for i in range(columns):
            x = (i - 0.5 * (j % 2) - noise[0]) * wide
            shade = noise[(7 * i + 31 * j) % 240]
            canvas.rect(
                (x + 1, bottom - high + 1, x + wide - 1, bottom - 1),
                mix(mix(tint, "#ffffff", 0.3), "#8d8a86", 0.12 * shade),
            )
    ramp(canvas, y, canvas.height, (0, "#a3a5a6"), (1, "#7c7f82"))
    slab, x = scale * 0.8, -noise[1] * scale
    while x < width:
        canvas.line((x, y), (x - (canvas.height - y) * 0.25, canvas.height), "#6b6e71", 1.2)
        x += slab
    _edge(canvas, y, "#bcbebf", "#55585b")


PLACES: dict[str, Place] = {
    "plain": _plain,
    "gradient": _gradient,
    "room": _room,
    "lawn": _lawn,
    "lab": _lab,
    "studio": _studio,
    "beach": _beach,
    "bricks": _bricks,
}
