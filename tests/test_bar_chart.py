"""Bar charts: what is drawn is where the marks say, on both backends; covers hide; tolerances follow the axis."""

from __future__ import annotations

import io
import itertools
from functools import cache

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import bar_chart as reader
from scenewright.qa_templates import bar_chart_base as base
from scenewright.qa_templates.answers import Number
from scenewright.qa_templates.bar_chart import OPS, TEMPLATES
from scenewright.qa_templates.bar_chart_twins import covered, inconspicuous, without
from scenewright.qa_templates.base import View
from scenewright.renderers.axes import figure_text, nice_ticks
from scenewright.renderers.bar_chart import draw_style, fills_of, render
from scenewright.renderers.bar_kinds import DOTTED, bar_text, ends_of
from scenewright.renderers.bar_styles import SHEETS, BarChartStyle
from scenewright.renderers.base import Rendering
from scenewright.renderers.themes import contrast
from scenewright.scenes.bar_chart import LEVELS, BarChart, BarChartSpec, draw_scene, measure
from scenewright.scenes.base import Reject, rng_for

BACKENDS = ("skia", "matplotlib")


@cache
def charts(backend: str, count: int = 40) -> tuple[tuple[BarChart, BarChartStyle, Rendering], ...]:
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


def channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


# -- pixels agree with marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_bars_are_where_their_marks_say(backend: str) -> None:
    """A bar's own colour, found along the bar's middle line, begins and ends within a pixel of its mark."""
    checked = 0
    for scene, style, rendering in charts(backend):
        if (
            scene.note
            or scene.printed
            or style.hatched
            or scene.covers
            or scene.kind not in ("single", "grouped", "stacked")
        ):
            continue  # something lies on the middle line
        picture = pixels(rendering)
        boxes = {m.id: m.box for m in rendering.marks if m.part == "bar"}
        for bar, fill in zip(scene.bars, fills_of(scene, style), strict=True):
            left, top, right, bottom = boxes[bar.id]
            vertical = scene.orientation == "vertical"
            if (bottom - top if vertical else right - left) < 8 or (right - left if vertical else bottom - top) < 6:
                continue
            middle = int((left + right) / 2) if vertical else int((top + bottom) / 2)
            strip = picture[:, middle] if vertical else picture[middle]
            near, far = (top, bottom) if vertical else (left, right)
            own = np.flatnonzero(np.abs(strip - channels(fill)).max(1) < 12)
            own = own[(own >= near - 3) & (own <= far + 2)]
            stroke = 1.5 * (scene.kind == "stacked" or style.outline)  # lies half inside
            gaps = [abs(own.min() - near), abs(own.max() + 1 - far)]
            if vertical != (bar.value < 0):
                gaps.reverse()
            foot, end = gaps
            frame = style.spines == "box"  # lies on bars that reach the edge of the plot
            assert end <= 1 + stroke + frame, (scene.title, bar)
            assert foot <= 2.5 + stroke, (scene.title, bar)  # the axis lies on the foot
            checked += 1
    assert checked > 60


@pytest.mark.parametrize("backend", BACKENDS)
def test_heights_are_to_scale(backend: str) -> None:
    for scene, _, rendering in charts(backend):
        per_px = rendering.resolution.units_per_px["value"]
        for mark in rendering.marks:
            if mark.part == "bar" and scene.kind not in DOTTED:
                bar = next(bar for bar in scene.bars if bar.id == mark.id)
                left, top, right, bottom = mark.box
                length = bottom - top if scene.orientation == "vertical" else right - left
                assert abs(length * per_px - abs(bar.value)) <= 0.16 * per_px  # marks are rounded to 0.1 px


@pytest.mark.parametrize("backend", BACKENDS)
def test_covers_hide_all_of_a_category(backend: str) -> None:
    """The picture below a cover does not depend on the values below it."""
    done = 0
    for scene, style, _ in charts(backend):
        fit = sorted(inconspicuous(scene))
        if not fit or style.hatched or scene.kind == "stacked":
            continue
        one = covered(scene, fit[0], rng_for(1, "cover"))
        smaller = tuple(msgspec.structs.replace(b, value=b.value / 2) if b.category == fit[0] else b for b in one.bars)
        other = msgspec.structs.replace(one, bars=smaller)
        assert np.array_equal(pixels(render(one, style)), pixels(render(other, style))), scene.title
        done += 1
    assert done > 8


def test_same_marks_on_both_backends() -> None:
    for scene, _, rendering in charts("skia")[:10]:
        style = draw_style(rng_for(3, "other"))
        for i in range(50):
            style = draw_style(rng_for(3, "other", i))
            if style.backend == "matplotlib":
                break
        try:
            other = render(scene, style)
        except Reject:
            continue
        kinds = ("bar", "error", "cover")
        ours = sorted((m.id, m.part) for m in rendering.marks if m.part in kinds)
        assert ours == sorted((m.id, m.part) for m in other.marks if m.part in kinds)


