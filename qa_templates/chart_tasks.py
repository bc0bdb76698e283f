"""Two tasks for every chart: write its data as a table, and write a script that draws it.

A family offers `TABLE`, a `Tabled` that knows its numbers; `chart_tasks(TABLE)` makes the templates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import msgspec

from scenewright.qa_templates.answers import Answer
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.plot_scripts import Script
from scenewright.qa_templates.point_tables import PointTable
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.tables import Table
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject, Scene

S = TypeVar("S", bound=Scene)

CELLS_MAX = 60
"""Numbers of a chart that a reader can be asked to write down."""


class TableCell(NamedTuple):
    """A number of a chart, and the thing that shows it."""

    id: str
    value: float
    field: str = "value"


class ChartTable(NamedTuple):
    """A chart's data: one row per name along the axis, one column per series or measure."""

    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[TableCell | None, ...], ...]
    """Row by row; None where the chart has nothing."""
    decimals: tuple[int, ...]
    """Of each column."""

    def answer(self) -> Table:
        """As a typed answer, all values exact."""
        return Table(
            corner=self.corner,
            rows=self.rows,
            columns=self.columns,
            values=tuple(tuple(None if cell is None else cell.value for cell in row) for row in self.cells),
            decimals=self.decimals,
        )

    def all(self) -> list[tuple[str, str, TableCell]]:
        """Every number with the names of its row and column."""
        return [
            (row, column, cell)
            for row, cells in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, cells, strict=True)
            if cell is not None
        ]


class Slack(NamedTuple):
    """How far off a careful reading may be: an amount for each column, or a share of the number (log axes)."""

    columns: tuple[float, ...] = ()
    relative: float = 0.0


class Tabled(Generic[S]):
    """How a family's charts become tables and scripts."""

    kinds: tuple[str, ...] = ()
    """What a script that redraws the chart may draw, as `plot_scripts.KINDS` has it."""
    phrasings: tuple[str, ...] = ()
    """How its table is asked for, where that takes words of its own."""
    scripted = True
    """Whether a short script can redraw it."""

    def table(self, scene: S) -> ChartTable:
        """The numbers that the chart shows."""
        raise NotImplementedError

    def answer(self, scene: S) -> Table | PointTable:
        """Those numbers as a typed answer, all exact."""
        return self.table(scene).answer()

    def read(self, scene: S, work: Work) -> Table | PointTable:
        """The same, read number by number, then put together."""
        found = self.table(scene)
        known: dict[str, Known] = {}
        for row, column, cell in found.all():
            name = f"{row}, {column}" if len(found.columns) > 1 else row
            known[cell.id + cell.field] = work.read(cell.id, cell.field, f"{name}: {_plain(found, column, cell)}.")
        flat = [None if cell is None else known[cell.id + cell.field] for row in found.cells for cell in row]
        answer = found.answer()
        work.do("table", found.corner, list(found.rows), list(found.columns), list(found.decimals), *flat,
                say=f"As a table:\n{answer.text()}")  # fmt: skip
        return answer

    def within(self, scene: S, table: Any, resolution: Resolution) -> Table | PointTable:
        """A table with the tolerance that the picture allows."""
        slack = self.slack(scene, resolution)
        if any(not math.isfinite(s) for s in slack.columns):
            raise Reject("coarse")
        return msgspec.structs.replace(
            table,
            tolerance=tuple(round(s, 9) for s in slack.columns) if any(slack.columns) else (),
            relative=round(slack.relative, 9),
        )

    def script(self, scene: S) -> str:
        """A short script that redraws it. It ends with `plt.savefig("chart.png")`."""
        raise NotImplementedError

    def slack(self, scene: S, resolution: Resolution) -> Slack:
        """How far off a careful reading may be."""
        raise NotImplementedError

    def askable(self, scene: S) -> bool:
        """Whether a reader of the picture could write the table: not where a name along the axis is left out, nor where
        there is too much of it.
        """
        return self.complete(scene) and 2 <= len(self.table(scene).all()) <= CELLS_MAX

    def complete(self, scene: S) -> bool:
        """Whether the picture names all that the table does."""
        return True

    def words(self, scene: S) -> Mapping[str, str]:
        """Fields of the task's phrasings."""
        return {"corner": self.table(scene).corner}

    def drawn(self, scene: S) -> tuple[str, ...]:
        """Kinds that this chart may be redrawn as."""
        return self.kinds


