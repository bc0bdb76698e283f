"""Contradictions between answers and scenes: each question is answered again by an oracle that knows no template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from scenewright.audit.checks.base import Check, Finding, Limit, Section
from scenewright.audit.oracles import agrees, oracle
from scenewright.audit.rows import Asked, Row, Uncovered, Unusable


class Oracles(Check):
    """Every question, against `scenewright.audit.oracles`."""

    name = "oracles"
    about = "Questions answered again from the scene's JSON by code that shares nothing with the templates."
    columns = ("scene", "outcome", "readings", "questions")
    limits: ClassVar[dict[str, Limit]] = {"contradictions": Limit("at most", 0)}

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def look(self, row: Row) -> Iterator[Finding]:
        """A finding for each answer that is not the oracle's."""
        expected = oracle(row.family)
        if expected is None:
            raise Uncovered(f"no oracle for family '{row.family}'")
        facts = {"outcome": row.outcome, "readings": row.readings}
        more = (facts,) if row.outcome or row.readings else ()
        for q in row.questions:
            try:
                found = _one(expected, row, q, more)
            except Unusable as why:
                self.skipped[str(why)] += 1
                continue
            self.asked[row.family] += 1
            if found:
                self.wrong[row.family] += 1
                yield Finding(kind="answer is not the oracle's", question=q.template, text=f"{q.text} {found}")

    def add(self, other: Self) -> None:
        self.asked += other.asked
        self.wrong += other.wrong

    def section(self) -> Section:
        """Questions and contradictions by family."""
        rows = [(family, f"{n:,}", f"{self.wrong[family]:,}") for family, n in sorted(self.asked.items())]
        figures: dict[str, float] = {"questions": self.asked.total(), "contradictions": self.wrong.total()}
        return self.result(figures, (("Answered again", ("family", "questions", "contradictions"), rows),))


def _one(expected: Any, row: Row, q: Asked, more: tuple[dict[str, Any], ...]) -> str:
    """What is wrong with an answer; empty where it is the oracle's."""
    answer, slot = q.json("answer_json"), q.json("slot")
    try:
        found = expected(row.scene, q.template, slot, *more)
    except KeyError as error:
        if q.template in str(error):
            raise Unusable(f"no oracle for template '{q.template}' of '{row.family}'") from None
        return f"(the oracle finds no {error} in the scene)"
    except (AssertionError, LookupError, ValueError, TypeError, ArithmeticError, StopIteration) as error:
        return f"(the oracle can't answer from this scene: {type(error).__name__} {str(error)[:80]})"
    if agrees(answer, found):
        return ""
    shown = "no answer" if found is None else str(found)
    return f"The data set says {str(q.plain['answer'])[:200]}, the oracle {shown[:200]}"


CHECK = Oracles
