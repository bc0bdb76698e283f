"""What is special to melodies: sounds read back from the FLAC alone, clean levels, noise that hides, refused specs."""

from __future__ import annotations

import io
import re
from functools import cache

import msgspec
import numpy as np
import pytest
import soundfile
from scipy.signal import resample_poly

from scenewright.audit.readers import melody as reader
from scenewright.qa_templates.melody_base import sounds
from scenewright.renderers.base import Rendering
from scenewright.renderers.hearing import Heard
from scenewright.renderers.instruments import VOICES, Touch, sound_note
from scenewright.renderers.melody import draw_style, render
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.melody import LEVELS, draw_scene
from scenewright.scenes.music import MELODIC, TRIADS, frequency_hz, interval_name, note_name, triad_kind
from scenewright.scenes.score import Clip, Melodies, MelodySpec

CLIPS = 300
MONOPHONIC = ("tune", "scale", "arpeggio", "phrases", "pair", "relay", "beat")
"""Forms in which one note sounds at a time: all but chords and duets."""


@cache
def made() -> tuple[tuple[Melodies, Clip, bytes, tuple[Heard, ...]], ...]:
    """300 monophonic recordings of all levels, those with bursts of noise left out."""
    found: list[tuple[Melodies, Clip, bytes, tuple[Heard, ...]]] = []
    seed = 0
    while len(found) < CLIPS:
        seed += 1
        spec = msgspec.structs.replace(
            LEVELS[seed % len(LEVELS)], sample_rates_hz=(16_000,), covered=0.0, spectrogram=0.0
        )
        try:
            scene = draw_scene(spec, rng_for(seed, "melody", "reader"))
        except Reject:
            continue
        if scene.form not in MONOPHONIC:
            continue
        rendering = render(scene, draw_style(rng_for(seed, "melody", "style")))
        for clip, media in zip(scene.clips, rendering.media, strict=True):
            found.append((scene, clip, media.data, of_clip(rendering, clip)))
    return tuple(found[:CLIPS])


def of_clip(rendering: Rendering, clip: Clip) -> tuple[Heard, ...]:
    readings = rendering.readings.notes  # type: ignore[union-attr]
    return tuple(sorted((h for h in readings if h.note.startswith(f"{clip.id}.")), key=lambda h: h.onset_s))


@cache
def read() -> tuple[list[reader.Heard], ...]:
    return tuple(reader.notes(data) for _, _, data, _ in made())


def test_readings_agree_with_the_request() -> None:
    for _, _, _, heard in made():
        for h in heard:
            assert abs(h.onset_s - h.requested_onset_s) < 0.02
            if h.f0_hz is not None:
                assert abs(1200 * np.log2(h.f0_hz / h.requested_f0_hz)) < 5


@pytest.mark.slow
def test_every_note_is_counted_and_placed() -> None:
    for (scene, clip, _, heard), got in zip(made(), read(), strict=True):
        assert len(got) == len(heard), (scene.form, clip.parts[0].instrument)
        assert max(abs(g.onset_s - h.onset_s) for g, h in zip(got, heard, strict=True)) < 0.02


@pytest.mark.slow
def test_pitch_within_20_cents() -> None:
    errors = [
        1200 * np.log2(g.f0_hz / h.f0_hz) if g.f0_hz else 9999.0
        for (_, _, _, heard), got in zip(made(), read(), strict=True)
        for g, h in zip(got, heard, strict=True)
        if h.f0_hz is not None and h.offset_s - h.onset_s > 0.15
    ]
    assert len(errors) > 1500
    assert max(map(abs, errors)) < 20


@pytest.mark.slow
def test_loudness_order_and_tempo() -> None:
    ordered = tempi = 0
    for (scene, clip, _, heard), got in zip(made(), read(), strict=True):
        if scene.form in ("tune", "beat"):
            for g, h in zip(got, heard, strict=True):
                for g2, h2 in zip(got, heard, strict=True):
                    if h.level_db - h2.level_db > 3:
                        assert g.level_db > g2.level_db
                        ordered += 1
        if all(b.start - a.start == 1 for a, b in zip(clip.notes, clip.notes[1:], strict=False)):
            assert reader.tempo_bpm([g.onset_s for g in got]) == pytest.approx(clip.bpm, rel=0.02)
            tempi += 1
    assert ordered > 500
    assert tempi > 60


