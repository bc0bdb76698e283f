"""Draws a table from above: its start with velocity arrows, before and after, as a strip of pictures, or as a video."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scenewright.renderers.base import Box, Mark, Rendering, Resolution, Track
from scenewright.renderers.blocks import Look
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.fonts import font
from scenewright.renderers.table_top import (
    FLOORS,
    KEY_PX,
    RAILS,
    Area,
    Pose,
    TableLook,
    bounds,
    box_of,
    corners,
    draw_arrow,
    draw_key,
    draw_legend,
    draw_pieces,
    draw_sheet,
    draw_table,
    fit,
    frame_pixels,
    readable,
    sprites,
)
from scenewright.renderers.themes import ThemedStyle, pick_theme
from scenewright.renderers.video import encode_mp4
from scenewright.scenes.base import Reject, below, chance, pick, uniform
from scenewright.scenes.collisions import Collisions
from scenewright.simulators.collisions import CollisionsOutcome, gated
from scenewright.simulators.table_run import Run, Speed, apply, run, setup_of

MEDIA = ("image/png", "video/mp4")

SIZES = ((480, 360), (560, 400), (600, 440), (640, 420), (640, 480), (720, 480), (760, 520), (800, 560), (800, 600))
CLIPS = ((320, 240), (400, 280), (480, 320), (480, 360), (560, 360), (640, 480))

FALL_S = 0.25
"""How long a piece is seen to fall after it went over an edge."""
HOLD_S = 0.4
"""A video shows the start and the end for this long."""


class CollisionsStyle(ThemedStyle, frozen=True, kw_only=True):
    """How tables look. `width_px` and `height_px` are those of stills."""

    table: TableLook
    clip_width_px: int
    clip_height_px: int
    sheet: int
    on_theme: bool
    """Whether the page is the theme's paper; else a floor."""


STYLE = CollisionsStyle


def draw_style(rng: np.random.Generator) -> CollisionsStyle:
    """A style; every field is drawn, whatever the scene needs of it."""
    theme, family = pick_theme(rng)
    width, height = pick(rng, SIZES)
    clip_width, clip_height = pick(rng, CLIPS)
    return CollisionsStyle(
        theme=theme,
        font=family,
        width_px=width,
        height_px=height,
        clip_width_px=clip_width,
        clip_height_px=clip_height,
        sheet=below(rng, 1000),
        on_theme=chance(rng, 0.6),
        table=TableLook(
            look=Look(
                finish=pick(rng, ("flat", "cartoon", "shaded", "shaded", "rich", "rich")),
                light_deg=round(uniform(rng, -70, 70), 1),
                seed=below(rng, 1000),
            ),
            field=below(rng, 70),
            rail=pick(rng, RAILS),
            floor=pick(rng, FLOORS),
            decor=pick(rng, ("none", "none", "hockey", "grid", "dots", "planks")),
            arrow=pick(rng, ("dark", "dark", "light")),
            rail_share=pick(rng, (0.03, 0.036, 0.042)),
        ),
    )


Poses = dict[str, Pose]


def pose_at(scene: Collisions, outcome: CollisionsOutcome, frame: int) -> Poses:
    """Where all pieces are in a frame; those that fell over an edge before are left out."""
    out: Poses = {}
    for path in outcome.paths:
        count = len(path.x_m)
        if frame < count:
            out[path.piece] = Pose(path.x_m[frame], path.y_m[frame], path.angle_deg[frame])
            continue
        gone = frame - count + 1
        if count == frames_of(outcome) or gone > FALL_S * outcome.frame_rate_hz:
            if count == frames_of(outcome):
                out[path.piece] = Pose(path.x_m[-1], path.y_m[-1], path.angle_deg[-1])
            continue
        vx, vy = path.x_m[-1] - path.x_m[-2], path.y_m[-1] - path.y_m[-2]
        size = max(0.1, 1 - gone / (FALL_S * outcome.frame_rate_hz + 1))
        out[path.piece] = Pose(path.x_m[-1] + vx * gone, path.y_m[-1] + vy * gone, path.angle_deg[-1], size)
    return out


def frames_of(outcome: CollisionsOutcome) -> int:
    """Frames of the story, the start and the end included."""
    return round(outcome.duration_s * outcome.frame_rate_hz) + 1


def start_poses(scene: Collisions) -> Poses:
    """All pieces at the start."""
    return {p.id: Pose(p.x_m, p.y_m, p.angle_deg) for p in scene.pieces}


def end_poses(scene: Collisions, outcome: CollisionsOutcome) -> Poses:
    """The pieces that are left, at the end."""
    last = frames_of(outcome)
    return {
        path.piece: Pose(path.x_m[-1], path.y_m[-1], path.angle_deg[-1])
        for path in outcome.paths
        if len(path.x_m) == last
    }


