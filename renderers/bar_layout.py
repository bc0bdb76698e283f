"""Where everything on a bar chart goes: margins, ticks, labels and legend, before anything is drawn."""

from __future__ import annotations

from typing import Any, NamedTuple

from scenewright.renderers.axes import (
    LEADING,
    Fit,
    Legend,
    Scale,
    Ticks,
    figure_text,
    fit_below,
    fit_beside,
    fit_legend,
    nice_ticks,
)
from scenewright.renderers.bar_styles import BarChartStyle
from scenewright.renderers.base import Box
from scenewright.scenes.bar_chart import BarChart
from scenewright.scenes.base import Reject

SIDE_MAX, HEIGHT_MAX = 1280, 1100
BAR_PX, HATCHED_BAR_PX = 10.0, 15.0
"""Least pitch of grouped bars; hatching needs room to be told apart."""


class Fonts(NamedTuple):
    """The fonts of one chart."""

    title: Any
    subtitle: Any
    text: Any
    axis: Any
    value: Any


class Span(NamedTuple):
    """Where a bar lies: along the value axis in units, along the category axis in pixels."""

    low: float
    high: float
    first: float
    last: float


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    vertical: bool
    title: list[str]
    title_top: float
    subtitle_top: float | None
    legend: Legend | None
    legend_at: tuple[float, float]
    plot: Box
    scale: Scale
    ticks: Ticks
    axis_hidden: bool
    below: Fit | None
    beside: tuple[tuple[str, ...], ...]
    centres: list[float]
    """Middle of each category's band."""
    band: float
    spans: list[Span]
    value_mode: str
    """How values are printed: `flat`, `upright`, or empty for not at all."""
    value_title_at: tuple[float, float, str, float]
    """x, y, anchor, angle."""
    category_title_at: tuple[float, float, str, float]
    note_at: tuple[float, float] | None


def ends_of(scene: BarChart) -> list[tuple[float, float]]:
    """Start and end of each bar in units: from zero, or from the end of the segment before."""
    if scene.kind != "stacked":
        return [(0.0, bar.value) for bar in scene.bars]
    out: list[tuple[float, float]] = []
    count = len(scene.series)
    base = 0.0
    for i, bar in enumerate(scene.bars):
        base = 0.0 if i % count == 0 else base
        out.append((base, base + bar.value))
        base += bar.value
    return out


