"""A full local build, measured: what one worker reaches alone, what all reach together, with Ray too if asked; how
their memory moves; and from that time, disk and cost of larger builds.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from scenewright.bench import report
from scenewright.bench.report import GROWTH_MAX, Figure, Table, _Value
from scenewright.bench.watch import Watch
from scenewright.errors import UserError
from scenewright.families import family, names
from scenewright.plan import Plan
from scenewright.progress import progress
from scenewright.recipe import Recipe, Splits
from scenewright.shards import NOTES, write_shard
from scenewright.splits import SPLITS

TOGETHER_MIN = 0.85
"""Throughput of all workers, over that of one alone times their number."""
RAY_MAX = 0.15
"""Time that Ray takes beyond its start, over that of the pool beyond its own, less one."""
SECONDS = 60.0
"""Of each measured build."""
FAMILY_S = 5.0
"""Of each family alone."""
PER_WORKER = 12
"""Shards for each worker: so many that all end at nearly the same time."""
SHARD_MAX = 1000
SIZES = (1_000, 1_000_000, 100_000_000)
"""Samples of the builds that are estimated."""
CORE_HOUR_USD, GB_MONTH_USD = 0.05, 0.023
"""Assumed prices: an hour of one virtual core on demand, and a month of a gigabyte in an object store, as large clouds
list them; to be replaced by one's own."""
MEMORY_SAMPLES = 20_000
"""From this many samples on the growth of memory is judged: before, caches still fill."""
MOMENTS = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Parts of a build's time after which memory is told."""

STATISTIC = (
    "samples a second by the wall clock; a family alone: one shard of all its levels by one process; one worker and "
    "all: real builds of the recipe; start: the same build of one sample a worker; whole: from the call to the "
    "finished folder, with start, card and contact sheet"
)


class Alone(_Value, frozen=True, kw_only=True):
    """One family by one process."""

    family: str
    samples: int
    rate: float
    """Samples a second."""
    mb: float
    """Megabytes of a sample in the store."""


class Built(_Value, frozen=True, kw_only=True):
    """One build of the recipe."""

    engine: str
    workers: int
    samples: int
    start_s: float
    """Part of `shards_s` that a build of one sample a worker takes too."""
    shards_s: float
    whole_s: float
    bytes: int

    @property
    def rate(self) -> float:
        """Samples a second once the workers run."""
        return self.samples / (self.shards_s - self.start_s)


class BuildBench(_Value, frozen=True, kw_only=True):
    """A whole run."""

    command: str
    statistic: str = STATISTIC
    machine: dict[str, str]
    versions: dict[str, str]
    families: tuple[Alone, ...]
    one: Built
    all: Built
    ray: Built | None = None
    seconds: tuple[float, ...]
    """Moments of the build by all workers at which memory was read."""
    workers_mb: tuple[float, ...]
    """Resident memory of all workers at those moments."""
    parent_mb: tuple[float, ...]

    @property
    def together(self) -> float:
        """Throughput of the whole build by all, start and end included, over the sum of what they reach alone."""
        return self.all.samples / self.all.whole_s / (self.all.workers * self.one.rate)

    def figures(self) -> list[Figure]:
        """What was to be reached."""
        out = [Figure(name=f"a full build by {self.all.workers} workers, over the sum of what they reach alone",
                      value=self.together, target=TOGETHER_MIN, sense="at least", unit="%")]  # fmt: skip
        if self.ray:
            over = self.all.rate / self.ray.rate - 1
            out.append(Figure(name="Ray's time over the pool's, beyond both starts", value=over, target=RAY_MAX,
                              sense="at most", unit="%"))  # fmt: skip
        if self.workers_mb and self.all.samples >= MEMORY_SAMPLES:
            growth = max(self.workers_mb[1:]) / self.workers_mb[0] - 1
            name = f"growth of the workers' memory beyond the first {MOMENTS[0]:.0%} of {self.all.samples:,} samples"
            out.append(Figure(name=name, value=growth, target=GROWTH_MAX, sense="at most", unit="%"))  # fmt: skip
        return out

    def json(self) -> bytes:
        """The run and its figures."""
        figures = [msgspec.to_builtins(f) | {"reached": f.reached} for f in self.figures()]
        return (
            msgspec.json.format(msgspec.json.encode(msgspec.to_builtins(self) | {"figures": figures}), indent=1) + b"\n"
        )


