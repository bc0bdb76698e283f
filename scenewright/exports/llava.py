"""LLaVA, LLaVA-NeXT and Qwen-VL's fine-tuning script: a JSON list of `id`, `image` or `video`, `conversations`.

One path as text, several as a list (which the first LLaVA can't read). LLaVA has no system turn: a system prompt goes
before the first question. Source: LLaVA's `docs/Finetune_Custom_Data.md`, `_build_messages` in qwen-vl-finetune.
"""

from __future__ import annotations

from typing import Any, ClassVar

from scenewright.exports.files import JsonList
from scenewright.exports.records import Record
from scenewright.exports.target import Target, with_tokens


class Llava(Target):
    """`train.json`, `test.json`, ..., and the media as files."""

    carries: ClassVar[frozenset[str]] = frozenset({"image", "video"})
    dialogue: ClassVar[bool] = True
    prompts: ClassVar[bool | None] = False

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._lists: dict[str, JsonList] = {}

    def add(self, record: Record) -> None:
        path = f"{record.split}.json"
        if path not in self._lists:
            self._lists[path] = self.stack.enter_context(JsonList(self.out / path))
        row: dict[str, Any] = {"id": record.id}
        for kind in ("image", "video"):
            if paths := self.media.of(record, kind):
                row[kind] = paths[0] if len(paths) == 1 else paths
        turns = []
        for i, turn in enumerate(record.turns):
            turns += [{"from": "human", "value": with_tokens(record, i)}, {"from": "gpt", "value": turn.reply}]
        if self.options.system:
            turns[0]["value"] = _after_tokens(turns[0]["value"], self.options.system)
        self._lists[path].add(row | {"conversations": turns})

    def usage(self) -> str:
        return "`--data_path path/to/this/folder/train.json --image_folder path/to/this/folder`\n"


def _after_tokens(text: str, system: str) -> str:
    """The system prompt between the media and the question."""
    head, line, rest = text.partition("\n")
    shown = line and not head.replace("<image>", "").replace("<video>", "")
    return f"{head}\n{system}\n{rest}" if shown else f"{system}\n{text}"
