"""Questions that calculate with all numbers of a run, or of two."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.named_values import Cell, Run
from scenewright.qa_templates.plot_words import tolerant
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_base import ValueTemplate
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution


class _OneRun(ValueTemplate):
    """Base of questions on all cells of a run, none missing or covered."""

    most = 12

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(run.name, run.along) for run in self.runs(scene, self.most)]

    def words(self, scene: Any, slot: Any) -> dict[str, str]:
        return self.of_run(scene, self.run(scene, slot))

    def largest_error(self, scene: Any, resolution: Resolution, cells: Sequence[Cell]) -> float:
        """Readings of one scale err alike, so a mean is held to the error of a single one."""
        error = max(self.values.error(scene, resolution, cell) for cell in cells)
        return error or 0.6 * 10.0 ** -self.values.decimals(scene, cells[0])


class MeanOfRun(_OneRun):
    """The mean of a run's numbers (not weighted by the rows behind them)."""

    skill = "multi_step"
    most = 8
    phrasings = (
        "What is the mean of all values shown{of}{unit}?",
        "Average the values of all {labels} shown{of}. What do you get{unit}?",
        "Taking each {label} once, what is the average value{of}{unit}?",
        "What is the arithmetic mean of all values{of}{unit}?",
        "Add up all values{of} and divide by their number. What is the result{unit}?",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first, amount = run.cells[0], self.values.amount
        known = self.values.read_all(work, scene, run.cells)
        total = work.do("sum", known, say=lambda v: f"They add up to {amount(scene, v, of=first)}.")
        mean = work.do("divide", total, len(known), say=f"Divide by their number, {len(known)}.")
        places = self.values.decimals(scene, first) + 1
        say = f"{amount(scene, total.value, of=first)} divided by {len(known)} is "
        work.do("round", mean, places, say=lambda v: f"{say}{amount(scene, v, places, first)}.")
        return self.values.number(scene, mean.value, places, first)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, self.largest_error(scene, resolution, self.run(scene, slot).cells))


class MedianOfRun(_OneRun):
    """The middle number of a run with an odd number of cells. Not of medians, which is too easily misread."""

    skill = "multi_step"
    weight = 2.0
    most = 13
    phrasings = (
        "What is the median of the values shown{of}{unit}?",
        "Sort the values{of}. Which one is in the middle{unit}?",
        "What is the median {measure}{of} over the {labels} shown{unit}?",
        "Which value{of} has as many others above it as below it{unit}?",
        "Put all values{of} in order of size. Which is the middle one{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along)
            for run in self.runs(scene, self.most)
            if len(run.cells) % 2 and not self.values.measure(scene, run.cells[0]).startswith("median")
        ]

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first = run.cells[0]
        known = self.values.read_all(work, scene, run.cells)
        order = work.do("rank_up", known, known, say="Sort them from the lowest on.")
        found = work.do("nth", order, len(known) // 2,
                        say=lambda v: f"The middle one is {self.values.amount(scene, v, of=first)}.")  # fmt: skip
        return self.values.number(scene, found.value, of=first)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = self.run(scene, slot).cells
        return tolerant(answer, max(self.values.error(scene, resolution, cell) for cell in cells))


class SumOfRun(_OneRun):
    """All numbers of a run added up."""

    skill = "multi_step"
    weight = 1.5
    most = 6
    phrasings = (
        "What do all values{of} add up to{unit}?",
        "Add up the values of all {labels} shown{of}. What is the sum{unit}?",
        "What is the sum of all values shown{of}{unit}?",
        "If you sum every value{of}, what is the result{unit}?",
        "What is the sum of the values that the chart shows{of}{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(r.name, r.along) for r in self.runs(scene, self.most) if self.values.adds_up(scene, r.cells[0])]

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first = run.cells[0]
        total = work.do("sum", self.values.read_all(work, scene, run.cells), say="Add them up.")
        total = work.do("round", total, self.values.decimals(scene, first),
                        say=lambda v: f"They add up to {self.values.amount(scene, v, of=first)}.")  # fmt: skip
        return self.values.number(scene, total.value, of=first)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, self.values.combined(scene, resolution, self.run(scene, slot).cells))


