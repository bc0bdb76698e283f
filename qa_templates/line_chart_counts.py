"""Questions on line charts that are answered by counting."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Integer
from scenewright.qa_templates.line_chart_base import (
    LineTemplate,
    apart,
    labelled,
    limits,
    named,
    named_point,
    need_apart,
    of_series,
    read_all,
    two_series,
    value_of,
    values_of,
    whole_series,
)
from scenewright.qa_templates.line_chart_order import above_each, crossings, lines_apart, need_lines_apart
from scenewright.qa_templates.plot_words import amount, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart


def _count(work: Work, flags: Known | list[Known], what: str) -> Answer:
    found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, what)}.")
    return Integer(value=found.value)


class CountPast(LineTemplate):
    """How many points of a line are above (below) a round limit. Excluded: points too near to it."""

    skill = "counting"
    balance = "spread"
    tries = 8
    phrasings = (
        "How many {labels} have a {measure}{of} {more} {limit}?",
        "How many points{of} have a value {more} {limit}?",
        "Count the points{of} that show a value {more} {limit}.",
        "For how many {labels} is the {measure}{of} {more} {limit}?",
        "How many of the {labels} shown have a value {more} {limit}{of}?",
        "How many values{of} are {more} {limit}?",
        "In how many cases is the {measure}{of} {more} {limit}?",
        "What is the number of {labels} with a {measure}{of} {more} {limit}?",
        "How many {labels} does the chart show with a value {more} {limit}{of}?",
        "Tell me how many {labels} have values {more} {limit}{of}.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        out = []
        for series in whole_series(scene, 24)[:3]:
            out += [(series, limit, more) for limit in limits(scene, values_of(scene, series), 5)
                    for more in ("above", "below")]  # fmt: skip
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "limit": amount(scene, slot[1]), "more": slot[2]}  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series, limit, more = slot
        values = read_all(work, scene, scene.of_series(series))
        return _count(
            work, work.do(more, values, limit, say=f"Mark the values {more} {amount(scene, limit)}."), "point"
        )

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for point in scene.of_series(slot[0]):
            need_apart(scene, resolution, value_of(point) - slot[1], (point,), 6.0)
        return answer


class CountPastReference(LineTemplate):
    """How many points of a line are above (below) the reference line."""

    skill = "counting"
    balance = "spread"
    weight = 4.0
    phrasings = (
        "How many points{of} lie {more} the {name}?",
        "Count the points{of} {more} the line marked '{name}'.",
        "For how many {labels} is the value{of} {more} the {name}?",
        "How many of the values{of} are {more} the {name} line?",
        "What is the number of points{of} that are {more} the {name}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if not scene.reference:
            return []
        level = scene.reference.value
        return [
            (series, scene.reference.name, more)
            for series in whole_series(scene, 24)
            if all(apart(scene, v, level, 0.015) for v in values_of(scene, series))
            for more in ("above", "below")
        ]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot[0]), "name": slot[1], "more": slot[2]}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        level = work.read("reference", "value", lambda v: f"The {slot[1]} lies at {amount(scene, v)}.")
        values = read_all(work, scene, scene.of_series(slot[0]))
        return _count(work, work.do(slot[2], values, level, say=f"Mark the values {slot[2]} it."), "point")

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert scene.reference
        for point in scene.of_series(slot[0]):
            need_apart(scene, resolution, value_of(point) - scene.reference.value, (point,), 4.0)
        return answer


class CountPastMean(LineTemplate):
    """How many points of a line are above (below) its mean."""

    skill = "multi_step"
    balance = "spread"
    phrasings = (
        "How many of the values{of} are {more} their mean?",
        "How many {labels} lie {more} the average of the values shown{of}?",
        "Take the mean of all values{of}. How many of them are {more} it?",
        "Of the {labels} shown, how many are {more} the average of all{of}?",
        "Count the points{of} whose value is {more} the mean of them all.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or scene.log:
            return []
        out = []
        for series in whole_series(scene, 9):
            values = values_of(scene, series)
            mean = math.fsum(values) / len(values)
            if all(apart(scene, v, mean, 0.025) for v in values):
                out += [(series, "above"), (series, "below")]
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot[0]), "more": slot[1]}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, scene.of_series(slot[0]))
        mean = work.do("mean", values, say=lambda v: f"Their mean is {amount(scene, v, scene.decimals + 1)}.")
        return _count(work, work.do(slot[1], values, mean, say=f"Mark the values {slot[1]} the mean."), "point")

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        values = values_of(scene, slot[0])
        mean = math.fsum(values) / len(values)
        for v in values:
            need_apart(scene, resolution, v - mean, scene.of_series(slot[0]), 8.0)
        return answer


class CountPastSeries(LineTemplate):
    """At how many places one line is above (below) another."""

    skill = "counting"
    weight = 2.0
    balance = "spread"
    phrasings = (
        "For how many {labels} is {s} {more} {t}?",
        "At how many of the {labels} shown does the line for {s} lie {more} that for {t}?",
        "Count the {labels} where {s} is {more} {t}.",
        "How many times, going from {label} to {label}, is the value for {s} {more} that for {t}?",
        "In how many cases is the {measure} for {s} {more} the one for {t}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or len(scene.places) > 16:
            return []
        return [
            (s, t, more) for s, t in two_series(scene) if lines_apart(scene, s, t, 0.013) for more in ("above", "below")
        ]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t, "more": slot[2]}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        flags = above_each(work, scene, *(slot[:2] if slot[2] == "above" else slot[1::-1]))
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_lines_apart(scene, resolution, slot[0], slot[1])
        return answer


class CountCrossings(LineTemplate):
    """How often two lines cross."""

    skill = "counting"
    balance = "spread"
    weight = 2.0
    phrasings = (
        "How many times do the lines for {s} and {t} cross?",
        "How often does the line for {s} cross the one for {t}?",
        "Count the crossings of the lines for {s} and {t}.",
        "Following {s} and {t} from left to right, how often do they change places?",
        "What is the number of crossings between {s} and {t}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind not in ("line", "dots"):
            return []
        return [pair for pair in two_series(scene) if lines_apart(scene, *pair, 0.013)]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        signs = above_each(work, scene, slot[0], slot[1])
        changes = [work.do("differ", a, b, say="Compare this place with the next.")
                   for a, b in itertools.pairwise(signs)]  # fmt: skip
        return _count(work, changes, "crossing")

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        assert isinstance(answer, Integer)
        assert answer.value == len(crossings(scene, slot[0], slot[1]))
        need_lines_apart(scene, resolution, slot[0], slot[1])
        return answer


class CountRises(LineTemplate):
    """How often a line rises (falls) from one point to the next."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many times does the value{of} {go} from one {label} to the next, read from left to right?",
        "From left to right, how many points{of} are {more} than the one just before?",
        "Read the values{of} from left to right. How many are {more} than the one before?",
        "How many of the steps between neighbouring points{of} {go}?",
        "Counting from left to right, how many steps{of} lead to a {more} value?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        out = []
        for series in whole_series(scene, 16):
            if all(apart(scene, a, b, 0.015) for a, b in itertools.pairwise(values_of(scene, series))):
                out += [(series, "higher"), (series, "lower")]
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        go = "rise" if slot[1] == "higher" else "fall"
        return self.common(scene) | {"of": of_series(scene, slot[0]), "more": slot[1], "go": go}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_series(slot[0])
        values = read_all(work, scene, points)
        op = "greater" if slot[1] == "higher" else "less"
        flags = []
        for point, (a, b) in zip(points[1:], itertools.pairwise(values), strict=True):
            name = capital(named_point(scene, point.place))
            say = f"{name} is {{}}{slot[1]} than the one before."
            flags.append(work.do(op, b, a, say=lambda v, n=say: n.format("" if v else "not ")))
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(scene.of_series(slot[0])):
            need_apart(scene, resolution, value_of(a) - value_of(b), (a, b), 4.0)
        return answer


