"""Analogue clock faces: case, dial, ticks, numerals and hands, drawn in the dial's own turned and mirrored frame."""

from __future__ import annotations

import math
from functools import lru_cache

from scenewright.renderers.base import Style
from scenewright.renderers.canvas import Canvas, Point, fill_paint, stroke_paint
from scenewright.renderers.fonts import font
from scenewright.renderers.skia_loader import skia
from scenewright.scenes.clock import Face

ROMAN = ("XII", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
HOUR_LENGTH, MINUTE_LENGTH, SECOND_LENGTH = 0.5, 0.8, 0.86
"""Lengths of the hands, as shares of the dial's radius."""


class DialStyle(Style, frozen=True, kw_only=True):
    """How dials look. Colours are `#rrggbb`."""

    case: str
    """`ring`, `thin`, `square` or `double`."""
    case_colour: str
    dial: str
    ink: str
    accent: str
    """Second hand and centre."""
    hands: str
    """`baton`, `tapered`, `leaf`, `spade` or `outlined`."""
    ticks: str
    """`lines`, `dots` or `wedges`."""
    minute_ticks: bool
    """Sixty ticks rather than twelve, on dials without a second hand."""
    radial: bool
    """Roman numerals stand with their feet to the hub."""
    inset: bool
    """Ticks inside a ring (a railway track) rather than free."""
    font: str
    bold: bool


def has_minute_ticks(face: Face, style: DialStyle) -> bool:
    """Whether all sixty ticks are drawn: always where seconds are to be read, never on bare dials."""
    return face.numerals != "none" and (style.minute_ticks or face.second is not None)


def dial_point(face: Face, centre: Point, radius: float, angle: float, share: float) -> Point:
    """Where a point of the dial is in the picture: `angle` clockwise from the dial's 12, `share` of the radius out."""
    turned = math.radians((-1 if face.mirrored else 1) * (angle + face.rotation_deg))
    return centre[0] + radius * share * math.sin(turned), centre[1] - radius * share * math.cos(turned)


def paint_dial(canvas: Canvas, face: Face, style: DialStyle, centre: Point, radius: float) -> None:
    """A whole analogue clock of dial radius `radius`; its case reaches 1.16 radii."""
    _case(canvas, style, centre, radius)
    canvas.mark(face.id, "face", _round_box(centre, radius * 1.1))
    surface = canvas.skia
    surface.save()
    surface.translate(*centre)
    if face.mirrored:
        surface.scale(-1, 1)
    surface.rotate(face.rotation_deg)
    if face.numerals != "none":
        surface.drawPath(_ticks(style.ticks, has_minute_ticks(face, style), round(radius, 1)), fill_paint(style.ink))
        if style.inset:
            surface.drawCircle(0, 0, radius * 0.975, stroke_paint(style.ink, 1.5))
    if face.numerals in ("arabic", "roman"):
        _numerals(canvas, face, style, radius)
    _hand(canvas, style, style.ink, face.hour_angle, HOUR_LENGTH, 0.05, radius)
    _hand(canvas, style, style.ink, face.minute_angle, MINUTE_LENGTH, 0.034, radius)
    if face.second:
        surface.save()
        surface.rotate(face.second.value * 6.0)
        surface.drawLine(
            0, radius * 0.2, 0, -radius * SECOND_LENGTH, stroke_paint(style.accent, max(1.5, radius * 0.014))
        )
        surface.restore()
    surface.drawCircle(0, 0, radius * 0.05, fill_paint(style.accent if face.second else style.ink))
    surface.drawCircle(0, 0, radius * 0.018, fill_paint(style.dial))
    surface.restore()
    for id, angle in face.hand_angles.items():
        length = {face.hour.id: HOUR_LENGTH, face.minute.id: MINUTE_LENGTH}.get(id, SECOND_LENGTH)
        tip = dial_point(face, centre, radius, angle, length)
        box = (min(centre[0], tip[0]), min(centre[1], tip[1]), max(centre[0], tip[0]), max(centre[1], tip[1]))
        canvas.mark(id, "hand", box, (centre, tip))


def _round_box(centre: Point, r: float) -> tuple[float, float, float, float]:
    return centre[0] - r, centre[1] - r, centre[0] + r, centre[1] + r


def _case(canvas: Canvas, style: DialStyle, centre: Point, radius: float) -> None:
    x, y = centre
    drop = radius * 0.05
    if style.case == "square":
        r = radius * 1.12
        canvas.rect(_round_box((x, y + drop), r), "#00000055", radius=radius * 0.18, blur=radius * 0.05)
        canvas.rect(_round_box(centre, r), style.case_colour, radius=radius * 0.18)
    else:
        r = radius * (1.07 if style.case == "thin" else 1.14)
        canvas.circle((x, y + drop), r, "#00000055", blur=radius * 0.05)
        canvas.circle(centre, r, style.case_colour)
    if style.case == "double":
        canvas.circle(centre, radius * 1.07, None, "#ffffff66", radius * 0.02)
    canvas.circle(centre, radius * 1.025, style.dial)
    canvas.circle(centre, radius * 1.025, None, "#00000030", radius * 0.02)


@lru_cache(256)
def _ticks(kind: str, sixty: bool, radius: float) -> skia.Path:
    """All ticks as one path around the origin: longer and thicker at the hours."""
    path = skia.Path()
    for i in range(0, 60, 1 if sixty else 5):
        hour = i % 5 == 0
        a = math.radians(6 * i)
        s, c = math.sin(a), -math.cos(a)
        if kind == "dots":
            r = radius * (0.022 if hour else 0.01)
            path.addCircle(s * radius * 0.94, c * radius * 0.94, r)
            continue
        outer, inner = radius * 0.97, radius * (0.88 if hour else 0.925)
        wide = radius * (0.016 if hour else 0.006)
        narrow = wide * (0.25 if kind == "wedges" and hour else 1)
        path.moveTo(s * outer - c * wide, c * outer + s * wide)
        path.lineTo(s * outer + c * wide, c * outer - s * wide)
        path.lineTo(s * inner + c * narrow, c * inner - s * narrow)
        path.lineTo(s * inner - c * narrow, c * inner + s * narrow)
        path.close()
    return path


def _numerals(canvas: Canvas, face: Face, style: DialStyle, radius: float) -> None:
    roman = face.numerals == "roman"
    size = max(11.0, round(radius * (0.15 if roman else 0.19)))
    face_font = font(style.font, size, style.bold)
    paint = fill_paint(style.ink)
    for i in range(12):
        text = ROMAN[i] if roman else str(i or 12)
        advance = face_font.width(text)
        a = math.radians(30 * i)
        x, y = math.sin(a) * radius * 0.73, -math.cos(a) * radius * 0.73
        if roman and style.radial:
            canvas.skia.save()
            canvas.skia.translate(x, y)
            canvas.skia.rotate(30 * i)
            canvas.skia.drawString(text, -advance / 2, face_font.cap_height / 2, face_font.slanted, paint)
            canvas.skia.restore()
        else:
            canvas.skia.drawString(text, x - advance / 2, y + face_font.cap_height / 2, face_font.slanted, paint)


def _hand(
    canvas: Canvas, style: DialStyle, colour: str, angle: float, length: float, width: float, radius: float
) -> None:
    surface = canvas.skia
    surface.save()
    surface.rotate(angle)
    path = _hand_path(style.hands, round(length * radius, 1), round(max(1.6, width * radius), 1))
    surface.drawPath(path, stroke_paint("#00000022", 3.0))
    surface.drawPath(path, fill_paint(colour))
    if style.hands == "outlined":
        surface.drawPath(path, stroke_paint(style.dial, 1.0))
    surface.restore()


@lru_cache(1024)
def _hand_path(kind: str, length: float, half: float) -> skia.Path:
    """A hand that points up from the origin, with a short tail."""
    path = skia.Path()
    tail = length * 0.16
    if kind in ("baton", "outlined"):
        path.addRoundRect(skia.Rect.MakeLTRB(-half, -length, half, tail), half, half)
    elif kind == "tapered":
        for i, (x, y) in enumerate(((-half, tail), (half, tail), (half * 0.35, -length), (-half * 0.35, -length))):
            path.moveTo(x, y) if i == 0 else path.lineTo(x, y)
        path.close()
    elif kind == "leaf":
        path.moveTo(0, tail)
        path.quadTo(half * 2.4, -length * 0.45, 0, -length)
        path.quadTo(-half * 2.4, -length * 0.45, 0, tail)
        path.close()
    else:  # spade
        path.addRect(skia.Rect.MakeLTRB(-half * 0.55, -length * 0.66, half * 0.55, tail))
        path.moveTo(0, -length)
        path.lineTo(half * 1.7, -length * 0.66)
        path.lineTo(-half * 1.7, -length * 0.66)
        path.close()
    return path
