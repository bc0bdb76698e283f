"""Questions on which measure of a combined chart is drawn how, and read on which axis."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Text
from scenewright.qa_templates.combo_chart_base import (
    ComboTemplate,
)
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Work
from scenewright.scenes.combo_chart import ComboChart, Series


class AxisOf(ComboTemplate):
    """Whether a measure is read on the left or the right axis. Both measures are asked after alike."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} read on the {side} axis?",
        "Does the {side} axis belong to the {measure}?",
        "Do the numbers on the {side} stand for the {measure}?",
        "Is it the {side} axis on which the {measure} is read?",
        "To read the {measure}, does one look at the {side} axis?",
        "Does the vertical axis on the {side} show the {measure}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(s.id, side) for s in scene.both for side in ("left", "right")]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"measure": scene.series(slot[0]).measure, "side": slot[1]}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.series(slot[0])
        side = work.read(series.id, "side", lambda v: f"The axis titled “{scene.axis(v).text}” stands on the {v}.")
        found = work.do("equal", side, slot[1], say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes one axis for the other.")


class DrawnAs(ComboTemplate):
    """Whether a measure is drawn as the bars or as the line."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} drawn as {how}?",
        "Does the chart show the {measure} as {how}?",
        "Is it as {how} that the {measure} is drawn?",
        "Has the {measure} been drawn as {how} here?",
        "Looking at the legend, is the {measure} shown as {how}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(s.id, how) for s in scene.both for how in ("bars", "line")]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"measure": scene.series(slot[0]).measure, "how": "bars" if slot[1] == "bars" else "a line"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.series(slot[0])
        shown = "bars" if series.id == "bars" else "a line"
        key = work.read(series.id, "id", f"The legend's key of {series.name} is that of {shown}.")
        found = work.do("equal", key, slot[1], say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two keys of the legend.")


class StandsFor(ComboTemplate):
    """What the line, or the bars, stand for."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "What does the chart show by the {what}? Name the measure.",
        "Which measure is drawn as the {what}?",
        "According to the legend, what is shown by the {what}?",
        "Name the quantity that the {what} in this chart tell of.",
        "What is plotted as the {what}?",
    )

    def fitting(self, scene: ComboChart, slot: Any) -> Sequence[int]:
        return range(len(self.phrasings)) if slot == "bars" else (0, 1, 2, 4)

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return ["bars", "line"]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"what": slot}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.series(slot)
        name = work.read(series.id, "name", lambda v: f"The legend's key of the {slot} is named {v}.")
        return measure_text(series, name.value)


def measure_text(series: Series, text: str) -> Text:
    """A measure as an answer, with or without its unit or its axis."""
    bare = series.name
    forms = (bare, f"{bare} ({series.unit})", f"{bare}, {series.unit}", f"{bare} in {series.unit_name}",
             f"{bare} ({series.side} axis)")  # fmt: skip
    return Text(value=text, accepted=forms)


class UnitOf(ComboTemplate):
    """In which unit the bars, the line or an axis is measured. Only where it has one."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "In which unit are the {what} given?",
        "What is the unit of the {what}?",
        "Name the unit of the {what}.",
        "Which unit do the {what} have?",
        "Look at the axis titles: in what unit are the {what} given?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [slot for s in scene.both if s.unit for slot in (s.id, s.side)]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        whole = {"bars": "values of the bars", "line": "values of the line"}
        return {"what": whole.get(slot, f"numbers on the {slot} axis")}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.series(slot) if slot in ("bars", "line") else scene.on(slot)
        work.read(f"{series.side}_axis", "text", lambda v: f"The {series.side} axis is titled “{v}”.")
        unit = work.read(series.id, "unit", lambda v: f"So the unit is {v}.")
        return Text(value=unit.value, accepted=(series.unit_name, f"({unit.value})"))


TEMPLATES = (
    AxisOf(),
    DrawnAs(),
    StandsFor(),
    UnitOf(),
)
__all__ = ["TEMPLATES"]
