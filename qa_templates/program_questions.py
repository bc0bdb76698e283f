"""Questions about what a drawn program prints and what its variables hold, answered by running it on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scenewright.qa_templates.answers import Answer, Integer, Text
from scenewright.qa_templates.answers import Sequence as Listed
from scenewright.qa_templates.base import Slot, Template
from scenewright.qa_templates.flow_work import case_words, follow
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of, listed, ordinal
from scenewright.scenes.base import Reject
from scenewright.scenes.flow import Chart, Flowchart, Moment, chart_of, names_in


class ProgramTemplate(Template[Flowchart]):
    """Asked of programs alone; the first item of a slot is the case, one value for each input."""

    def slots(self, scene: Flowchart) -> Sequence[Slot]:
        return self.arguments(scene, chart_of(scene)) if scene.program else ()

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        """The slots of a program."""
        return [(case,) for case in chart.cases()]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0])}


def variables(scene: Flowchart) -> list[str]:
    """Variables that change after they are first set, or all that are not mere inputs."""
    return list(dict.fromkeys(n.target for n in scene.nodes if n.target and n.kind == "process"))


def printed_numbers(run: Sequence[Moment]) -> list[int]:
    """The numbers printed in a run, words left out."""
    return [int(m.printed) for m in run if m.printed is not None and m.node.value is not None]


class PrintedOutput(ProgramTemplate):
    """All that is printed, in order."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "What does this program print when the input is {case}? List everything it writes in order.",
        "Run the flowchart with {case}. What is its complete output, in order?",
        "With {case} entered, what does the program output from first to last?",
        "Trace the program for {case}. Which values or words does it write, in order?",
        "What output do you get for {case}? Give all of it in the order in which it is written.",
        "If someone enters {case}, what does the flowchart write out? List it in order.",
        "Follow the arrows with {case}. What has been written when the end is reached, in order?",
        "For the input {case}, list in order what the program outputs.",
        "Suppose {case}. What does the program produce as output, item by item?",
        "Carry the program out on paper for {case} and list its output in order.",
    )

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        trace = follow(work, scene, slot[0])
        out = work.do("collect", *trace.printed, say=lambda v: f"So the output is {', '.join(v)}.")
        return Listed(values=tuple(out.value))


class NthOutput(ProgramTemplate):
    """One item of the output, by its place. Asked where at least two things are printed."""

    skill = "multi_step"
    phrasings = (
        "What is the {nth} thing the program writes when the input is {case}?",
        "With {case}, what does the program output {nth}?",
        "Run the program with {case}. What is the {nth} item of its output?",
        "For {case}, what is the {nth} item in the list of all that is written out?",
        "Suppose {case} is entered. Which value or word is written {nth}?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        out = []
        for case in chart.cases():
            count = sum(m.printed is not None for m in chart.run(case))
            out += [(case, k) for k in range(1, count + 1) if count > 1]
        return out

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "nth": ordinal(slot[1])}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, k = slot
        trace = follow(work, scene, case)
        if len(trace.printed) < k:
            raise Reject("not_applicable")
        out = work.do("collect", *trace.printed, say=lambda v: f"The whole output is {', '.join(v)}.")
        item = work.do("nth", out, k - 1, say=lambda v: f"The {ordinal(k)} item is {v}.")
        return Text(value=item.value)

    def wrong(self, scene: Flowchart, slot: Slot, answer: Answer) -> Iterable[tuple[Answer, str]]:
        # Words alone: which of two words is written where was drawn at random, but numbers have likely sizes.
        words = [n.word for n in scene.nodes if n.word]
        if isinstance(answer, Text) and answer.value in words:
            for word in words:
                yield Text(value=word), "This word is not written at that place with this input."


class OutputCount(ProgramTemplate):
    """How many things are printed."""

    skill = "counting"
    choice_share = 0.0
    balance = "spread"
    phrasings = (
        "How many items does the program write out when the input is {case}?",
        "With {case}, how many times is an output shape carried out?",
        "How often does the program write something if {case} is entered?",
        "Run the program with {case}. How many separate outputs does it make?",
        "For {case}, how many values or words are written in all?",
        "Count the outputs of the program for {case}.",
    )

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        trace = follow(work, scene, slot[0])
        out = work.do("collect", *trace.printed, say=lambda v: f"The output is {', '.join(v)}.")
        count = work.do("count", out, say=lambda v: f"That is {count_of(v, 'item')}.")
        return Integer(value=count.value)


