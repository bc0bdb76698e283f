"""Cuts of a table that make a heat map: two of its category columns, a measure, and which names of each are shown."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart_cuts import TRIES, Cut
from scenewright.scenes.base import Reject, below, between, chance, draw, pick
from scenewright.scenes.table_cells import Cells, cells
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import Category, Table

MISSING_MAX = 0.16
"""Share of cells without a number above which a map says too little."""
CROWDED = 0.62
"""Largest share of cells in any quarter of the scale: a map of one colour and an outlier is hard to read."""


class HeatCut(Cut, eq=False):
    """A part of a table, aggregated: `names` are the rows, `series_names` the columns; NaN where there is no number."""

    columns_left_out: tuple[str, ...]
    """As `left_out`, of the columns."""
    by_chance: bool
    """Whether numbers are missing by chance alone, none because the table lacks it."""


class Wish(NamedTuple):
    """What a cut should be like."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    signed: bool
    missing: bool
    by_value: bool


class _Option(NamedTuple):
    table: Table
    row: int
    column: int
    measure: int | None
    aggregation: str


def draw_cut(tables: tuple[Table, ...], wish: Wish, rng: np.random.Generator) -> HeatCut:
    """A cut whose cells can be told apart. `TableError` where the tables allow none, `Reject` where none was found."""
    rows, columns, menu = _relaxed(tables, wish.rows[0], wish.columns[0])
    wish = wish._replace(rows=(rows, max(wish.rows[1], rows)), columns=(columns, max(wish.columns[1], columns)))
    for attempt in range(TRIES):
        if attempt == TRIES // 2:  # no luck so far: do without what is only wished for
            wish = wish._replace(signed=False)
        found = _fill(pick(rng, pick(rng, menu)), wish, rng)
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(256)
def _relaxed(tables: tuple[Table, ...], rows: int, columns: int) -> tuple[int, int, tuple[tuple[_Option, ...], ...]]:
    """The options for what is asked, or for the nearest to it that the tables allow."""
    for less in range(max(rows, columns)):
        least = (max(rows - less, 2), max(columns - less, 2))
        if menu := _menu(tables, *least):
            return (*least, menu)
    names = ", ".join(table.name for table in tables)
    raise TableError(f"{names}: no two category columns have rows in common; a heat map needs two, of text or years")


def _menu(tables: tuple[Table, ...], rows: int, columns: int) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for r in range(len(table.categories)):
            for c in range(len(table.categories)):
                if r == c or not _dense(table, r, c, rows, columns):
                    continue
                for m, measure in enumerate(table.measures):
                    options += [_Option(table, r, c, m, how) for how in measure.aggregations]
                if table.count_label:
                    options.append(_Option(table, r, c, None, "count"))
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _dense(table: Table, row: int, column: int, rows: int, columns: int) -> bool:
    """Whether enough rows have enough columns filled."""
    if len(table.categories[row].names) < rows or len(table.categories[column].names) < columns:
        return False
    there = np.array(cells(table, row, column, None, "count").counts) > 0
    return int((there.sum(1) >= columns).sum()) >= rows and int((there.sum(0) >= rows).sum()) >= columns


def _fill(option: _Option, wish: Wish, rng: np.random.Generator) -> HeatCut | None:
    """Choose rows and columns and take their values; None if they make no good map."""
    table, r, c, m, how = option
    row, column = table.categories[r], table.categories[c]
    transform = _transform(column, how, wish.signed, rng)
    if transform is None:
        return None
    grid = cells(table, r, c, m, how)
    there = _filled(table, r, c, transform == "change")
    full = [j for j in range(len(column.names)) if sum(row[j] for row in there) >= wish.rows[0]]
    if len(full) < wish.columns[0]:
        return None
    across, run_across = _choose(full, between(rng, wish.columns[0], min(wish.columns[1], len(full))), column, rng)
    least = math.ceil(0.7 * len(across)) if wish.missing else len(across)
    allowed = [i for i in range(len(row.names)) if sum(there[i][j] for j in across) >= least]
    if len(allowed) < wish.rows[0]:
        return None
    down, run_down = _choose(allowed, between(rng, wish.rows[0], min(wish.rows[1], len(allowed))), row, rng)
    values = [[_value(grid, i, j, transform) if there[i][j] else math.nan for j in across] for i in down]
    by_chance = not any(math.isnan(v) for line in values for v in line)
    if wish.missing:
        _drop(values, rng)
    if not _legible(values, wish.signed):
        return None
    if wish.by_value and not row.ordered:
        means = [_mean([v for v in line if not math.isnan(v)]) for line in values]
        order = sorted(range(len(down)), key=lambda k: -means[k])
        down, values = [down[k] for k in order], [values[k] for k in order]
    return HeatCut(
        table=table,
        kind="heat",
        column=row,
        second=column,
        measure=table.measures[m] if m is not None else None,
        aggregation=how,
        transform=transform,
        names=tuple(row.names[i] for i in down),
        series_names=tuple(column.names[j] for j in across),
        filter_name="",
        values=values,
        errors=None,
        error_name="",
        left_out=() if run_down else tuple(row.names[i] for i in allowed if i not in down),
        single_rows=all(grid.counts[i][j] <= 1 for i in down for j in across),
        by_chance=by_chance,
        columns_left_out=() if run_across else tuple(column.names[j] for j in full if j not in across),
    )


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


