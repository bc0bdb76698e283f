"""What a bench run found, as values, as a table for people, and as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

import msgspec

import scenewright

STAGES = ("scene", "style", "simulate", "draw", "png", "questions", "row")
"""In the order of a build: draw the scene, draw the style, lay out and draw the picture, encode it, ask and solve five
questions (with all else that makes a sample of them), and write its row."""

STATISTIC = (
    "milliseconds per sample, wall clock; median over blocks of ten new samples each; a block's samples are made "
    "first, then the floor is measured on the same pictures; a family's figure is the mean over its levels"
)

GATED_MAX = 6.0
"""A gated still of a simulated family over one plain run of its scene."""
REAL_TIME_MIN = 10.0
"""Drawing and encoding of clips of 320x240, over the time that they last."""
SOUNDS_MIN = 48.0
"""Whole ten-second samples of sound a second at 16 kHz, by one worker: 30 times the 1.6 that Scaper's profile has."""
FLOOR_MAX, SKIA_MIN, MATPLOTLIB_MIN, WORKERS_MIN = 4.0, 60.0, 3.0, 1.8
"""What is to be reached: whole samples over raster and PNG alone; charts over pyplot and savefig, by backend; two
workers over one."""
GROWTH_MAX = 0.05
"""Growth of a worker's memory from 1,000 to 20,000 samples that counts as flat: what allocators keep moves by some
per cent, while a leak of 1 KB per sample would show as 19 MB, some 10 %."""


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Row(_Value, frozen=True, kw_only=True):
    """One family at one level with one backend. Times are per sample."""

    family: str
    backend: str
    level: int | None
    """None: the mean over all levels."""
    samples: int
    questions: float
    """Per sample: twins may have fewer than five."""
    megapixels: float
    redrawn: float
    """Scenes drawn and refused, per sample kept. Their time is in all stages."""
    stages_ms: dict[str, float]
    whole_ms: float
    whole_mean_ms: float
    """Mean over blocks: also shows the machine's slow moments."""
    floor_ms: float | None
    """The same pictures played back from a recording, and PNG; None with matplotlib."""
    floor_mean_ms: float | None
    ratio: float | None
    """Whole over floor: the median of the blocks' own ratios."""
    pillow_png_ms: float | None
    """PNG alone by Pillow at its defaults."""
    media_s: float = 0.0
    """Seconds of sound or video per sample."""
    sounds_s: float = 0.0
    """Seconds of sound per sample, brought to 16 kHz mono: long, wide and stereo ones count as more."""


class Charts(_Value, frozen=True, kw_only=True):
    """Pictures with PNG against pyplot and `savefig` of the same charts, one family and backend."""

    family: str
    backend: str
    charts: int
    ours_ms: float
    """Median over charts."""
    pyplot_ms: float
    tight_ms: float
    """Pyplot with `tight_layout`, which keeps long labels in the picture as ours are."""
    ratio: float
    """The median of the charts' own ratios of pyplot to ours."""
    tight_ratio: float


class Workers(_Value, frozen=True, kw_only=True):
    """A real build by one worker and by two."""

    samples: int
    one_s: float
    """Seconds of making and writing shards, the best of some rounds; so too `two_s`."""
    two_s: float
    start_s: float
    """Seconds until two new workers have made their first samples; part of `two_s`."""
    machine: float
    """The same of two processes that share nothing: each plays back recorded pictures and encodes them. What the
    machine allows at most."""

    @property
    def speed_up(self) -> float:
        """Without the start of the workers, which a build pays once."""
        return self.one_s / (self.two_s - self.start_s)


class Memory(_Value, frozen=True, kw_only=True):
    """Resident memory of one worker that writes shard after shard."""

    samples: tuple[int, ...]
    rss_mb: tuple[float, ...]

    @property
    def growth(self) -> float:
        """Share by which the last reading exceeds the first."""
        return self.rss_mb[-1] / self.rss_mb[0] - 1


