"""Draws flowcharts with the shapes of ISO 5807: terminator, process, predefined process, input/output, decision."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from scenewright.renderers.base import Rendering, Resolution
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.flow_covers import draw_covers
from scenewright.renderers.flow_layout import Layout, Manner, Part, spine
from scenewright.renderers.flow_shapes import Plot, Shape, draw_arrows, draw_shape, plan_shapes
from scenewright.renderers.fonts import Font, faces, families, font
from scenewright.renderers.themes import ThemedStyle, pick_theme
from scenewright.scenes.base import Reject, chance, pick
from scenewright.scenes.flow import Flowchart

BODY_SIZES = (14.0, 13.0, 12.0)
"""Type sizes in pixels, tried from large to small."""
WIDTH_MAX, HEIGHT_MAX = 1180, 1240
WIDTH_MIN, HEIGHT_MIN = 480, 360
MARGIN, TITLE_PX, KEY_PX = 30.0, 40.0, 26.0
"""Round the drawing; above it for the title; below it for what the operators mean."""


class FlowchartStyle(ThemedStyle, frozen=True, kw_only=True):
    """How a flowchart looks. `width_px` and `height_px` are what it is fitted into where it can be."""

    code_font: str
    """Font inside the shapes of programs."""
    type_px: float
    fill: Literal["tint", "solid", "outline", "one_tint", "paper", "duo"]
    shift: int
    """Which palette colour comes first."""
    radius_px: float
    line_px: float
    outline_px: float
    shadow: Literal["none", "soft", "hard"]
    head: Literal["triangle", "open", "barbed"]
    bend_px: float
    """Radius of the connectors' corners."""
    flow: Literal["down", "right"]
    gap_px: float
    mirror: bool
    split: bool
    aside: bool
    side_loops: bool
    corner: bool
    dots: bool
    """Whether ways that meet are marked with a dot."""
    uniform: bool
    """Whether all boxes are as wide as the widest."""
    backdrop: Literal["plain", "plain_panel", "dots", "grid", "band"]
    title_left: bool
    bold_ends: bool


STYLE = FlowchartStyle


def draw_style(rng: np.random.Generator) -> FlowchartStyle:
    """A look, with every choice of its own."""
    theme, letters = pick_theme(rng)
    mono = chance(rng, 0.5)
    return FlowchartStyle(
        theme=theme,
        font=letters,
        code_font=pick(rng, families("mono")) if mono else letters,
        width_px=pick(rng, (640, 720, 800, 900, 1000)),
        height_px=pick(rng, (720, 800, 900, 1000)),
        type_px=pick(rng, (13.0, 14.0, 15.0)),
        fill=pick(rng, ("tint", "tint", "solid", "outline", "one_tint", "paper", "duo")),
        shift=int(rng.random() * 6),
        radius_px=pick(rng, (0.0, 0.0, 3.0, 6.0, 10.0)),
        line_px=pick(rng, (1.25, 1.5, 2.0, 2.5)),
        outline_px=pick(rng, (1.0, 1.5, 2.0)),
        shadow=pick(rng, ("none", "none", "soft", "soft", "hard")),
        head=pick(rng, ("triangle", "triangle", "open", "barbed")),
        bend_px=pick(rng, (0.0, 0.0, 6.0, 12.0)),
        flow=pick(rng, ("down", "down", "down", "right")),
        gap_px=pick(rng, (30.0, 34.0, 38.0)),
        mirror=chance(rng, 0.5),
        split=chance(rng, 0.65),
        aside=chance(rng, 0.5),
        side_loops=chance(rng, 0.35),
        corner=chance(rng, 0.35),
        dots=chance(rng, 0.3),
        uniform=chance(rng, 0.75),
        backdrop=pick(rng, ("plain", "plain", "plain_panel", "dots", "grid", "band")),
        title_left=chance(rng, 0.5),
        bold_ends=chance(rng, 0.5),
    )


class Frame(NamedTuple):
    """The page: its size, where the drawing's `(u, v)` origin comes to lie, and the size of type."""

    width: int
    height: int
    dx: float
    dy: float
    title_y: float
    key_y: float
    margin: float


