"""Draws bar charts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

from typing import Any

from scenewright.renderers.agg_canvas import AggCanvas
from scenewright.renderers.axes import (
    LEADING,
    SWATCH,
    draw_axis_title,
    draw_below,
    draw_legend,
    draw_legend_frame,
)
from scenewright.renderers.bar_fills import HATCHES, fill_box, outer_corners
from scenewright.renderers.bar_kinds import (
    DOTTED,
    bar_text,
    draw_connectors,
    draw_dot,
    draw_links,
    draw_stem,
    falls_fills,
    tick_texts,
)
from scenewright.renderers.bar_layout import Layout, Span, lay_out
from scenewright.renderers.bar_margins import fonts_of
from scenewright.renderers.bar_styles import BarChartStyle, draw_style
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.themes import mix, on
from scenewright.scenes.bar_chart import Bar, BarChart

STYLE = BarChartStyle

_DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (4.0, 4.0), "dotted": (1.0, 3.0)}


def render(scene: BarChart, style: BarChartStyle) -> Rendering:
    """The chart as PNG with its marks, and how finely its values can be read."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: BarChart, style: BarChartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    layout = lay_out(scene, style, fonts_of(style))
    colours = style.colours
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(layout.width, layout.height, colours.paper)
    else:
        canvas = Canvas(layout.width, layout.height, colours.paper, target)
    canvas.mark("figure", "figure", (0.0, 0.0, float(layout.width), float(layout.height)))
    canvas.mark("plot", "plot", layout.plot)
    fills = fills_of(scene, style)
    _panel(canvas, style, layout)
    dotted = scene.kind in DOTTED
    if dotted:  # stems stand on the axis, dots lie above it
        _axes(canvas, scene, style, layout)
    _between(canvas, scene, style, layout)
    for i, bar in enumerate(scene.bars):
        (_dot if dotted else _bar)(canvas, scene, style, layout, i, bar, fills[i])
    if not dotted:
        _axes(canvas, scene, style, layout)
    for bar, span in zip(scene.bars, layout.spans, strict=True):
        if bar.error is not None:
            _error(canvas, style, layout, bar, span)
    printed = [
        bar.id
        for i, bar in enumerate(scene.bars)
        if layout.value_mode and _value(canvas, scene, style, layout, i, bar, fills[i])
    ]
    _lettering(canvas, scene, style, layout)
    for cover in scene.covers:
        draw_cover(canvas, _cover_box(scene, layout, cover.category), cover.material, cover.seed, colours.paper,
                   colours.ink, cover.id, min(layout.band * 0.06, 4.0))  # fmt: skip
    _key(canvas, scene, style, layout, fills)  # last: a legend inside the plot lies above a cover
    hidden = set(scene.hidden)
    return canvas, Resolution(
        units_per_px={"value": layout.scale.units_per_px},
        tick={} if layout.axis_hidden else {"value": layout.ticks.step},
        printed=tuple(bar for bar in printed if bar not in hidden),
        visible=dict.fromkeys(scene.hidden, 0.0),
    )


def fills_of(scene: BarChart, style: BarChartStyle) -> list[str]:
    """The fill of each bar, in the order of the scene."""
    palette = style.colours.palette
    shift, count = style.palette_shift, len(palette)
    if scene.kind == "waterfall":
        return falls_fills(scene, palette, shift)
    if scene.series:
        per = len(scene.series)
        return [palette[(shift + i % per) % count] for i in range(len(scene.bars))]
    if style.many_colours and len(scene.bars) <= count:
        return [palette[(shift + i) % count] for i in range(len(scene.bars))]
    return [palette[shift % count]] * len(scene.bars)


# -- parts ---------------------------------------------------------------------------------------------------------


def _panel(canvas: Canvas, style: BarChartStyle, layout: Layout) -> None:
    """The panel and the grid, behind all bars."""
    colours, plot, scale = style.colours, layout.plot, layout.scale
    left, top, right, bottom = plot
    if colours.panel != colours.paper:
        pad = 8 if style.panel_rounded else 0
        canvas.rect((left - pad * (not layout.vertical), top - pad, right + pad, bottom), colours.panel, radius=pad)
    if style.grid == "none" or layout.axis_hidden:
        return
    dash = _DASHES[style.grid]
    rule = colours.rule if style.grid == "solid" else mix(colours.rule, colours.muted, 0.25)
    for value in layout.ticks.values:
        at = round(scale.at(value)) + 0.5
        ends = ((left, at), (right, at)) if layout.vertical else ((at, top), (at, bottom))
        canvas.line(*ends, rule, 1.0, dash=dash)


