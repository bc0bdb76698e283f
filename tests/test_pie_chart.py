"""Pie charts: what is drawn is what the scene says, on both backends; labels and lines keep clear; covers hide."""

from __future__ import annotations

import io
import itertools
import json
import math
from functools import cache
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers.pie_chart import Patch, patches, picture
from scenewright.qa_templates import pie_chart_base as base
from scenewright.qa_templates.answers import Boolean, Number
from scenewright.qa_templates.base import View
from scenewright.qa_templates.pie_chart import OPS, TEMPLATES
from scenewright.qa_templates.pie_chart_structure import at_direction
from scenewright.qa_templates.pie_chart_twins import cover_over, removable, without
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Box, Mark, Rendering
from scenewright.renderers.pie_chart import draw_style, fills_of, joint, render
from scenewright.renderers.pie_chart_labels import Wedge
from scenewright.renderers.pie_chart_layout import value_text
from scenewright.renderers.pie_chart_styles import SHADES, PieChartStyle, mono_shades, tints
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.pie_chart import COLOURS, LEVELS, SHADES_MAX, PieChart, PieChartSpec, coverable, draw_scene
from scenewright.scenes.table_columns import TableError

BACKENDS = ("skia", "matplotlib")
Chart = tuple[PieChart, PieChartStyle, Rendering]


@cache
def charts(backend: str, count: int = 130) -> tuple[Chart, ...]:
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


def rings(scene: PieChart) -> list[list[str]]:
    """Ids of the slices that make a whole together."""
    if scene.kind == "nested":
        return [[s.id for s in scene.slices if bool(s.pie) is outer] for outer in (False, True)]
    return [[s.id for s in scene.of_pie(pie.name)] for pie in scene.pies]


def of_part(rendering: Rendering, part: str) -> dict[str, Mark]:
    return {m.id: m for m in rendering.marks if m.part == part}


# -- pixels agree with truth ---------------------------------------------------------------------------------------

READ_POINTS = 0.5
"""What the reader may be off, in points, besides what gaps and smoothing hide."""


def hidden_by_gaps(
    style: PieChartStyle, polygon: tuple[tuple[float, float], ...], count: int, truth: float, whole: float
) -> float:
    """Points by which gaps change a share: each slice loses half a gap along either straight edge, whatever its size,
    so that of a whole of `whole` pixels small slices lose more than their part.
    """
    gap = 1.0 if style.edge else style.gap_px
    xs, ys = np.array(polygon).T
    depth = min(max(np.ptp(xs), np.ptp(ys)), math.sqrt(whole / math.pi))  # no less than the length of an edge
    around = float(np.hypot(np.diff(xs), np.diff(ys)).sum())
    smoothed = 0.6 * around  # where an edge lies within its row of smoothed pixels is not known
    return 100 * (smoothed + (gap + 1) * depth * abs(1 - count * truth / 100)) / whole


@pytest.mark.parametrize("backend", BACKENDS)
def test_shares_are_read_from_pixels(backend: str) -> None:
    checked, read, themes, off = 0, 0, set(), []
    for scene, style, rendering in charts(backend):
        if scene.covers or (style.hatched and not scene.entries[0].colour):
            continue
        fills, boxes = fills_of(scene, style), of_part(rendering, "slice")
        found = patches(picture(rendering.media[0].data))
        values = {s.id: s.value for s in scene.slices}
        for ring in rings(scene):
            areas = [area_at(found, fills[id], boxes[id].box) for id in ring]
            for id, area in zip(ring, areas, strict=True):
                truth = 100 * values[id] / math.fsum(values[i] for i in ring)
                slack = READ_POINTS + hidden_by_gaps(style, boxes[id].polygon, len(ring), truth, sum(areas))
                assert abs(100 * area / sum(areas) - truth) < slack, (scene.title, id, style.theme)
                off.append(abs(100 * area / sum(areas) - truth))
                checked += 1
        read += 1
        themes.add(style.theme)
    assert read > 85
    assert np.percentile(off, 99) < 1.0
    assert checked > 400
    assert len(themes) == (16 if backend == "skia" else 8)


def area_at(found: list[Patch], fill: str, box: Box) -> float:
    colour = tuple(int(fill[i : i + 2], 16) for i in (1, 3, 5))
    left, top, right, bottom = box
    here = [
        p.area_px
        for p in found
        if p.colour == colour and left - 2 <= p.centre[0] <= right + 2 and top - 2 <= p.centre[1] <= bottom + 2
    ]
    assert len(here) == 1, "each slice is one patch"
    return here[0]


