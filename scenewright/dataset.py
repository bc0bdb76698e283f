"""A built data set, read back: rows as they lie on disk, or samples with the family's own types."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

import scenewright
from scenewright.build import read_manifest
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.places import place, source
from scenewright.qa_templates.answers import AnyAnswer
from scenewright.qa_templates.base import Choice, Question
from scenewright.qa_templates.steps import Step
from scenewright.renderers.base import Claim, Mark, Media, Resolution, Track
from scenewright.sample import Sample
from scenewright.shards import DATA
from scenewright.splits import SPLITS
from scenewright.store import SCHEMA

if TYPE_CHECKING:
    from scenewright.verifying import Findings

_SHARD = re.compile(r"(train|validation|test)-\d{5,}-of-(\d{5,})")


def open(folder: str | Path) -> Dataset:  # noqa: A001 - read as `sw.open`
    """The finished data set in a folder. `UserError` where there is none, or where shards are still missing."""
    root = place(folder)
    found = {path.stem: path for path in sorted((root / DATA).glob("*-*-of-*.parquet")) if _SHARD.fullmatch(path.stem)}
    if not found:
        hint = "there is no such folder" if not root.is_dir() else "no Scenewright data set here (data/*.parquet)"
        raise UserError(f"{root}: {hint}; build one with: scenewright build RECIPE.yaml -o {root}")
    counts = _complete(root, set(found))
    order = [split for split in SPLITS if split in counts]
    return Dataset(
        root,
        {split: tuple(path for name, path in found.items() if name.startswith(f"{split}-")) for split in order},
    )


def _complete(root: Any, found: set[str]) -> dict[str, int]:
    """Shards of each split. `UserError` names one that is missing, or another build's."""
    counts = {str(name[1]): int(name[2]) for name in map(_SHARD.fullmatch, sorted(found)) if name}
    wanted = {f"{split}-{number:05d}-of-{count:05d}" for split, count in counts.items() for number in range(count)}
    for split, count in counts.items():
        missing = sorted(name for name in wanted - found if name.startswith(f"{split}-"))
        if missing:
            state = f"{count - len(missing)} of {count} {split} shards are there"
            raise UserError(f"{root}: {state}; run the build again to finish it (data/{missing[0]}.parquet is missing)")
    if foreign := sorted(found - wanted):
        raise UserError(f"{root / DATA / foreign[0]}.parquet: is of another build than the other shards; remove it")
    manifest = read_manifest(root)
    asked = manifest.recipe.get("splits", {}) if manifest else {}
    for split in SPLITS:
        if asked.get(split) and split not in counts:
            raise UserError(f"{root}: no {split} shards are there; run the build again to finish it, or copy them too")
    return counts


class Dataset(Sequence[Sample]):
    """Samples of all splits, in the order of `splits`; `dataset["test"]` is one split alone.

    Reads one row group at a time, so memory stays flat. Nothing is read before it is asked for.
    """

    def __init__(self, root: Path, files: dict[str, tuple[Path, ...]]) -> None:
        self.root, self.files = root, files
        self._held: tuple[int, list[dict[str, Any]]] | None = None

    @property
    def splits(self) -> dict[str, int]:
        """Samples by split."""
        return {split: sum(_footer(path).num_rows for path in paths) for split, paths in self.files.items()}

    @cached_property
    def _groups(self) -> tuple[list[int], list[tuple[Path, int]]]:
        """Where each row group begins, and which file and group it is."""
        starts, groups, row = [], [], 0
        for paths in self.files.values():
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
            if index not in self.files:
                raise UserError(f"{self.root}: no split '{index}'; there are: {', '.join(self.files)}")
            return Dataset(self.root, {index: self.files[index]})
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row, path = self._row(index)
        return _decoded(row, path)

    def row(self, index: int) -> dict[str, Any]:
        """One row as plain values, whatever version made it."""
        return self._row(index)[0]

    def _row(self, index: int) -> tuple[dict[str, Any], Path]:
        if not -len(self) <= index < len(self):
            raise IndexError(f"sample {index} of {len(self)}")
        index %= len(self)
        starts, groups = self._groups
        number = bisect.bisect_right(starts, index) - 1
        path, group = groups[number]
        if self._held is None or self._held[0] != number:
            with _file(path) as file:
                self._held = (number, _group(file, path, group, None))
        return self._held[1][index - starts[number]], path

    def __iter__(self) -> Iterator[Sample]:
        for paths in self.files.values():
            for path in paths:
                for rows in row_groups(path):
                    for row in rows:
                        yield _decoded(row, path)

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """Rows as plain values, with these columns alone (`["id", "questions"]` reads no pictures)."""
        for paths in self.files.values():
            for path in paths:
                for rows in row_groups(path, columns):
                    yield from rows

    def verify(self) -> Findings:
        """Whether all shards are as they were built, by their hashes; see `scenewright.verifying`."""
        from scenewright.verifying import verify

        return verify(self.root)


