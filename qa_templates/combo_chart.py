"""What can be asked about a combined chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from typing import Any

from scenewright.qa_templates import (
    combo_chart_across,
    combo_chart_axes,
    combo_chart_key,
    combo_chart_moves,
    combo_chart_structure,
    combo_chart_table,
)
from scenewright.qa_templates.combo_chart_base import VALUES, height_op
from scenewright.qa_templates.combo_chart_structure import LEGEND_PLACES
from scenewright.qa_templates.named_values import value_templates
from scenewright.qa_templates.steps import OPS as COMMON_OPS

ONE_SCALE = ("end_tick", "tick_step")
"""Asked of each of the two axes here."""
ACROSS = ("widest_gap", "change_rank", "ranked_run", "gap_of_means", "always_above", "differs_more", "mean_is_higher",
          "count_past_run")  # fmt: skip
"""These set one series against another: here the two have different measures."""

TEMPLATES: tuple[Any, ...] = (
    *value_templates(VALUES, without=(*ONE_SCALE, *ACROSS, "most_past")),  # two series are too few runs to choose from
    *combo_chart_axes.TEMPLATES,
    *combo_chart_moves.TEMPLATES,
    *combo_chart_across.TEMPLATES,
    *combo_chart_key.TEMPLATES,
    *combo_chart_structure.TEMPLATES,
    *combo_chart_table.TEMPLATES,
)

OPS = COMMON_OPS | {
    "height": height_op,
    "differ": lambda scene, a, b: a != b,
    "grid": lambda scene: scene.grid,
    "legend_place": lambda scene: LEGEND_PLACES[scene.legend],
    "both_of": lambda scene, names, a, b: [n for n, x, y in zip(names, a, b, strict=True) if x and y],
}

TABLE = combo_chart_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
