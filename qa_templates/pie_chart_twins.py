"""Questions asked in twins: once where the chart answers them, once where a slice is missing or covered.

Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.pie_chart_base import place, who
from scenewright.qa_templates.pie_chart_checks import IsLarger
from scenewright.qa_templates.pie_chart_order import RankedSlice
from scenewright.qa_templates.pie_chart_values import Difference, ShareOf
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.pie_chart import PieChart, coverable, covered, with_shares

# -- missing -------------------------------------------------------------------------------------------------------


def removable(scene: PieChart) -> set[str]:
    """Names that can be taken out of all pies: four slices or more, one ring, and not the slice of all the rest."""
    if scene.kind == "nested" or len(scene.entries) < 4:
        return set()
    return {e.name for e in scene.entries if e.name != scene.other}


def without(scene: PieChart, name: str) -> PieChart:
    """The chart of all names but one, whose shares make a new whole."""
    if name not in removable(scene):
        raise Reject("not_applicable")
    kept = tuple(s for s in scene.slices if s.name != name)
    gone = any(name in cover.names for cover in scene.covers)
    left = msgspec.structs.replace(
        scene,
        slices=kept,
        entries=tuple(e for e in scene.entries if e.name != name),
        absent=(name, *scene.absent),
        covers=() if gone else scene.covers,
        hidden=() if gone else scene.hidden,
    )
    for cover in left.covers:  # what lay between two covered neighbours is no longer there
        if (cover.pie, *cover.names) not in coverable(left):
            raise Reject("not_applicable")
    return with_shares(left)


def missing(scene: PieChart, name: str, work: Work) -> Unanswerable | None:
    """That there is no such slice, said after a look at the names; None if there is one."""
    if any(e.name == name for e in scene.entries):
        return None
    ids = [e.id for e in scene.entries] if scene.legend else [s.id for s in scene.slices if s.id not in scene.hidden]
    shown = ", ".join(e.name for e in scene.entries)
    said = who(scene.label, name)
    work.do("collect", *[e.name for e in scene.entries], evidence=ids, say=f"The chart shows {shown}, but not {said}.")
    return Unanswerable(reason="false_premise", why=f"the chart does not show {said}.")


class MissingShare(ShareOf):
    """The share of a slice that one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fit = removable(scene)
        return [slot for slot in super().slots(scene) if slot[1] in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return without(scene, slot[1])


class MissingInDifference(Difference):
    """The difference of two slices, the second of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fit = removable(scene)
        return [slot for slot in super().slots(scene) if slot[2] in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[2], work) or super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return without(scene, slot[2])


class MissingInComparison(IsLarger):
    """Whether a slice is larger than that of a colour. One of the twins lacks the first."""

    unanswerable = "false_premise"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fit = removable(scene)
        return [slot for slot in super().slots(scene) if slot[1] in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return without(scene, slot[1])


# -- covered -------------------------------------------------------------------------------------------------------


def cover_over(scene: PieChart, pie: str, name: str, rng: np.random.Generator) -> PieChart:
    """The chart with a cover over a slice and one of its neighbours."""
    found = [pair for pair in coverable(scene) if pair[0] == pie and name in pair[1:]]
    if not found:
        raise Reject("not_applicable")
    return covered(scene, pick(rng, found), rng)


def can_hide(scene: PieChart) -> set[tuple[str, str]]:
    """Slices `(pie, name)` that can be covered."""
    return {(pair[0], name) for pair in coverable(scene) for name in pair[1:]}


def unseen(scene: PieChart, pie: str, name: str, work: Work) -> Unanswerable | None:
    """That a slice is covered; None if it is not."""
    for cover in scene.covers:
        if cover.pie == pie and name in cover.names:
            ids = [s.id for s in scene.slices if s.pie == pie and s.name in cover.names]
            said = place(scene, pie, name)
            work.do(
                "count",
                ids,
                evidence=ids,
                say="Something lies over two neighbouring slices, and hides where one ends and the other begins.",
            )
            return Unanswerable(reason="hidden", why=f"the slice for {said} cannot be seen, being covered.")
    return None


class CoveredShare(ShareOf):
    """The share of a slice that is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fit = can_hide(scene)
        return [slot for slot in super().slots(scene) if slot in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[0], slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return cover_over(scene, slot[0], slot[1], rng)


class CoveredInDifference(Difference):
    """The difference of two slices, the second of which is covered in one of the twins, and a third."""

    unanswerable = "hidden"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        fit = can_hide(scene)
        return [slot for slot in super().slots(scene) if (slot[0], slot[2]) in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[0], slot[2], work) or super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return cover_over(scene, slot[0], slot[2], rng)


class CoveredRank(RankedSlice):
    """Which slice is k-th largest, where in one of the twins the one at that rank is covered with a neighbour: their
    sum is seen, but either of them might be the larger. Not in charts sorted by size, where the place would tell.
    """

    unanswerable = "hidden"

    def slots(self, scene: PieChart) -> Sequence[Any]:
        if scene.sorted_down or scene.covers:
            return []
        fit = can_hide(scene)
        return [slot for slot in super().slots(scene) if (slot[0], holder(scene, slot)) in fit]

    def solve(self, scene: PieChart, slot: Any, work: Work) -> Answer:
        for cover in scene.covers:
            if cover.pie == slot[0]:
                found = unseen(scene, slot[0], cover.names[0], work)
                assert found is not None
                return Unanswerable(reason="hidden", why="two slices are covered, and may change the ranks.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: PieChart, slot: Any, rng: np.random.Generator) -> PieChart:
        return cover_over(scene, slot[0], holder(scene, slot), rng)


def holder(scene: PieChart, slot: Any) -> str:
    """The name at a rank."""
    return sorted(scene.of_pie(slot[0]), key=lambda s: s.value, reverse=slot[2])[slot[1]].name


TEMPLATES = (
    MissingShare(), MissingInDifference(), MissingInComparison(), CoveredShare(), CoveredInDifference(), CoveredRank(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
