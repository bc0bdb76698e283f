"""Resident memory of one worker over many shards."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from scenewright.bench.report import Memory
from scenewright.errors import UserError
from scenewright.plan import Plan
from scenewright.progress import progress
from scenewright.shards import data_path, write_shard

STEPS = (1_000, 2_000, 5_000, 10_000, 15_000, 20_000)
"""Samples after which memory is read."""
SHARD = 1_000


def measure_memory(families: Sequence[str], steps: Sequence[int] = STEPS) -> Memory:
    """Memory of a new process after so many samples of all levels, made and written as a build does.

    Files go to the temporary folder and are deleted shard by shard.
    """
    plan = recipe_of(families, steps[-1], SHARD)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder, progress("memory", steps[-1]) as update:
        worker = multiprocessing.get_context("spawn").Process(
            target=_work, args=(plan, tuple(steps), folder, theirs), daemon=True
        )
        worker.start()
        theirs.close()
        found: dict[int, float] = {}
        try:
            while len(found) < len(steps):
                samples, megabytes = ours.recv()
                update(samples)
                if samples in steps:
                    found[samples] = megabytes
        except EOFError:
            raise UserError("memory: the worker died; see its message above") from None
        finally:
            worker.join(10)
            worker.terminate()
    return Memory(samples=tuple(found), rss_mb=tuple(round(mb, 1) for mb in found.values()))


def recipe_of(families: Sequence[str], samples: int, shard_size: int) -> Plan:
    """A plan of all levels of these families, in equal parts."""
    return Plan.of(
        {
            "name": "bench",
            "shard_size": shard_size,
            "splits": {"train": samples},
            "families": [{"family": name} for name in families],
        }
    )


def _work(plan: Plan, steps: tuple[int, ...], folder: str, send: Connection) -> None:
    made = 0

    def tick(start: int) -> Callable[[int], None]:
        def told(n: int) -> None:
            if start + n in steps or (start + n) % 100 == 0:
                send.send((start + n, resident_mb()))

        return told

    for shard in plan.shards():
        made += write_shard(plan, shard, Path(folder), tick(made)).samples
        data_path(Path(folder), shard).unlink()
    send.close()


def resident_mb() -> float:
    """Resident memory of this process in MB; where the system does not tell, its peak."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