class _ChartTask(Template[Any]):
    """What both tasks share: all numbers of a chart are read, and none may be missing or covered."""

    choice_share = 0.0
    weight = 0.35
    tabled: ClassVar[Tabled[Any]]

    def slots(self, scene: Any) -> Sequence[Any]:
        return [""] if self.tabled.askable(scene) else []

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.tabled.words(scene)


def _plain(table: ChartTable, column: str, cell: TableCell) -> str:
    return f"{cell.value:.{table.decimals[table.columns.index(column)]}f}"


class _ChartTable(_ChartTask):
    """The chart's data as a table, in CSV; scored by RMS-F1. Not of charts with more than 60 numbers, nor where one is
    covered.
    """

    skill = "structure"
    phrasings = (
        "Write the data of this chart as a CSV table, with names in the first column ({corner}) and in the first row.",
        "Turn the chart into a table in CSV format. The first column is headed '{corner}'.",
        "Extract the chart's underlying data as CSV, one row per {corner}.",
        "Transcribe all values of the chart into a CSV table whose first column is '{corner}'.",
        "What table is this chart drawn from? Give it as CSV, one row per {corner}.",
        "Digitise this chart: list all of its values as a CSV table, one line for each {corner}.",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.tabled.read(scene, work)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return self.tabled.within(scene, answer, resolution)


class _ChartCode(_ChartTask):
    """A matplotlib script that redraws the chart; scored by the numbers and names that it plots, without running it."""

    skill = "structure"
    phrasings = (
        "Write a short Python script with matplotlib that redraws this chart.",
        "Reproduce this chart in matplotlib: give a complete script with the data in it.",
        "Which matplotlib script would draw this chart? Give the code.",
        "Recreate the chart as Python code that uses matplotlib.",
        "Write runnable matplotlib code for the chart shown here, data included.",
        "Give a self-contained Python script (matplotlib) that plots the same chart.",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        table = self.tabled.read(scene, work)
        script = self.tabled.script(scene)
        work.do("choose", True, script, script, say=f"A script that draws this:\n{script}")
        return Script(value=script, kinds=self.tabled.drawn(scene), table=table)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Script)
        table = self.tabled.within(scene, answer.table, resolution)
        return Script(value=answer.value, kinds=answer.kinds, table=table)


def chart_tasks(tabled: Tabled[Any]) -> tuple[Template[Any], ...]:
    """The templates of a family: `chart_table`, and `chart_code` where a script can redraw its charts."""
    made = []
    for name, base in (("ChartTable", _ChartTable), ("ChartCode", _ChartCode))[: 1 + tabled.scripted]:
        own: dict[str, Any] = {"tabled": tabled, "__doc__": base.__doc__, "__module__": __name__}
        if base is _ChartTable and tabled.phrasings:
            own["phrasings"] = tabled.phrasings
        made.append(type(name, (base,), own)())
    return tuple(made)


# -- scripts -------------------------------------------------------------------------------------------------------


def literal(values: Sequence[float | None], decimals: int) -> str:
    """Numbers as a list, with a gap as `float("nan")`."""
    return "[" + ", ".join('float("nan")' if v is None else f"{v:.{decimals}f}" for v in values) + "]"


def script_of(lines: Sequence[str], title: str, x: str = "", y: str = "", legend: bool = False) -> str:
    """Plotting lines with what goes before and after them."""
    after = [f"ax.set_title({title!r})" if title else "", f"ax.set_xlabel({x!r})" if x else "",
             f"ax.set_ylabel({y!r})" if y else "", "ax.legend()" if legend else ""]  # fmt: skip
    body = [*lines, *(line for line in after if line)]
    return "\n".join(
        ["import matplotlib.pyplot as plt", "", "fig, ax = plt.subplots()", *body, 'plt.savefig("chart.png")']
    )
