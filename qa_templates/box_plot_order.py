"""Questions on box plots that compare groups or parts of a box, and yes-or-no ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.box_plot_base import (
    BoxTemplate,
    at_group,
    axis_span,
    box_at,
    box_of,
    clear_ranks,
    field_name,
    group_label,
    group_name,
    need_gap,
    number_of,
    placed,
    read,
    seen,
    verdict,
)
from scenewright.qa_templates.named_values import astride, thinned
from scenewright.qa_templates.neutral import step
from scenewright.qa_templates.plot_words import amount, opposite, rank_words, ranked_name, round_limits
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import Box, BoxPlot


def spread_of(box: Box, kind: str) -> float:
    """The interquartile range, or the length from one end of the whiskers to the other."""
    return box.q3 - box.q1 if kind == "box" else box.high - box.low


def read_spread(work: Work, scene: BoxPlot, box: Box, kind: str) -> Known:
    """Read two numbers of a box and subtract them."""
    low, high = (read(work, scene, box, field) for field in (("q1", "q3") if kind == "box" else ("low", "high")))
    gap = work.do("subtract", high, low, say="Take one from the other.")
    return work.do(
        "round", gap, scene.decimals, say=lambda v: f"{capital(group_name(scene, box.name))}: {amount(scene, v)}."
    )


def spread_words(scene: BoxPlot, kind: str) -> str:
    """What a spread is called."""
    if kind == "box":
        return "interquartile range"
    return "range" if scene.whiskers == "range" else "distance between the ends of the whiskers"


class RankedGroup(BoxTemplate):
    """Which group has the k-th highest (lowest) quartile or end of whiskers."""

    skill = "comparison"
    choice_share = 0.0
    phrasings = (
        "Which {label} has the {rank} {field}?",
        "For which {label} is the {field} the {rank}?",
        "Name the {label} with the {rank} {field}.",
        "Of the {labels} shown, which has the {rank} {field}?",
        "Compare the {field} of all boxes: for which {label} is it the {rank}?",
        "Which one of the {labels} shows the {rank} {field}?",
        "Which of the {labels} has the {rank} {field} of {quantity}?",
        "Sort the {labels} by their {field}: which one is the {rank}?",
        "Looking at the {field} only, which {label} comes out as the {rank}?",
        "Find the {label} with the {rank} {field}.",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        if scene.covers:
            return []
        out = []
        for field in ("low", "q1", "q3", "high"):
            out += [(field, k, high) for k, high in clear_ranks(scene, [number_of(b, field) for b in scene.boxes])
                    if k < 5]  # fmt: skip
        return out

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"field": field_name(scene, slot[0]), "rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        values = [read(work, scene, box, slot[0]) for box in scene.boxes]
        found = ranked_name(
            work,
            [box.name for box in scene.boxes],
            values,
            slot[1],
            slot[2],
            lambda v: f"The {rank_words(slot[1], slot[2])} is that of {group_name(scene, v)}.",
        )
        return group_label(scene, found)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        order = sorted((number_of(b, slot[0]) for b in scene.boxes), reverse=slot[2])
        for k in (slot[1] - 1, slot[1]):
            if 0 <= k < len(order) - 1:
                need_gap(scene, resolution, order[k] - order[k + 1])
        return answer


class RankedSpread(BoxTemplate):
    """Which group has the k-th largest (smallest) interquartile range, or whiskers furthest from end to end."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which {label} has the {rank} {spread}?",
        "For which {label} is the {spread} the {rank}?",
        "Name the {label} with the {rank} {spread}.",
        "Compare how far the values spread: which {label} has the {rank} {spread}?",
        "Which one of the {labels} shows the {rank} {spread}?",
        "Of the {labels} shown, which has the {rank} {spread} of {quantity}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        if scene.covers:
            return []
        out = []
        for kind in ("box", "whiskers"):
            out += [(kind, k, high) for k, high in clear_ranks(scene, [spread_of(b, kind) for b in scene.boxes])
                    if k < 3]  # fmt: skip
        return out

    def _rank(self, slot: Any) -> str:
        end = "largest" if slot[2] else "smallest"
        return end if slot[1] == 0 else f"{ordinal(slot[1] + 1)} {end}"

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spread": spread_words(scene, slot[0]), "rank": self._rank(slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        values = [read_spread(work, scene, box, slot[0]) for box in scene.boxes]
        found = ranked_name(work, [box.name for box in scene.boxes], values, slot[1], slot[2],
                            lambda v: f"The {self._rank(slot)} is that of {group_name(scene, v)}.")  # fmt: skip
        return group_label(scene, found)

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        order = sorted((spread_of(b, slot[0]) for b in scene.boxes), reverse=slot[2])
        for k in (slot[1] - 1, slot[1]):
            if 0 <= k < len(order) - 1:
                need_gap(scene, resolution, order[k] - order[k + 1], 6.0)
        return answer


