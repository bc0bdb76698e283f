"""Working through a flowchart step by step: running a program on paper, and following arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenewright.qa_templates.steps import OPS as COMMON
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import listed
from scenewright.scenes.base import Reject
from scenewright.scenes.flow import Chart, Edge, Expr, Flowchart, Moment, Operand, chart_of, evaluate

Case = Sequence[int]
SIGNS = {"*": "×", "//": "div", "%": "mod", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}


def _value(scene: Any, env: dict[str, int], id: str) -> Any:
    value = chart_of(scene).nodes[id].value
    assert value is not None
    return evaluate(value, env)


def _assign(scene: Any, env: dict[str, int], id: str) -> dict[str, int]:
    return env | {chart_of(scene).nodes[id].target: _value(scene, env, id)}


def _enter(scene: Any, env: dict[str, int], id: str, value: int) -> dict[str, int]:
    return env | {chart_of(scene).nodes[id].target: value}


def _show(scene: Any, env: dict[str, int], id: str) -> str:
    node = chart_of(scene).nodes[id]
    return node.word if node.value is None else str(_value(scene, env, id))


def _leads(scene: Any, id: str, label: str) -> str:
    """Id of the shape that an arrow leads to; `label` is empty for shapes with one way out."""
    return next(e.end for e in chart_of(scene).out[id] if e.label == label)


def _comes(scene: Any, id: str) -> str:
    """Id of the one shape from which an arrow leads to this one."""
    return chart_of(scene).into[id][0].start


def _way(scene: Any, start: str, goal: str) -> list[str]:
    """Shapes of one shortest way along the arrows, both ends included; empty if there is none."""
    chart = chart_of(scene)
    came: dict[str, str] = {}
    ring = [start]
    seen = {start}
    while ring and goal not in seen:
        following = []
        for id in ring:
            for edge in chart.out[id]:
                if edge.end not in seen:
                    seen.add(edge.end)
                    came[edge.end] = id
                    following.append(edge.end)
        ring = following
    if goal not in seen:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


OPS = COMMON | {
    "enter": _enter,
    "assign": _assign,
    "test": lambda scene, env, id: bool(_value(scene, env, id)),
    "print": _show,
    "variable": lambda scene, env, name: env[name],
    "leads_to": _leads,
    "comes_from": _comes,
    "text": lambda scene, id: chart_of(scene).nodes[id].text,
    "reaches": lambda scene, a, b: b in chart_of(scene).reach(a),
    "avoidable": lambda scene, a, b: b in chart_of(scene).reach(chart_of(scene).start.id, a),
    "shortest_way": _way,
    "of_kind": lambda scene, kinds: [n.id for n in scene.nodes if n.kind in kinds],
    "integers": lambda scene, v: [int(x) for x in v],
    "total": lambda scene, v: sum(v),
    "same": lambda scene, a, b: a == b,
}


def filled(operand: Operand, env: dict[str, int]) -> str:
    """An expression with its variables' values put in: `(4 + 1) × 2`."""
    if not isinstance(operand, Expr):
        value = evaluate(operand, env)
        return str(value)
    sides = [filled(side, env) for side in (operand.left, operand.right)]
    sides = [f"({s})" if isinstance(x, Expr) else s for s, x in zip(sides, (operand.left, operand.right), strict=True)]
    return f"{sides[0]} {SIGNS.get(operand.op, operand.op)} {sides[1]}"


class Trace:
    """A program's run, recorded in the work as far as it was followed."""

    def __init__(self) -> None:
        self.moments: list[tuple[Moment, Known | None]] = []
        self.printed: list[Known] = []
        self.env: Known | None = None


def follow(work: Work, scene: Flowchart, case: Case, until: int | None = None) -> Trace:
    """Carry a program out and record each shape: to the end, or up to `until` moments."""
    chart = chart_of(scene)
    run = chart.run(tuple(case))[:until]
    if scene.hidden:
        hidden = frozenset(scene.hidden)
        if any(m.node.id in hidden for m in run):
            raise Reject("hidden_evidence")  # found out before the run is written down
    says = _says(chart, tuple(case))
    trace = Trace()
    env: Any = {}
    for moment, say in zip(run, says, strict=False):
        node = moment.node
        known: Known | None = None
        if node.kind == "decision":
            known = work.do("test", env, node.id, say=say,
                            evidence=(node.id, chart.exit(node.id, bool(moment.outcome)).id))  # fmt: skip
        elif node.kind == "input":
            value = moment.env[node.target]
            env = known = work.do("enter", env, node.id, value, say=say, evidence=(node.id,))
        elif node.kind == "output":
            known = work.do("print", env, node.id, say=say, evidence=(node.id,))
            trace.printed.append(known)
        elif node.target:
            env = known = work.do("assign", env, node.id, say=say, evidence=(node.id,))
        trace.moments.append((moment, known))
    trace.env = env if isinstance(env, Known) else None
    return trace


def _says(chart: Chart, case: tuple[int, ...]) -> list[str]:
    """What each moment of a run does, in words; kept with the run, for several questions follow the same one."""
    found = chart.notes.get(case)
    if found is None:
        found = chart.notes[case] = []
        before: dict[str, int] = {}
        for moment in chart.run(case):
            node = moment.node
            if node.kind == "decision":
                found.append(_say_test(chart, moment))
            elif node.kind == "input":
                found.append(f"'{node.text}' sets {node.target} to {moment.env[node.target]}.")
            elif node.kind == "output":
                found.append(f"'{node.text}' writes {moment.printed}.")
            else:
                found.append(_say_assign(moment, before) if node.target else "")
            before = moment.env
    return found


def _say_test(chart: Chart, moment: Moment) -> str:
    node = moment.node
    assert node.value is not None
    label = chart.scene.answers[not moment.outcome]
    holds = "true" if moment.outcome else "false"
    return f"'{node.text}': {filled(node.value, moment.env)} is {holds}, so leave by '{label}'."


def _say_assign(moment: Moment, before: dict[str, int]) -> str:
    node = moment.node
    assert node.value is not None
    value = moment.env[node.target]
    if isinstance(node.value, int):
        return f"'{node.text}' sets {node.target} to {value}."
    worked = filled(node.value, before)
    return f"'{node.text}' sets {node.target} to " + (f"{worked} = {value}." if worked != str(value) else f"{value}.")


def case_words(scene: Flowchart, case: Case) -> str:
    """`n = 4`, `x = 2 and y = 5`."""
    return listed([f"{i.name} = {value}" for i, value in zip(scene.inputs, case, strict=True)])


def edge_to(chart: Chart, id: str, label: str) -> Edge:
    """The arrow with that label out of a shape."""
    return next(e for e in chart.out[id] if e.label == label)
