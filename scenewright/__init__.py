"""Scenewright makes scenes it knows everything about and turns them into training and test data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from scenewright.sample import Sample, sample, score

_LAZY = {
    "Sample": "scenewright.sample",
    "sample": "scenewright.sample",
    "score": "scenewright.sample",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that `import scenewright` stays quick."""
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'scenewright' has no attribute '{name}'")


__all__ = ["Sample", "__version__", "sample", "score"]
