"""What is heard of each event in the finished mix: when, how loud, how high, from which side, and whether at all."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.fft import next_fast_len, rfft

from scenewright.renderers.acoustics import bed
from scenewright.renderers.base import Readings
from scenewright.renderers.sound import gated_lufs
from scenewright.renderers.sound_bank.tools import Array
from scenewright.renderers.sound_mix import Mix, Stem, bed_lufs, bed_start
from scenewright.scenes.base import Thing
from scenewright.scenes.soundscape import Recording, Soundscape

FRAME_S = 0.005
"""Grid of onsets and offsets."""
FALL_DB = 25.0
"""A sound lasts from where its level first comes this near to its highest to where it last is."""
HOP_S = 0.02
BANDS_HZ = (0.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0)
"""Lower edges of the bands in which a sound is compared with all others: octaves, as masking is local in frequency."""
AUDIBLE_SHARE = 0.65
"""A sound is masked unless, in one of its bands, it exceeds all others together in this share of its energy ..."""
AUDIBLE_DB = 3.0
"""... and by this much on average there."""
BAND_SHARE = 0.08
"""Of a sound's energy: less than this in a band does not make the sound."""
WAVER_SEMITONES, WAVER_S = 3.0, 0.33
"""Lines of one wavering tone lie within this of what was asked for, its partials beyond. A stroke is heard so long."""


class Heard(Thing, frozen=True, kw_only=True):
    """An event as it is heard. Measured on its stem in the mix, after room, distance, gaps and mastering."""

    event: str
    sound: str
    clip: str
    onset_s: float
    offset_s: float
    length_s: float
    loudness_lufs: float
    """Integrated over the stem (BS.1770); a sound below 0.4 s counts as 0.4 s."""
    strongest_lufs: float
    """Of its loudest 0.4 s."""
    f0_hz: float
    """Measured fundamental of sounds with one steady pitch, else 0."""
    centroid_hz: float
    """Mean frequency, weighted by power."""
    low_hz: float
    high_hz: float
    """Between these lies 90 % of its power."""
    side_db: float
    """Left over right; 0 in mono."""
    strokes: int
    stroke_s: tuple[float, ...]
    """Measured onset of each stroke."""
    rate_hz: float
    """Strokes per second from the first onset to the last; 0 where there are fewer than three."""
    overlap_s: float
    """Seconds in which another sound is heard too."""
    signal_db: float
    """Over everything else, in the band where it stands out most."""
    masked: bool
    """Whether it drowns in what else is heard: then nothing is asked about it."""


class HeardClip(Thing, frozen=True, kw_only=True):
    """One clip as a whole."""

    clip: str
    heard: tuple[Heard, ...]
    loudness_lufs: float
    true_peak_dbfs: float
    gain_db: float
    """What mastering added."""


class SoundscapeReadings(Readings, frozen=True, kw_only=True):
    """What was measured, clip by clip."""

    clips: tuple[HeardClip, ...]


# -- frames ------------------------------------------------------------------------------------------------------------


@lru_cache(16)
def _window(rate_hz: int) -> tuple[int, int, Array, Array, Array]:
    """Hop, size, window, frequencies, and the matrix that sums bins into bands."""
    hop, size = round(HOP_S * rate_hz), next_fast_len(round(0.032 * rate_hz), real=True)
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(size) + 0.5) / size)).astype(np.float32)
    freqs = np.fft.rfftfreq(size, 1 / rate_hz)
    band = np.searchsorted(BANDS_HZ, freqs, side="right") - 1
    matrix = (band[:, None] == np.arange(len(BANDS_HZ))[None]).astype(np.float32)
    return hop, size, hann, freqs, matrix


