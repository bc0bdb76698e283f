"""Questions that rank points and lines, and find places by what happens there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, LabelSet
from scenewright.qa_templates.line_chart_base import (
    LineTemplate,
    at_place,
    axis_span,
    clear_ranks,
    in_time,
    is_labelled,
    named,
    named_point,
    named_series,
    need_apart,
    need_label,
    of_series,
    read,
    read_all,
    share_of,
    two_series,
    units_per_px,
    value_of,
    values_of,
    whole_places,
    whole_series,
)
from scenewright.qa_templates.plot_words import amount, rank_words, ranked_name, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.line_chart import LineChart, Point


def need_rank(scene: LineChart, resolution: Resolution, points: Sequence[Point], rank: int, high: bool) -> None:
    """The holder of a rank is told from those before and after it."""
    ranked = sorted(points, key=value_of, reverse=high)
    for other in (rank - 1, rank + 1):
        if 0 <= other < len(ranked):
            pair = (ranked[rank], ranked[other])
            need_apart(scene, resolution, value_of(pair[0]) - value_of(pair[1]), pair)


class RankedPoint(LineTemplate):
    """At which place a line is k-th highest or lowest. All ranks are asked alike, so a name's fame is no help.

    Excluded: ranks that a viewer can't tell from the next, and layers of stacks other than the first.
    """

    skill = "comparison"
    phrasings = (
        "For which {label} is the {measure}{of} the {rank}?{sign}",
        "Which {label} has the {rank} {measure}{of}?{sign}",
        "Which {label} shows the {rank} {measure}{of}?{sign}",
        "What {label} has the {rank} {measure}{of}?{sign}",
        "Among the {labels} shown, which has the {rank} {measure}{of}?{sign}",
        "Which {label} has the {rank} value{of}?{sign}",
        "Name the {label} with the {rank} {measure}{of}.{sign}",
        "According to the chart, which {label} has the {rank} {measure}{of}?{sign}",
        "Which of the {labels} in the chart has the {rank} {measure}{of}?{sign}",
        "At which {label} does the {measure}{of} have its {rank} value?{sign}",
        "The {rank} {measure}{of} belongs to which {label}?{sign}",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        names = whole_series(scene, 24)
        if scene.kind == "stacked":
            names = [name for name in names if name == scene.series[0].name]
        return [(name, *rank) for name in names for rank in clear_ranks(scene, values_of(scene, name))]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(slot[1], slot[2]), "of": of_series(scene, slot[0])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        series, rank, high = slot
        points = scene.of_series(series)
        values = read_all(work, scene, points)
        say = f"The {rank_words(rank, high)} belongs to "
        names = [p.place for p in points]
        found = ranked_name(work, names, values, rank, high, lambda n: f"{say}{named_point(scene, n)}.")
        need_label(scene, found)
        return named(scene, found)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(scene, resolution, scene.of_series(slot[0]), slot[1], slot[2])
        return answer

    def wrong(self, scene: LineChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        ranked = sorted(scene.of_series(slot[0]), key=value_of, reverse=slot[2])
        for i, point in enumerate(ranked):
            if i != slot[1] and not in_time(scene) and is_labelled(scene, point.place):
                name = capital(named_point(scene, point.place))
                yield named(scene, point.place), f"{name} is the {rank_words(i, slot[2])}."


class SeriesRank(LineTemplate):
    """Which line is k-th highest or lowest at one place."""

    skill = "comparison"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {slabel} has the {rank} {measure} {at}?{sign}",
        "Looking at the values {at} only, which {slabel} has the {rank}?{sign}",
        "Which {slabel} shows the {rank} value {at}?{sign}",
        "Among the {slabels} shown, which has the {rank} {measure} {at}?{sign}",
        "Which {line} is the {rank} one {at}: that of which {slabel}?{sign}",
        "Name the {slabel} with the {rank} {measure} {at}.{sign}",
    )

    def fitting(self, scene: LineChart, slot: Any) -> Sequence[int]:
        return [i for i in range(len(self.phrasings)) if i != 4 or scene.kind != "stacked"]

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if not scene.many:
            return []
        out = []
        for place in whole_places(scene):
            ranks = clear_ranks(scene, [value_of(p) for p in scene.of_place(place)])
            out += [(place, *rank) for rank in ranks]
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(slot[1], slot[2]), "at": at_place(scene, slot[0])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        place, rank, high = slot
        points = scene.of_place(place)
        values = read_all(work, scene, points)
        say = f"The {rank_words(rank, high)} {at_place(scene, place)} is "
        names = [p.series for p in points]
        return named_series(scene, ranked_name(work, names, values, rank, high, lambda n: f"{say}{n}."))

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(scene, resolution, scene.of_place(slot[0]), slot[1], slot[2])
        return answer


def _gap_words(rank: int, high: bool) -> str:
    return rank_words(rank, high).replace("highest", "largest").replace("lowest", "smallest")


class WidestGap(LineTemplate):
    """At which place two lines have the k-th largest or smallest gap. All ranks are asked alike."""

    skill = "multi_step"
    weight = 2.0
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the gap between {s} and {t} the {most}?",
        "For which {label} is the difference between {s} and {t} the {most}?",
        "Which {label} has the {most} gap between {s} and {t}?",
        "Compare {s} with {t} throughout. For which {label} is the distance between them the {most}?",
        "Between {s} and {t}, which {label} shows the {most} difference?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind == "stacked" or scene.log or len(scene.places) > 16:
            return []
        out = []
        for s, t in two_series(scene):
            gaps = [abs(a - b) for a, b in zip(values_of(scene, s), values_of(scene, t), strict=True)]
            out += [(s, t, *rank) for rank in clear_ranks(scene, gaps)]
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t, "most": _gap_words(slot[2], slot[3])}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        s, t, rank, high = slot
        gaps: list[Known] = []
        for a, b in zip(scene.of_series(s), scene.of_series(t), strict=True):
            first, second = read(work, scene, a), read(work, scene, b)
            say = f"{capital(at_place(scene, a.place))} they are "
            gaps.append(work.do("distance", first, second, say=lambda v, n=say: f"{n}{amount(scene, v)} apart."))
        names = [place.name for place in scene.places]
        say = f"The gap is the {_gap_words(rank, high)} "
        found = ranked_name(work, names, gaps, rank, high, lambda n: f"{say}{at_place(scene, n)}.")
        need_label(scene, found)
        return named(scene, found)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        s, t, rank, high = slot
        points = (*scene.of_series(s), *scene.of_series(t))
        gaps = sorted((abs(a - b) for a, b in zip(values_of(scene, s), values_of(scene, t), strict=True)), reverse=high)
        for other in (rank - 1, rank + 1):
            if 0 <= other < len(gaps):
                need_apart(scene, resolution, gaps[rank] - gaps[other], points, 8.0)
        return answer


class BiggestStep(LineTemplate):
    """Between which two neighbours a line changes most. Both names, in any order."""

    skill = "multi_step"
    weight = 2.0
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Between which two neighbouring {labels} does the value{of} change most? Name both.",
        "Which two adjacent {labels} differ most in value{of}? Name both.",
        "Where is the largest jump between neighbouring points{of}? Name the two {labels}.",
        "Name the two {labels} next to each other whose values{of} differ most.",
        "Going from each point to the next{of}, between which two {labels} is the change largest? Name both.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        names = [place.name for place in scene.places]
        if (
            scene.kind == "stacked"
            or scene.log
            or any("," in n or ";" in n for n in names)
            or not all(place.labelled for place in scene.places)
        ):
            return []
        return whole_series(scene, 16)

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"of": of_series(scene, slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        points = scene.of_series(slot)
        values = read_all(work, scene, points)
        gaps, names = [], []
        for i, (a, b) in enumerate(itertools.pairwise(points)):
            names.append([a.place, b.place])
            both = f"{capital(named_point(scene, a.place))} and {named_point(scene, b.place)} are "
            gaps.append(work.do("distance", values[i], values[i + 1],
                                say=lambda v, b=both: f"{b}{amount(scene, v)} apart."))  # fmt: skip
        best = work.do("argmax", names, gaps, say=lambda n: f"The largest change is between {n[0]} and {n[1]}.")
        return LabelSet(values=tuple(best.value))

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        gaps = sorted(abs(a - b) for a, b in itertools.pairwise(values_of(scene, slot)))
        need_apart(scene, resolution, gaps[-1] - gaps[-2], scene.of_series(slot), 8.0)
        return answer


class RankedTotal(LineTemplate):
    """At which place the whole stack is k-th highest or lowest."""

    skill = "multi_step"
    weight = 2.0
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the total over all {slabels} the {rank}?",
        "Which {label} has the {rank} total of all layers?",
        "Adding up all {slabels} shown, which {label} comes out {rank}?",
        "At which {label} does the whole stack have its {rank} total?",
        "Which of the {labels} has the {rank} total over all {slabels}?",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind != "stacked" or scene.hidden or len(scene.places) > 16:
            return []
        return clear_ranks(scene, self._totals(scene))

    def _totals(self, scene: LineChart) -> list[float]:
        return [sum(value_of(p) for p in scene.of_place(place.name)) for place in scene.places]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(*slot)}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        sums = []
        for place in scene.places:
            parts = read_all(work, scene, scene.of_place(place.name))
            name = capital(at_place(scene, place.name))
            sums.append(work.do("sum", parts, say=lambda v, n=name: f"{n} the layers add up to {amount(scene, v)}."))
        names = [place.name for place in scene.places]
        say = f"The {rank_words(*slot)} total is that "
        found = ranked_name(work, names, sums, slot[0], slot[1], lambda n: f"{say}{at_place(scene, n)}.")
        need_label(scene, found)
        return named(scene, found)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted(self._totals(scene), reverse=slot[1])
        for other in (slot[0] - 1, slot[0] + 1):
            if 0 <= other < len(ranked) and abs(ranked[slot[0]] - ranked[other]) < 5 * resolution.units_per_px["value"]:
                raise Reject("margin")
        return answer


class ChangeRank(LineTemplate):
    """Which line changes k-th most or least between two places, up or down alike."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {slabel} changes the {most} between {a} and {b}?",
        "Compare the values for {a} and {b}. For which {slabel} do they differ the {most}?",
        "Between {a} and {b}, the {measure} of which {slabel} changes the {most}, up or down?",
        "For which {slabel} is the difference between {a} and {b} the {largest}?",
        "Name the {slabel} whose value differs the {most} between {a} and {b}.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        names = whole_series(scene)
        places = whole_places(scene)
        if scene.log or scene.kind == "stacked" or len(names) < 2 or len(places) < 3:
            return []
        n = len(places)
        out = []
        for i, j in dict.fromkeys(((0, n - 1), (0, n // 2), (n // 2, n - 1), (1, n - 1))):
            gaps = sorted(self._gaps(scene, names, places[i], places[j]))
            least = 0.025 * axis_span(scene)
            if i < j and gaps[-1] - gaps[-2] > least:
                out.append((places[i], places[j], "most"))
            if i < j and gaps[1] - gaps[0] > least:
                out.append((places[i], places[j], "least"))
        return out

    def _gaps(self, scene: LineChart, names: Sequence[str], a: str, b: str) -> list[float]:
        at = {(p.place, p.series): value_of(p) for p in scene.points if p.place in (a, b) and p.series in names}
        return [abs(at[a, s] - at[b, s]) for s in names]

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        largest = "largest" if slot[2] == "most" else "smallest"
        return self.common(scene) | {"a": named_point(scene, slot[0]), "b": named_point(scene, slot[1]),
                                     "most": slot[2], "largest": largest}  # fmt: skip

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        gaps = []
        names = [series.name for series in scene.series]
        if whole_series(scene) != names:
            raise Reject("not_applicable")
        for name in names:
            ends = [read(work, scene, p) for p in scene.of_series(name) if p.place in slot[:2]]
            gaps.append(
                work.do("distance", *ends, say=lambda v, n=name: f"{capital(n)} changes by {amount(scene, v)}.")
            )
        best = work.do("argmax" if slot[2] == "most" else "argmin", names, gaps,
                       say=lambda n: f"So {n} changes the {slot[2]}.")  # fmt: skip
        return named_series(scene, best.value)

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        names = whole_series(scene)
        gaps = sorted(self._gaps(scene, names, slot[0], slot[1]), reverse=slot[2] == "most")
        need_apart(scene, resolution, gaps[0] - gaps[1], scene.of_series(names[0]), 8.0)
        return answer


def crossings(scene: LineChart, s: str, t: str) -> list[int]:
    """After which places two whole lines cross, one by one: the order of the two is another at the next place."""
    gaps = [a - b for a, b in zip(values_of(scene, s), values_of(scene, t), strict=True)]
    return [i for i, (a, b) in enumerate(itertools.pairwise(gaps)) if (a > 0) != (b > 0)]


def lines_apart(scene: LineChart, s: str, t: str, share: float) -> bool:
    """Whether two whole lines are told apart at every place."""
    both = zip(values_of(scene, s), values_of(scene, t), strict=True)
    return all(abs(share_of(scene, a) - share_of(scene, b)) > share for a, b in both)


def need_lines_apart(scene: LineChart, resolution: Resolution, s: str, t: str, px: float = 4.0) -> None:
    """`Reject("margin")` where two lines are too near to each other at a place to tell which is above."""
    for a, b in zip(values_of(scene, s), values_of(scene, t), strict=True):
        if abs(a - b) < px * max(units_per_px(scene, resolution, v) for v in (a, b)):
            raise Reject("margin")


class CrossingPlace(LineTemplate):
    """Between which two neighbours two lines cross that do so once."""

    skill = "multi_step"
    weight = 12.0
    choice_share = 0.0
    phrasings = (
        "Between which two neighbouring {labels} do the lines for {s} and {t} cross? Name both.",
        "The lines for {s} and {t} cross once. Between which two {labels} is that? Name both.",
        "Where does the line for {s} cross that for {t}? Name the {labels} just before and just after.",
        "Find the point where {s} and {t} cross. Which two {labels} does it lie between?",
        "Name the two {labels} next to each other between which {s} and {t} change places.",
    )

    def slots(self, scene: LineChart) -> Sequence[Any]:
        if scene.kind not in ("line", "dots") or any("," in p.name or ";" in p.name for p in scene.places):
            return []
        out = []
        for s, t in two_series(scene):
            found = crossings(scene, s, t)
            if len(found) == 1 and all(scene.places[found[0] + k].labelled for k in (0, 1)):
                out.append((s, t))
        return out

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t}

    def solve(self, scene: LineChart, slot: Any, work: Work) -> Answer:
        signs = above_each(work, scene, slot[0], slot[1])
        names = [[a.name, b.name] for a, b in itertools.pairwise(scene.places)]
        turns = [work.do("differ", a, b, say="Compare this place with the next.")
                 for a, b in itertools.pairwise(signs)]  # fmt: skip
        found = work.do("argmax", names, turns, say=lambda n: f"The order changes between {n[0]} and {n[1]}.")
        return LabelSet(values=tuple(found.value))

    def gate(self, scene: LineChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_lines_apart(scene, resolution, slot[0], slot[1])
        return answer


def above_each(work: Work, scene: LineChart, s: str, t: str) -> list[Known]:
    """At each place, whether one line is above the other."""
    out = []
    for a, b in zip(scene.of_series(s), scene.of_series(t), strict=True):
        first, second = read(work, scene, a), read(work, scene, b)
        say = f"{capital(at_place(scene, a.place))}, {s} is {{}} {t}."
        out.append(work.do("greater", first, second, say=lambda v, n=say: n.format("above" if v else "below")))
    return out


TEMPLATES = (
    RankedPoint(), SeriesRank(), WidestGap(), BiggestStep(), RankedTotal(), ChangeRank(), CrossingPlace(),
)  # fmt: skip
__all__ = ["TEMPLATES", "RankedPoint", "above_each", "crossings", "lines_apart", "need_lines_apart"]
