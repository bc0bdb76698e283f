"""Combined charts: what is drawn is where the marks say, on both backends; a reader finds the values in the pixels,
each on its own axis; covers hide; bad tables are refused or drawn legibly.
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
from shapely.geometry import Polygon, box

from scenewright.audit.readers import combo_chart as reader
from scenewright.qa_templates import combo_chart_base as base
from scenewright.qa_templates.base import View
from scenewright.qa_templates.combo_chart import OPS, TEMPLATES
from scenewright.qa_templates.combo_chart_axes import misread
from scenewright.renderers.base import Rendering
from scenewright.renderers.combo_chart import draw_style, render
from scenewright.renderers.combo_chart_styles import ComboChartStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.combo_chart import LEVELS, ComboChart, ComboChartSpec, draw_scene, is_aligned, same_count
from scenewright.scenes.table_columns import TableError

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 25) -> tuple[tuple[ComboChart, ComboChartStyle, Rendering], ...]:
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


def both() -> tuple[tuple[ComboChart, ComboChartStyle, Rendering], ...]:
    return (*charts("skia"), *charts("matplotlib"))


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: ComboChart, rendering: Rendering) -> tuple[int, int, int]:
    """How many values should be seen, how many the reader finds, and how many of those it reads right."""
    marks = msgspec.to_builtins(rendering.marks)
    sides = {series.id: series.side for series in scene.both}
    found = reader.read_values(rendering.media[0].data, marks, sides, scene.line.shape)
    wanted = [p for p in scene.points if p.value is not None and p.id not in scene.hidden]
    errors = {s.id: base.axis_error(rendering.resolution, s.id) for s in scene.both}
    right = sum(abs(found[p.id] - base.value_of(p)) <= errors[p.series] for p in wanted if p.id in found)
    return len(wanted), sum(p.id in found for p in wanted), right


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_back_from_the_pixels(backend: str) -> None:
    total = np.zeros(3, int)
    for scene, style, rendering in charts(backend):
        found = np.array(read_back(scene, rendering))
        total += found
        assert found[2] >= 0.8 * found[1] - 1, (scene.title.text, style.theme, found)
    assert total[1] >= 0.95 * total[0]  # where the line or its numbers lie upon ends of bars, those can't be told
    assert total[2] >= 0.97 * total[1]


def test_reader_notices_the_wrong_axis() -> None:
    """Read on each other's axes, hardly a value is right."""
    wrong = [0, 0]
    for scene, _, rendering in charts("skia")[:16]:
        marks = msgspec.to_builtins(rendering.marks)
        if max(base.span_of(s) for s in scene.both) < 1.5 * min(base.span_of(s) for s in scene.both):
            continue
        sides = {"bars": scene.line.side, "line": scene.bars.side}
        found = reader.read_values(rendering.media[0].data, marks, sides, scene.line.shape)
        for p in scene.points:
            if p.id in found and p.value is not None:
                wrong[abs(found[p.id] - p.value) <= base.axis_error(rendering.resolution, p.series)] += 1
    assert wrong[1] < 0.15 * wrong[0], wrong


# -- marks ---------------------------------------------------------------------------------------------------------


def test_bars_and_points_are_to_scale() -> None:
    for scene, _, rendering in both():
        plot = next(m.box for m in rendering.marks if m.part == "plot")
        boxes = {m.id: m.box for m in rendering.marks if m.part in ("bar", "point")}
        for point in scene.points:
            assert (point.id in boxes) == (point.value is not None)
            if point.value is None:
                continue
            _, top, _, bottom = boxes[point.id]
            y = plot[3] - base.height_of(scene.series(point.series), point.value) * (plot[3] - plot[1])
            ends = (top, bottom) if point.series == "bars" else ((top + bottom) / 2,)
            assert min(abs(end - y) for end in ends) <= 0.12, point


