"""Heat maps: what is drawn is where the marks say, on both backends; a reader finds the values in the colours; palettes
are even and monotone; covers hide; bad tables are refused or drawn legibly.
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

from scenewright.audit.readers import heat_map as reader
from scenewright.qa_templates.answers import Number, Unanswerable
from scenewright.qa_templates.base import View
from scenewright.qa_templates.heat_map import OPS, TEMPLATES
from scenewright.qa_templates.heat_map_base import VALUES, without
from scenewright.renderers.axes import figure_text
from scenewright.renderers.base import Rendering
from scenewright.renderers.heat_map import draw_style, render
from scenewright.renderers.heat_map_colours import STEPS, lab_of, scale_of
from scenewright.renderers.heat_map_styles import HeatMapStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.heat_map import DIVERGING, LEVELS, SEQUENTIAL, HeatMap, HeatMapSpec, draw_scene, measure
from scenewright.scenes.table_columns import TableError

BACKENDS = ("skia", "matplotlib")
Case = tuple[HeatMap, HeatMapStyle, Rendering]


@cache
def maps(backend: str, count: int = 50) -> tuple[Case, ...]:
    out: list[Case] = []
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


def read_back(scene: HeatMap, rendering: Rendering) -> Counter[str]:
    """What the reader finds, and how much of it is right within the tolerance of a reading by colour."""
    found: Counter[str] = Counter()
    marks = msgspec.to_builtins(rendering.marks)
    printed, coloured = reader.read_printed(marks), reader.read_cells(rendering.media[0].data, marks)
    bare = msgspec.structs.replace(rendering.resolution, printed=())
    cells = {cell.id: cell for cell in VALUES.every(scene)}
    for id, value in printed.items():
        found["printed"] += 1
        found["printed right"] += value == cells[id].value
    for id, value in coloured.items():
        if id not in cells or id in scene.hidden:
            found["unreadable"] += 1
            found["unreadable found"] += value is None
            continue
        found["cells"] += 1
        found["right"] += value is not None and abs(value - cells[id].value) <= VALUES.error(scene, bare, cells[id])
    return found


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_back_from_the_colours(backend: str) -> None:
    themes, total = set(), Counter[str]()
    for scene, style, rendering in maps(backend):
        themes.add(style.theme)
        total += read_back(scene, rendering)
    assert total["cells"] > 1000
    assert total["right"] == total["cells"]
    assert total["printed"] == total["printed right"] > 100
    assert total["unreadable found"] == total["unreadable"] > 15
    assert len(themes) >= (14 if backend == "skia" else 6)


def test_reader_notices_a_wrong_value() -> None:
    noticed = 0
    for scene, style, rendering in maps("skia")[:20]:
        cell = next(c for c in scene.cells if c.value is not None and c.id not in scene.hidden)
        if scene.bar == "none":
            continue
        low, high = scene.ticks[0].value, scene.ticks[-1].value
        far = low + (0.9 if scene.share(cell.value or 0.0) < 0.5 else 0.1) * (high - low)
        cells = tuple(msgspec.structs.replace(c, value=far) if c.id == cell.id else c for c in scene.cells)
        marks = msgspec.to_builtins(rendering.marks)
        other = render(msgspec.structs.replace(scene, cells=cells, printed=False), style)
        value = reader.read_cells(other.media[0].data, msgspec.to_builtins(other.marks))[cell.id]
        assert value is not None
        noticed += abs(value - (cell.value or 0.0)) > 0.2 * (high - low)
        assert reader.read_cells(rendering.media[0].data, marks)[cell.id] is not None
    assert noticed >= 15


# -- palettes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("palette", [*SEQUENTIAL, *DIVERGING])
def test_palettes_are_even_and_monotone_in_lightness(palette: str) -> None:
    colours, wide = scale_of(palette, False)
    rgb = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colours])
    lab = lab_of(rgb)
    light = lab[:, 0]
    assert len(colours) == STEPS
    if palette in DIVERGING:
        middle = int(light.argmax())
        assert abs(middle - STEPS / 2) <= 2
        assert (np.diff(light[:middle]) > -0.4).all()
        assert (np.diff(light[middle:]) < 0.4).all()
        assert wide > 100, "either half is as wide as a palette of one hue"
    else:
        assert (np.diff(light) < 0.4).all()
        assert wide > 60
        steps = np.sqrt((np.diff(lab, axis=0) ** 2).sum(1))
        # rounded to 8 bits, and drawn in where a screen has no such colour
        assert steps[8:-8].max() < 3.2 * np.median(steps)
    assert scale_of(palette, True)[0] == colours[::-1]


# -- marks ---------------------------------------------------------------------------------------------------------


def test_every_element_is_marked_and_cells_tile_the_plot() -> None:
    for backend in BACKENDS:
        for scene, style, rendering in maps(backend):
            parts = {(m.id, m.part) for m in rendering.marks}
            assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("row_axis", "title")}
            assert parts >= {("column_axis", "title"), ("bar_title", "title")}
            assert all((heading.id, "label") in parts for heading in (*scene.rows, *scene.columns))
            assert (("bar", "colour_bar") in parts) == (scene.bar != "none")
            assert all(((tick.id, "tick") in parts) == (scene.bar != "none") for tick in scene.ticks)
            assert (("note", "label") in parts) == any(cell.value is None for cell in scene.cells)
            boxes = {m.id: m.box for m in rendering.marks if m.part in ("cell", "missing")}
            assert set(boxes) == {cell.id for cell in scene.cells}
            plot = next(m.box for m in rendering.marks if m.part == "plot")
            area = sum((b[2] - b[0]) * (b[3] - b[1]) for b in boxes.values())
            whole = (plot[2] - plot[0]) * (plot[3] - plot[1])
            assert 0.7 * whole <= area <= whole + 1e-6
            assert style.gap_px or area == whole
            shown = {m.id: m.text for m in rendering.marks if m.part == "value"}
            there = [c for c in scene.cells if c.value is not None and c.id not in scene.hidden]
            assert set(shown) == ({c.id for c in there} if scene.printed else set())
            assert all(shown[c.id] == figure_text(c.value or 0.0, scene.decimals) for c in there if c.id in shown)


def test_texts_stay_in_the_picture_and_apart() -> None:
    """By the marks alone: level texts as boxes, slanted ones are checked when they are drawn."""
    for backend in BACKENDS:
        for _, _, rendering in maps(backend):
            texts = [m for m in rendering.marks if m.text]
            media = rendering.media[0]
            assert all(m.box[0] >= 0 and m.box[1] >= 0 for m in texts)
            assert all(m.box[2] <= (media.width_px or 0) and m.box[3] <= (media.height_px or 0) for m in texts)
            level = [m.box for m in texts if not m.polygon]
            for a, b in itertools.combinations(level, 2):
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_same_marks_on_both_backends() -> None:
    other = next(s for i in range(50) if (s := draw_style(rng_for(3, "other", i))).backend == "matplotlib")
    compared = 0
    for scene, _, rendering in maps("skia")[:12]:
        try:
            again = render(scene, other)
        except Reject:
            continue
        parts = ("figure", "plot", "cell", "missing", "value", "tick", "colour_bar", "swatch")
        assert sorted((m.id, m.part) for m in rendering.marks if m.part in parts) == sorted(
            (m.id, m.part) for m in again.marks if m.part in parts
        )
        compared += 1
    assert compared > 8


# -- covers and gaps -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_of_a_cell(backend: str) -> None:
    """The picture does not depend on the value of a covered cell."""
    done = 0
    for scene, style, _ in maps(backend)[:25]:
        cell = VALUES.can_cover(scene)[len(scene.cells) // 3]
        one = VALUES.cover(scene, cell, rng_for(1, "cover"))
        middle = round(scene.midpoint, scene.decimals)
        moved = tuple(msgspec.structs.replace(c, value=middle) if c.id == cell.id else c for c in one.cells)
        try:
            a, b = render(one, style), render(msgspec.structs.replace(one, cells=moved), style)
        except Reject:
            continue
        assert np.array_equal(pixels(a), pixels(b)), (scene.title.text, cell)
        assert cell.id not in a.resolution.printed
        done += 1
    assert done > 15


def test_what_is_taken_out_leaves_the_scale() -> None:
    for scene, _, _ in maps("skia"):
        cell = VALUES.cells(scene)[0]
        if len(scene.rows) > 3:
            rest = without(scene, "row", cell.row)
            assert rest.ticks == scene.ticks
            assert rest.cell(cell.row, cell.column) is None
            assert rest.absent[0] == cell.row
        try:
            lost = VALUES.lose(scene, cell, rng_for(3, "lose", scene.title.text))
        except Reject:
            continue
        assert VALUES.find(lost, cell.row, cell.column) is None


# -- what is resolved ----------------------------------------------------------------------------------------------


def test_printed_values_are_exact_and_others_follow_the_colours() -> None:
    template = next(t for t in TEMPLATES if t.name == "value_of")
    seen = set()
    for scene, _, rendering in (*maps("skia"), *maps("matplotlib")):
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene)[::5]:
            try:
                answer = template.solved(view, slot)[1]
            except Reject:
                continue
            assert isinstance(answer, Number)
            seen.add(scene.printed)
            step = scene.ticks[1].value - scene.ticks[0].value
            assert (answer.tolerance == 0) if scene.printed else (answer.tolerance >= step / 4 - 1e-9)
    assert seen == {True, False}


def test_near_colours_are_not_ranked() -> None:
    template = next(t for t in TEMPLATES if t.name == "is_higher")
    refused = 0
    for scene, _, rendering in maps("skia"):
        if scene.printed:
            continue
        view = View(scene, rendering.resolution, OPS)
        cells = VALUES.cells(scene)
        for a, b in itertools.pairwise(cells):
            near = abs(a.value - b.value) < rendering.resolution.tick["colour"]
            try:
                template.solved(view, (a.row, a.column, b.row, b.column, "higher"))
                assert not near
            except Reject:
                assert near
                refused += 1
    assert refused > 100


def test_twins_of_missing_cells_are_told_by_the_hatching() -> None:
    template = next(t for t in TEMPLATES if t.name == "lost_value")
    reasons = Counter[str]()
    for k, (scene, style, rendering) in enumerate(maps("skia")):
        slot = template.slots(scene)[k % 5]
        try:
            assert not isinstance(template.solved(View(scene, rendering.resolution, OPS), slot)[1], Unanswerable)
            spoiled = template.spoil(scene, slot, rng_for(k, "spoil"))
            again = render(spoiled, style)
        except Reject:
            continue
        answer = template.solved(View(spoiled, again.resolution, OPS), slot)[1]
        assert isinstance(answer, Unanswerable)
        reasons["row" if "does not show" in answer.why else "cell"] += 1
        assert template.words(scene, slot) == template.words(spoiled, slot)
    assert min(reasons.values()) > 5


# -- scenes --------------------------------------------------------------------------------------------------------


def test_levels_get_harder() -> None:
    means = []
    for level, spec in enumerate(LEVELS):
        found = []
        for i in range(60):
            try:
                found.append(measure(draw_scene(spec, rng_for(2, level, i)))["difficulty"])
            except Reject:
                continue
        means.append(sum(found) / len(found))
    assert means == sorted(means)


def test_values_lie_on_the_scale_with_the_decimals_they_show() -> None:
    for scene, _, _ in (*maps("skia"), *maps("matplotlib")):
        values = [c.value for c in scene.cells if c.value is not None]
        assert all(v == round(v, scene.decimals) for v in values)
        assert scene.ticks[0].value <= min(values) <= max(values) <= scene.ticks[-1].value
        if min(values) < 0:
            assert scene.diverging
            assert abs(scene.midpoint) < 1e-9
        assert {scene.high, scene.low} == set(DIVERGING.get(scene.palette, ("darker", "lighter")))


@pytest.mark.parametrize(
    ("field", "value"),
    [("rows_min", 1), ("rows_max", 99), ("columns_max", 0), ("printed", 1.5), ("missing", -0.1), ("tables", 3)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=HeatMapSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(HeatMapSpec(rows_min=9, rows_max=5), rng_for(0, "x"))


# -- bad tables ----------------------------------------------------------------------------------------------------

NAMES = ("north", "south", "east", "west", "centre")
YEARS = range(2000, 2009)


def table(rows: list[str], header: str = "year,name,value") -> str:
    return "\n".join([header, *rows]) + "\n"


def grid(value: object, names: tuple[str, ...] = NAMES) -> str:
    """A table of years by names; `value` is a number, or makes one of a year and a name's place."""
    made = value if callable(value) else lambda y, k: value
    return table([f"{y},{n},{made(y, k)}" for y in YEARS for k, n in enumerate(names)])


