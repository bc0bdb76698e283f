"""Questions on the two axes and the legend of a combined chart themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Text
from scenewright.qa_templates.combo_chart_axes import plain_places
from scenewright.qa_templates.combo_chart_base import ComboTemplate
from scenewright.qa_templates.combo_chart_key import measure_text
from scenewright.qa_templates.plot_words import amount, gap_quantity, opposite, quantity
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.combo_chart import ComboChart

LEGEND_PLACES = {"top": "above the plot", "bottom": "below the plot", "inside": "inside the plot"}


class EndTickOf(ComboTemplate):
    """The highest or lowest number at one of the two value axes."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "What is the {end} number written at the {side} axis?",
        "Which is the {end} labelled tick of the {side} axis?",
        "Read the {end} label of the vertical axis on the {side}.",
        "What value does the {end} label of the {side} axis give?",
        "At the {side} one of the two value axes, what is the {end} labelled value?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(side, end) for side in ("left", "right") for end in ("highest", "lowest")]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"side": slot[0], "end": slot[1]}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.on(slot[0])
        tick = series.ticks[-1 if slot[1] == "highest" else 0]
        value = work.read(tick.id, "value", f"The {slot[1]} label of the {slot[0]} axis reads {tick.text}.")
        return quantity(series, value.value, plain_places(value.value))


class TickStepOf(ComboTemplate):
    """How far apart neighbouring ticks of one of the two value axes are."""

    skill = "arithmetic"
    choice_share = 0.0
    phrasings = (
        "By how much do neighbouring labels of the {side} axis differ?",
        "What is the step from one labelled tick of the {side} axis to the next?",
        "How far apart are two neighbouring labels of the {side} vertical axis?",
        "In what steps is the {side} axis labelled?",
        "What is the distance between two labelled ticks of the {side} axis?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return ["left", "right"]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"side": slot}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.on(slot)
        first, second = (work.read(t.id, "value", f"One label reads {t.text}.") for t in series.ticks[:2])
        step = work.do("subtract", second, first, say="Take one from the next.")
        places = plain_places(round(step.value, 9))
        step = work.do("round", step, 9, say=lambda v: f"They are {amount(series, v, places)} apart.")
        found = gap_quantity(series, step.value)
        return type(found)(value=step.value + 0.0, unit=found.unit, decimals=places)


class CountTicks(ComboTemplate):
    """How many labelled ticks an axis has."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many numbers are written at the {side} axis?",
        "Count the labelled ticks of the {side} axis. How many are there?",
        "How many labels does the vertical axis on the {side} have?",
        "How many labelled values stand along the {side} axis?",
        "At the {side} axis, how many ticks have a number?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return ["left", "right"]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"side": slot}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        texts = [work.read(t.id, "text", lambda v: f"There is {v}.") for t in scene.on(slot).ticks]
        count = work.do("count", texts, say=lambda v: f"That makes {v}.")
        return Integer(value=count.value)


class LegendAt(ComboTemplate):
    """Which measure the legend names first or second."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "Which measure does the legend name {place}?",
        "Which entry of the legend comes {place}?",
        "What is the {place} entry of the legend?",
        "Read the legend: what is listed {place}?",
        "Name the {place} entry of the legend.",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [0, 1]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"place": ordinal(slot + 1)}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = scene.line if (slot == 0) == scene.line_first else scene.bars
        name = work.read(series.id, "name", lambda v: f"The {ordinal(slot + 1)} entry of the legend reads {v}.")
        return measure_text(series, name.value)


class LegendPlace(ComboTemplate):
    """Where the legend stands."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "Where does the legend stand: above, below or inside the plot?",
        "Where is the legend placed: above the plot, below it or inside it?",
        "Is the legend above the plot, below it or inside it?",
        "Say where the legend is: above, below or inside the plot.",
        "Does the legend stand above, below or inside the plot?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        place = work.do("legend_place", evidence=["bars", "line"], say=lambda v: f"The legend is {v}.")
        first = place.value.split()[0]
        return Text(value=place.value, accepted=(first, f"{first} it", f"it is {place.value}"))


class WhichColour(ComboTemplate):
    """In which colour the bars or the line are drawn, where the colours have plain names."""

    skill = "retrieval"
    choice_share = 0.0
    weight = 1.5
    phrasings = (
        "What colour {is_one}?",
        "In which colour {is_one} drawn?",
        "Which colour is used for {one}?",
        "Name the colour of {one}.",
        "Look at the legend: what is the colour of {one}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return ["bars", "line"] if scene.bars.hue else []

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"is_one": "are the bars" if slot == "bars" else "is the line", "one": f"the {slot}"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        are = "bars are" if slot == "bars" else "line is"
        hue = work.read(slot, "hue", lambda v: f"The {are} {v}.")
        return Label(value=hue.value)


class MeasureOfColour(ComboTemplate):
    """Which measure is drawn in a colour."""

    skill = "retrieval"
    choice_share = 0.0
    weight = 1.5
    phrasings = (
        "Which measure is drawn in {hue}?",
        "What does the chart show in {hue}?",
        "According to the legend, what is drawn in {hue}?",
        "What is the {hue} part of the chart about? Name the measure.",
        "Name the quantity whose colour is {hue}.",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [s.hue for s in scene.both] if scene.bars.hue else []

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"hue": slot}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        series = next(s for s in scene.both if s.hue == slot)
        work.read(series.id, "hue", lambda v: f"The {'bars are' if series.id == 'bars' else 'line is'} {v}.")
        name = work.read(series.id, "name", lambda v: f"In the legend, its key is named {v}.")
        return measure_text(series, name.value)


class HasGrid(ComboTemplate):
    """Whether lines run across the plot. Charts with and without them are as many."""

    skill = "structure"
    weight = 0.5
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the plot drawn {what} grid lines?",
        "Does the chart come {what} grid lines?",
        "Is this a chart {what} grid lines?",
        "Looking at the background of the plot, is it {what} grid lines?",
        "Has the plot been drawn {what} grid lines?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return ["none", "horizontal"]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return {"what": "without" if slot == "none" else "with"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        said = {"none": "no grid lines", "horizontal": "horizontal grid lines"}
        grid = work.do("grid", evidence=["left_axis"], say=lambda v: f"The plot has {said[v]}.")
        found = work.do("equal", grid, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks the grid, or takes something else for it.")


TEMPLATES = (
    EndTickOf(), TickStepOf(), CountTicks(), LegendAt(), LegendPlace(), WhichColour(), MeasureOfColour(), HasGrid(),
)  # fmt: skip
__all__ = ["LEGEND_PLACES", "TEMPLATES"]