def bench_build(
    source: str | Path | None = None,
    seconds: float = SECONDS,
    samples: int | None = None,
    workers: int | None = None,
    ray: bool = False,
    out: Path | None = None,
) -> BuildBench:
    """Measure builds of a recipe (by default: every family that can be made here without a model, all levels alike).

    Each build takes about `seconds`; with `samples`, that by all workers has so many. `workers`: by default one for
    each processor. `ray`: the same build by Ray too. With `out`, `build.json` and `build.md` are written there. Builds
    lie in the temporary folder while they are measured.
    """
    if seconds <= 0:
        raise UserError(f"--seconds must be above 0, not {seconds:g}")
    workers = workers or len(os.sched_getaffinity(0))
    given = _trained(_recipe() if source is None else Plan.of(source).recipe)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    alone = tuple(_families(given, source))
    total = sum(entry.weight for entry in given.families)
    shares = {a.family: sum(e.weight for e in given.families if e.family == a.family) / total for a in alone}
    guess = 1 / sum(shares[a.family] / a.rate for a in alone)
    one, _ = _build(_plan(given, source, round(guess * seconds), 1), 1, "local", _plan(given, source, 1, 1))
    count = samples or round(one.rate * workers * seconds)
    plan, small = _plan(given, source, count, workers), _plan(given, source, workers, workers, 1)
    both, watch = _build(plan, workers, "local", small)
    by_ray = _build(plan, workers, "ray", small)[0] if ray else None
    moments = watch.at(MOMENTS)
    found = BuildBench(
        command=_command(source, seconds, samples, ray),
        machine=report.machine(),
        versions=report.versions(),
        families=alone,
        one=one,
        all=both,
        ray=by_ray,
        seconds=tuple(round(m[0], 1) for m in moments),
        workers_mb=tuple(round(m[1], 1) for m in moments),
        parent_mb=tuple(round(m[2], 1) for m in moments),
    )
    if out is not None:
        (out / "build.json").write_bytes(found.json())
        (out / "build.md").write_text(report.document("Builds", found, tables(found)), "utf-8")
    return found


def _command(source: str | Path | None, seconds: float, samples: int | None, ray: bool) -> str:
    words = ["scenewright bench build", *([str(source)] if source else [])]
    words += [f"--seconds {seconds:g}"] if seconds != SECONDS else []
    words += [f"--samples {samples}"] if samples else []
    return " ".join([*words, "--ray"] if ray else words)


# -- measuring ---------------------------------------------------------------------------------------------------------


def _recipe() -> Recipe:
    made = [{"family": name} for name in names() if not family(name).missing() and not family(name).models]
    return Recipe.of({"name": "Bench", "splits": {"train": 1}, "families": made})


def _trained(recipe: Recipe) -> Recipe:
    """The recipe's families of the training split, which is nearly all of a build; all of them if it has none."""
    some = [entry for entry in recipe.families if "train" in entry.splits] or recipe.families
    entries = tuple(msgspec.structs.replace(entry, splits=SPLITS) for entry in some)
    return msgspec.structs.replace(recipe, families=entries)


