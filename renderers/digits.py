"""Digital displays: seven-segment digits, split flaps and plain figures."""

from __future__ import annotations

from functools import lru_cache

from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Canvas, fill_paint
from scenewright.renderers.fonts import font
from scenewright.renderers.skia_loader import skia

SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
    "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
_T = 0.16
"""Thickness of a segment; the digit is 1 wide and 1.8 high."""


@lru_cache(32)
def segment_path(digit: str) -> skia.Path:
    """A seven-segment digit in a box 1 wide and 1.8 high, origin top left."""
    path = skia.Path()
    h, t, gap = 1.8, _T, 0.035
    rows = {"a": t / 2, "g": h / 2, "d": h - t / 2}
    for name in SEGMENTS[digit]:
        if name in rows:
            y = rows[name]
            points = [(t / 2 + gap, y), (t + gap, y - t / 2), (1 - t - gap, y - t / 2), (1 - t / 2 - gap, y)]
            points += [(1 - t - gap, y + t / 2), (t + gap, y + t / 2)]
        else:
            x = t / 2 if name in "fe" else 1 - t / 2
            top, bottom = (t / 2 + gap, h / 2 - gap) if name in "fb" else (h / 2 + gap, h - t / 2 - gap)
            points = [(x, top), (x + t / 2, top + t / 2), (x + t / 2, bottom - t / 2), (x, bottom)]
            points += [(x - t / 2, bottom - t / 2), (x - t / 2, top + t / 2)]
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
    return path


Pair = tuple[str, str]
"""The id of what two digits show, and the digits."""


def paint_segments(canvas: Canvas, box: Box, pairs: list[Pair], lit: str, unlit: str | None, slant: float) -> None:
    """Pairs of seven-segment digits with colons between, as large as fits the box. Marks each pair."""
    n_digits = sum(len(text) for _, text in pairs)
    units = n_digits * 1.22 + 0.62 * (len(pairs) - 1)
    scale = min((box[2] - box[0]) / (units + 0.2), (box[3] - box[1]) / 1.8)
    x = (box[0] + box[2]) / 2 - units * scale / 2 + 0.11 * scale
    y = (box[1] + box[3]) / 2 - 0.9 * scale
    surface = canvas.skia
    surface.save()
    surface.translate(x, y)
    surface.scale(scale, scale)
    surface.skew(slant, 0)
    surface.translate(-slant * 0.9, 0)
    at = 0.0
    spans = []
    for i, (id, text) in enumerate(pairs):
        if i:
            for dot in (0.55, 1.25):
                surface.drawCircle(at + 0.2, dot, 0.11, fill_paint(lit))
            at += 0.62
        start = at
        for digit in text:
            surface.save()
            surface.translate(at, 0)
            if unlit:
                surface.drawPath(segment_path("8"), fill_paint(unlit))
            surface.drawPath(segment_path(digit), fill_paint(lit))
            surface.restore()
            at += 1.22
        spans.append((id, start, at - 0.22))
    surface.restore()
    lean = abs(slant) * 0.9 * scale
    for id, start, end in spans:
        canvas.mark(id, "digits", (x + start * scale - lean, y, x + end * scale + lean, y + 1.8 * scale))


def paint_cards(canvas: Canvas, box: Box, pairs: list[Pair], family: str, ink: str, card: str | None) -> None:
    """Pairs of printed digits, on split-flap cards if `card` has a colour. Marks each pair."""
    width, height = box[2] - box[0], box[3] - box[1]
    digits = sum(len(text) for _, text in pairs)
    size = float(round(min(height * 0.95, width / (digits * 0.74 + 0.5 * (len(pairs) - 1)))))
    face = font(family, size, True)
    step = face.width("0") * 1.12
    colon = step * 0.6
    total = digits * step + colon * (len(pairs) - 1)
    x, y = (box[0] + box[2]) / 2 - total / 2, (box[1] + box[3]) / 2
    half = face.cap_height * 0.78
    for i, (id, text) in enumerate(pairs):
        if i:
            for dot in (-0.22, 0.22):
                canvas.circle((x + colon / 2, y + dot * face.cap_height), size * 0.055, ink)
            x += colon
        span = len(text) * step
        if card:
            canvas.rect((x + 1, y - half, x + span - 1, y + half), card, radius=size * 0.1)
        for k, digit in enumerate(text):
            canvas.text((x + step * (k + 0.5), y), digit, face, ink, check=False)
        if card:
            canvas.line((x + 1, y), (x + span - 1, y), "#00000066", 1.5)
        canvas.mark(id, "digits", (x, y - half, x + span, y + half))
        x += span
