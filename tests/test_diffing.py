"""Two builds compared: nothing differs, one seed does, one picture does, samples are missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError

RECIPE: dict[str, Any] = {
    "name": "To compare",
    "questions": 2,
    "shard_size": 10,
    "splits": {"train": 20, "test": 10},
    "families": [{"family": "clock", "levels": [0]}, {"family": "flowchart", "levels": [0]}],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("first") / "data"
    sw.build(RECIPE, out, workers=1)
    return out


def test_the_same_recipe_gives_the_same(built: Path, tmp_path: Path) -> None:
    sw.build(RECIPE, tmp_path / "again", workers=2)
    found = sw.diff(built, tmp_path / "again")
    assert found.same
    assert found.counts["all"] == {"same": 30}
    assert run(["diff", str(built), str(tmp_path / "again")]) == 0


def test_another_seed_differs_in_everything(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sw.build(RECIPE | {"seed": 9}, tmp_path / "other", workers=1)
    found = sw.diff(built, tmp_path / "other", limit=5)
    assert found.counts["all"] == {"truth and media": 30}
    assert len(found.changes) == 5
    assert run(["diff", str(built), str(tmp_path / "other"), "--json", str(tmp_path / "d.json")]) == 1
    assert "the truth differs: scene." in capsys.readouterr().out
    assert json.loads((tmp_path / "d.json").read_text())["counts"]["clock"] == {"truth and media": 15}


def test_one_changed_answer_and_one_missing_sample_are_named(built: Path, tmp_path: Path) -> None:
    sw.build(RECIPE, tmp_path / "again", workers=1)
    path = sorted((tmp_path / "again" / "data").glob("test-*.parquet"))[0]
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[3]["questions"][0]["answer"] = "nonsense"
    gone = rows.pop(5)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path, write_page_checksum=True)
    found = sw.diff(built, tmp_path / "again")
    assert found.counts["all"] == {"same": 28, "truth": 1, "only in the first": 1}
    named = {change.id: change for change in found.changes}
    assert set(named) == {rows[3]["id"], gone["id"]}
    assert "questions.0.answer" in named[rows[3]["id"]].line
    assert "is the same" in named[rows[3]["id"]].line


def test_splits_and_wrong_options(built: Path, tmp_path: Path) -> None:
    sw.build(RECIPE | {"splits": {"train": 20}}, tmp_path / "fewer", workers=1)
    found = sw.diff(built, tmp_path / "fewer")
    assert found.counts["all"] == {"same": 20, "only in the first": 10}
    assert sw.diff(tmp_path / "fewer", built).counts["all"] == {"same": 20, "only in the second": 10}
    with pytest.raises(UserError, match="'psnr' is no metric"):
        sw.diff(built, built, metric="psnr")
    with pytest.raises(UserError, match="0 or more"):
        sw.diff(built, built, tolerance=-1)
    assert sw.diff(built, built, metric="ssim").same
