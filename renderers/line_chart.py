"""Draws line charts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import itertools
from typing import Any

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import (
    LEADING,
    LogScale,
    Scale,
    draw_axis_title,
    draw_below,
    draw_legend,
    draw_legend_frame,
    figure_text,
)
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.line_layout import LEADER_PX, SWATCH_PX, Layout, heights, lay_out, minor_ticks
from scenewright.renderers.line_parts import DASHES, draw_marker, mark_segment, outline, runs_of, step_ends, waver
from scenewright.renderers.line_styles import LineChartStyle, colours_of, draw_style
from scenewright.renderers.themes import contrast, mix
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart

STYLE = LineChartStyle

_GRID: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}

COVER_PX = 4.0
"""From a cover to the points beside it, less what its ragged edge takes."""


def render(scene: LineChart, style: LineChartStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: LineChart, style: LineChartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.panel()
    picture.lines()
    picture.covers()
    picture.axes()
    picture.markers()
    picture.key()
    printed = picture.values()
    picture.lettering()
    scale = layout.scale
    logarithmic = isinstance(scale, LogScale)
    return canvas, Resolution(
        units_per_px={"decades": scale.decades_per_px} if isinstance(scale, LogScale) else {
            "value": scale.units_per_px},
        tick={} if logarithmic else {"value": scene.ticks[1].value - scene.ticks[0].value},
        printed=tuple(printed),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )  # fmt: skip


class _Picture:
    """One chart being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: LineChart, style: LineChartStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        self.inks = colours_of(scene, style)
        scale: Scale | LogScale = layout.scale
        per, hidden = len(scene.series), set(scene.hidden)
        self.tops: list[list[float | None]] = [[] for _ in range(per)]
        """Pixel of each point by series; None where it is missing."""
        self.feet: list[list[float]] = [[] for _ in range(per)]
        self.shown: list[list[float | None]] = [[] for _ in range(per)]
        """The same, and None too where it is covered."""
        for i, (point, ends) in enumerate(zip(scene.points, heights(scene), strict=True)):
            y = scale.at(ends[1]) if ends else None
            self.tops[i % per].append(y)
            self.feet[i % per].append(scale.at(ends[0]) if ends and not scene.log else layout.plot[3])
            self.shown[i % per].append(None if point.id in hidden else y)
        self.words: list[Box] = []
        """Boxes of texts within the plot so far."""
        canvas.mark("figure", "figure", (0, 0, layout.width, layout.height))
        canvas.mark("plot", "plot", layout.plot)

    # -- behind the lines ------------------------------------------------------------------------------------------

    def panel(self) -> None:
        """The panel, the grid and the reference line."""
        canvas, colours, layout = self.canvas, self.style.colours, self.layout
        left, top, right, bottom = layout.plot
        if colours.panel != colours.paper:
            pad = 8 if self.style.panel_rounded else 0
            canvas.rect((left, top - pad, right + pad, bottom), colours.panel, radius=pad)
        if self.scene.grid != "none":
            dash = _GRID[self.style.grid_dash]
            rule = colours.rule if not dash else mix(colours.rule, colours.muted, 0.25)
            for tick in self.scene.ticks:
                at = round(layout.scale.at(tick.value)) + 0.5
                canvas.line((left, at), (right, at), rule, 1.0, dash=dash, of="grid")
            if self.scene.log:
                for value in minor_ticks(self.scene):
                    at = round(layout.scale.at(value)) + 0.5
                    canvas.line((left, at), (right, at), mix(colours.panel, rule, 0.55), 1.0, of="grid")
            for i in layout.labelled if self.scene.grid == "both" else ():
                at = round(layout.xs[i]) + 0.5
                canvas.line((at, top), (at, bottom), rule, 1.0, dash=dash, of="grid")
        if reference := self.scene.reference:
            at = layout.scale.at(reference.value)
            ink = mix(colours.muted, colours.ink, 0.3)
            canvas.line((left, at), (right, at), ink, 1.4, of=reference.id, dash=(5.0, 3.0))

    # -- lines -----------------------------------------------------------------------------------------------------

    def lines(self) -> None:
        """Areas, then lines; pieces that lead to a covered point are not drawn, as they would point to it."""
        layout, style, scene = self.layout, self.style, self.scene
        left, _, right, _ = layout.plot
        step = scene.kind == "step"
        for j, series in enumerate(scene.series):
            ys, ink = self.shown[j], self.inks[j]
            for run in runs_of(ys):
                path = outline(layout.xs, ys, run, step, left, right)
                if scene.kind in ("area", "stacked") and len(run) > 1:
                    self._area(j, run, path)
                drawn = waver(path, f"{series.id}{run[0]}") if style.sketchy and len(path) > 1 else path
                if len(path) > 1:
                    width = 1.2 if scene.kind == "stacked" else style.line_px
                    stroke = style.colours.panel if scene.kind == "stacked" else ink
                    cap = "butt" if series.dash != "solid" else "round"
                    self.canvas.polygon(drawn, stroke=stroke, width=width, closed=False, dash=DASHES[series.dash],
                                        cap=cap)  # fmt: skip
                self._segments(j, run, step)

    def _area(self, j: int, run: list[int], path: list[tuple[float, float]]) -> None:
        style, xs = self.style, self.layout.xs
        foot = [(xs[i], self.feet[j][i]) for i in reversed(run)]
        ink = self.inks[j]
        alpha = "" if self.scene.kind == "stacked" else f"{style.fill_alpha:02x}"
        self.canvas.polygon([*path, *foot], fill=f"{ink}{alpha}", of=self.scene.series[j].id, part="area")

    def _segments(self, j: int, run: list[int], step: bool) -> None:
        of, xs, ys, width = self.scene.series[j].id, self.layout.xs, self.tops[j], self.style.line_px
        if step:
            for i in run:
                begin, end = step_ends(xs, i, self.layout.plot[0], self.layout.plot[2])
                mark_segment(self.canvas, of, (begin, ys[i] or 0.0), (end, ys[i] or 0.0), width)
            return
        for a, b in itertools.pairwise(run):
            mark_segment(self.canvas, of, (xs[a], ys[a] or 0.0), (xs[b], ys[b] or 0.0), width)

    def covers(self) -> None:
        """What lies over a place, from one neighbour to the other."""
        layout, colours = self.layout, self.style.colours
        for cover in self.scene.covers:
            i = next(k for k, p in enumerate(self.scene.places) if p.name == cover.place)
            left, top, right, bottom = layout.plot
            if self.scene.kind == "step":
                begin, end = step_ends(layout.xs, i, left, right)
                first, last = max(begin, left), min(end, right)
            else:
                room = COVER_PX + self.style.marker_px / 2  # its neighbours stay in sight
                first = layout.xs[i - 1] + room if i else left
                last = layout.xs[i + 1] - room if i + 1 < len(layout.xs) else right
            draw_cover(self.canvas, (first, top, last, bottom), cover.material, cover.seed, colours.paper, colours.ink,
                       cover.id, min((last - first) * 0.05, COVER_PX / 2))  # fmt: skip

    def markers(self) -> None:
        """Markers, above covers; a point whose neighbours are missing gets one in any case. All points are marked."""
        style, panel = self.style, self.style.colours.panel
        size = style.marker_px if len(self.scene.places) <= 20 else style.marker_px - 0.8
        per = len(self.scene.series)
        for j, series in enumerate(self.scene.series):
            lone = {run[0] for run in runs_of(self.shown[j]) if len(run) == 1}
            for i, y in enumerate(self.tops[j]):
                if y is None:
                    continue
                at = (self.layout.xs[i], y)
                shape = series.shape or ("circle" if i in lone and self.scene.kind != "step" else "")
                if shape and self.shown[j][i] is not None:
                    fill = panel if style.hollow and series.shape else self.inks[j]
                    draw_marker(self.canvas, at, shape, size, fill, self.inks[j] if fill == panel else panel,
                                max(style.line_px * 0.8, 1.6) if fill == panel else 0.8)  # fmt: skip
                r = size if shape else style.line_px
                box = (at[0] - r, at[1] - r, at[0] + r, at[1] + r)
                self.canvas.mark(self.scene.points[i * per + j].id, "point", box)

    # -- axes ------------------------------------------------------------------------------------------------------

    def axes(self) -> None:
        """Spines, tick marks and the zero line."""
        canvas, style, layout, scene = self.canvas, self.style, self.layout, self.scene
        colours, (left, top, right, bottom) = style.colours, layout.plot
        ink = colours.ink if style.backend == "matplotlib" else mix(colours.muted, colours.paper, 0.15)
        half = 0.5 if style.backend == "skia" else 0.0
        if style.spines == "box":
            canvas.rect((left + half, top + half, right + half, bottom + half), stroke=ink, width=1.0)
        elif style.spines == "corner":
            canvas.line((left + half, top), (left + half, bottom), ink, 1.0)
        if style.spines in ("corner", "base"):
            canvas.line((left, bottom + half), (right, bottom + half), ink, 1.0)
        if not scene.log and scene.ticks[0].value < 0 < scene.ticks[-1].value:
            zero = round(layout.scale.at(0.0)) + half
            canvas.line((left, zero), (right, zero), ink, 1.0)
        long = style.tick_px or (4.0 if scene.log else 0.0)
        if not long:
            return
        for tick in scene.ticks:
            at = round(layout.scale.at(tick.value)) + 0.5
            canvas.line((left - long, at), (left, at), ink, 1.0)
        for value in minor_ticks(scene) if scene.log else ():
            at = round(layout.scale.at(value)) + 0.5
            canvas.line((left - long * 0.6, at), (left, at), ink, 1.0)
        for i, place in enumerate(scene.places):
            at = round(layout.xs[i]) + 0.5
            canvas.line((at, bottom), (at, bottom + (long if place.labelled else long * 0.6)), ink, 1.0)

    # -- words -----------------------------------------------------------------------------------------------------

    def _free(self, box: Box, own: int = -1) -> bool:
        """Whether a text's box lies in the plot and clear of other texts and of all lines."""
        left, top, right, bottom = self.layout.plot
        if box[0] < left + 1 or box[2] > right + 12 or box[1] < top - 8 or box[3] > bottom - 2:
            return False
        pad = self.style.line_px / 2 + 1
        if any(box[0] < w[2] + 3 and box[2] + 3 > w[0] and box[1] < w[3] + 2 and box[3] + 2 > w[1] for w in self.words):
            return False
        return not any(self._crosses(j, box, pad) for j in range(len(self.tops)))

    def _crosses(self, j: int, box: Box, pad: float) -> bool:
        xs, ys = self.layout.xs, self.tops[j]
        step = self.scene.kind == "step"
        for run in runs_of(ys):
            path = outline(xs, ys, run, step, self.layout.plot[0], self.layout.plot[2])
            for (x0, y0), (x1, y1) in itertools.pairwise(path):
                if x1 < box[0] - pad or x0 > box[2] + pad:
                    continue
                a, b = max(x0, box[0] - pad), min(x1, box[2] + pad)
                slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
                ya, yb = (y0 + slope * (a - x0), y0 + slope * (b - x0)) if x1 > x0 else (y0, y1)
                if min(ya, yb) < box[3] + pad and max(ya, yb) > box[1] - pad:
                    return True
        return False

    def values(self) -> list[str]:
        """Print values at their points where there is room above, below or beside; returns whose were printed."""
        scene, use, wanted = self.scene, self.layout.fonts.value, set(self.scene.printed)
        done, per, hidden = [], len(scene.series), set(scene.hidden)
        if self.scene.kind == "stacked":
            return []
        for k, point in enumerate(scene.points):
            i, j = divmod(k, per)
            y = self.tops[j][i]
            if point.id not in wanted or point.id in hidden or point.value is None or y is None:
                continue
            text, x = figure_text(point.value, scene.decimals), self.layout.xs[i]
            if covered := self.canvas.drawn([c.id for c in scene.covers]):
                box = covered[0][2]
                if box[0] - 4 < x + use.width(text) / 2 and box[2] + 4 > x - use.width(text) / 2:
                    continue
            w, h, r = use.width(text) / 2, use.cap_height / 2, self.style.marker_px + 5
            for dx, dy in ((0, -r - h), (0, r + h), (w + r, 0), (-w - r, 0), (w + 4, -r - h), (-w - 4, -r - h),
                           (w + 4, r + h), (-w - 4, r + h)):  # fmt: skip
                box = (x + dx - w - 1, y + dy - h - 2, x + dx + w + 1, y + dy + h + 2)
                if self._free(box):
                    self.words.append(box)
                    halo = None if scene.grid == "none" else self.style.colours.panel
                    self.canvas.text((x + dx, y + dy), text, use, self.style.colours.ink, of=point.id, part="value",
                                     halo=halo)  # fmt: skip
                    done.append(point.id)
                    break
        return done

    def lettering(self) -> None:
        """Titles, tick labels, place labels, names beside lines, and the reference line's name."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, fonts, (left, _, _, bottom) = style.colours, layout.fonts, layout.plot
        ink, muted = colours.ink, colours.muted
        x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
        canvas.lines((x, layout.title_top), layout.title, fonts.title, ink, anchor, LEADING, of="title", part="title")
        if layout.subtitle_top is not None:
            canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.subtitle, muted, anchor, of="subtitle")
        gap = style.tick_px + 6
        for tick in scene.ticks:
            at = layout.scale.at(tick.value)
            canvas.text((left - gap, at), tick.text, fonts.text, muted, "rm", of=tick.id, part="tick")
        ids = [scene.places[i].id for i in layout.labelled]
        draw_below(canvas, layout.below, ids, [layout.xs[i] for i in layout.labelled], bottom + gap, fonts.text, ink)
        for i, place in enumerate(scene.places):
            at = layout.xs[i]
            canvas.mark(place.id, "tick", (at - 1, bottom, at + 1, bottom + max(style.tick_px, 2)))
        draw_axis_title(canvas, fonts.axis, "value_axis", layout.value_title, layout.value_title_at, muted)
        draw_axis_title(canvas, fonts.axis, "place_axis", [scene.place_axis.text], layout.place_title_at, muted)
        self._reference_name()

    def _reference_name(self) -> None:
        """The reference line's name just above or below it, where nothing is in the way."""
        reference, use = self.scene.reference, self.layout.fonts.text
        if reference is None:
            return
        (left, _, right, _), at = self.layout.plot, self.layout.scale.at(reference.value)
        width, h = use.width(reference.name), use.cap_height / 2
        steps = 16
        for side in (-1, 1):
            y = at + side * (h + 5)
            for k in range(steps + 1):
                x = right - 6 - width - (right - left - 12 - width) * k / steps
                box = (x - 1, y - h - 2, x + width + 1, y + h + 2)
                if self._free(box) and not self._is_covered(box):
                    self.words.append(box)
                    self.canvas.text((x, y), reference.name, use, mix(self.style.colours.muted, self.style.colours.ink,
                                     0.4), "lm", of=reference.id)  # fmt: skip
                    return
        raise Reject("layout")

    def _is_covered(self, box: Box) -> bool:
        return any(
            box[0] < c[2][2] + 6 and box[2] > c[2][0] - 6
            for c in self.canvas.drawn([cover.id for cover in self.scene.covers])
        )

    def key(self) -> None:
        """The legend, or the names beside the lines' ends."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        if layout.beside:
            self._names_beside()
        if not layout.legend:
            return
        (x, y), legend = layout.legend_at, layout.legend
        outer = (x - 8, y - 5, x + legend.width + 8, y + legend.height + 5)
        inside = scene.legend == "inside"
        if inside:
            self.words.append(outer)
            pad = self.style.line_px
            if any(self._crosses(j, outer, pad) for j in range(len(self.tops))):
                raise Reject("layout")
        if self.style.legend_framed or inside:
            edge = mix(colours.rule, colours.muted, 0.3) if self.style.legend_framed else colours.panel
            draw_legend_frame(self.canvas, legend, x, y, colours.panel, edge)
        self.canvas.mark("legend", "legend", outer)
        names = [series.name for series in scene.series]
        draw_legend(self.canvas, legend, x, y, [s.id for s in scene.series], names, layout.fonts.text, colours.ink,
                    self._swatch, SWATCH_PX)  # fmt: skip

    def _swatch(self, j: int, box: Box) -> None:
        series, ink, panel = self.scene.series[j], self.inks[j], self.style.colours.panel
        left, top, right, bottom = box
        y = (top + bottom) / 2
        if self.scene.kind == "stacked":
            self.canvas.rect((left + 5, top, right - 5, bottom), ink, of=series.id, part="swatch")
            return
        self.canvas.polygon([(left, y), (right, y)], stroke=ink, width=self.style.line_px, closed=False,
                            dash=DASHES[series.dash], cap="butt")  # fmt: skip
        if series.shape:
            fill = panel if self.style.hollow else ink
            draw_marker(self.canvas, ((left + right) / 2, y), series.shape, self.style.marker_px, fill,
                        ink if fill == panel else panel, 1.6 if fill == panel else 0.8)  # fmt: skip
        self.canvas.mark(series.id, "swatch", box)

    def _names_beside(self) -> None:
        """Names at the lines' ends, each with a short piece of its line that leads to it."""
        layout, colours, use = self.layout, self.style.colours, self.layout.fonts.text
        right = layout.plot[2]
        for j, series in enumerate(self.scene.series):
            i = max(k for k, y in enumerate(self.tops[j]) if y is not None)
            top, y = self.tops[j][i] or 0.0, layout.beside[j]
            if self.scene.kind == "stacked":
                top = (top + self.feet[j][i]) / 2
            start = max(layout.xs[i] + (self.style.marker_px + 3 if self.scene.kind != "step" else 0), right + 2)
            if self.scene.kind == "step":
                start = right + 2
            ink = self.inks[j]
            path = [(start, top), (right + 6, top), (right + LEADER_PX - 8, y), (right + LEADER_PX - 3, y)]
            self.canvas.polygon(path if start < right + 6 else path[1:], stroke=ink, width=2.0, closed=False)
            box = (right + LEADER_PX - 9, y - 2, right + LEADER_PX - 3, y + 2)
            self.canvas.mark(series.id, "swatch", box)
            text = ink if contrast(ink, colours.paper) >= 4.5 else colours.ink
            self.canvas.text((right + LEADER_PX, y), series.name, use, text, "lm", of=series.id, part="legend")


__all__ = ["STYLE", "colours_of", "draw_style", "paint", "render"]
