"""What can be asked about dice. `solve` takes its answer from recorded steps, so steps and answer can't differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from dice_family.scene import COLOURS, Dice
from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, Unanswerable
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.steps import OPS, Known, Work
from scenewright.scenes.base import Reject, pick


def read(work: Work, scene: Dice, colour: str) -> Known:
    """Read one die: the step that looks at the picture. The die becomes evidence."""
    die = scene.of(colour)
    if die is None:
        raise Reject("not_applicable")
    return work.read(die.id, "pips", lambda v: f"The {colour} die shows {v}.")


class Pips(Template[Dice]):
    """What one die shows."""

    skill = "retrieval"
    phrasings = (
        "What does the {colour} die show?",
        "How many pips are on the {colour} die?",
        "Which number has the {colour} die come up with?",
        "Read the {colour} die. What number is it?",
        "What number did the {colour} die land on?",
    )

    def slots(self, scene: Dice) -> Sequence[Any]:
        return [die.colour for die in scene.dice]

    def words(self, scene: Dice, slot: Any) -> Mapping[str, str]:
        return {"colour": slot}

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        return Integer(value=read(work, scene, slot).value)


class Total(Template[Dice]):
    """The sum of all dice. Rejected by itself where one is covered: then its evidence is hidden."""

    skill = "arithmetic"
    phrasings = (
        "What do all the dice add up to?",
        "What is the total of the dice?",
        "Add up what all the dice show. What do you get?",
        "How many pips are showing in all?",
        "What is the sum of all dice?",
    )

    def slots(self, scene: Dice) -> Sequence[Any]:
        return [""]

    def words(self, scene: Dice, slot: Any) -> Mapping[str, str]:
        return {}

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        shown = [read(work, scene, die.colour) for die in scene.dice]
        return Integer(value=int(work.do("sum", shown, say=lambda v: f"Together that is {v:g}.").value))


class Higher(Template[Dice]):
    """Which of two dice shows more. Rejected where they show the same."""

    skill = "comparison"
    phrasings = (
        "Which die shows more, the {a} one or the {b} one?",
        "Does the {a} die or the {b} die show the higher number?",
        "Of the {a} and the {b} die, which came up higher?",
        "Compare the {a} die with the {b} one. Which shows the larger number?",
        "Which of these two won: the {a} die or the {b} die? (The higher number wins.)",
    )

    def slots(self, scene: Dice) -> Sequence[Any]:
        colours = [die.colour for die in scene.dice]
        return [(a, b) for a in colours for b in colours if a != b]

    def words(self, scene: Dice, slot: Any) -> Mapping[str, str]:
        return {"a": slot[0], "b": slot[1]}

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        shown = [read(work, scene, colour) for colour in slot]
        if shown[0].value == shown[1].value:
            raise Reject("tie")
        more = work.do("argmax", list(slot), shown, say=lambda v: f"So the {v} die shows more.")
        return Label(value=more.value, accepted=(f"the {more.value} die", f"the {more.value} one"))

    def wrong(self, scene: Dice, slot: Any, answer: Answer) -> Sequence[tuple[Answer, str]]:
        assert isinstance(answer, Label)
        other = slot[0] if answer.value == slot[1] else slot[1]
        return [(Label(value=other), "This one shows less.")]


class IsEven(Pips):
    """Whether a die shows an even number; yes and no are wanted equally often."""

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Does the {colour} die show an even number?",
        "Is the number on the {colour} die even?",
        "Has the {colour} die come up even?",
        "Is an even number of pips showing on the {colour} die?",
        "Would you call the number on the {colour} die even?",
    )

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        rest = work.do("modulo", read(work, scene, slot), 2, say=lambda v: f"Halved, {v} is left over.")
        even = work.do("equal", rest, 0, say=lambda v: f"So it is {'even' if v else 'odd'}.")
        return Boolean(value=even.value)


class AboveCount(Template[Dice]):
    """How many dice show more than a number."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many dice show more than {limit}?",
        "Count the dice that show a number above {limit}. How many are there?",
        "On how many dice is the number greater than {limit}?",
        "How many of the dice came up higher than {limit}?",
        "What is the number of dice with more than {limit} pips?",
    )

    def slots(self, scene: Dice) -> Sequence[Any]:
        return [2, 3, 4]

    def words(self, scene: Dice, slot: Any) -> Mapping[str, str]:
        return {"limit": str(slot)}

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        shown = [read(work, scene, die.colour) for die in scene.dice]
        above = work.do("above", shown, slot, say=f"Pick out those above {slot}.")
        return Integer(value=work.do("count_true", above, say=lambda v: f"That makes {v}.").value)


class Absent(Pips):
    """A false premise in the second of two twins: the die that is asked about has another colour there."""

    unanswerable = "false_premise"

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        if scene.of(slot) is None:
            return Unanswerable(reason="false_premise", why=f"there is no {slot} die")
        return Integer(value=read(work, scene, slot).value)

    def spoil(self, scene: Dice, slot: Any, rng: np.random.Generator) -> Dice:
        taken = {die.colour for die in scene.dice}
        other = pick(rng, [colour for colour in COLOURS if colour not in taken] or [COLOURS[0]])
        if other in taken:
            raise Reject("no_twin")
        return msgspec.structs.replace(
            scene,
            dice=tuple(msgspec.structs.replace(d, colour=other) if d.colour == slot else d for d in scene.dice),
        )


class Covered(Pips):
    """Hidden in the second of two twins: a cup stands over the die. Each cup is dark, so all other dice are named."""

    unanswerable = "hidden"

    def slots(self, scene: Dice) -> Sequence[Any]:
        return [] if scene.hidden else super().slots(scene)

    def solve(self, scene: Dice, slot: Any, work: Work) -> Answer:
        die = scene.of(slot)
        if die is None or die.id in scene.hidden:
            return Unanswerable(reason="hidden", why=f"a cup covers the {slot} die")
        return Integer(value=read(work, scene, slot).value)

    def spoil(self, scene: Dice, slot: Any, rng: np.random.Generator) -> Dice:
        die = scene.of(slot)
        assert die
        return msgspec.structs.replace(scene, hidden=(die.id,))


TEMPLATES = (Pips(), Total(), Higher(), IsEven(), AboveCount(), Absent(), Covered())
__all__ = ["OPS", "TEMPLATES"]
