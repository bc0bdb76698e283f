"""Cuts of a table that make a combined chart: one column along the axis, and two quantities of its groups."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from scenewright.scenes.bar_chart_cuts import SMALL, TRIES, Cut, rounded_values
from scenewright.scenes.base import Reject, below, between, chance, draw, pick
from scenewright.scenes.line_chart_cuts import LineCut, line_tables, rounded
from scenewright.scenes.table_cells import Cells, cells
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import Category, Table

SPREAD_MIN = 0.12
"""Least spread of the bars, as a share of the axis they need."""
NAMES_MAX = 320
"""Characters of all names together."""


class Wish(NamedTuple):
    """What a cut should be like."""

    places: tuple[int, int]
    filtered: float
    signed: bool
    """One of the two is to have values below zero."""


class ComboCut(NamedTuple):
    """Two quantities of the same groups."""

    bars: Cut
    line: LineCut


class _Quantity(NamedTuple):
    measure: int | None
    """None: rows are counted."""
    how: str


class _Option(NamedTuple):
    table: Table
    column: int


@lru_cache(64)
def quantities(table: Table) -> tuple[_Quantity, ...]:
    """Every measure of a table with each of its aggregations, and the number of rows where counting means something."""
    found = [_Quantity(m, how) for m, measure in enumerate(table.measures) for how in measure.aggregations]
    return (*found, *([_Quantity(None, "count")] * 2 if table.count_label else []))


def draw_cut(patterns: tuple[str, ...], wish: Wish, rng: np.random.Generator) -> ComboCut:
    """A cut whose bars and points can be told apart. `TableError` where the tables allow none, `Reject` where none was
    found.
    """
    least, menu = _relaxed(line_tables(patterns), wish.places[0])
    wish = wish._replace(places=(least, max(least, wish.places[1])))
    for attempt in range(TRIES):
        option = pick(rng, pick(rng, menu))
        if attempt == TRIES // 2:  # no luck so far: do without what is only wished for
            wish = wish._replace(signed=False)
        found = _fill(option, wish, rng)
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(64)
def _relaxed(tables: tuple[Table, ...], least: int) -> tuple[int, tuple[tuple[_Option, ...], ...]]:
    """Columns with at least so many names, or with as many as there are; one tuple per table, so that each table is as
    likely as another.
    """
    for count in range(least, 2, -1):
        menu = [
            options
            for table in tables
            if len(set(quantities(table))) > 1
            and (options := _wide(table, count))
        ]  # fmt: skip
        if menu:
            return count, tuple(menu)
    names = ", ".join(table.name for table in tables)
    raise TableError(f"{names}: no category column has 3 names or more with rows; add one of years, dates or text")


def _wide(table: Table, count: int) -> tuple[_Option, ...]:
    """The columns of a table with so many names."""
    return tuple(_Option(table, c) for c, column in enumerate(table.categories) if len(column.names) >= count)


def _fill(option: _Option, wish: Wish, rng: np.random.Generator) -> ComboCut | None:
    """Choose two quantities, a part of the rows and the names; None if they make no good chart."""
    table, c = option
    column = table.categories[c]
    one = pick(rng, quantities(table))
    others = [q for q in quantities(table) if q != one]
    unlike = [q for q in others if q.measure != one.measure]
    two = pick(rng, unlike if unlike and chance(rng, 0.8) else others)
    s, part = _part(table, c, column, wish.filtered, rng)
    grids = [cells(table, c, s, q.measure, q.how) for q in (one, two)]
    transforms = _transforms(column, one, two, wish.signed, rng)
    if transforms is None:
        return None
    follows = "change" in transforms
    allowed = [i for i, row in enumerate(grids[0].counts) if row[part] > 0]
    if follows:
        allowed = [i for i in allowed if i - 1 in allowed]
    most = min(wish.places[1], len(allowed))
    if most < wish.places[0]:
        return None
    places, run = _places(allowed, between(rng, wish.places[0], most), column, rng)
    rows = [[_value(g, p, part, t) for p in places] for g, t in zip(grids, transforms, strict=True)]
    if not column.ordered and chance(rng, 0.25):  # sorted by the bars, as charts often are
        down = -1 if chance(rng, 0.7) else 1
        order = sorted(range(len(places)), key=lambda i: down * rows[0][i])
        places, rows = [places[i] for i in order], [[row[i] for i in order] for row in rows]
    single = all(grids[0].counts[p][part] == 1 for p in places)
    if not _legible(rows, wish.signed) or (single and one.measure == two.measure and not follows):
        return None
    if sum(len(column.names[p]) for p in places) > NAMES_MAX:
        return None
    made = [
        LineCut(
            table=table,
            kind=kind,
            column=column,
            second=table.categories[s] if s is not None else None,
            measure=table.measures[q.measure] if q.measure is not None else None,
            aggregation=q.how,
            transform=transform,
            names=tuple(column.names[p] for p in places),
            series_names=(),
            filter_name=table.categories[s].names[part] if s is not None else "",
            values=[[v] for v in row],
            errors=None,
            error_name="",
            left_out=() if run else tuple(column.names[i] for i in allowed if i not in places),
            single_rows=single,
            at=tuple(float(i) for i in range(len(places))),
            dates=False,
        )
        for kind, q, transform, row in zip(("bars", "line"), (one, two), transforms, rows, strict=True)
    ]
    return ComboCut(made[0], made[1])


def _part(table: Table, c: int, column: Category, share: float, rng: np.random.Generator) -> tuple[int | None, int]:
    """A column by which rows are filtered, and which of its names stays; or no filter."""
    others = [
        i for i, other in enumerate(table.categories) if i != c and other.column and other.column != column.column
    ]
    if not others or not column.column or not chance(rng, share):
        return None, 0
    s = pick(rng, others)
    return s, below(rng, len(table.categories[s].names))


def _transforms(
    column: Category, one: _Quantity, two: _Quantity, signed: bool, rng: np.random.Generator
) -> tuple[str, str] | None:
    """What is done to the two quantities: nothing, or the change from the name before, or the deviation of a mean."""
    if not signed:
        return ("", "")
    first = chance(rng, 0.5)
    target = one if first else two
    choices = ["deviation"] if target.how == "mean" else []
    choices += ["change"] if column.follows else []
    if not choices:
        return None
    chosen = pick(rng, choices)
    return (chosen, "") if first else ("", chosen)


def _places(allowed: list[int], count: int, column: Category, rng: np.random.Generator) -> tuple[list[int], bool]:
    """A run of neighbours, or any names, in their order if they have one; and whether it is a run."""
    if column.ordered and chance(rng, 0.7):
        start = below(rng, len(allowed) - count + 1)
        return allowed[start : start + count], True
    chosen = draw(rng, allowed, count)
    return (sorted(chosen) if column.ordered else chosen), False


def _value(grid: Cells, place: int, j: int, transform: str) -> float:
    value = grid.values[place][j]
    if transform == "deviation":
        return value - grid.overall
    return value - grid.values[place - 1][j] if transform == "change" else value


def _legible(rows: list[list[float]], signed: bool) -> bool:
    """Whether bars differ from each other and from nothing, points from each other, and the two from one another."""
    bars, line = rows
    if not all(map(math.isfinite, (*bars, *line))) or signed != (min(*bars, *line) < 0):
        return False
    span = max(*bars, 0.0) - min(*bars, 0.0)
    if (
        span <= 0
        or max(bars) - min(bars) < SPREAD_MIN * span
        or sum(abs(v) < SMALL * span for v in bars) * 4 > len(bars)
    ):
        return False
    spread = max(line) - min(line)
    if spread <= 1e-9 * max(abs(v) for v in line) or spread <= 0:
        return False
    few = min(len({round(v / span, 3) for v in bars}), len({round(v / spread, 2) for v in line}))
    return few * 4 >= len(bars) * 3 and bars != line


def shown(cut: ComboCut) -> tuple[tuple[list[float], int], tuple[list[float], int]]:
    """The values of bars and line as the chart has them, each rounded to its decimals."""
    tops, _, decimals = rounded_values(cut.bars)
    heights, places = rounded(cut.line, log=False)
    return ([row[0] for row in tops], decimals), ([row[0] or 0.0 for row in heights], places)
