"""How melodies are composed: tunes, scales, chords, beats, relays, phrases, duets and pairs.

Pitches stay between G3 and C6, where every instrument sounds well; accompaniments go down to C3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, between, chance, draw, pick, shuffled, uniform, weighted
from scenewright.scenes.music import (
    CHORDAL,
    MELODIC,
    PULSE,
    SUSTAINED,
    TRIADS,
    Instrument,
    Mode,
    degree_pitch,
    distinct,
)
from scenewright.scenes.score import LEAD_S, Clip, Dynamics, Melodies, MelodySpec, Note, Part, Relation

LOW, HIGH = 55, 84
EVEN, SOFT, LOUD = 80, 58, 116
"""Velocities; accents stand 12 dB above the soft notes between them."""
PALETTES = ((1.0, 1.0, 2.0), (1.0, 1.0, 0.5), (1.0, 2.0, 2.0, 0.5), (1.0, 1.0, 1.5, 0.5, 2.0, 3.0))
"""Lengths that a tune is made of, in beats."""
DEGREES = (-4, -3, -2, -1, 0, 1, 2, 3, 4)
MOVES = (1.0, 1.5, 3.0, 6.0, 2.0, 6.0, 3.0, 1.5, 1.0)
"""How likely a tune moves by so many degrees: mostly steps, seldom leaps."""
CHANGES: tuple[Relation, ...] = ("note", "transposed", "tempo", "instrument", "rhythm")
QUICKER, SLOWER = 1.3, 0.77
"""Tempo of the second recording of a pair, as a multiple of the first's."""


def compose(spec: MelodySpec, form: str, rng: np.random.Generator) -> Melodies:
    """A scene of one form."""
    return FORMS[form](spec, rng)


def instrument_of(spec: MelodySpec, among: Sequence[Instrument], rng: np.random.Generator) -> Instrument:
    """One that the spec has and the form can use; any that it can use, where the spec has none of those."""
    return pick(rng, [i for i in spec.instruments if i in among] or among)


def clip_of(
    id: str, spec: MelodySpec, rng: np.random.Generator, parts: Sequence[tuple[Instrument, Sequence[Note]]], tonic: int,
    mode: Mode, bar: int = 4, dynamics: Dynamics = "even", phrase_starts: tuple[float, ...] = (),
) -> Clip:  # fmt: skip
    """A recording of parts whose notes get their ids here."""
    bpm = between(rng, spec.bpm_min, spec.bpm_max)
    lead = round(uniform(rng, *LEAD_S), 2)
    named = tuple(
        Part(
            id=f"{id}.p{i}",
            instrument=instrument,
            notes=tuple(msgspec.structs.replace(n, id=f"{id}.p{i}.n{j}") for j, n in enumerate(notes, 1)),
        )
        for i, (instrument, notes) in enumerate(parts, 1)
    )
    return Clip(
        id=id, bpm=bpm, beats_per_bar=bar, tonic=tonic, mode=mode, lead_s=lead, parts=named, dynamics=dynamics,
        phrase_starts=phrase_starts,
    )  # fmt: skip


def note(pitch: int, start: float, beats: float, velocity: int = EVEN) -> Note:
    """A note that has no id yet."""
    return Note(id="", pitch=pitch, start=start, beats=beats, velocity=velocity)


def pick_mode(rng: np.random.Generator) -> Mode:
    """Major or minor, equally likely."""
    return "major" if chance(rng, 0.5) else "minor"


def walk(count: int, tonic: int, mode: Mode, rng: np.random.Generator, low: int = LOW, high: int = HIGH) -> list[int]:
    """Pitches of a tune: from a note of the tonic triad in steps and small leaps to the tonic, or the other way round,
    so that later notes are as often higher as lower.
    """
    degree = pick(rng, (0, 0, 2, 4, 4, 7))
    pitches = [degree_pitch(tonic, mode, degree)]
    while len(pitches) < count:
        step = weighted(rng, DEGREES, MOVES)
        pitch = degree_pitch(tonic, mode, degree + step)
        if -3 <= degree + step <= 9 and low <= pitch <= high:
            degree += step
            pitches.append(pitch)
    if chance(rng, 0.6) and abs(degree) < 5:
        pitches[-1] = tonic
    return pitches[::-1] if chance(rng, 0.5) else pitches


