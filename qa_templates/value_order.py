"""Questions that rank the numbers of a run, or whole runs, and find names by what is shown for them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, LabelSet
from scenewright.qa_templates.answers import Sequence as Listed
from scenewright.qa_templates.named_values import Run, thinned
from scenewright.qa_templates.plot_words import rank_words
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_base import ValueTemplate, ranked
from scenewright.qa_templates.value_sums import across
from scenewright.qa_templates.words import listed
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject


class RankedName(ValueTemplate):
    """Whose number is k-th highest or lowest. All ranks are asked alike, so a name's fame is no help.

    Excluded: ranks that a viewer can't tell from the next.
    """

    skill = "comparison"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the {measure}{of} the {rank}?{sign}",
        "Which {label} has the {rank} {measure}{of}?{sign}",
        "Which {label} shows the {rank} {measure}{of}?{sign}",
        "What {label} has the {rank} {measure}{of}?{sign}",
        "Among the {labels} shown, which has the {rank} {measure}{of}?{sign}",
        "Which {label} has the {rank} value{of}?{sign}",
        "Name the {label} with the {rank} {measure}{of}.{sign}",
        "According to the chart, which {label} has the {rank} {measure}{of}?{sign}",
        "Which of the {labels} in the chart has the {rank} {measure}{of}?{sign}",
        "The {rank} {measure}{of} belongs to which {label}?{sign}",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (run.name, run.along, *rank)
            for run in self.runs(scene, 40)
            for rank in self.values.clear_ranks(scene, run.values, run.cells[0])
        ]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_run(scene, self.run(scene, slot)) | {"rank": rank_words(slot[2], slot[3])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run, (rank, high) = self.run(scene, slot), slot[2:4]
        known = self.values.read_all(work, scene, run.cells)
        names = [self.varying(cell, run) for cell in run.cells]
        say = f"The {rank_words(rank, high)} belongs to "
        found = ranked(work, names, known, rank, high, lambda n: f"{say}{self.values.says(scene, run.along, n)}.")
        need_name(self, scene, found, run)
        return self.values.label(scene, run.cells[names.index(found)], run)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.run(scene, slot).cells, key=lambda c: c.value, reverse=slot[3])
        for other in (slot[2] - 1, slot[2] + 1):
            if 0 <= other < len(cells):
                self.values.need_apart(scene, resolution, cells[slot[2]], cells[other])
        return answer

    def wrong(self, scene: Any, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        run = self.run(scene, slot)
        for i, cell in enumerate(sorted(run.cells, key=lambda c: c.value, reverse=slot[3])):
            if i != slot[2]:
                name = capital(self.called(scene, cell, run))
                yield self.values.label(scene, cell, run), f"{name} is the {rank_words(i, slot[3])}."


def need_name(template: ValueTemplate, scene: Any, name: str, run: Run) -> None:
    """`Reject("unlabelled")` for a name that is not written on the chart."""
    if not template.values.nameable(scene, name, run.along):
        raise Reject("unlabelled")


class SortedNames(ValueTemplate):
    """All names of a short run in the order of their numbers."""

    skill = "multi_step"
    weight = 1.5
    phrasings = (
        "List the {labels} from the {first} to the {last} value{of}.",
        "Sort the {labels} by their values{of}, the {first} first.",
        "Put all {labels} in order{of}, beginning with the {first} value.",
        "Give the {labels} in the order of their values{of}, from {first} to {last}.",
        "Going from the {first} value to the {last}{of}, in which order do the {labels} come?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, 5):
            names = [self.varying(cell, run) for cell in run.cells]
            plain = not any(mark in name for name in names for mark in (",", ";", " and "))
            order = sorted(run.values)
            apart = all(self.values.far(scene, a, b, of=run.cells[0]) for a, b in itertools.pairwise(order))
            if plain and apart and all(self.values.nameable(scene, name, run.along) for name in names):
                out += [(run.name, run.along, True), (run.name, run.along, False)]
        return out

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        first, last = ("highest", "lowest") if slot[2] else ("lowest", "highest")
        return self.of_run(scene, self.run(scene, slot)) | {"first": first, "last": last}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        names = [self.varying(cell, run) for cell in run.cells]
        order = work.do("rank_down" if slot[2] else "rank_up", names, known,
                        say=lambda v: f"Sorted, that is {listed(v)}.")  # fmt: skip
        return Listed(values=tuple(order.value))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.run(scene, slot).cells, key=lambda c: c.value)
        for a, b in itertools.pairwise(cells):
            self.values.need_apart(scene, resolution, a, b)
        return answer


class NamesPast(ValueTemplate):
    """Which names have numbers above (below) a round limit: one to four of them, and not all."""

    skill = "retrieval"
    phrasings = (
        "Which {labels} have a {measure}{of} {more} {limit}? Name all.",
        "Name all {labels} whose value{of} is {more} {limit}.",
        "List every {label} with a value {more} {limit}{of}.",
        "For which {labels} does the chart show values {more} {limit}{of}? Name all of them.",
        "Which of the {labels} lie {more} {limit}{of}? Give all of them.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for run in self.runs(scene, 20):
            names = [self.varying(cell, run) for cell in run.cells]
            plain = not any(mark in name for name in names for mark in (",", ";", " and "))
            if not plain or not all(self.values.nameable(scene, name, run.along) for name in names):
                continue
            for limit in self.values.limits(scene, run.values, 5, run.cells[0]):
                count = sum(v > limit for v in run.values)
                for more, found in (("above", count), ("below", len(names) - count)):
                    if 1 <= found <= min(4, len(names) - 1):
                        out.append((run.name, run.along, limit, more))
        return out

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        run = self.run(scene, slot)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        return self.of_run(scene, run) | {"limit": limit, "more": slot[3]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        run = self.run(scene, slot)
        known = self.values.read_all(work, scene, run.cells)
        limit = self.values.amount(scene, slot[2], of=run.cells[0])
        flags = work.do(slot[3], known, slot[2], say=f"Mark the values {slot[3]} {limit}.")
        names = [self.varying(cell, run) for cell in run.cells]
        count = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        order = work.do("rank_down" if slot[3] == "above" else "rank_up", names, known,
                        say=f"Sort them from the {'highest' if slot[3] == 'above' else 'lowest'} on.")  # fmt: skip
        found = [work.do("nth", order, k, say=lambda v: f"{v} is one of them.") for k in range(count.value)]
        whole = work.do("collect", *found, say=lambda v: f"So it is {listed(v)}.")
        return LabelSet(values=tuple(whole.value))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for cell in self.run(scene, slot).cells:
            self.values.need_gap(scene, resolution, cell.value - slot[2], (cell,), 1.2)
        return answer


class RankedRun(ValueTemplate):
    """Which run has the k-th highest or lowest mean, or sum where numbers add up. All ranks are asked alike."""

    skill = "multi_step"
    weight = 1.5
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {slabel} has the {rank} {total} over all {labels} shown?{sign}",
        "For which {slabel} is the {total} of all values the {rank}?{sign}",
        "Take the {total} over all {labels} for each {slabel}. Which {slabel} has the {rank}?{sign}",
        "Going by the {total} over all {labels}, which {slabel} comes out as the {rank}?{sign}",
        "Name the {slabel} whose {total} over the {labels} shown is the {rank}.{sign}",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out = []
        for along in ("row", "column"):
            runs = [run for run in self.values.runs(scene) if run.along == along]
            if len(runs) < 3 or len(runs) != len(self.values.names(scene, across(along))):
                continue
            first = runs[0].cells[0]
            one_unit = all(self.values.comparable(scene, first, run.cells[0]) for run in runs)
            if not one_unit or len(runs) * len(runs[0].cells) > 40 or not self.values.linear(scene):
                continue
            for total in ("mean", "sum") if self.values.adds_up(scene, first) else ("mean",):
                out += [(along, total, *rank) for rank in self.values.clear_ranks(scene, _means(runs), first)]
        return out

    def _runs(self, scene: Any, slot: Any) -> list[Run]:
        return [run for run in self.values.runs(scene) if run.along == slot[0]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        label = self.values.nouns(scene, across(slot[0]))[0]
        return self.of_run(scene, self._runs(scene, slot)[0]) | {
            "slabel": label, "total": slot[1], "rank": rank_words(slot[2], slot[3])}  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        totals, runs = list[Known](), self._runs(scene, slot)
        for run in runs:
            known = self.values.read_all(work, scene, run.cells)
            first, name = run.cells[0], self.values.says(scene, across(run.along), run.name)
            places = self.values.decimals(scene, first) + (slot[1] == "mean")
            totals.append(work.do(slot[1], known, say=lambda v, n=name, f=first, p=places:
                                  f"For {n} the {slot[1]} is {self.values.amount(scene, v, p, f)}."))  # fmt: skip
        say = f"The {rank_words(slot[2], slot[3])} is that for "
        found = ranked(work, [run.name for run in runs], totals, slot[2], slot[3],
                       lambda n: f"{say}{self.values.says(scene, across(slot[0]), n)}.")  # fmt: skip
        return self.values.named(scene, found, across(slot[0]))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        runs = self._runs(scene, slot)
        means = sorted(_means(runs), reverse=slot[3])
        cells = [cell for run in runs for cell in run.cells]
        for other in (slot[2] - 1, slot[2] + 1):
            if 0 <= other < len(means):
                self.values.need_gap(scene, resolution, means[slot[2]] - means[other], cells, 1.2)
        return answer


def _means(runs: Sequence[Run]) -> list[float]:
    return [math.fsum(run.values) / len(run.cells) for run in runs]


def gap_words(rank: int, high: bool) -> str:
    """`largest`, `second smallest`."""
    return rank_words(rank, high).replace("highest", "largest").replace("lowest", "smallest")


class WidestGap(ValueTemplate):
    """Where two runs have the k-th largest or smallest gap. All ranks are asked alike."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the gap between {s} and {t} the {most}?",
        "For which {label} is the difference between {s} and {t} the {most}?",
        "Which {label} has the {most} gap between {s} and {t}?",
        "Compare {s} with {t} for every {label}. Where is the distance between them the {most}?",
        "Between {s} and {t}, which {label} shows the {most} difference?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for a, b in thinned(self.values.run_pairs(scene), 12):
            if 3 <= len(a.cells) <= 12:
                gaps = [abs(x - y) for x, y in zip(a.values, b.values, strict=True)]
                ranks = self.values.clear_ranks(scene, gaps, a.cells[0])
                out += [(a.name, b.name, a.along, *rank) for rank in ranks]
        return thinned(out, 40)

    def two(self, scene: Any, slot: Any) -> list[Run]:
        """The two runs."""
        return [self.values.run(scene, name, slot[2]) for name in slot[:2]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        s, t = (self.values.says(scene, across(slot[2]), name) for name in slot[:2])
        return self.of_run(scene, self.two(scene, slot)[0]) | {"s": s, "t": t, "most": gap_words(slot[3], slot[4])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        one, two = self.two(scene, slot)
        gaps, names = list[Known](), [self.varying(cell, one) for cell in one.cells]
        for a, b in zip(one.cells, two.cells, strict=True):
            say = f"For {self.called(scene, a, one)} they are "
            first, second = self.values.read_all(work, scene, (a, b))
            gaps.append(work.do("distance", first, second, say=lambda v, n=say, c=a:
                                f"{n}{self.values.amount(scene, v, of=c)} apart."))  # fmt: skip
        say = f"The {gap_words(slot[3], slot[4])} gap is that for "
        found = ranked(work, names, gaps, slot[3], slot[4],
                       lambda n: f"{say}{self.values.says(scene, one.along, n)}.")  # fmt: skip
        need_name(self, scene, found, one)
        return self.values.label(scene, one.cells[names.index(found)], one)

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        one, two = self.two(scene, slot)
        gaps = sorted((abs(x - y) for x, y in zip(one.values, two.values, strict=True)), reverse=slot[4])
        for other in (slot[3] - 1, slot[3] + 1):
            if 0 <= other < len(gaps):
                gap = gaps[slot[3]] - gaps[other]
                self.values.need_gap(scene, resolution, gap, (*one.cells, *two.cells), 1.6)
        return answer


class ChangeRank(ValueTemplate):
    """Which run differs most or least between two names, up or down alike."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {slabel} do {a} and {b} differ the {most}?",
        "Compare the values for {a} and {b}. For which {slabel} do they differ the {most}?",
        "Which {slabel} has the {largest} difference between {a} and {b}?",
        "For which {slabel} is the difference between {a} and {b} the {largest}?",
        "Name the {slabel} whose value differs the {most} between {a} and {b}.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        if not self.values.linear(scene):
            return []
        out = []
        for along in ("row", "column"):
            runs = [run for run in self.values.runs(scene) if run.along == along]
            whole = len(runs) == len(self.values.names(scene, across(along)))
            if not whole or not 3 <= len(runs) <= 14:
                continue
            if not all(self.values.comparable(scene, runs[0].cells[0], run.cells[0]) for run in runs):
                continue
            n = len(runs[0].cells)
            for i, j in dict.fromkeys(((0, n - 1), (0, n // 2), (n // 2, n - 1), (1, n - 1))):
                gaps = sorted(abs(run.cells[i].value - run.cells[j].value) for run in runs)
                names = [self.varying(runs[0].cells[k], runs[0]) for k in (i, j)]
                least = 0.03 * self.values.span(scene, runs[0].cells[0])
                if i < j and all(self.values.nameable(scene, name, along) for name in names):
                    out += [(*names, along, "most")] * (gaps[-1] - gaps[-2] > least)
                    out += [(*names, along, "least")] * (gaps[1] - gaps[0] > least)
        return out

    def _both(self, scene: Any, slot: Any) -> list[tuple[Run, Any, Any]]:
        runs = [run for run in self.values.runs(scene) if run.along == slot[2]]
        at = [self.varying(cell, runs[0]) for cell in runs[0].cells]
        i, j = at.index(slot[0]), at.index(slot[1])
        return [(run, run.cells[i], run.cells[j]) for run in runs]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        a, b = (self.values.says(scene, slot[2], name) for name in slot[:2])
        run = self._both(scene, slot)[0][0]
        return self.of_run(scene, run) | {
            "slabel": self.values.nouns(scene, across(slot[2]))[0], "a": a, "b": b, "most": slot[3],
            "largest": "largest" if slot[3] == "most" else "smallest",
        }  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        gaps, names = list[Known](), list[str]()
        for run, a, b in self._both(scene, slot):
            first, second = self.values.read_all(work, scene, (a, b))
            say = f"For {self.values.says(scene, across(run.along), run.name)} they are "
            gaps.append(work.do("distance", first, second, say=lambda v, n=say, c=a:
                                f"{n}{self.values.amount(scene, v, of=c)} apart."))  # fmt: skip
            names.append(run.name)
        best = work.do("argmax" if slot[3] == "most" else "argmin", names, gaps, say=lambda n:
                       f"They differ the {slot[3]} for {self.values.says(scene, across(slot[2]), n)}.")  # fmt: skip
        return self.values.named(scene, best.value, across(slot[2]))

    def gate(self, scene: Any, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        both = self._both(scene, slot)
        gaps = sorted((abs(a.value - b.value) for _, a, b in both), reverse=slot[3] == "most")
        cells = [cell for _, a, b in both for cell in (a, b)]
        self.values.need_gap(scene, resolution, gaps[0] - gaps[1], cells, 1.6)
        return answer


KINDS = (RankedName, SortedNames, NamesPast, RankedRun, WidestGap, ChangeRank)
__all__ = ["KINDS", "RankedName", "gap_words"]
