"""What can be asked about a pie chart: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from itertools import accumulate
from statistics import median
from typing import Any

from scenewright.qa_templates import (
    pie_chart_order,
    pie_chart_pairs,
    pie_chart_structure,
    pie_chart_table,
    pie_chart_twins,
    pie_chart_values,
)
from scenewright.qa_templates.pie_chart_structure import at_direction
from scenewright.qa_templates.steps import OPS as COMMON_OPS

TEMPLATES = (
    *pie_chart_values.TEMPLATES,
    *pie_chart_order.TEMPLATES,
    *pie_chart_structure.TEMPLATES,
    *pie_chart_pairs.TEMPLATES,
    *pie_chart_table.TEMPLATES,
    *pie_chart_twins.TEMPLATES,
)


def _round_from(scene: Any, names: list[str], start: str, steps: int) -> str:
    """The name so many places further round."""
    return names[(names.index(start) + steps) % len(names)]


def _rotated(scene: Any, names: list[str], start: str) -> list[str]:
    """The names round the circle from one of them on."""
    at = names.index(start)
    return [*names[at:], *names[:at]]


def _fewest_past(scene: Any, shares: list[float], limit: float) -> int:
    """How many of the shares it takes, in order, for their sum to pass a limit."""
    return next(i for i, total in enumerate(accumulate(shares), 1) if total > limit)


OPS = COMMON_OPS | {
    "percent": lambda scene, part, whole: 100 * part / whole,
    "part": lambda scene, whole, share: whole * share / 100,
    "sorted_down": lambda scene, v: sorted(v, reverse=True),
    "sorted_up": lambda scene, v: sorted(v),
    "median": lambda scene, v: median(v),
    "contains": lambda scene, items, item: item in items,
    "has_hole": lambda scene: scene.hole,
    "round_from": _round_from,
    "rotated": _rotated,
    "fewest_past": _fewest_past,
    "at_direction": lambda scene, pie, degrees: at_direction(scene, pie, degrees)[0].name,
}

TABLE = pie_chart_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
