"""Cuts of a table that make a bar chart: which column, measure, aggregation and names, and the numbers they give."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, below, between, chance, draw, pick
from scenewright.scenes.table_cells import Cells, cells
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import Category, Measure, Table

TRIES = 40
"""Cuts drawn before a scene is given up."""
SPREAD_MIN = 0.15
"""Least spread of the values, as a share of the axis they need: flatter charts say nothing."""
SMALL = 0.03
"""Bars shorter than this share of the axis are hard to see; a third of them may be."""
LABELS_MAX = 150
"""Characters of all names together that a category axis has room for."""


class Cut(msgspec.Struct, eq=False):
    """A part of a table, aggregated."""

    table: Table
    kind: str
    column: Category
    second: Category | None
    """The series' column, or the column that rows are filtered by."""
    measure: Measure | None
    """None: rows are counted."""
    aggregation: str
    transform: str
    """Empty, `deviation` (from the mean of all rows) or `change` (from the name before)."""
    names: tuple[str, ...]
    series_names: tuple[str, ...]
    filter_name: str
    values: list[list[float]]
    """Per name, per series; not yet rounded."""
    errors: list[list[float]] | None
    error_name: str
    left_out: tuple[str, ...]
    """Names that might have been shown as well as those that are; none where the shown ones are a run, whose middle
    names are shown more often than its ends."""
    single_rows: bool
    """Whether each value comes from one row, so that no aggregation need be named."""


class _Option(NamedTuple):
    table: Table
    column: int
    second: int | None
    measure: int | None
    aggregation: str


def draw_cut(
    tables: tuple[Table, ...],
    kind: str,
    signed: bool,
    with_errors: bool,
    categories: tuple[int, int],
    series: tuple[int, int],
    filtered: float,
    bars_max: int,
    rng: np.random.Generator,
) -> Cut:
    """A cut whose bars can be told apart. `TableError` where the tables allow none, `Reject` where none was found."""
    kind, least, menu = _relaxed(tables, kind, categories[0], series[0])
    for attempt in range(TRIES):
        option = pick(rng, pick(rng, menu))
        single = kind == "single"
        filtering = single and option.second is None and chance(rng, filtered)
        if filtering:
            option = _with_filter(option, rng)
        soft = attempt > TRIES // 2  # no luck so far: do without what is only wished for
        found = _fill(
            option, kind, signed and not soft, with_errors and not soft, (least, categories[1]), series, bars_max, rng
        )
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(256)
def _relaxed(
    tables: tuple[Table, ...], kind: str, least: int, series_min: int
) -> tuple[str, int, tuple[tuple[_Option, ...], ...]]:
    """The options for what is asked, or for the nearest to it that the tables allow."""
    for this in (kind, "grouped" if kind == "stacked" else kind, "single"):
        for count in range(least, 1, -1):
            if menu := _menu(tables, this, count, series_min):
                return this, count, menu
    names = ", ".join(table.name for table in tables)
    raise TableError(f"{names}: no category column has 2 names or more with rows; add one of text or years")


def _menu(tables: tuple[Table, ...], kind: str, least: int, series_min: int) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for c, column in enumerate(table.categories):
            if len(column.names) < least:
                continue
            seconds: list[int | None] = [None]
            if kind != "single":
                seconds = [
                    s
                    for s, second in enumerate(table.categories)
                    if s != c and len(second.names) >= series_min and _dense(table, c, s, least, series_min)
                ]
            for second in seconds:
                for m, measure in enumerate(table.measures):
                    hows = [a for a in measure.aggregations if kind != "stacked" or a == "sum"]
                    options += [_Option(table, c, second, m, a) for a in hows]
                if table.count_label:
                    options += [_Option(table, c, second, None, "count")] * (3 if kind == "stacked" else 1)
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _dense(table: Table, column: int, second: int, least: int, series_min: int) -> bool:
    """Whether enough names have rows in enough series at once."""
    counts = np.array(cells(table, column, second, None, "count").counts) > 0
    return int((counts.sum(1) >= series_min).sum()) >= least


def _with_filter(option: _Option, rng: np.random.Generator) -> _Option:
    """The same cut of the rows of one name of another column, where there is one."""
    others = [i for i in range(len(option.table.categories)) if i != option.column]
    return option._replace(second=pick(rng, others)) if others else option