class RangeOfRun(_OneRun):
    """Highest minus lowest number of a run."""

    skill = "multi_step"
    most = 24
    phrasings = (
        "What is the range of the values shown{of} (highest minus lowest){gap_unit}?",
        "How far is the highest value above the lowest{of}{gap_unit}?",
        "By how much does the highest value exceed the lowest{of}{gap_unit}?",
        "What is the difference between the highest and the lowest value{of}{gap_unit}?",
        "Subtract the lowest value from the highest{of}. What remains{gap_unit}?",
    )

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first, amount = run.cells[0], self.values.amount
        known = self.values.read_all(work, scene, run.cells)
        high = work.do("max", known, say=lambda v: f"The highest value is {amount(scene, v, of=first)}.")
        low = work.do("min", known, say=lambda v: f"The lowest value is {amount(scene, v, of=first)}.")
        gap = work.do("subtract", high, low, say="Subtract the lowest from the highest.")
        gap = work.do("round", gap, self.values.decimals(scene, first),
                      say=lambda v: f"The range is {amount(scene, v, of=first)}.")  # fmt: skip
        return self.values.gap(scene, gap.value, first)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.run(scene, slot).cells, key=lambda c: c.value)
        self.values.need_apart(scene, resolution, cells[-1], cells[0])
        return tolerant(answer, self.values.combined(scene, resolution, (cells[0], cells[-1])))


class GapOfTopTwo(_OneRun):
    """How far the highest number of a run is above the second highest (or the lowest below the second lowest)."""

    skill = "multi_step"
    most = 24
    phrasings = (
        "How far is the {first} value from the second {first}{of}{gap_unit}?",
        "By how much does the {first} value differ from the second {first}{of}{gap_unit}?",
        "What is the difference between the {first} and the second {first} value{of}{gap_unit}?",
        "What is the gap between the {first} and the second {first} value shown{of}{gap_unit}?",
        "Compare the {first} value{of} with the next to it in size. How large is the difference{gap_unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, self.most, 4):
            for high in (True, False):
                cells = sorted(run.cells, key=lambda c: c.value, reverse=high)
                if self.values.far(scene, cells[0].value, cells[1].value, 0.05, cells[0]):
                    out.append((run.name, run.along, high))
        return out

    def words(self, scene: Any, slot: Any) -> dict[str, str]:
        return super().words(scene, slot) | {"first": "highest" if slot[2] else "lowest"}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run, word = self.run(scene, slot), "highest" if slot[2] else "lowest"
        first, amount = run.cells[0], self.values.amount
        known = self.values.read_all(work, scene, run.cells)
        order = work.do("rank_down" if slot[2] else "rank_up", known, known, say=f"Sort them from the {word} on.")
        one = work.do("nth", order, 0, say=lambda v: f"The {word} is {amount(scene, v, of=first)}.")
        two = work.do("nth", order, 1, say=lambda v: f"The second {word} is {amount(scene, v, of=first)}.")
        gap = work.do("distance", one, two, say="Take one from the other.")
        gap = work.do("round", gap, self.values.decimals(scene, first),
                      say=lambda v: f"They are {amount(scene, v, of=first)} apart.")  # fmt: skip
        return self.values.gap(scene, gap.value, first)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.run(scene, slot).cells, key=lambda c: c.value, reverse=slot[2])
        self.values.need_apart(scene, resolution, cells[0], cells[1])
        self.values.need_apart(scene, resolution, cells[1], cells[2])
        return tolerant(answer, self.values.combined(scene, resolution, cells[:2]))


