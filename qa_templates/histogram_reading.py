"""Questions on histograms that read heights and calculate with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Number
from scenewright.qa_templates.histogram_base import (
    HistogramTemplate,
    at_edge,
    bar_of,
    bare,
    bin_span,
    combined,
    error,
    height_words,
    names,
    needed,
    of_series,
    quantity,
    read,
    runs,
    seen,
    total,
)
from scenewright.qa_templates.plot_words import READ_PX, READ_SHARE, tolerant
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.histogram import Histogram


class BinHeight(HistogramTemplate):
    """How many values, or what share of them, a bin holds. In a chart of running totals, the difference of two bars."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "{how_many} {fall} in the bin {bin}{of}?",
        "According to the histogram, {how_many} {have} a value in the bin {bin}{of}?",
        "{how_many} does the bin {bin} hold{of}?",
        "{how_many} {are} in the bin {bin}{of}?",
        "Look at the bin {bin}: {how_many} does it hold{of}?",
        "What is the {number_of} in the bin {bin}{of}?",
        "Give the {number_of} in the bin {bin}{of}.",
        "Find the bin {bin}. What {number_of} does it hold{of}?",
        "Read off the {number_of} between the edges of the bin {bin}{of}.",
        "State the {number_of} whose {quantity} lies in the bin {bin}{of}.",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [(b.bin, b.series) for b in seen(scene)] if scene.scale != "density" else []

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"bin": f"from {bin_span(scene, slot[0])}", "of": of_series(scene, slot[1])}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return quantity(scene, total(work, scene, slot[1], slot[0], slot[0]).value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, needed(scene, slot[1], slot[0], slot[0])))


class BinDensity(HistogramTemplate):
    """The density that a bin's bar shows."""

    skill = "retrieval"
    weight = 3.0
    phrasings = (
        "What density does the bar over the bin {bin} show{of}{per}?",
        "Read off the density in the bin {bin}{of}{per}.",
        "How high is the density in the bin {bin}{of}{per}?",
        "According to the histogram, what is the density in the bin {bin}{of}{per}?",
        "Give the density shown for the bin {bin}{of}{per}.",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [(b.bin, b.series) for b in seen(scene)] if scene.scale == "density" else []

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "bin": f"from {bin_span(scene, slot[0])}", "of": of_series(scene, slot[1]),
            "per": f", {scene.unit}" if scene.unit else "",
        }  # fmt: skip

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return quantity(scene, read(work, scene, bar_of(scene, *slot)).value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, error(scene, resolution, bar_of(scene, *slot)))


class RangeCount(HistogramTemplate):
    """How many values lie in a range made of whole bins."""

    skill = "arithmetic"
    phrasings = (
        "{how_many} {have} {quantity} of at least {low} but less than {high}{of}?",
        "{how_many} {fall} in the range from {low} up to, but not including, {high}{of}?",
        "Add up the bins between {low} and {high}: {how_many} {are} there{of}?",
        "What is the {number_of} in all bins from {low} to {high} together{of}?",
        "Taking all bins from {low} to {high} together, {how_many} do they hold{of}?",
        "According to the histogram, {how_many} lie between {low} (included) and {high} (excluded){of}?",
        "{how_many} {are} at or above {low} and below {high}{of}?",
        "Find the {number_of} from {low} to just below {high}{of}.",
        "Sum the bins that lie between {low} and {high}. {How_many} is that{of}?",
        "Between the edges {low} and {high}, {how_many} does the histogram count{of}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.scale == "density":
            return []
        return [(first, last, name) for name in names(scene) for first, last in runs(scene, 6)]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "low": at_edge(scene, scene.edges[slot[0]].value), "high": at_edge(scene, scene.edges[slot[1] + 1].value),
            "of": of_series(scene, slot[2]),
        }  # fmt: skip

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return quantity(scene, total(work, scene, slot[2], slot[0], slot[1]).value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, combined(scene, resolution, needed(scene, slot[2], slot[0], slot[1])))


