"""What can be asked of a flowchart, and the questions that are asked in twins: once where the chart answers them, once
where a shape, a variable or a label is missing or covered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.answers import Sequence as Listed
from scenewright.qa_templates.base import Slot, Template
from scenewright.qa_templates.chart_questions import CHART_TEMPLATES, STEPS, look, name_it, step_on
from scenewright.qa_templates.chart_ways import WAY_TEMPLATES
from scenewright.qa_templates.flow_work import OPS as OPS
from scenewright.qa_templates.flow_work import case_words, edge_to, follow
from scenewright.qa_templates.program_questions import VALUE_TEMPLATES, FinalValue, PrintedOutput
from scenewright.qa_templates.program_runs import RUN_TEMPLATES
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.flow import Branch, Chart, Expr, Flowchart, Item, Loop, Node, Operand, chart_of, link, without
from scenewright.scenes.flowchart import COVERS, covered

_NAMES = ("width", "height", "stock", "speed", "depth", "gain", "loss", "heat", "size", "rate")
"""New names for a variable that is taken out of a program."""


def _gone(why: str) -> Unanswerable:
    return Unanswerable(reason="false_premise", why=why)


def _hidden(why: str) -> Unanswerable:
    return Unanswerable(reason="hidden", why=why)


def removable(body: Sequence[Item], inside: bool = False) -> list[str]:
    """Shapes with a neighbour in their row, so that the row does not become empty; not a row's first or last."""
    out: list[str] = []
    for number, item in enumerate(body):
        if isinstance(item, Branch):
            out += removable(item.yes, True) + removable(item.no, True)
        elif isinstance(item, Loop):
            out += removable(item.body, True)
        elif len(body) > 1 and (inside or 0 < number < len(body) - 1):
            out.append(item)
    return out


class StepGone(Template[Flowchart]):
    """What follows a step that the twin's chart does not have."""

    skill = "structure"
    unanswerable = "false_premise"
    phrasings = (
        "Which shape comes directly after '{step}'?",
        "What is the next shape after '{step}'?",
        "Where does the arrow from '{step}' lead?",
        "After '{step}', what comes next?",
        "What follows '{step}' in this chart?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        if scene.program:
            return ()
        nodes = chart_of(scene).nodes
        return [nodes[id].text for id in removable(scene.body) if nodes[id].kind in STEPS]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"step": slot}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        node = chart.by_text.get(slot)
        if node is None:
            return _gone(f"there is no step '{slot}' in this chart.")
        look(work, node.id)
        return name_it(work, step_on(work, chart, chart.out[node.id][0], node.id), "So '{}' comes next.")

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        id = chart_of(scene).by_text[slot].id
        body = without(scene.body, id)
        nodes = tuple(n for n in scene.nodes if n.id != id)
        ends = frozenset(n.id for n in nodes if n.kind == "end")
        changes = {"body": body, "nodes": nodes, "edges": link(body, ends, scene.answers)}
        if id in scene.hidden:
            raise Reject("hidden_evidence")
        return msgspec.structs.replace(scene, **changes)


class VariableGone(Template[Flowchart]):
    """The final value of a variable that the twin's program does not have: there it bears another name."""

    skill = "multi_step"
    unanswerable = "false_premise"
    phrasings = FinalValue.phrasings[:6]
    words = FinalValue.words

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        entered = {i.name for i in scene.inputs}
        return [slot for slot in FinalValue().slots(scene) if slot[1] not in entered]

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        if all(n.target != slot[1] for n in scene.nodes):
            return _gone(f"the program has no variable '{slot[1]}'.")
        return FinalValue().solve(scene, slot, work)

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        old = slot[1]
        used = {n.target for n in scene.nodes}
        new = pick(rng, [n for n in _NAMES if n not in used])
        return msgspec.structs.replace(scene, nodes=tuple(_renamed(n, old, new) for n in scene.nodes))


def _renamed(node: Node, old: str, new: str) -> Node:
    """A shape with one variable's name changed, in its text too."""
    if node.value is None and not node.target:
        return node
    # Words are separated by spaces or brackets in code; a name never occurs inside another word's letters here.
    text = node.text
    for before in (" ", "(", ""):
        for after in (" ", ")", "?", ""):
            pieces = f"{before}{old}{after}"
            if before and after:
                text = text.replace(pieces, f"{before}{new}{after}")
            elif before and text.endswith(pieces):
                text = text[: -len(pieces)] + f"{before}{new}"
            elif after and text.startswith(pieces):
                text = f"{new}{after}" + text[len(pieces) :]
    return msgspec.structs.replace(
        node, text=text, target=new if node.target == old else node.target, value=_swap(node.value, old, new)
    )


def _swap(value: Operand | None, old: str, new: str) -> Operand | None:
    if isinstance(value, Expr):
        return msgspec.structs.replace(value, left=_swap(value.left, old, new), right=_swap(value.right, old, new))
    return new if value == old else value


