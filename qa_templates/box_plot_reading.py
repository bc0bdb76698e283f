"""Questions on box plots that read quartiles, whiskers, outliers and means, and calculate with them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.box_plot_base import (
    FIELDS,
    BoxTemplate,
    at_group,
    box_of,
    combined,
    error,
    field_name,
    gap_number,
    group_name,
    number_of,
    read,
    seen,
)
from scenewright.qa_templates.plot_words import READ_PX, READ_SHARE, amount, quantity, tolerant
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import STEPS, BoxPlot


class QuartileOf(BoxTemplate):
    """One of the five numbers of a group, other than the median."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "What is the {field} of {quantity} {spot}{unit}?",
        "Read the {field} {spot}{unit}.",
        "According to the chart, what is the {field} {spot}{unit}?",
        "What {field} does the chart show {spot}{unit}?",
        "Give the {field} of {quantity} {spot}{unit}.",
        "Look at {name}: what is the {field}{unit}?",
        "At what value is the {field} {spot}{unit}?",
        "Where does the {field} lie {spot}{unit}?",
        "State the {field} {spot} as the chart shows it{unit}.",
        "Find the {field} {spot}. What is it{unit}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [(box.name, field) for box in seen(scene) for field in FIELDS if field != "median"]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "spot": at_group(scene, slot[0]),
            "name": group_name(scene, slot[0]),
            "field": field_name(scene, slot[1]),
        }

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return quantity(scene, read(work, scene, box_of(scene, slot[0]), slot[1]).value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, box_of(scene, slot[0]), slot[1]))


class Spread(BoxTemplate):
    """The interquartile range of a group, or the distance from one end of its whiskers to the other."""

    skill = "arithmetic"
    phrasings = (
        "What is the {spread} of {quantity} {spot}{gap_unit}?",
        "How large is the {spread} {spot}{gap_unit}?",
        "Work out the {spread} {spot}{gap_unit}.",
        "According to the chart, what is the {spread} {spot}{gap_unit}?",
        "Take the {low} {spot} from the {high}. What remains{gap_unit}?",
        "By how much does the {high} exceed the {low} {spot}{gap_unit}?",
        "How far apart are the {low} and the {high} {spot}{gap_unit}?",
        "Compute the {spread} of {quantity} {spot}{gap_unit}.",
        "What is the difference between the {high} and the {low} {spot}{gap_unit}?",
        "Find the {spread} {spot}{gap_unit}.",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [(box.name, low, high) for box in seen(scene) for low, high in (("q1", "q3"), ("low", "high"))]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        whole = "range" if scene.whiskers == "range" else "distance between the ends of the whiskers"
        return self.common(scene) | {
            "spot": at_group(scene, slot[0]), "spread": "interquartile range" if slot[1] == "q1" else whole,
            "low": field_name(scene, slot[1]), "high": field_name(scene, slot[2]),
        }  # fmt: skip

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot[0])
        low, high = (read(work, scene, box, field) for field in slot[1:3])
        gap = work.do("subtract", high, low, say="Take the lower one from the higher one.")
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"That is {amount(scene, v)}.")
        return gap_number(scene, gap.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot[0])
        return tolerant(answer, combined(scene, resolution, [(box, field) for field in slot[1:3]]))


