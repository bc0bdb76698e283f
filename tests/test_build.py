"""The build: the same bytes whoever makes them and however often they are stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from PIL import Image

import scenewright as sw
from scenewright import progress
from scenewright.build import build
from scenewright.errors import UserError
from scenewright.plan import Plan
from scenewright.shards import ShardReport, marker_path, write_shard
from tests.builds import (
    TINY,
    command,
    hashes,
    in_session,
    partials,
    slow,
    start,
    wait_for,
    write_recipe,
    writers,
)

pytestmark = pytest.mark.usefixtures("tiny")

MIXED = TINY | {"families": [*TINY["families"], {"family": "clock", "levels": [0, 3], "weight": 2}]}  # type: ignore[misc]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the hashes that each way of building must reach."""
    return tmp_path_factory.mktemp("reference")


def test_same_bytes_for_any_workers_ranks_and_hash_seeds(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, MIXED)
    found = []
    for number, options in enumerate(([1], [2], [3])):
        out = tmp_path / f"out{number}"
        code, _, err = command("build", recipe, "-o", out, "--workers", *options, PYTHONHASHSEED=str(number * 77))
        assert code == 0, err
        found.append(hashes(out))
    ranks = tmp_path / "ranks"
    processes = [start("build", recipe, "-o", ranks, "--rank", r, "--world-size", 2) for r in range(2)]
    for process in processes:
        assert process.wait(60) == 0, process.communicate()[1]
    found.append(hashes(ranks))
    assert len([name for name in found[0] if name.startswith("data/")]) == 5
    assert {"README.md", "contact_sheet.png", "build/report.json", "build/manifest.json"} <= set(found[0])
    assert all(other == found[0] for other in found[1:])


def test_write_shard_depends_on_its_arguments_alone(tmp_path: Path) -> None:
    plan = Plan.of(TINY)
    shard = plan.shards()[1]
    ticks: list[int] = []
    reports = [write_shard(plan, shard, tmp_path / name, ticks.append) for name in "ab"]
    assert reports[0] == reports[1]
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert ticks == 2 * list(range(1, plan.size(shard) + 1))
    stored = msgspec.json.decode(marker_path(tmp_path / "a", shard).read_bytes(), type=ShardReport)
    assert stored == reports[0]
    assert hashes(tmp_path / "a")[f"data/{shard.name}.parquet"] == stored.sha256
    assert shard.name == "train-00001-of-00003"


def test_finished_shards_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(TINY, out, workers=1)
    before = hashes(out)
    kept, lost = (out / "data" / f"train-0000{i}-of-00003.parquet" for i in (0, 1))
    age = kept.stat().st_mtime_ns
    lost.unlink()
    (out / "data" / "train-00002-of-00003.parquet").write_bytes(b"cut short")
    marker_path(out, Plan.of(TINY).shards()[3]).unlink()
    report = build(TINY, out, workers=1)
    assert hashes(out) == before
    assert kept.stat().st_mtime_ns == age
    assert report is not None
    assert json.loads((out / "build" / "timing.json").read_bytes())["samples"] < sum(report.samples.values())


def test_report_counts_what_is_there(tmp_path: Path) -> None:
    report = build(TINY, tmp_path / "out", workers=1)
    assert report is not None
    assert report.samples == {"train": 57, "validation": 10, "test": 7}
    data = sw.open(tmp_path / "out")
    for split in report.samples:
        questions = [(s, q) for s in data[split] for q in s.questions]
        counts = report.counts[split]
        assert sum(counts["template"].values()) == len(questions)
        yes = sum(q.answer.text() == "Yes" for _, q in questions)
        assert counts["answer"].get("tiny.is_more: yes", 0) == yes
        assert sum(n for name, n in counts["answer"].items() if name.endswith(": unanswerable")) == sum(
            not q.answerable for _, q in questions
        )
        assert sum(n for name, n in counts["answer"].items() if "choice" in name) == sum(
            bool(q.choices) for _, q in questions
        )
    assert report.rejected["tiny"]["scene: seven"] > 0
    assert msgspec.json.decode((tmp_path / "out/build/report.json").read_bytes()) == msgspec.to_builtins(report)


