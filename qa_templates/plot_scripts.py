"""A matplotlib script as an answer: what a script would plot is read off its syntax tree; nothing of it is ever run.

Read are literals, names, arithmetic, `range`, `len`, `list`, `zip`, `enumerate`, `numpy.array` and `arange`,
dictionaries (also as `pandas.DataFrame`), loops over them, comprehensions and plotting calls. The rest is left out.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.plotted import Drawn, Plotted, Text, as_grid, as_points, numbers
from scenewright.qa_templates.point_tables import PointTable
from scenewright.qa_templates.replies import Answer
from scenewright.qa_templates.tables import CELLS_MAX, Table, final_block
from scenewright.scenes.base import Scene

STEPS_MAX = 20_000
"""Nodes of the tree that are evaluated, loops included; a longer script scores 0."""
ITEMS_MAX = 2_000
"""Items of one list."""
TEXT_MAX = 400
"""Letters of a text that is put together: loops could double it without end."""
SIZE_MAX = 1e18
"""Numbers beyond it are not reckoned with, for the same reason."""

KINDS = {
    "bar": "bar", "barh": "bar", "stem": "bar", "hlines": "bar", "vlines": "bar", "plot": "line", "step": "line",
    "stackplot": "area", "fill_between": "area", "pie": "pie", "scatter": "scatter", "stairs": "bar", "hist": "bar",
    "imshow": "cells", "pcolormesh": "cells", "matshow": "cells", "semilogy": "line", "semilogx": "line",
    "loglog": "line", "bxp": "box", "boxplot": "box", "violinplot": "box",
}  # fmt: skip
"""Plotting calls and what they draw."""


class Script(Answer, frozen=True, kw_only=True, tag="script"):
    """A script that redraws a chart. Its score is the table's (RMS-F1), of the numbers that it plots and the names it
    puts beside them, if it plots them as the same kind of chart; else 0.
    """

    instruction: ClassVar[str] = "Answer with a Python script that uses matplotlib."
    value: str
    kinds: tuple[str, ...]
    """What may be drawn, as `KINDS` has it: any of these."""
    table: Table | PointTable

    def text(self) -> str:
        return self.value

    def parse(self, reply: str) -> Plotted | None:
        return read_script(reply)

    def score(self, reply: str, scene: Scene | None = None) -> float:
        """Score in [0, 1] of a free reply that holds one script."""
        reading = self.parse(final_block(reply))
        return 0.0 if reading is None else self.accepts(reading, scene)

    def accepts(self, reading: Plotted, scene: Scene | None) -> float:
        drawn = [item for item in reading.drawn if item.kind in self.kinds]
        if not drawn:
            return 0.0
        if isinstance(self.table, PointTable):
            return self.table.accepts(as_points(drawn, reading.texts, self.table), scene)
        return self.table.accepts(as_grid(drawn, self.table), scene)


def read_script(source: str) -> Plotted | None:
    """What a script plots; None for no Python, or too much of it."""
    lines = [_LEAD.sub(r"\1", line) for line in source.splitlines()]
    first = next((i for i, line in enumerate(lines) if line.lstrip().startswith(("import ", "from "))), 0)
    try:
        tree = ast.parse("\n".join(lines[first:]))
        reader = _Reader()
        reader.run(tree.body)
        drawn = tuple(reader.finish())
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError, _TooLong):
        return None
    return Plotted(drawn, tuple(reader.texts)) if drawn else None


_LEAD = re.compile(r"^.{0,40}\banswer\s*(?:is|:)\s*((?:import|from)\s)", re.I)
"""What may stand before the first line of a script."""


class _TooLong(Exception):
    pass


class _Unknown(Exception):
    """Something that this reader doesn't understand: the statement is passed over."""


_ARITHMETIC: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip


