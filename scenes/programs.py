"""Random programs for flowcharts: assignments, decisions, loops and output that end for every input.

Each program is drawn while it runs for all its inputs at once. So limits fall between values that really occur, both
exits of every decision are taken by some input, and numbers stay small.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenewright.scenes.base import Reject, Value, between, chance, pick, shuffled
from scenewright.scenes.classic_programs import CLASSICS, Classic
from scenewright.scenes.flow import Branch, Expr, Input, Item, Node, Operand
from scenewright.scenes.program_draft import HERE, Draft, Env

VALUE_MAX = 500
PRINTED_MAX = 7

_LETTERS = ("x y z", "n p q", "m s t", "n total k", "u v w", "b c d", "r s t", "p q r")
_STORIES = (
    ("Bus fares", "riders fare change"), ("Ticket desk", "seats price credit"), ("Piggy bank", "weeks saved spent"),
    ("Loyalty points", "visits points bonus"),
    ("Water tank", "hours litres spill"), ("Garden beds", "rows plants gaps"),
    ("Quiz score", "rounds score penalty"), ("Parcel price", "weight price extra"), ("Egg boxes", "eggs boxes spare"),
    ("Step counter", "days steps rest"),
    ("Phone battery", "minutes charge heat"), ("Stall takings", "cups takings tips"),
    ("Brick wall", "layers bricks broken"), ("Toy train", "laps metres stops"), ("Bakery order", "trays loaves rolls"),
    ("Library fine", "days fine refund"), ("Robot walk", "moves east north"), ("Board game", "turns coins lives"),
    ("Laundry plan", "loads soap socks"), ("Charity run", "miles pounds gifts"), ("Lift trips", "calls floor people"),
    ("Ice machine", "cycles cubes drip"), ("Seed packets", "packets seeds sprouts"), ("Paint mix", "tins red blue"),
)  # fmt: skip
_PLAIN = ("Exercise", "Program", "Routine", "Worksheet", "Task", "Puzzle")
_SPARE = ("sum", "level", "mark", "store", "tally", "result")
_COUNTERS = ("i", "k", "j", "c", "h")
_WORDS = (
    ("low", "high"), ("small", "large"), ("left", "right"), ("red", "green"), ("stay", "go"), ("cold", "warm"),
    ("heads", "tails"), ("short", "long"), ("win", "lose"), ("near", "far"), ("early", "late"), ("up", "down"),
)  # fmt: skip


class Plan(Value, frozen=True, kw_only=True):
    """What a program is to contain."""

    updates: int
    decisions: int
    loops: int
    inner_decisions: int
    """Decisions inside loops."""
    nested_loops: int
    inputs: int
    division: bool
    """Whether integer division and remainders occur."""
    run_max: int


class Program(Value, frozen=True, kw_only=True):
    """A drawn program before it becomes a scene."""

    title: str
    nodes: tuple[Node, ...]
    body: tuple[Item, ...]
    inputs: tuple[Input, ...]
    key: str


ATTEMPTS = 30
CLASSIC_SHARE = 0.4
"""Share of well-known programs among those that are as hard as one of them."""


def draw_program(rng: np.random.Generator, plan: Plan) -> Program:
    """A program that fits the plan. `Reject` where none is found in a bounded number of attempts."""
    for _ in range(ATTEMPTS):
        try:
            return _Author(rng, plan).write()
        except Reject:
            continue
    raise Reject("dead_branch")


def _expr(op: str, left: Operand, right: Operand) -> Expr:
    return Expr(op=op, left=left, right=right)  # type: ignore[arg-type]


class _Author:
    """One attempt at a program."""

    def __init__(self, rng: np.random.Generator, plan: Plan) -> None:
        self.rng, self.plan = rng, plan
        self.draft = Draft(rng, VALUE_MAX, plan.run_max)
        if chance(rng, 0.6):
            self.title, names = pick(rng, _STORIES)
        else:
            self.title, names = f"{pick(rng, _PLAIN)} {between(rng, 1, 40)}", pick(rng, _LETTERS)
        self.given = names.split()[: plan.inputs]
        spare = shuffled(rng, [n for n in _SPARE if n not in names.split()])
        self.results = (names.split()[plan.inputs :] + spare)[: 3 if plan.loops > 1 else 2]
        self.counters = shuffled(rng, [c for c in _COUNTERS if c not in names.split()])
        self.words = shuffled(rng, _WORDS)
        self.envs: list[Env] = []
        self.body: list[Item] = []

    def write(self) -> Program:
        """The whole program."""
        rng, draft = self.rng, self.draft
        start = draft.add("start", pick(rng, ("Start", "Start", "Begin")))
        classics = [c for c in CLASSICS if self._suits(c)]
        if classics and self.plan.decisions + self.plan.loops <= 2 and chance(rng, CLASSIC_SHARE):
            self._classic(start, pick(rng, classics))
        else:
            self._invent(start)
        self.body.append(draft.add("end", pick(rng, ("End", "Stop"))))
        self._check()
        return Program(
            title=self.title,
            nodes=tuple(draft.nodes.values()),
            body=tuple(self.body),
            inputs=self.inputs,
            key=self._key(),
        )

    def _suits(self, classic: Classic) -> bool:
        """Whether a classic is as hard as the plan asks for."""
        plan = self.plan
        return (
            classic.loops == plan.loops
            and classic.inner_decisions == plan.inner_decisions
            and not plan.nested_loops
            and (plan.division or not classic.division)
        )

    def _classic(self, start: str, classic: Classic) -> None:
        """A well-known program, with numbers of its own."""
        self.title, entered, items = classic.write(self.draft, self.rng)
        self.inputs = tuple(
            Input(id=f"in{number}", name=name, low=low, high=high)
            for number, (name, low, high) in enumerate(entered, 1)
        )
        self._begin()
        self.body = [start, *(self.draft.read(i.name) for i in self.inputs)]
        self._extend(items)
        self.draft.no_pools()  # what a box says tells where it stands in a program that everyone knows

    def _invent(self, start: str) -> None:
        """A program put together at random."""
        rng = self.rng
        self.inputs = self._inputs()
        self._begin()
        self.body = [start, *(self.draft.read(i.name) for i in self.inputs)]
        self._initialise()
        kinds = ["update"] * self.plan.updates + ["decision"] * self.plan.decisions + ["loop"] * self.plan.loops
        inner, nested = self.plan.inner_decisions, self.plan.nested_loops
        for kind in shuffled(rng, kinds):
            if kind == "update":
                self._extend([self._update(self.envs)])
            elif kind == "decision":
                self._extend([self._decision(self.envs, self._pool())])
            else:
                self._extend(self._loop(inner > 0, nested > 0))
                inner, nested = inner - 1, nested - 1
        self._print()

    def _inputs(self) -> tuple[Input, ...]:
        rng = self.rng
        out = []
        for number, name in enumerate(self.given):
            span = between(rng, 5, 7) if len(self.given) == 1 else 3
            low = between(rng, 1, 4) if self.plan.loops else between(rng, 1, 9)
            out.append(Input(id=f"in{number + 1}", name=name, low=low, high=low + span - 1))
        return tuple(out)

    def _begin(self) -> None:
        """Start all runs with what is entered."""
        self.envs = [{}]
        for i in self.inputs:
            self.envs = [env | {i.name: value} for env in self.envs for value in range(i.low, i.high + 1)]
        self.draft.begin(len(self.envs))

    def _extend(self, items: Sequence[Item]) -> None:
        """Add parts and run them for every input."""
        self.body.extend(items)
        self.draft.execute(items, self.envs)

    def _pool(self) -> list[str]:
        return list(self.envs[0])

    def _initialise(self) -> None:
        """Give every result a first value: a number, or something made of the input."""
        rng = self.rng
        for name in self.results:
            if chance(rng, 0.65) or (self.plan.loops and chance(rng, 0.6)):
                value: Operand = between(rng, 0, 9)
            else:
                source = pick(rng, self.given)
                value = pick(rng, (_expr("+", source, between(rng, 1, 9)), _expr("*", source, between(rng, 2, 4))))
            self._extend([self.draft.assign(name, value, "first")])

    # -- parts -----------------------------------------------------------------------------------------------------

    def _change(self, target: str, names: Sequence[str], tame: bool = False) -> Expr:
        """A new value for a variable out of its old one or others. `tame` keeps it from growing by multiplication."""
        rng = self.rng
        other = pick(rng, [n for n in names if n != target] or [target])
        number = between(rng, 1, 9)
        mark = rng.random()
        if mark < 0.3:
            return _expr("+", target, number)
        if mark < 0.45:
            return _expr("-", target, number)
        if mark < 0.7 and other != target:
            return _expr("+", target, other)
        if mark < 0.8 and other != target:
            return _expr("-", target, other)
        if tame:
            return _expr("+", target, number)
        if mark < 0.9 and other != target:
            return _expr("+", _expr("*", between(rng, 2, 4), other), number)
        return _expr("*", target, between(rng, 2, 3))

    def _update(self, envs: Sequence[Env], names: Sequence[str] = (), tame: bool = False) -> str:
        """A box that changes a result; drawn again where a box of the same text is there already."""
        names = names or self._pool()
        target, value = self._new_value(envs, names, tame)
        for _ in range(4):
            if not self.draft.has(target, value):
                break
            target, value = self._new_value(envs, names, tame)
        return self.draft.assign(target, value)

    def _new_value(self, envs: Sequence[Env], names: Sequence[str], tame: bool) -> tuple[str, Expr]:
        rng = self.rng
        target = pick(rng, self.results)
        if self.plan.division and not tame and chance(rng, 0.35):
            natural = [n for n in names if all(env[n] >= 0 for env in envs)] or [self.given[0]]
            return target, _expr("//" if chance(rng, 0.5) else "%", pick(rng, natural), between(rng, 2, 5))
        return target, self._change(target, names, tame)

    def _test(self, envs: Sequence[Env], names: Sequence[str]) -> Expr:
        """A comparison that some of these environments pass and others do not."""
        rng = self.rng
        for name in shuffled(rng, names):
            values = sorted({env[name] for env in envs})
            if len(values) < 2:
                continue
            mark = rng.random()
            if mark < (0.45 if self.plan.division else 0.2) and values[0] >= 0:
                modulus = between(rng, 2, 3)
                remainders = {v % modulus for v in values}
                if len(remainders) > 1:
                    return _expr("==", _expr("%", name, modulus), pick(rng, sorted(remainders)))
            if mark < 0.6:
                others = [o for o in names if o != name and len({env[o] > env[name] for env in envs}) == 2]
                if others:
                    return _expr(pick(rng, (">", "<=")), pick(rng, others), name)
            limit = values[between(rng, 1, len(values) - 1)]
            return pick(rng, (_expr(">=", name, limit), _expr(">", name, limit - 1), _expr("<", name, limit),
                              _expr("<=", name, limit - 1)))  # fmt: skip
        raise Reject("constant")

    def _decision(self, envs: Sequence[Env], names: Sequence[str], inside: bool = False) -> Branch:
        """A decision with one or two boxes on one side or both."""
        rng = self.rng
        test = self._test(envs, names)
        if not inside and len(self.words) > 8 and chance(rng, 0.25):
            one, two = self.words.pop()
            return self.draft.branch(test, [self.draft.say(one)], [self.draft.say(two)])
        sides: list[list[Item]] = []
        lengths = pick(rng, ((1, 1), (1, 1), (1, 0), (1, 0), (2, 1), (2, 0), (1, 2)))
        sides += [[self._update(envs, names, tame=inside) for _ in range(length)] for length in lengths]
        return self.draft.branch(test, sides[0], sides[1])

    def _loop(self, with_decision: bool, with_loop: bool) -> list[Item]:
        """A counting loop or one that runs up to a limit, with what precedes it."""
        rng, draft = self.rng, self.draft
        counting = with_loop or chance(rng, 0.7) or not self.results
        before: list[Item] = []
        if counting:
            name, before, going, onward = self._count()
        else:
            name, going, onward = self._chase()
        draft.execute(before, self.envs)
        names = self._pool()
        tame = True
        work = [n for n in self.results if n != name]
        if not work:
            raise Reject("nothing_to_do")
        kept, self.results = self.results, work
        inner: list[Item] = [
            self._update(self.envs, names, tame) for _ in range(1 if with_decision or with_loop else between(rng, 1, 2))
        ]
        if chance(rng, 0.25 if with_loop else 0.4):
            inner.append(draft.show(pick(rng, (name, pick(rng, work)))))
        parts: list[Item] = [*inner, onward] if chance(rng, 0.85) else [onward, *inner]
        place = parts.index(onward) if with_loop else between(rng, 0, len(parts) - 1)
        test_first = chance(rng, 0.65)
        if with_decision or with_loop:
            parts.insert(place, HERE)
        loop = draft.loop(going, parts, test_first)
        if with_loop:
            parts[place : place + 1] = self._inner_loop(names, name)
        elif with_decision:
            snaps = draft.snapshots([loop], self.envs)
            if not snaps:
                raise Reject("constant")
            parts[place] = self._decision(snaps, names, inside=True)
        self.results = kept
        if with_loop and with_decision:
            # The decision joins the outer loop's body, where the counter and the sums are seen to vary.
            parts.insert(0, HERE)
            probe = type(loop)(test=loop.test, body=tuple(parts), again=loop.again, test_first=test_first)
            parts[0] = self._decision(draft.snapshots([probe], self.envs), names, inside=True)
        made = type(loop)(test=loop.test, body=tuple(parts), again=loop.again, test_first=test_first)
        self.body.extend(before)
        self._extend([made])
        return []

    def _count(self) -> tuple[str, list[Item], Expr, str]:
        """A counter: its name, first value, condition to go on, and step."""
        rng, draft = self.rng, self.draft
        if not self.counters:
            raise Reject("nothing_to_do")
        name = self.counters.pop()
        source = pick(rng, self.given)
        stride = pick(rng, (1, 1, 1, 2))
        if chance(rng, 0.65):
            before = draft.assign(name, pick(rng, (0, 1, 1, 2)), "count")
            going = pick(rng, (_expr("<=", name, source), _expr("<", name, source)))
            if chance(rng, 0.2):
                going = _expr("<=", name, between(rng, 3, 5))
            return name, [before], going, draft.assign(name, _expr("+", name, stride), "step")
        first: Operand = source if chance(rng, 0.5) else _expr("+", source, between(rng, 1, 2))
        before = draft.assign(name, first, "count")
        return (
            name,
            [before],
            _expr(">", name, between(rng, 0, 1)),
            draft.assign(name, _expr("-", name, stride), "step"),
        )

    def _chase(self) -> tuple[str, Expr, str]:
        """A variable that grows or shrinks until it passes a limit: its name, condition to go on, and step."""
        rng, draft = self.rng, self.draft
        name = pick(rng, [*self.results, self.given[0]])
        values = [env[name] for env in self.envs]
        if chance(rng, 0.6):
            limit = max(values) + between(rng, 4, 24)
            stride = max(2, (limit - min(values)) // between(rng, 3, 6))
            change = _expr("*", name, 2) if min(values) > 0 and chance(rng, 0.35) else _expr("+", name, stride)
            return name, _expr("<", name, limit), draft.assign(name, change, "step")
        limit = min(values) - between(rng, 0, 12)
        stride = max(2, (max(values) - limit) // between(rng, 3, 5))
        if self.plan.division and limit >= 0 and chance(rng, 0.4):
            return name, _expr(">", name, max(limit, 1)), draft.assign(name, _expr("//", name, 2), "step")
        return name, _expr(">", name, limit), draft.assign(name, _expr("-", name, stride), "step")

    def _inner_loop(self, names: Sequence[str], outer: str) -> list[Item]:
        """A counting loop inside another; it runs to a number or to the outer counter."""
        rng, draft = self.rng, self.draft
        if not self.counters:
            raise Reject("nothing_to_do")
        name = self.counters.pop()
        before = draft.assign(name, between(rng, 0, 1), "count")
        last: Operand = outer if chance(rng, 0.5) else between(rng, 2, 3)
        inner: list[Item] = [self._update(self.envs, [*names, name], tame=True)]
        onward = draft.assign(name, _expr("+", name, 1), "step")
        going = pick(rng, (_expr("<", name, last), _expr("<=", name, last)))
        return [before, draft.loop(going, [*inner, onward], chance(rng, 0.7))]

    # -- the end ---------------------------------------------------------------------------------------------------

    def _print(self) -> None:
        rng = self.rng
        targets = {n.target for n in self.draft.nodes.values() if n.pool in ("update", "step")}
        names = [n for n in self.results if n in targets] or self.results
        shown = {n.value for n in self.draft.nodes.values() if n.kind == "output"}
        names = [n for n in names if n not in shown] or [n for n in self._pool() if n not in shown]
        for name in shuffled(rng, names)[: 2 if chance(rng, 0.35) else 1]:
            self._extend([self.draft.show(name)])

    def _check(self) -> None:
        """Both exits of every decision taken; something printed, not always the same, never too much."""
        draft = self.draft
        tests = [n.id for n in draft.nodes.values() if n.kind == "decision"]
        if any(len(draft.seen.get(id, ())) < 2 for id in tests):
            raise Reject("dead_branch")
        if any(not 1 <= len(p) <= PRINTED_MAX for p in draft.printed):
            raise Reject("output")
        if len({tuple(p) for p in draft.printed}) < 2:
            raise Reject("output")

    def _key(self) -> str:
        """What the operators mean, where they occur."""
        text = " ".join(n.text for n in self.draft.nodes.values())
        d = self.draft.dialect
        parts = []
        if f" {d.divide} " in text:
            parts.append(f"{d.divide}: whole-number division")
        if f" {d.remainder} " in text:
            parts.append(f"{d.remainder}: remainder")
        return ", ".join(parts)
