"""Rows of a data set as they lie on disk, decoded piece by piece: what is missing costs only what needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.errors import UserError

_NAME = re.compile(r"(?P<split>[a-z]+)-\d{5,}-of-\d{5,}")
COLUMNS = ("images", "videos", "audios", "masks")
"""Columns that hold media."""
JSON = ("scene", "outcome", "style", "marks", "tracks", "resolution", "readings", "claims", "measures", "media")
"""Columns whose text is JSON."""


class Unusable(Exception):
    """A part of a row that can't be had, and why; the same words for the same cause, so that they can be counted."""


class Uncovered(Unusable):
    """A row of a family that a check has nothing for: listed, and counted apart from rows that lack something."""


class Medium(NamedTuple):
    """One picture, clip or sound of a row."""

    kind: str
    """`image/png`, `audio/flac`, ..."""
    data: bytes
    path: str
    """The file's name beside it."""
    facts: dict[str, Any]
    """What the row says of it: `width_px`, `duration_s`, `role`, ..."""


class Asked(NamedTuple):
    """One question of a row, decoded as far as it can be."""

    number: int
    text: str
    template: str
    answerable: bool
    plain: dict[str, Any]
    """The question as it is stored."""

    def json(self, column: str) -> Any:
        """A field that is JSON text. `Unusable` where it is none."""
        text = self.plain.get(column)
        if text is None:
            raise Unusable(f"questions have no field '{column}'")
        return _decoded(f"questions.{column}", text)


class Row:
    """A row, whatever made it. Every part raises `Unusable` where it is missing or can't be read."""

    def __init__(self, values: dict[str, Any], split: str = "", number: int = 0) -> None:
        self.values, self.split, self.number = values, split, number

    def get(self, column: str) -> Any:
        """A column's value, JSON decoded; None where an optional one is empty."""
        if column not in self.values:
            raise Unusable(f"no column '{column}'")
        value = self.values[column]
        return _decoded(column, value) if column in JSON and value is not None else value

    @cached_property
    def id(self) -> str:
        """The sample's name; its place in the data set where it has none."""
        return str(self.values.get("id") or f"row {self.number}")

    @cached_property
    def family(self) -> str:
        return str(self.get("family"))

    @cached_property
    def level(self) -> int:
        return int(self.get("level"))

    @cached_property
    def scene(self) -> dict[str, Any]:
        return self._mapping("scene")

    @cached_property
    def outcome(self) -> dict[str, Any] | None:
        """What happened to the scene; None where nothing was simulated."""
        found: dict[str, Any] | None = self.get("outcome")
        return found

    @cached_property
    def readings(self) -> dict[str, Any] | None:
        """What was measured on the finished medium; None where labels need none."""
        found: dict[str, Any] | None = self.get("readings")
        return found

    @cached_property
    def style(self) -> dict[str, Any]:
        return self._mapping("style")

    @cached_property
    def resolution(self) -> dict[str, Any]:
        return self._mapping("resolution")

    @cached_property
    def measures(self) -> dict[str, float]:
        return self._mapping("measures")

    @cached_property
    def marks(self) -> list[dict[str, Any]]:
        """Marks as mappings; fields left out are as in `scenewright.renderers.base.Mark`."""
        marks = self.get("marks")
        if not isinstance(marks, list) or not all(isinstance(mark, dict) and "id" in mark for mark in marks):
            raise Unusable("column 'marks' holds no list of marks")
        return [_MARK | mark for mark in marks]

    @cached_property
    def tracks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("tracks")
        return found

    @cached_property
    def media(self) -> list[Medium]:
        """Media in their order, masks too."""
        taken: dict[str, int] = {}
        out = []
        for facts in self.get("media"):
            column = facts["column"]
            place = taken.setdefault(column, 0)
            taken[column] += 1
            files = self.get(column) or []
            if place >= len(files) or not files[place].get("bytes"):
                raise Unusable(f"column '{column}' lacks a file that 'media' lists")
            out.append(Medium(facts["kind"], files[place]["bytes"], files[place].get("path") or "", facts))
        return out

    def with_media(self, media: Sequence[Medium]) -> Row:
        """The same row, with other media in the place of its own."""
        out = Row(self.values, self.split, self.number)
        out.__dict__["media"] = list(media)
        return out

    @cached_property
    def shown(self) -> list[Medium]:
        """Media that a model is shown: no masks, no spoken questions."""
        return [medium for medium in self.media if not medium.facts.get("role")]

    @cached_property
    def questions(self) -> list[Asked]:
        out = []
        for number, plain in enumerate(self.get("questions") or []):
            missing = {"text", "template", "answer"} - set(plain)
            if missing:
                raise Unusable(f"questions have no field '{min(missing)}'")
            out.append(Asked(number, plain["text"], plain["template"], plain.get("answerable") is not False, plain))
        return out

    def _mapping(self, column: str) -> dict[str, Any]:
        found = self.get(column)
        if not isinstance(found, dict):
            raise Unusable(f"column '{column}' holds no JSON object")
        return found


