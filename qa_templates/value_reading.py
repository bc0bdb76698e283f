"""Questions that read a number or two off a chart of named numbers, and calculate with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.named_values import Cell
from scenewright.qa_templates.plot_words import rank_words, tolerant
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ValueTemplate
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital


class ValueOf(ValueTemplate):
    """The number of one cell. Exact where it is printed. Never with options: over thousands of charts of the same
    tables, words learn which values go with which names.
    """

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "What is the {measure} {spot}{unit}?",
        "According to the chart, what is the {measure} {spot}{unit}?",
        "Read off the {measure} {spot}{unit}.",
        "What {measure} does the chart show {spot}{unit}?",
        "Give the {measure} {spot}{unit}.",
        "State the {measure} {spot} as the chart shows it{unit}.",
        "What value does the chart give {spot}{unit}?",
        "Look at the chart: what is the {measure} {spot}{unit}?",
        "What does the chart give as the {measure} {spot}{unit}?",
        "Find {name} in the chart. What is the {measure} there{unit}?",
        "Which value is shown {spot}{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        values = self.values
        return [(c.row, c.column) for c in values.cells(scene) if values.nameable(scene, c.row, "row")
                and values.nameable(scene, c.column, "column")]  # fmt: skip

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_cell(scene, self.values.stand_in(scene, *slot)) | {
            "spot": self.values.spot(scene, *slot), "name": self.values.phrase_of(scene, *slot)}  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        cell = self.values.cell(scene, slot)
        return self.values.number(scene, self.values.read(work, scene, cell).value, of=cell)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, self.values.error(scene, resolution, self.values.cell(scene, slot)))


class ValueAt(ValueTemplate):
    """The number of the k-th name, counted from either end: names are counted, so none needs to be known."""

    skill = "retrieval"
    phrasings = (
        "What is the value of the {place} {label} {side}{of}{unit}?",
        "Count the {labels} {side}. Which value does the {place} have{of}{unit}?",
        "Read the value of the {place} {label} {side}{of}{unit}.",
        "Counting {side}, what does the chart show for the {place} {label}{of}{unit}?",
        "Which value belongs to the {place} {label} {side}{of}{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along, i, back)
            for run in self.runs(scene, 60)
            if self._listed(scene, run)
            for i in range(min(len(run.cells), 9))
            for back in (False, True)
        ]

    def _listed(self, scene: Any, run: Any) -> bool:
        names = [entry.name for entry in self.values.entries(scene, run.along)]
        return names == [self.varying(cell, run) for cell in run.cells]

    def _ends(self, slot: Any) -> str:
        ends = self.values.row_ends if slot[1] == "row" else self.values.column_ends
        return ends[1 if slot[3] else 0]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {"place": ordinal(slot[2] + 1), "side": self._ends(slot)}

    def _cell(self, scene: Any, slot: Any) -> Cell:
        return self.run(scene, slot).cells[-1 - slot[2] if slot[3] else slot[2]]

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run, cell = self.run(scene, slot), self._cell(scene, slot)
        entry = next(e for e in self.values.entries(scene, run.along) if e.name == self.varying(cell, run))
        work.read(entry.id, "name", lambda v: f"The {ordinal(slot[2] + 1)} {self._ends(slot)} is {v}.")
        return self.values.number(scene, self.values.read(work, scene, cell).value, of=cell)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, self.values.error(scene, resolution, self._cell(scene, slot)))


class _Pair(ValueTemplate):
    """Base of questions on two cells that differ visibly."""

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(a.row, a.column, b.row, b.column) for a, b in self.values.pairs(scene)]

    def two(self, scene: Any, slot: Any) -> tuple[Cell, Cell]:
        """The two cells."""
        return self.values.cell(scene, slot[:2]), self.values.cell(scene, slot[2:4])

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        a, b = self.values.phrase_of(scene, *slot[:2]), self.values.phrase_of(scene, *slot[2:4])
        return self.of_cell(scene, self.values.stand_in(scene, *slot[:2])) | {"a": a, "b": b}


class Difference(_Pair):
    """How far apart two numbers are. Excluded: those that a viewer can't tell apart."""

    skill = "arithmetic"
    phrasings = (
        "What is the difference in {measure} between {a} and {b}{gap_unit}?",
        "By how much do {a} and {b} differ in {measure}{gap_unit}?",
        "How large is the gap in {measure} between {a} and {b}{gap_unit}?",
        "How far apart are {a} and {b} in {measure}{gap_unit}?",
        "According to the chart, what is the difference between {a} and {b} in {measure}{gap_unit}?",
        "Compare {a} with {b}. What is the difference in {measure}{gap_unit}?",
        "Find the absolute difference in {measure} between {a} and {b}{gap_unit}.",
        "Take the values for {a} and for {b}. How much is one above the other{gap_unit}?",
        "What is the distance between the values for {a} and {b}{gap_unit}?",
        "Subtract the smaller from the larger of the values for {a} and {b}. What remains{gap_unit}?",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.two(scene, slot)
        first, second = self.values.read_all(work, scene, (a, b))
        gap = work.do("distance", first, second, say="Take the smaller value from the larger one.")
        high, low = (self.values.amount(scene, f(a.value, b.value), of=a) for f in (max, min))
        gap = work.do("round", gap, self.values.decimals(scene, a),
                      say=lambda v: f"{high} minus {low} is {self.values.amount(scene, v, of=a)}.")  # fmt: skip
        return self.values.gap(scene, gap.value, a)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        both = self.two(scene, slot)
        self.values.need_apart(scene, resolution, *both)
        return tolerant(answer, self.values.combined(scene, resolution, both))


class SumOfTwo(_Pair):
    """Two numbers added."""

    skill = "arithmetic"
    phrasings = (
        "What do the values for {a} and {b} add up to{unit}?",
        "What is the sum of the values for {a} and {b}{unit}?",
        "Add the value for {a} to that for {b}. What is the sum{unit}?",
        "If you add up the values for {a} and {b}, what do you get{unit}?",
        "Read the values for {a} and {b}. What is their sum{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(a.row, a.column, b.row, b.column) for a, b in self.values.pairs(scene)
                if self.values.adds_up(scene, a)]  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.two(scene, slot)
        both = work.do("sum", self.values.read_all(work, scene, (a, b)), say="Add the two values.")
        one, two = (self.values.amount(scene, c.value, of=c) for c in (a, b))
        both = work.do("round", both, self.values.decimals(scene, a),
                       say=lambda v: f"{one} plus {two} is {self.values.amount(scene, v, of=a)}.")  # fmt: skip
        return self.values.number(scene, both.value, of=a)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, self.values.combined(scene, resolution, self.two(scene, slot)))


