"""Folders of ranks made one data set: byte for byte that of one builder."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.merging import merge
from tests.builds import TINY, hashes, write_recipe

pytestmark = pytest.mark.usefixtures("tiny")


def ranks(tmp_path: Path, recipe: Path, count: int = 3) -> list[Path]:
    folders = [tmp_path / f"rank{rank}" for rank in range(count)]
    for rank, folder in enumerate(folders):
        sw.build(recipe, folder, rank=rank, world_size=count)
    return folders


def test_merged_ranks_are_the_whole_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = write_recipe(tmp_path, TINY)
    sw.build(recipe, tmp_path / "whole", workers=1)
    folders = ranks(tmp_path, recipe)
    before = [hashes(folder) for folder in folders]
    assert run(["merge", *map(str, folders), "-o", str(tmp_path / "out")]) == 0
    assert "74 samples" in capsys.readouterr().out
    assert hashes(tmp_path / "out") == hashes(tmp_path / "whole")
    assert [hashes(folder) for folder in folders] == before
    merge(folders, tmp_path / "out")  # again does no harm
    assert hashes(tmp_path / "out") == hashes(tmp_path / "whole")


def test_what_cannot_be_merged_is_refused(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, TINY)
    folders = ranks(tmp_path, recipe)
    out = tmp_path / "out"
    with pytest.raises(UserError, match="is in none of the folders"):
        merge(folders[:2], out)
    with pytest.raises(UserError, match="is one of the folders"):
        merge(folders, folders[1])
    with pytest.raises(UserError, match="no Scenewright build"):
        merge([*folders, tmp_path / "nothing"], out)
    other = ranks(tmp_path / "b", write_recipe(tmp_path, TINY | {"seed": 8}, "b.yaml"), 1)
    with pytest.raises(UserError, match="another recipe"):
        merge([*folders, *other], out)
    assert not out.exists()
    shard = next((folders[1] / "data").iterdir())
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(bytes(data))
    with pytest.raises(UserError, match="damaged"):
        merge(folders, out)
