"""What can be held by a snapshot, brought to one form: encoded media, and the ground truth that came with them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from scenewright.errors import UserError
from scenewright.renderers.base import Media, Rendering
from scenewright.sample import Sample

MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"fLaC": "audio/flac",
    b"RIFF": "audio/wav",
}
"""First bytes of files that are known; `ftyp` at the fifth byte is `video/mp4`."""


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """Media and, where it is known, the truth behind them as plain JSON values."""

    media: tuple[Media, ...]
    truth: Any = None


def asset_of(value: Any) -> Asset:
    """An asset of a `Sample`, `Rendering`, `Media`, encoded bytes, path, PIL image, array of pixels (height x width, or
    x 3 or 4, uint8), matplotlib figure, or `(samples, rate_hz)` of a sound (float, frames or frames x channels).

    `UserError` for anything else.
    """
    if isinstance(value, Asset):
        return value
    if isinstance(value, Sample):
        facts = ("id", "scene", "outcome", "marks", "tracks", "readings", "questions")
        return Asset(media=value.media, truth=_plain({name: getattr(value, name) for name in facts}))
    if isinstance(value, Rendering):
        told = ("marks", "tracks", "readings", "resolution")
        return Asset(media=value.media, truth=_plain({name: getattr(value, name) for name in told}))
    if isinstance(value, Media):
        return Asset(media=(value,))
    if isinstance(value, Path):
        if not value.is_file():
            raise UserError(f"{value}: no such file to compare with a snapshot")
        value = value.read_bytes()
    if isinstance(value, (bytes, bytearray)):
        return Asset(media=(Media(kind=kind_of(bytes(value)), data=bytes(value)),))
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], np.ndarray):
        return Asset(media=(_sound(*value),))
    return Asset(media=(_picture(value),))


def kind_of(data: bytes) -> str:
    """Type of an encoded medium by its first bytes. `UserError` for others."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    for start, kind in MAGIC.items():
        if data.startswith(start):
            return kind
    raise UserError("a snapshot holds PNG, JPEG, FLAC, WAV or MP4; these bytes are none of them")


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _picture(value: Any) -> Media:
    if hasattr(value, "savefig"):  # a matplotlib figure, whose file would hold the version that made it
        out = io.BytesIO()
        value.savefig(out, format="png", metadata={"Software": None})
        return Media(kind="image/png", data=out.getvalue())
    if hasattr(value, "convert") and hasattr(value, "size"):
        value = np.asarray(value.convert("RGBA" if "A" in value.getbands() else "RGB"))
    if not isinstance(value, np.ndarray):
        kind = type(value).__name__
        raise UserError(f"a snapshot can't hold a {kind}; give a sample, rendering, picture, sound or clip")
    if value.dtype != np.uint8 or value.ndim not in (2, 3) or (value.ndim == 3 and value.shape[2] not in (3, 4)):
        raise UserError(
            f"an array of pixels is height x width, or x 3 or 4, of uint8; this is {value.shape} of {value.dtype}"
        )
    if value.ndim == 2:
        value = np.repeat(value[..., None], 3, axis=2)
    height, width = value.shape[:2]
    return Media(kind="image/png", data=_png(value), width_px=width, height_px=height)


def _png(pixels: np.ndarray) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def _sound(samples: np.ndarray, rate_hz: int) -> Media:
    import soundfile

    out = io.BytesIO()
    soundfile.write(out, samples, rate_hz, format="FLAC", subtype="PCM_24")
    return Media(kind="audio/flac", data=out.getvalue(), sample_rate_hz=rate_hz)
