"""Hugging Face's folders of pictures, clips or sounds: the files and a `metadata.jsonl` for each split.

The first column is `file_name`, or `file_names` where a sample of the data set shows several; `datasets` reads them as
`image` or `images`, and so on. Source: "Create an image dataset" in the documentation of `datasets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from scenewright.exports.records import Record
from scenewright.exports.target import Target


class _Folder(Target):
    """`train/metadata.jsonl`, `train/00000/clock-0-0000003.png`, ..."""

    columns: ClassVar[tuple[str, ...]] = ("media",)
    unused: ClassVar[tuple[str, ...]] = ("dialogue", "media_root")
    several = False

    def survey(self, rows: Iterator[dict[str, Any]]) -> None:
        for row in rows:
            facts = msgspec.json.decode(row["media"])
            kinds = [fact["kind"].partition("/")[0] for fact in facts if not fact.get("role")]
            spoken = any(fact.get("role") == "question" for fact in facts)
            if kinds.count(self.needs) + (spoken and self.needs == "audio") > 1:
                self.several = True
                return

    def add(self, record: Record) -> None:
        turn = record.turns[0]
        split = record.split
        paths = [
            self.media.put(record, medium, split).removeprefix(f"{split}/")
            for medium in record.media
            if medium.kind == self.needs
        ]
        system = f"{self.options.system}\n" if self.options.system else ""
        row: dict[str, Any] = {"file_names": paths} if self.several else {"file_name": paths[0]}
        row |= {"id": record.id, "family": record.family, "level": record.level, "prompt": f"{system}{turn.prompt}"}
        if not self.options.prompts:
            row["reply"] = turn.reply
        row |= {
            "question": turn.question,
            "answer": turn.answer,
            "answer_type": turn.answer_type,
            "answerable": turn.answerable,
            "solution": turn.solution,
            "template": turn.template,
            "skill": turn.skill,
            "answer_key": turn.key,
        }
        self.lines(f"{split}/metadata.jsonl").add(row)

    def usage(self) -> str:
        kind = f"{self.needs}folder"
        return (
            "```python\nfrom datasets import load_dataset\n\n"
            f'data = load_dataset("{kind}", data_dir="path/to/this/folder")\n```\n'
        )


class ImageFolder(_Folder):
    """Samples that show pictures alone."""

    carries: ClassVar[frozenset[str]] = frozenset({"image"})
    needs: ClassVar[str] = "image"


class AudioFolder(_Folder):
    """Samples that are heard alone."""

    carries: ClassVar[frozenset[str]] = frozenset({"audio"})
    needs: ClassVar[str] = "audio"


class VideoFolder(_Folder):
    """Samples that show clips alone."""

    carries: ClassVar[frozenset[str]] = frozenset({"video"})
    needs: ClassVar[str] = "video"
