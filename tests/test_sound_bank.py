"""The bank: classes that can be told apart, takes that differ, sounds without clicks; loudness as pyloudnorm has it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import butter, resample_poly, sosfiltfilt

from scenewright.renderers.acoustics import bed, in_room, sides
from scenewright.renderers.sound import encode_flac, gated_lufs, k_weighted, true_peak_dbfs
from scenewright.renderers.sound_bank import MODELS
from scenewright.renderers.sound_mix import dry
from scenewright.scenes.base import rng_for
from scenewright.scenes.sound_classes import BY_ID, CLASSES, GROUPS, STROKES_OF
from scenewright.scenes.sound_draw import new_event
from scenewright.scenes.soundscape import SoundscapeSpec

RATE = 16_000
BANDS = np.concatenate([[0], np.geomspace(60, 8000, 28)])


def take(sound: str, number: int, rate: int = RATE) -> np.ndarray:
    event = new_event(SoundscapeSpec(), rng_for(number, "bank test", sound), "a1", sound, 0.0, False)
    return dry(event, rate)


def features(x: np.ndarray) -> np.ndarray:
    """Mean and spread of band levels, tonality, and how the envelope moves: what any beginner would compute."""
    x = np.concatenate([np.zeros(512), x / np.sqrt((x**2).mean() + 1e-12), np.zeros(512)])
    frames = np.lib.stride_tricks.sliding_window_view(x, 512)[::160] * np.hanning(512)
    power = np.abs(np.fft.rfft(frames, 1024, axis=1)) ** 2 + 1e-12
    freqs = np.fft.rfftfreq(1024, 1 / RATE)
    bands = np.stack([power[:, (freqs >= a) & (freqs < b)].sum(1) for a, b in pairwise(BANDS)], 1)
    energy = bands.sum(1)
    active = energy > energy.max() * 1e-3
    levels = np.log(bands.mean(0) + 1e-6)
    share = power[active] / power[active].sum(1, keepdims=True)
    flatness = np.exp(np.log(power[active]).mean(1)) / power[active].mean(1)
    centre = np.log((share * freqs).sum(1) + 1)
    rise = np.diff(np.log(energy + 1e-3 * energy.max()))
    envelope = np.sqrt(energy / energy.max())
    turns = np.abs(np.fft.rfft(envelope - envelope.mean(), 2048))
    tempo = [
        turns[a:b].sum() / turns.sum() for a, b in ((2, 20), (20, 50), (50, 100), (100, 200), (200, 400), (400, 900))
    ]
    steps = np.abs(np.diff(centre)).mean() if len(centre) > 1 else 0.0
    tonal = np.log(share.max(1))
    more = [flatness.mean(), flatness.std(), tonal.mean(), tonal.std(), centre.mean(), centre.std(), steps]
    return np.array([*(levels - levels.mean()), *np.log(bands[active] + 1e-6).std(0), *more, active.mean(),
                     (rise > 1).mean(), np.abs(rise).mean(), *tempo])  # fmt: skip


def test_a_simple_classifier_tells_all_classes_apart() -> None:
    pytest.importorskip("sklearn")
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    assert len(CLASSES) >= 30
    table = {(c.id, k): features(take(c.id, k).astype(float)) for c in CLASSES for k in range(20)}
    train = [(key, x) for key, x in table.items() if key[1] < 14]
    test = [(key, x) for key, x in table.items() if key[1] >= 14]
    model = make_pipeline(StandardScaler(), LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1))
    model.fit([x for _, x in train], [key[0] for key, _ in train])
    right = [guess == key[0] for guess, (key, _) in zip(model.predict([x for _, x in test]), test, strict=True)]
    assert np.mean(right) >= 0.95, np.mean(right)


def test_every_class_has_a_model_and_every_model_a_class() -> None:
    assert set(MODELS) == set(BY_ID)
    assert {c.group for c in CLASSES} == set(GROUPS)
    assert {c.id for c in CLASSES if c.form == "strokes"} == set(STROKES_OF)
    assert len({c.name for c in CLASSES}) == len(CLASSES)


@pytest.mark.parametrize("sound", list(BY_ID))
def test_takes_differ_and_begin_without_a_click(sound: str) -> None:
    for rate in (16_000, 48_000):
        first, again, other = take(sound, 1, rate), take(sound, 1, rate), take(sound, 2, rate)
        assert np.array_equal(first, again)
        assert np.isfinite(first).all()
        assert first.dtype == np.float32
        n = min(len(first), len(other))
        assert not np.array_equal(first[:n], other[:n])
        peak = np.abs(first).max()
        assert abs(first[0]) < 0.12 * peak
        assert abs(first[-1]) < 0.02 * peak


@pytest.mark.parametrize("number", range(3))
def test_notes_of_a_whistle_meet_without_a_click(number: int) -> None:
    """Under its tones there is breath alone: a step would be heard there, most of all behind a wall."""
    x = take("whistling", number)
    low = sosfiltfilt(butter(4, 400, fs=RATE, output="sos"), x)
    assert np.abs(low).max() < 0.01 * np.abs(x).max()


@pytest.mark.parametrize("rate", [16_000, 22_050, 32_000, 44_100, 48_000])
def test_loudness_is_pyloudnorms(rate: int) -> None:
    rng = rng_for(rate, "loudness")
    x = rng.standard_normal(3 * rate) * np.repeat([0.02, 0.3, 0.0], rate)
    tenths = (k_weighted(x, rate) ** 2)[: len(x) // (rate // 10) * (rate // 10)].reshape(-1, rate // 10).mean(axis=1)
    assert gated_lufs(tenths) == pytest.approx(pyloudnorm.Meter(rate).integrated_loudness(x), abs=0.01)
    assert gated_lufs(np.zeros(10)) == -np.inf


@pytest.mark.parametrize("kind", ["noise", "tone", "clicks"])
def test_true_peak_is_that_of_all_samples_interpolated(kind: str) -> None:
    rng = rng_for(1, "peak", kind)
    x = {
        "noise": rng.standard_normal(20_000) * 0.1,
        "tone": np.sin(np.arange(9000) * np.pi / 2 + np.pi / 4),
        "clicks": (rng.random(9000) > 0.999) * 1.0,
    }[kind]
    every = 20 * np.log10(np.abs(resample_poly(x, 4, 1)).max())
    assert true_peak_dbfs(x) == pytest.approx(every, abs=0.02)
    assert true_peak_dbfs(np.zeros(100)) == -np.inf
    assert true_peak_dbfs(np.stack([x, 2 * x], axis=1)) == pytest.approx(every + 6.02, abs=0.03)


def test_rooms_last_as_long_as_they_say() -> None:
    click = np.zeros(800, np.float32)
    click[0] = 1
    for room, seconds in (("room", 0.35), ("church", 1.6)):
        echo = in_room(click, RATE, room, 2.0)[800:].astype(float)
        energy = np.cumsum(echo[::-1] ** 2)[::-1]  # Schroeder's backward integration
        a, b = (int(np.argmax(energy < energy[0] * 10 ** (-db / 10))) / RATE for db in (2, 22))
        assert (b - a) * 3 == pytest.approx(seconds, rel=0.25)
    assert in_room(click, RATE, "dry", 2.0) is click


def test_panning_keeps_the_power() -> None:
    for pan in (-1.0, -0.6, 0.0, 0.8):
        left, right = sides(pan)
        assert left**2 + right**2 == pytest.approx(1)
    assert 20 * np.log10(sides(-1.0)[0] / sides(-1.0)[1]) > 20


@pytest.mark.parametrize("kind", ["quiet", "hum", "hiss", "rain", "wind", "crowd", "traffic"])
def test_backgrounds_repeat_without_a_seam(kind: str) -> None:
    found = bed(kind, RATE)
    x = found.samples.astype(float)
    steps = np.abs(np.diff(np.concatenate([x, x])))
    assert steps[len(x) - 1] <= np.percentile(steps, 99.99) * 1.5
    assert abs(x.mean()) < 1e-6
    assert pyloudnorm.Meter(RATE).integrated_loudness(x) == pytest.approx(0, abs=0.1)


def test_what_would_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="full scale"):
        encode_flac(np.array([0.0, 1.0]), RATE)
    with pytest.raises(ValueError, match="no numbers"):
        encode_flac(np.array([0.0, np.nan]), RATE)