def _power(x: Array, lead: int, rate_hz: int) -> Array:
    """Power spectra of frames every `HOP_S`, after `lead` samples of silence."""
    hop, size, hann, _, _ = _window(rate_hz)
    frames = -(-(lead + len(x)) // hop)
    padded = np.zeros(frames * hop + size, np.float32)
    padded[lead : lead + len(x)] = x
    rows = np.lib.stride_tricks.as_strided(padded, (frames, size), (hop * 4, 4))
    spectrum = rfft(rows * hann, axis=1)
    return np.asarray(spectrum.real**2 + spectrum.imag**2)


@lru_cache(24)
def _bed_bands(kind: str, rate_hz: int) -> Array:
    loop = bed(kind, rate_hz).samples
    return np.asarray(_power(loop, 0, rate_hz) @ _window(rate_hz)[4])


class _Seen:
    """A stem's power by frame and band, on the clip's grid."""

    def __init__(self, stem: Stem, rate_hz: int) -> None:
        hop, _, _, _, matrix = _window(rate_hz)
        power = _power(stem.samples, stem.start % hop, rate_hz)
        self.first = stem.start // hop
        self.bands = power @ matrix
        total = self.bands.sum(axis=1)
        top = float(total.max(initial=0.0))
        self.active = total > top * 10 ** (-2.5) if top else np.zeros(len(total), bool)
        self.spectrum = power.sum(axis=0)


def measured(scene: Soundscape, clip: Recording, mix: Mix, gain_db: float, peak_db: float) -> HeardClip:
    """Readings of one clip, levels as they are after a gain of `gain_db`."""
    rate = mix.rate_hz
    hop = _window(rate)[0]
    seen = [_Seen(stem, rate) for stem in mix.stems]
    frames = mix.count // hop + 4
    total = _background_bands(scene, rate, frames)
    for s in seen:
        end = min(frames, s.first + len(s.bands))
        total[s.first : end] += s.bands[: end - s.first]
    if clip.gap:
        total[int(clip.gap.start_s / HOP_S) : int(clip.gap.end_s / HOP_S) + 1] += 1e12
    spans = [_span(scene, stem, rate) for stem in mix.stems]
    heard = []
    for i, (stem, s) in enumerate(zip(mix.stems, seen, strict=True)):
        others = [spans[j] for j in range(len(spans)) if j != i]
        heard.append(_heard(stem, s, spans[i], others, total, rate, clip, gain_db, scene.wavers))
    return HeardClip(
        id=f"heard-{clip.id}",
        clip=clip.id,
        heard=tuple(heard),
        loudness_lufs=round(mix.loudness_lufs(gain_db), 1),
        true_peak_dbfs=round(peak_db + gain_db, 2),
        gain_db=round(gain_db, 1),
    )


def _background_bands(scene: Soundscape, rate: int, frames: int) -> Array:
    loop = _bed_bands(scene.background.kind, rate)
    first = bed_start(scene) // _window(rate)[0]
    return np.take(loop, np.arange(first, first + frames) % len(loop), axis=0) * np.float32(
        10 ** (bed_lufs(scene) / 10)
    )


def _span(scene: Soundscape, stem: Stem, rate: int) -> tuple[float, float, Array, int]:
    """When the stem is heard, in seconds; and its weighted power in frames of 5 ms, from a first frame on."""
    size = rate // 200
    lead, first = stem.start % size, stem.start // size
    count = -(-(lead + len(stem.weighted)) // size)
    padded = np.zeros(count * size, np.float32)
    padded[lead : lead + len(stem.weighted)] = stem.weighted
    rows = padded.reshape(count, size)
    power = np.einsum("ij,ij->i", rows, rows) / np.float32(size)
    top = float(power.max(initial=0.0))
    if top < 1e-14:
        return stem.event.onset_s, stem.event.onset_s, power, first
    floor = 10 ** ((bed_lufs(scene) - 3) / 10)
    above = np.flatnonzero(power > min(max(top * 10 ** (-FALL_DB / 10), floor), top * 0.25))
    start, end = first + int(above[0]), first + int(above[-1]) + 1
    return start * size / rate, end * size / rate, power, first


def _heard(
    stem: Stem, seen: _Seen, span: tuple[float, float, Array, int], others: list[tuple[float, float, Array, int]],
    total: Array, rate: int, clip: Recording, gain_db: float, wavers: bool,
) -> Heard:  # fmt: skip
    event = stem.event
    start, end, power, first = span
    end = min(end, len(total) * HOP_S)
    masked, signal = _stands_out(seen, total)
    strokes = _strokes(stem, power, first, rate)
    low, centre, high = _spread(seen.spectrum, rate)
    left, right = stem.sides
    together = sum(max(0.0, min(end, b) - max(start, a)) for a, b, _, _ in others)
    integrated, strongest = _levels(power * np.float32(10 ** (gain_db / 10)))
    return Heard(
        id=f"heard-{event.id}",
        event=event.id,
        sound=event.sound,
        clip=clip.id,
        onset_s=round(start, 3),
        offset_s=round(end, 3),
        length_s=round(end - start, 3),
        loudness_lufs=round(max(-99.0, integrated), 1),
        strongest_lufs=round(max(-99.0, strongest), 1),
        f0_hz=_pitch(stem, rate, wavers),
        centroid_hz=round(centre, 1),
        low_hz=round(low, 1),
        high_hz=round(high, 1),
        side_db=round(20 * float(np.log10(left / right)), 1) if event.pan else 0.0,
        strokes=len(strokes) if event.strokes > 1 else 1,
        stroke_s=strokes,
        rate_hz=round((len(strokes) - 1) / (strokes[-1] - strokes[0]), 3) if len(strokes) > 2 else 0.0,
        overlap_s=round(together, 2),
        signal_db=round(signal, 1),
        masked=masked,
    )


def _stands_out(seen: _Seen, total: Array) -> tuple[bool, float]:
    """Whether the stem drowns, and its level over the rest in the band where it stands out most."""
    if not seen.active.any():
        return True, -99.0
    end = min(len(total), seen.first + len(seen.bands))
    own = seen.bands[: end - seen.first][seen.active[: end - seen.first]]
    rest = np.maximum(total[seen.first : end][seen.active[: end - seen.first]] - own, 1e-9)
    energy = own.sum(axis=0)
    shares = np.where(own > rest, own, 0).sum(axis=0) / np.maximum(energy, 1e-12)
    shares[energy < BAND_SHARE * energy.sum()] = 0
    best = int(shares.argmax())
    # Weighted by the stem's own strength, so that silence between strokes says nothing.
    signal = 10 * float(np.log10(max(energy[best], 1e-12) / max(float((rest[:, best]).sum()), 1e-12)))
    return bool(shares[best] < AUDIBLE_SHARE or signal < AUDIBLE_DB), signal


def _strokes(stem: Stem, power: Array, first: int, rate: int) -> tuple[float, ...]:
    """Where each stroke begins: the steepest rise of power near where it was asked for."""
    event = stem.event
    if event.strokes < 2 or not event.rate_hz:
        return ()
    size = rate // 200
    smooth = np.convolve(power, np.ones(3, np.float32) / 3, mode="same")
    out = []
    for i in range(event.strokes):
        at = round((event.onset_s + i / event.rate_hz) * rate) // size - first
        a, b = max(0, at - 6), min(len(power), at + 26)
        if b - a < 4 or float(power[a:b].max()) < 1e-12:
            continue
        here = smooth[a:b]
        before = smooth[max(0, a - 3) : a].max(initial=0.0)
        need = before + 0.12 * (float(here.max()) - before)
        out.append(round((first + a + int(np.argmax(here >= need))) * size / rate, 3))
    return tuple(out)


def _levels(power: Array) -> tuple[float, float]:
    """Integrated loudness, and that of the loudest 0.4 s, wherever they begin; of power in frames of 5 ms."""
    count = -(-len(power) // 20)
    padded = np.zeros(max(count, 4) * 20, np.float64)
    padded[: len(power)] = power
    sums = np.cumsum(np.concatenate([[0.0], padded]))
    strongest = float((sums[80:] - sums[:-80]).max()) / 80
    return gated_lufs(padded.reshape(-1, 20).mean(axis=1)), -0.691 + 10 * float(np.log10(max(strongest, 1e-12)))


def _spread(spectrum: Array, rate: int) -> tuple[float, float, float]:
    """5th percentile, mean and 95th percentile of power over frequency."""
    freqs = _window(rate)[3]
    total = float(spectrum.sum())
    if total <= 0:
        return 0.0, 0.0, 0.0
    sums = np.cumsum(spectrum) / total
    low, high = np.searchsorted(sums, (0.05, 0.95))
    return float(freqs[low]), float(freqs @ spectrum) / total, float(freqs[min(high, len(freqs) - 1)])


def _pitch(stem: Stem, rate: int, wavers: bool) -> float:
    """The strongest partial within a semitone of what was asked for, of the first stroke or the middle. Of a tone that
    `wavers`, of whose lines any may be the strongest: the middle of its power within three semitones, which is what is
    heard of a narrow band (Anantharaman, Krishnamurthy and Feth, 1993).
    """
    wanted = stem.event.f0_hz
    x = stem.samples
    if not wanted or not len(x):
        return 0.0
    length = round((WAVER_S if wavers else 0.6 if wanted < 260 else 0.16) * rate)
    start = round(0.03 * rate)
    x = x[start : start + length]
    size = next_fast_len(4 * len(x), real=True)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(len(x)) + 0.5) / len(x))
    power = np.abs(rfft(x * hann, size))
    if wavers:
        a, b = (round(wanted * 2 ** (s / 12) * size / rate) for s in (-WAVER_SEMITONES, WAVER_SEMITONES))
        line = power[a : b + 1] ** 2
        return round(float(np.arange(a, b + 1) @ line / max(line.sum(), 1e-20)) * rate / size, 2)
    a, b = (int(wanted * 2 ** (s / 12) * size / rate) for s in (-1.0, 1.0))
    a = max(1, a)
    k = a + int(np.argmax(power[a : b + 2]))
    before, top, after = (float(np.log(power[i] + 1e-20)) for i in (k - 1, k, k + 1))
    bend = before - 2 * top + after
    shift = 0.5 * (before - after) / bend if bend else 0.0
    return round((k + min(0.5, max(-0.5, shift))) * rate / size, 2)
