"""Draws histograms, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

from typing import Any, NamedTuple

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import (
    LEADING,
    SWATCH,
    Fit,
    Legend,
    Scale,
    draw_below,
    draw_legend,
    draw_legend_frame,
    fit_below,
    fit_legend,
)
from scenewright.renderers.bar_margins import Fonts, fonts_of, lay_foot, lay_head, place_legend
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas, Point
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.distribution_styles import GREY, palette_of, unlike_colours
from scenewright.renderers.histogram_styles import HistogramStyle, draw_style
from scenewright.renderers.plot_frame import (
    draw_grid,
    draw_panel,
    draw_spines,
    draw_words,
    need_letters,
    need_note_room,
    spine_ink,
    value_title_lines,
)
from scenewright.renderers.themes import mix
from scenewright.scenes.base import Reject
from scenewright.scenes.histogram import Bar, Histogram
from scenewright.scenes.tick_values import figure_text

STYLE = HistogramStyle

PITCH_PX = 13.0
"""Least width of a bin; of one with two bars beside each other, twice as much less a bit."""
SIDE_MAX = 1280
COVER_PX = 1.5
"""That a cover reaches over a bin's edges, so that no upright of a line shows beside it."""
HIGH_ENOUGH_PX = 2.5
"""Least height of a bar that is not empty."""


class Layout(NamedTuple):
    """A chart laid out. Pixels."""

    width: int
    height: int
    fonts: Fonts
    title: list[str]
    title_top: float
    subtitle_top: float | None
    legend: Legend | None
    legend_at: tuple[float, float]
    plot: Box
    scale: Scale
    across: Scale
    """Of the horizontal axis."""
    below: Fit
    labelled: list[int]
    value_title: list[str]
    value_title_at: tuple[float, float, str, float]


