"""The vocabulary of questions, and how a template becomes a question with one defensible answer."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, TypeVar

import numpy as np

from scenewright.qa_templates.answers import (
    Answer,
    AnyAnswer,
    Boolean,
    ClockTime,
    Duration,
    Integer,
    Number,
    Unanswerable,
)
from scenewright.qa_templates.replies import ANSWER_MAX, REPLY_MAX, final_answer
from scenewright.qa_templates.steps import OPS, Op, Step, Work
from scenewright.qa_templates.words import count_of, normalise
from scenewright.renderers.base import Readings, Resolution
from scenewright.scenes.base import Reject, Scene, Thing, Value, below, chance, pick, shuffled, things
from scenewright.simulators.base import Outcome

S = TypeVar("S", bound=Scene)
Slot = Any
"""The arguments of one question: ids, names, numbers, or a tuple of them. JSON-able, comparable, and meaningful in a
spoiled scene too."""

Balance = Literal["", "yes_no", "spread"]
Wrong = tuple[Answer, str]
"""A wrong answer, and the mistake that leads to it."""

Skill = Literal["retrieval", "comparison", "arithmetic", "counting", "yes_no", "multi_step", "structure"]


class Choice(Value, frozen=True, kw_only=True):
    """One option of a multiple-choice question, with the reason it is right or the mistake that leads to it."""

    text: str
    correct: bool
    why: str


class Question(Value, frozen=True, kw_only=True):
    """A question with its one defensible answer, and how it is reached."""

    template: str
    skill: str
    phrasing: int
    slot: Any
    """The arguments: what the words name, as ids, names and numbers. Oracles answer from these and the scene."""
    text: str
    answer: AnyAnswer
    choices: tuple[Choice, ...] = ()
    steps: tuple[Step, ...]
    evidence: tuple[str, ...]
    hops: int
    """One for the looking, one more for each step that is not a look."""
    answerable: bool
    twin: str | None = None
    """Id of the sample in which the same question can (or can't) be answered."""

    def answer_text(self) -> str:
        """The canonical reply: the right option's text, or the answer's."""
        return next((c.text for c in self.choices if c.correct), self.answer.text())

    def score(self, reply: str, scene: Scene | None = None) -> float:
        """Score in [0, 1] of a free reply; for multiple choice, of a letter or an option's text."""
        if not self.choices:
            return self.answer.score(reply, scene)
        options = [c.text for c in self.choices]
        chosen = None if recites(reply, options) else read_choice(final_answer(reply), options)
        return float(chosen is not None and self.choices[chosen].correct)


LETTERS = "ABCDEFGH"
_LETTER = re.compile(r"^\W*(?:option\s+|choice\s+)?([A-Ha-h])(?:\W*$|[.):]\s)", re.I)


def read_choice(reply: str, options: Sequence[str]) -> int | None:
    """Index of the one option a reply names, by letter or by its whole text; None if none or several."""
    whole = normalise(reply)
    exact = [i for i, text in enumerate(options) if normalise(text) == whole]
    if len(exact) == 1:
        return exact[0]
    if found := _LETTER.match(reply):
        rest = normalise(reply[found.end() :])
        index = LETTERS.index(found[1].upper())
        if index < len(options) and rest in ("", normalise(options[index])):
            return index
    return None


def recites(reply: str, options: Sequence[str]) -> bool:
    """Whether a reply ends in a list of options: its last two lines are both one, so neither is a choice."""
    lines = [line for line in reply[-REPLY_MAX:].strip().splitlines()[-4:] if line.strip()][-2:]
    chosen = {read_choice(line, options) for line in lines if len(line) <= ANSWER_MAX}
    return len(chosen - {None}) > 1


class View(Generic[S]):
    """One rendered scene, as the templates see it."""

    __slots__ = ("hidden", "index", "ops", "outcome", "readings", "resolution", "scene", "unverified")

    def __init__(
        self,
        scene: S,
        resolution: Resolution,
        ops: Mapping[str, Op] = OPS,
        outcome: Outcome | None = None,
        readings: Readings | None = None,
    ) -> None:
        self.scene, self.resolution, self.ops, self.outcome, self.readings = scene, resolution, ops, outcome, readings
        self.index: dict[str, Thing] = {thing.id: thing for thing in things((scene, outcome, readings))}
        self.hidden = frozenset(scene.hidden)
        self.unverified = frozenset(resolution.unverified)


Solved = tuple[Slot, Answer, list[Step], tuple[str, ...]]


class Template(Generic[S]):
    """A kind of question: its words and its truth side by side. One instance serves all scenes.

    A subclass writes `phrasings`, `skill`, `slots`, `words` and `solve`; `gate`, `wrong`, `group` and `spoil` where
    they apply. Its docstring says which cases are excluded and why.
    """

    phrasings: ClassVar[tuple[str, ...]]
    """Full sentences with `{fields}` that `words` fills."""
    skill: ClassVar[Skill]
    balance: ClassVar[Balance] = ""
    """How the wanted answer is drawn before the slot. `yes_no`: both answers must be reachable in this scene within
    one `group` of slots, and each is wanted half of the time. `spread`: all reachable answers are equally likely."""
    unanswerable: ClassVar[Literal["", "false_premise", "hidden"]] = ""
    """Set on templates that are asked in twins only: once answerable, once on the scene that `spoil` makes."""
    choice_share: ClassVar[float] = 0.4
    """Share of questions with options, where `wrong` offers enough."""
    weight: ClassVar[float] = 1.0
    """How readily it is chosen where it applies: above 1 for what seldom applies, so that it is not seldom asked."""
    in_pixels: ClassVar[bool] = False
    """Whether the words or the answer name places in the picture, in pixels or as shares of its sides. Not asked where
    the picture was photographed."""
    tries: ClassVar[int] = 6
    """Slots tried (`spread`: looked at) before the template gives up on a scene."""

    name: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    # -- what a template writes ------------------------------------------------------------------------------------

    def slots(self, scene: S) -> Sequence[Slot]:
        """Every legal argument, in a fixed order; empty where the template does not apply."""
        raise NotImplementedError

    def words(self, scene: S, slot: Slot) -> Mapping[str, str]:
        """The fields of the phrasings."""
        raise NotImplementedError

    def solve(self, scene: S, slot: Slot, work: Work) -> Answer:
        """The answer, by recorded steps whose evidence is everything it rests on. Never looks at style.

        Things of the outcome and of the readings are read like those of the scene; `work.outcome` and `work.readings`
        are there to find them by.
        """
        raise NotImplementedError

    def gate(self, scene: S, slot: Slot, answer: Answer, resolution: Resolution) -> Answer:
        """Raise `Reject` where the rendering does not resolve the answer; may set the answer's tolerance."""
        return answer

    def wrong(self, scene: S, slot: Slot, answer: Answer) -> Iterable[Wrong]:
        """For answers that are labels or texts: wrong ones, each with the mistake that leads to it. Three are drawn."""
        return ()

    def mistakes(self, scene: S, slot: Slot, answer: Answer) -> Sequence[Sequence[Wrong]]:
        """For answers with a size: sets of wrong answers, of which one is drawn (`ladder`, `cross`).

        The sets must be such that, whichever option were right, the options would be the same: else their spacing
        betrays the right one to a reader who sees no picture. So counts, of which small ones are likelier, have none.
        An empty set among them means no options when it is drawn: it stands for one that holds what is never right.
        """
        return ()

    def fitting(self, scene: S, slot: Slot) -> Sequence[int]:
        """Which phrasings fit the slot, by index: all, but where one says "stand" and another "fall"."""
        return range(len(self.phrasings))

    def group(self, scene: S, slot: Slot) -> Hashable:
        """For balanced templates: what the words show and the answer must not depend on (a polarity, a limit)."""
        return None

    def spoil(self, scene: S, slot: Slot, rng: np.random.Generator) -> S:
        """A scene in which the same question has no answer."""
        raise NotImplementedError

    # -- how it becomes a question ---------------------------------------------------------------------------------

    def make(self, view: View[S], rng: np.random.Generator) -> Question:
        """A question on this view, or `Reject`."""
        solved = self.choose(view, rng)
        return self.state(view, solved, rng)

    def choose(self, view: View[S], rng: np.random.Generator) -> Solved:
        """Draw the wanted answer, then a slot that has it."""
        slots = self.slots(view.scene)
        if not slots:
            raise Reject("not_applicable")
        if not self.balance:
            last = Reject("not_applicable")
            for slot in _few(rng, slots, self.tries):
                try:
                    return self.solved(view, slot)
                except Reject as reject:
                    last = reject
            raise last
        groups: dict[Hashable, list[Slot]] = {}
        for slot in slots:
            groups.setdefault(self.group(view.scene, slot), []).append(slot)
        candidates = shuffled(rng, groups[pick(rng, list(groups))])
        wish = rng.random()
        found: dict[Any, Solved] = {}
        refusal = Reject("one_sided")
        for slot in candidates[: None if self.balance == "yes_no" else self.tries]:
            try:
                solved = self.solved(view, slot)
            except Reject as reject:
                refusal = refusal if found else reject
                continue
            found.setdefault(getattr(solved[1], "value", solved[1].text()), solved)
            if self.balance == "yes_no" and len(found) == 2:
                return found[wish < 0.5]
        if self.balance == "yes_no" or not found:
            raise Reject("one_sided") if found else refusal
        return found[sorted(found)[int(wish * len(found))]]

    def solved(self, view: View[S], slot: Slot) -> Solved:
        """Solve one slot and let the gates judge it."""
        work = Work(view.scene, view.index, view.ops, view.outcome, view.readings)
        answer = self.solve(view.scene, slot, work)
        evidence = tuple(dict.fromkeys(id for step in work.steps for id in step.evidence))
        if not isinstance(answer, Unanswerable):
            if not view.hidden.isdisjoint(evidence):
                raise Reject("hidden_evidence")
            if self.in_pixels and view.resolution.bent:
                raise Reject("bent")
            if view.unverified and not view.unverified.isdisjoint(evidence):
                raise Reject("unverified")
            answer = self.gate(view.scene, slot, answer, view.resolution)
        elif view.unverified:  # a picture that may show something else is no proof that there is no answer
            raise Reject("unverified")
        return slot, answer, work.steps, evidence

    def state(self, view: View[S], solved: Solved, rng: np.random.Generator) -> Question:
        """Put a solved slot into words, with options where they can be had."""
        slot, answer, steps, evidence = solved
        phrasing = pick(rng, self.fitting(view.scene, slot))
        text = self.phrasings[phrasing].format(**self.words(view.scene, slot))
        choices: tuple[Choice, ...] = ()
        if not self.unanswerable and chance(rng, self.choice_share):
            sized = isinstance(answer, SIZED)
            sets = self.mistakes(view.scene, slot, answer)
            wrong = pick(rng, sets) if sets else () if sized else self.wrong(view.scene, slot, answer)
            choices = make_choices(answer, steps[-1].text, wrong, rng)
        return Question(
            template=self.name,
            skill=self.skill,
            phrasing=phrasing,
            slot=slot,
            text=text[0].upper() + text[1:],
            answer=answer,  # type: ignore[arg-type]  # the union lists every subclass of Answer
            choices=choices,
            steps=tuple(steps),
            evidence=evidence,
            hops=1 + sum(step.op != "read" for step in steps),
            answerable=not isinstance(answer, Unanswerable),
        )


def _few(rng: np.random.Generator, slots: Sequence[Slot], count: int) -> Iterable[Slot]:
    """Up to `count` different slots in random order, drawn one by one: the first mostly suffices."""
    seen: set[int] = set()
    for _ in range(min(count, len(slots))):
        place = below(rng, len(slots))
        while place in seen:
            place = (place + 1) % len(slots)
        seen.add(place)
        yield slots[place]


WRONG_MAX = 3
SIZED = (Number, Integer, Duration, ClockTime)
"""Types whose options need `mistakes`: for these, wrong ones named one by one cluster around the right one."""


def make_choices(answer: Answer, why: str, wrong: Iterable[Wrong], rng: np.random.Generator) -> tuple[Choice, ...]:
    """The right answer and up to three wrong ones in random order; none where there is no wrong one."""
    offers: dict[str, str] = {}
    right = answer.text()
    for other, reason in wrong:
        text = other.text()
        if text != right and answer.score(text) == 0.0:
            offers.setdefault(text, reason)
    chosen = shuffled(rng, list(offers))[:WRONG_MAX]
    if not chosen:
        return ()
    options = [Choice(text=right, correct=True, why=why)]
    options += [Choice(text=name, correct=False, why=offers[name]) for name in chosen]
    return tuple(shuffled(rng, options))


def shift(answer: Answer, by: float) -> Answer:
    """The answer moved along its scale: units of a number, seconds of a time or span."""
    if isinstance(answer, Duration):
        return vary(answer, seconds=answer.seconds + int(by))
    if isinstance(answer, ClockTime):
        at = (answer.seconds + int(by)) % 86_400
        return vary(
            answer,
            hour=at // 3600,
            minute=at % 3600 // 60,
            second=None if answer.second is None else at % 60,
        )
    assert isinstance(answer, (Number, Integer))
    return vary(answer, value=type(answer.value)(answer.value + by))


def ladder(
    answer: Answer, step: float, rung: str, low: float = -math.inf, high: float = math.inf, period: float = 0
) -> Sequence[Sequence[Wrong]]:
    """Four neighbouring rungs, the right answer on any of them.

    `rung` names one step in the singular ("gridline"). With a `period` the ladder goes round (minutes of an hour).
    Sets with a rung outside `low` to `high` are empty: cut short, they would show which end the answer is at. Use it
    where neighbouring values are about equally likely.
    """
    at = float(answer.seconds) if isinstance(answer, (Duration, ClockTime)) else float(getattr(answer, "value", 0))

    def rung_at(k: int) -> Wrong:
        by = (at + k * step) % period - at if period else k * step
        return shift(answer, by), f"This is {count_of(abs(k), rung)} too {'high' if k > 0 else 'low'}."

    return [
        [rung_at(k) for k in range(-below_it, WRONG_MAX + 1 - below_it) if k]
        if at - below_it * step >= low and at + (WRONG_MAX - below_it) * step <= high else []
        for below_it in range(WRONG_MAX + 1)
    ]  # fmt: skip


def cross(answer: Answer, large: tuple[float, str], small: tuple[float, str]) -> Sequence[Sequence[Wrong]]:
    """Two mistakes, made or not, either way: four options of which none is the middle one."""
    (p, why_p), (q, why_q) = large, small
    return [
        [(shift(answer, a), why_p), (shift(answer, b), why_q), (shift(answer, a + b), f"{why_p} {why_q}")]
        for a in (p, -p)
        for b in (q, -q)
    ]


def vary(answer: Answer, **changes: Any) -> Answer:
    """The answer with other fields: for wrong options."""
    fields = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return type(answer)(**(fields | changes))


__all__ = [
    "Boolean",
    "Balance",
    "Choice",
    "Question",
    "Skill",
    "Slot",
    "Template",
    "View",
    "cross",
    "ladder",
    "make_choices",
    "read_choice",
    "shift",
    "vary",
]