@pytest.mark.parametrize("backend", BACKENDS)
def test_slices_are_where_their_marks_say(backend: str) -> None:
    """The polygon of each slice has its share of the area of all, and its colour inside."""
    for scene, style, rendering in charts(backend)[:60]:
        marks, fills = of_part(rendering, "slice"), fills_of(scene, style)
        pixels = np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)
        values = {s.id: s.value for s in scene.slices}
        for ring in rings(scene):
            outlines = {id: np.array(marks[id].polygon, np.float32) for id in ring}
            areas = {id: cv2.contourArea(outline) for id, outline in outlines.items()}
            total = math.fsum(values[id] for id in ring)
            for id, area in areas.items():
                assert abs(area / sum(areas.values()) - values[id] / total) < 0.0025
                if id in scene.hidden or style.hatched:
                    continue
                mask = np.zeros(pixels.shape[:2], np.uint8)
                cv2.fillPoly(mask, [np.round(outlines[id]).astype(np.int32)], 1)
                inside = pixels[cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0]
                own = np.array([int(fills[id][i : i + 2], 16) for i in (1, 3, 5)])
                assert (np.abs(inside - own).max(1) < 3).mean() > 0.45, "the rest is lettering"


def test_same_marks_on_both_backends() -> None:
    compared = 0
    for scene, _, rendering in charts("skia")[:40]:
        for i in range(60):
            style = draw_style(rng_for(3, "other", i))
            if style.backend == "matplotlib":
                break
        try:
            other = render(scene, style)
        except Reject:
            continue
        kinds = ("slice", "pie", "legend", "swatch", "title", "figure", "note", *COVERS)
        ours = {(m.id, m.part) for m in rendering.marks if m.part in kinds}
        assert ours == {(m.id, m.part) for m in other.marks if m.part in kinds}
        compared += 1
    assert compared > 30


COVERS = ("note", "ink", "tape", "torn")


# -- lettering -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_leaders_cross_neither_text_nor_slices(backend: str) -> None:
    leaders = 0
    for scene, _, rendering in charts(backend):
        texts = [m.box for m in rendering.marks if m.text]
        discs = [(m, of_part(rendering, "slice")) for m in rendering.marks if m.part == "pie"]
        lines = [m for m in rendering.marks if m.part == "leader"]
        for line in lines:
            pieces = list(itertools.pairwise(line.polygon))
            leaders += 1
            for box in texts:
                assert not any(enters(box, *piece) for piece in pieces), (scene.title, line.id, box)
            for mark, _ in discs:
                left, _, right, _ = mark.box
                centre, radius = ((left + right) / 2, mark.box[1] + (right - left) / 2), (right - left) / 2
                if not any(s.exploded for s in scene.slices):
                    assert all(distance(centre, *piece) > radius - 0.2 for piece in pieces)
        for a, b in itertools.combinations(lines, 2):
            assert not any(cross(*p, *q) for p in itertools.pairwise(a.polygon) for q in itertools.pairwise(b.polygon))
    assert leaders > 60


