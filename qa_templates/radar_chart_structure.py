"""Questions on how a radar chart is drawn: its rings, fillings, legend and colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Text
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.radar_chart_base import VALUES, RadarTemplate
from scenewright.qa_templates.steps import Work
from scenewright.scenes.radar_chart import RadarChart

LEGEND_PLACES = {"top": "above the chart", "bottom": "below the chart", "right": "to the right of the chart"}


class LegendPlace(RadarTemplate):
    """Where the legend stands."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "Where does the legend stand: above, below or to the right of the chart?",
        "Is the legend above the chart, below it or to its right?",
        "On which side of the chart is the legend: above, below or right?",
        "Where is the legend placed: above the chart, below it or to the right of it?",
        "Say where the legend is: above, below or right of the chart.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return [""] if scene.legend != "none" else []

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        place = work.do("legend_place", evidence=[s.id for s in scene.series], say=lambda v: f"The legend is {v}.")
        first = place.value.split()[0]
        more: tuple[str, ...] = (first, f"{first} it", f"it is {place.value}")
        if scene.legend == "right":
            more = ("right", "on the right", "right of the chart", "to its right", "top right")
        return Text(value=place.value, accepted=more)


class RingShape(RadarTemplate):
    """Whether the rings are circles or polygons. Both are equally likely."""

    skill = "structure"
    weight = 0.6
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Are the rings of the chart {shape}?",
        "Is the grid of this chart made of {shape}?",
        "Do {shape} form the grid of the chart?",
        "Has the chart been drawn with {shape} as its rings?",
        "Looking at the grid, are its rings {shape}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return ["circle", "polygon"]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return {"shape": "circles" if slot == "circle" else "polygons with straight sides"}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        shape = work.do("rings", evidence=[t.id for t in scene.ticks[1:]], say=lambda v: f"The rings are {v}s.")
        found = work.do("equal", shape, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: RadarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes the outlines of the data for the grid.")


class IsFilled(RadarTemplate):
    """Whether the outlines are filled. Both are equally likely."""

    skill = "structure"
    weight = 0.6
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "{Is} drawn {how}?",
        "In this chart, {is} drawn {how}?",
        "Looking at the data, {is} shown {how}?",
        "Does the chart draw its data {how}?",
        "Have the data been drawn {how} here?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return ["filled", "lines"]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        one = "are the outlines" if scene.many else "is the outline"
        how = "with a filled area" if slot == "filled" else "as a bare line without a filling"
        if scene.many:
            how = "with filled areas" if slot == "filled" else "as bare lines without a filling"
        return {"Is": one.capitalize(), "is": one, "how": how}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        said = {"filled": "The outlines are filled.", "lines": "There are lines only."}
        look = work.do("filling", evidence=[p.id for p in scene.points if p.id not in set(scene.hidden)],
                       say=lambda v: said[v])  # fmt: skip
        found = work.do("equal", look, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: RadarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks the filling, or takes the panel for one.")


_LOOKS = {"shape": "with {} markers", "dash": "with a {} line", "hue": "in {}"}


def _looks(scene: RadarChart) -> list[str]:
    """Fields by which series can be told apart in words: all of them have one, and no two the same."""
    values = {field: [getattr(s, field) for s in scene.series] for field in ("shape", "dash", "hue")}
    return [f for f, found in values.items() if scene.many and all(found) and len(set(found)) == len(found)]


class WhichLook(RadarTemplate):
    """Which series is drawn in a colour, with a marker or with a dashed line."""

    skill = "retrieval"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "Which {slabel} is drawn {look}?",
        "What does the outline drawn {look} stand for?",
        "Which {slabel} does the outline drawn {look} belong to?",
        "Name the {slabel} that is drawn {look}.",
        "According to the legend, which {slabel} is shown {look}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return [(field, getattr(s, field)) for field in _looks(scene) for s in scene.series]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"look": _LOOKS[slot[0]].format(slot[1])}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        field, value = slot
        found = [
            work.read(s.id, field, lambda v, n=s.name: f"{n} is drawn {_LOOKS[field].format(v)}.") for s in scene.series
        ]
        same = [work.do("equal", v, value, say="Compare it with the one asked for.") for v in found]
        best = work.do("argmax", [s.name for s in scene.series], same, say=lambda n: f"So it is {n}.")
        return VALUES.named(scene, best.value, "column")


class ColourOf(RadarTemplate):
    """In which colour a series is drawn."""

    skill = "retrieval"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "What colour is used for {name}?",
        "In which colour is {name} drawn?",
        "Look at the legend: what is the colour of {name}?",
        "According to the legend, what colour stands for {name}?",
        "Name the colour of the outline for {name}.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return [s.name for s in scene.series] if "hue" in _looks(scene) else []

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return {"name": VALUES.says(scene, "column", slot)}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        series = next(s for s in scene.series if s.name == slot)
        value = work.read(series.id, "hue", lambda v: f"{series.name} is drawn in {v}.")
        return Label(value=value.value)


TEMPLATES = (LegendPlace(), RingShape(), IsFilled(), WhichLook(), ColourOf())
__all__ = ["LEGEND_PLACES", "TEMPLATES"]