class MeanOf(BoxTemplate):
    """The mean of a group, where markers show it."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "What is the mean {quantity} {spot}{unit}?",
        "Where does the diamond that marks the mean stand {spot}{unit}?",
        "Read the mean {spot} off its marker{unit}.",
        "What mean does the diamond show {spot}{unit}?",
        "Give the mean {quantity} {spot}{unit}.",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [box.name for box in seen(scene) if box.mean is not None]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot)
        number_of(box, "mean")
        return quantity(scene, read(work, scene, box, "mean").value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, box_of(scene, slot), "mean"))


class FurthestOutlier(BoxTemplate):
    """The highest or the lowest outlier of a group."""

    skill = "retrieval"
    phrasings = (
        "What is the value of the {end} outlier {spot}{unit}?",
        "At what value is the {end} outlier {spot}{unit}?",
        "Read the {end} of the outliers {spot}{unit}.",
        "Where does the {end} outlier {spot} lie{unit}?",
        "Give the {end} value that is drawn as a point of its own {spot}{unit}.",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        out = []
        for box in seen(scene):
            out += [(box.name, "highest")] if any(v > box.high for v in box.outliers) else []
            out += [(box.name, "lowest")] if any(v < box.low for v in box.outliers) else []
        return out

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot[0]), "end": slot[1]}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot[0])
        found = work.read(box.id, "outliers", lambda v: f"{capital(at_group(scene, box.name))}, outliers lie at "
                          f"{', '.join(amount(scene, x) for x in v)}.")  # fmt: skip
        value = work.do("max" if slot[1] == "highest" else "min", found,
                        say=lambda v: f"The {slot[1]} of them is at {amount(scene, v)}.")  # fmt: skip
        return quantity(scene, value.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, box_of(scene, slot[0]), slot[1]))


SHARES = {("q1", "median"): 25, ("median", "q3"): 25, ("q1", "q3"): 50, ("low", "q1"): 25, ("q3", "high"): 25,
          ("low", "median"): 50, ("median", "high"): 50, ("low", "q3"): 75, ("q1", "high"): 75}  # fmt: skip


class ShareBetween(BoxTemplate):
    """About what share of a group's values lies between two of its five numbers, which are named by their values alone.

    The ends of whiskers only where they are the lowest and the highest value.
    """

    skill = "multi_step"
    balance = "spread"
    tries = 9
    phrasings = (
        "Going by the box, about what percentage of the values {spot} lies between {a} and {b}?",
        "As the box is drawn, roughly what share of the values {spot}, in per cent, is between {a} and {b}?",
        "Going by the box, about how many per cent of the values {spot} fall between {a} and {b}?",
        "What percentage of the values {spot} can be expected between {a} and {b}, as the box is drawn?",
        "Judged by the quartiles, about what percentage of the values {spot} lies between {a} and {b}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        pairs = [p for p in SHARES if scene.whiskers == "range" or not {"low", "high"} & set(p)]
        return [(box.name, *pair) for pair in pairs for box in seen(scene) if box.count >= 20]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        box = box_of(scene, slot[0])
        return self.common(scene) | {
            "spot": at_group(scene, slot[0]), "a": amount(scene, number_of(box, slot[1])),
            "b": amount(scene, number_of(box, slot[2])),
        }  # fmt: skip

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot[0])
        for field in slot[1:3]:
            read(work, scene, box, field)
        found = work.do("quarters", slot[1], slot[2], say=lambda v: f"From the {field_name(scene, slot[1])} to the "
                        f"{field_name(scene, slot[2])} there are {v} of the four quarters." if v > 1 else
                        f"From the {field_name(scene, slot[1])} to the {field_name(scene, slot[2])} there is one of "
                        "the four quarters.")  # fmt: skip
        share = work.do("multiply", found, 25, say=lambda v: f"That is about {v}%.")
        return Number(value=float(share.value), unit="%", tolerance=4.0)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot[0])
        values = [number_of(box, field) for field in FIELDS]
        off = error(scene, resolution, box, "q1")
        # the two values must point to their lines and to no others
        if min(abs(a - b) for a, b in itertools.pairwise(values)) < 2 * off:
            raise Reject("margin")
        return answer


class WidestAt(BoxTemplate):
    """At which value a violin is widest. Excluded: violins that are about as wide over a longer stretch."""

    skill = "retrieval"
    weight = 2.0
    phrasings = (
        "At about what value is the violin {spot} widest{unit}?",
        "Where is the violin {spot} at its widest{unit}?",
        "Around which value are the values {spot} densest{unit}?",
        "Near which {quantity} does the violin {spot} bulge most{unit}?",
        "What value does the widest point of the violin {spot} stand for{unit}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [box.name for box in seen(scene) if box.shape]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot)
        peak = work.read(box.id, "peak", lambda v: f"{capital(at_group(scene, slot))}, the violin is widest at about "
                         f"{amount(scene, v)}.")  # fmt: skip
        return quantity(scene, peak.value)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot)
        off = 2 * max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])
        step = (box.high - box.low) / STEPS
        wide = [box.low + k * step for k, w in enumerate(box.shape) if w > 0.96]
        assert box.peak is not None
        if max(abs(v - box.peak) for v in wide) > off:
            raise Reject("margin")
        return tolerant(answer, off)


TEMPLATES = (QuartileOf(), Spread(), MeanOf(), FurthestOutlier(), ShareBetween(), WidestAt())
