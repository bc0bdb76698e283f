"""Questions about a fall that is shown: in a clip, in a filmstrip, or in two pictures of before and after."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise, permutations
from typing import ClassVar

from scenewright.qa_templates import tower_event_words as told
from scenewright.qa_templates.answers import Answer, Boolean, Number
from scenewright.qa_templates.answers import Sequence as InOrder
from scenewright.qa_templates.base import Balance, Skill, Slot
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.tower_base import (
    SHOWN,
    PlainTemplate,
    Polar,
    TowerTemplate,
    cap,
    doubted,
    ids,
    label,
    named,
    named_answer,
    plain,
    the,
    the_or_place,
    touched,
)
from scenewright.qa_templates.tower_fall import (
    FirstToMove,
    SideOfFlag,
    WillFallCount,
    WillFallOff,
    WillTouchGround,
    must_fall,
)
from scenewright.qa_templates.words import listed
from scenewright.scenes.base import Reject
from scenewright.scenes.tower import Tower, block_of, parts, world
from scenewright.simulators.tower import BlockPath, Event, TowerOutcome, simulate

APART_S = {"moves": 0.125, "lands": 0.125, "rests": 0.4}
"""Moments of a kind that are nearer than this can't be put in order. Blocks move off and land at once (three frames
at 24 Hz); when they have come to rest is seen less sharply.
"""
READ_S = 0.2
"""Tolerance of a time read off a clip."""
MISS_M = 0.05
"""Blocks that come nearer than this without touching: whether they hit can't be told."""
MOVED_RATIO = 1.25
"""Displacements nearer than this can't be ranked."""


def events(scene: Tower, outcome: TowerOutcome, kind: str) -> list[Event]:
    """The events of a kind that the clip shows, in order."""
    return [e for e in outcome.events if e.kind == kind and e.time_s <= scene.shot.seconds]


def first(scene: Tower, outcome: TowerOutcome, kind: str, block: str) -> Event | None:
    """The first event of a kind that happens to a block."""
    return next((e for e in events(scene, outcome, kind) if e.block == block), None)


def moments(scene: Tower, kind: str) -> dict[str, float]:
    """When each block first does something that the clip shows, in seconds."""
    out: dict[str, float] = {}
    for event in events(scene, simulate(scene), kind):
        out.setdefault(event.block, event.time_s)
    return out


def parted(scene: Tower, kind: str, count: int, of: Sequence[str]) -> list[tuple[str, ...]]:
    """All orders of so many of some blocks that do something in the clip, each a clear moment after the one before."""
    times = moments(scene, kind)
    able = [id for id in of if id in times]
    return [
        some
        for some in permutations(able, count)
        if all(b - a >= APART_S[kind] for a, b in pairwise(sorted(times[id] for id in some)))
    ]


def when(event: Event, scene: Tower, work: Work, what: str) -> Known:
    """The step that reads the time of an event off the clip."""
    return work.read(
        event.id, "time_s", shown_by=[event.block],
        say=lambda v: f"{cap(the_or_place(scene, event.block))} {what} {v:.2f} s into the clip.",
    )  # fmt: skip


class MovedFirst(FirstToMove):
    """Which block is seen to move first."""

    phrasings = told.MOVED_FIRST
    weight = 60.0
    skill = "retrieval"
    shots: ClassVar[tuple[str, ...]] = ("video",)


DOES = {"moves": "leave its place", "lands": "reach the ground", "rests": "come to rest"}
THEY_DO = {"moves": "leave their places", "lands": "reach the ground", "rests": "come to rest"}
DID = {"moves": "leaves its place", "lands": "reaches the ground", "rests": "comes to rest"}


