"""Questions on what a treemap shows besides sizes: colours, corners, order round a ring, fractions, notes, totals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from scenewright.qa_templates.answers import Answer, Label, Number
from scenewright.qa_templates.base import vary
from scenewright.qa_templates.neutral import nearest
from scenewright.qa_templates.plot_words import quantity
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.treemap_base import (
    APART_FACTOR,
    READ_DEG,
    Item,
    TreeTemplate,
    YesNo,
    amount,
    group_label,
    has_shares,
    item_of,
    items,
    key,
    need_printed,
    part_label,
    percent,
    place,
    read_share,
    said,
    seen,
    share_answer,
    share_error,
    shown_of,
    taken,
    tolerant,
    who,
)
from scenewright.qa_templates.words import count_of, number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.treemap import TreeMap, capital
from scenewright.scenes.treemap_tiles import corner_places

_FORMS = {"grey": ("gray",), "purple": ("violet",), "teal": ("turquoise", "cyan", "blue-green", "greenish blue"),
          "pink": ("light pink", "rose"), "brown": ("light brown", "tan"), "yellow": ("gold",)}  # fmt: skip


def coloured(scene: TreeMap) -> list[Any]:
    """Groups, or parts that have a colour each and are not covered."""
    return [*scene.groups] if scene.groups else [p for p in seen(scene) if p.colour]


class ColourOf(TreeTemplate):
    """Which colour a group has, or a part where there are no groups."""

    skill = "retrieval"
    phrasings = (
        "What colour is {a} in the chart?",
        "Which colour stands for {a}?",
        "In which colour is {a} drawn?",
        "What is the colour of {a}?",
        "Which colour does the chart use for {a}?",
        "Name the colour of {a} in the chart.",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return [key(item) for item in coloured(scene)]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot)}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        item = item_of(scene, *slot)
        colour = work.read(item.id, "colour", lambda v: f"{capital(said(scene, item))} is {v}.").value
        return Label(value=colour, accepted=_FORMS.get(colour, ()))

    def wrong(self, scene: TreeMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for item in coloured(scene):
            if key(item) != tuple(slot):
                yield Label(value=item.colour, accepted=_FORMS.get(item.colour, ())), (
                    f"This is the colour of {said(scene, item)}.")  # fmt: skip


class NameOfColour(TreeTemplate):
    """Which group, or part, a colour stands for."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which {what} is {colour} in the chart?",
        "What does {colour} stand for?",
        "Which {what} does the colour {colour} stand for?",
        "What is the name of the {what} drawn in {colour}?",
        "{colour} is the colour of which {what}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return [item.colour for item in coloured(scene)]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"what": scene.group_label if scene.groups else scene.label, "colour": slot}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        item = next(item for item in (scene.groups or scene.parts) if item.colour == slot)
        work.read(item.id, "colour", f"Look for {slot}.")
        name = work.read(item.id, "name", lambda v: f"It stands for {v}.").value
        return group_label(scene, name) if scene.groups else part_label(scene, name)