def test_every_element_is_marked() -> None:
    for scene, _, rendering in both():
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("left_axis", "title"),
                         ("right_axis", "title"), ("place_axis", "title"), ("legend", "legend")}  # fmt: skip
        for series in scene.both:
            assert {(series.id, "swatch"), (series.id, "legend")} <= parts
            texts = {m.id: m.text for m in rendering.marks if m.part == "tick" and m.text}
            assert all(texts[tick.id] == tick.text for tick in series.ticks)
        assert (("grid", "line") in parts) == (scene.grid != "none")
        labels = {m.id for m in rendering.marks if m.part == "label" and m.id.startswith("place")}
        assert labels == {p.id for p in scene.places if p.labelled}


def test_axes_stand_on_their_sides() -> None:
    sides = Counter()
    for scene, _, rendering in both():
        middle = (rendering.media[0].width_px or 0) / 2
        for mark in rendering.marks:
            if mark.part == "tick" and mark.text:
                assert mark.id.startswith("left" if mark.box[2] < middle else "right")
        sides[scene.bars.side] += 1
        texts = {m.id: m.text for m in rendering.marks if m.part == "legend" and m.text}
        assert all(texts[s.id].removesuffix(f" ({s.side} axis)") == s.name for s in scene.both)
    assert min(sides["left"], sides["right"]) > 5


def test_words_neither_overlap_nor_leave_the_picture() -> None:
    for scene, _, rendering in both():
        media = rendering.media[0]
        frame = box(-0.1, -0.1, (media.width_px or 0) + 0.1, (media.height_px or 0) + 0.1)
        shapes = [Polygon(m.polygon) if m.polygon else box(*m.box) for m in rendering.marks if m.text]
        assert all(frame.contains(shape) for shape in shapes), scene.title.text
        for a, b in itertools.combinations(shapes, 2):
            assert a.intersection(b).area < 1.0, scene.title.text


