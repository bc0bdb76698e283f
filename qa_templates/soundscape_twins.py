"""Questions asked in twins: once with an answer, once without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.base import Slot
from scenewright.qa_templates.soundscape_base import Ears, absent, by_eye, calm, cap, in_gap, said, the
from scenewright.qa_templates.soundscape_order import Between, NthSound
from scenewright.qa_templates.soundscape_place import LengthOfNth
from scenewright.qa_templates.soundscape_presence import CountStrokes
from scenewright.qa_templates.soundscape_times import LengthOf, OnsetOf
from scenewright.qa_templates.soundscape_twice import TwiceLouder
from scenewright.qa_templates.soundscape_words import NTH_SOUND
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.base import Reject, chance, pick, uniform
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Event, Gap, Soundscape

_replace = msgspec.structs.replace


def with_events(scene: Soundscape, events: Sequence[Event]) -> Soundscape:
    """The scene with other events in its one clip."""
    return _replace(scene, clips=(_replace(scene.clips[0], events=tuple(events)),))


def false_premise(work: Work, scene: Soundscape, why: str) -> Unanswerable:
    """No answer, as what is asked about is not there; the steps say what is."""
    ears = Ears(scene, work)
    ears.clear(ears.by_event.values())
    heard = sorted(ears.by_event.values(), key=lambda h: h.onset_s)
    work.do("sounds_of", [h.event for h in heard], say=lambda v: f"One hears, in this order: {', '.join(v)}.",
            evidence=[h.id for h in heard])  # fmt: skip
    return Unanswerable(reason="false_premise", why=why)


def gapped(scene: Soundscape, event: Event, start_s: float, end_s: float, kind: str) -> Soundscape:
    """The scene with a gap that hides what a question needs of an event; `Reject` if it would hide another's start."""
    start, end = round(start_s, 2), round(min(end_s, scene.duration_s - 0.1), 2)
    if end - start < 0.4 or start < 0.05:
        raise Reject("not_applicable")
    for other in scene.events:
        if other.id != event.id and other.onset_s < end + 0.05 and other.end_s > start - 0.05:
            raise Reject("not_applicable")
    gap = Gap(id="gap", kind=kind, start_s=start, end_s=end)  # type: ignore[arg-type]
    clip = _replace(scene.clips[0], gap=gap)
    return _replace(scene, clips=(clip,), hidden=(event.id, f"heard-{event.id}"))


def next_onset(scene: Soundscape, event: Event) -> float:
    """When the next sound starts, or the clip ends."""
    return min((e.onset_s for e in scene.events if e.onset_s > event.onset_s), default=scene.duration_s)


def gap_words(scene: Soundscape) -> str:
    """What the gap is called."""
    assert scene.gap is not None
    return "the recording fails" if scene.gap.kind == "dropout" else "a burst of noise drowns everything"


# -- false premises ----------------------------------------------------------------------------------------------------


