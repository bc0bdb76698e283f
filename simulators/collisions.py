"""What happens on the table: paths, hits, and which facts are the same however little the start is disturbed."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

from scenewright.scenes.base import Thing, Value
from scenewright.scenes.collisions import Collisions
from scenewright.simulators.base import Outcome
from scenewright.simulators.table_facts import Facts, Gated, facts_of, gated, hits, in_order, told
from scenewright.simulators.table_run import Change, Run, Setup, apply, jittered, run, setup_of

__all__ = [
    "CollisionsOutcome",
    "Facts",
    "Gated",
    "facts_of",
    "gated",
    "in_order",
    "labels",
    "relabel",
    "simulate",
    "verdict",
]


class Path(Value, frozen=True, kw_only=True):
    """Centre and angle of a piece, frame by frame; shorter than the story if it leaves the table."""

    piece: str
    x_m: tuple[float, ...]
    y_m: tuple[float, ...]
    angle_deg: tuple[float, ...]


class Event(Thing, frozen=True, kw_only=True):
    """Something that happens: `hits` a piece, touches a `wall`, `leaves` over an edge, comes to `rest`."""

    kind: str
    time_s: float
    piece: str
    other: str = ""
    """The piece hit, or the side."""
    closing_m_s: float = 0.0


class Fate(Thing, frozen=True, kw_only=True):
    """What becomes of a piece. None: not the same in all runs."""

    piece: str
    moved: bool | None
    stays: bool | None
    over: str | None
    """The side over which it leaves; empty if it stays."""
    first_hit: str | None
    """The first piece it touches; empty if none."""
    first_wall: str | None
    """Side of the first wall it touches; empty if none."""
    first_contact: str | None
    """What it meets first: `piece`, `wall`, `edge` or `nothing`."""
    moved_by: str | None
    """For pieces that lie still at the start: whose touch sets it moving; empty if nothing does."""
    sent_off: str | None
    """For pieces that leave the table: the last piece to touch it before; empty if none does, or if it stays."""
    end_x_m: float
    end_y_m: float


class Meeting(Thing, frozen=True, kw_only=True):
    """Whether two pieces touch, and when first (seconds from the start; None where they don't or it is not sure)."""

    one: str
    two: str
    hit: bool | None
    first_s: float | None


class Agreement(Value, frozen=True, kw_only=True):
    """Shares of facts that agree with the run that is shown: in the exact run, and in the disturbed ones; and how
    many of those.
    """

    exact: float
    jittered: float
    jitters: int


class CollisionsOutcome(Outcome, frozen=True, kw_only=True):
    """The story, and what of it is sure."""

    frame_rate_hz: int
    duration_s: float
    """Until all pieces lie still or have left."""
    paths: tuple[Path, ...]
    events: tuple[Event, ...]
    fates: tuple[Fate, ...]
    meetings: tuple[Meeting, ...]
    hits: int | None
    """Hits between pieces; contacts of one pair within 0.25 s are one."""
    order: tuple[str, ...]
    """Id of the first meeting, where it is sure; later ones shift too easily."""
    agreement: Agreement


def verdict(scene: Collisions, change: Change) -> Facts:
    """The facts of a scene with one thing changed, by the same gates. Kept for the last 256 setups."""
    return gated(apply(setup_of(scene), change)).facts


def simulate(scene: Collisions) -> CollisionsOutcome:
    """The story of a scene. Raises `Reject("unsettled")` where something still moves after twelve seconds."""
    setup = setup_of(scene)
    found = gated(setup)
    plain, facts = found.run, found.facts
    ids = [p.id for p in setup.pieces]
    fates = tuple(
        Fate(
            id=f"fate-{id}",
            piece=id,
            moved=facts["moved", id],
            stays=None if facts["over", id] is None else facts["over", id] == "",
            over=facts["over", id],
            first_hit=facts["first_hit", id],
            first_wall=facts["first_wall", id],
            first_contact=facts["first_contact", id],
            moved_by=facts["moved_by", id],
            sent_off=facts["sent_off", id],
            end_x_m=round(plain.ends[id][0], 4),
            end_y_m=round(plain.ends[id][1], 4),
        )
        for id in ids
    )
    meetings = tuple(
        Meeting(id=f"meeting-{a}-{b}", one=a, two=b, hit=facts["hit", a, b], first_s=found.first_s.get((a, b)))
        for a, b in combinations(ids, 2)
    )
    return CollisionsOutcome(
        frame_rate_hz=setup.frame_rate_hz,
        duration_s=round(plain.duration_s, 4),
        paths=tuple(_path(id, plain.paths[id]) for id in ids),
        events=_events(setup, plain),
        fates=fates,
        meetings=meetings,
        hits=facts["hits",],
        order=tuple(f"meeting-{a}-{b}" for a, b in facts["order",]),
        agreement=Agreement(exact=found.exact, jittered=found.jittered, jitters=found.jitters),
    )


def _path(id: str, points: list[tuple[float, float, float]]) -> Path:
    x, y, angle = zip(*points, strict=True)
    return Path(
        piece=id,
        x_m=tuple([round(v, 4) for v in x]),
        y_m=tuple([round(v, 4) for v in y]),
        angle_deg=tuple([round(math.degrees(v), 2) for v in angle]),
    )


def _events(setup: Setup, plain: Run) -> tuple[Event, ...]:
    """Hits, walls, departures and rests of the plain run in order of time."""
    found = []
    gone = set()
    for c in hits(plain.contacts):
        kind = {"|": "wall", ">": "leaves"}.get(c.other[0], "hits")
        if kind == "leaves":
            gone.add(c.piece)
        found.append((c.time_s, kind, c.piece, c.other.lstrip("|>"), c.closing_m_s))
    for id, points in plain.paths.items():
        changes = [k for k in range(1, len(points)) if math.dist(points[k][:2], points[k - 1][:2]) > 1e-5]
        if changes and id not in gone:
            found.append((changes[-1] / setup.frame_rate_hz, "rests", id, "", 0.0))
    found.sort(key=lambda e: e[0])
    return tuple(
        Event(id=f"event-{k + 1}", kind=kind, time_s=round(t, 3), piece=piece, other=other, closing_m_s=round(v, 4))
        for k, (t, kind, piece, other, v) in enumerate(found)
    )


# -- labels, for the audit of flips ------------------------------------------------------------------------------------


def labels(outcome: CollisionsOutcome) -> dict[str, str | bool | int]:
    """Every label that questions may rest on: facts on which all runs agreed."""
    found: dict[str, str | bool | int | None] = {"hits": outcome.hits}
    for meeting in outcome.meetings:
        found[f"{meeting.one}:{meeting.two} hit"] = meeting.hit
    for fate in outcome.fates:
        for name in ("moved", "over", "first_hit", "first_wall", "first_contact", "moved_by", "sent_off"):
            found[f"{fate.piece} {name}"] = getattr(fate, name)
    if outcome.order:
        found["first_pair"] = outcome.order[0]
    return {name: value for name, value in found.items() if value is not None}


def relabel(scene: Collisions, finer: int = 1, jitter: int = 0) -> dict[str, str | bool | int | None]:
    """The same labels from one stepped run alone: with the step divided by `finer`, and disturbance number `jitter`,
    about a third as strong as those of the gates.
    """
    setup = setup_of(scene)
    facts = facts_of(setup, told(run(setup, finer, jittered(jitter, len(scene.pieces)) if jitter else None)))
    order = facts["order",]
    out: dict[str, Any] = {
        "hits": facts["hits",],
        "first_pair": f"meeting-{order[0][0]}-{order[0][1]}" if order else "",
    }
    for a, b in combinations([p.id for p in scene.pieces], 2):
        out[f"{a}:{b} hit"] = facts["hit", a, b]
    for piece in scene.pieces:
        for name in ("moved", "over", "first_hit", "first_wall", "first_contact", "moved_by", "sent_off"):
            out[f"{piece.id} {name}"] = facts[name, piece.id]
    return out