def lay_out(scene: BarChart, style: BarChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; the picture grows where bars or labels need more room. `Reject("layout")` if nothing fits."""
    vertical = scene.orientation == "vertical"
    count, per = len(scene.categories), max(len(scene.series), 1)
    least = HATCHED_BAR_PX if style.hatched and scene.series else BAR_PX
    width, height = float(style.width_px), float(style.height_px)
    margin = round(style.text_px * 1.6)
    text, axis = fonts.text, fonts.axis
    line = text.size_px * LEADING
    # across the top
    title = fonts.title.wrap(scene.title.text, width - 2 * margin)
    if len(title) > 3:
        raise Reject("layout")
    title_top = margin
    y = title_top + fonts.title.cap_height + (len(title) - 1) * fonts.title.size_px * LEADING + fonts.title.descent
    subtitle_top = None
    if style.subtitle and fonts.subtitle.width(scene.subtitle.text) <= width - 2 * margin:
        subtitle_top = y + 7
        y = subtitle_top + fonts.subtitle.cap_height + fonts.subtitle.descent
    y += 12
    legend, place = _legend(scene, style, text, width - 2 * margin, vertical)
    legend_y = y
    if place == "top" and legend:
        y += legend.height + 8
    flat_title = vertical and style.axis_title_flat and axis.width(scene.value_axis.text) <= width - 2 * margin
    flat_y = y + axis.cap_height
    if flat_title:
        y += axis.cap_height + axis.descent + 10
    top = y + 4
    # across the bottom, but for category labels
    bottom = float(margin)
    note_y = bottom
    if scene.note:
        bottom += line + 4
    legend_bottom = bottom
    if place == "bottom" and legend:
        bottom += legend.height + 8
    bottom_title = bottom
    bottom += axis.size_px + 8
    # the value axis
    ends = ends_of(scene)
    printed = scene.printed
    value_texts = [figure_text(bar.value, scene.decimals) for bar in scene.bars] if printed else []
    value_width = max(map(fonts.value.width, value_texts)) if printed else 0.0
    value_height = fonts.value.cap_height
    low, high = _extremes(scene, ends)
    right = margin + (legend.width + 20 if place == "right" and legend else 0.0)
    inside = legend.height + 22 if place == "inside" and legend else 0.0
    length = (height - top - bottom - 24) if vertical else (width - right - margin - 110)
    if length < 120:
        raise Reject("layout")
    room = (value_height if vertical else value_width) + 9 if printed and scene.kind != "stacked" else 0.0
    ticks = _ticks(low, high, style.tick_count, length, room, room if low < 0 else 0.0, inside)
    hidden = bool(style.hide_axis and printed and scene.kind != "stacked" and scene.note is None)
    names = [category.name for category in scene.categories]
    below: Fit | None = None
    beside: tuple[tuple[str, ...], ...] = ()
    tick_gap = style.tick_px + 6
    if vertical:
        left = float(margin) + (0.0 if flat_title else axis.size_px + 8)
        left += 0.0 if hidden else max(map(text.width, ticks.texts)) + tick_gap
        need = count * max(per * least + 10 if scene.kind == "grouped" else 26.0, 26.0)
        width = max(width, left + right + need)
        band = (width - left - right) / count
        below = fit_below(names, text, band, left + band / 2 - 8, style.slanted)
        bottom += below.depth + tick_gap + 8
        plot = (left, top, width - right, height - bottom)
    else:
        left = float(margin) + axis.size_px + 10
        bottom += 6 if hidden else text.cap_height + tick_gap + 8
        need = count * max(per * least + 8 if scene.kind == "grouped" else 0.0, line + 4)
        height = max(height, top + bottom + need)
        band = (height - top - bottom) / count
        beside, widest = fit_beside(names, text, band, width * 0.24)
        left += widest + tick_gap + 2
        right = max(right, margin + text.width(ticks.texts[-1]) / 2)
        plot = (left, top, width - right, height - bottom)
    plot = (round(plot[0]), round(plot[1]), round(plot[2]), round(plot[3]))
    across = plot[3] - plot[1] if vertical else plot[2] - plot[0]
    if across < 120 or width > SIDE_MAX or height > HEIGHT_MAX:
        raise Reject("layout")
    centres, band, spans = _spans(scene, style, plot, ends, vertical)
    thick = (spans[0].last - spans[0].first) / (1.0 if scene.kind == "stacked" else 1.0 - style.bar_gap)
    mode = ""
    if printed:
        pitch = band if scene.kind == "single" else thick
        mode = _value_mode(scene.kind, vertical, value_width, value_height, pitch)
        if not mode:
            hidden = False
        room = (value_height if vertical and mode == "flat" else value_width) + 9 if mode and room else 0.0
    ticks = _ticks(low, high, style.tick_count, across, room, room if low < 0 else 0.0, inside)
    if vertical:
        scale = Scale(ticks.values[0], ticks.values[-1], plot[3], plot[1])
    else:
        scale = Scale(ticks.values[0], ticks.values[-1], plot[0], plot[2])
    middle_x, middle_y = (plot[0] + plot[2]) / 2, (plot[1] + plot[3]) / 2
    base = height - bottom_title - axis.descent
    rotated = (margin + axis.cap_height, middle_y, "ms", -90.0)
    flat = (float(margin), flat_y, "ls", 0.0)
    along = (middle_x, base, "ms", 0.0)
    legend_x = float(margin)
    if legend:
        if place == "right":
            legend_x, legend_y = width - margin - legend.width, plot[1]
        elif place == "bottom":
            legend_x, legend_y = middle_x - legend.width / 2, height - legend_bottom - legend.height
            legend_x = max(legend_x, float(margin))
        elif place == "inside":
            legend_x, legend_y = plot[2] - legend.width - 16, plot[1] + 11
        elif style.title_centred:
            legend_x = (width - legend.width) / 2
    return Layout(
        width=round(width),
        height=round(height),
        fonts=fonts,
        vertical=vertical,
        title=title,
        title_top=title_top,
        subtitle_top=subtitle_top,
        legend=legend,
        legend_at=(legend_x, legend_y),
        plot=plot,
        scale=scale,
        ticks=ticks,
        axis_hidden=hidden,
        below=below,
        beside=beside,
        centres=centres,
        band=band,
        spans=spans,
        value_mode=mode,
        value_title_at=(flat if flat_title else rotated) if vertical else along,
        category_title_at=along if vertical else rotated,
        note_at=(float(margin), height - note_y) if scene.note else None,
    )


def _legend(
    scene: BarChart, style: BarChartStyle, font: Any, width: float, vertical: bool
) -> tuple[Legend | None, str]:
    """The legend and where it goes; one that is too wide for the side goes below the title."""
    if not scene.series:
        return None, ""
    place: str = style.legend
    names = [series.name for series in scene.series]
    if place == "inside" and not vertical:
        place = "right"
    if place in ("right", "inside"):
        legend = fit_legend(names, font, width, column=True)
        if legend.width <= width * (0.27 if place == "right" else 0.5):
            return legend, place
        place = "top"
    return fit_legend(names, font, width, column=False), place


def _extremes(scene: BarChart, ends: list[tuple[float, float]]) -> tuple[float, float]:
    low = min(0.0, min(end for _, end in ends))
    high = max(0.0, max(end for _, end in ends))
    for bar in scene.bars:
        if bar.error is not None:
            low, high = min(low, bar.value - bar.error), max(high, bar.value + bar.error)
    return low, high


def _ticks(
    low: float, high: float, count: int, length: float, room_high: float, room_low: float, inside: float
) -> Ticks:
    """Ticks that leave room beyond the ends of bars for printed values, and for a legend inside the plot."""
    ticks = nice_ticks(low, high, count)
    need_high = (room_high if high > 0 else 0.0) + inside
    for _ in range(6):
        first, last = ticks.values[0], ticks.values[-1]
        px = length / (last - first)
        short_high = need_high - (last - high) * px > 0 and need_high > 0
        short_low = room_low - (low - first) * px > 0 and low < 0 and room_low > 0
        if not (short_high or short_low):
            break
        values = ticks.values
        if short_high:
            values = (*values, round(values[-1] + ticks.step, ticks.decimals))
        if short_low:
            values = (round(values[0] - ticks.step, ticks.decimals), *values)
        ticks = Ticks(values, ticks.step, ticks.decimals)
    while len(ticks.values) > count + 4:  # room made many ticks: take wider steps
        ticks = nice_ticks(ticks.values[0], ticks.values[-1], max(len(ticks.values) // 2, 3))
    return ticks


def _spans(
    scene: BarChart, style: BarChartStyle, plot: Box, ends: list[tuple[float, float]], vertical: bool
) -> tuple[list[float], float, list[Span]]:
    """Middles of the bands, their width, and each bar's place. Bars take whole pixels, for crisp sides."""
    start, end = (plot[0], plot[2]) if vertical else (plot[1], plot[3])
    count = len(scene.categories)
    band = (end - start) / count
    centres = [start + band * (i + 0.5) for i in range(count)]
    per = len(scene.series) if scene.kind == "grouped" else 1
    share = min(max(style.bar_share + 0.06 * (per - 1), style.bar_share), 0.88)
    pitch = band * share / per
    gap = pitch * style.bar_gap / 2 if per > 1 else 0.0
    spans = []
    inside = len(scene.series) if scene.kind == "stacked" else per
    for i, (low, high) in enumerate(ends):
        c, s = divmod(i, inside)
        first = centres[c] - band * share / 2 + (0 if scene.kind == "stacked" else s) * pitch
        spans.append(Span(low, high, round(first + gap), round(first + pitch - gap)))
    return centres, band, spans


def _value_mode(kind: str, vertical: bool, width: float, height: float, pitch: float) -> str:
    """Whether printed values fit side by side: flat, else upright."""
    if not vertical:
        return "flat" if height + 3 <= pitch else ""
    if width + (8 if kind == "stacked" else 4) <= pitch:
        return "flat"
    return "upright" if kind != "stacked" and height + 3 <= pitch else ""
