"""Voices that are files of the user's: Piper's and Kokoro's, by their own packages, which are no dependency of ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scenewright.errors import UserError

USUAL_WPM = 160
"""Words per minute that both speak at where nothing else is asked for, about."""
SLOWEST, FASTEST = 0.5, 2.0
"""Kokoro's speeds."""


def _there(voice: str, path: Path, what: str) -> None:
    if not path.is_file():
        raise UserError(f"voice {voice}: there is no file {path}; {what}")


class Piper(NamedTuple):
    """A voice of Piper: an `.onnx`, with its `.onnx.json` beside it."""

    path: str

    @property
    def name(self) -> str:
        return self.path

    def under(self, folder: Path) -> Piper:
        """With a path from `folder` on."""
        return Piper(str(folder / Path(self.path).expanduser()))

    def check(self) -> None:
        """`UserError` for a file or a package that is missing."""
        for path in self.files():
            _there(self.path, path, "a Piper voice is an .onnx and its .onnx.json")
        _piper_type()

    def files(self) -> tuple[Path, ...]:
        """All that it is read from."""
        return Path(self.path), Path(f"{self.path}.json")

    def say(self, text: str, rate_wpm: int) -> tuple[np.ndarray, int]:
        """Samples, full scale at 1, and their rate. The package has had two ways to hand over its sound."""
        voice = _piper(self.path)
        if hasattr(voice, "synthesize_stream_raw"):
            raw = b"".join(voice.synthesize_stream_raw(text))
            return np.frombuffer(raw, np.int16) / 32768.0, int(voice.config.sample_rate)
        chunks = list(voice.synthesize(text))
        return np.concatenate([c.audio_int16_array for c in chunks]) / 32768.0, int(chunks[0].sample_rate)


class Kokoro(NamedTuple):
    """A voice of Kokoro: a model, a file of voices, and the name of one of them, as `af_sarah` or `bm_george`."""

    model: str
    voices: str
    voice: str

    @property
    def name(self) -> str:
        return ",".join(self)

    def under(self, folder: Path) -> Kokoro:
        """With paths from `folder` on."""
        model, voices = (str(folder / Path(path).expanduser()) for path in (self.model, self.voices))
        return Kokoro(model, voices, self.voice)

    def check(self) -> None:
        """`UserError` for a file or a package that is missing, and for a voice that is not among those of the file."""
        for path in self.files():
            _there(self.name, path, "a Kokoro voice is 'MODEL.onnx,VOICES.bin,NAME'")
        known = tuple(_kokoro(self.model, self.voices).get_voices())
        if self.voice not in known:
            raise UserError(
                f"voice {self.name}: {self.voices} has no voice '{self.voice}', but: {', '.join(known[:12])}"
            )

    def files(self) -> tuple[Path, ...]:
        """All that it is read from."""
        return Path(self.model), Path(self.voices)

    def say(self, text: str, rate_wpm: int) -> tuple[np.ndarray, int]:
        """Samples, full scale at 1, and their rate."""
        speed = min(FASTEST, max(SLOWEST, rate_wpm / USUAL_WPM))
        lang = "en-gb" if self.voice.startswith("b") else "en-us"
        samples, rate_hz = _kokoro(self.model, self.voices).create(text, voice=self.voice, speed=speed, lang=lang)
        return np.asarray(samples, np.float64).reshape(-1), int(rate_hz)


def _piper_type() -> Any:
    try:
        from piper import PiperVoice  # type: ignore[import-not-found]
    except ImportError:
        raise UserError("Piper voices need the package piper-tts; run: pip install piper-tts") from None
    return PiperVoice


@cache
def _piper(path: str) -> Any:
    try:
        return _piper_type().load(path)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise UserError(f"voice {path}: not a Piper voice ({error})") from None


@cache
def _kokoro(model: str, voices: str) -> Any:
    try:
        from kokoro_onnx import Kokoro as Model  # type: ignore[import-not-found]
    except ImportError:
        raise UserError("Kokoro voices need the package kokoro-onnx; run: pip install kokoro-onnx") from None
    try:
        return Model(model, voices)
    except Exception as error:  # onnxruntime's own errors have no common type
        raise UserError(f"voice {model},{voices}: not Kokoro's files ({str(error).splitlines()[0]})") from None
