"""Samples made while one looks: any level, seed, index and style of a family."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import pyarrow as pa

from scenewright.errors import UserError
from scenewright.families import family, names
from scenewright.gallery.cards import Row, card, details
from scenewright.sample import Maker, Sample
from scenewright.scenes.base import Reject, rng_for
from scenewright.store import Rows

HELD = 16
"""Samples kept for their media to be fetched."""
STYLES = 20
"""Tries at a style that has room for the scene."""


class PreviewSource:
    """Makes a sample when it is asked for."""

    mode = "preview"

    def __init__(self, name: str, level: int = 0, index: int = 0, seed: int = 0) -> None:
        family(name)  # a name that is none is refused now
        self.first = {"family": name, "level": level, "index": index, "seed": seed, "style": 0}
        self._made: OrderedDict[str, Row] = OrderedDict()
        self._lock = threading.Lock()

    def row(self, at: str) -> Row:
        """A sample that was made a while ago."""
        with self._lock:
            return self._made[at]

    def reply(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """JSON for one address. `LookupError` for one that is none."""
        if path == "/api/about":
            able = [name for name in names() if not family(name).missing()]
            return {"preview": True, "families": able, "first": self.first}
        if path == "/api/details":
            return details(self.row(query.get("at", "")))
        if path == "/api/sample":
            return card(self.row(query.get("at", "")), query.get("at", ""))
        if path == "/api/make":
            return self._make(query)
        raise LookupError(path)

    def _make(self, query: Mapping[str, str]) -> dict[str, Any]:
        numbers = {}
        for name in ("level", "index", "seed", "style"):
            text = query.get(name, "") or "0"
            if not (text.isascii() and text.isdecimal() and len(text) <= 12):
                raise UserError(f"{name} is a whole number from 0, not '{text[:40]}'")
            numbers[name] = int(text)
        name = query.get("family", "") or str(self.first["family"])
        begun = perf_counter()
        with self._lock:  # one at a time: renderers keep the last scene's tables
            sample = make(name, **numbers)
            row = as_row(sample)
            at = ".".join([name, *(str(numbers[n]) for n in ("level", "index", "seed", "style"))])
            self._made[at] = row
            if len(self._made) > HELD:
                self._made.popitem(last=False)
        return card(row, at) | {"seconds": perf_counter() - begun, "split": ""}


def make(name: str, level: int, index: int, seed: int, style: int) -> Sample:
    """A sample; with a style other than 0, the same scene as another look would have it, and what may be asked then.

    `UserError` where no style of that number has room for the scene.
    """
    maker = Maker.of(name, level, seed)
    sample = maker.make(index)
    if not style:
        return sample
    kind = family(name)
    rng = rng_for(seed, name, level, index, "preview", style)
    for _ in range(STYLES):
        drawn = kind.draw_style(rng)
        try:
            return maker.restyled(sample, drawn)
        except Reject:
            continue
    raise UserError(f"no style drawn for number {style} has room for this scene; try another number")


def as_row(sample: Sample) -> Row:
    """A sample as a data set would hold it."""
    rows = Rows()
    rows.add(sample)
    table = pa.Table.from_batches([rows.batch()])
    found: Row = table.to_pylist()[0]
    return found
