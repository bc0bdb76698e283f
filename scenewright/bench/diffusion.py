"""Speed of the embedded diffusion models: pictures and sounds a second, whole batches through the pipeline.

    scenewright bench diffusion --device cuda

What a picture is does not change the time, so untrained weights are measured where trained ones are not installed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from scenewright.bench.report import Table
from scenewright.errors import UserError
from scenewright.renderers.diffusion.errors import ModelError

GPU_MIN, CPU_MIN = 200.0, 0.5
"""Pictures a second to be reached: on one modern GPU, and on two cores."""
BATCHES = {"cpu": 8}
"""Pictures made at once, by device; on others `GPU_BATCH`."""
GPU_BATCH = 256
NAMES = ("shapes", "sounds")


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """One model on one device."""

    model: str
    device: str
    dtype: str
    threads: int
    side_px: int
    steps: int
    batch: int
    made: int
    seconds: float
    per_s: float
    per_core_s: float
    """Pictures in a second of processor time: what one idle core would make, on a machine that is not idle."""
    trained: bool


def bench_diffusion(
    device: str = "auto", batch: int | None = None, seconds: float = 20.0, out: Path | None = None
) -> list[Speed]:
    """Measure both models for some `seconds` each, warmed up first. With `out`, `diffusion.json` is written there.

    On a CPU the process uses the cores it may. `UserError` where the extra is missing or there is no such device.
    """
    from scenewright.renderers.diffusion.pipelines import device_of, quiet, start_torch

    if batch is not None and batch < 1:
        raise UserError(f"--batch must be at least 1, not {batch}")
    try:
        start_torch()
        place = device_of(device)
    except ModelError as error:
        raise UserError(str(error)) from None
    size = batch or BATCHES.get(place, GPU_BATCH)
    with quiet():
        found = [_speed(name, place, size, seconds) for name in NAMES]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "diffusion.json").write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    return found


def _speed(name: str, device: str, batch: int, seconds: float) -> Speed:
    import torch

    from scenewright.renderers.embedded import models, tasks

    task = tasks.task(name)
    pipe, trained = _pipeline(name, task, device)
    rng = np.random.Generator(np.random.PCG64(0))
    maps = rng.uniform(-1, 1, (batch, task.map_channels, task.side, task.side)).astype(np.float32)
    more: dict[str, Any] = {"labels": [i % task.classes for i in range(batch)]} if task.classes else {}

    def run(start: int, steps: int) -> None:
        pipe(maps, range(start, start + batch), num_inference_steps=steps, **more)
        if device.startswith("cuda"):
            torch.cuda.synchronize()

    run(0, 2)
    made, begin, busy = 0, time.perf_counter(), time.process_time()
    while made == 0 or time.perf_counter() - begin < seconds:
        run(made, models.STEPS)
        made += batch
    took, worked = time.perf_counter() - begin, time.process_time() - busy
    return Speed(
        model=name, device=device, dtype=str(pipe.unet.dtype).removeprefix("torch."), threads=torch.get_num_threads(),
        side_px=task.side, steps=models.STEPS, batch=batch, made=made, seconds=round(took, 2),
        per_s=round(made / took, 2), per_core_s=round(made / worked, 3), trained=trained,
    )  # fmt: skip


def _pipeline(name: str, task: Any, device: str) -> tuple[Any, bool]:
    """The shipped pipeline, or one of the same sizes that has learnt nothing."""
    import torch

    from scenewright.renderers.embedded import models, network
    from scenewright.renderers.embedded.pipeline import MapsToPicturePipeline

    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    folder = models.WEIGHTS / name
    trained = (folder / "model_index.json").is_file()
    if trained:
        pipe = MapsToPicturePipeline.from_pretrained(folder, torch_dtype=dtype, local_files_only=True)
    else:
        unet = network.build(task.side, task.picture_channels, task.map_channels, task.classes, task.widths)
        pipe = MapsToPicturePipeline(unet.eval().to(dtype), network.scheduler())
    pipe.set_progress_bar_config(disable=True)
    return pipe.to(device), trained


def tables(found: list[Speed]) -> Iterator[Table]:
    """Pictures a second beside what is asked."""
    rows: list[tuple[str, ...]] = []
    for s in found:
        cpu = s.device == "cpu"
        name = s.model if s.trained else f"{s.model} (untrained)"
        facts = (s.device, s.dtype, str(s.threads), str(s.side_px), str(s.steps), str(s.batch), f"{s.per_s:,.2f}")
        rows.append((name, *facts, f"{s.per_core_s:,.2f}" if cpu else "", f"{CPU_MIN if cpu else GPU_MIN:g}"))
    headings = (
        "model",
        "device",
        "numbers",
        "threads",
        "side px",
        "steps",
        "batch",
        "per second",
        "per core-second",
        "asked",
    )
    yield "Embedded diffusion models", headings, rows
