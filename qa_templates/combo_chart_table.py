"""Combined charts as tables and scripts."""

from __future__ import annotations

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.combo_chart_base import error_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.combo_chart import ComboChart


class _Combo(Tabled[ComboChart]):
    kinds = ("bar", "line")

    def table(self, scene: ComboChart) -> ChartTable:
        cells = tuple(
            tuple(None if p.value is None else TableCell(p.id, p.value) for p in pair)
            for pair in zip(scene.row("bars"), scene.row("line"), strict=True)
        )
        return ChartTable(
            corner=scene.place_label,
            rows=tuple(place.name for place in scene.places),
            columns=tuple(s.name for s in scene.both),
            cells=cells,
            decimals=tuple(s.decimals for s in scene.both),
        )

    def complete(self, scene: ComboChart) -> bool:
        return all(place.labelled for place in scene.places)

    def slack(self, scene: ComboChart, resolution: Resolution) -> Slack:
        return Slack(tuple(max(error_of(resolution, p) for p in scene.row(s.id)) for s in scene.both))

    def script(self, scene: ComboChart) -> str:
        bars, line = (literal([p.value for p in scene.row(s.id)], s.decimals) for s in scene.both)
        lines = [
            f"x = {[place.name for place in scene.places]!r}",
            f"ax.bar(x, {bars}, label={scene.bars.name!r})",
            "ax2 = ax.twinx()",
            f'ax2.plot(x, {line}, color="tab:red", marker="o", label={scene.line.name!r})',
            f"ax2.set_ylabel({scene.axis(scene.line.side).text!r})",
            "ax2.legend()",
        ]
        y = scene.axis(scene.bars.side).text
        return script_of(lines, scene.title.text, scene.place_axis.text, y, True)


TABLE = _Combo()
TEMPLATES = chart_tasks(TABLE)
