"""A data set written in another form: rows streamed by row group, into a folder that is seen whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from scenewright.build import read_manifest
from scenewright.dataset import Dataset
from scenewright.dataset import open as open_dataset
from scenewright.errors import UserError
from scenewright.exports.folder import whole_folder
from scenewright.exports.options import Options
from scenewright.exports.records import COLUMNS, Share, records, shown
from scenewright.exports.registry import target_of
from scenewright.exports.target import Target
from scenewright.progress import progress
from scenewright.qa_templates.words import plural
from scenewright.recipe import convert
from scenewright.shards import NOTES, ShardReport
from scenewright.store import KINDS, SCHEMA


class ExportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, and what was left out."""

    format: str
    out: str
    samples: int
    rows: int
    questions: int
    unanswerable: int
    files: int
    bytes: int
    skipped: dict[str, int]
    """Samples left out, by reason."""

    def words(self) -> str:
        """What was written, in one line."""
        rows, questions, samples, files = (
            _many(getattr(self, f"{noun}s"), noun) for noun in ("row", "question", "sample", "file")
        )
        return (
            f"{rows} with {questions} ({self.unanswerable:,} unanswerable) of {samples}, {files}, "
            f"{self.bytes / 1e6:,.1f} MB, in {self.out} (README.md there says how to load it)"
        )

    def left_out(self) -> list[str]:
        """What was left out, and why, a line each."""
        return [f"left out {_many(count, 'sample')}: {reason}" for reason, count in self.skipped.items()]


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def export(
    folder: str | Path, to: str, out: str | Path, options: Options | Mapping[str, Any] | None = None, **more: Any
) -> ExportReport:
    """Write the data set in `folder` as `to` (a name in `registry.FORMATS`) into the new folder `out`.

    Options by name (`steps=True`) or as `Options`. The same data set and options give the same bytes; memory holds one
    row group. `UserError` for mistakes in the arguments or the data set; whatever ends an export leaves no folder.
    """
    chosen = options if isinstance(options, Options) and not more else _options(options, more)
    chosen.check()
    kind = target_of(to)
    _used(kind, to, chosen)
    data = open_dataset(folder)
    if chosen.split:
        data = data[chosen.split]
    files = data.files
    sizes = data.splits  # reads every footer, so that a half-copied shard is found before anything is written
    for path in (path for paths in files.values() for path in paths):
        _check(path)
    with whole_folder(Path(out), Path(folder)) as partial:
        target = kind(partial, chosen, _slug(data.root), sizes)
        with _blamed(data):
            counts = _write(target, data, to)
        (partial / "README.md").write_text(_readme(target, to, counts), "utf-8")
        sizes_written = [path.stat().st_size for path in partial.rglob("*") if path.is_file()]
        report = ExportReport(
            format=to,
            out=str(out),
            samples=counts["samples"],
            rows=counts["rows"],
            questions=counts["questions"],
            unanswerable=counts["unanswerable"],
            files=len(sizes_written),
            bytes=sum(sizes_written),
            skipped=counts["skipped"],
        )
        if not report.rows:
            reasons = "; ".join(f"{_many(count, 'sample')}: {reason}" for reason, count in report.skipped.items())
            raise UserError(f"{folder}: nothing to export as {to} ({reasons or 'no question is left'})")
    return report


def _options(options: Options | Mapping[str, Any] | None, more: dict[str, Any]) -> Options:
    given = msgspec.structs.asdict(options) if isinstance(options, Options) else dict(options or {})
    chosen: Options = convert(given | more, Options)
    return chosen


def _used(kind: type[Target], to: str, options: Options) -> None:
    """Refuse an option that the form has no use for, rather than ignore it."""
    for name in options.changed():
        if name in kind.unused or (name == "prompts" and kind.prompts is not None):
            raise UserError(f"--{name.replace('_', '-')} has no meaning for {to}; leave it out")
    if options.prompts and options.dialogue:
        raise UserError("--prompts asks one question a row; leave out --dialogue")
    if options.prompts and options.steps:
        raise UserError("--prompts writes no replies; leave out --steps")


def _slug(root: Path) -> str:
    """The data set's name in letters, digits and underscores, for what goes by a name in the form."""
    manifest = read_manifest(root)
    name = re.sub(r"[^a-z0-9]+", "_", manifest.name.lower()) if manifest else ""
    return name.strip("_") or "scenewright"


# -- reading -----------------------------------------------------------------------------------------------------------


def _check(path: Path) -> None:
    try:
        found = pq.read_schema(path).names
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{path}: not a whole Parquet file ({error}); build or copy this shard again") from None
    missing = [name for name in SCHEMA.names if name not in found]
    if missing:
        raise UserError(
            f"{path}: column '{missing[0]}' is missing, so this is another version's or no Scenewright data"
        )


