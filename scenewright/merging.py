"""Folders that ranks of one build wrote apart, without a shared disk, made one data set."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenewright.build import MANIFEST, finish, read_manifest
from scenewright.errors import UserError
from scenewright.places import is_remote, place
from scenewright.plan import Plan, Shard
from scenewright.report import Report
from scenewright.shards import NOTES, ShardReport, data_path, marker_path, pretty, read_marker, write_whole


def merge(folders: Sequence[str | Path], out: str | Path) -> Report:
    """Copy all finished shards into `out` and write report, contact sheet and card there.

    Every shard is checked against the hash in its marker as it is copied. `UserError` where a folder is of another
    build, a shard is in none of them or damaged, or `out` is one of them or holds another data set. The folders are
    read only.
    """
    sources: list[Any] = [place(folder) for folder in folders]
    target: Any = place(out)
    if not sources:
        raise UserError("merge: give the folders that the ranks wrote")
    if any(str(folder) == str(target) for folder in sources):
        raise UserError(f"{target}: is one of the folders to merge; give a new one with -o")
    manifests = [read_manifest(folder) for folder in sources]
    for folder, manifest in zip(sources, manifests, strict=True):
        if manifest is None:
            raise UserError(f"{folder}: no Scenewright build here (build/{MANIFEST} is missing)")
        if manifest.digest != manifests[0].digest:  # type: ignore[union-attr]  # the first was looked at before
            raise UserError(f"{folder}: is of another recipe or version than {sources[0]}; merge ranks of one build")
    first = manifests[0]
    assert first is not None
    plan = Plan.of(first.recipe)
    if plan.digest != first.digest:
        raise UserError(
            f"{sources[0]}: its recipe gives another plan here (made by version {first.version}, or its tables have "
            "changed); merge with the version and in the folder that it was built in"
        )
    held = read_manifest(target)
    if held is not None and held.digest != plan.digest:
        raise UserError(f"{target}: holds another data set; give a new folder with -o")
    found = {shard: _find(sources, shard, plan.digest) for shard in plan.shards()}
    missing = [shard.name for shard, at in found.items() if at is None]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UserError(f"shard {missing[0]}{more} is in none of the folders; build the rank that lacks it again")
    if not is_remote(target):
        (target / NOTES).mkdir(parents=True, exist_ok=True)
    write_whole(target / NOTES / MANIFEST, pretty(first))
    for shard, at in found.items():
        assert at is not None
        _copy(shard, at[0], at[1], target)
    report = finish(plan, target)
    assert report is not None
    return report


def _find(sources: Sequence[Any], shard: Shard, digest: str) -> tuple[Any, ShardReport] | None:
    for folder in sources:
        if marker := read_marker(folder, shard, digest):
            return folder, marker
    return None


def _copy(shard: Shard, folder: Any, marker: ShardReport, target: Any) -> None:
    """One shard, then its marker, unless the target has both."""
    if read_marker(target, shard, marker.digest) is not None:
        return
    data = data_path(folder, shard).read_bytes()
    if hashlib.sha256(data).hexdigest() != marker.sha256:
        raise UserError(f"{data_path(folder, shard)}: damaged (its hash is not its marker's); build it again")
    if not is_remote(target):
        data_path(target, shard).parent.mkdir(parents=True, exist_ok=True)
    write_whole(data_path(target, shard), data)
    write_whole(marker_path(target, shard), pretty(marker))
