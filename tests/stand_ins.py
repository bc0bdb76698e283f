"""In place of the embedded models: the bank's own sounds, our own drawing. For what needs many scenes and no look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pytest

from scenewright.renderers import diffused_shapes, diffused_sound
from scenewright.renderers.base import Claim
from scenewright.renderers.embedded.sound_claims import check_event
from scenewright.renderers.shapes import ShapesStyle, picture
from scenewright.renderers.sound_bank.tools import Array
from scenewright.renderers.sound_mix import dry
from scenewright.scenes.base import rng_for
from scenewright.scenes.diffused_sound import RATE_HZ
from scenewright.scenes.shapes import Shapes
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Event


def drawn(scene: Shapes, seeds: list[int]) -> np.ndarray:
    """As `diffused_shapes.painted`."""
    px = diffused_shapes.SHOWN_PX
    grounds = [float(rng_for(seed, "stand-in").random()) for seed in seeds]
    scene = type(scene)(ground=scene.ground, width=scene.width, horizon=scene.horizon, items=scene.items)
    return np.stack([picture(scene, ShapesStyle(look="soft", ground=ground), px) for ground in grounds])


def voiced(events: Sequence[Event], tries: int = 1) -> tuple[dict[str, Array], int]:
    """As `diffused_sound.chosen`. Scenes leave the pitch of most sounds to the model; the bank wants one."""
    return {event.id: dry(_pitched(event), RATE_HZ) for event in events}, 1


def _pitched(event: Event) -> Event:
    low, high = class_of(event.sound).f0_hz
    return event if event.f0_hz or not high else msgspec.structs.replace(event, f0_hz=(low + high) / 2)


def believed(*what: Any) -> list[Claim]:
    """As `check_event`, but all is as it was asked for: the checker knows the model's sounds, not the bank's."""
    return [msgspec.structs.replace(claim, holds=True) for claim in check_event(*what)]


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test is over, no model is run."""
    monkeypatch.setattr(diffused_shapes, "painted", drawn)
    monkeypatch.setattr(diffused_sound, "chosen", voiced)
    monkeypatch.setattr(diffused_sound, "check_event", believed)
