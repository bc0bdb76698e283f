"""Radar charts: what is drawn is where the marks say, on both backends; a reader finds the values in the pixels; strips
hide; bad tables are refused or drawn legibly.
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
from shapely.geometry import Polygon, box

from scenewright.audit.readers import radar_chart as reader
from scenewright.qa_templates.radar_chart_base import VALUES, steps_on
from scenewright.qa_templates.radar_chart_outlines import crossings
from scenewright.renderers.base import Rendering
from scenewright.renderers.radar_chart import draw_style, render
from scenewright.renderers.radar_chart_styles import RadarChartStyle, opacity
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.radar_chart import LEVELS, RadarChart, RadarChartSpec, coverable, covered, draw_scene
from scenewright.scenes.table_columns import TableError

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 25) -> tuple[tuple[RadarChart, RadarChartStyle, Rendering], ...]:
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


def both() -> tuple[tuple[RadarChart, RadarChartStyle, Rendering], ...]:
    return (*charts("skia"), *charts("matplotlib"))


def pixels(rendering: Rendering) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(rendering.media[0].data)).convert("RGB")).astype(int)


# -- the reader ----------------------------------------------------------------------------------------------------


def read_back(scene: RadarChart, rendering: Rendering) -> tuple[int, int, int]:
    """How many points should be seen, how many the reader finds, and how many of those it reads right."""
    marks = msgspec.to_builtins(rendering.marks)
    owners = {p.id: s.id for p in scene.points for s in scene.series if s.name == p.series}
    found = reader.read_points(rendering.media[0].data, marks, owners)
    bare = msgspec.structs.replace(rendering.resolution, printed=())
    wanted = [cell for cell in VALUES.every(scene) if cell.id not in scene.hidden]
    right = sum(abs(found[c.id] - c.value) <= VALUES.error(scene, bare, c) for c in wanted if c.id in found)
    return len(wanted), sum(c.id in found for c in wanted), right


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_back_from_the_pixels(backend: str) -> None:
    """What is not found lies under another outline's marker."""
    total = np.zeros(3, int)
    for scene, _, rendering in charts(backend):
        total += np.array(read_back(scene, rendering))
    assert total[1] >= 0.9 * total[0]
    assert total[2] >= 0.98 * total[1]


def test_reader_notices_a_wrong_value() -> None:
    noticed = tried = 0
    for scene, style, rendering in charts("skia")[:12]:
        point = scene.points[0]
        if point.id in scene.hidden:
            continue
        span = scene.ticks[-1].value - scene.ticks[0].value
        up = scene.share(point.value) < 0.5
        moved = msgspec.structs.replace(point, value=round(point.value + (0.3 if up else -0.3) * span, scene.decimals))
        marks = msgspec.to_builtins(rendering.marks)
        other = render(msgspec.structs.replace(scene, points=(moved, *scene.points[1:])), style)
        owners = {p.id: s.id for p in scene.points for s in scene.series if s.name == p.series}
        found = reader.read_points(other.media[0].data, marks, owners)
        tried += 1
        noticed += point.id not in found or abs(found[point.id] - moved.value) > 0.1 * span
    assert noticed >= 0.9 * tried > 6


# -- marks ---------------------------------------------------------------------------------------------------------


def test_points_lie_on_their_spokes_to_scale() -> None:
    for scene, _, rendering in both():
        marks = msgspec.to_builtins(rendering.marks)
        (cx, cy), slope, start = reader.scale_of(marks)
        boxes = {m.id: m.box for m in rendering.marks if m.part == "point"}
        for point in scene.points:
            left, top, right, bottom = boxes[point.id]
            x, y = (left + right) / 2 - cx, (top + bottom) / 2 - cy
            i = [s.name for s in scene.spokes].index(point.spoke)
            turn = (math.degrees(math.atan2(x, -y)) - 360 * i / len(scene.spokes) + 180) % 360 - 180
            r = math.hypot(x, y)
            assert abs(turn) < 0.5 + 20 / r, "clockwise from the top"
            assert abs(slope * r + start - point.value) < 0.4 * abs(slope) + 1e-9