def test_levels_are_clean() -> None:
    """True peak below -1 dBFS, no offset, and edges that begin and end in next to nothing."""
    for level in range(len(LEVELS)):
        maker = Maker.of("melody", level, 3)
        for index in (0, 1, 2, 3, 8):
            for media in maker.make(index).media:
                if media.kind != "audio/flac":
                    continue
                x, rate = soundfile.read(io.BytesIO(media.data), always_2d=True)
                assert np.abs(resample_poly(x, 4, 1, axis=0)).max() < 10 ** (-1 / 20)
                assert np.abs(x.mean(0)).max() < 1e-3
                assert np.abs(x[: rate // 5000]).max() < 1e-3
                assert np.abs(x[-rate // 5000 :]).max() < 1e-3


@pytest.mark.parametrize("instrument", VOICES)
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_notes_end_in_silence_at_one_level(instrument: str, rate: int) -> None:
    for pitch in (48, 60, 84):
        x = sound_note(instrument, frequency_hz(pitch), 0.4, rate, Touch(bright=1.0))  # type: ignore[arg-type]
        assert abs(x[0]) < 0.05 * np.abs(x).max()
        assert abs(x[-1]) < 0.01 * np.abs(x).max()
        assert np.sqrt(np.mean(x[: rate // 4] ** 2)) == pytest.approx(1, abs=0.01)


def test_instruments_are_told_apart() -> None:
    """A nearest-mean rule on eight plain features of the spectrum and its course, on notes it has not seen."""
    features: dict[str, list[np.ndarray]] = {}
    for name in (*MELODIC, "bell"):
        for i in range(24):
            style = draw_style(rng_for(i, "apart", name))
            pitch = 55 + (7 * i) % 24
            x = sound_note(name, frequency_hz(pitch), 0.5, 16_000, style.touch)
            features.setdefault(name, []).append(describe(x, frequency_hz(pitch)))
    train = np.array([row for rows in features.values() for row in rows[::2]])
    scale = train.std(0)
    means = {name: np.mean(rows[::2], 0) / scale for name, rows in features.items()}
    right = [
        min(means, key=lambda m: float(np.abs(means[m] - row / scale).sum())) == name
        for name, rows in features.items()
        for row in rows[1::2]
    ]
    assert np.mean(right) > 0.95


def describe(x: np.ndarray, f0: float) -> np.ndarray:
    """Levels of harmonics 2 to 5 and between harmonics, and of the level's course, in dB."""
    part = x[800:4800] * np.hanning(4000)
    spectrum = np.abs(np.fft.rfft(part, 16_384))
    peaks = [spectrum[int(f0 * k * 0.98 * 1.024) : int(f0 * k * 1.02 * 1.024) + 2].max() for k in (0.5, 1, 2, 3, 4, 5)]
    course = [np.sqrt(np.mean(x[a : a + 400] ** 2)) for a in (0, 160, 800, 2400, 4800, 7000)]
    high = spectrum[3500:].max()
    return np.array(
        [20 * np.log10((p + 1e-3) / (max(peaks) + 1e-3)) for p in (*peaks, high)]
        + [20 * np.log10((a + 1e-3) / (max(course) + 1e-3)) for a in course]
    )


def test_hidden_notes_leave_no_trace() -> None:
    """Under the noise neither the note's harmonics nor its onset is left: two other pitches there sound the same."""
    seen = 0
    for index in range(8, 200, 10):
        good, spoiled = Maker.of("melody", 0, 1).make_with_twin(index)
        scene = spoiled.scene
        assert isinstance(scene, Melodies)
        (id,) = scene.hidden
        clip = scene.clips[0]
        other = msgspec.structs.replace(
            clip,
            parts=tuple(
                msgspec.structs.replace(
                    p, notes=tuple(msgspec.structs.replace(n, pitch=n.pitch + 5 * (n.id == id)) for n in p.notes)
                )
                for p in clip.parts
            ),
        )
        again = render(msgspec.structs.replace(scene, clips=(other,)), spoiled.style)  # type: ignore[arg-type]
        assert again.media[0].data == spoiled.media[0].data
        assert good.media[0].data != spoiled.media[0].data
        heard = {h.note: h for h in spoiled.readings.notes}[id]  # type: ignore[union-attr]
        assert heard.f0_hz is None
        assert heard.margin_db < -20
        seen += 1
    assert seen > 10


def test_noise_comes_without_anything_asked_being_hidden() -> None:
    singles = [Maker.of("melody", 0, seed).make(0).scene for seed in range(120)]
    bursts = [s for s in singles if s.burst]  # type: ignore[attr-defined]
    assert 0.1 < len(bursts) / len(singles) < 0.5
    assert any(s.hidden for s in bursts)
    assert any(not s.hidden for s in bursts)


def test_notes_are_boxed_on_the_spectrogram() -> None:
    """From its onset on, around its measured pitch; the sounds stay as they are without pictures."""
    scene = next(scene for scene, *_ in made() if scene.form == "tune")
    style = draw_style(rng_for(5, "picture"))
    style = msgspec.structs.replace(style, picture=msgspec.structs.replace(style.picture, scale="linear"))
    plain, both = (render(msgspec.structs.replace(scene, view=view), style) for view in ("audio", "both"))
    assert both.media[: len(plain.media)] == plain.media
    assert [m.kind for m in both.media] == ["audio/flac"] * len(scene.clips) + ["image/png"] * len(scene.clips)
    medium = len(scene.clips)
    boxes = {m.id: m.box for m in both.marks if m.medium == medium}
    left, top, right, bottom = boxes[scene.clips[0].id]
    for h in of_clip(both, scene.clips[0]):
        box = boxes[h.note]
        assert box[0] == pytest.approx(left + (right - left) * h.onset_s / scene.clips[0].duration_s, abs=1.6)
        assert h.f0_hz is not None
        assert box[1] < bottom - (bottom - top) * h.f0_hz / 8000 < box[3]


def test_scenes_are_musical() -> None:
    """Notes of a part do not overlap, phrases but the odd one are alike, duets keep to their registers."""
    for seed in range(150):
        try:
            scene = draw_scene(LEVELS[seed % 5], rng_for(seed, "legal"))
        except Reject:
            continue
        for clip in scene.clips:
            for part in clip.parts:
                ends = {n.start: n.start + n.beats for n in part.notes}
                assert all(end <= later for end, later in zip(ends.values(), list(ends)[1:], strict=False))
            assert all(45 <= n.pitch <= 88 and n.beats >= 0.5 and 1 <= n.velocity <= 127 for n in clip.notes)
        if scene.form == "chords":
            assert all(triad_kind([n.pitch for n in g]) in TRIADS for g in sounds(scene.clips[0]) if len(g) > 1)
        if scene.form == "relay":
            last = 0.0
            for part in scene.clips[0].parts:
                assert part.notes[0].start >= last
                last = part.notes[-1].start + part.notes[-1].beats


def test_theory() -> None:
    assert note_name(60) == "C4"
    assert frequency_hz(69) == 440
    assert frequency_hz(60) == pytest.approx(261.6256, abs=1e-4)
    assert interval_name(-7) == "perfect fifth"
    assert triad_kind([60, 63, 66, 72]) == "diminished"
    assert triad_kind([60, 64, 68]) == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"notes_min": 0}, r">= 3.*notes_min"),
        ({"notes_max": 40}, r"<= 32.*notes_max"),
        ({"notes_min": 9, "notes_max": 4}, r"notes_min \(9\) must not be above notes_max \(4\)"),
        ({"bpm_min": 0}, r">= 40.*bpm_min"),
        ({"bpm_max": 999}, r"<= 200.*bpm_max"),
        ({"sample_rates_hz": [1]}, r">= 16000.*sample_rates_hz"),
        ({"sample_rates_hz": []}, r"length >= 1.*sample_rates_hz"),
        ({"forms": ["fugue"]}, r"fugue.*forms"),
        ({"instruments": ["kazoo"]}, r"kazoo.*instruments"),
        ({"duration_max_s": 0.1}, r">= 2.*duration_max_s"),
        (
            {"notes_min": 20, "notes_max": 20, "bpm_max": 100, "duration_max_s": 5},
            r"duration_max_s \(5\) is too short for notes_min \(20\).*allowed: 13.3 to 60",
        ),
        ({"stereo": 1.5}, r"<= 1.*stereo"),
    ],
)
def test_impossible_specs_are_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(msgspec.to_builtins(LEVELS[0]) | changes, MelodySpec)
    assert re.search(says, str(caught.value))
