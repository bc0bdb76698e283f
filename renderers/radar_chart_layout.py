"""Where everything on a radar chart goes: the centre, the radius, spoke names and legend, before anything is drawn."""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

from scenewright.renderers.axes import LEADING, Legend, fit_legend
from scenewright.renderers.bar_margins import Fonts, lay_foot, lay_head, place_legend
from scenewright.renderers.base import Box
from scenewright.renderers.canvas import Point as Pixel
from scenewright.renderers.radar_chart_styles import RadarChartStyle
from scenewright.scenes.base import Reject
from scenewright.scenes.radar_chart import RadarChart

SWATCH_PX = 26.0
NAME_PX = 130.0
"""Widest line of a spoke's name."""
GAP_PX = 10.0
"""From the rim to the names."""
RADIUS_MIN = 95.0


class Name(NamedTuple):
    """A spoke's name: its lines, where it is anchored, and how."""

    lines: list[str]
    at: Pixel
    anchor: str


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    caption_at: Pixel
    legend: Legend | None
    legend_at: tuple[float, float]
    centre: Pixel
    radius: float
    plot: Box
    names: list[Name]

    def at(self, share: float, angle: float) -> Pixel:
        """The point at a share of the radius, at an angle in radians clockwise from the top."""
        r = share * self.radius
        return (self.centre[0] + r * math.sin(angle), self.centre[1] - r * math.cos(angle))


def lay_out(scene: RadarChart, style: RadarChartStyle, fonts: Fonts) -> Layout:
    """Lay a chart out. `Reject("layout")` if nothing fits."""
    need_letters(scene, fonts)
    margin = round(style.text_px * 1.6)
    width, height = style.width_px, style.height_px
    legend, place = _legend(scene, fonts, width - 2 * margin)
    head = lay_head(scene, style, fonts, margin, legend if place == "top" else None)
    foot = lay_foot(scene, style, fonts, margin, legend if place == "bottom" else None)
    if fonts.axis.width(scene.value_axis.text) > width - 2 * margin:
        raise Reject("layout")
    line = fonts.axis.cap_height + fonts.axis.descent + 8
    top = head.top + (0 if style.caption_bottom else line)
    bottom = height - (foot.top if style.caption_bottom else foot.title)
    right = width - margin - (legend.width + 18 if place == "right" and legend else 0.0)
    frame = (float(margin), top, right, bottom)
    centre, radius, wrapped = _fit(scene, fonts, frame)
    names = _names(scene, fonts, wrapped, centre, radius)
    plot = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    caption_y = height - foot.title - fonts.axis.descent if style.caption_bottom else head.top + fonts.axis.cap_height
    caption_x = centre[0] if style.caption_bottom or style.title_centred else float(margin)
    half = fonts.axis.width(scene.value_axis.text) / 2
    if style.caption_bottom or style.title_centred:
        caption_x = min(max(caption_x, margin + half), width - margin - half)
    box = (frame[0], top, right, bottom)
    return Layout(
        width=width,
        height=height,
        fonts=fonts,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        caption_at=(caption_x, caption_y),
        legend=legend,
        legend_at=place_legend(style, legend, place, (width, height), box, head.legend, foot.legend, margin),
        centre=centre,
        radius=radius,
        plot=plot,
        names=names,
    )


def need_letters(scene: RadarChart, fonts: Fonts) -> None:
    """`Reject("letters")` where the font lacks a character, or a name runs from right to left, which neither backend
    sets in the right order.
    """
    words = [scene.title.text, scene.subtitle.text, scene.value_axis.text]
    words += [spoke.name for spoke in scene.spokes] + [series.name for series in scene.series]
    rare = {c for word in words if not word.isascii() for c in word if not c.isascii()}
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in rare) or not fonts.text.covers("".join(sorted(rare))):
        raise Reject("letters")


