"""Readers of heat maps, histograms, box plots, scatter plots and shapes: clean rows agree, planted faults are found."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageOps

import scenewright
from scenewright.audit.readers import Fact, reader
from scenewright.audit.rows import Row
from tests.rows import plain_rows

THINGS = {
    "heat_map": ("cells", "cell", "value"),
    "histogram": ("bars", "bar", "value"),
    "box_plot": ("boxes", "box", "q3"),
    "scatter_plot": ("points", "point", "y"),
    "shapes": ("items", "item", "colour"),
}
"""By family: where its scene lists things, the part of their marks, and a field that is read."""
FAMILIES = tuple(THINGS)


@cache
def rows(family: str) -> tuple[Row, ...]:
    """Two of every level."""
    made = [scenewright.sample(family, level=level, seed=seed) for level in range(5) for seed in (3, 8)]
    return tuple(Row(values, "train") for values in plain_rows(made))


def found(row: Row) -> list[Fact]:
    """What is read otherwise than it is said."""
    read = reader(row.family)
    assert read is not None
    return [fact for fact in read(row) if fact.read is not None and not fact.agrees]


def changed(row: Row, **columns: Any) -> Row:
    return Row(row.values | columns, "train")


def shifted(row: Row, dx: float, dy: float) -> Row:
    marks = json.loads(row.values["marks"])
    for mark in marks:
        left, top, right, bottom = mark["box"]
        mark["box"] = [left + dx, top + dy, right + dx, bottom + dy]
        mark["polygon"] = [[x + dx, y + dy] for x, y in mark.get("polygon") or ()]
    return changed(row, marks=json.dumps(marks))


def mirrored(row: Row) -> Row:
    first, *rest = row.values["images"]
    out = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(first["bytes"])).convert("RGB")).save(out, "png")
    return changed(row, images=[first | {"bytes": out.getvalue()}, *rest])


def readable(row: Row) -> list[dict[str, Any]]:
    """Things of which the field is read, in the scene's order."""
    field, _, name = THINGS[row.family]
    read = reader(row.family)
    assert read is not None
    right = {fact.of for fact in read(row) if fact.name == name and fact.agrees}
    return [thing for thing in json.loads(row.values["scene"])[field] if thing["id"] in right]


def with_values(row: Row, values: dict[str, Any]) -> Row:
    """The row with other values of its things in the scene, by id."""
    field, _, name = THINGS[row.family]
    scene = json.loads(row.values["scene"])
    for thing in scene[field]:
        thing[name] = values.get(thing["id"], thing[name])
    return changed(row, scene=json.dumps(scene))


@pytest.mark.parametrize("family", FAMILIES)
def test_clean_rows_have_no_contradictions(family: str) -> None:
    facts = [fact for row in rows(family) for fact in reader(family)(row)]  # type: ignore[misc]  # there is one
    assert [fact for fact in facts if fact.read is not None and not fact.agrees] == []
    assert sum(fact.read is not None for fact in facts) >= 0.9 * len(facts) > 90


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("by", [(5, 0), (-5, 0), (0, 5), (0, -5), (5, 5)])
def test_marks_that_are_shifted_are_found(family: str, by: tuple[float, float]) -> None:
    assert all(found(shifted(row, *by)) for row in rows(family)[::3])


@pytest.mark.parametrize("family", FAMILIES)
def test_mirrored_pictures_are_found(family: str) -> None:
    assert all(found(mirrored(row)) for row in rows(family)[::2])


@pytest.mark.parametrize("family", FAMILIES)
def test_pictures_of_other_rows_are_found(family: str) -> None:
    for row, other in zip(rows(family)[::2], rows(family)[1::2], strict=True):
        columns = {name: other.values[name] for name in ("images", "masks", "media")}
        assert found(changed(row, **columns))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_changed_value_is_found(family: str) -> None:
    """By a seventh of the axis, or another colour."""
    for row in rows(family)[::2]:
        things, name = readable(row), THINGS[family][2]
        if len(things) < 2:
            continue
        thing = things[len(things) // 2]
        if family == "shapes":
            value = "blue" if thing[name] != "blue" else "red"
        elif family == "scatter_plot" and row.scene["y"]["log"]:
            value = thing[name] * 2
        else:
            ticks = [tick["value"] for tick in row.scene["y_ticks" if family == "scatter_plot" else "ticks"]]
            value = thing[name] + 0.15 * (max(ticks) - min(ticks))
        assert thing["id"] in {fact.of for fact in found(with_values(row, {thing["id"]: value}))}


@pytest.mark.parametrize("family", FAMILIES)
def test_swapped_values_are_found(family: str) -> None:
    for row in rows(family)[::2]:
        things, name = readable(row), THINGS[family][2]
        if len(things) < 2:
            continue
        first = things[0]
        if family == "shapes":
            other = next((thing for thing in things if thing[name] != first[name]), first)
        else:
            other = max(things, key=lambda thing: abs(thing[name] - first[name]))
        near = family != "shapes" and abs(other[name] - first[name]) < 0.05 * max(abs(t[name]) for t in things)
        if other[name] != first[name] and not near:
            swap = {first["id"]: other[name], other["id"]: first[name]}
            assert {first["id"], other["id"]} <= {fact.of for fact in found(with_values(row, swap))}
