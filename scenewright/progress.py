"""How far a long job is: a bar with rate and time left on a terminal, plain lines elsewhere. Both on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

BAR_S, LINE_S = 0.1, 10.0
"""Seconds between two updates of the bar, and between two plain lines."""


@contextmanager
def progress(label: str, total: int, before: int = 0) -> Iterator[Callable[[int], None]]:
    """Gives `update(done)`, to be called as often as one likes. `before` were done by an earlier run."""
    if sys.stderr.isatty():
        yield from _bar(label, total, before)
    else:
        yield from _lines(label, total, before)


def _bar(label: str, total: int, before: int) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    name = TextColumn("{task.description}", markup=False)
    columns = (name, BarColumn(None), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total, completed=before, pace="")
        pace, shown = _Pace(total, before), 0.0

        def update(done: int) -> None:
            nonlocal shown
            now = time.perf_counter()
            if now - shown >= BAR_S or before + done == total:
                shown = now
                bar.update(task, completed=before + done, pace=pace.words(done))

        yield update


def _lines(label: str, total: int, before: int) -> Iterator[Callable[[int], None]]:
    pace, shown = _Pace(total, before), time.perf_counter()

    def update(done: int) -> None:
        nonlocal shown
        now = time.perf_counter()
        if now - shown >= LINE_S:
            shown = now
            print(f"{label}: {before + done:,} of {total:,}, {pace.words(done)}", file=sys.stderr, flush=True)

    yield update


class _Pace:
    def __init__(self, total: int, before: int) -> None:
        self._left, self._start = total - before, time.perf_counter()

    def words(self, done: int) -> str:
        """`212/s, 0:00:14 left`."""
        rate = done / max(time.perf_counter() - self._start, 1e-9)
        if not rate:
            return ""
        left = timedelta(seconds=round((self._left - done) / rate))
        return f"{rate:,.0f}/s, {left} left" if rate >= 10 else f"{rate:.1f}/s, {left} left"
