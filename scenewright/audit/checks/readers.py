"""Contradictions between media and scenes: readers tell what is seen or heard, and it must be what the scene says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Self

from scenewright.audit.checks.base import Check, Finding, Limit, Section
from scenewright.audit.readers import Fact, Reader, reader
from scenewright.audit.rows import Row, Uncovered, Unusable


class Readers(Check):
    """Every fact that a reader can find. A fact it can't tell counts against the share that is read, not as wrong."""

    name = "readers"
    about = "Things read from pixels and samples alone, beside what the scenes say."
    columns = ("images", "videos", "audios", "masks", "media", "scene", "outcome", "style", "marks", "tracks",
               "resolution", "readings", "claims")  # fmt: skip
    limits: ClassVar[dict[str, Limit]] = {"contradictions": Limit("at most", 0), "share read": Limit("at least", 0.9)}

    def __init__(self) -> None:
        super().__init__()
        self.tally: Counter[tuple[str, str, str]] = Counter()
        """Facts by family, what they are about, and `agree`, `disagree` or `can't tell`."""

    def look(self, row: Row) -> Iterator[Finding]:
        """A finding for each fact that is read otherwise."""
        read = reader(row.family)
        if read is None:
            raise Uncovered(f"no reader for family '{row.family}'")
        for fact in self._facts(row, read):
            state = "can't tell" if fact.read is None else "agree" if fact.agrees else "disagree"
            self.tally[row.family, fact.name, state] += 1
            if state == "disagree":
                yield Finding(kind=f"{row.family} {fact.name}", box=fact.box, medium=fact.medium,
                              text=f"{fact.of}: the scene says {fact.said}, the medium shows {fact.read}")  # fmt: skip

    def _facts(self, row: Row, read: Reader) -> Iterator[Fact]:
        """What is read. A reader that breaks off has not told what it was asked."""
        try:
            yield from read(row)
        except Unusable:
            raise
        except Exception:
            self.tally[row.family, "whatever else there is", "can't tell"] += 1
            raise

    def add(self, other: Self) -> None:
        self.tally += other.tally

    def section(self) -> Section:
        """Figures over all families; the share read is that of the family where it is lowest."""
        families = sorted({family for family, *_ in self.tally})
        shares = {}
        rows = []
        for family in families:
            names = sorted({name for of, name, _ in self.tally if of == family})
            states = {
                name: [self.tally[family, name, s] for s in ("agree", "disagree", "can't tell")] for name in names
            }
            sums = [sum(column) for column in zip(*states.values(), strict=True)]
            shares[family] = 1 - sums[2] / sum(sums)
            rows += [(family, name, *_cells(states[name])) for name in names if len(names) > 1]
            rows.append((family, "all", *_cells(sums)))
        heads = ("family", "what", "agree", "disagree", "can't tell", "read")
        figures: dict[str, float] = {"facts": sum(self.tally.values()), "contradictions": sum(self.counts.values())}
        if shares:
            figures["share read"] = round(min(shares.values()), 4)
        return self.result(figures, (("Read back", heads, rows),), shares={"Share read, by family": shares})


def _cells(states: list[int]) -> tuple[str, ...]:
    return (*(f"{n:,}" for n in states), f"{1 - states[2] / max(sum(states), 1):.1%}")


CHECK = Readers
