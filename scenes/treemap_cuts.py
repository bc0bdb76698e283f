"""Cuts of a table that make a treemap: parts of a whole, in groups or not, the smallest gathered into "Other"."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from scenewright.scenes.base import Reject, between, chance, draw, pick
from scenewright.scenes.pie_chart_cuts import OTHERS, STOCKS, Cut, drawable
from scenewright.scenes.table_cells import cells
from scenewright.scenes.table_columns import LABEL_MAX, TableError
from scenewright.scenes.table_source import Category, Table

TRIES = 80
"""Cuts drawn before a scene is given up."""
GROUPS_MAX = 6
"""Groups that colours tell apart at a glance."""
OTHER_MAX = 45.0
"""Per cent of its group above which "Other" would be the main message."""
THRESHOLDS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Per cents of the whole below which names are gathered into "Other"."""
FACTOR_MIN = 1.5
"""The largest part is at least this many times the smallest: flatter charts say nothing."""


class _Option(NamedTuple):
    """Which columns make the parts and the groups, and by which one rows are filtered (stocks: one time)."""

    table: Table
    part: int
    group: int | None
    time: int | None
    measure: int | None
    how: str
    unique: bool
    """Whether each part is in one group only."""


class Wanted(NamedTuple):
    """What is asked of a cut."""

    grouped: bool
    parts: tuple[int, int]
    groups_max: int
    other: float
    filtered: float
    least: float
    """Per cent of the whole below which a part can't be labelled."""


class Found(NamedTuple):
    """A cut that makes a chart."""

    cut: Cut
    """`names` are the groups (one empty name where there are none), `parts` their parts by group."""
    unique: bool
    """Whether the table has each part in one group only."""
    threshold: float
    """Per cent of the whole below which names are gathered into "Other"."""


