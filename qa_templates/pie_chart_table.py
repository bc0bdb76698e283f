"""Pie charts as tables and scripts: of values where these are printed, else of shares."""

from __future__ import annotations

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.pie_chart_base import read_error
from scenewright.renderers.base import Resolution
from scenewright.scenes.pie_chart import PieChart


class _Pies(Tabled[PieChart]):
    kinds = ("pie",)

    def table(self, scene: PieChart) -> ChartTable:
        """One column per pie. Of two rings, one row per part of the outer ring, named after both."""
        field = "value" if scene.shown == "value" else "share"
        heading = "Share (%)" if field == "share" else f"{scene.measure}{f' ({scene.unit})' if scene.unit else ''}"
        decimals = scene.decimals if field == "value" else scene.share_decimals
        if scene.kind == "nested":
            parts = [item for item in scene.slices if item.pie]
            names = tuple(f"{item.pie}, {item.name}" for item in parts)
            column = tuple((TableCell(item.id, getattr(item, field), field),) for item in parts)
            return ChartTable(f"{scene.label}, {scene.pie_label}", names, (heading,), column, (decimals,))
        rows = tuple(dict.fromkeys(item.name for item in scene.slices))
        pies = [pie.name for pie in scene.pies]
        cells = tuple(
            tuple(None if item is None else TableCell(item.id, getattr(item, field), field) for item in
                  (scene.find(pie, row) for pie in pies))
            for row in rows
        )  # fmt: skip
        return ChartTable(scene.label, rows, tuple(pie or heading for pie in pies), cells, (decimals,) * len(pies))

    def complete(self, scene: PieChart) -> bool:
        return scene.kind != "nested"

    def slack(self, scene: PieChart, resolution: Resolution) -> Slack:
        return Slack((read_error(scene, resolution),) * len(scene.pies))

    def script(self, scene: PieChart) -> str:
        table = self.table(scene)
        several = len(table.columns) > 1
        ring = ", wedgeprops={'width': 0.5}" if scene.hole else ""
        first = 90 if scene.half and not scene.clockwise else scene.start_deg  # clockwise from twelve
        turn = f"startangle={90 - first}, counterclock={not scene.clockwise}{ring}"
        lines = []
        for i, column in enumerate(table.columns):
            cells = [(row, line[i]) for row, line in zip(table.rows, table.cells, strict=True)]
            names = [row for row, cell in cells if cell is not None]
            values = literal([cell.value for _, cell in cells if cell is not None], table.decimals[i])
            ax = f"ax[{i}]" if several else "ax"
            if scene.half:  # as much again, unseen, makes the other half
                lines += [f"values, names = {values}, {names!r}",
                          f"slices, _ = ax.pie(values + [sum(values)], labels=names + [''], {turn})",
                          "slices[-1].set_visible(False)"]  # fmt: skip
                continue
            lines.append(f"{ax}.pie({values}, labels={names!r}, {turn})")
            if several:
                lines.append(f"{ax}.set_title({column!r})")
        if not several:
            return script_of(lines, scene.title.text)
        lines.append(f"fig.suptitle({scene.title.text!r})")
        return script_of(lines, "").replace("plt.subplots()", f"plt.subplots(1, {len(table.columns)})")


TABLE = _Pies()
TEMPLATES = chart_tasks(TABLE)
