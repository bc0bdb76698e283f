"""Questions that rank the slices of a pie, and count them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates import pie_chart_checks
from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.pie_chart_base import (
    PieTemplate,
    clear_rings,
    error_of_sum,
    named,
    need_apart,
    place,
    rank_words,
    read_shares,
    read_sizes,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart, Slice, capital


def need_rank(scene: PieChart, resolution: Resolution, items: Sequence[Slice], rank: int, high: bool) -> None:
    """The holder of a rank is told from those before and after it."""
    ranked = sorted(items, key=lambda item: item.value, reverse=high)
    for other in (rank - 1, rank + 1):
        if 0 <= other < len(ranked):
            need_apart(scene, resolution, ranked[rank].share - ranked[other].share)


class RankedSlice(PieTemplate):
    """Which slice is k-th largest or smallest. Each rank is counted from the nearer end, so each slice is asked for
    once and none more often than another. Excluded: ranks that a viewer can't tell from the next.
    """

    skill = "comparison"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which slice{where} is the {rank}?",
        "What does the {rank} slice{where} stand for?",
        "Which {label} has the {rank} share{where}?",
        "Name the {rank} slice{where}.",
        "According to the chart, which slice{where} is the {rank}?",
        "Of all slices{where}, which one is the {rank}?",
        "The {rank} share{where} belongs to which {label}?",
        "Whose slice{where} is the {rank}? Give the name.",
        "Sort the slices{where} by size: which is the {rank}?",
        "Which of the {labels} shown has the {rank} slice{where}?",
        "Find the {rank} slice{where}. What is its name?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        out = []
        for pie in clear_rings(scene):
            count = len(scene.of_pie(pie))
            out += [(pie, i, True) if 2 * i < count else (pie, count - 1 - i, False) for i in range(count)]
        return out

    def fitting(self, scene: PieChart, slot: Any) -> Sequence[int]:
        """Phrasings that ask for a country or a year don't fit where “Other” has a slice, which is neither."""
        return [i for i, text in enumerate(self.phrasings) if not scene.other or "{label" not in text]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        pie, rank, high = slot
        items = scene.of_pie(pie)
        sizes = read_sizes(work, scene, items)
        order = work.do("rank_down" if high else "rank_up", [item.name for item in items], sizes,
                        say=f"Sort them from the {'largest' if high else 'smallest'} on.")  # fmt: skip
        found = work.do("nth", order, rank, say=lambda n: f"The {rank_words(rank, high)} is {place(scene, pie, n)}.")
        return named(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(scene, resolution, scene.of_pie(slot[0]), slot[1], slot[2])
        return answer


class ClosestTo(PieTemplate):
    """Which slice is nearest to a given share. Any slice is as likely as another."""

    skill = "retrieval"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which slice{where} makes up about {part}?",
        "Which slice{where} comes closest to {part} of the whole?",
        "Look for the slice{where} whose share is nearest to {part}. What is its name?",
        "About {part} of the whole{where} falls to which slice?",
        "Whose share{where} is closest to {part}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        out = []
        for pie in clear_rings(scene):
            items = scene.of_pie(pie)
            for item in items:
                target = round(item.share)
                gaps = sorted(abs(other.share - target) for other in items)
                if gaps[1] - gaps[0] > 2 and (pie, target) not in out:
                    out.append((pie, target))
        return out

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"part": f"{slot[1]}%"}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        items = scene.of_pie(slot[0])
        shares = read_shares(work, scene, items)
        gaps = [work.do("distance", known, slot[1], say=f"Compare with {slot[1]}%.") for known in shares]
        best = work.do("argmin", [item.name for item in items], gaps,
                       say=lambda n: f"{capital(place(scene, slot[0], n))} is closest to {slot[1]}%.")  # fmt: skip
        return named(scene, best.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        gaps = sorted(abs(item.share - slot[1]) for item in scene.of_pie(slot[0]))
        need_apart(scene, resolution, gaps[1] - gaps[0], 1.2)
        return answer


# -- counting ------------------------------------------------------------------------------------------------------


class CountPast(PieTemplate):
    """How many slices are above (below) a round share. Excluded: slices too near to it."""

    skill = "counting"
    balance = "spread"
    tries = 8
    choice_share = 0.0
    phrasings = (
        "How many slices{where} make up {more} than {limit} of the whole?",
        "How many slices{where} have a share of {more} than {limit}?",
        "Count the slices{where} that are {more} than {limit}.",
        "For how many slices{where} is the share {more} than {limit}?",
        "How many of the slices{where} take up {more} than {limit}?",
        "What is the number of slices{where} with {more} than {limit} each?",
        "How many slices{where} does the chart show with {more} than {limit} of the total?",
        "In how many cases is the share{where} {more} than {limit}?",
        "How many parts{where} account for {more} than {limit} each?",
        "Tell me how many slices{where} are {more} than {limit}.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(pie, limit, more) for pie in clear_rings(scene) for limit in (5, 10, 15, 20, 25, 30, 40)
                for more in ("more", "less")]  # fmt: skip

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"limit": f"{slot[1]}%", "more": slot[2]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot[0]))
        flags = work.do("above" if slot[2] == "more" else "below", shares, slot[1],
                        say=f"Mark the shares of {slot[2]} than {slot[1]}%.")  # fmt: skip
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'slice')}.")
        return Integer(value=found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for item in scene.of_pie(slot[0]):
            need_apart(scene, resolution, item.share - slot[1])
        return answer


class CountPastMean(PieTemplate):
    """How many slices are larger (smaller) than the mean slice."""

    skill = "multi_step"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many slices{where} are {more} than the average slice?",
        "How many slices{where} are {more} than they would be if all were of equal size?",
        "Take the mean share of the slices{where}. How many slices are {more} than that?",
        "Count the slices{where} that are {more} than the mean of them all.",
        "Of the slices{where}, how many are {more} than their average?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(pie, more) for pie in clear_rings(scene) for more in ("larger", "smaller")]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"more": slot[1]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot[0]))
        mean = work.do("divide", 100, len(shares), say=f"The mean share is 100% divided by {len(shares)}.")
        flags = work.do("above" if slot[1] == "larger" else "below", shares, mean, say=f"Mark the {slot[1]} ones.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'slice')}.")
        return Integer(value=found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        items = scene.of_pie(slot[0])
        for item in items:
            need_apart(scene, resolution, item.share - 100 / len(items))
        return answer


class FewestForHalf(PieTemplate):
    """The least number of slices that make more than half together."""

    skill = "multi_step"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "What is the smallest number of slices{where} that together make up more than half of the whole?",
        "Taking the largest slices{where} first, how many do you need to get past 50%?",
        "How few slices{where} can make up more than half of the pie together?",
        "Add up slices{where} from the largest on. After how many do you pass one half of the whole?",
        "At least how many slices{where} does it take to cover more than 50% of the whole?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return clear_rings(scene)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot))
        order = work.do("sorted_down", shares, say="Sort the shares from the largest on.")
        found = work.do("fewest_past", order, 50,
                        say=lambda v: f"Added up one by one, the sum passes 50% with number {v}.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        total = 0.0
        for count, share in enumerate(sorted((s.share for s in scene.of_pie(slot)), reverse=True), 1):
            total += share
            if abs(total - 50) <= max(1.7 * error_of_sum(scene, resolution, count), 10.0**-scene.share_decimals):
                raise Reject("margin")
        return answer


TEMPLATES = (
    RankedSlice(), ClosestTo(), *pie_chart_checks.TEMPLATES, CountPast(), CountPastMean(), FewestForHalf(),
)  # fmt: skip
__all__ = ["TEMPLATES", "RankedSlice"]
