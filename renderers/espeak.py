"""espeak-ng through ctypes: text to samples, with the words and phonemes that the synthesiser reports.

Library and voices come inside the wheel of `espeakng-loader` (GPL-3, hence the extra `speech`). espeak-ng keeps the
phase of its flutter, its gain control and the ends of its filters in static variables that no call resets, so the same
words sound a little different the second time. Each call of `say` therefore loads the library afresh (about 4 ms) and
unloads it again: the same lines give the same samples, whatever was said before and in which process.
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scenewright.scenes.base import Value

RATE_HZ = 22_050
"""Sample rate of espeak-ng's voices."""
PATH_MAX = 150
"""Characters of the data's path that espeak-ng has room for (its buffer holds 160)."""
INSTALL = "spoken words need espeak-ng; run: pip install 'scenewright[speech]'"
VOLUME = 70
"""Of 100: at full volume the loudest voices clip inside the synthesiser."""

BUFFER_MS = 500
"""Sound that is handed over at once."""

_SYNCHRONOUS = 2
_PHONEME_EVENTS, _DONT_EXIT = 0x0001, 0x8000
_CHARS_UTF8 = 1
_BY_CHARACTER = 1
_RATE, _VOLUME, _PITCH, _RANGE, _PUNCTUATION, _CAPITALS, _GAP = range(1, 8)
_WORD, _PHONEME = 1, 7
_SEED = 1
_FRESH = 4  # RTLD_NOLOAD of dlopen(3): only what is loaded already
_ALIASES = {"en": "en-gb", "en-gb": "en"}


class Line(Value, frozen=True, kw_only=True):
    """Something to say, and how."""

    text: str
    voice: str = "en-us"
    """A language of espeak-ng, with one of its variants after a plus: `en-gb-scotland+f2`."""
    rate_wpm: int = 160
    """Words per minute, 80 to 450."""
    pitch: int = 50
    """0 to 99; 50 is the voice's own, 0 an octave lower and 99 one higher, about."""
    range: int = 50
    """Of the melody: 0 is monotone, 50 normal, 99 lively."""
    gap: int = 0
    """Pause between words, in units of 10 ms."""


class Spoken(NamedTuple):
    """What was synthesised: samples at `RATE_HZ`, full scale at 1, and what was reported of it.

    `words` are (place of the first character in the text, first sample); `phonemes` are (name in espeak-ng's own
    letters, first sample), pauses among them as names that begin with `_`.
    """

    samples: np.ndarray
    words: tuple[tuple[int, int], ...]
    phonemes: tuple[tuple[str, int], ...]


class VoiceError(ValueError):
    """There is no such voice; the text says so in one line."""


class _Event(ctypes.Structure):
    """`espeak_EVENT` of espeak-ng's `speak_lib.h`."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_lock = threading.Lock()


@cache
def _home() -> tuple[str, str]:
    """Paths of the library and of its data. `ImportError` in one line where they can't be had."""
    try:
        import espeakng_loader
    except ImportError:
        raise ImportError(INSTALL) from None
    library, data = str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path())
    if len(os.fsencode(data)) > PATH_MAX:
        raise ImportError(
            f"espeak-ng has room for paths of {PATH_MAX} characters, and its voices lie in {data}; "
            "install scenewright[speech] in an environment with a shorter path"
        )
    return library, data


def available() -> bool:
    """Whether espeak-ng is installed."""
    try:
        _home()
    except ImportError:
        return False
    return True


@cache
def _files() -> dict[str, str]:
    """Languages by their names in lower case: `en-gb-scotland` -> `gmw/en-GB-scotland`."""
    root = Path(_home()[1]) / "lang"
    found = {path.name.lower(): path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if path.is_file()}
    return found | {name: found[file] for name, file in _ALIASES.items() if file in found}


@cache
def languages() -> tuple[str, ...]:
    """All languages there are voices for."""
    return tuple(sorted(_files()))


@cache
def variants() -> tuple[str, ...]:
    """All variants that a voice can be given after a plus."""
    return tuple(sorted(path.name for path in (Path(_home()[1]) / "voices" / "!v").iterdir()))


