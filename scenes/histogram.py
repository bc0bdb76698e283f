"""Histograms of real columns: counts, shares, densities or running totals, of one distribution or of two."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS, Lettering, capital
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.distribution_cuts import Distribution, Wish, distributions, things_of
from scenewright.scenes.table_source import load_tables
from scenewright.scenes.tick_values import Format, figure_text, nice_ticks, tick_text

Scale = Literal["count", "share", "density"]
Arrangement = Literal["single", "overlaid", "side_by_side"]
Grid = Literal["none", "horizontal", "both"]
LegendPlace = Literal["none", "top", "right", "bottom"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

FEW_SCENES = True
"""A bundled table has few columns, and a column few good widths of bins."""

BINS_MAX = 30
FAINT = 0.012
"""Least height of a bar that is not empty, as a share of the highest: a lower one would look like none."""
CONVENTION = "Bins include their lower edge"
"""How values at an edge are counted, as the note says it."""


class HistogramSpec(Spec, frozen=True, kw_only=True):
    """What histograms are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    bins_min: Annotated[int, msgspec.Meta(ge=4, le=BINS_MAX)] = 5
    bins_max: Annotated[int, msgspec.Meta(ge=4, le=BINS_MAX)] = 10
    two: Share = 0.0
    """Share of charts with two distributions, where the tables have two groups with rows enough."""
    shares: Share = 0.2
    """Share of charts whose value axis has shares of all values, in per cent."""
    densities: Share = 0.0
    cumulative: Share = 0.0
    """Share of charts of one distribution whose bars show running totals."""
    printed: Share = 0.0
    """Share of charts that print each bar's height."""
    filtered: Share = 0.4
    """Share of single distributions that show one part of the rows."""
    references: Share = 0.3
    """Share of charts of one distribution with a line at the mean or at the median."""
    covered: Share = 0.15
    """Share of charts of counts with something lying over one bin."""


class Edge(Thing, frozen=True, kw_only=True):
    """An edge between two bins, which has a tick on the horizontal axis."""

    value: float
    text: str
    labelled: bool
    """Whether its number stands at the axis."""


class Series(Thing, frozen=True, kw_only=True):
    """One distribution."""

    name: str
    """As the legend has it; empty where there is only one."""
    total: int
    """How many values it has."""


class Bar(Thing, frozen=True, kw_only=True):
    """What one bin holds of one distribution."""

    bin: int
    """Counted from 0 on the left."""
    series: str
    low: float
    high: float
    """Its values are at least `low` and less than `high`."""
    count: int
    """Values in the bin."""
    value: float
    """Height on the value axis, rounded to the chart's decimals."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of the value axis."""

    value: float
    text: str


class Reference(Thing, frozen=True, kw_only=True):
    """An upright line at the mean or the median of all values."""

    name: Literal["mean", "median"]
    value: float


class Cover(Thing, frozen=True, kw_only=True):
    """Something over all that is drawn in one bin, the full height of the plot."""

    bin: int
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class Histogram(Scene, frozen=True, kw_only=True):
    """A histogram and the numbers behind it. Fonts, fills and colours are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    place_axis: Lettering
    """The quantity with its unit in brackets."""
    value_axis: Lettering
    note: Lettering | None
    """How values at an edge are counted, and (not where a bin is covered) how many values there are."""
    measure: str
    """What the heights are, as in a sentence: `number of penguins`, `share of penguins`, `density`."""
    unit: str
    """Of the heights."""
    unit_name: str
    quantity: str
    """What the values are: `body mass`."""
    quantity_unit: str
    quantity_unit_name: str
    things: str
    """What is counted, in the plural."""
    series_label: str
    series_plural: str
    scale: Scale
    cumulative: bool
    """Heights are those of the bin and of all bins to the left of it together."""
    arrangement: Arrangement
    width: float
    """Of a bin."""
    edges: tuple[Edge, ...]
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    """Bin by bin, and in one in the order of the series. Empty bins have bars of height 0."""
    decimals: int
    """Of the heights."""
    edge_decimals: int
    ticks: tuple[Tick, ...]
    grid: Grid
    legend: LegendPlace
    printed: bool
    """Whether heights are printed at the bars, as far as there is room (`Resolution.printed`)."""
    reference: Reference | None = None
    covers: tuple[Cover, ...] = ()
    absent_series: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone."""

    @property
    def orientation(self) -> str:
        """Heights go upwards."""
        return "vertical"

    @property
    def many(self) -> bool:
        """Whether there are two distributions."""
        return len(self.series) > 1

    @property
    def bins(self) -> int:
        """How many bins there are, empty ones included."""
        return len(self.edges) - 1

    def of_series(self, series: str) -> tuple[Bar, ...]:
        """Bars of one distribution from left to right."""
        return _lookup(self).series.get(series, ())

    def bar(self, place: int, series: str = "") -> Bar | None:
        """The bar of a bin; None if there is no such bin or series."""
        return _lookup(self).at.get((place, series))