class OnsetOfNamed(OnsetOf):
    """When a sound starts, which in the twin is another sound."""

    unanswerable = "false_premise"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [e.sound for e in scene.only() if e.sound != "wind" and not e.clip]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot).said}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        found = [e.id for e in scene.events if e.sound == slot]
        if not found:
            return false_premise(work, scene, f"{class_of(slot).said} does not appear in the recording.")
        return super().solve(scene, found[0], work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        event = next(e for e in scene.events if e.sound == slot)
        fitting = [c for c in absent(scene) if class_of(c).form == "long" and class_of(c).like != class_of(slot).like]
        fitting = [c for c in absent(scene) if class_of(c).form == "long" and not class_of(c).like] or fitting
        kind = class_of(pick(rng, fitting))
        other = _replace(
            event, sound=kind.id, strokes=1, rate_hz=0.0, take=event.take + 1,
            duration_s=round(min(max(event.duration_s, 0.6), 3.2), 2),
            f0_hz=round(uniform(rng, *kind.f0_hz), 2) if kind.f0_hz[0] else 0.0,
        )  # fmt: skip
        return with_events(scene, [other if e.id == event.id else e for e in scene.events])


class MissingNth(NthSound):
    """Which sound is the n-th to start; in the twin there are but n - 1."""

    unanswerable = "false_premise"
    phrasings = NTH_SOUND

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [(len(scene.events) - 1, "first")] if calm(scene) and len(scene.events) > 2 else []

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        if len(scene.events) <= slot[0]:
            n = len(scene.events)
            return false_premise(work, scene, f"there is no {ordinal(slot[0] + 1)} sound, only {count_of(n, 'sound')}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        return with_events(scene, scene.events[:-1])


class LouderOfTwo(TwiceLouder):
    """Which of two times a sound is louder; in the twin it is heard but once."""

    unanswerable = "false_premise"

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        if sum(e.sound == slot[0] for e in scene.events) < 2:
            return false_premise(work, scene, f"there is no second time; {class_of(slot[0]).said} is heard once only.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        twice = [e for e in scene.events if e.sound == slot[0]]
        gone = pick(rng, twice)
        return with_events(scene, [e for e in scene.events if e.id != gone.id])


class LengthOfMissingNth(LengthOfNth):
    """How long the n-th sound lasts; in the twin there are but n - 1. To be seen in a spectrogram too."""

    unanswerable = "false_premise"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [len(scene.events) - 1] if len(scene.events) > 2 else []

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        if len(scene.events) <= slot:
            n = len(scene.events)
            return false_premise(work, scene, f"there is no {ordinal(slot + 1)} sound, only {count_of(n, 'sound')}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        return with_events(scene, scene.events[:-1])


# -- hidden ------------------------------------------------------------------------------------------------------------


class HiddenBetween(Between):
    """Which sound comes between two others; in the twin the recording fails there, all the while it sounds."""

    unanswerable = "hidden"

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        if scene.hidden:
            at = sorted(scene.event(id).onset_s for id in slot)
            if not in_gap(scene, *at):
                raise Reject("not_spoiled")
            a, b = sorted((said(scene, slot[0]), said(scene, slot[1])))
            ears = Ears(scene, work)
            for id in slot:
                ears.onset(id)
            return Unanswerable(reason="hidden", why=f"{gap_words(scene)} for a while between {a} and {b}.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        low, high = sorted(scene.event(id).onset_s for id in slot)
        event = next(e for e in scene.events if low < e.onset_s < high)
        return gapped(scene, event, event.onset_s - 0.1, next_onset(scene, event) - 0.12, "dropout")


class HiddenLength(LengthOf):
    """How long a sound lasts; in the twin its end falls into a dropout or under a burst of noise."""

    unanswerable = "hidden"

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        if slot in scene.hidden:
            return _cut(self, scene, slot, work, "before it ends")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        return _end_hidden(scene, scene.event(slot), rng)


def _end_hidden(scene: Soundscape, event: Event, rng: np.random.Generator) -> Soundscape:
    start = event.onset_s + event.duration_s * uniform(rng, 0.35, 0.65)
    end = min(event.end_s + uniform(rng, 0.3, 0.9), next_onset(scene, event) - 0.1)
    return gapped(scene, event, start, end, "dropout" if chance(rng, 0.5) else "burst")


def _cut(template: Any, scene: Soundscape, id: str, work: Work, when: str) -> Unanswerable:
    heard = Ears(scene, work).by_event[id]
    gap = scene.gap
    assert gap is not None
    work.read(heard.id, "onset_s", lambda v: f"{cap(the(scene, id))} starts at {v:.2f} s.")
    work.read(gap.id, "start_s", lambda v: f"At {v:.2f} s {gap_words(scene)}.")
    return Unanswerable(reason="hidden", why=f"{gap_words(scene)} {when}.")


class HiddenStrokes(CountStrokes):
    """How many strokes are heard of a sound; in the twin some of them fall into a dropout or under a burst of noise."""

    unanswerable = "hidden"
    balance = ""
    phrasings = (
        "How many {strokes} are there from the beginning of the series to its end?",
        "The recording holds a series: {strokes}. How many are in the whole series?",
        "Count the {strokes}. How many are there in all?",
        "What is the number of {strokes} that happened in all?",
        "How many {strokes} were there altogether, whether or not each was recorded?",
    )

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        only = {e.sound: e for e in scene.only()}
        return [s for s in super().options(scene) if s in only and only[s].strokes >= 3]

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        event = next(e for e in scene.events if e.sound == slot)
        if event.id in scene.hidden:
            return _cut(self, scene, event.id, work, "while the series goes on")
        if in_gap(scene, event.onset_s - 1.0, event.end_s + 1.0):
            raise Reject("gap")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        event = next(e for e in scene.only() if e.sound == slot)
        start = event.onset_s + (1.6 if event.strokes > 3 else 0.6) / event.rate_hz
        end = min(event.end_s + uniform(rng, 0.2, 0.6), next_onset(scene, event) - 0.1)
        return gapped(scene, event, start, end, "dropout" if chance(rng, 0.5) else "burst")


class HiddenLengthOfNth(LengthOfNth):
    """How long the n-th sound lasts; in the twin its end falls into a gap. To be seen in a spectrogram too."""

    unanswerable = "hidden"

    def slots(self, scene: Soundscape) -> Sequence[Slot]:
        if scene.hidden:
            return []
        return range(len(scene.events)) if by_eye(scene) and calm(scene) else []

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        event = scene.events[slot]
        if event.id in scene.hidden:
            return _cut(self, scene, event.id, work, "before it ends")
        return super().solve(scene, slot, work)

    def spoil(self, scene: Soundscape, slot: Slot, rng: np.random.Generator) -> Soundscape:
        return _end_hidden(scene, scene.events[slot], rng)
