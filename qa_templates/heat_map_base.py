"""What questions on heat maps share: how cells are named and read, and how finely colours are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.named_values import SIDE_BY_SIDE, Along, Caption, Cell, Entry, Values
from scenewright.qa_templates.plot_words import printed_in, ranks_apart, round_limits
from scenewright.renderers.base import Resolution
from scenewright.scenes.bar_chart import capital
from scenewright.scenes.base import Reject
from scenewright.scenes.heat_map import HeatMap, new_cover, note_of

LIMIT_ROOM = 1.1
"""A colour lies clearly to one side of a limit, which is only a place on the bar, if it is further off by so many
readings' errors."""
APART = 0.09
"""Share of the scale by which two colours differ that are chosen for a comparison, and a colour and a limit."""


class HeatValues(Values[HeatMap]):
    """The numbers of a heat map."""

    mark = "cell"
    marks = "cells"
    scale = "colour bar"
    row_places = "down the left side"
    column_places = "along the bottom"
    row_ends = ("from the top", "from the bottom")
    column_ends = ("from the left", "from the right")

    def every(self, scene: HeatMap) -> Sequence[Cell]:
        return self.keep(scene, "every", lambda: [
            Cell(c.id, c.row, c.column, c.value) for c in scene.cells if c.value is not None])  # fmt: skip

    def entries(self, scene: HeatMap, along: Along) -> Sequence[Entry]:
        return [Entry(h.id, h.name) for h in (scene.rows if along == "row" else scene.columns)]

    def names(self, scene: HeatMap, along: Along) -> Sequence[str]:
        return [heading.name for heading in (scene.rows if along == "row" else scene.columns)]

    def ordered(self, scene: HeatMap, along: Along) -> bool:
        return scene.ordered_rows if along == "row" else scene.ordered_columns

    def reading(self, scene: HeatMap, cell: Cell) -> str:
        verb = "shows" if scene.printed else "has the colour that stands for"
        return f"{capital(self.phrase(scene, cell))} {verb} {self.amount(scene, cell.value)}."

    def error(self, scene: HeatMap, resolution: Resolution, cell: Cell) -> float:
        """Half of the smallest step that can be read: a quarter of the space between two labels at the colour bar is
        half of the half that the eye finds there; and colours are matched to half of what is just told apart.
        """
        if cell.id in printed_in(resolution):
            return 0.0
        return max(resolution.tick["value"] / 4, resolution.tick["colour"] / 2)

    def apart(self, scene: HeatMap, resolution: Resolution, cells: Sequence[Cell]) -> float:
        if all(cell.id in printed_in(resolution) for cell in cells):
            return 0.0
        if len(cells) == 1:  # held against a place on the bar
            return LIMIT_ROOM * self.error(scene, resolution, cells[0])
        return resolution.tick["colour"]

    def span(self, scene: HeatMap, of: Cell | None = None) -> float:
        return scene.ticks[-1].value - scene.ticks[0].value

    def share(self, scene: HeatMap, value: float, of: Cell | None = None) -> float:
        return scene.share(value)

    def far(self, scene: HeatMap, a: float, b: float, share: float = SIDE_BY_SIDE, of: Cell | None = None) -> bool:
        return abs(a - b) > self._least(scene, share)

    def spread(self, scene: HeatMap, cells: Iterable[Cell]) -> tuple[list[float], float]:
        return [cell.value for cell in cells], self._least(scene, SIDE_BY_SIDE)

    def _least(self, scene: HeatMap, share: float) -> float:
        """Colours are told apart less finely than ends of bars, printed values better."""
        return (share if scene.printed else max(3 * share, APART)) * (scene.ticks[-1].value - scene.ticks[0].value)

    def clear_ranks(self, scene: HeatMap, values: Sequence[float], of: Cell | None = None) -> list[tuple[int, bool]]:
        return ranks_apart(values, (0.02 if scene.printed else APART) * self.span(scene))

    def limits(self, scene: HeatMap, values: Sequence[float], most: int = 4, of: Cell | None = None) -> list[float]:
        least = (0.025 if scene.printed else 0.75 * APART) * self.span(scene)
        return round_limits(values, least, scene.decimals, most) if len(values) > 1 else []

    def captions(self, scene: HeatMap) -> Sequence[Caption]:
        found = [Caption("row_axis", "the title of the rows, at the left"),
                 Caption("column_axis", "the title of the columns, at the bottom")]  # fmt: skip
        return found if scene.bar == "none" else [*found, Caption("bar_title", "the title of the colour bar")]

    def tick_things(self, scene: HeatMap) -> Sequence[Any]:
        return () if scene.bar == "none" else scene.ticks

    def _below_zero(self, scene: HeatMap) -> bool:
        return scene.ticks[0].value < 0

    # -- twins -------------------------------------------------------------------------------------------------------

    def can_lose(self, scene: HeatMap) -> Sequence[Cell]:
        return self.cells(scene)

    def lose(self, scene: HeatMap, cell: Cell, rng: np.random.Generator) -> HeatMap:
        """Without its row or its column, or with a hatched cell in its place."""
        mark = rng.random()
        if mark < 0.3 and len(scene.rows) > 3:
            return without(scene, "row", cell.row)
        if mark < 0.6 and len(scene.columns) > 3:
            return without(scene, "column", cell.column)
        cells = tuple(msgspec.structs.replace(c, value=None) if c.id == cell.id else c for c in scene.cells)
        if sum(c.value is None for c in cells) * 4 > len(cells):
            raise Reject("not_applicable")
        return msgspec.structs.replace(scene, cells=cells, note=note_of(cells))

    def can_cover(self, scene: HeatMap) -> Sequence[Cell]:
        return self.cells(scene) if len(scene.cells) > 6 else ()

    def cover(self, scene: HeatMap, cell: Cell, rng: np.random.Generator) -> HeatMap:
        found = next(c for c in scene.cells if c.id == cell.id)
        return msgspec.structs.replace(scene, covers=(new_cover(found, rng),), hidden=(cell.id,))


def without(scene: HeatMap, along: str, name: str) -> HeatMap:
    """The map without a row or a column. The scale stays as it is, so that it tells nothing of what is gone."""
    row = along == "row"
    cells = tuple(c for c in scene.cells if (c.row if row else c.column) != name)
    there = {c.id for c in cells}
    covers = tuple(c for c in scene.covers if (c.row if row else c.column) != name)
    changes: dict[str, Any] = {
        "cells": cells,
        "covers": covers,
        "hidden": tuple(i for i in scene.hidden if i in there),
        "note": note_of(cells),
    }
    if row:
        changes |= {"rows": tuple(h for h in scene.rows if h.name != name), "absent": (name, *scene.absent)}
    else:
        changes |= {"columns": tuple(h for h in scene.columns if h.name != name),
                    "absent_columns": (name, *scene.absent_columns)}  # fmt: skip
    return msgspec.structs.replace(scene, **changes)


VALUES = HeatValues()
__all__ = ["VALUES", "HeatValues", "without"]
