"""The shipped models: where they lie, what they are, and one pipeline of each per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from scenewright.renderers.base import ModelFacts
from scenewright.renderers.diffusion.errors import need_extra
from scenewright.renderers.diffusion.models import facts_of
from scenewright.renderers.embedded.sound_checks import Checker, load

WEIGHTS = Path(__file__).parent / "weights"
STEPS = 8
"""Sampling steps: of the sounds made in 5, 8 and 12, as many were accepted."""


@cache
def facts(name: str) -> ModelFacts:
    """Name, revision and licence of `shapes` or `sounds`."""
    found = facts_of(name, WEIGHTS / name)
    return msgspec.structs.replace(found, name=f"scenewright/embedded-{name}")


@cache
def pipeline(name: str) -> Any:
    """The pipeline of that name, on the CPU, in one thread: sums in another order are other pictures."""
    need_extra()
    import torch
    from diffusers.utils import logging

    from scenewright.renderers.embedded.pipeline import MapsToPicturePipeline

    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    found = MapsToPicturePipeline.from_pretrained(WEIGHTS / name, dtype=torch.float32, local_files_only=True)
    found.set_progress_bar_config(disable=True)
    return found


@cache
def sound_checker() -> Checker:
    """The classifier that judges the sounds. It was fitted to the sound bank, not to the model."""
    return load(WEIGHTS / "sounds" / "checker.npz")


__all__ = ["STEPS", "WEIGHTS", "facts", "pipeline", "sound_checker"]
