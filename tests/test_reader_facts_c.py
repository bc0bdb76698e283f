"""Readers of clocks, flowcharts and town maps: they agree with clean samples, and find what is planted."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageOps

from scenewright.audit.readers import Fact, reader
from scenewright.audit.rows import Row
from scenewright.sample import sample
from tests.rows import plain_rows

FAMILIES = ("clock", "flowchart", "road_map")
Scene = dict[str, Any]


@cache
def _plain(family: str) -> tuple[dict[str, Any], ...]:
    """Rows of all levels."""
    return tuple(plain_rows([sample(family, level, index) for level in range(5) for index in range(3)]))


def _facts(values: dict[str, Any]) -> list[Fact]:
    row = Row(values, "train")
    read = reader(row.family)
    assert read is not None
    return list(read(row))


def _wrong(values: dict[str, Any]) -> list[Fact]:
    return [fact for fact in _facts(values) if fact.read is not None and not fact.agrees]


def _with_scene(values: dict[str, Any], change: Callable[[Scene], Any]) -> dict[str, Any]:
    scene = msgspec.json.decode(values["scene"])
    change(scene)
    return values | {"scene": msgspec.json.encode(scene).decode()}


def _with_picture(values: dict[str, Any], change: Callable[[Image.Image], Image.Image]) -> dict[str, Any]:
    images = copy.deepcopy(values["images"])
    out = io.BytesIO()
    change(Image.open(io.BytesIO(images[0]["bytes"])).convert("RGB")).save(out, "png")
    images[0]["bytes"] = out.getvalue()
    return values | {"images": images}


def _rows_where(family: str, holds: Callable[[Scene], Any]) -> list[dict[str, Any]]:
    found = [v for v in _plain(family) if holds(msgspec.json.decode(v["scene"]))]
    assert found, "no sample to plant the fault in"
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_clean_pictures_agree_and_are_read(family: str) -> None:
    facts = [fact for values in _plain(family) for fact in _facts(values)]
    assert [fact for fact in facts if fact.read is not None and not fact.agrees] == []
    assert sum(fact.read is not None for fact in facts) >= 0.9 * len(facts)


@pytest.mark.parametrize("family", FAMILIES)
def test_mirrored_pictures_and_those_of_other_samples_are_found(family: str) -> None:
    rows = _plain(family)
    assert all(_wrong(_with_picture(values, ImageOps.mirror)) for values in rows)
    swapped = [values | {"images": other["images"]} for values, other in zip(rows, rows[1:] + rows[:1], strict=True)]
    same = [values["scene"] == other["scene"] for values, other in zip(rows, rows[1:] + rows[:1], strict=True)]
    assert all(_wrong(values) or alike for values, alike in zip(swapped, same, strict=True))


# -- clocks ----------------------------------------------------------------------------------------------------------


def _seen_dial(scene: Scene) -> Scene | None:
    dials = [f for f in scene["faces"] if f["kind"] == "analogue" and f["second"] is None and not scene["hidden"]]
    return dials[0] if dials else None


def test_a_hand_three_degrees_off_is_found() -> None:
    """Half a minute more moves the minute hand by three degrees; the picture stays."""
    for values in _rows_where("clock", _seen_dial):

        def later(scene: Scene) -> None:
            face = _seen_dial(scene)
            assert face is not None
            face["minute"]["value"] += 0.5

        wrong = _wrong(_with_scene(values, later))
        assert "minute" in {fact.name for fact in wrong}


def test_swapped_hands_are_found() -> None:
    for values in _rows_where("clock", _seen_dial):

        def swap(scene: Scene) -> None:
            face = _seen_dial(scene)
            assert face is not None
            minutes, hours = face["minute"]["value"], face["hour"]["value"] % 12
            face["minute"]["value"], face["hour"]["value"] = hours * 5 + minutes // 12, minutes // 5

        assert {"minute", "hour"} & {fact.name for fact in _wrong(_with_scene(values, swap))}


def test_another_number_on_a_display_is_found() -> None:
    digital = [f"digital_{n}" for n in (12, 24)]
    for values in _rows_where("clock", lambda s: not s["hidden"] and any(f["kind"] in digital for f in s["faces"])):

        def later(scene: Scene) -> None:
            minute = next(f for f in scene["faces"] if f["kind"] in digital)["minute"]
            minute["value"] = (minute["value"] + 1) % 60

        assert [fact.name for fact in _wrong(_with_scene(values, later))] == ["minute"]


def test_a_dial_said_to_be_mirrored_or_turned_is_found() -> None:
    def numbered(scene: Scene) -> bool:
        return any(f["kind"] == "analogue" and f["numerals"] == "arabic" for f in scene["faces"]) and not scene["cover"]

    for values in _rows_where("clock", numbered):
        for change in ({"mirrored": True}, {"rotation_deg": 30.0}):

            def turn(scene: Scene, change: dict[str, Any] = change) -> None:
                face = next(f for f in scene["faces"] if f["kind"] == "analogue" and f["numerals"] == "arabic")
                face.update({k: not face[k] if k == "mirrored" else face[k] + v for k, v in change.items()})

            assert _wrong(_with_scene(values, turn))


# -- flowcharts ------------------------------------------------------------------------------------------------------


def _turn_edge(scene: Scene) -> None:
    edge = scene["edges"][1]
    edge["start"], edge["end"] = edge["end"], edge["start"]


def _add_edge(scene: Scene) -> None:
    scene["edges"].append({"id": "more", "start": scene["nodes"][0]["id"], "end": scene["nodes"][-1]["id"]})


@pytest.mark.parametrize("change", [_turn_edge, _add_edge, lambda scene: scene["edges"].pop(1)])
def test_arrows_turned_added_or_removed_are_found(change: Callable[[Scene], Any]) -> None:
    for values in _rows_where("flowchart", lambda scene: not scene["covers"]):
        assert "arrow" in {fact.name for fact in _wrong(_with_scene(values, change))}


def test_another_shape_is_found() -> None:
    def change(scene: Scene) -> None:
        next(node for node in scene["nodes"] if node["kind"] == "decision")["kind"] = "process"

    for values in _rows_where("flowchart", lambda scene: not scene["covers"]):
        assert [fact.name for fact in _wrong(_with_scene(values, change))] == ["shape"]


# -- town maps -------------------------------------------------------------------------------------------------------


def _add_street(scene: Scene) -> None:
    """Across a block, from corner to corner."""
    block = next(ground["corners"] for ground in scene["ground"] if len(ground["corners"]) == 4)
    scene["segments"].append(scene["segments"][0] | {"id": "more", "start": block[0], "end": block[2], "closed": False})


def _swap_landmarks(scene: Scene) -> None:
    a, b = scene["landmarks"][:2]
    for key in ("junction", "segment"):
        a[key], b[key] = b[key], a[key]


def _swap_names(scene: Scene) -> None:
    a, b = scene["streets"][:2]
    a["name"], b["name"] = b["name"], a["name"]


def _close(scene: Scene) -> None:
    scene["segments"][0]["closed"] = not scene["segments"][0]["closed"]


def _turn_north(scene: Scene) -> None:
    scene["compass"]["north_deg"] += 15


def _stretch_bar(scene: Scene) -> None:
    scene["scale"]["length_m"] *= 1.1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (_add_street, "street"), (lambda scene: scene["segments"].pop(1), "street"), (_swap_landmarks, "place"),
        (_swap_names, "name"), (_close, "closed"), (_turn_north, "north"), (_stretch_bar, "length"),
    ],
)  # fmt: skip
def test_changed_towns_are_found(change: Callable[[Scene], Any], name: str) -> None:
    for values in _rows_where("road_map", lambda scene: not scene["hidden"] and not scene["stains"])[::2]:
        assert name in {fact.name for fact in _wrong(_with_scene(values, change))}


def test_one_way_streets_turned_round_are_found() -> None:
    def turn(scene: Scene) -> None:
        for segment in scene["segments"]:
            if segment["one_way"]:
                segment["start"], segment["end"] = segment["end"], segment["start"]

    for values in _rows_where("road_map", lambda scene: any(s["one_way"] for s in scene["segments"])):
        assert "way" in {fact.name for fact in _wrong(_with_scene(values, turn))}


@pytest.mark.parametrize("family", ["flowchart", "road_map"])
def test_shifted_marks_are_found(family: str) -> None:
    shift = 5.0
    for values in _plain(family)[::2]:
        marks = msgspec.json.decode(values["marks"])
        for mark in marks:
            mark["box"] = [v + shift for v in mark["box"]]
            mark["polygon"] = [[x + shift, y + shift] for x, y in mark.get("polygon", ())]
        assert _wrong(values | {"marks": msgspec.json.encode(marks).decode()})
