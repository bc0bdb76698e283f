"""Answers about melodies from the scene's JSON: every question by counting over a table of (start, pitch, length)."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

LETTERS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
NAMES = {1: "minor second", 2: "major second", 3: "minor third", 4: "major third", 5: "perfect fourth", 6: "tritone",
         7: "perfect fifth", 8: "minor sixth", 9: "major sixth", 10: "minor seventh", 11: "major seventh",
         12: "octave"}  # fmt: skip
THIRDS = {(4, 3): "major", (3, 4): "minor", (3, 3): "diminished"}
CHANGED = {
    "note": "the pitch of one note",
    "transposed": "the key: all notes are higher or lower",
    "tempo": "the tempo",
    "instrument": "the instrument",
    "rhythm": "the rhythm",
}


class Tape:
    """One recording as rows, sorted by time."""

    def __init__(self, clip: dict[str, Any]) -> None:
        self.clip = clip
        self.parts = {p["instrument"]: p["notes"] for p in clip["parts"]}
        rows = [(n["start"], n["pitch"], n["beats"], n["velocity"], n["id"], p["instrument"])
                for p in clip["parts"] for n in p["notes"]]  # fmt: skip
        self.rows = sorted(rows)
        self.chords = [list(g) for _, g in groupby(self.rows, key=lambda r: r[0])]
        self.pitches = [r[1] for r in self.rows]
        self.lengths = [r[2] for r in self.rows]
        self.loud = [i + 1 for i, r in enumerate(self.rows) if r[3] > 90]

    def when(self, beat: float) -> float:
        return float(self.clip["lead_s"] + beat * 60 / self.clip["bpm"])

    def entry(self, name: str) -> float:
        return min(n["start"] for n in self.parts[name])

    def phrases(self) -> list[list[int]]:
        edges = [*self.clip["phrase_starts"], 1e9]
        return [[r[1] for r in self.rows if a <= r[0] < b] for a, b in pairwise(edges)]


def kind(chord: list[Any]) -> str:
    p = sorted(r[1] for r in chord)
    return THIRDS[p[1] - p[0], p[2] - p[1]]


def of_two(tapes: list[Tape], template: str, slot: Any) -> Any:
    a, b = tapes
    moved = [i + 1 for i, (p, q) in enumerate(zip(a.pitches, b.pitches, strict=True)) if p != q]
    same_sound = set(a.parts) == set(b.parts)
    alike = not moved and a.lengths == b.lengths and a.clip["bpm"] == b.clip["bpm"] and same_sound
    if template == "same_clips":
        return alike == (slot[2] == "the same")
    if template == "changed_note":
        return moved[0]
    if template == "transposed_by":
        (by,) = {q - p for p, q in zip(a.pitches, b.pitches, strict=True)}
        return abs(by)
    if template == "which_recording":
        values = [a.clip["bpm"], b.clip["bpm"]] if slot[2] in ("faster", "slower") else [a.pitches[0], b.pitches[0]]
        first = (values[0] > values[1]) == (slot[2] in ("faster", "higher"))
        return "first" if first else "second"
    key = "note" if len(moved) == 1 else "transposed" if moved else "rhythm" if a.lengths != b.lengths else "tempo"
    return CHANGED["instrument" if not same_sound else key]


def expected(scene: dict[str, Any], template: str, slot: Any, facts: dict[str, Any]) -> Any:
    """The right answer; None where there is none."""
    tapes = [Tape(clip) for clip in scene["clips"]]
    if template in ("same_clips", "what_changed", "changed_note", "transposed_by", "which_recording"):
        return of_two(tapes, template, slot)
    id, *args = slot if isinstance(slot, list) else [slot]
    tape = next(t for t in tapes if t.clip["id"] == id)
    hidden = set(scene.get("hidden", ()))
    p, beats, rows = tape.pitches, tape.lengths, tape.rows
    k: Any = next((a for a in args if isinstance(a, int)), None)
    last = max((a for a in args if isinstance(a, int)), default=0)

    def gone() -> bool:
        return last > len(tape.chords) or any(r[4] in hidden for r in tape.chords[last - 1])

    def better(x: Any, y: Any, word: str, up: tuple[str, ...]) -> bool:
        return bool(x > y if word in up else x < y)

    def note(i: int) -> Any:
        return rows[i - 1]

    def instrument_by(place: int) -> Any:
        return sorted(tape.parts, key=tape.entry)[place - 1]

    def of(name: str) -> list[int]:
        return [n["pitch"] for n in tape.parts[name]]

    def pick(values: list[float], most: bool) -> Any:
        return args[0] if (values[0] > values[1]) == most else args[1]

    semitones = lambda: None if gone() else abs(note(args[0])[1] - note(args[1])[1])  # noqa: E731
    letter = lambda: None if gone() else LETTERS[note(k)[1] % 12]  # noqa: E731
    chord = lambda: None if gone() or len(tape.chords[k - 1]) == 1 else kind(tape.chords[k - 1])  # noqa: E731
    who = lambda: None if gone() else note(k)[5]  # noqa: E731
    answers: dict[str, Any] = {
        "is_higher": lambda: better(note(args[0])[1], note(args[1])[1], args[2], ("higher",)),
        "same_pitch": lambda: note(args[0])[1] == note(args[1])[1],
        "semitones": semitones,
        "semitones_of_nth": semitones,
        "hidden_semitones": semitones,
        "interval_name": lambda: NAMES[abs(note(args[0])[1] - note(args[1])[1])],
        "direction": lambda: "up" if note(args[1])[1] > note(args[0])[1] else "down",
        "rank_of_note": lambda: 1 + p.index(sorted(p)[-1 - args[0]]),
        "note_named": letter,
        "hidden_name": letter,
        "pitch_range": lambda: max(p) - min(p),
        "distinct_pitches": lambda: len(set(p)),
        "count_rises": lambda: len([1 for i in range(1, len(p)) if p[i] > p[i - 1]]),
        "scale_mode": lambda: "major" if min(p) + 4 in p else "minor",
        "shape_way": lambda: "up" if p == sorted(p) else "down",
        "count_notes": lambda: len(rows),
        "lasts_longer": lambda: better(note(args[0])[2], note(args[1])[2], args[2], ("longer",)),
        "rank_length": lambda: 1 + beats.index(max(beats) if args[0] == "longest" else min(beats)),
        "count_long": lambda: beats.count(max(beats) if args[0] == "long" else min(beats)),
        "times_as_long": lambda: note(args[0])[2] / note(args[1])[2],
        "tempo_of": lambda: float(tape.clip["bpm"]),
        "starts_at": lambda: tape.when(note(k)[0]),
        "gap_between": lambda: tape.when(note(args[1])[0]) - tape.when(note(args[0])[0]),
        "has_rest": lambda: note(args[1])[0] > note(args[0])[0] + note(args[0])[2],
        "meter": lambda: f"{tape.clip['beats_per_bar']}/4",
        "count_strong": lambda: len(tape.loud),
        "count_accents": lambda: len(tape.loud),
        "accent_place": lambda: tape.loud[k - 1],
        "is_accented": lambda: k in tape.loud,
        "is_louder": lambda: better(note(args[0])[3], note(args[1])[3], args[2], ("louder",)),
        "trend": lambda: "louder" if rows[-1][3] > rows[0][3] else "softer",
        "chord_kind": chord,
        "chord_at": chord,
        "hidden_chord": chord,
        "is_chord": lambda: (len(tape.chords[k - 1]) > 1) == (args[1] == "a chord"),
        "count_chords": lambda: len(
            [c for c in tape.chords if args[0] == "sounds" or (len(c) > 1) == (args[0] == "chords")]
        ),
        "who_plays": who,
        "player_of_nth": who,
        "hidden_player": who,
        "enters": lambda: instrument_by(k),
        "enters_before": lambda: better(tape.entry(args[1]), tape.entry(args[0]), args[2], ("before",)),
        "play_order": lambda: [instrument_by(i + 1) for i in range(len(tape.parts))],
        "count_players": lambda: len(tape.parts),
        "notes_of": lambda: len(of(args[0])),
        "notes_of_named": lambda: len(of(args[0])) if args[0] in tape.parts else None,
        "higher_player": lambda: pick([sum(of(x)) / len(of(x)) for x in args[:2]], args[2] == "higher"),
        "more_notes": lambda: pick([len(of(x)) for x in args[:2]], args[2] == "more"),
        "enters_at": lambda: tape.when(tape.entry(args[0])),
        "entry_gap": lambda: abs(tape.entry(args[0]) - tape.entry(args[1])) * 60 / tape.clip["bpm"],
        "odd_phrase": lambda: next(
            i + 1 for i, row in enumerate(tape.phrases()) if sum(row == r for r in tape.phrases()) == 1
        ),
        "count_phrases": lambda: len(tape.phrases()),
        "phrase_notes": lambda: len(tape.phrases()[k - 1]),
    }
    return answers[template]()
