"""What can be asked about a bar chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from scenewright.qa_templates import (
    bar_chart_checks,
    bar_chart_counts,
    bar_chart_diverging,
    bar_chart_dumbbell,
    bar_chart_order,
    bar_chart_structure,
    bar_chart_sums,
    bar_chart_table,
    bar_chart_twins,
    bar_chart_values,
    bar_chart_waterfall,
)
from scenewright.qa_templates.steps import OPS as COMMON_OPS

TEMPLATES = (
    *bar_chart_values.TEMPLATES,
    *bar_chart_sums.TEMPLATES,
    *bar_chart_order.TEMPLATES,
    *bar_chart_checks.TEMPLATES,
    *bar_chart_counts.TEMPLATES,
    *bar_chart_structure.TEMPLATES,
    *bar_chart_table.TEMPLATES,
    *bar_chart_waterfall.TEMPLATES,
    *bar_chart_dumbbell.TEMPLATES,
    *bar_chart_diverging.TEMPLATES,
    *bar_chart_twins.TEMPLATES,
)

OPS = COMMON_OPS | {
    "orientation": lambda scene: scene.orientation,
    "contains": lambda scene, items, item: item in items,
    "marked": lambda scene, names, flags: [name for name, flag in zip(names, flags, strict=True) if flag],
    "longest_true": lambda scene, flags: bar_chart_waterfall.longest_true(flags),
}

TABLE = bar_chart_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
