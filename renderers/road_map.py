"""Draws town maps: five ways of drawing roads in every theme, with lettering that never crosses other lettering."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import numpy as np

from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas, Point, fill_paint, stroke_paint
from scenewright.renderers.fonts import font
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import ThemedStyle, mix, pick_theme
from scenewright.renderers.town_ground import paint_ground
from scenewright.renderers.town_icons import GROUP_OF, icon
from scenewright.renderers.town_labels import BADGE_PX, COVER_PX, Fonts, Lettering, Slanted, place
from scenewright.renderers.town_looks import Look, look
from scenewright.renderers.town_sheet import Sheet
from scenewright.renderers.town_signs import (
    paint_arrow,
    paint_closure,
    paint_compass,
    paint_cover,
    paint_scale_bar,
)
from scenewright.scenes.base import Reject, below, chance, pick, rng_for, weighted
from scenewright.scenes.road_map import RoadMap, Stain

Roads = Literal["ribbon", "outline", "sketch", "line", "transit"]
ROADS: tuple[Roads, ...] = ("ribbon", "outline", "sketch", "line", "transit")
WIDTH_PX = {"ribbon": 19.0, "outline": 18.0, "sketch": 20.0, "line": 6.0, "transit": 8.0}
HEAD_PX = 84.0
"""Space above the town, for title and compass."""
LARGER = 1.16
"""How much larger a sheet is tried where the lettering does not fit."""
INSIDE = ("ribbon", "outline", "sketch")
"""Roads wide enough to hold their names."""


class RoadMapStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a town map looks. `width_px` and `height_px` are the least size: a large town needs a larger sheet."""

    roads: Roads
    block_px: int
    """Usual length of a block."""
    title: Literal["left", "centre", "none"]
    title_words: int
    compass: Literal["rose", "disc", "arrow"]
    bar: Literal["blocks", "line"]
    bar_right: bool
    badge: Literal["disc", "square"]
    one_badge_colour: bool
    houses: int
    """Which kind of rows of houses is drawn; 0 for none."""
    river: bool
    main_streets: int
    """How many of the longest streets have a colour of their own."""
    framed: bool
    turn: int
    """Which corner of a junction its landmark tries first."""
    seed: int
    """Of trees and river."""


STYLE = RoadMapStyle


def draw_style(rng: np.random.Generator) -> RoadMapStyle:
    """A style from the themes, with the drawing of roads weighted towards what maps mostly look like."""
    theme, face = pick_theme(rng)
    informal = theme in ("notebook", "blackboard", "blueprint", "sand")
    weights = (0.2, 0.15, 0.4, 0.15, 0.1) if informal else (0.38, 0.18, 0.06, 0.2, 0.18)
    return RoadMapStyle(
        theme=theme,
        font=face,
        width_px=600,
        height_px=440,
        roads=weighted(rng, ROADS, weights),
        block_px=132 + 4 * below(rng, 9),
        title=pick(rng, ("left", "left", "centre", "none")),
        title_words=below(rng, 4),
        compass=pick(rng, ("rose", "disc", "arrow")),
        bar=pick(rng, ("blocks", "line")),
        bar_right=chance(rng, 0.3),
        badge="disc" if chance(rng, 0.65) else "square",
        one_badge_colour=chance(rng, 0.3),
        houses=below(rng, 5),
        river=chance(rng, 0.35),
        main_streets=below(rng, 4) if chance(rng, 0.6) else 0,
        framed=chance(rng, 0.35),
        turn=below(rng, 4),
        seed=below(rng, 1_000_000),
    )


