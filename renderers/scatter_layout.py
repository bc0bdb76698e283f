"""Where everything on a scatter plot goes: margins, scales, marker sizes and legends, before anything is drawn."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from scenewright.renderers.axes import LEADING, Legend, LogScale, Scale, fit_legend
from scenewright.renderers.bar_margins import Fonts, lay_foot, lay_head, place_legend
from scenewright.renderers.base import Box
from scenewright.renderers.scatter_styles import ScatterPlotStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import Lettering, ScatterPlot, Tick
from scenewright.scenes.scatter_plot_cuts import ASPECT, BUBBLE, TOUCH

SMALLEST_PX = 3.9
"""Least radius of markers whose shapes tell series apart; the picture grows for it."""
GROW = 1.4
"""How much it grows at most."""
BESIDE_PX = 20
"""From the plot to what stands to its right."""
KEY_TEXT = 165.0
"""Width at which the title of the sizes' legend is broken into lines."""
AxisScale = Scale | LogScale


class SizeLegend(NamedTuple):
    """The legend of bubble sizes, relative to its top left corner."""

    width: float
    height: float
    title: list[str]
    middle: float
    """Column in which the bubbles' middles lie."""
    rows: list[float]
    """Middle of each bubble."""


class Layout(NamedTuple):
    """A plot laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    legend: Legend | None
    legend_at: tuple[float, float]
    sizes: SizeLegend | None
    sizes_at: tuple[float, float]
    plot: Box
    x: AxisScale
    y: AxisScale
    y_title: list[str]
    y_title_at: tuple[float, float, str, float]
    x_title: list[str]
    x_title_at: tuple[float, float, str, float]
    below: float
    """From the plot to the numbers below it."""
    radius: float
    """Of markers; of the largest bubble."""


def lay_out(scene: ScatterPlot, style: ScatterPlotStyle, fonts: Fonts) -> Layout:
    """Lay a plot out, larger where markers would be too small to tell apart. `Reject("layout")` if nothing fits."""
    need_letters(scene, fonts)
    first = _lay_out(scene, style, fonts, 1.0)
    if first.radius >= SMALLEST_PX or not scene.many or scene.size:
        return first
    return _lay_out(scene, style, fonts, min(SMALLEST_PX / first.radius, GROW))


def _lay_out(scene: ScatterPlot, style: ScatterPlotStyle, fonts: Fonts, grow: float) -> Layout:
    width, height = round(style.width_px * grow), round(style.height_px * grow)
    margin = round(style.text_px * 1.6)
    legend = _legend(scene, fonts, width - 2 * margin)
    head = lay_head(scene, style, fonts, margin, legend if scene.legend == "top" else None)
    foot = lay_foot(scene, style, fonts, margin, legend if scene.legend == "bottom" else None)
    gap = style.tick_px + 6
    top = round(head.top)
    below = max(gap, fonts.text.cap_height / 2 + fonts.text.descent + 2)  # clear of the lowest number at the side
    bottom = round(height - foot.top - fonts.text.cap_height - below - 10)
    sizes = _sizes(scene, fonts, BUBBLE * 0.85 * (bottom - top)) if scene.size else None
    beside = max(sizes.width if sizes else 0.0, legend.width if legend and scene.legend == "right" else 0.0)
    right = margin + (beside + BESIDE_PX if beside else 0.0)
    right = max(right, fonts.text.width(scene.x_ticks[-1].text) / 2 + 8)
    y_title, left = [scene.y_axis.text], float(margin)
    if head.axis_title is None:  # along the axis, on two lines if it is longer than that
        y_title = fonts.axis.wrap(y_title[0], max(bottom - top, 150))
        left += len(y_title) * fonts.axis.size_px * LEADING + 5
    left = round(left + max(fonts.text.width(tick.text) for tick in scene.y_ticks) + gap)
    left = max(left, math.ceil(fonts.text.width(scene.x_ticks[0].text) / 2 + 4))
    plot = (left, top, round(width - right), bottom)
    if plot[2] - left < 200 or bottom - top < 170 or len(y_title) > 2 or beside > 0.36 * width:
        raise Reject("layout")
    x = (LogScale if scene.x.log else Scale)(scene.x_ticks[0].value, scene.x_ticks[-1].value, left, plot[2])
    y = (LogScale if scene.y.log else Scale)(scene.y_ticks[0].value, scene.y_ticks[-1].value, bottom, top)
    _need_room(scene.x_ticks, x, [fonts.text.width(t.text) + 9 for t in scene.x_ticks])
    _need_room(scene.y_ticks, y, [fonts.text.cap_height + 7] * len(scene.y_ticks))
    x_title = fonts.axis.wrap(scene.x_axis.text, width - 2 * margin)
    if len(x_title) > 1:
        raise Reject("layout")
    size = (float(width), float(height))
    legend_at = place_legend(style, legend, scene.legend, size, plot, head.legend, foot.legend, margin)
    aside = plot[2] + BESIDE_PX
    if legend and scene.legend == "right":
        legend_at = (aside + (8 if style.legend_framed else 0), legend_at[1])
    below_legend = top + (legend.height + 22 if legend and scene.legend == "right" else 0.0)
    if sizes and below_legend + sizes.height > bottom + 4:
        raise Reject("layout")
    rotated = (margin + fonts.axis.cap_height, (top + bottom) / 2, "ms", -90.0)
    return Layout(
        width=width,
        height=height,
        fonts=fonts,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        legend=legend,
        legend_at=legend_at,
        sizes=sizes,
        sizes_at=(aside, below_legend),
        plot=plot,
        x=x,
        y=y,
        y_title=y_title,
        y_title_at=(float(margin), head.axis_title, "ls", 0.0) if head.axis_title else rotated,
        x_title=x_title,
        x_title_at=((plot[0] + plot[2]) / 2, height - foot.title - fonts.axis.descent, "ms", 0.0),
        below=below,
        radius=_bubble(bottom - top) if scene.size else _radius(scene, style, x, y),
    )


def _bubble(height: float) -> float:
    """Radius of the largest bubble: thinning was by the height of the points' range, which is less than the plot's."""
    return BUBBLE * 0.8 * height


def _radius(scene: ScatterPlot, style: ScatterPlotStyle, x: AxisScale, y: AxisScale) -> float:
    """Radius at which the nearest points of a plot without crowding do not touch, up to the style's own."""
    hidden = set(scene.hidden)  # of what is covered, nothing shows, nor does it in the size of the others
    shown = [p for p in scene.points if p.id not in hidden]
    xs, ys = [x.at(p.x) for p in shown], [y.at(p.y) for p in shown]
    unit = min((max(xs) - min(xs)) / ASPECT, max(ys) - min(ys))
    reach = 1.0 if all(series.shape == "circle" for series in scene.series) else 1.12
    free = TOUCH * unit / 2 / reach - 0.4
    many = style.marker_px - (0.8 if len(scene.points) > 60 else 0.0)
    return max(min(many, free), 2.6)


