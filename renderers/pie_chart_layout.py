"""Where everything on a pie chart goes: titles, legend, pies and their labels, before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from scenewright.renderers.axes import LEADING, Legend, figure_text, fit_legend
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point
from scenewright.renderers.pie_chart_labels import Label, Placed, Wedge, place
from scenewright.renderers.pie_chart_shapes import at
from scenewright.renderers.pie_chart_styles import PieChartStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import Pie, PieChart, Slice

WIDTH_MAX, HEIGHT_MAX = 1280, 1000
RADIUS_MIN, PAIR_RADIUS_MIN, NESTED_RADIUS_MIN = 95.0, 78.0, 130.0
"""Pixels below which slices of two or three per cent can't be told from lines."""
RADIUS_MAX = 250.0
NAME_WIDTH = 140.0
"""Pixels after which a name is wrapped."""
ROOMY_HOLE = 0.62
"""Share of a donut's radius that its hole takes at least where the total is printed in it."""
RINGS = (0.56, 0.59)
"""Outer radius of the inner circle and inner radius of the outer ring, as shares of the whole radius."""


class Fonts(NamedTuple):
    """The fonts of one chart."""

    title: Any
    text: Any
    value: Any
    total: Any


class Words(NamedTuple):
    """A line of words in its place."""

    at: Point
    anchor: str
    text: str


class Disc(NamedTuple):
    """One pie in its place."""

    pie: Pie
    centre: Point
    radius: float
    hole: float
    wedges: list[Wedge]
    slices: list[Slice]
    labels: list[Label | None]
    placed: list[Placed | None]
    caption: Words | None
    total: tuple[Words, ...]


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    note_at: Point | None
    legend: Legend | None
    legend_at: Point
    discs: list[Disc]


