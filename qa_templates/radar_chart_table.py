"""Radar charts as tables and scripts."""

from __future__ import annotations

import math

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.radar_chart_base import VALUES
from scenewright.renderers.base import Resolution
from scenewright.scenes.radar_chart import RadarChart


class _Radar(Tabled[RadarChart]):
    kinds = ("line", "area")

    def table(self, scene: RadarChart) -> ChartTable:
        per = len(scene.series)
        rows = tuple(scene.points[i : i + per] for i in range(0, len(scene.points), per))
        return ChartTable(
            corner=scene.row_label,
            rows=tuple(spoke.name for spoke in scene.spokes),
            columns=tuple(series.name or scene.value_axis.text for series in scene.series),
            cells=tuple(tuple(TableCell(p.id, p.value) for p in row) for row in rows),
            decimals=(scene.decimals,) * per,
        )

    def slack(self, scene: RadarChart, resolution: Resolution) -> Slack:
        worst = max(VALUES.error(scene, resolution, cell) for cell in VALUES.every(scene))
        return Slack((worst,) * len(scene.series))

    def script(self, scene: RadarChart) -> str:
        count = len(scene.spokes)
        angles = [round(2 * math.pi * i / count, 4) for i in range(count)]
        lines = [
            "ax.remove()",
            'ax = plt.subplot(projection="polar")',
            'ax.set_theta_zero_location("N")',
            "ax.set_theta_direction(-1)",
            f"angles = {angles!r}",
        ]
        for series in scene.series:
            values = literal([p.value for p in scene.of_series(series.name)], scene.decimals)
            label = f", label={series.name!r}" if series.name else ""
            lines.append(f'ax.plot(angles, {values}, marker="o"{label})')
        lines.append(f"ax.set_xticks(angles, labels={[s.name for s in scene.spokes]!r})")
        lines.append(f"ax.set_ylim({scene.ticks[0].value:g}, {scene.ticks[-1].value:g})")
        return script_of(lines, scene.title.text, legend=scene.many)


TABLE = _Radar()
TEMPLATES = chart_tasks(TABLE)
