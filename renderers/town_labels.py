"""Where lettering and landmarks go on a town map: every street named along its course, every landmark beside its place.

`place` decides everything before anything is drawn and raises `Reject("layout")` where something finds no room.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point
from scenewright.renderers.fonts import Font
from scenewright.renderers.label_room import Room
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.town_sheet import Lane, Sheet
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import Landmark, RoadMap

BADGE_PX = 12.0
"""Radius of a landmark's icon."""
COVER_PX = 6.0
"""How far a stain reaches beyond what it covers."""
ARROW_PX = 20.0
CLOSURE_PX = 11.0
"""Radius of a closure sign with its rim."""


class Slanted(NamedTuple):
    """A line of lettering along a segment."""

    id: str
    text: str
    at: Point
    angle_deg: float
    width: float
    beside: bool
    """Whether it stands beside the roadway, not in it."""


class Sited(NamedTuple):
    """A landmark's icon, the spot on the street it points to, and its lettering."""

    landmark: Landmark
    at: Point
    spot: Point
    lines: tuple[str, ...]
    anchor: str
    label_at: Point
    label_box: Box

    @property
    def box(self) -> Box:
        """Around icon and lettering."""
        x, y, r = *self.at, BADGE_PX
        left, top, right, bottom = self.label_box
        return (min(left, x - r), min(top, y - r), max(right, x + r), max(bottom, y + r))


class Fonts(NamedTuple):
    """The sizes of lettering on one map."""

    street: Font
    length: Font
    landmark: Font


class Lettering(NamedTuple):
    """Everything that was placed."""

    names: list[Slanted]
    lengths: list[Slanted]
    sited: list[Sited]
    arrows: list[tuple[int, float]]
    """One-way arrows: segment, and pixels from its start."""


def cost_text(scene: RoadMap, number: int) -> str:
    """What is printed on a segment: `120 m` or `2.5 min`."""
    segment = scene.segments[number]
    return f"{segment.tenths_min / 10:g} min" if scene.printed == "minutes" else f"{segment.length_m} m"


def place(
    scene: RoadMap, sheet: Sheet, fonts: Fonts, road_px: float, inside: bool, taken: list[Box], turn: int
) -> Lettering:
    """Names, lengths, arrows and landmarks. `inside`: names stand in the roadway; `taken`: boxes to keep free."""
    half = road_px / 2
    named_on, names = _names(scene, sheet, fonts, half, inside)
    lengths, side_of = _lengths(scene, sheet, fonts, half, named_on)
    arrows = _arrows(scene, sheet, {n for n, side in named_on.items() if side == 0})
    room = Room(sheet.width, sheet.height)
    _fill(room, scene, sheet, road_px, names + lengths, taken)
    sited = _landmarks(scene, sheet, fonts.landmark, half, side_of, room, turn)
    return Lettering(names, lengths, sited, arrows)


def _occupied(scene: RoadMap) -> set[int]:
    """Segments on which nothing else can be written: closed ones, and those with a landmark halfway."""
    along = {mark.segment for mark in scene.landmarks if mark.segment}
    return {i for i, s in enumerate(scene.segments) if s.closed or s.id in along}


def _names(
    scene: RoadMap, sheet: Sheet, fonts: Fonts, half: float, inside: bool
) -> tuple[dict[int, int], list[Slanted]]:
    """Each street's name on its roomiest free segment, and again further along a long street.

    Also the side that was taken, by segment: 0 in the roadway, which is where a name goes that fits in there.
    """
    busy = _occupied(scene)
    graph, font = scene.graph, fonts.street
    named_on: dict[int, int] = {}
    out: list[Slanted] = []
    for street, thing in enumerate(scene.streets):
        numbers = graph.by_street[street]
        width = font.width(thing.name)
        fits: list[tuple[float, int, float, int]] = []
        for within in (True, False) if inside else (False,):
            for number in numbers:
                if number not in busy:
                    one_way = scene.segments[number].one_way
                    slack, middle, side = _name_room(sheet.lanes[number], width, half, within, one_way, font.size_px)
                    if slack >= 0:
                        fits.append((slack, number, middle, side))
            if fits:
                break
        if not fits:
            raise Reject("layout")
        for _, number, middle, side in _spread(fits, numbers):
            lane = sheet.lanes[number]
            named_on[number] = side
            at = lane.at(middle, side * (half + font.size_px * 0.62))
            out.append(Slanted(thing.id, thing.name, at, lane.angle_deg, width, side != 0))
    return named_on, out


def _name_room(
    lane: Lane, width: float, half: float, inside: bool, one_way: bool, size_px: float
) -> tuple[float, float, int]:
    """Pixels to spare for a name on a segment, where its middle comes, and its side (0 in the roadway)."""
    if inside:
        first, last = lane.clear_a + 4, lane.length - lane.clear_b - 4
        if one_way:
            first += ARROW_PX
        return last - first - width, (first + last) / 2, 0
    outer = half + size_px * 1.25
    side = _upper_side(lane)
    slack = min(lane.room(side, width, outer) - half - 3, (lane.length - width) / 2 - half - 3)
    other = min(lane.room(-side, width, outer) - half - 3, (lane.length - width) / 2 - half - 3)
    return (slack, lane.length / 2, side) if slack >= 0 or other < 0 else (other, lane.length / 2, -side)