def lay_out(scene: PieChart, style: PieChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; the picture grows where pies or labels need more room. `Reject("layout")` if nothing fits."""
    for grow in (0, 120, 240, 360):
        width, height = style.width_px + grow, style.height_px + grow // 3
        if scene.half:
            height = round(0.8 * height)
        if width > WIDTH_MAX or height > HEIGHT_MAX:
            break
        found = _lay_out(scene, style, fonts, width, height)
        if found:
            return found
    raise Reject("layout")


def _lay_out(scene: PieChart, style: PieChartStyle, fonts: Fonts, width: int, height: int) -> Layout | None:
    margin = round(style.text_px * 1.6)
    title = _wrapped(fonts.title, scene.title.text, width - 2 * margin)
    if len(title) > 3 or any(fonts.title.width(line) > width - 2 * margin for line in title):
        return None
    y = margin + fonts.title.cap_height + (len(title) - 1) * fonts.title.size_px * LEADING + fonts.title.descent
    subtitle = None
    if style.subtitle and fonts.text.width(scene.subtitle.text) <= width - 2 * margin:
        subtitle = y + 7
        y = subtitle + fonts.text.cap_height + fonts.text.descent
    left, top, right, bottom = float(margin), y + 12, float(width - margin), float(height - margin)
    note = None
    if scene.note:
        note = (left, bottom)
        bottom -= fonts.text.size_px * LEADING + 4
    legend, legend_at = None, (0.0, 0.0)
    if scene.legend:
        legend, legend_at, (left, top, right, bottom) = _legend(scene, style, fonts, (left, top, right, bottom))
    discs = _discs(scene, style, fonts, (left, top, right, bottom))
    if discs is None:
        return None
    if scene.legend and legend and scene.legend.place in ("left", "right"):
        legend_at = (legend_at[0], max(top, discs[0].centre[1] - legend.height / 2))
        if scene.half:
            legend_at = (legend_at[0], max(top, discs[0].centre[1] - discs[0].radius / 2 - legend.height / 2))
    return Layout(width, height, fonts, title, float(margin), subtitle, note, legend, legend_at, discs)


def _legend(
    scene: PieChart, style: PieChartStyle, fonts: Fonts, room: Box
) -> tuple[Legend, Point, Box]:  # fmt: skip
    """The legend on its side of the room, and the room that is left."""
    assert scene.legend is not None
    left, top, right, bottom = room
    pad = 10.0 if style.legend_framed else 0.0
    names = [entry.name for entry in scene.entries]
    side = scene.legend.place in ("left", "right")
    legend = fit_legend(names, fonts.text, right - left - 2 * pad, column=side)
    if side:
        taken = legend.width + 2 * pad + 20
        if taken > 0.5 * (right - left) or legend.height > bottom - top - 2 * pad:
            raise Reject("layout")
        if scene.legend.place == "left":
            return legend, (left + pad, top), (left + taken, top, right, bottom)
        return legend, (right - pad - legend.width, top), (left, top, right - taken, bottom)
    x = left + pad if scene.legend.place == "top" and not style.title_centred else (left + right - legend.width) / 2
    if scene.legend.place == "top":
        return legend, (x, top + pad), (left, top + legend.height + 2 * pad + 8, right, bottom)
    return legend, (x, bottom - pad - legend.height), (left, top, right, bottom - legend.height - 2 * pad - 10)


# -- pies ----------------------------------------------------------------------------------------------------------


def _discs(scene: PieChart, style: PieChartStyle, fonts: Fonts, room: Box) -> list[Disc] | None:
    """The pies at the largest radius at which all their labels have room."""
    left, top, right, bottom = room
    step = fonts.text.size_px * LEADING
    captions = scene.kind == "pair" or (scene.total_shown and not scene.hole)
    if captions:
        top, bottom = (top + step + 8, bottom) if style.caption_above else (top, bottom - step - 8)
    count = len(scene.pies)
    wide = (right - left) / count
    boxes = [(left + i * wide + 3, top, left + (i + 1) * wide - 3, bottom) for i in range(count)]
    pull = style.explode if any(item.exploded for item in scene.slices) else 0.0
    labels = []
    for pie in scene.pies:
        items = _of(scene, pie)
        hidden = [i for i, item in enumerate(items) if item.id in scene.hidden]
        labels.append(_alike([_label(scene, style, fonts, item) for item in items], hidden))
    share = 1.0 if scene.half else 0.5
    least = {"pair": PAIR_RADIUS_MIN, "nested": NESTED_RADIUS_MIN}.get(scene.kind, RADIUS_MIN)
    radius = min((bottom - top - 4) * share / (1 + pull), (wide - 12) / 2 / (1 + pull), RADIUS_MAX) * style.fill
    while radius >= least:
        discs = [
            _disc(scene, style, fonts, pie, box, round(radius, 1), shown)
            for pie, box, shown in zip(scene.pies, boxes, labels, strict=True)
        ]
        if all(discs):
            return _level([disc for disc in discs if disc], style)
        radius *= 0.94
    return None


def _level(discs: list[Disc], style: PieChartStyle) -> list[Disc]:
    """Captions of several pies on one line."""
    ys = [disc.caption.at[1] for disc in discs if disc.caption]
    if len(ys) < 2:
        return discs
    y = min(ys) if style.caption_above else max(ys)
    return [d._replace(caption=d.caption._replace(at=(d.caption.at[0], y))) if d.caption else d for d in discs]


def _of(scene: PieChart, pie: Pie) -> list[Slice]:
    """All that is drawn for a pie; of two rings, both."""
    if scene.kind == "nested":
        inner = scene.of_pie("")
        return [*inner, *(part for item in inner for part in scene.of_pie(item.name))]
    return list(scene.of_pie(pie.name))


def _disc(
    scene: PieChart, style: PieChartStyle, fonts: Fonts, pie: Pie, box: Box, radius: float,
    labels: list[Label | None],
) -> Disc | None:  # fmt: skip
    left, top, right, bottom = box
    centre = ((left + right) / 2, (top + bottom) / 2)
    if scene.half:
        centre = (centre[0], (top + bottom + radius) / 2)
    hole = round(radius * (max(style.hole, ROOMY_HOLE) if scene.total_shown else style.hole), 1) if scene.hole else 0.0
    slices = _of(scene, pie)
    wedges = _wedges(scene, style, slices, pie, centre, radius, hole)
    shown = _halved(wedges, [i for i, item in enumerate(slices) if item.id in scene.hidden])
    nested = scene.kind == "nested"
    inner = len(scene.of_pie("")) if nested else 0
    inside = style.inside and not (style.hatched and not scene.entries[0].colour)
    placed: list[Placed | None] = []
    if nested:
        found = place(shown[:inner], labels[:inner], (0, 0, 0, 0), True, False, False)
        if found is None:
            return None
        placed += found
    found = place(shown[inner:], labels[inner:], box, inside, style.rim, style.elbow)
    if found is None:
        return None
    outer = labels[inner:]
    pulled = max(math.dist(wedge.centre, centre) for wedge in wedges)
    low = centre[1] + (0.0 if scene.half else radius + pulled)
    below = max(low, *(_lowest(p, label) for p, label in zip(found, outer, strict=True)))
    above = min(centre[1] - radius - pulled, *(_highest(p, label) for p, label in zip(found, outer, strict=True)))
    total: tuple[Words, ...] = ()
    words = _total(scene, pie)
    if words and hole:
        total = _in_hole(scene, fonts, words, centre, hole)
        if not total:
            return None
        words = ""
    caption = None
    said = " · ".join(part for part in (pie.name, words) if part)
    if said:
        if fonts.total.width(said) > right - left:
            return None
        y = max(above - 12, top - 8) if style.caption_above else min(below + 12, bottom + 8)
        caption = Words((centre[0], y), "ms" if style.caption_above else "mt", said)
    return Disc(pie, centre, radius, hole, wedges, slices, labels, [*placed, *found], caption, total)


def _halved(wedges: list[Wedge], hidden: list[int]) -> list[Wedge]:
    """The slices as their labels take them: two that are covered as halves of what they have together, so that the
    places of labels and the ends of leader lines tell no one how it is divided.
    """
    if len(hidden) != 2:
        return wedges
    out = list(wedges)
    low, high = (wedges[i] for i in hidden)
    if abs((low.last - high.first + 180) % 360 - 180) > 0.01:
        low, high = high, low
    half = (low.last - low.first + high.last - high.first) / 2
    out[wedges.index(low)] = low._replace(last=low.first + half)
    out[wedges.index(high)] = high._replace(first=low.first + half - (low.last - high.first))
    return out


def _alike(labels: list[Label | None], hidden: list[int]) -> list[Label | None]:
    """The labels of two covered slices with room for the longer one each."""
    found = [label for i in hidden if (label := labels[i])]
    width = max((label.width for label in found), default=0.0)
    height = max((label.height for label in found), default=0.0)
    return [
        label._replace(width=width, height=height) if label and i in hidden else label for i, label in enumerate(labels)
    ]


def _lowest(placed: Placed | None, label: Label | None) -> float:
    return placed.y + label.height / 2 if placed and label else -math.inf


def _highest(placed: Placed | None, label: Label | None) -> float:
    return placed.y - label.height / 2 if placed and label else math.inf


def _wedges(
    scene: PieChart, style: PieChartStyle, slices: Sequence[Slice], pie: Pie, centre: Point, radius: float, hole: float
) -> list[Wedge]:  # fmt: skip
    """The slices one after the other from the start, with angles in proportion to their values."""
    full = 180.0 if scene.half else 360.0
    out = []
    nested = scene.kind == "nested"
    turn = float(scene.start_deg)
    sign = 1.0
    if not scene.clockwise:
        sign = -1.0
        turn += full if scene.half else 0.0
    begins: dict[str, float] = {}
    for item in slices:
        if nested and item.pie:
            turn = begins[item.pie]
        end = turn + sign * full * item.value / pie.total
        first, last = min(turn, end), max(turn, end)
        middle = centre
        if item.exploded:
            middle = at(centre, style.explode * radius, (first + last) / 2)
        low, high = hole, radius
        if nested:
            low, high = (RINGS[1] * radius, radius) if item.pie else (0.0, RINGS[0] * radius)
        out.append(Wedge(item.id, middle, round(low, 1), round(high, 1), first, last))
        if nested and not item.pie:
            begins[item.name] = turn
        elif nested:
            begins[item.pie] = end
        turn = end
    return out


# -- words ---------------------------------------------------------------------------------------------------------


def value_text(scene: PieChart, value: float) -> str:
    """A value as the chart prints it: `12.3K` in compact charts, whole digits in others."""
    if not scene.compact:
        return figure_text(value, scene.decimals)
    size, mark = (1e6, "M") if value >= 1e6 else (1e3, "K")
    return f"{value / size:.6f}".rstrip("0").rstrip(".") + mark


def share_text(scene: PieChart, share: float) -> str:
    """A share as the chart prints it."""
    return f"{share:.{scene.share_decimals}f}%"


def printed_text(scene: PieChart, item: Slice) -> str:
    """What is printed at a slice besides its name."""
    percent, value = share_text(scene, item.share), value_text(scene, item.value)
    return {"none": "", "percent": percent, "value": value, "both": f"{value} ({percent})"}[scene.shown]


def _total(scene: PieChart, pie: Pie) -> str:
    if not scene.total_shown:
        return ""
    return f"Total: {with_unit(figure_text(pie.total, scene.decimals), scene.unit)}"


def with_unit(figure: str, unit: str) -> str:
    """`1,234 GWh`, `$671 million`."""
    if unit.endswith("$"):
        return f"${figure} {unit.removesuffix('$').strip()}".strip()
    return f"{figure} {unit}".strip()


def _wrapped(use: Any, text: str, width: float) -> list[str]:
    """The text in one line where that fits: widths of whole texts are kept, those of tried lines are not."""
    return [text] if use.width(text) <= width else list(use.wrap(text, width))


def _label(scene: PieChart, style: PieChartStyle, fonts: Fonts, item: Slice) -> Label | None:
    """Name and value of a slice; the name alone, or the value alone where there is a legend."""
    named = scene.legend is None or bool(scene.kind == "nested" and item.pie)
    value = printed_text(scene, item)
    lines: list[tuple[str, str]] = []
    if named:
        lines = [("label", line) for line in _wrapped(fonts.text, item.name, NAME_WIDTH)]
        if value and not style.two_lines and len(lines) == 1:
            lines, value = (
                [("label", f"{item.name}: {value}" if scene.shown != "percent" else f"{item.name} {value}")],
                "",
            )
    if value:
        lines.append(("value", value))
    if not lines:
        return None
    if len(lines) > 4:
        raise Reject("layout")
    width = max((fonts.value if part == "value" else fonts.text).width(text) for part, text in lines)
    height = fonts.text.cap_height + fonts.text.descent + (len(lines) - 1) * fonts.text.size_px * LEADING
    return Label(tuple(lines), width + 1, height + 2)


def _in_hole(scene: PieChart, fonts: Fonts, words: str, centre: Point, hole: float) -> tuple[Words, ...]:
    """The total in two lines in a donut's hole; nothing where it is too wide."""
    first, second = words.split(": ", 1)
    step = fonts.total.size_px * LEADING
    y = centre[1] - (hole * 0.42 if scene.half else 0.0)
    widest = max(fonts.total.width(first), fonts.total.width(second))
    if math.hypot(widest / 2, step) > hole - 5 or (scene.half and step > hole * 0.42 - 4):
        return ()
    return Words((centre[0], y - step / 2), "mm", first), Words((centre[0], y + step / 2), "mm", second)
