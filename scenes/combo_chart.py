"""Combined charts of real tables: bars of one measure and a line of another, each with its own value axis."""

from __future__ import annotations

import math
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS, Lettering, capital
from scenewright.scenes.bar_chart_cuts import Cut, measure_words
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.combo_chart_cuts import ComboCut, Wish, draw_cut, shown
from scenewright.scenes.line_chart import Dash, Hue, Shape, Share
from scenewright.scenes.tick_values import Format, Ticks, nice_ticks, tick_text

Side = Literal["left", "right"]
Grid = Literal["none", "horizontal"]
LegendPlace = Literal["top", "bottom", "inside"]

PLACES_MAX = 24
LABELS_MAX = 14
"""Names along an axis; of more, each second or third is written."""


class ComboChartSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    places_min: Annotated[int, msgspec.Meta(ge=3, le=PLACES_MAX)] = 4
    """Relaxed where the tables have fewer names."""
    places_max: Annotated[int, msgspec.Meta(ge=3, le=PLACES_MAX)] = 6
    printed: Share = 0.0
    """Share of charts that print the values of the bars, of the line or of both."""
    aligned: Share = 0.7
    """Share of charts whose two axes have their ticks at the same heights, where that can be."""
    bars_right: Share = 0.3
    """Share of charts whose bars are read on the right axis and the line on the left one."""
    filtered: Share = 0.3
    """Share of charts that show one part of the rows, such as one country's."""
    signed: Share = 0.0
    """Share of charts with values below zero."""
    gaps: Share = 0.1
    """Share of charts whose line lacks a point."""
    covered: Share = 0.1
    """Share of charts with something lying over one place."""


class Place(Thing, frozen=True, kw_only=True):
    """A place along the horizontal axis."""

    name: str
    labelled: bool
    """Whether its name is written at the axis."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of one of the two value axes."""

    value: float
    text: str


class Series(Thing, frozen=True, kw_only=True):
    """The bars (id `bars`) or the line (id `line`): one measure, with an axis of its own."""

    name: str
    """As the legend has it: the measure with a capital letter."""
    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    decimals: int
    side: Side
    """Where its axis stands."""
    ticks: tuple[Tick, ...]
    """From the lowest to the highest, which are the ends of the axis."""
    hue: Hue = ""
    """The name of its colour; empty where the style is free to choose."""
    shape: Shape = ""
    """Of the line's markers; empty for none, and for bars."""
    dash: Dash = "solid"


class Point(Thing, frozen=True, kw_only=True):
    """A bar or a point of the line."""

    place: str
    series: str
    """`bars` or `line`."""
    value: float | None
    """In the unit of its series; None where it is missing."""


