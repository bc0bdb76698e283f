"""Questions about ways through a chart: where answers lead, what comes first, what can be reached or avoided."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import permutations

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Slot, Template
from scenewright.qa_templates.chart_questions import STEPS, ChartTemplate, look, name_it, step_on
from scenewright.qa_templates.flow_work import edge_to
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, listed
from scenewright.scenes.base import Reject
from scenewright.scenes.flow import Chart, Edge, Flowchart, chart_of


class FollowAnswers(ChartTemplate):
    """Start at a decision, answer it and the next one: which shape follows the second answer."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Start at '{test}'. The first answer is '{one}' and the answer at the next decision is '{two}'. Which "
        "shape comes right "
        "after that second decision?",
        "At '{test}' you take '{one}', and at the decision you meet after that you take '{two}'. Where does "
        "this second exit "
        "lead?",
        "Leave '{test}' by '{one}' and go on to the next diamond. Leave that one by '{two}'. What is the next shape?",
        "Beginning at '{test}', follow '{one}' and then, at the following decision, '{two}'. Which shape do you "
        "reach directly "
        "by that last arrow?",
        "Suppose '{test}' is answered '{one}' and the next question on the way is answered '{two}'. Which shape "
        "follows "
        "immediately?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        out = []
        for edge in scene.edges:
            if edge.label:
                second = next_decision(chart, edge)
                if second:
                    out += [(edge.start, edge.label, label) for label in scene.answers]
        return out

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"test": self.texts(scene, slot[0])[0], "one": slot[1], "two": slot[2]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        test, one, two = slot
        look(work, test)
        at = step_on(work, chart, edge_to(chart, test, one), test)
        while chart.nodes[at.value].kind != "decision":
            if not chart.out[at.value]:
                raise Reject("not_applicable")
            at = step_on(work, chart, chart.out[at.value][0], at)
        return name_it(work, step_on(work, chart, edge_to(chart, at.value, two), at), "So the next shape is '{}'.")


def next_decision(chart: Chart, edge: Edge) -> str | None:
    """The first decision that an arrow comes to, if it comes to one."""
    at = edge.end
    while chart.nodes[at].kind != "decision":
        if not chart.out[at]:
            return None
        at = chart.out[at][0].end
    return at


def walk(chart: Chart, answers: Mapping[str, str]) -> list[Edge] | None:
    """The arrows from start to end where each decision is left by the answer given for it; None where it goes
    round or a
    decision has no answer.
    """
    at = chart.start.id
    passed: set[str] = set()
    edges = []
    while chart.out[at]:
        if at in passed:
            return None
        passed.add(at)
        if chart.nodes[at].kind == "decision":
            if at not in answers:
                return None
            edge = edge_to(chart, at, answers[at])
        else:
            edge = chart.out[at][0]
        edges.append(edge)
        at = edge.end
    return edges


