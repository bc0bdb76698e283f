"""Questions on how the numbers of a run change from one neighbour to the next, where names follow each other."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, LabelSet
from scenewright.qa_templates.named_values import Cell, Run, astride
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ValueTemplate, YesNo, verdict
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital

WAYS = ("rise", "fall")


def _ordered(template: ValueTemplate, scene: Any, most: int, least: int = 4) -> list[Run]:
    """Whole runs whose names follow each other and are all written. Days of a week go round, so they have no ends."""
    return [
        run
        for run in template.runs(scene, most, least)
        if run.ordered and "week" not in template.values.nouns(scene, run.along)[0]
        and all(template.values.nameable(scene, template.varying(cell, run), run.along) for cell in run.cells)
    ]  # fmt: skip


def goes(cells: Sequence[Cell], way: str) -> bool:
    """Whether each number is greater (less) than the one before."""
    return all(a.value < b.value if way == "rise" else a.value > b.value for a, b in itertools.pairwise(cells))


def _steps_seen(template: ValueTemplate, scene: Any, cells: Sequence[Cell]) -> bool:
    return all(template.values.far(scene, a.value, b.value, 0.015, a) for a, b in itertools.pairwise(cells))


class IsMonotone(YesNo):
    """Whether a run rises (falls) at each of three steps in a row. Stretches of one length, or it would tell, that
    begin next to one with the other answer: what rises early and falls late is known.
    """

    weight = 2.0
    steps = 3
    mistake = "This overlooks a step, or sees one that is not there."
    phrasings = (
        "From {a} to {b}, does the {measure}{of} {way} at every step?",
        "Does the {measure}{of} {way} from each {label} to the next between {a} and {b}?",
        "Going from {a} to {b}, does every step{of} {way}?",
        "Between {a} and {b}, is each value{of} {more} than the one before?",
        "Do the values{of} {way} without a break from {a} to {b}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in _ordered(self, scene, 40):
            parts = [run.cells[i : i + self.steps + 1] for i in range(len(run.cells) - self.steps)]
            parts = [part for part in parts if _steps_seen(self, scene, part)]
            for way in WAYS:
                out += [(run.name, run.along, self.varying(part[0], run), self.varying(part[-1], run), way)
                        for part in astride(parts, partial(goes, way=way))]  # fmt: skip
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (slot[0], slot[1], slot[4])

    def part(self, scene: Any, slot: Any) -> list[Cell]:
        """The cells of the stretch."""
        run = self.run(scene, slot)
        names = [self.varying(cell, run) for cell in run.cells]
        return list(run.cells[names.index(slot[2]) : names.index(slot[3]) + 1])

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {
            "a": self.values.end(scene, slot[1], slot[2]), "b": self.values.end(scene, slot[1], slot[3]),
            "way": slot[4], "more": "higher" if slot[4] == "rise" else "lower",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        known = self.values.read_all(work, scene, self.part(scene, slot))
        op, word = ("less", "rises") if slot[4] == "rise" else ("greater", "falls")
        flags = [work.do(op, a, b, say=lambda v: f"This step {word if v else 'does not ' + slot[4]}.")
                 for a, b in itertools.pairwise(known)]  # fmt: skip
        found = work.do("and", *flags, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(self.part(scene, slot)):
            self.values.need_apart(scene, resolution, a, b)
        return answer


class EndsHigher(YesNo):
    """Whether a run has risen (fallen) overall between two names far apart, told by its two ends."""

    mistake = "This mixes up the two ends."
    phrasings = (
        "Comparing {a} with {b} alone, has the {measure}{of} {gone}?",
        "From {a} to {b}, does the {measure}{of} {way} overall, whatever lies between?",
        "Taken over the whole stretch from {a} to {b}, has the {measure}{of} {gone}?",
        "Is the {measure}{of} {more} at the end of the stretch from {a} to {b} than at its beginning?",
        "Does the stretch from {a} to {b} end {more} than it began{of}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in _ordered(self, scene, 40):
            far = max(len(run.cells) // 2, 2)
            for i, j in itertools.combinations(range(len(run.cells)), 2):
                a, b = run.cells[i], run.cells[j]
                if j - i >= far and self.values.far(scene, a.value, b.value, 0.04, a):
                    out += [(run.name, run.along, self.varying(a, run), self.varying(b, run), way) for way in WAYS]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (slot[0], slot[1], slot[4])

    def _ends(self, scene: Any, slot: Any) -> list[Cell]:
        run = self.run(scene, slot)
        return [next(c for c in run.cells if self.varying(c, run) == name) for name in slot[2:4]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        rise = slot[4] == "rise"
        return self.of_run(scene, self.run(scene, slot)) | {
            "a": self.values.says(scene, slot[1], slot[2]), "b": self.values.says(scene, slot[1], slot[3]),
            "way": slot[4], "more": "higher" if rise else "lower", "gone": "risen" if rise else "fallen",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        ends = self._ends(scene, slot)
        first, last = self.values.read_all(work, scene, ends)
        a, b = (self.values.amount(scene, cell.value, of=cell) for cell in ends)
        word = "higher" if slot[4] == "rise" else "lower"
        return verdict(work, "greater" if slot[4] == "rise" else "less", last, first,
                       said=f"{b} is {{}}{word} than {a}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        self.values.need_apart(scene, resolution, *self._ends(scene, slot))
        return answer


class BiggestStep(ValueTemplate):
    """Between which two neighbours a run changes most. Both names, in any order."""

    skill = "multi_step"
    weight = 2.0
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Between which two neighbouring {labels} does the value{of} change most? Name both.",
        "Which two adjacent {labels} differ most in value{of}? Name both.",
        "Where is the largest jump between neighbouring values{of}? Name the two {labels}.",
        "Name the two {labels} next to each other whose values{of} differ most.",
        "Going from each {label} to the next{of}, between which two is the change largest? Name both.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along)
            for run in _ordered(self, scene, 16)
            if self.values.linear(scene)
            and self._clear(scene, run)
            and not any(mark in self.varying(cell, run) for cell in run.cells for mark in (",", ";", " and "))
        ]

    def _clear(self, scene: Any, run: Run) -> bool:
        gaps = sorted(abs(a - b) for a, b in itertools.pairwise(run.values))
        return self.values.far(scene, gaps[-1], gaps[-2], of=run.cells[0])

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        gaps, names = [], []
        for i, (a, b) in enumerate(itertools.pairwise(run.cells)):
            names.append([self.varying(a, run), self.varying(b, run)])
            both = f"{capital(self.called(scene, a, run))} and {self.called(scene, b, run)} are "
            gaps.append(work.do("distance", known[i], known[i + 1], say=lambda v, n=both, c=a:
                                f"{n}{self.values.amount(scene, v, of=c)} apart."))  # fmt: skip
        best = work.do("argmax", names, gaps, say=lambda n: f"The largest change is between {n[0]} and {n[1]}.")
        return LabelSet(values=tuple(best.value))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        run = self.run(scene, slot)
        gaps = sorted(abs(a - b) for a, b in itertools.pairwise(run.values))
        self.values.need_gap(scene, resolution, gaps[-1] - gaps[-2], run.cells, 1.6)
        return answer


class CountRises(ValueTemplate):
    """How often a run rises (falls) from one name to the next."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many times does the value{of} {go} from one {label} to the next?",
        "In the order of the {labels}, how many values{of} are {more} than the one just before?",
        "Go through the {labels} in order{of}. How many values are {more} than the one before?",
        "How many of the steps from one {label} to the next{of} are a {step}?",
        "Taking the {labels} one after the other, how many steps{of} lead to a {more} value?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(run.name, run.along, more) for run in _ordered(self, scene, 16)
                if _steps_seen(self, scene, run.cells) for more in ("higher", "lower")]  # fmt: skip

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        go = "rise" if slot[2] == "higher" else "fall"
        return self.of_run(scene, self.run(scene, slot)) | {"more": slot[2], "go": go, "step": go}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        flags = []
        for cell, (a, b) in zip(run.cells[1:], itertools.pairwise(known), strict=True):
            say = f"{capital(self.called(scene, cell, run))} is {{}}{slot[2]} than the one before."
            flags.append(work.do("greater" if slot[2] == "higher" else "less", b, a,
                                 say=lambda v, n=say: n.format("" if v else "not ")))  # fmt: skip
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(self.run(scene, slot).cells):
            self.values.need_apart(scene, resolution, a, b)
        return answer


