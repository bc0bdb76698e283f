"""Reads flowcharts: arrows by following their lines from shape to shape, and what kind of outline each shape has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from scenewright.audit.readers import Fact
from scenewright.audit.readers.flow_lines import Ways, follow, shape_of
from scenewright.audit.readers.pictures import Box, Mark, part_boxes, picture_of, things_of
from scenewright.audit.rows import Row

OUTLINES = {"start": "terminator", "end": "terminator", "decision": "diamond", "input": "parallelogram",
            "output": "parallelogram"}  # fmt: skip
"""By kind; others are boxes."""
DRAWN = 0.9
"""Least share of a marked line that is drawn."""
CORNER_PX = 14.0
"""Round a corner, which may be cut."""


def facts(row: Row) -> Iterator[Fact]:
    """Each arrow with the shapes it goes from and to, arrows that nobody knows of, and each shape's outline."""
    picture = picture_of(row)
    shapes = part_boxes(row, "shape")
    covers = [tuple(mark["box"]) for mark in row.marks if mark["part"] == "cover"]
    words = [tuple(mark["box"]) for mark in row.marks if mark["part"] in ("label", "title", "note")]
    ways = follow(picture, shapes, [*words, *covers])
    yield from _arrows(row, ways, shapes, covers)
    hidden = set(row.scene.get("hidden") or ())
    for node in things_of(row, "nodes"):
        if node["id"] in shapes and node["id"] not in hidden:
            said, read = OUTLINES.get(node["kind"], "box"), shape_of(picture, shapes[node["id"]])
            yield Fact(node["id"], "shape", said, read, read == said, shapes[node["id"]])


def _arrows(row: Row, ways: Ways, shapes: Mapping[str, Box], covers: Sequence[Box]) -> Iterator[Fact]:
    marks = {mark["id"]: mark for mark in row.marks if mark["part"] == "arrow"}
    said = set()
    for edge in things_of(row, "edges"):
        pair = (edge["start"], edge["end"])
        said.add(pair)
        mark = marks.get(edge["id"])
        near = mark is not None and any(_meet(mark["box"], cover) for cover in covers)
        box = tuple(mark["box"]) if mark else shapes.get(edge["start"])
        there = pair in ways.edges
        lost = near and not there
        read = f"{pair[0]} to {pair[1]}" if there else None if lost else _else(ways, edge["start"])
        yield Fact(edge["id"], "arrow", f"{pair[0]} to {pair[1]}", read, there, box)
        if mark and len(mark["polygon"]) > 1 and not near:
            share = _drawn(ways.lines, mark, list(shapes.values()))
            yield Fact(edge["id"], "line", "drawn", f"{share:.0%} drawn", share >= DRAWN, box)
    for start, end in sorted(ways.edges - said):
        yield Fact(start, "arrow", "none", f"{start} to {end}", False, shapes[start])


def _else(ways: Ways, start: str) -> str:
    """Where the arrows of a shape go, where one is not found."""
    found = sorted(end for begin, end in ways.edges if begin == start)
    return f"{start} to {' and '.join(found)}" if found else f"no arrow from {start}"


def _meet(a: Sequence[float], b: Sequence[float], margin: float = 8.0) -> bool:
    return a[0] - margin < b[2] and b[0] - margin < a[2] and a[1] - margin < b[3] and b[1] - margin < a[3]


def _drawn(lines: np.ndarray, mark: Mark, shapes: Sequence[Box]) -> float:
    """How much of a marked line, but for its corners and ends, lies on drawn ones."""
    hits: list[bool] = []
    height, width = lines.shape
    for (x0, y0), (x1, y1) in zip(mark["polygon"], mark["polygon"][1:], strict=False):
        length = abs(x1 - x0) + abs(y1 - y0)
        cut = min(CORNER_PX, length / 3)
        steps = np.arange(cut, length - cut, 2.0)
        xs = (x0 + (x1 - x0) * steps / max(length, 1e-6)).astype(int).clip(0, width - 1)
        ys = (y0 + (y1 - y0) * steps / max(length, 1e-6)).astype(int).clip(0, height - 1)
        hits += (lines[ys, xs] > 0).tolist()
    return sum(hits) / len(hits) if hits else 1.0
