"""Questions asked in twins: once where the plot answers them, once where a point is gone or something is covered.

Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.scatter_plot_base import (
    WAYS,
    evidence,
    is_open,
    members,
    of_series,
    point_of,
    says,
    shown,
    value,
)
from scenewright.qa_templates.scatter_plot_checks import IsHigher
from scenewright.qa_templates.scatter_plot_counts import CountPast, CountPoints
from scenewright.qa_templates.scatter_plot_order import RankedPoint, SeriesOfPoint, passes
from scenewright.qa_templates.scatter_plot_values import Difference, ExtremeValue, PointValue
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import CoverPlace, ScatterPlot, fit, with_cover

# -- gone ----------------------------------------------------------------------------------------------------------


def without(scene: ScatterPlot, name: str) -> ScatterPlot:
    """The plot without a point. Its axes stay as they are; trend lines are laid through the points that are left."""
    points = tuple(p for p in scene.points if p.name != name)
    trends = tuple(fit(k, trend.series, points, scene.y.decimals) for k, trend in enumerate(scene.trends))
    low, high = scene.y_ticks[0].value, scene.y_ticks[-1].value
    if not all(low <= y <= high for trend in trends for y in (trend.y0, trend.y1)):
        raise Reject("layout")
    return msgspec.structs.replace(
        scene, points=points, trends=trends, absent=tuple(n for n in scene.absent if n != name)
    )


def can_lose(scene: ScatterPlot) -> list[str]:
    """Names that may go: what is not covered is all there is, and no series is left with fewer than three points."""
    if not is_open(scene) or len(shown(scene)) < 4 or len(scene.points) < 9:
        return []
    largest = max(p.size for p in scene.points)  # by which all bubbles are drawn
    return [p.name for p in shown(scene) if len(scene.of_series(p.series)) > 3 and (p.size < largest or not scene.size)]


def gone(scene: ScatterPlot, name: str, work: Work) -> Unanswerable | None:
    """That no point has that name, said after a look at all names; None if one has."""
    if scene.named(name) is not None:
        return None
    names = [p.name for p in shown(scene)]
    work.do("collect", *names, evidence=evidence(scene, shown(scene)),
            say=f"The names in the plot are {', '.join(names)}; {says(scene, name)} is not among them.")  # fmt: skip
    return Unanswerable(reason="false_premise", why=f"the plot has no point labelled {name}.")


class MissingPoint(PointValue):
    """A coordinate of a point that one of the twins lacks."""

    unanswerable = "false_premise"
    weight = 1.0

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        fit_ = set(can_lose(scene))
        return [slot for slot in super().slots(scene) if slot[0] in fit_]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return gone(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return without(scene, slot[0])


class MissingInDifference(Difference):
    """The difference of two points, the second of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        fit_ = set(can_lose(scene))
        return [slot for slot in super().slots(scene) if slot[1] in fit_]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return gone(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return without(scene, slot[1])


class MissingInComparison(IsHigher):
    """Whether a point is higher than another, the first of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        fit_ = set(can_lose(scene))
        return [slot for slot in super().slots(scene) if slot[0] in fit_]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return gone(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return without(scene, slot[0])


class MissingSeries(CountPoints):
    """How many points a series has, where one of the twins lacks the whole series."""

    unanswerable = "false_premise"
    weight = 0.6

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if len(scene.series) < 3 or scene.size:
            return []
        return [series for series in super().slots(scene) if series]

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        if scene.of_series(slot):
            return super().solve(scene, slot, work)
        names = [series.name for series in scene.series]
        work.do("collect", *names, evidence=[series.id for series in scene.series],
                say=f"The legend lists {', '.join(names)}, but not {slot}.")  # fmt: skip
        return Unanswerable(reason="false_premise", why=f"the plot shows no points{of_series(scene, slot)}.")

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        points = tuple(p for p in scene.points if p.series != slot)
        low, high = scene.y_ticks[0].value, scene.y_ticks[-1].value
        trends = tuple(
            fit(k, t.series, points, scene.y.decimals) for k, t in enumerate(scene.trends) if t.series != slot
        )
        if not all(low <= y <= high for trend in trends for y in (trend.y0, trend.y1)):
            raise Reject("layout")
        there = {p.id for p in points}
        return msgspec.structs.replace(
            scene, points=points, trends=trends, series=tuple(s for s in scene.series if s.name != slot),
            hidden=tuple(i for i in scene.hidden if not i.startswith("point") or i in there),
        )  # fmt: skip


# -- covered -------------------------------------------------------------------------------------------------------


def lies_over(scene: ScatterPlot, over: CoverPlace) -> bool:
    """Whether a cover lies there."""
    return any(cover.over == over for cover in scene.covers)


def unseen(scene: ScatterPlot, name: str, work: Work) -> Unanswerable | None:
    """That a point and its name are covered; None if they are not."""
    point = scene.named(name)
    if point is None or point.id not in scene.hidden:
        return None
    there = [p.id for p in shown(scene)] or ["plot"]
    work.do(
        "count",
        there,
        evidence=[point.id],
        say=f"{says(scene, name)} is not among the names that can be seen, and a part of the plot is covered.",
    )
    return Unanswerable(reason="hidden", why=f"the part of the plot in which {says(scene, name)} lies is covered.")


def unnumbered(scene: ScatterPlot, axis: str, work: Work) -> Unanswerable | None:
    """That an axis's numbers are covered; None if they are not."""
    if not any(cover.over == axis for cover in scene.covers):
        return None
    ids = [tick.id for tick in scene.ticks(axis)]
    work.do("count", ids, evidence=ids, say=f"All numbers of the {WAYS[axis]} axis are covered.")
    return Unanswerable(reason="hidden", why=f"the numbers of the {WAYS[axis]} axis are covered.")


class CoveredPoint(PointValue):
    """A coordinate of a point that is covered in one of the twins."""

    unanswerable = "hidden"
    weight = 1.0

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return with_cover(scene, "plot", rng, point_of(scene, slot[0]).id)


class CoveredInDifference(Difference):
    """The difference of two points, the second of which is covered in one of the twins."""

    unanswerable = "hidden"

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return with_cover(scene, "plot", rng, point_of(scene, slot[1]).id)


class CoveredAxis(PointValue):
    """A coordinate of a point along an axis whose numbers are covered in one of the twins."""

    unanswerable = "hidden"
    weight = 1.0

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return unnumbered(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return with_cover(scene, slot[1], rng)


class CoveredLegend(SeriesOfPoint):
    """To which series a point belongs, where the legend is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return super().slots(scene) if scene.legend != "inside" else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        if not lies_over(scene, "legend"):
            return super().solve(scene, slot, work)
        ids = [series.id for series in scene.series]
        work.do("count", ids, evidence=ids, say="The legend, which says what the markers stand for, is covered.")
        return Unanswerable(reason="hidden", why="the legend is covered.")

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return with_cover(scene, "legend", rng)


class CoveredRank(RankedPoint):
    """Which named point is k-th, where in one of the twins a point is covered that may change the ranks."""

    unanswerable = "hidden"
    weight = 1.0

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        if not lies_over(scene, "plot"):
            return super().solve(scene, slot, work)
        ids = list(scene.hidden)
        work.do("count", ids, evidence=ids, say="A part of the plot is covered: what lies there may change the ranks.")
        return Unanswerable(reason="hidden", why="a part of the plot is covered, and that may change the ranks.")

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        points = shown(scene)
        return with_cover(scene, "plot", rng, points[int(rng.random() * len(points))].id)


class CoveredCount(CountPast):
    """How many points lie past a limit, where in one of the twins a part of the plot is covered on that side."""

    unanswerable = "hidden"
    weight = 0.6

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        if not lies_over(scene, "plot"):
            return super().solve(scene, slot, work)
        ids = list(scene.hidden)
        work.do("count", ids, evidence=ids, say="A part of the plot is covered, and more points may lie there.")
        return Unanswerable(reason="hidden", why="a part of the plot is covered, where more points may lie.")

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        axis, series, word, limit = slot
        points = [p for p in members(scene, series) if passes(value(p, axis), word, limit)]
        return with_cover(scene, "plot", rng, points[int(rng.random() * len(points))].id)


class CoveredExtreme(ExtremeValue):
    """The greatest or least value along an axis whose numbers are covered in one of the twins."""

    unanswerable = "hidden"
    weight = 0.6

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        return unnumbered(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: ScatterPlot, slot: Any, rng: np.random.Generator) -> ScatterPlot:
        return with_cover(scene, slot[0], rng)


TEMPLATES = (
    MissingPoint(), MissingInDifference(), MissingInComparison(), MissingSeries(), CoveredPoint(),
    CoveredInDifference(), CoveredAxis(), CoveredLegend(), CoveredRank(), CoveredCount(), CoveredExtreme(),
)  # fmt: skip
__all__ = ["TEMPLATES", "can_lose", "without"]
