"""Plain JSON lines beside the files, for readers of one's own: everything about a question in one flat line."""

from __future__ import annotations

from typing import Any

from scenewright.exports.records import Record, Turn
from scenewright.exports.target import Target, chat


class Jsonl(Target):
    """`train.jsonl`, ...; with `dialogue` a line is a sample and has its questions in a list."""

    def add(self, record: Record) -> None:
        row: dict[str, Any] = {
            name: getattr(record, name) for name in ("id", "family", "level", "index", "seed", "version")
        }
        row["media"] = [{"type": m.kind, "path": self.media.put(record, m)} for m in record.media]
        if self.options.dialogue:
            row["questions"] = [described(turn) for turn in record.turns]
        else:
            row |= described(record.turns[0])
        row["messages"] = chat(record, False, not self.options.prompts, self.options.system)
        self.lines(f"{record.split}.jsonl").add(row)

    def tables(self) -> dict[str, str]:
        return {name.removesuffix(".jsonl"): name for name in self.files}

    def usage(self) -> str:
        return (
            "Paths of media count from this folder. `answer_key` is what scores a reply: "
            "`scenewright.exports.key.score(reply, answer_key)`.\n"
        )


def described(turn: Turn) -> dict[str, object]:
    """A question's fields, each of one type in every row."""
    return {
        "question": turn.question,
        "options": list(turn.options),
        "answer": turn.answer,
        "answer_type": turn.answer_type,
        "answerable": turn.answerable,
        "solution": turn.solution,
        "template": turn.template,
        "skill": turn.skill,
        "hops": turn.hops,
        "answer_key": turn.key,
    }
