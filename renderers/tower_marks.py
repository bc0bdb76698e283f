"""Marks of towers: blocks, joints, events and fates, in stills, panels and clips.

What a question about the future rests on is not to be seen in a still of the start. There an event or a fate is marked
where its blocks stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scenewright.renderers.base import Mark
from scenewright.renderers.canvas import Point
from scenewright.renderers.tower_view import Frame, View, polygon
from scenewright.scenes.tower import Tower, bottom
from scenewright.simulators.tower import Event, TowerOutcome

AROUND_S = 0.15
"""An event is marked this long before and after its moment."""


def mark(
    id: str,
    part: str,
    points: Iterable[Point],
    size: tuple[int, int],
    outline: bool = False,
    text: str = "",
    medium: int = 0,
    span: tuple[float, float] | None = None,
) -> Mark:
    """A mark around points, clipped to the picture and rounded to 0.1 px."""
    width, height = size
    held = [(round(min(max(x, 0.0), width), 1), round(min(max(y, 0.0), height), 1)) for x, y in points]
    xs, ys = [p[0] for p in held], [p[1] for p in held]
    start, end = span if span else (None, None)
    return Mark(
        id=id,
        part=part,
        box=(min(xs), min(ys), max(xs), max(ys)),
        polygon=tuple(held) if outline else (),
        text=text,
        medium=medium,
        start_s=start,
        end_s=end,
    )


def block_marks(
    scene: Tower,
    view: View,
    frame: Frame,
    size: tuple[int, int],
    part: str = "block",
    medium: int = 0,
    span: tuple[float, float] | None = None,
) -> list[Mark]:
    """Box and outline of every block."""
    return [
        mark(b.id, part, polygon(b, pose, view), size, True, "", medium, span)
        for b, pose in zip(scene.blocks, frame, strict=True)
    ]


def joint_marks(
    scene: Tower,
    outcome: TowerOutcome,
    view: View,
    size: tuple[int, int],
    medium: int = 0,
    span: tuple[float, float] | None = None,
) -> list[Mark]:
    """A thin box along each support, as wide as it; at the start."""
    by_id = {b.id: b for b in scene.blocks}
    thin = 3.0
    out = []
    for joint in outcome.joints:
        x0, y = view.at(joint.left_m, bottom(by_id[joint.block]))
        x1, _ = view.at(joint.right_m, 0.0)
        out.append(mark(joint.id, "joint", ((x0 - 1, y - thin), (x1 + 1, y + thin)), size, False, "", medium, span))
    return out


def fate_marks(
    scene: Tower,
    outcome: TowerOutcome,
    view: View,
    frame: Frame,
    size: tuple[int, int],
    medium: int = 0,
    span: tuple[float, float] | None = None,
) -> list[Mark]:
    """Where each block ends, or stands if its end is not shown."""
    poses = {b.id: (b, pose) for b, pose in zip(scene.blocks, frame, strict=True)}
    return [mark(f.id, "fate", polygon(*poses[f.block], view), size, False, "", medium, span) for f in outcome.fates]


def event_marks(
    scene: Tower,
    events: Iterable[Event],
    view: View,
    frames: Sequence[Frame],
    indices: Sequence[int],
    size: tuple[int, int],
    spans: Sequence[tuple[float, float] | None],
    medium: int = 0,
) -> list[Mark]:
    """The blocks of each event where they are in its frame: event `i` in `frames[indices[i]]`."""
    order = {b.id: i for i, b in enumerate(scene.blocks)}
    out = []
    for event, k, span in zip(events, indices, spans, strict=True):
        points: list[Point] = []
        for id in (event.block, event.other):
            if id in order:
                points += polygon(scene.blocks[order[id]], frames[k][order[id]], view)
        out.append(mark(event.id, event.kind, points, size, False, "", medium, span))
    return out


def spans(events: Sequence[Event], duration_s: float, backwards: bool) -> list[tuple[float, float]]:
    """When each event is to be seen in a clip of that length."""
    out = []
    for event in events:
        at = duration_s - event.time_s if backwards else event.time_s
        at = min(max(at, 0.0), duration_s)
        out.append((round(max(at - AROUND_S, 0.0), 3), round(min(at + AROUND_S, duration_s), 3)))
    return out
