"""Questions about directions and distances as the crow flies."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number
from scenewright.qa_templates.base import Wrong, vary
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.town_ops import SECTORS, further, heading, spot_of, straight_m
from scenewright.qa_templates.town_words import TownTemplate, need, pairs, sentence, the
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.road_map import RoadMap


class CompassDirection(TownTemplate):
    """In which of eight directions one landmark lies from another, in a straight line. Pairs within 7 degrees of a
    border between two directions are left out.
    """

    skill = "multi_step"
    phrasings = (
        "In which compass direction does {b} lie from {a}? Choose from the eight main directions, such as northeast.",
        "You stand at {a}. In which of the eight compass directions is {b}, as the crow flies?",
        "Seen from {a}, where is {b}: north, northeast, east, southeast, south, southwest, west or northwest?",
        "Which of the eight compass directions leads in a straight line from {a} to {b}?",
        "What is the compass direction from {a} to {b} (one of eight, as the crow flies)?",
        "A bird flies from {a} straight to {b}. In which of the eight compass directions does it fly?",
        "Use the compass: in which of its eight directions is {b} from {a}?",
        "{b} lies in one of eight compass directions from {a}. Which one?",
        "From {a}, which way is {b} in a straight line? Answer with one of the eight compass directions.",
        "Name the direction, out of eight, in which {b} lies as seen from {a}.",
    )
    border_deg = 7.0

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        return pairs([mark.name for mark in scene.landmarks])

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = (need(scene, name) for name in slot)
        work.read("compass", "north_deg", _north_words)
        angle = work.do(
            "heading", a.id, b.id, evidence=[a.id, b.id, "compass"],
            say=lambda v: f"The line from {the(a.name)} to {the(b.name)} runs {v:.0f} degrees clockwise from north.",
        )  # fmt: skip
        if _off_border(angle.value) < self.border_deg:
            raise Reject("margin")
        found = work.do("sector", angle, say=lambda v: f"So {the(b.name)} lies {v} of {the(a.name)}.")
        return sector_answer(found.value)

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        # Icons stand up to some 45 px away from the spot they point to; either reading must give the same direction.
        a, b = (need(scene, n).id for n in slot)
        px = straight_m(scene, a, b) / resolution.units_per_px["metres"]
        if px < 90 or _off_border(heading(scene, a, b)) < math.degrees(math.asin(45 / px)):
            raise Reject("margin")
        return answer

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Iterable[Wrong]:
        assert isinstance(answer, Label)
        place = SECTORS.index(answer.value)
        whys = ((4, "That is the way back."), (2, "That is a quarter turn too far clockwise."),
                (6, "That is a quarter turn too far counterclockwise."))  # fmt: skip
        return [(sector_answer(SECTORS[(place + step) % 8]), why) for step, why in whys]


def _off_border(degrees: float) -> float:
    """Degrees to the nearest border between two of the eight directions."""
    return min((degrees - 22.5) % 45, (22.5 - degrees) % 45)


def _north_words(north_deg: int) -> str:
    if north_deg == 0:
        return "The compass shows north at the top."
    return f"The compass shows north {north_deg} degrees clockwise from the top of the map."


def sector_answer(sector: str) -> Label:
    """A compass direction with its other spellings."""
    short = "".join({"north": "N", "south": "S", "east": "E", "west": "W"}[part] for part in _parts(sector))
    forms = ["-".join(_parts(sector)), " ".join(_parts(sector)), short] if len(_parts(sector)) > 1 else [short]
    return Label(value=sector, accepted=(*forms, f"to the {sector}"))


def _parts(sector: str) -> list[str]:
    return [sector[:5], sector[5:]] if len(sector) > 5 else [sector]


def _apart(scene: RoadMap, names: Sequence[str], resolution: Resolution, least_px: float) -> None:
    """`Reject` where two landmarks stand nearer to each other than so many pixels."""
    ids = [need(scene, n).id for n in names]
    (ax, ay), (bx, by) = (spot_of(scene, i) for i in ids)
    if (ax - bx) ** 2 + (ay - by) ** 2 < (least_px * resolution.units_per_px["metres"]) ** 2:
        raise Reject("margin")


class FurtherSide(TownTemplate):
    """Whether one landmark lies further to a side of the compass than another. The difference must be a third of
    their distance and 75 pixels.
    """

    skill = "yes_no"
    balance = "yes_no"
    phrasings = (
        "Is {a} further {side} than {b}?",
        "Does {a} lie further {side} than {b}?",
        "Going by the compass, is {a} to the {side} of {b} rather than to the {other}?",
        "Is {a} more to the {side} than {b}?",
        "Comparing {a} and {b}, is {a} the one further {side}?",
        "Is the position of {a} further {side} than that of {b}?",
        "Would you call {a} the place further {side}, compared with {b}?",
        "By the compass on the map, is {a} further to the {side} than {b}?",
        "Of {a} and {b}, is {a} the one that lies further {side}?",
        "Does the map show {a} further {side} than {b}?",
    )
    sides = ("north", "east", "south", "west")

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, str]]:
        names = [mark.name for mark in scene.landmarks]
        side = self.sides[sum(map(ord, scene.town)) % 4]
        return [(*pair, side) for a, b in pairs(names, 12) for pair in ((a, b), (b, a))]

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        other = self.sides[(self.sides.index(slot[2]) + 2) % 4]
        return {"a": the(slot[0]), "b": the(slot[1]), "side": slot[2], "other": other}

    def group(self, scene: RoadMap, slot: Sequence[str]) -> Hashable:
        return slot[2]

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b, side = need(scene, slot[0]), need(scene, slot[1]), slot[2]
        work.read("compass", "north_deg", _north_words)
        found = work.do(
            "further", a.id, b.id, side, evidence=[a.id, b.id, "compass"],
            say=lambda v: f"Measured towards the {side}, {the(a.name)} is about {abs(v):.0f} m "
            f"{'ahead of' if v > 0 else 'behind'} {the(b.name)}.",
        )  # fmt: skip
        (ax, ay), (bx, by) = spot_of(scene, a.id), spot_of(scene, b.id)
        if found.value**2 < ((ax - bx) ** 2 + (ay - by) ** 2) / 9:
            raise Reject("margin")
        yes = work.do(
            "positive", found,
            say=lambda v: f"So {the(a.name)} is {'' if v else 'not '}further {side}.",
        )  # fmt: skip
        return Boolean(value=yes.value)

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        a, b = (need(scene, name).id for name in slot[:2])
        if abs(further(scene, a, b, slot[2])) < 75 * resolution.units_per_px["metres"]:
            raise Reject("margin")
        return answer


class StraightDistance(TownTemplate):
    """How far two landmarks are apart in a straight line, by the scale bar, within a tenth."""

    skill = "arithmetic"
    phrasings = (
        "How many metres is it in a straight line from where the pointer of {a} ends to where that of {b} ends?",
        "By the scale bar, how far apart in metres are the tips of the pointers of {a} and {b}, as the crow flies?",
        "Use the scale bar to estimate the straight-line distance in metres between {a} and {b}, from "
        "the tip of one "
        "pointer to the tip of the other.",
        "What is the distance in metres from {a} to {b} as the crow flies? Use the scale bar and measure "
        "between the "
        "spots that their pointers touch.",
        "Estimate with the scale bar how many metres lie between {a} and {b} in a straight line (from "
        "pointer tip to "
        "pointer tip).",
        "How long is the straight line between the pointer tips of {a} and {b}, in metres, according to the scale?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str]]:
        return pairs([mark.name for mark in scene.landmarks])

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"a": the(slot[0]), "b": the(slot[1])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        a, b = (need(scene, name) for name in slot)
        work.read("scale", "length_m", lambda v: f"The scale bar stands for {v:,} m.")
        found = work.do(
            "straight_m", a.id, b.id, evidence=[a.id, b.id, "scale"],
            say=f"Compare the straight line between the junctions or street sides that {the(a.name)} and {the(b.name)} "
            "point to with the bar.",
        )  # fmt: skip
        rounded = work.do("round", found, -1, say=lambda v: f"They are about {v:,.0f} m apart.")
        return Number(value=rounded.value, unit="m", tolerance=round(0.1 * rounded.value, 1))

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        _apart(scene, slot, resolution, 110.0)
        assert isinstance(answer, Number)
        return vary(answer, tolerance=max(answer.tolerance, round(12 * resolution.units_per_px["metres"], 1)))


class CloserOfTwo(TownTemplate):
    """Which of two landmarks is nearer to a third in a straight line; one must be a fifth nearer."""

    skill = "comparison"
    phrasings = (
        "Which is closer to {c} in a straight line: {a} or {b}?",
        "As the crow flies, is {a} or {b} nearer to {c}?",
        "Which of the two is nearer to {c} as the crow flies, {a} or {b}?",
        "From {c}, which has the shorter straight-line distance: {a} or {b}?",
        "Is it {a} or {b} that lies closer to {c}, measured in a straight line?",
        "Compare the straight lines from {c} to {a} and to {b}. Which place is closer?",
        "Which lies nearer to {c}, {a} or {b}, if you ignore the streets and go straight?",
        "Between {a} and {b}, which one is closer to {c} as the crow flies?",
        "A bird sits on {c}. Which is the shorter flight for it, to {a} or to {b}?",
        "Measured straight across the map, which is nearer to {c}: {a} or {b}?",
    )

    def slots(self, scene: RoadMap) -> Sequence[tuple[str, str, str]]:
        names = [mark.name for mark in scene.landmarks]
        n = len(names)
        return [(names[i], *pair) for i in range(n) for a, b in [(names[(i + 1) % n], names[(i + 2) % n])]
                for pair in ((a, b), (b, a))]  # fmt: skip

    def words(self, scene: RoadMap, slot: Sequence[str]) -> Mapping[str, str]:
        return {"c": the(slot[0]), "a": the(slot[1]), "b": the(slot[2])}

    def solve(self, scene: RoadMap, slot: Sequence[str], work: Work) -> Answer:
        c, a, b = (need(scene, name) for name in slot)
        far = [
            work.do("straight_m", c.id, x.id, evidence=[c.id, x.id],
                    say=lambda v, x=x: f"From {the(c.name)} to {the(x.name)} it is about {round(v, -1):,.0f} m.")
            for x in (a, b)
        ]  # fmt: skip
        if min(far).value * 1.2 > max(far).value:
            raise Reject("margin")
        name = work.do("argmin", [a.name, b.name], far, say=lambda v: f"So {the(v)} is closer.")
        return Label(value=name.value)

    def wrong(self, scene: RoadMap, slot: Sequence[str], answer: Answer) -> Iterable[Wrong]:
        assert isinstance(answer, Label)
        other = slot[2] if answer.value == slot[1] else slot[1]
        return [(Label(value=other), f"{sentence(the(other))} is further away.")]

    def gate(self, scene: RoadMap, slot: Sequence[str], answer: Answer, resolution: Resolution) -> Answer:
        c, a, b = (need(scene, n).id for n in slot)
        apart = abs(straight_m(scene, c, a) - straight_m(scene, c, b))
        if apart < 75 * resolution.units_per_px["metres"]:
            raise Reject("margin")
        return answer


DIRECTIONS: tuple[Any, ...] = (CompassDirection(), FurtherSide(), StraightDistance(), CloserOfTwo())
