"""Draws scatter plots, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import math
from typing import Any

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import LEADING, LogScale, draw_axis_title, draw_legend, draw_legend_frame
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.scatter_labels import Labels
from scenewright.renderers.scatter_layout import Layout, lay_out
from scenewright.renderers.scatter_marks import box_of, draw_marker, visible
from scenewright.renderers.scatter_styles import ScatterPlotStyle, colours_of, draw_style
from scenewright.renderers.themes import mix
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import ScatterPlot

STYLE = ScatterPlotStyle

_GRID: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}
SEEN_LEAST = 0.45
"""Share of a marker that must be seen; less could be missed."""
COVER_REACH_PX = 2.5


def render(scene: ScatterPlot, style: ScatterPlotStyle) -> Rendering:
    """The plot as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: ScatterPlot, style: ScatterPlotStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a plot. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.panel()
    picture.axes()
    picture.trends()
    picture.markers()
    picture.key()
    picture.size_key()
    picture.lettering()
    picture.names()
    picture.covers()
    units: dict[str, float] = {}
    tick: dict[str, float] = {}
    for axis, scale in (("x", layout.x), ("y", layout.y)):
        if isinstance(scale, LogScale):
            units[f"{axis}_decades"] = scale.decades_per_px
        else:
            units[axis] = scale.units_per_px
            ticks = scene.ticks(axis)
            tick[axis] = ticks[1].value - ticks[0].value
    if scene.size:
        units["size_root"] = math.sqrt(max(p.size for p in scene.points)) / layout.radius
    return canvas, Resolution(
        units_per_px=units,
        tick=tick,
        visible=picture.seen | dict.fromkeys((i for i in scene.hidden if i.startswith("point")), 0.0),
    )


