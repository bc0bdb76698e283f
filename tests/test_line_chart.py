"""Line charts: what is drawn is where the marks say, on both backends; a reader finds the values in the pixels;
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

from scenewright.audit.readers import line_chart as reader
from scenewright.qa_templates import line_chart_base as base
from scenewright.qa_templates.answers import Number
from scenewright.qa_templates.base import View
from scenewright.qa_templates.line_chart import OPS, TEMPLATES
from scenewright.qa_templates.line_chart_twins import can_cover, can_lose, covered, without
from scenewright.qa_templates.plot_words import COARSE
from scenewright.renderers.axes import figure_text
from scenewright.renderers.bar_styles import SHEETS
from scenewright.renderers.base import Rendering
from scenewright.renderers.line_chart import draw_style, render
from scenewright.renderers.line_styles import LineChartStyle, hue_of
from scenewright.renderers.themes import THEMES, contrast
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.line_chart import LEVELS, LineChart, LineChartSpec, draw_scene, measure
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.tick_values import log_ticks, tick_text

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 60) -> tuple[tuple[LineChart, LineChartStyle, Rendering], ...]:
    out = []
    for i in itertools.count():
        try:
            scene = draw_scene(LEVELS[i % len(LEVELS)], rng_for(7, "scene", i))
            style = draw_style(rng_for(7, "style", i))
            if style.backend == backend:
                out.append((scene, style, render(scene, style)))
        except Reject:
            continue
        if len(out) == count:
            return tuple(out)
    raise AssertionError


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: LineChart, rendering: Rendering) -> tuple[int, int, int]:
    """How many points should be seen, how many the reader finds, and how many of those it reads right."""
    marks = msgspec.to_builtins(rendering.marks)
    owners = {p.id: s.id for p in scene.points for s in scene.series if s.name == p.series}
    shapes = {series.id: series.shape for series in scene.series}
    if scene.kind == "stacked":
        found = reader.read_layers(rendering.media[0].data, marks, owners)
    else:
        found = reader.read_points(rendering.media[0].data, marks, owners, shapes)
    wanted = [p for p in scene.points if p.value is not None and p.id not in scene.hidden]
    right = 0
    for point in wanted:
        if point.id in found:
            bare = msgspec.structs.replace(rendering.resolution, printed=())
            right += abs(found[point.id] - base.value_of(point)) <= base.error_of(scene, bare, point)
    return len(wanted), sum(p.id in found for p in wanted), right


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_back_from_the_pixels(backend: str) -> None:
    """In 110 charts of each backend, nearly all points are found by colour, and their values are within tolerance.

    The rest lies under another line of the same place, or under a printed value.
    """
    themes: Counter[str] = Counter()
    total = np.zeros(3, int)
    for scene, style, rendering in charts(backend, 110):
        themes[style.theme] += 1
        found = np.array(read_back(scene, rendering))
        total += found
        assert found[2] >= 0.8 * found[0] - 1, (scene.title.text, scene.kind, style.theme, found)
    assert total[1] >= 0.97 * total[0]
    assert total[2] >= 0.97 * total[1]
    assert len(themes) >= (14 if backend == "skia" else 7)


def test_reader_notices_a_wrong_value() -> None:
    """A chart drawn from other values is not read as this one."""
    noticed = 0
    for scene, style, _ in charts("skia")[:24]:
        if scene.kind == "stacked" or scene.log:
            continue
        span = base.axis_span(scene)
        k = next(i for i, p in enumerate(scene.points) if p.value is not None and p.id not in scene.hidden)
        point = scene.points[k]
        up = base.value_of(point) + 0.2 * span <= scene.ticks[-1].value
        other = msgspec.structs.replace(point, value=base.value_of(point) + (0.2 if up else -0.2) * span)
        points = (*scene.points[:k], other, *scene.points[k + 1 :])
        try:
            drawn = render(msgspec.structs.replace(scene, points=points), style)
        except Reject:
            continue
        right, wrong = read_back(scene, render(scene, style)), read_back(scene, drawn)
        noticed += wrong[2] < right[2]
    assert noticed >= 12


# -- marks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_points_are_to_scale(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        boxes = {m.id: m.box for m in rendering.marks if m.part == "point"}
        plot = next(m.box for m in rendering.marks if m.part == "plot")
        at = {p.name: [] for p in scene.places}
        foot = 0.0
        for i, point in enumerate(scene.points):
            assert (point.id in boxes) == (point.value is not None)
            if point.value is None:
                continue
            left, top, right, bottom = boxes[point.id]
            foot = foot if scene.kind == "stacked" and i % len(scene.series) else 0.0
            share = base.share_of(scene, point.value + foot)
            foot += point.value
            # marks are rounded to 0.1 px, and clipped at the picture's edge
            assert abs((top + bottom) / 2 - (plot[3] + share * (plot[1] - plot[3]))) <= 0.12
            at[point.place].append((left + right) / 2)
        assert all(max(xs) - min(xs) <= 0.21 for xs in at.values() if xs)
        if scene.dates:
            where = [(p.at, at[p.name][0]) for p in scene.places if at[p.name]]
            per = (where[-1][1] - where[0][1]) / (where[-1][0] - where[0][0])
            assert all(abs(where[0][1] + per * (t - where[0][0]) - x) < 0.3 for t, x in where)


def test_every_element_is_marked() -> None:
    for backend in BACKENDS:
        for scene, _, rendering in charts(backend):
            parts = {(m.id, m.part) for m in rendering.marks}
            assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("value_axis", "title")}
            assert " ".join(m.text for m in rendering.marks if m.id == "title") == scene.title.text
            assert all((tick.id, "tick") in parts for tick in scene.ticks)
            assert all((place.id, "tick") in parts for place in scene.places)
            assert {p.id for p in scene.places if p.labelled} == {i for i, part in parts if part == "label"} - {
                "subtitle", "reference"}  # fmt: skip
            assert (("grid", "line") in parts) == (scene.grid != "none")
            assert all((s.id, "area") in parts for s in scene.series) == (scene.kind in ("area", "stacked"))
            if scene.many:
                assert all({(s.id, "swatch"), (s.id, "legend")} <= parts for s in scene.series)
            count = Counter(m.id for m in rendering.marks if m.part == "segment")
            for series in scene.series:
                ys = [p.value is not None and p.id not in scene.hidden for p in scene.of_series(series.name)]
                pieces = sum(ys) if scene.kind == "step" else sum(a and b for a, b in itertools.pairwise(ys))
                assert count[series.id] == pieces


def test_same_marks_on_both_backends() -> None:
    compared = 0
    for scene, _, rendering in charts("skia")[:12]:
        style = next(s for i in range(50) if (s := draw_style(rng_for(3, "other", i))).backend == "matplotlib")
        try:
            other = render(scene, style)
        except Reject:
            continue
        parts = ("figure", "plot", "point", "segment", "area", "swatch", "legend", "tick")
        ours = sorted((m.id, m.part) for m in rendering.marks if m.part in parts)
        assert ours == sorted((m.id, m.part) for m in other.marks if m.part in parts)
        compared += 1
    assert compared > 6


# -- covers and gaps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_at_a_place(backend: str) -> None:
    """The picture does not depend on the values at a covered place."""
    done = 0
    for scene, style, _ in charts(backend):
        fit = can_cover(scene)
        if not fit or scene.kind == "stacked":
            continue
        one = covered(scene, fit[len(fit) // 2], rng_for(1, "cover"))
        place = one.covers[0].place
        middle = (scene.ticks[0].value * 0.4 + scene.ticks[-1].value * 0.6) if not scene.log else scene.ticks[1].value
        moved = tuple(
            msgspec.structs.replace(p, value=middle) if p.place == place and p.value is not None else p
            for p in one.points
        )
        try:
            a, b = render(one, style), render(msgspec.structs.replace(one, points=moved), style)
        except Reject:
            continue
        if {m.id for m in a.marks if m.part == "value"} != {m.id for m in b.marks if m.part == "value"}:
            continue
        where = [[m.box for m in r.marks if m.part == "value" or m.id == "reference"] for r in (a, b)]
        if where[0] != where[1]:
            continue  # words stepped aside for a line
        assert np.array_equal(pixels(a), pixels(b)), (scene.title.text, place)
        done += 1
    assert done > 15


def test_hidden_points_are_not_printed() -> None:
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        assert not set(scene.hidden) & set(rendering.resolution.printed)
        assert set(rendering.resolution.visible) == set(scene.hidden)


def test_taking_a_point_out_leaves_the_axis() -> None:
    for scene, _, _ in charts("skia"):
        for point in scene.points:
            if point.value is not None and can_lose(scene, point.place, point.series):
                rest = without(scene, point.place, point.series)
                assert rest.ticks == scene.ticks
                left = rest.point(point.place, point.series)
                assert left is None or left.value is None
                break


# -- what is resolved ----------------------------------------------------------------------------------------------


def test_printed_values_are_exact_and_others_follow_the_axis() -> None:
    template = next(t for t in TEMPLATES if t.name == "point_value")
    seen = set()
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene)[::3]:
            try:
                answer = template.solved(view, slot)[1]
            except Reject:
                continue
            assert isinstance(answer, Number)
            point = scene.point(*slot)
            assert point is not None
            printed = point.id in rendering.resolution.printed
            seen.add(printed)
            if printed:
                assert answer.tolerance == 0
                shown = next(m.text for m in rendering.marks if m.id == point.id and m.part == "value")
                assert shown == figure_text(base.value_of(point), scene.decimals)
            else:
                assert answer.tolerance >= base.axis_error(scene, rendering.resolution, base.value_of(point)) * 0.999
                assert answer.tolerance <= COARSE * abs(answer.value)
    assert seen == {True, False}


# -- scenes --------------------------------------------------------------------------------------------------------


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


def test_values_lie_on_the_axis_with_the_decimals_they_show() -> None:
    for scene, _, _ in (*charts("skia"), *charts("matplotlib")):
        low, high = scene.ticks[0].value, scene.ticks[-1].value
        for place in scene.places:
            values = [p.value for p in scene.of_place(place.name) if p.value is not None]
            assert all(v == round(v, scene.decimals) for v in values)
            total = [sum(values)] if scene.kind == "stacked" else values
            assert all(low <= v <= high + 1e-9 for v in total)


@pytest.mark.parametrize(
    ("field", "value"),
    [("points_min", 1), ("points_max", 99), ("kinds", ("pie",)), ("kinds", ()), ("printed", 1.5), ("series_max", 7)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=LineChartSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(LineChartSpec(points_min=9, points_max=5), rng_for(0, "x"))


def test_ticks_of_logarithmic_axes() -> None:
    assert log_ticks(3, 40) == (2, 5, 10, 20, 50)
    assert log_ticks(12, 9000) == (10, 100, 1000, 10000)
    assert log_ticks(0.02, 1) == (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def test_tick_texts() -> None:
    assert tick_text(1200, 0, "short") == "1.2K"
    assert tick_text(2_500_000, 0, "short") == "2.5M"
    assert tick_text(-35, 0, "percent") == "−35%"
    assert tick_text(-1200, 0, "dollar") == "−$1,200"
    assert tick_text(0, 0, "short") == "0"


def test_named_colours_stand_out_and_are_what_they_are_called() -> None:
    for theme in (*THEMES, *SHEETS):
        found = {name: hue_of(theme.name, name) for name in ("blue", "red", "green", "orange", "purple")}
        assert len(set(found.values())) == 5
        for colour in found.values():
            assert contrast(colour, theme.panel) > 1.9, (theme.name, found)


# -- bad tables ----------------------------------------------------------------------------------------------------

YEARS = range(1990, 2010)


def table(rows: list[str], header: str = "year,name,value") -> str:
    return "\n".join([header, *rows]) + "\n"


BAD = {
    "all equal": table([f"{y},a,5" for y in YEARS]),
    "all zero": table([f"{y},a,0" for y in YEARS]),
    "infinite": table([f"{y},a,{'inf' if y == 1995 else y % 7}" for y in YEARS]),
    "mostly missing": table([f"{y},a,{'' if y % 3 else y % 7}" for y in YEARS]),
    "some missing": table([f"{y},a,{'' if y == 1995 else y % 7}" for y in YEARS]),
    "one row": table(["1990,a,4"]),
    "500 categories": table([f"n{i},{i * 7 % 100}" for i in range(500)], "name,value"),
    "long names": table([f"{y},{'x' * 200}{y % 3},{y * 13 % 17}" for y in YEARS]),
    "right to left": table(
        [f"{n},{i * 5 % 7}" for i, n in enumerate(("שלום", "مرحبا", "עולם", "سلام", "טוב"))], "name,value"
    ),
    "emoji": table([f"{n},{i * 5 % 7}" for i, n in enumerate(("🍎", "🍌", "🍒", "🍇", "🥝"))], "name,value"),
    "duplicates": table([f"{y},a,{y * 37 % 19 + k}.5" for y in YEARS for k in (0, 3)]),
    "out of order": table([f"{y},a,{y * 37 % 19}" for y in sorted(YEARS, key=lambda y: y * 7 % 20)]),
    "dates out of order": table([f"20{10 + i % 9}-0{1 + i % 8}-11,{i * 7 % 23}" for i in range(80)], "day,value"),
    "huge": table([f"{y},a,{(y - 1989) ** 3}e14" for y in YEARS]),
    "tiny": table([f"{y},a,{(y - 1989) ** 2}e-9" for y in YEARS]),
}
REFUSED = {"all equal", "all zero", "one row", "500 categories", "mostly missing", "emoji", "right to left",
           "tiny"}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_drawn_legibly_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BAD[name])
    drawn, reasons = 0, set()
    for i in range(30):
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
            assert [p.at for p in scene.places] == sorted(p.at for p in scene.places)
            assert len({p.name for p in scene.places}) == len(scene.places)
    assert drawn or reasons
    if name in REFUSED:
        assert not drawn
    else:
        assert drawn > 5, reasons


def test_gaps_of_a_table_become_gaps_of_the_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    names = ("a", "b", "c", "d")
    rows = [f"{y},{n},{(y * 7 + 11 * i) % 23}" for y in YEARS for i, n in enumerate(names) if (y + i) % 6]
    path.write_text(table(rows))
    spec = LineChartSpec(tables=(str(path),), kinds=("line",), many=1.0, gaps=1.0, points_min=8, points_max=12)
    found = 0
    for i in range(20):
        try:
            scene = draw_scene(spec, rng_for(5, i))
        except Reject:
            continue
        if scene.measure.endswith("value"):
            for point in scene.points:
                there = any(r.startswith(f"{point.place},{point.series},") for r in rows)
                assert there or point.value is None or scene.place_label != "year"
        found += any(p.value is None for p in scene.points)
    assert found > 3


def test_names_in_sentences() -> None:
    scene = next(s for s, _, _ in charts("skia") if s.place_label == "year" and s.many)
    place, series = scene.places[0].name, scene.series[0].name
    assert base.spot(scene, place) == f"in {place}"
    assert base.spot(scene, place, series).endswith(f" in {place}")
    assert base.spot(scene, place, series).startswith("for ")
    assert math.isfinite(base.axis_span(scene))
