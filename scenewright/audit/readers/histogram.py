"""Reads the heights of a histogram's bars from the decoded picture: by their colours, and by the numbers at its axis.

Marks say in which columns a bar stands and which numbers stand at the axis; how high it is is taken from the pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.line_chart import Axis, decoded
from scenewright.audit.readers.pictures import (
    Box,
    Mark,
    commonest,
    half_step,
    key_place,
    part_boxes,
    picture_of,
    plot_of,
    rounded,
    things_of,
)
from scenewright.audit.rows import Row

SURE = 0.6
"""Share of a colour in a pixel that belongs to a bar's line or plain fill: a translucent fill below a line has less."""
LINE = 0.85
"""Share of a colour in a line of it. A line of the grid below another series' translucent fill may have less."""
LINE_PX = 1.5
"""Thickness in pixels, of all rows together, of a line that stands between rows; lines of the grid are thinner."""
EDGE_PX = 3
"""Thickness up to which a line of another colour about bars is looked for."""
ACROSS = 0.8
"""Share of a bar's width that is of its colour in the row where it begins: letters above it are broken."""
STRAY = 28.0
"""Furthest that a pixel's colour may lie from any mixture of the ground and the bar's."""
THIN_PX = 6
"""A run of rows up to this high is a line, whose middle counts."""

UPPER = 0.08
"""Share of the plot's height in which few bars end."""
FRAME_PX = 3
"""Rows that the line about a plot may take within it."""


def plot_ground(picture: np.ndarray, marks: Sequence[Mark]) -> np.ndarray:
    """The commonest colour of the plot's uppermost rows, above nearly all bars."""
    left, top, right, bottom = next(m["box"] for m in marks if m["part"] == "plot")
    last = int(top + UPPER * (bottom - top))
    return commonest(picture[int(top) + 2 : last : 2, int(left) + 2 : int(right) - 1].reshape(-1, 3))


