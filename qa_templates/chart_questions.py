"""Questions about a chart's shapes and arrows: what stands next to what, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from scenewright.qa_templates.answers import Answer, Integer, Label
from scenewright.qa_templates.base import Slot, Template
from scenewright.qa_templates.flow_work import edge_to
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.flow import Chart, Edge, Flowchart, Node, chart_of

STEPS = ("process", "call", "input", "output")


class ChartTemplate(Template[Flowchart]):
    """Asked of programs and procedures. Shapes are named by their text, which is unique in a chart."""

    def texts(self, scene: Flowchart, *ids: str) -> list[str]:
        """The texts of shapes."""
        nodes = chart_of(scene).nodes
        return [nodes[id].text for id in ids]


def look(work: Work, id: str) -> Known:
    """Find a shape by its text."""
    return work.read(id, "text", lambda v: f"Find '{v}' in the chart.")


def step_on(work: Work, chart: Chart, edge: Edge, start: Known | str) -> Known:
    """Follow an arrow; returns the id of the shape it leads to."""
    origin, goal = chart.nodes[edge.start].text, chart.nodes[edge.end].text
    by = f" by '{edge.label}'" if edge.label else ""
    return work.do("leads_to", start, edge.label, say=f"From '{origin}' the arrow{by} leads to '{goal}'.",
                   evidence=(edge.start, edge.id, edge.end))  # fmt: skip


def name_it(work: Work, id: Known, say: str) -> Answer:
    """The text of the shape that was reached."""
    text = work.do("text", id, say=lambda v: say.format(v))
    return Label(value=text.value)


def legible(scene: Flowchart, node: Node) -> str:
    """A shape's text in quotes, or what a reader would say where it is covered."""
    return "the covered shape" if node.id in scene.hidden else f"'{node.text}'"


def rivals(scene: Flowchart, right: Node, seen: Sequence[str], why: str) -> Iterator[tuple[Answer, str]]:
    """Other shapes of the right one's pool: within a pool nothing but the picture tells which stands where."""
    for node in scene.nodes:
        if node.pool and node.pool == right.pool and node.id != right.id and node.id not in seen:
            yield Label(value=node.text), why


# Numbers are asked for without options throughout: how large counts and values tend to be would tell the right one.


