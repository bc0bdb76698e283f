"""Reads a diffused picture of shapes as one that was drawn: what a claim did not hold for is left out."""

from scenewright.audit.readers.shapes import facts

__all__ = ["facts"]
