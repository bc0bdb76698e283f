"""`scenewright bench build`: whole builds measured, and larger ones estimated."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from scenewright.bench import build as builds
from scenewright.bench import watch
from scenewright.cli import run as command
from tests.builds import write_recipe

RECIPE = {
    "name": "Tiny",
    "questions": 2,
    "splits": {"train": 10, "test": 10},
    "families": [{"family": "tiny", "levels": [0, 1]}, {"family": "tiny", "levels": [2], "splits": ["test"]}],
}


@pytest.mark.usefixtures("tiny")
def test_builds_are_measured_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builds, "FAMILY_S", 0.1)
    monkeypatch.setattr(watch, "WATCH_S", 0.05)
    recipe = write_recipe(tmp_path, RECIPE)
    assert (
        command(["bench", "build", str(recipe), "--seconds", "0.3", "--samples", "900", "-o", str(tmp_path / "b")]) == 0
    )
    told = capsys.readouterr().out
    found = msgspec.json.decode((tmp_path / "b" / "build.json").read_bytes())
    assert [a["family"] for a in found["families"]] == ["tiny"]
    assert found["all"]["samples"] == 900
    assert found["all"]["whole_s"] >= found["all"]["shards_s"] > 0  # so short a build may take less than its start
    assert found["all"]["start_s"] > 0
    (together,) = found["figures"]  # too few samples to judge memory by
    rate = found["one"]["samples"] / (found["one"]["shards_s"] - found["one"]["start_s"])
    assert together["value"] == pytest.approx(900 / found["all"]["whole_s"] / (found["all"]["workers"] * rate))
    for text in (told, (tmp_path / "b" / "build.md").read_text()):
        assert "100,000,000" in text
        assert "over the sum of what they reach alone" in text


def test_memory_is_that_of_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left when workers have ended, the pool's tracker, is no reading of a build."""
    seen = watch.Watch()
    grown = [(3, (float(t), 600.0 + t, 400.0)) for t in range(20)]
    monkeypatch.setattr(seen, "_readings", [(1, (-1.0, 13.0, 300.0)), *grown, *[(1, (30.0, 13.0, 500.0))] * 9])
    assert [mb for _, mb, _ in seen.at((0.0, 0.5, 1.0))] == [600.0, 608.0, 617.0]


def test_an_estimate_is_in_proportion() -> None:
    one = builds.Built(engine="local", workers=1, samples=50, start_s=0, shards_s=10, whole_s=11, bytes=5_000_000)
    both = builds.Built(engine="local", workers=2, samples=190, start_s=1, shards_s=20, whole_s=22, bytes=19_000_000)
    ray = msgspec.structs.replace(both, engine="ray", start_s=5, shards_s=25)
    found = builds.BuildBench(command="", machine={}, versions={}, families=(), one=one, all=both, ray=ray,
                              seconds=(), workers_mb=(), parent_mb=())  # fmt: skip
    assert (one.rate, both.rate, ray.rate) == (5, 10, 9.5)
    assert found.together == pytest.approx(190 / 22 / 10)
    assert [f.value for f in found.figures()] == pytest.approx([190 / 220, 10 / 9.5 - 1])
    assert builds.estimate(found, 1_000_000) == ("1,000,000", "55.6", "27.8", "100", "2.78", "2.3")


@pytest.mark.parametrize(("args", "words"), [
    (["build", "--scaling"], "bench build takes one recipe at most"),
    (["build", "a.yaml", "b.yaml"], "bench build takes one recipe at most"),
    (["build", "--seconds", "0"], "--seconds must be above 0"),
    (["build", "nothing.yaml"], "nothing.yaml"),
    (["clock", "--ray"], "--ray is for: scenewright bench build"),
])  # fmt: skip
def test_mistakes_about_builds(args: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["bench", *args]) == 2
    assert words in capsys.readouterr().err
