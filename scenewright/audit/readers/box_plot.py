"""Reads quartiles, medians and whiskers of a box plot from the decoded picture, and the numbers at its axis.

Marks say across which strip of the picture a group is drawn and which numbers stand at the axis; where its lines are is
taken from the pixels. Pictures with values along the horizontal axis are read turned by a quarter.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.line_chart import number_of
from scenewright.audit.readers.pictures import (
    Box,
    Mark,
    commonest,
    half_step,
    part_boxes,
    picture_of,
    rounded,
    things_of,
)
from scenewright.audit.rows import Row

FAR = 26
"""Least difference of a channel between the ground and what is drawn."""
FAINT = 30
"""Least difference of a channel between a box and its median."""
INK = 50
"""Greatest difference of a channel within the ink of a violin's inner box."""
NEAR_PX = 9
"""Pixels about a mark in which its line is looked for: one that is drawn further off is not found."""
THICK_PX = 5
"""Pixels that a line is thick at most."""
HALF_PX = 0.7
"""Half of a thin line: the first and the last row of a filled box lie as far beyond its quartiles."""
VALUE_PX = 2.2
"""Pixels that a line may be off: half of its width, and one at a soft edge."""
CAP_PX = 3.5
"""Half of a cap's width from which it is told from its whisker."""
LABEL_PX = 2.5
"""How far a label's middle may be from its line of the grid."""
CROWDED_PX = 3.5
"""Pixels from a line at which something else may be taken for it."""
SIDE_PX = 2.6
"""Pixels that a side may be off."""
RIM_PX = 3.5
"""Pixels about the line of a violin's median that its light rim takes."""
SHADOW_PX = 9.0
"""About a cover, where its shadow lies."""
END_ROWS = 3
"""Rows next to each quartile by which a box's sides are read."""


class Strip:
    """The pixels along the middle of a group, from its lowest value up; `value` turns a place into a number."""

    def __init__(self, picture: np.ndarray, marks: Sequence[Mark]) -> None:
        self.picture = picture
        labels = [m for m in marks if m["part"] == "tick" and m.get("text")]
        xs = [(m["box"][0] + m["box"][2]) / 2 for m in labels]
        ys = [(m["box"][1] + m["box"][3]) / 2 for m in labels]
        self.upright = max(ys) - min(ys) > max(xs) - min(xs)
        values = [number_of(m["text"]) for m in labels]
        grids = [m["box"] for m in marks if m["part"] == "line" and m["id"] == "grid"]
        lines = [(g[1] + g[3]) / 2 if self.upright else (g[0] + g[2]) / 2 for g in grids]
        places = [_at_line(place, lines) for place in (ys if self.upright else xs)]
        self.slope, self.start = np.polyfit(places, values, 1)
        plot = next(m["box"] for m in marks if m["part"] == "plot")
        if not self.upright:
            self.picture = self.picture.transpose(1, 0, 2)
            plot = (plot[1], plot[0], plot[3], plot[2])
        self.plot = plot
        left, top, right, bottom = (int(v) for v in plot)
        self.ground = commonest(self.picture[top + 2 : bottom - 1 : 2, left + 2 : right - 1 : 2].reshape(-1, 3))
        self.references = [
            sorted(self.along(m["box"])) for m in marks if m["id"] == "reference" and m["part"] == "line"
        ]
        """Rows of lines across the plot that lie over what is drawn."""
        self.covers = [(*self.across(m["box"]), *self.along(m["box"])) for m in marks if m["id"].startswith("cover")]
        """What lies over groups: across the value axis from and to, and along it."""
        self.rule = self.ground
        if grids:
            g = grids[len(grids) // 2]  # the outer ones lie under the spines
            g = g if self.upright else (g[1], g[0], g[3], g[2])
            rows = self.picture[int(g[1]) - 1 : int(g[1]) + 2, int(g[0]) + 2 : int(g[2]) - 2]  # Agg may snap by one
            clear = np.ones(rows.shape[1], bool)  # between the groups
            for low, high in (self.across(m["box"]) for m in marks if m["part"] in ("box", "violin")):
                clear[max(int(low - g[0]) - 5, 0) : max(int(high - g[0]) + 4, 0)] = False
            line = max(rows[:, clear], key=lambda row: int(np.abs(row - self.ground).sum()))
            line = line[np.abs(line - self.ground).max(1) > 4]
            self.rule = commonest(line) if len(line) else self.ground

    def across(self, box: Sequence[float]) -> tuple[float, float]:
        """The strip that a mark takes, across the value axis."""
        return (box[0], box[2]) if self.upright else (box[1], box[3])

    def along(self, box: Sequence[float]) -> tuple[float, float]:
        """The rows that a mark takes, along the value axis."""
        return (box[1], box[3]) if self.upright else (box[0], box[2])

    def value(self, row: float) -> float:
        """The number at a row."""
        return float(self.slope * row + self.start)

    def is_at_end(self, row: float) -> bool:
        """Whether a row is so near to the plot's end that the axis or the frame is drawn over a line there."""
        return min(row - self.plot[1], self.plot[3] - row) < CROWDED_PX

    def drawn(self, column: float) -> np.ndarray:
        """Which rows of a column are neither ground nor grid, for the whole plot; others are False."""
        pixels = self.picture[:, int(column)]
        far = np.abs(pixels - self.ground).max(1) > FAR
        far &= np.abs(pixels - self.rule).max(1) > 12
        rows = np.arange(len(far))
        return far & (rows > self.plot[1] + 1) & (rows < self.plot[3] - 1)


def _at_line(place: float, lines: Sequence[float]) -> float:
    """Where the line of the grid beside a label is: old-style figures may stand a pixel off it. The label's place where
    there is none.
    """
    line = min(lines, key=lambda at: abs(at - place), default=place)
    return line if abs(line - place) <= LABEL_PX else place


def runs_of(flags: np.ndarray) -> list[tuple[int, int]]:
    """Runs of true rows, first and one past the last."""
    padded = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(padded == 1).tolist(), np.flatnonzero(padded == -1).tolist(), strict=True))


