"""Questions on named numbers that are answered with yes or no."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.named_values import Along, Cell, Run, thinned
from scenewright.qa_templates.neutral import BALANCED, nearest, step
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import YesNo, verdict
from scenewright.qa_templates.value_sums import across
from scenewright.renderers.base import Resolution


class IsHigher(YesNo):
    """Whether one number is higher (lower) than another. Both orders and both words are asked alike; where names follow
    each other, yes and no are equally likely for either order, so that trends don't tell.
    """

    mistake = "This swaps the two values."
    phrasings = (
        "Is the {measure} {more} {a} than {b}?{sign}",
        "Compare {na} with {nb}: is the {measure} {more} {a}?{sign}",
        "According to the chart, is the {measure} {more} {a} than {b}?{sign}",
        "Does the chart show a {more} {measure} {a} than {b}?{sign}",
        "Looking at {na} and {nb}, is the {measure} {more} {a}?{sign}",
        "Of {na} and {nb}, does {na} have the {more} value?{sign}",
        "Is it correct that the {measure} is {more} {a} than {b}?{sign}",
        "Is the value {a} {more} than the value {b}?{sign}",
        "Set against {nb}, does {na} show a {more} {measure}?{sign}",
        "Would you say that the {measure} is {more} {a} than {b}?{sign}",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for a, b in self.values.pairs(scene, 24):
            for x, y in ((a, b), (b, a)):
                out += [(x.row, x.column, y.row, y.column, more) for more in ("higher", "lower")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        along: Along = "row" if slot[1] == slot[3] else "column"
        if self.values.ordered(scene, along):
            a, b = (slot[0], slot[2]) if along == "row" else (slot[1], slot[3])
            return (along, step(self.values.names(scene, along), a, b), slot[4])
        return tuple(sorted((tuple(slot[:2]), tuple(slot[2:4]))))

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        values = self.values
        return self.of_cell(scene, values.stand_in(scene, *slot[:2])) | {
            "a": values.spot(scene, *slot[:2]), "b": values.spot(scene, *slot[2:4]), "more": slot[4],
            "na": values.phrase_of(scene, *slot[:2]), "nb": values.phrase_of(scene, *slot[2:4]),
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        a, b = self.values.cell(scene, slot[:2]), self.values.cell(scene, slot[2:4])
        first, second = self.values.read_all(work, scene, (a, b))
        one, two = (self.values.amount(scene, c.value, of=c) for c in (a, b))
        return verdict(work, "greater" if slot[4] == "higher" else "less", first, second,
                       said=f"{one} is {{}}{slot[4]} than {two}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = self.values.cell(scene, slot[:2]), self.values.cell(scene, slot[2:4])
        self.values.need_apart(scene, resolution, a, b)
        return answer


class PassesLimit(YesNo):
    """Whether a number is above (below) a round limit. For each limit and either word, yes and no are equally
    likely.
    """

    mistake = "This takes the value to lie on the other side of the limit."
    phrasings = (
        "Is the {measure} {spot} {more} {limit}?",
        "Does the chart show a value {more} {limit} {spot}?",
        "Is the value {spot} {more} {limit}?",
        "According to the chart, is the {measure} {spot} {more} {limit}?",
        "Does the chart put the {measure} {spot} {more} {limit}?",
        "Looking at {name}, is the {measure} {more} {limit}?",
        "Is it correct that the {measure} {spot} lies {more} {limit}?",
        "Would you place the {measure} {spot} {more} {limit}?",
        "Does the value {spot} lie {more} {limit}?",
        "Is the {measure} {more} {limit} {spot}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        kinds: dict[Hashable, list[Cell]] = {}
        for cell in self.values.cells(scene):
            named = self.values.nameable(scene, cell.row, "row") and self.values.nameable(scene, cell.column, "column")
            if named:
                kinds.setdefault(self._kind(scene, cell), []).append(cell)
        for cells in kinds.values():
            found = self.values.limits(scene, [c.value for c in cells], 3, cells[0])
            out += [(c.row, c.column, limit, more) for limit in found
                    for c in self.values.beside_limit(scene, cells, limit) for more in ("above", "below")]  # fmt: skip
        return out

    def _kind(self, scene: Any, cell: Cell) -> Hashable:
        """What is said of it but its names; a sum is named by fewer names than its parts, and is larger."""
        return (self.values.measure(scene, cell), self.values.unit(scene, cell), bool(cell.row), bool(cell.column))

    def group(self, scene: Any, slot: Any) -> Hashable:
        cell = self.values.find(scene, *slot[:2])
        return (*slot[2:], *(self._kind(scene, cell) if cell else ()))  # type: ignore[misc]  # a tuple

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        cell = self.values.cell(scene, slot)
        return self.of_cell(scene, cell) | {
            "spot": self.values.spot(scene, *slot[:2]), "name": self.values.phrase(scene, cell), "more": slot[3],
            "limit": self.values.amount(scene, slot[2], of=cell),
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        cell = self.values.cell(scene, slot)
        value = self.values.read(work, scene, cell)
        own, limit = (self.values.amount(scene, v, of=cell) for v in (cell.value, slot[2]))
        return verdict(work, "greater" if slot[3] == "above" else "less", value, slot[2],
                       said=f"{own} is {{}}{slot[3]} {limit}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cell = self.values.cell(scene, slot)
        self.values.need_gap(scene, resolution, cell.value - slot[2], (cell,), 1.2)
        return answer


class PassesMean(YesNo):
    """Whether a number is above (below) the mean of its run. Of names that are above it in one run and below it in
    another: for either word and each name, yes and no are equally likely. Of names in one run alone, it is known.
    """

    skill = "multi_step"
    weight = 1.3
    mistake = "This misjudges where the mean lies."
    phrasings = (
        "Is the value for {name} {more} the mean of all values{of}?",
        "Does the value for {name} lie {more} the average of all {labels}{of}?",
        "Taking the mean of all values{of}, is the one for {name} {more} it?",
        "Compared with the mean of all {labels}{of}, is the value for {name} {more} it?",
        "If you average all values{of}, is the one for {name} {more} that average?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        runs = self.runs(scene, 10)
        for run in runs:
            if sum(other.along == run.along for other in runs) < 2:
                continue
            mean = math.fsum(run.values) / len(run.cells)
            for cell in run.cells:
                name = self.varying(cell, run)
                far = self.values.far(scene, cell.value, mean, 0.04, cell)
                if far and self.values.nameable(scene, name, run.along):
                    out += [(run.name, run.along, name, more) for more in ("above", "below")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return tuple(slot[1:])

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        name = self.values.says(scene, slot[1], slot[2])
        return self.of_run(scene, self.run(scene, slot)) | {"name": name, "more": slot[3]}

    def _own(self, scene: Any, slot: Any, run: Run) -> int:
        return [self.varying(cell, run) for cell in run.cells].index(slot[2])

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        first, amount = run.cells[0], self.values.amount
        places = self.values.decimals(scene, first) + 1
        known = self.values.read_all(work, scene, run.cells)
        mean = work.do("mean", known, say=lambda v: f"Their mean is {amount(scene, v, places, first)}.")
        own = known[self._own(scene, slot, run)]
        return verdict(work, "greater" if slot[3] == "above" else "less", own, mean,
                       said=f"{amount(scene, own.value, of=first)} is {{}}{slot[3]} the mean, so the answer is {{}}."
                       )  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        run = self.run(scene, slot)
        gap = run.cells[self._own(scene, slot, run)].value - math.fsum(run.values) / len(run.cells)
        self.values.need_gap(scene, resolution, gap, run.cells, 1.6)
        return answer


class SumExceeds(YesNo):
    """Whether two numbers of a run together are more (less) than a third. Numbers above zero only.

    Asked only of numbers that are more than one pair of others and less than another, or word and name would tell.
    """

    skill = "multi_step"
    weight = 4.0
    mistake = "This misjudges the sum."
    phrasings = (
        "Is the sum of the values for {a} and {b} {more} than the value for {c}{of}?",
        "Do the values for {a} and {b} together come to {more} than that for {c}{of}?",
        "Added up, are the values for {a} and {b} {more} than that for {c}{of}?",
        "If you add the values for {a} and {b}, is the sum {more} than the value for {c}{of}?",
        "Taken together, do the values for {a} and {b} make {more} than that for {c} alone{of}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, 40):
            row = [c for c in run.cells if c.value > 0 and self.values.nameable(scene, self.varying(c, run), run.along)]
            if len(row) < 3 or not self.values.adds_up(scene, run.cells[0]):
                continue
            for i, far in itertools.product(range(len(row)), range(2, min(len(row), 6))):
                trio = (row[i], row[(i + 1) % len(row)], row[(i + far) % len(row)])
                a, b, c = sorted(trio, key=lambda cell: cell.value)
                gap = a.value + b.value - c.value
                if 0.06 * c.value < abs(gap) < BALANCED * c.value:
                    names = [self.varying(cell, run) for cell in (a, b, c)]
                    out += [(run.name, run.along, *names, more) for more in ("more", "less")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (*slot[:2], slot[4], slot[5])

    def _trio(self, scene: Any, slot: Any) -> list[Cell]:
        run = self.run(scene, slot)
        at = {self.varying(cell, run): cell for cell in run.cells}
        return [at[name] for name in slot[2:5]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        names = {k: self.values.says(scene, slot[1], slot[i + 2]) for i, k in enumerate("abc")}
        return self.of_run(scene, self.run(scene, slot)) | names | {"more": slot[5]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        cells = self._trio(scene, slot)
        a, b, c = self.values.read_all(work, scene, cells)
        both = work.do("add", a, b, say=lambda v: "Together the first two make "
                       f"{self.values.amount(scene, v, of=cells[0])}.")  # fmt: skip
        last = self.values.amount(scene, cells[2].value, of=cells[2])
        return verdict(work, "greater" if slot[5] == "more" else "less", both, c,
                       said=f"That is {{}}{slot[5]} than {last}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = self._trio(scene, slot)
        gap = cells[0].value + cells[1].value - cells[2].value
        self.values.need_gap(scene, resolution, gap, cells, 1.8)
        return answer


class AlwaysAbove(YesNo):
    """Whether one run is above (below) another at every name. Asked of runs of which one is above the other
    throughout; the first has runs above and below it, so that its name is no help.
    """

    weight = 3.0
    mistake = "This mixes up the two."
    phrasings = (
        "Is the value for {s} {more} that for {t} for every {label} shown?",
        "Is the value for {s} {more} the one for {t} throughout the chart?",
        "For all {labels} shown, does the value for {s} lie {more} that for {t}?",
        "Whichever {label} you take, is the value for {s} {more} that for {t}?",
        "Does {s} always show a value {more} that of {t}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for a, b in self.values.run_pairs(scene):
            both = list(zip(a.values, b.values, strict=True))
            one_way = len({x > y for x, y in both}) == 1
            if one_way and 3 <= len(both) <= 20 and all(self.values.far(scene, x, y, 0.015, a.cells[0])
                                                        for x, y in both):  # fmt: skip
                for s, t in ((a.name, b.name), (b.name, a.name)):
                    out += [(s, t, a.along, more) for more in ("above", "below")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (slot[0], slot[2], slot[3])

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
        found = work.do("and", *flags, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        one, two = self.two(scene, slot)
        for a, b in zip(one.cells, two.cells, strict=True):
            self.values.need_apart(scene, resolution, a, b)
        return answer


class MostPast(YesNo):
    """Whether more than half of a run's numbers are above (below) a round limit.

    For each limit and either word, runs of both kinds must be there to choose from: high limits of a measure mostly lie
    above the middle, and low ones below.
    """

    skill = "multi_step"
    mistake = "This miscounts the values on one side."
    phrasings = (
        "Are more than half of the values{of} {more} {limit}?",
        "Is the {measure}{of} {more} {limit} for most of the {labels} shown?",
        "Do most of the values{of} lie {more} {limit}?",
        "Are the values{of} {more} {limit} more often than not?",
        "Is a majority of the values{of} {more} {limit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        kinds: dict[Hashable, list[Run]] = {}
        for run in self.runs(scene, 16):
            kinds.setdefault(self._kind(scene, run), []).append(run)
        out = []
        for runs in kinds.values():
            for limit in self.values.limits(scene, [v for run in runs for v in run.values], 8, runs[0].cells[0]):
                shares = [(run, sum(v > limit for v in run.values) / len(run.cells)) for run in runs]
                if min(s for _, s in shares) < 0.5 < max(s for _, s in shares):
                    out += [(run.name, run.along, limit, more) for run, _ in nearest(shares, lambda of: of[1] - 0.5)
                            for more in ("above", "below")]  # fmt: skip
        return out

    def _kind(self, scene: Any, run: Run) -> Hashable:
        cell = run.cells[0]
        return (run.along, self.values.measure(scene, cell), self.values.unit(scene, cell))

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (*slot[2:], self._kind(scene, self.run(scene, slot)))

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        return self.of_run(scene, run) | {"limit": limit, "more": slot[3]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        flags = work.do(slot[3], known, slot[2], say=f"Mark the values {slot[3]} {limit}.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {v} of {len(known)}.")
        return verdict(work, "greater", found, len(known) / 2, said="That is {}more than half, so the answer is {}.")

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for cell in self.run(scene, slot).cells:
            self.values.need_gap(scene, resolution, cell.value - slot[2], (cell,), 1.2)
        return answer


class DiffersMore(YesNo):
    """Whether two names differ more (less) in one run than in another, up or down alike."""

    skill = "multi_step"
    mistake = "This mixes up the two."
    phrasings = (
        "Do {a} and {b} differ {more} for {s} than for {t}?",
        "Is the difference between {a} and {b} {larger} for {s} than for {t}?",
        "Is the gap between {a} and {b} {larger} for {s} than for {t}, whichever of them is ahead?",
        "Compare the values for {a} and {b}: do they differ {more} for {s} than for {t}?",
        "Set {a} against {b}: is the distance between them {larger} for {s} than for {t}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for one, two in thinned(self.values.run_pairs(scene), 12):
            n = len(one.cells)
            for i, j in dict.fromkeys(((0, n - 1), (0, n // 2), (n // 2, n - 1), (0, 1))):
                names = [self.varying(one.cells[k], one) for k in (i, j)]
                gap = abs(one.cells[i].value - one.cells[j].value) - abs(two.cells[i].value - two.cells[j].value)
                wide = abs(gap) > 0.05 * self.values.span(scene, one.cells[0])
                if i < j and wide and all(self.values.nameable(scene, name, one.along) for name in names):
                    for x, y in ((one.name, two.name), (two.name, one.name)):
                        out += [(x, y, one.along, *names, more) for more in ("more", "less")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (tuple(sorted(slot[:2])), *slot[2:5])

    def _ends(self, scene: Any, slot: Any) -> list[list[Cell]]:
        runs = [self.values.run(scene, name, slot[2]) for name in slot[:2]]
        return [[next(c for c in run.cells if self.varying(c, run) == name) for name in slot[3:5]] for run in runs]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        s, t = (self.values.says(scene, across(slot[2]), name) for name in slot[:2])
        a, b = (self.values.says(scene, slot[2], name) for name in slot[3:5])
        return self.of_cell(scene, self._ends(scene, slot)[0][0]) | {
            "s": s, "t": t, "a": a, "b": b, "more": slot[5], "larger": "larger" if slot[5] == "more" else "smaller",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        gaps = []
        for name, ends in zip(slot[:2], self._ends(scene, slot), strict=True):
            say = f"For {self.values.says(scene, across(slot[2]), name)} they are "
            known = self.values.read_all(work, scene, ends)
            gaps.append(work.do("distance", *known, say=lambda v, n=say, c=ends[0]:
                                f"{n}{self.values.amount(scene, v, of=c)} apart."))  # fmt: skip
        word = "larger" if slot[5] == "more" else "smaller"
        return verdict(work, "greater" if slot[5] == "more" else "less", *gaps,
                       said=f"The first is {{}}{word}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        (a, b), (c, d) = self._ends(scene, slot)
        gap = abs(a.value - b.value) - abs(c.value - d.value)
        self.values.need_gap(scene, resolution, gap, (a, b, c, d), 1.8)
        return answer


class MeanIsHigher(YesNo):
    """Whether the mean over one run is higher (lower) than over another. Both orders and words are asked alike."""

    skill = "multi_step"
    mistake = "This misjudges the means."
    phrasings = (
        "Is the mean over all {labels} {more} for {s} than for {t}?",
        "Averaged over all {labels} shown, is the value for {s} {more} than that for {t}?",
        "Does {s} have a {more} average over the {labels} than {t}?",
        "Take the mean of all values for {s} and of all for {t}: is the first {more}?",
        "On average over all {labels}, does {s} lie {side} {t}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for a, b in thinned(self.values.run_pairs(scene), 16):
            means = [math.fsum(run.values) / len(run.cells) for run in (a, b)]
            if 2 <= len(a.cells) <= 10 and self.values.far(scene, means[0], means[1], 0.05, a.cells[0]):
                for s, t in ((a.name, b.name), (b.name, a.name)):
                    out += [(s, t, a.along, more) for more in ("higher", "lower")]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return (tuple(sorted(slot[:2])), slot[2])

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        s, t = (self.values.says(scene, across(slot[2]), name) for name in slot[:2])
        return self.of_run(scene, self.values.run(scene, slot[0], slot[2])) | {
            "s": s, "t": t, "more": slot[3], "side": "above" if slot[3] == "higher" else "below"}  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        means = []
        for name in slot[:2]:
            run = self.values.run(scene, name, slot[2])
            places = self.values.decimals(scene, run.cells[0]) + 1
            say = f"The mean for {self.values.says(scene, across(slot[2]), name)} is "
            known = self.values.read_all(work, scene, run.cells)
            means.append(work.do("mean", known, say=lambda v, n=say, c=run.cells[0], p=places:
                                 f"{n}{self.values.amount(scene, v, p, c)}."))  # fmt: skip
        return verdict(work, "greater" if slot[3] == "higher" else "less", *means,
                       said=f"The first is {{}}{slot[3]}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        one, two = (self.values.run(scene, name, slot[2]) for name in slot[:2])
        gap = math.fsum(one.values) / len(one.cells) - math.fsum(two.values) / len(two.cells)
        self.values.need_gap(scene, resolution, gap, (*one.cells, *two.cells), 1.6)
        return answer


KINDS = (IsHigher, PassesLimit, PassesMean, SumExceeds, AlwaysAbove, MostPast, DiffersMore, MeanIsHigher)
__all__ = ["KINDS", "IsHigher"]
