"""Readers of towers, tables and sounds: nothing wrong with what is as it was made, and each planted fault is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import av
import msgspec
import numpy as np
import pytest
import soundfile

from scenewright.audit.decoded import Held
from scenewright.audit.readers import Fact, reader
from scenewright.audit.readers.soundscape import _event
from scenewright.audit.rows import Medium, Row
from scenewright.audit.sounds import Sound, begins
from scenewright.families import family
from scenewright.sample import Maker
from scenewright.scenes.base import rng_for
from tests.rows import plain_rows

FAMILIES = ("tower", "collisions", "soundscape", "melody", "speech")
SOUNDS = ("soundscape", "melody", "speech")


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Two of each level."""
    levels = range(len(family(name).levels))
    samples = [Maker.of(name, level, 6, questions=1).make(index) for level in levels for index in range(2)]
    return tuple(Row(values, "train", k) for k, values in enumerate(plain_rows(samples)))


def read(row: Row) -> list[Fact]:
    facts = reader(row.family)
    assert facts is not None
    return list(facts(row))


def wrong(row: Row) -> set[str]:
    """Names of the facts that disagree."""
    return {fact.name for fact in read(row) if fact.read is not None and not fact.agrees}


def altered(row: Row, column: str, change: Callable[[Any], None]) -> Row:
    """The row with one of its JSON columns changed in place."""
    found = msgspec.json.decode(row.values[column])
    change(found)
    return Row(row.values | {column: msgspec.json.encode(found).decode()}, row.split, row.number)


def resounded(row: Row, change: Callable[[np.ndarray, int], np.ndarray]) -> Row:
    """The row with its sounds changed."""
    media = []
    for medium in row.media:
        if medium.kind.startswith("audio/"):
            samples, rate = soundfile.read(io.BytesIO(medium.data), always_2d=True)
            sink = io.BytesIO()
            soundfile.write(sink, change(samples, rate), rate, format="FLAC")
            medium = medium._replace(data=sink.getvalue())
        media.append(medium)
    return row.with_media(media)


def heard(name: str) -> list[Row]:
    return [row for row in rows(name) if row.shown[0].kind.startswith("audio/")]


def shot(name: str, *kinds: str) -> list[Row]:
    return [row for row in rows(name) if row.scene["shot"]["kind"] in kinds]


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_as_it_was_made_is_read_and_agrees(name: str) -> None:
    facts = [fact for row in rows(name) for fact in read(row)]
    assert not [fact for fact in facts if fact.read is not None and not fact.agrees]
    told = sum(fact.read is not None for fact in facts)
    assert told >= 0.9 * len(facts) >= 40, (told, len(facts))
    assert all(not fact.agrees for fact in facts if fact.read is None)


@pytest.mark.parametrize("name", FAMILIES)
def test_media_of_another_sample(name: str) -> None:
    """Pictures, clips or sounds of the row two further on, of another level."""
    ours = rows(name)
    for row, other in zip(ours, (*ours[2:], *ours[:2]), strict=True):
        if [m.kind for m in row.shown] == [m.kind for m in other.shown] and "spectrogram" not in str(row.scene):
            try:
                found = wrong(row.with_media(other.media))
            except Exception as error:  # a clip of another length
                assert "another number of frames" in str(error)  # noqa: PT017
                continue
            assert found, row.id


@pytest.mark.parametrize(("name", "part"), [("tower", "block"), ("collisions", "piece")])
def test_marks_five_pixels_off(name: str, part: str) -> None:
    found = total = 0
    for row in shot(name, "start", "before_after"):

        def push(marks: list[dict[str, Any]]) -> None:
            for mark in marks:
                if mark["part"] == part:
                    mark["polygon"] = [[x + 5, y] for x, y in mark["polygon"]]

        total += 1
        found += "place" in wrong(altered(row, "marks", push))
    assert found == total > 2


