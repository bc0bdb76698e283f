"""Plays melodies: every note by itself, then the room, the noise and the level; and measures what came out."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import fft

from scenewright.renderers import sound
from scenewright.renderers.base import Mark, Media, Rendering, Resolution, Style
from scenewright.renderers.hearing import Heard, MelodyReadings, Shape, Tempo, measure_note
from scenewright.renderers.instruments import RELEASE_S, Touch, sound_note
from scenewright.renderers.melody_pictures import pictured
from scenewright.renderers.sound_pictures import SpectrogramStyle, draw_spectrogram_style
from scenewright.scenes.base import between, chance, pick, rng_for, uniform
from scenewright.scenes.music import MELODIC, Instrument, frequency_hz
from scenewright.scenes.score import Clip, Melodies, Note

NOTE_LEVEL = 0.1
"""RMS of a note at velocity 127, before the whole is brought to its loudness."""
BURST_LEVEL = 0.09
GAP_S = 0.03
"""Silence at least between a note and the next of its part."""


class MelodyStyle(Style, frozen=True, kw_only=True):
    """How a melody sounds, but for what questions can mention."""

    touch: Touch
    tuning_hz: float
    room_s: float
    """Time in which the room's sound falls by 60 dB; 0 for none."""
    room_db: float
    """Level of the room's sound under the direct one."""
    floor_db: float
    """Level of the hiss under a loud note."""
    cut_hz: float
    """Above it the recording fades, as with a small loudspeaker; 0 for no cut."""
    lufs: float
    spread: float
    """How far parts stand apart in stereo, 0 to 1."""
    burst: str
    """`white`, `pink` or `brown`: the colour of bursts."""
    seed: int
    picture: SpectrogramStyle


STYLE = MelodyStyle
READINGS = MelodyReadings
MEDIA = ("audio/flac", "image/png")


def draw_style(rng: np.random.Generator) -> MelodyStyle:
    """A style; every field is drawn, whatever the scene needs of it."""
    return MelodyStyle(
        touch=Touch(
            bright=round(uniform(rng, -1, 1), 2),
            decay=round(uniform(rng, 0.85, 1.3), 2),
            vibrato_cents=round(uniform(rng, 4, 11), 1),
            vibrato_hz=round(uniform(rng, 4.6, 6.0), 2),
        ),
        tuning_hz=pick(rng, (440.0, 440.0, 440.0, 438.0, 441.0, 442.0)),
        room_s=round(uniform(rng, 0.25, 0.9), 2) if chance(rng, 0.6) else 0.0,
        room_db=round(uniform(rng, -22, -13), 1),
        floor_db=round(uniform(rng, -62, -38), 1),
        cut_hz=pick(rng, (0.0, 0.0, 0.0, 3600.0, 5200.0)),
        lufs=round(uniform(rng, -29, -21), 1),
        spread=round(uniform(rng, 0.2, 0.9), 2),
        burst=pick(rng, ("white", "pink", "brown")),
        seed=between(rng, 0, 2**31 - 1),
        picture=draw_spectrogram_style(rng),
    )


def level_of(velocity: int) -> float:
    """Gain of a velocity: 40 dB for each factor of ten."""
    return NOTE_LEVEL * (velocity / 127) ** 2


def held_s(clip: Clip, note: Note, instrument: Instrument) -> float:
    """Seconds a note is held, so that it has died away before the next."""
    written = note.beats * 60 / clip.bpm
    return max(0.55 * written, written - RELEASE_S[instrument] - GAP_S)


class Tone(NamedTuple):
    """One sound of an instrument: its samples at the level 1, how long it is held, and the pitch it is played at (None
    where it has none).
    """

    samples: np.ndarray
    hold_s: float
    f0_hz: float | None


class Placed(NamedTuple):
    """One note of a recording; hidden ones have no tone and are not heard."""

    note: Note
    f0_hz: float
    gain: float
    tone: Tone | None


class Played:
    """A recording before its level is set: samples (channels first), and its notes."""

    __slots__ = ("clip", "notes", "samples")

    def __init__(self, clip: Clip, samples: np.ndarray, notes: list[Placed]) -> None:
        self.clip, self.samples, self.notes = clip, samples, notes


