"""What the questions on combined charts share: how bars and points are named, read and told apart, each on its axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.named_values import Along, Caption, Cell, Entry, Run, Values, at_name, is_time
from scenewright.qa_templates.plot_words import (
    APART_PX,
    READ_PX,
    READ_SHARE,
    amount,
    printed_in,
    ranks_apart,
    round_limits,
    who,
)
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.combo_chart import ComboChart, Point, Series, new_cover

OTHER = {"bars": "line", "line": "bars"}


class ComboValues(Values[ComboChart]):
    """Bars and points: columns are `bars` and `line`, each with its measure, unit and axis, so never set against each
    other; rows are places.
    """

    mark = "bar or point"
    marks = "bars and points"

    def every(self, scene: ComboChart) -> Sequence[Cell]:
        return self.keep(scene, "every", lambda: [
            Cell(p.id, p.place, p.series, p.value)
            for pair in zip(scene.row("bars"), scene.row("line"), strict=True) for p in pair if p.value is not None
        ])  # fmt: skip

    def entries(self, scene: ComboChart, along: Along) -> Sequence[Entry]:
        return [Entry(p.id, p.name) for p in scene.places if p.labelled] if along == "row" else ()

    def ordered(self, scene: ComboChart, along: Along) -> bool:
        return scene.ordered and along == "row"

    def runs(self, scene: ComboChart) -> Sequence[Run]:
        return self.keep(scene, "columns", lambda: [run for run in self._runs(scene) if run.along == "row"])

    def nouns(self, scene: ComboChart, along: Along) -> tuple[str, str]:
        return (scene.place_label, scene.place_plural) if along == "row" else ("series", "series")

    def says(self, scene: ComboChart, along: Along, name: str) -> str:
        return who(scene.place_label, name) if along == "row" else f"the {name}"

    def phrase_of(self, scene: ComboChart, row: str, column: str) -> str:
        return f"{self.says(scene, 'row', row)} ({'bar' if column == 'bars' else column})"

    def spot(self, scene: ComboChart, row: str, column: str) -> str:
        return f"{at_name(scene.place_label, row)} ({'bar' if column == 'bars' else column})"

    def within(self, scene: ComboChart, run: Run) -> str:
        return f" for the {run.name}"

    def nameable(self, scene: ComboChart, name: str, along: Along) -> bool:
        return along == "column" or is_labelled(scene, name)

    def measure(self, scene: ComboChart, of: Cell | None = None) -> str:
        return series_of(scene, of).measure

    def unit(self, scene: ComboChart, of: Cell | None = None) -> str:
        return series_of(scene, of).unit

    def unit_name(self, scene: ComboChart, of: Cell | None = None) -> str:
        return series_of(scene, of).unit_name

    def decimals(self, scene: ComboChart, of: Cell | None = None) -> int:
        return series_of(scene, of).decimals

    def comparable(self, scene: ComboChart, a: Cell, b: Cell) -> bool:
        return a.column == b.column

    def look(self, work: Work, scene: ComboChart, cell: Cell) -> Known:
        found = scene.point(cell.row, cell.column)
        assert found is not None
        return read(work, scene, found)

    def error(self, scene: ComboChart, resolution: Resolution, cell: Cell) -> float:
        return 0.0 if cell.id in printed_in(resolution) else axis_error(resolution, cell.column)

    def apart(self, scene: ComboChart, resolution: Resolution, cells: Sequence[Cell]) -> float:
        if all(cell.id in printed_in(resolution) for cell in cells):
            return 0.0
        return APART_PX * resolution.units_per_px[cells[0].column]

    def span(self, scene: ComboChart, of: Cell | None = None) -> float:
        return span_of(series_of(scene, of))

    def share(self, scene: ComboChart, value: float, of: Cell | None = None) -> float:
        return height_of(series_of(scene, of), value)

    def absent(self, scene: ComboChart, along: Along) -> Sequence[str]:
        """Not a year of the heading's "1960–2010", which is on the chart as a word, if not as a name."""
        words = f"{scene.title.text} {scene.subtitle.text}".casefold()
        return [name for name in super().absent(scene, along) if name.casefold() not in words]

    def captions(self, scene: ComboChart) -> Sequence[Caption]:
        return (
            Caption("left_axis", "the title of the left vertical axis"),
            Caption("right_axis", "the title of the right vertical axis"),
            Caption("place_axis", "the title of the horizontal axis"),
        )

    def can_lose(self, scene: ComboChart) -> Sequence[Cell]:
        """Inner points of the line between two that are there, whose gap is plain to see."""
        line, hidden = scene.row("line"), set(scene.hidden)
        there = [p.value is not None and p.id not in hidden for p in line]
        lone = [i for i in range(1, len(line) - 1) if there[i - 1] and there[i] and there[i + 1]]
        return [c for c in self.cells(scene) if c.column == "line" and c.row in {line[i].place for i in lone}]

    def lose(self, scene: ComboChart, cell: Cell, rng: np.random.Generator) -> ComboChart:
        replace = msgspec.structs.replace
        points = tuple(replace(p, value=None) if p.id == cell.id else p for p in scene.points)
        return replace(scene, points=points, printed=tuple(i for i in scene.printed if i != cell.id))

    def empty(self, scene: ComboChart, row: str, column: str, work: Work) -> Any:
        from scenewright.qa_templates.answers import Unanswerable

        place = next(p for p in scene.places if p.name == row)
        there = [p.id for p in scene.row(column) if p.value is not None]
        at = at_name(scene.place_label, row)
        work.do("count", there, evidence=[place.id, *there], say=f"The line has a gap: no point is drawn {at}.")
        return Unanswerable(reason="false_premise", why=f"the line has no point {at}.")

    def can_cover(self, scene: ComboChart) -> Sequence[Cell]:
        """Not where the highest or lowest bar or point would show from the ends of its axis."""
        if len(scene.places) < 5:
            return []
        ends = set()
        for series in scene.both:
            row = [p for p in scene.row(series.id) if p.value is not None]
            ends |= {max(row, key=value_of).place, min(row, key=value_of).place}
        return [cell for cell in self.cells(scene) if cell.row not in ends]

    def cover(self, scene: ComboChart, cell: Cell, rng: np.random.Generator) -> ComboChart:
        hidden = tuple(p.id for p in scene.points if p.place == cell.row and p.value is not None)
        return msgspec.structs.replace(scene, covers=(new_cover(cell.row, rng),), hidden=hidden)