class Cover(Thing, frozen=True, kw_only=True):
    """Something over one place, the full height of the plot."""

    place: str
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class ComboChart(Scene, frozen=True, kw_only=True):
    """A combined chart and the numbers behind it."""

    table: str
    title: Lettering
    subtitle: Lettering
    place_axis: Lettering
    left_axis: Lettering
    right_axis: Lettering
    """The measures with their units in brackets."""
    place_label: str
    place_plural: str
    ordered: bool
    """Whether places follow each other in time or by size."""
    places: tuple[Place, ...]
    bars: Series
    line: Series
    points: tuple[Point, ...]
    """All bars from left to right, then all points of the line."""
    grid: Grid
    """Lines across the plot at the ticks of the left axis."""
    legend: LegendPlace
    line_first: bool
    """Whether the legend names the line before the bars."""
    printed: tuple[str, ...] = ()
    """Ids of bars and points whose values are printed, as far as there is room (`Resolution.printed`)."""
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone: for asking after what is not there."""

    @property
    def both(self) -> tuple[Series, Series]:
        """The bars and the line."""
        return (self.bars, self.line)

    def series(self, id: str) -> Series:
        """The bars or the line by their id."""
        return self.bars if id == "bars" else self.line

    def on(self, side: str) -> Series:
        """Whose axis stands on a side."""
        return self.bars if self.bars.side == side else self.line

    def axis(self, side: str) -> Lettering:
        """The title of the axis on a side."""
        return self.left_axis if side == "left" else self.right_axis

    def row(self, series: str) -> tuple[Point, ...]:
        """All bars, or all points of the line, from left to right, missing ones included."""
        count = len(self.places)
        return self.points[:count] if series == "bars" else self.points[count:]

    def point(self, place: str, series: str) -> Point | None:
        """The bar or point of a place by its name; None if the chart has no such place."""
        return next((p for p in self.row(series) if p.place == place), None)


SCENE = ComboChart

LEVELS = (
    ComboChartSpec(places_min=4, places_max=6, printed=0.65, aligned=0.85, bars_right=0.15, gaps=0.0),
    ComboChartSpec(places_min=5, places_max=9, printed=0.25, aligned=0.75, bars_right=0.25),
    ComboChartSpec(places_min=7, places_max=12, printed=0.1, aligned=0.6, gaps=0.2),
    ComboChartSpec(places_min=8, places_max=16, printed=0.05, aligned=0.5, signed=0.35, gaps=0.3, covered=0.25,
                   bars_right=0.4),
    ComboChartSpec(places_min=12, places_max=22, aligned=0.35, signed=0.3, gaps=0.35, covered=0.25, bars_right=0.5),
)  # fmt: skip
"""From four places with printed values to twenty-two with two axes of unlike steps."""

_HUES: tuple[Hue, ...] = ("blue", "red", "green", "orange", "purple")
_SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond")


class _Row(NamedTuple):
    """One of the two quantities while its chart is made."""

    cut: Cut
    values: list[float]
    decimals: int
    measure: str

    @property
    def unit(self) -> str:
        return self.cut.measure.unit if self.cut.measure else ""


def draw_scene(spec: ComboChartSpec, rng: np.random.Generator) -> ComboChart:
    """A chart of one table, one of its columns and two quantities of it.

    Which quantity makes the bars is random, so that words tell nothing of axes. `Reject` where no cut of the tables
    gives bars and points that can be told apart.
    """
    if spec.places_min > spec.places_max:
        raise ValueError("a spec's minimum is above its maximum")
    signed = chance(rng, spec.signed)
    cut = draw_cut(spec.tables, Wish((spec.places_min, spec.places_max), spec.filtered, signed), rng)
    (tops, first), (heights, second) = shown(cut)
    if len(set(tops)) < 3 or len(set(heights)) < 3 or 0.0 in tops:
        raise Reject("flat_table")
    words = measure_words(cut.bars, rng), measure_words(cut.line, rng)
    if words[0] == words[1]:
        raise Reject("flat_table")
    return _chart(cut, _Row(cut.bars, tops, first, words[0]), _Row(cut.line, heights, second, words[1]), spec, rng)


def _chart(cut: ComboCut, bars: _Row, line: _Row, spec: ComboChartSpec, rng: np.random.Generator) -> ComboChart:
    column, names = cut.bars.column, cut.bars.names
    legend: LegendPlace = weighted(rng, ("top", "bottom", "inside"), (1, 1, 1))
    bars_side: Side = "right" if chance(rng, spec.bars_right) else "left"
    points = _points(names, bars.values, line.values, chance(rng, spec.gaps), rng)
    printed = _printed(points, len(names), spec, rng)
    room = 0.28 if legend == "inside" else 0.08 if printed else 0.03
    first, second = _series(bars, line, bars_side, room, chance(rng, spec.aligned), rng)
    covers: tuple[Cover, ...] = ()
    if len(names) > 4 and chance(rng, spec.covered):
        covers = (new_cover(pick(rng, names), rng),)
    pair = f"{bars.measure} and {line.measure}" if chance(rng, 0.5) else f"{line.measure} and {bars.measure}"
    title = capital(pick(rng, ("{} by {}", "{} by {}", "{} for each {}")).format(pair, column.label))
    if cut.bars.filter_name and cut.bars.second:
        title += f" ({cut.bars.second.label}: {cut.bars.filter_name})"
    axes = {s.side: s.name + (f" ({s.unit})" if s.unit else "") for s in (first, second)}
    stride = next(k for k in (1, 2, 3) if math.ceil(len(names) / k) <= LABELS_MAX) if column.ordered else 1
    return ComboChart(
        table=cut.bars.table.name,
        title=Lettering(id="title", text=title),
        subtitle=Lettering(id="subtitle", text=cut.bars.table.title),
        place_axis=Lettering(id="place_axis", text=capital(column.label)),
        left_axis=Lettering(id="left_axis", text=axes["left"]),
        right_axis=Lettering(id="right_axis", text=axes["right"]),
        place_label=column.label,
        place_plural=column.plural,
        ordered=column.ordered,
        places=tuple(Place(id=f"place{i}", name=n, labelled=i % stride == 0) for i, n in enumerate(names)),
        bars=first,
        line=second,
        points=points,
        grid="horizontal" if chance(rng, 0.5) else "none",
        legend=legend,
        line_first=chance(rng, 0.5),
        printed=printed,
        covers=covers,
        hidden=tuple(p.id for p in points if covers and p.place == covers[0].place and p.value is not None),
        absent=tuple(draw(rng, cut.bars.left_out, 6)),
    )


def _points(
    names: tuple[str, ...], tops: list[float], heights: list[float], gap: bool, rng: np.random.Generator
) -> tuple[Point, ...]:
    """Bars, then points; of the line an inner one may be missing."""
    lost = between(rng, 1, len(names) - 2) if gap and len(names) > 4 else -1
    bars = [Point(id=f"bar{i}", place=n, series="bars", value=tops[i]) for i, n in enumerate(names)]
    line = [Point(id=f"point{i}", place=n, series="line", value=None if i == lost else heights[i])
            for i, n in enumerate(names)]  # fmt: skip
    return (*bars, *line)


def _printed(points: tuple[Point, ...], count: int, spec: ComboChartSpec, rng: np.random.Generator) -> tuple[str, ...]:
    """The values of the bars, of the line or of both, where there are few enough."""
    if not chance(rng, spec.printed) or count > 12:
        return ()
    what = pick(rng, ("bars", "line", "both"))
    return tuple(p.id for p in points if p.series == what or what == "both")


def _series(
    bars: _Row, line: _Row, bars_side: Side, room: float, aligned: bool, rng: np.random.Generator
) -> tuple[Series, Series]:
    """Both series with their axes. Bars start at zero; the line's axis may be cut off below."""
    low, high = min(*bars.values, 0.0), max(*bars.values, 0.0)
    one = nice_ticks(low, high + room * (high - low), between(rng, 4, 7))
    low, high = min(line.values), max(line.values)
    if low > 0 and (low < 0.25 * high or rng.random() < 0.35):
        low = 0.0
    top = high + room * (high - low)
    two = nice_ticks(low, top, between(rng, 4, 7))
    if aligned and (found := same_count(low, top, len(one.values) - 1)):
        two = found
    other: Side = "left" if bars_side == "right" else "right"
    hues: list[Hue] = draw(rng, _HUES, 2) if chance(rng, 0.4) else ["", ""]
    mark, form = rng.random(), rng.random()
    shape: Shape = pick(rng, _SHAPES) if mark < 0.7 else ""
    dash: Dash = "dashed" if mark < 0.15 else "solid"
    return (
        _one("bars", bars, bars_side, one, form, hues[0], "", "solid"),
        _one("line", line, other, two, form, hues[1], shape, dash),
    )


