"""VLMEvalKit: TSV with pictures in base64, one file of questions with options and one of open questions.

The kit takes a file with columns A and B for multiple choice and any other for open questions, and reads it with
pandas: a cell that looks like a number or like nothing (`None`, `NA`) would be changed, so such options and answers
end in a no-break space. Later questions about the same picture name the row that has it. Source: VLMEvalKit's
`docs/en/Development.md`, `image_base.py` and `build_dataset`.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from scenewright.exports.files import close
from scenewright.exports.records import Record
from scenewright.exports.target import Target
from scenewright.qa_templates.base import LETTERS

COLUMNS = ("index", "image", "question", "answer", "category", "l2-category", "split", "id")
_SHORT = 64
"""The kit takes a shorter cell for the index of another row."""
_READ_OTHERWISE = re.compile(
    r"\s*(?:[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?|#?n/?a|<na>|#na|#n/a n/a|-?1\.#(?:ind|qnan)|[+-]?nan|null|none|"
    r"[+-]?inf(?:inity)?|true|false|)\s*",
    re.I,
)


class VlmEvalKit(Target):
    """`<name>_<split>_choices.tsv` and `<name>_<split>_open.tsv`, to be put into `$LMUData`."""

    carries: ClassVar[frozenset[str]] = frozenset({"image"})
    needs: ClassVar[str] = "image"
    prompts: ClassVar[bool | None] = True
    unused: ClassVar[tuple[str, ...]] = ("dialogue", "steps", "system", "media_root")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._tables: dict[str, _Tsv] = {}

    def add(self, record: Record) -> None:
        turn = record.turns[0]
        name = f"{self.name}_{record.split}_{'choices' if turn.options else 'open'}"
        columns = (*COLUMNS[:3], *LETTERS, *COLUMNS[3:]) if turn.options else COLUMNS
        if name not in self._tables:
            self._tables[name] = self.stack.enter_context(_Tsv(self.out / f"{name}.tsv", columns))
        options = dict(zip(LETTERS, map(guarded, turn.options), strict=False))
        # The kit writes the options under the question itself.
        asked = turn.question if turn.options else turn.prompt
        row = {
            "question": asked,
            "answer": guarded(turn.answer),
            "category": turn.skill,
            "l2-category": f"{record.family}.{turn.template}",
            "split": record.split,
            "id": record.id,
        }
        self._tables[name].add(record.sample, [medium.data for medium in record.media], options | row)

    def usage(self) -> str:
        names = " ".join(sorted(self._tables)) or self.name
        return (
            f"```sh\nexport LMUData=path/to/this/folder\npython run.py --data {names} --model ...\n```\n\n"
            "The kit scores the choices itself (`exact_matching`); for open questions it writes replies, which "
            "`scenewright score` can judge.\n"
        )


def guarded(text: str) -> str:
    """A cell that pandas leaves as it is."""
    return f"{text}\u00a0" if _READ_OTHERWISE.fullmatch(text) else text


class _Tsv:
    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._columns = columns
        self._file.write("\t".join(columns) + "\n")
        self._index, self._shown = 0, ("", 0)

    def __enter__(self) -> _Tsv:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        close(self._file, error)

    def add(self, sample: str, pictures: list[bytes], row: dict[str, str]) -> None:
        """Append a row; the pictures of the sample before are not written again."""
        self._index += 1
        if self._shown[0] != sample:
            self._shown = (sample, self._index)
            coded = [base64.b64encode(data).decode() for data in pictures]
            image = coded[0] if len(coded) == 1 else repr(coded)
        else:
            image = str(self._shown[1])
        cells = row | {"index": str(self._index), "image": image}
        self._file.write("\t".join(_cell(cells.get(column, "")) for column in self._columns) + "\n")


def _cell(text: str) -> str:
    """A cell in quotes where it needs them. The `csv` module takes 40 ms to find that a picture does not."""
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in '"\t\n\r') else text
