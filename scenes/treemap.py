"""Treemaps and sunbursts of real tables: a whole divided into parts, in groups or not."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Scene, Spec, Thing, between, chance, draw, pick, weighted
from scenewright.scenes.pie_chart import COLOURS, Cover, Key, Lettering, Shown, capital
from scenewright.scenes.pie_chart_cuts import Cut, measure_words, rounded
from scenewright.scenes.table_source import load_tables
from scenewright.scenes.treemap_cuts import GROUPS_MAX, Found, Wanted, draw_cut
from scenewright.scenes.treemap_tiles import Strip, neighbours, squarify, tiles

Kind = Literal["treemap", "sunburst"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

PARTS_MAX = 30
"""Parts of one chart: more leave no room for their names."""
KEYED_MAX = 10
"""Parts that a legend's colours can tell apart."""
ASPECT = 1.4
"""Width over height of the room that strips are made for; the drawn room may differ a little."""
LEAST = {"treemap": 1.6, "sunburst": 2.0}
"""Per cent of the whole below which a part has no room for its name."""


class TreeMapSpec(Spec, frozen=True, kw_only=True):
    """What charts are drawn from which tables."""

    tables: tuple[str, ...] = ()
    """Paths or patterns of CSV and Parquet files; empty for the bundled tables."""
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = ("treemap", "sunburst")
    grouped: Share = 1.0
    """Share of treemaps whose parts stand in groups. Sunbursts always have groups, where the tables have any."""
    parts_min: Annotated[int, msgspec.Meta(ge=3, le=PARTS_MAX)] = 4
    """Relaxed where the tables have fewer names."""
    parts_max: Annotated[int, msgspec.Meta(ge=4, le=PARTS_MAX)] = 8
    groups_max: Annotated[int, msgspec.Meta(ge=2, le=GROUPS_MAX)] = 4
    printed: Share = 0.7
    """Share of charts that print a per cent or a value, or both, at each part with room for it."""
    other: Share = 0.3
    """Share of charts whose smallest names make a part of their own, where there are such names."""
    filtered: Share = 0.3
    """Share of charts that show one part of the rows, such as one year's."""
    keyed: Share = 0.35
    """Share of charts whose colours are named by a legend: of groups, or of the parts where there are none."""
    covered: Share = 0.15
    """Share of charts with something lying over two neighbouring parts."""


class Group(Thing, frozen=True, kw_only=True):
    """Parts that belong together."""

    name: str
    value: float
    share: float
    """Per cent of the whole, rounded to `share_decimals`."""
    colour: str
    """One of `COLOURS`."""


class Part(Thing, frozen=True, kw_only=True):
    """A rectangle of a treemap, or a piece of a sunburst's outer ring."""

    group: str
    """Name of its group; empty where there are no groups."""
    name: str
    value: float
    """In the chart's unit, rounded to the chart's decimals: what is drawn is this, not the unrounded number."""
    share: float
    """Per cent of the whole, rounded to `share_decimals`."""
    colour: str = ""
    """One of `COLOURS` where each part has a colour of its own."""


class Total(Thing, frozen=True, kw_only=True):
    """The whole."""

    value: float
    shown: bool
    """Whether it is printed."""