def render(scene: RoadMap, style: RoadMapStyle) -> Rendering:
    """The map as a PNG."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: RoadMap, style: RoadMapStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw the map, or `Reject("layout")` where its lettering finds no room."""
    colours = look(style.theme, style.roads)
    road_px = WIDTH_PX[style.roads]
    fonts = Fonts(font(style.font, 12.0), font(style.font, 11.0), font(style.font, 12.0, True))
    try:
        plan = _lay_out(scene, style, fonts, 1.0)
    except Reject:
        plan = _lay_out(scene, style, fonts, LARGER)
    sheet, lettering, compass_at, bar_at = plan
    decoys = _decoys(scene, sheet)

    canvas = Canvas(sheet.width, sheet.height, colours.land, target)
    rng = rng_for(style.seed, "ground")
    paint_ground(canvas, scene, sheet, colours, road_px, style.houses, style.river, rng)
    _paint_roads(canvas, scene, sheet, style, colours)
    for number, along in lettering.arrows:
        lane = sheet.lanes[number]
        edge = colours.road if style.roads in INSIDE else colours.halo
        paint_arrow(canvas, lane.at(along), lane.ux, lane.uy, colours.arrow, edge)
    for number, segment in enumerate(scene.segments):
        if segment.closed:
            lane = sheet.lanes[number]
            paint_closure(canvas, lane.at(lane.length / 2), colours)
    _paint_badges(canvas, lettering, style, colours)
    _paint_lettering(canvas, lettering, fonts, style, colours)
    _paint_margin(canvas, scene, style, sheet, colours, compass_at, bar_at)
    _paint_stains(canvas, scene, lettering, decoys)
    printed = () if scene.printed == "blocks" else tuple(segment.id for segment in scene.segments)
    return canvas, Resolution(units_per_px={"metres": 1 / sheet.scale}, printed=printed)


def _decoys(scene: RoadMap, sheet: Sheet) -> list[tuple[Point, float, float, Stain]]:
    """Stains over nothing: middle, half width and half height in pixels."""
    return [(sheet.metres(stain.x_m, stain.y_m), 21.0, 15.0, stain) for stain in scene.stains if not stain.covers]


def _lay_out(scene: RoadMap, style: RoadMapStyle, fonts: Fonts, larger: float) -> tuple[Sheet, Lettering, Point, Point]:
    """The sheet, what is placed on it, and where compass and scale bar stand."""
    road_px = WIDTH_PX[style.roads]
    sheet = Sheet(scene, style.block_px * larger, HEAD_PX, road_px)
    taken, compass_at, bar_at = _corners(scene, style, sheet)
    taken += [(x - w - 3, y - h - 4, x + w + 3, y + h + 4) for (x, y), w, h, _ in _decoys(scene, sheet)]
    lettering = place(scene, sheet, fonts, road_px, style.roads in INSIDE, taken, style.turn)
    _check_covers(scene, sheet, lettering)
    return sheet, lettering, compass_at, bar_at


# -- roads ---------------------------------------------------------------------------------------------------------


@cache
def _rough_paint(colour: str, width: float, seed: int) -> skia.Paint:
    """A stroke with an uneven edge, as drawn by hand."""
    paint = skia.Paint(stroke_paint(colour, width))
    paint.setPathEffect(skia.DiscretePathEffect.Make(14.0, 1.3, seed))
    return paint