class HappensFirst(PlainTemplate):
    """Which of two blocks moves, lands or comes to rest first; both ways round. A clear moment apart (`APART_S`)."""

    phrasings = told.HAPPENS_FIRST
    weight = 60.0
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots: ClassVar[tuple[str, ...]] = ("video",)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [(*pair, kind) for kind in APART_S for pair in parted(scene, kind, 2, plain(scene))]

    def group(self, scene: Tower, slot: Slot) -> Hashable:
        return *sorted(slot[:2]), slot[2]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {**super().words(scene, slot[:2]), "do": DOES[slot[2]]}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        x, y, kind = slot
        found = [first(scene, work.outcome, kind, id) for id in (x, y)]
        if kind == "lands":
            seen_as_told(scene, work.outcome, found, APART_S["lands"] / 2)
        times = [when(e, scene, work, DID[kind]) for e in found if e is not None]
        if len(times) < 2:
            raise Reject("not_applicable")
        earlier = work.do(
            "less", *times, say=lambda v: f"So {the(scene, x)} is the {'earlier' if v else 'later'} of the two."
        )
        return Boolean(value=earlier.value)


class InOrderOf(TowerTemplate):
    """The order in which three blocks move, land or come to rest, each a clear moment after the one before; of two
    blocks where no three do.
    """

    phrasings = told.IN_ORDER
    weight = 20.0
    skill: ClassVar[Skill] = "multi_step"
    shots: ClassVar[tuple[str, ...]] = ("video",)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        found = [(*trio, kind) for kind in APART_S for trio in parted(scene, kind, 3, named(scene))]
        return found or [(*pair, kind) for kind in APART_S for pair in parted(scene, kind, 2, named(scene))]

    def fitting(self, scene: Tower, slot: Slot) -> Sequence[int]:
        return [i for i, text in enumerate(self.phrasings) if len(slot) == 4 or "which is last" not in text]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        *some, kind = slot
        return {"blocks": listed([the(scene, id) for id in some]), "do": THEY_DO[kind]}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        *some, kind = slot
        found = [first(scene, work.outcome, kind, id) for id in some]
        if kind == "lands":
            seen_as_told(scene, work.outcome, found, APART_S["lands"] / 2)
        times = [when(e, scene, work, DID[kind]) for e in found if e is not None]
        if len(times) < len(some):
            raise Reject("not_applicable")
        ranked = work.do("rank_up", some, times, say="Put them in order, the earliest first.")
        work.do("names", ranked, say=lambda v: f"So the order is: {', '.join(v)}.")
        return InOrder(values=tuple(label(scene, id).value for id in ranked.value))


class GroundTime(TowerTemplate):
    """When a block first touches the ground, to a fifth of a second."""

    phrasings = told.GROUND_TIME
    weight = 8.5
    skill: ClassVar[Skill] = "retrieval"
    shots: ClassVar[tuple[str, ...]] = ("video",)
    tries = 12

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        times = moments(scene, "lands")
        return [id for id in named(scene) if id in times]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        event = first(scene, work.outcome, "lands", slot)
        if event is None:
            raise Reject("not_applicable")
        time = when(event, scene, work, "reaches the ground")
        seen_as_told(scene, work.outcome, [event], READ_S / 2)
        return Number(value=time.value, unit="s", tolerance=READ_S, decimals=1)


def seen_as_told(scene: Tower, outcome: TowerOutcome, landings: Sequence[Event | None], within_s: float) -> None:
    """Reject landings before which the block touched the ground too softly for an event: a viewer may take that one."""
    for event in landings:
        if event is not None and abs(seen_to_land(scene, outcome, event.block) - event.time_s) > within_s:
            raise Reject("unsure")


def seen_to_land(scene: Tower, outcome: TowerOutcome, id: str) -> float:
    """The time of the first frame in which a block is next to the ground."""
    path = next(p for p in outcome.paths if p.block == id)
    for frame in range(len(path.x_m)):
        if min(y for part in _at(scene, path, frame) for _, y in part) < 0.02:
            return frame / outcome.frame_rate_hz
    return math.inf


