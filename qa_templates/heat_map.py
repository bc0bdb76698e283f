"""What can be asked about a heat map: all its templates, and the operations of their worked steps."""

from __future__ import annotations

from scenewright.qa_templates import heat_map_cells, heat_map_hues, heat_map_table
from scenewright.qa_templates.heat_map_base import VALUES
from scenewright.qa_templates.named_values import value_templates
from scenewright.qa_templates.steps import OPS as COMMON_OPS
from scenewright.scenes.heat_map import HeatMap

TEMPLATES = (
    *value_templates(VALUES), *heat_map_cells.TEMPLATES, *heat_map_hues.TEMPLATES, *heat_map_table.TEMPLATES,
)  # fmt: skip
TABLE = heat_map_table.TABLE


def _value(scene: HeatMap, id: str) -> float:
    value = next(cell.value for cell in scene.cells if cell.id == id)
    assert value is not None
    return value


def _darker(scene: HeatMap, a: str, b: str) -> bool:
    """Whether the first of two cells is the darker one."""
    return (_value(scene, a) > _value(scene, b)) == (scene.high == "darker")


OPS = COMMON_OPS | {
    "bar_place": lambda scene: heat_map_hues.PLACES[scene.bar],
    "darker": _darker,
    "end_colour": lambda scene, end: scene.high if end == "high" else scene.low,
    "hue": lambda scene, id: scene.high if _value(scene, id) > scene.midpoint else scene.low,
}

__all__ = ["OPS", "TABLE", "TEMPLATES"]