VALUES = ComboValues()


# -- axes --------------------------------------------------------------------------------------------------------------


def series_of(scene: ComboChart, of: Cell | None) -> Series:
    """What a cell belongs to; the bars where none is given."""
    return scene.series(of.column if of else "bars")


def span_of(series: Series) -> float:
    """Length of a series' axis in its units."""
    return series.ticks[-1].value - series.ticks[0].value


def height_of(series: Series, value: float) -> float:
    """Where a value stands on its axis: 0 at the foot of the plot, 1 at its top."""
    return (value - series.ticks[0].value) / span_of(series)


def at_height(series: Series, height: float) -> float:
    """The value that an axis gives at a height."""
    return series.ticks[0].value + height * span_of(series)


def axis_error(resolution: Resolution, series: str) -> float:
    """How far off a careful reading on the axis of a series may be, in its units."""
    return max(READ_SHARE * resolution.tick[series], READ_PX * resolution.units_per_px[series])


def error_of(resolution: Resolution, point: Point) -> float:
    """The same of one bar or point: 0 where its value is printed."""
    return 0.0 if point.id in printed_in(resolution) else axis_error(resolution, point.series)


# -- points ------------------------------------------------------------------------------------------------------------


def value_of(point: Point) -> float:
    """The value of a bar or point that is there."""
    if point.value is None:
        raise Reject("not_applicable")
    return point.value


def point_of(scene: ComboChart, place: str, series: str) -> Point:
    """The bar or point of a place, which is there."""
    point = scene.point(place, series)
    if point is None or point.value is None:
        raise Reject("not_applicable")
    return point


def is_labelled(scene: ComboChart, place: str) -> bool:
    """Whether a place's name is written at the axis."""
    return any(p.name == place and p.labelled for p in scene.places)


