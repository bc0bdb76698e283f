"""A table of points as an answer: names, where there are any, and two or three numbers of each point.

Most points of a scatter plot have no name, so that rows can't be matched by names alone, as those of other tables are.
Points are matched one to one, as well as they can be, by their names and by where they lie; the score is the F1 of how
near matched ones are, as Relative Mapping Similarity (see `tables`) has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np

from scenewright.qa_templates.tables import CELLS_MAX, Tabular, distances, entry, read_lines, read_number
from scenewright.scenes.base import Scene

FAR = 0.1
"""A number that is off by so much of its column's range counts nothing; less in proportion. Shares of the number
itself, as other tables have them, would take any two points of a crowd for the same."""

Lines = Sequence[Sequence[str]]


class PointTable(Tabular, frozen=True, kw_only=True, tag="point_table"):
    """Points with their numbers. A number counts as right within its tolerance."""

    instruction: ClassVar[str] = "Answer with a table in CSV, one line per point, with headings in the first line."
    name_label: str = ""
    """Heading of the points' names, "" where none has one."""
    names: tuple[str, ...] = ()
    """Of each point, "" for one without a name; empty where none has one."""
    series_label: str = ""
    """Heading of their series, "" where there is only one."""
    series: tuple[str, ...] = ()
    columns: tuple[str, ...]
    """Headings of numbers: the horizontal axis, the vertical one, and what sizes stand for."""
    values: tuple[tuple[float, ...], ...]
    decimals: tuple[int, ...]
    """Of each column."""
    tolerance: tuple[tuple[float, ...], ...] = ()
    """Of each number, absolute: it grows along logarithmic axes, and with sizes. Empty where all values are exact."""

    @property
    def keys(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Columns of names: of points, of their series, or of neither."""
        return tuple(key for key in ((self.name_label, self.names), (self.series_label, self.series)) if key[1])

    @property
    def heads(self) -> tuple[str, ...]:
        """Headings of all columns."""
        return (*(label for label, _ in self.keys), *self.columns)

    def lines(self) -> Iterator[list[str]]:
        yield list(self.heads)
        for i, row in enumerate(self.values):
            numbers = (f"{v:.{d}f}" for v, d in zip(row, self.decimals, strict=True))
            yield [*(names[i] for _, names in self.keys), *numbers]

    def named(self) -> int:
        return len(self.keys)

    def parse(self, reply: str) -> Lines | None:
        return read_lines(reply)

    def accepts(self, reading: Lines, scene: Scene | None) -> float:
        """Columns may stand in any order under their headings, and the whole table may be turned."""
        return max(self._f1(reading), self._f1(list(zip(*reading, strict=True))))

    def _f1(self, found: Lines) -> float:
        head, *rows = found
        places, headings = self._headings(head)
        key_places, number_places = places[: len(self.keys)], places[len(self.keys) :]
        if min(number_places[:2]) < 0 or not rows or len(rows) * len(head) > CELLS_MAX:
            return 0.0
        numbers = [[read_number(row[c]) if c >= 0 else None for c in number_places] for row in rows]
        near = self._nearness(np.array([[np.nan if v is None else v for v in row] for row in numbers]))
        near *= np.all(near[:, :, :2] > 0, axis=2, keepdims=True)  # near along one axis alone is another point
        near *= self._likeness([[row[c] if c >= 0 else "" for c in key_places] for row in rows])[:, :, None]
        near *= [_like(*heading) for heading in headings[len(self.keys) :]]
        return _matched(near.mean(axis=2))

    def _headings(self, head: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
        """Where each of our columns stands under theirs, -1 for nowhere, and how far their headings are from ours."""
        from scipy.optimize import linear_sum_assignment  # takes a quarter of a second, and few questions need it

        apart = distances(self.heads, head)
        like = np.array([[_like(*pair) for pair in row] for row in apart])
        places = [-1] * len(apart)
        for ours, theirs in zip(*linear_sum_assignment(like, maximize=True), strict=True):
            if like[ours, theirs] > 0:
                places[ours] = int(theirs)
        return places, [row[at] if at >= 0 else (0, 0) for row, at in zip(apart, places, strict=True)]

    def _nearness(self, found: np.ndarray) -> np.ndarray:
        """Of each of our points, each of theirs and each column, 1 for right and 0 for far or missing."""
        ours = np.array(self.values)
        slack = np.array(self.tolerance) if self.tolerance else np.zeros_like(ours)
        slack = np.maximum(slack, [0.5 * 10.0**-d for d in self.decimals]) * (1 + 1e-9)
        away = np.abs(ours[:, None, :] - found[None, :, :])
        span = np.maximum(ours.max(axis=0) - ours.min(axis=0), 1e-300)
        near = np.where(away <= slack[:, None, :], 1.0, 1.0 - away / (FAR * span))
        return np.where(np.isfinite(near), np.maximum(near, 0.0), 0.0)

    def _likeness(self, found: Sequence[Sequence[str]]) -> np.ndarray:
        """How like the names of our points and theirs are, from 0 to 1. A point of ours without a name may be called
        as you like.
        """
        out = np.ones((len(self.values), len(found)))
        for k, (_, names) in enumerate(self.keys):
            ours, theirs = (list(dict.fromkeys(column)) for column in (names, [row[k] for row in found]))
            like = np.array([[_like(*pair) for pair in row] for row in distances(ours, theirs)])
            there = [theirs.index(row[k]) for row in found]
            for i, name in enumerate(names):
                if name:
                    out[i] *= like[ours.index(name), there]
        return out


def _like(changed: int, size: int) -> float:
    """How like two names are, 0 where more than half of the letters differ."""
    return 1.0 - entry(0, 0, changed, size)


def _matched(likeness: np.ndarray) -> float:
    """F1 of the best matching of our points (rows) with theirs."""
    from scipy.optimize import linear_sum_assignment

    total = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    precision, recall = total / likeness.shape[1], total / likeness.shape[0]
    return 2 * precision * recall / (precision + recall) if total > 0 else 0.0