@pytest.mark.parametrize(("name", "things"), [("tower", "blocks"), ("collisions", "pieces")])
def test_a_colour_changed_in_the_scene(name: str, things: str) -> None:
    for row in rows(name):
        told = [fact for fact in read(row) if fact.name == "paint" and fact.read is not None]
        if not told:
            continue
        one = told[0]

        def repaint(scene: dict[str, Any], one: Fact = one) -> None:
            thing = next(thing for thing in scene[things] if thing["id"] == one.of)
            thing["colour"] = "green" if one.said != "green" else "blue"

        assert "paint" in wrong(altered(row, "scene", repaint)), row.id


@pytest.mark.parametrize("name", ["tower", "collisions"])
def test_a_clip_reversed(name: str) -> None:
    """Of scenes in which something moves."""
    total = 0
    for row in shot(name, "video"):
        if name == "tower" and row.outcome and row.outcome["stands"]:
            continue
        total += 1
        assert wrong(row.with_media([_reversed(row.media[0]), *row.media[1:]])), row.id
    assert total


def _reversed(medium: Medium) -> Medium:
    with av.open(io.BytesIO(medium.data), "r") as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)][::-1]
    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=round(medium.facts["frame_rate_hz"]), options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = frames[0].shape[1], frames[0].shape[0], "yuv420p"
        for frame in frames:
            file.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")))
        file.mux(stream.encode(None))
    return medium._replace(data=sink.getvalue())


def test_an_ending_swapped_for_the_start() -> None:
    for row in shot("tower", "before_after"):
        first, second, *masks = row.media
        moved = [fact for fact in read(row) if fact.name == "ending" and fact.said == "moved"]
        if moved:
            assert "ending" in wrong(row.with_media([first, second._replace(data=first.data), *masks]))


def test_a_block_left_out_of_the_scene_is_a_stray() -> None:
    total = 0
    for row in shot("tower", "start"):
        if not any(fact.name == "blocks" for fact in read(row)):
            continue
        gone = row.scene["blocks"][-1]["id"]
        other = altered(row, "scene", lambda scene: scene["blocks"].pop())
        other = altered(other, "marks", lambda marks, gone=gone: marks.__setitem__(
            slice(None), [mark for mark in marks if mark["id"] != gone]))  # fmt: skip
        total += 1
        assert "blocks" in wrong(other), row.id
    assert total


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_shifted_by_three_tenths_of_a_second(name: str) -> None:
    for row in heard(name):
        late = resounded(row, lambda x, rate: np.concatenate([np.zeros((round(0.3 * rate), x.shape[1])), x])[: len(x)])
        assert "onset" in wrong(late) or "onset in picture" in wrong(late), row.id


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_half_as_loud(name: str) -> None:
    for row in heard(name):
        assert "loudness" in wrong(resounded(row, lambda x, rate: x / 2)), row.id


def test_sides_swapped() -> None:
    stereo = [row for row in heard("soundscape") if row.scene["channels"] == 2]
    swapped = [wrong(resounded(row, lambda x, rate: x[:, ::-1])) for row in stereo]
    assert sum("side" in found for found in swapped) >= len(stereo) - 1 > 0


def test_a_stroke_too_many_and_an_event_too_few() -> None:
    def more(readings: dict[str, Any]) -> None:
        for clip in readings["clips"]:
            for one in clip["heard"]:
                one["strokes"] += 1

    def fewer(readings: dict[str, Any]) -> None:
        for clip in readings["clips"]:
            del clip["heard"][1]

    clean = [row for row in heard("soundscape") if any(f.name == "strokes" and f.agrees for f in read(row))]
    assert clean
    assert all("strokes" in wrong(altered(row, "readings", more)) for row in clean)
    plain = [row for row in heard("soundscape") if row.scene["room"] == "dry" and not row.scene["clips"][0]["gap"]]
    found = [bool(wrong(altered(row, "readings", fewer))) for row in plain]
    assert sum(found) >= 0.6 * len(found) > 0, "one may lie in the tail of another"