def _spread(fits: list[tuple[float, int, float, int]], numbers: list[int]) -> list[tuple[float, int, float, int]]:
    """The roomiest place for a name, and on longer streets one for each three blocks, apart from the others."""
    fits.sort(reverse=True)
    chosen = fits[:1]
    for fit in fits[1:]:
        if len(chosen) > (len(numbers) - 1) // 3:
            break
        if all(2 <= abs(fit[1] - other[1]) <= len(numbers) - 2 for other in chosen):
            chosen.append(fit)
    return chosen


def _upper_side(lane: Lane) -> int:
    """The side that lies above a segment, or left of an upright one."""
    up = -lane.ux if abs(lane.ux) > 0.05 else lane.uy
    return 1 if up > 0 else -1


def _lengths(
    scene: RoadMap, sheet: Sheet, fonts: Fonts, half: float, names: dict[int, int]
) -> tuple[list[Slanted], dict[int, int]]:
    """The printed cost beside the middle of each segment, and the side it stands on (0 where none is printed)."""
    out: list[Slanted] = []
    side_of: dict[int, int] = {}
    if scene.printed == "blocks":
        return out, side_of
    font = fonts.length
    for number, lane in enumerate(sheet.lanes):
        # The sign of a closed block stands out over a narrow road.
        gap = max(half + 4, CLOSURE_PX + 2) if scene.segments[number].closed else half + 4
        inner, outer = gap + font.cap_height / 2, gap + 1 + font.cap_height
        text = cost_text(scene, number)
        width = font.width(text)
        sides = [-names[number]] if names.get(number) else [-_upper_side(lane), _upper_side(lane)]
        side = next((s for s in sides if lane.room(s, width, outer) >= half + 2), 0)
        if side == 0:
            raise Reject("layout")
        side_of[number] = side
        at = lane.at(lane.length / 2, side * inner)
        out.append(Slanted(scene.segments[number].id, text, at, lane.angle_deg, width, True))
    return out, side_of


def _arrows(scene: RoadMap, sheet: Sheet, named_on: set[int]) -> list[tuple[int, float]]:
    out = []
    for number, segment in enumerate(scene.segments):
        if not segment.one_way:
            continue
        lane = sheet.lanes[number]
        first = max(lane.clear_a + ARROW_PX / 2 + 2, 0.0 if number in named_on else 0.24 * lane.length)
        out.append((number, first))
        last = lane.length - max(lane.clear_b + ARROW_PX / 2 + 2, 0.24 * lane.length)
        if number not in named_on and last - first > 2 * ARROW_PX:
            out.append((number, last))
    return out


def _fill(room: Room, scene: RoadMap, sheet: Sheet, road_px: float, lettering: list[Slanted], taken: list[Box]) -> None:
    """Mark roads, lettering along them, closures and reserved boxes as taken."""
    roads, words = skia.Path(), skia.Path()
    for lane in sheet.lanes:
        roads.moveTo(lane.ax, lane.ay)
        roads.lineTo(lane.bx, lane.by)
    for word in lettering:
        c, s, w = math.cos(math.radians(word.angle_deg)), math.sin(math.radians(word.angle_deg)), word.width / 2 + 3
        x, y = word.at
        words.moveTo(x - c * w, y - s * w)
        words.lineTo(x + c * w, y + s * w)
    for number, segment in enumerate(scene.segments):
        if segment.closed:
            lane = sheet.lanes[number]
            words.addCircle(*lane.at(lane.length / 2), 6)
    boxes = skia.Path()
    for box in taken:
        boxes.addRect(skia.Rect.MakeLTRB(*box))
    solid = skia.Paint(Color=0xFF000000, Style=skia.Paint.kStroke_Style, StrokeWidth=road_px)
    room.pen.drawPath(roads, solid)
    solid.setStrokeWidth(16.0)
    solid.setStyle(skia.Paint.kStrokeAndFill_Style)
    room.pen.drawPath(words, solid)
    room.pen.drawPath(boxes, skia.Paint(Color=0xFF000000))
    room.close()


# -- landmarks -----------------------------------------------------------------------------------------------------