class NextHidden(Template[Flowchart]):
    """What follows a shape, where the twin's cover lies on the text of the next one."""

    skill = "retrieval"
    unanswerable = "hidden"
    phrasings = (
        "What is written in the shape directly after '{step}'?",
        "Follow the arrow from '{step}'. What does the next shape say?",
        "Which step comes right after '{step}'?",
        "What is the text of the shape that follows '{step}'?",
        "After '{step}', what comes next?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        last = chart.nodes
        return [n.id for n in scene.nodes if n.kind in STEPS and last[chart.out[n.id][0].end].kind != "end"]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"step": chart_of(scene).nodes[slot].text}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        edge = chart.out[slot][0]
        if edge.end in scene.hidden:
            return _hidden("the text of the next shape is covered.")
        look(work, slot)
        return name_it(work, step_on(work, chart, edge, slot), "So it says '{}'.")

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        return covered(scene, _cover_kind(scene, rng), (chart_of(scene).out[slot][0].end,))


def _cover_kind(scene: Flowchart, rng: np.random.Generator) -> str:
    """The kind of the cover that lies on the chart already, or any."""
    return scene.covers[0].kind if scene.covers else pick(rng, COVERS)


class OutputHidden(Template[Flowchart]):
    """What a program prints, where the twin's cover lies on a box or decision that the run depends on."""

    skill = "multi_step"
    unanswerable = "hidden"
    phrasings = PrintedOutput.phrasings[:6]

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        if not scene.program:
            return ()
        chart = chart_of(scene)
        out = []
        for case in chart.cases():
            needed = _needed(chart, case)
            out += [(case, id) for id in needed]
        return out

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0])}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, id = slot
        if id in scene.hidden:
            return _hidden("the text of a shape that the program goes through is covered.")
        trace = follow(work, scene, case)
        out = work.do("collect", *trace.printed, say=lambda v: f"So the output is {', '.join(v)}.")
        return Listed(values=tuple(out.value))

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        return covered(scene, _cover_kind(scene, rng), (slot[1],))


def _needed(chart: Chart, case: tuple[int, ...]) -> list[str]:
    """Shapes on a run whose text the output can't be told without: every output that is written, and every assignment
    whose variable is printed later.
    """
    run = chart.run(case)
    ids = [m.node.id for m in run if m.node.kind == "output"]
    shown = {m.node.value for m in run if m.node.kind == "output"}
    for place, moment in enumerate(run):
        target = moment.node.target
        if moment.node.kind == "process" and target in shown:
            later = next((m for m in run[place + 1 :] if m.node.target == target or m.node.value == target), None)
            if later is not None and later.node.kind == "output":
                ids.append(moment.node.id)
    return list(dict.fromkeys(ids))


class ExitHidden(Template[Flowchart]):
    """Where a decision's answer leads, where both labels at the decision are covered in the twin."""

    skill = "structure"
    unanswerable = "hidden"
    phrasings = (
        "What comes next if the answer to '{test}' is '{label}'?",
        "At '{test}', where does the '{label}' exit lead?",
        "Which shape follows the decision '{test}' on '{label}'?",
        "If '{test}' comes out as '{label}', which shape is next?",
        "Follow the '{label}' arrow from '{test}'. Which shape does it lead to?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        # In a loop the text alone tells which way goes on, and in a program what is computed might.
        return [(e.start, e.label) for e in scene.edges if e.label and chart.nodes[e.start].pool == "check"]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"test": chart_of(scene).nodes[slot[0]].text, "label": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        edge = edge_to(chart, *slot)
        if edge.id in scene.hidden:
            return _hidden("the labels at the exits of this decision are covered.")
        look(work, slot[0])
        return name_it(work, step_on(work, chart, edge, slot[0]), "So '{}' follows.")

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        return covered(scene, _cover_kind(scene, rng), tuple(e.id for e in chart_of(scene).out[slot[0]]))


class ValueHidden(Template[Flowchart]):
    """The final value of a variable, where the twin's cover lies on the last box that sets it."""

    skill = "multi_step"
    unanswerable = "hidden"
    phrasings = FinalValue.phrasings[4:10]
    words = FinalValue.words

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return [(case, name) for case, name in FinalValue().slots(scene) if _last_set(scene, case, name)]

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        last = _last_set(scene, *slot)
        if last in scene.hidden:
            return _hidden("the text of a shape that sets the variable is covered.")
        return FinalValue().solve(scene, slot, work)

    def spoil(self, scene: Flowchart, slot: Slot, rng: np.random.Generator) -> Flowchart:
        last = _last_set(scene, *slot)
        assert last is not None
        return covered(scene, _cover_kind(scene, rng), (last,))


def _last_set(scene: Flowchart, case: Sequence[int], name: str) -> str | None:
    """The box that sets a variable last in a run, where that is a box."""
    sets = [m.node for m in chart_of(scene).run(tuple(case)) if m.node.target == name]
    return sets[-1].id if sets and sets[-1].kind == "process" else None


TEMPLATES: tuple[Template[Flowchart], ...] = (
    *VALUE_TEMPLATES,
    *RUN_TEMPLATES,
    *CHART_TEMPLATES,
    *WAY_TEMPLATES,
    StepGone(),
    VariableGone(),
    NextHidden(),
    OutputHidden(),
    ExitHidden(),
    ValueHidden(),
)
