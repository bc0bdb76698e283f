"""Samples of every registered family, made once per process for all contract tests."""

from __future__ import annotations

from functools import cache

from scenewright.families import family, names
from scenewright.sample import Maker, Sample

SEEDS = 200


def builtin() -> list[str]:
    return list(names())


@cache
def corpus(name: str) -> tuple[tuple[Maker, Sample], ...]:
    """One sample per seed and level; index is the seed modulo 10, so that twins of both kinds are among them."""
    made = []
    for level in range(len(family(name).levels)):
        for seed in range(SEEDS):
            maker = Maker.of(name, level, seed)
            made.append((maker, maker.make(seed % 10)))
    return tuple(made)


@cache
def pairs(name: str) -> tuple[tuple[Sample, Sample], ...]:
    """Twins of both kinds, at every level."""
    made = []
    for level in range(len(family(name).levels)):
        maker = Maker.of(name, level, 1)
        for index in (6, 8, 16, 18, 26, 28):
            first, second = maker.make_with_twin(index)
            made.append((first, second))
    return tuple(made)
