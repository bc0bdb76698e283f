"""What questions on named numbers need to know of a chart: how its numbers are named, read and told apart.

A family subclasses `Values` and binds all templates of `value_*.py` with `value_templates`. It must write `every` and
`error`, and mostly `entries`, `ordered`, `span` and `absent` too; all else has a default that reads `measure`, `unit`,
`unit_name`, `decimals`, `ticks`, `row_label`, `row_plural`, `column_label`, `column_plural` and `hidden` of the scene.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

import numpy as np

from scenewright.qa_templates.answers import Label, Number, Unanswerable, with_unit
from scenewright.qa_templates.neutral import nearest
from scenewright.qa_templates.plot_words import POINTS, SIGN, adds_up, has_ratios, ranks_apart, round_limits, who
from scenewright.qa_templates.steps import Known, Step, Work
from scenewright.qa_templates.words import listed, number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject, Scene

S = TypeVar("S", bound=Scene)
T = TypeVar("T")
Along = Literal["row", "column"]
_BOTH: tuple[Along, Along] = ("row", "column")

SIDE_BY_SIDE = 0.025
"""Share of the scale by which two numbers differ that are chosen for a comparison: less is rarely resolved."""

RUN_PAIRS = 40
"""Pairs of runs of one chart that are looked at: of more an even part."""


class Cell(NamedTuple):
    """One readable number of a chart."""

    id: str
    row: str
    column: str
    """Empty where there is only one list."""
    value: float


class _Run(NamedTuple):
    name: str
    """Of the column or row that it is; empty where there is one list."""
    along: Along
    cells: tuple[Cell, ...]
    ordered: bool
    """Whether neighbours follow each other in time or size, so that rises and largest changes mean something."""


class Run(_Run):
    """A list of cells over which one asks for the most, the sum, the trend: one series, or one place over all series.

    `along` says which name varies: "row" for a column's cells from row to row, "column" for a row's.
    """

    @cached_property
    def values(self) -> list[float]:
        """The numbers. Not to be changed."""
        return [cell.value for cell in self.cells]


class Entry(NamedTuple):
    """A name that the chart lists: a label of an axis, an entry of the legend."""

    id: str
    name: str


class Caption(NamedTuple):
    """Words on the chart that can be asked for: `id` of a thing with a `text`, and what it is called."""

    id: str
    what: str
    """`the title of the horizontal axis`."""


class Values(Generic[S]):
    """How a family's numbers are named, read and told apart."""

    field: ClassVar[str] = "value"
    """The field of a cell's thing that holds its number."""
    mark: ClassVar[str] = "bar"
    marks: ClassVar[str] = "bars"
    """What one element is called, and several."""
    scale: ClassVar[str] = "value axis"
    """What numbers are read on."""
    row_places: ClassVar[str] = "along the horizontal axis"
    column_places: ClassVar[str] = "in the legend"
    """Where the names of rows and of columns are listed."""
    row_ends: ClassVar[tuple[str, str]] = ("from the left", "from the right")
    column_ends: ClassVar[tuple[str, str]] = ("from the beginning", "from the end")
    """From where entries are counted, forwards and backwards."""

    def __init__(self) -> None:
        self._scene: Any = None
        self._kept: dict[str, Any] = {}

    def keep(self, scene: S, key: str, make: Callable[[], T]) -> T:
        """What `make` gives, kept for the scene asked last: templates ask one chart hundreds of times."""
        if self._scene is not scene:
            self._scene, self._kept = scene, {}
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    # -- what is there -----------------------------------------------------------------------------------------------

    def every(self, scene: S) -> Sequence[Cell]:
        """All cells that have a number, covered ones too, row by row. To be written."""
        raise NotImplementedError

    def entries(self, scene: S, along: Along) -> Sequence[Entry]:
        """The names of rows, or of columns, as the chart lists them. To be written where columns or rows are things;
        from these questions on names, their number and order are made; by default there are none.
        """
        return ()

    def ordered(self, scene: S, along: Along) -> bool:
        """Whether rows (columns) follow each other in time or size."""
        return False

    def names(self, scene: S, along: Along) -> Sequence[str]:
        """Names of the rows or columns that have cells, in order."""
        column = along == "column"
        return self.keep(scene, f"names {along}", lambda: list(
            dict.fromkeys(c.column if column else c.row for c in self.every(scene))))  # fmt: skip

    def cells(self, scene: S) -> Sequence[Cell]:
        """What is there and not covered."""

        def make() -> list[Cell]:
            hidden = set(scene.hidden)
            return [cell for cell in self.every(scene) if cell.id not in hidden]

        return self.keep(scene, "cells", make)

    def find(self, scene: S, row: str, column: str) -> Cell | None:
        """The cell of these names, covered or not; None if the chart has no such number."""
        at = self.keep(scene, "find", lambda: {(c.row, c.column): c for c in self.every(scene)})
        return at.get((row, column))

    def stand_in(self, scene: S, row: str, column: str) -> Cell:
        """The cell of these names, or one of its names alone: for words, which are the same where it is not there."""
        return self.find(scene, row, column) or Cell("", row, column, 0.0)

    def cell(self, scene: S, slot: Sequence[Any]) -> Cell:
        """The cell that a slot names, which is there."""
        found = self.find(scene, slot[0], slot[1])
        if found is None:
            raise Reject("not_applicable")
        return found

    def runs(self, scene: S) -> Sequence[Run]:
        """Whole runs, nothing missing or covered: all columns, and all rows where there are several columns.

        Families whose columns have different units, or whose rows add nothing, leave some out.
        """
        return self.keep(scene, "runs", lambda: self._runs(scene))

    def _runs(self, scene: S) -> list[Run]:
        rows, columns = self.names(scene, "row"), self.names(scene, "column")
        hidden = set(scene.hidden)
        at = {(c.row, c.column): c for c in self.every(scene) if c.id not in hidden}
        out = []
        for column in columns:
            cells = tuple(at[row, column] for row in rows if (row, column) in at)
            if len(cells) == len(rows) > 2:
                out.append(Run(column, "row", cells, self.ordered(scene, "row")))
        for row in rows if len(columns) > 1 else ():
            cells = tuple(at[row, column] for column in columns if (row, column) in at)
            if len(cells) == len(columns):
                out.append(Run(row, "column", cells, self.ordered(scene, "column")))
        return out

    def run(self, scene: S, name: str, along: str) -> Run:
        """The run of that name, which is whole."""
        at: dict[tuple[str, str], Run] = self.keep(
            scene, "by name", lambda: {(run.name, run.along): run for run in self.runs(scene)}
        )
        found = at.get((name, along))
        if found is None:
            raise Reject("not_applicable")
        return found

    # -- names -------------------------------------------------------------------------------------------------------

    def nouns(self, scene: S, along: Along) -> tuple[str, str]:
        """What a row (column) is called, one and many: `country`, `countries`."""
        return getattr(scene, f"{along}_label"), getattr(scene, f"{along}_plural")

    def says(self, scene: S, along: Along, name: str) -> str:
        """A row's or column's name in a sentence: `the United States`, `party size 3`."""
        kept: dict[tuple[str, str], str] = self.keep(scene, "says", dict)
        if (along, name) not in kept:
            kept[along, name] = who(self.nouns(scene, along)[0], name)
        return kept[along, name]

    def phrase(self, scene: S, cell: Cell) -> str:
        """A cell as a noun: `Japan`, `Japan in 1975`, `Adelie (Biscoe)`."""
        return self.phrase_of(scene, cell.row, cell.column)

    def phrase_of(self, scene: S, row: str, column: str) -> str:
        """The same by names, of which the chart may have none."""
        kept: dict[tuple[str, str], str] = self.keep(scene, "phrases", dict)
        if (row, column) not in kept:
            kept[row, column] = self._phrase(scene, row, column)
        return kept[row, column]

    def _phrase(self, scene: S, row: str, column: str) -> str:
        first = self.says(scene, "row", row)
        if not column:
            return first
        time = self.keep(scene, "time", lambda: self._time(scene))
        if time == "column":
            return f"{first} {self._at(scene, time, column)}"
        second = self.says(scene, "column", column)
        if time == "row":  # July in 2012, whichever of the two is a row
            return f"{second} {self._at(scene, time, row)}"
        return f"{first} ({second})"

    def _time(self, scene: S) -> Along | Literal[""]:
        """Whether columns or rows are times; where both are, the longer ones."""
        inner, outer = (self.nouns(scene, along)[0] for along in _BOTH)
        if is_time(outer) and _length(outer) >= _length(inner):
            return "column"
        return "row" if is_time(inner) else ""

    def _at(self, scene: S, along: Along, name: str) -> str:
        """`at_name` of a row or column, kept: each stands in many phrases."""
        kept: dict[str, str] = self.keep(scene, f"at {along}", dict)
        if name not in kept:
            kept[name] = at_name(self.nouns(scene, along)[0], name)
        return kept[name]

    def spot(self, scene: S, row: str, column: str) -> str:
        """A cell in a sentence: `in 1975`, `for Japan in 1975`, `for Adelie (Biscoe)`."""
        label = self.nouns(scene, "row")[0]
        if not column and is_time(label):
            return at_name(label, row)
        return f"for {self.phrase_of(scene, row, column)}"

    def within(self, scene: S, run: Run) -> str:
        """Which list is meant, where there are several: ` for Japan`, ` in 1975` or nothing."""
        if not run.name:
            return ""
        along: Along = "row" if run.along == "column" else "column"
        return f" {at_name(self.nouns(scene, along)[0], run.name)}"

    def end(self, scene: S, along: Along, name: str) -> str:
        """What one end of a stretch of names is called: by its place, where names would tell what happens there."""
        return self.says(scene, along, name)

    def label(self, scene: S, cell: Cell, run: Run) -> Label:
        """The name that varies along the run, as an answer with its accepted forms."""
        return self.named(scene, cell.row if run.along == "row" else cell.column, run.along)

    def named(self, scene: S, name: str, along: Along) -> Label:
        """A row's or column's name as an answer."""
        noun = self.nouns(scene, along)[0]
        return Label(value=name, accepted=(who(noun, name), f"{noun} {name}", at_name(noun, name)))

    def nameable(self, scene: S, name: str, along: Along) -> bool:
        """Whether a name is written on the chart: only these are asked for and answered with."""
        return True

    def common(self, scene: S, of: Cell | None = None) -> dict[str, str]:
        """Fields of most phrasings. `of` is a cell that the question is about, where columns have different units."""
        unit = self.unit_name(scene, of)
        gap = POINTS if unit and self.unit(scene, of) == "%" else unit
        (label, labels), (slabel, slabels) = self.nouns(scene, "row"), self.nouns(scene, "column")
        return {
            "measure": self.measure(scene, of),
            "unit": f", in {unit}" if unit else "",
            "gap_unit": f", in {gap}" if gap else "",
            "sign": SIGN if self._below_zero(scene) else "",
            "label": label,
            "labels": labels,
            "slabel": slabel,
            "slabels": slabels,
            "mark": self.mark,
            "marks": self.marks,
            "scale": self.scale,
        }

    def _below_zero(self, scene: S) -> bool:
        """By the scale where there is one: a twin that lacks a number has the same scale."""
        ticks = self.tick_things(scene)
        return ticks[0].value < 0 if ticks else any(cell.value < 0 for cell in self.every(scene))

    # -- numbers -----------------------------------------------------------------------------------------------------

    def measure(self, scene: S, of: Cell | None = None) -> str:
        """What the numbers are, as in a sentence: `mean fuel economy`."""
        return str(scene.measure)  # type: ignore[attr-defined]

    def unit(self, scene: S, of: Cell | None = None) -> str:
        """The unit's sign: `%`, `$`, `GWh`; empty for none."""
        return str(scene.unit)  # type: ignore[attr-defined]

    def unit_name(self, scene: S, of: Cell | None = None) -> str:
        """The unit in words."""
        return str(scene.unit_name)  # type: ignore[attr-defined]

    def decimals(self, scene: S, of: Cell | None = None) -> int:
        """Decimals that values are given with."""
        return int(scene.decimals)  # type: ignore[attr-defined]

    def amount(self, scene: S, value: float, decimals: int | None = None, of: Cell | None = None) -> str:
        """A value with its unit: `$5,911`."""
        places = self.decimals(scene, of) if decimals is None else decimals
        return with_unit(number(value, places), self.unit(scene, of))

    def number(self, scene: S, value: float, decimals: int | None = None, of: Cell | None = None) -> Number:
        """A value as an answer."""
        places = self.decimals(scene, of) if decimals is None else decimals
        return Number(value=round(value, places) + 0.0, unit=self.unit(scene, of), decimals=places)

    def gap(self, scene: S, value: float, of: Cell | None = None) -> Number:
        """A difference of two values as an answer: of percentages in percentage points."""
        found, unit = self.number(scene, value, None, of), self.unit(scene, of)
        return Number(value=found.value, unit=POINTS if unit == "%" else unit, decimals=found.decimals)

    def adds_up(self, scene: S, of: Cell | None = None) -> bool:
        """Whether sums of the values may be asked for: not of changes, rates, indices or temperatures."""
        return adds_up(_Measured(self.measure(scene, of), self.unit(scene, of), self.decimals(scene, of)))

    def has_ratios(self, scene: S, of: Cell | None = None) -> bool:
        """Whether one value can be so many times another: not on scales whose zero is a convention."""
        return has_ratios(_Measured(self.measure(scene, of), self.unit(scene, of), self.decimals(scene, of)))

    def comparable(self, scene: S, a: Cell, b: Cell) -> bool:
        """Whether two cells are of one unit and can be set against each other."""
        return True

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self, work: Work, scene: S, cell: Cell) -> Known:
        """Read one number. Cells are read over and over, so the step is kept."""
        steps: dict[str, Step] = self.keep(scene, "steps", dict)
        step = steps.get(cell.id)
        if step is not None:
            return work.again(step)
        known = self.look(work, scene, cell)
        steps[cell.id] = work.steps[known.step]
        return known

    def look(self, work: Work, scene: S, cell: Cell) -> Known:
        """Read one number for the first time."""
        return work.read(cell.id, self.field, self.reading(scene, cell))

    def reading(self, scene: S, cell: Cell) -> str:
        """What is said of a number when it is read."""
        return f"{capital(self.phrase(scene, cell))} shows {self.amount(scene, cell.value, of=cell)}."

    def read_all(self, work: Work, scene: S, cells: Iterable[Cell]) -> list[Known]:
        """Read several numbers."""
        steps: dict[str, Step] = self.keep(scene, "steps", dict)
        return [
            self.read(work, scene, cell) if (step := steps.get(cell.id)) is None else work.again(step) for cell in cells
        ]

    def error(self, scene: S, resolution: Resolution, cell: Cell) -> float:
        """How far off a careful reading may be, in units; 0 where the value is printed. To be written."""
        raise NotImplementedError

    def combined(self, scene: S, resolution: Resolution, cells: Iterable[Cell]) -> float:
        """Error of a sum or difference of independent readings."""
        return math.sqrt(sum(self.error(scene, resolution, cell) ** 2 for cell in cells))

    def apart(self, scene: S, resolution: Resolution, cells: Sequence[Cell]) -> float:
        """Least gap between two of these cells that a viewer can rank; 0 where all are printed.

        Two ends side by side are ranked more finely than either is read, so charts with an axis may say less.
        """
        return 1.5 * max(self.error(scene, resolution, cell) for cell in cells)

    def need_apart(self, scene: S, resolution: Resolution, a: Cell, b: Cell) -> None:
        """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater."""
        self.need_gap(scene, resolution, a.value - b.value, (a, b))

    def need_gap(
        self, scene: S, resolution: Resolution, gap: float, cells: Sequence[Cell], strict: float = 1.0
    ) -> None:
        """The same for a gap between what is made of several cells, or between a cell and a limit; `strict` times as
        wide a gap is needed as between two cells.
        """
        if abs(gap) < 0.5 * 10.0 ** -self.decimals(scene, cells[0]):
            raise Reject("tie")
        if abs(gap) < strict * self.apart(scene, resolution, cells):
            raise Reject("margin")

    # -- the scale ---------------------------------------------------------------------------------------------------

    def linear(self, scene: S) -> bool:
        """Whether equal distances on the scale are equal differences."""
        return not getattr(scene, "log", False)

    def span(self, scene: S, of: Cell | None = None) -> float:
        """Length of the scale in units, by default of its ticks; without ticks, of the values from zero."""
        ticks = self.tick_things(scene)
        if ticks:
            return float(ticks[-1].value - ticks[0].value)
        values = [cell.value for cell in self.every(scene)]
        return (max([*values, 0.0]) - min([*values, 0.0])) or 1.0

    def share(self, scene: S, value: float, of: Cell | None = None) -> float:
        """Where a value lies on its scale, 0 to 1: for choosing numbers that differ visibly."""
        low, length, linear = self.keep(scene, "scale", lambda: self._scale(scene))
        return (value - low) / length if linear else math.log(max(value, 1e-12) / low) / length

    def _scale(self, scene: S) -> tuple[float, float, bool]:
        """Where the scale begins, its length, and whether it is linear; a logarithmic one's length is in logarithms."""
        ticks = self.tick_things(scene)
        low = float(ticks[0].value) if ticks else 0.0
        if not self.linear(scene):
            return low, math.log(float(ticks[-1].value) / low), False
        return low, self.span(scene), True

    def far(self, scene: S, a: float, b: float, share: float = SIDE_BY_SIDE, of: Cell | None = None) -> bool:
        """Whether two values are more than a share of the scale apart."""
        return abs(self.share(scene, a, of) - self.share(scene, b, of)) > share

    def spread(self, scene: S, cells: Iterable[Cell]) -> tuple[list[float], float]:
        """Where cells lie, and the least distance of two that differ visibly: what `far` says, of many at once."""
        return [self.share(scene, cell.value, cell) for cell in cells], SIDE_BY_SIDE

    def stand_out(self, scene: S, cells: Sequence[Cell], share: float) -> list[bool]:
        """Of each cell of a run, whether it is `far` from all others: from those next to it in rank."""
        order = sorted(range(len(cells)), key=lambda i: cells[i].value)
        near: set[int] = set()
        for i, j in itertools.pairwise(order):
            if not self.far(scene, cells[i].value, cells[j].value, share, cells[i]):
                near |= {i, j}
        return [i not in near for i in range(len(cells))]

    def clear_ranks(self, scene: S, values: Sequence[float], of: Cell | None = None) -> list[tuple[int, bool]]:
        """Ranks `(k, from_the_top)` whose holder differs visibly from those next in rank."""
        return ranks_apart([self.share(scene, v, of) for v in values], 0.02)

    def limits(self, scene: S, values: Sequence[float], most: int = 4, of: Cell | None = None) -> list[float]:
        """Round limits between the values, none of which is near one."""
        if not self.linear(scene) or len(values) < 2:
            return []
        return round_limits(values, SIDE_BY_SIDE * self.span(scene, of), self.decimals(scene, of), most)

    def beside_limit(self, scene: S, cells: Sequence[Cell], limit: float) -> Sequence[Cell]:
        """Which of some cells are asked whether they pass a limit: of those far from it, the names would tell."""
        return nearest(cells, lambda cell: cell.value - limit)

    # -- what is written ---------------------------------------------------------------------------------------------

    def captions(self, scene: S) -> Sequence[Caption]:
        """Titles other than the chart's own that can be asked for: of axes, of a colour bar."""
        return ()

    def tick_things(self, scene: S) -> Sequence[Any]:
        """The labelled ticks of the scale, from the lowest up: things with `value` and `text`."""
        found: Sequence[Any] = getattr(scene, "ticks", ())
        return found

    # -- twins -------------------------------------------------------------------------------------------------------

    def absent(self, scene: S, along: Along) -> Sequence[str]:
        """Names that the chart might have shown as well as those it shows, but doesn't."""
        return getattr(scene, "absent" if along == "row" else "absent_columns", ())

    def can_lose(self, scene: S) -> Sequence[Cell]:
        """Uncovered cells whose number can be taken out, so that asking for it rests on a false premise."""
        return ()

    def lose(self, scene: S, cell: Cell, rng: np.random.Generator) -> S:
        """The chart without a cell: without its row, its column, or its number alone. The scale stays."""
        raise Reject("not_applicable")

    def gone(self, scene: S, row: str, column: str, work: Work) -> Unanswerable | None:
        """That there is no such number, said after a look at the names; None if there is one."""
        if self.find(scene, row, column) is not None:
            return None
        along: Along
        for along, name in zip(_BOTH, (row, column), strict=True):
            entries = self.entries(scene, along)
            if name and entries and name not in [entry.name for entry in entries]:
                called, names = self.says(scene, along, name), [entry.name for entry in entries]
                work.do("collect", *names, evidence=[entry.id for entry in entries],
                        say=f"The chart shows {listed(names)}, but not {called}.")  # fmt: skip
                return Unanswerable(reason="false_premise", why=f"the chart does not show {called}.")
        return self.empty(scene, row, column, work)

    def empty(self, scene: S, row: str, column: str, work: Work) -> Unanswerable:
        """That row and column are there, but no number where they meet."""
        pairs = zip(_BOTH, (row, column), strict=True)
        ids = [e.id for along, name in pairs for e in self.entries(scene, along) if e.name == name]
        spot = self.spot(scene, row, column)
        work.do("count", ids, evidence=ids, say=f"The chart shows no value {spot}.")
        return Unanswerable(reason="false_premise", why=f"the chart shows no value {spot}.")

    def can_cover(self, scene: S) -> Sequence[Cell]:
        """Cells that can be covered so that nothing tells of their numbers: not where a total, a neighbour or the ends
        of the scale would give them away.
        """
        return ()

    def cover(self, scene: S, cell: Cell, rng: np.random.Generator) -> S:
        """The chart with something over a cell, instead of what covers it now."""
        raise Reject("not_applicable")

    def unseen(self, scene: S, row: str, column: str, work: Work) -> Unanswerable | None:
        """That a cell is covered, said after a look at it; None if it is not."""
        cell = self.find(scene, row, column)
        if cell is None or cell.id not in scene.hidden:
            return None
        name = self.phrase(scene, cell)
        work.do("count", [cell.id], evidence=[cell.id], say=f"Something lies over {name}: what is shown there is "
                "covered.")  # fmt: skip
        return Unanswerable(reason="hidden", why=f"the chart is covered where {name} is shown.")

    # -- slots -------------------------------------------------------------------------------------------------------

    def pairs(self, scene: S, limit: int = 24) -> list[tuple[Cell, Cell]]:
        """Pairs of cells that differ visibly, of one row or of one column; of many an even part."""

        def make() -> list[tuple[Cell, Cell]]:
            cells = [cell for cell in self.cells(scene) if self.nameable(scene, cell.row, "row")
                     and self.nameable(scene, cell.column, "column")]  # fmt: skip
            lists: dict[tuple[str, str], list[int]] = {}
            for i, cell in enumerate(cells):
                lists.setdefault(("column", cell.column), []).append(i)
                lists.setdefault(("row", cell.row), []).append(i)
            found: list[tuple[int, int]] = []
            for row in lists.values():
                n = len(row)
                for offset in dict.fromkeys((1, 2, n // 2, n - 1)):
                    found += zip(row, row[offset:], strict=False) if offset > 0 else ()
            places, least = self.spread(scene, cells)
            return [
                (cells[i], cells[j])
                for i, j in dict.fromkeys(found)
                if abs(places[i] - places[j]) > least and self.comparable(scene, cells[i], cells[j])
            ]

        return thinned(self.keep(scene, "pairs", make), limit)

    def run_pairs(self, scene: S) -> list[tuple[Run, Run]]:
        """Pairs of whole runs side by side, of the same names and of one unit."""
        return self.keep(scene, "run pairs", lambda: self._run_pairs(scene))

    def _run_pairs(self, scene: S) -> list[tuple[Run, Run]]:
        out = []
        for a, b in itertools.combinations(self.runs(scene), 2):
            if a.along == b.along and len(a.cells) == len(b.cells) and self.comparable(scene, a.cells[0], b.cells[0]):
                out.append((a, b))
        return thinned(out, RUN_PAIRS)


class _Measured(NamedTuple):
    """What `plot_words` asks of a chart."""

    measure: str
    unit: str
    decimals: int


_IN = ("year", "month", "decade", "century", "quarter", "season")
_ON = ("week", "weekday", "day", "date")


_LENGTHS = ("day", "date", "weekday", "week", "month", "quarter", "season", "year", "decade", "century")


def _length(noun: str) -> int:
    """How long a time of that kind is, by rank; other names are shorter than all."""
    last = noun.split()[-1] if noun else ""
    return _LENGTHS.index(last) if last in _LENGTHS else -1


def is_time(noun: str) -> bool:
    """Whether a name of that kind is a time: `in 1975`, `on Monday`."""
    return noun.split()[-1] in (*_IN, *_ON) if noun else False


def at_name(noun: str, name: str) -> str:
    """A name in a sentence: `in 1975`, `on Monday`, `for party size 3`."""
    last = noun.split()[-1] if noun else ""
    if last in _ON:
        return f"on {name}"
    return f"{'in' if last in _IN else 'for'} {who(noun or 'name', name)}"


def astride(items: Sequence[T], side: Callable[[T], bool]) -> list[T]:
    """Items of which a neighbour lies on the other side: where an item stands in the row then hardly tells its side."""
    sides = [side(item) for item in items]
    return [
        item for i, item in enumerate(items) if any(sides[j] != sides[i] for j in (i - 1, i + 1) if 0 <= j < len(items))
    ]


def thinned(items: Sequence[T], most: int) -> list[T]:
    """At most so many items, evenly taken from all."""
    return list(items) if len(items) <= most else [items[i * len(items) // most] for i in range(most)]


def value_templates(values: Values[Any], *, without: Collection[str] = ()) -> tuple[Any, ...]:
    """All templates on named numbers, bound to a family's adapter; `without` leaves some out by name."""
    from scenewright.qa_templates import (
        value_changes,
        value_checks,
        value_counts,
        value_order,
        value_reading,
        value_structure,
        value_sums,
        value_twins,
    )

    modules = (value_reading, value_sums, value_order, value_checks, value_changes, value_counts, value_structure,
               value_twins)  # fmt: skip
    kinds: list[Any] = [kind for module in modules for kind in module.KINDS]
    known = {kind.name for kind in kinds}
    if unknown := set(without) - known:
        raise ValueError(f"no generic template is named {sorted(unknown)[0]}; there are {sorted(known)}")
    return tuple(kind(values) for kind in kinds if kind.name not in without)


__all__ = ["Along", "Caption", "Cell", "Entry", "Mapping", "Run", "Values", "at_name", "is_time", "value_templates"]
