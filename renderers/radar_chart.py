"""Draws radar charts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import LEADING, draw_legend, draw_legend_frame, figure_text
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.canvas import Point as Pixel
from scenewright.renderers.line_parts import DASHES, draw_marker, mark_segment, waver
from scenewright.renderers.line_styles import colours_of
from scenewright.renderers.radar_chart_layout import SWATCH_PX, Layout, angle_of, lay_out
from scenewright.renderers.radar_chart_parts import draw_strip
from scenewright.renderers.radar_chart_styles import RadarChartStyle, draw_style, opacity
from scenewright.renderers.themes import contrast, mix
from scenewright.scenes.radar_chart import RadarChart, Series

STYLE = RadarChartStyle

_GRID: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}

VALUE_CONTRAST = 4.5
"""Of values in the colour of their outline."""


def render(scene: RadarChart, style: RadarChartStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: RadarChart, style: RadarChartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    picture = _Picture(canvas, scene, style, layout)
    picture.rings()
    picture.outlines()
    picture.ring_labels()
    picture.markers()
    picture.covers()
    printed = picture.values()
    picture.key()
    picture.lettering()
    first, last = scene.ticks[0].value, scene.ticks[-1].value
    return canvas, Resolution(
        units_per_px={"value": (last - first) / layout.radius},
        tick={"value": scene.ticks[1].value - first},
        printed=tuple(printed),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


def _bounds(points: Sequence[Pixel]) -> Box:
    """The box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


class _Key(NamedTuple):
    """What a line chart's colours are chosen by."""

    series: tuple[Series, ...]
    legend: str


def inks_of(scene: RadarChart, style: RadarChartStyle) -> list[str]:
    """The colour of each series."""
    key: Any = _Key(scene.series, scene.legend)
    return colours_of(key, style)


