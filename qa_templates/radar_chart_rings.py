"""Questions on the rings of a radar chart, and on points beyond and within them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer, LabelSet
from scenewright.qa_templates.radar_chart_base import (
    VALUES,
    RadarTemplate,
    cell_of,
    names_of,
    of_series,
    whole_series,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.radar_chart import RadarChart


class RingValue(RadarTemplate):
    """What the k-th ring from the centre, or from the outside, stands for."""

    skill = "retrieval"
    phrasings = (
        "What value does the {place} ring from the {end} stand for{unit}?",
        "Which value is marked by the {place} ring, counted from the {end}{unit}?",
        "Count the rings from the {end}. What is the value of the {place}{unit}?",
        "At what value is the {place} ring from the {end}{unit}?",
        "Read the scale: what does the {place} ring from the {end} mean{unit}?",
    )
    choice_share = 0.0

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return [(k, end) for k in range(len(scene.ticks) - 1) for end in ("centre", "outside")]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"place": ordinal(slot[0] + 1), "end": slot[1]}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        tick = scene.ticks[slot[0] + 1 if slot[1] == "centre" else len(scene.ticks) - 1 - slot[0]]
        say = f"The {ordinal(slot[0] + 1)} ring from the {slot[1]} is labelled {tick.text}."
        value = work.read(tick.id, "value", say)
        places = next(d for d in range(10) if d == 9 or abs(round(tick.value, d) - tick.value) < 1e-9)
        return VALUES.number(scene, value.value, places)


class CountRings(RadarTemplate):
    """How many rings there are around the centre."""

    skill = "counting"
    choice_share = 0.0
    phrasings = (
        "How many rings are drawn around the centre?",
        "Count the rings of the chart, the outermost one included. How many are there?",
        "How many rings does the scale of the chart have?",
        "With the outer one, how many rings does the chart have?",
        "How many closed grid lines run around the centre?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return [""]

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        ids = [tick.id for tick in scene.ticks[1:]]
        found = work.do("count", ids, evidence=ids, say=lambda v: f"From the centre outwards there are {v}.")
        return Integer(value=found.value)


class BeyondRing(RadarTemplate):
    """Which spokes have their point outside (inside) a ring."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "On which spokes is the point{of} {side} the ring marked {ring}? Name all of them.",
        "Name all {labels} whose point{of} lies {side} the {ring} ring.",
        "Which {labels} have their point{of} {side} the ring of {ring}? List them all.",
        "Going round, for which {labels} is the outline{of} {side} the ring labelled {ring}?",
        "List every {label} at which the outline{of} is {side} the {ring} ring.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        out = []
        for series in whole_series(scene):
            for tick in scene.ticks[1:-1]:
                for side in ("outside", "inside"):
                    past = [(p.value > tick.value) == (side == "outside") for p in scene.of_series(series)]
                    if 1 <= sum(past) <= 4:
                        out.append((series, tick.value, side))
        return out

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        ring = next(t.text for t in scene.ticks if t.value == slot[1])
        return VALUES.common(scene) | {"of": of_series(scene, slot[0]), "ring": ring, "side": slot[2]}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        series, limit, side = slot
        cells = [cell_of(scene, name, series) for name in names_of(scene)]
        known = VALUES.read_all(work, scene, cells)
        flags = work.do("above" if side == "outside" else "below", known, limit, say=f"Mark those {side} the ring.")
        found = work.do("marked", names_of(scene), flags, say=lambda v: f"So it is {', '.join(v)}.")
        if not found.value:
            raise Reject("not_applicable")
        return LabelSet(values=tuple(found.value))

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for point in scene.of_series(slot[0]):
            if abs(point.value - slot[1]) < 4.0 * resolution.units_per_px["value"]:
                raise Reject("margin")
        return answer


class NearestRing(RadarTemplate):
    """The ring next to a point, outside or inside of it. Of points beyond the innermost ring."""

    skill = "retrieval"
    choice_share = 0.0
    phrasings = (
        "The point for {spot} lies between two labelled levels of the scale. What is the {end} one{unit}?",
        "What is the value of the nearest ring {side} the point for {spot}{unit}?",
        "Going {way} from the point for {spot}, what value has the first ring you meet{unit}?",
        "Which ring comes first {side} the point for {spot}? Give its value{unit}.",
        "Find the point for {spot}. At what value is the next ring {way} from it{unit}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        rings, out = [t.value for t in scene.ticks[1:]], []
        for cell in VALUES.cells(scene):
            if rings[0] < cell.value < rings[-1]:
                out += [(cell.row, cell.column, way) for way in ("up", "down")]
        return out

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        up = slot[2] == "up"
        return VALUES.common(scene) | {
            "spot": VALUES.phrase_of(scene, *slot[:2]), "end": "higher" if up else "lower",
            "side": "outside" if up else "inside", "way": "outwards" if up else "inwards"}  # fmt: skip

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        cell = cell_of(scene, slot[0], slot[1])
        value = VALUES.read(work, scene, cell)
        rings = [work.read(t.id, "value", f"There is a ring at {t.text}.") for t in scene.ticks[1:]]
        found = work.do("ring_beyond" if slot[2] == "up" else "ring_within", rings, value,
                        say=lambda v: f"The next one is that of {VALUES.amount(scene, v, _places(v))}.")  # fmt: skip
        return VALUES.number(scene, found.value, _places(found.value))

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cell = cell_of(scene, slot[0], slot[1])
        if any(abs(cell.value - t.value) < 4.0 * resolution.units_per_px["value"] for t in scene.ticks):
            raise Reject("margin")
        return answer


def _places(value: float) -> int:
    """Decimals that a number needs."""
    return next(d for d in range(10) if d == 9 or abs(round(value, d) - value) < 1e-9)


TEMPLATES = (
    RingValue(),
    CountRings(),
    BeyondRing(),
    NearestRing(),
)
__all__ = ["TEMPLATES"]
