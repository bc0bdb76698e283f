"""Cuts of a table that make a waterfall: a quantity that goes up and down from one time to the next."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, below, between, chance, pick
from scenewright.scenes.table_cells import cells
from scenewright.scenes.table_source import Category, Measure, Table

TRIES = 60
STEP_MIN = 0.015
"""Least change, as a share of the highest level: smaller ones are lines."""
MOVE_MIN = 0.5
"""Least sum of all changes, as a share of the highest level: flatter waterfalls say nothing."""


class Falls(msgspec.Struct, eq=False):
    """Levels of one quantity at times that follow each other, rounded."""

    table: Table
    column: Category
    measure: Measure | None
    words: str
    """The measure in a sentence."""
    names: tuple[str, ...]
    levels: tuple[float, ...]
    decimals: int
    filter_name: str


class _Option(NamedTuple):
    table: Table
    column: int
    measure: int | None
    aggregation: str


def draw_waterfall(
    tables: tuple[Table, ...], categories: tuple[int, int], filtered: float, rng: np.random.Generator
) -> Falls | None:
    """A cut whose steps can be seen, both up and down; None where no table has times that follow each other.

    `categories` counts the changes. `Reject` where none was found.
    """
    menu = _menu(tables)
    if not menu:
        return None
    for _ in range(TRIES):
        found = _fill(pick(rng, pick(rng, menu)), categories, filtered, rng)
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(64)
def _menu(tables: tuple[Table, ...]) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table."""
    menu = []
    for table in tables:
        options: list[_Option] = []
        for c, column in enumerate(table.categories):
            if not column.follows or len(column.names) < 4:
                continue
            for m, measure in enumerate(table.measures):
                if measure.values.min() > 0 and measure.unit not in ("°C", "°F"):
                    options += [_Option(table, c, m, how) for how in measure.aggregations if how != "min"]
            if table.count_label:
                options.append(_Option(table, c, None, "count"))
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _fill(option: _Option, categories: tuple[int, int], filtered: float, rng: np.random.Generator) -> Falls | None:
    table, c, m, how = option
    column = table.categories[c]
    others = [i for i in range(len(table.categories)) if i != c]
    second = pick(rng, others) if others and chance(rng, max(filtered, 0.5)) else None
    grid = cells(table, c, second, m, how)
    j = below(rng, len(table.categories[second].names)) if second is not None else 0
    count = between(rng, categories[0], categories[1]) + 1
    if count > len(column.names):
        count = len(column.names)
    start = below(rng, len(column.names) - count + 1)
    raw = [row[j] for row in grid.values[start : start + count]]
    if any(math.isnan(v) or v <= 0 for v in raw):
        return None
    measure = table.measures[m] if m is not None else None
    top = max(raw)
    decimals = min(max(2 - math.floor(math.log10(top)), 0), 6) if measure else 0
    if measure and how in ("max", "sum"):
        decimals = min(decimals, measure.decimals)
    levels = tuple(round(v, decimals) + 0.0 for v in raw)
    steps = [b - a for a, b in itertools.pairwise(levels)]
    if min(map(abs, steps)) < STEP_MIN * top or sum(map(abs, steps)) < MOVE_MIN * top:
        return None
    if min(steps) > 0 or max(steps) < 0:
        return None
    single = all(row[j] == 1 for row in grid.counts[start : start + count])
    said = {"mean": "mean ", "median": "median ", "max": "maximum ", "sum": "total "}.get(how, "")
    words = table.count_label if measure is None else f"{'' if single else said}{measure.label}"
    filter_name = ""
    if second is not None:
        other = table.categories[second]
        filter_name = f"{other.label}: {other.names[j]}"
    return Falls(
        table=table, column=column, measure=measure, words=words,
        names=column.names[start : start + count], levels=levels, decimals=decimals, filter_name=filter_name,
    )  # fmt: skip
