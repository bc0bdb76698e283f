"""Questions asked in twins: once where the chart answers them, once where a bar is missing or covered.

Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.bar_chart_base import place, totals, who
from scenewright.qa_templates.bar_chart_checks import IsHigher
from scenewright.qa_templates.bar_chart_order import RankedBar
from scenewright.qa_templates.bar_chart_values import BarValue, Difference
from scenewright.qa_templates.steps import Work
from scenewright.scenes.bar_chart import BarChart, new_cover
from scenewright.scenes.base import Reject

# -- missing -------------------------------------------------------------------------------------------------------


def without(scene: BarChart, category: str, series: str = "") -> BarChart:
    """The chart without a category, or now and then without a series if one is given and two others are left."""
    replace = msgspec.structs.replace
    if series and len(scene.series) >= 3 and (len(category) + len(series)) % 2:
        bars = tuple(bar for bar in scene.bars if bar.series != series)
        kept = tuple(s for s in scene.series if s.name != series)
        return replace(scene, bars=bars, series=kept, absent_series=(series, *scene.absent_series))
    if len(scene.categories) < 4:
        raise Reject("not_applicable")
    return replace(
        scene,
        bars=tuple(bar for bar in scene.bars if bar.category != category),
        categories=tuple(c for c in scene.categories if c.name != category),
        absent=(category, *scene.absent),
        covers=tuple(c for c in scene.covers if c.category != category),
        hidden=tuple(b.id for b in scene.bars if b.id in scene.hidden and b.category != category),
    )


def missing(scene: BarChart, category: str, series: str, work: Work) -> Unanswerable | None:
    """That there is no such bar, said after a look at the labels; None if there is one."""
    if scene.bar(category, series) is not None:
        return None
    lost = category not in [c.name for c in scene.categories]
    items: Any = scene.categories if lost else scene.series
    name = who(scene.category_label, category) if lost else who(scene.series_label, series)
    names = ", ".join(item.name for item in items)
    say = f"The chart shows {names}, but not {name}."
    work.do("collect", *[item.name for item in items], evidence=[item.id for item in items], say=say)
    return Unanswerable(reason="false_premise", why=f"the chart does not show {name}.")


class MissingBar(BarValue):
    """The value of a bar that one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return super().slots(scene) if len(scene.categories) > 3 or len(scene.series) > 2 else []

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[0], slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        return without(scene, slot[0], slot[1])


class MissingInDifference(Difference):
    """The difference of two bars, the second of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if len(scene.categories) < 4:
            return []
        return [slot for slot in super().slots(scene) if slot[0] != slot[2]]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[2], slot[3], work) or super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        return without(scene, slot[2])


class MissingInComparison(IsHigher):
    """Whether a bar is higher than another, the first of which one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        if len(scene.categories) < 4:
            return []
        return [slot for slot in super().slots(scene) if slot[0] != slot[2]]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return missing(scene, slot[0], slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        return without(scene, slot[0])


# -- covered -------------------------------------------------------------------------------------------------------


def covered(scene: BarChart, category: str, rng: np.random.Generator) -> BarChart:
    """The chart with a cover over a category in place of what covers it now."""
    hidden = tuple(bar.id for bar in scene.bars if bar.category == category)
    return msgspec.structs.replace(scene, covers=(new_cover(category, rng),), hidden=hidden)


def inconspicuous(scene: BarChart) -> set[str]:
    """Categories that can be covered without the axis giving away what is below: others need its full length."""
    if len(scene.categories) < 4 or scene.kind == "waterfall":
        return set()  # the levels before and after a step show it, covered or not
    if scene.kind == "stacked":
        top = max(totals(scene))
        found = zip(scene.categories, totals(scene), strict=True)
        return {c.name for c, total in found if total < top}
    highs = [bar.value + (bar.error or 0.0) for bar in scene.bars]
    lows = [bar.value - (bar.error or 0.0) for bar in scene.bars]
    high, low = max(*highs, 0.0), min(*lows, 0.0)
    out = {c.name for c in scene.categories}
    if scene.kind == "dumbbell":  # whose axis may begin near the lowest dot
        low = min(lows)
        out -= {bar.category for bar in scene.bars if bar.value == low}
    for bar, up, down in zip(scene.bars, highs, lows, strict=True):
        if (up >= high > 0) or (down <= low < 0):
            out.discard(bar.category)
    return out


def unseen(scene: BarChart, category: str, work: Work) -> Unanswerable | None:
    """That a bar is covered; None if it is not."""
    if not any(cover.category == category for cover in scene.covers):
        return None
    ids = [bar.id for bar in scene.bars if bar.category == category]
    name = place(scene, category)
    what = "bars are" if len(ids) > 1 else "bar is"
    work.do("count", ids, evidence=ids, say=f"Something lies over {name}: its {what} covered.")
    return Unanswerable(reason="hidden", why=f"the {what.split()[0]} for {name} cannot be seen, being covered.")


class CoveredBar(BarValue):
    """The value of a bar that is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        fit = inconspicuous(scene)
        return [slot for slot in super().slots(scene) if slot[0] in fit]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[0], work) or super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        return covered(scene, slot[0], rng)


class CoveredInDifference(Difference):
    """The difference of two bars, the second of which is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        fit = inconspicuous(scene)
        return [slot for slot in super().slots(scene) if slot[2] in fit]

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[2], work) or super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        return covered(scene, slot[2], rng)


class CoveredRank(RankedBar):
    """Which category is k-th highest, where in one of the twins a bar is covered that may change the ranks."""

    unanswerable = "hidden"

    def slots(self, scene: BarChart) -> Sequence[Any]:
        return super().slots(scene) if inconspicuous(scene) else []

    def solve(self, scene: BarChart, slot: Any, work: Work) -> Answer:
        if scene.covers:
            found = unseen(scene, scene.covers[0].category, work)
            assert found is not None
            return Unanswerable(reason="hidden", why=f"{found.why.removesuffix('.')}, and it may change the ranks.")
        return super().solve(scene, slot, work)

    def spoil(self, scene: BarChart, slot: Any, rng: np.random.Generator) -> BarChart:
        fit = [c.name for c in scene.categories if c.name in inconspicuous(scene)]
        return covered(scene, fit[int(rng.random() * len(fit))], rng)


TEMPLATES = (
    MissingBar(), MissingInDifference(), MissingInComparison(), CoveredBar(), CoveredInDifference(), CoveredRank(),
)  # fmt: skip
__all__ = ["TEMPLATES"]
