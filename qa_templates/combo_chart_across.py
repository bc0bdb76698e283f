"""Questions that set the two measures of a combined chart against each other, where both have one unit."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Number
from scenewright.qa_templates.combo_chart_base import (
    OTHER,
    ComboTemplate,
    at_place,
    error_of,
    point_of,
    read,
    seen,
    unit_words,
    value_of,
)
from scenewright.qa_templates.plot_words import amount, has_ratios, opposite, quantity, tolerant
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart


def one_unit(scene: ComboChart) -> bool:
    """Whether both measures have one unit, so that their values can be set against each other."""
    return bool(scene.bars.unit) and scene.bars.unit == scene.line.unit


class TrulyHigher(ComboTemplate):
    """Which of two values in one unit is the greater, whatever the heights at which they are drawn."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 6.0
    phrasings = (
        "{At}, is the {a} {more} than the {b}? Go by the values, not by the heights.",
        "Read on the two axes, is the {a} {at} {more} than the {b}?",
        "Is the value of the {a} {more} than that of the {b} {at}?",
        "Compare the two values {at}: is the {a} {more} than the {b}?",
        "Both are in {unit}. Is the {a} {more} than the {b} {at}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not one_unit(scene) or "change" in (scene.bars.measure[:6], scene.line.measure[:6]):
            return []
        return [(p, a, more) for p in seen(scene) for a in ("bars", "line") for more in ("higher", "lower")]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[1:]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        at = at_place(scene, slot[0])
        a, b = scene.series(slot[1]), scene.series(OTHER[slot[1]])
        return {"at": at, "At": capital(at), "a": a.measure, "b": b.measure, "more": slot[2], "unit": a.unit_name}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        a, b = (read(work, scene, point_of(scene, slot[0], s)) for s in (slot[1], OTHER[slot[1]]))
        found = work.do("greater" if slot[2] == "higher" else "less", a, b,
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        points = [point_of(scene, slot[0], s) for s in ("bars", "line")]
        if abs(value_of(points[0]) - value_of(points[1])) <= 1.5 * sum(error_of(resolution, p) for p in points):
            raise Reject("margin")
        return answer

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This goes by the heights, although the axes differ.")


class RatioAcross(ComboTemplate):
    """How many times the one measure the other is at a place. Only where both have one unit and a true zero."""

    skill = "multi_step"
    weight = 4.0
    phrasings = (
        "{At}, how many times the {b} is the {a}? Answer to one decimal place.",
        "Divide the {a} {at} by the {b} there. What do you get, to one decimal place?",
        "What is the ratio of the {a} to the {b} {at}, to one decimal place?",
        "The {a} {at} is how many times the {b}? Give one decimal place.",
        "By how much must the {b} {at} be multiplied to give the {a}? Answer to one decimal place.",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not one_unit(scene) or not all(map(has_ratios, scene.both)):
            return []
        out = []
        for place in seen(scene):
            bar, dot = (value_of(point_of(scene, place, s)) for s in ("bars", "line"))
            if min(bar, dot) > 0 and 1.25 * min(bar, dot) < max(bar, dot) < 50 * min(bar, dot):
                out.append((place, "bars" if bar > dot else "line"))
        return out

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        at = at_place(scene, slot[0])
        a, b = scene.series(slot[1]), scene.series(OTHER[slot[1]])
        return {"at": at, "At": capital(at), "a": a.measure, "b": b.measure}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        a, b = (read(work, scene, point_of(scene, slot[0], s)) for s in (slot[1], OTHER[slot[1]]))
        share = work.do("divide", a, b, say="Divide the first by the second.")
        work.do("round", share, 1, say=lambda v: f"That is about {number(v, 1)}.")
        return Number(value=round(share.value, 6), decimals=1)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        a, b = (point_of(scene, slot[0], s) for s in (slot[1], OTHER[slot[1]]))
        share = error_of(resolution, a) / value_of(a) + error_of(resolution, b) / value_of(b)
        return tolerant(answer, share * answer.value + 0.05 if share else 0.0)


class GapAcross(ComboTemplate):
    """The difference between the two values at a place, in their one unit."""

    skill = "multi_step"
    weight = 4.0
    phrasings = (
        "{At}, how far apart are the {a} and the {b}{unit}? Go by the values.",
        "What is the difference between the {a} and the {b} {at}{unit}?",
        "Read both {at}: by how much do the {a} and the {b} differ{unit}?",
        "How large is the gap between the values of the {a} and the {b} {at}{unit}?",
        "Take the smaller from the larger of the {a} and the {b} {at}. What remains{unit}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return seen(scene) if one_unit(scene) and scene.bars.unit != "%" else []

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        at = at_place(scene, slot)
        return {"at": at, "At": capital(at), "a": scene.bars.measure, "b": scene.line.measure,
                "unit": unit_words(scene.bars)}  # fmt: skip

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        a, b = (read(work, scene, point_of(scene, slot, s)) for s in ("bars", "line"))
        places = max(scene.bars.decimals, scene.line.decimals)
        gap = work.do("distance", a, b, say="Take the smaller value from the larger one.")
        gap = work.do("round", gap, places, say=lambda v: f"The difference is {amount(scene.bars, v, places)}.")
        return quantity(scene.bars, gap.value, places)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        points = [point_of(scene, slot, s) for s in ("bars", "line")]
        return tolerant(answer, sum(error_of(resolution, p) for p in points))


TEMPLATES = (
    TrulyHigher(),
    RatioAcross(),
    GapAcross(),
)
__all__ = ["TEMPLATES"]