def render(scene: Histogram, style: HistogramStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: Histogram, style: HistogramStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.ground()
    picture.bars()
    picture.covers()
    picture.axes()
    printed = picture.values()
    picture.reference()
    picture.words()
    picture.key()
    return canvas, Resolution(
        units_per_px={"value": layout.scale.units_per_px, "quantity": layout.across.units_per_px},
        tick={"value": scene.ticks[1].value - scene.ticks[0].value, "quantity": scene.width},
        printed=tuple(printed),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


def lay_out(scene: Histogram, style: HistogramStyle, fonts: Fonts) -> Layout:
    """Lay a chart out; it grows where bins need more room. `Reject("layout")` if nothing fits."""
    words = [scene.title.text, scene.subtitle.text, scene.value_axis.text, scene.place_axis.text]
    need_letters(fonts, [*words, *(s.name for s in scene.series), *(e.text for e in scene.edges)])
    margin, gap = round(style.text_px * 1.6), style.tick_px + 6
    need_note_room(scene, fonts, style.width_px - 2 * margin)
    legend = None
    if scene.legend != "none":
        column = scene.legend == "right"
        legend = fit_legend([s.name for s in scene.series], fonts.text, style.width_px - 2 * margin, column)
        if column and legend.width > 0.3 * style.width_px:
            raise Reject("layout")
    head = lay_head(scene, style, fonts, margin, legend if scene.legend == "top" else None)
    foot = lay_foot(scene, style, fonts, margin, legend if scene.legend == "bottom" else None)
    labelled = [i for i, e in enumerate(scene.edges) if e.labelled]
    names = [scene.edges[i].text for i in labelled]
    left, value_title = float(margin), [scene.value_axis.text]
    if head.axis_title is None:
        value_title = list(value_title_lines(scene, style, fonts, style.height_px - head.top - foot.top - 30))
        left += len(value_title) * fonts.axis.size_px * LEADING + 5
    left = round(left + max(fonts.text.width(tick.text) for tick in scene.ticks) + gap)
    right = margin + (legend.width + 20 if scene.legend == "right" and legend else 0.0)
    right = max(right, fonts.text.width(names[-1]) / 2 + 8 - style.edge_px)
    least = PITCH_PX * (1.5 if scene.arrangement == "side_by_side" else 1.0)
    width = max(float(style.width_px), left + right + 2 * style.edge_px + scene.bins * least)
    if width > SIDE_MAX:
        raise Reject("layout")
    start, end = left + style.edge_px, width - right - style.edge_px
    across = Scale(scene.edges[0].value, scene.edges[-1].value, float(start), float(round(end)))
    band = (across.end - across.start) / scene.bins * (labelled[1] - labelled[0])
    below = fit_below(names, fonts.text, band, across.at(scene.edges[labelled[0]].value) - 8, style.slanted)
    plot = (left, round(head.top), round(width - right), round(style.height_px - foot.top - below.depth - gap - 8))
    if plot[3] - plot[1] < 150 or plot[2] - plot[0] < 160:
        raise Reject("layout")
    scale = Scale(scene.ticks[0].value, scene.ticks[-1].value, plot[3], plot[1])
    if scale.at(scene.ticks[0].value) - scale.at(scene.ticks[1].value) < fonts.text.cap_height + 7:
        raise Reject("layout")
    heights = [scale.at(0.0) - scale.at(b.value) for b in scene.bars if b.value > 0]
    if min(heights) < HIGH_ENOUGH_PX:
        raise Reject("layout")
    return Layout(
        width=round(width),
        height=style.height_px,
        fonts=fonts,
        title=head.title,
        title_top=margin,
        subtitle_top=head.subtitle,
        legend=legend,
        legend_at=place_legend(style, legend, scene.legend, (width, float(style.height_px)), plot, head.legend,
                               foot.legend, margin),
        plot=plot,
        scale=scale,
        across=across,
        below=below,
        labelled=labelled,
        value_title=value_title,
        value_title_at=(float(margin), head.axis_title, "ls", 0.0) if head.axis_title else
        (margin + fonts.axis.cap_height, (plot[1] + plot[3]) / 2, "ms", -90.0),
    )  # fmt: skip


class _Picture:
    """One chart being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: Histogram, style: HistogramStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        self.inks = list(unlike_colours(style.theme, style.palette_shift, 2)) if scene.many else palette_of(style, 1)
        if scene.arrangement == "overlaid" and style.theme in GREY:
            raise Reject("colours")  # one grey over another is a third
        self.hidden = set(scene.hidden)
        self.foot = layout.scale.at(0.0)
        self.texts: list[Box] = []
        self.boxes = {bar.id: self._box(bar) for bar in scene.bars}

    def box(self, bar: Bar) -> Box:
        """Where a bar is."""
        return self.boxes[bar.id]

    def _box(self, bar: Bar) -> Box:
        """The whole bin, or its part of it."""
        low, high = self.layout.across.at(bar.low), self.layout.across.at(bar.high)
        top = float(round(self.layout.scale.at(bar.value)))  # a level edge on a whole pixel is crisp
        if self.scene.arrangement != "side_by_side":
            return (low, top, high, self.foot)
        j = next(k for k, s in enumerate(self.scene.series) if s.name == bar.series)
        side = (high - low) * 0.08
        half = (high - low) / 2 - side
        return (low + side + j * half, top, low + side + (j + 1) * half, self.foot)

    def ground(self) -> None:
        """Panel and grid."""
        layout, grid = self.layout, self.scene.grid
        draw_panel(self.canvas, self.style, layout.plot)
        rows = [layout.scale.at(t.value) for t in self.scene.ticks] if grid != "none" else []
        columns = [layout.across.at(self.scene.edges[i].value) for i in layout.labelled] if grid == "both" else []
        draw_grid(self.canvas, self.style, layout.plot, rows, columns)

    # -- bars ------------------------------------------------------------------------------------------------------

    def bars(self) -> None:
        """All bars, those under covers left out; every bar that is not empty is marked."""
        overlaid = self.scene.arrangement == "overlaid"
        for j, series in enumerate(self.scene.series if overlaid else ()):  # all fills below all lines
            for path in self._steps(self.scene.of_series(series.name)):
                self.canvas.polygon(path, fill=f"{self.inks[j]}{self.style.fill_alpha:02x}")
        for j, series in enumerate(self.scene.series):
            bars = self.scene.of_series(series.name)
            if overlaid:
                self._stepped(bars, self.inks[j], False)
            elif self.style.look == "step" and not self.scene.many:
                self._stepped(bars, self.inks[j], self.style.step_filled)
            else:
                self._separate(bars, self.inks[j])
            for bar in bars:
                left, top, right, bottom = self.box(bar)
                self.canvas.mark(bar.id, "bar", (left, min(top, bottom - 1), right, bottom))

    def _separate(self, bars: tuple[Bar, ...], ink: str) -> None:
        style, canvas = self.style, self.canvas
        edge = mix(style.colours.ink, ink, 0.25) if style.theme != "journal" else style.colours.ink
        for bar in bars:
            if (not bar.count and not self.scene.cumulative) or bar.id in self.hidden:
                continue
            left, top, right, bottom = self.box(bar)
            if style.look == "outlined":
                canvas.rect((left, top, right, bottom), stroke=ink, width=style.line_px)
            elif style.look == "edged":
                canvas.rect((left, top, right, bottom), ink, stroke=edge, width=1.0)
            else:
                pad = style.gap_px / 2
                canvas.rect((left + pad, top, right - pad, bottom), ink)

    def _steps(self, bars: tuple[Bar, ...]) -> list[list[Point]]:
        """The line along the tops of all bars that are not covered, in pieces that begin and end at the foot."""
        runs: list[list[Bar]] = [[]]
        for bar in bars:
            if bar.id in self.hidden:
                runs.append([])
            else:
                runs[-1].append(bar)
        paths = []
        for run in filter(None, runs):
            path: list[Point] = [(self.box(run[0])[0], self.foot)]
            for bar in run:
                left, top, right, _ = self.box(bar)
                path += [(left, top), (right, top)]
            paths.append([*path, (path[-1][0], self.foot)])
        return paths

    def _stepped(self, bars: tuple[Bar, ...], ink: str, filled: bool) -> None:
        """One line along the tops, with the fill below it."""
        for path in self._steps(bars):
            if filled:
                self.canvas.polygon(path, fill=f"{ink}{self.style.fill_alpha:02x}")
            self.canvas.polygon(path, stroke=ink, width=self.style.line_px, closed=False, cap="butt")

    def covers(self) -> None:
        """What lies over a bin."""
        colours, (_, top, _, bottom) = self.style.colours, self.layout.plot
        for cover in self.scene.covers:
            at = self.layout.across
            left = at.at(self.scene.edges[cover.bin].value) - COVER_PX
            right = at.at(self.scene.edges[cover.bin + 1].value) + COVER_PX
            draw_cover(self.canvas, (left, top, right, bottom), cover.material, cover.seed, colours.paper, colours.ink,
                       cover.id, min((right - left) * 0.04, 2.0))  # fmt: skip

    def reference(self) -> None:
        """The upright line and its name at the top."""
        line, use = self.scene.reference, self.layout.fonts.text
        if line is None:
            return
        _, top, right, bottom = self.layout.plot
        at, ink = self.layout.across.at(line.value), mix(self.style.colours.muted, self.style.colours.ink, 0.6)
        half = use.width(line.name) / 2 + 4
        y = top + use.cap_height / 2 + 5
        x = at + half + 2 if at + 2 * half + 4 < right else at - half - 2
        box = (x - half, y - use.cap_height / 2 - 3, x + half, y + use.cap_height / 2 + 3)
        bars = [self.box(bar) for bar in self.scene.bars]
        if any(b[0] < box[2] + 2 and b[2] > box[0] - 2 and b[1] < box[3] + 3 for b in bars if b[1] < bottom):
            raise Reject("layout")
        if any(t[0] < max(box[2], at + 2) and t[2] > min(box[0], at - 2) and t[1] < box[3] for t in self.texts):
            raise Reject("layout")
        if any(t[0] - 2 < at < t[2] + 2 for t in self.texts):
            raise Reject("layout")
        self.canvas.line((at, top), (at, bottom), ink, 2.0, of=line.id, dash=(6.0, 3.0))
        halo = None if self.scene.grid == "none" else self.style.colours.panel
        self.canvas.text((x, y), line.name, use, self.style.colours.ink, "mm", of=line.id, part="name", halo=halo)

    # -- axes and words --------------------------------------------------------------------------------------------

    def axes(self) -> None:
        """Spines and tick marks: one at every edge of a bin."""
        canvas, style, layout, scene = self.canvas, self.style, self.layout, self.scene
        left, _, right, bottom = layout.plot
        draw_spines(canvas, style, layout.plot)
        ink, long = spine_ink(style), style.tick_px
        if style.spines == "none":
            canvas.line((left, bottom + 0.5), (right, bottom + 0.5), ink, 1.0)
        for tick in scene.ticks:
            at = round(layout.scale.at(tick.value)) + 0.5
            canvas.line((left - long, at), (left, at), ink, 1.0)
        for edge in scene.edges:
            at = round(layout.across.at(edge.value)) + 0.5
            end = bottom + (long + 1 if edge.labelled else long * 0.6)
            canvas.line((at, bottom), (at, end), ink, 1.0)
            canvas.mark(edge.id, "tick", (at - 1, bottom, at + 1, end))

    def values(self) -> list[str]:
        """Heights above the bars, where there is room; returns whose were printed."""
        if not self.scene.printed:
            return []
        use, done = self.layout.fonts.value, []
        tops = [(self.box(bar), bar) for bar in self.scene.bars]
        overlaid = self.scene.arrangement == "overlaid"
        for (left, top, right, _), bar in tops:
            if bar.id in self.hidden or bar.value == 0:
                continue
            text, x = figure_text(bar.value, self.scene.decimals), (left + right) / 2
            w, h = use.width(text) / 2, use.cap_height
            box = (x - w - 1, top - h - 7, x + w + 1, top - 3)
            near = [b for b, other in tops if other is not bar and b[0] < box[2] + 1 and b[2] > box[0] - 1]
            if box[1] < self.layout.plot[1] - 4 or any(b[1] < box[3] + 2 for b in near):
                continue
            if overlaid or any(t[0] < box[2] + 3 and t[2] + 3 > box[0] and t[1] < box[3] + 2 and t[3] + 2 > box[1]
                               for t in self.texts):  # fmt: skip
                continue
            if any(m[2][0] - 3 < box[2] and m[2][2] + 3 > box[0] for m in self.canvas.drawn(
                    [c.id for c in self.scene.covers])):  # fmt: skip
                continue
            self.texts.append(box)
            halo = None if self.scene.grid == "none" else self.style.colours.panel
            self.canvas.text((x, top - 5), text, use, self.style.colours.ink, "ms", of=bar.id, part="value", halo=halo)
            done.append(bar.id)
        return done

    def words(self) -> None:
        """Titles, note and the numbers at the axes."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, (left, _, right, bottom) = style.colours, layout.plot
        gap = style.tick_px + 6
        for tick in scene.ticks:
            at = layout.scale.at(tick.value)
            canvas.text((left - gap, at), tick.text, layout.fonts.text, colours.muted, "rm", of=tick.id, part="tick")
        xs = [layout.across.at(scene.edges[i].value) for i in layout.labelled]
        ids = [scene.edges[i].id for i in layout.labelled]
        draw_below(canvas, layout.below, ids, xs, bottom + gap, layout.fonts.text, colours.ink)
        foot = layout.height - lay_foot(scene, style, layout.fonts, round(style.text_px * 1.6), layout.legend if
                                        scene.legend == "bottom" else None).title  # fmt: skip
        place = ((left + right) / 2, foot - layout.fonts.axis.descent, "ms", 0.0)
        draw_words(canvas, scene, style, layout, (layout.value_title, layout.value_title_at),
                   ([scene.place_axis.text], place))  # fmt: skip
        if " n " in (scene.note.text if scene.note else ""):
            for series in scene.series:
                canvas.mark(series.id, "total", canvas.drawn(["note"])[0][2])

    def key(self) -> None:
        """The legend."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        if not layout.legend:
            return
        (x, y), legend = layout.legend_at, layout.legend
        if self.style.legend_framed:
            draw_legend_frame(self.canvas, legend, x, y, colours.panel, mix(colours.rule, colours.muted, 0.3))
        self.canvas.mark("legend", "legend", (x - 8, y - 5, x + legend.width + 8, y + legend.height + 5))
        names = [series.name for series in scene.series]
        draw_legend(self.canvas, legend, x, y, [s.id for s in scene.series], names, layout.fonts.text, colours.ink,
                    self._swatch, SWATCH)  # fmt: skip

    def _swatch(self, j: int, box: Box) -> None:
        ink, of = self.inks[j], self.scene.series[j].id
        if self.scene.arrangement == "overlaid":
            self.canvas.rect(box, f"{ink}{self.style.fill_alpha:02x}", stroke=ink, width=self.style.line_px)
        elif self.style.look == "outlined":
            self.canvas.rect(box, stroke=ink, width=self.style.line_px)
        else:
            self.canvas.rect(box, ink)
        self.canvas.mark(of, "swatch", box)


__all__ = ["STYLE", "Layout", "draw_style", "lay_out", "paint", "render"]
