"""Draws pie charts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import math
from typing import Any

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN, agg_font
from scenewright.renderers.axes import LEADING, draw_legend
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.pie_chart_labels import Label, Placed, Wedge
from scenewright.renderers.pie_chart_layout import Disc, Fonts, Layout, lay_out
from scenewright.renderers.pie_chart_shapes import (
    HATCHES,
    PieAggCanvas,
    cover_fill,
    cover_sector,
    draw_slice,
    sector,
    shadow,
    sketch,
)
from scenewright.renderers.pie_chart_styles import PieChartStyle, draw_style, mono_shades, shade_of, tints
from scenewright.renderers.themes import contrast, mix, on
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart

STYLE = PieChartStyle


def render(scene: PieChart, style: PieChartStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its shares can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: PieChart, style: PieChartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, _fonts(scene, style))
    colours = style.colours
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = PieAggCanvas(layout.width, layout.height, colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, colours.paper, target)
    canvas.mark("figure", "figure", (0.0, 0.0, float(layout.width), float(layout.height)))
    fills = fills_of(scene, style)
    for disc in layout.discs:
        _slices(canvas, scene, style, disc, fills)
        _labels(canvas, scene, style, layout, disc, fills)
    _words(canvas, scene, style, layout)
    _key(canvas, scene, style, layout, fills)
    radius = layout.discs[0].radius
    hidden = set(scene.hidden)
    return canvas, Resolution(
        units_per_px={"share": 100 / ((math.pi if scene.half else 2 * math.pi) * radius)},
        printed=() if scene.shown == "none" else tuple(s.id for s in scene.slices if s.id not in hidden),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


def _fonts(scene: PieChart, style: PieChartStyle) -> Fonts:
    """The style's fonts. `Reject("glyphs")` where the family lacks a letter of what is to be written."""
    text = style.text_px
    family = style.font
    if family != MATPLOTLIBS_OWN:
        plain = font(family, text, False)
        words = [scene.title.text, scene.subtitle.text, *(s.name for s in scene.slices), *(p.name for p in scene.pies)]
        if not all(word.isascii() or plain.covers(word) for word in words):
            raise Reject("glyphs")
    make: Any = agg_font if style.backend == "matplotlib" else font
    return Fonts(
        title=make(family, style.title_px, style.title_bold),
        text=make(family, text, False),
        value=make(family, text, style.values_bold),
        total=make(family, text + 1, style.backend == "skia"),
    )


def fills_of(scene: PieChart, style: PieChartStyle) -> dict[str, str]:
    """The fill of each slice and of each entry by its id."""
    colours = style.colours
    if not scene.entries[0].colour:
        shades = dict(zip((e.name for e in scene.entries), mono_shades(style, len(scene.entries)), strict=True))
    else:
        shades = {entry.name: shade_of(style, entry.colour) for entry in scene.entries}
    fills = {entry.id: shades[entry.name] for entry in scene.entries}
    for item in scene.slices:
        if scene.kind != "nested" or not item.pie:
            fills[item.id] = shades[item.name]
    if scene.kind == "nested":
        for entry in scene.entries:
            parts = scene.of_pie(entry.name)
            fills |= zip((p.id for p in parts), tints(shades[entry.name], colours.paper, len(parts)), strict=True)
    return fills


# -- parts ---------------------------------------------------------------------------------------------------------


def _slices(canvas: Canvas, scene: PieChart, style: PieChartStyle, disc: Disc, fills: dict[str, str]) -> None:
    """The slices of a pie, and what covers two of them."""
    colours = style.colours
    x, y = disc.centre
    r = disc.radius
    canvas.mark(disc.pie.id, "pie", (x - r, y - r, x + r, y if scene.half else y + r))
    if style.shadow and not scene.half and not any(item.exploded for item in disc.slices):
        shadow(canvas, disc.centre, r)
        if disc.hole:
            canvas.circle(disc.centre, disc.hole + 1, fill=colours.paper)
    hatched = style.hatched and not scene.entries[0].colour
    outlines = []
    for i, (wedge, item) in enumerate(zip(disc.wedges, disc.slices, strict=True)):
        outline = sector(wedge.centre, wedge.inner, wedge.outer, wedge.first, wedge.last)
        outlines.append(outline)
        edge, gap = colours.paper, style.gap_px
        if scene.kind == "nested":
            gap = max(gap, 1.0)
        if style.edge:
            edge, gap = colours.ink, 1.0
        draw_slice(canvas, outline, fills[item.id], HATCHES[i % len(HATCHES)] if hatched else "", edge, gap)
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        canvas.mark(item.id, "slice", (min(xs), min(ys), max(xs), max(ys)), tuple(outline))
    if style.sketchy:
        for i, outline in enumerate(outlines):
            sketch(canvas, outline, mix(colours.ink, colours.paper, 0.15), 11 * i + len(scene.title.text))


def _covers(canvas: Canvas, scene: PieChart, style: PieChartStyle, disc: Disc) -> list[int]:
    """Lay the covers of a pie over its slices; the places of the slices below."""
    for cover in scene.covers:
        if cover.pie == disc.pie.name:
            under = [i for i, item in enumerate(disc.slices) if item.name in cover.names]
            first, last = joint(*(disc.wedges[i] for i in under))
            colours = style.colours
            cover_sector(canvas, disc.centre, disc.hole, disc.radius, first, last, cover.material, cover.seed,
                         colours.paper, colours.ink)  # fmt: skip
            return under
    return []