def lines_of(flags: np.ndarray, first: float) -> list[float]:
    """Where lines may lie in a strip that begins at `first`: middles of short runs, and the ends of long ones, which
    half of a line goes beyond.
    """
    out: list[float] = []
    for start, end in runs_of(flags):
        if end - start <= THICK_PX:
            out.append(first + (start + end) / 2)
        else:
            out += [first + start + HALF_PX, first + end - HALF_PX]
    return out


def nearest(candidates: Sequence[float], at: float) -> float | None:
    """The candidate nearest to a mark; None where none is near."""
    best = min(candidates, key=lambda row: abs(row - at), default=None)
    return best if best is not None and abs(best - at) <= NEAR_PX else None


def _drawn(strip: Strip, columns: Sequence[float], at: float) -> tuple[np.ndarray, float]:
    """Rows about a place that are drawn in most columns, and the first of them."""
    first = max(round(at) - 2 * NEAR_PX, 0)
    flags = np.stack([strip.drawn(column)[first : round(at) + 2 * NEAR_PX] for column in columns])
    return np.asarray(flags.mean(0) > 0.6), float(first)


def _box_rows(strip: Strip, box: Box, own: Sequence[Mark]) -> dict[str, float | None]:
    """Rows of the five lines of a box, each near its mark: of the box by its sides, of caps beside the whiskers, where
    no outlier is, of the median beside a mean's diamond.
    """
    (low, high), (top, bottom) = strip.across(box), sorted(strip.along(box))
    middle, half = (low + high) / 2, (high - low) / 2
    sides = [middle + share * half for share in (-0.9, -0.86, 0.86, 0.9)]
    found = {edge: None if strip.is_at_end(at) else nearest(lines_of(*_drawn(strip, sides, at)), at)
             for edge, at in (("top", top), ("bottom", bottom))}  # fmt: skip
    for mark in own:
        if mark["part"] == "whisker":
            first, last = sorted(strip.along(mark["box"]))
            edge, at = ("up", first + 0.5) if first + last < top + bottom else ("down", last - 0.5)
            left, right = strip.across(mark["box"])
            reach = (right - left) / 2
            if reach < CAP_PX or strip.is_at_end(at):
                found[edge] = None  # no cap, or one that the axis is drawn over
                continue
            caps = [(left + right) / 2 + share * reach for share in (-0.8, -0.65, 0.65, 0.8)]
            found[edge] = nearest(lines_of(*_drawn(strip, caps, at)), at)
        elif mark["part"] == "median":
            at = sum(strip.along(mark["box"])) / 2
            found["median"] = nearest(_medians(strip, middle, half, (top, bottom), at), at)
    return found