# -- the reader ----------------------------------------------------------------------------------------------------

KINDS = ("single", "grouped", "stacked", "lollipop", "dumbbell", "diverging", "waterfall")


@cache
def of_all_kinds(backend: str) -> tuple[tuple[BarChart, BarChartStyle, Rendering], ...]:
    """Three charts of each kind with a numbered axis."""
    out: list[tuple[BarChart, BarChartStyle, Rendering]] = []
    for kind in KINDS:
        done = 0
        for i in itertools.count():
            style = draw_style(rng_for(9, "style", kind, i))
            if style.backend != backend:
                continue
            try:
                spec = msgspec.structs.replace(LEVELS[i % len(LEVELS)], kinds=(kind,))
                scene = draw_scene(spec, rng_for(9, "scene", kind, i))
                rendering = render(scene, style)
            except Reject:
                continue
            if scene.kind == kind and rendering.resolution.tick:
                out.append((scene, style, rendering))
                done += 1
            if done == 3:
                break
    return tuple(out)


def read_back(scene: BarChart, rendering: Rendering) -> tuple[int, int]:
    """How many bars can be seen, and how many are read right: within what a careful viewer may be off."""
    marks, upright = msgspec.to_builtins(rendering.marks), scene.orientation == "vertical"
    png = rendering.media[0].data
    bare = msgspec.structs.replace(rendering.resolution, printed=())
    found = (reader.read_dots if scene.kind in DOTTED else reader.read_bars)(png, marks, upright)
    seen = right = 0
    for bar, (start, end) in zip(scene.bars, ends_of(scene), strict=True):
        thin = scene.kind not in DOTTED and abs(end - start) < 3 * bare.units_per_px["value"]
        if bar.id in scene.hidden or thin:
            continue
        seen += 1
        got = found.get(bar.id)
        if got is None:
            continue
        if isinstance(got, float):
            off = abs(got - bar.value)
        elif scene.kind == "stacked":
            off = abs(got[1] - got[0] - bar.value)
        elif scene.kind == "waterfall":
            off = max(abs(got[0] - min(start, end)), abs(got[1] - max(start, end)))
        else:
            off = abs(got[1 if end > 0 else 0] - end)
        right += off <= base.error_of(scene, bare, bar)
    return seen, right


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_read_back_from_the_pixels(backend: str) -> None:
    seen = right = 0
    for scene, style, rendering in of_all_kinds(backend):
        a, b = read_back(scene, rendering)
        assert b >= 0.9 * a, (scene.title.text, scene.kind, style.theme)
        seen, right = seen + a, right + b
    assert right >= 0.99 * seen > 100


def test_reader_notices_wrong_values() -> None:
    for scene, _, rendering in of_all_kinds("skia"):
        level = lambda bar: None if bar.level is None else bar.level * 0.7  # noqa: E731
        bars = tuple(msgspec.structs.replace(b, value=b.value * 0.7, level=level(b)) for b in scene.bars)
        seen, right = read_back(msgspec.structs.replace(scene, bars=bars), rendering)
        assert right <= 0.5 * seen, (scene.title.text, scene.kind)


def test_waterfalls_add_up() -> None:
    for scene, _, rendering in of_all_kinds("skia") + of_all_kinds("matplotlib"):
        if scene.kind != "waterfall":
            continue
        first, *steps, last = scene.bars
        total = first.value
        for bar in steps:
            total += bar.value
            assert bar.level == pytest.approx(total, abs=1e-9)
        assert last.value == pytest.approx(total, abs=1e-9)
        assert sum(m.part == "connector" for m in rendering.marks) == len(scene.bars) - 1


def test_dots_of_a_pair_are_linked() -> None:
    for scene, _, rendering in of_all_kinds("skia"):
        if scene.kind == "dumbbell":
            links = {m.id: m.box for m in rendering.marks if m.part == "link"}
            dots = {m.id: m.box for m in rendering.marks if m.part == "bar"}
            for category in scene.categories:
                a, b = (dots[bar.id] for bar in scene.of_category(category.name))
                i = 1 if scene.orientation == "vertical" else 0
                ends = sorted(((a[i] + a[i + 2]) / 2, (b[i] + b[i + 2]) / 2))
                assert list(links[category.id][i::2]) == pytest.approx(ends, abs=0.2)


# -- what is resolved ----------------------------------------------------------------------------------------------


