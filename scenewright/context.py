"""What a sample's scene holds and what becomes of it, told twice: as fluent text and as structured facts.

Families that can tell it have `context(scene, outcome)` in their questions module. It is truth, made on demand: no
sample and no data set carries it, and it never comes before a model's eyes by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenewright.errors import UserError
from scenewright.families import family, names

if TYPE_CHECKING:
    from scenewright.renderers.base import Media
    from scenewright.sample import Sample

ENDINGS = {"text/plain": "txt", "application/json": "json"}


def context(sample: Sample) -> tuple[Media, ...]:
    """The narration (`text/plain`, UTF-8) and the same facts as JSON (`application/json`), both of role `context`.

    For towers that is the state at the start with masses, centres, contacts and margins, and the events of the fall.
    `UserError` for a family that has none.
    """
    tell = family(sample.family).context
    if tell is None:
        able = ", ".join(name for name in names() if family(name).context)
        raise UserError(f"{sample.family} has no context to tell; families that have: {able}")
    return tell(sample.scene, sample.outcome)
