"""Readers: what a picture or a sound itself says, found without the renderers' help.

A family's reader is the module of its name here, with `facts(row)`: everything it can read of a row, each as a `Fact`
that holds what the scene says beside what is seen. They go by pixels and samples, and by the row's marks for where to
look; none imports a renderer. Other packages bring the readers of their families through the entry-point group
`scenewright.readers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from scenewright.audit.packages import of_family
from scenewright.audit.rows import Row


class Fact(NamedTuple):
    """One thing that a row's scene says and its medium shows."""

    of: str
    """Id of the thing."""
    name: str
    """What of it: `value`, `hour`, `colour`, `edge`."""
    said: Any
    """What the scene says."""
    read: Any
    """What was read; None where the reader can't tell."""
    agrees: bool
    """Whether the two are the same, to what the medium resolves. False where nothing was read."""
    box: tuple[float, float, float, float] | None = None
    """Where it was looked at, in pixels of the medium."""
    medium: int = 0


Reader = Callable[[Row], Iterator[Fact]]


@cache
def reader(family: str) -> Reader | None:
    """The reader of a family; None where there is none. `Unusable` where another package's fails to load."""
    found: Reader | None = of_family("readers", family, "facts")
    return found
