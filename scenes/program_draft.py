"""A program under construction: its shapes, its wording, and its values for every input, so that each decision can be
given a limit which some inputs pass and others do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Value, pick
from scenewright.scenes.flow import Branch, Expr, Item, Kind, Loop, Node, Operand, evaluate

Env = dict[str, int]

HERE = "?"
"""Stands for a part that is still to be drawn; running over it takes a snapshot of the variables."""


class Dialect(Value, frozen=True, kw_only=True):
    """How code is written in the shapes."""

    assign: str
    test: str
    read: str
    show: str
    times: str
    divide: str
    remainder: str
    equal: str
    unequal: str
    at_most: str
    at_least: str


def draw_dialect(rng: np.random.Generator) -> Dialect:
    """A consistent way of writing code: like Python, or like pseudo-code on paper."""
    code = rng.random() < 0.4
    arrow = rng.random() < 0.45
    return Dialect(
        assign="{} = {}" if code else "{} ← {}" if arrow else pick(rng, ("{} = {}", "Set {} to {}", "Let {} = {}")),
        test=pick(rng, ("{}?", "{}?", "Is {}?", "{}")),
        read=pick(rng, ("Input {}", "Read {}", "Get {}", "Enter {}")),
        show=pick(rng, ("Print {}", "Output {}", "Display {}", "Show {}", "Write {}")),
        times="*" if code else "×",
        divide="//" if code else "div",
        remainder="%" if code else "mod",
        equal="==" if code else "=",
        unequal="!=" if code else "≠",
        at_most="<=" if code else "≤",
        at_least=">=" if code else "≥",
    )


RESERVED = 4
"""Shapes of a run that are not carried out while it is drawn: the start, the end and up to two inputs."""


def _divisions(operand: Operand) -> list[Operand]:
    """What is divided in an expression."""
    if not isinstance(operand, Expr):
        return []
    own = [operand.left] if operand.op in ("//", "%") else []
    return own + _divisions(operand.left) + _divisions(operand.right)


_RANK = {"*": 2, "//": 2, "%": 2, "+": 1, "-": 1}
NEGATED = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def written(operand: Operand, dialect: Dialect) -> str:
    """An operand in the dialect's words, with the brackets it needs and no others."""
    if not isinstance(operand, Expr):
        return str(operand)
    signs = {
        "*": dialect.times, "//": dialect.divide, "%": dialect.remainder, "==": dialect.equal,
        "!=": dialect.unequal, "<=": dialect.at_most, ">=": dialect.at_least,
    }  # fmt: skip
    rank = _RANK.get(operand.op, 0)
    left, right = written(operand.left, dialect), written(operand.right, dialect)
    if isinstance(operand.left, Expr) and _RANK.get(operand.left.op, 0) < rank:
        left = f"({left})"
    if isinstance(operand.right, Expr) and _RANK.get(operand.right.op, 0) <= rank:
        right = f"({right})"
    return f"{left} {signs.get(operand.op, operand.op)} {right}"