def same_count(low: float, high: float, count: int) -> Ticks | None:
    """Round ticks of exactly `count` steps that cover `[low, high]` and are filled by it to two thirds at least."""
    power = 10.0 ** math.floor(math.log10((high - low) / count))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0):
        step = factor * power
        first = math.floor(low / step + 1e-9)
        if (first + count) * step < high - 1e-9 * step:
            continue
        if high - low < 0.66 * count * step:
            return None
        decimals = next((d for d in range(9) if abs(round(step, d) - step) < step * 1e-9), 9)
        values = tuple(round((first + i) * step, decimals) + 0.0 for i in range(count + 1))
        return Ticks(values, round(step, decimals), decimals)
    return None


def _one(
    id: str, row: _Row, side: Side, ticks: Ticks, form: float, hue: Hue, shape: Shape, dash: Dash
) -> Series:  # fmt: skip
    """The bars or the line with its axis; `form` in [0, 1) chooses how its ticks are written."""
    unit, how = row.unit, "plain"
    if form < 0.5 and unit in ("%", "$"):
        how = "percent" if unit == "%" else "dollar"
    elif form < 0.45 and max(abs(ticks.values[0]), abs(ticks.values[-1])) >= 5000:
        how = "short"
    written: Format = how  # type: ignore[assignment]
    texts = [tick_text(v, ticks.decimals, written) for v in ticks.values]
    return Series(
        id=id,
        name=capital(row.measure),
        measure=row.measure,
        unit=unit,
        unit_name=row.cut.measure.unit_name if row.cut.measure and unit else "",
        decimals=row.decimals,
        side=side,
        ticks=tuple(Tick(id=f"{side}_tick{i}", value=v, text=t)
                    for i, (v, t) in enumerate(zip(ticks.values, texts, strict=True))),
        hue=hue,
        shape=shape,
        dash=dash,
    )  # fmt: skip


def new_cover(place: str, rng: np.random.Generator) -> Cover:
    """A cover of random material over a place."""
    return Cover(id="cover", place=place, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))


def is_aligned(scene: ComboChart) -> bool:
    """Whether both axes have their ticks at the same heights."""
    return len(scene.bars.ticks) == len(scene.line.ticks)


def measure(scene: ComboChart) -> dict[str, float]:
    """`difficulty`: bits to find a value among all, and a bit for each thing that makes reading harder."""
    there = [p for p in scene.points if p.value is not None]
    negative = any((p.value or 0.0) < 0 for p in there)
    unlabelled = sum(not place.labelled for place in scene.places) / len(scene.places)
    difficulty = float(np.log2(len(there))) + 1.5 * (1 - len(scene.printed) / len(there))
    difficulty += 0.7 * (not is_aligned(scene)) + 0.5 * negative + 0.5 * bool(scene.covers) + unlabelled
    difficulty += 0.4 * (scene.bars.side == "right") + 0.3 * (len(there) < len(scene.points))
    return {
        "difficulty": round(difficulty, 3),
        "places": float(len(scene.places)),
        "printed": float(len(scene.printed)),
        "aligned": float(is_aligned(scene)),
        "bars_right": float(scene.bars.side == "right"),
    }
