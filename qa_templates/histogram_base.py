"""What the questions on histograms share: how bins are named, read and added up, as finely as the picture allows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number, with_unit
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.plot_words import APART_PX, READ_PX, READ_SHARE, printed_in, ranks_apart, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import number
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.histogram import Bar, Histogram

# -- words -----------------------------------------------------------------------------------------------------------


def at_edge(scene: Histogram, value: float, decimals: int | None = None) -> str:
    """A value of the quantity with its unit: `4,000 g`, `$4,000`."""
    return _figure(value, scene.edge_decimals if decimals is None else decimals, scene.quantity_unit)


@lru_cache(4096)
def _figure(value: float, places: int, unit: str) -> str:
    return with_unit(number(value, places), unit)


def span(scene: Histogram, low: float, high: float) -> str:
    """`3,500 to 4,000 g`, `$3,500 to $4,000`, `10% to 15%`."""
    return _span(low, high, scene.edge_decimals, scene.quantity_unit)


@lru_cache(4096)
def _span(low: float, high: float, places: int, unit: str) -> str:
    joined = unit in ("", "%", "°") or "$" in unit
    return f"{_figure(low, places, unit if joined else '')} to {_figure(high, places, unit)}"


def bin_span(scene: Histogram, place: int) -> str:
    """A bin by its edges."""
    return span(scene, scene.edges[place].value, scene.edges[place + 1].value)


def bin_label(scene: Histogram, place: int) -> Label:
    """A bin as an answer, in the forms that people write."""
    low, high = scene.edges[place].value, scene.edges[place + 1].value
    a, b = number(low, scene.edge_decimals), number(high, scene.edge_decimals)
    first, last = at_edge(scene, low), at_edge(scene, high)
    forms = []
    for x, y in ((a, b), (a, last), (first, last)):
        forms += [f"{x} to {y}", f"from {x} to {y}", f"{x}–{y}", f"{x}-{y}", f"{x} - {y}", f"between {x} and {y}"]
    forms += [f"{a}, {b}", f"{a}; {b}"]
    if "," in a + b:
        forms += [form.replace(",", "") for form in forms[:-2]]
    value = span(scene, low, high)
    return Label(value=value, accepted=tuple(f for f in dict.fromkeys(forms) if f != value))


def of_series(scene: Histogram, series: str) -> str:
    """` for Japan`, or nothing where there is one distribution."""
    return f" for {who(scene.series_label, series)}" if series else ""


def height_words(scene: Histogram, value: float) -> str:
    """A height as a sentence has it: `26 penguins`, `12.5% of the penguins`, `0.012 per g`."""
    text = with_unit(number(value, scene.decimals), scene.unit)
    if scene.scale == "density":
        return text
    return f"{text} of the {scene.things}" if scene.scale == "share" else f"{text} {counted(scene, value)}"


def counted(scene: Histogram, value: float) -> str:
    """What is counted, in the singular for one."""
    if value != 1:
        return scene.things
    head, *rest = scene.things.split(" on record")
    one = head.removesuffix("s")
    return one + (" on record" if rest else "")


# -- reading ---------------------------------------------------------------------------------------------------------


def bar_of(scene: Histogram, place: int, series: str) -> Bar:
    """The bar that a slot names, which is there."""
    bar = scene.bar(place, series)
    if bar is None:
        raise Reject("not_applicable")
    return bar


def read(work: Work, scene: Histogram, bar: Bar) -> Known:
    """Read one bar's height."""
    of = of_series(scene, bar.series)
    shown = height_words(scene, bar.value)
    if scene.cumulative:
        return work.read(bar.id, "value", f"Up to {at_edge(scene, bar.high)}, the running total is {shown}.")
    held = "has a density of" if scene.scale == "density" else "holds"
    return work.read(bar.id, "value", f"The bin {span(scene, bar.low, bar.high)}{of} {held} {shown}.")


def needed(scene: Histogram, series: str, first: int, last: int) -> list[Bar]:
    """The bars that tell what bins `first` to `last` hold together: all of them, or the totals at their two ends."""
    if scene.cumulative:
        bars = [bar_of(scene, last, series)]
        return bars if first == 0 else [bar_of(scene, first - 1, series), *bars]
    return [bar_of(scene, i, series) for i in range(first, last + 1)]