def _box(layout: Layout, span: Span) -> Box:
    a, b = layout.scale.at(span.low), layout.scale.at(span.high)
    if layout.vertical:
        return (span.first, min(a, b), span.last, max(a, b))
    return (min(a, b), span.first, max(a, b), span.last)


def _bar(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout, i: int, bar: Bar, fill: str) -> None:
    box = _box(layout, layout.spans[i])
    if box[2] - box[0] <= 0 or box[3] - box[1] <= 0:
        canvas.mark(bar.id, "bar", box)
        return
    stacked = scene.kind == "stacked"
    edge = style.colours.panel if stacked else style.colours.ink if style.outline else ""
    hatch = ""
    if style.hatched and scene.series:
        hatch = HATCHES[i % len(scene.series) % len(HATCHES)]
    if style.shadow and not stacked and len(scene.bars) <= 12:
        _shadow(canvas, box)
    radius = 0.0 if stacked else min(style.radius_px, (layout.spans[i].last - layout.spans[i].first) / 3)
    fill_box(
        canvas,
        box,
        fill,
        hatch,
        edge,
        outer_corners(box, radius, layout.vertical, layout.spans[i].high >= layout.spans[i].low),
    )
    canvas.mark(bar.id, "bar", box)


def _between(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout) -> None:
    """What links bars and dots: connectors of a waterfall, lines of dumbbells."""
    colours = style.colours
    if scene.kind == "waterfall":
        ink = mix(colours.muted, colours.panel, 0.2)
        sides = [(span.first, span.last) for span in layout.spans]
        draw_connectors(canvas, scene, layout.scale, sides, layout.vertical, ink)
    elif scene.kind == "dumbbell":
        ink = mix(colours.muted, colours.panel, 0.45)
        draw_links(canvas, scene, layout.scale, layout.centres, layout.vertical, ink, 3.0)


def _dot(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout, i: int, bar: Bar, fill: str) -> None:
    """A dot at a value, in lollipops with its stem."""
    span = layout.spans[i]
    middle, at = (span.first + span.last) / 2, layout.scale.at(span.high)
    place = (middle, at) if layout.vertical else (at, middle)
    if scene.kind == "lollipop":
        foot = layout.scale.at(0.0)
        draw_stem(canvas, (middle, foot) if layout.vertical else (foot, middle), place, 2.0, fill)
    edge = style.colours.ink if style.outline else style.colours.panel if scene.kind == "dumbbell" else ""
    draw_dot(canvas, place, span.last - span.first, fill, edge, bar.id)


def _shadow(canvas: Canvas, box: Box) -> None:
    """A soft edge to the right and below, in narrow strips: a blur of the whole bar would cost ten times as much."""
    left, top, right, bottom = box
    for reach, ink in ((1.0, "#00000022"), (2.0, "#0000001a"), (3.0, "#00000010"), (4.0, "#00000008")):
        canvas.rect((right + reach - 1, top + reach, right + reach, bottom + reach), ink)
        canvas.rect((left + reach, bottom + reach - 1, right + reach - 1, bottom + reach), ink)


