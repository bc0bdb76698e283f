"""Splits: the indices that each owns, and the scenes.

Indices keep samples apart. Scenes of most families are so many that no two samples ever share one; those of a family
that says `FEW_SCENES` are not (a plain clock shows one of 720 times, a plain histogram one of some hundred columns), so
each of its scenes has one split for a home, by its hash, and is drawn again elsewhere. That holds across seeds, recipes
and versions of other families too: what one data set trains on is in no other's test split.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Literal, get_args

import msgspec

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
SPLIT_MAX = 1_000_000_000
"""Samples of one split at most: each owns that many indices."""
FIRST: dict[str, int] = {split: place * SPLIT_MAX for place, split in enumerate(SPLITS)}
"""First index of each split: train 0, validation 10^9, test 2 x 10^9."""

FIFTHS: tuple[Split, ...] = ("train", "train", "train", "validation", "test")
"""Of a family's few scenes. Shares of their own, as those of a recipe may change while scenes stay at home."""


def split_of(index: int) -> Split:
    """The split that owns an index."""
    return SPLITS[min(index // SPLIT_MAX, len(SPLITS) - 1)]


def home(scene: Any) -> Split:
    """The split that a scene of a family with few scenes belongs to."""
    digest = blake2b(msgspec.json.encode(scene, order="deterministic"), digest_size=8).digest()
    return FIFTHS[int.from_bytes(digest, "big") % len(FIFTHS)]
