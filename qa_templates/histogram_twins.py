"""Questions asked in twins: once where the histogram answers them, once where a distribution or a line is missing, or a
bin is covered. Each has the words of an ordinary question, so the words tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Answer, Unanswerable
from scenewright.qa_templates.histogram_base import bin_span
from scenewright.qa_templates.histogram_reading import BinHeight, LineValue, RangeCount
from scenewright.qa_templates.histogram_shape import HoldsMore, LineBin
from scenewright.qa_templates.plot_words import who
from scenewright.qa_templates.steps import Work
from scenewright.scenes.base import pick
from scenewright.scenes.histogram import Histogram, coverable, new_cover, note_of

# -- missing -------------------------------------------------------------------------------------------------------


def without_series(scene: Histogram, name: str) -> Histogram:
    """The chart of the other distribution alone. The axes stay as they are."""
    replace = msgspec.structs.replace
    (left,) = (s for s in scene.series if s.name != name)
    kept = (replace(left, name=""),)
    part = f" ({scene.series_label}: {left.name})"
    text = scene.title.text.replace(f" by {scene.series_label}", "") + part
    axis = scene.value_axis.text.replace(" of each group", "")
    bars = tuple(replace(bar, series="") for bar in scene.bars if bar.series == left.name)
    there = {bar.id for bar in bars}
    return replace(
        scene, title=replace(scene.title, text=text), value_axis=replace(scene.value_axis, text=axis), series=kept,
        bars=bars, arrangement="single", legend="none", absent_series=(name, *scene.absent_series),
        note=scene.note and replace(scene.note, text=note_of(kept, scene.things, bool(scene.covers))),
        hidden=tuple(i for i in scene.hidden if i in there),
    )  # fmt: skip


def absent(scene: Histogram, series: str, work: Work) -> Unanswerable | None:
    """That there is no such distribution, said after a look at the title; None if there is one."""
    if not series or any(s.name == series for s in scene.series):
        return None
    name = who(scene.series_label, series)
    work.read("title", "text", lambda v: f"The title reads “{v}”: {name} is not shown.")
    return Unanswerable(reason="false_premise", why=f"the histogram does not show {name}.")


class MissingHeight(BinHeight):
    """The height of a bin in a distribution that one of the twins lacks."""

    unanswerable = "false_premise"

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return super().slots(scene) if scene.many else []

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return absent(scene, slot[1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return without_series(scene, slot[1])


class MissingInComparison(HoldsMore):
    """Whether a bar is higher than another, where one of the twins lacks the second one's distribution."""

    unanswerable = "false_premise"

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return super().slots(scene) if scene.many else []

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return absent(scene, slot[3], work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return without_series(scene, slot[3])


def without_line(scene: Histogram) -> Histogram:
    """The chart without its line."""
    return msgspec.structs.replace(scene, reference=None)


def no_line(scene: Histogram, name: str, work: Work) -> Unanswerable | None:
    """That there is no such line; None if there is one."""
    if scene.reference and scene.reference.name == name:
        return None
    edges = [edge.id for edge in scene.edges]
    work.do("count", edges, evidence=edges, say=f"Along the whole axis, no line is marked '{name}'.")
    return Unanswerable(reason="false_premise", why=f"the histogram has no line marked '{name}'.")


class MissingLineBin(LineBin):
    """In which bin a line stands that one of the twins lacks."""

    unanswerable = "false_premise"

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return no_line(scene, slot, work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return without_line(scene)

    def slots(self, scene: Histogram) -> Sequence[Any]:
        return super().slots(scene)


class MissingLineValue(LineValue):
    """Where a line stands that one of the twins lacks."""

    unanswerable = "false_premise"

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return no_line(scene, slot, work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return without_line(scene)


# -- covered -------------------------------------------------------------------------------------------------------


def can_cover(scene: Histogram) -> list[int]:
    """Bins that can be covered: not in charts of shares, whose sum is known, or of running totals, nor where a line or
    the ends of the axis would tell of what lies below. The note of the covered chart does not say how many there are.
    """
    if scene.scale != "count" or scene.cumulative or scene.reference:
        return []
    fit = coverable(scene.bars)
    return fit if fit != [1] else []


def covered(scene: Histogram, place: int, rng: np.random.Generator) -> Histogram:
    """The chart with a cover over a bin, instead of what covers it now."""
    hidden = tuple(bar.id for bar in scene.bars if bar.bin == place)
    note = scene.note and msgspec.structs.replace(scene.note, text=note_of(scene.series, scene.things, True))
    return msgspec.structs.replace(scene, covers=(new_cover(place, rng),), hidden=hidden, note=note)


def unseen(scene: Histogram, bins: Sequence[int], work: Work) -> Unanswerable | None:
    """That one of the bins is covered; None if none is."""
    found = next((cover.bin for cover in scene.covers if cover.bin in bins), None)
    if found is None:
        return None
    ids = [bar.id for bar in scene.bars if bar.bin == found]
    work.do("count", ids, evidence=ids, say=f"Something lies over the bin {bin_span(scene, found)}.")
    return Unanswerable(reason="hidden", why=f"the histogram is covered over the bin {bin_span(scene, found)}.")


class CoveredHeight(BinHeight):
    """The height of a bin that is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: Histogram) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[0] in fit]

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[:1], work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return covered(scene, slot[0], rng)


class CoveredRange(RangeCount):
    """How many values lie in a range, one of whose bins is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: Histogram) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if fit & set(range(slot[0], slot[1] + 1))]

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return unseen(scene, range(slot[0], slot[1] + 1), work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        fit = [i for i in can_cover(scene) if slot[0] <= i <= slot[1]]
        return covered(scene, pick(rng, fit), rng)


class CoveredInComparison(HoldsMore):
    """Whether a bar is higher than another, the second of which is covered in one of the twins."""

    unanswerable = "hidden"

    def slots(self, scene: Histogram) -> Sequence[Any]:
        fit = set(can_cover(scene))
        return [slot for slot in super().slots(scene) if slot[2] in fit and slot[0] != slot[2]]

    def solve(self, scene: Histogram, slot: Any, work: Work) -> Answer:
        return unseen(scene, slot[2:3], work) or super().solve(scene, slot, work)

    def spoil(self, scene: Histogram, slot: Any, rng: np.random.Generator) -> Histogram:
        return covered(scene, slot[2], rng)


TEMPLATES = (
    MissingHeight(), MissingInComparison(), MissingLineBin(), MissingLineValue(), CoveredHeight(), CoveredRange(),
    CoveredInComparison(),
)  # fmt: skip
__all__ = ["TEMPLATES", "can_cover", "covered", "without_line", "without_series"]