def draw_cut(tables: tuple[Table, ...], wanted: Wanted, rng: np.random.Generator) -> Found:
    """A cut of groups and parts.

    `TableError` where the tables hold no parts of a whole; `Reject` where none was found that can be seen.
    """
    menu = _menu(tables, wanted.grouped)
    if not menu:
        wanted = wanted._replace(grouped=False)
        menu = _menu(tables, False)
    if not menu:
        names = ", ".join(table.name for table in tables)
        raise TableError(
            f"{names}: holds no parts of a whole; a treemap needs a text column of 3 to 40 names of up to {LABEL_MAX} "
            "letters (Latin, Greek or Cyrillic) that differ by more than case, and numbers from zero up to be added"
        )
    for attempt in range(TRIES):
        option = pick(rng, pick(rng, menu))
        if option.how != "stock" and (option.group is None or option.unique) and chance(rng, wanted.filtered):
            rest = [i for i in range(len(option.table.categories)) if i not in (option.part, option.group)]
            option = option._replace(time=pick(rng, rest)) if rest else option
        found = _fill(option, wanted if attempt < TRIES // 2 else wanted._replace(parts=(4, wanted.parts[1])), rng)
        if found is not None:
            return found
    raise Reject("flat_table")


@lru_cache(256)
def _menu(tables: tuple[Table, ...], grouped: bool) -> tuple[tuple[_Option, ...], ...]:
    """All options, one tuple per table, so that each table is as likely as another."""
    menu = []
    for table in tables:
        columns = table.categories
        usable = [c for c, column in enumerate(columns) if _usable(column)]
        sums: list[tuple[int | None, str]] = [(m, "sum") for m, measure in enumerate(table.measures)
                if "sum" in measure.aggregations and measure.values.min() >= 0]  # fmt: skip
        sums += [(None, "count")] * bool(table.count_label)
        stocks = [m for m, measure in enumerate(table.measures) if STOCKS.search(measure.label)]
        options: list[_Option] = []
        for p in usable:
            for g in [g for g in usable if g != p and len(columns[g].names) >= 2] if grouped else [None]:
                unique = g is None or _within(columns[p], columns[g])
                if len(columns[p].names) < 3 and not grouped:
                    continue
                if g is not None and not unique and _within(columns[g], columns[p]):
                    continue  # a group of one part
                times_over = 1 if columns[p].ordered or (g is not None and columns[g].ordered) else 3
                options += [_Option(table, p, g, None, m, how, unique) for m, how in sums] * times_over
                if unique and not columns[p].ordered:
                    times = [t for t in usable if t not in (p, g) and columns[t].ordered]
                    options += [_Option(table, p, g, t, m, "stock", unique) for t in times for m in stocks] * times_over
        if options:
            menu.append(tuple(options))
    return tuple(menu)


def _usable(column: Category) -> bool:
    """Whether every name can be drawn, and no two are one to a reader."""
    folded = {" ".join(name.casefold().split()) for name in column.names}
    return 1 < len(folded) == len(column.names) and all(map(drawable, column.names))


@lru_cache(512)
def _within(part: Category, group: Category) -> bool:
    """Whether each name of one column goes with one name of another: countries and continents."""
    return len(set(zip(part.codes.tolist(), group.codes.tolist(), strict=True))) == len(part.names)


def _values(option: _Option, at: int) -> tuple[list[list[float]], list[list[int]], bool]:
    """Values and counts by group and part, zero where no row falls, and whether means of equal groups were taken."""
    table, p, g, t, m, how, unique = option
    second = t if g is None or unique else g
    grid = cells(table, p, second, m, "mean" if how == "stock" else how)
    column = [0.0 if math.isnan(row[at]) else row[at] for row in grid.values] if second is None or second == t else []
    groups = len(table.categories[g].names) if g is not None else 1
    if column:
        counts = [row[at] for row in grid.counts]
        even = how != "stock" or len(set(counts) - {0}) == 1
        if g is None:
            return [column], [counts], even
        home = _homes(table.categories[p], table.categories[g])
        return (
            [[v if home[i] == k else 0.0 for i, v in enumerate(column)] for k in range(groups)],
            [[n if home[i] == k else 0 for i, n in enumerate(counts)] for k in range(groups)],
            even,
        )
    across = [[0.0 if math.isnan(row[k]) else row[k] for row in grid.values] for k in range(groups)]
    return across, [[row[k] for row in grid.counts] for k in range(groups)], True


@lru_cache(512)
def _homes(part: Category, group: Category) -> tuple[int, ...]:
    """The group of each part."""
    found = dict(zip(part.codes.tolist(), group.codes.tolist(), strict=True))
    return tuple(found[i] for i in range(len(part.names)))


def _fill(option: _Option, wanted: Wanted, rng: np.random.Generator) -> Found | None:
    """Choose groups and parts and take their values; None if they make no good chart."""
    table, p, g, t, m, how, unique = option
    column = table.categories[p]
    time = table.categories[t] if t is not None else None
    at = int(rng.random() * len(time.names)) if time else 0
    values, counts, even = _values(option, at)
    if not even:
        return None
    filled = [k for k, row in enumerate(values) if any(v > 0 for v in row)]
    if g is not None:
        if len(filled) < 2:
            return None
        filled = draw(rng, filled, between(rng, 2, min(wanted.groups_max, len(filled), GROUPS_MAX)))
        if table.categories[g].ordered:
            filled.sort()
    whole = g is None or len(filled) == sum(any(v > 0 for v in row) for row in values)
    with_other = not column.ordered and chance(rng, wanted.other)
    other = next((o for o in OTHERS if o.casefold() not in {n.casefold() for n in column.names}), "")
    total = math.fsum(v for k in filled for v in values[k])
    chosen = [[i for i, v in enumerate(values[k]) if v > 0] for k in filled]
    most = wanted.parts[1]
    if sum(map(len, chosen)) > most and not with_other:
        chosen = _fewer(chosen, between(rng, wanted.parts[0], most), rng)
        whole = False
        total = math.fsum(values[k][i] for k, row in zip(filled, chosen, strict=True) for i in row)
    gathering = with_other and bool(other)
    least = _threshold([values[k][i] for k, row in zip(filled, chosen, strict=True) for i in row], wanted, len(filled)
                       ) if gathering else wanted.least  # fmt: skip
    large = [[i for i in row if 100 * values[k][i] >= least * total]
             for k, row in zip(filled, chosen, strict=True)]  # fmt: skip
    small = [[i for i in row if i not in kept] for row, kept in zip(chosen, large, strict=True)]
    if any(small) and not gathering:
        return None
    names, picked, gathered = [], [], False
    for k, kept, rest in zip(filled, large, small, strict=True):
        kept = kept if column.ordered else draw(rng, kept, len(kept))
        row, left = [values[k][i] for i in kept], math.fsum(values[k][i] for i in rest)
        texts = [column.names[i] for i in kept]
        if rest:
            if len(rest) < 2 or not wanted.least * total <= 100 * left <= OTHER_MAX / 100 * (left + sum(row)) * 100:
                return None
            row, texts, gathered = [*row, left], [*texts, other], True
        if not kept or (g is not None and len(texts) < 2):
            return None
        names.append(tuple(texts))
        picked.append(row)
    flat = [v for row in picked for v in row]
    if not wanted.parts[0] <= len(flat) <= most or max(flat) < FACTOR_MIN * min(flat) or max(flat) > 0.8 * sum(flat):
        return None
    cut = Cut(
        table=table, column=column, second=time if g is None else table.categories[g],
        measure=table.measures[m] if m is not None else None, how=how,
        names=tuple(table.categories[g].names[k] for k in filled) if g is not None else ("",), pies=(),
        values=picked, parts=tuple(names), filter_name=_filter(time, at), other=other if gathered else "",
        complete=whole, sorted_down=False,
        left_out=(),
        single_rows=all(n in (0, 1) for k in filled for n in counts[k]),
    )  # fmt: skip
    return Found(cut, unique, least)


def _threshold(flat: list[float], wanted: Wanted, groups: int) -> float:
    """The least round per cent below which names are gathered, so that few enough parts are left."""
    total = math.fsum(flat)
    for least in THRESHOLDS:
        if least >= wanted.least and sum(100 * v >= least * total for v in flat) + groups <= wanted.parts[1]:
            return least
    return THRESHOLDS[-1]


def _filter(time: Category | None, at: int) -> str:
    return f"{time.label}: {time.names[at]}" if time else ""


def _fewer(chosen: list[list[int]], count: int, rng: np.random.Generator) -> list[list[int]]:
    """A random part of the names, at least two of each group."""
    spots = draw(rng, [(k, i) for k, row in enumerate(chosen) for i in row], sum(map(len, chosen)))
    kept: list[list[int]] = [[] for _ in chosen]
    for need in (2, 1000):
        for k, i in spots:
            if len(kept[k]) < need and i not in kept[k] and (need == 2 or sum(map(len, kept)) < count):
                kept[k].append(i)
    return [sorted(row) for row in kept]
