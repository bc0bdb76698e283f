"""Whether a data set is as it was built: every shard against the SHA-256 in its marker. Nothing is changed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec

from scenewright.build import Manifest, read_manifest
from scenewright.dataset import row_groups
from scenewright.errors import UserError
from scenewright.places import place
from scenewright.progress import progress
from scenewright.shards import DATA, NOTES, ShardReport
from scenewright.splits import SPLITS

_NAME = re.compile(r"(\w+)-(\d{5,})-of-(\d{5,})")


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found."""

    shards: int
    """Looked at, faulty ones too."""
    samples: int
    """In shards without a fault."""
    bytes: int
    faults: tuple[str, ...]
    """A line each: which file, and what is wrong with it."""
    by_page: int
    """Shards without a marker beside them, of which only the checksums that Parquet keeps could be compared."""


def verify(folder: str | Path) -> Findings:
    """Compare all shards of the data set in `folder` with what its build noted. `UserError` where there is none.

    Found are missing, cut, changed and foreign files. Where `build/` was not copied along, the checksums of the pages
    stand in for the hashes; they do not cover a shard's footer.
    """
    root: Any = place(folder)
    manifest = read_manifest(root)
    names = _expected(root, manifest)
    if not names:
        hint = "there is no such folder" if not root.is_dir() else "no Scenewright data set here (data/*.parquet)"
        raise UserError(f"{root}: {hint}")
    faults: list[str] = []
    samples = size = by_page = 0
    with progress("verify", len(names)) as update:
        for number, (name, known) in enumerate(names.items(), 1):
            path = root / DATA / f"{name}.parquet"
            try:
                if not known:
                    raise UserError(f"{path}: is no shard of this build; another one's files were mixed in")
                marker = _marker(root / NOTES / f"{name}.json", manifest)
                samples += _whole(path, marker)
                by_page += marker is None
                size += path.stat().st_size
            except UserError as error:
                faults.append(str(error))
            update(number)
    return Findings(shards=len(names), samples=samples, bytes=size, faults=tuple(faults), by_page=by_page)


def _expected(root: Any, manifest: Manifest | None) -> dict[str, bool]:
    """Names of all shards that should be here or are, in order; whether they should be."""
    found: set[str] = set()
    for folder, ending in ((DATA, "parquet"), (NOTES, "json")):
        found |= {path.stem for path in (root / folder).glob(f"*-of-*.{ending}") if not path.name.startswith(".")}
    counts: dict[str, int] = {}
    if manifest is not None:
        recipe = manifest.recipe
        try:
            counts = {split: -(-n // recipe["shard_size"]) for split, n in recipe["splits"].items() if n}
        except (LookupError, TypeError, AttributeError):
            counts = {}  # another version's recipe
    if not counts:
        for name in sorted(found):
            if parts := _NAME.fullmatch(name):
                counts.setdefault(parts[1], int(parts[3]))
    order = sorted(counts, key=lambda split: SPLITS.index(split) if split in SPLITS else len(SPLITS))
    wanted = [f"{split}-{n:05d}-of-{counts[split]:05d}" for split in order for n in range(counts[split])]
    return dict.fromkeys(wanted, True) | dict.fromkeys(sorted(found - set(wanted)), False)


def _marker(path: Any, manifest: Manifest | None) -> ShardReport | None:
    """What the build noted of a shard; None where no notes were copied along."""
    try:
        marker = msgspec.json.decode(path.read_bytes(), type=ShardReport)
    except FileNotFoundError:
        if manifest is None:
            return None
        raise UserError(f"{path}: missing; the shard was not finished, or not all of the folder was copied") from None
    except msgspec.MsgspecError as error:
        raise UserError(f"{path}: damaged ({error})") from None
    if manifest is not None and marker.digest != manifest.digest:
        raise UserError(f"{path}: is another build's (plan {marker.digest[:8]}, not {manifest.digest[:8]})")
    return marker


def _whole(path: Any, marker: ShardReport | None) -> int:
    """Samples of a shard. `UserError` where it is not as it was built."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise UserError(f"{path}: missing") from None
    if marker is None:
        return sum(len(rows) for rows in row_groups(path))
    if size != marker.bytes:
        raise UserError(f"{path}: {size:,} bytes, where {marker.bytes:,} were built")
    if sha256_of(path) != marker.sha256:
        raise UserError(f"{path}: is not as it was built (its SHA-256 is not the one in its marker)")
    return marker.samples


def sha256_of(path: Any) -> str:
    """Hash of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
