"""Reads the values of a heat map's cells from the decoded picture: each colour is looked up along the drawn colour bar.

Marks say where cells, bar and the numbers beside it are; colours are taken from the pixels alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.line_chart import decoded, number_of
from scenewright.audit.readers.pictures import (
    Box,
    Mark,
    commonest,
    half_step,
    part_boxes,
    picture_of,
    rounded,
    run_end,
    things_of,
)
from scenewright.audit.rows import Row

INSET = 0.14
"""Share of a cell that is left out at each side: gaps, rounded corners and what lies over its neighbours."""
STRAY = 40.0
"""Furthest that a cell's colour may lie from all colours of the bar; further off are hatching and covers."""


class BarRead(NamedTuple):
    """A colour bar as seen: a colour and a value for each pixel along it."""

    colours: np.ndarray
    """`(n, 3)`."""
    values: np.ndarray

    @property
    def step(self) -> float:
        """What a pixel along the bar stands for."""
        return abs(float(self.values[1] - self.values[0]))

    def value_of(self, colour: np.ndarray) -> float | None:
        """The value whose colour is nearest; None where no colour is near. Pixels of one colour share their middle."""
        found = self.alike(colour)
        return float(np.median(found)) if len(found) else None

    def alike(self, colour: np.ndarray) -> np.ndarray:
        """The values of all pixels whose colour is nearest; none where no colour is near."""
        far = np.sqrt(((self.colours - colour) ** 2).sum(1))
        nearest = float(far.min())
        return self.values[far <= nearest + 0.5] if nearest <= STRAY else self.values[:0]


def read_bar(picture: np.ndarray, marks: Sequence[Mark]) -> BarRead | None:
    """The colour bar, None where the map has none."""
    box = next((m["box"] for m in marks if m["part"] == "colour_bar"), None)
    if box is None:
        return None
    left, top, right, bottom = box
    ticks = [m for m in marks if m["part"] == "tick" and m.get("text")]
    upright = bottom - top > right - left
    at = [(m["box"][1] + m["box"][3]) / 2 if upright else (m["box"][0] + m["box"][2]) / 2 for m in ticks]
    slope, start = np.polyfit(at, [number_of(m["text"]) for m in ticks], 1)
    if upright:
        x, along = int((left + right) / 2), np.arange(round(top) + 1, round(bottom) - 1)
        colours = picture[along, x]
    else:
        y, along = int((top + bottom) / 2), np.arange(round(left) + 1, round(right) - 1)
        colours = picture[y, along]
    return BarRead(colours.astype(float), slope * (along + 0.5) + start)


def cell_colour(picture: np.ndarray, box: Sequence[float]) -> np.ndarray:
    """The commonest colour within a cell: printed figures take up less."""
    left, top, right, bottom = box
    dx, dy = (right - left) * INSET, (bottom - top) * INSET
    part = picture[round(top + dy) : round(bottom - dy), round(left + dx) : round(right - dx)].reshape(-1, 3)
    return commonest(part).astype(float)


def is_hatched(picture: np.ndarray, box: Sequence[float]) -> bool:
    """Whether lines cross a cell above and below where a figure would be printed."""
    left, top, right, bottom = (round(v) for v in box)
    band, aside = max(round((bottom - top) * 0.12), 2), max(round((right - left) * INSET), 4)
    for first in (top + 2, bottom - 2 - band):
        part = picture[first : first + band, left + aside : right - aside].reshape(-1, 3)
        usual = np.median(part, axis=0)
        if (np.abs(part - usual).max(1) > 10).mean() < 0.06:
            return False
    return True


def read_cells(png: bytes, marks: Sequence[Mark]) -> dict[str, float | None]:
    """The value of each marked cell by its id; None where it is hatched, or its colour is none of the bar's.
    Empty where there is no colour bar.
    """
    picture = decoded(png)
    bar = read_bar(picture, marks)
    if bar is None:
        return {}
    return {
        m["id"]: None if is_hatched(picture, m["box"]) else bar.value_of(cell_colour(picture, m["box"]))
        for m in marks
        if m["part"] in ("cell", "missing")
    }  # fmt: skip


def read_printed(marks: Sequence[Mark]) -> dict[str, float]:
    """The numbers printed in cells, by the cells' ids."""
    return {m["id"]: number_of(m["text"]) for m in marks if m["part"] == "value"}


# -- facts ---------------------------------------------------------------------------------------------------------

VALUE_PX = 2.5
"""Pixels along the colour bar that a value may be off: the nearest colours are those of a pixel or two."""
VALUE_SHARE = 0.01
"""Share of the bar's range that a value may be off: colours change in about 150 steps along some bars."""
COLOUR_SHARE = 0.025
"""Share of a map's range within which colours of 8 bits may stand in another order."""
EDGE_PX = 2.6
"""Pixels that an edge may be off: the line of a frame lies over it, and one pixel is soft."""
REACH_PX = 8
"""Pixels about a cell's edge in which it is looked for."""
SAME = 3
"""Difference of a channel up to which pixels are of the same colour."""


