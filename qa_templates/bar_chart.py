"""What can be asked about a bar chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from scenewright.qa_templates import (
    bar_chart_checks,
    bar_chart_counts,
    bar_chart_order,
    bar_chart_structure,
    bar_chart_sums,
    bar_chart_twins,
    bar_chart_values,
)
from scenewright.qa_templates.steps import OPS as COMMON_OPS

TEMPLATES = (
    *bar_chart_values.TEMPLATES,
    *bar_chart_sums.TEMPLATES,
    *bar_chart_order.TEMPLATES,
    *bar_chart_checks.TEMPLATES,
    *bar_chart_counts.TEMPLATES,
    *bar_chart_structure.TEMPLATES,
    *bar_chart_twins.TEMPLATES,
)

OPS = COMMON_OPS | {
    "orientation": lambda scene: scene.orientation,
    "contains": lambda scene, items, item: item in items,
}

__all__ = ["OPS", "TEMPLATES"]