_MARK: dict[str, Any] = {
    "part": "", "box": [0.0, 0.0, 0.0, 0.0], "polygon": [], "text": "", "medium": 0, "start_s": None, "end_s": None,
}  # fmt: skip


def _decoded(column: str, text: Any) -> Any:
    if not isinstance(text, str | bytes):
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unusable(f"'{column}' holds no JSON") from None


# -- files ------------------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """Some rows of one file: what one worker looks at in one go."""

    path: str
    group: int
    split: str
    first: int
    """Number of the first row in the whole data set."""
    chosen: tuple[int, ...] | None
    """Rows of the group that are looked at; None: all."""
    rows: int
    """How many those are."""


def parts_of(folder: Path, samples: int | None = None) -> tuple[list[Part], list[str]]:
    """All row groups of a data set, and a line for each file that can't be opened. `samples`: evenly taken, at most.

    Any Parquet file under `data/`, or in the folder itself, will do; a split is what its name begins with. `UserError`
    where there is none.
    """
    paths = sorted(folder.glob("data/*.parquet")) or sorted(folder.glob("*.parquet"))
    if not folder.is_dir() or not paths:
        hint = "there is no such folder" if not folder.is_dir() else "there are no Parquet files here, nor under data/"
        raise UserError(f"{folder}: {hint}; build a data set with: scenewright build RECIPE.yaml -o {folder}")
    counted: list[tuple[Path, int, int]] = []
    broken = []
    for path in paths:
        try:
            footer = pq.read_metadata(path)
            counted += [(path, group, footer.row_group(group).num_rows) for group in range(footer.num_row_groups)]
        except (pa.ArrowException, OSError) as error:
            broken.append(f"{path.name}: not a whole Parquet file ({str(error).splitlines()[0]})")
    total = sum(count for *_, count in counted)
    wanted = total if samples is None else min(samples, total)
    out, first = [], 0
    for path, group, count in counted:
        # row r is taken where the running share of taken rows passes a whole number
        chosen = tuple(r for r in range(count) if (first + r + 1) * wanted // total > (first + r) * wanted // total)
        name = _NAME.fullmatch(path.stem)
        split = name["split"] if name else path.stem.partition("-")[0]
        if chosen:
            whole = len(chosen) == count
            out.append(Part(str(path), group, split, first, None if whole else chosen, len(chosen)))
        first += count
    return out, broken


def read_part(part: Part, columns: Sequence[str]) -> Iterator[Row]:
    """Its rows, with those of the columns that are there. `Unusable` where the group is damaged."""
    try:
        with pq.ParquetFile(part.path) as file:
            there = [name for name in columns if name in file.schema_arrow.names]
            table = file.read_row_group(part.group, columns=there)
            if part.chosen is not None:
                table = table.take(pa.array(part.chosen))
            rows = table.to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{Path(part.path).name}: row group {part.group} is damaged ({str(error)[:80]})") from None
    numbers = part.chosen if part.chosen is not None else range(len(rows))
    for number, values in zip(numbers, rows, strict=True):
        yield Row(values, part.split, part.first + number)
