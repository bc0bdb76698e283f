"""What a flowchart is made of: shapes, arrows, the structure they are drawn from, and how a program runs."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple, Union

from scenewright.scenes.base import Scene, Thing, Value

Operand = Union[int, str, "Expr"]
"""A whole number, a variable's name, or an operation on two operands."""


class Expr(Value, frozen=True, kw_only=True):
    """An operation on two operands: integer arithmetic or a comparison. `//` and `%` round towards minus infinity,
    and are drawn on operands that are never negative, where all languages agree.
    """

    op: Literal["+", "-", "*", "//", "%", "<", "<=", ">", ">=", "==", "!="]
    left: Operand
    right: Operand


OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def evaluate(operand: Operand, env: Mapping[str, int]) -> int:
    """The operand's value where the variables are `env`; a bool for comparisons."""
    if type(operand) is str:
        return env[operand]
    if type(operand) is int:
        return operand
    return OPERATORS[operand.op](evaluate(operand.left, env), evaluate(operand.right, env))  # type: ignore[union-attr]


def names_in(operand: Operand | None) -> frozenset[str]:
    """The variables that an operand reads."""
    if isinstance(operand, str):
        return frozenset((operand,))
    return names_in(operand.left) | names_in(operand.right) if isinstance(operand, Expr) else frozenset()


Kind = Literal["start", "end", "process", "call", "input", "output", "decision"]


class Node(Thing, frozen=True, kw_only=True):
    """One shape. `text` is what is written in it, unique in its chart.

    Programs: `target` is the variable that an assignment or an input sets, `value` what is assigned, printed or tested;
    an output that prints a fixed word has it in `word` and no `value`. Procedures have neither.
    `pool`: shapes of one pool are interchangeable, which of them stands where was drawn at random. So within a pool
    nothing but the picture tells the order.
    """

    kind: Kind
    text: str
    target: str = ""
    value: Operand | None = None
    word: str = ""
    pool: str = ""


class Edge(Thing, frozen=True, kw_only=True):
    """An arrow. `label` is written at a decision's exit and empty elsewhere."""

    start: str
    end: str
    label: str = ""


class Branch(Value, frozen=True, kw_only=True, tag="branch"):
    """A decision whose two ways meet again below, unless they end."""

    test: str
    yes: tuple[Item, ...]
    no: tuple[Item, ...]


class Loop(Value, frozen=True, kw_only=True, tag="loop"):
    """A part that is repeated as long as the test comes out as `again`; tested before the body or after it."""

    test: str
    body: tuple[Item, ...]
    again: bool
    test_first: bool


Item = str | Branch | Loop
"""A shape's id, or a part with a structure of its own."""


class Input(Thing, frozen=True, kw_only=True):
    """A variable that the user enters, and the whole numbers `low` to `high` the chart is meant for."""

    name: str
    low: int
    high: int


class Cover(Thing, frozen=True, kw_only=True):
    """Something that lies on the picture: over the text of the shapes and arrows `over`, or in a corner if empty."""

    kind: Literal["coffee", "note", "ink"]
    over: tuple[str, ...]


class Flowchart(Scene, frozen=True, kw_only=True):
    """A flowchart: a program that terminates for all its inputs, or an everyday procedure.

    `body` is the structure that `edges` follow from (`link`) and the layout is built on; it begins with
    the start shape.
    `answers` are the labels of the two exits of a decision, the affirmative one first. `key` explains operators.
    """

    title: str
    program: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    body: tuple[Item, ...]
    answers: tuple[str, str]
    inputs: tuple[Input, ...] = ()
    key: str = ""
    covers: tuple[Cover, ...] = ()


def link(body: Sequence[Item], ends: frozenset[str], answers: tuple[str, str]) -> tuple[Edge, ...]:
    """The arrows of a structure, in drawing order. `ends` are the ids of its end shapes."""
    edges: list[Edge] = []

    def join(tails: list[tuple[str, str]], node: str) -> None:
        edges.extend(Edge(id=f"{tail}-{node}", start=tail, end=node, label=label) for tail, label in tails)

    def flow(items: Sequence[Item], tails: list[tuple[str, str]]) -> list[tuple[str, str]]:
        for item in items:
            if isinstance(item, str):
                join(tails, item)
                tails = [] if item in ends else [(item, "")]
            elif isinstance(item, Branch):
                join(tails, item.test)
                tails = flow(item.yes, [(item.test, answers[0])]) + flow(item.no, [(item.test, answers[1])])
            else:
                again, out = answers if item.again else answers[::-1]
                if item.test_first:
                    join(tails, item.test)
                    join(flow(item.body, [(item.test, again)]), item.test)
                else:
                    join(flow(item.body, tails), item.test)
                    join([(item.test, again)], entry(item.body[0]))
                tails = [(item.test, out)]
        return tails

    flow(body, [])
    return tuple(edges)


