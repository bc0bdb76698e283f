"""Where everything on a box plot goes, either way up, before anything is drawn."""

from __future__ import annotations

from typing import NamedTuple

from scenewright.renderers.axes import LEADING, Fit, Scale, fit_below, fit_beside
from scenewright.renderers.bar_margins import Fonts, lay_foot, lay_head
from scenewright.renderers.base import Box
from scenewright.renderers.box_plot_styles import BoxPlotStyle
from scenewright.renderers.canvas import Point
from scenewright.renderers.plot_frame import AxisTitle, need_letters, need_note_room, value_title_lines
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import BoxPlot

BAND_PX = 28.0
"""Least room of a group along its axis."""
SIDE_MAX = 1240


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    plot: Box
    scale: Scale
    upright: bool
    """Whether values go upwards."""
    band: float
    centres: list[float]
    """Of each group along its axis."""
    below: Fit | None
    """Labels of the groups below the plot."""
    beside: tuple[tuple[str, ...], ...]
    """Lines of each group's label to the left of the plot."""
    value_title: AxisTitle
    place_title: AxisTitle

    def at(self, i: int, value: float, aside: float = 0.0) -> Point:
        """Where a value of group `i` is, `aside` pixels off the middle of its band."""
        along, across = self.scale.at(value), self.centres[i] + aside
        return (across, along) if self.upright else (along, across)

    def rect(self, i: int, low: float, high: float, half: float) -> Box:
        """From one value to another of group `i`, `half` pixels to either side of the middle."""
        (x0, y0), (x1, y1) = self.at(i, low, -half), self.at(i, high, half)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def lay_out(scene: BoxPlot, style: BoxPlotStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; it grows where groups need more room. `Reject("layout")` if nothing fits."""
    names = [box.name for box in scene.boxes]
    words = [scene.title.text, scene.subtitle.text, scene.value_axis.text, scene.place_axis.text, *names]
    need_letters(fonts, words)
    need_note_room(scene, fonts, style.width_px - 2 * round(style.text_px * 1.6))
    made = _upright(scene, style, fonts, names) if scene.orientation == "vertical" else _level(
        scene, style, fonts, names)  # fmt: skip
    left, top, right, bottom = made.plot
    if bottom - top < 150 or right - left < 180:
        raise Reject("layout")
    return made


def _upright(scene: BoxPlot, style: BoxPlotStyle, fonts: Fonts, names: list[str]) -> Layout:
    margin, gap = round(style.text_px * 1.6), style.tick_px + 6
    head = lay_head(scene, style, fonts, margin, None)
    foot = lay_foot(scene, style, fonts, margin, None)
    left, title = float(margin), [scene.value_axis.text]
    if head.axis_title is None:
        title = list(value_title_lines(scene, style, fonts, style.height_px - head.top - foot.top - 30))
        left += len(title) * fonts.axis.size_px * LEADING + 5
    left = round(left + max(fonts.text.width(tick.text) for tick in scene.ticks) + gap)
    right = margin * 0.8
    if scene.reference:
        right = margin * 0.6 + 6 + fonts.text.width(scene.reference.name)
    width = max(float(style.width_px), left + right + BAND_PX * len(names))
    if width > SIDE_MAX:
        raise Reject("layout")
    band = (width - left - right) / len(names)
    below = fit_below(names, fonts.text, band, left + band / 2 - 8, style.slanted)
    plot = (left, round(head.top), round(width - right), round(style.height_px - foot.top - below.depth - gap - 8))
    scale = Scale(scene.ticks[0].value, scene.ticks[-1].value, plot[3], plot[1])
    if scale.at(scene.ticks[0].value) - scale.at(scene.ticks[1].value) < fonts.text.cap_height + 7:
        raise Reject("layout")
    upright = (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0)
    return Layout(
        width=round(width), height=style.height_px, fonts=fonts, title=head.title, title_top=margin,
        subtitle_top=head.subtitle, plot=plot, scale=scale, upright=True, band=band,
        centres=[round(left + band * (i + 0.5)) + 0.0 for i in range(len(names))], below=below, beside=(),
        value_title=(title, (float(margin), head.axis_title, "ls", 0.0) if head.axis_title else upright),
        place_title=([scene.place_axis.text], ((plot[0] + plot[2]) / 2, style.height_px - foot.title -
                                               fonts.axis.descent, "ms", 0.0)),
    )  # fmt: skip


def _level(scene: BoxPlot, style: BoxPlotStyle, fonts: Fonts, names: list[str]) -> Layout:
    margin, gap = round(style.text_px * 1.6), style.tick_px + 6
    head = lay_head(scene, style, fonts, margin, None)
    foot = lay_foot(scene, style, fonts, margin, None)
    top = head.top + (fonts.text.size_px + 4 if scene.reference else 0)
    bottom = foot.top + fonts.text.cap_height + gap + 10
    height = max(float(style.height_px), top + bottom + BAND_PX * len(names))
    if height > SIDE_MAX * 0.8:
        raise Reject("layout")
    band = (height - top - bottom) / len(names)
    beside, widest = fit_beside(names, fonts.text, band, style.width_px * 0.26)
    if any(len(lines) * fonts.text.size_px * LEADING > band + 1 for lines in beside) or widest > style.width_px * 0.4:
        raise Reject("layout")
    left = round(margin + fonts.axis.size_px * LEADING + 5 + widest + gap)
    right = margin + fonts.text.width(scene.ticks[-1].text) / 2
    plot = (left, round(top), round(style.width_px - right), round(height - bottom))
    scale = Scale(scene.ticks[0].value, scene.ticks[-1].value, float(plot[0]), float(plot[2]))
    wide = max(fonts.text.width(tick.text) for tick in scene.ticks)
    if scale.at(scene.ticks[1].value) - scale.at(scene.ticks[0].value) < wide + 9:
        raise Reject("layout")
    return Layout(
        width=style.width_px, height=round(height), fonts=fonts, title=head.title, title_top=margin,
        subtitle_top=head.subtitle, plot=plot, scale=scale, upright=False, band=band,
        centres=[round(plot[1] + band * (i + 0.5)) + 0.0 for i in range(len(names))], below=None, beside=beside,
        value_title=([scene.value_axis.text], ((plot[0] + plot[2]) / 2, height - foot.title - fonts.axis.descent,
                                               "ms", 0.0)),
        place_title=([scene.place_axis.text], (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0)),
    )  # fmt: skip
