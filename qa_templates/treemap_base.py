"""What the questions on treemaps share: how parts and groups are named, read, and told apart as far as areas allow."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from scenewright.qa_templates.answers import Answer, Boolean, Label, Number
from scenewright.qa_templates.base import Skill, Template
from scenewright.qa_templates.plot_words import amount, opposite, printed_in, tolerant, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.words import number, ordinal
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject
from scenewright.scenes.treemap import Group, Part, TreeMap, capital

APART_FACTOR = 1.4
"""Least ratio of two rectangles that a viewer can rank without figures. Areas are judged worse than lengths and angles
(Cleveland and McGill 1984); of rectangles in treemaps the percentage that the smaller one is of the larger is typically
off by some eight points (Heer and Bostock 2010). Twice that error, 16 points, is left between a ratio of 1.4, at which
the smaller one has 71%, and equality, and as much again for rectangles of unlike shape."""
GROUP_FACTOR = 1.6
"""The same of two groups, whose rectangles hold their headings too."""
APART_DEG = 6.0
"""Least difference of two pieces of a sunburst that a viewer can rank, as of a pie's slices: a minute of a clock."""
READ_DEG = 2.5
"""How finely an edge in a ring is read: half of the space between the minute marks of a clock face."""

Item = Part | Group
Slot = tuple[str, ...]
"""`(group, part, ...)`: the group is empty where there are none; an empty part means the group itself."""


# -- names -----------------------------------------------------------------------------------------------------------


def item_of(scene: TreeMap, group: str, name: str) -> Item:
    """The part or group of that name, which the slot says is there."""
    if name:
        found: Item | None = scene.find(group, name)
    else:
        found = next((g for g in scene.groups if g.name == group), None)
    if found is None:
        raise Reject("not_applicable")
    return found


def key(item: Item) -> tuple[str, str]:
    """A part or group as a slot has it."""
    return (item.group, item.name) if isinstance(item, Part) else (item.name, "")


def place(scene: TreeMap, group: str, name: str) -> str:
    """A part or group in a sentence: `Japan`, `female within Biscoe`, `“Other” within Asia`, `the 1980s`."""
    if not name:
        return who(scene.group_label, group)
    first = f"“{name}”" if name == scene.other else who(scene.label, name)
    if group and (not scene.unique or name == scene.other):
        return f"{first} within {who(scene.group_label, group)}"
    return first


def said(scene: TreeMap, item: Item) -> str:
    """A part or group in a sentence."""
    return place(scene, *key(item))


def part_label(scene: TreeMap, name: str) -> Label:
    """A part's name as an answer, as the chart spells it."""
    return Label(value=name, accepted=(who(scene.label, name), f"{scene.label} {name}"))


def group_label(scene: TreeMap, name: str) -> Label:
    """A group's name as an answer."""
    return Label(value=name, accepted=(who(scene.group_label, name), f"{scene.group_label} {name}"))


def percent(scene: TreeMap, value: float) -> str:
    """`23.5%`."""
    return f"{number(value, scene.share_decimals)}%"


def rank_words(rank: int, high: bool) -> str:
    """`largest`, `second largest`, `third smallest`; rank 0 is the first."""
    end = "largest" if high else "smallest"
    return end if rank == 0 else f"{ordinal(rank + 1)} {end}"


# -- reading ---------------------------------------------------------------------------------------------------------


def shown_of(scene: TreeMap, item: Item) -> str:
    """What kind of figure stands at a part or group, where there is room."""
    return scene.shown if isinstance(item, Part) else scene.group_shown


def has_shares(scene: TreeMap) -> bool:
    """Whether shares of parts can be read: printed, or measured as angles."""
    return scene.shown in ("percent", "both") or (scene.shown == "none" and scene.kind == "sunburst")


def has_values(scene: TreeMap) -> bool:
    """Whether values are printed at parts."""
    return scene.shown in ("value", "both")


def read_share(work: Work, scene: TreeMap, item: Item) -> Known:
    """Read a share."""
    shown = shown_of(scene, item)
    verb = "is given as" if shown in ("percent", "both") else "takes up about"
    return work.read(item.id, "share", f"{capital(said(scene, item))} {verb} {percent(scene, item.share)}.")


def read_value(work: Work, scene: TreeMap, item: Item) -> Known:
    """Read a printed value."""
    return work.read(item.id, "value", f"{capital(said(scene, item))} is given as {amount(scene, item.value)}.")


def read_size(work: Work, scene: TreeMap, item: Item) -> Known:
    """What tells sizes apart: the figure, or the area or angle."""
    shown = shown_of(scene, item)
    if shown in ("value", "both"):
        return read_value(work, scene, item)
    if shown == "percent":
        return read_share(work, scene, item)
    how = "area" if scene.kind == "treemap" else "piece of the ring"
    return work.read(item.id, "value", f"Judge the size of the {how} for {said(scene, item)}.")


def share_answer(scene: TreeMap, value: float) -> Number:
    """A share as an answer, in per cent."""
    return Number(value=round(value, scene.share_decimals) + 0.0, unit="%", decimals=scene.share_decimals)


# -- what can be told apart ------------------------------------------------------------------------------------------


def ulp(scene: TreeMap) -> float:
    """Half of the last printed digit of a share: what rounding takes away."""
    return 0.5 * 10.0**-scene.share_decimals


