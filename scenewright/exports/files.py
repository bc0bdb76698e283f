"""Files of an export: media, JSON lines, Parquet. The same records give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.exports.records import Medium, Record
from scenewright.store import ROW_GROUP, ROW_GROUP_BYTES, feature

IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
"""A picture inside a table, as `datasets` has it."""


class MediaFiles:
    """Media as files, in folders of one shard each so that none grows too large."""

    def __init__(self, out: Path, root: str) -> None:
        self._out, self._root = out, root.rstrip("/") if root != "/" else root
        self._sample, self._written = "", set[str]()

    def put(self, record: Record, medium: Medium, folder: str = "") -> str:
        """Write a medium, once; the path that goes into the row."""
        place = f"{folder or f'media/{record.split}'}/{record.shard}/{medium.name}"
        if record.sample != self._sample:
            self._sample, self._written = record.sample, set()
        if place not in self._written:
            path = self._out / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(medium.data)
            self._written.add(place)
        return f"{self._root}/{place}" if self._root else place

    def of(self, record: Record, kind: str) -> list[str]:
        """Paths of a record's media of one kind."""
        return [self.put(record, medium) for medium in record.media if medium.kind == kind]


class JsonLines:
    """A file of JSON lines."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self.rows = 0

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        close(self._file, error)

    def add(self, row: Any) -> None:
        """Append one line."""
        self._file.write(msgspec.json.encode(row) + b"\n")
        self.rows += 1


class JsonList:
    """A file that is one JSON list, written an item at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._file.write(b"[")
        self.rows = 0

    def __enter__(self) -> JsonList:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._file.write(b"\n]\n")
        close(self._file, error)

    def add(self, item: Any) -> None:
        """Append one item."""
        self._file.write((b",\n" if self.rows else b"\n") + msgspec.json.encode(item))
        self.rows += 1


def close(file: Any, error: BaseException | None) -> None:
    """Close a file; if an error is on its way already, a second one on closing is not told."""
    try:
        file.close()
    except OSError:  # a full disk refuses the buffer's last bytes too
        if error is None:
            raise


class Table:
    """A Parquet file, written a row group at a time, which `datasets` reads with pictures decoded."""

    def __init__(self, path: Path, schema: pa.Schema, media: dict[str, str]) -> None:
        """`media`: columns of lists of files, and what they hold (`Image`)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        features = {
            field.name: {"feature": {"_type": media[field.name]}, "_type": "List"}
            if field.name in media
            else feature(field.type)
            for field in schema
        }
        self._schema = schema.with_metadata({"huggingface": json.dumps({"info": {"features": features}})})
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0
        self._sink = pa.OSFile(str(path), "wb")
        self._file = pq.ParquetWriter(
            self._sink,
            self._schema,
            compression="zstd",
            # A picture that several questions share is stored once in each row group.
            use_dictionary=True,
            dictionary_pagesize_limit=2 * ROW_GROUP_BYTES,
            write_statistics=False,
        )

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._flush()
            self._file.close()
            self._sink.close()
            return
        self._file.is_open = False  # or pyarrow would write the footer when it is collected
        close(self._sink, error)

    def add(self, row: dict[str, Any], size: int) -> None:
        """Append a row; `size` are the bytes of its media."""
        self._rows.append(row)
        self._bytes += size
        if len(self._rows) >= ROW_GROUP or self._bytes >= ROW_GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_batch(pa.RecordBatch.from_pylist(self._rows, self._schema))
            self._rows, self._bytes = [], 0