class NextStep(ChartTemplate):
    """The shape right after one that is no decision. Programs have no options: their words would tell."""

    skill = "retrieval"
    phrasings = (
        "Which step comes directly after '{step}'?",
        "What is the next shape after '{step}'?",
        "Follow the arrow from '{step}'. What is written in the shape it leads to?",
        "What comes right after '{step}' in the flowchart?",
        "After '{step}', which shape do you go to next?",
        "The arrow that leaves '{step}' points to which shape?",
        "Once '{step}' is done, what comes next?",
        "Read the text of the shape that follows '{step}'. What does it say?",
        "Where does the chart go immediately after '{step}'?",
        "What is the text in the shape directly following '{step}'?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return [n.id for n in scene.nodes if n.kind in STEPS]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"step": self.texts(scene, slot)[0]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        look(work, slot)
        return name_it(work, step_on(work, chart, chart.out[slot][0], slot), "So '{}' comes next.")

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        if scene.program:
            return ()
        chart = chart_of(scene)
        right = chart.nodes[chart.out[slot][0].end]
        return rivals(scene, right, (slot,), f"This is not where the arrow from '{chart.nodes[slot].text}' leads.")


class NextOnAnswer(ChartTemplate):
    """The shape that a decision's exit leads to."""

    skill = "retrieval"
    phrasings = (
        "What comes next if the answer to '{test}' is '{label}'?",
        "At '{test}', where does the '{label}' exit lead?",
        "Follow the '{label}' arrow from '{test}'. What is written in the shape it leads to?",
        "If '{test}' comes out as '{label}', which shape follows?",
        "Which shape does the '{label}' branch of '{test}' lead to?",
        "What happens directly after '{test}' when the outcome is '{label}'?",
        "You leave the decision '{test}' by '{label}'. Which shape do you come to?",
        "Take the '{label}' way out of '{test}'. What is the next shape?",
        "Which step follows the decision '{test}' on '{label}'?",
        "The outcome of '{test}' is '{label}'. What does the flowchart say next?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return [(e.start, e.label) for e in scene.edges if e.label]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"test": self.texts(scene, slot[0])[0], "label": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        look(work, slot[0])
        return name_it(work, step_on(work, chart, edge_to(chart, *slot), slot[0]), "So '{}' follows.")

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        chart = chart_of(scene)
        if scene.program or chart.nodes[slot[0]].pool != "check":
            return
        right, other = (
            next(e.end for e in chart.out[slot[0]] if (e.label == slot[1]) is same) for same in (True, False)
        )
        reason = f"The exit '{slot[1]}' does not lead there."
        if chart.nodes[other].pool == chart.nodes[right].pool:
            yield Label(value=chart.nodes[other].text), "This is where the other exit leads."
        yield from rivals(scene, chart.nodes[right], (slot[0], other), reason)


class StepBefore(ChartTemplate):
    """The one shape whose arrow leads to this one; shapes where ways meet are left out."""

    skill = "retrieval"
    phrasings = (
        "Which shape's arrow leads directly to '{step}'?",
        "What comes directly before '{step}'?",
        "From which shape do you get to '{step}' by a single arrow?",
        "Which shape stands immediately before '{step}' on the way?",
        "Trace the arrow into '{step}' back to its beginning. What is written there?",
        "What is the text of the shape right before '{step}'?",
        "Just before '{step}', which shape do you pass?",
        "'{step}' is reached by an arrow from which shape?",
        "What precedes '{step}' immediately in the chart?",
        "Name the shape that the arrow into '{step}' starts from.",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        return [
            n.id for n in scene.nodes if len(chart.into[n.id]) == 1 and chart.into[n.id][0].start != scene.nodes[0].id
        ]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"step": self.texts(scene, slot)[0]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        edge = chart_of(scene).into[slot][0]
        look(work, slot)
        before = work.do("comes_from", slot, say="Follow the arrow into it backwards.", evidence=(edge.start, edge.id))
        return name_it(work, before, "It comes from '{}'.")

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        if scene.program:
            return ()
        chart = chart_of(scene)
        right = chart.nodes[chart.into[slot][0].start]
        if right.pool == "round":
            return ()
        return rivals(scene, right, (slot,), f"No arrow leads from here to '{chart.nodes[slot].text}'.")


class ShapeCount(ChartTemplate):
    """How many shapes of one form there are in the chart."""

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    phrasings = (
        "How many {shape} are there in the chart?",
        "Count the {shape} in this flowchart.",
        "How many {shape} does the flowchart contain?",
        "What is the number of {shape} in the picture?",
        "Looking at the whole chart, how many {shape} do you see?",
        "How many {shape} have been drawn?",
        "The flowchart has how many {shape}?",
        "Go through the chart and count its {shape}. How many are there?",
        "In total, how many {shape} are shown?",
        "What is the total count of {shape}?",
    )
    _KINDS: ClassVar[dict[str, str]] = {
        "decision": "decision diamonds",
        "process": "plain process boxes (rectangles without double sides)",
        "input,output": "input/output shapes (parallelograms)",
        "call": "predefined-process boxes (rectangles with double sides)",
        "start,end": "start and end shapes (both kinds together)",
    }

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        kinds = {n.kind for n in scene.nodes}
        return [k for k in self._KINDS if not kinds.isdisjoint(k.split(","))]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"shape": self._KINDS[slot]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        kinds = slot.split(",")
        these = [n for n in scene.nodes if n.kind in kinds]
        # The form of a shape can be seen even where its text is covered.
        open_ones = [n.id for n in these if n.id not in scene.hidden]
        if not open_ones:
            raise Reject("hidden_evidence")
        say = f"Go through the chart and pick out these shapes: {listed([legible(scene, n) for n in these])}."
        found = work.do("of_kind", kinds, say=say, evidence=open_ones)
        count = work.do("count", found, say=lambda v: f"That makes {v}.")
        return Integer(value=count.value)


class ShortestWay(ChartTemplate):
    """Fewest arrows from the start to an end, whatever the conditions say."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "What is the smallest number of arrows you have to follow to get from '{start}' to '{end}'?",
        "Ignoring what the conditions mean, how many arrows has the shortest way from '{start}' to '{end}'?",
        "You may choose the exit at each decision freely. What is the least number of arrows from '{start}' to "
        "'{end}'?",
        "How few arrows can lead from '{start}' to '{end}' if every decision may go either way?",
        "Find the shortest path along the arrows from '{start}' to '{end}'. How many arrows does it have?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return [(scene.nodes[0].id, n.id) for n in scene.nodes if n.kind == "end"]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        start, end = self.texts(scene, *slot)
        return {"start": start, "end": end}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        start, end = slot
        chart = chart_of(scene)

        def say(way: list[str]) -> str:
            return f"The shortest way is {' → '.join(legible(scene, chart.nodes[id]) for id in way)}."

        way = work.do("shortest_way", start, end, say=say, evidence=(start, end))
        shapes = work.do("count", way, say=lambda v: f"It passes {v} shapes, the first and last included.")
        count = work.do("subtract", shapes, 1, say=lambda v: f"So there are {count_of(v, 'arrow')} between them.")
        return Integer(value=count.value)


CHART_TEMPLATES: tuple[Template[Flowchart], ...] = (
    NextStep(),
    NextOnAnswer(),
    StepBefore(),
    ShapeCount(),
    ShortestWay(),
)
