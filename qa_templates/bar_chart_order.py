"""Questions that rank and compare bars, by label or by yes and no."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Label, LabelSet
from scenewright.qa_templates.bar_chart_base import (
    BarTemplate,
    amount,
    clear_ranks,
    clear_series,
    named,
    named_series,
    need_apart,
    place,
    rank_words,
    read,
    read_all,
    seen,
    span,
    totals,
    who,
)
from scenewright.qa_templates.plot_words import ranked_name
from scenewright.qa_templates.steps import Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import Bar, BarChart, capital
from scenewright.scenes.base import Reject

_TIMES = ("year", "month", "decade", "century", "quarter", "day", "date")


def in_time(scene: BarChart) -> bool:
    """Whether categories follow each other in time or by number: trends and seasons would tell between options."""
    return any(word in scene.category_label for word in _TIMES) or any(c.name[0].isdigit() for c in scene.categories)


def need_rank(scene: BarChart, resolution: Resolution, bars: Sequence[Bar], rank: int, high: bool) -> None:
    """The holder of a rank is told from those before and after it."""
    ranked = sorted(bars, key=lambda bar: bar.value, reverse=high)
    for other in (rank - 1, rank + 1):
        if 0 <= other < len(ranked):
            pair = (ranked[rank], ranked[other])
            need_apart(scene, resolution, pair[0].value - pair[1].value, pair)


class RankedBar(BarTemplate):
    """Which category is k-th highest or lowest. All ranks are asked alike, so a name's fame is no help.

    Excluded: ranks that a viewer can't tell from the next, and segments of stacks other than the first series.
    """

    skill = "comparison"
    phrasings = (
        "Which {label} has the {rank} {measure}{where}?{sign}",
        "Which {label} shows the {rank} {measure}{where}?{sign}",
        "For which {label} is the {measure}{where} the {rank}?{sign}",
        "What {label} has the {rank} {measure}{where}?{sign}",
        "Among the {labels} shown, which has the {rank} {measure}{where}?{sign}",
        "Which {label} has the {rank} value{where}?{sign}",
        "Name the {label} with the {rank} {measure}{where}.{sign}",
        "According to the chart, which {label} has the {rank} {measure}{where}?{sign}",
        "Which of the {labels} in the chart has the {rank} {measure}{where}?{sign}",
        "Looking at the {measure}{where}, which {label} has the {rank} value?{sign}",
        "The {rank} {measure}{where} belongs to which {label}?{sign}",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        names = clear_series(scene)
        if scene.kind == "stacked":
            names = names[:1]
        return [
            (name, *rank) for name in names for rank in clear_ranks(scene, [b.value for b in scene.of_series(name)])
        ]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        return self.common(scene) | {"rank": rank_words(slot[1], slot[2]), "where": where}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        series, rank, high = slot
        bars = scene.of_series(series)
        values = read_all(work, scene, bars)
        say = f"The {rank_words(rank, high)} belongs to "
        names = [bar.category for bar in bars]
        return named(scene, ranked_name(work, names, values, rank, high, lambda n: f"{say}{place(scene, n)}."))

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(scene, resolution, scene.of_series(slot[0]), slot[1], slot[2])
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        ranked = sorted(scene.of_series(slot[0]), key=lambda bar: bar.value, reverse=slot[2])
        for i, bar in enumerate(ranked):
            if i != slot[1] and not in_time(scene):
                yield (
                    named(scene, bar.category),
                    f"{capital(place(scene, bar.category))} is the {rank_words(i, slot[2])}.",
                )


class RankedTotal(BarTemplate):
    """Which stack is k-th highest or lowest."""

    skill = "comparison"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Which {label} has the {rank} total over all {slabels}?",
        "The stack of which {label} has the {rank} total?",
        "Adding up all {slabels} shown, which {label} comes out {rank}?",
        "For which {label} does the whole stack have the {rank} total?",
        "Which of the {labels} has the {rank} total?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return clear_ranks(scene, totals(scene)) if scene.kind == "stacked" and not scene.hidden else []

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(*slot)}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        sums = []
        for category in scene.categories:
            parts = read_all(work, scene, scene.of_category(category.name))
            name = capital(place(scene, category.name))
            sums.append(work.do("sum", parts, say=lambda v, n=name: f"{n} adds up to {amount(scene, v)}."))
        names = [category.name for category in scene.categories]
        say = f"The {rank_words(*slot)} total is that of "
        return named(scene, ranked_name(work, names, sums, slot[0], slot[1], lambda n: f"{say}{place(scene, n)}."))

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        ranked = sorted(totals(scene), reverse=slot[1])
        for other in (slot[0] - 1, slot[0] + 1):
            if 0 <= other < len(ranked):
                gap = abs(ranked[slot[0]] - ranked[other])
                if gap < 5 * resolution.units_per_px["value"]:
                    raise Reject("margin")
        return answer


class SeriesRank(BarTemplate):
    """Which series is k-th highest or lowest in one category."""

    skill = "comparison"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For {who}, which {slabel} has the {rank} {measure}?{sign}",
        "Which {slabel} has the {rank} {measure} for {who}?{sign}",
        "For {who}, which {slabel} shows the {rank} {measure}?{sign}",
        "Looking at {who} only, which {slabel} has the {rank} {measure}?{sign}",
        "Which {slabel} has the {rank} value for {who}?{sign}",
        "Among the values for {who}, which {slabel} has the {rank}?{sign}",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if not scene.series:
            return []
        out = []
        for category in dict.fromkeys(bar.category for bar in seen(scene)):
            ranks = clear_ranks(scene, [bar.value for bar in scene.of_category(category)])
            out += [(category, *rank) for rank in ranks]
        return out

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"rank": rank_words(slot[1], slot[2]), "who": place(scene, slot[0])}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        category, rank, high = slot
        bars = scene.of_category(category)
        values = read_all(work, scene, bars)
        say = f"For {place(scene, category)}, the {rank_words(rank, high)} is "
        return named_series(
            scene, ranked_name(work, [b.series for b in bars], values, rank, high, lambda n: f"{say}{n}.")
        )

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(scene, resolution, scene.of_category(slot[0]), slot[1], slot[2])
        return answer


class WidestGap(BarTemplate):
    """In which category two series have the k-th largest or smallest gap. All ranks are asked alike."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "For which {label} is the gap between {s} and {t} the {most}?",
        "For which {label} is the difference between {s} and {t} the {most}?",
        "Which {label} has the {most} gap between {s} and {t}?",
        "Compare {s} with {t} throughout. For which {label} is the distance between them the {most}?",
        "Between {s} and {t}, which {label} shows the {most} difference?",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.kind not in ("grouped", "dumbbell", "diverging") or scene.hidden:
            return []
        names = [s.name for s in scene.series]
        out = []
        for i in range(len(names) - 1):
            for rank, high in clear_ranks(scene, self._gaps(scene, names[i], names[i + 1])):
                out.append((names[i], names[i + 1], rank, high))
        return out

    def _gaps(self, scene: BarChart, s: str, t: str) -> list[float]:
        pairs = zip(scene.of_series(s), scene.of_series(t), strict=True)
        return [abs(a.value - b.value) for a, b in pairs]

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        s, t = who(scene.series_label, slot[0]), who(scene.series_label, slot[1])
        return self.common(scene) | {"s": s, "t": t, "most": _gap_words(slot[2], slot[3])}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        s, t, rank, high = slot
        gaps = []
        for a, b in zip(scene.of_series(s), scene.of_series(t), strict=True):
            first, second = read(work, scene, a), read(work, scene, b)
            name = place(scene, a.category)
            gaps.append(
                work.do("distance", first, second, say=lambda v, n=name: f"For {n} they are {amount(scene, v)} apart.")
            )
        names = [category.name for category in scene.categories]
        say = f"The gap is the {_gap_words(rank, high)} for "
        return named(scene, ranked_name(work, names, gaps, rank, high, lambda n: f"{say}{place(scene, n)}."))

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        gaps = sorted(self._gaps(scene, slot[0], slot[1]), reverse=slot[3])
        bars = (*scene.of_series(slot[0]), *scene.of_series(slot[1]))
        for other in (slot[2] - 1, slot[2] + 1):
            if 0 <= other < len(gaps):
                need_apart(scene, resolution, gaps[slot[2]] - gaps[other], bars, 8.0)
        return answer


