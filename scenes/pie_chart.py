"""Pie charts of real tables: pies and donuts, whole or half, two side by side, or one ring around another."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.pie_chart_cuts import Cut, draw_cut, measure_words, rounded
from scenewright.scenes.table_source import load_tables

Kind = Literal["single", "pair", "nested"]
Shown = Literal["none", "percent", "value", "both"]
Place = Literal["right", "left", "top", "bottom"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

SLICES_MAX = 12
"""Slices of one pie: more can't be told apart by colour."""
SHADES_MAX = 5
"""Slices that shades of one colour can tell apart."""
COLOURS = (
    "blue", "orange", "green", "red", "purple", "brown", "pink", "grey", "teal", "yellow", "dark blue", "light green",
)  # fmt: skip
"""Colours that readers agree on, the last two only where all the others are used up."""


class PieChartSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = ("single",)
    slices_min: Annotated[int, msgspec.Meta(ge=3, le=SLICES_MAX)] = 3
    """Relaxed where the tables have fewer names."""
    slices_max: Annotated[int, msgspec.Meta(ge=3, le=SLICES_MAX)] = 5
    printed: Share = 0.7
    """Share of charts that print a per cent or a value, or both, at each slice."""
    other: Share = 0.0
    """Share of charts whose names without a slice make one of their own, where there are such names."""
    filtered: Share = 0.3
    """Share of single charts that show one part of the rows, such as one year's."""
    half: Share = 0.0
    """Share of single charts that are half circles."""
    exploded: Share = 0.3
    """Share of single whole charts with one slice pulled out."""
    turned: Share = 0.5
    """Share of whole charts that start elsewhere than at twelve o'clock."""
    monochrome: Share = 0.1
    """Share of charts of five slices at most that are drawn in shades of one colour."""
    covered: Share = 0.15
    """Share of charts with something lying over two neighbouring slices."""


class Entry(Thing, frozen=True, kw_only=True):
    """A name and its colour: an entry of the legend, where there is one."""

    name: str
    colour: str
    """One of `COLOURS`; empty in charts of one colour's shades."""


class Lettering(Thing, frozen=True, kw_only=True):
    """Words that stand on the chart: title, note."""

    text: str


class Key(Thing, frozen=True, kw_only=True):
    """The legend."""

    place: Place
    """Side of the pies on which it stands; `top` is below the title."""


class Pie(Thing, frozen=True, kw_only=True):
    """One circle of slices that make a whole."""

    name: str
    """Empty where there is only one."""
    total: float


class Slice(Thing, frozen=True, kw_only=True):
    """One slice, or one part of the outer ring."""

    pie: str
    """Name of its pie; empty where there is one. Of a part of the outer ring: the name of the slice that it divides."""
    name: str
    value: float
    """In the chart's unit, rounded to the chart's decimals: what is drawn is this, not the unrounded number."""
    share: float
    """Per cent of its pie's total (outer ring: of the whole), rounded to `share_decimals`."""
    exploded: bool = False


class Cover(Thing, frozen=True, kw_only=True):
    """Something that lies over two neighbouring slices, from edge to edge, and over what is printed of them.

    One covered slice would hide nothing: its neighbours' edges would show it. Of two, only the sum can be seen.
    """

    pie: str
    names: tuple[str, str]
    material: Literal["note", "ink", "tape", "torn"]
    seed: int
    """Of its irregular outline."""


