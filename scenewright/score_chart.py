"""A picture of a score report: one bar per row with its interval, worst first within each part."""

from __future__ import annotations

from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.themes import BY_NAME
from scenewright.scoring import Cell, ScoreReport

WIDTH, MARGIN, ROW, NAMES, FIGURES = 1000, 40, 26, 320, 150
HEAD, PART = 92, 46
PARTS = ("family", "level", "skill", "hops", "answer_type", "answerable", "template")
TEMPLATES_MAX = 40
"""Templates shown: the worst ones."""


def draw_scores(report: ScoreReport) -> bytes:
    """The report as PNG."""
    parts = {by: _rows(report, by) for by in PARTS}
    parts = {by: rows for by, rows in parts.items() if rows}
    height = HEAD + sum(PART + ROW * len(rows) for rows in parts.values()) + MARGIN
    theme = BY_NAME["slate"]
    sheet = Canvas(WIDTH, height, "#ffffff")
    whole = report.overall
    title = font("Inter", 26, True).shorten(f"{report.predictions} on {report.data}", WIDTH - 2 * MARGIN)
    sheet.text((MARGIN, 48), title, font("Inter", 26, True), theme.ink, "ls", check=False)
    line = f"{whole.score:.1%} of {whole.questions:,} questions ({whole.low:.1%} to {whole.high:.1%})"
    sheet.text((MARGIN, 76), line, font("Inter", 17), theme.muted, "ls", check=False)
    top = HEAD
    for by, rows in parts.items():
        name = by.replace("_", " ").capitalize()
        name += f" (the {len(rows)} worst)" if by == "template" and len(rows) == TEMPLATES_MAX else ""
        sheet.text((MARGIN, top + 32), name, font("Inter", 17, True), theme.ink, "ls", check=False)
        top += PART
        for cell in rows:
            _bar(sheet, cell, top)
            top += ROW
    return sheet.png()


def _rows(report: ScoreReport, by: str) -> list[Cell]:
    rows = [cell for cell in report.cells if cell.by == by]
    return sorted(rows, key=lambda cell: cell.score)[:TEMPLATES_MAX] if by == "template" else rows


def _bar(sheet: Canvas, cell: Cell, top: float) -> None:
    theme, words = BY_NAME["slate"], font("Inter", 14)
    left, right = MARGIN + NAMES, WIDTH - MARGIN - FIGURES
    middle = top + ROW / 2
    sheet.text((left - 12, middle), words.shorten(cell.value, NAMES - 12), words, theme.ink, "rm", check=False)
    sheet.rect((left, middle - 8, right, middle + 8), fill="#eef0f3", radius=4)
    wide = (right - left) * cell.score
    if wide >= 1:
        sheet.rect((left, middle - 8, left + wide, middle + 8), fill=theme.palette[0], radius=4)
    low, high = left + (right - left) * cell.low, left + (right - left) * cell.high
    sheet.line((low, middle), (high, middle), theme.ink, 1.5)
    figures = f"{cell.score:.1%} of {cell.questions:,}"
    sheet.text((right + 14, middle), figures, words, theme.muted, "lm", check=False)