class Figure(_Value, frozen=True, kw_only=True):
    """A measured number beside what it was to reach."""

    name: str
    value: float
    target: float
    sense: Literal["at most", "at least"]
    unit: str

    @property
    def reached(self) -> bool:
        return self.value <= self.target if self.sense == "at most" else self.value >= self.target

    def words(self) -> tuple[str, str, str]:
        """Value, target and verdict."""

        def text(x: float) -> str:
            return f"{x:.1%}" if self.unit == "%" else f"{x:.2f}{self.unit}"

        return text(self.value), f"{self.sense} {text(self.target)}", "reached" if self.reached else "not reached"


class Bench(_Value, frozen=True, kw_only=True):
    """A whole run."""

    command: str
    statistic: str = STATISTIC
    machine: dict[str, str]
    versions: dict[str, str]
    rows: tuple[Row, ...]
    charts: tuple[Charts, ...] = ()
    workers: Workers | None = None
    memory: Memory | None = None

    def families(self) -> list[Row]:
        """One row per family and backend: means over the levels."""
        return [row for row in self.rows if row.level is None]

    def figures(self) -> list[Figure]:
        """All that was to be reached, as far as it was measured."""
        out: list[Figure] = []
        for row in self.families():
            if row.ratio is not None:
                under = {"still": "one plain run", "sound": "synthesis"}.get(row.backend, "raster and PNG")
                most = GATED_MAX if row.backend == "still" else FLOOR_MAX
                name = f"{row.family}: whole {'still' if row.backend == 'still' else 'sample'} over {under}"
                out.append(Figure(name=name, value=row.ratio, target=most, sense="at most", unit="x"))
            if row.backend == "video":
                speed = 1e3 * row.media_s / row.stages_ms["draw"]
                name = f"{row.family}: clips of 320x240 drawn and encoded, over real time"
                out.append(Figure(name=name, value=speed, target=REAL_TIME_MIN, sense="at least", unit="x"))
            if row.backend == "sound":
                rate = 1e3 * row.sounds_s / 10 / row.whole_ms
                name = f"{row.family}: ten seconds of sound at 16 kHz"
                out.append(Figure(name=name, value=rate, target=SOUNDS_MIN, sense="at least", unit=" a second"))
        for charts in self.charts:
            if charts.backend == "skia" and charts.family != "bar_chart":
                continue  # bar charts stand for all that Skia draws
            least = SKIA_MIN if charts.backend == "skia" else MATPLOTLIB_MIN
            name = f"{charts.family}, {charts.backend}: faster than pyplot and savefig"
            out.append(Figure(name=name, value=charts.ratio, target=least, sense="at least", unit="x"))
        if self.workers:
            out.append(Figure(name="two workers over one", value=self.workers.speed_up, target=WORKERS_MIN,
                              sense="at least", unit="x"))  # fmt: skip
        if self.memory:
            name = f"growth of a worker's memory, {self.memory.samples[0]:,} to {self.memory.samples[-1]:,} samples"
            out.append(Figure(name=name, value=self.memory.growth, target=GROWTH_MAX, sense="at most", unit="%"))
        return out

    def json(self) -> bytes:
        """The run and its figures."""
        figures = [msgspec.to_builtins(f) | {"reached": f.reached} for f in self.figures()]
        plain = msgspec.to_builtins(self) | {"figures": figures}
        return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def overall(rows: list[Row]) -> Row:
    """The rows of one family's levels as one: means; the ratio is that of mean whole to mean floor."""

    def mean(name: str) -> float:
        return fmean(getattr(row, name) for row in rows)

    first = rows[0]
    floors = first.floor_ms is not None
    return Row(
        family=first.family,
        backend=first.backend,
        level=None,
        samples=sum(row.samples for row in rows),
        questions=mean("questions"),
        megapixels=mean("megapixels"),
        redrawn=mean("redrawn"),
        stages_ms={stage: fmean(row.stages_ms[stage] for row in rows) for stage in first.stages_ms},
        whole_ms=mean("whole_ms"),
        whole_mean_ms=mean("whole_mean_ms"),
        floor_ms=mean("floor_ms") if floors else None,
        floor_mean_ms=mean("floor_mean_ms") if floors else None,
        ratio=mean("whole_ms") / mean("floor_ms") if floors else None,
        pillow_png_ms=mean("pillow_png_ms") if first.pillow_png_ms is not None else None,
        media_s=mean("media_s"),
        sounds_s=mean("sounds_s"),
    )


