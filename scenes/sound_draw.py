"""Draws soundscapes: which events, how they lie in time, and what is changed between two clips."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, below, between, chance, draw, pick, shuffled, uniform
from scenewright.scenes.sound_classes import BANNED_BY_BACKGROUND, class_ids, class_of
from scenewright.scenes.sound_clips import load_clips
from scenewright.scenes.soundscape import (
    CHANGES,
    EDGE_S,
    PAUSE_S,
    Ambience,
    Change,
    Event,
    Gap,
    Recording,
    Room,
    Soundscape,
    SoundscapeSpec,
)

LONG_S = (1.0, 3.2)
"""Lengths of sounds that go on for as long as wanted: one distribution for all, so that none is known to be longer."""
GAP_S = (1.0, 1.8)
TAIL_S = {"dry": 0.0, "room": 0.15, "hall": 0.35, "church": 0.6}
"""About how long a room is heard after a sound, on top of its dry end."""
PANS = (-1.0, -0.8, -0.6, 0.6, 0.8, 1.0)

_replace = msgspec.structs.replace


def drawn_scene(spec: SoundscapeSpec, rng: np.random.Generator, among: Sequence[str] = ()) -> Soundscape:
    """One soundscape, of these classes (all if none is named), or `Reject("too_long")`."""
    share = spec.share
    two = chance(rng, share.two_clips)
    mark = rng.random()
    eye = not two and mark < share.spectrogram
    view = "spectrogram" if eye else "both" if mark < share.spectrogram + share.both else "audio"
    stereo = not eye and chance(rng, share.stereo)
    room: Room = pick(rng, ("room", "hall", "church")) if chance(rng, share.room) and not eye else "dry"
    kind = pick(rng, spec.backgrounds)
    background = Ambience(
        kind=kind, level_db=round(spec.background_db + uniform(rng, -4, 4), 1), take=below(rng, 1 << 20)
    )
    usable = [c for c in among or class_ids(spec.clips, spec.bank) if c not in BANNED_BY_BACKGROUND[kind]]
    if eye:
        usable = [c for c in usable if class_of(c).form == "long" and class_of(c).steady] or usable
    count = between(rng, spec.events_min, spec.events_max)
    drawn = _events(spec, rng, usable, count, stereo, pair=not eye and chance(rng, share.pair))
    gap = not two and not eye and chance(rng, share.gap)
    overlap = 0.0 if eye or two else share.overlap
    while True:
        try:
            events, hole, seconds = _laid_out(spec, rng, drawn, TAIL_S[room], overlap, gap)
            break
        except Reject:
            if len(drawn) <= spec.events_min:
                raise
            drawn = drawn[:-1]
    first = Recording(id="clip_1", events=events, gap=hole)
    scene = Soundscape(
        view=view,  # type: ignore[arg-type]
        rate_hz=pick(rng, spec.rates_hz),
        channels=2 if stereo else 1,
        duration_s=seconds,
        room=room,
        background=background,
        clips=(first,),
    )
    return _with_second(scene, rng, usable) if two else scene


def _events(
    spec: SoundscapeSpec, rng: np.random.Generator, usable: Sequence[str], count: int, stereo: bool, pair: bool
) -> list[Event]:
    """Events without a place in time, in the order they will be heard. One kind may be there twice."""
    ids = draw(rng, usable, min(count, len(usable)))
    if pair and len(ids) > 2:
        paired = [i for i in ids if class_of(i).form != "single"]
        if paired:
            # Kinds whose pitch or pace can be compared are taken more often.
            twice = pick(rng, [i for i in paired if class_of(i).f0_hz[0] or class_of(i).regular] * 2 + paired)
            ids[next(i for i, id in enumerate(ids) if id != twice)] = twice
    ids = shuffled(rng, ids)
    levels = shuffled(rng, np.linspace(-spec.levels_db / 2, spec.levels_db / 2, len(ids)).tolist())
    events = [
        new_event(spec, rng, f"a{i + 1}", sound, round(level + uniform(rng, -0.5, 0.5), 1), stereo)
        for i, (sound, level) in enumerate(zip(ids, levels, strict=True))
    ]
    twins = [i for i, id in enumerate(ids) if ids.count(id) == 2]
    if twins and not events[twins[0]].f0_hz and chance(rng, 0.3):
        near, wall = shuffled(rng, twins)
        events[near] = _replace(events[near], muffled=False, distance_m=2.0)
        events[wall] = _replace(events[wall], muffled=True, distance_m=2.0)
    return events


def new_event(
    spec: SoundscapeSpec, rng: np.random.Generator, id: str, sound: str, level_db: float, stereo: bool
) -> Event:
    """An event of a class, at 0 s."""
    kind = class_of(sound)
    far = chance(rng, spec.share.far)
    muffled = far and chance(rng, 0.5)
    event = Event(
        id=id,
        sound=sound,
        onset_s=0.0,
        duration_s=round(uniform(rng, *LONG_S), 2),
        level_db=level_db,
        pan=pick(rng, PANS) if stereo else 0.0,
        distance_m=round(uniform(rng, 15, 40), 1) if far and not muffled else round(uniform(rng, 1, 4), 1),
        muffled=muffled,
        take=below(rng, 1 << 20),
        f0_hz=round(float(np.exp(uniform(rng, *np.log(kind.f0_hz)))), 2) if kind.f0_hz[0] else 0.0,
    )
    if sound.startswith("clip:"):
        clip = pick(rng, [c for c in load_clips(spec.clips) if c.label == kind.name])
        return _replace(event, duration_s=round(clip.seconds, 3), clip=clip.key)
    if kind.form == "single":
        return _replace(event, duration_s=round(kind.stroke_s * uniform(rng, 0.85, 1.2), 2))
    if kind.form == "strokes":
        strokes = between(rng, *kind.strokes)
        rate = round(uniform(rng, *kind.rate_hz), 2)
        length = (strokes - 1) / rate + kind.stroke_s
        return _replace(event, strokes=strokes, rate_hz=rate if strokes > 1 else 0.0, duration_s=round(length, 3))
    return event


def _laid_out(
    spec: SoundscapeSpec, rng: np.random.Generator, events: list[Event], tail_s: float, overlap: float, gap: bool
) -> tuple[tuple[Event, ...], Gap | None, float]:
    """The events with onsets, perhaps a gap that hides nothing, and the scene's length in seconds."""
    items: list[Event | None] = [*events]
    if gap:
        items.insert(between(rng, 0, len(events)), None)
    gap_s = round(uniform(rng, *GAP_S), 2)
    starts: list[float] = []
    at, last = EDGE_S, 0.0  # at: end of all so far; last: start of the latest
    for i, item in enumerate(items):
        length = gap_s if item is None else item.duration_s
        before = items[i - 1] if i else None
        start = at if not i else at + PAUSE_S + tail_s
        if item and before and chance(rng, overlap):
            room = min(before.duration_s, length)
            together = uniform(rng, 0.5, 0.9) * room
            if together > 0.6:
                start = max(at - together, last + 0.5)
        starts.append(start)
        at, last = max(at, start + length), start
    need = at + tail_s + EDGE_S
    if need > spec.seconds_max:
        raise Reject("too_long")
    seconds = round(
        uniform(rng, max(spec.seconds_min, need), min(spec.seconds_max, max(spec.seconds_min, need * 1.3))), 1
    )
    seconds = max(seconds, np.ceil(need * 10) / 10)
    # The time left over is spread before the items: sorted draws, so that order and distances are kept or grow.
    slack = np.sort(rng.random(len(items))) * max(0.0, seconds - need)
    placed: list[Event] = []
    hole = None
    push = 0.0
    end = 0.0
    for item, start, extra in zip(items, starts, slack.tolist(), strict=True):
        overlapping = start < end
        push = push if overlapping else extra  # what overlaps moves together
        onset = round(start + push, 2)
        end = max(end, start + (gap_s if item is None else item.duration_s))
        if item is None:
            hole = Gap(id="gap", kind=pick(rng, ("dropout", "burst")), start_s=onset, end_s=round(onset + gap_s, 2))
        else:
            placed.append(_replace(item, onset_s=onset))
    return tuple(sorted(placed, key=lambda e: e.onset_s)), hole, float(seconds)


