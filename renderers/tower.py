"""Draws towers: the start, the start and the end, a filmstrip, or a clip."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.renderers.base import Mark, Media, Rendering, Resolution, Track
from scenewright.renderers.blocks import Look
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.png import encode_grey_png
from scenewright.renderers.skia_loader import skia
from scenewright.renderers.themes import on, pick_theme
from scenewright.renderers.tower_key import Key, camera, draw_key, draw_key_look, strip_key
from scenewright.renderers.tower_marks import block_marks, event_marks, fate_marks, joint_marks, mark, spans
from scenewright.renderers.tower_places import PLACES, TINTS
from scenewright.renderers.tower_stage import (
    CARDS,
    PENNANTS,
    Drawn,
    TowerStyle,
    backdrop,
    card,
    clip,
    moment,
    prepare,
    segments,
    still,
)
from scenewright.renderers.tower_view import (
    Extent,
    Frame,
    View,
    fit,
    frame_at,
    frames,
    polygon,
    seen_extent,
    start_extent,
    start_frame,
    thinnest,
    tracks,
    visible_share,
)
from scenewright.renderers.video import encode_mp4
from scenewright.scenes.base import Reject, below, chance, pick, uniform
from scenewright.scenes.tower import Tower
from scenewright.simulators.tower import TowerOutcome

STYLE = TowerStyle
MEDIA = ("image/png", "video/mp4")

STILLS = ((480, 360), (560, 420), (600, 600), (640, 480), (720, 540), (800, 600), (800, 800))
CLIPS = ((320, 240), (400, 300), (480, 360), (640, 480))
"""Long and short sides. A picture in which thin blocks would be too thin takes the next larger size."""
MOTION_MIN_M = 0.15
"""A false ending differs from the true one by this much for some block, or it is no false one."""
STRIP_MIN_S = 1.0


def draw_style(rng: np.random.Generator) -> TowerStyle:
    """A style; every field is drawn, whatever the scene needs of it."""
    theme, family = pick_theme(rng)
    width, height = pick(rng, STILLS)
    return TowerStyle(
        theme=theme,
        font=family,
        width_px=width,
        height_px=height,
        look=Look(
            finish=pick(rng, ("flat", "cartoon", "shaded", "shaded", "rich", "rich")),
            light_deg=round(uniform(rng, -55, 55), 1),
            seed=below(rng, 1_000_000),
        ),
        place=pick(rng, tuple(PLACES)),
        tint=pick(rng, TINTS),
        seed=below(rng, 1_000_000),
        zoom=round(uniform(rng, 1.0, 1.22), 3),
        shift=(round(uniform(rng, -1, 1), 2), round(uniform(rng, -1, 1), 2)),
        shadow=pick(rng, ("none", "soft", "soft", "wide")),
        pennant=pick(rng, PENNANTS),
        card=pick(rng, CARDS),
        video=pick(rng, CLIPS[:3]),
        panels=pick(rng, (4, 4, 5, 6, 6, 8)),
        badge="corner" if chance(rng, 0.5) else "below",
        key=draw_key_look(rng),
    )


def render(scene: Tower, style: TowerStyle, outcome: TowerOutcome) -> Rendering:
    """What `scene.shot` asks for. Where blocks lie is in the marks, for clips in the tracks."""
    kind = scene.shot.kind
    if scene.shot.swapped_ending:
        _check_false_ending(scene, outcome)
    if kind == "video":
        return _video(scene, style, outcome)
    if kind == "strip":
        return _strip(scene, style, outcome)
    if kind == "before_after":
        return _before_after(scene, style, outcome)
    canvas, resolution, view = _start(scene, style)
    return _with_mask(
        scene,
        Rendering(
            media=(_finish(canvas),),
            marks=(*canvas.marks(), *_start_marks(scene, outcome, view)),
            resolution=resolution,
        ),
        [(view, start_frame(scene))],
    )


def paint(scene: Tower, style: TowerStyle, outcome: Any = None, target: Any = None) -> tuple[Canvas, Resolution]:
    """The still of the start, and what can be read off it. `outcome` changes nothing."""
    canvas, resolution, _ = _start(scene, style, target)
    return canvas, resolution


def _start(scene: Tower, style: TowerStyle, target: Any = None) -> tuple[Canvas, Resolution, View]:
    view, key = _camera(scene, style, start_extent(scene), [start_frame(scene)])
    canvas = Canvas(view.width, view.height, style.tint, target)
    backdrop(scene, style, view, canvas, key)
    still(scene, style, view, start_frame(scene), canvas)
    canvas.check_lettering()
    return canvas, _resolution(scene, view), view


def _finish(canvas: Canvas) -> Media:
    return Media(kind="image/png", data=canvas.png(), width_px=canvas.width, height_px=canvas.height)


def _camera(scene: Tower, style: TowerStyle, seen: Extent, shown: Sequence[Frame]) -> tuple[View, Key]:
    first = STILLS.index((style.width_px, style.height_px)) if (style.width_px, style.height_px) in STILLS else 0
    return camera(scene, style.key, style.font, seen, shown, STILLS[first:], style.zoom, style.shift)


def _resolution(scene: Tower, view: View) -> Resolution:
    visible = {}
    if scene.cover:
        cover = scene.cover
        box = (*view.at(cover.left_m, cover.top_m), *view.at(cover.right_m, cover.bottom_m))
        for block, pose in zip(scene.blocks, start_frame(scene), strict=True):
            share = visible_share(polygon(block, pose, view), box)
            if share < 1:
                visible[block.id] = round(share, 3)
    return Resolution(units_per_px={"m": round(1 / view.scale, 6)}, visible=visible)


def _start_marks(scene: Tower, outcome: TowerOutcome, view: View, whole: bool = True) -> list[Mark]:
    """Marks in a still of the start; events and fates too, unless their own pictures follow."""
    size, first = (view.width, view.height), start_frame(scene)
    out = block_marks(scene, view, first, size) + joint_marks(scene, outcome, view, size)
    if whole:
        out += fate_marks(scene, outcome, view, first, size)
    n = len(outcome.events)
    return out + event_marks(scene, outcome.events, view, [first], [0] * n, size, [None] * n)


def _with_mask(scene: Tower, rendering: Rendering, shown: Sequence[tuple[View, Frame]]) -> Rendering:
    """With the mask of the first medium, where the shot asks for one: of a clip, of its first frame."""
    if not scene.shot.mask:
        return rendering
    first = rendering.media[0]
    mask = np.zeros((first.height_px or 0, first.width_px or 0), np.uint8)
    for view, frame in shown:
        segments(scene, view, frame, mask)
    media = Media(
        kind="image/png", data=encode_grey_png(mask), width_px=first.width_px, height_px=first.height_px, role="mask"
    )
    return Rendering(
        media=(*rendering.media, media),
        marks=rendering.marks,
        resolution=rendering.resolution,
        tracks=rendering.tracks,
    )


# -- endings -----------------------------------------------------------------------------------------------------------


def _ending(scene: Tower, outcome: TowerOutcome) -> Frame:
    """The last frame, as it is shown."""
    return frame_at(scene, outcome.decoy if scene.shot.swapped_ending else outcome.paths, 1_000_000)


def _check_false_ending(scene: Tower, outcome: TowerOutcome) -> None:
    """`Reject("same_ending")` where the false ending looks like the true one."""
    if not outcome.decoy:
        raise Reject("same_ending")
    true, false = frame_at(scene, outcome.paths, 1_000_000), _ending(scene, outcome)
    if max(math.hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(true, false, strict=True)) < MOTION_MIN_M:
        raise Reject("same_ending")


def _before_after(scene: Tower, style: TowerStyle, outcome: TowerOutcome) -> Rendering:
    first, last = start_frame(scene), _ending(scene, outcome)
    view, key = _camera(scene, style, seen_extent(scene, [last]), [first, last])
    size = (view.width, view.height)
    canvas = Canvas(view.width, view.height, style.tint)
    backdrop(scene, style, view, canvas, key)
    canvas.check_lettering()
    still(scene, style, view, first, canvas)
    before, marks = _finish(canvas), list(canvas.marks())
    marks += [msgspec.structs.replace(m, medium=1) for m in marks if m.id == "key"]
    canvas = Canvas(view.width, view.height, style.tint)
    backdrop(scene, style, view, canvas, key)
    still(scene, style, view, last, canvas)
    marks += _start_marks(scene, outcome, view, whole=False)
    marks += block_marks(scene, view, last, size, medium=1) + fate_marks(scene, outcome, view, last, size, medium=1)
    return _with_mask(
        scene,
        Rendering(media=(before, _finish(canvas)), marks=tuple(marks), resolution=_resolution(scene, view)),
        [(view, first)],
    )


# -- filmstrips --------------------------------------------------------------------------------------------------------

PANEL_AREA = 200 * 200
PANEL_PX_PER_M = 52.0
"""Panels are larger than `PANEL_AREA` where a metre would take fewer pixels."""
GAP, CAPTION = 14, 26


def _strip(scene: Tower, style: TowerStyle, outcome: TowerOutcome) -> Rendering:
    """Panels at even times from the start to the end, numbered, with their times."""
    count, hz = style.panels, outcome.frame_rate_hz
    last = max(max(len(path.x_m) for path in outcome.paths) - 1, round(STRIP_MIN_S * hz))
    at = [round(last * i / (count - 1)) for i in range(count)]
    shown = [frame_at(scene, outcome.paths, i) for i in at[:-1]] + [_ending(scene, outcome)]
    seen = seen_extent(scene, shown)
    panel = _panel(seen, thinnest(scene))
    columns = min(range(2, count + 1), key=lambda c: _shape(count, c, panel))
    rows = math.ceil(count / columns)
    width = columns * panel[0] + (columns + 1) * GAP
    key = strip_key(style.key, style.font, width, panel, GAP)
    head, foot = (round(key.box[3]), 0) if style.key.side == "top" else (0, round(key.box[3]))
    height = head + rows * (panel[1] + CAPTION) + (rows + 1) * GAP + foot
    canvas = Canvas(width, height, style.colours.paper)
    _strip_key(canvas, style, key, height - foot - key.box[1] if foot else 0.0)
    size = (width, height)
    drawn = prepare(scene, style, fit(seen, *panel, min(style.zoom, 1.08), style.shift))
    views, marks = [], []
    for k, (frame, i) in enumerate(zip(shown, at, strict=True)):
        column, row = k % columns, k // columns
        dx, dy = GAP + column * (panel[0] + GAP), head + GAP + row * (panel[1] + CAPTION + GAP)
        if row == rows - 1 and count % columns:
            dx += (columns - count % columns) * (panel[0] + GAP) // 2
        view, label = drawn.view.moved(dx, dy), f"{i / hz:.2f} s"
        _one_panel(canvas, scene, style, view, frame, drawn)
        _caption(canvas, style, (dx, dy + panel[1]), panel[0], str(k + 1), label)
        views.append((view, frame))
        marks.append(mark(f"panel-{k + 1}", "panel", ((dx, dy), (dx + panel[0], dy + panel[1])), size, text=label))
        marks += block_marks(scene, view, frame, size, f"panel {k + 1}")
        if k == 0:
            marks += [
                mark(m.id, m.part, ((m.box[0] + dx, m.box[1] + dy), (m.box[2] + dx, m.box[3] + dy)), size)
                for m in drawn.marks
            ]
    first = views[0][0]
    marks += joint_marks(scene, outcome, first, size) + fate_marks(scene, outcome, views[-1][0], shown[-1], size)
    nearest = [min(range(count), key=lambda k: abs(at[k] - e.time_s * hz)) for e in outcome.events]
    for event, k in zip(outcome.events, nearest, strict=True):
        marks += event_marks(scene, [event], views[k][0], shown, [k], size, [None])
    canvas.check_lettering()
    return _with_mask(
        scene,
        Rendering(media=(_finish(canvas),), marks=(*canvas.marks(), *marks), resolution=_resolution(scene, first)),
        views,
    )


def _strip_key(canvas: Canvas, style: TowerStyle, key: Key, down: float) -> None:
    """The key above or below all panels, on the paper itself where it is to lie bare."""
    look = style.key
    if look.ground in ("bare", "glass") and style.colours.dark:
        look = msgspec.structs.replace(look, ground="dark")
    left, top, right, bottom = key.box
    key = key._replace(at=(key.at[0], key.at[1] + down), box=(left, top + down, right, bottom + down))
    draw_key(canvas, look, style.look, style.font, style.tint, key)


def _panel(seen: Extent, thin: float) -> tuple[int, int]:
    """Width and height of a panel."""
    aspect = min(max((seen.right - seen.left) / (seen.top * 1.13), 0.55), 1.8)
    height = max(math.sqrt(PANEL_AREA / aspect), PANEL_PX_PER_M * seen.top * 1.13, 6.5 / thin * seen.top * 1.13)
    width = max(height * aspect, PANEL_PX_PER_M * (seen.right - seen.left))
    if width * height > 3.2 * PANEL_AREA:
        raise Reject("layout")
    return round(width), round(height)


def _shape(count: int, columns: int, panel: tuple[int, int]) -> float:
    """How far a strip of that many columns is from 4:3, with a price for places left empty."""
    rows = math.ceil(count / columns)
    aspect = columns * panel[0] / (rows * (panel[1] + CAPTION))
    return abs(math.log(aspect / 1.4)) + 0.6 * (rows * columns - count)


def _one_panel(canvas: Canvas, scene: Tower, style: TowerStyle, view: View, frame: Frame, drawn: Drawn) -> None:
    """One moment, with the camera moved to where its panel lies."""
    left, top, right, bottom = drawn.at(view)
    box = skia.Rect.MakeLTRB(left, top, right, bottom)
    canvas.skia.save()
    canvas.skia.clipRect(box)
    canvas.skia.drawImage(drawn.world, left, top)
    moment(canvas.skia, scene, style, view, frame, drawn.sprites)
    card(scene, style, view, canvas)
    canvas.skia.restore()
    canvas.rect((left - 0.5, top - 0.5, right + 0.5, bottom + 0.5), stroke=style.colours.rule)


def _caption(canvas: Canvas, style: TowerStyle, at: tuple[float, float], wide: int, number: str, time: str) -> None:
    """Number and time below a panel."""
    colours, words, bold = style.colours, font(style.font, 15), font(style.font, 15, True)
    left, y = at[0], at[1] + CAPTION / 2
    if style.badge == "corner":
        canvas.circle((left + 11, y), 10.5, colours.palette[0])
        canvas.text((left + 11, y), number, font(style.font, 14, True), on(colours.palette[0]), part="number")
        canvas.text((left + 28, y), time, words, colours.muted, "lm", part="time")
        return
    room = bold.width(number) + 12 + words.width(time)
    x = left + (wide - room) / 2
    canvas.text((x, y), number, bold, colours.ink, "lm", part="number")
    canvas.text((x + bold.width(number) + 12, y), time, words, colours.muted, "lm", part="time")


# -- clips -------------------------------------------------------------------------------------------------------------


def _video(scene: Tower, style: TowerStyle, outcome: TowerOutcome) -> Rendering:
    """A clip of `shot.seconds`; the last pose is held where the run ended before."""
    hz, backwards = scene.shot.frame_rate_hz, scene.shot.backwards
    count = max(round(scene.shot.seconds * hz), 2)
    shown = frames(scene, outcome.paths, count)
    first, last = shown[0], shown[-1]
    seen = seen_extent(scene, shown)
    sizes = CLIPS[CLIPS.index(style.video) if style.video in CLIPS else 0 :]
    view, key = camera(scene, style.key, style.font, seen, shown, sizes, min(style.zoom, 1.1), style.shift)
    size, duration = (view.width, view.height), count / hz
    indices = [min(round(e.time_s * hz), count - 1) for e in outcome.events]
    at_start, at_end = (0.0, round(1 / hz, 4)), (round(duration - 1 / hz, 4), duration)
    if backwards:
        at_start, at_end = at_end, at_start
    when = spans(outcome.events, duration, backwards)
    marks = block_marks(scene, view, first, size, span=at_start)
    marks += joint_marks(scene, outcome, view, size, span=at_start)
    marks += fate_marks(scene, outcome, view, last, size, span=at_end)
    marks += event_marks(scene, outcome.events, view, shown, indices, size, when)
    if backwards:
        shown.reverse()
    drawn = prepare(scene, style, view, key)
    canvas = Canvas(view.width, view.height, style.tint)
    media = encode_mp4(clip(scene, style, drawn, shown, canvas), view.width, view.height, hz)
    cards = [m for m in canvas.marks() if scene.cover and m.id == scene.cover.id][:1]
    return _with_mask(
        scene,
        Rendering(
            media=(media,),
            marks=(*drawn.marks, *cards, *marks),
            resolution=_resolution(scene, view),
            tracks=tuple(
                Track(id=b.id, part="block", boxes=tracks(b, [frame[i] for frame in shown], view))
                for i, b in enumerate(scene.blocks)
            ),
        ),
        [(view, shown[0])],
    )
