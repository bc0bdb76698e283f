"""ms-swift: JSON lines with `messages`, and `images`, `videos`, `audios` as paths.

`<image>`, `<video>` and `<audio>` stand in the text where a medium is shown. With `prompts` the replies are left out
and `solution` holds the answer key, which the reward in `reward.py` reads. Source: "Custom dataset" and "Reward
function" of ms-swift's documentation.
"""

from __future__ import annotations

from typing import Any

from scenewright.exports.records import Record
from scenewright.exports.target import Target, chat
from scenewright.store import KINDS

_REWARD = '''\
"""A reward for ms-swift: `swift rlhf --rlhf_type grpo --external_plugins reward.py --reward_funcs scenewright`."""

from scenewright.exports.key import score
from swift.rewards import ORM, orms


class Scenewright(ORM):
    """Scores as Scenewright does."""

    def __call__(self, completions, solution, **kwargs):
        return [score(text, key) for text, key in zip(completions, solution)]


orms["scenewright"] = Scenewright
'''


class Swift(Target):
    """`train-image.jsonl`, ...: a file for each split and each set of kinds of media."""

    def add(self, record: Record) -> None:
        prompts = self.options.prompts
        row: dict[str, Any] = {"id": record.id, "messages": chat(record, True, not prompts, self.options.system)}
        if prompts:
            row["solution"] = record.turns[0].key
        for kind, column in KINDS.items():
            if paths := self.media.of(record, kind):
                row[column] = paths
        self.lines(f"{record.split}-{record.kinds}.jsonl").add(row)

    def finish(self) -> None:
        if self.options.prompts:
            (self.out / "reward.py").write_text(_REWARD)

    def usage(self) -> str:
        files = " ".join(name for name in self.files if name.startswith("train")) or " ".join(self.files)
        reward = " --external_plugins reward.py --reward_funcs scenewright" if self.options.prompts else ""
        command = "swift rlhf --rlhf_type grpo" if self.options.prompts else "swift sft"
        return (
            f"```sh\ncd path/to/this/folder\n{command} --dataset {files}{reward} ...\n```\n\n"
            "From another folder: set `ROOT_IMAGE_DIR` to this one.\n"
        )