class _Reader:
    """Evaluates the little of Python that a plotting script needs."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.calls: list[tuple[str, list[Any], dict[str, Any]]] = []
        self.ticks: dict[str, tuple[list[Any] | None, list[Any]]] = {}
        self.texts: list[Text] = []
        self.steps = 0

    # -- statements ----------------------------------------------------------------------------------------------

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Statement by statement; what is not understood is passed over."""
        for statement in body:
            try:
                self._run(statement)
            except (_Unknown, TypeError, ZeroDivisionError, OverflowError, KeyError, IndexError, AttributeError):
                continue

    def _run(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            value = self._value(node.value)
            for target in node.targets:
                self._bind(target, value)
        elif isinstance(node, ast.AnnAssign) and node.value:
            self._bind(node.target, self._value(node.value))
        elif isinstance(node, ast.AugAssign):
            self._bind(node.target, self._apply(node.op, self._value(node.target), self._value(node.value)))
        elif isinstance(node, ast.Expr):
            self._value(node.value)
        elif isinstance(node, ast.For):
            for item in self._items(self._value(node.iter)):
                self._bind(node.target, item)
                self.run(node.body)
        elif isinstance(node, ast.With):
            self.run(node.body)

    def _bind(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.known[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = self._items(value) if value is not None else [None] * len(target.elts)
            for part, item in zip(target.elts, parts, strict=False):
                self._bind(part, item)

    # -- values --------------------------------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> Any:
        self.steps += 1
        if self.steps > STEPS_MAX:
            raise _TooLong
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self._value(item) for item in node.elts]
        if isinstance(node, ast.Dict):
            return {self._value(k): self._value(v) for k, v in zip(node.keys, node.values, strict=True) if k}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return _each(operator.neg, self._value(node.operand))
        if isinstance(node, ast.BinOp):
            return self._apply(node.op, self._value(node.left), self._value(node.right))
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.FormattedValue) else p for p in node.values]
            return "".join(str(self._value(part))[:TEXT_MAX] for part in parts)[:TEXT_MAX]
        if isinstance(node, ast.Subscript):
            return self._part(node)
        if isinstance(node, ast.ListComp) and len(node.generators) == 1 and not node.generators[0].ifs:
            return self._each_of(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return None

    def _each_of(self, node: ast.ListComp) -> list[Any]:
        out = []
        for item in self._items(self._value(node.generators[0].iter)):
            self._bind(node.generators[0].target, item)
            out.append(self._value(node.elt))
        return out

    def _part(self, node: ast.Subscript) -> Any:
        whole = self._value(node.value)
        if isinstance(node.slice, ast.Slice):
            low, high = (None if end is None else self._value(end) for end in (node.slice.lower, node.slice.upper))
            return whole[low:high]
        return None if whole is None else whole[self._value(node.slice)]

    def _apply(self, op: ast.operator, a: Any, b: Any) -> Any:
        if (found := _ARITHMETIC.get(type(op))) is None:
            raise _Unknown
        if isinstance(a, list) and isinstance(b, list):
            if len(a) == len(b):
                return [found(x, y) for x, y in zip(a, b, strict=True)]
            if not isinstance(op, ast.Add) or len(a) + len(b) > ITEMS_MAX:
                raise _Unknown
            return a + b  # lists, then, and no arrays
        if isinstance(a, list):
            return [found(x, b) for x in a]
        if isinstance(b, list):
            return [found(a, y) for y in b]
        if isinstance(a, str) or isinstance(b, str):
            raise _Unknown  # text times a number may grow without bounds
        if abs(result := found(a, b)) > SIZE_MAX:
            raise _Unknown
        return result

    def _items(self, value: Any) -> list[Any]:
        if isinstance(value, dict):
            return list(value)
        if not isinstance(value, list) or len(value) > ITEMS_MAX:
            raise _Unknown
        return value

    # -- calls ---------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Any:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        args = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                args += self._items(self._value(argument.value))
            else:
                args.append(self._value(argument))
        named = {keyword.arg: self._value(keyword.value) for keyword in node.keywords if keyword.arg}
        if name in KINDS:
            self.calls.append((name, args, named))
            return None
        if name in ("set_title", "title") and args and self.calls and self.calls[-1][0] == "pie":
            self.calls[-1][2].setdefault("label", args[0])  # the title of its own axes
            return None
        if name in ("annotate", "text") and len(self.texts) < ITEMS_MAX:
            self._write(name, args, named)
            return None
        if name in ("set_xticks", "set_yticks", "xticks", "yticks", "set_xticklabels", "set_yticklabels"):
            self._tick(name, args, named)
            return None
        if isinstance(node.func, ast.Attribute) and name in ("items", "keys", "values", "append", "tolist"):
            return self._method(name, self._value(node.func.value), args)
        return self._function(name, args)

    def _method(self, name: str, of: Any, args: list[Any]) -> Any:
        if name == "append" and isinstance(of, list) and len(of) < ITEMS_MAX:
            of.append(args[0])
            return None
        if name == "tolist":
            return of
        if not isinstance(of, dict):
            raise _Unknown
        return {"items": [list(item) for item in of.items()], "keys": list(of), "values": list(of.values())}[name]

    def _function(self, name: str, args: list[Any]) -> Any:
        if name in ("array", "asarray", "list", "tuple", "DataFrame", "Series", "sorted") and args:
            return args[0] if name != "sorted" else sorted(self._items(args[0]))
        if name in ("range", "arange") and 1 <= len(args) <= 3:
            return _range(args)
        if name == "len" and args:
            return len(args[0])
        if name == "sum" and args:
            return sum(self._items(args[0]))
        if name == "zip":
            return [list(item) for item in zip(*map(self._items, args), strict=False)]
        if name == "enumerate" and args:
            return [[i, item] for i, item in enumerate(self._items(args[0]))]
        if name in ("zeros", "zeros_like") and args:
            return [0.0] * min(args[0] if name == "zeros" else len(args[0]), ITEMS_MAX)
        return float("nan") if name == "float" and args == ["nan"] else None

    def _write(self, name: str, args: list[Any], named: dict[str, Any]) -> None:
        """`annotate(text, (x, y))` and `text(x, y, text)`."""
        if name == "annotate":
            text = args[0] if args else named.get("text")
            x, y = self._items(args[1] if args[1:] else named.get("xy"))
        else:
            x, y, text = args[:3]
        if isinstance(text, str) and isinstance(x, (int, float)) and isinstance(y, (int, float)):
            self.texts.append(Text(float(x), float(y), text))

    def _tick(self, name: str, args: list[Any], named: dict[str, Any]) -> None:
        axis = "y" if "y" in name else "x"
        labels = named.get("labels", args[-1] if name.endswith("labels") and args else args[1] if args[1:] else None)
        at = args[0] if args and not name.endswith("labels") else named.get("ticks")
        if isinstance(labels, list):
            self.ticks[axis] = (at if isinstance(at, list) else None, labels)

    # -- what was drawn ------------------------------------------------------------------------------------------

    def finish(self) -> Iterator[Drawn]:
        """All plotting calls, with names from the ticks where places are numbers."""
        cells = 0
        if sum(name == "pie" for name, _, _ in self.calls) == 1:
            self.calls = [(name, args, named | {"label": ""}) for name, args, named in self.calls]
        for name, args, named in self.calls:
            for item in self._drawn(name, args, named):
                cells += len(item.values)
                if cells > 2 * CELLS_MAX:
                    raise _TooLong
                yield item

    def _drawn(self, name: str, args: list[Any], named: dict[str, Any]) -> Iterator[Drawn]:
        kind, label = KINDS[name], str(named.get("label") or "")
        lists = [a for a in args if isinstance(a, list)]
        if name in ("imshow", "matshow", "pcolormesh") and lists:
            yield from self._matrix(lists[-1])
            return
        if name == "pie" and lists:
            labels = named.get("labels") or (lists[1] if lists[1:] else range(len(lists[0])))
            yield _slices(label, tuple(labels), numbers(lists[0]))
            return
        if name == "stackplot" and lists[1:]:
            layers = lists[1] if lists[1] and isinstance(lists[1][0], list) else lists[1:]
            labels = named.get("labels") or [""] * len(layers)
            for layer, of in zip(layers, labels, strict=False):
                yield Drawn(kind, str(of), self._named(lists[0], "x"), numbers(layer))
            return
        if not lists:
            return
        if name == "bxp":
            yield from _boxes(lists[0])
            return
        places, values = (lists[0], lists[1]) if lists[1:] else (list(range(len(lists[0]))), lists[0])
        if name == "scatter":
            sizes = lists[2] if lists[2:] else named.get("s")
            areas = numbers(sizes) if isinstance(sizes, list) else ()
            yield Drawn(kind, label, tuple(places), numbers(values), areas)
            return
        if name == "bar" and isinstance(named.get("tick_label"), list):
            places = named["tick_label"]
        if named.get("where") or not all(isinstance(v, (int, float)) or v is None for v in values):
            values = [v if isinstance(v, (int, float)) else None for v in values]
        yield Drawn(kind, label, self._named(places, "y" if name == "barh" else "x"), numbers(values))

    def _matrix(self, rows: list[Any]) -> Iterator[Drawn]:
        down, across = (self.ticks.get(axis, (None, []))[1] for axis in ("y", "x"))
        names = down or list(range(len(rows)))
        for j in range(len(rows[0]) if rows and isinstance(rows[0], list) else 0):
            column = [row[j] for row in rows if isinstance(row, list) and len(row) > j]
            yield Drawn("cells", str(across[j] if j < len(across) else j), tuple(names), numbers(column))

    def _named(self, places: list[Any], axis: str) -> tuple[Any, ...]:
        """Places by the names at their ticks: the nearest one, as grouped bars stand beside it."""
        at, labels = self.ticks.get(axis, (None, []))
        if not labels or any(not isinstance(p, (int, float)) for p in places):
            return tuple(places)
        spots = at if at is not None else list(range(len(labels)))
        if any(not isinstance(s, (int, float)) for s in spots) or not spots:
            return tuple(places)
        nearest = [min(range(len(spots)), key=lambda i, p=p: abs(spots[i] - p)) for p in places]  # type: ignore[misc]
        return tuple(labels[i] if i < len(labels) else i for i in nearest)


BOX = {
    "whislo": "lower whisker", "q1": "first quartile", "med": "median", "q3": "third quartile",
    "whishi": "upper whisker",
}  # fmt: skip
"""What matplotlib's `bxp` calls the numbers of a box."""


def _boxes(boxes: Sequence[Any]) -> Iterator[Drawn]:
    """The numbers that a list of dictionaries gives each box."""
    known = [box for box in boxes if isinstance(box, dict)]
    names = tuple(box.get("label", i) for i, box in enumerate(known))
    for key, meaning in BOX.items():
        yield Drawn("box", meaning, names, numbers([box.get(key) for box in known]))


def _slices(label: str, names: tuple[Any, ...], values: tuple[float, ...]) -> Drawn:
    """The slices of a pie. One without a name that is as large as all others together leaves a half circle of them:
    it is no slice itself.
    """
    for name, i in zip(names, range(len(values)), strict=False):
        rest = sum(values) - values[i]
        if len(values) > 2 and not str(name or "").strip() and abs(values[i] - rest) <= 0.01 * abs(rest):
            return Drawn("pie", label, names[:i] + names[i + 1 :], values[:i] + values[i + 1 :])
    return Drawn("pie", label, names, values)


def _each(op: Callable[[Any], Any], value: Any) -> Any:
    return [op(item) for item in value] if isinstance(value, list) else op(value)


def _range(args: list[Any]) -> list[Any]:
    start, stop, step = (0, args[0], 1) if len(args) == 1 else (args[0], args[1], args[2] if args[2:] else 1)
    count = max(0, -int(-(stop - start) // step))
    if count > ITEMS_MAX:
        raise _Unknown
    return [start + i * step for i in range(count)]
