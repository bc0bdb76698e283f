"""Line charts of real tables: lines, dotted lines, steps, areas and stacked areas, over dates or ordered names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS, Lettering, capital
from scenewright.scenes.bar_chart_cuts import measure_words
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.line_chart_cuts import LineCut, Wish, draw_cut, line_tables, rounded
from scenewright.scenes.tick_values import Format, Ticks, log_ticks, nice_ticks, tick_text

Kind = Literal["line", "dots", "step", "area", "stacked"]
Dash = Literal["solid", "dashed", "dotted"]
Shape = Literal["", "circle", "square", "triangle", "diamond"]
Hue = Literal["", "blue", "red", "green", "orange", "purple"]
Grid = Literal["none", "horizontal", "both"]
LegendPlace = Literal["none", "top", "right", "bottom", "inside", "direct"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

POINTS_MAX = 48
MARKS_MAX = 150
"""Points of one chart: more run into each other."""
LABELS_EVEN = 14
"""Labels along an axis whose places are no dates; of dates, some may go without."""


class LineChartSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = ("line", "dots", "step", "area", "stacked")
    points_min: Annotated[int, msgspec.Meta(ge=3, le=POINTS_MAX)] = 5
    """Relaxed where the tables have fewer names."""
    points_max: Annotated[int, msgspec.Meta(ge=3, le=POINTS_MAX)] = 8
    many: Share = 0.0
    """Share of charts with several series; stacks always have."""
    series_min: Annotated[int, msgspec.Meta(ge=2, le=6)] = 2
    series_max: Annotated[int, msgspec.Meta(ge=2, le=6)] = 3
    printed: Share = 0.0
    """Share of charts that print values: all of a single line's, or those of some points."""
    filtered: Share = 0.4
    """Share of single lines that show one part of the rows, such as one country's."""
    signed: Share = 0.0
    """Share of charts (no areas) with values below zero."""
    gaps: Share = 0.25
    """Share of charts (no stacks) with missing points."""
    log: Share = 0.0
    """Share of charts (no areas) with a logarithmic value axis, where the values span enough."""
    references: Share = 0.15
    """Share of charts (no stacks) with a reference line."""
    covered: Share = 0.1
    """Share of charts with something lying over all lines at one place."""


class Place(Thing, frozen=True, kw_only=True):
    """A place along the horizontal axis."""

    name: str
    at: float
    """Time in years, or the count of places before it."""
    labelled: bool
    """Whether its name is written at the axis; dates in between are left out where there are many."""


class Series(Thing, frozen=True, kw_only=True):
    """One line or layer."""

    name: str
    """As the legend has it; empty where there is only one."""
    dash: Dash = "solid"
    shape: Shape = ""
    """Of its markers; empty for none."""
    hue: Hue = ""
    """The name of its colour; empty where the style is free to choose."""


class Point(Thing, frozen=True, kw_only=True):
    """One value of a series."""

    place: str
    """Name of its place."""
    series: str
    value: float | None
    """In the chart's unit, rounded to the chart's decimals; None where it is missing, so that the line has a gap."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of the value axis."""

    value: float
    text: str


class Reference(Thing, frozen=True, kw_only=True):
    """A level line across the plot."""

    name: str
    value: float


class Cover(Thing, frozen=True, kw_only=True):
    """Something over all lines from one place's left neighbour to its right one, the full height of the plot: a line
    that went on beside a narrower cover would point to what lies below it.
    """

    place: str
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class LineChart(Scene, frozen=True, kw_only=True):
    """A line chart and the numbers behind it. Fonts, widths and (mostly) colours are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    place_axis: Lettering
    value_axis: Lettering
    """The measure with its unit in brackets."""
    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    place_label: str
    place_plural: str
    series_label: str
    series_plural: str
    kind: Kind
    log: bool
    dates: bool
    """Whether places lie where their dates are, rather than at even steps."""
    places: tuple[Place, ...]
    series: tuple[Series, ...]
    """In the order of the legend; layers of a stack from the axis upwards. One without a name if there is only one."""
    points: tuple[Point, ...]
    """Place by place, and at one in the order of the series."""
    decimals: int
    ticks: tuple[Tick, ...]
    """From the lowest to the highest, which are the ends of the axis."""
    grid: Grid
    legend: LegendPlace
    printed: tuple[str, ...] = ()
    """Ids of points whose values are printed, as far as there is room (`Resolution.printed`)."""
    reference: Reference | None = None
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone: for asking after what is not there."""
    absent_series: tuple[str, ...] = ()

    @property
    def orientation(self) -> str:
        """Values go upwards."""
        return "vertical"

    @property
    def note(self) -> Lettering | None:
        """Line charts have no note."""
        return None

    @property
    def many(self) -> bool:
        """Whether there are several series, with names."""
        return len(self.series) > 1

    def point(self, place: str, series: str = "") -> Point | None:
        """The point of a place and series by their names; None if the chart has no such place or series."""
        return _lookup(self).at.get((place, series))

    def of_place(self, place: str) -> tuple[Point, ...]:
        """The points at one place, in the order of the series."""
        return _lookup(self).places.get(place, ())

    def of_series(self, series: str) -> tuple[Point, ...]:
        """The points of one series from left to right, missing ones included."""
        return _lookup(self).series.get(series, ())


