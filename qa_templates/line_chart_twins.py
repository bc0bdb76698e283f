"""Questions asked in twins: once where the chart answers them, once where a point is missing or covered.

Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.line_chart_base import named_point, spot
from scenewright.qa_templates.line_chart_checks import IsHigher
from scenewright.qa_templates.line_chart_order import RankedPoint
from scenewright.qa_templates.line_chart_values import Difference, PointValue
from scenewright.qa_templates.plot_words import who
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart, coverable, new_cover

# -- missing -------------------------------------------------------------------------------------------------------


def without(scene: LineChart, place: str, series: str) -> LineChart:
    """The chart with a gap in place of a point; of a stack, which has no gaps, without a whole layer.

    The axis stays as it is, so that it tells nothing of what is gone.
    """
    replace = msgspec.structs.replace
    if scene.kind == "stacked":
        if len(scene.series) < 3:
            raise Reject("not_applicable")
        points = tuple(p for p in scene.points if p.series != series)
        kept = tuple(s for s in scene.series if s.name != series)
        there = {p.id for p in points}
        return replace(scene, points=points, series=kept, absent_series=(series, *scene.absent_series),
                       hidden=tuple(i for i in scene.hidden if i in there),
                       printed=tuple(i for i in scene.printed if i in there))  # fmt: skip
    lost = scene.point(place, series)
    assert lost is not None
    points = tuple(replace(p, value=None) if p.id == lost.id else p for p in scene.points)
    return replace(scene, points=points, hidden=tuple(i for i in scene.hidden if i != lost.id),
                   printed=tuple(i for i in scene.printed if i != lost.id))  # fmt: skip


def can_lose(scene: LineChart, place: str, series: str) -> bool:
    """Whether a point can be taken out so that its gap is plain to see: an inner one between two that are there."""
    if scene.kind == "stacked":
        return len(scene.series) >= 3
    points = scene.of_series(series)
    i = next(k for k, p in enumerate(points) if p.place == place)
    hidden = set(scene.hidden)
    return 0 < i < len(points) - 1 and all(
        points[k].value is not None and points[k].id not in hidden for k in (i - 1, i + 1)
    )


def missing(scene: LineChart, place: str, series: str, work: Work) -> Unanswerable | None:
    """That there is no such point, said after a look at the line; None if there is one."""
    point = scene.point(place, series)
    if point is not None and point.value is not None:
        return None
    if point is None:
        name = who(scene.series_label, series)
        names = [s.name for s in scene.series]
        work.do("collect", *names, evidence=[s.id for s in scene.series],
                say=f"The chart shows {', '.join(names)}, but not {name}.")  # fmt: skip
        return Unanswerable(reason="false_premise", why=f"the chart does not show {name}.")
    there = [p for p in scene.of_series(series) if p.value is not None]
    where = next(p for p in scene.places if p.name == place)
    work.do("collect", *[p.place for p in there], evidence=[where.id, *(p.id for p in there)],
            say=f"The line has a gap: no point is drawn {spot(scene, place, series)}.")  # fmt: skip
    return Unanswerable(reason="false_premise", why=f"the chart has no point {spot(scene, place, series)}.")


class MissingPoint(PointValue):
    """The value of a point that one of the twins lacks."""

    unanswerable = "false_premise"
    weight = 1.0

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [slot for slot in super().slots(scene) if can_lose(scene, *slot)]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[0], slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        return without(scene, slot[0], slot[1])


class MissingInDifference(Difference):
    """The difference of two points, the second of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [slot for slot in super().slots(scene) if can_lose(scene, *slot[2:4])]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[2], slot[3], work) or super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        return without(scene, slot[2], slot[3])


class MissingInComparison(IsHigher):
    """Whether a point is higher than another, the first of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return [slot for slot in super().slots(scene) if can_lose(scene, *slot[:2])]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[0], slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        return without(scene, slot[0], slot[1])


# -- covered -------------------------------------------------------------------------------------------------------


def covered(scene: LineChart, place: str, rng: np.random.Generator) -> LineChart:
    """The chart with a cover over a place, instead of what covers it now."""
    hidden = tuple(p.id for p in scene.points if p.place == place and p.value is not None)
    return msgspec.structs.replace(scene, covers=(new_cover(place, rng),), hidden=hidden)


def can_cover(scene: LineChart) -> list[str]:
    """Places that can be covered: not where names at the lines' ends, or the highest and lowest value of the axis,
    would tell of what lies below.
    """
    if len(scene.places) < 5:
        return []
    values: dict[str, list[float]] = {place.name: [] for place in scene.places}
    for point in scene.points:
        if point.value is not None:
            values[point.place].append(point.value)
    ends = {p: (min(v), sum(v) if scene.kind == "stacked" else max(v)) for p, v in values.items() if v}
    low, high = min(e[0] for e in ends.values()), max(e[1] for e in ends.values())
    names = [name for name, (a, b) in ends.items() if b < high and (a > low or scene.kind == "stacked")]
    fit = coverable([place.name for place in scene.places], scene.kind, scene.legend)
    return [name for name in names if name in fit]


def unseen(scene: LineChart, place: str, work: Work) -> Unanswerable | None:
    """That a place is covered; None if it is not."""
    if not any(cover.place == place for cover in scene.covers):
        return None
    ids = [p.id for p in scene.points if p.place == place and p.value is not None]
    name = named_point(scene, place)
    work.do("count", ids, evidence=ids, say=f"Something lies over {name}: what is drawn there is covered.")
    return Unanswerable(reason="hidden", why=f"the chart is covered where {name} lies.")


class CoveredPoint(PointValue):
    """The value of a point that is covered in one of the twins."""

    unanswerable = "hidden"
    weight = 1.0

    def slots(self, scene: LineChart) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[0] in fit]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        return covered(scene, slot[0], rng)


class CoveredInDifference(Difference):
    """The difference of two points, the second of which is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: LineChart) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[2] in fit]

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[2], work) or super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        return covered(scene, slot[2], rng)


class CoveredRank(RankedPoint):
    """At which place a line is k-th highest, where in one of the twins a point is covered that may change the ranks."""

    unanswerable = "hidden"

    def slots(self, scene: LineChart) -> Sequence[Any]:
        return super().slots(scene) if can_cover(scene) else []

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        if scene.covers:
            found = unseen(scene, scene.covers[0].place, work)
            assert found is not None
            return Unanswerable(reason="hidden", why=f"{found.why.removesuffix('.')}, and that may change the ranks.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: LineChart, slot: Any, rng: np.random.Generator) -> LineChart:
        fit = can_cover(scene)
        return covered(scene, fit[int(rng.random() * len(fit))], rng)


TEMPLATES = (
    MissingPoint(), MissingInDifference(), MissingInComparison(), CoveredPoint(), CoveredInDifference(), CoveredRank(),
)  # fmt: skip
__all__ = ["TEMPLATES", "can_cover", "can_lose", "covered", "without"]
