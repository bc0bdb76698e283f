"""Cuts of a table that make a pie chart: parts of a whole, which add up, and are large enough to be seen."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, between, chance, draw, pick
from scenewright.scenes.table_cells import cells
from scenewright.scenes.table_columns import LABEL_MAX, TableError
from scenewright.scenes.table_source import Category, Measure, Table

TRIES = 60
"""Cuts drawn before a scene is given up."""
SHARE_MIN = 2.5
"""Per cent of its pie below which a slice is a sliver: it goes into "Other", or the cut is drawn again."""
OTHER_MAX = 45.0
"""Per cent above which "Other" would be the chart's main message."""
SPREAD_MIN = 4.0
"""Points between the largest slice and the smallest, at least: flatter pies say nothing."""
OTHERS = ("Other", "All others", "The rest")
"""What is called the slice of all names that have none of their own: the first that no name of the table is."""
STOCKS = re.compile(r"\b(population|employment|number of people)\b")
"""Measures that add up over places or sectors at one time, but not over time."""


class Cut(msgspec.Struct, eq=False):
    """A part of a table, added up by name."""

    table: Table
    column: Category
    second: Category | None
    """The pies' column, the outer ring's, or the one that rows are filtered by."""
    measure: Measure | None
    """None: rows are counted."""
    how: str
    """`sum`, `count`, or `stock` (the mean over the rows of one time)."""
    names: tuple[str, ...]
    pies: tuple[str, ...]
    """Names of the pies; one empty name for a single pie."""
    values: list[list[float]]
    """Per pie, per name. Nested: per name of the inner ring, per part."""
    parts: tuple[tuple[str, ...], ...]
    """Nested: names of the parts of each slice of the inner ring."""
    filter_name: str
    other: str
    """Name of the slice that stands for all names without one; empty if there is none."""
    complete: bool
    """Whether the whole is all rows, not only those of the names shown."""
    sorted_down: bool
    left_out: tuple[str, ...]
    """Names that might have been shown as well as those that are."""
    single_rows: bool


class _Option(NamedTuple):
    table: Table
    column: int
    second: int | None
    measure: int | None
    how: str


def draw_cut(
    tables: tuple[Table, ...], kind: str, slices: tuple[int, int], other: float, filtered: float,
    rng: np.random.Generator,
) -> Cut:  # fmt: skip
    """A cut for `single`, `pair` or `nested` charts. `TableError` where the tables hold no parts of a whole; `Reject`
    where none was found that can be seen.
    """
    menu = _menu(tables, kind) or _menu(tables, "single")
    if not _menu(tables, kind):
        kind = "single"
    if not menu:
        names = ", ".join(table.name for table in tables)
        raise TableError(
            f"{names}: holds no parts of a whole; a pie needs a text column of 3 to 40 names of at most {LABEL_MAX} "
            "letters (Latin, Greek or Cyrillic) that differ by more than case, and numbers from zero up to be added"
        )
    for attempt in range(TRIES):
        option = pick(rng, pick(rng, menu))
        if kind == "single" and option.second is None and chance(rng, filtered):
            others = [i for i in range(len(option.table.categories)) if i != option.column]
            option = option._replace(second=pick(rng, others)) if others else option
        low = slices[0] if attempt < TRIES // 2 and chance(rng, 0.75) else 3
        found = _nested(option, rng) if kind == "nested" else _pies(option, kind, (low, slices[1]), other, rng)
        if found is not None:
            return found
    raise Reject("flat_table")


def drawable(name: str) -> bool:
    """Whether the bundled fonts have the letters of a name, from left to right. Empty and overlong names are not."""
    return 0 < len(name) <= LABEL_MAX and all(
        32 <= ord(c) < 0x530 or 0x1E00 <= ord(c) < 0x2000 or c in "–—‘’“”…€₂′" for c in name
    )


