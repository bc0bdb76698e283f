"""Treemaps and sunbursts: a reader finds the sizes in the pixels, on both backends; covers hide; bad tables refused."""

from __future__ import annotations

import io
import itertools
import json
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import treemap as reader
from scenewright.qa_templates.answers import Number
from scenewright.qa_templates.base import View
from scenewright.qa_templates.treemap import OPS, TEMPLATES
from scenewright.qa_templates.treemap_base import APART_DEG, APART_FACTOR, need_apart
from scenewright.qa_templates.treemap_values import cover_over, without
from scenewright.renderers.base import Rendering
from scenewright.renderers.treemap import draw_style, render
from scenewright.renderers.treemap_layout import printed_text
from scenewright.renderers.treemap_styles import TreeMapStyle
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.table_columns import TableError
from scenewright.scenes.treemap import LEVELS, PARTS_MAX, TreeMap, TreeMapSpec, coverable, draw_scene
from scenewright.scenes.treemap_tiles import squarify, tiles

BACKENDS = ("skia", "matplotlib")
Chart = tuple[TreeMap, TreeMapStyle, Rendering]

READ_DEG = 1.0
"""What the reader of rings may be off: a pixel or two at the rim, and half a gap."""
READ_SHARE = 0.03
"""What the reader of rectangles may be off, besides a pixel of width and of height: gaps are given back by halves."""


@cache
def charts(backend: str, count: int = 45) -> tuple[Chart, ...]:
    out: list[Chart] = []
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


def both() -> tuple[Chart, ...]:
    return charts("skia") + charts("matplotlib")


def read(scene: TreeMap, rendering: Rendering) -> tuple[int, int]:
    """How many parts can be seen, and of how many the size read from the pixels is right.

    The shadow of a cover lies on the rectangles beside it: these are left out.
    """
    marks = msgspec.to_builtins(rendering.marks)
    by_id = {m["id"]: m["box"] for m in marks if m["part"] == "part"}
    png = rendering.media[0].data
    rings = scene.kind == "sunburst"
    found = (reader.read_ring if rings else reader.read_tiles)(png, marks, scene.hidden)
    shown = [p for p in scene.parts if p.id not in scene.hidden]
    seen = [p for p in shown if rings or not any(near(by_id[p.id], by_id[other]) for other in scene.hidden)]
    areas, values = sum(found[p.id] for p in shown), sum(p.value for p in shown)
    right = 0
    for part in seen:
        if rings:
            right += abs(found[part.id] - 360 * part.value / scene.total.value) <= READ_DEG
        else:
            left, top, end, bottom = by_id[part.id]
            slack = READ_SHARE + 1 / (end - left) + 1 / (bottom - top)
            right += abs(found[part.id] / areas * values / part.value - 1) <= slack
    return len(seen), right


def near(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] + 9 and b[0] < a[2] + 9 and a[1] < b[3] + 9 and b[1] < a[3] + 9


@pytest.mark.parametrize("backend", BACKENDS)
def test_sizes_are_read_back_from_the_pixels(backend: str) -> None:
    seen = right = 0
    for scene, _, rendering in charts(backend):
        a, b = read(scene, rendering)
        assert b >= 0.8 * a, scene.title.text
        seen, right = seen + a, right + b
    assert right >= 0.99 * seen > 200


def test_reader_notices_a_wrong_size() -> None:
    noticed = tried = 0
    for scene, _, rendering in charts("skia"):
        if scene.covers or len(scene.parts) < 4:
            continue
        part = max(scene.parts, key=lambda p: p.value)
        parts = tuple(msgspec.structs.replace(p, value=p.value * (0.6 if p.id == part.id else 1)) for p in scene.parts)
        other = msgspec.structs.replace(scene, parts=parts)
        if scene.kind == "sunburst":
            total = msgspec.structs.replace(scene.total, value=sum(p.value for p in parts))
            other = msgspec.structs.replace(other, total=total)
        count, right = read(other, rendering)
        noticed += right < count and read(scene, rendering)[1] > right
        tried += 1
    assert noticed >= 0.9 * tried > 20


