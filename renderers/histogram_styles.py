"""Looks of histograms: filled, outlined or stepped bars, on designers' themes or matplotlib's style sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.distribution_styles import DistributionStyle, draw_fields
from scenewright.scenes.base import chance, pick, weighted


class HistogramStyle(DistributionStyle, frozen=True, kw_only=True):
    """How a histogram looks."""

    look: Literal["filled", "edged", "outlined", "step"]
    """Bars of one distribution: plain fills, fills with an edge, edges alone, or one line along all tops. Overlaid
    distributions have a line along their tops in any case."""
    gap_px: float
    """Between plainly filled bars."""
    step_filled: bool
    edge_px: float
    """Space beside the first and the last bin."""


def draw_style(rng: np.random.Generator) -> HistogramStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    fields = draw_fields(rng)
    matplotlib = fields["backend"] == "matplotlib"
    return HistogramStyle(
        **fields,
        look=weighted(rng, ("filled", "edged", "outlined", "step"), (4, 4, 1, 2) if matplotlib else (5, 3, 1, 2)),
        gap_px=pick(rng, (1.0, 2.0)) if not matplotlib else 1.0,
        step_filled=chance(rng, 0.6),
        edge_px=float(pick(rng, (0, 8, 14))) if not matplotlib else 16.0,
    )
