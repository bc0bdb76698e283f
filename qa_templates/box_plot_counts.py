"""Questions on box plots that are answered by counting: outliers, and boxes past a value."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.box_plot_base import (
    FIELDS,
    BoxTemplate,
    at_group,
    axis_span,
    box_at,
    box_of,
    field_name,
    group_name,
    need_gap,
    number_of,
    placed,
    read,
    seen,
    verdict,
)
from scenewright.qa_templates.plot_words import amount, opposite, round_limits
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import Box, BoxPlot

POINT_PX = 7.5
"""Least distance of two outliers that can be counted: they are discs of up to 7 px."""


def read_outliers(work: Work, scene: BoxPlot, box: Box) -> Known:
    """Read how many outliers a group has."""
    values = work.read(box.id, "outliers", lambda v: f"Look beyond the whiskers {at_group(scene, box.name)}.")
    return work.do("count", values, say=lambda v: f"{v or 'No'} {'point lies' if v == 1 else 'points lie'} "
                   "there.")  # fmt: skip


def need_points_apart(resolution: Resolution, box: Box) -> None:
    """`Reject("margin")` where two outliers, or one and the end of a whisker, run into each other."""
    least = POINT_PX * resolution.units_per_px["value"]
    values = sorted((*box.outliers, box.low, box.high)) if box.outliers else []
    for a, b in itertools.pairwise(values):
        if b - a < least and (a, b) != (box.low, box.high):
            raise Reject("margin")


def tukey(scene: BoxPlot) -> bool:
    """Whether the chart can have outliers."""
    return scene.whiskers == "tukey"


class CountOutliers(BoxTemplate):
    """How many outliers a group has. Excluded: outliers that run into each other."""

    skill = "counting"
    balance = "spread"
    tries = 10
    phrasings = (
        "How many outliers are there {spot}?",
        "How many points lie beyond the whiskers {spot}?",
        "Count the outliers {spot}.",
        "How many values are drawn as points of their own {spot}?",
        "What is the number of outliers {spot}?",
        "Look at {name}: how many outliers does it have?",
        "How many outliers does the chart show {spot}?",
        "Beyond the ends of the whiskers {spot}, how many points are there?",
        "Tell me how many outliers there are {spot}.",
        "How many single points are drawn {spot}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [box.name for box in seen(scene)] if tukey(scene) else []

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot), "name": group_name(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return Integer(value=read_outliers(work, scene, box_of(scene, slot)).value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_points_apart(resolution, box_of(scene, slot))
        return answer


class HasOutliers(BoxTemplate):
    """Whether a group has outliers, or none. Only in charts with groups of both kinds, which are named by their places:
    names would tell to whom knows the world.
    """

    skill = "yes_no"
    weight = 1.5
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "{does} for {box}?",
        "Looking at {box}: {does_lower} there?",
        "According to the chart, {does_lower} for {box}?",
        "Judged by the points beyond the whiskers, {does_lower} for {box}?",
        "Check {box}: {does_lower}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [(b.name, what) for b in placed(scene) for what in ("any", "none")] if tukey(scene) else []

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        does = "are there any outliers" if slot[1] == "any" else "are there no outliers at all"
        return {"box": box_at(scene, slot[0]), "does": does.capitalize(), "does_lower": does}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        found = read_outliers(work, scene, box_of(scene, slot[0]))
        if slot[1] == "any":
            return verdict(work, "greater", found, 0, said="The chart does {}show outliers there, so the answer is {}.")
        return verdict(work, "equal", found, 0, said="It is {}true that there are none, so the answer is {}.")

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges what lies beyond the whiskers.")


class CountWithOutliers(BoxTemplate):
    """How many groups have outliers (or none)."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many {labels} have {what}?",
        "For how many {labels} does the chart show {what}?",
        "Count the {labels} with {what}.",
        "How many of the boxes have {what}?",
        "What is the number of {labels} with {what}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return ["any", "none"] if tukey(scene) and not scene.covers else []

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"what": "at least one outlier" if slot == "any" else "no outliers"}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        counts = [read_outliers(work, scene, box) for box in scene.boxes]
        flags = work.do("above" if slot == "any" else "below", counts, 0.5, say="Mark those that count.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'group')}.")
        return Integer(value=found.value)


