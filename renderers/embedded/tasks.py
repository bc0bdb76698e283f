"""What each embedded model is: what goes in, what it learns from, how its output is judged while it is trained."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np


class Task(NamedTuple):
    """One model."""

    name: str
    side: int
    """Of its pictures, in pixels."""
    picture_channels: int
    map_channels: int
    classes: int
    widths: tuple[int, ...]
    says: str
    """What the network predicts: `v_prediction` for textures, `sample` where maps tell nearly all."""
    size: int
    """Of a batch."""
    fresh: int
    """Examples made anew for each batch."""
    mirrored: bool
    """Whether examples may be mirrored."""
    batch: Callable[[int, np.random.Generator], dict[str, Any]]
    """So many training examples."""
    accepted: Callable[[Any], float]
    """Share of claims that hold in fresh samples of a pipeline."""


def _sounds() -> Task:
    from scenewright.renderers.embedded import sound_data
    from scenewright.scenes.diffused_sound import SOUNDS

    return Task(
        "sounds", side=sound_data.SIDE, picture_channels=1, map_channels=1, classes=len(SOUNDS), widths=(64, 96, 128),
        says="v_prediction", size=16, fresh=6, mirrored=False, batch=partial(sound_data.batch, SOUNDS),
        accepted=partial(sound_data.accepted, SOUNDS),
    )  # fmt: skip


def _shapes() -> Task:
    from scenewright.renderers.embedded import shape_data

    return Task(
        "shapes", side=shape_data.SIDE, picture_channels=3, map_channels=shape_data.MAP_CHANNELS, classes=0,
        widths=(48, 80, 112), says="sample", size=8, fresh=2, mirrored=True, batch=shape_data.batch,
        accepted=shape_data.accepted,
    )  # fmt: skip


TASKS: dict[str, Callable[[], Task]] = {"shapes": _shapes, "sounds": _sounds}


def task(name: str) -> Task:
    """The model of that name."""
    return TASKS[name]()
