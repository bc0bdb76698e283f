"""Bar charts as tables and scripts."""

from __future__ import annotations

from scenewright.qa_templates.bar_chart_base import error_of
from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import BarChart

WIDTH = 0.8
"""Of all bars of a category together, in steps between categories."""


class _Bars(Tabled[BarChart]):
    kinds = ("bar",)

    def drawn(self, scene: BarChart) -> tuple[str, ...]:
        return ("line",) if scene.kind in ("lollipop", "dumbbell") else ("bar",)

    def table(self, scene: BarChart) -> ChartTable:
        rows = tuple(category.name for category in scene.categories)
        names = [series.name for series in scene.series] or [""]
        cells = tuple(
            tuple(None if bar is None else TableCell(bar.id, bar.value) for bar in
                  (scene.bar(row, name) for name in names))
            for row in rows
        )  # fmt: skip
        columns = tuple(name or scene.value_axis.text or scene.measure for name in names)
        return ChartTable(scene.category_label, rows, columns, cells, (scene.decimals,) * len(columns))

    def slack(self, scene: BarChart, resolution: Resolution) -> Slack:
        names = [series.name for series in scene.series] or [""]
        return Slack(
            tuple(max((error_of(scene, resolution, bar) for bar in scene.of_series(n)), default=0.0) for n in names)
        )

    def script(self, scene: BarChart) -> str:
        table = self.table(scene)
        if scene.kind in ("lollipop", "dumbbell"):
            return self._dots(scene, table)
        if scene.kind == "diverging":
            return self._diverging(scene, table)
        if scene.kind == "waterfall":
            return self._waterfall(scene, table)
        lines = [f"names = {list(table.rows)!r}"]
        upright = scene.orientation == "vertical"
        call, foot, thick = ("bar", "bottom", "width") if upright else ("barh", "left", "height")
        columns = [_column(table, i) for i in range(len(table.columns))]
        if not scene.series:
            lines.append(f"ax.{call}(names, {columns[0]})")
        elif scene.kind == "stacked":
            lines.append(f"foot = [0] * {len(table.rows)}")
            for name, values in zip(table.columns, columns, strict=True):
                lines += [
                    f"values = {values}",
                    f"ax.{call}(names, values, {foot}=foot, label={name!r})",
                    "foot = [a + b for a, b in zip(foot, values)]",
                ]
        else:
            lines.append(f"x = range({len(table.rows)})")
            each = WIDTH / len(columns)
            for i, (name, values) in enumerate(zip(table.columns, columns, strict=True)):
                shift = (i - (len(columns) - 1) / 2) * each
                lines.append(f"ax.{call}([v + {shift:.3f} for v in x], {values}, {thick}={each:.3f}, label={name!r})")
            lines.append(f"ax.set_{'x' if upright else 'y'}ticks(x, names)")
        if not upright:
            lines.append("ax.invert_yaxis()")
        axes = (scene.category_label, scene.value_axis.text)
        return script_of(lines, scene.title.text, *(axes if upright else axes[::-1]), legend=bool(scene.series))

    def _dots(self, scene: BarChart, table: ChartTable) -> str:
        lines = [f"names = {list(table.rows)!r}"]
        for i, name in enumerate(table.columns):
            label = f", label={name!r}" if scene.series else ""
            lines += [f"y{i} = {_column(table, i)}", f'ax.plot(names, y{i}, "o"{label})']
        ends = "y0, y1" if len(table.columns) == 2 else "0, y0"
        lines.append(f"ax.vlines(names, {ends}, zorder=0)")
        return script_of(lines, scene.title.text, scene.category_label, scene.value_axis.text, bool(scene.series))

    def _diverging(self, scene: BarChart, table: ChartTable) -> str:
        lines = [f"names = {list(table.rows)!r}"]
        for side, i in (("left", 0), ("right", 1)):
            lines.append(f"{side}.barh(names, {_column(table, i)}, label={table.columns[i]!r})")
            lines.append(f"{side}.set_title({table.columns[i]!r})")
        lines += ["left.invert_xaxis()", "left.invert_yaxis()", f"fig.suptitle({scene.title.text!r})"]
        return script_of(lines, "").replace(
            "fig, ax = plt.subplots()", "fig, (left, right) = plt.subplots(1, 2, sharey=True)"
        )

    def _waterfall(self, scene: BarChart, table: ChartTable) -> str:
        """Each change stands on the level before it; start and end stand on the axis."""
        values = [bar.value for bar in scene.bars]
        feet, level = [0.0], values[0]
        for value in values[1:-1]:
            feet.append(round(level, scene.decimals))
            level += value
        feet.append(0.0)
        lines = [
            f"names = {list(table.rows)!r}",
            f"ax.bar(names, {_column(table, 0)}, bottom={literal(feet, scene.decimals)})",
        ]
        return script_of(lines, scene.title.text, scene.category_label, scene.value_axis.text)


def _column(table: ChartTable, i: int) -> str:
    return literal([None if row[i] is None else row[i].value for row in table.cells], table.decimals[i])  # type: ignore[union-attr]


TABLE = _Bars()
TEMPLATES = chart_tasks(TABLE)