class _Lookup(NamedTuple):
    """A chart's points by name."""

    chart: LineChart
    at: dict[tuple[str, str], Point]
    places: dict[str, tuple[Point, ...]]
    series: dict[str, tuple[Point, ...]]


_latest: _Lookup | None = None


def _lookup(chart: LineChart) -> _Lookup:
    """Points by name, kept for the chart asked last: templates ask one chart hundreds of times, then the next."""
    global _latest
    found = _latest
    if found is None or found.chart is not chart:
        places: dict[str, list[Point]] = {}
        series: dict[str, list[Point]] = {}
        for point in chart.points:
            places.setdefault(point.place, []).append(point)
            series.setdefault(point.series, []).append(point)
        found = _latest = _Lookup(
            chart,
            {(point.place, point.series): point for point in chart.points},
            {name: tuple(points) for name, points in places.items()},
            {name: tuple(points) for name, points in series.items()},
        )
    return found


SCENE = LineChart

LEVELS = (
    LineChartSpec(kinds=("line", "dots", "dots", "area"), points_min=4, points_max=7, printed=0.6, gaps=0.15,
                  references=0.1),
    LineChartSpec(kinds=("line", "dots", "step", "area"), points_min=6, points_max=12, printed=0.15, gaps=0.2),
    LineChartSpec(kinds=("line", "line", "dots", "step", "stacked"), points_min=5, points_max=9, many=1.0,
                  series_min=2, series_max=3, printed=0.1),
    LineChartSpec(kinds=("line", "line", "dots", "step", "stacked"), points_min=8, points_max=16, many=0.85,
                  series_min=2, series_max=4, signed=0.3, gaps=0.35, log=0.25, references=0.25, covered=0.25),
    LineChartSpec(kinds=("line", "line", "dots", "step", "stacked"), points_min=12, points_max=36, many=0.9,
                  series_min=3, series_max=6, signed=0.25, gaps=0.35, log=0.3, references=0.25, covered=0.25),
)  # fmt: skip
"""From a line of five points to six of thirty-six."""

_HUES: tuple[Hue, ...] = ("blue", "red", "green", "orange", "purple")
_SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond")
_DASHES: tuple[Dash, ...] = ("solid", "dashed", "dotted")
_GRIDS: tuple[Grid, ...] = ("none", "horizontal", "both")
"""Equally likely, so that none is the better guess."""


def draw_scene(spec: LineChartSpec, rng: np.random.Generator) -> LineChart:
    """A chart of one table, an ordered column and perhaps a second one for the series, a measure and an aggregation.

    `Reject` where no cut of the tables gives points that can be told apart.
    """
    if spec.points_min > spec.points_max or spec.series_min > spec.series_max:
        raise ValueError("a spec's minimum is above its maximum")
    kind: Kind = pick(rng, spec.kinds)
    flat_foot = kind in ("area", "stacked")
    signed = not flat_foot and chance(rng, spec.signed)
    wish = Wish(
        kind=kind,
        many=kind == "stacked" or (kind != "area" and chance(rng, spec.many)),
        points=(spec.points_min, spec.points_max),
        series=(spec.series_min, spec.series_max),
        signed=signed,
        gaps=kind != "stacked" and chance(rng, spec.gaps),
        log=not flat_foot and not signed and chance(rng, spec.log),
        filtered=spec.filtered,
    )
    cut = draw_cut(line_tables(spec.tables), wish, rng)
    if len(cut.names) * max(len(cut.series_names), 1) > MARKS_MAX:
        raise Reject("crowded")
    if not cut.dates and len(cut.names) > LABELS_EVEN + 4:
        raise Reject("crowded")
    return _chart(cut, spec, wish, rng)


