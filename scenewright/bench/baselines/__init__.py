"""What people write without Scenewright: the yardsticks of `scenewright bench`.

A module of a family's name holds `pyplot(scene, style, tight=False) -> bytes`: the same chart as a user of pyplot draws
it, with a fresh figure, `savefig` to PNG and `close`. Same size in pixels, same titles, values and legend. With `tight`
also `tight_layout`, without which pyplot cuts long labels off (ours are never cut off).
"""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Callable
from typing import Any

Pyplot = Callable[..., bytes]


def pyplot_of(family: str) -> Pyplot | None:
    """The family's script; None where it has none."""
    name = f"{__name__}.{family}"
    if importlib.util.find_spec(name) is None:
        return None
    found: Pyplot = importlib.import_module(name).pyplot
    return found


def load_pyplot() -> Any:
    """Pyplot on Agg. The one place that imports it: it is what is compared with, and keeps global state."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt  # noqa: TID251

    return plt


def start(style: Any) -> tuple[Any, Any, Any]:
    """`pyplot, figure, axes` of the style's size."""
    plt = load_pyplot()
    figure, axes = plt.subplots(figsize=(style.width_px / 100, style.height_px / 100), dpi=100)
    return plt, figure, axes


def saved(plt: Any, figure: Any, tight: bool) -> bytes:
    """The figure as PNG; it is closed."""
    if tight:
        plt.tight_layout()
    out = io.BytesIO()
    plt.savefig(out, format="png")
    plt.close(figure)
    return out.getvalue()