def joint(a: Wedge, b: Wedge) -> tuple[float, float]:
    """Where two neighbours begin and end together, in degrees; they may meet where the circle closes."""
    # neither side of 360 is to be relied on: sums of angles are off by their last digit
    low, high = (a, b) if abs((b.first - a.last + 180) % 360 - 180) < 0.01 else (b, a)
    return low.first, low.last + high.last - high.first


def _labels(
    canvas: Canvas, scene: PieChart, style: PieChartStyle, layout: Layout, disc: Disc, fills: dict[str, str]
) -> None:  # fmt: skip
    colours = style.colours
    for i, (label, placed) in enumerate(zip(disc.labels, disc.placed, strict=True)):
        if not label or not placed:
            continue
        item = disc.slices[i]
        fill = fills[item.id]
        if placed.leader:
            ink = (
                fill
                if style.label_colour and contrast(fill, colours.paper) > 2
                else mix(colours.muted, colours.paper, 0.3)
            )
            canvas.polygon(placed.leader, stroke=ink, width=1.0, closed=False, of=item.id, part="leader")
        ink = on(fill) if placed.inside else colours.ink
        _block(canvas, layout, label, placed, ink, item.id)
    under = _covers(canvas, scene, style, disc)
    for i in under:
        label, placed = disc.labels[i], disc.placed[i]
        if label and placed and not placed.inside and scene.shown != "none":
            cover = scene.covers[0]
            fill, edge = cover_fill(cover.material, cover.seed, colours.paper, colours.ink)
            canvas.rect(_box(label, placed), fill, edge, 1.0)


def _box(label: Label, placed: Placed) -> Box:
    """What a cover hides of a label outside the pie: all of it, and a pixel or two around."""
    left = placed.x - {"l": 0.0, "m": label.width / 2, "r": label.width}[placed.anchor]
    return (
        round(left) - 2.5, round(placed.y - label.height / 2) - 1.5,
        round(left + label.width) + 2.5, round(placed.y + label.height / 2) + 1.5,
    )  # fmt: skip


def _block(canvas: Canvas, layout: Layout, label: Label, placed: Placed, ink: str, of: str) -> None:
    fonts = layout.fonts
    step = fonts.text.size_px * LEADING
    y = placed.y - step * (len(label.lines) - 1) / 2
    for part, text in label.lines:
        use = fonts.value if part == "value" else fonts.text
        canvas.text((placed.x, y), text, use, ink, f"{placed.anchor}m", of=of, part=part)
        y += step


def _words(canvas: Canvas, scene: PieChart, style: PieChartStyle, layout: Layout) -> None:
    """Titles, captions, totals and the note."""
    colours, fonts = style.colours, layout.fonts
    x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
    canvas.lines((x, layout.title_top), layout.title, fonts.title, colours.ink, anchor, LEADING, of="title",
                 part="title")  # fmt: skip
    if layout.subtitle_top is not None:
        canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.text, colours.muted, anchor, of="subtitle")
    for disc in layout.discs:
        if disc.caption:
            words = disc.caption
            part = "caption" if disc.pie.name else "total"
            canvas.text(words.at, words.text, fonts.total, colours.ink, words.anchor, of=disc.pie.id, part=part)
        for words in disc.total:
            canvas.text(words.at, words.text, fonts.total, colours.ink, words.anchor, of=disc.pie.id, part="total")
    if layout.note_at and scene.note:
        canvas.text(layout.note_at, scene.note.text, fonts.text, colours.muted, "ls", of="note", part="note")


def _key(canvas: Canvas, scene: PieChart, style: PieChartStyle, layout: Layout, fills: dict[str, str]) -> None:
    """The legend."""
    if not layout.legend or not scene.legend:
        return
    legend, (x, y), colours = layout.legend, layout.legend_at, style.colours
    pad = 8.0 if style.legend_framed else 0.0
    box = (x - pad, y - pad, x + legend.width + pad, y + legend.height + pad)
    if style.legend_framed:
        box = (round(box[0]) + 0.5, round(box[1]) + 0.5, round(box[2]) + 0.5, round(box[3]) + 0.5)
        canvas.rect(box, colours.paper, mix(colours.rule, colours.muted, 0.3), radius=4.0)
    canvas.mark(scene.legend.id, "legend", box)

    def swatch(i: int, place: Box) -> None:
        entry = scene.entries[i]
        if style.legend_round:
            middle = ((place[0] + place[2]) / 2, (place[1] + place[3]) / 2)
            canvas.circle(middle, (place[2] - place[0]) / 2, fill=fills[entry.id])
        else:
            canvas.rect(place, fills[entry.id])
        if style.edge:
            canvas.rect(place, stroke=colours.ink, width=1.0) if not style.legend_round else None
        canvas.mark(entry.id, "swatch", place)

    names = [entry.name for entry in scene.entries]
    draw_legend(canvas, legend, x, y, [e.id for e in scene.entries], names, layout.fonts.text, colours.ink, swatch)


__all__ = ["STYLE", "draw_style", "fills_of", "paint", "render"]
