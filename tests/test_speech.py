"""Talks: what the synthesiser reports agrees with the sound, with tables of its own, and with what is asked."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
from functools import cache

import msgspec
import numpy as np
import pytest
import soundfile

from scenewright import families
from scenewright.audit.readers.speech import digits, utterances
from scenewright.cli import run
from scenewright.families import family
from scenewright.qa_templates.answers import Transcript
from scenewright.qa_templates.words import said_words
from scenewright.renderers import espeak
from scenewright.renderers.espeak import Line, VoiceError, say
from scenewright.renderers.sound import true_peak_dbfs
from scenewright.renderers.speech import QUIET_DB, SNR_MIN_DB, SpeechReadings, draw_style, render
from scenewright.sample import Maker
from scenewright.scenes.base import rng_for
from scenewright.scenes.speech import LEVELS, Talk, covered, draw_scene
from scenewright.scenes.speech_words import number_said, time_said

needs_espeak = pytest.mark.skipif(not espeak.available(), reason=espeak.INSTALL)
CLIPS = 300


@cache
def clips() -> tuple[tuple[Talk, SpeechReadings, np.ndarray, int], ...]:
    """300 clips: scene, readings, decoded samples and rate."""
    made = []
    for i in range(CLIPS):
        scene = draw_scene(LEVELS[0] if i % 3 else LEVELS[1], rng_for(1, "clips", i))
        rendering = render(scene, draw_style(rng_for(1, "style", i)))
        samples, rate = soundfile.read(io.BytesIO(rendering.media[0].data))
        assert isinstance(rendering.readings, SpeechReadings)
        made.append((scene, rendering.readings, samples, rate))
    return tuple(made)


# -- the synthesiser ---------------------------------------------------------------------------------------------------


@needs_espeak
def test_same_samples_whatever_was_said_before() -> None:
    line = Line(text="She sells sea shells at seven sixty six.", voice="en-us+f2")
    first = say([line])[0]
    for other in ("en-gb+m3", "en-us+klatt2", "en-gb-scotland+whisper"):
        say([Line(text="Fish and chips.", voice=other, rate_wpm=240, pitch=90)])
        again = say([line])[0]
        assert np.array_equal(first.samples, again.samples)
        assert first.phonemes == again.phonemes
    code = (
        "import hashlib; from scenewright.renderers.espeak import Line, say\n"
        f"print(hashlib.md5(say([Line(text={line.text!r}, voice='en-us+f2')])[0].samples.tobytes()).hexdigest())"
    )
    import hashlib

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert found == hashlib.md5(first.samples.tobytes()).hexdigest()


@needs_espeak
def test_unknown_voices_in_one_line() -> None:
    for voice, hint in (("en-uss", "did you mean 'en-us'"), ("en-us+f22", r"did you mean 'en-us\+f2'")):
        with pytest.raises(VoiceError, match=hint) as error:
            say([Line(text="one", voice=voice)])
        assert "\n" not in str(error.value)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """All is listed, speech with what to install; making a sample gives one line."""
    find = families.importlib.util.find_spec
    monkeypatch.setattr(
        families.importlib.util, "find_spec", lambda name: None if name == "espeakng_loader" else find(name)
    )
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    espeak._home.cache_clear()
    try:
        assert "scenewright[speech]" in family("speech").missing()
        assert run(["families"]) == 0
        assert "scenewright[speech]" in capsys.readouterr().out
        assert run(["sample", "speech"]) == 2
        error = capsys.readouterr().err.strip()
        assert error == f"error: {espeak.INSTALL}"
        assert run(["sample", "clock"]) == 0
    finally:
        espeak._home.cache_clear()


# -- the sound ---------------------------------------------------------------------------------------------------------


@needs_espeak
def test_sound_is_where_it_is_said_to_be() -> None:
    """Every utterance, found in the decoded clip by its energy, begins and ends where the readings put it."""
    checked = 0
    for scene, readings, samples, rate in clips():
        if scene.cover:
            continue
        found = np.array(utterances(samples, rate))
        for utterance in scene.utterances:
            first, last = (readings.part(utterance.parts[i].id) for i in (0, -1))
            assert np.abs(found[:, 0] - first.onset_s).min() <= 0.02, utterance.text
            assert np.abs(found[:, 1] - last.offset_s).min() <= 0.02, utterance.text
            checked += 1
        assert abs(found[0, 0] - min(w.onset_s for w in readings.words)) <= 0.02
        assert len(found) >= len(scene.utterances)
    assert checked > 500


@needs_espeak
def test_words_are_heard_within_their_requested_time() -> None:
    """Stops begin with a closure, which is silent: the measured onset is later than the event, never before it."""
    late = []
    for _, readings, _, _ in clips()[::3]:
        for word in readings.words:
            assert word.requested_onset_s <= word.onset_s < word.offset_s < word.requested_offset_s + 0.1
            late.append(word.onset_s - word.requested_onset_s)
    assert np.quantile(late, 0.95) > 0.03
    assert max(late) < 0.2


@needs_espeak
def test_phonemes_are_those_of_the_digits() -> None:
    checked = 0
    for scene, readings, _, _ in clips():
        for part in scene.parts():
            if part.kind == "code":
                words = [w for w in readings.words if w.part == part.id]
                assert digits(" ".join(w.phonemes for w in words).split()) == part.text, words
                checked += 1
    assert checked > 100


@needs_espeak
def test_levels_edges_and_offset() -> None:
    for _, readings, samples, rate in clips()[::3]:
        assert true_peak_dbfs(samples) < -1
        assert abs(samples.mean()) < 1e-3
        assert max(abs(samples[0]), abs(samples[-1])) < 1e-3
        onsets = [w.onset_s for w in readings.words]
        assert onsets == sorted(onsets)
        assert all(a.offset_s <= b.onset_s + 1e-4 for a, b in itertools.pairwise(readings.words))
        assert len(samples) / rate == pytest.approx(readings.duration_s, abs=1e-3)


@needs_espeak
@pytest.mark.parametrize("sound", ["beep", "dropout", "cough"])
def test_a_cover_leaves_nothing_of_the_word(sound: str) -> None:
    """Other words below the cover give the same clip there."""
    scene = msgspec.structs.replace(draw_scene(LEVELS[0], rng_for(2, "cover")), cover=None, hidden=())
    part = next(p for p in scene.parts() if p.kind not in ("", "name", "subject"))
    rendering = render(covered(scene, part.id, sound), draw_style(rng_for(2, "cover")))  # type: ignore[arg-type]
    heard = rendering.readings.part(part.id)  # type: ignore[union-attr]
    assert heard.loudness_dbfs == heard.snr_db == QUIET_DB
    samples, rate = soundfile.read(io.BytesIO(rendering.media[0].data))
    inside = samples[round(heard.onset_s * rate) : round(heard.offset_s * rate)]
    if sound == "dropout":
        assert np.abs(inside).max() < 1e-3
    if sound == "beep":
        power = np.abs(np.fft.rfft(inside)) ** 2
        hz = np.fft.rfftfreq(len(inside), 1 / rate)
        assert power[np.abs(hz - 1000) < 60].sum() > 0.99 * power.sum()


@needs_espeak
def test_what_noise_masks_is_not_asked() -> None:
    seen = 0
    for level in (3, 4):
        maker = Maker.of("speech", level, 3)
        for index in range(5):
            sample = maker.make(index)
            for question in sample.questions:
                parts = [p for p in sample.readings.parts if p.part in question.evidence]  # type: ignore[union-attr]
                assert all(p.snr_db >= SNR_MIN_DB for p in parts)
                seen += len(parts)
    assert seen > 50


@needs_espeak
def test_fresh_processes_give_the_same_bytes() -> None:
    code = (
        "import hashlib; from scenewright.sample import sample\n"
        "print(*[hashlib.md5(sample('speech', level, 4).media[0].data).hexdigest() for level in (0, 3)])"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True,
                       text=True, check=True).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 2


# -- words -------------------------------------------------------------------------------------------------------------


def test_numbers_and_times_as_they_are_said() -> None:
    assert [number_said(n) for n in (0, 13, 30, 47, 100, 412)] == [
        "zero", "thirteen", "thirty", "forty seven", "one hundred", "four hundred twelve",
    ]  # fmt: skip
    assert [time_said(t) for t in (540, 545, 555, 725)] == [
        "nine o'clock",
        "nine oh five",
        "nine fifteen",
        "twelve oh five",
    ]
    assert len({number_said(n) for n in range(1000)}) == 1000
    assert len({time_said(t) for t in range(720)}) == 720


def test_transcripts_are_scored_by_word() -> None:
    answer = Transcript(value="The train to Paris leaves at nine oh five from platform twenty three")
    assert answer.score("the train to paris leaves at 9:05, from platform 23.") == 1.0
    assert answer.score("The train to Rome leaves at nine oh five from platform twenty three") == pytest.approx(
        1 - 1 / 13
    )
    assert answer.score("No idea") == 0.0
    assert said_words("Dr Miller: 12 €") == ("doctor", "miller", "twelve", "euros")
