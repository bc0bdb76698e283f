"""Two workers against one, through the real build."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from scenewright.bench.memory import recipe_of
from scenewright.bench.report import Workers
from scenewright.plan import Plan
from scenewright.progress import progress
from scenewright.shards import NOTES

SECONDS = 24.0
"""Of work for one worker: the start of workers and uneven ends weigh little against it."""
ROUNDS = 2
SHARDS = 24
"""In all: so many that both workers end at nearly the same time."""
PLAYED_S = 4.0
"""Of playing back pictures, to see what the machine allows."""


def measure_workers(families: Sequence[str], seconds: float = SECONDS, rounds: int = ROUNDS) -> Workers:
    """Build the same recipe by one worker and by two, by turns; the best round counts."""
    rate = 200 / _making(recipe_of(families, 200, 200), 1)
    samples = max(SHARDS, round(rate * seconds))
    plan, small = recipe_of(families, samples, -(-samples // SHARDS)), recipe_of(families, 2, 1)
    one, two, start = [], [], []
    with progress("workers", 3 * rounds) as update:
        for done in range(0, 3 * rounds, 3):
            one.append(_making(plan, 1))
            update(done + 1)
            two.append(_making(plan, 2))
            update(done + 2)
            start.append(_making(small, 2) - _making(small, 1) / 2)
            update(done + 3)
    return Workers(
        samples=samples,
        one_s=round(min(one), 2),
        two_s=round(min(two), 2),
        start_s=round(min(start), 2),
        machine=round(machine_speed_up(families[0]), 2),
    )


def _making(plan: Plan, workers: int) -> float:
    """Seconds that a build takes to make and write its shards; card, contact sheet and report come after that."""
    from scenewright.build import build

    with tempfile.TemporaryDirectory() as folder:
        build(plan, folder, workers)
        timing = msgspec.json.decode((Path(folder) / NOTES / "timing.json").read_bytes())
    return float(timing["seconds"])


def machine_speed_up(name: str, seconds: float = PLAYED_S) -> float:
    """Pictures per second of two processes that share nothing, over those of one."""
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_play, [name] * 2, [0.1] * 2))  # both have started and imported
        alone = pool.submit(_play, name, seconds).result()
        both = [pool.submit(_play, name, seconds) for _ in range(2)]
        return sum(future.result() for future in both) / alone


def _play(name: str, seconds: float) -> float:
    """Pictures per second, played back from a recording and encoded."""
    from scenewright.bench.measure import floor
    from scenewright.sample import sample

    made: list[Any] = [sample(name, level=0, index=index) for index in range(12)]
    made = [s for s in made if getattr(s.style, "backend", "skia") == "skia"][:4]
    start, pictures = perf_counter(), 0
    while (took := perf_counter() - start) < seconds:
        floor(made)
        pictures += len(made)
    return pictures / took