def _landmarks(
    scene: RoadMap, sheet: Sheet, font: Font, half: float, side_of: dict[int, int], room: Room, turn: int
) -> list[Sited]:
    segment_of = {segment.id: i for i, segment in enumerate(scene.segments)}
    places = scene.places
    wedges: list[tuple[int, Landmark, list[tuple[Point, Point]]]] = []
    for mark in scene.landmarks:
        if mark.junction:
            choices = _corner_spots(sheet, places[mark.id], half, turn)
        else:
            number = segment_of[mark.segment]
            choices = _side_spots(sheet.lanes[number], half, side_of.get(number, 0))
        wedges.append((len(choices), mark, choices))
    # All icons are kept free of lettering before any lettering is placed where only one spot will do.
    out: dict[str, Sited] = {}
    for _, mark, choices in sorted(wedges, key=lambda w: w[0]):
        pad = COVER_PX - 2 if mark.id in scene.hidden else 0.0
        found = next((s for at, spot in choices if (s := _sited(mark, at, spot, font, room, pad))), None)
        if found is None:
            raise Reject("layout")
        left, top, right, bottom = found.box
        x, y = found.at
        if pad:
            room.take((left - pad, top - pad, right + pad, bottom + pad))
        else:
            room.take((x - BADGE_PX - 2, y - BADGE_PX - 2, x + BADGE_PX + 2, y + BADGE_PX + 2))
            room.take(found.label_box)
        out[mark.id] = found
    return [out[mark.id] for mark in scene.landmarks]


def _side_spots(lane: Lane, half: float, printed_side: int) -> list[tuple[Point, Point]]:
    """Where an icon can stand beside the middle of a segment; aslant where its length is printed on that side."""
    middle, off = lane.length / 2, half + BADGE_PX + 6
    spot = lane.at(middle)
    away = -printed_side or 1
    shifts = [(0.0, away), (28.0, away), (-28.0, away)]
    shifts += [(s, -away) for s in ((0.0, 28.0, -28.0) if not printed_side else (38.0, -38.0))]
    return [(lane.at(middle + along, side * off), spot) for along, side in shifts]


def _corner_spots(sheet: Sheet, junction: int, half: float, turn: int) -> list[tuple[Point, Point]]:
    """Where an icon can stand around a junction: in each wedge between two roads that is wide enough."""
    x, y = spot = sheet.points[junction]
    out = []
    gaps = sheet.gaps(junction)
    for middle, width in gaps[turn % len(gaps) :] + gaps[: turn % len(gaps)]:
        if width < math.radians(48):
            continue
        away = (half + BADGE_PX + 2.5) / math.sin(min(width, math.pi) / 2)
        # The outside of the town and longer tails are last resorts.
        angles = (middle,) if width < 3.4 else (middle, middle - width / 4, middle + width / 4)
        for angle, further in ((a, f) for f in (0, 12) for a in angles):
            reach = away + further
            at = (round(x + reach * math.cos(angle), 1), round(y + reach * math.sin(angle), 1))
            out.append(((further > 0) + (width > 2.2), at))
    return [(at, spot) for _, at in sorted(out, key=lambda o: o[0])]


def _sited(mark: Landmark, at: Point, spot: Point, font: Font, room: Room, pad: float) -> Sited | None:
    """The landmark at one spot, with its lettering right, left, below or above of the icon, in one or two lines."""
    x, y = at
    r = BADGE_PX
    core = r - 4 if not pad else r + 1
    if not room.free((x - core, y - core, x + core, y + core)):
        return None
    forms = _line_forms(mark.name, font)
    cap, step = font.cap_height, font.size_px * 1.15
    for lines in forms:
        w = max(font.width(line) for line in lines)
        h = cap + step * (len(lines) - 1)
        for anchor, cx, cy in _around(x, y, w, h):
            box = (cx - w / 2 - 1, cy - h / 2 - 2.5, cx + w / 2 + 1, cy + h / 2 + 3)
            grown = (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad) if pad else box
            if room.free(grown):
                label_at = (cx - w / 2 if anchor == "lm" else cx + w / 2 if anchor == "rm" else cx, cy)
                return Sited(mark, at, spot, lines, anchor, label_at, box)
    return None


def _line_forms(name: str, font: Font) -> tuple[tuple[str, ...], ...]:
    """The name on one line, and broken in two where that is narrowest."""
    words = name.split()
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return ((name,), min(breaks, key=lambda b: max(map(font.width, b)))) if breaks else ((name,),)


def _around(x: float, y: float, w: float, h: float) -> tuple[tuple[str, float, float], ...]:
    """Where lettering of a size can stand about an icon: its anchor and its middle."""
    r, gap = BADGE_PX, 4.0
    right, left, below, above = x + r + gap + w / 2, x - r - gap - w / 2, y + r + gap + h / 2, y - r - gap - h / 2
    slip = max(0.0, w / 2 - r)
    return (
        ("lm", right, y),
        ("rm", left, y),
        ("lm", right, y + 8),
        ("lm", right, y - 8),
        ("rm", left, y + 8),
        ("rm", left, y - 8),
        ("mm", x, below),
        ("mm", x, above),
        ("lm", x + slip, below),
        ("rm", x - slip, below),
        ("lm", x + slip, above),
        ("rm", x - slip, above),
    )
