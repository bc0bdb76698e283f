"""Questions that read shares and values off a pie chart, and calculate with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.base import vary
from scenewright.qa_templates.pie_chart_base import (
    PieTemplate,
    amount,
    clear_rings,
    error_of_sum,
    full,
    has_values,
    need_apart,
    pairs,
    percent,
    place,
    points_answer,
    rank_words,
    read_error,
    read_share,
    read_shares,
    read_sizes,
    read_total,
    read_value,
    seen,
    share_answer,
    slice_of,
    tolerant,
    trios,
    ulp,
    value_answer,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart


class ShareOf(PieTemplate):
    """The share of one slice in per cent. Exact where it is printed. Never with options: words learn what is usual."""

    skill = "retrieval"
    phrasings = (
        "What percentage of the whole does {a} make up?",
        "What is the share of {a}, in per cent?",
        "According to the chart, what percentage of the {measure} falls to {a}?",
        "What share of the {measure} does the chart show for {a}, in per cent?",
        "How many per cent of the whole is the slice for {a}?",
        "Read the share of {a} off the chart, in per cent.",
        "What per cent of the pie belongs to {a}?",
        "Give the percentage for {a}.",
        "What part of the whole does {a} take up, in per cent?",
        "In per cent, how large is the slice for {a}?",
        "Look at the chart: what percentage does {a} account for?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(item.pie, item.name) for item in seen(scene)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 1)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return share_answer(scene, read_share(work, scene, slice_of(scene, *slot)).value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, read_error(scene, resolution))


class ValueOf(PieTemplate):
    """The value behind a slice: read where values are printed, else the share of a printed total."""

    skill = "retrieval"
    phrasings = (
        "What is the {measure} for {a}{unit}?",
        "What {measure} does the chart show for {a}{unit}?",
        "Give the {measure} of {a}{unit}.",
        "What value does the slice for {a} stand for{unit}?",
        "Which amount belongs to {a}{unit}?",
        "Read or work out the {measure} for {a}{unit}.",
        "What number does the chart give or imply for {a}{unit}?",
        "How large is the {measure} for {a}{unit}?",
        "For {a}, what is the {measure}{unit}?",
        "State the {measure} for {a} according to the chart{unit}.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fits = has_values(scene) or scene.total_shown
        return [(item.pie, item.name) for item in seen(scene)] if fits else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 1)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        item = slice_of(scene, *slot)
        if has_values(scene):
            return value_answer(scene, read_value(work, scene, item).value)
        total = read_total(work, scene, item.pie)
        part = read_share(work, scene, item)
        found = work.do("part", total, part, say="Take that share of the total.")
        name = place(scene, *slot)
        found = work.do("round", found, scene.decimals, say=lambda v: f"So {name} stands for {amount(scene, v)}.")
        return value_answer(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        if has_values(scene):
            return answer
        total = next(pie.total for pie in scene.pies if pie.name == slot[0])
        return tolerant(answer, total / 100 * max(read_error(scene, resolution), ulp(scene)))


class ShareOfRank(PieTemplate):
    """The share of the slice at a rank."""

    skill = "multi_step"
    phrasings = (
        "What percentage does the {rank} slice{where} make up?",
        "How large is the {rank} slice{where}, in per cent?",
        "Find the {rank} slice{where}. What share does it have, in per cent?",
        "What is the share of the {rank} slice{where}, in per cent?",
        "In per cent, what does the {rank} slice{where} come to?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(pie, k, high) for pie in clear_rings(scene) for k in (0, 1, 2) for high in (True, False)
                if k < len(scene.of_pie(pie)) // 2]  # fmt: skip

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot[0]))
        order = work.do("sorted_down" if slot[2] else "sorted_up", shares, say="Sort the shares.")
        found = work.do(
            "nth", order, slot[1], say=lambda v: f"The one asked for is {percent(v, scene.share_decimals)}."
        )
        return share_answer(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, read_error(scene, resolution))


class SumOfTwo(PieTemplate):
    """Two shares of one pie added."""

    skill = "arithmetic"
    phrasings: ClassVar[tuple[str, ...]] = (
        "What percentage do {a} and {b} make up together?",
        "What is the combined share of {a} and {b}, in per cent?",
        "Taken together, what percentage of the whole do {a} and {b} account for?",
        "Add the shares of {a} and {b}. What do you get, in per cent?",
        "How many per cent of the whole are {a} and {b} together?",
        "What do the slices for {a} and {b} add up to, in per cent?",
        "If the slices for {a} and {b} were merged, what percentage would the new slice have?",
        "What joint share do {a} and {b} have, in per cent?",
        "In per cent, how large are the slices for {a} and {b} taken together?",
        "What is the sum of the shares of {a} and {b}, in per cent?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(a.pie, a.name, b.name) for a, b in pairs(scene) if a.share + b.share < 95]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, len(slot) - 1)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, [slice_of(scene, slot[0], name) for name in slot[1:]])
        both = work.do("sum", shares, say="Add them up.")
        found = work.do("round", both, scene.share_decimals,
                        say=lambda v: f"Together they make up {percent(v, scene.share_decimals)}.")  # fmt: skip
        return share_answer(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of_sum(scene, resolution, len(slot) - 1))


class SumOfThree(SumOfTwo):
    """Three shares of one pie added."""

    phrasings = (
        "What percentage do {a}, {b} and {c} make up together?",
        "What is the combined share of {a}, {b} and {c}, in per cent?",
        "Add the shares of {a}, {b} and {c}. What do you get, in per cent?",
        "What do the slices for {a}, {b} and {c} add up to, in per cent?",
        "Taken together, how many per cent of the whole are {a}, {b} and {c}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(a.pie, a.name, b.name, c.name) for a, b, c in trios(scene) if a.share + b.share + c.share < 95]


class Difference(PieTemplate):
    """By how many points two slices of one pie differ. Excluded: slices that can't be told apart."""

    skill = "arithmetic"
    phrasings = (
        "By how many percentage points do the shares of {a} and {b} differ?",
        "What is the difference between the shares of {a} and {b}, in percentage points?",
        "How far apart are {a} and {b}, in percentage points?",
        "How many percentage points lie between the shares of {a} and {b}?",
        "What is the gap between {a} and {b} in percentage points?",
        "Compare the slices for {a} and {b}: by how many percentage points do they differ?",
        "Take the smaller of the shares of {a} and {b} from the larger one. What is left, in percentage points?",
        "In percentage points, how large is the difference between {a} and {b}?",
        "Find the absolute difference of the shares of {a} and {b}, in percentage points.",
        "How many percentage points separate {a} from {b}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(a.pie, a.name, b.name) for a, b in pairs(scene) if a.share != b.share]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 2)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        first, second = read_shares(work, scene, [slice_of(scene, slot[0], name) for name in slot[1:]])
        gap = work.do("distance", first, second, say="Take the smaller share from the larger one.")
        gap = work.do(
            "round",
            gap,
            scene.share_decimals,
            say=lambda v: f"The difference is {number(v, scene.share_decimals)} percentage points.",
        )
        return points_answer(scene, gap.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (slice_of(scene, slot[0], name) for name in slot[1:])
        need_apart(scene, resolution, a.share - b.share)
        return tolerant(answer, error_of_sum(scene, resolution, 2))


class RangeOfShares(PieTemplate):
    """Points between the largest slice and the smallest."""

    skill = "multi_step"
    phrasings = (
        "By how many percentage points does the largest slice{where} exceed the smallest?",
        "What is the difference between the largest and the smallest slice{where}, in percentage points?",
        "How many percentage points lie between the largest and the smallest share{where}?",
        "What is the range of the shares{where}, in percentage points?",
        "Subtract the smallest share{where} from the largest. What is the result, in percentage points?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return clear_rings(scene)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot))
        high = work.do("max", shares, say=lambda v: f"The largest share is {percent(v, scene.share_decimals)}.")
        low = work.do("min", shares, say=lambda v: f"The smallest share is {percent(v, scene.share_decimals)}.")
        gap = work.do("subtract", high, low, say="Subtract.")
        gap = work.do(
            "round",
            gap,
            scene.share_decimals,
            say=lambda v: f"The difference is {number(v, scene.share_decimals)} percentage points.",
        )
        return points_answer(scene, gap.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error_of_sum(scene, resolution, 2))


class Ratio(PieTemplate):
    """How many times one slice another is. Excluded: ratios near 1 and small slices."""

    skill = "arithmetic"
    phrasings = (
        "How many times as large as the slice for {b} is the slice for {a}? Answer to one decimal place.",
        "What is the ratio of the share of {a} to that of {b}? Answer to one decimal place.",
        "Divide the share of {a} by that of {b}. What do you get, to one decimal place?",
        "The share of {a} is how many times that of {b}? Give one decimal place.",
        "By what factor is the slice for {a} larger than the one for {b}? Give the quotient to one decimal place.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        out = []
        for a, b in pairs(scene):
            high, low = (a, b) if a.value > b.value else (b, a)
            if low.share >= 5 and high.share > 1.3 * low.share:
                out.append((high.pie, high.name, low.name))
        return out

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 2)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        a, b = (slice_of(scene, slot[0], name) for name in slot[1:])
        first, second = read_sizes(work, scene, [a, b])
        quotient = work.do("divide", first, second, say="Divide the first by the second.")
        work.do("round", quotient, 1, say=lambda v: f"The first is {number(v, 1)} times the second.")
        return Number(value=round(quotient.value, 6), decimals=1)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (slice_of(scene, slot[0], name).share for name in slot[1:])
        off = max(read_error(scene, resolution), 0.0 if has_values(scene) else ulp(scene))
        # one decimal is asked for, so its rounding comes on top of the reading
        return tolerant(answer, (off / a + off / b) * a / b + 0.05 if off else 0.0)


class AngleOf(PieTemplate):
    """The angle of a slice at the centre."""

    skill = "arithmetic"
    phrasings = (
        "What is the central angle of the slice for {a}, in degrees?",
        "How many degrees does the slice for {a} span?",
        "What angle does the slice for {a} take up, in degrees?",
        "Give the angle of the slice for {a} in degrees.",
        "How wide is the slice for {a}, measured in degrees around the centre?",
        "If you measured the slice for {a} with a protractor, how many degrees would it show?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(item.pie, item.name) for item in seen(scene)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 1)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        part = read_share(work, scene, slice_of(scene, *slot))
        whole = f"{full(scene):.0f}"
        angle = work.do("part", full(scene), part, say=f"The whole is {whole} degrees; take that share of it.")
        angle = work.do("round", angle, 1, say=lambda v: f"The slice spans {number(v, 1)} degrees.")
        return Number(value=angle.value, unit="°", decimals=1)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        # the drawn angle is that of the exact value, of which the printed share is the rounding
        off = max(read_error(scene, resolution), ulp(scene))
        return tolerant(answer, full(scene) / 100 * off + 0.05)


class ShareWithout(PieTemplate):
    """The share of a slice after another is taken out and the rest makes a new whole."""

    skill = "multi_step"
    phrasings = (
        "If {b} were left out, what percentage of the rest would {a} make up? Answer to one decimal place.",
        "Leave out {b}. What share of the remaining total does {a} have, in per cent to one decimal place?",
        "Without {b}, what would be the share of {a}, in per cent to one decimal place?",
        "Suppose the slice for {b} is removed and the pie is drawn again from the rest. What percentage would {a} "
        "have, to one decimal place?",
        "What percentage does {a} make up of everything but {b}? Give one decimal place.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        out = []
        for a, b in pairs(scene):
            for x, y in ((a, b), (b, a)):
                if y.share < 60 and x.share + y.share < 92 and x.share >= 5:
                    out.append((x.pie, x.name, y.name))
        return out

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | self.names(scene, slot, 2)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        items = [slice_of(scene, slot[0], name) for name in slot[1:]]
        own, gone = read_shares(work, scene, items)
        say = lambda v: f"Without {place(scene, slot[0], slot[2])}, {percent(v, scene.share_decimals)} are left."  # noqa: E731
        rest = work.do("round", work.do("subtract", 100, gone, say="Take its share from 100%."), scene.share_decimals,
                       say=say)  # fmt: skip
        part = work.do("percent", own, rest, say="Divide the share by what is left.")
        part = work.do("round", part, 1, say=lambda v: f"That is {percent(v, 1)} of the rest.")
        return share_answer(scene, part.value, 1)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (slice_of(scene, slot[0], name).share for name in slot[1:])
        off = max(read_error(scene, resolution), ulp(scene))
        return tolerant(answer, 100 * off / (100 - b) * (1 + a / (100 - b)) + 0.05)


class PartOfTotal(PieTemplate):
    """What a slice stands for if the whole is a given number."""

    skill = "arithmetic"
    totals = (200, 300, 400, 600, 800, 1000, 1500, 2000)
    phrasings = (
        "If the whole pie{where} stood for {total}, how much would the slice for {a} stand for?",
        "Suppose the slices{where} add up to {total}. How much of that would fall to {a}?",
        "Were {total} to be divided as the chart shows{where}, how much would {a} get?",
        "Split {total} in the proportions of the pie{where}. What is the part of {a}?",
        "With a total of {total}{where}, what would the slice for {a} amount to?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        items = seen(scene, parts=False)
        return [(item.pie, item.name, self.totals[(i + len(items)) % len(self.totals)]) for i, item in enumerate(items)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        a = place(scene, "", slot[1]) if scene.kind == "pair" else place(scene, slot[0], slot[1])
        return self.common(scene, slot[0]) | {"a": a, "total": number(slot[2])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        part = read_share(work, scene, slice_of(scene, slot[0], slot[1]))
        found = work.do("part", slot[2], part, say=f"Take that share of {number(slot[2])}.")
        found = work.do("round", found, 1, say=lambda v: f"That makes {number(v, 1)}.")
        return Number(value=found.value, decimals=1)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, slot[2] / 100 * max(read_error(scene, resolution), ulp(scene)))


class TotalFromPart(PieTemplate):
    """The whole, if a slice stands for a given number."""

    skill = "arithmetic"
    parts = (30, 45, 60, 90, 120, 150, 240, 360)
    phrasings = (
        "If the slice for {a} stood for {part}, what would the whole pie{where} stand for?",
        "Suppose {a} comes to {part}. What is then the total of all slices{where}?",
        "The slice for {a} is worth {part}, let us say. How much is the whole{where} worth?",
        "With {part} falling to {a}, what would all the slices{where} add up to?",
        "Let {a} be {part}. How large would the total{where} have to be?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        items = [item for item in seen(scene, parts=False) if item.share >= 8]
        return [(item.pie, item.name, self.parts[(i + len(items)) % len(self.parts)]) for i, item in enumerate(items)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        a = place(scene, "", slot[1]) if scene.kind == "pair" else place(scene, slot[0], slot[1])
        return self.common(scene, slot[0]) | {"a": a, "part": number(slot[2])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        share = read_share(work, scene, slice_of(scene, slot[0], slot[1]))
        found = work.do("percent", slot[2], share, say=f"{number(slot[2])} is that share of the whole: divide by it.")
        found = work.do("round", found, 0, say=lambda v: f"The whole is about {number(v)}.")
        return Number(value=found.value, decimals=0)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        share = slice_of(scene, slot[0], slot[1]).share
        off = max(read_error(scene, resolution), ulp(scene))
        return tolerant(answer, 100 * slot[2] / share * off / (share - off) + 0.5)


class TotalValue(PieTemplate):
    """The total of all slices, where it or all values are printed."""

    skill = "arithmetic"
    phrasings = (
        "What is the total of all slices{where}{unit}?",
        "What do all slices{where} add up to{unit}?",
        "How large is the {measure} over all slices{where}{unit}?",
        "What amount does the whole pie{where} stand for{unit}?",
        "Give the total that is divided among the slices{where}{unit}.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if scene.total_shown:
            return [pie.name for pie in scene.pies]
        return clear_rings(scene) if has_values(scene) else []

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return value_answer(scene, read_total(work, scene, slot).value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        if not scene.total_shown and scene.kind == "nested":
            return vary(answer, tolerance=10.0**-scene.decimals)
        return answer


class MeanValue(PieTemplate):
    """The mean value of the slices, where values are printed."""

    skill = "multi_step"
    weight = 1.5
    phrasings = (
        "What is the mean value of the slices{where}{unit}?",
        "Average the values of all slices{where}. What do you get{unit}?",
        "What is the average value of a slice{where}{unit}?",
        "Add up the values of all slices{where} and divide by their number. What is the result{unit}?",
        "What is the arithmetic mean of the values shown{where}{unit}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return clear_rings(scene) if has_values(scene) else []

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        values = [read_value(work, scene, item) for item in scene.of_pie(slot)]
        mean = work.do("mean", values, say=f"Add them up and divide by {len(values)}.")
        mean = work.do("round", mean, scene.decimals + 1,
                       say=lambda v: f"The mean is {amount(scene, v, scene.decimals + 1)}.")  # fmt: skip
        return value_answer(scene, mean.value, scene.decimals + 1)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, 0.6 * 10.0**-scene.decimals)


class MeanShare(PieTemplate):
    """The mean share of a slice: a hundred per cent by their number."""

    skill = "multi_step"
    phrasings = (
        "What is the mean share of the slices{where}, in per cent to one decimal place?",
        "On average, what percentage does a slice{where} have? Answer to one decimal place.",
        "Taking each slice{where} once, what is the average share, in per cent to one decimal place?",
        "If all slices{where} were of equal size, what percentage would each have, to one decimal place?",
        "What is the arithmetic mean of the shares{where}? Give per cent to one decimal place.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return clear_rings(scene)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = [work.read(s.id, "name", lambda v: f"One slice is {v}.") for s in scene.of_pie(slot)]
        count = work.do("count", names, say=lambda v: f"There are {v} slices.")
        mean = work.do("divide", 100, count, say="All together are 100%; divide by their number.")
        mean = work.do("round", mean, 1, say=lambda v: f"The mean share is {percent(v, 1)}.")
        return share_answer(scene, mean.value, 1)


class MedianShare(PieTemplate):
    """The median of the shares."""

    skill = "multi_step"
    phrasings = (
        "What is the median of the shares{where}, in per cent?",
        "Order the slices{where} by size. What is the median share, in per cent?",
        "What is the median share of a slice{where}, in per cent?",
        "Find the middle of the shares{where} when they are sorted (the mean of the middle two if their number is "
        "even), in per cent.",
        "Give the median percentage of the slices{where}.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [pie for pie in clear_rings(scene) if len(scene.of_pie(pie)) >= 3]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        decimals = scene.share_decimals + 1
        shares = read_shares(work, scene, scene.of_pie(slot))
        found = work.do("median", shares, say="Sort them and take the middle one, or the mean of the middle two.")
        found = work.do("round", found, decimals, say=lambda v: f"The median is {percent(v, decimals)}.")
        return share_answer(scene, found.value, decimals)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, max(read_error(scene, resolution), ulp(scene)))


class TopShare(PieTemplate):
    """What the largest two or three slices make up together."""

    skill = "multi_step"
    phrasings = (
        "What percentage do the {many} largest slices{where} make up together?",
        "What is the combined share of the {many} largest slices{where}, in per cent?",
        "Add up the {many} largest shares{where}. What do you get, in per cent?",
        "How many per cent of the whole do the {many} largest slices{where} cover?",
        "Taken together, how large are the {many} largest slices{where}, in per cent?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(pie, k) for pie in clear_rings(scene) for k in (2, 3) if len(scene.of_pie(pie)) >= k + 2]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"many": {2: "two", 3: "three"}[slot[1]]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        shares = read_shares(work, scene, scene.of_pie(slot[0]))
        order = work.do("sorted_down", shares, say="Sort the shares from the largest on.")
        top = [
            work.do("nth", order, i, say=lambda v: f"Take {percent(v, scene.share_decimals)}.") for i in range(slot[1])
        ]
        found = work.do("round", work.do("sum", top, say="Add them up."), scene.share_decimals,
                        say=lambda v: f"Together they make up {percent(v, scene.share_decimals)}.")  # fmt: skip
        return share_answer(scene, found.value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        if len(scene.of_pie(slot[0])) <= slot[1]:
            raise Reject("not_applicable")
        return tolerant(answer, error_of_sum(scene, resolution, slot[1]))


TEMPLATES = (
    ShareOf(), ValueOf(), ShareOfRank(), SumOfTwo(), SumOfThree(), Difference(), RangeOfShares(), Ratio(), AngleOf(),
    ShareWithout(), PartOfTotal(), TotalFromPart(), TotalValue(), MeanValue(), MeanShare(), MedianShare(), TopShare(),
)  # fmt: skip
__all__ = ["TEMPLATES", "Difference", "ShareOf"]
