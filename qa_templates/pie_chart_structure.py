"""Questions on how a pie chart is built: its slices and their order, colours, legend and title."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, Label, LabelSet, Text
from scenewright.qa_templates.answers import Sequence as Ordered
from scenewright.qa_templates.pie_chart_base import (
    PieTemplate,
    YesNo,
    clear_rings,
    full,
    named,
    place,
    read_error,
    read_share,
    share_answer,
    slice_of,
    tolerant,
    who,
)
from scenewright.qa_templates.pie_chart_colours import colour_word, coloured, read_colour
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of, listed, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.pie_chart import PieChart, Slice, capital

# -- counts --------------------------------------------------------------------------------------------------------


class SliceCount(PieTemplate):
    """How many slices a pie has."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many slices{where} are there?",
        "Into how many slices is the chart divided{where}?",
        "Count the slices{where}.",
        "How many slices does the chart show{where}?",
        "What is the number of slices{where}?",
        "How many parts make up the whole{where}?",
        "How many segments can you count{where}?",
        "How many different slices do you see{where}?",
        "The whole is split into how many slices{where}?",
        "What is the total count of slices{where}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return clear_rings(scene)

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = [work.read(s.id, "name", lambda v: f"There is a slice for {v}.") for s in scene.of_pie(slot)]
        return Integer(value=work.do("count", names, say=lambda v: f"That makes {count_of(v, 'slice')}.").value)


class PartCount(PieTemplate):
    """Into how many parts of the outer ring a slice of the inner circle is divided."""

    skill = "counting"
    balance = "spread"
    weight = 1.6
    choice_share = 0.0
    phrasings = (
        "Into how many parts of the outer ring is {a} divided?",
        "How many parts does the outer ring show for {a}?",
        "How many segments of the outer ring belong to {a}?",
        "Count the segments of the outer ring that lie around {a}.",
        "In the outer ring, how many segments make up {a}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [item.name for item in scene.of_pie("")] if scene.kind == "nested" else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": who(scene.label, slot)}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = [work.read(s.id, "name", lambda v: f"One part is {v}.") for s in scene.of_pie(slot)]
        return Integer(value=work.do("count", names, say=lambda v: f"That makes {v}.").value)


class EntryCount(PieTemplate):
    """How many entries the legend has."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "How many entries does the legend have?",
        "Count the entries of the legend.",
        "How many names does the legend list?",
        "How many colours are explained in the legend?",
        "What is the number of entries in the legend?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [""] if scene.legend else []

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = [work.read(e.id, "name", lambda v: f"The legend lists {v}.") for e in scene.entries]
        return Integer(value=work.do("count", names, say=lambda v: f"That makes {v} entries.").value)


# -- words and places ----------------------------------------------------------------------------------------------


class TitleText(PieTemplate):
    """The title."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "What is the title of the chart?",
        "Give the title of the chart.",
        "What is written above the chart as its title?",
        "How is this chart titled?",
        "Read the title of the chart.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [""]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return Text(value=work.read("title", "text", lambda v: f"The title reads “{v}”.").value)


PLACES = {
    "right": ("to the right of the chart", "on the right", "right side"),
    "left": ("to the left of the chart", "on the left", "left side"),
    "top": ("above", "above the chart", "at the top"),
    "bottom": ("below", "below the chart", "at the bottom"),
}


