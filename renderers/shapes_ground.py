"""What shapes lie or stand on: papers, boards and tables; and the veils that lie over them."""

from __future__ import annotations

import math

import cv2
import numpy as np

from scenewright.renderers.canvas import Canvas, fill_paint, stroke_paint
from scenewright.renderers.shapes_paint import Brush
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import luminance, mix
from scenewright.scenes.shapes_scene import Shapes, Veil

PAPERS = ("#ffffff", "#f7f3ea", "#eef3f7", "#eaf0e6", "#f3ecf3", "#e9e4da", "#f9f0e4")
"""Light, and far from every colour a shape may have."""
BOARDS = ("#1f3a31", "#22272e", "#2a3038", "#1c2d40")
TABLES = (
    ("#e9dcc7", "#f6f1e8"), ("#dfe4e8", "#f3f5f6"), ("#d9cdbd", "#ece9e4"), ("#f0ebe2", "#dde6ea"),
    ("#dde3da", "#f2f0e9"), ("#e6dde2", "#f5f2f4"),
)  # fmt: skip
"""Table top and wall."""
PATTERNS = ("plain", "grid", "dots", "ruled", "vignette")


def ground_colour(scene: Shapes, look: str, choice: float) -> str:
    """The colour that most of the ground has."""
    if look == "chalk":
        return BOARDS[int(choice * len(BOARDS))]
    return TABLES[int(choice * len(TABLES))][0] if scene.ground == "table" else PAPERS[int(choice * len(PAPERS))]


def draw_ground(canvas: Canvas, scene: Shapes, brush: Brush, choice: float, pattern: str) -> None:
    """Paper with a faint pattern, or a table with a wall behind it."""
    if scene.ground == "table":
        _table(canvas, scene, brush, choice)
        return
    width, height, paper = canvas.width, canvas.height, brush.paper
    faint = mix(paper, "#ffffff" if luminance(paper) < 0.2 else "#55606e", 0.11)
    step = height / (10 + 8 * brush.noise[1])
    if brush.look == "chalk":
        _smears(canvas, brush)
    elif pattern == "grid":
        _grid(canvas, faint, step, True)
    elif pattern == "ruled":
        _grid(canvas, faint, step, False)
    elif pattern == "dots":
        paint = fill_paint(mix(paper, "#55606e", 0.22))
        for j in range(1, math.ceil(height / step)):
            for i in range(1, math.ceil(width / step)):
                canvas.skia.drawCircle(i * step, j * step, max(0.7, height / 520), paint)
    elif pattern == "vignette":
        shade = skia.GradientShader.MakeRadial(
            skia.Point(width / 2 + 0.2 * width * brush.light[0], height / 2 + 0.2 * height * brush.light[1]),
            0.85 * max(width, height), [0x00000000, 0x00000000, 0x24101820], [0.0, 0.35, 1.0],
        )  # fmt: skip
        canvas.skia.drawPaint(skia.Paint(Shader=shade))


def _grid(canvas: Canvas, colour: str, step: float, both: bool) -> None:
    paint = stroke_paint(colour, 1.0)
    path = skia.Path()
    for j in range(1, math.ceil(canvas.height / step)):
        path.moveTo(0, round(j * step) + 0.5)
        path.lineTo(canvas.width, round(j * step) + 0.5)
    for i in range(1, math.ceil(canvas.width / step) if both else 0):
        path.moveTo(round(i * step) + 0.5, 0)
        path.lineTo(round(i * step) + 0.5, canvas.height)
    canvas.skia.drawPath(path, paint)


def _smears(canvas: Canvas, brush: Brush) -> None:
    """Broad, barely lighter strokes of a sponge."""
    noise = brush.noise
    for i in range(6):
        y = canvas.height * noise[2 + i]
        lean = canvas.height * 0.3 * (noise[9 + i] - 0.5)
        canvas.line(
            (-20, y - lean), (canvas.width + 20, y + lean), "#ffffff09", canvas.height * (0.06 + 0.12 * noise[16 + i])
        )


