"""Scenewright makes scenes it knows everything about and turns them into training and test data."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from scenewright.build import build
    from scenewright.dataset import Dataset, open  # noqa: A004 - read as `sw.open`
    from scenewright.errors import UserError
    from scenewright.recipe import Recipe
    from scenewright.sample import Sample, sample, score
    from scenewright.stream import Stream

_LAZY = {
    "Dataset": "scenewright.dataset",
    "Recipe": "scenewright.recipe",
    "Sample": "scenewright.sample",
    "Stream": "scenewright.stream",
    "UserError": "scenewright.errors",
    "build": "scenewright.build",
    "open": "scenewright.dataset",
    "sample": "scenewright.sample",
    "score": "scenewright.sample",
}


class _Package(ModuleType):
    """Keeps `scenewright.sample` the function when the module of that name is imported, and `build` likewise."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _LAZY and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Public names are imported when first used, so that `import scenewright` stays quick."""
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'scenewright' has no attribute '{name}'")


__all__ = [
    "Dataset",
    "Recipe",
    "Sample",
    "Stream",
    "UserError",
    "__version__",
    "build",
    "open",
    "sample",
    "score",
]