class TreeMap(Scene, frozen=True, kw_only=True):
    """A divided whole and the numbers behind it. Shades, fonts and sizes are no part of it."""

    table: str
    title: Lettering
    subtitle: Lettering
    """What the table is about."""
    note: Lettering | None
    """What per cents are of, and what "Other" gathers."""
    measure: str
    """As in a sentence: `number of airports`."""
    unit: str
    unit_name: str
    label: str
    """What the parts are: `country`."""
    plural: str
    group_label: str
    """What the groups are; empty where there are none."""
    group_plural: str
    kind: Kind
    groups: tuple[Group, ...]
    """In the order in which they are laid out."""
    parts: tuple[Part, ...]
    """Group by group, in the order in which they are laid out."""
    total: Total
    legend: Key | None
    headed: bool
    """Whether groups are named where they stand (else by the legend)."""
    shown: Shown
    """What is printed at each part that has room for it."""
    group_shown: Shown
    """What is printed at each group's name."""
    compact: bool
    """Whether values are printed as 12.3K."""
    decimals: int
    share_decimals: int
    other: str
    """Name of the parts that gather the smallest names; empty if there are none."""
    threshold: float
    """Per cent of the whole below which names are gathered."""
    unique: bool
    """Whether the table has each part in one group only, as it has countries in continents."""
    by_size: bool
    """Whether groups, and parts in their groups, follow each other from the largest down, "Other" last."""
    strips: tuple[tuple[Strip, ...], ...] = ()
    """Treemaps: how the groups stand in the whole, then how the parts stand in each group."""
    right: bool = False
    """Treemaps: whether the first rectangle stands at the right."""
    bottom: bool = False
    start_deg: int = 0
    """Sunbursts: where the first part begins, clockwise from twelve o'clock."""
    clockwise: bool = True
    covers: tuple[Cover, ...] = ()
    """`pie` is the name of the group."""

    def find(self, group: str, name: str) -> Part | None:
        """The part of that name, None if there is none."""
        for part in self.parts:
            if part.group == group and part.name == name:
                return part
        return None

    def of_group(self, group: str) -> tuple[Part, ...]:
        """The parts of a group, in their order."""
        return tuple(part for part in self.parts if part.group == group)


SCENE = TreeMap

LEVELS = (
    TreeMapSpec(kinds=("treemap",), grouped=0.0, parts_min=4, parts_max=7, printed=0.9, other=0.2, covered=0.1),
    TreeMapSpec(kinds=("treemap", "sunburst"), grouped=0.3, parts_min=6, parts_max=9, groups_max=3, printed=0.75),
    TreeMapSpec(parts_min=8, parts_max=13, groups_max=4, grouped=0.75, printed=0.6, other=0.4),
    TreeMapSpec(parts_min=11, parts_max=18, groups_max=5, grouped=0.9, printed=0.55, other=0.45, covered=0.2),
    TreeMapSpec(parts_min=15, parts_max=26, groups_max=6, grouped=0.9, printed=0.4, other=0.5, covered=0.25),
)  # fmt: skip
"""From four printed rectangles to six groups of twenty-six parts."""

MATERIALS: tuple[Literal["note", "ink", "tape", "torn"], ...] = ("ink", "tape", "torn")
"""No sticky notes: among coloured rectangles one would be taken for a part."""


def draw_scene(spec: TreeMapSpec, rng: np.random.Generator) -> TreeMap:
    """A chart of one table's measure that adds up, or of counted rows, by one column or by two.

    Which names are shown, and in which colours, is random, so that knowledge of the world helps little. `Reject` where
    no cut of the tables gives parts that can be seen.
    """
    if spec.parts_min > spec.parts_max:
        raise ValueError("a spec's minimum is above its maximum")
    kind: Kind = pick(rng, spec.kinds)
    wanted = Wanted(
        grouped=kind == "sunburst" or chance(rng, spec.grouped), parts=(spec.parts_min, spec.parts_max),
        groups_max=spec.groups_max, other=spec.other, filtered=spec.filtered, least=LEAST[kind],
    )  # fmt: skip
    found = draw_cut(load_tables(spec.tables), wanted, rng)
    return _chart(found, "treemap" if found.cut.names == ("",) else kind, spec, rng)