def both_ways(gaps: Mapping[str, float]) -> list[str]:
    """The names, if some of the gaps are above zero and some below: real columns mostly lean the same way, so that one
    answer would be the better guess.
    """
    return list(gaps) if len({gap > 0 for gap in gaps.values()}) == 2 else []


class MedianNearer(BoxTemplate):
    """Whether a median is nearer to the lower or to the upper quartile. Excluded: medians about half-way."""

    skill = "comparison"
    balance = "spread"
    tries = 12
    choice_share = 0.0
    phrasings = (
        "Is the median {spot} nearer to the lower or to the upper quartile?",
        "To which quartile is the median {spot} nearer, the lower or the upper one?",
        "Does the median {spot} lie closer to the lower or to the upper end of the box?",
        "Within the box, is the median {spot} closer to the lower or the upper quartile?",
        "Which quartile is the median {spot} closer to, lower or upper?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        least = 0.01 * axis_span(scene)
        return both_ways({b.name: b.q1 + b.q3 - 2 * b.median for b in seen(scene)
                          if abs(b.q1 + b.q3 - 2 * b.median) > max(0.2 * (b.q3 - b.q1), least)})  # fmt: skip

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot)
        q1, median, q3 = (read(work, scene, box, field) for field in ("q1", "median", "q3"))
        below = work.do("subtract", median, q1, say="Take the lower quartile from the median.")
        above = work.do("subtract", q3, median, say="Take the median from the upper quartile.")
        nearer = work.do("less", below, above, say="Compare the two distances.")
        found = work.do("choose", nearer, "lower", "upper", say=lambda v: f"It is nearer to the {v} one.")
        return Label(value=found.value, accepted=(f"{found.value} quartile", f"to the {found.value} one",
                                                  f"{found.value} one", f"{found.value} end"))  # fmt: skip

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot)
        need_gap(scene, resolution, box.q1 + box.q3 - 2 * box.median, 4.0)
        return answer


class LongerWhisker(BoxTemplate):
    """Whether the lower or the upper whisker of a box is longer."""

    skill = "comparison"
    balance = "spread"
    tries = 12
    choice_share = 0.0
    phrasings = (
        "Which whisker is longer {spot}, the lower or the upper one?",
        "Is the lower or the upper whisker the longer one {spot}?",
        "Lower or upper: which whisker reaches further from the box {spot}?",
        "Of the two whiskers {spot}, which is longer, the lower or the upper?",
        "Does the lower or the upper whisker reach further from its quartile {spot}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        if scene.kind == "violin":
            return []
        least = 0.03 * axis_span(scene)
        gaps = {b.name: (b.q1 - b.low) - (b.high - b.q3) for b in seen(scene)}
        return both_ways({name: gap for name, gap in gaps.items() if abs(gap) > least})

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"spot": at_group(scene, slot)}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot)
        low, q1, q3, high = (read(work, scene, box, field) for field in ("low", "q1", "q3", "high"))
        below = work.do("subtract", q1, low, say="The lower whisker runs from the lower quartile down.")
        above = work.do("subtract", high, q3, say="The upper whisker runs from the upper quartile up.")
        longer = work.do("greater", above, below, say="Compare their lengths.")
        found = work.do("choose", longer, "upper", "lower", say=lambda v: f"The {v} whisker is longer.")
        return Label(value=found.value, accepted=(f"{found.value} whisker", f"{found.value} one"))

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        b = box_of(scene, slot)
        need_gap(scene, resolution, (b.q1 - b.low) - (b.high - b.q3), 7.0)
        return answer