def test_every_element_is_marked() -> None:
    for scene, style, rendering in both():
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title")}
        assert all((p.id, "part") in parts for p in scene.parts)
        assert all((g.id, "group") in parts for g in scene.groups)
        assert (("legend", "legend") in parts) == (scene.legend is not None)
        if scene.legend:
            assert all({(e.id, "swatch"), (e.id, "legend")} <= parts for e in scene.groups or scene.parts)
        if scene.headed:
            assert all((g.id, "heading") in parts for g in scene.groups)
        said: dict[str, str] = {}
        for m in rendering.marks:
            if m.part in ("label", "value"):
                said[m.id] = f"{said.get(m.id, '')} {m.text}".strip()
        for part in scene.parts:
            if part.id in scene.hidden:
                assert part.id not in said
                continue
            if scene.groups or scene.legend is None:
                assert part.name in said[part.id]
            if part.id in rendering.resolution.printed:
                assert printed_text(scene, part, scene.shown) in said[part.id]
        if scene.note:
            assert " ".join(m.text for m in rendering.marks if m.part == "note") == scene.note.text
        assert (rendering.media[0].width_px or 0) <= 1280
        assert style.text_px >= 11


def test_areas_of_all_groups_are_on_one_scale() -> None:
    """Headings and gaps take their room from no group more than from another."""
    checked = 0
    for scene, style, rendering in both():
        if scene.kind != "treemap":
            continue
        boxes = {m.id: m.box for m in rendering.marks if m.part == "part"}
        gap = style.gap_px
        areas = {i: (b[2] - b[0] + gap) * (b[3] - b[1] + gap) for i, b in boxes.items()}
        whole = sum(areas.values())
        for group in scene.groups:
            own = scene.of_group(group.name)
            share = sum(areas[p.id] for p in own) / whole
            assert share == pytest.approx(sum(p.value for p in own) / scene.total.value, rel=0.05)
            checked += 1
    assert checked > 30


def test_covers_hide_how_two_parts_divide_what_they_have() -> None:
    done = 0
    for scene, style, _ in both():
        for pair in coverable(scene)[:1]:
            one = cover_over(scene, pair[0], pair[1], rng_for(1, "cover"))
            a, b = (p for p in one.parts if p.id in one.hidden)
            moved = round(min(a.value, b.value) * 0.2, scene.decimals)
            if not moved:
                continue
            change = {a.id: a.value - moved, b.id: b.value + moved}
            parts = tuple(msgspec.structs.replace(p, value=change.get(p.id, p.value)) for p in one.parts)
            try:
                first, second = (
                    np.asarray(Image.open(io.BytesIO(render(s, style).media[0].data)).convert("RGB")).astype(int)
                    for s in (one, msgspec.structs.replace(one, parts=parts))
                )
            except Reject:
                continue
            apart = np.abs(first - second).max(2)
            # smoothing next to the cover's own edges
            assert apart.max() <= 12, scene.title.text
            assert np.count_nonzero(apart > 3) <= 25
            done += 1
    assert done > 40


def test_strips_fill_the_room() -> None:
    rng = rng_for(3, "strips")
    for count in (1, 2, 5, 14, 30):
        values = [float(v) for v in rng.random(count) + 0.05]
        strips = squarify(values, 1.4, 1.0)
        assert sum(s.count for s in strips) == count
        for right, bottom in itertools.product((False, True), repeat=2):
            boxes = tiles(values, strips, (10.0, 20.0, 710.0, 520.0), right, bottom)
            areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in boxes]
            assert areas == pytest.approx([v / sum(values) * 350_000 for v in values])
            for a, b in itertools.combinations(boxes, 2):
                assert min(a[2], b[2]) - max(a[0], b[0]) < 1e-6 or min(a[3], b[3]) - max(a[1], b[1]) < 1e-6


def test_unprinted_sizes_are_compared_only_where_the_eye_can() -> None:
    margins = asked = 0
    for scene, _, rendering in both():
        free = [p for p in scene.parts if p.id not in rendering.resolution.printed]
        for a, b in itertools.combinations(free, 2):
            try:
                need_apart(scene, rendering.resolution, a, b)
                asked += 1
                if scene.kind == "treemap":
                    assert max(a.value, b.value) >= APART_FACTOR * min(a.value, b.value)
                else:
                    assert 360 * abs(a.value - b.value) >= APART_DEG * scene.total.value
            except Reject:
                margins += 1
    assert margins > 50
    assert asked > 50


def test_figures_are_asked_for_only_where_they_stand() -> None:
    template = next(t for t in TEMPLATES if t.name == "value_of")
    for scene, _, rendering in both():
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene):
            try:
                answer = template.solved(view, slot)[1]
            except Reject:
                continue
            found = scene.find(slot[1], slot[0]) or next(g for g in scene.groups if g.name == slot[1])
            printed = found.id in rendering.resolution.printed
            # angles can be read as shares, areas can't be read as numbers
            assert printed or (scene.kind == "sunburst" and scene.shown not in ("value", "both"))
            assert isinstance(answer, Number)
            assert (answer.tolerance == 0.0) == printed


