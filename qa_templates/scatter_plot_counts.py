"""Questions on how many points there are: in all, of a series, past a limit, in a field of the plot."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Integer, Number
from scenewright.qa_templates.scatter_plot_base import (
    AXES,
    COUNT_MAX,
    ScatterTemplate,
    apart,
    evidence,
    groups,
    is_open,
    limits,
    members,
    named_series,
    need_apart,
    need_clear,
    need_countable,
    of_series,
    point_of,
    read,
    says,
    shown,
    value,
    values,
)
from scenewright.qa_templates.scatter_plot_order import inside, tick_amount
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import ScatterPlot


class _Count(ScatterTemplate):
    """Base of counts: markers must be told apart, and not be too many."""

    skill = "counting"
    balance = "spread"

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_countable(scene, resolution)
        return answer


class CountPoints(_Count):
    """How many points there are, in all or of a series: no more than can be counted."""

    phrasings = (
        "How many points are plotted{of}?",
        "How many markers does the plot show{of}?",
        "Count the points{of}. How many are there?",
        "What is the number of points drawn{of}?",
        "How many data points does the chart contain{of}?",
        "In total, how many points are there{of}?",
        "How many {nouns} are plotted as points{of}?",
        "Counting every marker in the plot{of}, how many do you find?",
        "How many dots or other markers stand in the plot{of}?",
        "Give the number of points{of} in this chart.",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        return groups(scene, COUNT_MAX)

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        points = members(scene, slot)
        found = work.do("count", [p.id for p in points], evidence=evidence(scene, points, "", slot),
                        say=lambda v: f"There are {count_of(v, 'marker')} of that kind." if slot else
                        f"There are {count_of(v, 'marker')}.")  # fmt: skip
        return Integer(value=found.value)


class CountPast(_Count):
    """How many points lie above (below) a tick of an axis."""

    weight = 1.5
    phrasings = (
        "How many points{of} have a {measure} {past} {limit}?",
        "How many points{of} lie {past} {limit} on the {way} axis?",
        "Count the points{of} with a {measure} {past} {limit}. How many are there?",
        "For how many points{of} is the {measure} {past} {limit}?",
        "What is the number of points{of} {past} a {measure} of {limit}?",
        "How many of the markers{of} are {past} {limit} in {measure}?",
        "Of the points{of}, how many have a {measure} {past} {limit}?",
        "Taking {limit} of the {measure} as the limit, how many points{of} lie {past} it?",
        "How many {nouns} in the plot have a {measure} {past} {limit}{of}?",
        "Along the {way} axis, how many points{of} are {past} {limit}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for series, axis in itertools.product(groups(scene, 90), AXES):
            points = members(scene, series)
            for limit in limits(scene, axis, points):
                over = sum(v > limit for v in values(points, axis))
                if 1 <= over <= 15:
                    out.append((axis, series, "above", limit))
                if 1 <= len(points) - over <= 15:
                    out.append((axis, series, "below", limit))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        axis, series, word, limit = slot
        return self.common(scene, axis) | {"of": of_series(scene, series), "past": word,
                                           "limit": tick_amount(scene, axis, limit)}  # fmt: skip

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series, word, limit = slot
        points = members(scene, series)
        found = work.do("count_past", axis, series, word, limit, evidence=evidence(scene, points, axis, series),
                        say=lambda v: f"{count_of(v, 'point lies', 'points lie')} {word} "
                        f"{tick_amount(scene, axis, limit)}.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_clear(scene, resolution, slot[0], members(scene, slot[1]), slot[3])
        return super().gate(scene, slot, answer, resolution)


class CountPastReference(_Count):
    """How many points lie on one side of the reference line."""

    weight = 3.0
    phrasings = (
        "How many points lie {side} the {line} line?",
        "How many points are {side} the line marked '{line}'?",
        "Count the points {side} the {line} line. How many are there?",
        "What is the number of points {side} the {line}?",
        "Of all points, how many are plotted {side} the {line} line?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        line = scene.reference
        if line is None or not is_open(scene) or len(scene.points) > 90:
            return []
        if not all(apart(scene, line.axis, v, line.value, 0.018) for v in values(scene.points, line.axis)):
            return []
        words = ("to the left of", "to the right of") if line.axis == "x" else ("below", "above")
        out = []
        for word, high in zip(words, (False, True), strict=True):
            if 1 <= sum((v > line.value) == high for v in values(scene.points, line.axis)) <= 15:
                out.append((line.name, line.axis, word))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"line": slot[0], "side": slot[2]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, axis, word = slot
        at = work.read("reference", "value", f"The line marked '{name}' parts the points.")
        past = "above" if word in ("above", "to the right of") else "below"
        found = work.do("count_past", axis, "", past, at, evidence=evidence(scene, scene.points),
                        say=lambda v: f"{count_of(v, 'point lies', 'points lie')} {word} it.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert scene.reference
        need_clear(scene, resolution, slot[1], scene.points, scene.reference.value)
        return super().gate(scene, slot, answer, resolution)


class CountInRectangle(_Count):
    """How many points lie between two ticks of one axis and two of the other."""

    phrasings = (
        "How many points have a {xm} between {x0} and {x1} and a {ym} between {y0} and {y1}?",
        "How many points lie in the field from {x0} to {x1} on the horizontal and from {y0} to {y1} on the vertical "
        "axis?",
        "Count the points with a {xm} from {x0} to {x1} and a {ym} from {y0} to {y1}. How many are there?",
        "In the rectangle between {x0} and {x1} across and {y0} and {y1} upwards, how many points are there?",
        "What is the number of points whose {xm} is between {x0} and {x1} while their {ym} is between {y0} and {y1}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not is_open(scene) or len(scene.points) > 90:
            return []
        clear = {
            axis: [t.value for t in scene.ticks(axis) if all(apart(scene, axis, v, t.value, 0.018) for v in
                   values(scene.points, axis))]
            for axis in AXES
        }  # fmt: skip
        out = []
        for (x0, x1), (y0, y1) in itertools.product(
            itertools.combinations(clear["x"], 2), itertools.combinations(clear["y"], 2)
        ):
            if 1 <= sum(inside(p, x0, x1, y0, y1) for p in scene.points) <= 12 and len(scene.points) > 4:
                out.append((x0, x1, y0, y1))
        return out[:: max(len(out) // 24, 1)]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        said = [tick_amount(scene, axis, at) for axis, at in zip("xxyy", slot, strict=True)]
        return {"xm": scene.x.measure, "ym": scene.y.measure} | dict(zip(("x0", "x1", "y0", "y1"), said, strict=True))

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        found = work.do("count_inside", *slot, evidence=evidence(scene, scene.points, "xy"),
                        say=lambda v: f"{count_of(v, 'point stands', 'points stand')} in that field.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for axis, at in zip("xxyy", slot, strict=True):
            need_clear(scene, resolution, axis, scene.points, at)
        return super().gate(scene, slot, answer, resolution)


class CountBeyondPoint(_Count):
    """How many points are both further right (left) and higher (lower) than a named one."""

    phrasings = (
        "How many points lie both to the {across} of {name} and {up} it?",
        "Counting from {name}, how many points are further to the {across} and also {up}?",
        "How many points stand {up} {name} and to the {across} of it at once?",
        "In the plot, how many points are to the {across} of and {up} {name}?",
        "How many points are there in the corner to the {across} of and {up} the point of {name}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not is_open(scene) or len(scene.points) > 60:
            return []
        out = []
        for p in shown(scene):
            if not all(apart(scene, axis, v, value(p, axis), 0.016) for axis in AXES for v in
                       [value(q, axis) for q in scene.points if q.id != p.id]):  # fmt: skip
                continue
            for across, up in itertools.product(("left", "right"), ("above", "below")):
                if beyond(scene, p.x, p.y, across, up) <= 12:
                    out.append((p.name, across, up))
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"name": says(scene, slot[0]), "across": slot[1], "up": slot[2]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        name, across, up = slot
        point = point_of(scene, name)
        x, y = read(work, scene, point, "x"), read(work, scene, point, "y")
        found = work.do("count_beyond", x, y, across, up, evidence=evidence(scene, scene.points),
                        say=lambda v: f"{count_of(v, 'point is', 'points are')} to the {across} and {up}.")  # fmt: skip
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        point = point_of(scene, slot[0])
        others = [p for p in scene.points if p.id != point.id]
        for axis in AXES:
            need_clear(scene, resolution, axis, others, value(point, axis))
        return super().gate(scene, slot, answer, resolution)


def beyond(scene: ScatterPlot, x: float, y: float, across: str, up: str) -> int:
    """Points to the one side of a place and above or below it."""
    return sum(
        (p.x > x if across == "right" else p.x < x) and (p.y > y if up == "above" else p.y < y) for p in scene.points
    )


class CountBetween(_Count):
    """How many named points lie between two others along an axis."""

    phrasings = (
        "How many labelled points lie between {a} and {b} in {measure}?",
        "How many labelled {nouns} have a {measure} between that of {a} and that of {b}?",
        "Along the {way} axis, how many labelled points are there between {a} and {b}?",
        "Between the {measure} of {a} and that of {b}, how many other labelled points are found?",
        "Sort the labelled points by {measure}: how many come between {a} and {b}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        points = shown(scene) if is_open(scene) else []
        out = []
        for axis in AXES if len(points) > 3 else ():
            order = sorted(points, key=lambda p: value(p, axis))
            clear = all(apart(scene, axis, value(p, axis), value(q, axis), 0.02) for p, q in itertools.pairwise(order))
            if clear:
                out += [(p.name, q.name, axis) for p, q in itertools.permutations(points, 2)]
        return out

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene, slot[2]) | {"a": says(scene, slot[0]), "b": says(scene, slot[1])}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        a, b, axis = slot
        points = shown(scene)
        at = {p.name: read(work, scene, p, axis) for p in points}
        low, high = sorted((a, b), key=lambda n: at[n].value)
        over = work.do("above", [at[p.name] for p in points], at[low], say=f"See which lie above {says(scene, low)}.")
        under = work.do("below", [at[p.name] for p in points], at[high], say=f"And which below {says(scene, high)}.")
        found = work.do("count_both", over, under, say=lambda v: f"{count_of(v, 'point lies', 'points lie')} between.")
        return Integer(value=found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        order = sorted(values(shown(scene), slot[2]))
        for one, two in itertools.pairwise(order):
            need_apart(scene, resolution, slot[2], one, two)
        return answer


class SharePast(ScatterTemplate):
    """What share of all points lies above (below) a tick, in per cent."""

    skill = "multi_step"
    phrasings = (
        "What percentage of all points{of} has a {measure} {past} {limit}?",
        "What share of the points{of} lies {past} {limit} on the {way} axis, in per cent?",
        "In per cent, how large a part of the points{of} has a {measure} {past} {limit}?",
        "Out of every hundred points{of}, how many would have a {measure} {past} {limit}, going by this plot?",
        "How many per cent of the points{of} are {past} {limit} in {measure}?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = []
        for series, axis in itertools.product(groups(scene, COUNT_MAX), AXES):
            points = members(scene, series)
            for limit in limits(scene, axis, points) if len(points) >= 5 else ():
                out += [(axis, series, word, limit) for word in ("above", "below")]
        return out

    words = CountPast.words

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        axis, series, word, limit = slot
        points = members(scene, series)
        ids = evidence(scene, points, axis, series)
        part = work.do("count_past", axis, series, word, limit, evidence=ids,
                       say=lambda v: f"{count_of(v, 'point lies', 'points lie')} {word} "
                       f"{tick_amount(scene, axis, limit)}.")  # fmt: skip
        whole = work.do("count", [p.id for p in points], evidence=ids, say=lambda v: f"There are {v} in all.")
        share = work.do("percent", part, whole, say="Divide by that and multiply by 100.")
        share = work.do("round", share, 1, say=lambda v: f"That is {v} %.")
        return Number(value=share.value, unit="%", decimals=1, tolerance=0.5)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_countable(scene, resolution)
        need_clear(scene, resolution, slot[0], members(scene, slot[1]), slot[3])
        return answer


class LargestSeries(ScatterTemplate):
    """Which series has the k-th most points, by a margin of two at least."""

    skill = "counting"
    phrasings = (
        "Which {slabel} has the {rank} number of points?",
        "Which {slabel} comes out with the {rank} count of points?",
        "For which {slabel} does the plot show the {rank} number of points?",
        "Count the points of each {slabel}. Which has the {rank} count?",
        "Which of the {slabels} has the {rank} number of markers?",
    )

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        if not scene.many or not is_open(scene) or len(scene.points) > 70:
            return []
        counts = sorted((len(scene.of_series(s.name)) for s in scene.series), reverse=True)
        ends = [("highest", counts[0] - counts[1], counts[0]), ("lowest", counts[-2] - counts[-1], counts[-2])]
        return [end for end, gap, most in ends if gap >= 2 and gap >= 0.2 * most]

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": slot}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        counts = [
            work.do("count", [p.id for p in scene.of_series(s.name)],
                    evidence=evidence(scene, scene.of_series(s.name), "", s.name),
                    say=lambda v, n=s.name: f"{n} has {count_of(v, 'point')}.")
            for s in scene.series
        ]  # fmt: skip
        found = work.do("argmax" if slot == "highest" else "argmin", [s.name for s in scene.series], counts,
                        say=lambda n: f"So it is {n}.")  # fmt: skip
        return named_series(scene, found.value)

    def gate(self, scene: ScatterPlot, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_countable(scene, resolution)
        return answer


class CountThings(ScatterTemplate):
    """How many series, names, numbers of an axis or trend lines there are."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many {what} are there?",
        "How many {what} does the chart have?",
        "Count the {what}. How many are there?",
        "What is the number of {what} in this chart?",
        "Say how many {what} the chart shows.",
    )
    called: ClassVar[dict[str, str]] = {
        "series": "entries in the legend of markers",
        "named": "points with a name beside them",
        "x_ticks": "numbers along the horizontal axis",
        "y_ticks": "numbers along the vertical axis",
        "trends": "trend lines",
    }

    def slots(self, scene: ScatterPlot) -> Sequence[Any]:
        out = ["x_ticks", "y_ticks"] + (["series"] if scene.many else [])
        out += ["named"] if is_open(scene) and shown(scene) else []
        return out + (["trends"] if scene.trends else [])

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return {"what": self.called[slot]}

    def solve(self, scene: ScatterPlot, slot: Any, work: Work) -> Answer:
        things: Sequence[Any] = shown(scene) if slot == "named" else getattr(scene, slot)
        found = work.do("count", [t.id for t in things], evidence=[t.id for t in things],
                        say=lambda v: f"Counting them gives {v}.")  # fmt: skip
        if slot == "trends" and found.value == 1:
            raise Reject("not_applicable")  # "how many trend lines" has one answer too often
        return Integer(value=found.value)


TEMPLATES = (
    CountPoints(), CountPast(), CountPastReference(), CountInRectangle(), CountBeyondPoint(), CountBetween(),
    SharePast(), LargestSeries(), CountThings(),
)  # fmt: skip