def _chart(found: Found, kind: Kind, spec: TreeMapSpec, rng: np.random.Generator) -> TreeMap:
    cut = found.cut
    values, decimals = rounded(cut)
    grouped = cut.names != ("",)
    shown: Shown = "none"
    if chance(rng, spec.printed):
        shown = weighted(rng, ("percent", "value", "both"), (5, 5, 1))
    flat = [v for row in values for v in row]
    compact = decimals == 0 and min(flat) >= 1000 and shown in ("value", "both") and chance(rng, 0.6)
    if compact:
        values = [[float(round(v, 2 - math.floor(math.log10(v)))) for v in row] for row in values]
    if min(flat) <= 0:
        raise Reject("sliver")
    by_size = chance(rng, 0.65) and not (cut.column.ordered and chance(rng, 0.5))
    keyed = chance(rng, spec.keyed) and (grouped or len(flat) <= KEYED_MAX)
    group_shown: Shown = "none"
    if grouped and not keyed and shown != "none" and chance(rng, 0.35):
        group_shown = "percent" if shown == "both" else shown
    measure = measure_words(cut)
    unit = cut.measure.unit if cut.measure else ""
    titled = unit if "value" in (shown, group_shown) or shown == "both" else ""
    second = cut.second
    scene = TreeMap(
        table=cut.table.name,
        title=Lettering(id="title", text=_title(cut, measure, titled)),
        subtitle=Lettering(id="subtitle", text=cut.table.title),
        note=None,
        measure=measure, unit=unit, unit_name=cut.measure.unit_name if cut.measure and unit else "",
        label=cut.column.label, plural=cut.column.plural,
        group_label=second.label if grouped and second else "",
        group_plural=second.plural if grouped and second else "",
        kind=kind, groups=(), parts=(), total=Total(id="total", value=0.0, shown=chance(rng, 0.3)),
        legend=Key(id="legend", place=pick(rng, ("right", "left", "top", "bottom"))) if keyed else None,
        headed=grouped and not keyed, shown=shown, group_shown=group_shown, compact=compact, decimals=decimals,
        share_decimals=1 if chance(rng, 0.5) or len(flat) > 12 else 0, other=cut.other,
        threshold=found.threshold, unique=found.unique, by_size=by_size,
        right=chance(rng, 0.2), bottom=chance(rng, 0.2), start_deg=between(rng, 0, 23) * 15 if chance(rng, 0.5) else 0,
        clockwise=chance(rng, 0.75),
    )  # fmt: skip
    groups, parts = _things(cut, values, scene, rng)
    scene = arranged(msgspec.structs.replace(scene, groups=groups, parts=parts))
    pairs = coverable(scene)
    return covered(scene, pick(rng, pairs), rng) if pairs and chance(rng, spec.covered) else scene


def _title(cut: Cut, measure: str, unit: str) -> str:
    grouped = cut.names != ("",)
    by = f"{cut.second.label} and {cut.column.label}" if grouped and cut.second else cut.column.label
    text = f"{capital(measure)} by {by}"
    if cut.filter_name:
        text += f" ({cut.filter_name})"
    return f"{text}, in {cut.measure.unit_name}" if unit and cut.measure else text


def _things(
    cut: Cut, values: list[list[float]], scene: TreeMap, rng: np.random.Generator
) -> tuple[tuple[Group, ...], tuple[Part, ...]]:
    """Groups and parts with their colours; shares are still to be reckoned."""
    colours = draw(rng, COLOURS[:10], 10)
    if not scene.group_label:
        (names,), (row,) = cut.parts, values
        own = scene.legend is not None or (len(names) <= KEYED_MAX and chance(rng, 0.6))
        parts = tuple(
            Part(id=f"part{i}", group="", name=name, value=value, share=0.0, colour=colours[i] if own else "")
            for i, (name, value) in enumerate(zip(names, row, strict=True))
        )
        return (), parts
    groups = tuple(
        Group(id=f"group{k}", name=name, value=0.0, share=0.0, colour=colours[k]) for k, name in enumerate(cut.names)
    )
    parts = tuple(
        Part(id=f"part{k}.{i}", group=group, name=name, value=value, share=0.0)
        for k, (group, names, row) in enumerate(zip(cut.names, cut.parts, values, strict=True))
        for i, (name, value) in enumerate(zip(names, row, strict=True))
    )
    return groups, parts


def arranged(scene: TreeMap) -> TreeMap:
    """The chart with totals, shares, order, strips and note that follow from its parts."""
    replace = msgspec.structs.replace
    whole = round(math.fsum(p.value for p in scene.parts), scene.decimals) + 0.0
    digits = scene.share_decimals
    parts = [replace(p, value=round(p.value, scene.decimals) + 0.0, share=round(100 * p.value / whole, digits))
             for p in scene.parts]  # fmt: skip
    groups = []
    for group in scene.groups:
        value = round(math.fsum(p.value for p in parts if p.group == group.name), scene.decimals) + 0.0
        groups.append(replace(group, value=value, share=round(100 * value / whole, digits)))
    if scene.by_size:
        groups.sort(key=lambda g: -g.value)
    order = {g.name: k for k, g in enumerate(groups)}
    parts.sort(key=lambda p: (order.get(p.group, 0), p.name == scene.other,
                              -p.value if scene.by_size else 0.0))  # fmt: skip
    strips: tuple[tuple[Strip, ...], ...] = ()
    if scene.kind == "treemap":
        strips = _strips(groups, parts)
    scene = replace(scene, groups=tuple(groups), parts=tuple(parts), strips=strips,
                    total=replace(scene.total, value=whole))  # fmt: skip
    return replace(scene, note=_note(scene))


