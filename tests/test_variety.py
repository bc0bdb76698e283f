"""The audit's check of variety: what is there twice is found, and nothing is where all differ."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from scenewright.audit.checks.base import Finding
from scenewright.audit.checks.variety import Variety
from scenewright.audit.coverage import evenness
from scenewright.audit.hashes import Print, alike, alike_pairs, picture_print, scene_hash, sound_print
from scenewright.audit.rows import Row
from scenewright.families import names
from scenewright.sample import Maker
from scenewright.scenes.base import rng_for
from tests.rows import plain_rows

SOUND = "melody"
PICTURES = ("clock", "bar_chart", "road_map")


@cache
def _plain(family: str) -> tuple[dict[str, Any], ...]:
    from scenewright.families import family as kind_of

    maker = Maker(family=kind_of(family), level=1, seed=3, spec=kind_of(family).levels[1], questions=3)
    return tuple(plain_rows([maker.make(index) for index in range(4)]))


def _found(*rows: Row) -> tuple[Variety, list[Finding]]:
    """In two parts, as two workers would."""
    one, other = Variety(), Variety()
    for number, row in enumerate(rows):
        row.number = number
        check = one if number % 2 else other
        check.rows += 1
        for finding in check.look(row):
            check.keep(finding)
    one.merge(other)
    for finding in one.finish(1):
        one.keep(finding)
    return one, one.examples


def _clean() -> list[Row]:
    return [Row(dict(values), "train") for family in (*PICTURES, SOUND) for values in _plain(family)]


def _copy(values: dict[str, Any], split: str = "train", **changes: Any) -> Row:
    return Row({**values, "id": "another", **changes}, split)


def test_clean_rows_give_nothing() -> None:
    check, found = _found(*_clean())
    assert found == []
    assert not check.skipped
    assert check.section().failed == []


@pytest.mark.parametrize("family", [*PICTURES, SOUND])
def test_a_row_under_another_name_is_found(family: str) -> None:
    check, found = _found(*_clean(), _copy(_plain(family)[0]))
    assert [finding.kind for finding in found] == ["media are nearly alike"]
    assert {"variety: media nearly alike"} <= {f"variety: {name}" for name in check.section().failed}


def test_a_row_in_another_split_is_found() -> None:
    check, found = _found(*_clean(), _copy(_plain("clock")[0], "test"))
    assert {finding.kind for finding in found} == {"media are nearly alike", "scene is in two splits"}
    assert "scenes in two splits" in check.section().failed


@pytest.mark.parametrize("family", PICTURES)
def test_a_changed_picture_is_found(family: str) -> None:
    values = _plain(family)[1]
    with Image.open(io.BytesIO(values["images"][0]["bytes"])) as picture:
        paler = picture.convert("RGB").point(lambda level: int(level * 0.94) + 8)
    kept = io.BytesIO()
    paler.resize((paler.width * 3 // 4, paler.height * 3 // 4)).save(kept, "JPEG", quality=75)
    image = {"bytes": kept.getvalue(), "path": "another.jpg"}
    media = values["media"].replace("image/png", "image/jpeg")
    _, found = _found(*_clean(), _copy(values, "validation", images=[image], media=media, scene='{"other": 1}'))
    assert [finding.kind for finding in found] == ["media are nearly alike"]


def test_a_changed_sound_is_found() -> None:
    values = _plain(SOUND)[1]
    samples, rate = soundfile.read(io.BytesIO(values["audios"][0]["bytes"]), always_2d=True)
    noise = rng_for(1, "noise").normal(0, 0.001, samples.shape)
    kept = io.BytesIO()
    soundfile.write(kept, 0.7 * samples + noise, rate, format="FLAC")
    audios = [{"bytes": kept.getvalue(), "path": "another.flac"}, *values["audios"][1:]]
    _, found = _found(*_clean(), _copy(values, "test", audios=audios, scene='{"other": 1}'))
    assert [finding.kind for finding in found] == ["media are nearly alike"]


def test_twins_are_no_duplicates() -> None:
    values = _plain("clock")[0]
    id = values["id"]
    asked = [{**question, "twin": id} for question in values["questions"]]
    _, found = _found(*_clean(), _copy(values, questions=asked, scene='{"other": 1}'))
    assert found == []


def test_a_question_asked_twice_is_found() -> None:
    values = _plain("clock")[0]
    twice = {**values, "questions": [*values["questions"], values["questions"][0]]}
    _, found = _found(Row(twice, "train"))
    assert [finding.kind for finding in found] == ["question is asked twice of one scene"]


def test_one_question_again_and_again_fails() -> None:
    values = _plain("clock")[0]
    same = [dict(values["questions"][0])]
    rows = [Row({**values, "id": f"row {n}", "questions": same, "media": "[]", "scene": f'{{"n": {n}}}'}, "train")
            for n in range(60)]  # fmt: skip
    check, _ = _found(*rows)
    assert check.section().failed == ["largest share of one question in its template"]


def test_a_twin_is_asked_nothing_in_the_same_words() -> None:
    """Templates of twins may share their words with another: of seed 5 this one asked for a material twice."""
    from scenewright.families import family

    kind = family("collisions")
    sample = Maker(family=kind, level=2, seed=5, spec=kind.levels[2], questions=5).make(8)
    texts = [question.text for question in sample.questions]
    assert sample.questions[0].twin
    assert len(set(texts)) == len(texts)


def test_rows_that_lack_parts_are_counted() -> None:
    values = dict(_plain("clock")[0])
    bare = {key: values[key] for key in ("id", "family", "level")}
    broken = {**values, "images": [{"bytes": b"no picture", "path": ""}], "scene": "{"}
    check, found = _found(Row(bare, "train"), Row(broken, "train"))
    assert found == []
    assert check.skipped["a picture can't be decoded"] == 1
    assert check.skipped["no column 'style'"] == 1
    check.section()


def test_the_index_misses_none_of_many() -> None:
    """2,000 fingerprints at random, of which 20 are there again, slightly changed."""
    rng = rng_for(0, "prints")
    side = 24 * 24 + 32
    cells = rng.integers(0, 256, (2000, side), dtype=np.uint8)
    again = np.clip(cells[::100].astype(int) + rng.integers(-3, 4, (20, side)), 0, 255).astype(np.uint8)
    rows = [(Print("image", 0.0, one.tobytes()),) for one in (*cells, *again)]
    assert sorted(alike_pairs(rows)) == [(100 * n, 2000 + n) for n in range(20)]


def test_prints_tell_kinds_and_lengths_apart() -> None:
    tone = np.sin(np.arange(16000) * 0.3)[:, None].astype(np.float32)
    assert alike(sound_print(tone, 16000), sound_print(tone * 0.2, 16000))
    assert not alike(sound_print(tone, 16000), sound_print(tone[:12000], 16000))
    grey = np.full((50, 60, 3), 90, np.uint8)
    assert not alike(picture_print(grey), picture_print(grey, "video", 1.0))
    assert not alike(picture_print(grey), picture_print(grey + np.array([60, 0, 0], np.uint8)))


def test_scenes_are_equal_however_they_are_written() -> None:
    assert scene_hash("clock", {"a": 1, "b": [2.5]}) == scene_hash("clock", {"b": [2.5], "a": 1})
    assert scene_hash("clock", {"a": 1}) != scene_hash("tower", {"a": 1})


def test_evenness() -> None:
    assert evenness({"a": 5, "b": 5}) == 1.0
    assert evenness({"a": 5}) == 1.0
    assert evenness({"a": 99, "b": 1}) < 0.1
    assert set(PICTURES) <= set(names())
