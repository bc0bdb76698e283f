"""Questions on how a histogram is built: its bins, their width, where a value would fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, Label, Number
from scenewright.qa_templates.histogram_base import HistogramTemplate, at_edge, bin_label, bin_span, of_series, read
from scenewright.qa_templates.plot_words import printed_in, who
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.histogram import Histogram


class BinWidth(HistogramTemplate):
    """How wide a bin is. Exact: it is the distance of two labelled edges, by the bins between them."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "How wide is each bin{qunit}?",
        "What is the width of a bin{qunit}?",
        "How far does one bin reach along the horizontal axis{qunit}?",
        "What distance lies between two neighbouring edges{qunit}?",
        "Give the bin width of the histogram{qunit}.",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [""]

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        i, j = [k for k, edge in enumerate(scene.edges) if edge.labelled][:2]
        low, high = (work.read(scene.edges[k].id, "value", lambda v: f"One label stands at {at_edge(scene, v)}.")
                     for k in (i, j))  # fmt: skip
        gap = work.do("subtract", high, low, say="Take the lower one from the higher one.")
        width = work.do(
            "divide", gap, j - i, say=f"Between them {'is' if j - i == 1 else 'are'} {count_of(j - i, 'bin')}."
        )
        found = work.do("round", width, scene.edge_decimals, say=lambda v: f"So a bin is {at_edge(scene, v)} wide.")
        return Number(value=found.value, unit=scene.quantity_unit, decimals=scene.edge_decimals)


class CountBins(HistogramTemplate):
    """Into how many bins the axis is divided, empty ones included."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "Into how many bins is the horizontal axis divided? Count empty ones too.",
        "How many bins does the histogram have, empty ones included?",
        "Count the bins between the first and the last tick of the horizontal axis, empty or not.",
        "How many bins are there in all, counting those without a bar as well?",
        "What is the number of bins, including any that are empty?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [""]

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        edges = [edge.id for edge in scene.edges]
        found = work.do("count", edges, evidence=edges, say=lambda v: f"The axis has {v} ticks, one at each edge.")
        bins = work.do("subtract", found, 1, say=lambda v: f"So there are {count_of(v, 'bin')} between them.")
        return Integer(value=bins.value)


class BinOf(HistogramTemplate):
    """In which bin a given value would be counted. Values lie well inside bins; no bar needs to be read."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "In which bin would a value of {value} be counted? Give its two edges.",
        "A value of {value} falls into which bin?",
        "Which bin does {value} belong to? State both edges.",
        "Between which two neighbouring edges does {value} lie?",
        "Name the bin, by its edges, that a value of {value} is part of.",
        "Into which bin would {value} go?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        places = scene.edge_decimals + 1
        return [
            (i, round(scene.edges[i].value + share * scene.width, places))
            for i in range(scene.bins)
            for share in (0.3, 0.5, 0.7)
        ]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        places = next(d for d in range(12) if abs(round(slot[1], d) - slot[1]) < 1e-9)
        return self.common(scene) | {"value": at_edge(scene, slot[1], max(places, scene.edge_decimals))}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        edges = [work.read(edge.id, "value", lambda v: f"There is an edge at {at_edge(scene, v)}.")
                 for edge in scene.edges]  # fmt: skip
        found = work.do("bin_at", edges, slot[1], say=lambda v: f"It lies in the bin {bin_span(scene, v)}.")
        return bin_label(scene, found.value)


class MoreInBin(HistogramTemplate):
    """Which of two distributions has the higher bar in a bin."""

    skill = "comparison"
    weight = 2.0
    choice_share = 0.0
    phrasings = (
        "Which {slabel} has the higher bar in the bin from {bin}?",
        "In the bin from {bin}, which {slabel} has the {more} bar?",
        "For which {slabel} is the bar {more} from {bin}?",
        "Compare the two bars in the bin from {bin}: whose is {more}?",
        "Whose bar is the {more} one in the bin from {bin}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if not scene.many:
            return []
        hidden = {cover.bin for cover in scene.covers}
        least = 0.02 * (scene.ticks[-1].value - scene.ticks[0].value)
        out: list[Any] = []
        for i in range(scene.bins):
            a, b = (scene.bar(i, s.name) for s in scene.series)
            if a and b and a.count and b.count and abs(a.value - b.value) > least and i not in hidden:
                out += [(i, "higher"), (i, "lower")]
        return out

    def fitting(self, scene: Histogram, slot: Any) -> Sequence[int]:
        return range(len(self.phrasings)) if slot[1] == "higher" else range(1, len(self.phrasings))

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"bin": bin_span(scene, slot[0]), "more": slot[1]}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        bars = [bar for bar in scene.bars if bar.bin == slot[0]]
        known = [read(work, scene, bar) for bar in bars]
        op = "argmax" if slot[1] == "higher" else "argmin"
        found = work.do(op, [bar.series for bar in bars], known,
                        say=lambda v: f"The {slot[1]} bar is that{of_series(scene, v)}.")  # fmt: skip
        return Label(value=found.value, accepted=(who(scene.series_label, found.value),
                                                  f"{scene.series_label} {found.value}"))  # fmt: skip

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (bar for bar in scene.bars if bar.bin == slot[0])
        if a.id in printed_in(resolution) and b.id in printed_in(resolution):
            return answer
        if abs(a.value - b.value) < 5 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return answer


TEMPLATES = (BinWidth(), CountBins(), BinOf(), MoreInBin())