def _paint_roads(canvas: Canvas, scene: RoadMap, sheet: Sheet, style: RoadMapStyle, colours: Look) -> None:
    width, graph, points = WIDTH_PX[style.roads], scene.graph, sheet.points
    courses = []
    for street in range(len(scene.streets)):
        path = skia.Path()
        for number in graph.by_street[street]:
            lane = sheet.lanes[number]
            path.moveTo(lane.ax, lane.ay)
            path.lineTo(lane.bx, lane.by)
        courses.append(path)
    everything = skia.Path()
    for path in courses:
        everything.addPath(path)
    ends = graph.dead_ends()
    wide = style.roads in INSIDE
    bulb = width / 2 + (5 if wide else 3)
    if wide:
        edge = 1.5 if style.roads == "ribbon" else 2.0
        for junction in ends:
            canvas.circle(points[junction], bulb + edge, colours.casing)
        passes = ((colours.casing, width + 2 * edge), (colours.road, width))
        for place_, (colour, w) in enumerate(passes):
            paint = _rough_paint(colour, w, place_) if style.roads == "sketch" else stroke_paint(colour, w)
            canvas.skia.drawPath(everything, paint)
        for junction in ends:
            canvas.circle(points[junction], bulb, colours.road)
        longest = sorted(range(len(courses)), key=lambda s: (-len(graph.by_street[s]), s))[: style.main_streets]
        for street in longest:
            if style.roads == "ribbon":
                canvas.skia.drawPath(courses[street], stroke_paint(colours.main, width))
        if longest and style.roads == "ribbon":
            for junction in ends:
                if graph.streets_at[junction][0] in longest:
                    canvas.circle(points[junction], bulb, colours.main)
    else:
        canvas.skia.drawPath(everything, stroke_paint(colours.halo, width + 4))
        fills = [colours.line] * len(courses) if style.roads == "line" else _line_colours(scene, colours.lines)
        for path, colour in zip(courses, fills, strict=True):
            canvas.skia.drawPath(path, stroke_paint(colour, width))
        fill = colours.halo
        for junction in range(len(points)) if style.roads == "transit" else ends:
            canvas.circle(points[junction], 5.0 if style.roads == "transit" else bulb, fill, colours.ink, 1.6)
    shut = skia.Path()
    for number, segment in enumerate(scene.segments):
        lane = sheet.lanes[number]
        if segment.closed:
            shut.moveTo(*lane.at(lane.clear_a + 2))
            shut.lineTo(*lane.at(lane.length - lane.clear_b - 2))
        h = width / 2
        corners = (lane.at(0, h), lane.at(lane.length, h), lane.at(lane.length, -h), lane.at(0, -h))
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        canvas.mark(segment.id, "road", (min(xs), min(ys), max(xs), max(ys)), corners)
    if any(segment.closed for segment in scene.segments):
        canvas.skia.drawPath(shut, stroke_paint(colours.house if wide else colours.halo, width, (), "butt"))
        canvas.skia.drawPath(shut, stroke_paint(colours.closed, 3.0, (6.0, 5.0), "butt"))
    reach = width / 2 + 2
    for thing, (x, y) in zip(scene.junctions, points, strict=True):
        canvas.mark(thing.id, "junction", (x - reach, y - reach, x + reach, y + reach))


def _line_colours(scene: RoadMap, palette: Sequence[str]) -> list[str]:
    """A colour for each street, not that of a street it meets where another can be had."""
    graph = scene.graph
    meets: list[set[int]] = [set() for _ in graph.names]
    for here in graph.streets_at:
        for street in here:
            meets[street].update(here)
    out: list[str] = []
    for street, others in enumerate(meets):
        used = {out[other] for other in others if other < street}
        free = [c for c in palette if c not in used] or list(palette)
        out.append(free[street % len(free)])
    return out


# -- landmarks and lettering ---------------------------------------------------------------------------------------


def _paint_badges(canvas: Canvas, lettering: Lettering, style: RoadMapStyle, colours: Look) -> None:
    r = BADGE_PX
    for sited in lettering.sited:
        kind = sited.landmark.kind
        group = 0 if style.one_badge_colour else GROUP_OF[kind]
        fill, glyph = colours.badges[group], colours.glyphs[group]
        (x, y), (sx, sy) = sited.at, sited.spot
        length = math.hypot(sx - x, sy - y) or 1.0
        nx, ny = (sy - y) / length * 5.5, (x - sx) / length * 5.5
        surface = canvas.skia
        tail = skia.Path.Polygon([skia.Point(x + nx, y + ny), skia.Point(sx, sy), skia.Point(x - nx, y - ny)], True)
        surface.drawPath(tail, stroke_paint(colours.halo, 3.0))
        surface.drawCircle(sx, sy, 5.0, fill_paint(colours.halo))
        box = (x - r, y - r, x + r, y + r)
        if style.badge == "disc":
            surface.drawCircle(x, y, r + 1.5, fill_paint(colours.halo))
            surface.drawPath(tail, fill_paint(fill))
            canvas.circle(sited.at, r, fill, of=sited.landmark.id, part="icon")
        else:
            canvas.rect((x - r - 1.5, y - r - 1.5, x + r + 1.5, y + r + 1.5), colours.halo, radius=5.5)
            surface.drawPath(tail, fill_paint(fill))
            canvas.rect(box, fill, radius=4.5, of=sited.landmark.id, part="icon")
        surface.drawCircle(sx, sy, 3.5, fill_paint(fill))
        surface.save()
        surface.translate(x, y)
        surface.scale(0.7, 0.7)
        surface.drawPath(icon(kind), fill_paint(glyph))
        surface.restore()


