"""One picture that stands for a sample: its picture, its pictures side by side, moments of its clip, or its sound."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from scenewright.renderers.skia_loader import skia

MOMENTS = 4
"""Frames of a clip that are shown, the first and the last among them."""


def picture_of(row: dict[str, Any]) -> skia.Image:
    """The picture of a row of the store that has images, videos or audios; the first of these that it has."""
    if row["images"]:
        pictures = [_decoded(item["bytes"]) for item in row["images"][:MOMENTS]]
    elif row["videos"]:
        pictures = _moments(row["videos"][0]["bytes"])
    else:
        return _sound(row["audios"][0]["bytes"])
    return pictures[0] if len(pictures) == 1 else _side_by_side(pictures)


def _decoded(data: bytes) -> skia.Image:
    return skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(data))


def _moments(data: bytes) -> list[skia.Image]:
    """Frames at even times. All are decoded to find them; clips are short."""
    import av  # here, so that sheets of stills are drawn where it can't be loaded

    with av.open(io.BytesIO(data), "r") as file:
        frames = list(file.decode(video=0))
    chosen = [frames[round(i * (len(frames) - 1) / (MOMENTS - 1))] for i in range(MOMENTS)]
    return [skia.Image.fromarray(frame.to_ndarray(format="rgba"), copy=True) for frame in chosen]


def _side_by_side(pictures: Sequence[skia.Image], gap: int = 8) -> skia.Image:
    """Two in a row, more in two columns, each in a cell of the largest one's size."""
    wide, high = max(p.width() for p in pictures), max(p.height() for p in pictures)
    rows = (len(pictures) + 1) // 2
    surface = skia.Surface(2 * wide + gap, rows * high + (rows - 1) * gap)
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    for i, picture in enumerate(pictures):
        left, top = (i % 2) * (wide + gap), (i // 2) * (high + gap)
        canvas.drawImage(picture, left + (wide - picture.width()) // 2, top + (high - picture.height()) // 2)
    return surface.makeImageSnapshot()


def _sound(data: bytes) -> skia.Image:
    """Its spectrogram."""
    import soundfile

    from scenewright.renderers.sound_pictures import SpectrogramStyle, spectrogram

    samples, rate = soundfile.read(io.BytesIO(data), always_2d=True, dtype="float32")
    style = SpectrogramStyle(
        theme="dashboard", font="Inter", colours="ember", width_px=720, height_px=400, scale="log", grid=False
    )
    canvas, _ = spectrogram(samples, rate, style)
    return skia.Image.fromarray(canvas.pixels().copy(), copy=True)
