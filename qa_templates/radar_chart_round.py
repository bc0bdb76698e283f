"""Questions that only a round chart raises: opposite and neighbouring spokes, rings, outlines within each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.plot_words import opposite, tolerant
from scenewright.qa_templates.radar_chart_base import (
    VALUES,
    RadarTemplate,
    cell_of,
    find_spoke,
    go_on,
    names_of,
    of_series,
    said,
    spoke_label,
    steps_on,
    whole_series,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.radar_chart import RadarChart


class NextSpoke(RadarTemplate):
    """Which spoke comes so many steps clockwise or anticlockwise of another."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Going {way} around the chart, which {label} comes {steps} after {name}?",
        "Start at {name} and go {steps} {way}. Which {label} is there?",
        "Which {label} do you reach {steps} {way} from {name}?",
        "From the spoke of {name}, which {label} lies {steps} {way}?",
        "Name the {label} that stands {steps} {way} from {name}.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        far = min(3, len(scene.spokes) - 1)
        return [(n, k * sign) for n in names_of(scene) for k in range(1, far + 1) for sign in (1, -1)]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"name": said(scene, slot[0]), "steps": count_of(abs(slot[1]), "step"),
                                       "way": "clockwise" if slot[1] > 0 else "anticlockwise"}  # fmt: skip

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        found = go_on(work, scene, find_spoke(work, scene, slot[0]), slot[1])
        return spoke_label(scene, found.value)