class Hits(PlainTemplate):
    """Whether two blocks that are apart at the start meet. Near misses, and meetings of one run alone, are left out."""

    phrasings = told.HITS
    weight = 60.0
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"
    shots: ClassVar[tuple[str, ...]] = ("video",)

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [(x, y) for x, y in permutations(plain(scene), 2) if y not in touched(scene, x)]

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        pair = set(slot)
        met = [e for e in work.outcome.events if e.kind == "hits" and {e.block, e.other} == pair]
        if met:
            if not met[0].sure or met[0].time_s > scene.shot.seconds:
                raise Reject("unsure")
            work.read(met[0].id, "time_s", shown_by=list(slot), say=lambda v: f"The two meet {v:.2f} s into the clip.")
        elif nearest(scene, work.outcome, *slot) < MISS_M:
            raise Reject("near_miss")
        found = work.do(
            "meet", *slot, evidence=list(slot), say=lambda v: "So they do." if v else "They stay apart throughout."
        )
        return Boolean(value=found.value)


def nearest(scene: Tower, outcome: TowerOutcome, a: str, b: str) -> float:
    """The least gap of two blocks over all frames, in metres (by separating axes: never more than the true gap)."""
    paths = {p.block: p for p in outcome.paths}
    one, other = paths[a], paths[b]
    reach = sum(max(block_of(scene, id).width_m, block_of(scene, id).height_m) for id in (a, b))
    least = float("inf")
    for i in range(len(one.x_m)):
        away = ((one.x_m[i] - other.x_m[i]) ** 2 + (one.y_m[i] - other.y_m[i]) ** 2) ** 0.5
        if away - reach < min(least, MISS_M):
            least = min(least, _gap(_at(scene, one, i), _at(scene, other, i)))
    return least


Shape = tuple[tuple[tuple[float, float], ...], ...]


def _at(scene: Tower, path: BlockPath, frame: int) -> Shape:
    turn = path.angle_deg[frame] * 0.017453292519943295
    return tuple(world(part, path.x_m[frame], path.y_m[frame], turn) for part in parts(block_of(scene, path.block)))


def _gap(a: Shape, b: Shape) -> float:
    return min(max(_beyond(p, q), _beyond(q, p)) for p in a for q in b)


def _beyond(p: tuple[tuple[float, float], ...], q: tuple[tuple[float, float], ...]) -> float:
    """How far `q` lies outside the edge of `p` that parts them best."""
    best = -float("inf")
    for (x0, y0), (x1, y1) in zip(p, (*p[1:], p[0]), strict=True):
        nx, ny = y1 - y0, x0 - x1
        length = (nx * nx + ny * ny) ** 0.5
        best = max(best, min(((x - x0) * nx + (y - y0) * ny) / length for x, y in q))
    return best


class StillCount(WillFallCount):
    """How many blocks keep their places."""

    phrasings = told.STILL_COUNT
    weight = 0.6
    shots: ClassVar[tuple[str, ...]] = SHOWN
    still = True


class FellCount(WillFallCount):
    """How many blocks are seen to fall."""

    phrasings = told.FELL_COUNT
    weight = 0.6
    shots: ClassVar[tuple[str, ...]] = SHOWN


class DidFall(WillFallOff):
    """Whether a block is seen to fall."""

    phrasings = told.DID_FALL
    weight = 1.6
    shots: ClassVar[tuple[str, ...]] = SHOWN


class DidTouchGround(WillTouchGround):
    """Whether a block is seen to reach the ground."""

    phrasings = told.DID_TOUCH_GROUND
    weight = 60.0
    shots: ClassVar[tuple[str, ...]] = ("video",)


class SideOfFlagAtEnd(SideOfFlag):
    """On which side of the flag a block is seen to end."""

    phrasings = told.SIDE_OF_FLAG_AT_END
    weight = 1.6
    shots: ClassVar[tuple[str, ...]] = SHOWN


