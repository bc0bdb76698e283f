"""The memory of a build and its workers while it runs."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from time import perf_counter

WATCH_S = 0.5
"""Seconds between two readings."""


class Watch(threading.Thread):
    """Resident memory of this process and of its children, read twice a second. Empty where there is no /proc."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._end = threading.Event()
        self._readings: list[tuple[int, tuple[float, float, float]]] = []

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        start = perf_counter()
        while not self._end.wait(WATCH_S):
            children = [_resident_mb(pid) for pid in _children()]
            if children:
                reading = (perf_counter() - start, sum(children), _resident_mb(os.getpid()))
                self._readings.append((len(children), reading))

    def at(self, parts: tuple[float, ...]) -> list[tuple[float, float, float]]:
        """Seconds, megabytes of the children and of this process after these parts of the time that all ran."""
        most = max((count for count, _ in self._readings), default=0)
        readings = [reading for count, reading in self._readings if count == most]
        last = len(readings) - 1
        # The very last readings are of workers that are ending.
        return [readings[round(part * max(0, last - 2))] for part in parts] if last > len(parts) else []


def _children() -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def _resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    except OSError:
        return 0.0
