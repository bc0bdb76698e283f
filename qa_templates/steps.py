"""Worked steps: one computation gives the answer, the trace a verifier can replay, and the evidence.

A step names an operation, its inputs (plain values or references to earlier steps) and its value. `replay` executes
the trace again from the scene's JSON alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from scenewright.scenes.base import Scene, Thing, Value, things

Op = Callable[..., Any]
"""`op(scene, *inputs) -> value`, pure. Inputs and value are JSON-able."""

Say = str | Callable[..., str]
"""A step in words: a sentence, or a function that makes it from the value."""


class Ref(Value, frozen=True, kw_only=True):
    """An input that is the value of an earlier step."""

    step: int


class Step(Value, frozen=True, kw_only=True):
    """One thing a person would do: read the short hand, add the elapsed minutes."""

    op: str
    inputs: tuple[Any, ...]
    value: Any
    text: str
    evidence: tuple[str, ...] = ()


class Known(NamedTuple):
    """A value that a step produced, and which step it was."""

    value: Any
    step: int


def _table(
    scene: Scene, corner: str, rows: Sequence[str], columns: Sequence[str], decimals: Sequence[int], *cells: Any
) -> list[list[Any]]:
    """Readings, row by row, put into a table with its headings."""
    width = len(columns)
    return [[corner, *columns], *([name, *cells[i * width : (i + 1) * width]] for i, name in enumerate(rows))]


OPS: dict[str, Op] = {
    "add": lambda scene, *v: sum(v),
    "subtract": lambda scene, a, b: a - b,
    "distance": lambda scene, a, b: abs(a - b),
    "multiply": lambda scene, a, b: a * b,
    "divide": lambda scene, a, b: a / b,
    "modulo": lambda scene, a, b: a % b,
    "sum": lambda scene, v: math.fsum(v),
    "mean": lambda scene, v: math.fsum(v) / len(v),
    "max": lambda scene, v: max(v),
    "min": lambda scene, v: min(v),
    "count": lambda scene, v: len(v),
    "count_true": lambda scene, v: sum(1 for x in v if x),
    "collect": lambda scene, *v: list(v),
    "nth": lambda scene, v, n: v[n],
    "argmax": lambda scene, names, v: names[max(range(len(v)), key=v.__getitem__)],
    "argmin": lambda scene, names, v: names[min(range(len(v)), key=v.__getitem__)],
    "rank_down": lambda scene, names, v: [names[i] for i in sorted(range(len(v)), key=lambda i: -v[i])],
    "rank_up": lambda scene, names, v: [names[i] for i in sorted(range(len(v)), key=v.__getitem__)],
    "above": lambda scene, v, limit: [x > limit for x in v],
    "below": lambda scene, v, limit: [x < limit for x in v],
    "greater": lambda scene, a, b: a > b,
    "less": lambda scene, a, b: a < b,
    "equal": lambda scene, a, b: a == b,
    "not": lambda scene, a: not a,
    "and": lambda scene, *v: all(v),
    "or": lambda scene, *v: any(v),
    "round": lambda scene, v, decimals: round(v, decimals),
    "choose": lambda scene, condition, a, b: a if condition else b,
    "table": _table,
}
"""Operations every family has; a family adds its own (`OPS | {"shortest_route": ...}`)."""


class Work:
    """Records steps while a template solves its question."""

    __slots__ = ("_ops", "_scene", "_things", "outcome", "readings", "steps")

    def __init__(
        self, scene: Scene, index: Mapping[str, Thing], ops: Mapping[str, Op], outcome: Any = None, readings: Any = None
    ) -> None:
        self._scene, self._things, self._ops = scene, index, ops
        self.outcome, self.readings = outcome, readings
        self.steps: list[Step] = []

    def read(self, id: str, field: str, say: Say, shown_by: Sequence[str] = ()) -> Known:
        """Read a field of a thing: the step that looks at the picture. The thing becomes evidence, or in its place
        the things that show it: a fact of the outcome (where a block lands) is no thing that can be pointed at.
        """
        value = getattr(self._things[id], field)
        return self._keep("read", (id, field), value, say, tuple(shown_by) or (id,))

    def again(self, step: Step) -> Known:
        """A step that was made before, of the same scene: its value and its words are still the same."""
        self.steps.append(step)
        return Known(step.value, len(self.steps) - 1)

    def do(self, op: str, *inputs: Any, say: Say, evidence: Sequence[str] = ()) -> Known:
        """Apply an operation to values, `Known`s, or lists that mix both."""
        value = self._ops[op](self._scene, *[_plain(x) for x in inputs])
        return self._keep(op, tuple([_linked(x) for x in inputs]), value, say, tuple(evidence))

    def _keep(self, op: str, inputs: tuple[Any, ...], value: Any, say: Say, evidence: tuple[str, ...]) -> Known:
        text = say if isinstance(say, str) else say(value)
        self.steps.append(Step(op=op, inputs=inputs, value=value, text=text, evidence=evidence))
        return Known(value, len(self.steps) - 1)


def _plain(x: Any) -> Any:
    if isinstance(x, Known):
        return x.value
    if isinstance(x, (list, tuple)):  # most are lists of readings
        return [item.value if type(item) is Known else _plain(item) for item in x]
    return x


def _linked(x: Any) -> Any:
    if isinstance(x, Known):
        return Ref(step=x.step)
    if isinstance(x, (list, tuple)):
        return [Ref(step=item.step) if type(item) is Known else _linked(item) for item in x]
    return x


def replay(scene: Scene, steps: Sequence[Mapping[str, Any]], ops: Mapping[str, Op], *facts: Value | None) -> list[Any]:
    """Execute a trace again from decoded JSON; returns each step's value as JSON would hold it.

    `facts` are the outcome and the readings of families that have them: their things can be read too.
    Raises `ValueError` where a step's recorded value is not what its operation gives.
    """
    index = {thing.id: thing for thing in things((scene, *facts))}
    values: list[Any] = []

    def resolve(x: Any) -> Any:
        if isinstance(x, Mapping) and set(x) == {"step"}:
            return values[x["step"]]
        return [resolve(item) for item in x] if isinstance(x, (list, tuple)) else x

    for number, step in enumerate(steps):
        inputs = [resolve(x) for x in step["inputs"]]
        found = getattr(index[inputs[0]], inputs[1]) if step["op"] == "read" else ops[step["op"]](scene, *inputs)
        value = msgspec.json.decode(msgspec.json.encode(found))
        if value != step["value"]:
            raise ValueError(f"step {number} ({step['op']}) gives {value!r}, the trace says {step['value']!r}")
        values.append(value)
    return values