def render(scene: Collisions, style: CollisionsStyle, outcome: CollisionsOutcome) -> Rendering:
    """One still, a sheet of stills or one video. `units_per_px["m"]`: metres that a pixel stands for."""
    if scene.shot.kind == "video":
        return _video(scene, style, outcome)
    return _still(scene, style, outcome)


# -- stills ------------------------------------------------------------------------------------------------------------


def _panels(scene: Collisions, outcome: CollisionsOutcome) -> list[tuple[str, Poses]]:
    """Captions and what is shown."""
    if scene.shot.kind == "start":
        return [("", start_poses(scene))]
    if scene.shot.kind == "before_after":
        end = other_ending(scene) if scene.shot.swapped_ending else end_poses(scene, outcome)
        return [("Before", start_poses(scene)), ("After", end)]
    last, count = frames_of(outcome) - 1, scene.shot.panels
    frames = [round(last * k / (count - 1)) for k in range(count)]
    return [
        (
            f"{frame / outcome.frame_rate_hz:.1f} s",
            {k: p for k, p in pose_at(scene, outcome, frame).items() if p.size == 1},
        )
        for frame in frames
    ]


ENDING_APART_M = 0.12
"""Another ending has at least one piece further than this from its place, or on the table and not off it."""


def other_ending(scene: Collisions) -> Poses:
    """How another throw ended: one arrow reversed, tried piece by piece. `Reject("ending")` where all look alike."""
    setup = setup_of(scene)
    own = _ends(gated(setup).run)
    for piece in scene.pieces:
        if piece.arrow is None:
            continue
        other = _ends(run(apply(setup, Speed(piece=piece.id, factor=-1.0))))
        if set(other) != set(own) or any(math.dist(other[k][:2], own[k][:2]) > ENDING_APART_M * 2 for k in own):
            return other
    raise Reject("ending")


def _ends(story: Run) -> Poses:
    last = max(len(points) for points in story.paths.values())
    return {
        id: Pose(points[-1][0], points[-1][1], math.degrees(points[-1][2]))
        for id, points in story.paths.items()
        if len(points) == last
    }


GRIDS = {1: (1, 1), 2: (1, 2), 4: (2, 2), 6: (2, 3)}
"""Columns and rows by the number of panels."""
LEGEND_PX = 54


