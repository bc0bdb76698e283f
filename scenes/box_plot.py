"""Box plots and violin plots of real columns: quartiles, whiskers and outliers of several groups, either way up."""

from __future__ import annotations

import math
from typing import Annotated, Literal, NamedTuple

import msgspec
import numpy as np

from scenewright.scenes.bar_chart import MATERIALS, Lettering, capital
from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, shuffled
from scenewright.scenes.distribution_cuts import Distribution, Wish, distributions
from scenewright.scenes.table_source import load_tables
from scenewright.scenes.tick_values import Format, nice_ticks, tick_text

Kind = Literal["box", "violin"]
Orientation = Literal["vertical", "horizontal"]
Whiskers = Literal["tukey", "range"]
Grid = Literal["none", "value"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

FEW_SCENES = True
"""A bundled table has few columns, and a column few ways to be grouped."""

BOXES_MAX = 16
ROWS = 10
"""Least rows of a group: quartiles of fewer say little."""
NOTES = {
    "tukey": "Whiskers: furthest values within 1.5 × IQR of the box; points beyond.",
    "range": "Whiskers: lowest to highest value.",
    "violin": "Violins: Gaussian kernel, Scott’s rule. Inner boxes: quartiles.",
}
"""How to read what is drawn, as the note says it."""
MEANS = " Diamonds: means."


class BoxPlotSpec(Spec, frozen=True, kw_only=True):
    """What box plots are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    orientations: Annotated[tuple[Orientation, ...], msgspec.Meta(min_length=1)] = ("vertical", "horizontal")
    groups_min: Annotated[int, msgspec.Meta(ge=2, le=BOXES_MAX)] = 3
    """Relaxed where the tables have fewer groups with rows enough."""
    groups_max: Annotated[int, msgspec.Meta(ge=2, le=BOXES_MAX)] = 6
    violins: Share = 0.0
    """Share of charts that show violins with an inner box."""
    ranges: Share = 0.3
    """Share of box plots whose whiskers reach from the lowest to the highest value."""
    printed: Share = 0.0
    """Share of charts that print medians, as far as there is room."""
    means: Share = 0.25
    """Share of charts with a marker at each group's mean."""
    references: Share = 0.15
    """Share of charts with a line at the median of all values shown."""
    covered: Share = 0.12
    """Share of charts with something lying over one group."""


class Box(Thing, frozen=True, kw_only=True):
    """One group: its box, whiskers and outliers, or its violin. In the chart's unit, rounded to its decimals."""

    name: str
    count: int
    """Values in the group; not shown."""
    low: float
    """Lower end of the whiskers, or of the violin."""
    q1: float
    """Quartiles interpolate linearly between the two nearest values (type 7 of Hyndman and Fan, 1996)."""
    median: float
    q3: float
    high: float
    outliers: tuple[float, ...] = ()
    """Values beyond the whiskers, ascending."""
    mean: float | None = None
    """None where no marker shows it."""
    shape: tuple[float, ...] = ()
    """Half-widths of a violin at even steps from `low` to `high`, the widest being 1: a Gaussian kernel density whose
    bandwidth is the standard deviation times n to the power of -1/5 (Scott, 1992)."""
    peak: float | None = None
    """Where a violin is widest."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of the value axis."""

    value: float
    text: str


class Reference(Thing, frozen=True, kw_only=True):
    """A line across all groups at the median of all values shown."""

    name: str
    value: float


class Cover(Thing, frozen=True, kw_only=True):
    """Something over all that is drawn of one group."""

    group: str
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class BoxPlot(Scene, frozen=True, kw_only=True):
    """A box plot and the numbers behind it. Fonts, fills and notches are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    place_axis: Lettering
    """What the groups are."""
    value_axis: Lettering
    """The measure with its unit in brackets."""
    note: Lettering | None
    """What the whiskers, or the violins, stand for."""
    quantity: str
    """What is measured: `body mass`."""
    unit: str
    unit_name: str
    place_label: str
    place_plural: str
    kind: Kind
    whiskers: Whiskers
    orientation: Orientation
    boxes: tuple[Box, ...]
    """From left to right, or from top to bottom."""
    decimals: int
    ticks: tuple[Tick, ...]
    grid: Grid
    printed: bool
    """Whether medians are printed, as far as there is room (`Resolution.printed`)."""
    means: bool
    reference: Reference | None = None
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the chart leaves out by chance alone."""

    @property
    def measure(self) -> str:
        """What questions on single numbers of the groups ask for."""
        return f"median {self.quantity}"

    def box(self, name: str) -> Box | None:
        """The box of a group; None if the chart has no such group."""
        return next((box for box in self.boxes if box.name == name), None)


SCENE = BoxPlot

LEVELS = (
    BoxPlotSpec(groups_min=3, groups_max=4, printed=0.6, means=0.15, ranges=0.4),
    BoxPlotSpec(groups_min=4, groups_max=6, printed=0.2),
    BoxPlotSpec(groups_min=5, groups_max=8, violins=0.3, printed=0.1),
    BoxPlotSpec(groups_min=7, groups_max=11, violins=0.35, means=0.3, covered=0.2),
    BoxPlotSpec(groups_min=10, groups_max=BOXES_MAX, violins=0.35, means=0.3, covered=0.2),
)  # fmt: skip
"""From three boxes with printed medians to a dozen and more."""

STEPS = 48
"""Steps of a violin's outline."""


def draw_scene(spec: BoxPlotSpec, rng: np.random.Generator) -> BoxPlot:
    """A chart of one measure by one column. `Reject` where no pair makes boxes that can be read."""
    if spec.groups_min > spec.groups_max:
        raise ValueError("a spec's minimum is above its maximum")
    kind: Kind = "violin" if chance(rng, spec.violins) else "box"
    whiskers: Whiskers = "range" if kind == "violin" or chance(rng, spec.ranges) else "tukey"
    wish = Wish(groups=(spec.groups_min, spec.groups_max), filtered=0.0, least=ROWS)
    for found in distributions(load_tables(spec.tables), wish, rng):
        if not found.names:
            raise Reject("one_group")
        summary = summarise(found, kind, whiskers)
        if summary is not None:
            return _chart(found, summary, spec, rng)
    raise Reject("flat_table")


class _Summary(NamedTuple):
    kind: Kind
    whiskers: Whiskers
    boxes: list[Box]
    decimals: int


NARROW = 0.028
"""Least height of a box, as a share of all values' range, and of its two parts a fifth of that."""


def summarise(found: Distribution, kind: Kind, whiskers: Whiskers) -> _Summary | None:
    """The five numbers of each group; None where boxes are too flat to be read."""
    span = max(found.highs) - min(found.lows)
    if not math.isfinite(span) or span <= 1e-9 * max(abs(max(found.highs)), 1e-9):
        return None
    decimals = min(max(2 - math.floor(math.log10(span)), 0), found.measure.decimals + 1, 6)
    boxes = []
    for i, (name, values) in enumerate(zip(found.names, found.values, strict=True)):
        box = _box(f"box{i}", name, values, whiskers, decimals, kind == "violin")
        flat = min(box.median - box.q1, box.q3 - box.median) < NARROW / 5 * span
        if box.q3 - box.q1 < NARROW * span or flat or len(box.outliers) > 9:
            return None
        boxes.append(box)
    return _Summary(kind, whiskers, boxes, decimals)


def _box(of: str, name: str, values: np.ndarray, whiskers: Whiskers, decimals: int, violin: bool) -> Box:
    ranked = np.sort(values)
    q1, median, q3 = (_quantile(ranked, share) for share in (0.25, 0.5, 0.75))
    low, high = float(ranked[0]), float(ranked[-1])
    outliers: tuple[float, ...] = ()
    if whiskers == "tukey":
        reach = 1.5 * (q3 - q1)
        inside = ranked[(ranked >= q1 - reach) & (ranked <= q3 + reach)]
        low, high = float(inside[0]), float(inside[-1])
        beyond = ranked[(ranked < low) | (ranked > high)]
        outliers = tuple(round(v, decimals) + 0.0 for v in beyond.tolist())
    shape, peak = _violin(ranked) if violin else ((), None)
    low, q1, median, q3, high = (round(v, decimals) + 0.0 for v in (low, q1, median, q3, high))
    # a whisker ends at a value of the data, which may lie within the box where the rest are outliers
    return Box(
        id=of, name=name, count=len(ranked), low=min(low, q1), q1=q1, median=median, q3=q3, high=max(high, q3),
        outliers=outliers, mean=round(float(ranked.mean()), decimals) + 0.0, shape=shape,
        peak=None if peak is None else round(peak, decimals) + 0.0,
    )  # fmt: skip


def _quantile(ranked: np.ndarray, share: float) -> float:
    """Linear interpolation between the two nearest of the sorted values; numpy's own takes twenty times as long."""
    at = (len(ranked) - 1) * share
    first = int(at)
    low, high = float(ranked[first]), float(ranked[min(first + 1, len(ranked) - 1)])
    return low + (high - low) * (at - first)


def _violin(ranked: np.ndarray) -> tuple[tuple[float, ...], float]:
    width = float(ranked.std(ddof=1)) * len(ranked) ** -0.2
    at = np.linspace(float(ranked[0]), float(ranked[-1]), STEPS + 1)
    density = np.exp(-0.5 * ((at[:, None] - ranked[None, :]) / width) ** 2).sum(1)
    density /= density.max()
    return tuple(round(v, 3) for v in density.tolist()), float(at[int(density.argmax())])


def _chart(found: Distribution, summary: _Summary, spec: BoxPlotSpec, rng: np.random.Generator) -> BoxPlot:
    column, measure, decimals = found.column, found.measure, summary.decimals
    assert column
    boxes = summary.boxes
    if not column.ordered:
        boxes = shuffled(rng, boxes) if chance(rng, 0.6) else sorted(boxes, key=lambda b: -b.median)
        boxes = [msgspec.structs.replace(box, id=f"box{i}") for i, box in enumerate(boxes)]
    means = chance(rng, spec.means)
    if not means:
        boxes = [msgspec.structs.replace(box, mean=None) for box in boxes]
    reference = None
    if chance(rng, spec.references):
        value = round(float(np.median(np.concatenate(found.values))), decimals) + 0.0
        reference = Reference(id="reference", name="overall median", value=value)
    fit = coverable(tuple(boxes))
    covers: tuple[Cover, ...] = ()
    if fit and len(boxes) > 3 and not reference and chance(rng, spec.covered):
        covers = (new_cover(pick(rng, fit), rng),)
    label, unit, shown = measure.label, measure.unit, summary.kind if summary.kind == "violin" else summary.whiskers
    forms = ("{} by {}", "{} by {}", "Distribution of {} by {}", "{} for each {}")
    return BoxPlot(
        table=found.table.name,
        title=Lettering(id="title", text=capital(pick(rng, forms).format(label, column.label))),
        subtitle=Lettering(id="subtitle", text=found.table.title),
        place_axis=Lettering(id="place_axis", text=capital(column.label)),
        value_axis=Lettering(id="value_axis", text=capital(label) + (f" ({unit})" if unit else "")),
        note=Lettering(id="note", text=NOTES[shown] + (MEANS if means else "")),
        quantity=label,
        unit=unit,
        unit_name=measure.unit_name if unit else "",
        place_label=column.label,
        place_plural=column.plural,
        kind=summary.kind,
        whiskers=summary.whiskers,
        orientation=pick(rng, spec.orientations),
        boxes=tuple(boxes),
        decimals=decimals,
        ticks=_ticks(boxes, unit, rng),
        grid=pick(rng, ("none", "value")),
        printed=summary.kind == "box" and chance(rng, spec.printed),
        means=means,
        reference=reference,
        covers=covers,
        hidden=tuple(b.id for b in boxes if covers and b.name == covers[0].group),
        absent=tuple(draw(rng, found.left_out, 6)),
    )


def ends(box: Box) -> tuple[float, float]:
    """The lowest and the highest value drawn of a group."""
    every = (box.low, box.high, *box.outliers, *(() if box.mean is None else (box.mean,)))
    return min(every), max(every)


def _ticks(boxes: list[Box], unit: str, rng: np.random.Generator) -> tuple[Tick, ...]:
    low, high = min(ends(b)[0] for b in boxes), max(ends(b)[1] for b in boxes)
    if 0 < low < 0.2 * high or (low == 0 and high > 0):
        low = 0.0
    room = 0.02 * (high - low)
    found = nice_ticks(low - (room if low else 0.0), high + room, between(rng, 4, 8))
    form: Format = "plain"
    mark, largest = rng.random(), max(abs(found.values[0]), abs(found.values[-1]))
    if unit == "%" and mark < 0.5:
        form = "percent"
    elif unit == "$" and mark < 0.5:
        form = "dollar"
    elif largest >= 5000 and mark < 0.4:
        form = "short"
    return tuple(
        Tick(id=f"tick{i}", value=v, text=tick_text(v, found.decimals, form)) for i, v in enumerate(found.values)
    )


def coverable(boxes: tuple[Box, ...]) -> list[str]:
    """Groups that may be covered: not those that the ends of the axis tell of."""
    low, high = min(ends(b)[0] for b in boxes), max(ends(b)[1] for b in boxes)
    return [b.name for b in boxes if ends(b)[0] > low and ends(b)[1] < high]


def new_cover(group: str, rng: np.random.Generator) -> Cover:
    """A cover of random material over a group."""
    return Cover(id="cover", group=group, material=pick(rng, MATERIALS), seed=between(rng, 0, 999_999))


def measure(scene: BoxPlot) -> dict[str, float]:
    """`difficulty`: bits to find a group among all, and a bit for each thing that makes reading harder."""
    outliers = sum(len(box.outliers) for box in scene.boxes)
    difficulty = 1.5 * math.log2(len(scene.boxes)) + 1.0 * (not scene.printed) + 0.4 * (scene.kind == "violin")
    difficulty += 0.2 * scene.means + 0.3 * bool(scene.covers) + 0.1 * math.log2(1 + outliers)
    return {
        "difficulty": round(difficulty, 3),
        "boxes": float(len(scene.boxes)),
        "outliers": float(outliers),
        "violin": float(scene.kind == "violin"),
        "horizontal": float(scene.orientation == "horizontal"),
    }