@lru_cache(256)
def _menu(tables: tuple[Table, ...], kind: str) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for c, column in enumerate(table.categories):
            if len(column.names) < (3 if kind != "nested" else 2) or not _usable(column):
                continue
            seconds: list[int | None] = [
                s for s, second in enumerate(table.categories) if s != c and len(second.names) > 1 and _usable(second)
            ]
            if kind == "single":
                seconds = [None]
            for second in seconds:
                times_over = 1 if column.ordered else 3  # years and months are seldom parts of a whole
                options += [_Option(table, c, second, m, "sum") for m in _summed(table)] * times_over
                if table.count_label:
                    options += [_Option(table, c, second, None, "count")] * times_over
            if kind != "nested" and not column.ordered:
                times = [s for s, second in enumerate(table.categories) if s != c and second.ordered]
                stocks = [m for m, measure in enumerate(table.measures) if STOCKS.search(measure.label)]
                options += [_Option(table, c, s, m, "stock") for s in times for m in stocks]
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _usable(column: Category) -> bool:
    """Whether every name can be drawn, and no two are one to a reader."""
    folded = {" ".join(name.casefold().split()) for name in column.names}
    return len(folded) == len(column.names) and all(map(drawable, column.names))


def _summed(table: Table) -> list[int]:
    """Measures that may be added up: they say so, and have nothing below zero."""
    return [
        m for m, measure in enumerate(table.measures)
        if "sum" in measure.aggregations and measure.values.min() >= 0 and measure.unit not in ("%", "°C", "°F")
    ]  # fmt: skip


def _grid(option: _Option) -> tuple[list[list[float]], list[list[int]]]:
    """Values (zero where no row falls) and counts by name and by name of the second column."""
    how = "mean" if option.how == "stock" else option.how
    grid = cells(option.table, option.column, option.second, option.measure, how)
    return [[0.0 if math.isnan(v) else v for v in row] for row in grid.values], grid.counts


def _pies(
    option: _Option, kind: str, slices: tuple[int, int], other: float, rng: np.random.Generator
) -> Cut | None:  # fmt: skip
    """One pie, or two of the same names; None if they can't be seen well."""
    table, c, s, m, how = option
    column = table.categories[c]
    second = table.categories[s] if s is not None else None
    values, counts = _grid(option)
    shown = [0]
    if second is not None:
        shown = draw(rng, range(len(second.names)), 2 if kind == "pair" else 1)
        if second.ordered:
            shown.sort()
    if how == "stock" and len({counts[i][j] for i in range(len(values)) for j in shown} - {0}) != 1:
        return None  # means of unequal groups don't add up
    allowed = [i for i, row in enumerate(values) if all(row[j] > 0 for j in shown)]
    empty = len(allowed) < len(values)
    if kind == "pair" and any(sum(row[j] for j in shown) > 0 for i, row in enumerate(values) if i not in allowed):
        empty = True
    count = between(rng, slices[0], slices[1])
    wholes = [math.fsum(row[j] for row in values) for j in shown]
    large = [i for i in allowed if all(values[i][j] * 100 >= SHARE_MIN * w for j, w in zip(shown, wholes, strict=True))]
    grouped = not column.ordered and len(allowed) > min(count, len(large)) and chance(rng, other)
    if len(allowed) <= slices[1] and not grouped:
        places = list(allowed)
    else:
        places = draw(rng, large, count - 1) if grouped else draw(rng, allowed, count)
    if len(places) + grouped < slices[0]:
        return None
    places = sorted(places) if column.ordered else draw(rng, places, len(places))
    picked = [[values[i][j] for i in places] for j in shown]
    rest = [sum(row[j] for i, row in enumerate(values) if i not in places) for j in shown]
    order = sorted(range(len(places)), key=lambda i: -picked[0][i])
    sorted_down = not column.ordered and kind == "single" and chance(rng, 0.3)
    if sorted_down:
        places = [places[i] for i in order]
        picked = [[row[i] for i in order] for row in picked]
    name = ""
    if grouped:
        name = next((o for o in OTHERS if o.casefold() not in {n.casefold() for n in column.names}), "")
        if not name or min(rest) <= 0:
            return None
        picked = [[*row, left] for row, left in zip(picked, rest, strict=True)]
    if not all(_visible(row, bool(name)) for row in picked):
        return None
    return Cut(
        table=table, column=column, second=second, measure=table.measures[m] if m is not None else None, how=how,
        names=(*(column.names[i] for i in places), *((name,) if name else ())),
        pies=tuple(second.names[j] for j in shown) if second and kind == "pair" else ("",),
        values=picked, parts=(), other=name, sorted_down=sorted_down,
        filter_name=second.names[shown[0]] if second and kind == "single" else "",
        complete=bool(name) or not any(rest),
        left_out=() if empty or name else tuple(column.names[i] for i in allowed if i not in places),
        single_rows=all(counts[i][j] == 1 for i in places for j in shown) and not name,
    )  # fmt: skip


