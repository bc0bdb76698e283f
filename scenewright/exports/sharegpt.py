"""LLaMA-Factory: JSON lines in ShareGPT's shape, `dataset_info.json`, media as files.

Each file holds the rows with the same kinds of media, since a column that is empty at a file's beginning and filled
later has no one type for the JSON reader. Source: `data/README.md` and `mm_plugin.py` of LLaMA-Factory.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from scenewright.exports.records import Record
from scenewright.exports.target import Target, with_tokens
from scenewright.store import KINDS


class ShareGpt(Target):
    """`train-image.jsonl`, ..., each an entry of `dataset_info.json`."""

    unused: ClassVar[tuple[str, ...]] = ("prompts",)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._entries: dict[str, dict[str, Any]] = {}

    def add(self, record: Record) -> None:
        turns = [{"from": "system", "value": self.options.system}] if self.options.system else []
        for i, turn in enumerate(record.turns):
            turns += [{"from": "human", "value": with_tokens(record, i)}, {"from": "gpt", "value": turn.reply}]
        row: dict[str, Any] = {"id": record.id, "conversations": turns}
        columns = {}
        for kind, column in KINDS.items():
            if paths := self.media.of(record, kind):
                row[column] = paths
                columns[column] = column
        path = f"{record.split}-{record.kinds}.jsonl"
        self.lines(path).add(row)
        name = f"{self.name}_{record.split}_{record.kinds.replace('-', '_')}"
        self._entries[name] = {
            "file_name": path,
            "formatting": "sharegpt",
            "columns": {"messages": "conversations", **columns},
        }

    def finish(self) -> None:
        text = json.dumps(dict(sorted(self._entries.items())), indent=2)
        (self.out / "dataset_info.json").write_text(text + "\n")

    def usage(self) -> str:
        train = [name for name in sorted(self._entries) if "_train_" in name] or sorted(self._entries)
        return (
            f"```yaml\ndataset_dir: path/to/this/folder\nmedia_dir: path/to/this/folder\n"
            f"dataset: {','.join(train)}\n```\n"
        )
