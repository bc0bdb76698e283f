"""The form of a check. It sees rows in turn, in several processes, and its counts are added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal, Self

import msgspec

from scenewright.audit.rows import Row

Table = tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]
"""Title, headings, rows of text."""
EXAMPLES = 20
"""Findings of a kind that are kept in full; all are counted."""
LOOKED = "share of rows looked at"
"""Figure of every check: of the family where it is lowest."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong in one sample."""

    kind: str
    """What is wrong, in the same words each time: findings are counted by it."""
    family: str = ""
    level: int = 0
    sample: str = ""
    question: str = ""
    """The template, where it is a question's."""
    text: str
    """What exactly: expected and found."""
    box: tuple[float, float, float, float] | None = None
    """Where in the picture, in pixels."""
    medium: int = 0
    number: int = -1
    """The row's place in the data set."""
    crop: str = ""
    """File of the picture's part, beside the report."""


class Limit(msgspec.Struct, frozen=True):
    """How far a figure may go."""

    side: Literal["at most", "at least"]
    value: float

    def passed(self, figure: float) -> bool:
        """Whether the figure is beyond the limit."""
        return figure > self.value if self.side == "at most" else figure < self.value


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found."""

    name: str
    about: str
    """What was looked at, in a sentence."""
    figures: dict[str, float] = {}
    """By name; those with a limit decide whether the section fails."""
    limits: dict[str, Limit] = {}
    counts: dict[str, int] = {}
    """Findings by kind."""
    examples: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    skipped: dict[str, int] = {}
    """What could not be looked at: the cause, and how many rows."""
    blind: bool = False
    """Whether no row had what the check needs: nothing was shown, so nothing is good."""
    details: dict[str, Any] = {}
    """More for `report.json`. What is under `shares` (title, then name and share from 0 to 1) is drawn as bars."""

    @property
    def failed(self) -> list[str]:
        """Figures that are beyond their limits."""
        return [name for name, limit in self.limits.items() if name in self.figures
                and limit.passed(self.figures[name])]  # fmt: skip


LOOKED_LIMIT = Limit("at least", 1.0)
"""What was not looked at is never counted as good; a recipe may ask for less."""


class Looked(msgspec.Struct):
    """How much of a family's rows a check could look at."""

    whole: int = 0
    part: int = 0
    """Rows that lacked something that it needs."""
    none: int = 0
    """Rows that lacked all."""
    uncovered: int = 0
    """Rows that it has nothing for: no oracle, no reader."""

    def add(self, other: Looked) -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def share(self) -> float | None:
        """Of the rows that the check is for, those that it looked at whole, rounded down; None where it is for none."""
        covered = self.whole + self.part + self.none
        return self.whole * 1000 // covered / 1000 if covered else None


class Check:
    """One thing to look for. A worker makes an instance for some rows; `merge` adds another's counts to the first.

    A subclass says which columns it reads and which figures it gives, with their limits, and implements `look` and
    `section`. State must pickle, and be small: of a row a few hundred bytes at most.
    """

    name: ClassVar[str] = ""
    about: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ()
    limits: ClassVar[dict[str, Limit]] = {}

    def __init__(self) -> None:
        self.rows = 0
        self.by_family: dict[str, Looked] = {}
        """How much of each family it could look at."""
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.examples: list[Finding] = []

    def look(self, row: Row) -> Iterator[Finding]:
        """What is wrong with a row. `Unusable` where it lacks what this check needs."""
        raise NotImplementedError

    def add(self, other: Self) -> None:
        """Take over what another instance has gathered beyond the counts."""

    def finish(self, workers: int) -> Iterator[Finding]:
        """What only shows when all rows were seen, called once before `section`; up to `workers` processes."""
        return iter(())

    def section(self) -> Section:
        """The result. The default has the findings alone, as the figure `found`."""
        return self.result({"found": sum(self.counts.values())})

    # -- how much was looked at ----------------------------------------------------------------------------------------

    @classmethod
    def bounds(cls) -> dict[str, Limit]:
        """All limits: its own, and that every row is looked at."""
        return {**cls.limits, LOOKED: LOOKED_LIMIT}

    @property
    def blind(self) -> bool:
        """Whether no row had anything that the check could look at."""
        return bool(self.by_family) and not any(seen.whole or seen.part for seen in self.by_family.values())

    def looked_share(self) -> dict[str, float]:
        """The figure `LOOKED`; none where there is nothing to look at."""
        shares = [seen.share for seen in self.by_family.values() if seen.share is not None]
        return {LOOKED: min(shares)} if shares and not self.blind else {}

    def looked_table(self) -> Table:
        """Families of which not every row was looked at whole."""
        rows = [
            (family or "unknown", *(f"{n:,}" for n in (seen.whole, seen.part, seen.none, seen.uncovered)))
            for family, seen in sorted(self.by_family.items())
            if seen.part or seen.none or seen.uncovered
        ]
        return "Rows that were not looked at whole", ("family", "whole", "in part", "not at all", "not covered"), rows

    # -- for subclasses and the driver ---------------------------------------------------------------------------------

    def result(self, figures: dict[str, float], tables: tuple[Table, ...] = (), **details: Any) -> Section:
        """A section with what every check has."""
        return Section(
            name=self.name,
            about=self.about,
            figures=figures,
            limits=self.limits,
            counts=dict(sorted(self.counts.items())),
            examples=tuple(self.examples),
            tables=tables,
            skipped=dict(sorted(self.skipped.items())),
            details=details,
        )

    def keep(self, finding: Finding) -> None:
        """Count a finding; keep it while there are few of its kind."""
        self.counts[finding.kind] += 1
        if self.counts[finding.kind] <= EXAMPLES:
            self.examples.append(finding)

    def merge(self, other: Self) -> None:
        """Add what another instance counted over other rows."""
        self.rows += other.rows
        for family, seen in other.by_family.items():
            self.by_family.setdefault(family, Looked()).add(seen)
        self.skipped += other.skipped
        room = {kind: EXAMPLES - self.counts[kind] for kind in other.counts}
        for finding in other.examples:
            if room[finding.kind] > 0:
                room[finding.kind] -= 1
                self.examples.append(finding)
        self.counts += other.counts
        self.add(other)