class CountPeaks(ValueTemplate):
    """How many inner numbers are higher (lower) than both their neighbours."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many {peaks} are there{of}, that is, values {more} than those just before and just after?",
        "Leaving out the first and the last {label}, how many values{of} are {more} than both their neighbours?",
        "Count the {peaks}{of}: values {more} than the one before and the one after.",
        "At how many {labels} is there a {peak}{of} (a value {more} than both its neighbours)?",
        "How many values{of}, the two at the ends apart, are {more} than those on both sides?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [(run.name, run.along, kind) for run in _ordered(self, scene, 20)
                if _steps_seen(self, scene, run.cells) for kind in ("peak", "trough")]  # fmt: skip

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {
            "peak": slot[2], "peaks": f"{slot[2]}s", "more": "higher" if slot[2] == "peak" else "lower"}  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        op, word = ("greater", "higher") if slot[2] == "peak" else ("less", "lower")
        flags = []
        for i in range(1, len(known) - 1):
            name = self.called(scene, run.cells[i], run)
            say = f"{capital(name)} is {{}}{word} than both."
            before = work.do(op, known[i], known[i - 1], say=f"Compare {name} with the one before it.")
            after = work.do(op, known[i], known[i + 1], say=f"Compare {name} with the one after it.")
            flags.append(work.do("and", before, after, say=lambda v, n=say: n.format("" if v else "not ")))
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(self.run(scene, slot).cells):
            self.values.need_apart(scene, resolution, a, b)
        return answer


KINDS = (IsMonotone, EndsHigher, BiggestStep, CountRises, CountPeaks)
__all__ = ["KINDS"]
