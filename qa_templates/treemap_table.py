"""Treemaps and sunbursts as tables: one row per part. Matplotlib draws neither, so there is no script."""

from __future__ import annotations

from scenewright.qa_templates.chart_tasks import ChartTable, Slack, TableCell, Tabled, chart_tasks
from scenewright.qa_templates.treemap_base import share_error
from scenewright.renderers.base import Resolution
from scenewright.scenes.treemap import TreeMap


def _has_values(scene: TreeMap) -> bool:
    return scene.shown in ("value", "both")


class _Parts(Tabled[TreeMap]):
    scripted = False

    def table(self, scene: TreeMap) -> ChartTable:
        field = "value" if _has_values(scene) else "share"
        grouped = bool(scene.group_label)
        rows = tuple(f"{part.group}, {part.name}" if grouped else part.name for part in scene.parts)
        heading = "Share (%)" if field == "share" else f"{scene.measure}{f' ({scene.unit})' if scene.unit else ''}"
        corner = f"{scene.group_label}, {scene.label}" if grouped else scene.label
        decimals = scene.decimals if field == "value" else scene.share_decimals
        cells = tuple((TableCell(part.id, getattr(part, field), field),) for part in scene.parts)
        return ChartTable(corner, rows, (heading,), cells, (decimals,))

    def slack(self, scene: TreeMap, resolution: Resolution) -> Slack:
        worst = 0.0
        for part in scene.parts:
            found = share_error(scene, resolution, [part])
            worst = max(worst, found * scene.total.value / 100 if _has_values(scene) else found)
        return Slack((worst,))


TABLE = _Parts()
TEMPLATES = chart_tasks(TABLE)