def paint(scene: Flowchart, style: FlowchartStyle, target: Any = None) -> tuple[Canvas, Resolution]:
    """Draw the scene; `Reject("layout")` where it fits no page."""
    theme = style.colours
    type_font, layout, shapes, down, frame = _fit(scene, style)
    title_font = font(style.font, 20.0, True)
    small = font(style.font, 12.0)
    canvas = Canvas(frame.width, frame.height, theme.paper, target)
    _backdrop(canvas, style, frame)
    plot = Plot(canvas, style, type_font, font(style.font, 12.0, True), down, frame.dx, frame.dy, layout, shapes)
    labels = draw_arrows(plot)
    for node in scene.nodes:
        draw_shape(plot, node)
    title_x = frame.margin if style.title_left else frame.width / 2
    ink = theme.ink
    canvas.text((title_x, frame.title_y), scene.title, title_font, ink, "lm" if style.title_left else "mm",
                of="title", part="title")  # fmt: skip
    if scene.key:
        canvas.text((frame.margin if style.title_left else frame.width / 2, frame.key_y), scene.key, small, theme.muted,
                    "lm" if style.title_left else "mm", of="key", part="note")  # fmt: skip
    draw_covers(plot, scene, labels)
    return canvas, Resolution(visible=dict.fromkeys(scene.hidden, 0.0))


def render(scene: Flowchart, style: FlowchartStyle) -> Rendering:
    """The flowchart as a PNG with its marks."""
    canvas, resolution = paint(scene, style)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=resolution)


# -- fitting -------------------------------------------------------------------------------------------------------


def _letters(scene: Flowchart, style: FlowchartStyle) -> str:
    """The font inside the shapes: one that has the arrows and signs of the code."""
    family = style.code_font if scene.program else style.font
    if scene.program:
        text = "".join({c for node in scene.nodes for c in node.text if ord(c) > 127})
        if any(c in text for c in faces_missing(family)) or not font(family, 14.0).covers(text):
            return "Go Mono" if faces()[family].kind == "mono" else "Inter"
    return family


def faces_missing(family: str) -> str:
    """Signs of code that a family draws badly or not at all."""
    return "←" if family in ("Caladea",) else ""


def _fit(scene: Flowchart, style: FlowchartStyle) -> tuple[Font, Layout, dict[str, Shape], bool, Frame]:
    """The layout of the first arrangement that fits the style's page, or else the largest page."""
    family = _letters(scene, style)
    ends = frozenset(node.id for node in scene.nodes if node.kind == "end")
    parts = spine(scene.body, ends)
    # Room that the page leaves for the drawing.
    frame_w, frame_h = 2 * MARGIN + 2, 2 * MARGIN + TITLE_PX + (KEY_PX if scene.key else 0) + 2
    spare = None
    for type_px in [style.type_px, *(s for s in BODY_SIZES if s < style.type_px)]:
        letters = font(family, type_px)
        shapes = plan_shapes(scene, style, letters)
        for down in (False, True) if style.flow == "right" else (True,):
            layout = _lay(scene, style, shapes, ends, down, type_px)
            for count in (1, 2, 3) if down else (1, 2):
                columns = _columns(layout, parts, count)
                if len(columns) < count:
                    break
                u, v = layout.extent(columns)
                w, h = (u, v) if down else (v, u)
                found = letters, layout, shapes, down, columns
                if w + frame_w <= style.width_px and h + frame_h <= style.height_px:
                    return _placed(scene, style, *found)
                if spare is None and w + frame_w <= WIDTH_MAX and h + frame_h <= HEIGHT_MAX:
                    spare = found
    if spare is None:
        raise Reject("layout")
    return _placed(scene, style, *spare)


def _placed(
    scene: Flowchart, style: FlowchartStyle, letters: Font, layout: Layout, shapes: dict[str, Shape], down: bool,
    columns: list[list[Part]],
) -> tuple[Font, Layout, dict[str, Shape], bool, Frame]:  # fmt: skip
    layout.place_all(columns)
    return letters, layout, shapes, down, _frame(scene, style, layout, down)


