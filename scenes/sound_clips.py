"""A user's own labelled clips: WAV, FLAC or OGG files, each in a subfolder that is its label. Read once per process."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import soundfile

from scenewright.scenes.table_columns import TableError

ENDINGS = {".wav": ("WAV", "WAVEX", "RF64"), ".flac": ("FLAC",), ".ogg": ("OGG",), ".oga": ("OGG",)}
"""Endings that are read, and what libsndfile calls the contents."""
SECONDS_MIN = 0.1
SECONDS_MAX = 30.0
"""A clip is one event; the longest scene has 30 s."""
RATE_MIN_HZ = 8000
SILENT_DBFS = -60.0
"""Peaks below this are silence: the noise of a quiet room, no event."""
EDGE_DB = -50.0
"""Leading and trailing sound this far below a clip's peak is cut off, so that its onset is where it is heard."""
COARSE = ("PCM_U8", "PCM_S8", "ULAW", "ALAW", "DPCM_8")
"""Eight bits leave 48 dB, so their noise would be heard in a quiet scene."""
LABEL = re.compile(r"^[A-Za-z][A-Za-z0-9 _'’-]{1,39}$")


class ClipError(TableError):
    """A clip that no scene can be made from: the file, the cause and the cure in one line."""


class OwnClip(msgspec.Struct, eq=False):
    """One clip, mono, as it was recorded, silence at its ends cut off."""

    key: str
    """`label/file.wav@` and a hash of its bytes: what a scene calls it by, wherever the folder lies."""
    label: str
    samples: np.ndarray
    rate_hz: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.rate_hz


_KEPT: dict[str, OwnClip] = {}
"""Every clip read by this process, by key."""


@lru_cache(16)
def load_clips(paths: tuple[str, ...]) -> tuple[OwnClip, ...]:
    """The clips of these files, in the order of their paths. Raises `ClipError` for the first that is no good."""
    clips = tuple(read_clip(Path(path)) for path in paths)
    _KEPT.update({clip.key: clip for clip in clips})
    return clips


def clip_labels(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of these files, sorted."""
    return tuple(sorted({clip.label for clip in load_clips(paths)}))


def clip_seconds(label: str) -> float:
    """How long the longest clip of a label is, of those read so far."""
    return max((clip.seconds for clip in _KEPT.values() if clip.label == label), default=1.0)


def kept_clip(key: str) -> OwnClip:
    """The clip that a scene names. `ClipError` where this process has not read it."""
    if key not in _KEPT:
        raise ClipError(f"{key.rpartition('@')[0]}: this clip is not loaded; call load_clips with its folder's files")
    return _KEPT[key]


def read_clip(path: Path) -> OwnClip:
    """Read and check one file. The header is looked at before any sample is decoded."""
    label = path.parent.name.replace("_", " ").strip()
    if not LABEL.match(label):
        raise ClipError(f"{path}: its folder's name '{path.parent.name}' is no label; use letters, such as dog/1.wav")
    if not path.is_file() or path.stat().st_size == 0:
        raise ClipError(f"{path}: is {'empty' if path.is_file() else 'missing'}; remove it or record it again")
    try:
        info = soundfile.info(str(path))
    except (soundfile.SoundFileError, RuntimeError, OSError):
        raise ClipError(f"{path}: is no sound that can be read; it is corrupt, or not what its ending says") from None
    _check_header(path, info)
    try:
        samples, rate = soundfile.read(str(path), dtype="float64", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError, OSError):
        raise ClipError(f"{path}: breaks off or is corrupt; export it again") from None
    mono = samples.mean(axis=1)
    if len(mono) != info.frames or not np.isfinite(mono).all():
        raise ClipError(f"{path}: holds fewer samples than its header says, or values that are no numbers")
    mono = mono - mono.mean()
    loud = np.flatnonzero(np.abs(mono) > np.abs(mono).max(initial=0.0) * 10 ** (EDGE_DB / 20))
    if not len(loud) or np.abs(mono).max() < 10 ** (SILENT_DBFS / 20):
        raise ClipError(f"{path}: is silent (peak below {SILENT_DBFS:.0f} dBFS); remove it or record it again")
    mono = mono[loud[0] : loud[-1] + 1].astype(np.float32)
    if len(mono) < SECONDS_MIN * rate:
        raise ClipError(f"{path}: holds less than {SECONDS_MIN} s of sound; use a longer clip")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return OwnClip(key=f"{label}/{path.name}@{digest}", label=label, samples=mono, rate_hz=rate)


def _check_header(path: Path, info: Any) -> None:
    """What can be refused before decoding: wrong container, too long, too coarse, too many channels."""
    if info.format not in ENDINGS.get(path.suffix.lower(), ()):
        raise ClipError(f"{path}: holds {info.format}, not what its ending says; rename it, or export it again")
    if info.frames == 0:
        raise ClipError(f"{path}: holds no samples; remove it or record it again")
    if info.frames / info.samplerate > SECONDS_MAX:
        raise ClipError(f"{path}: lasts {info.duration}; cut the event out, at most {SECONDS_MAX:.0f} s")
    if info.subtype in COARSE:
        raise ClipError(f"{path}: has 8 bits a sample, whose noise would be heard; export it with 16 or more")
    if info.channels > 2:
        raise ClipError(f"{path}: has {info.channels} channels; mix it down to one or two")
    if info.samplerate < RATE_MIN_HZ:
        raise ClipError(f"{path}: has {info.samplerate} samples a second; {RATE_MIN_HZ} is the least")