class _Lookup(NamedTuple):
    """A chart's bars by name."""

    chart: Histogram
    at: dict[tuple[int, str], Bar]
    series: dict[str, tuple[Bar, ...]]


_latest: _Lookup | None = None


def _lookup(chart: Histogram) -> _Lookup:
    """Bars by name, kept for the chart asked last: templates ask one chart hundreds of times, then the next."""
    global _latest
    found = _latest
    if found is None or found.chart is not chart:
        found = _latest = _Lookup(
            chart,
            {(bar.bin, bar.series): bar for bar in chart.bars},
            {s.name: tuple(bar for bar in chart.bars if bar.series == s.name) for s in chart.series},
        )
    return found


SCENE = Histogram

LEVELS = (
    HistogramSpec(bins_min=5, bins_max=8, shares=0.15, printed=0.6, references=0.35),
    HistogramSpec(bins_min=7, bins_max=12, shares=0.25, densities=0.05, printed=0.15, references=0.35),
    HistogramSpec(bins_min=6, bins_max=12, two=0.75, shares=0.3, cumulative=0.2, printed=0.1),
    HistogramSpec(bins_min=9, bins_max=17, two=0.5, shares=0.25, densities=0.25, cumulative=0.3, covered=0.25),
    HistogramSpec(bins_min=14, bins_max=26, two=0.5, shares=0.2, densities=0.3, cumulative=0.3, covered=0.25),
)  # fmt: skip
"""From a few printed bars to two distributions of twenty bins and more."""

_GRIDS: tuple[Grid, ...] = ("none", "horizontal", "both")
_LEANS = ("", "", "left", "left", "left", "left", "left", "right")
"""Which tail should be the longer one: real columns lean to the right far more often than to the left."""


def draw_scene(spec: HistogramSpec, rng: np.random.Generator) -> Histogram:
    """A chart of one measure of a table. `Reject` where no measure makes bins that can be read."""
    if spec.bins_min > spec.bins_max:
        raise ValueError("a spec's minimum is above its maximum")
    two = chance(rng, spec.two)
    wish = Wish(groups=(2, 2) if two else (1, 1), filtered=spec.filtered)
    lean = pick(rng, _LEANS)
    for attempt, found in enumerate(distributions(load_tables(spec.tables), wish, rng)):
        binned = bin_values(found, (spec.bins_min, spec.bins_max), rng)
        if binned is None:
            continue
        if lean and attempt < 24 and skewness(binned.counts[0]) * (1 if lean == "right" else -1) < 0.5:
            continue
        return _chart(found, binned, spec, rng)
    raise Reject("flat_table")


class Binned(NamedTuple):
    """Counts by series and bin."""

    edges: list[float]
    width: float
    decimals: int
    counts: list[list[int]]


