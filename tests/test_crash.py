"""Builds killed at random moments, and disks that fail at every call: no finished shard is lost, and the build that
goes on ends with the bytes of one that was left in peace.
"""

from __future__ import annotations

import errno
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenewright.cli import run
from scenewright.plan import Plan
from scenewright.pool import _see_off
from scenewright.scenes.base import rng_for
from scenewright.shards import read_marker, write_whole
from scenewright.store import Writer
from tests.builds import TINY, hashes, in_session, partials, ray_workers, slow, start, wait_for, write_recipe

pytestmark = pytest.mark.usefixtures("tiny")

LOCAL_KILLS, RAY_KILLS = 42, 8
"""Fifty in all."""
RECIPE = slow(0.003, splits={"train": 300, "validation": 20, "test": 40})
"""Eighteen shards of a tenth of a second each."""
FEW = TINY | {"splits": {"train": 40, "test": 7}}
RAY_RECIPE = slow(0.02, splits={"train": 400})
ROOT = Path(__file__).parent.parent


class Starter:
    """Builds with three workers, started quickly one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash_starter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )

    def _line(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def start(self, recipe: Path, out: Path) -> int:
        """Process id of the build's parent."""
        assert self._process.stdin is not None
        line = shlex.join(["build", str(recipe), "-o", str(out), "--workers", "3"])
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._line()

    def end(self) -> int:
        """Exit code of the build, which is waited for."""
        return self._line()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)


def undamaged(out: Path, whole: dict[str, str], digest: str) -> set[str]:
    """Names of the finished shards. All that has a name readers take, and every marked shard, is as it should be."""
    for name, found in hashes(out, "data/*.parquet").items():
        if not Path(name).name.startswith("."):
            assert found == whole[name], f"{name} was left half written"
    plan = Plan.of(RECIPE)
    assert plan.digest == digest
    done = [shard for shard in plan.shards() if read_marker(out, shard, digest)]
    for shard in done:
        assert hashes(out, f"build/{shard.name}.json")[f"build/{shard.name}.json"] == whole[f"build/{shard.name}.json"]
    return {shard.name for shard in done}


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, RECIPE)
    starter = Starter()
    killed, builds, saved = {"worker": 0, "parent": 0}, 0, 0
    try:
        lengths = _lengths(starter, recipe, tmp_path / "whole")
        whole, digest = hashes(tmp_path / "whole"), Plan.of(RECIPE).digest
        while sum(killed.values()) < LOCAL_KILLS:
            out, ended, runs = tmp_path / f"out{builds}", False, 0
            builds += 1
            while not ended:
                pid = starter.start(recipe, out)
                if sum(killed.values()) < LOCAL_KILLS:
                    victim = _kill(pid, out, rng_for(0, "crash", builds, runs), *lengths)
                    killed |= {victim: killed[victim] + 1} if victim else {}
                ended = starter.end() == 0
                wait_for(lambda pid=pid: not in_session(pid))  # type: ignore[misc]
                if not ended and out.exists():
                    saved = max(saved, len(undamaged(out, whole, digest)))
                runs += 1
                assert runs < 2 * LOCAL_KILLS
            assert not partials(out)
            assert hashes(out) == whole
    finally:
        starter.close()
    assert min(killed.values()) >= 5
    assert saved > 5  # some were killed with much of the work done


def _lengths(starter: Starter, recipe: Path, out: Path) -> tuple[float, float]:
    """Seconds that an undisturbed build takes until it writes, and from then until the last shard has its marker."""
    plan = Plan.of(RECIPE)
    last = plan.shards()[-1]
    began = time.perf_counter()
    starter.start(recipe, out)
    wait_for(lambda: partials(out))
    writes = time.perf_counter()
    wait_for(lambda: read_marker(out, last, plan.digest))
    done = time.perf_counter()
    assert starter.end() == 0
    return writes - began, done - writes


def _kill(session: int, out: Path, rng: np.random.Generator, before: float, after: float) -> str:
    """SIGKILL to a worker or the parent; which, or nothing if it has ended.

    One in five before anything is written, the others while shards are, and some while the report and the card are.
    """
    early, moment, parent = rng.random() < 0.2, rng.random(), rng.random() < 0.4
    if early:
        time.sleep(moment * before)
    else:
        wait_for(lambda: partials(out) or not in_session(session))
        time.sleep(1.2 * moment * after)
    workers = sorted(pid for pid in in_session(session) if pid != session)
    target = session if parent or not workers else workers[int(rng.integers(len(workers)))]
    if target not in in_session(session):
        return ""
    try:
        os.kill(target, signal.SIGKILL)
    except ProcessLookupError:  # it ended just now
        return ""
    return "parent" if target == session else "worker"


