"""The answer key: all that is needed to score a reply to one question, as a line of JSON.

It travels with exported questions, so that a trainer scores replies as `sw.score` does, without the data set.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

import scenewright
from scenewright.families import family
from scenewright.qa_templates.answers import AnyAnswer
from scenewright.qa_templates.base import Choice, Question


class Key(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An answer, the options as they were lettered, and the scene where an answer is scored by walking it."""

    answer: AnyAnswer
    options: tuple[str, ...] = ()
    right: int | None = None
    family: str = ""
    scene: msgspec.Raw = msgspec.Raw(b"")


def encode(answer_json: str, options: tuple[str, ...], right: int | None, family_name: str, scene: str | None) -> str:
    """The key as text."""
    key: dict[str, Any] = {"answer": msgspec.Raw(answer_json.encode())}
    if options:
        key |= {"options": options, "right": right}
    if scene is not None:
        key |= {"family": family_name, "scene": msgspec.Raw(scene.encode())}
    return msgspec.json.encode(key).decode()


def score(reply: str, key: str) -> float:
    """Score in [0, 1] of a free reply, by the key that was exported with the question."""
    question, scene = _question(key)
    return scenewright.score(reply or "", question, scene)


@lru_cache(maxsize=4096)
def _question(key: str) -> tuple[Question, Any]:
    found = msgspec.json.decode(key, type=Key)
    scene = msgspec.json.decode(found.scene, type=family(found.family).scene) if found.family else None
    choices = tuple(Choice(text=text, correct=i == found.right, why="") for i, text in enumerate(found.options))
    question = Question(
        template="",
        skill="",
        phrasing=0,
        slot=None,
        text="",
        answer=found.answer,
        choices=choices,
        steps=(),
        evidence=(),
        hops=1,
        answerable=True,
    )
    return question, scene
