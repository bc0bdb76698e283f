"""Questions on charts whose bars run to two sides of a centre: sides, balance, both together."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number
from scenewright.qa_templates.bar_chart_base import (
    adds_up,
    amount,
    combined,
    error_of,
    has_ratios,
    named_series,
    need_apart,
    place,
    quantity,
    read,
    tolerant,
    who,
)
from scenewright.qa_templates.bar_chart_dumbbell import TwoTemplate
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import BarChart
from scenewright.scenes.base import Reject

SIDES = ("left", "right")


class SidesTemplate(TwoTemplate):
    """A question on a diverging chart."""

    kinds = frozenset({"diverging"})

    def clear(self, scene: BarChart) -> list[str]:
        """Categories that nothing covers."""
        hidden = {bar.category for bar in scene.bars if bar.id in scene.hidden}
        return [c.name for c in scene.categories if c.name not in hidden]

    def both(self, scene: BarChart, slot: Any) -> dict[str, str]:
        """Fields for a category and both series."""
        return super().words(scene, tuple(series.name for series in scene.series)) | {"who": place(scene, slot)}


class SideOf(SidesTemplate):
    """On which side a series is drawn."""

    skill = "structure"
    phrasings = (
        "On which side of the centre are the bars for {s}: left or right?",
        "Do the bars for {s} run to the left or to the right?",
        "Which side shows {s}: left or right?",
        "To which side of the centre line do the bars for {s} extend: left or right?",
        "Is {s} shown on the left or on the right?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [series.name for series in scene.series]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return {"s": who(scene.series_label, slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        names = [work.read(s.id, "name", lambda v, i=i: f"The bars on the {SIDES[i]} are those for "
                           f"{who(scene.series_label, v)}.")
                 for i, s in enumerate(scene.series)]  # fmt: skip
        flags = [work.do("equal", name, slot, say="Compare the name.") for name in names]
        side = work.do("choose", flags[0], *SIDES, say=lambda v: f"So it is on the {v}.")
        return Label(value=side.value, accepted=(f"on the {side.value}", f"to the {side.value}", f"{side.value} side"))

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for side in SIDES:
            yield Label(value=side), "This is the other side."


class SeriesOnSide(SidesTemplate):
    """Which series is drawn on a side."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Which {slabel} do the bars on the {side} stand for?",
        "What {slabel} is shown on the {side} of the centre?",
        "The bars that run to the {side} belong to which {slabel}?",
        "Name the {slabel} drawn on the {side}.",
        "Which {slabel} is on the {side}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return list(SIDES)

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return self.common(scene) | {"side": slot}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        series = scene.series[SIDES.index(slot)]
        name = work.read(
            series.id,
            "name",
            lambda v: f"By their colour, the bars on the {slot} are those for {who(scene.series_label, v)}.",
        )
        return named_series(scene, name.value)


class LeansTo(SidesTemplate):
    """Whether the bar of a category is longer on one side than on the other."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "For {who}, is the bar on the {side} the longer one?",
        "Does the {side} side show the higher value for {who}?",
        "For {who}, is the value on the {side} higher than that on the {other}?",
        "Looking at {who}, does the bar to the {side} reach further than the one to the {other}?",
        "Is the bar for {who} longer on the {side} than on the {other}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return [(name, side) for name in self.clear(scene) for side in SIDES]

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return {"who": place(scene, slot[0]), "side": slot[1], "other": SIDES[slot[1] == "left"]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        left, right = (read(work, scene, bar) for bar in scene.of_category(slot[0]))
        found = work.do("greater" if slot[1] == "left" else "less", left, right,
                        say=lambda v: f"The bar on the {slot[1]} is {'' if v else 'not '}the longer one: "
                        f"{'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = scene.of_category(slot[0])
        need_apart(scene, resolution, a.value - b.value, (a, b))
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two sides.")


class BothSides(SidesTemplate):
    """Both sides of a category added up."""

    skill = "arithmetic"
    phrasings = (
        "What do the two sides for {who} add up to{unit}?",
        "Add the values on the left and on the right for {who}. What is the sum{unit}?",
        "Taken together, what do {s} and {t} come to for {who}{unit}?",
        "What is the sum of the two bars for {who}{unit}?",
        "For {who}, how much is it on both sides together{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return self.clear(scene) if adds_up(scene) else []

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return self.both(scene, slot)

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_category(slot)]
        total = work.do("sum", values, say="Add the two.")
        total = work.do("round", total, scene.decimals, say=lambda v: f"Together that is {amount(scene, v)}.")
        return quantity(scene, total.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, scene.of_category(slot)))


class SideShare(SidesTemplate):
    """The share of one side in both, in per cent. Not asked where both are zero."""

    skill = "multi_step"
    phrasings = (
        "Of both sides for {who}, what percentage is on the {side}?",
        "For {who}, what per cent of the two bars together does the one on the {side} make up?",
        "What share of the sum for {who} lies on the {side}, in per cent?",
        "Add both sides for {who}. How many per cent of that is on the {side}?",
        "How large is the {side} side's part in the sum of both for {who}, in per cent?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if not (adds_up(scene) and has_ratios(scene)):
            return []
        return [(name, side) for name in self.clear(scene) for side in SIDES]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return self.both(scene, slot[0]) | {"side": slot[1]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_category(slot[0])]
        total = work.do("sum", values, say=lambda v: f"Together that is {amount(scene, v)}.")
        if not total.value:
            raise Reject("not_applicable")
        share = work.do("divide", values[SIDES.index(slot[1])], total, say=f"Divide what is on the {slot[1]} by it.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        work.do("round", share, 0, say=lambda v: f"That is about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        bars = scene.of_category(slot[0])
        part = bars[SIDES.index(slot[1])]
        off = error_of(scene, resolution, part) + answer.value / 100 * combined(scene, resolution, bars)
        return tolerant(answer, 100 * off / math.fsum(bar.value for bar in bars) + 0.6)


class SideTotals(SidesTemplate):
    """Whether all bars on one side together are more (less) than those on the other."""

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Taken together, are the bars on the {side} {more} than those on the {other}?",
        "Do all values on the {side} add up to {more} than those on the {other}?",
        "Is the sum of the {side} side {more} than that of the {other} side?",
        "Adding up each side, does the {side} come to {more} than the {other}?",
        "Over all {labels}, is there {more} on the {side} than on the {other}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.hidden or not adds_up(scene):
            return []
        return [(side, more) for side in SIDES for more in ("more", "less")]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        return self.common(scene) | {"side": slot[0], "other": SIDES[slot[0] == "left"], "more": slot[1]}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        sums = []
        for side, series in zip(SIDES, scene.series, strict=True):
            values = [read(work, scene, bar) for bar in scene.of_series(series.name)]
            sums.append(work.do("sum", values, say=lambda v, s=side: f"On the {s} that makes {amount(scene, v)}."))
        first, second = sums if slot[0] == "left" else sums[::-1]
        found = work.do("greater" if slot[1] == "more" else "less", first, second,
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        left, right = (math.fsum(bar.value for bar in scene.of_series(s.name)) for s in scene.series)
        need_apart(scene, resolution, left - right, scene.bars, 5.0 * math.sqrt(len(scene.bars)))
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges a sum.")


TEMPLATES = (SideOf(), SeriesOnSide(), LeansTo(), BothSides(), SideShare(), SideTotals())
__all__ = ["TEMPLATES"]