def _axes(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout) -> None:
    """Spines, tick marks and the zero line, above the bars' feet."""
    colours, (left, top, right, bottom), scale = style.colours, layout.plot, layout.scale
    ink = colours.ink if style.backend == "matplotlib" else mix(colours.muted, colours.paper, 0.15)
    # Lines of whole pixels on whole pixels are crisp, and thirty times as fast as those that straddle two.
    half = 0.5 if style.backend == "skia" else 0.0
    zero = round(scale.at(max(scale.low, 0.0))) + half
    spines = style.spines
    if spines == "box":
        canvas.rect((left + half, top + half, right + half, bottom + half), stroke=ink, width=1.0)
    elif spines == "corner":
        canvas.line((left + half, top), (left + half, bottom), ink, 1.0)
        canvas.line((left, bottom + half), (right, bottom + half), ink, 1.0)
    if scale.low < 0 or spines == "base":
        ends = ((left, zero), (right, zero)) if layout.vertical else ((zero, top), (zero, bottom))
        canvas.line(*ends, ink, 1.0 if style.backend == "skia" else 0.9)
    if not style.tick_px:
        return
    if not layout.axis_hidden:
        for value in layout.ticks.values:
            at = round(scale.at(value)) + 0.5
            if layout.vertical:
                canvas.line((left - style.tick_px, at), (left, at), ink, 1.0)
            else:
                canvas.line((at, bottom), (at, bottom + style.tick_px), ink, 1.0)
    for centre in layout.centres:
        at = round(centre) + 0.5
        if layout.vertical:
            canvas.line((at, bottom), (at, bottom + style.tick_px), ink, 1.0)
        else:
            canvas.line((left - style.tick_px, at), (left, at), ink, 1.0)


def _error(canvas: Canvas, style: BarChartStyle, layout: Layout, bar: Bar, span: Span) -> None:
    """An error bar with its caps, centred on the end of its bar."""
    assert bar.error is not None
    ink = style.colours.ink
    middle = (span.first + span.last) / 2
    low, high = layout.scale.at(bar.value - bar.error), layout.scale.at(bar.value + bar.error)
    cap = min(style.cap_px, (span.last - span.first) / 2 - 1)
    width = 1.5
    vertical = layout.vertical

    def stroke(a: tuple[float, float], b: tuple[float, float]) -> None:
        start, end = ((a[1], a[0]), (b[1], b[0])) if vertical else (a, b)
        if style.backend == "skia":  # a pale casing, so that the half on a dark bar shows too
            canvas.line(start, end, casing, width + 2, cap="square")
        canvas.line(start, end, ink, width)

    casing = f"{style.colours.panel}90"
    stroke((low, middle), (high, middle))
    if cap > 1:
        stroke((low, middle - cap), (low, middle + cap))
        stroke((high, middle - cap), (high, middle + cap))
    half = max(cap, width / 2)
    near, far = min(low, high), max(low, high)
    box = (middle - half, near, middle + half, far) if vertical else (near, middle - half, far, middle + half)
    canvas.mark(bar.id, "error", box)


def _value(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout, i: int, bar: Bar, fill: str) -> bool:
    """Print a bar's value inside or beyond its end; False where a segment is too small for it."""
    use, span, scale = layout.fonts.value, layout.spans[i], layout.scale
    text = bar_text(scene, bar)
    upright = layout.value_mode == "upright"
    along = use.width(text) if upright or not layout.vertical else use.cap_height
    start, end = scale.at(span.low), scale.at(span.high)
    sign = 1.0 if end >= start else -1.0  # direction in pixels in which the bar grows
    dot = (span.last - span.first) / 2 if scene.kind in DOTTED else 0.0
    if scene.kind == "dumbbell":
        pair = scene.of_category(bar.category)
        top = bar.value == max(b.value for b in pair)
        sign = 1.0 if top != layout.vertical else -1.0
    elif bar.value == 0:
        sign = -1.0 if layout.vertical else 1.0
    across = (span.first + span.last) / 2
    length = abs(end - start)
    inside = scene.kind == "stacked" or (
        style.values_inside
        and scene.kind not in DOTTED
        and bar.error is None
        and not style.hatched
        and length >= along + 12
        and (layout.vertical or span.last - span.first >= use.cap_height + 4)
        and (upright or not layout.vertical or use.width(text) + 6 <= span.last - span.first)
    )
    if scene.kind == "stacked":
        if length < along + 5:
            return False
        at, colour, anchor, halo = (start + end) / 2, on(fill), "mm", None
        if style.hatched:
            halo, colour = style.colours.panel, style.colours.ink
    elif inside:
        at, colour, anchor, halo = end - sign * (6 + along / 2), on(fill), "mm", None
    else:
        reach = (
            scale.at(bar.value + (bar.error or 0.0) * (1 if bar.value >= 0 else -1)) if bar.error else end + sign * dot
        )
        at, colour, anchor, halo = reach + sign * (5 + along / 2), style.colours.ink, "mm", style.colours.panel
        if style.grid == "none" or layout.axis_hidden:
            halo = None
    place = (across, at) if layout.vertical else (at, across)
    if upright:
        place = (across + use.cap_height / 2, at)
        anchor = "ms"
    canvas.text(place, text, use, colour, anchor, -90.0 if upright else 0.0, of=bar.id, part="value", halo=halo)
    return True


