"""Bar charts of real tables: single, grouped, stacked, diverging, as waterfalls, lollipops or dumbbells."""

from __future__ import annotations

import itertools
from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.bar_chart_cuts import Cut, draw_cut, measure_words, rounded_values
from scenewright.scenes.bar_chart_falls import Falls, draw_waterfall
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick
from scenewright.scenes.table_source import load_tables

Kind = Literal["single", "grouped", "stacked", "lollipop", "dumbbell", "diverging", "waterfall"]
Orientation = Literal["vertical", "horizontal"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

DRAWN_AS = {"lollipop": "single", "dumbbell": "grouped", "diverging": "grouped"}
"""Kinds that show what another kind shows, in another way: a dot on a stem; two dots on a line; bars to two sides."""
CATEGORIES_MAX = 20
WATERFALL_MAX = 12
BARS_MAX = 48
"""Bars of one chart: more would be thinner than a reader can tell apart."""


class BarChartSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = ("single",)
    orientations: Annotated[tuple[Orientation, ...], msgspec.Meta(min_length=1)] = ("vertical", "horizontal")
    categories_min: Annotated[int, msgspec.Meta(ge=3, le=CATEGORIES_MAX)] = 4
    """Relaxed where the tables have fewer names."""
    categories_max: Annotated[int, msgspec.Meta(ge=3, le=CATEGORIES_MAX)] = 6
    series_min: Annotated[int, msgspec.Meta(ge=2, le=6)] = 2
    series_max: Annotated[int, msgspec.Meta(ge=2, le=6)] = 3
    printed: Share = 0.0
    """Share of charts that print each bar's value."""
    filtered: Share = 0.3
    """Share of single-series charts that show one part of the rows, such as one year's."""
    signed: Share = 0.0
    """Share of charts (not stacked) with values below zero."""
    errors: Share = 0.0
    """Share of charts (not stacked) with error bars, where the rows allow them."""
    covered: Share = 0.1
    """Share of charts with something lying over one category's bars."""


class Category(Thing, frozen=True, kw_only=True):
    """A place on the category axis."""

    name: str


class Series(Thing, frozen=True, kw_only=True):
    """An entry of the legend."""

    name: str


class Lettering(Thing, frozen=True, kw_only=True):
    """Words that stand on the chart: title, axis titles, note."""

    text: str


class Bar(Thing, frozen=True, kw_only=True):
    """One bar, or one segment of a stack."""

    category: str
    """Name of its category."""
    series: str
    """Name of its series; empty where there is only one."""
    value: float
    """In the chart's unit, rounded to the chart's decimals: what is drawn is this, not the unrounded number."""
    error: float | None = None
    """Half-length of its error bar."""
    level: float | None = None
    """Waterfalls: the running total after this bar. Their first and last bars have it as their value too, the others
    a change."""


class Cover(Thing, frozen=True, kw_only=True):
    """Something that lies over all bars of a category and over their printed values, the full height of the plot.

    It hides the whole band, not the top alone: a bar seen to go under a small note would give away a bound.
    """

    category: str
    """Name of the category."""
    material: Literal["note", "ink", "tape", "torn"]
    seed: int
    """Of its irregular outline."""


class BarChart(Scene, frozen=True, kw_only=True):
    """A bar chart and the numbers behind it. Colours, fonts and ticks are no part of it."""

    table: str
    """Name of the table that it shows."""
    title: Lettering
    subtitle: Lettering
    """What the table is about."""
    category_axis: Lettering
    value_axis: Lettering
    """The measure with its unit in brackets."""
    note: Lettering | None
    """What the error bars are; in waterfalls, what the bars are."""
    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    category_label: str
    category_plural: str
    series_label: str
    series_plural: str
    orientation: Orientation
    kind: Kind
    categories: tuple[Category, ...]
    """From left to right, or from top to bottom."""
    series: tuple[Series, ...]
    """In the order of the legend; stacks are built in this order from the axis outwards. Empty if there is one list. In
    diverging charts the first runs to the left, the second to the right."""
    bars: tuple[Bar, ...]
    """Category by category, and within one in the order of the series."""
    decimals: int
    printed: bool
    """Whether values are printed at the bars, as far as there is room (`Resolution.printed`)."""
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone: for asking after what is not there."""
    absent_series: tuple[str, ...] = ()

    def bar(self, category: str, series: str = "") -> Bar | None:
        """The bar of a category and series by their names, None if it is not in the chart."""
        for bar in self.bars:
            if bar.category == category and bar.series == series:
                return bar
        return None

    def of_category(self, category: str) -> tuple[Bar, ...]:
        """The bars of one category, in the order of the series."""
        return tuple(bar for bar in self.bars if bar.category == category)

    def of_series(self, series: str) -> tuple[Bar, ...]:
        """The bars of one series, in the order of the categories."""
        return tuple(bar for bar in self.bars if bar.series == series)


SCENE = BarChart

LEVELS = (
    BarChartSpec(kinds=("single", "single", "single", "lollipop"), categories_min=4, categories_max=6, printed=0.75,
                 filtered=0.15),
    BarChartSpec(kinds=("single", "single", "lollipop", "waterfall"), categories_min=6, categories_max=10),
    BarChartSpec(kinds=("grouped", "stacked", "grouped", "stacked", "dumbbell", "diverging"), categories_min=4,
                 categories_max=6, printed=0.15),
    BarChartSpec(
        kinds=("single", "grouped", "grouped", "stacked", "waterfall", "dumbbell", "diverging"), categories_min=5,
        categories_max=9, series_min=2, series_max=4, printed=0.1, signed=0.5, errors=0.5, covered=0.3,
    ),
    BarChartSpec(
        kinds=("single", "grouped", "grouped", "stacked", "waterfall", "dumbbell", "diverging", "grouped"),
        categories_min=8, categories_max=18, series_min=3, series_max=5, signed=0.35, errors=0.4, covered=0.3,
    ),
)  # fmt: skip
"""From four printed bars to eighteen categories or five series."""

MATERIALS: tuple[Literal["note", "ink", "tape", "torn"], ...] = ("note", "ink", "tape", "torn")


def draw_scene(spec: BarChartSpec, rng: np.random.Generator) -> BarChart:
    """A chart of one table, one or two of its category columns, one measure and one aggregation.

    Which names are shown, and in which order, is random, so that knowledge of the world helps little. `Reject` where
    no cut of the tables gives bars that can be told apart.
    """
    if spec.categories_min > spec.categories_max or spec.series_min > spec.series_max:
        raise ValueError("a spec's minimum is above its maximum")
    tables = load_tables(spec.tables)
    kind: Kind = pick(rng, spec.kinds)
    if kind == "waterfall":
        falls = draw_waterfall(
            tables, (spec.categories_min, min(spec.categories_max, WATERFALL_MAX)), spec.filtered, rng
        )
        if falls is not None:
            return _waterfall(falls, spec, rng)
        kind = "single"
    drawn = DRAWN_AS.get(kind, kind)
    signed = kind not in ("stacked", "diverging", "dumbbell") and chance(rng, spec.signed)
    with_errors = kind in ("single", "grouped") and chance(rng, spec.errors)
    most = CATEGORIES_MAX if drawn == "single" else 12 if drawn != kind else 10
    cut = draw_cut(
        tables, drawn, signed, with_errors, (spec.categories_min, min(spec.categories_max, most)),
        (spec.series_min, spec.series_max) if drawn == kind else (2, 2), spec.filtered, BARS_MAX, rng,
    )  # fmt: skip
    scene = _chart(cut, spec, rng)
    if drawn != kind and cut.kind == drawn:  # else the tables have no such cut
        sideways = {"orientation": "horizontal"} if kind == "diverging" else {}
        scene = msgspec.structs.replace(scene, kind=kind, **sideways)
    if scene.kind == "dumbbell" and min(_gaps(scene)) < 0.025 * max(bar.value for bar in scene.bars):
        raise Reject("tie")  # one dot would lie upon the other
    return scene


def _gaps(scene: BarChart) -> list[float]:
    """Distances of the two values of each category."""
    return [abs(a.value - b.value) for a, b in zip(scene.bars[::2], scene.bars[1::2], strict=True)]


def _chart(cut: Cut, spec: BarChartSpec, rng: np.random.Generator) -> BarChart:
    values, errors, decimals = rounded_values(cut)
    table, column, second = cut.table, cut.column, cut.second
    measure = measure_words(cut, rng)
    series = cut.series_names
    bars = [
        Bar(
            id=f"bar{c}.{s}" if series else f"bar{c}",
            category=name,
            series=series[s] if series else "",
            value=values[c][s],
            error=errors[c][s] if errors else None,
        )
        for c, name in enumerate(cut.names)
        for s in range(max(len(series), 1))
    ]
    unit = cut.measure.unit if cut.measure else ""
    by = f"{column.label} and {second.label}" if series and second else column.label
    title = capital(pick(rng, ("{} by {}", "{} by {}", "{} for each {}")).format(measure, by))
    if cut.filter_name and second:
        title += f" ({second.label}: {cut.filter_name})"
    covered: tuple[Cover, ...] = ()
    if len(cut.names) > 3 and chance(rng, spec.covered):
        covered = (new_cover(pick(rng, cut.names), rng),)
    return BarChart(
        table=table.name,
        title=Lettering(id="title", text=title),
        subtitle=Lettering(id="subtitle", text=table.title),
        category_axis=Lettering(id="category_axis", text=capital(column.label)),
        value_axis=Lettering(id="value_axis", text=capital(measure) + (f" ({unit})" if unit else "")),
        note=Lettering(id="note", text=f"Error bars: ± 1 {cut.error_name}") if errors else None,
        measure=measure,
        unit=unit,
        unit_name=cut.measure.unit_name if cut.measure and unit else "",
        category_label=column.label,
        category_plural=column.plural,
        series_label=second.label if series and second else "",
        series_plural=second.plural if series and second else "",
        orientation=pick(rng, spec.orientations),
        kind=cut.kind,  # type: ignore[arg-type]  # a plain str in the cut
        categories=tuple(Category(id=f"category{i}", name=n) for i, n in enumerate(cut.names)),
        series=tuple(Series(id=f"series{i}", name=n) for i, n in enumerate(series)),
        bars=tuple(bars),
        decimals=decimals,
        printed=len(bars) <= 24 and chance(rng, spec.printed),
        covers=covered,
        hidden=tuple(bar.id for bar in bars if covered and bar.category == covered[0].category),
        absent=tuple(draw(rng, cut.left_out, 6)),
        absent_series=tuple(draw(rng, [n for n in second.names if n not in series], 4)) if series and second else (),
    )


def _waterfall(falls: Falls, spec: BarChartSpec, rng: np.random.Generator) -> BarChart:
    """A running total: what there is at the start, what each name adds or takes away, and what is left."""
    first, last = falls.names[0], falls.names[-1]
    levels, label = falls.levels, falls.column.label
    names = ("Start", *falls.names[1:], "End")
    changes = [round(b - a, falls.decimals) + 0.0 for a, b in itertools.pairwise(levels)]
    values = [levels[0], *changes, levels[-1]]
    text = f"Change in {falls.words} by {label}"
    if falls.filter_name:
        text += f" ({falls.filter_name})"
    unit = falls.measure.unit if falls.measure else ""
    return BarChart(
        table=falls.table.name,
        title=Lettering(id="title", text=text),
        subtitle=Lettering(id="subtitle", text=falls.table.title),
        category_axis=Lettering(id="category_axis", text=capital(label)),
        value_axis=Lettering(id="value_axis", text=capital(falls.words) + (f" ({unit})" if unit else "")),
        note=Lettering(
            id="note", text=f"Start: {first}. End: {last}. Between: change from the {label} before, up or down"
        ),
        measure=falls.words,
        unit=unit,
        unit_name=falls.measure.unit_name if falls.measure and unit else "",
        category_label=label,
        category_plural=falls.column.plural,
        series_label="",
        series_plural="",
        orientation="vertical" if chance(rng, 0.8) else pick(rng, spec.orientations),
        kind="waterfall",
        categories=tuple(Category(id=f"category{i}", name=n) for i, n in enumerate(names)),
        series=(),
        bars=tuple(
            Bar(id=f"bar{i}", category=name, series="", value=value, level=level)
            for i, (name, value, level) in enumerate(zip(names, values, (*levels, levels[-1]), strict=True))
        ),
        decimals=falls.decimals,
        printed=len(names) <= 24 and chance(rng, max(spec.printed, 0.35)),
    )


def new_cover(category: str, rng: np.random.Generator) -> Cover:
    """A cover of random material over a category."""
    return Cover(id="cover", category=category, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def measure(scene: BarChart) -> dict[str, float]:
    """`difficulty`: bits to find a bar among all, and a bit for each thing that makes reading harder."""
    bars = len(scene.bars)
    errors = any(bar.error is not None for bar in scene.bars)
    negative = any(bar.value < 0 for bar in scene.bars)
    difficulty = float(np.log2(bars))
    difficulty += 1.5 * (not scene.printed) + 1.0 * (scene.kind == "stacked") + 0.5 * (scene.kind == "grouped")
    difficulty += 0.6 * (scene.kind in ("dumbbell", "diverging")) + 1.0 * (scene.kind == "waterfall")
    difficulty += 0.7 * errors + 0.7 * negative + 0.5 * bool(scene.covers) + 0.3 * (scene.orientation == "horizontal")
    return {
        "difficulty": round(difficulty, 3),
        "bars": float(bars),
        "categories": float(len(scene.categories)),
        "series": float(max(len(scene.series), 1)),
        "printed": float(scene.printed),
        "negative": float(negative),
        "errors": float(errors),
    }


__all__ = [
    "LEVELS",
    "SCENE",
    "Bar",
    "BarChart",
    "BarChartSpec",
    "Cover",
    "Reject",
    "draw_scene",
    "measure",
    "new_cover",
]
