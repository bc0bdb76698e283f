"""What is special to soundscapes: labels that are read back from the FLAC, gaps that hide, clips that are no good."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pyloudnorm
import pytest
import soundfile

from scenewright.audit.readers import soundscape as reader
from scenewright.build import build
from scenewright.cli import run as command
from scenewright.errors import UserError
from scenewright.renderers.base import Rendering
from scenewright.renderers.sound import true_peak_dbfs
from scenewright.renderers.sound_measure import Heard, SoundscapeReadings, _levels, _pitch
from scenewright.renderers.sound_mix import Stem
from scenewright.renderers.sound_pictures import waveform
from scenewright.renderers.soundscape import draw_style, render
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.sound_classes import BY_ID, CLASSES, SoundClass
from scenewright.scenes.sound_clips import ClipError, read_clip
from scenewright.scenes.sound_draw import new_event
from scenewright.scenes.soundscape import (
    LEVELS,
    Ambience,
    Gap,
    Recording,
    Soundscape,
    SoundscapeSpec,
    SoundShare,
    draw_scene,
)

replace = msgspec.structs.replace
RATE = 16_000
SPARSE = SoundscapeSpec(
    events_min=3,
    events_max=4,
    seconds_min=8,
    seconds_max=14,
    background_db=-45,
    share=SoundShare(spectrogram=1, far=0, gap=0),
)
"""Steady sounds one after the other over a quiet background: what the readers can read."""


def decoded(rendering: Rendering, medium: int = 0) -> tuple[np.ndarray, int]:
    samples, rate = soundfile.read(io.BytesIO(rendering.media[medium].data))
    return samples, rate


def heard(rendering: Rendering) -> list[Heard]:
    return sorted(rendering.readings.clips[0].heard, key=lambda h: h.onset_s)  # type: ignore[attr-defined,union-attr]


def shown(scene: Soundscape, seed: int) -> Rendering:
    return render(scene, draw_style(rng_for(seed, "style")))


@cache
def sparse(seed: int) -> Soundscape | None:
    try:
        return replace(draw_scene(SPARSE, rng_for(seed, "sparse")), view="audio")
    except Reject:
        return None


def alone(kind: SoundClass, take: int) -> Soundscape:
    """One event of a class; of strokes, four or more."""
    event = new_event(SPARSE, rng_for(take, "alone", kind.id), "a1", kind.id, 0.0, False)
    if kind.regular:
        strokes, rate = max(4, kind.strokes[1]), event.rate_hz or kind.rate_hz[0] * 1.15
        event = replace(event, strokes=strokes, rate_hz=rate, duration_s=(strokes - 1) / rate + kind.stroke_s)
    event = replace(event, onset_s=0.5)
    return Soundscape(
        view="audio",
        rate_hz=16_000,
        channels=1,
        duration_s=round(event.duration_s + 1.5, 1),
        room="dry",
        background=Ambience(kind=("quiet", "hiss", "hum")[take % 3], level_db=-45.0, take=take),  # type: ignore[arg-type]
        clips=(Recording(id="clip_1", events=(event,)),),
    )


# -- read back from the decoded FLAC: 300 clips ------------------------------------------------------------------------


def test_onsets_counts_and_loudness_are_read_back() -> None:
    read = 0
    for seed in range(105):
        scene = sparse(seed)
        if scene is None:
            continue
        rendering = shown(scene, seed)
        samples, rate = decoded(rendering)
        found, ours = reader.events(samples, rate, 0.3), heard(rendering)
        assert len(found) == len(ours), seed
        levels = [reader.loudness_lufs(samples, rate, span) for span in found]
        for i, (span, h) in enumerate(zip(found, ours, strict=True)):
            assert abs(span.start_s - h.onset_s) <= 0.02, (seed, h)
            assert abs(h.onset_s - scene.event(h.event).onset_s) <= 0.06
            for j in range(i):
                apart = h.loudness_lufs - ours[j].loudness_lufs
                assert abs(apart) < 3 or apart * (levels[i] - levels[j]) > 0
        read += 1
    assert read >= 100


def test_strokes_and_tempo_are_read_back() -> None:
    """Of a heart, whose beats have two thumps, the reader finds both."""
    regular = [c for c in CLASSES if c.regular]
    for take in range(100):
        kind = regular[take % len(regular)]
        rendering = shown(alone(kind, take), take)
        samples, rate = decoded(rendering)
        found = reader.strokes(samples, rate)[:: 2 if kind.id == "heartbeat" else 1]
        (ours,) = heard(rendering)
        assert len(found) == ours.strokes == len(ours.stroke_s), kind.id
        assert max(abs(a - b) for a, b in zip(found, ours.stroke_s, strict=True)) <= 0.02, kind.id
        assert reader.pace_hz(found) == pytest.approx(ours.rate_hz, rel=0.02)


def test_pitches_are_read_back() -> None:
    tonal = [c for c in CLASSES if c.f0_hz[0]]
    for take in range(100):
        kind = tonal[take % len(tonal)]
        scene = alone(kind, take + 1000)
        rendering = shown(scene, take)
        samples, rate = decoded(rendering)
        found = reader.pitch_hz(samples, rate, reader.events(samples, rate, 0.05)[0])
        (ours,) = heard(rendering)
        assert abs(1200 * np.log2(found / ours.f0_hz)) <= 20, kind.id
        assert abs(1200 * np.log2(ours.f0_hz / scene.events[0].f0_hz)) <= 10, kind.id


@pytest.mark.parametrize("other", [-20.0, 20.0])
def test_pitch_of_a_wavering_tone_is_its_middle(other: float) -> None:
    """A tone whose strength swells 20 times a second and turns over has lines beside its pitch, of which one may be the
    strongest. A steady tone's is its strongest line.
    """
    t = np.arange(RATE // 2) / RATE
    waver = np.cos(2 * np.pi * 20 * t) + 0.15 * np.exp(2j * np.pi * other * t)
    x = np.real(waver * np.exp(2j * np.pi * 350 * t)).astype(np.float32)
    event = replace(new_event(SoundscapeSpec(), rng_for(0, "pitch"), "a1", "owl", 0.0, False), f0_hz=350.0)
    stem = Stem(event, 0, x, x)
    assert _pitch(stem, RATE, wavers=True) == pytest.approx(350, rel=0.02)
    assert _pitch(stem, RATE, wavers=False) == pytest.approx(350 + other, rel=0.01)


# -- the medium --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(5))
def test_peaks_offsets_ends_and_loudness(level: int) -> None:
    maker = Maker.of("soundscape", level, 4)
    seen = 0
    for index in range(6):
        sample = maker.make(index)
        for medium in sample.media:
            if medium.kind != "audio/flac":
                continue
            samples, rate = soundfile.read(io.BytesIO(medium.data))
            assert true_peak_dbfs(samples) < -1
            assert np.abs(samples.mean(axis=0)).max() < 1e-3
            edge = np.abs(samples[[0, 1, -2, -1]]).max()
            assert edge < 0.02 * np.abs(samples).max(), "fades at both ends"
            if len(sample.scene.clips) == 1:  # type: ignore[attr-defined]
                ours = sample.readings.clips[0].loudness_lufs  # type: ignore[union-attr,attr-defined]
                assert pyloudnorm.Meter(rate).integrated_loudness(samples) == pytest.approx(ours, abs=0.3)
            seen += 1
    assert seen


def test_loudness_is_that_of_the_finished_clip() -> None:
    """Long rests that fall below -70 LUFS in the finished clip alone are no part of its loudness."""
    loud = replace(alone(BY_ID["smoke_alarm"], 1).events[0], level_db=0.0)
    faint = replace(alone(BY_ID["smoke_alarm"], 2).events[0], id="a2", level_db=-9.0, onset_s=loud.end_s + 1)
    scene = replace(alone(BY_ID["smoke_alarm"], 1), duration_s=round(faint.end_s + 12.0, 1),
                    clips=(Recording(id="clip_1", events=(loud, faint)),),
                    background=Ambience(kind="hum", level_db=-40.0, take=1))  # fmt: skip
    for lufs in (-16.0, -36.0):
        rendering = render(scene, replace(draw_style(rng_for(1, "style")), loudness_lufs=lufs))
        samples, rate = decoded(rendering)
        assert isinstance(rendering.readings, SoundscapeReadings)
        assert rendering.readings.clips[0].loudness_lufs == pytest.approx(
            pyloudnorm.Meter(rate).integrated_loudness(samples), abs=0.15
        )


def test_the_loudest_moment_may_begin_anywhere() -> None:
    """Not only at tenths of a second: 0.4 s of a tone that lie across two of them are as loud as those that don't."""
    found = {}
    for lead in (0, 10):
        power = np.zeros(200, np.float32)
        power[40 + lead : 120 + lead] = 1e-3
        found[lead] = _levels(power)[1]
    assert found[0] == pytest.approx(found[10], abs=0.01) == pytest.approx(-30.69, abs=0.01)


