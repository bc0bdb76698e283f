"""Questions whose answer is a named point, or several: ranks, neighbours, limits, corners."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scenewright.qa_templates.answers import Answer, LabelSet
from scenewright.qa_templates.plot_words import amount, rank_words
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    ScatterTemplate,
    apart,
    clear_ranks,
    error,
    evidence,
    is_open,
    limits,
    named,
    named_series,
    need_apart,
    need_clear,
    point_of,
    read,
    says,
    shown,
    units_per_px,
    value,
    values,
)
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ranked
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import Point, ScatterPlot
from scenewright.scenes.scatter_plot_cuts import ASPECT


def read_all(work: Work, scene: ScatterPlot, points: Sequence[Point], axis: str) -> list[Any]:
    """Read several points along an axis."""
    return [read(work, scene, point, axis) for point in points]


def need_ranks_apart(scene: ScatterPlot, resolution: Resolution, axis: str, at: float, others: Sequence[float]) -> None:
    """Reject where a value is too near any of the others to rank it."""
    for other in others:
        need_apart(scene, resolution, axis, at, other)


class RankedPoint(ScatterTemplate):
    """Which named point is k-th along an axis, counted from the nearer end. Only points with names take part."""

    skill = "comparison"
    weight = 2.0
    phrasings = (
        "Among the labelled points, which {noun} has the {rank} {measure}?",
        "Which {noun} whose name is written in the plot has the {rank} {measure}?",
        "Of the points with names, which has the {rank} {measure}?",
        "Considering only the labelled points, name the {noun} with the {rank} {measure}.",
        "Rank the labelled points by {measure}. Which one is the {rank}?",
        "Which of the labelled points stands for the {rank} {measure}?",
        "Looking at the labelled {nouns} alone, which has the {rank} {measure}?",
        "Which labelled {noun} comes with the {rank} {measure}?",
        "Whose {measure} is the {rank} among the labelled points?",
        "Find the labelled point with the {rank} {measure}. Which {noun} is it?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        if len(points) < 3:
            return []
        return [(axis, rank, high) for axis in AXES for rank, high in clear_ranks(scene, axis, points)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"rank": rank_words(slot[1], slot[2])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, rank, high = slot
        points = shown(scene)
        say = f"The {rank_words(rank, high)} is "
        found = ranked(work, [p.name for p in points], read_all(work, scene, points, axis), rank, high,
                       lambda n: f"{say}{says(scene, n)}.")  # fmt: skip
        return named(scene, found)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        axis, rank, high = slot
        order = sorted(values(shown(scene), axis), reverse=high)
        near = [order[k] for k in (rank - 1, rank + 1) if 0 <= k < len(order)]
        need_ranks_apart(scene, resolution, axis, order[rank], near)
        return answer


class NearestTo(ScatterTemplate):
    """Which named point comes nearest to another along one axis, by a clear margin."""

    skill = "multi_step"
    phrasings = (
        "Which labelled {noun} is closest to {name} in {measure}?",
        "Of the other labelled points, whose {measure} is nearest to that of {name}?",
        "Along the {way} axis, which labelled {noun} lies closest to {name}?",
        "Whose {measure} differs least from that of {name} among the labelled {nouns}?",
        "Among the labelled points, which {noun} comes nearest to {name} in {measure}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        return [(p.name, axis) for p in points for axis in AXES if len(points) > 2 and self._margin(scene, p, axis)]

    def _gaps(self, scene: ScatterPlot, point: Point, axis: str) -> list[tuple[float, Point]]:
        own = value(point, axis)
        return sorted(((abs(value(p, axis) - own), p) for p in shown(scene) if p.id != point.id), key=lambda g: g[0])

    def _margin(self, scene: ScatterPlot, point: Point, axis: str) -> bool:
        (one, _), (two, _) = self._gaps(scene, point, axis)[:2]
        ticks = scene.ticks(axis)
        return not scene.axis(axis).log and two - one > 0.03 * (ticks[-1].value - ticks[0].value) and two > 1.4 * one

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[1]) | {"name": says(scene, slot[0])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, axis = slot
        own = read(work, scene, point_of(scene, name), axis)
        others = [p for p in shown(scene) if p.name != name]
        gaps = [
            work.do("distance", read(work, scene, p, axis), own, say=f"See how far {says(scene, p.name)} is from it.")
            for p in others
        ]
        found = work.do("argmin", [p.name for p in others], gaps, say=lambda n: f"The closest is {says(scene, n)}.")
        return named(scene, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        (one, _), (two, _) = self._gaps(scene, point_of(scene, slot[0]), slot[1])[:2]
        need_apart(scene, resolution, slot[1], one, two)
        return answer


PLOT_ASPECTS = (0.9, 3.2)
"""Least and greatest width of a plot by its height: what is nearest on paper must be so at both."""


class NearestOnPaper(ScatterTemplate):
    """Which named point lies nearest to another in the plot, whatever the plot's proportions (squares of distances are
    linear in the square of the aspect, so what holds at both ends of its range holds between).
    """

    skill = "comparison"
    phrasings = (
        "Which labelled point lies nearest to {name} in the plot?",
        "Looking at the plot, which labelled {noun} is the closest neighbour of {name}?",
        "Which of the other labelled points has the shortest way to {name} on the page?",
        "Whose labelled marker stands closest to that of {name}?",
        "Of the labelled markers, which one is nearest to that of {name}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        return [p.name for p in points if len(points) > 2 and nearest_on_paper(scene, p)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": says(scene, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        point = point_of(scene, slot)
        if nearest_on_paper(scene, point) is None:
            raise Reject("margin")
        ids = evidence(scene, shown(scene))
        found = work.do(
            "nearest_on_paper",
            point.id,
            [p.id for p in shown(scene)],
            evidence=ids,
            say=lambda n: f"Of the labelled markers about that of {slot}, the one of {n} is the nearest.",
        )
        return named(scene, found.value)


def nearest_on_paper(scene: ScatterPlot, point: Point) -> Point | None:
    """The named point nearest to another by a quarter of its distance, in all proportions; None if there is none."""
    best: Point | None = None
    u, v = scene.share("x", point.x), scene.share("y", point.y)
    others = [(p, scene.share("x", p.x) - u, scene.share("y", p.y) - v) for p in shown(scene) if p.id != point.id]
    for aspect in PLOT_ASPECTS:
        order = sorted(((math.hypot(aspect * a, b), p.id, p) for p, a, b in others), key=lambda o: o[:2])
        if len(order) < 2 or order[1][0] < 1.25 * order[0][0] or (best and best.id != order[0][1]):
            return None
        best = order[0][2]
    return best


class NamesPast(ScatterTemplate):
    """All named points above (below) a tick of an axis: one to five."""

    skill = "multi_step"
    phrasings = (
        "Which labelled {nouns} have a {measure} {past} {limit}?",
        "List the labelled points with a {measure} {past} {limit}.",
        "Name all labelled {nouns} whose {measure} lies {past} {limit}.",
        "Of the labelled points, which lie {past} {limit} on the {way} axis?",
        "Give every labelled {noun} with a {measure} {past} {limit}.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        out = []
        for axis in AXES:
            for limit in limits(scene, axis, points):
                counts = {w: sum(passes(value(p, axis), w, limit) for p in points) for w in ("above", "below")}
                out += [(axis, word, limit) for word, count in counts.items() if 1 <= count <= 5]
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, word, limit = slot
        return self.common(scene, axis) | {"past": word, "limit": tick_amount(scene, axis, limit)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, word, limit = slot
        points = shown(scene)
        flags = work.do(word, read_all(work, scene, points, axis), limit,
                        say=f"Compare each with {tick_amount(scene, axis, limit)}.")  # fmt: skip
        found = work.do("kept", [p.name for p in points], flags, say=lambda v: f"That leaves {', '.join(v)}.")
        return LabelSet(values=tuple(found.value))

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_clear(scene, resolution, slot[0], shown(scene), slot[2])
        return answer


def passes(at: float, word: str, limit: float) -> bool:
    """Whether a value is above (below) a limit."""
    return at > limit if word in ("above", "higher") else at < limit


def tick_amount(scene: ScatterPlot, axis: str, at: float) -> str:
    """A tick's value with its unit and no more decimals than it needs."""
    places = next(d for d in range(10) if d == 9 or abs(round(at, d) - at) < 1e-9)
    return amount(scene.axis(axis), at, places)


