"""Do labels of simulated families hold? Accepted scenes are run again under perturbations that no gate has seen.

A simulated family takes part with two functions in its simulator: `labels(outcome)`, all labels of an accepted scene by
name, and `relabel(scene, finer, jitter)`, the same labels from one run whose step is divided by `finer` and whose
perturbation has that number (0: none). A label flips where such a run gives another value; where it gives None (too
near to call), the label is counted as lost, not as flipped.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from scenewright.errors import UserError
from scenewright.scenes.base import Reject, rng_for

FRESH = 1000
"""Number of the first fresh perturbation; those of the gates are smaller."""
FINER = (2, 4)
"""Half and quarter step."""
ATTEMPTS = 40


class Flips(msgspec.Struct, kw_only=True):
    """Counts over all scenes of a check. A kind of label is its name without the id: `stands`, `fell`."""

    family: str
    jitters: int
    scenes: int = 0
    runs: int = 0
    rejected: Counter[str] = msgspec.field(default_factory=Counter)
    labels: Counter[str] = msgspec.field(default_factory=Counter)
    flipped: Counter[str] = msgspec.field(default_factory=Counter)
    """Labels that flip in at least one run."""
    lost: Counter[str] = msgspec.field(default_factory=Counter)
    examples: list[str] = msgspec.field(default_factory=list)
    """The first flips, with level, index and seed."""


def audit(
    name: str,
    samples: int,
    jitters: int = 20,
    seed: int = 0,
    levels: tuple[int, ...] = (),
    progress: Callable[[int], None] | None = None,
) -> Flips:
    """Check `samples` accepted scenes of a family, in turn from each level. `UserError` if it simulates nothing."""
    if samples < 1 or jitters < 0:
        raise UserError(f"samples must be at least 1 and jitters at least 0, not {samples} and {jitters}")
    scenes, simulator = _rooms(name)
    report = Flips(family=name, jitters=jitters)
    for level, index, scene, outcome in _accepted(name, scenes, simulator, levels, seed, samples, report.rejected):
        _check(report, simulator, scene, outcome, f"level {level} index {index} seed {seed}")
        if progress is not None:
            progress(report.scenes)
    return report


def _rooms(name: str) -> tuple[Any, Any]:
    try:
        scenes = importlib.import_module(f"scenewright.scenes.{name}")
        simulator = importlib.import_module(f"scenewright.simulators.{name}")
    except ModuleNotFoundError:
        raise UserError(f"{name}: not a simulated family, so it has no labels that could flip; try tower") from None
    if not hasattr(simulator, "relabel"):
        raise UserError(f"{name}: its simulator has no relabel(); there is nothing to run again")
    return scenes, simulator


def _accepted(
    name: str, scenes: Any, simulator: Any, levels: tuple[int, ...], seed: int, samples: int, rejected: Counter[str]
) -> Iterator[tuple[int, int, Any, Any]]:
    """Accepted scenes, under the same keys as samples, so that these are the scenes a user gets."""
    wanted = levels or tuple(range(len(scenes.LEVELS)))
    for number in range(samples):
        level, index = wanted[number % len(wanted)], number // len(wanted)
        for attempt in range(ATTEMPTS):
            try:
                scene = scenes.draw_scene(scenes.LEVELS[level], rng_for(seed, name, level, index, "scene", attempt))
                outcome = simulator.simulate(scene)
            except Reject as reject:
                rejected[f"level {level}: {reject.reason}"] += 1
                continue
            yield level, index, scene, outcome
            break


def _check(report: Flips, simulator: Any, scene: Any, outcome: Any, where: str) -> None:
    true = simulator.labels(outcome)
    flipped: set[str] = set()
    lost: set[str] = set()
    for finer, jitter in (*((f, 0) for f in FINER), *((1, FRESH + k) for k in range(report.jitters))):
        seen = simulator.relabel(scene, finer, jitter)
        report.runs += 1
        for label, value in true.items():
            if seen[label] == value:
                continue
            if seen[label] is None:
                lost.add(label)
            elif label not in flipped:
                flipped.add(label)
                report.examples.append(
                    f"{where}: {label} was {value}, is {seen[label]} (step/{finer}, jitter {jitter})"
                )
    del report.examples[50:]
    report.scenes += 1
    report.labels.update(map(kind, true))
    report.flipped.update(map(kind, flipped))
    report.lost.update(map(kind, lost - flipped))


def kind(label: str) -> str:
    """`fell` of `block-3 fell`."""
    head, _, rest = label.partition(" ")
    return rest or head


def rows(report: Flips) -> list[tuple[str, str, str, str]]:
    """Kind of label, how many there are, how many flipped, how many became too near to call."""
    return [
        (name, f"{count:,}", f"{report.flipped[name]:,}", f"{report.lost[name]:,}")
        for name, count in sorted(report.labels.items())
    ]
