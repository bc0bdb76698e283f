"""Cuts of a table that make a line chart: an ordered column or months along the axis, and the numbers they give."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart_cuts import TRIES, Cut
from scenewright.scenes.base import Reject, below, between, chance, draw, pick
from scenewright.scenes.table_cells import Cells, cells
from scenewright.scenes.table_columns import MONTHS, TableError
from scenewright.scenes.table_source import Category, Table, load_tables

GAP = math.nan
"""Stands for a missing value in a cut."""
LOG_RATIO = 15.0
"""Least ratio of highest to lowest value that a logarithmic axis is for."""


APART = 0.04
"""Share of the axis that half the points of two lines are apart at least."""


class LineCut(Cut, eq=False):
    """A part of a table, aggregated; a missing value is NaN."""

    at: tuple[float, ...]
    """Where each name lies along the axis: its time in years, or its place."""
    dates: bool
    """Whether `at` is time, so that uneven steps show."""


class Wish(NamedTuple):
    """What a cut should be like."""

    kind: str
    many: bool
    points: tuple[int, int]
    series: tuple[int, int]
    signed: bool
    gaps: bool
    log: bool
    filtered: float


class _Option(NamedTuple):
    table: Table
    column: int
    second: int | None
    measure: int | None
    aggregation: str


@lru_cache(64)
def line_tables(patterns: tuple[str, ...]) -> tuple[Table, ...]:
    """The tables, with a column of months in time (`Mar 1999`) where they have years and months."""
    return tuple(_with_dates(table) for table in load_tables(patterns))


def _with_dates(table: Table) -> Table:
    months = [c for c in table.categories if set(c.names) <= set(MONTHS) and len(c.names) > 1]
    years = [c for c in table.categories if _is_years(c)]
    if not (months and years):
        return table
    month, year = months[0], years[0]
    stamps = np.array([int(n) for n in year.names])[year.codes] * 12
    stamps = stamps + np.array([MONTHS.index(n) for n in month.names])[month.codes]
    distinct, codes = np.unique(stamps, return_inverse=True)
    names = tuple(f"{MONTHS[s % 12][:3]} {s // 12}" for s in distinct.tolist())
    column = Category(column="", label="month", plural="months", names=names, codes=codes.astype(np.int16),
                      ordered=True, follows=True)  # fmt: skip
    # The year and the month alone must not be series beside it, and `cells` knows columns by their place: add it last.
    return msgspec.structs.replace(table, categories=(*table.categories, column))


def _is_years(column: Category) -> bool:
    return column.ordered and all(len(name) == 4 and name.isdigit() for name in column.names)


def _is_dates(column: Category) -> bool:
    return column.column == "" and column.label == "month"


def _positions(column: Category, places: list[int]) -> tuple[tuple[float, ...], bool]:
    names = [column.names[p] for p in places]
    if _is_years(column):
        return tuple(float(name) for name in names), True
    if _is_dates(column):
        starts = [MONTHS[i][:3] for i in range(12)]
        return tuple(round(int(n[4:]) + starts.index(n[:3]) / 12, 4) for n in names), True
    return tuple(float(i) for i in range(len(places))), False


def draw_cut(tables: tuple[Table, ...], wish: Wish, rng: np.random.Generator) -> LineCut:
    """A cut whose points can be told apart. `TableError` where the tables allow none, `Reject` where none was found."""
    kind, many, least, menu = _relaxed(tables, wish.kind, wish.many, wish.points[0], wish.series[0])
    wish = wish._replace(kind=kind, many=many, points=(least, wish.points[1]))
    for attempt in range(TRIES):
        option = pick(rng, pick(rng, menu))
        if not many and option.second is None and chance(rng, wish.filtered):
            option = _with_filter(option, rng)
        if attempt == TRIES // 2:  # no luck so far: do without what is only wished for
            wish = wish._replace(signed=False, gaps=False, log=False)
        found = _fill(option, wish, rng)
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(256)
def _relaxed(
    tables: tuple[Table, ...], kind: str, many: bool, least: int, series_min: int
) -> tuple[str, bool, int, tuple[tuple[_Option, ...], ...]]:
    """The options for what is asked, or for the nearest to it that the tables allow; ordered columns first."""
    for ordered in (True, False):
        for this, several in ((kind, many), ("line" if kind == "stacked" else kind, many), ("line", False)):
            for count in range(least, 2, -1):
                if menu := _menu(tables, this, several, count, series_min, ordered):
                    return this, several, count, menu
    names = ", ".join(table.name for table in tables)
    raise TableError(f"{names}: no category column has 3 names or more with rows; add one of years, dates or text")


def _menu(
    tables: tuple[Table, ...], kind: str, many: bool, least: int, series_min: int, ordered: bool
) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for c, column in enumerate(table.categories):
            if len(column.names) < least or column.ordered != ordered:
                continue
            seconds: list[int | None] = [None]
            if many:
                seconds = [
                    s
                    for s, second in enumerate(table.categories)
                    if s != c and not _is_dates(second) and len(second.names) >= series_min
                    and _dense(table, c, s, least, series_min)
                ]  # fmt: skip
            weight = 2 if _is_dates(column) else 1
            for second in seconds:
                for m, measure in enumerate(table.measures):
                    hows = [a for a in measure.aggregations if kind != "stacked" or a == "sum"]
                    options += [_Option(table, c, second, m, a) for a in hows] * weight
                if table.count_label:
                    options += [_Option(table, c, second, None, "count")] * (3 if kind == "stacked" else 1)
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _dense(table: Table, column: int, second: int, least: int, series_min: int) -> bool:
    counts = np.array(cells(table, column, second, None, "count").counts) > 0
    return int((counts.sum(1) >= series_min).sum()) >= least


def _with_filter(option: _Option, rng: np.random.Generator) -> _Option:
    others = [
        i
        for i, column in enumerate(option.table.categories)
        if i != option.column and not _is_dates(column) and not column.ordered
    ]
    return option._replace(second=pick(rng, others)) if others else option


def _fill(option: _Option, wish: Wish, rng: np.random.Generator) -> LineCut | None:
    """Choose names and series and take their values; None if they make no good chart."""
    table, c, s, m, how = option
    column = table.categories[c]
    second = table.categories[s] if s is not None else None
    grid = cells(table, c, s, m, how)
    shown = [0]
    if second is not None:
        count = between(rng, wish.series[0], min(wish.series[1], len(second.names))) if wish.many else 1
        shown = draw(rng, range(len(second.names)), count)
        if second.ordered:
            shown.sort()
    transform = _transform(column, how, wish.signed, rng)
    if transform is None:
        return None
    allowed = _allowed(grid, shown, transform == "change", wish.gaps and wish.kind != "stacked")
    most = min(wish.points[1], len(allowed))
    if most < wish.points[0]:
        return None
    places, run = _places(allowed, between(rng, wish.points[0], most), column, rng)
    values = [[_value(grid, place, j, transform) for j in shown] for place in places]
    if wish.gaps and wish.kind != "stacked":
        _drop(values, rng)
    if not _legible(values, wish) or sum(len(column.names[p]) for p in places) > 60 * 8:
        return None
    at, dates = _positions(column, places)
    return LineCut(
        table=table,
        kind=wish.kind,
        column=column,
        second=second,
        measure=table.measures[m] if m is not None else None,
        aggregation=how,
        transform=transform,
        names=tuple(column.names[p] for p in places),
        series_names=tuple(second.names[j] for j in shown) if second and wish.many else (),
        filter_name=second.names[shown[0]] if second and not wish.many else "",
        values=values,
        errors=None,
        error_name="",
        left_out=() if run else tuple(column.names[i] for i in allowed if i not in places),
        single_rows=all(grid.counts[p][j] <= 1 for p in places for j in shown),
        at=at,
        dates=dates,
    )


def _transform(column: Category, how: str, signed: bool, rng: np.random.Generator) -> str | None:
    if not signed:
        return ""
    choices = ["deviation"] if how == "mean" else []
    choices += ["change"] if column.follows else []
    return pick(rng, choices) if choices else None


def _allowed(grid: Cells, shown: list[int], change: bool, gaps: bool) -> list[int]:
    """Names that have rows in all shown series, or in most of them where gaps are welcome."""
    least = math.ceil(0.7 * len(shown)) if gaps else len(shown)
    full = [sum(row[j] > 0 for j in shown) >= least for row in grid.counts]
    if change:
        full = [ok and i > 0 and full[i - 1] for i, ok in enumerate(full)]
    return [i for i, ok in enumerate(full) if ok]


def _places(allowed: list[int], count: int, column: Category, rng: np.random.Generator) -> tuple[list[int], bool]:
    """A run of neighbours, every k-th of them, or any names in their order; and whether the names are a run.

    Names that have no order are drawn at random.
    """
    if not column.ordered:
        return draw(rng, allowed, count), False
    mark = rng.random()
    if mark < 0.2 and not _is_dates(column):
        return sorted(draw(rng, allowed, count)), False
    longest = max((len(allowed) - 1) // max(count - 1, 1), 1)
    stride = between(rng, 1, min(longest, 5)) if mark < 0.45 and not _is_dates(column) else 1
    start = below(rng, len(allowed) - (count - 1) * stride)
    return allowed[start : start + (count - 1) * stride + 1 : stride], True


def _value(grid: Cells, place: int, j: int, transform: str) -> float:
    value = grid.values[place][j]
    if transform == "deviation":
        return value - grid.overall
    return value - grid.values[place - 1][j] if transform == "change" else value


def _drop(values: list[list[float]], rng: np.random.Generator) -> None:
    """Leave out a point or two of one or two series: inner ones, not next to each other."""
    count, per = len(values), len(values[0])
    if count < 5:
        return
    for j in draw(rng, range(per), between(rng, 1, min(2, per))):
        for i in draw(rng, range(1, count - 1), between(rng, 1, 2 if count > 8 else 1)):
            if not (math.isnan(values[i - 1][j]) or math.isnan(values[i + 1][j])):
                values[i][j] = GAP


def _legible(values: list[list[float]], wish: Wish) -> bool:
    """Whether points differ enough from each other, and series are not pressed flat."""
    columns = [[v for v in column if not math.isnan(v)] for column in zip(*values, strict=True)]
    flat = [v for column in columns for v in column]
    if min(map(len, columns)) < 3 or not all(map(math.isfinite, flat)):
        return False
    low, high = min(flat), max(flat)
    spread = high - low
    if spread <= 1e-9 * max(abs(low), abs(high), 1e-9) or wish.signed != (low < 0):
        return False
    if (
        len(columns) > 1
        and wish.kind != "stacked"
        and not _distinct(values, wish.log and low > 0, spread, high / low if low > 0 else 0.0)
    ):
        return False
    if wish.log:
        return low > 0 and high / low >= LOG_RATIO and high / low < 1e7
    if wish.kind == "stacked":
        totals = [sum(row) for row in values]
        return min(flat) >= 0.04 * max(totals)
    if wish.kind == "area" and (low < 0 or spread < 0.15 * high):
        return False
    lively = sum(max(column) - min(column) >= 0.07 * spread for column in columns)
    if lively * 3 < len(columns) * 2:
        return False
    return len({round(v / spread, 2) for v in flat}) * 2 >= min(len(flat), 40)


def _distinct(values: list[list[float]], log: bool, spread: float, ratio: float) -> bool:
    """Whether no two lines run on top of each other: half of their points are 4 % of the axis apart."""
    for a, b in itertools.combinations(zip(*values, strict=True), 2):
        both = [(x, y) for x, y in zip(a, b, strict=True) if not (math.isnan(x) or math.isnan(y))]
        far = [abs(math.log(x / y)) / math.log(ratio) if log else abs(x - y) / spread for x, y in both]
        if sorted(far)[len(far) // 2] < APART:
            return False
    return True


def rounded(cut: LineCut, log: bool) -> tuple[list[list[float | None]], int]:
    """Values rounded to the decimals that the chart shows: three digits of their spread (on a logarithmic axis of the
    smallest), and no more than the source gives where its own numbers are shown. Missing ones become None.
    """
    flat = [v for row in cut.values for v in row if not math.isnan(v)]
    size = min(flat) if log else max(flat) - min(flat)
    decimals = min(max(2 - math.floor(math.log10(size)), 0), 6)
    if cut.measure is None:
        decimals = 0
    elif cut.single_rows or (cut.aggregation in ("max", "min", "sum") and cut.transform != "deviation"):
        decimals = min(decimals, cut.measure.decimals)
    values = [[None if math.isnan(v) else round(v, decimals) + 0.0 for v in row] for row in cut.values]
    while decimals and all(v is None or round(v, decimals - 1) == v for row in values for v in row):
        decimals -= 1
    return values, decimals
