"""What the readers of charts share: a row's picture with its marks, where words stand, what colours keys have."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import cv2
import numpy as np

from scenewright.audit import decoded
from scenewright.audit.readers import Fact
from scenewright.audit.rows import Row, Unusable

Box = tuple[float, float, float, float]

WORD_PX = 3.6
"""How far the ink of words may lie from their box: boxes have fractions of pixels, letters stand at whole ones."""
BEARING_PX = 1.5
"""How far the ink of words that matplotlib sets may end before their box, in addition: there, a box ends where a next
letter would stand, which a last "1" of 14 px does not reach by so much."""
WORD_PAD_PX = 2
"""About a word its ink is looked for so far: tick marks stand six pixels off, and pixels may be cut."""
INK = 40
"""Difference of a channel by which ink differs from what it stands on: its smoothed edge is left out."""
ALIKE = 10
"""Largest difference of a channel between a key and what it stands for."""


_SUFFIXES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


def number_of(text: str) -> float:
    """The number that a tick's label stands for: `−1,200`, `35%`, `$1.2K`."""
    bare = text.replace(",", "").replace("$", "").replace("%", "").replace("−", "-")
    size = _SUFFIXES.get(bare[-1], 1.0)
    return float(bare[:-1] if size > 1 else bare) * size


class Chart:
    """A chart as the audit has it. `Unusable` where its picture was photographed: nothing is where its marks were."""

    def __init__(self, row: Row) -> None:
        self.scene, self.style = row.scene, row.style
        self.marks = row.marks
        if row.resolution.get("bent"):
            raise Unusable("the picture was bent: readers need it flat")
        place = next((i for i, medium in enumerate(row.media) if medium.kind.startswith("image/")), None)
        if place is None:
            raise Unusable("no picture")
        self.medium = place
        self.picture: np.ndarray = decoded.picture(row, place)[..., ::-1].astype(np.int16)
        """`(height, width, 3)` pixels, red first."""
        figure = next((mark["box"] for mark in self.marks if mark["part"] == "figure"), (0, 0, 0, 0))
        rows = max(int(figure[3]) - self.picture.shape[0], 0)
        columns = max(int(figure[2]) - self.picture.shape[1], 0)
        if rows or columns:  # a picture that is smaller than its marks say is another's
            self.picture = np.pad(self.picture, ((0, rows), (0, columns), (0, 0)), mode="edge")
        self.units_per_px: dict[str, float] = row.resolution.get("units_per_px") or {}
        self.unseen: set[str] = {
            *(self.scene.get("hidden") or ()),
            *(row.resolution.get("unverified") or ()),
            *(id for id, share in (row.resolution.get("visible") or {}).items() if share < 1),
        }
        """Ids of what lies below a cover, or was lost on the way."""

    @cached_property
    def plot(self) -> Box:
        """The plot's box. `Unusable` where none is marked."""
        found = self.boxes("plot")
        if not found:
            raise Unusable("no plot is marked")
        return next(iter(found.values()))

    @cached_property
    def covers(self) -> list[Box]:
        """Boxes of what lies over things."""
        return [_box(mark) for mark in self.marks if mark["id"].startswith("cover")]

    def boxes(self, part: str) -> dict[str, Box]:
        """The box of each mark of a part, by its thing's id."""
        return {mark["id"]: _box(mark) for mark in self.marks if mark["part"] == part}

    def things(self, field: str) -> list[dict[str, Any]]:
        """The things that the scene lists in a field. `Unusable` where it lists none."""
        found = self.scene.get(field)
        if not isinstance(found, list) or not all(isinstance(thing, dict) and "id" in thing for thing in found):
            raise Unusable(f"scene lists no {field}")
        return found

    def is_covered(self, box: Sequence[float], pad: float = 3.0) -> bool:
        """Whether something lies over a place."""
        return any(box[0] < c[2] + pad and box[2] > c[0] - pad and box[1] < c[3] + pad and box[3] > c[1] - pad
                   for c in self.covers)  # fmt: skip

    def texts(self, part: str) -> dict[str, str]:
        """The words of each thing's marks of a part; lines are joined."""
        found: dict[str, str] = {}
        for mark in self.marks:
            if mark["part"] == part and mark["text"]:
                found[mark["id"]] = f"{found.get(mark['id'], '')} {mark['text']}".strip()
        return found

    # -- facts ---------------------------------------------------------------------------------------------------------

    def near(
        self, of: str, name: str, said: float, read: float | None, slack: float, box: Sequence[float] | None = None
    ) -> Fact:
        """A number that agrees up to a slack."""
        agrees = read is not None and abs(read - said) <= slack
        shown = None if read is None else float(f"{read:.5g}")
        return Fact(of, name, said, shown, agrees, _as_box(box), self.medium)

    def edges(self, of: str, said: Sequence[float], read: Sequence[float] | None, slack: float) -> Fact:
        """Where a thing ends, in pixels, beside its mark."""
        agrees = read is not None and all(abs(a - b) <= slack for a, b in zip(said, read, strict=True))
        shown = None if read is None else [round(float(v), 1) for v in read]
        return Fact(of, "place", [round(float(v), 1) for v in said], shown, agrees, None, self.medium)

    def colour(self, of: str, key: np.ndarray | None, read: np.ndarray | None, box: Sequence[float]) -> Fact:
        """A thing's colour beside that of its key in the legend."""
        agrees = key is not None and read is not None and int(np.abs(key - read).max()) <= ALIKE
        return Fact(of, "colour", _hex(key), _hex(read) if key is not None else None, agrees, _as_box(box), self.medium)

    def same(self, of: str, name: str, said: Any, read: Any, box: Sequence[float] | None = None) -> Fact:
        """Words, or whatever else is the same or is not."""
        return Fact(of, name, said, read, said == read, _as_box(box), self.medium)

    def words(self, parts: Sequence[str] = ("tick", "label", "legend", "title")) -> Iterator[Fact]:
        """Whether words stand where their marks say: level ones on plain ground."""
        chosen = [mark for mark in self.marks if mark["text"]]
        all_boxes = np.array([mark["box"] if not mark["polygon"] else (0, 0, 0, 0) for mark in chosen]).reshape(-1, 4)
        advanced = self.style.get("backend") == "matplotlib"
        slanted = [np.array(mark["polygon"], np.float32) for mark in chosen if mark["polygon"]]
        for i, mark in enumerate(chosen):
            box = _box(mark)
            if mark["part"] not in parts or mark["polygon"] or box[2] - box[0] < 4 or self.is_covered(box):
                continue
            read = self._ink(box, np.delete(all_boxes, i, axis=0), slanted)
            said = box
            if read is not None and advanced and box[2] > read[2]:
                said = (*box[:2], max(box[2] - BEARING_PX, read[2]), box[3])
            fact = self.edges(mark["id"], said, read, WORD_PX)
            yield fact._replace(name="words", said=[round(v, 1) for v in box], box=box)

    def names(self, part: str, fields: Sequence[str], begins: bool = False) -> Iterator[Fact]:
        """What is written for the scene's things, such as the names of series in the legend. `begins`: more may follow,
        such as a value.
        """
        written = self.texts(part)
        for field in fields:
            for thing in self.scene.get(field) or []:
                if thing["id"] in written and thing.get("name"):
                    read = written[thing["id"]]
                    read = thing["name"] if begins and read.startswith(thing["name"]) else read
                    yield self.same(thing["id"], "name", thing["name"], read)

    def printed(self, things: Sequence[dict[str, Any]]) -> Iterator[Fact]:
        """The numbers printed at things."""
        for mark in self.marks:
            if mark["part"] == "value" and mark["text"]:
                thing = next((t for t in things if t["id"] == mark["id"]), None)
                if thing is not None and thing["id"] not in self.unseen and thing["value"] is not None:
                    said, read = thing["value"], number_of(mark["text"])
                    right = abs(read - said) <= 1e-6 * max(abs(said), 1.0)
                    yield Fact(mark["id"], "number", said, read, right, _box(mark), self.medium)

    def _ink(self, box: Box, others: np.ndarray, slanted: Sequence[np.ndarray]) -> Box | None:
        """The box of what is written in and about a box; None where nothing is. Boxes and outlines of other words that
        are near are left out: boxes of slanted ones hold more than their words.
        """
        height, width = self.picture.shape[:2]
        x0, y0 = max(math.floor(box[0]) - WORD_PAD_PX, 0), max(math.floor(box[1]) - WORD_PAD_PX, 0)
        x1, y1 = min(math.ceil(box[2]) + WORD_PAD_PX, width), min(math.ceil(box[3]) + WORD_PAD_PX, height)
        part = self.picture[y0:y1, x0:x1]
        if not part.size:
            return None
        ink = np.abs(part - commonest(part)).max(2)
        inked = ink > min(INK, 0.3 * ink.max())
        for left, top, right, bottom in others:
            if left < x1 and right > x0 and top < y1 and bottom > y0:
                inked[max(math.floor(top) - 1 - y0, 0) : max(math.ceil(bottom) + 1 - y0, 0),
                      max(math.floor(left) - 1 - x0, 0) : max(math.ceil(right) + 1 - x0, 0)] = False  # fmt: skip
        for corners in slanted:
            if (corners.max(0) > (x0, y0)).all() and (corners.min(0) < (x1, y1)).all():
                outside = np.ones(inked.shape, np.uint8)
                cv2.fillConvexPoly(outside, np.round(corners - (x0, y0)).astype(np.int32), 0)
                inked &= cv2.erode(outside, np.ones((3, 3), np.uint8), borderValue=1).astype(bool)
        rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
        if not len(rows):
            return None
        return (float(x0 + columns[0]), float(y0 + rows[0]), x0 + columns[-1] + 1.0, y0 + rows[-1] + 1.0)

    def keys_by_name(self, field: str) -> dict[str, np.ndarray]:
        """The fill of the legend's key of each of a field's things, by the thing's name."""
        keys = self.boxes("swatch")
        return {thing["name"]: self.fill(keys[thing["id"]]) for thing in self.scene.get(field) or []
                if thing["id"] in keys}  # fmt: skip

    def fill(self, box: Sequence[float]) -> np.ndarray:
        """The commonest colour in a box; that of the picture's corner where the box lies outside."""
        left, top, right, bottom = (max(int(v), 0) for v in box)
        part = self.picture[top : bottom + 1, left : right + 1]
        return commonest(part) if part.size else self.picture[0, 0]


def colours_in(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The `(n, 3)` different colours of pixels, and how many have each."""
    flat = pixels.reshape(-1, 3).astype(np.int32)
    codes, counts = np.unique(flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2], return_counts=True)
    return np.stack((codes >> 16, codes >> 8 & 255, codes & 255), 1).astype(np.int16), counts


def commonest(pixels: np.ndarray) -> np.ndarray:
    """The colour that most pixels have."""
    different, counts = colours_in(pixels)
    found: np.ndarray = different[counts.argmax()]
    return found


def _box(mark: dict[str, Any]) -> Box:
    left, top, right, bottom = mark["box"]
    return (left, top, right, bottom)


def _as_box(box: Sequence[float] | None) -> Box | None:
    return None if box is None else (box[0], box[1], box[2], box[3])


def _hex(colour: np.ndarray | None) -> str | None:
    return None if colour is None else "#" + "".join(f"{max(int(v), 0):02x}" for v in colour)