class _Picture:
    """One chart being drawn: what its parts share."""

    def __init__(self, canvas: Canvas, scene: RadarChart, style: RadarChartStyle, layout: Layout) -> None:
        self.canvas, self.scene, self.style, self.layout = canvas, scene, style, layout
        self.inks = inks_of(scene, style)
        self.alpha = opacity(self.inks, style.colours.panel, style.fill_alpha) if scene.filled else 0
        self.angles = [angle_of(i, len(scene.spokes)) for i in range(len(scene.spokes))]
        per, hidden = len(scene.series), set(scene.hidden)
        self.at: list[list[Pixel]] = [[] for _ in range(per)]
        """Pixel of each point by series."""
        self.shown: list[list[bool]] = [[] for _ in range(per)]
        for k, point in enumerate(scene.points):
            i, j = divmod(k, per)
            self.at[j].append(layout.at(scene.share(point.value), self.angles[i]))
            self.shown[j].append(point.id not in hidden)
        self.words: list[Box] = []
        """Boxes of texts within the plot so far."""
        # rings are read against, so they stand out more than a grid's lines; white ones on grey would not
        self.grid_ink = mix(mix(style.colours.panel, style.colours.muted, 0.2), style.colours.muted, 0.2)
        canvas.mark("figure", "figure", (0, 0, layout.width, layout.height))
        canvas.mark("plot", "plot", layout.plot if scene.rings == "circle" else _bounds(self._ring(1.0)))

    # -- rings and spokes ------------------------------------------------------------------------------------------

    def _ring(self, share: float) -> list[Pixel]:
        return [self.layout.at(share, angle) for angle in self.angles]

    def rings(self) -> None:
        """The disc, its rings from the outside in, and the spokes."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, dash = style.colours, _GRID[style.grid_dash]
        cx, cy = layout.centre
        tint = mix(colours.panel, colours.muted, 0.07)
        for k in range(len(scene.ticks) - 1, 0, -1):
            tick = scene.ticks[k]
            r = layout.radius * scene.share(tick.value)
            rim = k == len(scene.ticks) - 1
            fill = tint if style.banded and (len(scene.ticks) - 1 - k) % 2 == 0 else colours.panel
            ink = mix(self.grid_ink, colours.muted, 0.45) if rim and style.thick_rim else self.grid_ink
            width = 1.4 if rim and style.thick_rim else 1.0
            if scene.rings == "circle":
                canvas.mark(tick.id, "ring", (cx - r, cy - r, cx + r, cy + r))
                if rim or style.banded:
                    canvas.circle(layout.centre, r, fill)
                steps = 120
                around = [layout.at(r / layout.radius, 2 * math.pi * n / steps) for n in range(steps)]
                if dash:
                    canvas.polygon(around, stroke=ink, width=width, dash=dash, cap="butt")
                else:
                    canvas.circle(layout.centre, r, stroke=ink, width=width)
            else:
                corners = self._ring(scene.share(tick.value))
                canvas.polygon(corners, fill=fill if rim or style.banded else None, stroke=ink, width=width, dash=dash,
                               cap="butt")  # fmt: skip
                canvas.mark(tick.id, "ring", _bounds(corners), tuple(corners))
        for spoke, angle in zip(scene.spokes, self.angles, strict=True):
            canvas.line(layout.centre, layout.at(1.0, angle), self.grid_ink, 1.0, of=spoke.id, part="spoke")

    # -- outlines --------------------------------------------------------------------------------------------------

    def outlines(self) -> None:
        """Areas first, then lines; pieces that lead to a covered point are not drawn, as they would point to it."""
        scene, style = self.scene, self.style
        for j, series in enumerate(scene.series):
            whole = all(self.shown[j])
            if scene.filled:
                fill = f"{self.inks[j]}{self.alpha:02x}"
                for run in self._runs(j):
                    points = [self.at[j][i] for i in run] + ([] if whole else [self.layout.centre])
                    if len(points) > 2:
                        self.canvas.polygon(points, fill=fill)
            self.canvas.mark(series.id, "area", _bounds(self.at[j]), tuple(self.at[j]))
        for j, series in enumerate(scene.series):
            whole, dash = all(self.shown[j]), DASHES[series.dash]
            cap = "butt" if dash else "round"
            for run in self._runs(j):
                points = [self.at[j][i] for i in run]
                if len(points) < 2:
                    continue
                path = [*points, points[0]] if whole else points
                drawn = waver(path, f"{series.id}{run[0]}") if style.sketchy else path
                self.canvas.polygon(drawn, stroke=self.inks[j], width=style.line_px, closed=whole and not style.sketchy,
                                    dash=dash, cap=cap)  # fmt: skip
                for a, b in itertools.pairwise(path):
                    mark_segment(self.canvas, series.id, a, b, style.line_px)

    def _runs(self, j: int) -> list[list[int]]:
        """Indices of neighbouring points in sight, going round; all of them where none is covered."""
        count = len(self.angles)
        lost = [i for i in range(count) if not self.shown[j][i]]
        if not lost:
            return [list(range(count))]
        runs: list[list[int]] = []
        for a, b in zip(lost, (*lost[1:], lost[0] + count), strict=True):
            if b - a > 1:
                runs.append([i % count for i in range(a + 1, b)])
        return runs

    def markers(self) -> None:
        """Markers of all points in sight; all points are marked."""
        style, panel, per = self.style, self.style.colours.panel, len(self.scene.series)
        for j, series in enumerate(self.scene.series):
            for i, at in enumerate(self.at[j]):
                if series.shape and self.shown[j][i]:
                    fill = panel if style.hollow else self.inks[j]
                    draw_marker(self.canvas, at, series.shape, style.marker_px, fill,
                                self.inks[j] if style.hollow else panel,
                                max(style.line_px * 0.8, 1.6) if style.hollow else 0.8)  # fmt: skip
                r = style.marker_px if series.shape else style.line_px
                self.canvas.mark(
                    self.scene.points[i * per + j].id, "point", (at[0] - r, at[1] - r, at[0] + r, at[1] + r)
                )

    def covers(self) -> None:
        """What lies over a spoke."""
        for cover in self.scene.covers:
            i = next(k for k, spoke in enumerate(self.scene.spokes) if spoke.name == cover.spoke)
            draw_strip(self.canvas, self.layout, self.angles[i], len(self.angles), cover, self.style)

    # -- words -----------------------------------------------------------------------------------------------------

    def ring_labels(self) -> None:
        """The rings' values, beside the topmost spoke or half-way between it and the one before."""
        scene, style, use = self.scene, self.style, self.layout.fonts.text
        covered = {cover.spoke for cover in scene.covers}
        near = bool(covered & {scene.spokes[0].name, scene.spokes[-1].name})
        between = style.ring_labels == "between" or near
        angle = (3 if near else -1) * math.pi / len(self.angles)  # half-way between two spokes, away from a cover
        inner = math.cos(math.pi / len(self.angles)) if scene.rings == "polygon" else 1.0
        for tick in scene.ticks:
            share = scene.share(tick.value)
            if share == 0 and scene.ticks[0].value == 0:
                self.canvas.mark(tick.id, "tick", (*self.layout.centre, *self.layout.centre))
                continue  # zero at the centre needs no label
            x, y = self.layout.at(share * inner, angle) if between else self.layout.at(share, 0.0)
            anchor = "mm" if between else "rm"
            if share == 0:
                anchor, x, y = "mt", x, y + 6
            elif not between:
                x, y = x - 6 - (style.marker_px if scene.series[0].shape else 0), y + 1
            box = self.canvas.text((x, y), tick.text, use, style.colours.muted, anchor, of=tick.id, part="tick",
                                   halo=style.colours.panel)  # fmt: skip
            self.words.append(box)

    def values(self) -> list[str]:
        """Print values beyond their points, or inside where there is no room; returns whose were printed."""
        scene, use, wanted = self.scene, self.layout.fonts.value, set(self.scene.printed) - set(self.scene.hidden)
        per, done = len(scene.series), []
        inks = [self._legible(ink) if scene.many else self.style.colours.ink for ink in self.inks]
        for k, point in enumerate(scene.points):
            if point.id not in wanted:
                continue
            i, j = divmod(k, per)
            text = figure_text(point.value, scene.decimals)
            w, h = use.width(text) / 2, use.cap_height / 2
            x0, y0 = self.at[j][i]
            angle = self.angles[i]
            for turn, way in ((0.0, 1.0), (0.5, 1.0), (-0.5, 1.0), (0.9, 1.0), (-0.9, 1.0), (0.0, -1.0)):
                dx, dy = math.sin(angle + turn) * way, -math.cos(angle + turn) * way
                reach = self.style.marker_px + 5 + abs(dx) * w + abs(dy) * h
                x, y = x0 + dx * reach, y0 + dy * reach
                box = (x - w - 1, y - h - 2, x + w + 1, y + h + 2)
                if not self._free(box):
                    continue
                self.words.append(box)
                self.canvas.text((x, y), text, use, inks[j], of=point.id, part="value", halo=self.style.colours.panel)
                done.append(point.id)
                break
        return done

    def _legible(self, ink: str) -> str:
        """A series' colour, deepened until words in it can be read."""
        colours = self.style.colours
        shades = (mix(ink, colours.ink, share) for share in (0.0, 0.2, 0.4, 0.6, 0.8))
        return next((shade for shade in shades if contrast(shade, colours.panel) >= VALUE_CONTRAST), colours.ink)

    def _free(self, box: Box) -> bool:
        """Whether a text's box lies in the disc and clear of other texts, of covers and of all points."""
        cx, cy = self.layout.centre
        far = max(math.hypot(x - cx, y - cy) for x in (box[0], box[2]) for y in (box[1], box[3]))
        if far > self.layout.radius + 6:
            return False
        if any(box[0] < w[2] + 3 and box[2] + 3 > w[0] and box[1] < w[3] + 2 and box[3] + 2 > w[1] for w in self.words):
            return False
        if any(box[0] < c[2][2] and box[2] > c[2][0] and box[1] < c[2][3] and box[3] > c[2][1]
               for c in self.canvas.drawn([c.id for c in self.scene.covers])):  # fmt: skip
            return False
        r = self.style.marker_px + 1
        return not any(box[0] - r < x < box[2] + r and box[1] - r < y < box[3] + r for row in self.at for x, y in row)

    def lettering(self) -> None:
        """The title, what the rings measure, and the spokes' names."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        colours, fonts = style.colours, layout.fonts
        x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
        canvas.lines((x, layout.title_top), layout.title, fonts.title, colours.ink, anchor, LEADING, of="title",
                     part="title")  # fmt: skip
        if layout.subtitle_top is not None:
            canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.subtitle, colours.muted, anchor,
                        of="subtitle")  # fmt: skip
        middle = style.caption_bottom or style.title_centred
        canvas.text(layout.caption_at, scene.value_axis.text, fonts.axis, colours.muted, "ms" if middle else "ls",
                    of="value_axis", part="title")  # fmt: skip
        for spoke, name in zip(scene.spokes, layout.names, strict=True):
            canvas_at = name.at
            for n, line in enumerate(name.lines):
                canvas.text((canvas_at[0], canvas_at[1] + n * fonts.text.size_px * LEADING), line, fonts.text,
                            colours.ink, name.anchor, of=spoke.id)  # fmt: skip

    def key(self) -> None:
        """The legend."""
        scene, layout, colours = self.scene, self.layout, self.style.colours
        if not layout.legend:
            return
        (x, y), legend = layout.legend_at, layout.legend
        if self.style.legend_framed:
            draw_legend_frame(self.canvas, legend, x, y, colours.paper, mix(colours.rule, colours.muted, 0.3))
        self.canvas.mark("legend", "legend", (x - 8, y - 5, x + legend.width + 8, y + legend.height + 5))
        names = [series.name for series in scene.series]
        draw_legend(self.canvas, legend, x, y, [s.id for s in scene.series], names, layout.fonts.text, colours.ink,
                    self._swatch, SWATCH_PX)  # fmt: skip

    def _swatch(self, j: int, box: Box) -> None:
        series, ink, paper = self.scene.series[j], self.inks[j], self.style.colours.paper
        left, top, right, bottom = box
        y = (top + bottom) / 2
        if self.scene.filled:
            self.canvas.rect((left + 3, top, right - 3, bottom), f"{ink}{self.alpha:02x}")
        self.canvas.polygon([(left, y), (right, y)], stroke=ink, width=self.style.line_px, closed=False,
                            dash=DASHES[series.dash], cap="butt")  # fmt: skip
        if series.shape:
            fill = paper if self.style.hollow else ink
            draw_marker(self.canvas, ((left + right) / 2, y), series.shape, self.style.marker_px, fill,
                        ink if fill == paper else paper, 1.6 if fill == paper else 0.8)  # fmt: skip
        self.canvas.mark(series.id, "swatch", box)


__all__ = ["STYLE", "draw_style", "inks_of", "paint", "render"]
