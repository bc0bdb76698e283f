"""Pictures and answers of a data set for a probe: decoded, cut out, fitted into small squares, kept in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from scenewright.audit.probe_tasks import Box, Targets, Task
from scenewright.audit.rows import Part, Row, Unusable, parts_of, read_part
from scenewright.scenes.base import rng_for

ROWS_MAX = 24_000
"""Rows of a family that are read, evenly taken: 12 KB each at 64 pixels and in colour."""
HELD_MAX = 2000
FOLD = 5
"""Where there is one split alone, one scene in so many is held out."""
BASIC = ("id", "family", "level", "images", "media", "questions")
PAPER = 127
"""Grey beside a picture that is no square."""


class Pictures(NamedTuple):
    """What a task has to learn from. Pictures are (n, px, px, channels), uint8."""

    learned: np.ndarray
    targets: Targets
    held: np.ndarray
    held_targets: Targets


class Found:
    """What was found for one task, row by row."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.pictures: list[np.ndarray] = []
        self.targets: list[tuple[int, ...]] = []
        self.groups: list[str] = []
        self.levels: list[int] = []
        self.splits: list[str] = []
        self.skipped: Counter[str] = Counter()
        """Rows that lack what is needed, by cause."""
        self.others = 0
        """Rows of the family that show something else: several clocks, a clip."""

    def look(self, row: Row) -> None:
        """Take the row, if it fits."""
        try:
            target = self.task.target(row)
            if target is None:
                self.others += 1
                return
            picture = fitted(_first(row), self.task.box(row), self.task)
            group, level = _group(row), row.level
        except Unusable as why:
            self.skipped[str(why)] += 1
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # made by hand, or by another version
            self.skipped[f"the scene is not as expected ({type(error).__name__})"] += 1
        else:
            self.pictures.append(picture)
            self.targets.append(target)
            self.groups.append(group)
            self.levels.append(level)
            self.splits.append(row.split)

    def split(self, seed: int) -> Pictures:
        """Rows to learn from, in random order, and rows held out: those of other splits than `train`, or else of one
        scene in `FOLD`. Held-out rows of levels that nothing was learned from are left out.
        """
        train = np.array([split == "train" for split in self.splits], bool)
        if train.all() or not train.any():
            numbers = {group: n for n, group in enumerate(dict.fromkeys(self.groups))}
            train = np.array([numbers[group] % FOLD != FOLD - 1 for group in self.groups], bool)
        levels = {level for level, learned in zip(self.levels, train, strict=True) if learned}
        known = np.array([level in levels for level in self.levels], bool)
        rng = rng_for(seed, "probe", self.task.name, "order")
        learned = rng.permutation(np.flatnonzero(train))
        held = rng.permutation(np.flatnonzero(~train & known))[:HELD_MAX]
        pictures, targets = self._arrays()
        return Pictures(pictures[learned], targets[learned], pictures[held], targets[held])

    def _arrays(self) -> tuple[np.ndarray, Targets]:
        if not self.pictures:
            return np.zeros((0, self.task.px, self.task.px, 1), np.uint8), np.zeros((0, 1), np.int64)
        return np.stack(self.pictures), np.array(self.targets, np.int64)


def fitted(data: bytes, box: Box | None, task: Task) -> np.ndarray:
    """A picture, or the box of it, in the task's square: (px, px, 3 or 1). `Unusable` if it is none."""
    raw, px = np.frombuffer(data, np.uint8), task.px
    try:
        picture = cv2.imdecode(raw, cv2.IMREAD_COLOR if task.colour else cv2.IMREAD_GRAYSCALE) if len(raw) else None
    except cv2.error:  # too large
        picture = None
    if picture is None:
        raise Unusable("the picture can't be decoded")
    if box is not None:
        left, top = max(int(box[0]), 0), max(int(box[1]), 0)
        picture = picture[top : int(np.ceil(box[3])), left : int(np.ceil(box[2]))]
    if not picture.size:
        raise Unusable("a mark lies outside its picture")
    height, width = picture.shape[:2]
    scale = px / max(height, width)
    wide, high = (px, px) if task.stretch else (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    out = np.full((px, px, 3 if task.colour else 1), PAPER, np.uint8)
    left, top = (px - wide) // 2, (px - high) // 2
    out[top : top + high, left : left + wide] = small.reshape(high, wide, -1)
    return out


def families_in(folder: Path) -> tuple[list[tuple[Part, list[str]]], list[str]]:
    """All row groups with the family of each row, and what can't be read. `UserError` where there is no data set."""
    parts, broken = parts_of(folder)
    out = []
    for part in parts:
        try:
            out.append((part, [_plain(row.values.get("family")) for row in read_part(part, ("family",))]))
        except Unusable as why:
            broken.append(str(why))
    return out, broken


def gather(parts: Sequence[tuple[Part, list[str]]], tasks: Iterable[Task]) -> tuple[dict[str, Found], list[str]]:
    """What each task finds in the rows of its family, and what can't be read."""
    found = {task.name: Found(task) for task in tasks}
    readers: Mapping[str, list[Found]] = defaultdict(list)
    for one in found.values():
        readers[one.task.family].append(one)
    columns = tuple(dict.fromkeys((*BASIC, *(name for one in found.values() for name in one.task.columns))))
    broken = []
    for part in _chosen(parts, readers):
        try:
            for row in read_part(part, columns):
                for one in readers[_plain(row.values.get("family"))]:
                    one.look(row)
        except Unusable as why:
            broken.append(str(why))
    return found, broken


def _chosen(parts: Sequence[tuple[Part, list[str]]], readers: Mapping[str, Any]) -> list[Part]:
    """Row groups with the rows that are read: `ROWS_MAX` of a family at most, evenly taken."""
    counts = Counter(kind for _, kinds in parts for kind in kinds)
    seen: Counter[str] = Counter()
    out = []
    for part, kinds in parts:
        rows = []
        for number, kind in enumerate(kinds):
            if kind in readers:
                wanted, total, n = min(ROWS_MAX, counts[kind]), counts[kind], seen[kind]
                seen[kind] += 1
                if (n + 1) * wanted // total > n * wanted // total:
                    rows.append(number)
        if rows:
            out.append(part._replace(chosen=tuple(rows), rows=len(rows)))
    return out


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _first(row: Row) -> bytes:
    for medium in row.shown:
        if medium.kind.startswith("image/"):
            return medium.data
    raise Unusable("there is no picture")


def _group(row: Row) -> str:
    """The sample, or the first of two twins: all that shares a scene."""
    questions = row.values.get("questions") or []
    return min([row.id, *(q["twin"] for q in questions if q.get("twin"))])