def test_printed_values_are_exact_and_others_follow_the_axis() -> None:
    template = next(t for t in TEMPLATES if t.name == "bar_value")
    seen = set()
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        view = View(scene, rendering.resolution, OPS)
        for slot in template.slots(scene) if scene.kind != "waterfall" else ():
            try:
                answer = template.solved(view, slot)[1]
            except Reject:
                continue
            assert isinstance(answer, Number)
            bar = scene.bar(*slot)
            assert bar is not None
            printed = bar.id in rendering.resolution.printed
            seen.add(printed)
            if printed:
                assert answer.tolerance == 0
                shown = next(m.text for m in rendering.marks if m.id == bar.id and m.part == "value")
                assert shown == bar_text(scene, bar) == figure_text(bar.value, scene.decimals)
            else:
                assert answer.tolerance >= base.READ_SHARE * rendering.resolution.tick["value"] * 0.999
                assert answer.tolerance >= base.READ_PX * rendering.resolution.units_per_px["value"] * 0.999
                assert answer.tolerance <= base.COARSE * abs(answer.value)
    assert seen == {True, False}


def test_hidden_bars_are_not_printed() -> None:
    for scene, _, rendering in (*charts("skia"), *charts("matplotlib")):
        assert not set(scene.hidden) & set(rendering.resolution.printed)
        assert set(rendering.resolution.visible) == set(scene.hidden)


def test_axis_is_not_given_away_by_what_is_covered() -> None:
    """Covering leaves the axis as it would be without the covered bars' values."""
    for scene, _, _ in charts("skia"):
        for name in inconspicuous(scene):
            rest = [bar.value for bar in scene.bars if bar.category != name]
            own = [bar.value for bar in scene.bars if bar.category == name]
            if scene.kind != "stacked" and scene.note is None:
                assert max(own) <= max(*rest, 0.0)
                assert min(own) >= min(*rest, 0.0)


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


def test_values_have_the_decimals_they_show() -> None:
    for scene, _, _ in charts("skia"):
        for bar in scene.bars:
            assert bar.value == round(bar.value, scene.decimals)
            assert bar.error is None or bar.error == round(bar.error, scene.decimals)


@pytest.mark.parametrize(
    ("field", "value"),
    [("categories_min", 1), ("categories_max", 99), ("kinds", ("pie",)), ("kinds", ()), ("printed", 1.5)],
)
def test_specs_are_checked(field: str, value: object) -> None:
    encoded = msgspec.json.encode({field: value})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(encoded, type=BarChartSpec)


def test_spec_with_minimum_above_maximum() -> None:
    with pytest.raises(ValueError, match="minimum"):
        draw_scene(BarChartSpec(categories_min=9, categories_max=5), rng_for(0, "x"))


def test_removing_a_bar_leaves_a_whole_chart() -> None:
    for scene, _, _ in charts("skia"):
        bar = scene.bars[0]
        if len(scene.categories) > 3:
            rest = without(scene, bar.category)
            assert rest.bar(bar.category, bar.series) is None
            assert len(rest.bars) == len(rest.categories) * max(len(rest.series), 1)


# -- axes ----------------------------------------------------------------------------------------------------------


def test_nice_ticks() -> None:
    for low, high in ((0, 1), (0, 97), (-13, 4.2), (0, 0.0031), (-8e6, 0), (3, 1234567)):
        for count in range(3, 9):
            ticks = nice_ticks(low, high, count)
            assert ticks.values[0] <= low + 1e-9
            assert ticks.values[-1] >= high - 1e-9
            assert 2 <= len(ticks.values) <= count * 2 + 2
            assert float(f"{ticks.step:e}".split("e")[0]) in (1, 2, 2.5, 5)
            assert len(set(ticks.texts)) == len(ticks.values)
    assert figure_text(-1234.5, 1) == "−1,234.5"
    assert figure_text(-0.01, 1) == "0.0"


def test_colours_of_the_sheets_stand_out() -> None:
    for sheet in SHEETS:
        assert contrast(sheet.ink, sheet.paper) >= 7
        for colour in sheet.palette:
            assert contrast(colour, sheet.panel) >= 1.9, (sheet.name, colour)


# -- words ---------------------------------------------------------------------------------------------------------


def test_names_in_sentences() -> None:
    assert base.who("region", "Japan") == "Japan"
    assert base.who("year", "1975") == "1975"
    assert base.who("decade", "1980s") == "the 1980s"
    assert base.who("century", "16th") == "the 16th century"
    assert base.who("number of cylinders", "8") == "8 cylinders"
    assert base.who("number of cylinders", "1") == "number of cylinders 1"
    assert base.who("country", "United States") == "the United States"
    assert base.who("model year", "1981–82") == "1981–82"
    assert base.who("quarter", "first quarter") == "the first quarter"
