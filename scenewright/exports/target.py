"""What a form's writer is given and has to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from scenewright.exports.files import JsonLines, MediaFiles
from scenewright.exports.options import Options
from scenewright.exports.records import Record

TOKENS = {"image": "<image>", "video": "<video>", "audio": "<audio>"}


class Target:
    """Writes records into a folder that becomes visible when all is written.

    A subclass writes `add`, and `finish` for what is known at the end only; `usage` tells people how to load it.
    """

    carries: ClassVar[frozenset[str]] = frozenset({"image", "video", "audio"})
    """Kinds of media it has a place for. Samples that show others are left out."""
    needs: ClassVar[str] = ""
    """A kind without which a sample has no place in it."""
    dialogue: ClassVar[bool] = False
    """Whether a row is a whole sample where the options don't say."""
    prompts: ClassVar[bool | None] = None
    """Whether it holds questions alone; None where the options say."""
    columns: ClassVar[tuple[str, ...]] = ()
    """Columns it reads besides those of every form."""
    unused: ClassVar[tuple[str, ...]] = ()
    """Options that it has no use for, and refuses rather than ignores."""

    def __init__(self, out: Path, options: Options, name: str, splits: dict[str, int]) -> None:
        self.out, self.options, self.name, self.splits = out, options, name, splits
        self.stack = ExitStack()
        self.media = MediaFiles(out, options.media_root)
        self._lines: dict[str, JsonLines] = {}

    @classmethod
    def refuses(cls, shown: Counter[str]) -> str:
        """Why a sample that shows so many media of each kind has no place in this form; empty if it has one."""
        if other := sorted(kind for kind in shown if kind not in cls.carries):
            return f"it holds {' and '.join(other)}, for which the form has no place"
        return f"it holds no {cls.needs}" if cls.needs and not shown[cls.needs] else ""

    def survey(self, rows: Iterator[dict[str, Any]]) -> None:
        """A first look at the `columns` of all rows, for what must be known before the first is written."""

    def add(self, record: Record) -> None:
        """Write one record."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write what is known at the end only."""

    def tables(self) -> dict[str, str]:
        """Pattern of the files of each split, for `datasets.load_dataset` on the folder; empty where it is not read so.

        Without it, media files beside the tables would be taken for the data.
        """
        return {}

    def usage(self) -> str:
        """How to load it, in Markdown."""
        raise NotImplementedError

    def lines(self, path: str) -> JsonLines:
        """A file of JSON lines, opened when first asked for."""
        if path not in self._lines:
            self._lines[path] = self.stack.enter_context(JsonLines(self.out / path))
        return self._lines[path]

    @property
    def files(self) -> list[str]:
        """The files of JSON lines that were written, in order."""
        return sorted(self._lines)


def with_tokens(record: Record, turn: int) -> str:
    """A turn's words behind one token for each medium that is first shown there."""
    tokens = "".join(TOKENS[medium.kind] for medium in record.turns[turn].media)
    text = record.turns[turn].prompt
    return f"{tokens}\n{text}" if tokens and text else tokens + text


def chat(record: Record, tokens: bool, reply: bool = True, system: str = "") -> list[dict[str, str]]:
    """Messages with `role` and `content`."""
    out = [{"role": "system", "content": system}] if system else []
    for i, turn in enumerate(record.turns):
        out.append({"role": "user", "content": with_tokens(record, i) if tokens else turn.prompt})
        if reply:
            out.append({"role": "assistant", "content": turn.reply})
    return out
