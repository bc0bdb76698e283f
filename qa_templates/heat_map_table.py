"""Heat maps as tables and scripts."""

from __future__ import annotations

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, literal, script_of
from scenewright.qa_templates.heat_map_base import VALUES
from scenewright.renderers.base import Resolution
from scenewright.scenes.heat_map import DIVERGING, HeatMap

_MAPS = {
    "blues": "Blues", "greens": "Greens", "oranges": "Oranges", "purples": "Purples", "greys": "Greys", "teals": "GnBu",
    "yellow_blue": "YlGnBu", "yellow_red": "YlOrRd", "viridis": "viridis_r", "magma": "magma_r", "cividis": "cividis_r",
    "red_blue": "RdBu", "purple_green": "PRGn", "orange_blue": "PuOr", "brown_teal": "BrBG", "red_green": "RdYlGn",
}  # fmt: skip
"""Matplotlib's colour map that comes nearest to a palette, from light to dark or from its first hue to its second."""


class _Heat(Tabled[HeatMap]):
    kinds = ("cells",)

    def table(self, scene: HeatMap) -> ChartTable:
        wide = len(scene.columns)
        cells = [None if cell.value is None else TableCell(cell.id, cell.value) for cell in scene.cells]
        return ChartTable(
            corner=scene.row_label,
            rows=tuple(row.name for row in scene.rows),
            columns=tuple(column.name for column in scene.columns),
            cells=tuple(tuple(cells[i : i + wide]) for i in range(0, len(cells), wide)),
            decimals=(scene.decimals,) * wide,
        )

    def slack(self, scene: HeatMap, resolution: Resolution) -> Slack:
        error = max(VALUES.error(scene, resolution, cell) for cell in VALUES.every(scene))
        return Slack((error,) * len(scene.columns))

    def script(self, scene: HeatMap) -> str:
        table = self.table(scene)
        rows = [literal([None if c is None else c.value for c in row], scene.decimals) for row in table.cells]
        usual = DIVERGING[scene.palette][1] if scene.diverging else "darker"
        name = _MAPS[scene.palette]
        if scene.high != usual:
            name = name.removesuffix("_r") if name.endswith("_r") else f"{name}_r"
        low, high = scene.ticks[0].value, scene.ticks[-1].value
        lines = [
            f"values = [{', '.join(rows)}]",
            f'image = ax.imshow(values, cmap="{name}", vmin={low:g}, vmax={high:g}, aspect="auto")',
            f"ax.set_xticks(range({len(table.columns)}), {list(table.columns)!r})",
            f"ax.set_yticks(range({len(table.rows)}), {list(table.rows)!r})",
            f"fig.colorbar(image, label={scene.bar_title.text!r})",
        ]
        return script_of(lines, scene.title.text, scene.column_axis.text, scene.row_axis.text)


TABLE = _Heat()
TEMPLATES = chart_tasks(TABLE)
