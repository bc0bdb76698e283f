"""Builds by Ray on a local cluster: the pool's bytes, through the death of workers too."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

import scenewright as sw
from scenewright.errors import UserError
from tests.builds import TINY, command, hashes, ray_workers, slow, start, write_recipe

ray = pytest.importorskip("ray", reason="needs the extra `ray`")
pytestmark = [pytest.mark.ray, pytest.mark.usefixtures("tiny")]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")


@pytest.mark.usefixtures("quiet")
def test_the_pools_bytes_though_workers_are_killed(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, slow(0.02))
    sw.build(recipe, tmp_path / "pool", workers=2)
    process = start("build", recipe, "-o", tmp_path / "ray", "--engine", "ray", "--workers", "2")
    killed = 0
    end = time.perf_counter() + 60
    while process.poll() is None and time.perf_counter() < end:
        if killed < 2 and (pids := ray_workers(tmp_path / "ray")):
            time.sleep(0.15)
            try:
                os.kill(pids[0], signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert killed == 2
    assert hashes(tmp_path / "ray") == hashes(tmp_path / "pool")


@pytest.mark.usefixtures("quiet")
def test_a_users_mistake_is_told_in_one_line(tmp_path: Path) -> None:
    families: list[dict[str, Any]] = [{"family": "clock", "levels": [0], "spec": {"clocks": [1, 9000]}}]
    code, _, err = command("build", write_recipe(tmp_path, TINY | {"families": families}), "-o", tmp_path / "out",
                           "--engine", "ray")  # fmt: skip
    assert code == 2
    assert len(err.strip().splitlines()) == 1


def test_engines_and_addresses_are_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="local, ray"):
        sw.build(TINY, tmp_path / "a", engine="slurm")
    with pytest.raises(UserError, match="not --engine ray"):
        sw.build(TINY, tmp_path / "b", ray_address="auto")


def test_ray_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(UserError, match=r"scenewright\[ray\]"):
        sw.build(TINY, tmp_path / "out", engine="ray")
