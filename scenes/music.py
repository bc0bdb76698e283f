"""Pitches, intervals, scales, chords and instruments: what musicians have names for.

Pitches are MIDI numbers: 60 is middle C (C4), 69 is A4 (440 Hz unless the tuning says otherwise).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Mode = Literal["major", "minor"]
Instrument = Literal[
    "piano", "electric piano", "guitar", "marimba", "vibraphone", "organ", "flute", "clarinet", "violin", "trumpet",
    "bell", "drum", "wood block", "click",
]  # fmt: skip
"""What can play. `bell` has inharmonic partials and the last three have no pitch, so none of those is asked for one."""

MELODIC: tuple[Instrument, ...] = (
    "piano", "electric piano", "guitar", "marimba", "vibraphone", "organ", "flute", "clarinet", "violin", "trumpet",
)  # fmt: skip
SUSTAINED: tuple[Instrument, ...] = ("organ", "flute", "clarinet", "violin", "trumpet")
"""They sound as long as they are held, so that the length of each note can be heard."""
CHORDAL: tuple[Instrument, ...] = ("piano", "guitar", "organ", "electric piano", "vibraphone")
PULSE: tuple[Instrument, ...] = ("drum", "wood block", "click")

ALIKE: tuple[tuple[Instrument, ...], ...] = (
    ("piano", "electric piano", "vibraphone"),
    ("guitar", "piano"),
    ("marimba", "vibraphone", "electric piano"),
    ("organ", "clarinet", "flute"),
    ("violin", "trumpet", "clarinet"),
    ("marimba", "wood block", "drum"),
    ("click", "wood block"),
    ("bell", "vibraphone"),
)
"""Sounds that a listener could take for each other: never in one recording, nor offered beside each other."""

SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
INTERVALS = (
    "unison", "minor second", "major second", "minor third", "major third", "perfect fourth", "tritone",
    "perfect fifth", "minor sixth", "major sixth", "minor seventh", "major seventh", "octave",
)  # fmt: skip
STEPS: dict[Mode, tuple[int, ...]] = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
"""Semitones above the tonic; minor is the natural one."""
TRIADS: dict[str, tuple[int, ...]] = {"major": (0, 4, 7), "minor": (0, 3, 7), "diminished": (0, 3, 6)}


def note_name(pitch: int) -> str:
    """`C#4`."""
    return f"{SHARPS[pitch % 12]}{pitch // 12 - 1}"


def letter_forms(pitch: int) -> tuple[str, ...]:
    """All spellings of a note without its octave, the usual one first: `C#`, `C♯`, `Db`, `C sharp`, ..."""
    sharp, flat = SHARPS[pitch % 12], FLATS[pitch % 12]
    if sharp == flat:
        return (sharp,)
    words = (f"{sharp[0]} sharp", f"{sharp[0]}-sharp", f"{flat[0]} flat", f"{flat[0]}-flat")
    return (sharp, sharp.replace("#", "♯"), flat, f"{flat[0]}♭", *words)


def name_forms(pitch: int) -> tuple[str, ...]:
    """All spellings of a note, without and with its octave."""
    letters = letter_forms(pitch)
    return (*letters, *(f"{letter}{pitch // 12 - 1}" for letter in letters))


def interval_name(semitones: int) -> str:
    """The name of a span of 0 to 12 semitones, whichever way it goes."""
    return INTERVALS[abs(semitones)]


def interval_forms(semitones: int) -> tuple[str, ...]:
    """All names of an interval that sound the same, the usual one first."""
    usual = interval_name(semitones)
    more = {
        "unison": ("perfect unison", "prime", "same note"),
        "major second": ("whole tone", "whole step"),
        "minor second": ("semitone", "half step", "half tone"),
        "perfect fourth": ("fourth",),
        "tritone": ("augmented fourth", "diminished fifth"),
        "perfect fifth": ("fifth",),
        "octave": ("perfect octave",),
    }
    return (usual, *more.get(usual, ()))


def degree_pitch(tonic: int, mode: Mode, degree: int) -> int:
    """The pitch of a degree of a scale; 0 is the tonic, 7 its octave, -1 the note below."""
    return tonic + STEPS[mode][degree % 7] + 12 * (degree // 7)


def triad_kind(pitches: Sequence[int]) -> str:
    """`major`, `minor` or `diminished` for a triad in root position, octaves doubled or not; else empty."""
    low = min(pitches)
    found = tuple(sorted({(p - low) % 12 for p in pitches}))
    return next((kind for kind, steps in TRIADS.items() if steps == found), "")


def frequency_hz(pitch: int, tuning_hz: float = 440.0) -> float:
    """Of a pitch in equal temperament; `tuning_hz` is A4's."""
    return float(tuning_hz * 2 ** ((pitch - 69) / 12))


def distinct(one: Instrument, other: Instrument) -> bool:
    """Whether nobody would take one for the other."""
    return one != other and not any(one in group and other in group for group in ALIKE)