def test_a_dropout_differs_from_the_quietest_background() -> None:
    """What is left of it in 16 bits is no silence."""
    scene = alone(CLASSES[0], 0)
    scene = replace(scene, background=Ambience(kind="quiet", level_db=-60.0, take=3))
    gap = Gap(id="gap", kind="dropout", start_s=scene.duration_s - 0.6, end_s=scene.duration_s - 0.3)
    samples, rate = decoded(shown(replace(scene, clips=(replace(scene.clips[0], gap=gap),)), 1))
    start, end = round(gap.start_s * rate), round(gap.end_s * rate)
    assert not samples[start + rate // 50 : end - rate // 50].any()
    assert (samples[start - rate // 4 : start] != 0).mean() > 0.3
    assert (samples[end : end + rate // 4] != 0).mean() > 0.3


def test_masked_where_it_drowns() -> None:
    scene = sparse(1)
    assert scene is not None
    loud, quiet = replace(scene.events[0], level_db=5.0), replace(scene.events[1], level_db=-20.0)
    rain = [replace(e, sound="rain", f0_hz=0.0, onset_s=1.0, duration_s=3.0) for e in (loud, quiet)]
    both = replace(scene, clips=(Recording(id="clip_1", events=tuple(rain)),))
    found = {h.event: h.masked for h in heard(shown(both, 1))}
    assert found == {rain[0].id: False, rain[1].id: True}
    bell = replace(rain[1], sound="smoke_alarm", strokes=3, rate_hz=1.5, f0_hz=3000.0, duration_s=1.6, level_db=0.0)
    apart = replace(
        scene, clips=(Recording(id="clip_1", events=(replace(rain[0], sound="foghorn", f0_hz=90.0), bell)),)
    )
    assert not any(h.masked for h in heard(shown(apart, 1))), "far apart in frequency"


@pytest.mark.parametrize("kind", ["dropout", "burst"])
def test_a_gap_lets_nothing_through(kind: str) -> None:
    scene = sparse(2)
    assert scene is not None
    event = scene.events[1]
    gap = Gap(id="gap", kind=kind, start_s=event.onset_s - 0.1, end_s=event.end_s + 0.2)  # type: ignore[arg-type]
    with_it = replace(scene, clips=(replace(scene.clips[0], gap=gap),), hidden=(event.id, f"heard-{event.id}"))
    without = replace(with_it, clips=(Recording(id="clip_1", events=tuple(e for e in scene.events if e.id != event.id),
                                                gap=gap),), hidden=())  # fmt: skip
    style = draw_style(rng_for(2, "style"))
    a, b = (decoded(render(s, style))[0] for s in (with_it, without))
    rate = scene.rate_hz
    inside = slice(round((gap.start_s + 0.02) * rate), round((gap.end_s - 0.02) * rate))
    assert np.abs(a[inside] - b[inside]).max() < 1e-3, "the same, whatever lies below"
    if kind == "dropout":
        assert np.abs(a[inside]).max() < 1e-4
    mark = next(m for m in render(with_it, style).marks if m.id == "gap")
    assert (mark.start_s, mark.end_s) == (gap.start_s, gap.end_s)


def test_stereo_sides_are_measured() -> None:
    maker, seen = Maker.of("soundscape", 4, 3), 0
    for index in range(5):
        sample = maker.make(index)
        scene: Soundscape = sample.scene  # type: ignore[assignment]
        for h in sample.readings.clips[0].heard:  # type: ignore[union-attr,attr-defined]
            pan = scene.event(h.event).pan
            assert (h.side_db > 0) == (pan < 0)
            seen += bool(pan)
    assert seen


def test_events_are_boxed_on_the_spectrogram() -> None:
    scene = sparse(3)
    assert scene is not None
    both = shown(replace(scene, view="both"), 3)
    assert [m.kind for m in both.media] == ["audio/flac", "image/png"]
    only = shown(replace(scene, view="spectrogram"), 3)
    assert [m.kind for m in only.media] == ["image/png"]
    boxes = {m.id: m.box for m in only.marks}
    plot = boxes["heard-clip_1"]
    for h in heard(only):
        left, top, right, bottom = boxes[h.id]
        assert plot[0] <= left < right <= plot[2]
        assert plot[1] <= top < bottom <= plot[3]
        at = plot[0] + (plot[2] - plot[0]) * h.onset_s / scene.duration_s
        assert left == pytest.approx(at, abs=1)


def test_waveform_picture() -> None:
    media, marks = waveform(np.sin(np.arange(16_000) / 50), 16_000, spans=(("a", 0.2, 0.4),))
    assert media.kind == "image/png"
    assert marks[0].box[2] > marks[0].box[0]


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"events_min": 12, "events_max": 12, "seconds_min": 4, "seconds_max": 6}, "too short for 12 events"),
        ({"events_min": 6, "events_max": 3}, "must not be above"),
        ({"seconds_min": 20, "seconds_max": 10}, "must not be above"),
        ({"seconds_max": 31}, "<= 30"),
        ({"rates_hz": [11_025]}, "Invalid enum value"),
        ({"backgrounds": ["disco"]}, "Invalid enum value"),
    ],
)
def test_impossible_specs_are_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=says):
        msgspec.convert(msgspec.to_builtins(LEVELS[1]) | changes, SoundscapeSpec)


