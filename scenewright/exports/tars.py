"""WebDataset: tar shards, members sorted by name, times and owners zero.

A shard holds samples with the same members (`png`, `json`; or `0.png`, `1.png`, ...), which is what Hugging Face's
reader of such shards asks for. Source: documentation of webdataset ("The WebDataset Format").
"""

from __future__ import annotations

import io
import tarfile
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

import msgspec

from scenewright.exports.files import close
from scenewright.exports.records import Record
from scenewright.exports.target import Target, chat

SHARD_ROWS, SHARD_BYTES = 1000, 1 << 30
"""A shard ends at either, which keeps it within what trainers advise (0.1 to 1 GB)."""


class WebDataset(Target):
    """`train-image-000000.tar`, ..."""

    dialogue: ClassVar[bool] = True
    unused: ClassVar[tuple[str, ...]] = ("media_root",)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._series: dict[str, _Series] = {}

    def add(self, record: Record) -> None:
        counts = Counter(medium.name.rpartition(".")[2] for medium in record.media)
        kinds = Counter(medium.kind for medium in record.media)
        signature = "-".join(f"{kind}{n if n > 1 else ''}" for kind, n in sorted(kinds.items())) or "text"
        taken: Counter[str] = Counter()
        members: dict[str, bytes] = {}
        for medium in record.media:
            ending = medium.name.rpartition(".")[2]
            members[ending if counts[ending] == 1 else f"{taken[ending]}.{ending}"] = medium.data
            taken[ending] += 1
        about = {
            "id": record.id,
            "family": record.family,
            "level": record.level,
            "media": list(members),
            "messages": chat(record, True, not self.options.prompts, self.options.system),
            # One item for each turn; no list is ever empty, so that readers find its type.
            "answers": [turn.answer for turn in record.turns],
            "answer_keys": [turn.key for turn in record.turns],
            "templates": [turn.template for turn in record.turns],
            "skills": [turn.skill for turn in record.turns],
            "answerable": [turn.answerable for turn in record.turns],
        }
        name = f"{record.split}-{signature}"
        if name not in self._series:
            self._series[name] = self.stack.enter_context(_Series(self.out, name))
        self._series[name].add(members | {"json": msgspec.json.encode(about)})

    def usage(self) -> str:
        # Records come split by split, train first.
        name, series = next(iter(self._series.items()), ("train-image", None))
        last = series.shards - 1 if series else 0
        shards = f"{name}-{{000000..{last:06d}}}.tar" if last else f"{name}-000000.tar"
        return (
            "```python\nimport webdataset as wds\n\n"
            f'data = wds.WebDataset("path/to/this/folder/{shards}", shardshuffle=False).decode("pil")\n```\n\n'
            "In the messages `<image>`, `<video>` and `<audio>` stand for the members in `media`, in their order.\n"
        )


class _Series:
    """The shards of one name."""

    def __init__(self, out: Path, name: str) -> None:
        self._out, self._name = out, name
        self.shards = self._rows = self._bytes = self._number = 0
        self._tar: tarfile.TarFile | None = None

    def __enter__(self) -> _Series:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._tar:
            close(self._tar, error)

    def add(self, members: dict[str, bytes]) -> None:
        size = sum(map(len, members.values()))
        if self._tar is None or self._rows >= SHARD_ROWS or (self._rows and self._bytes + size > SHARD_BYTES):
            if self._tar:
                self._tar.close()
            path = self._out / f"{self._name}-{self.shards:06d}.tar"
            self._tar = tarfile.open(path, "w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115 - closed by __exit__
            self.shards, self._rows, self._bytes = self.shards + 1, 0, 0
        for ending in sorted(members):
            info = tarfile.TarInfo(f"{self._number:09d}.{ending}")
            info.size, info.mode = len(members[ending]), 0o644
            self._tar.addfile(info, io.BytesIO(members[ending]))
        self._number += 1
        self._rows += 1
        self._bytes += size
