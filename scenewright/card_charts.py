"""Charts of what a data set holds, for its card: samples by family and level, questions by skill, answers by type."""

from __future__ import annotations

from collections.abc import Mapping

from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.themes import BY_NAME, mix, on
from scenewright.report import Report

WIDTH, MARGIN, ROW, NAMES, FIGURES = 1000, 40, 28, 170, 90
HEAD, PART = 24, 48
PARTS_MAX = 14
"""Kinds of answers and skills shown, most frequent first."""


def draw_charts(report: Report) -> bytes:
    """The charts as one PNG."""
    levels: dict[str, dict[str, int]] = {}
    for name, count in report.total("level").items():
        family, _, level = name.rpartition(" ")
        levels.setdefault(family, {})[level] = count
    skills = _most(report.total("skill"))
    types = _most(report.total("answer_type"))
    rows = len(levels) + len(skills) + len(types)
    sheet = Canvas(WIDTH, HEAD + 3 * PART + ROW * rows + MARGIN, "#ffffff")
    top = _title(sheet, HEAD, "Samples by family and level")
    largest = max((sum(found.values()) for found in levels.values()), default=1)
    for family, found in levels.items():
        _bar(sheet, top, family, found, largest)
        top += ROW
    for title, parts in (("Questions by skill", skills), ("Answers by type", types)):
        top = _title(sheet, top, title)
        for name, count in parts.items():
            _bar(sheet, top, name.replace("_", " "), {"": count}, max(parts.values()))
            top += ROW
    return sheet.png()


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:PARTS_MAX])


def _title(sheet: Canvas, top: float, text: str) -> float:
    sheet.text((MARGIN, top + 32), text, font("Inter", 17, True), BY_NAME["slate"].ink, "ls", check=False)
    return top + PART


def _bar(sheet: Canvas, top: float, name: str, parts: Mapping[str, int], largest: int) -> None:
    """One row: a bar of parts that are named in it where there is room, with their sum beside it."""
    theme, words, small = BY_NAME["slate"], font("Inter", 14), font("Inter", 12)
    left, right, middle = MARGIN + NAMES, WIDTH - MARGIN - FIGURES, top + ROW / 2
    sheet.text((left - 12, middle), words.shorten(name, NAMES - 12), words, theme.ink, "rm", check=False)
    x = float(left)
    for number, (part, count) in enumerate(parts.items()):
        wide = (right - left) * count / largest
        fill = mix(theme.palette[0], "#ffffff", 0.62 - 0.155 * min(number, 4)) if len(parts) > 1 else theme.palette[0]
        if wide >= 1:
            sheet.rect((x, middle - 10, x + wide - (len(parts) > 1), middle + 10), fill=fill)
        if part and wide > small.width(part) + 8:
            sheet.text((x + wide / 2, middle), part, small, on(fill), "mm", check=False)
        x += wide
    sheet.text((x + 10, middle), f"{sum(parts.values()):,}", words, theme.muted, "lm", check=False)
