"""Where everything on a treemap or a sunburst goes, before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from scenewright.renderers.axes import LEADING, Legend, fit_legend
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point
from scenewright.renderers.treemap_labels import TEXT_MIN, FontOf, Placed, in_sector, in_tile, outside
from scenewright.renderers.treemap_styles import TreeMapStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.tick_values import figure_text
from scenewright.scenes.treemap import Group, Part, Shown, TreeMap
from scenewright.scenes.treemap_tiles import tiles

WIDTH_MAX, HEIGHT_MAX = 1280, 1000
RADIUS_MIN, RADIUS_MAX = 130.0, 290.0
ROUND = 1.22
"""Greatest ratio of a sunburst's picture: a circle leaves the sides of a wider one empty."""


class Frame(NamedTuple):
    """What stands around the plot. Pixels."""

    width: int
    height: int
    title: list[str]
    title_top: float
    subtitle_top: float | None
    total_top: float | None
    note_lines: list[str]
    note_at: Point
    legend: Legend | None
    legend_at: Point
    room: Box


class Shape(NamedTuple):
    """A rectangle, or a piece of a ring (radii and degrees clockwise from twelve), in its place."""

    box: Box
    radii: tuple[float, float]
    span: tuple[float, float]


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    frame: Frame
    plot: Box
    centre: Point
    radius: float
    """Of a sunburst; 0 for treemaps."""
    groups: list[Shape]
    headings: list[tuple[Box, Placed] | None]
    parts: list[Shape]
    labels: list[Placed | None]
    total: Placed | None
    """In a sunburst's hole."""


def lay_out(scene: TreeMap, style: TreeMapStyle, use: FontOf) -> Layout:
    """Lay a chart out; the picture grows where labels need more room. `Reject("layout")` if nothing fits."""
    for grow in (0, 100, 200, 300, 420):
        width, height = style.width_px + grow, style.height_px + round(0.7 * grow)
        if scene.kind == "sunburst":
            width = min(width, round(ROUND * height))
        if width > WIDTH_MAX or height > HEIGHT_MAX:
            break
        frame = _frame(scene, style, use, width, height)
        found = frame and (_treemap if scene.kind == "treemap" else _sunburst)(scene, style, use, frame)
        if found:
            return found
    raise Reject("layout")


# -- words -----------------------------------------------------------------------------------------------------------


def value_text(scene: TreeMap, value: float) -> str:
    """A value as the chart prints it: `12.3K` in compact charts, whole digits in others."""
    if not scene.compact:
        return figure_text(value, scene.decimals)
    size, mark = (1e6, "M") if value >= 1e6 else (1e3, "K")
    return f"{value / size:.6f}".rstrip("0").rstrip(".") + mark


def printed_text(scene: TreeMap, item: Part | Group, shown: Shown) -> str:
    """What is printed at a part or group besides its name."""
    percent, value = f"{item.share:.{scene.share_decimals}f}%", value_text(scene, item.value)
    return {"none": "", "percent": percent, "value": value, "both": f"{value} ({percent})"}[shown]


def total_text(scene: TreeMap) -> str:
    """The whole as the chart prints it."""
    figure = figure_text(scene.total.value, scene.decimals)
    if scene.unit.endswith("$"):
        return f"Total: ${figure} {scene.unit.removesuffix('$').strip()}".strip()
    return f"Total: {figure} {scene.unit}".strip()


def key_names(scene: TreeMap) -> list[tuple[str, str]]:
    """Ids and names of the legend's entries."""
    return [(item.id, item.name) for item in (scene.groups or scene.parts)]


# -- around the plot -------------------------------------------------------------------------------------------------


