"""The network of the embedded models: a small `UNet2DModel` of diffusers over 32 x 32 patches of a picture.

Maps that say what should be where are laid beside the noisy picture as further channels. Patches (pixel unshuffling)
make a pass many times cheaper than at full size and lose nothing: all pixels of a patch are channels.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers import DDIMScheduler, UNet2DModel

GRID = 32
"""Patches along a side."""
STEPS = 1000
"""Noise levels in training."""


def build(side: int, picture_channels: int, map_channels: int, classes: int, widths: tuple[int, ...]) -> UNet2DModel:
    """The untrained network for pictures of `side` pixels. `classes` 0: no class is told."""
    deep = len(widths) - 1
    area = (side // GRID) ** 2
    return UNet2DModel(
        sample_size=GRID,
        in_channels=(picture_channels + map_channels) * area,
        out_channels=picture_channels * area,
        layers_per_block=1,
        block_out_channels=widths,
        down_block_types=("DownBlock2D",) * deep + ("AttnDownBlock2D",),
        up_block_types=("AttnUpBlock2D",) + ("UpBlock2D",) * deep,
        norm_num_groups=8,
        attention_head_dim=16,
        num_class_embeds=classes or None,
    )


def scheduler(says: str = "sample") -> DDIMScheduler:
    """Cosine noise levels that end in pure noise, so that sampling may begin there (Lin et al. 2024). `says`: what the
    network predicts: `v_prediction`, or `sample`, the clean picture itself.
    """
    return DDIMScheduler(
        num_train_timesteps=STEPS,
        beta_schedule="squaredcos_cap_v2",
        prediction_type=says,
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        clip_sample=True,
        clip_sample_range=1.0,
    )


def patched(pictures: torch.Tensor) -> torch.Tensor:
    """`(n, c, side, side)` as `(n, c * patch ** 2, GRID, GRID)`."""
    return torch.nn.functional.pixel_unshuffle(pictures, pictures.shape[-1] // GRID)


def whole(patches: torch.Tensor, side: int) -> torch.Tensor:
    """The other way round."""
    return torch.nn.functional.pixel_shuffle(patches, side // GRID)


def predict(
    unet: UNet2DModel, noisy: torch.Tensor, maps: torch.Tensor, times: Any, labels: torch.Tensor | None
) -> torch.Tensor:
    """What the network says of noisy patches beside the patches of their maps."""
    return unet(torch.cat([noisy, maps], dim=1), times, class_labels=labels).sample
