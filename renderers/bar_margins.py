"""What stands around the plot of a chart: its fonts, title, legend and notes, and the room they take."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from scenewright.renderers.agg_canvas import agg_font
from scenewright.renderers.axes import LEADING, Legend, fit_legend
from scenewright.renderers.bar_styles import BarChartStyle
from scenewright.renderers.base import Box
from scenewright.renderers.fonts import font
from scenewright.scenes.bar_chart import BarChart, Lettering
from scenewright.scenes.base import Reject


class Titled(Protocol):
    """What the margins need to know of a chart of any kind."""

    @property
    def title(self) -> Lettering: ...
    @property
    def subtitle(self) -> Lettering: ...
    @property
    def value_axis(self) -> Lettering: ...
    @property
    def note(self) -> Lettering | None: ...
    @property
    def measure(self) -> str: ...
    @property
    def orientation(self) -> str: ...


class TitledStyle(Protocol):
    """What the margins need to know of a chart's style."""

    @property
    def backend(self) -> str: ...
    @property
    def font(self) -> str: ...
    @property
    def width_px(self) -> int: ...
    @property
    def title_px(self) -> float: ...
    @property
    def text_px(self) -> float: ...
    @property
    def title_bold(self) -> bool: ...
    @property
    def title_centred(self) -> bool: ...
    @property
    def values_bold(self) -> bool: ...
    @property
    def subtitle(self) -> bool: ...
    @property
    def axis_title_flat(self) -> bool: ...
    @property
    def legend_framed(self) -> bool: ...


class Fonts(NamedTuple):
    """The fonts of one chart."""

    title: Any
    subtitle: Any
    text: Any
    axis: Any
    value: Any


def fonts_of(style: TitledStyle) -> Fonts:
    """A chart's fonts, as its backend sets them."""
    make: Any = agg_font if style.backend == "matplotlib" else font
    text = style.text_px
    return Fonts(
        title=make(style.font, style.title_px, style.title_bold),
        subtitle=make(style.font, text, False),
        text=make(style.font, text, False),
        axis=make(style.font, text, False),
        value=make(style.font, text, style.values_bold),
    )


class Head(NamedTuple):
    """What stands above the plot, from the top of the picture."""

    title: list[str]
    subtitle: float | None
    legend: float
    axis_title: float | None
    """Baseline of a value axis's title that lies flat above its axis."""
    top: float
    """Where the plot begins."""


NEED_SUBTITLE = ("maximum ", "minimum ", "deviation ")
"""Measures that say little unless the subtitle tells of what and over which years."""


def lay_head(scene: Titled, style: TitledStyle, fonts: Fonts, margin: int, legend: Legend | None) -> Head:
    """Title, subtitle, a legend on top, and a flat axis title, one below the other."""
    use, width = fonts.title, style.width_px - 2 * margin
    title = use.wrap(scene.title.text, width)
    if len(title) > 3:
        raise Reject("layout")
    y = margin + use.cap_height + (len(title) - 1) * use.size_px * LEADING + use.descent
    subtitle = None
    wanted = style.subtitle or scene.measure.startswith(NEED_SUBTITLE)
    if wanted and fonts.subtitle.width(scene.subtitle.text) <= width:
        subtitle = y + 7
        y = subtitle + fonts.subtitle.cap_height + fonts.subtitle.descent
    y += 12
    legend_y = y
    if legend:
        y += legend.height + (18 if style.legend_framed else 8)
    axis_title = None
    fits = fonts.axis.width(scene.value_axis.text) <= width
    if scene.orientation == "vertical" and style.axis_title_flat and fits:
        axis_title = y + fonts.axis.cap_height
        y = axis_title + fonts.axis.descent + 10
    return Head(title, subtitle, legend_y, axis_title, y + 4)


class Foot(NamedTuple):
    """What stands below the category labels, from the bottom of the picture upwards."""

    legend: float
    title: float
    top: float


def lay_foot(scene: Titled, style: TitledStyle, fonts: Fonts, margin: int, legend: Legend | None) -> Foot:
    """The note, a legend at the bottom, and the title of the axis below the plot."""
    legend_y = margin + (fonts.text.size_px * LEADING + 4 if scene.note else 0.0)
    title = legend_y + (legend.height + (18 if style.legend_framed else 8) if legend else 0.0)
    return Foot(legend_y, title, title + fonts.axis.size_px + 8)


def choose_legend(
    scene: BarChart, style: BarChartStyle, font: Any, width: float, vertical: bool
) -> tuple[Legend | None, str]:
    """The legend and where it goes; one that is too wide for the side goes below the title."""
    if not scene.series:
        return None, ""
    place: str = style.legend
    names = [series.name for series in scene.series]
    if place == "inside" and not vertical:
        place = "right"
    if place in ("right", "inside"):
        legend = fit_legend(names, font, width, column=True)
        if legend.width <= width * (0.27 if place == "right" else 0.5):
            return legend, place
        place = "top"
    return fit_legend(names, font, width, column=False), place


def place_legend(
    style: TitledStyle,
    legend: Legend | None,
    place: str,
    size: tuple[float, float],
    plot: Box,
    above: float,
    below: float,
    margin: int,
) -> tuple[float, float]:
    """Top left corner of the legend; its frame, if it has one, lies outside it."""
    if legend is None:
        return (0.0, 0.0)
    left, top, right, _ = plot
    if place == "right":
        return (size[0] - margin - legend.width, top)
    if place == "inside":
        return (right - legend.width - 16, top + 11)
    if place == "bottom":
        y = size[1] - below - legend.height - (5 if style.legend_framed else 0)
        return (max((left + right) / 2 - legend.width / 2, float(margin)), y)
    if style.legend_framed:
        return (margin + 8.0, above + 5)
    return ((size[0] - legend.width) / 2 if style.title_centred else float(margin), above)
