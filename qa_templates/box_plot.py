"""What can be asked about a box plot: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from scenewright.qa_templates import box_plot_counts, box_plot_order, box_plot_reading, box_plot_table, box_plot_twins
from scenewright.qa_templates.box_plot_base import FIELDS, VALUES
from scenewright.qa_templates.named_values import value_templates
from scenewright.qa_templates.steps import OPS as COMMON_OPS
from scenewright.qa_templates.value_words import said_as

STRUCTURE = ("title_text", "caption_text", "end_tick", "tick_step", "count_names", "is_shown")
WITHOUT = (
    # places are counted from the left or from the top, as the chart stands
    "name_at", "value_at",
    # sums and means of medians, and their changes from group to group, mean little
    "mean_of_run", "median_of_run", "gap_from_mean", "count_past_mean", "passes_mean", "mean_of_two", "sum_exceeds",
    "percent_change", "gap_of_means", "mean_is_higher", "sum_of_two", "sum_of_run", "share_of_run",
    # there is one list
    "differs_more", "always_above", "count_past_run", "ranked_run", "widest_gap", "change_rank",
    # written once for all five numbers, and in better words
    "biggest_step", "most_past", "count_rises", "count_peaks", "is_monotone", "ends_higher",
)  # fmt: skip

INSTEAD = {
    "Which {label} comes closest to {value}{of}?": "Which {label} has the median closest to {value}{of}?",
    "Which {label} shows about {value}{of}?": "Which {label} has a median of about {value}{of}?",
    "Which of the {labels} lie {more} {limit}{of}? Give all of them.":
        "Which of the {labels} have a median {more} {limit}{of}? Give all of them.",
    "How many of the {labels} shown lie {side} {name}{of}?":
        "Going by the medians, how many of the {labels} shown lie {side} {name}{of}?",
}  # fmt: skip
"""Phrasings that would leave open which number of a box is meant."""

TEMPLATES = (
    *box_plot_reading.TEMPLATES,
    *box_plot_order.TEMPLATES,
    *box_plot_counts.TEMPLATES,
    *said_as(value_templates(VALUES, without=WITHOUT), "median", STRUCTURE, INSTEAD),
    *box_plot_table.TEMPLATES,
    *box_plot_twins.TEMPLATES,
)

OPS = COMMON_OPS | {
    "quarters": lambda scene, low, high: FIELDS.index(high) - FIELDS.index(low),
}

TABLE = box_plot_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
