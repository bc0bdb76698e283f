"""What a melody is written in: notes, parts, recordings; and the ranges they are drawn from."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from scenewright.scenes.base import Scene, Spec, Thing
from scenewright.scenes.music import MELODIC, Instrument, Mode

Form = Literal["tune", "scale", "arpeggio", "chords", "beat", "relay", "phrases", "duet", "pair"]
Relation = Literal["", "same", "note", "transposed", "tempo", "instrument", "rhythm"]
Shape = Literal["", "rising", "falling"]
Dynamics = Literal["even", "louder", "softer", "accents"]

LEAD_S, TAIL_S = (0.3, 0.7), 0.6
"""Silence before the first note, and after the last."""
SHORTEST_BEATS = 0.5
Rate = Annotated[int, msgspec.Meta(ge=16_000, le=48_000)]


class MelodySpec(Spec, frozen=True, kw_only=True):
    """What melodies are drawn from."""

    forms: Annotated[tuple[Form, ...], msgspec.Meta(min_length=1)] = ("tune",)
    """One of these; a form named twice is twice as likely."""
    notes_min: Annotated[int, msgspec.Meta(ge=3, le=32)] = 4
    notes_max: Annotated[int, msgspec.Meta(ge=3, le=32)] = 8
    """Notes of one part in one recording (of a scale, an arpeggio, a line of chords: the sounds one after another)."""
    bpm_min: Annotated[int, msgspec.Meta(ge=40, le=200)] = 70
    bpm_max: Annotated[int, msgspec.Meta(ge=40, le=200)] = 130
    duration_max_s: Annotated[float, msgspec.Meta(ge=2, le=60)] = 20.0
    """Of each recording."""
    rhythm: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.7
    """Share of tunes with notes of several lengths."""
    dynamics: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    """Share of tunes that get louder or softer, or have accents."""
    instruments: Annotated[tuple[Instrument, ...], msgspec.Meta(min_length=1)] = MELODIC
    """For single lines; forms with several instruments add what they need."""
    sample_rates_hz: Annotated[tuple[Rate, ...], msgspec.Meta(min_length=1)] = (16_000,)
    stereo: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    covered: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.25
    """Share of scenes in which a burst of noise covers a note, or only a silence."""

    spectrogram: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    """Share of scenes whose recordings are shown as spectrograms too."""

    def __post_init__(self) -> None:
        for low, high in (("notes_min", "notes_max"), ("bpm_min", "bpm_max")):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low} ({getattr(self, low)}) must not be above {high} ({getattr(self, high)})")
        need = self.notes_min * 60 / self.bpm_max + LEAD_S[1] + TAIL_S
        if self.duration_max_s < need:
            raise ValueError(
                f"duration_max_s ({self.duration_max_s:g}) is too short for notes_min ({self.notes_min}) at bpm_max "
                f"({self.bpm_max}); allowed: {need:.1f} to 60"
            )


class Note(Thing, frozen=True, kw_only=True):
    """One note. Times are in beats from the first beat of its recording."""

    pitch: int
    """MIDI number; of instruments without pitch it only colours the sound."""
    start: float
    beats: float
    """Written length; what sounds is a little shorter, so that a note struck again is heard again."""
    velocity: int
    """1 to 127; 40 dB for each factor of ten, so 6 dB between 64 and 90."""


class Part(Thing, frozen=True, kw_only=True):
    """What one instrument plays, in order."""

    instrument: Instrument
    notes: tuple[Note, ...]


class Clip(Thing, frozen=True, kw_only=True):
    """One recording."""

    bpm: int
    """Beats per minute; a beat is a note of length 1."""
    beats_per_bar: int
    tonic: int
    mode: Mode
    lead_s: float
    """Silence before the first beat."""
    parts: tuple[Part, ...]
    dynamics: Dynamics = "even"
    phrase_starts: tuple[float, ...] = ()
    """Beats at which phrases begin, where the recording falls into phrases."""

    def at_s(self, beat: float) -> float:
        """Seconds from the start of the recording."""
        return self.lead_s + beat * 60 / self.bpm

    @property
    def notes(self) -> tuple[Note, ...]:
        """Of all parts, in order; of a chord from the lowest."""
        if len(self.parts) == 1:
            return self.parts[0].notes
        return tuple(sorted((n for p in self.parts for n in p.notes), key=lambda n: (n.start, n.pitch)))

    @property
    def end_beat(self) -> float:
        """Where the last note ends."""
        return max(n.start + n.beats for p in self.parts for n in p.notes)

    @property
    def duration_s(self) -> float:
        """Of the recording."""
        return round(self.at_s(self.end_beat) + TAIL_S, 3)


class Burst(Thing, frozen=True, kw_only=True):
    """A burst of noise written over the recording `clip`: nothing else is heard while it lasts."""

    clip: str
    start_s: float
    end_s: float


class Melodies(Scene, frozen=True, kw_only=True):
    """One recording, or two to compare. `relation` says what the second of a pair changes; `odd` which phrase of
    several alike differs from the others (from 0; -1: none); `shape` which way a scale or an arpeggio goes.
    """

    form: Form
    clips: tuple[Clip, ...]
    relation: Relation = ""
    odd: int = -1
    shape: Shape = ""
    burst: Burst | None = None
    sample_rate_hz: Rate = 16_000
    channels: Literal[1, 2] = 1
    view: Literal["audio", "both"] = "audio"
    """Heard alone, or a spectrogram of each recording beside it."""
