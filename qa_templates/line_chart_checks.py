"""Questions on line charts that are answered with yes or no."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean
from scenewright.qa_templates.line_chart_base import (
    LineTemplate,
    apart,
    axis_span,
    limits,
    named_point,
    need_apart,
    of_series,
    pairs,
    point_of,
    read,
    read_all,
    seen,
    spot,
    two_series,
    value_of,
    values_of,
    verdict,
    whole_places,
    whole_series,
)
from scenewright.qa_templates.line_chart_order import above_each, crossings, lines_apart, need_lines_apart
from scenewright.qa_templates.named_values import astride
from scenewright.qa_templates.neutral import BALANCED, step
from scenewright.qa_templates.plot_words import adds_up, amount, opposite, who
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.line_chart import LineChart, Point


class IsHigher(LineTemplate):
    """Whether one point is higher (lower) than another. Both orders and both words are asked alike, and of one line,
    yes and no are equally likely however far one point is before or after the other, so that trends don't tell.
    """

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} {more} {a} than {b}?{sign}",
        "Compare {na} with {nb}: is the {measure} {more} {a}?{sign}",
        "According to the chart, is the {measure} {more} {a} than {b}?{sign}",
        "Does the chart show a {more} {measure} {a} than {b}?{sign}",
        "Looking at {na} and {nb}, is the {measure} {more} {a}?{sign}",
        "Of {na} and {nb}, does {na} have the {more} value?{sign}",
        "Is it correct that the {measure} is {more} {a} than {b}?{sign}",
        "Is the value {a} {more} than the value {b}?{sign}",
        "Set against {nb}, does {na} show a {more} {measure}?{sign}",
        "Would you say that the {measure} is {more} {a} than {b}?{sign}",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        out = []
        for a, b in pairs(scene, 12):
            for x, y in ((a, b), (b, a)):
                out += [(x.place, x.series, y.place, y.series, more) for more in ("higher", "lower")]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        if slot[1] == slot[3]:
            return (step([place.name for place in scene.places], slot[0], slot[2]), slot[4])
        return tuple(sorted((slot[:2], slot[2:4])))

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "a": spot(scene, *slot[:2]), "b": spot(scene, *slot[2:4]), "more": slot[4],
            "na": named_point(scene, *slot[:2]), "nb": named_point(scene, *slot[2:4]),
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first = read(work, scene, point_of(scene, slot[0], slot[1]))
        second = read(work, scene, point_of(scene, slot[2], slot[3]))
        a, b = amount(scene, first.value), amount(scene, second.value)
        return verdict(work, "greater" if slot[4] == "higher" else "less", first, second,
                       said=f"{a} is {{}}{slot[4]} than {b}, so the answer is {{}}.")  # fmt: skip

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = point_of(scene, slot[0], slot[1]), point_of(scene, slot[2], slot[3])
        need_apart(scene, resolution, value_of(a) - value_of(b), (a, b))
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This swaps the two points.")


class PassesLimit(LineTemplate):
    """Whether a point is above (below) a round limit. For each limit and either word, yes and no are equally likely."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the {measure} {spot} {more} {limit}?",
        "Does the chart show a value {more} {limit} {spot}?",
        "Is the value {spot} {more} {limit}?",
        "According to the chart, is the {measure} {spot} {more} {limit}?",
        "Does the chart put the {measure} {spot} {more} {limit}?",
        "Looking at {name}, is the {measure} {more} {limit}?",
        "Is it correct that the {measure} {spot} lies {more} {limit}?",
        "Would you place the {measure} {spot} {more} {limit}?",
        "Does the point {spot} lie {more} {limit}?",
        "Is the {measure} {more} {limit} {spot}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        points = seen(scene)
        points = points if len(points) <= 8 else [points[i * len(points) // 8] for i in range(8)]
        found = limits(scene, [value_of(p) for p in seen(scene)], 3)
        return [(p.place, p.series, limit, more) for p in points for limit in found for more in ("above", "below")]

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return tuple(slot[2:])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "spot": spot(scene, *slot[:2]), "name": named_point(scene, *slot[:2]), "limit": amount(scene, slot[2]),
            "more": slot[3],
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        value = read(work, scene, point_of(scene, slot[0], slot[1]))
        said = f"{amount(scene, value.value)} is {{}}{slot[3]} {amount(scene, slot[2])}, so the answer is {{}}."
        return verdict(work, "greater" if slot[3] == "above" else "less", value, slot[2], said=said)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        point = point_of(scene, slot[0], slot[1])
        need_apart(scene, resolution, value_of(point) - slot[2], (point,), 6.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This takes the point to lie on the other side of the limit.")


class PassesMean(LineTemplate):
    """Whether a point is above (below) the mean of all points of its line."""

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the value {spot} {more} the mean of all points{of}?",
        "Does the value {spot} lie {more} the average of all points{of}?",
        "Taking the mean of all points{of}, is the value {spot} {more} it?",
        "Compared with the mean of all points{of}, is the value {spot} {more} it?",
        "If you average all points{of}, is the value {spot} {more} that average?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or scene.log:
            return []
        out = []
        for series in whole_series(scene, 10):
            values = values_of(scene, series)
            mean = math.fsum(values) / len(values)
            for point in seen(scene):
                if point.series == series and apart(scene, value_of(point), mean, 0.04):
                    out += [(point.place, series, "above"), (point.place, series, "below")]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return tuple(slot[1:])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "spot": spot(scene, slot[0]), "more": slot[2], "of": of_series(scene, slot[1])}  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_series(slot[1])
        values = read_all(work, scene, points)
        mean = work.do("mean", values, say=lambda v: f"Their mean is {amount(scene, v, scene.decimals + 1)}.")
        own = values[[p.place for p in points].index(slot[0])]
        said = f"{amount(scene, own.value)} is {{}}{slot[2]} the mean, so the answer is {{}}."
        return verdict(work, "greater" if slot[2] == "above" else "less", own, mean, said=said)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        values = values_of(scene, slot[1])
        own = value_of(point_of(scene, slot[0], slot[1]))
        need_apart(scene, resolution, own - math.fsum(values) / len(values), scene.of_series(slot[1]), 10.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges where the mean lies.")


class SumExceeds(LineTemplate):
    """Whether two points of a line together are more (less) than a third. Values above zero only.

    Asked only of points that are more than one pair of others and less than another, or word and place would tell.
    """

    skill = "multi_step"
    balance = "yes_no"
    weight = 5.0
    choice_share = 0.2
    phrasings = (
        "Is the sum of the values for {a} and {b} {more} than the value for {c}{of}?",
        "Do the values for {a} and {b} together come to {more} than that for {c}{of}?",
        "Added up, are the values for {a} and {b} {more} than that for {c}{of}?",
        "If you add the values for {a} and {b}, is the sum {more} than the value for {c}{of}?",
        "Taken together, do the values for {a} and {b} make {more} than that for {c} alone{of}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or not adds_up(scene):
            return []
        out = []
        for series in scene.series:
            row = [p for p in seen(scene) if p.series == series.name and value_of(p) > 0]
            for i, far in itertools.product(range(len(row) if len(row) >= 3 else 0), range(2, min(len(row), 6))):
                trio = (row[i], row[(i + 1) % len(row)], row[(i + far) % len(row)])
                a, b, c = sorted(trio, key=value_of)
                gap = value_of(a) + value_of(b) - value_of(c)
                if 0.06 * value_of(c) < abs(gap) < BALANCED * value_of(c):
                    out += [(a.place, b.place, c.place, series.name, m) for m in ("more", "less")]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return tuple(slot[2:])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        names = {k: named_point(scene, slot[i]) for i, k in enumerate("abc")}
        return self.common(scene) | names | {"more": slot[4], "of": of_series(scene, slot[3])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        a, b, c = (read(work, scene, point_of(scene, name, slot[3])) for name in slot[:3])
        both = work.do("add", a, b, say=lambda v: f"Together the first two make {amount(scene, v)}.")
        said = f"That is {{}}{slot[4]} than {amount(scene, c.value)}, so the answer is {{}}."
        return verdict(work, "greater" if slot[4] == "more" else "less", both, c, said=said)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        points = [point_of(scene, name, slot[3]) for name in slot[:3]]
        a, b, c = map(value_of, points)
        need_apart(scene, resolution, a + b - c, points, 12.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges the sum.")


WAYS = ("rise", "fall")


def goes(points: Sequence[Point], way: str) -> bool:
    """Whether each point is higher (lower) than the one before."""
    values = [value_of(p) for p in points]
    return all(a < b if way == "rise" else a > b for a, b in itertools.pairwise(values))


class IsMonotone(LineTemplate):
    """Whether a line rises (falls) at each of three steps in a row. Stretches of one length, or it would tell, that
    begin next to one with the other answer: what rises early and falls late is known.
    """

    skill = "yes_no"
    weight = 2.0
    balance = "yes_no"
    choice_share = 0.2
    steps = 3
    phrasings = (
        "From {a} to {b}, does the {measure}{of} {way} at every step?",
        "Does the {measure}{of} {way} from each point to the next between {a} and {b}?",
        "Going from {a} to {b}, does every step{of} {way}?",
        "Between {a} and {b}, is each point{of} {more} than the one before?",
        "Does the {line}{of} {way} without a break from {a} to {b}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or "week" in scene.place_label:
            return []
        out = []
        hidden = set(scene.hidden)
        for series in scene.series:
            points = scene.of_series(series.name)
            parts = []
            for i in range(len(points) - self.steps):
                part = points[i : i + self.steps + 1]
                if any(p.value is None or p.id in hidden for p in part):
                    continue
                if not (scene.places[i].labelled and scene.places[i + self.steps].labelled):
                    continue
                if all(apart(scene, value_of(a), value_of(b), 0.015) for a, b in itertools.pairwise(part)):
                    parts.append(part)
            for way in WAYS:
                found = astride(parts, partial(goes, way=way))
                out += [(series.name, part[0].place, part[-1].place, way) for part in found]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return (slot[0], slot[3])

    def part(self, scene: LineChart, slot: Any) -> list[Any]:
        """The points of the stretch."""
        points = scene.of_series(slot[0])
        names = [p.place for p in points]
        return list(points[names.index(slot[1]) : names.index(slot[2]) + 1])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "a": named_point(scene, slot[1]), "b": named_point(scene, slot[2]),
            "way": slot[3], "more": "higher" if slot[3] == "rise" else "lower",
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        values = read_all(work, scene, self.part(scene, slot))
        op, word = ("less", "rises") if slot[3] == "rise" else ("greater", "falls")
        flags = [work.do(op, a, b, say=lambda v: f"This step {word if v else 'does not ' + slot[3]}.")
                 for a, b in itertools.pairwise(values)]  # fmt: skip
        found = work.do("and", *flags, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(self.part(scene, slot)):
            need_apart(scene, resolution, value_of(a) - value_of(b), (a, b), 4.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This overlooks a step, or sees one that is not there.")


class EndsHigher(LineTemplate):
    """Whether a line has risen (fallen) overall between two places far apart, told by its two ends."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Comparing {a} with {b} alone, has the {measure}{of} {gone}?",
        "From {a} to {b}, does the {measure}{of} {way} overall, whatever lies between?",
        "Taken over the whole stretch from {a} to {b}, has the {measure}{of} {gone}?",
        "Is the {measure}{of} {more} at the end of the stretch from {a} to {b} than at its beginning?",
        "Does the stretch from {a} to {b} end {more} than it began{of}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or "week" in scene.place_label:
            return []
        out = []
        for series in scene.series:
            row = [p for p in seen(scene) if p.series == series.name]
            for a, b in itertools.combinations(row, 2):
                far = row.index(b) - row.index(a) >= max(len(row) // 2, 2)
                if far and apart(scene, value_of(a), value_of(b), 0.04):
                    out += [(series.name, a.place, b.place, way) for way in WAYS]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return (slot[0], slot[3])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        rise = slot[3] == "rise"
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "a": named_point(scene, slot[1]), "b": named_point(scene, slot[2]),
            "way": slot[3], "more": "higher" if rise else "lower", "gone": "risen" if rise else "fallen",
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        first, last = (read(work, scene, point_of(scene, place, slot[0])) for place in slot[1:3])
        a, b = amount(scene, first.value), amount(scene, last.value)
        word = "higher" if slot[3] == "rise" else "lower"
        said = f"{b} is {{}}{word} than {a}, so the answer is {{}}."
        return verdict(work, "greater" if slot[3] == "rise" else "less", last, first, said=said)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        a, b = (point_of(scene, place, slot[0]) for place in slot[1:3])
        need_apart(scene, resolution, value_of(a) - value_of(b), (a, b), 6.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This mixes up the two ends.")


class AlwaysAbove(LineTemplate):
    """Whether one line is above (below) another at every place. Asked of lines that never cross.

    The first one has lines above and below it, so that its name is no help.
    """

    skill = "yes_no"
    weight = 2.0
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Is the line for {s} {more} that for {t} at every {label} shown?",
        "Does {s} stay {more} {t} throughout the chart?",
        "Is {s} {more} {t} all the way from left to right?",
        "For all {labels} shown, does {s} lie {more} {t}?",
        "Does the line for {s} always run {more} the one for {t}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or len(scene.places) > 20:
            return []
        out = []
        for s, t in two_series(scene):
            if lines_apart(scene, s, t, 0.015) and not crossings(scene, s, t):
                out += [(*pair, more) for pair in ((s, t), (t, s)) for more in ("above", "below")]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return (slot[0], slot[2])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t, "more": slot[2]}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        signs = above_each(work, scene, *(slot[:2] if slot[2] == "above" else slot[1::-1]))
        found = work.do("and", *signs, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_lines_apart(scene, resolution, slot[0], slot[1])
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This mixes up the two lines.")


class LinesCross(LineTemplate):
    """Whether two lines cross anywhere. Only in charts with pairs that do and pairs that don't."""

    skill = "yes_no"
    balance = "yes_no"
    weight = 20.0
    choice_share = 0.2
    phrasings = (
        "Do the lines for {s} and {t} cross?",
        "Is there a place where the lines for {s} and {t} cross each other?",
        "Does the line for {s} cross the one for {t} anywhere?",
        "Do {s} and {t} change places at some point of the chart?",
        "Looking at {s} and {t}, do their lines ever cross?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind not in ("line", "dots"):
            return []
        return [pair for s, t in two_series(scene) if lines_apart(scene, s, t, 0.013) for pair in ((s, t), (t, s))]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        signs = above_each(work, scene, slot[0], slot[1])
        changes = [work.do("differ", a, b, say="Compare this place with the next.")
                   for a, b in itertools.pairwise(signs)]  # fmt: skip
        found = work.do("or", *changes, say=lambda v: f"The order {'changes' if v else 'never changes'}, so the "
                        f"answer is {'yes' if v else 'no'}.")  # fmt: skip
        return Boolean(value=found.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_lines_apart(scene, resolution, slot[0], slot[1])
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This follows one of the lines wrongly.")


class MostPast(LineTemplate):
    """Whether more than half of a line's points are above (below) a round limit.

    For each line and either word, limits of both kinds must be there to choose from: most limits lie above the middle
    of skewed values.
    """

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Are more than half of the points{of} {more} {limit}?",
        "Is the {measure}{of} {more} {limit} for most of the {labels} shown?",
        "Do most of the values{of} lie {more} {limit}?",
        "Are the values{of} {more} {limit} more often than not?",
        "Is a majority of the points{of} {more} {limit}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked":
            return []
        out = []
        for series in whole_series(scene, 16):
            values = values_of(scene, series)
            for limit in limits(scene, values, 5):
                if 2 * sum(v > limit for v in values) != len(values):
                    out += [(series, limit, more) for more in ("above", "below")]
        return out

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return (slot[0], slot[2])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {
            "of": of_series(scene, slot[0]), "limit": amount(scene, slot[1]), "more": slot[2]}  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series, limit, more = slot
        values = read_all(work, scene, scene.of_series(series))
        flags = work.do(more, values, limit, say=f"Mark the values {more} {amount(scene, limit)}.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {v} of {len(values)}.")
        half = len(values) / 2
        return verdict(work, "greater", found, half, said="That is {}more than half, so the answer is {}.")

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for point in scene.of_series(slot[0]):
            need_apart(scene, resolution, value_of(point) - slot[1], (point,), 6.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This miscounts the points on one side.")


class ChangesMore(LineTemplate):
    """Whether one line changes more (less) than another between two places, up or down alike."""

    skill = "multi_step"
    balance = "yes_no"
    choice_share = 0.2
    phrasings = (
        "Between {a} and {b}, does {s} change {more} than {t}?",
        "Is the change from {a} to {b} {larger} for {s} than for {t}, up or down?",
        "From {a} to {b}, is the distance that {s} moves {larger} than that of {t}?",
        "Compare the values for {a} and {b}: do they differ {more} for {s} than for {t}?",
        "Does {s} differ {more} between {a} and {b} than {t} does?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or scene.log or not scene.many:
            return []
        places = whole_places(scene)
        names = [series.name for series in scene.series]
        out = []
        for s, t in itertools.pairwise(names):
            for a, b in itertools.islice(zip(places, places[max(len(places) // 2, 1) :], strict=False), 4):
                if abs(self._gap(scene, (s, t, a, b))) > 0.05 * axis_span(scene):
                    for x, y in ((s, t), (t, s)):
                        out += [(x, y, a, b, more) for more in ("more", "less")]
        return out

    def _gap(self, scene: LineChart, slot: Any) -> float:
        s, t, a, b = slot[:4]
        moves = [abs(value_of(point_of(scene, a, n)) - value_of(point_of(scene, b, n))) for n in (s, t)]
        return moves[0] - moves[1]

    def group(self, scene: LineChart, slot: Any) -> Hashable:
        return (tuple(sorted(slot[:2])), slot[2], slot[3])

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {
            "s": s, "t": t, "a": named_point(scene, slot[2]), "b": named_point(scene, slot[3]), "more": slot[4],
            "larger": "larger" if slot[4] == "more" else "smaller",
        }  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        moves = []
        for name in slot[:2]:
            ends = [read(work, scene, point_of(scene, place, name)) for place in slot[2:4]]
            moves.append(work.do("distance", *ends, say=lambda v, n=name: f"For {n} that is {amount(scene, v)}."))
        said = f"The first is {{}}{'larger' if slot[4] == 'more' else 'smaller'}, so the answer is {{}}."
        return verdict(work, "greater" if slot[4] == "more" else "less", *moves, said=said)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        points = [point_of(scene, place, name) for name in slot[:2] for place in slot[2:4]]
        need_apart(scene, resolution, self._gap(scene, slot), points, 10.0)
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This mixes up the two lines.")


TEMPLATES = (
    IsHigher(), PassesLimit(), PassesMean(), SumExceeds(), IsMonotone(), EndsHigher(), AlwaysAbove(), LinesCross(),
    MostPast(), ChangesMore(),
)  # fmt: skip
__all__ = ["TEMPLATES", "IsHigher"]
