"""H.264 video in an MP4 file through PyAV: the same frames give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import cv2
import numpy as np

from scenewright.renderers.base import Media

OPTIONS = {
    "crf": "20", "preset": "veryfast", "threads": "1", "tune": "animation",
    "x264-params": "weightp=0:rc-lookahead=0:no-mbtree=1",
}  # fmt: skip
"""One thread, because x264 cuts pictures differently for another number of them; and none of what looks ahead, which
gave one clip in a hundred another byte from one time to the next.
"""


class MissingCodec(RuntimeError):
    """This build of PyAV can't write H.264. The message says what to install; stills need no codec."""


def encode_mp4(frames: Iterable[np.ndarray], width_px: int, height_px: int, frame_rate_hz: int) -> Media:
    """Encode frames (RGBA, uint8, height x width x 4, both even) as one medium. `MissingCodec` without libx264.

    Colours go to 4:2:0 by OpenCV: BT.601, studio range, an eighth of the time of FFmpeg's own scaler.
    """
    import av  # here, so that stills build where it can't be loaded

    if width_px % 2 or height_px % 2:
        raise ValueError(f"H.264 wants an even width and height, not {width_px} x {height_px}")
    sink = io.BytesIO()
    count = 0
    with av.open(sink, "w", format="mp4") as file:
        bit_exact: Any = av.container.Flags.bitexact  # no library version and no clock time in the file
        file.flags |= bit_exact.value
        try:
            stream: Any = file.add_stream("libx264", rate=Fraction(frame_rate_hz))
        except (av.FFmpegError, ValueError) as error:
            raise MissingCodec(
                "this build of PyAV has no libx264 codec, so videos can't be written; "
                "install PyAV's own wheel (pip install av), or leave videos out"
            ) from error
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.options = OPTIONS
        stream.codec_context.thread_count = 1
        for pixels in frames:
            planes: Any = cv2.cvtColor(pixels, cv2.COLOR_RGBA2YUV_I420)
            frame = _frame(av, planes, width_px, height_px)
            frame.pts, frame.time_base = count, Fraction(1, frame_rate_hz)
            file.mux(stream.encode(frame))
            count += 1
        file.mux(stream.encode(None))
    return Media(
        kind="video/mp4",
        data=sink.getvalue(),
        width_px=width_px,
        height_px=height_px,
        duration_s=count / frame_rate_hz,
        frame_rate_hz=frame_rate_hz,
    )


def _frame(av: Any, planes: np.ndarray, width: int, height: int) -> Any:
    """A frame of planes stacked as OpenCV has them. What pads its lines is set too: the encoder reads some of it, and
    memory that was there before would make the same clip differ in a byte from one time to the next.
    """
    frame = av.VideoFrame(width, height, "yuv420p")
    flat = planes.reshape(-1)
    start = 0
    for plane, (wide, high) in zip(
        frame.planes, ((width, height), (width // 2, height // 2), (width // 2, height // 2)), strict=True
    ):
        whole = np.zeros((plane.buffer_size // plane.line_size, plane.line_size), np.uint8)
        whole[:high, :wide] = flat[start : start + wide * high].reshape(high, wide)
        start += wide * high
        plane.update(whole)
    return frame