class FellToSide(TowerTemplate):
    """To which side the tower is seen to fall."""

    phrasings = told.FELL_TO_SIDE
    weight = 5.0
    skill: ClassVar[Skill] = "yes_no"
    shots: ClassVar[tuple[str, ...]] = ("strip", "video")

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return ["left", "right"]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {"side": slot}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        if not work.outcome.direction:
            raise Reject("unsure")
        side = work.do("direction", evidence=ids(scene), say=lambda v: f"The part that gives way goes over to the {v}.")
        found = work.do("equal", side, slot, say=lambda v: f"So it is {'' if v else 'not '}the {slot}.")
        return Boolean(value=found.value)


class MovedMost(TowerTemplate):
    """Which block ends furthest from its place: a quarter further than any other."""

    phrasings = told.MOVED_MOST
    weight = 2.2
    skill: ClassVar[Skill] = "comparison"
    shots: ClassVar[tuple[str, ...]] = SHOWN

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return [0]

    def words(self, scene: Tower, slot: Slot) -> Mapping[str, str]:
        return {}

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        if work.outcome.rest_s is None:
            raise Reject("unsettled")
        moved = [
            work.do(
                "moved", id, evidence=[id],
                say=lambda v, id=id: f"{cap(the_or_place(scene, id))} ends {v:.2f} m from its place.",
            )
            for id in ids(scene)
        ]  # fmt: skip
        low, high = sorted(m.value for m in moved)[-2:]
        if high < MOVED_RATIO * low or high < 0.3:
            raise Reject("margin")
        most = work.do("argmax", ids(scene), moved, say="Take the greatest of these.")
        return named_answer(work, scene, most, "It is {}.")

    def tempting(self, scene: Tower, slot: Slot, id: str) -> str:
        return f"{cap(the(scene, id))} has not moved as far."


class TrueEnding(Polar):
    """Whether the ending shown is the tower's own. A false one comes from another tower (`shot.swapped_ending`)."""

    polar = told.TRUE_ENDING
    weight = 1.6
    shots: ClassVar[tuple[str, ...]] = ("before_after", "strip")
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways([()]) if doubted(scene) else []

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        own = work.do(
            "own_ending", evidence=ids(scene),
            say=lambda v: (
                "The blocks at the end are where they would be after this tower was let go."
                if v
                else "The blocks at the end are not where they would be after this tower was let go."
            ),
        )  # fmt: skip
        if slot[-1] == "true":
            return Boolean(value=own.value)
        return Boolean(value=work.do("not", own, say="The question asks whether the ending is false.").value)


class Backwards(Polar):
    """Whether a clip is played backwards; only of towers that visibly fall, so that it can be told."""

    polar = told.BACKWARDS
    weight = 60.0
    shots: ClassVar[tuple[str, ...]] = ("video",)
    tricked = True

    def arguments(self, scene: Tower) -> Sequence[Slot]:
        return self.both_ways([()]) if doubted(scene) else []

    def solve(self, scene: Tower, slot: Slot, work: Work) -> Answer:
        must_fall(work)
        reversed_ = work.do(
            "played_backwards", evidence=ids(scene),
            say=lambda v: (
                "Blocks rise from the ground and gather into a tower, which does not happen by itself."
                if v
                else "The tower comes apart and its blocks fall, as they do by themselves."
            ),
        )  # fmt: skip
        if slot[-1] == "backwards":
            return Boolean(value=reversed_.value)
        return Boolean(value=work.do("not", reversed_, say="The question asks whether it runs forwards.").value)


IN_SHOTS = (
    MovedFirst(),
    HappensFirst(),
    InOrderOf(),
    GroundTime(),
    Hits(),
    StillCount(),
    FellCount(),
    DidFall(),
    DidTouchGround(),
    SideOfFlagAtEnd(),
    FellToSide(),
    MovedMost(),
    TrueEnding(),
    Backwards(),
)
