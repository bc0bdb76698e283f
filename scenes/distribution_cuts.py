"""Raw columns of a table, whole or split by a second column: what histograms and box plots are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from scenewright.scenes.base import below, between, chance, draw, pick
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import Category, Measure, Table

TRIES = 60
ROWS_MIN = 24
"""Rows of one distribution: fewer have no shape."""
NAME_MAX = 30
"""Characters of a group's name."""


class Wish(NamedTuple):
    """What a distribution should be like."""

    groups: tuple[int, int]
    """How many groups of a second column, from least to most; `(1, 1)` for all rows together, or one part of them."""
    filtered: float
    """Share of single distributions that show one part of the rows."""
    least: int = ROWS_MIN
    """Rows of each group."""


class Distribution(NamedTuple):
    """Raw values of a measure, by group."""

    table: Table
    measure: Measure
    column: Category | None
    """What the groups are names of, or what the rows are filtered by."""
    names: tuple[str, ...]
    """Of the groups; empty where there is one."""
    filter_name: str
    values: tuple[np.ndarray, ...]
    left_out: tuple[str, ...]
    """Other names of the column with enough rows."""
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    """Of the values, by group."""
    counted: tuple[dict[tuple[float, int, int], list[int]], ...]


Counted = dict[tuple[float, int, int], list[int]]
"""Counts in bins by width, number of the first bin and number of bins: kept, as draws try the same ones over and over.
Empty where they make no histogram that can be read.
"""


class _Part(NamedTuple):
    """Values of one group, or of all rows, and their ends."""

    values: np.ndarray
    low: float
    high: float
    counted: Counted


@lru_cache(4096)
def _part(table: Table, measure: int, column: int, name: int) -> _Part:
    """Kept, as the same parts are tried over and over; `column` -1 stands for all rows."""
    values = table.measures[measure].values
    if column >= 0:
        values = values[table.categories[column].codes == name]
    return _Part(values, float(values.min()), float(values.max()), {})


@lru_cache(1024)
def _fit(table: Table, column: int, least: int) -> tuple[int, ...]:
    """Names of a column that have rows enough and are not too long to be written."""
    category = table.categories[column]
    rows = np.bincount(category.codes, minlength=len(category.names)).tolist()
    return tuple(i for i, n in enumerate(rows) if n >= least and len(category.names[i]) <= NAME_MAX)


class _Option(NamedTuple):
    table: Table
    measure: int
    column: int | None
    fit: tuple[int, ...]
    """Names of the column that have rows enough."""


@lru_cache(64)
def _menu(tables: tuple[Table, ...], groups: int, least: int) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another. `groups`: how many are needed."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for m in range(len(table.measures)):
            if groups == 1 and table.rows >= least:
                options.append(_Option(table, m, None, ()))
            for c in range(len(table.categories) if groups > 1 else 0):
                fit = _fit(table, c, least)
                if len(fit) >= groups:
                    options.append(_Option(table, m, c, fit))
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def distributions(tables: tuple[Table, ...], wish: Wish, rng: np.random.Generator) -> Iterator[Distribution]:
    """Candidates at random, `TRIES` of them. Where no table has so many groups, as many as there are; `TableError`
    where none has rows enough.
    """
    menu: tuple[tuple[_Option, ...], ...] = ()
    for least in range(wish.groups[0], 0, -1):
        if menu := _menu(tables, least, wish.least):
            break
    if not menu:
        names = ", ".join(table.name for table in tables)
        raise TableError(f"{names}: too few rows for a distribution; it needs {wish.least} complete ones")
    most = max(wish.groups[1], 1)
    for _ in range(TRIES):
        option = pick(rng, pick(rng, menu))
        if option.column is None:
            yield _single(option, wish, rng)
        else:
            yield _grouped(option, least, most, rng)


def _grouped(option: _Option, least: int, most: int, rng: np.random.Generator) -> Distribution:
    table, place = option.table, option.column or 0
    column = table.categories[place]
    chosen = draw(rng, option.fit, between(rng, least, min(most, len(option.fit))))
    if column.ordered:
        chosen.sort()
    parts = [_part(table, option.measure, place, i) for i in chosen]
    left_out = tuple(column.names[i] for i in option.fit if i not in chosen)
    return _distribution(option, column, tuple(column.names[i] for i in chosen), "", parts, left_out)


def _single(option: _Option, wish: Wish, rng: np.random.Generator) -> Distribution:
    table = option.table
    if chance(rng, wish.filtered):
        place = below(rng, len(table.categories))
        if fit := _fit(table, place, wish.least):
            chosen, column = pick(rng, fit), table.categories[place]
            parts = [_part(table, option.measure, place, chosen)]
            return _distribution(option, column, (), column.names[chosen], parts, ())
    return _distribution(option, None, (), "", [_part(table, option.measure, -1, 0)], ())


def _distribution(
    option: _Option, column: Category | None, names: tuple[str, ...], filter_name: str, parts: list[_Part],
    left_out: tuple[str, ...],
) -> Distribution:  # fmt: skip
    return Distribution(
        table=option.table,
        measure=option.table.measures[option.measure],
        column=column,
        names=names,
        filter_name=filter_name,
        values=tuple(part.values for part in parts),
        left_out=left_out,
        lows=tuple(part.low for part in parts),
        highs=tuple(part.high for part in parts),
        counted=tuple(part.counted for part in parts),
    )


def things_of(table: Table) -> str:
    """What the rows of a table are, in the plural: `penguins`, `weeks on record`; `records` where no short word is
    right (a country in one year).
    """
    if table.count_label.startswith("number of "):
        found = table.count_label.removeprefix("number of ")
        return "states" if found == "states and districts" else found
    head, *rest = table.noun.split(" on record")
    if " in " in table.noun or " or " in head:
        return "records"
    ending = "es" if head.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{head}{ending}{' on record' if rest else ''}"
