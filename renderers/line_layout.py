"""Where everything on a line chart goes: margins, scales, labels and legend, before anything is drawn."""

from __future__ import annotations

import itertools
import math
import unicodedata
from typing import NamedTuple

from scenewright.renderers.axes import LEADING, Fit, Legend, LogScale, Scale, fit_below, fit_legend
from scenewright.renderers.bar_margins import Fonts, lay_foot, lay_head, place_legend
from scenewright.renderers.base import Box
from scenewright.renderers.line_styles import LineChartStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart

SWATCH_PX = 26.0
"""Width of a line's key in the legend."""
PITCH_PX = 9.0
"""Least distance between two places."""
SIDE_MAX = 1280
LEADER_PX = 20.0
"""From the plot to the names beside it."""


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    legend: Legend | None
    legend_at: tuple[float, float]
    plot: Box
    scale: Scale | LogScale
    xs: list[float]
    """Of each place."""
    below: Fit
    labelled: list[int]
    """Which places have labels."""
    value_title: list[str]
    value_title_at: tuple[float, float, str, float]
    place_title_at: tuple[float, float, str, float]
    beside: list[float]
    """Middles of the names beside the lines' ends, by series; empty where there are none."""


def lay_out(scene: LineChart, style: LineChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; the picture grows where points need more room. `Reject("layout")` if nothing fits."""
    need_letters(scene, fonts)
    margin = round(style.text_px * 1.6)
    legend, place = _legend(scene, fonts, style.width_px - 2 * margin)
    head = lay_head(scene, style, fonts, margin, legend if place == "top" else None)
    foot = lay_foot(scene, style, fonts, margin, legend if place == "bottom" else None)
    labelled = [i for i, p in enumerate(scene.places) if p.labelled]
    names = [scene.places[i].name for i in labelled]
    right = margin + (legend.width + 20 if place == "right" and legend else 0.0)
    if place == "direct":
        right = margin * 0.6 + LEADER_PX + max(fonts.text.width(s.name) for s in scene.series)
    right = max(right, fonts.text.width(names[-1]) / 2 + 8 - style.edge_px)
    left, gap = float(margin), style.tick_px + 6
    value_title = [scene.value_axis.text]
    if head.axis_title is None:  # along the axis, on two lines if it is longer than that
        value_title = fonts.axis.wrap(value_title[0], max(style.height_px - head.top - foot.top - 30, 150))
        left += len(value_title) * fonts.axis.size_px * LEADING + 5
    left = round(left + max(fonts.text.width(tick.text) for tick in scene.ticks) + gap)
    shares = _shares(scene)
    narrow = min(b - a for a, b in itertools.pairwise(shares))
    width = max(float(style.width_px), left + right + 2 * style.edge_px + PITCH_PX / narrow)
    across = width - left - right - 2 * style.edge_px
    if width > SIDE_MAX or across < 160:
        raise Reject("layout")
    xs = [left + style.edge_px + across * share for share in shares]
    band = min((xs[b] - xs[a] for a, b in itertools.pairwise(labelled)), default=across)
    below = fit_below(names, fonts.text, band, xs[labelled[0]] - 8, style.slanted)
    plot = (left, round(head.top), round(width - right), round(style.height_px - foot.top - below.depth - gap - 8))
    if plot[3] - plot[1] < 150:
        raise Reject("layout")
    make = LogScale if scene.log else Scale
    scale = make(scene.ticks[0].value, scene.ticks[-1].value, plot[3], plot[1])
    gaps = [scale.at(a.value) - scale.at(b.value) for a, b in zip(scene.ticks, scene.ticks[1:], strict=False)]
    if min(gaps) < fonts.text.cap_height + 7:
        raise Reject("layout")
    rotated = (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0)
    size = (width, float(style.height_px))
    return Layout(
        width=round(width),
        height=style.height_px,
        fonts=fonts,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        legend=legend,
        legend_at=place_legend(style, legend, place, size, plot, head.legend, foot.legend, margin),
        plot=plot,
        scale=scale,
        xs=xs,
        below=below,
        labelled=labelled,
        value_title=value_title,
        value_title_at=(float(margin), head.axis_title, "ls", 0.0) if head.axis_title else rotated,
        place_title_at=((plot[0] + plot[2]) / 2, style.height_px - foot.title - fonts.axis.descent, "ms", 0.0),
        beside=_beside(scene, scale, plot, style.text_px * 1.25) if place == "direct" else [],
    )


def need_letters(scene: LineChart, fonts: Fonts) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    words = [scene.title.text, scene.subtitle.text, scene.value_axis.text, scene.place_axis.text]
    words += [place.name for place in scene.places] + [series.name for series in scene.series]
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def _legend(scene: LineChart, fonts: Fonts, width: float) -> tuple[Legend | None, str]:
    """The legend where the scene wants it; `Reject("layout")` where it takes too much room there."""
    place = scene.legend
    if place in ("none", "direct"):
        return None, place
    column = place in ("right", "inside")
    legend = fit_legend([s.name for s in scene.series], fonts.text, width, column, SWATCH_PX)
    if column and legend.width > width * (0.32 if place == "right" else 0.5):
        raise Reject("layout")
    return legend, place


def _shares(scene: LineChart) -> list[float]:
    """Where each place lies between the first and the last, 0 to 1."""
    first, last = scene.places[0].at, scene.places[-1].at
    return [(place.at - first) / (last - first) for place in scene.places]


def heights(scene: LineChart) -> list[tuple[float, float] | None]:
    """Foot and height of each point in units: from the layer below it in a stack. None where it is missing."""
    out: list[tuple[float, float] | None] = []
    foot, per = 0.0, len(scene.series)
    for i, point in enumerate(scene.points):
        if point.value is None:
            out.append(None)
            continue
        foot = foot if scene.kind == "stacked" and i % per else 0.0
        out.append((foot, foot + point.value))
        foot += point.value
    return out


def _beside(scene: LineChart, scale: Scale | LogScale, plot: Box, pitch: float) -> list[float]:
    """Middles of names at the right, each as near to its line's end as the others allow."""
    ends, per = heights(scene), len(scene.series)
    wanted = []
    for j in range(per):
        foot, top = next(end for end in reversed(ends[j::per]) if end)
        wanted.append(scale.at((foot + top) / 2 if scene.kind == "stacked" else top))
    order = sorted(range(per), key=lambda j: wanted[j])
    at = [wanted[j] for j in order]
    for _ in range(200):  # push neighbours apart until all have room
        moved = False
        for k in range(per - 1):
            short = pitch - (at[k + 1] - at[k])
            if short > 1e-6:
                at[k], at[k + 1], moved = at[k] - short / 2, at[k + 1] + short / 2, True
        low = plot[3] - (per - 1) * pitch
        for k in range(per):
            at[k] = min(max(at[k], plot[1] + k * pitch), low + k * pitch)
        if not moved:
            break
    out = [0.0] * per
    for k, j in enumerate(order):
        out[j] = float(round(at[k]))  # a level key of two pixels is crisp on a whole one
    return out


def minor_ticks(scene: LineChart) -> list[float]:
    """Unlabelled ticks of a logarithmic axis: 2 to 9 times each power of ten."""
    low, high = scene.ticks[0].value, scene.ticks[-1].value
    labelled = {tick.value for tick in scene.ticks}
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = [round(f * 10.0**p, max(-p, 0)) for p in powers for f in range(1, 10)]
    return [value for value in every if low < value < high and value not in labelled]
