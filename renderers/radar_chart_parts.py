"""The strip that lies over a spoke of a radar chart."""

from __future__ import annotations

import math

from scenewright.renderers.canvas import Canvas
from scenewright.renderers.canvas import Point as Pixel
from scenewright.renderers.radar_chart_layout import Layout
from scenewright.renderers.radar_chart_styles import RadarChartStyle
from scenewright.renderers.themes import mix
from scenewright.scenes.base import rng_for
from scenewright.scenes.radar_chart import Cover

START = 0.07
"""Share of the radius at which a strip begins: its spoke's points lie further out."""
HALF_PX = 11.0
"""Half its width, less near the centre, where the next spokes are near."""
_NOTES = ("#ffe27a", "#ffc9de", "#b9e7c9", "#bfe0ff")


def draw_strip(canvas: Canvas, layout: Layout, angle: float, count: int, cover: Cover, style: RadarChartStyle) -> None:
    """Cover a spoke from near the centre to the rim, and nothing of the next spokes.

    The mark's part is the material's name.
    """
    noise = rng_for(cover.seed, "strip").random(40).tolist()
    ragged = 1.6 if cover.material in ("torn", "ink") else 0.0
    steps = 16
    lean = 0.8 * math.tan(math.pi / max(count, 5))
    along = (math.sin(angle), -math.cos(angle))
    left: list[Pixel] = []
    right: list[Pixel] = []
    for k in range(steps + 1):
        r = layout.radius * (START + (1.0 - START) * k / steps)
        half = min(HALF_PX, r * lean + 2.0)
        x, y = layout.centre[0] + along[0] * r, layout.centre[1] + along[1] * r
        for side, sign, shift in ((left, 1, 0), (right, -1, 20)):
            out = half + ragged * noise[k + shift]
            side.append((x - sign * along[1] * out, y + sign * along[0] * out))
    colours = style.colours
    fill, edge = {
        "note": (_NOTES[int(noise[39] * len(_NOTES))], None),
        "tape": ("#f1eee6", "#d5d0c3"),
        "ink": ("#1d2433" if not colours.dark else "#3a4460", None),
        "torn": (
            mix(colours.paper, "#8a7f6a", 0.25 if not colours.dark else 0.45),
            mix(colours.paper, colours.ink, 0.3),
        ),
    }[cover.material]
    outline = [*left, *reversed(right)]
    canvas.polygon([(x + 2, y + 2) for x, y in outline], fill="#0000001c")
    canvas.polygon(outline, fill=fill, stroke=edge, of=cover.id, part=cover.material)