def _paint_beds(canvas: Canvas, lettering: Lettering, style: RoadMapStyle, colours: Look) -> None:
    """A quiet bed under lettering that stands beside a road.

    One path: halos of slanted glyphs would cost more than all the rest of the map.
    """
    beds = skia.Path()
    for word in lettering.lengths + [name for name in lettering.names if name.beside]:
        c, s, w = math.cos(math.radians(word.angle_deg)), math.sin(math.radians(word.angle_deg)), word.width / 2 - 3
        x, y = word.at
        beds.moveTo(x - c * w, y - s * w)
        beds.lineTo(x + c * w, y + s * w)
    canvas.skia.drawPath(beds, stroke_paint(colours.halo + "d8", 11.0))


def _paint_lettering(canvas: Canvas, lettering: Lettering, fonts: Fonts, style: RoadMapStyle, colours: Look) -> None:
    _paint_beds(canvas, lettering, style, colours)
    for word in lettering.names:
        canvas.text(word.at, word.text, fonts.street, colours.ink, "mm", word.angle_deg, word.id)
    for word in lettering.lengths:
        canvas.text(word.at, word.text, fonts.length, colours.muted, "mm", word.angle_deg, word.id, "length")
    step = fonts.landmark.size_px * 1.15
    for sited in lettering.sited:
        x, y = sited.label_at
        first = y - step * (len(sited.lines) - 1) / 2
        for i, line in enumerate(sited.lines):
            part = "label" if not i else "label 2"
            canvas.text(
                (x, first + i * step), line, fonts.landmark, colours.ink, sited.anchor, 0.0, sited.landmark.id, part,
                colours.halo, 3.0,
            )  # fmt: skip


# -- the margin ----------------------------------------------------------------------------------------------------

TITLES = ("{0}", "Map of {0}", "{0} town map", "Streets of {0}")


def _corners(
    scene: RoadMap, style: RoadMapStyle, sheet: Sheet
) -> tuple[list[Box], tuple[float, float], tuple[float, float]]:
    """Boxes that title, compass, scale bar and key take up, and where compass and bar go."""
    w, h = float(sheet.width), float(sheet.height)
    compass_at = (w - 42.0, 38.0)
    bar_px = scene.scale.length_m * sheet.scale
    bar_x = w - bar_px - 78 if style.bar_right else 24.0
    taken: list[Box] = [
        (w - 76, 4, w - 8, 68),
        (bar_x - 8, h - 34, min(bar_x + bar_px + 70, w - 6), h - 8),
        (6, 6, w - 6, 10),
        (6, h - 12, w - 6, h - 8),
        (6, 6, 10, h - 10),
        (w - 12, 6, w - 8, h - 10),
    ]
    if style.title != "none":
        taken.append((8, 8, w - 90, 44))
    key_px = 170.0
    key_x = 14.0 if style.bar_right else w - key_px - 12
    if any(s.one_way or s.closed for s in scene.segments):
        taken.append((key_x, h - 34, key_x + key_px, h - 8))
    return taken, compass_at, (bar_x, h - 22)


