"""Can what is asked for be seen and heard: text's size, contrast and place, sounds' level, differences to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

import numpy as np

from scenewright.audit.checks.base import Check, Finding, Limit, Section, Table
from scenewright.audit.contrast import Words, look, overlap_px, words
from scenewright.audit.decoded import picture, sound
from scenewright.audit.margins import margins
from scenewright.audit.rows import Row, Unusable

SMALLEST_PX = 5.5
"""Height of ink. Text of 11 px, the smallest that is drawn, has figures and capitals of 7 to 8 px (6 with figures of
old style) and small letters of 6; halved, they can't be read."""
FAINTEST = 1.7
"""Contrast. WCAG 2 (1.4.3) asks for 4.5, for large text 3, of colours as they are stated; measured on thin, softened
strokes they come out at two thirds of that. Of 30,000 texts the faintest has 2.04; below this, none can be read."""
NOTHING = 1.12
"""Contrast in a box without ink: ground with its texture."""
LARGE, SMALL = 3.0, 4.5
"""WCAG's levels, of which shares are told."""
OVERLAP_PX = 4.0
"""Area that two texts may share: boxes are rounded to a pixel."""
EDGE_PX = 0.5
"""Text so near to the picture's edge is taken to be cut off."""
NEAR_COVER_PX = 5.0
"""How far a cover's shadow and ragged edge reach beyond its mark."""
COVERS = frozenset(("card", "coffee", "cover", "film", "ink", "mosaic", "note", "sheet", "stain", "tape", "torn"))
"""Parts of marks without text that hide what is below them."""
LOOSE = frozenset(("legend_entry",))
"""Parts whose boxes hold more than their words: a sample of what they name."""
SEEN_LEAST = 0.3
"""Visible share that evidence must have; families ask for 0.5 and more."""
LOUDEST_CLIPPED = 1e-4
"""Share of samples at full scale."""
QUIETEST_LUFS = -50.0
FULL = 0.9995
PERCENT = ("smallest", "1 %", "median")


