"""Questions on how a line chart is built: titles, axes, ticks, legend, looks, what it shows at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Text
from scenewright.qa_templates.line_chart_base import LineTemplate, labelled, named, named_series
from scenewright.qa_templates.plot_words import amount, opposite, quantity, who
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.line_chart import LineChart


class NameAt(LineTemplate):
    """Which label stands at a place of the horizontal axis, counted from either side."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {label} is {place} among the labels of the horizontal axis, counted {side}?",
        "Counting the labels of the horizontal axis {side}, which is the {place}?",
        "Name the {label} whose label comes {place} {side}.",
        "Start {side}: which label of the horizontal axis is the {place}?",
        "On the horizontal axis, which label is {place} {side}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [(i, side) for i in range(len(labelled(scene))) for side in ("from the left", "from the right")]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"place": ordinal(slot[0] + 1), "side": slot[1]}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        names = [
            work.read(p.id, "name", lambda v, i=i: f"Label {i + 1} is {v}.") for i, p in enumerate(labelled(scene))
        ]
        index = slot[0] if slot[1] == "from the left" else len(names) - 1 - slot[0]
        found = work.do("nth", names, index, say=lambda v: f"The {ordinal(slot[0] + 1)} {slot[1]} is {v}.")
        return named(scene, found.value)


class LegendAt(LineTemplate):
    """Which series is at a place in the legend."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "Which entry of the legend comes {place}?",
        "Which {slabel} is listed {place} in the legend?",
        "What is the {place} entry of the legend?",
        "Read the legend: which {slabel} is named {place}?",
        "Name the {place} {slabel} in the legend.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return list(range(len(scene.series))) if scene.legend not in ("none", "direct") else []

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"place": ordinal(slot + 1)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        name = work.read(scene.series[slot].id, "name", lambda v: f"Entry {slot + 1} of the legend reads {v}.")
        return named_series(scene, name.value)


class LegendPlace(LineTemplate):
    """Where the legend stands."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Where does the legend stand: above, below, inside or to the right of the plot?",
        "Where is the legend placed: above the plot, below it, inside it or to its right?",
        "On which side of the plot is the legend, or is it inside?",
        "Is the legend above the plot, below it, to the right of it or inside it?",
        "Say where the legend is: above, below, inside or right of the plot.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [""] if scene.legend not in ("none", "direct") else []

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        place = work.do("legend_place", evidence=[s.id for s in scene.series], say=lambda v: f"The legend is {v}.")
        first = place.value.split()[0]
        more = ("right", "on the right", "right of the plot", "to its right") if scene.legend == "right" else (
            first, f"{first} it", f"it is {place.value}")  # fmt: skip
        return Text(value=place.value, accepted=more)


class AxisMeasure(LineTemplate):
    """What the value axis stands for, and in which unit."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "What does the vertical axis show? Give its title.",
        "Give the title of the value axis.",
        "What is written along the vertical axis?",
        "How is the value axis titled?",
        "Read the title of the axis that the values are read on.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        text = work.read("value_axis", "text", lambda v: f"The value axis is titled “{v}”.")
        bare = text.value.removesuffix(f" ({scene.unit})")
        return Text(value=text.value, accepted=(bare, f"{bare}, {scene.unit}", f"{bare} in {scene.unit_name}"))


class AxisPlaces(LineTemplate):
    """What the horizontal axis lists."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "What does the horizontal axis list? Give its title.",
        "Give the title of the horizontal axis.",
        "How is the horizontal axis titled?",
        "What is written below the horizontal axis as its title?",
        "Read the title of the axis that runs from left to right.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        text = work.read("place_axis", "text", lambda v: f"The horizontal axis is titled “{v}”.")
        return Text(value=text.value)