class FurthestPast(ScatterTemplate):
    """Of the named points above (below) a tick of one axis, which is the extreme one along the other."""

    skill = "multi_step"
    phrasings = (
        "Of the labelled {nouns} with a {measure} {past} {limit}, which has the {end} {other}?",
        "Among labelled points whose {measure} is {past} {limit}, which one has the {end} {other}?",
        "Take only labelled points with a {measure} {past} {limit}: which {noun} has the {end} {other} of these?",
        "Which labelled {noun} has the {end} {other} if only those with a {measure} {past} {limit} count?",
        "Leave out all but the labelled {nouns} with a {measure} {past} {limit}. Whose {other} is the {end}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        out = []
        for axis, other in (("x", "y"), ("y", "x")):
            for limit, word, high in itertools.product(limits(scene, axis, points), ("above", "below"), (True, False)):
                left = [p for p in points if passes(value(p, axis), word, limit)]
                order = sorted(values(left, other), reverse=high)
                best = max(values(points, other)) if high else min(values(points, other))
                # the clause matters: without it another point would be the answer
                if len(left) > 1 and order[0] != best and apart(scene, other, order[0], order[1]):
                    out.append((axis, word, limit, high))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, word, limit, high = slot
        return self.common(scene, axis) | {
            "past": word, "limit": tick_amount(scene, axis, limit), "end": "highest" if high else "lowest",
            "other": scene.axis("y" if axis == "x" else "x").measure,
        }  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, word, limit, high = slot
        points, other = shown(scene), "y" if axis == "x" else "x"
        flags = work.do(word, read_all(work, scene, points, axis), limit,
                        say=f"Keep those {word} {tick_amount(scene, axis, limit)}.")  # fmt: skip
        names = work.do("kept", [p.name for p in points], flags, say=lambda v: f"That leaves {', '.join(v)}.")
        left = [p for p in points if p.name in names.value]
        found = work.do("argmax" if high else "argmin", names, read_all(work, scene, left, other),
                        say=lambda n: f"Of these, {says(scene, n)} has the {'highest' if high else 'lowest'} "
                        f"{scene.axis(other).measure}.")  # fmt: skip
        return named(scene, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        axis, word, limit, high = slot
        need_clear(scene, resolution, axis, shown(scene), limit)
        other = "y" if axis == "x" else "x"
        order = sorted((value(p, other) for p in shown(scene) if passes(value(p, axis), word, limit)), reverse=high)
        need_apart(scene, resolution, other, order[0], order[1])
        return answer


class InRectangle(ScatterTemplate):
    """The one named point between two ticks of each axis."""

    skill = "retrieval"
    phrasings = (
        "Which labelled {noun} has a {xm} between {x0} and {x1} and a {ym} between {y0} and {y1}?",
        "One labelled point lies between {x0} and {x1} on the horizontal and between {y0} and {y1} on the vertical "
        "axis. Which?",
        "Name the labelled {noun} whose {xm} is between {x0} and {x1} and whose {ym} is between {y0} and {y1}.",
        "Look where the {xm} is from {x0} to {x1} and the {ym} from {y0} to {y1}: which labelled {noun} is there?",
        "Which labelled point stands in the field from {x0} to {x1} along the horizontal axis and from {y0} to {y1} "
        "along the vertical one?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        out = []
        for p in points:
            fields = [_field(scene, axis, value(p, axis)) for axis in AXES]
            if None in fields:
                continue
            (x0, x1), (y0, y1) = fields  # type: ignore[misc]  # None was ruled out
            if sum(inside(q, x0, x1, y0, y1) for q in points) == 1:
                out.append((x0, x1, y0, y1))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        said = [tick_amount(scene, axis, at) for axis, at in zip("xxyy", slot, strict=True)]
        return self.common(scene) | {"xm": scene.x.measure, "ym": scene.y.measure} | dict(
            zip(("x0", "x1", "y0", "y1"), said, strict=True))  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        points = shown(scene)
        across, up = read_all(work, scene, points, "x"), read_all(work, scene, points, "y")
        found = work.do("within", [p.name for p in points], across, up, *slot, say=lambda v: f"Only {v[0]} is there."
                        if len(v) == 1 else "These are there: " + ", ".join(v) + ".")  # fmt: skip
        if len(found.value) != 1:
            raise Reject("ambiguous")
        return named(scene, found.value[0])

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for axis, at in zip("xxyy", slot, strict=True):
            need_clear(scene, resolution, axis, shown(scene), at)
        return answer


def _field(scene: ScatterPlot, axis: str, at: float) -> tuple[float, float] | None:
    """The neighbouring ticks about a value; None where it is near one."""
    for a, b in itertools.pairwise(tick.value for tick in scene.ticks(axis)):
        if a < at < b:
            return (a, b) if all(apart(scene, axis, at, end) for end in (a, b)) else None
    return None


def inside(p: Point, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether a point lies in a field of the plot."""
    return x0 < p.x < x1 and y0 < p.y < y1


class SeriesOfPoint(ScatterTemplate):
    """To which series a named point belongs."""

    skill = "retrieval"
    weight = 1.5
    phrasings = (
        "Which {slabel} does the point of {name} belong to?",
        "By its colour or shape, which {slabel} does the marker of {name} show?",
        "According to the legend, what is the {slabel} of {name}?",
        "What {slabel} does the marker of {name} stand for?",
        "Compare the marker of {name} with the legend: which {slabel} is it?",
        "Find {name} in the plot. To which {slabel} does it belong?",
        "In which {slabel} is {name}, going by the legend?",
        "Name the {slabel} to which the marker of {name} belongs.",
        "How is {name} classified by {slabel} in this chart?",
        "Under which entry of the legend does the marker of {name} fall?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [p.name for p in shown(scene)] if scene.many else []

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"name": says(scene, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        point = point_of(scene, slot)
        own = work.read(point.id, "series", lambda v: f"The marker of {says(scene, slot)} is like that of {v}.",
                        shown_by=evidence(scene, [point], "", point.series))  # fmt: skip
        return named_series(scene, own.value)


class ClosestTo(ScatterTemplate):
    """Which named point is closest to a tick of an axis."""

    skill = "comparison"
    phrasings = (
        "Which labelled {noun} has a {measure} closest to {limit}?",
        "Whose {measure} is nearest to {limit} among the labelled points?",
        "Of the labelled {nouns}, which comes closest to a {measure} of {limit}?",
        "On the {way} axis, which labelled point lies nearest to {limit}?",
        "Which labelled {noun} comes nearest to {limit} in {measure}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        out = []
        for axis in AXES if len(points) > 2 else ():
            for tick in scene.ticks(axis)[1:-1]:
                gaps = sorted(abs(scene.share(axis, v) - scene.share(axis, tick.value)) for v in values(points, axis))
                if gaps[1] - gaps[0] > 0.035 and not scene.axis(axis).log:
                    out.append((axis, tick.value))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[0]) | {"limit": tick_amount(scene, *slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, limit = slot
        points = shown(scene)
        gaps = [
            work.do("distance", read(work, scene, p, axis), limit, say=f"See how far that is from "
                    f"{tick_amount(scene, axis, limit)}.")
            for p in points
        ]  # fmt: skip
        found = work.do("argmin", [p.name for p in points], gaps, say=lambda n: f"The closest is {says(scene, n)}.")
        return named(scene, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        axis, limit = slot
        gaps = sorted(abs(v - limit) for v in values(shown(scene), axis))
        need_apart(scene, resolution, axis, gaps[0], gaps[1])
        return answer


class OutlierName(ScatterTemplate):
    """The named point that stands apart: its nearest neighbour is three times as far as any other point's own."""

    skill = "comparison"
    weight = 4.0
    phrasings = (
        "Which labelled point stands clearly apart from all the others?",
        "One labelled point lies far from all other points. Which {noun} is it?",
        "Which {noun} is the outlier of the plot?",
        "Name the {noun} whose point is isolated from all the rest.",
        "Which labelled {noun} is an outlier, far away from every other point?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        found = outlier(scene) if is_open(scene) else None
        return [""] if found is not None and found.name else []

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        found = outlier(scene)
        if found is None or not found.name:
            raise Reject("not_applicable")
        ids = evidence(scene, scene.points)
        name = work.do(
            "outlier", evidence=ids, say=lambda n: f"All points but that of {says(scene, n)} have others near them."
        )
        return named(scene, name.value)


OUTLYING = 0.22
"""Least distance of an outlier from its nearest neighbour, in heights of a usual plot."""


def outlier(scene: ScatterPlot) -> Point | None:
    """The one point that has no other near it in plots of any usual proportions."""
    if len(scene.points) < 10:
        return None
    us = np.array([scene.share("x", p.x) for p in scene.points])
    vs = np.array([scene.share("y", p.y) for p in scene.points])
    across, up = (us[:, None] - us) ** 2, (vs[:, None] - vs) ** 2
    best: int | None = None
    for aspect in (1.0, ASPECT, 2.4):
        far = aspect * aspect * across + up
        np.fill_diagonal(far, np.inf)
        near = far.min(1)
        order = np.argsort(near)
        i, first, second = int(order[-1]), math.sqrt(float(near[order[-1]])), math.sqrt(float(near[order[-2]]))
        if first < OUTLYING or first < 2.2 * second or best not in (None, i):
            return None
        best = i
    return None if best is None else scene.points[best]


TEMPLATES = (
    RankedPoint(), NearestTo(), NearestOnPaper(), NamesPast(), FurthestPast(), InRectangle(), SeriesOfPoint(),
    ClosestTo(), OutlierName(),
)  # fmt: skip
__all__ = ["TEMPLATES", "error", "inside", "nearest_on_paper", "outlier", "passes", "tick_amount", "units_per_px"]
