"""What the questions on scatter plots share: how points are named, read and told apart as far as the picture allows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenewright.qa_templates.answers import Answer, Label
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.named_values import at_name
from scenewright.qa_templates.plot_words import APART_PX, POINTS, READ_PX, READ_SHARE, amount, opposite, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.scatter_plot import Point, ScatterPlot

AXES = ("x", "y")
WAYS = {"x": "horizontal", "y": "vertical"}
NEAR = 0.025
"""Share of an axis that values keep from each other, and points from a limit, in what is asked."""
AREA_ERROR = 0.12
"""How far off the value of a bubble may be read from the legend of sizes, as a share of it: areas are judged by eye to
a tenth or so."""
SIZE_APART = 1.3
"""Least ratio of the values of two bubbles that are ranked by eye: radii then differ by 14 %."""
COUNT_MAX = 30
"""Points that can be counted without losing one's place."""

# -- names ---------------------------------------------------------------------------------------------------------


def says(scene: ScatterPlot, name: str) -> str:
    """A point's name in a sentence: `Japan`, `1975`, `the 1980s`."""
    return who(scene.noun, name)


def spot(scene: ScatterPlot, name: str) -> str:
    """`in 1975`, `for Japan`."""
    return at_name(scene.noun, name)


def named(scene: ScatterPlot, name: str) -> Label:
    """A point's name as an answer."""
    noun = scene.noun
    return Label(value=name, accepted=(who(noun, name), f"{noun} {name}", at_name(noun, name)))


def named_series(scene: ScatterPlot, name: str) -> Label:
    """A series as an answer, in the spelling of the legend."""
    label = scene.series_label
    return Label(value=name, accepted=(who(label, name), f"{label} {name}"))


def of_series(scene: ScatterPlot, series: str) -> str:
    """` for Japan`, or nothing for all points."""
    return f" {at_name(scene.series_label, series)}" if series else ""


# -- what is there -------------------------------------------------------------------------------------------------


def shown(scene: ScatterPlot) -> list[Point]:
    """Points with names that nothing covers."""
    hidden = set(scene.hidden)
    return [p for p in scene.points if p.name and p.id not in hidden]


def is_open(scene: ScatterPlot) -> bool:
    """Whether nothing lies over the plot: only then can it be said what all of its points do."""
    return not any(cover.over == "plot" for cover in scene.covers)


def groups(scene: ScatterPlot, most: int = 150) -> list[str]:
    """All points ("") and each series, of at most so many points."""
    if not is_open(scene):
        return []
    names = [""] if len(scene.points) <= most else []
    return names + [s.name for s in scene.series if scene.many and len(scene.of_series(s.name)) <= most]


def members(scene: ScatterPlot, series: str) -> Sequence[Point]:
    """The points of a series, or all of them."""
    return scene.of_series(series) if series else scene.points


def point_of(scene: ScatterPlot, name: str) -> Point:
    """The point of that name, which the slot says is there."""
    point = scene.named(name)
    if point is None:
        raise Reject("not_applicable")
    return point


def value(point: Point, axis: str) -> float:
    """A point's x, y or size."""
    return float(getattr(point, axis))


def values(points: Iterable[Point], axis: str) -> list[float]:
    """Those of several points."""
    return [value(point, axis) for point in points]


def apart(scene: ScatterPlot, axis: str, a: float, b: float, share: float = NEAR) -> bool:
    """Whether two values are more than a share of their axis apart; two sizes, whether they can be ranked by eye."""
    if axis == "size":
        return max(a, b) >= SIZE_APART * min(a, b)
    return abs(scene.share(axis, a) - scene.share(axis, b)) > share