class CornerPart(TreeTemplate):
    """Which rectangle lies in a corner, in treemaps without groups."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "Which {label} lies in the {corner} corner of the chart?",
        "What does the rectangle in the {corner} corner stand for?",
        "Which {label} has the rectangle at the {corner}?",
        "Look at the {corner} corner of the chart. Which {label} is shown there?",
        "Name the {label} whose rectangle touches the {corner} corner of the chart.",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return ["top left", "top right", "bottom left", "bottom right"] if scene.kind == "treemap" and (
            not scene.groups) else []  # fmt: skip

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"corner": slot}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        part = scene.parts[corner_index(scene, slot)]
        found = work.do("in_corner", slot, evidence=(part.id,), say=lambda v: f"In the {slot} corner there is {v}.")
        return part_label(scene, found.value)


def corner_index(scene: TreeMap, corner: str) -> int:
    """Place of the part in a corner of a treemap without groups."""
    vertical, horizontal = corner.split()
    same_side = (horizontal == "right") == scene.right
    same_level = (vertical == "bottom") == scene.bottom
    where = {(True, True): "near", (False, False): "far", (True, False): "along", (False, True): "across"}
    return corner_places(scene.strips[0])[where[same_side, same_level]]


class StepsRound(TreeTemplate):
    """Which outer piece of a sunburst is so many places clockwise (anticlockwise) from another."""

    skill = "multi_step"
    choice_share = 0.0
    weight = 0.7
    phrasings = (
        "Start at {a} in the outer ring and go {way}. Which piece is the {nth} you come to?",
        "In the outer ring, which piece is the {nth} one {way} from {a}?",
        "Going {way} round the outer ring from {a}, what is the {nth} piece?",
        "Counting {way} from {a} (which is not counted), which outer piece is the {nth}?",
        "Move {way} along the outer ring from {a}. Which piece comes {nth}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if scene.kind != "sunburst" or scene.covers:
            return []
        return [(*key(p), k, way) for p in taken(scene.parts, 10) for k in (1, 2, 3)
                for way in ("clockwise", "anticlockwise")]  # fmt: skip

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot[:2]), "nth": ordinal(slot[2]), "way": slot[3]}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        order = scene.parts if scene.clockwise else scene.parts[::-1]
        names = [work.read(p.id, "name", lambda v: f"Going clockwise there is {v}.") for p in order]
        at = next(i for i, p in enumerate(order) if key(p) == tuple(slot[:2]))
        goal = (at + slot[2] * (1 if slot[3] == "clockwise" else -1)) % len(order)
        found = work.do("nth", names, goal, say=lambda v: f"Go {count_of(slot[2], 'place')} {slot[3]} from "
                        f"{place(scene, *slot[:2])}: that is {v}.")  # fmt: skip
        return part_label(scene, found.value)


_FRACTIONS = {"a tenth": (1, 10), "an eighth": (1, 8), "a fifth": (1, 5), "a quarter": (1, 4), "a third": (1, 3),
              "half": (1, 2)}  # fmt: skip


def _beyond(limit: float, item: Item) -> float:
    """By how much of itself a share is over a limit, or by how much of the limit it is under it."""
    return (item.share - limit) / min(item.share, limit)


class PassesFraction(YesNo):
    """Whether a part or group is more (less) than a simple fraction of the whole chart. Of those near it: far from it,
    the names would tell.
    """

    phrasings = (
        "Does {a} make up {more} than {fraction} of the whole chart?",
        "Is {a} {more} than {fraction} of the total?",
        "Does {a} account for {more} than {fraction} of the whole?",
        "Of the whole chart, is {more} than {fraction} taken up by {a}?",
        "Is the share of {a} in the total {more} than {fraction}?",
        "Would you say that {a} covers {more} than {fraction} of the chart?",
        "Is it correct that {more} than {fraction} of the total belongs to {a}?",
        "Going by the chart, does {a} take up {more} than {fraction} of the total?",
        "Does {a} stand for {more} than {fraction} of everything shown?",
        "Is {more} than {fraction} of the total due to {a}?",
    )
    mistake = "This misjudges the share."

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if not has_shares(scene) and scene.shown != "none":
            return []
        pools: tuple[Sequence[Item], ...] = (seen(scene), scene.groups)
        return [
            (*key(item), name, more)
            for name, fraction in _FRACTIONS.items()
            for pool in pools
            for item in nearest(pool, partial(_beyond, float(100 * Fraction(*fraction))))
            for more in ("more", "less")
        ]

    def group(self, scene: TreeMap, slot: Any) -> Hashable:
        return (bool(slot[1]), *slot[2:])

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot[:2]), "fraction": slot[2], "more": slot[3]}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        share = read_share(work, scene, item_of(scene, *slot[:2]))
        limit = work.do("divide", 100 * _FRACTIONS[slot[2]][0], _FRACTIONS[slot[2]][1],
                        say=lambda v: f"{capital(slot[2])} of the whole is {number(v, 1)}%.")  # fmt: skip
        text = f"{percent(scene, share.value)} is {{}}{slot[3]} than that: {{}}."
        return self.decide(work, "greater" if slot[3] == "more" else "less", share, limit, text)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        item = item_of(scene, *slot[:2])
        limit = float(100 * Fraction(*_FRACTIONS[slot[2]]))
        if item.id in resolution.printed and shown_of(scene, item) != "value":
            if abs(item.share - limit) <= 0.5 * 10.0**-scene.share_decimals:
                raise Reject("tie")
        elif scene.kind == "sunburst":
            if abs(item.share - limit) < 2 * READ_DEG / 3.6:
                raise Reject("margin")
        elif max(item.share, limit) < APART_FACTOR**2 * min(item.share, limit):
            raise Reject("margin")  # against the whole, of which no fraction is drawn, the eye is worse still
        return answer


class Remainder(TreeTemplate):
    """What all but one part, or one group, make up together."""

    skill = "arithmetic"
    phrasings = (
        "What percentage of the total is left when {a} is taken away?",
        "How many per cent of the whole do all parts other than {a} make up together?",
        "Without {a}, what share of the total remains, in per cent?",
        "What per cent of the total does not belong to {a}?",
        "Everything except {a} makes up how many per cent of the whole chart?",
        "Leave out {a}. Which percentage of the total is left?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return [key(item) for item in items(scene) if has_shares(scene) or shown_of(scene, item) == "percent"]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"a": place(scene, *slot)}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        share = read_share(work, scene, item_of(scene, *slot))
        rest = work.do("subtract", 100, share, say=f"Take {percent(scene, share.value)} from 100%.")
        rest = work.do("round", rest, scene.share_decimals, say=lambda v: f"That leaves {percent(scene, v)}.")
        return share_answer(scene, rest.value)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, share_error(scene, resolution, [item_of(scene, *slot)]))


class TopShare(TreeTemplate):
    """What the two or three largest parts of the chart make up together, in per cent. No ties at the last place."""

    skill = "multi_step"
    phrasings = (
        "What percentage of the total do the {k} largest parts of the chart make up together?",
        "Add up the shares of the {k} largest parts. How many per cent is that?",
        "Together, the {k} largest parts account for how many per cent of the whole?",
        "How large is the share of the {k} largest parts taken together, in per cent?",
        "Which percentage of the whole chart belongs to its {k} largest parts together?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return [
            k for k in (2, 3) if scene.shown in ("percent", "both") and not scene.covers and len(scene.parts) > k + 1
        ]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return {"k": {2: "two", 3: "three"}[slot]}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        shares: list[Known] = [read_share(work, scene, p) for p in scene.parts]
        ranked = sorted(scene.parts, key=lambda p: -p.value)
        if ranked[slot - 1].share == ranked[slot].share:
            raise Reject("tie")
        down = work.do("sorted_down", shares, say="Sort them from the largest down.")
        top = [work.do("nth", down, i, say=lambda v: f"{percent(scene, v)} is one of them.") for i in range(slot)]
        total = work.do("sum", top, say="Add them up.")
        total = work.do("round", total, scene.share_decimals, say=lambda v: f"Together that is {percent(scene, v)}.")
        return share_answer(scene, total.value)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_printed(resolution, scene.parts)
        return tolerant(answer, share_error(scene, resolution, scene.parts[:slot]))


class OtherLimit(TreeTemplate):
    """Below which share names are gathered in "Other", as the note says."""

    skill = "retrieval"
    choice_share = 0.0
    weight = 2.0
    phrasings = (
        "Below which percentage of the total are {labels} gathered in “{other}”?",
        "“{other}” gathers all {labels} below what percentage of the total?",
        "According to the note, {labels} with less than what per cent of the total are put under “{other}”?",
        "What is the limit, in per cent of the total, below which {labels} are counted under “{other}”?",
        "How small, in per cent of the total, is a {label} that the chart puts under “{other}”? Give the limit.",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return ["other"] if any(p.name == scene.other for p in scene.parts) else []

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"other": scene.other}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        found = work.do("threshold", evidence=("note",), say=lambda v: f"The note says: all below {v:g}% of the total.")
        return Number(value=found.value, unit="%")


class TotalOf(TreeTemplate):
    """The total that is printed, or that follows from the printed values of all groups."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "What is the total of all parts, as the chart gives it{unit}?",
        "Which total does the chart state{unit}?",
        "Read off the total given in the chart{unit}.",
        "What does the chart give as the total{unit}?",
        "How large is the stated total{unit}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return ["total"] if scene.total.shown else []

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        found = work.read("total", "value", lambda v: f"The total is given as {amount(scene, v)}.")
        return quantity(scene, found.value)