def enters(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    return any(
        left < a[0] + (b[0] - a[0]) * t / 60 < right and top < a[1] + (b[1] - a[1]) * t / 60 < bottom for t in range(61)
    )


def distance(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    return min(math.dist(p, (a[0] + (b[0] - a[0]) * t / 60, a[1] + (b[1] - a[1]) * t / 60)) for t in range(61))


def cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:  # fmt: skip
    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < -1 and side(c, d, a) * side(c, d, b) < -1


def test_labels_name_and_number_every_slice() -> None:
    for scene, _, rendering in both():
        words: dict[str, list[str]] = {}
        for m in rendering.marks:
            if m.part in ("label", "value"):
                words.setdefault(m.id, []).append(m.text)
        for item in scene.slices:
            said = " ".join(words.get(item.id, []))
            if scene.legend is None or (item.pie and scene.kind == "nested"):
                assert item.name in said
            if scene.shown in ("percent", "both"):
                assert f"{item.share:.{scene.share_decimals}f}%" in said
            if scene.shown in ("value", "both"):
                assert value_text(scene, item.value) in said
        if scene.legend:
            named = {m.text for m in rendering.marks if m.part == "legend" and m.text}
            assert named == {e.name for e in scene.entries}


def test_compact_values_lose_nothing() -> None:
    seen = 0
    for scene, _, _ in both():
        for item in scene.slices if scene.compact else ():
            text = value_text(scene, item.value)
            assert float(text[:-1]) * {"K": 1e3, "M": 1e6}[text[-1]] == pytest.approx(item.value, rel=1e-9)
            seen += 1
    assert seen > 5


# -- colours -------------------------------------------------------------------------------------------------------


def lab(colour: str) -> np.ndarray:
    rgb = np.array([[[int(colour[i : i + 2], 16) for i in (1, 3, 5)]]], np.float32) / 255
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0]


def delta(a: str, b: str) -> float:
    """CIE 1976 colour difference; 2.3 is just noticeable."""
    return float(np.linalg.norm(lab(a) - lab(b)))


def test_colours_can_be_told_apart() -> None:
    for name, shades in SHADES.items():
        assert len(shades) == len(COLOURS)
        for a, b in itertools.combinations(shades, 2):
            assert delta(a, b) > 19, (name, a, b)
    for i in range(300):
        style = draw_style(rng_for(0, i))
        theme = style.colours
        for count in range(3, SHADES_MAX + 1):
            greys = mono_shades(style, count)
            for a, b in zip(greys, [*greys[1:], greys[0]], strict=True):
                assert delta(a, b) > 13, (style.theme, count)
        for colour in SHADES[style.shades][:10]:
            for count in (2, 3, 4, 5):
                ring = tints(colour, theme.paper, count)
                assert all(delta(a, b) > 3.0 for a, b in itertools.pairwise(ring)), (style.theme, colour, count)


def test_drawn_colours_bear_their_names() -> None:
    """The hue of every drawn shade lies within the range of its name."""
    hues: dict[str, tuple[int, int]] = {
        "red": (-20, 16), "orange": (16, 40), "yellow": (41, 60), "green": (90, 150), "teal": (168, 192),
        "blue": (199, 222), "purple": (245, 300), "pink": (300, 346), "brown": (5, 33),
    }  # fmt: skip
    for shades in SHADES.values():
        for name, shade in zip(COLOURS, shades, strict=True):
            if name in hues:
                rgb = np.array([[[int(shade[i : i + 2], 16) for i in (1, 3, 5)]]], np.uint8)
                hue = float(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)[0, 0, 0])
                low, high = hues[name]
                assert low <= (hue if hue < 340 or name == "pink" else hue - 360) <= high, (name, shade, hue)


# -- truth ---------------------------------------------------------------------------------------------------------


def test_directions_agree_with_the_drawing() -> None:
    """What lies at twelve, three, six and nine o'clock is what the drawn polygons hold there."""
    checked = 0
    for scene, _, rendering in both():
        if scene.half or scene.kind == "nested" or any(s.exploded for s in scene.slices):
            continue
        marks, discs = of_part(rendering, "slice"), of_part(rendering, "pie")
        for pie in scene.pies:
            left, top, right, bottom = discs[pie.id].box
            radius = 0.85 * (right - left) / 2
            for degrees in (0.0, 90.0, 180.0, 270.0):
                item, spare = at_direction(scene, pie.name, degrees)
                if spare < 3:
                    continue
                turn = math.radians(degrees)
                point = ((left + right) / 2 + radius * math.sin(turn), (top + bottom) / 2 - radius * math.cos(turn))
                outline = np.array(marks[item.id].polygon, np.float32)
                assert cv2.pointPolygonTest(outline, point, False) >= 0
                checked += 1
    assert checked > 150


def test_shares_add_up() -> None:
    for scene, _, _ in both():
        for ring in rings(scene):
            items = [s for s in scene.slices if s.id in ring]
            assert abs(sum(s.share for s in items) - 100) <= len(items) * 0.5 * 10.0**-scene.share_decimals + 1e-9
            assert all(s.value == round(s.value, scene.decimals) > 0 for s in items)


def test_tolerances_follow_the_picture() -> None:
    template = next(t for t in TEMPLATES if t.name == "share_of")
    seen = set()
    for scene, _, rendering in both():
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene):
            try:
                answer = template.solved(view, slot)[1]
            except Reject:
                continue
            assert isinstance(answer, Number)
            printed = scene.shown != "none"
            seen.add(printed)
            if printed:
                assert answer.tolerance == 0
            else:
                edge = 100 * base.READ_DEG / base.full(scene)
                assert answer.tolerance >= 0.999 * max(edge, base.READ_PX * rendering.resolution.units_per_px["share"])
                assert answer.tolerance <= 0.3 * answer.value
    assert seen == {True, False}


