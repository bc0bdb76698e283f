"""How samples lie on disk: one row each, in Parquet that Hugging Face `datasets` reads as it stands.

Columns are gathered flat and assembled into nested arrays once per row group; building them from nested Python objects
takes ten times as long. Values that differ from family to family are JSON text.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.renderers.base import Media
from scenewright.sample import Sample
from scenewright.twin_table import table_of

ROW_GROUP = 100
"""Rows written at a time, as Hugging Face advises for pictures."""
ROW_GROUP_BYTES = 64 << 20
"""Bytes of media after which a row group is written sooner, so that memory stays flat with long clips."""

_FILE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
_CHOICE = pa.struct([("text", pa.string()), ("correct", pa.bool_()), ("why", pa.string())])
_QUESTION = pa.struct(
    [
        ("text", pa.string()),
        ("answer", pa.string()),
        ("answer_type", pa.string()),
        ("answer_json", pa.string()),
        ("choices", pa.list_(_CHOICE)),
        ("steps", pa.string()),
        ("solution", pa.string()),
        ("evidence", pa.list_(pa.string())),
        ("skill", pa.string()),
        ("template", pa.string()),
        ("hops", pa.int32()),
        ("answerable", pa.bool_()),
        ("twin", pa.string()),
        ("phrasing", pa.int32()),
        ("slot", pa.string()),
    ]
)
_FIELDS = [
    ("id", pa.string()),
    ("family", pa.string()),
    ("level", pa.int32()),
    ("index", pa.int64()),
    ("seed", pa.int64()),
    ("version", pa.string()),
    ("images", pa.list_(_FILE)),
    ("videos", pa.list_(_FILE)),
    ("audios", pa.list_(_FILE)),
    ("masks", pa.list_(_FILE)),
    ("media", pa.string()),
    ("scene", pa.string()),
    ("outcome", pa.string()),
    ("style", pa.string()),
    ("marks", pa.string()),
    ("tracks", pa.string()),
    ("resolution", pa.string()),
    ("readings", pa.string()),
    ("claims", pa.string()),
    ("table_csv", pa.string()),
    ("table_markdown", pa.string()),
    ("questions", pa.list_(_QUESTION)),
    ("measures", pa.string()),
]
_MEDIA = {"images": "Image", "videos": "Video", "audios": "Audio", "masks": "Image"}
KINDS = {"image": "images", "video": "videos", "audio": "audios"}
"""Column of each kind of medium."""
_FACTS = tuple(name for name in Media.__struct_fields__ if name != "data")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "video/mp4": "mp4", "audio/flac": "flac", "audio/wav": "wav"}
_NAMES = {"int32": "int32", "int64": "int64", "bool": "bool", "string": "string"}


def column_of(medium: Media) -> str:
    """The column that holds a medium's bytes. What is not for the model's eyes is kept apart from what is."""
    return "masks" if medium.role == "mask" else KINDS[medium.kind.partition("/")[0]]


def feature(kind: pa.DataType) -> Any:
    """What Hugging Face calls an Arrow type."""
    if pa.types.is_list(kind):
        return {"feature": feature(kind.value_type), "_type": "List"}
    if pa.types.is_struct(kind):
        return {field.name: feature(field.type) for field in kind}
    return {"dtype": _NAMES[str(kind)], "_type": "Value"}


def _schema() -> pa.Schema:
    features = {
        name: {"feature": {"_type": _MEDIA[name]}, "_type": "List"} if name in _MEDIA else feature(kind)
        for name, kind in _FIELDS
    }
    return pa.schema(_FIELDS, metadata={"huggingface": json.dumps({"info": {"features": features}})})


SCHEMA = _schema()

_encoder = msgspec.json.Encoder(order="deterministic")


class _Json:
    """A text column of JSON, encoded one value after the other into one buffer."""

    __slots__ = ("_buffer", "_ends")

    def __init__(self) -> None:
        self._buffer, self._ends = bytearray(), [0]

    def add(self, value: Any) -> None:
        _encoder.encode_into(value, self._buffer, -1)
        self._ends.append(len(self._buffer))

    def array(self) -> pa.Array:
        offsets = np.array(self._ends, np.int32)
        return pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(self._buffer))


class _List:
    """Offsets of a list column."""

    __slots__ = ("ends",)

    def __init__(self) -> None:
        self.ends = [0]

    def array(self, values: pa.Array) -> pa.Array:
        return pa.ListArray.from_arrays(pa.array(self.ends, pa.int32()), values)


_PLAIN = (
    "id",
    "family",
    "level",
    "index",
    "seed",
    "version",
    "outcome",
    "readings",
    "claims",
    "table_csv",
    "table_markdown",
)
_JSON = ("scene", "style", "marks", "tracks", "resolution", "measures")
_Q_PLAIN = (
    "text", "answer", "answer_type", "solution", "skill", "template", "hops", "answerable", "twin", "phrasing",
)  # fmt: skip
_Q_JSON = ("answer_json", "steps", "slot")


def _verified(sample: Sample) -> dict[str, Any]:
    """Which model made the media, the best of how many this is, and what was checked on it."""
    return {"model": sample.model, "tries": sample.tries, "claims": sample.claims}


class Rows:
    """Samples on their way into a row group."""

    def __init__(self) -> None:
        self._plain: dict[str, list[Any]] = {name: [] for name in _PLAIN}
        self._json = {name: _Json() for name in (*_JSON, "media")}
        self._media = {name: (_List(), [], []) for name in _MEDIA}  # type: dict[str, tuple[_List, list[bytes], list[str]]]
        self._questions = _List()
        self._q_plain: dict[str, list[Any]] = {name: [] for name in _Q_PLAIN}
        self._q_json = {name: _Json() for name in _Q_JSON}
        self._choices, self._choice = _List(), ([], [], [])  # type: tuple[_List, tuple[list[str], list[bool], list[str]]]
        self._evidence, self._ids = _List(), []  # type: tuple[_List, list[str]]
        self.media_bytes = 0

    def __len__(self) -> int:
        return len(self._plain["id"])

    def add(self, sample: Sample) -> None:
        """Append one sample."""
        plain = self._plain
        plain["id"].append(sample.id)
        plain["family"].append(sample.family)
        plain["level"].append(sample.level)
        plain["index"].append(sample.index)
        plain["seed"].append(sample.seed)
        plain["version"].append(sample.version)
        plain["outcome"].append(None if sample.outcome is None else _encoder.encode(sample.outcome))
        plain["readings"].append(None if sample.readings is None else _encoder.encode(sample.readings))
        plain["claims"].append(_encoder.encode(_verified(sample)) if sample.model else None)
        table = table_of(sample)
        plain["table_csv"].append(None if table is None else table.csv())
        plain["table_markdown"].append(None if table is None else table.markdown())
        for name in _JSON:
            self._json[name].add(getattr(sample, name))
        self._add_media(sample)
        self._add_questions(sample)

    def _add_media(self, sample: Sample) -> None:
        facts: list[dict[str, Any]] = []
        for number, medium in enumerate(sample.media):
            column = column_of(medium)
            _, data, paths = self._media[column]
            data.append(medium.data)
            known = {name: getattr(medium, name) for name in _FACTS}
            facts.append({"column": column} | {name: value for name, value in known.items() if value})
            suffix = f"-{number}" if number else ""
            paths.append(f"{sample.id}{suffix}.{ENDINGS[medium.kind]}")
            self.media_bytes += len(medium.data)
        self._json["media"].add(facts)
        for ends, data, _ in self._media.values():
            ends.ends.append(len(data))

    def _add_questions(self, sample: Sample) -> None:
        plain, texts = self._q_plain, self._choice
        answer_json, steps, slot = (self._q_json[name].add for name in _Q_JSON)
        for q in sample.questions:
            plain["text"].append(q.text)
            plain["answer"].append(q.answer_text())
            plain["answer_type"].append(q.answer.__struct_config__.tag)
            plain["solution"].append("\n".join([step.text for step in q.steps]))
            plain["skill"].append(q.skill)
            plain["template"].append(q.template)
            plain["hops"].append(q.hops)
            plain["answerable"].append(q.answerable)
            plain["twin"].append(q.twin)
            plain["phrasing"].append(q.phrasing)
            answer_json(q.answer)
            steps(q.steps)
            slot(q.slot)
            for choice in q.choices:
                texts[0].append(choice.text)
                texts[1].append(choice.correct)
                texts[2].append(choice.why)
            self._choices.ends.append(len(texts[0]))
            self._ids.extend(q.evidence)
            self._evidence.ends.append(len(self._ids))
        self._questions.ends.append(len(plain["text"]))

    def batch(self) -> pa.RecordBatch:
        """The rows as Arrow."""
        columns: dict[str, pa.Array] = {name: column.array() for name, column in self._json.items()}
        for name, values in self._plain.items():
            columns[name] = pa.array(values, SCHEMA.field(name).type)
        for name, (ends, data, paths) in self._media.items():
            files = [pa.array(data, pa.binary()), pa.array(paths, pa.string())]
            columns[name] = ends.array(pa.StructArray.from_arrays(files, fields=list(_FILE)))
        columns["questions"] = self._questions.array(self._question_array())
        return pa.RecordBatch.from_arrays([columns[name] for name, _ in _FIELDS], schema=SCHEMA)

    def _question_array(self) -> pa.Array:
        parts: dict[str, pa.Array] = {name: column.array() for name, column in self._q_json.items()}
        for name, values in self._q_plain.items():
            parts[name] = pa.array(values, _QUESTION.field(name).type)
        choice = [pa.array(values, field.type) for values, field in zip(self._choice, _CHOICE, strict=True)]
        parts["choices"] = self._choices.array(pa.StructArray.from_arrays(choice, fields=list(_CHOICE)))
        parts["evidence"] = self._evidence.array(pa.array(self._ids, pa.string()))
        return pa.StructArray.from_arrays([parts[field.name] for field in _QUESTION], fields=list(_QUESTION))


_STORED = tuple(f"{name}.list.element.bytes" for name in _MEDIA)
_REPEATED = (
    "family", "version", "questions.list.element.answer_type", "questions.list.element.skill",
    "questions.list.element.template",
)  # fmt: skip


@cache
def _leaves() -> tuple[str, ...]:
    """Parquet's names of all columns."""
    table = pa.Table.from_batches([], SCHEMA)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return tuple(schema.column(i).path for i in range(len(schema)))