@lru_cache(512)
def _filled(table: Table, row: int, column: int, change: bool) -> list[list[bool]]:
    """Where there are rows of the table, and with `change` in the column before too."""
    there = [[count > 0 for count in counts] for counts in cells(table, row, column, None, "count").counts]
    return [[a and b for a, b in zip(line, (False, *line), strict=False)] for line in there] if change else there


def _transform(column: Category, how: str, signed: bool, rng: np.random.Generator) -> str | None:
    if not signed:
        return ""
    choices = ["deviation"] if how == "mean" else []
    choices += ["change"] if column.follows else []
    return pick(rng, choices) if choices else None


def _choose(allowed: list[int], count: int, column: Category, rng: np.random.Generator) -> tuple[list[int], bool]:
    """A run of neighbours, every k-th of them, or any names in their order; and whether the names are a run.

    Names that have no order are drawn at random, or stand in the order of the alphabet.
    """
    if not column.ordered:
        chosen = draw(rng, allowed, count)
        return (sorted(chosen, key=lambda i: column.names[i]) if chance(rng, 0.25) else chosen), False
    if chance(rng, 0.25):
        return sorted(draw(rng, allowed, count)), False
    longest = max((len(allowed) - 1) // max(count - 1, 1), 1)
    stride = between(rng, 1, min(longest, 5)) if chance(rng, 0.35) else 1
    start = below(rng, len(allowed) - (count - 1) * stride)
    return allowed[start : start + (count - 1) * stride + 1 : stride], True


def _value(grid: Cells, i: int, j: int, transform: str) -> float:
    value = grid.values[i][j]
    if transform == "deviation":
        return value - grid.overall
    return value - grid.values[i][j - 1] if transform == "change" else value


def _drop(values: list[list[float]], rng: np.random.Generator) -> None:
    """Leave out a few numbers, as if they had not been gathered."""
    rows, columns = len(values), len(values[0])
    for k in draw(rng, range(rows * columns), between(rng, 1, max(1, min(4, rows * columns // 12)))):
        values[k // columns][k % columns] = math.nan


def _legible(values: list[list[float]], signed: bool) -> bool:
    """Whether cells differ enough from each other, and no row or column is nearly empty."""
    there = [[not math.isnan(v) for v in row] for row in values]
    flat = [v for row in values for v in row if not math.isnan(v)]
    if not all(map(math.isfinite, flat)) or len(flat) < (1 - MISSING_MAX) * len(values) * len(values[0]):
        return False
    if any(2 * sum(line) < len(line) for line in (*there, *zip(*there, strict=True))):
        return False
    low, high = min(flat), max(flat)
    spread = high - low
    if spread <= 1e-9 * max(abs(low), abs(high), 1e-9) or signed != (low < 0):
        return False
    if signed and not (0.2 * spread < high < 0.8 * spread):  # else half of the colours stay unused
        return False
    quarters = [0] * 4
    for v in flat:
        quarters[min(int((v - low) / spread * 4), 3)] += 1
    different = len({round(v / spread, 2) for v in flat})
    return max(quarters) <= CROWDED * len(flat) and different * 2 >= min(len(flat), 40)


class Rounded(msgspec.Struct):
    """The numbers that a map shows, and their decimals; None where one is missing."""

    values: list[list[float | None]]
    decimals: int


def rounded(cut: HeatCut) -> Rounded:
    """Values rounded to the decimals that the map shows: three digits of their largest, two at least of their spread,
    and no more than the source gives where its own numbers are shown.
    """
    flat = [v for row in cut.values for v in row if not math.isnan(v)]
    largest, spread = max(abs(v) for v in flat), max(flat) - min(flat)
    decimals = max(2 - math.floor(math.log10(largest)), 1 - math.floor(math.log10(spread)))
    decimals = min(max(decimals, 0), 6)
    if cut.measure is None:
        decimals = 0
    elif cut.single_rows or (cut.aggregation in ("max", "min", "sum") and cut.transform != "deviation"):
        decimals = min(decimals, cut.measure.decimals)
    values = [[None if math.isnan(v) else round(v, decimals) + 0.0 for v in row] for row in cut.values]
    while decimals and all(v is None or round(v, decimals - 1) == v for row in values for v in row):
        decimals -= 1
    return Rounded(values, decimals)
