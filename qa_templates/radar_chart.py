"""What can be asked about a radar chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from typing import Any

from scenewright.qa_templates import (
    radar_chart_outlines,
    radar_chart_rings,
    radar_chart_round,
    radar_chart_structure,
    radar_chart_table,
)
from scenewright.qa_templates.named_values import value_templates
from scenewright.qa_templates.radar_chart_base import VALUES, turn_op
from scenewright.qa_templates.radar_chart_structure import LEGEND_PLACES
from scenewright.qa_templates.steps import OPS as COMMON_OPS

NO_TIME = ("percent_change", "is_monotone", "ends_higher", "biggest_step", "count_rises", "count_peaks")
"""Spokes go round, so nothing rises from the first to the last."""

TEMPLATES: tuple[Any, ...] = (
    *value_templates(VALUES, without=NO_TIME),
    *radar_chart_round.TEMPLATES,
    *radar_chart_outlines.TEMPLATES,
    *radar_chart_rings.TEMPLATES,
    *radar_chart_structure.TEMPLATES,
    *radar_chart_table.TEMPLATES,
)

OPS = COMMON_OPS | {
    "turn": turn_op,
    "differ": lambda scene, a, b: a != b,
    "marked": lambda scene, names, flags: [n for n, flag in zip(names, flags, strict=True) if flag],
    "ring_beyond": lambda scene, rings, value: min(r for r in rings if r > value),
    "ring_within": lambda scene, rings, value: max(r for r in rings if r < value),
    "rings": lambda scene: scene.rings,
    "filling": lambda scene: "filled" if scene.filled else "lines",
    "legend_place": lambda scene: LEGEND_PLACES[scene.legend],
}

TABLE = radar_chart_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