def bin_values(found: Distribution, bins: tuple[int, int], rng: np.random.Generator) -> Binned | None:
    """Bins of a round width whose edges are multiples of it; None where none gives bars that can be read."""
    fit = _widths(min(found.lows), max(found.highs), 10.0**-found.measure.decimals, bins)
    if not fit:
        return None
    width, first, last = pick(rng, fit)
    counts = []
    for values, counted in zip(found.values, found.counted, strict=True):
        key = (width, first, last - first)
        if key not in counted:
            places = np.floor(np.round(values / width, 7)).astype(np.int64) - first
            made = np.bincount(places, minlength=last - first).tolist()
            counted[key] = made if _legible(made) else []
        if not counted[key]:
            return None
        counts.append(counted[key])
    decimals = next(d for d in range(10) if abs(round(width, d) - width) < width * 1e-6 or d == 9)
    edges = [round(i * width, decimals) + 0.0 for i in range(first, last + 1)]
    return Binned(edges, width, decimals, counts)


@lru_cache(8192)
def _widths(low: float, high: float, finest: float, bins: tuple[int, int]) -> list[tuple[float, int, int]]:
    """Round widths that make so many bins: each with the numbers of the first bin and of one past the last."""
    if not (math.isfinite(low) and math.isfinite(high)) or high - low < 3 * finest:
        return []
    fit = []
    power = math.floor(math.log10((high - low) / bins[0]))
    for exponent in (power - 1, power):
        for factor in (1.0, 2.0, 2.5, 5.0):
            width = round(factor * 10.0**exponent, max(1 - exponent, 0))
            first, last = math.floor(low / width + 1e-9), math.floor(high / width + 1e-9) + 1
            whole = abs(width / finest - round(width / finest)) < 1e-6 and width >= finest * 0.999
            if bins[0] <= last - first <= bins[1] and whole:
                fit.append((width, first, last))
    return fit


def _legible(counts: list[int]) -> bool:
    there, most = [c for c in counts if c], max(counts)
    if len(there) * 2 < len(counts) or len(there) < 4 or most > 0.6 * sum(counts):
        return False
    return min(there) >= FAINT * most and len(set(there)) >= 3


def skewness(counts: list[int]) -> float:
    """The third standardised moment of binned values, each taken to lie in the middle of its bin."""
    total = sum(counts)
    mean = sum(i * n for i, n in enumerate(counts)) / total
    second = sum((i - mean) ** 2 * n for i, n in enumerate(counts)) / total
    third = sum((i - mean) ** 3 * n for i, n in enumerate(counts)) / total
    return round(third / second**1.5, 4) if second else 0.0


def _chart(found: Distribution, binned: Binned, spec: HistogramSpec, rng: np.random.Generator) -> Histogram:
    names, measure = found.names, found.measure
    mark = rng.random()
    scale: Scale = "share" if mark < spec.shares else "density" if mark < spec.shares + spec.densities else "count"
    if scale == "density" and max(max(counts) / sum(counts) for counts in binned.counts) < 1e-5 * binned.width:
        scale = "count"  # densities of nothing but zeros
    cumulative = not names and scale != "density" and chance(rng, spec.cumulative)
    series = tuple(
        Series(id=f"series{j}", name=names[j] if names else "", total=sum(counts))
        for j, counts in enumerate(binned.counts)
    )
    reference = None
    if not names and chance(rng, spec.references):
        name: Literal["mean", "median"] = pick(rng, ("mean", "median"))
        value = float(np.mean(found.values[0]) if name == "mean" else np.median(found.values[0]))
        reference = Reference(id="reference", name=name, value=round(value, binned.decimals + 1))
    bars, decimals = _bars(binned, series, scale, cumulative)
    covers: tuple[Cover, ...] = ()
    if scale == "count" and not (cumulative or reference) and chance(rng, spec.covered):
        covers = (new_cover(pick(rng, coverable(bars)), rng),)
    things, unit = things_of(found.table), measure.unit
    return Histogram(
        table=found.table.name,
        title=Lettering(id="title", text=_title(found, things, cumulative, rng)),
        subtitle=Lettering(id="subtitle", text=found.table.title),
        place_axis=Lettering(id="place_axis", text=capital(measure.label) + (f" ({unit})" if unit else "")),
        value_axis=Lettering(id="value_axis", text=_value_title(scale, cumulative, bool(names), things, unit)),
        note=Lettering(id="note", text=note_of(series, things, bool(covers))),
        measure={"count": f"number of {things}", "share": f"share of {things}", "density": "density"}[scale],
        unit="%" if scale == "share" else per(unit) if scale == "density" else "",
        unit_name="per cent" if scale == "share" else "",
        quantity=measure.label,
        quantity_unit=unit,
        quantity_unit_name=measure.unit_name if unit else "",
        things=things,
        series_label=found.column.label if names and found.column else "",
        series_plural=found.column.plural if names and found.column else "",
        scale=scale,
        cumulative=cumulative,
        arrangement="single" if not names else _arrangement(binned, pick(rng, ("overlaid", "side_by_side"))),
        width=round(binned.width, binned.decimals),
        edges=_edges(binned, unit, rng),
        series=series,
        bars=bars,
        decimals=decimals,
        edge_decimals=binned.decimals,
        ticks=_ticks(bars, scale, rng),
        grid=pick(rng, _GRIDS),
        legend=weighted(rng, ("top", "right", "bottom"), (2, 2, 2)) if names else "none",
        printed=not (names and len(binned.counts[0]) > 8) and chance(rng, spec.printed),
        reference=reference,
        covers=covers,
        hidden=tuple(b.id for b in bars if covers and b.bin == covers[0].bin),
        absent_series=tuple(draw(rng, found.left_out, 4)) if names else (),
    )