def share_error(scene: TreeMap, resolution: Resolution, items: Iterable[Item]) -> float:
    """How far off a sum of shares may be, in points: rounding of printed ones, two edges of each measured angle.

    `Reject("margin")` for areas without a figure, which nobody reads as a number.
    """
    items = list(items)
    measured = [item for item in items if item.id not in printed_in(resolution)]
    if measured and (scene.kind == "treemap" or shown_of(scene, measured[0]) != "none"):
        raise Reject("margin")
    rounding = ulp(scene) * (len(items) - len(measured)) if len(items) > 1 else 0.0
    return rounding + math.sqrt(2 * len(measured)) * READ_DEG / 3.6


def need_printed(resolution: Resolution, items: Iterable[Item]) -> None:
    """`Reject("margin")` where a figure had no room."""
    if any(item.id not in printed_in(resolution) for item in items):
        raise Reject("margin")


def need_apart(scene: TreeMap, resolution: Resolution, a: Item, b: Item) -> None:
    """`Reject("tie")` for equal sizes, `Reject("margin")` where a viewer can't tell which is larger."""
    if a.value == b.value:
        raise Reject("tie")
    if a.id in printed_in(resolution) and b.id in printed_in(resolution):
        if shown_of(scene, a) in ("value", "both") and shown_of(scene, b) in ("value", "both"):
            return
        if abs(a.share - b.share) > ulp(scene):
            return
    if scene.kind == "sunburst":
        if abs(a.value - b.value) / scene.total.value * 360 < APART_DEG:
            raise Reject("margin")
        return
    factor = GROUP_FACTOR if isinstance(a, Group) or isinstance(b, Group) else APART_FACTOR
    if max(a.value, b.value) < factor * min(a.value, b.value):
        raise Reject("margin")


def need_ranked(scene: TreeMap, resolution: Resolution, items: Sequence[Item], chosen: Item) -> None:
    """The same between one of the items and those next to it in rank."""
    ranked = sorted(items, key=lambda item: -item.value)
    at = next(i for i, item in enumerate(ranked) if item.id == chosen.id)
    for other in ranked[max(at - 1, 0) : at] + ranked[at + 1 : at + 2]:
        need_apart(scene, resolution, chosen, other)


# -- slots -----------------------------------------------------------------------------------------------------------


def seen(scene: TreeMap) -> list[Part]:
    """Parts that nothing covers."""
    return [part for part in scene.parts if part.id not in scene.hidden]


def clear_groups(scene: TreeMap) -> list[Group]:
    """Groups of which no part is covered."""
    covered = {cover.pie for cover in scene.covers}
    return [group for group in scene.groups if group.name not in covered]


def runs(scene: TreeMap) -> list[str]:
    """Lists of parts that make a whole and are named by their own name alone: groups, or all. None covered."""
    return [g.name for g in clear_groups(scene)] if scene.groups else [] if scene.covers else [""]


def within(scene: TreeMap, group: str) -> str:
    """Which list of parts is meant: ` within Asia`."""
    return f" within {who(scene.group_label, group)}" if group else ""


def items(scene: TreeMap) -> list[Item]:
    """Uncovered parts, and groups."""
    return [*seen(scene), *scene.groups]


def taken(pool: Sequence[Any], most: int) -> list[Any]:
    """So many at most, evenly from all."""
    return list(pool) if len(pool) <= most else [pool[i * len(pool) // most] for i in range(most)]


def pairs(scene: TreeMap, most: int = 24) -> list[tuple[Item, Item]]:
    """Pairs of uncovered parts, and of groups, that differ by enough to be judged or read."""
    found: list[tuple[Item, Item]] = []
    pools: tuple[list[Item], list[Item]] = ([*seen(scene)], [*scene.groups])
    for pool in pools:
        found += [(a, b) for a, b in itertools.combinations(pool, 2)
                  if max(a.value, b.value) > 1.02 * min(a.value, b.value)]  # fmt: skip
    return taken(found, most)


# -- the base of all templates ---------------------------------------------------------------------------------------


class TreeTemplate(Template[TreeMap]):
    """A question on a treemap or a sunburst. `common` gives the fields that most phrasings use."""

    def common(self, scene: TreeMap) -> dict[str, str]:
        """Fields that depend on the chart alone."""
        return {
            "measure": scene.measure,
            "label": scene.label,
            "labels": scene.plural,
            "glabel": scene.group_label,
            "glabels": scene.group_plural,
            "unit": f", in {scene.unit_name}" if scene.unit_name else "",
            "shape": "rectangle" if scene.kind == "treemap" else "piece of the outer ring",
        }

    def words(self, scene: TreeMap, slot: Any) -> Mapping[str, str]:
        return self.common(scene)


class YesNo(TreeTemplate):
    """Base of questions answered with yes or no, each equally often."""

    skill: ClassVar[Skill] = "yes_no"
    balance = "yes_no"
    choice_share = 0.2
    mistake = "This misjudges the sizes."

    def wrong(self, scene: TreeMap, slot: Any, answer: Answer) -> Iterable[tuple[Answer, str]]:
        return opposite(answer, self.mistake)

    def decide(self, work: Work, op: str, a: Any, b: Any, text: str) -> Boolean:
        """The last step: `text` has places for "not " and for the answer."""
        found = work.do(op, a, b, say=lambda v: text.format("" if v else "not ", "yes" if v else "no"))
        return Boolean(value=found.value)


__all__ = ["TreeTemplate", "YesNo", "amount", "tolerant", "who"]
