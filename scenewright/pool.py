"""Shards made in several processes of this machine.

Workers are spawned, so that nothing of the parent's state reaches the data. They hear no Ctrl-C: the parent does, and
asks them to stop. They end when the parent dies, however it dies.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from ctypes import c_byte, c_longlong
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawArray, RawValue
from pathlib import Path
from typing import Any

from scenewright.plan import Plan, Shard
from scenewright.shards import spare_collector, write_shard

LOOK_S = 0.2
"""Seconds between two looks at the workers' progress."""


_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Each worker has a processor of its own; numpy's threads would take turns with the other workers'."""


class Stopped(Exception):
    """Raised in a worker that was asked to stop."""


_stop: Any = None
_done: Any = None


def run(plan: Plan, shards: list[Shard], out: Path, workers: int, report: Callable[[int], None]) -> None:
    """Write all shards. `report(n)` is told the samples made so far, a few times a second.

    Raises what a worker raised, or `BrokenProcessPool` where one was killed. Either way no worker is left.
    """
    # One counter per shard, each written by one process alone: no lock that a killed worker could take with it.
    stop, done = RawValue(c_byte, 0), RawArray(c_longlong, len(shards))
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (stop, done))
    queue = enumerate(shards)
    threads = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update({name: "1" for name, given in threads.items() if given is None})
    waiting: set[Future[None]] = set()
    try:
        while True:
            with _interrupts_held():
                for slot, shard in islice(queue, 2 * workers - len(waiting)):
                    waiting.add(pool.submit(_work, plan, shard, out, slot))
            if not waiting:
                return
            finished, waiting = wait(waiting, LOOK_S, FIRST_COMPLETED)
            for future in finished:
                future.result()
            report(sum(done))
    finally:
        stop.value = 1
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        _see_off(processes)
        for name, given in threads.items():
            if given is None:
                os.environ.pop(name, None)


def _see_off(processes: Sequence[BaseProcess]) -> None:
    """Wait until all workers have ended.

    The pool's own waiting has no end if one is killed just now, while it holds the lock under which idle workers wait
    for their last call: then the others are killed too. What they were writing is swept away by the build.
    """
    while left := [process for process in processes if process.is_alive()]:
        wait_for([process.sentinel for process in left], LOOK_S)
        if any(process.exitcode for process in processes):
            for process in left:
                process.kill()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes started in here are born with SIGINT blocked, from their first instruction on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(stop: Any, done: Any) -> None:
    global _stop, _done
    _stop, _done = stop, done
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
    os._exit(1)


def _work(plan: Plan, shard: Shard, out: Path, slot: int) -> None:
    def tick(samples: int) -> None:
        _done[slot] = samples
        if _stop.value:
            raise Stopped

    spare_collector()
    write_shard(plan, shard, out, tick)
