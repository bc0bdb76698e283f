"""Questions on outlines of a radar chart that lie within each other or cross."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer
from scenewright.qa_templates.plot_words import opposite
from scenewright.qa_templates.radar_chart_base import (
    VALUES,
    RadarTemplate,
    cell_of,
    names_of,
    said,
    steps_on,
    whole_series,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.radar_chart import RadarChart


class InnerOutline(RadarTemplate):
    """Which of two outlines, of which one lies wholly within the other, is the inner (outer) one. Without options, as
    what is known of the names would tell.
    """

    skill = "comparison"
    weight = 1.5
    choice_share = 0.0
    phrasings = (
        "One of the outlines of {s} and {t} lies entirely {side} the other. Which one?",
        "Of {s} and {t}, which lies {side} the other on every spoke?",
        "Going all the way round, which of {s} and {t} is always {side} the other?",
        "Compare {s} with {t} on each spoke: which of them is {side} the other throughout?",
        "Which of the two outlines, {s} or {t}, stays {side} the other all around the chart?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        names = whole_series(scene)
        nested = [(s, t) for s, t in itertools.permutations(names, 2) if not crossings(scene, s, t)]
        return [(s, t, side) for s, t in nested for side in ("inside", "outside")]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        s, t = (VALUES.says(scene, "column", name) for name in slot[:2])
        return {"s": s, "t": t, "side": slot[2]}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        s, t, side = slot
        flags = sides(work, scene, s, t, names_of(scene))
        every = work.do("and", *flags, say=lambda v: f"So {s if v else t} is further out everywhere.")
        names = [s, t] if side == "outside" else [t, s]
        found = work.do("choose", every, *names, say=lambda v: f"{v} lies {side} the other.")
        return VALUES.named(scene, found.value, "column")

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_sides(scene, resolution, slot[0], slot[1], names_of(scene))
        return answer


CROSSING = ("cross anywhere", "keep from crossing all the way round")


class EverCross(RadarTemplate):
    """Whether two outlines cross at all, or never do. Only of charts with pairs of both kinds: most never do."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 1.5
    phrasings = (
        "Do the outlines of {s} and {t} {cross}?",
        "Going around the chart, do {s} and {t} {cross}?",
        "Follow the outlines of {s} and {t}. Do they {cross}?",
        "Is it true that {s} and {t} {cross}?",
        "Look at {s} and {t} on every spoke: do their outlines {cross}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        pairs = itertools.combinations(whole_series(scene), 2)
        return [(s, t, cross) for s, t in pairs for cross in CROSSING]

    def group(self, scene: RadarChart, slot: Any) -> Hashable:
        return slot[2]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        s, t = (VALUES.says(scene, "column", name) for name in slot[:2])
        return {"s": s, "t": t, "cross": slot[2]}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        flags = sides(work, scene, slot[0], slot[1], names_of(scene))
        changes = [work.do("differ", a, b, say="Do they change sides on the way to the next spoke?")
                   for a, b in zip(flags, (*flags[1:], flags[0]), strict=True)]  # fmt: skip
        found = work.do("or", *changes, say=lambda v: f"They {'cross' if v else 'never cross'}.")
        if slot[2] != CROSSING[0]:
            found = work.do("not", found, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_sides(scene, resolution, slot[0], slot[1], names_of(scene))
        return answer

    def wrong(self, scene: RadarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks where the outlines change sides.")


def crossings(scene: RadarChart, s: str, t: str) -> list[int]:
    """After which spokes, by number, two outlines change sides on the way to the next clockwise."""
    over = [cell_of(scene, n, s).value > cell_of(scene, n, t).value for n in names_of(scene)]
    return [i for i in range(len(over)) if over[i] is not over[(i + 1) % len(over)]]


def need_sides(scene: RadarChart, resolution: Resolution, s: str, t: str, spokes: Iterable[str]) -> None:
    """Which of two outlines is further out can be seen on these spokes."""
    for n in spokes:
        VALUES.need_apart(scene, resolution, cell_of(scene, n, s), cell_of(scene, n, t))


def sides(work: Work, scene: RadarChart, s: str, t: str, spokes: Sequence[str]) -> list[Known]:
    """Whether the first outline is further out than the second, spoke by spoke."""
    out = []
    for n in spokes:
        a, b = VALUES.read_all(work, scene, [cell_of(scene, n, name) for name in (s, t)])
        say = f"On the spoke of {said(scene, n)}, {s} is further {{}} than {t}."
        out.append(work.do("greater", a, b, say=lambda v, n=say: n.format("out" if v else "in")))
    return out


CROSSING_HERE = ("cross", "run without crossing")


class CrossHere(RadarTemplate):
    """Whether two outlines cross between two neighbouring spokes, or do not. Both are asked alike."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 2.0
    phrasings = (
        "Do the outlines of {s} and {t} {cross} between {a} and {b}?",
        "Between the spokes of {a} and {b}, do {s} and {t} {cross}?",
        "On the way from {a} to {b}, do the outlines of {s} and {t} {cross}?",
        "Look between {a} and {b}: do {s} and {t} {cross} there?",
        "Is it true that {s} and {t} {cross} between {a} and {b}?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        pairs = itertools.combinations(whole_series(scene), 2)
        return [(s, t, n, cross) for s, t in pairs for n in names_of(scene) for cross in CROSSING_HERE]

    def group(self, scene: RadarChart, slot: Any) -> Hashable:
        return slot[3]

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        s, t = (VALUES.says(scene, "column", name) for name in slot[:2])
        return {"s": s, "t": t, "a": said(scene, slot[2]), "b": said(scene, steps_on(scene, slot[2], 1)),
                "cross": slot[3]}  # fmt: skip

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        s, t, n, cross = slot
        found = work.do("differ" if cross == CROSSING_HERE[0] else "equal",
                        *sides(work, scene, s, t, [n, steps_on(scene, n, 1)]),
                        say=lambda v: f"So the answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_sides(scene, resolution, slot[0], slot[1], (slot[2], steps_on(scene, slot[2], 1)))
        return answer

    def wrong(self, scene: RadarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This looks between other spokes.")


class CountCrossings(RadarTemplate):
    """How many times two outlines cross, all the way round."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    weight = 2.0
    phrasings = (
        "How many times do the outlines of {s} and {t} cross?",
        "Count the crossings of {s} and {t} all around the chart. How many are there?",
        "Going all the way round, how often do {s} and {t} change sides?",
        "At how many places do the outlines of {s} and {t} cross each other?",
        "How many crossings do the lines for {s} and {t} have?",
    )

    def slots(self, scene: RadarChart) -> Sequence[Any]:
        return list(itertools.combinations(whole_series(scene), 2))

    def words(self, scene: RadarChart, slot: Any) -> Mapping[str, str]:
        s, t = (VALUES.says(scene, "column", name) for name in slot)
        return {"s": s, "t": t}

    def solve(self, scene: RadarChart, slot: Any, work: Work) -> Answer:
        flags = sides(work, scene, slot[0], slot[1], names_of(scene))
        names = names_of(scene)
        turns = []
        for i, (a, b) in enumerate(zip(flags, (*flags[1:], flags[0]), strict=True)):
            say = f"Between {names[i]} and {names[(i + 1) % len(names)]} they {{}}."
            turns.append(work.do("differ", a, b, say=lambda v, n=say: n.format("cross" if v else "do not cross")))
        found = work.do("count_true", turns, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: RadarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_sides(scene, resolution, slot[0], slot[1], names_of(scene))
        return answer


TEMPLATES = (
    InnerOutline(),
    EverCross(),
    CrossHere(),
    CountCrossings(),
)
__all__ = ["TEMPLATES"]
