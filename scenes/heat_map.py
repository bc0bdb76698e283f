"""Heat maps of real tables: rows by columns of coloured cells, read off a colour bar or with their values printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import Lettering, capital
from scenewright.scenes.bar_chart_cuts import measure_words
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.heat_map_cuts import HeatCut, Wish, draw_cut, rounded
from scenewright.scenes.table_source import load_tables
from scenewright.scenes.tick_values import Format, nice_ticks, tick_text

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
BarPlace = Literal["none", "right", "bottom"]

MATERIALS: tuple[Literal["note", "ink"], ...] = ("note", "ink")
SIDE_MAX = 24
CELLS_MAX = 240
"""Cells of one map: more would be smaller than a pointer."""

SEQUENTIAL = ("blues", "greens", "oranges", "purples", "greys", "teals", "yellow_blue", "yellow_red", "viridis",
              "magma", "cividis")  # fmt: skip
"""Palettes from light to dark, each step as wide to the eye as any other."""
DIVERGING = {
    "red_blue": ("red", "blue"),
    "purple_green": ("purple", "green"),
    "orange_blue": ("orange", "blue"),
    "brown_teal": ("brown", "teal"),
    "red_green": ("red", "green"),
}
"""Palettes with a pale middle, and what the colours of their ends are called. The last can't be told apart by about one
man in twelve."""


class HeatMapSpec(Spec, frozen=True, kw_only=True):
    """What maps are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    rows_min: Annotated[int, msgspec.Meta(ge=2, le=SIDE_MAX)] = 3
    """Relaxed where the tables have fewer names."""
    rows_max: Annotated[int, msgspec.Meta(ge=2, le=SIDE_MAX)] = 5
    columns_min: Annotated[int, msgspec.Meta(ge=2, le=SIDE_MAX)] = 3
    columns_max: Annotated[int, msgspec.Meta(ge=2, le=SIDE_MAX)] = 6
    printed: Share = 0.0
    """Share of maps that print each cell's value."""
    signed: Share = 0.2
    """Share of maps with values below zero, in two hues that part at zero."""
    missing: Share = 0.2
    """Share of maps with cells for which there is no number."""
    by_value: Share = 0.25
    """Share of maps whose rows stand in the order of their means, where they have none of their own."""
    covered: Share = 0.1
    """Share of maps with something lying over a cell."""


class Heading(Thing, frozen=True, kw_only=True):
    """The name of a row or of a column."""

    name: str


class Cell(Thing, frozen=True, kw_only=True):
    """Where a row and a column meet."""

    row: str
    column: str
    value: float | None
    """In the map's unit, rounded to its decimals: what is drawn is this. None where there is no number."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of the colour bar."""

    value: float
    text: str


class Cover(Thing, frozen=True, kw_only=True):
    """Something that lies over a cell, all of it."""

    row: str
    column: str
    material: Literal["note", "ink"]
    seed: int


class HeatMap(Scene, frozen=True, kw_only=True):
    """A heat map and the numbers behind it. Fonts and sizes are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    row_axis: Lettering
    column_axis: Lettering
    bar_title: Lettering
    """The measure with its unit in brackets, at the colour bar; below the title where there is no bar."""
    note: Lettering | None
    """What hatched cells are."""
    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    row_label: str
    row_plural: str
    column_label: str
    column_plural: str
    rows: tuple[Heading, ...]
    """From top to bottom."""
    columns: tuple[Heading, ...]
    """From left to right."""
    ordered_rows: bool
    """Whether rows follow each other in time or size."""
    ordered_columns: bool
    cells: tuple[Cell, ...]
    """Row by row."""
    by_chance: bool
    """Whether cells lack a number by chance alone. What a table never has is known after thousands of its maps."""
    decimals: int
    ticks: tuple[Tick, ...]
    """From the lowest to the highest, which are the ends of the scale. Of maps without a bar they stand nowhere."""
    palette: str
    high: str
    """What stands for high values: `darker` or `lighter` colours, or a hue."""
    low: str
    bar: BarPlace
    """Where the colour bar stands; `none` only where values are printed."""
    printed: bool
    """Whether all values are printed in their cells."""
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of rows that the map leaves out by chance alone: for asking after what is not there."""
    absent_columns: tuple[str, ...] = ()

    @property
    def diverging(self) -> bool:
        """Whether two hues part in the middle of the scale."""
        return self.palette in DIVERGING

    @property
    def midpoint(self) -> float:
        """The middle of the scale: of diverging palettes the value that has the pale colour."""
        return (self.ticks[0].value + self.ticks[-1].value) / 2

    @property
    def orientation(self) -> str:
        """Rows are named at the left, as values of upright charts are."""
        return "vertical"

    @property
    def value_axis(self) -> Lettering:
        """What is titled at the left."""
        return self.row_axis

    def share(self, value: float) -> float:
        """Where a value lies on the colour bar, 0 to 1."""
        low, high = self.ticks[0].value, self.ticks[-1].value
        return (value - low) / (high - low)

    def cell(self, row: str, column: str) -> Cell | None:
        """The cell of a row and a column by their names; None if the map has no such row or column."""
        return _lookup(self).at.get((row, column))


