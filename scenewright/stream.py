"""Samples made as they are asked for: the rows of a build without the build."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from scenewright.errors import UserError
from scenewright.plan import Place, Plan
from scenewright.recipe import Recipe
from scenewright.sample import Maker, Sample, score
from scenewright.shards import without_twin

ORDERS_MAX = 100
"""Shards whose order is held, so that memory stays flat under random access."""


class Stream:
    """The samples of one split of a recipe, in the order in which a build stores them.

    `stream[i]` is made without the ones before it. `rank` and `world_size` share out the samples: rank 1 of 4 makes
    1, 5, 9, ... Iteration ends with the split; start over for another epoch.
    """

    def __init__(
        self,
        source: Plan | Recipe | Mapping[str, Any] | str | Path,
        split: str = "train",
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        self.plan = Plan.of(source)
        if split not in self.plan.splits():
            raise UserError(f"the recipe has no samples in split '{split}'; it has: {', '.join(self.plan.splits())}")
        if world_size < 1 or not 0 <= rank < world_size:
            raise UserError(f"rank must be 0 to {max(world_size, 1) - 1} for a world size of {world_size}, not {rank}")
        self.split, self.rank, self.world_size = split, rank, world_size
        self._makers: dict[int, Maker] = {}
        self._orders: dict[int, list[tuple[Place, int]]] = {}
        self._twins: tuple[Place, tuple[Sample, ...]] | None = None

    score = staticmethod(score)
    """`stream.score(reply, question, scene)` in [0, 1]."""

    @cached_property
    def _starts(self) -> list[int]:
        sizes = [self.plan.size(shard) for shard in self._shards]
        return [0, *accumulate(sizes)]

    @cached_property
    def _shards(self) -> list[Any]:
        return [shard for shard in self.plan.shards() if shard.split == self.split]

    def __reduce__(self) -> tuple[Any, ...]:
        """To other processes goes what it was made from, for instance to the workers of a data loader."""
        return Stream, (self.plan, self.split, self.rank, self.world_size)

    def _order(self, shard: int) -> list[tuple[Place, int]]:
        if shard not in self._orders:
            if len(self._orders) >= ORDERS_MAX:
                self._orders.clear()
            places = self.plan.places(self._shards[shard])
            self._orders[shard] = [(place, i) for place in places for i in range(place.size)]
        return self._orders[shard]

    def __len__(self) -> int:
        return len(range(self.rank, self._starts[-1], self.world_size))

    def __getitem__(self, index: int) -> Sample:
        if not -len(self) <= index < len(self):
            raise IndexError(f"sample {index} of {len(self)}")
        row = self.rank + index % len(self) * self.world_size
        shard = bisect.bisect_right(self._starts, row) - 1
        place, which = self._order(shard)[row - self._starts[shard]]
        if self._twins is None or self._twins[0] != place:
            maker = self._makers.get(place.cell)
            if maker is None:
                maker = self._makers[place.cell] = self.plan.maker(self.plan.cells[place.cell])
            self._twins = (place, maker.make_with_twin(place.index))
        sample = self._twins[1][which]
        return without_twin(sample) if place.alone else sample

    def __iter__(self) -> Iterator[Sample]:
        return (self[i] for i in range(len(self)))
