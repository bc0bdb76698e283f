"""Spectrograms beside melodies, with a box around every note's fundamental."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenewright.renderers.base import Box, Mark, Media
from scenewright.renderers.hearing import Heard
from scenewright.renderers.sound_pictures import Plot, SpectrogramStyle, spectrogram
from scenewright.scenes.score import Clip, Melodies

SEMITONES = 1.0
"""A note's box reaches as far above and below its pitch."""


def pictured(
    scene: Melodies, clip: Clip, samples: np.ndarray, heard: Sequence[Heard], style: SpectrogramStyle, medium: int
) -> tuple[Media, list[Mark]]:
    """The spectrogram of one recording, and where its notes, parts and noise are in it. What has no clear pitch, or is
    covered, is boxed from the lowest frequency to the highest.
    """
    title = "" if len(scene.clips) == 1 else f"Recording {1 + scene.clips.index(clip)}"
    canvas, plot = spectrogram(samples, scene.sample_rate_hz, style, title)
    picture, _ = canvas.finish()
    boxes = {h.note: _note(plot, h) for h in heard}
    marks = [_mark(id, "note", box, medium) for id, box in boxes.items()]
    marks += [_mark(p.id, "part", _around([boxes[n.id] for n in p.notes]), medium) for p in clip.parts]
    marks.append(_mark(clip.id, "recording", plot.box, medium))
    burst = scene.burst
    if burst and burst.clip == clip.id:
        marks.append(_mark(burst.id, "noise", plot.area(burst.start_s, burst.end_s, 0.0, plot.high_hz), medium))
    return picture, marks


def _note(plot: Plot, heard: Heard) -> Box:
    if heard.f0_hz is None or heard.f0_hz > plot.high_hz:
        return plot.area(heard.onset_s, heard.offset_s, 0.0, plot.high_hz)
    reach = 2 ** (SEMITONES / 12)
    return plot.area(heard.onset_s, heard.offset_s, heard.f0_hz / reach, heard.f0_hz * reach)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _mark(id: str, part: str, box: Box, medium: int) -> Mark:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return Mark(id=id, part=part, box=(left, top, right, bottom), medium=medium)