class Writer:
    """Writes samples to one Parquet file, a row group at a time. The same samples give the same bytes.

    Media are stored as they are, since they are compressed already; text is compressed by zstd.
    """

    def __init__(self, path: Path) -> None:
        self._sink = pa.OSFile(str(path), "wb")
        self._rows = Rows()
        self._file = pq.ParquetWriter(
            self._sink,
            SCHEMA,
            compression={leaf: "none" if leaf in _STORED else "zstd" for leaf in _leaves()},
            use_dictionary=list(_REPEATED),
            write_statistics=["id", "family", "level", "index"],
            write_page_checksum=True,
        )

    def add(self, sample: Sample) -> None:
        """Append a sample; a full row group goes to disk. `OSError` where the disk is full."""
        self._rows.add(sample)
        if len(self._rows) >= ROW_GROUP or self._rows.media_bytes >= ROW_GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if len(self._rows):
            self._file.write_batch(self._rows.batch())
            self._rows = Rows()

    def close(self) -> None:
        """Write what is left, and the footer."""
        self._flush()
        self._file.close()
        self._sink.close()

    def abandon(self) -> None:
        """Let go of a file that is not to be finished."""
        self._file.is_open = False  # or pyarrow would write the footer when it is collected
        try:
            self._sink.close()
        except OSError:  # the disk that was full still is
            return
