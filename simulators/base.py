"""The vocabulary of simulators."""

from __future__ import annotations

from scenewright.scenes.base import Value


class Outcome(Value, frozen=True, kw_only=True):
    """What happens to a scene: trajectory, events, margins. Never written back into the scene."""
