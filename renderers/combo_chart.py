"""Draws combined charts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import itertools
from typing import Any

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import LEADING, draw_axis_title, draw_below, draw_legend, draw_legend_frame, figure_text
from scenewright.renderers.bar_fills import fill_box, outer_corners
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.combo_chart_layout import SWATCH_PX, Layout, lay_out
from scenewright.renderers.combo_chart_styles import ComboChartStyle, draw_style, inks_of
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.line_parts import DASHES, draw_marker, mark_segment, runs_of, waver
from scenewright.renderers.themes import contrast, mix
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart

STYLE = ComboChartStyle

_GRID: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}
TINT_MIN = 4.0
"""Least contrast of coloured numbers and titles."""
CASED = 2.0
"""Below this contrast with the bars, the line has an edge in any case."""


def render(scene: ComboChart, style: ComboChartStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: ComboChart, style: ComboChartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.panel()
    picture.bars()
    picture.axes()
    picture.line()
    picture.key()
    printed = picture.values()
    picture.covers()
    picture.lettering()
    return canvas, Resolution(
        units_per_px={s.id: layout.scale(s.side).units_per_px for s in scene.both},
        tick={s.id: s.ticks[1].value - s.ticks[0].value for s in scene.both},
        printed=tuple(printed),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


class _Picture:
    """One chart being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: ComboChart, style: ComboChartStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        self.bar_ink, self.line_ink = inks_of(scene, style)
        tops, heights = layout.scale(scene.bars.side), layout.scale(scene.line.side)
        self.zero = tops.at(0.0)
        half = layout.band * style.bar_share / 2
        self.boxes: list[Box | None] = []
        for x, bar in zip(layout.xs, scene.row("bars"), strict=True):
            y = tops.at(bar.value) if bar.value is not None else None
            self.boxes.append(None if y is None else (round(x - half), min(y, self.zero), round(x + half),
                                                      max(y, self.zero)))  # fmt: skip
        hidden = set(scene.hidden)
        line = scene.row("line")
        self.ys = [heights.at(p.value) if p.value is not None else None for p in line]
        self.shown = [None if p.id in hidden else y for p, y in zip(line, self.ys, strict=True)]
        self.words: list[Box] = []
        """Boxes of texts within the plot so far."""
        canvas.mark("figure", "figure", (0, 0, layout.width, layout.height))
        canvas.mark("plot", "plot", layout.plot)

    # -- behind ----------------------------------------------------------------------------------------------------

    def panel(self) -> None:
        """The panel, and the grid at the ticks of the left axis."""
        canvas, colours, layout = self.canvas, self.style.colours, self.layout
        left, top, right, bottom = layout.plot
        if colours.panel != colours.paper:
            pad = 8 if self.style.panel_rounded else 0
            canvas.rect((left, top - pad, right, bottom), colours.panel, radius=pad)
        if self.scene.grid == "none":
            return
        dash = _GRID[self.style.grid_dash]
        rule = colours.rule if not dash else mix(colours.rule, colours.muted, 0.25)
        for tick in self.scene.on("left").ticks:
            at = round(layout.left.at(tick.value)) + 0.5
            canvas.line((left, at), (right, at), rule, 1.0, dash=dash, of="grid")

    def bars(self) -> None:
        """Bars, from zero up or down."""
        edge = self.style.colours.ink if self.style.outline else ""
        for bar, box in zip(self.scene.row("bars"), self.boxes, strict=True):
            if box is None:
                continue
            up = (bar.value or 0.0) >= 0
            radius = min(self.style.radius_px, (box[2] - box[0]) / 3)
            fill_box(self.canvas, box, self.bar_ink, "", edge, outer_corners(box, radius, True, up))
            self.canvas.mark(bar.id, "bar", box)

    def axes(self) -> None:
        """Spines and tick marks on both sides, and the zero line of the bars."""
        canvas, style, layout, scene = self.canvas, self.style, self.layout, self.scene
        colours, (left, top, right, bottom) = style.colours, layout.plot
        ink = colours.ink if style.backend == "matplotlib" else mix(colours.muted, colours.paper, 0.15)
        half = 0.5 if style.backend == "skia" else 0.0
        if style.spines == "box":
            canvas.rect((left + half, top + half, right + half, bottom + half), stroke=ink, width=1.0)
        elif style.spines == "corner":
            for x in (left, right):
                canvas.line((x + half, top), (x + half, bottom), ink, 1.0)
        if style.spines in ("corner", "base"):
            canvas.line((left, bottom + half), (right, bottom + half), ink, 1.0)
        if scene.bars.ticks[0].value < 0:
            zero = round(self.zero) + half
            canvas.line((left, zero), (right, zero), ink, 1.0)
        long = style.tick_px or 4.0
        for side, x, way in (("left", left, -1), ("right", right, 1)):
            if side == "left" and not style.tick_px and scene.grid != "none":
                continue  # the grid's lines end there
            for tick in scene.on(side).ticks:
                at = round(layout.scale(side).at(tick.value)) + 0.5
                canvas.line((x, at), (x + way * long, at), ink, 1.0)
        for i, place in enumerate(scene.places):
            if style.tick_px:
                at = round(layout.xs[i]) + 0.5
                canvas.line((at, bottom), (at, bottom + style.tick_px * (1 if place.labelled else 0.6)), ink, 1.0)

    # -- the line --------------------------------------------------------------------------------------------------

    def line(self) -> None:
        """The line over the bars; pieces that lead to a covered point are not drawn, as they would point to it."""
        style, scene, xs = self.style, self.scene, self.layout.xs
        dash = DASHES[scene.line.dash]
        for run in runs_of(self.shown):
            path = [(xs[i], self.ys[i] or 0.0) for i in run]
            if len(path) > 1:
                drawn = waver(path, f"line{run[0]}") if style.sketchy else path
                cap = "butt" if dash else "round"
                if style.casing or contrast(self.line_ink, self.bar_ink) < CASED:
                    self.canvas.polygon(drawn, stroke=style.colours.panel, width=style.line_px + 2.5, closed=False)
                self.canvas.polygon(drawn, stroke=self.line_ink, width=style.line_px, closed=False, dash=dash, cap=cap)
            for a, b in itertools.pairwise(run):
                mark_segment(self.canvas, "line", (xs[a], self.ys[a] or 0.0), (xs[b], self.ys[b] or 0.0),
                             style.line_px)  # fmt: skip
        lone = {run[0] for run in runs_of(self.shown) if len(run) == 1}
        for i, point in enumerate(scene.row("line")):
            y = self.ys[i]
            if y is None:
                continue
            shape = self.shape if scene.line.shape or i in lone else ""
            if shape and self.shown[i] is not None:
                self._marker((xs[i], y), shape)
            r = style.marker_px if shape else style.line_px
            self.canvas.mark(point.id, "point", (xs[i] - r, y - r, xs[i] + r, y + r))

    @property
    def shape(self) -> str:
        """Of the line's markers; a lone point has one in any case."""
        return self.scene.line.shape or "circle"

    def _marker(self, at: tuple[float, float], shape: str) -> None:
        style, panel = self.style, self.style.colours.panel
        hollow = style.hollow and bool(self.scene.line.shape)
        draw_marker(self.canvas, at, shape, style.marker_px, panel if hollow else self.line_ink,
                    self.line_ink if hollow else panel, max(style.line_px * 0.8, 1.6) if hollow else 1.0)  # fmt: skip

    def covers(self) -> None:
        """What lies over a place: all of its bar and its point."""
        layout, colours = self.layout, self.style.colours
        for cover in self.scene.covers:
            i = next(k for k, p in enumerate(self.scene.places) if p.name == cover.place)
            _, top, _, bottom = layout.plot
            half = layout.band / 2 - 0.5
            room = layout.band * (1 - self.style.bar_share) / 2  # to the neighbours' bars
            draw_cover(self.canvas, (layout.xs[i] - half, top, layout.xs[i] + half, bottom), cover.material, cover.seed,
                       colours.paper, colours.ink, cover.id, min(room * 0.7, 4.0))  # fmt: skip

    # -- words -----------------------------------------------------------------------------------------------------

    def _meets_words(self, box: Box) -> bool:
        return any(
            box[0] < w[2] + 3 and box[2] + 3 > w[0] and box[1] < w[3] + 2 and box[3] + 2 > w[1] for w in self.words
        )

    def _meets_line(self, box: Box, pad: float) -> bool:
        xs, ys = self.layout.xs, self.ys
        if self.scene.line.shape:
            pad += self.style.marker_px * 0.4
        for run in runs_of(ys):
            for i in run:
                y = ys[i] or 0.0
                r = self.style.marker_px + 1
                if box[0] - r < xs[i] < box[2] + r and box[1] - r < y < box[3] + r:
                    return True
            for a, b in itertools.pairwise(run):
                (x0, y0), (x1, y1) = (xs[a], ys[a] or 0.0), (xs[b], ys[b] or 0.0)
                if x1 < box[0] - pad or x0 > box[2] + pad:
                    continue
                slope = (y1 - y0) / (x1 - x0)
                ends = [y0 + slope * (min(max(x, x0), x1) - x0) for x in (box[0] - pad, box[2] + pad)]
                if min(ends) < box[3] + pad and max(ends) > box[1] - pad:
                    return True
        return False

    def _meets_bars(self, box: Box) -> bool:
        return any(b and box[0] < b[2] + 1 and box[2] > b[0] - 1 and box[1] < b[3] + 1 and box[3] > b[1] - 1
                   for b in self.boxes)  # fmt: skip

    def _meets_ends(self, box: Box) -> bool:
        """Whether a text would hide the end of a bar."""
        return any(b and box[0] < b[2] and box[2] > b[0] and any(box[1] - 2 < y < box[3] + 2 for y in (b[1], b[3]))
                   for b in self.boxes)  # fmt: skip

    def _in_plot(self, box: Box) -> bool:
        left, top, right, bottom = self.layout.plot
        return box[0] > left + 1 and box[2] < right - 1 and box[1] > top - 6 and box[3] < bottom - 1

    def _covered(self, box: Box) -> bool:
        """Whether a text would lie at or below a cover."""
        band = self.layout.band / 2 + 5
        at = [
            self.layout.xs[i] for i, p in enumerate(self.scene.places) for c in self.scene.covers if c.place == p.name
        ]
        return any(box[0] < x + band and box[2] > x - band for x in at)

    def values(self) -> list[str]:
        """Print values beyond the bars' ends and beside the line's points where there is room; whose were printed.

        Where both are printed, those of the line are in its colour.
        """
        scene, colours = self.scene, self.style.colours
        wanted = set(scene.printed) - set(scene.hidden)
        both = {p.series for p in scene.points if p.id in wanted} == {"bars", "line"}
        ink = self.line_ink if both and contrast(self.line_ink, colours.panel) >= TINT_MIN else colours.ink
        done = self._values_of("bars", wanted, colours.ink)
        if not both or ink != colours.ink:
            done += self._values_of("line", wanted, ink)
        return done

    def _values_of(self, kind: str, wanted: set[str], ink: str) -> list[str]:
        scene, use, halo = self.scene, self.layout.fonts.value, self.style.colours.panel
        decimals, done = scene.series(kind).decimals, []
        for i, point in enumerate(scene.row(kind)):
            if point.id not in wanted or point.value is None:
                continue
            text = figure_text(point.value, decimals)
            w, h = use.width(text) / 2, use.cap_height / 2
            for x, y in self._spots(kind, i, point.value, w, h):
                box = (x - w - 1, y - h - 2, x + w + 1, y + h + 2)
                if not self._in_plot(box) or self._covered(box) or self._meets_words(box) or self._meets_line(box, 3.0):
                    continue
                if self._meets_bars(box) if kind == "bars" else self._meets_ends(box):
                    continue
                self.words.append(box)
                self.canvas.text((x, y), text, use, ink, of=point.id, part="value", halo=halo)
                done.append(point.id)
                break
        return done

    def _spots(self, kind: str, i: int, value: float, w: float, h: float) -> list[tuple[float, float]]:
        """Where a value may be printed, best first: beyond its bar's end; above, below or beside its point."""
        x = self.layout.xs[i]
        if kind == "bars":
            box = self.boxes[i]
            assert box is not None
            return [(x, box[1] - 6 - h if value >= 0 else box[3] + 6 + h)]
        y, r = self.ys[i] or 0.0, self.style.marker_px + 5
        steps = ((0, -r - h), (0, r + h), (w + r, 0), (-w - r, 0), (w + 3, -r - h), (-w - 3, -r - h))
        return [(x + dx, y + dy) for dx, dy in steps]

    def lettering(self) -> None:
        """Titles, tick labels of both axes, and place labels."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, fonts, (left, _, right, bottom) = style.colours, layout.fonts, layout.plot
        x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
        canvas.lines((x, layout.title_top), layout.title, fonts.title, colours.ink, anchor, LEADING, of="title",
                     part="title")  # fmt: skip
        if layout.subtitle_top is not None:
            canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.subtitle, colours.muted, anchor,
                        of="subtitle")  # fmt: skip
        gap = style.tick_px + 6
        for side, at, anchor in (
            ("left", left - gap, "rm"),
            ("right", right + gap + (0 if style.tick_px else 3), "lm"),
        ):
            for tick in scene.on(side).ticks:
                y = layout.scale(side).at(tick.value)
                canvas.text((at, y), tick.text, fonts.text, self._tint(side), anchor, of=tick.id, part="tick")
        ids = [scene.places[i].id for i in layout.labelled]
        draw_below(canvas, layout.below, ids, [layout.xs[i] for i in layout.labelled], bottom + gap, fonts.text,
                   colours.ink)  # fmt: skip
        for i, place in enumerate(scene.places):
            at = layout.xs[i]
            canvas.mark(place.id, "tick", (at - 1, bottom, at + 1, bottom + max(style.tick_px, 2)))
        draw_axis_title(canvas, fonts.axis, "left_axis", layout.left_title, layout.left_title_at, self._tint("left"))
        draw_axis_title(canvas, fonts.axis, "right_axis", layout.right_title, layout.right_title_at,
                        self._tint("right"))  # fmt: skip
        draw_axis_title(canvas, fonts.axis, "place_axis", [scene.place_axis.text], layout.place_title_at, colours.muted)

    def _tint(self, side: str) -> str:
        """The colour of an axis's words: that of what is read on it, or the theme's."""
        if not self.style.tinted:
            return self.style.colours.muted
        ink = self.bar_ink if self.scene.bars.side == side else self.line_ink
        for share in (0.0, 0.2, 0.4, 0.6):
            shade = mix(ink, self.style.colours.ink, share)
            if contrast(shade, self.style.colours.paper) >= TINT_MIN:
                return shade
        return self.style.colours.ink

    def key(self) -> None:
        """The legend."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        (x, y), legend = layout.legend_at, layout.legend
        outer = (x - 8, y - 5, x + legend.width + 8, y + legend.height + 5)
        if scene.legend == "inside":
            self.words.append(outer)
            if self._meets_line(outer, self.style.line_px) or self._meets_bars(outer) or self._covered(outer):
                raise Reject("layout")
        if self.style.legend_framed or scene.legend == "inside":
            edge = mix(colours.rule, colours.muted, 0.3) if self.style.legend_framed else colours.panel
            draw_legend_frame(self.canvas, legend, x, y, colours.panel, edge)
        self.canvas.mark("legend", "legend", outer)
        ids = ["line", "bars"] if scene.line_first else ["bars", "line"]
        draw_legend(self.canvas, legend, x, y, ids, layout.entries, layout.fonts.text, colours.ink,
                    lambda j, box: self._swatch(ids[j], box), SWATCH_PX)  # fmt: skip

    def _swatch(self, of: str, box: Box) -> None:
        left, top, right, bottom = box
        if of == "bars":
            edge = self.style.colours.ink if self.style.outline else None
            self.canvas.rect((left + 5, top, right - 5, bottom), self.bar_ink, edge, of=of, part="swatch")
            return
        y, dash = (top + bottom) / 2, DASHES[self.scene.line.dash]
        self.canvas.polygon([(left, y), (right, y)], stroke=self.line_ink, width=self.style.line_px, closed=False,
                            dash=dash, cap="butt")  # fmt: skip
        if self.scene.line.shape:
            self._marker(((left + right) / 2, y), self.shape)
        self.canvas.mark(of, "swatch", box)


__all__ = ["STYLE", "draw_style", "inks_of", "paint", "render"]
