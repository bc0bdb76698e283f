"""Questions on how bars and line go together: where both rise or part, what the one is where the other peaks."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, LabelSet
from scenewright.qa_templates.combo_chart_axes import place_label
from scenewright.qa_templates.combo_chart_base import (
    OTHER,
    ComboTemplate,
    at_place,
    clear_ranks,
    drawn_height,
    error_of,
    is_whole,
    limits,
    need_change,
    need_heights_apart,
    need_rank,
    point_of,
    read,
    seen,
    unit_words,
    value_of,
)
from scenewright.qa_templates.plot_words import amount, opposite, quantity, rank_words, ranked_name, tolerant, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart, Point

MOVES = {"rise": "greater", "fall": "less"}
PAIRS = (("rise", "fall"), ("fall", "rise"), ("rise", "rise"), ("fall", "fall"))


def moves(scene: ComboChart, a: str, b: str) -> list[tuple[Point, Point]]:
    """The bars and the points at two places."""
    return [(point_of(scene, a, s), point_of(scene, b, s)) for s in ("bars", "line")]


def need_moves(scene: ComboChart, resolution: Resolution, a: str, b: str) -> None:
    """Both changes between two places can be seen."""
    for first, second in moves(scene, a, b):
        need_change(resolution, scene.series(first.series), first, second)


def says_same(work: Work, known: Sequence[Known], wanted: bool) -> Known:
    """Whether bars and line change in one direction, or (not `wanted`) in two, from four readings."""
    ups = []
    for k, name in ((0, "bars"), (2, "values of the line")):
        say = f"The {name} {{}}."
        ups.append(work.do("greater", known[k + 1], known[k], say=lambda v, n=say: n.format("rise" if v else "fall")))
    return work.do("equal" if wanted else "differ", *ups, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")


class _TwoPlaces(ComboTemplate):
    """Base of yes-no questions on what happens from one place to another."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2

    def two(self, scene: ComboChart) -> list[tuple[str, str]]:
        """Places to compare, the earlier one first."""
        names = seen(scene)
        return [(names[i], names[i + k]) for k in (1, 2, 3) for i in range(len(names) - k)]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        a, b = who(scene.place_label, slot[0]), who(scene.place_label, slot[1])
        return self.common(scene) | {"a": a, "b": b}

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_moves(scene, resolution, slot[0], slot[1])
        return answer

    def wrong(self, scene: ComboChart, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This looks at only one of the two, or takes a fall for a rise.")


class MoveTogether(_TwoPlaces):
    """Whether bars and line change in the same direction, or in opposite ones, between two places."""

    phrasings = (
        "From {a} to {b}, do the bars and the line change in {how}?",
        "Going from {a} to {b}, do bar and line move in {how}?",
        "Do the bars and the line go in {how} from {a} to {b}?",
        "Between {a} and {b}, do the two measures change in {how}?",
        "Take {a} and then {b}: do the bar and the line change in {how}?",
        "Is it in {how} that bars and line change from {a} to {b}?",
        "Looking from {a} to {b}, do the bar's end and the line shift in {how}?",
        "Compare {a} with {b}. Do the bar and the line change in {how}?",
        "Is it true that bars and line change in {how} from {a} to {b}?",
        "Follow both from {a} to {b}. Do they move in {how}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(a, b, way) for a, b in self.two(scene) for way in WAYS]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[2]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return dict(super().words(scene, slot)) | {"how": slot[2]}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        known = [read(work, scene, p) for pair in moves(scene, *slot[:2]) for p in pair]
        return Boolean(value=says_same(work, known, slot[2] == WAYS[0]).value)


WAYS = ("the same direction", "opposite directions")


class BothMove(_TwoPlaces):
    """Whether both rise, or both fall, or one rises while the other falls, between two places."""

    phrasings = (
        "From {a} to {b}, do the bars {first} and does the line {second}?",
        "Is it true that the bars {first} and the line {seconds} from {a} to {b}?",
        "Going from {a} to {b}, does the bar {first} while the line {seconds}?",
        "Do the bars {first} while the line {seconds} from {a} to {b}?",
        "Between {a} and {b}, is there a {first} of the bars and a {second} of the line?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return [(a, b, *pair) for a, b in self.two(scene) for pair in PAIRS]

    def group(self, scene: ComboChart, slot: Any) -> Hashable:
        return slot[2:]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return dict(super().words(scene, slot)) | {"first": slot[2], "second": slot[3], "seconds": f"{slot[3]}s"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        found = []
        for (a, b), move in zip(moves(scene, *slot[:2]), slot[2:], strict=True):
            first, last = read(work, scene, a), read(work, scene, b)
            what = "bars" if a.series == "bars" else "line's values"
            found.append(work.do(MOVES[move], last, first,
                                 say=lambda v, w=what, m=move: f"The {w} {'do' if v else 'do not'} {m}."))  # fmt: skip
        both = work.do("and", *found, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=both.value)


class CountMoves(ComboTemplate):
    """How many steps from one place to the next go up for the bars and down for the line, and the like."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "Going from left to right, how many times do the bars {first} from one {label} to the next while the line "
        "{seconds}?",
        "Count the steps from one {label} to the next in which the bars {first} and the line {seconds}. How many are "
        "there?",
        "From each {label} to the one on its right, how often do the bars {first} while the line {seconds}?",
        "In how many of the steps between neighbouring {labels} does the bar {first} and the line {second}?",
        "How many neighbouring pairs of {labels} are there between which, from left to right, the bars {first} and the "
        "line {seconds}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        return list(PAIRS) if is_whole(scene) and len(scene.places) <= 14 else []

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"first": slot[0], "second": slot[1], "seconds": f"{slot[1]}s"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        rows = [[read(work, scene, p) for p in scene.row(s)] for s in ("bars", "line")]
        hits = []
        for i in range(len(scene.places) - 1):
            pair = [work.do(MOVES[move], row[i + 1], row[i], say=f"Does step {i + 1} of the {name} {move}?")
                    for row, move, name in zip(rows, slot, ("bars", "line"), strict=True)]  # fmt: skip
            hits.append(
                work.do("and", *pair, say=lambda v, i=i: f"Step {i + 1} {'counts' if v else 'does not count'}.")
            )
        count = work.do("count_true", hits, say=lambda v: f"That makes {v}.")
        return Integer(value=count.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for a, b in itertools.pairwise(p.name for p in scene.places):
            need_moves(scene, resolution, a, b)
        return answer


class CountDrawnAbove(ComboTemplate):
    """At how many places the line is drawn above, or below, the end of the bar."""

    skill = "counting"
    balance = "spread"
    choice_share = 0.0
    phrasings = (
        "For how many of the {labels} is the line drawn {side} the top of the bar?",
        "At how many places does the line lie {side} the top of the bar?",
        "Count the {labels} at which the line is drawn {side} the bar's top. How many are there?",
        "How many bars have their top {other} the line?",
        "In the picture, how many of the {labels} have the line {side} the top of their bar?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not is_whole(scene) or len(scene.places) > 14 or scene.bars.ticks[0].value < 0:
            return []
        return ["above", "below"]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"side": slot, "other": "below" if slot == "above" else "above"}

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        hits = []
        for line, bar in zip(scene.row("line"), scene.row("bars"), strict=True):
            pair = [drawn_height(work, scene, p) for p in (line, bar)]
            at = at_place(scene, line.place)
            say = f"The line is {{}}{slot} the bar's top {at}."
            op = "greater" if slot == "above" else "less"
            hits.append(work.do(op, *pair, say=lambda v, n=say: n.format("" if v else "not ")))
        count = work.do("count_true", hits, say=lambda v: f"That makes {v}.")
        return Integer(value=count.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for line, bar in zip(scene.row("line"), scene.row("bars"), strict=True):
            need_heights_apart(scene, resolution, line, bar)
        return answer


class ValueAtPeak(ComboTemplate):
    """The value of the one where the other is k-th highest or lowest."""

    skill = "multi_step"
    phrasings = (
        "Where the {one} is the {rank}, what value does the {other} have{unit}?",
        "Find the {label} with the {rank} {one}. What does the {other} show there{unit}?",
        "What is the value of the {other} where the {one} is the {rank} of all{unit}?",
        "Look for the {rank} {one}. At what value is the {other} at that {label}{unit}?",
        "At the {label} whose {one} is the {rank}, read the {other}. What is its value{unit}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not is_whole(scene):
            return []
        return [(s.id, *rank) for s in scene.both for rank in clear_ranks(s, scene.row(s.id))]

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        one, other = ("bar", "line") if slot[0] == "bars" else ("point of the line", "bar")
        return self.common(scene) | {"one": one, "other": other, "rank": rank_words(slot[1], slot[2]),
                                     "unit": unit_words(scene.series(OTHER[slot[0]]))}  # fmt: skip

    def target(self, scene: ComboChart, slot: Any) -> Point:
        """What is read in the end."""
        ranked = sorted(scene.row(slot[0]), key=value_of, reverse=slot[2])
        return point_of(scene, ranked[slot[1]].place, OTHER[slot[0]])

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        points = scene.row(slot[0])
        known = [read(work, scene, p) for p in points]
        say = f"The {rank_words(slot[1], slot[2])} is "
        found = ranked_name(work, [p.place for p in points], known, slot[1], slot[2], lambda n: f"{say}{n}.")
        point = point_of(scene, found, OTHER[slot[0]])
        return quantity(scene.series(point.series), read(work, scene, point).value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        need_rank(resolution, scene.series(slot[0]), scene.row(slot[0]), slot[1], slot[2])
        return tolerant(answer, error_of(resolution, self.target(scene, slot)))


class PeakAmong(ComboTemplate):
    """Among the places where the line is past a limit, the one with the highest or lowest bar; or the other way round.

    Excluded: where fewer than two places are past the limit, or all are.
    """

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Among the {labels} where the {one} is {past} {limit}, which has the {rank} {other}?",
        "Take only the {labels} whose {one} is {past} {limit}. Which of them has the {rank} {other}?",
        "Of those {labels} with the {one} {past} {limit}, which one has the {rank} {other}?",
        "Which {label} has the {rank} {other} of all those whose {one} is {past} {limit}?",
        "Leave out every {label} whose {one} is not {past} {limit}. Which of the rest has the {rank} {other}?",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not is_whole(scene) or len(scene.places) > 14:
            return []
        out = []
        for series in scene.both:
            row = scene.row(series.id)
            for limit in limits(series, row):
                for past in ("above", "below"):
                    count = sum((value_of(p) > limit) == (past == "above") for p in row)
                    if 2 <= count < len(row):
                        out += [(series.id, limit, past, high) for high in (True, False)]
        return out

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        series = scene.series(slot[0])
        one, other = ("bar", "point of the line") if slot[0] == "bars" else ("line", "bar")
        return self.common(scene) | {"one": one, "other": other, "past": slot[2], "rank": rank_words(0, slot[3]),
                                     "limit": amount(series, slot[1])}  # fmt: skip

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        id, limit, past, high = slot
        known = [read(work, scene, p) for p in scene.row(id)]
        flags = work.do(past, known, limit, say=f"Keep those {past} {amount(scene.series(id), limit)}.")
        kept = [p for p, keep in zip(scene.row(OTHER[id]), flags.value, strict=True) if keep]
        if len(kept) < 2:
            raise Reject("not_applicable")
        values = [read(work, scene, p) for p in kept]
        found = work.do("argmax" if high else "argmin", [p.place for p in kept], values,
                        say=lambda n: f"The {rank_words(0, high)} of them is {n}.")  # fmt: skip
        return place_label(scene, found.value)

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        id, limit, past, high = slot
        other = scene.series(OTHER[id])
        for point in scene.row(id):
            if abs(value_of(point) - limit) <= 1.5 * error_of(resolution, point):
                raise Reject("margin")
        kept = {p.place for p in scene.row(id) if (value_of(p) > limit) == (past == "above")}
        need_rank(resolution, other, [p for p in scene.row(other.id) if p.place in kept], 0, high)
        return answer


class PlacesPast(ComboTemplate):
    """All places where both the bar and the line are past a limit of their own."""

    skill = "multi_step"
    choice_share = 0.0
    phrasings = (
        "Which {labels} have both a bar {first} {a} and the line {second} {b}? Name all of them.",
        "Name all {labels} whose bar is {first} {a} and whose point of the line is {second} {b}.",
        "For which {labels} is the bar {first} {a} and the line {second} {b}? List them all.",
        "List the {labels} where the bar is {first} {a} while the line is {second} {b}.",
        "Which of the {labels} combine a bar {first} {a} with a line {second} {b}? Give all.",
    )

    def slots(self, scene: ComboChart) -> Sequence[Any]:
        if not is_whole(scene) or len(scene.places) > 14:
            return []
        rows = [(limits(s, scene.row(s.id), 3), scene.row(s.id)) for s in scene.both]
        out = []
        for a, b in itertools.product(rows[0][0], rows[1][0]):
            for first, second in itertools.product(("above", "below"), repeat=2):
                count = sum((value_of(p) > a) == (first == "above") and (value_of(q) > b) == (second == "above")
                            for p, q in zip(rows[0][1], rows[1][1], strict=True))  # fmt: skip
                if 1 <= count <= 4:
                    out.append((a, first, b, second))
        return out

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene) | {"a": amount(scene.bars, slot[0]), "first": slot[1],
                                     "b": amount(scene.line, slot[2]), "second": slot[3]}  # fmt: skip

    def solve(self, scene: ComboChart, slot: Any, work: Work) -> Answer:
        flags = []
        for series, limit, past in ((scene.bars, slot[0], slot[1]), (scene.line, slot[2], slot[3])):
            known = [read(work, scene, p) for p in scene.row(series.id)]
            flags.append(work.do(past, known, limit, say=f"Which of these are {past} {amount(series, limit)}?"))
        names = [p.name for p in scene.places]
        found = work.do("both_of", names, *flags, say=lambda v: f"Both hold for {', '.join(v) or 'none'}.")
        if not found.value:
            raise Reject("not_applicable")
        return LabelSet(values=tuple(found.value))

    def gate(self, scene: ComboChart, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for series, limit in (("bars", slot[0]), ("line", slot[2])):
            for point in scene.row(series):
                if abs(value_of(point) - limit) <= 1.5 * error_of(resolution, point):
                    raise Reject("margin")
        return answer


TEMPLATES = (
    MoveTogether(), BothMove(), CountMoves(), CountDrawnAbove(), ValueAtPeak(), PeakAmong(), PlacesPast(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