TONE = 0.4 * np.sin(np.arange(12_000) * 0.2)


def bad_clip(kind: str, folder: Path) -> Path:
    path = folder / "my dog" / "1.wav"
    path.parent.mkdir(parents=True)
    if kind == "corrupt":
        path.write_bytes(b"RIFF" + bytes(range(200)))
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "no samples":
        soundfile.write(path, np.zeros(0), 16_000)
    elif kind == "silent":
        soundfile.write(path, np.zeros(16_000), 16_000)
    elif kind == "8-bit":
        soundfile.write(path, TONE, 16_000, subtype="PCM_U8")
    elif kind == "five channels":
        soundfile.write(path, np.stack([TONE] * 5, axis=1), 16_000)
    elif kind == "three hours":
        soundfile.write(path, np.zeros(3 * 3600 * 8000, np.int16), 8000)
    elif kind == "wrong ending":
        soundfile.write(path, TONE, 16_000, format="FLAC")
    elif kind == "a text":
        path.write_text("woof")
    elif kind == "cut off":
        soundfile.write(path.with_suffix(".flac"), TONE, 16_000)
        data = path.with_suffix(".flac").read_bytes()
        path = path.with_suffix(".flac")
        path.write_bytes(data[: len(data) // 2])
    elif kind == "no label":
        soundfile.write(folder / "1.wav", TONE, 16_000)
        return folder / "1.wav"
    elif kind == "strange label":
        path = folder / "12%" / "1.wav"
        path.parent.mkdir()
        soundfile.write(path, TONE, 16_000)
    return path


BAD = {
    "corrupt": "no sound that can be read",
    "empty": "is empty",
    "no samples": "holds no samples",
    "silent": "is silent",
    "8-bit": "8 bits",
    "five channels": "5 channels",
    "three hours": "at most 30 s",
    "wrong ending": "holds FLAC",
    "a text": "no sound that can be read",
    "cut off": "corrupt|fewer samples",
    "no label": "has no label",
    "strange label": "no label",
}


@pytest.mark.parametrize("kind", list(BAD))
def test_bad_clips_cost_one_line_that_names_the_file(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bad_clip(kind, tmp_path / "clips")
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "name: t\nsplits: {train: 2}\nfamilies:\n  - family: soundscape\n    levels: [0]\n    spec: {clips: clips}\n"
    )
    assert command(["build", str(recipe), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    assert str(path) in said
    assert re.search(BAD[kind], said), said
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_a_users_clips_extend_or_replace_the_bank(tmp_path: Path) -> None:
    for label in ("kettle", "dog", "yodel", "zither"):
        (tmp_path / "clips" / label).mkdir(parents=True)
        for take, ending in enumerate((".wav", ".flac", ".ogg")):
            tone = np.sin(np.arange(30_000) * (0.05 + 0.03 * len(label) + 0.01 * take))
            tone *= np.exp(-np.arange(30_000) / 9000)
            soundfile.write(tmp_path / "clips" / label / f"{take}{ending}", 0.5 * tone, 44_100)
    for bank in ("replace", "extend"):
        spec = {"clips": str(tmp_path / "clips"), "bank": bank, "events_max": 3}
        recipe = {
            "name": "t",
            "splits": {"train": 6},
            "questions": 3,
            "families": [{"family": "soundscape", "levels": [0], "spec": spec}],
        }
        from scenewright.plan import Plan

        plan = Plan.of(recipe)
        maker = plan.maker(plan.cells[0])
        scenes = [maker.make(i).scene for i in (0, 1, 2, 3)]
        sounds = {e.sound for s in scenes for e in s.clips[0].events}  # type: ignore[attr-defined]
        assert "dog" not in sounds, "the user's own dog stands for the bank's"
        if bank == "replace":
            assert sounds <= {"clip:kettle", "clip:dog", "clip:yodel", "clip:zither"}
    report = build(recipe | {"splits": {"train": 3}}, tmp_path / "out", workers=1)
    assert report is not None


def test_a_clip_that_is_not_loaded_is_named() -> None:
    scene = sparse(1)
    assert scene is not None
    event = replace(scene.events[0], sound="clip:kettle", clip="kettle/1.wav@0123456789ab")
    with pytest.raises(ClipError, match=r"kettle/1\.wav: this clip is not loaded"):
        shown(replace(scene, clips=(Recording(id="clip_1", events=(event,)),)), 1)


def test_clips_are_cut_to_what_is_heard(tmp_path: Path) -> None:
    (tmp_path / "kettle").mkdir()
    soundfile.write(tmp_path / "kettle" / "1.wav", np.concatenate([np.zeros(8000), TONE, np.zeros(8000)]), 16_000)
    clip = read_clip(tmp_path / "kettle" / "1.wav")
    assert clip.seconds == pytest.approx(len(TONE) / 16_000, abs=0.01)


def test_no_folder_and_no_sounds_cost_one_line(tmp_path: Path) -> None:
    from scenewright.plan import Plan

    (tmp_path / "empty").mkdir()
    for name, says in (("none", "there is no folder"), ("empty", "holds no sounds")):
        entry = {"family": "soundscape", "spec": {"clips": str(tmp_path / name)}}
        with pytest.raises(UserError, match=says):
            Plan.of({"name": "t", "splits": {"train": 2}, "families": [entry]})
