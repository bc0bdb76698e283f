"""What the questions on line charts share: how points are named, read, and told apart as far as the picture allows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Boolean, Label
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.plot_words import (
    APART_PX,
    POINTS,
    READ_PX,
    READ_SHARE,
    SIGN,
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
from scenewright.scenes.line_chart import LineChart, Place, Point

# -- names ---------------------------------------------------------------------------------------------------------

_IN = ("year", "month", "decade", "century", "quarter")


def at_place(scene: LineChart, place: str) -> str:
    """A place in a sentence: `in 1975`, `on Monday`, `for party size 3`."""
    last = scene.place_label.split()[-1]
    if last == "week" or last == "weekday":
        return f"on {place}"
    return f"{'in' if last in _IN else 'for'} {who(scene.place_label, place)}"


def spot(scene: LineChart, place: str, series: str = "") -> str:
    """A point in a sentence: `in 1975`, `for Japan in 1975`."""
    where = at_place(scene, place)
    if not series:
        return where
    first = f"for {who(scene.series_label, series)}"
    return f"{first} {'at' if where.startswith('for') else ''} {where.removeprefix('for ')}".replace("  ", " ")


def named_point(scene: LineChart, place: str, series: str = "") -> str:
    """A point as a noun: `1975`, `Japan in 1975`."""
    if not series:
        return who(scene.place_label, place)
    return spot(scene, place, series).removeprefix("for ")


def of_series(scene: LineChart, series: str) -> str:
    """` for Japan`, or nothing where there is one line."""
    return f" for {who(scene.series_label, series)}" if series else ""


def named(scene: LineChart, place: str) -> Label:
    """A place as an answer, in the spelling of the axis."""
    label = scene.place_label
    return Label(value=place, accepted=(who(label, place), f"{label} {place}", at_place(scene, place)))


def named_series(scene: LineChart, series: str) -> Label:
    """A series as an answer, in the spelling of the legend."""
    return Label(value=series, accepted=(who(scene.series_label, series), f"{scene.series_label} {series}"))


# -- reading -------------------------------------------------------------------------------------------------------


def value_of(point: Point) -> float:
    """The value of a point that is there."""
    if point.value is None:
        raise Reject("not_applicable")
    return point.value


def point_of(scene: LineChart, place: str, series: str) -> Point:
    """The point of that name, which the slot says is there."""
    point = scene.point(place, series)
    if point is None or point.value is None:
        raise Reject("not_applicable")
    return point


def read(work: Work, scene: LineChart, point: Point) -> Known:
    """Read one point's value."""
    name = capital(named_point(scene, point.place, point.series))
    return work.read(point.id, "value", f"{name} stands at {amount(scene, value_of(point))}." if
                     scene.kind != "stacked" else f"The layer {spot(scene, point.place, point.series)} is "
                     f"{amount(scene, value_of(point))} thick.")  # fmt: skip


def read_all(work: Work, scene: LineChart, points: Iterable[Point]) -> list[Known]:
    """Read several points."""
    return [read(work, scene, point) for point in points]


def share_of(scene: LineChart, value: float) -> float:
    """Where a value lies on the axis, 0 at its foot and 1 at its top."""
    low, high = scene.ticks[0].value, scene.ticks[-1].value
    if scene.log:
        return math.log(max(value, 1e-12) / low) / math.log(high / low)
    return (value - low) / (high - low)


def apart(scene: LineChart, a: float, b: float, share: float) -> bool:
    """Whether two values are more than a share of the axis apart."""
    return abs(share_of(scene, a) - share_of(scene, b)) > share


def units_per_px(scene: LineChart, resolution: Resolution, value: float) -> float:
    """What a pixel stands for at a value."""
    if scene.log:
        return abs(value) * math.log(10) * resolution.units_per_px["decades"]
    return resolution.units_per_px["value"]


def axis_error(scene: LineChart, resolution: Resolution, value: float) -> float:
    """How far a careful reading at a value may be off, in units. A logarithmic axis has ticks at 1, 2, ... 9."""
    step = 10.0 ** math.floor(math.log10(value) + 1e-9) if scene.log else resolution.tick["value"]
    return max(READ_SHARE * step, READ_PX * units_per_px(scene, resolution, value))


def error_of(scene: LineChart, resolution: Resolution, point: Point) -> float:
    """How far a careful reading of a point may be off, in units: 0 where its value is printed.

    The upper layers of a stack have two edges to read, whose errors are independent.
    """
    if point.id in printed_in(resolution):
        return 0.0
    one = axis_error(scene, resolution, value_of(point))
    raised = scene.kind == "stacked" and point.series != scene.series[0].name
    return one * math.sqrt(2) if raised else one


def combined(scene: LineChart, resolution: Resolution, points: Iterable[Point]) -> float:
    """Error of a sum or difference of independent readings."""
    return math.sqrt(sum(error_of(scene, resolution, point) ** 2 for point in points))


def need_apart(scene: LineChart, resolution: Resolution, gap: float, points: Sequence[Point], px: float = APART_PX
               ) -> None:  # fmt: skip
    """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater.

    Raised layers of stacks, which start at different heights, need half as much again.
    """
    if abs(gap) < 0.5 * 10.0**-scene.decimals:
        raise Reject("tie")
    printed = resolution.printed
    if all(point.id in printed for point in points):
        return
    raised = scene.kind == "stacked" and any(point.series != scene.series[0].name for point in points)
    unit = max(units_per_px(scene, resolution, value_of(point)) for point in points)
    if abs(gap) < px * (1.5 if raised else 1.0) * unit:
        raise Reject("margin")