class CountPeaks(LineTemplate):
    """How many inner points are higher (lower) than both their neighbours. Excluded: lines with steps too flat."""

    skill = "counting"
    balance = "spread"
    phrasings = (
        "How many {peaks} does the line{of} have, that is, inner points {more} than both their neighbours?",
        "Count the {peaks} of the line{of}: points {more} than the one before and the one after.",
        "How many points of the line{of}, its two ends apart, are {more} than both neighbours?",
        "At how many {labels} does the line{of} have a {peak} (a point {more} than both its neighbours)?",
        "Leaving out the first and the last point, how many points{of} are {more} than those on both sides?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind in ("stacked", "step"):
            return []
        out = []
        for series in whole_series(scene, 20):
            if all(apart(scene, a, b, 0.018) for a, b in itertools.pairwise(values_of(scene, series))):
                out += [(series, "peak"), (series, "trough")]
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "peak": slot[1], "peaks": f"{slot[1]}s",
            "more": "higher" if slot[1] == "peak" else "lower",
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_series(slot[0])
        values = read_all(work, scene, points)
        op, flags = "greater" if slot[1] == "peak" else "less", []
        for i in range(1, len(values) - 1):
            name = capital(named_point(scene, points[i].place))
            word = "higher" if slot[1] == "peak" else "lower"
            before = work.do(op, values[i], values[i - 1], say=f"Compare {name} with the point before it.")
            after = work.do(op, values[i], values[i + 1], say=f"Compare {name} with the point after it.")
            flags.append(work.do("and", before, after, say=lambda v, n=name, w=word:
                                 f"{n} is {'' if v else 'not '}{w} than both."))  # fmt: skip
        return _count(work, flags, slot[1])

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(scene.of_series(slot[0])):
            need_apart(scene, resolution, value_of(a) - value_of(b), (a, b))
        return answer


class CountThings(LineTemplate):
    """How many lines, labels or ticks there are, or markers on a line."""

    skill = "counting"
    phrasings = (
        "How many {what} does the chart show?",
        "How many {what} are there in the chart?",
        "Count the {what} in the chart.",
        "What is the number of {what} shown?",
        "How many {what} can be seen in the chart?",
        "In total, how many {what} does this chart have?",
        "Tell me the number of {what} in the chart.",
        "How many {what} are shown?",
        "How many {what} do you count?",
        "How many {what} are drawn in all?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        out = ["ticks", "labels"] + (["series"] if scene.many else [])
        if all(s.shape for s in scene.series) and not scene.hidden and len(scene.points) <= 30:
            out.append("points")
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        series = "layers" if scene.kind == "stacked" else "lines"
        what = {
            "ticks": "numbers along the value axis", "labels": "labels along the horizontal axis",
            "series": series, "points": "markers on the lines (those of a legend apart)",
        }[slot]  # fmt: skip
        if slot == "points" and not scene.many:
            what = "markers on the line"
        return {"what": what}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        items: Any = {
            "ticks": scene.ticks, "labels": labelled(scene), "series": scene.series,
            "points": [p for p in scene.points if p.value is not None],
        }[slot]  # fmt: skip
        ids = [item.id for item in items]
        found = work.do("count", ids, evidence=ids, say=lambda v: f"Counting them one by one makes {v}.")
        return Integer(value=found.value)


class CountMissing(LineTemplate):
    """How many places have no point of a line. Only in charts where some line has a gap and all places are labelled."""

    skill = "counting"
    balance = "spread"
    weight = 4.0
    phrasings = (
        "For how many of the {labels} along the axis is no value shown{of}?",
        "How many points are missing{of}?",
        "At how many {labels} does the line{of} have a gap?",
        "Count the {labels} along the axis that have no point{of}.",
        "How many {labels} are without a value{of}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        gaps = any(p.value is None for p in scene.points)
        if not gaps or scene.hidden or len(labelled(scene)) < len(scene.places):
            return []
        return [series.name for series in scene.series]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        places = [place.name for place in scene.places]
        there = [p for p in scene.points if p.series == slot and p.value is not None]
        every = work.do("count", places, evidence=[p.id for p in scene.places],
                        say=lambda v: f"There are {v} places along the axis.")  # fmt: skip
        shown = work.do("count", [p.place for p in there], evidence=[p.id for p in there],
                        say=lambda v: f"The line has {count_of(v, 'point')}.")  # fmt: skip
        found = work.do("subtract", every, shown, say=lambda v: f"So {v} {'is' if v == 1 else 'are'} missing.")
        return Integer(value=found.value)


class MissingAt(LineTemplate):
    """At which place a line lacks its only missing point."""

    skill = "structure"
    weight = 6.0
    choice_share = 0.0
    phrasings = (
        "For which {label} is no value shown{of}?",
        "At which {label} is the point{of} missing?",
        "Which {label} has no point{of}?",
        "Where is the gap in the line{of}? Name the {label}.",
        "Name the {label} for which the chart gives no value{of}.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.hidden or len(labelled(scene)) < len(scene.places):
            return []
        return [s.name for s in scene.series if sum(p.value is None for p in scene.of_series(s.name)) == 1]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_series(slot)
        there = [p for p in points if p.value is not None]
        shown = work.do("collect", *[p.place for p in there], evidence=[p.id for p in there],
                        say="Go along the line from point to point.")  # fmt: skip
        names = [p.name for p in scene.places]
        lacks = work.do("lacking", names, shown, evidence=[p.id for p in scene.places],
                        say=lambda v: f"No point stands above {', '.join(v)}.")  # fmt: skip
        if len(lacks.value) != 1:
            raise Reject("not_applicable")
        found = work.do("nth", lacks, 0, say=lambda v: f"So it is {v}.")
        return named(scene, found.value)


TEMPLATES = (
    CountPast(), CountPastReference(), CountPastMean(), CountPastSeries(), CountCrossings(), CountRises(), CountPeaks(),
    CountThings(), CountMissing(), MissingAt(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
