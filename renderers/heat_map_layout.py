"""Where everything on a heat map goes: margins, cells, labels and colour bar, before anything is drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from scenewright.renderers.agg_canvas import agg_font
from scenewright.renderers.axes import LEADING, Fit, figure_text, fit_below, fit_beside
from scenewright.renderers.bar_margins import Fonts, Head, lay_head
from scenewright.renderers.base import Box
from scenewright.renderers.fonts import font
from scenewright.renderers.heat_map_styles import HeatMapStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.heat_map import HeatMap

CELL_PX = (24.0, 20.0)
"""Least width and height of a cell."""
SIDE_MAX = (1280, 1000)
TEXT_MIN = 11.0
PAD_PX = (8.0, 7.0)
"""Around a printed value."""
BAR_GAP = 22.0
"""Between the cells and the colour bar."""
LABEL_MAX = 170.0
"""Width of row labels above which they are broken into lines."""


class Bar(NamedTuple):
    """The colour bar laid out. Pixels."""

    box: Box
    upright: bool
    title: list[str]
    title_at: tuple[float, float, str, float]


class Layout(NamedTuple):
    """A map laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    value_font: Any
    head: Head
    margin: int
    plot: Box
    xs: list[int]
    """Edges of the columns."""
    ys: list[int]
    beside: tuple[tuple[str, ...], ...]
    below: Fit
    row_title: list[str]
    row_title_at: tuple[float, float, str, float]
    column_title_at: tuple[float, float, str, float]
    bar: Bar | None
    unit_at: float | None
    """Top of the line that tells the measure where there is no colour bar."""


def lay_out(scene: HeatMap, style: HeatMapStyle, fonts: Fonts) -> Layout:
    """Lay a map out; the picture grows where cells need more room. `Reject("layout")` if nothing fits."""
    words = [scene.title.text, scene.subtitle.text, scene.bar_title.text, scene.row_axis.text, scene.column_axis.text]
    need_letters([*words, *(h.name for h in (*scene.rows, *scene.columns))], fonts)
    margin = round(style.text_px * 1.6)
    head = lay_head(scene, style, fonts, margin, None)
    line, gap = fonts.text.size_px * LEADING, 7.0
    top, unit_at = head.top, None
    if scene.bar == "none":  # the measure's unit has to stand somewhere
        if fonts.subtitle.width(scene.bar_title.text) > style.width_px - 2 * margin:
            raise Reject("layout")
        unit_at = head.top - (line + 2 if head.axis_title is not None else 0) - 4
        top += line
        head = head._replace(axis_title=head.axis_title + line if head.axis_title is not None else None)
    beside, widest = fit_beside([row.name for row in scene.rows], fonts.text, 3 * line, LABEL_MAX)
    if widest > LABEL_MAX * 1.3:
        raise Reject("layout")
    left = margin + widest + gap
    row_title = [scene.row_axis.text]
    if head.axis_title is None:
        left += fonts.axis.size_px * LEADING + 5
    right, below_bar = _room_for_bar(scene, style, fonts, margin)
    foot = margin + (line + 4 if scene.note else 0.0) + below_bar + fonts.axis.size_px + 8
    value_font, (cell_w, cell_h) = _cell_size(scene, style, fonts)
    cell_h = max(cell_h, max(map(len, beside)) * line + 3)
    width = max(float(style.width_px), left + right + cell_w * len(scene.columns))
    across = (width - left - right) / len(scene.columns)
    below = fit_below([c.name for c in scene.columns], fonts.text, across, left + across / 2 - 8, style.slanted)
    height = max(
        float(style.height_px), top + foot + below.depth + gap + 8 + cell_h * len(scene.rows), top + foot + 260
    )
    if width > SIDE_MAX[0] or height > SIDE_MAX[1]:
        raise Reject("layout")
    bottom = height - foot - below.depth - gap - 8
    xs = [round(left + across * j) for j in range(len(scene.columns) + 1)]
    ys = [round(top + (bottom - top) * i / len(scene.rows)) for i in range(len(scene.rows) + 1)]
    plot: Box = (xs[0], ys[0], xs[-1], ys[-1])
    if fonts.axis.width(row_title[0]) > bottom - top + 60 and head.axis_title is None:
        raise Reject("layout")
    along = (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0)
    title_y = plot[3] + gap + below.depth + 8 + fonts.axis.cap_height
    return Layout(
        width=round(width),
        height=round(height),
        fonts=fonts,
        value_font=value_font,
        head=head,
        margin=margin,
        plot=plot,
        xs=xs,
        ys=ys,
        beside=beside,
        below=below,
        row_title=row_title,
        row_title_at=(float(margin), head.axis_title, "ls", 0.0) if head.axis_title is not None else along,
        column_title_at=((plot[0] + plot[2]) / 2, title_y, "ms", 0.0),
        bar=_bar(scene, style, fonts, plot, title_y + fonts.axis.descent, width),
        unit_at=unit_at,
    )


