"""ChartQA's relaxed accuracy as a second scorer, quirks and all, so that figures compare with published ones.

As the public evaluators have it (Masry et al. 2022, section 5.1, after Methani et al. 2020): a reply that reads as a
number is right within 5% of a gold answer that does; anything else must be equal but for case. Its quirks are kept:

- a gold answer of 0 is compared as text: "0.0" is wrong for "0";
- "12%" reads as 0.12, so it is wrong for a gold answer of "12";
- thousands separators, currencies and units make a number text: "1,200" is wrong for "1200";
- spaces around a number are no matter, around a name they are; "nan" is never within 5% of anything, "inf" likewise;
- what Python's `float` reads is a number, "1_000" and "1e3" among it;
- years, counts and clock faces get their 5% too: 1900 is right for 1950.
"""

from __future__ import annotations

from scenewright.qa_templates.answers import Integer, Number
from scenewright.qa_templates.base import Question, read_choice
from scenewright.qa_templates.replies import final_answer

MAX_RELATIVE_CHANGE = 0.05


def relaxed_correctness(prediction: str, target: str, max_relative_change: float = MAX_RELATIVE_CHANGE) -> bool:
    """Whether a prediction is right by ChartQA's rule. Both are compared as they stand."""
    said, wanted = _float(prediction), _float(target)
    if said is not None and wanted:
        return abs(said - wanted) / abs(wanted) <= max_relative_change
    return prediction.lower() == target.lower()


def _float(text: str) -> float | None:
    try:
        return float(text.rstrip("%")) / 100.0 if text.endswith("%") else float(text)
    except ValueError:
        return None


def gold(question: Question) -> str:
    """The gold answer as ChartQA's files have theirs: numbers bare, without separators, currency or unit, no % sign."""
    answer = question.answer
    if question.choices:
        return question.answer_text()
    if isinstance(answer, Number):
        return f"{answer.value:.{answer.decimals}f}"
    return str(answer.value) if isinstance(answer, Integer) else answer.text()


def relaxed_chartqa(reply: str, question: Question) -> float:
    """1 or 0 for a free reply: its final answer (as for our own scores) by ChartQA's rule. A letter counts as the text
    of its option.
    """
    said = final_answer(reply)
    options = [choice.text for choice in question.choices]
    if options and (chosen := read_choice(said, options)) is not None:
        said = options[chosen]
    return float(relaxed_correctness(said, gold(question)))
