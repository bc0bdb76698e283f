"""Questions on quartiles and spreads asked in twins: once where the chart answers them, once where a group is missing
or covered. Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scenewright.qa_templates.answers import Answer
from scenewright.qa_templates.box_plot_base import VALUES, can_cover, covered, without
from scenewright.qa_templates.box_plot_order import SpreadsMore
from scenewright.qa_templates.box_plot_reading import QuartileOf
from scenewright.qa_templates.steps import Work
from scenewright.scenes.box_plot import BoxPlot


class MissingQuartile(QuartileOf):
    """A quartile of a group that one of the twins lacks."""

    unanswerable = "false_premise"
    weight = 1.0

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return super().slots(scene) if len(scene.boxes) > 2 else []

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return VALUES.gone(scene, slot[0], "", work) or super().solve(scene, slot, work)

    def spoil(self, scene: BoxPlot, slot: Any, rng: np.random.Generator) -> BoxPlot:
        return without(scene, slot[0])


class MissingSpread(SpreadsMore):
    """Whether a group spreads more than another, the second of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        return super().slots(scene) if len(scene.boxes) > 2 else []

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return VALUES.gone(scene, slot[1], "", work) or super().solve(scene, slot, work)

    def spoil(self, scene: BoxPlot, slot: Any, rng: np.random.Generator) -> BoxPlot:
        return without(scene, slot[1])


class CoveredQuartile(QuartileOf):
    """A quartile of a group that is covered in one of the twins."""

    unanswerable = "hidden"
    weight = 1.0

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[0] in fit]

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return VALUES.unseen(scene, slot[0], "", work) or super().solve(scene, slot, work)

    def spoil(self, scene: BoxPlot, slot: Any, rng: np.random.Generator) -> BoxPlot:
        return covered(scene, slot[0], rng)


class CoveredSpread(SpreadsMore):
    """Whether a group spreads more than another, the second of which is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: BoxPlot) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[1] in fit]

    def solve(self, scene: BoxPlot, slot: Any, work: Work) -> Answer:
        return VALUES.unseen(scene, slot[1], "", work) or super().solve(scene, slot, work)

    def spoil(self, scene: BoxPlot, slot: Any, rng: np.random.Generator) -> BoxPlot:
        return covered(scene, slot[1], rng)


TEMPLATES = (MissingQuartile(), MissingSpread(), CoveredQuartile(), CoveredSpread())