# -- covers and gaps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_at_a_place(backend: str) -> None:
    """The picture does not depend on the values at a covered place."""
    done = 0
    for scene, style, _ in charts(backend):
        fit = base.VALUES.can_cover(scene)
        if not fit or scene.printed:
            continue
        one = base.VALUES.cover(scene, fit[len(fit) // 2], rng_for(1, "cover"))
        place = one.covers[0].place
        moved = tuple(
            msgspec.structs.replace(p, value=base.at_height(scene.series(p.series), 0.6))
            if p.place == place and p.value is not None else p
            for p in one.points
        )  # fmt: skip
        try:
            a, b = render(one, style), render(msgspec.structs.replace(one, points=moved), style)
        except Reject:
            continue
        if [m.box for m in a.marks if m.part == "legend"] != [m.box for m in b.marks if m.part == "legend"]:
            continue  # the legend stands where the bars leave room
        assert np.array_equal(pixels(a), pixels(b)), (scene.title.text, place)
        assert not set(one.hidden) & set(a.resolution.printed)
        done += 1
    assert done > 6


def test_a_lost_point_leaves_a_gap_and_the_axes() -> None:
    done = 0
    for scene, style, rendering in charts("skia"):
        for cell in base.VALUES.can_lose(scene)[:1]:
            rest = base.VALUES.lose(scene, cell, rng_for(0, "x"))
            assert (rest.bars, rest.line) == (scene.bars, scene.line)
            drawn = render(rest, style)
            count = [sum(m.part == "segment" for m in r.marks) for r in (rendering, drawn)]
            assert count[0] - count[1] == 2
            done += 1
    assert done > 8


# -- questions -----------------------------------------------------------------------------------------------------


def test_nothing_is_summed_or_compared_across_the_axes() -> None:
    for scene, _, rendering in both()[:20]:
        view = View(scene, rendering.resolution, OPS)
        for template in TEMPLATES:
            if template.name in ("difference", "sum_of_two", "mean_of_two", "ratio", "is_higher", "sum_exceeds"):
                for slot in template.slots(scene)[:6]:
                    try:
                        _, _, steps, evidence = template.solved(view, slot)
                    except Reject:
                        continue
                    kinds = {view.index[i].series for i in evidence if i.startswith(("bar", "point"))}
                    assert len(kinds) == 1, (template.name, slot, steps[-1].text)


def test_other_axis_reading_is_what_the_picture_says() -> None:
    for scene, _, rendering in charts("skia")[:10]:
        marks = msgspec.to_builtins(rendering.marks)
        for point in scene.points:
            mark = next((m for m in marks if m["id"] == point.id and m["part"] == "point"), None)
            if mark:
                y = (mark["box"][1] + mark["box"][3]) / 2
                shown = reader.axis_of(marks, scene.bars.side).value(y)
                assert abs(shown - misread(scene, point)) < base.axis_error(rendering.resolution, "bars")


def test_same_count_of_ticks() -> None:
    found = same_count(0.0, 93.0, 5)
    assert found is not None
    assert found.values == (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    assert same_count(0.0, 51.0, 10) is None or len(same_count(0.0, 51.0, 10).values) == 11  # type: ignore[union-attr]
    aligned = [is_aligned(scene) for scene, _, _ in both()]
    assert 0.3 < np.mean(aligned) < 0.95


# -- scenes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [("places_min", 1), ("places_max", 99), ("printed", 1.5), ("aligned", -0.1), ("bars_right", 2)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=ComboChartSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(ComboChartSpec(places_min=9, places_max=5), rng_for(0, "x"))


# -- bad tables ----------------------------------------------------------------------------------------------------

YEARS = range(1990, 2010)


def table(rows: list[str], header: str = "year,name,value,other") -> str:
    return "\n".join([header, *rows]) + "\n"


BAD = {
    "all equal": table([f"{y},a,5,6" for y in YEARS]),
    "all zero": table([f"{y},a,0,0" for y in YEARS]),
    "infinite": table([f"{y},a,{'inf' if y == 1995 else y % 7 + 1},{y % 5}" for y in YEARS]),
    "mostly missing": table([f"{y},a,{'' if y % 3 else y % 7},{y % 5}" for y in YEARS]),
    "some missing": table([f"{y},a,{'' if y == 1995 else y % 7 + 1},{y % 5}" for y in YEARS]),
    "one row": table(["1990,a,4,3"]),
    "one measure": table([f"{y},a,{y * 37 % 19 + 1}" for y in YEARS], "year,name,value"),
    "500 categories": table([f"n{i},{i * 7 % 100},{i % 9}" for i in range(500)], "name,value,other"),
    "long names": table([f"{y},{'x' * 200}{y % 3},{y * 13 % 17 + 1},{y % 11}" for y in YEARS]),
    "long measures": table([f"{y},{y * 13 % 17 + 1},{y % 11}" for y in YEARS], f"year,{'value ' * 30},{'other ' * 30}"),
    "right to left": table(
        [f"{n},{i * 5 % 7 + 1},{i}" for i, n in enumerate(("שלום", "مرحبا", "עולם", "سلام", "טוב"))], "name,value,other"
    ),
    "emoji": table(
        [f"{n},{i * 5 % 7 + 1},{i}" for i, n in enumerate(("🍎", "🍌", "🍒", "🍇", "🥝"))], "name,value,other"
    ),
    "duplicates": table([f"{y},a,{y * 37 % 19 + k}.5,{y % 13}" for y in YEARS for k in (0, 3)]),
    "out of order": table([f"{y},a,{y * 37 % 19 + 1},{y % 13}" for y in sorted(YEARS, key=lambda y: y * 7 % 20)]),
    "huge": table([f"{y},a,{(y - 1989) ** 3}e14,{y % 13}" for y in YEARS]),
}
REFUSED = (
    "all equal", "all zero", "mostly missing", "one row", "one measure", "500 categories", "long measures", "emoji",
    "right to left",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_drawn_legibly_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BAD[name])
    drawn, reasons = 0, set()
    for i in range(20):
        spec = msgspec.structs.replace(LEVELS[i % 4], tables=(str(path),), filtered=0.0)
        try:
            scene = draw_scene(spec, rng_for(4, name, i))
            render(scene, draw_style(rng_for(4, name, "style", i)))
        except Reject as reject:
            reasons.add(reject.reason)
        except TableError:
            reasons.add("table")
        else:
            drawn += 1
            assert len({p.name for p in scene.places}) == len(scene.places)
    assert drawn or reasons
    if name in REFUSED:
        assert not drawn
    else:
        assert drawn, reasons
