"""The recipes that come along, and the Slurm script with the variables that an array sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import scenewright as sw
from scenewright.families import BUILTIN
from scenewright.merging import merge
from scenewright.plan import Plan
from tests.builds import TINY, hashes, write_recipe

RECIPES = Path(__file__).parent.parent / "recipes"
SAMPLES = {"laptop": 1_000, "workstation": 1_000_000, "cluster": 100_000_000, "hundred_thousand": 100_000}
SHARDS_MAX = 10_000
"""Files in one folder that the Hub advises at most."""


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_recipes_are_as_large_as_they_say(name: str) -> None:
    plan = Plan.of(RECIPES / f"{name}.yaml")
    assert sum(map(plan.samples, plan.splits())) == SAMPLES[name]
    assert plan.splits() == ("train", "validation", "test")
    assert len(plan.shards()) <= SHARDS_MAX
    assert {cell.family for cell in plan.cells} <= set(BUILTIN) - {"speech"}  # which needs an extra


@pytest.mark.parametrize("name", ["workstation", "cluster"])
def test_the_hardest_levels_are_kept_for_the_test(name: str) -> None:
    plan = Plan.of(RECIPES / f"{name}.yaml")
    for cell in plan.cells:
        assert (cell.counts["train"] == 0) == (cell.level == 4)
        assert cell.counts["test"] > 0


def slurm(recipe: Path, out: Path, tasks: range, **env: str) -> list[subprocess.CompletedProcess[str]]:
    """Each task of an array, one after the other."""
    count = {"SLURM_ARRAY_TASK_COUNT": str(len(tasks)), "SLURM_ARRAY_TASK_MIN": str(tasks[0])}
    count |= {"SLURM_ARRAY_TASK_MAX": str(tasks[-1]), "SLURM_CPUS_PER_TASK": "1"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return [
        subprocess.run(
            ["bash", str(RECIPES / "slurm.sh"), str(recipe), str(out)],
            env=os.environ | count | {"SLURM_ARRAY_TASK_ID": str(task), "PATH": path} | env,
            capture_output=True,
            text=True,
            timeout=120,
        )
        for task in tasks
    ]


@pytest.mark.usefixtures("tiny")
def test_tasks_of_a_slurm_array_build_the_whole(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, TINY)
    sw.build(recipe, tmp_path / "whole", workers=1)
    whole = hashes(tmp_path / "whole")
    for done in slurm(recipe, tmp_path / "shared", range(1, 3)):  # an array may count from 1
        assert done.returncode == 0, done.stderr
    assert hashes(tmp_path / "shared") == whole
    for done in slurm(recipe, tmp_path / "apart", range(2), LOCAL=str(tmp_path / "local")):
        assert done.returncode == 0, done.stderr
    merge(sorted((tmp_path / "apart").iterdir()), tmp_path / "merged")
    assert hashes(tmp_path / "merged") == whole
    (gap,) = slurm(recipe, tmp_path / "gap", range(0, 1), SLURM_ARRAY_TASK_MAX="6")
    assert gap.returncode == 2
    assert "without gaps" in gap.stderr
