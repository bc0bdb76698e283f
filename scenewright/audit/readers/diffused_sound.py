"""Reads the sounds that a model made, as those of soundscapes are read."""

from __future__ import annotations

from collections.abc import Iterator

from scenewright.audit.readers import Fact, soundscape
from scenewright.audit.rows import Row

PITCH_SHARE = 0.04
"""A model's tones waver: what the middle of one is depends on how it is taken. Less than a semitone."""


def facts(row: Row) -> Iterator[Fact]:
    """As of soundscapes."""
    return soundscape.facts(row, PITCH_SHARE, wavers=True)