class ShareOfRun(_OneRun):
    """The share of one cell in the sum of its run, in per cent. Numbers above zero only."""

    skill = "multi_step"
    most = 10
    phrasings = (
        "What percentage of the sum of all values{of} does {name} make up? Answer in per cent.",
        "What share of the total{of} belongs to {name}, in per cent?",
        "Of all values{of} added up, what per cent does {name} account for?",
        "How large is the part of {name} in the sum of all {labels}{of}, in per cent?",
        "Divide the value for {name} by the sum of all values{of}. What is the result in per cent?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along, self.varying(cell, run))
            for run in self.runs(scene, self.most)
            if self.values.adds_up(scene, run.cells[0]) and min(run.values) >= 0 < math.fsum(run.values)
            for cell in run.cells
            if self.values.nameable(scene, self.varying(cell, run), run.along)
        ]

    def words(self, scene: Any, slot: Any) -> dict[str, str]:
        return super().words(scene, slot) | {"name": self.values.says(scene, slot[1], slot[2])}

    def _part(self, scene: Any, slot: Any, run: Run) -> int:
        return [self.varying(cell, run) for cell in run.cells].index(slot[2])

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first, amount = run.cells[0], self.values.amount
        known = self.values.read_all(work, scene, run.cells)
        total = work.do("sum", known, say=lambda v: f"All together they make {amount(scene, v, of=first)}.")
        part = known[self._part(scene, slot, run)]
        share = work.do("divide", part, total, say="Divide the part by the whole.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        say = f"{amount(scene, part.value, of=first)} of {amount(scene, total.value, of=first)} is "
        work.do("round", share, 0, say=lambda v: f"{say}about {number(v)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=0)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        run = self.run(scene, slot)
        total = math.fsum(run.values)
        off = self.values.error(scene, resolution, run.cells[self._part(scene, slot, run)])
        off += answer.value / 100 * self.values.combined(scene, resolution, run.cells)
        # half a per cent for the rounding that the question leaves open
        return tolerant(answer, 100 * off / total + 0.6)


class GapFromMean(_OneRun):
    """How far one cell is from the mean of its run."""

    skill = "multi_step"
    most = 8
    phrasings = (
        "How far is the value for {name} from the mean of all values{of}{gap_unit}?",
        "By how much does {name} differ from the average of all {labels} shown{of}{gap_unit}?",
        "What is the distance between the value for {name} and the mean of all values{of}{gap_unit}?",
        "Take the mean of all values{of}. How far away from it is the one for {name}{gap_unit}?",
        "Compare {name} with the average over all {labels}{of}. How large is the difference{gap_unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, self.most):
            mean = math.fsum(run.values) / len(run.cells)
            out += [(run.name, run.along, self.varying(cell, run)) for cell in run.cells
                    if self.values.far(scene, cell.value, mean, 0.1, cell)
                    and self.values.nameable(scene, self.varying(cell, run), run.along)]  # fmt: skip
        return out if self.values.linear(scene) else []

    def words(self, scene: Any, slot: Any) -> dict[str, str]:
        return super().words(scene, slot) | {"name": self.values.says(scene, slot[1], slot[2])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first, amount = run.cells[0], self.values.amount
        places = self.values.decimals(scene, first) + 1
        known = self.values.read_all(work, scene, run.cells)
        mean = work.do("mean", known, say=lambda v: f"Their mean is {amount(scene, v, places, first)}.")
        own = known[[self.varying(cell, run) for cell in run.cells].index(slot[2])]
        gap = work.do("distance", own, mean, say="Take the smaller of the two from the larger one.")
        work.do("round", gap, places, say=lambda v: f"They are {amount(scene, v, places, first)} apart.")
        found = self.values.gap(scene, 0.0, first)
        return Number(value=round(gap.value, places) + 0.0, unit=found.unit, decimals=places)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        cells = self.run(scene, slot).cells
        self.values.need_gap(scene, resolution, answer.value, cells, 1.6)
        return tolerant(answer, math.sqrt(2) * self.largest_error(scene, resolution, cells))


class GapOfMeans(ValueTemplate):
    """How far apart the means of two runs are."""

    skill = "multi_step"
    phrasings = (
        "What is the difference between the mean over all {labels} for {s} and that for {t}{gap_unit}?",
        "Average the values for {s} and those for {t}, over all {labels} shown. How far apart are the two "
        "means{gap_unit}?",
        "By how much do {s} and {t} differ in their average over all {labels}{gap_unit}?",
        "Take the mean of all values for {s} and the mean of all values for {t}. What is their difference{gap_unit}?",
        "How large is the gap between the averages for {s} and {t}, over the {labels} shown{gap_unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for a, b in self.values.run_pairs(scene):
            means = [math.fsum(r.values) / len(r.cells) for r in (a, b)]
            if len(a.cells) <= 5 and self.values.far(scene, means[0], means[1], 0.06, a.cells[0]):
                out.append((a.name, b.name, a.along))
        return out if len(out) <= 16 else [out[i * len(out) // 16] for i in range(16)]

    def two(self, scene: Any, slot: Any) -> list[Run]:
        """The two runs."""
        return [self.values.run(scene, name, slot[2]) for name in slot[:2]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.two(scene, slot)[0]) | dict(
            zip("st", (self.values.says(scene, across(slot[2]), n) for n in slot[:2]), strict=True))  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        runs = self.two(scene, slot)
        first, amount = runs[0].cells[0], self.values.amount
        places, means = self.values.decimals(scene, first) + 1, list[Known]()
        for run in runs:
            known = self.values.read_all(work, scene, run.cells)
            say = f"The mean for {self.values.says(scene, across(run.along), run.name)} is "
            means.append(work.do("mean", known, say=lambda v, n=say: f"{n}{amount(scene, v, places, first)}."))
        gap = work.do("distance", *means, say="Take the smaller mean from the larger one.")
        work.do("round", gap, places, say=lambda v: f"They are {amount(scene, v, places, first)} apart.")
        return Number(value=round(gap.value, places) + 0.0, unit=self.values.gap(scene, 0.0, first).unit,
                      decimals=places)  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        cells = [cell for run in self.two(scene, slot) for cell in run.cells]
        self.values.need_gap(scene, resolution, answer.value, cells, 1.6)
        error = max(self.values.error(scene, resolution, cell) for cell in cells)
        return tolerant(answer, math.sqrt(2) * (error or 0.6 * 10.0 ** -self.values.decimals(scene, cells[0])))


def across(along: str) -> Any:
    """What a run is named by, where `along` is what varies in it."""
    return "row" if along == "column" else "column"


KINDS = (MeanOfRun, MedianOfRun, SumOfRun, RangeOfRun, GapOfTopTwo, ShareOfRun, GapFromMean, GapOfMeans)
__all__ = ["KINDS", "across"]
