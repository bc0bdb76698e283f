"""Questions on a whole heat map: its extreme cells, rows and columns compared, cells without a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Integer, LabelSet
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.heat_map_base import VALUES
from scenewright.qa_templates.named_values import Cell, Run, at_name, thinned
from scenewright.qa_templates.plot_words import opposite, rank_words, tolerant
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.value_base import ranked, verdict
from scenewright.qa_templates.words import count_of
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.heat_map import HeatMap

CELLS_MAX = 64
"""Cells of a map that are gone through one by one."""


class HeatTemplate(Template[HeatMap]):
    """A question on a heat map."""

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene)

    def whole(self, scene: HeatMap) -> list[Cell]:
        """All cells of a map that has all its numbers in sight; none where a cell is covered."""
        return [] if scene.hidden else list(VALUES.cells(scene))


class ExtremeCell(HeatTemplate):
    """Where the k-th highest or lowest value of the whole map is: its row and its column."""

    skill = "comparison"
    weight = 2.0
    phrasings = (
        "Which cell has the {rank} {measure}? Name its {label} and its {slabel}.{sign}",
        "Where is the {rank} value of the whole map? Give the {label} and the {slabel}.{sign}",
        "For which {label} and which {slabel} is the {measure} the {rank}?{sign}",
        "Find the cell with the {rank} value. Which {label} and which {slabel} does it belong to?{sign}",
        "Of all cells, which shows the {rank} {measure}? Answer with its {label} and its {slabel}.{sign}",
        "Name the {label} and the {slabel} of the cell with the {rank} value.{sign}",
        "In the whole map, which {label} and {slabel} together have the {rank} {measure}?{sign}",
        "The {rank} value of all belongs to which {label} and which {slabel}?{sign}",
        "At which {label} and {slabel} does the map reach its {rank} value?{sign}",
        "Look for the {rank} value in the map. Which {label} and {slabel} is it for?{sign}",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        cells = self.whole(scene)
        if len(cells) < 4 or not _plain(scene):
            return []
        values = sorted((cell.value for cell in cells), reverse=True)
        out = []
        for rank, high in ((0, True), (0, False), (1, True), (1, False), (2, True), (2, False)):
            order = values if high else values[::-1]
            if all(VALUES.far(scene, order[k], order[k + 1], 0.012) for k in range(rank + 1)):
                out.append((rank, high))
        return out

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"rank": rank_words(*slot)}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cells = self.whole(scene)
        known = VALUES.read_all(work, scene, cells)
        names = [[cell.row, cell.column] for cell in cells]
        say = f"The {rank_words(*slot)} value is that for "
        found = ranked(work, names, known, slot[0], slot[1], lambda n: f"{say}{VALUES.phrase_of(scene, *n)}.")
        return LabelSet(values=tuple(found))

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        order = sorted(self.whole(scene), key=lambda c: c.value, reverse=slot[1])
        for k in range(slot[0] + 1):
            VALUES.need_apart(scene, resolution, order[k], order[k + 1])
        return answer


def _plain(scene: HeatMap) -> bool:
    """Whether names can be listed with commas, and no row is called as a column is."""
    names = [heading.name for heading in (*scene.rows, *scene.columns)]
    return len(set(names)) == len(names) and not any(mark in n for n in names for mark in (",", ";", " and "))


class SpanOfAll(HeatTemplate):
    """The highest value of the map less the lowest."""

    skill = "multi_step"
    phrasings = (
        "How far is the highest value of the whole map above the lowest{gap_unit}?",
        "What is the range of all values in the map (highest minus lowest){gap_unit}?",
        "By how much does the highest value of all cells exceed the lowest{gap_unit}?",
        "Subtract the lowest value of the map from the highest. What remains{gap_unit}?",
        "What is the difference between the highest and the lowest value of all cells{gap_unit}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [""] if 4 <= len(self.whole(scene)) <= CELLS_MAX else []

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        known = VALUES.read_all(work, scene, self.whole(scene))
        high = work.do("max", known, say=lambda v: f"The highest value is {VALUES.amount(scene, v)}.")
        low = work.do("min", known, say=lambda v: f"The lowest value is {VALUES.amount(scene, v)}.")
        gap = work.do("subtract", high, low, say="Subtract the lowest from the highest.")
        gap = work.do("round", gap, scene.decimals, say=lambda v: f"The range is {VALUES.amount(scene, v)}.")
        return VALUES.gap(scene, gap.value)

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        cells = sorted(self.whole(scene), key=lambda c: c.value)
        return tolerant(answer, VALUES.combined(scene, resolution, (cells[0], cells[-1])))


class CountCellsPast(HeatTemplate):
    """How many cells of the whole map have a value above (below) a round limit."""

    skill = "counting"
    balance = "spread"
    weight = 1.5
    tries = 5
    phrasings = (
        "How many cells of the map show a value {more} {limit}?",
        "In the whole map, how many values lie {more} {limit}?",
        "Count the cells with a {measure} {more} {limit}.",
        "For how many cells is the {measure} {more} {limit}?",
        "How many of all the cells have values {more} {limit}?",
        "How many combinations of {label} and {slabel} have a {measure} {more} {limit}?",
        "What is the number of cells whose value lies {more} {limit}?",
        "Going through the whole map, how many cells lie {more} {limit}?",
        "Taking all {labels} and {slabels}, how many values are {more} {limit}?",
        "Tell me how many cells have a value {more} {limit}.",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        cells = self.whole(scene)
        if not 4 <= len(cells) <= CELLS_MAX:
            return []
        limits = VALUES.limits(scene, [c.value for c in cells], 6)
        if not scene.printed:
            limits += [tick.value for tick in scene.ticks[1:-1] if tick.value not in limits]
        out = []
        for limit in limits:
            above = sum(cell.value > limit for cell in cells)
            out += [(limit, more) for more, n in (("above", above), ("below", len(cells) - above)) if 0 < n <= 20]
        return out

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"limit": VALUES.amount(scene, slot[0]), "more": slot[1]}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        known = VALUES.read_all(work, scene, self.whole(scene))
        flags = work.do(slot[1], known, slot[0], say=f"Mark the cells {slot[1]} {VALUES.amount(scene, slot[0])}.")
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'cell')}.")
        return Integer(value=found.value)

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for cell in self.whole(scene):
            VALUES.need_gap(scene, resolution, cell.value - slot[0], (cell,))
        return answer


class CountEqual(HeatTemplate):
    """How many cells print the same number as a given one. Maps with printed values, some of which occur twice."""

    skill = "counting"
    balance = "spread"
    weight = 6.0
    phrasings = (
        "How many cells show exactly {value}?",
        "In how many cells is the value {value} printed?",
        "Count the cells that give {value}.",
        "How often does the value {value} occur in the map?",
        "For how many combinations of {label} and {slabel} does the map print {value}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if not scene.printed or scene.hidden:
            return []
        often = Counter(cell.value for cell in VALUES.cells(scene))
        once = [value for value, count in often.items() if count == 1]
        more = [value for value, count in often.items() if count > 1]
        return [*more, *once[: len(more)]]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"value": VALUES.amount(scene, slot)}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        known = VALUES.read_all(work, scene, VALUES.cells(scene))
        value = VALUES.amount(scene, slot)
        flags = [work.do("equal", one, slot, say=f"Compare it with {value}.") for one in known]
        found = work.do("count_true", flags, say=lambda v: f"That makes {count_of(v, 'cell')}.")
        return Integer(value=found.value)


# -- rows and columns ------------------------------------------------------------------------------------------------


def _lists(scene: HeatMap, along: str) -> list[Run]:
    """All rows (`along` is "column") or all columns, if each is whole."""
    runs = [run for run in VALUES.runs(scene) if run.along == along]
    return runs if len(runs) == len(scene.columns if along == "row" else scene.rows) else []


def _owner(scene: HeatMap, along: str) -> tuple[str, str]:
    """What the lists are called: rows, where the columns vary along them."""
    return VALUES.nouns(scene, "row" if along == "column" else "column")


def _best(work: Work, scene: HeatMap, run: Run, most: str) -> Known:
    """The name along a list with its highest or lowest value."""
    known = VALUES.read_all(work, scene, run.cells)
    names = [cell.row if run.along == "row" else cell.column for cell in run.cells]
    where = capital(VALUES.within(scene, run).strip())
    return work.do("argmax" if most == "highest" else "argmin", names, known, say=lambda n:
                   f"{where} the {most} value is that for {VALUES.says(scene, run.along, n)}.")  # fmt: skip


def _need_best(scene: HeatMap, resolution: Resolution, run: Run, most: str) -> None:
    cells = sorted(run.cells, key=lambda c: c.value, reverse=most == "highest")
    VALUES.need_apart(scene, resolution, cells[0], cells[1])


def _clear(scene: HeatMap, run: Run, most: str) -> bool:
    values = sorted(run.values, reverse=most == "highest")
    return VALUES.far(scene, values[0], values[1], 0.012)


def _place(run: Run, most: str) -> int:
    return run.values.index(max(run.values) if most == "highest" else min(run.values))


class CountBests(HeatTemplate):
    """In how many rows a column has the highest (lowest) value, or the other way round."""

    skill = "multi_step"
    balance = "spread"
    weight = 1.5
    tries = 5
    phrasings = (
        "For how many {owners} does {name} have the {most} value of all {labels}?",
        "In how many of the {owners} shown is {name} the {label} with the {most} value?",
        "Count the {owners} for which the {most} value is that for {name}.",
        "How many {owners} have their {most} value for {name}?",
        "Go through the {owners} one by one. For how many of them is the value for {name} the {most}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        out = []
        for along in ("row", "column"):
            lists = _lists(scene, along)
            if not 3 <= len(lists) <= 12 or len(lists) * len(lists[0].cells) > CELLS_MAX:
                continue
            for most in ("highest", "lowest"):
                if all(_clear(scene, run, most) for run in lists):
                    names = [c.row if along == "row" else c.column for c in lists[0].cells]
                    out += [(along, name, most) for name in names]
        return out

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        label, labels = VALUES.nouns(scene, slot[0])
        return {"owners": _owner(scene, slot[0])[1], "name": VALUES.says(scene, slot[0], slot[1]), "most": slot[2],
                "label": label, "labels": labels}  # fmt: skip

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        name, flags = VALUES.says(scene, slot[0], slot[1]), []
        for run in _lists(scene, slot[0]):
            best = _best(work, scene, run, slot[2])
            flags.append(work.do("equal", best, slot[1], say=lambda v: f"That is {'' if v else 'not '}{name}."))
        found = work.do("count_true", flags, say=lambda v: f"That makes {v}.")
        return Integer(value=found.value)

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for run in _lists(scene, slot[0]):
            _need_best(scene, resolution, run, slot[2])
        return answer


class SameBest(HeatTemplate):
    """Whether two rows have their highest (lowest) value in the same column, or two columns in the same row."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    weight = 1.5
    phrasings = (
        "Do {s} and {t} have their {most} value for the same {label}?",
        "Is the {label} with the {most} value the same for {s} as for {t}?",
        "Compare {s} with {t}: is the {most} value of both that for the same {label}?",
        "For {s} and for {t}, find the {label} with the {most} value. Is it the same one?",
        "Does the {most} value for {s} belong to the same {label} as the {most} value for {t}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        out = []
        for along in ("row", "column"):
            for most in ("highest", "lowest"):
                fit = [run for run in VALUES.runs(scene) if run.along == along and len(run.cells) <= 16
                       and _clear(scene, run, most)]  # fmt: skip
                where = {run.name: _place(run, most) for run in fit}
                names = [(a.name, b.name) for i, a in enumerate(fit) for b in fit[i + 1 :]]
                for same in (True, False):  # a few of either kind
                    kind = [pair for pair in names if (where[pair[0]] == where[pair[1]]) == same]
                    out += [(along, *pair, most) for pair in thinned(kind, 4)]
        return out

    def group(self, scene: HeatMap, slot: Any) -> Hashable:
        return (slot[0], slot[3])

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        other: Any = "row" if slot[0] == "column" else "column"
        s, t = (VALUES.says(scene, other, name) for name in slot[1:3])
        return {"s": s, "t": t, "most": slot[3], "label": VALUES.nouns(scene, slot[0])[0]}

    def _runs(self, scene: HeatMap, slot: Any) -> list[Run]:
        return [VALUES.run(scene, name, slot[0]) for name in slot[1:3]]

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        one, two = (_best(work, scene, run, slot[3]) for run in self._runs(scene, slot))
        return verdict(work, "equal", one, two, said="These are {}the same, so the answer is {}.")

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        for run in self._runs(scene, slot):
            _need_best(scene, resolution, run, slot[3])
        return answer

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This misjudges one of the two.")


class RankedSpan(HeatTemplate):
    """Which row (column) has the k-th largest or smallest range of values."""

    skill = "multi_step"
    choice_share = 0.0  # what is known of the names would tell between options
    weight = 1.5
    phrasings = (
        "Which {owner} has the {most} range of values (highest minus lowest)?",
        "For which {owner} is the distance between the highest and the lowest value the {most}?",
        "Take the highest and the lowest value of each {owner}. For which {owner} is their difference the {most}?",
        "Name the {owner} whose values span the {most} range.",
        "The {most} difference between highest and lowest value is that of which {owner}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        out = []
        for along in ("row", "column"):
            lists = _lists(scene, along)
            if 3 <= len(lists) <= 12 and len(lists[0].cells) >= 3 and len(lists) * len(lists[0].cells) <= CELLS_MAX:
                least = 0.02 if scene.printed else 0.09
                spans = [(max(run.values) - min(run.values)) / VALUES.span(scene) for run in lists]
                order = sorted(spans, reverse=True)
                for i, span in enumerate(order):
                    near = [abs(span - order[k]) for k in (i - 1, i + 1) if 0 <= k < len(order)]
                    if min(near) > least:
                        out.append((along, i, True) if 2 * i < len(order) else (along, len(order) - 1 - i, False))
        return out

    def _most(self, slot: Any) -> str:
        return rank_words(slot[1], slot[2]).replace("highest", "largest").replace("lowest", "smallest")

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return {"owner": _owner(scene, slot[0])[0], "most": self._most(slot)}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        spans, lists = [], _lists(scene, slot[0])
        other: Any = "row" if slot[0] == "column" else "column"
        if not lists:
            raise Reject("not_applicable")
        for run in lists:
            known = VALUES.read_all(work, scene, run.cells)
            high = work.do("max", known, say=lambda v: f"The highest value is {VALUES.amount(scene, v)}.")
            low = work.do("min", known, say=lambda v: f"The lowest value is {VALUES.amount(scene, v)}.")
            where = capital(VALUES.within(scene, run).strip())
            spans.append(work.do("subtract", high, low, say=lambda v, w=where:
                                 f"{w} the range is {VALUES.amount(scene, v)}."))  # fmt: skip
        say = f"The {self._most(slot)} range is that for "
        found = ranked(work, [run.name for run in lists], spans, slot[1], slot[2],
                       lambda n: f"{say}{VALUES.says(scene, other, n)}.")  # fmt: skip
        return VALUES.named(scene, found, other)

    def gate(self, scene: HeatMap, slot: Any, answer: Answer, resolution: Resolution) -> Answer:
        lists = _lists(scene, slot[0])
        spans = sorted((max(run.values) - min(run.values) for run in lists), reverse=slot[2])
        for k in (slot[1] - 1, slot[1] + 1):
            if 0 <= k < len(spans):
                VALUES.need_gap(scene, resolution, spans[slot[1]] - spans[k], lists[0].cells, 1.4)
        return answer


# -- cells without a number ------------------------------------------------------------------------------------------


class CountMissing(HeatTemplate):
    """How many cells are hatched, in the whole map or in a row or column. Only in maps that have some."""

    skill = "counting"
    balance = "spread"
    weight = 4.0
    phrasings = (
        "How many cells have no data{of}?",
        "How many hatched cells are there{of}?",
        "Count the cells without a value{of}.",
        "For how many cells does the map give no value{of}?",
        "How many values are missing{of}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        if all(cell.value is not None for cell in scene.cells) or scene.hidden:
            return []
        rows = [("row", heading.name) for heading in scene.rows]
        return [("", ""), ("", ""), *rows, *(("column", heading.name) for heading in scene.columns)]

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        if not slot[0]:
            return {"of": " in the map"}
        return {"of": f" {at_name(VALUES.nouns(scene, slot[0])[0], slot[1])}"}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        part = [c for c in scene.cells if not slot[0] or (c.row if slot[0] == "row" else c.column) == slot[1]]
        gone = [c.id for c in part if c.value is None]
        work.do("count", [c.id for c in part], evidence=[c.id for c in part],
                say=lambda v: f"Look at {count_of(v, 'cell')}.")  # fmt: skip
        found = work.do("count", gone, evidence=gone, say=lambda v: f"Of these, {v} {_are(v)} hatched.")
        return Integer(value=found.value)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


class MissingCell(HeatTemplate):
    """Which cell is the only hatched one: its row and its column."""

    skill = "structure"
    weight = 6.0
    phrasings = (
        "For which {label} and which {slabel} does the map give no value?",
        "Which cell is hatched? Name its {label} and its {slabel}.",
        "One value is missing. Which {label} and which {slabel} is it for?",
        "Name the {label} and the {slabel} of the cell without data.",
        "Where is the cell without a value? Give its {label} and its {slabel}.",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [""] if sum(c.value is None for c in scene.cells) == 1 and not scene.hidden and _plain(scene) else []

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cells = [c for c in scene.cells if c.value is None]
        nouns = (("row", scene.row_label), ("column", scene.column_label))
        gone = [work.read(c.id, name, lambda v, n=noun: f"The hatched cell stands for {n} {v}.")
                for c in cells for name, noun in nouns]  # fmt: skip
        found = work.do("collect", *gone, say=lambda v: f"So it is that for {VALUES.phrase_of(scene, *v)}.")
        return LabelSet(values=tuple(found.value))


class HasValue(HeatTemplate):
    """Whether the map gives a value for a row and a column, or none. In maps that lack some by chance."""

    skill = "structure"
    balance = "yes_no"
    choice_share = 0.2
    weight = 4.0
    phrasings = (
        "Does the map give a value {spot}?",
        "Is there a value {spot}?",
        "Is a {measure} shown {spot}?",
        "Looking at the cell {spot}, is there a value?",
        "Does the map have data {spot}?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        missing = [c for c in scene.cells if c.value is None]
        if not missing or scene.hidden or not scene.by_chance:
            return []
        # a cell with data for each without, beside it: else much-missing rows would tell
        at = {(c.row, c.column): c for c in scene.cells}
        out = []
        for cell in missing:
            beside = [
                c for c in at.values() if c.value is not None and (c.row == cell.row) != (c.column == cell.column)
            ]
            out += [(c.row, c.column) for c in (cell, *beside[:6])]
        return list(dict.fromkeys(out))

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return VALUES.common(scene) | {"spot": VALUES.spot(scene, *slot)}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        cell = scene.cell(*slot)
        if cell is None:
            raise Reject("not_applicable")
        there = [cell.id] if cell.value is not None else []
        count = work.do("count", there, evidence=[cell.id], say=lambda v: "The cell is coloured." if v else
                        "The cell is hatched: there is no data.")  # fmt: skip
        found = work.do("equal", count, 1, say=lambda v: f"So the answer is {'yes' if v else 'no'}.")
        return Boolean(value=found.value)

    def wrong(self, scene: HeatMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, "This looks at another cell.")


class CountAll(HeatTemplate):
    """How many cells the map has, with or without those that lack a number."""

    skill = "counting"
    weight = 0.7
    phrasings = (
        "How many cells does the map have in all{which}?",
        "What is the total number of cells in the map{which}?",
        "Multiply rows by columns: how many cells are there{which}?",
        "How many cells are drawn{which}?",
        "Count all cells of the map{which}. How many are there?",
    )

    def slots(self, scene: HeatMap) -> Sequence[Any]:
        return [""] if not scene.hidden else []

    def words(self, scene: HeatMap, slot: Any) -> Mapping[str, str]:
        return {"which": ", hatched ones included" if scene.note else ""}

    def solve(self, scene: HeatMap, slot: Any, work: Work) -> Answer:
        rows, columns = ([h.id for h in part] for part in (scene.rows, scene.columns))
        one = work.do("count", rows, evidence=rows, say=lambda v: f"There are {count_of(v, 'row')}.")
        two = work.do("count", columns, evidence=columns, say=lambda v: f"There are {count_of(v, 'column')}.")
        found = work.do("multiply", one, two, say=lambda v: f"That makes {count_of(v, 'cell')}.")
        return Integer(value=found.value)


TEMPLATES = (
    ExtremeCell(), SpanOfAll(), CountCellsPast(), CountEqual(), CountBests(), SameBest(), RankedSpan(), CountMissing(),
    MissingCell(), HasValue(), CountAll(),
)  # fmt: skip
__all__ = ["TEMPLATES", "HeatTemplate"]
