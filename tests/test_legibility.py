"""The audit's check of legibility: what can't be read or heard is found, and nothing is where all can."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest
import soundfile

from scenewright.audit.checks.legibility import Legibility
from scenewright.audit.contrast import look, luminance, words
from scenewright.audit.rows import Row
from scenewright.families import family, names
from scenewright.sample import Maker
from tests.rows import plain_rows

FAMILIES = [name for name in names() if not family(name).missing()]


@cache
def _plain(name: str, index: int = 1) -> dict[str, Any]:
    kind = family(name)
    return plain_rows([Maker(family=kind, level=1, seed=3, spec=kind.levels[1], questions=3).make(index)])[0]


def _found(values: dict[str, Any]) -> tuple[Legibility, list[str]]:
    check = Legibility()
    for finding in check.look(Row(values, "train")):
        check.keep(finding)
    return check, [finding.kind for finding in check.examples]


@pytest.mark.parametrize("name", FAMILIES)
def test_clean_rows_give_nothing(name: str) -> None:
    check, found = _found(_plain(name))
    assert found == []
    assert not check.skipped
    assert check.section().failed == []


def _marks(values: dict[str, Any]) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = json.loads(values["marks"])
    return marks


def _drawn(values: dict[str, Any], change: Any) -> dict[str, Any]:
    """With its picture changed in place."""
    pixels = cv2.imdecode(np.frombuffer(values["images"][0]["bytes"], np.uint8), cv2.IMREAD_COLOR)
    data = cv2.imencode(".png", change(pixels))[1].tobytes()
    return {**values, "images": [{"bytes": data, "path": "x.png"}]}


def _text(values: dict[str, Any]) -> dict[str, Any]:
    return next(m for m in _marks(values) if len(m.get("text", "")) > 3 and not m.get("polygon"))


@pytest.mark.parametrize(("ink", "kind"), [(112, "text is too faint"), (130, "mark holds no ink")])
def test_grey_on_grey_is_found(ink: int, kind: str) -> None:
    values = _plain("bar_chart")
    left, top, right, bottom = (round(edge) for edge in _text(values)["box"])

    def paint(pixels: np.ndarray) -> np.ndarray:
        pixels[top - 6 : bottom + 6, left - 6 : right + 6] = 130
        pixels[top:bottom, left:right:3] = ink
        return pixels

    assert kind in _found(_drawn(values, paint))[1]


def test_shifted_marks_are_found() -> None:
    values = _plain("bar_chart")
    marks = _marks(values)
    for mark in marks:
        mark["box"] = [mark["box"][0] + 5, mark["box"][1], mark["box"][2] + 5, mark["box"][3]]
    _, found = _found({**values, "marks": json.dumps(marks)})
    assert found.count("mark lies beside its words") >= 5


def test_a_plate_with_words_is_none_that_lies_beside_them() -> None:
    """A figure at one side of a plate: what is beyond its other side is what the plate lies on."""
    pixels = np.full((60, 60, 3), (40, 40, 215), np.uint8)
    pixels[19:34, 19:47] = 255
    pixels[22:30, 24:26] = 0
    mark = {"text": "1", "part": "value", "box": [20.0, 20.0, 45.0, 32.0], "polygon": []}
    found = words(mark)
    assert found is not None
    seen = look(pixels, found)
    assert seen is not None
    assert seen.ratio > 15
    assert not seen.beside


def _is_beside(pixels: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    found = words({"text": "-20", "part": "tick", "box": list(box), "polygon": []})
    assert found is not None
    seen = look(pixels, found)
    assert seen is not None
    return seen.beside


def test_a_thin_minus_is_no_empty_side() -> None:
    """Its stroke lies half in each of two rows; beyond the words' end a tick begins."""
    pixels = np.full((40, 60, 3), 255, np.uint8)
    pixels[12:24, 17:19] = pixels[12:24, 23:25] = pixels[12:24, 28:30] = 60
    pixels[18, 32:50] = 60
    assert _is_beside(pixels, (10.0, 12.0, 30.0, 24.0))  # without it
    pixels[18:20, 10:16] = 205
    assert not _is_beside(pixels, (10.0, 12.0, 30.0, 24.0))