NEUTRAL = ("is_larger", "passes_fraction", "pair_passes_fraction", "sum_exceeds")


@pytest.mark.parametrize("name", NEUTRAL)
def test_what_is_named_tells_no_answer(name: str) -> None:
    """Whatever name and words a question on sizes has, another slice would have led to the other answer; and the
    slice of all the rest, which is often grey and often large, is not asked for by its colour.
    """
    template = next(t for t in TEMPLATES if t.name == name)
    asked = 0
    for scene, _, rendering in charts("skia"):
        view = View(scene, rendering.resolution, OPS)
        answers: dict[object, set[bool]] = {}
        for slot in template.slots(scene):
            answer = template.solve(scene, slot, Work(scene, view.index, OPS))
            assert isinstance(answer, Boolean)
            answers.setdefault(template.group(scene, slot), set()).add(answer.value)
            assert not {e.colour for e in scene.entries if e.name == scene.other} & set(slot)
        assert all(found == {True, False} for found in answers.values())
        asked += len(answers)
    assert asked > 100


# -- covers and missing slices -------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_where_one_slice_ends(backend: str) -> None:
    """The picture does not depend on how two covered neighbours divide what they have together."""
    done = 0
    for scene, style, _ in charts(backend):
        if scene.kind != "single" or scene.hidden or style.sketchy or (style.hatched and not scene.entries[0].colour):
            continue
        for pair in coverable(scene)[:1]:
            one = cover_over(scene, pair[0], pair[1], rng_for(1, "cover"))
            names = one.covers[0].names
            a, b = (next(s for s in one.slices if s.name == n) for n in names)
            moved = round(min(a.value, b.value) * 0.12, scene.decimals)
            if scene.shown in ("value", "both") or not moved:
                continue  # a number of another width moves other labels by a pixel
            changed = {a.id: a.value - moved, b.id: b.value + moved}
            other = msgspec.structs.replace(one, slices=tuple(
                msgspec.structs.replace(s, value=changed.get(s.id, s.value)) for s in one.slices))  # fmt: skip
            try:
                first, second = (picture(render(s, style).media[0].data).astype(int) for s in (one, other))
            except Reject:
                continue
            change = np.abs(first - second).max(2)
            # smoothing of the slices' polygons next to the cover's own edges, by a few shades at most
            assert change.max() <= 12, scene.title
            assert np.count_nonzero(change > 3) <= 25, scene.title
            done += 1
    assert done > 6


def test_hidden_slices_are_not_printed() -> None:
    found = 0
    for scene, _, rendering in both():
        assert not set(scene.hidden) & set(rendering.resolution.printed)
        assert len(scene.hidden) in (0, 2)
        found += bool(scene.hidden)
    assert found > 10


def test_removing_a_slice_makes_a_new_whole() -> None:
    done = 0
    for scene, _, _ in both():
        for name in sorted(removable(scene))[:1]:
            try:
                rest = without(scene, name)
            except Reject:
                continue
            assert all(s.name != name for s in rest.slices)
            for pie in rest.pies:
                assert pie.total == pytest.approx(math.fsum(s.value for s in rest.of_pie(pie.name)))
                assert abs(sum(s.share for s in rest.of_pie(pie.name)) - 100) <= 5
            done += 1
    assert done > 60


# -- bad input -----------------------------------------------------------------------------------------------------


def drawn_from(path: Path, count: int = 12) -> list[PieChart]:
    """Charts of a table, each rendered on both backends."""
    out = []
    spec = PieChartSpec(tables=(str(path),), slices_max=8, other=0.6)
    for i in range(count):
        try:
            scene = draw_scene(spec, rng_for(0, i))
        except Reject:
            continue
        for backend in BACKENDS:
            for k in range(20):
                style = draw_style(rng_for(1, i, k))
                if style.backend == backend:
                    try:
                        render(scene, style)
                        out.append(scene)
                        break
                    except Reject:
                        continue
    return out


def table(folder: Path, rows: list[str], header: str = "shop,sales", sidecar: dict[str, object] | None = None) -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    if sidecar:
        path.with_suffix(".json").write_text(json.dumps(sidecar))
    return path


SIDECAR: dict[str, object] = {
    "categories": {"shop": {"label": "shop"}},
    "measures": {"sales": {"label": "sales", "aggregations": ["sum"]}},
}