class WhichEnd(ChartTemplate):
    """Which end is reached if all decisions on the way come out as stated. Procedures with several ends; the
    answers are
    given for every decision of the chart, in the order in which they stand in it, so none tells which matter.
    """

    skill = "multi_step"
    phrasings = (
        "Which end is reached if the answers are {answers}?",
        "Follow the chart from the start with these answers: {answers}. At which end shape do you arrive?",
        "Suppose the answers are {answers}. How does the procedure end?",
        "With the answers {answers}, which of the end shapes do you come to?",
        "Go through the procedure, answering {answers}. Where does it end?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        if scene.program or sum(n.kind == "end" for n in scene.nodes) < 2:
            return ()
        chart = chart_of(scene)
        tests = [n.id for n in scene.nodes if n.kind == "decision"]
        out: list[Slot] = []
        for number in range(min(2 ** len(tests), 32)):
            given = [[t, scene.answers[number >> i & 1]] for i, t in enumerate(tests)]
            if walk(chart, dict(given)):
                out.append(given)
        return out

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        nodes = chart_of(scene).nodes
        return {"answers": listed([f"'{label}' to '{nodes[test].text}'" for test, label in slot])}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        edges = walk(chart, dict(slot))
        if not edges:
            raise Reject("not_applicable")
        at: Known | str = chart.start.id
        for edge in edges:
            at = step_on(work, chart, edge, at)
        assert isinstance(at, Known)
        return name_it(work, at, "So the end reached is '{}'.")

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for node in scene.nodes:
            if node.kind == "end":
                yield Label(value=node.text), "These answers do not lead to this end."


class StepsDone(ChartTemplate):
    """How many steps are done on the way from start to end for stated answers; terminators and decisions do
    not count.
    """

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    phrasings = (
        "How many steps are carried out if the answers are {answers}? Count neither the decisions nor the start "
        "and end shapes.",
        "Follow the chart with the answers {answers}. How many steps do you do in all, not counting diamonds "
        "and rounded start "
        "and end shapes?",
        "With the answers {answers}, how many shapes other than decisions, start and end are on the way?",
        "Suppose the answers are {answers}. How many steps does the whole way have, leaving out decisions, "
        "start and end?",
        "Answer {answers} and count the steps on your way, without decisions and terminators. How many are there?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        if scene.program:
            return ()
        chart = chart_of(scene)
        tests = [n.id for n in scene.nodes if n.kind == "decision"]
        given = ([[t, scene.answers[k >> i & 1]] for i, t in enumerate(tests)] for k in range(min(2 ** len(tests), 16)))
        return [g for g in given if walk(chart, dict(g))]

    words = WhichEnd.words

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        chart = chart_of(scene)
        edges = walk(chart, dict(slot))
        if not edges:
            raise Reject("not_applicable")
        at: Known | str = chart.start.id
        done = []
        for edge in edges:
            at = step_on(work, chart, edge, at)
            if chart.nodes[edge.end].kind in STEPS:
                done.append(at)
        count = work.do(
            "count", done, say=lambda v: f"On this way there {'is' if v == 1 else 'are'} {count_of(v, 'step')}."
        )
        return Integer(value=count.value)


# -- pairs of steps whose order only the picture tells ------------------------------------------------------------


def free_pairs(scene: Flowchart) -> list[tuple[str, str]]:
    """Ordered pairs of a procedure's interchangeable steps."""
    if scene.program:
        return []
    return list(permutations([n.id for n in scene.nodes if n.pool == "step"], 2))


class ComesFirst(ChartTemplate):
    """Which of two steps comes earlier: one leads to the other, and not the other way round."""

    skill = "comparison"
    phrasings = (
        "Which comes earlier in the procedure: '{a}' or '{b}'?",
        "Which of the two steps is reached first, '{a}' or '{b}'?",
        "Is it '{a}' or '{b}' that comes first on the way through the chart? Name the step.",
        "Following the arrows, which step do you come to earlier: '{a}' or '{b}'?",
        "Compare '{a}' with '{b}'. Which one stands earlier in the flow?",
        "Of '{a}' and '{b}', which is done first?",
        "Between '{a}' and '{b}', which step lies nearer to the start of the procedure?",
        "Which step precedes the other: '{a}' or '{b}'?",
        "If both '{a}' and '{b}' are done, which one is first?",
        "Put '{a}' and '{b}' in the order of the chart. Which is first?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return free_pairs(scene)

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        a, b = self.texts(scene, *slot)
        return {"a": a, "b": b}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        texts = [look(work, id) for id in slot]
        one, two = (reaches(work, scene, a, b) for a, b in (slot, slot[::-1]))
        if one.value == two.value:
            raise Reject("ambiguous")
        first = work.do("choose", one, *texts, say=lambda v: f"So '{v}' comes first.")
        return Label(value=first.value)

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for text in self.texts(scene, *slot):
            yield Label(value=text), "This step comes after the other one."


def reaches(work: Work, scene: Flowchart, a: str, b: str) -> Known:
    """Whether arrows lead from one shape to another."""
    nodes = chart_of(scene).nodes
    return work.do("reaches", a, b, say=lambda v: f"Arrows {'lead' if v else 'do not lead'} from '{nodes[a].text}' "
                   f"to '{nodes[b].text}'.", evidence=(a, b))  # fmt: skip


class CanReach(ChartTemplate):
    """Whether arrows lead from one step to another. Only pairs where they do in one direction alone."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Can you get from '{a}' to '{b}' by following the arrows?",
        "Is there a way along the arrows from '{a}' to '{b}'?",
        "Starting at '{a}', is it possible to reach '{b}'?",
        "Do the arrows lead, directly or not, from '{a}' to '{b}'?",
        "Once '{a}' is done, can '{b}' still be reached?",
        "Can '{b}' come at some point after '{a}'?",
        "From '{a}', does any path arrive at '{b}'?",
        "Is '{b}' reachable from '{a}'?",
        "If you stand at '{a}', can you still come to '{b}' later?",
        "Is it possible to go on from '{a}' and arrive at '{b}'?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        return [(a, b) for a, b in free_pairs(scene) if (b in chart.reach(a)) != (a in chart.reach(b))]

    def group(self, scene: Flowchart, slot: Slot) -> Hashable:
        return frozenset(slot)

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        a, b = self.texts(scene, *slot)
        return {"a": a, "b": b}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        for id in slot:
            look(work, id)
        found = reaches(work, scene, *slot)
        end = work.do("equal", found, True, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=end.value)


class MustPrecede(ChartTemplate):
    """Whether a step lies on every way from the start to another. Asked of pairs where the first leads to the
    second.
    """

    skill = "structure"
    balance = "yes_no"
    phrasings = (
        "Must '{a}' always be done before '{b}' is reached?",
        "Does every way from the start to '{b}' pass through '{a}'?",
        "Whatever the answers are, is '{a}' always carried out before you first come to '{b}'?",
        "Is it impossible to get to '{b}' without doing '{a}' first?",
        "Is '{a}' on every path from the start to '{b}'?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        start = scene.nodes[0].id
        pairs = [(a, b) for a, b in free_pairs(scene) if b in chart.reach(a)]
        # Both answers must be there to choose from: with no decision between steps, every way is the same.
        return pairs if len({b in chart.reach(start, a) for a, b in pairs}) == 2 else ()

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        a, b = self.texts(scene, *slot)
        return {"a": a, "b": b}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        a, b = slot
        one, two = look(work, a), look(work, b)
        say = f"Leaving out '{one.value}', there is {{}} way from the start to '{two.value}'."
        avoid = work.do("avoidable", a, b, say=lambda v: say.format("a" if v else "no"), evidence=(a, b))
        end = work.do("not", avoid, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=end.value)


class AnswerLeadsTo(ChartTemplate):
    """Whether an answer to a check leads straight to a step that one of its two answers leads to."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "If the answer to '{test}' is '{label}', does '{step}' come directly after it?",
        "Does the '{label}' exit of '{test}' lead straight to '{step}'?",
        "At '{test}', is '{step}' the very next shape when the answer is '{label}'?",
        "Is '{step}' what follows immediately if '{test}' is answered '{label}'?",
        "Does answering '{label}' at '{test}' take you directly to '{step}'?",
        "When '{test}' gets the answer '{label}', do you go to '{step}' next?",
        "Is the arrow from '{test}' to '{step}' the one marked '{label}'?",
        "Following '{label}' out of '{test}', is the next shape '{step}'?",
        "For '{label}' at '{test}', does the chart continue right away with '{step}'?",
        "Does '{label}' at the decision '{test}' lead immediately to '{step}'?",
    )

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        chart = chart_of(scene)
        return [
            (e.start, e.end, label)
            for e in scene.edges
            if e.label and chart.nodes[e.start].pool == "check"
            for label in scene.answers
        ]

    def group(self, scene: Flowchart, slot: Slot) -> Hashable:
        return tuple(slot[:2])

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        test, step = self.texts(scene, *slot[:2])
        return {"test": test, "step": step, "label": slot[2]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        test, step, label = slot
        chart = chart_of(scene)
        if len({e.end for e in chart.out[test]}) < 2:
            raise Reject("one_sided")
        look(work, step)
        goal = step_on(work, chart, edge_to(chart, test, label), test)
        end = work.do("equal", goal, step, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=end.value)


WAY_TEMPLATES: tuple[Template[Flowchart], ...] = (
    FollowAnswers(),
    WhichEnd(),
    StepsDone(),
    ComesFirst(),
    CanReach(),
    MustPrecede(),
    AnswerLeadsTo(),
)
