"""Words that are safe in every form, and replies in the form that the question asks for."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_TOKEN = re.compile(
    r"<(\|[^<>|]{1,40}\||/?(?:s|pad|unk|bos|eos|box|bbox|ref|quad|point|object|think|thinking|reasoning|answer|"
    r"tool_call|tool_response|im_(?:start|end|patch)|(?:start|end)_of_\w{1,20}|"
    r"(?:images?|img|video|audio|speech|sound)(?:[ _-][^<>]{0,12}|\d{1,3})?)\s?/?)>",
    re.I,
)


def clean(text: str) -> str:
    """A text without control characters, with line feeds alone as breaks, and without literal media or chat tokens.

    `<image>` becomes `‹image›`, which reads the same and which no trainer expands.
    """
    return _TOKEN.sub(r"‹\1›", _CONTROL.sub("", _BREAK.sub("\n", text)))


def reply(committed: str, solution: str, form: str) -> str:
    """What a model is to say: the worked steps, if any, and the answer in one of the forms of `prompts.FORMATS`."""
    if form == "answer":
        thought = f"<think>\n{solution}\n</think>\n" if solution else ""
        return f"{thought}<answer>{committed}</answer>"
    if form == "boxed" and _balanced(committed):  # unbalanced braces would end the box elsewhere
        return f"{solution}\n\n\\boxed{{{committed}}}" if solution else f"\\boxed{{{committed}}}"
    return f"{solution}\n\nAnswer: {committed}" if solution else committed


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