# -- two clips ---------------------------------------------------------------------------------------------------------


def _with_second(scene: Soundscape, rng: np.random.Generator, usable: Sequence[str]) -> Soundscape:
    """A second clip after the first, in which one thing is changed. All changes are equally likely."""
    events = scene.events
    change: Change = pick(rng, CHANGES)
    only = scene.only()
    if len(only) < 3:
        raise Reject("no_change")
    target = pick(rng, only)
    others = [c for c in usable if c not in scene.sounds and class_of(c).like not in _likes(scene)]
    changed: tuple[str, ...] = (target.id,)
    second = list(events)
    place = second.index(target)
    if change == "removed":
        second.pop(place)
    elif change == "added":
        # Drawn as a removal and read backwards: what is there in the second clip was taken out of the first.
        second, events = list(events), tuple(e for e in events if e.id != target.id)
    elif change == "replaced":
        fitting = [c for c in others if class_of(c).form == "long"]
        if not fitting:
            raise Reject("no_change")
        second[place] = _replace(
            target, sound=pick(rng, fitting), strokes=1, rate_hz=0.0, clip="", f0_hz=0.0,
            duration_s=round(min(max(target.duration_s, 0.8), 3.2), 2), take=target.take + 1,
        )  # fmt: skip
        kind = class_of(second[place].sound)
        if kind.f0_hz[0]:
            second[place] = _replace(second[place], f0_hz=round(uniform(rng, *kind.f0_hz), 2))
    elif change in ("louder", "quieter"):
        step = round(uniform(rng, 8, 11), 1)
        second[place] = _replace(target, level_db=round(target.level_db + (step if change == "louder" else -step), 1))
    else:
        second, changed = _swapped(second, place, only)
    clips = (
        Recording(id="clip_1", events=events),
        Recording(id="clip_2", events=tuple(_replace(e, id=f"b{e.id[1:]}") for e in second)),
    )
    both = tuple(f"{side}{id[1:]}" for id in changed for side in "ab")
    known = {e.id for clip in clips for e in clip.events}
    return _replace(scene, clips=clips, change=change, changed=tuple(id for id in both if id in known))


def _likes(scene: Soundscape) -> set[str]:
    return {class_of(c).like for c in scene.sounds} - {""}


def _swapped(events: list[Event], place: int, only: list[Event]) -> tuple[list[Event], tuple[str, ...]]:
    """Two neighbours change places, each of which is heard once; together they take the time they took."""
    for other in (place + 1, place - 1):
        if 0 <= other < len(events) and events[other] in only:
            a, b = sorted((place, other))
            one, two = events[a], events[b]
            end = max(one.end_s, two.end_s)
            events[a] = _replace(two, onset_s=one.onset_s)
            events[b] = _replace(one, onset_s=round(end - one.duration_s, 2))
            return events, (one.id, two.id)
    raise Reject("no_change")