class _Picture:
    """One plot being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: ScatterPlot, style: ScatterPlotStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        self.inks = colours_of(scene, style)
        self.places: list[Point] = [(layout.x.at(p.x), layout.y.at(p.y)) for p in scene.points]
        top = max(p.size for p in scene.points) if scene.size else 1.0
        self.radii = [layout.radius * math.sqrt(p.size / top) if scene.size else layout.radius for p in scene.points]
        self.labels = Labels(layout, style)
        self.seen: dict[str, float] = {}
        self.cover_box: Box | None = None
        for cover in scene.covers:
            if cover.over == "plot":
                left, top_, right, bottom = layout.plot
                w, h = right - left, bottom - top_
                self.cover_box = (left + cover.box[0] * w, bottom - cover.box[3] * h, left + cover.box[2] * w,
                                  bottom - cover.box[1] * h)  # fmt: skip
                self.labels.block(self.cover_box, 8.0)
        canvas.mark("figure", "figure", (0, 0, layout.width, layout.height))
        canvas.mark("plot", "plot", layout.plot)

    # -- behind the markers ----------------------------------------------------------------------------------------

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
            for tick in self.scene.y_ticks:
                at = round(layout.y.at(tick.value)) + 0.5
                canvas.line((left, at), (right, at), rule, 1.0, dash=dash, of="grid")
            for tick in self.scene.x_ticks if self.scene.grid == "both" else ():
                at = round(layout.x.at(tick.value)) + 0.5
                canvas.line((at, top), (at, bottom), rule, 1.0, dash=dash, of="grid")
        if reference := self.scene.reference:
            ink = mix(colours.muted, colours.ink, 0.3)
            start, end = self._across(reference.axis, reference.value)
            canvas.line(start, end, ink, 1.5, of=reference.id, dash=(6.0, 3.5))
            self.labels.line(start, end)

    def _across(self, axis: str, value: float) -> tuple[Point, Point]:
        """The ends of a straight line across the plot at a value of an axis."""
        left, top, right, bottom = self.layout.plot
        if axis == "x":
            at = self.layout.x.at(value)
            return (at, bottom), (at, top)
        at = self.layout.y.at(value)
        return (left, at), (right, at)

    def axes(self) -> None:
        """Spines and tick marks."""
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
        long = style.tick_px or (4.0 if scene.x.log or scene.y.log else 0.0)
        if not long:
            return
        for tick in scene.y_ticks:
            at = round(layout.y.at(tick.value)) + 0.5
            canvas.line((left - long, at), (left, at), ink, 1.0)
        for tick in scene.x_ticks:
            at = round(layout.x.at(tick.value)) + 0.5
            canvas.line((at, bottom), (at, bottom + long), ink, 1.0)
        for value in minor_ticks(scene, "y"):
            at = round(layout.y.at(value)) + 0.5
            canvas.line((left - long * 0.6, at), (left, at), ink, 1.0)
        for value in minor_ticks(scene, "x"):
            at = round(layout.x.at(value)) + 0.5
            canvas.line((at, bottom), (at, bottom + long * 0.6), ink, 1.0)

    def trends(self) -> None:
        """Least-squares lines, in their series' colours or in ink."""
        colours, style = self.style.colours, self.style
        for trend in self.scene.trends:
            ink = mix(colours.ink, colours.muted, 0.35)
            for series, own in zip(self.scene.series, self.inks, strict=True):
                if trend.series and series.name == trend.series:
                    ink = own
            start = (self.layout.x.at(trend.x0), self.layout.y.at(trend.y0))
            end = (self.layout.x.at(trend.x1), self.layout.y.at(trend.y1))
            dash = (8.0, 4.0) if style.trend_dash == "dashed" else ()
            self.canvas.line(start, end, ink, style.trend_px, of=trend.id, part="trend", dash=dash)
            self.labels.line(start, end)

    # -- markers ---------------------------------------------------------------------------------------------------

    def markers(self) -> None:
        """Markers, larger ones first. `Reject("overlap")` where too little of one is seen."""
        scene, hidden = self.scene, set(self.scene.hidden)
        order = list(range(len(scene.points)))
        if scene.size:
            order.sort(key=lambda i: -self.radii[i])
        shown = [i for i in order if scene.points[i].id not in hidden]
        reach = [r * (1.0 if scene.size else 1.08) for r in self.radii]
        seen = visible(self.places, reach, shown)
        if any(share < SEEN_LEAST for share in seen.values()):
            raise Reject("overlap")
        self.seen = {scene.points[i].id: share for i, share in sorted(seen.items())}
        number = {series.name: j for j, series in enumerate(scene.series)}
        alpha = self.style.alpha if seen or scene.size else max(self.style.alpha, 215)
        for i in order:
            point = scene.points[i]
            j = number[point.series]
            shape = scene.series[j].shape
            box = box_of(self.places[i], shape, self.radii[i])
            self.canvas.mark(point.id, "point", box)
            if point.id in hidden:
                continue
            self._marker(self.places[i], shape, self.radii[i], self.inks[j], alpha)
            self.labels.block(box, 2.0)

    def _marker(self, at: Point, shape: str, radius: float, ink: str, alpha: int) -> None:
        style, colours = self.style, self.style.colours
        if style.hollow and not self.scene.size:
            draw_marker(self.canvas, at, shape, radius - 0.6, None, ink, 1.5 if radius < 4 else 1.8)
            return
        fill = ink if alpha == 255 else f"{ink}{alpha:02x}"
        if self.scene.size and alpha < 255:
            draw_marker(self.canvas, at, shape, radius - 0.5, fill, ink, 1.0)
            return
        edge = None
        if style.edge != "none":
            edge = colours.panel if style.edge == "panel" else mix(ink, colours.ink, 0.55)
        draw_marker(self.canvas, at, shape, radius, fill, edge, 0.8)

    def covers(self) -> None:
        """What lies over a part of the plot, an axis's numbers or the legend's names."""
        colours = self.style.colours
        for cover in self.scene.covers:
            box = self.cover_box or self._margin_box(cover.over)
            draw_cover(self.canvas, box, cover.material, cover.seed, colours.paper, colours.ink, cover.id,
                       COVER_REACH_PX)  # fmt: skip

    def _margin_box(self, over: str) -> Box:
        """Around all numbers of an axis, or all of the legend."""
        ids = {"legend": [s.id for s in self.scene.series]}.get(over) or [t.id for t in self.scene.ticks(over)]
        boxes = [m[2] for m in self.canvas.drawn(ids) if m[1] in ("tick", "legend", "swatch")]
        pad = 3.0
        return (
            max(min(b[0] for b in boxes) - pad, 0.0), min(b[1] for b in boxes) - pad,
            min(max(b[2] for b in boxes) + pad, self.layout.width), max(b[3] for b in boxes) + pad,
        )  # fmt: skip

    # -- words -----------------------------------------------------------------------------------------------------

    def lettering(self) -> None:
        """Titles and tick labels."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, fonts, (left, _, _, bottom) = style.colours, layout.fonts, layout.plot
        ink, muted = colours.ink, colours.muted
        x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
        canvas.lines((x, layout.title_top), layout.title, fonts.title, ink, anchor, LEADING, of="title", part="title")
        if layout.subtitle_top is not None:
            canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.subtitle, muted, anchor, of="subtitle")
        gap = style.tick_px + 6
        for tick in scene.y_ticks:
            canvas.text(
                (left - gap, layout.y.at(tick.value)), tick.text, fonts.text, muted, "rm", of=tick.id, part="tick"
            )
        for tick in scene.x_ticks:
            at = (layout.x.at(tick.value), bottom + layout.below)
            canvas.text(at, tick.text, fonts.text, muted, "mt", of=tick.id, part="tick")
        draw_axis_title(canvas, fonts.axis, "y_axis", layout.y_title, layout.y_title_at, muted)
        draw_axis_title(canvas, fonts.axis, "x_axis", layout.x_title, layout.x_title_at, muted)

    def names(self) -> None:
        """The reference line's name and those of points, each where nothing is in its way."""
        scene, colours, use = self.scene, self.style.colours, self.layout.fonts.text
        hidden = set(scene.hidden)
        halo = colours.panel if scene.grid != "none" or scene.trends or scene.reference else None
        wanted = [i for i, p in enumerate(scene.points) if p.name and p.id not in hidden]
        for i, at, anchor in self.labels.place(
            [(i, scene.points[i].name, box_of(self.places[i], "circle", self.radii[i] * 1.1)) for i in wanted], use
        ):
            point = scene.points[i]
            self.canvas.text(at, point.name, use, colours.ink, anchor, of=point.id, part="name", halo=halo)
        if reference := scene.reference:
            start, end = self._across(reference.axis, reference.value)
            at, anchor = self.labels.along(start, end, reference.name, use)
            ink = mix(colours.muted, colours.ink, 0.4)
            self.canvas.text(at, reference.name, use, ink, anchor, of=reference.id, halo=halo)

    def key(self) -> None:
        """The legend of series."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        if not layout.legend:
            return
        (x, y), legend = layout.legend_at, layout.legend
        outer = (x - 8, y - 5, x + legend.width + 8, y + legend.height + 5)
        inside = scene.legend == "inside"
        if inside:
            if not self.labels.free(outer):
                raise Reject("layout")
            self.labels.block(outer, 2.0)
        if self.style.legend_framed or inside:
            edge = mix(colours.rule, colours.muted, 0.3) if self.style.legend_framed else colours.panel
            draw_legend_frame(self.canvas, legend, x, y, colours.panel, edge)
        self.canvas.mark("legend", "legend", outer)
        names = [series.name for series in scene.series]
        draw_legend(self.canvas, legend, x, y, [s.id for s in scene.series], names, layout.fonts.text, colours.ink,
                    self._swatch)  # fmt: skip

    def _swatch(self, j: int, box: Box) -> None:
        series, at = self.scene.series[j], ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        radius = 5.0 if self.scene.size else min(max(self.layout.radius, 4.2), 5.0)
        self._marker(at, series.shape, radius, self.inks[j], max(self.style.alpha, 215))
        self.canvas.mark(series.id, "swatch", box_of(at, series.shape, radius))

    def size_key(self) -> None:
        """The legend of bubble sizes."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        sizes, use = layout.sizes, layout.fonts.text
        if sizes is None:
            return
        (x, y), top = layout.sizes_at, max(point.size for point in scene.points)
        self.canvas.lines((x, y), sizes.title, use, colours.muted, "lt", LEADING, of="size_axis", part="title")
        for key, row in zip(scene.sizes, sizes.rows, strict=True):
            radius = layout.radius * math.sqrt(key.value / top)
            at = (x + sizes.middle, y + row)
            self.canvas.circle(at, radius - 0.5, mix(colours.paper, colours.muted, 0.2), colours.muted, 1.0)
            self.canvas.mark(key.id, "swatch", (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))
            self.canvas.text((x + 2 * sizes.middle + 10, at[1]), key.text, use, colours.ink, "lm", of=key.id,
                             part="legend")  # fmt: skip


def minor_ticks(scene: ScatterPlot, axis: str) -> list[float]:
    """Unlabelled ticks of a logarithmic axis: 2 to 9 times each power of ten."""
    if not scene.axis(axis).log:
        return []
    ticks = scene.ticks(axis)
    low, high = ticks[0].value, ticks[-1].value
    labelled = {tick.value for tick in ticks}
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = [round(f * 10.0**p, max(-p, 0)) for p in powers for f in range(1, 10)]
    return [value for value in every if low < value < high and value not in labelled]


__all__ = ["STYLE", "colours_of", "draw_style", "paint", "render"]
