"""Trains the embedded models: `python -m scenewright.renderers.embedded.train shapes|sounds --minutes 45 --out DIR`.

Everything is drawn from one seed, so that a run of so many `--steps` repeats on the same build and device; with
`--minutes` it ends by processor time (on a GPU, by the clock). As it goes it writes `log.jsonl` (step, seconds, loss,
share of claims that hold in a few fresh samples) and, every few minutes, the averaged weights in the folder layout of
diffusers, and its state: with `--resume` a run that was ended goes on from there.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from scenewright.renderers.embedded import network, tasks
from scenewright.renderers.embedded.pipeline import MapsToPicturePipeline
from scenewright.scenes.base import rng_for

POOL = 4096
"""Examples kept; in each step some new ones take the place of the oldest, and a batch is drawn from all."""
RATE = 1.2e-3
WARM_STEPS = 50
COOL_SHARE = 0.4
"""Of the run: the learning rate falls to nothing over this last part."""
AVERAGE = 0.996
SNR_MAX = 5.0
STATE = "state.pt"
CHECK_S = 180.0


class Pool:
    """Training examples, a few made anew for each batch."""

    def __init__(self, task: tasks.Task, rng: np.random.Generator) -> None:
        self.task, self.rng = task, rng
        self.kept = task.batch(128, rng)
        self.at = 0

    def batch(self) -> dict[str, torch.Tensor]:
        """One batch, half of it mirrored where the task allows."""
        new = self.task.batch(self.task.fresh, self.rng)
        count, more = len(self.kept["picture"]), self.task.fresh
        if count < POOL:
            self.kept = {k: np.concatenate([v, new[k]]) for k, v in self.kept.items()}
        else:
            for k, v in self.kept.items():
                v[np.arange(self.at, self.at + more) % POOL] = new[k]
            self.at = (self.at + more) % POOL
        rows = (self.rng.random(self.task.size) * len(self.kept["picture"])).astype(int)
        drawn = {k: torch.from_numpy(np.ascontiguousarray(v[rows])) for k, v in self.kept.items()}
        if self.task.mirrored:
            half = self.task.size // 2
            for k in ("picture", "maps"):
                drawn[k][:half] = drawn[k][:half].flip(-1)
        return drawn


def loss_of(unet: Any, noise: Any, examples: dict[str, torch.Tensor], generator: torch.Generator) -> torch.Tensor:
    """Mean squared error of the velocity at a random noise level; where the network says the clean picture, of that,
    weighted by signal over noise, which is capped (Hang et al. 2023) so that faint noise does not rule.
    """
    device = unet.device
    clean = network.patched(examples["picture"].float())
    times = torch.randint(0, network.STEPS, (len(clean),), generator=generator)
    drawn = torch.randn(clean.shape, generator=generator)
    noisy = noise.add_noise(clean, drawn, times).to(device)
    maps = network.patched(examples["maps"].float()).to(device)
    labels = examples["labels"].to(device) if "labels" in examples else None
    said = network.predict(unet, noisy, maps, times.to(device), labels).float()
    if noise.config.prediction_type == "v_prediction":
        return torch.nn.functional.mse_loss(said, noise.get_velocity(clean, drawn, times).to(device))
    kept = noise.alphas_cumprod[times]
    weight = 1 + (kept / (1 - kept).clamp(min=1e-6)).clamp(max=SNR_MAX)
    return (weight[:, None, None, None].to(device) * (said - clean.to(device)) ** 2).mean()


class Training:
    """A model as it is trained: network, averaged weights, optimiser, and how far it is."""

    def __init__(self, task: tasks.Task, seed: int, device: str, dtype: str) -> None:
        torch.manual_seed(seed)  # first weights
        self.task, self.seed, self.dtype = task, seed, dtype
        self.unet = self._network().to(device)
        self.noise = network.scheduler(task.says)
        self.average = {k: v.detach().clone() for k, v in self.unet.state_dict().items()}
        self.optimiser = torch.optim.AdamW(self.unet.parameters(), lr=RATE, weight_decay=1e-3)
        self.step, self.seconds = 0, 0.0
        self.begin()

    def begin(self) -> None:
        """Examples and noise from here on; a run that is resumed draws others."""
        self.pool = Pool(self.task, rng_for(self.seed, "train", self.task.name, self.step))
        self.generator = torch.Generator().manual_seed(self.seed + self.step)

    def _network(self) -> Any:
        task = self.task
        return network.build(task.side, task.picture_channels, task.map_channels, task.classes, task.widths)

    def one_step(self, over: float) -> float:
        """One step at this share of the run; its loss."""
        rate = RATE * min(1.0, (self.step + 1) / WARM_STEPS, max(0.02, (1 - over) / COOL_SHARE))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(self.unet.device.type, torch.bfloat16, enabled=self.dtype == "bfloat16"):
            loss = loss_of(self.unet, self.noise, self.pool.batch(), self.generator)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.unet.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        keep = min(AVERAGE, self.step / (self.step + 20))
        with torch.no_grad():
            for k, v in self.unet.state_dict().items():
                self.average[k].lerp_(v, 1 - keep)
        return float(loss.detach())

    def save(self, out: Path) -> float:
        """Save the averaged weights and the state; the share of claims that hold in a few samples."""
        parts = {"unet": self.unet.state_dict(), "average": self.average, "optimiser": self.optimiser.state_dict()}
        torch.save({**parts, "step": self.step, "seconds": self.seconds}, out / STATE)
        unet = self._network()
        unet.load_state_dict(self.average)
        pipeline = MapsToPicturePipeline(unet.half().eval(), network.scheduler(self.task.says))
        pipeline.save_pretrained(out, safe_serialization=True)
        pipeline.unet.float()
        pipeline.set_progress_bar_config(disable=True)
        return self.task.accepted(pipeline)

    def resume(self, out: Path) -> None:
        """Go on from a saved state."""
        state = torch.load(out / STATE, weights_only=True)
        self.unet.load_state_dict(state["unet"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average = {k: v.to(self.unet.device) for k, v in state["average"].items()}
        self.step, self.seconds = state["step"], state["seconds"]
        self.begin()


def train(training: Training, out: Path, minutes: float, steps: int) -> None:
    """Train until the minutes or the steps are over, and save the averaged weights to `out`."""
    clock = time.process_time if training.unet.device.type == "cpu" else time.monotonic
    checked = clock()
    begin = checked - training.seconds
    losses: list[float] = []
    over = 0.0
    with (out / "log.jsonl").open("a" if training.step else "w") as log:
        while over < 1:
            losses.append(training.one_step(over))
            training.seconds = clock() - begin
            over = training.step / steps if steps else training.seconds / (60 * minutes)
            due = clock() - checked > CHECK_S or over >= 1
            if training.step % 50 and not due:
                continue
            seconds, loss = round(training.seconds, 1), round(float(np.mean(losses[-50:])), 5)
            line = {"step": training.step, "seconds": seconds, "loss": loss}
            if due:
                line["claims"] = round(training.save(out), 4)
                checked = clock()
            log.write(json.dumps(line) + "\n")
            log.flush()
            print(line, flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train an embedded diffusion model on scenes of our own.")
    parser.add_argument("model", choices=sorted(tasks.TASKS))
    parser.add_argument("--minutes", type=float, default=45.0, help="of processor time")
    parser.add_argument("--steps", type=int, default=0, help="so many steps instead; repeats exactly on one build")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--resume", action="store_true", help="go on from the state in --out")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    training = Training(tasks.task(given.model), given.seed, given.device, given.dtype)
    if given.resume:
        training.resume(given.out)
    train(training, given.out, given.minutes, given.steps)


if __name__ == "__main__":
    main()
