"""lmms-eval: a task for each split (YAML and `utils.py`) and its data in Parquet; clips are files beside it.

Replies are scored by Scenewright's scorers. Source: lmms-eval's `docs/task_guide.md` and `ConfigurableTask`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pyarrow as pa

from scenewright.exports.files import IMAGE, Table
from scenewright.exports.records import Record
from scenewright.exports.target import Target

_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("images", pa.list_(IMAGE)),
        ("videos", pa.list_(pa.string())),
        ("audios", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("prompt", "answer", "answer_key", "family", "template", "skill")),
        ("level", pa.int32()),
        ("answerable", pa.bool_()),
    ]
)
_TASK = """\
task: {task}
dataset_path: !function utils.FOLDER
test_split: {split}
output_type: generate_until
doc_to_visual: !function utils.doc_to_visual
doc_to_text: !function utils.doc_to_text
doc_to_target: answer
generation_kwargs:
  max_new_tokens: 1024
  temperature: 0
  do_sample: false
process_results: !function utils.process_results
metric_list:
  - metric: score
    aggregation: mean
    higher_is_better: true
lmms_eval_specific_kwargs:
  default:
    pre_prompt: ""
    post_prompt: ""
metadata:
  - version: 1.0
"""
_UTILS = '''\
"""What the tasks of this folder use. Paths count from here, so the folder may be moved."""

from pathlib import Path

FOLDER = str(Path(__file__).resolve().parent)


def doc_to_visual(doc):
    """Pictures, paths of clips, and sounds as samples, in this order."""
    shown = [image.convert("RGB") for image in doc["images"]]
    shown += [str(Path(FOLDER, path)) for path in doc["videos"]]
    for path in doc["audios"]:
        import soundfile

        samples, rate = soundfile.read(Path(FOLDER, path), dtype="float32")
        shown.append({"array": samples.mean(axis=1) if samples.ndim == 2 else samples, "sampling_rate": rate})
    return shown


def doc_to_text(doc, lmms_eval_specific_kwargs=None):
    """The question, with its options and the form of the answer."""
    around = lmms_eval_specific_kwargs or {}
    return f"{around.get('pre_prompt', '')}{doc['prompt']}{around.get('post_prompt', '')}"


def process_results(doc, results):
    """The score in [0, 1] of the reply."""
    from scenewright.exports.key import score

    return {"score": score(results[0], doc["answer_key"])}
'''


class LmmsEval(Target):
    """`<name>_<split>.yaml`, `utils.py`, `data/test-00000.parquet`."""

    prompts: ClassVar[bool | None] = True
    unused: ClassVar[tuple[str, ...]] = ("dialogue", "steps", "media_root")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._tables: dict[str, Table] = {}

    def add(self, record: Record) -> None:
        split, turn = record.split, record.turns[0]
        if split not in self._tables:
            table = Table(self.out / "data" / f"{split}-00000.parquet", _SCHEMA, {"images": "Image"})
            self._tables[split] = self.stack.enter_context(table)
        images = [medium for medium in record.media if medium.kind == "image"]
        system = f"{self.options.system}\n" if self.options.system else ""
        self._tables[split].add(
            {
                "id": record.id,
                "images": [{"bytes": medium.data, "path": medium.name} for medium in images],
                "videos": self.media.of(record, "video"),
                "audios": self.media.of(record, "audio"),
                "prompt": f"{system}{turn.prompt}",
                "answer": turn.answer,
                "answer_key": turn.key,
                "family": record.family,
                "template": turn.template,
                "skill": turn.skill,
                "level": record.level,
                "answerable": turn.answerable,
            },
            sum(len(medium.data) for medium in images),
        )

    def finish(self) -> None:
        (self.out / "utils.py").write_text(_UTILS)
        for split in self._tables:
            task = f"{self.name}_{split}"
            (self.out / f"{task}.yaml").write_text(_TASK.format(task=task, split=split))

    def tables(self) -> dict[str, str]:
        return {split: f"data/{split}-*.parquet" for split in self._tables}

    def usage(self) -> str:
        tasks = ",".join(f"{self.name}_{split}" for split in self._tables)
        return f"```sh\nlmms-eval --include_path path/to/this/folder --tasks {tasks} --model ...\n```\n"