def _strips(groups: list[Group], parts: list[Part]) -> tuple[tuple[Strip, ...], ...]:
    if not groups:
        return (squarify([p.value for p in parts], ASPECT, 1.0),)
    out = [squarify([g.value for g in groups], ASPECT, 1.0)]
    rooms = tiles([g.value for g in groups], out[0], (0.0, 0.0, ASPECT, 1.0), False, False)
    for group, (left, top, right, bottom) in zip(groups, rooms, strict=True):
        # a heading takes some of the height
        height = max((bottom - top) - 0.06, 0.6 * (bottom - top))
        out.append(squarify([p.value for p in parts if p.group == group.name], right - left, height))
    return tuple(out)


def _note(scene: TreeMap) -> Lettering | None:
    """What is needed to read the figures: what per cents are of, and what is gathered in "Other"."""
    said = []
    if scene.shown in ("percent", "both") or scene.group_shown == "percent":
        said.append("Percentages are of the total shown")
    if any(p.name == scene.other for p in scene.parts):
        said.append(f"{scene.other}: all {scene.plural} below {scene.threshold:g}% of the total")
    return Lettering(id="note", text=". ".join(said)) if said else None


# -- covers --------------------------------------------------------------------------------------------------------


def coverable(scene: TreeMap) -> list[tuple[str, str, str]]:
    """Pairs of neighbours `(group, name, name)` that can be covered: together one rectangle, or one piece of the ring.

    One covered part would hide nothing: its neighbours' edges would show it. Of two, only the sum can be seen. Not
    where two parts are the whole of their group, whose own figures would then tell nothing else.
    """
    out = []
    for k, group in enumerate(scene.groups or (None,)):
        found = scene.of_group(group.name if group else "")
        if scene.kind == "treemap":
            near = neighbours(scene.strips[k + 1 if group else 0])
        else:
            near = [(i, i + 1) for i in range(len(found) - 1)]
        for i, j in near if len(found) >= 3 else ():
            a, b = found[i], found[j]
            if a.share + b.share <= 50:
                out.append((a.group, a.name, b.name))
    return out


def covered(scene: TreeMap, pair: tuple[str, str, str], rng: np.random.Generator) -> TreeMap:
    """The chart with a cover over two neighbours in place of what covers it now."""
    group, first, second = pair
    cover = Cover(id="cover", pie=group, names=(first, second), material=pick(rng, MATERIALS),
                  seed=between(rng, 0, 999_999))  # fmt: skip
    hidden = tuple(p.id for p in scene.parts if p.group == group and p.name in (first, second))
    return msgspec.structs.replace(scene, covers=(cover,), hidden=hidden)


def measure(scene: TreeMap) -> dict[str, float]:
    """`difficulty`: bits to find a part among all, and a bit for each thing that makes reading harder."""
    count = len(scene.parts)
    difficulty = math.log2(count) + 0.3 * len(scene.groups)
    difficulty += 1.0 * (scene.shown == "none") + 0.4 * (scene.shown == "value") + 0.5 * (scene.legend is not None)
    difficulty += 0.5 * bool(scene.covers) + 0.3 * bool(scene.other) + 0.3 * (not scene.by_size)
    return {
        "difficulty": round(difficulty, 3),
        "parts": float(count),
        "groups": float(len(scene.groups)),
        "printed": float(scene.shown != "none"),
        "smallest_share": min(part.share for part in scene.parts),
    }


__all__ = ["LEVELS", "SCENE", "Group", "Part", "Reject", "TreeMap", "TreeMapSpec", "draw_scene", "measure"]
