"""What may go wrong with a model, each in one line with its cure."""

from __future__ import annotations

EXTRA = "models"


class ModelError(Exception):
    """A model that can't be had or can't be used: what is wrong, and what would be right. A build skips the family."""


def need_extra() -> None:
    """`ModelError` with the command that brings them, where torch, diffusers or transformers are missing."""
    import importlib.util

    for name in ("torch", "diffusers", "transformers"):
        if importlib.util.find_spec(name) is None:
            raise ModelError(f"repainting needs {name}; run: pip install 'scenewright[{EXTRA}]'")


def brief(error: BaseException, most: int = 160) -> str:
    """The first line of a library's message, shortened."""
    line = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return line if len(line) <= most else line[: most - 3] + "..."