def _arrangement(binned: Binned, wish: Arrangement) -> Arrangement:
    """As wished, but beside each other where two lines would run on top of each other in many bins."""
    first, second = ([c / sum(counts) for c in counts] for counts in binned.counts)
    least = 0.03 * max(*first, *second)
    close = sum(abs(a - b) < least for a, b in zip(first, second, strict=True) if a and b)
    return wish if close * 6 <= sum(1 for a, b in zip(first, second, strict=True) if a and b) else "side_by_side"


def _bars(binned: Binned, series: tuple[Series, ...], scale: Scale, cumulative: bool) -> tuple[tuple[Bar, ...], int]:
    """The bars, and the decimals of their heights: whole numbers, tenths of a per cent, or three digits."""
    heights = []
    for counts, one in zip(binned.counts, series, strict=True):
        shown = np.cumsum(counts).tolist() if cumulative else counts
        size = {"count": 1.0, "share": one.total / 100, "density": one.total * binned.width}[scale]
        heights.append([c / size for c in shown])
    decimals = {"count": 0, "share": 1}.get(scale, 0)
    if scale == "density":
        decimals = min(max(2 - math.floor(math.log10(max(map(max, heights)))), 0), 9)
    bars = tuple(
        Bar(
            id=f"bar{i}.{j}", bin=i, series=one.name, low=binned.edges[i], high=binned.edges[i + 1],
            count=binned.counts[j][i], value=round(heights[j][i], decimals) + 0.0,
        )
        for i in range(len(binned.edges) - 1)
        for j, one in enumerate(series)
    )  # fmt: skip
    return bars, decimals


def _title(found: Distribution, things: str, cumulative: bool, rng: np.random.Generator) -> str:
    """Names the quantity, and the column that the groups are of or the part that is shown."""
    label = found.measure.label
    forms: tuple[str, ...] = (
        "Distribution of {m}",
        "{m}: how the values are spread",
        "Spread of {m}",
        "Histogram of {m}",
    )
    if cumulative:
        forms = ("Cumulative distribution of {m}", "Running total of {m}", "Cumulative histogram of {m}")
    by = f" by {found.column.label}" if found.names and found.column else ""
    part = f" ({found.column.label}: {found.filter_name})" if found.column and not by else ""
    return capital(pick(rng, forms).format(m=label + by)) + part


def _value_title(scale: Scale, cumulative: bool, many: bool, things: str, unit: str) -> str:
    if scale == "density":
        return f"Density ({per(unit)})" if unit else "Density"
    words = f"Number of {things}" if scale == "count" else f"Share of {things}{' of each group' if many else ''} (%)"
    return f"Cumulative {words[0].lower()}{words[1:]}" if cumulative else words


