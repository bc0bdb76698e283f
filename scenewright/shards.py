"""One shard: its samples made and written, whole or not at all, and the marker that says so."""

from __future__ import annotations

import gc
import hashlib
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from scenewright.places import is_remote, put
from scenewright.plan import Plan, Shard
from scenewright.renderers.diffusion.errors import ModelError
from scenewright.sample import Maker, Sample
from scenewright.store import Writer

DATA, NOTES = "data", "build"
"""Folders inside a data set: Parquet files, and what the build says about them."""
PARTIAL = ".partial"
"""Ending of files that are being written. They begin with a dot, so that no reader's pattern takes them."""

Counts = dict[str, dict[str, int]]


class ShardReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished shard holds. Written beside it as its completion marker."""

    digest: str
    """Of the plan that it belongs to."""
    split: str
    number: int
    count: int
    samples: int
    bytes: int
    sha256: str
    counts: Counts
    """Samples by `level`; questions by `template`, `skill`, `answer_type` and `answer` (what was answered). Of media
    that a model made: samples and tries by `model`, and the `claim`s checked on them."""
    rejected: Counts
    """Refused draws and questions, by family and reason."""
    skipped: dict[str, str] = {}
    """Families that a model's failure left out, all or in part, and why."""


def spare_collector() -> None:
    """Leave out of Python's search for garbage what is there now: modules, tables and fonts, which stay to the end.

    For processes that make samples and nothing else; what has become garbage since the last call is freed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def write_shard(plan: Plan, shard: Shard, out: Path, tick: Callable[[int], None] | None = None) -> ShardReport:
    """Make the samples of a shard and write them to `out/data/`. Depends on its arguments alone.

    The Parquet file is written under a name that no reader takes, moved into place when it is whole, and then marked in
    `out/build/`. `tick(n)` is called after each sample with the number made so far; what it raises ends the shard
    without a trace. Raises `UserError` where a spec can't be met, `OSError` where the disk is full.
    """
    path = data_path(out, shard)
    remote = is_remote(out)
    if remote:
        partial = Path(tempfile.gettempdir()) / _partial(path).name
    else:
        partial = _partial(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        marker_path(out, shard).parent.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    try:
        with open(partial, "xb"):  # pyarrow's own open says less of what went wrong
            writer = Writer(partial)
        try:
            _fill(writer, plan, shard, tally, tick)
            writer.close()
        except BaseException:
            writer.abandon()
            raise
        size, sha256 = _settle(partial)
        if remote:
            put(partial, path)
            partial.unlink()
        else:
            os.replace(partial, path)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        raise
    report = ShardReport(
        digest=plan.digest,
        split=shard.split,
        number=shard.number,
        count=shard.count,
        samples=tally.samples,
        bytes=size,
        sha256=sha256,
        counts={kind: dict(sorted(counter.items())) for kind, counter in tally.counts.items()},
        rejected={name: dict(sorted(counter.items())) for name, counter in sorted(tally.rejected.items())},
        skipped=dict(sorted(tally.skipped.items())),
    )
    write_whole(marker_path(out, shard), pretty(report))
    return report


def _fill(writer: Writer, plan: Plan, shard: Shard, tally: Tally, tick: Callable[[int], None] | None) -> None:
    makers: dict[int, Maker] = {}
    failed: dict[int, ModelError] = {}
    for place in plan.places(shard):
        if place.cell in failed:
            continue
        maker = makers.get(place.cell) or makers.setdefault(place.cell, plan.maker(plan.cells[place.cell]))
        try:
            made = maker.make_with_twin(place.index)
        except ModelError as error:  # the other families can still be made
            failed[place.cell] = error
            tally.skipped[maker.family.name] = str(error)
            continue
        for sample in made[: place.size]:
            whole = without_twin(sample) if place.alone else sample
            writer.add(whole)
            tally.add(whole)
            if tick:
                tick(tally.samples)
    if failed and not tally.samples:
        raise next(iter(failed.values()))
    for number, maker in makers.items():
        tally.rejected.setdefault(plan.cells[number].family, Counter()).update(maker.rejected)


def without_twin(sample: Sample) -> Sample:
    """A sample whose twin lies beyond the end of its split, and is named no more."""
    questions = tuple(msgspec.structs.replace(q, twin=None) for q in sample.questions)
    return msgspec.structs.replace(sample, questions=questions)


class Tally:
    """Counts what goes into a shard."""

    def __init__(self) -> None:
        self.samples = 0
        self.counts: dict[str, Counter[str]] = {
            kind: Counter()
            for kind in ("level", "template", "skill", "answer_type", "answer", "model", "tries", "claim")
        }
        self.rejected: dict[str, Counter[str]] = {}
        self.skipped: dict[str, str] = {}

    def add(self, sample: Sample) -> None:
        """Count a sample and its questions."""
        counts = self.counts
        self.samples += 1
        counts["level"][f"{sample.family} {sample.level}"] += 1
        if sample.model:
            counts["model"][sample.model] += 1
            counts["tries"][sample.model] += sample.tries
            for claim in sample.claims:
                counts["claim"][f"{sample.family} {claim.kind}: {'holds' if claim.holds else 'fails'}"] += 1
        for q in sample.questions:
            name = f"{sample.family}.{q.template}"
            counts["template"][name] += 1
            counts["skill"][q.skill] += 1
            kind = q.answer.__struct_config__.tag
            counts["answer_type"][str(kind)] += 1
            if q.twin or not q.answerable:
                counts["answer"][f"{name}: {'answerable' if q.answerable else 'unanswerable'}"] += 1
            if kind == "boolean":
                counts["answer"][f"{name}: {q.answer.text().lower()}"] += 1
            if q.choices:
                right = next(i for i, choice in enumerate(q.choices, 1) if choice.correct)
                counts["answer"][f"{name}: choice {right} of {len(q.choices)}"] += 1


# -- files -------------------------------------------------------------------------------------------------------------


def data_path(out: Path, shard: Shard) -> Path:
    """`out/data/train-00000-of-00010.parquet`."""
    return out / DATA / f"{shard.name}.parquet"


def marker_path(out: Path, shard: Shard) -> Path:
    """`out/build/train-00000-of-00010.json`."""
    return out / NOTES / f"{shard.name}.json"


def read_marker(out: Path, shard: Shard, digest: str) -> ShardReport | None:
    """The report of a finished shard of this plan; None if it must be made."""
    try:
        report = msgspec.json.decode(marker_path(out, shard).read_bytes(), type=ShardReport)
        size = data_path(out, shard).stat().st_size
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return report if report.digest == digest and report.bytes == size else None


def sweep(out: Path, shards: Iterable[Shard] | None = None) -> None:
    """Remove what dead runs left half written: of these shards, or of all files where no other rank may be at work.

    On an object store nothing is ever half written.
    """
    if is_remote(out):
        return
    names = None if shards is None else {shard.name for shard in shards}
    for folder in (out, out / DATA, out / NOTES):
        for path in folder.glob(f".*{PARTIAL}"):
            if names is None or path.name[1:].partition(".")[0] in names:
                path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is seen whole or not at all."""
    if is_remote(path):
        path.write_bytes(data)
        return
    partial = _partial(path)
    try:
        partial.write_bytes(data)
        _settle(partial)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def pretty(value: object) -> bytes:
    """JSON for people: indented, ends with a line feed."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _partial(path: Path) -> Path:
    # The token keeps a dead run's last process from moving a new run's file.
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")


def _settle(path: Path) -> tuple[int, str]:
    """Bring a file to the disk before it gets its name; returns its bytes and their SHA-256."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