class _Lookup(NamedTuple):
    """A map's cells by name."""

    scene: HeatMap
    at: dict[tuple[str, str], Cell]


_latest: _Lookup | None = None


def _lookup(scene: HeatMap) -> _Lookup:
    """Cells by name, kept for the map asked last."""
    global _latest
    found = _latest
    if found is None or found.scene is not scene:
        found = _latest = _Lookup(scene, {(cell.row, cell.column): cell for cell in scene.cells})
    return found


SCENE = HeatMap

LEVELS = (
    HeatMapSpec(rows_min=3, rows_max=4, columns_min=3, columns_max=5, printed=0.75, signed=0.1, missing=0.1,
                covered=0.05),
    HeatMapSpec(rows_min=3, rows_max=6, columns_min=4, columns_max=7, printed=0.35, signed=0.2),
    HeatMapSpec(rows_min=4, rows_max=8, columns_min=5, columns_max=9, printed=0.15, signed=0.3, missing=0.3,
                covered=0.15),
    HeatMapSpec(rows_min=6, rows_max=11, columns_min=6, columns_max=12, printed=0.12, signed=0.35, missing=0.4,
                covered=0.2),
    HeatMapSpec(rows_min=8, rows_max=16, columns_min=9, columns_max=16, printed=0.1, signed=0.35, missing=0.5,
                covered=0.25),
)  # fmt: skip
"""From a dozen printed cells to two hundred that are read by their colour."""


def draw_scene(spec: HeatMapSpec, rng: np.random.Generator) -> HeatMap:
    """A map of one table, two of its category columns, one measure and one aggregation.

    `Reject` where no cut of the tables gives cells that can be told apart.
    """
    if spec.rows_min > spec.rows_max or spec.columns_min > spec.columns_max:
        raise ValueError("a spec's minimum is above its maximum")
    wish = Wish(
        rows=(spec.rows_min, spec.rows_max),
        columns=(spec.columns_min, spec.columns_max),
        signed=chance(rng, spec.signed),
        missing=chance(rng, spec.missing),
        by_value=chance(rng, spec.by_value),
    )
    cut = draw_cut(load_tables(spec.tables), wish, rng)
    if len(cut.names) * len(cut.series_names) > CELLS_MAX:
        raise Reject("crowded")
    return _map(cut, spec, rng)


