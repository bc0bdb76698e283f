"""Voices a soundscape: stems, mix, mastering, FLAC; and measures what is heard. Shown as sound, spectrogram or both."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenewright.renderers.base import Mark, Media, Rendering, Resolution, Style
from scenewright.renderers.sound import PEAK_DBFS, encode_flac, true_peak_dbfs
from scenewright.renderers.sound_bank.tools import Array
from scenewright.renderers.sound_measure import HeardClip, SoundscapeReadings, measured
from scenewright.renderers.sound_mix import Mix, plain
from scenewright.renderers.sound_pictures import Plot, SpectrogramStyle, draw_spectrogram_style, spectrogram
from scenewright.scenes.base import uniform
from scenewright.scenes.soundscape import Event, Recording, Soundscape

MEDIA = ("audio/flac", "image/png")
READINGS = SoundscapeReadings


class SoundscapeStyle(Style, frozen=True, kw_only=True):
    """Nothing in it changes what is heard beyond one gain."""

    loudness_lufs: float
    """Of the clip, or as near as its true peak allows."""
    picture: SpectrogramStyle


STYLE = SoundscapeStyle


def draw_style(rng: np.random.Generator) -> SoundscapeStyle:
    """A style."""
    return SoundscapeStyle(loudness_lufs=round(uniform(rng, -27, -19), 1), picture=draw_spectrogram_style(rng))


def synthesis(scene: Soundscape, style: SoundscapeStyle) -> None:
    """The floor under a scene: its stems and their sum; no level set, nothing measured, mastered, drawn or encoded."""
    for clip in scene.clips:
        plain(scene, clip)


def render(scene: Soundscape, style: SoundscapeStyle) -> Rendering:
    """One FLAC a clip, or a spectrogram, or both; readings measured on the stems as they are in the mix."""
    return voiced(scene, style)[0]


def voiced(
    scene: Soundscape, style: SoundscapeStyle, voice: Callable[[Event, int], Array] | None = None
) -> tuple[Rendering, list[Array]]:
    """The rendering with each event's dry sound from `voice` (the bank's if None), and the finished samples by clip."""
    mixes = [Mix(scene, clip, voice) for clip in scene.clips]
    # One gain for both clips: between them, what is louder has to stay so.
    peaks = [true_peak_dbfs(mix.samples) for mix in mixes]
    loudness = [mix.loudness_lufs() for mix in mixes]
    room_db = PEAK_DBFS - 0.1 - max(peaks)
    gain_db = float(np.floor(min(style.loudness_lufs - max(loudness), room_db) * 10) / 10)
    media: list[Media] = []
    marks: list[Mark] = []
    clips: list[HeardClip] = []
    finished: list[Array] = []
    for clip, mix, peak in zip(scene.clips, mixes, peaks, strict=True):
        samples = mix.samples * np.float32(10 ** (gain_db / 20))
        finished.append(samples)
        heard = measured(scene, clip, mix, gain_db, peak)
        clips.append(heard)
        if scene.view != "spectrogram":
            marks += _heard_marks(clip, heard, len(media), scene.duration_s)
            media.append(encode_flac(samples, scene.rate_hz))
        if scene.view != "audio":
            title = "" if len(scene.clips) == 1 else f"Clip {len(clips)}"
            canvas, plot = spectrogram(samples, scene.rate_hz, style.picture, title)
            picture, _ = canvas.finish()
            marks += _seen_marks(clip, heard, len(media), plot)
            media.append(picture)
    rendering = Rendering(
        media=tuple(media),
        marks=tuple(marks),
        resolution=Resolution(tick={"seconds": 0.02 if scene.view != "spectrogram" else 0.1}),
        readings=SoundscapeReadings(clips=tuple(clips)),
    )
    return rendering, finished


def _heard_marks(clip: Recording, heard: HeardClip, medium: int, seconds: float) -> list[Mark]:
    out = [
        Mark(id=h.id, part="event", medium=medium, start_s=h.onset_s, end_s=min(max(h.offset_s, h.onset_s), seconds))
        for h in heard.heard
    ]
    if clip.gap:
        out.append(Mark(id=clip.gap.id, part="gap", medium=medium, start_s=clip.gap.start_s, end_s=clip.gap.end_s))
    return [*out, Mark(id=heard.id, part="clip", medium=medium, start_s=0.0, end_s=seconds)]


def _seen_marks(clip: Recording, heard: HeardClip, medium: int, plot: Plot) -> list[Mark]:
    spans = [(h.id, "event", h.onset_s, h.offset_s, h.low_hz, h.high_hz) for h in heard.heard]
    if clip.gap:
        spans.append((clip.gap.id, "gap", clip.gap.start_s, clip.gap.end_s, 0.0, plot.high_hz))
    spans.append((heard.id, "clip", 0.0, plot.seconds, 0.0, plot.high_hz))
    out = []
    for id, part, start, end, low, high in spans:
        left, top, right, bottom = plot.area(start, end, low, high)
        box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
        out.append(Mark(id=id, part=part, box=box, medium=medium))
    return out