def test_workers_that_would_wait_for_a_dead_one_are_killed() -> None:
    """A worker killed at the very end may hold the lock under which the others wait to hear that all is done."""
    processes = [get_context("spawn").Process(target=time.sleep, args=(600,), daemon=True) for _ in range(2)]
    for process in processes:
        process.start()
    assert processes[0].pid
    os.kill(processes[0].pid, signal.SIGKILL)
    _see_off(processes)
    assert [process.exitcode for process in processes] == [-signal.SIGKILL] * 2


# -- Ray ---------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.ray
def test_ray_workers_killed_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="needs the extra `ray`")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    recipe, whole = write_recipe(tmp_path, RAY_RECIPE), tmp_path / "whole"
    assert run(["build", str(recipe), "-o", str(whole), "--workers", "1"]) == 0
    out, killed = tmp_path / "ray", 0
    process = start("build", recipe, "-o", out, "--engine", "ray", "--workers", "3")
    try:
        while killed < RAY_KILLS:
            rng = rng_for(0, "crash of ray", killed)
            workers = wait_for(lambda: ray_workers(out) or process.poll() is not None, 60)
            assert workers is not True, process.communicate()[1]
            time.sleep(0.5 * rng.random())
            try:
                os.kill(workers[int(rng.integers(len(workers)))], signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert hashes(out) == hashes(whole)


# -- disks -------------------------------------------------------------------------------------------------------------


class Disk:
    """A disk whose calls are counted, one of which fails: opening, writing, settling and naming of files."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int = 0, failing: int = -1) -> None:
        self.calls: list[str] = []
        self.number, self.failing = number, failing
        for owner, name in (
            (Writer, "__init__"), (Writer, "_flush"), (Writer, "close"), (os, "fsync"), (os, "replace"),
            (Path, "write_bytes"), (Path, "mkdir"),
        ):  # fmt: skip
            patch.setattr(owner, name, self._counted(name, getattr(owner, name)))

    def _counted(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) - 1 == self.failing:
                raise OSError(self.number, os.strerror(self.number))
            return function(*args, **options)

        return called


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_every_call_of_the_disk_may_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # Drawing the sheet takes most of the time of a hundred small builds; it is written as ever.
    sheet = "scenewright.contact_sheet.write_contact_sheet"
    monkeypatch.setattr(sheet, lambda out: write_whole(out / "contact_sheet.png", b"sheet"))
    recipe = write_recipe(tmp_path, FEW)
    plan = Plan.of(FEW)

    def build(out: Path, failing: int = -1) -> tuple[int, list[str]]:
        with monkeypatch.context() as patch:
            disk = Disk(patch, number, failing)
            return run(["build", str(recipe), "-o", str(out), "--workers", "1"]), disk.calls

    code, calls = build(tmp_path / "whole")
    assert code == 0
    whole = hashes(tmp_path / "whole")
    assert {"_flush", "close", "fsync", "replace", "write_bytes"} <= set(calls)
    most = 0
    for failing in range(len(calls)):
        out = tmp_path / f"out{failing}"
        capsys.readouterr()
        code, _ = build(out, failing)
        told = capsys.readouterr().err
        if code == 0:  # a folder that was there already
            assert calls[failing] == "mkdir"
            continue
        assert code == 2
        assert told.startswith("error: ")
        assert told.count("\n") == 1, told
        assert ("the disk is full" if number == errno.ENOSPC else "Input/output error") in told
        assert not partials(out)
        done = [shard.name for shard in plan.shards() if read_marker(out, shard, plan.digest)]
        most = max(most, len(done))
        found = hashes(out)
        assert all(found[name] == whole[name] for name in found)
        before = {name: (out / "data" / f"{name}.parquet").stat().st_mtime_ns for name in done}
        assert build(out)[0] == 0
        assert hashes(out) == whole
        assert all((out / "data" / f"{name}.parquet").stat().st_mtime_ns == age for name, age in before.items())
    assert most == len(plan.shards())


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_fills_up_and_is_given_room(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], workers: int
) -> None:
    recipe = write_recipe(tmp_path, TINY | {"splits": {"train": 800}, "shard_size": 40})
    assert run(["build", str(recipe), "-o", str(tmp_path / "whole"), "--workers", "1"]) == 0
    subprocess.run(["mount", "-o", "remount,size=256k", str(small_disk)], check=True)
    out = small_disk / "out"
    capsys.readouterr()
    assert run(["build", str(recipe), "-o", str(out), "--workers", str(workers)]) == 2
    assert "the disk is full; free some space" in capsys.readouterr().err
    assert not partials(out)
    plan = Plan.of(recipe)
    done = [shard.name for shard in plan.shards() if read_marker(out, shard, plan.digest)]
    assert 0 < len(done) < len(plan.shards())
    before = {name: (out / "data" / f"{name}.parquet").stat().st_mtime_ns for name in done}
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert run(["build", str(recipe), "-o", str(out), "--workers", str(workers)]) == 0
    assert hashes(out) == hashes(tmp_path / "whole")
    assert all((out / "data" / f"{name}.parquet").stat().st_mtime_ns == age for name, age in before.items())