BAD = {
    "all equal": grid(5),
    "all zero": grid(0),
    "infinite": grid(lambda y, k: "inf" if y == 2003 and k == 1 else y * 7 % 11 + k),
    "mostly missing": grid(lambda y, k: y % 7 + k if (y + k) % 4 == 0 else ""),
    "some missing": grid(lambda y, k: "" if (y, k) in ((2002, 1), (2005, 3)) else y * 7 % 11 + 3 * k),
    "one row": table(["2001,north,4"]),
    "one column": table([f"{y},{y * 7 % 13}" for y in YEARS], "year,value"),
    "500 categories": table([f"n{i},{i % 9},{i * 7 % 100}" for i in range(500)], "name,kind,value"),
    "long names": grid(lambda y, k: y * 7 % 11 + k, tuple("x" * 200 + str(k) for k in range(4))),
    "right to left": grid(lambda y, k: y * 7 % 11 + 5 * k, ("שלום", "مرحبا", "עולם", "سلام")),
    "emoji": grid(lambda y, k: y * 7 % 11 + 5 * k, ("🍎", "🍌", "🍒", "🍇")),
    "duplicates": table([f"{y},{n},{y * 7 % 11 + k * len(n)}" for y in YEARS for n in NAMES for k in (1, 3)]),
    "out of order": table([f"{y},{n},{y * 37 % 19 + len(n)}" for y in (2005, 2001, 2003, 2002, 2004) for n in NAMES]),
    "huge": grid(lambda y, k: f"{(y - 1999) * (k + 2)}e14"),
    "tiny": grid(lambda y, k: f"{(y - 1999) * (k + 2)}e-9"),
    "one outlier": grid(lambda y, k: 1000000 if (y, k) == (2003, 2) else y % 5 + k),
}
REFUSED = {"all equal", "all zero", "one row", "one column", "500 categories", "long names", "right to left", "emoji",
           "mostly missing", "tiny"}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_drawn_legibly_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BAD[name])
    drawn, reasons = 0, set()
    for i in range(24):
        spec = msgspec.structs.replace(LEVELS[i % 3], tables=(str(path),), signed=0.0)
        try:
            scene = draw_scene(spec, rng_for(4, name, i))
            render(scene, draw_style(rng_for(4, name, "style", i)))
        except Reject as reject:
            reasons.add(reject.reason)
        except TableError:
            reasons.add("table")
        else:
            drawn += 1
            for headings in (scene.rows, scene.columns):
                assert len({heading.name for heading in headings}) == len(headings)
            if scene.row_label == "year":
                assert [row.name for row in scene.rows] == sorted(row.name for row in scene.rows)
    assert drawn or reasons
    if name in REFUSED:
        assert not drawn
    else:
        assert drawn > 5, reasons


def test_gaps_of_a_table_become_hatched_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"{y},{n},{(y * 7 + 11 * k) % 23}" for y in YEARS for k, n in enumerate(NAMES) if (y + k) % 6]
    path.write_text(table(rows))
    spec = HeatMapSpec(tables=(str(path),), missing=1.0, signed=0.0, rows_min=4, rows_max=6, columns_min=4)
    found = 0
    for i in range(20):
        try:
            scene = draw_scene(spec, rng_for(5, i))
        except Reject:
            continue
        for cell in scene.cells:
            year, name = (cell.row, cell.column) if scene.row_label == "year" else (cell.column, cell.row)
            there = any(row.startswith(f"{year},{name},") for row in rows)
            assert there or cell.value is None or scene.measure.startswith("number")
        found += any(cell.value is None for cell in scene.cells)
    assert found > 5
