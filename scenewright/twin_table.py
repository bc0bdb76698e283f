"""The table behind a chart: its twin in CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenewright.errors import UserError
from scenewright.families import family, names

if TYPE_CHECKING:
    from scenewright.qa_templates.point_tables import PointTable
    from scenewright.qa_templates.tables import Table
    from scenewright.sample import Sample


def table_of(sample: Sample) -> Table | PointTable | None:
    """The numbers that a sample's chart shows; None for what is no chart."""
    tabled = family(sample.family).table
    return None if tabled is None else tabled.answer(sample.scene)


def table(sample: Sample) -> Table | PointTable:
    """The numbers that a sample's chart shows, with `csv()` and `markdown()`. `UserError` for what is no chart."""
    found = table_of(sample)
    if found is None:
        able = ", ".join(name for name in names() if family(name).table)
        raise UserError(f"{sample.family} has no table behind it; families that have: {able}")
    return found