def _need_room(ticks: Sequence[Tick], scale: AxisScale, sizes: Sequence[float]) -> None:
    for (a, b), (s, t) in zip(itertools.pairwise(ticks), itertools.pairwise(sizes), strict=True):
        if abs(scale.at(b.value) - scale.at(a.value)) < (s + t) / 2:
            raise Reject("layout")


def need_letters(scene: ScatterPlot, fonts: Fonts) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    letterings: list[Lettering | None] = [scene.title, scene.subtitle, scene.x_axis, scene.y_axis, scene.size_axis]
    words = [lettering.text for lettering in letterings if lettering]
    words += [point.name for point in scene.points] + [series.name for series in scene.series]
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def _legend(scene: ScatterPlot, fonts: Fonts, width: float) -> Legend | None:
    if scene.legend == "none":
        return None
    column = scene.legend in ("right", "inside")
    legend = fit_legend([s.name for s in scene.series], fonts.text, width, column)
    if column and legend.width > width * 0.34:
        raise Reject("layout")
    return legend


def _sizes(scene: ScatterPlot, fonts: Fonts, largest: float) -> SizeLegend:
    assert scene.size_axis is not None
    title = fonts.text.wrap(scene.size_axis.text, KEY_TEXT)
    if len(title) > 4:
        raise Reject("layout")
    top = max(point.size for point in scene.points)
    radii = [largest * math.sqrt(key.value / top) for key in scene.sizes]
    y, rows = len(title) * fonts.text.size_px * LEADING + 8, []
    for r in radii:
        half = max(r, fonts.text.cap_height / 2 + 3)
        rows.append(y + half)
        y += 2 * half + 5
    text = max(fonts.text.width(key.text) for key in scene.sizes)
    width = max(2 * max(radii) + 10 + text, *(fonts.text.width(line) for line in title))
    return SizeLegend(width, y, title, max(radii), rows)
