"""Radar charts of real tables: one to four outlines over three to ten spokes, on one scale of rings."""

from __future__ import annotations

import itertools
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS, Lettering, capital
from scenewright.scenes.bar_chart_cuts import Cut, draw_cut, measure_words, rounded_values
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.line_chart import Dash, Hue, Shape, Share, Tick
from scenewright.scenes.table_source import load_tables
from scenewright.scenes.tick_values import Format, Ticks, nice_ticks, tick_text

Rings = Literal["circle", "polygon"]
LegendPlace = Literal["none", "top", "bottom", "right"]

SPOKES_MAX = 10
SERIES_MAX = 4
NEAR_CENTRE = 0.05
"""Least share of the radius that a point is out: nearer to the centre, spokes can't be told apart."""


APART = 0.04
"""Share of the radius that half of the points of two outlines are apart at least."""


class RadarChartSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    spokes_min: Annotated[int, msgspec.Meta(ge=3, le=SPOKES_MAX)] = 3
    """Relaxed where the tables have fewer names."""
    spokes_max: Annotated[int, msgspec.Meta(ge=3, le=SPOKES_MAX)] = 6
    many: Share = 0.0
    """Share of charts with several series."""
    series_min: Annotated[int, msgspec.Meta(ge=2, le=SERIES_MAX)] = 2
    series_max: Annotated[int, msgspec.Meta(ge=2, le=SERIES_MAX)] = 3
    printed: Share = 0.0
    """Share of charts of one or two series that print their values."""
    filtered: Share = 0.3
    """Share of single outlines that show one part of the rows, such as one year's."""
    raised: Share = 0.2
    """Share of charts whose centre stands for more than zero, where the values allow it."""
    covered: Share = 0.1
    """Share of charts with something lying over one spoke."""


class Spoke(Thing, frozen=True, kw_only=True):
    """One axis from the centre outwards."""

    name: str


class Series(Thing, frozen=True, kw_only=True):
    """One outline."""

    name: str
    """As the legend has it; empty where there is only one."""
    dash: Dash = "solid"
    shape: Shape = ""
    """Of its markers; empty for none."""
    hue: Hue = ""
    """The name of its colour; empty where the style is free to choose."""


class Point(Thing, frozen=True, kw_only=True):
    """Where an outline meets a spoke."""

    spoke: str
    """Name of its spoke."""
    series: str
    value: float
    """In the chart's unit, rounded to the chart's decimals."""


class Cover(Thing, frozen=True, kw_only=True):
    """A strip over one spoke, from near the centre to the rim. What leads to it from the next spokes is not drawn."""

    spoke: str
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class RadarChart(Scene, frozen=True, kw_only=True):
    """A radar chart and the numbers behind it."""

    table: str
    title: Lettering
    subtitle: Lettering
    value_axis: Lettering
    """What the rings measure, with the unit in brackets."""
    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    row_label: str
    """What a spoke is called."""
    row_plural: str
    column_label: str
    column_plural: str
    spokes: tuple[Spoke, ...]
    """Clockwise from the top."""
    series: tuple[Series, ...]
    """In the order of the legend. One without a name if there is only one."""
    points: tuple[Point, ...]
    """Spoke by spoke, and at one in the order of the series."""
    decimals: int
    ticks: tuple[Tick, ...]
    """The centre and the rings, outwards."""
    rings: Rings
    filled: bool
    """Whether outlines are filled."""
    legend: LegendPlace
    printed: tuple[str, ...] = ()
    """Ids of points whose values are printed, as far as there is room (`Resolution.printed`)."""
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the spokes' column that the chart leaves out by chance alone: for asking after what is not there."""
    absent_columns: tuple[str, ...] = ()

    @property
    def orientation(self) -> str:
        """Values go outwards."""
        return "radial"

    @property
    def note(self) -> Lettering | None:
        """Radar charts have no note."""
        return None

    @property
    def many(self) -> bool:
        """Whether there are several series, with names."""
        return len(self.series) > 1

    def point(self, spoke: str, series: str = "") -> Point | None:
        """The point of a spoke and series by their names; None if the chart has no such."""
        return next((p for p in self.points if p.spoke == spoke and p.series == series), None)

    def of_series(self, series: str) -> tuple[Point, ...]:
        """The points of one series, clockwise from the top."""
        return tuple([p for p in self.points if p.series == series])

    def share(self, value: float) -> float:
        """Where a value lies between the centre (0) and the rim (1)."""
        return (value - self.ticks[0].value) / (self.ticks[-1].value - self.ticks[0].value)


