"""Which facts of a slide are the same however little its start is disturbed.

A fact counts only where all runs agree: the stepped simulation, the exact one, and twelve exact ones with the start
disturbed (with thicker and thinner pieces, so that near misses and grazes drop out). It must also be the same with the
weakest touches left out, and it must not rest on a path on which the runs have parted. What is not sure is None, and is
never asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from scenewright.simulators.table_exact import Glide
from scenewright.simulators.table_run import Contact, Run, Setup, jitters, run

REPEAT_S = 0.25
"""Contacts of one pair within this time are one hit: a box rattles."""
REPEAT_LONG_S = 0.5
WEAK_M_S = 0.06
"""Closing speed below which a touch may be missed by the eye."""
BACK_M = 0.08
"""A piece that was moved and ends nearer than this to its first place is not asked about."""
MOVED_M, STIRRED_M = 0.02, 0.004
"""A piece displaced by more than the first has moved, by less than the second has not; between, it is not asked."""
SPREAD_M = 0.2
"""Where the runs put a piece further than this from the plain run, its path is no longer followed."""
TOGETHER_S = 0.1
"""First meetings closer in time than this have no order."""

Facts = dict[tuple[str, ...], Any]


class Told(NamedTuple):
    """What facts are made from: contacts in order of time, and how far each piece got from its place, at most and in
    the end.
    """

    contacts: Sequence[Contact]
    way_m: dict[str, float]
    end_m: dict[str, float]


def told(found: Run | Glide) -> Told:
    """Of a stepped or an exact run."""
    if isinstance(found, Glide):
        places = {id: trail.ends() for id, trail in found.trails.items()}
    else:
        places = {id: [point[:2] for point in points] for id, points in found.paths.items()}
    way, end = {}, {}
    for id, points in places.items():
        x, y = points[0]
        away = [math.hypot(p - x, q - y) for p, q in points]
        way[id], end[id] = max(away), away[-1]
    return Told(found.contacts, way, end)


def hits(contacts: Sequence[Contact], repeat_s: float = REPEAT_S, weakest_m_s: float = 0.0) -> list[Contact]:
    """Contacts in order, those of a pair soon after its last left out, and weak ones."""
    last: dict[tuple[str, str], float] = {}
    out = []
    for contact in contacts:
        pair = (contact.piece, contact.other)
        if contact.closing_m_s < weakest_m_s and contact.other[0] != ">":
            continue
        if pair not in last or contact.time_s - last[pair] > repeat_s:
            out.append(contact)
        last[pair] = contact.time_s
    return out


def facts_of(setup: Setup, run: Told, repeat_s: float = REPEAT_S, weakest_m_s: float = 0.0) -> Facts:
    """Everything that may be asked about a run, by name."""
    contacts = hits(run.contacts, repeat_s, weakest_m_s)
    facts: Facts = {}
    met_pieces = [c for c in contacts if c.other[0] not in "|>"]
    facts["hits",] = len(met_pieces)
    met: dict[tuple[str, str], float] = {}
    for c in met_pieces:
        met.setdefault((c.piece, c.other), c.time_s)
    facts["order",] = tuple(met)
    moving = {p.id for p in setup.pieces if p.arrow}
    for a, b in combinations([p.id for p in setup.pieces], 2):
        facts["hit", a, b] = (a, b) in met
    moved_by = dict.fromkeys(moving, "")
    for c in met_pieces:
        for one, two in ((c.piece, c.other), (c.other, c.piece)):
            moved_by.setdefault(one, two)
    for piece in setup.pieces:
        own = [c for c in contacts if piece.id in (c.piece, c.other)]
        first = next((c for c in own if c.other[0] not in "|>"), None)
        walls = [c.other[1:] for c in own if c.other[0] == "|"]
        over = next((c.other[1:] for c in own if c.other[0] == ">"), "")
        way = run.way_m[piece.id]
        back = run.end_m[piece.id] < BACK_M
        facts["moved", piece.id] = bool(over) or piece.arrow is not None or way > MOVED_M
        facts["over", piece.id] = over
        facts["first_hit", piece.id] = "" if first is None else first.other if first.piece == piece.id else first.piece
        last = [c for c in own if c.other[0] not in "|>"][-1:] if over else []
        facts["sent_off", piece.id] = "" if not last else last[0].other if last[0].piece == piece.id else last[0].piece
        facts["first_wall", piece.id] = walls[0] if walls else ""
        kinds = {"|": "wall", ">": "edge"}
        facts["first_contact", piece.id] = kinds.get(own[0].other[0], "piece") if own else "nothing"
        facts["moved_by", piece.id] = moved_by.get(piece.id, "")
        unsure = not over and piece.arrow is None and (STIRRED_M < way < MOVED_M or (back and way >= MOVED_M))
        if unsure:
            facts["moved", piece.id] = None
    return facts


def common(sets: list[Facts]) -> Facts:
    """Each fact where all agree, None elsewhere; of the order, the part at the start that all share."""
    out: Facts = {}
    for key, value in sets[0].items():
        if key == ("order",):
            shared = 0
            while all(len(s[key]) > shared and s[key][shared] == value[shared] for s in sets if shared < len(value)):
                if shared == len(value):
                    break
                shared += 1
            out[key] = value[:shared]
        else:
            out[key] = value if all(s[key] == value for s in sets[1:]) else None
    return out


CLOSE_S = 0.06
"""Where the first two things that a piece touches come closer in time than this, it is not asked which is first."""


def _close_calls(contacts: Sequence[Contact]) -> set[str]:
    """The pieces whose first touch is hardly before the first touch of something else."""
    first: dict[str, tuple[float, str]] = {}
    out = set()
    for c in contacts:
        for one, other in ((c.piece, c.other), (c.other, c.piece)):
            at, what = first.setdefault(one, (c.time_s, other))
            if what != other and c.time_s - at < CLOSE_S:
                out.add(one)
    return {id for id in out if id[0] not in "|>"}


def _lost_s(plain: Run, others: Sequence[Glide], rate: int) -> dict[str, float]:
    """When the path of each piece is lost: infinite where all runs stay together."""
    out = {}
    times = np.arange(round(plain.duration_s * rate) + 1) / rate
    for id, points in plain.paths.items():
        trails = [glide.trails[id] for glide in others]
        out[id] = math.inf
        if points[0] == points[-1] and all(len(trail.stretches) == 1 for trail in trails):
            continue  # it lies still
        own = np.array(points)[:, :2]
        own = np.concatenate([own, np.repeat(own[-1:], len(times) - len(own), 0)])
        apart = np.array([trail.at(times) for trail in trails]) - own
        far = np.flatnonzero(((apart**2).sum(2) > SPREAD_M**2).any(0))
        if len(far):
            out[id] = float(far[0]) / rate
    return out


def _followed(setup: Setup, plain: Run, facts: Facts, lost: dict[str, float]) -> Facts:
    """The facts, but None where they rest on what a piece does after its path is lost."""
    first = first_times(plain.contacts)
    out = dict(facts)
    ids = [p.id for p in setup.pieces]
    for a, b in combinations(ids, 2):
        if first.get((a, b), math.inf) > min(lost[a], lost[b]):
            out["hit", a, b] = None if min(lost[a], lost[b]) < math.inf else out["hit", a, b]
    for id in ids:
        own = {pair: t for pair, t in first.items() if id in pair}
        pieces = [t for pair, t in own.items() if pair[1][0] not in "|>"]
        walls = [t for pair, t in own.items() if pair[1][0] == "|"]
        edges = [t for pair, t in own.items() if pair[1][0] == ">"]
        unsure = any(out["hit", a, b] is None for a, b in combinations(ids, 2) if id in (a, b))
        for name, times in (
            ("first_hit", pieces),
            ("first_wall", walls),
            ("over", edges),
            ("first_contact", own.values()),
        ):
            at = min(times, default=math.inf)
            if (at > lost[id] and lost[id] < math.inf) or (at == math.inf and unsure):
                out[name, id] = None
        if all(rim.wall for rim in setup.rims):
            out["over", id] = ""  # there is no edge, wherever it goes
        if out["over", id] is None or (out["over", id] and lost[id] < math.inf):
            out["sent_off", id] = None
        for name in ("first_hit", "moved_by"):
            by = out[name, id]
            if by and out["hit", *sorted((id, by), key=ids.index)] is None:
                out[name, id] = out["first_contact", id] = None
        if not pieces and unsure:
            out["moved_by", id] = out["moved", id] = None
        if pieces and min(pieces) > lost[id]:
            out["moved_by", id] = out["moved", id] = None
    if min(lost.values()) < math.inf:
        out["hits",] = None
    return out


class Gated(NamedTuple):
    """The run that is shown, and the facts that all runs share."""

    run: Run
    facts: Facts
    first_s: dict[tuple[str, str], float]
    """Time of first meetings in the run that is shown, where all runs agree on it within an eighth of a second."""
    doubt_s: float
    """When the first touch of which runs differ may happen; infinite where there is none."""
    exact: float
    """Share of facts that are the same in the exact run."""
    jittered: float
    """Share of facts that are the same in the disturbed runs."""
    jitters: int


@lru_cache(256)
def gated(setup: Setup) -> Gated:
    """The run that is shown, gated by the exact one, by disturbed starts, and by leaving out weak touches."""
    plain = run(setup)
    exact = Glide(setup)
    disturbed = [Glide(setup, jitter) for jitter in jitters(len(setup.pieces))]
    story = told(plain)
    own = facts_of(setup, story)
    exact_facts = facts_of(setup, told(exact))
    others = [facts_of(setup, told(r)) for r in disturbed]
    doubtful = [facts_of(setup, story, weakest_m_s=WEAK_M_S), facts_of(setup, story, repeat_s=REPEAT_LONG_S)]
    doubtful += [facts_of(setup, told(r), REPEAT_LONG_S, WEAK_M_S) for r in (exact, *disturbed)]
    facts = common([own, exact_facts, *others, *doubtful])
    for glide in (exact, *disturbed):
        for id in _close_calls(glide.contacts):
            for name in ("first_hit", "first_contact", "moved_by"):
                facts[name, id] = None
    times = [first_times(plain.contacts), *(first_times(r.contacts) for r in (exact, *disturbed))]
    lost = _lost_s(plain, [exact, *disturbed], setup.frame_rate_hz)
    doubt = math.inf
    for pair in dict.fromkeys(pair for t in times for pair in t):
        if pair[1][0] not in "|>" and facts["hit", *pair] is None:  # after a doubtful hit, neither is followed
            at = min(t.get(pair, math.inf) for t in times)
            doubt = min(doubt, at)
            for id in pair:
                lost[id] = min(lost[id], at)
    facts = _followed(setup, plain, facts, lost)
    first = tuple(pair for pair in facts["order",] if times[0][pair] < doubt - REPEAT_S)[:1]
    facts["order",] = _apart(first, times[0])
    first_s = {
        pair: round(at, 3)
        for pair, at in times[0].items()
        if facts.get(("hit", *pair)) and all(pair in t and abs(t[pair] - at) < 0.12 for t in times)
    }
    return Gated(plain, facts, first_s, doubt, _alike(own, [exact_facts]), _alike(own, others), len(disturbed))


APART_S = 0.2
"""First meetings seen closer in time than this are not asked to be put in order."""


def in_order(found: Gated) -> list[tuple[str, str]]:
    """Pairs of pieces in the order of their first touches, as far as that is sure."""
    times = sorted((at, pair) for pair, at in first_times(found.run.contacts).items() if pair[1][0] not in "|>")
    out = []
    for k, (at, pair) in enumerate(times):
        after = times[k + 1][0] if k + 1 < len(times) else math.inf
        if pair not in found.first_s or min(after, found.doubt_s) - at < APART_S:
            break
        out.append(pair)
    return out


def first_times(contacts: Sequence[Contact]) -> dict[tuple[str, str], float]:
    """When pieces, or a piece and a side, first touch."""
    out: dict[tuple[str, str], float] = {}
    for c in contacts:
        out.setdefault((c.piece, c.other), c.time_s)
    return out


def _apart(order: tuple[tuple[str, str], ...], times: dict[tuple[str, str], float]) -> tuple[tuple[str, str], ...]:
    """The order up to the first two meetings that are too close in time to be told apart."""
    for i in range(1, len(order)):
        if times[order[i]] - times[order[i - 1]] < TOGETHER_S:
            return order[: i - 1]
    later = [at for pair, at in times.items() if pair not in order and pair[1][0] not in "|>"]
    if order and later and min(later) - times[order[-1]] < TOGETHER_S:
        return order[:-1]
    return order


def _alike(own: Facts, others: list[Facts]) -> float:
    keys = [key for key in own if key != ("order",)]
    return round(sum(s[key] == own[key] for s in others for key in keys) / max(1, len(keys) * len(others)), 4)