def strongest(pixels: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Of the colours that many of `(n, 3)` pixels have, the one that differs most from the ground."""
    codes = pixels.astype(np.int64) @ np.array([65536, 256, 1])
    different, counts = np.unique(codes, return_counts=True)
    colours = np.stack([different >> 16, different >> 8 & 255, different & 255], 1)
    far = np.abs(colours - ground).sum(1)
    often = (far > 40) & (counts >= 0.12 * counts[far > 40].max(initial=1))
    return np.asarray(colours[often][far[often].argmax()]) if often.any() else ground


def colours_of(picture: np.ndarray, marks: Sequence[Mark], ground: np.ndarray) -> dict[str, np.ndarray]:
    """The colour of each series' key, by the series' id; without a legend, of all bars (`""`)."""
    keys = {m["id"]: m["box"] for m in marks if m["part"] == "swatch"}
    if keys:
        return {of: strongest(_part(picture, box), ground) for of, box in keys.items()}
    other = [m["box"] for m in marks if m["id"] in ("cover", "reference")]
    boxes = [m["box"] for m in marks if m["part"] == "bar" and m["box"][3] - m["box"][1] > 3]
    boxes = [b for b in boxes if not any(o[0] < b[2] + 3 and o[2] > b[0] - 3 for o in other)]
    for near in (2, 7):  # bars may not be where their marks are
        parts = [_part(picture, _top(box, near)) for box in boxes]
        found = strongest(np.concatenate([*parts, ground[None]]), ground)
        if np.abs(found - ground).sum() > 0:
            break
    return {"": found}


def _part(picture: np.ndarray, box: Sequence[float]) -> np.ndarray:
    left, top, right, bottom = box
    return picture[int(top) : math.ceil(bottom), int(left) : math.ceil(right)].reshape(-1, 3)


def _top(box: Sequence[float], near: float) -> tuple[float, float, float, float]:
    """Where a bar begins, without its sides: half of it is a plain fill, or a third of it a line."""
    left, top, right, _ = box
    side = (right - left) * 0.2
    return (left + side, top - near, right - side, top + near)


def _shares(strip: np.ndarray, ground: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """How much of each pixel is of a colour rather than the ground's; 0 where it is of a third one, as grey grids."""
    way, off = (colour - ground).astype(float), (strip - ground).astype(float)
    share = np.clip(off @ way / max(float(way @ way), 1.0), 0.0, 1.0)
    stray = np.sqrt(((off - share[..., None] * way) ** 2).sum(-1))
    return np.where(stray < STRAY, share, 0.0)


def top_row(picture: np.ndarray, columns: tuple[float, float], rows: tuple[float, float], ground: np.ndarray,
            colour: np.ndarray, lines: Sequence[Box] = ()) -> float | None:  # fmt: skip
    """The row at which a bar in these columns begins; None where nothing of its colour stands there. What upright lines
    are drawn over does not count.
    """
    side = (columns[1] - columns[0]) * 0.22
    first = math.ceil(columns[0] + side)  # whole pixels only: beside a line they are mixed
    last = max(int(columns[1] - side), first + 1)
    top, bottom = int(rows[0]) + 1, round(rows[1])
    across = np.arange(first, last)
    clear = np.all([(across + 1 < line[0]) | (across > line[2]) for line in lines] or [across >= 0], axis=0)
    if not clear.any():
        return None
    shares = _shares(picture[top : bottom + 1, first:last][:, clear], ground, colour)
    full = (shares > SURE).mean(1) >= ACROSS
    if 0 < (framed := int(np.argmin(full)) if not full.all() else len(full)) <= FRAME_PX:  # the line about the plot
        full[:framed] = False
    for run, end in _runs(full):
        if end - run <= THIN_PX and end <= len(full) - 2:
            line = shares[run:end].mean(1)
            if line.max() >= LINE or line.sum() >= LINE_PX:
                return top + (run + end) / 2
        elif shares[run : run + THIN_PX].mean(1).max() >= LINE:
            return top + run - _edge(picture[top : top + run, first:last][:, clear], ground) / 2
        else:  # another's translucent fill: the line, if there is one, is within
            for start, stop in _runs((shares[run:end] > LINE).mean(1) >= ACROSS):
                if run + stop <= len(full) - 2:
                    return top + run + (start if stop - start > THIN_PX else (start + stop) / 2)
    return None


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Where runs of true places begin and end."""
    turns = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(turns[::2], turns[1::2], strict=True))


def _edge(above: np.ndarray, ground: np.ndarray) -> int:
    """How many rows above a bar's fill belong to a line of another colour about it: none where more than a line is."""
    rest = (np.abs(above[: -EDGE_PX - 2 : -1] - ground).max(2) > STRAY).mean(1) >= ACROSS
    count = int(np.argmin(rest)) if not rest.all() else len(rest)
    return count if count <= EDGE_PX else 0


def _uprights(marks: Sequence[Mark]) -> list[Box]:
    """The boxes of lines that are drawn from top to bottom."""
    return [mark["box"] for mark in marks if mark["id"] == "reference" and mark["part"] == "line"]


def read_bars(png: bytes, marks: Sequence[Mark], owners: Mapping[str, str]) -> dict[str, float]:
    """The height of each marked bar that can be seen, by its id; 0 where nothing stands. `owners` tells the series' id
    of each bar's, which has a key in the legend, or "".
    """
    picture = decoded(png)
    ground = plot_ground(picture, marks)
    axis = Axis(marks, logarithmic=False)
    plot = next(m["box"] for m in marks if m["part"] == "plot")
    colours = colours_of(picture, marks, ground)
    out = {}
    for mark in marks:
        if mark["part"] != "bar":
            continue
        left, _, right, bottom = mark["box"]
        colour = colours[owners[mark["id"]]]
        row = top_row(picture, (left, right), (plot[1], bottom - 1.5), ground, colour, _uprights(marks))
        out[mark["id"]] = 0.0 if row is None else axis.value(row)
    return out


# -- facts ---------------------------------------------------------------------------------------------------------

VALUE_PX = 2.2
"""Pixels that a height may be off: half of a line's width, and one at a soft edge."""
SIDE_PX = 2.6
"""Pixels that a bar's side may be off: half of a line's width, a gap of a pixel, and one at a soft edge."""
REACH_PX = 8
"""Pixels about a side in which it is looked for."""
BREAK = 12
"""Difference of a channel between a bar and the line or the gap between it and the next one."""
SHADOW_PX = 8
"""How far a cover's shadow reaches."""
TALL_PX = 8
"""Height of a bar's mark from which something of its colour must be there."""
CLEAR_PX = 7
"""Rows by which a bar must be higher than the next one for its side to be seen."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each bar: its height, and where its top and its sides are. What lies below another's line can't be told."""
    picture = picture_of(row)
    ground = plot_ground(picture, row.marks)
    axis = Axis(row.marks, logarithmic=False)
    plot = plot_of(row)
    series = {thing["name"]: thing["id"] for thing in things_of(row, "series")}
    colours = colours_of(picture, row.marks, ground)
    boxes = part_boxes(row, "bar")
    hidden = set(row.scene.get("hidden") or ())
    overlaid = row.scene.get("arrangement") == "overlaid"
    across = [mark["box"] for mark in row.marks if mark["id"] in ("reference", "cover")]
    error = VALUE_PX * abs(float(axis.slope)) + half_step(row.scene.get("decimals"))
    for key, box in part_boxes(row, "swatch").items():
        yield key_place(picture, key, box)
    bars = [bar for bar in things_of(row, "bars") if bar["id"] not in hidden and bar["id"] in boxes]
    own = {bar["id"]: colours[series[bar["series"]] if len(series) > 1 else ""] for bar in bars}
    tops: dict[str, float | None] = {}
    for bar in bars:
        left, _, right, bottom = boxes[bar["id"]]
        rows = (plot[1], bottom - 1.5)
        tops[bar["id"]] = top_row(picture, (left, right), rows, ground, own[bar["id"]], _uprights(row.marks))
    for bar in bars:
        id, at = bar["id"], tops[bar["id"]]
        shaded = any(_near(boxes[id], mark["box"]) for mark in row.marks if mark["id"].startswith("cover"))
        clear = at is None and not shaded and _is_clear(picture, boxes[id], ground)
        read: float | str | None = axis.value(at) if at is not None else 0.0 if clear else None
        if read is None and not overlaid and not shaded and boxes[id][3] - boxes[id][1] > TALL_PX:
            read = "nothing of its colour"
        right = isinstance(read, float) and abs(read - bar["value"]) <= error
        yield Fact(id, "value", bar["value"], read, right, boxes[id])
        if at is not None:
            beside = [
                next((tops[o["id"]] or plot[3] for o in bars if o["series"] == bar["series"] and o["bin"] == n), None)
                for n in (bar["bin"] - 1, bar["bin"] + 1)
            ]
            sides = [
                _side(picture, boxes[id], step, (at, other or plot[3]), ground, own[id], len(series) == 1)
                if not any(box[0] - 4 < x < box[2] + 4 for box in across)
                else None
                for step, other, x in zip((1, -1), beside, (boxes[id][0], boxes[id][2]), strict=True)
            ]
            yield _place(id, boxes[id], (sides[0], at, sides[1]))


def _near(box: Box, cover: Box) -> bool:
    """Whether the shadow of a cover may fall on a bar, whose colour is another there."""
    return box[0] < cover[2] + SHADOW_PX and box[2] > cover[0] - SHADOW_PX and box[3] > cover[1] - SHADOW_PX


def _is_clear(picture: np.ndarray, box: Box, ground: np.ndarray) -> bool:
    """Whether nothing stands on the foot line between a bar's sides."""
    side = (box[2] - box[0]) * 0.22
    part = picture[round(box[3]) - 6 : round(box[3]) - 3, round(box[0] + side) : round(box[2] - side)]
    return bool(part.size and (np.abs(part - ground).max(2) < STRAY).mean() > ACROSS)


def _side(
    picture: np.ndarray, box: Box, step: int, tops: tuple[float, float], ground: np.ndarray, colour: np.ndarray,
    single: bool,
) -> float | None:  # fmt: skip
    """The left (`step` 1) or the right side of a bar: where its colour begins above the next bar, or else the line or
    the gap between the two. `tops`: rows at which it and the next one begin.
    """
    x = box[0] if step > 0 else box[2]
    reach = min(REACH_PX, int((box[2] - box[0]) / 2))  # the other side is another matter
    first = max(round(x) - reach, 0)
    columns = slice(first, round(x) + reach)
    if tops[1] - tops[0] >= CLEAR_PX:
        part = picture[round(tops[0]) + 3 : round(tops[1]) - 2, columns]
        there = (_shares(part, ground, colour) > SURE / 2).mean(0) >= ACROSS
        turns = np.flatnonzero(np.diff(there.astype(np.int8)) == step) + 1.0
    else:
        part = picture[round(max(tops)) + 4 : round(box[3]) - 3, columns]
        if not single or len(part) < CLEAR_PX:
            return None
        breaks = (np.abs(part - commonest(part.reshape(-1, 3))).max(2) > BREAK).mean(0) >= ACROSS
        turns = _middles(breaks)
    return first + float(turns[np.abs(turns + first - x).argmin()]) if len(turns) else None


def _middles(flags: np.ndarray) -> np.ndarray:
    """The middles of the runs of true places that begin and end within."""
    turns = np.diff(flags.astype(np.int8))
    starts, ends = np.flatnonzero(turns == 1) + 1, np.flatnonzero(turns == -1) + 1
    pairs = [(s, ends[ends > s][0]) for s in starts if (ends > s).any()]
    return np.array([(s + e) / 2 for s, e in pairs if e - s <= THIN_PX])


def _place(id: str, box: Box, found: tuple[float | None, float, float | None]) -> Fact:
    """A bar's left side, top and right side; None for a side that can't be seen."""
    said = (box[0], box[1], box[2])
    far = [abs(a - b) for a, b in zip(found, said, strict=True) if a is not None]
    return Fact(id, "place", rounded(said), found, max(far) <= SIDE_PX, box)