def seen(scene: ComboChart) -> list[str]:
    """Labelled places whose bar and point are both there and in sight, from left to right."""
    hidden = set(scene.hidden)
    bad = {p.place for p in scene.points if p.value is None or p.id in hidden}
    return [p.name for p in scene.places if p.labelled and p.name not in bad]


def is_whole(scene: ComboChart) -> bool:
    """Whether no bar or point is missing or covered, and all places have their names."""
    return not scene.hidden and all(p.value is not None for p in scene.points) and all(p.labelled for p in scene.places)


def one_of(series: str) -> str:
    """A single one of a series: `bar`, `point of the line`."""
    return "bar" if series == "bars" else "point of the line"


def at_place(scene: ComboChart, place: str) -> str:
    """A place in a sentence: `in 1975`, `for Japan`."""
    return at_name(scene.place_label, place)


def read(work: Work, scene: ComboChart, point: Point) -> Known:
    """Read a bar or a point on its own axis."""
    series = scene.series(point.series)
    what = "bar ends" if point.series == "bars" else "line stands"
    said = f"{capital(at_place(scene, point.place))}, the {what} at {amount(series, value_of(point))}"
    return work.read(point.id, "value", f"{said} on the {series.side} axis.")


def drawn_height(work: Work, scene: ComboChart, point: Point) -> Known:
    """How far up the plot a bar or point reaches, as a share."""
    what = "bar's end" if point.series == "bars" else "line's point"
    say = f"{capital(at_place(scene, point.place))}, the {what} is "
    return work.do("height", point.place, point.series, evidence=(point.id,),
                   say=lambda v: f"{say}{100 * v:.0f}% of the way up the plot.")  # fmt: skip


def height_op(scene: Any, place: str, series: str) -> float:
    """The operation behind `drawn_height`."""
    point = scene.point(place, series)
    return round(height_of(scene.series(series), point.value), 6)


def need_heights_apart(scene: ComboChart, resolution: Resolution, a: Point, b: Point) -> None:
    """`Reject("margin")` where a viewer can't tell which of the two is drawn higher."""
    series = scene.series(a.series)
    gap = height_of(series, value_of(a)) - height_of(scene.series(b.series), value_of(b))
    if abs(gap) * span_of(series) / resolution.units_per_px[a.series] < APART_PX:
        raise Reject("margin")


def need_change(resolution: Resolution, series: Series, a: Point, b: Point) -> None:
    """`Reject` where two bars, or two points, can't be ranked."""
    gap = abs(value_of(a) - value_of(b))
    if gap < 0.5 * 10.0**-series.decimals:
        raise Reject("tie")
    printed = a.id in printed_in(resolution) and b.id in printed_in(resolution)
    if not printed and gap < APART_PX * resolution.units_per_px[series.id]:
        raise Reject("margin")


def clear_ranks(series: Series, points: Sequence[Point]) -> list[tuple[int, bool]]:
    """Ranks whose holder differs visibly from those next in rank."""
    return ranks_apart([value_of(p) for p in points], 0.02 * span_of(series))


def need_rank(resolution: Resolution, series: Series, points: Sequence[Point], rank: int, high: bool) -> None:
    """The holder of a rank is told from those before and after it."""
    ordered = sorted(points, key=value_of, reverse=high)
    for other in (rank - 1, rank + 1):
        if 0 <= other < len(ordered):
            need_change(resolution, series, ordered[rank], ordered[other])


def limits(series: Series, points: Iterable[Point], most: int = 4) -> list[float]:
    """Round limits on an axis between values, none of which is near one."""
    values = [value_of(p) for p in points]
    return round_limits(values, 0.025 * span_of(series), series.decimals, most)


class ComboTemplate(Template[ComboChart]):
    """A question on a combined chart."""

    def common(self, scene: ComboChart) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        label = scene.place_label
        return {"label": label, "labels": scene.place_plural, "which": f"In which {label}" if is_time(label) else
                f"For which {label}"}  # fmt: skip

    def words(self, scene: ComboChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


def unit_words(series: Series) -> str:
    """`, in horsepower`, or nothing."""
    return f", in {series.unit_name}" if series.unit_name else ""


__all__ = ["VALUES", "Answer", "ComboTemplate", "ComboValues"]
