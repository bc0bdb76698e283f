"""Real tables for charts: the bundled ones, or a user's CSV and Parquet files. Read once per process, grouped by codes.

A sidecar `<name>.json` beside a table says what a row is and which columns to use; without one that is inferred: text,
dates (as years and months), and whole numbers with few different values are categories, other numbers are measures.
"""

from __future__ import annotations

import glob
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from scenewright.scenes.table_columns import (
    CATEGORY_MAX,
    LABEL_MAX,
    MONTHS,
    Column,
    Labels,
    TableError,
    columns_of,
    dates_of,
    is_category,
    labels_of,
    numbers_of,
)

FOLDER = Path(__file__).parent / "tables"
"""The bundled tables; `SOURCES.md` in it names where each comes from."""

AGGREGATIONS = ("mean", "median", "max", "min", "sum", "count")


class _CategorySidecar(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    plural: str = ""
    order: str | tuple[str, ...] = ""


class _MeasureSidecar(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    unit: str = ""
    unit_name: str = ""
    aggregations: tuple[str, ...] = ("mean", "median", "max", "min")


class _CountSidecar(msgspec.Struct, forbid_unknown_fields=True):
    label: str


class _RowSidecar(msgspec.Struct, forbid_unknown_fields=True):
    column: str
    label: str
    plural: str = ""


class _Sidecar(msgspec.Struct, forbid_unknown_fields=True):
    title: str = ""
    source: str = ""
    noun: str = "row"
    categories: dict[str, _CategorySidecar] = {}
    measures: dict[str, _MeasureSidecar] = {}
    count: _CountSidecar | None = None
    row: _RowSidecar | None = None


class Category(msgspec.Struct, eq=False):
    """A column that sorts rows into groups."""

    column: str
    label: str
    plural: str
    names: tuple[str, ...]
    """Group names; in their natural order where `ordered`."""
    codes: np.ndarray
    """Per row the index into `names`."""
    ordered: bool
    follows: bool
    """Whether each name is the time just after the name before it (1971, 1972, ...; 1970s, 1980s, ...; months)."""


class Measure(msgspec.Struct, eq=False):
    """A column of numbers."""

    column: str
    label: str
    unit: str
    unit_name: str
    values: np.ndarray
    decimals: int
    """Decimals that the source gives."""
    aggregations: tuple[str, ...]


class RowNames(msgspec.Struct, eq=False):
    """A column in which no text stands twice, so that it names the rows."""

    label: str
    plural: str
    names: tuple[str, ...]


ROWS_NAMED = 2_000
"""Rows of a table up to which they are given names."""


class Table(msgspec.Struct, eq=False):
    """One table, reduced to what charts need."""

    name: str
    title: str
    noun: str
    categories: tuple[Category, ...]
    measures: tuple[Measure, ...]
    count_label: str
    """What the number of rows in a group is called; empty where counting rows means nothing."""
    rows: int
    row_names: RowNames | None = None


# -- reading -------------------------------------------------------------------------------------------------------


@lru_cache(64)
def load_tables(patterns: tuple[str, ...] = ()) -> tuple[Table, ...]:
    """The tables that the patterns match, in the order of their paths; the bundled ones if there are no patterns.

    Raises `TableError` with one line that names the file, the cause and the cure.
    """
    if not patterns:
        return tuple(read_table(path) for path in sorted(FOLDER.glob("*.csv")))
    paths: dict[str, None] = {}
    for pattern in patterns:
        paths.update(dict.fromkeys(_matches(pattern)))
    return tuple(read_table(Path(path)) for path in paths)


_READABLE = (".csv", ".tsv", ".parquet")


def _matches(pattern: str) -> list[str]:
    if not glob.has_magic(pattern):
        path = Path(pattern)
        if path.is_dir():
            raise TableError(f"{pattern}: is a folder; write {pattern.rstrip('/')}/*.csv")
        if not path.exists():
            missing = next((p for p in reversed(path.parents) if not p.exists()), path)
            what = "file" if missing == path else f"folder {missing}"
            raise TableError(f"{pattern}: there is no such {what}; give the path of a CSV or Parquet file")
        if path.suffix.lower() not in _READABLE:
            raise TableError(f"{pattern}: is neither .csv, .tsv nor .parquet; convert it to one of them")
        return [pattern]
    base = Path(pattern)
    while glob.has_magic(str(base)):
        base = base.parent
    if not base.is_dir():
        raise TableError(f"{pattern}: there is no folder {base}; correct the path")
    found = [p for p in sorted(glob.glob(pattern, recursive=True)) if Path(p).suffix.lower() in _READABLE]
    if not found:
        raise TableError(f"{pattern}: matches no .csv, .tsv or .parquet file; correct the pattern")
    return found


def read_table(path: Path) -> Table:
    """One file, with its sidecar if there is one. `TableError` as in `load_tables`."""
    columns = columns_of(path)
    sidecar = _sidecar(path)
    if sidecar is None:
        return _inferred(path, columns)
    for name in (*sidecar.categories, *sidecar.measures):
        if name not in columns:
            raise TableError(f"{path.with_suffix('.json')}: names a column '{name}' that {path.name} does not have")
    categories = tuple(
        _category(path, name, labels_of(columns[name]), said.label, said.plural, said.order)
        for name, said in sidecar.categories.items()
    )
    measures = tuple(
        _measure(path, name, columns[name], said.label, said.unit, said.unit_name, said.aggregations)
        for name, said in sidecar.measures.items()
    )
    count = sidecar.count.label if sidecar.count else ""
    row = sidecar.row
    if row and row.column not in columns:
        raise TableError(f"{path.with_suffix('.json')}: names a column '{row.column}' that {path.name} does not have")
    named = _row_names(columns[row.column], row.label, row.plural) if row else None
    return _table(path, sidecar.title or path.stem, sidecar.noun, categories, measures, count, named)


def _sidecar(path: Path) -> _Sidecar | None:
    beside = path.with_suffix(".json")
    if not beside.exists():
        return None
    try:
        sidecar = msgspec.json.decode(beside.read_bytes(), type=_Sidecar)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError) as error:
        raise TableError(f"{beside}: is not a table's description ({error}); mend or remove it") from None
    for name, measure in sidecar.measures.items():
        for aggregation in measure.aggregations:
            if aggregation not in AGGREGATIONS:
                raise TableError(f"{beside}: '{name}' has an unknown aggregation '{aggregation}'; use {AGGREGATIONS}")
    return sidecar


def _table(
    path: Path,
    title: str,
    noun: str,
    categories: tuple[Category, ...],
    measures: tuple[Measure, ...],
    count: str,
    row_names: RowNames | None = None,
) -> Table:
    if not measures:
        raise TableError(f"{path}: has no numeric column; add one with plain numbers such as 1200.5")
    if not categories:
        raise TableError(f"{path}: has no category column; add one of text or years with 2 to {CATEGORY_MAX} names")
    return Table(
        name=path.stem,
        title=title,
        noun=noun,
        categories=categories,
        measures=measures,
        count_label=count,
        rows=len(categories[0].codes),
        row_names=row_names,
    )


# -- columns -------------------------------------------------------------------------------------------------------


def _category(
    path: Path, column: str, labels: Labels, label: str, plural: str, order: str | tuple[str, ...]
) -> Category:
    """`order`: empty (no order), `natural` (by the number each text begins with), or the names in order."""
    names, codes = labels
    if isinstance(order, tuple):
        rank = {name: i for i, name in enumerate(order)}
        if missing := [name for name in names if name not in rank]:
            raise TableError(f"{path}: column '{column}' holds '{missing[0]}', which its order in the .json lacks")
        keys: list[Any] = [rank[name] for name in names]
    elif order == "natural":
        keys = [_leading(name) for name in names]
    else:
        keys = list(range(len(names)))
    places = sorted(range(len(names)), key=keys.__getitem__)
    where = np.empty(len(names), np.int16)
    where[places] = np.arange(len(names))
    ordered = bool(order)
    steps = {b - a for a, b in zip(sorted(keys), sorted(keys)[1:], strict=False)} if ordered else set()
    step = 10 if all(name.endswith("0s") for name in names) else 1
    timely = isinstance(order, tuple) or all(name[:4].isdigit() and len(name) in (4, 5) for name in names)
    return Category(
        column=column,
        label=label,
        plural=plural or f"{label}s",
        names=tuple(names[i] for i in places),
        codes=where[codes],
        ordered=ordered,
        follows=steps == {step} and timely,
    )


def _row_names(column: Column, label: str, plural: str) -> RowNames | None:
    """The rows' names where each is different and short; None where they are not."""
    if not column.type_is_text or len(column.array) > ROWS_NAMED:
        return None
    names, codes = labels_of(column)
    if len(names) < len(codes) or max(map(len, names)) > LABEL_MAX or not all(names):
        return None
    return RowNames(label=label, plural=plural or f"{label}s", names=tuple(names[i] for i in codes))


def _leading(name: str) -> float:
    digits = name.lstrip("-−")
    end = next((i for i, c in enumerate(digits) if c not in "0123456789."), len(digits))
    value = float(digits[:end].rstrip(".") or 0)
    return -value if digits != name else value


def _measure(
    path: Path, column: str, array: Any, label: str, unit: str, unit_name: str, aggregations: tuple[str, ...]
) -> Measure:
    values = numbers_of(path, column, array)
    decimals = next((d for d in range(6) if np.array_equal(np.round(values, d), values)), 6)
    return Measure(
        column=column,
        label=label,
        unit=unit,
        unit_name=unit_name or unit,
        values=values,
        decimals=decimals,
        aggregations=tuple(a for a in aggregations if a != "count"),
    )


_NEVER_ADDED = ("rate", "mean", "avg", "average", "percent", "pct", "share", "ratio", "temp", "price", "index",
                "score", "age", "year", "lat", "lon", "per", "height", "width", "length", "speed")  # fmt: skip


def _inferred(path: Path, columns: dict[str, Column]) -> Table:
    """A table without a sidecar. Labels are made from the column names; identifiers are left out."""
    categories: list[Category] = []
    measures: list[Measure] = []
    row_names: RowNames | None = None
    for name, array in columns.items():
        words = said(name)
        row_names = row_names or _row_names(array, words, "")
        if kind := is_category(name, array):
            categories += _inferred_categories(path, name, array, kind)
        elif array.type_is_number and name.lower() not in ("id", "index") and not name.lower().endswith("_id"):
            parts = words.lower().split()
            added = not any(p in _NEVER_ADDED for p in parts) and float(np.min(numbers_of(path, name, array))) >= 0
            several = ("mean", "median", "max", "min", "sum") if added else ("mean", "median", "max", "min")
            measures.append(_measure(path, name, array, words, "", "", several))
    return _table(path, said(path.stem), "row", tuple(categories), tuple(measures), "number of rows", row_names)


def _inferred_categories(path: Path, name: str, column: Column, kind: str) -> list[Category]:
    """A column as a category, a date as two: its years and its months. Too many names, or long ones, make none."""
    words = said(name)
    found: list[tuple[str, Labels, str | tuple[str, ...]]]
    if kind == "date":
        years, months = dates_of(column)
        found = [(f"{words} (year)", years, "natural"), (f"{words} (month)", months, MONTHS)]
    else:
        found = [(words, labels_of(column), kind if kind == "natural" else "")]
    return [
        _category(path, name, labels, label, "", order)
        for label, labels, order in found
        if 2 <= len(labels[0]) <= CATEGORY_MAX and max(map(len, labels[0])) <= LABEL_MAX
    ]


def said(column: str) -> str:
    """A column's name as words: `unit_price` and `unitPrice` become `unit price`."""
    out = ""
    for i, c in enumerate(column.strip()):
        if c in "_.-":
            out += " "
        elif c.isupper() and i and column[i - 1].islower():
            out += f" {c.lower()}"
        else:
            out += c
    return " ".join(out.split())
