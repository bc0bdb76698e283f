"""The questions on named numbers in another word: of a box plot's medians, of a histogram's heights."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

_VALUE = re.compile(r"(?<!\{)\bvalue(s?)\b(?! axis)")


def said_as(
    templates: Iterable[Any], word: str, plain: Collection[str] = (), instead: Mapping[str, str] | None = None
) -> tuple[Any, ...]:
    """The same templates with `word` where their phrasings say "value", which would leave open what is meant. Those
    named in `plain` stay as they are; `instead` has other phrasings for those that say neither.
    """
    return tuple(one if one.name in plain else _renamed(one, word, instead or {}) for one in templates)


def _renamed(template: Any, word: str, instead: Mapping[str, str]) -> Any:
    kind = type(template)
    phrasings = tuple(_VALUE.sub(rf"{word}\1", instead.get(phrasing, phrasing)) for phrasing in kind.phrasings)
    if phrasings == kind.phrasings:
        return template
    fields = {"phrasings": phrasings, "__doc__": kind.__doc__, "__module__": kind.__module__}
    return type(kind.__name__, (kind,), fields)(template.values)
