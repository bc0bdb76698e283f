"""Histograms: bins hold what the table holds; what is drawn is where the marks say, on both backends; a reader finds
the heights in the pixels; covers hide; bad tables are refused or drawn legibly.
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import histogram as reader
from scenewright.qa_templates import histogram_base as base
from scenewright.qa_templates import histogram_values
from scenewright.qa_templates.answers import Label
from scenewright.qa_templates.histogram import TEMPLATES
from scenewright.qa_templates.histogram_shape import peaks, tail
from scenewright.qa_templates.histogram_twins import can_cover, covered, without_series
from scenewright.renderers.base import Rendering
from scenewright.renderers.histogram import draw_style, render
from scenewright.renderers.histogram_styles import HistogramStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.histogram import (
    FAINT,
    LEVELS,
    Histogram,
    HistogramSpec,
    draw_scene,
    measure,
    skewness,
)
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import load_tables

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 40) -> tuple[tuple[Histogram, HistogramStyle, Rendering], ...]:
    out = []
    for i in itertools.count():
        style = draw_style(rng_for(7, "style", i))
        if style.backend != backend:
            continue
        try:
            scene = draw_scene(LEVELS[i % len(LEVELS)], rng_for(7, "scene", i))
            out.append((scene, style, render(scene, style)))
        except Reject:
            continue
        if len(out) == count:
            return tuple(out)
    raise AssertionError


def every() -> tuple[tuple[Histogram, HistogramStyle, Rendering], ...]:
    return (*charts("skia"), *charts("matplotlib"))


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: Histogram, rendering: Rendering) -> tuple[int, int]:
    """How many bars should be seen, and how many of them the reader reads right."""
    ids = {series.name: series.id if scene.many else "" for series in scene.series}
    found = reader.read_bars(
        rendering.media[0].data, msgspec.to_builtins(rendering.marks), {b.id: ids[b.series] for b in scene.bars}
    )
    bare = msgspec.structs.replace(rendering.resolution, printed=())
    least = 1.5 * bare.units_per_px["value"]
    wanted = [bar for bar in scene.bars if bar.id not in scene.hidden]
    right = [abs(found[bar.id] - bar.value) <= max(base.error(scene, bare, bar), least) for bar in wanted]
    return len(wanted), sum(right)


@pytest.mark.parametrize("backend", BACKENDS)
def test_heights_are_read_back_from_the_pixels(backend: str) -> None:
    """Nearly all bars are found by colour, and their heights are within tolerance. The rest lies under another line."""
    themes: Counter[str] = Counter()
    total = np.zeros(2, int)
    for scene, style, rendering in charts(backend):
        themes[style.theme] += 1
        total += np.array(read_back(scene, rendering))
    assert total[1] >= 0.98 * total[0]
    assert len(themes) >= (14 if backend == "skia" else 6)


def test_reader_notices_a_wrong_height() -> None:
    noticed = 0
    for scene, style, rendering in charts("skia")[:20]:
        bar = next(b for b in scene.bars if b.count and b.id not in scene.hidden)
        top = scene.ticks[-1].value
        other = bar.value + 0.25 * top if bar.value < 0.6 * top else bar.value - 0.25 * top
        bars = tuple(msgspec.structs.replace(b, value=other) if b is bar else b for b in scene.bars)
        try:
            drawn = render(msgspec.structs.replace(scene, bars=bars), style)
        except Reject:
            continue
        noticed += read_back(scene, drawn)[1] < read_back(scene, rendering)[1]
    assert noticed >= 14


# -- truth ---------------------------------------------------------------------------------------------------------


def test_bins_hold_what_the_table_holds() -> None:
    """Counted again from the raw column: at an edge, a value belongs to the bin above it."""
    tables = {table.name: table for table in load_tables()}
    compared = 0
    for scene, _, _ in every():
        table = tables[scene.table]
        values = next(m.values for m in table.measures if m.label == scene.quantity)
        if scene.many or ("(" in scene.title.text and ": " in scene.title.text.split("(")[-1]):
            name = scene.title.text.rsplit(": ", 1)[-1].rstrip(")")
            for column in table.categories:
                if not scene.many and name in column.names and f"({column.label}: {name})" in scene.title.text:
                    values = values[column.codes == column.names.index(name)]
                    break
            else:
                continue
        for bar in scene.bars:
            assert bar.count == int(((values >= bar.low - 1e-9) & (values < bar.high - 1e-9)).sum()), scene.title.text
        assert sum(bar.count for bar in scene.bars) == len(values) == scene.series[0].total
        compared += 1
    assert compared > 30


def test_heights_follow_from_the_counts() -> None:
    for scene, _, _ in every():
        for series in scene.series:
            bars = scene.of_series(series.name)
            counts = np.cumsum([b.count for b in bars]) if scene.cumulative else np.array([b.count for b in bars])
            size = {"count": 1, "share": series.total / 100, "density": series.total * scene.width}[scene.scale]
            assert np.allclose(counts / size, [b.value for b in bars], atol=0.51 * 10.0**-scene.decimals)
            if scene.scale == "density":
                assert sum(b.value for b in bars) * scene.width == pytest.approx(1, abs=0.01)
            there = [b.count for b in bars if b.count]
            assert min(there) >= FAINT * max(there)
        assert [e.value for e in scene.edges] == sorted(e.value for e in scene.edges)
        steps = np.diff([e.value for e in scene.edges])
        assert np.allclose(steps, scene.width)
        assert sum(e.labelled for e in scene.edges) >= 2


def test_a_covered_chart_tells_no_total() -> None:
    for scene, _, rendering in every():
        if scene.covers:
            assert scene.note
            assert "n " not in scene.note.text
            assert scene.scale == "count"
            assert not scene.cumulative
            assert not {m.id for m in rendering.marks if m.part == "total"}
        assert not set(scene.hidden) & set(rendering.resolution.printed)


def test_shape_by_hand() -> None:
    assert peaks([1, 5, 9, 6, 2]) == 1
    assert peaks([9, 5, 1]) == 1
    assert peaks([2, 9, 1, 8, 2]) == 2
    assert peaks([2, 9, 8.8, 9, 2]) == 1
    assert peaks([2, 9, 8.2, 9, 2]) is None
    assert skewness([1, 2, 3, 2, 1]) == 0
    assert skewness([9, 4, 2, 1, 1]) > 0.5 > -0.5 > skewness([1, 1, 2, 4, 9])


def test_tails_to_both_sides_are_found() -> None:
    found: Counter[str] = Counter()
    for i in range(300):
        try:
            scene = draw_scene(LEVELS[i % 5], rng_for(9, "tail", i))
        except Reject:
            continue
        found.update(t for s in scene.series if (t := tail(scene, s.name)))
    assert found["left"] > 0.35 * found["right"]
    assert found["right"] > 0.35 * found["left"]


# -- marks and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_element_is_marked_to_scale(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("note", "note")}
        assert parts >= {("value_axis", "title"), ("place_axis", "title")}
        assert all((thing.id, "tick") in parts for thing in (*scene.ticks, *scene.edges))
        assert {e.id for e in scene.edges if e.labelled} == {i for i, part in parts if i.startswith("edge") and part ==
                                                             "label"}  # fmt: skip
        assert all((bar.id, "bar") in parts for bar in scene.bars)
        assert (("grid", "line") in parts) == (scene.grid != "none")
        assert all({(s.id, "swatch"), (s.id, "legend")} <= parts for s in scene.series) == scene.many
        plot = next(m.box for m in rendering.marks if m.part == "plot")
        edges = {m.id: (m.box[0] + m.box[2]) / 2 for m in rendering.marks if m.part == "tick" and m.id[:4] == "edge"}
        for mark in rendering.marks:
            if mark.part == "bar":
                bar = next(b for b in scene.bars if b.id == mark.id)
                top = plot[3] - (plot[3] - plot[1]) * bar.value / scene.ticks[-1].value
                assert abs(mark.box[1] - top) <= 1.05
                assert edges[f"edge{bar.bin}"] - 1 <= mark.box[0] <= mark.box[2] <= edges[f"edge{bar.bin + 1}"] + 1


def test_texts_keep_apart() -> None:
    for _, _, rendering in every():
        words = [m.box for m in rendering.marks if m.text and not m.polygon]
        for a, b in itertools.combinations(words, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_in_a_bin(backend: str) -> None:
    """The picture does not depend on the heights in a covered bin."""
    done = 0
    for scene, style, _ in charts(backend):
        fit = can_cover(scene)
        if not fit:
            continue
        one = covered(scene, fit[len(fit) // 2], rng_for(1, "cover"))
        moved = tuple(
            msgspec.structs.replace(b, value=scene.ticks[-1].value * 0.3, count=b.count + 1)
            if b.id in one.hidden
            else b
            for b in one.bars
        )
        try:
            a, b = render(one, style), render(msgspec.structs.replace(one, bars=moved), style)
        except Reject:
            continue
        if {m.id for m in a.marks if m.part == "value"} != {m.id for m in b.marks if m.part == "value"}:
            continue  # a number that stands beside the cover stepped aside
        assert np.array_equal(pixels(a), pixels(b)), scene.title.text
        done += 1
    assert done >= 8


def test_without_one_of_two() -> None:
    done = 0
    for scene, style, _ in charts("skia"):
        if scene.many:
            rest = without_series(scene, scene.series[1].name)
            assert rest.series[0].name == ""
            assert scene.series[0].name in rest.title.text
            assert scene.series[1].name not in (rest.note.text if rest.note else "")
            assert len(rest.bars) == scene.bins
            assert rest.ticks == scene.ticks
            try:
                render(rest, style)
            except Reject:
                continue
            done += 1
    assert done > 8


def test_bins_are_accepted_in_many_spellings() -> None:
    scene = next(s for s, _, _ in every() if s.quantity_unit == "mm")
    label = base.bin_label(scene, 1)
    low, high = (f"{scene.edges[i].value:.{scene.edge_decimals}f}" for i in (1, 2))
    assert isinstance(label, Label)
    for reply in (f"{low}–{high}", f"{low} to {high} mm", f"From {low} mm to {high} mm.", f"[{low}, {high})"):
        assert label.score(reply) == 1, reply
    assert label.score(base.bin_label(scene, 2).text()) == 0


def test_shared_questions_speak_of_heights() -> None:
    """A bare "value" might be one of the values that are counted."""
    for template in TEMPLATES:
        if hasattr(template, "values") and template.name not in histogram_values.STRUCTURE:
            assert not any(" value" in phrasing for phrasing in template.phrasings), template.name


# -- levels and bad input ------------------------------------------------------------------------------------------


def test_levels_get_harder() -> None:
    means = []
    for level, spec in enumerate(LEVELS):
        found = []
        for i in range(80):
            try:
                found.append(measure(draw_scene(spec, rng_for(2, level, i)))["difficulty"])
            except Reject:
                continue
        means.append(sum(found) / len(found))
    assert means == sorted(means)


@pytest.mark.parametrize(("field", "value"), [("bins_min", 1), ("bins_max", 99), ("two", 1.5), ("printed", -0.1)])
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=HistogramSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(HistogramSpec(bins_min=9, bins_max=5), rng_for(0, "x"))


def table(values: list[object], names: tuple[str, ...] = ("a", "b")) -> str:
    return "\n".join(["kind,value", *(f"{names[i % len(names)]},{v}" for i, v in enumerate(values))]) + "\n"


SPREAD = [(i * 7 % 31) + (i * 5 % 13) for i in range(120)]
BAD = {
    "all equal": table([5] * 60),
    "all zero": table([0] * 60),
    "infinite": table(["inf" if i == 7 else v for i, v in enumerate(SPREAD)]),
    "mostly missing": table(["" if i % 3 else v for i, v in enumerate(SPREAD)]),
    "some missing": table(["" if i == 7 else v for i, v in enumerate(SPREAD)]),
    "one row": table([4]),
    "500 categories": table(list(range(500)), tuple(f"n{i}" for i in range(500))),
    "long names": table(list(SPREAD), tuple("x" * 200 + str(i) for i in range(3))),
    "right to left": table(list(SPREAD), ("שלום", "مرحبا")),
    "emoji": table(list(SPREAD), ("🍎", "🍌")),
    "one far away": table([*SPREAD, 1e9]),
    "huge": table([v * 1e14 for v in SPREAD]),
    "tiny": table([v * 1e-4 for v in SPREAD]),
    "negative": table([v - 20 for v in SPREAD]),
}
REFUSED = {"all equal", "all zero", "one row", "mostly missing", "500 categories", "long names"}


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_drawn_legibly_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BAD[name])
    drawn, reasons = 0, set()
    for i in range(20):
        spec = msgspec.structs.replace(LEVELS[i % len(LEVELS)], tables=(str(path),))
        try:
            scene = draw_scene(spec, rng_for(4, name, i))
            render(scene, draw_style(rng_for(4, name, "style", i)))
        except Reject as reject:
            reasons.add(reject.reason)
        except TableError:
            reasons.add("table")
        else:
            drawn += 1
            assert all(np.isfinite([b.value for b in scene.bars]))
    if name in REFUSED:
        assert not drawn
    elif name != "one far away":  # a part of the rows without it can be drawn
        assert drawn > 2, reasons
