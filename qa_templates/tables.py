"""A table as an answer: its CSV and Markdown, how a reply's table is read, and how one is scored.

The score is the F1 of Relative Mapping Similarity (Liu et al. 2023, DePlot, arXiv:2212.10505): a table is an unordered
set of entries (row name, column name, number); entries are matched by their names, and a matched one counts by how near
both its names and its number are. Rows and columns may be swapped.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from scenewright.qa_templates.replies import REPLY_MAX, Answer, after_thought, between, boxed, read_numbers
from scenewright.qa_templates.words import edits
from scenewright.scenes.base import Scene

TAU = 0.5
"""Names that differ by more than this share of their letters don't match (as in DePlot)."""
THETA = 0.5
"""Numbers that are off by more than this share don't count (as in DePlot)."""
CELLS_MAX = 600
"""A reply of more cells scores 0: no chart of ours holds so many, and it bounds the time of matching."""
NAME_MAX = 80
"""Letters of a name that are compared."""


class Grid(NamedTuple):
    """Names of rows and columns, and what stands where they meet: None for nothing, or for what is no number."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]


class Tabular(Answer, frozen=True, kw_only=True):
    """What tables of all kinds share: how they are written, and where in a reply one is looked for."""

    def lines(self) -> Iterator[list[str]]:
        """Headings, then the table's rows, as text."""
        raise NotImplementedError

    def named(self) -> int:
        """How many columns hold names. All others hold numbers."""
        return 1

    def csv(self) -> str:
        """RFC 4180 with plain newlines; numbers without thousands separators, nothing for what is missing."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.lines())
        return out.getvalue()

    def markdown(self) -> str:
        """A pipe table."""
        lines = [[cell.replace("|", "\\|") for cell in line] for line in self.lines()]
        rule = ["---" if i < self.named() else "---:" for i in range(len(lines[0]))]
        return "".join(f"| {' | '.join(line)} |\n" for line in (lines[0], rule, *lines[1:]))

    def text(self) -> str:
        return self.csv().rstrip("\n")

    def score(self, reply: str, scene: Scene | None = None) -> float:
        """Score in [0, 1] of a free reply, which may be many lines: the one table in it counts."""
        reading = self.parse(final_block(reply))
        return 0.0 if reading is None else self.accepts(reading, scene)


class Table(Tabular, frozen=True, kw_only=True, tag="table"):
    """The numbers of a chart, scored by RMS-F1. A number counts as right within its tolerance."""

    instruction: ClassVar[str] = "Answer with a table in CSV, names in the first row and the first column."
    corner: str
    """Heading of the column of names."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    """Row by row; None where the chart has nothing."""
    decimals: tuple[int, ...]
    """Of each column."""
    tolerance: tuple[float, ...] = ()
    """Of each column, absolute; empty where all values are exact."""
    relative: float = 0.0
    """Tolerance as a share of the number, in addition: of logarithmic axes."""

    def lines(self) -> Iterator[list[str]]:
        yield [self.corner, *self.columns]
        for name, row in zip(self.rows, self.values, strict=True):
            yield [name, *("" if v is None else f"{v:.{d}f}" for v, d in zip(row, self.decimals, strict=True))]

    def parse(self, reply: str) -> Grid | None:
        return read_table(reply)

    def accepts(self, reading: Grid, scene: Scene | None) -> float:
        return max(self._f1(reading), self._f1(_swapped(reading)))

    def _f1(self, found: Grid) -> float:
        ours = [
            (r, c, v) for r, row in enumerate(self.values) for c, v in enumerate(row) if v is not None
        ]  # fmt: skip
        theirs = [(r, c, v) for r, row in enumerate(found.values) for c, v in enumerate(row) if v is not None]
        if not ours or not theirs or len(theirs) > CELLS_MAX:
            return 0.0
        names = distances(self.rows, found.rows), distances(self.columns, found.columns)
        from scipy.optimize import linear_sum_assignment  # takes a quarter of a second, and few questions need it

        far = np.array([[entry(*names[0][r][a], *names[1][c][b]) for a, b, _ in theirs] for r, c, _ in ours])
        first, second = linear_sum_assignment(far)
        total = 0.0
        for i, j in zip(first, second, strict=True):
            (_, c, want), (_, _, got) = ours[i], theirs[j]
            total += (1.0 - far[i, j]) * (1.0 - self._off(want, got, c))
        precision, recall = total / len(theirs), total / len(ours)
        return float(2 * precision * recall / (precision + recall)) if total > 0 else 0.0

    def _off(self, want: float, got: float, column: int) -> float:
        """Relative distance of two numbers: 0 within the tolerance, 1 beyond `THETA`."""
        away = abs(got - want)
        slack = max(self.tolerance[column] if self.tolerance else 0.0, self.relative * abs(want))
        if away <= max(slack, 0.5 * 10.0 ** -self.decimals[column]) * (1 + 1e-9):
            return 0.0
        share = away / abs(want) if want else 1.0
        return share if share <= THETA else 1.0


def _swapped(grid: Grid) -> Grid:
    return Grid(grid.columns, grid.rows, tuple(zip(*grid.values, strict=True)))


def fold(name: str) -> str:
    """A name as it is compared: small letters, without brackets and the like."""
    return " ".join(re.sub(r"[^\w%$€£.,+-]+", " ", name.casefold()).split())[:NAME_MAX]


def distances(ours: Sequence[str], theirs: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Letters to change between two names, and the length of the longer one."""
    found, read = [fold(name) for name in ours], [fold(name) for name in theirs]
    return [[(0 if a == b else edits(a, b), max(len(a), len(b))) for b in read] for a in found]


