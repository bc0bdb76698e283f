"""Answers about diffused shapes: those about shapes, from the same JSON."""

from scenewright.audit.oracles.shapes import expected

__all__ = ["expected"]
