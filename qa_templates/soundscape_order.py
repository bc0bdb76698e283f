"""Questions about the order in which sounds are heard: who is first, who is next, who comes between."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, pairwise, permutations
from typing import ClassVar

from scenewright.qa_templates import answers
from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    APART_S,
    Ears,
    SoundTemplate,
    calm,
    in_gap,
    label,
    margin,
    said,
)
from scenewright.qa_templates.soundscape_words import (
    BETWEEN,
    COMES_BEFORE,
    COUNT_BETWEEN,
    FIRST_OF,
    NEIGHBOUR,
    NTH_SOUND,
    ORDER_OF,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import listed, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Soundscape


def ordered_pairs(ids: Sequence[str]) -> list[tuple[str, str]]:
    """All pairs, both ways round: which is named first must say nothing about which is heard first."""
    return list(permutations(ids, 2))


class ComesBefore(SoundTemplate):
    """Whether one sound starts before, or after, another; each is heard once, starts 0.3 s apart or more."""

    phrasings = COMES_BEFORE
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        pairs = ordered_pairs([e.id for e in scene.only()])
        return [(a, b, side) for a, b in pairs for side in ("before", "after")]

    def group(self, scene: Soundscape, slot: Slot) -> Hashable:
        return slot[2], *sorted(slot[:2])

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1]), "before": slot[2]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        a, b = (ears.onset(id) for id in slot[:2])
        margin(abs(a.value - b.value) >= APART_S)
        truth = work.do("less" if slot[2] == "before" else "greater", a, b,
                        say=lambda v: f"So {said(scene, slot[0])} is {'' if v else 'not '}heard {slot[2]} "
                        f"{said(scene, slot[1])}.")  # fmt: skip
        return Boolean(value=truth.value)


class FirstOf(ComesBefore):
    """Which of two sounds starts first, or last."""

    phrasings = FIRST_OF
    skill = "comparison"
    balance = ""
    choice_share = 0.6

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        first = slot[2] == "before"
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1]), "first": "first" if first else "second",
                "earlier": "earlier" if first else "later"}  # fmt: skip

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        a, b = (ears.onset(id) for id in slot[:2])
        margin(abs(a.value - b.value) >= APART_S)
        names = [class_of(scene.event(id).sound).name for id in slot[:2]]
        wanted = work.do("less" if slot[2] == "before" else "greater", a, b, say="Compare the two times.")
        chosen = work.do("choose", wanted, *names, say=lambda v: f"So it is the {v}.")
        return label(class_of(scene.event(slot[names.index(chosen.value)]).sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for id in slot[:2]:
            yield label(class_of(scene.event(id).sound)), "This takes the two the wrong way round."


class NthSound(SoundTemplate):
    """Which sound is the n-th to start, from the first or from the last; no other starts within 0.3 s of it."""

    phrasings = NTH_SOUND

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        n = len(scene.events)
        return [(k, end) for k in range(n) for end in ("first", "last") if k < 4] if calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        k, end = slot
        word = ordinal(k + 1) if end == "first" else "last" if k == 0 else f"{ordinal(k + 1)} to last"
        return {"nth": word}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, names = Ears(scene, work).through()
        place = slot[0] if slot[1] == "first" else len(heard) - 1 - slot[0]
        at = [h.onset_s for h in heard]
        margin(all(abs(t - at[place]) >= APART_S for i, t in enumerate(at) if i != place))
        word = self.words(scene, slot)["nth"]
        work.do("nth", names, place, say=lambda v: f"The {word} of them to start is the {v}.")
        return label(class_of(heard[place].sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        return self.others(scene, answer, "The sound of {said} has another place in the order.")


class Neighbour(SoundTemplate):
    """Which sound starts next after, or last before, one that is heard once; no gap in the recording between them."""

    phrasings = NEIGHBOUR
    skill = "multi_step"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        ids = [e.id for e in scene.only()]
        return [(id, side) for id in ids for side in ("after", "before")] if calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "after": slot[1]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, names = Ears(scene, work).through()
        at = [h.onset_s for h in heard]
        own = next(i for i, h in enumerate(heard) if h.event == slot[0])
        place = own + (1 if slot[1] == "after" else -1)
        if not 0 <= place < len(heard):
            raise Reject("not_applicable")
        margin(all(abs(t - at[k]) >= APART_S for k in (own, place) for i, t in enumerate(at) if i != k))
        if in_gap(scene, min(at[own], at[place]), max(at[own], at[place])):
            raise Reject("gap")
        work.do("nth", names, own, say=lambda v: f"Find the {v} in this order.")
        work.do("nth", names, place, say=lambda v: f"The one directly {slot[1]} it is the {v}.")
        return label(class_of(heard[place].sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for wrong, why in self.others(scene, answer, f"The sound of {{said}} is not the one directly {slot[1]} it."):
            if wrong.text() != class_of(scene.event(slot[0]).sound).name:
                yield wrong, why


class Between(SoundTemplate):
    """Which sound starts between two others; only one does, and the recording has no gap there."""

    phrasings = BETWEEN
    skill = "multi_step"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        if not calm(scene):
            return []
        only = {e.id for e in scene.only()}
        events = scene.events
        triples = zip(events, events[1:], events[2:], strict=False)
        pairs = [(a.id, c.id) for a, _, c in triples if a.id in only and c.id in only]
        return [pair for a, b in pairs for pair in ((a, b), (b, a))]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, names = Ears(scene, work).through()
        places = sorted(i for i, h in enumerate(heard) if h.event in slot)
        if places[1] - places[0] != 2:
            raise Reject("ambiguous")
        at = [h.onset_s for h in heard]
        middle = places[0] + 1
        margin(
            all(
                abs(at[i] - at[i + 1]) >= APART_S for i in range(max(0, places[0] - 1), min(len(at) - 1, places[1] + 1))
            )
        )
        if in_gap(scene, at[places[0]], at[places[1]]):
            raise Reject("gap")
        work.do("nth", names, middle, say=lambda v: f"Between the two comes the {v}.")
        return label(class_of(heard[middle].sound))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        named = {class_of(scene.event(id).sound).name for id in slot}
        for wrong, why in self.others(scene, answer, "The sound of {said} does not start between them."):
            if wrong.text() not in named:
                yield wrong, why


class CountBetween(SoundTemplate):
    """How many sounds start between the beginnings of two others."""

    phrasings = COUNT_BETWEEN
    skill = "counting"
    balance = "spread"
    tries = 12

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ordered_pairs([e.id for e in scene.only()]) if calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": said(scene, slot[0]), "other": said(scene, slot[1])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = Ears(scene, work).through()
        at = {h.event: h.onset_s for h in heard}
        low, high = sorted(at[id] for id in slot)
        rest = [t for id, t in at.items() if id not in slot]
        margin(high - low >= APART_S and all(min(abs(t - low), abs(t - high)) >= APART_S for t in rest))
        if in_gap(scene, low, high):
            raise Reject("gap")
        inside = work.do(
            "within", rest, low, high, say=f"Look at those that start between {low:.1f} s and {high:.1f} s."
        )
        total = work.do("count_true", inside, say=lambda v: f"There {'is' if v == 1 else 'are'} {v}.")
        return Integer(value=total.value)


class OrderOf(SoundTemplate):
    """The order in which three sounds start, each heard once. They are named in alphabetical order."""

    phrasings = ORDER_OF
    skill = "multi_step"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        ids = sorted((e.id for e in scene.only()), key=lambda id: class_of(scene.event(id).sound).name)
        return list(combinations(ids, 3))

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sounds": listed([said(scene, id) for id in slot])}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        times = [ears.onset(id) for id in slot]
        at = sorted(t.value for t in times)
        margin(min(b - a for a, b in pairwise(at)) >= APART_S)
        names = [class_of(scene.event(id).sound).name for id in slot]
        order = work.do("in_order", names, times, say=lambda v: f"So the order is: {', '.join(v)}.")
        return answers.Sequence(values=tuple(order.value))

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for order in permutations([class_of(scene.event(id).sound).name for id in slot]):
            yield answers.Sequence(values=order), "Here two or more of them have changed places."
