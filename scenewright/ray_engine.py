"""Shards made by Ray: one task each, on this machine or on a cluster that shares the folder.

A task calls the same `write_shard` as the pool does, so the bytes are the same. A task whose worker dies is run again;
a mistake of the user's (a spec that can't be met, a full disk) ends the build.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import scenewright
from scenewright.errors import UserError
from scenewright.places import place
from scenewright.plan import Plan, Shard
from scenewright.shards import spare_collector, write_shard

RETRIES = 5
"""Times a task is run again after the death of its worker or machine."""
LOOK_S = 0.5
"""Seconds between two looks for an interruption while tasks run."""


def run(
    plan: Plan, shards: list[Shard], out: Path, workers: int | None, address: str, report: Callable[[int], None]
) -> None:
    """Write all shards. `report(n)` is told the samples finished so far.

    `address`: of a running cluster (`auto`, `ray://host:10001`); empty: a cluster of `workers` is started here and
    ended with the build. Every machine of a cluster needs this version of Scenewright, and the folder under the same
    path. `UserError` where Ray is missing or the cluster can't be reached.
    """
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        try:
            _start(ray, workers, address)
        except (ConnectionError, RuntimeError, ValueError) as error:
            where = f"no Ray cluster at '{address}'" if address else "Ray did not start"
            raise UserError(f"{where}: {_first_line(error)}; start one with: ray start --head") from None
    try:
        _drive(ray, plan, shards, out, workers, report)
    finally:
        if ours:
            ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise UserError('--engine ray needs Ray: pip install "scenewright[ray]"') from None
    return ray


def _start(ray: Any, workers: int | None, address: str) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    if address:
        ray.init(address=address, **options)
    else:
        ray.init(address="local", num_cpus=workers, include_dashboard=False, **options)


def _drive(
    ray: Any, plan: Plan, shards: list[Shard], out: Path, workers: int | None, report: Callable[[int], None]
) -> None:
    task = ray.remote(max_retries=RETRIES, num_cpus=1, scheduling_strategy="SPREAD")(_work)
    held = ray.put(plan)
    room = 2 * (workers or max(1, int(ray.cluster_resources().get("CPU", 1))))
    queue = iter(shards)
    waiting: dict[Any, Shard] = {}
    done = 0
    try:
        while True:
            # A few more than run at once: a cluster's scheduler slows down with a million tasks in its queue.
            for shard in queue:
                waiting[task.remote(held, shard, str(out), scenewright.__version__)] = shard
                if len(waiting) >= room:
                    break
            if not waiting:
                return
            finished, _ = ray.wait(list(waiting), timeout=LOOK_S)
            for future in finished:
                done += _result(ray, future)
                del waiting[future]
            report(done)
    finally:
        for future in waiting:
            ray.cancel(future, force=True)


def _result(ray: Any, future: Any) -> int:
    """Samples of a finished task; what it raised, as itself."""
    try:
        return int(ray.get(future))
    except ray.exceptions.RayTaskError as error:
        raise error.cause from None
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError, ray.exceptions.OutOfMemoryError) as error:
        raise UserError(
            f"a Ray worker died {RETRIES + 1} times over one shard, often for lack of memory ({_first_line(error)}); "
            "run the same command again, which goes on where it stopped, with fewer workers"
        ) from None


def _work(plan: Plan, shard: Shard, out: str, version: str) -> int:
    if version != scenewright.__version__:
        raise UserError(f"a Ray worker has Scenewright {scenewright.__version__}, the build {version}; install one")
    spare_collector()
    return write_shard(plan, shard, place(out)).samples


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
