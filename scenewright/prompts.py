"""A question as a prompt: its words, its options by letter, and how the answer is to be given."""

from __future__ import annotations

from scenewright.errors import UserError
from scenewright.qa_templates.answers import instruction
from scenewright.qa_templates.base import LETTERS, Question

FORMATS = {
    "plain": "",
    "answer": "Give the final answer between <answer> and </answer>.",
    "boxed": "Give the final answer in \\boxed{}.",
    "letter": "",
}
"""Ways to mark the final answer, and the words that ask for it. `letter`: options are answered by letter alone."""


def prompt_text(question: Question, answer_format: str = "plain") -> str:
    """Question, lettered options, instruction. `UserError` for an unknown format."""
    if answer_format not in FORMATS:
        raise UserError(f"answer format '{answer_format}' is unknown; there are: {', '.join(FORMATS)}")
    lines = [question.text]
    lines += [f"{letter}. {choice.text}" for letter, choice in zip(LETTERS, question.choices, strict=False)]
    if question.choices:
        lines.append("Answer with the letter of one option.")
    else:
        lines.append(instruction(question.answer))
    if FORMATS[answer_format]:
        lines.append(FORMATS[answer_format])
    return "\n".join(line for line in lines if line)
