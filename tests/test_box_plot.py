"""Box plots: five numbers agree with the table; what is drawn is where the marks say, on both backends; a reader finds
quartiles, medians and whiskers in the pixels; covers hide; bad tables are refused or drawn legibly.
"""

from __future__ import annotations

import io
import itertools
import math
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import quantiles, stdev

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import box_plot as reader
from scenewright.qa_templates import box_plot
from scenewright.qa_templates import box_plot_base as base
from scenewright.qa_templates.base import View
from scenewright.qa_templates.box_plot import OPS, TEMPLATES
from scenewright.renderers.base import Rendering
from scenewright.renderers.box_plot import draw_style, render
from scenewright.renderers.box_plot_styles import BoxPlotStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.box_plot import LEVELS, MEANS, NOTES, STEPS, BoxPlot, BoxPlotSpec, draw_scene, ends, measure
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import load_tables
from tests.rows import row_of_rendering

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 40) -> tuple[tuple[BoxPlot, BoxPlotStyle, Rendering], ...]:
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


def every() -> tuple[tuple[BoxPlot, BoxPlotStyle, Rendering], ...]:
    return (*charts("skia"), *charts("matplotlib"))


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: BoxPlot, style: BoxPlotStyle, rendering: Rendering) -> tuple[int, int, int]:
    """How many facts there are, are read, and are read right."""
    found = list(reader.facts(row_of_rendering("box_plot", scene, style, rendering)))
    read = [fact for fact in found if fact.read is not None]
    return len(found), len(read), sum(fact.agrees for fact in read)


@pytest.mark.parametrize("backend", BACKENDS)
def test_numbers_are_read_back_from_the_pixels(backend: str) -> None:
    """The rest are caps of whiskers that touch a gridline, a box or an outlier."""
    themes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    total = np.zeros(3, int)
    for scene, style, rendering in charts(backend):
        themes[style.theme] += 1
        kinds[scene.kind, scene.orientation] += 1
        total += np.array(read_back(scene, style, rendering))
    assert total[1] >= 0.9 * total[0]
    assert total[2] == total[1]
    assert len(themes) >= (14 if backend == "skia" else 6)
    assert len(kinds) == 4


def test_reader_notices_a_wrong_number() -> None:
    noticed = done = 0
    for scene, style, rendering in charts("skia")[:24]:
        box = next(b for b in scene.boxes if b.id not in scene.hidden)
        by = 0.35 * (scene.ticks[1].value - scene.ticks[0].value)
        if box.q3 + by > scene.ticks[-1].value or box.high < box.q3 + by:
            continue
        other = msgspec.structs.replace(box, q3=box.q3 + by)
        boxes = tuple(other if b is box else b for b in scene.boxes)
        drawn = render(msgspec.structs.replace(scene, boxes=boxes), style)
        noticed += read_back(scene, style, drawn)[2] < read_back(scene, style, rendering)[2]
        done += 1
    assert noticed >= 0.9 * done > 4


# -- truth ---------------------------------------------------------------------------------------------------------


def test_five_numbers_agree_with_the_table() -> None:
    """Counted again with another library's quartiles, and whiskers by plain loops."""
    tables = {table.name: table for table in load_tables()}
    outliers = 0
    for scene, _, _ in every():
        table = tables[scene.table]
        column = next(c for c in table.categories if c.label == scene.place_label)
        raw = next(m.values for m in table.measures if m.label == scene.quantity)
        for box in scene.boxes:
            values = sorted(raw[column.codes == column.names.index(box.name)].tolist())
            q1, median, q3 = quantiles(values, n=4, method="inclusive")
            half = 0.51 * 10.0**-scene.decimals
            assert abs(q1 - box.q1) <= half
            assert abs(median - box.median) <= half
            assert abs(q3 - box.q3) <= half
            inside = values
            if scene.whiskers == "tukey":
                reach = 1.5 * (q3 - q1)
                inside = [v for v in values if q1 - reach <= v <= q3 + reach]
            assert abs(min(inside[0], q1) - box.low) <= half
            assert abs(max(inside[-1], q3) - box.high) <= half
            assert len(box.outliers) == len(values) - len(inside)
            assert box.count == len(values)
            outliers += len(box.outliers)
            if box.mean is not None:
                assert abs(sum(values) / len(values) - box.mean) <= half
    assert outliers > 20


def test_violins_are_densities() -> None:
    """Half-widths at three places agree with a Gaussian kernel density summed by plain loops."""
    tables = {table.name: table for table in load_tables()}
    done = 0
    for scene, _, _ in every():
        assert (scene.kind == "violin") == all(box.shape for box in scene.boxes)
        if scene.kind == "box":
            continue
        column = next(c for c in tables[scene.table].categories if c.label == scene.place_label)
        raw = next(m.values for m in tables[scene.table].measures if m.label == scene.quantity)
        for box in scene.boxes[:3]:
            assert not box.outliers
            values = raw[column.codes == column.names.index(box.name)].tolist()
            width = stdev(values) / len(values) ** 0.2
            low, high = min(values), max(values)
            found = [
                sum(math.exp(-(((low + (high - low) * k / STEPS - v) / width) ** 2) / 2) for v in values)
                for k in range(STEPS + 1)
            ]
            assert box.shape == pytest.approx([v / max(found) for v in found], abs=0.001)
            assert box.peak == pytest.approx(
                low + (high - low) * found.index(max(found)) / STEPS, abs=10.0**-scene.decimals
            )
            done += 1
    assert done > 15


