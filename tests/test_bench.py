"""The bench: every stage is measured, ratios are those of the measured numbers, and mistakes cost one line."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import msgspec
import pytest

from scenewright.bench import measure, memory, report, run, scaling
from scenewright.bench.report import STAGES, Bench, Charts, Figure, Memory, Row, Workers
from scenewright.cli import run as command
from scenewright.families import family
from scenewright.sample import Maker


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Path]:
    out = tmp_path_factory.mktemp("bench")
    return run.bench(["clock"], samples=10, out=out), out


def test_all_levels_and_stages(tiny: tuple[Bench, Path]) -> None:
    found, _ = tiny
    levels = len(family("clock").levels)
    assert [row.level for row in found.rows] == [*range(levels), None]
    for row in found.rows:
        assert row.samples == (10 if row.level is not None else 10 * levels)
        assert tuple(row.stages_ms) == tuple(stage for stage in STAGES if stage != "simulate")
        assert all(ms > 0 for ms in row.stages_ms.values())
        assert 4 <= row.questions <= 5


def test_stages_add_up_to_the_whole(tiny: tuple[Bench, Path]) -> None:
    for row in tiny[0].rows:  # one block each, so medians are the block's own figures
        assert sum(row.stages_ms.values()) == pytest.approx(row.whole_ms, rel=1e-6)


def test_ratios_are_of_the_measured_numbers(tiny: tuple[Bench, Path]) -> None:
    *levels, whole = tiny[0].rows
    for row in levels:
        assert row.floor_ms is not None
        assert row.ratio == pytest.approx(row.whole_ms / row.floor_ms)
        assert row.floor_ms > row.stages_ms["png"]
    assert whole.ratio == pytest.approx(fmean(r.whole_ms for r in levels) / fmean(r.floor_ms or 0 for r in levels))


def test_files_hold_the_run(tiny: tuple[Bench, Path]) -> None:
    found, out = tiny
    plain = json.loads((out / "bench.json").read_text())
    figures = plain.pop("figures")
    assert msgspec.convert(plain, Bench) == found
    assert [f["name"] for f in figures] == ["clock: whole sample over raster and PNG"]
    assert figures[0]["reached"] == (figures[0]["value"] <= figures[0]["target"])
    text = (out / "bench.md").read_text()
    assert "scenewright bench clock --samples 10" in text
    assert found.machine["cpu"] in text
    assert "numpy: " in text
    assert all(stage in text for stage in STAGES)


def _row(backend: str, ratio: float | None) -> Row:
    return Row(
        family="bar_chart", backend=backend, level=None, samples=10, questions=5, megapixels=0.3, redrawn=0,
        stages_ms=dict.fromkeys(STAGES, 1.0), whole_ms=6.0, whole_mean_ms=6.0, floor_ms=ratio and 6 / ratio,
        floor_mean_ms=ratio and 6 / ratio, ratio=ratio, pillow_png_ms=ratio,
    )  # fmt: skip


@pytest.mark.parametrize("good", [True, False])
def test_every_figure_can_be_reached_and_missed(good: bool) -> None:
    workers = Workers(samples=100, one_s=20.0, two_s=12.0 if good else 14.0, start_s=1.0, machine=2.0)
    found = Bench(
        command="",
        machine={},
        versions={},
        rows=(_row("skia", 3.9 if good else 4.1), _row("matplotlib", None)),
        charts=(
            Charts(
                family="bar_chart",
                backend="skia",
                charts=1,
                ours_ms=1,
                pyplot_ms=1,
                tight_ms=1,
                tight_ratio=1,
                ratio=61 if good else 59,
            ),
            Charts(
                family="bar_chart",
                backend="matplotlib",
                charts=1,
                ours_ms=1,
                pyplot_ms=1,
                tight_ms=1,
                tight_ratio=1,
                ratio=3.1 if good else 2.9,
            ),
        ),
        workers=workers,
        memory=Memory(samples=(1000, 20000), rss_mb=(100, 104 if good else 106)),
    )
    assert [figure.reached for figure in found.figures()] == [good] * 5
    assert workers.speed_up == pytest.approx(20 / (11 if good else 13))
    verdict = "reached" if good else "not reached"
    assert next(rows for title, _, rows in report.tables(found) if title == "Reached")[0][-1] == verdict
    assert report.markdown(found).count(f"| {verdict} |") == 5


def test_targets_are_bounds_themselves() -> None:
    assert Figure(name="", value=4.0, target=4.0, sense="at most", unit="x").reached
    assert Figure(name="", value=60.0, target=60.0, sense="at least", unit="x").reached


def test_floor_plays_back_the_same_pixels() -> None:
    from scenewright.renderers.png import encode_png
    from scenewright.renderers.skia_loader import skia

    sample = Maker.of("clock", 2).make(0)
    picture, width, height = measure.record(sample)
    pixels = measure._pixels(width, height)
    skia.Surface(pixels).getCanvas().drawPicture(picture)
    assert encode_png(pixels) == sample.media[0].data


def test_passed_over_styles_cost_nothing() -> None:
    watch = measure.Stopwatch(family("bar_chart"), "matplotlib")
    maker = msgspec.structs.replace(Maker.of("bar_chart", 0), family=watch.family)
    samples = [s for i in range(5) for s in maker.make_with_twin(i)]
    assert {s.style.backend for s in samples} == {"matplotlib"}  # type: ignore[attr-defined]
    assert watch.seconds["passed_over"] > 0


def test_memory_is_read_at_each_step() -> None:
    found = memory.measure_memory(["clock"], steps=(20, 50))
    assert found.samples == (20, 50)
    assert all(20 < mb < 5000 for mb in found.rss_mb)


@pytest.mark.slow
def test_two_workers_build_the_same_as_one() -> None:
    found = scaling.measure_workers(["clock"], seconds=1.0, rounds=1)
    assert found.one_s > 0
    assert found.two_s > found.start_s > 0
    assert found.machine > 0.5


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["bench", "clok"], "unknown family 'clok'; did you mean 'clock'?"),
        (["bench", "clock", "--samples", "0"], "--samples must be at least 1, not 0"),
        (["bench", "clock", "-o", "/dev/null/x"], "/dev/null/x"),
    ],
)
def test_mistakes_cost_one_line(args: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(args) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_command_prints_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["bench", "clock", "--samples", "10"]) == 0
    shown = capsys.readouterr().out
    assert "whole" in shown
    assert "reached" in shown
