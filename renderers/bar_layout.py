"""Where everything on a bar chart goes: margins, ticks, labels and legend, before anything is drawn."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from scenewright.renderers.axes import (
    LEADING,
    Fit,
    Legend,
    Scale,
    Ticks,
    fit_below,
    fit_beside,
    nice_ticks,
)
from scenewright.renderers.bar_kinds import DOTTED, ONE_BAND, bar_text, dot_px, ends_of, extremes
from scenewright.renderers.bar_margins import Fonts, Foot, Head, choose_legend, lay_foot, lay_head, place_legend
from scenewright.renderers.bar_styles import BarChartStyle
from scenewright.renderers.base import Box
from scenewright.scenes.bar_chart import BarChart
from scenewright.scenes.base import Reject

SIDE_MAX, HEIGHT_MAX = 1280, 1100
DOT_ROOM = 7.0
"""Half of a dot, between a value's end and what is printed there."""
BAR_PX, HATCHED_BAR_PX = 10.0, 15.0
"""Least pitch of grouped bars; hatching needs room to be told apart."""


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
    value_title: list[str]
    """Lines of the value axis's title."""
    value_title_at: tuple[float, float, str, float]
    """x, y, anchor, angle."""
    category_title_at: tuple[float, float, str, float]
    note_at: tuple[float, float] | None


