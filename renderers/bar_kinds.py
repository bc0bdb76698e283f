"""What waterfalls, lollipops, dumbbells and diverging charts have besides bars: stems, dots, lines between bars."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scenewright.renderers.axes import Scale, figure_text
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas
from scenewright.scenes.bar_chart import Bar, BarChart

DOT_MIN_PX, DOT_MAX_PX = 9.0, 17.0
"""Diameter of a dot."""
DOTTED = ("lollipop", "dumbbell")
"""Kinds whose values are dots."""
ONE_BAND = ("stacked", "dumbbell", "diverging")
"""Kinds whose series share the band of a category."""

Ends = list[tuple[float, float]]


def ends_of(scene: BarChart) -> Ends:
    """Start and end of each bar in units of the axis: from zero, or from where the bar before it ends."""
    if scene.kind == "stacked":
        return _stacked(scene)
    if scene.kind == "waterfall":
        steps = [(a.level or 0.0, b.level or 0.0) for a, b in itertools.pairwise(scene.bars[:-1])]
        return [(0.0, scene.bars[0].value), *steps, (0.0, scene.bars[-1].value)]
    if scene.kind == "diverging":
        left = scene.series[0].name
        return [(0.0, -bar.value if bar.series == left else bar.value) for bar in scene.bars]
    if scene.kind == "dumbbell":
        return [(bar.value, bar.value) for bar in scene.bars]
    return [(0.0, bar.value) for bar in scene.bars]


def _stacked(scene: BarChart) -> Ends:
    out: Ends = []
    count, base = len(scene.series), 0.0
    for i, bar in enumerate(scene.bars):
        base = 0.0 if i % count == 0 else base
        out.append((base, base + bar.value))
        base += bar.value
    return out


def extremes(scene: BarChart) -> tuple[float, float]:
    """Least and greatest value that the axis must hold. Dots alone need no zero, bars do."""
    ends = ends_of(scene)
    low, high = min(end for _, end in ends), max(end for _, end in ends)
    if scene.kind == "dumbbell" and low > 0.4 * high > 0:
        return low, high
    low, high = min(low, 0.0), max(high, 0.0)
    if scene.kind == "diverging":
        return -max(-low, high), max(-low, high)
    for bar in scene.bars:
        if bar.error is not None:
            low, high = min(low, bar.value - bar.error), max(high, bar.value + bar.error)
    return low, high


def bar_text(scene: BarChart, bar: Bar) -> str:
    """What is printed at a bar: a change with its sign."""
    text = figure_text(bar.value, scene.decimals)
    change = scene.kind == "waterfall" and bar.id not in (scene.bars[0].id, scene.bars[-1].id)
    return f"+{text}" if change and bar.value > 0 else text


def tick_texts(scene: BarChart, values: Sequence[float], decimals: int) -> list[str]:
    """Labels of the value axis; to both sides of a diverging chart they count upwards."""
    return [figure_text(abs(v) if scene.kind == "diverging" else v, decimals) for v in values]


def falls_fills(scene: BarChart, palette: Sequence[str], shift: int) -> list[str]:
    """Colours of a waterfall: of levels, of rises and of falls."""
    level, up, down = (palette[(shift + i) % len(palette)] for i in range(3))
    inner = [up if bar.value > 0 else down for bar in scene.bars[1:-1]]
    return [level, *inner, level]


def dot_px(band: float) -> float:
    """Diameter of a dot in a band, on whole pixels."""
    return float(round(min(max(0.42 * band, DOT_MIN_PX), DOT_MAX_PX)))


def draw_dot(canvas: Canvas, at: tuple[float, float], diameter: float, fill: str, edge: str, of: str) -> None:
    """A dot, with an edge that keeps it apart from another. It is the bar of its value."""
    radius = diameter / 2
    canvas.circle(at, radius, fill, edge or None, 1.0)
    canvas.mark(of, "bar", (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))


def draw_stem(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], width: float, fill: str) -> None:
    """The stem of a lollipop, or the line between two dots, as a box on whole pixels."""
    half = width / 2
    if start[0] == end[0]:
        x = round(start[0] - half)
        canvas.rect((x, min(start[1], end[1]), x + width, max(start[1], end[1])), fill)
    else:
        y = round(start[1] - half)
        canvas.rect((min(start[0], end[0]), y, max(start[0], end[0]), y + width), fill)


def draw_links(
    canvas: Canvas, scene: BarChart, scale: Scale, centres: Sequence[float], vertical: bool, ink: str, width: float
) -> None:
    """The line between the two dots of each category."""
    per = len(scene.series)
    for i, category in enumerate(scene.categories):
        a, b = (scale.at(bar.value) for bar in scene.bars[i * per : i * per + 2])
        at = centres[i]
        start, end = ((at, a), (at, b)) if vertical else ((a, at), (b, at))
        draw_stem(canvas, start, end, width, ink)
        box: Box = (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
        canvas.mark(category.id, "link", box)


def draw_connectors(
    canvas: Canvas, scene: BarChart, scale: Scale, spans: Sequence[tuple[float, float]], vertical: bool, ink: str
) -> None:
    """In waterfalls, a line from the end of each bar to the next bar, at the running total."""
    for i, bar in enumerate(scene.bars[:-1]):
        at = round(scale.at(bar.level or 0.0)) + 0.5
        near, far = spans[i][1], spans[i + 1][0]
        start, end = ((near, at), (far, at)) if vertical else ((at, near), (at, far))
        canvas.line(start, end, ink, 1.0, of=scene.categories[i].id, part="connector")


__all__ = [
    "DOTTED",
    "ONE_BAND",
    "bar_text",
    "dot_px",
    "draw_connectors",
    "draw_dot",
    "draw_links",
    "draw_stem",
    "ends_of",
    "extremes",
    "falls_fills",
    "tick_texts",
]
