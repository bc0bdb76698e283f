"""Samples of every registered family, made once per process for all contract tests."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import pytest

from scenewright.families import family, names
from scenewright.sample import Maker, Sample

SEEDS = 200
KEPT = 1 if "PYTEST_XDIST_WORKER" in os.environ else None
"""Corpora in memory: a worker gets all tests of a family in a row (see conftest.py), then those of the next. Twenty
thousand samples would take gigabytes, and minutes of the garbage collector's going through them again."""
SLOW = {"diffused_shapes": 10, "diffused_sound": 10}
"""Seeds of families whose samples take a second or more: each index modulo 10 once at every level."""
FEWER = SLOW | {"tower": 40, "collisions": 120, "speech": 60, "soundscape": 80, "melody": 100}
"""Seeds of families that take a tenth of a second or more: all of them together are made in a few minutes."""


def seeds(name: str) -> int:
    """How many seeds of each level are in the corpus of a family."""
    return FEWER.get(name, SEEDS)


def builtin() -> list[Any]:
    """All families as parameters; those whose extra is absent are skipped, with the reason."""
    lacking = {name: family(name).missing() for name in names()}
    return [
        pytest.param(name, marks=pytest.mark.skipif(bool(why), reason=f"{name} {why}")) for name, why in lacking.items()
    ]


@lru_cache(KEPT)
def corpus(name: str) -> tuple[tuple[Maker, Sample], ...]:
    """One sample per seed and level; index is the seed modulo 10, so that twins of both kinds are among them."""
    made = []
    for level in range(len(family(name).levels)):
        for seed in range(seeds(name)):
            maker = Maker.of(name, level, seed)
            made.append((maker, maker.make(seed % 10)))
    return tuple(made)


@lru_cache(KEPT)
def pairs(name: str) -> tuple[tuple[Sample, Sample], ...]:
    """Twins of both kinds, at every level."""
    made = []
    for level in range(len(family(name).levels)):
        maker = Maker.of(name, level, 1)
        for index in (6, 8) if name in SLOW else (6, 8, 16, 18, 26, 28):
            first, second = maker.make_with_twin(index)
            made.append((first, second))
    return tuple(made)
