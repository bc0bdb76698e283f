"""What can be asked about a line chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from scenewright.qa_templates import (
    line_chart_checks,
    line_chart_counts,
    line_chart_order,
    line_chart_structure,
    line_chart_sums,
    line_chart_table,
    line_chart_twins,
    line_chart_values,
)
from scenewright.qa_templates.steps import OPS as COMMON_OPS

TEMPLATES = (
    *line_chart_values.TEMPLATES,
    *line_chart_sums.TEMPLATES,
    *line_chart_order.TEMPLATES,
    *line_chart_checks.TEMPLATES,
    *line_chart_counts.TEMPLATES,
    *line_chart_structure.TEMPLATES,
    *line_chart_table.TEMPLATES,
    *line_chart_twins.TEMPLATES,
)

LEGEND_PLACES = {
    "top": "above the plot", "bottom": "below the plot", "right": "to the right of the plot",
    "inside": "inside the plot",
}  # fmt: skip

OPS = COMMON_OPS | {
    "contains": lambda scene, items, item: item in items,
    "differ": lambda scene, a, b: a != b,
    "grid": lambda scene: scene.grid,
    "lacking": lambda scene, items, there: [item for item in items if item not in there],
    "legend_place": lambda scene: LEGEND_PLACES[scene.legend],
}

TABLE = line_chart_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
