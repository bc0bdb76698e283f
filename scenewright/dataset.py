"""A built data set, read back: rows as they lie on disk, or samples with the family's own types."""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pyarrow.parquet as pq

from scenewright.errors import UserError
from scenewright.families import family
from scenewright.qa_templates.answers import AnyAnswer
from scenewright.qa_templates.base import Choice, Question
from scenewright.qa_templates.steps import Step
from scenewright.recipe import SPLITS
from scenewright.renderers.base import Mark, Media, Resolution
from scenewright.sample import Sample
from scenewright.shards import DATA
from scenewright.simulators.base import Outcome
from scenewright.store import KINDS

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "mp4": "video/mp4", "flac": "audio/flac", "wav": "audio/wav"}


def open(folder: str | Path) -> Dataset:  # noqa: A001 - read as `sw.open`
    """The finished data set in a folder. `UserError` where there is none, or where shards are still missing."""
    root = Path(folder)
    found = sorted((root / DATA).glob("*-*-of-*.parquet"))
    if not found:
        hint = "there is no such folder" if not root.is_dir() else "no Scenewright data set here (data/*.parquet)"
        raise UserError(f"{root}: {hint}; build one with: scenewright build RECIPE.yaml -o {root}")
    files: dict[str, list[Path]] = {}
    for path in found:
        files.setdefault(path.name.split("-", 1)[0], []).append(path)
    for split, paths in files.items():
        count = int(paths[0].stem.rpartition("-")[2])
        if len(paths) != count:
            state = f"{len(paths)} of {count} {split} shards are there"
            raise UserError(f"{root}: {state}; run the build again to finish it")
    order = [split for split in SPLITS if split in files]
    return Dataset(root, {split: tuple(files[split]) for split in order})


class Dataset(Sequence[Sample]):
    """Samples of all splits, in the order of `splits`; `dataset["test"]` is one split alone.

    Reads one row group at a time, so memory stays flat. Nothing is read before it is asked for.
    """

    def __init__(self, root: Path, files: dict[str, tuple[Path, ...]]) -> None:
        self.root, self._files = root, files
        self._held: tuple[int, list[dict[str, Any]]] | None = None

    @property
    def splits(self) -> dict[str, int]:
        """Samples by split."""
        return {split: sum(_footer(path).num_rows for path in paths) for split, paths in self._files.items()}

    @cached_property
    def _groups(self) -> tuple[list[int], list[tuple[Path, int]]]:
        """Where each row group begins, and which file and group it is."""
        starts, groups, row = [], [], 0
        for paths in self._files.values():
            for path in paths:
                footer = _footer(path)
                for group in range(footer.num_row_groups):
                    starts.append(row)
                    groups.append((path, group))
                    row += footer.row_group(group).num_rows
        return [*starts, row], groups

    def __len__(self) -> int:
        return self._groups[0][-1]

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, str):
            if index not in self._files:
                raise UserError(f"{self.root}: no split '{index}'; there are: {', '.join(self._files)}")
            return Dataset(self.root, {index: self._files[index]})
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"sample {index} of {len(self)}")
        index %= len(self)
        starts, groups = self._groups
        number = bisect.bisect_right(starts, index) - 1
        if self._held is None or self._held[0] != number:
            path, group = groups[number]
            self._held = (number, pq.ParquetFile(path).read_row_group(group).to_pylist())
        return decode(self._held[1][index - starts[number]])

    def __iter__(self) -> Iterator[Sample]:
        return map(decode, self.rows())

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """Rows as plain values, with these columns alone (`["id", "questions"]` reads no pictures)."""
        for paths in self._files.values():
            for path in paths:
                with pq.ParquetFile(path) as file:
                    for group in range(file.num_row_groups):
                        yield from file.read_row_group(group, columns=columns).to_pylist()


@cache
def _footer(path: Path) -> Any:
    try:
        return pq.read_metadata(path)
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: not a whole Parquet file ({error}); delete it and build again") from None


# -- rows to samples ---------------------------------------------------------------------------------------------------


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


@cache
def _outcome_of(simulate: Any) -> Any:
    """What a simulator says it returns."""
    return get_type_hints(simulate).get("return", Outcome)


def _read(text: str, kind: Any) -> Any:
    return _decoder(kind).decode(text)


def decode(row: dict[str, Any]) -> Sample:
    """A row as the sample it was made from. JSON has no tuples: slots and step inputs come back as lists."""
    kind = family(row["family"])
    outcome = None if row["outcome"] is None else _read(row["outcome"], _outcome_of(kind.simulate))
    return Sample(
        id=row["id"],
        family=row["family"],
        level=row["level"],
        index=row["index"],
        seed=row["seed"],
        version=row["version"],
        media=tuple(_media(file) for column in KINDS.values() for file in row[column]),
        scene=_read(row["scene"], kind.scene),
        outcome=outcome,
        style=_read(row["style"], kind.style),
        marks=_read(row["marks"], tuple[Mark, ...]),
        resolution=_read(row["resolution"], Resolution),
        questions=tuple(map(question, row["questions"])),
        measures=_read(row["measures"], dict[str, float]),
    )


def question(row: dict[str, Any]) -> Question:
    """A stored question with its typed answer: `question(row).score(reply)`."""
    return Question(
        template=row["template"],
        skill=row["skill"],
        phrasing=row["phrasing"],
        slot=msgspec.json.decode(row["slot"]),
        text=row["text"],
        answer=_read(row["answer_json"], AnyAnswer),
        choices=tuple(Choice(**choice) for choice in row["choices"]),
        steps=_read(row["steps"], tuple[Step, ...]),
        evidence=tuple(row["evidence"]),
        hops=row["hops"],
        answerable=row["answerable"],
        twin=row["twin"],
    )


def _media(file: dict[str, Any]) -> Media:
    kind = _TYPES[file["path"].rpartition(".")[2]]
    width, height = struct.unpack(">II", file["bytes"][16:24]) if kind == "image/png" else (None, None)
    return Media(kind=kind, data=file["bytes"], width_px=width, height_px=height)
