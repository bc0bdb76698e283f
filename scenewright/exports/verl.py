"""verl: Parquet with `data_source, prompt, images, ability, reward_model, extra_info`, and `compute_score.py`.

The content of a message is one text with exactly one `<image>` for each picture, `<video>` and `<audio>` likewise.
Pictures lie in the table; clips are files, since verl's readers take paths. Source: `RLHFDataset` in
`verl/utils/dataset/rl_dataset.py`, and "Implement reward function" of verl's documentation.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pyarrow as pa

from scenewright.exports.files import IMAGE, Table
from scenewright.exports.messages import MESSAGES
from scenewright.exports.records import Record
from scenewright.exports.target import Target, chat

_CLIP = {kind: pa.list_(pa.struct([(kind, pa.string())])) for kind in ("video", "audio")}
_SCHEMA = pa.schema(
    [
        ("data_source", pa.string()),
        ("prompt", MESSAGES),
        ("images", pa.list_(IMAGE)),
        ("videos", _CLIP["video"]),
        ("audios", _CLIP["audio"]),
        ("ability", pa.string()),
        ("reward_model", pa.struct([("style", pa.string()), ("ground_truth", pa.string())])),
        (
            "extra_info",
            pa.struct(
                [
                    ("split", pa.string()),
                    ("index", pa.int64()),
                    *((name, pa.string()) for name in ("id", "family", "template", "answer_type", "answer_key")),
                    ("level", pa.int32()),
                    ("hops", pa.int32()),
                    ("answerable", pa.bool_()),
                ]
            ),
        ),
    ]
)
_SCORE = '''\
"""The reward for verl: custom_reward_function.path=.../compute_score.py, custom_reward_function.name=compute_score."""

from scenewright.exports.key import score


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    """Score in [0, 1], by Scenewright's own scorer for the type of the answer."""
    return score(solution_str, extra_info["answer_key"])
'''


class Verl(Target):
    """`train.parquet`, ..., and `compute_score.py`."""

    prompts: ClassVar[bool | None] = True
    unused: ClassVar[tuple[str, ...]] = ("dialogue", "steps")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._tables: dict[str, Table] = {}
        self._rows: dict[str, int] = {}

    def add(self, record: Record) -> None:
        split, turn = record.split, record.turns[0]
        if split not in self._tables:
            table = Table(self.out / f"{split}.parquet", _SCHEMA, {"images": "Image"})
            self._tables[split] = self.stack.enter_context(table)
        number = self._rows[split] = self._rows.get(split, -1) + 1
        images = [{"bytes": m.data, "path": m.name} for m in record.media if m.kind == "image"]
        self._tables[split].add(
            {
                "data_source": f"scenewright/{record.family}",
                "prompt": chat(record, True, False, self.options.system),
                "images": images,
                "videos": [{"video": path} for path in self.media.of(record, "video")],
                "audios": [{"audio": path} for path in self.media.of(record, "audio")],
                "ability": turn.skill,
                "reward_model": {"style": "rule", "ground_truth": turn.answer},
                "extra_info": {
                    "split": split,
                    "index": number,
                    "id": record.id,
                    "family": record.family,
                    "template": turn.template,
                    "answer_type": turn.answer_type,
                    "answer_key": turn.key,
                    "level": record.level,
                    "hops": turn.hops,
                    "answerable": turn.answerable,
                },
            },
            sum(len(medium.data) for medium in record.media if medium.kind == "image"),
        )

    def finish(self) -> None:
        (self.out / "compute_score.py").write_text(_SCORE)

    def tables(self) -> dict[str, str]:
        return {split: f"{split}.parquet" for split in self._tables}

    def usage(self) -> str:
        held = next((split for split in ("validation", "test") if split in self._tables), "train")
        return (
            "```sh\npython -m verl.trainer.main_ppo \\\n    data.train_files=path/to/this/folder/train.parquet \\\n"
            f"    data.val_files=path/to/this/folder/{held}.parquet \\\n    data.image_key=images \\\n"
            "    custom_reward_function.path=path/to/this/folder/compute_score.py \\\n"
            "    custom_reward_function.name=compute_score\n```\n"
        )
