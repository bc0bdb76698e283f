"""Questions on bar charts that are answered by counting."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    amount,
    clear_series,
    limits,
    need_apart,
    place,
    read_all,
    span,
    who,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import BarChart, capital
from scenewright.scenes.base import Reject


class CountPast(BarTemplate):
    """How many bars are above (below) a round limit. Excluded: bars too near to it."""

    skill = "counting"
    balance = "spread"
    tries = 8
    phrasings = (
        "How many {labels} have a {measure} {more} {limit}{where}?",
        "How many {bar}s{where} have a value {more} {limit}?",
        "Count the {bar}s{where} that show a value {more} {limit}.",
        "For how many {labels} is the {measure}{where} {more} {limit}?",
        "How many of the {labels} shown have a value {more} {limit}{where}?",
        "How many values{where} are {more} {limit}?",
        "In how many cases is the {measure}{where} {more} {limit}?",
        "What is the number of {labels} with a {measure}{where} {more} {limit}?",
        "How many {labels} does the chart show with a value {more} {limit}{where}?",
        "Tell me how many {labels} have values {more} {limit}{where}.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        out = []
        for series in clear_series(scene)[:3]:
            found = limits(scene, [bar.value for bar in scene.of_series(series)], 5)
            out += [(series, limit, more) for limit in found for more in ("above", "below")]
        return out

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        return self.common(scene) | {"where": where, "limit": amount(scene, slot[1]), "more": slot[2]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        series, limit, more = slot
        values = read_all(work, scene, scene.of_series(series))
        flags = work.do(more, values, limit, say=f"Mark the values {more} {amount(scene, limit)}.")
        found = work.do(
            "count_true", flags, say=lambda v: f"{count_of(v, 'value')} {'is' if v == 1 else 'are'} {more} it."
        )
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for bar in scene.of_series(slot[0]):
            need_apart(scene, resolution, bar.value - slot[1], (bar,), 6.0)
        return answer


class CountPastMean(BarTemplate):
    """How many bars are above (below) the mean of all."""

    skill = "multi_step"
    balance = "spread"
    phrasings = (
        "How many of the values{where} are {more} their mean?",
        "How many {labels} lie {more} the average of the values shown{where}?",
        "Take the mean of all values{where}. How many of them are {more} it?",
        "Of the {labels} shown, how many are {more} the average of all{where}?",
        "Count the {bar}s{where} whose value is {more} the mean of them all.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked" or len(scene.categories) > 9:
            return []
        out = []
        for series in clear_series(scene):
            values = [bar.value for bar in scene.of_series(series)]
            mean = math.fsum(values) / len(values)
            if min(abs(v - mean) for v in values) > 0.03 * span(scene):
                out += [(series, "above"), (series, "below")]
        return out

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        return self.common(scene) | {"where": where, "more": slot[1]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, scene.of_series(slot[0]))
        mean = work.do("mean", values, say=lambda v: f"Their mean is {amount(scene, v, scene.decimals + 1)}.")
        flags = work.do(slot[1], values, mean, say=f"Mark the values {slot[1]} the mean.")
        found = work.do(
            "count_true", flags, say=lambda v: f"{count_of(v, 'value')} {'is' if v == 1 else 'are'} {slot[1]} it."
        )
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot[0])
        mean = math.fsum(bar.value for bar in bars) / len(bars)
        for bar in bars:
            need_apart(scene, resolution, bar.value - mean, bars, 8.0)
        return answer


class CountRises(BarTemplate):
    """How often a bar is higher (lower) than the one before it, from left to right or from top to bottom."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "Going through the {bar}s{where} from {way}, how often is the value {more} than the one just before it?",
        "Read the values{where} from {way}. How many are {more} than the one before?",
        "From {way}, how many {labels} have a {more} value{where} than the {label} before?",
        "How many times does the value {go} from one {label} to the next{where}, read from {way}?",
        "Counting from {way}, how many steps between neighbouring {bar}s{where} lead to a {more} value?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        out = []
        for series in clear_series(scene):
            values = [bar.value for bar in scene.of_series(series)]
            steps = [abs(b - a) for a, b in itertools.pairwise(values)]
            if min(steps) > 0.02 * span(scene):
                out += [(series, "higher"), (series, "lower")]
        return out

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        way = "left to right" if scene.orientation == "vertical" else "top to bottom"
        go = "rise" if slot[1] == "higher" else "fall"
        return self.common(scene) | {"where": where, "more": slot[1], "way": way, "go": go}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot[0])
        values = read_all(work, scene, bars)
        flags = []
        for i in range(1, len(bars)):
            name, op = capital(place(scene, bars[i].category)), "greater" if slot[1] == "higher" else "less"
            flags.append(
                work.do(
                    op,
                    values[i],
                    values[i - 1],
                    say=lambda v, n=name: f"{n} is {'' if v else 'not '}{slot[1]} than the one before.",
                )
            )
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot[0])
        for a, b in itertools.pairwise(bars):
            need_apart(scene, resolution, a.value - b.value, (a, b))
        return answer


