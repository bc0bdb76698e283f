"""Draws clocks on a wall, each with its name below it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from scenewright.renderers.base import Rendering, Resolution
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.dials import DialStyle, dial_point, has_minute_ticks, paint_dial
from scenewright.renderers.digits import Pair, paint_cards, paint_segments
from scenewright.renderers.fonts import Font, families, font
from scenewright.renderers.themes import ThemedStyle, mix, on, pick_theme
from scenewright.scenes.base import chance, pick
from scenewright.scenes.clock import Clocks, Cover, Face

SCREENS = (
    ("#101418", "#ff5a4f", "#2a1b1c"),
    ("#0d1512", "#4fe38a", "#16261d"),
    ("#14110b", "#ffb429", "#2a2214"),
    ("#0c1420", "#5ec8ff", "#15253a"),
    ("#c3cfb4", "#20281c", "#b3c0a4"),
    ("#d8dcd6", "#1c2226", "#cbd0ca"),
    ("#f7f7f2", "#15181c", ""),
)
"""Background, lit and unlit colour of digital displays; no unlit colour means printed figures."""


class ClockStyle(ThemedStyle, frozen=True, kw_only=True):
    """How clocks look. `width_px` and `height_px` are those of one cell of the grid."""

    dial: DialStyle
    screen: tuple[str, str, str]
    digits: str
    """`segments`, `cards` or `plain`."""
    slant: float
    wall: str
    """`plain`, `stripes`, `panel` or `dots`."""
    plate: str
    """`text`, `pill` or `line`: how names are set."""


STYLE = ClockStyle


def draw_style(rng: np.random.Generator) -> ClockStyle:
    """A style; every field is drawn, whatever the scene needs of it."""
    theme, family = pick_theme(rng)
    colours = ThemedStyle(theme=theme, font=family, width_px=0, height_px=0).colours
    base = pick(rng, colours.palette)
    dial = pick(
        rng, ("#ffffff", "#fdfaf2", "#fffef9", mix("#ffffff", base, 0.12), mix("#101418", base, 0.15), "#1d2127")
    )
    dark = on(dial) == "#ffffff"
    case = pick(rng, (base, base, "#2a2d31", "#8a6d4b", "#b9bfc6", "#f2f2ef", "#5b3a29"))
    cell = pick(rng, (260, 280, 300, 320))
    return ClockStyle(
        theme=theme,
        font=family,
        width_px=cell + pick(rng, (0, 0, 30, 60)),
        height_px=cell,
        dial=DialStyle(
            case=pick(rng, ("ring", "thin", "square", "double")),
            case_colour=case,
            dial=dial,
            ink="#f4f4f0" if dark else pick(rng, ("#15181c", "#22262b", mix("#15181c", base, 0.25))),
            accent="#ff6b57" if dark else pick(rng, ("#c8322b", "#d9480f", "#b3261e", "#1769aa")),
            hands=pick(rng, ("baton", "tapered", "leaf", "spade", "outlined")),
            ticks=pick(rng, ("lines", "lines", "dots", "wedges")),
            minute_ticks=chance(rng, 0.65),
            radial=chance(rng, 0.5),
            inset=chance(rng, 0.25),
            font=pick(rng, families("sans", "serif")),
            bold=chance(rng, 0.4),
        ),
        screen=pick(rng, SCREENS),
        digits=pick(rng, ("segments", "segments", "cards", "plain")),
        slant=pick(rng, (0.0, -0.08)),
        wall=pick(rng, ("plain", "stripes", "panel", "dots")),
        plate=pick(rng, ("text", "pill", "line")),
    )


def grid(count: int) -> tuple[int, int]:
    """Columns and rows for that many clocks."""
    columns = {1: 1, 2: 2, 3: 3, 4: 2}.get(count, 3)
    return columns, math.ceil(count / columns)


SINGLE_SCALE = 1.65
"""A clock alone has a larger cell."""


def paint(scene: Clocks, style: ClockStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw, and tell what can be read."""
    columns, rows = grid(len(scene.faces))
    scale = SINGLE_SCALE if len(scene.faces) == 1 else 1.0
    cell_w, cell_h = round(style.width_px * scale), round(style.height_px * scale)
    if not any(face.analogue for face in scene.faces):
        cell_h = round(cell_h * 0.72)  # displays are wide
    margin = 16
    width, height = columns * cell_w + 2 * margin, rows * cell_h + 2 * margin
    canvas = Canvas(width, height, style.colours.paper, target)
    _wall(canvas, style)
    tick: dict[str, float] = {}
    label = font(style.font, 20 if cell_w > 300 else 18, False)
    for i, face in enumerate(scene.faces):
        column, row = i % columns, i // columns
        # A last row that is not full stands in the middle.
        short = columns - len(scene.faces) % columns if row == rows - 1 and len(scene.faces) % columns else 0
        centre = (margin + cell_w * (column + 0.5 + short / 2), margin + cell_h * (row + 0.5))
        radius = min(cell_w, round(style.height_px * scale)) * (0.37 if face.name else 0.41)
        if face.name:
            centre = (centre[0], centre[1] - 16)
            below = radius * 1.17 if face.analogue else radius * 0.72
            _name(canvas, face, style, label, (centre[0], centre[1] + below + 20))
        if face.analogue:
            paint_dial(canvas, face, style.dial, centre, radius)
            tick[face.id] = 1.0 if has_minute_ticks(face, style.dial) else 30.0 if face.numerals == "none" else 5.0
        else:
            _display(canvas, face, style, centre, radius)
            tick[face.id] = 1.0
        if scene.cover and scene.cover.face == face.id:
            _sheet(canvas, scene, face, scene.cover, centre, radius)
    return canvas, Resolution(tick=tick, units_per_px={"degree": 57.3 / (0.8 * 0.37 * min(cell_w, cell_h))})