def play(scene: Melodies, clip: Clip, style: MelodyStyle) -> Played:
    """The notes of a recording, dry. A hidden note is not played: noise takes its place."""
    rate = scene.sample_rate_hz
    mix = np.zeros((scene.channels, round(clip.duration_s * rate)), np.float32)
    made: dict[tuple[Instrument, int, float], Tone] = {}
    notes: list[Placed] = []
    for place, part in enumerate(clip.parts):
        pan = _pan(place, len(clip.parts), style.spread) if scene.channels == 2 else (1.0,)
        pitched = part.instrument in MELODIC
        for note in part.notes:
            f0 = frequency_hz(note.pitch, style.tuning_hz)
            if note.id in scene.hidden:
                notes.append(Placed(note, f0, 0.0, None))
                continue
            hold = round(held_s(clip, note, part.instrument), 4)
            key = (part.instrument, note.pitch, hold)
            if key not in made:
                stem = sound_note(part.instrument, f0, hold, rate, style.touch)
                made[key] = Tone(stem, hold, f0 if pitched else None)
            gain = level_of(note.velocity)
            start = round(clip.at_s(note.start) * rate)
            stem = made[key].samples[: mix.shape[1] - start]
            for channel, share in zip(mix, pan, strict=True):
                channel[start : start + len(stem)] += stem * np.float32(gain * share)
            notes.append(Placed(note, f0, gain, made[key]))
    return Played(clip, mix, notes)


def _pan(place: int, parts: int, spread: float) -> tuple[float, float]:
    """Equal-power gains, left and right; one part alone stands in the middle."""
    side = 0.0 if parts == 1 else spread * (2 * place / (parts - 1) - 1)
    angle = np.pi / 4 * (1 + side)
    return float(np.cos(angle)), float(np.sin(angle))