class BelowEdge(HistogramTemplate):
    """How many values lie below an edge, or at it and above. Exact at edges: values at an edge are in the bin above."""

    skill = "arithmetic"
    phrasings = (
        "{how_many} {have} {quantity} {side}{of}?",
        "{how_many} {are} {side}{of}?",
        "According to the histogram, {how_many} {fall} {side}{of}?",
        "Count everything {side}: {how_many} is that{of}?",
        "What is the {number_of} {side}{of}?",
        "Add up all bins {side}. {How_many} do they hold{of}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.scale == "density" or not bare(scene):
            return []
        out: list[Any] = []
        for name in names(scene):
            for i in range(1, scene.bins):
                out += [(i, "below", name)] if scene.cumulative or i <= 7 else []
                out += [(i, "at least", name)] if scene.cumulative or scene.bins - i <= 7 else []
        return out

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        edge = at_edge(scene, scene.edges[slot[0]].value)
        return self.common(scene) | {
            "side": f"below {edge}" if slot[1] == "below" else f"at {edge} or above",
            "of": of_series(scene, slot[2]),
        }

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        first, last = (0, slot[0] - 1) if slot[1] == "below" else (slot[0], scene.bins - 1)
        return quantity(scene, total(work, scene, slot[2], first, last).value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        first, last = (0, slot[0] - 1) if slot[1] == "below" else (slot[0], scene.bins - 1)
        return tolerant(answer, combined(scene, resolution, needed(scene, slot[2], first, last)))


class ShareBelow(HistogramTemplate):
    """What share of all values lies below an edge, or at it and above, from counts."""

    skill = "multi_step"
    phrasings = (
        "What percentage of the {things}{of} lies {side}?",
        "Of all {things}{of}, what percentage is {side}?",
        "What share of the {things}{of}, in per cent, {side_has} {quantity} {side}?",
        "Work out from the counts which percentage of the {things}{of} is {side}.",
        "In per cent of all {things}{of}, how many are {side}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.scale != "count" or not bare(scene) or scene.bins > 14:
            return []
        return [
            (i, side, name) for name in names(scene) for i in range(1, scene.bins) for side in ("below", "at least")
        ]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        edge = at_edge(scene, scene.edges[slot[0]].value)
        return self.common(scene) | {
            "side": f"below {edge}" if slot[1] == "below" else f"at {edge} or above", "side_has": "has",
            "of": of_series(scene, slot[2]),
        }  # fmt: skip

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        first, last = (0, slot[0] - 1) if slot[1] == "below" else (slot[0], scene.bins - 1)
        part = total(work, scene, slot[2], first, last)
        own = next(s for s in scene.series if s.name == slot[2])
        whole = work.read(
            own.id, "total", lambda v: f"In all there are {v:,} {scene.things}{of_series(scene, slot[2])}."
        )
        share = work.do("divide", part, whole, say="Divide the first by the second.")
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        work.do("round", share, 1, say=lambda v: f"That is {number(v, 1)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=1)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        first, last = (0, slot[0] - 1) if slot[1] == "below" else (slot[0], scene.bins - 1)
        whole = next(s.total for s in scene.series if s.name == slot[2])
        off = combined(scene, resolution, needed(scene, slot[2], first, last))
        return tolerant(answer, 100 * off / whole + 0.05 if off else 0.0)


class CountFromShare(HistogramTemplate):
    """How many values a bin holds, from its share and the number of all values in the note."""

    skill = "multi_step"
    weight = 2.0
    phrasings = (
        "How many {things}{of} does the bin from {bin} hold? Use the total given below the chart.",
        "From the share shown and the total in the note, how many {things}{of} fall in the bin from {bin}?",
        "The note gives the number of {things}. About how many of them{of} are in the bin from {bin}?",
        "Turn the percentage of the bin from {bin} into a number of {things}{of}. What do you get?",
        "Given n in the note, how many {things}{of} are there in the bin from {bin}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        if scene.scale != "share" or scene.cumulative:
            return []
        small = {s.name for s in scene.series if s.total <= 900}  # tenths of a per cent then make whole numbers
        return [(b.bin, b.series) for b in seen(scene) if b.series in small]

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"bin": bin_span(scene, slot[0]), "of": of_series(scene, slot[1])}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        own = next(s for s in scene.series if s.name == slot[1])
        share = read(work, scene, bar_of(scene, *slot))
        whole = work.read(
            own.id, "total", lambda v: f"The note says that there are {v:,} in all{of_series(scene, slot[1])}."
        )
        found = work.do("multiply", share, whole, say="Multiply the share by that.")
        found = work.do("divide", found, 100, say="Divide by 100, as the share is in per cent.")
        found = work.do("round", found, 0, say=lambda v: f"That is about {number(v)}.")
        return Number(value=found.value)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        whole = next(s.total for s in scene.series if s.name == slot[1])
        off = error(scene, resolution, bar_of(scene, *slot)) * whole / 100
        return tolerant(answer, off + 0.5 if off else 0.0)


class ShareFromDensity(HistogramTemplate):
    """What share of all values a bin holds, in a chart of densities: density times width."""

    skill = "multi_step"
    weight = 3.0
    phrasings = (
        "What percentage of the {things}{of} falls in the bin from {bin}?",
        "From density and width, what share of the {things}{of} is in the bin from {bin}, in per cent?",
        "The area of a bar is the share of its bin. What percentage of the {things}{of} is in the bin from {bin}?",
        "Work out the percentage of the {things}{of} in the bin from {bin}.",
        "How many per cent of the {things}{of} does the bin from {bin} hold?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [(b.bin, b.series) for b in seen(scene)] if scene.scale == "density" else []

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"bin": bin_span(scene, slot[0]), "of": of_series(scene, slot[1])}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        density = read(work, scene, bar_of(scene, *slot))
        share = work.do(
            "multiply",
            density,
            scene.width,
            say=f"A bin is {at_edge(scene, scene.width)} wide, by which the density is multiplied.",
        )
        share = work.do("multiply", share, 100, say="Turn it into per cent.")
        work.do("round", share, 1, say=lambda v: f"That is {number(v, 1)}%.")
        return Number(value=round(share.value, 6), unit="%", decimals=1)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        off = error(scene, resolution, bar_of(scene, *slot)) * scene.width * 100
        return tolerant(answer, off + 0.05 if off else 0.05)


class LineValue(HistogramTemplate):
    """Where the line at the mean or the median stands on the horizontal axis."""

    skill = "retrieval"
    weight = 2.0
    phrasings = (
        "At what value of {quantity} does the line marked '{name}' stand{qunit}?",
        "Where on the horizontal axis is the line marked '{name}'{qunit}?",
        "What {quantity} does the dashed line marked '{name}' stand for{qunit}?",
        "Read the position of the line marked '{name}'{qunit}.",
        "Which value does the line marked '{name}' show{qunit}?",
    )

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return [scene.reference.name] if scene.reference else []

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": slot}

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        places = scene.edge_decimals + 1
        value = work.read("reference", "value", lambda v: f"The line marked '{slot}' stands at "
                          f"{at_edge(scene, v, places)}.")  # fmt: skip
        return Number(value=value.value, unit=scene.quantity_unit, decimals=places)

    def gate(self, scene: Histogram, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        off = max(READ_SHARE * resolution.tick["quantity"], READ_PX * resolution.units_per_px["quantity"])
        return tolerant(answer, off)


TEMPLATES = (
    BinHeight(), BinDensity(), RangeCount(), BelowEdge(), ShareBelow(), CountFromShare(), ShareFromDensity(),
    LineValue(),
)  # fmt: skip
__all__ = ["TEMPLATES", "BinHeight", "LineValue", "RangeCount", "height_words"]