def _map(cut: HeatCut, spec: HeatMapSpec, rng: np.random.Generator) -> HeatMap:
    numbers = rounded(cut)
    flat = [v for row in numbers.values for v in row if v is not None]
    if len(set(flat)) < 3:
        raise Reject("flat_table")
    unit, second = cut.measure.unit if cut.measure else "", cut.second
    assert second is not None
    measure = measure_words(msgspec.structs.replace(cut, column=second), rng)  # changes go from column to column
    cells = tuple(
        Cell(id=f"cell{i}.{j}", row=row, column=column, value=numbers.values[i][j])
        for i, row in enumerate(cut.names)
        for j, column in enumerate(cut.series_names)
    )
    signed = min(flat) < 0
    diverging = signed or chance(rng, 0.12)
    palette, high, low = _colours(diverging, rng)
    printed = len(cells) <= 120 and chance(rng, spec.printed)
    bar = weighted(rng, ("right", "bottom", "none"), (3, 3, 1.2 if printed else 0))
    covers: tuple[Cover, ...] = ()
    there = [cell for cell in cells if cell.value is not None]
    if len(cells) > 8 and chance(rng, spec.covered):
        covers = (new_cover(pick(rng, there), rng),)
    title = capital(pick(rng, ("{} by {} and {}", "{} by {} and {}", "{} for each {} and {}")).format(
        measure, cut.column.label, second.label))  # fmt: skip
    return HeatMap(
        table=cut.table.name,
        title=Lettering(id="title", text=title),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        row_axis=Lettering(id="row_axis", text=capital(cut.column.label)),
        column_axis=Lettering(id="column_axis", text=capital(second.label)),
        bar_title=Lettering(id="bar_title", text=capital(measure) + (f" ({unit})" if unit else "")),
        note=note_of(cells),
        measure=measure,
        unit=unit,
        unit_name=cut.measure.unit_name if cut.measure and unit else "",
        row_label=cut.column.label,
        row_plural=cut.column.plural,
        column_label=second.label,
        column_plural=second.plural,
        rows=tuple(Heading(id=f"row{i}", name=name) for i, name in enumerate(cut.names)),
        columns=tuple(Heading(id=f"column{j}", name=name) for j, name in enumerate(cut.series_names)),
        ordered_rows=cut.column.ordered,
        ordered_columns=second.ordered,
        cells=cells,
        by_chance=cut.by_chance,
        decimals=numbers.decimals,
        ticks=_ticks(flat, signed, unit, rng),
        palette=palette,
        high=high,
        low=low,
        bar=bar,  # type: ignore[arg-type]  # a plain str
        printed=printed,
        covers=covers,
        hidden=tuple(cell.id for cell in cells if any((c.row, c.column) == (cell.row, cell.column) for c in covers)),
        absent=tuple(draw(rng, cut.left_out, 5)),
        absent_columns=tuple(draw(rng, cut.columns_left_out, 5)),
    )


NOTE = "Hatched cells: no data"


def note_of(cells: Sequence[Cell]) -> Lettering | None:
    """The note that maps with missing numbers have."""
    return Lettering(id="note", text=NOTE) if any(cell.value is None for cell in cells) else None


def _colours(diverging: bool, rng: np.random.Generator) -> tuple[str, str, str]:
    """A palette, and what stands for high and for low values: either end may."""
    if diverging:
        palette = pick(rng, tuple(DIVERGING))
        ends = DIVERGING[palette]
    else:
        palette, ends = pick(rng, SEQUENTIAL), ("darker", "lighter")
    return (palette, *ends) if chance(rng, 0.5) else (palette, *ends[::-1])


def _ticks(flat: list[float], signed: bool, unit: str, rng: np.random.Generator) -> tuple[Tick, ...]:
    """Labelled ticks that cover the values; where these lie on both sides of zero, as far to either."""
    low, high = min(flat), max(flat)
    count, mark = between(rng, 4, 7), rng.random()
    if signed:
        most = max(high, -low)
        found = nice_ticks(-most, most, count)
    else:
        low = 0.0 if 0 < low < 0.2 * high else low
        found = nice_ticks(low, high, count)
    form: Format = "plain"
    largest = max(abs(found.values[0]), abs(found.values[-1]))
    if unit == "%" and mark < 0.5:
        form = "percent"
    elif unit == "$" and mark < 0.5:
        form = "dollar"
    elif largest >= 5000 and mark < 0.45 and not unit.startswith(("thousand", "million", "billion")):
        form = "short"
    return tuple(
        Tick(id=f"tick{i}", value=value, text=tick_text(value, found.decimals, form))
        for i, value in enumerate(found.values)
    )


def new_cover(cell: Cell, rng: np.random.Generator) -> Cover:
    """A cover of random material over a cell."""
    return Cover(id="cover", row=cell.row, column=cell.column, material=pick(rng, MATERIALS),
                 seed=between(rng, 0, 999_999))  # fmt: skip


def measure(scene: HeatMap) -> dict[str, float]:
    """`difficulty`: bits to find a cell among all, and a bit for each thing that makes reading harder."""
    missing = sum(cell.value is None for cell in scene.cells)
    difficulty = math.log2(len(scene.cells)) + 1.5 * (not scene.printed) + 0.4 * bool(missing)
    difficulty += 0.4 * (scene.ticks[0].value < 0) + 0.5 * bool(scene.covers)
    difficulty += 0.3 * (scene.high == "lighter")
    return {
        "difficulty": round(difficulty, 3),
        "cells": float(len(scene.cells)),
        "rows": float(len(scene.rows)),
        "columns": float(len(scene.columns)),
        "printed": float(scene.printed),
        "missing": float(missing),
        "diverging": float(scene.diverging),
    }