@cache
def _footer(path: Path) -> Any:
    with _blamed(path):
        return pq.read_metadata(source(path))


def row_groups(path: Path, columns: Sequence[str] | None = None) -> Iterator[list[dict[str, Any]]]:
    """Rows of one shard, a row group at a time. `UserError` with the file's name where it is damaged or another's.

    The checksum of each page that is read is compared, so that a changed byte is no other answer.
    """
    with _file(path) as file:
        for group in range(file.num_row_groups):
            yield _group(file, path, group, columns)


def _group(file: Any, path: Path, group: int, columns: Sequence[str] | None) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = file.read_row_group(group, columns=columns).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path}: row group {group} is damaged ({_brief(error)}); build or copy this shard again"
        ) from None
    return rows


@contextmanager
def _file(path: Path) -> Iterator[Any]:
    """A shard opened for reading. `UserError` where it is none, or no shard of this version."""
    with _blamed(path):
        opened = pq.ParquetFile(source(path), page_checksum_verification=True)
    with opened as file:
        missing = [name for name in SCHEMA.names if name not in file.schema_arrow.names]
        if missing:
            raise UserError(
                f"{path}: column '{missing[0]}' is missing, so this is another version's or no Scenewright data"
            )
        yield file


@contextmanager
def _blamed(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UserError(f"{path}: is missing; copy the whole data set again, or run its build again") from None
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{path}: not a whole Parquet file ({_brief(error)}); delete it and build again") from None


def _brief(error: BaseException) -> str:
    return str(error).split("\n", 1)[0]


# -- rows to samples ---------------------------------------------------------------------------------------------------


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _read(text: str, kind: Any) -> Any:
    return _decoder(kind).decode(text)


def _decoded(row: dict[str, Any], path: Path) -> Sample:
    try:
        return decode(row)
    except (msgspec.MsgspecError, LookupError) as error:
        cause = f"it can't be read ({error}); look at the whole with: scenewright verify"
        if row["version"] != scenewright.__version__:
            cause = f"made by Scenewright {row['version']}, which this one ({scenewright.__version__}) can't read"
        raise UserError(f"{path}: sample {row['id']}: {cause}") from None


def decode(row: dict[str, Any]) -> Sample:
    """A row as the sample it was made from. JSON has no tuples: slots and step inputs come back as lists."""
    kind = family(row["family"])
    outcome = None if row["outcome"] is None else _read(row["outcome"], kind.outcome)
    readings = None if row["readings"] is None else _read(row["readings"], kind.readings)
    return Sample(
        id=row["id"],
        family=row["family"],
        level=row["level"],
        index=row["index"],
        seed=row["seed"],
        version=row["version"],
        media=tuple(_media(row)),
        scene=_read(row["scene"], kind.scene),
        outcome=outcome,
        style=_read(row["style"], kind.style),
        marks=_read(row["marks"], tuple[Mark, ...]),
        tracks=_read(row["tracks"], tuple[Track, ...]),
        resolution=_read(row["resolution"], Resolution),
        readings=readings,
        questions=tuple(map(question, row["questions"])),
        measures=_read(row["measures"], dict[str, float]),
        **_verified(row["claims"]),
    )


def _verified(text: str | None) -> dict[str, Any]:
    """Model, tries and claims of media that a model made."""
    if text is None:
        return {}
    facts = msgspec.json.decode(text)
    return facts | {"claims": msgspec.convert(facts["claims"], tuple[Claim, ...])}


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


def _media(row: dict[str, Any]) -> Iterator[Media]:
    """A row's media in their order, each from its column."""
    taken: dict[str, int] = {}
    for facts in msgspec.json.decode(row["media"]):
        column = facts.pop("column")
        place = taken.setdefault(column, 0)
        taken[column] += 1
        yield Media(data=row[column][place]["bytes"], **facts)
