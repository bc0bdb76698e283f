"""A PyTorch `IterableDataset` of samples made on the fly, shared out over ranks and loader workers, and resumable.

    data = Samples("recipe.yaml", rank=rank, world_size=world, transform=to_tensors)
    loader = torch.utils.data.DataLoader(data, batch_size=None, num_workers=4)

Needs PyTorch (`pip install "scenewright[models]"`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

try:
    from torch.utils.data import IterableDataset, get_worker_info
except ImportError as error:
    raise ImportError('scenewright.adapters.torch needs PyTorch: pip install "scenewright[models]"') from error

from scenewright.errors import UserError
from scenewright.stream import Stream


class Samples(IterableDataset[Any]):
    """Samples `start`, `start + 1`, ... of a split; sample `i` goes to part `i mod (world_size * workers)`.

    The parts are disjoint and together whole, whatever the number of ranks and workers. To go on after a break, pass
    the number of samples that all parts have done as `start`. `transform(sample)` runs in the worker.
    """

    def __init__(
        self,
        source: Any,
        split: str = "train",
        rank: int = 0,
        world_size: int = 1,
        start: int = 0,
        transform: Callable[[Any], Any] | None = None,
    ) -> None:
        if world_size < 1 or not 0 <= rank < world_size:
            raise UserError(f"rank must be 0 to {max(world_size, 1) - 1} for a world size of {world_size}, not {rank}")
        self.stream = Stream(source, split)
        if not 0 <= start <= len(self.stream):
            raise UserError(f"start must be 0 to {len(self.stream)}, not {start}")
        self.rank, self.world_size, self.start, self.transform = rank, world_size, start, transform

    def __len__(self) -> int:
        return len(range(self.start + self.rank, len(self.stream), self.world_size))

    def __iter__(self) -> Iterator[Any]:
        worker = get_worker_info()
        workers, number = (worker.num_workers, worker.id) if worker else (1, 0)
        # Ranks first: sample start + rank + world_size * k is this rank's, and its workers take turns at k.
        first = self.start + self.rank + self.world_size * number
        for i in range(first, len(self.stream), self.world_size * workers):
            sample = self.stream[i]
            yield self.transform(sample) if self.transform else sample