class OutputSum(ProgramTemplate):
    """The sum of all numbers printed; words are rejected, and so is a single number."""

    skill = "arithmetic"
    phrasings = (
        "What do the numbers that the program writes for {case} add up to?",
        "Add up all numbers in the output for {case}. What is the sum?",
        "Run the program with {case}. What is the sum of the numbers it outputs?",
        "With {case} entered, what is the total of all numbers written out?",
        "For {case}, what do you get when you add all the output numbers together?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        if any(n.word for n in scene.nodes):
            return ()
        return [(case,) for case in chart.cases() if len(printed_numbers(chart.run(case))) > 1]

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        trace = follow(work, scene, slot[0])
        out = work.do("collect", *trace.printed, say=lambda v: f"The output is {', '.join(v)}.")
        values = work.do("integers", out, say=lambda v: f"The numbers are {listed([str(x) for x in v])}.")
        total = work.do("total", values, say=lambda v: f"They add up to {v}.")
        return Integer(value=total.value)


class FinalValue(ProgramTemplate):
    """A variable's value at the end."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "What is the final value of {name} when the input is {case}?",
        "With {case}, what value does the variable {name} have when the program ends?",
        "Run the flowchart with {case}. What is {name} at the end?",
        "If {case} is entered, what does {name} hold after the last step?",
        "For {case}, what is the value of {name} once the program has stopped?",
        "Trace the program for {case}. Which value does {name} end up with?",
        "Suppose {case}. What is {name} when the end shape is reached?",
        "Which value is stored in {name} at the end of a run with {case}?",
        "Carry out the program with {case}. What is the last value of {name}?",
        "After a complete run with {case}, what is {name}?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        return [(case, name) for name in variables(scene) for case in chart.cases()]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "name": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, name = slot
        trace = follow(work, scene, case)
        if trace.env is None or name not in trace.env.value:
            raise Reject("not_applicable")
        value = work.do("variable", trace.env, name, say=lambda v: f"At the end {name} is {v}.")
        return Integer(value=value.value)


class ValueAfter(ProgramTemplate):
    """A variable right after a box has been carried out for the k-th time. Asked of boxes that change the variable."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "With {case}, what is {name} right after '{box}' has been carried out for the {nth} time?",
        "Run the program with {case}. What value has {name} just after the {nth} time that '{box}' is executed?",
        "For {case}, what does {name} hold once the box '{box}' has been done {times}?",
        "The input is {case}. Which value does '{box}' give to {name} the {nth} time it is carried out?",
        "Trace the program with {case}: what is {name} immediately after pass number {k} through '{box}'?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        out = []
        for case in chart.cases():
            seen: dict[str, int] = {}
            for moment in chart.run(case):
                node = moment.node
                if node.kind == "process" and names_in(node.value):
                    seen[node.id] = seen.get(node.id, 0) + 1
                    out.append((case, node.id, seen[node.id]))
        return out

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        case, id, k = slot
        node = chart_of(scene).nodes[id]
        return {"case": case_words(scene, case), "name": node.target, "box": node.text, "nth": ordinal(k), "k": str(k),
                "times": ("once", "twice")[k - 1] if k < 3 else f"{k} times"}  # fmt: skip

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, id, k = slot
        chart = chart_of(scene)
        places = [i for i, m in enumerate(chart.run(tuple(case))) if m.node.id == id]
        if len(places) < k:
            raise Reject("not_applicable")
        trace = follow(work, scene, case, places[k - 1] + 1)
        name = chart.nodes[id].target
        assert trace.env is not None
        value = work.do("variable", trace.env, name, say=lambda v: f"After pass {k} through that box {name} is {v}.")
        return Integer(value=value.value)


class VariableTrace(ProgramTemplate):
    """All values that a variable is given, in order; scored value by value. Two values at least."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "With {case}, list every value that {name} is given, in order, from its first to its last.",
        "Trace the variable {name} for {case}: which values are assigned to it, in order?",
        "Run the program with {case}. Write down the value of {name} each time a shape sets it.",
        "For {case}, which values does {name} take, one after another? Write one value for each time it is set.",
        "Keep a trace table for {case}. What are the entries for {name}, one for each time it is set?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        return [(case, name) for name in variables(scene) for case in chart.cases()]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "name": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, name = slot
        trace = follow(work, scene, case)
        sets = [known for m, known in trace.moments if m.node.target == name and known is not None]
        if not 2 <= len(sets) <= 12:
            raise Reject("not_applicable")
        values = [work.do("variable", k, name, say=lambda v: f"{name} becomes {v}.") for k in sets]
        out = work.do("collect", *values, say=lambda v: f"So {name} takes the values {', '.join(map(str, v))}.")
        return Listed(values=tuple(map(str, out.value)), partial=True)


class LargestValue(ProgramTemplate):
    """The largest value a variable is ever given. Rejected unless it is given two different values."""

    skill = "comparison"
    choice_share = 0.0
    phrasings = (
        "What is the largest value that {name} has at any time during a run with {case}?",
        "With {case}, how large does {name} get at most?",
        "Run the program with {case}. What is the highest value {name} ever takes?",
        "For {case}, which is the biggest of all values assigned to {name}?",
        "Over the whole run with {case}, what is the maximum of {name}?",
        "If {case} is entered, what is the greatest value that {name} is ever given?",
    )

    def arguments(self, scene: Flowchart, chart: Chart) -> Sequence[Slot]:
        return [(case, name) for name in variables(scene) for case in chart.cases()]

    def words(self, scene: Flowchart, slot: Slot) -> Mapping[str, str]:
        return {"case": case_words(scene, slot[0]), "name": slot[1]}

    def solve(self, scene: Flowchart, slot: Slot, work: Work) -> Answer:
        case, name = slot
        trace = follow(work, scene, case)
        sets = [known for m, known in trace.moments if m.node.target == name and known is not None]
        values = [work.do("variable", k, name, say=lambda v: f"{name} becomes {v}.") for k in sets]
        if len({v.value for v in values}) < 2:
            raise Reject("not_applicable")
        best = work.do("max", values, say=lambda v: f"The largest of these values is {v}.")
        return Integer(value=best.value)


VALUE_TEMPLATES: tuple[Template[Flowchart], ...] = (
    PrintedOutput(),
    NthOutput(),
    OutputCount(),
    OutputSum(),
    FinalValue(),
    ValueAfter(),
    VariableTrace(),
    LargestValue(),
)
