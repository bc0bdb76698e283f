"""Reads bars and dots from the decoded picture of a bar chart: by their colours, and by the numbers at its axis.

Marks say where to look and which numbers stand at the axis; where a bar begins and ends is taken from the pixels alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.chart_facts import Chart, colours_in, commonest
from scenewright.audit.readers.line_chart import decoded, number_of
from scenewright.audit.rows import Row, Unusable

SAME = 14
"""Largest difference of a channel between pixels of one fill."""
REACH_PX = 14
"""Beyond a mark's ends a bar's colour is looked for this far."""
HOLE_PX = 18
"""Letters, caps of error bars and grid lines may cut a bar over this many pixels."""
STUB_PX = 4
"""Length up to which what follows beyond a hole, and beyond the bar's mark, is the gap to its neighbour."""
LEAST_SHARE = 0.22
"""Of a bar's width, at a row that belongs to it: corners may be round."""
ALONG_PX = 1.6
"""From the middle of a line along a bar to where the bar is seen beside it."""
MOST_SHARE = 0.5
"""Of a bar's length, at a line along it: its neighbour's hatching may have its colour."""
LINE_PX = 0.75
"""What a line along an edge takes from a bar: half its width, and what is smoothed."""
SHORT_PX = 8
"""Length of a bar below which its smoothed edges make up much of it."""
LIGHT_PX = 4
"""Pixels about what is printed upon a bar that its light takes."""
THIRD = 30.0
"""How far a line's colour lies from all mixtures of those beside it."""
INSET = 0.12
"""Share of a bar's width that is left out at either side."""

Ends = tuple[float, float]
Mark = Mapping[str, Any]
"""`id`, `part`, `box` and `text` of a mark, as stored."""


class Axis:
    """The value axis as its labels show it. To both sides of a zero in the middle they may count upwards."""

    def __init__(self, marks: Sequence[Mark], vertical: bool) -> None:
        labels = [m for m in marks if m["part"] == "tick" and m["id"] == "value_axis" and m.get("text")]
        if len(labels) < 2:
            raise ValueError("no numbered axis")
        if vertical:  # commas reach below the line, so the tops of the figures are compared
            height = min(m["box"][3] - m["box"][1] for m in labels)
            places = [m["box"][1] + height / 2 for m in labels]
        else:
            places = [(m["box"][0] + m["box"][2]) / 2 for m in labels]
        numbers = [number_of(m["text"]) for m in labels]
        if len(set(numbers)) < len(numbers):
            zero = places[numbers.index(0.0)]
            numbers = [math.copysign(v, p - zero) for v, p in zip(numbers, places, strict=True)]
        self.slope, self.start = np.polyfit(places, numbers, 1)

    def value(self, place: float) -> float:
        """The value at a row or column."""
        return float(self.slope * place + self.start)


def fills_of(part: np.ndarray) -> list[np.ndarray]:
    """The commonest colour of a piece of a picture, and the second one where it is about as common: hatching."""
    found, counts = colours_in(part)
    order = np.argsort(counts)[::-1]
    return [found[i] for i in order[:2] if counts[i] > 0.3 * counts[order[0]]]


def _strip(
    picture: np.ndarray, box: Sequence[float], vertical: bool, inset: float = INSET
) -> tuple[np.ndarray, float, float, float]:
    """The pixels across a bar, with the value axis first; where the strip begins, and the bar's ends by its mark."""
    left, top, right, bottom = box
    if vertical:
        x0, x1 = math.ceil(left + inset * (right - left)), math.floor(right - inset * (right - left))
        y0 = max(int(top) - REACH_PX, 0)
        return picture[y0 : int(bottom) + REACH_PX, x0 : max(x1, x0 + 1)], float(y0), top, bottom
    y0, y1 = math.ceil(top + inset * (bottom - top)), math.floor(bottom - inset * (bottom - top))
    x0 = max(int(left) - REACH_PX, 0)
    strip = picture[y0 : max(y1, y0 + 1), x0 : int(right) + REACH_PX]
    return strip.transpose(1, 0, 2), float(x0), left, right