def per(unit: str) -> str:
    """The unit of a density: `per g`, `per year`; empty where the quantity has none."""
    one = unit.removesuffix("s") if len(unit) > 3 else unit
    return f"per {one}" if unit else ""


def note_of(series: tuple[Series, ...], things: str, covered: bool) -> str:
    """How values at an edge are counted, and how many there are: not where that would tell of what is covered."""
    if covered:
        return f"{CONVENTION}."
    totals = ", ".join(f"{s.name}: {s.total:,}" for s in series) if len(series) > 1 else f"{series[0].total:,} {things}"
    return f"{CONVENTION}. n = {totals}." if len(series) == 1 else f"{CONVENTION}. n of {totals}."


def _edges(binned: Binned, unit: str, rng: np.random.Generator) -> tuple[Edge, ...]:
    count = len(binned.edges)
    stride = 1 if count <= 9 else pick(rng, (1, 2)) if count <= 14 else 2 if count <= 24 else 4
    largest, mark = max(abs(binned.edges[0]), abs(binned.edges[-1])), rng.random()
    form: Format = "plain"
    if unit == "$" and mark < 0.5:
        form = "dollar"
    elif unit == "%" and mark < 0.3:
        form = "percent"
    elif largest >= 5000 and mark < 0.4:
        form = "short"
    start = next((i for i in range(stride) if abs(binned.edges[i] / (binned.width * stride)) % 1 < 1e-6), 0)
    return tuple(
        Edge(id=f"edge{i}", value=v, text=tick_text(v, binned.decimals, form), labelled=i % stride == start % stride)
        for i, v in enumerate(binned.edges)
    )


def _ticks(bars: tuple[Bar, ...], scale: Scale, rng: np.random.Generator) -> tuple[Tick, ...]:
    """Ticks from 0 to above the highest bar; whole numbers for counts."""
    found = nice_ticks(0.0, max(b.value for b in bars) * 1.04, between(rng, 4, 8))
    values, decimals = found.values, found.decimals
    if scale == "count" and decimals:
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if s >= found.step)
        values, decimals = tuple(float(step * i) for i in range(math.ceil(values[-1] / step) + 1)), 0
    percent = scale == "share" and chance(rng, 0.4)
    return tuple(
        Tick(id=f"tick{i}", value=v, text=tick_text(v, decimals, "percent") if percent else figure_text(v, decimals))
        for i, v in enumerate(values)
    )


def coverable(bars: tuple[Bar, ...]) -> list[int]:
    """Bins that may be covered: not the highest bar's, which the axis tells of, nor empty ones or those at the ends."""
    top = max(bar.value for bar in bars)
    bad = {bar.bin for bar in bars if bar.value >= 0.96 * top}
    there = {bar.bin for bar in bars if bar.count}
    last = bars[-1].bin
    return [i for i in range(1, last) if i in there and i not in bad] or [1]


def new_cover(place: int, rng: np.random.Generator) -> Cover:
    """A cover of random material over a bin."""
    return Cover(id="cover", bin=place, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))


def measure(scene: Histogram) -> dict[str, float]:
    """`difficulty`: bits to find a bar among all, and a bit for each thing that makes reading harder."""
    there = sum(bar.count > 0 for bar in scene.bars)
    difficulty = math.log2(there) + 1.2 * (not scene.printed) + 0.8 * scene.many + 0.8 * scene.cumulative
    difficulty += 0.7 * (scene.scale == "density") + 0.3 * (scene.scale == "share") + 0.3 * bool(scene.covers)
    difficulty += sum(not e.labelled for e in scene.edges) / len(scene.edges)
    return {
        "difficulty": round(difficulty, 3),
        "bins": float(scene.bins),
        "series": float(len(scene.series)),
        "values": float(sum(s.total for s in scene.series)),
        "empty": float(sum(bar.count == 0 for bar in scene.bars)),
        "cumulative": float(scene.cumulative),
    }