def _frame(scene: TreeMap, style: TreeMapStyle, use: FontOf, width: int, height: int) -> Frame | None:
    margin = round(style.text_px * 1.6)
    inner = width - 2 * margin
    text, heavy = use(style.text_px, False), use(style.title_px, style.title_bold)
    title = heavy.wrap(scene.title.text, inner)
    if len(title) > 3 or any(heavy.width(line) > inner for line in title):
        return None
    y = margin + heavy.cap_height + (len(title) - 1) * heavy.size_px * LEADING + heavy.descent
    subtitle = total = None
    if style.subtitle and text.width(scene.subtitle.text) <= inner:
        subtitle = y + 7
        y = subtitle + text.cap_height + text.descent
    if scene.total.shown and (scene.kind == "treemap" or style.hole < 0.2):
        total = y + 7
        y = total + text.cap_height + text.descent
    left, top, right, bottom = float(margin), y + 11, float(width - margin), float(height - margin)
    note = text.wrap(scene.note.text, inner) if scene.note else []
    if any(text.width(line) > inner for line in note):
        return None
    note_at = (left, bottom - (len(note) - 1) * text.size_px * LEADING)
    bottom -= len(note) * text.size_px * LEADING + (5 if note else 0)
    legend, at, room = _legend(scene, style, text, (left, top, right, bottom))
    return Frame(width, height, title, float(margin), subtitle, total, note, note_at, legend, at, room)


def _legend(scene: TreeMap, style: TreeMapStyle, text: Any, room: Box) -> tuple[Legend | None, Point, Box]:
    """The legend on its side of the room, and the room that is left."""
    left, top, right, bottom = room
    if scene.legend is None:
        return None, (left, top), room
    pad = 9.0 if style.legend_framed else 0.0
    side = scene.legend.place in ("left", "right")
    legend = fit_legend([name for _, name in key_names(scene)], text, right - left - 2 * pad, column=side)
    if side:
        taken = legend.width + 2 * pad + 18
        if taken > 0.4 * (right - left) or legend.height > bottom - top - 2 * pad:
            raise Reject("layout")
        if scene.legend.place == "left":
            return legend, (left + pad, top + pad), (left + taken, top, right, bottom)
        return legend, (right - pad - legend.width, top + pad), (left, top, right - taken, bottom)
    taken = legend.height + 2 * pad + 8
    x = (left + right - legend.width) / 2 if style.title_centred else left + pad
    if scene.legend.place == "top":
        return legend, (x, top + pad), (left, top + taken, right, bottom)
    return legend, (x, bottom - pad - legend.height), (left, top, right, bottom - taken)


# -- treemaps --------------------------------------------------------------------------------------------------------


def heading_px(style: TreeMapStyle) -> int:
    """Height of the strip with a group's name."""
    return round(style.text_px * 1.6)


def _treemap(scene: TreeMap, style: TreeMapStyle, use: FontOf, frame: Frame) -> Layout | None:
    plot = _rounded(frame.room)
    if plot[2] - plot[0] < 260 or plot[3] - plot[1] < 200:
        return None
    groups: list[Box] = []
    headings: list[tuple[Box, Placed] | None] = []
    rooms: list[Box] = [plot]
    if scene.groups:
        groups, rooms = _group_boxes(scene, style, plot)
        for group, box in zip(scene.groups, groups, strict=True):
            heading = _heading(scene, style, use, group, box) if scene.headed else None
            if scene.headed and heading is None:
                return None
            headings.append(heading)
    boxes: list[Box] = []
    for k, room in enumerate(rooms):
        if room[2] - room[0] < 24 or room[3] - room[1] < 16:
            return None
        name = scene.groups[k].name if scene.groups else ""
        values = [p.value for p in scene.of_group(name)]
        found = tiles(values, scene.strips[k + 1 if scene.groups else 0], room, scene.right, scene.bottom)
        boxes += [_rounded(_shrunk(box, style.gap_px / 2, room)) for box in found]
    labels = []
    for part, box in zip(scene.parts, boxes, strict=True):
        label = _tile_label(scene, style, use, part, box)
        if label is None and part.id not in scene.hidden and (_named(scene, part)):
            return None
        labels.append(label)
    shapes = [Shape(box, (0.0, 0.0), (0.0, 0.0)) for box in boxes]
    around = [Shape(_rounded(box), (0.0, 0.0), (0.0, 0.0)) for box in groups]
    return Layout(frame, plot, (0.0, 0.0), 0.0, around, headings, shapes, labels, None)


