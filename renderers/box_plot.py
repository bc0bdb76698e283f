"""Draws box plots and violin plots, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import math
from typing import Any

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import LEADING, draw_below
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box as Rect
from scenewright.renderers.base import Rendering, Resolution
from scenewright.renderers.box_plot_layout import Layout, lay_out
from scenewright.renderers.box_plot_styles import BoxPlotStyle, draw_style
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.distribution_styles import palette_of
from scenewright.renderers.plot_frame import draw_grid, draw_panel, draw_spines, draw_words, spine_ink
from scenewright.renderers.themes import contrast, luminance, mix
from scenewright.scenes.base import Reject
from scenewright.scenes.box_plot import STEPS, Box, BoxPlot, ends
from scenewright.scenes.tick_values import figure_text

STYLE = BoxPlotStyle

THIN_PX = 4.5
"""Least height of a box, and a third of it of each of its parts: less is a smear."""
INNER_PX = 3.5
"""Half the width of a violin's inner box."""


def render(scene: BoxPlot, style: BoxPlotStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: BoxPlot, style: BoxPlotStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.ground()
    for i, box in enumerate(scene.boxes):
        if box.id not in scene.hidden:
            picture.violin(i, box) if scene.kind == "violin" else picture.box(i, box)
        picture.mark(i, box)
    picture.covers()
    picture.axes()
    picture.reference()
    printed = picture.values()
    picture.words()
    return canvas, Resolution(
        units_per_px={"value": layout.scale.units_per_px},
        tick={"value": scene.ticks[1].value - scene.ticks[0].value},
        printed=tuple(printed),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


class _Picture:
    """One chart being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: BoxPlot, style: BoxPlotStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        count = len(scene.boxes) if style.many_colours else 1
        inks = palette_of(style, count)
        self.inks = inks if style.many_colours else inks * len(scene.boxes)
        self.half = layout.band * style.box_share / 2
        if any(abs(layout.scale.at(b.q3) - layout.scale.at(b.q1)) < THIN_PX for b in scene.boxes):
            raise Reject("layout")

    def ground(self) -> None:
        """Panel and grid."""
        draw_panel(self.canvas, self.style, self.layout.plot)
        at = [self.layout.scale.at(t.value) for t in self.scene.ticks] if self.scene.grid == "value" else []
        up = self.layout.upright
        draw_grid(self.canvas, self.style, self.layout.plot, at if up else [], [] if up else at)

    def colours(self, i: int) -> tuple[str, str, str]:
        """Of a box: its fill, its edge, its median."""
        style, theme = self.style, self.style.colours
        ink, panel = self.inks[i], theme.panel
        edge = mix(ink, theme.ink, 0.45) if style.fill != "hollow" else mix(ink, theme.ink, 0.15)
        if style.fill == "hollow":
            middle = theme.ink if contrast(edge, theme.ink) > 1.6 else edge
            return panel, edge, middle
        fill = ink if style.fill == "full" else mix(ink, panel, 0.62)
        middle = max((theme.ink, panel, "#ffffff", "#111111"), key=lambda c: contrast(fill, c))
        return fill, edge, middle

    # -- boxes -----------------------------------------------------------------------------------------------------

    def outline(self, i: int, box: Box) -> list[Point]:
        """The corners of a box, drawn in at the median where it is notched and the notch stays within the box."""
        at, half = self.layout.at, self.half
        reach = 1.57 * (box.q3 - box.q1) / math.sqrt(box.count)
        low, high = box.median - reach, box.median + reach
        if not (self.style.notched and box.q1 < low and high < box.q3):
            return [at(i, box.q1, -half), at(i, box.q1, half), at(i, box.q3, half), at(i, box.q3, -half)]
        waist = half * 0.55
        return [
            at(i, box.q1, -half), at(i, box.q1, half), at(i, low, half), at(i, box.median, waist), at(i, high, half),
            at(i, box.q3, half), at(i, box.q3, -half), at(i, high, -half), at(i, box.median, -waist),
            at(i, low, -half),
        ]  # fmt: skip

    def box(self, i: int, box: Box) -> None:
        """Whiskers, box, median, mean and outliers."""
        canvas, style, at = self.canvas, self.style, self.layout.at
        fill, edge, middle = self.colours(i)
        cap = self.half * style.cap_share
        dash = (5.0, 3.0) if style.dash_whiskers else ()
        for begin, end in ((box.q1, box.low), (box.q3, box.high)):
            if begin != end:
                canvas.line(at(i, begin), at(i, end), edge, style.line_px, dash=dash)
            canvas.line(at(i, end, -cap), at(i, end, cap), edge, style.line_px)
        path = self.outline(i, box)
        canvas.polygon(path, fill=fill)
        canvas.polygon([*path, path[0]], stroke=edge, width=style.line_px, closed=False, cap="square" if
                       style.backend == "skia" else "round")  # fmt: skip
        waist = self.half * 0.55 if len(path) > 4 else self.half
        inset = waist - style.line_px / 2
        canvas.line(at(i, box.median, -inset), at(i, box.median, inset), middle, style.line_px + 0.8)
        for value in box.outliers:
            hollow = style.hollow_points
            canvas.circle(at(i, value), style.outlier_px, None if hollow else edge, edge if hollow else None, 1.2)
        self.mean(i, box, middle)

    def mean(self, i: int, box: Box, ink: str) -> None:
        """A diamond at the mean."""
        if box.mean is None:
            return
        x, y = self.layout.at(i, box.mean)
        r = 5.0
        rim = self.style.colours.panel if ink != self.style.colours.panel else self.style.colours.ink
        self.canvas.polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), ink, rim, 1.0)

    def violin(self, i: int, box: Box) -> None:
        """The outline of the density, and within it a narrow box with a line or dot at the median."""
        canvas, style, theme = self.canvas, self.style, self.style.colours
        ink, panel = self.inks[i], theme.panel
        wide = self.layout.band * min(style.box_share + 0.2, 0.84) / 2
        path = self.density(i, box, wide)
        fill = panel if style.fill == "hollow" else ink if style.fill == "full" else mix(ink, panel, 0.55)
        canvas.polygon(path, fill=fill)
        canvas.polygon([*path, path[0]], stroke=mix(ink, theme.ink, 0.3), width=max(style.line_px - 0.5, 1.2),
                       closed=False)  # fmt: skip
        dark = luminance(fill) > 0.3
        inner = "#1d1f24" if dark else "#f4f4f2"
        canvas.line(self.layout.at(i, box.low), self.layout.at(i, box.high), inner, 1.2)
        canvas.rect(self.layout.rect(i, box.q1, box.q3, INNER_PX), inner)
        light = "#ffffff" if dark else "#16181c"
        self.mean(i, box, light)
        if style.dots and box.mean is None:
            canvas.circle(self.layout.at(i, box.median), 3.0, light, inner, 1.0)
        else:
            reach = INNER_PX + 5.0
            start, end = self.layout.at(i, box.median, -reach), self.layout.at(i, box.median, reach)
            canvas.line(start, end, inner, 4.4)
            (x0, y0), (x1, y1) = self.layout.at(i, box.median, -reach + 1), self.layout.at(i, box.median, reach - 1)
            canvas.line((x0, y0), (x1, y1), light, 2.0)

    def density(self, i: int, box: Box, wide: float) -> list[Point]:
        """The outline of a violin."""
        at, step = self.layout.at, (box.high - box.low) / STEPS
        values = [box.low + step * k for k in range(STEPS + 1)]
        right = [at(i, v, wide * w) for v, w in zip(values, box.shape, strict=True)]
        left = [at(i, v, -wide * w) for v, w in zip(values, box.shape, strict=True)]
        return right + left[::-1]

    def mark(self, i: int, box: Box) -> None:
        """Record where everything of a group is."""
        canvas, layout, rect = self.canvas, self.layout, self.layout.rect
        narrow = self.scene.kind == "violin"
        half = INNER_PX if narrow else self.half
        canvas.mark(box.id, "box", rect(i, box.q1, box.q3, half))
        for low, high in ((box.low, box.q1), (box.q3, box.high)):
            left, top, right, bottom = rect(i, low, high, 0.0 if narrow else half * self.style.cap_share)
            canvas.mark(box.id, "whisker", (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5))
        left, top, right, bottom = rect(i, box.median, box.median, half)
        canvas.mark(box.id, "median", (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5))
        if narrow:
            wide = layout.band * min(self.style.box_share + 0.2, 0.84) / 2
            path = tuple(self.density(i, box, wide))
            xs, ys = [p[0] for p in path], [p[1] for p in path]
            canvas.mark(box.id, "violin", (min(xs), min(ys), max(xs), max(ys)), path)
        points = [("outlier", v, self.style.outlier_px) for v in box.outliers]
        points += [("mean", box.mean, 5.0)] if box.mean is not None else []
        for part, value, r in points:
            x, y = layout.at(i, value)
            canvas.mark(box.id, part, (x - r, y - r, x + r, y + r))

    def covers(self) -> None:
        """What lies over a group."""
        colours, (left, top, right, bottom) = self.style.colours, self.layout.plot
        for cover in self.scene.covers:
            i = next(k for k, box in enumerate(self.scene.boxes) if box.name == cover.group)
            half, centre = self.layout.band / 2 - 2, self.layout.centres[i]
            box: Rect = (centre - half, top, centre + half, bottom) if self.layout.upright else (
                left, centre - half, right, centre + half)  # fmt: skip
            draw_cover(self.canvas, box, cover.material, cover.seed, colours.paper, colours.ink, cover.id, 2.0)

    # -- axes and words --------------------------------------------------------------------------------------------

    def axes(self) -> None:
        """Spines and tick marks of the value axis, short ones at the groups."""
        canvas, style, layout = self.canvas, self.style, self.layout
        left, _, right, bottom = layout.plot
        draw_spines(canvas, style, layout.plot, not layout.upright)
        ink, long = spine_ink(style), style.tick_px
        if style.spines == "none":
            if layout.upright:
                canvas.line((left, bottom + 0.5), (right, bottom + 0.5), ink, 1.0)
            else:
                canvas.line((left + 0.5, layout.plot[1]), (left + 0.5, bottom), ink, 1.0)
        for tick in self.scene.ticks:
            at = round(layout.scale.at(tick.value)) + 0.5
            start, end = ((left - long, at), (left, at)) if layout.upright else ((at, bottom), (at, bottom + long))
            canvas.line(start, end, ink, 1.0)

    def reference(self) -> None:
        """The line across all groups, its name beside the plot."""
        line, use = self.scene.reference, self.layout.fonts.text
        if line is None:
            return
        left, top, right, bottom = self.layout.plot
        at, ink = self.layout.scale.at(line.value), mix(self.style.colours.muted, self.style.colours.ink, 0.5)
        if self.layout.upright:
            self.canvas.line((left, at), (right, at), ink, 1.6, of=line.id, dash=(6.0, 3.0))
            self.canvas.text((right + 6, at), line.name, use, ink, "lm", of=line.id, part="name")
        else:
            self.canvas.line((at, top), (at, bottom), ink, 1.6, of=line.id, dash=(6.0, 3.0))
            half = use.width(line.name) / 2
            x = min(max(at, left + half), self.layout.width - half - 8)
            self.canvas.text((x, top - 6), line.name, use, ink, "ms", of=line.id, part="name")

    def values(self) -> list[str]:
        """Medians beside their boxes, where there is room; returns whose were printed."""
        scene, layout, use = self.scene, self.layout, self.layout.fonts.value
        if not scene.printed:
            return []
        done = []
        covered = [m[2] for m in self.canvas.drawn([cover.id for cover in scene.covers])]
        for i, box in enumerate(scene.boxes):
            text = figure_text(box.median, scene.decimals)
            x, y = layout.at(i, box.median, self.half + 5)
            room = layout.band / 2 - self.half - 7
            if layout.upright:
                fits, at, anchor = use.width(text) <= room, (x, y), "lm"
            else:
                fits, at, anchor = use.size_px <= room, (x, y + use.cap_height), "ms"
            if not fits or box.id in scene.hidden or self._crossed(at, anchor, use, text):
                continue
            w = use.width(text)
            if any(c[0] - 3 < at[0] + w and c[2] + 3 > at[0] - w and c[1] - 3 < at[1] and c[3] + 3 > at[1] - use.size_px
                   for c in covered):  # fmt: skip
                continue
            halo = None if scene.grid == "none" else self.style.colours.panel
            self.canvas.text(at, text, use, self.style.colours.ink, anchor, of=box.id, part="value", halo=halo)
            done.append(box.id)
        return done

    def _crossed(self, at: Point, anchor: str, use: Any, text: str) -> bool:
        """Whether the line of all groups runs through a text, or the text leaves the plot."""
        left, top, right, bottom = self.layout.plot
        w, h = use.width(text), use.cap_height
        x0 = at[0] if anchor[0] == "l" else at[0] - w / 2
        y0 = at[1] - h / 2 if anchor[1] == "m" else at[1] - h
        if x0 < left + 2 or x0 + w > right - 2 or y0 < top + 2 or y0 + h > bottom - 3:
            return True
        if not self.scene.reference:
            return False
        line = self.layout.scale.at(self.scene.reference.value)
        return y0 - 3 < line < y0 + h + 3 if self.layout.upright else x0 - 3 < line < x0 + w + 3

    def words(self) -> None:
        """Titles, note, and what stands at the axes."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, fonts, (left, _, _, bottom) = style.colours, layout.fonts, layout.plot
        gap = style.tick_px + 6
        for tick in scene.ticks:
            at = layout.scale.at(tick.value)
            place, anchor = ((left - gap, at), "rm") if layout.upright else ((at, bottom + gap), "mt")
            canvas.text(place, tick.text, fonts.text, colours.muted, anchor, of=tick.id, part="tick")
        if layout.below:
            draw_below(canvas, layout.below, [b.id for b in scene.boxes], layout.centres, bottom + gap, fonts.text,
                       colours.ink)  # fmt: skip
        for box, lines, y in zip(scene.boxes, layout.beside, layout.centres, strict=bool(layout.beside)):
            canvas.lines((left - gap, y), lines, fonts.text, colours.ink, "rm", LEADING, of=box.id)
        draw_words(canvas, scene, style, layout, layout.value_title, layout.place_title)


__all__ = ["STYLE", "draw_style", "ends", "lay_out", "paint", "render"]