def facts(row: Row) -> Iterator[Fact]:
    """Of each cell: its value by its colour, whether it is hatched, where its edges are. Maps without a colour bar have
    their values printed: the printed numbers of the other cells tell what each colour stands for.
    """
    picture = picture_of(row)
    boxes = part_boxes(row, "cell", "missing")
    printed = read_printed([mark for mark in row.marks if mark["part"] == "value"])
    hidden = set(row.scene.get("hidden") or ())
    cells = [cell for cell in things_of(row, "cells") if cell["id"] in boxes and cell["id"] not in hidden]
    colours = {cell["id"]: cell_colour(picture, boxes[cell["id"]]) for cell in cells if cell["value"] is not None}
    bar = read_bar(picture, row.marks)
    covers = [mark["box"] for mark in row.marks if mark["id"].startswith("cover")]
    half = half_step(row.scene.get("decimals"))
    if not cells:
        return
    sides, paper = _surroundings(picture, list(boxes.values()))
    lefts = sorted({box[0] for box in boxes.values()})
    gapped = len(lefts) > 1 and lefts[1] - min(box[2] for box in boxes.values()) >= 1  # between cells there is paper
    for cell in cells:
        id, said = cell["id"], cell["value"]
        box = boxes[id]
        touched = any(_meet(box, cover) for cover in covers)
        hatched = None if touched else is_hatched(picture, box)
        yield Fact(id, "hatched", said is None, hatched, hatched == (said is None), box)
        if said is None:
            continue
        if hatched:
            read, error = None, 0.0
        elif bar is not None:
            alike = bar.alike(colours[id])
            read = float(np.median(alike)) if len(alike) else None
            error = max(VALUE_PX, VALUE_SHARE * len(bar.values), len(alike) / 2 + 1) * bar.step + half
        else:
            read, error = _by_others(id, colours, printed)
        yield Fact(id, "value", said, read, read is not None and abs(read - said) <= error, box)
        if id in printed:
            yield Fact(id, "number", said, printed[id], abs(printed[id] - said) <= half / 5, box)
        pale = float(np.abs(colours[id] - paper).max()) <= 2 * SAME
        yield _edges(picture, id, box, colours[id], touched or (pale and gapped), sides if pale else None)


def _by_others(id: str, colours: Mapping[str, np.ndarray], printed: Mapping[str, float]) -> tuple[float | None, float]:
    """A cell's value by the colours of the other cells and the numbers in them, and how far it may be off."""
    others = sorted((printed[other], other) for other in printed if other != id and other in colours)
    if id not in colours or len(others) < 4:
        return None, 0.0
    values = np.array([value for value, _ in others])
    path = np.array([colours[other] for _, other in others])
    far = np.sqrt(((path - colours[id]) ** 2).sum(1))
    if far.min() > np.sqrt((np.diff(path, axis=0) ** 2).sum(1)).max():
        return None, 0.0  # a colour so far from all others may stand for any value beyond theirs
    alike = np.flatnonzero(far <= far.min() + SAME)
    below, above = int(alike[0]) - 1, int(alike[-1]) + 1
    # a value lies between those next in rank, and beyond the ends anywhere
    span = float(values[-1] - values[0])
    low = float(values[below]) if below >= 0 else float(values[0]) - span
    high = float(values[above]) if above < len(values) else float(values[-1]) + span
    read = float(values[far.argmin()])
    return read, max(high - read, read - low, COLOUR_SHARE * span)


def _meet(box: Sequence[float], cover: Sequence[float]) -> bool:
    """Whether part of a cell may lie below a cover or its shade."""
    return cover[0] < box[2] + 4 and cover[2] > box[0] - 4 and cover[1] < box[3] + 4 and cover[3] > box[1] - 4


def _surroundings(picture: np.ndarray, boxes: Sequence[Box]) -> tuple[Box, np.ndarray]:
    """The box of all cells, and the commonest colour next to it."""
    every = np.array(boxes).reshape(-1, 4)
    left, top = every[:, :2].min(0).tolist()
    right, bottom = every[:, 2:].max(0).tolist()
    near = picture[max(int(top) - REACH_PX, 0) : int(bottom) + REACH_PX,
                   max(int(left) - REACH_PX, 0) : int(right) + REACH_PX]  # fmt: skip
    rim = np.concatenate([near[:4].reshape(-1, 3), near[-4:].reshape(-1, 3), near[:, :4].reshape(-1, 3),
                          near[:, -4:].reshape(-1, 3)])  # fmt: skip
    return (left, top, right, bottom), commonest(rim)


def _edges(picture: np.ndarray, id: str, box: Box, colour: np.ndarray, touched: bool, outer: Box | None) -> Fact:
    """Where the run of a cell's colour ends to its four sides, away from its middle, where figures are. `outer`: the
    map's sides, where the cell can't be told from what is about it.
    """
    left, top, right, bottom = (round(v) for v in box)
    found: list[float | None] = []
    for low, high, first, last, turned in ((left, right, top, bottom, False), (top, bottom, left, right, True)):
        picture_ = picture.transpose(1, 0, 2) if turned else picture
        size = last - first
        lines = [first + round(size * share) for share in (0.22, 0.26, 0.74, 0.78)]
        start = max(low - REACH_PX, 0)
        band = picture_[lines, start : high + REACH_PX]
        same = (np.abs(band - colour).max(2) <= SAME).mean(0) >= 0.5
        depth = min(REACH_PX, (high - low) // 3)
        near, far = run_end(same, low - start + depth, -1), run_end(same, high - start - 1 - depth, 1)
        found += [None if near is None else near + start, None if far is None else far + 1 + start]
    if touched:
        found = [None] * 4
    said = (box[0], box[2], box[1], box[3])
    if outer is not None:
        bounds = (outer[0], outer[2], outer[1], outer[3])
        found = [None if abs(a - b) < REACH_PX else at for a, b, at in zip(said, bounds, found, strict=True)]
    off = [abs(a - b) for a, b in zip(found, said, strict=True) if a is not None]
    read = None if not off else tuple(found)
    return Fact(id, "edges", rounded(said), read, bool(off) and max(off) <= EDGE_PX, box)