def need_letters(words: Iterable[str], fonts: Fonts) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def _cell_size(scene: HeatMap, style: HeatMapStyle, fonts: Fonts) -> tuple[Any, tuple[float, float]]:
    """The font of printed values, and the least size of a cell that holds them. Values are smaller than labels where
    there are many.
    """
    if not scene.printed:
        return fonts.value, CELL_PX
    size = fonts.value.size_px if len(scene.columns) <= 7 else max(fonts.value.size_px - 1.5, TEXT_MIN)
    make: Any = agg_font if style.backend == "matplotlib" else font
    use = make(style.font, size, style.values_bold)
    texts = [figure_text(cell.value, scene.decimals) for cell in scene.cells if cell.value is not None]
    widest = max(use.width(text) for text in sorted(texts, key=len)[-6:])
    return use, (max(widest + PAD_PX[0] + style.gap_px, CELL_PX[0]), max(use.cap_height + 2 * PAD_PX[1], CELL_PX[1]))


def _room_for_bar(scene: HeatMap, style: HeatMapStyle, fonts: Fonts, margin: int) -> tuple[float, float]:
    """Room at the right and below that the colour bar takes, margins included at the right alone."""
    ticks = max(fonts.text.width(tick.text) for tick in scene.ticks)
    line = fonts.axis.size_px * LEADING
    if scene.bar == "right":
        wide = style.bar_px + style.tick_px + 5 + ticks
        if _flat_title(scene, style, fonts):
            return margin * 0.7 + BAR_GAP + max(wide, fonts.axis.width(scene.bar_title.text)), 0.0
        return margin * 0.7 + BAR_GAP + wide + line * len(_bar_title(scene, style, fonts)) + 6, 0.0
    if scene.bar == "bottom":
        return float(margin), 16 + style.bar_px + style.tick_px + 5 + fonts.text.cap_height + 6 + line
    return float(margin), 0.0


def _bar_title(scene: HeatMap, style: HeatMapStyle, fonts: Fonts) -> list[str]:
    """The bar's title on as many lines as it needs along the map's side."""
    lines: list[str] = fonts.axis.wrap(scene.bar_title.text, max(style.height_px - 210, 230))
    if len(lines) > 3:
        raise Reject("layout")
    return lines


def _flat_title(scene: HeatMap, style: HeatMapStyle, fonts: Fonts) -> bool:
    """Whether the title of a bar at the right lies above it: short ones only."""
    return style.bar_title_flat and fonts.axis.width(scene.bar_title.text) < 110


def _bar(scene: HeatMap, style: HeatMapStyle, fonts: Fonts, plot: Box, under: float, width: float) -> Bar | None:
    """The colour bar beside or below the map. `Reject("layout")` where its labels would touch."""
    if scene.bar == "none":
        return None
    left, _, right, _ = plot
    if scene.bar == "right":
        return _upright_bar(scene, style, fonts, plot)
    length = max((right - left) * style.bar_share, min(right - left, 260))
    x, y = round((left + right - length) / 2), round(under + 16)
    box: Box = (x, y, x + round(length), y + style.bar_px)
    widths = [fonts.text.width(tick.text) for tick in scene.ticks]
    if length / (len(scene.ticks) - 1) < max(widths) + 10:
        raise Reject("layout")
    foot = box[3] + style.tick_px + 5 + fonts.text.cap_height + 9 + fonts.axis.cap_height
    if fonts.axis.width(scene.bar_title.text) > width - 16:
        raise Reject("layout")
    return Bar(box, False, [scene.bar_title.text], ((left + right) / 2, foot, "ms", 0.0))


def _upright_bar(scene: HeatMap, style: HeatMapStyle, fonts: Fonts, plot: Box) -> Bar:
    """A colour bar at the right, as long as the map or part of it."""
    _, top, right, bottom = plot
    flat = _flat_title(scene, style, fonts)
    if flat:
        top += fonts.axis.size_px * LEADING + 6
    length = round(max((bottom - top) * style.bar_share, min(bottom - top, 170)))
    start = round(bottom - length if flat else (top + bottom - length) / 2)
    box: Box = (right + BAR_GAP, start, right + BAR_GAP + style.bar_px, start + length)
    if length / (len(scene.ticks) - 1) < fonts.text.cap_height + 7:
        raise Reject("layout")
    if flat:
        return Bar(box, True, [scene.bar_title.text], (box[0], start - 10.0, "ls", 0.0))
    ticks = max(fonts.text.width(tick.text) for tick in scene.ticks)
    x = box[2] + style.tick_px + 5 + ticks + 8 + fonts.axis.cap_height
    return Bar(box, True, _bar_title(scene, style, fonts), (x, start + length / 2, "ms", -90.0))