# -- for people --------------------------------------------------------------------------------------------------------

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def tables(bench: Bench) -> Iterator[Table]:
    """Title, headings and rows of text of each table."""
    heads: tuple[str, ...]
    heads = ("family", "level", *STAGES, "whole", "floor", "ratio", "Pillow PNG", "samples/s")
    yield "Milliseconds per sample, by stage", heads, [_cells(row) for row in bench.rows]
    if bench.charts:
        heads = ("family", "backend", "charts", "ours", "pyplot + savefig", "ratio", "with tight_layout", "ratio")
        yield "Charts as PNG, milliseconds", heads, [_chart_cells(charts) for charts in bench.charts]
    if bench.workers:
        heads = ("samples", "one worker", "two workers", "of it their start", "without start", "with", "machine")
        yield "Two workers over one, a real build", heads, [_worker_cells(bench.workers)]
    if bench.memory:
        heads = ("samples", *(f"{n:,}" for n in bench.memory.samples))
        yield "Memory of one worker", heads, [("RSS, MB", *(f"{mb:.0f}" for mb in bench.memory.rss_mb))]
    yield "Reached", ("figure", "value", "target", ""), [(f.name, *f.words()) for f in bench.figures()]


def _chart_cells(c: Charts) -> tuple[str, ...]:
    return (
        c.family,
        c.backend,
        str(c.charts),
        _ms(c.ours_ms),
        _ms(c.pyplot_ms),
        f"{c.ratio:.1f}x",
        _ms(c.tight_ms),
        f"{c.tight_ratio:.1f}x",
    )


def _worker_cells(w: Workers) -> tuple[str, ...]:
    seconds = (f"{s:.1f} s" for s in (w.one_s, w.two_s, w.start_s))
    return f"{w.samples:,}", *seconds, *(f"{x:.2f}x" for x in (w.speed_up, w.one_s / w.two_s, w.machine))


def _cells(row: Row) -> tuple[str, ...]:
    name = row.family if row.backend == "skia" else f"{row.family}, {row.backend}"
    level = "all" if row.level is None else str(row.level)
    stages = [_ms(row.stages_ms.get(stage)) for stage in STAGES]
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}x"
    rest = (_ms(row.whole_ms), _ms(row.floor_ms), ratio, _ms(row.pillow_png_ms), f"{1e3 / row.whole_ms:,.0f}")
    return name, level, *stages, *rest


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def markdown(bench: Bench) -> str:
    """All tables, with the command that made them and the machine."""
    return document("Bench", bench, tables(bench))


def document(heading: str, found: Any, parts: Iterable[Table]) -> str:
    """Tables as a page, with the command that made them, the machine and the statistic of a run."""
    lines = [f"# {heading}", "", f"Made by `{found.command}`.", ""]
    lines += [f"- {name}: {value}" for name, value in (*found.machine.items(), *found.versions.items())]
    lines += ["", f"Statistic: {found.statistic}.", ""]
    for title, headings, rows in parts:
        lines += [f"## {title}", "", f"| {' | '.join(headings)} |", f"|{'|'.join(' --- ' for _ in headings)}|"]
        lines += [f"| {' | '.join(row)} |" for row in rows] + [""]
    return "\n".join(lines)


def machine() -> dict[str, str]:
    """Processor, cores that may be used, system and Python."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        fields = (line.partition(":") for line in info.read_text().splitlines())
        cpu = next((value.strip() for name, _, value in fields if name.strip() == "model name"), cpu)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    system = platform.platform(terse=True)
    return {"cpu": cpu, "cores": str(cores), "system": system, "python": platform.python_version()}


def versions() -> dict[str, str]:
    """Of what the figures depend on."""
    names = ("numpy", "skia-python", "matplotlib", "pillow", "pyarrow", "isal", "opencv-python-headless", "msgspec")
    return {"scenewright": scenewright.__version__} | {name: version(name) for name in names}
