"""Fairness: how well the questions are answered by who does not look, or sees the picture as a blur."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import ClassVar, Self

import msgspec

from scenewright.audit import glance, report
from scenewright.audit.blind import Blind, audit
from scenewright.audit.checks.base import Check, Finding, Limit, Section
from scenewright.audit.questions import Asked, questions_in_row
from scenewright.audit.rows import Row, Unusable

KEPT = 4000
"""Questions that are kept of a template: those of the samples whose names have the lowest hashes."""


class Fairness(Check):
    """Questions are kept as they are asked, packed; the guessers run when all are there."""

    name = "blind"
    about = (
        "Questions answered from their words and options alone, by template: by majority, words, letters, sizes "
        "crossed with which way is asked, boosted trees, and how options stand; and with a thumbnail of 8 by 8 pixels."
    )
    columns = ("questions", "images")
    limits: ClassVar[dict[str, Limit]] = {
        "points above chance": Limit("at most", 3.0), "templates flagged": Limit("at most", 0)
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str, str], list[tuple[bytes, bytes]]] = {}
        """By family, template and kind: the hash of the sample's name, and the question, packed."""
        self.asked: Counter[tuple[str, str, str]] = Counter()
        self.thumbs: dict[str, bytes] = {}
        """Of samples with a picture, by name."""
        self.found: Blind | None = None
        self.glances: list[glance.Glance] = []
        self.texts = (0, 0)

    def look(self, row: Row) -> Iterator[Finding]:
        """Nothing is wrong with one row alone."""
        encode = msgspec.msgpack.encode
        for q in questions_in_row(row):
            key = (q.family, q.template, q.kind)
            self.asked[key] += 1
            self.kept.setdefault(key, []).append((_rank(q.group), encode(q)))
        if glance.looked_at(row.id):
            try:
                thumb = glance.thumbnail(row)
            except Unusable as why:
                self.skipped[str(why)] += 1
            else:
                if thumb is not None:
                    self.thumbs[row.id] = thumb
        yield from ()

    def add(self, other: Self) -> None:
        self.asked += other.asked
        self.thumbs |= other.thumbs
        for key, items in other.kept.items():
            own = self.kept.setdefault(key, [])
            own += items
            if len(own) > 2 * KEPT:
                self.kept[key] = sorted(own)[:KEPT]

    def finish(self, workers: int) -> Iterator[Finding]:
        """Guess, and name what can be guessed."""
        decode = msgspec.msgpack.Decoder(Asked).decode
        items = {key: [decode(q) for _, q in sorted(own)[:KEPT]] for key, own in sorted(self.kept.items())}
        questions = [q for own in items.values() for q in own]
        self.found = audit(questions, workers=workers)
        self.glances = glance.audit(items, self.thumbs)
        self.texts = determined(questions)
        for row in self.found.flagged():
            name = " ".join((row.family or "all families", row.template or "all templates"))
            best = max((g for g in row.guesses.values() if g.flagged), key=lambda g: g.accuracy)
            by = next(name for name, g in row.guesses.items() if g is best)
            told = f", by {'; '.join(best.causes)}" if best.causes else ""
            yield Finding(
                kind="can be guessed", family=row.family, question=row.template,
                text=f"{name} ({report.KINDS[row.kind]}): {by} is right in {best.accuracy:.1%} of {row.questions:,}, "
                     f"chance is {row.chance:.1%}{told}",
            )  # fmt: skip

    def section(self) -> Section:
        """Figures of the rows, and all tables."""
        found = self.found or audit(())
        closed = [row for row in found.rows if row.guesses and row.chance is not None]
        figures: dict[str, float] = {
            "questions": sum(self.asked.values()),
            "templates judged": len(closed),
            "templates too small": sum(row.chance is not None and not row.guesses for row in found.rows),
            "points above chance": round(max((row.above for row in closed), default=0.0), 2),
            "templates flagged": len(found.flagged()),
            "templates surely fair": sum(row.verdict == "fair" for row in closed),
            "templates undecided": sum(row.verdict == "undecided" for row in closed),
        }
        if self.glances:
            figures["templates a thumbnail answers"] = sum(g.clear for g in self.glances)
        if self.texts[0]:
            figures["share of repeated texts with one answer"] = round(self.texts[1] / self.texts[0], 4)
        tables = tuple(report.tables(found))
        if seen := [g for g in self.glances if g.clear]:
            tables += (("Answered from a thumbnail of 8 by 8 pixels", glance.HEADS, [g.cells() for g in seen]),)
        return self.result(figures, tables, rule=found.rule)


def determined(questions: list[Asked]) -> tuple[int, int]:
    """How many texts (with their options) are asked in several scenes, and how many of those have one answer always."""
    answers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    scenes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for q in questions:
        if q.kind != "answerable":
            key = (q.family, q.text, *(sorted(q.options) if q.kind == "choice" else ()))
            answers[key].add(q.answer)
            scenes[key].add(q.group)
    several = [key for key, of in scenes.items() if len(of) > 1]
    return len(several), sum(len(answers[key]) == 1 for key in several)


def _rank(group: str) -> bytes:
    """All questions of a scene are kept or dropped together."""
    return hashlib.blake2b(group.encode(), digest_size=6).digest()


CHECK = Fairness
