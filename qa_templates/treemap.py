"""What can be asked about a treemap or a sunburst: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from scenewright.qa_templates import treemap_groups, treemap_looks, treemap_table, value_sums
from scenewright.qa_templates.named_values import value_templates
from scenewright.qa_templates.steps import OPS as COMMON_OPS
from scenewright.qa_templates.treemap_base import has_values
from scenewright.qa_templates.treemap_looks import corner_index
from scenewright.qa_templates.treemap_values import TreeMapValues

WITHOUT = (
    "name_at", "count_names", "is_shown", "caption_text", "end_tick", "tick_step",  # no axes
    "value_at",  # nor an order to count in
    "ranked_run", "widest_gap", "change_rank", "mean_is_higher", "gap_of_means", "always_above", "count_past_run",
    "differs_more", "percent_change",  # parts differ from group to group
    "is_monotone", "ends_higher", "biggest_step", "count_rises", "count_peaks",  # no order
    "covered_rank",  # of two covered parts the sum is seen, which may settle a rank
    "passes_mean",  # which names are above it is known of real tables, and few stand in several groups
)  # fmt: skip
"""Questions of all charts that a divided whole gives no answer to."""

_VALUES = TreeMapValues()


class SumOfRun(value_sums.SumOfRun):
    """The sum of a group's figures, or of all. Not where they are all per cents of the whole: that is 100."""

    def slots(self, scene: Any) -> Sequence[Any]:
        return [slot for slot in super().slots(scene) if slot[0] or has_values(scene)]


class MeanOfRun(value_sums.MeanOfRun):
    """The mean of a group's figures, or of all. Not where they are all per cents of the whole, for the same reason."""

    def slots(self, scene: Any) -> Sequence[Any]:
        return [slot for slot in super().slots(scene) if slot[0] or has_values(scene)]


TEMPLATES = (
    *value_templates(_VALUES, without=(*WITHOUT, "sum_of_run", "mean_of_run", "passes_limit")),
    SumOfRun(_VALUES), MeanOfRun(_VALUES), *treemap_groups.TEMPLATES, *treemap_looks.TEMPLATES,
    *treemap_table.TEMPLATES,
)  # fmt: skip


def _in_corner(scene: Any, corner: str) -> str:
    """The name of the part in a corner."""
    return str(scene.parts[corner_index(scene, corner)].name)


OPS = COMMON_OPS | {
    "percent": lambda scene, part, whole: 100 * part / whole,
    "part": lambda scene, whole, share: whole * share / 100,
    "sorted_down": lambda scene, v: sorted(v, reverse=True),
    "sorted_up": lambda scene, v: sorted(v),
    "median": lambda scene, v: median(v),
    "contains": lambda scene, items, item: item in items,
    "threshold": lambda scene: scene.threshold,
    "in_corner": _in_corner,
}

TABLE = treemap_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
