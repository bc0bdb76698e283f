"""Data sets that were cut, changed or mixed up on the way: each file is named, and nothing is changed by reading."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.dataset import row_groups
from scenewright.errors import UserError
from tests.builds import TINY, hashes

pytestmark = pytest.mark.usefixtures("tiny")

FIRST, SECOND = "train-00000-of-00003", "train-00001-of-00003"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, copied by each test."""
    return tmp_path_factory.mktemp("whole") / "set"


@pytest.fixture
def built(whole: Path, tmp_path: Path) -> Path:
    if not whole.exists():
        sw.build(TINY, whole, workers=1)
    shutil.copytree(whole, tmp_path / "set")
    return tmp_path / "set"


def flip(path: Path, place: int) -> None:
    """Change one bit."""
    data = bytearray(path.read_bytes())
    data[place] ^= 4
    path.write_bytes(data)


def cut(folder: Path) -> None:
    path = folder / "data" / f"{SECOND}.parquet"
    path.write_bytes(path.read_bytes()[:-100])


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda f: (f / "data" / f"{SECOND}.parquet").unlink(), f"{SECOND}.parquet: missing"),
    "cut": (cut, f"{SECOND}.parquet: "),
    "flipped": (lambda f: flip(f / "data" / f"{SECOND}.parquet", 3000), f"{SECOND}.parquet: is not as it was built"),
    "footer": (lambda f: flip(f / "data" / f"{SECOND}.parquet", -1000), f"{SECOND}.parquet: is not as it was built"),
    "no marker": (lambda f: (f / "build" / f"{SECOND}.json").unlink(), f"{SECOND}.json: missing"),
    "broken marker": (lambda f: (f / "build" / f"{SECOND}.json").write_bytes(b"{"), f"{SECOND}.json: damaged"),
    "a whole split": (lambda f: (f / "data" / "test-00000-of-00001.parquet").unlink(), "test-00000-of-00001.parquet: "),
    "mixed": (lambda f: shutil.copy(f / "data" / f"{FIRST}.parquet", f / "data" / "train-00000-of-00002.parquet"),
              "train-00000-of-00002.parquet: is no shard of this build"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_as_it_was_built_is_named(built: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    spoil, message = FAULTS[name]
    spoil(built)
    before = hashes(built)
    found = sw.verify(built)
    (fault,) = found.faults
    assert message in fault
    assert str(built) in fault
    assert found.samples < 74 or name == "mixed"
    assert run(["verify", str(built)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(fault)
    assert "error: " in told.err
    assert hashes(built) == before


def test_a_whole_data_set(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = sw.open(built).verify()
    assert (found.shards, found.samples, found.faults, found.by_page) == (5, 74, (), 0)
    assert run(["verify", str(built)]) == 0
    assert "74 samples" in capsys.readouterr().out
    shutil.rmtree(built / "build")  # as `datasets` copies it from the Hub
    assert sw.verify(built).by_page == 5
    flip(built / "data" / f"{SECOND}.parquet", 3000)
    assert "is damaged" in sw.verify(built).faults[0]
    with pytest.raises(UserError, match="no such folder"):
        sw.verify(built / "nothing")


def everything(folder: Path) -> None:
    """Read a data set in each way there is."""
    data = sw.open(folder)
    list(data)
    list(data.rows())
    [data[i] for i in range(0, len(data), 7)]


def test_a_flipped_bit_is_never_another_answer(built: Path) -> None:
    """Wherever it falls on a page, reading gives the same rows or refuses: Parquet's own checksums are compared."""
    path = built / "data" / f"{SECOND}.parquet"
    data, rows = path.read_bytes(), list(row_groups(path))
    group = pq.read_metadata(path).row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    end = max((c.dictionary_page_offset or c.data_page_offset) + c.total_compressed_size for c in columns)
    refused = 0
    places = range(5, end, 23)
    for place in places:
        flip(path, place)
        told = ""
        try:
            assert list(row_groups(path)) == rows
        except UserError as error:
            told = str(error)
        assert not told or told.startswith(f"{path}: ")
        refused += bool(told)
        path.write_bytes(data)
    assert refused > 0.9 * len(places)


def test_what_cannot_be_opened_says_why(built: Path) -> None:
    everything(built)
    for name in ("missing", "a whole split", "mixed"):
        copy = built.parent / name
        shutil.copytree(built, copy)
        FAULTS[name][0](copy)
        with pytest.raises(UserError, match=r"shards are there|of another build"):
            sw.open(copy)


def test_another_versions_rows_are_named(built: Path) -> None:
    path = built / "data" / f"{SECOND}.parquet"
    table = pq.read_table(path)

    def rewritten(name: str, values: list[str]) -> None:
        place = table.schema.get_field_index(name)
        changed = table.set_column(place, table.schema.field(name), pa.array(values))
        older = changed.set_column(5, table.schema.field("version"), pa.array(["0.0.1"] * len(table)))
        pq.write_table(older, path)

    rewritten("scene", [msgspec.json.encode({"spot": 1}).decode()] * len(table))
    with pytest.raises(UserError, match=rf"{SECOND}.parquet: sample tiny-.*: made by Scenewright 0\.0\.1"):
        list(sw.open(built))
    assert len(list(sw.open(built).rows())) == 74  # rows as they lie can be read
    pq.write_table(table.drop_columns(["marks"]), path)
    with pytest.raises(UserError, match=rf"{SECOND}.parquet: column 'marks' is missing"):
        list(sw.open(built).rows(["id"]))


def test_scoring_names_a_damaged_shard(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = sw.open(built)
    lines = [msgspec.json.encode({"id": s.id, "reply": s.questions[0].answer_text()}) for s in data]
    (tmp_path / "replies.jsonl").write_bytes(b"\n".join(lines))
    path = built / "data" / f"{SECOND}.parquet"
    group = pq.read_metadata(path).row_group(0)
    column = next(
        c for c in map(group.column, range(group.num_columns)) if c.path_in_schema.endswith("element.answer_json")
    )
    flip(path, column.data_page_offset + column.total_compressed_size // 2)
    before = hashes(built)
    assert run(["score", str(built), str(tmp_path / "replies.jsonl")]) == 2
    assert f"{SECOND}.parquet: row group 0 is damaged" in capsys.readouterr().err
    assert hashes(built) == before
