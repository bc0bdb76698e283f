"""Box plots as tables and scripts: one row per group, one column per number of its box."""

from __future__ import annotations

from scenewright.qa_templates.box_plot_base import error
from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks, script_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.box_plot import BoxPlot

FIELDS = {
    "low": "lower whisker", "q1": "first quartile", "median": "median", "q3": "third quartile", "high": "upper whisker",
}  # fmt: skip
KEYS = {"low": "whislo", "q1": "q1", "median": "med", "q3": "q3", "high": "whishi"}
"""As matplotlib's `bxp` has them; `plot_scripts` reads them so."""


class _Boxes(Tabled[BoxPlot]):
    kinds = ("box",)

    def table(self, scene: BoxPlot) -> ChartTable:
        return ChartTable(
            corner=scene.place_label,
            rows=tuple(box.name for box in scene.boxes),
            columns=tuple(FIELDS.values()),
            cells=tuple(tuple(TableCell(box.id, getattr(box, f), f) for f in FIELDS) for box in scene.boxes),
            decimals=(scene.decimals,) * len(FIELDS),
        )

    def complete(self, scene: BoxPlot) -> bool:
        return scene.kind == "box"  # of a violin, the whiskers are its ends, and have no such name

    def slack(self, scene: BoxPlot, resolution: Resolution) -> Slack:
        return Slack(tuple(max(error(scene, resolution, box, f) for box in scene.boxes) for f in FIELDS))

    def script(self, scene: BoxPlot) -> str:
        boxes = []
        for box in scene.boxes:
            numbers = ", ".join(f'"{KEYS[f]}": {getattr(box, f):.{scene.decimals}f}' for f in FIELDS)
            boxes.append(f'    {{"label": {box.name!r}, {numbers}, "fliers": []}},')
        lying = scene.orientation == "horizontal"
        turned = ', orientation="horizontal"' if lying else ""
        lines = ["boxes = [", *boxes, "]", f"ax.bxp(boxes{turned})"]
        axes = (scene.place_axis.text, scene.value_axis.text)
        return script_of(lines, scene.title.text, *(axes[::-1] if lying else axes))


TABLE = _Boxes()
TEMPLATES = chart_tasks(TABLE)