class Legibility(Check):
    """Text and sounds as they come out, and the differences that questions rest on."""

    name = "legibility"
    about = (
        "Text measured on the pixels within its marks: height, contrast (WCAG 2), overlap, cut off or beside its mark; "
        "sounds: clipped or silent; and the smallest differences that questions rest on."
    )
    columns = ("images", "videos", "audios", "masks", "media", "scene", "marks", "resolution", "questions")
    limits: ClassVar[dict[str, Limit]] = {
        "smallest text in px": Limit("at least", SMALLEST_PX),
        "faintest text": Limit("at least", FAINTEST),
        "found": Limit("at most", 0),
        "smallest difference in px": Limit("at least", 1.0),
    }

    def __init__(self) -> None:
        super().__init__()
        self.heights: dict[str, Counter[int]] = defaultdict(Counter)
        """Heights of text by family, in tenths of a pixel."""
        self.ratios: dict[str, Counter[int]] = defaultdict(Counter)
        """Contrasts of text by family, in hundredths."""
        self.gaps: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        """Differences by family and unit, in tenths."""
        self.levels: dict[str, Counter[int]] = defaultdict(Counter)
        """Loudness of sounds by family, in tenths of a dB."""

    def look(self, row: Row) -> Iterator[Finding]:
        """All that can't be read or heard."""
        for part in (self._text, self._sounds, self._evidence, self._margins):
            try:
                yield from part(row)
            except Unusable as why:
                self.skipped[str(why)] += 1

    # -- text ----------------------------------------------------------------------------------------------------------

    def _text(self, row: Row) -> Iterator[Finding]:
        for place, medium in enumerate(row.media):
            if not medium.kind.startswith("image/") or medium.facts.get("role"):
                continue
            shown = _uncovered(row, place)
            if shown:
                yield from self._lines(row, place, shown)

    def _lines(self, row: Row, place: int, shown: list[Words]) -> Iterator[Finding]:
        pixels = picture(row, place)
        high, wide = pixels.shape[:2]
        for found in shown:
            mark, box = found.mark, tuple(found.mark["box"])
            self.heights[row.family][round(found.height_px * 10)] += 1
            name = f"{mark['part']} '{mark['text'][:40]}'"
            seen = look(pixels, found)
            if found.height_px < SMALLEST_PX:
                yield _finding("text is too small", f"{name}: {found.height_px:.1f} px tall", box, place)
            if box[0] < EDGE_PX or box[1] < EDGE_PX or box[2] > wide - EDGE_PX or box[3] > high - EDGE_PX:
                yield _finding("text is cut off", f"{name} reaches the picture's edge", box, place)
            if seen is None:
                continue
            if seen.ratio < NOTHING:
                yield _finding("mark holds no ink", f"{name}: contrast {seen.ratio:.2f}", box, place)
                continue
            self.ratios[row.family][round(seen.ratio * 100)] += 1
            if seen.ratio < FAINTEST:
                yield _finding("text is too faint", f"{name}: contrast {seen.ratio:.2f}", box, place)
            elif seen.beside and mark["part"] not in LOOSE:
                yield _finding("mark lies beside its words", name, box, place)
        for one, other in _crossing(shown):
            both = " and ".join(f"{found.mark['part']} '{found.mark['text'][:40]}'" for found in (one, other))
            yield _finding("text lies on text", both, tuple(one.mark["box"]), place)

    # -- sounds, evidence, differences ---------------------------------------------------------------------------------

    def _sounds(self, row: Row) -> Iterator[Finding]:
        for place, medium in enumerate(row.media):
            if not medium.kind.startswith("audio/"):
                continue
            samples, _ = sound(row, place)
            size = np.abs(samples)
            # without the K-weighting and gates of BS.1770: within some 3 LU, enough to tell what is silent
            level = -0.691 + 10 * np.log10(float(np.mean(samples**2, axis=0).sum()) + 1e-12) if len(samples) else -120.0
            self.levels[row.family][round(level * 10)] += 1
            clipped = float(np.mean(size >= FULL)) if len(samples) else 0.0
            if level < QUIETEST_LUFS:
                yield Finding(kind="sound is silent", medium=place, text=f"some {level:.0f} LUFS")
            elif clipped > LOUDEST_CLIPPED:
                yield Finding(kind="sound is clipped", medium=place, text=f"{clipped:.2%} of samples at full scale")

    def _evidence(self, row: Row) -> Iterator[Finding]:
        visible = row.resolution.get("visible") or {}
        if not visible:
            return
        for q in row.questions:
            faint = [id for id in q.plain.get("evidence") or () if visible.get(id, 1.0) < SEEN_LEAST]
            if q.answerable and faint:
                yield Finding(kind="evidence is covered", question=q.template,
                              text=f"{q.text} {', '.join(f'{id} {visible[id]:.0%}' for id in faint)}")  # fmt: skip

    def _margins(self, row: Row) -> Iterator[Finding]:
        for q in row.questions:
            if q.answerable:
                for margin in margins(row, q):
                    self.gaps[row.family, margin.what][round(margin.ratio * 10)] += 1
        return iter(())

    # -- result --------------------------------------------------------------------------------------------------------

    def add(self, other: Self) -> None:
        for mine, theirs in ((self.heights, other.heights), (self.ratios, other.ratios), (self.levels, other.levels)):
            for key, counter in theirs.items():
                mine[key].update(counter)
        for pair, counter in other.gaps.items():
            self.gaps[pair].update(counter)

    def section(self) -> Section:
        """Smallest figures over all, and tables by family."""
        figures: dict[str, float] = {"texts": sum(c.total() for c in self.ratios.values()),
                                     "found": sum(self.counts.values())}  # fmt: skip
        if self.heights:
            figures["smallest text in px"] = min(min(c) for c in self.heights.values()) / 10
        if self.ratios:
            figures["faintest text"] = min(min(c) for c in self.ratios.values()) / 100
        gaps = [min(counter) for (_, what), counter in self.gaps.items() if what == "px"]
        if gaps:
            figures["smallest difference in px"] = min(gaps) / 10
        tables = (self._texts(), self._differences(), self._loudness())
        return self.result(figures, tuple(table for table in tables if table[2]))

    def _texts(self) -> Table:
        heads = ("family", "texts", *(f"height {p}" for p in PERCENT), *(f"contrast {p}" for p in PERCENT),
                 f"below {LARGE:g}", f"below {SMALL:g}")  # fmt: skip
        rows = []
        for family, heights in sorted(self.heights.items()):
            ratios = self.ratios[family]
            below = [sum(n for ratio, n in ratios.items() if ratio < 100 * limit) for limit in (LARGE, SMALL)]
            rows.append((family, f"{heights.total():,}", *_three(heights, 10), *_three(ratios, 100),
                         *(f"{n / max(ratios.total(), 1):.1%}" for n in below)))  # fmt: skip
        return ("Text", heads, rows)

    def _differences(self) -> Table:
        rows = [(family, what, f"{counter.total():,}", *_three(counter, 10))
                for (family, what), counter in sorted(self.gaps.items())]  # fmt: skip
        return ("Differences that questions rest on", ("family", "in", "differences", *PERCENT), rows)

    def _loudness(self) -> Table:
        rows = [(family, f"{counter.total():,}", *_three(counter, 10))
                for family, counter in sorted(self.levels.items())]  # fmt: skip
        return ("Loudness of sounds, about, LUFS", ("family", "sounds", *PERCENT), rows)