def test_a_side_is_measured_to_fractions_of_a_pixel() -> None:
    """A box ends where a next letter would stand; at its other end a marker is near."""
    pixels = np.full((40, 60, 3), 255, np.uint8)
    pixels[12:24, 12:14] = pixels[12:24, 20:22] = pixels[12:24, 28:30] = 60
    pixels[14:22, 4:9] = 60
    assert not _is_beside(pixels, (10.4, 12.0, 33.3, 24.0))
    assert _is_beside(pixels, (10.4, 12.0, 34.4, 24.0))


def test_text_on_text_is_found() -> None:
    values = _plain("bar_chart")
    marks = _marks(values)
    one = _text(values)
    other = {**one, "id": "other", "box": [edge + 4 for edge in one["box"]]}
    assert "text lies on text" in _found({**values, "marks": json.dumps([*marks, other])})[1]


def test_text_that_is_cut_off_or_small_is_found() -> None:
    values = _plain("bar_chart")
    one = _text(values)
    cut = [{**one, "box": [0.0, *one["box"][1:]]}]
    assert "text is cut off" in _found({**values, "marks": json.dumps(cut)})[1]
    low = [{**one, "box": [*one["box"][:3], one["box"][1] + 4]}]
    check, found = _found({**values, "marks": json.dumps(low)})
    assert "text is too small" in found
    assert "smallest text in px" in check.section().failed


def test_what_a_cover_hides_is_not_counted() -> None:
    values = _plain("bar_chart")
    one = _text(values)
    left, top, right, bottom = (round(edge) for edge in one["box"])

    def paint(pixels: np.ndarray) -> np.ndarray:
        pixels[top - 6 : bottom + 6, left - 6 : right + 6] = 130
        return pixels

    marks = [one, {"id": "cover", "part": "tape", "box": one["box"]}]
    assert _found({**_drawn(values, paint), "marks": json.dumps(marks)})[1] == []
    assert _found({**_drawn(values, paint), "marks": json.dumps(marks[:1])})[1] == ["mark holds no ink"]


@pytest.mark.parametrize(("gain", "kind"), [(0.0, "sound is silent"), (200.0, "sound is clipped")])
def test_silent_and_clipped_sounds_are_found(gain: float, kind: str) -> None:
    values = _plain("melody")
    samples, rate = soundfile.read(io.BytesIO(values["audios"][0]["bytes"]), always_2d=True)
    kept = io.BytesIO()
    soundfile.write(kept, np.clip(gain * samples, -1, 1), rate, format="FLAC")
    audios = [{"bytes": kept.getvalue(), "path": "x.flac"}, *values["audios"][1:]]
    assert _found({**values, "audios": audios})[1] == [kind]


def test_covered_evidence_and_near_values_are_found() -> None:
    values = _plain("bar_chart")
    resolution = json.dumps({"units_per_px": {"value": 4.0}, "visible": {"bar0": 0.1}})
    steps = [{"op": "read", "inputs": [f"bar{n}", "value"], "value": 10.0 + n} for n in range(2)]
    steps.append({"op": "greater", "inputs": [{"step": 0}, {"step": 1}], "value": False})
    asked = [{**values["questions"][0], "steps": json.dumps(steps), "evidence": ["bar0"], "answerable": True}]
    check, found = _found({**values, "resolution": resolution, "questions": asked})
    assert found == ["evidence is covered"]
    assert "smallest difference in px" in check.section().failed


def test_rows_that_lack_parts_are_counted() -> None:
    values = _plain("bar_chart")
    check, found = _found({key: values[key] for key in ("id", "family", "level")})
    assert found == []
    assert check.skipped
    broken, found = _found({**values, "images": [{"bytes": b"none", "path": ""}]})
    assert found == []
    assert broken.skipped["a picture can't be decoded"] == 1
    check.section()


def test_contrast_is_that_of_the_guidelines() -> None:
    """Black on white is 21, and #767676 on white 4.54 (WCAG's own example of the least that passes)."""
    assert luminance(np.array([[255, 255, 255]], np.uint8))[0] == pytest.approx(1.0, abs=1e-5)
    for grey, ratio in ((0, 21.0), (0x76, 4.54)):
        pixels = np.full((40, 80, 3), 255, np.uint8)
        pixels[10:20, 10:60:4] = grey
        mark = {"text": "words", "box": [10.0, 10.0, 60.0, 20.0], "polygon": [], "part": "label"}
        placed = words(mark)
        assert placed is not None
        seen = look(pixels, placed)
        assert seen is not None
        assert seen.ratio == pytest.approx(ratio, abs=0.02)