def _visible(row: list[float], other: bool) -> bool:
    """Whether slices are large enough, and not all alike."""
    total = math.fsum(row)
    shares = [100 * v / total for v in row]
    if min(shares) < SHARE_MIN or max(shares) > 85 or max(shares) - min(shares) < SPREAD_MIN:
        return False
    return not other or shares[-1] <= OTHER_MAX


def _nested(option: _Option, rng: np.random.Generator) -> Cut | None:
    """An inner ring of two to four names and an outer one of their parts."""
    table, c, s, m, how = option
    column = table.categories[c]
    assert s is not None
    second = table.categories[s]
    values, _ = _grid(option)
    allowed = [i for i, row in enumerate(values) if sum(row) > 0]
    if len(allowed) < 2:
        return None
    places = draw(rng, allowed, min(len(allowed), between(rng, 2, 4)))
    columns = sorted({j for i in places for j, v in enumerate(values[i]) if v > 0})
    whole = len(places) == len(allowed)
    if all(sum(v > 0 for v in values[i]) <= 4 for i in places):
        shown = columns
    else:
        shown = sorted(draw(rng, columns, between(rng, 2, 4)))
        whole = False
    if column.ordered:
        places.sort()
    parts = [[j for j in shown if values[i][j] > 0] for i in places]
    picked = [[values[i][j] for j in row] for i, row in zip(places, parts, strict=True)]
    if not all(2 <= len(row) <= 5 for row in picked) or sum(map(len, picked)) > 11:
        return None
    total = math.fsum(v for row in picked for v in row)
    if any(v < 0.03 * total for row in picked for v in row) or any(sum(row) < 0.12 * total for row in picked):
        return None
    return Cut(
        table=table, column=column, second=second, measure=table.measures[m] if m is not None else None, how=how,
        names=tuple(column.names[i] for i in places), pies=("",), values=picked,
        parts=tuple(tuple(second.names[j] for j in row) for row in parts), filter_name="", other="",
        complete=whole, sorted_down=False, left_out=tuple(column.names[i] for i in allowed if i not in places),
        single_rows=False,
    )  # fmt: skip


def rounded(cut: Cut) -> tuple[list[list[float]], int]:
    """Values rounded to the decimals that the chart shows: three digits of its largest value, no more than the source
    gives. Negative decimals are tens or hundreds, for charts that print 12.3K.
    """
    largest = max(v for row in cut.values for v in row)
    decimals = min(max(2 - math.floor(math.log10(largest)), 0), 6)
    if cut.measure is None:
        decimals = 0
    elif cut.how == "sum":
        decimals = min(decimals, cut.measure.decimals)
    values = [[round(v, decimals) + 0.0 for v in row] for row in cut.values]
    while decimals and all(round(v, decimals - 1) == v for row in values for v in row):
        decimals -= 1
    return values, decimals


def measure_words(cut: Cut) -> str:
    """The measure in a sentence: `number of penguins`, `total net generation`, `population`."""
    if cut.measure is None:
        return cut.table.count_label
    if cut.single_rows or cut.measure.label.startswith("number of"):
        return cut.measure.label
    return f"{'mean' if cut.how == 'stock' else 'total'} {cut.measure.label}"