def test_zero_negative_and_missing_values(tmp_path: Path) -> None:
    names = ["Ash", "Birch", "Cedar", "Elm", "Fir"]
    zero = table(tmp_path, [f"{n},0" for n in names], sidecar=SIDECAR)
    assert drawn_from(zero) == []  # nothing to divide: refused as flat, not drawn
    (tmp_path / "a").mkdir()
    below = table(tmp_path / "a", [f"{n},{v}" for n, v in zip(names, (5, -3, 8, 2, 9), strict=True)], sidecar=SIDECAR)
    with pytest.raises(TableError, match="no parts of a whole"):
        draw_scene(PieChartSpec(tables=(str(below),)), rng_for(0, 1))
    (tmp_path / "b").mkdir()
    holes = table(tmp_path / "b", [*(f"{n},{v}" for n, v in zip(names, (50, 30, 80, 20, 90), strict=True)), "Oak,",
                                   "Pine,inf"] + ["Ash,10"] * 8, sidecar=SIDECAR)  # fmt: skip
    for scene in drawn_from(holes):
        assert {s.name for s in scene.slices} <= {*names, "Other"}
        assert all(math.isfinite(s.value) and s.value > 0 for s in scene.slices)


def test_one_row_and_too_many_names(tmp_path: Path) -> None:
    with pytest.raises(TableError):
        draw_scene(PieChartSpec(tables=(str(table(tmp_path, ["Ash,5"])),)), rng_for(0, 1))
    many = table(tmp_path, [f"n{i},{i}" for i in range(500)])
    with pytest.raises(TableError, match=r"no category column.*2 to 40"):
        draw_scene(PieChartSpec(tables=(str(many),)), rng_for(0, 1))


def test_thirty_names_are_gathered_into_other(tmp_path: Path) -> None:
    path = table(tmp_path, [f"name {chr(65 + i % 26)}{i},{3 + 100 * (i < 6) + i}" for i in range(30)], sidecar=SIDECAR)
    scenes = drawn_from(path, 30)
    assert any(s.other for s in scenes)
    for scene in scenes:
        assert len(scene.slices) <= 8
        if scene.other:
            assert scene.pies[0].total == sum(3 + 100 * (i < 6) + i for i in range(30))
            assert scene.slices[-1].name == "Other"


@pytest.mark.parametrize("name", ["x" * 200, "שלום", "😀 smile", "东京", "ash", ""])
def test_names_that_cannot_be_drawn_are_refused(name: str, tmp_path: Path) -> None:
    rows = [f"{n},{v}" for n, v in zip(("Ash", "Birch", "Cedar", "Elm", name), (5, 3, 8, 2, 9), strict=True)]
    path = table(tmp_path, [*rows, *rows, *rows], sidecar=SIDECAR)
    if name:
        with pytest.raises(TableError, match="Latin, Greek or Cyrillic"):
            draw_scene(PieChartSpec(tables=(str(path),)), rng_for(0, 1))
    else:  # a missing cell
        assert all(s.name for scene in drawn_from(path, 4) for s in scene.slices)


def test_a_name_other_in_the_table(tmp_path: Path) -> None:
    rows = [f"{n},{v}" for n, v in zip(["other", "Ash", "Birch", "Cedar", "Elm", "Fir", "Oak", "Yew", "Lime", "Pear"],
                                       (20, 30, 25, 22, 12, 9, 14, 11, 6, 5), strict=True)]  # fmt: skip
    scenes = drawn_from(table(tmp_path, rows, sidecar=SIDECAR), 20)
    assert any(s.other == "All others" for s in scenes)
    assert not any(s.other == "Other" for s in scenes)


@pytest.mark.parametrize(
    ("field", "value"),
    [("slices_min", 1), ("slices_max", 99), ("kinds", ("bar",)), ("kinds", ()), ("printed", 1.5)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=PieChartSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(PieChartSpec(slices_min=9, slices_max=5), rng_for(0, "x"))


@pytest.mark.parametrize("off", [-1e-9, 0.0, 1e-9])
@pytest.mark.parametrize("turn", [-360.0, 0.0, 360.0])
def test_a_cover_lies_over_both_slices_where_the_circle_closes(off: float, turn: float) -> None:
    def wedge(first: float, last: float) -> Wedge:
        return Wedge("", (0.0, 0.0), 0.0, 90.0, first, last)

    before, after = wedge(-108.0, 0.0), wedge(turn + off, turn + 26.0)
    for pair in ((before, after), (after, before)):
        first, last = joint(*pair)
        assert math.isclose(last - first, 134.0, abs_tol=1e-6)
        assert math.isclose(first % 360, 252.0, abs_tol=1e-6)