def _legend(scene: RadarChart, fonts: Fonts, width: float) -> tuple[Legend | None, str]:
    """The legend where the scene wants it; `Reject("layout")` where it takes too much room there."""
    if scene.legend == "none":
        return None, ""
    column = scene.legend == "right"
    legend = fit_legend([s.name for s in scene.series], fonts.text, width, column, SWATCH_PX)
    if column and legend.width > width * 0.32:
        raise Reject("layout")
    return legend, scene.legend


def angle_of(i: int, count: int) -> float:
    """The direction of a spoke, in radians clockwise from the top."""
    return 2 * math.pi * i / count


def _fit(scene: RadarChart, fonts: Fonts, frame: Box) -> tuple[Pixel, float, list[list[str]]]:
    """The centre and the largest radius at which all names have room, and the names in lines."""
    left, top, right, bottom = frame
    count, use = len(scene.spokes), fonts.text
    wrapped = [use.wrap(spoke.name, NAME_PX) for spoke in scene.spokes]
    if any(len(lines) > 3 or max(map(use.width, lines)) > NAME_PX * 1.25 for lines in wrapped):
        raise Reject("layout")
    across: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    upright: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for i, lines in enumerate(wrapped):
        angle = angle_of(i, count)
        x, y = math.sin(angle), -math.cos(angle)
        w = max(map(use.width, lines))
        h = use.cap_height + (len(lines) - 1) * use.size_px * LEADING + use.descent
        sidewise = _side(x)
        across[0].append((-x, w if sidewise == "r" else w / 2 if sidewise == "m" else 0.0))
        across[1].append((x, w if sidewise == "l" else w / 2 if sidewise == "m" else 0.0))
        upright[0].append((-y, h if y < -0.5 else h / 2))
        upright[1].append((y, h if y > 0.5 else h / 2))
    # the rings themselves, where no spoke points straight down or sideways
    lowest = 1.0 if scene.rings == "circle" or count % 2 == 0 else math.cos(math.pi / count)
    upright[1].append((lowest, 0.0))
    if scene.rings == "circle":
        across[0].append((1.0, 0.0))
        across[1].append((1.0, 0.0))
    radius = _largest(across, right - left)
    radius = min(radius, _largest(upright, bottom - top))
    if radius < RADIUS_MIN:
        raise Reject("layout")
    radius = float(math.floor(radius))
    reach = [[max(d * (radius + GAP_PX) + extra for d, extra in side) for side in sides] for sides in (across, upright)]
    x = left + reach[0][0] + (right - left - sum(reach[0])) / 2
    y = top + reach[1][0] + (bottom - top - sum(reach[1])) / 2
    return (round(x) + 0.5, round(y) + 0.5), radius, wrapped


def _side(x: float) -> str:
    """How a name is anchored beside its spoke."""
    return "m" if abs(x) < 0.2 else "l" if x > 0 else "r"


def _largest(sides: tuple[list[tuple[float, float]], list[tuple[float, float]]], room: float) -> float:
    """The largest radius for which both sides' reach fits the room: the least over all pairs of names."""
    found = 1e9
    for a, one in sides[0]:
        for b, two in sides[1]:
            if a + b > 0.05:
                found = min(found, (room - one - two) / (a + b) - GAP_PX)
    return found


def _names(scene: RadarChart, fonts: Fonts, wrapped: list[list[str]], centre: Pixel, radius: float) -> list[Name]:
    """Names outside the rim."""
    count, use, out = len(scene.spokes), fonts.text, []
    for i, lines in enumerate(wrapped):
        angle = angle_of(i, count)
        x, y = math.sin(angle), -math.cos(angle)
        rest = (len(lines) - 1) * use.size_px * LEADING
        at = (centre[0] + (radius + GAP_PX) * x, centre[1] + (radius + GAP_PX) * y)
        if y < -0.5:  # above: the last line stands on the point
            at = (at[0], at[1] - rest - use.cap_height / 2)
        elif y > 0.5:
            at = (at[0], at[1] + use.cap_height / 2)
        else:
            at = (at[0], at[1] - rest / 2)
        out.append(Name(lines, at, _side(x) + "m"))
    return out
