"""Where everything on a combined chart goes: margins, two scales, labels and legend, before anything is drawn."""

from __future__ import annotations

import itertools
import unicodedata
from typing import NamedTuple

from scenewright.renderers.axes import LEADING, Fit, Legend, Scale, fit_below, fit_legend
from scenewright.renderers.bar_margins import Fonts, lay_foot, lay_head
from scenewright.renderers.base import Box
from scenewright.renderers.combo_chart_styles import ComboChartStyle
from scenewright.scenes.bar_chart import Lettering
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart

SWATCH_PX = 26.0
"""Width of a key in the legend."""
BAND_PX = 17.0
"""Least width of a place."""
SIDE_MAX = 1280

TITLE_OVER = 20.0
"""By how much a title along an axis may be longer than the axis."""

TitleAt = tuple[float, float, str, float]


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    legend: Legend
    entries: list[str]
    """As the legend has them."""
    legend_at: tuple[float, float]
    plot: Box
    left: Scale
    right: Scale
    band: float
    xs: list[float]
    """Middle of each place."""
    below: Fit
    labelled: list[int]
    left_title: list[str]
    left_title_at: TitleAt
    right_title: list[str]
    right_title_at: TitleAt
    place_title_at: TitleAt

    def scale(self, side: str) -> Scale:
        """The scale of the axis on a side."""
        return self.left if side == "left" else self.right


class _Heading(NamedTuple):
    """What the margins need to know of a combined chart; both axes' titles stand side by side."""

    title: Lettering
    subtitle: Lettering
    value_axis: Lettering
    measure: str
    orientation: str
    note: Lettering | None = None


def _heading(scene: ComboChart) -> _Heading:
    both = Lettering(id="", text=f"{scene.left_axis.text}       {scene.right_axis.text}")
    vague = next((s.measure for s in scene.both if s.measure.startswith(("max", "min", "dev"))), "")
    return _Heading(scene.title, scene.subtitle, both, vague, "vertical")


