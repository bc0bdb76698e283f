"""Replies of models: which part of one commits to an answer, and what all types of answers have in common."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from scenewright.qa_templates.words import NUMBER_WORDS
from scenewright.scenes.base import Scene, Value

_STATED = re.compile(r"\b(?:final\s+)?answer\s*(?:is|:|=)\s*(.+)", re.I)
REPLY_MAX = 100_000
"""Characters of a reply that are read: its end, where answers stand."""
ANSWER_MAX = 2_000
"""A longer "answer" commits to nothing; the limit also keeps the time of reading hostile replies in bounds."""


def between(text: str, start: str, end: str) -> str | None:
    """What stands between the last pair of tags."""
    lowered = text.lower()
    close = lowered.rfind(end)
    open_ = lowered.rfind(start, 0, max(close, 0))
    return text[open_ + len(start) : close] if open_ >= 0 else None


def boxed(text: str, longest: int = ANSWER_MAX) -> str | None:
    r"""The contents of the last `\boxed{...}`, inner braces included."""
    at = text.rfind("\\boxed{")
    if at < 0:
        return None
    depth = 0
    for i in range(at + 6, min(len(text), at + longest)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[at + 7 : i]
    return None


def after_thought(reply: str) -> str:
    """A reply without the reasoning that it begins with."""
    for tag in ("</think>", "</thinking>", "</reasoning>"):
        reply = reply[reply.lower().rfind(tag) + len(tag) :] if tag in reply.lower() else reply
    return reply


def final_answer(reply: str) -> str:
    r"""The part of a free reply that commits to an answer; empty if none does.

    Reasoning in `<think>` tags is dropped. Then, in order: the last `<answer>`, the last `\boxed{}`, what follows the
    last "answer:" or "answer is" on its line, the whole reply if it is one line, else its last line that is not empty.
    """
    reply = after_thought(reply[-REPLY_MAX:])
    found = between(reply, "<answer>", "</answer>") or boxed(reply)
    if found is None:
        lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
        stated = [hits[-1] for line in lines if len(line) <= ANSWER_MAX and (hits := _STATED.findall(line))]
        found = stated[-1] if stated else lines[-1] if lines else ""
    return found.strip() if len(found) <= ANSWER_MAX else ""


_NUMBER = re.compile(
    r"(?<![\w.,])([-−–]?\s?[$€£]?\s?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e([+-]?\d+))?"
    r"\s?(%|k\b|m\b|bn?\b|thousand\b|million\b|billion\b)?",
    re.I,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}


def read_numbers(text: str, unit: str = "") -> list[float]:
    """All numbers in a text, in digits (1,200; 1.2K; −3; $4; 5e3) or, if there are none, in words up to twenty.

    A scale that the unit asked for begins with (`million $`, or `m` for metres) is no scale.
    """
    out = []
    for sign, digits, exponent, scale in _NUMBER.findall(text):
        value = float(digits.replace(",", "")) * 10.0 ** min(int(exponent or 0), 300)
        scale = scale.lower()
        if scale and not re.match(rf"{re.escape(scale)}(?!\w)", unit.lower()):
            value *= _SCALES.get(scale, 1.0)
        out.append(-value if sign.strip()[:1] in ("-", "−", "–") and sign.strip() else value)
    if not out:
        out = [float(NUMBER_WORDS[w]) for w in re.findall(r"[a-z]+", text.lower()) if w in NUMBER_WORDS]
    return out


class Answer(Value, frozen=True, kw_only=True, tag_field="type"):
    """The right answer to a question, with its type."""

    instruction: ClassVar[str] = ""
    """What to tell a model about the form of its reply."""

    def text(self) -> str:
        """The canonical reply."""
        raise NotImplementedError

    def parse(self, reply: str) -> Any:
        """The reply's reading as this type, None if there is none or more than one."""
        raise NotImplementedError

    def accepts(self, reading: Any, scene: Scene | None) -> float:
        """Score in [0, 1] of a reading that `parse` returned."""
        raise NotImplementedError

    def score(self, reply: str, scene: Scene | None = None) -> float:
        """Score in [0, 1] of a free reply. Routes need the scene; all other types ignore it."""
        reading = self.parse(final_answer(reply))
        return 0.0 if reading is None else self.accepts(reading, scene)
