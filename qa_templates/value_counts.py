"""Questions on named numbers that are answered by counting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.named_values import Run, thinned
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_base import ValueTemplate
from scenewright.qa_templates.value_sums import across
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution


def _count(work: Work, flags: Known | list[Known]) -> Answer:
    found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
    return Integer(value=found.value)


class CountPast(ValueTemplate):
    """How many numbers of a run are above (below) a round limit. Excluded: numbers too near to it."""

    skill = "counting"
    balance = "spread"
    tries = 5
    phrasings = (
        "How many {labels} have a {measure}{of} {more} {limit}?",
        "How many values{of} lie {more} {limit}?",
        "Count the {labels}{of} that show a value {more} {limit}.",
        "For how many {labels} is the {measure}{of} {more} {limit}?",
        "How many of the {labels} shown have a value {more} {limit}{of}?",
        "How many values{of} are {more} {limit}?",
        "In how many cases is the {measure}{of} {more} {limit}?",
        "What is the number of {labels} with a {measure}{of} {more} {limit}?",
        "How many {labels} does the chart show with a value {more} {limit}{of}?",
        "Tell me how many {labels} have values {more} {limit}{of}.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along, limit, more)
            for run in self.runs(scene, 24)
            for limit in self.values.limits(scene, run.values, 5, run.cells[0])
            for more in ("above", "below")
        ]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        return self.of_run(scene, run) | {"limit": limit, "more": slot[3]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        return _count(work, work.do(slot[3], known, slot[2], say=f"Mark the values {slot[3]} {limit}."))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for cell in self.run(scene, slot).cells:
            self.values.need_gap(scene, resolution, cell.value - slot[2], (cell,), 1.2)
        return answer


class CountBetween(ValueTemplate):
    """How many numbers of a run lie between two round limits. Excluded: numbers too near to either."""

    skill = "counting"
    balance = "spread"
    tries = 5
    phrasings = (
        "How many values{of} lie between {low} and {high}?",
        "For how many {labels} is the {measure}{of} between {low} and {high}?",
        "How many {labels} have a value{of} above {low} and below {high}?",
        "Count the {labels}{of} whose value is more than {low} but less than {high}.",
        "What is the number of {labels} with a value between {low} and {high}{of}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, 24, 4):
            limits = self.values.limits(scene, run.values, 6, run.cells[0])
            out += [(run.name, run.along, a, b) for i, a in enumerate(limits) for b in limits[i + 1 :]]
        return out

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        low, high = (self.values.amount(scene, limit, of=run.cells[0]) for limit in slot[2:4])
        return self.of_run(scene, run) | {"low": low, "high": high}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        low, high = (self.values.amount(scene, limit, of=run.cells[0]) for limit in slot[2:4])
        known = self.values.read_all(work, scene, run.cells)
        one = work.do("above", known, slot[2], say=f"Mark the values above {low}.")
        two = work.do("below", known, slot[3], say=f"Mark the values below {high}.")
        over = work.do("count_true", one, say=lambda v: f"{count_of(v, 'value')} above {low}.")
        under = work.do("count_true", two, say=lambda v: f"{count_of(v, 'value')} below {high}.")
        both = work.do("add", over, under, say="Together that counts those between the limits twice.")
        found = work.do("subtract", both, len(known), say=lambda v: f"Less all {len(known)}, that makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for cell in self.run(scene, slot).cells:
            for limit in slot[2:4]:
                self.values.need_gap(scene, resolution, cell.value - limit, (cell,), 1.2)
        return answer


class CountPastMean(ValueTemplate):
    """How many numbers of a run are above (below) their mean."""

    skill = "multi_step"
    balance = "spread"
    phrasings = (
        "How many of the values{of} are {more} their mean?",
        "How many {labels} lie {more} the average of the values shown{of}?",
        "Take the mean of all values{of}. How many of them are {more} it?",
        "Of the {labels} shown, how many are {more} the average of all{of}?",
        "Count the {labels}{of} whose value is {more} the mean of them all.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for run in self.runs(scene, 9, 4):
            mean = math.fsum(run.values) / len(run.cells)
            if all(self.values.far(scene, v, mean, of=run.cells[0]) for v in run.values):
                out += [(run.name, run.along, "above"), (run.name, run.along, "below")]
        return out

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {"more": slot[2]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first = run.cells[0]
        places = self.values.decimals(scene, first) + 1
        known = self.values.read_all(work, scene, run.cells)
        mean = work.do("mean", known, say=lambda v: f"Their mean is {self.values.amount(scene, v, places, first)}.")
        return _count(work, work.do(slot[2], known, mean, say=f"Mark the values {slot[2]} the mean."))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        run = self.run(scene, slot)
        mean = math.fsum(run.values) / len(run.cells)
        for value in run.values:
            self.values.need_gap(scene, resolution, value - mean, run.cells, 1.4)
        return answer


class CountPastName(ValueTemplate):
    """How many numbers of a run are higher (lower) than that of a name in it."""

    skill = "counting"
    balance = "spread"
    tries = 5
    phrasings = (
        "How many {labels} have a {more} value than {name}{of}?",
        "How many of the {labels} shown lie {side} {name}{of}?",
        "Count the {labels}{of} whose value is {more} than that for {name}.",
        "For how many {labels} is the {measure}{of} {more} than for {name}?",
        "Compared with {name}, how many {labels} show a {more} value{of}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along, self.varying(cell, run), more)
            for run in self.runs(scene, 16)
            for cell, clear in zip(run.cells, self.values.stand_out(scene, run.cells, 0.015), strict=True)
            if clear and self.values.nameable(scene, self.varying(cell, run), run.along)
            for more in ("higher", "lower")
        ]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {
            "name": self.values.says(scene, slot[1], slot[2]), "more": slot[3],
            "side": "above" if slot[3] == "higher" else "below",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        own = known[[self.varying(cell, run) for cell in run.cells].index(slot[2])]
        flags = work.do("above" if slot[3] == "higher" else "below", known, own,
                        say=f"Mark the values {slot[3]} than {self.values.amount(scene, own.value, of=run.cells[0])}."
                        )  # fmt: skip
        return _count(work, flags)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        run = self.run(scene, slot)
        own = next(cell for cell in run.cells if self.varying(cell, run) == slot[2])
        for cell in run.cells:
            if cell is not own:
                self.values.need_apart(scene, resolution, cell, own)
        return answer


class CountPastRun(ValueTemplate):
    """At how many names one run is above (below) another."""

    skill = "counting"
    weight = 1.5
    balance = "spread"
    tries = 5
    phrasings = (
        "For how many {labels} is the value for {s} {more} the value for {t}?",
        "For how many of the {labels} shown is the value for {s} {more} that for {t}?",
        "Count the {labels} for which {s} has a value {more} that of {t}.",
        "How many times, going from {label} to {label}, is the value for {s} {more} that for {t}?",
        "In how many cases is the {measure} for {s} {more} the one for {t}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for a, b in thinned(self.values.run_pairs(scene), 16):
            both = zip(a.values, b.values, strict=True)
            if 3 <= len(a.cells) <= 16 and all(self.values.far(scene, x, y, 0.015, a.cells[0]) for x, y in both):
                out += [(a.name, b.name, a.along, more) for more in ("above", "below")]
        return thinned(out, 24)

    def two(self, scene: Any, slot: Any) -> list[Run]:
        """The two runs."""
        return [self.values.run(scene, name, slot[2]) for name in slot[:2]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        s, t = (self.values.says(scene, across(slot[2]), name) for name in slot[:2])
        return self.of_run(scene, self.two(scene, slot)[0]) | {"s": s, "t": t, "more": slot[3]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        one, two = self.two(scene, slot)
        s, t = (self.values.says(scene, across(slot[2]), name) for name in slot[:2])
        flags = []
        for a, b in zip(one.cells, two.cells, strict=True):
            first, second = self.values.read_all(work, scene, (a, b))
            say = f"For {self.called(scene, a, one)}, {s} is {{}}{slot[3]} {t}."
            flags.append(work.do("greater" if slot[3] == "above" else "less", first, second,
                                 say=lambda v, n=say: n.format("" if v else "not ")))  # fmt: skip
        return _count(work, flags)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        one, two = self.two(scene, slot)
        for a, b in zip(one.cells, two.cells, strict=True):
            self.values.need_apart(scene, resolution, a, b)
        return answer


class CountNames(ValueTemplate):
    """How many rows, columns or labelled ticks the chart lists."""

    skill = "counting"
    phrasings = (
        "How many {what} does the chart have?",
        "How many {what} are there in the chart?",
        "Count the {what} in the chart.",
        "What is the number of {what}?",
        "How many {what} can be seen?",
        "In total, how many {what} does this chart show?",
        "Tell me the number of {what} in the chart.",
        "How many {what} are listed?",
        "How many {what} do you count?",
        "How many {what} are there in all?",
    )

    def _things(self, scene: Any) -> dict[str, tuple[str, list[str]]]:
        """What can be counted: in words, and the ids."""
        values, out = self.values, {}
        for along, places in (("row", values.row_places), ("column", values.column_places)):
            entries = values.entries(scene, along)  # type: ignore[arg-type]  # a plain str
            if entries:
                noun = values.nouns(scene, along)[1]  # type: ignore[arg-type]
                out[along] = (f"{noun} {places}", [entry.id for entry in entries])
        if ticks := values.tick_things(scene):
            out["tick"] = (f"numbers at the {values.scale}", [tick.id for tick in ticks])
        return out

    def slots(self, scene: Any) -> Sequence[Any]:
        return list(self._things(scene))

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return {"what": self._things(scene)[slot][0]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        ids = self._things(scene)[slot][1]
        found = work.do("count", ids, evidence=ids, say=lambda v: f"Counting them one by one makes {v}.")
        return Integer(value=found.value)


KINDS = (CountPast, CountBetween, CountPastMean, CountPastName, CountPastRun, CountNames)
__all__ = ["KINDS"]