def _plan(recipe: Recipe, source: str | Path | None, samples: int, workers: int, shard_size: int = 0) -> Plan:
    """The recipe at another size, in shards that keep all workers busy to the end."""
    size = shard_size or min(SHARD_MAX, max(1, samples // (workers * PER_WORKER)))

    def sized(_: Recipe) -> Recipe:
        return msgspec.structs.replace(recipe, splits=Splits(train=samples), shard_size=size)

    return Plan.of(source or recipe, sized)


def _families(recipe: Recipe, source: str | Path | None) -> Iterator[Alone]:
    chosen = list(dict.fromkeys(entry.family for entry in recipe.families))
    with tempfile.TemporaryDirectory() as folder, progress("families", len(chosen)) as update:
        for number, name in enumerate(chosen, 1):
            own = msgspec.structs.replace(recipe, families=tuple(e for e in recipe.families if e.family == name))
            _, rate = _shard(_plan(own, source, 20, 1, 20), folder)
            count = max(20, round(rate * FAMILY_S))
            done, rate = _shard(_plan(own, source, count, 1, count), folder)
            yield Alone(
                family=name, samples=done.samples, rate=round(rate, 2), mb=round(done.bytes / done.samples / 1e6, 5)
            )
            update(number)


def _shard(plan: Plan, folder: str) -> tuple[Any, float]:
    start = perf_counter()
    done = write_shard(plan, plan.shards()[0], Path(folder))
    return done, done.samples / (perf_counter() - start)


def _build(plan: Plan, workers: int, engine: str, small: Plan) -> tuple[Built, Watch]:
    start_s = _making(small, workers, engine)[0] if workers > 1 or engine != "local" else 0.0
    with Watch() as watch:
        shards_s, whole_s, size = _making(plan, workers, engine)
    samples = plan.samples("train")
    built = Built(engine=engine, workers=workers, samples=samples, start_s=round(start_s, 2),
                  shards_s=round(shards_s, 2), whole_s=round(whole_s, 2), bytes=size)  # fmt: skip
    return built, watch


def _making(plan: Plan, workers: int, engine: str) -> tuple[float, float, int]:
    """Seconds of the shards and of the whole, and bytes written."""
    from scenewright.build import build

    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        done = build(plan, folder, workers, engine=engine)
        whole = perf_counter() - start
        assert done is not None
        timing = msgspec.json.decode((Path(folder) / NOTES / "timing.json").read_bytes())
    return float(timing["seconds"]), whole, done.bytes


# -- for people --------------------------------------------------------------------------------------------------------


def tables(found: BuildBench) -> Iterator[Table]:
    """Title, headings and rows of text of each table."""
    rows: list[tuple[str, ...]] = [
        (a.family, f"{a.samples:,}", f"{a.rate:,.1f}", f"{1e3 / a.rate:,.2f}", f"{a.mb:.3f}") for a in found.families
    ]
    yield "One worker, each family alone", ("family", "samples", "samples/s", "ms", "MB per sample"), rows
    heads: tuple[str, ...] = ("engine", "workers", "samples", "start, s", "shards, s", "whole, s", "samples/s", "GB")
    builds = [b for b in (found.one, found.all, found.ray) if b]
    yield "Builds of the recipe", heads, [
        (b.engine, str(b.workers), f"{b.samples:,}", f"{b.start_s:.1f}", f"{b.shards_s:.1f}", f"{b.whole_s:.1f}",
         f"{b.rate:,.1f}", f"{b.bytes / 1e9:.2f}")
        for b in builds
    ]  # fmt: skip
    if found.seconds:
        heads = ("after", *(f"{s:,.0f} s" for s in found.seconds))
        lines = (("workers", found.workers_mb), ("parent", found.parent_mb))
        yield "Resident memory, MB", heads, [(name, *(f"{mb:.0f}" for mb in values)) for name, values in lines]
    heads = ("samples", "core hours", f"hours, {found.all.workers} workers", "GB", "USD to make", "USD a month to keep")
    yield "Estimate", heads, [estimate(found, n) for n in SIZES]
    yield "Reached", ("figure", "value", "target", ""), [(f.name, *f.words()) for f in found.figures()]


def estimate(found: BuildBench, samples: int) -> tuple[str, ...]:
    """Time, disk and cost of a build of that many samples, from this run's rates and the assumed prices."""
    hours = samples / found.all.rate * found.all.workers / 3600
    size = samples * found.all.bytes / found.all.samples / 1e9
    figures = (hours, hours / found.all.workers, size, hours * CORE_HOUR_USD, size * GB_MONTH_USD)
    return f"{samples:,}", *(f"{x:,.0f}" if x >= 100 else f"{x:.3g}" for x in figures)