def test_twins_point_at_each_other(tmp_path: Path) -> None:
    build(TINY | {"splits": {"train": 7}, "families": [{"family": "tiny", "levels": [1]}]}, tmp_path / "a", workers=1)
    assert all(q.twin is None for s in sw.open(tmp_path / "a") for q in s.questions)
    build(TINY, tmp_path / "b", workers=1)
    samples = {s.id: s for s in sw.open(tmp_path / "b")}
    twins = [(s, q) for s in samples.values() for q in s.questions if q.twin]
    assert len(twins) > 10
    for sample, q in twins:
        (other,) = [o for o in samples[str(q.twin)].questions if o.twin]
        assert (other.twin, other.text) == (sample.id, q.text)
        assert other.answerable is not q.answerable


def test_card_and_contact_sheet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(MIXED | {"license": "cc0-1.0"}, out, workers=1)
    _, head, body = (out / "README.md").read_text("utf-8").split("---\n", 2)
    header = yaml.safe_load(head)
    assert header["license"] == "cc0-1.0"
    assert header["size_categories"] == ["n<1K"]
    assert header["configs"][0]["data_files"][0] == {"split": "train", "path": "data/train-*"}
    assert {"clock", "tiny", "image"} <= set(header["tags"])
    assert "| tiny 2 |" in body
    again = yaml.safe_load(body.split("```yaml\n")[1].split("```")[0])
    assert Plan.of(again).digest == Plan.of(MIXED | {"license": "cc0-1.0"}).digest
    sheet = Image.open(out / "contact_sheet.png")
    sheet.load()
    assert sheet.width == 1600


def test_odd_names(tmp_path: Path) -> None:
    name = "a {b} [bold]c[/] | 'd' \\ " + "e" * 70
    build(TINY | {"name": name}, tmp_path / "out", workers=1)
    header = yaml.safe_load((tmp_path / "out" / "README.md").read_text("utf-8").split("---\n")[1])
    assert header["pretty_name"] == name


def test_progress_in_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenewright.progress.LINE_S", 0.0)
    with progress.progress("a {b} [c]", 2000, before=500) as update:
        update(750)
    line = capsys.readouterr().err
    assert line.startswith("a {b} [c]: 1,250 of 2,000, ")
    assert re.search(r", [\d,.]+/s, 0:00:0\d left\n$", line)


def test_progress_as_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress.progress("a {b} [c]", 10) as update:
        for done in range(11):
            update(done)


def test_own_tables_are_named_in_the_card(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")
    recipe = TINY | {"families": [{"family": "tiny", "tables": "*.csv"}]}
    build(write_recipe(tmp_path, recipe), tmp_path / "out", workers=1)
    text = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "- `mine.csv`" in text
    assert str(tmp_path) not in text


def test_other_recipes_and_strangers_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(TINY, out, workers=1)
    with pytest.raises(UserError, match=r"holds data of recipe 'Tiny' .*give another folder"):
        build(TINY | {"name": "Other"}, out, workers=1)
    with pytest.raises(UserError, match="holds data of this recipe as it was before a change"):
        build(TINY | {"seed": 5}, out, workers=1)
    manifest = out / "build" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"{sw.__version__}"', '"0.0.9"'))
    with pytest.raises(UserError, match=r"made by scenewright 0\.0\.9"):
        build(TINY, out, workers=1)
    manifest.write_text("{")
    with pytest.raises(UserError, match=r"manifest.json: damaged"):
        build(TINY, out, workers=1)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "README.md").write_text("mine")
    with pytest.raises(UserError, match=r"holds other files \(README.md\)"):
        build(TINY, tmp_path / "full", workers=1)
    assert (tmp_path / "full" / "README.md").read_text() == "mine"
    assert not (tmp_path / "full" / "build").exists()


def test_one_build_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "out"
    recipe = write_recipe(tmp_path, slow(0.05))
    first = start("build", recipe, "-o", out, "--workers", 1)
    try:
        wait_for(lambda: partials(out))
        code, _, err = command("build", recipe, "-o", out)
        assert (code, err.count("\n")) == (2, 1)
        assert "another build writes here" in err
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()