class MeanOfTwo(_Pair):
    """The mean of two numbers."""

    skill = "arithmetic"
    phrasings = (
        "What is the mean of the values for {a} and {b}{unit}?",
        "What value lies half-way between those for {a} and {b}{unit}?",
        "Average the values for {a} and {b}. What do you get{unit}?",
        "What is the average of the two values for {a} and {b}{unit}?",
        "Add the values for {a} and {b} and halve the sum. What is the result{unit}?",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.two(scene, slot)
        mean = work.do("mean", self.values.read_all(work, scene, (a, b)), say="Add the two values and halve the sum.")
        places = self.values.decimals(scene, a) + 1
        work.do("round", mean, places, say=lambda v: f"Their mean is {self.values.amount(scene, v, places, a)}.")
        return self.values.number(scene, mean.value, places, a)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        # readings of one scale err alike, so the mean is held to the error of a single one
        both = self.two(scene, slot)
        error = max(self.values.error(scene, resolution, cell) for cell in both)
        return tolerant(answer, error or 0.6 * 10.0 ** -self.values.decimals(scene, both[0]))


class Ratio(_Pair):
    """How many times one number another is. Excluded: numbers not above zero, small ones, and ratios near 1."""

    skill = "arithmetic"
    phrasings = (
        "How many times as high as the value for {b} is the value for {a}? Answer to one decimal place.",
        "What is the ratio of the {measure} for {a} to that for {b}? Answer to one decimal place.",
        "The {measure} for {a} is how many times that for {b}? Give one decimal place.",
        "Divide the {measure} for {a} by that for {b}. What do you get, to one decimal place?",
        "By what factor does the {measure} for {a} exceed that for {b}? Give the quotient to one decimal place.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for a, b in self.values.pairs(scene):
            if not self.values.has_ratios(scene, a):
                continue
            high, low = (a, b) if a.value > b.value else (b, a)
            least = 0.1 * self.values.span(scene, a) if self.values.linear(scene) else 0.0
            if low.value > least and 1.25 * low.value < high.value < 50 * low.value:
                out.append((high.row, high.column, low.row, low.column))
        return out

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.two(scene, slot)
        first, second = self.values.read_all(work, scene, (a, b))
        quotient = work.do("divide", first, second, say="Divide the first by the second.")
        one, two = (self.values.amount(scene, c.value, of=c) for c in (a, b))
        work.do("round", quotient, 1, say=lambda v: f"{one} is {number(v, 1)} times {two}.")
        return Number(value=round(quotient.value, 6), decimals=1)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        share = math.hypot(*(self.values.error(scene, resolution, c) / c.value for c in (a, b)))
        # one decimal is asked for, so the rounding comes on top of the reading
        return tolerant(answer, share * a.value / b.value + 0.05 if share else 0.0)


class PercentChange(ValueTemplate):
    """By how many per cent a run changes between two of its names. Excluded: small numbers and small changes."""

    skill = "multi_step"
    phrasings = (
        "By what percentage does the {measure}{of} change from {a} to {b}? Take a fall as negative.",
        "From {a} to {b}, how does the {measure}{of} change, in per cent? Put a minus before a fall.",
        "What is the percentage change in the {measure}{of} from {a} to {b}, negative for a fall?",
        "In per cent of its value for {a}, how much does the {measure}{of} change until {b} (minus for a fall)?",
        "How many per cent higher than for {a} is the {measure}{of} for {b}? Give a fall as a negative number.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene):
            first = run.cells[0]
            unfit = self.values.unit(scene, first) == "%" or not self.values.has_ratios(scene, first)
            if not run.ordered or unfit or not self.values.linear(scene):
                continue
            n, least = len(run.cells), 0.1 * self.values.span(scene, first)
            for i, j in dict.fromkeys(((0, n - 1), (0, n // 2), (n // 2, n - 1), (1, n - 1), (0, 1))):
                a, b = run.cells[i], run.cells[j]
                if i < j and min(a.value, b.value) > least and abs(b.value / a.value - 1) > 0.1:
                    out.append((run.name, run.along, self.varying(a, run), self.varying(b, run)))
        return out

    def two(self, scene: Any, slot: Any) -> list[Cell]:
        """The first and the last cell."""
        run = self.run(scene, slot)
        return [next(c for c in run.cells if self.varying(c, run) == name) for name in slot[2:4]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        a, b = (self.values.says(scene, run.along, name) for name in slot[2:4])
        return self.of_run(scene, run) | {"a": a, "b": b}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.two(scene, slot)
        first, last = self.values.read_all(work, scene, (a, b))
        change = work.do("subtract", last, first,
                         say=lambda v: f"The change is {self.values.amount(scene, v, of=a)}.")  # fmt: skip
        share = work.do("divide", change, first, say="Divide it by the value it starts from.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        work.do("round", share, 0, say=lambda v: f"That is about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.two(scene, slot)
        self.values.need_apart(scene, resolution, a, b)
        share = math.hypot(*(self.values.error(scene, resolution, c) / c.value for c in (a, b)))
        # half a per cent for the rounding that the question leaves open
        return tolerant(answer, 100 * share * b.value / a.value + 0.6)


class ClosestTo(ValueTemplate):
    """Whose number is closest to a given one. The value given is near each in turn."""

    skill = "retrieval"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the {measure}{of} closest to {value}?",
        "Which {label} has a value{of} closest to {value}?",
        "Which {label} comes closest to {value}{of}?",
        "The {measure}{of} is nearest to {value} for which {label}?",
        "Look for the value{of} that is closest to {value}. Which {label} does it belong to?",
        "Which {label} shows about {value}{of}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for run in self.runs(scene, 40):
            for cell in run.cells:
                target = self._rough(scene, cell)
                gaps = sorted(abs(v - target) for v in run.values)
                apart = gaps[1] - gaps[0] > 0.04 * self.values.span(scene, cell)
                named = self.values.nameable(scene, self.varying(cell, run), run.along)
                if named and apart and abs(cell.value - target) == gaps[0]:
                    out.append((run.name, run.along, target))
        return out

    def _rough(self, scene: Any, cell: Cell) -> float:
        step = 10.0 ** math.floor(math.log10(self.values.span(scene, cell) / 10))
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        return round(round(cell.value / step) * step, min(places, self.values.decimals(scene, cell))) + 0.0

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        return self.of_run(scene, run) | {"value": self.values.amount(scene, slot[2], of=run.cells[0])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        target = self.values.amount(scene, slot[2], of=run.cells[0])
        known = self.values.read_all(work, scene, run.cells)
        gaps = [work.do("distance", v, slot[2], say=f"Compare with {target}.") for v in known]
        names = [self.varying(cell, run) for cell in run.cells]
        best = work.do(
            "argmin", names, gaps,
            say=lambda n: f"{capital(self.values.says(scene, run.along, n))} is closest to {target}.",
        )  # fmt: skip
        return self.values.label(scene, run.cells[names.index(best.value)], run)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        near = sorted(self.run(scene, slot).cells, key=lambda c: abs(c.value - slot[2]))
        gap = abs(near[1].value - slot[2]) - abs(near[0].value - slot[2])
        self.values.need_gap(scene, resolution, gap, near[:2], 1.6)
        return answer


class RankedValue(ValueTemplate):
    """The k-th highest or lowest number of a run, whoever has it."""

    skill = "comparison"
    phrasings = (
        "What is the {rank} value shown{of}{unit}?",
        "Find the {rank} value{of}. What is it{unit}?",
        "What is the {rank} {measure} in the chart{of}{unit}?",
        "Give the {rank} value that the chart shows{of}{unit}.",
        "What is the {rank} of the values{of}{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        ranks = ((0, True), (0, False), (1, True), (1, False))
        return [(run.name, run.along, *rank) for run in self.runs(scene, 40, 4) for rank in ranks]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {"rank": rank_words(slot[2], slot[3])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run, (rank, high) = self.run(scene, slot), slot[2:4]
        known = self.values.read_all(work, scene, run.cells)
        order = work.do("rank_down" if high else "rank_up", known, known,
                        say=f"Sort them from the {'highest' if high else 'lowest'} on.")  # fmt: skip
        amount = self.values.amount
        found = work.do("nth", order, rank,
                        say=lambda v: f"The one asked for is {amount(scene, v, of=run.cells[0])}.")  # fmt: skip
        return self.values.number(scene, found.value, of=run.cells[0])

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.run(scene, slot).cells, key=lambda c: c.value, reverse=slot[3])
        for k in range(slot[2] + 1):  # of equal values, which is the second is a matter of taste
            self.values.need_apart(scene, resolution, cells[k], cells[k + 1])
        return tolerant(answer, self.values.error(scene, resolution, cells[slot[2]]))


KINDS = (ValueOf, ValueAt, Difference, SumOfTwo, MeanOfTwo, Ratio, PercentChange, ClosestTo, RankedValue)
__all__ = ["KINDS", "Difference", "ValueOf"]
