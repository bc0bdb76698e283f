"""Questions on scatter plots that are answered with yes or no."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.neutral import known_order
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    YesNo,
    apart,
    evidence,
    groups,
    is_open,
    limits,
    members,
    need_apart,
    need_clear,
    of_series,
    pairs,
    point_of,
    read,
    says,
    shown,
    spot,
    value,
    values,
)
from scenewright.qa_templates.scatter_plot_order import tick_amount
from scenewright.qa_templates.scatter_plot_structure import LOOKS, looks
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import verdict
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.scatter_plot import Point, ScatterPlot


class IsHigher(YesNo):
    """Whether one named point lies higher (lower) along an axis than another. Both words are asked alike, and of names
    that tell which follows the other, yes and no for either order.
    """

    phrasings = (
        "Is the {measure} {more} {a} than {b}?",
        "According to the chart, is the {measure} {more} {a} than {b}?",
        "Does {na} have a {more} {measure} than {nb}?",
        "Compare {na} with {nb}: does {na} have the {more} {measure}?",
        "Looking at the points of {na} and {nb}, is the {measure} of {na} the {more} one?",
        "Is it correct that {na} has a {more} {measure} than {nb}?",
        "Set against {nb}, does {na} show a {more} {measure}?",
        "Of {na} and {nb}, is {na} the one with the {more} {measure}?",
        "Would you say that the {measure} is {more} {a} than {b}?",
        "Does the point of {na} show a {more} {measure} than that of {nb}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(*pair, word) for pair in pairs(scene, AXES) for word in ("higher", "lower")]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        order = known_order(*slot[:2])
        return (order, *slot[2:]) if order else tuple(slot[:3])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        a, b, axis, word = slot
        return self.common(scene, axis) | {"a": spot(scene, a), "b": spot(scene, b), "na": says(scene, a),
                                           "nb": says(scene, b), "more": word}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, axis, word = slot
        first, second = (read(work, scene, point_of(scene, name), axis) for name in (a, b))
        return verdict(work, "greater" if word == "higher" else "less", first, second,
                       said=f"The first is {{}}{word}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_apart(scene, resolution, slot[2], *(value(point_of(scene, name), slot[2]) for name in slot[:2]))
        return answer


def both_sides(points: Sequence[Point], axis: str, limit: float) -> list[Point]:
    """As many points above a limit as below it: measures are skewed, so that of all of them more lie below most
    limits, and "below" would more often be right than "above".
    """
    over = [p for p in points if value(p, axis) > limit]
    under = [p for p in points if value(p, axis) < limit]
    count = min(len(over), len(under))
    return [side[k * len(side) // count] for k in range(count) for side in (over, under)]


class PassesLimit(YesNo):
    """Whether a named point lies above (below) a tick of an axis."""

    phrasings = (
        "Is the {measure} {spot} {past} {limit}?",
        "Does {name} have a {measure} {past} {limit}?",
        "Is the point of {name} {past} {limit} on the {way} axis?",
        "According to the chart, does the {measure} {spot} lie {past} {limit}?",
        "Would you say that the {measure} of {name} is {past} {limit}?",
        "Does the plot show a {measure} {past} {limit} {spot}?",
        "Looking at {name}, is its {measure} {past} {limit}?",
        "Is it true that the {measure} {spot} is {past} {limit}?",
        "Can {name} be said to have a {measure} {past} {limit}?",
        "Check {name}: does its point lie {past} a {measure} of {limit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene)
        return [
            (p.name, axis, limit, word)
            for axis in AXES
            for limit in limits(scene, axis, points, 3)
            for p in both_sides(points, axis, limit)
            for word in ("above", "below")
        ]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[1:3])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        name, axis, limit, word = slot
        return self.common(scene, axis) | {"name": says(scene, name), "spot": spot(scene, name), "past": word,
                                           "limit": tick_amount(scene, axis, limit)}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, axis, limit, word = slot
        own = read(work, scene, point_of(scene, name), axis)
        return verdict(
            work,
            "greater" if word == "above" else "less",
            own,
            limit,
            said=f"That is {{}}{word} {tick_amount(scene, axis, limit)}, so the answer is {{}}.",
        )

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_clear(scene, resolution, slot[1], [point_of(scene, slot[0])], slot[2])
        return answer


class PassesReference(YesNo):
    """On which side of the reference line a named point lies."""

    weight = 3.0
    phrasings = (
        "Does {name} lie {side} the {line} line?",
        "Is the point of {name} {side} the line marked '{line}'?",
        "Looking at the {line} line, is {name} {side} it?",
        "Would you find {name} {side} the {line} line?",
        "Is {name} plotted {side} the {line}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        line = scene.reference
        if line is None:
            return []
        words = ("to the left of", "to the right of") if line.axis == "x" else ("below", "above")
        far = [p for p in shown(scene) if apart(scene, line.axis, value(p, line.axis), line.value)]
        return [(p.name, line.name, line.axis, word) for p in both_sides(far, line.axis, line.value) for word in words]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"name": says(scene, slot[0]), "line": slot[1], "side": slot[3]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, line, axis, word = slot
        own = read(work, scene, point_of(scene, name), axis)
        at = work.read("reference", "value", f"The line marked '{line}' crosses the plot at its own value.",
                       shown_by=("reference", *evidence(scene, (), axis)))  # fmt: skip
        op = "greater" if word in ("above", "to the right of") else "less"
        return verdict(work, op, own, at, said=f"The point is {{}}{word} it, so the answer is {{}}.")

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert scene.reference
        need_clear(scene, resolution, slot[2], [point_of(scene, slot[0])], scene.reference.value)
        return answer


class UpAndRight(YesNo):
    """Whether one named point lies to the one side of another and above or below it, both at once."""

    phrasings = (
        "Does {na} lie {across} of {nb} and {up} it in the plot?",
        "Is the point of {na} both {across} of that of {nb} and {up} it?",
        "Seen from {nb}, is {na} {across} and at the same time {up} it?",
        "In the plot, is {na} found {across} of {nb} and {up} it?",
        "Going from {nb} to {na}, do you end up {across} of where you began and {up} it?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        both = [(a, b) for a, b, _ in pairs(scene, ("x",), 40) if self._clear(scene, a, b)]
        return [(a, b, c, u) for a, b in both for c in ("left", "right") for u in ("above", "below")]

    def _clear(self, scene: ScatterPlot, a: str, b: str) -> bool:
        return apart(scene, "y", point_of(scene, a).y, point_of(scene, b).y)

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[:2])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        a, b, across, up = slot
        return {"na": says(scene, a), "nb": says(scene, b), "across": f"to the {across}", "up": up}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, across, up = slot
        p, q = point_of(scene, a), point_of(scene, b)
        xs, ys = ([read(work, scene, one, axis) for one in (p, q)] for axis in AXES)
        beside = work.do("greater" if across == "right" else "less", *xs,
                         say=lambda v: f"It is {'' if v else 'not '}to the {across}.")  # fmt: skip
        over = work.do("greater" if up == "above" else "less", *ys,
                       say=lambda v: f"It is {'' if v else 'not '}{up} the other.")  # fmt: skip
        return verdict(work, "and", beside, over, said="Both together are {}the case, so the answer is {}.")

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for axis in AXES:
            need_apart(scene, resolution, axis, *(value(point_of(scene, name), axis) for name in slot[:2]))
        return answer


class IsDrawn(YesNo):
    """Whether a named point is of a colour, or its marker of a shape. Of which series it is might be known without
    looking: Nigeria lies in Africa.
    """

    weight = 1.5
    phrasings = (
        "Is {name} drawn {look}?",
        "Is the point of {name} one of those drawn {look}?",
        "Does the plot show {name} {look}?",
        "Looking at the marker of {name}, is it drawn {look}?",
        "Would you find {name} among the points drawn {look}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return [(p.name, field, getattr(s, field)) for field in looks(scene) for s in scene.series
                for p in shown(scene)]  # fmt: skip

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[1:])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"name": says(scene, slot[0]), "look": LOOKS[slot[1]].format(slot[2])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, field, look = slot
        point = point_of(scene, name)
        series = next(s for s in scene.series if s.name == point.series)
        own = work.read(series.id, field, lambda v: f"{capital(says(scene, name))} is drawn {LOOKS[field].format(v)}.",
                        shown_by=evidence(scene, [point], "", point.series))  # fmt: skip
        return verdict(work, "equal", own, look, said="That is {}the one asked for, so the answer is {}.")


class MeanHigher(YesNo):
    """Whether the points of one series have a clearly higher (lower) mean along an axis than those of another.

    Series are named by how they are drawn: which of two countries has the heavier cars might be known.
    """

    weight = 1.5
    margin = 0.09
    phrasings = (
        "On average, do the points{a} have a {more} {measure} than those{b}?",
        "Is the mean {measure} of the points{a} {more} than that of the points{b}?",
        "Taken as a whole, do the points{a} lie {more} than those{b} in {measure}?",
        "Compare the two groups: is the average {measure} {more} for the points{a} than for those{b}?",
        "Is the centre of the points{a} {more} in {measure} than the centre of those{b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not looks(scene) or not is_open(scene) or scene.x.log or scene.y.log:
            return []
        means = {
            (s.name, axis): math.fsum(values(scene.of_series(s.name), axis)) / len(scene.of_series(s.name))
            for s in scene.series
            for axis in AXES
        }
        names = [s.name for s in scene.series]
        return [
            (a, b, axis, word)
            for axis in AXES
            for a in names
            for b in names
            if a != b and apart(scene, axis, means[a, axis], means[b, axis], self.margin)
            for word in ("higher", "lower")
        ]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[:3])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        a, b, axis, word = slot
        return self.common(scene, axis) | {"a": _drawn(scene, a), "b": _drawn(scene, b), "more": word}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, axis, word = slot
        means = [
            work.do("mean_of", axis, name, evidence=evidence(scene, scene.of_series(name), axis, name),
                    say=lambda v, n=name: f"The points{_drawn(scene, n)} centre on about "
                    f"{tick_amount(scene, axis, round(v, scene.axis(axis).decimals))}.")
            for name in (a, b)
        ]  # fmt: skip
        return verdict(work, "greater" if word == "higher" else "less", *means,
                       said=f"So the first centre is {{}}{word}: the answer is {{}}.")  # fmt: skip


def _drawn(scene: ScatterPlot, name: str) -> str:
    """How a series is drawn: ` in red`, ` by square markers`."""
    field = looks(scene)[0]
    return f" drawn {LOOKS[field].format(next(getattr(s, field) for s in scene.series if s.name == name))}"


class MostPast(YesNo):
    """Whether more than half of a series' points lie above (below) a tick. Excluded: shares between 40 and 60 %."""

    phrasings = (
        "Do most of the points{of} have a {measure} {past} {limit}?",
        "Does the majority of the points{of} lie {past} {limit} on the {way} axis?",
        "Are more than half of the points{of} {past} a {measure} of {limit}?",
        "Is the {measure} {past} {limit} for more than half of the points{of}?",
        "Do more points{of} lie {past} {limit} than on the other side of it, in {measure}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        found: dict[tuple[str, float], list[tuple[str, bool]]] = {}
        for series in filter(None, groups(scene)):  # of all points, the measure's usual values would tell
            points = members(scene, series)
            for axis in AXES if len(points) >= 5 else ():
                for limit in limits(scene, axis, shown(scene), 8):
                    share = sum(v > limit for v in values(points, axis)) / len(points)
                    if not 0.4 <= share <= 0.6:
                        found.setdefault((axis, limit), []).append((series, share > 0.6))
        # A limit of which all series lie on one side would tell by being a high or a low one of its measure.
        return [
            (series, axis, limit, word)
            for (axis, limit), of in found.items()
            if len({above for _, above in of}) == 2
            for series, _ in of
            for word in ("above", "below")
        ]

    def group(self, scene: ScatterPlot, slot: Any) -> Hashable:
        return tuple(slot[1:])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        series, axis, limit, word = slot
        return self.common(scene, axis) | {"of": of_series(scene, series), "past": word,
                                           "limit": tick_amount(scene, axis, limit)}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        series, axis, limit, word = slot
        points = members(scene, series)
        found = work.do(
            "count_past",
            axis,
            series,
            word,
            limit,
            evidence=evidence(scene, points, axis, series),
            say=lambda v: f"Of {len(points)} points, {v} lie {word} {tick_amount(scene, axis, limit)}.",
        )
        return verdict(work, "greater", found, len(points) / 2, said="That is {}more than half: the answer is {}.")

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_clear(scene, resolution, slot[1], members(scene, slot[0]), slot[2])
        return answer


class IsLabelled(YesNo):
    """Whether a name stands in the plot. Names come from the same column of the same table."""

    skill = "yes_no"
    phrasings = (
        "Is there a point labelled {name} in the plot?",
        "Is {name} among the names written in the plot?",
        "Does the plot show the name of {name}?",
        "Can the label of {name} be found beside one of the points?",
        "Is one of the points marked as {name}?",
    )
    mistake = "This overlooks or invents a name."

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not is_open(scene) or not scene.absent or not shown(scene):
            return []
        words = f"{scene.title.text} {scene.subtitle.text}".casefold()
        return [name for name in (*(p.name for p in shown(scene)), *scene.absent) if name.casefold() not in words]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"name": says(scene, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        names = [p.name for p in shown(scene)]
        there = work.do("collect", *names, evidence=evidence(scene, shown(scene)),
                        say=f"The names in the plot are {', '.join(names)}.")  # fmt: skip
        found = work.do("contains", there, slot, say=lambda v: f"{slot} is {'' if v else 'not '}among them.")
        return Boolean(value=found.value)


TEMPLATES = (
    IsHigher(), PassesLimit(), PassesReference(), UpAndRight(), IsDrawn(), MeanHigher(), MostPast(),
    IsLabelled(),
)  # fmt: skip