class PieChart(Scene, frozen=True, kw_only=True):
    """Pies and the numbers behind them. Shades, fonts and sizes are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    """What the table is about."""
    note: Lettering | None
    """Of what the shares are, where names are left out."""
    measure: str
    """As in a sentence: `total net generation`."""
    unit: str
    unit_name: str
    label: str
    plural: str
    pie_label: str
    """What the pies or the parts of the outer ring are: `year`."""
    pie_plural: str
    kind: Kind
    hole: bool
    """Whether it is a donut."""
    half: bool
    """Whether it is a half circle: then 180 degrees are the whole."""
    start_deg: int
    """Where the first slice begins, clockwise from twelve o'clock."""
    clockwise: bool
    """Which way the slices follow each other in the order of the scene."""
    entries: tuple[Entry, ...]
    pies: tuple[Pie, ...]
    slices: tuple[Slice, ...]
    """Pie by pie, in order from `start_deg`; then the outer ring's parts, slice by slice."""
    legend: Key | None
    shown: Shown
    """What is printed at each slice."""
    total_shown: bool
    """Whether the total is printed."""
    compact: bool
    """Whether values are printed as 12.3K."""
    decimals: int
    share_decimals: int
    other: str
    sorted_down: bool
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone: for asking after what is not there."""

    def find(self, pie: str, name: str) -> Slice | None:
        """The slice of that name, None if there is none."""
        for item in self.slices:
            if item.pie == pie and item.name == name:
                return item
        return None

    def of_pie(self, pie: str) -> tuple[Slice, ...]:
        """The slices of a pie, or the parts of a slice, in their order."""
        return tuple(item for item in self.slices if item.pie == pie)

    def round_the_clock(self, pie: str) -> tuple[Slice, ...]:
        """The slices of a pie clockwise."""
        found = self.of_pie(pie)
        return found if self.clockwise else found[::-1]


SCENE = PieChart

LEVELS = (
    PieChartSpec(slices_min=3, slices_max=5, printed=0.95, covered=0.1),
    PieChartSpec(slices_min=4, slices_max=7, printed=0.75, other=0.4, half=0.15),
    PieChartSpec(kinds=("single", "single", "single", "pair"), slices_min=5, slices_max=8, printed=0.45, other=0.5,
                 half=0.15),
    PieChartSpec(kinds=("single", "pair", "nested"), slices_min=6, slices_max=9, printed=0.4, other=0.5, half=0.15,
                 covered=0.2),
    PieChartSpec(kinds=("single", "single", "pair", "nested"), slices_min=8, slices_max=12, printed=0.15, other=0.6,
                 turned=0.8, covered=0.25),
)  # fmt: skip
"""From three printed slices to twelve to be measured, two pies and two rings."""

MATERIALS: tuple[Literal["note", "ink", "tape", "torn"], ...] = ("note", "ink", "tape", "torn")
PLACES: tuple[Place, ...] = ("right", "left", "top", "bottom")
PAIR_MAX = 7


def draw_scene(spec: PieChartSpec, rng: np.random.Generator) -> PieChart:
    """A chart of one table's category column and of a measure that adds up, or of counted rows.

    Which names are shown, and in which order and colours, is random, so that knowledge of the world helps little.
    `Reject` where no cut of the tables gives slices that can be seen.
    """
    if spec.slices_min > spec.slices_max:
        raise ValueError("a spec's minimum is above its maximum")
    kind: Kind = pick(rng, spec.kinds)
    most = min(spec.slices_max, PAIR_MAX) if kind == "pair" else spec.slices_max
    least = min(spec.slices_min, 4 if kind == "pair" else most)
    cut = draw_cut(load_tables(spec.tables), kind, (least, most), spec.other, spec.filtered, rng)
    return _chart(cut, spec, rng)


def _chart(cut: Cut, spec: PieChartSpec, rng: np.random.Generator) -> PieChart:
    kind: Kind = "nested" if cut.parts else "pair" if len(cut.pies) > 1 else "single"
    values, decimals = rounded(cut)
    shown, compact = _printing(values, decimals, spec, rng)
    if compact:
        values = [[_short(v) for v in row] for row in values]
    half = kind == "single" and len(cut.names) <= 8 and chance(rng, spec.half)
    count = len(cut.names)
    few = sum(map(len, cut.parts)) if cut.parts else count
    mono = kind != "nested" and few <= SHADES_MAX and chance(rng, spec.monochrome)
    legend = kind == "nested" or (not mono and chance(rng, 0.45))
    measure = measure_words(cut)
    unit = cut.measure.unit if cut.measure else ""
    scene = PieChart(
        table=cut.table.name,
        title=Lettering(id="title", text=_title(cut, kind, measure, unit if shown in ("value", "both") else "")),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        note=None if cut.complete else Lettering(id="note", text=f"Shares of the {cut.column.plural} shown only"),
        measure=measure,
        unit=unit,
        unit_name=cut.measure.unit_name if cut.measure and unit else "",
        label=cut.column.label,
        plural=cut.column.plural,
        pie_label=cut.second.label if cut.second and kind != "single" else "",
        pie_plural=cut.second.plural if cut.second and kind != "single" else "",
        kind=kind,
        hole=kind != "nested" and chance(rng, 0.5),
        half=half,
        start_deg=270 if half else between(rng, 0, 71) * 5 if chance(rng, spec.turned) else 0,
        clockwise=chance(rng, 0.7),
        entries=_entries(cut.names, mono, cut.other, rng),
        pies=(),
        slices=_slices(cut, values),
        legend=Key(id="legend", place=pick(rng, PLACES)) if legend else None,
        shown=shown,
        total_shown=kind != "nested" and chance(rng, 0.5 if shown == "percent" else 0.25),
        compact=compact,
        decimals=decimals,
        share_decimals=1 if chance(rng, 0.55) or few > 8 else 0,
        other=cut.other,
        sorted_down=cut.sorted_down,
        absent=tuple(draw(rng, cut.left_out, 6)),
    )  # fmt: skip
    scene = with_shares(scene)
    if any(0 < item.share < 1 for item in scene.slices):
        raise Reject("sliver")
    if kind == "single" and not half and chance(rng, spec.exploded):
        scene = _pulled_out(scene, rng)
    return _maybe_covered(scene, spec.covered, rng)


def _printing(
    values: list[list[float]], decimals: int, spec: PieChartSpec, rng: np.random.Generator
) -> tuple[Shown, bool]:  # fmt: skip
    """What is printed, and whether in thousands."""
    shown: Shown = "none"
    if chance(rng, spec.printed):
        shown = weighted(rng, ("percent", "value", "both"), (5, 3, 2))
    flat = [v for row in values for v in row]
    fits = decimals == 0 and min(flat) >= 1000 and max(flat) < 1e9
    return shown, fits and shown in ("value", "both") and chance(rng, 0.6)


def _short(value: float) -> float:
    """Three digits, as 12.3K has."""
    return float(round(value, 2 - math.floor(math.log10(value))))


def _title(cut: Cut, kind: str, measure: str, unit: str) -> str:
    second = cut.second
    by = f"{cut.column.label} and {second.label}" if kind != "single" and second else cut.column.label
    text = f"{measure[:1].upper()}{measure[1:]} by {by}"
    if cut.filter_name and second:
        text += f" ({second.label}: {cut.filter_name})"
    return f"{text}, in {cut.measure.unit_name}" if unit and cut.measure else text


def _entries(names: tuple[str, ...], mono: bool, other: str, rng: np.random.Generator) -> tuple[Entry, ...]:
    """Names and colours; the last two colours only where ten don't suffice."""
    usual = draw(rng, COLOURS[:10] if len(names) <= 10 else COLOURS, len(names))
    if other and not mono and chance(rng, 0.5):  # grey for the rest, as is often done
        usual = ["grey", *[c for c in usual if c != "grey"]][: len(names)]
        usual = [*usual[1:], usual[0]]
    return tuple(Entry(id=f"entry{i}", name=n, colour="" if mono else usual[i]) for i, n in enumerate(names))