@cache
def _voice(name: str) -> bytes:
    """A voice's name as espeak-ng wants it. `VoiceError` with the nearest name."""
    language, plus, variant = name.partition("+")
    if language.lower() not in _files():
        raise VoiceError(f"no voice '{name}'{_nearest(language.lower(), languages(), '')}")
    if plus and variant not in variants():
        raise VoiceError(f"no voice '{name}'{_nearest(variant, variants(), f'{language}+')}")
    return f"{_files()[language.lower()]}{plus}{variant}".encode()


def _nearest(word: str, known: Sequence[str], prefix: str) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, 1, 0.5)
    return f"; did you mean '{prefix}{close[0]}'?" if close else f"; there are, among others: {', '.join(known[:12])}"


def check(voice: str) -> None:
    """`VoiceError` where there is no such voice, `ImportError` where there is no espeak-ng."""
    _voice(voice)


def say(lines: Sequence[Line]) -> tuple[Spoken, ...]:
    """Say lines one after the other. The same lines give the same samples, in any process and at any time.

    `ImportError` without espeak-ng, `VoiceError` for an unknown voice.
    """
    library, data = _home()
    names = [_voice(line.voice) for line in lines]
    with _lock:
        lib = _load(library)
        try:
            started = lib.espeak_Initialize(_SYNCHRONOUS, BUFFER_MS, os.fsencode(data), _PHONEME_EVENTS | _DONT_EXIT)
            if started != RATE_HZ:
                raise ImportError(f"espeak-ng does not start with the voices in {data}; install them again")
            heard = _Heard()
            callback = _Callback(heard)  # held, or ctypes would drop it
            lib.espeak_SetSynthCallback(callback)
            lib.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
            ctypes.CDLL(None).srand(_SEED)  # Klatt's voices draw their noise from C's own generator
            return tuple(_say(lib, heard, line, name) for line, name in zip(lines, names, strict=True))
        finally:
            lib.espeak_Terminate()
            _ctypes.dlclose(lib._handle)


def _load(library: str) -> Any:
    try:
        ctypes.CDLL(library, mode=_FRESH)
    except OSError:
        pass  # as it should be
    else:
        raise ImportError("another package of this process holds espeak-ng loaded, so speech would not be repeatable; "
                          "make speech in a process of its own")  # fmt: skip
    lib = ctypes.CDLL(library)
    lib.espeak_Synth.argtypes = (
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    )  # fmt: skip
    return lib


class _Heard:
    """What the library hands over while it speaks."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.chunks: list[bytes] = []
        self.words: list[tuple[int, int]] = []
        self.phonemes: list[tuple[str, int]] = []

    def __call__(self, wav: Any, count: int, events: Any) -> int:
        if wav and count > 0:
            self.chunks.append(ctypes.string_at(wav, 2 * count))
        i = 0
        while events[i].type:
            event = events[i]
            if event.type == _WORD:
                self.words.append((event.text_position - 1, event.sample))
            elif event.type == _PHONEME:
                self.phonemes.append((event.id.decode(), event.sample))
            i += 1
        return 0


def _say(lib: Any, heard: _Heard, line: Line, voice: bytes) -> Spoken:
    if lib.espeak_ng_SetVoiceByName(voice):
        raise VoiceError(f"espeak-ng can't load the voice '{line.voice}'")
    for parameter, value in (
        (_RATE, line.rate_wpm), (_VOLUME, VOLUME), (_PITCH, line.pitch), (_RANGE, line.range),
        (_PUNCTUATION, 0), (_CAPITALS, 0), (_GAP, line.gap),
    ):  # fmt: skip
        lib.espeak_SetParameter(parameter, value, 0)
    heard.clear()
    text = line.text.encode()
    if lib.espeak_Synth(text, len(text) + 1, 0, _BY_CHARACTER, 0, _CHARS_UTF8, None, None):
        raise RuntimeError(f"espeak-ng can't say: {line.text[:80]}")
    samples = np.frombuffer(b"".join(heard.chunks), np.int16).astype(np.float32) / np.float32(32768)
    return Spoken(samples, tuple(heard.words), tuple(heard.phonemes))
