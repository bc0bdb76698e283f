"""Groups the rows of a table by one or two categories and aggregates a measure, by codes and once per process."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from scenewright.scenes.table_source import Table


class Cells(msgspec.Struct, eq=False):
    """One aggregation over two category columns (or one: a single column of cells). NaN where no row falls."""

    values: list[list[float]]
    counts: list[list[int]]
    deviations: list[list[float]]
    """Standard deviation of the rows of a cell (n - 1); NaN below two rows."""
    overall: float
    """Mean of all rows."""


@lru_cache(1024)
def cells(table: Table, category: int, series: int | None, measure: int | None, aggregation: str) -> Cells:
    """Group and aggregate; `measure` None counts rows. Tables are read once per process, so results are kept."""
    rows = table.categories[category]
    codes, width = rows.codes.astype(np.int64), 1
    if series is not None:
        columns = table.categories[series]
        width = len(columns.names)
        codes = codes * width + columns.codes
    size = len(rows.names) * width
    counts = np.bincount(codes, minlength=size)
    if measure is None:
        values, deviations, overall = counts.astype(float), np.full(size, np.nan), float(counts.mean())
    else:
        numbers = table.measures[measure].values
        values = _aggregated(table, measure, codes, counts, size, aggregation)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.bincount(codes, numbers, size) / counts
            squares = np.bincount(codes, (numbers - means[codes]) ** 2, size)
            deviations = np.where(counts > 1, np.sqrt(squares / (counts - 1)), np.nan)
        overall = float(numbers.mean())
    shape = (len(rows.names), width)
    return Cells(
        values=values.reshape(shape).tolist(),
        counts=counts.reshape(shape).tolist(),
        deviations=deviations.reshape(shape).tolist(),
        overall=overall,
    )


@lru_cache(16)
def _ranked(table: Table, measure: int) -> np.ndarray:
    """Rows in ascending order of a measure: sorted once, however many groupings need it."""
    return np.argsort(table.measures[measure].values, kind="stable").astype(np.int32)


def _aggregated(table: Table, measure: int, codes: np.ndarray, counts: np.ndarray, size: int, how: str) -> np.ndarray:
    """One value per cell, NaN for empty cells."""
    numbers = table.measures[measure].values
    empty = counts == 0
    with np.errstate(invalid="ignore", divide="ignore"):
        if how == "sum":
            return np.where(empty, np.nan, np.bincount(codes, numbers, size))
        if how == "mean":
            return np.bincount(codes, numbers, size) / counts
    ranked = _ranked(table, measure)
    order = ranked[np.argsort(codes[ranked].astype(np.int16), kind="stable")]  # a radix sort
    sorted_numbers = numbers[order]
    ends = np.cumsum(counts)
    starts = ends - counts
    last = max(len(sorted_numbers) - 1, 0)
    low, high = {
        "min": (starts, starts),
        "max": (ends - 1, ends - 1),
        "median": (starts + (counts - 1) // 2, starts + counts // 2),
    }[how]
    middle = (sorted_numbers[np.clip(low, 0, last)] + sorted_numbers[np.clip(high, 0, last)]) / 2
    return np.where(empty, np.nan, middle)