def test_every_element_is_marked() -> None:
    for scene, _, rendering in both():
        parts = {(m.id, m.part) for m in rendering.marks}
        assert parts >= {("figure", "figure"), ("plot", "plot"), ("title", "title"), ("value_axis", "title")}
        assert all({(s.id, "spoke"), (s.id, "label")} <= parts for s in scene.spokes)
        assert {i for i, part in parts if part == "ring"} == {t.id for t in scene.ticks[1:]}
        texts = {m.id: m.text for m in rendering.marks if m.part == "tick" and m.text}
        assert texts == {t.id: t.text for t in VALUES.tick_things(scene)}
        assert all((s.id, "area") in parts for s in scene.series)
        if scene.many:
            assert all({(s.id, "swatch"), (s.id, "legend")} <= parts for s in scene.series)
        count = Counter(m.id for m in rendering.marks if m.part == "segment")
        for series in scene.series:
            assert count[series.id] == len(scene.spokes) - 2 * len(scene.covers)
        for spoke in scene.spokes:
            assert " ".join(m.text for m in rendering.marks if m.id == spoke.id and m.text) == spoke.name


def test_words_neither_overlap_nor_leave_the_picture() -> None:
    for scene, _, rendering in both():
        media = rendering.media[0]
        frame = box(-0.1, -0.1, (media.width_px or 0) + 0.1, (media.height_px or 0) + 0.1)
        shapes = [Polygon(m.polygon) if m.polygon else box(*m.box) for m in rendering.marks if m.text]
        assert all(frame.contains(shape) for shape in shapes), scene.title.text
        for a, b in itertools.combinations(shapes, 2):
            assert a.intersection(b).area < 1.0, scene.title.text


def test_names_stand_outside_the_rim() -> None:
    for scene, _, rendering in both():
        plot = next(m for m in rendering.marks if m.id == scene.ticks[-1].id and m.part == "ring")
        outline = Polygon(plot.polygon) if plot.polygon else None
        left, top, right, bottom = plot.box
        disc = outline or Polygon([((left + right) / 2 + (right - left) / 2 * math.cos(t / 20), (top + bottom) / 2
                                    + (right - left) / 2 * math.sin(t / 20)) for t in range(126)])  # fmt: skip
        for mark in rendering.marks:
            if mark.part == "label" and mark.id.startswith("spoke"):
                assert not disc.buffer(1.0).intersects(box(*mark.box)), (scene.title.text, mark.text)


# -- covers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_strips_hide_all_of_a_spoke_and_nothing_else(backend: str) -> None:
    """The picture does not depend on the values at a covered spoke, and all other points can still be read."""
    done = 0
    seen = np.zeros(3, int)
    for scene, style, _ in charts(backend):
        fit = coverable(scene)
        if not fit:
            continue
        one = covered(scene, fit[len(fit) // 2], rng_for(1, "cover"))
        spoke = one.covers[0].spoke
        low, high = one.ticks[0].value, one.ticks[-1].value
        values = [low + (high - low) * share for share in (0.2, 0.45, 0.7, 0.95)]
        moved = tuple(
            msgspec.structs.replace(p, value=values[i % 4]) if p.spoke == spoke else p for i, p in enumerate(one.points)
        )
        a = render(one, style)
        b = render(msgspec.structs.replace(one, points=moved), style)
        where = [[m.box for m in r.marks if m.part == "value"] for r in (a, b)]
        if where[0] == where[1]:  # printed values step aside for points that are not in sight, too
            assert np.array_equal(pixels(a), pixels(b)), (scene.title.text, spoke)
            done += 1
        seen += np.array(read_back(one, a))
        assert not set(one.hidden) & set(a.resolution.printed)
    assert done > 10
    assert seen[1] >= 0.88 * seen[0]
    assert seen[2] >= 0.97 * seen[1]


def test_a_lost_spoke_or_series_leaves_the_scale() -> None:
    for scene, style, _ in charts("skia"):
        for cell in list(VALUES.can_lose(scene))[:2]:
            rest = VALUES.lose(scene, cell, rng_for(0, cell.id))
            assert rest.ticks == scene.ticks
            assert VALUES.find(rest, cell.row, cell.column) is None
            assert len(rest.points) == len(rest.spokes) * len(rest.series)
            render(rest, style)


# -- going round ---------------------------------------------------------------------------------------------------


def test_going_round() -> None:
    for scene, _, _ in charts("skia")[:10]:
        names = [s.name for s in scene.spokes]
        assert steps_on(scene, names[0], 1) == names[1]
        assert steps_on(scene, names[0], -1) == names[-1]
        assert steps_on(scene, names[-1], 1) == names[0]
        for a, b in itertools.combinations([s.name for s in scene.series], 2):
            assert len(crossings(scene, a, b)) % 2 == 0, "who goes over must come back"


# -- scenes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"), [("spokes_min", 2), ("spokes_max", 11), ("series_max", 5), ("printed", 1.5), ("many", -1)]
)
def test_specs_are_checked(field: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: value}), type=RadarChartSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(RadarChartSpec(spokes_min=9, spokes_max=5), rng_for(0, "x"))


