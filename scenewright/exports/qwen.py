"""Qwen: messages of content parts, as `process_vision_info` of qwen-vl-utils and the chat template take them.

Read the lines with `json`: a table reader would give every part every key, and a null `image` counts as a picture.
Source: README of qwen-vl-utils.
"""

from __future__ import annotations

from typing import Any

from scenewright.exports.records import Record
from scenewright.exports.target import Target


class Qwen(Target):
    """`train.jsonl`, ..., and the media as files."""

    def add(self, record: Record) -> None:
        messages: list[dict[str, Any]] = []
        if self.options.system:
            messages.append({"role": "system", "content": [{"type": "text", "text": self.options.system}]})
        for turn in record.turns:
            parts = [{"type": m.kind, m.kind: self.media.put(record, m)} for m in turn.media]
            if turn.prompt:
                parts.append({"type": "text", "text": turn.prompt})
            messages.append({"role": "user", "content": parts})
            if not self.options.prompts:
                messages.append({"role": "assistant", "content": [{"type": "text", "text": turn.reply}]})
        row: dict[str, Any] = {"id": record.id, "messages": messages}
        if self.options.prompts:
            row |= {"answer": record.turns[0].answer, "answer_key": record.turns[0].key}
        self.lines(f"{record.split}.jsonl").add(row)

    def usage(self) -> str:
        return (
            "```python\nimport json\nfrom qwen_vl_utils import process_vision_info\n\n"
            f'for line in open("{self.files[0] if self.files else "train.jsonl"}"):  # in this folder\n'
            '    messages = json.loads(line)["messages"]\n'
            "    images, videos = process_vision_info(messages)\n```\n"
        )
