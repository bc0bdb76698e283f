"""What the questions on box plots share: how groups and their numbers are named, read and told apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.named_values import Along, Caption, Cell, Entry, Run, Values
from scenewright.qa_templates.plot_words import (
    APART_PX,
    POINTS,
    READ_PX,
    READ_SHARE,
    amount,
    printed_in,
    ranks_apart,
    who,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import Box, BoxPlot, coverable, new_cover

FIELDS = ("low", "q1", "median", "q3", "high")


def field_name(scene: BoxPlot, field: str) -> str:
    """What a number of a box is called: `lower quartile`, `upper end of the whiskers`, `highest value`."""
    if field in ("low", "high"):
        if scene.whiskers == "range":
            return "lowest value" if field == "low" else "highest value"
        return "lower end of the whiskers" if field == "low" else "upper end of the whiskers"
    return {"q1": "lower quartile", "median": "median", "q3": "upper quartile", "mean": "mean"}[field]


def at_group(scene: BoxPlot, name: str) -> str:
    """A group in a sentence: `in 1975`, `on Monday`, `for Adelie`."""
    return VALUES.spot(scene, name, "")


def group_name(scene: BoxPlot, name: str) -> str:
    """A group as a noun."""
    return who(scene.place_label, name)


def group_label(scene: BoxPlot, name: str) -> Label:
    """A group as an answer."""
    label = scene.place_label
    return Label(value=name, accepted=(who(label, name), f"{label} {name}", at_group(scene, name)))


def box_of(scene: BoxPlot, name: str) -> Box:
    """The box that a slot names, which is there."""
    found = scene.box(name)
    if found is None:
        raise Reject("not_applicable")
    return found


def seen(scene: BoxPlot) -> list[Box]:
    """Boxes that nothing covers."""
    hidden = set(scene.hidden)
    return [box for box in scene.boxes if box.id not in hidden]


def placed(scene: BoxPlot) -> list[Box]:
    """The boxes, where none is covered, so that they can be counted off."""
    boxes = seen(scene)
    return boxes if len(boxes) == len(scene.boxes) else []


def box_at(scene: BoxPlot, name: str) -> str:
    """A box by its place: `the third box from the left`."""
    place = [box.name for box in scene.boxes].index(name)
    return f"the {ordinal(place + 1)} box from the {'left' if scene.orientation == 'vertical' else 'top'}"


def number_of(box: Box, field: str) -> float:
    """One number of a box, which is shown."""
    value = getattr(box, field)
    if value is None:
        raise Reject("not_applicable")
    return float(value)


def read(work: Work, scene: BoxPlot, box: Box, field: str) -> Known:
    """Read one number of a box."""
    what = field_name(scene, field)
    return work.read(box.id, field, lambda v: f"{capital(at_group(scene, box.name))}, the {what} is "
                     f"{amount(scene, v)}.")  # fmt: skip


def error(scene: BoxPlot, resolution: Resolution, box: Box, field: str) -> float:
    """How far a careful reading may be off: 0 where the median is printed."""
    if field == "median" and box.id in printed_in(resolution):
        return 0.0
    return max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])


def combined(scene: BoxPlot, resolution: Resolution, parts: Iterable[tuple[Box, str]]) -> float:
    """Error of a sum or difference of independent readings."""
    return math.sqrt(sum(error(scene, resolution, box, field) ** 2 for box, field in parts))


def need_gap(scene: BoxPlot, resolution: Resolution, gap: float, px: float = APART_PX) -> None:
    """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater."""
    if abs(gap) < 0.5 * 10.0**-scene.decimals:
        raise Reject("tie")
    if abs(gap) < px * resolution.units_per_px["value"]:
        raise Reject("margin")


def axis_span(scene: BoxPlot) -> float:
    """Length of the value axis in units."""
    return scene.ticks[-1].value - scene.ticks[0].value


def clear_ranks(scene: BoxPlot, values: Sequence[float]) -> list[tuple[int, bool]]:
    """Ranks whose holder differs visibly from those next in rank."""
    return ranks_apart(values, 0.018 * axis_span(scene))


def gap_number(scene: BoxPlot, value: float) -> Number:
    """A difference as an answer: of percentages in percentage points."""
    return Number(value=round(value, scene.decimals) + 0.0, unit=POINTS if scene.unit == "%" else scene.unit,
                  decimals=scene.decimals)  # fmt: skip


def verdict(work: Work, op: str, *inputs: Any, said: str) -> Answer:
    """Yes or no by a comparison; `said` has a place for `not ` and one for the answer."""
    found = work.do(op, *inputs, say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))
    return Boolean(value=found.value)


class BoxTemplate(Template[BoxPlot]):
    """A question on a box plot. `common` gives the fields that most phrasings use."""

    def common(self, scene: BoxPlot) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        gap = POINTS if scene.unit == "%" else scene.unit_name
        return {
            "quantity": scene.quantity,
            "unit": f", in {scene.unit_name}" if scene.unit_name else "",
            "gap_unit": f", in {gap}" if gap else "",
            "label": scene.place_label,
            "labels": scene.place_plural,
        }

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


def without(scene: BoxPlot, name: str) -> BoxPlot:
    """The chart without a group. The axis stays as it is."""
    boxes = tuple(box for box in scene.boxes if box.name != name)
    there = {box.id for box in boxes}
    return msgspec.structs.replace(
        scene, boxes=boxes, absent=(name, *scene.absent), hidden=tuple(i for i in scene.hidden if i in there),
        covers=tuple(c for c in scene.covers if c.group != name),
    )  # fmt: skip


def covered(scene: BoxPlot, name: str, rng: np.random.Generator) -> BoxPlot:
    """The chart with a cover over a group, instead of what covers it now."""
    hidden = tuple(box.id for box in scene.boxes if box.name == name)
    return msgspec.structs.replace(scene, covers=(new_cover(name, rng),), hidden=hidden)


def can_cover(scene: BoxPlot) -> list[str]:
    """Groups that can be covered."""
    return coverable(scene.boxes) if len(scene.boxes) > 3 and not scene.reference else []


class BoxValues(Values[BoxPlot]):
    """The medians as named numbers."""

    field = "median"
    mark = "box"
    marks = "boxes"
    row_places = "along the axis of groups"

    def every(self, scene: BoxPlot) -> Sequence[Cell]:
        return self.keep(scene, "every", lambda: [Cell(b.id, b.name, "", b.median) for b in scene.boxes])

    def entries(self, scene: BoxPlot, along: Along) -> Sequence[Entry]:
        return [Entry(box.id, box.name) for box in scene.boxes] if along == "row" else ()

    def nouns(self, scene: BoxPlot, along: Along) -> tuple[str, str]:
        return (scene.place_label, scene.place_plural) if along == "row" else ("", "")

    def look(self, work: Work, scene: BoxPlot, cell: Cell) -> Known:
        return read(work, scene, box_of(scene, cell.row), "median")

    def error(self, scene: BoxPlot, resolution: Resolution, cell: Cell) -> float:
        return error(scene, resolution, box_of(scene, cell.row), "median")

    def apart(self, scene: BoxPlot, resolution: Resolution, cells: Sequence[Cell]) -> float:
        if all(cell.id in printed_in(resolution) for cell in cells):
            return 0.0
        return APART_PX * resolution.units_per_px["value"]

    def adds_up(self, scene: BoxPlot, of: Cell | None = None) -> bool:
        return False

    def runs(self, scene: BoxPlot) -> Sequence[Run]:
        return super().runs(scene) if len(scene.boxes) > 2 else ()

    def captions(self, scene: BoxPlot) -> Sequence[Caption]:
        up = scene.orientation == "vertical"
        return (
            Caption("value_axis", f"the title of the {'vertical' if up else 'horizontal'} axis"),
            Caption("place_axis", f"the title of the {'horizontal' if up else 'vertical'} axis"),
            Caption("note", "the note below the chart"),
        )

    def can_lose(self, scene: BoxPlot) -> Sequence[Cell]:
        return self.cells(scene) if len(scene.boxes) > 2 else ()

    def lose(self, scene: BoxPlot, cell: Cell, rng: np.random.Generator) -> BoxPlot:
        return without(scene, cell.row)

    def can_cover(self, scene: BoxPlot) -> Sequence[Cell]:
        fit = set(can_cover(scene))
        return [cell for cell in self.every(scene) if cell.row in fit]

    def cover(self, scene: BoxPlot, cell: Cell, rng: np.random.Generator) -> BoxPlot:
        return covered(scene, cell.row, rng)


VALUES = BoxValues()