def render(scene: Clocks, style: ClockStyle) -> Rendering:
    """The clocks as a picture. `resolution.tick` holds, by face, the minutes between two ticks (30: no ticks)."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def _wall(canvas: Canvas, style: ClockStyle) -> None:
    tint = mix(style.colours.paper, style.colours.palette[0], 0.06)
    if style.wall == "stripes":
        for x in range(0, canvas.width, 48):
            canvas.rect((x, 0, x + 24, canvas.height), tint)
    elif style.wall == "panel":
        canvas.rect((10, 10, canvas.width - 10, canvas.height - 10), tint, style.colours.rule, 1.5, 14)
    elif style.wall == "dots":
        for y in range(12, canvas.height, 36):
            for x in range(12 + (y // 36 % 2) * 18, canvas.width, 36):
                canvas.circle((x, y), 2.5, tint)


def _name(canvas: Canvas, face: Face, style: ClockStyle, label: Font, at: Point) -> None:
    colours = style.colours
    text = face.name[0].upper() + face.name[1:]
    half = label.width(text) / 2
    if style.plate == "pill":
        fill = colours.palette[1]
        canvas.rect((at[0] - half - 14, at[1] - 15, at[0] + half + 14, at[1] + 15), fill, radius=15)
        canvas.text(at, text, label, on(fill), of=face.id, part="name")
        return
    if style.plate == "line":
        canvas.line((at[0] - half - 10, at[1] + 14), (at[0] + half + 10, at[1] + 14), colours.palette[0], 2)
    canvas.text(at, text, label, colours.ink, of=face.id, part="name")


def _display(canvas: Canvas, face: Face, style: ClockStyle, centre: Point, radius: float) -> None:
    x, y = centre
    w, h = radius * 1.16, radius * 0.6
    back, lit, unlit = style.screen
    canvas.rect((x - w, y - h + radius * 0.05, x + w, y + h + radius * 0.05), "#00000050", radius=radius * 0.12, blur=6)
    canvas.rect((x - w, y - h, x + w, y + h), style.dial.case_colour, radius=radius * 0.12)
    inner = (x - w * 0.92, y - h * 0.84, x + w * 0.92, y + h * 0.84)
    canvas.rect(inner, back, "#00000030", 1.5, radius=radius * 0.07, of=face.id, part="face")
    hour = f"{face.hour.value:02d}" if face.kind == "digital_24" else str(face.hour.value)
    pairs: list[Pair] = [(face.hour.id, hour), (face.minute.id, f"{face.minute.value:02d}")]
    if face.second:
        pairs.append((face.second.id, f"{face.second.value:02d}"))
    area = (inner[0] + w * 0.1, inner[1] + h * 0.22, inner[2] - w * 0.1, inner[3] - h * 0.22)
    if style.digits == "segments" or not unlit:
        paint_segments(canvas, area, pairs, lit, unlit or None, style.slant)
    else:
        paint_cards(canvas, area, pairs, style.dial.font, lit, unlit if style.digits == "cards" else None)


SHEET = 1.08
"""How far a sheet over a dial reaches, in radii: past the dial's edge."""


def _sheet(canvas: Canvas, scene: Clocks, face: Face, cover: Cover, centre: Point, radius: float) -> None:
    """A sheet of paper: over half of a dial, or over the digits that are hidden.

    On a dial its outer corners are cut off, so that it reaches neither the name below nor the clock beside.
    """
    if face.analogue:

        def at(along: float, across: float) -> Point:
            angle = cover.angle_deg + math.degrees(math.atan2(across, along))
            return dial_point(face, centre, radius, angle, math.hypot(along, across))

        half = [at(-0.1, SHEET), at(SHEET * 0.414, SHEET), at(SHEET, SHEET * 0.414)]
        other = [at(SHEET, -SHEET * 0.414), at(SHEET * 0.414, -SHEET), at(-0.1, -SHEET)]
        outline = half + other
        lines = [
            (at(along, -across), at(along, across))
            for along, across in ((0.15, 1.0), (0.38, 1.0), (0.61, 0.8), (0.84, 0.57))
        ]
    else:
        boxes = [m[2] for m in canvas.drawn(scene.hidden)]
        if boxes:
            left, top = min(b[0] for b in boxes) - radius * 0.09, min(b[1] for b in boxes) - radius * 0.13
            right, bottom = max(b[2] for b in boxes) + radius * 0.07, max(b[3] for b in boxes) + radius * 0.13
        else:  # an idle one, below the digits at the edge of the case
            side = 0.55 if cover.angle_deg < 180 else -1.1
            left, right = centre[0] + radius * side, centre[0] + radius * (side + 0.55)
            top, bottom = centre[1] + radius * 0.47, centre[1] + radius * 0.69
        outline = [(left, top + 3), (right, top - 3), (right + 2, bottom - 2), (left + 2, bottom + 3)]
        inset = (bottom - top) * 0.06
        xs = [left + (right - left) * share for share in (0.25, 0.45, 0.65, 0.85)]
        lines = [((x, top + inset), (x + 2, bottom - inset)) for x in xs]
    canvas.polygon([(x + 2, y + 4) for x, y in outline], "#00000048", blur=5)
    canvas.polygon(outline, "#fbf1c7", "#d9cb96", 1.0, of=cover.id, part="sheet")
    for start, end in lines:
        canvas.line(start, end, "#d9cb96", 1.0)