def entry(row: int, row_size: int, column: int, column_size: int) -> float:
    """Normalised Levenshtein distance of two entries' names, 1 beyond `TAU`. Rows and columns are compared each with
    its like, then added up, rather than run together: a letter can't pass from one into the other.
    """
    share = (row + column) / max(row_size + column_size, 1)
    return share if share <= TAU else 1.0


# -- reading -------------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"```[^\n`]*\n(.*?)```", re.S)
_LEAD = re.compile(r"^.*\banswer\s*(?:is|:|=)\s*", re.I)
_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")


def final_block(reply: str) -> str:
    """The part of a reply that may hold a table or a script: what is tagged or boxed, the one fenced block, else all
    after the reasoning. Empty where there are several fenced blocks.
    """
    reply = after_thought(reply[-REPLY_MAX:])
    found = between(reply, "<answer>", "</answer>") or boxed(reply, REPLY_MAX) or reply
    blocks = _FENCE.findall(found)
    return found if not blocks else blocks[0] if len(set(blocks)) == 1 else ""


def read_table(text: str) -> Grid | None:
    """The one table of a text: pipes, tabs, semicolons or commas. None if there is none, or more than one."""
    lines = read_lines(text)
    if lines is None:
        return None
    head, *body = lines
    rows = tuple(line[0] for line in body)
    values = tuple(tuple(read_number(cell) for cell in line[1:]) for line in body)
    return Grid(rows, tuple(head[1:]), values)


def read_lines(text: str) -> list[list[str]] | None:
    """The one table of a text, as it is written; None as with `read_table`."""
    tables = list(_tables([_LEAD.sub("", line) for line in text.splitlines()]))
    return tables[0] if len(tables) == 1 and sum(map(len, tables[0])) <= 2 * CELLS_MAX else None


def _tables(lines: Sequence[str]) -> Iterator[list[list[str]]]:
    """Runs of two or more lines that split into the same number of cells, of which at least one is a number."""
    run: list[list[str]] = []
    for line in (*lines, ""):
        if _RULE.match(line):
            continue
        cells = _cells(line)
        if run and len(cells) != len(run[0]):
            if len(run) > 1 and any(read_number(cell) is not None for row in run[1:] for cell in row[1:]):
                yield run
            run = []
        if len(cells) > 1:
            run.append(cells)


def _cells(line: str) -> list[str]:
    line = line.strip()
    if "|" in line.replace("\\|", ""):
        inner = line.removeprefix("|").removesuffix("|")
        return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]
    mark = next((mark for mark in "\t;" if mark in line), ",")
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return []


def read_number(cell: str) -> float | None:
    """A cell's number, None where it holds none or several."""
    found = read_numbers(cell) if re.search(r"\d", cell) else []
    return found[0] if len(found) == 1 else None
