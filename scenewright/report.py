"""The build report: what a finished data set holds, counted, and what was refused on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

import scenewright
from scenewright.plan import Plan
from scenewright.renderers.base import ModelFacts
from scenewright.shards import Counts, ShardReport


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over all shards. Holds no times: the same recipe gives the same report."""

    name: str
    digest: str
    version: str
    samples: dict[str, int]
    """By split."""
    shards: int
    bytes: int
    counts: dict[str, Counts]
    """By split, then as in `ShardReport`."""
    rejected: Counts
    """By family and reason."""
    models: list[ModelFacts] = []
    """Whose output is among the media, with revision and licence."""
    skipped: list[str] = []
    """What was left out, all or in part, and why."""

    def total(self, kind: str) -> dict[str, int]:
        """Counts of one kind (`template`, `skill`, ...) over all splits."""
        return _merged(counts[kind] for counts in self.counts.values())


def merge(plan: Plan, shards: Iterable[ShardReport]) -> Report:
    """One report from those of all shards."""
    done = list(shards)
    by_split = {split: [s for s in done if s.split == split] for split in plan.splits()}
    kinds = done[0].counts if done else ()
    failed = sorted({f"{name}: {why}" for s in done for name, why in s.skipped.items()})
    families = sorted({name for s in done for name in s.rejected})
    return Report(
        name=plan.recipe.name,
        digest=plan.digest,
        version=scenewright.__version__,
        samples={split: sum(s.samples for s in some) for split, some in by_split.items()},
        shards=len(done),
        bytes=sum(s.bytes for s in done),
        counts={
            split: {kind: _merged(s.counts[kind] for s in some) for kind in kinds} for split, some in by_split.items()
        },
        rejected={name: _merged(s.rejected.get(name, {}) for s in done) for name in families},
        models=list(plan.models),
        skipped=[*plan.skipped, *failed],
    )


def _merged(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    out: Counter[str] = Counter()
    for part in parts:
        out.update(part)
    return dict(sorted(out.items()))


Rows = list[tuple[str, ...]]


def tables(report: Report) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """The report as tables for people: title, headings, rows of text."""
    splits = tuple(report.samples)
    yield "Samples", ("family, level", *splits), _by_split(report, "level", splits)
    yield "Questions", ("skill", *splits), _by_split(report, "skill", splits)
    yield "Answers", ("type", *splits), _by_split(report, "answer_type", splits)
    yield "Balance", ("of", "answers", "share"), list(_balance(report))
    yield "Claims about media made by models", ("of", "hold", "of", "share"), list(_claims(report))
    yield "Refused", ("family", "reason", "times"), list(_refused(report))


def _by_split(report: Report, kind: str, splits: tuple[str, ...]) -> Rows:
    names = report.total(kind)
    rows = [(name, *(f"{report.counts[s][kind].get(name, 0):,}" for s in splits)) for name in names]
    totals = [sum(report.counts[s][kind].values()) for s in splits]
    return [*rows, ("all", *(f"{n:,}" for n in totals))]


def _balance(report: Report) -> Iterator[tuple[str, ...]]:
    classes: Counter[str] = Counter()
    for name, n in report.total("answer").items():
        classes[name.partition(": ")[2]] += n
    sets = {"yes / no": ["yes", "no"], "answerable / unanswerable": ["answerable", "unanswerable"]}
    sets |= {f"position among {n} choices": [f"choice {i} of {n}" for i in range(1, n + 1)] for n in range(2, 9)}
    for label, names in sets.items():
        whole = sum(classes[name] for name in names)
        if whole:
            yield label, f"{whole:,}", " / ".join(f"{classes[name] / whole:.1%}" for name in names)


def _claims(report: Report) -> Iterator[tuple[str, ...]]:
    """Share of claims that hold, by family and kind; and tries a sample took, by model."""
    counts = report.total("claim")
    for name in dict.fromkeys(key.rpartition(": ")[0] for key in counts):
        held = counts.get(f"{name}: holds", 0)
        whole = held + counts.get(f"{name}: fails", 0)
        yield name, f"{held:,}", f"{whole:,}", f"{held / whole:.1%}"
    made, tries = report.total("model"), report.total("tries")
    for name, n in made.items():
        yield f"kept of those that {name} made", f"{n:,}", f"{tries[name]:,}", f"{n / tries[name]:.1%}"


def _refused(report: Report, most: int = 12) -> Iterator[tuple[str, ...]]:
    rows = [(n, family, reason) for family, reasons in report.rejected.items() for reason, n in reasons.items()]
    rows.sort(key=lambda row: (-row[0], row[1:]))
    for n, family, reason in rows[:most]:
        yield family, reason, f"{n:,}"
    if rest := sum(n for n, *_ in rows[most:]):
        yield "", f"{len(rows) - most} more reasons", f"{rest:,}"


def columns(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines of plain text."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (headings, *rows)]
    return [*([title] if title else []), *("  " + "  ".join(row).rstrip() for row in padded), ""]