def _intact(root: Path, path: Path) -> None:
    """Compare a shard with what the build noted of it, where the notes are at hand. Parquet has no checksums here."""
    marker = root / NOTES / f"{path.stem}.json"
    try:
        wanted = msgspec.json.decode(marker.read_bytes(), type=ShardReport).sha256
    except (FileNotFoundError, msgspec.DecodeError):
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        raise UserError(f"{path}: is not as it was built (its SHA-256 is not that in {marker}); build or copy it again")


def _rows(path: Path, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Rows of one file, a row group at a time."""
    group = 0
    try:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield from file.read_row_group(group, columns=columns, use_threads=False).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        what = str(error).split("\n", 1)[0]
        raise UserError(f"{path}: row group {group} can't be read ({what}); build or copy this shard again") from None


@contextmanager
def _blamed(data: Dataset) -> Iterator[None]:
    """What is wrong in a row that could be read is said as such."""
    try:
        yield
    except msgspec.DecodeError as error:
        raise UserError(f"{data.root}: a row is damaged ({error}); build or copy the data set again") from None


def _columns(target: Target) -> list[str]:
    return list(dict.fromkeys((*COLUMNS, *(KINDS[kind] for kind in sorted(target.carries)), *target.columns)))


def _facts(row: dict[str, Any]) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = msgspec.json.decode(row["media"])
    return facts


# -- writing -----------------------------------------------------------------------------------------------------------


def _write(target: Target, data: Dataset, to: str) -> dict[str, Any]:
    counts: dict[str, Any] = dict.fromkeys(("samples", "rows", "questions", "unanswerable"), 0)
    skipped: Counter[str] = Counter()
    options = target.options
    dialogue = target.dialogue if options.dialogue is None else options.dialogue
    if options.prompts or target.prompts:
        dialogue = False
    if target.columns:
        target.survey(
            row
            for paths in data.files.values()
            for path in paths
            for row in _rows(path, list(dict.fromkeys(("family", "media", *target.columns))))
            if not target.refuses(shown(_facts(row)))
        )
    share = _share(target, data) if options.unanswerable is not None else None
    done = 0
    with target.stack, progress(f"export to {to}", sum(data.splits.values())) as update:
        for split, paths in data.files.items():
            for path in paths:
                _intact(data.root, path)
                shard = path.name.split("-")[1]
                for row in _rows(path, _columns(target)):
                    done += 1
                    update(done)
                    if reason := target.refuses(shown(_facts(row))):
                        skipped[reason] += 1
                        continue
                    rows = 0
                    for record in records(row, split, shard, options, target.carries, dialogue, share):
                        target.add(record)
                        rows += 1
                        counts["questions"] += len(record.turns)
                        counts["unanswerable"] += sum(not turn.answerable for turn in record.turns)
                    counts["rows"] += rows
                    counts["samples"] += bool(rows)
                    if not rows:
                        skipped["no question is left, for the wanted share of unanswerable ones"] += 1
        target.finish()
    return counts | {"skipped": dict(sorted(skipped.items()))}


def _share(target: Target, data: Dataset) -> Share:
    """Counts what can be answered and what can't, reading no media."""
    counts: Counter[bool] = Counter()
    for paths in data.files.values():
        for path in paths:
            for row in _rows(path, ["media", "questions.list.element.answerable"]):
                if not target.refuses(shown(_facts(row))):
                    counts.update(question["answerable"] for question in row["questions"])
    wanted = target.options.unanswerable or 0.0
    return Share(wanted, counts[True], counts[False], target.options.seed)


def _readme(target: Target, to: str, counts: dict[str, Any]) -> str:
    changed = target.options.changed()
    files = [{"split": split, "path": pattern} for split, pattern in target.tables().items()]
    header = yaml.safe_dump({"configs": [{"config_name": "default", "data_files": files}]}, sort_keys=False)
    lines = [
        *(["---", header.rstrip(), "---", ""] if files else []),
        f"# {target.name}",
        "",
        f"{_many(counts['rows'], 'row')} with {_many(counts['questions'], 'question')} from "
        f"{_many(counts['samples'], 'sample')} of a "
        f"Scenewright data set, in the form `{to}`. {counts['unanswerable']:,} of the questions can't be answered.",
        "",
        *(f"- `{name}`: {value!r}" for name, value in changed.items()),
        *(f"- Left out: {_many(count, 'sample')}: {reason}." for reason, count in counts["skipped"].items()),
        *([""] if changed or counts["skipped"] else []),
        target.usage().strip(),
        "",
    ]
    return "\n".join(lines)
