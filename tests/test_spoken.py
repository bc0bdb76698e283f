"""Spoken questions: texts as they are read out, voices, and samples whose question comes by voice."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

import scenewright as sw
from scenewright import neural_voices, spoken
from scenewright.plan import Plan
from scenewright.renderers import espeak
from scenewright.shards import write_shard
from scenewright.stream import Stream

needs_espeak = pytest.mark.skipif(not espeak.available(), reason=espeak.INSTALL)
RECIPE = {"name": "by voice", "splits": {"train": 20}, "families": [{"family": "clock", "levels": [1], "spoken": 0.5}]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("At 9:05 or 15:20?", "At nine oh five or fifteen twenty?"),
        ("(A) 45 km/h (B) −3 °C", "Option A: 45 kilometres per hour Option B: minus 3 degrees Celsius"),
        ("Is $3.5 million > 20%?", "Is 3.5 million dollars greater than 20 percent?"),
        ("A. 1,200 B. 5 × 3", "Option A: 1200 Option B: 5 times 3"),
        ("**Bar** “x_y” = 4 mm", "Bar x y equals 4 millimetres"),
    ],
)
def test_as_it_is_read_out(text: str, said: str) -> None:
    assert spoken.spoken_text(text) == said


@needs_espeak
def test_speak() -> None:
    clip = sw.speak("What time is it?", voice="en-gb+f2", rate=150)
    assert clip == sw.speak("What time is it?", voice="en-gb+f2", rate=150)
    assert (clip.kind, clip.role) == ("audio/flac", "question")
    samples, rate = soundfile.read(io.BytesIO(clip.data))
    assert len(samples) / rate == pytest.approx(clip.duration_s)
    assert 0.01 < np.abs(samples).max() < 0.9
    assert sw.speak("a").duration_s >= spoken.SHORTEST_S


@needs_espeak
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"text": "?!"}, "no words"),
        ({"text": "a", "voice": "en-uss"}, "did you mean 'en-us'"),
        ({"text": "a", "rate": 1000}, "rate must be 80 to 450, not 1000"),
        ({"text": "a", "pitch": -1}, "pitch must be"),
        ({"text": "a", "voice": "/nowhere/x.onnx"}, "/nowhere/x.onnx"),
    ],
)
def test_mistakes_in_one_line(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(sw.UserError, match=said) as error:
        sw.speak(**arguments)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)


def test_piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "voice.onnx"
    path.write_bytes(b"")
    with pytest.raises(sw.UserError, match=r"voice\.onnx\.json"):
        sw.speak("hello", voice=str(path))
    Path(f"{path}.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "piper", None)
    with pytest.raises(sw.UserError, match="pip install piper-tts"):
        sw.speak("hello", voice=str(path))
    tone = (8000 * np.sin(np.arange(16_000) / 8)).astype(np.int16)
    new = SimpleNamespace(synthesize=lambda text: [SimpleNamespace(audio_int16_array=tone, sample_rate=16_000)])
    old = SimpleNamespace(
        synthesize_stream_raw=lambda text: [tone.tobytes()], config=SimpleNamespace(sample_rate=16_000)
    )
    for voice in (new, old):
        module = SimpleNamespace(PiperVoice=SimpleNamespace(load=lambda path, voice=voice: voice))
        monkeypatch.setitem(sys.modules, "piper", module)
        neural_voices._piper.cache_clear()
        clip = sw.speak("hello", voice=str(path))
        assert (clip.sample_rate_hz, clip.duration_s) == (16_000, 1.0)
    neural_voices._piper.cache_clear()


def kokoro_stub(said: list[dict[str, object]]) -> SimpleNamespace:
    """The part of kokoro_onnx that is used, with its signatures."""

    class Kokoro:
        def __init__(self, model_path: str, voices_path: str, espeak_config: object = None) -> None:
            assert Path(model_path).is_file()
            assert Path(voices_path).is_file()
            if not Path(model_path).read_bytes():
                raise RuntimeError("INVALID_PROTOBUF\nmore lines")

        def get_voices(self) -> list[str]:
            return ["af_sarah", "bm_george"]

        def create(
            self, text: str, voice: str, speed: float = 1.0, lang: str = "en-us", is_phonemes: bool = False
        ) -> tuple[np.ndarray, int]:
            assert 0.5 <= speed <= 2.0
            said.append({"text": text, "voice": voice, "speed": speed, "lang": lang})
            return (0.3 * np.sin(np.arange(24_000) / 9)).astype(np.float32), 24_000

    return SimpleNamespace(Kokoro=Kokoro)


def test_kokoro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, voices = tmp_path / "kokoro.onnx", tmp_path / "voices.bin"
    voice = f"{model},{voices},bm_george"
    with pytest.raises(sw.UserError, match=r"there is no file .*kokoro\.onnx"):
        sw.speak("hello", voice=voice)
    model.write_bytes(b"weights")
    voices.write_bytes(b"voices")
    monkeypatch.setitem(sys.modules, "kokoro_onnx", None)
    with pytest.raises(sw.UserError, match="pip install kokoro-onnx"):
        sw.speak("hello", voice=voice)
    said: list[dict[str, object]] = []
    monkeypatch.setitem(sys.modules, "kokoro_onnx", kokoro_stub(said))
    neural_voices._kokoro.cache_clear()
    clip = sw.speak("At 9:05?", voice=voice, rate=200)
    assert (clip.sample_rate_hz, clip.duration_s, clip.role) == (24_000, 1.0, "question")
    assert said == [{"text": "At nine oh five?", "voice": "bm_george", "speed": 1.25, "lang": "en-gb"}]
    for wrong, says in ((f"{model},{voices},bob", "no voice 'bob', but: af_sarah"), (f"{model},bob", "two commas")):
        with pytest.raises(sw.UserError, match=says) as error:
            sw.speak("hello", voice=wrong)
        assert "\n" not in str(error.value)
    entry = {"family": "clock", "levels": [1], "spoken": 1.0, "voice": "kokoro.onnx,voices.bin,af_sarah"}
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({**RECIPE, "families": [entry]}))
    plan = Plan.of(recipe)
    assert plan.cells[0].voice == f"{model},{voices},af_sarah", "paths count from the recipe's folder"
    assert plan.maker(plan.cells[0]).make(0).media[1].sample_rate_hz == 24_000
    digest = plan.digest
    voices.write_bytes(b"other voices")
    assert Plan.of(recipe).digest != digest
    model.write_bytes(b"")
    neural_voices._kokoro.cache_clear()
    with pytest.raises(sw.UserError, match="not Kokoro's files") as error:
        sw.speak("hello", voice=voice)
    assert "\n" not in str(error.value)
    neural_voices._kokoro.cache_clear()


@needs_espeak
def test_a_share_of_samples_is_spoken() -> None:
    plain = {**RECIPE, "families": [{"family": "clock", "levels": [1]}]}
    marked = 0
    both = dict(zip((s.id for s in Stream(plain)), Stream(plain), strict=True))
    samples = list(Stream(RECIPE))
    for sample in samples:
        assert sample.questions == both[sample.id].questions, "nothing else changes"
        assert sample.media[0] == both[sample.id].media[0]
        extra = [m for m in sample.media if m.role == "question"]
        marks = [m for m in sample.marks if m.id == "question-0"]
        assert len(extra) == len(marks) == len(sample.media) - 1
        for mark in marks:
            assert sample.media[mark.medium] == extra[0]
            assert mark.text == spoken.words_of(sample.questions[0])
            marked += 1
    assert 4 <= marked <= 16
    by_id = {s.id: s for s in samples}
    for sample in samples:
        if twin := sample.questions[0].twin:
            assert sample.media[1:] == by_id[twin].media[1:], "both twins are asked in the same voice"


@needs_espeak
def test_built_bytes_are_the_same(tmp_path: Path) -> None:
    plan = Plan.of(RECIPE)
    first, second = (write_shard(plan, plan.shards()[0], tmp_path / name) for name in "ab")
    assert first.sha256 == second.sha256
    assert any(row["audios"] for row in __import__("pyarrow.parquet").parquet.read_table(
        next((tmp_path / "a" / "data").glob("*.parquet"))).to_pylist())  # fmt: skip


@needs_espeak
def test_recipes_with_a_wrong_voice() -> None:
    entry = {"family": "clock", "spoken": 0.5, "voice": "en-us+f22"}
    with pytest.raises(sw.UserError, match=r"families\[0\]\.voice: no voice 'en-us\+f22'; did you mean 'en-us\+f2'"):
        Plan.of({**RECIPE, "families": [entry]})
    with pytest.raises(sw.UserError, match=r"families\[0\]\.voice: nothing is spoken"):
        Plan.of({**RECIPE, "families": [{"family": "clock", "voice": "en-us"}]})
    with pytest.raises(sw.UserError, match=r"spoken"):
        Plan.of({**RECIPE, "families": [{"family": "clock", "spoken": 1.5}]})