def _chart(cut: LineCut, spec: LineChartSpec, wish: Wish, rng: np.random.Generator) -> LineChart:
    flat = [v for row in cut.values for v in row if not math.isnan(v)]
    log = wish.log and min(flat) > 0 and max(flat) / min(flat) > 10
    values, decimals = rounded(cut, log)
    if log and min(v for row in values for v in row if v is not None) <= 0:
        raise Reject("flat_table")
    if len({v for row in values for v in row if v is not None}) < 3:
        raise Reject("flat_table")
    column, second, names = cut.column, cut.second, cut.series_names
    measure = measure_words(cut, rng)
    series = _series(names, cut.kind, rng)
    points = tuple(
        Point(id=f"point{i}.{j}", place=name, series=one.name, value=values[i][j])
        for i, name in enumerate(cut.names)
        for j, one in enumerate(series)
    )
    unit = cut.measure.unit if cut.measure else ""
    by = f"{column.label} and {second.label}" if names and second else column.label
    title = capital(pick(rng, ("{} by {}", "{} by {}", "{} for each {}")).format(measure, by))
    if cut.filter_name and second:
        title += f" ({second.label}: {cut.filter_name})"
    printed = _printed(points, len(series), spec, rng)
    legend: LegendPlace = "none"
    if names:
        legend = weighted(rng, ("top", "right", "bottom", "inside", "direct"), (2, 2, 2, 0 if log else 2, 3))
    reference = _reference(values, decimals, rng) if cut.kind != "stacked" and not log and chance(
        rng, spec.references) else None  # fmt: skip
    covers: tuple[Cover, ...] = ()
    if len(cut.names) > 4 and chance(rng, spec.covered):
        covers = (new_cover(pick(rng, coverable(cut.names, cut.kind, legend)), rng),)
    ticks = _ticks(values, cut.kind, log, legend == "inside", len(series), bool(printed), unit, rng)
    return LineChart(
        table=cut.table.name,
        title=Lettering(id="title", text=title),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        place_axis=Lettering(id="place_axis", text=capital(column.label)),
        value_axis=Lettering(id="value_axis", text=capital(measure) + (f" ({unit})" if unit else "")),
        measure=measure,
        unit=unit,
        unit_name=cut.measure.unit_name if cut.measure and unit else "",
        place_label=column.label,
        place_plural=column.plural,
        series_label=second.label if names and second else "",
        series_plural=second.plural if names and second else "",
        kind=cut.kind,  # type: ignore[arg-type]  # a plain str in the cut
        log=log,
        dates=cut.dates,
        places=_places(cut, rng),
        series=series,
        points=points,
        decimals=decimals,
        ticks=ticks,
        grid=pick(rng, _GRIDS),
        legend=legend,
        printed=printed,
        reference=reference,
        covers=covers,
        hidden=tuple(p.id for p in points if covers and p.place == covers[0].place and p.value is not None),
        absent=tuple(draw(rng, cut.left_out, 6)),
        absent_series=tuple(draw(rng, [n for n in second.names if n not in names], 4)) if names and second else (),
    )


def _series(names: tuple[str, ...], kind: str, rng: np.random.Generator) -> tuple[Series, ...]:
    """Looks by which series can be asked for: a shape, a dash or a colour's name, each only in some charts.

    Dashed lines have markers, or a point might fall into the space between two dashes.
    """
    count = max(len(names), 1)
    filled, marked = kind in ("area", "stacked"), kind == "dots"
    mark = rng.random()
    shapes: list[Shape] = ["circle" if marked else ""] * count
    dashes: list[Dash] = ["solid"] * count
    hues: list[Hue] = [""] * count
    if count > 1 and not filled and kind != "step" and mark < 0.3 and count <= 4:
        shapes = draw(rng, _SHAPES, count)
    elif count > 1 and not filled and kind != "step" and mark < 0.45 and count <= 3:
        dashes, shapes = draw(rng, _DASHES, count), ["circle"] * count
    elif count > 1 and mark < 0.75 and count <= len(_HUES):
        hues = draw(rng, _HUES, count)
    return tuple(
        Series(id=f"series{j}", name=names[j] if names else "", dash=dashes[j], shape=shapes[j], hue=hues[j])
        for j in range(count)
    )


def _places(cut: LineCut, rng: np.random.Generator) -> tuple[Place, ...]:
    """Places along the axis. Of many dates, every second, third, ... is labelled."""
    count = len(cut.names)
    stride = 1
    if cut.dates and count > 8:
        most = between(rng, 7, 13)
        stride = next(k for k in (1, 2, 3, 4, 5, 6, 10, 12) if math.ceil(count / k) <= most)
    return tuple(
        Place(id=f"place{i}", name=name, at=cut.at[i], labelled=i % stride == 0) for i, name in enumerate(cut.names)
    )


