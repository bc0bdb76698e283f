"""Do labels hold on worse media: what was read of a clean picture or sound is read again after a treatment."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from scenewright.audit.checks.base import Check, Finding, Limit, Section, Table
from scenewright.audit.readers import Fact, reader
from scenewright.audit.rows import Row, Uncovered, Unusable
from scenewright.audit.treatments import TREATMENTS, treated

EXACT_SHARE = 0.8
"""A reader of whom less holds needs colours or samples as they were made."""
Key = tuple[str, int, str, str]


class Robustness(Check):
    """Facts that were read and agree on the clean medium, again on treated ones. Of one row in `EVERY`, by its number
    hashed: families and levels take turns.
    """

    name = "robustness"
    about = (
        "Labels read again after JPEG at quality 50, half size, blur of 1 px, noise of 4 in 255 (pictures, and clips "
        "frame by frame), and without what is above 5.5 kHz (sounds): the share of what was read and agreed that still "
        "is and does."
    )
    columns = ("images", "videos", "audios", "masks", "media", "scene", "outcome", "style", "marks", "tracks",
               "resolution", "readings", "claims")  # fmt: skip
    limits: ClassVar[dict[str, Limit]] = {f"share that holds: {name}": Limit("at least", 0.0) for name in TREATMENTS}
    EVERY: ClassVar[int] = 10

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[Key] = Counter()
        """Facts by family, level, treatment and name of the fact."""
        self.held: Counter[Key] = Counter()
        self.looked = 0

    def look(self, row: Row) -> Iterator[Finding]:
        """Nothing is wrong with a row that a treatment makes hard to read: there are figures only."""
        if zlib.crc32(str(row.number).encode()) % self.EVERY:
            return
        read = reader(row.family)
        if read is None:
            raise Uncovered(f"no reader for family '{row.family}'")
        media = row.media
        todo = [(name, [treated(medium, name) for medium in media]) for name in TREATMENTS]
        todo = [(name, done) for name, done in todo if any(medium is not None for medium in done)]
        if not todo:
            return
        clean = {_key(fact) for fact in read(row) if fact.read is not None and fact.agrees}
        self.looked += 1
        for name, done in todo:
            other = row.with_media([new or old for new, old in zip(done, media, strict=True)])
            changed = {place for place, new in enumerate(done) if new is not None}
            try:
                again = {_key(fact) for fact in read(other) if fact.read is not None and fact.agrees}
            except Unusable:
                again = set()
            for key in clean:
                if key[2] in changed:
                    at = (row.family, row.level, name, key[1])
                    self.asked[at] += 1
                    self.held[at] += key in again
        yield from ()

    def add(self, other: Self) -> None:
        self.asked += other.asked
        self.held += other.held
        self.looked += other.looked

    def section(self) -> Section:
        """Shares by treatment, family, level; and readers that need media as they were made."""
        figures: dict[str, float] = {"rows looked at": self.looked}
        for (name,), share in self._shares((2,)).items():
            figures[f"share that holds: {name}"] = round(share, 4)
        shares = self._shares((0, 3, 2))
        exact = [(*key, f"{share:.1%}") for key, share in shares.items() if share < EXACT_SHARE]
        tables: list[Table] = [
            self._table("Share of facts that hold, by family", "family", 0),
            self._table("Share of facts that hold, by level", "level", 1),
        ]
        if exact:
            heads = ("family", "what", "treatment", "holds")
            tables.append(("Readers that need media as they were made", heads, exact))
        cells = {" ".join(map(str, key)): round(share, 4) for key, share in self._shares((0, 1, 2)).items()}
        by_family = sorted(self._shares((2, 0)).items())
        bars = {
            f"Facts that hold after {name}, by family": {key[1]: held for key, held in by_family if key[0] == name}
            for name in TREATMENTS
        }
        return self.result(figures, tuple(tables), shares=bars, cells=cells)

    def _table(self, title: str, head: str, place: int) -> Table:
        shares = self._shares((place, 2))
        rows = [
            (str(one), *(f"{shares[one, name]:.1%}" if (one, name) in shares else "" for name in TREATMENTS))
            for one in sorted({key[0] for key in shares})
        ]
        return title, (head, *TREATMENTS), rows

    def _shares(self, places: tuple[int, ...]) -> dict[tuple[Any, ...], float]:
        """Share that holds, by some parts of the key."""
        asked: Counter[tuple[Any, ...]] = Counter()
        held: Counter[tuple[Any, ...]] = Counter()
        for key, count in self.asked.items():
            part = tuple(key[place] for place in places)
            asked[part] += count
            held[part] += self.held[key]
        return {part: held[part] / count for part, count in sorted(asked.items())}


def _key(fact: Fact) -> tuple[str, str, int]:
    return fact.of, fact.name, fact.medium


CHECK = Robustness