def _fill(
    option: _Option,
    kind: str,
    signed: bool,
    with_errors: bool,
    categories: tuple[int, int],
    series: tuple[int, int],
    bars_max: int,
    rng: np.random.Generator,
) -> Cut | None:
    """Choose names and series and take their values; None if they make no good chart."""
    table, c, s, m, how = option
    column = table.categories[c]
    second = table.categories[s] if s is not None else None
    grid = cells(table, c, s, m, how)
    shown = [0]
    if second is not None:
        count = 1 if kind == "single" else between(rng, series[0], min(series[1], len(second.names)))
        shown = draw(rng, range(len(second.names)), count)
        if second.ordered:
            shown.sort()
    transform = ""
    if signed:
        choices = ["deviation"] if how == "mean" else []
        choices += ["change"] if column.follows else []
        choices += ["", ""] if how == "min" or any(v < 0 for row in grid.values for v in row) else []
        if not choices:
            return None
        transform = pick(rng, choices)
    allowed = _allowed(grid, shown, with_errors, transform == "change")
    most = min(categories[1], len(allowed), bars_max // len(shown))
    if most < categories[0]:
        return None
    run = column.ordered and chance(rng, 0.5)
    places = _places(allowed, between(rng, categories[0], most), column.ordered, run, rng)
    values = [[_value(grid, place, j, transform) for j in shown] for place in places]
    errors, error_name = None, ""
    if with_errors:
        if how != "mean" or transform == "change" or m is None:
            return None
        errors, error_name = _errors(grid, places, shown, rng)
    if kind == "single" and not column.ordered and chance(rng, 0.2):  # sorted, as charts often are
        order = sorted(range(len(places)), key=lambda i: -values[i][0])
        places, values = [places[i] for i in order], [values[i] for i in order]
        errors = [errors[i] for i in order] if errors else None
    if not _legible(values, errors, kind, signed) or sum(len(column.names[p]) for p in places) > LABELS_MAX:
        return None
    return Cut(
        table=table,
        kind=kind,
        column=column,
        second=second,
        measure=table.measures[m] if m is not None else None,
        aggregation=how,
        transform=transform,
        names=tuple(column.names[p] for p in places),
        series_names=tuple(second.names[j] for j in shown) if second and kind != "single" else (),
        filter_name=second.names[shown[0]] if second and kind == "single" else "",
        values=values,
        errors=errors,
        error_name=error_name,
        left_out=() if run else tuple(column.names[i] for i in allowed if i not in places),
        single_rows=all(grid.counts[p][j] == 1 for p in places for j in shown),
    )


def _allowed(grid: Cells, shown: list[int], with_errors: bool, change: bool) -> list[int]:
    """Names that have rows in all shown series; three or more of them for an error bar."""
    least = 3 if with_errors else 1
    full = [all(row[j] >= least for j in shown) for row in grid.counts]
    return [i for i, ok in enumerate(full) if ok and (not change or (i > 0 and full[i - 1]))]


def _places(allowed: list[int], count: int, ordered: bool, run: bool, rng: np.random.Generator) -> list[int]:
    """A random subset: a run of neighbours, or any names, in their order if they have one."""
    if run:
        start = below(rng, len(allowed) - count + 1)
        return allowed[start : start + count]
    chosen = draw(rng, allowed, count)
    return sorted(chosen) if ordered else chosen


def _value(grid: Cells, place: int, j: int, transform: str) -> float:
    value = grid.values[place][j]
    if transform == "deviation":
        return value - grid.overall
    return value - grid.values[place - 1][j] if transform == "change" else value


def _errors(
    grid: Cells, places: list[int], shown: list[int], rng: np.random.Generator
) -> tuple[list[list[float]], str]:
    """Standard deviations of the rows, or standard errors of their means."""
    of_mean = chance(rng, 0.4)
    rows = [[grid.deviations[p][j] / (math.sqrt(grid.counts[p][j]) if of_mean else 1.0) for j in shown] for p in places]
    return rows, "standard error" if of_mean else "standard deviation"


def _legible(values: list[list[float]], errors: list[list[float]] | None, kind: str, signed: bool) -> bool:
    """Whether bars differ enough from each other and from nothing."""
    flat = [v for row in values for v in row]
    low, high = min(flat), max(flat)
    if signed != (low < 0):
        return False
    if errors:
        ends = [v - e for row, half in zip(values, errors, strict=True) for v, e in zip(row, half, strict=True)]
        longest = max(e for half in errors for e in half)
        if (not signed and min(ends) < 0) or longest <= 0 or longest > max(abs(low), abs(high)):
            return False
    if kind == "stacked":
        totals = [sum(row) for row in values]
        span = max(totals)
        return min(flat) >= 0.05 * span and (max(totals) - min(totals)) >= 0.08 * span
    span = max(high, 0.0) - min(low, 0.0)
    if span <= 0 or high - low < SPREAD_MIN * span:
        return False
    if sum(abs(v) < SMALL * span for v in flat) * 3 > len(flat):
        return False
    return len({round(v / span, 3) for v in flat}) * 4 >= len(flat) * 3


def rounded_values(cut: Cut) -> tuple[list[list[float]], list[list[float]] | None, int]:
    """Values and errors rounded to the decimals that the chart shows: three digits of its largest value, and no more
    than the source gives where its own numbers or their sums are shown.
    """
    largest = max(abs(v) for row in cut.values for v in row)
    decimals = min(max(2 - math.floor(math.log10(largest)), 0), 6)
    if cut.measure is None:
        decimals = 0
    elif cut.aggregation in ("max", "min", "sum") and cut.transform != "deviation":
        decimals = min(decimals, cut.measure.decimals)
    values = [[round(v, decimals) + 0.0 for v in row] for row in cut.values]
    errors = [[round(e, decimals) + 0.0 for e in row] for row in cut.errors] if cut.errors else None
    while decimals and all(round(v, decimals - 1) == v for row in (*values, *(errors or ())) for v in row):
        decimals -= 1
    return values, errors, decimals


_WORDS = {
    "mean": ("mean", "average"),
    "median": ("median",),
    "max": ("maximum",),
    "min": ("minimum",),
    "sum": ("total",),
}


def measure_words(cut: Cut, rng: np.random.Generator) -> str:
    """The measure in a sentence: `mean fuel economy`, `number of penguins`, `change in ... from the previous year`."""
    if cut.measure is None:
        words = cut.table.count_label
    elif cut.single_rows:
        words = cut.measure.label
    else:
        words = f"{pick(rng, _WORDS[cut.aggregation])} {cut.measure.label}"
    if cut.transform == "deviation":
        return f"deviation of {words} from the overall mean"
    if cut.transform == "change":
        return f"change in {words} from the previous {cut.column.label}"
    return words
