"""Questions on the colours of a heat map: what they stand for, and where the colour bar is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Number, Text
from scenewright.qa_templates.heat_map_base import VALUES
from scenewright.qa_templates.heat_map_cells import HeatTemplate
from scenewright.qa_templates.plot_words import opposite, tolerant
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import verdict
from scenewright.qa_templates.value_structure import places_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.heat_map import HeatMap

PLACES = {"right": "to the right of the map", "bottom": "below the map"}


class HighColour(HeatTemplate):
    """Which colours stand for high (low) values. Either end is as likely, in maps and in questions."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Which colours stand for {end} values: {one} or {two} ones?",
        "Do {end} values have {one} or {two} colours in this map?",
        "Are {end} values shown in {one} or in {two} colours?",
        "In this map, which colours mean {end} values: {one} or {two} ones?",
        "Which end of the colour scale is {end}: the one with {one} colours or the one with {two} colours?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [] if scene.bar == "none" else [(end, order) for end in ("high", "low") for order in (0, 1)]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        ends = sorted((scene.high, scene.low), reverse=bool(slot[1]))
        return {"end": slot[0], "one": ends[0], "two": ends[1]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        tick = scene.ticks[-1 if slot[0] == "high" else 0]
        word = "highest" if slot[0] == "high" else "lowest"
        work.read(tick.id, "value", f"The {word} label of the colour bar is {tick.text}.")
        found = work.do("end_colour", slot[0], evidence=[tick.id],
                        say=lambda v: f"The colours there are {v}, so it is the {v} ones.")  # fmt: skip
        hue = found.value
        forms = [f"{form}{what}" for form in (hue, hue.removesuffix("er")) for what in ("", " ones", " colours")]
        return Text(value=hue, accepted=(*forms, f"the {hue} ones", f"in {hue} colours"))


class CellHue(HeatTemplate):
    """Whether a cell of a map in two hues has a colour of one of them: whether it lies above or below the middle."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 1.5
    phrasings = (
        "Is the cell {spot} {hue}, rather than {other}?",
        "Does the cell {spot} have a {hue} rather than a {other} colour?",
        "Looking at the cell {spot}, is its colour {hue} rather than {other}?",
        "Is the colour {spot} from the {hue} half of the scale, not from the {other} one?",
        "Has the cell {spot} been coloured {hue} and not {other}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if not scene.diverging or scene.bar == "none":
            return []
        return [
            (cell.row, cell.column, hue)
            for cell in VALUES.cells(scene)
            if abs(scene.share(cell.value) - 0.5) > 0.12
            for hue in (scene.high, scene.low)
        ]

    def group(self, scene: HeatMap, slot: Any) -> Hashable:
        return slot[2]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        other = scene.low if slot[2] == scene.high else scene.high
        return {"spot": VALUES.spot(scene, slot[0], slot[1]), "hue": slot[2], "other": other}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cell = VALUES.cell(scene, slot)
        found = work.do("hue", cell.id, evidence=[cell.id], say=lambda v: f"The cell is {v}.")
        return verdict(work, "equal", found, slot[2], said=f"It is {{}}{slot[2]}, so the answer is {{}}.")

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This looks at another cell, or takes one half of the scale for the other.")


class DarkerCell(HeatTemplate):
    """Whether one cell has a darker (lighter) colour than another. Maps whose colours go from light to dark."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the cell {a} {more} than the cell {b}?",
        "Does the cell {a} have a {more} colour than the cell {b}?",
        "Compare the colours: is the cell {a} {more} than that {b}?",
        "Is the colour {a} {more} than the colour {b}?",
        "Of the two cells {a} and {b}, is the first the {more} one?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if scene.diverging or scene.bar == "none":
            return []
        out = []
        for a, b in VALUES.pairs(scene, 12):
            if abs(scene.share(a.value) - scene.share(b.value)) > 0.12:
                for x, y in ((a, b), (b, a)):
                    out += [(x.row, x.column, y.row, y.column, more) for more in ("darker", "lighter")]
        return out

    def group(self, scene: HeatMap, slot: Any) -> Hashable:
        return tuple(sorted((tuple(slot[:2]), tuple(slot[2:4]))))

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return {"a": VALUES.spot(scene, *slot[:2]), "b": VALUES.spot(scene, *slot[2:4]), "more": slot[4]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        a, b = VALUES.cell(scene, slot[:2]), VALUES.cell(scene, slot[2:4])
        names = VALUES.phrase(scene, a), VALUES.phrase(scene, b)
        found = work.do("darker", a.id, b.id, evidence=[a.id, b.id], say=lambda v: f"The cell for "
                        f"{names[0 if v else 1]} is the darker one of the two.")  # fmt: skip
        return verdict(work, "equal", found, slot[4] == "darker",
                       said=f"So the first is {{}}{slot[4]}, and the answer is {{}}.")  # fmt: skip

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This mixes up the two cells.")


class BarPlace(HeatTemplate):
    """Whether the colour bar stands at the right of the map or below it."""

    skill = "structure"
    weight = 0.7
    choice_share = 0.0
    phrasings = (
        "Where does the colour bar stand: to the right of the map or below it?",
        "Is the colour bar below the map or to the right of it?",
        "On which side of the map is the colour bar: at the right or below?",
        "Where is the scale of colours drawn, below the map or to its right?",
        "Say where the colour bar is: right of the map, or below it.",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [] if scene.bar == "none" else [""]

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        place = work.do("bar_place", evidence=[t.id for t in scene.ticks], say=lambda v: f"The colour bar is {v}.")
        more = ("right", "on the right", "to the right", "right of the map", "at the right", "to its right")
        return Text(value=place.value, accepted=more if scene.bar == "right" else ("below", "below it", "bottom"))


class MiddleOfBar(HeatTemplate):
    """Which value the middle of the colour bar stands for: in maps of two hues, that of the pale colour."""

    skill = "arithmetic"
    phrasings = (
        "Which value does the colour in the middle of the colour bar stand for{unit}?",
        "Half-way along the colour bar, which value is reached{unit}?",
        "What value lies in the middle between the two ends of the colour bar{unit}?",
        "Take the values at both ends of the colour bar. Which one lies half-way between{unit}?",
        "What does the colour at the centre of the colour bar mean, as a value{unit}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [] if scene.bar == "none" else [""]

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        ends = [work.read(scene.ticks[k].id, "value", f"One end is labelled {scene.ticks[k].text}.") for k in (0, -1)]
        mean = work.do("mean", ends, say="Add the two and halve the sum.")
        places = places_of(self.middle(scene))
        mean = work.do("round", mean, places, say=lambda v: f"The middle is {VALUES.amount(scene, v, places)}.")
        return VALUES.number(scene, mean.value, places)

    def middle(self, scene: HeatMap) -> float:
        """The value half-way along the scale, rid of the last bits."""
        return round((scene.ticks[0].value + scene.ticks[-1].value) / 2, 9) + 0.0


class HalfOfScale(HeatTemplate):
    """Whether a cell's colour comes from the half of the colour bar with the higher (lower) values."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Does the colour of the cell {spot} come from the {half} half of the colour bar?",
        "Is the value {spot} in the {half} half of the scale?",
        "Is the cell {spot} coloured from the {half} half of the scale?",
        "On the colour bar, does the cell {spot} belong to the {half} half?",
        "Would you look for the colour of the cell {spot} in the {half} half of the colour bar?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if scene.bar == "none":
            return []
        cells = [cell for cell in VALUES.cells(scene) if abs(scene.share(cell.value) - 0.5) > 0.1]
        return [(cell.row, cell.column, half) for cell in cells for half in ("higher", "lower")]

    def group(self, scene: HeatMap, slot: Any) -> Hashable:
        return slot[2]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return {"spot": VALUES.spot(scene, slot[0], slot[1]), "half": slot[2]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cell = VALUES.cell(scene, slot)
        own = VALUES.read(work, scene, cell)
        ends = [work.read(scene.ticks[k].id, "value", f"One end is labelled {scene.ticks[k].text}.") for k in (0, -1)]
        mean = work.do("mean", ends, say=lambda v: f"The middle of the bar is {VALUES.amount(scene, v, places_of(v))}.")
        return verdict(work, "greater" if slot[2] == "higher" else "less", own, mean,
                       said=f"The cell lies {{}}in the {slot[2]} half, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cell = VALUES.cell(scene, slot)
        VALUES.need_gap(scene, resolution, cell.value - scene.midpoint, (cell,))
        return answer

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes the cell for one of the other half.")


class DistanceFromEnd(HeatTemplate):
    """How far a cell is from the highest or lowest label of the colour bar."""

    skill = "arithmetic"
    phrasings = (
        "How far is the value {spot} from the {end} label of the colour bar{gap_unit}?",
        "What is the distance between the {end} label of the colour bar and the value {spot}{gap_unit}?",
        "By how much does the value {spot} differ from the {end} number at the colour bar{gap_unit}?",
        "Read the value {spot} and the {end} label of the colour bar. How far apart are they{gap_unit}?",
        "Compare the {end} number at the colour bar with the value {spot}. What is the difference{gap_unit}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if scene.bar == "none":
            return []
        ends = (("highest", 1.0), ("lowest", 0.0))
        return [(c.row, c.column, end) for c in VALUES.cells(scene) for end, at in ends
                if abs(scene.share(c.value) - at) > 0.15]  # fmt: skip

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"spot": VALUES.spot(scene, slot[0], slot[1]), "end": slot[2]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cell = VALUES.cell(scene, slot)
        tick = scene.ticks[-1 if slot[2] == "highest" else 0]
        own = VALUES.read(work, scene, cell)
        end = work.read(tick.id, "value", f"The {slot[2]} label of the colour bar is {tick.text}.")
        gap = work.do("distance", own, end, say="Take the smaller from the larger.")
        places = max(scene.decimals, places_of(tick.value))
        gap = work.do("round", gap, places, say=lambda v: f"They are {VALUES.amount(scene, v, places)} apart.")
        return Number(value=gap.value, unit=VALUES.gap(scene, 0.0).unit, decimals=places)

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        return tolerant(answer, VALUES.error(scene, resolution, VALUES.cell(scene, slot)))


class DarkMeansMore(HeatTemplate):
    """Whether darker (lighter) colours stand for higher values, either way round."""

    skill = "structure"
    choice_share = 0.2
    phrasings = (
        "Do {more} colours stand for {end} values in this map?",
        "In this map, is a {more} cell one with a {end} value?",
        "Does a {more} colour mean a {end} value here?",
        "Are {end} values shown by {more} colours?",
        "The {more} the colour, the {end} the value: is that so in this map?",
    )
    balance = "yes_no"

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if scene.diverging or scene.bar == "none":
            return []
        return [(more, end) for more in ("darker", "lighter") for end in ("higher", "lower")]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return {"more": slot[0], "end": slot[1]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        tick = scene.ticks[-1 if slot[1] == "higher" else 0]
        work.read(tick.id, "value", f"That end of the colour bar is labelled {tick.text}.")
        found = work.do("end_colour", "high" if slot[1] == "higher" else "low", evidence=[tick.id],
                        say=lambda v: f"The colours there are {v}.")  # fmt: skip
        end = work.do("equal", found, slot[0], say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=end.value)

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This reads the colour bar the wrong way round.")


TEMPLATES = (
    HighColour(), CellHue(), DarkerCell(), BarPlace(), MiddleOfBar(), HalfOfScale(), DistanceFromEnd(), DarkMeansMore(),
)  # fmt: skip
__all__ = ["PLACES", "TEMPLATES"]
