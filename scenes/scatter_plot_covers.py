"""Covers of scatter plots: over a part of the plot, an axis's numbers or the legend."""

from __future__ import annotations

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS
from scenewright.scenes.base import Reject, between, pick, uniform
from scenewright.scenes.scatter_plot_scene import Cover, CoverPlace, ScatterPlot


def coverable(plot: ScatterPlot) -> list[CoverPlace]:
    """What can be covered."""
    places: list[CoverPlace] = ["plot", "plot", "x", "y"]
    return [*places, "legend"] if plot.many and plot.legend != "inside" else places


def with_cover(plot: ScatterPlot, over: CoverPlace, rng: np.random.Generator, point: str = "") -> ScatterPlot:
    """The plot with a cover instead of any it has; over a part of the plot, one that holds the point of that id.

    `Reject` where points stand too close for a cover to hide some of them alone.
    """
    box = (0.0, 0.0, 0.0, 0.0)
    hidden: tuple[str, ...]
    if over == "plot":
        box, hidden = _cover_box(plot, point, rng)
    elif over == "legend":
        hidden = tuple(s.id for s in plot.series)
    else:
        hidden = tuple(tick.id for tick in plot.ticks(over))
    cover = Cover(id="cover", over=over, box=box, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))
    return msgspec.structs.replace(plot, covers=(cover,), hidden=hidden)


MARGIN = (0.022, 0.034)
"""Shares of the plot's width and height that points keep from a cover's edge."""
_BOX_TRIES = 24


def _cover_box(
    plot: ScatterPlot, id: str, rng: np.random.Generator
) -> tuple[tuple[float, float, float, float], tuple[str, ...]]:
    """A box that no point is near the edge of, and the points it holds: one of that id if it is given."""
    radius = 0.0 if plot.size is None else 0.075
    mx, my = MARGIN[0] + radius / 1.3, MARGIN[1] + radius * 1.3
    shares = [(p, plot.share("x", p.x), plot.share("y", p.y)) for p in plot.points]
    wanted = next((p for p in plot.points if p.id == id), None)
    for _ in range(_BOX_TRIES):
        w, h = uniform(rng, 0.1, 0.22) + 2 * radius / 1.3, uniform(rng, 0.12, 0.26) + 2 * radius
        if wanted is not None:
            u, v = plot.share("x", wanted.x), plot.share("y", wanted.y)
            left = u - mx - (w - 2 * mx) * rng.random()
            low = v - my - (h - 2 * my) * rng.random()
        else:
            left, low = uniform(rng, 0.02, 0.98 - w), uniform(rng, 0.02, 0.98 - h)
        left, low = min(max(left, 0.005), 0.995 - w), min(max(low, 0.005), 0.995 - h)
        box = (round(left, 4), round(low, 4), round(left + w, 4), round(low + h, 4))
        inner = [p for p, u, v in shares if _within(u, v, box, -mx, -my)]
        outer = [p for p, u, v in shares if _within(u, v, box, mx, my)]
        if len(inner) == len(outer) and (wanted is None or any(p.id == wanted.id for p in inner)):
            return box, tuple(p.id for p in inner)
    raise Reject("no_cover")


def _within(u: float, v: float, box: tuple[float, float, float, float], mx: float, my: float) -> bool:
    return box[0] - mx < u < box[2] + mx and box[1] - my < v < box[3] + my
