"""One snapshot: compared with its baseline, or written as the new one; what failed is laid out to be looked at."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec

from scenewright.renderers.base import Media
from scenewright.snapshots import baseline
from scenewright.snapshots.assets import Asset, asset_of
from scenewright.snapshots.compare import Finding, compare, difference_picture
from scenewright.snapshots.metrics import metric_for
from scenewright.store import ENDINGS


def take(path: Path, value: Any, *, metric: str, tolerance: float, update: bool, results: Path) -> Finding:
    """Compare an asset with the baseline at `path` (without ending), or write it there with `update`.

    Expected, actual and difference of what is not the same are put into the folder `results`.
    """
    asset = asset_of(value)
    for medium in asset.media:
        metric_for(metric, medium.kind)
    shutil.rmtree(results, ignore_errors=True)
    try:
        expected = baseline.read(path)
    except baseline.BadBaseline as error:
        if not update:
            _lay_out(results, None, asset, ())
            return Finding(status="unreadable", line=str(error), metric=metric, tolerance=tolerance)
        expected = None
    if update:
        found = compare(expected, asset, metric, tolerance) if expected else None
        if found and found.status == "same" and expected and _same_files(expected, asset):
            return found
        baseline.write(path, asset)
        return Finding(status="updated", metric=metric, tolerance=tolerance)
    if expected is None:
        _lay_out(results, None, asset, ())
        line = f"there is no baseline {path}.json; look at {results} and run with --asset-update to keep it"
        return Finding(status="missing", line=line, metric=metric, tolerance=tolerance)
    found = compare(expected, asset, metric, tolerance)
    if found.status != "same":
        _lay_out(results, expected, asset, found.changes)
    return found


def _same_files(a: Asset, b: Asset) -> bool:
    return len(a.media) == len(b.media) and all(x.data == y.data for x, y in zip(a.media, b.media, strict=True))


def _lay_out(folder: Path, expected: Asset | None, actual: Asset, changes: tuple[str, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, asset in (("expected", expected), ("actual", actual)):
        if asset is None:
            continue
        for number, medium in enumerate(asset.media):
            (folder / f"{name}{_number(number)}.{ENDINGS[medium.kind]}").write_bytes(medium.data)
        if asset.truth is not None:
            text = msgspec.json.format(msgspec.json.encode(asset.truth, order="sorted"), indent=1)
            (folder / f"{name}.json").write_bytes(text + b"\n")
    if changes:
        (folder / "truth.txt").write_text("\n".join(changes) + "\n", "utf-8")
    for number, (old, new) in enumerate(zip(expected.media if expected else (), actual.media, strict=False)):
        _difference(folder / f"difference{_number(number)}.png", old, new)


def _number(number: int) -> str:
    return f"-{number}" if number else ""


def _difference(path: Path, old: Media, new: Media) -> None:
    import cv2

    pixels = difference_picture(old, new)
    if pixels is not None:
        cv2.imwrite(str(path), pixels[..., ::-1])