def _still(scene: Collisions, style: CollisionsStyle, outcome: CollisionsOutcome) -> Rendering:
    panels = _panels(scene, outcome)
    columns, rows = GRIDS[len(panels)]
    if len(panels) == 2 and style.sheet % 2:
        columns, rows = 2, 1
    width, height = (style.width_px, style.height_px) if len(panels) == 1 else _sheet_size(scene, columns, rows)
    if len(panels) == 1:  # no empty floor above and below
        rail = scene.table.width_m * style.table.rail_share * 2
        scale = (width - 28) / (scene.table.width_m + rail)
        height = min(height, round((scene.table.height_m + rail) * scale) + LEGEND_PX + 28)
    ground = style.colours.paper if style.on_theme else style.table.floor
    ink = readable(style.colours.ink, ground)
    canvas = Canvas(width, height, ground)
    caption = 20 if len(panels) > 1 else 0
    text = font(style.font, 13 if width > 520 else 12)
    cell_w, cell_h = (width - 16) / columns, (height - 16 - LEGEND_PX) / rows
    painted: dict[str, object] = {}
    for k, (words, poses) in enumerate(panels):
        x, y = 8 + cell_w * (k % columns), 8 + cell_h * (k // columns)
        area = fit(scene, (x + 6, y + caption + 4, x + cell_w - 6, y + cell_h - 8), style.table.rail_share)
        part = "" if k == 0 else f"_{k + 1}"
        draw_table(canvas, scene, style.table, area, part)
        painted = painted or sprites(scene, style.table, area.px_per_m)  # type: ignore[assignment]
        draw_pieces(canvas.skia, painted, poses, area)  # type: ignore[arg-type]
        for piece in scene.pieces:
            if piece.id in poses:
                shape = corners(piece, poses[piece.id], area)
                canvas.mark(piece.id, f"piece{part}", bounds(shape), shape)
            if k == 0 and piece.arrow:
                draw_arrow(canvas, piece, piece.arrow, area, style.table)
        if k == 0:
            draw_sheet(canvas, scene, area, style.sheet)
        if words:
            canvas.text(
                (area.box[0], area.box[1] - area.px_per_m * area.width_m * style.table.rail_share - 4),
                words,
                text,
                ink,
                "lb",
            )
    draw_legend(canvas, scene, style.table, area, (14, height - LEGEND_PX - 4, width - 14, height - 6), text, ink)
    media, marks = canvas.finish()
    return Rendering(media=(media,), marks=marks, resolution=_resolution(area))


def _sheet_size(scene: Collisions, columns: int, rows: int) -> tuple[int, int]:
    """Sheets of several pictures are as large as need be for their pieces to be told apart."""
    return {(1, 2): (480, 670), (2, 1): (800, 348), (2, 2): (760, 568), (2, 3): (700, 748)}[columns, rows]


def _resolution(area: Area) -> Resolution:
    return Resolution(units_per_px={"m": 1 / area.px_per_m})


# -- video -------------------------------------------------------------------------------------------------------------


def schedule(scene: Collisions, outcome: CollisionsOutcome) -> list[int]:
    """Frames of the story in the order in which they are shown, the start and the end held for a while."""
    hold = round(HOLD_S * outcome.frame_rate_hz)
    last = frames_of(outcome) - 1
    falling = round(FALL_S * outcome.frame_rate_hz) + 1
    order = [*[0] * hold, *range(last + falling), *[last + falling] * hold]
    return order[::-1] if scene.shot.backwards else order


def shown_at(scene: Collisions, outcome: CollisionsOutcome, time_s: float) -> float:
    """Second of the clip at which a moment of the story is shown."""
    clip = len(schedule(scene, outcome)) / outcome.frame_rate_hz
    at = time_s + round(HOLD_S * outcome.frame_rate_hz) / outcome.frame_rate_hz
    return clip - at if scene.shot.backwards else at


def _video(scene: Collisions, style: CollisionsStyle, outcome: CollisionsOutcome) -> Rendering:
    width, height = style.clip_width_px, style.clip_height_px
    pixels, surface = frame_pixels(width, height)
    ground = style.colours.paper if style.on_theme else style.table.floor
    canvas = Canvas(width, height, ground, surface.getCanvas())
    pad = width * 0.03
    area = fit(scene, (pad, pad, width - pad, height - pad * 0.5 - KEY_PX), style.table.rail_share)
    draw_table(canvas, scene, style.table, area)
    ink = readable(style.colours.ink, ground)
    draw_key(canvas, style.table, pad, height - KEY_PX / 2 - 1, font(style.font, 12), ink)
    table = pixels.copy()
    draw_sheet(canvas, scene, area, style.sheet)
    above = None if scene.sheet is None else pixels.copy()
    painted = sprites(scene, style.table, area.px_per_m)
    order = schedule(scene, outcome)
    stills = {frame: pose_at(scene, outcome, frame) for frame in sorted(set(order))}

    def frames() -> Iterator[np.ndarray]:
        before: Poses | None = None
        for frame in order:
            if stills[frame] != before:
                pixels[:] = table
                draw_pieces(surface.getCanvas(), painted, stills[frame], area)
                if above is not None:
                    draw_sheet(canvas, scene, area, style.sheet)
                before = stills[frame]
            yield pixels

    media = encode_mp4(frames(), width, height, outcome.frame_rate_hz)
    tracks = tuple(
        Track(
            id=piece.id,
            part="piece",
            boxes=tuple(
                _clipped(box_of(piece, stills[f][piece.id], area), width, height)
                if piece.id in stills[f]
                else (0.0, 0.0, 0.0, 0.0)
                for f in order
            ),
        )
        for piece in scene.pieces
    )
    seen: dict[tuple[str, str], Mark] = {(m.id, m.part): m for m in canvas.marks()}
    marks = (*seen.values(), *_events(scene, outcome, area, width, height))
    return Rendering(media=(media,), marks=marks, tracks=tracks, resolution=_resolution(area))


def _clipped(box: Box, width: int, height: int) -> Box:
    x0, y0, x1, y1 = box
    return (
        round(min(max(x0, 0.0), width), 1),
        round(min(max(y0, 0.0), height), 1),
        round(min(max(x1, 0.0), width), 1),
        round(min(max(y1, 0.0), height), 1),
    )


def _events(scene: Collisions, outcome: CollisionsOutcome, area: Area, width: int, height: int) -> Iterator[Mark]:
    """Where and when each event is seen: two frames either side of it."""
    by_id = {piece.id: piece for piece in scene.pieces}
    slack = 2 / outcome.frame_rate_hz
    end = len(schedule(scene, outcome)) / outcome.frame_rate_hz
    for event in outcome.events:
        poses = pose_at(scene, outcome, round(event.time_s * outcome.frame_rate_hz))
        members = [id for id in (event.piece, event.other) if id in by_id and id in poses]
        if not members:
            continue
        boxes = [box_of(by_id[id], poses[id], area) for id in members]
        box = (
            min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
        )  # fmt: skip
        at = shown_at(scene, outcome, event.time_s)
        start, stop = max(0.0, round(at - slack, 3)), min(end, round(at + slack, 3))
        yield Mark(id=event.id, part=event.kind, box=_clipped(box, width, height), start_s=start, end_s=stop)


__all__ = ["MEDIA", "STYLE", "CollisionsStyle", "draw_style", "render", "schedule", "shown_at"]
