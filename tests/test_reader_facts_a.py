"""Facts of bar, line, pie, combined and radar charts and of treemaps: of clean samples, and with planted faults."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers import Fact, reader
from scenewright.audit.rows import Row
from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN, AggCanvas, agg_font
from scenewright.sample import Maker
from tests.rows import plain_rows

FAMILIES = {
    "bar_chart": "bars", "line_chart": "points", "pie_chart": "slices", "combo_chart": "points",
    "radar_chart": "points", "treemap": "parts",
}  # fmt: skip
"""Each family with the field of its values."""
Values = dict[str, Any]


@cache
def plain(family: str) -> tuple[Values, ...]:
    """Some samples of all levels, as stored."""
    return tuple(plain_rows([Maker.of(family, level, 0).make(index) for level in range(5) for index in (0, 3)]))


def facts(values: Values) -> list[Fact]:
    read = reader(values["family"])
    assert read is not None
    return list(read(Row(values, "train")))


def contradicts(values: Values) -> bool:
    try:
        return any(fact.read is not None and not fact.agrees for fact in facts(values))
    except ValueError:  # a picture of another size
        return True


def with_scene(values: Values, change: Callable[[Any], None]) -> Values:
    scene = copy.deepcopy(msgspec.json.decode(values["scene"]))
    change(scene)
    return values | {"scene": msgspec.json.encode(scene).decode()}


def mirrored(values: Values) -> Values:
    pixels = np.asarray(Image.open(io.BytesIO(values["images"][0]["bytes"])).convert("RGB"))[:, ::-1]
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG")
    return values | {"images": [{**values["images"][0], "bytes": out.getvalue()}]}


def shifted(values: Values) -> Values:
    marks = msgspec.json.decode(values["marks"])
    for mark in marks:
        if "box" in mark:
            mark["box"] = [v + 5.0 for v in mark["box"]]
        if "polygon" in mark:
            mark["polygon"] = [[x + 5.0, y + 5.0] for x, y in mark["polygon"]]
    return values | {"marks": msgspec.json.encode(marks).decode()}


FOUND = {"pie_chart": 0.8, "combo_chart": 0.7, "radar_chart": 0.8}
"""Share of changed values that must be found where points lie upon each other, and hatching hides edges: what is
beneath can't be told.
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_clean_samples_contradict_nothing(family: str) -> None:
    found = [fact for values in plain(family) for fact in facts(values)]
    assert [fact for fact in found if fact.read is not None and not fact.agrees] == []
    assert sum(fact.read is not None for fact in found) >= 0.9 * len(found) > 100


@pytest.mark.parametrize("family", FAMILIES)
def test_changed_and_swapped_values_are_found(family: str) -> None:
    field, tried, changed_found, swapped_found = FAMILIES[family], 0, 0, 0
    for values in plain(family):
        scene = msgspec.json.decode(values["scene"])
        free = [i for i, t in enumerate(scene[field]) if t["value"] is not None and t["id"] not in scene["hidden"]]
        free = [i for i in free if scene[field][i].get("series") == scene[field][free[0]].get("series")]
        most = max(free, key=lambda i: abs(scene[field][i]["value"]))
        least = min(free, key=lambda i: abs(scene[field][i]["value"]))
        if abs(scene[field][most]["value"]) < 1.3 * abs(scene[field][least]["value"]):
            continue

        def change(scene: Any, at: int = most) -> None:
            scene[field][at]["value"] *= 0.75

        def swap(scene: Any, a: int = most, b: int = least) -> None:
            x, y = scene[field][a], scene[field][b]
            x["value"], y["value"] = y["value"], x["value"]

        tried += 1
        changed_found += contradicts(with_scene(values, change))
        swapped_found += contradicts(with_scene(values, swap))
    assert tried >= 5
    assert changed_found >= FOUND.get(family, 0.9) * tried
    assert swapped_found >= FOUND.get(family, 0.9) * tried


@pytest.mark.parametrize("family", FAMILIES)
def test_moved_marks_mirrored_and_other_pictures_are_found(family: str) -> None:
    samples = plain(family)
    others = [values | {"images": samples[(k + 3) % len(samples)]["images"]} for k, values in enumerate(samples)]
    for changed in ([shifted(values) for values in samples], [mirrored(values) for values in samples], others):
        assert sum(map(contradicts, changed)) >= 0.8 * len(samples)


def test_words_are_as_wide_as_matplotlib_draws_them() -> None:
    """Their marks had the width of another hinting, up to 18 pixels too wide."""
    for size in (12.5, 16.7, 20.0):
        canvas = AggCanvas(900, 60, "#ffffff")
        font = agg_font(MATPLOTLIBS_OWN, size)
        box = canvas.text((20, 30), "Gross investment for each year and firm", font, "#000000", "lm", of="x")
        pixels = np.asarray(Image.open(io.BytesIO(canvas.finish()[0].data)).convert("L"))
        inked = np.flatnonzero((pixels < 128).any(0))
        assert abs(inked[0] - box[0]) <= 2
        assert abs(inked[-1] + 1 - box[2]) <= 3