def test_notes_state_the_rules() -> None:
    for scene, _, rendering in every():
        kind = "violin" if scene.kind == "violin" else scene.whiskers
        assert next(m.text for m in rendering.marks if m.id == "note") == NOTES[kind] + (MEANS if scene.means else "")


# -- marks and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_element_is_marked_to_scale(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("value_axis", "title")}
        assert all((tick.id, "tick") in parts for tick in scene.ticks)
        assert (("grid", "line") in parts) == (scene.grid == "value")
        plot = next(m.box for m in rendering.marks if m.part == "plot")
        up = scene.orientation == "vertical"
        low, high = scene.ticks[0].value, scene.ticks[-1].value

        def at(value: float) -> float:
            share = (value - low) / (high - low)  # noqa: B023 - used within this turn of the loop only
            return plot[3] - share * (plot[3] - plot[1]) if up else plot[0] + share * (plot[2] - plot[0])  # noqa: B023

        for box in scene.boxes:
            own = [m for m in rendering.marks if m.id == box.id]
            assert {"label", "box", "median", "whisker"} <= {m.part for m in own}
            assert sum(m.part == "outlier" for m in own) == len(box.outliers)
            assert any(m.part == "mean" for m in own) == (box.mean is not None)
            body = next(m.box for m in own if m.part == "box")
            found = (body[3], body[1]) if up else (body[0], body[2])
            assert abs(found[0] - at(box.q1)) < 0.12
            assert abs(found[1] - at(box.q3)) < 0.12
            assert low <= ends(box)[0] <= ends(box)[1] <= high


def test_texts_keep_apart() -> None:
    for _, _, rendering in every():
        words = [m.box for m in rendering.marks if m.text and not m.polygon]
        for a, b in itertools.combinations(words, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_of_a_group(backend: str) -> None:
    """The picture does not depend on the numbers of a covered group."""
    done = 0
    for scene, style, _ in charts(backend)[:40]:
        fit = base.can_cover(scene)
        if not fit:
            continue
        one = base.covered(scene, fit[len(fit) // 2], rng_for(1, "cover"))
        other = next(b for b in scene.boxes if b.name != one.covers[0].group)
        moved = tuple(
            msgspec.structs.replace(other, id=b.id, name=b.name) if b.id in one.hidden else b for b in one.boxes
        )
        try:
            a, b = render(one, style), render(msgspec.structs.replace(one, boxes=moved), style)
        except Reject:
            continue
        assert np.array_equal(pixels(a), pixels(b)), scene.title.text
        assert not set(one.hidden) & set(a.resolution.printed)
        done += 1
    assert done >= 8


def test_shared_questions_speak_of_medians() -> None:
    """A bare "value" might be any of a box's numbers."""
    for template in TEMPLATES:
        if hasattr(template, "values") and template.name not in box_plot.STRUCTURE:
            for phrasing in template.phrasings:
                assert "median" in phrasing or "{measure}" in phrasing, (template.name, phrasing)


def test_outliers_that_touch_are_not_counted() -> None:
    template = next(t for t in TEMPLATES if t.name == "count_outliers")
    counted = refused = 0
    for scene, _, rendering in every():
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene):
            box = base.box_of(scene, slot)
            places = sorted((*box.outliers, box.low, box.high))
            near = min(b - a for a, b in itertools.pairwise(places)) / rendering.resolution.units_per_px["value"]
            try:
                template.solved(view, slot)
                counted += bool(box.outliers)
                assert near >= 7 or not box.outliers
            except Reject:
                refused += 1
    assert counted > 5
    assert refused > 0


# -- levels and bad input ------------------------------------------------------------------------------------------


def test_levels_get_harder() -> None:
    means = []
    for level, spec in enumerate(LEVELS):
        found = [measure(draw_scene(spec, rng_for(2, level, i)))["difficulty"] for i in range(60)]
        means.append(sum(found) / len(found))
    assert means == sorted(means)


@pytest.mark.parametrize(
    ("field", "value"), [("groups_min", 1), ("groups_max", 99), ("orientations", ()), ("violins", 1.5)]
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=BoxPlotSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(BoxPlotSpec(groups_min=9, groups_max=5), rng_for(0, "x"))


def table(values: list[object], names: tuple[str, ...] = ("a", "b", "c", "d")) -> str:
    return "\n".join(["kind,value", *(f"{names[i % len(names)]},{v}" for i, v in enumerate(values))]) + "\n"


SPREAD = [(i * 7 % 31) + (i * 5 % 13) for i in range(240)]
BAD = {
    "all equal": table([5] * 80),
    "all zero": table([0] * 80),
    "infinite": table(["inf" if i == 7 else v for i, v in enumerate(SPREAD)]),
    "mostly missing": table(["" if i % 3 else v for i, v in enumerate(SPREAD)]),
    "one row": table([4]),
    "one group": table(list(SPREAD), ("a",)),
    "500 categories": table(list(range(500)), tuple(f"n{i}" for i in range(500))),
    "long names": table(list(SPREAD), tuple("x" * 200 + str(i) for i in range(4))),
    "right to left": table(list(SPREAD), ("שלום", "مرحبا", "عولم", "سلام")),
    "emoji": table(list(SPREAD), ("🍎", "🍌", "🍒", "🍇")),
    "one far away": table([*SPREAD, 1e9]),
    "huge": table([v * 1e14 for v in SPREAD]),
    "tiny": table([v * 1e-4 for v in SPREAD]),
    "negative": table([v - 20 for v in SPREAD]),
}
DRAWN = {"infinite", "huge", "tiny", "negative"}


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
    if name in DRAWN:
        assert drawn > 2, reasons
    elif name != "one far away":  # groups without it can be drawn
        assert not drawn