class Draft:
    """The shapes so far. Every method that adds one returns its id; two shapes of the same text are refused."""

    def __init__(self, rng: np.random.Generator, value_max: int, run_max: int) -> None:
        self.rng = rng
        self.dialect = draw_dialect(rng)
        self.value_max, self.run_max = value_max, run_max
        self.nodes: dict[str, Node] = {}
        self._texts: set[str] = set()
        self._divided: dict[str, list[Operand]] = {}
        self.seen: dict[str, set[bool]] = {}
        """What each decision came out as, over all inputs so far."""
        self.printed: list[list[str]] = []
        self._left: list[int] = []

    def add(
        self, kind: Kind, text: str, target: str = "", value: Operand | None = None, word: str = "", pool: str = ""
    ) -> str:
        """A new shape."""
        if text in self._texts:
            raise Reject("same_text")
        self._texts.add(text)
        id = f"n{len(self.nodes) + 1}"
        if isinstance(value, Expr) and (divisions := _divisions(value)):
            self._divided[id] = divisions
        self.nodes[id] = Node(id=id, kind=kind, text=text, target=target, value=value, word=word, pool=pool)
        return id

    def has(self, target: str, value: Operand) -> bool:
        """Whether this assignment stands in a box already."""
        return self.dialect.assign.format(target, written(value, self.dialect)) in self._texts

    def no_pools(self) -> None:
        """Take all shapes out of their pools: none can stand where another does."""
        self.nodes = {id: msgspec.structs.replace(node, pool="") for id, node in self.nodes.items()}

    def assign(self, target: str, value: Operand, pool: str = "update") -> str:
        """`target = value` in a process box."""
        text = self.dialect.assign.format(target, written(value, self.dialect))
        return self.add("process", text, target, value, pool=pool)

    def read(self, name: str) -> str:
        """An input."""
        return self.add("input", self.dialect.read.format(name), name, pool="input")

    def show(self, value: Operand) -> str:
        """An output of a value."""
        return self.add("output", self.dialect.show.format(written(value, self.dialect)), value=value, pool="output")

    def say(self, word: str) -> str:
        """An output of a fixed word."""
        return self.add("output", self.dialect.show.format(f'"{word}"'), word=word, pool="word")

    def branch(self, test: Expr, yes: Sequence[Item], no: Sequence[Item]) -> Branch:
        """A decision, turned round at random, so that which exit leads where tells nothing."""
        if self.rng.random() < 0.5:
            test, yes, no = Expr(op=NEGATED[test.op], left=test.left, right=test.right), no, yes  # type: ignore[arg-type]
        return Branch(test=self._test(test), yes=tuple(yes), no=tuple(no))

    def loop(self, going: Expr, body: Sequence[Item], test_first: bool) -> Loop:
        """A loop that goes on while `going` holds; its test is turned round at random."""
        again = self.rng.random() < 0.5
        test = going if again else Expr(op=NEGATED[going.op], left=going.left, right=going.right)  # type: ignore[arg-type]
        return Loop(test=self._test(test), body=tuple(body), again=again, test_first=test_first)

    def _test(self, test: Expr) -> str:
        return self.add("decision", self.dialect.test.format(written(test, self.dialect)), value=test, pool="test")

    # -- running ---------------------------------------------------------------------------------------------------

    def begin(self, cases: int) -> None:
        """Forget all runs, and expect this many. Inputs and terminators are not run here, so room is left for them."""
        self.seen = {}
        self.printed = [[] for _ in range(cases)]
        self._left = [self.run_max - RESERVED] * cases

    def execute(self, items: Sequence[Item], envs: list[Env]) -> None:
        """Carry parts out for every input, changing `envs`. Raises `Reject` on large values and long runs."""
        for number, env in enumerate(envs):
            self._carry_out(items, env, number, None)

    def snapshots(self, items: Sequence[Item], envs: list[Env]) -> list[Env]:
        """The variables at each passing of `HERE`, leaving `envs` as they are."""
        kept = self.seen, [list(p) for p in self.printed], list(self._left)
        self.seen = {}
        found: list[Env] = []
        for number, env in enumerate(envs):
            self._carry_out(items, dict(env), number, found)
        self.seen, self.printed, self._left = kept
        return found

    def _carry_out(self, items: Sequence[Item], env: Env, number: int, found: list[Env] | None) -> None:
        for item in items:
            if isinstance(item, str):
                if item == HERE:
                    if found is not None:
                        found.append(dict(env))
                else:
                    self._one(self.nodes[item], env, number)
            elif isinstance(item, Branch):
                outcome = self._ask(item.test, env, number)
                self._carry_out(item.yes if outcome else item.no, env, number, found)
            else:
                going = not item.test_first or self._ask(item.test, env, number) == item.again
                while going:
                    self._carry_out(item.body, env, number, found)
                    going = self._ask(item.test, env, number) == item.again

    def _one(self, node: Node, env: Env, number: int) -> None:
        self._spend(number)
        self._check_divisions(node.id, env)
        if node.kind == "output":
            self.printed[number].append(node.word if node.value is None else str(evaluate(node.value, env)))
        elif node.value is not None:
            value = env[node.target] = evaluate(node.value, env)
            if abs(value) > self.value_max:
                raise Reject("large_value")

    def _ask(self, id: str, env: Env, number: int) -> bool:
        self._spend(number)
        self._check_divisions(id, env)
        value = self.nodes[id].value
        assert value is not None, "tests have an expression"
        outcome = bool(evaluate(value, env))
        self.seen.setdefault(id, set()).add(outcome)
        return outcome

    def _check_divisions(self, id: str, env: Env) -> None:
        """Only numbers that are not negative are divided: below zero, languages differ."""
        if id in self._divided and any(evaluate(operand, env) < 0 for operand in self._divided[id]):
            raise Reject("negative_division")

    def _spend(self, number: int) -> None:
        self._left[number] -= 1
        if self._left[number] < 0:
            raise Reject("long_run")
