"""Scenewright's items in the shapes that other libraries expect, one small module each."""