class PartOfTotal(TreeTemplate):
    """A part's value from its printed share and the printed total, or its share from its value and the total."""

    skill = "multi_step"
    phrasings = (
        "Going by the total given, {ask} {a}{how}?",
        "Use the stated total: {ask} {a}{how}?",
        "With the total that the chart gives, {ask} {a}{how}?",
        "From the figures in the chart and its total, {ask} {a}{how}?",
        "Reckon with the total given in the chart: {ask} {a}{how}?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        if not scene.total.shown or scene.shown not in ("percent", "value"):
            return []
        return [key(p) for p in seen(scene)]

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        a = place(scene, *slot)
        if scene.shown == "percent":
            return {
                "ask": "about how much falls to",
                "a": a,
                "how": f", in {scene.unit_name}" if scene.unit_name else "",
            }
        return {"ask": "what percentage falls to", "a": a, "how": ", to one decimal place"}

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        part = item_of(scene, *slot)
        total = work.read("total", "value", lambda v: f"The total is given as {amount(scene, v)}.")
        if scene.shown == "percent":
            share = read_share(work, scene, part)
            value = work.do("part", total, share, say=f"Take {percent(scene, share.value)} of it.")
            digits = scene.decimals + 1
            work.do("round", value, digits, say=lambda v: f"That is about {amount(scene, v, digits)}.")
            return quantity(scene, value.value, digits)
        value = work.read(part.id, "value", lambda v: f"{capital(said(scene, part))} is given as {amount(scene, v)}.")
        ratio = work.do("percent", value, total, say="Divide the one by the other.")
        found = work.do("round", ratio, 1, say=lambda v: f"That is {number(v, 1)}%.")
        return Number(value=found.value, unit="%", decimals=1)

    def gate(self, scene: TreeMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        part = item_of(scene, *slot)
        need_printed(resolution, [part])
        if scene.shown == "value":
            return vary(answer, tolerance=0.1)
        return tolerant(answer, 0.5 * 10.0**-scene.share_decimals / 100 * scene.total.value)


class LegendPlace(TreeTemplate):
    """On which side of the plot the legend stands."""

    skill = "structure"
    phrasings = (
        "Where does the legend stand: right, left, top or bottom?",
        "On which side of the chart is the legend: right, left, top or bottom?",
        "Is the legend at the right, left, top or bottom of the chart?",
        "Is the legend placed at the top, bottom, left or right?",
        "Which side is the legend on: top, bottom, left or right?",
    )

    def slots(self, scene: TreeMap) -> Sequence[Any]:
        return ["legend"] if scene.legend else []

    def solve(self, scene: TreeMap, slot: Any, work: Work) -> Answer:
        found = work.read("legend", "place", lambda v: f"The legend stands at the {v}.")
        return Label(value=found.value, accepted=(f"at the {found.value}", f"on the {found.value}"))

    def wrong(self, scene: TreeMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        for side in ("right", "left", "top", "bottom"):
            yield Label(value=side), "There is no legend on this side."


TEMPLATES = (
    ColourOf(), NameOfColour(), CornerPart(), StepsRound(), PassesFraction(), Remainder(), TopShare(), OtherLimit(),
    TotalOf(), PartOfTotal(), LegendPlace(),
)  # fmt: skip
__all__ = ["TEMPLATES", "corner_index", "who"]
