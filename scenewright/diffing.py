"""Two builds compared sample by sample: what drifted in the truth, and what in the pixels or samples alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from scenewright.dataset import Dataset
from scenewright.dataset import open as open_dataset
from scenewright.errors import UserError
from scenewright.renderers.base import Media
from scenewright.snapshots.assets import Asset
from scenewright.snapshots.compare import Finding, compare

TRUTH = ("scene", "outcome", "readings", "marks", "tracks", "measures")
"""Columns of JSON that are compared exactly; questions are, too."""
STATES = ("same", "truth", "media", "truth and media", "only in the first", "only in the second")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A sample that is not the same in both."""

    id: str
    split: str
    state: str
    line: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What two builds differ in."""

    first: str
    second: str
    metric: str
    tolerance: float
    counts: dict[str, dict[str, int]]
    """Samples by family and state; `all` sums up."""
    changes: tuple[Change, ...]
    """The first of them, in the order of the first build."""

    @property
    def same(self) -> bool:
        """Whether every sample is in both, and the same."""
        return set(self.counts.get("all", {})) <= {"same"}


def diff(
    first: str | Path, second: str | Path, metric: str = "exact", tolerance: float = 0.0, limit: int = 100
) -> Difference:
    """Compare two data sets by the ids of their samples, split by split.

    The truth (scene, outcome, readings, marks, questions) is compared exactly, media by `metric` and `tolerance` as
    snapshots are; media that the metric is not for (`ssim` of a sound) are compared exactly. Memory holds a row group
    of each, and the ids. At most `limit` changes are named; all are counted.
    """
    if not tolerance >= 0:
        raise UserError(f"the tolerance is a number of 0 or more, not {tolerance}")
    ours, theirs = open_dataset(first), open_dataset(second)
    counts: dict[str, Counter[str]] = {"all": Counter()}
    changes: list[Change] = []
    for id, split, family, state, line in _states(ours, theirs, metric, tolerance):
        counts["all"][state] += 1
        counts.setdefault(family, Counter())[state] += 1
        if state != "same" and len(changes) < limit:
            changes.append(Change(id=id, split=split, state=state, line=line))
    return Difference(
        first=str(first),
        second=str(second),
        metric=metric,
        tolerance=tolerance,
        counts={family: dict(found) for family, found in counts.items()},
        changes=tuple(changes),
    )


def _states(ours: Dataset, theirs: Dataset, metric: str, tolerance: float) -> Iterator[tuple[str, str, str, str, str]]:
    for split in dict.fromkeys((*ours.files, *theirs.files)):
        if split not in ours.files or split not in theirs.files:
            lone, state = (ours, STATES[4]) if split in ours.files else (theirs, STATES[5])
            for row in lone[split].rows(["id", "family"]):
                yield row["id"], split, row["family"], state, ""
            continue
        old, new = ours[split], theirs[split]
        place = {row["id"]: number for number, row in enumerate(new.rows(["id"]))}
        seen = set()
        for row in old.rows():
            number = place.get(row["id"])
            if number is None:
                yield row["id"], split, row["family"], STATES[4], ""
                continue
            seen.add(number)
            found = _compare(_asset(row), _asset(new.row(number)), metric, tolerance)
            yield row["id"], split, row["family"], " and ".join(found.drift) or "same", found.line
        if len(seen) < len(place):
            for number, row in enumerate(new.rows(["id", "family"])):
                if number not in seen:
                    yield row["id"], split, row["family"], STATES[5], ""


def _compare(old: Asset, new: Asset, metric: str, tolerance: float) -> Finding:
    """By the metric, or exactly where the media have no such metric: a data set may mix pictures and sounds."""
    try:
        return compare(old, new, metric, tolerance)
    except UserError:
        from scenewright.snapshots.metrics import METRICS

        if metric not in METRICS:
            raise
        return compare(old, new)


def _asset(row: dict[str, Any]) -> Asset:
    taken: Counter[str] = Counter()
    media = []
    for facts in json.loads(row["media"]):
        column = facts["column"]
        media.append(Media(kind=facts["kind"], data=row[column][taken[column]]["bytes"], role=facts.get("role", "")))
        taken[column] += 1
    truth = {name: json.loads(row[name]) for name in TRUTH if row[name] is not None}
    truth["questions"] = [_question(question) for question in row["questions"]]
    return Asset(media=tuple(media), truth=truth)


def _question(stored: dict[str, Any]) -> dict[str, Any]:
    return stored | {name: json.loads(stored[name]) for name in ("answer_json", "steps", "slot")}
