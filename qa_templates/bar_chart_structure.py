"""Questions on how a bar chart is built: titles, axes, legend, order, what it shows at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Text
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    named,
    named_series,
    who,
)
from scenewright.qa_templates.bar_chart_checks import opposite
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.scenes.bar_chart import BarChart


class NameAt(BarTemplate):
    """Which category stands at a place, counted from either side."""

    skill = "structure"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {label} is {place} {side}?",
        "Counting {side}, which {label} is the {place}?",
        "Name the {label} that comes {place} {side}.",
        "Which {label} has the {place} position {side}?",
        "Start {side}: which {label} is shown {place}?",
        "On the category axis, which {label} is {place} {side}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        sides = ("from the left", "from the right") if scene.orientation == "vertical" else (
            "from the top", "from the bottom")  # fmt: skip
        return [(i, side) for i in range(len(scene.categories)) for side in sides]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"place": ordinal(slot[0] + 1), "side": slot[1]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        names = [
            work.read(c.id, "name", lambda v, i=i: f"Place {i + 1} is {v}.") for i, c in enumerate(scene.categories)
        ]
        index = slot[0] if slot[1] in ("from the left", "from the top") else len(names) - 1 - slot[0]
        found = work.do("nth", names, index, say=lambda v: f"The {ordinal(slot[0] + 1)} {slot[1]} is {v}.")
        return named(scene, found.value)


class LegendAt(BarTemplate):
    """Which series is at a place in the legend, or at a place in the stacks."""

    skill = "structure"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which entry of the legend comes {place}?",
        "Which {slabel} is listed {place} in the legend?",
        "What is the {place} entry of the legend?",
        "Read the legend: which {slabel} is named {place}?",
        "Name the {place} {slabel} in the legend.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return list(range(len(scene.series)))

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"place": ordinal(slot + 1)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        name = work.read(scene.series[slot].id, "name", lambda v: f"Entry {slot + 1} of the legend reads {v}.")
        return named_series(scene, name.value)


class AxisMeasure(BarTemplate):
    """What the value axis stands for, and in which unit."""

    skill = "structure"
    kinds = BarTemplate.kinds | {"waterfall"}
    choice_share = 0.0
    phrasings = (
        "What does the value axis show? Give its title.",
        "Give the title of the value axis.",
        "What is written along the value axis?",
        "How is the value axis titled?",
        "Read the title of the axis that the {bar}s are measured on.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        text = work.read("value_axis", "text", lambda v: f"The value axis is titled “{v}”.")
        bare = text.value.removesuffix(f" ({scene.unit})")
        return Text(value=text.value, accepted=(bare, f"{bare}, {scene.unit}", f"{bare} in {scene.unit_name}"))


class AxisCategory(BarTemplate):
    """What the category axis lists."""

    skill = "structure"
    kinds = BarTemplate.kinds | {"waterfall"}
    choice_share = 0.0
    phrasings = (
        "What does the category axis list? Give its title.",
        "Give the title of the category axis.",
        "How is the axis titled that names the {labels}?",
        "What is written along the category axis as its title?",
        "Read the title of the axis that does not carry numbers for the {bar}s' values.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [""]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return {"labels": "categories", "bar": self.common(scene)["bar"]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        text = work.read("category_axis", "text", lambda v: f"The category axis is titled “{v}”.")
        return Text(value=text.value)


class TitleText(BarTemplate):
    """The chart's title, word for word."""

    skill = "structure"
    kinds = BarTemplate.kinds | {"waterfall"}
    choice_share = 0.0
    phrasings = (
        "What is the title of the chart?",
        "Read the chart's title.",
        "How is the chart titled?",
        "Give the title of this chart as it is printed.",
        "What does the heading of the chart say?",
        "Copy the title of the chart.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        text = work.read("title", "text", lambda v: f"The title reads “{v}”.")
        return Text(value=text.value)


class RunsUpright(BarTemplate):
    """Whether bars run upwards or sideways."""

    skill = "structure"
    kinds = BarTemplate.kinds - {"lollipop", "dumbbell"} | {"waterfall"}
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Are the bars {way}?",
        "Does the chart have {way} bars?",
        "Is this a chart with {way} bars?",
        "Are the bars of this chart drawn {adverb}?",
        "Do the bars run {adverb}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return ["vertical", "horizontal"]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return {"way": slot, "adverb": f"{slot}ly"}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        way = work.do("orientation", evidence=["category_axis"], say=lambda v: f"The bars are {v}.")
        found = work.do("equal", way, slot, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This mixes up the two directions.")


class IsShown(BarTemplate):
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

    def slots(self, scene: BarChart) -> Sequence[Any]:
        shown = []
        if scene.absent:
            shown = [("category", c.name) for c in scene.categories] + [("category", n) for n in scene.absent]
        if scene.series and scene.absent_series:
            shown += [("series", s.name) for s in scene.series] + [("series", n) for n in scene.absent_series]
        # a year of the heading's "1960–2010" is in the chart as a word, if not as a label
        words = f"{scene.title.text} {scene.subtitle.text} {scene.value_axis.text}".casefold()
        return [(what, name) for what, name in shown if name.casefold() not in words]

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        if slot[0] == "series":
            return {
                "labels": scene.series_plural,
                "label": scene.series_label,
                "name": who(scene.series_label, slot[1]),
            }
        return self.common(scene) | {"name": who(scene.category_label, slot[1])}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        items: Any = scene.categories if slot[0] == "category" else scene.series
        say = "The chart shows {}.".format(", ".join(item.name for item in items))
        names = work.do("collect", *[item.name for item in items], evidence=[item.id for item in items], say=say)
        found = work.do("contains", names, slot[1], say=lambda v: f"{slot[1]} is {'' if v else 'not '}among them.")
        return Boolean(value=found.value)

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks or invents a label.")


TEMPLATES = (NameAt(), LegendAt(), AxisMeasure(), AxisCategory(), TitleText(), RunsUpright(), IsShown())
__all__ = ["TEMPLATES"]