def _lettering(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout) -> None:
    """Titles, tick labels, category labels and the note."""
    colours, fonts, (left, _, _, bottom) = style.colours, layout.fonts, layout.plot
    ink, muted = colours.ink, colours.muted
    x, anchor = (layout.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
    canvas.lines((x, layout.title_top), layout.title, fonts.title, ink, anchor, LEADING, of="title", part="title")
    if layout.subtitle_top is not None:
        canvas.text((x, layout.subtitle_top), scene.subtitle.text, fonts.subtitle, muted, anchor, of="subtitle")
    gap = style.tick_px + 6
    if not layout.axis_hidden:
        for value, text in zip(
            layout.ticks.values, tick_texts(scene, layout.ticks.values, layout.ticks.decimals), strict=True
        ):
            at = layout.scale.at(value)
            place, anchor = ((left - gap, at), "rm") if layout.vertical else ((at, bottom + gap), "mt")
            canvas.text(place, text, fonts.text, muted, anchor, of="value_axis", part="tick")
    ids = [category.id for category in scene.categories]
    if layout.below:
        draw_below(canvas, layout.below, ids, layout.centres, bottom + gap, fonts.text, ink)
    else:
        for of, lines, centre in zip(ids, layout.beside, layout.centres, strict=True):
            canvas.lines((left - gap, centre), lines, fonts.text, ink, "rm", LEADING, of=of)
    draw_axis_title(canvas, fonts.axis, "value_axis", layout.value_title, layout.value_title_at, muted)
    draw_axis_title(canvas, fonts.axis, "category_axis", [scene.category_axis.text], layout.category_title_at, muted)
    if layout.note_at and scene.note:
        canvas.text(layout.note_at, scene.note.text, fonts.text, muted, "ls", of="note")


def _key(canvas: Canvas, scene: BarChart, style: BarChartStyle, layout: Layout, fills: list[str]) -> None:
    """The legend."""
    if not layout.legend:
        return
    legend, (x, y), colours = layout.legend, layout.legend_at, style.colours
    if style.legend_framed:
        draw_legend_frame(canvas, legend, x, y, colours.panel, mix(colours.rule, colours.muted, 0.3))

    def swatch(i: int, box: Box) -> None:
        canvas.mark(scene.series[i].id, "swatch", box)
        if scene.kind == "dumbbell":
            canvas.circle(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (box[2] - box[0]) / 2, fills[i])
            return
        hatch = HATCHES[i % len(HATCHES)] if style.hatched else ""
        edge = style.colours.ink if style.outline and scene.kind != "stacked" else ""
        fill_box(canvas, box, fills[i], hatch, edge, (0, 0, 0, 0) if hatch else (min(style.radius_px, SWATCH / 3),) * 4)

    names = [series.name for series in scene.series]
    draw_legend(canvas, legend, x, y, [s.id for s in scene.series], names, layout.fonts.text, colours.ink, swatch)


def _cover_box(scene: BarChart, layout: Layout, category: str) -> Box:
    """The band of a category, the full height of the plot: nothing of its bars, errors or values looks out."""
    place = next(i for i, c in enumerate(scene.categories) if c.name == category)
    half = layout.band / 2 * 0.94
    left, top, right, bottom = layout.plot
    if scene.kind in DOTTED:  # a dot at the end of the axis lies half beyond it
        out = (layout.spans[0].last - layout.spans[0].first) / 2 + 1
        left, top, right, bottom = left - min(out, 4.0), top - out, right + out, bottom + min(out, 4.0)  # labels begin
    centre = layout.centres[place]
    if layout.vertical:
        return (centre - half, top, centre + half, bottom)
    return (left, centre - half, right, centre + half)


__all__ = ["STYLE", "draw_style", "fills_of", "paint", "render"]