def test_taking_a_part_out_makes_a_new_whole() -> None:
    done = 0
    for scene, _, _ in both():
        part = scene.parts[0]
        if len(scene.of_group(part.group)) < 4 or scene.covers:
            continue
        rest = without(scene, part.group, part.name)
        assert rest.find(part.group, part.name) is None
        assert rest.total.value == pytest.approx(sum(p.value for p in rest.parts))
        assert abs(sum(p.share for p in rest.parts) - 100) <= len(rest.parts) * 0.5
        done += 1
    assert done > 20


# -- bad input -------------------------------------------------------------------------------------------------------

SIDECAR: dict[str, object] = {
    "categories": {"shop": {"label": "shop"}},
    "measures": {"sales": {"label": "sales", "aggregations": ["sum"]}},
}


def table(folder: Path, rows: list[str], header: str = "shop,sales", sidecar: dict[str, object] | None = None) -> str:
    path = folder / "t.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    if sidecar:
        path.with_suffix(".json").write_text(json.dumps(sidecar))
    return str(path)


def drawn_from(path: str, count: int = 12) -> list[TreeMap]:
    """Charts of a table, each rendered."""
    out = []
    for i in range(count):
        try:
            scene = draw_scene(TreeMapSpec(tables=(path,), parts_max=12, other=0.6, grouped=0.5), rng_for(0, i))
            render(scene, draw_style(rng_for(1, i)))
            out.append(scene)
        except Reject:
            continue
    return out


NAMES = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Oak", "Pine"]


def test_flat_zero_negative_and_missing_values(tmp_path: Path) -> None:
    for k, values in enumerate(([0] * 7, [5] * 7)):
        (tmp_path / str(k)).mkdir()
        rows = [f"{n},{v}" for n, v in zip(NAMES, values, strict=True)]
        assert drawn_from(table(tmp_path / str(k), rows, sidecar=SIDECAR)) == []
    rows = [f"{n},{v}" for n, v in zip(NAMES, (5, -3, 8, 2, 9, 1, 1), strict=True)]
    with pytest.raises(TableError, match="no parts of a whole"):
        drawn_from(table(tmp_path, rows, sidecar=SIDECAR))
    (tmp_path / "holes").mkdir()
    rows = (
        [f"{n},{v}" for n, v in zip(NAMES, (50, 30, 80, 20, 90, 15, 40), strict=True)]
        + ["Yew,", "Box,inf"]
        + rows[:1] * 9
    )
    for scene in drawn_from(table(tmp_path / "holes", rows, sidecar=SIDECAR)):
        assert {p.name for p in scene.parts} <= {*NAMES, "Other"}


def test_one_row_and_too_many_names(tmp_path: Path) -> None:
    with pytest.raises(TableError):
        drawn_from(table(tmp_path, ["Ash,5"]))
    with pytest.raises(TableError, match="no category column"):
        drawn_from(table(tmp_path, [f"n{i},{i}" for i in range(500)]))


@pytest.mark.parametrize("name", ["x" * 200, "שלום", "😀 smile", "东京", "ash"])
def test_names_that_cannot_be_drawn_are_refused(name: str, tmp_path: Path) -> None:
    rows = [f"{n},{v}" for n, v in zip([*NAMES, name], (5, 3, 8, 2, 9, 4, 6, 7), strict=True)] * 3
    with pytest.raises(TableError, match="Latin, Greek or Cyrillic"):
        drawn_from(table(tmp_path, rows, sidecar=SIDECAR))


def test_many_small_names_are_gathered(tmp_path: Path) -> None:
    rows = [f"name {chr(65 + i % 26)}{i},{3 + 200 * (i < 6) + i}" for i in range(30)]
    scenes = drawn_from(table(tmp_path, rows, sidecar=SIDECAR), 30)
    assert any(s.other for s in scenes)
    for scene in scenes:
        assert len(scene.parts) <= 12
        if scene.other:
            assert scene.note is not None
            assert f"below {scene.threshold:g}%" in scene.note.text
            kept = [p for p in scene.parts if p.name != scene.other]
            assert all(100 * p.value >= scene.threshold * scene.total.value * 0.999 for p in kept)
            assert scene.total.value == sum(3 + 200 * (i < 6) + i for i in range(30))


@pytest.mark.parametrize(
    ("field", "value"), [("parts_max", PARTS_MAX + 1), ("groups_max", 1), ("kinds", ("pie",)), ("printed", 2)]
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=TreeMapSpec)