def _gap_words(rank: int, high: bool) -> str:
    return rank_words(rank, high).replace("highest", "largest").replace("lowest", "smallest")


class BiggestStep(BarTemplate):
    """Between which two neighbours the values differ most. Both names, in any order."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    phrasings = (
        "Between which two neighbouring {labels} does the value{where} change most? Name both.",
        "Which two adjacent {labels} differ most in value{where}? Name both.",
        "Where is the largest jump between neighbouring {bar}s{where}? Name the two {labels}.",
        "Name the two {labels} next to each other whose values{where} differ most.",
        "Going from each {bar} to the next{where}, between which two {labels} is the change largest? Name both.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        names = [category.name for category in scene.categories]
        if scene.kind == "stacked" or any("," in name or ";" in name for name in names) or len(names) < 4:
            return []
        return clear_series(scene)

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot)}" if slot else ""
        return self.common(scene) | {"where": where}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot)
        values = read_all(work, scene, bars)
        gaps, names = [], []
        for i in range(len(bars) - 1):
            names.append([bars[i].category, bars[i + 1].category])
            both = f"{capital(place(scene, names[-1][0]))} and {place(scene, names[-1][1])}"
            gaps.append(
                work.do(
                    "distance", values[i], values[i + 1], say=lambda v, b=both: f"{b} are {amount(scene, v)} apart."
                )
            )
        best = work.do("argmax", names, gaps, say=lambda n: f"The largest change is between {n[0]} and {n[1]}.")
        return LabelSet(values=tuple(best.value))

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        bars = scene.of_series(slot)
        gaps = sorted(abs(a.value - b.value) for a, b in itertools.pairwise(bars))
        need_apart(scene, resolution, gaps[-1] - gaps[-2], bars, 8.0)
        return answer


class RankedError(BarTemplate):
    """Which category has the k-th longest or shortest error bar."""

    skill = "comparison"
    phrasings = (
        "Which {label} has the {rank} error bar{where}?",
        "For which {label} is the error bar{where} the {rank}?",
        "Comparing the lengths of the error bars{where}, which {label} has the {rank}?",
        "The {rank} error bar{where} belongs to which {label}?",
        "Name the {label} with the {rank} error bar{where}.",
    )

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if scene.note is None:
            return []
        out = []
        for series in clear_series(scene):
            errors = sorted((bar.error or 0.0 for bar in scene.of_series(series)), reverse=True)
            for end in (0, len(errors) - 1):
                near = errors[1] if end == 0 else errors[-2]
                if abs(errors[end] - near) > 0.015 * span(scene) and errors[-1] > 0:
                    out.append((series, "longest" if end == 0 else "shortest"))
        return out

    def words(self, scene: BarChart, slot: Any) -> Mapping[str, str]:
        where = f" for {who(scene.series_label, slot[0])}" if slot[0] else ""
        return self.common(scene) | {"rank": slot[1], "where": where}

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        bars = scene.of_series(slot[0])
        errors = [
            work.read(
                bar.id, "error",
                lambda v, b=bar: f"The error bar of {place(scene, b.category)} reaches {amount(scene, v)} either way.",
            )
            for bar in bars
        ]  # fmt: skip
        names = [bar.category for bar in bars]
        best = work.do("argmax" if slot[1] == "longest" else "argmin", names, errors,
                       say=lambda n: f"The {slot[1]} is that of {place(scene, n)}.")  # fmt: skip
        return named(scene, best.value)

    def gate(self, scene: BarChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        errors = sorted((bar.error or 0.0 for bar in scene.of_series(slot[0])), reverse=slot[1] == "longest")
        if abs(errors[0] - errors[1]) * 2 < 6 * resolution.units_per_px["value"]:
            raise Reject("margin")
        return answer

    def wrong(self, scene: BarChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        assert isinstance(answer, Label)
        for bar in scene.of_series(slot[0]):
            if bar.category != answer.value and not in_time(scene):
                why = (
                    f"The error bar of {place(scene, bar.category)} reaches {amount(scene, bar.error or 0)} either way."
                )
                yield named(scene, bar.category), why


TEMPLATES = (RankedBar(), RankedTotal(), SeriesRank(), WidestGap(), BiggestStep(), RankedError())
__all__ = ["TEMPLATES", "RankedBar"]
