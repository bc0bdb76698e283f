"""The embedded models as a pipeline of diffusers: maps (and a class) in, small pictures out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from diffusers import DDIMScheduler, DiffusionPipeline, UNet2DModel
from diffusers.utils import BaseOutput

from scenewright.renderers.embedded.network import patched, predict, whole


class MapsOutput(BaseOutput):
    """`images`: float32 `(n, channels, side, side)` in [-1, 1]."""

    images: np.ndarray


class MapsToPicturePipeline(DiffusionPipeline):
    """Paints what maps say should be where. `MapsToPicturePipeline.from_pretrained(folder)` loads it."""

    unet: UNet2DModel
    scheduler: DDIMScheduler

    def __init__(self, unet: UNet2DModel, scheduler: DDIMScheduler) -> None:
        super().__init__()
        self.register_modules(unet=unet, scheduler=scheduler)

    @torch.inference_mode()
    def __call__(
        self,
        maps: np.ndarray,
        seeds: Sequence[int],
        labels: Sequence[int] | None = None,
        num_inference_steps: int = 8,
    ) -> MapsOutput:
        """`maps` `(n, m, side, side)` in [-1, 1]; one seed a picture, so that it is the same in every batch (up to
        what a matrix product's order of sums changes); `labels` where the model knows classes.
        """
        device, dtype = self.unet.device, self.unet.dtype
        given = patched(torch.from_numpy(np.ascontiguousarray(maps)).float()).to(device, dtype)
        shape = (self.unet.config.out_channels, given.shape[2], given.shape[3])
        first = [torch.randn(shape, generator=torch.Generator().manual_seed(int(s))) for s in seeds]
        noisy = torch.stack(first).to(device, dtype)
        kinds = None if labels is None else torch.tensor(list(labels), device=device)
        self.scheduler.set_timesteps(num_inference_steps)
        for time in self.scheduler.timesteps:
            said = predict(self.unet, noisy, given, time, kinds)
            noisy = self.scheduler.step(said, time, noisy).prev_sample
        return MapsOutput(images=whole(noisy, maps.shape[-1]).float().clamp(-1, 1).cpu().numpy())


__all__ = ["MapsOutput", "MapsToPicturePipeline"]
