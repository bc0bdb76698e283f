"""Reads a table's columns from CSV or Parquet, and says in one line what is wrong with a bad file."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

ROWS_MAX = 5_000_000
"""Rows of one table. A million take seconds; more than this says nothing more in a chart of thirty bars."""
CATEGORY_MAX = 40
"""Different names in a category column; more are identifiers rather than groups."""
LABEL_MAX = 32
"""Characters of a category's name that fit beside an axis."""
MISSING_MAX = 0.2
"""Share of missing cells above which a column is left out; rows that miss any kept column are left out too."""


class TableError(ValueError):
    """A table that no chart can be made from: the file, the cause and the cure in one line."""


class Column(msgspec.Struct, eq=False):
    """One column without missing cells."""

    array: Any
    """A `pyarrow.Array`."""

    @property
    def type_is_number(self) -> bool:
        """Whether the cells are plain numbers."""
        kind = self.array.type
        return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))

    @property
    def type_is_text(self) -> bool:
        """Whether the cells are texts or truth values."""
        kind = self.array.type
        text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind)
        return bool(text or pa.types.is_boolean(kind))

    @property
    def type_is_date(self) -> bool:
        """Whether the cells are dates or times of a day."""
        return bool(pa.types.is_date(self.array.type) or pa.types.is_timestamp(self.array.type))


# -- files ---------------------------------------------------------------------------------------------------------


def columns_of(path: Path) -> dict[str, Column]:
    """The columns of a CSV, TSV or Parquet file by name. Rows with missing cells are left out (see `MISSING_MAX`)."""
    try:
        if path.stat().st_size == 0:
            raise TableError(f"{path}: is empty; it needs a line of column names and rows below it")
        table = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror or error}); check the path and its rights") from None
    if table.num_columns < 2:
        raise TableError(
            f"{path}: has one column; a chart needs a category and a number (columns are separated by , ; or tab)"
        )
    if table.num_rows == 0:
        raise TableError(f"{path}: has column names but no rows; add rows")
    for name in table.column_names:
        if table.column_names.count(name) > 1:
            raise TableError(f"{path}: has two columns named '{name}'; rename one")
    return _complete(path, table)


def _parquet(path: Path) -> pa.Table:
    try:
        file = pq.ParquetFile(path)
        _limit(path, file.metadata.num_rows)
        table = file.read(use_threads=False)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise TableError(f"{path}: is not a readable Parquet file ({_first_line(error)}); write it again") from None
    flat = [f.name for f in table.schema if not pa.types.is_nested(f.type)]
    return table.select(flat) if len(flat) < table.num_columns else table


def _csv(path: Path) -> pa.Table:
    header = _checked_text(path)
    counts = {mark: header.count(mark) for mark in ",;\t|"}
    delimiter = max(counts, key=counts.__getitem__)
    if not counts[delimiter]:
        raise TableError(
            f"{path}: has one column; a chart needs a category and a number (columns are separated by , ; or tab)"
        )
    try:
        return pacsv.read_csv(
            path,
            # one thread: errors then name the row, and a worker keeps to its own core
            read_options=pacsv.ReadOptions(use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=delimiter),
            convert_options=pacsv.ConvertOptions(
                strings_can_be_null=True, null_values=["", "NA", "N/A", "NaN", "null"]
            ),
        )
    except pa.ArrowInvalid as error:
        text = _first_line(error)
        if "Expected" in text and "columns" in text:
            raise TableError(f"{path}: is ragged ({text.removeprefix('CSV parse error: ')}); mend that row") from None
        raise TableError(f"{path}: cannot be parsed as CSV ({text}); mend it") from None


