"""Questions on how a chart of named numbers is built: titles, names, ticks, what it shows at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Number, Text
from scenewright.qa_templates.named_values import Along
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ValueTemplate
from scenewright.qa_templates.words import listed, ordinal


class NameAt(ValueTemplate):
    """Which name stands at a place of an axis or a legend, counted from either end."""

    skill = "structure"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {label} is {place} among the {labels} {where}, counted {side}?",
        "Counting the {labels} {where} {side}, which is the {place}?",
        "Name the {label} that comes {place} {where}, counted {side}.",
        "Start {side}: which {label} is the {place} {where}?",
        "Of the {labels} {where}, which is {place} {side}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [
            (along, i, back)
            for along in ("row", "column")
            for i in range(min(len(self.values.entries(scene, along)), 11))
            for back in (False, True)
        ]

    def _side(self, slot: Any) -> str:
        ends = self.values.row_ends if slot[0] == "row" else self.values.column_ends
        return ends[1 if slot[2] else 0]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        label, labels = self.values.nouns(scene, slot[0])
        where = self.values.row_places if slot[0] == "row" else self.values.column_places
        return {"label": label, "labels": labels, "where": where, "place": ordinal(slot[1] + 1),
                "side": self._side(slot)}  # fmt: skip

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        entries = self.values.entries(scene, slot[0])
        names = [work.read(e.id, "name", lambda v, i=i: f"Name {i + 1} is {v}.") for i, e in enumerate(entries)]
        index = len(names) - 1 - slot[1] if slot[2] else slot[1]
        say = f"The {ordinal(slot[1] + 1)} {self._side(slot)} is "
        found = work.do("nth", names, index, say=lambda v: f"{say}{v}.")
        return self.values.named(scene, found.value, slot[0])


class TitleText(ValueTemplate):
    """The chart's title, word for word."""

    skill = "structure"
    weight = 0.5
    choice_share = 0.0
    phrasings = (
        "What is the title of the chart?",
        "Read the chart's title.",
        "How is the chart titled?",
        "Give the title of this chart as it is printed.",
        "What does the heading of the chart say?",
        "Copy the title of the chart.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [""]

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        text = work.read("title", "text", lambda v: f"The title reads “{v}”.")
        return Text(value=text.value)


class CaptionText(ValueTemplate):
    """The title of an axis, of a colour bar or of a legend, word for word."""

    skill = "structure"
    weight = 0.7
    choice_share = 0.0
    phrasings = (
        "What is {what}?",
        "Read {what}.",
        "Give {what} as it is printed.",
        "What does {what} say?",
        "Copy {what}.",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [caption.id for caption in self.values.captions(scene)]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return {"what": next(c.what for c in self.values.captions(scene) if c.id == slot)}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        text = work.read(slot, "text", lambda v: f"It reads “{v}”.")
        unit = self.values.unit(scene)
        bare = text.value.removesuffix(f" ({unit})") if unit else text.value
        more = (bare, f"{bare}, {unit}", f"{bare} in {self.values.unit_name(scene)}") if bare != text.value else ()
        return Text(value=text.value, accepted=more)


class EndTick(ValueTemplate):
    """The highest or lowest number written at the scale."""

    skill = "retrieval"
    weight = 0.5
    phrasings = (
        "What is the {end} number written at the {scale}{unit}?",
        "Which is the {end} labelled tick of the {scale}{unit}?",
        "Read the {end} label of the {scale}{unit}.",
        "What value does the {end} label of the {scale} give{unit}?",
        "At the {scale}, what is the {end} labelled value{unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return ["highest", "lowest"] if self.values.tick_things(scene) else []

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return self.of_cell(scene) | {"end": slot}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        tick = self.values.tick_things(scene)[-1 if slot == "highest" else 0]
        value = work.read(tick.id, "value", f"The {slot} label reads {tick.text}.")
        return self.values.number(scene, value.value, places_of(value.value))


class TickStep(ValueTemplate):
    """How far apart neighbouring labelled ticks of a linear scale are."""

    skill = "arithmetic"
    weight = 0.5
    phrasings = (
        "By how much do neighbouring labels of the {scale} differ{gap_unit}?",
        "What is the step from one labelled tick of the {scale} to the next{gap_unit}?",
        "How far apart are two neighbouring labels of the {scale}{gap_unit}?",
        "In what steps is the {scale} labelled{gap_unit}?",
        "What is the distance between two labelled ticks of the {scale}{gap_unit}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        return [""] if len(self.values.tick_things(scene)) > 1 and self.values.linear(scene) else []

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        ticks = self.values.tick_things(scene)[:2]
        first, second = (work.read(tick.id, "value", f"One label reads {tick.text}.") for tick in ticks)
        step = work.do("subtract", second, first, say="Take one from the next.")
        step = work.do("round", step, 9, say=lambda v: f"They are {self.values.amount(scene, v, places_of(v))} apart.")
        found = self.values.gap(scene, 0.0)
        places = places_of(step.value)
        return Number(value=step.value + 0.0, unit=found.unit, decimals=places)


def places_of(value: float) -> int:
    """Decimals that a number needs."""
    return next(d for d in range(10) if d == 9 or abs(round(value, d) - value) < 1e-9)


class IsShown(ValueTemplate):
    """Whether a name is among those shown; those that are not might have been shown as well."""

    skill = "structure"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Does the chart show {name}?",
        "Is {name} among the {labels} shown?",
        "Is there a value for {name} in the chart?",
        "Can {name} be found in this chart?",
        "Among the {labels} of the chart, is there {name}?",
    )

    def slots(self, scene: Any) -> Sequence[Any]:
        out: list[Any] = []
        along: Along
        for along in ("row", "column"):
            absent = self.values.absent(scene, along)
            if absent:
                shown = [entry.name for entry in self.values.entries(scene, along)]
                out += [(along, name) for name in (*shown, *absent)]
        return out

    def group(self, scene: Any, slot: Any) -> Hashable:
        return slot[0]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        return {"name": self.values.says(scene, slot[0], slot[1]), "labels": self.values.nouns(scene, slot[0])[1]}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        entries = self.values.entries(scene, slot[0])
        names = [entry.name for entry in entries]
        shown = work.do("collect", *names, evidence=[entry.id for entry in entries],
                        say=f"The {self.values.nouns(scene, slot[0])[1]} shown are {listed(names)}.")  # fmt: skip
        same = [work.do("equal", slot[1], name, say=f"Compare with {name}.") for name in shown.value]
        found = work.do("or", *same, say=lambda v: f"It is {'' if v else 'not '}among them, so the answer is "
                        f"{'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def wrong(self, scene: Any, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks a name, or takes another one for it.")


KINDS = (NameAt, TitleText, CaptionText, EndTick, TickStep, IsShown)
__all__ = ["KINDS", "places_of"]