class CountBars(BarTemplate):
    """How many bars, categories or series there are. Bars can't be counted under a cover."""

    skill = "counting"
    kinds = BarTemplate.kinds | {"waterfall"}
    phrasings = (
        "How many {what} does the chart show?",
        "How many {what} are there in the chart?",
        "Count the {what} in the chart.",
        "What is the number of {what} shown?",
        "How many {what} can be seen in the chart?",
        "How many {what} are drawn in all?",
        "In total, how many {what} does this chart have?",
        "Tell me the number of {what} in the chart.",
        "How many {what} are shown?",
        "How many {what} do you count?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.series:
            dots = scene.kind == "dumbbell"  # of which one may lie half under another
            return ["series", "categories", "bars"] if not dots and not scene.hidden else ["series", "categories"]
        if scene.kind == "waterfall":
            return ["bars"]  # "Start" and "End" are no years
        return ["categories", "bars"] if not scene.hidden else ["categories"]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        bars = "segments in all stacks" if scene.kind == "stacked" else "dots" if scene.kind == "lollipop" else "bars"
        what = {"bars": bars, "categories": scene.category_plural, "series": scene.series_plural}[slot]
        return {"what": what}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        if slot == "bars":
            ids = [bar.id for bar in scene.bars]
            per = len(scene.series) or 1
            columns = work.do("count", [c.name for c in scene.categories], evidence=[c.id for c in scene.categories],
                              say=lambda v: f"There are {v} places on the category axis.")  # fmt: skip
            if per > 1:
                found = work.do("multiply", columns, per, evidence=ids,
                                say=lambda v: f"Each has {per} bars, which makes {v}.")  # fmt: skip
            else:
                found = work.do(
                    "multiply", columns, 1, evidence=ids, say=lambda v: f"Each has one bar, which makes {v}."
                )
        else:
            items: Any = scene.categories if slot == "categories" else scene.series
            words = scene.category_plural if slot == "categories" else scene.series_plural
            found = work.do("count", [item.name for item in items], evidence=[item.id for item in items],
                            say=lambda v: f"The chart names {v} {words}.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        """A bar of no height is a bar to some and none to others."""
        least = min(abs(bar.value) for bar in scene.bars)
        if slot == "bars" and least < 2.5 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return answer


class CountNegative(BarTemplate):
    """How many bars are below zero, where any is."""

    skill = "counting"
    phrasings = (
        "How many of the values{where} are below zero?",
        "How many {labels} have a negative value{where}?",
        "Count the {bar}s{where} with a value below zero.",
        "For how many {labels} is the {measure}{where} negative?",
        "How many of the values{where} are negative?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if not any(bar.value < 0 for bar in scene.bars):
            return []
        return clear_series(scene)

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"where": f" for {who(scene.series_label, slot)}" if slot else ""}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, scene.of_series(slot))
        flags = work.do("below", values, 0, say="Mark the values below zero.")
        found = work.do(
            "count_true", flags, say=lambda v: f"{count_of(v, 'value')} {'is' if v == 1 else 'are'} negative."
        )
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for bar in scene.of_series(slot):
            if bar.id not in resolution.printed and abs(bar.value) < 2.5 * resolution.units_per_px["value"]:
                raise Reject("margin")
        return answer


TEMPLATES = (CountPast(), CountPastMean(), CountRises(), CountBars(), CountNegative())
__all__ = ["TEMPLATES"]
