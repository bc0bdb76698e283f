"""Draws heat maps, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import LEADING, draw_axis_title, draw_below, figure_text
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.heat_map_colours import TOLD_APART, colour_at, colours_of
from scenewright.renderers.heat_map_covers import draw_cell_cover
from scenewright.renderers.heat_map_layout import Bar, Layout, lay_out
from scenewright.renderers.heat_map_styles import HeatMapStyle, draw_style
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import mix, on
from scenewright.scenes.heat_map import HeatMap

STYLE = HeatMapStyle

HATCH_PX = 7.0
"""Between two lines of a hatched cell."""
STRIP_PX = 3
"""Pixels of the colour bar that have one colour: a finer step is not seen."""


def render(scene: HeatMap, style: HeatMapStyle) -> Rendering:
    """The map as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: HeatMap, style: HeatMapStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a map. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, style.colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, style.colours.paper, target)
    colours, wide = colours_of(scene)
    picture = _Picture(canvas, scene, style, layout, colours)
    canvas.mark("figure", "figure", (0, 0, layout.width, layout.height))
    canvas.mark("plot", "plot", layout.plot)
    picture.cells()
    picture.covers()
    if layout.bar:
        picture.bar(layout.bar)
    picture.values()
    picture.lettering()
    span = scene.ticks[-1].value - scene.ticks[0].value
    hidden = set(scene.hidden)
    units = {}
    if layout.bar:
        box = layout.bar.box
        units["value"] = span / (box[3] - box[1] if layout.bar.upright else box[2] - box[0])
    return canvas, Resolution(
        units_per_px=units,
        tick={"value": scene.ticks[1].value - scene.ticks[0].value, "colour": span * TOLD_APART / wide},
        printed=tuple(c.id for c in scene.cells if c.value is not None and c.id not in hidden) if scene.printed else (),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)


@lru_cache(128)
def _gradient(colours: tuple[str, ...], upright: bool) -> skia.Image:
    """A colour bar of one pixel's thickness, to be drawn at any size: from below upwards, or from left to right."""
    pixels = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] + [255] for c in colours], np.uint8)
    return skia.Image.fromarray(
        pixels[::-1, None].copy() if upright else pixels[None].copy(), skia.kRGBA_8888_ColorType
    )