@pytest.mark.parametrize(("arguments", "message"), [
    ({"workers": 0}, "workers must be at least 1"),
    ({"rank": 2, "world_size": 2}, "rank must be 0 to 1"),
    ({"rank": -1}, "rank must be 0 to 0"),
    ({"world_size": 0}, "rank must be 0 to 0"),
])  # fmt: skip
def test_wrong_arguments(tmp_path: Path, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        build(TINY, tmp_path / "out", **arguments)
    assert not (tmp_path / "out").exists()


# -- ends that are not happy -------------------------------------------------------------------------------------------

SLOW = slow(0.01, splits={"train": 60, "test": 10})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an undisturbed build of the slow recipe holds."""
    folder = tmp_path_factory.mktemp("whole")
    env = {"PYTHONPATH": str(Path(__file__).parent / "tiny")}
    code, _, err = command("build", write_recipe(folder, SLOW), "-o", folder / "out", "--workers", 1, **env)
    assert code == 0, err
    return hashes(folder / "out")


def resumed(recipe: Path, out: Path) -> dict[str, str]:
    code, _, err = command("build", recipe, "-o", out, "--workers", 2)
    assert code == 0, err
    assert not partials(out)
    return hashes(out)


def test_a_worker_killed_while_it_writes(tmp_path: Path, whole: dict[str, str]) -> None:
    recipe, out = write_recipe(tmp_path, SLOW), tmp_path / "out"
    process = start("build", recipe, "-o", out, "--workers", 2)
    os.kill(wait_for(lambda: writers(process.pid))[0], signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith("error: a worker process was killed")
    assert err.count("\n") == 1
    assert not partials(out)
    wait_for(lambda: not in_session(process.pid))  # the pool's helper process ends when it sees its parent gone
    assert not (out / "README.md").exists()
    assert resumed(recipe, out) == whole


def test_the_whole_build_killed(tmp_path: Path, whole: dict[str, str]) -> None:
    recipe, out = write_recipe(tmp_path, SLOW), tmp_path / "out"
    process = start("build", recipe, "-o", out, "--workers", 2)
    wait_for(lambda: writers(process.pid))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    wait_for(lambda: not in_session(process.pid))
    assert all(path.name.startswith(".") for path in partials(out))
    assert resumed(recipe, out) == whole


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c(tmp_path: Path, whole: dict[str, str], workers: int) -> None:
    recipe, out = write_recipe(tmp_path, SLOW), tmp_path / "out"
    process = start("build", recipe, "-o", out, "--workers", workers)
    wait_for(lambda: writers(process.pid))
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process of the group
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.count("\n") == 1, err
    assert "interrupted" in err
    assert not partials(out)
    wait_for(lambda: not in_session(process.pid))  # the pool's helper process ends when it sees its parent gone
    assert resumed(recipe, out) == whole


def test_a_spec_that_cannot_be_met(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, TINY | {"families": [{"family": "tiny", "spec": {"low": 7, "high": 7}}]})
    for workers in (1, 2):
        code, _, err = command("build", recipe, "-o", tmp_path / f"out{workers}", "--workers", workers)
        assert (code, err.count("\n")) == (2, 1), err
        assert err.startswith("error: tiny level ")
        assert "(last reason: seven); widen the spec" in err
        assert not partials(tmp_path / f"out{workers}")


def test_a_corrected_recipe_may_use_the_folder_of_its_failure(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for workers in (1, 2):
        with pytest.raises(UserError, match="widen the spec"):
            build(TINY | {"families": [{"family": "tiny", "spec": {"low": 7, "high": 7}}]}, out, workers=workers)
    assert build(TINY, out, workers=1) is not None
    with pytest.raises(UserError, match="holds data of this recipe as it was before a change"):
        build(TINY | {"seed": 5}, out, workers=1)


def test_scripts_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"import scenewright as sw\nsw.build({TINY!r}, {str(tmp_path / 'out')!r}, workers=2)\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "call it under `if __name__ == '__main__':`" in done.stderr
    assert not partials(tmp_path / "out")
