"""The bundled fonts. Never the host's own: pictures must be the same on every machine."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import msgspec

from scenewright.renderers.skia_loader import skia

FOLDER = Path(__file__).parent / "fonts"


class Face(msgspec.Struct, frozen=True):
    """One bundled family, as `fonts/index.json` lists it."""

    family: str
    kind: str
    """`sans`, `serif`, `mono` or `hand`."""
    regular: str
    bold: str | None
    licence: str
    licence_file: str
    missing: str = ""
    """Characters of the checked set that it lacks (arrows, primes)."""


@cache
def faces() -> dict[str, Face]:
    """All bundled families by name, in the order of the index."""
    listed = msgspec.json.decode((FOLDER / "index.json").read_bytes(), type=list[Face])
    return {face.family: face for face in listed}


def families(*kinds: str) -> tuple[str, ...]:
    """Names of the bundled families of these kinds; of all kinds if none is given."""
    return tuple(f.family for f in faces().values() if not kinds or f.kind in kinds)


@cache
def _manager() -> skia.FontMgr:
    """A manager without fonts of its own: the default one would read the host's configuration."""
    return skia.FontMgr.New_Custom_Empty()


@cache
def _typeface(file: str) -> skia.Typeface:
    return _manager().makeFromFile(str(FOLDER / file), 0)


@lru_cache(8192)
def _measure(font: Font, text: str) -> tuple[float, float, float, float, float]:
    """One cache for all fonts, so that memory stays flat over 10^9 samples."""
    ink = skia.Rect()
    advance = font.skia.measureText(text, skia.TextEncoding.kUTF8, ink)
    return advance, ink.fLeft, ink.fTop, ink.fRight, ink.fBottom


class Font:
    """A typeface at a size in pixels, with cached text widths. Get one from `font()`."""

    def __init__(self, family: str, size_px: float, bold: bool) -> None:
        face = faces()[family]
        file = face.bold if bold and face.bold else face.regular
        self.family, self.size_px, self.bold, self.path = family, size_px, bold, FOLDER / file
        self._typeface = _typeface(file)
        # Level text has its letters at whole pixels: four times fewer shapes of each to rasterise and to keep, and
        # Skia keeps 2 MB of them. Slanted text would wobble, so `slanted` has them at quarters.
        self.skia, self.slanted = (
            self._letters(bold and not face.bold, False),
            self._letters(bold and not face.bold, True),
        )
        metrics = self.skia.getMetrics()
        self.ascent, self.descent, self.cap_height = -metrics.fAscent, metrics.fDescent, metrics.fCapHeight
        self.line_height = self.ascent + self.descent

    def _letters(self, embolden: bool, quarters: bool) -> skia.Font:
        letters = skia.Font(self._typeface, self.size_px)
        letters.setHinting(skia.FontHinting.kNone)  # the same shapes at all places, and widths that scale
        letters.setLinearMetrics(True)
        letters.setSubpixel(quarters)
        letters.setEdging(skia.Font.Edging.kAntiAlias)
        letters.setEmbolden(embolden)
        return letters

    def measure(self, text: str) -> tuple[float, float, float, float, float]:
        """`(advance, left, top, right, bottom)`: advance width, and the ink box relative to the baseline's start."""
        return _measure(self, text)

    def width(self, text: str) -> float:
        """Advance width in pixels."""
        return self.measure(text)[0]

    def _trial(self, text: str) -> float:
        """Advance width of a text that is only tried, so not worth a place in the cache."""
        return float(self.skia.measureText(text))

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph."""
        return all(self._typeface.unicharToGlyph(ord(c)) for c in text if c != "\n")

    def wrap(self, text: str, width_px: float) -> list[str]:
        """Text broken at spaces into lines no wider than `width_px`; a longer word stays whole."""
        lines: list[str] = []
        for word in text.split():
            if lines and self._trial(f"{lines[-1]} {word}") <= width_px:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def shorten(self, text: str, width_px: float) -> str:
        """Text cut with an ellipsis to fit `width_px`."""
        if self.width(text) <= width_px:
            return text
        while text and self._trial(text.rstrip() + "…") > width_px:
            text = text[:-1]
        return text.rstrip() + "…"


@lru_cache(512)
def font(family: str, size_px: float, bold: bool = False) -> Font:
    """The font of a bundled family at a size in pixels. `bold` is emboldened where the family has no bold file."""
    return Font(family, size_px, bold)