def _group_boxes(scene: TreeMap, style: TreeMapStyle, plot: Box) -> tuple[list[Box], list[Box]]:
    """The groups' boxes, and in each the room for its parts. These rooms are in proportion to the values: what the
    headings and the gaps between groups take is added to each group by turns, until it no longer changes.
    """
    head = heading_px(style) if scene.headed else 0
    gap = style.group_gap_px / 2
    values = [g.value for g in scene.groups]
    whole = (plot[2] - plot[0]) * (plot[3] - plot[1])
    weights = [v / sum(values) * whole for v in values]
    boxes: list[Box] = []
    rooms: list[Box] = []
    for _ in range(12):
        boxes = [_shrunk(box, gap, plot) for box in tiles(weights, scene.strips[0], plot, scene.right, scene.bottom)]
        rooms = [(x0, y0 + head, x1, y1) for x0, y0, x1, y1 in boxes]
        lost = [w - max(x1 - x0, 1.0) * max(y1 - y0, 1.0) for w, (x0, y0, x1, y1) in zip(weights, rooms, strict=True)]
        left = whole - sum(lost)
        weights = [max(v / sum(values) * left + loss, 1.0) for v, loss in zip(values, lost, strict=True)]
    return boxes, rooms


def _shrunk(box: Box, by: float, room: Box) -> Box:
    """The box without half of the gaps to its neighbours; at the edge of the room there are none."""
    left, top, right, bottom = box
    return (
        left + by * (left > room[0] + 0.5), top + by * (top > room[1] + 0.5),
        right - by * (right < room[2] - 0.5), bottom - by * (bottom < room[3] - 0.5),
    )  # fmt: skip


def _rounded(box: Box) -> Box:
    """On whole pixels; halves go up, so that gaps stay as wide as they are."""
    x0, y0, x1, y1 = (float(math.floor(v + 0.5)) for v in box)
    return (x0, y0, x1, y1)


def _heading(
    scene: TreeMap, style: TreeMapStyle, use: FontOf, group: Group, box: Box
) -> tuple[Box, Placed] | None:  # fmt: skip
    """A group's name, and its figure where there is room, in the strip above its parts."""
    left, top, right, _ = box
    strip = (float(round(left)), float(round(top)), float(round(right)), float(round(top + heading_px(style))) - 1.0)
    figure = printed_text(scene, group, scene.group_shown)
    inset = 0.0 if style.heading == "plain" else 6.0
    text = use(style.text_px, True)
    for size in (style.text_px, TEXT_MIN):
        text = use(size, True)
        for shown in (figure, "") if figure else ("",):
            said = f"{group.name}  {shown}".rstrip() if shown else group.name
            if text.width(said) <= right - left - 2 * inset - 2:
                at = (strip[0] + inset, (strip[1] + strip[3]) / 2)
                return strip, Placed((("heading", said, True),), size, at, "l", 0.0, bool(shown))
    return None


def _named(scene: TreeMap, part: Part) -> bool:
    """Whether a part's name stands in it: everywhere but where a legend names the parts."""
    return bool(scene.groups) or scene.legend is None


def _tile_label(scene: TreeMap, style: TreeMapStyle, use: FontOf, part: Part, box: Box) -> Placed | None:
    if part.id in scene.hidden:
        return None
    name = part.name if _named(scene, part) else ""
    figure = printed_text(scene, part, scene.shown)
    if not name and not figure:
        return None
    return in_tile(box, name, figure, use, _sizes(style, box), style.names_bold, style.centred)


def _sizes(style: TreeMapStyle, box: Box) -> Sequence[float]:
    """Sizes of letters to try, largest first."""
    largest = style.text_px
    if style.scaled:
        side = ((box[2] - box[0]) * (box[3] - box[1])) ** 0.5
        largest = max(style.text_px, min(float(round(side / 9)), 20.0))
    steps = [largest, *(s for s in (16.0, 14.0, 13.0, 12.0) if s < largest)]
    return (*steps, TEXT_MIN)