def entry(item: Item) -> str:
    """The shape where a part is entered."""
    if isinstance(item, str):
        return item
    if isinstance(item, Loop) and not item.test_first:
        return entry(item.body[0])
    return item.test


def without(body: tuple[Item, ...], id: str) -> tuple[Item, ...]:
    """The structure without one shape that is no test; its neighbours close up."""
    out: list[Item] = []
    for item in body:
        if isinstance(item, Branch):
            out.append(Branch(test=item.test, yes=without(item.yes, id), no=without(item.no, id)))
        elif isinstance(item, Loop):
            inner = without(item.body, id)
            out.append(Loop(test=item.test, body=inner, again=item.again, test_first=item.test_first))
        elif item != id:
            out.append(item)
    return tuple(out)


class Moment(NamedTuple):
    """One shape being carried out: the variables afterwards, what a test came out as, what was printed."""

    node: Node
    env: dict[str, int]
    outcome: bool | None
    printed: str | None


RUN_MAX = 400
"""Shapes carried out before a run is called endless. Scenes stay far below."""


class Chart:
    """A flowchart ready to be asked: shapes by id, ways out and in, runs (kept)."""

    def __init__(self, scene: Flowchart) -> None:
        self.scene = scene
        self.nodes = {node.id: node for node in scene.nodes}
        self.by_text = {node.text: node for node in scene.nodes}
        self.out: dict[str, list[Edge]] = {node.id: [] for node in scene.nodes}
        self.into: dict[str, list[Edge]] = {node.id: [] for node in scene.nodes}
        for edge in scene.edges:
            self.out[edge.start].append(edge)
            self.into[edge.end].append(edge)
        self.notes: dict[tuple[int, ...], list[str]] = {}
        """Runs in words, kept for whoever wrote them."""
        self._runs: dict[tuple[int, ...], list[Moment]] = {}
        self._reach: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def start(self) -> Node:
        """The start shape."""
        return self.scene.nodes[0]

    def cases(self) -> list[tuple[int, ...]]:
        """All inputs the chart is meant for; one value for each of `scene.inputs`."""
        return list(product(*(range(i.low, i.high + 1) for i in self.scene.inputs)))

    def exit(self, id: str, outcome: bool) -> Edge:
        """The arrow by which a decision is left."""
        label = self.scene.answers[not outcome]
        return next(edge for edge in self.out[id] if edge.label == label)

    def run(self, case: tuple[int, ...]) -> list[Moment]:
        """Carry the program out, shape by shape, the start and end shapes included."""
        found = self._runs.get(case)
        if found is None:
            found = self._runs[case] = self._carry_out(case)
        return found

    def _carry_out(self, case: tuple[int, ...]) -> list[Moment]:
        given = {i.name: value for i, value in zip(self.scene.inputs, case, strict=True)}
        env: dict[str, int] = {}
        moments: list[Moment] = []
        node = self.start
        while len(moments) < RUN_MAX:
            outcome = printed = None
            if node.kind == "decision":
                assert node.value is not None, "a program's decisions have a test"
                outcome = bool(evaluate(node.value, env))
            elif node.kind == "input":
                env = env | {node.target: given[node.target]}
            elif node.kind == "output":
                printed = node.word if node.value is None else str(evaluate(node.value, env))
            elif node.target and node.value is not None:
                env = env | {node.target: evaluate(node.value, env)}
            moments.append(Moment(node, env, outcome, printed))
            if node.kind == "end":
                return moments
            edge = self.out[node.id][0] if outcome is None else self.exit(node.id, outcome)
            node = self.nodes[edge.end]
        raise RuntimeError("an endless program was drawn")

    def reach(self, start: str, avoiding: str = "") -> frozenset[str]:
        """Ids of the shapes that can be reached from one by its arrows, without passing another."""
        key = (start, avoiding)
        found = self._reach.get(key)
        if found is None:
            seen: set[str] = set()
            todo = [] if start == avoiding else [start]
            while todo:
                for edge in self.out[todo.pop()]:
                    if edge.end not in seen and edge.end != avoiding:
                        seen.add(edge.end)
                        todo.append(edge.end)
            found = self._reach[key] = frozenset(seen)
        return found


_charts: list[Chart] = []


def chart_of(scene: Flowchart) -> Chart:
    """The scene's chart. The last two are kept (a sample and its twin), so that templates share runs."""
    for chart in _charts:
        if chart.scene is scene:
            return chart
    _charts.insert(0, Chart(scene))
    del _charts[2:]
    return _charts[0]
