"""Baselines on disk: `<name>.json` with the truth, beside it `<name>.png`, `.flac` or `.mp4` as encoded."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from scenewright.renderers.base import Media
from scenewright.snapshots.assets import Asset
from scenewright.store import ENDINGS

FORMAT = 1


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    kind: str
    file: str
    role: str = ""


class _Baseline(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    format: int
    media: list[_File]
    truth: Any = None


class BadBaseline(Exception):
    """A baseline that is there and can't be read: corrupt, incomplete, or another version's."""


def read(path: Path) -> Asset | None:
    """The baseline at `<path>.json`, None if there is none. `BadBaseline` with what is wrong and the cure."""
    index = path.with_name(path.name + ".json")
    if not index.exists():
        return None
    cure = "run with --asset-update to write it anew"
    try:
        found = msgspec.json.decode(index.read_bytes())
        if isinstance(found, dict) and found.get("format") != FORMAT:
            raise BadBaseline(f"baseline {index} has format {found.get('format')}, this reads {FORMAT}; {cure}")
        stored = msgspec.convert(found, _Baseline)
        media = tuple(_medium(path, file) for file in stored.media)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError, ValueError) as error:
        raise BadBaseline(f"baseline {index} can't be read ({error}); {cure}") from error
    return Asset(media=media, truth=stored.truth)


def _medium(path: Path, file: _File) -> Media:
    if Path(file.file).name != file.file:
        raise ValueError(f"'{file.file}' is no plain file name")
    data = path.with_name(file.file).read_bytes()
    if not data:
        raise ValueError(f"{file.file} is empty")
    return Media(kind=file.kind, data=data, role=file.role)  # type: ignore[arg-type]


def write(path: Path, asset: Asset) -> None:
    """Write a baseline, the index last, each file at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files = []
    for number, medium in enumerate(asset.media):
        name = f"{path.name}{f'-{number}' if number else ''}.{ENDINGS[medium.kind]}"
        _replace(path.with_name(name), medium.data)
        files.append(_File(kind=medium.kind, file=name, role=medium.role))
    index = _Baseline(format=FORMAT, media=files, truth=asset.truth)
    text = msgspec.json.format(msgspec.json.encode(index, order="sorted"), indent=1)
    _replace(path.with_name(path.name + ".json"), text + b"\n")


def _replace(path: Path, data: bytes) -> None:
    """Leave the file alone where it holds these bytes already, so that its time of change says something."""
    if path.exists() and path.read_bytes() == data:
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)
