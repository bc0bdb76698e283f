"""An audit as files: `report.json`, `report.md`, `charts.png`, crops of what is wrong; and as lines for a card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from scenewright.audit.checks.base import Finding, Section
from scenewright.audit.probe_chart import draw
from scenewright.audit.probe_report import CHART, Probe, table
from scenewright.audit.run import FOLDER, Audit
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.themes import BY_NAME
from scenewright.shards import write_whole

JSON, TEXT, CHARTS, CROPS = "report.json", "report.md", "charts.png", "examples"
ROWS_MAX = 60
"""Rows of a table in `report.md`; `report.json` has all."""
EXAMPLES_MAX = 10
"""Findings of a kind in `report.md`."""
WIDTH, MARGIN, ROW, NAMES, HEAD = 900, 40, 26, 190, 56


def write(audit: Audit, folder: Path) -> None:
    """Write the report into a folder. `OSError` where it can't be written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / JSON, as_json(audit))
    charts = draw_charts(audit)
    if charts:
        write_whole(folder / CHARTS, charts)
    if audit.probe is not None:
        write_whole(folder / CHART, draw(audit.probe))
    write_whole(folder / TEXT, "\n".join((*markdown(audit, bool(charts)), "")).encode())


def as_json(audit: Audit) -> bytes:
    """The whole report, with what failed by name."""
    plain = msgspec.to_builtins(audit, enc_hook=str) | {"failed": audit.failed}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def verdict(audit: Audit) -> str:
    """One line: how much was looked at, and whether any limit was passed."""
    rows = f"{audit.samples:,} samples" if audit.samples == audit.of else f"{audit.samples:,} of {audit.of:,} samples"
    failed = f"{len(audit.failed)} limits passed: {'; '.join(audit.failed)}" if audit.failed else "every limit is kept"
    return f"{rows} in {audit.seconds:,.1f} s; {failed}."


def markdown(audit: Audit, charts: bool) -> Iterator[str]:
    """The report for people."""
    yield "# Audit\n"
    yield f"By Scenewright {audit.version}. {verdict(audit)}\n"
    yield from _table(("check", "figure", "value", "limit", ""), list(figure_rows(audit)))
    if charts:
        yield f"\n![Shares by family]({CHARTS})"
    for section in audit.sections:
        yield f"\n## {section.name.capitalize()}\n"
        yield section.about
        for title, heads, rows in section.tables:
            yield f"\n### {title}\n"
            yield from _table(heads, rows[:ROWS_MAX])
            if len(rows) > ROWS_MAX:
                yield f"\n{len(rows) - ROWS_MAX:,} more rows are in {JSON}."
        if section.counts:
            yield "\n### Findings\n"
            yield from _findings(section)
    if audit.probe is not None:
        yield "\n## What can be learned\n"
        yield from _learned(audit.probe, CHART)
    left_out = [
        f"- {section.name}: {why} ({n:,} times)" for section in audit.sections for why, n in section.skipped.items()
    ]
    left_out += [f"- {line}" for line in (*audit.unread, *audit.left_out)]
    if left_out:
        yield "\n## What could not be looked at\n"
        yield from left_out


def figure_rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    """Check, figure, value, limit and verdict of every figure."""
    for section in audit.sections:
        for name, value in section.figures.items():
            limit = section.limits.get(name)
            bound = f"{limit.side} {limit.value:g}" if limit else ""
            state = "" if limit is None else "FAILED" if limit.passed(value) else "kept"
            yield section.name, name, _number(value), bound, state


def card_lines(audit: Audit) -> Iterator[str]:
    """A summary for the data set's card."""
    yield f"By `scenewright audit`: {verdict(audit)} The whole report is in `audit/{TEXT}`.\n"
    yield from _table(("check", "figure", "value", "limit", ""), [row for row in figure_rows(audit) if row[3]])
    if audit.probe is not None:
        yield "\n### What can be learned\n"
        yield from _learned(audit.probe, f"{FOLDER}/{CHART}")


def example_rows(section: Section) -> list[tuple[str, ...]]:
    """Findings that were kept, as rows of text."""
    return [(f.kind, f.sample, f.question, f.text[:160]) for f in section.examples]


def _learned(probe: Probe, chart: str) -> Iterator[str]:
    """Table and chart of a probe."""
    yield (
        f"By `scenewright probe` {probe.version}, seed {probe.seed}: how often small networks, trained from scratch, "
        "are right on held-out pictures.\n"
    )
    title, heads, rows = table(probe)
    yield from _table(heads, rows)
    yield f"\n![{title}]({chart})"
    for name, why in probe.lacking.items():
        yield f"\nNo {_cell(name)}: {_cell(why)}."


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"


def _findings(section: Section) -> Iterator[str]:
    for kind, count in section.counts.items():
        yield f"- **{kind}**: {count:,}"
        shown = [finding for finding in section.examples if finding.kind == kind][:EXAMPLES_MAX]
        yield from (f"  - {_one(finding)}" for finding in shown)


def _one(finding: Finding) -> str:
    where = " ".join(part for part in (finding.sample, finding.question) if part)
    crop = f" ![]({CROPS}/{finding.crop})" if finding.crop else ""
    return f"`{where}` {_cell(finding.text)}{crop}" if where else f"{_cell(finding.text)}{crop}"


def _cell(text: str) -> str:
    """Text that stays in its cell and is no markup: questions and tables may hold anything."""
    return " ".join(re.sub(r"[\\`|<>\[\]*#]", lambda sign: f"&#{ord(sign[0])};", text).split())


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    yield from ("| " + " | ".join(map(_cell, row)) + " |" for row in rows)


# -- charts ----------------------------------------------------------------------------------------------------------


def draw_charts(audit: Audit) -> bytes:
    """Bars of all shares that the sections give, as one PNG; empty where there are none."""
    parts = [
        (title, values)
        for section in audit.sections
        for title, values in section.details.get("shares", {}).items()
        if values
    ]
    if not parts:
        return b""
    high = MARGIN + sum(HEAD + ROW * len(values) for _, values in parts)
    sheet, theme, words = Canvas(WIDTH, high, "#ffffff"), BY_NAME["slate"], font("Inter", 14)
    top = MARGIN / 2
    left, right = MARGIN + NAMES, WIDTH - MARGIN - 70
    for title, values in parts:
        sheet.text((MARGIN, top + 32), title, font("Inter", 17, True), theme.ink, "ls", check=False)
        top += HEAD - 8
        for name, share in values.items():
            middle = top + ROW / 2
            sheet.text((left - 12, middle), words.shorten(name, NAMES - 12), words, theme.ink, "rm", check=False)
            sheet.rect((left, middle - 8, right, middle + 8), fill="#eef1f5")
            wide = (right - left) * min(max(share, 0.0), 1.0)
            if wide >= 1:
                sheet.rect((left, middle - 8, left + wide, middle + 8), fill=theme.palette[0])
            sheet.text((right + 10, middle), f"{share:.1%}", words, theme.muted, "lm", check=False)
            top += ROW
        top += 8
    return sheet.png()
