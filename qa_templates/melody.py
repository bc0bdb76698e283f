"""Questions about melodies: pitch, time, loudness, chords, instruments, and what differs between recordings."""

from __future__ import annotations

from scenewright.qa_templates.base import Template
from scenewright.qa_templates.melody_base import OPS
from scenewright.qa_templates.melody_beats import (
    AccentPlace,
    CountAccents,
    CountStrong,
    IsAccented,
    IsLouder,
    Meter,
    Trend,
)
from scenewright.qa_templates.melody_chords import ChordKind, CountChords, IsChord
from scenewright.qa_templates.melody_pairs import (
    ChangedNote,
    CountPhrases,
    OddPhrase,
    PhraseNotes,
    SameClips,
    TransposedBy,
    WhatChanged,
    WhichRecording,
)
from scenewright.qa_templates.melody_pitch import (
    CountRises,
    Direction,
    DistinctPitches,
    IntervalName,
    IsHigher,
    NoteNamed,
    PitchRange,
    RankOfNote,
    SamePitch,
    ScaleMode,
    Semitones,
    ShapeWay,
)
from scenewright.qa_templates.melody_players import (
    CountPlayers,
    Enters,
    EntersAt,
    EntersBefore,
    EntryGap,
    HigherPlayer,
    MoreNotes,
    NotesOf,
    PlayOrder,
    WhoPlays,
)
from scenewright.qa_templates.melody_time import (
    CountLong,
    CountNotes,
    GapBetween,
    HasRest,
    LastsLonger,
    RankLength,
    StartsAt,
    TempoOf,
    TimesAsLong,
)
from scenewright.qa_templates.melody_twins import (
    ChordAt,
    HiddenChord,
    HiddenName,
    HiddenPlayer,
    HiddenSemitones,
    NotesOfNamed,
    PlayerOfNth,
    SemitonesOfNth,
)
from scenewright.scenes.score import Melodies

TEMPLATES: tuple[Template[Melodies], ...] = (
    IsHigher(), SamePitch(), Semitones(), IntervalName(), Direction(), RankOfNote(), NoteNamed(), PitchRange(),
    DistinctPitches(), CountRises(), ScaleMode(), ShapeWay(),
    CountNotes(), LastsLonger(), RankLength(), CountLong(), TimesAsLong(), TempoOf(), StartsAt(), GapBetween(),
    HasRest(),
    Meter(), CountStrong(), AccentPlace(), IsAccented(), CountAccents(), IsLouder(), Trend(),
    ChordKind(), IsChord(), CountChords(), WhoPlays(), Enters(), EntersBefore(), PlayOrder(), CountPlayers(), NotesOf(),
    HigherPlayer(), EntersAt(), EntryGap(), MoreNotes(),
    SameClips(), WhatChanged(), ChangedNote(), TransposedBy(), WhichRecording(), OddPhrase(), CountPhrases(),
    PhraseNotes(),
    SemitonesOfNth(), PlayerOfNth(), NotesOfNamed(), ChordAt(), HiddenSemitones(), HiddenName(), HiddenPlayer(),
    HiddenChord(),
)  # fmt: skip

__all__ = ["OPS", "TEMPLATES"]
