"""Questions about what is heard at all, how often, and from what kind of source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Balance, Skill, Slot, Wrong
from scenewright.qa_templates.soundscape_base import (
    APART_S,
    Ears,
    SoundTemplate,
    absent,
    calm,
    cap,
    label,
    margin,
    present,
)
from scenewright.qa_templates.soundscape_words import (
    COUNT_GROUP,
    COUNT_KINDS,
    COUNT_STROKES,
    ENTAIL,
    GROUP_MANY,
    GROUP_OF_NTH,
    HEARD_TIMES,
    IS_HEARD,
    WHICH_HEARD,
    WHICH_NOT_HEARD,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.sound_classes import BY_ID, GROUPS, STROKES_OF, class_of
from scenewright.scenes.soundscape import Soundscape


class IsHeard(SoundTemplate):
    """Whether a kind of sound is heard. Kinds that might be taken for another one that is there are left out, present
    or not, so that neither answer is likelier for any.
    """

    phrasings = IS_HEARD
    skill: ClassVar[Skill] = "yes_no"
    balance: ClassVar[Balance] = "yes_no"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [*present(scene), *absent(scene)]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot).said}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = Ears(scene, work).through()
        kind = class_of(slot)
        there = work.do(
            "contains", names, kind.name,
            say=lambda v: f"{cap(kind.said)} is {'' if v else 'not '}among these sounds.",
        )  # fmt: skip
        return Boolean(value=there.value)


class WhichHeard(SoundTemplate):
    """Which of four kinds of sound is heard; the three others are absent and like nothing that is there."""

    phrasings = WHICH_HEARD
    choice_share = 1.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return list(present(scene)) if len(absent(scene)) > 8 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = Ears(scene, work).through()
        kind = class_of(slot)
        work.do("contains", names, kind.name, say=f"Of the sounds named, only {kind.said} is among them.")
        return label(kind)

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for sound in absent(scene):
            yield label(class_of(sound)), f"The sound of {class_of(sound).said} is nowhere to be heard."


class WhichNotHeard(SoundTemplate):
    """Which of four kinds of sound is not heard; the three others are."""

    phrasings = WHICH_NOT_HEARD
    choice_share = 1.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return absent(scene) if len(present(scene)) >= 3 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = Ears(scene, work).through()
        kind = class_of(slot)
        there = work.do("contains", names, kind.name, say=f"{cap(kind.said)} is not among them.")
        work.do("not", there, say=f"So the sound that is missing is that of {kind.said}.")
        return label(kind)

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for sound in present(scene):
            yield label(class_of(sound)), f"The sound of {class_of(sound).said} can be heard."


class CountStrokes(SoundTemplate):
    """How many barks, knocks, ticks ... are heard, over all places where they are. Every stroke has to stand out."""

    phrasings = COUNT_STROKES
    skill = "counting"
    balance: ClassVar[Balance] = "spread"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return [s for s in scene.sounds if s in STROKES_OF]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"strokes": STROKES_OF[slot]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        counts = []
        for event in scene.events:
            if event.sound != slot:
                continue
            heard = ears.one(event.id)
            margin(heard.strokes == event.strokes or event.id in scene.hidden)
            counts.append(
                work.read(heard.id, "strokes", lambda v, h=heard: f"From {h.onset_s:.1f} s on there are {v} of them."
                          if v > 1 else f"At {h.onset_s:.1f} s there is one.")
            )  # fmt: skip
        total = work.do("sum", counts, say=lambda v: f"That makes {int(v)} in all.")
        return Integer(value=int(total.value))


class CountKinds(SoundTemplate):
    """How many different kinds of sound are heard, the background left out. Not asked where a burst of noise might be
    counted as one.
    """

    phrasings = COUNT_KINDS
    skill = "counting"
    choice_share = 0.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return ["all"] if calm(scene) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = Ears(scene, work).through()
        kinds = work.do("kinds_of", [h.event for h in heard], say=lambda v: f"The different ones are: {', '.join(v)}.")
        total = work.do("count", kinds, say=lambda v: f"That is {v}.")
        return Integer(value=total.value)


class CountGroup(SoundTemplate):
    """How many different kinds of animal, machine ... are heard, from none on."""

    phrasings = COUNT_GROUP
    skill = "counting"
    balance = "spread"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        return list(GROUP_MANY) if all(s in BY_ID for s in scene.sounds) else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"things": GROUP_MANY[slot]}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, _ = Ears(scene, work).through()
        ours = [h.event for h in heard if class_of(h.sound).group == slot]
        kinds = work.do(
            "kinds_of", ours,
            say=lambda v: f"Of these, {', '.join(v)} {'counts' if len(v) == 1 else 'count'}." if v else "None counts.",
        )  # fmt: skip
        total = work.do("count", kinds, say=lambda v: f"So there are {v}." if v != 1 else "So there is 1.")
        return Integer(value=total.value)


class HeardTimes(SoundTemplate):
    """How many separate times a sound that goes on without pause is heard; times are parted by 0.3 s or more."""

    phrasings = HEARD_TIMES
    skill = "counting"
    balance = "spread"

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        sounds = [s for s in scene.sounds if s in BY_ID and class_of(s).form == "long" and class_of(s).steady]
        return sounds if any(len([e for e in scene.events if e.sound == s]) > 1 for s in sounds) else sounds[:1]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot).said}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        ears = Ears(scene, work)
        heard = sorted((ears.one(e.id) for e in scene.events if e.sound == slot), key=lambda h: h.onset_s)
        margin(all(b.onset_s - a.offset_s >= APART_S for a, b in pairwise(heard)))
        times = [ears.onset(h.event) for h in heard]
        total = work.do("count", times, say=lambda v: f"It is heard {count_of(v, 'separate time')}.")
        return Integer(value=total.value)


class GroupOfNth(SoundTemplate):
    """What kind of source the n-th sound comes from. The wanted kind is drawn first, options are kinds that are there,
    so no kind is likelier to be right.
    """

    phrasings = GROUP_OF_NTH
    balance = "spread"
    tries = 12
    choice_share = 0.6

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        usable = calm(scene) and all(s in BY_ID for s in scene.sounds)
        groups = {class_of(s).group for s in scene.sounds}
        return range(len(scene.events)) if usable and len(groups) > 2 else []

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"nth": ordinal(slot + 1), "groups": f"{', '.join(list(GROUPS.values())[:-1])} or {GROUPS['machine']}"}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        heard, names = Ears(scene, work).through()
        at = [h.onset_s for h in heard]
        margin(all(abs(t - at[slot]) >= APART_S for i, t in enumerate(at) if i != slot))
        work.do("nth", names, slot, say=lambda v: f"The {ordinal(slot + 1)} to start is the {v}.")
        group = work.do("group_of", heard[slot].event, say=lambda v: f"That is the sound of {GROUPS[v]}.")
        return _group(group.value)

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for group in GROUPS:
            if group in {class_of(s).group for s in scene.sounds}:
                yield _group(group), f"The {ordinal(slot + 1)} sound does not come from {GROUPS[group]}."


def _group(group: str) -> Label:
    return Label(value=GROUPS[group], accepted=(group, *GROUPS[group].replace("a ", "", 1).split(" or ")))


ENTAILED = ("true", "false", "undetermined")


class Entailment(SoundTemplate):
    """Whether a statement about the place is true, false, or left open because a stretch of it was not recorded.

    Whole scenes without a gap make it true or false, those with one true or undetermined. The three are to be equally
    likely, so a third of the questions come from what is heard, and scenes without a gap are asked less often.
    """

    phrasings = ENTAIL
    skill = "multi_step"
    balance = "spread"
    tries = 45
    choice_share = 1.0

    def options(self, scene: Soundscape) -> Sequence[Slot]:
        if scene.gap is None and scene.background.take % 100 >= 33:
            return []
        there, missing = present(scene), absent(scene)
        third = scene.background.take // 100 % 3
        return there if third == 0 else [s for s in missing if class_of(s).form != "single"]

    def words(self, scene: Soundscape, slot: Slot) -> dict[str, str]:
        return {"sound": class_of(slot).said}

    def solve(self, scene: Soundscape, slot: Slot, work: Work) -> Answer:
        _, names = Ears(scene, work).through()
        kind = class_of(slot)
        there = work.do("contains", names, kind.name,
                        say=lambda v: f"{cap(kind.said)} is {'' if v else 'not '}among them.")  # fmt: skip
        if there.value:
            return _verdict("true", work, "So the statement is true.")
        gap = scene.gap
        if gap is None:
            return _verdict("false", work, "Nothing of the time is missing, so the statement is false.")
        if gap.end_s - gap.start_s < 0.9:
            raise Reject("margin")
        start = work.read(gap.id, "start_s", lambda v: f"From {v:.1f} s on the scene can't be heard for a while.")
        work.do("subtract", gap.end_s, start, say=lambda v: f"That lasts {v:.1f} s.")
        return _verdict("undetermined", work, "The sound may have been there then, so the statement is undetermined.")

    def wrong(self, scene: Soundscape, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        for verdict in ENTAILED:
            yield Label(value=verdict), "This does not fit what is heard and what is missing of the recording."


def _verdict(verdict: str, work: Work, say: str) -> Label:
    work.do("nth", list(ENTAILED), ENTAILED.index(verdict), say=say)
    more = {"true": ("yes", "entailed"), "false": ("no", "contradicted"), "undetermined": ("open", "unknown")}
    return Label(value=verdict, accepted=more[verdict])