def _finding(kind: str, text: str, box: Any, place: int) -> Finding:
    return Finding(kind=kind, text=text, box=box, medium=place)


def _uncovered(row: Row, place: int) -> list[Words]:
    """Texts of a medium that are meant to be read."""
    here = [mark for mark in row.marks if mark["medium"] == place]
    covers = [mark["box"] for mark in here if mark["part"] in COVERS and not mark["text"]]
    hidden = set(row.scene.get("hidden") or ())
    out = []
    for mark in here:
        found = words(mark) if mark["text"] and mark["id"] not in hidden else None
        if found and not any(_near(mark["box"], cover) for cover in covers):
            out.append(found)
    return out


def _near(box: Sequence[float], cover: Sequence[float]) -> bool:
    return (
        min(box[2], cover[2]) > max(box[0], cover[0]) - NEAR_COVER_PX
        and min(box[3], cover[3]) > max(box[1], cover[1]) - NEAR_COVER_PX
    )


def _crossing(shown: list[Words]) -> Iterator[tuple[Words, Words]]:
    """Pairs of texts that share more than a rounded edge."""
    if len(shown) < 2:
        return
    boxes = np.array([found.mark["box"] for found in shown])
    low, high = np.maximum(boxes[:, None, :2], boxes[None, :, :2]), np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    touching = ((high - low).min(axis=2) > 0) & np.triu(np.ones((len(boxes), len(boxes)), bool), 1)
    for a, b in np.argwhere(touching).tolist():
        if overlap_px(shown[a], shown[b]) > OVERLAP_PX:
            yield shown[a], shown[b]


def _three(counter: Counter[int], scale: int) -> tuple[str, ...]:
    """Smallest, first hundredth and middle of counted values."""
    total, passed = counter.total(), 0
    out: list[str] = []
    wanted = [0.0, 0.01 * total, 0.5 * total]
    for value, n in sorted(counter.items()):
        passed += n
        while len(out) < len(wanted) and passed > wanted[len(out)]:
            out.append(f"{value / scale:.1f}")
    return (*out, *[""] * (len(wanted) - len(out)))


CHECK = Legibility