def _medians(strip: Strip, middle: float, half: float, ends: tuple[float, float], at: float) -> list[float]:
    """Rows within a box where most columns differ from its fill."""
    columns = [int(middle + share * half) for share in (-0.48, -0.4, -0.34, 0.34, 0.4, 0.48)]
    first, last = int(ends[0]) - 2, round(ends[1]) + 3
    part = strip.picture[max(first, 0) : last, columns]
    if len(part) < 5:
        return []
    off = np.median(np.abs(part - commonest(part.reshape(-1, 3))).max(2), axis=1)
    near = off[max(round(at) - NEAR_PX - first, 0) : round(at) + NEAR_PX + 1 - first]
    return lines_of(off > max(0.5 * near.max(initial=0), FAINT), max(first, 0))


def _violin_rows(strip: Strip, box: Box, own: Sequence[Mark]) -> dict[str, float | None]:
    """Rows of a violin's inner box and of its median: a line with rims that reach out of the box, or a dot in it."""
    (low, high), (top, bottom) = strip.across(box), sorted(strip.along(box))
    middle = (low + high) / 2
    first = max(int(top) - 10, int(strip.plot[1]) + 1, 0)
    part = strip.picture[first : int(bottom) + 11, [int(middle - 2.5), int(middle + 1.5)]]
    ink = commonest(part[10:-10].reshape(-1, 3)) if len(part) > 20 else strip.ground
    inner = runs_of((np.abs(part - ink).max(2) < INK).all(1))
    ends = [float(first + row) for run in inner for row in run]
    found = {edge: nearest(ends, at) for edge, at in (("top", top), ("bottom", bottom))}
    for mark in own:
        if mark["part"] == "median":
            at = sum(strip.along(mark["box"])) / 2
            aside = strip.picture[first : int(bottom) + 11, [int(middle - 7), int(middle + 6)]]
            rims = runs_of((np.abs(aside - ink).max(2) < 90).all(1))
            rows = [(a + b) / 2 for a, b in rims if b - a <= 2 * THICK_PX]
            rows += [(a[0] + b[1]) / 2 for a, b in itertools.pairwise(rims) if b[1] - a[0] <= 2 * THICK_PX]
            rows += [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(inner)]
            over, under = sorted(strip.along(mark["box"]))
            hidden = any(over - 1 < end < under + 1 for end in (top, bottom))  # a dot upon the inner box's end
            found["median"] = None if hidden else nearest([first + row for row in rows], at)
    return found


def _is_crowded(strip: Strip, at: float, edge: str, own: Sequence[Mark], violin: bool) -> bool:
    """Whether a line stands by another one that hides it: a cap by the axis or by an outlier, others by the diamond of
    a mean that is as wide as their box, ends of a violin's inner box by the dot of its median, all by the line of
    reference.
    """
    if edge in ("up", "down") and strip.is_at_end(at):
        return True
    if any(first - CROWDED_PX < at < last + CROWDED_PX for first, last in strip.references):
        return True
    for mark in own:
        first, last = sorted(strip.along(mark["box"]))
        if not first - CROWDED_PX < at < last + CROWDED_PX:
            continue
        if mark["part"] == "outlier" and edge in ("up", "down"):
            return True
        low, high = strip.across(mark["box"])
        whole = next(m["box"] for m in own if m["part"] == "box")
        box = strip.across(whole)
        if (
            violin
            and mark["part"] == "median"
            and any(first - RIM_PX < end < last + RIM_PX for end in strip.along(whole))
        ):
            return True  # its dot, or its rim, lies upon an end of the inner box
        if mark["part"] == "mean" and edge not in ("up", "down") and (violin or 0.22 * (box[1] - box[0]) < high - low):
            return True
    return False


