"""Questions asked in twins: once where the chart answers them, once where a number is not there or is covered.

Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.named_values import Cell, Run
from scenewright.qa_templates.plot_words import rank_words
from scenewright.qa_templates.steps import Work
from scenewright.qa_templates.value_base import ValueTemplate
from scenewright.qa_templates.value_checks import IsHigher
from scenewright.qa_templates.value_order import RankedName
from scenewright.qa_templates.value_reading import Difference, ValueOf
from scenewright.scenes.base import Reject


class _Twin(ValueTemplate):
    """Shared by twins: `at` is where in the slot the cell is named that one of them lacks."""

    at = 0

    def _named(self, slot: Any) -> tuple[str, str]:
        return slot[self.at], slot[self.at + 1]

    def _cell(self, scene: Any, slot: Any) -> Cell:
        return self.values.cell(scene, self._named(slot))

    def among(self, scene: Any, slots: Sequence[Any], cells: Sequence[Cell]) -> Sequence[Any]:
        """Slots that name one of these cells where the twin will lack it."""
        fit = {(cell.row, cell.column) for cell in cells}
        return [slot for slot in slots if self._named(slot) in fit]


class LostValue(ValueOf, _Twin):
    """The number of a cell that one of the twins lacks."""

    unanswerable = "false_premise"
    weight = 1.0

    def slots(self, scene: Any) -> Sequence[Any]:
        return self.among(scene, super().slots(scene), self.values.can_lose(scene))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.values.gone(scene, *self._named(slot), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        return self.values.lose(scene, self._cell(scene, slot), rng)


class LostInDifference(Difference, _Twin):
    """The difference of two cells, the second of which one of the twins lacks."""

    unanswerable = "false_premise"
    at = 2

    def slots(self, scene: Any) -> Sequence[Any]:
        return self.among(scene, super().slots(scene), self.values.can_lose(scene))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.values.gone(scene, *self._named(slot), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        return self.values.lose(scene, self._cell(scene, slot), rng)


class LostInComparison(IsHigher, _Twin):
    """Whether a number is higher than another, the first of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: Any) -> Sequence[Any]:
        return self.among(scene, super().slots(scene), self.values.can_lose(scene))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.values.gone(scene, *self._named(slot), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        return self.values.lose(scene, self._cell(scene, slot), rng)


class CoveredValue(ValueOf, _Twin):
    """The number of a cell that is covered in one of the twins."""

    unanswerable = "hidden"
    weight = 1.0

    def slots(self, scene: Any) -> Sequence[Any]:
        return self.among(scene, super().slots(scene), self.values.can_cover(scene))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.values.unseen(scene, *self._named(slot), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        return self.values.cover(scene, self._cell(scene, slot), rng)


class CoveredInDifference(Difference, _Twin):
    """The difference of two cells, the second of which is covered in one of the twins."""

    unanswerable = "hidden"
    at = 2

    def slots(self, scene: Any) -> Sequence[Any]:
        return self.among(scene, super().slots(scene), self.values.can_cover(scene))

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        return self.values.unseen(scene, *self._named(slot), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        return self.values.cover(scene, self._cell(scene, slot), rng)


class CoveredRank(RankedName):
    """Whose number is k-th highest, where in one of the twins a cell is covered that may change the ranks."""

    unanswerable = "hidden"

    def slots(self, scene: Any) -> Sequence[Any]:
        fit = {cell.id for cell in self.values.can_cover(scene)}
        whole = {(run.name, run.along): any(cell.id in fit for cell in run.cells) for run in self.values.runs(scene)}
        return [slot for slot in super().slots(scene) if whole[slot[0], slot[1]]]

    def _members(self, scene: Any, slot: Any) -> list[Cell]:
        along = slot[1]
        return [c for c in self.values.every(scene) if (c.column if along == "row" else c.row) == slot[0]]

    def words(self, scene: Any, slot: Any) -> Mapping[str, str]:
        cells = tuple(self._members(scene, slot))  # of the twin the run is no whole one
        return self.of_run(scene, Run(slot[0], slot[1], cells, False)) | {"rank": rank_words(slot[2], slot[3])}

    def solve(self, scene: Any, slot: Any, work: Work) -> Answer:
        hidden = set(scene.hidden)
        for cell in self._members(scene, slot):
            if cell.id in hidden:
                found = self.values.unseen(scene, cell.row, cell.column, work)
                if found is None:
                    raise Reject("not_applicable")
                why = f"{found.why.removesuffix('.')}, and that may change the ranks."
                return Unanswerable(reason="hidden", why=why)
        return super().solve(scene, slot, work)

    def spoil(self, scene: Any, slot: Any, rng: np.random.Generator) -> Any:
        fit = {cell.id for cell in self.values.can_cover(scene)}
        cells = [cell for cell in self._members(scene, slot) if cell.id in fit]
        return self.values.cover(scene, cells[int(rng.random() * len(cells))], rng)


KINDS = (LostValue, LostInDifference, LostInComparison, CoveredValue, CoveredInDifference, CoveredRank)
__all__ = ["KINDS"]