def _lay(scene: Flowchart, style: FlowchartStyle, shapes: dict[str, Shape], ends: frozenset[str], down: bool,
         type_px: float) -> Layout:  # fmt: skip
    label = max(font(style.font, 12.0, True).width(a) for a in scene.answers)
    gap = style.gap_px if type_px > 12 else style.gap_px - 4
    manner = Manner(
        gap=gap if down else max(gap, label + 26),
        column=26.0 if down else 22.0,
        lane=22.0,
        merge=20.0,
        label=label + 20 if down else 34.0,
        mirror=style.mirror,
        split=style.split,
        aside=style.aside,
        side_loops=style.side_loops,
        corner=style.corner,
    )
    sizes = {id: (s.width, s.height) if down else (s.height, s.width) for id, s in shapes.items()}
    return Layout(sizes, scene.edges, scene.answers, ends, manner)


def _columns(layout: Layout, parts: list[Part], count: int) -> list[list[Part]]:
    """The parts in columns of nearly the same length; fewer where there are too few parts."""
    if count == 1:
        return [parts]
    lengths = [layout.size(part).length + layout.manner.gap for part in parts]
    total = sum(lengths)
    columns: list[list[Part]] = [[]]
    passed = 0.0
    for part, length in zip(parts, lengths, strict=True):
        if columns[-1] and passed + length / 2 > total * len(columns) / count and len(columns) < count:
            columns.append([])
        columns[-1].append(part)
        passed += length
    if len(columns[-1]) < 2:  # a lone end shape at the top of a column
        return [parts]
    return columns


def _frame(scene: Flowchart, style: FlowchartStyle, layout: Layout, down: bool) -> Frame:
    """The page around a layout."""
    us: list[float] = []
    vs: list[float] = []
    for id, (u, v) in layout.spots.items():
        across, along = layout.shapes[id]
        us += (u - across / 2, u + across / 2)
        vs += (v - along / 2, v + along / 2)
    for path in layout.paths:
        for u, v in path.points:
            us.append(u)
            vs.append(v)
    u0, u1, v0, v1 = min(us), max(us), min(vs), max(vs)
    x0, y0, x1, y1 = (u0, v0, u1, v1) if down else (v0, u0, v1, u1)
    margin, title_h, key_h = MARGIN, TITLE_PX, KEY_PX if scene.key else 0.0
    title = font(style.font, 20.0, True).width(scene.title)
    key = font(style.font, 12.0).width(scene.key) if scene.key else 0.0
    width = max(x1 - x0, title, key) + 2 * margin
    height = y1 - y0 + 2 * margin + title_h + key_h
    # An even number of pixels, and no page smaller than the smallest.
    w, h = max(WIDTH_MIN, int(width + 1.5) // 2 * 2), max(HEIGHT_MIN, int(height + 1.5) // 2 * 2)
    top = margin + title_h + (h - height) / 2
    dx, dy = round((w - (x1 - x0)) / 2 - x0), round(top - y0)
    return Frame(w, h, dx, dy, margin + 6.0, h - margin + 4.0, margin)


def _backdrop(canvas: Canvas, style: FlowchartStyle, frame: Frame) -> None:
    theme = style.colours
    w, h = frame.width, frame.height
    if style.backdrop == "plain_panel":
        canvas.rect((12, 12, w - 12, h - 12), theme.panel, theme.rule, 1.0, 10.0)
    elif style.backdrop == "band":
        canvas.rect((0, 0, w, 6), theme.palette[style.shift % len(theme.palette)])
    elif style.backdrop == "grid":
        faint = f"{theme.rule}70"
        for x in range(20, w, 20):
            canvas.line((x, 0), (x, h), faint, 1.0)
        for y in range(20, h, 20):
            canvas.line((0, y), (w, y), faint, 1.0)
    elif style.backdrop == "dots":
        for y in range(16, h, 16):
            canvas.line((15, y), (w, y), theme.rule, 2.0, dash=(2.0, 14.0))


__all__ = ["STYLE", "FlowchartStyle", "draw_style", "paint", "render"]
