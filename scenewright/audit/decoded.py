"""Media as arrays, decoded once for all checks and readers that look at them.

What was decoded last is kept, by the very bytes it came from: a few pictures and sounds, and one clip. Arrays are
shared, and so can't be written to.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from scenewright.audit.rows import Row, Unusable

if TYPE_CHECKING:
    from av import VideoFrame

Pixels = np.ndarray
"""Height x width x 3, uint8, blue first; what is see-through is white, as most viewers show it."""
BRIGHT_SHARE = 4
"""Brightness of clips is taken at so small a part of their size: means of 4 x 4 pixels hardly know compression."""


class Held(bytes):
    """The data of a medium that was never encoded: what it would decode to is at hand."""

    what: Any

    def __new__(cls, what: Any) -> Held:
        self = super().__new__(cls)
        self.what = what
        return self


class Clip:
    """Frames of a clip, each turned into pixels when it is asked for."""

    def __init__(self, frames: Sequence[VideoFrame]) -> None:
        self._frames = frames

    def __len__(self) -> int:
        return len(self._frames)

    def bgr(self, k: int) -> Pixels:
        """Pixels of frame `k`."""
        return np.asarray(self._frames[k].to_ndarray(format="bgr24"))

    def plane(self, k: int) -> np.ndarray:
        """A frame's first plane, which is its brightness in all formats that clips are kept in."""
        plane = self._frames[k].planes[0]
        return np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]

    @cached_property
    def brightness(self) -> np.ndarray:
        """Of all frames, at a quarter of their size."""
        planes = (self.plane(k) for k in range(len(self)))
        return np.array([cv2.resize(p, (p.shape[1] // BRIGHT_SHARE, p.shape[0] // BRIGHT_SHARE),
                                    interpolation=cv2.INTER_AREA) for p in planes])  # fmt: skip


class Changed(Clip):
    """A clip of which each frame went through something: `change(pixels or brightness, frame's number)`."""

    def __init__(self, clip: Clip, change: Callable[[np.ndarray, int], np.ndarray]) -> None:
        super().__init__(clip._frames)
        self._clip, self._change = clip, change

    def bgr(self, k: int) -> Pixels:
        return self._change(self._clip.bgr(k), k)

    def plane(self, k: int) -> np.ndarray:
        return self._change(self._clip.plane(k), k)


class _Memo:
    """The last few results of a function of bytes, by identity."""

    def __init__(self, decode: Callable[[bytes], Any], most: int) -> None:
        self.decode, self.most = decode, most
        self.kept: OrderedDict[int, tuple[bytes, Any]] = OrderedDict()

    def __call__(self, data: bytes) -> Any:
        if isinstance(data, Held):
            return data.what
        found = self.kept.get(id(data))
        if found is not None and found[0] is data:
            return found[1]
        made = self.decode(data)
        self.kept[id(data)] = data, made  # with the bytes, or another's might come to lie where they were
        if len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return made


def raw(data: bytes) -> np.ndarray:
    """A picture as it is stored: its channels, its depth. `Unusable` where it can't be decoded."""
    return np.asarray(_raw(data))


def bgr(data: bytes) -> Pixels:
    """A picture's pixels. `Unusable` where it can't be decoded."""
    return np.asarray(_bgr(data))


def rgb(data: bytes) -> np.ndarray:
    """The same, red first."""
    return np.asarray(cv2.cvtColor(bgr(data), cv2.COLOR_BGR2RGB))


def samples(data: bytes) -> tuple[np.ndarray, int]:
    """A sound's samples (frames x channels, float32, full scale 1) and their rate. `Unusable` where it can't be
    decoded.
    """
    found: tuple[np.ndarray, int] = _samples(data)
    return found


def clip(data: bytes) -> Clip:
    """A clip. `Unusable` where it can't be decoded, or has no frame."""
    found: Clip = _clip(data)
    return found


# -- by row -----------------------------------------------------------------------------------------------------------


def picture(row: Row, place: int) -> Pixels:
    """Pixels of the row's medium `place`. `Unusable` where it can't be decoded."""
    return bgr(row.media[place].data)


def first_frame(row: Row, place: int) -> Pixels:
    """A clip's first frame. `Unusable` where it can't be decoded."""
    data = row.media[place].data
    if isinstance(data, Held) or id(data) in _clip.kept:
        return clip(data).bgr(0)
    return Clip(_frames(data, 1)).bgr(0)


def sound(row: Row, place: int) -> tuple[np.ndarray, int]:
    """As `samples`, of the row's medium `place`."""
    return samples(row.media[place].data)


# -- decoders ---------------------------------------------------------------------------------------------------------


def _shared(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _stored(data: bytes) -> np.ndarray:
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    if found is None:
        raise Unusable("a picture can't be decoded")
    return _shared(np.asarray(found))


def _pixels(data: bytes) -> Pixels:
    found = raw(data)
    if found.dtype != np.uint8:
        found = (found // 256).astype(np.uint8)
    if found.ndim == 2:
        return _shared(np.asarray(cv2.cvtColor(found, cv2.COLOR_GRAY2BGR)))
    if found.shape[2] == 4:
        return _shared(_on_white(found))
    return found


def _on_white(found: np.ndarray) -> Pixels:
    colours, alpha = found[..., :3], found[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(colours)
    mixed = (colours.astype(np.uint16) * alpha + 255 * (255 - alpha.astype(np.uint16)) + 127) // 255
    return np.asarray(mixed.astype(np.uint8))


def _frames(data: bytes, most: int | None = None) -> list[VideoFrame]:
    import av

    found: list[VideoFrame] = []
    try:
        with av.open(io.BytesIO(data), "r") as file:
            for frame in file.decode(video=0):
                found.append(frame)
                if len(found) == most:
                    break
    except (av.FFmpegError, IndexError, ValueError):
        found = []
    if not found:
        raise Unusable("a clip can't be decoded")
    return found


def _heard(data: bytes) -> tuple[np.ndarray, int]:
    import soundfile

    try:
        found, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError):
        raise Unusable("a sound can't be decoded") from None
    return _shared(found), int(rate)


_raw, _bgr = _Memo(_stored, 8), _Memo(_pixels, 8)
_samples = _Memo(_heard, 4)
_clip = _Memo(lambda data: Clip(_frames(data)), 1)