def _checked_text(path: Path) -> str:
    """Check that a file is UTF-8 and within the row limit, a piece at a time; returns its first line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rows, first = 0, ""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            try:
                text = decoder.decode(piece)
            except UnicodeDecodeError as error:
                line = rows + piece[: error.start].count(b"\n") + 1
                raise TableError(f"{path}: is not UTF-8 (line {line}); save it as UTF-8") from None
            if "\x00" in text:
                raise TableError(f"{path}: is not text (it holds zero bytes); save it as UTF-8 CSV")
            if not rows:
                first += text
            rows += text.count("\n")
            if rows > ROWS_MAX + 1:
                _limit(path, rows)
    first = first.lstrip("\r\n").split("\n", 1)[0]
    if not first.strip():
        raise TableError(f"{path}: is empty; it needs a line of column names and rows below it")
    return first


def _limit(path: Path, rows: int) -> None:
    if rows > ROWS_MAX:
        raise TableError(f"{path}: has more than {ROWS_MAX:,} rows; aggregate it or take a sample of its rows")


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0][:160]


def _complete(path: Path, table: pa.Table) -> dict[str, Column]:
    """Columns with few missing cells, and of them the rows that miss none."""
    keep: dict[str, pa.Array] = {}
    whole = np.ones(table.num_rows, bool)
    for name, chunked in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_binary(chunked.type) or pa.types.is_null(chunked.type):
            continue
        array = chunked.combine_chunks()
        missing = pc.is_null(array, nan_is_null=True)
        lacking = np.asarray(missing.to_numpy(zero_copy_only=False), bool)
        if pa.types.is_floating(array.type):
            lacking |= np.isinf(array.to_numpy(zero_copy_only=False))
        if lacking.mean() <= MISSING_MAX:
            keep[name.strip()] = array
            whole &= ~lacking
    if not whole.any():
        raise TableError(f"{path}: every row has a missing cell; fill them in")
    if not whole.all():
        mask = pa.array(whole)
        keep = {name: array.filter(mask) for name, array in keep.items()}
    return {name: Column(array=array) for name, array in keep.items()}


# -- columns -------------------------------------------------------------------------------------------------------


def is_category(name: str, column: Column) -> str:
    """How a column's names are ordered (`natural`, `date`, `plain`), or empty if it is no category.

    Whole numbers are categories where they are years, or few values that repeat.
    """
    array = column.array
    if column.type_is_date:
        return "date"
    if column.type_is_text:
        return "plain"
    if not pa.types.is_integer(array.type):
        return ""
    distinct = pc.count_distinct(array).as_py()
    if not 2 <= distinct <= CATEGORY_MAX:
        return ""
    low, high = pc.min(array).as_py(), pc.max(array).as_py()
    if low >= 1500 and high <= 2100 and ("year" in name.lower() or distinct * 2 <= len(array)):
        return "natural"
    return "natural" if distinct <= 12 and distinct * 4 <= len(array) and low > -100 and high < 1000 else ""


Labels = tuple[list[str], np.ndarray]
"""Different texts in order of appearance, and per row the index of its text."""


def labels_of(column: Column) -> Labels:
    """The cells of a text or number column as texts."""
    return _texts(column.array)


def dates_of(column: Column) -> tuple[Labels, Labels]:
    """Years and names of months of a date column."""
    years, months = _texts(pc.year(column.array)), _texts(pc.month(column.array))
    return years, ([MONTHS[int(month) - 1] for month in months[0]], months[1])


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def _texts(array: Any) -> Labels:
    if pa.types.is_boolean(array.type):
        codes = array.to_numpy(zero_copy_only=False).astype(np.int16)
        return ["no", "yes"], codes
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    texts = [str(value).strip() for value in coded.dictionary.to_pylist()]
    codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    # spaces at the ends, or a dictionary with unused words, make fewer names than codes
    used = np.bincount(codes, minlength=len(texts)) > 0
    rank = {text: 0 for text, here in zip(texts, used.tolist(), strict=True) if here}
    rank = {text: i for i, text in enumerate(rank)}
    where = np.array([rank.get(text, 0) for text in texts], np.int32)
    return list(rank), where[codes]


def numbers_of(path: Path, name: str, column: Column) -> np.ndarray:
    """The cells as floats. `TableError` where the column is not numeric."""
    if not column.type_is_number:
        raise TableError(f"{path}: column '{name}' is not numeric; write plain numbers such as 1200.5")
    array = column.array
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.float64())
    return np.asarray(array.to_numpy(zero_copy_only=False), np.float64)
