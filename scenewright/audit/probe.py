"""What a small network can learn from the pictures of a data set, by how many of them it sees.

    found = probe("out", sizes=(250, 1000))
    write(found, Path("out/audit"))          # probe.json, probe.png

A picture that carries its answer can be learned from: accuracy on held-out rows rises well above chance, and above what
the best single answer gives, which needs no pictures. Networks are trained from scratch in less than a minute each.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from scenewright.audit.probe_data import Found, Pictures, families_in, gather
from scenewright.audit.probe_report import CHART, JSON, Curve, Point, Probe, json
from scenewright.audit.probe_report import table as table
from scenewright.audit.probe_tasks import TASKS, Task, best_constant
from scenewright.errors import UserError
from scenewright.scoring import wilson

SIZES = (250, 500, 1000, 2000)
"""Pictures to learn from, before all there are."""
APART = 1.25
"""All pictures must be so many times as many for a smaller size to tell more."""
FEWEST, FEWEST_HELD = 100, 50
"""Rows to learn from, and rows held out, without which a task is left alone: no curve can be told from chance."""
Tick = Callable[[int, int], None]


def probe(
    folder: str | Path,
    tasks: Sequence[str] = (),
    sizes: Sequence[int] = SIZES,
    minutes: float | None = None,
    seed: int = 0,
    threads: int = 2,
    tick: Tick = lambda done, total: None,
) -> Probe:
    """Train networks on 250, 500, ... and all pictures of each task that the data set has rows for.

    `tasks`: these alone. `minutes`: no network is begun that would take longer, by those before it; a network is
    trained in full or not at all, so the figures do not depend on the machine's speed. `tick(done, total)` is told the
    training steps. The same seed gives the same figures on the same build of torch. `UserError` where torch is missing,
    there is no data set, a task is unknown, or nothing can be learned.
    """
    import scenewright

    start = time.perf_counter()
    _checked(tasks, sizes, minutes)
    root = Path(folder)
    parts, unread = families_in(root)
    there = {kind for _, kinds in parts for kind in kinds}
    asked = [TASKS[name] for name in dict.fromkeys(tasks or TASKS)]
    lacking = {task.name: f"there are no rows of {task.family}" for task in asked if task.family not in there}
    found, broken = gather(parts, [task for task in asked if task.name not in lacking])
    sets: dict[str, tuple[Found, Pictures]] = {}
    for name, one in found.items():
        pictures = one.split(seed)
        if why := _too_few(one, pictures):
            lacking[name] = why
        else:
            sets[name] = (one, pictures)
    if not sets:
        reasons = "; ".join(f"{name}: {why}" for name, why in lacking.items())
        raise UserError(f"{root}: nothing to learn here ({reasons})")
    points, untrained = _trained(sets, sizes, seed, threads, start + 60 * minutes if minutes else float("inf"), tick)
    return Probe(
        version=scenewright.__version__,
        seed=seed,
        seconds=round(time.perf_counter() - start, 1),
        curves=tuple(_curve(one, pictures, points[name]) for name, (one, pictures) in sets.items()),
        lacking=lacking,
        untrained={name: tuple(left) for name, left in untrained.items() if left},
        unread=tuple(dict.fromkeys((*unread, *broken))),
    )


def _checked(tasks: Sequence[str], sizes: Sequence[int], minutes: float | None) -> None:
    if unknown := [name for name in tasks if name not in TASKS]:
        raise UserError(f"there is no task '{unknown[0]}'; there are: {', '.join(TASKS)}")
    if any(size < 2 for size in sizes):
        raise UserError(f"sizes are numbers of pictures, 2 at least, not {min(sizes)}")
    if minutes is not None and not 0 < minutes < float("inf"):
        raise UserError(f"minutes must be above 0, not {minutes}")
    if importlib.util.find_spec("torch") is None:
        raise UserError("the probe needs PyTorch; run: pip install 'scenewright[models]'")


def _too_few(one: Found, pictures: Pictures) -> str:
    """Why nothing can be learned of a task; empty where it can."""
    learned, held = len(pictures.learned), len(pictures.held)
    if learned >= FEWEST and held >= FEWEST_HELD:
        return ""
    why = f"{learned} rows to learn from and {held} held out are too few ({FEWEST} and {FEWEST_HELD} are needed)"
    causes = [f"{count} rows skipped: {cause}" for cause, count in one.skipped.most_common(1)]
    causes += [f"{one.others} rows show something else"] if one.others else []
    return ", ".join([why, *causes])


def _trained(
    sets: dict[str, tuple[Found, Pictures]], sizes: Sequence[int], seed: int, threads: int, deadline: float, tick: Tick
) -> tuple[dict[str, list[Point]], dict[str, list[int]]]:
    """Networks from few pictures to many, all tasks in turn, so that a time limit leaves each its beginning."""
    from scenewright.audit import probe_net as net

    jobs = [(size, name) for name, (_, pictures) in sets.items() for size in _sizes(sizes, len(pictures.learned))]
    total = sum(net.steps_for(size) for size, _ in jobs)
    points: dict[str, list[Point]] = {name: [] for name in sets}
    left: dict[str, list[int]] = {name: [] for name in sets}
    done, begun = 0, time.perf_counter()
    with net.threads(min(threads, len(os.sched_getaffinity(0)))):
        for size, name in sorted(jobs):
            one, pictures = sets[name]
            steps, now = net.steps_for(size), time.perf_counter()
            if now + steps * (now - begun) / max(done, 1) > deadline:
                left[name].append(size)
                continue
            try:
                trained = net.train(
                    one.task, pictures.learned[:size], pictures.targets[:size], seed, deadline,
                    partial(_tell, tick, done, total),
                )  # fmt: skip
            except net.OutOfTime:
                left[name].append(size)
                continue
            right = one.task.right(net.answers(one.task, trained, pictures.held), pictures.held_targets)
            low, high = wilson(float(right.sum()), len(right))
            points[name].append(Point(rows=size, steps=steps, accuracy=float(right.mean()), low=low, high=high))
            done += steps
    return points, left


def _tell(tick: Tick, before: int, total: int, step: int) -> None:
    tick(before + step, total)


def _sizes(sizes: Sequence[int], most: int) -> list[int]:
    """The sizes that there are clearly more pictures for, and all pictures."""
    return [*sorted({size for size in sizes if size * APART <= most}), most]


def _curve(one: Found, pictures: Pictures, points: list[Point]) -> Curve:
    task: Task = one.task
    return Curve(
        task=task.name, about=task.about, family=task.family, held_out=len(pictures.held),
        chance=task.chance(pictures.held_targets),
        blind=best_constant(task, pictures.targets, pictures.held_targets),
        points=tuple(points), others=one.others, skipped=dict(one.skipped.most_common()),
    )  # fmt: skip


# -- telling -----------------------------------------------------------------------------------------------------------


def notes(found: Probe) -> list[str]:
    """What could not be learned from, a line each."""
    lines = [f"no {name}: {why}" for name, why in found.lacking.items()]
    for name, sizes in found.untrained.items():
        lines.append(f"{name}: no time left for {', '.join(f'{size:,}' for size in sizes)} pictures")
    for curve in found.curves:
        lines += [f"{curve.task}: {count:,} rows skipped: {why}" for why, count in curve.skipped.items()]
    return lines + [f"skipped {line}" for line in found.unread]


def write(found: Probe, folder: Path) -> list[Path]:
    """Write `probe.json` and `probe.png`; the paths."""
    from scenewright.audit.probe_chart import draw

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / JSON, folder / CHART]
    paths[0].write_bytes(json(found))
    paths[1].write_bytes(draw(found))
    return paths


def sizes_of(text: str) -> tuple[int, ...]:
    """Sizes as they are typed: `250,1000`. `UserError` where they are none."""
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise UserError(f"--sizes: '{text}' is no list of numbers such as 250,500,1000") from None
