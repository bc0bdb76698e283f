"""From a scene to sample-exact stems, to the mix; and what is measured on both after all effects."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
from scipy.signal import resample_poly

from scenewright.renderers.acoustics import LOOP_S, bed, from_afar, in_room, sides, without_offset
from scenewright.renderers.sound import gated_lufs, k_weighted
from scenewright.renderers.sound_bank import Voice, synthesise
from scenewright.renderers.sound_bank.tools import Array, shaped_noise
from scenewright.scenes.sound_clips import kept_clip
from scenewright.scenes.soundscape import Event, Gap, Recording, Soundscape

MIDDLE_LUFS = -23.0
"""Where `level_db` 0 lies before mastering."""
FAINTEST_LUFS = -78.0
"""Of backgrounds. Less is lost in 16 bits after mastering, and with it the difference from a dropout."""
CREST_DB = 24.0
"""Sounds that last an instant are not driven higher above their level than this: a tick is no shot."""
RAMP_S = 0.01
BURST_DB = 6.0
"""Loudness of a burst above the middle level: nothing else is let through, so it need not deafen."""


class Stem:
    """One event as it is in the mix, mono; `sides` says how loud it is left and right."""

    def __init__(self, event: Event, start: int, samples: Array, weighted: Array) -> None:
        self.event, self.start, self.samples, self.weighted = event, start, samples, weighted
        self.sides = sides(event.pan)


class Mix:
    """One clip: stems, the background's part of it, and their sum, `(frames,)` or `(frames, 2)`.

    `voice` makes the dry sound of an event, at a rate: the bank's, or a model's.
    """

    def __init__(self, scene: Soundscape, clip: Recording, voice: Callable[[Event, int], Array] | None = None) -> None:
        self.rate_hz, self.count = scene.rate_hz, round(scene.duration_s * scene.rate_hz)
        self.gate = _gate(clip.gap, self.count, self.rate_hz)
        self.background, self.background_weighted = _background(scene, self.count, self.gate)
        self.stems = [_stem(scene, e, self.count, self.gate, voice or dry) for e in clip.events]
        self.burst = _burst(clip.gap, self.count, self.rate_hz)
        self.samples = self._sum("samples", self.background, self.burst, scene.channels)

    def _sum(self, what: str, background: Array, burst: tuple[int, Array] | None, channels: int) -> Array:
        shape = (self.count,) if channels == 1 else (2, self.count)
        side = 1.0 if channels == 1 else 2**-0.5
        out = np.empty(shape, np.float32)
        out[...] = background * np.float32(side)
        for stem in self.stems:
            part = getattr(stem, what)
            span = slice(stem.start, stem.start + len(part))
            if channels == 1:
                out[span] += part
            else:
                for row, gain in zip(out, stem.sides, strict=True):
                    row[span] += part * np.float32(gain)
        if burst:
            out[..., burst[0] : burst[0] + len(burst[1])] += burst[1] * np.float32(side)
        return out if channels == 1 else out.T

    def loudness_lufs(self, gain_db: float = 0.0) -> float:
        """Integrated loudness of the mix after a gain, on which the gate at -70 LUFS hangs too."""
        return gated_lufs(self._tenths * 10 ** (gain_db / 10))

    @cached_property
    def _tenths(self) -> Array:
        """Mean squares of the weighted mix. Filtering is linear, so the weighted stems need only be added."""
        burst = (self.burst[0], k_weighted(self.burst[1], self.rate_hz)) if self.burst else None
        channels = self.samples.ndim
        weighted = self._sum("weighted", self.background_weighted, burst, channels).T.reshape(channels, -1)
        tenth = self.rate_hz // 10
        whole = weighted[:, : self.count // tenth * tenth].reshape(channels, -1, tenth)
        return np.asarray(np.einsum("cij,cij->i", whole, whole).astype(float) / tenth)


def _gate(gap: Gap | None, count: int, rate_hz: int) -> Array | None:
    """What is let through: nothing within a gap. Ramps lie inside it."""
    if gap is None:
        return None
    out = np.ones(count, np.float32)
    start, end, n = round(gap.start_s * rate_hz), round(gap.end_s * rate_hz), round(RAMP_S * rate_hz)
    ramp = (0.5 + 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)
    out[start:end] = 0
    out[start : start + n] = ramp
    out[end - n : end] = ramp[::-1]
    return out


def _burst(gap: Gap | None, count: int, rate_hz: int) -> tuple[int, Array] | None:
    if gap is None or gap.kind != "burst":
        return None
    start, end = round(gap.start_s * rate_hz), min(count, round(gap.end_s * rate_hz))
    noise = shaped_noise("burst", rate_hz, ((30, -6), (300, 0), (3000, 0), (16000, -8)))[: end - start].copy()
    n = round(RAMP_S * rate_hz)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)
    noise[:n] *= ramp
    noise[-n:] *= ramp[::-1]
    return start, without_offset(noise * np.float32(10 ** ((MIDDLE_LUFS + BURST_DB) / 20)))


def _faded_ends(x: Array, rate_hz: int) -> Array:
    n = round(RAMP_S * rate_hz)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)
    x[:n] *= ramp
    x[len(x) - n :] *= ramp[::-1]
    return x


def bed_start(scene: Soundscape) -> int:
    """Sample of the background's loop at which the scene begins: a multiple of 20 ms."""
    hop = round(0.02 * scene.rate_hz)
    return scene.background.take * 7919 % (LOOP_S * scene.rate_hz // hop) * hop


def bed_lufs(scene: Soundscape) -> float:
    """Loudness of the background before mastering. The noise of a quiet room lies lower than other backgrounds."""
    asked = MIDDLE_LUFS + scene.background.level_db - (18.0 if scene.background.kind == "quiet" else 0.0)
    return max(asked, FAINTEST_LUFS)


def _background(scene: Soundscape, count: int, gate: Array | None) -> tuple[Array, Array]:
    kind, rate = scene.background.kind, scene.rate_hz
    start = bed_start(scene)
    gain = np.float32(10 ** (bed_lufs(scene) / 20))
    out = [_faded_ends(part * gain, rate) for part in bed(kind, rate).part(start, count)]
    return (out[0] * gate, out[1] * gate) if gate is not None else (out[0], out[1])


@lru_cache(64)
def _resampled(key: str, rate_hz: int) -> Array:
    clip = kept_clip(key)
    if clip.rate_hz == rate_hz:
        return clip.samples
    common = int(np.gcd(rate_hz, clip.rate_hz))
    return np.asarray(resample_poly(clip.samples, rate_hz // common, clip.rate_hz // common), dtype=np.float32)


def dry(event: Event, rate_hz: int) -> Array:
    """The event's sound alone, at no particular level, beginning with its first sample."""
    if event.clip:
        x = _faded_ends(_resampled(event.clip, rate_hz).copy(), rate_hz)
    else:
        voice = Voice(rate_hz=rate_hz, duration_s=event.duration_s, strokes=event.strokes, tempo_hz=event.rate_hz,
                      f0_hz=event.f0_hz)  # fmt: skip
        x = synthesise(event.sound, voice, event.take)
    return x


def _placed(scene: Soundscape, event: Event, count: int, voice: Callable[[Event, int], Array]) -> tuple[int, Array]:
    """Synthesis, distance and room, at no particular level; and the sample of the clip that it begins with."""
    rate, start = scene.rate_hz, round(event.onset_s * scene.rate_hz)
    x = from_afar(voice(event, rate), rate, event.distance_m, event.muffled)
    x = without_offset(in_room(x, rate, scene.room, event.distance_m)[: count - start])
    n = min(len(x), round(RAMP_S * rate))
    x[len(x) - n :] *= (0.5 + 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)
    return start, x


def plain(scene: Soundscape, clip: Recording) -> Array:
    """The stems and the background of a clip, synthesised and added up with no level measured or set: `(frames,)` or
    `(2, frames)`. What no clip can do with less.
    """
    count = round(scene.duration_s * scene.rate_hz)
    out = np.empty(count if scene.channels == 1 else (2, count), np.float32)
    out[...] = bed(scene.background.kind, scene.rate_hz).part(bed_start(scene), count)[0]
    for event in clip.events:
        start, x = _placed(scene, event, count, dry)
        if scene.channels == 1:
            out[start : start + len(x)] += x
        else:
            for row, gain in zip(out, sides(event.pan), strict=True):
                row[start : start + len(x)] += x * np.float32(gain)
    return out


def _stem(
    scene: Soundscape, event: Event, count: int, gate: Array | None, voice: Callable[[Event, int], Array]
) -> Stem:
    """Synthesis, distance, room, then the level that was asked for, then the recorder's gap."""
    rate = scene.rate_hz
    start, x = _placed(scene, event, count, voice)
    n = min(len(x), round(RAMP_S * rate))
    weighted = k_weighted(x, rate)
    loudness = _loudness(weighted, rate)
    peak = float(np.abs(x).max())
    gain_db = min(MIDDLE_LUFS - loudness, MIDDLE_LUFS + CREST_DB - 20 * np.log10(peak)) + event.level_db
    gain = np.float32(10 ** (gain_db / 20))
    x, weighted = x * gain, weighted * gain
    if gate is not None and gate[start : start + len(x)].min() < 1:
        x = x * gate[start : start + len(x)]
        if event.id in scene.hidden and scene.gap:
            x[max(0, round(scene.gap.start_s * rate) + n - start) :] = 0  # nothing of it comes back after the gap
        weighted = k_weighted(x, rate)
    return Stem(event, start, x, weighted)


def _loudness(weighted: Array, rate_hz: int) -> float:
    tenth = rate_hz // 10
    count = -(-len(weighted) // tenth)
    padded = np.zeros(count * tenth, np.float32)
    padded[: len(weighted)] = weighted
    rows = padded.reshape(count, tenth)
    return gated_lufs(np.einsum("ij,ij->i", rows, rows).astype(float) / tenth)
