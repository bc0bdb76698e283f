"""Histograms as tables and scripts: one row per bin, named by its edges."""

from __future__ import annotations

from itertools import pairwise

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.histogram_base import error
from scenewright.renderers.base import Resolution
from scenewright.scenes.histogram import Histogram


class _Bins(Tabled[Histogram]):
    kinds = ("bar", "line")

    def table(self, scene: Histogram) -> ChartTable:
        edges = [f"{edge.value:.{scene.edge_decimals}f}" for edge in scene.edges]
        rows = tuple(f"{low} to {high}" for low, high in pairwise(edges))
        bars = [scene.of_series(series.name) for series in scene.series]
        cells = tuple(
            tuple(TableCell(bars[s][i].id, bars[s][i].value) for s in range(len(bars))) for i in range(len(rows))
        )
        columns = tuple(series.name or scene.value_axis.text or scene.measure for series in scene.series)
        return ChartTable(
            scene.place_axis.text or scene.quantity, rows, columns, cells, (scene.decimals,) * len(columns)
        )

    def complete(self, scene: Histogram) -> bool:
        return all(edge.labelled for edge in scene.edges)

    def slack(self, scene: Histogram, resolution: Resolution) -> Slack:
        return Slack(tuple(max(error(scene, resolution, bar) for bar in scene.of_series(s.name)) for s in scene.series))

    def script(self, scene: Histogram) -> str:
        table = self.table(scene)
        lines = [f"bins = {list(table.rows)!r}"]
        several = len(table.columns) > 1
        for i, column in enumerate(table.columns):
            values = literal([cell.value for row in table.cells if (cell := row[i])], scene.decimals)
            look = f", alpha=0.5, label={column!r}" if several else ""
            lines.append(f'ax.bar(bins, {values}, width=1.0, edgecolor="white"{look})')
        lines.append('ax.tick_params(axis="x", rotation=45)')
        return script_of(lines, scene.title.text, table.corner, scene.value_axis.text, several)


TABLE = _Bins()
TEMPLATES = chart_tasks(TABLE)