def pairs(scene: ScatterPlot, axes: Sequence[str], most: int = 24) -> list[tuple[str, str, str]]:
    """Pairs of named points, each way round, and an axis along which they differ visibly."""
    points = shown(scene)
    out = []
    for axis in axes:
        at = [(p, math.log(p.size) if axis == "size" else scene.share(axis, value(p, axis))) for p in points]
        least = math.log(SIZE_APART) if axis == "size" else NEAR
        out += [(a.name, b.name, axis) for a, u in at for b, v in at if a is not b and abs(u - v) > least]
    return out if len(out) <= most else [out[i * len(out) // most] for i in range(most)]


def limits(scene: ScatterPlot, axis: str, points: Sequence[Point], most: int = 5) -> list[float]:
    """Values of ticks between the points' least and greatest that no point is near."""
    shares = [scene.share(axis, value(p, axis)) for p in points]
    if not shares:
        return []
    found = []
    for tick in scene.ticks(axis)[1:-1]:
        at = scene.share(axis, tick.value)
        if min(shares) < at < max(shares) and all(abs(at - s) > NEAR for s in shares):
            found.append(tick.value)
    return found if len(found) <= most else [found[i * len(found) // most] for i in range(most)]


def clear_ranks(scene: ScatterPlot, axis: str, points: Sequence[Point], most: int = 8) -> list[tuple[int, bool]]:
    """Ranks from the nearer end whose holder differs visibly from those next in rank."""
    ranked = sorted(values(points, axis), reverse=True)
    count = len(ranked)
    out = []
    for i in range(count):
        up = i == 0 or apart(scene, axis, ranked[i - 1], ranked[i])
        down = i == count - 1 or apart(scene, axis, ranked[i], ranked[i + 1])
        if up and down:
            rank, high = (i, True) if 2 * i < count else (count - 1 - i, False)
            if rank < most:
                out.append((rank, high))
    return out


# -- reading -------------------------------------------------------------------------------------------------------


def scale_ids(scene: ScatterPlot, axis: str) -> tuple[str, ...]:
    """The things that an axis, or the size of bubbles, is read by."""
    if axis == "size":
        return tuple(key.id for key in scene.sizes)
    ticks = scene.ticks(axis)
    return (ticks[0].id, ticks[-1].id)


def read(work: Work, scene: ScatterPlot, point: Point, axis: str, who_: str = "") -> Known:
    """Read one point's value along an axis, or by the size of its bubble."""
    name = who_ or (says(scene, point.name) if point.name else "the point")
    at = amount(scene.axis(axis), value(point, axis))
    if axis == "size":
        say = f"By its size, the bubble of {name} stands for about {at}."
    else:
        say = f"{capital(name)} lies at {at} on the {WAYS[axis]} axis."
    return work.read(point.id, axis, say, shown_by=(point.id, *scale_ids(scene, axis)))


def evidence(scene: ScatterPlot, points: Iterable[Point], axes: str = "", series: str = "") -> list[str]:
    """Ids of points, of what their axes are read by and of their series' entry in the legend."""
    ids = [p.id for p in points]
    for axis in axes:
        ids += scale_ids(scene, axis)
    return ids + [s.id for s in scene.series if series and s.name == series]


def units_per_px(scene: ScatterPlot, resolution: Resolution, axis: str, at: float) -> float:
    """What a pixel stands for at a value of an axis."""
    if scene.axis(axis).log:
        return abs(at) * math.log(10) * resolution.units_per_px[f"{axis}_decades"]
    return resolution.units_per_px[axis]


def error(scene: ScatterPlot, resolution: Resolution, axis: str, at: float) -> float:
    """How far a careful reading at a value may be off, in units. A logarithmic axis has ticks at 1, 2, ... 9."""
    if axis == "size":
        return max(AREA_ERROR * at, 2 * math.sqrt(at) * resolution.units_per_px["size_root"] * READ_PX)
    step = 10.0 ** math.floor(math.log10(at) + 1e-9) if scene.axis(axis).log else resolution.tick[axis]
    return max(READ_SHARE * step, READ_PX * units_per_px(scene, resolution, axis, at))


def need_apart(scene: ScatterPlot, resolution: Resolution, axis: str, a: float, b: float, px: float = APART_PX) -> None:
    """`Reject("tie")` for equal values, `Reject("margin")` where a viewer can't tell which is greater."""
    if abs(a - b) < 0.5 * 10.0 ** -scene.axis(axis).decimals:
        raise Reject("tie")
    if axis == "size":
        if not apart(scene, axis, a, b):
            raise Reject("margin")
    elif abs(a - b) < px * max(units_per_px(scene, resolution, axis, v) for v in (a, b)):
        raise Reject("margin")


def need_clear(scene: ScatterPlot, resolution: Resolution, axis: str, points: Iterable[Point], limit: float) -> None:
    """`Reject("margin")` where some point is so near a limit that its side can't be seen."""
    for point in points:
        need_apart(scene, resolution, axis, value(point, axis), limit)


def need_countable(scene: ScatterPlot, resolution: Resolution) -> None:
    """`Reject("overlap")` where markers touch: some might be taken for one."""
    if resolution.visible.keys() - set(scene.hidden):
        raise Reject("overlap")


# -- templates -----------------------------------------------------------------------------------------------------


class ScatterTemplate(Template[ScatterPlot]):
    """A question on a scatter plot."""

    choice_share = 0.0  # what words tell of names, years and measures would tell between options

    def common(self, scene: ScatterPlot, axis: str = "") -> dict[str, str]:
        """Fields that depend on the plot and on an axis alone."""
        fields = {
            "noun": scene.noun,
            "nouns": scene.nouns,
            "slabel": scene.series_label,
            "slabels": scene.series_plural,
        }
        if axis:
            shown_by = scene.axis(axis)
            gap = POINTS if shown_by.unit == "%" else shown_by.unit_name
            fields |= {
                "measure": shown_by.measure,
                "unit": f", in {shown_by.unit_name}" if shown_by.unit_name else "",
                "gap_unit": f", in {gap}" if gap else "",
                "way": WAYS.get(axis, ""),
            }
        return fields

    def words(self, scene: ScatterPlot, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


class YesNo(ScatterTemplate):
    """A question answered with yes or no, both alike in every group of slots."""

    skill = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    mistake = "This misreads a marker's place, or takes another one for it."

    def wrong(self, scene: ScatterPlot, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, self.mistake)
