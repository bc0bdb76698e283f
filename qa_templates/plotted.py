"""What a script was found to plot, put into the form of the table that it is compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

from scenewright.qa_templates.point_tables import Lines, PointTable
from scenewright.qa_templates.tables import CELLS_MAX, Grid, Table

NUMBERS_MAX = 2_000
"""Numbers of one call that are looked at."""
BESIDE = 0.1
"""How far from a point its name may be written, as a share of the points' range."""


class Drawn(NamedTuple):
    """What one plotting call draws: numbers, and the names beside them if it gives any."""

    kind: str
    label: str
    names: tuple[Any, ...]
    values: tuple[float, ...]
    sizes: tuple[float, ...] = ()
    """Areas of markers."""


class Text(NamedTuple):
    """Words that a script writes at a place of the plot."""

    x: float
    y: float
    text: str


class Plotted(NamedTuple):
    """All that a script plots."""

    drawn: tuple[Drawn, ...]
    texts: tuple[Text, ...]


def as_grid(drawn: Sequence[Drawn], wanted: Table) -> Grid:
    """What a script draws as a table: a row per name along the axis, a column per call. A call without a label counts
    as the table's only column.
    """
    rows: dict[str, None] = {}
    columns: dict[str, dict[str, float]] = {}
    for item in drawn:
        label = item.label or (wanted.columns[0] if len(wanted.columns) == 1 else f"{len(columns) + 1}")
        column = columns.setdefault(label, {})
        for name, value in zip(item.names, item.values, strict=False):
            if value == value:  # not a number: a gap
                column[_name(name)] = value
                rows[_name(name)] = None
    return Grid(
        tuple(rows), tuple(columns), tuple(tuple(column.get(row) for column in columns.values()) for row in rows)
    )


def as_points(drawn: Sequence[Drawn], texts: Sequence[Text], wanted: PointTable) -> Lines:
    """What a script draws as a table of points: each has the name that is written nearest to it and the label of its
    call. Areas may be to any scale: their median is taken for that of the sizes wanted.
    """
    points = [
        (item.label, x, y, item.sizes[i] if i < len(item.sizes) else math.nan)
        for item in drawn
        for i, (x, y) in enumerate(zip(numbers(item.names), item.values, strict=False))
        if math.isfinite(x) and math.isfinite(y)
    ]
    if not points or len(points) > CELLS_MAX:
        return [list(wanted.heads)]
    names = _written(points, texts)
    areas = [point[3] for point in points if math.isfinite(point[3])]
    sized = len(wanted.columns) > 2 and areas and median(areas) > 0
    scale = median(row[2] for row in wanted.values) / median(areas) if sized else math.nan
    rows = []
    for name, (label, x, y, area) in zip(names, points, strict=True):
        said = [repr(v) if math.isfinite(v) else "" for v in (x, y, area * scale)[: len(wanted.columns)]]
        rows.append([*([name] if wanted.names else []), *([label] if wanted.series else []), *said])
    return [list(wanted.heads), *rows]


def _written(points: Sequence[tuple[str, float, float, float]], texts: Sequence[Text]) -> list[str]:
    """The text that is written nearest to each point, "" for a point with none. Of several, the nearest counts."""
    names, away = [""] * len(points), [math.inf] * len(points)
    wide, high = (max(axis) - min(axis) or 1.0 for axis in ([p[1] for p in points], [p[2] for p in points]))
    for text in texts:
        far = [math.hypot((x - text.x) / wide, (y - text.y) / high) for _, x, y, _ in points]
        nearest = min(range(len(points)), key=far.__getitem__)
        if far[nearest] < min(away[nearest], BESIDE):
            names[nearest], away[nearest] = text.text, far[nearest]
    return names


def _name(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def numbers(values: Sequence[Any]) -> tuple[float, ...]:
    """Numbers of a list, with NaN for what is none."""
    return tuple(float(v) if isinstance(v, (int, float)) else math.nan for v in values[:NUMBERS_MAX])