# -- bad tables ----------------------------------------------------------------------------------------------------

KINDS = ("red", "green", "blue", "white", "black")
PARTS = ("north", "south", "east", "west", "middle", "coast")


def table(rows: list[str], header: str = "part,kind,value") -> str:
    return "\n".join([header, *rows]) + "\n"


def grid(value: str) -> list[str]:
    return [f"{p},{k},{eval(value, {'i': i, 'j': j})}" for i, p in enumerate(PARTS) for j, k in enumerate(KINDS)]


HEBREW = ("שלום", "مرحبا", "עולם", "سلام", "טוב")
BAD = {
    "all equal": table(grid("5")),
    "all zero": table(grid("0")),
    "below zero": table(grid("i * 3 - 40 + j")),
    "infinite": table(grid("'inf' if (i, j) == (2, 3) else (i * 5 + j * 3) % 11 + 2")),
    "mostly missing": table(grid("'' if (i + j) % 3 else i + 1")),
    "some missing": table(grid("'' if (i, j) == (2, 3) else (i * 5 + j * 3) % 11 + 2")),
    "one row": table(["north,red,4"]),
    "500 categories": table([f"n{i},{i * 7 % 100 + 5}" for i in range(500)], "name,value"),
    "long names": table(
        [f"{p},{'x' * 200}{k},{i % 7 + 2}.5" for i, (p, k) in enumerate(itertools.product(PARTS, KINDS))]
    ),
    "long words": table(
        [f"{'pneumonoultramicroscopic' * 2}{p},{i % 5 + 2}.5" for i, p in enumerate(PARTS)], "name,value"
    ),
    "right to left": table([f"{n},{i * 5 % 7 + 2}" for i, n in enumerate(HEBREW)], "name,value"),
    "emoji": table([f"{n},{i * 5 % 7 + 2}" for i, n in enumerate(("🍎", "🍌", "🍒", "🍇", "🥝"))], "name,value"),
    "duplicates": table([*grid("(i * 5 + j * 3) % 11 + 2.5"), *grid("(i * 3 + j * 5) % 7 + 3.5")]),
    "huge": table(grid("((i * 5 + j * 3) % 11 + 2) * 10 ** 15")),
}
REFUSED = (
    "all equal",
    "all zero",
    "below zero",
    "mostly missing",
    "one row",
    "500 categories",
    "long words",
    "emoji",
    "right to left",
)


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_drawn_legibly_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(BAD[name])
    drawn, reasons = 0, set()
    for i in range(16):
        spec = msgspec.structs.replace(LEVELS[i % 3], tables=(str(path),), filtered=0.0)
        try:
            scene = draw_scene(spec, rng_for(4, name, i))
            render(scene, draw_style(rng_for(4, name, "style", i)))
        except Reject as reject:
            reasons.add(reject.reason)
        except TableError:
            reasons.add("table")
        else:
            drawn += 1
            assert len({s.name for s in scene.spokes}) == len(scene.spokes)
    assert drawn or reasons
    if name in REFUSED:
        assert not drawn
    else:
        assert drawn, reasons


def test_no_outline_is_lost_upon_areas() -> None:
    greys = ["#262626", "#6e6e6e", "#a6a6a6"]
    assert opacity(greys, "#ffffff", 77) < 40  # three of them would make the third one's grey of white
    assert opacity(["#348abd", "#e24a33"], "#ffffff", 77) == 77