# -- slots ---------------------------------------------------------------------------------------------------------


def labelled(scene: LineChart) -> tuple[Place, ...]:
    """Places whose names are written at the axis: only these are named in questions and answers."""
    return tuple(place for place in scene.places if place.labelled)


def seen(scene: LineChart) -> list[Point]:
    """Points at labelled places that are there and that nothing covers."""
    hidden, names = set(scene.hidden), {place.name for place in labelled(scene)}
    return [p for p in scene.points if p.value is not None and p.place in names and p.id not in hidden]


def whole_series(scene: LineChart, most: int = 48) -> list[str]:
    """Series of at most so many points, none of them missing or covered."""
    if scene.hidden or len(scene.places) > most:
        return []
    missing = {p.series for p in scene.points if p.value is None}
    return [s.name for s in scene.series if s.name not in missing]


def whole_places(scene: LineChart) -> list[str]:
    """Labelled places where all series have a point that nothing covers."""
    bad = {p.place for p in scene.points if p.value is None} | {cover.place for cover in scene.covers}
    return [place.name for place in labelled(scene) if place.name not in bad]


def is_labelled(scene: LineChart, place: str) -> bool:
    """Whether a place's name is written at the axis."""
    return any(p.name == place and p.labelled for p in scene.places)


def need_label(scene: LineChart, place: str) -> None:
    """`Reject("unlabelled")` for a place that can't be named."""
    if not is_labelled(scene, place):
        raise Reject("unlabelled")


def pairs(scene: LineChart, limit: int = 24) -> list[tuple[Point, Point]]:
    """Pairs of points that differ visibly: of one series at two places, or of two series at one place."""
    names = [series.name for series in scene.series]
    rows = {name: [p for p in seen(scene) if p.series == name] for name in names}
    candidates: list[tuple[Point, Point]] = []
    for row in rows.values():
        n = len(row)
        for offset in dict.fromkeys((1, 2, n // 2, n - 1)):
            candidates += [(row[i], row[i + offset]) for i in range(n - offset) if offset]
    at = {(p.place, p.series): p for p in seen(scene)}
    for s, t in itertools.pairwise(names):
        candidates += [(at[p, s], at[p, t]) for p, name in at if name == s and (p, t) in at]
    out = [(a, b) for a, b in dict.fromkeys(candidates) if apart(scene, value_of(a), value_of(b), 0.025)]
    return out if len(out) <= limit else [out[i * len(out) // limit] for i in range(limit)]


def two_series(scene: LineChart) -> list[tuple[str, str]]:
    """Pairs of whole series, in the order of the legend."""
    names = whole_series(scene) if scene.many else []
    return [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]


def clear_ranks(scene: LineChart, values: Sequence[float]) -> list[tuple[int, bool]]:
    """Ranks whose holder differs visibly from those next in rank."""
    if scene.log:
        return ranks_apart([share_of(scene, v) for v in values], 0.02)
    return ranks_apart(values, 0.02 * axis_span(scene))


def axis_span(scene: LineChart) -> float:
    """Length of the value axis in units."""
    return scene.ticks[-1].value - scene.ticks[0].value


def limits(scene: LineChart, values: Sequence[float], most: int = 4) -> list[float]:
    """Round limits between the values, none of which is near one."""
    if scene.log:
        return []
    return round_limits(values, 0.025 * axis_span(scene), scene.decimals, most)


def values_of(scene: LineChart, series: str) -> list[float]:
    """Values of a whole series, from left to right."""
    return [value_of(p) for p in scene.of_series(series)]


_TIMES = (*_IN, "day", "date", "week")


def in_time(scene: LineChart) -> bool:
    """Whether places follow each other in time or by number: trends and seasons would tell between options."""
    return any(word in scene.place_label for word in _TIMES) or any(p.name[0].isdigit() for p in scene.places)


def verdict(work: Work, op: str, *inputs: Any, said: str) -> Answer:
    """Yes or no by a comparison; `said` has a place for `not ` and one for the answer."""
    found = work.do(op, *inputs, say=lambda v: said.format("" if v else "not ", "yes" if v else "no"))
    return Boolean(value=found.value)


class LineTemplate(Template[LineChart]):
    """A question on a line chart. `common` gives the fields that most phrasings use."""

    def common(self, scene: LineChart) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        gap_unit = POINTS if scene.unit == "%" else scene.unit_name
        return {
            "measure": scene.measure,
            "unit": f", in {scene.unit_name}" if scene.unit_name else "",
            "gap_unit": f", in {gap_unit}" if gap_unit else "",
            "sign": SIGN if any((p.value or 0.0) < 0 for p in scene.points) else "",
            "label": scene.place_label,
            "labels": scene.place_plural,
            "slabel": scene.series_label,
            "slabels": scene.series_plural,
            "line": "layer" if scene.kind == "stacked" else "line",
        }

    def words(self, scene: LineChart, slot: Any) -> Mapping[str, str]:
        return self.common(scene)