def _printed(points: tuple[Point, ...], per: int, spec: LineChartSpec, rng: np.random.Generator) -> tuple[str, ...]:
    """All values of a short single line; else its ends, or its highest point."""
    if not chance(rng, spec.printed):
        return ()
    there = [p for p in points if p.value is not None]
    if per == 1 and len(points) <= 12 and chance(rng, 0.7):
        return tuple(p.id for p in there)
    if chance(rng, 0.5):
        ends = [[p for p in there if p.series == s][k] for s in dict.fromkeys(p.series for p in there) for k in (0, -1)]
        return tuple(p.id for p in ends)
    return (max(there, key=lambda p: p.value or 0.0).id,)


def _reference(values: list[list[float | None]], decimals: int, rng: np.random.Generator) -> Reference | None:
    """A level at a round value amid the points."""
    flat = [v for row in values for v in row if v is not None]
    low, high = min(flat), max(flat)
    step = 10.0 ** math.floor(math.log10((high - low) / 4))
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    value = round(round((low + (0.2 + 0.6 * rng.random()) * (high - low)) / step) * step, places) + 0.0
    if places > decimals or value == 0:
        return None
    return Reference(id="reference", name=pick(rng, ("target", "threshold", "limit", "benchmark")), value=value)


def _ticks(
    values: list[list[float | None]], kind: str, log: bool, inside: bool, series: int, printed: bool, unit: str,
    rng: np.random.Generator,
) -> tuple[Tick, ...]:  # fmt: skip
    """Labelled ticks that cover the values, with room for a legend in the plot or for printed values."""
    flat = [v for row in values for v in row if v is not None]
    low, high = min(flat), max(flat)
    count, cut_off, mark = between(rng, 4, 8), rng.random() < 0.75, rng.random()
    if log:
        numbers, decimals = log_ticks(low, high), 0
    else:
        if kind == "stacked":
            low, high = 0.0, max(sum(v or 0.0 for v in row) for row in values)
        elif kind == "area" or (low > 0 and (low < 0.25 * high or (not cut_off and low < 0.5 * high))):
            low = 0.0
        room = 0.16 + 0.075 * series if inside else 0.06 if printed else 0.0
        found: Ticks = nice_ticks(low, high + room * (high - low), count)
        numbers, decimals = found.values, found.decimals
    form: Format = "plain"
    largest = max(abs(numbers[0]), abs(numbers[-1]))
    if unit == "%" and mark < 0.5:
        form = "percent"
    elif unit == "$" and mark < 0.5:
        form = "dollar"
    elif largest >= 5000 and mark < 0.45:
        form = "short"
    texts = [tick_text(v, max(-math.floor(math.log10(v)), 0) if log else decimals, form) for v in numbers]
    return tuple(Tick(id=f"tick{i}", value=v, text=t) for i, (v, t) in enumerate(zip(numbers, texts, strict=True)))


def coverable(names: Sequence[str], kind: str, legend: str) -> Sequence[str]:
    """Places that may be covered: not the last one where names at the lines' ends tell of it, nor the last but one on
    either side of an area, whose end would be left without width.
    """
    shown = names[: len(names) - (legend == "direct")]
    inner = [n for i, n in enumerate(names) if kind not in ("area", "stacked") or i not in (1, len(names) - 2)]
    return [name for name in inner if name in shown]


def new_cover(place: str, rng: np.random.Generator) -> Cover:
    """A cover of random material over a place."""
    return Cover(id="cover", place=place, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))


def measure(scene: LineChart) -> dict[str, float]:
    """`difficulty`: bits to find a point among all, and a bit for each thing that makes reading harder."""
    there = [p for p in scene.points if p.value is not None]
    gaps = len(scene.points) - len(there)
    negative = any((p.value or 0.0) < 0 for p in there)
    unlabelled = sum(not place.labelled for place in scene.places) / len(scene.places)
    difficulty = float(np.log2(len(there)))
    difficulty += 1.5 * (1 - len(scene.printed) / len(there)) + 1.0 * (scene.kind == "stacked") + 0.7 * scene.log
    difficulty += 0.4 * (gaps > 0) + 0.5 * negative + 0.5 * bool(scene.covers) + unlabelled
    return {
        "difficulty": round(difficulty, 3),
        "points": float(len(there)),
        "places": float(len(scene.places)),
        "series": float(len(scene.series)),
        "printed": float(len(scene.printed)),
        "gaps": float(gaps),
        "log": float(scene.log),
    }
