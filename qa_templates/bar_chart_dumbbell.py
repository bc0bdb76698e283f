"""Questions on two values of each category: dumbbells, and charts whose bars run to two sides."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, LabelSet
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    amount,
    combined,
    gap_quantity,
    need_apart,
    place,
    quantity,
    read,
    tolerant,
    who,
)
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital

ORDERED = ((0, 1), (1, 0))
"""Either series first."""


class TwoTemplate(BarTemplate):
    """A question on charts with two values of each category."""

    kinds = frozenset({"dumbbell", "diverging"})
    weight = 2.5  # few charts are of this kind

    def rows(self, scene: BarChart, slot: Any) -> list[tuple[Bar, Bar]]:
        """The two bars of each category, those of the series that the slot names first."""
        first, second = slot[0], slot[1]
        return list(zip(scene.of_series(first), scene.of_series(second), strict=True))

    def orders(self, scene: BarChart) -> list[tuple[str, str]]:
        """Both orders of the two series, where nothing is covered."""
        if scene.hidden:
            return []
        return [(scene.series[i].name, scene.series[j].name) for i, j in ORDERED]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        s, t = (who(scene.series_label, name) for name in slot[:2])
        return self.common(scene) | {"s": s, "t": t}

    def differ(self, scene: BarChart, resolution: Resolution, rows: Iterable[tuple[Bar, Bar]]) -> None:
        """Every pair is told apart."""
        for a, b in rows:
            need_apart(scene, resolution, a.value - b.value, (a, b))

    def ahead(self, work: Work, scene: BarChart, rows: Iterable[tuple[Bar, Bar]], name: str) -> list[Known]:
        """Per category, whether the first is higher."""
        out = []
        for a, b in rows:
            first, second = read(work, scene, a), read(work, scene, b)
            who_ = capital(place(scene, a.category))
            out.append(work.do("greater", first, second, say=lambda v, w=who_: f"For {w} {name} is "
                               f"{'' if v else 'not '}higher."))  # fmt: skip
        return out


class CountAhead(TwoTemplate):
    """For how many categories one series is higher than the other."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "For how many {labels} is the value for {s} higher than that for {t}?",
        "In how many of the {labels} is {s} ahead of {t}?",
        "Count the {labels} for which {s} shows a higher value than {t}.",
        "How many {labels} have a higher value for {s} than for {t}?",
        "For how many {labels} does {s} exceed {t}?",
        "How often is the value for {s} above that for {t}?",
        "How many times is {s} higher than {t} in this chart?",
        "Compare {s} with {t} for each {label}. How often is {s} higher?",
        "What is the number of {labels} with {s} above {t}?",
        "Going through all {labels}, how many times does {s} show more than {t}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return self.orders(scene)

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        flags = self.ahead(work, scene, self.rows(scene, slot), who(scene.series_label, slot[0]))
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        self.differ(scene, resolution, self.rows(scene, slot))
        return answer


