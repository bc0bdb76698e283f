"""Draws treemaps and sunbursts, on Skia or on matplotlib: the same layout, the same marks."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from scenewright.renderers.agg_canvas import MATPLOTLIBS_OWN, AggCanvas, agg_font
from scenewright.renderers.axes import LEADING, draw_legend
from scenewright.renderers.base import Box, Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.covers import draw_cover
from scenewright.renderers.fonts import font
from scenewright.renderers.pie_chart_shapes import cover_sector, draw_slice, sector
from scenewright.renderers.themes import mix, on
from scenewright.renderers.treemap_labels import LEADING as LABEL_LEADING
from scenewright.renderers.treemap_labels import FontOf, Placed
from scenewright.renderers.treemap_layout import Layout, Shape, key_names, lay_out, total_text
from scenewright.renderers.treemap_styles import TreeMapStyle, draw_style, one_colour, shade_of, shades_of
from scenewright.scenes.base import Reject
from scenewright.scenes.treemap import TreeMap

STYLE = TreeMapStyle


def render(scene: TreeMap, style: TreeMapStyle) -> Rendering:
    """The chart as PNG with its marks, and what is printed on it."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


def paint(scene: TreeMap, style: TreeMapStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw a chart. `target` draws into another Skia canvas, for instance a recorder."""
    use = _fonts(scene, style)
    layout = lay_out(scene, style, use)
    frame, colours = layout.frame, style.colours
    canvas: Canvas
    if style.backend == "matplotlib" and target is None:
        canvas = AggCanvas(frame.width, frame.height, colours.paper)
    else:
        canvas = Canvas(frame.width, frame.height, colours.paper, target)
    canvas.mark("figure", "figure", (0.0, 0.0, float(frame.width), float(frame.height)))
    canvas.mark("plot", "plot", layout.plot)
    fills = fills_of(scene, style)
    _shapes(canvas, scene, style, layout, fills)
    _labels(canvas, scene, style, layout, fills, use)
    for cover in scene.covers:
        _cover(canvas, scene, style, layout, cover.material, cover.seed)
    _words(canvas, scene, style, layout, use)
    _key(canvas, scene, style, layout, fills, use)
    if layout.radius:
        per_px = 100 / (2 * math.pi * layout.radius)
    else:
        per_px = 100 / math.sqrt((layout.plot[2] - layout.plot[0]) * (layout.plot[3] - layout.plot[1]))
    return canvas, Resolution(
        units_per_px={"share": per_px}, printed=_printed(scene, layout), visible=dict.fromkeys(scene.hidden, 0.0)
    )


def _fonts(scene: TreeMap, style: TreeMapStyle) -> FontOf:
    """The style's font by size. `Reject("glyphs")` where the family lacks a letter of what is to be written."""
    if style.font != MATPLOTLIBS_OWN:
        plain = font(style.font, style.text_px, False)
        words = [scene.title.text, scene.subtitle.text, *(p.name for p in scene.parts), *(g.name for g in scene.groups)]
        if not all(word.isascii() or plain.covers(word) for word in words):
            raise Reject("glyphs")
    make: Any = agg_font if style.backend == "matplotlib" else font
    return partial(make, style.font)


def _printed(scene: TreeMap, layout: Layout) -> tuple[str, ...]:
    """Parts and groups whose figure stands at them."""
    out = [group.id for group, found in zip(scene.groups, layout.headings, strict=False) if found and found[1].figure]
    out += [part.id for part, label in zip(scene.parts, layout.labels, strict=True) if label and label.figure]
    return (*out, *(("total",) if scene.total.shown else ()))


def fills_of(scene: TreeMap, style: TreeMapStyle) -> dict[str, str]:
    """The fill of each group and part by its id."""
    out: dict[str, str] = {}
    for group in scene.groups:
        out[group.id] = shade_of(style, group.colour)
        parts = scene.of_group(group.name)
        out |= zip((p.id for p in parts), shades_of(style, out[group.id], len(parts)), strict=True)
    if not scene.groups:
        if scene.parts[0].colour:
            out = {part.id: shade_of(style, part.colour) for part in scene.parts}
        else:
            shades = shades_of(style, one_colour(style), len(scene.parts))
            out = {part.id: shade for part, shade in zip(scene.parts, shades, strict=True)}
    return out


# -- parts -----------------------------------------------------------------------------------------------------------


def _shapes(canvas: Canvas, scene: TreeMap, style: TreeMapStyle, layout: Layout, fills: dict[str, str]) -> None:
    """Groups, their headings' bars, and parts."""
    colours = style.colours
    for i, (group, shape) in enumerate(zip(scene.groups, layout.groups, strict=True)):
        if layout.radius:
            _piece(canvas, style, layout, shape, fills[group.id], group.id, "group")
            continue
        canvas.mark(group.id, "group", shape.box)
        heading = layout.headings[i]
        if heading and style.heading != "plain":
            fill = fills[group.id] if style.heading == "bar" else mix(fills[group.id], colours.paper, 0.65)
            canvas.rect(heading[0], fill, radius=style.radius_px)
    for part, shape in zip(scene.parts, layout.parts, strict=True):
        if layout.radius:
            _piece(canvas, style, layout, shape, fills[part.id], part.id, "part")
            continue
        box = shape.box
        canvas.rect(box, fills[part.id], radius=style.radius_px, of=part.id, part="part")
        if style.edge:
            inner = (box[0] + 0.5, box[1] + 0.5, box[2] - 0.5, box[3] - 0.5)
            canvas.rect(inner, stroke=colours.ink, width=1.0, radius=style.radius_px)


def _piece(
    canvas: Canvas, style: TreeMapStyle, layout: Layout, shape: Shape, fill: str, of: str, part: str
) -> None:  # fmt: skip
    """A piece of a ring."""
    outline = sector(layout.centre, *shape.radii, *shape.span)
    edge, gap = (style.colours.ink, 1.0) if style.edge else (style.colours.paper, max(style.gap_px, 1.0))
    draw_slice(canvas, outline, fill, "", edge, gap)
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    canvas.mark(of, part, (min(xs), min(ys), max(xs), max(ys)), tuple(outline))


def _labels(
    canvas: Canvas, scene: TreeMap, style: TreeMapStyle, layout: Layout, fills: dict[str, str], use: FontOf
) -> None:  # fmt: skip
    colours = style.colours
    for group, found in zip(scene.groups, layout.headings, strict=False):
        if found:
            ink = on(fills[group.id])
            if not layout.radius and style.heading != "bar":
                ink = colours.ink
                if style.heading == "tint":
                    ink = on(mix(fills[group.id], colours.paper, 0.65))
            _block(canvas, found[1], use, ink, group.id)
    for part, label in zip(scene.parts, layout.labels, strict=True):
        if label:
            _block(canvas, label, use, colours.ink if label.outside else on(fills[part.id]), part.id)
    if layout.total:
        _block(canvas, layout.total, use, colours.ink, "total")


def _block(canvas: Canvas, label: Placed, use: FontOf, ink: str, of: str) -> None:
    """The lines of a label, the block turned about its middle."""
    turn = math.radians(label.angle)
    step = label.size * LABEL_LEADING
    for i, (part, text, bold) in enumerate(label.lines):
        off = (i - (len(label.lines) - 1) / 2) * step
        at = (label.middle[0] - off * math.sin(turn), label.middle[1] + off * math.cos(turn))
        canvas.text(at, text, use(label.size, bold), ink, f"{label.anchor}m", label.angle, of=of, part=part)


def _cover(canvas: Canvas, scene: TreeMap, style: TreeMapStyle, layout: Layout, material: str, seed: int) -> None:
    """Lay something over the two hidden parts, from edge to edge."""
    colours = style.colours
    shapes = [s for part, s in zip(scene.parts, layout.parts, strict=True) if part.id in scene.hidden]
    if layout.radius:
        inner, outer = shapes[0].radii
        first, last = min(s.span[0] for s in shapes), max(s.span[1] for s in shapes)
        cover_sector(canvas, layout.centre, inner, outer, first, last, material, seed, colours.paper, colours.ink)
        return
    boxes = [s.box for s in shapes]
    box: Box = (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    draw_cover(canvas, box, material, seed, colours.paper, colours.ink, "cover", 3.0)


def _words(canvas: Canvas, scene: TreeMap, style: TreeMapStyle, layout: Layout, use: FontOf) -> None:
    """Titles, the total and the note."""
    colours, frame = style.colours, layout.frame
    text, heavy = use(style.text_px, False), use(style.title_px, style.title_bold)
    x, anchor = (frame.width / 2, "mt") if style.title_centred else (round(style.text_px * 1.6), "lt")
    canvas.lines((x, frame.title_top), frame.title, heavy, colours.ink, anchor, LEADING, of="title", part="title")
    if frame.subtitle_top is not None:
        canvas.text((x, frame.subtitle_top), scene.subtitle.text, text, colours.muted, anchor, of="subtitle")
    if frame.total_top is not None:
        canvas.text((x, frame.total_top), total_text(scene), text, colours.ink, anchor, of="total", part="total")
    for i, line in enumerate(frame.note_lines):
        at = (frame.note_at[0], frame.note_at[1] + i * text.size_px * LEADING)
        canvas.text(at, line, text, colours.muted, "ls", of="note", part="note")


def _key(
    canvas: Canvas, scene: TreeMap, style: TreeMapStyle, layout: Layout, fills: dict[str, str], use: FontOf
) -> None:  # fmt: skip
    """The legend."""
    legend, (x, y), colours = layout.frame.legend, layout.frame.legend_at, style.colours
    if legend is None or scene.legend is None:
        return
    pad = 8.0 if style.legend_framed else 0.0
    box = (x - pad, y - pad, x + legend.width + pad, y + legend.height + pad)
    if style.legend_framed:
        box = (round(box[0]) + 0.5, round(box[1]) + 0.5, round(box[2]) + 0.5, round(box[3]) + 0.5)
        canvas.rect(box, colours.paper, mix(colours.rule, colours.muted, 0.3), radius=4.0)
    canvas.mark(scene.legend.id, "legend", box)
    entries = key_names(scene)

    def swatch(i: int, place: Box) -> None:
        of = entries[i][0]
        if style.legend_round:
            canvas.circle(((place[0] + place[2]) / 2, (place[1] + place[3]) / 2), (place[2] - place[0]) / 2,
                          fill=fills[of])  # fmt: skip
        else:
            canvas.rect(place, fills[of])
        canvas.mark(of, "swatch", place)

    draw_legend(canvas, legend, x, y, [e[0] for e in entries], [e[1] for e in entries], use(style.text_px, False),
                colours.ink, swatch)  # fmt: skip


__all__ = ["STYLE", "draw_style", "fills_of", "paint", "render"]
