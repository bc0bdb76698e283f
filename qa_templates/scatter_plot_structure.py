"""Questions on how a scatter plot is built: titles, axes, ticks, legend, markers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number, Text
from scenewright.qa_templates.plot_words import POINTS, amount, opposite, quantity, who
from scenewright.qa_templates.scatter_plot_base import AXES, WAYS, ScatterTemplate, named_series
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_structure import places_of
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.scatter_plot import ScatterPlot


class TitleText(ScatterTemplate):
    """The plot's title, word for word."""

    skill = "structure"
    weight = 0.5
    phrasings = (
        "What is the title of the chart?",
        "Read the chart's title.",
        "How is the chart titled?",
        "Give the title of this chart as it is printed.",
        "What does the heading of the chart say?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [""]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return Text(value=work.read("title", "text", lambda v: f"The title reads “{v}”.").value)


class AxisTitle(ScatterTemplate):
    """What an axis shows: its title."""

    skill = "structure"
    phrasings = (
        "What does the {way} axis show? Give its title.",
        "Give the title of the {way} axis.",
        "How is the {way} axis titled?",
        "Which measure is plotted along the {way} axis?",
        "Read the title of the {way} axis.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return list(AXES)

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"way": WAYS[slot]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        text = work.read(f"{slot}_axis", "text", lambda v: f"The {WAYS[slot]} axis is titled “{v}”.")
        shows = scene.axis(slot)
        bare = text.value.removesuffix(f" ({shows.unit})") if shows.unit else text.value
        return Text(value=text.value, accepted=(bare, f"{bare}, {shows.unit}", f"{bare} in {shows.unit_name}"))


class WhichAxis(ScatterTemplate):
    """Along which axis a measure is plotted."""

    skill = "structure"
    phrasings = (
        "Along which axis is the {measure} plotted, the horizontal or the vertical one?",
        "Which axis shows the {measure}: horizontal or vertical?",
        "Is the {measure} read on the horizontal or on the vertical axis?",
        "On which of the two axes, horizontal or vertical, would you read the {measure}?",
        "Say which axis stands for the {measure}, the horizontal or the vertical one.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return list(AXES)

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot)

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        for axis in AXES:
            work.read(f"{axis}_axis", "text", lambda v, a=axis: f"The {WAYS[a]} axis is titled “{v}”.")
        name = "x" if slot == "x" else "y"
        more = (
            f"{WAYS[slot]} axis",
            f"the {WAYS[slot]} axis",
            f"{name} axis",
            f"{name}-axis",
            f"the {name}-axis",
            name,
        )
        found = work.do("choose", slot == "x", "horizontal", "vertical", say=lambda v: f"So it is the {v} one.")
        return Label(value=found.value, accepted=more)


class EndTick(ScatterTemplate):
    """The highest or lowest number at an axis."""

    skill = "retrieval"
    weight = 0.7
    phrasings = (
        "What is the {end} number written at the {way} axis{unit}?",
        "Which is the {end} labelled tick of the {way} axis{unit}?",
        "Read the {end} label of the {way} axis{unit}.",
        "What value does the {end} label of the {way} axis give{unit}?",
        "At the {way} axis, what is the {end} labelled value{unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(axis, end) for axis in AXES for end in ("highest", "lowest")]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"end": slot[1]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, end = slot
        tick = scene.ticks(axis)[-1 if end == "highest" else 0]
        found = work.read(tick.id, "value", f"The {end} label reads {tick.text}.")
        return quantity(scene.axis(axis), found.value, places_of(found.value))


class TickStep(ScatterTemplate):
    """How far apart neighbouring labelled ticks of a linear axis are."""

    skill = "arithmetic"
    weight = 0.7
    phrasings = (
        "By how much do neighbouring labels of the {way} axis differ{gap_unit}?",
        "What is the step from one labelled tick of the {way} axis to the next{gap_unit}?",
        "How far apart are two neighbouring labels of the {way} axis{gap_unit}?",
        "In what steps is the {way} axis labelled{gap_unit}?",
        "What is the distance between two labelled ticks of the {way} axis{gap_unit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [axis for axis in AXES if not scene.axis(axis).log]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot)

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        shows = scene.axis(slot)
        first, second = (work.read(t.id, "value", f"One label reads {t.text}.") for t in scene.ticks(slot)[:2])
        step = work.do("subtract", second, first, say="Take one from the next.")
        step = work.do("round", step, 9, say=lambda v: f"They are {amount(shows, v, places_of(v))} apart.")
        unit = POINTS if shows.unit == "%" else shows.unit
        return Number(value=step.value + 0.0, unit=unit, decimals=places_of(step.value))


class LogAxes(ScatterTemplate):
    """Which axes are logarithmic, where one is."""

    skill = "structure"
    weight = 4.0
    phrasings = (
        "Which axis is logarithmic: the horizontal one, the vertical one or both?",
        "Is it the horizontal axis, the vertical axis or both that have a logarithmic scale?",
        "One axis at least has a logarithmic scale. Which: horizontal, vertical or both?",
        "On which axis do equal steps stand for equal ratios: the horizontal, the vertical or both?",
        "Say which of the axes has a logarithmic scale, the horizontal one, the vertical one or both.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [""] if scene.x.log or scene.y.log else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        ids = [tick.id for axis in AXES for tick in scene.ticks(axis)]
        kind = work.do("log_axes", evidence=ids, say=lambda v: f"By the numbers at the axes: {v}.")
        word = kind.value
        more = (
            ("both axes",)
            if word == "both"
            else (f"{word} axis", f"the {word} one", "x" if word == "horizontal" else "y")
        )
        return Text(value=word, accepted=more)


class LegendAt(ScatterTemplate):
    """Which series is at a place in the legend."""

    skill = "structure"
    weight = 0.7
    phrasings = (
        "Which entry of the legend comes {place}?",
        "Which {slabel} is listed {place} in the legend?",
        "What is the {place} entry of the legend?",
        "Read the legend: which {slabel} is named {place}?",
        "Name the {place} {slabel} in the legend.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return list(range(len(scene.series))) if scene.many else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"place": ordinal(slot + 1)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name = work.read(scene.series[slot].id, "name", lambda v: f"Entry {slot + 1} of the legend reads {v}.")
        return named_series(scene, name.value)


class LegendPlace(ScatterTemplate):
    """Where the legend stands."""

    skill = "structure"
    phrasings = (
        "Where does the legend stand: above, below, inside or to the right of the plot?",
        "Where is the legend placed: above the plot, below it, inside it or to its right?",
        "On which side of the plot is the legend, or is it inside?",
        "Is the legend above the plot, below it, to the right of it or inside it?",
        "Say where the legend is: above, below, inside or right of the plot.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [""] if scene.many else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        place = work.do("legend_place", evidence=[s.id for s in scene.series], say=lambda v: f"The legend is {v}.")
        first = place.value.split()[0]
        more = ("right", "on the right", "right of the plot", "to its right") if scene.legend == "right" else (
            first, f"{first} it", f"it is {place.value}")  # fmt: skip
        return Text(value=place.value, accepted=more)


class HasGrid(ScatterTemplate):
    """Which grid lines there are. All three states are equally likely, in plots and in questions."""

    skill = "structure"
    weight = 0.7
    balance = "yes_no"
    choice_share = 0.2
    states = ("none", "horizontal", "both")
    said: ClassVar[dict[str, str]] = {
        "none": "no grid lines at all", "horizontal": "horizontal grid lines but no vertical ones",
        "both": "both horizontal and vertical grid lines",
    }  # fmt: skip
    phrasings = (
        "Does the plot have {what}?",
        "Is the chart drawn with {what}?",
        "Looking at the background of the plot, do you see {what}?",
        "Are there {what} in this chart?",
        "Does this chart come with {what}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return list(self.states)

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"what": self.said[slot]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        grid = work.do("grid", evidence=["x_axis", "y_axis"], say=lambda v: f"The plot has {self.said[v]}.")
        found = work.do("equal", grid, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: ScatterPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks grid lines, or takes a reference line for one.")


LOOKS = {"shape": "by {} markers", "hue": "in {}"}


def looks(scene: ScatterPlot) -> list[str]:
    """Fields by which series can be told apart in words: all of them have one, and no two the same."""
    if not scene.many:
        return []
    found = {field: [getattr(s, field) for s in scene.series] for field in LOOKS}
    return [field for field, looks in found.items() if all(looks) and len(set(looks)) == len(looks)]


class WhichLook(ScatterTemplate):
    """Which series is drawn in a colour or with a marker."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "Which {slabel} is shown {look}?",
        "What do the points drawn {look} stand for?",
        "Which {slabel} do the points shown {look} belong to?",
        "Name the {slabel} that is drawn {look}.",
        "According to the legend, which {slabel} is shown {look}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(field, getattr(s, field)) for field in looks(scene) for s in scene.series]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"look": LOOKS[slot[0]].format(slot[1])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        field, wanted = slot
        found = [
            work.read(s.id, field, lambda v, n=s.name: f"{n} is drawn {LOOKS[field].format(v)}.") for s in scene.series
        ]
        same = [work.do("equal", v, wanted, say="Compare it with the one asked for.") for v in found]
        best = work.do("argmax", [s.name for s in scene.series], same, say=lambda n: f"So it is {n}.")
        return named_series(scene, best.value)


_ASKS = {"shape": "What shape are the markers", "hue": "What colour is used"}
_ALSO = {
    "circle": ("circles", "round", "disc", "dot", "discs", "dots"), "square": ("squares",),
    "triangle": ("triangles", "triangular"), "diamond": ("diamonds", "rhombus", "rotated square"),
    "plus": ("plus sign", "plus signs", "pluses"), "cross": ("crosses", "x", "an x", "x-shaped"),
}  # fmt: skip


class LookOf(ScatterTemplate):
    """In which colour or with which markers a series is drawn."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "{ask} for {name}?",
        "{ask} for {name} in this chart?",
        "Look at the legend. {ask} for {name}?",
        "According to the chart: {ask} for {name}?",
        "Find {name} in the legend. {ask} for it?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(s.name, field) for field in looks(scene) for s in scene.series]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"ask": _ASKS[slot[1]], "name": who(scene.series_label, slot[0])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        series = next(s for s in scene.series if s.name == slot[0])
        found = work.read(series.id, slot[1], lambda v: f"{series.name} is drawn {LOOKS[slot[1]].format(v)}.")
        return Label(value=found.value, accepted=_ALSO.get(found.value, ()) if slot[1] == "shape" else ())


TEMPLATES = (
    TitleText(), AxisTitle(), WhichAxis(), EndTick(), TickStep(), LogAxes(), LegendAt(), LegendPlace(), HasGrid(),
    WhichLook(), LookOf(),
)  # fmt: skip
