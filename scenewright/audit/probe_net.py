"""The probe's network: four small convolutions and two dense layers, trained from scratch on one or two cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

from scenewright.audit.probe_tasks import Targets, Task
from scenewright.scenes.base import between, chance, rng_for, uniform

BATCH = 64
PASSES, STEPS_MIN, STEPS_MAX = 16, 120, 400
"""Passes over the pictures, but not fewer or more steps than these."""
RATE, DECAY = 4e-3, 0.02
"""Highest learning rate of AdamW, reached after a fifth of the steps (one cycle: L. N. Smith, 2018); weight decay."""
SHIFT_PX = 3
WIDTHS, DENSE = (16, 32, 64, 64), 128


class OutOfTime(Exception):
    """The time limit was reached before the training's end."""


def steps_for(rows: int) -> int:
    """Training steps for so many pictures."""
    return min(max(PASSES * rows // BATCH, STEPS_MIN), STEPS_MAX)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """So many threads, and torch's own random state as it was afterwards."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        torch.set_num_threads(before)


def network(task: Task) -> nn.Module:
    """Places matter to every task, so the maps are flattened rather than averaged."""
    layers: list[nn.Module] = []
    before = 3 if task.colour else 1
    for number, width in enumerate(WIDTHS):
        first = number == 0
        layers += [nn.Conv2d(before, width, 5 if first else 3, 2 if first else 1, 2 if first else 1, bias=False),
                   nn.BatchNorm2d(width), nn.ReLU()]  # fmt: skip
        layers += [] if first else [nn.MaxPool2d(2)]
        before = width
    flat = before * (task.px // 2 ** len(WIDTHS)) ** 2
    layers += [nn.Flatten(), nn.Dropout(0.2), nn.Linear(flat, DENSE), nn.ReLU(), nn.Linear(DENSE, sum(task.heads))]
    return nn.Sequential(*layers)


def train(
    task: Task,
    pictures: np.ndarray,
    targets: Targets,
    seed: int,
    deadline: float = float("inf"),
    tick: Callable[[int], None] = lambda step: None,
) -> nn.Module:
    """A network that has learned from pictures (n, px, px, channels; uint8). The same seed, the same network.

    `OutOfTime` where `time.perf_counter()` passes `deadline` first. `tick` is told the steps done.
    """
    rng = rng_for(seed, "probe", task.name, len(pictures))
    torch.manual_seed(int(rng.integers(1 << 62)))
    net: nn.Module = network(task)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    steps = steps_for(len(pictures))
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.2)
    wanted = torch.from_numpy(task.wanted(targets))
    order = np.zeros(0, np.int64)
    net.train()
    for step in range(steps):
        if time.perf_counter() > deadline:
            raise OutOfTime
        while len(order) < BATCH:
            order = np.concatenate([order, rng.permutation(len(pictures))])
        chosen, order = order[:BATCH], order[BATCH:]
        loss = -(wanted[chosen] * _logs(task, net(_varied(task, _tensor(pictures[chosen]), rng)))).sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        pace.step()
        tick(step + 1)
    return net.eval()


def answers(task: Task, net: nn.Module, pictures: np.ndarray) -> Targets:
    """What the network says of pictures."""
    with torch.inference_mode():
        parts = [_logs(task, net(_tensor(pictures[i : i + 256]))) for i in range(0, len(pictures), 256)]
    return task.answers(torch.cat(parts).numpy())


def _logs(task: Task, out: torch.Tensor) -> torch.Tensor:
    return torch.cat([part.log_softmax(1) for part in out.split(task.heads, 1)], 1)


def _tensor(pictures: np.ndarray) -> torch.Tensor:
    """Pictures of mean 0 and spread 1, so that bright and dark ones are alike."""
    out = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float()
    mean, spread = out.mean((1, 2, 3), keepdim=True), out.std((1, 2, 3), keepdim=True)
    return ((out - mean) / (spread + 1)).contiguous(memory_format=torch.channels_last)


def _varied(task: Task, batch: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Shifted a little, as a negative or mirrored half of the time where the answer bears it."""
    dx, dy = between(rng, -SHIFT_PX, SHIFT_PX), between(rng, -SHIFT_PX, SHIFT_PX)
    batch = torch.roll(batch, (dy, dx), (2, 3))
    if task.mirror and chance(rng, 0.5):
        batch = batch.flip(3)
    if not task.negative:
        return batch
    signs = np.where(rng.random(len(batch)) < 0.5, -1.0, 1.0) * uniform(rng, 0.8, 1.2)
    return batch * torch.from_numpy(signs.astype(np.float32))[:, None, None, None]