def test_a_note_a_semitone_off_and_a_note_too_few() -> None:
    def sharp(readings: dict[str, Any]) -> None:
        for note in readings["notes"]:
            if note["f0_hz"]:
                note["f0_hz"] *= 2 ** (1 / 12)

    def fewer(readings: dict[str, Any]) -> None:
        del readings["notes"][2]

    pitched = [row for row in heard("melody") if any(note["f0_hz"] for note in (row.readings or {})["notes"])]
    assert all("pitch" in wrong(altered(row, "readings", sharp)) for row in pitched)
    counted = [row for row in heard("melody") if any(f.name == "onsets" and f.agrees for f in read(row))]
    found = ["onsets" in wrong(altered(row, "readings", fewer)) for row in counted]
    assert sum(found) >= 0.5 * len(found) > 0, "one of two that begin together may go unnoticed"


def test_a_tempo_too_fast() -> None:
    def faster(scene: dict[str, Any]) -> None:
        for clip in scene["clips"]:
            clip["bpm"] = round(clip["bpm"] * 1.05, 1)

    timed = [row for row in heard("melody") if any(f.name == "tempo" for f in read(row))]
    assert timed
    assert all("tempo" in wrong(altered(row, "scene", faster)) for row in timed)


def test_registers_swapped() -> None:
    def swap(scene: dict[str, Any]) -> None:
        for speaker in scene["speakers"]:
            speaker["register"] = "low" if speaker["register"] == "high" else "high"

    told = [row for row in heard("speech") if any(f.name == "register" and f.agrees for f in read(row))]
    assert told
    assert all("register" in wrong(altered(row, "scene", swap)) for row in told)


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_levels_do_not_drift(rate: int) -> None:
    """At the end of a long clip too, a sound begins when it begins: a step need be no whole number of samples."""
    samples = np.zeros((100 * rate, 1), np.float32)
    samples[98 * rate :, 0] = 0.3 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)
    level = Sound(Medium("audio/wav", Held((samples, rate)), "", {})).level()
    assert begins(level, 98.0, 0.5, 0.5) == pytest.approx(98.0, abs=0.02)


def test_what_dies_away_is_no_beginning() -> None:
    """Before a sound begins, the room still has the last one."""
    level = np.full(400, -70.0)
    level[:160] = -28 - 0.45 * np.arange(160) + 2 * np.sin(np.arange(160))
    level[200:] = -20.0
    assert begins(level, 1.0, 0.99, 0.5) == pytest.approx(1.0, abs=0.01)


def test_an_onset_outside_of_a_sounds_band() -> None:
    """A tone that glides begins where little of it lies."""
    rate, t = 16_000, np.arange(8 * 16_000) / 16_000
    hz = np.where(t < 4, 1900.0, 1100.0)
    x = np.sin(2 * np.pi * np.cumsum(hz) / rate) * np.where((t > 3) & (t < 7), np.where(t < 4, 0.03, 0.3), 0)
    noise = 1e-3 * rng_for(1, "noise").normal(size=len(t))
    sound = Sound(Medium("audio/wav", Held(((x + noise)[:, None].astype(np.float32), rate)), "", {}))
    heard = {
        "event": "a1", "sound": "whistling", "onset_s": 3.0, "offset_s": 7.0, "low_hz": 1090.0, "high_hz": 1450.0,
        "loudness_lufs": -14.0, "strongest_lufs": -12.0, "f0_hz": 0.0, "stroke_s": [], "side_db": 0.0,
    }  # fmt: skip
    facts = {fact.name: fact for fact in _event(sound, heard, [heard], None, (), 0.01, False)}
    assert facts["onset"].read == pytest.approx(3.0, abs=0.05)


def test_the_pitch_of_a_wavering_tone() -> None:
    """By how often it repeats, whichever of its lines is the strongest; and noise has none."""
    rate, t = 16_000, np.arange(16_000) / 16_000
    waver = np.cos(2 * np.pi * 20 * t) + 0.15 * np.exp(2j * np.pi * 20 * t)
    tone = np.real(waver * np.exp(2j * np.pi * 350 * t))
    for x, hz in ((tone, pytest.approx(350, rel=0.03)), (rng_for(2, "noise").normal(size=rate), None)):
        sound = Sound(Medium("audio/wav", Held(((0.2 * x)[:, None].astype(np.float32), rate)), "", {}))
        assert sound.repeats_hz(350.0, 0.1, 0.7) == hz
