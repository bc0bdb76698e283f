"""The figures of treemaps as named numbers: what the questions that all charts share need to know of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from scenewright.qa_templates.answers import Unanswerable
from scenewright.qa_templates.named_values import Along, Cell, Run, Values, is_time
from scenewright.qa_templates.plot_words import printed_in, who
from scenewright.qa_templates.steps import Known, Work
from scenewright.qa_templates.treemap_base import (
    READ_DEG,
    Item,
    has_values,
    need_apart,
    place,
    shown_of,
    ulp,
)
from scenewright.qa_templates.words import listed
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject, pick
from scenewright.scenes.treemap import Part, TreeMap, arranged, capital, coverable, covered


class TreeMapValues(Values[TreeMap]):
    """Parts are cells of their group's column; groups are cells without a row. Their numbers are values where values
    are printed, else shares in per cent.
    """

    mark, marks = "part", "parts"
    scale = "chart"

    def every(self, scene: TreeMap) -> Sequence[Cell]:
        def make() -> list[Cell]:
            field = "value" if has_values(scene) else "share"
            groups = [Cell(g.id, "", g.name, getattr(g, field)) for g in scene.groups]
            return [*(Cell(p.id, p.name, p.group, getattr(p, field)) for p in scene.parts), *groups]

        return self.keep(scene, "every", make)

    def runs(self, scene: TreeMap) -> Sequence[Run]:
        def make() -> list[Run]:
            hidden, cells = set(scene.hidden), self.every(scene)
            out = []
            for name in [g.name for g in scene.groups] or [""]:
                own = tuple(c for c in cells if c.row and c.column == name)
                if len(own) > 2 and not any(c.id in hidden for c in own):
                    out.append(Run(name, "row", own, False))
            groups = tuple(c for c in cells if not c.row)
            return [*out, *([Run("", "column", groups, False)] if len(groups) > 2 else [])]

        return self.keep(scene, "runs", make)

    def item(self, scene: TreeMap, cell: Cell) -> Item:
        """The part or group of a cell."""
        every: tuple[Item, ...] = (*scene.parts, *scene.groups)
        found = self.keep(scene, "items", lambda: {item.id: item for item in every}).get(cell.id)
        if found is None:
            raise Reject("not_applicable")
        return found

    # -- names -------------------------------------------------------------------------------------------------------

    def nouns(self, scene: TreeMap, along: Along) -> tuple[str, str]:
        if along == "row":
            return scene.label, scene.plural
        return scene.group_label, scene.group_plural

    def phrase_of(self, scene: TreeMap, row: str, column: str) -> str:
        return place(scene, column, row)

    def spot(self, scene: TreeMap, row: str, column: str) -> str:
        return f"for {place(scene, column, row)}"

    def within(self, scene: TreeMap, run: Run) -> str:
        if not run.name:
            return ""
        return f" {'in' if is_time(scene.group_label) else 'within'} {who(scene.group_label, run.name)}"

    def says(self, scene: TreeMap, along: Along, name: str) -> str:
        return f"“{name}”" if name == scene.other else super().says(scene, along, name)

    # -- numbers -----------------------------------------------------------------------------------------------------

    def measure(self, scene: TreeMap, of: Cell | None = None) -> str:
        return scene.measure if has_values(scene) else f"share of the {scene.measure}"

    def unit(self, scene: TreeMap, of: Cell | None = None) -> str:
        return scene.unit if has_values(scene) else "%"

    def unit_name(self, scene: TreeMap, of: Cell | None = None) -> str:
        return scene.unit_name if has_values(scene) else "per cent of the whole chart"

    def decimals(self, scene: TreeMap, of: Cell | None = None) -> int:
        return scene.decimals if has_values(scene) else scene.share_decimals

    def adds_up(self, scene: TreeMap, of: Cell | None = None) -> bool:
        return True  # parts of a whole do

    def has_ratios(self, scene: TreeMap, of: Cell | None = None) -> bool:
        return True

    def comparable(self, scene: TreeMap, a: Cell, b: Cell) -> bool:
        return bool(a.row) == bool(b.row)

    # -- reading -----------------------------------------------------------------------------------------------------

    def look(self, work: Work, scene: TreeMap, cell: Cell) -> Known:
        field = "value" if has_values(scene) else "share"
        return work.read(cell.id, field, self._said(scene, cell))

    def _said(self, scene: TreeMap, cell: Cell) -> str:
        """What a look at a cell tells, in words."""
        name, figure = capital(self.phrase(scene, cell)), self.amount(scene, cell.value)
        if shown_of(scene, self.item(scene, cell)) != "none":
            return f"{name} shows {figure}."
        return f"{name} takes up {'a size that stands for about' if has_values(scene) else 'about'} {figure}."

    def error(self, scene: TreeMap, resolution: Resolution, cell: Cell) -> float:
        if cell.id in printed_in(resolution):
            return 0.0
        if scene.kind == "sunburst" and not has_values(scene):
            return READ_DEG / 3.6 * math.sqrt(2)
        return math.inf  # nobody reads an area as a number

    def combined(self, scene: TreeMap, resolution: Resolution, cells: Iterable[Cell]) -> float:
        cells = list(cells)
        rounding = 0.0 if has_values(scene) or len(cells) < 2 else ulp(scene) * len(cells)
        return super().combined(scene, resolution, cells) + rounding

    def need_apart(self, scene: TreeMap, resolution: Resolution, a: Cell, b: Cell) -> None:
        if a.value == b.value:
            raise Reject("tie")
        need_apart(scene, resolution, self.item(scene, a), self.item(scene, b))

    # -- twins -------------------------------------------------------------------------------------------------------

    def can_lose(self, scene: TreeMap) -> Sequence[Cell]:
        return [
            c for c in self.cells(scene)
            if c.row and c.row != scene.other and len(scene.of_group(c.column)) > (2 if c.column else 4)
        ]  # fmt: skip

    def lose(self, scene: TreeMap, cell: Cell, rng: np.random.Generator) -> TreeMap:
        return without(scene, cell.column, cell.row)

    def gone(self, scene: TreeMap, row: str, column: str, work: Work) -> Unanswerable | None:
        if self.find(scene, row, column) is not None:
            return None
        parts = [p for p in scene.of_group(column) if p.id not in scene.hidden]
        names = [p.name for p in parts]
        where = f"Within {who(scene.group_label, column)} the" if column else "The"
        said = who(scene.label, row)
        work.do("collect", *names, evidence=[p.id for p in parts],
                say=f"{where} chart shows {listed(names)}, but not {said}.")  # fmt: skip
        return Unanswerable(reason="false_premise", why=f"the chart does not show {place(scene, column, row)}.")

    def can_cover(self, scene: TreeMap) -> Sequence[Cell]:
        fit = {(group, name) for group, *pair in coverable(scene) for name in pair}
        return [c for c in self.cells(scene) if c.row and (c.column, c.row) in fit]

    def cover(self, scene: TreeMap, cell: Cell, rng: np.random.Generator) -> TreeMap:
        return cover_over(scene, cell.column, cell.row, rng)

    def unseen(self, scene: TreeMap, row: str, column: str, work: Work) -> Unanswerable | None:
        return unseen(scene, column, row, work)


def without(scene: TreeMap, group: str, name: str) -> TreeMap:
    """The chart of all parts but one, whose shares make a new whole."""
    kept: tuple[Part, ...] = tuple(p for p in scene.parts if (p.group, p.name) != (group, name))
    left = arranged(msgspec.structs.replace(scene, parts=kept))
    for cover in left.covers:  # what lay between two covered neighbours is no longer there
        if (cover.pie, *cover.names) not in coverable(left):
            raise Reject("not_applicable")
    return left


def cover_over(scene: TreeMap, group: str, name: str, rng: np.random.Generator) -> TreeMap:
    """The chart with a cover over a part and one of its neighbours."""
    found = [pair for pair in coverable(scene) if pair[0] == group and name in pair[1:]]
    if not found:
        raise Reject("not_applicable")
    return covered(scene, pick(rng, found), rng)


def unseen(scene: TreeMap, group: str, name: str, work: Work) -> Unanswerable | None:
    """That a part is covered, with its neighbour; None if it is not."""
    for cover in scene.covers:
        if cover.pie == group and name in cover.names:
            ids = [p.id for p in scene.parts if p.id in scene.hidden]
            say = "Something lies over two neighbouring parts, and hides where one ends and the other begins."
            work.do("count", ids, evidence=ids, say=say)
            why = f"the part for {place(scene, group, name)} cannot be seen, being covered."
            return Unanswerable(reason="hidden", why=why)
    return None
