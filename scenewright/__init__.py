"""Scenewright makes scenes it knows everything about and turns them into training and test data."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from scenewright.audit.run import audit
    from scenewright.build import build
    from scenewright.context import context
    from scenewright.dataset import Dataset, open  # noqa: A004 - read as `sw.open`
    from scenewright.diffing import diff
    from scenewright.env import Curriculum, Env
    from scenewright.errors import UserError
    from scenewright.exports.run import export
    from scenewright.pushing import push
    from scenewright.recipe import Recipe
    from scenewright.repainting import repaint
    from scenewright.sample import Sample, sample, score
    from scenewright.scoring import score_predictions
    from scenewright.spoken import speak
    from scenewright.stream import Stream
    from scenewright.twin_table import table
    from scenewright.verifying import verify

_LAZY = {
    "Curriculum": "scenewright.env",
    "Dataset": "scenewright.dataset",
    "Env": "scenewright.env",
    "Recipe": "scenewright.recipe",
    "Sample": "scenewright.sample",
    "Stream": "scenewright.stream",
    "UserError": "scenewright.errors",
    "audit": "scenewright.audit.run",
    "build": "scenewright.build",
    "context": "scenewright.context",
    "diff": "scenewright.diffing",
    "export": "scenewright.exports.run",
    "open": "scenewright.dataset",
    "push": "scenewright.pushing",
    "repaint": "scenewright.repainting",
    "sample": "scenewright.sample",
    "score": "scenewright.sample",
    "score_predictions": "scenewright.scoring",
    "speak": "scenewright.spoken",
    "table": "scenewright.twin_table",
    "verify": "scenewright.verifying",
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
    "Curriculum",
    "Dataset",
    "Env",
    "Recipe",
    "Sample",
    "Stream",
    "UserError",
    "__version__",
    "audit",
    "build",
    "context",
    "diff",
    "export",
    "open",
    "push",
    "repaint",
    "sample",
    "score",
    "score_predictions",
    "speak",
    "table",
    "verify",
]