def _paint_margin(
    canvas: Canvas,
    scene: RoadMap,
    style: RoadMapStyle,
    sheet: Sheet,
    colours: Look,
    compass_at: tuple[float, float],
    bar_at: tuple[float, float],
) -> None:
    small = font(style.font, 11.0)
    paint_compass(canvas, compass_at, scene.compass.north_deg, style.compass, colours, font(style.font, 12.0, True))
    bar_px = scene.scale.length_m * sheet.scale
    paint_scale_bar(canvas, bar_at, bar_px, scene.scale.length_m, style.bar, colours, small)
    if style.title != "none":
        words = TITLES[style.title_words].format(scene.town)
        left = style.title == "left"
        title = font(style.font, 20.0, True)
        at = (24.0, 26.0) if left else (sheet.width / 2, 26.0)
        canvas.text(at, words, title, colours.ink, "lm" if left else "mm", of="title", part="title", halo=colours.halo)
    x = 24.0 if style.bar_right else sheet.width - 170.0
    y = bar_at[1]
    if any(segment.one_way for segment in scene.segments):
        paint_arrow(canvas, (x + 8, y), 1.0, 0.0, colours.arrow, colours.halo)
        canvas.text((x + 20, y), "one-way", small, colours.muted, "lm", of="key", halo=colours.halo)
        x += 84
    if any(segment.closed for segment in scene.segments):
        paint_closure(canvas, (x + 8, y), colours)
        canvas.text((x + 22, y), "closed", small, colours.muted, "lm", of="key", halo=colours.halo)
    if style.framed:
        w, h = sheet.width, sheet.height
        canvas.rect((5.5, 5.5, w - 5.5, h - 5.5), None, colours.ink, 1.5)
        canvas.rect((1.5, 1.5, w - 1.5, h - 1.5), None, mix(colours.land, colours.ink, 0.35), 3.0)


# -- stains --------------------------------------------------------------------------------------------------------


Cover = tuple[Point, float, float, float]
"""What a stain covers: middle, half width, half height, slant in degrees."""


def _covers(scene: RoadMap, lettering: Lettering) -> list[tuple[Stain, list[Cover]]]:
    """Each stain over a name or a landmark, with what it has to cover."""
    out = []
    for stain in scene.stains:
        boxes: list[Cover] = [
            (word.at, word.width / 2 + COVER_PX, 10.5, word.angle_deg)
            for word in lettering.names
            if word.id == stain.covers
        ]
        for sited in lettering.sited:
            if sited.landmark.id == stain.covers:
                left, top, right, bottom = sited.box
                middle = ((left + right) / 2, (top + bottom) / 2)
                boxes.append((middle, (right - left) / 2 + COVER_PX, (bottom - top) / 2 + COVER_PX, 0.0))
        if boxes:
            out.append((stain, boxes))
    return out


def _reach(middle: Point, w: float, h: float, angle: float) -> Box:
    """The upright box around a slanted one."""
    c, s = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    (x, y), rx, ry = middle, w * c + h * s, w * s + h * c
    return (x - rx, y - ry, x + rx, y + ry)


def _check_covers(scene: RoadMap, sheet: Sheet, lettering: Lettering) -> None:
    """`Reject("layout")` where a stain would also cover other lettering, another landmark or a sign."""
    for stain, boxes in _covers(scene, lettering):
        words = [word for word in lettering.names + lettering.lengths if word.id != stain.covers]
        others = [sited.box for sited in lettering.sited if sited.landmark.id != stain.covers]
        signs = [sheet.lanes[number].at(along) for number, along in lettering.arrows]
        signs += [
            sheet.lanes[number].at(sheet.lanes[number].length / 2)
            for number, segment in enumerate(scene.segments)
            if segment.closed
        ]
        others += [(x - 8, y - 8, x + 8, y + 8) for x, y in signs]
        for box in boxes:
            left, top, right, bottom = _reach(*box)
            if any(a < right and c > left and b < bottom and d > top for a, b, c, d in others):
                raise Reject("layout")
            if any(_meets(box, word) for word in words):
                raise Reject("layout")


def _meets(box: Cover, word: Slanted) -> bool:
    """Whether a slanted box may touch lettering: exact where both have the same slant."""
    middle, w, h, angle = box
    dx, dy = word.at[0] - middle[0], word.at[1] - middle[1]
    if word.angle_deg == angle:
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        return abs(c * dx + s * dy) < w + word.width / 2 and abs(c * dy - s * dx) < h + 4.5
    left, top, right, bottom = _reach(*box)
    a, b, c, d = _reach(word.at, word.width / 2, 5.0, word.angle_deg)
    return a < right and c > left and b < bottom and d > top


def _paint_stains(canvas: Canvas, scene: RoadMap, lettering: Lettering, decoys: list[Any]) -> None:
    for middle, w, h, stain in decoys:
        paint_cover(canvas, [(middle, w, h, 0.0)], stain.kind, stain.id)
    for stain, boxes in _covers(scene, lettering):
        paint_cover(canvas, boxes, stain.kind, stain.id)