class CountFieldPast(BoxTemplate):
    """How many groups have a quartile, or an end of whiskers, above (below) a round limit."""

    skill = "counting"
    balance = "spread"
    tries = 8
    phrasings = (
        "How many {labels} have a {field} {more} {limit}?",
        "For how many {labels} is the {field} {more} {limit}?",
        "Count the {labels} whose {field} is {more} {limit}.",
        "How many boxes show a {field} {more} {limit}?",
        "What is the number of {labels} with a {field} {more} {limit}?",
        "How many of the {labels} have their {field} {more} {limit}?",
        "Of the {labels} shown, how many have a {field} {more} {limit}?",
        "In how many cases is the {field} {more} {limit}?",
        "Tell me for how many {labels} the {field} lies {more} {limit}.",
        "Looking at the {field} only, how many {labels} are {more} {limit}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        if scene.covers:
            return []
        out = []
        for field in FIELDS:
            limits = round_limits([number_of(b, field) for b in scene.boxes], 0.02 * axis_span(scene),
                                  scene.decimals, 3) if field != "median" else []  # fmt: skip
            out += [(field, limit, more) for limit in limits for more in ("above", "below")]
        return out

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "field": field_name(scene, slot[0]), "limit": amount(scene, slot[1]), "more": slot[2]}  # fmt: skip

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, box, slot[0]) for box in scene.boxes]
        flags = work.do(slot[2], values, slot[1], say=f"Mark those {slot[2]} {amount(scene, slot[1])}.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'group')}.")
        return Integer(value=found.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_gap(scene, resolution, min(abs(number_of(b, slot[0]) - slot[1]) for b in scene.boxes))
        return answer


class CountCut(BoxTemplate):
    """How many boxes hold a value between their quartiles."""

    skill = "multi_step"
    balance = "spread"
    phrasings = (
        "How many boxes does the value {value} lie in?",
        "Through how many boxes would a line at {value} run?",
        "For how many {labels} is {value} between the lower and the upper quartile?",
        "Count the boxes that contain {value}.",
        "How many of the {labels} have {value} inside their box?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        if scene.covers:
            return []
        ends = [v for box in scene.boxes for v in (box.q1, box.q3)]
        return list(round_limits(ends, 0.015 * axis_span(scene), scene.decimals, 6))

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"value": amount(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        flags = []
        for box in scene.boxes:
            q1, q3 = read(work, scene, box, "q1"), read(work, scene, box, "q3")
            low = work.do("less", q1, slot, say="Compare the lower quartile with it.")
            high = work.do("greater", q3, slot, say="Compare the upper quartile with it.")
            flags.append(work.do("and", low, high, say=lambda v, box=box: f"{group_name(scene, box.name)}: "
                                 f"{'yes' if v else 'no'}."))  # fmt: skip
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'box', 'boxes')}.")
        return Integer(value=found.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_gap(scene, resolution, min(abs(v - slot) for b in scene.boxes for v in (b.q1, b.q3)))
        return answer


class CountPastLine(BoxTemplate):
    """How many medians are above (below) the line at the overall median. Excluded: medians too near to it."""

    skill = "counting"
    balance = "spread"
    weight = 3.0
    phrasings = (
        "How many {labels} have a median {more} the line marked '{name}'?",
        "How many medians are {more} the line marked '{name}'?",
        "Count the boxes whose median is {more} the line marked '{name}'.",
        "For how many {labels} is the median {more} the '{name}' line?",
        "Set against the line marked '{name}', how many medians lie {more} it?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return ["above", "below"] if scene.reference and not scene.covers else []

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": scene.reference.name if scene.reference else "", "more": slot}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        level = work.read("reference", "value", lambda v: f"The line lies at {amount(scene, v)}.")
        values = [read(work, scene, box, "median") for box in scene.boxes]
        flags = work.do(slot, values, level, say=f"Mark the medians {slot} it.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'median')}.")
        return Integer(value=found.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert scene.reference
        level = scene.reference.value
        need_gap(scene, resolution, min(abs(b.median - level) for b in scene.boxes), 3.5)
        return answer


TEMPLATES = (
    CountOutliers(), HasOutliers(), CountWithOutliers(), CountFieldPast(), CountCut(), CountPastLine(),
)  # fmt: skip