class TitleText(LineTemplate):
    """The chart's title, word for word."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "What is the title of the chart?",
        "Read the chart's title.",
        "How is the chart titled?",
        "Give the title of this chart as it is printed.",
        "What does the heading of the chart say?",
        "Copy the title of the chart.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        text = work.read("title", "text", lambda v: f"The title reads “{v}”.")
        return Text(value=text.value)


class EndTick(LineTemplate):
    """The highest or lowest number at the value axis."""

    skill = "retrieval"
    weight = 0.5
    phrasings = (
        "What is the {end} number written at the value axis{unit}?",
        "Which is the {end} labelled tick of the value axis{unit}?",
        "Read the {end} label of the vertical axis{unit}.",
        "What value does the {end} label of the value axis give{unit}?",
        "At the vertical axis, what is the {end} labelled value{unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return ["highest", "lowest"]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"end": slot}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        tick = scene.ticks[-1 if slot == "highest" else 0]
        value = work.read(tick.id, "value", f"The {slot} label reads {tick.text}.")
        return quantity(scene, value.value, _places(value.value))


class TickStep(LineTemplate):
    """How far apart neighbouring labelled ticks of a linear value axis are."""

    skill = "arithmetic"
    weight = 0.5
    phrasings = (
        "By how much do neighbouring labels of the value axis differ{gap_unit}?",
        "What is the step from one labelled tick of the value axis to the next{gap_unit}?",
        "How far apart are two neighbouring labels of the vertical axis{gap_unit}?",
        "In what steps is the value axis labelled{gap_unit}?",
        "What is the distance between two labelled ticks of the value axis{gap_unit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [] if scene.log else [""]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, second = (work.read(tick.id, "value", f"One label reads {tick.text}.") for tick in scene.ticks[:2])
        step = work.do("subtract", second, first, say="Take one from the next.")
        step = work.do("round", step, 9, say=lambda v: f"They are {amount(scene, v, _places(v))} apart.")
        return quantity(scene, step.value, _places(step.value))


def _places(value: float) -> int:
    """Decimals that a number needs."""
    return next(d for d in range(10) if d == 9 or abs(round(value, d) - value) < 1e-9)


class HasGrid(LineTemplate):
    """Which grid lines there are. All three states are equally likely, in charts and in questions."""

    skill = "structure"
    weight = 0.5
    balance = "yes_no"
    choice_share = 0.2
    states = ("none", "horizontal", "both")
    phrasings = (
        "Does the plot have {what}?",
        "Is the chart drawn with {what}?",
        "Looking at the background of the plot, do you see {what}?",
        "Are there {what} in this chart?",
        "Does this chart come with {what}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [] if scene.log else list(self.states)

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return {"what": {"none": "no grid lines at all", "horizontal": "horizontal grid lines but no vertical ones",
                         "both": "both horizontal and vertical grid lines"}[slot]}  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        said = {"none": "no grid lines", "horizontal": "horizontal grid lines only", "both": "grid lines both ways"}
        grid = work.do("grid", evidence=["value_axis"], say=lambda v: f"The plot has {said[v]}.")
        found = work.do("equal", grid, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks grid lines, or takes a reference line for one.")


_LOOKS = {
    "shape": "with {} markers", "dash": "as a {} line", "hue": "in {}",
}  # fmt: skip


def _looks(scene: LineChart) -> list[str]:
    """Fields by which series can be told apart in words: all of them have one, and no two the same."""
    if not scene.many:
        return []
    values = {field: [getattr(s, field) for s in scene.series] for field in ("shape", "dash", "hue")}
    return [field for field, found in values.items() if all(found) and len(set(found)) == len(found)]


class WhichLook(LineTemplate):
    """Which series is drawn in a colour, with a marker or as a dashed line."""

    skill = "retrieval"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "Which {slabel} is drawn {look}?",
        "What does the {line} drawn {look} stand for?",
        "Which {slabel} does the {line} drawn {look} belong to?",
        "Name the {slabel} that is drawn {look}.",
        "According to the chart's key, which {slabel} is shown {look}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [(field, getattr(s, field)) for field in _looks(scene) for s in scene.series]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"look": _LOOKS[slot[0]].format(slot[1])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        field, value = slot
        found = [
            work.read(s.id, field, lambda v, n=s.name: f"{n} is drawn {_LOOKS[field].format(v)}.") for s in scene.series
        ]
        same = [work.do("equal", v, value, say="Compare it with the one asked for.") for v in found]
        best = work.do("argmax", [s.name for s in scene.series], same, say=lambda n: f"So it is {n}.")
        return named_series(scene, best.value)


_ASKS = {
    "shape": "What shape are the markers",
    "dash": "Is it a solid, a dashed or a dotted line that stands",
    "hue": "What colour is used",
}


class LookOf(LineTemplate):
    """In which colour, with which markers or with which dashes a series is drawn."""

    skill = "retrieval"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "{ask} for {name}?",
        "{ask} for {name} in this chart?",
        "Look at the chart's key. {ask} for {name}?",
        "According to the chart: {ask} for {name}?",
        "Find {name} in the chart's key. {ask} for it?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [(s.name, field) for field in _looks(scene) for s in scene.series]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"ask": _ASKS[slot[1]], "name": who(scene.series_label, slot[0])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series = next(s for s in scene.series if s.name == slot[0])
        value = work.read(series.id, slot[1], lambda v: f"{series.name} is drawn {_LOOKS[slot[1]].format(v)}.")
        more = {"shape": (f"{value.value}s",), "dash": (f"{value.value} line", f"a {value.value} line"), "hue": ()}
        if value.value == "circle":
            more["shape"] = ("circles", "round", "disc", "dot", "discs", "dots")
        return Label(value=value.value, accepted=more[slot[1]])


class IsShown(LineTemplate):
    """Whether a name is in the chart at all. Names come from the same column of the same table."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is {name} among the {labels} shown?",
        "Does the chart include {name}?",
        "Is {name} in the chart?",
        "Can {name} be found among the {labels} in the chart?",
        "Does {name} appear in the chart?",
        "Is {name} one of the {labels} that the chart shows?",
        "Does the chart list {name} as a {label}?",
        "Is there an entry for {name} in the chart?",
        "Among the {labels}, is {name} shown?",
        "Would you find {name} in this chart?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        shown: list[tuple[str, str]] = []
        if scene.absent and len(labelled(scene)) == len(scene.places):
            shown = [("place", p.name) for p in scene.places] + [("place", n) for n in scene.absent]
        if scene.many and scene.absent_series:
            shown += [("series", s.name) for s in scene.series] + [("series", n) for n in scene.absent_series]
        # a year of the heading's "1960–2010" is in the chart as a word, if not as a label
        words = f"{scene.title.text} {scene.subtitle.text} {scene.value_axis.text}".casefold()
        return [(what, name) for what, name in shown if name.casefold() not in words]

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        if slot[0] == "series":
            return {
                "labels": scene.series_plural,
                "label": scene.series_label,
                "name": who(scene.series_label, slot[1]),
            }
        return self.common(scene) | {"name": who(scene.place_label, slot[1])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        items: Any = scene.places if slot[0] == "place" else scene.series
        say = "The chart shows {}.".format(", ".join(item.name for item in items))
        names = work.do("collect", *[item.name for item in items], evidence=[item.id for item in items], say=say)
        found = work.do("contains", names, slot[1], say=lambda v: f"{slot[1]} is {'' if v else 'not '}among them.")
        return Boolean(value=found.value)

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks or invents a label.")


TEMPLATES = (
    NameAt(), LegendAt(), LegendPlace(), AxisMeasure(), AxisPlaces(), TitleText(), EndTick(), TickStep(), HasGrid(),
    WhichLook(), LookOf(), IsShown(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
