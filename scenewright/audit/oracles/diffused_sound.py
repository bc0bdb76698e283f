"""Answers about soundscapes of diffused sounds: those about soundscapes, from the same JSON."""

from scenewright.audit.oracles.soundscape import expected

__all__ = ["expected"]