class WhereAhead(TwoTemplate):
    """The categories for which one series is higher: one to four of them, and not all."""

    skill = "retrieval"
    weight = 5.0
    phrasings = (
        "For which {labels} is the value for {s} higher than that for {t}? Name all.",
        "Name all {labels} for which {s} exceeds {t}.",
        "Where is {s} higher than {t}? Give all {labels}.",
        "List every {label} with a higher value for {s} than for {t}.",
        "Which {labels} show {s} above {t}? Name all of them.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if any(mark in c.name for c in scene.categories for mark in (",", ";", " and ")):
            return []
        count = len(scene.categories)
        return [slot for slot in self.orders(scene)
                if 1 <= sum(a.value > b.value for a, b in self.rows(scene, slot)) <= min(4, count - 1)]  # fmt: skip

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        rows = self.rows(scene, slot)
        flags = self.ahead(work, scene, rows, who(scene.series_label, slot[0]))
        names = [a.category for a, _ in rows]
        found = work.do("marked", names, flags, say=lambda v: f"So it is {listed(v)}.")
        return LabelSet(values=tuple(found.value))

    gate = CountAhead.gate


class MeanGap(TwoTemplate):
    """The mean distance between the two values, over all categories."""

    skill = "multi_step"
    phrasings = (
        "How far apart are {s} and {t} on average over all {labels}{gap_unit}?",
        "What is the mean distance between {s} and {t} over the {labels} shown{gap_unit}?",
        "Take the difference between {s} and {t} for each {label}, without its sign. What is the mean{gap_unit}?",
        "Average the gaps between {s} and {t}. What do you get{gap_unit}?",
        "On average, how large is the gap between {s} and {t}{gap_unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return self.orders(scene) if len(scene.categories) <= 7 else []

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        gaps = []
        for a, b in self.rows(scene, slot):
            first, second = read(work, scene, a), read(work, scene, b)
            name = place(scene, a.category)
            gaps.append(work.do("distance", first, second, say=lambda v, n=name:
                                f"For {n} they are {amount(scene, v)} apart."))  # fmt: skip
        total = work.do("sum", gaps, say=lambda v: f"The gaps add up to {amount(scene, v)}.")
        mean = work.do("divide", total, len(gaps), say=f"Divide by {len(gaps)}.")
        digits = scene.decimals + 1
        mean = work.do("round", mean, digits, say=lambda v: f"On average they are {amount(scene, v, digits)} apart.")
        answer = gap_quantity(scene, mean.value)
        return type(answer)(value=mean.value, unit=answer.unit, decimals=digits)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        rows = self.rows(scene, slot)
        off = max(combined(scene, resolution, row) for row in rows)
        return tolerant(answer, off or 0.06 * 10.0**-scene.decimals)


class Midpoint(TwoTemplate):
    """The value half-way between the two of a category."""

    skill = "arithmetic"
    kinds = frozenset({"dumbbell"})
    phrasings = (
        "Which value lies half-way between the two dots for {who}{unit}?",
        "What is the mean of the two values for {who}{unit}?",
        "Take the two dots for {who}. What value is in the middle between them{unit}?",
        "Average the values for {s} and {t} shown for {who}. What do you get{unit}?",
        "Where is the middle of the line for {who}{unit}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        hidden = set(scene.hidden)
        return [bar.category for bar in scene.of_series(scene.series[0].name) if bar.id not in hidden]

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        names = tuple(series.name for series in scene.series)
        return super().words(scene, names) | {"who": place(scene, slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, bar) for bar in scene.of_category(slot)]
        mean = work.do("mean", values, say="Add the two and halve the sum.")
        digits = scene.decimals + 1
        work.do("round", mean, digits, say=lambda v: f"The middle is at {amount(scene, v, digits)}.")
        return quantity(scene, mean.value, digits)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        off = combined(scene, resolution, scene.of_category(slot)) / math.sqrt(2)
        return tolerant(answer, off or 0.6 * 10.0**-scene.decimals)


class GapPasses(TwoTemplate):
    """Whether the gap of one category is larger (smaller) than that of another."""

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Are the two values for {a} {more} apart than those for {b}?",
        "Is the gap between {s} and {t} {larger} for {a} than for {b}?",
        "Is the distance between the two values {larger} for {a} than for {b}?",
        "Compare {a} with {b}: is the gap {larger} for {a}?",
        "Do {s} and {t} differ {bymore} for {a} than for {b}?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        hidden = set(scene.hidden)
        names = [c.name for c in scene.categories if all(b.id not in hidden for b in scene.of_category(c.name))]
        found = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]][:20]
        return [(x, y, more) for a, b in found for x, y in ((a, b), (b, a)) for more in ("larger", "smaller")]

    def group(self, scene: BarChart, slot: Any) -> Hashable:
        return tuple(sorted(slot[:2]))

    def words(self, scene: BarChart, slot: Any) -> dict[str, str]:
        large = slot[2] == "larger"
        names = tuple(series.name for series in scene.series)
        return super().words(scene, names) | {
            "a": place(scene, slot[0]), "b": place(scene, slot[1]), "larger": slot[2],
            "more": "further" if large else "less far", "bymore": "by more" if large else "by less",
        }  # fmt: skip

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        gaps = []
        for name in slot[:2]:
            first, second = (read(work, scene, bar) for bar in scene.of_category(name))
            called = place(scene, name)
            gaps.append(work.do("distance", first, second, say=lambda v, n=called:
                                f"For {n} they are {amount(scene, v)} apart."))  # fmt: skip
        found = work.do("greater" if slot[2] == "larger" else "less", *gaps,
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        rows = [scene.of_category(name) for name in slot[:2]]
        first, second = (abs(a.value - b.value) for a, b in rows)
        need_apart(scene, resolution, first - second, [bar for row in rows for bar in row], 8.0)
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges one of the gaps.")


TEMPLATES = (CountAhead(), WhereAhead(), MeanGap(), Midpoint(), GapPasses())
__all__ = ["TEMPLATES", "TwoTemplate"]