def bar_ends(
    picture: np.ndarray, box: Sequence[float], vertical: bool, inset: float = INSET, least: float = LEAST_SHARE,
    over: Ends | None = None, line: float | None = None,
) -> Ends | None:  # fmt: skip
    """First and last pixel edge of a bar along the value axis; None where its colour isn't there. `over`: from where to
    where something is printed upon it. `line`: the column or row of a line along it.
    """
    strip, begin, near, far = _strip(picture, box, vertical, inset)
    inner = strip[max(int(near - begin), 0) : max(int(far - begin), int(near - begin) + 1)]
    if not inner.size:
        return None
    same = np.zeros(strip.shape[:2], bool)
    fills = fills_of(inner)
    if len(inner) < SHORT_PX:  # a row of its smoothed edge may be the ground's
        beyond = commonest(np.concatenate([strip[: max(int(near - begin) - 1, 0)], strip[int(far - begin) + 2 :]]))
        fills = [fill for fill in fills if np.abs(fill - beyond).max() > SAME]
    for fill in fills:
        same |= np.abs(strip - fill).max(2) <= SAME
    if line is not None:
        across = math.ceil(box[0 if vertical else 1] + inset * _length(box, not vertical)) + np.arange(strip.shape[1])
        beside = np.abs(across + 0.5 - line) > ALONG_PX
        same = same[:, beside] if beside.any() else same
    wide = same.mean(1) >= least
    if over is not None and wide.any():
        first, last = (int(v - begin) for v in over)
        wide[max(first - LIGHT_PX, int(near - begin), 0) : min(last + LIGHT_PX + 1, int(far - begin))] = True
    rows = np.flatnonzero(wide)
    if not len(rows):
        return None
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    middle = (near + far) / 2 - begin
    at = min(range(len(runs)), key=lambda i: max(runs[i][0] - middle, middle - runs[i][-1], 0.0))
    first, last = int(runs[at][0]), int(runs[at][-1])
    for run in reversed(runs[:at]):
        off = near - begin - run[-1]
        if first - run[-1] > HOLE_PX or off > 2 or (off > 0 and len(run) < STUB_PX):
            break
        first = int(run[0])
    for run in runs[at + 1 :]:
        off = run[0] + 1 - (far - begin)
        if run[0] - last > HOLE_PX or off > 2 or (off > 0 and len(run) < STUB_PX):
            break
        last = int(run[-1])
    fill = strip[(first + last) // 2].mean(0) if first == last else np.median(strip[first : last + 1], axis=(0, 1))
    low, high = _line(strip, first, -1, fill), _line(strip, last, 1, fill)
    return begin + first - low, begin + last + 1.0 + high


def _line(strip: np.ndarray, end: int, way: int, fill: np.ndarray) -> float:
    """What a line takes from a bar's end, in pixels; 0 for none. It has pixels that are no mixture of the bar's colour
    and of what is beyond, the first of them next to the bar or beyond its smoothed edge.
    """
    if not 0 <= end + 4 * way < len(strip):
        return 0.0
    beyond = np.median(strip[end + 4 * way], axis=0).astype(float)
    across = beyond - fill
    for n in (1, 2):
        edge = np.median(strip[end + n * way], axis=0).astype(float)
        share = min(max(float((edge - fill) @ across) / max(float(across @ across), 1.0), 0.0), 1.0)
        if float(np.abs(edge - fill - share * across).max()) > THIRD:
            return LINE_PX + n - 1
    return 0.0


def dot_place(
    picture: np.ndarray, box: Sequence[float], vertical: bool, others: Sequence[Sequence[float]]
) -> float | None:  # fmt: skip
    """Middle of a dot along the value axis; None where its colour isn't there.

    A dot that another one lies upon is found by the edge that looks away from the other.
    """
    left, top, right, bottom = box
    diameter = right - left
    strip, begin, near, far = _strip(picture, box, vertical)
    fill = fills_of(strip[max(int(near - begin), 0) : int(far - begin) + 1])[0]
    same = np.abs(strip - fill).max(2) <= SAME
    rows = np.flatnonzero(same.mean(1) >= 0.3)  # a stem is thinner
    if not len(rows):
        return None
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    middle = (near + far) / 2 - begin
    run = min(runs, key=lambda r: abs((r[0] + r[-1] + 1) / 2 - middle))
    first, last = begin + float(run[0]), begin + float(run[-1]) + 1
    centre = (left + right) / 2, (top + bottom) / 2
    for other in others:
        ox, oy = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
        gap = (oy - centre[1]) if vertical else (ox - centre[0])
        if (abs(ox - centre[0]) < 1 if vertical else abs(oy - centre[1]) < 1) and 0 < abs(gap) < diameter:
            # edges that the strip cuts off: rows where the circle is wide enough to be seen
            half = diameter / 2 - 1.0
            return first + half if gap > 0 else last - half
    return (first + last) / 2


def read_bars(png: bytes, marks: Sequence[Mark], vertical: bool) -> dict[str, tuple[float, float]]:
    """Where each bar begins and ends on the value axis, lower end first, by the bar's id. `ValueError` without axis."""
    picture = decoded(png)
    axis = Axis(marks, vertical)
    found = {}
    for mark in marks:
        if mark["part"] != "bar":
            continue
        ends = bar_ends(picture, mark["box"], vertical)
        if ends:
            low, high = sorted(axis.value(end) for end in ends)
            found[mark["id"]] = (low, high)
    return found


def read_dots(png: bytes, marks: Sequence[Mark], vertical: bool) -> dict[str, float]:
    """The value of each dot, by its id. `ValueError` without axis."""
    picture = decoded(png)
    axis = Axis(marks, vertical)
    dots = [m for m in marks if m["part"] == "bar"]
    found = {}
    for mark in dots:
        place = dot_place(picture, mark["box"], vertical, [m["box"] for m in dots if m["id"] != mark["id"]])
        if place is not None:
            found[mark["id"]] = axis.value(place)
    return found


# -- facts ---------------------------------------------------------------------------------------------------------

END_PX = 2.5
"""How far a bar's end may lie off, in pixels: half an outline, the axis's line at its foot, a smoothed edge."""
SIDE_PX = 2.6
"""The same of a bar beside its mark: the axis's line may lie on its foot."""
ERROR_PX = 8.0
"""Error bars hide narrower bars' ends."""
CAP_PX = 5.0
"""From a bar's end to that of its error bar: nearer ones hide it, with the light about them and the bar's corners."""
LEAST_PX = 3.0
"""Bars that are shorter can't be seen."""
DOTS = ("lollipop", "dumbbell")


class Scale(NamedTuple):
    """The value axis: where zero lies, and what a pixel stands for."""

    zero: float
    per_px: float
    """Below zero where values grow upwards."""

    def value(self, place: float) -> float:
        """The value at a row or column."""
        return (place - self.zero) * self.per_px


def facts(row: Row) -> Iterator[Fact]:
    """Of each bar or dot in sight: its value, where it ends beside its mark, whose key its colour is, over which
    name it stands, and what is printed at it.
    """
    chart = Chart(row)
    bars, boxes = chart.things("bars"), chart.boxes("bar")
    upright, dotted = chart.scene.get("orientation") == "vertical", chart.scene.get("kind") in DOTS
    yield from chart.words()
    seen = {bar["id"]: bar for bar in bars if bar["id"] in boxes and bar["id"] not in chart.unseen}
    along: dict[str, Ends | None] = {}
    errors, printed = chart.boxes("error"), chart.boxes("value")
    for id in seen:
        if id in errors and (_length(boxes[id], not upright) < ERROR_PX or _capped(boxes[id], errors[id], upright)):
            along[id] = None
        elif dotted:
            along[id] = _dot(chart, boxes[id], upright, [box for other, box in boxes.items() if other != id])
        elif chart.scene.get("kind") == "stacked":  # the hatching of the next segment may have this one's colour
            along[id] = _widened(bar_ends(chart.picture, boxes[id], upright, least=MOST_SHARE))
        else:  # an error bar leaves only the sides of a narrow bar in sight
            at = _middle(errors[id], upright) if id in errors else None
            along[id] = bar_ends(chart.picture, boxes[id], upright, INSET if at is None else 0.0, line=at)
    scale = _scale(chart, upright, [ends for ends in along.values() if ends])
    said = dict(zip((bar["id"] for bar in bars), _ends(chart.scene, bars), strict=True))
    across = {}
    hatched = any(len(_fills(chart, boxes[id])) > 1 for id in seen)
    for id, bar in seen.items():
        long = max(abs(said[id][1] - said[id][0]) / abs(scale.per_px), _length(boxes[id], upright))
        if dotted or long >= LEAST_PX:
            upon = printed.get(id)
            over = (upon[0], upon[2]) if upon and upright else (upon[1], upon[3]) if upon else None
            across[id] = bar_ends(chart.picture, boxes[id], not upright, least=MOST_SHARE, over=over)
            yield _value(chart, bar, said[id], scale, along[id], boxes[id])
            yield _place(chart, id, boxes[id], along[id], across[id], upright, hatched)
    yield from _names(chart, {id: bar for id, bar in seen.items() if id in across}, across, upright)
    yield from chart.printed(bars)
    yield from chart.names("legend", ["series"])
    yield from _series(chart, {id: bar for id, bar in seen.items() if id in across}, boxes)


def _length(box: Sequence[float], upright: bool) -> float:
    return box[3] - box[1] if upright else box[2] - box[0]


def _middle(box: Sequence[float], upright: bool) -> float:
    """The column or row of an error bar's line."""
    return (box[0] + box[2]) / 2 if upright else (box[1] + box[3]) / 2


def _capped(box: Sequence[float], error: Sequence[float], upright: bool) -> bool:
    """Whether an end of an error bar lies over what is left of its bar towards an end of that."""
    first = 1 if upright else 0
    ends = (box[first], box[first + 2])
    return any(
        ends[0] - 1 <= e <= ends[1] + 1 and min(e - ends[0], ends[1] - e) < CAP_PX
        for e in (error[first], error[first + 2])
    )


def _widened(ends: Ends | None) -> Ends | None:
    return None if ends is None else (ends[0] - LINE_PX, ends[1] + LINE_PX)


def _dot(chart: Chart, box: Sequence[float], upright: bool, others: Sequence[Sequence[float]]) -> Ends | None:
    place = dot_place(chart.picture, box, upright, others)
    half = _length(box, upright) / 2
    return None if place is None else (place - half, place + half)


def _ends(scene: Mapping[str, Any], bars: Sequence[Mapping[str, Any]]) -> list[Ends]:
    """Start and end of each bar in units of the axis: from zero, or from where the bar before it ends."""
    kind, series = scene.get("kind"), scene.get("series") or []
    out: list[Ends] = []
    base = 0.0
    for i, bar in enumerate(bars):
        value = float(bar["value"])
        if kind == "stacked":
            base = base if i % max(len(series), 1) else 0.0
            out.append((base, base + value))
            base += value
        elif kind == "waterfall":
            out.append((base, base + value) if 0 < i < len(bars) - 1 else (0.0, value))
            base = out[-1][1]
        elif kind == "dumbbell":
            out.append((value, value))
        else:
            left = kind == "diverging" and bar["series"] == series[0]["name"]
            out.append((0.0, -value if left else value))
    return out


def _scale(chart: Chart, upright: bool, found: Sequence[Ends]) -> Scale:
    """By the numbers at the axis; where there are none, from the feet of the bars in the size that the picture has."""
    try:
        axis = Axis(chart.marks, upright)
        return Scale(-axis.start / axis.slope, axis.slope)
    except ValueError:
        pass
    per_px = chart.units_per_px.get("value")
    if not per_px or not found:
        raise Unusable("a bar chart without an axis or a scale") from None
    places = [place for ends in found for place in ends]
    foot = min(places, key=lambda place: sum(min(abs(a - place), abs(b - place)) for a, b in found))
    return Scale(foot, -per_px if upright else per_px)


def _value(
    chart: Chart, bar: Mapping[str, Any], said: Ends, scale: Scale, found: Ends | None, box: Sequence[float]
) -> Fact:
    """The end away from zero; of bars that stand on others, both. Of dots, their middle."""
    kind, slack = chart.scene.get("kind"), END_PX * abs(scale.per_px)
    read: float | None = None
    right = False
    if found is not None and kind in DOTS:
        read = scale.value((found[0] + found[1]) / 2)
        right = abs(read - said[1]) <= slack
    elif found is not None:
        low, high = sorted(scale.value(place) for place in found)
        start, end = (low, high) if said[1] >= said[0] else (high, low)
        if 0.0 not in said and kind in ("stacked", "waterfall"):
            read = end - start
            right = abs(start - said[0]) <= slack and abs(end - said[1]) <= slack
        else:
            read = end if abs(end) >= abs(start) else start  # a bar that runs to the other side is seen to
            right = abs(read - said[1]) <= slack
            read = abs(read) if kind == "diverging" else read
    fact = chart.near(bar["id"], "value", bar["value"], read, slack, box)
    return fact._replace(agrees=right)


def _place(
    chart: Chart, id: str, box: Sequence[float], along: Ends | None, across: Ends | None, upright: bool,
    hatched: bool,
) -> Fact:  # fmt: skip
    read = None
    if along is not None and hatched:  # beside hatched bars there may be others of the same colours
        said = (box[1], box[3]) if upright else (box[0], box[2])
        return chart.edges(id, said, along, SIDE_PX)
    if along is not None and across is not None:
        read = (across[0], along[0], across[1], along[1]) if upright else (along[0], across[0], along[1], across[1])
    return chart.edges(id, box, read, SIDE_PX)


def _names(
    chart: Chart, seen: Mapping[str, Mapping[str, Any]], across: Mapping[str, Ends | None], upright: bool
) -> Iterator[Fact]:
    """The name that stands nearest to each bar."""
    labels = chart.texts("label")
    places = {c["id"]: _label_place(chart, c["id"], upright) for c in chart.things("categories") if c["id"] in labels}
    if len(places) < len(chart.things("categories")):
        return
    plot = chart.plot
    middle = (plot[0] + plot[2]) / 2 if upright else (plot[1] + plot[3]) / 2
    slanted = any(mark["polygon"] for mark in chart.marks if mark["id"] in places and mark["part"] == "label")
    off = sum(places.values()) / len(places) - middle if slanted else 0.0  # slanted words end beside their bars
    for id, bar in seen.items():
        sides = across[id]
        read = None
        if sides is not None:
            at = (sides[0] + sides[1]) / 2
            read = labels[min(places, key=lambda name: abs(places[name] - off - at))]
        yield chart.same(id, "category", bar["category"], read)


def _label_place(chart: Chart, id: str, upright: bool) -> float:
    """Where a category's label is along their axis: its middle, or its end where it is slanted."""
    marks = [mark for mark in chart.marks if mark["id"] == id and mark["part"] == "label"]
    if not upright:
        return (min(mark["box"][1] for mark in marks) + max(mark["box"][3] for mark in marks)) / 2
    right = float(max(mark["box"][2] for mark in marks))
    return right if marks[0]["polygon"] else (min(mark["box"][0] for mark in marks) + right) / 2


def _series(
    chart: Chart, seen: Mapping[str, Mapping[str, Any]], boxes: Mapping[str, Sequence[float]]
) -> Iterator[Fact]:
    """The colour of each bar beside that of its series' key: either colour of a hatched one."""
    names = chart.texts("legend")
    keys: dict[str, list[np.ndarray]] = {}
    for series in chart.scene.get("series") or []:
        if series["id"] in names:
            keys[series["name"]] = _fills(chart, chart.boxes("swatch")[series["id"]])
    errors = chart.boxes("error")
    for id, bar in seen.items():
        key, own = keys.get(bar["series"], []), _fills(chart, boxes[id])
        left, top, right, bottom = boxes[id]
        if key and own and not (id in errors and min(right - left, bottom - top) < 2 * ERROR_PX):
            a, b = min(itertools.product(key, own), key=lambda pair: int(np.abs(pair[0] - pair[1]).max()))
            yield chart.colour(id, a, b, boxes[id])


def _fills(chart: Chart, box: Sequence[float]) -> list[np.ndarray]:
    left, top, right, bottom = (max(int(v), 0) for v in (box[0] + 1, box[1] + 1, box[2], box[3]))
    part = chart.picture[top : max(bottom, top + 1), left : max(right, left + 1)]
    return fills_of(part) if part.size else []
