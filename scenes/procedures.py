"""Random everyday procedures for flowcharts: steps, decisions, rounds that repeat, and several ends."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from scenewright.scenes.base import Reject, Value, between, chance, pick, shuffled
from scenewright.scenes.flow import Branch, Item, Kind, Loop, Node
from scenewright.scenes.procedure_words import Domain, domains

ATTEMPTS = 10


class Outline(Value, frozen=True, kw_only=True):
    """What a procedure is to contain."""

    steps: int
    """Steps on the main way."""
    decisions: int
    exits: int
    """Decisions one of whose answers leads to an end of its own."""
    rounds: int
    """Loops."""
    nested: bool
    """Whether a decision may stand inside an arm of another or inside a round."""


class Procedure(Value, frozen=True, kw_only=True):
    """A drawn procedure before it becomes a scene."""

    title: str
    nodes: tuple[Node, ...]
    body: tuple[Item, ...]


def draw_procedure(rng: np.random.Generator, outline: Outline) -> Procedure:
    """A procedure of one domain that fits the outline."""
    for _ in range(ATTEMPTS):
        try:
            return _Author(rng, pick(rng, domains()), outline).write()
        except Reject:
            continue
    raise Reject("words")


T = TypeVar("T")


def _next(words: list[T]) -> T:
    """The next of some shuffled words; `Reject` where the domain has no more."""
    if not words:
        raise Reject("words")
    return words.pop()


class _Author:
    def __init__(self, rng: np.random.Generator, domain: Domain, outline: Outline) -> None:
        self.rng, self.domain, self.outline = rng, domain, outline
        self.nodes: list[Node] = []
        self.steps = shuffled(rng, domain.steps)
        self.checks = shuffled(rng, domain.checks)
        self.rounds = shuffled(rng, domain.rounds)
        self.ends = shuffled(rng, domain.ends)

    def add(self, kind: Kind, text: str, pool: str = "") -> str:
        if text[0] in "/=":
            kind, text = ("input" if text[0] == "/" else "call"), text[1:]
        self.nodes.append(Node(id=f"n{len(self.nodes) + 1}", kind=kind, text=text, pool=pool))
        return self.nodes[-1].id

    def write(self) -> Procedure:
        rng, outline = self.rng, self.outline
        body: list[Item] = [self.add("start", "Start")]
        if chance(rng, 0.6):
            body.append(self.add("process", pick(rng, self.domain.opening), "opening"))
        plan = ["step"] * outline.steps + ["decision"] * outline.decisions + ["round"] * outline.rounds
        plan = shuffled(rng, [*plan, *["exit"] * outline.exits])
        if plan[-1] == "exit":  # an end of its own right before the end would leave nothing to go on with
            plan = [*plan[:-1], "exit", "step"]
        body += self.flow(plan)
        return Procedure(title=pick(rng, self.domain.titles), nodes=tuple(self.nodes), body=tuple(body))

    def flow(self, plan: list[str]) -> list[Item]:
        """The parts of a plan up to the end."""
        rng = self.rng
        out: list[Item] = []
        for number, kind in enumerate(plan):
            if kind == "step":
                out.append(self.step())
            elif kind == "decision":
                out.append(self.decision(self.outline.nested))
            elif kind == "round":
                out.append(self.round())
            else:
                test = self.check()
                leave: list[Item] = [self.step() for _ in range(between(rng, 0, 1))]
                leave.append(self.add("end", _next(self.ends), "end"))
                sides = [self.flow(plan[number + 1 :]), leave]
                if chance(rng, 0.5):
                    sides.reverse()
                out.append(Branch(test=test, yes=tuple(sides[0]), no=tuple(sides[1])))
                return out
        if chance(rng, 0.5):
            out.append(self.add("process", pick(rng, self.domain.closing), "closing"))
        out.append(self.add("end", _next(self.ends), "end"))
        return out

    def step(self) -> str:
        return self.add("process", _next(self.steps), "step")

    def check(self) -> str:
        return self.add("decision", _next(self.checks), "check")

    def decision(self, nested: bool) -> Branch:
        """A decision with one or two steps on one side or both."""
        rng = self.rng
        test = self.check()
        lengths = pick(rng, ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (1, 1)))
        sides: list[list[Item]] = [[self.step() for _ in range(length)] for length in lengths]
        if nested and len(self.checks) > 3 and len(self.steps) > 6 and chance(rng, 0.35):
            sides[between(rng, 0, 1)].append(self.decision(False))
        return Branch(test=test, yes=tuple(sides[0]), no=tuple(sides[1]))

    def round(self) -> Loop:
        """One to three steps that are repeated; sometimes with a decision among them."""
        rng = self.rng
        body: list[Item] = [self.step() for _ in range(between(rng, 1, 2))]
        if self.outline.nested and len(self.checks) > 3 and len(self.steps) > 6 and chance(rng, 0.5):
            body.insert(between(rng, 0, len(body)), self.decision(False))
        again = chance(rng, 0.5)
        test = self.add("decision", _next(self.rounds)[0 if again else 1], "round")
        return Loop(test=test, body=tuple(body), again=again, test_first=chance(rng, 0.4))
