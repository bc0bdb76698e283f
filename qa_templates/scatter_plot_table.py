"""Scatter plots as tables and scripts: one row per point, with its name and its series where there are any.

Asked for are tables of plots whose points are few enough to be listed, and stand clear of each other. They go from left
to right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from scenewright.qa_templates.chart_tasks import CELLS_MAX, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.point_tables import PointTable
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    COUNT_MAX,
    error,
    is_open,
    need_countable,
    scale_ids,
    value,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.scatter_plot import Point, ScatterPlot, Series

MARKERS = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D", "plus": "P", "cross": "X"}
"""As matplotlib has them."""
AREA_MAX = 600.0
"""Of the largest bubble of a script, in square points."""


class _Points(Tabled[ScatterPlot]):
    kinds = ("scatter",)
    phrasings = (
        "Write the data of this plot as a CSV table, one line per point, with the columns {heads}.{gaps}",
        "Turn the plot into a table in CSV format: a line for each point, under the headings {heads}.{gaps}",
        "List all points of the plot as CSV. The columns are {heads}.{gaps}",
        "Transcribe every point into a CSV table with the columns {heads}.{gaps}",
        "What table is this plot drawn from? Give it as CSV, one line per point; the columns are {heads}.{gaps}",
        "Digitise this plot: one CSV line per point, in any order, under the headings {heads}.{gaps}",
    )

    def answer(self, scene: ScatterPlot) -> PointTable:
        points, axes = _ordered(scene), _axes(scene)
        return PointTable(
            name_label=scene.noun if any(p.name for p in points) else "",
            names=tuple(p.name for p in points) if any(p.name for p in points) else (),
            series_label=scene.series_label if scene.many else "",
            series=tuple(p.series for p in points) if scene.many else (),
            columns=tuple(_heading(scene, axis) for axis in axes),
            values=tuple(tuple(value(p, axis) for axis in axes) for p in points),
            decimals=tuple(scene.axis(axis).decimals for axis in axes),
        )

    def askable(self, scene: ScatterPlot) -> bool:
        count = len(scene.points)
        return is_open(scene) and count <= COUNT_MAX and count * len(_axes(scene)) <= CELLS_MAX

    def words(self, scene: ScatterPlot) -> Mapping[str, str]:
        table = self.answer(scene)
        *first, last = (f"'{head}'" for head in table.heads)
        gaps = f" Leave the {scene.noun} empty where none is written beside a point." if "" in table.names else ""
        return {"heads": f"{', '.join(first)} and {last}", "gaps": gaps}

    def read(self, scene: ScatterPlot, work: Work) -> PointTable:
        """One step for each number of each point, from left to right."""
        found, axes = self.answer(scene), _axes(scene)
        keys = {s.name: s.id for s in scene.series} if scene.many else {}
        known = []
        for i, p in enumerate(_ordered(scene)):
            who = p.name or f"the {ordinal(i + 1)} point from the left"
            for axis in axes:
                said = number(value(p, axis), scene.axis(axis).decimals)
                shown_by = (p.id, *scale_ids(scene, axis), *([keys[p.series]] if keys else []))
                known.append(work.read(p.id, axis, f"{who}, {scene.axis(axis).measure}: {said}.", shown_by=shown_by))
        rows = [f"{i + 1}" for i in range(len(found.values))]
        work.do("table", "point", rows, list(found.columns), list(found.decimals), *known,
                say=f"As a table:\n{found.text()}")  # fmt: skip
        return found

    def within(self, scene: ScatterPlot, table: PointTable, resolution: Resolution) -> PointTable:
        """Not where markers touch: some might be taken for one."""
        need_countable(scene, resolution)
        axes = _axes(scene)
        errors = [[error(scene, resolution, axis, value(p, axis)) for axis in axes] for p in _ordered(scene)]
        return msgspec.structs.replace(table, tolerance=tuple(tuple(round(e, 9) for e in row) for row in errors))

    def script(self, scene: ScatterPlot) -> str:
        lines: list[str] = []
        for series in scene.series:
            lines += self._calls(scene, series)
        named = [p for p in _ordered(scene) if p.name]
        if named:
            decimals = scene.x.decimals, scene.y.decimals
            spots = [f"    ({p.name!r}, {p.x:.{decimals[0]}f}, {p.y:.{decimals[1]}f})," for p in named]
            lines += ["names = [", *spots, "]", "for name, x, y in names:",
                      '    ax.annotate(name, (x, y), xytext=(5, 3), textcoords="offset points")']  # fmt: skip
        for trend in scene.trends:
            lines.append(f"ax.plot([{trend.x0!r}, {trend.x1!r}], [{trend.y0!r}, {trend.y1!r}])")
        if line := scene.reference:
            lines.append(f'ax.ax{"v" if line.axis == "x" else "h"}line({line.value!r}, linestyle="--")')
        lines += [f'ax.set_{axis}scale("log")' for axis in AXES if scene.axis(axis).log]
        return script_of(lines, scene.title.text, scene.x_axis.text, scene.y_axis.text, scene.many)

    def _calls(self, scene: ScatterPlot, series: Series) -> list[str]:
        """The points of one series."""
        points = [p for p in _ordered(scene) if p.series == series.name]
        if not points:
            return []
        more = f", label={series.name!r}, marker={MARKERS[series.shape]!r}" if scene.many else ""
        lines = [f"{axis} = {literal([value(p, axis) for p in points], scene.axis(axis).decimals)}" for axis in AXES]
        if scene.size is not None:
            scale = AREA_MAX / max(p.size for p in scene.points)
            lines.append(f"sizes = {literal([p.size for p in points], scene.size.decimals)}")
            more = f", s=[size * {scale:.6g} for size in sizes], alpha=0.6{more}"
        return [*lines, f"ax.scatter(x, y{more})"]


def _ordered(scene: ScatterPlot) -> Sequence[Point]:
    """From left to right."""
    return sorted(scene.points, key=lambda p: (p.x, p.y))


def _axes(scene: ScatterPlot) -> tuple[str, ...]:
    return (*AXES, "size") if scene.size else AXES


def _heading(scene: ScatterPlot, axis: str) -> str:
    """An axis's title, as it is written."""
    title = {"x": scene.x_axis, "y": scene.y_axis, "size": scene.size_axis}[axis]
    assert title is not None
    return title.text


TABLE = _Points()
TEMPLATES = chart_tasks(TABLE)
