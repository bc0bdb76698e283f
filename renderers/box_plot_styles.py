"""Looks of box plots: filled, pale or hollow boxes, notched or not, on designers' themes or matplotlib's sheets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scenewright.renderers.distribution_styles import DistributionStyle, draw_fields
from scenewright.scenes.base import chance, pick, weighted


class BoxPlotStyle(DistributionStyle, frozen=True, kw_only=True):
    """How a box plot looks."""

    fill: Literal["full", "pale", "hollow"]
    many_colours: bool
    box_share: float
    """Share of a group's band that its box takes."""
    cap_share: float
    """Share of the box that the caps of its whiskers take."""
    notched: bool
    """Whether boxes are drawn in at the median, by 1.57 × IQR / √n to either side (McGill et al., 1978)."""
    dash_whiskers: bool
    outlier_px: float
    """Radius of outliers."""
    hollow_points: bool
    dots: bool
    """Medians of violins are dots rather than lines."""


def draw_style(rng: np.random.Generator) -> BoxPlotStyle:
    """Three in ten charts look like matplotlib's, the others like a designer's."""
    fields = draw_fields(rng)
    matplotlib = fields["backend"] == "matplotlib"
    return BoxPlotStyle(
        **fields,
        fill=weighted(rng, ("full", "pale", "hollow"), (3, 2, 4) if matplotlib else (4, 4, 2)),
        many_colours=chance(rng, 0.4),
        box_share=pick(rng, (0.42, 0.5, 0.58, 0.66)),
        cap_share=pick(rng, (0.35, 0.5, 0.6)),
        notched=chance(rng, 0.14),
        dash_whiskers=chance(rng, 0.15),
        outlier_px=pick(rng, (2.6, 3.0, 3.4)),
        hollow_points=chance(rng, 0.6 if matplotlib else 0.35),
        dots=chance(rng, 0.5),
    )
