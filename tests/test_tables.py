"""Tables from files: what is inferred, and that a bad one is refused in one line with its cause and its cure."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenewright.scenes import table_columns
from scenewright.scenes.bar_chart import BarChartSpec, draw_scene
from scenewright.scenes.base import rng_for
from scenewright.scenes.table_cells import cells
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import load_tables, read_table, said

SALES = "\n".join(
    [
        "shop,year,sales",
        *(f"{s},{y},{100 * i + y % 7 * 13}" for i, s in enumerate("ABCDEF", 1) for y in range(2001, 2009)),
    ]
)


def write(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


BAD = {
    "empty": ("", "is empty"),
    "blank": ("\n\n", "is empty"),
    "header only": ("a,b\n", "no rows"),
    "ragged": ("a,b\nx,1\ny,2,3\n", "ragged.*Row #3"),
    "short row": ("a,b\nx,1\ny\n", "ragged"),
    "not UTF-8": ("a,b\nx,1\nMünchen,2\n".encode("latin-1"), r"not UTF-8 \(line 3\)"),
    "UTF-16": ("a,b\nx,1\n".encode("utf-16"), "not UTF-8|zero bytes"),
    "no number": ("a,b\nx,p\ny,q\nx,p\n", "no numeric column"),
    "one column": ("a\n1\n2\n", "one column"),
    "no category": ("a,b\n0.5,1.5\n2.25,3.5\n", "no category column"),
    "twice": ("a,a\nx,1\ny,2\n", "two columns named 'a'"),
    "all missing": ("a,b\nx,\n,2\n", "missing|no numeric|no category"),
    "binary": (b"PK\x03\x04\x00\x00a,b\n1,2\n", "zero bytes|not UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_csv_is_refused(name: str, tmp_path: Path) -> None:
    text, reason = BAD[name]
    path = write(tmp_path, text)
    with pytest.raises(TableError, match=reason) as caught:
        load_tables((str(path),))
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert re.search(r"; (it needs|add|mend|save|rename|fill)|separated by|plain numbers", message), "no cure"


def test_missing_paths(tmp_path: Path) -> None:
    write(tmp_path, SALES, "notes.txt")
    for pattern, reason in (
        (f"{tmp_path}/none/*.csv", "no folder"),
        (f"{tmp_path}/none/t.csv", "no such folder"),
        (f"{tmp_path}/t.csv", "no such file"),
        (f"{tmp_path}/*.csv", "matches no"),
        (str(tmp_path), "is a folder"),
        (f"{tmp_path}/notes.txt", "neither .csv"),
    ):
        with pytest.raises(TableError, match=reason) as caught:
            load_tables((pattern,))
        assert pattern in str(caught.value)


def test_bad_parquet(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="not a readable Parquet file"):
        load_tables((str(write(tmp_path, "a,b\nx,1\n", "t.parquet")),))


def test_bad_sidecars(tmp_path: Path) -> None:
    path = write(tmp_path, SALES)
    for text, reason in (
        ("{", "not a table's description"),
        ('{"measures": {"profit": {"label": "profit"}}}', "'profit'"),
        ('{"measures": {"sales": {"label": "sales", "aggregations": ["mode"]}}}', "unknown aggregation 'mode'"),
        ('{"categories": {"shop": {"label": "shop", "order": ["A"]}}}', "order in the .json lacks"),
    ):
        write(tmp_path, text, "t.json")
        with pytest.raises(TableError, match=reason):
            read_table(path)


def test_row_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_columns, "ROWS_MAX", 40)
    with pytest.raises(TableError, match="more than 40 rows; aggregate"):
        read_table(write(tmp_path, SALES))
    table = pa.table({"a": ["x", "y"] * 30, "b": list(range(60))})
    pq.write_table(table, tmp_path / "t.parquet")
    with pytest.raises(TableError, match="more than 40 rows"):
        read_table(tmp_path / "t.parquet")


def test_a_million_rows_take_seconds(tmp_path: Path) -> None:
    count = 1_000_000
    rng = rng_for(0, "million")
    shop = (rng.random(count) * 12).astype(int)
    years = 2000 + (rng.random(count) * 10).astype(int)
    names = np.array([f"shop {i}" for i in range(12)])
    columns = {"shop": names[shop], "year": years, "sales": rng.random(count) * (shop + 3)}
    pq.write_table(pa.table(columns), tmp_path / "big.parquet")
    start = time.perf_counter()
    spec = BarChartSpec(tables=(str(tmp_path / "big.parquet"),), categories_min=6, categories_max=10)
    assert {len(draw_scene(spec, rng_for(0, "big", i)).categories) for i in range(20)} <= set(range(6, 11))
    assert time.perf_counter() - start < 15


def test_inference(tmp_path: Path) -> None:
    rows = [
        f"{'north' if i % 2 else 'south'};{2000 + i % 4};{i};{i * 1.5};{2001 + i // 12}-{i % 12 + 1:02d}-01"
        for i in range(48)
    ]
    table = read_table(write(tmp_path, "\n".join(["salesRegion;year;customer_id;unit_price;day", *rows])))
    assert [c.label for c in table.categories] == ["sales region", "year", "day (year)", "day (month)"]
    assert table.categories[3].names[:2] == ("January", "February")
    assert [m.label for m in table.measures] == ["unit price"]
    assert "sum" not in table.measures[0].aggregations, "prices are not added up"
    assert said("unitPrice") == said("unit_price") == "unit price"


def test_byte_order_mark_and_missing_cells(tmp_path: Path) -> None:
    lines = SALES.split("\n")
    table = read_table(write(tmp_path, "\ufeff" + "\n".join([*lines, "A,2003,"])))
    assert table.categories[0].column == "shop"
    assert table.rows == len(lines) - 1


def test_grouping_agrees_with_plain_loops(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, SALES))
    rows = [line.split(",") for line in SALES.split("\n")[1:]]
    for how in ("mean", "median", "max", "min", "sum"):
        grid = cells(table, 0, None, 0, how)
        for name, (value,) in zip(table.categories[0].names, grid.values, strict=True):
            own = sorted(float(r[2]) for r in rows if r[0] == name)
            n = len(own)
            middle = (own[(n - 1) // 2] + own[n // 2]) / 2
            wanted = {"mean": sum(own) / n, "median": middle, "max": own[-1], "min": own[0], "sum": sum(own)}[how]
            assert value == pytest.approx(wanted)


def test_bundled_tables_are_whole() -> None:
    tables = load_tables()
    assert len(tables) >= 10
    for table in tables:
        assert table.categories
        assert table.measures
        for category in table.categories:
            assert len(set(category.names)) == len(category.names)
            assert category.codes.max() == len(category.names) - 1


def test_charts_of_a_users_table(tmp_path: Path) -> None:
    write(tmp_path, SALES, "shop_sales.csv")
    spec = BarChartSpec(tables=(f"{tmp_path}/*.csv",), categories_min=4, categories_max=6)
    scene = draw_scene(spec, rng_for(0, "user"))
    assert scene.table == "shop_sales"
    assert "sales" in scene.title.text
    assert scene.category_label in ("shop", "year")


def test_specs_relax_to_what_tables_hold(tmp_path: Path) -> None:
    text = "\n".join(
        ["kind,size", *(f"{k},{v}" for k, v in zip("abcabcabc", (1, 20, 33, 4, 25, 31, 2, 22, 35), strict=True))]
    )
    spec = BarChartSpec(tables=(str(write(tmp_path, text)),), kinds=("stacked",), categories_min=6, categories_max=9)
    scene = draw_scene(spec, rng_for(0, "small"))
    assert scene.kind == "single"
    assert len(scene.categories) == 3