def total(work: Work, scene: Histogram, series: str, first: int, last: int) -> Known:
    """What bins `first` to `last` hold together: added up, or as the difference of two running totals."""
    known = [read(work, scene, bar) for bar in needed(scene, series, first, last)]
    if len(known) == 1:
        return known[0]
    if scene.cumulative:
        found = work.do("subtract", known[1], known[0], say="Take the earlier total from the later one.")
    else:
        found = work.do("sum", known, say="Add them up.")
    return work.do("round", found, scene.decimals, say=lambda v: f"That makes {height_words(scene, v)}.")


def quantity(scene: Histogram, value: float) -> Number:
    """A height as an answer."""
    return Number(value=round(value, scene.decimals) + 0.0, unit="" if scene.scale == "density" else scene.unit,
                  decimals=scene.decimals)  # fmt: skip


def error(scene: Histogram, resolution: Resolution, bar: Bar) -> float:
    """How far a careful reading of a height may be off: 0 where it is printed, or where the bin is plainly empty."""
    if bar.id in printed_in(resolution) or bar.value == 0:
        return 0.0
    return max(READ_SHARE * resolution.tick["value"], READ_PX * resolution.units_per_px["value"])


def combined(scene: Histogram, resolution: Resolution, bars: Sequence[Bar]) -> float:
    """Error of a sum or difference of independent readings."""
    return math.sqrt(sum(error(scene, resolution, bar) ** 2 for bar in bars))


def need_apart(scene: Histogram, resolution: Resolution, a: Bar, b: Bar) -> None:
    """`Reject("tie")` for equal heights, `Reject("margin")` where a viewer can't tell which is greater."""
    if abs(a.value - b.value) < 0.5 * 10.0**-scene.decimals:
        raise Reject("tie")
    if a.id in printed_in(resolution) and b.id in printed_in(resolution):
        return
    if abs(a.value - b.value) < APART_PX * resolution.units_per_px["value"]:
        raise Reject("margin")


# -- slots -----------------------------------------------------------------------------------------------------------


def names(scene: Histogram) -> list[str]:
    """The distributions by name."""
    return [series.name for series in scene.series]


def seen(scene: Histogram) -> list[Bar]:
    """Bars that are not covered and not empty."""
    hidden = set(scene.hidden)
    return [bar for bar in scene.bars if bar.count and bar.id not in hidden]


def runs(scene: Histogram, most: int = 12) -> list[tuple[int, int]]:
    """Runs `(first, last)` of two bins or more that nothing covers, up to the length that a reader would add up."""
    bad = {cover.bin for cover in scene.covers}
    out = [
        (first, last)
        for first in range(scene.bins)
        for last in range(first + 1, min(first + most, scene.bins))
        if not bad & set(range(first, last + 1)) and (first, last) != (0, scene.bins - 1)
    ]
    return out if len(out) <= 40 else [out[i * len(out) // 40] for i in range(40)]


def axis_span(scene: Histogram) -> float:
    """Length of the value axis in units."""
    return scene.ticks[-1].value - scene.ticks[0].value


def clear_ranks(scene: Histogram, bars: Sequence[Bar]) -> list[tuple[int, bool]]:
    """Ranks whose holder differs visibly from those next in rank."""
    return ranks_apart([bar.value for bar in bars], 0.015 * axis_span(scene))


def bare(scene: Histogram) -> bool:
    """Whether nothing is covered."""
    return not scene.covers


def verdict(work: Work, op: str, *inputs: Any, said: str) -> Answer:
    """Yes or no by a comparison; `said` has a place for `not ` and one for the answer."""
    found = work.do(op, *inputs, say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))
    return Boolean(value=found.value)


class HistogramTemplate(Template[Histogram]):
    """A question on a histogram. `common` gives the fields that most phrasings use."""

    def common(self, scene: Histogram) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        share = scene.scale == "share"
        unit = scene.quantity_unit_name
        return {
            "quantity": scene.quantity,
            "qunit": f", in {unit}" if unit else "",
            "things": scene.things,
            "how_many": f"what percentage of the {scene.things}" if share else f"how many {scene.things}",
            "How_many": f"What percentage of the {scene.things}" if share else f"How many {scene.things}",
            "fall": "falls" if share else "fall",
            "have": "has" if share else "have",
            "are": "is" if share else "are",
            "number_of": f"percentage of {scene.things}" if share else f"number of {scene.things}",
            "slabel": scene.series_label,
            "slabels": scene.series_plural,
        }

    def words(self, scene: Histogram, slot: Any) -> Mapping[str, str]:
        return self.common(scene)