SCENE = RadarChart

LEVELS = (
    RadarChartSpec(spokes_min=3, spokes_max=5, printed=0.6, raised=0.0, covered=0.05),
    RadarChartSpec(spokes_min=4, spokes_max=7, many=0.35, series_max=2, printed=0.25, raised=0.1),
    RadarChartSpec(spokes_min=5, spokes_max=8, many=1.0, series_min=2, series_max=3, printed=0.1),
    RadarChartSpec(spokes_min=6, spokes_max=9, many=0.95, series_min=2, series_max=4, raised=0.35, covered=0.2),
    RadarChartSpec(spokes_min=8, spokes_max=10, many=1.0, series_min=3, series_max=4, raised=0.4, covered=0.2),
)  # fmt: skip
"""From one outline of three spokes to four of ten."""

_HUES: tuple[Hue, ...] = ("blue", "red", "green", "orange", "purple")
_SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond")
_DASHES: tuple[Dash, ...] = ("solid", "dashed", "dotted")


class _Numbers(NamedTuple):
    """The values of a cut as the chart shows them."""

    rows: list[list[float]]
    decimals: int

    @property
    def flat(self) -> list[float]:
        return [v for row in self.rows for v in row]


def draw_scene(spec: RadarChartSpec, rng: np.random.Generator) -> RadarChart:
    """A chart of one table, one of its columns for the spokes and perhaps another for the series.

    `Reject` where no cut of the tables gives points above zero that can be told apart.
    """
    if spec.spokes_min > spec.spokes_max or spec.series_min > spec.series_max:
        raise ValueError("a spec's minimum is above its maximum")
    kind = "grouped" if chance(rng, spec.many) else "single"
    cut = draw_cut(load_tables(spec.tables), kind, False, False, (spec.spokes_min, spec.spokes_max),
                   (spec.series_min, spec.series_max), spec.filtered, SPOKES_MAX * SERIES_MAX, rng)  # fmt: skip
    rows, _, decimals = rounded_values(cut)
    numbers = _Numbers(rows, decimals)
    if len(rows) < 3 or len(cut.series_names) == 1 or min(numbers.flat) <= 0 or len(set(numbers.flat)) < 3:
        raise Reject("flat_table")
    return _chart(cut, numbers, spec, rng)


def _chart(cut: Cut, numbers: _Numbers, spec: RadarChartSpec, rng: np.random.Generator) -> RadarChart:
    column, second, names = cut.column, cut.second, cut.series_names
    measure = measure_words(cut, rng)
    unit = cut.measure.unit if cut.measure else ""
    filled = chance(rng, 0.5)
    series = _series(names, filled, rng)
    points = tuple(
        Point(id=f"point{i}.{j}", spoke=name, series=one.name, value=numbers.rows[i][j])
        for i, name in enumerate(cut.names)
        for j, one in enumerate(series)
    )
    by = f"{column.label} and {second.label}" if names and second else column.label
    title = capital(f"{measure} by {by}")
    if cut.filter_name and second:
        title += f" ({second.label}: {cut.filter_name})"
    ticks = _ticks(numbers, unit, spec, rng)
    printed = tuple(p.id for p in points) if len(series) <= 2 and chance(rng, spec.printed) else ()
    found = RadarChart(
        table=cut.table.name,
        title=Lettering(id="title", text=title),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        value_axis=Lettering(id="value_axis", text=capital(measure) + (f" ({unit})" if unit else "")),
        measure=measure,
        unit=unit,
        unit_name=cut.measure.unit_name if cut.measure and unit else "",
        row_label=column.label,
        row_plural=column.plural,
        column_label=second.label if names and second else "",
        column_plural=second.plural if names and second else "",
        spokes=tuple(Spoke(id=f"spoke{i}", name=name) for i, name in enumerate(cut.names)),
        series=series,
        points=points,
        decimals=numbers.decimals,
        ticks=ticks,
        rings="polygon" if chance(rng, 0.5) else "circle",
        filled=filled,
        legend=weighted(rng, ("top", "right", "bottom"), (1, 1, 1)) if names else "none",
        printed=printed,
        absent=tuple(draw(rng, cut.left_out, 6)),
        absent_columns=tuple(draw(rng, [n for n in second.names if n not in names], 4)) if names and second else (),
    )
    if min(found.share(v) for v in numbers.flat) < NEAR_CENTRE:
        raise Reject("flat_table")
    if not _distinct(found):
        raise Reject("alike")
    if chance(rng, spec.covered) and (fit := coverable(found)):
        return covered(found, pick(rng, fit), rng)
    return found


