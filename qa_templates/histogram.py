"""What can be asked about a histogram: all its templates, and the operations of their worked steps."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from scenewright.qa_templates import (
    histogram_reading,
    histogram_shape,
    histogram_structure,
    histogram_table,
    histogram_twins,
    histogram_values,
)
from scenewright.qa_templates.steps import OPS as COMMON_OPS

TEMPLATES = (
    *histogram_reading.TEMPLATES,
    *histogram_shape.TEMPLATES,
    *histogram_structure.TEMPLATES,
    *histogram_values.TEMPLATES,
    *histogram_table.TEMPLATES,
    *histogram_twins.TEMPLATES,
)

OPS = COMMON_OPS | {
    "running": lambda scene, v: list(itertools.accumulate(v)),
    "first_past": lambda scene, v, limit: next(i for i, x in enumerate(v) if x > limit),
    "bin_at": lambda scene, edges, value: bisect_right(edges, value) - 1,
    "peaks": lambda scene, v: histogram_shape.peaks(v),
    "reach_left": lambda scene, v, top: top - next(i for i, x in enumerate(v) if x > 0),
    "reach_right": lambda scene, v, top: len(v) - 1 - top - next(i for i, x in enumerate(reversed(v)) if x > 0),
}

TABLE = histogram_table.TABLE

__all__ = ["OPS", "TABLE", "TEMPLATES"]
