"""Every mistake of the user's and every failing of the machine: one line with cause and cure, exit code 2."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scenewright.cli import run
from scenewright.store import Writer
from tests.builds import TINY, hashes, partials, write_recipe

pytestmark = pytest.mark.usefixtures("tiny")


def error(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    """The one line that a command with these arguments ends in."""
    capsys.readouterr()
    assert run([str(arg) for arg in args]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error: ")
    assert shown.err.endswith("\n")
    assert shown.err.count("\n") == 1
    assert "Traceback" not in shown.err
    return shown.err[7:-1]


# -- recipes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "recipe.yaml: the file is empty"),
        ("# nothing\n", "recipe.yaml: the file is empty"),
        ("just words\n", "recipe.yaml: a recipe is a mapping of fields (name, splits, families, ...), not text"),
        ("- a\n- b\n", "recipe.yaml: a recipe is a mapping of fields (name, splits, families, ...), not a list"),
        ("name: x\n  splits: {train: 1}\n", "recipe.yaml:2: mapping values are not allowed here"),
        ("name: 'x\n", "recipe.yaml:2: found unexpected end of stream"),
        ("name: x\nname: y\n", "recipe.yaml:2: key 'name' is given twice"),
        ("name: x\nsplits: {train: 1, train: 2}\n", "recipe.yaml:2: key 'train' is given twice"),
        ("name: *nothing\n", "recipe.yaml:1: found undefined alias 'nothing'"),
        ("name: !!python/object:os.system x\n", "recipe.yaml:1: could not determine a constructor for the tag"),
        ("{[1]: 2}\n", "recipe.yaml:1: found unhashable key"),
        ("1: 2\n", "recipe.yaml: "),
        ("name: x\nfamilies: [{family: clock}]\n", "recipe.yaml: field 'splits' is missing"),
        ("name: x\nsplits: {train: 1e3}\nfamilies: [{family: clock}]\n", "splits.train: expected int, not '1e3'"),
        ("name: x\nsplits: {train: yes}\nfamilies: [{family: clock}]\n", "splits.train: expected int, not True"),
        ("name: 2024-02-31\nsplits: {train: 1}\nfamilies: []\n", "recipe.yaml: not valid YAML: day is out of range"),
        ("name: x\nsplits: {train: 0}\nfamilies: [{family: clock}]\n", "splits: no samples are asked for"),
        ("name: x\nsplits: {train: 9}\nfamilies: [{family: clokc}]\n", "did you mean 'clock'?"),
        ("name: x\nsplits: {train: 9}\nfamilies: [{family: clock, levels: [99]}]\n", "clock has no level 99"),
        ("name: x\nsplits: {train: 9}\nfamilies: [{family: clock, levles: [1]}]\n", "did you mean 'levels'?"),
        ("[" * 5000, "recipe.yaml"),
        ("\x00\x01", "recipe.yaml: not a text file in UTF-8"),
    ],
)  # fmt: skip
def test_recipes(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    out = tmp_path / "out"
    assert message in error(capsys, "build", write_recipe(tmp_path, text), "-o", out)
    assert not out.exists()


def test_files_that_are_no_recipes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(path: Path) -> str:
        return error(capsys, "build", path, "-o", tmp_path / "out")

    assert "no.yaml: no such file; give the path of a recipe" in told(tmp_path / "no.yaml")
    assert "not a file; give the path of a recipe" in told(tmp_path)
    assert "not a file; give the path of a recipe" in told(Path("/dev/zero"))
    binary = tmp_path / "a.yaml"
    binary.write_bytes(bytes(range(256)))
    assert "not a text file in UTF-8" in told(binary)
    binary.write_bytes("name: Größe\n".encode("latin-1"))
    assert "not a text file in UTF-8" in told(binary)
    binary.write_bytes(b"#" * (2 << 20))
    assert "too large for a recipe" in told(binary)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("no.csv", None, "no file matches"),
        ("no/such/*.csv", None, "there is no folder"),
        ("empty.csv", b"", "empty.csv"),
        ("ragged.csv", b"a,b\nx,1\ny,2,3\n", "ragged.csv"),
        ("words.csv", b"a,b\nx,red\ny,blue\nz,green\n", "words.csv"),
        ("one.csv", b"a\n1\n2\n3\n", "one.csv"),
        ("latin.csv", "stadt,größe\nMünchen,1\nKöln,2\n".encode("latin-1"), "latin.csv"),
        ("not.parquet", b"PAR1 it is not", "not.parquet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("workers", [1, 2])
def test_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, message: str, workers: int
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    if workers == 2 and name != "empty.csv":
        pytest.skip("one error is enough to see that it comes through from a worker")
    recipe = TINY | {"families": [{"family": "bar_chart", "tables": name}]}
    out = tmp_path / "out"
    assert message in error(capsys, "build", write_recipe(tmp_path, recipe), "-o", out, "--workers", workers)
    assert not partials(tmp_path)
    assert not list(out.glob("data/*.parquet"))


# -- the command line --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["bulid"], "No such command 'bulid'"),
        (["sample"], "Missing argument 'FAMILY'"),
        (["sample", "clock", "--levl", "1"], "No such option: --levl"),
        (["sample", "clock", "--level", "two"], "Invalid value for '--level'"),
        (["sample", "clok"], "unknown family 'clok'; did you mean 'clock'?"),
        (["sample", "clock", "--level", "77"], "clock has no level 77; its levels are 0 to "),
        (["sample", "clock", "--level", "-1"], "clock has no level -1"),
        (["sample", "clock", "--index", "-1"], "index must be 0 or more, not -1"),
        (["sample", "clock", "--questions", "0"], "questions must be at least 1, not 0"),
        (["families", "clck"], "unknown family 'clck'"),
        (["build"], "Missing argument 'RECIPE.yaml'"),
        (["build", "recipe.yaml"], "Missing option '--out'"),
    ],
)  # fmt: skip
def test_arguments(capsys: pytest.CaptureFixture[str], args: list[str], message: str) -> None:
    assert message in error(capsys, *args)


@pytest.mark.parametrize(("option", "value", "message"), [
    ("--workers", 0, "workers must be at least 1, not 0"),
    ("--workers", -3, "workers must be at least 1, not -3"),
    ("--rank", 1, "rank must be 0 to 0 for a world size of 1, not 1"),
    ("--world-size", 0, "rank must be 0 to 0"),
])  # fmt: skip
def test_build_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: int, message: str
) -> None:
    recipe = write_recipe(tmp_path, TINY)
    assert message in error(capsys, "build", recipe, "-o", tmp_path / "out", option, value)


# -- folders and disks -------------------------------------------------------------------------------------------------


def test_folders_of_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe, out = write_recipe(tmp_path, TINY), tmp_path / "out"
    assert run(["build", str(recipe), "-o", str(out), "--workers", "1"]) == 0
    before = hashes(out)
    other = write_recipe(tmp_path, TINY | {"name": "Other"}, "other.yaml")
    assert "holds data of recipe 'Tiny'" in error(capsys, "build", other, "-o", out)
    assert hashes(out) == before
    assert "holds other files" in error(capsys, "build", recipe, "-o", tmp_path)
    (tmp_path / "file").write_text("x")
    assert "file, not a folder" in error(capsys, "build", recipe, "-o", tmp_path / "file" / "out")
    assert "file" in error(capsys, "build", recipe, "-o", tmp_path / "file")
    assert "file" in error(capsys, "sample", "tiny", "--questions", 2, "-o", tmp_path / "file")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the file system is read-only; choose another folder"),
        (errno.EACCES, "no permission; choose another folder"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_disks_that_fail_midway(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    recipe, out = write_recipe(tmp_path, TINY), tmp_path / "out"
    flush, flushed = Writer._flush, []

    def failing(writer: Writer) -> None:
        flushed.append(writer)
        if len(flushed) > 1:
            raise OSError(number, os.strerror(number))
        flush(writer)

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_flush", failing)
        told = error(capsys, "build", recipe, "-o", out, "--workers", 1)
    assert message in told
    assert "train-00001-of-00003.parquet: " in told
    assert not partials(out)
    assert [path.name for path in sorted(out.glob("data/*"))] == ["train-00000-of-00003.parquet"]
    assert run(["build", str(recipe), "-o", str(out), "--workers", "1"]) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk(small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], workers: int) -> None:
    recipe, out = write_recipe(tmp_path, TINY | {"splits": {"train": 2000}, "shard_size": 500}), small_disk / "out"
    told = error(capsys, "build", recipe, "-o", out, "--workers", workers)
    assert "the disk is full; free some space" in told
    assert str(out) in told
    assert not partials(out)
    assert not (out / "README.md").exists()


def test_a_read_only_disk(small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = write_recipe(tmp_path, TINY)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "the file system is read-only" in error(capsys, "build", recipe, "-o", small_disk / "out")
    assert "the file system is read-only" in error(capsys, "sample", "tiny", "--questions", 2, "-o", small_disk / "out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    told = error(capsys, "build", write_recipe(tmp_path, TINY), "-o", tmp_path / "locked" / "out")
    assert "no permission" in told


def test_families_that_fail_to_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenewright import families

    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[scenewright.families]\nbroken = no_such_module:FAMILY\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    families.names.cache_clear()
    recipe: dict[str, Any] = TINY | {"families": [{"family": "broken"}]}
    told = error(capsys, "build", write_recipe(tmp_path, recipe), "-o", tmp_path / "out")
    assert "families[0].family: family 'broken' of no_such_module:FAMILY fails to load" in told
    assert run(["families"]) == 0
    shown = capsys.readouterr()
    assert "clock" in shown.out
    assert "family 'broken' of no_such_module:FAMILY fails to load" in shown.err
