"""The blind baselines as tables for people, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from scenewright.audit.blind import Blind, Row

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
KINDS = {"yes_no": "yes or no", "choice": "choice", "answerable": "has an answer", "open": "free answer"}


def tables(blind: Blind) -> Iterator[Table]:
    """Title, headings and rows of text of each table."""
    heads: tuple[str, ...] = ("family", "template", "guessed", "questions", "chance", *_BASELINES, "interval", "")
    rows = [row for row in blind.rows if row.chance is not None]
    yield "Blind baselines: accuracy without the picture", heads, [_cells(row) for row in rows]
    yield "All templates together", heads, [_cells(row) for row in blind.overall]
    free = [row for row in blind.rows if row.chance is None]
    if free:
        heads = ("family", "template", "questions", "most frequent", "different", "entropy", "of the most possible")
        yield "Free answers: share of the most frequent one, and how even they are", heads, [_free(row) for row in free]
    if blind.odd_twins:
        yield "Twins that are no pair", ("template and sample",), [(name,) for name in blind.odd_twins]
    causes = [cells for row in blind.rows for cells in _causes(row)]
    if causes:
        yield "What gives flagged templates away", ("family", "template", "baseline", "token (weight)"), causes


def summary(blind: Blind) -> Iterator[str]:
    """Lines of Markdown for a card."""
    flagged = len(blind.flagged())
    yield (
        f"Of {blind.questions:,} questions answered from their words alone, {flagged} kinds "
        f"score above chance by more than the rule allows; {len(blind.odd_twins)} twins are no pair. {blind.rule}."
    )
    rows = [_cells(row)[2:] for row in blind.overall if not row.family]
    if rows:
        heads = ("guessed", "questions", "chance", *_BASELINES, "interval", "")
        yield ""
        yield "| " + " | ".join(heads) + " |"
        yield "|" + " --- |" * len(heads)
        yield from ("| " + " | ".join(cells) + " |" for cells in rows)
        yield ""
    for row in blind.flagged():
        yield f"- flagged: {row.family or 'all'} {row.template or ''} ({KINDS[row.kind]})"


def _free(row: Row) -> tuple[str, ...]:
    most = math.log2(row.distinct) if row.distinct > 1 else 0.0
    even = f"{row.entropy / most:.0%}" if most else ""
    return (row.family, row.template, f"{row.questions:,}", f"{row.guesses['majority'].accuracy:.1%}",
            f"{row.distinct:,}", f"{row.entropy:.2f} bits", even)  # fmt: skip


def _causes(row: Row) -> Iterator[tuple[str, ...]]:
    for name, guess in row.guesses.items():
        for cause in guess.causes:
            yield row.family, row.template, name, cause


_BASELINES = ("majority", "words", "letters", "crossed", "stance", "trees")


def _cells(row: Row) -> tuple[str, ...]:
    head = (row.family or "all", row.template or "all", KINDS[row.kind], f"{row.questions:,}")
    shown = [f"{row.guesses[name].accuracy:.1%}" if name in row.guesses else "" for name in _BASELINES]
    best = max(row.guesses.values(), key=lambda guess: guess.accuracy, default=None)
    if best is None:
        return *head, f"{row.chance or 0:.1%}", *shown, "", "too few"
    interval = f"{best.low:.1%} to {best.high:.1%}"
    return *head, f"{row.chance or 0:.1%}", *shown, interval, "FLAGGED" if row.flagged else row.verdict


def json(blind: Blind) -> bytes:
    """The report, with what is flagged by name."""
    names = [" ".join((row.family or "all", row.template or "all", row.kind)) for row in blind.flagged()]
    plain = msgspec.to_builtins(blind) | {"flagged": names}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"