def _slices(cut: Cut, values: list[list[float]]) -> tuple[Slice, ...]:
    """Slices whose shares are still to be reckoned."""
    if cut.parts:
        inner = [
            Slice(id=f"slice{i}", pie="", name=name, value=math.fsum(row), share=0.0)
            for i, (name, row) in enumerate(zip(cut.names, values, strict=True))
        ]
        outer = [
            Slice(id=f"part{i}.{j}", pie=name, name=part, value=values[i][j], share=0.0)
            for i, name in enumerate(cut.names)
            for j, part in enumerate(cut.parts[i])
        ]
        return (*inner, *outer)
    return tuple(
        Slice(id=f"slice{p}.{i}" if pie else f"slice{i}", pie=pie, name=name, value=values[p][i], share=0.0)
        for p, pie in enumerate(cut.pies)
        for i, name in enumerate(cut.names)
    )


def with_shares(scene: PieChart) -> PieChart:
    """The chart with the totals of its pies and the shares of its slices, from their values."""
    replace = msgspec.structs.replace
    nested = scene.kind == "nested"
    names = list(dict.fromkeys("" if nested else item.pie for item in scene.slices))
    totals = {
        name: round(math.fsum(item.value for item in scene.slices if item.pie == name), scene.decimals) + 0.0
        for name in names
    }
    slices = []
    for item in scene.slices:
        total = totals["" if nested else item.pie]
        value = round(item.value, scene.decimals) + 0.0
        slices.append(replace(item, value=value, share=round(100 * value / total, scene.share_decimals)))
    pies = tuple(Pie(id=f"pie{i}", name=name, total=totals[name]) for i, name in enumerate(names))
    return replace(scene, slices=tuple(slices), pies=pies)