# -- sunbursts -------------------------------------------------------------------------------------------------------


def _sunburst(scene: TreeMap, style: TreeMapStyle, use: FontOf, frame: Frame) -> Layout | None:
    left, top, right, bottom = frame.room
    centre = (round((left + right) / 2), round((top + bottom) / 2))
    radius = min(min(right - left, bottom - top) / 2, RADIUS_MAX)
    while radius >= RADIUS_MIN:
        found = _rings(scene, style, use, frame, centre, round(radius))
        if found:
            return found
        radius *= 0.93
    return None


def _rings(
    scene: TreeMap, style: TreeMapStyle, use: FontOf, frame: Frame, centre: Point, radius: float
) -> Layout | None:  # fmt: skip
    hole = round(style.hole * radius)
    if scene.total.shown and style.hole >= 0.2:
        hole = max(hole, 34)
    middle = round(hole + style.ring * (radius - hole))
    groups, parts = _spans(scene)
    sizes = (style.text_px, TEXT_MIN)
    headings: list[tuple[Box, Placed] | None] = []
    for group, span in zip(scene.groups, groups, strict=True):
        if not scene.headed:
            headings.append(None)
            continue
        figure = printed_text(scene, group, scene.group_shown)
        label = in_sector(centre, (hole, middle), span, group.name, figure, use, sizes, True, style.spokes)
        if label is None:
            return None
        lines = tuple(("heading", text, True) for _, text, _ in label.lines)
        headings.append(((0.0, 0.0, 0.0, 0.0), label._replace(lines=lines)))
    labels: list[Placed | None] = []
    for part, span in zip(scene.parts, parts, strict=True):
        if part.id in scene.hidden:
            labels.append(None)
            continue
        figure = printed_text(scene, part, scene.shown)
        label = in_sector(centre, (middle, radius), span, part.name, figure, use, sizes, style.names_bold,
                          style.spokes)  # fmt: skip
        if label is None or (figure and not label.figure):
            label = _beyond(scene, frame, centre, radius, span, part, figure, use) or label
        if label is None:
            return None
        labels.append(label)
    total = None
    if scene.total.shown and frame.total_top is None:
        words = tuple(("total", text, False) for text in total_text(scene).split(": "))
        if max(use(TEXT_MIN, False).width(text) for _, text, _ in words) > 1.8 * hole - 6:
            return None
        total = Placed(words, TEXT_MIN, centre, "m", 0.0, True)
    plot = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    return Layout(
        frame, plot, centre, radius,
        [Shape((0.0, 0.0, 0.0, 0.0), (float(hole), float(middle)), span) for span in groups], headings,
        [Shape((0.0, 0.0, 0.0, 0.0), (float(middle), float(radius)), span) for span in parts], labels, total,
    )  # fmt: skip


def _beyond(
    scene: TreeMap, frame: Frame, centre: Point, radius: float, span: tuple[float, float], part: Part, figure: str,
    use: FontOf,
) -> Placed | None:  # fmt: skip
    """A label beyond the rim, with the figure if possible, that keeps to the room."""
    left, top, right, bottom = frame.room
    for shown in (figure, "") if figure else ("",):
        found = outside(centre, radius, span, part.name, shown, use, TEXT_MIN)
        if found and all(left <= x <= right and top <= y <= bottom for x, y in found[1]):
            return found[0]
    return None


def _spans(scene: TreeMap) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Degrees from twelve o'clock, clockwise, of each group and part, from low to high."""
    sign = 1.0 if scene.clockwise else -1.0
    turn = float(scene.start_deg)
    parts = []
    for part in scene.parts:
        end = turn + sign * 360 * part.value / scene.total.value
        parts.append((min(turn, end), max(turn, end)))
        turn = end
    groups = []
    for group in scene.groups:
        own = [span for part, span in zip(scene.parts, parts, strict=True) if part.group == group.name]
        groups.append((min(s[0] for s in own), max(s[1] for s in own)))
    return groups, parts
