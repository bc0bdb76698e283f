"""What a careful viewer can tell of a scene of shapes, as bits: bit i of a mask stands for `scene.items[i]`.

A relation or an attribute that is not clear (a margin, a veil) is neither true nor false.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from scenewright.qa_templates.shapes_words import FIELDS, Desc
from scenewright.scenes.base import rng_for
from scenewright.scenes.shapes_draw import FRONT
from scenewright.scenes.shapes_scene import VEILED, Item, Shapes

ASIDE = 0.06
"""Centres nearer than this, in picture heights, are on no clear side of each other."""
STEEP = 0.3
"""Nor are those that lie further apart across than along: by 1 across, less than this along."""
DEEPER = 0.05
"""Feet on a table nearer than this in height are at no clear depth."""


def unsure(item: Item) -> float:
    """How far the middle of a partly hidden item may seem off, in picture heights."""
    return (1 - item.visible) * item.radius


class Facts:
    """Masks and descriptions of one scene."""

    def __init__(self, scene: Shapes) -> None:
        self.scene = scene
        self.items = scene.items
        self.index = {item.id: i for i, item in enumerate(scene.items)}
        self.all = (1 << len(scene.items)) - 1
        self.veiled: dict[str, int] = dict.fromkeys(FIELDS, 0)
        """By field, items of which a veil takes it away."""
        for veil in scene.veils:
            for field in VEILED[veil.kind]:
                self.veiled[field] |= 1 << self.index[veil.item]
        self.masks: dict[tuple[str, str], int] = {}
        for i, item in enumerate(scene.items):
            for field in FIELDS:
                if not self.veiled[field] >> i & 1:
                    key = (field, getattr(item, field))
                    self.masks[key] = self.masks.get(key, 0) | 1 << i
        self.fields = [f for f in FIELDS if sum(key[0] == f for key in self.masks) > 1]
        """Fields in which the items differ: others are never mentioned."""

        self.slots: dict[str, list[Any]] = {}
        """Slots by template, once they are drawn."""
        self._minimal: dict[tuple[int, int], list[Desc]] = {}

    def rng(self, name: str) -> np.random.Generator:
        """A generator that hangs on the scene and the name alone: for picking some of a great many slots."""
        key = "-".join(f"{item.id[5:]}:{round(item.x * 1e4)}:{round(item.y * 1e4)}" for item in self.items)
        return rng_for(0, "shapes", name, key)

    def bits(self, mask: int) -> list[int]:
        return [i for i in range(len(self.items)) if mask >> i & 1]

    def ids(self, mask: int) -> list[str]:
        return [self.items[i].id for i in self.bits(mask)]

    def has(self, desc: Desc) -> tuple[int, int]:
        """Items that fit a description, and those of which it can't be told."""
        sure = possible = self.all
        for key in desc:
            mask = self.masks.get(key, 0)
            sure &= mask
            possible &= mask | self.veiled[key[0]]
        return sure, possible & ~sure

    def value(self, i: int, field: str) -> str | None:
        """An attribute as seen; None where it is veiled."""
        return None if self.veiled[field] >> i & 1 else getattr(self.items[i], field)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Directions that have a meaning on this ground."""
        return (
            ("left", "right", "front", "behind")
            if self.scene.ground == "table"
            else ("left", "right", "above", "below")
        )

    @cached_property
    def related(self) -> dict[str, list[tuple[int, int]]]:
        """By side, for each item: the items on that side of it, and those of which it is not clear."""
        table = self.scene.ground == "table"
        n = len(self.items)
        out: dict[str, list[tuple[int, int]]] = {side: [(0, 0)] * n for side in self.sides}
        for i, anchor in enumerate(self.items):
            found = {side: [0, 0] for side in self.sides}
            for k, item in enumerate(self.items):
                if k == i:
                    continue
                dx, dy = item.x - anchor.x, item.y - anchor.y
                unseen = unsure(item) + unsure(anchor)
                _sort(found, "left", "right", dx, max(ASIDE + unseen, STEEP * abs(dy)), ASIDE + unseen, 1 << k)
                if table:
                    foot = (anchor.depth - item.depth) * (FRONT - self.scene.horizon)
                    _sort(found, "behind", "front", foot, max(DEEPER, 0.15 * abs(dx)), DEEPER, 1 << k)
                else:
                    _sort(found, "above", "below", dy, max(ASIDE + unseen, STEEP * abs(dx)), ASIDE + unseen, 1 << k)
            for side, (sure, unclear) in found.items():
                out[side][i] = sure, unclear
        return out

    def same(self, i: int, field: str) -> tuple[int, int]:
        """Other items that share an attribute with one, and those of which it can't be told."""
        value = self.value(i, field)
        if value is None:
            return 0, self.all & ~(1 << i)
        others = ~(1 << i)
        return self.masks[field, value] & others, self.veiled[field] & others

    @cached_property
    def names(self) -> list[list[Desc]]:
        """For each item the descriptions that fit it alone and of which no part can be left out, shortest first."""
        return [self.minimal(i, self.all) for i in range(len(self.items))]

    def minimal(self, i: int, among: int) -> list[Desc]:
        """Descriptions that fit item i alone `among` some, shortest first, without those that hold another."""
        key = i, among
        if key not in self._minimal:
            self._minimal[key] = self._descriptions(i, among)
        return self._minimal[key]

    def _descriptions(self, i: int, among: int) -> list[Desc]:
        keys = [(f, v) for f in self.fields if (v := self.value(i, f)) is not None]
        options = [(self.masks[k], self.masks[k] | self.veiled[k[0]], k) for k in keys]
        me = 1 << i
        if among == me:
            return [()]
        found: list[Desc] = []
        for size in range(1, len(keys) + 1):
            for combo in combinations(options, size):
                possible = among
                for _, mask, _ in combo:
                    possible &= mask
                if possible != me:
                    continue
                desc = tuple(key for _, _, key in combo)
                if not any(set(shorter) <= set(desc) for shorter in found):
                    found.append(desc)
        return found

    def item(self, id: str) -> Item:
        return self.items[self.index[id]]

    def paired(self, kind: str) -> list[tuple[int, int]]:
        """Pairs that meet in one way, as indices."""
        return [(self.index[p.first], self.index[p.second]) for p in self.scene.pairs if p.kind == kind]

    @cached_property
    def entangled(self) -> int:
        """Items that cover, hold, or lie in another: of these it may be asked too much to say whether they touch."""
        mask = 0
        for pair in self.scene.pairs:
            if pair.kind != "touches":
                mask |= 1 << self.index[pair.first] | 1 << self.index[pair.second]
        return mask


def _sort(found: dict[str, list[int]], low: str, high: str, by: float, enough: float, least: float, bit: int) -> None:
    """Enter one item: clearly `low` or `high`; where clearly one in size but steep, surely not the other."""
    if by <= -enough:
        found[low][0] |= bit
    elif by >= enough:
        found[high][0] |= bit
    else:
        if by < least:
            found[low][1] |= bit
        if by > -least:
            found[high][1] |= bit


_last: Facts | None = None


def facts_of(scene: Shapes) -> Facts:
    """The facts of a scene; those of the last one are kept, as all templates ask for the same."""
    global _last
    if _last is None or _last.scene is not scene:
        _last = Facts(scene)
    return _last


def as_desc(desc: Sequence[Sequence[str]]) -> Desc:
    """A description out of JSON."""
    return tuple((field, value) for field, value in desc)
