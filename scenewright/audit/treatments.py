"""What happens to media on their way: compressed, shrunk, blurred, noisy, in a narrow band. Sizes and times stay.

Clips are treated frame by frame, as pictures are. Nothing is encoded again: readers get what is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from scipy import signal

from scenewright.audit import decoded
from scenewright.audit.rows import Medium, Unusable
from scenewright.scenes.base import rng_for

JPEG_QUALITY = 50
BLUR_PX = 1.0
"""Standard deviation."""
NOISE = 4.0
"""Standard deviation, of 255."""
STRIDE = 7919
"""Of one frame's noise, values by which the next frame's is shifted."""
BAND_HZ = 5500.0
"""What encoders leave of a sound at some 16 kbit/s."""
BAND_RATE_HZ = 11025
Change = Callable[[np.ndarray, int], np.ndarray]
"""What is done to pixels, or to brightness alone, of the frame of a number."""


def jpeg(picture: np.ndarray, frame: int = 0) -> np.ndarray:
    """Through JPEG, with colours at half size."""
    done, data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    if not done:
        raise Unusable("a picture can't be encoded")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR if picture.ndim == 3 else cv2.IMREAD_GRAYSCALE))


def half(picture: np.ndarray, frame: int = 0) -> np.ndarray:
    """To half its size and back, so that marks hold."""
    high, wide = picture.shape[:2]
    small = cv2.resize(picture, (max(wide // 2, 1), max(high // 2, 1)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR))


def blur(picture: np.ndarray, frame: int = 0) -> np.ndarray:
    """Out of focus by about a pixel."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), BLUR_PX))


def noise(picture: np.ndarray, frame: int = 0) -> np.ndarray:
    """The same noise for pictures of one size; from frame to frame it changes."""
    grain = np.roll(_grain(picture.shape), STRIDE * frame)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


@lru_cache(4)
def _grain(shape: tuple[int, ...]) -> np.ndarray:
    return rng_for(0, "noise", *shape).normal(0, NOISE, shape).astype(np.float32)


PICTURES: dict[str, Change] = {
    "jpeg": jpeg,
    "half size": half,
    "blur": blur,
    "noise": noise,
}
SOUND = "narrow band"
TREATMENTS = (*PICTURES, SOUND)


def treated(medium: Medium, treatment: str) -> Medium | None:
    """The medium after a treatment; None where that treatment is not for its kind. `Unusable` where it can't be
    decoded.
    """
    kind = medium.kind.partition("/")[0]
    if treatment == SOUND:
        return narrow(medium) if kind == "audio" else None
    if medium.facts.get("role") or kind not in ("image", "video"):
        return None
    change = PICTURES[treatment]
    if kind == "video":
        return medium._replace(data=decoded.Held(decoded.Changed(decoded.clip(medium.data), change)))
    return medium._replace(data=decoded.Held(change(decoded.bgr(medium.data), 0)))


def narrow(medium: Medium) -> Medium:
    """A sound through a low-pass, taken at a lower rate and back, to 16 bits."""
    samples, rate = decoded.samples(medium.data)
    if rate > BAND_RATE_HZ:
        common = int(np.gcd(rate, BAND_RATE_HZ))
        low = signal.resample_poly(samples, BAND_RATE_HZ // common, rate // common, axis=0)
        samples = signal.resample_poly(low, rate // common, BAND_RATE_HZ // common, axis=0)[: len(samples)]
    steps = np.clip(np.rint(samples * 2**15), -(2**15), 2**15 - 1)
    return medium._replace(data=decoded.Held(((steps / 2**15).astype(np.float32), rate)))