class LegendPlace(PieTemplate):
    """On which side of the chart the legend stands."""

    skill = "structure"
    phrasings = (
        "Where does the legend stand: left, right, top or bottom?",
        "On which side of the chart is the legend (left, right, top or bottom)?",
        "Is the legend at the left, right, top or bottom of the chart?",
        "Left, right, top or bottom: where is the legend?",
        "Name the side on which the legend stands (left, right, top or bottom).",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [""] if scene.legend else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        found = work.read("legend", "place", lambda v: f"The legend stands {PLACES[v][0]}.")
        return Label(value=found.value, accepted=PLACES[found.value])

    def wrong(self, scene: PieChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for side in PLACES:
            yield Label(value=side, accepted=PLACES[side]), "The legend does not stand there."


class LegendAt(PieTemplate):
    """Which entry is at a place in the legend that is a column."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Which entry of the legend comes {nth} from the {side}?",
        "What is the {nth} entry of the legend, counted from the {side}?",
        "Counting from the {side}, which name is {nth} in the legend?",
        "Name the {nth} entry from the {side} in the legend.",
        "Read the legend from the {side}: what comes {nth}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if not scene.legend or scene.legend.place not in ("left", "right"):
            return []
        return [(i, side) for i in range(len(scene.entries)) for side in ("top", "bottom")]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"nth": ordinal(slot[0] + 1), "side": slot[1]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = [work.read(e.id, "name", lambda v: f"The legend lists {v}.") for e in scene.entries]
        index = slot[0] if slot[1] == "top" else len(names) - 1 - slot[0]
        return named(scene, work.do("nth", names, index, say=lambda v: f"The one asked for is {v}.").value)


class IsDonut(YesNo):
    """Whether there is a hole in the middle."""

    skill = "yes_no"
    mistake = "This takes a donut for a full pie, or the other way round."
    phrasings = (
        "Is the chart drawn as {shape}?",
        "Does the chart have the form of {shape}?",
        "Is this {shape}?",
        "Would you call this chart {shape}?",
        "Are the slices drawn as {shape}?",
    )
    shapes = ("a ring with a hole in the middle", "a full pie without a hole")

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return self.shapes if scene.kind != "nested" else []

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return None

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"shape": slot}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        ids = [pie.id for pie in scene.pies]
        hole = work.do("has_hole", evidence=ids, say=lambda v: f"There is {'a' if v else 'no'} hole in the middle.")
        said = "So this is {}" + slot + ": {}."
        return self.decide(work, "equal", hole, slot == self.shapes[0], said)


class PulledOut(PieTemplate):
    """Which slice is pulled out."""

    skill = "structure"
    weight = 1.3
    choice_share = 0.0
    phrasings = (
        "Which slice is pulled out of the pie?",
        "One slice is set apart from the others. Which one is it?",
        "What is the name of the slice that is moved outwards?",
        "Which slice is exploded?",
        "Name the slice that is drawn away from the centre.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [""] if any(s.exploded for s in scene.slices) else []

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        item = next(s for s in scene.slices if s.exploded)
        work.read(item.id, "exploded", "One slice is moved out of its place.")
        return named(scene, work.read(item.id, "name", lambda v: f"It is the slice for {v}.").value)


class IsShown(YesNo):
    """Whether there is a slice of a name. Names that are left out were left out by chance."""

    mistake = "This misreads the names."
    phrasings = (
        "Is there a slice for {a}?",
        "Does the chart show {a}?",
        "Does {a} have a slice of its own?",
        "Is {a} one of the {labels} shown?",
        "Can you find a slice for {a} in the chart?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [*(e.name for e in scene.entries), *scene.absent] if scene.absent and not scene.covers else []

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return None

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": who(scene.label, slot), "labels": scene.plural}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        ids = [s.id for s in scene.of_pie(scene.pies[0].name)]
        names = [work.read(id, "name", lambda v: f"There is a slice for {v}.") for id in ids]
        found = work.do(
            "contains",
            names,
            slot,
            say=lambda v: f"{capital(who(scene.label, slot))} is {'' if v else 'not '}among them.",
        )
        return Boolean(value=found.value)


# -- colours -------------------------------------------------------------------------------------------------------

_FORMS = {
    "grey": ("gray",), "purple": ("violet",), "teal": ("turquoise", "cyan", "blue-green", "greenish blue"),
    "pink": ("light pink", "rose"), "brown": ("light brown", "tan"), "yellow": ("gold",),
    "dark blue": ("navy", "navy blue"), "light green": ("lime", "lime green", "yellow-green"),
}  # fmt: skip


class ColourOf(PieTemplate):
    """Which colour a slice has."""

    skill = "retrieval"
    phrasings = (
        "What colour is the slice for {a}?",
        "Which colour stands for {a}?",
        "In which colour is {a} drawn?",
        "What is the colour of {a} in the chart?",
        "Name the colour of the slice for {a}.",
        "Which colour does the chart use for {a}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(s.pie, s.name) for s in coloured(scene)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, "", slot[1])}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        colour = read_colour(work, scene, slice_of(scene, *slot)).value
        return Label(value=colour, accepted=_FORMS.get(colour, ()))

    def wrong(self, scene: PieChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for entry in scene.entries:
            if entry.name != slot[1]:
                yield (Label(value=entry.colour, accepted=_FORMS.get(entry.colour, ())),
                       f"This is the colour of {entry.name}.")  # fmt: skip


class SliceOfColour(PieTemplate):
    """Which name a colour stands for."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "What does the {colour} slice{where} stand for?",
        "Which slice{where} is {colour}?",
        "What is the name of the {colour} slice{where}?",
        "Which name belongs to the {colour} slice{where}?",
        "The {colour} slice{where} represents what?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(s.pie, colour_word(scene, s.name)) for s in coloured(scene)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"colour": slot[1]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        entry = next(e for e in scene.entries if e.colour == slot[1])
        item = slice_of(scene, slot[0], entry.name)
        work.read(entry.id, "colour", f"Look for {slot[1]}.", shown_by=(entry.id if scene.legend else item.id,))
        return named(scene, work.read(item.id, "name", lambda v: f"It stands for {v}.").value)


class ShareOfColour(PieTemplate):
    """The share of the slice of a colour."""

    skill = "retrieval"
    phrasings = (
        "What percentage does the {colour} slice{where} make up?",
        "How large is the {colour} slice{where}, in per cent?",
        "What is the share of the {colour} slice{where}, in per cent?",
        "In per cent, how much of the whole is {colour}{where}?",
        "Give the percentage of the {colour} slice{where}.",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(s.pie, colour_word(scene, s.name)) for s in coloured(scene)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"colour": slot[1]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        name = next(e.name for e in scene.entries if e.colour == slot[1])
        return share_answer(scene, read_share(work, scene, slice_of(scene, slot[0], name)).value)

    def gate(self, scene: PieChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, read_error(scene, resolution))


# -- order ---------------------------------------------------------------------------------------------------------


def whole_rings(scene: PieChart, least: int = 4) -> list[str]:
    """Pies of at least so many slices that go all the way round, none covered."""
    if scene.half:
        return []
    return [pie for pie in clear_rings(scene) if len(scene.of_pie(pie)) >= least]


def read_round(work: Work, scene: PieChart, pie: str) -> list[Known]:
    """Read the names clockwise."""
    return [work.read(s.id, "name", lambda v: f"Going clockwise there is {v}.") for s in scene.round_the_clock(pie)]


class StepsRound(PieTemplate):
    """Which slice is so many places clockwise (anticlockwise) from another."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which slice is the {nth} one {way} from {a}?",
        "Start at {a} and go {way}. Which slice is the {nth} you come to?",
        "Going {way} from {a}, what is the {nth} slice?",
        "Counting {way} from {a} (which is not counted), which slice is the {nth}?",
        "Move {way} around the pie from {a}. Which slice comes {nth}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [
            (pie, s.name, k, way)
            for pie in whole_rings(scene)
            for s in scene.of_pie(pie)
            for k in range(1, min(4, len(scene.of_pie(pie)) - 1))
            for way in ("clockwise", "anticlockwise")
        ]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, slot[0], slot[1]), "nth": ordinal(slot[2]), "way": slot[3]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = read_round(work, scene, slot[0])
        steps = slot[2] if slot[3] == "clockwise" else -slot[2]
        found = work.do(
            "round_from",
            names,
            slot[1],
            steps,
            say=lambda v: f"Go {count_of(slot[2], 'place')} {slot[3]} from {slot[1]}: that is {v}.",
        )
        return named(scene, found.value)


class Neighbours(PieTemplate):
    """Which two slices are next to another."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which two slices are next to {a}?",
        "Name the two slices on either side of {a}.",
        "Between which two slices does {a} lie?",
        "Which slices share an edge with {a}?",
        "What are the two neighbours of {a}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [(pie, s.name) for pie in whole_rings(scene) for s in scene.of_pie(pie)]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot)}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = read_round(work, scene, slot[0])
        after = work.do("round_from", names, slot[1], 1, say=lambda v: f"Clockwise after it comes {v}.")
        before = work.do("round_from", names, slot[1], -1, say=lambda v: f"Before it comes {v}.")
        return LabelSet(values=tuple(sorted((after.value, before.value))))


class AreNeighbours(YesNo):
    """Whether two slices share an edge."""

    mistake = "This misjudges where the slices lie."
    phrasings = (
        "Are the slices for {a} and {b} {how}?",
        "In the chart, are {a} and {b} {how}?",
        "Looking around the pie, are {a} and {b} {how}?",
        "Is it correct that {a} and {b} are {how}?",
        "Would you say that the slices for {a} and {b} are {how}?",
    )
    hows = ("next to each other", "separated by at least one other slice on either side")

    def slots(self, scene: PieChart) -> Sequence[Any]:
        out = []
        for pie in whole_rings(scene, 5):
            items = scene.of_pie(pie)[:8]
            out += [(pie, a.name, b.name, how) for a in items for b in items if a.id != b.id for how in self.hows]
        return out

    def group(self, scene: PieChart, slot: Any) -> Hashable:
        return slot[3]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.names(scene, slot, 2) | {"how": slot[3]}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = read_round(work, scene, slot[0])
        after = work.do("round_from", names, slot[1], 1, say=lambda v: f"Clockwise after {slot[1]} comes {v}.")
        before = work.do("round_from", names, slot[1], -1, say=lambda v: f"Before it comes {v}.")
        touch = work.do("contains", [after, before], slot[2],
                        say=lambda v: f"{slot[2]} is {'' if v else 'not '}one of them.")  # fmt: skip
        said = f"So they are {{}}{slot[3]}: {{}}."
        return self.decide(work, "equal", touch, slot[3] == self.hows[0], said)


class OrderRound(PieTemplate):
    """All slices clockwise from one of them."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Starting with {a}, list all slices in clockwise order.",
        "Go clockwise round the pie, beginning with {a}. In which order do the slices follow?",
        "List the slices clockwise, {a} first.",
        "Name all slices in clockwise order, beginning with {a}.",
        "Read the pie clockwise from {a} on. What is the order of the slices, {a} included?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        return [
            (pie, s.name)
            for pie in whole_rings(scene, 3)
            for s in scene.of_pie(pie)
            if len(scene.of_pie(pie)) <= 8 and not any("," in e.name or ";" in e.name for e in scene.entries)
        ]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot)}

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        names = read_round(work, scene, slot[0])
        order = work.do("rotated", names, slot[1], say=lambda v: f"Beginning with {slot[1]}: {listed(v)}.")
        return Ordered(values=tuple(order.value), partial=True)


_HOURS = {"twelve": 0.0, "three": 90.0, "six": 180.0, "nine": 270.0}
_SIDES = {"twelve": "top", "three": "right", "six": "bottom", "nine": "left"}
_WAYS = {"twelve": "up", "three": "to the right", "six": "down", "nine": "to the left"}
CLEAR_DEG = 8.0
"""Degrees that an edge stays away from a direction that is asked for."""


class SliceAtHour(PieTemplate):
    """Which slice lies at the top, right, bottom or left of the pie."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which slice{where} lies at the very {side}, at {hour} o'clock?",
        "As on a clock face, which slice{where} would {hour} o'clock fall in?",
        "From the centre go straight {way} to the rim{where}. In which slice do you end?",
        "Which slice is found at {hour} o'clock{where}?",
        "What is the name of the slice at the very {side}{where}?",
    )

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if scene.half:
            return []
        return [(pie.name, hour) for pie in scene.pies for hour in _HOURS]

    def words(self, scene: PieChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {
            "hour": slot[1], "side": _SIDES[slot[1]], "way": _WAYS[slot[1]]
        }  # fmt: skip

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        item, spare = at_direction(scene, slot[0], _HOURS[slot[1]])
        if spare < CLEAR_DEG or item.exploded:
            raise Reject("margin")  # of the truth: no style moves an edge by degrees
        found = work.do("at_direction", slot[0], _HOURS[slot[1]], evidence=(item.id,),
                        say=f"Look at {slot[1]} o'clock, the {_SIDES[slot[1]]} of the pie.")  # fmt: skip
        work.do("nth", [found], 0, say=f"The slice there is {found.value}.")
        return named(scene, found.value)


def at_direction(scene: PieChart, pie: str, degrees: float) -> tuple[Slice, float]:
    """The slice that lies in a direction (clockwise from twelve), and how far its nearer edge is, in degrees."""
    items = scene.of_pie(pie)
    total = sum(item.value for item in items)
    turn = (degrees - scene.start_deg if scene.clockwise else scene.start_deg - degrees) % 360
    begin = 0.0
    for item in items:
        width = full(scene) * item.value / total
        if begin <= turn < begin + width or item is items[-1]:
            return item, min(turn - begin, begin + width - turn)
        begin += width
    raise AssertionError


TEMPLATES = (
    SliceCount(), PartCount(), EntryCount(), TitleText(), LegendPlace(), LegendAt(), IsDonut(), PulledOut(), IsShown(),
    ColourOf(), SliceOfColour(), ShareOfColour(), StepsRound(), Neighbours(), AreNeighbours(), OrderRound(),
    SliceAtHour(),
)  # fmt: skip
__all__ = ["TEMPLATES", "at_direction"]