def lay_out(scene: ComboChart, style: ComboChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; the picture grows where places need more room. `Reject("layout")` if nothing fits."""
    need_letters(scene, fonts)
    margin = round(style.text_px * 1.6)
    entries = entries_of(scene, style)
    legend = fit_legend(entries, fonts.text, style.width_px - 2 * margin, scene.legend == "inside", SWATCH_PX)
    heading = _heading(scene)
    head = lay_head(heading, style, fonts, margin, legend if scene.legend == "top" else None)
    foot = lay_foot(heading, style, fonts, margin, legend if scene.legend == "bottom" else None)
    gap = style.tick_px + 6
    along = max(style.height_px - head.top - foot.top - 30, 150)
    sides = []
    for side in ("left", "right"):
        title = [scene.axis(side).text]
        take = float(margin)
        if head.axis_title is None:  # along the axis, on two lines if it is longer than that
            title = fonts.axis.wrap(title[0], along)
            take += len(title) * fonts.axis.size_px * LEADING + 5
        if len(title) > 3:
            raise Reject("layout")
        take += max(fonts.text.width(tick.text) for tick in scene.on(side).ticks) + gap
        sides.append((title, round(take)))
    (left_title, left), (right_title, right) = sides
    count = len(scene.places)
    width = max(float(style.width_px), left + right + BAND_PX * count)
    band = (width - left - right) / count
    if width > SIDE_MAX or width - left - right < 190:
        raise Reject("layout")
    xs = [left + band * (i + 0.5) for i in range(count)]
    labelled = [i for i, p in enumerate(scene.places) if p.labelled]
    pitch = band * (labelled[1] - labelled[0])
    below = fit_below([scene.places[i].name for i in labelled], fonts.text, pitch, xs[0] - 8, style.slanted)
    plot = (float(left), float(round(head.top)), float(round(width - right)),
            float(round(style.height_px - foot.top - below.depth - gap - 8)))  # fmt: skip
    if plot[3] - plot[1] < 150:
        raise Reject("layout")
    longest = max(map(fonts.axis.width, (*left_title, *right_title)))
    if head.axis_title is None and longest > plot[3] - plot[1] + TITLE_OVER:
        raise Reject("layout")
    scales = [Scale(ticks[0].value, ticks[-1].value, plot[3], plot[1])
              for ticks in (scene.on("left").ticks, scene.on("right").ticks)]  # fmt: skip
    for side, scale in zip(("left", "right"), scales, strict=True):
        ats = [scale.at(tick.value) for tick in scene.on(side).ticks]
        if min(a - b for a, b in itertools.pairwise(ats)) < fonts.text.cap_height + 7:
            raise Reject("layout")
    middle = (plot[1] + plot[3]) / 2
    left_at: TitleAt = (margin + fonts.axis.cap_height, middle, "ms", -90.0)
    inner = (len(right_title) - 1) * fonts.axis.size_px * LEADING
    right_at: TitleAt = (width - margin - fonts.axis.descent - inner, middle, "ms", -90.0)
    if head.axis_title is not None:
        left_at = (float(margin), head.axis_title, "ls", 0.0)
        right_at = (width - margin, head.axis_title, "rs", 0.0)
    return Layout(
        width=round(width),
        height=style.height_px,
        fonts=fonts,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        legend=legend,
        entries=entries,
        legend_at=_legend_at(scene, style, legend, (width, plot, margin), head.legend, foot.legend),
        plot=plot,
        left=scales[0],
        right=scales[1],
        band=band,
        xs=xs,
        below=below,
        labelled=labelled,
        left_title=left_title,
        left_title_at=left_at,
        right_title=right_title,
        right_title_at=right_at,
        place_title_at=((plot[0] + plot[2]) / 2, style.height_px - foot.title - fonts.axis.descent, "ms", 0.0),
    )


def entries_of(scene: ComboChart, style: ComboChartStyle) -> list[str]:
    """The legend's entries in their order, perhaps with the axis that each is read on."""
    pair = (scene.line, scene.bars) if scene.line_first else scene.both
    return [s.name + (f" ({s.side} axis)" if style.legend_sides else "") for s in pair]


def need_letters(scene: ComboChart, fonts: Fonts) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    words = [scene.title.text, scene.subtitle.text, scene.left_axis.text, scene.right_axis.text, scene.place_axis.text]
    words += [place.name for place in scene.places]
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def _legend_at(
    scene: ComboChart, style: ComboChartStyle, legend: Legend, frame: tuple[float, Box, int], above: float, below: float
) -> tuple[float, float]:
    """Top left corner of the legend; inside the plot, of the corner with the lower bars and points below it."""
    width, plot, margin = frame
    if scene.legend == "inside":
        if legend.width > (plot[2] - plot[0]) * 0.55:
            raise Reject("layout")
        half = len(scene.places) // 2
        shares = [_share(scene, i) for i in range(len(scene.places))]
        right = max(shares[-half:]) <= max(shares[:half])
        return (plot[2] - legend.width - 18 if right else plot[0] + 18, plot[1] + 12)
    if scene.legend == "bottom":
        y = style.height_px - below - legend.height - (5 if style.legend_framed else 0)
        return (max((plot[0] + plot[2]) / 2 - legend.width / 2, float(margin)), y)
    if style.legend_framed:
        return (margin + 8.0, above + 5)
    return ((width - legend.width) / 2 if style.title_centred else float(margin), above)


def _share(scene: ComboChart, i: int) -> float:
    """How far up the plot a place's bar or point reaches, 0 to 1."""
    found = [0.0]
    for series in scene.both:
        value, low, high = scene.row(series.id)[i].value, series.ticks[0].value, series.ticks[-1].value
        found += [(value - low) / (high - low)] if value is not None else []
    return max(found)
