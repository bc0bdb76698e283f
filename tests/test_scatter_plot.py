"""Scatter plots: what is drawn is where the marks say, on both backends; a reader finds the points in the pixels;
covers hide; bad tables are refused or drawn legibly.
"""

from __future__ import annotations

import io
import itertools
import math
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import scatter_plot as reader
from scenewright.qa_templates import scatter_plot_base as base
from scenewright.qa_templates.base import View
from scenewright.qa_templates.scatter_plot import OPS, TEMPLATES
from scenewright.qa_templates.scatter_plot_order import PLOT_ASPECTS
from scenewright.qa_templates.scatter_plot_trends import trend_of
from scenewright.qa_templates.scatter_plot_twins import can_lose, without
from scenewright.renderers.base import Rendering
from scenewright.renderers.scatter_marks import visible
from scenewright.renderers.scatter_plot import SEEN_LEAST, draw_style, render
from scenewright.renderers.scatter_styles import ScatterPlotStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.scatter_plot import (
    LEVELS,
    Point,
    ScatterPlot,
    ScatterPlotSpec,
    correlation,
    draw_scene,
    fit,
    measure,
    with_cover,
)
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.table_source import read_table
from tests.rows import row_of_rendering

BACKENDS = ("skia", "matplotlib")
Chart = tuple[ScatterPlot, ScatterPlotStyle, Rendering]


@cache
def charts(backend: str, count: int = 40) -> tuple[Chart, ...]:
    out: list[Chart] = []
    for i in itertools.count():
        try:
            style = draw_style(rng_for(7, "style", i))
            if style.backend == backend:
                scene = draw_scene(LEVELS[i % len(LEVELS)], rng_for(7, "scene", i))
                out.append((scene, style, render(scene, style)))
        except Reject:
            continue
        if len(out) == count:
            return tuple(out)
    raise AssertionError


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: ScatterPlot, style: ScatterPlotStyle, rendering: Rendering) -> tuple[int, int, int]:
    """How many facts there are, are read, and are read right."""
    found = list(reader.facts(row_of_rendering("scatter_plot", scene, style, rendering)))
    read = [fact for fact in found if fact.read is not None]
    return len(found), len(read), sum(fact.agrees for fact in read)


@pytest.mark.parametrize("backend", BACKENDS)
def test_points_are_read_back_from_the_pixels(backend: str) -> None:
    """Nearly all points are found by colour; their places, shapes and sizes are right. Overlapping ones may be lost."""
    themes: Counter[str] = Counter()
    total = np.zeros(3, int)
    for scene, style, rendering in charts(backend):
        themes[style.theme] += 1
        total += np.array(read_back(scene, style, rendering))
    assert total[1] >= 0.85 * total[0]
    assert total[2] >= 0.998 * total[1]
    assert len(themes) >= (10 if backend == "skia" else 6)


def test_reader_notices_a_wrong_value() -> None:
    noticed = 0
    for scene, style, _ in charts("skia")[:16]:
        if scene.y.log or scene.size:
            continue
        low, high = scene.y_ticks[0].value, scene.y_ticks[-1].value
        first = next(p for p in scene.points if p.id not in scene.hidden)
        moved = first.y + 0.25 * (high - low) * (1 if scene.share("y", first.y) < 0.5 else -1)
        other = msgspec.structs.replace(first, y=moved)
        points = tuple(other if p.id == first.id else p for p in scene.points)
        try:
            right, wrong = render(scene, style), render(msgspec.structs.replace(scene, points=points), style)
        except Reject:
            continue
        facts = reader.facts(
            row_of_rendering("scatter_plot", scene, style, msgspec.structs.replace(right, media=wrong.media))
        )
        noticed += any(fact.of == first.id and fact.read is not None and not fact.agrees for fact in facts)
    assert noticed >= 6


