"""Questions about the way a program takes: how often shapes are carried out, which exits are used, what was entered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label
from scenewright.qa_templates.base import Slot, Template
from scenewright.qa_templates.flow_work import Case, case_words, follow
from scenewright.qa_templates.program_questions import ProgramTemplate, variables
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.scenes.base import Reject
from scenewright.scenes.flow import Branch, Chart, Flowchart, Item, Loop, Node, chart_of


class TimesExecuted(ProgramTemplate):
    """How often a box or decision is carried out. Asked of shapes whose count depends on the input."""

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    tries = 10
    phrasings = (
        "How many times is '{box}' carried out when the input is {case}?",
        "With {case}, how often does the program go through '{box}'?",
        "Run the program with {case}. How many times is the shape '{box}' visited?",
        "For {case}, count how often '{box}' is reached.",
        "If {case} is entered, how many times does the program come to '{box}'?",
        "How often is the step '{box}' performed in a run with {case}?",
        "Trace the program for {case}. How many passes through '{box}' are there?",
        "During a complete run with {case}, how many times is '{box}' executed?",
        "Suppose {case}. How many times do you visit '{box}' before the program ends?",
        "What is the number of times that '{box}' is carried out for {case}?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        cases = chart.cases()
        ids = [n.id for n in scene.nodes if n.kind in ("process", "decision", "output")]
        counts = {id: {_visits(chart, case, id) for case in cases} for id in ids}
        return [(case, id) for id in ids if len(counts[id]) > 1 for case in cases]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "box": chart_of(scene).nodes[slot[1]].text}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, id = slot
        work.read(id, "text", lambda v: f"Find '{v}' in the chart.")
        trace = follow(work, scene, case)
        passes = [known for m, known in trace.moments if m.node.id == id]
        count = work.do("count", passes, say=lambda v: f"That shape is carried out {count_of(v, 'time')}.")
        return Integer(value=count.value)


def _visits(chart: Chart, case: Case, id: str) -> int:
    return sum(m.node.id == id for m in chart.run(tuple(case)))


class DecisionsMade(ProgramTemplate):
    """How many decisions are made in a run, each visit counted."""

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    phrasings = (
        "How many times in all does the program pass through a decision diamond when the input is {case}?",
        "With {case}, how many decisions are made in the whole run, counting every visit to a diamond?",
        "Run the program with {case}. How often is a condition tested, all diamonds and all visits counted?",
        "For {case}, how many tests does the program make from start to end? Count repeated tests each time.",
        "If {case} is entered, how many diamond visits does the run contain?",
        "Count every decision the program makes for {case}, repeated ones included.",
    )

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        trace = follow(work, scene, slot[0])
        tests = [known for m, known in trace.moments if m.node.kind == "decision"]
        count = work.do("count", tests, say=lambda v: f"That makes {count_of(v, 'decision')}.")
        return Integer(value=count.value)


class ExitTaken(ProgramTemplate):
    """Which exit is taken at a decision that is named by the box before it.

    The decision's own text is not quoted, and which exit means what was drawn at random, so the words give nothing
    away. Asked for the first and second visit.
    """

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "With {case}, does the program leave the decision that follows '{box}' by its '{label}' exit on visit "
        "number {k}?",
        "Run the program with {case}. On visit {k} to the diamond right after '{box}', is the '{label}' way taken?",
        "The input is {case}. Is '{label}' the outcome of the test right after '{box}', on visit number {k} to "
        "that test?",
        "For {case}: at the decision that comes directly after '{box}', is the '{label}' arrow followed on visit {k}?",
        "Suppose {case}. Does the diamond that '{box}' leads to come out as '{label}' on its visit number {k}?",
        "When {case} is entered, does visit {k} to the decision after '{box}' continue along '{label}'?",
        "Tracing the chart with {case}: at the diamond that the arrow from '{box}' points to, is '{label}' chosen on "
        "visit number {k}?",
        "In a run with {case}, is the '{label}' exit used on visit {k} to the decision that comes right after '{box}'?",
        "With {case} entered, does the program go the '{label}' way at the decision next after '{box}', on visit {k}?",
        "Is the '{label}' branch taken on visit number {k} to the diamond following '{box}' if {case}?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        heads: dict[str, str] = {}
        for edge in scene.edges:
            if not edge.label and chart.nodes[edge.end].kind == "decision" and chart.nodes[edge.start].kind != "start":
                heads.setdefault(edge.end, edge.start)
        out = []
        for case in chart.cases():
            for test, before in heads.items():
                for k in range(1, min(2, _visits(chart, case, test)) + 1):
                    out += [(case, before, test, k, label) for label in scene.answers]
        return out

    def group(self, scene: Flowchart, slot: Slot) -> Hashable:
        return (tuple(slot[0]), *slot[1:4])

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        case, before, _, k, label = slot
        return {"case": case_words(scene, case), "box": chart_of(scene).nodes[before].text, "k": str(k), "label": label}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, before, test, k, label = slot
        chart = chart_of(scene)
        box = work.read(before, "text", lambda v: f"Find '{v}'.")
        work.do("leads_to", before, "", say=f"From '{box.value}' the arrow leads to '{chart.nodes[test].text}'.",
                evidence=(before, test))  # fmt: skip
        places = [i for i, m in enumerate(chart.run(tuple(case))) if m.node.id == test]
        if len(places) < k:
            raise Reject("not_applicable")
        trace = follow(work, scene, case, places[k - 1] + 1)
        outcome = trace.moments[-1][1]
        taken = scene.answers[not (outcome.value if outcome else False)]
        wanted = label == scene.answers[0]
        end = work.do("equal", outcome, wanted, say=lambda v: f"The exit taken is '{taken}', so the answer is "
                      f"{'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=end.value)


class BoxExecuted(ProgramTemplate):
    """Whether a box in one of a decision's two arms is carried out. Only decisions with a box in each arm and exactly
    one of the two carried out, so that each answer is as likely whatever the words say.
    """

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Is '{box}' carried out when the input is {case}?",
        "With {case}, does the program ever reach '{box}'?",
        "Run the program with {case}. Is the shape '{box}' visited?",
        "Does a run with {case} pass through '{box}'?",
        "If {case} is entered, is '{box}' ever executed?",
        "For {case}, does the program get to '{box}' at some point?",
        "Suppose {case}. Do you come past '{box}' on the way to the end?",
        "Does entering {case} lead the program through '{box}'?",
        "Tracing the chart with {case}, do you visit '{box}'?",
        "Will '{box}' be performed if the user enters {case}?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        pairs = [p for p in arm_pairs(scene.body, chart) if p[0].pool and p[0].pool == p[1].pool]
        return [(case, a.id, b.id) for case in chart.cases() for x, y in pairs for a, b in ((x, y), (y, x))]

    def group(self, scene: Flowchart, slot: Slot) -> Hashable:
        return (tuple(slot[0]), *sorted(slot[1:]))

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "box": chart_of(scene).nodes[slot[1]].text}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, id, other = slot
        chart = chart_of(scene)
        if bool(_visits(chart, case, id)) == bool(_visits(chart, case, other)):
            raise Reject("one_sided")
        text = work.read(id, "text", lambda v: f"Find '{v}' in the chart.")
        trace = follow(work, scene, case)
        passed = [known for m, known in trace.moments if m.node.id == id]
        count = work.do("count", passed, say=lambda v: f"The run goes through '{text.value}' {count_of(v, 'time')}.")
        end = work.do("greater", count, 0, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=end.value)


def arm_pairs(body: Sequence[Item], chart: Chart) -> list[tuple[Node, Node]]:
    """The first boxes of the two arms of each decision that has a box at the head of both."""
    out = []
    for item in body:
        if isinstance(item, Branch):
            if item.yes and item.no and isinstance(item.yes[0], str) and isinstance(item.no[0], str):
                out.append((chart.nodes[item.yes[0]], chart.nodes[item.no[0]]))
            out += arm_pairs(item.yes, chart) + arm_pairs(item.no, chart)
        elif isinstance(item, Loop):
            out += arm_pairs(item.body, chart)
    return out


class MoreOften(ProgramTemplate):
    """Which of the boxes in a decision's two arms is carried out more often; ties are rejected."""

    skill = "comparison"
    phrasings = (
        "When the input is {case}, which is carried out more often: '{a}' or '{b}'?",
        "With {case}, does the program go through '{a}' or '{b}' more times? Name the box.",
        "Run the program with {case}. Which box is visited more often, '{a}' or '{b}'?",
        "For {case}, which of the two is executed more often: '{a}' or '{b}'?",
        "Compare '{a}' and '{b}' in a run with {case}. Which is carried out more times?",
        "If {case} is entered, which step happens more often, '{a}' or '{b}'?",
        "Suppose {case}. Of '{a}' and '{b}', which does the run pass more often?",
        "Between '{a}' and '{b}', which one is performed more times for {case}?",
        "Count the visits to '{a}' and to '{b}' for {case}. Which has more?",
        "In a complete run with {case}, is it '{a}' or '{b}' that is carried out more often?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        pairs = [p for p in arm_pairs(scene.body, chart) if p[0].pool and p[0].pool == p[1].pool]
        return [(case, a.id, b.id) for case in chart.cases() for x, y in pairs for a, b in ((x, y), (y, x))]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        nodes = chart_of(scene).nodes
        return {"case": case_words(scene, slot[0]), "a": nodes[slot[1]].text, "b": nodes[slot[2]].text}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, one, two = slot
        texts = [work.read(id, "text", lambda v: f"Find '{v}'.") for id in (one, two)]
        trace = follow(work, scene, case)
        counts = []
        for id, text in zip((one, two), texts, strict=True):
            passes = [known for m, known in trace.moments if m.node.id == id]
            counts.append(
                work.do("count", passes, say=lambda v, t=text.value: f"'{t}' is carried out {count_of(v, 'time')}.")
            )
        if counts[0].value == counts[1].value:
            raise Reject("tie")
        best = work.do("argmax", texts, counts, say=lambda v: f"So it is '{v}'.")
        return Label(value=best.value)

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for id in slot[1:]:
            yield Label(value=chart_of(scene).nodes[id].text), "This box is carried out less often."


class ShapesVisited(ProgramTemplate):
    """Length of a run in shapes, start and end included, repeated visits counted each time."""

    skill = "counting"
    choice_share = 0.0
    phrasings = (
        "How many shapes does a run with {case} visit in all, the start and end shapes included and repeated "
        "visits counted "
        "each time?",
        "With {case}, how long is the way from start to end in shapes? Count every visit, and both terminators.",
        "Run the program with {case} and count the shapes you pass, from the start shape to the end shape, both "
        "included and "
        "repeats counted. How many are there?",
        "For {case}, how many shape visits are there from the start to the end, both counted?",
        "Count each shape each time you come to it, the first and the last included. How many is that for {case}?",
    )

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        trace = follow(work, scene, slot[0])
        visited = [m.node.id for m, _ in trace.moments]
        if len(visited) > 45:
            raise Reject("long_run")
        count = work.do("count", visited, say=lambda v: f"With the start and end shapes that makes {v} shapes.")
        return Integer(value=count.value)


class WhichInput(ProgramTemplate):
    """The one input in the range that gives an output. Programs with one input; the output must be unique."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which whole number from {low} to {high} has to be entered for {name} so that the output is {output}?",
        "The program wrote exactly {output}. Which value of {name} from {low} to {high} was entered?",
        "For which {name} between {low} and {high}, both included, does the program write exactly {output}?",
        "Somebody entered a whole number from {low} to {high} for {name}, and the complete output was {output}. "
        "Which number "
        "was it?",
        "Find the input {name} from {low} to {high} whose complete output is {output}.",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        if len(scene.inputs) != 1 or sum(len(chart.run(case)) for case in chart.cases()) > 110:
            return ()  # no one traces as many shapes as that
        outputs: dict[tuple[str, ...], list[int]] = {}
        for case in chart.cases():
            outputs.setdefault(tuple(m.printed for m in chart.run(case) if m.printed is not None), []).append(case[0])
        return [list(output) for output, values in outputs.items() if len(values) == 1 and len(output) <= 5]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        i = scene.inputs[0]
        return {"name": i.name, "low": str(i.low), "high": str(i.high), "output": ", ".join(slot)}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        outputs, cases = [], chart_of(scene).cases()
        for case in cases:
            trace = follow(work, scene, case)
            entered = case_words(scene, case)
            say = lambda v, entered=entered: f"For {entered} the output is {', '.join(v)}."  # noqa: E731
            outputs.append(work.do("collect", *trace.printed, say=say))
        hits = [work.do("same", out, list(slot), say=lambda v: "This is the output asked for." if v else
                        "This is another output.") for out in outputs]  # fmt: skip
        if sum(h.value for h in hits) != 1:
            raise Reject("ambiguous")
        found = work.do("argmax", [c[0] for c in cases], hits, say=lambda v: f"So {v} was entered.")
        return Integer(value=found.value)


class ValueDifference(ProgramTemplate):
    """How far apart a variable's final values are for two inputs."""

    skill = "arithmetic"
    choice_share = 0.0
    phrasings = (
        "What is the difference between the final values of {name} for {case} and for {other}? Give it without a sign.",
        "Run the program once with {case} and once with {other}. How far apart are the final values of {name}?",
        "By how much do the final values of {name} differ between the inputs {case} and {other}? Give a number "
        "without a sign.",
        "Compare the runs with {case} and with {other}: what is the distance between the two final values of {name}?",
        "Take the final value of {name} for {case} and for {other}, and subtract the smaller from the larger. "
        "What is left?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        cases = chart.cases()
        names = [n for n in variables(scene) if len({chart.run(c)[-1].env.get(n) for c in cases}) > 1]
        return [(a, name, b) for name in names for a, b in pairwise(cases)] + [
            (a, name, b) for name in names for a, b in zip(cases, cases[2:], strict=False)
        ]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "other": case_words(scene, slot[2]), "name": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        one, name, two = slot
        values = []
        for case in (one, two):
            trace = follow(work, scene, case)
            if trace.env is None or name not in trace.env.value:
                raise Reject("not_applicable")
            values.append(work.do("variable", trace.env, name, say=lambda v, c=case:
                                  f"For {case_words(scene, c)} {name} ends as {v}."))  # fmt: skip
        apart = work.do("distance", *values, say=lambda v: f"The two values are {v} apart.")
        return Integer(value=apart.value)


RUN_TEMPLATES: tuple[Template[Flowchart], ...] = (
    TimesExecuted(),
    DecisionsMade(),
    ExitTaken(),
    BoxExecuted(),
    MoreOften(),
    ShapesVisited(),
    WhichInput(),
    ValueDifference(),
)
