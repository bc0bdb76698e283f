"""How far a reply follows the worked steps of a question: its trace scored, apart from its answer."""

from __future__ import annotations

import math
import re
from typing import Any

from scenewright.qa_templates.base import Question
from scenewright.qa_templates.replies import REPLY_MAX
from scenewright.qa_templates.words import normalise


def score_steps(reply: str, asked: Question) -> tuple[float, ...]:
    """For each worked step, 1 where the reply states what it finds, after what the steps before it found; else 0.

    What a step finds is its value, or the figures that its own text gives and the question does not. A step that
    finds neither (a look at all the bars, a yes or no) has the score of the next one: no words of ours are asked for.
    """
    text = _plain(reply[-REPLY_MAX:])
    known = set(_FIGURE.findall(_plain(asked.text)))
    place = 0
    scores: list[float | None] = []
    for step in asked.steps:
        told = _plain(step.text)
        figures = [figure for figure in _FIGURE.findall(told) if figure not in known]
        valued = not isinstance(step.value, bool) and _find(told, step.value, 0) is not None
        at = _find(text, step.value, place) if valued else None
        if at is None and figures:
            at = _find(text, figures, place)
        scores.append(float(at is not None) if valued or figures else None)
        place = place if at is None else at
    found: list[float] = []
    after = next((score for score in reversed(scores) if score is not None), 1.0)
    for score in reversed(scores):
        after = after if score is None else score
        found.append(after)
    return tuple(reversed(found))


_FIGURE = re.compile(r"\d+(?:[.:]\d+)*")


def _plain(text: str) -> str:
    """Lower case, single spaces, and figures without commas between their thousands."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", " ".join(normalise(text).split()))


def _find(text: str, value: Any, place: int) -> int | None:
    """Where the text goes on after a value that it states from `place` on."""
    if isinstance(value, (list, tuple)):
        for item in value:
            found = _find(text, item, place)
            if found is None:
                return None
            place = found
        return place
    if isinstance(value, bool) or value is None:
        return None
    forms = _forms(value)
    at = [(i, len(form)) for form in forms if (i := _whole(text, form, place)) >= 0]
    return sum(min(at)) if at else None


def _whole(text: str, form: str, place: int) -> int:
    """The place of a form that is no part of a longer number or word; -1 if there is none."""
    while (place := text.find(form, place)) >= 0:
        before, after = text[place - 1 : place], text[place + len(form) : place + len(form) + 2]
        if (
            not before.isalnum()
            and before not in (".", ",")
            and not (after[:1].isalnum() or (after[:1] in ".," and after[1:].isdigit()))
        ):
            return place
        place += 1
    return -1


def _forms(value: Any) -> tuple[str, ...]:
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            return ()
        plain = f"{value:.10g}"
        return tuple(dict.fromkeys((plain, f"{value:.2f}", f"{value:.1f}")))
    plain = _plain(str(value))
    return (plain,) if plain else ()
