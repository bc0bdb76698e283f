"""What the questions on radar charts share: how points are named, read and told apart, and how one goes round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Label
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.named_values import Along, Caption, Cell, Entry, Values
from scenewright.qa_templates.plot_words import APART_PX, READ_PX, READ_SHARE, printed_in
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject, chance
from scenewright.scenes.radar_chart import RadarChart, coverable, covered


class RadarValues(Values[RadarChart]):
    """Points: rows are spokes, columns are series."""

    mark = "point"
    marks = "points"
    scale = "scale of the rings"
    row_places = "around the chart"
    row_ends = ("clockwise from the top", "anticlockwise, beginning with the one just left of the top")
    column_ends = ("from the beginning", "from the end")

    def every(self, scene: RadarChart) -> Sequence[Cell]:
        return self.keep(scene, "every", lambda: [Cell(p.id, p.spoke, p.series, p.value) for p in scene.points])

    def entries(self, scene: RadarChart, along: Along) -> Sequence[Entry]:
        if along == "row":
            return [Entry(s.id, s.name) for s in scene.spokes]
        return [Entry(s.id, s.name) for s in scene.series] if scene.many else ()

    def look(self, work: Work, scene: RadarChart, cell: Cell) -> Known:
        name = capital(self.phrase(scene, cell))
        return work.read(cell.id, self.field, f"{name} lies at {self.amount(scene, cell.value)} on the rings' scale.")

    def error(self, scene: RadarChart, resolution: Resolution, cell: Cell) -> float:
        if cell.id in printed_in(resolution):
            return 0.0
        return max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])

    def apart(self, scene: RadarChart, resolution: Resolution, cells: Sequence[Cell]) -> float:
        """Points of one spoke are ranked where they lie; those of two spokes by their distance from the rings."""
        if all(cell.id in printed_in(resolution) for cell in cells):
            return 0.0
        least = APART_PX * resolution.units_per_px["value"]
        if len({cell.row for cell in cells}) == 1 and len(cells) > 1:
            return least
        return max(least, 1.5 * max(self.error(scene, resolution, cell) for cell in cells))

    def tick_things(self, scene: RadarChart) -> Sequence[Any]:
        """The labelled rings, and the centre where it stands for more than zero: zero has no label."""
        return scene.ticks[1:] if scene.ticks[0].value == 0 else scene.ticks

    def absent(self, scene: RadarChart, along: Along) -> Sequence[str]:
        """Not a year of the heading's "1960–2010", which is on the chart as a word, if not as a name."""
        words = f"{scene.title.text} {scene.subtitle.text}".casefold()
        return [name for name in super().absent(scene, along) if name.casefold() not in words]

    def captions(self, scene: RadarChart) -> Sequence[Caption]:
        return (Caption("value_axis", "the caption that says what the rings measure"),)

    def can_lose(self, scene: RadarChart) -> Sequence[Cell]:
        """All of them, where a spoke or a series can be left out and the chart is still one."""
        fit = len(scene.spokes) > 3 or len(scene.series) > 2
        return self.cells(scene) if fit and not scene.covers else ()

    def lose(self, scene: RadarChart, cell: Cell, rng: np.random.Generator) -> RadarChart:
        series = len(scene.series) > 2 and (len(scene.spokes) <= 3 or chance(rng, 0.5))
        points = tuple(p for p in scene.points if (p.series != cell.column if series else p.spoke != cell.row))
        there = {p.id for p in points}
        left = msgspec.structs.replace(scene, points=points, printed=tuple(i for i in scene.printed if i in there))
        if series:
            return msgspec.structs.replace(left, series=tuple(s for s in scene.series if s.name != cell.column))
        return msgspec.structs.replace(left, spokes=tuple(s for s in scene.spokes if s.name != cell.row))

    def can_cover(self, scene: RadarChart) -> Sequence[Cell]:
        """Not where the outermost or innermost point would show from the ends of the scale."""
        ends = {max(scene.points, key=lambda p: p.value).spoke, min(scene.points, key=lambda p: p.value).spoke}
        fit = set(coverable(scene)) - ends
        return [cell for cell in self.cells(scene) if cell.row in fit]

    def cover(self, scene: RadarChart, cell: Cell, rng: np.random.Generator) -> RadarChart:
        return covered(scene, cell.row, rng)


VALUES = RadarValues()


# -- going round -------------------------------------------------------------------------------------------------------


def names_of(scene: RadarChart) -> list[str]:
    """The spokes' names, clockwise from the top."""
    return [spoke.name for spoke in scene.spokes]


def steps_on(scene: RadarChart, spoke: str, steps: int) -> str:
    """The spoke so many steps clockwise of another; of fewer than none, anticlockwise."""
    names = names_of(scene)
    return names[(names.index(spoke) + steps) % len(names)]


def find_spoke(work: Work, scene: RadarChart, spoke: str) -> Known:
    """Look for a spoke by its name."""
    found = next((s for s in scene.spokes if s.name == spoke), None)
    if found is None:
        raise Reject("not_applicable")
    return work.read(found.id, "name", lambda v: f"Find the spoke named {v}.")


def go_on(work: Work, scene: RadarChart, start: Known, steps: int) -> Known:
    """Go some steps clockwise (or, below zero, anticlockwise) from a spoke."""
    ids = [spoke.id for spoke in scene.spokes]
    way = "clockwise" if steps > 0 else "anticlockwise"
    count = abs(steps)
    return work.do("turn", start, steps, evidence=ids,
                   say=lambda v: f"{count} step{'s' if count > 1 else ''} {way} from there is {v}.")  # fmt: skip


def turn_op(scene: Any, spoke: str, steps: int) -> str:
    """The operation behind `go_on`."""
    names = [s.name for s in scene.spokes]
    return str(names[(names.index(spoke) + steps) % len(names)])


def spoke_label(scene: RadarChart, spoke: str) -> Label:
    """A spoke as an answer."""
    return VALUES.named(scene, spoke, "row")


def whole_series(scene: RadarChart) -> list[str]:
    """Series with no covered point: all or none."""
    return [] if scene.hidden else [s.name for s in scene.series]


def cell_of(scene: RadarChart, spoke: str, series: str) -> Cell:
    """The cell of a spoke and series."""
    return VALUES.cell(scene, (spoke, series))


def of_series(scene: RadarChart, series: str) -> str:
    """` for Japan`, or nothing where there is one outline."""
    return f" for {VALUES.says(scene, 'column', series)}" if series else ""


def said(scene: RadarChart, spoke: str) -> str:
    """A spoke's name in a sentence."""
    return VALUES.says(scene, "row", spoke)


class RadarTemplate(Template[RadarChart]):
    """A question on a radar chart."""

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene)


__all__ = ["VALUES", "RadarTemplate", "RadarValues"]