class SpreadsMore(BoxTemplate):
    """Whether one group spreads more (less) than another. Both orders and both words are asked alike."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {spread} {more} {a} than {b}?",
        "Compare {na} with {nb}: is the {spread} {more} {a}?",
        "According to the chart, is the {spread} {more} {a} than {b}?",
        "Does {na} have a {more} {spread} than {nb}?",
        "Of {na} and {nb}, does {na} have the {more} {spread}?",
        "Is it true that the {spread} is {more} {a} than {b}?",
        "Would you say that the {spread} is {more} {a} than {b}?",
        "Set against {nb}, does {na} show a {more} {spread}?",
        "Does the chart show a {more} {spread} {a} than {b}?",
        "Looking at {na} and {nb}, is the {spread} of the former {more}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        boxes, least = seen(scene), 0.02 * axis_span(scene)
        pairs = [(a, b, kind) for i, a in enumerate(boxes) for b in boxes[i + 1 :] for kind in ("box", "whiskers")
                 if abs(spread_of(a, kind) - spread_of(b, kind)) > least]  # fmt: skip
        return [(x.name, y.name, kind, more) for a, b, kind in thinned(pairs, 30) for x, y in ((a, b), (b, a))
                for more in ("larger", "smaller")]  # fmt: skip

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return (tuple(sorted(slot[:2])), slot[2])

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "a": at_group(scene, slot[0]), "b": at_group(scene, slot[1]), "na": group_name(scene, slot[0]),
            "nb": group_name(scene, slot[1]), "spread": spread_words(scene, slot[2]), "more": slot[3],
        }  # fmt: skip

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        first, second = (read_spread(work, scene, box_of(scene, name), slot[2]) for name in slot[:2])
        a, b = amount(scene, first.value), amount(scene, second.value)
        return verdict(work, "greater" if slot[3] == "larger" else "less", first, second,
                       said=f"{a} is {{}}{slot[3]} than {b}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (spread_of(box_of(scene, name), slot[2]) for name in slot[:2])
        need_gap(scene, resolution, a - b, 6.0)
        return answer

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two groups.")


def overlap(a: Box, b: Box) -> float:
    """How far two boxes overlap, in units; below zero where there is a gap."""
    return min(a.q3, b.q3) - max(a.q1, b.q1)


def steps_between(scene: BoxPlot, slot: Any) -> int:
    """How far the second box of a slot follows the first."""
    return step([box.name for box in scene.boxes], slot[0], slot[1])


class WhollyAbove(BoxTemplate):
    """Whether one box (from quartile to quartile) lies wholly above (below) another. Of pairs with a gap;
    `BoxesOverlap` asks of the others. Boxes are named by their places, as the tables are real and names would tell.
    For each word, and for the first box as far before or after the other, yes and no are equally likely: much grows
    from year to year.
    """

    skill = "yes_no"
    weight = 3.0
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Does {a} lie wholly {side} {b}?",
        "Is the whole of {a} {side} {b}?",
        "Does everything between the two quartiles of {a} lie {side} {b}?",
        "Is {a} entirely {side} {b}?",
        "From its lower to its upper quartile, is {a} completely {side} {b}?",
        "Without any overlap, does {a} lie {side} {b}?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        boxes, least = placed(scene), 0.015 * axis_span(scene)
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if overlap(a, b) < -least]
        return [(x.name, y.name, side) for a, b in thinned(pairs, 30) for x, y in ((a, b), (b, a))
                for side in ("above", "below")]  # fmt: skip

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return (steps_between(scene, slot), slot[2])

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return {"a": box_at(scene, slot[0]), "b": box_at(scene, slot[1]), "side": slot[2]}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        a, b = (box_of(scene, name) for name in slot[:2])
        if slot[2] == "above":
            first, second = read(work, scene, a, "q1"), read(work, scene, b, "q3")
            return verdict(
                work,
                "greater",
                first,
                second,
                said="The first box does {}begin above the end of the second, so the answer is {}.",
            )
        first, second = read(work, scene, a, "q3"), read(work, scene, b, "q1")
        return verdict(
            work,
            "less",
            first,
            second,
            said="The first box does {}end below the beginning of the second, so the answer is {}.",
        )

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_gap(scene, resolution, overlap(*(box_of(scene, name) for name in slot[:2])))
        return answer

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes the boxes the wrong way round.")


class BoxesOverlap(BoxTemplate):
    """Whether the boxes of two groups overlap on the value axis, or leave a gap. Only in charts with pairs of both
    kinds, as far from each other, so that the words tell nothing. Boxes are named by their places, as for
    `WhollyAbove`.
    """

    skill = "yes_no"
    balance = "yes_no"
    weight = 2.0
    choice_share = 0.2
    phrasings = (
        "Do {a} and {b} {what} along the value axis?",
        "Along the value axis, do {a} and {b} {what}?",
        "Compare {a} and {b} from quartile to quartile: do they {what}?",
        "Judged by their quartiles, do {a} and {b} {what}?",
        "Looking at the quartiles, do {a} and {b} {what}?",
        "Is it true that {a} and {b} {what} along the value axis?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        boxes, least = placed(scene), 0.015 * axis_span(scene)
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if abs(overlap(a, b)) > least]
        return [(a.name, b.name, what) for a, b in thinned(pairs, 30)
                for what in ("overlap", "leave a gap between them")]  # fmt: skip

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return (steps_between(scene, slot), slot[2])

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return {"a": box_at(scene, slot[0]), "b": box_at(scene, slot[1]), "what": slot[2]}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        a, b = (box_of(scene, name) for name in slot[:2])
        lows = [read(work, scene, box, "q1") for box in (a, b)]
        highs = [read(work, scene, box, "q3") for box in (a, b)]
        end = work.do("min", highs, say=lambda v: f"The first box to end ends at {amount(scene, v)}.")
        start = work.do("max", lows, say=lambda v: f"The last to begin begins at {amount(scene, v)}.")
        if slot[2] == "overlap":
            return verdict(work, "greater", end, start, said="They do {}overlap, so the answer is {}.")
        return verdict(work, "less", end, start, said="There is {}a gap between them, so the answer is {}.")

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_gap(scene, resolution, overlap(*(box_of(scene, name) for name in slot[:2])))
        return answer

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges where one box ends and the other begins.")


def _holds(box: Box, value: float) -> bool:
    return box.q1 < value < box.q3


class InBox(BoxTemplate):
    """Whether a value lies within a box. For each value, boxes that hold it and boxes that don't, next to each other:
    places that follow each other tell little of where the boxes lie, while names of a real table would.
    """

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Does {value} lie inside {box}?",
        "Is {value} within {box}?",
        "Is {value} between the lower and the upper quartile of {box}?",
        "Would a line at {value} cut through {box}?",
        "Does {box} contain {value}?",
        "Looking at {box}, is {value} between its two quartiles?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        boxes = placed(scene)
        ends = [v for box in boxes for v in (box.q1, box.q3)]
        limits = round_limits(ends, 0.012 * axis_span(scene), scene.decimals, 6)
        return [(box.name, limit) for limit in limits for box in astride(boxes, partial(_holds, value=limit))]

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return {"box": box_at(scene, slot[0]), "value": amount(scene, slot[1])}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot[0])
        q1, q3 = read(work, scene, box, "q1"), read(work, scene, box, "q3")
        low = work.do("less", q1, slot[1], say=lambda v: f"The lower quartile is {'' if v else 'not '}below it.")
        high = work.do("greater", q3, slot[1], say=lambda v: f"The upper quartile is {'' if v else 'not '}above it.")
        return verdict(work, "and", low, high, said="So it is {}within the box: {}.")

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot[0])
        need_gap(scene, resolution, min(abs(box.q1 - slot[1]), abs(box.q3 - slot[1])))
        return answer

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges where the box ends.")


class MeanPastMedian(BoxTemplate):
    """Whether a group's mean is above (below) its median. Only in charts with groups of both kinds, or the word alone
    would tell: means are mostly above. Boxes are named by their places, as for `WhollyAbove`.
    """

    skill = "yes_no"
    weight = 2.0
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the mean {more} the median in {box}?",
        "Does the mean lie {more} the median in {box}?",
        "Is the diamond at the mean {more} the median in {box}?",
        "Looking at {box}, is the mean {more} the median?",
        "According to the chart, is the mean of {box} {more} its median?",
    )

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return [(b.name, more) for b in placed(scene) if b.mean is not None and abs(b.mean - b.median) > 0.015 *
                axis_span(scene) for more in ("above", "below")]  # fmt: skip

    def group(self, scene: BoxPlot, slot: Any) -> Hashable:
        return slot[1]

    def words(self, scene: BoxPlot, slot: Any) -> Mapping[str, str]:
        return {"box": box_at(scene, slot[0]), "more": slot[1]}

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        box = box_of(scene, slot[0])
        number_of(box, "mean")
        mean, median = read(work, scene, box, "mean"), read(work, scene, box, "median")
        return verdict(work, "greater" if slot[1] == "above" else "less", mean, median,
                       said=f"The mean is {{}}{slot[1]} the median, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: BoxPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        box = box_of(scene, slot[0])
        if box.mean is None:
            raise Reject("not_applicable")
        need_gap(scene, resolution, box.mean - box.median, 4.0)
        return answer

    def wrong(self, scene: BoxPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps mean and median.")


TEMPLATES = (
    RankedGroup(),
    RankedSpread(),
    MedianNearer(),
    LongerWhisker(),
    SpreadsMore(),
    WhollyAbove(),
    BoxesOverlap(),
    InBox(),
    MeanPastMedian(),
)
