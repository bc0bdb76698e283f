"""TRL: Parquet with `messages` and `images` for supervised training, or `prompt` and `images` for GRPO.

TRL puts a picture part before the first question for each of a row's images, so the text holds no image token. Its
columns take no video or sound. Source: `prepare_multimodal_messages` in TRL's `data_utils`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pyarrow as pa

from scenewright.exports.files import IMAGE, Table
from scenewright.exports.records import Record
from scenewright.exports.target import Target, chat

MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
_REWARD = '''\
"""A reward for TRL's GRPOTrainer: `GRPOTrainer(reward_funcs=reward, ...)`. Scores as Scenewright does."""

from scenewright.exports.key import score


def reward(completions, answer_key, **columns):
    """One score in [0, 1] for each completion."""
    texts = [c if isinstance(c, str) else c[-1]["content"] for c in completions]
    return [score(text, key) for text, key in zip(texts, answer_key)]
'''


class Messages(Target):
    """`data/train-00000.parquet`, one for each shard."""

    carries: ClassVar[frozenset[str]] = frozenset({"image"})
    unused: ClassVar[tuple[str, ...]] = ("media_root",)
    _table: Table
    _at = ("", "")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._splits: list[str] = []

    def add(self, record: Record) -> None:
        if self._at != (record.split, record.shard):
            if self._at[0] != record.split:
                self._splits.append(record.split)
            self._at = (record.split, record.shard)
            # An earlier shard's table is closed by then, so that memory and open files stay few.
            self.stack.close()
            path = self.out / "data" / f"{record.split}-{record.shard}.parquet"
            self._table = self.stack.enter_context(Table(path, self._schema(), {"images": "Image"}))
        prompts = self.options.prompts
        images = [{"bytes": medium.data, "path": medium.name} for medium in record.media]
        row = {
            "id": record.id,
            "prompt" if prompts else "messages": chat(record, False, not prompts, self.options.system),
            "images": images,
        }
        if prompts:
            turn = record.turns[0]
            row |= {"answer": turn.answer, "answer_key": turn.key, "skill": turn.skill}
        self._table.add(row, sum(len(medium.data) for medium in record.media))

    def finish(self) -> None:
        if self.options.prompts:
            (self.out / "reward.py").write_text(_REWARD)

    def _schema(self) -> pa.Schema:
        fields = [("id", pa.string()), ("messages", MESSAGES), ("images", pa.list_(IMAGE))]
        if self.options.prompts:
            fields[1] = ("prompt", MESSAGES)
            fields += [(name, pa.string()) for name in ("answer", "answer_key", "skill")]
        return pa.schema(fields)

    def tables(self) -> dict[str, str]:
        return {split: f"data/{split}-*.parquet" for split in self._splits}

    def usage(self) -> str:
        reward = "from reward import reward  # with this folder on the path\n" if self.options.prompts else ""
        split = next(iter(self._splits), "train")
        trainer = (
            "GRPOTrainer(model, reward_funcs=reward, train_dataset=data)"
            if self.options.prompts
            else "SFTTrainer(model, train_dataset=data)"
        )
        return (
            "```python\nfrom datasets import load_dataset\n"
            f'{reward}data = load_dataset("path/to/this/folder", split="{split}")\n{trainer}\n```\n'
        )