def _table(canvas: Canvas, scene: Shapes, brush: Brush, choice: float) -> None:
    """A wall, and a top whose boards run towards a point above its far edge."""
    width, height = canvas.width, canvas.height
    edge = scene.horizon * height
    top = brush.paper
    wall = mix(top, "#000000", 0.22) if brush.look == "chalk" else TABLES[int(choice * len(TABLES))][1]
    far, near = (
        (mix(top, "#ffffff", 0.06), top)
        if brush.look == "chalk"
        else (mix(top, "#ffffff", 0.25), mix(top, "#000000", 0.04))
    )
    canvas.rect((0, 0, width, edge), wall)
    shade = skia.GradientShader.MakeLinear(
        [skia.Point(0, edge), skia.Point(0, height)], [0xFF000000 | int(c[1:], 16) for c in (far, near)]
    )
    canvas.skia.drawRect(skia.Rect.MakeLTRB(0, edge, width, height), skia.Paint(Shader=shade))
    line = stroke_paint(mix(top, "#ffffff" if brush.look == "chalk" else "#3c3228", 0.12), 1.0)
    x0, y0 = width * (0.3 + 0.4 * brush.noise[3]), edge - 0.45 * height
    for i in range(-14, 15):
        foot = width / 2 + i * width / (5 + 4 * brush.noise[4])
        at = x0 + (foot - x0) * (edge - y0) / (height - y0)
        canvas.skia.drawLine(at, edge, foot, height, line)
    canvas.line((0, edge), (width, edge), mix(wall, "#000000", 0.16), max(1.0, height / 300))


# -- veils -------------------------------------------------------------------------------------------------------------

TILES = 7
"""A mosaic's tiles along each side."""


def draw_veil(canvas: Canvas, veil: Veil, px: float, paper: str, colour: str, noise: tuple[float, ...]) -> None:
    """Lay a film (grey below) or a mosaic over its box, and mark it.

    `colour` is that of the item below a mosaic, which is drawn as a blot of its colour, the same for every shape.
    """
    left, top, right, bottom = (round(v * px) for v in (veil.left, veil.top, veil.right, veil.bottom))
    part = canvas.pixels()[top:bottom, left:right, :3]
    if veil.kind == "film":
        grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float32)
        part[:] = (58 + grey * 0.62).astype(np.uint8)[:, :, None]
    else:
        at = (np.arange(TILES) + 0.5) * 2 / TILES - 1
        far = np.hypot(at[:, None], at[None, :])
        grain = 0.5 * (np.array(noise[: TILES * TILES]).reshape(TILES, TILES) - 0.5)
        share = np.clip(1.25 - 0.8 * far + grain * np.minimum(1.0, 2 * far), 0.06, 1.0)[:, :, None]
        tiles = _rgb(paper) * (1 - share) + _rgb(colour) * share
        part[:] = cv2.resize(tiles.astype(np.uint8), (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
    _mount(canvas, (left, top, right, bottom), px)
    canvas.mark(veil.id, veil.kind, (float(left), float(top), float(right), float(bottom)))


def _mount(canvas: Canvas, box: tuple[int, int, int, int], px: float) -> None:
    """A slide's white mount with two strips of tape: no one takes it for one more shape."""
    left, top, right, bottom = box
    wide = max(2.0, px / 110)
    canvas.rect((left + wide / 2, top + wide / 2, right - wide / 2, bottom - wide / 2), stroke="#fbfaf6", width=wide)
    canvas.rect((left + 0.5, top + 0.5, right - 0.5, bottom - 0.5), stroke="#7b7f86")
    canvas.rect((left + wide, top + wide, right - wide, bottom - wide), stroke="#9b9fa6")
    reach = max(4.0, (right - left) * 0.1)
    for x, y in ((left, top), (right, bottom)):
        sign = 1 if x == left else -1
        a, b = (x - reach * 0.5 * sign, y + reach * sign), (x + reach * sign, y - reach * 0.5 * sign)
        canvas.line(a, b, "#e8d9a0e0", max(2.5, px / 70))


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)
