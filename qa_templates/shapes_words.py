"""Words for shapes: noun phrases, sides, and other names that replies may use."""

from __future__ import annotations

from collections.abc import Mapping

from scenewright.qa_templates.answers import Label
from scenewright.qa_templates.words import plural

FIELDS = ("size", "material", "texture", "colour", "shape")
"""In the order in which English puts them before a noun."""

SIDES = {
    "left": "to the left of", "right": "to the right of", "above": "above", "below": "below",
    "front": "in front of", "behind": "behind",
}  # fmt: skip
OPPOSITE = {"left": "right", "right": "left", "above": "below", "below": "above", "front": "behind", "behind": "front"}

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "grey": ("gray",), "purple": ("violet",), "diamond": ("rhombus", "lozenge"), "crescent": ("crescent moon", "moon"),
    "cross": ("plus", "plus sign"), "ring": ("donut", "doughnut"), "circle": ("disc", "disk"), "large": ("big",),
    "medium": ("medium-sized", "middle-sized"), "striped": ("stripy", "stripes", "stripey"),
    "dotted": ("dots", "spotted", "polka dots", "polka-dotted"), "checked": ("chequered", "checkered", "checks"),
    "matte": ("matt", "dull"), "shiny": ("glossy", "polished"), "glassy": ("glass",),
}  # fmt: skip

Desc = tuple[tuple[str, str], ...]
"""Attributes that an item must have: `(("colour", "red"), ("shape", "circle"))`, in the order of `FIELDS`."""


def noun(desc: Desc, many: bool = False) -> str:
    """`large striped red circle`, `red objects`."""
    words = dict(desc)
    head = words.get("shape", "object")
    if many:
        head = plural(head)
    return " ".join([*(words[f] for f in FIELDS[:-1] if f in words), head])


def a(phrase: str) -> str:
    """With its indefinite article."""
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def label(value: str) -> Label:
    """An attribute's value as an answer."""
    return Label(value=value, accepted=OTHER_NAMES.get(value, ()))