# -- marks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_points_and_trends_are_to_scale(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        left, top, right, bottom = next(m.box for m in rendering.marks if m.part == "plot")

        def at(x: float, y: float, box=(left, top, right, bottom), scene=scene) -> tuple[float, float]:  # type: ignore[no-untyped-def]
            return (box[0] + scene.share("x", x) * (box[2] - box[0]), box[3] + scene.share("y", y) * (box[1] - box[3]))

        boxes = {m.id: m.box for m in rendering.marks if m.part == "point"}
        assert set(boxes) == {p.id for p in scene.points}
        for p in scene.points:
            l_, t, r, b = boxes[p.id]
            assert math.dist(((l_ + r) / 2, (t + b) / 2), at(p.x, p.y)) < 0.2 or l_ == 0 or t == 0
        if scene.size:
            areas = [(p.size, (boxes[p.id][2] - boxes[p.id][0]) ** 2) for p in scene.points]
            areas += [(k.value, (m.box[2] - m.box[0]) ** 2) for k in scene.sizes for m in rendering.marks
                      if m.id == k.id and m.part == "swatch"]  # fmt: skip
            per = max(area for _, area in areas) / max(v for v, _ in areas)
            assert all(math.sqrt(area) == pytest.approx(math.sqrt(per * v), abs=0.6) for v, area in areas)
        for trend in scene.trends:
            mark = next(m for m in rendering.marks if m.id == trend.id)
            (x0, y0), (x1, y1) = at(trend.x0, trend.y0), at(trend.x1, trend.y1)
            middle = ((mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2)
            assert math.dist(middle, ((x0 + x1) / 2, (y0 + y1) / 2)) < 0.3
        width, height = right - left, bottom - top
        assert PLOT_ASPECTS[0] < width / height < PLOT_ASPECTS[1]


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_element_is_marked(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("x_axis", "title"),
                         ("y_axis", "title")}  # fmt: skip
        assert " ".join(m.text for m in rendering.marks if m.id == "title") == scene.title.text
        assert all((tick.id, "tick") in parts for tick in (*scene.x_ticks, *scene.y_ticks))
        assert (("grid", "line") in parts) == (scene.grid != "none")
        assert {m.id for m in rendering.marks if m.part == "name"} == {p.id for p in base.shown(scene)}
        if scene.many:
            assert all({(s.id, "swatch"), (s.id, "legend")} <= parts for s in scene.series)
            assert ("legend", "legend") in parts
        assert all({(k.id, "swatch"), (k.id, "legend")} <= parts for k in scene.sizes)
        assert all((c.id, c.material) in parts for c in scene.covers)


def test_names_stand_nearest_to_their_own_points() -> None:
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        points = {m.id: m.box for m in rendering.marks if m.part == "point" and m.id not in scene.hidden}
        for mark in (m for m in rendering.marks if m.part == "name"):
            far = {i: _between(mark.box, box) for i, box in points.items()}
            assert all(far[mark.id] < f for i, f in far.items() if i != mark.id), (scene.title.text, mark.text)


def _between(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Pixels between two boxes."""
    return math.hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))


def test_texts_stay_apart_and_inside() -> None:
    """No text overlaps another or leaves the picture. Rotated ones are along the vertical axis only."""
    for scene, style, rendering in (*charts("skia"), *charts("matplotlib")):
        width, height = rendering.media[0].width_px, rendering.media[0].height_px
        assert width
        assert height
        boxes = [m.box for m in rendering.marks if m.text]
        assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= width and b[3] <= height for b in boxes)
        for a, b in itertools.combinations(boxes, 2):
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3], (scene.title.text, style.theme)


def test_same_marks_on_both_backends() -> None:
    compared = 0
    for scene, _, rendering in charts("skia")[:12]:
        style = next(s for i in range(50) if (s := draw_style(rng_for(3, "other", i))).backend == "matplotlib")
        try:
            other = render(scene, style)
        except Reject:
            continue
        ours, theirs = (Counter((m.id, m.part) for m in r.marks if m.id != "grid" and m.part != "title" and m.id !=
                                "subtitle") for r in (rendering, other))  # fmt: skip
        assert ours == theirs
        compared += 1
    assert compared > 6


# -- overlap and covers --------------------------------------------------------------------------------------------


def test_visible_shares() -> None:
    assert visible([(0, 0), (30, 0)], [5, 5], [0, 1]) == {}
    assert visible([(0, 0), (2, 0)], [5, 9], [0, 1]) == {0: 0.0}
    half = visible([(0.0, 0.0), (8.1, 0.0)], [10, 10], [0, 1])[0]
    assert half == pytest.approx(0.5, abs=0.06)  # two discs of equal radius, 0.81 of it apart


def test_little_of_a_marker_is_never_hidden() -> None:
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        seen = {i: s for i, s in rendering.resolution.visible.items() if i not in scene.hidden}
        assert all(share >= SEEN_LEAST for share in seen.values())
        assert all(rendering.resolution.visible[i] == 0.0 for i in scene.hidden if i.startswith("point"))


def test_overlapping_markers_are_not_counted() -> None:
    count = next(t for t in TEMPLATES if t.name == "count_points")
    refused = 0
    for scene, _, rendering in charts("skia"):
        if scene.hidden or not rendering.resolution.visible or not count.slots(scene):
            continue
        with pytest.raises(Reject, match="overlap"):
            count.solved(View(scene, rendering.resolution, OPS), count.slots(scene)[0])
        refused += 1
    assert refused


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_below_them(backend: str) -> None:
    """The picture does not depend on where below the cover a point lies."""
    done = 0
    for scene, style, _ in charts(backend):
        if scene.size or not base.shown(scene):
            continue
        try:
            one = with_cover(scene, "plot", rng_for(1, "cover"), base.shown(scene)[0].id)
            first = next(p for p in one.points if p.id in one.hidden)
            others = [p for p in one.points if p.id in one.hidden]
            middle = _inverse(one, one.covers[0].box)
            moved = tuple(msgspec.structs.replace(p, x=middle[0], y=middle[1]) if p.id == first.id else p
                          for p in one.points)  # fmt: skip
            a = render(one, style)
            b = render(msgspec.structs.replace(one, points=moved), style)
        except Reject:
            continue
        radii = [next(m.box for m in r.marks if m.part == "point" and m.id not in one.hidden) for r in (a, b)]
        sizes = {round(box[2] - box[0], 1) for box in radii}
        if len(sizes) > 1 or len(others) > 3:
            continue  # markers are as large as the points' range allows
        assert np.array_equal(pixels(a), pixels(b)), scene.title.text
        assert not {m.id for m in a.marks if m.part == "name"} & set(one.hidden)
        done += 1
    assert done > 5


def _inverse(scene: ScatterPlot, box: tuple[float, float, float, float]) -> tuple[float, float]:
    out = []
    for axis, share in (("x", (box[0] + box[2]) / 2), ("y", (box[1] + box[3]) / 2)):
        ticks = scene.ticks(axis)
        low, high = ticks[0].value, ticks[-1].value
        out.append(low * (high / low) ** share if scene.axis(axis).log else low + share * (high - low))
    return out[0], out[1]


@pytest.mark.parametrize("over", ["x", "y", "legend"])
def test_covers_of_margins_hide_all_words_there(over: str) -> None:
    """What is written below such a cover leaves no pixel outside it."""
    done = 0
    for scene, style, _ in charts("skia")[:24]:
        if over == "legend" and (not scene.many or scene.legend == "inside"):
            continue
        one = with_cover(scene, over, rng_for(2, over))  # type: ignore[arg-type]  # a plain str
        try:
            rendering = render(one, style)
        except Reject:
            continue
        cover = next(m.box for m in rendering.marks if m.id == "cover")
        hidden = [m.box for m in rendering.marks if m.id in one.hidden and m.text]
        assert hidden
        for box in hidden:
            assert min(box[0] - cover[0], box[1] - cover[1], cover[2] - box[2], cover[3] - box[3]) >= -0.2
        others = [m.box for m in rendering.marks if m.text and m.id not in one.hidden]
        assert all(_between(cover, box) >= 0 for box in others)
        done += 1
    assert done >= 4


def test_taking_a_point_out_leaves_the_axes() -> None:
    for scene, _, _ in charts("skia"):
        for name in can_lose(scene)[:1]:
            try:
                rest = without(scene, name)
            except Reject:
                continue
            assert (rest.x_ticks, rest.y_ticks) == (scene.x_ticks, scene.y_ticks)
            assert rest.named(name) is None
            assert len(rest.points) == len(scene.points) - 1
            for trend in rest.trends:
                assert trend == fit(int(trend.id[5:]), trend.series, rest.points, scene.y.decimals)


# -- numbers -------------------------------------------------------------------------------------------------------


def point(i: int, x: float, y: float) -> Point:
    return Point(id=f"point{i}", x=x, y=y, series="", name="")


def test_trend_is_the_least_squares_line() -> None:
    points = [point(i, x, y) for i, (x, y) in enumerate(((0, 1), (1, 3), (2, 2), (3, 5), (4, 4)))]
    trend = fit(0, "", points, 2)
    assert (trend.y0, trend.y1) == (1.4, 4.6)
    slope, start = np.polyfit([p.x for p in points], [p.y for p in points], 1)
    assert trend.at(2.5) == pytest.approx(start + slope * 2.5)
    with pytest.raises(Reject):
        fit(0, "", [point(0, 1, 1), point(1, 1, 2)], 0)


def test_correlation() -> None:
    assert correlation([point(i, i, 2 * i) for i in range(5)]) == pytest.approx(1)
    assert correlation([point(i, i, -i) for i in range(5)]) == pytest.approx(-1)
    assert correlation([point(i, i, 3) for i in range(5)]) == 0
    assert correlation([point(i, x, y) for i, (x, y) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1)))]) == 0


def test_trends_of_plots_follow_their_points() -> None:
    seen = 0
    for scene, _, _ in (*charts("skia"), *charts("matplotlib")):
        for trend in scene.trends:
            mine = [p for p in scene.points if not trend.series or p.series == trend.series]
            slope, start = np.polyfit([p.x for p in mine], [p.y for p in mine], 1)
            for x in (trend.x0, trend.x1):
                assert trend_of(scene, trend.series).at(x) == pytest.approx(
                    start + slope * x, abs=10.0 ** -(scene.y.decimals + 1))  # fmt: skip
            seen += 1
    assert seen > 10


def test_values_lie_on_the_axes_with_the_decimals_they_show() -> None:
    for scene, _, _ in (*charts("skia"), *charts("matplotlib")):
        for axis in ("x", "y"):
            low, high = scene.ticks(axis)[0].value, scene.ticks(axis)[-1].value
            values = [getattr(p, axis) for p in scene.points]
            assert all(low <= v <= high and v == round(v, scene.axis(axis).decimals) for v in values)
        names = [p.name for p in scene.points if p.name]
        assert len(set(names)) == len(names)
        assert not set(names) & set(scene.absent)


def test_levels_get_harder_and_signs_are_even() -> None:
    means, signs = [], Counter[int]()
    for level, spec in enumerate(LEVELS):
        found = []
        for i in range(50):
            try:
                scene = draw_scene(spec, rng_for(2, level, i))
            except Reject:
                continue
            found.append(measure(scene)["difficulty"])
            r = correlation(scene.points)
            signs[0 if abs(r) < 0.5 else int(math.copysign(1, r))] += 1
        means.append(sum(found) / len(found))
    assert means == sorted(means)
    assert min(signs[1], signs[-1]) > 0.38 * (signs[1] + signs[-1])


@pytest.mark.parametrize(
    ("field", "value"),
    [("points_min", 3), ("points_max", 999), ("named", 1.5), ("series_max", 9), ("named_max", 60), ("log", -1)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=ScatterPlotSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(ScatterPlotSpec(points_min=30, points_max=9), rng_for(0, "x"))


# -- tables --------------------------------------------------------------------------------------------------------


def table(rows: list[str], header: str = "kind,a,b") -> str:
    return "\n".join([header, *rows]) + "\n"


K = range(60)
BAD = {
    "all equal": table([f"k{i % 3},5,5" for i in K]),
    "all zero": table([f"k{i % 3},0,0" for i in K]),
    "one equal": table([f"k{i % 3},{i},7" for i in K]),
    "infinite": table([f"k{i % 3},{'inf' if i == 9 else i * 37 % 41},{i * 7 % 13}" for i in K]),
    "missing": table([f"k{i % 3},{'' if i % 11 == 0 else i * 37 % 41},{i * 7 % 13}" for i in K]),
    "mostly missing": table([f"k{i % 3},{'' if i % 3 else i},{i * 7 % 13}" for i in K]),
    "one row": table(["k,4,5"]),
    "one measure": table([f"k{i % 3},{i * 7 % 13}" for i in K], "kind,a"),
    "500 categories": table([f"n{i},{i * 7 % 101},{i * 13 % 97}" for i in range(500)]),
    "long names": table([f"{'x' * 200}{i},{i * 7 % 101},{i * 13 % 97}" for i in range(20)]),
    "right to left": table([f"{n},{i * 5 % 7},{i * 3 % 11}" for i, n in enumerate(("שלום", "مرحبا") * 8)]),
    "emoji": table([f"{n},{i * 5 % 7},{i * 3 % 11}" for i, n in enumerate("🍎🍌🍒🍇🥝🍋🍊🍉🍐🍍")]),
    "duplicates": table([f"k{i % 3},{i % 5}.5,{i % 7}" for i in K]),
    "one outlier": table([f"k{i % 3},{1e9 if i == 3 else i},{1e9 if i == 3 else i * 7 % 13}" for i in K]),
    "huge": table([f"k{i % 3},{i + 1}e14,{i * 7 % 13 + 1}e15" for i in K]),
    "tiny": table([f"k{i % 3},{i + 1}e-9,{i * 7 % 13 + 1}e-9" for i in K]),
}
REFUSED = {"all equal", "all zero", "one equal", "mostly missing", "one row", "one measure", "500 categories",
           "tiny"}  # fmt: skip


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
            assert all(math.isfinite(p.x) and math.isfinite(p.y) for p in scene.points)
    assert drawn or reasons
    if name in REFUSED:
        assert not drawn


def test_rows_with_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(table([f"town {i},{'ab'[i % 2]},{i * 37 % 41},{i * 7 % 53}" for i in range(40)], "town,kind,a,b"))
    named = read_table(path).row_names
    assert named is not None
    assert (named.label, named.names[3]) == ("town", "town 3")
    spec = ScatterPlotSpec(tables=(str(path),), named=1.0, points_min=8, points_max=20)
    found = 0
    for i in range(12):
        try:
            scene = draw_scene(spec, rng_for(5, i))
        except Reject:
            continue
        for p in scene.points:
            if p.name.startswith("town"):
                k = int(p.name.split()[1])
                assert {p.x, p.y} == {k * 37 % 41, k * 7 % 53}
                found += 1
    assert found > 20
    path.write_text(table(["same,a,1,2", "same,b,2,3", "other,a,4,1"], "town,kind,a,b"))
    assert read_table(path).row_names is None
