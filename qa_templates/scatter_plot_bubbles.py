"""Questions on the size of bubbles, which stands for a third measure."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number, Text
from scenewright.qa_templates.plot_words import has_ratios, quantity, rank_words, tolerant
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    ScatterTemplate,
    YesNo,
    clear_ranks,
    error,
    evidence,
    groups,
    is_open,
    members,
    named,
    named_series,
    need_apart,
    of_series,
    pairs,
    point_of,
    read,
    says,
    shown,
    values,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ranked, verdict
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.scatter_plot import ScatterPlot


def size_rank(rank: int, high: bool) -> str:
    """`largest`, `second smallest`."""
    return rank_words(rank, high).replace("highest", "largest").replace("lowest", "smallest")


class BubbleValue(ScatterTemplate):
    """What the bubble of a named point stands for, by the legend of sizes: to a tenth or so."""

    skill = "retrieval"
    weight = 2.5
    phrasings = (
        "About what {measure} does the size of the bubble of {name} stand for{unit}?",
        "Going by the legend of sizes, what is the {measure} of {name}, roughly{unit}?",
        "Estimate the {measure} of {name} from the size of its bubble{unit}.",
        "Compare the bubble of {name} with the legend: about how large is its {measure}{unit}?",
        "Roughly which {measure} does the bubble of {name} show{unit}?",
        "What would you say is the {measure} of {name}, judging by its bubble{unit}?",
        "The bubble of {name} stands for about which {measure}{unit}?",
        "From the area of its bubble, what is the {measure} of {name} about{unit}?",
        "By bubble size, approximately what {measure} does {name} have{unit}?",
        "Read the {measure} of {name} off the size of its bubble, as well as you can{unit}.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [p.name for p in shown(scene)] if scene.size else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "size") | {"name": says(scene, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return quantity(scene.axis("size"), read(work, scene, point_of(scene, slot), "size").value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, "size", point_of(scene, slot).size))


class BubbleRank(ScatterTemplate):
    """Which named point has the k-th largest (smallest) bubble of those with names."""

    skill = "comparison"
    weight = 2.5
    phrasings = (
        "Among the labelled points, which {noun} has the {rank} bubble?",
        "Which labelled {noun} is shown by the {rank} bubble?",
        "Of the bubbles with names, which is the {rank}?",
        "Rank the labelled bubbles by size. Which {noun} has the {rank}?",
        "Name the labelled {noun} with the {rank} bubble.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if scene.size and is_open(scene) else []
        return clear_ranks(scene, "size", points, 4) if len(points) > 2 else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": size_rank(*slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        points, (rank, high) = shown(scene), slot
        sizes = [read(work, scene, p, "size") for p in points]
        say = f"The {size_rank(rank, high)} bubble is that of "
        found = ranked(work, [p.name for p in points], sizes, rank, high, lambda n: f"{say}{says(scene, n)}.")
        return named(scene, found)


class BubbleIsLarger(YesNo):
    """Whether one named point's bubble is larger (smaller) than another's."""

    weight = 2.5
    phrasings = (
        "Is the bubble of {a} {more} than that of {b}?",
        "Does {a} have a {more} bubble than {b}?",
        "Compare the bubbles of {a} and {b}: is that of {a} the {more} one?",
        "By the size of the bubbles, is the {measure} of {a} {more} than that of {b}?",
        "Of {a} and {b}, is {a} shown with the {more} bubble?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.size:
            return []
        return [(a, b, word) for a, b, _ in pairs(scene, ("size",)) for word in ("larger", "smaller")]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[:2])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "size") | {"a": says(scene, slot[0]), "b": says(scene, slot[1]), "more": slot[2]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, word = slot
        both = [read(work, scene, point_of(scene, name), "size") for name in (a, b)]
        return verdict(work, "greater" if word == "larger" else "less", *both,
                       said=f"The first is {{}}{word}, so the answer is {{}}.")  # fmt: skip


class BubbleRatio(ScatterTemplate):
    """How many times the measure behind one bubble is that of another: areas, not widths."""

    skill = "arithmetic"
    weight = 2.0
    phrasings = (
        "Judging by the areas of their bubbles, about how many times the {measure} of {b} is that of {a}?",
        "By bubble size, the {measure} of {a} is about how many times that of {b}?",
        "Roughly by what factor does the {measure} of {a} exceed that of {b}, going by their bubbles?",
        "Estimate from the bubbles the ratio of the {measure} of {a} to that of {b}.",
        "Using the legend of sizes, about how many times as large is the {measure} of {a} as that of {b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.size or not has_ratios(scene.size):
            return []
        return [
            (a, b)
            for a, b, _ in pairs(scene, ("size",), 60)
            if point_of(scene, a).size >= 1.5 * point_of(scene, b).size
        ]  # fmt: skip

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, "size") | {"a": says(scene, slot[0]), "b": says(scene, slot[1])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        both = [read(work, scene, point_of(scene, name), "size") for name in slot]
        found = work.do("divide", *both, say="Divide the first by the second.")
        found = work.do("round", found, 1, say=lambda v: f"It is about {number(v, 1)} times as large.")
        return Number(value=found.value, decimals=1)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        shares = [error(scene, resolution, "size", s) / s for s in (point_of(scene, name).size for name in slot)]
        return tolerant(answer, answer.value * math.hypot(*shares))


class LargestBubbleAt(ScatterTemplate):
    """One coordinate of the largest (smallest) bubble of the plot, or of a series."""

    skill = "multi_step"
    weight = 3.0
    phrasings = (
        "What is the {measure} of the point with the {rank} bubble{of}{unit}?",
        "Find the {rank} bubble{of}. At what {measure} does its middle lie{unit}?",
        "Where along the {way} axis is the middle of the {rank} bubble{of}{unit}?",
        "Which {measure} belongs to the {rank} bubble{of}{unit}?",
        "Look for the {rank} bubble{of} and read its {measure}{unit}.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.size:
            return []
        return [
            (axis, series, *rank)
            for series in groups(scene)
            for rank in clear_ranks(scene, "size", members(scene, series), 1)
            for axis in AXES
        ]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, series, rank, high = slot
        return self.common(scene, axis) | {"of": of_series(scene, series), "rank": size_rank(rank, high)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series, rank, high = slot
        ids = evidence(scene, members(scene, series), "", series)
        found = work.do("furthest", "size", series, rank, high, evidence=ids,
                        say=f"Look for the {size_rank(rank, high)} bubble.")  # fmt: skip
        point = next(p for p in scene.points if p.id == found.value)
        return quantity(scene.axis(axis), read(work, scene, point, axis, "its middle").value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Number)
        axis, series, rank, high = slot
        order = sorted(values(members(scene, series), "size"), reverse=high)
        need_apart(scene, resolution, "size", order[rank], order[rank + 1])
        return tolerant(answer, error(scene, resolution, axis, answer.value))


class LargestBubbleSeries(ScatterTemplate):
    """To which series the largest (smallest) bubble belongs."""

    skill = "multi_step"
    weight = 3.0
    phrasings = (
        "To which {slabel} does the {rank} bubble belong?",
        "Which {slabel} has the {rank} bubble of the plot?",
        "By its colour, which {slabel} is the {rank} bubble?",
        "Find the {rank} bubble. Which {slabel} does the legend give for it?",
        "Name the {slabel} of the {rank} bubble.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.size or not scene.many or not is_open(scene):
            return []
        return [high for rank, high in clear_ranks(scene, "size", scene.points, 1)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": size_rank(0, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        found = work.do("furthest", "size", "", 0, slot, evidence=evidence(scene, scene.points),
                        say=f"Look for the {size_rank(0, slot)} bubble.")  # fmt: skip
        point = next(p for p in scene.points if p.id == found.value)
        own = work.read(point.id, "series", lambda v: f"Its colour is that of {v}.",
                        shown_by=evidence(scene, [point], "", point.series))  # fmt: skip
        return named_series(scene, own.value)


class SizeMeasure(ScatterTemplate):
    """What the size of bubbles stands for."""

    skill = "structure"
    weight = 2.5
    phrasings = (
        "What does the size of the bubbles stand for?",
        "Which measure do the bubbles show by their size?",
        "What is written above the legend of sizes?",
        "By what are the bubbles sized?",
        "Which third measure does the plot show by bubble size?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [""] if scene.size_axis else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        shows = scene.axis("size")
        text = work.read("size_axis", "text", lambda v: f"The legend of sizes is titled “{v}”.")
        bare = text.value.removesuffix(f" ({shows.unit})")
        return Text(value=text.value, accepted=(bare, f"{bare}, {shows.unit}", f"{bare} in {shows.unit_name}"))


TEMPLATES = (
    BubbleValue(), BubbleRank(), BubbleIsLarger(), BubbleRatio(), LargestBubbleAt(), LargestBubbleSeries(),
    SizeMeasure(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