class _Picture:
    """One map being drawn: what its parts share."""

    def __init__(
        self, canvas: Canvas, scene: HeatMap, style: HeatMapStyle, layout: Layout, colours: tuple[str, ...]
    ) -> None:
        self.canvas, self.scene, self.style, self.layout, self.colours = canvas, scene, style, layout, colours
        theme, half = style.colours, style.gap_px / 2
        self.edge = mix(theme.muted, theme.paper, 0.35)
        self.boxes: list[Box] = []
        low, high = style.gap_px // 2, round(half + 0.1)
        for i in range(len(scene.rows)):
            for j in range(len(scene.columns)):
                self.boxes.append((layout.xs[j] + low, layout.ys[i] + low, layout.xs[j + 1] - high,
                                   layout.ys[i + 1] - high))  # fmt: skip
        self.fills = ["" if cell.value is None else colour_at(colours, scene.share(cell.value)) for cell in scene.cells]

    # -- cells -----------------------------------------------------------------------------------------------------

    def cells(self) -> None:
        """All cells; those without a number are hatched."""
        radius = self.style.radius_px
        for cell, box, fill in zip(self.scene.cells, self.boxes, self.fills, strict=True):
            if fill:
                self.canvas.rect(box, fill, radius=radius, of=cell.id, part="cell")
            else:
                self._hatched(box, cell.id)
        if self.style.frame:
            left, top, right, bottom = self.layout.plot
            self.canvas.rect((left - 0.5, top - 0.5, right + 0.5, bottom + 0.5), stroke=self.edge)

    def _hatched(self, box: Box, of: str, part: str = "missing") -> None:
        theme = self.style.colours
        left, top, right, bottom = box
        self.canvas.rect(box, mix(theme.panel, theme.ink, 0.05), mix(theme.panel, theme.muted, 0.4), 1.0, of=of,
                         part=part)  # fmt: skip
        ink, start = mix(theme.panel, theme.muted, 0.65), left + top
        k = HATCH_PX * (int(start / HATCH_PX) + 1)
        while k < right + bottom:  # lines along which x + y is the same
            a = (min(k - top, right), max(top, k - right))
            b = (max(k - bottom, left), min(bottom, k - left))
            self.canvas.line(a, b, ink, 1.2)
            k += HATCH_PX

    def covers(self) -> None:
        """What lies over a cell."""
        for cover in self.scene.covers:
            k = next(i for i, c in enumerate(self.scene.cells) if (c.row, c.column) == (cover.row, cover.column))
            draw_cell_cover(self.canvas, self.boxes[k], self.layout.plot, cover.material, cover.seed, self.colours,
                            cover.id)  # fmt: skip

    def values(self) -> None:
        """Print each value in its cell."""
        if not self.scene.printed:
            return
        hidden = set(self.scene.hidden)
        for cell, box, fill in zip(self.scene.cells, self.boxes, self.fills, strict=True):
            if cell.value is not None and cell.id not in hidden:
                at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
                self.canvas.text(at, figure_text(cell.value, self.scene.decimals), self.layout.value_font, on(fill),
                                 of=cell.id, part="value")  # fmt: skip

    # -- the colour bar --------------------------------------------------------------------------------------------

    def bar(self, bar: Bar) -> None:
        """The colour bar, with its ticks and title."""
        canvas, style, theme, fonts = self.canvas, self.style, self.style.colours, self.layout.fonts
        left, top, right, bottom = bar.box
        long = bottom - top if bar.upright else right - left
        if isinstance(canvas, AggCanvas):
            self._strips(bar)
        else:
            canvas.skia.drawImageRect(_gradient(self.colours, bar.upright), skia.Rect.MakeLTRB(*bar.box), _SMOOTH)
        canvas.rect((left - 0.5, top - 0.5, right + 0.5, bottom + 0.5), stroke=self.edge)
        canvas.mark("bar", "colour_bar", bar.box)
        gap = style.tick_px + 5
        for tick in self.scene.ticks:
            share = self.scene.share(tick.value)
            if bar.upright:
                y = bottom - share * long
                if style.tick_px:
                    canvas.line((right + 0.5, y), (right + style.tick_px, y), self.edge, 1.0)
                canvas.text((right + gap, y), tick.text, fonts.text, theme.muted, "lm", of=tick.id, part="tick")
            else:
                x = left + share * long
                if style.tick_px:
                    canvas.line((x, bottom + 0.5), (x, bottom + style.tick_px), self.edge, 1.0)
                canvas.text((x, bottom + gap), tick.text, fonts.text, theme.muted, "mt", of=tick.id, part="tick")
        draw_axis_title(canvas, fonts.axis, "bar_title", bar.title, bar.title_at, theme.muted)

    def _strips(self, bar: Bar) -> None:
        """The colour bar strip by strip."""
        left, top, right, bottom = bar.box
        long = bottom - top if bar.upright else right - left
        per = (len(self.colours) - 1) / long / 2
        for k in range(0, round(long), STRIP_PX):
            end = min(k + STRIP_PX, long)
            box = (left, bottom - end, right, bottom - k) if bar.upright else (left + k, top, left + end, bottom)
            self.canvas.rect(box, self.colours[round((k + end) * per)])

    # -- words -----------------------------------------------------------------------------------------------------

    def lettering(self) -> None:
        """Titles, the names of rows and columns, and the note."""
        canvas, scene, style, layout = self.canvas, self.scene, self.style, self.layout
        theme, fonts, head = style.colours, layout.fonts, layout.head
        x, anchor = (layout.width / 2, "mt") if style.title_centred else (float(layout.margin), "lt")
        top = layout.margin
        canvas.lines((x, top), head.title, fonts.title, theme.ink, anchor, LEADING, of="title", part="title")
        if head.subtitle is not None:
            canvas.text((x, head.subtitle), scene.subtitle.text, fonts.subtitle, theme.muted, anchor, of="subtitle")
        if layout.unit_at is not None:
            canvas.text((x, layout.unit_at), scene.bar_title.text, fonts.subtitle, theme.muted, anchor, of="bar_title",
                        part="title")  # fmt: skip
        left, _, _, bottom = layout.plot
        for i, (row, lines) in enumerate(zip(scene.rows, layout.beside, strict=True)):
            y = (layout.ys[i] + layout.ys[i + 1]) / 2
            canvas.lines((left - 7, y), lines, fonts.text, theme.ink, "rm", LEADING, of=row.id)
        middles = [(a + b) / 2 for a, b in zip(layout.xs, layout.xs[1:], strict=False)]
        draw_below(canvas, layout.below, [c.id for c in scene.columns], middles, bottom + 7, fonts.text, theme.ink)
        draw_axis_title(canvas, fonts.axis, "row_axis", layout.row_title, layout.row_title_at, theme.muted)
        draw_axis_title(
            canvas, fonts.axis, "column_axis", [scene.column_axis.text], layout.column_title_at, theme.muted
        )
        if scene.note:
            self._note(scene.note.text)

    def _note(self, text: str) -> None:
        """What hatched cells are, with a piece of hatching before it."""
        layout, use = self.layout, self.layout.fonts.text
        y = layout.height - layout.margin - use.descent
        side = round(use.cap_height) + 3
        box = (layout.margin, round(y - use.cap_height - 1.5), layout.margin + side + 6, 0)
        self._hatched((box[0], box[1], box[2], box[1] + side), "note", "swatch")
        self.canvas.text((box[2] + 7, y), text, use, self.style.colours.muted, "ls", of="note")


__all__ = ["STYLE", "draw_style", "paint", "render"]
