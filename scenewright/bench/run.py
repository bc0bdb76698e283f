"""A bench run: every family and level, its baselines, and what was asked for besides, in one process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenewright.bench import report
from scenewright.bench.baselines import pyplot_of
from scenewright.bench.charts import measure_charts
from scenewright.bench.floors import variants
from scenewright.bench.measure import measure
from scenewright.bench.memory import measure_memory
from scenewright.bench.report import Bench, Charts, Row, overall
from scenewright.bench.scaling import measure_workers
from scenewright.errors import UserError
from scenewright.families import family, names
from scenewright.progress import progress
from scenewright.sample import Maker, Sample

SAMPLES = 100
"""Samples per level, by default."""


def bench(
    families: Sequence[str] = (),
    samples: int = SAMPLES,
    scaling: bool = False,
    memory: bool = False,
    out: Path | None = None,
) -> Bench:
    """Measure families (all by default), `samples` at each level and backend.

    `scaling` adds builds by one and two workers, a minute or two; `memory` 20,000 samples by one worker. With `out`,
    `bench.json` and `bench.md` are written there. `UserError` for an unknown family, or fewer than one sample.
    """
    if samples < 1:
        raise UserError(f"--samples must be at least 1, not {samples}")
    chosen = tuple(dict.fromkeys(families)) or names()
    kinds = [family(name) for name in chosen]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before the work, so that a wrong folder costs none
    rows: list[Row] = []
    charts: tuple[Charts, ...] = ()
    todo = [(kind, backend) for kind in kinds for backend in variants(kind)]
    total = samples * sum(len(kind.levels) for kind, _ in todo)
    done = 0
    with progress("bench", total) as update:
        for kind, backend in todo:
            levels: list[Row] = []
            drawn: list[Sample] = []
            for level in range(len(kind.levels)):
                row, made = measure(
                    Maker.of(kind.name, level),
                    samples,
                    backend,
                    lambda n, d=done: update(min(d + n, total)),  # type: ignore[misc]
                )
                levels.append(row)
                drawn += made
                done += samples
            rows += [*levels, overall(levels)]
            if backend == "skia" and pyplot_of(kind.name):
                charts += measure_charts(kind, drawn)
    found = Bench(
        command=_command(families, samples, scaling, memory),
        machine=report.machine(),
        versions=report.versions(),
        rows=tuple(rows),
        charts=charts,
        workers=measure_workers(chosen) if scaling else None,
        memory=measure_memory(chosen) if memory else None,
    )
    if out is not None:
        (out / "bench.json").write_bytes(found.json())
        (out / "bench.md").write_text(report.markdown(found), "utf-8")
    return found


def _command(families: Sequence[str], samples: int, scaling: bool, memory: bool) -> str:
    words = ["scenewright bench", *families]
    words += [f"--samples {samples}"] if samples != SAMPLES else []
    words += ["--scaling"] if scaling else []
    words += ["--memory"] if memory else []
    return " ".join(words)