class OppositeSpoke(RadarTemplate):
    """Which spoke lies straight across the centre from another. Only of an even number of spokes."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Which {label} lies directly opposite {name}?",
        "Go from {name} straight through the centre. Which {label} do you come to?",
        "Across the centre from {name}, which {label} is there?",
        "Which {label} is on the far side of the centre from {name}?",
        "Name the {label} whose spoke points away from that of {name}.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return names_of(scene) if len(scene.spokes) % 2 == 0 else []

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"name": said(scene, slot)}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        found = go_on(work, scene, find_spoke(work, scene, slot), len(scene.spokes) // 2)
        return spoke_label(scene, found.value)


class SpokeAt(RadarTemplate):
    """Which spoke points straight up, down, to the left or to the right."""

    skill = "structure"
    choice_share = 0.0
    phrasings = (
        "Which {label} has the spoke that points straight {way}?",
        "The spoke that runs from the centre straight {way} belongs to which {label}?",
        "Whose spoke points straight {way}?",
        "Going straight {way} from the centre, which {label} do you reach?",
        "Name the {label} whose spoke runs straight {way}.",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        count = len(scene.spokes)
        quarters = {"up": 0, "to the right": 1, "down": 2, "to the left": 3}
        return [way for way, q in quarters.items() if q * count % 4 == 0]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"way": slot}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        quarter = ("up", "to the right", "down", "to the left").index(slot)
        names = [work.read(s.id, "name", lambda v, i=i: f"Clockwise from the top, number {i + 1} is {v}.")
                 for i, s in enumerate(scene.spokes)]  # fmt: skip
        index = quarter * len(scene.spokes) // 4
        found = work.do("nth", names, index, say=lambda v: f"Straight {slot} is {v}.")
        return spoke_label(scene, found.value)


class OppositeGap(RadarTemplate):
    """How far the value at a spoke is from that at the opposite one."""

    skill = "multi_step"
    phrasings = (
        "What is the difference between the value for {name} and that of the spoke opposite it{of}{gap_unit}?",
        "By how much do {name} and the {label} across the centre from it differ{of}{gap_unit}?",
        "Compare {name} with the opposite {label}. How far apart are their values{of}{gap_unit}?",
        "Take the value for {name} and the one straight across the centre{of}. What is the difference{gap_unit}?",
        "How large is the gap between the values of {name} and of its opposite {label}{of}{gap_unit}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        half, out = len(scene.spokes) // 2, []
        if len(scene.spokes) % 2:
            return []
        for series in whole_series(scene):
            for name in names_of(scene):
                a, b = cell_of(scene, name, series), cell_of(scene, steps_on(scene, name, half), series)
                if VALUES.far(scene, a.value, b.value, 0.04):
                    out.append((name, series))
        return out

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"name": said(scene, slot[0]), "of": of_series(scene, slot[1])}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        there = go_on(work, scene, find_spoke(work, scene, slot[0]), len(scene.spokes) // 2)
        cells = [cell_of(scene, name, slot[1]) for name in (slot[0], there.value)]
        gap = work.do("distance", *VALUES.read_all(work, scene, cells), say="Take the smaller from the larger one.")
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"They are {VALUES.amount(scene, v)} apart.")
        return VALUES.gap(scene, gap.value)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        there = steps_on(scene, slot[0], len(scene.spokes) // 2)
        cells = [cell_of(scene, name, slot[1]) for name in (slot[0], there)]
        VALUES.need_apart(scene, resolution, *cells)
        return tolerant(answer, VALUES.combined(scene, resolution, cells))


class NeighbourMean(RadarTemplate):
    """The mean of the values on the two spokes beside one. Of four spokes or more."""

    skill = "multi_step"
    phrasings = (
        "What is the mean of the values on the two spokes next to {name}{of}{unit}?",
        "Average the values of the two {labels} on either side of {name}{of}. What do you get{unit}?",
        "Take the neighbours of {name} on both sides{of}. What is the mean of their values{unit}?",
        "Which value is half-way between those of the two spokes beside {name}{of}{unit}?",
        "Add the values of the two {labels} beside {name} and halve the sum{of}. What is the result{unit}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        if len(scene.spokes) < 4:
            return []
        return [(name, series) for series in whole_series(scene) for name in names_of(scene)]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"name": said(scene, slot[0]), "of": of_series(scene, slot[1])}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        here = find_spoke(work, scene, slot[0])
        beside = [go_on(work, scene, here, k) for k in (-1, 1)]
        cells = [cell_of(scene, found.value, slot[1]) for found in beside]
        mean = work.do("mean", VALUES.read_all(work, scene, cells), say="Add the two values and halve the sum.")
        places = scene.decimals + 1
        work.do("round", mean, places, say=lambda v: f"Their mean is {VALUES.amount(scene, v, places)}.")
        return VALUES.number(scene, mean.value, places)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = [cell_of(scene, steps_on(scene, slot[0], k), slot[1]) for k in (-1, 1)]
        error = max(VALUES.error(scene, resolution, cell) for cell in cells)
        return tolerant(answer, error or 0.6 * 10.0**-scene.decimals)


class StepOut(RadarTemplate):
    """Whether an outline goes outwards or inwards from a spoke to the next."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "From {name} to the next spoke {turn}, does the outline{of} go {way}?",
        "Going {turn} from {name} to its neighbour, does the value{of} {move}?",
        "Does the line{of} run {way} from {name} to the next {label} {turn}?",
        "Follow the outline{of} one step {turn} from {name}. Does it go {way}?",
        "Is the next {label} {turn} from {name} further {out} than {name}{of}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        out = []
        for series in whole_series(scene):
            for name in names_of(scene):
                for step in (1, -1):
                    a, b = cell_of(scene, name, series), cell_of(scene, steps_on(scene, name, step), series)
                    if VALUES.far(scene, a.value, b.value):
                        out += [(name, series, step, way) for way in ("outwards", "inwards")]
        return out

    def group(self, scene: RadarChart, slot: Any) -> Hashable:
        return (slot[1], slot[3])

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        outwards = slot[3] == "outwards"
        return VALUES.common(scene) | {
            "name": said(scene, slot[0]), "of": of_series(scene, slot[1]), "way": slot[3],
            "turn": "clockwise" if slot[2] > 0 else "anticlockwise", "move": "rise" if outwards else "fall",
            "out": "out" if outwards else "in"}  # fmt: skip

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        there = go_on(work, scene, find_spoke(work, scene, slot[0]), slot[2])
        first, last = VALUES.read_all(work, scene, [cell_of(scene, n, slot[1]) for n in (slot[0], there.value)])
        found = work.do("greater" if slot[3] == "outwards" else "less", last, first,
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        there = steps_on(scene, slot[0], slot[2])
        VALUES.need_apart(scene, resolution, cell_of(scene, slot[0], slot[1]), cell_of(scene, there, slot[1]))
        return answer

    def wrong(self, scene: RadarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This goes round the wrong way, or takes in for out.")


TEMPLATES = (
    NextSpoke(), OppositeSpoke(), SpokeAt(), OppositeGap(), NeighbourMean(), StepOut(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