def lay_out(scene: BarChart, style: BarChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; the picture grows where bars or labels need more room. `Reject("layout")` if nothing fits."""
    vertical = scene.orientation == "vertical"
    margin = round(style.text_px * 1.6)
    legend, place = choose_legend(scene, style, fonts.text, style.width_px - 2 * margin, vertical)
    head = lay_head(scene, style, fonts, margin, legend if place == "top" else None)
    foot = lay_foot(scene, style, fonts, margin, legend if place == "bottom" else None)
    right = margin + (legend.width + 20 if place == "right" and legend else 0.0)
    length = (style.height_px - head.top - foot.top - 24) if vertical else (style.width_px - right - margin - 110)
    if length < 120:
        raise Reject("layout")
    need = _needs(scene, style, fonts, legend.height + 22 if place == "inside" and legend else 0.0)
    ticks = _ticks(style.tick_count, length, need)
    hidden = bool(style.hide_axis and scene.printed and scene.kind in ("single", "grouped") and scene.note is None)
    field = _vertical(scene, style, fonts, head, foot, right, ticks, hidden) if vertical else _horizontal(
        scene, style, fonts, head, foot, right, ticks, hidden)  # fmt: skip
    plot = field.plot
    across = plot[3] - plot[1] if vertical else plot[2] - plot[0]
    if across < 120 or field.width > SIDE_MAX or field.height > HEIGHT_MAX:
        raise Reject("layout")
    centres, band, spans = _spans(scene, style, plot, vertical)
    mode = _value_mode(scene, style, need, fonts, band, spans[0]) if scene.printed else ""
    if hidden and not mode:  # values don't fit, so the axis is needed after all
        return lay_out(scene, msgspec.structs.replace(style, hide_axis=False), fonts)
    ticks = _ticks(style.tick_count, across, need.of_mode(mode, vertical))
    start, end = (plot[3], plot[1]) if vertical else (plot[0], plot[2])
    rotated = (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0)
    along = ((plot[0] + plot[2]) / 2, field.height - foot.title - fonts.axis.descent, "ms", 0.0)
    over = (float(margin), head.axis_title, "ls", 0.0) if head.axis_title else rotated
    return Layout(
        width=round(field.width),
        height=round(field.height),
        fonts=fonts,
        vertical=vertical,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        legend=legend,
        legend_at=place_legend(
            style, legend, place, (field.width, field.height), plot, head.legend, foot.legend, margin
        ),
        plot=plot,
        scale=Scale(ticks.values[0], ticks.values[-1], start, end),
        ticks=ticks,
        axis_hidden=hidden,
        below=field.below,
        beside=field.beside,
        centres=centres,
        band=band,
        spans=spans,
        value_mode=mode,
        value_title=field.value_title,
        value_title_at=over if vertical else along,
        category_title_at=along if vertical else rotated,
        note_at=(float(margin), field.height - margin) if scene.note else None,
    )


class _Needs(NamedTuple):
    """What the value axis must hold: its extremes in units, and room beyond them in pixels."""

    low: float
    high: float
    value_width: float
    value_height: float
    room: float
    """For a printed value beyond the end of a bar."""
    inside: float
    """For a legend within the plot, above the bars."""
    both: bool = False
    """Whether values are printed at the lower ends too."""

    def of_mode(self, mode: str, vertical: bool) -> _Needs:
        """The room that values take as they are printed."""
        if not self.room:
            return self
        size = self.value_height if vertical and mode == "flat" else self.value_width
        more = self.room - (self.value_height if vertical else self.value_width)  # beyond the text itself
        return self._replace(room=size + more if mode else 0.0)


def _needs(scene: BarChart, style: BarChartStyle, fonts: Fonts, inside: float) -> _Needs:
    low, high = extremes(scene)
    if not scene.printed:
        return _Needs(low, high, 0.0, 0.0, 0.0, inside)
    width = max(fonts.value.width(bar_text(scene, bar)) for bar in scene.bars)
    height = fonts.value.cap_height
    room = (height if scene.orientation == "vertical" else width) + 9 if scene.kind != "stacked" else 0.0
    if scene.kind in DOTTED and room:
        room += DOT_ROOM
    return _Needs(low, high, width, height, room, inside, low < 0 or scene.kind in ("dumbbell", "waterfall"))


class _Field(NamedTuple):
    """The plot in its picture, and the category labels beside it."""

    width: float
    height: float
    plot: Box
    value_title: list[str]
    below: Fit | None
    beside: tuple[tuple[str, ...], ...]


def _pitch(scene: BarChart, style: BarChartStyle, gap: float, least: float) -> float:
    """Least band of a category in pixels."""
    if scene.kind != "grouped":
        return least
    return max(len(scene.series) * (HATCHED_BAR_PX if style.hatched else BAR_PX) + gap, least)


def _vertical(
    scene: BarChart,
    style: BarChartStyle,
    fonts: Fonts,
    head: Head,
    foot: Foot,
    right: float,
    ticks: Ticks,
    hidden: bool,
) -> _Field:
    left, tick_gap = float(round(style.text_px * 1.6)), style.tick_px + 6
    value_title = [scene.value_axis.text]
    if head.axis_title is None:  # along the axis, on two lines if it is longer than that
        value_title = fonts.axis.wrap(value_title[0], max(style.height_px - head.top - foot.top - 30, 150))
        left += len(value_title) * fonts.axis.size_px * LEADING + 5
    left += 0.0 if hidden else max(map(fonts.text.width, ticks.texts)) + tick_gap
    count = len(scene.categories)
    width = max(style.width_px, left + right + count * _pitch(scene, style, 10.0, 26.0))
    band = (width - left - right) / count
    below = fit_below([c.name for c in scene.categories], fonts.text, band, left + band / 2 - 8, style.slanted)
    bottom = foot.top + below.depth + tick_gap + 8
    plot = (round(left), round(head.top), round(width - right), round(style.height_px - bottom))
    return _Field(width, style.height_px, plot, value_title, below, ())


def _horizontal(
    scene: BarChart,
    style: BarChartStyle,
    fonts: Fonts,
    head: Head,
    foot: Foot,
    right: float,
    ticks: Ticks,
    hidden: bool,
) -> _Field:
    margin, tick_gap, use = round(style.text_px * 1.6), style.tick_px + 6, fonts.text
    bottom = foot.top + (6 if hidden else use.cap_height + tick_gap + 8)
    count = len(scene.categories)
    height = max(style.height_px, head.top + bottom + count * _pitch(scene, style, 8.0, use.size_px * LEADING + 4))
    band = (height - head.top - bottom) / count
    beside, widest = fit_beside([c.name for c in scene.categories], use, band, style.width_px * 0.24)
    left = margin + fonts.axis.size_px + 10 + widest + tick_gap + 2
    right = max(right, margin + use.width(ticks.texts[-1]) / 2)
    plot = (round(left), round(head.top), round(style.width_px - right), round(height - bottom))
    return _Field(style.width_px, height, plot, [scene.value_axis.text], None, beside)


def _ticks(count: int, length: float, need: _Needs) -> Ticks:
    """Ticks that leave room beyond the ends of bars for printed values, and for a legend inside the plot."""
    low, high = need.low, need.high
    ticks = nice_ticks(low, high, count)
    need_high = (need.room if high > 0 else 0.0) + need.inside
    room_low = need.room if need.both else 0.0
    for _ in range(6):
        first, last = ticks.values[0], ticks.values[-1]
        px = length / (last - first)
        short_high = need_high - (last - high) * px > 0 and need_high > 0
        below_zero = low < 0 or first - ticks.step >= 0
        short_low = room_low - (low - first) * px > 0 and below_zero and room_low > 0
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


def _spans(scene: BarChart, style: BarChartStyle, plot: Box, vertical: bool) -> tuple[list[float], float, list[Span]]:
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
    inside = len(scene.series) if scene.kind in ONE_BAND else per
    for i, (low, high) in enumerate(ends_of(scene)):
        c, s = divmod(i, inside)
        if scene.kind in DOTTED:
            half = dot_px(band) / 2
            spans.append(Span(low, high, centres[c] - half, centres[c] + half))
            continue
        first = centres[c] - band * share / 2 + (0 if scene.kind in ONE_BAND else s) * pitch
        spans.append(Span(low, high, round(first + gap), round(first + pitch - gap)))
    return centres, band, spans


def _value_mode(scene: BarChart, style: BarChartStyle, need: _Needs, fonts: Fonts, band: float, first: Span) -> str:
    """Whether printed values fit side by side: flat, else upright."""
    width, height, kind = need.value_width, need.value_height, scene.kind
    thick = first.last - first.first
    pitch = thick if kind == "stacked" else thick / (1.0 - style.bar_gap) if kind == "grouped" else band
    if scene.orientation == "horizontal":
        return "flat" if height + 3 <= pitch else ""
    if width + (8 if kind == "stacked" else 4) <= pitch:
        return "flat"
    return "upright" if kind != "stacked" and height + 3 <= pitch else ""