def with_effects(scene: Melodies, played: Played, style: MelodyStyle) -> np.ndarray:
    """Room and cut in one pass through the spectrum, then hiss, bursts and no offset."""
    rate, mix, clip = scene.sample_rate_hz, played.samples, played.clip
    cut = style.cut_hz if 0 < style.cut_hz < 0.45 * rate else 0.0
    if style.room_s or cut:
        mix = _filtered(mix, rate, style, cut)
    rng = rng_for(style.seed, "floor", clip.id)
    floor = np.float32(NOTE_LEVEL * 10 ** (style.floor_db / 20))
    mix = mix + rng.standard_normal(mix.shape, dtype=np.float32) * floor
    if scene.burst and scene.burst.clip == clip.id:
        start, end = round(scene.burst.start_s * rate), round(scene.burst.end_s * rate)
        noise = _noise(rng, mix.shape[0], end - start, style.burst) * np.float32(BURST_LEVEL)
        edge = min(round(0.004 * rate), (end - start) // 2)
        share = np.ones(end - start, np.float32)
        share[:edge] = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
        share[len(share) - edge :] = share[:edge][::-1]
        mix[:, start:end] = mix[:, start:end] * (1 - share) + noise * share
    return mix - mix.mean(1, keepdims=True)


def _filtered(mix: np.ndarray, rate: int, style: MelodyStyle, cut: float) -> np.ndarray:
    count = mix.shape[1]
    tail = round(style.room_s * rate)
    size = fft.next_fast_len(count + tail, real=True)
    spectrum = fft.rfft(mix, size)
    if style.room_s:
        response = _room(style.room_s, style.room_db, rate)
        if len(response) > 1:
            spectrum *= fft.rfft(response, size)
    if cut:
        f = np.arange(spectrum.shape[1], dtype=np.float32) * np.float32(rate / size / cut)
        spectrum *= 1 / np.sqrt(1 + f**4)
    out: np.ndarray = fft.irfft(spectrum, size)[:, :count]
    return out


def _room(room_s: float, room_db: float, rate: int) -> np.ndarray:
    """Impulse response: the direct sound, and noise that sets in after 6 ms and dies away exponentially."""
    count = round(room_s * rate)
    rng = rng_for(rate, "room")
    tail = rng.standard_normal(count, dtype=np.float32)
    tail *= np.exp(-6.908 * np.arange(count, dtype=np.float32) / count)
    tail[: round(0.006 * rate)] = 0
    tail *= np.float32(10 ** (room_db / 20)) / np.sqrt(np.dot(tail, tail))
    tail[0] = 1
    return tail


def _noise(rng: np.random.Generator, channels: int, count: int, colour: str) -> np.ndarray:
    """Noise of RMS 1: flat, or falling by 3 or 6 dB an octave above 60 Hz."""
    one = rng.standard_normal(count, dtype=np.float32)
    if colour != "white":
        spectrum = fft.rfft(one)
        f = np.maximum(np.arange(len(spectrum), dtype=np.float32), len(spectrum) / 120)
        one = fft.irfft(spectrum / f ** (0.5 if colour == "pink" else 0.8), count)
        one /= np.sqrt(np.mean(one * one))
    return np.broadcast_to(one, (channels, count))


def synthesis(scene: Melodies, style: MelodyStyle) -> None:
    """The floor under a scene: its notes, their sum, room and noise; nothing measured, mastered or encoded."""
    for clip in scene.clips:
        with_effects(scene, play(scene, clip, style), style)


def render(scene: Melodies, style: MelodyStyle) -> Rendering:
    """One FLAC per recording, then their spectrograms where the scene has them; readings hold every note as measured.
    Marks are the measured spans.
    """
    rate = scene.sample_rate_hz
    media: list[Media] = []
    pictures: list[Media] = []
    marks: list[Mark] = []
    heard: list[Heard] = []
    tempi: list[Tempo] = []
    for medium, clip in enumerate(scene.clips):
        played = play(scene, clip, style)
        mix = with_effects(scene, played, style)
        samples, gain_db, loud = sound.mastered(sound.fade(mix.T if len(mix) > 1 else mix[0], rate), rate, style.lufs)
        media.append(sound.encode_flac(samples, rate))
        found = _heard(scene, played, mix, gain_db)
        heard += found
        tempi.append(
            Tempo(
                id=f"{clip.id}.tempo",
                bpm=_bpm(played, found),
                loudness_lufs=round(float(loud), 2),
                peak_dbfs=round(20 * math.log10(float(np.abs(samples).max())), 2),
            )
        )
        marks += _marks(scene, clip, found, medium, samples.shape[0] / rate)
        if scene.view == "both":
            picture, seen = pictured(scene, clip, samples, found, style.picture, len(scene.clips) + medium)
            pictures.append(picture)
            marks += seen
    return Rendering(
        media=(*media, *pictures),
        marks=tuple(marks),
        resolution=Resolution(),
        readings=MelodyReadings(notes=tuple(heard), clips=tuple(tempi)),
    )


def _heard(scene: Melodies, played: Played, mix: np.ndarray, gain_db: float) -> list[Heard]:
    rate, clip = scene.sample_rate_hz, played.clip
    shapes: dict[int, Shape] = {}
    out = []
    for note, f0, gain, tone in played.notes:
        at = clip.at_s(note.start)
        if tone is None:
            shape = Shape(onset_s=0.0, offset_s=note.beats * 60 / clip.bpm, f0_hz=None, level=0.0)
        else:
            if id(tone) not in shapes:
                shapes[id(tone)] = measure_note(tone.samples, tone.hold_s, tone.f0_hz, rate)
            shape = shapes[id(tone)]
        begin = round((at + shape.onset_s) * rate)
        end = min(begin + round(min(0.25, max(0.05, shape.offset_s - shape.onset_s)) * rate), mix.shape[1])
        own = (shape.level * gain) ** 2 * (end - begin)
        rest = max(sum(float(np.dot(row[begin:end], row[begin:end])) for row in mix) - own, 1e-9)
        out.append(
            Heard(
                id=f"{note.id}.heard",
                note=note.id,
                requested_onset_s=round(at, 4),
                requested_f0_hz=round(f0, 3),
                onset_s=round(at + shape.onset_s, 4),
                offset_s=round(min(at + shape.offset_s, clip.duration_s), 4),
                f0_hz=shape.f0_hz,
                level_db=round(20 * math.log10(max(shape.level * gain, 1e-6)) + gain_db, 2),
                margin_db=round(10 * math.log10(max(own, 1e-9) / rest), 1),
            )
        )
    return out


def _bpm(played: Played, heard: list[Heard]) -> float | None:
    """Slope of a straight line through onsets over beats."""
    pairs = [(n.start, h.onset_s) for (n, _, _, tone), h in zip(played.notes, heard, strict=True) if tone]
    if len({beat for beat, _ in pairs}) < 2:
        return None
    beats, seconds = np.array(pairs).T
    beats = beats - beats.mean()
    return round(60 * float(beats @ beats) / float(beats @ seconds), 3)


def _marks(scene: Melodies, clip: Clip, heard: list[Heard], medium: int, end_s: float) -> list[Mark]:
    marks = [Mark(id=h.note, part="note", medium=medium, start_s=h.onset_s, end_s=h.offset_s) for h in heard]
    spans = {h.note: h for h in heard}
    for part in clip.parts:
        start = min(spans[n.id].onset_s for n in part.notes)
        end = max(spans[n.id].offset_s for n in part.notes)
        marks.append(Mark(id=part.id, part="part", medium=medium, start_s=start, end_s=end))
    marks.append(Mark(id=clip.id, part="recording", medium=medium, start_s=0.0, end_s=end_s))
    if scene.burst and scene.burst.clip == clip.id:
        burst = scene.burst
        marks.append(
            Mark(id=burst.id, part="noise", medium=medium, start_s=burst.start_s, end_s=min(burst.end_s, end_s))
        )
    return marks


__all__ = ["MEDIA", "READINGS", "STYLE", "draw_style", "render", "synthesis"]