def _sides(strip: Strip, box: Box, own: Sequence[Mark], violin: bool) -> tuple[float | None, float | None]:
    """The columns at which a box begins and ends: by the rows next to its quartiles, where notches do not reach; those
    of a violin's inner box between its quartiles, where no median or mean lies over it.
    """
    (low, high), (top, bottom) = strip.across(box), sorted(strip.along(box))
    rows = np.arange(round(top) + 2, max(round(bottom) - 2, round(top) + 3))
    if violin:
        for mark in own:
            if mark["part"] in ("median", "mean"):
                first, last = sorted(strip.along(mark["box"]))
                rows = rows[(rows < first - RIM_PX) | (rows > last + RIM_PX)]
    else:
        rows = rows[(rows < top + 2 + END_ROWS) | (rows >= bottom - 2 - END_ROWS)]
    for first, last in strip.references:
        rows = rows[(rows < first - 2) | (rows > last + 1)]
    if len(rows) < 2:
        return None, None
    left = max(round(low) - NEAR_PX, 0)
    part = strip.picture[rows, left : round(high) + NEAR_PX]
    other = commonest(part[:, round((low + high) / 2) - left].reshape(-1, 3)) if violin else strip.ground
    far = np.abs(part - other).max(2)
    there = (far < INK if violin else (far > FAR) & (np.abs(part - strip.rule).max(2) > 12)).mean(0) > 0.2
    runs = runs_of(there)
    starts, ends = [left + float(a) for a, _ in runs], [left + float(b) for _, b in runs]
    over = [c for c in strip.covers if top < c[3] + SHADOW_PX and bottom > c[2] - SHADOW_PX]
    shaded = [any(c[0] - SHADOW_PX < at < c[1] + SHADOW_PX for c in over) for at in (low, high)]
    return None if shaded[0] else nearest(starts, low), None if shaded[1] else nearest(ends, high)


def read_outliers(strip: Strip, marks: Sequence[Mark]) -> dict[str, int]:
    """How many marked outliers of each group are drawn: where a mark is, something must differ from the ground."""
    out: dict[str, int] = {}
    for mark in marks:
        if mark["part"] == "outlier":
            left, top, right, bottom = mark["box"]
            box = (left, top, right, bottom) if strip.upright else (top, left, bottom, right)
            part = strip.picture[int(box[1]) : int(box[3]) + 1, int(box[0]) : int(box[2]) + 1]
            seen = (np.abs(part - strip.ground).max(2) > FAR).sum() >= 6
            out[mark["id"]] = out.get(mark["id"], 0) + int(seen)
    return out


def facts(row: Row) -> Iterator[Fact]:
    """Of each group: its quartiles, its median, the ends of its whiskers, how many outliers it has, and where it is."""
    strip = Strip(picture_of(row), row.marks)
    violin = row.scene.get("kind") == "violin"
    hidden = set(row.scene.get("hidden") or ())
    outliers = read_outliers(strip, row.marks)
    boxes = part_boxes(row, "box")
    error = VALUE_PX * abs(float(strip.slope)) + half_step(row.scene.get("decimals"))
    fields = {"top": "q3", "bottom": "q1", "up": "high", "down": "low"}
    if strip.slope > 0:
        fields = {"top": "q1", "bottom": "q3", "up": "low", "down": "high"}
    for box in things_of(row, "boxes"):
        id = box["id"]
        if id in hidden or id not in boxes:
            continue
        own = [mark for mark in row.marks if mark["id"] == id]
        seen_at = (_violin_rows if violin else _box_rows)(strip, boxes[id], own)
        rows = {k: None if at is None or _is_crowded(strip, at, k, own, violin) else at for k, at in seen_at.items()}
        for edge, at in rows.items():
            said = box[fields.get(edge, edge)]
            read = None if at is None else strip.value(at)
            yield Fact(
                id, fields.get(edge, edge), said, read, read is not None and abs(read - said) <= error, boxes[id]
            )
        count, seen = len(box.get("outliers") or ()), outliers.get(id, 0)
        yield Fact(id, "outliers", count, seen, count == seen, boxes[id])
        sides, across = _sides(strip, boxes[id], own, violin), strip.across(boxes[id])
        ends = sorted(strip.along(boxes[id]))
        pairs = [*zip(sides, across, strict=True), (rows["top"], ends[0]), (rows["bottom"], ends[1])]
        far = [abs(a - b) for a, b in pairs if a is not None]
        found = tuple(a for a, _ in pairs) if far else None if any(seen_at.values()) else "nothing"
        yield Fact(id, "place", rounded([b for _, b in pairs]), found, bool(far) and max(far) <= SIDE_PX, boxes[id])
