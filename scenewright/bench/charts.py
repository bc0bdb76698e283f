"""Charts as PNG beside pyplot and `savefig` of the same charts, each backend by itself."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter
from typing import Any

from scenewright.bench.baselines import pyplot_of
from scenewright.bench.report import Charts
from scenewright.families import Family
from scenewright.sample import Sample
from scenewright.scenes.base import Reject, rng_for

CHARTS, BLOCK = 40, 10
"""Charts drawn by each backend, and how many of them on end before it is pyplot's turn. Pyplot takes a tenth of a
second or more for one, and leaves the processor's caches full of its own."""
WARM_UP = 150
"""Charts drawn before any is timed: a batch script draws thousands, so its steady state is what counts."""
TRIES = 40
"""Styles tried on a chart before it is left out."""


def measure_charts(kind: Family, samples: list[Sample]) -> tuple[Charts, ...]:
    """Both backends on the same scenes of a family that has a pyplot script, evenly taken from `samples`.

    Each chart is drawn in a style of its own, once by us and once by pyplot, as a script that draws many charts does:
    neither draws the same chart twice. Other charts warm both up. Figures are medians over charts.
    """
    scenes: list[Any] = [sample.scene for sample in samples[:: -(-len(samples) // CHARTS)]]
    out = []
    for backend in ("skia", "matplotlib"):
        for number in range(WARM_UP if backend == "skia" else BLOCK):
            _ours(kind, scenes[number % len(scenes)], backend, -1 - number)
        _block(kind, scenes[:1], backend, -WARM_UP - 1)
        times: list[tuple[float, float, float]] = []
        for first in range(0, len(scenes), BLOCK):
            times += _block(kind, scenes[first : first + BLOCK], backend, first)
        out.append(
            Charts(
                family=kind.name,
                backend=backend,
                charts=len(times),
                ours_ms=1e3 * median(ours for ours, _, _ in times),
                pyplot_ms=1e3 * median(plain for _, plain, _ in times),
                tight_ms=1e3 * median(tight for _, _, tight in times),
                ratio=median(plain / ours for ours, plain, _ in times),
                tight_ratio=median(tight / ours for ours, _, tight in times),
            )
        )
    return tuple(out)


def _block(kind: Family, scenes: list[Any], backend: str, first: int) -> list[tuple[float, float, float]]:
    """Seconds of our picture, of pyplot's, and of pyplot's with `tight_layout`: for each chart that a style of this
    backend has room for.
    """
    pyplot = pyplot_of(kind.name)
    assert pyplot is not None
    drawn = []
    gc.collect()  # neither pays for what the other left behind
    for number, scene in enumerate(scenes, first):
        found = _ours(kind, scene, backend, number)
        drawn += [(scene, *found)] if found else []
    out = []
    gc.collect()
    for scene, style, ours in drawn:
        start = perf_counter()
        pyplot(scene, style)
        middle = perf_counter()
        pyplot(scene, style, tight=True)
        out.append((ours, middle - start, perf_counter() - middle))
    return out


def _ours(kind: Family, scene: Any, backend: str, number: int) -> tuple[Any, float] | None:
    """A style, and the seconds that its picture took."""
    rng = rng_for(0, "bench", backend, number)
    for _ in range(TRIES):
        style: Any = kind.draw_style(rng)
        if style.backend != backend:
            continue
        start = perf_counter()
        try:
            kind.render(scene, style)
        except Reject:
            continue
        return style, perf_counter() - start
    return None
