"""What a scatter plot is made of: its points, ticks, lines and covers, and the plot that holds them."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import msgspec

from scenewright.scenes.bar_chart import Lettering
from scenewright.scenes.base import Scene, Thing
from scenewright.scenes.line_chart import Hue, LegendPlace

Axis = Literal["x", "y"]
Shape = Literal["circle", "square", "triangle", "diamond", "plus", "cross"]
Grid = Literal["none", "horizontal", "both"]
CoverPlace = Literal["plot", "x", "y", "legend"]


class Series(Thing, frozen=True, kw_only=True):
    """Points that are drawn alike."""

    name: str
    """As the legend has it; empty where there is only one."""
    shape: Shape = "circle"
    hue: Hue = ""
    """The name of its colour; empty where the style is free to choose."""


class Point(Thing, frozen=True, kw_only=True):
    """One marker."""

    x: float
    y: float
    """In the axes' units, rounded to the axes' decimals: what is drawn is this, not the unrounded number."""
    series: str
    """Name of its series; empty where there is only one."""
    name: str
    """Written beside it; empty for most points of large plots."""
    size: float = 0.0
    """Value that its bubble's area stands for; 0 where there are no bubbles."""


class Tick(Thing, frozen=True, kw_only=True):
    """A labelled tick of an axis."""

    value: float
    text: str


class SizeKey(Thing, frozen=True, kw_only=True):
    """A bubble of the legend of sizes."""

    value: float
    text: str


class Trend(Thing, frozen=True, kw_only=True):
    """A least-squares line of y on x, drawn from its points' least x to the greatest."""

    series: str
    """Whose points it runs through; empty for all."""
    x0: float
    y0: float
    x1: float
    y1: float
    """Rounded to two decimals more than the axis: the drawn line is the one through these ends."""

    def at(self, x: float) -> float:
        """The line's value at `x`."""
        return self.y0 + (x - self.x0) / (self.x1 - self.x0) * (self.y1 - self.y0)


class Reference(Thing, frozen=True, kw_only=True):
    """A straight line across the plot at a value of one axis."""

    axis: Axis
    name: str
    value: float


class Cover(Thing, frozen=True, kw_only=True):
    """Something that lies over the whole of an axis's numbers, over the legend, or over a part of the plot."""

    over: CoverPlace
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Of the plot: left, bottom, right and top as shares of its width and height. A point is either well inside or
    well outside."""
    material: Literal["note", "ink", "tape", "torn"]
    seed: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What one axis, or the size of bubbles, shows."""

    measure: str
    """As in a sentence: `mean fuel economy`."""
    unit: str
    unit_name: str
    decimals: int
    log: bool = False


class ScatterPlot(Scene, frozen=True, kw_only=True):
    """A scatter plot and the numbers behind it. Fonts, marker sizes and (mostly) colours are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    x_axis: Lettering
    y_axis: Lettering
    """The measure with its unit in brackets."""
    size_axis: Lettering | None = None
    x: Measured
    y: Measured
    size: Measured | None = None
    noun: str
    nouns: str
    """What points stand for, for one and for many."""
    series_label: str
    series_plural: str
    series: tuple[Series, ...]
    """In the order of the legend."""
    points: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    """From the lowest to the highest, which are the ends of the axis."""
    sizes: tuple[SizeKey, ...] = ()
    """From small to large."""
    grid: Grid
    legend: LegendPlace
    trends: tuple[Trend, ...] = ()
    reference: Reference | None = None
    covers: tuple[Cover, ...] = ()
    absent: tuple[str, ...] = ()
    """Names of the same column that the plot does not show: for asking after what is not there."""

    # what a chart's margins ask for
    @property
    def value_axis(self) -> Lettering:
        """The vertical axis."""
        return self.y_axis

    @property
    def measure(self) -> str:
        """The vertical axis's measure."""
        return self.y.measure

    @property
    def orientation(self) -> str:
        """Values go upwards."""
        return "vertical"

    @property
    def note(self) -> Lettering | None:
        """Scatter plots have no note."""
        return None

    @property
    def many(self) -> bool:
        """Whether there are several series, with names."""
        return len(self.series) > 1

    def axis(self, axis: str) -> Measured:
        """What an axis shows; `size` is that of bubbles."""
        found = self.x if axis == "x" else self.y if axis == "y" else self.size
        assert found is not None
        return found

    def ticks(self, axis: str) -> tuple[Tick, ...]:
        """The ticks of an axis."""
        return self.x_ticks if axis == "x" else self.y_ticks

    def named(self, name: str) -> Point | None:
        """The point of that name; None if there is none in the plot."""
        return _lookup(self).names.get(name)

    def of_series(self, series: str) -> tuple[Point, ...]:
        """The points of a series."""
        return _lookup(self).series.get(series, ())

    def share(self, axis: str, value: float) -> float:
        """Where a value lies on its axis, 0 at one end and 1 at the other."""
        low, span, log = _lookup(self).scales[axis]
        return ((math.log(max(value, 1e-300)) if log else value) - low) / span


class _Lookup(NamedTuple):
    """A plot's points by name."""

    plot: ScatterPlot
    names: dict[str, Point]
    series: dict[str, tuple[Point, ...]]
    scales: dict[str, tuple[float, float, bool]]
    """Per axis its start and length, and whether it is logarithmic (then of logarithms)."""


_latest: _Lookup | None = None


def _lookup(plot: ScatterPlot) -> _Lookup:
    """Points by name, kept for the plot asked last: templates ask one plot hundreds of times, then the next."""
    global _latest
    found = _latest
    if found is None or found.plot is not plot:
        series: dict[str, list[Point]] = {}
        for point in plot.points:
            series.setdefault(point.series, []).append(point)
        scales = {}
        for axis in ("x", "y"):
            ends, log = [plot.ticks(axis)[k].value for k in (0, -1)], plot.axis(axis).log
            low, high = (math.log(v) for v in ends) if log else ends
            scales[axis] = (low, high - low, log)
        found = _latest = _Lookup(
            plot, {p.name: p for p in plot.points if p.name}, {name: tuple(ps) for name, ps in series.items()}, scales
        )
    return found