def lengths(count: int, palette: Sequence[float], rng: np.random.Generator) -> list[float]:
    """Note lengths in beats; short ones come in pairs, and the last note is a whole beat or more."""
    out: list[float] = []
    while len(out) < count:
        length = pick(rng, palette)
        out += [length] if length != 0.5 else [0.5, 0.5]
    out = out[:count]
    out[-1] = max(out[-1], 1.0)
    return out


def loudness(count: int, dynamics: Dynamics, rng: np.random.Generator) -> list[int]:
    """Velocities."""
    if dynamics in ("louder", "softer"):
        ramp = [round(44 + 76 * i / max(1, count - 1)) for i in range(count)]
        return ramp if dynamics == "louder" else ramp[::-1]
    if dynamics == "accents":
        loud = set(draw(rng, range(count), between(rng, 1, max(1, count // 3))))
        return [LOUD if i in loud else SOFT for i in range(count)]
    return [EVEN + between(rng, -3, 3) for _ in range(count)]


def line(
    pitches: Sequence[int], beats: Sequence[float], velocities: Sequence[int], rests: Sequence[float] = ()
) -> list[Note]:
    """Notes one after another; `rests[i]` beats of silence before note i."""
    notes, at = [], 0.0
    for i, (pitch, length, velocity) in enumerate(zip(pitches, beats, velocities, strict=True)):
        at += rests[i] if rests else 0.0
        notes.append(note(pitch, at, length, velocity))
        at += length
    return notes


def tune_clip(spec: MelodySpec, rng: np.random.Generator, count: int, plain: bool = False) -> Clip:
    """One line on one instrument. `plain` leaves out dynamics and rests."""
    rhythmic = chance(rng, spec.rhythm)
    # A listener hears how long a note lasts on instruments that hold it.
    instrument = instrument_of(spec, SUSTAINED if rhythmic and chance(rng, 0.7) else MELODIC, rng)
    tonic, mode = between(rng, 57, 67), pick_mode(rng)
    beats = lengths(count, pick(rng, PALETTES), rng) if rhythmic else [1.0] * count
    dynamics: Dynamics = "even"
    if not plain and chance(rng, spec.dynamics):
        dynamics = pick(rng, ("louder", "softer", "accents"))
    rests = [0.0] * count
    if not plain and rhythmic and chance(rng, 0.6):
        for i in draw(rng, range(1, count), between(rng, 1, 2)):
            rests[i] = pick(rng, (1.0, 1.0, 2.0))
    notes = line(walk(count, tonic, mode, rng), beats, loudness(count, dynamics, rng), rests)
    return clip_of("a", spec, rng, [(instrument, notes)], tonic, mode, pick(rng, (3, 4)), dynamics)


def _count(spec: MelodySpec, rng: np.random.Generator, low: int = 3, high: int = 32) -> int:
    return min(high, max(low, between(rng, spec.notes_min, spec.notes_max)))


def tune(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """One line."""
    return Melodies(form="tune", clips=(tune_clip(spec, rng, _count(spec, rng)),))


def scale(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """The first five notes of a scale, or all eight, up or down."""
    tonic, mode = between(rng, 57, 69), pick_mode(rng)
    count = 8 if spec.notes_max >= 8 and chance(rng, 0.6) else 5
    rising = chance(rng, 0.5)
    pitches = [degree_pitch(tonic, mode, d) for d in range(count)][:: 1 if rising else -1]
    notes = line(pitches, [1.0] * count, loudness(count, "even", rng))
    clip = clip_of("a", spec, rng, [(instrument_of(spec, MELODIC, rng), notes)], tonic, mode)
    return Melodies(form="scale", clips=(clip,), shape="rising" if rising else "falling")


def arpeggio(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """A broken triad, up or down through one octave or more."""
    tonic, mode = between(rng, 55, 64), pick_mode(rng)
    count = _count(spec, rng, 3, 7)
    pitches = [tonic + TRIADS[mode][i % 3] + 12 * (i // 3) for i in range(count)]
    rising = chance(rng, 0.5)
    notes = line(pitches[:: 1 if rising else -1], [1.0] * count, loudness(count, "even", rng))
    clip = clip_of("a", spec, rng, [(instrument_of(spec, MELODIC, rng), notes)], tonic, mode)
    return Melodies(form="arpeggio", clips=(clip,), shape="rising" if rising else "falling")


def chords(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """Single notes and triads in root position, one after another."""
    count = _count(spec, rng, 3, 7)
    tonic, mode = between(rng, 55, 62), pick_mode(rng)
    which = [chance(rng, 0.6) for _ in range(count)]
    if len(set(which)) == 1:
        which[between(rng, 0, count - 1)] = not which[0]
    notes: list[Note] = []
    for i, full in enumerate(which):
        root = tonic + between(rng, 0, 9)
        kind = pick(rng, tuple(TRIADS))
        notes += [note(root + step, 2.0 * i, 2.0, EVEN) for step in (TRIADS[kind] if full else (0,))]
    clip = clip_of("a", spec, rng, [(instrument_of(spec, CHORDAL, rng), notes)], tonic, mode)
    return Melodies(form="chords", clips=(clip,))


def beat(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """A steady beat, the first of each bar louder and higher; it may begin with the last beats of a bar."""
    bar, bars = between(rng, 2, 4), between(rng, 3, 5)
    upbeats = between(rng, 0, bar - 1)
    accented = [(i - upbeats) % bar == 0 for i in range(bar * bars + upbeats)]
    notes = [note(67 if loud else 60, float(i), 1.0, LOUD if loud else SOFT) for i, loud in enumerate(accented)]
    return Melodies(form="beat", clips=(clip_of("a", spec, rng, [(pick(rng, PULSE), notes)], 60, "major", bar),))


def band(count: int, among: Sequence[Instrument], rng: np.random.Generator) -> list[Instrument]:
    """Instruments of which none is taken for another; as many as can be had, up to `count`."""
    chosen: list[Instrument] = []
    for instrument in shuffled(rng, among):
        if len(chosen) < count and all(distinct(instrument, other) for other in chosen):
            chosen.append(instrument)
    return chosen


def relay(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """Instruments one after another, each with one to four notes."""
    total = _count(spec, rng, 4)
    players = band(min(5, max(3, total // 3)), (*MELODIC, "bell"), rng)
    if len(players) < 3:
        raise Reject("too_few_instruments")
    tonic, mode = between(rng, 57, 65), pick_mode(rng)
    parts, at = [], 0.0
    for instrument in players:
        count = between(rng, 1, min(4, max(1, round(2 * total / len(players)) - 1)))
        notes = line(walk(count, tonic, mode, rng), [1.0] * count, loudness(count, "even", rng))
        parts.append((instrument, [msgspec.structs.replace(n, start=n.start + at) for n in notes]))
        at += count + pick(rng, (1.0, 1.0, 2.0))
    return Melodies(form="relay", clips=(clip_of("a", spec, rng, parts, tonic, mode),))


def phrases(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """The same phrase three to five times, one of them with another ending or going the other way."""
    size = between(rng, 3, 4)
    total = _count(spec, rng, 9)
    repeats = min(5, max(3, total // size))
    tonic, mode = between(rng, 57, 65), pick_mode(rng)
    pattern = walk(size, tonic, mode, rng)
    other = walk(size, tonic, mode, rng)
    if max(abs(a - b) for a, b in zip(pattern, other, strict=True)) < 4 or len(set(pattern)) < 2:
        raise Reject("too_alike")
    beats = pick(rng, ([1.0] * size, [1.0] * (size - 1) + [2.0], [0.5, 0.5] + [1.0] * (size - 2)))
    velocities = loudness(size, "even", rng)
    odd = between(rng, 0, repeats - 1)
    notes: list[Note] = []
    starts = []
    at = 0.0
    for i in range(repeats):
        starts.append(at)
        played = line(other if i == odd else pattern, beats, velocities)
        notes += [msgspec.structs.replace(n, start=n.start + at) for n in played]
        at += sum(beats) + 1.5
    clip = clip_of("a", spec, rng, [(instrument_of(spec, MELODIC, rng), notes)], tonic, mode, 4, "even", tuple(starts))
    return Melodies(form="phrases", clips=(clip,), odd=odd)


def duet(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """Two instruments in two registers, of which one enters after the other; the lower may play chords."""
    high_player, low_player = band(2, MELODIC, rng)
    tonic, mode = between(rng, 60, 64), pick_mode(rng)
    count = _count(spec, rng, 6)
    late = float(pick(rng, (2, 3, 4)))
    high_first = chance(rng, 0.5)
    upper = line(
        walk(count, tonic + 7, mode, rng, tonic + 4), lengths(count, (1.0, 1.0, 2.0), rng), loudness(count, "even", rng)
    )
    lower: list[Note] = []
    span = upper[-1].start + upper[-1].beats
    full = low_player in CHORDAL and chance(rng, 0.6)
    for i in range(max(2, round(span / 2) - (high_first and 1))):
        root = degree_pitch(tonic - 12, mode, pick(rng, (0, 0, 3, 4)))
        third = TRIADS[mode] if full else (0,)
        lower += [note(root + step, 2.0 * i, 2.0, EVEN - 6) for step in third if root + step < tonic]
    moved = lower if high_first else upper
    moved[:] = [msgspec.structs.replace(n, start=n.start + late) for n in moved]
    parts = [(high_player, upper), (low_player, lower)][:: 1 if high_first else -1]
    return Melodies(form="duet", clips=(clip_of("a", spec, rng, parts, tonic, mode),))


def pair(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """A short tune twice: the same again in half of the scenes, else with one thing changed."""
    relation: Relation = "same" if chance(rng, 0.5) else pick(rng, CHANGES)
    first = tune_clip(spec, rng, min(10, _count(spec, rng)), plain=True)
    while relation == "rhythm" and len({n.beats for n in first.notes}) == 1:
        first = tune_clip(msgspec.structs.replace(spec, rhythm=1.0), rng, len(first.notes), plain=True)
    second = changed(first, relation, rng)
    second = msgspec.structs.replace(second, lead_s=round(uniform(rng, *LEAD_S), 2))
    return Melodies(form="pair", clips=(first, second), relation=relation)


def changed(clip: Clip, relation: Relation, rng: np.random.Generator) -> Clip:
    """The same recording again under other ids, but for one thing. A rhythm needs notes of several lengths."""
    (part,) = clip.parts
    instrument, bpm, tonic = part.instrument, clip.bpm, clip.tonic
    notes = [msgspec.structs.replace(n, id=n.id.replace("a.", "b.", 1)) for n in part.notes]
    if relation == "note":
        k = between(rng, 1, len(notes) - 1)
        moves = [m for m in (-5, -4, -3, 3, 4, 5) if LOW <= notes[k].pitch + m <= HIGH]
        notes[k] = msgspec.structs.replace(notes[k], pitch=notes[k].pitch + pick(rng, moves))
    elif relation == "transposed":
        low, high = min(n.pitch for n in notes), max(n.pitch for n in notes)
        side = 1 if chance(rng, 0.5) else -1  # first, so that up and down are equally likely
        by = side * pick(rng, [m for m in range(2, 8) if low + side * m >= LOW - 4 and high + side * m <= HIGH + 2])
        notes = [msgspec.structs.replace(n, pitch=n.pitch + by) for n in notes]
        tonic += by
    elif relation == "tempo":
        bpm = round(clip.bpm * (QUICKER if chance(rng, 0.5) else SLOWER))
    elif relation == "instrument":
        instrument = pick(rng, [i for i in MELODIC if distinct(i, instrument)])
    elif relation == "rhythm":
        spots = [i for i in range(len(notes) - 1) if notes[i].beats != notes[i + 1].beats]
        i = pick(rng, spots)
        beats = [n.beats for n in notes]
        beats[i], beats[i + 1] = beats[i + 1], beats[i]
        moved = line([n.pitch for n in notes], beats, [n.velocity for n in notes])
        notes = [msgspec.structs.replace(n, id=old.id) for n, old in zip(moved, notes, strict=True)]
    other = Part(id="b.p1", instrument=instrument, notes=tuple(notes))
    return msgspec.structs.replace(clip, id="b", bpm=bpm, tonic=tonic, parts=(other,))


FORMS: dict[str, Callable[[MelodySpec, np.random.Generator], Melodies]] = {
    "tune": tune,
    "scale": scale,
    "arpeggio": arpeggio,
    "chords": chords,
    "beat": beat,
    "relay": relay,
    "phrases": phrases,
    "duet": duet,
    "pair": pair,
}
