"""How far two media lie apart. Each metric is 0 for equal ones and grows with the difference."""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import cv2
import numpy as np
import soundfile

from scenewright.errors import UserError
from scenewright.renderers.base import Media

Pixels = np.ndarray
"""Height x width x 4, uint8; straight alpha."""


def pixels_of(medium: Media) -> Pixels:
    """A picture's pixels. `ValueError` where it can't be decoded."""
    found = cv2.imdecode(np.frombuffer(medium.data, np.uint8), cv2.IMREAD_UNCHANGED)
    if found is None:
        raise ValueError("it is no picture that can be decoded")
    if found.dtype != np.uint8:
        found = (found.astype(np.uint16) >> 8).astype(np.uint8)
    if found.ndim == 2:
        found = cv2.cvtColor(found, cv2.COLOR_GRAY2BGR)
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGBA if found.shape[2] == 3 else cv2.COLOR_BGRA2RGBA))


def frames_of(medium: Media) -> list[Pixels]:
    """A clip's frames. `ValueError` where it can't be decoded."""
    try:
        with av.open(io.BytesIO(medium.data), "r") as file:
            return [frame.to_ndarray(format="rgba") for frame in file.decode(video=0)]
    except (av.FFmpegError, IndexError) as error:
        raise ValueError("it is no clip that can be decoded") from error


def samples_of(medium: Media) -> tuple[np.ndarray, int]:
    """A sound's samples (frames x channels, float32) and their rate. `ValueError` where it can't be decoded."""
    try:
        samples, rate = soundfile.read(io.BytesIO(medium.data), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError("it is no sound that can be decoded") from error
    return samples, int(rate)


# -- pictures --------------------------------------------------------------------------------------------------------


def exact(a: Pixels, b: Pixels) -> float:
    """Largest difference of any channel of any pixel, in levels of 255."""
    return float(cv2.absdiff(a, b).max())


def rms(a: Pixels, b: Pixels) -> float:
    """Root mean square of the differences of all channels, in levels of 255 (as pytest-mpl's)."""
    return float(np.sqrt(np.mean((a[..., :3].astype(np.float32) - b[..., :3].astype(np.float32)) ** 2)))


def pixels(a: Pixels, b: Pixels) -> float:
    """Number of pixels that differ at all."""
    return float(np.count_nonzero((a != b).any(axis=2)))


def ssim(a: Pixels, b: Pixels) -> float:
    """One less the mean structural similarity of the luma: Gaussian window of 11 pixels, sigma 1.5 (Wang et al. 2004,
    IEEE TIP 13, 600 to 612).
    """
    x, y = (cv2.cvtColor(p, cv2.COLOR_RGBA2GRAY).astype(np.float64) for p in (a, b))

    def blur(v: np.ndarray) -> np.ndarray:
        return np.asarray(cv2.GaussianBlur(v, (11, 11), 1.5))

    mean_x, mean_y = blur(x), blur(y)
    var_x, var_y, cov = blur(x * x) - mean_x**2, blur(y * y) - mean_y**2, blur(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    similar = (2 * mean_x * mean_y + c1) * (2 * cov + c2) / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))
    return float(1 - similar.mean())


def phash(a: Pixels, b: Pixels) -> float:
    """Bits that differ of two 64-bit perceptual hashes: signs about the median of the lowest 8 x 8 terms of the cosine
    transform of a 32 x 32 copy (Zauner 2010).
    """
    return float(np.count_nonzero(_hash(a) != _hash(b)))


def _hash(a: Pixels) -> np.ndarray:
    grey = cv2.resize(cv2.cvtColor(a, cv2.COLOR_RGBA2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    low = cv2.dct(grey.astype(np.float32))[:8, :8]
    return np.asarray(low > np.median(low))


PICTURE: dict[str, Callable[[Pixels, Pixels], float]] = {
    "exact": exact, "rms": rms, "ssim": ssim, "phash": phash, "pixels": pixels,
}  # fmt: skip
"""Metrics of pictures, and of clips frame by frame (the worst frame counts)."""

# -- sounds ----------------------------------------------------------------------------------------------------------

WINDOW, HOP = 1024, 256
FLOOR_DB = -80.0
"""Quieter than this, relative to full scale, is silence."""


def largest(a: np.ndarray, b: np.ndarray) -> float:
    """Largest difference of any two samples, full scale being 1."""
    return float(np.abs(a - b).max(initial=0.0))


def sound_rms(a: np.ndarray, b: np.ndarray) -> float:
    """Root mean square of the differences, full scale being 1."""
    return float(np.sqrt(np.mean((a - b) ** 2))) if a.size else 0.0


def spectral(a: np.ndarray, b: np.ndarray) -> float:
    """Root mean square difference of the log-magnitude spectrograms in dB (Hann windows of 1024 samples, hops of 256,
    floor at -80 dB): the log-spectral distance of Gray and Markel 1976, over the whole clip.
    """
    return float(np.sqrt(np.mean((_levels(a) - _levels(b)) ** 2)))


def _levels(samples: np.ndarray) -> np.ndarray:
    mono = np.pad(samples.mean(axis=1), (0, max(0, WINDOW - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(mono, WINDOW)[::HOP] * np.hanning(WINDOW)
    magnitude = np.abs(np.fft.rfft(frames, axis=1)) / (WINDOW / 4)
    return np.asarray(np.maximum(20 * np.log10(magnitude + 1e-12), FLOOR_DB))


SOUND: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "exact": largest, "rms": sound_rms, "spectral": spectral,
}  # fmt: skip
"""Metrics of sounds."""

METRICS = tuple(dict.fromkeys((*PICTURE, *SOUND)))


def metric_for(name: str, kind: str) -> Callable[..., float]:
    """The metric of that name for a kind of medium. `UserError` where there is none."""
    table = SOUND if kind.startswith("audio/") else PICTURE
    if name not in table:
        what = "sounds" if table is SOUND else "pictures"
        raise UserError(f"'{name}' is no metric for {what}; there are: {', '.join(table)}")
    return table[name]