def _pulled_out(scene: PieChart, rng: np.random.Generator) -> PieChart:
    """One slice pulled out of its pie: any but the largest, whose half of the pie would be moved."""
    fit = [item.id for item in scene.slices if item.share < 45]
    chosen = pick(rng, fit)
    replace = msgspec.structs.replace
    return replace(scene, slices=tuple(replace(s, exploded=s.id == chosen) for s in scene.slices))


# -- covers --------------------------------------------------------------------------------------------------------


def coverable(scene: PieChart) -> list[tuple[str, str, str]]:
    """Pairs of neighbours `(pie, name, name)` that can be covered: four slices or more, neither pulled out.

    Not in charts of two rings, where the outer ring shows what lies under a cover of the inner one, nor pairs that
    take more than half of the pie: what is left would hardly be a chart.
    """
    if scene.kind == "nested":
        return []
    out = []
    for pie in scene.pies:
        found = scene.of_pie(pie.name)
        count = len(found)
        for i in range(count if count >= 4 else 0):
            a, b = found[i], found[(i + 1) % count]
            wraps = i + 1 == count
            if not (a.exploded or b.exploded or a.share + b.share > 55 or (wraps and scene.half)):
                out.append((pie.name, a.name, b.name))
    return out


def covered(scene: PieChart, pair: tuple[str, str, str], rng: np.random.Generator) -> PieChart:
    """The chart with a cover over two neighbours in place of what covers it now."""
    pie, first, second = pair
    cover = Cover(id="cover", pie=pie, names=(first, second), material=pick(rng, MATERIALS),
                  seed=between(rng, 0, 999_999))  # fmt: skip
    hidden = tuple(item.id for item in scene.slices if item.pie == pie and item.name in (first, second))
    return msgspec.structs.replace(scene, covers=(cover,), hidden=hidden)


def _maybe_covered(scene: PieChart, share: float, rng: np.random.Generator) -> PieChart:
    pairs = coverable(scene)
    return covered(scene, pick(rng, pairs), rng) if pairs and chance(rng, share) else scene


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def measure(scene: PieChart) -> dict[str, float]:
    """`difficulty`: bits to find a slice among all, and a bit for each thing that makes reading harder."""
    count = len(scene.slices)
    difficulty = math.log2(count)
    difficulty += 1.5 * (scene.shown == "none") + 0.5 * (scene.shown == "value") + 0.5 * (scene.legend is not None)
    difficulty += 0.7 * (scene.kind != "single") + 0.5 * bool(scene.covers) + 0.4 * scene.half
    difficulty += 0.3 * bool(scene.other) + 0.3 * (scene.start_deg != 0)
    return {
        "difficulty": round(difficulty, 3),
        "slices": float(count),
        "pies": float(len(scene.pies)),
        "printed": float(scene.shown != "none"),
        "smallest_share": min(item.share for item in scene.slices),
    }


__all__ = ["LEVELS", "SCENE", "PieChart", "PieChartSpec", "Reject", "Slice", "draw_scene", "measure"]