def _distinct(scene: RadarChart) -> bool:
    """Whether no two outlines run on top of each other: half of their points are 4 % of the radius apart."""
    for a, b in itertools.combinations(scene.series, 2):
        pairs = zip(scene.of_series(a.name), scene.of_series(b.name), strict=True)
        far = sorted(abs(scene.share(p.value) - scene.share(q.value)) for p, q in pairs)
        if far[len(far) // 2] < APART:
            return False
    return True


def _series(names: tuple[str, ...], filled: bool, rng: np.random.Generator) -> tuple[Series, ...]:
    """Looks by which series can be asked for: a shape, a dash or a colour's name, each only in some charts."""
    count = max(len(names), 1)
    mark = rng.random()
    shapes: list[Shape] = ["circle" if mark < 0.8 else ""] * count
    dashes: list[Dash] = ["solid"] * count
    hues: list[Hue] = [""] * count
    if count > 1 and mark < 0.2:
        shapes = draw(rng, _SHAPES, count)
    elif 1 < count <= 3 and mark < 0.32 and not filled:
        dashes = draw(rng, _DASHES, count)
    elif mark < 0.65:
        hues = draw(rng, _HUES, count)
    return tuple(
        Series(id=f"series{j}", name=names[j] if names else "", dash=dashes[j], shape=shapes[j], hue=hues[j])
        for j in range(count)
    )


def _ticks(numbers: _Numbers, unit: str, spec: RadarChartSpec, rng: np.random.Generator) -> tuple[Tick, ...]:
    """The centre and three to six rings that cover the values; the centre is zero, or above it where all values are."""
    low, high = min(numbers.flat), max(numbers.flat)
    raised, count, form_at = chance(rng, spec.raised), between(rng, 3, 6), rng.random()
    found: Ticks = nice_ticks(0.0, high, count)
    if raised and low > 0.4 * high:
        other = nice_ticks(low - 0.12 * (high - low), high, count)
        found = other if other.values[0] > 0 else found
    form: Format = "plain"
    if form_at < 0.5 and unit in ("%", "$"):
        form = "percent" if unit == "%" else "dollar"
    elif form_at < 0.45 and found.values[-1] >= 5000:
        form = "short"
    return tuple(Tick(id=f"tick{i}", value=v, text=tick_text(v, found.decimals, form))
                 for i, v in enumerate(found.values))  # fmt: skip


def coverable(scene: RadarChart) -> list[str]:
    """Spokes whose points lie so far out that a strip hides them and no others, of at least four."""
    if len(scene.spokes) < 4:
        return []
    near = {p.spoke for p in scene.points if scene.share(p.value) < 0.16}
    return [s.name for s in scene.spokes if s.name not in near]


def covered(scene: RadarChart, spoke: str, rng: np.random.Generator) -> RadarChart:
    """The chart with a strip over a spoke, in place of what covers it now."""
    cover = Cover(id="cover", spoke=spoke, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))
    hidden = tuple(p.id for p in scene.points if p.spoke == spoke)
    return msgspec.structs.replace(scene, covers=(cover,), hidden=hidden)


def measure(scene: RadarChart) -> dict[str, float]:
    """`difficulty`: bits to find a point among all, and a bit for each thing that makes reading harder."""
    count = len(scene.points)
    difficulty = float(np.log2(count)) + 1.5 * (1 - len(scene.printed) / count)
    difficulty += 0.6 * (scene.ticks[0].value > 0) + 0.5 * bool(scene.covers) + 0.3 * (len(scene.series) - 1)
    return {
        "difficulty": round(difficulty, 3),
        "spokes": float(len(scene.spokes)),
        "series": float(len(scene.series)),
        "printed": float(len(scene.printed)),
        "raised": float(scene.ticks[0].value > 0),
    }
